"""What stops a night before or while it runs; what stops one document is an outcome (``cuadre.batch.model``)."""

from __future__ import annotations

from cuadre.evidence import CuadreError, ExitCode


class NightRefused(CuadreError):
    """The folders that were named do not go together."""

    exit_code = ExitCode.USAGE


class LockHeld(CuadreError):
    """Another run works in the same OUTDIR."""

    exit_code = ExitCode.USAGE


class NightStopped(CuadreError):
    """OUTDIR cannot be written any more, or the journal cannot be used."""
