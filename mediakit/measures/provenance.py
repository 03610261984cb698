"""What made a number: the package's version and the contents of its word lists and models."""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from mediakit.text.parts import Document

_PACKAGE = Path(__file__).parent.parent


@cache
def describe_provenance() -> dict[str, str]:
    """Return what numbers depend on besides the text: mediakit (version), lexicons and model (hashes of contents)."""
    try:
        version = metadata.version("mediakit")
    except metadata.PackageNotFoundError:
        version = "not installed"
    lists = sorted(_PACKAGE.glob("*/*.csv")) + sorted(_PACKAGE.glob("*/*/*.csv"))
    models = sorted(path for path in _PACKAGE.glob("*/*") if path.suffix in {".gz", ".npz", ".json", ".txt"})
    return {"mediakit": version, "lexicons": _hash(lists), "model": _hash(models)}


def hash_text(document: Document) -> str:
    """Return a short hash of a document's text as given, to tell whether two numbers are about the same text."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _hash(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
