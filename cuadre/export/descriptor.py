"""``datapackage.json``: what the files are, to people and to programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, NotRequired, TypedDict

from cuadre.converted import Converted
from cuadre.export.column import Column, ForeignKey, Resource
from cuadre.export.schema import FIGURE_FIELDS, RESOURCES
from normalize.model import Condition, Figure, Row

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

ABOUT = "cuadre"
"""Property of the descriptor that holds what is remembered of each document."""


class RememberedFigure(TypedDict):
    """What reading back needs of a figure and no column holds.

    ``unsure``: its place is in doubt or its reading is. ``alternatives``: other readings of its cell. ``read``: the
    figure that was read where another is published, ``""`` where none was. ``condition``: of the reading, where a
    person decided on it.
    """

    row: int
    field: str
    unsure: bool
    alternatives: list[str]
    read: str | None
    condition: NotRequired[str]


class Remembered(TypedDict):
    """What reading back needs of a document and no column holds."""

    document_id: str
    size: int
    form: str
    arithmetic: list[str]
    columns: list[str]
    figures: list[RememberedFigure]


_TITLE = "Avance trimestral de indicadores"
_DESCRIPTION = (
    "Cifras de informes trimestrales firmados, como están impresas (as_read), como se publican (reported) y "
    "como resultan de la aritmética (computed). Nada impreso se corrige: lo que no cuadra queda marcado en "
    "status y explicado en findings.csv. Los porcentajes están en puntos porcentuales; vacío significa no "
    "reportado. Un texto que empieza con = + - @, tabulador o retorno lleva delante un apóstrofo, para que "
    "ninguna hoja de cálculo lo ejecute."
)
_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def describe(files: Mapping[str, bytes], remembered: list[Remembered]) -> bytes:
    """Write the descriptor of a package.

    Args:
        files: The bytes of each CSV file, by its name.
        remembered: What reading back needs of each document (see :func:`remember`).

    Returns:
        UTF-8 JSON with a line break at its end. It has no clock in it: the same files give the same bytes.
    """
    resources = [_resource(resource, files[resource.file_name]) for resource in RESOURCES]
    return _package(resources, {ABOUT: {"version": version("cuadre"), "documents": remembered}})


def describe_parts(paths: Mapping[str, Sequence[str]]) -> bytes:
    """Write the descriptor of tables that are laid out in several files each, every one with the header.

    Args:
        paths: Where the CSV files of each resource are, by its name, relative to the descriptor.

    Returns:
        As :func:`describe`; it remembers no documents, so that it is a package to analyse and not one to read back.
    """
    return _package([_table(resource, list(paths[resource.name])) for resource in RESOURCES], {})


def _package(resources: list[dict[str, Any]], more: Mapping[str, Any]) -> bytes:
    about = {"$schema": PROFILE, "name": "cuadre", "title": _TITLE, "description": _DESCRIPTION}
    text = json.dumps({**about, "resources": resources, **more}, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", errors="backslashreplace")


def remember(converted: Converted) -> Remembered:
    """Note what reading back needs of a document and no column holds."""
    report = converted.report
    verdicts = converted.reconciliation.verdicts
    replaced = {(v.row, v.measure, v.period) for v in verdicts if v.repaired is not None or v.withdrawn}
    settled = converted.settled
    return {
        "document_id": report.source.document_id,
        "size": report.source.size,
        "form": report.form,
        "arithmetic": list(report.arithmetic),
        # What is blank is blank only where the paper has a column for it.
        "columns": [name for name in FIGURE_FIELDS if any(f.field == name for row in report.rows for f in row.figures)],
        "figures": [
            _figure_remembered(
                row, figure, replaced=(row.number, figure.measure, figure.period) in replaced,
                seen=(row.number, figure.field) in settled,
            )
            for row in report.rows
            for figure in _in_order(row)
            if figure.condition is Condition.UNSURE or figure.alternatives
            or (row.number, figure.measure, figure.period) in replaced or (row.number, figure.field) in settled
        ],
    }  # fmt: skip


def _in_order(row: Row) -> list[Figure]:
    """The figures of a row; blank ones last, by column, since no line of a file keeps their place among the others."""
    blank = [figure for figure in row.figures if figure.condition is Condition.BLANK and not figure.as_read.strip()]
    rest = [figure for figure in row.figures if figure not in blank]
    return [*rest, *sorted(blank, key=lambda figure: figure.field)]


def _figure_remembered(row: Row, figure: Figure, *, replaced: bool, seen: bool) -> RememberedFigure:
    read = str(figure.printed) if figure.printed is not None else ""
    remembered: RememberedFigure = {
        "row": row.number,
        "field": figure.field,
        "unsure": figure.condition is Condition.UNSURE,
        "alternatives": list(figure.alternatives),
        "read": read if replaced else None,
    }
    if seen:
        # What a person decided hides in what condition the reading was.
        remembered["condition"] = str(figure.condition)
    return remembered


def _resource(resource: Resource, content: bytes) -> dict[str, Any]:
    table = _table(resource, resource.file_name)
    schema = table.pop("schema")
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {**table, "bytes": len(content), "hash": digest, "schema": schema}


def _table(resource: Resource, path: str | list[str]) -> dict[str, Any]:
    return {
        "name": resource.name,
        "type": "table",
        "title": resource.title,
        "description": resource.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": _schema(resource),
    }


def _schema(resource: Resource) -> dict[str, Any]:
    fields = [_field(column) for column in resource.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if resource.primary_key:
        schema["primaryKey"] = list(resource.primary_key)
    if resource.foreign_keys:
        schema["foreignKeys"] = [_foreign_key(key) for key in resource.foreign_keys]
    return schema


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    reference = {"resource": key.resource, "fields": list(key.reference)}
    return {"fields": list(key.columns), "reference": reference}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name, "title": column.title, "description": column.description, "type": column.type,
    }  # fmt: skip
    if column.type == "boolean":
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    constraints: dict[str, Any] = {
        "required": column.required or None,
        "enum": list(column.enum) or None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "pattern": column.pattern or None,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    return field | ({"constraints": stated} if stated else {})
