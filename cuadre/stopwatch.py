"""Seconds of each stage, for the log alone: nothing that is written depends on a clock."""

from __future__ import annotations

import logging
import time

_log = logging.getLogger("cuadre.stages")


class Stopwatch:
    """Tells the log how long each stage of one document took."""

    def __init__(self, name: str) -> None:
        """Start it.

        Args:
            name: The document, as the log names it.
        """
        self._name, self._since = name, time.perf_counter()

    def lap(self, stage: str) -> None:
        """Log the stage that has just ended, at level ``INFO``."""
        now = time.perf_counter()
        _log.info("%s: %s %.2f s", self._name, stage, now - self._since)
        self._since = now
