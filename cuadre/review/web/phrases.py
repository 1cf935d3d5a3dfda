"""What the review page says, in Spanish and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language.

    Attributes:
        texts: By name; ``{...}`` is filled in.
        statuses: A sign that does not rest on colour, and what the status is called.
    """

    texts: Mapping[str, str]
    statuses: Mapping[str, tuple[str, str]]

    def say(self, name: str, **values: object) -> str:
        """Fill a phrase in. Where ``n`` is 1, the phrase with ``_1`` after its name is taken, if there is one."""
        one = f"{name}_1"
        return self.texts[one if values.get("n") == 1 and one in self.texts else name].format(**values)


_ES = {
    "title": "Revisión", "doubts": "Dudas", "pages": "Páginas", "names": "Nombres", "finish": "Terminar",
    "skip_to": "Ir al contenido", "progress": "{settled} de {all} resueltas", "doubt_of": "Duda {n} de {all}",
    "doubt_of_1": "Duda 1 de {all}", "not_doubted": "Celda sin duda", "question": "¿Qué dice el papel?",
    "where": "página {page}, renglón {row}", "why": "Por qué se pregunta", "row": "El renglón completo",
    "paper": "El papel", "field": "Campo", "as_read": "Leído", "reported": "Publicado", "computed": "Calculado",
    "status": "Estado", "nothing": "nada", "other": "Dice otra cosa:", "save": "Guardar",
    "blank": "Está en blanco", "illegible": "No se lee", "skip": "Saltar", "undo": "Deshacer", "next": "Siguiente",
    "previous": "Anterior", "help": "Teclas", "use_keys": "Usar las teclas de una letra",
    "decided": "{who} decidió: {what}.", "said_as-read": "dice lo leído", "said_value": "dice «{value}»",
    "said_blank": "está en blanco", "said_unreadable": "no se lee", "saved": "Guardado.", "undone": "Deshecho.",
    "last": "Guardado. Era la última duda.", "nothing_to_undo": "No hay nada que deshacer en esta sesión.",
    "not_saved": "No se guardó", "reload": "Cargar de nuevo",
    "read_only": "Solo lectura: aquí se ve y no se decide.", "decides": "Decide:",
    "no_paper": "Es una transcripción: no hay imagen, solo lo que dicen sus celdas.",
    "no_place": "No se sabe en qué lugar de la página está; estas son las celdas del renglón.",
    "not_found": "No se encontró el original; se ve solo lo que se leyó. Se buscó en: {places}. Con --originals se dice"
    " dónde está.",
    "row_outlined": "Está marcado el renglón; el lugar de este texto no se conoce.",
    "crop_of": "Recorte de la página {page} con la celda «{field}» marcada",
    "crop_of_row": "Recorte de la página {page} con el renglón marcado; se pregunta por «{field}»",
    "page_of": "Página {page} de {document} con sus celdas", "page_title": "Página {page} de {document}",
    "page": "Página", "page_n": "p. {page}", "go": "Ir", "legend": "Estados", "document": "Documento",
    "rows_here": "Renglones de esta página", "row_n": "Renglón", "code": "Clave", "indicator": "Indicador",
    "sign_asking": "por revisar", "sign_decided": "decidido por una persona",
    "names_title": "Nombres que se parecen",
    "names_lead": "Unidades cuyos nombres se parecen. ¿Son la misma? El nombre impreso queda como está; esto decide con"
    " cuál se agrupa.",
    "no_names": "Ningún nombre de unidad se parece a otro.", "name": "Nombre impreso", "rows": "Renglones",
    "stands_for": "Se agrupa como", "itself": "sí mismo", "merge": "Son la misma",
    "apart": "Son distintas", "as_chosen": "Guardar como está elegido",
    "names_changed": "No se guardó: los nombres cambiaron desde que se mostró la página.",
    "finish_lead": "Cada decisión ya está guardada en decisions.csv. Al terminar, el paquete de datos se escribe de"
    " nuevo con todas ellas.",
    "left": "Quedan {n} dudas", "left_1": "Queda 1 duda", "none_left": "No queda ninguna duda",
    "write": "Escribir el paquete", "written": "El paquete de datos está escrito.", "decisions": "Lo decidido",
    "paper_says": "El papel", "nothing_decided": "Todavía nada.", "who": "Quién",
    "error": "No se pudo", "zoom": "Ver más alrededor", "narrow": "Ver de cerca", "candidates": "Lecturas posibles",
    "k_candidate": "elegir esa lectura", "k_enter": "aceptar la lectura marcada", "k_type": "escribir otra cosa",
    "k_blank": "está en blanco", "k_illegible": "no se lee", "k_skip": "saltar a la siguiente sin resolver",
    "k_next": "siguiente", "k_previous": "anterior", "k_undo": "deshacer lo último", "k_zoom": "ver más o menos",
    "k_views": "dudas, páginas, nombres, terminar", "k_escape": "salir del campo", "k_help": "esta ayuda",
    "e": "La petición no se pudo atender.", "e400": "La petición no es de las que hace esta página.",
    "e403": "No está permitido: la página es de solo lectura, falta el token, o la petición vino de otro lugar.",
    "e404": "Eso no está en este paquete de datos.", "e413": "La petición es demasiado grande.",
    "e421": "La dirección no es la de esta página.",
}  # fmt: skip

_EN = {
    "title": "Review", "doubts": "Doubts", "pages": "Pages", "names": "Names", "finish": "Finish",
    "skip_to": "Go to the content", "progress": "{settled} of {all} settled", "doubt_of": "Doubt {n} of {all}",
    "doubt_of_1": "Doubt 1 of {all}", "not_doubted": "Cell without a doubt", "question": "What does the paper say?",
    "where": "page {page}, row {row}", "why": "Why it is asked", "row": "The whole row",
    "paper": "The paper", "field": "Field", "as_read": "Read", "reported": "Published", "computed": "Computed",
    "status": "Status", "nothing": "nothing", "other": "It says something else:", "save": "Save",
    "blank": "It is blank", "illegible": "Unreadable", "skip": "Skip", "undo": "Undo", "next": "Next",
    "previous": "Previous", "help": "Keys", "use_keys": "Use keys of one letter",
    "decided": "{who} decided: {what}.", "said_as-read": "it says what was read", "said_value": "it says «{value}»",
    "said_blank": "it is blank", "said_unreadable": "it is unreadable", "saved": "Saved.", "undone": "Undone.",
    "last": "Saved. That was the last doubt.", "nothing_to_undo": "There is nothing to undo in this session.",
    "not_saved": "Not saved", "reload": "Load again",
    "read_only": "Read only: here you see and do not decide.", "decides": "Deciding:",
    "no_paper": "It is a transcription: there is no picture, only what its cells say.",
    "no_place": "Its place on the page is not known; these are the cells of the row.",
    "not_found": "The original was not found; only what was read is shown. It was looked for in: {places}. Say with"
    " --originals where it is.",
    "row_outlined": "The row is outlined; the place of this text is not known.",
    "crop_of": "Crop of page {page} with the cell “{field}” outlined",
    "crop_of_row": "Crop of page {page} with the row outlined; asked for is “{field}”",
    "page_of": "Page {page} of {document} with its cells", "page_title": "Page {page} of {document}",
    "page": "Page", "page_n": "p. {page}", "go": "Go", "legend": "Statuses", "document": "Document",
    "rows_here": "Rows of this page", "row_n": "Row", "code": "Code", "indicator": "Indicator",
    "sign_asking": "to look at", "sign_decided": "decided by a person",
    "names_title": "Names that look alike",
    "names_lead": "Units with names that look alike. Are they one? The printed name stays as it is; this decides what"
    " it is grouped by.",
    "no_names": "No name of a unit looks like another.", "name": "Printed name", "rows": "Rows",
    "stands_for": "Grouped as", "itself": "itself", "merge": "They are one",
    "apart": "They are different", "as_chosen": "Save as chosen",
    "names_changed": "Not saved: the names changed since the page was shown.",
    "finish_lead": "Every decision is in decisions.csv already. Finishing writes the data package anew with all of"
    " them.",
    "left": "{n} doubts are left", "left_1": "1 doubt is left", "none_left": "No doubt is left",
    "write": "Write the package", "written": "The data package is written.", "decisions": "What was decided",
    "paper_says": "The paper", "nothing_decided": "Nothing yet.", "who": "Who",
    "error": "It could not be done", "zoom": "See more around", "narrow": "See it closely",
    "candidates": "Possible readings",
    "k_candidate": "choose that reading", "k_enter": "accept the marked reading", "k_type": "type something else",
    "k_blank": "it is blank", "k_illegible": "it is unreadable", "k_skip": "skip to the next unsettled one",
    "k_next": "next", "k_previous": "previous", "k_undo": "undo the last one", "k_zoom": "see more or less",
    "k_views": "doubts, pages, names, finish", "k_escape": "leave the field", "k_help": "this help",
    "e": "The request could not be answered.", "e400": "This page makes no such request.",
    "e403": "Not allowed: the page is read only, the token is missing, or the request came from elsewhere.",
    "e404": "That is not in this data package.", "e413": "The request is too large.",
    "e421": "This is not the page's address.",
}  # fmt: skip

_COLUMNS_ES = {
    "m_target": "Meta", "m_achieved": "Alcanzado", "m_progress": "Avance %", "m_cumulative": "Acumulado %",
    "p_annual": "Anual", "p_q1": "T1", "p_q2": "T2", "p_q3": "T3", "p_q4": "T4",
}  # fmt: skip
_COLUMNS_EN = {
    "m_target": "Target", "m_achieved": "Achieved", "m_progress": "Progress %", "m_cumulative": "Cumulative %",
    "p_annual": "Annual", "p_q1": "Q1", "p_q2": "Q2", "p_q3": "Q3", "p_q4": "Q4",
}  # fmt: skip

PHRASES = {
    "es": Phrases(MappingProxyType(_ES | _COLUMNS_ES), MappingProxyType({
        "ok": ("✓", "cuadra"), "explained": ("✓*", "con explicación"), "repaired": ("↺", "reparada"),
        "proposed": ("?", "propuesta"), "inconsistent": ("≠", "no cuadra"), "undetermined": ("○", "sin determinar"),
        "illegible": ("×", "ilegible"),
    })),
    "en": Phrases(MappingProxyType(_EN | _COLUMNS_EN), MappingProxyType({
        "ok": ("✓", "agrees"), "explained": ("✓*", "explained"), "repaired": ("↺", "repaired"),
        "proposed": ("?", "proposed"), "inconsistent": ("≠", "does not tally"), "undetermined": ("○", "undetermined"),
        "illegible": ("×", "illegible"),
    })),
}  # fmt: skip
