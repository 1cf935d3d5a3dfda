"""What may have happened to a row: signs misread on its paper, mistakes that its issuer printed, or both.

Costs are hundredths of a nat (``-100 ln p``), whole numbers: sums are exact and ties are ties.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuadre.evidence import Printed
from reconcile.edits import Edit
from reconcile.readings import Key


@dataclass(frozen=True, slots=True)
class Misread:
    """One figure that says something else on paper than was read.

    Attributes:
        figure: Which one.
        printed: What the paper would say.
        text: The same as it would stand there, sign and all.
        cost: How unlikely it is to be read as it was.
        how: What happened to it, in short (``8>3``, ``1 lost``, ``alternative ppocr``).
    """

    figure: Key
    printed: Printed
    text: str
    cost: int
    how: str


@dataclass(frozen=True, slots=True)
class IssuerEvent:
    """One mistake that is printed as it was read.

    Attributes:
        kind: Name of the event (``progress-copied``, ``annual-apart``).
        accused: The figures it is about, the main one first.
        edits: The violated checks it accounts for.
        cost: How unlikely it is.
    """

    kind: str
    accused: tuple[Key, ...]
    edits: tuple[Edit, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """One way to account for all violated checks of a row.

    Attributes:
        misreads: Figures that were misread, in the order of the row; empty when all is the issuer's doing.
        events: What is left to the issuer.
        cost: Of all of it.
    """

    misreads: tuple[Misread, ...]
    events: tuple[IssuerEvent, ...]
    cost: int
