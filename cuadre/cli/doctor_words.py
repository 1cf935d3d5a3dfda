"""What ``cuadre doctor`` says, in Spanish and English."""

from __future__ import annotations

_ES = {
    "for": "sin ella no hay {purpose}",
    "itself": "nada",
    "command_line": "línea de órdenes",
    "reads_pdf": "lectura de PDF",
    "reads_scans": "lectura de escaneos",
    "compares_words": "reparación de textos",
    "frames": "tablas para Python",
    "signatures": "examen de firmas digitales",
    "review": "página de revisión",
    "charts": "gráficas del informe",
    "excel": "archivo de Excel",
    "parquet": "Parquet ni bases de datos",
    "night": "lote de la noche",
    "second_opinion": "segunda opinión donde no se halló tabla",
    "duckdb": "base de datos DuckDB",
    "dask": "lote en varias máquinas",
    "ours": "solo nuestro",
    "also_brought": "también lo trae {others}: instale Cuadre en un entorno propio",
    "no_tesseract": "sin él, los textos escaneados pueden perder acentos",
    "no_spanish": "le falta el español: los textos escaneados pueden perder acentos",
    "tesseract": "{program}; su español no escribe {signs}",
    "sandbox": "aislamiento",
    "no_sandbox": "nada aísla aquí a quien lee los PDF del lote",
}
_EN = {
    "for": "without it there is no {purpose}",
    "itself": "anything",
    "command_line": "command line",
    "reads_pdf": "reading of PDFs",
    "reads_scans": "reading of scans",
    "compares_words": "repair of texts",
    "frames": "data frames",
    "signatures": "examination of digital signatures",
    "review": "review page",
    "charts": "charts in the report",
    "excel": "Excel file",
    "parquet": "Parquet, nor databases",
    "night": "batch",
    "second_opinion": "second opinion where no table was found",
    "duckdb": "DuckDB database",
    "dask": "batch on many machines",
    "ours": "ours alone",
    "also_brought": "also brought by {others}: install Cuadre into an environment of its own",
    "no_tesseract": "without it texts of scans may lose accents",
    "no_spanish": "no Spanish: texts of scans may lose accents",
    "tesseract": "{program}; its Spanish lacks {signs}",
    "sandbox": "sandbox",
    "no_sandbox": "nothing here isolates what reads the PDFs of a batch",
}
PHRASES = {"es": _ES, "en": _EN}
"""By code of the language."""


def say(language: str, phrase: str, **values: str) -> str:
    """Fill a phrase in.

    >>> say("es", "for", purpose=say("es", "excel"))
    'sin ella no hay archivo de Excel'
    """
    return PHRASES[language][phrase].format(**values)
