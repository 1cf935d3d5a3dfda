"""Cuadre: signed quarterly reports into data that a person can trust.

>>> from cuadre import read_report
>>> report = read_report("report.pdf")  # doctest: +SKIP
>>> report.indicators  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuadre.door import ReadReport, read_report

__all__ = ["ReadReport", "read_report"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562)
    """Load the door when it is asked for: pandas takes half a second that the stages do not need."""
    if name in __all__:
        from cuadre import door  # noqa: PLC0415

        return getattr(door, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
