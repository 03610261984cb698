"""Show: figures and the report; nothing is computed here."""
