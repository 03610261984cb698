"""Fuzzing: random texts, files and options, and what must hold whatever they are."""
