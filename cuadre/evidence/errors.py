"""What stops a document: one class per cause, each with an exit code and a next step."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line answers to the shell."""

    DONE = 0
    NEEDS_A_LOOK = 1
    USAGE = 2
    UNREADABLE = 3


class CuadreError(Exception):
    """Something that Cuadre can explain.

    Attributes:
        file: The file it is about, as the user named it.
        fact: What is the case, without the file name.
        next_step: What to do now.
    """

    exit_code = ExitCode.UNREADABLE

    def __init__(self, file: str, fact: str, next_step: str) -> None:
        super().__init__(file, fact, next_step)
        self.file, self.fact, self.next_step = file, fact, next_step

    def __str__(self) -> str:
        return f"{self.file}: {self.fact}.\n{self.next_step}"


class DocumentError(CuadreError):
    """One document cannot go on; the others can."""


class FileMissing(DocumentError):
    """The file is not there or may not be read."""


class EmptyFile(DocumentError):
    """The file has no bytes."""


class NotAReport(DocumentError):
    """The bytes are neither a PDF nor a transcription."""


class DamagedFile(DocumentError):
    """The file starts like a PDF and cannot be opened as one."""


class EncryptedFile(DocumentError):
    """The file needs a password to open, or the one given is wrong."""


class OverLimit(DocumentError):
    """The document is larger, or unpacks to more, than it may."""


class RecognitionFailed(DocumentError):
    """A process that read a scanned page did not come to its end."""


class NoTableFound(DocumentError):
    """No page holds a table."""


class UnknownForm(DocumentError):
    """There are tables, and no form of ours knows them."""


class PackageError(CuadreError):
    """A data package is missing, incomplete or not one."""


class DecisionsError(CuadreError):
    """What persons decided cannot be read or saved."""


class CatalogueError(CuadreError):
    """A list of units, official or decided on, cannot be used."""


class TrustRootsUnusable(CuadreError):
    """The certificates to trust cannot be used."""
