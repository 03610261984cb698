"""The common shape of everything found in a sentence."""

from typing import NamedTuple


class Hit(NamedTuple):
    """Something found at the words `first` up to, not including, `last` of a sentence.

    `kind` is the sort of evidence ("loaded", "hedge", "booster", "attribution", "negation", "number", …), `label` its
    family or normalised value, `weight` its strength (1.0 where there is none).
    """

    first: int
    last: int
    kind: str
    label: str = ""
    weight: float = 1.0
