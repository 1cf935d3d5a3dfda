"""What the summary says, in Spanish and English. The data package itself speaks Spanish."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass
from types import MappingProxyType

_ES = {
    "pages": "{n} página{s}",
    "rows": "{n} {renglon}",
    "figures": "{n} cifra{s}",
    "agree": "cuadran {n}",
    "explained": "{n} con explicación",
    "look": "{n} por revisar",
    "nothing": "nada que revisar",
    "unread": "no se pudo leer",
    "same": "mismos bytes que {first}: se hizo una vez",
    "why": "Por revisar",
    "more": "y {n} más en {file}",
    "at": "p. {page}, renglón {row}",
    "at_page": "p. {page}",
    "at_document": "documento",
    "printed_computed": "impreso {reported}, calculado {computed}",
    "proposed": "se propone {proposed}",
    "wrote": "Escrito: {folder}  ({files})",
    "not_written": "No se escribió nada: ningún documento se pudo leer.",
    "tables": "{n} tabla{s}",
    "no_inputs": "no hay archivos .pdf, .txt ni .tsv en lo que se nombró",
    "fine": "bien",
    "amiss": "mal",
    "optional": "falta (opcional)",
    "all_fine": "No falta nada.",
    "amiss_n": "Algo anda mal ({n}): la orden que lo arregla está bajo cada línea.",
    "optional_n": "Falta algo opcional ({n}): la orden que lo instala está debajo.",
    "bug": "se detuvo por un error de Cuadre ({error})",
    "bug_next": "El archivo no se ha tocado. Informe del error con el texto de arriba.",
    "error": "Error",
}
_EN = {
    "pages": "{n} page{s}",
    "rows": "{n} row{s}",
    "figures": "{n} figure{s}",
    "agree": "{n} agree",
    "explained": "{n} explained",
    "look": "{n} to look at",
    "nothing": "nothing to look at",
    "unread": "could not be read",
    "same": "same bytes as {first}: done once",
    "why": "To look at",
    "more": "and {n} more in {file}",
    "at": "p. {page}, row {row}",
    "at_page": "p. {page}",
    "at_document": "document",
    "printed_computed": "printed {reported}, computed {computed}",
    "proposed": "proposed {proposed}",
    "wrote": "Wrote {folder}  ({files})",
    "not_written": "Nothing was written: no document could be read.",
    "tables": "{n} table{s}",
    "no_inputs": "no .pdf, .txt or .tsv file in what was named",
    "fine": "fine",
    "amiss": "amiss",
    "optional": "missing (optional)",
    "all_fine": "Nothing is missing.",
    "amiss_n": "Something is amiss ({n}): the command that puts it right stands below it.",
    "optional_n": "Something optional is missing ({n}): the command that installs it stands below.",
    "bug": "stopped by a bug in Cuadre ({error})",
    "bug_next": "The file has not been touched. Please report it with the text above.",
    "error": "Error",
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language the summary can speak.

    Attributes:
        code: ``es`` or ``en``.
        phrases: Its texts; ``{s}`` is a plural ending.
    """

    code: str
    phrases: MappingProxyType[str, str]

    def say(self, phrase: str, **values: object) -> str:
        """Fill a phrase in. A value ``n`` other than 1 gives it its plural ending."""
        one = values.get("n") == 1
        number = values.get("n")
        if isinstance(number, int):
            values["n"] = f"{number:,}"
        endings = {"s": "" if one else "s", "renglon": "renglón" if one else "renglones"}
        return self.phrases[phrase].format(**values, **endings)


LANGUAGES = {
    "es": Language("es", MappingProxyType(_ES)),
    "en": Language("en", MappingProxyType(_EN)),
}


def system_language(asked: str | None = None) -> Language:
    """The language asked for, else the system's, else English."""
    if asked:
        return LANGUAGES[asked]
    variables = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((value for value in variables if value), "") or (locale.getlocale()[0] or "")
    return LANGUAGES["es" if name.lower().startswith(("es", "spanish")) else "en"]
