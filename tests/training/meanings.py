"""The meanings of the 30,000 most frequent words as 64 numbers each: for training only, nothing reads them at run time.

python -m tests.training.meanings --vectors DIR

DIR holds words.txt (one word a line, frequent ones first) and vectors.npy (a row for each: the 384 numbers of
all-MiniLM-L6-v2 on the word by itself, Apache-2.0, then the 50 of GloVe 6B, public domain). Principal components, both
sources weighing alike, rounded to signed bytes.
"""

import argparse
import gzip
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("meanings.gz")
N_WORDS, N_COMPONENTS, N_MINILM = 30_000, 64, 384


def read_meanings(path: Path = PATH) -> dict[str, np.ndarray]:
    """Return a vector for each word: the file has a line of words, a line with the scale, then a byte a number."""
    words, scale, numbers = gzip.decompress(path.read_bytes()).split(b"\n", 2)
    names = words.decode().split(" ")
    table = np.frombuffer(numbers, np.int8).reshape(len(names), -1).astype(float) * float(scale)
    return dict(zip(names, table, strict=True))


def reduce_vectors(table: np.ndarray) -> np.ndarray:
    """Return the principal components of the vectors; the sign of each is set by its largest loading."""
    n = table.shape[1] - N_MINILM
    weight = np.r_[np.full(N_MINILM, N_MINILM**-0.5), np.full(n, n**-0.5)]
    table = (table - table.mean(0)) / table.std(0).clip(1e-6) * weight
    axes = np.linalg.svd(table[::5], full_matrices=False)[2][:N_COMPONENTS]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    return table @ axes.T


def main() -> None:
    """Reduce the vectors and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, required=True)
    folder = parser.parse_args().vectors
    words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")[:N_WORDS]
    reduced = reduce_vectors(np.load(folder / "vectors.npy")[:N_WORDS].astype(float))
    scale = float(np.abs(reduced).max() / 127)
    numbers = np.round(reduced / scale).astype(np.int8).tobytes()
    PATH.write_bytes(gzip.compress(f"{' '.join(words)}\n{scale:.6g}\n".encode() + numbers, 9, mtime=0))


if __name__ == "__main__":
    main()
