"""Cells that hold two things, parted: objective, indicator, units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from normalize.misread import is_like, starts_like
from normalize.text import fold

_SEGMENTED = r"[0-9]{1,3}(?:\.[0-9]{1,3})+"
_LETTERED = r"[A-Z]{1,2}[0-9]{1,2}(?:\.[A-Z]{0,2}[0-9]{1,2})*"
CODE_ONLY = re.compile(rf"(?:{_SEGMENTED}|{_LETTERED})\.?")
"""A cell that is nothing but a hierarchical code; ``1.2`` may as well be a figure."""

ACRONYM_ONLY = re.compile(r"(?=.*[A-ZÁÉÍÓÚÑÜ])[A-ZÁÉÍÓÚÑÜ0-9][A-ZÁÉÍÓÚÑÜ0-9_/&.-]{1,30}")
"""A cell that is nothing but the code of an indicator."""

_CODED = re.compile(
    rf"(?P<code>{_SEGMENTED}|{_LETTERED})(?:(?:\s*[:.)\-–—]+)+(?=\s|[^\W\d_])|\s*:)?(?:\s+|(?<=[:.)\-–—]))(?P<text>\S.*)"
)
_MISREAD_CODED = re.compile(r"(?P<before>\S+(?: \S+)?) (?P<code>[0-9]{1,3}(?:\.[0-9]{1,3}){2,})[:.]? (?P<text>\S.*)")
_IS_WORD = re.compile(r"[^\W\d_]{3,}[.,;]?")
_QUANTITY = re.compile(r"[0-9]+\.[0-9]+ [a-zñáéíóú%].*")
_CODED_COLON = re.compile(r"(?P<code>[0-9]{1,3})\s*:\s*(?P<text>\S.*)")
_NAMED = re.compile(
    r"(?P<code>(?=[^:]*[A-ZÁÉÍÓÚÑÜ])[A-ZÁÉÍÓÚÑÜ0-9][A-ZÁÉÍÓÚÑÜ0-9_/&.-]{1,30})\s*:\s*(?P<name>\S.*)"
)
_MISREAD_NAMED = re.compile(
    r"(?P<code>[A-ZÁÉÍÓÚÑÜ0-9][A-ZÁÉÍÓÚÑÜ0-9_/&!|]{1,14}(?: [0-9IlO!|]{1,2})?)\s*[-:;.,]?\s+(?P<name>\S.*)"
)


def split_objective(text: str) -> tuple[str, str]:
    """Part an objective into its code and its text; the code is ``""`` when there is none.

    >>> split_objective("4.1.1: Contribuir a la paz.")
    ('4.1.1', 'Contribuir a la paz.')
    >>> split_objective("4.1.1.1.1.1. Formalizar acuerdos")
    ('4.1.1.1.1.1', 'Formalizar acuerdos')
    >>> split_objective("4.1.1. - Contribuir a la paz.")
    ('4.1.1', 'Contribuir a la paz.')
    >>> split_objective("25 talleres impartidos")
    ('', '25 talleres impartidos')
    >>> split_objective("2.5 toneladas recolectadas")
    ('', '2.5 toneladas recolectadas')
    """
    if _QUANTITY.fullmatch(text):
        return "", text
    match = _CODED.fullmatch(text) or _CODED_COLON.fullmatch(text)
    return (match["code"], match["text"]) if match else ("", text)


def split_misread_objective(text: str) -> tuple[str, str]:
    """Part an objective read from pixels, where rests of a stroke, or a line out of its order, stand before the code.

    What stands there has no capital letter, and what follows the code begins with one. Words among it are kept.

    >>> split_misread_objective("11 3.2.1.1.5.1 Impartición de talleres")
    ('3.2.1.1.5.1', 'Impartición de talleres')
    >>> split_misread_objective("funcionamiento 3.2.1.1.5.2 Emisión de la zona")
    ('3.2.1.1.5.2', 'funcionamiento Emisión de la zona')
    >>> split_misread_objective("Norma 4.1.2 Aplicada"), split_misread_objective("11 25 talleres")
    (('', 'Norma 4.1.2 Aplicada'), ('', '11 25 talleres'))
    """
    match = _MISREAD_CODED.fullmatch(text)
    if match is None or any(sign.isupper() for sign in match["before"]) or not match["text"][0].isupper():
        return "", text
    words = [word for word in match["before"].split() if _IS_WORD.fullmatch(word)]
    return match["code"], " ".join([*words, match["text"]])


def split_indicator(text: str) -> tuple[str, str]:
    """Part an indicator into its code and its name; a colon after words is part of the name.

    >>> split_indicator("PASO: Porcentaje de acuerdos")
    ('PASO', 'Porcentaje de acuerdos')
    >>> split_indicator("Porcentaje de acuerdos: firmados")
    ('', 'Porcentaje de acuerdos: firmados')
    """
    match = _NAMED.fullmatch(text)
    return (match["code"], match["name"]) if match else ("", text)


def split_misread_indicator(text: str, begins: Iterable[str]) -> tuple[str, str]:
    """Part an indicator read from pixels, whose colon may be lost, by the word that its name begins with.

    Args:
        text: The cell.
        begins: Words that names of indicators begin with, folded as ``misread.starts_like`` wants them.

    >>> split_misread_indicator("PLFE3 Porccntaje de licencias", ["porcentaje"])
    ('PLFE3', 'Porccntaje de licencias')
    >>> split_misread_indicator("PORCENTAJE DE LICENCIAS", ["porcentaje"])
    ('', 'PORCENTAJE DE LICENCIAS')
    """
    match = _MISREAD_NAMED.fullmatch(text)
    named = match is not None and any(starts_like(match["name"], word) for word in begins)
    return (match["code"], match["name"]) if match and named else ("", text)


def split_units(
    text: str, indicator_labels: Sequence[str], variable_labels: Sequence[str], *, misread: bool = False
) -> tuple[str, str]:
    """Part the cell of units into the unit of the indicator and that of its variables.

    Args:
        text: The cell.
        indicator_labels: What stands before the unit of the indicator.
        variable_labels: What stands before the unit of its variables.
        misread: Letters of the labels may be others than are printed.

    Returns:
        Both units without their labels; without any label the whole text is the indicator's.

    >>> split_units("UNIDAD DEL INDICADOR: Tasa UNIDAD DE LAS VARIABLES: Actas",
    ...             ["Unidad del indicador"], ["Unidad de las variables"])
    ('Tasa', 'Actas')
    >>> split_units("UNlDAD DEL lNDlCADOR: Tasa", ["Unidad del indicador"], [], misread=True)
    ('Tasa', '')
    >>> split_units("UNIDAD DE LAS V ARIABLES: Actas", [], ["Unidad de las variables"], misread=True)
    ('', 'Actas')
    """
    variable = _find_label(text, variable_labels, misread=misread)
    indicator = _find_label(text, indicator_labels, misread=misread)
    if indicator is None and variable is None:
        return text.strip(), ""
    if variable is None:
        return _after(text, indicator), ""
    if indicator is None:
        return text[: variable[0]].strip(), _after(text, variable)
    if indicator[0] < variable[0]:
        return text[indicator[1] : variable[0]].strip(), _after(text, variable)
    return _after(text, indicator), text[variable[1] : indicator[0]].strip()


def _after(text: str, label: tuple[int, int] | None) -> str:
    return text[label[1] :].strip() if label else text.strip()


def _find_label(text: str, labels: Iterable[str], *, misread: bool) -> tuple[int, int] | None:
    """Where a label stands with its colon: start and end; misread, its words may have fallen apart or together."""
    words = [(match.start(), match.end(), fold(match.group())) for match in re.finditer(r"\w+", text)]
    same = is_like if misread else str.__eq__
    for label in sorted(labels, key=len, reverse=True):
        sought = fold(label).split()
        for more in (0, 1, -1) if misread and len(sought) > 1 else (0,):
            length = len(sought) + more
            for start in range(len(words) - length + 1):
                window = words[start : start + length]
                if same(" ".join(word for _, _, word in window), " ".join(sought)):
                    colon = re.match(r"\s*[:.]?\s*", text[window[-1][1] :])
                    return window[0][0], window[-1][1] + (colon.end() if colon else 0)
    return None


def parent_of(code: str, codes: Iterable[str]) -> str:
    """The code above: the longest proper prefix among the document's codes, else the code less a segment.

    >>> parent_of("4.1.1.2", ["4.1", "4"]), parent_of("4.1.1.2", []), parent_of("4", [])
    ('4.1', '4.1.1', '')
    """
    segments = code.split(".")
    known = set(codes)
    prefixes = [".".join(segments[:length]) for length in range(len(segments) - 1, 0, -1)]
    return next((prefix for prefix in prefixes if prefix in known), prefixes[0] if prefixes else "")
