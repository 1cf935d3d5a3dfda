"""The errors in Spanish: for each class what is the case and what to do next."""

from __future__ import annotations

from cuadre.evidence import (
    CatalogueError,
    CuadreError,
    DamagedFile,
    DecisionsError,
    EmptyFile,
    EncryptedFile,
    FileMissing,
    NoTableFound,
    NotAReport,
    OverLimit,
    PackageError,
    RecognitionFailed,
    TrustRootsUnusable,
    UnknownForm,
)

SPANISH: dict[type[CuadreError], tuple[str, str]] = {
    FileMissing: (
        "el archivo no existe o no se puede leer",
        "Revise la ruta y los permisos de lectura.",
    ),
    EmptyFile: (
        "el archivo está vacío (0 bytes)",
        "Vuelva a copiarlo o pídalo de nuevo a quien lo envió.",
    ),
    NotAReport: (
        "no es un PDF ni una transcripción separada por tabuladores",
        "Indique el PDF original, o su transcripción en un archivo .txt.",
    ),
    DamagedFile: (
        "el PDF está dañado o incompleto",
        "Vuelva a copiarlo o descargarlo y compare su tamaño con el original; Cuadre no lo ha tocado.",
    ),
    EncryptedFile: (
        "el PDF pide una contraseña para abrirse, o la que se dio no es la suya",
        "Vuelva a ejecutar con --password.",
    ),
    OverLimit: (
        "el documento es mayor de lo permitido, o se descomprime en más",
        "Si es un informe de verdad, súbale los límites; si no, no lo abra.",
    ),
    RecognitionFailed: (
        "un proceso que leía una página escaneada fue terminado desde fuera",
        "Puede faltar memoria: vuelva a ejecutar con --workers 1.",
    ),
    NoTableFound: (
        "ninguna página contiene una tabla",
        "Confirme que es el informe y no el oficio que lo acompaña.",
    ),
    UnknownForm: (
        "sus tablas no corresponden a ningún formato conocido",
        "`cuadre tables` escribe las tablas tal cual; docs/forms.md explica cómo enseñarle un formato.",
    ),
    DecisionsError: (
        "lo que decidieron las personas no se pudo leer o guardar",
        "Corrija decisions.csv, o vuelva a abrir la revisión.",
    ),
    CatalogueError: (
        "la lista de unidades no se puede usar",
        "Corrija el archivo; docs/units.md dice qué columnas lleva.",
    ),
    TrustRootsUnusable: (
        "los certificados de confianza no se pueden usar",
        "Indique un archivo PEM o DER de certificados, o una carpeta con ellos.",
    ),
    PackageError: (
        "no se pudo escribir o leer el paquete de datos",
        "Revise la carpeta y sus permisos, o vuelva a crearla con `cuadre convert`.",
    ),
}


_WITH_PARTICULARS = (
    CatalogueError, DamagedFile, DecisionsError, FileMissing, OverLimit, PackageError, TrustRootsUnusable,
    UnknownForm,
)  # fmt: skip
"""Classes that stand for several causes: their English fact says which."""


def in_spanish(error: CuadreError) -> str:
    """File, fact and next step."""
    known = SPANISH.get(type(error))
    if known is None:
        return str(error)
    fact, next_step = known
    particulars = f" ({error.fact})" if isinstance(error, _WITH_PARTICULARS) else ""
    return f"{error.file}: {fact}{particulars}.\n{next_step}"
