"""The findings of the arithmetic: a name, a weight and a title for each."""

from __future__ import annotations

from cuadre.evidence import Kind, Rule, Severity

ANNUAL_NOT_SUM = Rule(
    "annual-not-sum", Kind.ARITHMETIC, Severity.WARNING, "La meta anual no es la suma de los trimestres",
)  # fmt: skip
TARGET_NOT_DIFFERENCE = Rule(
    "target-does-not-fit", Kind.ARITHMETIC, Severity.WARNING,
    "La meta de un trimestre no concuerda ni con la anual ni con el avance",
)  # fmt: skip
ACHIEVED_DOES_NOT_FIT = Rule(
    "achieved-does-not-fit", Kind.ARITHMETIC, Severity.WARNING,
    "Lo alcanzado no concuerda con ninguno de los porcentajes",
)  # fmt: skip
PROGRESS_NOT_RATIO = Rule(
    "progress-not-ratio", Kind.ARITHMETIC, Severity.WARNING,
    "El avance trimestral no es lo alcanzado entre lo programado",
)  # fmt: skip
PROGRESS_UNDEFINED = Rule(
    "progress-undefined", Kind.ARITHMETIC, Severity.WARNING,
    "Hay un porcentaje donde no hay meta entre la cual dividir",
)  # fmt: skip
CUMULATIVE_NOT_RATIO = Rule(
    "cumulative-not-ratio", Kind.ARITHMETIC, Severity.WARNING,
    "El avance acumulado no es lo alcanzado entre la meta anual",
)  # fmt: skip
NEGATIVE_COUNT = Rule(
    "negative-figure", Kind.ARITHMETIC, Severity.WARNING, "Una cifra que no puede ser negativa lo es",
)  # fmt: skip
NARRATIVE_DIFFERS = Rule(
    "narrative-differs", Kind.NARRATIVE, Severity.WARNING, "La justificación no dice lo mismo que la tabla",
)  # fmt: skip
NARRATIVE_OF_ANOTHER_ROW = Rule(
    "narrative-of-another-row", Kind.NARRATIVE, Severity.WARNING,
    "Las cifras de la justificación son de otro renglón o de otro trimestre",
)  # fmt: skip
CODE_DUPLICATED = Rule(
    "code-duplicated", Kind.STRUCTURE, Severity.ERROR, "Dos objetivos distintos llevan la misma clave",
)  # fmt: skip
ROW_DUPLICATED = Rule(
    "row-duplicated", Kind.STRUCTURE, Severity.ERROR, "Un renglón está dos veces",
)  # fmt: skip
CODE_GAP = Rule("code-gap", Kind.STRUCTURE, Severity.WARNING, "Falta una clave en la numeración")
CODE_ORDER = Rule("code-order", Kind.STRUCTURE, Severity.WARNING, "Una clave no sigue el orden de lectura")
PARENT_MISSING = Rule(
    "parent-missing", Kind.STRUCTURE, Severity.WARNING, "El objetivo del que depende no está en el documento",
)  # fmt: skip
LEVEL_DEPTH = Rule(
    "level-code-mismatch", Kind.STRUCTURE, Severity.WARNING,
    "El nivel no corresponde a la profundidad de la clave",
)  # fmt: skip
HIDDEN_DECIMALS = Rule(
    "hidden-decimals", Kind.ARITHMETIC, Severity.INFO,
    "Lo alcanzado tiene decimales que no se imprimen",
)  # fmt: skip
DISPLAY_ROUNDING = Rule(
    "display-rounding", Kind.ARITHMETIC, Severity.INFO, "La diferencia cabe en el redondeo de lo impreso",
)  # fmt: skip
NON_ADDITIVE = Rule(
    "non-additive", Kind.ARITHMETIC, Severity.INFO, "Los trimestres de este indicador no se suman",
)  # fmt: skip
ZERO_OVER_ZERO = Rule(
    "zero-over-zero", Kind.ARITHMETIC, Severity.INFO,
    "Nada programado y nada alcanzado se imprime como porcentaje",
)  # fmt: skip
BLANK_AS_ZERO = Rule(
    "blank-as-zero", Kind.ARITHMETIC, Severity.INFO,
    "El porcentaje concuerda si lo que está en blanco es cero",
)  # fmt: skip
IMPLIED_PRIOR = Rule(
    "implied-prior", Kind.ARITHMETIC, Severity.INFO,
    "El acumulado supone lo alcanzado en trimestres que el informe no muestra",
)  # fmt: skip
QUARTER_TO_COME = Rule(
    "quarter-to-come", Kind.ARITHMETIC, Severity.INFO,
    "Las columnas de un trimestre posterior al del informe imprimen ceros",
)  # fmt: skip
TRUNCATED = Rule(
    "percentages-truncated", Kind.ARITHMETIC, Severity.INFO,
    "El documento corta los decimales, no los redondea",
)  # fmt: skip
TO_DATE = Rule(
    "cumulative-to-date", Kind.ARITHMETIC, Severity.INFO,
    "El documento divide lo acumulado entre lo programado a la fecha",
)  # fmt: skip
PERCENT_SIGN_MISSING = Rule(
    "percent-sign-missing", Kind.READING, Severity.INFO,
    "A un porcentaje le falta el signo que los demás llevan",
)  # fmt: skip
CELL_READ_AGAIN = Rule(
    "cell-read-again", Kind.READING, Severity.INFO, "Una celda se volvió a leer por separado",
)  # fmt: skip
FIGURE_REPAIRED = Rule(
    "figure-repaired", Kind.READING, Severity.INFO, "Una cifra mal leída se puso como está impresa",
)  # fmt: skip
FIGURE_PROPOSED = Rule(
    "figure-proposed", Kind.READING, Severity.WARNING, "Una cifra parece mal leída y hay una propuesta",
)  # fmt: skip
READING_CONTESTED = Rule(
    "reading-contested", Kind.READING, Severity.WARNING, "Vuelta a leer, la celda dice otra cosa",
)  # fmt: skip
READING_DECIDED = Rule(
    "reading-decided", Kind.READING, Severity.INFO, "Una persona vio el papel y dijo qué está impreso",
)  # fmt: skip
DECISION_LAPSED = Rule(
    "decision-lapsed", Kind.READING, Severity.WARNING,
    "Lo que una persona decidió era sobre otra lectura y ya no se aplica",
)  # fmt: skip
REPAIRS_TOO_MANY = Rule(
    "repairs-too-many", Kind.READING, Severity.WARNING,
    "Demasiadas cifras de una página piden reparación: puede ser la lectura de la página entera",
)  # fmt: skip
PAGE_POOR = Rule(
    "page-poor", Kind.READING, Severity.WARNING,
    "La página se lee mal: de sus cifras solo se dan por buenas las que confirma alguna cuenta",
)  # fmt: skip
ROLLUP = Rule(
    "rollup", Kind.ARITHMETIC, Severity.INFO, "Lo alcanzado de un nivel resulta de los renglones del nivel de abajo",
)  # fmt: skip
ROLLUP_DIFFERS = Rule(
    "rollup-differs", Kind.ARITHMETIC, Severity.WARNING,
    "Lo alcanzado no resulta de los renglones que dependen de él, como en los demás",
)  # fmt: skip
ROLLUP_PLACES_ROW = Rule(
    "rollup-places-row", Kind.STRUCTURE, Severity.INFO, "Las cuentas dicen de qué objetivo depende un renglón",
)  # fmt: skip
AGGREGATION = Rule(
    "aggregation", Kind.ARITHMETIC, Severity.INFO, "No en todos los indicadores los trimestres suman la meta anual",
)  # fmt: skip
CONVENTION_CONTRADICTED = Rule(
    "convention-contradicted", Kind.ARITHMETIC, Severity.WARNING,
    "Las cifras contradicen la convención que el formato da por sentada",
)  # fmt: skip
PLAN_OTHERWISE = Rule(
    "plan-otherwise", Kind.ARITHMETIC, Severity.WARNING,
    "La mayoría de las metas anuales no es la del informe anterior del año",
)  # fmt: skip
TARGET_CHANGED = Rule(
    "target-changed", Kind.ARITHMETIC, Severity.WARNING, "Una meta no es la de otro informe del mismo año",
)  # fmt: skip
FIGURE_RESTATED = Rule(
    "figure-restated", Kind.ARITHMETIC, Severity.WARNING,
    "Dos informes del año dan cifras distintas de un mismo trimestre",
)  # fmt: skip
CHAIN_BROKEN = Rule(
    "chain-broken", Kind.ARITHMETIC, Severity.WARNING,
    "El acumulado no sale de lo alcanzado según los informes anteriores",
)  # fmt: skip
INDICATOR_APPEARED = Rule(
    "indicator-appeared", Kind.STRUCTURE, Severity.WARNING, "Un indicador no está en el informe anterior del año",
)  # fmt: skip
INDICATOR_VANISHED = Rule(
    "indicator-vanished", Kind.STRUCTURE, Severity.WARNING, "Falta un indicador del informe anterior del año",
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    ANNUAL_NOT_SUM, TARGET_NOT_DIFFERENCE, ACHIEVED_DOES_NOT_FIT, PROGRESS_NOT_RATIO, PROGRESS_UNDEFINED,
    CUMULATIVE_NOT_RATIO, NEGATIVE_COUNT, NARRATIVE_DIFFERS, NARRATIVE_OF_ANOTHER_ROW, CODE_DUPLICATED,
    ROW_DUPLICATED, CODE_GAP, CODE_ORDER, PARENT_MISSING, LEVEL_DEPTH, HIDDEN_DECIMALS, DISPLAY_ROUNDING,
    NON_ADDITIVE, ZERO_OVER_ZERO, BLANK_AS_ZERO, IMPLIED_PRIOR, QUARTER_TO_COME, TRUNCATED, TO_DATE,
    PERCENT_SIGN_MISSING,
    CELL_READ_AGAIN, FIGURE_REPAIRED, FIGURE_PROPOSED, READING_CONTESTED, READING_DECIDED, DECISION_LAPSED,
    REPAIRS_TOO_MANY, PAGE_POOR,
    ROLLUP, ROLLUP_DIFFERS, ROLLUP_PLACES_ROW, AGGREGATION, CONVENTION_CONTRADICTED,
    PLAN_OTHERWISE, TARGET_CHANGED, FIGURE_RESTATED, CHAIN_BROKEN, INDICATOR_APPEARED, INDICATOR_VANISHED,
)  # fmt: skip
