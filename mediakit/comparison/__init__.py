"""Compare: pair the sentences of two versions, subtract, redraw, attribute."""
