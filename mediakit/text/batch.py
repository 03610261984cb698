"""Lay sentences end to end, their words as numbers: what is summed over words becomes a sum over an array."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from mediakit.memory import Find, Numbered, Read, Vocabulary
from mediakit.text.document import Sentence
from mediakit.text.names import opens_person
from mediakit.text.words import split_words

Array = NDArray[Any]

CHUNKS = Vocabulary("what stands between two blanks")
"""What stands between two blanks of a text, by number; its words and the gaps beside them have numbers of their own."""


class Chunks(NamedTuple):
    """Texts cut at their blanks, all chunks end to end: what they are, and how many each text has.

    A text with other white space than single blanks is one chunk.
    """

    numbered: Numbered
    sizes: Array


def cut_chunks(texts: Sequence[str]) -> Chunks:
    """Return normalised texts cut at their blanks: each chunk is looked up once for all that is asked of its words."""
    cut = [chunks if " ".join(chunks := text.split()) == text else [text] for text in texts]
    return Chunks(CHUNKS.number(chain.from_iterable(cut)), np.array(list(map(len, cut)), dtype=np.intp))


_PRONOUN = frozenset(("I", "I'm", "I've", "I'd", "I'll"))
_HEADLINE = 0.6  # from this share of capitalised words on, a capital does not mark a name


class Batch(Sequence[Sentence]):
    """Some sentences, their words laid end to end.

    `of` is the number of each word's sentence, `place` the word's own number in it, `sizes` are the words of each
    sentence, `firsts` the number of its first word. `words(find)`, `before(find)` and `after(find)` return what `find`
    answers for each word, for the gap before and the gap after it; it is asked once for each string. `recalled` holds
    what functions that remember sentences answered.
    """

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.recalled: dict[Any, list[Any]] = {}
        self.chunks = cut_chunks([sentence.clean for sentence in sentences])
        self._pieces, n_pieces = self.chunks.numbered.split(split_words)
        self._ends = np.cumsum(n_pieces)
        of_chunk = np.arange(len(n_pieces)).repeat(n_pieces)
        self._places = np.flatnonzero((np.arange(len(of_chunk)) - (self._ends - n_pieces)[of_chunk]) % 2)
        self._words = self._pieces.take(self._places)
        self.of = np.arange(len(sentences)).repeat(self.chunks.sizes)[of_chunk[self._places]]
        self.sizes = np.bincount(self.of, minlength=len(sentences))
        self.firsts = np.cumsum(self.sizes) - self.sizes
        self.place = np.arange(len(self.of)) - self.firsts[self.of]

    @cached_property
    def _gap(self) -> Array:
        """The number of the gap before each word; a sentence with words has one gap more."""
        return np.asarray(np.arange(len(self.of)) + np.cumsum(self.sizes > 0)[self.of] - 1)

    @cached_property
    def _gaps(self) -> Numbered:
        """What stands before, between and after the words of each sentence that has any.

        Where it stands in two chunks, or in more where a mark stands between blanks, it is joined by blanks.
        """
        numbers, known = self._pieces
        edges = np.append(0, self._ends)[np.append(0, np.cumsum(self.chunks.sizes))]
        first, last = np.zeros((2, len(self.of) + np.count_nonzero(self.sizes)), dtype=np.intp)
        last[self._gap], first[self._gap + 1] = self._places, self._places + 1
        told = np.flatnonzero(self.sizes)
        first[self._gap[self.firsts[told]]] = edges[told]
        last[self._gap[self.firsts[told] + self.sizes[told] - 1] + 1] = edges[told + 1]
        found, after, width = numbers[first], numbers[last - 1], last - first
        nothing, blank = known.number(("", " ")).tolist()
        bare = (found == nothing) & (after == nothing)
        found[(width == 2) & bare] = blank
        apart = np.flatnonzero((width == 2) & ~bare)
        n_known = len(known)  # once: other threads may number more
        pairs, which = np.unique(found[apart] * n_known + after[apart], return_inverse=True)
        spelled = zip(*map(known.spell, np.divmod(pairs, n_known)), strict=True)
        found[apart] = known.number(map(" ".join, spelled))[which]
        for gap in np.flatnonzero(width > 2).tolist():
            found[gap] = known.number([" ".join(known.spell(numbers[first[gap] : last[gap]]))])[0]
        return Numbered(found, known)

    @classmethod
    def of_sentences(cls, sentences: Sequence[Sentence]) -> "Batch":
        """Return some sentences as a batch; a batch is returned as it is."""
        return sentences if isinstance(sentences, Batch) else cls(sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __getitem__(self, number: Any) -> Any:
        return self.sentences[number]

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def words(self, find: Find) -> Array:
        """Return what `find` answers for each word."""
        return self._words.look_up(find)

    def stand_as(self, read: Read, places: Any = slice(None), like: Read | None = None) -> Numbered:
        """Return what words, or those at some places, stand as: what `read` answers for each, by numbers of its own.

        Or by the numbers of those that stand as `like` says.
        """
        return self._words.known.stand_as(read, self._words.numbers[places], like)

    def group(self, words: Array) -> dict[int, list[int]]:
        """Return the number of each sentence that has some of the words → which these are, as their own numbers in it.

        `words` are numbers of words, or one flag a word.
        """
        found: dict[int, list[int]] = {}
        for number, place in zip(self.of[words].tolist(), self.place[words].tolist(), strict=True):
            found.setdefault(number, []).append(place)
        return found

    def before(self, find: Find) -> Array:
        """Return what `find` answers for the gap before each word."""
        return self._gaps.look_up(find).take(self._gap, axis=0)

    def after(self, find: Find) -> Array:
        """Return what `find` answers for the gap after each word."""
        return self._gaps.look_up(find).take(self._gap + 1, axis=0)

    @cached_property
    def tokens(self) -> list[str]:
        """The words as written."""
        return self._words.spell()

    @cached_property
    def read(self) -> Sequence[Sentence]:
        """The sentences, each given its words: those of all are spelled in a third of the time that cutting takes."""
        gaps, told = self._gaps.spell(), 0
        for first, size, sentence in zip(self.firsts.tolist(), self.sizes.tolist(), self.sentences, strict=True):
            if size:
                last = first + size
                sentence.give_words(tuple(self.tokens[first:last]), tuple(gaps[first + told : last + told + 1]))
                told += 1
        return self.sentences

    @cached_property
    def quoted(self) -> Array:
        """Whether each word stands inside quotation marks."""
        quoted = np.zeros(len(self.of), dtype=bool)
        for first, size, sentence in zip(self.firsts.tolist(), self.sizes.tolist(), self.sentences, strict=True):
            if sentence.quoted:
                quoted[first : first + size] = sentence.quoted
        return quoted

    def edges_of(self, number: int) -> list[int]:
        """Return where in its normalised text a sentence begins, and where each of its words starts and ends."""
        first = 2 * int(self.firsts[number])
        return [0, *self._edges[first : first + 2 * int(self.sizes[number])]]

    @cached_property
    def _edges(self) -> list[int]:
        """Where each word starts and ends in the normalised text of its sentence, the two of one word together."""
        before, own = self.before(_measure), self.words(_measure)
        edges = np.column_stack([before, own]).cumsum().reshape(-1, 2)
        begins = edges[self.firsts[self.of], 0] - before[self.firsts[self.of]]
        return (edges - begins[:, None]).ravel().tolist()  # type: ignore[no-any-return]

    @cached_property
    def spelling(self) -> Array:
        """How each word is written, in the fields of `_SPELLING`."""
        return self.words(_describe_spelling)

    @cached_property
    def gap_before(self) -> Array:
        """What stands before each word, in the fields of `_GAP`."""
        return self.before(_describe_gaps)

    @cached_property
    def gap_after(self) -> Array:
        """What stands after each word, in the fields of `_GAP`."""
        return self.after(_describe_gaps)

    @cached_property
    def joined(self) -> Array:
        """Which words follow another of their sentence with no more than blanks or hyphens between."""
        return np.asarray(self.before(_describe_joins) & (self.place > 0))

    @cached_property
    def names(self) -> Array:
        """Which words look like parts of names: capitals inside a sentence, unless most of its words have one."""
        capital, n = self.spelling["capital"], len(self.sizes)
        headline = np.bincount(self.of[capital], minlength=n) >= _HEADLINE * self.sizes
        return np.asarray(capital & ~self.spelling["pronoun"] & ~headline[self.of] & (self.place > 0))

    def in_title_case(self, least: int) -> Array:
        """Which sentences have most of their longer words, at least so many, capitalised, as in a headline."""
        longer, n = self.spelling["longer"], len(self.sizes)
        n_longer = np.bincount(self.of[longer], minlength=n)
        n_capital = np.bincount(self.of[longer & self.spelling["capital"]], minlength=n)
        return np.asarray((n_longer >= least) & (n_capital > 0.7 * n_longer))

    @cached_property
    def named(self) -> list[bool]:
        """Whether each word with one capital looks like a name: inside a sentence that is not itself in title case.

        Where a capital is due only one with another such word behind it does.
        """
        lone = self.spelling["lone_capital"]
        told = lone & (~self.begins_anew | beside(lone, 1, self.of, False)) & ~self.in_title_case(2)[self.of]
        return told.tolist()  # type: ignore[no-any-return]

    @cached_property
    def begins_anew(self) -> Array:
        """Where a capital letter is due whatever the word: at the beginning, after a mark or a quote mark."""
        name_goes_on = np.roll(self.spelling["initial"], 1)  # after "Sen." or "J."
        after_mark = self.gap_before["opens"] | self.gap_before["full_stop"] & ~name_goes_on
        return np.asarray((self.place == 0) | after_mark)

    @cached_property
    def opens_person(self) -> Array:
        """Where a first name and another capital open a sentence or what follows a mark: Grace Park."""
        opens = self.begins_anew & self.spelling["capital"] & np.roll(self.spelling["capital"], -1)
        for i in np.flatnonzero(opens).tolist():
            opens[i] = self.place[i] + 1 < self.sizes[self.of[i]] and opens_person(self.tokens[i : i + 2])
        return np.asarray(opens)

    @cached_property
    def clause(self) -> Array:
        """The number of each word's clause: the stretch within which words speak to each other.

        A sentence ends one, as do a semicolon and a colon, and a coordinator after a comma, which is a stretch of its
        own: so the words of two sentences are read alike when ", and" joins them.
        """
        ends = self.gap_before["ends_clause"] & self.begins_anew
        joins = self.gap_before["comma"] & self.spelling["coordinator"] & ~ends & (self.place > 0)
        starts = (self.place == 0) | ends | joins
        starts[1:] |= joins[:-1]
        return np.asarray(np.cumsum(starts) - 1)

    @cached_property
    def _clauses(self) -> tuple[list[int], list[int]]:
        """The number of each word's clause, and the first word of each clause."""
        return self.clause.tolist(), [*np.flatnonzero(np.diff(self.clause, prepend=-1)).tolist(), len(self.of)]

    def clause_of(self, word: int) -> tuple[int, int]:
        """Return the first word of the clause of a word, and the word after its last."""
        numbers, edges = self._clauses
        return edges[numbers[word]], edges[numbers[word] + 1]


def _measure(strings: Sequence[str]) -> Array:
    return np.fromiter(map(len, strings), dtype=np.intp, count=len(strings))


_SPELLING = np.dtype(
    [
        (k, bool)
        for k in ("capital", "lone_capital", "capitals", "pronoun", "longer", "initial", "coordinator", "digits")
    ]
)
"""Begins with a capital, has no other one, has capitals only, is the pronoun I, is longer than three letters, is short
with a capital, joins clauses, has a digit.
"""
_COORDINATORS = frozenset("and but or nor so yet".split())


def tell(holds: Callable[[str], bool], strings: Iterable[str]) -> Array:
    """Return of each of some strings whether something holds."""
    return np.fromiter(map(holds, strings), dtype=bool)


def has_digit(word: str) -> bool:
    """Tell whether a word holds a digit."""
    return not word.isalpha() and any(map(str.isdigit, word))


def _describe_spelling(words: Sequence[str]) -> Array:
    """Return how words are written, in the fields of `_SPELLING`."""
    rows, sizes, firsts = np.zeros(len(words), dtype=_SPELLING), _measure(words), [word[:1] for word in words]
    capital = rows["capital"] = tell(str.isupper, firsts)
    rows["lone_capital"] = capital & tell(str.islower, (word[1:] for word in words))
    rows["capitals"] = tell(str.isupper, words) & (sizes > 1)
    rows["pronoun"] = tell(_PRONOUN.__contains__, words)
    rows["longer"] = tell(str.isalpha, firsts) & (sizes > 3)
    rows["initial"] = capital & (sizes <= 4)
    rows["coordinator"] = tell(_COORDINATORS.__contains__, map(str.lower, words))
    rows["digits"] = tell(has_digit, words)
    return rows


_GAP = np.dtype(
    [
        (k, bool)
        for k in ("blank", "empty", "ends_clause", "comma", "opens", "full_stop", "quote", "pause", "scare", "colon")
    ]
)
"""Is one blank, has no more than blanks, ends a clause, has a comma, ends with a mark after which a sentence may begin,
with a full stop, has a quotation mark, a mark at which one pauses, ends with a quotation mark that opens, has a colon.
"""
_OPENING, _ENDS_CLAUSE, _PAUSES = frozenset("?!:;\"'“‘(["), frozenset(".?!:;"), frozenset(",.;:?!")
_QUOTES, _SCARE = frozenset("\"“”'‘’"), frozenset("\"“‘'")


def _describe_gaps(gaps: Sequence[str]) -> Array:
    """Return what stands in the gaps between words, in the fields of `_GAP`."""
    rows = [
        (
            gap == " ",
            not gap.strip(),
            not _ENDS_CLAUSE.isdisjoint(gap),
            "," in gap,
            gap.rstrip()[-1:] in _OPENING,
            gap.rstrip()[-1:] == ".",
            not _QUOTES.isdisjoint(gap),
            not _PAUSES.isdisjoint(gap),
            gap[-1:] in _SCARE,
            ":" in gap,
        )
        for gap in gaps
    ]
    return np.array(rows, dtype=_GAP)


def _describe_joins(gaps: Sequence[str]) -> Array:
    return np.array([not gap.strip(" \n\r\t-‐‑\u00a0") for gap in gaps], dtype=bool)


class Kept(NamedTuple):
    """Which words are counted and where: `row` is the row of each word, -1 for none; `sentence` that of each row.

    `share` is the share of its sentence's words that a row has.
    """

    row: Array
    sentence: Array
    share: Array

    def sum(self, values: Array) -> Array:
        """Return the sums of what each word counts, one a row."""
        chosen = self.row >= 0
        if chosen.all():  # so it is for all voices together: nothing need be copied
            return sum_by(values, self.row, len(self.sentence))
        return sum_by(values.compress(chosen, axis=0), self.row[chosen], len(self.sentence))

    def tally(self, found: Sequence[tuple[int, int]], n_columns: int) -> Array:
        """Return how many of what was found, each a word and a column, falls into each row, shape (rows, columns)."""
        words, columns = np.fromiter(chain.from_iterable(found), dtype=np.intp).reshape(-1, 2).T
        places = self.row[words] * n_columns + columns
        n = len(self.sentence) * n_columns
        return np.bincount(places[places >= 0], minlength=n).reshape(-1, n_columns).astype(float)


def keep_voice(batch: Batch, voice: str = "all") -> Kept:
    """Return the words of a voice ("all", "narrator", "quoted"), one row a sentence."""
    numbers = np.arange(len(batch.sizes))
    if voice == "all":
        return Kept(batch.of, numbers, (batch.sizes > 0).astype(float))
    row = np.where(batch.quoted == (voice == "quoted"), batch.of, -1)
    n_kept = np.bincount(row[row >= 0], minlength=len(numbers))
    return Kept(row, numbers, n_kept / np.maximum(batch.sizes, 1))


def keep_each(batch: Batch) -> Kept:
    """Return every word in a row of its own."""
    return Kept(np.arange(len(batch.of)), batch.of, 1 / batch.sizes[batch.of])


def beside(values: Array, distance: int, group: Array, edge: Any) -> Array:
    """Return for each word the value of the one `distance` words on (-1: the one before); beyond its group `edge`."""
    ends = slice(None, -abs(distance)), slice(abs(distance), None)
    here, there = ends if distance > 0 else ends[::-1]
    found = np.full(len(values), edge, dtype=np.result_type(values, edge))
    np.copyto(found[here], values[there], where=group[here] == group[there])
    return found


def sum_by(values: Array, rows: Array, n: int) -> Array:
    """Return the sums of values whose row is the same, shape (n, …); `rows` are in order."""
    found: Array = np.zeros((n, *values.shape[1:]), dtype=np.int64 if values.dtype.kind in "bi" else float)
    if len(rows):
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        found[rows[starts]] = np.add.reduceat(values, starts, axis=0, dtype=found.dtype)
    return found


Thing = TypeVar("Thing")
_LIKELY = (1 << 18) - 1


class Phrases(Generic[Thing]):
    """Phrases to look for in batches, each with what it stands for; `read` returns what a word as written stands as.

    One of letters only stands as itself in small letters; or, with `plurals`, as this without an s at its end, where
    `read` says so. If `hyphened`, words of a phrase may be joined by hyphens. What phrases begin with is numbered, 0
    being no word: so all words of a batch go a step on at once.
    """

    def __init__(
        self,
        phrases: Mapping[tuple[str, ...], Thing],
        read: Callable[[str], str],
        *,
        hyphened: bool = False,
        plurals: bool = False,
    ) -> None:
        self._read = read
        begun = dict.fromkeys(phrase[:n] for phrase in phrases for n in range(1, len(phrase) + 1))
        numbers = {phrase: n for n, phrase in enumerate([(), *begun])}
        self._things = {numbers[phrase]: thing for phrase, thing in phrases.items()}
        self._ends = np.array([phrase in phrases for phrase in numbers])
        steps = [
            (numbers[phrase[:n]], "-".join(phrase[n:]), numbers[phrase])
            for phrase in begun
            for n in range(0 if hyphened else len(phrase) - 1, len(phrase))
        ]
        self._words = {word: n for n, word in enumerate(sorted({word for _, word, _ in steps}), 1)}
        several = {word + "s": n for word, n in self._words.items() if plurals and read(word + "s") == word}
        self._written = self._words | several
        ends = sorted((self._key(at, self._words[word]), end) for at, word, end in steps)
        self._keys, self._after = np.array([*ends, (np.iinfo(np.int64).max, 0)], dtype=np.int64).T
        self._likely = np.bincount(self._keys[:-1] & _LIKELY, minlength=_LIKELY + 1) > 0
        self._begins = self._step(0, np.arange(len(self._words) + 1))

    def opens(self, word: str) -> bool:
        """Tell whether a phrase begins with a word."""
        return bool(self._begins[self._words.get(self._read(word), 0)])

    def begin(self, batch: Batch) -> Array:
        """Return of each word of a batch whether a phrase begins with it, whatever follows."""
        return np.asarray((self._begins > 0)[batch.words(self._number)])

    def find(self, batch: Batch, follows: Array) -> tuple[Array, Array, list[Thing]]:
        """Return of all phrases in a batch the first words, the words after the last, and what they stand for.

        Of those with the same first word the longest comes first. `follows` tells of each word whether it may go on
        with what the word before begins.
        """
        words, found = batch.words(self._number), [np.zeros((3, 0), dtype=np.int64)]
        first = np.flatnonzero((self._begins > 0)[words])
        last, begun = first + 1, self._begins[words[first]]
        while len(first):
            ends = np.flatnonzero(self._ends[begun])
            found.append(np.stack([first[ends], -last[ends], begun[ends]]))
            onward = last % len(words)  # the first of all follows none
            begun = self._step(begun, words[onward] * follows[onward])
            going = np.flatnonzero(begun)
            first, last, begun = first[going], last[going] + 1, begun[going]
        first, last, begun = np.concatenate(found, axis=1)
        order = np.lexsort((last, first))
        return first[order], -last[order], [self._things[number] for number in begun[order].tolist()]

    def _key(self, begun: Any, words: Any) -> Any:
        """Return the number of each step: from a beginning on with a word."""
        return begun * (len(self._words) + 1) + words

    def _step(self, begun: Any, words: Array) -> Array:
        """Return what beginnings become with one word more each, 0 if no phrase begins so."""
        keys, after = self._key(begun, words), np.zeros(len(words), dtype=np.int64)
        likely = np.flatnonzero(self._likely[keys & _LIKELY])  # most steps lead nowhere: one flag tells
        places = np.searchsorted(self._keys, keys[likely])
        after[likely] = np.where(self._keys[places] == keys[likely], self._after[places], 0)
        return after

    def _number(self, words: Sequence[str]) -> Array:
        """Return the numbers of words as they stand in the phrases, 0 for others."""
        written = map(self._written.get, map(str.lower, words), repeat(0))
        found: Array = np.fromiter(written, dtype=np.int64, count=len(words))
        for place in np.flatnonzero(~tell(str.isalpha, words)).tolist():
            found[place] = self._words.get(self._read(words[place]), 0)
        return found
