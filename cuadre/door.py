"""The public Python door: one report as data frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cuadre import frames, pipeline
from cuadre.converted import Converted


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report that was read and reconciled.

    Attributes:
        converted: Everything known about it.
    """

    converted: Converted

    @property
    def indicators(self) -> pd.DataFrame:
        """One row per indicator, the columns of ``indicators.csv``."""
        return frames.indicators_frame(self.converted)

    @property
    def measurements(self) -> pd.DataFrame:
        """One row per printed figure, the columns of ``measurements.csv``."""
        return frames.measurements_frame(self.converted)

    @property
    def findings(self) -> pd.DataFrame:
        """One row per finding, the columns of ``findings.csv``."""
        return frames.findings_frame(self.converted)


def read_report(path: str | Path, *, password: str | None = None, workers: int = 1) -> ReadReport:
    """Read one PDF or transcription of a quarterly report.

    Args:
        path: The file. It is opened for reading only.
        password: For a PDF that cannot be opened without one.
        workers: How many processes read scanned pages. With more than one, a script needs the usual
            ``if __name__ == "__main__":``.

    Raises:
        DocumentError: It cannot be read; the message says why and what to do.
    """
    return ReadReport(pipeline.convert(Path(path), password=password, workers=workers))
