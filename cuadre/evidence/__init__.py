"""The vocabulary that all stages share: sources, places, figures, findings, errors. Standard library only."""

from cuadre.evidence.again import Alphabet, Ask, ReadAgain, Rereading, no_pixels
from cuadre.evidence.errors import (
    CatalogueError,
    CuadreError,
    DamagedFile,
    DecisionsError,
    DocumentError,
    EmptyFile,
    EncryptedFile,
    ExitCode,
    FileMissing,
    NoTableFound,
    NotAReport,
    OverLimit,
    PackageError,
    RecognitionFailed,
    TrustRootsUnusable,
    UnknownForm,
)
from cuadre.evidence.finding import Finding, Kind, Repair, Rule, Severity, StableIds, with_ids
from cuadre.evidence.number import ES_ES, ES_MX, FORMATS, NotANumber, NumberFormat, Printed, parse_printed
from cuadre.evidence.ruling import PERSON, Ruling, ruling_of
from cuadre.evidence.source import Box, Place, SourceFile

__all__ = [
    "ES_ES", "ES_MX", "FORMATS", "PERSON", "Alphabet", "Ask", "Box", "CatalogueError", "CuadreError", "DamagedFile",
    "DecisionsError", "DocumentError", "EmptyFile", "EncryptedFile", "ExitCode", "FileMissing", "Finding", "Kind",
    "NoTableFound", "NotANumber", "NotAReport", "NumberFormat", "OverLimit", "PackageError", "Place", "Printed",
    "ReadAgain", "RecognitionFailed", "Repair", "Rereading", "Rule", "Ruling", "Severity", "SourceFile", "StableIds",
    "TrustRootsUnusable", "UnknownForm", "no_pixels", "parse_printed", "ruling_of", "with_ids",
]  # fmt: skip
