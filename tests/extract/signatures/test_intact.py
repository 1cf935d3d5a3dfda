"""Signatures that nothing happened to raise no alarm, however the file came about."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from asn1crypto import core, crl
from cryptography import x509 as issuing
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from extract.signatures import read_signatures

Update = Callable[[bytes, Callable[[IncrementalPdfFileWriter], None]], bytes]


def fill_in(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = pdf_string("revisado")
    writer.update_container(field)


def quiet(desk: Any, data: bytes) -> bool:
    return all(finding.rule == "signature-trust-unasked" for finding in desk.judge(data)[1])


def test_a_file_without_signatures_was_examined_and_has_none(desk: Any) -> None:
    assert desk.judge(desk.blank()) == ((), ())


def test_one_signature_covers_the_whole_file(desk: Any) -> None:
    (one,), findings = desk.judge(desk.sign(desk.blank(), page=1, box=(10, 10, 60, 40)))
    assert (one.status, one.covers_all, one.changed_after, one.trusted) == ("intact", True, False, None)
    assert (one.field, one.signer, one.page, one.problem) == ("F1", "Ana Ruiz Soto", 2, "")
    assert [finding.rule for finding in findings] == ["signature-trust-unasked"]


def test_several_sign_one_after_the_other(desk: Any) -> None:
    data = desk.sign(desk.sign(desk.blank(), "ana", "F1"), "luis", "F2", box=(10, 10, 60, 40))
    first, second = desk.judge(data)[0]
    assert (first.status, first.covers_all, first.signer) == ("intact", False, "Ana Ruiz Soto")
    assert (second.status, second.covers_all, second.signer) == ("intact", True, "Luis Peña Gil")


def test_certified_then_filled_in_then_signed(desk: Any, update: Update) -> None:
    data = desk.sign(desk.blank(), certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    data = desk.sign(update(data, fill_in), "luis", "F2")
    assert desk.statuses(data) == ["intact", "intact"]
    assert quiet(desk, data)


def test_proofs_for_the_archive_are_added(desk: Any) -> None:
    data = desk.sign(desk.blank(), subfilter=SigSeedSubFilter.PADES, stamped=True)
    root = desk.people["root"].parsed
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=[root])
    out = io.BytesIO()
    writer.write(out)
    stamped = io.BytesIO()
    PdfTimeStamper(desk.clock()).timestamp_pdf(IncrementalPdfFileWriter(out), "sha256", output=stamped)
    (signature, stamp), findings = desk.judge(stamped.getvalue(), "root")
    assert (signature.status, stamp.status) == ("trusted", "trusted")
    assert (stamp.signer, stamp.signed_at) == ("Reloj de prueba", "2026-04-10T12:00:00+00:00")
    assert findings == ()


@pytest.mark.parametrize("options", [
    {"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {"linearize": True},
    {"encryption": pikepdf.Encryption(owner="dueño", user="")},
])  # fmt: skip
def test_files_of_other_makings(desk: Any, options: dict[str, Any]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(desk.blank())) as pdf:
        pdf.save(out, **options)
    data = desk.sign(desk.sign(out.getvalue()), "luis", "F2")
    assert desk.statuses(data) == ["intact", "intact"]
    assert quiet(desk, data)


@pytest.mark.parametrize("tail", [b"\n", b"\r\n\r\n", b"\0" * 900])
def test_blanks_after_the_end_are_nothing(desk: Any, tail: bytes) -> None:
    (one,), _ = desk.judge(desk.sign(desk.blank()) + tail)
    assert (one.status, one.covers_all) == ("intact", True)


def test_a_field_left_empty_is_told(desk: Any) -> None:
    _, findings = desk.judge(desk.sign(desk.field(desk.blank(), "vacío")))
    assert "El documento tiene 2 campos de firma digital y 1 sin firmar." in [one.message for one in findings]


def test_a_weak_digest_is_told(desk: Any) -> None:
    (one,), findings = desk.judge(desk.sign(desk.blank(), "rsa", md_algorithm="sha1"))
    assert one.status == "intact"
    assert "SHA1" in next(finding.message for finding in findings if finding.rule == "signature-weak")


def test_a_certificate_that_had_run_out_is_told(desk: Any) -> None:
    (one,), findings = desk.judge(desk.sign(desk.blank(), "late"))
    assert one.status == "intact"
    assert "signature-expired" in [finding.rule for finding in findings]


def test_a_value_over_the_sha1_of_the_bytes(desk: Any) -> None:
    def seal(covered: bytes) -> bytes:
        digest = hashlib.sha1(covered, usedforsecurity=False).digest()
        return asyncio.run(desk.signer("rsa").async_sign_general_data(digest, "sha256", detached=False)).dump()

    (one,), findings = desk.judge(desk.by_hand("/adbe.pkcs7.sha1", seal))
    assert (one.status, one.signer) == ("intact", "Rosa Sanz Amor")
    assert "signature-weak" in [finding.rule for finding in findings]


@pytest.mark.parametrize("digest", [hashes.SHA1(), hashes.SHA256()])  # noqa: S303
def test_a_bare_rsa_value(desk: Any, digest: hashes.HashAlgorithm) -> None:
    holder = desk.people["rsa"]

    def seal(covered: bytes) -> bytes:
        return core.OctetString(holder.key.sign(covered, PKCS1v15(), digest)).dump()

    data = desk.by_hand("/adbe.x509.rsa_sha1", seal, holder.der)
    assert desk.statuses(data) == ["intact"]
    assert desk.statuses(data.replace(b"ReportLab", b"ReportLob", 1)) == ["altered"]
    assert desk.statuses(desk.by_hand("/adbe.x509.rsa_sha1", seal, desk.people["root"].der)) == ["malformed"]


def test_what_lets_a_viewer_fill_in_forms_is_nobodys_signature(desk: Any) -> None:
    def seal(covered: bytes) -> bytes:
        digest = hashlib.sha256(covered).digest()
        return asyncio.run(desk.signer("rsa").async_sign(digest, "sha256")).dump()

    assert desk.judge(desk.by_hand("/adbe.pkcs7.detached", seal, rights=True)) == ((), ())
    assert desk.statuses(desk.by_hand("/adbe.pkcs7.detached", seal)) == ["intact"]


def test_trust_needs_a_root_that_the_certificate_leads_to(desk: Any) -> None:
    data = desk.sign(desk.blank())
    assert desk.statuses(data) == ["intact"]
    assert desk.statuses(data, "root") == ["trusted"]
    (one,), findings = desk.judge(data, "stranger")
    assert (one.status, one.trusted) == ("untrusted", False)
    assert [(finding.rule, finding.severity) for finding in findings] == [("signature-untrusted", "warning")]


def test_a_certificate_that_had_run_out_is_not_trusted(desk: Any) -> None:
    (one,), _ = desk.judge(desk.sign(desk.blank(), "late"), "root")
    assert one.status == "untrusted"
    assert "vencido" in one.problem


def test_a_certificate_that_the_file_itself_says_is_revoked(desk: Any) -> None:
    root, ana = desk.people["root"], desk.people["ana"]
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    entry = issuing.RevokedCertificateBuilder(ana.certificate.serial_number, long_ago).build()
    builder = issuing.CertificateRevocationListBuilder().issuer_name(root.certificate.subject).last_update(long_ago)
    listed = builder.next_update(datetime(2099, 1, 1, tzinfo=UTC)).add_revoked_certificate(entry)
    der = listed.sign(root.key, hashes.SHA256()).public_bytes(Encoding.DER)
    writer = IncrementalPdfFileWriter(io.BytesIO(desk.sign(desk.blank())))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=[crl.CertificateList.load(der)])
    out = io.BytesIO()
    writer.write(out)
    (one,), _ = desk.judge(out.getvalue(), "root")
    assert one.status == "untrusted"
    assert "revocado" in one.problem


def test_a_certificate_for_stamps_signs_nothing_else(desk: Any) -> None:
    (one,), _ = desk.judge(desk.sign(desk.blank(), "root"), "root")
    assert (one.status, one.problem) == ("untrusted", "su certificado no es para firmar")


def test_a_signed_file_is_left_as_it_is(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(desk.sign(desk.blank()))
    before = path.read_bytes()
    path.chmod(0o444)
    with pypdfium2.PdfDocument(path) as document:
        read_signatures(path, document)
    assert path.read_bytes() == before
