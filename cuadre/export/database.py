"""The data package as one SQLite or DuckDB file: typed tables with their keys, and views for people.

DuckDB keeps figures exact, as ``DECIMAL(38, 18)``. SQLite has no decimals: figures are ``NUMERIC``, exact to 15 digits;
``measurements.as_read`` has each one as it is printed, and ``decimals`` how many digits follow its point.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from cuadre.evidence import PackageError
from cuadre.export.column import Column, Resource
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
from cuadre.export.typed import FIGURE, Empty, Short, arrow_type, record_batches
from cuadre.export.whole import DUCKDB, SQLITE, written_whole

TABLES = (DOCUMENTS, INDICATORS, MEASUREMENTS, FINDINGS, REPAIRS, SIGNATURES, EVOLUTION)
"""Those that others point to come first."""

_SQLITE = {"string": "TEXT", "integer": "INTEGER", "boolean": "BOOLEAN"}
_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}
_DIGITS = 15

VIEWS = {
    "por_revisar": """
        SELECT d.file_name AS archivo, f.page AS pagina, f.row AS renglon, i.unit_canonical AS unidad,
               i.objective_code AS clave, i.indicator_name AS indicador, f.field AS campo, f.severity AS gravedad,
               f.as_read AS leido, f.computed AS calculado, f.proposed AS propuesto, f.message AS mensaje
        FROM findings f JOIN documents d ON d.document_id = f.document_id
        LEFT JOIN indicators i ON i.document_id = f.document_id AND i.row = f.row
        WHERE f.severity <> 'info'""",
    "cifras": """
        SELECT d.file_name AS archivo, d.fiscal_year AS ejercicio, d.quarter AS trimestre, m.page AS pagina,
               m.row AS renglon, i.unit_canonical AS unidad, i.level AS nivel, i.objective_code AS clave,
               i.indicator_name AS indicador, m.measure AS medida, m.period AS periodo, m.as_read AS leido,
               CAST(m.reported AS DOUBLE PRECISION) AS reportado, CAST(m.computed AS DOUBLE PRECISION) AS calculado,
               m.status AS estado
        FROM measurements m JOIN documents d ON d.document_id = m.document_id
        JOIN indicators i ON i.document_id = m.document_id AND i.row = m.row""",
    "estados": """
        SELECT d.file_name AS archivo, m.status AS estado, count(*) AS cifras
        FROM measurements m JOIN documents d ON d.document_id = m.document_id
        GROUP BY d.document_id, d.file_name, m.status
        ORDER BY archivo, estado""",
    "avance_por_unidad": """
        SELECT d.fiscal_year AS ejercicio, d.quarter AS trimestre, d.file_name AS archivo, i.unit_canonical AS unidad,
               i.level AS nivel, count(*) AS indicadores, sum(CASE WHEN i.review THEN 1 ELSE 0 END) AS por_revisar,
               round(avg(CAST(m.reported AS DOUBLE PRECISION)), 2) AS avance_promedio,
               min(CAST(m.reported AS DOUBLE PRECISION)) AS avance_minimo,
               max(CAST(m.reported AS DOUBLE PRECISION)) AS avance_maximo
        FROM indicators i JOIN documents d ON d.document_id = i.document_id
        LEFT JOIN measurements m ON m.document_id = i.document_id AND m.row = i.row AND m.measure = 'progress'
             AND m.period = 'q' || d.quarter
        GROUP BY d.document_id, d.file_name, d.fiscal_year, d.quarter, i.unit_canonical, i.level
        ORDER BY ejercicio, trimestre, archivo, unidad, nivel""",
}
"""For people, in Spanish: what to look at, figures with their names, how sure, and the quarter's progress by unit."""


def write_sqlite(folder: Path, path: Path) -> tuple[Short, ...]:
    """Write a data package as an SQLite database.

    Args:
        folder: The package.
        path: The file; one that is there is replaced whole, if it is an SQLite database.

    Returns:
        What SQLite cannot hold: figures of more than 15 digits are rounded to them.

    Raises:
        PackageError: The package cannot be read or points to what it does not have, or the file cannot be written.
    """
    read_remembered(folder)
    empty, rounded = Empty(), Counter[str]()
    with written_whole(path, SQLITE) as waiting:
        try:
            with closing(sqlite3.connect(waiting)) as base, base:
                _fill_sqlite(base, folder, empty, rounded)
        except sqlite3.Error as error:
            raise _refused(path, error) from error
    return (*empty.told(), *(Short("rounded", title, count) for title, count in rounded.items() if count))


def _fill_sqlite(base: sqlite3.Connection, folder: Path, empty: Empty, rounded: Counter[str]) -> None:
    for resource in TABLES:
        base.execute(_create(resource, lambda column: _SQLITE.get(column.type, _sqlite_number(column))))
        places = ", ".join("?" * len(resource.columns))
        insert = f"INSERT INTO {resource.name} VALUES ({places})"  # noqa: S608 (names of ours)
        for batch in record_batches(resource, folder / resource.file_name, too_long=empty.of(resource)):
            columns = [array.to_pylist() for array in batch.columns]
            rounded[resource.title] += sum(_is_long(value) for values in columns for value in values)
            base.executemany(insert, zip(*(map(_storable, values) for values in columns), strict=True))
    _check_keys(base, folder)
    for statement in _views():
        base.execute(statement)


def _check_keys(base: sqlite3.Connection, folder: Path) -> None:
    # Checked at the end rather than line by line: this way the line can be named.
    astray = base.execute("PRAGMA foreign_key_check").fetchone()
    if astray is not None:
        table, line, points_to, _ = astray
        raise PackageError(
            str(folder / f"{table}.csv"), f"row {line} points to a row of {points_to}.csv that is not there",
            "Put it right, or convert the documents again.",
        )  # fmt: skip


def _sqlite_number(column: Column) -> str:
    return "NUMERIC" if column.places is None else "REAL"


def _storable(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() and not _is_long(value) else float(value)


def _is_long(value: object) -> bool:
    return isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _DIGITS


def write_duckdb(folder: Path, path: Path) -> tuple[Short, ...]:
    """Write a data package as a DuckDB database.

    Args:
        folder: The package.
        path: The file; one that is there is replaced whole, if it is a DuckDB database.

    Returns:
        What DuckDB cannot hold.

    Raises:
        PackageError: DuckDB is not installed, the package cannot be read or points to what it does not have, or the
            file cannot be written.
    """
    try:
        import duckdb  # noqa: PLC0415 (an extra)
    except ImportError:
        raise PackageError(
            str(path), "cannot be written: DuckDB is not installed", "Install it with: pip install 'cuadre[duckdb]'"
        ) from None
    read_remembered(folder)
    empty = Empty()
    with written_whole(path, DUCKDB) as waiting:
        try:
            with closing(duckdb.connect(str(waiting))) as base:
                _fill_duckdb(base, folder, empty)
        except duckdb.Error as error:
            raise _refused(path, error) from error
    return empty.told()


def _fill_duckdb(base: Any, folder: Path, empty: Empty) -> None:  # noqa: ANN401 (duckdb is an extra)
    import pyarrow as pa  # noqa: PLC0415

    base.execute("SET threads = 1")
    for resource in TABLES:
        base.execute(_create(resource, lambda column: _DUCKDB.get(column.type, _duckdb_number(column))))
        for batch in record_batches(resource, folder / resource.file_name, too_long=empty.of(resource)):
            base.register("lines", pa.Table.from_batches([batch]))
            base.execute(f"INSERT INTO {resource.name} SELECT * FROM lines")  # noqa: S608 (names of ours)
            base.unregister("lines")
    for statement in (*_views(), *_comments()):
        base.execute(statement)


def _duckdb_number(column: Column) -> str:
    return f"DECIMAL({FIGURE.precision}, {FIGURE.scale})" if arrow_type(column) == FIGURE else "DOUBLE"


def _create(resource: Resource, kind: Any) -> str:  # noqa: ANN401
    lines = [f'"{c.name}" {kind(c)}{" NOT NULL" if c.required else ""}' for c in resource.columns]
    if resource.primary_key:
        lines.append(f"PRIMARY KEY ({_names(resource.primary_key)})")
    lines += [
        f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {key.resource} ({_names(key.reference)})"
        for key in resource.foreign_keys
    ]
    inside = ",\n  ".join(lines)
    return f"CREATE TABLE {resource.name} (\n  {inside}\n)"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _views() -> Iterator[str]:
    return (f"CREATE VIEW {name} AS {query}" for name, query in VIEWS.items())


def _comments() -> Iterator[str]:
    for resource in TABLES:
        yield f"COMMENT ON TABLE {resource.name} IS {_quoted(f'{resource.title}. {resource.description}')}"
        for column in resource.columns:
            about = _quoted(f"{column.title}. {column.description}")
            yield f'COMMENT ON COLUMN {resource.name}."{column.name}" IS {about}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _refused(path: Path, error: Exception) -> PackageError:
    return PackageError(
        str(path), f"cannot be written ({error})",
        "If keys do not fit, convert the documents again; else check the free space and the permissions.",
    )  # fmt: skip
