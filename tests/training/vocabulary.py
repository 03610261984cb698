"""Build the word tables that mediakit ships: syllables from the CMU Pronouncing Dictionary, frequency from
wordfreq, and of the frequent words syllables and level together.

python -m tests.training.vocabulary [--data DIR] [--out DIR]

DIR holds nltk_data/corpora/cmudict/cmudict, the dictionary in the form NLTK reads (Carnegie Mellon University, use
unrestricted). Only words are kept whose first pronunciation has another number of syllables than pyphen's
hyphenation gives, because textstat falls back on pyphen for a word that the dictionary lacks. The frequencies are
those of the package wordfreq 3.1.1 (Robyn Speer; data CC BY-SA 4.0), rounded to a tenth of a Zipf step. The last table
follows from the other two and the list of easy words that the installed textstat reads.
"""

import argparse
import gzip
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from mediakit.text.words import clean_word, count_syllables, find_level

SHIPPED = Path(__file__).parents[2] / "mediakit" / "text"
N_FREQUENT = 80_000
_CLEANED = re.compile(r"(?:\w|'(?=[tsd]|ve|ll|re))+")
_PLAIN = re.compile(r"[a-z][a-z']*")


def read_pronunciations(lines: Iterable[str]) -> dict[str, int]:
    """Return the syllables of every word's first pronunciation: phones that end in a digit."""
    syllables: dict[str, int] = {}
    for line in lines:
        parts = line.split()
        if parts:
            syllables.setdefault(parts[0].lower(), sum(phone[-1].isdigit() for phone in parts[2:]))
    return syllables


def syllable_table(pronounced: dict[str, int]) -> str:
    """Return one line for each number of syllables: the number, then the words that pyphen gets wrong."""
    from pyphen import Pyphen

    hyphens = Pyphen(lang="en_US")
    words: dict[int, list[str]] = defaultdict(list)
    for word, n in sorted(pronounced.items()):
        if _CLEANED.fullmatch(word) and len(hyphens.positions(word)) + 1 != n:
            words[n].append(word)
    return "".join(f"{n} {' '.join(words[n])}\n" for n in sorted(words))


def frequency_table() -> str:
    """Return two lines: the most frequent words in order of the alphabet, and for each a letter for its Zipf
    frequency.
    """
    from wordfreq import get_frequency_dict

    zipf = {
        word: math.log10(share) + 9
        for word, share in get_frequency_dict("en", wordlist="large").items()
        if _PLAIN.fullmatch(word)
    }
    words = sorted(sorted(zipf, key=lambda word: (-zipf[word], word))[:N_FREQUENT])
    return " ".join(words) + "\n" + "".join(chr(33 + round(10 * zipf[word])) for word in words) + "\n"


def spoken_table(words: Iterable[str]) -> str:
    """Return a letter for each frequent word: how hard it is, by textstat's list of easy words, and its syllables."""
    cleaned = map(clean_word, words)
    return "".join(chr(ord(find_level(word)) + count_syllables(word)) for word in cleaned) + "\n"


def write(path: Path, text: str) -> None:
    """Write `text` compressed, the same bytes every time."""
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Build the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds nltk_data; without it the last table is built")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    if arguments.data:
        with (arguments.data / "nltk_data/corpora/cmudict/cmudict").open(encoding="utf-8") as lines:
            write(arguments.out / "syllables.txt.gz", syllable_table(read_pronunciations(lines)))
        write(arguments.out / "frequency.txt.gz", frequency_table())
    words = gzip.decompress((arguments.out / "frequency.txt.gz").read_bytes()).decode().splitlines()[0].split(" ")
    write(arguments.out / "spoken.txt.gz", spoken_table(words))


if __name__ == "__main__":
    main()
