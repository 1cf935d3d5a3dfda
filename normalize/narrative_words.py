"""Tokens of a justification: numbers, words and breaks, with what each word says about a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from cuadre.evidence import NotANumber, NumberFormat, Printed, parse_printed
from normalize.units import plain


class Sort(StrEnum):
    """What a token is."""

    COUNT = "count"
    PERCENT = "percent"
    BARRIER = "barrier"
    PLANNED = "planned"
    DONE_PARTICIPLE = "done_participle"
    DONE_VERB = "done_verb"
    INFINITIVE = "infinitive"
    GOAL = "goal"
    WORD = "word"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a narrative.

    Attributes:
        sort: What it is.
        word: Folded text.
        start, end: Where it stands in the text.
        printed: Its value, for a number.
        spelled: The number is written in words.
    """

    sort: Sort
    word: str
    start: int
    end: int
    printed: Printed | None = None
    spelled: bool = False

    @property
    def number(self) -> bool:
        """A number of any kind, or something that looked like one."""
        return self.sort in {Sort.COUNT, Sort.PERCENT, Sort.BARRIER}


_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
_TOKEN = re.compile(
    r"(?P<date>\b\d{1,2}(?:[/-]\d{1,2}[/-]\d{2,4}\b|:\d\d\b"
    r"|(?:\s?[°º]|ro\b)?\s+(?:de\s+)?(?:" + _MONTHS + r")\b))"
    r"|(?P<ordinal>\b\d{1,2}\s?(?:er|ra|ro|do|da|to|ta|vo|va|[°ºª])(?!\w))"
    r"|(?P<code>\b(?:\d+\.){2,}\d+\b|\b[a-z]+-?\d[\w-]*\b|\b\d+[a-z]\w*)"
    r"|(?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)(?P<percent>\s?%|\s+por\s?ciento\b)?"
    r"|(?P<word>[a-z]+)|(?P<money>\$)|(?P<break>[.;:,()\n\u2013\u2014/])"
)

_UNITS = {
    "cero": 0, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
    "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiun": 21,
    "veintiuno": 21, "veintiuna": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24,
    "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
}  # fmt: skip
_TENS = {
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90,
}  # fmt: skip
_HUNDREDS = {
    "cien": 100, "ciento": 100, "doscient": 200, "trescient": 300, "cuatrocient": 400, "quinient": 500,
    "seiscient": 600, "setecient": 700, "ochocient": 800, "novecient": 900,
}  # fmt: skip
_SINGLE = {"un": 1, "una": 1}

_PLANNED = re.compile(
    r"(?:program|calendariz|calendar|plane|planific|proyect|agend|presupuest|contempl|compromet"
    r"|establec|estim|pact"
    r"|consider)"
    r"(?:ad|id)[oa]s?|previst[oa]s?|(?:program|calendariz|plane|planific|proyect|contempl|agend|estim)"
    r"(?:o|aron|aba|aban|amos|an)|previo|previeron|preveia|preveian|preve"
)
_PARTICIPLE = re.compile(
    r"[a-z]{2,}(?:ad|id)[oa]s?|(?:in|de|sub)?scrit[oa]s?|inscrit[oa]s?|hech[oa]s?|resuelt[oa]s?"
    r"|abiert[oa]s?|impres[oa]s?"
    r"|expuest[oa]s?|propuest[oa]s?|dispuest[oa]s?|suscrit[oa]s?|emitid[oa]s?"
)
_NOUNS = re.compile(
    r"(?:jornada|llamada|tonelada|entrada|salida|partida|comida|brigada|vida|bebida|corrida"
    r"|temporada|parada|fachada"
    r"|mercado|estado|juzgado|grado|lado|resultado|ganado|poblado|alumnado|cuidado|predio|calzada"
    r"|camada|comunidad|necesidad"
    r"|posgrado|diplomado|abogado|empleado|soldado|afiliado|jubilado|pescado|herida|caida|unidad"
    r"|cantidad|manada"
    r"|apartado|significado|vestido|partido|sonido|pedido|contenido|recorrido|tejido|residuo|privada"
    r"|explanada)s?"
)
_NOT_DONE = re.compile(
    r"no|rest(?:a|an|o|ante|antes|aron)|(?:falt|pend|qued|cancel|suspend|reprogram|reagend"
    r"|recalendariz|pospus|posterg|difer|rezag|benefici"
    r"|particip|asist|aument|increment|dismin|reduj|reduc|sum|adicion|limit|relacion|consider|requ"
    r"|deb|permanec|ten"
    r"|hub|hab|fu|integran|estuv|estan|deriv|destin|invir|cost|ahorr|gast|cerr|solicitad|anual"
    r"|acumulad|detall|privad"
    r"|avanzad|denominad|ubicad|situad|dedicad|dirigid|enfocad|pasad|citad|mencionad|respectiv"
    r"|capacidad|localizad|cuadrad|necesitad|discapacitad|desemplead|pensionad|refugiad"
    r"|tom|sal|siend|cuent|cont|exced|rebas|super|sobrepas|equival|represent|correspond|significa).*"
)
_DONE_STEM = re.compile(
    r"(?:realiz|logr|alcanz|atend|atien|entreg|otorg|ejecut|impart|report|registr|obtuv|obten|obtien"
    r"|cumpl|concret|conclu"
    r"|celebr|desarroll|efectu|brind|llev|consig|consigu|pud|complet|instal|verific|inspeccion"
    r"|capacit|emit|expid"
    r"|tramit|gestion|difund|public|organiz|supervis|visit|rehabilit|construy|aplic|integr|elabor"
    r"|revis|actualiz|plant"
    r"|reforest|recolect|vacun|esteriliz|hicieron|hizo|dieron|dio|produj|constitu|form|promov|asesor"
    r"|oper|produc)[a-z]*"
)
_FINITE = re.compile(r"[a-z]{2,}(?:aron|ieron|eron|yeron|jeron)")
_GERUND = re.compile(r"[a-z]{2,}(?:ando|iendo|yendo)(?:se)?")
_INFINITIVE = re.compile(r"[a-z]{2,}(?:ar|er|ir)(?:se)?")
_NOT_INFINITIVE = frozenset({
    "primer", "tercer", "mujer", "lugar", "escolar", "familiar", "popular", "ser", "haber", "bienestar",
    "preescolar", "hogar", "regular", "ayer", "taller", "titular", "militar",
})  # fmt: skip
_GOAL = re.compile(r"metas?|objetivo")


def tokens(text: str, fmt: NumberFormat) -> tuple[Token, ...]:
    """Cut a narrative into tokens. Dates, ordinals, codes and sums of money are barriers, not numbers."""
    found = list(_scan(text, plain(text), fmt))
    return tuple(_spelled(found))


def _scan(text: str, folded: str, fmt: NumberFormat) -> Iterator[Token]:
    money, previous = False, ""
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or ""
        start, end, word = match.start(), match.end(), match.group()
        if kind in {"date", "ordinal", "code"}:
            yield Token(Sort.BARRIER, word, start, end)
        elif kind in {"number", "percent"}:
            yield _number(match, fmt, money=money, folded=folded)
        elif kind == "word":
            # Only the accent or a "se" tells "se registró" from "un registro".
            finite = text[end - 1] in "óÓ" or (previous == "se" and word.endswith(("o", "a", "e")))
            yield Token(_sort_of(word, finite=finite), word, start, end)
        elif kind == "break":
            yield Token(Sort.BREAK, word, start, end)
        money, previous = kind == "money", word


def _number(match: re.Match[str], fmt: NumberFormat, *, money: bool, folded: str) -> Token:
    start, end = match.start(), match.end()
    try:
        printed = parse_printed(match["number"], fmt)
    except NotANumber:
        printed = None
    if printed is None or money or _is_year(match, folded) or folded[end : end + 1].isalnum():
        return Token(Sort.BARRIER, match.group(), start, end)
    if match["percent"]:
        whole = Printed(printed.value, printed.decimals, percent=True)
        return Token(Sort.PERCENT, match.group(), start, end, whole)
    return Token(Sort.COUNT, match.group(), start, end, printed)


_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(
    r".*\b(?:ano|anos|ejercicio|fiscal|desde|trimestre de|" + _MONTHS + r")(?:\s+(?:de|del))?\s*"
)
_COUNTED_AFTER = re.compile(
    r"\s+(?!(?:se|y|el|la|los|las|en|por|que|con|de|del|para|no|a|al|fue|un|una)\b)[a-z]{4,}"
)


def _is_year(match: re.Match[str], folded: str) -> bool:
    if not _YEAR.fullmatch(match["number"]) or match["percent"]:
        return False
    before, after = folded[max(0, match.start() - 30) : match.start()], folded[match.end() :]
    return bool(_YEAR_BEFORE.fullmatch(before.replace("\n", " "))) or not _COUNTED_AFTER.match(after)


@lru_cache(maxsize=16384)
def _sort_of(word: str, *, finite: bool) -> Sort:
    if _GOAL.fullmatch(word):
        return Sort.GOAL
    if _PLANNED.fullmatch(word):
        return Sort.PLANNED
    if _NOT_DONE.fullmatch(word) or _NOUNS.fullmatch(word):
        return Sort.INFINITIVE if _is_infinitive(word) else Sort.WORD
    if _PARTICIPLE.fullmatch(word):
        return Sort.DONE_PARTICIPLE
    if _is_infinitive(word):
        return Sort.INFINITIVE
    if _FINITE.fullmatch(word) or _GERUND.fullmatch(word):
        return Sort.DONE_VERB
    if _DONE_STEM.fullmatch(word) and (finite or word.endswith(("an", "en", "mos"))):
        return Sort.DONE_VERB
    return Sort.WORD


def _is_infinitive(word: str) -> bool:
    return bool(_INFINITIVE.fullmatch(word)) and word not in _NOT_INFINITIVE


def _spelled(found: list[Token]) -> Iterator[Token]:
    """Put numbers written in words together; one that repeats the digits before it in brackets is dropped."""
    index = 0
    while index < len(found):
        index += _repeated(found, index)
        value = length = 0
        if index < len(found) and _is_numeral(found[index].word):
            value, length = _read_words([token.word for token in found[index : index + 9]])
        if length:
            token = _spelled_token(found[index : index + length + 2], length, value)
            yield token
            index += length + (2 if token.sort is Sort.PERCENT else 0)
        elif index < len(found):
            yield found[index]
            index += 1


def _repeated(found: list[Token], index: int) -> int:
    """Tokens of ``(veinticinco)`` after a number; 0 when there is none."""
    if index == 0 or index >= len(found) or found[index].word != "(" or not found[index - 1].number:
        return 0
    _, length = _read_words([token.word for token in found[index + 1 : index + 10]])
    closing = index + 1 + length
    return length + 2 if length and closing < len(found) and found[closing].word == ")" else 0


def _spelled_token(these: list[Token], length: int, value: int) -> Token:
    percent = [token.word for token in these[length:]] == ["por", "ciento"]
    sort = Sort.PERCENT if percent else Sort.COUNT
    end = these[-1].end if percent else these[length - 1].end
    printed = Printed(Decimal(value), 0, percent=percent)
    return Token(sort, these[0].word, these[0].start, end, printed, spelled=True)


@lru_cache(maxsize=16384)
def _is_numeral(word: str) -> bool:
    """Whether a number written in words starts with this one."""
    return _read_words([word])[1] > 0


def _read_words(words: list[str]) -> tuple[int, int]:
    """Value and length of the number that the words start with; length 0 when they start with none.

    >>> _read_words("dos mil quinientas treinta y cinco acciones".split())
    (2535, 6)
    """
    below, length = _below_thousand(words)
    if words[length : length + 1] == ["mil"]:
        rest, more = _below_thousand(words[length + 1 :])
        return (below if length else 1) * 1000 + rest, length + 1 + more
    return below, length


def _below_thousand(words: list[str]) -> tuple[int, int]:
    value, length = 0, 0
    if words and (hundred := _hundred(words[0])):
        value, length = hundred, 1
    rest = words[length:]
    if rest and rest[0] in _TENS:
        value, length = value + _TENS[rest[0]], length + 1
        unit = {**_UNITS, **_SINGLE}.get(rest[2], 10) if len(rest) > 2 and rest[1] == "y" else 10  # noqa: PLR2004
        if unit < 10:  # noqa: PLR2004
            return value + unit, length + 2
    elif rest and rest[0] in _UNITS:
        return value + _UNITS[rest[0]], length + 1
    return value, length


def _hundred(word: str) -> int:
    return _HUNDREDS.get(word, _HUNDREDS.get(word[:-2], 0) if word.endswith(("os", "as")) else 0)
