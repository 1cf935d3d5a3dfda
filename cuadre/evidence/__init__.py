"""The vocabulary that all stages share: sources, places, figures, findings, errors. Standard library only."""

from cuadre.evidence.errors import (
    CuadreError,
    DamagedFile,
    DocumentError,
    EmptyFile,
    EncryptedFile,
    ExitCode,
    FileMissing,
    NoTableFound,
    NotAReport,
    PackageError,
    RecognitionFailed,
    UnknownForm,
)
from cuadre.evidence.finding import Finding, Kind, Repair, Rule, Severity, StableIds, with_ids
from cuadre.evidence.number import ES_ES, ES_MX, FORMATS, NotANumber, NumberFormat, Printed, parse_printed
from cuadre.evidence.source import Box, Place, SourceFile

__all__ = [
    "ES_ES", "ES_MX", "FORMATS", "Box", "CuadreError", "DamagedFile", "DocumentError", "EmptyFile",
    "EncryptedFile", "ExitCode", "FileMissing", "Finding", "Kind", "NoTableFound",
    "NotANumber", "NotAReport", "NumberFormat", "PackageError", "Place", "Printed", "RecognitionFailed", "Repair",
    "Rule", "Severity", "SourceFile", "StableIds", "UnknownForm", "parse_printed", "with_ids",
]  # fmt: skip
