"""Find who speaks each quotation, and the words that say so."""

from bisect import bisect_left, bisect_right
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from mediakit.text.quotation_marks import Quoted
from mediakit.text.sentences import split_sentences
from mediakit.text.speech.beside_quotes import Attribution, read_after, read_before, read_sentence, read_signature
from mediakit.text.speech.grammar import find_subject, main_subject
from mediakit.text.speech.people import Cast
from mediakit.text.speech.tokens import Token, is_name, name_runs, reporting_verb, tokens_between

TERMINAL = ".?!…"
_INNER_MARKS = "\"“”„‟«»'‘’‚‹›`"


def begin_sentences(text: str, paragraph: tuple[int, int], quoted: list[Quoted]) -> list[int]:
    """Return where the sentences of a paragraph begin; a quotation is one word of its sentence."""
    begins, edges = [q.start for q in quoted], [paragraph[0]]
    for start in (paragraph[0] + start for start, _ in split_sentences(text[paragraph[0] : paragraph[1]])):
        k = bisect_left(begins, start)
        before, end = quoted[k - 1] if k else None, begins[k] if k < len(begins) else paragraph[1]
        inside = before is not None and (start < before.end or _goes_on(text, start, before, end))
        if start > edges[-1] and not inside:
            edges.append(start)
    return edges


def _goes_on(text: str, at: int, quoted: Quoted, end: int) -> bool:
    """Return whether a sentence goes on at a place behind a quotation: “What now?” Mr. Low, a banker, wrote.

    `end` is where the next quotation or the end of the paragraph stands.
    """
    trails = text[quoted.end - 4 : quoted.end - 1] == "..."
    if text[quoted.end : at].strip() or last_character(text, quoted) not in "?!…" and not trails:
        return False
    ahead = tokens_between(text, at, end)[:20]
    if not ahead or not is_name(ahead[0]) and ahead[0].text != "I":
        return False
    stop = next((n for n, t in enumerate(ahead) if t.text in ".?!"), len(ahead))
    told = read_after(ahead[:stop], False)
    return told is not None and told.end > 0 and told.cue != "according to"


def last_character(text: str, quoted: Quoted) -> str:
    """Return the last character inside the marks (of inner quotations too)."""
    at = quoted.end - 1
    while at > quoted.start and (text[at] in _INNER_MARKS or text[at].isspace()):
        at -= 1
    return text[at]


# How many words of the sentence before a quotation are read.
_REACH = 120
# A paragraph with more quotations than this is no news; its speakers are not looked for.
MOST_QUOTED = 500
# More characters than this at the start of a sentence are speech even if the writer ends the sentence.
_LONG = 60
_DASHES = ",—–-"
# After one of these quoted words begin a clause of their own; where one is the last of them they end one.
OPENS_CLAUSE, ENDS_CLAUSE = ":([", TERMINAL + _DASHES
BESIDE = 200  # characters read of the line above a quotation, and of the paragraph after it


class Spoken(NamedTuple):
    """A quoted stretch and how it is attributed.

    `attribution` has the words that name the speaker as they stand ("she", "Chris Low at FTN Financial"), `speaker` is
    the name behind them, "" as long as nobody asked for it. `starts` and `stops`: the quoted words begin, end a
    sentence or clause of their own. `joined`: it goes on with the utterance of the quotation before it.
    """

    quoted: Quoted
    attribution: Attribution | None
    speaker: str
    starts: bool
    stops: bool
    joined: bool


_START = attrgetter("start")


def may_carry(alone: Spoken) -> bool:
    """Tell whether the speaker of a quotation that its own sentence names none for may be carried to it."""
    length = alone.quoted.end - alone.quoted.start
    return alone.attribution is None and alone.starts and (alone.stops or length > _LONG)


def name_speakers(text: str, paragraphs: tuple[tuple[int, int], ...], spoken: list[Spoken]) -> list[Spoken]:
    """Return the same with the name behind each attribution: a pronoun is resolved."""
    cast = Cast(text, paragraphs, [each.quoted for each in spoken])
    named: list[Spoken] = []
    before: Spoken | None = None  # the last of the paragraph before
    direct: Spoken | None = None  # the last quotation that is a sentence of its own
    for each in spoken:
        previous, number = named[-1] if named else None, each.quoted.paragraph
        if previous is None or previous.quoted.paragraph != number:
            before = direct = previous if previous and previous.quoted.paragraph == number - 1 else None
            previous = before
        own = each.attribution
        named.append(each._replace(speaker=_name(own, number, previous, direct, cast)))
        if own and (each.starts and each.stops or direct is before):
            direct = named[-1]
    return carry_back(named)


def _name(own: Attribution | None, paragraph: int, previous: Spoken | None, direct: Spoken | None, cast: Cast) -> str:
    """Return the name behind an attribution in a paragraph."""
    if own is None or not own.end:
        return ""
    for other in (previous, direct):
        if other and other.attribution and (own.start, own.end) == (other.attribution.start, other.attribution.end):
            return other.speaker
    return cast.name(own.start, own.end, paragraph, direct.speaker if direct else "")


def carry_back(spoken: list[Spoken]) -> list[Spoken]:
    """Return the same with a speaker who is named in a later paragraph of a quotation given to the earlier ones."""
    done = list(spoken)
    for i in range(len(done) - 2, -1, -1):
        after = done[i + 1]
        if done[i].quoted.chain == after.quoted.chain and after.attribution:
            own = done[i].attribution
            if own is None or own.place == "carried":
                said = after.attribution._replace(place="carried")
                done[i] = done[i]._replace(attribution=said, speaker=after.speaker)
    return done


class QuotedParagraph:
    """The quotations of one paragraph while they are attributed; a sentence is read when it is first asked for.

    `before` is the last quotation of the paragraph before. No more of the paragraphs on either side is read than
    `BESIDE`.
    """

    def __init__(
        self,
        text: str,
        paragraphs: tuple[tuple[int, int], ...],
        number: int,
        quoted: list[Quoted],
        before: Spoken | None,
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.number = number
        self.quoted = quoted
        self.before = before
        self._words: dict[int, list[Token]] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._found: dict[int, Attribution | None] = {}

    @cached_property
    def _begins(self) -> list[int]:
        return begin_sentences(self.text, self.paragraphs[self.number], self.quoted)

    def own(self, k: int) -> Attribution | None:
        """Return how its own sentence attributes a quotation."""
        if k not in self._found and k < len(self.quoted):
            words = self.sentence(self.place(k)[0])
            lasts = {t.quote: last_character(self.text, self.quoted[t.quote]) for t in words if t.quote >= 0}
            self._found |= read_sentence(words, lasts, {})
        return self._found.get(k)

    def sentence(self, s: int) -> list[Token]:
        """Return a sentence as tokens; the token of a quotation carries its number."""
        if s not in self._words:
            last = self._begins[s + 1] if s + 1 < len(self._begins) else self.paragraphs[self.number][1]
            tokens: list[Token] = []
            at = self._begins[s]
            for k in range(bisect_left(self.quoted, at, key=_START), bisect_left(self.quoted, last, key=_START)):
                stretch = self.quoted[k]
                tokens += tokens_between(self.text, at, stretch.start)
                self._places[k] = s, len(tokens)
                tokens.append(Token("“”", stretch.start, stretch.end, k))
                at = stretch.end
            self._words[s] = tokens + tokens_between(self.text, at, last)
        return self._words[s]

    def place(self, k: int) -> tuple[int, int]:
        """Return the number of the sentence of a quotation, and its own number among the words of that."""
        if k not in self._places:
            self.sentence(bisect_right(self._begins, self.quoted[k].start) - 1)
        return self._places[k]

    def spoken(self) -> list[Spoken]:
        """Return the quotations of the paragraph, attributed, in order, without a speaker."""
        if len(self.quoted) > MOST_QUOTED:
            return [Spoken(stretch, None, "", True, True, False) for stretch in self.quoted]
        done: list[Spoken] = []
        direct = self.before
        for k, stretch in enumerate(self.quoted):
            spoken = self.alone(k)
            starts, stops = spoken.starts, spoken.stops
            joined = self._is_joined(k, done[-1] if done else self.before)
            said = self._carried(k, direct) if may_carry(spoken) else spoken.attribution
            done.append(Spoken(stretch, said, "", starts, stops, joined))
            if said and (starts and stops or direct is self.before):
                direct = done[-1]
        return done

    def is_whole(self, k: int) -> bool:
        """Tell whether quoted words are a sentence or clause of their own whatever stands beside them."""
        stretch = self.quoted[k]
        before = self.text[self.paragraphs[self.number][0] : stretch.start].rstrip()
        return last_character(self.text, stretch) in ENDS_CLAUSE and (
            not before or before[-1] in OPENS_CLAUSE or stretch.start in self._begins
        )

    def alone(self, k: int) -> Spoken:
        """Return a quotation as far as its own sentence tells how it is attributed."""
        return Spoken(self.quoted[k], self.own(k), "", *self._edges(k), False)

    def _carried(self, k: int, direct: Spoken | None) -> Attribution | None:
        """Return the attribution of a sentence that is all quotation, from the sentences around it."""
        s, p = self.place(k)
        here = direct is not None and direct.quoted.paragraph == self.number and direct.attribution is not None
        if not here:
            following = self.own(k + 1)
            if following and self.place(k + 1) in ((s, p + 1), (s + 1, 0)):
                return following._replace(place="carried")
        if s and p == 0 and (told := self._told_before(self.sentence(s - 1))):
            return told
        if p == len(self.sentence(s)) - 1 and (told := self._told_after(s + 1)):
            return told
        if s == p == 0 and self.number and (told := self._led_in()):
            return told
        if s and p == 0 and (told := _indirect(self.sentence(s - 1), not here)):
            return told
        if direct is None or direct.attribution is None:
            return None
        if here or direct.quoted.chain == self.quoted[k].chain or (s == 0 and p == 0):
            return direct.attribution._replace(place="carried")
        return None

    def _told_before(self, words: list[Token]) -> Attribution | None:
        """Read a sentence that announces the next: "Her friend chimed in. “X”"."""
        plain = [t for t in words if t.text not in (".", "!")]
        if not plain or any(t.quote >= 0 for t in plain):
            return None
        for width in (1, 2):
            found = reporting_verb(plain, len(plain) - width) if len(plain) > width else None
            if found and found[2] == width and found[1] in ("past", "present"):
                return read_before(plain[-_REACH:], {})
        return None

    def _led_in(self) -> Attribution | None:
        """Read the line above a quotation that ends in a colon: "Chairwoman Orr:", "And from Ann Orr:"."""
        start, end = self.paragraphs[self.number - 1]
        if self.text[end - 1 : end] != ":":
            return None
        words = tokens_between(self.text, max(start, end - BESIDE), end)
        after = next((k for k in range(len(words) - 1, 0, -1) if words[k - 1].text in ".?!"), 0)
        words = words[after:]
        told = read_before(words, {})
        if told and told.end:
            return told
        runs = name_runs(words)
        return Attribution(words[runs[-1][0]].start, words[runs[-1][1] - 1].end, "", "before") if runs else None

    def _told_after(self, s: int) -> Attribution | None:
        """Read what follows a whole sentence of quotation: "He said.", "That was how Mr. Low put it.", "— Mr. Low"."""
        if s < len(self._begins):
            words = self.sentence(s)
        elif self.number + 1 < len(self.paragraphs) and len(self.quoted) == 1:
            start, end = self.paragraphs[self.number + 1]
            words = tokens_between(self.text, start, min(end, start + BESIDE))
            if end - start < 120 and (signed := read_signature(words)):
                return signed
            stop = next((i for i, t in enumerate(words) if t.text in ".!?"), len(words))
            return _points_back(words[:stop])
        else:
            return None
        if any(t.quote >= 0 for t in words):
            return None
        plain = [t for t in words if t.text not in (".", "!")]
        if 2 <= len(plain) <= 8 and reporting_verb(plain, len(plain) - 1):
            return read_after(plain, False)
        return _points_back(plain)

    def _is_joined(self, k: int, previous: Spoken | None) -> bool:
        """Return whether a quotation goes on with the one before it: at most the attribution stands between."""
        if previous is None:
            return False
        if previous.quoted.chain == self.quoted[k].chain:
            return True
        if previous.quoted.paragraph != self.number:
            return False
        (s0, p0), (s, p) = self.place(k - 1), self.place(k)
        own, other = self.own(k), self.own(k - 1)
        if s0 == s:
            return own is not None and other is not None and _is_same(own, other) and other.place == "after"
        if s != s0 + 1 or p:
            return False
        if own is None and other is not None and other.place in ("after", "before"):
            return True
        return p0 == len(self.sentence(s0)) - 1 and (own is None or other is None)

    def _edges(self, k: int) -> tuple[bool, bool]:
        """Return whether quoted words begin a sentence or clause of their own, and whether they end one."""
        s, p = self.place(k)
        words, own = self.sentence(s), self.own(k)
        starts = p == 0 or words[p - 1].text in OPENS_CLAUSE or words[p - 1].quote >= 0
        if not starts and words[p - 1].text in _DASHES:
            starts = own is None or own.place not in ("inside", "before") or own.frame != "label"
        last = last_character(self.text, self.quoted[k])
        stops = last in ENDS_CLAUSE or p + 1 == len(words) or words[p + 1].text in ",.;:?!—–)]"
        return starts, stops


def _indirect(words: list[Token], any_verb: bool) -> Attribution | None:
    """Return who speaks indirectly in the sentence before: "He said it was not enough. “X.”".

    With `any_verb` the subject of another verb will do, if it is a person: "Mr. Low shook his head. “X.”".
    """
    if any(t.quote >= 0 for t in words):
        return None
    for i in range(1, min(len(words), _REACH)):
        found = reporting_verb(words, i)
        if found and found[1] in ("past", "present") and found[0].frame in ("say", "judge"):
            subject = find_subject(words, i, found[1], {})
            if subject:
                return Attribution(subject[0].start, subject[-1].end, "", "carried", "say")
    subject = main_subject(words[:_REACH], {}) if any_verb else []
    if (
        not subject
        or len(subject) > 12
        or not (subject[0].lower in ("he", "she") or name_runs(subject)[:1] == [(0, len(subject))])
    ):
        return None
    return Attribution(subject[0].start, subject[-1].end, "", "carried", "say")


def _is_same(one: Attribution, other: Attribution) -> bool:
    return (one.start, one.end, one.cue) == (other.start, other.end, other.cue)


def _points_back(words: list[Token]) -> Attribution | None:
    """Read "That was how Jeffrey Bewkes once described …": words about the quotation just given."""
    if len(words) < 4 or words[0].lower not in ("that", "this", "those", "such", "so") or words[0].quote >= 0:
        return None
    if words[1].lower not in ("was", "is", "were", "are"):
        return None
    for i in range(2, min(len(words), 25)):
        if (found := reporting_verb(words, i)) and found[1] in ("past", "present"):
            said = read_before([*words[2 : i + found[2]]], {})
            return said._replace(place="after") if said and said.end else None
    return None
