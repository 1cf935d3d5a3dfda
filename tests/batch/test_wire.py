"""Answers of workers arrive as they were sent; nothing else arrives at all."""

from __future__ import annotations

import pickle
import struct

import pytest

from cuadre.batch.model import Done, Outcome
from cuadre.batch.wire import packed, unpacked

DONE = Done(
    "2026/Año \udcff.pdf", "0" * 64, Outcome.CONVERTED, seconds=1.25, pages=3,
    files={"indicators.csv": b"a,b\n1,\xff\n", "datapackage.json": b"{}", "empty.csv": b""},
    counts={"rows": 4, "look": 1},
)  # fmt: skip


def test_an_answer_arrives_as_it_was_sent() -> None:
    assert unpacked(packed(DONE)) == DONE


@pytest.mark.parametrize(
    "message",
    [
        b"", b"\x00" * 8, packed(DONE)[:-1], packed(DONE) + b"x", pickle.dumps(DONE),
        packed(DONE).replace(b"converted", b"celebrate"), struct.pack(">Q", 2) + b"[]",
        packed(DONE).replace(b"empty.csv", b"../../etc"), packed(DONE).replace(b"empty.csv", b".hidden.c"),
    ],
)  # fmt: skip
def test_anything_else_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (what is amiss differs)
        unpacked(message)
