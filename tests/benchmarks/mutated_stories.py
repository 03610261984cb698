"""Fidelity against known mutations of the bundled stories."""

from collections.abc import Iterator
from pathlib import Path

from tests import mutations
from tests.benchmarks.figure import Figure
from tests.benchmarks.stories import frozen_texts


def own_data() -> Iterator[bytes]:
    """Yield the texts that are mutated."""
    yield from frozen_texts()


def figures(folder: Path | None = None) -> Iterator[Figure]:
    """Yield how many mutations are found, and how many rows are flagged that none touched; `folder` is not read."""
    judged = [mutations.judge(mutation) for mutation in mutations.mutate_all()]
    found, untouched = sum(found for found, _, _ in judged) / len(judged), sum(n for _, _, n in judged)
    flagged = sum(flagged for _, flagged, _ in judged) / untouched
    yield Figure("fidelity", "mutations found with the right status", found, n=len(judged))
    yield Figure("fidelity", "untouched rows flagged", flagged, n=untouched, goal=0.0)
