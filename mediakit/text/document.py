"""The parts a text is cut into: words, sentences, quotations, removals, and the document that holds them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from mediakit.text.words import cut_words

Value = TypeVar("Value")
Given: TypeAlias = Value | Callable[[], Value]
"""A value, or what finds it."""


class Later(Generic[Value]):
    """A field of a dataclass that may be given as a function without arguments, called when the field is first read.

    What is known stands under the field's own name, where reading it needs no call; the function under `_` and that.
    What is not given at all `find` tells of the whole part.
    """

    def __init__(self, default: Value, find: Callable[[Any], Value] | None = None) -> None:
        self.default, self.find = default, find

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, part: Any, owner: type | None = None) -> Value:
        if part is None:
            return self.default
        held = part.__dict__
        if find := held.get(f"_{self.name}"):
            held[self.name] = find()
            held.pop(f"_{self.name}", None)
        elif self.find and self.name not in held:
            held[self.name] = self.find(part)
        return held[self.name]  # type: ignore[no-any-return]

    if TYPE_CHECKING:

        def __set__(self, part: Any, value: Given[Value]) -> None:
            """Take a value, or what finds it."""


class Paragraph(NamedTuple):
    """The sentences of a paragraph, before they are made: `cut` does.

    `text` is its mended text, None if that is not known; `find_quoted` returns the stretches of it inside quotation
    marks: what is counted of its sentences hangs on nothing else.
    """

    text: str | None
    find_quoted: Callable[[], tuple[tuple[int, int], ...]]
    cut: Callable[[], tuple["Sentence", ...]]

    @classmethod
    def of_sentences(cls, sentences: tuple["Sentence", ...]) -> "Paragraph":
        """Return sentences that were made as a paragraph whose text is not known."""
        return cls(None, tuple, lambda: sentences)


class _Part:
    """What has fields that are found later: they are found before it is copied or pickled."""

    def __getstate__(self) -> dict[str, object]:
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Word:
    """One counted word.

    `text` has normalised typography (straight apostrophes); `start` and `end` refer to the text as given;
    `quoted` says whether it stands inside quotation marks.

    >>> mk.parse("The dam held. Nobody was hurt.").words[1]
    Word(text='dam', start=4, end=7, quoted=False)
    """

    text: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, init=False)
class Sentence(_Part):
    """One sentence: `text` is exactly what stands between `start` and `end` in the text as given.

    `clean` is the same with damage mended and typography normalised (what is counted). `tokens`, `spans`, `mask` run in
    parallel, one entry a word: its normalised text, its (start, end) in the text as given, whether it is quoted.
    `gaps` has one entry more: the normalised characters before each word and after the last. Tokens and gaps are cut
    from `clean` when they are first read.
    `paragraph` is the number of its paragraph within the body, -1 for the title.

    >>> mk.parse("The dam held. Nobody was hurt.").sentences[1].tokens
    ('Nobody', 'was', 'hurt')
    """

    text: str
    start: int
    end: int
    paragraph: int = 0
    clean: str = ""
    tokens: Later[tuple[str, ...]] = field(default=Later[Any]((), lambda sentence: _cut(sentence, "tokens")))
    spans: Later[tuple[tuple[int, int], ...]] = field(default=Later(()), repr=False)
    mask: Later[tuple[bool, ...]] = field(
        default=Later[Any]((), lambda sentence: sentence.quoted or (False,) * len(sentence.tokens)), repr=False
    )
    gaps: Later[tuple[str, ...]] = field(default=Later[Any]((), lambda sentence: _cut(sentence, "gaps")), repr=False)

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        paragraph: int = 0,
        clean: str = "",
        tokens: tuple[str, ...] | None = None,
        spans: Given[tuple[tuple[int, int], ...]] = (),
        mask: Given[tuple[bool, ...]] | None = None,
        gaps: tuple[str, ...] | None = None,
    ) -> None:
        """Fill all fields at once: one by one, as a frozen dataclass does, takes three times as long.

        A function for the `mask` returns what `quoted` does.
        """
        held = self.__dict__
        held.update(text=text, start=start, end=end, paragraph=paragraph, clean=clean)
        if tokens is not None:
            held["tokens"] = tokens
        if gaps is not None:
            held["gaps"] = gaps
        held["_spans" if callable(spans) else "spans"] = spans
        if mask is not None:
            held["_quoted" if callable(mask) else "mask"] = mask

    @cached_property
    def quoted(self) -> tuple[bool, ...]:
        """Which of its words are quoted, as `mask` says; () if none is, so that the words need not be known."""
        find = self.__dict__.get("_quoted")
        mask: tuple[bool, ...] = find() if find else self.__dict__.get("mask", ())
        return mask if True in mask else ()

    def give_words(self, words: tuple[str, ...], gaps: tuple[str, ...]) -> None:
        """Take the words and the gaps between them that stand in `clean`, unless they are known."""
        self.__dict__.setdefault("tokens", words)
        self.__dict__.setdefault("gaps", gaps)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The counted words as `Word` objects."""
        return tuple(
            Word(token, start, end, quoted)
            for token, (start, end), quoted in zip(self.tokens, self.spans, self.mask, strict=True)
        )


def _cut(sentence: Sentence, asked: str) -> tuple[str, ...]:
    """Return the words of a sentence, or the gaps between them, as asked; both are known from then on."""
    sentence.give_words(*cut_words(sentence.clean))
    return sentence.__dict__[asked]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the text gives as somebody's own.

    `text` is what stands between `start` and `end` as given, marks included. `speaker` is the source as it stands in
    the text ("Chris Low at FTN Financial"; a pronoun is resolved to the name behind it), "" if none was found; `name`
    is the bare name in it; `cue` the reporting verb or "according to", or "", from `cue_start` to `cue_end` in the text
    as given (-1 if there is none). `partial`: a few words quoted inside a sentence of the writer's.
    `kind` is "speech" (also a few quoted words inside a sentence), "scare" or "title". `group` is shared by the parts
    of one utterance (split around the speaker, or over several paragraphs).

    >>> said = mk.parse("“It held,” said Ana Ruiz.").quotations[0]
    >>> said.text, said.speaker, said.cue
    ('“It held,”', 'Ana Ruiz', 'said')
    """

    text: str
    start: int
    end: int
    speaker: str = ""
    cue: str = ""
    kind: str = "speech"
    group: int = 0
    name: str = ""
    partial: bool = False
    cue_start: int = -1
    cue_end: int = -1


@dataclass(frozen=True, slots=True)
class Removal:
    """A stretch of the text as given that is not counted, or was changed, and why.

    `text` is the stretch; `reason` a fixed word such as "category", "share", "byline", "related", "mojibake".

    >>> [r.reason for r in mk.parse("The dam held&mdash;so far.").removed]
    ['html']
    """

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Document(_Part):
    """A text cut into parts; `sentences` are the body's, `title` is a sentence of its own or None.

    All offsets refer to `text`, the text as given (a title that came from metadata has start and end -1).
    `quotations` are speech; `mentions` are scare quotes and titles in quotation marks. `removed` lists every
    removal and change; `problems` are plain sentences about what could not be read with certainty; `published` is the
    day it appeared (ISO), `source` the outlet and `author` who wrote it, "" where that is not known.

    >>> len(mk.parse("The dam held. Nobody was hurt.").words)
    6
    """

    text: str
    title: Later[Sentence | None] = Later(None)
    sentences: Later[tuple[Sentence, ...]] = Later(())
    quotations: Later[tuple[Quotation, ...]] = Later(())
    removed: tuple[Removal, ...] = ()
    mentions: Later[tuple[Quotation, ...]] = Later(())
    problems: Later[tuple[str, ...]] = Later(())
    story: str = ""
    version: str = ""
    published: str = ""
    source: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        """Take what is given as a function for later."""
        held = self.__dict__
        for name in ("title", "sentences", "quotations", "mentions", "problems"):
            if callable(held[name]):
                held[f"_{name}"] = held.pop(name)

    def __repr__(self) -> str:
        """Return what it is in a line: its names, how much it holds."""
        named = "/".join(filter(None, (self.story, self.version)))
        return f"<Document{f' {named}' if named else ''}: {len(self.sentences)} sentences, {len(self.words)} words>"

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of the body, in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @property
    def paragraphs(self) -> "Sequence[Paragraph]":
        """The body as paragraphs, as far as its sentences are not made yet; otherwise as one."""
        find = self.__dict__.get("_sentences")
        return getattr(find, "paragraphs", None) or [Paragraph.of_sentences(self.sentences)]

    @property
    def parts(self) -> tuple[tuple[str, Sentence], ...]:
        """The title, if any, and the body's sentences, as (part, sentence)."""
        title = (("title", self.title),) if self.title else ()
        return (*title, *(("body", sentence) for sentence in self.sentences))
