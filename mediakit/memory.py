"""The only cache: what was found of a word, a sentence or a text is kept, so that it is found once.

A memory is emptied when it is full, so that it stays bounded; `forget` empties all of them, `list_memories` shows how
full they are.
"""

import gc
from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from functools import lru_cache, update_wrapper, wraps
from inspect import Parameter, signature
from itertools import chain, count, islice
from threading import RLock
from typing import TYPE_CHECKING, Any, Concatenate, Generic, NamedTuple, ParamSpec, Protocol, TypeVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

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
LONGEST_PARAGRAPH = 4_000
"""Paragraphs of more characters are not remembered."""


class Memory(dict[Key, Found], Generic[Key, Found]):
    """What a function answered, by its argument: `memory[word]` finds it once. Emptied at `limit` answers.

    What is asked of strings of more than `longest` characters is not kept.
    """

    def __init__(
        self, find: Callable[[Key], Found], limit: int = WORDS, name: str = "", longest: int | None = None
    ) -> None:
        super().__init__()
        self.find, self.limit, self.longest = find, limit, longest
        self.name = name or f"{find.__module__}.{find.__qualname__}"
        _MEMORIES[id(self)] = self

    def __missing__(self, key: Key) -> Found:
        found = self.find(key)
        if self.longest is None or len(key) <= self.longest:  # type: ignore[arg-type]
            if len(self) >= self.limit:
                self.clear()
            self[key] = found
        return found

    if TYPE_CHECKING:

        def __call__(self, key: Key) -> Found:
            """Return what stands under a key, found now if it was not met before."""
    else:
        __call__ = dict.__getitem__


DESCRIPTIONS = 50
"""Ways in which the strings of a vocabulary are described at most."""
Find = Callable[[Sequence[str]], NDArray[Any]]
"""A function that describes strings: an array with one row for each, also for none."""
Read = Callable[[Sequence[str]], Sequence[Sequence[str]]]
"""A function that returns what strings stand as: in columns, where they have more than one reading."""
Split = Callable[[str], Sequence[str]]
"""A function that cuts a string into parts."""


class _Strings(defaultdict[str, int]):
    """Strings by number, in order of their numbers, and in arrays, one row a number, what was found of them."""

    def __init__(self) -> None:
        super().__init__(count().__next__)
        self._strings: list[str] = []
        self._found: dict[Find, tuple[NDArray[Any], NDArray[Any]]] = {}
        self._readings: dict[Read, tuple[_Strings, Find]] = {}
        self._parts: dict[Split, tuple[_Strings, array[int], Find]] = {}
        self._lock = RLock()

    def number(self, strings: Iterable[str]) -> NDArray[np.intp]:
        """Return the numbers of strings; new ones get the next."""
        with self._lock:
            return np.fromiter(map(self.__getitem__, strings), dtype=np.intp)

    def look_up(self, find: Find, numbers: NDArray[np.intp]) -> NDArray[Any]:
        """Return what `find` answers for the strings of some numbers, one row each; it is asked once for a string."""
        with self._lock:
            rows, known = self._found.get(find) or (find(()), np.zeros(0, dtype=bool))
            if len(known) < len(self):
                more = 2 * len(self) - len(known)
                rows = np.concatenate([rows, np.zeros((more, *rows.shape[1:]), rows.dtype)])
                known = np.concatenate([known, np.zeros(more, dtype=bool)])
            unmet = numbers[~known.take(numbers)]
            if len(unmet):
                asked = np.zeros(len(known), dtype=bool)
                asked[unmet] = True
                new = np.flatnonzero(asked)
                rows[new] = find(self.spell(new))
                known[new] = True
            while len(self._found) >= DESCRIPTIONS and find not in self._found:
                self._found.pop(next(iter(self._found)))
            self._found[find] = rows, known
        return rows.take(numbers, axis=0)  # of rows with several columns several times as fast as rows[numbers]

    def spell(self, numbers: NDArray[np.intp]) -> list[str]:
        """Return the strings of some numbers."""
        with self._lock:
            new = islice(reversed(self), len(self) - len(self._strings))  # from the end: there are few
            self._strings += [*new][::-1]
            if len(numbers) and (np.diff(numbers) == 1).all():  # so are nearly all that a description is asked for
                return self._strings[numbers[0] : numbers[-1] + 1]
            return [self._strings[number] for number in numbers.tolist()]

    def stand_as(self, read: Read, numbers: NDArray[np.intp]) -> "Numbered":
        """Return what `read` answers for the strings of some numbers, by numbers of its own: one column a reading."""
        with self._lock:
            if read not in self._readings:
                own = _Strings()
                self._readings[read] = own, lambda strings: np.column_stack([*map(own.number, read(strings))])
            own, find = self._readings[read]
            return Numbered(self.look_up(find, numbers), own)


    def split(self, split: Split, numbers: NDArray[np.intp]) -> tuple["Numbered", NDArray[np.intp]]:
        """Return the parts that `split` makes of each of some strings, all end to end, and how many each has."""
        with self._lock:
            if split not in self._parts:
                self._parts[split] = _collect(split)
            own, kept, find = self._parts[split]
            starts, sizes = self.look_up(find, numbers).T
            ends = np.cumsum(sizes)
            places = np.arange(ends[-1] if len(ends) else 0) + (starts - ends + sizes).repeat(sizes)
            return Numbered(np.frombuffer(kept, dtype=np.int64).take(places), own), sizes


def _collect(split: Split) -> tuple[_Strings, "array[int]", Find]:
    """Return parts by number, an array for those of all strings, and what adds those of some: (first place, how many).

    The array is never empty: numpy reads none that is.
    """
    own, kept = _Strings(), array("q", [0])

    def find(strings: Sequence[str]) -> NDArray[np.intp]:
        parts = list(map(split, strings))
        sizes = np.fromiter(map(len, parts), dtype=np.intp, count=len(parts))
        starts = len(kept) + np.cumsum(sizes) - sizes
        kept.frombytes(own.number(chain.from_iterable(parts)).astype(np.int64).tobytes())
        return np.column_stack([starts, sizes])

    return own, kept, find


class Numbered(NamedTuple):
    """Strings as numbers: `look_up(find)` returns what is found of each."""

    numbers: NDArray[np.intp]
    known: _Strings

    def look_up(self, find: Find) -> NDArray[Any]:
        """Return what `find` answers for each of the strings, one row each."""
        return self.known.look_up(find, self.numbers)

    def split(self, split: Split) -> tuple["Numbered", NDArray[np.intp]]:
        """Return the parts that `split` makes of each of the strings, all end to end, and how many each has."""
        return self.known.split(split, self.numbers)

    def take(self, places: NDArray[np.intp]) -> "Numbered":
        """Return the strings at some places."""
        return self._replace(numbers=self.numbers[places])

    def spell(self) -> list[str]:
        """Return the strings."""
        return self.known.spell(self.numbers)


class Vocabulary:
    """Strings that are met again and again: each gets a number, under which arrays hold what was found of it.

    Emptied at `limit` strings; what was numbered before keeps its own.
    """

    def __init__(self, name: str, limit: int = WORDS) -> None:
        self.name, self.limit = name, limit
        self._known = _Strings()
        _MEMORIES[id(self)] = self

    def __len__(self) -> int:
        return len(self._known)

    def clear(self) -> None:
        """Forget all strings."""
        self._known = _Strings()

    def number(self, strings: Iterable[str]) -> Numbered:
        """Return strings as numbers."""
        if len(self._known) >= self.limit:
            self.clear()
        known = self._known
        return Numbered(known.number(strings), known)


class _Kept(Sized, Protocol):
    """What is listed and emptied."""

    name: str
    limit: int

    def clear(self) -> None: ...


_MEMORIES: "WeakValueDictionary[int, _Kept]" = WeakValueDictionary()
_READ: list[Any] = []


_UNMET: Any = object()


def remember(
    limit: int = WORDS, key: Callable[..., Hashable] | None = None, longest: int | None = None
) -> Callable[[Callable[Asked, Found]], Callable[Asked, Found]]:
    """Remember up to `limit` answers of a function by its arguments, or by `key` of them; under a key None nothing.

    Of a function of one string nothing is remembered if that has more than `longest` characters.
    """

    def decorate(find: Callable[Asked, Found]) -> Callable[Asked, Found]:
        parameters = list(signature(find).parameters.values())
        if key is None and len(parameters) == 1 and parameters[0].kind is Parameter.POSITIONAL_OR_KEYWORD:
            memory: Any = Memory(find, limit, longest=longest)
            update_wrapper(memory, find)
            return memory  # type: ignore[no-any-return]
        known: Memory[Hashable, Found] = Memory(_never, limit, f"{find.__module__}.{find.__qualname__}")

        @wraps(find)
        def recall(*asked: Asked.args, **named: Asked.kwargs) -> Found:
            under = (*asked, *named.items()) if key is None else key(*asked, **named)
            if under is None:
                return find(*asked, **named)
            if (answer := known.get(under, _UNMET)) is not _UNMET:
                return answer  # type: ignore[no-any-return]
            if len(known) >= limit:
                known.clear()
            known[under] = found = find(*asked, **named)
            return found

        recall.known = known  # type: ignore[attr-defined]
        return recall

    return decorate


Thing = TypeVar("Thing")


_NEARLY = 0.9
"""From this share of new things on all of them are asked for."""
Many = Callable[Concatenate[Sequence[Thing], Asked], Iterable[Found]]
Each = Callable[Concatenate[Sequence[Thing], Asked], list[Found]]


def remember_each(
    limit: int, key: Callable[..., Hashable]
) -> Callable[[Many[Thing, Asked, Found]], Each[Thing, Asked, Found]]:
    """Remember up to `limit` answers of a function of many things at once, each thing's by `key` of it and of the rest.

    It is asked only for things not met before, each once; under a key None nothing is remembered. Where nearly all are
    new it is asked for all of them as they stand: what was laid out for them serves again. Things laid out as one keep
    the answers in their dict `recalled`, too.
    """

    def decorate(find: Many[Thing, Asked, Found]) -> Each[Thing, Asked, Found]:
        known: Memory[Hashable, Found] = Memory(_never, limit, f"{find.__module__}.{find.__qualname__}")

        @wraps(find)
        def recall(things: Sequence[Thing], *asked: Asked.args, **named: Asked.kwargs) -> list[Found]:
            laid_out = getattr(things, "recalled", {}) if not asked and not named else {}
            if recall in laid_out:
                return laid_out[recall]  # type: ignore[no-any-return]
            if key not in laid_out:
                laid_out[key] = [key(thing, *asked, **named) for thing in things]
            keys = laid_out[key]
            answers: list[Any] = list(map(known.get, keys))
            new = [place for place, answer in enumerate(answers) if answer is None]
            if not new:
                return answers
            if len(known) + len(new) > limit:
                known.clear()
            if min(len(new), len(set(keys))) > _NEARLY * len(things):
                answers = list(find(things, *asked, **named))
            else:
                _answer(answers, keys, new, lambda some: find([things[place] for place in some], *asked, **named))
            known.update(zip(keys, answers, strict=True))
            known.pop(None, None)
            laid_out[recall] = answers
            return answers

        return recall  # type: ignore[return-value]

    return decorate


def _answer(
    answers: list[Any], keys: Sequence[Hashable], places: Sequence[int], find: Callable[[list[int]], Iterable[Any]]
) -> None:
    """Fill in the answers at some places: `find` is asked once for each key there, and for each place without one."""
    first: dict[Hashable, int] = {}
    for place in places:
        first.setdefault(place if keys[place] is None else keys[place], place)
    told = dict(zip(first, find([*first.values()]), strict=True))
    for place in places:
        answers[place] = told[place if keys[place] is None else keys[place]]


def once(read: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Remember what a function read, such as a word list, or made of up to 64 choices of these: no text empties it."""
    kept = lru_cache(64)(read)
    _READ.append(kept)
    return kept  # type: ignore[return-value]


class HasWords(Protocol):
    """What sentences are known by: their mended text and which of their words stand inside quotation marks."""

    @property
    def clean(self) -> str:
        """The mended text."""

    @property
    def quoted(self) -> tuple[bool, ...]:
        """One flag a word, none where no word is quoted."""


def of_sentence(sentence: HasWords, *rest: Hashable) -> Hashable:
    """Return the key of a sentence, and of what else is asked of it; None for very long ones."""
    return None if len(sentence.clean) > LONGEST else (sentence.clean, sentence.quoted, *rest)


def of_text(sentence: HasWords, *rest: Hashable) -> Hashable:
    """Return the key of a sentence whatever of it is quoted, and of what else is asked; None for very long ones."""
    return None if len(sentence.clean) > LONGEST else (sentence.clean, *rest)


def of_paragraph(paragraph: str, *rest: Hashable) -> Hashable:
    """Return the key of a paragraph, and of what else is asked of it; None for very long ones."""
    return None if len(paragraph) > LONGEST_PARAGRAPH else (paragraph, *rest)


class HasText(Protocol):
    """What documents are known by: the text as given, the title, and how they were cut."""

    @property
    def text(self) -> str:
        """The text as given."""

    @property
    def title(self) -> Any:
        """The title, a sentence or None."""

    @property
    def sentences(self) -> Any:
        """The sentences of the body."""


def of_document(document: HasText) -> Hashable:
    """Return the key of a document."""
    return document.text, document.title and document.title.text, len(document.sentences)


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


def shrink(most: int = 40_000) -> None:
    """Empty the memories of sentences and texts, and those of words that hold more than so many.

    So memory stays flat in a long run, where stories share few sentences and new names and numbers come without end.
    What was read from tables stays: it would be made anew for every part of a corpus.
    """
    for memory in list(_MEMORIES.values()):
        if memory.limit < WORDS or len(memory) > most:
            memory.clear()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's search for cyclic garbage off while much is made that has no cycles; it would take a fifth more.

    What was made counts as old from then on: else the next search would walk through all of it, and the one after it.
    What the caller left behind is searched before, so that none of it grows old by that.
    """
    if not gc.isenabled():
        yield
        return
    gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # nobody else keeps things frozen
            gc.freeze()
            gc.unfreeze()  # into the oldest generation
        gc.enable()


def _never(key: Hashable) -> Any:
    raise KeyError(key)
