"""The errors in Spanish: for each class what is the case and what to do next."""

from __future__ import annotations

from cuadre.evidence import (
    CuadreError,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileMissing,
    NoTableFound,
    NotAReport,
    NoTextLayer,
    PackageError,
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
    NoTextLayer: (
        "las páginas son imágenes sin capa de texto",
        "Esta versión lee PDF digitales y transcripciones; los escaneados aún no.",
    ),
    NoTableFound: (
        "ninguna página contiene una tabla",
        "Confirme que es el informe y no el oficio que lo acompaña.",
    ),
    UnknownForm: (
        "sus tablas no corresponden a ningún formato conocido",
        "`cuadre tables` escribe las tablas tal cual; docs/forms.md explica cómo enseñarle un formato.",
    ),
    PackageError: (
        "no se pudo escribir o leer el paquete de datos",
        "Revise la carpeta y sus permisos, o vuelva a crearla con `cuadre convert`.",
    ),
}


def in_spanish(error: CuadreError) -> str:
    """File, fact and next step; the English fact follows in brackets because it has the particulars."""
    known = SPANISH.get(type(error))
    if known is None:
        return str(error)
    fact, next_step = known
    return f"{error.file}: {fact} ({error.fact}).\n{next_step}"
