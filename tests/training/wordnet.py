"""Build the tables of opposites, near synonyms, derivations and irregular forms from WordNet 3.0.

python -m tests.training.wordnet [--wordnet DIR] [--out DIR]

DIR holds WordNet's files data.*, index.* and *.exc, as Debian's package wordnet-base installs them (WordNet 3.0,
Princeton University, 2006; its licence stands in WORDNET.md beside the tables). Only words as frequent as
`LEAST_ZIPF` are kept, and of each its first `N_SENSES` senses: the rarer senses of a word mislead more than they help.
"""

import argparse
import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mediakit.text.words import zipf

WORDNET = Path("/usr/share/wordnet")
PACKAGE = Path(__file__).parents[2] / "mediakit"
SHIPPED = PACKAGE / "comparison" / "fidelity"
SOURCE = "# from WordNet 3.0, copyright 2006 by Princeton University; see WORDNET.md"
LEAST_ZIPF, LEAST_ZIPF_OF_PARTS, LEAST_ZIPF_OF_FORMS = 2.8, 3.5, 2.2
N_SENSES = 3
LOADEDNESS_APART = 2.0
"""Words whose ratings of loadedness are so far apart are no near synonyms: plan, scheme; government, regime."""

_POS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_WORD = re.compile(r"[a-z]+")

Pair = tuple[str, str]


class Synset(NamedTuple):
    """The words of one meaning, and its pointers: symbol, part of speech and number of the target, word to word."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, str, str, int, int], ...]


class WordNet:
    """The synsets by part of speech and number, and which of its senses a word has there, 0 for the most frequent."""

    def __init__(self, folder: Path) -> None:
        self.synsets: dict[Pair, Synset] = {}
        self.ranks: dict[tuple[str, Pair], int] = {}
        for pos, name in _POS.items():
            for line in read_lines(folder / f"data.{name}"):
                number, synset = read_synset(line)
                self.synsets[pos, number] = synset
            for line in read_lines(folder / f"index.{name}"):
                fields = line.split()
                for rank, number in enumerate(fields[-int(fields[2]) :]):
                    self.ranks[fields[0], (pos, number)] = rank

    def knows(self, word: str, place: Pair, n_senses: int = N_SENSES) -> bool:
        """Tell whether a synset is among the first senses of a word that is frequent enough."""
        return self.ranks.get((word, place), n_senses) < n_senses and is_frequent(word)


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file of WordNet after its licence, which is indented."""
    with path.open(encoding="utf-8") as lines:
        yield from (line for line in lines if not line.startswith(" "))


def read_synset(line: str) -> tuple[str, Synset]:
    """Return the number of a synset and the synset, from a line of a data file."""
    fields = line.split("|")[0].split()
    n_words = int(fields[3], 16)
    words = tuple(fields[4 + 2 * i].split("(")[0].lower() for i in range(n_words))
    at = 5 + 2 * n_words
    pointers = []
    for i in range(at, at + 4 * int(fields[at - 1]), 4):
        symbol, number, pos, ends = fields[i : i + 4]
        pointers.append((symbol, "a" if pos == "s" else pos, number, int(ends[:2], 16) - 1, int(ends[2:], 16) - 1))
    return fields[0], Synset(words, tuple(pointers))


def is_frequent(word: str, least: float = LEAST_ZIPF) -> bool:
    """Tell whether a word, or a verb of two words, is frequent enough to be kept."""
    if word.count("_") == 1:
        return all(zipf(part) >= LEAST_ZIPF_OF_PARTS for part in word.split("_"))
    return bool(_WORD.fullmatch(word)) and zipf(word) >= least


def find_synonyms(wordnet: WordNet, loadedness: Mapping[str, float]) -> set[tuple[str, ...]]:
    """Return the sets of words with a common meaning that are about equally loaded."""
    found: set[tuple[str, ...]] = set()
    for place, synset in wordnet.synsets.items():
        words = [w for w in synset.words if wordnet.knows(w, place) and ("_" not in w or place[0] == "v")]
        found |= {tuple(sorted(part)) for part in alike(words, loadedness) if len(part) > 1}
    return found


def alike(words: Iterable[str], loadedness: Mapping[str, float]) -> Iterator[list[str]]:
    """Yield the largest groups of words whose ratings lie within `LOADEDNESS_APART` of one another."""
    rated = sorted({word: loadedness.get(word, 0.0) for word in words}.items(), key=lambda item: (item[1], item[0]))
    end = 0
    for i, (_, low) in enumerate(rated):
        last = max((j for j in range(i, len(rated)) if rated[j][1] - low < LOADEDNESS_APART), default=i) + 1
        if last > end:
            yield [word for word, _ in rated[i:last]]
            end = last


def find_antonyms(wordnet: WordNet) -> set[Pair]:
    """Return pairs of opposites: WordNet's own, and a synonym of one with the other where both senses come first."""
    found: set[Pair] = set()
    for place, synset in wordnet.synsets.items():
        for symbol, pos, number, one, other in synset.pointers:
            if symbol != "!":
                continue
            target = wordnet.synsets[pos, number]
            for x in synset.words:
                for y in target.words:
                    n_indirect = (x != synset.words[one]) + (y != target.words[other])
                    n_senses = (N_SENSES, 1, 0)[n_indirect]
                    if wordnet.knows(x, place, n_senses) and wordnet.knows(y, (pos, number), n_senses) and x < y:
                        found.add((x, y))
    return {(x, y) for x, y in found if "_" not in x + y}


def find_derivations(wordnet: WordNet) -> list[str]:
    """Return lines of words derived from one another, the one with the most links first."""
    links: dict[str, set[str]] = defaultdict(set)
    for synset in wordnet.synsets.values():
        for symbol, pos, number, one, other in synset.pointers:
            if symbol in "+\\" and one >= 0:
                x, y = synset.words[one], wordnet.synsets[pos, number].words[other]
                if x != y and "_" not in x + y and is_frequent(x) and is_frequent(y) and x[:2] == y[:2]:
                    links[x].add(y)
                    links[y].add(x)
    lines = []
    for word in sorted(links, key=lambda word: (-len(links[word]), word)):
        derived = sorted(links[word])
        for other in derived:
            links[other].discard(word)
        links[word] = set()
        if derived:
            lines.append(" ".join([word, *derived]))
    return sorted(lines)


def find_forms(wordnet: WordNet, folder: Path) -> list[str]:
    """Return lines of a form and the words that it may be a form of: irregular ones, and compared adjectives."""
    bases: dict[str, set[str]] = defaultdict(set)
    for name in ("noun", "verb", "adj", "adv"):
        for line in read_lines(folder / f"{name}.exc"):
            form, *words = line.split()
            if is_frequent(form, LEAST_ZIPF_OF_FORMS) and "_" not in form:
                bases[form] |= {word for word in words if word != form and "_" not in word and is_frequent(word)}
    nouns = {word for word, (pos, _) in wordnet.ranks if pos == "n"}
    for word in {word for word, (pos, _) in wordnet.ranks if pos == "a" and is_frequent(word) and "_" not in word}:
        for form in compare_adjective(word):
            if form not in nouns and is_frequent(form, LEAST_ZIPF_OF_FORMS):
                bases[form].add(word)
    return sorted(" ".join([form, *sorted(words)]) for form, words in bases.items() if words)


def compare_adjective(word: str) -> Iterator[str]:
    """Yield the regular comparative and superlative of an adjective, with its last letter doubled and not."""
    stem = word.removesuffix("e") if word.endswith("e") else re.sub("y$", "i", word)
    for ending in ("er", "est"):
        yield stem + ending
        yield stem + stem[-1] + ending


def write(path: Path, lines: Iterable[str]) -> None:
    """Write lines compressed after one that names the source, the same bytes every time."""
    text = "\n".join([SOURCE, *lines]) + "\n"
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{path.name}: {text.count(chr(10)) - 1:,} lines, {path.stat().st_size:,} bytes")


def main() -> None:
    """Build the four tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=WORDNET)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    with (PACKAGE / "evidence" / "word_ratings.csv").open(encoding="utf-8") as rows:
        loadedness = {row["term"]: float(row["loaded"]) for row in csv.DictReader(rows)}
    wordnet = WordNet(arguments.wordnet)
    write(arguments.out / "wordnet_synonyms.txt.gz", sorted(map(" ".join, find_synonyms(wordnet, loadedness))))
    write(arguments.out / "wordnet_antonyms.txt.gz", sorted(map(" ".join, find_antonyms(wordnet))))
    write(arguments.out / "wordnet_derivations.txt.gz", find_derivations(wordnet))
    write(arguments.out / "wordnet_forms.txt.gz", find_forms(wordnet, arguments.wordnet))


if __name__ == "__main__":
    main()
