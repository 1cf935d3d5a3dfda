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

LAYER_DISTRUSTED = Rule(
    "layer-distrusted", Kind.READING, Severity.WARNING,
    "El texto digital de la página no es de fiar y se leyó su imagen",
)  # fmt: skip
NO_TESSERACT = Rule(
    "no-tesseract", Kind.READING, Severity.WARNING,
    "Falta Tesseract con el idioma español: los textos escaneados pueden perder acentos",
)  # fmt: skip
INK_UNREAD = Rule(
    "ink-unread", Kind.READING, Severity.WARNING,
    "Hay celdas con tinta que no se pudo leer",
)  # fmt: skip
PAGE_SEALED = Rule(
    "page-sealed", Kind.READING, Severity.INFO,
    "La página lleva sellos",
)  # fmt: skip
PAGE_INKED = Rule(
    "page-inked", Kind.READING, Severity.INFO,
    "La página lleva firmas, rúbricas u otros trazos de pluma",
)  # fmt: skip
PAGE_TURNED = Rule(
    "page-turned", Kind.LAYOUT, Severity.INFO,
    "El contenido de la página corre de lado o de cabeza y se giró para leerlo",
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

SIGNATURE_ALTERED = Rule(
    "signature-altered", Kind.STRUCTURE, Severity.ERROR,
    "La firma digital no corresponde a los bytes que cubre",
)  # fmt: skip
SIGNATURE_PARTIAL = Rule(
    "signature-partial", Kind.STRUCTURE, Severity.ERROR,
    "La firma digital deja sin cubrir parte de lo que debería",
)  # fmt: skip
SIGNATURE_CHANGED = Rule(
    "signature-changed", Kind.STRUCTURE, Severity.ERROR,
    "El documento se cambió después de firmarse, de un modo que la firma no permite",
)  # fmt: skip
SIGNATURE_MALFORMED = Rule(
    "signature-malformed", Kind.STRUCTURE, Severity.ERROR,
    "La firma digital está mal formada y no prueba nada",
)  # fmt: skip
SIGNATURE_REMOVED = Rule(
    "signature-removed", Kind.STRUCTURE, Severity.ERROR,
    "El archivo guarda una firma digital que el documento ya no muestra",
)  # fmt: skip
SIGNATURE_STAMP_BROKEN = Rule(
    "signature-stamp-broken", Kind.STRUCTURE, Severity.ERROR,
    "El sello de tiempo de la firma digital no le corresponde",
)  # fmt: skip
SIGNATURE_UNTRUSTED = Rule(
    "signature-untrusted", Kind.STRUCTURE, Severity.WARNING,
    "El certificado de la firma digital no lleva a ninguna raíz de confianza dada",
)  # fmt: skip
SIGNATURE_EXPIRED = Rule(
    "signature-expired", Kind.STRUCTURE, Severity.WARNING,
    "El certificado de la firma digital no era vigente al firmar",
)  # fmt: skip
SIGNATURE_WEAK = Rule(
    "signature-weak", Kind.STRUCTURE, Severity.WARNING,
    "La firma digital usa una huella que hoy se puede falsificar",
)  # fmt: skip
SIGNATURE_UNEXAMINED = Rule(
    "signature-unexamined", Kind.STRUCTURE, Severity.WARNING,
    "Una firma digital no se pudo examinar del todo",
)  # fmt: skip
SIGNATURE_TRUST_UNASKED = Rule(
    "signature-trust-unasked", Kind.STRUCTURE, Severity.INFO,
    "Las firmas digitales están intactas y no se cotejaron con raíces de confianza",
)  # fmt: skip
SIGNATURE_FIELDS_EMPTY = Rule(
    "signature-fields-empty", Kind.STRUCTURE, Severity.INFO,
    "El documento tiene campos de firma digital sin firmar",
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    LAYER_DISTRUSTED, NO_TESSERACT, INK_UNREAD, PAGE_SEALED, PAGE_INKED, PAGE_TURNED, TEXT_SLANTED,
    COLUMNS_DIFFER, ROW_JOINED,
    TRANSCRIPT_ROW_REALIGNED, TRANSCRIPT_ROW_UNSURE,
    SIGNATURE_ALTERED, SIGNATURE_PARTIAL, SIGNATURE_CHANGED, SIGNATURE_MALFORMED, SIGNATURE_REMOVED,
    SIGNATURE_STAMP_BROKEN, SIGNATURE_UNTRUSTED, SIGNATURE_EXPIRED, SIGNATURE_WEAK, SIGNATURE_UNEXAMINED,
    SIGNATURE_TRUST_UNASKED, SIGNATURE_FIELDS_EMPTY,
)  # fmt: skip
