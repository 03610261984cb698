"""What is public; `__init__.py` loads each name where it is first used."""

from .comparison.alignment import align
from .comparison.outlets import compare_outlets
from .comparison.shifts import Comparison, compare
from .comparison.significance import compare_all, test_shifts
from .comparison.verdicts import tally_verdicts
from .corpus import compare_corpus, measure_corpus
from .errors import ChoiceError, ColumnError, MediakitError, ReadError, TextError, WriteError
from .evidence.lexicons import LEXICONS, Lexicon, read_lexicon
from .evidence.marks import find, score_words, statements
from .measures.counts import count
from .measures.measuring import measure, voices
from .measures.metrics import METRICS, Metric
from .measures.textstat_offline import textstat_scores
from .memory import forget
from .output import plots
from .output.notebook import explore, show
from .stories import Story, Version, list_examples, load_example, read_corpus, read_story, read_version
from .text.document import Document, Quotation, Removal, Sentence, Word
from .text.parsing import parse

__version__: str

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
