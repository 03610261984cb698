"""Gather the words beside each person and body: what they are called, do, suffer and are, before and after."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from mediakit.errors import unknown_choice
from mediakit.evidence.acts import find_acts
from mediakit.evidence.passives import find_passives
from mediakit.evidence.syntax import is_adverb
from mediakit.measures.voices import find_voices
from mediakit.schema import make_table
from mediakit.text.document import Document, Sentence
from mediakit.text.names import TITLES, core, kind_of, same_name, words_of
from mediakit.text.reporting_verbs import find_verb
from mediakit.text.speech.sources import describe_names, names_role, source_kind
from mediakit.text.speech.tokens import DETERMINERS
from mediakit.text.words import family

if TYPE_CHECKING:
    import pandas as pd

RELATIONS = ("called", "described", "does", "suffers", "speech verb")
_BE = frozenset("is are was were".split())
_GRAMMAR = (
    family(
        "determiner", "possessive", "preposition", "joiner", "relative", "auxiliary", "form of be", "subordinator",
        "pronoun", "object pronoun", "calendar", "other", "past form", "present form",
    )
    | frozenset("not than so too also now still there here up down out off back away".split())
)  # fmt: skip
_PREPOSITIONS = family("preposition")
_OPENERS = _PREPOSITIONS | family("determiner", "possessive", "joiner")
_LONGEST = 6  # words of a description that are looked at

Word = tuple[str, str, str, bool]  # name, relation, word, quoted


def compare_portrayal(old: Document, new: Document, name: str | None = None) -> "pd.DataFrame":
    """Return the words beside each person and body in either version, one row a word; `name` asks for one of them.

    Columns: name (the fullest; surname, role and pronoun joined where they speak), relation (called: titles, roles,
    labels; described: modifiers; does and suffers: verbs in their base form; speech verb), word, n_old, n_new, quoted
    (inside quotation marks). What changed comes first within a relation. Words, no score: whether they flatter is for
    the reader to say. Raises `ChoiceError` for a name that neither version has.
    """
    cast = _cast(old, new)
    if name is not None:
        chosen = [known for known in cast if same_name(known, name)]
        if not chosen:
            raise unknown_choice("name", name, cast)
        cast = chosen
    before, after = (Counter(_words(document, cast)) for document in (old, new))
    weight = Counter[str]()
    for counts in (before, after):
        for (who, *_), n in counts.items():
            weight[who] += n
    keys = sorted(
        {*before, *after},
        key=lambda k: (-weight[k[0]], k[0], RELATIONS.index(k[1]), before[k] == after[k], -before[k], k[2:]),
    )
    return make_table("portrayal", [(*key[:3], before[key], after[key], key[3]) for key in keys])


def _cast(old: Document, new: Document) -> list[str]:
    """Return the fullest name of each person and body of two versions, those of most words first."""
    names: list[str] = []
    for document in (old, new):
        names += [name for voice in find_voices(document) for name in voice.names if name]
        for sentence in document.sentences:
            names += [name for name, _, _, called in describe_names(sentence) if called or kind_of(name) in _KNOWN]
    fullest: list[str] = []
    for name in sorted(dict.fromkeys(map(core, names)), key=lambda name: -len(name.split())):
        if _is_somebody(name) and not any(same_name(known, name) for known in fullest):
            fullest.append(name)
    return fullest


def _is_somebody(name: str) -> bool:
    """Tell whether a name is that of a person or body; long capitals are a dateline."""
    words = words_of(name)
    shouted = name.isupper() and len(name) > 5
    return name[:1].isupper() and not shouted and source_kind(name) in ("person", "body") and words[-1] not in TITLES


_KNOWN = ("male", "female", "group")


def _words(document: Document, cast: Sequence[str]) -> Iterator[Word]:
    """Yield the words beside each name of a document."""
    for voice in find_voices(document):
        name = next((known for known in cast if any(same_name(known, n) for n in voice.names if n)), "")
        if not name:
            continue
        yield from ((name, "speech verb", each.cue.lower(), False) for each in voice.statements if each.cue)
        if voice.kind == "person":
            phrases = (words_of(other) for other in voice.names)
            roles = (words[-1] for words in phrases if len(words) > 1 and words[0] in DETERMINERS)
            yield from ((name, "called", word, False) for word in roles if names_role(word))
    cues = {each.cue_start for voice in find_voices(document) for each in voice.statements}
    for sentence in document.sentences:
        places = [
            (known, first, last)
            for name, first, last, _ in describe_names(sentence)
            if (known := next((each for each in cast if same_name(each, core(name))), ""))
        ]
        for name, first, last in places:
            yield from _beside(sentence, name, first, last)
            yield from _acts(sentence, name, first, last, cues)


def _beside(sentence: Sentence, name: str, first: int, last: int) -> Iterator[Word]:
    """Yield what a name is called and how it is described: before it, between commas after it, after "is" or "was"."""
    tokens, gaps = [token.lower() for token in sentence.tokens], sentence.gaps
    yield from _phrases(sentence, name, _before(sentence, tokens, first), first)
    start = first
    while start and gaps[start].strip(" -") == ("," if start == first else "") and names_role(tokens[start - 1]):
        start -= 1
    if start and (tokens[start - 1] in DETERMINERS or _owns(tokens[start - 1])):  # "the mayor, Ann Orr"
        yield from _phrases(sentence, name, start, first)
    if "," in gaps[last]:
        end = next((k for k in range(last + 1, len(tokens)) if gaps[k].strip(" -'")), len(tokens))
        start = last + (last < end and tokens[last] in DETERMINERS)
        stop = next((k for k in range(start, end) if tokens[k] in _GRAMMAR or find_verb(tokens[k])), end)
        named = any(t[0].isupper() and not names_role(t.lower()) and not _owns(t) for t in sentence.tokens[start:stop])
        if end - last <= 9 and not named and any(names_role(word) for word in tokens[start:stop]):
            yield from _phrases(sentence, name, start, stop)
    elif last + 1 < len(tokens) and tokens[last] in _BE and not gaps[last].strip():
        yield from _predicate(sentence, tokens, name, last + 1)


def _before(sentence: Sentence, tokens: Sequence[str], first: int) -> int:
    """Return where the words begin that stand right before a name and modify it."""
    # A capital at the beginning of a sentence tells nothing.
    names = {k for _, a, b, _ in describe_names(sentence) if b > 1 for k in range(a, b)}
    start = first
    while start and first - start < _LONGEST and not sentence.gaps[start].strip(" -"):
        word, shown = tokens[start - 1], sentence.tokens[start - 1]
        plain = shown.islower() or names_role(word) or start == 1 and start - 1 not in names
        if word in _GRAMMAR or _owns(word) or find_verb(word) or not plain or not word[0].isalpha():
            break
        if start > 1 and word.endswith("ed") and (
            tokens[start - 2] in _GRAMMAR - DETERMINERS or start - 2 in names or names_role(tokens[start - 2])
        ):
            break  # a verb: "he joined Albion", "police arrested Ann Orr"
        start -= 1
    if start and not _opens_phrase(sentence, tokens, start):
        return first  # "keep Ann Orr", "knocked out goalie Ann Orr"
    after_quote = start < first and '"' in sentence.gaps[start]
    return start + (after_quote and tokens[start].endswith("ed"))  # the verb: "...", grovelled boss Ann Orr


def _opens_phrase(sentence: Sentence, tokens: Sequence[str], start: int) -> bool:
    """Tell whether a phrase plainly begins at a word: after a mark, an article, a possessive or a verb of saying."""
    before = tokens[start - 1]
    if tokens[start].endswith("ing") and before in _PREPOSITIONS or before == "to":
        return False  # "by beating", "to keep"
    marked = bool(sentence.gaps[start].strip(" -"))
    return marked or before in _OPENERS or _owns(before) or find_verb(before) is not None


def _owns(word: str) -> bool:
    """Tell whether a word is a possessive."""
    return word.endswith(("'s", "s'"))


def _predicate(sentence: Sentence, tokens: Sequence[str], name: str, at: int) -> Iterator[Word]:
    """Yield what a name is said to be, after "is" or "was"; participles of a passive are acts."""
    passive = {p.start for p in find_passives(sentence)}
    denied = at < len(tokens) and tokens[at] == "not"
    at += denied
    while at < len(tokens) and is_adverb(tokens[at]):
        at += 1
    a_noun = at < len(tokens) and tokens[at] in ("a", "an", "the")
    end = at = at + a_noun
    while end < len(tokens) and end - at < 4 and tokens[end] not in _GRAMMAR and (
        end == at or not sentence.gaps[end].strip()
    ):  # fmt: skip
        end += 1
    if end == at or at in passive or tokens[at].endswith("ing") or not tokens[at][0].isalpha():
        return
    said = " ".join([*(["not"] * denied), *tokens[at : end if a_noun else at + 1]])
    yield name, "called" if a_noun else "described", said, sentence.mask[at]


def _phrases(sentence: Sentence, name: str, start: int, end: int) -> Iterator[Word]:
    """Yield the words from `start` to `end`: runs of nouns for roles as called, other words as described."""
    run: list[str] = []
    for k in range(start, end + 1):
        word = sentence.tokens[k].lower() if k < end else ""
        if word and names_role(word):
            run.append(word)
            continue
        if run:
            yield name, "called", " ".join(run), sentence.mask[k - 1]
            run = []
        if word and not is_adverb(word) and not _owns(word):
            yield name, "described", word, sentence.mask[k]


def _acts(sentence: Sentence, name: str, first: int, last: int, cues: Container[int]) -> Iterator[Word]:
    """Yield the verbs of what a name does, and of what is done to it; verbs of saying, which begin at `cues`, aside."""
    for act in find_acts(sentence):
        if act.verb in _LIGHT or sentence.spans[act.at][0] in cues:
            continue
        for relation, span in (("does", act.doer), ("suffers", act.sufferer)):
            if span and span[0] <= first and last <= span[1] and _is_head(sentence, last, span):
                yield name, relation, act.verb, sentence.mask[act.at]


_LIGHT = frozenset("be do have say tell".split())


def _is_head(sentence: Sentence, last: int, span: tuple[int, int]) -> bool:
    """Tell whether a name that ends at `last` is who a phrase is about: nothing but a comma or "of" follows."""
    return last == span[1] or sentence.tokens[last].lower() in _GRAMMAR or "," in sentence.gaps[last]
