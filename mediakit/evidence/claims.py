"""Find how sure a sentence sounds, who is made to say it, and the facts it states.

Hedges, boosters, modals, factives, negations and quantifiers come from word lists; attributions from the finder of who
says what; numbers, dates and names are read from the text.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from mediakit.evidence.claim_rules import AMOUNT, CAPITAL, CUES, DAYTIME, REPORT, Rule, is_meant
from mediakit.evidence.lexicons import Hit
from mediakit.evidence.quantities import find_quantities, token_range
from mediakit.memory import SENTENCES, of_sentence, remember
from mediakit.text.batch import Array, Batch, Kept
from mediakit.text.document import Sentence
from mediakit.text.names import find_names
from mediakit.text.reporting_verbs import FORCES
from mediakit.text.speech.said_by import find_sayings

COLUMNS: tuple[str, ...] = (
    "n_hedges", "n_boosters", "n_modals", "n_factives", "n_negations", "n_quantifiers", "n_attributions",
    *(f"n_attributions_{force}" for force in FORCES),
    "n_numbers", "n_percents", "n_money", "n_dates", "n_times", "n_names", "n_named_sources", "n_possible",
)  # fmt: skip
_COLUMN_OF = {
    kind: COLUMNS.index(column)
    for kind, column in {
        "hedge": "n_hedges", "booster": "n_boosters", "modal": "n_modals", "factive": "n_factives",
        "negation": "n_negations", "quantifier": "n_quantifiers", "attribution": "n_attributions",
        "number": "n_numbers", "percent": "n_percents", "money": "n_money", "date": "n_dates", "time": "n_times",
        "name": "n_names",
    }.items()
}  # fmt: skip
_COLUMN_OF_FORCE = {force: COLUMNS.index(f"n_attributions_{force}") for force in FORCES}
_NAMED_SOURCE, _POSSIBLE = COLUMNS.index("n_named_sources"), COLUMNS.index("n_possible")


@remember(SENTENCES, key=of_sentence)
def find_claims(sentence: Sentence) -> tuple[Hit, ...]:
    """Return what a sentence claims and how: hits in order of their first word.

    Kinds are hedge, booster, modal, factive, negation, quantifier (label: family), attribution (label: force of the
    verb, weight: its strength), number, percent, money, date, time (label: normalised value), name (label: the name).
    """
    tokens = sentence.tokens
    marked = [(i, cue) for i, cue in enumerate(map(CUES.__getitem__, tokens)) if cue is not None]
    hits: list[Hit] = []
    free: dict[str, int] = {}
    amounts: list[int] = []
    capitals: list[int] = []
    end, reports = len(tokens) - 1, 0
    for i, (branch, flags) in marked:
        if flags & CAPITAL:
            capitals.append(i)
        reports |= flags & REPORT
        if flags & (AMOUNT | DAYTIME):
            amounts += (i,) if flags & AMOUNT else (i - 1,) * (i > 0)
        found: tuple[Rule, ...] = branch.alone
        if branch.onward and i < end and (longer := branch.onward.get(tokens[i + 1].lower())):
            found = (*longer, *found)
        for rule in found:
            if free.get(rule.kind, 0) <= i and _matches(rule, tokens, sentence.gaps, i) and is_meant(rule, sentence, i):
                last = i + len(rule.words)
                free[rule.kind] = last
                hits.append(Hit(i, last, rule.kind, rule.label, rule.weight))
    if reports:
        hits.extend(_attribution_hits(sentence))
    if amounts:
        hits.extend(_amount_hits(sentence, amounts))
    if capitals:
        hits.extend(Hit(a, b, "name", name) for a, b, name in find_names(tokens, sentence.gaps, capitals))
    return tuple(sorted(hits))


def _matches(rule: Rule, tokens: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether the further words of a rule follow, with nothing but blanks or hyphens between."""
    n = len(rule.words)
    if n == 1:
        return True
    if i + n > len(tokens):
        return False
    return all(tokens[i + k].lower() == rule.words[k] and not gaps[i + k].strip(" -") for k in range(1, n))


def _attribution_hits(sentence: Sentence) -> Iterator[Hit]:
    """Yield the words that attribute something to somebody, each once."""
    cues = {saying.cue: saying.verb for saying in find_sayings(sentence) if saying.cue[0] < saying.cue[1]}
    for (first, last), verb in cues.items():
        yield Hit(first, last, "attribution", verb.force if verb else "neutral", float(verb.strength if verb else 1))


def _amount_hits(sentence: Sentence, words: Sequence[int]) -> Iterator[Hit]:
    """Yield the amounts, dates and times that begin at some words of a sentence."""
    text, starts, ends = place_words(sentence)
    places = []
    for i in words:
        places.append(starts[i])
        if "-" in sentence.tokens[i]:  # over-50s, mid-1990s
            places += [starts[i] + k + 1 for k, letter in enumerate(sentence.tokens[i]) if letter == "-"]
    for quantity in find_quantities(text, places):
        first, last = token_range(starts, ends, quantity.start, quantity.end)
        if first < len(starts):
            yield Hit(first, min(last, len(starts)), quantity.kind, quantity.label)


def place_words(sentence: Sentence) -> tuple[str, list[int], list[int]]:
    """Return the normalised text of a sentence, and where in it each word starts and ends."""
    pieces = [*chain.from_iterable(zip(sentence.gaps, sentence.tokens, strict=False)), *sentence.gaps[-1:]]
    edges = list(accumulate(map(len, pieces)))
    return "".join(pieces), edges[0:-1:2], edges[1:-1:2]


def tally(batch: Batch, kept: Kept) -> Array:
    """Return the counts in the order of `COLUMNS`; a hit counts if its first word is kept."""
    found: list[tuple[int, int]] = []
    for first, sentence in zip(batch.firsts.tolist(), batch.sentences, strict=True):
        hits = find_claims(sentence)
        found += [(first + hit.first, column) for hit in hits for column in _columns_of(hit)]
        found += [(first + hit.first, _NAMED_SOURCE) for hit in named_sources(sentence, hits)]
    return kept.tally(found, len(COLUMNS))


def _columns_of(hit: Hit) -> tuple[int, ...]:
    """Return the numbers of the columns that a hit counts for."""
    column = _COLUMN_OF[hit.kind]
    if hit.kind == "attribution":
        return column, _COLUMN_OF_FORCE[hit.label]
    return (column, _POSSIBLE) if hit.kind == "modal" and hit.label == "possibility" else (column,)


def named_sources(sentence: Sentence, hits: Sequence[Hit]) -> list[Hit]:
    """Return the names among some hits that are the source of something said in the sentence, each once."""
    if not any(hit.kind == "attribution" for hit in hits):
        return []
    heads = {saying.head for saying in find_sayings(sentence)}
    names = [hit for hit in hits if hit.kind == "name"]
    named = (next((n for n in names if first <= n.first < last), None) for first, last in sorted(heads))
    return list(dict.fromkeys(name for name in named if name is not None))
