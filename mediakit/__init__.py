"""Tells how a rewrite shifts the tone of a news story, by how much, how sure that is, and which words did it."""

from mediakit.errors import ChoiceError, ColumnError, MediakitError, ReadError, TextError
from mediakit.stories import Story, Version, list_examples, load_example, read_corpus, read_story, read_version
from mediakit.text.document import parse
from mediakit.text.parts import Document, Quotation, Removal, Sentence, Word

__version__ = "0.1.0"

__all__ = [
    "ChoiceError",
    "ColumnError",
    "Document",
    "MediakitError",
    "Quotation",
    "ReadError",
    "Removal",
    "Sentence",
    "Story",
    "TextError",
    "Version",
    "Word",
    "list_examples",
    "load_example",
    "parse",
    "read_corpus",
    "read_story",
    "read_version",
]
