"""What the extract stage may find odd: one constant per rule, ``RULES`` for all of them."""

from __future__ import annotations

from cuadre.evidence import Kind, Rule, Severity

TRANSCRIPT_ROW_REALIGNED = Rule(
    "transcript-row-realigned", Kind.LAYOUT, Severity.INFO,
    "El renglón de la transcripción trae una celda de más o de menos y se acomodó en sus columnas",
)  # fmt: skip
TRANSCRIPT_ROW_UNSURE = Rule(
    "transcript-row-unsure", Kind.LAYOUT, Severity.WARNING,
    "El renglón de la transcripción no se deja acomodar con seguridad en sus columnas",
)  # fmt: skip

PAGE_UNREAD = Rule(
    "page-unread", Kind.READING, Severity.ERROR,
    "La página es una imagen sin texto y no se leyó",
)  # fmt: skip
PAGE_GARBLED = Rule(
    "page-garbled", Kind.READING, Severity.ERROR,
    "El texto digital de la página trae signos que no corresponden a letras ni a cifras",
)  # fmt: skip
PAGE_TURNED = Rule(
    "page-turned", Kind.LAYOUT, Severity.INFO,
    "El contenido de la página corre de lado y se giró para leerlo",
)  # fmt: skip
TEXT_SLANTED = Rule(
    "text-slanted", Kind.LAYOUT, Severity.INFO,
    "Hay texto inclinado sobre la página, como una marca de agua, que no entra en ninguna celda",
)  # fmt: skip
COLUMNS_DIFFER = Rule(
    "columns-differ", Kind.LAYOUT, Severity.WARNING,
    "Las columnas de una página no coinciden con las de las demás páginas de la tabla",
)  # fmt: skip
ROW_JOINED = Rule(
    "row-joined", Kind.LAYOUT, Severity.INFO,
    "Un renglón partido por el salto de página se unió",
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    PAGE_UNREAD, PAGE_GARBLED, PAGE_TURNED, TEXT_SLANTED, COLUMNS_DIFFER, ROW_JOINED,
    TRANSCRIPT_ROW_REALIGNED, TRANSCRIPT_ROW_UNSURE,
)  # fmt: skip
