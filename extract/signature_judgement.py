"""The verdict on each digital signature: from its bytes, its value, what came after it, and the roots given."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

import pypdfium2
from cryptography.exceptions import UnsupportedAlgorithm

from cuadre.evidence import Finding, Rule
from extract.model import DigitalSignature, SignatureStatus
from extract.rules import (
    SIGNATURE_ALTERED,
    SIGNATURE_CHANGED,
    SIGNATURE_EXPIRED,
    SIGNATURE_FIELDS_EMPTY,
    SIGNATURE_MALFORMED,
    SIGNATURE_PARTIAL,
    SIGNATURE_REMOVED,
    SIGNATURE_STAMP_BROKEN,
    SIGNATURE_TRUST_UNASKED,
    SIGNATURE_UNEXAMINED,
    SIGNATURE_UNTRUSTED,
    SIGNATURE_WEAK,
)
from extract.signature_bytes import (
    Buffer,
    Covered,
    RangesPartial,
    RangesUnusable,
    covered,
    signatures_in,
)
from extract.signature_changes import Effort, TooMuch, change_after, uncovered_revision
from extract.signature_fields import Fields, Shown, open_fields, shown_by_pdfium
from extract.signature_trust import distrust
from extract.signature_value import Digest, Value, ValueUnusable, hashed, read_value

_MOST = 100
_STATUS = {
    SIGNATURE_MALFORMED: SignatureStatus.MALFORMED,
    SIGNATURE_ALTERED: SignatureStatus.ALTERED,
    SIGNATURE_PARTIAL: SignatureStatus.PARTIAL,
    SIGNATURE_CHANGED: SignatureStatus.CHANGED,
    SIGNATURE_UNEXAMINED: SignatureStatus.UNEXAMINED,
    SIGNATURE_REMOVED: SignatureStatus.REMOVED,
    SIGNATURE_STAMP_BROKEN: SignatureStatus.MALFORMED,
    SIGNATURE_UNTRUSTED: SignatureStatus.UNTRUSTED,
}
_SEQUENCE = b"0"
"""The first byte of every CMS value."""
_LIBRARIES = ("pyhanko", "pyhanko_certvalidator")


@dataclass(slots=True)
class _Case:
    """One signature under judgement.

    Attributes:
        shown: As the document has it.
        problems: What is off, worst first, each with the rule that it breaks.
        covered: The bytes it covers, where they can be told.
        value: What it says, where that can be read.
    """

    shown: Shown
    problems: list[tuple[Rule, str]] = field(default_factory=list)
    covered: Covered | None = None
    value: Value | None = None

    def add(self, rule: Rule, fact: str) -> None:
        self.problems.append((rule, fact))

    @property
    def signer(self) -> str:
        return self.value.signer if self.value is not None else ""

    @property
    def said(self) -> datetime | None:
        said = self.value.said if self.value is not None else None
        return said or self.shown.said

    @property
    def moment(self) -> datetime | None:
        """When it was signed, as far as anything in the file tells: a timestamp before the signer's own word."""
        stamped = self.value.stamped if self.value is not None else None
        moment = stamped or self.said
        return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment

    @property
    def name(self) -> str:
        """How sentences call it."""
        what = "El sello de tiempo" if self.value is not None and self.value.is_timestamp else "La firma digital"
        of = f" de {self.signer}" if self.signer else ""
        return f"{what}{of} (campo «{self.shown.field}»)" if self.shown.field else f"{what}{of}"

    def findings(self) -> Iterator[Finding]:
        for rule, fact in self.problems:
            yield rule.finding(f"{self.name}: {fact}.", page=self.shown.page, as_read=self.signer)

    def verdict(self, trusted: bool | None) -> DigitalSignature:
        sound = SignatureStatus.TRUSTED if trusted else SignatureStatus.INTACT
        status = next((_STATUS[rule] for rule, _ in self.problems if rule in _STATUS), sound)
        bad = {rule for rule, _ in self.problems}
        return DigitalSignature(
            field=self.shown.field, page=self.shown.page, status=status,
            covers_all=self.covered is not None and self.covered.whole,
            changed_after=SIGNATURE_CHANGED in bad, signer=self.signer,
            signed_at=self.said.isoformat() if self.said is not None else "", trusted=trusted,
            problem="; ".join(fact for _, fact in self.problems),
        )  # fmt: skip


def judge(
    stream: BinaryIO, data: Buffer, document: pypdfium2.PdfDocument, password: str | None,
    trust_roots: tuple[bytes, ...] | None,
) -> tuple[tuple[DigitalSignature, ...], tuple[Finding, ...]]:  # fmt: skip
    """Judge all signatures of a file; arguments and result are those of ``read_signatures``."""
    with _quiet():
        fields = _fields(stream, password)
        shown = list(fields.shown if fields else ())
        known = {one.ranges for one in shown}
        shown += (one for one in shown_by_pdfium(document, data, _MOST) if one.ranges not in known)
        effort = Effort()
        cases = [_examined(one, data, fields, effort) for one in shown[:_MOST]]
        _follow_unread(cases, data)
        removed = list(_removed(cases, data, fields.rights if fields else ()))
        verdicts = [case.verdict(_trust(case, fields, trust_roots)) for case in (*cases, *removed)]
    findings = [finding for case in (*cases, *removed) for finding in case.findings()]
    findings += _on_all(verdicts, fields, shown, trust_roots)
    return tuple(verdicts), tuple(findings)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries from telling on the terminal what findings tell."""
    loggers = [logging.getLogger(name) for name in _LIBRARIES]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _fields(stream: BinaryIO, password: str | None) -> Fields | None:
    try:
        return open_fields(stream, password, _MOST)
    except Exception:  # noqa: BLE001 (a hostile file breaks its reader in any way; then others look)
        return None


def _examined(shown: Shown, data: Buffer, fields: Fields | None, effort: Effort) -> _Case:
    """Hold one signature against the bytes, and against what came after it."""
    case = _Case(shown)
    try:
        case.covered = covered(data, shown.ranges, shown.value)
    except RangesUnusable as error:
        case.add(SIGNATURE_MALFORMED, str(error))
    except RangesPartial as error:
        case.add(SIGNATURE_PARTIAL, str(error))
    _read(case, data)
    if case.covered is not None and not case.problems:
        _compare(case, data, fields, effort)
    if case.value is not None:
        _weigh(case, case.value)
    return case


def _read(case: _Case, data: Buffer) -> None:
    """Read the value; where the ranges are no use, only for who signed and when."""
    shown = case.shown
    try:
        case.value = read_value(shown.kind, shown.value, _digest(case.covered, data), shown.certificate)
    except ValueUnusable as error:
        case.add(SIGNATURE_MALFORMED, str(error))
    except (UnsupportedAlgorithm, NotImplementedError):
        case.add(SIGNATURE_UNEXAMINED, "usa un algoritmo que no se puede comprobar aquí")
    except Exception:  # noqa: BLE001 (a broken structure fails in as many ways as there are bytes)
        case.add(SIGNATURE_MALFORMED, "su valor no se deja leer o sus atributos firmados no concuerdan")
    if case.value is not None and case.covered is not None and not case.value.intact:
        case.add(SIGNATURE_ALTERED, "no corresponde a los bytes que cubre: se alteraron después de firmar")


def _digest(ranges: Covered | None, data: Buffer) -> Digest:
    def digest(algorithm: str) -> bytes:
        state = hashed(algorithm)
        for block in ranges.blocks(data) if ranges is not None else ():
            state.update(block)
        return state.finalize()

    return digest


def _compare(case: _Case, data: Buffer, fields: Fields | None, effort: Effort) -> None:
    """Look at what the signature leaves out of its own revision, and at what was added later."""
    signed, ranges = case.shown.signed, case.covered
    if fields is None or signed is None or ranges is None or ranges.whole:
        return
    try:
        left_out = uncovered_revision(fields.reader, signed, ranges)
        changed = "" if left_out else change_after(fields.reader, data, signed, ranges, effort)
    except TooMuch as error:
        case.add(SIGNATURE_UNEXAMINED, str(error))
        return
    except Exception:  # noqa: BLE001 (what was added may be broken in any way)
        left_out, changed = "", f"{_added(data, ranges)} que no se dejan leer"
    if left_out:
        case.add(SIGNATURE_PARTIAL, left_out)
    elif changed:
        case.add(SIGNATURE_CHANGED, changed)


def _added(data: Buffer, ranges: Covered) -> str:
    return f"después de firmar se agregaron {len(data) - ranges.end} bytes"


def _follow_unread(cases: Sequence[_Case], data: Buffer) -> None:
    """Judge what was added where no reader could follow the revisions of the file."""
    sealed = any(case.covered is not None and case.covered.whole and not case.problems for case in cases)
    for case in cases:
        ranges = case.covered
        if case.shown.signed is not None or ranges is None or ranges.whole or case.problems:
            continue
        if sealed:
            case.add(SIGNATURE_UNEXAMINED, f"{_added(data, ranges)}, que otra firma cubre y no se pudieron examinar")
        else:
            case.add(SIGNATURE_CHANGED, f"{_added(data, ranges)} y no se pudo comprobar que la firma lo permita")


def _weigh(case: _Case, value: Value) -> None:
    """Tell what makes a signature weaker than it looks."""
    if value.stamp_intact is False:
        case.add(SIGNATURE_STAMP_BROKEN, "su sello de tiempo no le corresponde o está dañado")
    if value.weak:
        case.add(SIGNATURE_WEAK, f"su huella es {value.algorithm.upper()}, que hoy se puede falsificar")
    moment, certificate = case.moment, value.certificate
    if moment is not None and not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        until = f"del {certificate.not_valid_before.date()} al {certificate.not_valid_after.date()}"
        case.add(SIGNATURE_EXPIRED, f"su certificado es vigente {until} y la firma dice ser del {moment.date()}")


def _trust(case: _Case, fields: Fields | None, trust_roots: tuple[bytes, ...] | None) -> bool | None:
    """Tell whether the certificate leads to a root given; ``None`` when none were, or there is nothing to trust."""
    value = case.value
    if trust_roots is None or value is None or any(rule in _STATUS for rule, _ in case.problems):
        return None
    moment = case.moment or value.certificate.not_valid_before
    try:
        why = distrust(value, trust_roots, moment, fields.store if fields else None)
    except Exception:  # noqa: BLE001 (a hostile certificate breaks the library in any way)
        why = "la cadena de su certificado no se deja leer"
    if why:
        case.add(SIGNATURE_UNTRUSTED, why)
    return not why


def _removed(cases: Sequence[_Case], data: Buffer, rights: Sequence[bytes]) -> Iterator[_Case]:
    """Find signatures that lie in the file and that the document shows no more, unless a later one covers that."""
    shown = {*(case.shown.value for case in cases), *rights}
    listed = {case.shown.ranges for case in cases}
    sound = [case.covered.end for case in cases if case.covered is not None and not case.problems]
    for ranges, value in signatures_in(data, _MOST):
        if value in shown or ranges in listed or any(end > ranges[2] + ranges[3] for end in sound):
            continue
        shown.add(value)
        case = _Case(Shown("", 1, "", ranges, value))
        with suppress(RangesPartial, RangesUnusable):
            case.covered = covered(data, ranges, value)
        try:
            case.value = read_value("", value, _digest(case.covered, data))
        except Exception:  # noqa: BLE001 (what cannot be read may still have been a signature)
            if not value.startswith(_SEQUENCE):
                continue
        case.add(SIGNATURE_REMOVED, "está en el archivo y el documento ya no la muestra")
        yield case


def _on_all(
    verdicts: Sequence[DigitalSignature], fields: Fields | None, shown: Sequence[Shown],
    trust_roots: tuple[bytes, ...] | None,
) -> Iterator[Finding]:  # fmt: skip
    """Tell what is to be known of the signatures together."""
    if len(shown) > _MOST:
        message = f"El documento trae más de {_MOST} firmas digitales; no se examinaron todas."
        yield SIGNATURE_UNEXAMINED.finding(message)
    if fields is not None and fields.empty:
        count = fields.empty + len(fields.shown)
        message = f"El documento tiene {count} campos de firma digital y {fields.empty} sin firmar."
        yield SIGNATURE_FIELDS_EMPTY.finding(message)
    intact = sum(one.status is SignatureStatus.INTACT for one in verdicts)
    if intact and trust_roots is None:
        message = (
            f"Las firmas digitales intactas ({intact}) no se cotejaron con raíces de confianza: quién firmó no consta."
        )
        yield SIGNATURE_TRUST_UNASKED.finding(message)
