"""Certificates to trust are read from files and folders, PEM and DER; what is none of them is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from cuadre.evidence import TrustRootsUnusable
from extract.signatures import read_trust_roots


def test_a_folder_of_pem_and_der(desk: Any, tmp_path: Path) -> None:
    root, stranger = desk.people["root"], desk.people["stranger"]
    both = root.certificate.public_bytes(Encoding.PEM) + stranger.certificate.public_bytes(Encoding.PEM)
    (tmp_path / "a.pem").write_bytes(both)
    (tmp_path / "b.cer").write_bytes(root.der)
    (tmp_path / "léeme.txt").write_text("las raíces", "utf-8")
    assert read_trust_roots(tmp_path) == (root.der, stranger.der)
    assert read_trust_roots(tmp_path / "b.cer") == (root.der,)


@pytest.mark.parametrize("content", [b"", b"hola", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pem").write_bytes(content)
    with pytest.raises(TrustRootsUnusable, match=r"a\.pem|certificate"):
        read_trust_roots(tmp_path / "a.pem")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrustRootsUnusable, match="cannot be read"):
        read_trust_roots(tmp_path / "no.pem")
    with pytest.raises(TrustRootsUnusable, match="holds no certificate"):
        read_trust_roots(tmp_path)
