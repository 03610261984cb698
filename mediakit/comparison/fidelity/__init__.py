"""Fidelity: what became of quotations, facts, sources, words and doers."""
