"""The words of a review in Spanish and English: columns, where candidates come from, why a cell is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cuadre.argument_words import WORDS, Words
from cuadre.export.schema import INDICATORS


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """One language.

    Attributes:
        argument: The words in which rows are argued.
        columns: Titles of the columns of ``indicators.csv``.
        phrases: Sentences by name; ``{...}`` is filled in.
    """

    argument: Words
    columns: Mapping[str, str]
    phrases: Mapping[str, str]

    def say(self, phrase: str, **values: object) -> str:
        """Fill a phrase in."""
        return self.phrases[phrase].format(**values)


_ENGLISH_COLUMNS = {
    "responsible_unit": "Responsible unit", "level": "Level", "objective_code": "Code of the objective",
    "objective": "Objective", "indicator_code": "Acronym of the indicator", "indicator_name": "Indicator",
    "frequency": "Frequency", "indicator_unit": "Unit of the indicator", "variable_unit": "Unit of the variables",
    "target_annual": "Annual target", "target_q1": "Target, Q1", "target_q2": "Target, Q2", "target_q3": "Target, Q3",
    "target_q4": "Target, Q4", "achieved_q1": "Achieved, Q1", "achieved_q2": "Achieved, Q2",
    "achieved_q3": "Achieved, Q3", "achieved_q4": "Achieved, Q4", "progress_q1": "Progress (%), Q1",
    "progress_q2": "Progress (%), Q2", "progress_q3": "Progress (%), Q3", "progress_q4": "Progress (%), Q4",
    "cumulative_q1": "Cumulative (%), Q1", "cumulative_q2": "Cumulative (%), Q2", "cumulative_q3": "Cumulative (%), Q3",
    "cumulative_q4": "Cumulative (%), Q4", "justification": "Justification",
}  # fmt: skip

SPANISH = ReviewWords(
    argument=WORDS["es"],
    columns=MappingProxyType({column.name: column.title for column in INDICATORS.columns}),
    phrases=MappingProxyType({
        "read": "lo leído", "published": "lo publicado", "proposed": "propuesto", "computed": "lo que dan las cuentas",
        "again": "leído de nuevo ({who})", "alternative": "otra lectura posible", "searched": "otra explicación",
        "row": "Renglón {row}", "fails": "{check}: no cuadra", "gives": "{check}: da {value}",
        "low": "Se leyó con una confianza de {percent} %.",
        "illegible": "No se pudo leer como una cifra.",
        "tied": "Alguna cifra de esta cuenta está mal y no se sabe cuál.",
        "undetermined": "Nada comprueba esta cifra.", "text": "Propuesta: «{after}» por «{before}».",
        "stale": "el paquete o sus decisiones cambiaron desde que se mostró esta página",
        "stale_next": "No se guardó nada. Recargue la página y decida de nuevo.",
        "no_cell": "no hay una celda «{field}» en el renglón {row} de ese documento",
        "no_cell_next": "Recargue la página.",
        "no_figure": "«{text}» no es una cifra como las imprime este documento",
        "no_figure_next": "Escriba la cifra como está impresa, por ejemplo {example}; o elija «en blanco» o"
                          " «ilegible».",
        "no_text": "no se escribió qué dice el papel", "no_text_next": "Escríbalo, o elija «en blanco».",
        "no_name": "no se dijo de qué unidad es el nombre", "no_name_next": "Elija un nombre de la lista.",
        "unwritable": "no se puede escribir ({error})", "unwritable_next": "No se guardó nada. Revise los permisos.",
    }),
)  # fmt: skip

ENGLISH = ReviewWords(
    argument=WORDS["en"],
    columns=MappingProxyType({column.name: column.title for column in INDICATORS.columns} | _ENGLISH_COLUMNS),
    phrases=MappingProxyType({
        "read": "as read", "published": "as published", "proposed": "proposed", "computed": "what the checks ask for",
        "again": "looked at again ({who})", "alternative": "another possible reading",
        "searched": "another explanation",
        "row": "Row {row}", "fails": "{check}: fails", "gives": "{check}: gives {value}",
        "low": "It was read with a confidence of {percent} %.",
        "illegible": "It could not be read as a figure.",
        "tied": "Some figure of this check is wrong; which is not known.",
        "undetermined": "Nothing checks this figure.", "text": "Proposed: «{after}» for «{before}».",
        "stale": "the package or its decisions changed since this page was shown",
        "stale_next": "Nothing was saved. Reload the page and decide again.",
        "no_cell": "there is no cell «{field}» in row {row} of that document", "no_cell_next": "Reload the page.",
        "no_figure": "«{text}» is not a figure as this document prints them",
        "no_figure_next": "Type the figure as it is printed, for example {example}; or choose blank or unreadable.",
        "no_text": "nothing was typed for what the paper says", "no_text_next": "Type it, or choose blank.",
        "no_name": "it was not said which unit the name is", "no_name_next": "Choose a name from the list.",
        "unwritable": "cannot be written ({error})", "unwritable_next": "Nothing was saved. Check the permissions.",
    }),
)  # fmt: skip

REVIEW_WORDS = {"es": SPANISH, "en": ENGLISH}
