"""What the value of one digital signature says, and whether it belongs to the bytes that it covers.

All kinds that PDF knows: CMS over the bytes (PAdES, PKCS#7), CMS over their SHA-1 digest, a bare RSA value, and the
token of a timestamp.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

Digest = Callable[[str], bytes]
"""From the name of an algorithm to the digest of the bytes that a signature covers."""

_LONGEST = 200
_WEAK = frozenset({"md2", "md5", "sha1"})
_BARE = "/adbe.x509.rsa_sha1"
_OF_DIGEST = "/adbe.pkcs7.sha1"
_TOKEN = "/ETSI.RFC3161"  # noqa: S105 (a kind of signature)


@dataclass(frozen=True, slots=True)
class Value:
    """What a signature says.

    Attributes:
        certificate: Of who signed.
        others: Certificates that came with it.
        intact: It belongs to the bytes covered, and to the certificate.
        algorithm: Of its digest, as ``sha256``.
        said: When it was signed, as it says itself; ``None`` when it does not.
        stamped: When a timestamp says it was; ``None`` without one that belongs to it.
        stamp_intact: Its timestamp belongs to it; ``None`` when it has none.
        is_timestamp: It is a timestamp of the document, not a person's signature.
        signer_info: The part of it that may hold answers on revocation; ``None`` for a bare value.
    """

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    intact: bool
    algorithm: str
    said: datetime | None = None
    stamped: datetime | None = None
    stamp_intact: bool | None = None
    is_timestamp: bool = False
    signer_info: cms.SignerInfo | None = None

    @property
    def weak(self) -> bool:
        """Its digest can be forged."""
        return self.algorithm in _WEAK

    @property
    def signer(self) -> str:
        """Common name of the certificate; the whole name where it has none."""
        names = self.certificate.subject.native
        common = names.get("common_name") or names.get("organization_name") or self.certificate.subject.human_friendly
        return shown(str(common if isinstance(common, str) else common[0]))


def shown(text: str) -> str:
    r"""Make text from a file fit to be shown in one line: NFC, no control characters, no more than is read.

    >>> shown("Ana\x1b[2J  Ruiz")
    'Ana[2J Ruiz'
    """
    printable = "".join(c for c in " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).split()) if c.isprintable())
    return printable[:_LONGEST]


class ValueUnusable(ValueError):
    """The value is none. The message is a clause in Spanish."""


def read_value(kind: str, value: bytes, digest: Digest, certificate: bytes = b"") -> Value:
    """Read the value of a signature and hold it against the bytes.

    Args:
        kind: ``/SubFilter`` of the signature's dictionary.
        value: Its ``/Contents``.
        digest: Of the bytes covered.
        certificate: ``/Cert`` of the dictionary, which bare values need.

    Raises:
        ValueUnusable: It says nothing.
        Exception: Of any class: its structure is broken, or nobody here knows its algorithms.
    """
    if not value.strip(b"\0"):
        raise ValueUnusable("no trae valor: su contenido está vacío o en ceros")
    if kind == _BARE:
        return _bare(value, digest, x509.Certificate.load(certificate))
    message = cms.ContentInfo.load(value)
    if message["content_type"].native != "signed_data":
        raise ValueUnusable("su valor no es una firma")
    signed: cms.SignedData = message["content"]
    content = signed["encap_content_info"]
    if kind == _TOKEN or content["content_type"].native == "tst_info":
        return _token(signed, digest)
    own = bytes(content["content"]) if content["content"] is not core.VOID else None
    if own is None:
        return _of_bytes(signed, digest)
    if kind != _OF_DIGEST:
        raise ValueUnusable("trae dentro un contenido propio, y debería firmar los bytes del archivo")
    return _of_bytes(signed, lambda name: _digested(name, own), belongs=own == digest("sha1"), weak=True)


def hashed(name: str) -> hashes.Hash:
    """Begin a digest.

    Raises:
        ValueUnusable: Nobody here knows the algorithm.
    """
    try:
        return hashes.Hash(get_pyca_cryptography_hash(name))
    except (AttributeError, TypeError):
        raise ValueUnusable(f"usa una huella desconocida ({name})") from None


def _digested(name: str, data: bytes) -> bytes:
    state = hashed(name)
    state.update(data)
    return state.finalize()


def _of_bytes(signed: cms.SignedData, digest: Digest, *, belongs: bool = True, weak: bool = False) -> Value:
    """Judge a value over the digest of some bytes."""
    info, (certificate, others) = extract_signer_info(signed), _certificates(signed)
    algorithm = info["digest_algorithm"]["algorithm"].native
    content_type = signed["encap_content_info"]["content_type"].native
    same, valid = validate_sig_integrity(info, certificate, content_type, digest(algorithm))
    stamped, stamp_intact = _stamp(info)
    return Value(
        certificate, others, intact=bool(belongs and same and valid), algorithm="sha1" if weak else algorithm,
        said=_utc(extract_self_reported_ts(info)), stamped=stamped, stamp_intact=stamp_intact, signer_info=info,
    )  # fmt: skip


def _certificates(signed: cms.SignedData) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    found = extract_certificate_info(signed)
    return found.signer_cert, tuple(found.other_certs)


def _stamp(info: cms.SignerInfo) -> tuple[datetime | None, bool | None]:
    """Read the timestamp that a signature carries: when, and whether it was made for this signature."""
    seen: tuple[datetime | None, bool | None] = (None, None)
    for token in attribute_values(info["unsigned_attrs"], "signature_time_stamp_token"):
        try:
            judged = _token(token["content"], lambda name: _digested(name, info["signature"].native))
        except Exception:  # noqa: BLE001 (a broken token fails in as many ways as there are bytes)
            seen = None, False
            continue
        if judged.intact:
            return judged.stamped, True
        seen = None, False
    return seen


def attribute_values(attributes: object, name: str) -> Iterator[Any]:
    """Give the values of an attribute of a signature; none where it has no attributes."""
    for attribute in attributes if isinstance(attributes, cms.CMSAttributes) else ():
        if attribute["type"].native == name:
            yield from attribute["values"]


def _token(signed: cms.SignedData, digest: Digest) -> Value:
    """Judge the token of a timestamp: it holds the digest of what it stamps, and is a signature itself."""
    content = signed["encap_content_info"]["content"]
    stamp = content.parsed if isinstance(content, core.ParsableOctetString) else None
    if not isinstance(stamp, tsp.TSTInfo):
        raise ValueUnusable("su sello de tiempo no trae hora")
    imprint = stamp["message_imprint"]
    belongs = imprint["hashed_message"].native == digest(imprint["hash_algorithm"]["algorithm"].native)
    raw = bytes(content)
    info, (certificate, others) = extract_signer_info(signed), _certificates(signed)
    algorithm = info["digest_algorithm"]["algorithm"].native
    same, valid = validate_sig_integrity(info, certificate, "tst_info", _digested(algorithm, raw))
    intact = bool(belongs and same and valid)
    moment = _utc(stamp["gen_time"].native)
    return Value(
        certificate, others, intact=intact, algorithm=imprint["hash_algorithm"]["algorithm"].native, said=moment,
        stamped=moment if intact else None, is_timestamp=True, signer_info=info,
    )  # fmt: skip


def _bare(value: bytes, digest: Digest, certificate: x509.Certificate) -> Value:
    """Judge a bare RSA value: what it opens to names its own digest algorithm."""
    key = load_der_public_key(certificate.public_key.dump())
    if not isinstance(key, RSAPublicKey):
        raise ValueUnusable("su valor es de RSA y su certificado no")
    try:
        opened = key.recover_data_from_signature(core.OctetString.load(value).native, PKCS1v15(), None)
    except InvalidSignature:
        return Value(certificate, (), intact=False, algorithm="sha1")
    found = algos.DigestInfo.load(opened)
    algorithm = found["digest_algorithm"]["algorithm"].native
    return Value(certificate, (), intact=found["digest"].native == digest(algorithm), algorithm=algorithm)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
