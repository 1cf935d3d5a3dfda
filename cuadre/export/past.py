"""The figures of a data package as they were read, before anything was repaired.

What is published of a repaired figure is the repaired value; what was read stands in its ``as_read``, in the ledger
and, as a figure, in the descriptor. A person may have set ``reported``, or decided on the ledger's rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from cuadre.evidence import NotANumber, NumberFormat, Place, Printed, Repair, Ruling, parse_printed, ruling_of
from cuadre.export.table import FigureNotes, Line
from normalize.model import Condition, Figure, Measure, Period
from reconcile.ledger import APPLIED, FIGURE_RULES, REJECTED, is_decided
from reconcile.model import Status
from reconcile.second_reading import DASHES

_BY_HAND = "reported"
"""Who decided where ``reported`` was set back to what was read."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a package tells of how its figures came about.

    Attributes:
        notes: What the descriptor remembers, by row and field.
        repairs: The ledger.
        number_format: How the document prints figures.
        columns: Fields that the document has a column of figures for.
    """

    notes: Mapping[tuple[int, str], FigureNotes]
    repairs: tuple[Repair, ...]
    number_format: NumberFormat
    columns: tuple[str, ...] = ()

    def published(self, line: Line) -> Decimal | None:
        """The value that Cuadre published for a figure."""
        repair = self._applied(line)
        return self._value(repair.after if repair else line.text("as_read"))

    def figures(self, lines: Sequence[Line], place: Place) -> tuple[Figure, ...]:
        """The figures of a row; those of its document's columns that no line is about are blank."""
        told = {field_of(line) for line in lines}
        silent = (name.rsplit("_", 1) for name in self.columns if name not in told)
        keys = ((Measure(measure), Period(period)) for measure, period in silent)
        blanks = (Figure(measure, period, "", None, Condition.BLANK, place) for measure, period in keys)
        return (*(self.figure(line) for line in lines), *blanks)

    def figure(self, line: Line) -> Figure:
        """The figure as it was read, or as a person set it."""
        notes = self.notes.get((line.integer("row"), field_of(line)), FigureNotes())
        as_read, reported = line.text("as_read"), line.figure("reported")
        if self._is_as_published(line):
            printed = self._read(line, notes)
        else:
            printed = None if reported is None else _printed(line, reported, as_read)
        return Figure(
            measure=Measure(line.text("measure")),
            period=Period(line.text("period")),
            as_read=as_read,
            printed=printed,
            condition=Condition(notes.condition) if notes.condition else _condition(
                as_read, printed, line.text("status"), unsure=notes.unsure
            ),
            place=line.place(),
            confidence=line.measured("confidence"),
            recognizer=line.text("recognizer"),
            alternatives=notes.alternatives,
        )

    def kept(self, measurements: Iterable[Line]) -> tuple[Repair, ...]:
        """The ledger without what reconcile works out anew; a figure set back by hand is a repair rejected."""
        set_back = {
            (line.integer("row"), field_of(line))
            for line in measurements
            if self._applied(line) is not None and not self._is_as_published(line)
        }
        found = []
        for repair in self.repairs:
            if repair.rule in FIGURE_RULES and repair.state == APPLIED and (repair.row, repair.field) in set_back:
                found.append(replace(repair, state=REJECTED, decided_by=_BY_HAND))
            elif repair.rule not in FIGURE_RULES or is_decided(repair):
                found.append(repair)
        return tuple(found)

    def _applied(self, line: Line) -> Repair | None:
        """The ledger's row that put the figure right, where its value was published."""
        place = (line.integer("row"), field_of(line))
        mine = [r for r in self.repairs if _is_of_figure(r) and (r.row, r.field) == place]
        notes = self.notes.get(place)
        was_replaced = notes is None or notes.read is not None
        return next((repair for repair in mine if repair.state == APPLIED and was_replaced), None)

    def _is_as_published(self, line: Line) -> bool:
        """Whether the value still is a repaired one, so that what was read has to be found elsewhere."""
        notes = self.notes.get((line.integer("row"), field_of(line)))
        repair, reported = self._applied(line), line.figure("reported")
        if repair is not None:
            return reported == self._value(repair.after)
        # The ledger's row was rejected by a person who left the value to be worked out again.
        after = {self._value(r.after) for r in self.repairs if _is_of_figure(r) and r.row == line.integer("row")
                 and r.field == field_of(line)}  # fmt: skip
        return notes is not None and notes.read is not None and reported in after

    def _read(self, line: Line, notes: FigureNotes) -> Printed | None:
        as_read = line.text("as_read")
        if notes.read is not None:
            value = Decimal(notes.read) if notes.read else None
            return None if value is None else _exactly(value, as_read)
        try:
            return parse_printed(as_read, self.number_format)
        except NotANumber:
            return None

    def _value(self, text: str) -> Decimal | None:
        try:
            printed = parse_printed(text, self.number_format)
        except NotANumber:
            return None
        return printed.value if printed else None


def _is_of_figure(repair: Repair) -> bool:
    """Whether it may have put another figure in the place of what was read: a rule's row, or a person's word."""
    return repair.rule in FIGURE_RULES or ruling_of(repair) not in {None, Ruling.AS_READ}


def field_of(line: Line) -> str:
    """The column of ``indicators.csv`` that a line of ``measurements.csv`` is about."""
    return f"{line.text('measure')}_{line.text('period')}"


def _exactly(value: Decimal, as_read: str) -> Printed:
    exponent = value.as_tuple().exponent
    return Printed(value, -exponent if isinstance(exponent, int) else 0, "%" in as_read)


def _printed(line: Line, reported: Decimal, as_read: str) -> Printed:
    """Give a figure the places it was printed with, which a spreadsheet may have dropped."""
    exponent = reported.as_tuple().exponent
    decimals = max(line.optional_integer("decimals") or 0, -exponent if isinstance(exponent, int) else 0)
    try:
        value = reported.quantize(Decimal(1).scaleb(-decimals))
    except InvalidOperation:
        raise line.error(f"reported has too many digits: {reported}") from None
    return Printed(value, decimals, "%" in as_read)


def _condition(as_read: str, printed: Printed | None, status: str, *, unsure: bool) -> Condition:
    if printed is not None:
        return Condition.UNSURE if unsure or status == Status.ILLEGIBLE else Condition.CLEAR
    if not as_read.strip():
        return Condition.ILLEGIBLE
    if set(as_read.strip()) <= DASHES:
        return Condition.DASH
    # A recogniser may misread the sign that a spreadsheet error begins with.
    is_error = as_read.lstrip().startswith("#") or status == Status.INCONSISTENT
    return Condition.SPREADSHEET_ERROR if is_error else Condition.NOT_A_NUMBER
