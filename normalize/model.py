"""What the normalize stage hands on: canonical rows of figures and text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cuadre.evidence import ES_MX, Finding, NumberFormat, Place, Printed, Repair, SourceFile
from extract.model import DigitalSignature


class Measure(StrEnum):
    """What a figure measures."""

    TARGET = "target"
    ACHIEVED = "achieved"
    PROGRESS = "progress"
    CUMULATIVE = "cumulative"
    NARRATIVE_TARGET = "narrative_target"
    NARRATIVE_ACHIEVED = "narrative_achieved"
    NARRATIVE_PROGRESS = "narrative_progress"


class Period(StrEnum):
    """The part of the fiscal year a figure is about."""

    ANNUAL = "annual"
    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"

    @classmethod
    def quarter(cls, number: int) -> Period:
        """The period of quarter 1 to 4."""
        return cls(f"q{number}")


class Condition(StrEnum):
    """In what condition a figure's print is."""

    CLEAR = "clear"
    BLANK = "blank"
    DASH = "dash"
    SPREADSHEET_ERROR = "spreadsheet_error"
    NOT_A_NUMBER = "not_a_number"
    UNSURE = "unsure"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure of a row, or the place where one should be.

    Attributes:
        measure, period: What it says.
        as_read: Its text as it was read.
        printed: Its value and precision; ``None`` when there is none to publish.
        condition: Why there is none, or how sure the reading is.
        place: Where it stands.
        confidence: 0 to 1.
        recognizer: Who read it.
        span: Start and end in the row's ``justification`` for the narrative measures.
        alternatives: Other readings of the whole cell, best first.
    """

    measure: Measure
    period: Period
    as_read: str
    printed: Printed | None
    condition: Condition
    place: Place
    confidence: float = 1.0
    recognizer: str = "pdf"
    span: tuple[int, int] | None = None
    alternatives: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Its column in ``indicators.csv`` (``target_annual``, ``progress_q1``); narrative ones have none."""
        return f"{self.measure}_{self.period}"


@dataclass(frozen=True, slots=True)
class TextReading:
    r"""How a text of a row was read.

    Attributes:
        field: Its column in ``indicators.csv``. An objective and its code may come from one cell.
        place: Where the cell stands.
        as_read: All that the cell says, lines between ``\n``.
        confidence: 0 to 1; 1 for what a digital page prints.
        recognizer: Who read it: ``pdf``, ``transcript`` or the name of a recogniser.
        alternatives: Other readings of the whole cell, best first.
    """

    field: str
    place: Place
    as_read: str
    confidence: float
    recognizer: str
    alternatives: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """What a digital page prints is what is printed: it is never repaired."""
        return self.recognizer == "pdf"

    @property
    def from_pixels(self) -> bool:
        """Whether there is a picture of it, which a second look may be taken at."""
        return self.recognizer not in ("pdf", "transcript")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one document, as printed.

    Attributes:
        number: Data row in the document, from 1.
        place: Where the row starts.
        level: Level as printed (``Componente``).
        level_rank: Depth of that level in the form, from 0 (``Fin``); ``None`` when it is none of them.
        unit_canonical: Name to group by.
        figures: All figures, printed or missing, in the form's order; narrative ones last.
        readings: How its texts were read; empty for a row from a data package.
    """

    number: int
    place: Place
    responsible_unit: str
    unit_canonical: str
    level: str
    level_rank: int | None
    objective_code: str
    parent_code: str
    objective: str
    indicator_code: str
    indicator_name: str
    frequency: str
    indicator_unit: str
    variable_unit: str
    justification: str
    figures: tuple[Figure, ...]
    readings: tuple[TextReading, ...] = ()

    def reading(self, field: str) -> TextReading | None:
        """How the text of a column of ``indicators.csv`` was read; ``None`` where the row has no cell for it."""
        return next((reading for reading in self.readings if reading.field == field), None)

    def figure(self, measure: Measure, period: Period) -> Figure | None:
        """The figure for a measure and period, if the form has one there."""
        return next((f for f in self.figures if f.measure == measure and f.period == period), None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the title block says about the document; ``""`` or ``None`` where it is silent."""

    axis: str = ""
    programme: str = ""
    dependency: str = ""
    fiscal_year: int | None = None
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person in the signature block.

    Attributes:
        page: Page, from 1.
        role: ``prepared``, ``reviewed`` or ``authorized``.
        name, post: As printed.
        ink: ``yes`` when a stroke of a pen stands at the name, ``no`` when none does; ``""`` where nobody looked.
    """

    page: int
    role: str
    name: str
    post: str
    ink: str = ""


@dataclass(frozen=True, slots=True)
class GivenRegime:
    """The arithmetic conventions that a form takes for granted; ``""`` where a document is to tell.

    Attributes:
        rounding_mode: ``nearest`` or ``truncate``.
        cumulative_denominator: ``annual`` or ``programmed_to_date``.
        zero_over_zero: ``100``, ``0`` or ``blank``.
    """

    rounding_mode: str = ""
    cumulative_denominator: str = ""
    zero_over_zero: str = ""


NOTHING_GIVEN = GivenRegime()
"""Every convention is for the document to tell."""


@dataclass(frozen=True, slots=True)
class Report:
    """One document in canonical rows.

    Attributes:
        source: The file.
        kind: ``digital``, ``scanned``, ``mixed`` or ``transcript``.
        pages: How many.
        form: Name of the form that knew it.
        number_format: How it prints figures.
        facts: Its title block.
        rows: In reading order.
        signatories: Its signature block.
        arithmetic: Names of the form's checks that hold on it (see ``docs/forms.md``).
        findings: From extract and normalize.
        repairs: What was changed, with before and after.
        given: The conventions that its form takes for granted.
        digital_signatures: Of its PDF; ``None`` where nobody looked, as in a transcription.
    """

    source: SourceFile
    kind: str
    pages: int
    form: str
    facts: Facts
    rows: tuple[Row, ...]
    number_format: NumberFormat = ES_MX
    signatories: tuple[Signatory, ...] = ()
    arithmetic: tuple[str, ...] = ("sum", "progress", "cumulative", "narrative", "codes")
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()
    given: GivenRegime = NOTHING_GIVEN
    digital_signatures: tuple[DigitalSignature, ...] | None = None
