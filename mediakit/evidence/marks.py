"""Gather all that is found in a document into tables with places in the text as given."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import pandas as pd

from mediakit.evidence import claims, loaded
from mediakit.evidence.lexicons import LEXICONS, Hit, Lexicon, cut_hits, find_all_entries
from mediakit.evidence.loaded import find_scare_quotes
from mediakit.evidence.senses import drop_literal, find_literal
from mediakit.schema import make_table
from mediakit.text.batch import Batch
from mediakit.text.document import Document, Sentence
from mediakit.text.parsing import parse
from mediakit.text.speech.said_by import find_statements

FINDERS: tuple[Callable[[Sentence], Iterable[Hit]], ...] = (
    loaded.find_loaded,
    find_scare_quotes,
    claims.find_claims,
)
"""What looks through a sentence besides the word lists; each returns hits."""


def find(document: Document, lexicons: Mapping[str, Lexicon] | Iterable[Lexicon] | None = None) -> pd.DataFrame:
    """Return the marks of a document, one row a hit, in reading order.

    Columns: story, version, sentence (-1 is the title), start, end (characters in the text as given), text, kind, label
    (family or normalised value), weight, quoted. Given `lexicons` are used instead of mediakit's own word lists;
    to have both pass {**mk.LEXICONS, "mine": my_lexicon}.

    >>> marks = mk.find(mk.parse("Critics slammed the shameful plan."))
    >>> "shameful" in set(marks["text"])
    True
    """
    lists = LEXICONS if lexicons is None else lexicons
    chosen = tuple(lists.values() if isinstance(lists, Mapping) else lists)
    rows, numbered = [], list(_numbered(document))
    batch = Batch([sentence for _, sentence in numbered])
    loaded.find_scores(batch.sentences)
    listed = drop_literal(find_all_entries(batch, chosen), find_literal(batch))
    for (number, sentence), first in zip(numbered, batch.firsts.tolist(), strict=True):
        hits = cut_hits(listed, first, first + len(sentence.tokens))
        others = chain.from_iterable(finder(sentence) for finder in FINDERS)
        for hit in sorted((*hits, *others)):
            start, end = sentence.spans[hit.first][0], sentence.spans[hit.last - 1][1]
            base = max(sentence.start, 0)  # the words of a title from metadata are counted from its own beginning
            text = sentence.text[start - base : end - base]
            rows.append((number, start, end, text, hit.kind, hit.label, hit.weight, sentence.mask[hit.first]))
    return make_table("marks", rows, story=document.story, version=document.version)


def score_words(document: Document) -> pd.DataFrame:
    """Return every word with its probability of being marked as loaded by expert readers, one row a word.

    Columns: story, version, sentence (-1 is the title), text, start, end, quoted, p_loaded (0 to 1).

    >>> mk.score_words(mk.parse("The dam held."))["text"].tolist()
    ['The', 'dam', 'held']
    """
    numbered = list(_numbered(document))
    scores = loaded.find_scores([sentence for _, sentence in numbered])
    rows = [
        (number, start, end, token, quoted, p)
        for (number, sentence), found in zip(numbered, scores, strict=True)
        for token, (start, end), quoted, p in zip(
            sentence.tokens, sentence.spans, sentence.mask, found.score.p_loaded, strict=True
        )
    ]
    return make_table("words", rows, story=document.story, version=document.version)


def statements(source: Document) -> pd.DataFrame:
    """Return who is made to say what in a document, quoted or not, one row a statement, in reading order.

    Columns: story, version, source (the phrase as it stands, a pronoun replaced by the name behind it; "" if nobody is
    named), name (the bare name in it), cue (the words that report, "" if there are none), cue_start, cue_end, start,
    end (of what is said; all in characters of the text as given, -1 for a cue that does not stand there), direct (it is
    a quotation), force (neutral, doubt, factive, approval or conflict: what the cue lends to it), sentence (-1 is the
    title).

    >>> mk.statements(mk.parse("After the storm hit Ardale, officials said the dam held."))["source"].tolist()
    ['officials']
    """
    document = parse(source)
    rows = (each[:-1] for each in find_statements(document))  # without where the words of the source stand
    return make_table("statements", rows, story=document.story, version=document.version)


def _numbered(document: Document) -> Iterable[tuple[int, Sentence]]:
    """Yield the sentences with their numbers, the title first as -1."""
    if document.title:
        yield -1, document.title
    yield from enumerate(document.sentences)
