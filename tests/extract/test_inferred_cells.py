"""Heights of the rows of a table that nothing rules."""

from __future__ import annotations

from extract.alignments import lines_of
from extract.inferred_cells import _heights
from extract.model import Word


def test_edges_run_down_the_page_even_where_a_tall_sign_reaches_over_other_rows() -> None:
    heights = ((0.0, 30.0), (16.0, 20.0), (25.0, 29.0))
    words = [Word("8", (10.0, top, 20.0, bottom)) for top, bottom in heights]
    rows = [[line] for word in words for line in lines_of([word])]
    found = _heights(rows)
    assert list(found) == sorted(found)
    assert len(found) == len(rows) + 1
