"""The only cache: what was found of a word, a sentence or a text is kept, so that it is found once.

A memory is emptied when it is full, so that it stays bounded; `forget` empties all of them, `list_memories` shows how
full they are.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import cache, update_wrapper, wraps
from inspect import Parameter, signature
from typing import Any, Generic, NamedTuple, ParamSpec, Protocol, TypeVar
from weakref import WeakValueDictionary

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")
Asked = ParamSpec("Asked")

WORDS = 200_000
"""Words that are remembered at most, some 300 bytes each."""
SENTENCES = 20_000
"""Sentences that are remembered at most, up to 2 kB each."""
TEXTS = 4_000
"""Paragraphs and texts that are remembered at most."""
LONGEST = 2_000
"""Sentences of more characters are not remembered."""


class Memory(dict[Key, Found], Generic[Key, Found]):
    """What a function answered, by its argument: `memory[word]` finds it once. Emptied at `limit` answers."""

    def __init__(self, find: Callable[[Key], Found], limit: int = WORDS, name: str = "") -> None:
        super().__init__()
        self.find, self.limit = find, limit
        self.name = name or f"{find.__module__}.{find.__qualname__}"
        _MEMORIES[id(self)] = self

    def __missing__(self, key: Key) -> Found:
        if len(self) >= self.limit:
            self.clear()
        self[key] = found = self.find(key)
        return found

    def __call__(self, key: Key) -> Found:
        """Return what stands under a key, found now if it was not met before."""
        return self[key]


_MEMORIES: "WeakValueDictionary[int, Memory[Any, Any]]" = WeakValueDictionary()
_READ: list[Any] = []


def remember(
    limit: int = WORDS, key: Callable[..., Hashable] | None = None
) -> Callable[[Callable[Asked, Found]], Callable[Asked, Found]]:
    """Remember up to `limit` answers of a function by its arguments, or by `key` of them; under a key None nothing."""

    def decorate(find: Callable[Asked, Found]) -> Callable[Asked, Found]:
        parameters = list(signature(find).parameters.values())
        if key is None and len(parameters) == 1 and parameters[0].kind is Parameter.POSITIONAL_OR_KEYWORD:
            memory: Any = Memory(find, limit)
            update_wrapper(memory, find)
            return memory  # type: ignore[no-any-return]
        known: Memory[Hashable, Found] = Memory(_never, limit, f"{find.__module__}.{find.__qualname__}")

        @wraps(find)
        def recall(*asked: Asked.args, **named: Asked.kwargs) -> Found:
            under = (*asked, *named.items()) if key is None else key(*asked, **named)
            if under is None:
                return find(*asked, **named)
            if under in known:
                return known[under]
            if len(known) >= limit:
                known.clear()
            known[under] = found = find(*asked, **named)
            return found

        recall.known = known  # type: ignore[attr-defined]
        return recall

    return decorate


def once(read: Callable[[], Found]) -> Callable[[], Found]:
    """Remember what a function without arguments read, such as a word list."""
    kept = cache(read)
    _READ.append(kept)
    return kept


class HasWords(Protocol):
    """What sentences are known by: their mended text and which of their words stand inside quotation marks."""

    @property
    def clean(self) -> str:
        """The mended text."""

    @property
    def mask(self) -> tuple[bool, ...]:
        """One flag a word."""


def of_sentence(sentence: HasWords, *rest: Hashable) -> Hashable:
    """Return the key of a sentence, and of what else is asked of it; None for very long ones."""
    return None if len(sentence.clean) > LONGEST else (sentence.clean, sentence.mask, *rest)


def of_whole(sentence: HasWords, keep: Sequence[bool] | None = None) -> Hashable:
    """Return the key of a sentence of which all words are kept; None, nothing is remembered, of a choice of them."""
    return of_sentence(sentence) if keep is None else None


class Kept(NamedTuple):
    """How full a memory is: the function whose answers it keeps, how many it holds, and how many at most."""

    name: str
    n_kept: int
    limit: int


def list_memories() -> list[Kept]:
    """Return how full each memory is, the fullest first."""
    kept = (Kept(memory.name, len(memory), memory.limit) for memory in list(_MEMORIES.values()))
    return sorted(kept, key=lambda each: (-each.n_kept, each.name))


def forget() -> None:
    """Empty all memories, of words, sentences, texts and of what was read from word lists; numbers do not change.

    >>> mk.forget()
    """
    for memory in list(_MEMORIES.values()):
        memory.clear()
    for read in _READ:
        read.cache_clear()


def forget_texts() -> None:
    """Empty the memories of sentences and texts, which others hardly share; what is known of words stays."""
    for memory in list(_MEMORIES.values()):
        if memory.limit < WORDS:
            memory.clear()


def _never(key: Hashable) -> Any:
    raise KeyError(key)
