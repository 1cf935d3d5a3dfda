"""Which role the words around a number of one sentence give it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from normalize.narrative_words import Sort, Token

Role = Literal["target", "achieved", "progress", "cumulative", "annual_target"]

_PHRASE = 14
_GLUE_LENGTH = 9
_WINDOW = 9
_OTHER_TIME = re.compile(
    r"\b(?:siguientes?|proxim[oa]s?|anterior(?:es)?|pasad[oa]s?|previ[oa]s?|posterior(?:es)?"
    r"|subsecuentes?)\s+"
    r"(?:\w+\s+)?(?:trimestres?|periodos?|meses|mes|anos?|ejercicios?|cortes?|administracion)\b"
    r"|\b(?:trimestres?|periodos?|meses|mes|anos?|ejercicios?)\s+(?:inmediat[oa]s?\s+)?"
    r"(?:siguientes?|proxim[oa]s?|anterior(?:es)?|pasad[oa]s?|previ[oa]s?|posterior(?:es)?|subsecuentes?)\b"
)
ORDINALS = ("primer", "segundo", "tercer", "cuarto")
_RELATIVE = re.compile(r"\s*(?:en (?:el|la|los|las) (?:que|cual|cuales)|donde|cuando|que|cuyo)\b")
_WHOLE_YEAR = re.compile(
    r"\b(?:anual(?:es|mente)?|acumulad[oa]s?|acumula|del ano|al ano|en el ano|de todo el ano)\b"
)
_QUARTERLY = re.compile(r"\b(?:trimestral|del trimestre|del periodo|en el trimestre)\b")
_PERCENT_SAYS = re.compile(
    r"\b(?:avance|cumplimiento|porcentaje|metas?|alcanz\w*|logr\w*|equival\w*|represent\w*|es decir"
    r"|esto es|o sea"
    r"|resultado|cubri\w*|previsto|programad\w*|planeado|calendarizad\w*|ubic\w*|ascendi\w*|cumpl\w*|eficacia"
    r"|eficiencia|efectividad|desempeno|ejecucion|signific\w*|correspond\w*|reflej\w*|obtuv\w*)\b"
)
_PERCENT_OTHER = re.compile(
    r"\b(?:disminu\w*|reduc\w*|reduj\w*|aument\w*|increment\w*|descuento\w*|poblacion|mas que|menos"
    r"|variacion\w*"
    r"|inferior|mayor|menor|mujeres|hombres|personas que|presupuest\w*|restante|faltante|falto"
    r"|faltan|pendiente"
    r"|diferencia|tolerancia|excedente|adicional\w*|extra|por arriba|por encima|por debajo|rezago"
    r"|desviacion|costo"
    r"|capacidad|personal|solicitudes)\b"
)
_EXCESS = re.compile(
    r"\b(?:super|rebas|exced|sobrepas|increment|aument)\w*\b.{0,30}\b(?:en|por)\s+(?:un|mas del)?\s*"
)
_GLUE = frozenset({
    "de", "del", "la", "las", "el", "los", "lo", "en", "a", "al", "para", "un", "una", "total",
    "cantidad", "fue", "era", "es", "son", "eran", "fueron", "sera", "consistio", "consistia",
    "consiste", "periodo", "trimestre", "trimestral", "este", "esta", "dicho", "se", "tenia", "tenian",
    "tuvo", "habia", "habian", "como", "solo", "solamente", "unicamente", "numero", "primer", "segundo",
    "tercer", "cuarto", "primero", "tercero", "sido", "con", "establecio", "planteo", "cabo", "llevar",
    "siendo", "mas", "que", "su", "sus", "inicial", "fijo", "fijada", "cual", "corresponde",
    "correspondio", "correspondiente", "igual",
})  # fmt: skip
_NOUN_OF_DOING = re.compile(r"\w+(?:cion|miento|ciones|mientos|entrega|entregas)")
_VERB_GLUE = frozenset({
    "a", "un", "una", "de", "la", "las", "los", "el", "total", "cantidad", "solo", "solamente",
    "unicamente", "en", "con", "tan", "hasta", "ya", "cabo", "al", "mas", "numero", "exitosamente",
    "satisfactoriamente",
})  # fmt: skip
_PHRASE_ENDS = frozenset({
    "se", "que", "lo", "fue", "fueron", "es", "son", "mientras", "pero", "aunque", "porque", "cuando",
    "donde", "pues",
})  # fmt: skip
_TAKING = re.compile(r"(?:logr|pud|pod|consig|alcanz|obtuv|llev|permit)\w*")
_BEFORE_PARTICIPLE = frozenset({
    "ha", "han", "hemos", "fueron", "fue", "lograron", "quedaron", "habiendo", "tienen", "tiene", "lo",
    "meta", "cantidad", "cifra", "numero", "total", "valor",
})  # fmt: skip
_MORE = frozenset({
    "mas", "menos", "adicional", "adicionales", "extra", "extras", "excedente", "excedentes",
    "faltantes", "pendientes",
})  # fmt: skip
_PASSIVE = frozenset({
    "se", "fueron", "fue", "han", "ha", "sido", "tenian", "tenia", "habian", "habia", "estaban", "estan",
})  # fmt: skip
_OF_A_TOTAL = frozenset({"de", "un", "una", "total", "las", "los"})
_NEGATION = frozenset({"no", "sin", "ni", "tampoco", "nunca"})
_ARTICLES = frozenset({"lo", "la", "las", "los", "el"})
_WHOLE_PLAN = frozenset({"la", "las", "los", "el", "totalidad"})


def bind_sentence(
    sentence: Sequence[Token], folded: str, own_quarter: str, *, annual: bool
) -> dict[int, set[Role]]:
    """Give the numbers of a sentence their roles.

    Args:
        sentence: Its tokens.
        folded: Folded text that the tokens' positions refer to.
        own_quarter: The quarter reported, as an ordinal; ``""`` when unknown.
        annual: It stands in the part about the year.

    Returns:
        For each number, by index, the roles that its words claim for it: none, one or several.
    """
    barred = _of_other_times(sentence, folded, own_quarter)
    roles: dict[int, set[Role]] = {}
    for index, token in enumerate(sentence):
        if token.sort is Sort.PERCENT:
            roles[index] = _percent_roles(sentence, index, folded, annual=annual)
        elif token.sort is Sort.COUNT:
            roles[index] = _count_roles(sentence, index, folded, annual=annual)
    if not annual:
        _pair(sentence, roles)
        _drop_summands(sentence, roles)
        _percent_alone(sentence, roles)
    return {index: found for index, found in roles.items() if index not in barred}


def _of_other_times(sentence: Sequence[Token], folded: str, own_quarter: str) -> set[int]:
    """Indices of the numbers in clauses about another quarter or year."""
    barred: set[int] = set()
    carried = False
    for clause in _clauses(sentence):
        said = folded[sentence[clause[0]].start : sentence[clause[-1]].end]
        named = [word for word in ORDINALS if re.search(rf"\b{word}\s+trimestre\b", said)]
        other = bool(_OTHER_TIME.search(said)) or bool(named and own_quarter not in named)
        if other or (carried and _RELATIVE.match(said)):
            barred.update(clause)
        carried = other
    return barred


def _clauses(sentence: Sequence[Token]) -> Iterator[list[int]]:
    clause: list[int] = []
    for index, token in enumerate(sentence):
        if token.sort is Sort.BREAK and token.word in ",:":
            if clause:
                yield clause
            clause = []
        else:
            clause.append(index)
    if clause:
        yield clause


def _said(sentence: Sequence[Token], index: int, folded: str, step: int) -> str:
    """The words on one side of a number, up to the next number or bracket."""
    end = index
    while 0 <= end + step < len(sentence) and abs(end + step - index) <= _WINDOW:
        if sentence[end + step].number or sentence[end + step].word in "()":
            break
        end += step
    if end == index:
        return ""
    if step > 0:
        return folded[sentence[index].end : sentence[end].end]
    return folded[sentence[end].start : sentence[index].start]


def _percent_roles(sentence: Sequence[Token], index: int, folded: str, *, annual: bool) -> set[Role]:
    before, after = _said(sentence, index, folded, -1), _said(sentence, index, folded, 1)
    near_after, near_before = re.split(r",| y ", after)[0], re.split(r" y ", before)[-1]
    close = (near_after, before.split(",")[-1])
    if _EXCESS.search(before) or any(_PERCENT_OTHER.search(said) for said in close):
        return set()
    if annual:
        return {"cumulative"}
    if _QUARTERLY.search(near_after):
        return {"progress"}
    yearly_before = _WHOLE_YEAR.search(near_before) and not _QUARTERLY.search(near_before)
    if _WHOLE_YEAR.search(near_after) or yearly_before:
        return {"cumulative"}
    return {"progress"} if _PERCENT_SAYS.search(f"{before} {near_after}") else set()


def _count_roles(sentence: Sequence[Token], index: int, folded: str, *, annual: bool) -> set[Role]:
    before = _said(sentence, index, folded, -1)
    yearly = re.search(r"\bmetas?\s+(?:\w+\s+){0,2}anual\b(?!.*\b(?:trimestral|trimestre)\b)", before)
    if annual or yearly:
        bracketed = index > 0 and sentence[index - 1].word == "("
        opened = bracketed and "meta anual" in _opening(sentence, index, folded)
        return {"annual_target"} if yearly or opened else set()
    if _WHOLE_YEAR.search(re.split(r"[,:]", before)[-1]):
        return set()
    if any(token.word in _MORE for token in _phrase(sentence, index)):
        return set()
    planned, done = _after_number(sentence, index)
    done = done or _done_right_after(sentence, index)
    asked, verb = _goal_before(sentence, index), _verb_before(sentence, index)
    roles: set[Role] = set()
    if asked:
        roles.add("target")
    if verb == "done":
        roles.add("achieved")
    if planned and (verb == "" or _article_before(sentence, index)):
        roles.add("target")
    if done and not planned and not asked and verb != "denied":
        roles.add("achieved")
    return roles


def _opening(sentence: Sequence[Token], index: int, folded: str) -> str:
    return folded[sentence[max(0, index - 6)].start : sentence[index].start]


def _article_before(sentence: Sequence[Token], index: int) -> bool:
    return index > 0 and sentence[index - 1].word in _WHOLE_PLAN


def _after_number(sentence: Sequence[Token], index: int) -> tuple[bool, bool]:
    """Whether the noun phrase after a number says that it was planned, or that it was done."""
    done, gap = False, 0
    for position in range(index + 1, min(len(sentence), index + 1 + _PHRASE)):
        token, previous = sentence[position], sentence[position - 1]
        if token.word == "que" and _planned_clause(sentence, position):
            return True, done
        ends = token.sort in {Sort.BREAK, Sort.DONE_VERB, Sort.GOAL} or token.word in _PHRASE_ENDS
        if token.number or ends:
            break
        if token.sort is Sort.PLANNED:
            stated = previous.word not in _ARTICLES and not (done and previous.word in {"y", "e", "a"})
            finite = not token.word.endswith(("do", "da", "dos", "das", "to", "ta", "tos", "tas"))
            return stated and not finite, done
        if token.sort is Sort.DONE_PARTICIPLE and previous.word not in _ARTICLES:
            done = True
            gap = position - index
        elif done and token.word in {"de", "del"} and gap and _next_is_plan(sentence, position):
            break
    return False, done


def _phrase(sentence: Sequence[Token], index: int) -> Iterator[Token]:
    """The four words after a number, as far as they belong to it."""
    for token in sentence[index + 1 : index + 5]:
        if token.number or token.sort in {Sort.BREAK, Sort.PLANNED} or token.word in {"de", "se", "que"}:
            return
        yield token


def _done_right_after(sentence: Sequence[Token], index: int) -> bool:
    """``20 fueron realizadas``, ``20 se realizaron``, but not ``de 25 se realizaron 20``."""
    position = index + 1
    while position < len(sentence) and sentence[position].word in _PASSIVE:
        position += 1
    if position == index + 1 or position >= len(sentence):
        return False
    led = False
    for token in sentence[position + 1 : position + 5]:
        if token.sort is Sort.BREAK:
            break
        led = led or token.number
    return sentence[position].sort in {Sort.DONE_PARTICIPLE, Sort.DONE_VERB} and not led


def _planned_clause(sentence: Sequence[Token], position: int) -> bool:
    following = sentence[position + 1 : position + 5]
    for token in following:
        if token.sort is Sort.PLANNED:
            return True
        if token.word not in _PASSIVE:
            return False
    return False


def _next_is_plan(sentence: Sequence[Token], position: int) -> bool:
    return any(token.sort is Sort.PLANNED for token in sentence[position + 1 : position + 3])


def _goal_before(sentence: Sequence[Token], index: int) -> bool:
    """A target's words lead straight to the number: ``una meta de``, ``se programaron``, ``lo previsto:``."""
    for position in range(index - 1, max(-1, index - 1 - _GLUE_LENGTH), -1):
        token = sentence[position]
        if token.sort is Sort.GOAL:
            # "cumplió la meta con 25", "superó la meta al atender 25" speak of what was done.
            return not any(t.word in {"con", "al"} for t in sentence[position:index])
        if token.sort is Sort.PLANNED:
            measured = [t.word for t in sentence[max(0, position - 2) : position]] == ["de", "lo"]
            return not measured and not _belongs_to_number(sentence, position)
        joins = token.word in ":(" and position == index - 1
        joins = joins or token.word in _GLUE or token.sort is Sort.INFINITIVE
        if not (joins or _NOUN_OF_DOING.fullmatch(token.word)):
            return False
    return False


def _belongs_to_number(sentence: Sequence[Token], position: int) -> bool:
    """The word of planning closes the phrase of an earlier number (``de 25 obras programadas``)."""
    for back in range(position - 1, max(-1, position - _PHRASE), -1):
        token = sentence[back]
        if token.sort is Sort.COUNT:
            return True
        if token.sort in {Sort.BREAK, Sort.GOAL, Sort.PERCENT} or token.word in _PHRASE_ENDS:
            return False
    return False


def _verb_before(sentence: Sequence[Token], index: int) -> Literal["done", "denied", ""]:
    """A verb of doing leads straight to the number; ``denied`` when it is negated."""
    for position in range(index - 1, max(-1, index - 1 - _GLUE_LENGTH), -1):
        token = sentence[position]
        taken = token.sort is Sort.INFINITIVE and any(
            _TAKING.fullmatch(t.word) or t.word == "al" for t in sentence[max(0, position - 3) : position]
        )
        named = token.word in {"logro", "logros"} and sentence[position + 1].word in {"de", ":"}
        if token.sort is Sort.DONE_VERB or taken or named:
            return "denied" if _negated(sentence, position) else "done"
        if token.sort is Sort.DONE_PARTICIPLE and _auxiliary(sentence, position):
            return "denied" if _negated(sentence, position) else "done"
        joins = token.word in _VERB_GLUE | {"fue", "fueron"} or (token.word == ":" and position == index - 1)
        named = _NOUN_OF_DOING.fullmatch(token.word) is not None and sentence[position + 1].word == "de"
        if not (joins or named):
            return ""
    return ""


def _auxiliary(sentence: Sequence[Token], position: int) -> bool:
    """The participle is a tense of its own, or names a figure: ``han entregado 5``, ``lo realizado: 5``."""
    opens = position == 0 or sentence[position - 1].sort is Sort.BREAK
    before = sentence[position - 1].word if position else ""
    return (opens and sentence[position + 1].word == ":") or before in _BEFORE_PARTICIPLE


def _negated(sentence: Sequence[Token], position: int) -> bool:
    for back in range(position - 1, max(-1, position - 5), -1):
        token = sentence[back]
        if token.word in _NEGATION:
            return True
        if token.sort is Sort.BREAK or token.number:
            return False
    return False


def _pair(sentence: Sequence[Token], roles: dict[int, set[Role]]) -> None:
    """In ``se registran 0 de 0`` the second number is the target though nothing else says so."""
    for index, found in list(roles.items()):
        led = found == {"achieved"} or _rated(sentence, index, roles)
        if sentence[index].sort is not Sort.COUNT or not led:
            continue
        position = index + 1
        while position < len(sentence) and sentence[position].word in _OF_A_TOTAL:
            position += 1
        joined = position > index + 1 and sentence[index + 1].word == "de"
        if not joined:
            position = _elliptical(sentence, index)
            joined = position > 0
        if joined and position in roles and sentence[position].sort is Sort.COUNT and not roles[position]:
            found.add("achieved")
            roles[position].add("target")


def _elliptical(sentence: Sequence[Token], index: int) -> int:
    """Index of the second number in ``13 servicios otorgados de 25``; 0 when there is none."""
    for position in range(index + 1, min(len(sentence) - 2, index + _PHRASE)):
        token = sentence[position]
        if token.number or token.sort is Sort.BREAK:
            return 0
        if token.sort is Sort.DONE_PARTICIPLE and sentence[position + 1].word == "de":
            target = position + 2
            closes = target + 1 == len(sentence) or sentence[target + 1].sort is Sort.BREAK
            return target if closes and sentence[target].sort is Sort.COUNT else 0
    return 0


def _rated(sentence: Sequence[Token], index: int, roles: dict[int, set[Role]]) -> bool:
    """A bare pair that a percentage sums up: ``52% (13 de 25)``, ``un avance de 13 de 25``."""
    before = [token.word for token in sentence[max(0, index - 3) : index]]
    bracketed = bool(before) and before[-1] == "(" and index > 1 and sentence[index - 2].sort is Sort.PERCENT
    advance = "avance" in before or "cumplimiento" in before
    return not roles[index] and (bracketed or advance)


def _drop_summands(sentence: Sequence[Token], roles: dict[int, set[Role]]) -> None:
    """``3 ordinarias y 2 extraordinarias``: neither number alone is the figure."""
    counts = [index for index in roles if sentence[index].sort is Sort.COUNT]
    for one, two in pairwise(counts):
        between = sentence[one + 1 : two]
        joined = bool(between) and between[-1].word in {"y", "e", "mas", ","}
        settled = {Sort.BREAK, Sort.DONE_VERB, Sort.DONE_PARTICIPLE, Sort.PLANNED}
        barred = any(t.sort in settled and t.word != "," for t in between)
        if joined and not barred and len(between) < _PHRASE and bool(roles[one]) != bool(roles[two]):
            roles[one].clear()
            roles[two].clear()


def _percent_alone(sentence: Sequence[Token], roles: dict[int, set[Role]]) -> None:
    """A percentage without a word of its own, closing a sentence that gives both target and achieved."""
    given = {role for found in roles.values() for role in found}
    percents = [index for index in roles if sentence[index].sort is Sort.PERCENT]
    if not {"target", "achieved"} <= given or len(percents) != 1 or roles[percents[0]]:
        return
    (index,) = percents
    before = [token.word for token in sentence[max(0, index - 4) : index]]
    closes = index + 1 == len(sentence) or sentence[index + 1].sort is Sort.BREAK
    if closes and (before[-1:] in (["("], [","], [":"]) or set(before) & {"con", "para", "un", "el"}):
        said = " ".join(before)
        apart = bool(_PERCENT_OTHER.search(said)) or bool({"en", "por"} & set(before[-2:]))
        if not apart and not _EXCESS.search(f"{said} "):
            roles[index].add("progress")
