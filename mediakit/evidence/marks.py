"""Gather all that is found in a document into tables with places in the text as given."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from mediakit.evidence import claims, loaded
from mediakit.evidence.lexicons import LEXICONS, Hit, Lexicon, find_entries
from mediakit.evidence.loaded import find_scare_quotes
from mediakit.evidence.senses import drop_literal
from mediakit.text.document import Document, Sentence

FINDERS: tuple[Callable[[Sentence], Iterable[Hit]], ...] = (
    loaded.find_loaded,
    find_scare_quotes,
    claims.find_claims,
)
"""What looks through a sentence besides the word lists; each returns hits."""

MARK_COLUMNS = ("story", "version", "sentence", "start", "end", "text", "kind", "label", "weight", "quoted")
WORD_COLUMNS = ("story", "version", "sentence", "text", "start", "end", "quoted", "p_loaded")


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
    rows = []
    for number, sentence in _numbered(document):
        hits = drop_literal(sentence, find_entries(sentence, chosen))
        for finder in FINDERS:
            hits.extend(finder(sentence))
        for hit in sorted(hits):
            start, end = sentence.spans[hit.first][0], sentence.spans[hit.last - 1][1]
            base = max(sentence.start, 0)  # the words of a title from metadata are counted from its own beginning
            text = sentence.text[start - base : end - base]
            rows.append((number, start, end, text, hit.kind, hit.label, hit.weight, sentence.mask[hit.first]))
    return _table(document, rows, MARK_COLUMNS)


def score_words(document: Document) -> pd.DataFrame:
    """Return every word with its probability of being marked as loaded by expert readers, one row a word.

    Columns: story, version, sentence (-1 is the title), text, start, end, quoted, p_loaded (0 to 1).

    >>> mk.score_words(mk.parse("The dam held."))["text"].tolist()
    ['The', 'dam', 'held']
    """
    rows = [
        (number, token, start, end, quoted, p)
        for number, sentence in _numbered(document)
        for token, (start, end), quoted, p in zip(
            sentence.tokens, sentence.spans, sentence.mask, loaded.score_sentence(sentence).p_loaded, strict=True
        )
    ]
    return _table(document, rows, WORD_COLUMNS)


def _numbered(document: Document) -> Iterable[tuple[int, Sentence]]:
    """Yield the sentences with their numbers, the title first as -1."""
    if document.title:
        yield -1, document.title
    yield from enumerate(document.sentences)


def _table(document: Document, rows: Sequence[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a table with the names of story and version in front."""
    table = pd.DataFrame(rows, columns=list(columns[2:]))
    table.insert(0, "story", document.story)
    table.insert(1, "version", document.version)
    return table
