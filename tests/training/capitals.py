"""Count how words are written inside sentences, and write the frequent ones that are names by habit.

python -m tests.training.capitals DIR      # writes mediakit/text/written_large.txt.gz

A capital at the beginning of a sentence says nothing, so there a frequent word is taken for a name only if it is one
by habit (Trump, Congress), is a first name, or is rare. The habit is counted here: words of the labelled sets in DIR
and of the bundled stories, first words of sentences and headlines left out. A word goes into the table if it was met
at least `LEAST` times and begins with a capital in more than `SHARE` of them.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mediakit as mk
from mediakit.text.names import COMMON_RARITY, is_opening
from mediakit.text.parsing import parse
from mediakit.text.words import facts

TARGET = Path(mk.__file__).parent / "text" / "written_large.txt.gz"
SETS = ("basil", "neus", "babe", "npov_pairs", "nyt_sentiment", "onestop", "rewrites", "press_releases", "clear")
LEAST, SHARE = 3, 0.7


def texts(folder: Path) -> Iterator[str]:
    """Yield the texts of the labelled sets and of the bundled stories."""
    for name in SETS:
        with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
            yield from (text for line in lines for text in _strings(json.loads(line)) if text.count(" ") > 5)
    for story in mk.list_examples():
        yield from (version.text for version in mk.load_example(story))


def _strings(value: Any) -> Iterator[str]:
    """Yield the strings in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def count_letters(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Return word in small letters → times with a capital, and times at all, inside sentences."""
    large: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in dict.fromkeys(texts(folder)):
        for sentence in parse(text).sentences:
            longer = [token for token in sentence.tokens if len(token) > 3]
            if sum(map(str.islower, longer)) < len(longer) / 2:  # a headline; the finished table is not asked here
                continue
            for i, token in enumerate(sentence.tokens):
                if token[0].isalpha() and not is_opening(sentence.gaps, i):
                    word = token.lower().removesuffix("'s").rstrip("'.")
                    every[word] += 1
                    large[word] += token[0].isupper()
    return large, every


def main() -> None:
    """Run the command line."""
    large, every = count_letters(Path(sys.argv[1]))
    words = sorted(
        word
        for word, n in every.items()
        if n >= LEAST and large[word] > SHARE * n and word.isalpha() and len(word) > 1
        and facts(word).rarity <= COMMON_RARITY
    )  # fmt: skip
    TARGET.write_bytes(gzip.compress(" ".join(words).encode("utf-8"), 9, mtime=0))
    print(f"{len(words)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
