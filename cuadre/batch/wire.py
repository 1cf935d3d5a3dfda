"""What a worker answers, as bytes that can do no harm: it read a hostile document, so nothing of its is unpickled."""

from __future__ import annotations

import json
import struct
from typing import Any

from cuadre.batch.model import Done, Outcome

_LENGTH = struct.Struct(">Q")


def packed(done: Done) -> bytes:
    """A length, so many bytes of JSON, then the files of the package one after the other."""
    head = {
        "name": done.name, "sha256": done.sha256, "outcome": done.outcome, "fact": done.fact,
        "next_step": done.next_step, "cause": done.cause, "seconds": done.seconds, "pages": done.pages,
        "counts": dict(done.counts), "files": [[name, len(content)] for name, content in done.files.items()],
    }  # fmt: skip
    text = json.dumps(head).encode()
    return b"".join((_LENGTH.pack(len(text)), text, *done.files.values()))


def unpacked(message: bytes) -> Done:
    """What ``packed`` packed.

    Raises:
        ValueError: It is not what a worker sends.
    """
    try:
        (length,) = _LENGTH.unpack_from(message)
        start = _LENGTH.size + length
        head = json.loads(message[_LENGTH.size : start])
        return _done(head, _files(head["files"], message, start))
    except (struct.error, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no answer of a worker: {error!r}") from error


def _files(listed: list[list[Any]], message: bytes, start: int) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name, size in listed:
        # Where it is written to follows from it.
        if not isinstance(name, str) or not name.replace("-", "").replace(".", "").isalnum() or name.startswith("."):
            raise ValueError(f"no name of a file of a package: {name!r}")
        files[name] = message[start : start + int(size)]
        start += int(size)
    if start != len(message):
        raise ValueError(f"an answer of {len(message)} bytes that says it has {start}")
    return files


def _done(head: dict[str, Any], files: dict[str, bytes]) -> Done:
    return Done(
        name=str(head["name"]), sha256=str(head["sha256"]), outcome=Outcome(head["outcome"]), fact=str(head["fact"]),
        next_step=str(head["next_step"]), cause=str(head["cause"]), seconds=float(head["seconds"]),
        pages=int(head["pages"]), files=files, counts={str(name): int(n) for name, n in head["counts"].items()},
    )  # fmt: skip
