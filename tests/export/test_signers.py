"""A digital signature stands in the line of whoever its certificate names."""

from __future__ import annotations

import pytest

from cuadre.export.signers import by_signatory
from extract.model import DigitalSignature, SignatureStatus
from normalize.model import Signatory

BLOCK = (
    Signatory(3, "prepared", "Lic. Ana Ruiz Soto", "Analista"),
    Signatory(3, "authorized", "Ing. José Luis Peña de la Garza", "Director"),
)


def signed(name: str) -> DigitalSignature:
    return DigitalSignature("F1", 3, SignatureStatus.INTACT, covers_all=True, changed_after=False, signer=name)


@pytest.mark.parametrize(("name", "place"), [
    ("Ana Ruiz Soto", 0), ("ANA RUIZ SOTO", 0), ("RUIZ SOTO ANA", 0), ("Mtra. Ana Ruiz", 0),
    ("JOSE LUIS PEÑA DE LA GARZA PEGL700101AB1", 1), ("Pena Garza Jose Luis CURP PEGL700101HJCXXX09", 1),
])  # fmt: skip
def test_by_name(name: str, place: int) -> None:
    own, others = by_signatory(BLOCK, (signed(name),))
    assert (list(own), others) == ([place], ())


@pytest.mark.parametrize("name", ["", "Ana", "Ana Ruiz Gil", "Reloj de prueba", "Luis Garza Ana Ruiz"])
def test_whose_name_fits_nobody_is_nobodys(name: str) -> None:
    own, others = by_signatory(BLOCK, (signed(name),))
    assert (own, [one.signer for one in others]) == ({}, [name])


def test_whose_name_fits_two_people_is_nobodys() -> None:
    block = (*BLOCK, Signatory(3, "reviewed", "Ana Ruiz Gil", ""))
    assert by_signatory(block, (signed("Ana Ruiz"),))[0] == {}


def test_one_person_has_one_signature_in_each_role() -> None:
    block = (*BLOCK, Signatory(3, "reviewed", "Ana Ruiz Soto", "Jefa"))
    own, others = by_signatory(block, tuple(signed("Ana Ruiz Soto") for _ in range(3)))
    assert (list(own), len(others)) == ([0, 2], 1)
