"""Stage 4: rows to verdicts. Pure arithmetic and search, no input or output."""
