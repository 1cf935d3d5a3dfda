"""Damages samples at random and reads them, for a bounded time: no damage may end in anything but a document error.

    FUZZ_SECONDS=60 python benchmarks/fuzz_openers.py [--keep out/fuzz]

Each damaged file is read in a process of its own, so that a crash in a library is seen. What fails is kept with
its name, and the run exits 1. Samples are unpacked first, so that damage reaches what is drawn.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.reporting import with_reporter
from odd_pdfs import ENDS, Trial

ROOT = Path(__file__).parent.parent
SEEDS = (
    "general-tables/source.pdf", "reordered-horizontal/source.pdf", "q1-report/source.pdf", "transcript/source.txt",
)  # fmt: skip
SECONDS, MEMORY = 60.0, 3072
_MOST_EXAMPLES = 1_000_000
_NUMBERS = (b"0", b"-1", b"99999999999", b"4294967295", b"2147483648", b"1e30", b"nan")
_WORDS = (
    b"endobj", b"endstream", b"stream\n", b"1 0 R", b"<<", b">>", b"[", b"(", b"%%EOF", b"xref", b"trailer", b"\0",
)  # fmt: skip

Damage = Callable[[bytes], bytes]


def unpacked(path: Path) -> bytes:
    """Give a sample with its streams unpacked; a transcription as it is."""
    if path.suffix != ".pdf":
        return path.read_bytes()
    file = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(
            file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True,
        )  # fmt: skip
    return file.getvalue()


def _flipped(at: float, value: int) -> Damage:
    def damage(data: bytes) -> bytes:
        place = int(at * len(data))
        return data[:place] + bytes([value]) + data[place + 1 :]

    return damage


def _cut(at: float, length: int) -> Damage:
    return lambda data: data[: int(at * len(data))] + data[int(at * len(data)) + length :]


def _doubled(at: float, length: int) -> Damage:
    return lambda data: data[: int(at * len(data)) + length] + data[int(at * len(data)) :]


def _inserted(at: float, word: bytes) -> Damage:
    return lambda data: data[: int(at * len(data))] + word + data[int(at * len(data)) :]


def _renumbered(at: float, number: bytes) -> Damage:
    """Put another number in the place of the next one."""

    def damage(data: bytes) -> bytes:
        place = int(at * len(data))
        start = next((i for i in range(place, len(data)) if data[i : i + 1].isdigit()), len(data))
        end = next((i for i in range(start, len(data)) if not data[i : i + 1].isdigit()), len(data))
        return data[:start] + number + data[end:]

    return damage


_AT = st.floats(0, 1, exclude_max=True)
DAMAGES = st.lists(
    st.one_of(
        st.builds(_flipped, _AT, st.integers(0, 255)),
        st.builds(_cut, _AT, st.integers(1, 4000)),
        st.builds(_doubled, _AT, st.integers(1, 4000)),
        st.builds(_inserted, _AT, st.sampled_from(_WORDS)),
        st.builds(_renumbered, _AT, st.sampled_from(_NUMBERS)),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


class Fuzz:
    """One run.

    Args:
        seconds: How long.
        keep: Where files are kept that fail.
        scratch: Where the others are written.
    """

    def __init__(self, seconds: float, keep: Path, scratch: Path) -> None:
        self._until = time.monotonic() + seconds
        self._keep, self._scratch = keep, scratch
        self._trial = Trial(SECONDS, MEMORY, only_read=True)
        self.ends: Counter[str] = Counter()

    def run(self) -> None:
        """Try one damaged file after the other until the time is up."""
        seeds = [(Path(name).suffix, unpacked(ROOT / "samples" / name)) for name in SEEDS]
        kinds = settings(
            max_examples=_MOST_EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        kinds(given(st.sampled_from(seeds), DAMAGES)(self._try))()

    def _try(self, seed: tuple[str, bytes], damages: list[Damage]) -> None:
        if time.monotonic() > self._until:
            raise KeyboardInterrupt
        suffix, data = seed
        for damage in damages:
            data = damage(data)
        path = self._scratch / f"{hashlib.sha256(data).hexdigest()[:16]}{suffix}"
        path.write_bytes(data)
        end = self._trial.run(path, path.name)
        self.ends[end.outcome] += 1
        if end.outcome not in ENDS:
            self._keep.mkdir(parents=True, exist_ok=True)
            (self._keep / path.name).write_bytes(data)
            print(f"{self._keep / path.name}: {end.outcome}, {end.detail} ({end.seconds:.1f} s, {end.mebibytes} MiB)")
        path.unlink()


def main() -> int:
    """Fuzz for the time given and say what became of the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cuadre-fuzz-") as scratch:
        os.environ["TMPDIR"] = scratch
        fuzz = Fuzz(float(os.environ.get("FUZZ_SECONDS", "60")), options.keep, Path(scratch))
        with suppress(KeyboardInterrupt), with_reporter(lambda _: None):
            fuzz.run()
    for outcome, count in fuzz.ends.most_common():
        print(f"{count:6}  {outcome}")
    return 0 if set(fuzz.ends) <= set(ENDS) else 1


if __name__ == "__main__":
    sys.exit(main())
