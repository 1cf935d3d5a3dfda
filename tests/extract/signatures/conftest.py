"""Signs small PDFs with keys that live for one run of the tests, and judges them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from asn1crypto import keys, x509
from cryptography import x509 as issuing
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

from cuadre.evidence import Finding
from extract.model import DigitalSignature
from extract.signatures import read_signatures

STAMPED_AT = datetime(2026, 4, 10, 12, tzinfo=UTC)
FROM, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Signatures of tests say that they were made today."""

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate, and the key to sign with."""

    key: Key
    certificate: issuing.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def parsed(self) -> x509.Certificate:
        return x509.Certificate.load(self.der)

    @property
    def private(self) -> keys.PrivateKeyInfo:
        form = serialization.PrivateFormat.PKCS8
        der = self.key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
        return keys.PrivateKeyInfo.load(der)


def issued(
    name: str, by: Holder | None = None, *, stamps: bool = False, until: datetime = UNTIL, bits: int = 0
) -> Holder:
    """Make a certificate; without an issuer, a root."""
    key: Key = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    subject = issuing.Name([issuing.NameAttribute(NameOID.COMMON_NAME, name)])
    is_root = by is None
    usage = issuing.KeyUsage(
        digital_signature=not is_root, content_commitment=not is_root, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=is_root, crl_sign=is_root, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        issuing.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(issuing.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(until)
        .add_extension(issuing.BasicConstraints(is_root, None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        builder = builder.add_extension(issuing.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(key, builder.sign(by.key if by else key, hashes.SHA256()))


@lru_cache(maxsize=1)
def _people() -> dict[str, Holder]:
    root = issued("AC de prueba")
    return {
        "root": root, "stranger": issued("AC de otros"), "ana": issued("Ana Ruiz Soto", root),
        "luis": issued("Luis Peña Gil", root), "clock": issued("Reloj de prueba", root, stamps=True, bits=2048),
        "casilda": issued("CASILDA AVENDANO CISNEROS", root), "rsa": issued("Rosa Sanz Amor", root, bits=2048),
        "late": issued("Vencida Ayer", root, until=FROM + timedelta(days=1)),
    }  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """Where PDFs are signed and judged."""

    people: dict[str, Holder]
    folder: Path

    def blank(self) -> bytes:
        """Two pages with text, one of them with a field of a form."""
        out = io.BytesIO()
        canvas = Canvas(out, invariant=1)
        canvas.drawString(72, 700, "Meta programada 100")
        canvas.acroForm.textfield(name="nota", x=72, y=600, width=200, height=20)
        canvas.showPage()
        canvas.drawString(72, 700, "Meta alcanzada 97")
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    def signer(self, who: str) -> SimpleSigner:
        store = SimpleCertificateStore()
        store.register(self.people["root"].parsed)
        holder = self.people[who]
        return SimpleSigner(holder.parsed, holder.private, store)

    def clock(self) -> DummyTimeStamper:
        holder = self.people["clock"]
        store = SimpleCertificateStore()
        store.register(self.people["root"].parsed)
        return DummyTimeStamper(holder.parsed, holder.private, store, fixed_dt=STAMPED_AT)

    def sign(
        self, data: bytes, who: str = "ana", field: str = "F1", *, page: int = -1,
        box: tuple[int, int, int, int] | None = None, stamped: bool = False, **options: object,
    ) -> bytes:  # fmt: skip
        """Sign, as further revision of the file."""
        writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
        if writer.prev.encrypted:
            writer.encrypt("dueño")
        meta = PdfSignatureMetadata(field_name=field, **{"md_algorithm": "sha256", **options})  # type: ignore[arg-type]
        spec = SigFieldSpec(field, on_page=page, box=box)
        signer = PdfSigner(meta, self.signer(who), timestamper=self.clock() if stamped else None, new_field_spec=spec)
        out = io.BytesIO()
        signer.sign_pdf(writer, output=out)
        return out.getvalue()

    def by_hand(
        self, kind: str, value: Callable[[bytes], bytes], certificate: bytes = b"", *, rights: bool = False
    ) -> bytes:
        """Sign with a value of any kind: from the bytes covered to what fills the gap."""
        writer = IncrementalPdfFileWriter(io.BytesIO(self.blank()))
        zeros, far = bytes(8192), 10**9
        dictionary = generic.DictionaryObject({
            generic.pdf_name("/Type"): generic.pdf_name("/Sig"), generic.pdf_name("/SubFilter"): generic.pdf_name(kind),
            generic.pdf_name("/Contents"): generic.ByteStringObject(zeros),
            generic.pdf_name("/ByteRange"): generic.ArrayObject(map(generic.NumberObject, (0, far, far, far))),
            generic.pdf_name("/Cert"): generic.ByteStringObject(certificate),
        })  # fmt: skip
        signature = writer.add_object(dictionary)
        field = generic.DictionaryObject({
            generic.pdf_name("/FT"): generic.pdf_name("/Sig"), generic.pdf_name("/T"): generic.pdf_string("F1"),
            generic.pdf_name("/V"): signature,
        })  # fmt: skip
        if rights:
            permissions = generic.DictionaryObject({generic.pdf_name("/UR3"): signature})
            writer.root[generic.pdf_name("/Perms")] = permissions
            writer.update_root()
        else:
            writer.root["/AcroForm"]["/Fields"].append(writer.add_object(field))
            writer.update_container(writer.root["/AcroForm"]["/Fields"])
        data = written(writer)
        start = data.index(zeros.hex().encode()) - 1
        end = start + 2 * len(zeros) + 2
        ranges = b"[0 %d %d %d]" % (start, end, len(data) - end)
        data = re.sub(rb"\[[ 0]+1000000000[^]]*\]", lambda found: ranges.ljust(len(found[0])), data, count=1)
        digits = value(data[:start] + data[end:]).hex().encode()
        return data[: start + 1] + digits.ljust(end - start - 2, b"0") + data[end - 1 :]

    def field(self, data: bytes, name: str) -> bytes:
        """Add a field that nobody signs."""
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        append_signature_field(writer, SigFieldSpec(name))
        return written(writer)

    def judge(
        self, data: bytes, *roots: str, password: str | None = None
    ) -> tuple[tuple[DigitalSignature, ...], tuple[Finding, ...]]:
        """Look at the signatures of a file."""
        path = self.folder / "file.pdf"
        path.write_bytes(data)
        trusted = tuple(self.people[name].der for name in roots) or None
        with pypdfium2.PdfDocument(path, password=password) as document:
            return read_signatures(path, document, password, trusted)

    def statuses(self, data: bytes, *roots: str, password: str | None = None) -> list[str]:
        return [str(one.status) for one in self.judge(data, *roots, password=password)[0]]


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """The file with what was added."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def update() -> Callable[[bytes, Callable[[IncrementalPdfFileWriter], None]], bytes]:
    """Adds a revision to a file, as anybody can who has it."""

    def update(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
        change(writer)
        return written(writer)

    return update


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(_people(), tmp_path)
