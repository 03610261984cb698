"""Find who speaks each quotation, and the words that say so."""

from dataclasses import dataclass, replace

from mediakit.text.attributions import Attribution, read_after, read_before, read_final
from mediakit.text.clauses import PRONOUNS, Token, is_name, reporting_verb, tokens_between
from mediakit.text.people import Cast
from mediakit.text.quotation_marks import Quoted

_TERMINAL = ".?!…"
_INNER_MARKS = "\"“”„‟«»'‘’‚‹›`"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quoted stretch with its attribution.

    `source` is the span of the words that name the speaker in this sentence ("she", "Chris Low at FTN Financial"),
    `speaker` the name behind them. `starts` and `stops`: the quoted words begin, end a sentence (or clause) of their own.
    `joined` says that it goes on with the utterance of the quotation before it.
    """

    quoted: Quoted
    attribution: Attribution | None
    speaker: str
    starts: bool
    stops: bool
    joined: bool


def find_speakers(text: str, paragraphs: tuple[tuple[int, int], ...], quoted: list[Quoted]) -> list[Spoken]:
    """Return each quoted stretch with who speaks it; the order is that of `quoted`."""
    cast = Cast(text, paragraphs)
    spoken: list[Spoken] = []
    at = 0
    while at < len(quoted):
        number, first = quoted[at].paragraph, at
        while at < len(quoted) and quoted[at].paragraph == number:
            at += 1
        before = spoken[-1] if spoken and spoken[-1].quoted.paragraph >= number - 1 else None
        spoken += _attribute_paragraph(text, paragraphs[number], quoted[first:at], before, cast)
    return _backwards(spoken)


def _backwards(spoken: list[Spoken]) -> list[Spoken]:
    """Return the same with a chain's speaker, named in a later paragraph, given to its earlier parts."""
    done = list(spoken)
    for i in range(len(done) - 2, -1, -1):
        after = done[i + 1]
        if done[i].attribution is None and after.attribution and done[i].quoted.chain == after.quoted.chain:
            done[i] = replace(done[i], attribution=replace(after.attribution, place="carried"), speaker=after.speaker)
    return done


def _attribute_paragraph(
    text: str, paragraph: tuple[int, int], quoted: list[Quoted], before: Spoken | None, cast: Cast
) -> list[Spoken]:
    sentences = _sentences(text, paragraph, quoted)
    found: dict[int, Attribution | None] = {}
    place: dict[int, tuple[int, int]] = {}
    for s, sentence in enumerate(sentences):
        for p, token in enumerate(sentence):
            if token.quote >= 0:
                place[token.quote] = (s, p)
        _attribute_sentence(text, sentence, quoted, found)
    spoken: list[Spoken] = []
    for k, stretch in enumerate(quoted):
        s, p = place[k]
        previous = spoken[-1] if spoken else before
        own = found.get(k)
        starts, stops = _edges(text, sentences, s, p, stretch)
        joined = _is_joined(sentences, place, k, found, previous, stretch)
        if own is None and starts:
            own = _carried(sentences, place, k, found, previous, stretch, stops)
        speaker = _speaker(text, own, stretch, previous, cast)
        spoken.append(Spoken(stretch, own, speaker, starts, stops, joined))
    return spoken


def _attribute_sentence(
    text: str, sentence: list[Token], quoted: list[Quoted], found: dict[int, Attribution | None]
) -> None:
    """Fill `found` for the quotations of one sentence."""
    here = [p for p, token in enumerate(sentence) if token.quote >= 0]
    for n, p in enumerate(here):
        number = sentence[p].quote
        last = _last_character(text, quoted[number])
        until = here[n + 1] if n + 1 < len(here) else len(sentence)
        right = sentence[p + 1 : until]
        expected = last == "," or bool(right) and right[0].text == ","
        open_end = last in ",?!.…—–-" or expected
        after = read_after(right, expected) if right and open_end else None
        previous = here[n - 1] if n else -1
        found[number] = after or read_before(sentence[:p], found) or _shared(sentence, previous, p, found)
    final = read_final(sentence) if here else None
    for p in here:
        if final and found.get(sentence[p].quote) is None and sentence[p].end < max(final.end, final.start + 1):
            found[sentence[p].quote] = final


def _shared(sentence: list[Token], previous: int, p: int, found: dict[int, Attribution | None]) -> Attribution | None:
    """Return the attribution of the quotation before, if this one goes on with it: "X" and a "Y"."""
    if previous < 0 or p - previous > 25:
        return None
    known = found.get(sentence[previous].quote)
    between = sentence[previous + 1 : p]
    if known is None or any(t.text in ";:" for t in between):
        return None
    return replace(known, place="inside" if known.place in ("inside", "before") and between else known.place)


def _carried(
    sentences: list[list[Token]], place: dict[int, tuple[int, int]], k: int, found: dict[int, Attribution | None],
    previous: Spoken | None, stretch: Quoted, stops: bool,
) -> Attribution | None:  # fmt: skip
    """Return the attribution of a sentence that is all quotation, from the sentences around it."""
    if not stops:
        return None
    s, p = place[k]
    following = k + 1 if k + 1 in place and place[k + 1][0] in (s, s + 1) else -1
    if following >= 0 and place[following][1] == 0 and found.get(following) and not (
        previous and previous.attribution and previous.quoted.paragraph == stretch.paragraph
    ):  # fmt: skip
        return replace(found[following], place="carried")  # type: ignore[type-var]
    if s + 1 < len(sentences) and p == len(sentences[s]) - 1 and (short := _short_attribution(sentences[s + 1])):
        return short
    if (
        previous is None
        or previous.attribution is None
        or previous.attribution.place == "inside"
        and not previous.speaker
    ):
        return None
    same = previous.quoted.paragraph == stretch.paragraph
    if same or previous.quoted.chain == stretch.chain or (s == 0 and p == 0):
        return replace(previous.attribution, place="carried")
    return None


def _short_attribution(sentence: list[Token]) -> Attribution | None:
    """Read a sentence that only attributes what stands before it: "“X.” He said."."""
    if len(sentence) > 8 or any(t.quote >= 0 for t in sentence):
        return None
    words = [t for t in sentence if t.text not in ".!"]
    if len(words) < 2 or not reporting_verb(words, len(words) - 1):
        return None
    return read_after(words, False)


def _is_joined(
    sentences: list[list[Token]], place: dict[int, tuple[int, int]], k: int, found: dict[int, Attribution | None],
    previous: Spoken | None, stretch: Quoted,
) -> bool:  # fmt: skip
    """Return whether a quotation goes on with the utterance before it: only the attribution stands between."""
    if previous is None:
        return False
    if previous.quoted.chain == stretch.chain:
        return True
    if previous.quoted.paragraph != stretch.paragraph or k == 0:
        return False
    (s0, p0), (s, p) = place[k - 1], place[k]
    own, other = found.get(k), found.get(k - 1)
    if s0 == s:
        return own is not None and own == other and other.place == "after"
    return (
        s == s0 + 1
        and p == 0
        and own is None
        and other is not None
        and other.place in ("after", "before", "carried")
        or (s == s0 + 1 and p == 0 and p0 == len(sentences[s0]) - 1 and (own is None or other is None))
    )


def _speaker(text: str, own: Attribution | None, stretch: Quoted, previous: Spoken | None, cast: Cast) -> str:
    """Return the name behind an attribution: a pronoun is resolved."""
    if own is None or own.end <= own.start:
        return ""
    if (
        previous
        and previous.attribution
        and (own.start, own.end) == (previous.attribution.start, previous.attribution.end)
    ):
        return previous.speaker
    last = previous.speaker if previous else ""
    return cast.name(own.start, own.end, stretch.paragraph, last)


def _edges(text: str, sentences: list[list[Token]], s: int, p: int, stretch: Quoted) -> tuple[bool, bool]:
    """Return whether quoted words begin a sentence or clause of their own, and whether they end one."""
    sentence = sentences[s]
    starts = p == 0 or sentence[p - 1].text in ":,—–-" or sentence[p - 1].quote >= 0
    last = _last_character(text, stretch)
    stops = last in _TERMINAL + ",—–-" or p + 1 == len(sentence) or sentence[p + 1].text in ",.;:?!—–"
    return starts, stops


def _last_character(text: str, quoted: Quoted) -> str:
    """Return the last character inside the marks (of inner quotations too)."""
    at = quoted.end - 1
    while at > quoted.start and (text[at] in _INNER_MARKS or text[at].isspace()):
        at -= 1
    return text[at]


def _sentences(text: str, paragraph: tuple[int, int], quoted: list[Quoted]) -> list[list[Token]]:
    """Cut a paragraph into sentences in which each quotation is one token."""
    tokens: list[Token] = []
    at = paragraph[0]
    for number, stretch in enumerate(quoted):
        tokens += tokens_between(text, at, stretch.start)
        tokens.append(Token("“”", stretch.start, stretch.end, number))
        at = stretch.end
    tokens += tokens_between(text, at, paragraph[1])
    sentences: list[list[Token]] = []
    start = 0
    for i, token in enumerate(tokens):
        if _ends_sentence(text, tokens, i, quoted):
            sentences.append(tokens[start : i + 1])
            start = i + 1
    if start < len(tokens):
        sentences.append(tokens[start:])
    return sentences


def _ends_sentence(text: str, tokens: list[Token], i: int, quoted: list[Quoted]) -> bool:
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return True
    if token.quote < 0:
        ended = token.text in ".?!" or token.text == "..." and following.is_capital
        ended = (
            ended
            or token.text.endswith(".")
            and following.quote >= 0
            and not token.text[:-1].isupper()
            and len(token.text) > 4
        )
        return ended and (
            following.is_capital or following.quote >= 0 or following.text[0].isdigit() or following.text in "(["
        )
    last = _last_character(text, quoted[token.quote])
    if last not in _TERMINAL or following.text[0].islower() or following.text in ",;:—–-.?!":
        return False
    if following.quote >= 0:
        return True
    ahead = tokens[i + 1 : i + 14]
    stop = next((n for n, t in enumerate(ahead) if t.quote >= 0 or t.text in ".?!"), len(ahead))
    told = read_after(ahead[:stop], False)
    if told is None or told.end <= told.start or told.cue == "according to":
        return True
    return last in ".…" and not _is_brief(ahead[:stop])


def _is_brief(words: list[Token]) -> bool:
    """Return whether a stretch is nothing but subject and verb: "Mr. Low said"."""
    return (
        len(words) <= 5
        and bool(words)
        and bool(reporting_verb(words, len(words) - 1))
        and (is_name(words[0]) or words[0].lower in PRONOUNS)
    )
