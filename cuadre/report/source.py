"""A data package as the report reads it: all files once, then document by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from cuadre.evidence import Box, SourceFile
from cuadre.export.column import Resource
from cuadre.export.schema import (
    DOCUMENTS,
    EVOLUTION,
    FINDINGS,
    INDICATORS,
    MEASUREMENTS,
    REPAIRS,
    SIGNATURES,
)
from cuadre.export.table import read_remembered
from cuadre.export.typed import arrow_table
from reconcile.model import Status

_PARTS = (INDICATORS, MEASUREMENTS, FINDINGS, REPAIRS, SIGNATURES)
_NARRATIVE = "narrative_"

Line = Mapping[str, Any]
"""One line of a file by column name. Text is ``""`` when empty, a count, measurement, figure or flag ``None``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of ``measurements.csv``.

    Attributes:
        page, row: Where it stands, from 1.
        measure, period: Which figure it is.
        as_read: What the cell says.
        value: What is published, percentages in points; ``None`` where that is no number.
        computed: What the other figures make of it, as it would be printed; ``""`` without one.
        status: What is known about it.
        confidence: Of its reading, 0 to 1.
        box: On its page, in points, origin top left, after rotation; ``None`` without paper.
    """

    page: int
    row: int
    measure: str
    period: str
    as_read: str
    value: Decimal | None
    computed: str
    status: Status
    confidence: float
    box: Box | None

    @property
    def is_narrative(self) -> bool:
        """The justification restates it; it is no figure of the table."""
        return self.measure.startswith(_NARRATIVE)

    @property
    def field(self) -> str:
        """The column of ``indicators.csv`` it is in."""
        return "justification" if self.is_narrative else f"{self.measure}_{self.period}"


@dataclass(frozen=True, slots=True)
class Part:
    """What a package says of one document, in reading order.

    Attributes:
        document: Its line in ``documents.csv``.
        rows: Its indicators, by row.
        figures: Its figures, those that the justifications restate among them.
        findings, repairs, signatures: Its lines of these files.
    """

    document: Line
    rows: Mapping[int, Line]
    figures: tuple[Figure, ...]
    findings: tuple[Line, ...]
    repairs: tuple[Line, ...]
    signatures: tuple[Line, ...]

    def counts(self) -> dict[Status, int]:
        """How many figures of the table are in each status."""
        return counted(figure.status for figure in self.figures if not figure.is_narrative)


def counted(statuses: Iterable[Status]) -> dict[Status, int]:
    """Count statuses; all of them are there, best first."""
    counts = dict.fromkeys(Status, 0)
    for status in statuses:
        counts[status] += 1
    return counts


class Package:
    """A data package, read once and checked against its definition.

    Args:
        folder: Where it is. Nothing in it is changed.

    Raises:
        PackageError: A file is missing, is not ours, or was edited into something that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        remembered = read_remembered(folder)
        self._tables = {resource.name: _table(folder, resource) for resource in _PARTS}
        self.documents = tuple(_lines(_table(folder, DOCUMENTS)))
        self.evolution = tuple(_lines(_table(folder, EVOLUTION)))
        self._sizes = {name: notes.size for name, notes in remembered.items()}

    def source(self, document: Line) -> SourceFile:
        """The file that a document was read from."""
        size = self._sizes.get(document["document_id"], 0)
        return SourceFile(document["file_name"], document["sha256"], size)

    def part(self, document: Line) -> Part:
        """Give what there is of one document."""
        name = document["document_id"]
        own = {resource.name: self._of(resource, name) for resource in _PARTS}
        return Part(
            document=document,
            rows={line["row"]: line for line in own["indicators"]},
            figures=tuple(map(_figure, own["measurements"])),
            findings=own["findings"],
            repairs=own["repairs"],
            signatures=own["signatures"],
        )

    def counts(self) -> dict[str, dict[Status, int]]:
        """How many figures of the tables are in each status, by document."""
        table = self._tables["measurements"]
        own = table.filter(pc.invert(pc.starts_with(table["measure"], _NARRATIVE)))
        counts: dict[str, dict[Status, int]] = defaultdict(lambda: dict.fromkeys(Status, 0))
        for line in own.group_by(["document_id", "status"]).aggregate([([], "count_all")]).to_pylist():
            counts[line["document_id"]][Status(line["status"])] = line["count_all"]
        return counts

    def findings(self) -> tuple[Line, ...]:
        """All findings that ask for a look."""
        table = self._tables["findings"]
        return tuple(_lines(table.filter(pc.not_equal(table["severity"], "info"))))

    def _of(self, resource: Resource, document_id: str) -> tuple[Line, ...]:
        table = self._tables[resource.name]
        return tuple(_lines(table.filter(pc.equal(table["document_id"], document_id))))


def _table(folder: Path, resource: Resource) -> Any:  # noqa: ANN401 (pyarrow has no types)
    # A figure that no type holds is shown as it was read and is in no chart.
    return arrow_table(resource, folder / resource.file_name, too_long=lambda *_: None)


def _lines(table: Any) -> list[Line]:  # noqa: ANN401
    texts = [name for name, kind in zip(table.schema.names, table.schema.types, strict=True) if str(kind) == "string"]
    lines: list[dict[str, Any]] = table.to_pylist()
    for line in lines:
        line.update({name: "" for name in texts if line[name] is None})
    return list(lines)


def _figure(line: Line) -> Figure:
    sides = (line["x0"], line["top"], line["x1"], line["bottom"])
    return Figure(
        page=line["page"], row=line["row"], measure=line["measure"], period=line["period"], as_read=line["as_read"],
        value=line["reported"], computed=_plain(line["computed"], line["decimals"]), status=Status(line["status"]),
        confidence=line["confidence"], box=None if None in sides else sides,
    )  # fmt: skip


def _plain(value: Decimal | None, decimals: int | None) -> str:
    if value is None:
        return ""
    shown = f"{value.normalize():f}"
    places = len(shown.partition(".")[2])
    return f"{value:.{max(places, decimals or 0)}f}"
