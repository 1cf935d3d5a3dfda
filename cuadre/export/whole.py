"""One file that another program opens: written beside its place, and put there when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cuadre.evidence import PackageError

_START = 16


@dataclass(frozen=True, slots=True)
class FileKind:
    """How files of one kind start.

    Attributes:
        name: What a person calls it, with its article.
        signature: Bytes that all of them have.
        offset: Where these stand.
    """

    name: str
    signature: bytes
    offset: int = 0


EXCEL = FileKind("an Excel file", b"PK\x03\x04")
PARQUET = FileKind("a Parquet file", b"PAR1")
SQLITE = FileKind("an SQLite database", b"SQLite format 3\x00")
DUCKDB = FileKind("a DuckDB database", b"DUCK", 8)


@contextmanager
def written_whole(path: Path, kind: FileKind) -> Iterator[Path]:
    """Give a path beside the wanted one to write to, and move the file into its place when all went well.

    What stands there is replaced only when it is empty or a file of the same kind: a slip of the pen must not cost
    anybody a signed report.

    Args:
        path: Where the file goes; its folder is made if it is not there.
        kind: What it is.

    Raises:
        PackageError: It cannot be written, or another file is in its place. What was there is there still.
    """
    _refuse_other(path, kind)
    waiting = path.with_name(f".{path.name}.cuadre-new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting.unlink(missing_ok=True)
        yield waiting
        waiting.replace(path)
    except OSError as error:
        raise PackageError(
            str(path), f"cannot be written ({error.strerror or error})",
            "Check the free space and the permissions, and close it where it is open. What was there is kept.",
        ) from error  # fmt: skip
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def _refuse_other(path: Path, kind: FileKind) -> None:
    try:
        with path.open("rb") as stream:
            start = stream.read(_START)
    except FileNotFoundError:
        return
    except OSError as error:
        fact = "is a folder" if path.is_dir() else f"cannot be looked at ({error.strerror or error})"
        raise PackageError(str(path), fact, "Name a file that may be written.") from None
    if start and not start[kind.offset :].startswith(kind.signature):
        raise PackageError(str(path), f"is there already and is not {kind.name}", "Name another file.")
