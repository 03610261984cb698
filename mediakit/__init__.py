"""Tells how a rewrite shifts the tone of a news story, by how much, how sure that is, and which words did it."""

from mediakit.comparison.alignment import align
from mediakit.comparison.outlets import compare_outlets
from mediakit.comparison.shifts import Comparison, compare
from mediakit.comparison.significance import compare_all, test_shifts
from mediakit.comparison.verdicts import tally_verdicts
from mediakit.corpus import compare_corpus, measure_corpus
from mediakit.errors import ChoiceError, ColumnError, MediakitError, ReadError, TextError, WriteError
from mediakit.evidence.lexicons import LEXICONS, Lexicon, read_lexicon
from mediakit.evidence.marks import find, score_words, statements
from mediakit.measures.counts import count
from mediakit.measures.measuring import measure, voices
from mediakit.measures.metrics import METRICS, Metric
from mediakit.measures.textstat_offline import textstat_scores
from mediakit.memory import forget
from mediakit.output import plots
from mediakit.output.notebook import explore, show
from mediakit.stories import Story, Version, list_examples, load_example, read_corpus, read_story, read_version
from mediakit.text.document import Document, Quotation, Removal, Sentence, Word
from mediakit.text.parsing import parse

__version__ = "0.1.0"

# In the order of the flow: read, cut, find, count, compare, many, show.
__all__ = [
    "Version",
    "Story",
    "read_version",
    "read_story",
    "read_corpus",
    "list_examples",
    "load_example",
    "parse",
    "Document",
    "Sentence",
    "Word",
    "Quotation",
    "Removal",
    "find",
    "statements",
    "voices",
    "score_words",
    "LEXICONS",
    "Lexicon",
    "read_lexicon",
    "count",
    "measure",
    "METRICS",
    "Metric",
    "textstat_scores",
    "align",
    "compare",
    "Comparison",
    "tally_verdicts",
    "compare_all",
    "test_shifts",
    "compare_outlets",
    "measure_corpus",
    "compare_corpus",
    "plots",
    "show",
    "explore",
    "forget",
    "MediakitError",
    "ReadError",
    "WriteError",
    "ColumnError",
    "ChoiceError",
    "TextError",
]
