"""``cuadre export``: a data package in the formats of other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cuadre.cli.language import Language, system_language
from cuadre.cli.options import exit_on_error, finish, json_option, lang_option
from cuadre.cli.summary import Said

if TYPE_CHECKING:
    from cuadre.export.typed import Short

_WORDS = {
    "es": Language("es", MappingProxyType({
        "wrote": "Escrito: {path}",
        "rows": "hoja {where}: {n} renglones no caben en Excel; están en el CSV",
        "texts": "hoja {where}: {n} textos no caben en una celda de Excel y se cortaron",
        "figures": "hoja {where}: {n} cifras tienen más de 15 dígitos y están como texto",
        "rounded": "{where}: {n} cifras tienen más de 15 dígitos y se redondearon a ellos",
        "controls": "hoja {where}: {n} textos tienen caracteres que no se ven; están con su símbolo",
        "comments": "hoja {where}: {n} comentarios se omitieron; están en Hallazgos",
        "empty": "{where}: {n} cifras tienen más de 20 dígitos y quedaron vacías; su texto está en as_read",
        "nothing": "Diga en qué formato: --xlsx, --parquet, --sqlite o --duckdb.",
        "inside": "{path} es un archivo del paquete de datos; nombre otro.",
    })),
    "en": Language("en", MappingProxyType({
        "wrote": "Wrote {path}",
        "rows": "sheet {where}: {n} rows do not fit into Excel; they are in the CSV",
        "texts": "sheet {where}: {n} texts do not fit into a cell of Excel and were cut",
        "figures": "sheet {where}: {n} figures have more than 15 digits and are text",
        "rounded": "{where}: {n} figures have more than 15 digits and were rounded to them",
        "controls": "sheet {where}: {n} texts have characters that show nothing; they are shown by their sign",
        "comments": "sheet {where}: {n} comments were left out; they are in Hallazgos",
        "empty": "{where}: {n} figures have more than 20 digits and are empty; their text is in as_read",
        "nothing": "Say in which format: --xlsx, --parquet, --sqlite or --duckdb.",
        "inside": "{path} is a file of the data package; name another one.",
    })),
}  # fmt: skip
_file = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--xlsx", type=_file, metavar="FILE", help="An Excel file for people, with colours and comments.")
@click.option(
    "--parquet", type=click.Path(path_type=Path), metavar="DIR|FILE",
    help="Parquet: a folder for all files, or FILE.parquet for the indicators alone.",
)  # fmt: skip
@click.option("--sqlite", type=_file, metavar="FILE", help="An SQLite database: typed tables, keys, views.")
@click.option("--duckdb", type=_file, metavar="FILE", help="The same as a DuckDB database.")
@json_option
@lang_option
def export(  # noqa: PLR0917 (click passes them by name)
    folder: Path, xlsx: Path | None, parquet: Path | None, sqlite: Path | None, duckdb: Path | None, as_json: bool,
    lang: str | None,
) -> None:  # fmt: skip
    """Write a data package for Excel, Parquet, SQLite or DuckDB.

    DIR is the folder that convert wrote to. A file that is there is replaced whole, if it is of
    the same kind.
    """
    from cuadre.export import database  # noqa: PLC0415 (keeps --help fast)
    from cuadre.export.parquet import write_parquet  # noqa: PLC0415
    from cuadre.export.workbook import write_workbook  # noqa: PLC0415

    said = _WORDS[system_language(lang).code]
    wanted: tuple[tuple[Path | None, Callable[[Path, Path], tuple[Short, ...]]], ...] = (
        (xlsx, write_workbook), (parquet, write_parquet), (sqlite, database.write_sqlite),
        (duckdb, database.write_duckdb),
    )  # fmt: skip
    asked = [(path, write) for path, write in wanted if path is not None]
    _check(folder, [path for path, _ in asked], said)
    written: list[tuple[Path, tuple[Short, ...]]] = []
    for path, write in asked:
        with exit_on_error(system_language(lang)):
            written.append((path, write(folder, path)))
    finish(_said(written, said), as_json=as_json, strict=False, failed=False, needs_a_look=False)


def _check(folder: Path, paths: Sequence[Path], said: Language) -> None:
    from cuadre.export.schema import FILE_NAMES  # noqa: PLC0415

    if not paths:
        raise click.UsageError(said.say("nothing"))
    for path in paths:
        if path.resolve().parent == folder.resolve() and path.name in FILE_NAMES:
            raise click.UsageError(said.say("inside", path=path))


def _said(written: Sequence[tuple[Path, tuple[Short, ...]]], said: Language) -> Said:
    lines = []
    for path, shorts in written:
        lines.append(said.say("wrote", path=path))
        lines += [f"  {said.say(short.kind, where=short.where, n=short.count)}" for short in shorts]
    facts = {
        "written": [
            {"path": str(path), "lost": [{"kind": s.kind, "where": s.where, "count": s.count} for s in shorts]}
            for path, shorts in written
        ]
    }
    return Said("\n".join(lines), "", facts)
