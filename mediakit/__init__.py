"""Tells how a rewrite shifts the tone of a news story, by how much, how sure that is, and which words did it."""

from lazy_loader import attach_stub

__version__ = "0.1.0"
# What is public stands in `__init__.pyi`; each name is loaded where it is first used, pandas and the rest with it.
__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
