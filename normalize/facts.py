"""The title block: axis, programme and dependency of a report, its fiscal year and its quarter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuadre.evidence import Finding
from extract.model import Page, PageKind, TextLine
from normalize.misread import is_like, mended, wrong_letters
from normalize.model import Facts
from normalize.rules import FISCAL_YEAR_VARIES, QUARTER_VARIES
from normalize.units import plain
from normalize.word_lists import WordLists

_QUARTERS = 4
_LEGIBLE_QUARTERS = 2
"""Of the four that a plan names, a recogniser may lose some."""
_NEAR = 6
_TITLE_LENGTH = 200
_YEAR = re.compile(r"(?<![\d.,])20\d\d(?![\d%])(?![.,]\d)")
_YEAR_SPAN = re.compile(r"20\d\d\s*(?:-|\u2013|\u2014|/|\ba\b|\bal\b)\s*20\d\d")
_PROGRAMME_CODE = re.compile(r"(?:[a-z]\s?[-.]?\s?)?p\.?\s?p\.?\s?[-.]?\s?\d.*|[a-z]\s?-?\s?\d{3}\b.*")
_NUMBERED = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_ORDINALS = (
    r"primer[oa]?|1\s?er[oa]?|1\s?[ro]o", r"segund[oa]|2\s?d[oa]", r"tercer[oa]?|3\s?er[oa]?|3\s?ro",
    r"cuart[oa]|4\s?t[oa]",
)  # fmt: skip
_TRIMESTER = r"trim(?:estre)?(?![a-z])"
_SPOKEN = re.compile(
    "|".join(rf"(?P<q{n}>\b(?:{word})[.°º]?\s*{_TRIMESTER})" for n, word in enumerate(_ORDINALS, 1))
)
_COUNTED = re.compile(rf"\b{_TRIMESTER}[.:]?\s*(?:no\.?\s*|n[.°º]*\s*)?(?P<n>[1-4]|iv|i{{1,3}})\b")
_QUARTER_WORDS = (
    "1er", "1ro", "1ra", "2do", "2da", "3er", "3ro", "3ra", "4to", "4ta",
    "primer", "primera", "segundo", "segunda", "tercer", "tercero", "tercera", "cuarto", "cuarta", "trimestre",
    "trimestral", "semestre", "bimestre", "cuatrimestre", "enero", "marzo", "abril", "junio", "julio", "septiembre",
    "octubre", "diciembre", "justificacion",
)  # fmt: skip
"""Words to look for in what was read from pixels; some stand here so that they are not taken for another one."""

_NUMBERED_AXIS = re.compile(r"\w{3}\s?[\dlivx]{1,3}\s?[.:-]")
_MONTHS = re.compile(
    r"\b(?:(?P<q1>enero)\b.{0,14}?\bmarzo|(?P<q2>abril)\b.{0,14}?\bjunio"
    r"|(?P<q3>julio)\b.{0,14}?\bseptiembre|(?P<q4>octubre)\b.{0,14}?\bdiciembre)\b"
)


@dataclass(frozen=True, slots=True)
class FactWords(WordLists):
    """The words that title lines start with, lower case and without accents.

    Attributes:
        axis, programme, dependency: First words of a line that is the fact itself, published whole.
        axis_labels, programme_labels, dependency_labels: What stands before ``:`` and the value.
        other: First words of title lines that are none of the facts.
        narrative: Stems of the header of the justification, which names the quarter.
    """

    axis: tuple[str, ...] = ("eje",)
    programme: tuple[str, ...] = ("programa",)
    dependency: tuple[str, ...] = (
        "secretaria", "direccion", "instituto", "sistema", "dif", "tesoreria", "oficialia", "contraloria",
        "organismo", "comision", "coordinacion", "sindicatura", "presidencia", "unidad", "consejo", "centro",
        "fideicomiso", "patronato", "junta", "delegacion", "jefatura", "subsecretaria", "operadora",
        "agencia",         "procuraduria", "regiduria", "oficina", "gerencia", "universidad", "museo",
    )  # fmt: skip
    axis_labels: tuple[str, ...] = ("eje", "eje rector", "eje estrategico", "eje de desarrollo")
    programme_labels: tuple[str, ...] = (
        "programa", "programa presupuestario", "nombre del programa", "nombre del programa presupuestario",
        "pp",
    )  # fmt: skip
    dependency_labels: tuple[str, ...] = (
        "dependencia", "dependencia o entidad", "dependencia / entidad", "dependencia/entidad", "entidad",
        "unidad responsable", "unidad administrativa", "ente publico", "organismo", "area responsable",
        "dependencia responsable",
    )  # fmt: skip
    other: tuple[str, ...] = (
        "municipio", "ayuntamiento", "h. ayuntamiento", "h ayuntamiento", "gobierno", "avance", "matriz",
        "formato", "reporte", "informe", "ejercicio", "periodo", "trimestre", "pagina", "hoja", "fecha",
        "seguimiento", "anexo", "indicador", "meta", "plan", "unidad de medida", "administracion",
    )  # fmt: skip
    narrative: tuple[str, ...] = ("justific", "observac", "explicac", "comentario", "narrativ")


@dataclass(frozen=True, slots=True)
class _Title:
    """One title line, or what follows a label in it."""

    kind: str
    text: str


def read_facts(
    pages: Sequence[Page], header_texts: Sequence[str], words: FactWords
) -> tuple[Facts, tuple[Finding, ...]]:
    """Read the title block, voted over the pages that print it.

    Args:
        pages: Text outside the tables.
        header_texts: Texts of the header cells, of all pages or of the first.
        words: What title lines start with; unless a page is digital, a letter or two of it may be misread.

    Returns:
        The facts as read, ``""`` or ``None`` where nothing says them, and a finding when the
        headers name several years or quarters.
    """
    found: dict[str, list[str]] = {"axis": [], "programme": [], "dependency": []}
    for page in pages:
        for title in _titles(page, words if page.kind is PageKind.DIGITAL else words.for_pixels()):
            found[title.kind].append(title.text)
    above = [line.text for page in pages for line in title_lines(page)]
    headers: Sequence[str] = header_texts
    misread = any(page.kind is PageKind.SCANNED for page in pages)
    if misread:
        above, headers = ([mended(text, _QUARTER_WORDS) for text in texts] for texts in (above, headers))
    year, year_findings = _fiscal_year(above, headers)
    quarter, quarter_findings = _quarter(above, headers, words, misread=misread)
    facts = Facts(
        axis=_vote(found["axis"], words.axis), programme=_vote(found["programme"], words.programme),
        dependency=_vote(found["dependency"], words.dependency), fiscal_year=year, quarter=quarter,
    )  # fmt: skip
    return facts, (*year_findings, *quarter_findings)


def _vote(texts: Iterable[str], first_words: Sequence[str]) -> str:
    """The text that most pages print; of equals one that starts as such titles do, letter by letter."""
    spellings: dict[str, Counter[str]] = {}
    for text in texts:
        spellings.setdefault(re.sub(r"\W+", "", plain(text)), Counter())[text] += 1
    if not spellings:
        return ""
    start = re.compile("|".join(rf"{re.escape(word)}\b" for word in first_words))
    winner = max(spellings.values(), key=lambda some: (some.total(), any(start.match(plain(text)) for text in some)))
    return max(winner, key=lambda text: winner[text])


def title_lines(page: Page) -> list[TextLine]:
    """Lines of the upper half of a page of paper; of a transcription, all before the table."""
    return [
        line
        for line in page.lines
        if len(line.text) < _TITLE_LENGTH and (line.place.box is None or line.place.box[1] < page.height / 2)
    ]


def _titles(page: Page, words: FactWords) -> list[_Title]:
    lines = [text for line in _joined(title_lines(page), words) for text in _split_labels(line, words)]
    titles: list[_Title] = []
    anchors: list[int] = []
    index = 0
    while index < len(lines):
        kind, text = _labelled(lines[index], words)
        if kind and not text and index + 1 < len(lines) and not _labelled(lines[index + 1], words)[0]:
            index += 1
            text = lines[index]
        if not kind:
            kind, text = _kind_of(lines[index], words), lines[index]
        if kind in {"axis", "programme"} and text:
            anchors.append(index)
            titles.append(_Title(kind, text))
        elif kind == "labelled-dependency" and text:
            return [*titles, _Title("dependency", text), *_rest(lines[index + 1 :], titles, words)]
        index += 1
    dependency = _dependency(lines, anchors, words)
    return [*titles, _Title("dependency", dependency)] if dependency else titles


def _rest(lines: Sequence[str], titles: Sequence[_Title], words: FactWords) -> list[_Title]:
    """Axis and programme below a labelled dependency."""
    seen = {title.kind for title in titles}
    rest = []
    for index, line in enumerate(lines):
        kind, text = _labelled(line, words)
        if kind and not text and index + 1 < len(lines):
            text = lines[index + 1]
        if not kind:
            kind, text = _kind_of(line, words), line
        if kind in {"axis", "programme"} - seen and text:
            seen.add(kind)
            rest.append(_Title(kind, text))
    return rest


def _split_labels(text: str, words: FactWords) -> list[str]:
    """Cut a line at bars, and before each label in it."""
    if "|" in text:
        return [part for piece in text.split("|") for part in _split_labels(piece, words)]
    labels = (*words.axis_labels, *words.programme_labels, *words.dependency_labels)
    pattern = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    starts = [m.start() for m in re.finditer(rf"(?<!\w)(?<!del )(?<!de )(?:{pattern})\s*:", plain(text))]
    cuts = [0, *[start for start in starts if start], len(text)]
    return [part for a, b in pairwise(cuts) if (part := " ".join(text[a:b].split()))]


def _joined(lines: Sequence[TextLine], words: FactWords) -> list[str]:
    """Undo the wrapping of a title: a line that ends or goes on with a small word, below its beginning."""
    dangling = re.compile(r".*(?:,|\b(?:y|e|de|del|la|las|los|el|en|para|a|con|por))")
    going_on = re.compile(r"(?:y|e|de|del|para|con|en)\s.*")
    joined: list[tuple[TextLine, str]] = []
    for line in lines:
        above = next((i for i in reversed(range(len(joined))) if _stands_below(line, joined[i][0])), None)
        start = "" if above is None else joined[above][1]
        wrapped = dangling.fullmatch(plain(start)) or going_on.fullmatch(plain(line.text))
        if above is not None and wrapped and _kind_of(start, words):
            joined[above] = (line, f"{start} {line.text}")
        else:
            joined.append((line, line.text))
    return [text for _, text in joined]


def _stands_below(line: TextLine, above: TextLine) -> bool:
    """Whether two lines share a column of the paper: what stands beside a title belongs to a logo."""
    lower, upper = line.place.box, above.place.box
    return lower is None or upper is None or min(lower[2], upper[2]) > max(lower[0], upper[0])


def _labelled(text: str, words: FactWords) -> tuple[str, str]:
    head, colon, tail = text.partition(":")
    label = " ".join(plain(head).split())
    if colon:
        for kind, labels in (
            ("axis", words.axis_labels), ("programme", words.programme_labels),
            ("labelled-dependency", words.dependency_labels),
        ):  # fmt: skip
            if label in labels or (words.tolerant and any(is_like(label, known) for known in labels)):
                return kind, tail.strip()
    return "", ""


def _kind_of(text: str, words: FactWords) -> str:
    folded = plain(text)
    if _opens_axis(text, words) and len(folded.split()) > 1:
        return "axis"
    if _PROGRAMME_CODE.fullmatch(folded) or (words.opens(text, words.programme) and len(folded.split()) > 2):  # noqa: PLR2004
        return "programme"
    if words.opens(text, words.other):
        return ""
    return "dependency" if words.opens(text, words.dependency) else ""


def _opens_axis(text: str, words: FactWords) -> bool:
    """A word as short as ``eje`` may be misread too, where it carries a number."""
    if words.opens(text, words.axis):
        return True
    numbered = words.tolerant and _NUMBERED_AXIS.match(plain(text))
    return bool(numbered) and any(wrong_letters(text[:3], word) <= 1 for word in words.axis)


def _dependency(lines: Sequence[str], anchors: Sequence[int], words: FactWords) -> str:
    """The line with a dependency's first word next to axis and programme, or what else stands right there."""
    if not anchors:
        return ""
    near = sorted(
        (index for index in range(len(lines)) if min(abs(index - a) for a in anchors) <= _NEAR),
        key=lambda index: (index < anchors[-1], abs(index - anchors[-1])),
    )
    named = [lines[index] for index in near if _kind_of(lines[index], words) == "dependency"]
    if named:
        return named[0]
    below = anchors[-1] + 1
    if below < len(lines) and _shouted(lines[below]) and not words.opens(lines[below], words.other):
        return lines[below]
    return ""


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    titled = len(letters) > _NEAR and text == text.upper()
    return titled and not _YEAR.search(text) and not text.startswith("[")


def _fiscal_year(above: Sequence[str], headers: Sequence[str]) -> tuple[int | None, list[Finding]]:
    counts = Counter(
        int(year) for text in (*headers, *above) for year in _YEAR.findall(_YEAR_SPAN.sub(" ", plain(text)))
    )
    if not counts:
        return None, []
    winner = max(counts, key=lambda year: (counts[year], year))
    if len(counts) == 1:
        return winner, []
    listed = ", ".join(f"{year} ({_times(counts[year])})" for year in sorted(counts))
    message = f"Los títulos y encabezados nombran varios ejercicios: {listed}; se publica {winner}."
    others = tuple(str(year) for year in sorted(counts) if year != winner)
    return winner, [
        FISCAL_YEAR_VARIES.finding(
            message, field="fiscal_year", reported=str(winner), evidence=listed, alternatives=others
        )
    ]


def _named_quarters(text: str) -> list[int]:
    folded = plain(text)
    groups = [m.lastgroup or "" for pattern in (_SPOKEN, _MONTHS) for m in pattern.finditer(folded)]
    return [int(group[1]) for group in groups] + [_NUMBERED[m["n"]] for m in _COUNTED.finditer(folded)]


def _quarter(
    above: Sequence[str], headers: Sequence[str], words: FactWords, *, misread: bool
) -> tuple[int | None, list[Finding]]:
    """The quarter of the titles and of the justification's header; else the last one the header repeats."""
    telling = [text for text in headers if any(stem in plain(text) for stem in words.narrative)]
    counts = Counter(quarter for text in (*above, *telling) for quarter in _named_quarters(text))
    if not counts:
        columns = Counter(quarter for text in headers for quarter in _named_quarters(text))
        if len(columns) < (_LEGIBLE_QUARTERS if misread else _QUARTERS):
            return (max(columns) if len(columns) == 1 else None), []
        # The plan names each quarter once; what was achieved, only those that are over.
        over = [quarter for quarter in columns if columns[quarter] > 1.5 * min(columns.values())]
        return (max(over) if over else None), []
    winner = max(counts, key=lambda quarter: (counts[quarter], quarter))
    if len(counts) == 1:
        return winner, []
    listed = ", ".join(f"{quarter} ({_times(counts[quarter])})" for quarter in sorted(counts))
    message = f"Los títulos y encabezados nombran varios trimestres: {listed}; se publica el {winner}."
    others = tuple(str(quarter) for quarter in sorted(counts) if quarter != winner)
    return winner, [
        QUARTER_VARIES.finding(
            message, field="quarter", reported=str(winner), evidence=listed, alternatives=others
        )
    ]


def _times(count: int) -> str:
    return "1 vez" if count == 1 else f"{count} veces"
