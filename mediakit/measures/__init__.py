"""Count: marks per sentence, totals, and metrics as formulas on totals."""
