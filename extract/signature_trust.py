"""Whether the certificate of a signature leads to a root that the user trusts. Nothing is fetched.

Without roots nobody is trusted and nobody is distrusted: no list of the system's is used. A certificate is judged at
the time of signing that the signature gives; whether it was revoked is known only where the file brings the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, ocsp, pem, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from cuadre.evidence import TrustRootsUnusable
from extract.signature_changes import entry
from extract.signature_value import Value, attribute_values

_SUFFIXES = (".pem", ".crt", ".cer", ".der")
_MOST_ANSWERS = 500
_LARGEST_FILE = 1 << 24
_USES = frozenset({"digital_signature", "non_repudiation"})
_STAMPING = "time_stamping"


def read_trust_roots(path: Path) -> tuple[bytes, ...]:
    """Read certificates to trust.

    Args:
        path: A PEM or DER file, or a folder of them (``.pem``, ``.crt``, ``.cer``, ``.der``).

    Returns:
        Each certificate once, as DER, in the order of file names.

    Raises:
        TrustRootsUnusable: It is not there, a file in it holds no certificate, or there are none.
    """
    try:
        files = sorted(one for one in path.iterdir() if one.suffix.lower() in _SUFFIXES) if path.is_dir() else [path]
        found = [certificate for file in files for certificate in _certificates(file)]
    except OSError as error:
        raise _unusable(path, f"cannot be read ({error.strerror or 'read error'})") from error
    if not found:
        raise _unusable(path, "holds no certificate")
    return tuple(dict.fromkeys(found))


def _certificates(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        data = stream.read(_LARGEST_FILE)
    try:
        if pem.detect(data):
            found = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind.endswith("CERTIFICATE")]
        else:
            found = [data]
        for der in found:
            # asn1crypto reads lazily: a look at the key shows whether it is one.
            yield x509.Certificate.load(der, strict=True).dump() if _is_whole(der) else b""
    except (ValueError, TypeError, KeyError) as error:
        raise _unusable(file, "holds something that is no certificate") from error


def _is_whole(der: bytes) -> bool:
    certificate = x509.Certificate.load(der, strict=True)
    return bool(certificate.subject.native is not None and certificate.public_key.native)


def _unusable(path: Path, fact: str) -> TrustRootsUnusable:
    return TrustRootsUnusable(path.name, fact, "Name a PEM or DER file of certificates, or a folder of them.")


def distrust(
    value: Value, roots: Sequence[bytes], moment: datetime, store: generic.DictionaryObject | None
) -> str:
    """Say, in Spanish, why the certificate of a signature is not trusted; ``""`` when it is.

    Args:
        value: The signature.
        roots: Certificates to trust, as DER.
        moment: When it was signed.
        store: The document's security store (``/DSS``), if it has one.
    """
    answers = _Answers.of(value, store)
    why = _refusal(value, roots, moment, answers, "soft-fail")
    if why is None and answers.any:
        # The usual way looks at an answer only where the certificate says that there are some; here it is at hand.
        strict = _refusal(value, roots, moment, answers, "require")
        why = strict if isinstance(strict, RevokedError) else None
    if why is not None:
        return next(text for kind, text in _REFUSALS.items() if isinstance(why, kind))
    return "" if _may_sign(value) else "su certificado no es para firmar"


_REFUSALS: dict[type[Exception], str] = {
    ExpiredError: "un certificado de su cadena había vencido al firmar",
    NotYetValidError: "un certificado de su cadena aún no era vigente al firmar",
    RevokedError: "un certificado de su cadena está revocado, según lo que el propio archivo trae",
    PathBuildingError: "su certificado no lleva a ninguna de las raíces dadas",
    Exception: "la cadena de su certificado no es válida",
}
"""What each refusal says; the first class that fits."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a file brings along for judging a certificate.

    Attributes:
        certificates: On the way to a root.
        crls, ocsps: Answers on revocation.
    """

    certificates: tuple[object, ...]
    crls: tuple[object, ...]
    ocsps: tuple[object, ...]

    @classmethod
    def of(cls, value: Value, store: generic.DictionaryObject | None) -> _Answers:
        return cls(
            (*value.others, *_stored(store, "/Certs", x509.Certificate)),
            (*_stored(store, "/CRLs", crl.CertificateList), *_kept(value, "crl")),
            (*_stored(store, "/OCSPs", ocsp.OCSPResponse), *_kept(value, "ocsp")),
        )

    @property
    def any(self) -> bool:
        return bool(self.crls or self.ocsps)


def _refusal(
    value: Value, roots: Sequence[bytes], moment: datetime, answers: _Answers, mode: str
) -> Exception | None:
    """Look for a way from the certificate to a root; what stood in it, or ``None`` when there is one."""
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots], other_certs=answers.certificates, moment=moment,
        allow_fetching=False, revocation_mode=mode, retroactive_revinfo=True, crls=answers.crls, ocsps=answers.ocsps,
    )  # fmt: skip
    validator = CertificateValidator(value.certificate, validation_context=context)
    try:
        # A thread of its own: the caller may be in an event loop.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: asyncio.run(_validated(validator))).result()
    except (PathError, ValidationError, ValueError, NotImplementedError) as error:
        return error
    return None


async def _validated(validator: CertificateValidator) -> None:
    await validator.async_validate_path()


def _may_sign(value: Value) -> bool:
    """Tell whether the certificate is for what it was used for; one that does not say is for anything."""
    certificate = value.certificate
    if value.is_timestamp:
        purposes = certificate.extended_key_usage_value
        return purposes is None or _STAMPING in purposes.native
    uses = certificate.key_usage_value
    return uses is None or bool(_USES & uses.native)


def _stored(store: generic.DictionaryObject | None, key: str, kind: type) -> Iterator[object]:
    """Give what a list of the document's security store holds; what is broken in it is left out."""
    listed = entry(store, key) if store is not None else None
    for item in list(listed or ())[:_MOST_ANSWERS]:
        try:
            yield kind.load(item.get_object().data, strict=True)  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001, S112 (whatever a hostile file holds there is no answer)
            continue


def _kept(value: Value, name: str) -> Iterable[object]:
    """Give the answers on revocation that a signature carries in itself."""
    attributes = value.signer_info["signed_attrs"] if value.signer_info is not None else None
    for archive in attribute_values(attributes, "adobe_revocation_info_archival"):
        yield from archive[name] or ()
