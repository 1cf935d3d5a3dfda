"""The signature block: who prepared, reviewed and authorized a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuadre.evidence import Finding, Place
from extract.model import Cell, Page, PageKind, TextLine
from normalize.model import Signatory
from normalize.rules import SIGNATURE_WITHOUT_NAME
from normalize.signatories_ink import ink_beside
from normalize.word_lists import WordLists

_ROLE_LENGTH = 60
_NAME_WORDS = range(2, 10)
_REACH = 160.0
_POST_LINES = 3
_LINE_GAP = 1.3
_SAME_ROW = 6.0
_SLANT = 0.04
"""How far a line of a scanned page may sink or rise, as a share of its length."""
_NO_SIZE = 8.0
_FEWEST_LETTERS = 3
_SURE_FROM = 0.5
"""A cell read with less confidence than this may be of a role and names nobody: a signature crosses it."""


@dataclass(frozen=True, slots=True)
class SignatureWords(WordLists):
    """The words of a signature block, lower case and without accents.

    Attributes:
        prepared, reviewed, authorized: What the line of a role starts with.
        posts: Stems that a post starts with, and a name never does.
        seals: First words of the lines of a seal.
    """

    prepared: tuple[str, ...] = (
        "elaboro", "elaborado por", "elabora", "formulo", "formulado por", "preparo", "integro", "capturo",
        "responsable de la informacion", "responsable de informacion", "responsable de la elaboracion",
        "enlace responsable",
    )  # fmt: skip
    reviewed: tuple[str, ...] = (
        "reviso", "revisado por", "revisa", "vo. bo", "vo.bo", "vobo", "vo bo", "visto bueno", "valido",
        "validado por", "verifico", "superviso",
    )  # fmt: skip
    authorized: tuple[str, ...] = (
        "autorizo", "autorizado por", "autoriza", "aprobo", "aprobado por", "aprueba",
    )  # fmt: skip
    posts: tuple[str, ...] = (
        "director", "subdirector", "titular", "jef", "coordinador", "enlace", "auxiliar", "secretari",
        "subsecretari", "president", "tesorer", "encargad", "responsable", "analista", "contralor",
        "oficial", "sindic", "regidor", "asistente", "administrador", "gerente", "delegad", "supervisor",
        "tecnic", "subjef", "asesor", "comision", "comisari", "rector", "planeador", "evaluador", "direccion",
        "jefatura", "coordinacion", "profesionista", "especialista", "operador", "capturista", "vocal",
    )  # fmt: skip
    seals: tuple[str, ...] = (
        "municipio", "h. ayuntamiento", "h ayuntamiento", "ayuntamiento", "gobierno", "sello", "pagina",
        "administracion", "estado de", "firma", "rubrica",
    )  # fmt: skip

    def role_of(self, text: str) -> tuple[str, str]:
        """Role of a line and what follows the role's words on it; ``("", "")`` when it opens none.

        >>> SignatureWords().role_of("Elaboró: Lic. Ana Ruiz")
        ('prepared', 'Lic. Ana Ruiz')
        """
        for role in ("prepared", "reviewed", "authorized"):
            for start in sorted(getattr(self, role), key=len, reverse=True):
                length = self.opening(text, start)
                if length:
                    rest = text[length:]
                    tail = rest.partition(":")[2] if ":" in rest else ""
                    if len(text) - len(tail) <= _ROLE_LENGTH:
                        return role, tail.strip(" _")
        return "", ""


def read_signatories(
    pages: Sequence[Page], words: SignatureWords, cells: Iterable[Cell] = ()
) -> tuple[tuple[Signatory, ...], tuple[Finding, ...]]:
    """Find the people of the signature block. It is detected, never required.

    Args:
        pages: Text outside the tables.
        words: What roles, posts and seals start with.
        cells: Cells of a table that holds the signature block, when it stands in one.

    Returns:
        Signatories in reading order, and a finding for each role that nobody is named for.
    """
    signatories: list[Signatory] = []
    findings: list[Finding] = []
    boxed = tuple(cells)
    waiting: list[TextLine] = []
    lists = words
    for page in pages:
        words = lists.for_pixels() if page.kind is PageKind.SCANNED else lists
        here = [cell for cell in boxed if cell.place.page == page.number]
        boxed_lines = ((cell, line) for cell in here for line in cell_lines(cell))
        sure = (line for cell, line in boxed_lines if cell.confidence >= _SURE_FROM or words.role_of(line.text)[0])
        lines = [*page.lines, *sure]
        lines = [*_carried(waiting, lines), *lines]
        waiting = _at_the_foot(lines, words) if page is not pages[-1] else []
        lines = [line for line in lines if line not in waiting]
        if any(line.place.box for line in lines):
            blocks = _paper_blocks([line for line in lines if not _is_speck(line.text, words)], words)
        else:
            blocks = _transcript_blocks(lines, words)
        for role, label, block in blocks:
            name, post = _person(block, words)
            if name:
                ink = ink_beside(_name_line(block, words).place.box, page.marks)
                signatories.append(Signatory(page.number, role, name, post, ink))
            else:
                message = f"La firma «{label}» no lleva nombre legible."
                findings.append(SIGNATURE_WITHOUT_NAME.finding(message, page=page.number, as_read=label))
    return tuple(signatories), tuple(findings)


def _at_the_foot(lines: Sequence[TextLine], words: SignatureWords) -> list[TextLine]:
    """Roles with nothing below or beside them that they could be of: the page ends before the name."""
    placed = [line for line in lines if line.place.box is not None]
    roles = [line for line in placed if words.role_of(line.text)[0] and not words.role_of(line.text)[1]]
    signs = [o for o in placed if o not in roles and not _drawn(o.text)]
    rest = [o for o in signs if not words.opens(o.text.strip(), words.seals)]
    foot = max((_box(role)[1] for role in roles), default=0.0)
    last = [role for role in roles if foot - _box(role)[1] < _SAME_ROW]
    below = any(_box(o)[1] > foot - _SAME_ROW for o in rest)
    named_above = sum(bool(_person(_column(role, roles, rest, down=False), words)[0]) for role in roles)
    return [] if below or named_above == len(roles) else last


def _carried(roles: Sequence[TextLine], lines: Sequence[TextLine]) -> list[TextLine]:
    """Roles of the page before, set right above the first line of this one."""
    tops = [line.place.box[1] for line in lines if line.place.box is not None]
    carried = []
    for role in roles:
        left, top, right, bottom = _box(role)
        above = min(tops, default=0.0) - _SAME_ROW
        place = Place(role.place.page, (left, above - (bottom - top), right, above))
        carried.append(TextLine(role.text, place, role.size))
    return carried


_Block = tuple[str, str, list[TextLine]]


def cell_lines(cell: Cell) -> list[TextLine]:
    """The lines of a cell, each in its share of the cell's box."""
    texts = cell.text.split("\n")
    box = cell.place.box
    if box is None:
        return [TextLine(text, cell.place) for text in texts if text.strip()]
    left, top, right, bottom = box
    step = (bottom - top) / len(texts)
    return [
        TextLine(text, Place(cell.place.page, (left, top + i * step, right, top + (i + 1) * step)), step)
        for i, text in enumerate(texts)
        if text.strip()
    ]


def _drawn(text: str) -> bool:
    """A line to sign on, or a remark about a signature: nothing that names a person."""
    return not any(c.isalpha() for c in text) or text.startswith("[")


def _is_speck(text: str, words: SignatureWords) -> bool:
    """Dirt or a bit of a stroke that was read as a letter or two."""
    return words.tolerant and sum(map(str.isalpha, text)) < _FEWEST_LETTERS


def _transcript_blocks(lines: Sequence[TextLine], words: SignatureWords) -> list[_Block]:
    """Lines after each role up to the next one; side by side where several roles share a line."""
    ordered = sorted(lines, key=lambda line: line.place.line or 0)
    roles = [(i, *words.role_of(line.text)) for i, line in enumerate(ordered) if words.role_of(line.text)[0]]
    if not roles:
        return []
    ends = [i for i, _, _ in roles[1:]] + [len(ordered)]
    blocks: list[_Block] = []
    first = ordered[roles[0][0]].place.line
    if len(roles) > 1 and all(ordered[i].place.line == first for i, _, _ in roles):
        below: dict[int, list[TextLine]] = {}
        for line in ordered[roles[-1][0] + 1 :]:
            below.setdefault(line.place.line or 0, []).append(line)
        full = [row for row in below.values() if len(row) == len(roles)]
        return [(role, ordered[i].text, [row[k] for row in full]) for k, (i, role, _) in enumerate(roles)]
    for (start, role, tail), end in zip(roles, ends, strict=True):
        after = ordered[start + 1 : end]
        block = [TextLine(tail, ordered[start].place), *after] if tail else after
        blocks.append((role, ordered[start].text, block))
    if not _person(blocks[-1][2], words)[0]:
        begins = [0, *[i + 1 for i, _, _ in roles[:-1]]]
        above = [ordered[begin:i] for begin, (i, _, _) in zip(begins, roles, strict=True)]
        above[0] = above[0][-_POST_LINES:]
        if all(_person(block, words)[0] for block in above):
            return [(role, label, block) for (role, label, _), block in zip(blocks, above, strict=True)]
    return blocks


def _paper_blocks(lines: Sequence[TextLine], words: SignatureWords) -> list[_Block]:
    """Lines in the column of each role, below it; above it where there are none below."""
    placed = [line for line in lines if line.place.box is not None]
    roles = [line for line in placed if words.role_of(line.text)[0]]
    others = [line for line in placed if line not in roles]
    slant = _SLANT if words.tolerant else 0.0
    below = {id(role): _column(role, roles, others, down=True, slant=slant) for role in roles}
    down = sum(bool(_person(block, words)[0]) for block in below.values())
    above = {id(role): _column(role, roles, others, down=False, slant=slant) for role in roles}
    up = sum(bool(_person(block, words)[0]) for block in above.values())
    chosen = below if down >= up else above
    blocks = []
    for line in _in_order(roles, slant):
        role, tail = words.role_of(line.text)
        block = chosen[id(line)]
        blocks.append((role, line.text, [TextLine(tail, line.place, line.size), *block] if tail else block))
    return blocks


def _in_order(roles: Sequence[TextLine], slant: float) -> list[TextLine]:
    """Order roles by rows from the top down, each from left to right; a scan's rows may run slantwise."""
    rows: list[list[TextLine]] = []
    for role in sorted(roles, key=lambda line: _box(line)[1]):
        row = next((row for row in rows if _beside(row[0], role, slant)), None)
        if row is None:
            rows.append([role])
        else:
            row.append(role)
    return [role for row in rows for role in sorted(row, key=lambda line: _box(line)[0])]


def _beside(one: TextLine, other: TextLine, slant: float) -> bool:
    return abs(_box(one)[1] - _box(other)[1]) < _SAME_ROW + slant * abs(_centre(one) - _centre(other))


def _box(line: TextLine) -> tuple[float, float, float, float]:
    if line.place.box is None:
        raise ValueError(f"a line without a box: {line.text!r}")
    return line.place.box


def _centre(line: TextLine) -> float:
    left, _, right, _ = _box(line)
    return (left + right) / 2


def _column(
    role: TextLine, roles: Sequence[TextLine], others: Sequence[TextLine], *, down: bool, slant: float = 0.0
) -> list[TextLine]:
    """Lines nearer to this role's column than to its neighbours', up to the next role in it."""
    _, top, _, bottom = _box(role)
    beside = [o for o in roles if o is not role and _beside(o, role, slant)]
    column = [o for o in roles if o is not role and o not in beside]
    limit = bottom + _REACH if down else top - _REACH
    for other in column:
        if down and _box(other)[1] > top:
            limit = min(limit, _box(other)[1])
        if not down and _box(other)[1] < top:
            limit = max(limit, _box(other)[3])
    return sorted(
        (
            line
            for line in others
            if (bottom - 1 <= _box(line)[1] < limit if down else limit <= _box(line)[1] < top - 1)
            and all(abs(_centre(line) - _centre(role)) <= abs(_centre(line) - _centre(o)) for o in beside)
        ),
        key=lambda line: (round(_box(line)[1]), _box(line)[0]),
    )


def _person(block: Sequence[TextLine], words: SignatureWords) -> tuple[str, str]:
    """Name and post in a block: the first line like a name, and what follows it without a gap."""
    lines = [line for line in block if not _drawn(line.text)]
    start = next((i for i, line in enumerate(lines) if _is_name(line.text, words)), None)
    if start is None:
        return "", ""
    name = lines[start].text.strip(" _")
    post: list[str] = []
    for before, line in pairwise(lines[start:]):
        if len(post) == _POST_LINES or _apart(before, line) or _is_seal(line.text, post, words):
            break
        if not post and _name_goes_on(line, lines[start], lines[lines.index(line) + 1 :], words):
            name = f"{name} {line.text}"
            continue
        post.append(line.text.strip(" _"))
    return name, " ".join(post)


def _name_line(block: Sequence[TextLine], words: SignatureWords) -> TextLine:
    """The line of a block with somebody's name."""
    return next(line for line in block if not _drawn(line.text) and _is_name(line.text, words))


def _is_name(text: str, words: SignatureWords) -> bool:
    stripped = text.strip(" _.,")
    parts = stripped.split()
    if len(parts) not in _NAME_WORDS or any(c.isdigit() or c in ":;%/()" for c in stripped):
        return False
    if words.opens(stripped, words.posts, stem=True) or words.opens(stripped, words.seals):
        return False
    small = {"de", "del", "la", "las", "los", "y", "e", "san", "van", "von", "da", "di"}
    # A recogniser may take a capital I for a small l.
    capital = [part[0].isupper() or (words.tolerant and part[0] == "l") for part in parts]
    return capital[0] and all(big or part.lower() in small for big, part in zip(capital, parts, strict=True))


def _apart(before: TextLine, line: TextLine) -> bool:
    if before.place.box is None or line.place.box is None:
        return (line.place.line or 0) - (before.place.line or 0) > 1
    return _box(line)[1] - _box(before)[3] > _LINE_GAP * max(before.size, line.size, _NO_SIZE)


def _is_seal(text: str, post: Sequence[str], words: SignatureWords) -> bool:
    """A line of a seal: a municipality, or capitals under a post that is not in capitals."""
    if words.opens(text.strip(), words.seals):
        return True
    return bool(post) and text == text.upper() and post[0] != post[0].upper()


def _name_goes_on(line: TextLine, first: TextLine, rest: Sequence[TextLine], words: SignatureWords) -> bool:
    """A name over two lines: the second is like the first, and a post follows."""
    if words.opens(line.text, words.posts, stem=True) or not rest or _apart(line, rest[0]):
        return False
    alike = line.bold == first.bold and all(part[0].isupper() for part in line.text.split() if len(part) > 3)  # noqa: PLR2004
    return alike and len(line.text.split()) < 4 and words.opens(rest[0].text, words.posts, stem=True)  # noqa: PLR2004
