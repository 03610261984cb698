"""Show: figures and the report; nothing is computed here."""

from lazy_loader import attach

# Matplotlib is loaded where a figure is drawn first.
__getattr__, __dir__, __all__ = attach(__name__, ["plots"])
