"""What a justification says about target, achieved and percentage.

A number gets a role from the words around it, never from its order. A wrong role makes a false finding, so
a role that two numbers compete for has none: an ambiguous sentence is no witness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cuadre.evidence import NumberFormat, Printed
from normalize.narrative_binding import ORDINALS, Role, bind_sentence
from normalize.narrative_words import Sort, Token, tokens
from normalize.units import plain

_ROLES: tuple[Role, ...] = ("target", "achieved", "progress", "cumulative", "annual_target")
_SURE, _SPELLED, _LOOSE = 0.97, 0.85, 0.9
_ANNUAL_PART = re.compile(
    r"\bjustificacion\s+(?:del\s+avance\s+)?(?:anual|acumulad[ao])\b|\bavance\s+anual\s*:"
)
_QUARTER_PART = re.compile(r"\bjustificacion\s+(?:del\s+avance\s+)?trimestral\b|\bavance\s+trimestral\s*:")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that a justification gives a role to.

    Attributes:
        role: What it is said to be.
        text: As printed, with its percent sign.
        printed: Its value and precision.
        span: Start and end in the text.
        confidence: 0 to 1.
    """

    role: Role
    text: str
    printed: Printed
    span: tuple[int, int]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Bound:
    """A candidate: a number of one sentence with the role its words give it."""

    role: Role
    token: Token
    sentence: int


def narrative_figures(text: str, *, fmt: NumberFormat, quarter: int | None = None) -> tuple[Mention, ...]:
    """Bind the numbers of a justification to their roles.

    Args:
        text: The justification as published.
        fmt: How the document prints figures.
        quarter: The quarter reported, 1 to 4, where it is known; clauses about another one are left out.

    Returns:
        At most one mention for each role, in order of role. None for a role that is not given, or that
        several different numbers claim.

    >>> from cuadre.evidence import ES_MX
    >>> found = narrative_figures("De 25 obras programadas se realizaron 13, esto es, el 52%.", fmt=ES_MX)
    >>> [(mention.role, mention.text) for mention in found]
    [('target', '25'), ('achieved', '13'), ('progress', '52%')]
    """
    bound: list[_Bound] = []
    own_quarter = ORDINALS[quarter - 1] if quarter else _only_quarter(plain(text))
    for start, end, annual in _parts(text):
        folded = plain(text[start:end])
        # A gap in the count keeps the last sentence of one part from being next to the first of another.
        count = bound[-1].sentence + 2 if bound else 0
        for number, sentence in enumerate(_sentences(tokens(text[start:end], fmt)), count):
            bound += _bind(sentence, folded, number, own_quarter, annual=annual, offset=start)
    return tuple(m for role in _ROLES if (m := _settle(role, bound, text)) is not None)


def _parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it speaks of the year, for each part of a justification."""
    folded = plain(text)
    marks = sorted(
        [(m.end(), m.start(), True) for m in _ANNUAL_PART.finditer(folded)]
        + [(m.end(), m.start(), False) for m in _QUARTER_PART.finditer(folded)]
    )
    begin, annual = 0, False
    for after, mark, kind in marks:
        if mark > begin:
            yield begin, mark, annual
        begin, annual = after, kind
    yield begin, len(text), annual


def _sentences(found: Sequence[Token]) -> list[list[Token]]:
    sentences: list[list[Token]] = [[]]
    for token in found:
        if token.sort is Sort.BREAK and token.word in ".;\n":
            sentences.append([])
        else:
            sentences[-1].append(token)
    return [sentence for sentence in sentences if sentence]


def _only_quarter(folded: str) -> str:
    """The quarter named, if only one is."""
    found = set(re.findall(r"\b(primer|segundo|tercer|cuarto)\s+trimestre\b", folded))
    return found.pop() if len(found) == 1 else ""


def _bind(
    sentence: Sequence[Token], folded: str, number: int, own_quarter: str, *, annual: bool, offset: int
) -> list[_Bound]:
    return [
        _Bound(role, _moved(sentence[index], offset), number)
        for index, found in bind_sentence(sentence, folded, own_quarter, annual=annual).items()
        for role in sorted(found)
    ]


def _moved(token: Token, offset: int) -> Token:
    return replace(token, start=token.start + offset, end=token.end + offset)


def _settle(role: Role, bound: Sequence[_Bound], text: str) -> Mention | None:
    """The one number that may have the role."""
    candidates = [b for b in bound if b.role == role]
    if role == "achieved":
        # "se atendieron 300 personas" without plan or percentage beside it is about something else.
        near = {b.sentence for b in bound if b.role in {"target", "progress"}}
        candidates = [b for b in candidates if near & {b.sentence - 1, b.sentence, b.sentence + 1}]
    if len(_values(candidates)) > 1:
        roles_of: dict[int, set[Role]] = {}
        for b in bound:
            roles_of.setdefault(b.sentence, set()).add(b.role)
        partners: set[Role] = {"target", "achieved"}
        candidates = [b for b in candidates if partners - {role} <= roles_of[b.sentence]]
    if len(_values(candidates)) != 1:
        return None
    token = candidates[0].token
    if token.printed is None:
        return None
    confidence = _SPELLED if token.spelled else _SURE if len(candidates) == 1 else _LOOSE
    return Mention(role, text[token.start : token.end], token.printed, (token.start, token.end), confidence)


def _values(candidates: Iterable[_Bound]) -> set[object]:
    return {b.token.printed.value for b in candidates if b.token.printed is not None}
