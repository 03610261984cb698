"""Fidelity of a rewrite: what became of quotations, facts and attributions."""

from mediakit.comparison.attributions import compare_attributions
from mediakit.comparison.facts import compare_facts
from mediakit.comparison.quotations import compare_quotations

__all__ = ["compare_attributions", "compare_facts", "compare_quotations"]
