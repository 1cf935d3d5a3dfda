"""The import names are generic: nobody else may own them in our environment."""

import pytest

from cuadre.cli import doctor


@pytest.mark.parametrize("name", doctor.PACKAGES)
def test_no_other_distribution_owns_our_import_names(name: str) -> None:
    assert doctor.owners(name) == ()


def test_doctor_says_so_when_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.metadata, "packages_distributions", lambda: {"extract": ["cuadre", "pyextract"]})
    (amiss,) = [e for e in doctor.examine() if not e.fine]
    assert amiss.what == "import extract"
    assert "pyextract" in amiss.detail


def test_doctor_tells_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name in {"pypdfium2", "camelot-py"}:
            raise doctor.metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor.metadata, "version", version)
    by_name = {e.what: e for e in doctor.examine()}
    assert (by_name["pypdfium2"].fine, by_name["camelot-py"].fine) == (False, True)
    assert not by_name["camelot-py"].present
    assert by_name["pypdfium2"].install == (("", "pip install pypdfium2"),)
