"""Mistakes that issuers make, each made on purpose in one row and told in its `Planted` note.

Each mistake stays on paper as an office would leave it: only the cell it is about is wrong, all others
still agree with each other.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from report import QUARTERS, Planted, Row, count_text, figure_value, rounded, share_text

Rows = list[Row]
Mistake = Callable[[Rows, int, random.Random, "Period"], Row | None]
"""Makes a mistake in one row of many; ``None`` when the row does not lend itself."""


class Period(Protocol):
    """Which report the mistakes are made in."""

    @property
    def quarter(self) -> int:
        """The reporting quarter."""

    @property
    def places(self) -> int:
        """Decimals of percentages."""

    @property
    def mistakes(self) -> int:
        """How many mistakes are wanted."""


def idle_quarter_done(row: Row, quarter: int) -> Row:
    """Note that a quarter with nothing programmed and nothing achieved is reported as 100 %."""
    field = f"pct_q{quarter}"
    why = "0 programado y 0 alcanzado reportado como 100%"
    return row.plant(Planted("ZERO_OVER_ZERO", field, row.figures[field], "n/a", why))


def make_mistakes(rows: tuple[Row, ...], chance: random.Random, period: Period) -> tuple[Row, ...]:
    """Return the rows with the mistakes wanted, each in a row of its own, as far as rows suffice."""
    out = list(rows)
    kinds = list(MISTAKES)
    chance.shuffle(kinds)
    free = [at for at, row in enumerate(rows) if not row.oddities and not row.planted]
    free = [at for at in free if rows[at].level in {"Actividad", "Componente"}]
    chance.shuffle(free)
    for kind in (kinds * (1 + period.mistakes // len(kinds)))[: period.mistakes]:
        for at in free:
            changed = MISTAKES[kind](out, at, chance, period)
            if changed is not None:
                out[at] = changed
                free.remove(at)
                break
    return tuple(out)


def _wrong_pct(rows: Rows, at: int, chance: random.Random, period: Period) -> Row | None:
    field = f"pct_q{period.quarter}"
    right = rows[at].figures[field]
    if figure_value(right) > 100 and chance.random() < 0.6:
        wrong, why = f"{rounded(Decimal(100), period.places)}%", "topado a 100%"
    else:
        wrong, why = f"{figure_value(right) + chance.choice((3, 7, 10, 20))}%", ""
    changed = rows[at].with_figures(**{field: wrong})
    return rows[at].plant(Planted("WRONG_PCT", field, wrong, right, why), figures=changed)


def _wrong_cum(rows: Rows, at: int, chance: random.Random, period: Period) -> Row | None:
    field = f"cum_pct_q{period.quarter}"
    right = rows[at].figures[field]
    wrong = f"{figure_value(right) + chance.choice((5, 9, 30))}%"
    changed = rows[at].with_figures(**{field: wrong})
    return rows[at].plant(Planted("WRONG_CUM", field, wrong, right), figures=changed)


def _annual_ne_sum(rows: Rows, at: int, chance: random.Random, period: Period) -> Row | None:
    row = rows[at]
    right = row.figures["annual"]
    annual = figure_value(right) + chance.choice((1, 2, 10))
    figures, so_far = {"annual": count_text(annual)}, Decimal()
    for q in range(1, period.quarter + 1):
        so_far += figure_value(row.figures[f"achieved_q{q}"])
        figures[f"cum_pct_q{q}"] = share_text(so_far, annual, period.places)
    if row.narrative.get("cum_pct"):
        return None
    why = f"la suma de los trimestres es {right}"
    note = Planted("ANNUAL_NE_SUM", "annual", figures["annual"], right, why)
    return row.plant(note, figures=row.with_figures(**figures))


def _told_wrong(kind: str, slot: str, steps: tuple[int, ...]) -> Mistake:
    def mistake(rows: Rows, at: int, chance: random.Random, _period: Period) -> Row | None:
        row = rows[at]
        right = row.narrative.get(slot)
        if not right:
            return None
        moved = figure_value(right) + chance.choice(steps)
        wrong = f"{moved}%" if slot == "pct" else count_text(moved)
        # The figures of a narrative are told apart by their text: swap only one that occurs once.
        if row.justification.count(right) != 1 or _inside_other(row, slot, right):
            return None
        text = row.justification.replace(right, wrong)
        note = Planted(kind, "justification", wrong, right)
        return row.plant(note, justification=text, narrative=row.narrative | {slot: wrong})

    return mistake


def _inside_other(row: Row, slot: str, text: str) -> bool:
    return any(told and text in told for name, told in row.narrative.items() if name != slot)


def _narrative_copied(rows: Rows, at: int, _chance: random.Random, _period: Period) -> Row | None:
    row = rows[at]
    others = [r for r in rows if r.narrative.get("pct") and not r.planted]
    others = [r for r in others if r.narrative["programmed"] != row.narrative.get("programmed")]
    if not others or not row.narrative.get("pct"):
        return None
    other = min(others, key=lambda r: abs(rows.index(r) - at))
    note = Planted(
        "NARR_COPIED",
        "justification",
        f"narrativa de {other.indicator_code}",
        "",
        "justificación copiada de otra fila; sus cifras no corresponden",
    )
    return row.plant(note, justification=other.justification, narrative=dict(other.narrative))


def _code_duplicated(rows: Rows, at: int, _chance: random.Random, _period: Period) -> Row | None:
    before, row = rows[at - 1], rows[at]
    if before.level != "Actividad" or row.level != "Actividad" or before.planted:
        return None
    return row.plant(Planted("CODE_DUPLICATED", "code", before.code, row.code), code=before.code)


def _code_gap(rows: Rows, at: int, _chance: random.Random, _period: Period) -> Row | None:
    row = rows[at]
    last = at + 1 == len(rows) or rows[at + 1].level != "Actividad"
    if row.level != "Actividad" or not last or row.code.endswith(".1"):
        return None
    head, _, number = row.code.rpartition(".")
    wrong = f"{head}.{int(number) + 1}"
    return row.plant(Planted("CODE_GAP", "code", wrong, row.code), code=wrong)


def _level_code_mismatch(rows: Rows, at: int, _chance: random.Random, _period: Period) -> Row | None:
    row = rows[at]
    wrong = "Actividad" if row.level == "Componente" else "Componente"
    return row.plant(Planted("LEVEL_CODE_MISMATCH", "level", wrong, row.level), level=wrong)


def _div_by_zero(rows: Rows, at: int, _chance: random.Random, period: Period) -> Row | None:
    row, q = rows[at], period.quarter
    if row.level != "Actividad" or not figure_value(row.figures[f"achieved_q{q}"]):
        return None
    annual = sum((figure_value(row.figures[f"q{k}"]) for k in QUARTERS if k != q), Decimal())
    figures, so_far = {"annual": count_text(annual), f"q{q}": "0", f"pct_q{q}": "#¡DIV/0!"}, Decimal()
    for k in range(1, q + 1):
        so_far += figure_value(row.figures[f"achieved_q{k}"])
        figures[f"cum_pct_q{k}"] = share_text(so_far, annual, period.places)
    achieved = row.figures[f"achieved_q{q}"]
    text = f"Justificación Trimestral: Se atendieron {achieved} casos que no estaban programados."
    note = Planted("DIV_BY_ZERO", f"pct_q{q}", "#¡DIV/0!", "n/a", "división entre 0 programado")
    told = {"pct": None, "programmed": None, "achieved": achieved, "cum_pct": None}
    return row.plant(note, figures=row.with_figures(**figures), justification=text, narrative=told)


def _unit_name_variant(rows: Rows, at: int, _chance: random.Random, _period: Period) -> Row | None:
    row = rows[at]
    bare = "".join(c for c in unicodedata.normalize("NFD", row.unit) if not unicodedata.combining(c))
    wrong = bare if bare != row.unit else row.unit.replace(" de ", " ", 1)
    same = [other for other in rows if other.unit == row.unit]
    if wrong == row.unit or len(same) < 3:
        return None
    return row.plant(Planted("UNIT_NAME_VARIANT", "responsible_unit", wrong, row.unit), unit=wrong)


def _hidden_decimals(rows: Rows, at: int, chance: random.Random, period: Period) -> Row | None:
    row, q = rows[at], period.quarter
    target = figure_value(row.figures[f"q{q}"])
    shown = figure_value(row.figures[f"achieved_q{q}"])
    whole = shown == shown.to_integral_value() and shown > 1
    if row.level != "Componente" or not whole or not row.narrative.get("pct"):
        return None
    hidden = shown + Decimal(chance.choice((-41, -34, 28, 46))) / 100
    so_far = hidden + sum((figure_value(row.figures[f"achieved_q{k}"]) for k in range(1, q)), Decimal())
    pct = share_text(hidden, target, period.places)
    cumulative = share_text(so_far, figure_value(row.figures["annual"]), period.places)
    told = row.narrative["pct"] or ""
    if row.narrative.get("cum_pct") or row.justification.count(told) != 1 or pct == row.figures[f"pct_q{q}"]:
        return None
    why = f"la celda contiene {hidden} y se muestra {shown}"
    return row.plant(
        Planted("HIDDEN_DECIMALS", f"pct_q{q}", pct, row.figures[f"pct_q{q}"], why),
        figures=row.with_figures(**{f"pct_q{q}": pct, f"cum_pct_q{q}": cumulative}),
        justification=row.justification.replace(told, pct),
        narrative=row.narrative | {"pct": pct},
    )


MISTAKES: dict[str, Mistake] = {
    "WRONG_PCT": _wrong_pct,
    "WRONG_CUM": _wrong_cum,
    "ANNUAL_NE_SUM": _annual_ne_sum,
    "NARR_PCT": _told_wrong("NARR_PCT", "pct", (2, 6, 11)),
    "NARR_PROGRAMMED": _told_wrong("NARR_PROGRAMMED", "programmed", (1, 3, 8)),
    "NARR_ACHIEVED": _told_wrong("NARR_ACHIEVED", "achieved", (1, 2, 5)),
    "NARR_COPIED": _narrative_copied,
    "CODE_DUPLICATED": _code_duplicated,
    "CODE_GAP": _code_gap,
    "LEVEL_CODE_MISMATCH": _level_code_mismatch,
    "DIV_BY_ZERO": _div_by_zero,
    "UNIT_NAME_VARIANT": _unit_name_variant,
    "HIDDEN_DECIMALS": _hidden_decimals,
}
"""Kind to what makes it."""
