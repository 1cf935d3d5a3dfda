"""Names of responsible units: which one stands in a row that was misread, and which names are one unit.

Letters alone never make one unit of two names that are both made of words: `Salud Física` and `Salud Mental` stay two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from cuadre.evidence import Alphabet, Ask, Finding, Repair
from normalize.model import Row
from normalize.repair.model import APPLIED, PROPOSED, Found, Setting, UnitDecision
from normalize.repair.units_acronyms import acronym_says, acronyms_of, repeats
from normalize.repair.units_evidence import FIELD, Named, Witnesses, is_certain
from normalize.repair.units_official import Catalogue, catalogued
from normalize.repair.units_vote import UNIT_DECISION, UNIT_KIND, UNIT_WORD, Judged, choices, rivals, voted
from normalize.repair.units_words import mended_kind, mended_name
from normalize.rules import UNIT_NAME_UNSURE, UNIT_NOT_IN_CATALOGUE
from normalize.units import canonical_units, name_words, slip_roots

_BY_WORD, _BY_KIND = 0.9, 0.8
_ACCENTS = frozenset("áéíóúü")


def repair_units(rows: Sequence[Row], setting: Setting) -> Found:
    """Give each row the name that its unit bears, where the evidence leaves one.

    In order: what persons decided; words that are none; first words that are no kind of unit; the catalogue; the vote
    of the document. On a scan a second reading must agree; without one only what is no word is mended. What a digital
    page prints is left alone.
    """
    document = Witnesses.of(rows, setting)
    judged = judge(document, setting)
    judged, doubted = _looked_at(judged, setting)
    repairs = tuple(_repairs(judged, rows))
    catalogue = Catalogue.of(setting.catalogue, setting.fiscal_year)
    findings = (*_rival_findings(judged), *_doubt_findings(doubted), *_slip_findings(judged),
                *_repeat_findings(judged), *_unlisted(judged, catalogue))  # fmt: skip
    return Found(repairs, findings)


def judge(document: Witnesses, setting: Setting) -> tuple[Judged, ...]:
    """Say for each name of a document what it should read; nobody has looked at a scan again yet."""
    decisions = {decision.name: decision for decision in setting.decisions}
    judged = tuple(_first_look(name, document, setting, decisions) for name in document.names)
    catalogue = Catalogue.of(setting.catalogue, setting.fiscal_year)
    return voted(catalogued(judged, catalogue, document), document)


def canonical_names(rows: Sequence[Row], setting: Setting) -> tuple[str, ...]:
    """One name for each row to group by: the one decided on, the official one, else the best spelling there is.

    To be called with repaired rows.
    """
    catalogue = Catalogue.of(setting.catalogue, setting.fiscal_year)
    decided = {decision.name: decision.canonical for decision in setting.decisions}
    fixed = {
        name: canonical
        for name in dict.fromkeys(row.responsible_unit for row in rows)
        if (canonical := decided.get(name) or _official_name(name, catalogue))
    }
    free = [row.responsible_unit for row in rows if row.responsible_unit not in fixed]
    grouped = dict(zip(free, canonical_units(free), strict=True))
    return tuple(fixed.get(name) or grouped[name] for name in (row.responsible_unit for row in rows))


def _official_name(name: str, catalogue: Catalogue) -> str:
    unit = catalogue.known(name)
    return unit.name if unit else ""


def _first_look(
    name: Named, document: Witnesses, setting: Setting, decisions: Mapping[str, UnitDecision]
) -> Judged:
    start = Judged(name, name.text)
    decision = decisions.get(name.text)
    if decision is not None:
        if decision.apart or name.certain:
            return replace(start, settled=True)
        said = (f"decisión de {decision.decided_by}" if decision.decided_by else "decisión de una persona",)
        return replace(start.turned(decision.canonical, UNIT_DECISION, said, 1.0), settled=True, confidence=1.0)
    if name.certain:
        return start
    words = mended_name(name, document)
    if words.witnesses:
        start = start.turned(words.text, UNIT_WORD, words.witnesses, _BY_WORD)
    kind = mended_kind(start.after, document, setting.form)
    if kind.witnesses:
        start = start.turned(kind.text, UNIT_KIND, kind.witnesses, _BY_KIND, real=True)
    return start


def _looked_at(judged: Sequence[Judged], setting: Setting) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """Ask for a second reading of each scanned row that would change: the issuer may have printed what looks wrong.

    Returns:
        The names, raw again where the second readings do not agree; and those that were left so.
    """
    scanned = [
        (one, row)
        for one in judged if one.rule not in {"", UNIT_DECISION}
        for row in one.name.rows if _is_scanned(row)
    ]  # fmt: skip
    if not scanned:
        return tuple(judged), ()
    asks = [
        Ask(reading.place, Alphabet.TEXT, reading.as_read)
        for _, row in scanned if (reading := row.reading(FIELD)) is not None
    ]  # fmt: skip
    agreed: dict[str, bool] = {}
    for (one, _), looks in zip(scanned, setting.read_again(asks), strict=True):
        seen = any(_letters(look.text) == _letters(one.after) for look in looks)
        enough = seen or not (looks or one.real or _only_accents(one))
        agreed[one.name.text] = agreed.get(one.name.text, True) and enough
    doubted = tuple(one for one in judged if agreed.get(one.name.text) is False)
    kept = tuple(Judged(one.name, one.name.text) if one in doubted else one for one in judged)
    return kept, doubted


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _only_accents(one: Judged) -> bool:
    return name_words(one.name.text) == name_words(one.after)


def _is_scanned(row: Row) -> bool:
    reading = row.reading(FIELD)
    return reading is not None and reading.from_pixels


def _repairs(judged: Sequence[Judged], rows: Sequence[Row]) -> Iterator[Repair]:
    by_name = {one.name.text: one for one in judged}
    printed = {one.name.text for one in judged if one.name.votes > 1 or one.name.certain}
    for row in rows:
        one = by_name.get(row.responsible_unit)
        if one is None or one.after == row.responsible_unit or is_certain(row):
            continue
        yield Repair(
            page=row.place.page, row=row.number, field=FIELD, before=row.responsible_unit, after=one.after,
            rule=one.rule, witnesses=one.witnesses, confidence=one.confidence,
            state=PROPOSED if _may_be_printed(one, printed) else APPLIED, decided_by=_who(one),
        )  # fmt: skip


def _may_be_printed(one: Judged, printed: AbstractSet[str]) -> bool:
    """One row of many without any accent: issuers type so. Who reads badly loses one accent and keeps another."""
    if one.rule == UNIT_DECISION or one.name.votes > 1 or _ACCENTS & set(one.name.text.lower()):
        return False
    return one.after in printed and _only_accents(one)


def _who(one: Judged) -> str:
    return "person" if one.rule == UNIT_DECISION else "rule"


def _rival_findings(judged: Sequence[Judged]) -> Iterator[Finding]:
    """A component and its activities name their unit in ways that letters cannot explain."""
    for group in rivals(judged):
        rows = [(row, choice.text) for choice in group for member in choice.members for row in member.name.rows]
        open_rows = sorted(((row.number, row, text) for row, text in rows if not is_certain(row)), key=lambda it: it[0])
        if all(member.settled for choice in group for member in choice.members):
            continue
        votes = ", ".join(f"«{choice.text}» {choice.votes}" for choice in group)
        acronyms = acronyms_of(row for row, _ in rows)
        for _, row, text in open_rows:
            said = acronym_says(acronyms, text)
            yield UNIT_NAME_UNSURE.finding(
                f"El mismo componente y sus actividades nombran a su unidad de varias maneras ({votes}"
                f"{'; ' + said if said else ''}); coteje con el original o use un catálogo.",
                page=row.place.page, row=row.number, field=FIELD, as_read=row.responsible_unit, reported=text,
                alternatives=tuple(choice.text for choice in group if choice.text != text),
                evidence="; ".join(part for part in (votes, said, _repeated(text)) if part),
            )  # fmt: skip


def _repeated(text: str) -> str:
    twice = repeats(name_words(text))
    return f"repite «{' '.join(twice)}»" if twice else ""


def _doubt_findings(doubted: Sequence[Judged]) -> Iterator[Finding]:
    """A scan seems to say another name and a second look does not; an accent alone is not worth a person's time."""
    for one in doubted:
        if _only_accents(one):
            continue
        row = one.name.rows[0]
        yield UNIT_NAME_UNSURE.finding(
            f"El nombre «{one.name.text}» parece ser «{one.after}», y una segunda lectura no lo confirma.",
            page=row.place.page, row=row.number, field=FIELD, as_read=one.name.text, reported=one.name.text,
            alternatives=(one.after,), evidence="; ".join(one.witnesses),
        )  # fmt: skip


def _slip_findings(judged: Sequence[Judged]) -> Iterator[Finding]:
    """A digital page prints a name that is another one with a word that is none."""
    by_words = {choice.words: choice for choice in choices(judged)}
    roots = slip_roots(by_words)
    for one in judged:
        root = roots.get(name_words(one.after))
        if root is None or not one.name.certain:
            continue
        row, likely = one.name.rows[0], by_words[root]
        yield UNIT_NAME_UNSURE.finding(
            f"El documento imprime «{one.name.text}», que parece ser «{likely.text}» mal escrito.",
            page=row.place.page, row=row.number, field=FIELD, as_read=one.name.text, reported=one.name.text,
            alternatives=(likely.text,), evidence=f"«{likely.text}» {likely.votes}, «{one.name.text}» {one.name.votes}",
        )  # fmt: skip


def _repeat_findings(judged: Sequence[Judged]) -> Iterator[Finding]:
    """A name says a phrase twice, and no other name of its component has been told of already."""
    told = {member.name.text for group in rivals(judged) for choice in group for member in choice.members}
    for one in judged:
        said = _repeated(one.after)
        if not said or one.name.text in told or one.name.certain or one.settled:
            continue
        row = one.name.rows[0]
        yield UNIT_NAME_UNSURE.finding(
            f"El nombre «{one.after}» {said}; coteje con el original.",
            page=row.place.page, row=row.number, field=FIELD, as_read=one.name.text, reported=one.after, evidence=said,
        )  # fmt: skip


def _unlisted(judged: Sequence[Judged], catalogue: Catalogue) -> Iterator[Finding]:
    """Names that the catalogue does not have, each once."""
    if not catalogue.units:
        return
    for choice in choices(judged):
        if catalogue.known(choice.text) is not None:
            continue
        row = min((row for member in choice.members for row in member.name.rows), key=lambda row: row.number)
        near = catalogue.nearest(choice.text)
        yield UNIT_NOT_IN_CATALOGUE.finding(
            f"El catálogo no tiene la unidad «{choice.text}»"
            + (f"; la más parecida es «{near[0]}»." if near else "."),
            page=row.place.page, row=row.number, field=FIELD, as_read=row.responsible_unit, reported=choice.text,
            alternatives=near, evidence=f"{choice.votes} renglones",
        )  # fmt: skip
