"""The pages: complete, self-contained, the same every time, and deaf to what documents say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cuadre.evidence import PackageError
from cuadre.report import pages, view
from cuadre.report.pages import one_page, write_report
from cuadre.report.phrases import Phrases, phrases_in
from cuadre.report.source import Package

SAMPLES = Path(__file__).parent.parent.parent / "samples"
ES = phrases_in("es")
Edit = Callable[[Path, str, Mapping[str, str]], None]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}</style></svg>]]>-->$\\frac{1}{2}$"


class Elements(HTMLParser):
    """Collects start tags with their attributes, and what is open at the end."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for found, attributes in self.found if found == tag)


def page_of(folder: Path, phrases: Phrases = ES) -> str:
    return one_page(Package(folder), phrases)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)))


@pytest.fixture(scope="module")
def single(digital: Path) -> str:
    return page_of(digital)


def test_a_document_tells_what_was_read_and_what_does_not_tally(single: str) -> None:
    text = text_of(single)
    assert "E-PP 4.2 CAMINOS, VIVIENDA Y ORDENAMIENTO" in text
    assert "primer trimestre de 2027" in text
    assert "De las 168 cifras de sus tablas, 166 (98.8 %) concuerdan" in text
    assert "Otras 2 contradicen a su propio renglón y están impresas así" in text
    assert "impreso 50.10% calculado 20.10%" in text
    assert "Nada quedó en duda." in text
    assert "Autorizó" in text


def test_a_transcription_tells_doubts_apart_and_never_claims_the_paper(transcript: Path) -> None:
    page = page_of(transcript)
    text = text_of(page)
    assert "aunque de una transcripción no hay papel que lo confirme" in text or "Nada: el documento" in text
    assert "Aquí no se acusa a nadie" in text
    assert "están impresas así: el error es de quien" not in text
    assert "Solo se repara lo que se leyó mal" in text


def test_english_on_request(digital: Path) -> None:
    text = text_of(page_of(digital, phrases_in("en", {"progress-not-ratio": "the quarterly percentage is amiss"})))
    assert "What does not tally in the document" in text
    assert "The quarterly percentage is amiss." in text
    assert "no es 19 entre 19" not in text


def test_a_page_asks_for_nothing_and_runs_nothing(single: str) -> None:
    elements = Elements(single)
    policy = [one["content"] for one in elements.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"script", "link", "iframe", "object", "form", "img", "base"}
    for _, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/png"))


def test_texts_of_documents_never_become_markup(own: Path, put: Edit) -> None:
    for name, columns in {
        "indicators.csv": ("indicator_name", "unit_canonical", "level", "objective"),
        "documents.csv": ("programme", "file_name", "dependency", "axis"),
        "signatures.csv": ("name", "post", "signer", "signed_at"),
        "measurements.csv": ("as_read",), "evolution.csv": ("level", "programme"),
    }.items():
        put(own, name, dict.fromkeys(columns, EVIL))
    put(own, "findings.csv", {
        "message": EVIL, "severity": "warning", "rule": EVIL, "class": "reading", "row": "1", "page": "1",
    })  # fmt: skip
    page = page_of(own)
    tags = [tag for tag, _ in Elements(page).found]
    assert not {"script", "img"} & set(tags)
    assert tags.count("style") == 1
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)") > 10
    assert page.endswith("</main>\n</body>\n</html>")


def test_signs_that_show_nothing_are_shown_and_formulas_are_not_set(own: Path, put: Edit) -> None:
    """The library that draws would set what stands between dollar signs as mathematics."""
    put(own, "indicators.csv", {"unit_canonical": "a\x07b\x1b $\\frac{a}{b}$"})
    page = page_of(own)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", page)
    assert "a␇b␛ $\\frac{a}{b}$" in page


@pytest.fixture(scope="module")
def overview(several: Path) -> str:
    return page_of(several)


def test_the_same_bytes_again(several: Path, overview: str, tmp_path: Path) -> None:
    (path,) = write_report(several, tmp_path / "a.html", ES)
    assert path.read_bytes() == overview.encode()


def test_names_inside_a_page_are_unique(overview: str) -> None:
    names = re.findall(r'\bid="([^"]+)"', overview)
    assert len(names) == len(set(names))
    used = re.findall(r'(?:href="|url\()#([^")]+)', overview)
    assert set(used) <= set(names)


def test_several_documents_in_one_file_have_an_overview(overview: str) -> None:
    text = text_of(overview)
    assert text.count("Qué se leyó") >= 3
    assert "3 documentos" in text
    assert "De un trimestre a otro" in text


def test_a_folder_has_a_page_per_document_and_an_index(several: Path, tmp_path: Path) -> None:
    written = write_report(several, tmp_path / "out", ES)
    assert written[-1].name == "index.html"
    index = written[-1].read_text("utf-8")
    for path in written[:-1]:
        assert f'href="{path.name}"' in index
        assert 'href="index.html"' in path.read_text("utf-8")


def test_more_documents_than_fit_in_one_file(several: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_IN_ONE", 2)
    text = text_of(page_of(several))
    assert "Aquí caben 2 documentos por entero; 1 más están solo en la tabla" in text


def test_long_lists_end_with_where_the_rest_is(transcript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MOST_ENTRIES", 1)
    assert re.search(r"Y (una|\d+) más, en findings\.csv\.", text_of(page_of(transcript)))


def test_pictures_of_cells_come_from_the_originals(digital: Path, tmp_path: Path) -> None:
    place = tmp_path / "papers" / "below"
    place.mkdir(parents=True)
    shutil.copy(SAMPLES / "q1-report" / "source.pdf", place / "renamed.pdf")
    (path,) = write_report(digital, tmp_path / "r.html", ES, places=[tmp_path / "papers"])
    pictures = [one["href"] or "" for one in Elements(path.read_text("utf-8")).named("image")]
    assert pictures
    assert all(one.startswith("data:image/png;base64,iVBOR") for one in pictures)
    assert path.stat().st_size < 2_000_000


def test_another_file_of_the_same_name_is_not_pictured(digital: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "q3-report" / "source.pdf", tmp_path / "q1-report.pdf")
    (path,) = write_report(digital, tmp_path / "r.html", ES, places=[tmp_path])
    assert "<image" not in path.read_text("utf-8")


def test_pictures_are_bounded(digital: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuadre.report.crops.MOST_PICTURES", 1)
    places = [SAMPLES / "q1-report"]
    (path,) = write_report(digital, tmp_path / "r.html", ES, places=places)
    assert path.read_text("utf-8").count("<image") == 1
    monkeypatch.setattr("cuadre.report.crops.MOST_BYTES", 10)
    write_report(digital, path, ES, places=places)
    assert "<image" not in path.read_text("utf-8")


def test_a_file_that_is_no_page_is_kept(digital: Path, tmp_path: Path) -> None:
    path = tmp_path / "signed.html"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(PackageError):
        write_report(digital, path, ES)
    assert path.read_bytes() == b"%PDF-1.7"


def test_a_folder_that_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        write_report(tmp_path, tmp_path / "r.html", ES)
    assert not (tmp_path / "r.html").exists()


def test_both_languages_say_the_same_things() -> None:
    spanish, english = phrases_in("es").texts, phrases_in("en").texts
    assert list(spanish) == list(english)
    for name, text in spanish.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[name])), name
        assert ("|" in text) == ("|" in english[name]), name
