"""Score a text exactly as vaderSentiment 3.3.2 does, several times faster.

VADER (Hutto and Gilbert 2014, MIT licence) is kept with all its habits, so that its published figures hold; what
news needs otherwise is in `mediakit.evidence.sentiment`. The lexicon is read from the installed package. The facts
of a token are looked up once; only tokens of the lexicon are worked on, where the original goes through all of them
again for each. Of most texts the tones need only be added up: nothing in them changes one.
"""

import string
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mediakit.memory import Memory, once
from mediakit.text.batch import Chunks, cut_chunks
from mediakit.text.words import rarity

BUT_BEFORE, BUT_AFTER = 0.5, 1.5


class _Token(NamedTuple):
    """A token of VADER: in small letters, its valence if the lexicon has it, its strength as a booster, and its
    form.
    """

    lower: str
    valence: float | None
    booster: float | None
    negates: bool
    upper: bool


class _Rules(NamedTuple):
    """What is read from the installed vaderSentiment."""

    lexicon: dict[str, float]
    emoji: dict[str, str]
    boosters: dict[str, float]
    negations: frozenset[str]
    idioms: dict[str, float]
    capitals: float
    negation: float


@once
def rules() -> _Rules:
    """Read VADER's lexicon and constants."""
    from vaderSentiment import vaderSentiment as vader

    analyzer = vader.SentimentIntensityAnalyzer()
    single = {character: text for character, text in analyzer.emojis.items() if len(character) == 1}
    return _Rules(
        lexicon=analyzer.lexicon,
        emoji=single,
        boosters=vader.BOOSTER_DICT,
        negations=frozenset(vader.NEGATE),
        idioms=vader.SPECIAL_CASES,
        capitals=vader.C_INCR,
        negation=vader.N_SCALAR,
    )


def _describe(raw: str) -> _Token:
    """Return what VADER knows of a token."""
    word = _bare(raw)
    lower, known = word.lower(), rules()
    negates = lower in known.negations or "n't" in lower
    return _Token(lower, known.lexicon.get(lower), known.boosters.get(lower), negates, word.isupper())


def _bare(raw: str) -> str:
    """Return a token without the punctuation round it, unless hardly anything is left."""
    stripped = raw.strip(string.punctuation)
    return raw if len(stripped) <= 2 else stripped


_TOKENS = Memory(_describe)


_HAS, _ODD, _PICKY, _SEVERAL, _BUT = 1, 2, 4, 8, 16
"""Of a token: it has a tone, it may change that of a token near it by more than boosting or negating it, its own tone
depends on others, it stands for several (an emoji, a text that is not cut), or it is "but".
"""
_REACH_LEFT, _REACH_RIGHT = 3, 2


def compounds(texts: Sequence[str], chunks: Chunks | None = None) -> list[float]:
    """Return VADER's compound score of each text, as `compound` does; `chunks` are those of the texts, if known."""
    pieces, sizes = chunks or cut_chunks(texts)
    of = np.repeat(np.arange(len(texts)), sizes)
    facts = pieces.look_up(_describe_pieces)
    flags = facts["flags"]
    toned = np.flatnonzero(flags & _HAS)
    involved = np.bincount(of[_find_involved(flags)], minlength=len(texts)) > 0
    place = np.arange(len(of)) - (np.cumsum(sizes) - sizes)[of]
    values, places = _modify(facts, toned, place).tolist(), place[toned].tolist()
    edges = np.searchsorted(of[toned], np.arange(len(texts) + 1)).tolist()
    buts = np.flatnonzero(flags & _BUT)[::-1]
    first_but = dict(zip(of[buts].tolist(), place[buts].tolist(), strict=True))
    totals, told = np.zeros(len(texts)), list(texts)
    for i in np.flatnonzero((np.diff(edges) > 0) & ~involved).tolist():
        tones = values[edges[i] : edges[i + 1]]
        if i in first_but:
            tones = _weigh_but(tones, places[edges[i] : edges[i + 1]], first_but[i])
        totals[i] = sum(tones)
    for i in np.flatnonzero(involved).tolist():
        told[i] = _name_emoji(texts[i])
        totals[i] = _add_tones(told[i])
    return _normalise(totals, told)


def _find_involved(flags: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return the tokens whose tone hangs on more than plain boosters and negations, and those that are several."""
    odd = np.flatnonzero(flags & _ODD)
    near = np.zeros(len(flags) + _REACH_LEFT + _REACH_RIGHT, dtype=bool)  # of other texts too: it does no harm
    for distance in range(-_REACH_RIGHT, _REACH_LEFT + 1):
        near[odd + distance + _REACH_RIGHT] = True
    near = near[_REACH_RIGHT : len(flags) + _REACH_RIGHT] | (flags & _PICKY != 0)
    return np.flatnonzero(near & (flags & _HAS != 0) | (flags & _SEVERAL != 0))


def _modify(facts: NDArray[Any], toned: NDArray[np.intp], place: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the valences of tokens with a tone after plain boosters and negations, in VADER's order of operations."""
    steps = [facts.take(np.maximum(toned - distance, 0)) for distance in (1, 2, 3)]
    there = [place[toned] >= distance for distance in (1, 2, 3)]
    no = [before["no"] & is_there for before, is_there in zip(steps, there, strict=True)]
    valence = _apply_no(facts, toned, place, no)
    nothing, (one, two, three) = np.zeros(len(toned), bool), steps
    softened = nothing, two["never"] & one["so"], three["never"] & two["so"] | one["so"]
    for before, is_there, soft, fade in zip(steps, there, softened, _FADES, strict=True):
        acts = is_there & (before["flags"] & _HAS == 0)
        boost = np.where(acts, before["boost"], 0.0) * fade
        valence = valence + np.where(valence < 0, -boost, boost)
        factor = np.where(soft, 1.25, np.where(before["negates"], rules().negation, 1.0))
        valence = np.where(acts, valence * factor, valence)
    return valence


def _apply_no(
    facts: NDArray[Any], toned: NDArray[np.intp], place: NDArray[np.intp], no: Sequence[NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """Return the valences of tokens with a tone after the word "no", which stands so many words before where `no` says.

    It turns what follows, "no x or y" too, and has no tone itself before a word with one.
    """
    listed: NDArray[np.float64] = facts["valence"][toned]
    following = np.minimum(toned + 1, len(facts) - 1)
    goes_on = (place[following] == place[toned] + 1) & (facts["flags"][following] & _HAS != 0)
    turned = no[0] | no[1] | no[2] & facts["or"][np.maximum(toned - 1, 0)]
    return np.where(turned, listed * rules().negation, np.where(facts["no"][toned] & goes_on, 0.0, listed))


_FADES = (1, 0.95, 0.9)
"""What is left of a booster one, two and three words away."""


def _describe_pieces(raws: Sequence[str]) -> NDArray[Any]:
    """Return the valence, boost and flags of tokens, whether they negate, are "never", "so" ("this"), "no", "or"."""
    kinds = [(name, bool) for name in ("negates", "never", "so", "no", "or")]
    rows = np.zeros(len(raws), dtype=[("valence", float), ("boost", float), ("flags", np.uint8), *kinds])
    listed = _listed()
    for place, raw in enumerate(raws):  # of most tokens VADER knows nothing
        lower = (raw if raw.isalpha() else _bare(raw)).lower()
        if lower in listed or "n't" in lower or not raw.isascii() or len(raw.split()) != 1:
            token = _TOKENS[raw]
            rows[place] = (
                token.valence or 0.0, token.booster or 0.0, _flag(raw, token),
                token.negates, lower == "never", lower in ("so", "this"), lower == "no", lower in ("or", "nor"),
            )  # fmt: skip
    return rows


@once
def _listed() -> frozenset[str]:
    """Return all words that VADER knows anything of."""
    known = rules()
    own = {"but", "kind", "never", "so", "this", "no", "or", "nor"}
    return frozenset().union(known.lexicon, known.boosters, known.negations, _odd(), own)


def _flag(raw: str, token: _Token) -> int:
    """Return what a token is, in terms of `_HAS` to `_BUT`."""
    known, lower = rules(), token.lower
    odd = lower in _odd() or token.booster is not None and (token.upper or token.valence is not None)
    several = len(raw.split()) != 1 or not raw.isascii() and not known.emoji.keys().isdisjoint(raw)
    flags = (token.valence is not None, odd, token.upper or lower == "kind", several, lower == "but")
    return sum(holds << place for place, holds in enumerate(flags))


@once
def _odd() -> frozenset[str]:
    """Return words after which a negation or a booster is not plain, and of each fixed phrase the rarest word."""
    phrases = [phrase for phrase in (*rules().idioms, *rules().boosters) if " " in phrase]
    words = {max(phrase.split(), key=rarity) for phrase in phrases}
    return frozenset(words | {"doubt", "least"})


def compound(text: str) -> float:
    """Return VADER's compound score of `text`, from -1 (most negative) to 1; 0 where nothing has a tone."""
    named = _name_emoji(text)
    return _normalise(np.array([_add_tones(named)]), [named])[0]


def _add_tones(text: str) -> float:
    """Return the sum of all tones of a text in which emoji are named."""
    tokens = [_TOKENS[raw] for raw in text.split()]
    found = [i for i, token in enumerate(tokens) if token.valence is not None]
    n_upper = sum(token.upper for token in tokens)
    mixed = 0 < n_upper < len(tokens)
    sentiments = [(i, _valence(tokens, i, mixed)) for i in found if not _is_modifier(tokens, i)]
    but = next((i for i, token in enumerate(tokens) if token.lower == "but"), None)
    places, values = zip(*sentiments, strict=True) if sentiments else ((), ())
    return float(sum(values if but is None else _weigh_but(values, places, but)))


def _normalise(totals: NDArray[np.float64], texts: Sequence[str]) -> list[float]:
    """Return the compounds of the sums of all tones of texts, with what their marks add."""
    marked = [place for place, text in enumerate(texts) if "?" in text or "!" in text]
    totals[marked] += np.sign(totals[marked]) * [_emphasis(texts[place]) for place in marked]
    return [round(told, 4) for told in np.clip(totals / np.sqrt(totals * totals + 15), -1.0, 1.0).tolist()]


def _name_emoji(text: str) -> str:
    """Replace each emoji by its description, as VADER does."""
    if text.isascii():
        return text
    emoji = rules().emoji
    if emoji.keys().isdisjoint(text):
        return text
    pieces, after_space = [], True
    for character in text:
        description = emoji.get(character)
        if description is None:
            pieces.append(character)
            after_space = character == " "
        else:
            pieces.append(description if after_space else " " + description)
            after_space = False
    return "".join(pieces)


def _is_modifier(tokens: list[_Token], i: int) -> bool:
    """Tell whether token `i` only modifies others: a booster, or the "kind" of "kind of"."""
    token = tokens[i]
    if token.booster is not None:
        return True
    return token.lower == "kind" and i + 1 < len(tokens) and tokens[i + 1].lower == "of"


def _valence(tokens: list[_Token], i: int, mixed: bool) -> float:
    """Return the valence of token `i` after the words before it; `mixed` says that some, not all tokens are
    capitals.
    """
    known, token = rules(), tokens[i]
    valence = known.lexicon[token.lower]
    if token.lower == "no" and i + 1 < len(tokens) and tokens[i + 1].valence is not None:
        valence = 0.0
    if (
        (i > 0 and tokens[i - 1].lower == "no")
        or (i > 1 and tokens[i - 2].lower == "no")
        or (i > 2 and tokens[i - 3].lower == "no" and tokens[i - 1].lower in ("or", "nor"))
    ):
        valence = known.lexicon[token.lower] * known.negation
    if token.upper and mixed:
        valence += known.capitals if valence > 0 else -known.capitals
    for distance in (1, 2, 3):
        if i >= distance and tokens[i - distance].valence is None:
            valence = valence + _boost(tokens[i - distance], valence, mixed, distance)
            valence = _negate(tokens, i, distance, valence)
            if distance == 3:
                valence = _idiom(tokens, i, valence)
    return _negate_least(tokens, i, valence)


def _boost(before: _Token, valence: float, mixed: bool, distance: int) -> float:
    """Return what a booster `distance` words before adds to `valence`."""
    if before.booster is None:
        return 0.0
    boost = before.booster
    if valence < 0:
        boost *= -1
    if before.upper and mixed:
        boost += rules().capitals if valence > 0 else -rules().capitals
    if boost != 0:
        boost *= _FADES[distance - 1]
    return boost


def _negate(tokens: list[_Token], i: int, distance: int, valence: float) -> float:
    """Return `valence` after a negation `distance` words before token `i`; "so" and "this" keep VADER's odd
    1.25.
    """
    one = tokens[i - 1].lower
    if distance == 2:
        two = tokens[i - 2].lower
        if two == "never" and one in ("so", "this"):
            return valence * 1.25
        if two == "without" and one == "doubt":
            return valence
    if distance == 3:
        two, three = tokens[i - 2].lower, tokens[i - 3].lower
        if (three == "never" and two in ("so", "this")) or one in ("so", "this"):
            return valence * 1.25
        if three == "without" and "doubt" in (two, one):
            return valence
    return valence * rules().negation if tokens[i - distance].negates else valence


def _idiom(tokens: list[_Token], i: int, valence: float) -> float:
    """Return the valence of a fixed phrase round token `i`, if there is one; looked for from the fourth word on."""
    idioms, boosters = rules().idioms, rules().boosters
    three, two, one, zero = (token.lower for token in tokens[i - 3 : i + 1])
    before = (f"{three} {two} {one}", f"{three} {two}", f"{two} {one}")
    for phrase in (f"{one} {zero}", f"{two} {one} {zero}", before[2], before[0], before[1]):
        if phrase in idioms:
            valence = idioms[phrase]
            break
    for n in (2, 3):
        if i + n <= len(tokens):
            valence = idioms.get(" ".join(token.lower for token in tokens[i : i + n]), valence)
    for phrase in before:
        if phrase in boosters:
            valence = valence + boosters[phrase]
    return valence


def _negate_least(tokens: list[_Token], i: int, valence: float) -> float:
    """Return `valence` turned round after "least", but not after "at least" or "very least"."""
    if i == 0 or tokens[i - 1].lower != "least" or tokens[i - 1].valence is not None:
        return valence
    if i > 1 and tokens[i - 2].lower in ("at", "very"):
        return valence
    return valence * rules().negation


def _weigh_but(valences: Sequence[float], places: Sequence[int], but: int) -> list[float]:
    """Return the valences of the tokens at some places, halved before the first "but" and raised after it.

    VADER looks a word up by its value, so that of two words with one value the first is changed twice: kept.
    """
    told = [(value, place) for value, place in zip(valences, places, strict=True) if value != 0]
    values = [value for value, _ in told]
    holders: dict[float, list[int]] = {}  # heaps, so that a long text takes no quadratic time
    for k, value in enumerate(values):
        heappush(holders.setdefault(value, []), k)
    for k in range(len(values)):
        holding = holders[values[k]]
        while values[holding[0]] != values[k]:
            heappop(holding)
        first = holding[0]
        if told[first][1] != but:
            values[first] *= BUT_BEFORE if told[first][1] < but else BUT_AFTER
        heappush(holders.setdefault(values[first], []), first)
    return values


def _emphasis(text: str) -> float:
    """Return what exclamation and question marks add."""
    n = text.count("?")
    question = 0 if n <= 1 else n * 0.18 if n <= 3 else 0.96
    return min(text.count("!"), 4) * 0.292 + question
