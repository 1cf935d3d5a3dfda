"""Repair of headers: what one page prints is voted over all pages, then held against the words of the form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuadre.evidence import Finding, Repair
from extract.model import Cell, Reading
from normalize.form import Form
from normalize.misread import slack, wrong_letters
from normalize.model import Facts
from normalize.repair.header_blocks import Block, Label, blocks_of, labels_of
from normalize.repair.header_places import Placed, field_of, path_of, placed_labels
from normalize.repair.header_vote import Ballot, Correction, Dispute, Election, vote
from normalize.repair.model import APPLIED, Found, Setting
from normalize.repair.words import is_spanish
from normalize.rules import HEADER_DIFFERS, HEADER_PATHS, HEADER_SHIFTED, HEADER_UNDECIDED
from normalize.sheets import Identified, Recognized
from normalize.text import fold

VOTE, LEXICON, YEAR, QUARTER, SHIFT = (
    "header-vote", "header-lexicon", "header-year", "header-quarter", "header-shift",
)  # fmt: skip
"""Names of the steps in the ledger."""

_OWN_PRINT = "pdf"
_FEW = 3
_LONG_WORD = 5
_SURE_WORD = 0.8
_TOLD_BY_CELLS, _DOUBTFUL = 0.99, 0.6
"""How sure a column is known by its cells, and where its figures could as well be another's."""
_LEAST_WEIGHT = 0.05
_STROKES = "-\N{EN DASH}\N{EM DASH}_|"
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_ROMAN = frozenset("IV")
_ACCENTED = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ"}


@dataclass(frozen=True, slots=True)
class _Change:
    """A text of one printed header, and what it should say.

    Attributes:
        placed: The label that it is.
        block: The header it stands in.
        cell: As printed.
        correction: What was voted.
        rule: Which step would change it.
        applied: It is changed; what a digital page prints, or what may be another year or quarter, is not.
    """

    placed: Placed
    block: int
    cell: Cell
    correction: Correction
    rule: str
    applied: bool


def repair_headers(reading: Reading, recognized: Recognized, facts: Facts, setting: Setting) -> Found:
    """Repair the headers of a document.

    Each page's header is matched as a block with those of the other pages, so that a label that slipped over other
    columns is known as the one it is. Its words are voted over the pages, each as heavy as its reading is sure; where
    votes do not decide, the words of the form do. A label that all pages print alike is changed only where a word of it
    exists nowhere and looks like one of the form's. What a digital page prints is reported and never changed.

    Args:
        reading: The document.
        recognized: Its tables, as the form sees them.
        facts: Its title block; the year decides between two pages that differ in it.
        setting: What else is known.

    Returns:
        Repairs of no row, one for each text and one for each page whose labels slipped; findings with the path of
        each column, once for each table, and with what each page prints otherwise.
    """
    repairs: list[Repair] = []
    findings: list[Finding] = []
    lexicon = _lexicon(setting.form)
    for part in recognized.sheets:
        found = _repair_sheet(part, blocks_of(reading, part, setting.words, lexicon), facts, setting.form)
        repairs += found.repairs
        findings += found.findings
    return Found(tuple(repairs), tuple(findings))


def texts_after(texts: Iterable[str], repairs: Iterable[Repair]) -> list[str]:
    """Header texts of a document with their repairs taken, for what is read off them: years and quarters.

    A text is repaired as often as the ledger says, since pages that agree print it too.
    """
    waiting: dict[str, list[str]] = {}
    for repair in repairs:
        if repair.row is None and repair.state == APPLIED and repair.rule != SHIFT:
            waiting.setdefault(repair.before, []).append(repair.after)
    joined = [" ".join(text.split()) for text in texts]
    return [waiting[text].pop() if waiting.get(text) else text for text in joined]


def _repair_sheet(part: Identified, blocks: Sequence[Block], facts: Facts, form: Form) -> Found:
    labels = [label for label in labels_of(blocks) if len(label.cells) * _FEW >= len(blocks)]
    if not labels:
        return Found()
    lexicon = _lexicon(form)
    known = frozenset(lexicon) | ({str(facts.fiscal_year)} if facts.fiscal_year else set())
    spellings = _spellings(blocks)
    elections = [vote([_ballot(cell) for _, cell in label.cells], known, spellings) for label in labels]
    texts = [_by_form(one.text, lexicon, _is_digital(label)) for one, label in zip(elections, labels, strict=True)]
    placed = placed_labels(labels, texts, part.columns.roles, form)
    changes = [change for one, election in zip(placed, elections, strict=True)
               for change in _changes(one, election, blocks, form)]  # fmt: skip
    slips = [_slips(number, placed) for number in range(len(blocks))]
    repairs = [_repair(change, part, known) for change in changes if change.applied]
    repairs += [_shift(blocks[n], slip, part) for n, slip in enumerate(slips) if slip and _is_read(blocks[n])]
    findings = [
        *_path_findings(part, blocks, placed),
        *_differences(changes, blocks),
        *_shift_findings(slips, placed, blocks),
        *_undecided(elections, labels, blocks),
    ]
    return Found(tuple(sorted(repairs, key=lambda repair: repair.page)), tuple(findings))


def _ballot(cell: Cell) -> Ballot:
    from_pixels = cell.recognizer not in (_OWN_PRINT, "transcript")
    text = _without_rulings(cell.text) if from_pixels else cell.text
    return Ballot(text, max(cell.confidence, _LEAST_WEIGHT), from_pixels)


def _without_rulings(text: str) -> str:
    """A text without the strokes of a frame that a recogniser took for signs.

    >>> _without_rulings("- -META ALCANZADA | —")
    'META ALCANZADA'
    """
    words = (word.strip(_STROKES) for word in text.split())
    return " ".join(word for word in words if word)


def _spellings(blocks: Sequence[Block]) -> dict[str, float]:
    """How often each word stands in the headers, letter by letter."""
    found: dict[str, float] = {}
    for block in blocks:
        for cell in block.cells:
            for word in cell.text.split():
                found[word] = found.get(word, 0.0) + cell.confidence
    return found


def _is_digital(label: Label) -> bool:
    """Whether nobody had to read a label."""
    return all(cell.recognizer == _OWN_PRINT for _, cell in label.cells)


def _is_read(block: Block) -> bool:
    return all(cell.recognizer != _OWN_PRINT for cell in block.cells)


@lru_cache
def _form_words(form_lists: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, str], ...]:
    tokens = (token for words in form_lists for phrase in words for token in phrase.split())
    return tuple({fold(token): token.strip("(),.") for token in tokens if fold(token)}.items())


def _lexicon(form: Form) -> dict[str, str]:
    """The words of a form's headers, as ``fold`` leaves them, each with its spelling."""
    lists = (
        *(column.header for column in form.columns), *form.measures.values(), form.periods.quarter,
        form.periods.annual, *form.periods.ordinals.values(), *form.periods.phrases.values(),
    )  # fmt: skip
    return dict(_form_words(tuple(lists)))


def _by_form(text: str, lexicon: dict[str, str], digital: bool) -> str:
    """Replace words that exist nowhere by the one word of the form that they look like."""
    if digital:
        return text
    return " ".join(_form_word(word, lexicon) for word in text.split())


def _form_word(word: str, lexicon: dict[str, str]) -> str:
    core = word.strip(".,;:()")
    folded = fold(core)
    if folded in lexicon or " " in folded or not folded or folded.isdigit() or _is_word(core.casefold()):
        return word
    near = {known: wrong_letters(folded.lower(), known.lower()) for known in lexicon
            if len(known) >= min(_LONG_WORD, len(folded))}  # fmt: skip
    best = min(near.values(), default=1)
    if list(near.values()).count(best) > 1 or best > slack(len(folded)):
        return word
    known = lexicon[next(known for known, wrong in near.items() if wrong == best)]
    if core.isupper() or _ROMAN.issuperset(known):
        return word.replace(core, known)
    return word.replace(core, known.capitalize() if core[0].isupper() else known.lower())


def _is_word(word: str) -> bool:
    """Whether a word exists, an accent or a tilde aside: capitals often go without."""
    accented = (word[:n] + _ACCENTED[sign] + word[n + 1 :] for n, sign in enumerate(word) if sign in _ACCENTED)
    return is_spanish(word) or any(map(is_spanish, accented))


def _changes(one: Placed, election: Election, blocks: Sequence[Block], form: Form) -> Iterator[_Change]:
    """What each page prints otherwise than was settled."""
    by_form = one.text != election.text
    for ballot, (number, cell) in enumerate(one.label.cells):
        read = cell.recognizer != _OWN_PRINT
        correction = election.correction(ballot)
        if by_form and fold(cell.text) != fold(one.text):
            share = min(correction.share, _SURE_WORD) if correction else _SURE_WORD
            places = (Dispute(cell.text, one.text, 0),)
            yield _Change(one, number, cell, Correction(one.text, share, by_lexicon=True, places=places), LEXICON, read)
        elif correction:
            rule = _rule(correction, form)
            printed = [other.text for other in blocks[number].cells if other is not cell]
            own = _says_that_year(correction, printed) or _comes_back(cell, correction, one.label, form)
            yield _Change(one, number, cell, correction, rule, read and not own)


def _says_that_year(correction: Correction, printed: Sequence[str]) -> bool:
    """Whether the rest of a page's header speaks of the year it says, rather than of the one that was voted."""
    years = [year for text in printed for year in _ANY_YEAR.findall(text)]
    return any(years.count(place.said) > years.count(place.voted) for place in correction.places)


def _comes_back(cell: Cell, correction: Correction, label: Label, form: Form) -> bool:
    """Whether several pages print the quarter that this one does: then they report another one."""
    known = all(fold(place.said) in _ordinals(form) for place in correction.places)
    return known and sum(fold(other.text) == fold(cell.text) for _, other in label.cells) > 1


def _ordinals(form: Form) -> frozenset[str]:
    return frozenset(fold(word) for words in form.periods.ordinals.values() for word in words)


def _rule(correction: Correction, form: Form) -> str:
    before, after = ([fold(text) for text in texts] for texts in (
        (place.said for place in correction.places), (place.voted for place in correction.places)))  # fmt: skip
    if all(map(_ANY_YEAR.fullmatch, after)) and all(map(str.isdigit, before)):
        return YEAR
    if _ordinals(form).issuperset(after):
        return QUARTER
    return LEXICON if correction.by_lexicon else VOTE


def _repair(change: _Change, part: Identified, lexicon: Collection[str]) -> Repair:
    correction, pages = change.correction, len(change.placed.label.cells)
    known = correction.by_lexicon or all(_only_voted_is_known(place, lexicon) for place in correction.places)
    share = (1 + correction.share) / 2 if known else correction.share
    places = [place for place in correction.places if place.votes]
    witnesses = [f"«{place.voted or '-'}» en {place.votes} de {pages} páginas" for place in places]
    return Repair(
        page=change.cell.place.page, row=None, field=_field(change.placed, part), before=change.cell.text,
        after=correction.text, rule=change.rule, confidence=round(share, 2),
        witnesses=(*witnesses, *(["palabras del formato"] if known else [])),
    )  # fmt: skip


def _only_voted_is_known(place: Dispute, lexicon: Collection[str]) -> bool:
    """Whether the form has what was voted and not what stands there."""
    said, voted = ([word in lexicon for word in fold(text).split()] for text in (place.said, place.voted))
    return all(voted) and bool(voted) and not all(said)


def _field(one: Placed, part: Identified) -> str:
    own = one.home and any((one.meaning.role, one.meaning.measure, one.meaning.period)) and len(one.home) == 1
    return field_of(part.columns.roles[one.home[0]]) if own else "header"


def _slips(block: int, placed: Iterable[Placed]) -> tuple[tuple[int, Placed], ...]:
    """Labels that a page prints over columns that are not theirs, each with the column it stands over."""
    found = []
    for one in placed:
        cell = dict(one.label.cells).get(block)
        if cell is not None and one.home:
            covered = range(cell.column, cell.column + cell.column_span)
            # What every digital page prints over one column belongs there, whatever its words say.
            alike = _is_digital(one.label) and len({other.column for _, other in one.label.cells}) == 1
            if not alike and not set(covered) & set(one.home):
                found.append((cell.column, one))
    return tuple(sorted(found, key=lambda slip: slip[0]))


def _shift(block: Block, slips: Sequence[tuple[int, Placed]], part: Identified) -> Repair:
    before = "; ".join(f"{column + 1} {one.text}" for column, one in slips)
    after = "; ".join(f"{one.home[0] + 1} {one.text}" for _, one in slips)
    witnesses = ("lo que traen las celdas de cada columna", "palabras del formato")
    doubtful = part.columns.doubtful.intersection(column for _, one in slips for column in one.home)
    return Repair(page=block.page, row=None, field="header", before=before, after=after, rule=SHIFT,
                  witnesses=witnesses, confidence=_DOUBTFUL if doubtful else _TOLD_BY_CELLS)  # fmt: skip


def _path_findings(part: Identified, blocks: Sequence[Block], placed: Sequence[Placed]) -> Iterator[Finding]:
    """The path of each column, where pages print their header more than once."""
    if len(blocks) < 2:  # noqa: PLR2004
        return
    paths = [" > ".join(path_of(column, placed)) for column in range(len(part.columns.roles))]
    fields = [field_of(role) for role in part.columns.roles]
    message = f"El encabezado se imprime {len(blocks)} veces; se publica lo que dice sobre cada columna en la mayoría."
    yield HEADER_PATHS.finding(
        message, page=blocks[0].page, field="header",
        as_read=" | ".join(part.sheet.label(column) for column in range(len(paths))), reported=" | ".join(paths),
        evidence=" | ".join(fields),
    )  # fmt: skip


def _differences(changes: Sequence[_Change], blocks: Sequence[Block]) -> Iterator[Finding]:
    """One finding for each page that words its header otherwise."""
    for number, block in enumerate(blocks):
        here = [change for change in changes if change.block == number]
        if here:
            listed = "; ".join(f"«{change.cell.text}» por «{change.correction.text}»" for change in here)
            end = "se repara" if any(change.applied for change in here) else "se deja como está impreso"
            yield HEADER_DIFFERS.finding(
                f"El encabezado de la página {block.page} dice {listed}; {end}.", page=block.page, field="header",
                as_read=" | ".join(change.cell.text for change in here),
                reported=" | ".join(change.correction.text for change in here),
            )  # fmt: skip


def _shift_findings(
    slips: Sequence[Sequence[tuple[int, Placed]]], placed: Sequence[Placed], blocks: Sequence[Block]
) -> Iterator[Finding]:
    """One finding for each page whose labels stand over other columns, or are not all there."""
    for number, (block, slipped) in enumerate(zip(blocks, slips, strict=True)):
        lost = [one.text for one in placed
                if number not in dict(one.label.cells) and 2 * len(one.label.cells) > len(blocks)]  # fmt: skip
        told = [f"«{one.text}» está sobre la columna {at + 1} y es de la {one.home[0] + 1}" for at, one in slipped]
        told += [f"falta «{text}»" for text in lost]
        if told:
            yield HEADER_SHIFTED.finding(
                f"En el encabezado de la página {block.page} {'; '.join(told)}.", page=block.page, field="header",
                as_read=" | ".join(cell.text for cell in block.cells),
                evidence="; ".join([*(f"{c + 1}->{one.home[0] + 1}" for c, one in slipped), *(["lost"] * len(lost))]),
            )  # fmt: skip


def _undecided(
    elections: Sequence[Election], labels: Sequence[Label], blocks: Sequence[Block]
) -> Iterator[Finding]:
    """One finding for each label in which no word has the pages' vote."""
    for election, label in zip(elections, labels, strict=True):
        open_places = [words for words in election.open_places() if all(words)]
        if open_places:
            candidates = tuple(dict.fromkeys(word for words in open_places for word in words))
            listed = ", ".join(f"«{word}»" for word in candidates)
            yield HEADER_UNDECIDED.finding(
                f"Las páginas no se ponen de acuerdo en el encabezado «{election.text}»: dicen {listed}.",
                page=blocks[label.cells[0][0]].page, field="header", as_read=election.text, alternatives=candidates,
            )  # fmt: skip
