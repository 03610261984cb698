"""Fidelity of a rewrite: what became of quotations, facts and attributions."""

from mediakit.comparison.quotations import compare_quotations

__all__ = ["compare_quotations"]
