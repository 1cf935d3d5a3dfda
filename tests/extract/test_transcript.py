from __future__ import annotations

from pathlib import Path

import pytest

from cuadre.evidence import EmptyFile, NoTableFound, NotAReport, SourceFile
from extract.model import Cell, Reading, Table
from extract.transcript import looks_like_transcript, read_transcript

HEADER = (
    "\t\t\tMETA PROGRAMADA 2031\t\t\tJUSTIFICACION SEGUNDO TRIMESTRE",
    "UNIDAD\tNIVEL\tOBJETIVO\tANUAL\tTRIMESTRE 1\tAVANCE\t",
)
TITLES = ("EJE 1. CIUDAD LIMPIA", "PP 1.2 CALLES", "SECRETARÍA DE OBRAS")
ROWS = (
    ("Dirección de Calles", "Fin", "1.1 Contribuir a la limpieza", "1,200", "300", "25.00%",
    "Se barrió todo."),
    ("Dirección de Calles", "Actividad", "1.1.1 Barrer calles", "40", "10", "100.00%",
    "Sin variación alguna."),
    ("Dirección de Parques", "Actividad", "1.1.2 Podar árboles", "16", "4", "50.00%",
    "Faltó personal. Se repone."),
    ("Dirección de Parques", "Actividad", "1.1.3 Sembrar pasto", "8", "2", "0.00%",
    "No hubo agua en el mes."),
)
SHARED = Path(__file__).parents[3] / "shared"


def lines_of(rows: tuple[tuple[str, ...], ...] = ROWS) -> list[str]:
    return [*TITLES, "", *HEADER, *("\t".join(row) for row in rows), "", "[Firma ilegible]", ""]


def read(tmp_path: Path, text: str | bytes) -> Reading:
    path = tmp_path / "report.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_transcript(path, SourceFile.of(path))


def body(table: Table) -> list[list[str]]:
    grid = [[""] * table.columns for _ in range(table.rows - table.header_rows)]
    for cell in table.cells:
        if cell.row >= table.header_rows:
            grid[cell.row - table.header_rows][cell.column] = cell.text
    return grid


def cell_at(table: Table, row: int, column: int) -> Cell:
    return next(c for c in table.cells if (c.row, c.column) == (row + table.header_rows, column))


def test_pages_titles_notes_and_stitched_table(tmp_path: Path) -> None:
    reading = read(tmp_path, "\n".join([*lines_of(), "", *lines_of(ROWS[1:2])]))
    assert reading.kind == "transcript"
    assert [[line.text for line in page.lines] for page in reading.pages] == [[*TITLES,
        "[Firma ilegible]"]] * 2
    (table,) = reading.tables
    assert (table.rows, table.columns, table.header_rows, table.pages) == (7, 7, 2, (1, 2))
    assert body(table) == [list(row) for row in (*ROWS, ROWS[1])]
    assert [cell.text for cell in table.repeated_headers[0]][:2] == [
        "META PROGRAMADA 2031", "JUSTIFICACION SEGUNDO TRIMESTRE",
    ]  # fmt: skip
    assert cell_at(table, 4, 0).place.page == 2
    assert cell_at(table, 0, 0).place.line == 7
    assert {(c.recognizer, c.confidence) for c in table.cells} == {("transcript", 1.0)}
    assert reading.findings == ()


def test_page_without_titles_starts_at_its_header(tmp_path: Path) -> None:
    later = lines_of(ROWS[2:])[len(TITLES) :]
    reading = read(tmp_path, "\n".join([*lines_of(ROWS[:2]), *later]))
    assert [c.place.page for c in reading.tables[0].cells if c.column == 1 and c.row >= 2] == [1, 1, 2, 2]
    assert reading.pages[0].lines[-1].text == "[Firma ilegible]"


def test_form_feed_ends_a_page(tmp_path: Path) -> None:
    first = "\n".join([*TITLES, *HEADER, "\t".join(ROWS[0]), "\t".join(ROWS[1])])
    reading = read(tmp_path, first + "\n\f" + "\n".join("\t".join(row) for row in ROWS[2:]))
    assert len(reading.pages) == 2
    assert body(reading.tables[0]) == [list(row) for row in ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    reading = read(tmp_path, end.join(lines_of()).encode(encoding))
    assert body(reading.tables[0]) == [list(row) for row in ROWS]
    assert reading.pages[0].lines[2].text == "SECRETARÍA DE OBRAS"


def test_decomposed_accents_are_composed(tmp_path: Path) -> None:
    reading = read(tmp_path, "\n".join(lines_of()).replace("Dirección", "Direccio\u0301n"))
    assert body(reading.tables[0])[0][0] == "Dirección de Calles"


@pytest.mark.parametrize("where", range(8))
def test_extra_empty_cell_anywhere(tmp_path: Path, where: int) -> None:
    rows = (*ROWS[:2], (*ROWS[2][:where], "", *ROWS[2][where:]), ROWS[3])
    reading = read(tmp_path, "\n".join(lines_of(rows)))
    assert body(reading.tables[0]) == [list(row) for row in ROWS]


@pytest.mark.parametrize("column", [1, 2])
def test_missing_cell_leaves_the_others_in_place(tmp_path: Path, column: int) -> None:
    lost = (*ROWS[2][:column], *ROWS[2][column + 1 :])
    reading = read(tmp_path, "\n".join(lines_of((*ROWS[:2], lost, ROWS[3]))))
    assert body(reading.tables[0])[2] == [*ROWS[2][:column], "", *ROWS[2][column + 1 :]]
    assert [finding.rule for finding in reading.findings] == ["transcript-row-realigned"]
    assert reading.findings[0].row == 3


def test_missing_figure_is_unsure_and_kept(tmp_path: Path) -> None:
    lost = (*ROWS[2][:4], *ROWS[2][5:])
    reading = read(tmp_path, "\n".join(lines_of((*ROWS[:2], lost, ROWS[3]))))
    row = body(reading.tables[0])[2]
    assert [text for text in row if text] == list(lost)
    assert [finding.rule for finding in reading.findings] == ["transcript-row-unsure"]
    assert cell_at(reading.tables[0], 2, row.index("16")).confidence < 1


def test_more_cells_than_columns_loses_nothing(tmp_path: Path) -> None:
    many = (*ROWS[2], "otra nota", "y otra")
    reading = read(tmp_path, "\n".join(lines_of((*ROWS[:2], many, ROWS[3]))))
    assert body(reading.tables[0])[2][-1].split("\n") == list(many[6:])
    assert reading.findings[0].rule == "transcript-row-unsure"


def test_words_among_figures_are_never_silent(tmp_path: Path) -> None:
    torn = (*ROWS[2][:3], "de calles", "16", "4", "50.00%")
    reading = read(tmp_path, "\n".join(lines_of((*ROWS[:2], torn, ROWS[3]))))
    assert body(reading.tables[0])[2] == list(torn)
    assert [finding.rule for finding in reading.findings] == ["transcript-row-unsure"]
    assert {cell_at(reading.tables[0], 2, column).confidence for column in range(7)} == {0.5}


BREAKS = [(column, word) for column in (0, 2, 6) for word in range(1, len(ROWS[2][column].split()))]


@pytest.mark.parametrize(("column", "word"), BREAKS)
def test_cell_broken_over_lines(tmp_path: Path, column: int, word: int) -> None:
    words = ROWS[2][column].split()
    broken = " ".join(words[:word]) + "\n" + " ".join(words[word:])
    rows = (*ROWS[:2], (*ROWS[2][:column], broken, *ROWS[2][column + 1 :]), ROWS[3])
    reading = read(tmp_path, "\n".join(lines_of(rows)))
    read_back = [[text.replace("\n", " ") for text in row] for row in body(reading.tables[0])]
    assert read_back == [list(row) for row in ROWS]
    assert len(cell_at(reading.tables[0], 2, column).places) == 2


def test_paragraph_after_the_row_belongs_to_its_last_text(tmp_path: Path) -> None:
    text = "\n".join(lines_of()).replace("Sin variación alguna.",
        "Sin variación alguna.\nJustificación Anual: 25%.\t")
    reading = read(tmp_path, text)
    assert body(reading.tables[0])[1][6] == "Sin variación alguna.\nJustificación Anual: 25%."


def test_paragraph_after_a_blank_justification(tmp_path: Path) -> None:
    text = "\n".join(lines_of()).replace("Sin variación alguna.", "\nJustificación: nada.")
    assert body(read(tmp_path, text).tables[0])[1][6] == "Justificación: nada."


def test_note_right_below_the_table_is_no_continuation(tmp_path: Path) -> None:
    text = "\n".join([*TITLES, *HEADER, *("\t".join(row) for row in ROWS), "[Firma ilegible]", "Elaboró",
        "Ana Paz"])
    reading = read(tmp_path, text)
    assert [line.text for line in reading.pages[0].lines][-3:] == ["[Firma ilegible]", "Elaboró", "Ana Paz"]
    assert body(reading.tables[0]) == [list(row) for row in ROWS]


def test_signatures_side_by_side_stay_out_of_the_table(tmp_path: Path) -> None:
    block = "Elaboró\tRevisó\tAutorizó\nAna Paz\tLuis Gil\tEva Ruiz"
    reading = read(tmp_path, "\n".join(lines_of()) + "\n" + block)
    assert [line.text for line in reading.pages[-1].lines][-3:] == ["Ana Paz", "Luis Gil", "Eva Ruiz"]
    assert len(body(reading.tables[0])) == len(ROWS)


def test_quoted_cell_with_a_line_break(tmp_path: Path) -> None:
    text = "\n".join(lines_of()).replace("Faltó personal. Se repone.", '"Faltó personal.\nSe ""repone""."')
    assert body(read(tmp_path, text).tables[0])[2][6] == 'Faltó personal.\nSe "repone".'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile), (b" \n\t\n", EmptyFile), (b"\x89PNG\r\n\x1a\n\x00\x00\x00", NotAReport),
        ("Oficio número 12\nEstimada licenciada:\n".encode(), NoTableFound),
        (b"Nombre\tEdad\nAna\tveinte\n", NoTableFound),
    ],
)  # fmt: skip
def test_what_is_no_report(tmp_path: Path, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ("año\tmeta".encode(), True), ("año\tmeta".encode("cp1252"), True), ("año".encode("utf-16"), True),
        (b"%PDF-1.4", False), (b"PK\x03\x04\x00\x00", False), (bytes(range(1, 200)), False), (b"", False),
    ],
)  # fmt: skip
def test_looks_like_transcript(data: bytes, answer: bool) -> None:
    assert looks_like_transcript(data) is answer


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared reports")
def test_the_given_report() -> None:
    path = SHARED / "reports/bienestar-2026-q1.txt"
    reading = read_transcript(path, SourceFile.of(path))
    (table,) = reading.tables
    pages = [c.place.page for c in table.cells if c.column == 0 and c.row >= table.header_rows]
    assert [pages.count(number) for number in range(1, 14)] == [8] * 12 + [1]
    assert table.columns == 15
    assert reading.findings == ()
