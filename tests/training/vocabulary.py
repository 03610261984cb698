"""Build the word tables that mediakit ships: syllables from the CMU Pronouncing Dictionary, frequency from
wordfreq.

python -m tests.training.vocabulary --data DIR [--out DIR]

DIR holds nltk_data/corpora/cmudict/cmudict, the dictionary in the form NLTK reads (Carnegie Mellon University, use
unrestricted). Only words are kept whose first pronunciation has another number of syllables than pyphen's
hyphenation gives, because textstat falls back on pyphen for a word that the dictionary lacks. The frequencies are
those of the package wordfreq 3.1.1 (Robyn Speer; data CC BY-SA 4.0), rounded to a tenth of a Zipf step.
"""

import argparse
import gzip
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

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


def spoken_table(pronounced: dict[str, int], words: Iterable[str]) -> str:
    """Return a digit for each frequent word: its syllables, as textstat counts them."""
    from pyphen import Pyphen

    hyphens = Pyphen(lang="en_US")
    return "".join(str(pronounced.get(word, len(hyphens.positions(word)) + 1)) for word in words) + "\n"


def write(path: Path, text: str) -> None:
    """Write `text` compressed, the same bytes every time."""
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Build the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds nltk_data")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    with (arguments.data / "nltk_data/corpora/cmudict/cmudict").open(encoding="utf-8") as lines:
        pronounced = read_pronunciations(lines)
    write(arguments.out / "syllables.txt.gz", syllable_table(pronounced))
    frequencies = frequency_table()
    write(arguments.out / "frequency.txt.gz", frequencies)
    write(arguments.out / "spoken.txt.gz", spoken_table(pronounced, frequencies.splitlines()[0].split(" ")))


if __name__ == "__main__":
    main()
