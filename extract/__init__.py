"""Stage 1: paper to cells. The only place that knows a PDF or OCR library."""
