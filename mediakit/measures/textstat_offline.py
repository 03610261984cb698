"""Give textstat's own numbers, without a network, for people who must report them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mediakit.errors import TextError
from mediakit.measures.metrics import CLASSIC
from mediakit.memory import once
from mediakit.text.words import pronounced_words

_LOADING = threading.Lock()


def textstat_scores(text: str) -> dict[str, float]:
    """Return textstat's own values of its twelve readability formulas for a text, by name; no network is used.

    textstat cuts the text itself, at every full stop ("U.S.", "3.5") and dash, and returns 0.0 where nothing is
    defined; `mk.measure` does neither. Raises `TextError` for what is not a str.

    >>> round(mk.textstat_scores("The cat sat on the mat.")["flesch_reading_ease"], 3)
    116.145
    """
    if not isinstance(text, str):
        raise TextError(f"Expected a text (str), got {type(text).__name__}: {str(text)[:60]!r}.", text)
    textstat = load_textstat()
    names = ("linsear_write_formula" if metric.name == "linsear_write" else metric.name for metric in CLASSIC)
    return {name: float(getattr(textstat, name)(text)) for name in names}


def load_textstat() -> Any:
    """Return textstat's methods for American English, with pronunciations that need no network."""
    with _LOADING:
        return _load()


@once
def _load() -> Any:
    """Let textstat read its dictionary once; it keeps what it read."""
    with _pronunciations():
        from textstat.textstat import textstatistics

        instance = textstatistics()  # of our own: a language set on the shared one does not reach it
        instance.syllable_count("news")
    return instance


@contextmanager
def _pronunciations() -> Iterator[None]:
    """Put a corpus in the form of NLTK's cmudict first on NLTK's data path for a while; nothing of it stays behind.

    It holds the words on which the dictionary and pyphen disagree; for all others textstat asks pyphen, to the same
    effect.
    """
    import nltk
    from nltk.corpus import cmudict

    lines = (f"{word.upper()} 1 {' '.join(['AH0'] * n) or 'SH'}\n" for word, n in pronounced_words())
    with TemporaryDirectory(prefix="mediakit-") as folder:
        corpus = Path(folder, "corpora", "cmudict", "cmudict")
        corpus.parent.mkdir(parents=True)
        corpus.write_text("".join(lines), encoding="utf-8")
        nltk.data.path.insert(0, folder)
        try:
            yield
        finally:
            nltk.data.path.remove(folder)
            if folder in str(vars(cmudict).get("_root", "")):
                cmudict._unload()  # other users of NLTK shall find their own dictionary
