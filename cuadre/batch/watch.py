"""Staying awake: a look at the inbox every so often. Drives tell nobody what changes on them, so it is asked."""

from __future__ import annotations

import time

from cuadre.batch.listener import Night
from cuadre.batch.run import Batch


def keep_on(batch: Batch, interval: float | None) -> Night:
    """Run once, or again and again until an error or an interrupt ends it.

    Args:
        batch: Patient (``Settings.is_patient``) when it is to go on: what is not available is not tried at every look,
            and looks that find nothing leave no trace.
        interval: Seconds between the end of one run and the begin of the next; ``None`` for one run.

    Raises:
        NightStopped: As ``Batch.once`` has it.
    """
    night = batch.once()
    while interval is not None:
        time.sleep(interval)
        night = batch.once()
    return night
