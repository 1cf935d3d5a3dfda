"""What the normalize stage may find odd: one constant per rule, ``RULES`` for all of them."""

from __future__ import annotations

from cuadre.evidence import Kind, Rule, Severity

FISCAL_YEAR_VARIES = Rule(
    "fiscal-year-varies", Kind.STRUCTURE, Severity.WARNING,
    "Los títulos y encabezados del documento nombran más de un ejercicio fiscal",
)  # fmt: skip
QUARTER_VARIES = Rule(
    "quarter-varies", Kind.STRUCTURE, Severity.WARNING,
    "Los títulos y encabezados del documento nombran más de un trimestre",
)  # fmt: skip
HEADER_PATHS = Rule(
    "header-paths", Kind.MAPPING, Severity.INFO,
    "Lo que dice el encabezado sobre cada columna, votado entre las páginas que lo imprimen",
)  # fmt: skip
HEADER_DIFFERS = Rule(
    "header-differs", Kind.READING, Severity.INFO,
    "Una página imprime en su encabezado otras palabras que las demás",
)  # fmt: skip
HEADER_SHIFTED = Rule(
    "header-shifted", Kind.LAYOUT, Severity.INFO,
    "El encabezado de una página está corrido sobre las columnas o incompleto",
)  # fmt: skip
HEADER_UNDECIDED = Rule(
    "header-undecided", Kind.READING, Severity.INFO,
    "Las páginas dicen cosas distintas en un encabezado y ninguna tiene mayoría",
)  # fmt: skip
TITLE_DIFFERS = Rule(
    "title-differs", Kind.READING, Severity.INFO,
    "Una página imprime un título con otras letras que las demás",
)  # fmt: skip
SIGNATURE_WITHOUT_NAME = Rule(
    "signature-without-name", Kind.STRUCTURE, Severity.INFO,
    "En el bloque de firmas hay una función sin nombre de persona",
)  # fmt: skip
TABLE_NOT_OF_FORM = Rule(
    "table-not-of-form", Kind.MAPPING, Severity.INFO,
    "Una tabla del documento no tiene las columnas del formato y no se leyó como filas de indicadores",
)  # fmt: skip
TABLE_LEFT_OUT = Rule(
    "table-left-out", Kind.MAPPING, Severity.ERROR,
    "Una tabla tan ancha como la del formato trae cifras y no se leyó como filas de indicadores",
)  # fmt: skip
COLUMN_WITHOUT_PLACE = Rule(
    "column-without-place", Kind.MAPPING, Severity.INFO,
    "El formato conoce la columna y el paquete de datos no tiene lugar para ella",
)  # fmt: skip
COLUMN_UNCLAIMED = Rule(
    "column-unclaimed", Kind.MAPPING, Severity.WARNING,
    "Una columna con datos no corresponde a ninguna del formato",
)  # fmt: skip
COLUMN_EMPTY = Rule(
    "column-empty", Kind.MAPPING, Severity.INFO,
    "Una columna sin datos no corresponde a ninguna del formato",
)  # fmt: skip
COLUMNS_AMBIGUOUS = Rule(
    "columns-ambiguous", Kind.MAPPING, Severity.ERROR,
    "No se puede decidir qué columna de cifras es cuál",
)  # fmt: skip
ROW_WITHOUT_INDICATOR = Rule(
    "row-without-indicator", Kind.STRUCTURE, Severity.INFO,
    "Una fila de la tabla no es de un indicador: título de sección o total",
)  # fmt: skip
LEVEL_UNKNOWN = Rule(
    "level-unknown", Kind.STRUCTURE, Severity.WARNING,
    "El nivel impreso no es ninguno de los del formato",
)  # fmt: skip
CODE_SUSPECT = Rule(
    "code-suspect", Kind.STRUCTURE, Severity.WARNING,
    "Una clave no sigue a las que la rodean y puede estar mal leída",
)  # fmt: skip
CODES_SHIFTED = Rule(
    "codes-shifted", Kind.READING, Severity.INFO,
    "En una página los puntos de las claves se leyeron fuera de su lugar",
)  # fmt: skip
VALUE_SUSPECT = Rule(
    "value-suspect", Kind.READING, Severity.INFO,
    "Un texto de una lista cerrada no es ninguno de ella",
)  # fmt: skip
UNIT_NAME_UNSURE = Rule(
    "unit-name-unsure", Kind.READING, Severity.WARNING,
    "El nombre de una unidad responsable puede ser otro",
)  # fmt: skip
UNIT_NOT_IN_CATALOGUE = Rule(
    "unit-not-in-catalogue", Kind.MAPPING, Severity.INFO,
    "El catálogo no tiene el nombre de una unidad responsable",
)  # fmt: skip
FIGURE_NOT_A_NUMBER = Rule(
    "figure-not-a-number", Kind.READING, Severity.WARNING,
    "Una celda de cifras tiene texto que no es un solo número",
)  # fmt: skip
FIGURE_OVER_COLUMNS = Rule(
    "figure-over-columns", Kind.MAPPING, Severity.WARNING,
    "Una celda combinada pone una sola cifra en varias columnas",
)  # fmt: skip
SPREADSHEET_ERROR = Rule(
    "spreadsheet-error", Kind.READING, Severity.WARNING,
    "La celda imprime un error de hoja de cálculo en lugar de una cifra",
)  # fmt: skip
FIGURE_BLANK = Rule(
    "figure-blank", Kind.READING, Severity.INFO,
    "Falta una cifra en una fila que trae las demás",
)  # fmt: skip
FIGURE_ILLEGIBLE = Rule(
    "figure-illegible", Kind.READING, Severity.ERROR,
    "En la celda de una cifra hay tinta que no se pudo leer",
)  # fmt: skip
CELL_OBSCURED = Rule(
    "cell-obscured", Kind.READING, Severity.INFO,
    "Un trazo o un sello cruza celdas de la fila",
)  # fmt: skip
TEXT_UNSURE = Rule(
    "text-unsure", Kind.READING, Severity.WARNING,
    "La lectura de textos de la página no es segura",
)  # fmt: skip
WORD_SUSPECT = Rule(
    "word-suspect", Kind.READING, Severity.INFO,
    "Un texto trae una palabra que no existe y se parece a otra",
)  # fmt: skip
WORD_UNKNOWN = Rule(
    "word-unknown", Kind.READING, Severity.INFO,
    "Los textos traen palabras que no están en el diccionario",
)  # fmt: skip
PERCENT_AS_FRACTION = Rule(
    "percent-as-fraction", Kind.READING, Severity.INFO,
    "Una columna de porcentajes imprime fracciones de la unidad",
)  # fmt: skip
NUMBER_FORMAT_UNSURE = Rule(
    "number-format-unsure", Kind.READING, Severity.WARNING,
    "Las cifras no dejan ver si el punto o la coma separa los decimales",
)  # fmt: skip
NUMBER_FORMAT_OTHER = Rule(
    "number-format-other", Kind.READING, Severity.INFO,
    "El documento imprime sus cifras con otro formato que el habitual",
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    FISCAL_YEAR_VARIES, QUARTER_VARIES, HEADER_PATHS, HEADER_DIFFERS, HEADER_SHIFTED, HEADER_UNDECIDED, TITLE_DIFFERS,
    SIGNATURE_WITHOUT_NAME,
    TABLE_NOT_OF_FORM, TABLE_LEFT_OUT, COLUMN_WITHOUT_PLACE, COLUMN_UNCLAIMED, COLUMN_EMPTY, COLUMNS_AMBIGUOUS,
    ROW_WITHOUT_INDICATOR, LEVEL_UNKNOWN, CODE_SUSPECT, CODES_SHIFTED, VALUE_SUSPECT,
    UNIT_NAME_UNSURE, UNIT_NOT_IN_CATALOGUE,
    FIGURE_NOT_A_NUMBER, FIGURE_OVER_COLUMNS, SPREADSHEET_ERROR, FIGURE_BLANK, FIGURE_ILLEGIBLE,
    CELL_OBSCURED, TEXT_UNSURE, WORD_SUSPECT, WORD_UNKNOWN, PERCENT_AS_FRACTION,
    NUMBER_FORMAT_UNSURE, NUMBER_FORMAT_OTHER,
)  # fmt: skip
