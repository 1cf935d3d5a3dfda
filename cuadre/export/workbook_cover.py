"""The first sheet of the workbook, which explains it, and the last one, which explains its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuadre.export.column import Resource
from cuadre.export.typed import Short
from cuadre.export.workbook_look import LOOKS, Formats, height_of
from cuadre.export.workbook_marks import Marks
from extract.rules import RULES as READING_RULES
from normalize.rules import RULES as ROW_RULES
from reconcile.model import Status
from reconcile.rules import RULES as ARITHMETIC_RULES

_DOCUMENTS_SHOWN = 40
_SEVERITIES = {"error": "error", "warning": "aviso", "info": "nota"}
_ABOUT = """\
Cifras de informes trimestrales firmados, leídas del papel y cotejadas con su propia aritmética. Nada impreso se \
corrige: lo que no cuadra queda como está impreso, y marcado.
Es una copia del paquete de datos (los CSV) para verla, filtrarla e imprimirla. Lo que se cambie aquí no cambia el \
paquete; las decisiones se toman en la página de revisión (cuadre review)."""
_HOW = """\
Empiece por la hoja Indicadores: filtre la columna «Por revisar» por «sí».
Una cifra con color tiene un comentario que dice por qué; la columna «Estado, en palabras» repite el peor estado del \
renglón, y la hoja Cifras el de cada cifra.
Una celda vacía quiere decir que no se informó. Un cero es un cero impreso.
Los porcentajes están en puntos: 116.79 es 116.79 %. Las cifras muestran los decimales con que están impresas.
Lo que se busca rara vez está plegado: identificadores, y trimestres que ningún documento informa. Se abre con el \
signo + sobre las columnas.
De cualquier cifra se llega al papel: la hoja Cifras dice el documento, la página y el recuadro en puntos; la huella \
SHA-256 del original está en Documentos, y todo cambio, con su antes y su después, en Reparaciones.
La hoja Diccionario dice qué es cada columna y cómo se llama en los CSV."""
_WHERE = """\
Estas son las reglas que encontraron algo. Todas, con ejemplos: docs/findings.md de Cuadre; lo que promete un renglón \
sin hallazgos, y lo que la aritmética no puede ver: docs/trust.md."""
_LIMITS = {
    "rows": "renglones no caben en una hoja de Excel; están en el CSV",
    "texts": "textos no caben en una celda de Excel y se cortaron; están completos en el CSV",
    "figures": "cifras tienen más de 15 dígitos, que Excel no guarda como número; están como texto",
    "empty": "cifras tienen más de 20 dígitos y quedaron vacías; su texto está en «Como se leyó»",
    "controls": "textos tienen caracteres que no se ven; están con su símbolo (␀)",
    "comments": "comentarios se omitieron porque son demasiados; están en la hoja Hallazgos",
}
_FACTS = (
    ("file_name", "Archivo"), ("dependency", "Dependencia"), ("programme", "Programa"), ("fiscal_year", "Ejercicio"),
    ("quarter", "Trimestre"), ("pages", "Páginas"), ("rows", "Renglones"), ("figures", "Cifras"),
)  # fmt: skip
_WIDTHS = (34, 34, 34, 18, 15, 11, 11, 11, 12)
_GOES_ON = None
"""In place of a cell: the one before it goes on."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sheet tells.

    Attributes:
        documents: Records of ``documents.csv``.
        marks: What is known of the cells.
        limits: What did not fit.
    """

    documents: Sequence[Mapping[str, Any]]
    marks: Marks
    limits: tuple[Short, ...]


class _Writer:
    """Writes one line after the other."""

    def __init__(self, sheet: Any, formats: Formats, widths: Sequence[float]) -> None:  # noqa: ANN401 (untyped library)
        self._sheet, self._formats, self._widths, self._line = sheet, formats, widths, 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def title(self, text: str) -> None:
        self._sheet.set_row(self._line, 26)
        self._sheet.write_string(self._line, 0, text, self._formats.title)
        self._line += 1

    def section(self, text: str) -> None:
        self._line += 1
        self._sheet.set_row(self._line, 22)
        self.row([(text, self._formats.section), *[("", self._formats.section)] * (len(self._widths) - 1)])

    def paragraph(self, text: str) -> None:
        self.row([(text, self._formats.plain), *[_GOES_ON] * (len(self._widths) - 1)])

    def head(self, titles: Iterable[str | None]) -> None:
        self.row([_GOES_ON if title is None else (title, self._formats.header) for title in titles])

    def row(self, cells: Sequence[tuple[str | int, Any] | None]) -> None:
        """Write cells; ``None`` is covered by the cell before it."""
        texts = []
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            end = next((i for i in range(column + 1, len(cells)) if cells[i] is not None), len(cells))
            texts.append((str(cell[0]), sum(self._widths[column:end])))
            self._cell(column, end - 1, *cell)
        self._sheet.set_row(self._line, height_of(texts))
        self._line += 1

    def _cell(self, column: int, last: int, value: str | int, style: Any) -> None:  # noqa: ANN401
        if last > column:
            self._sheet.merge_range(self._line, column, self._line, last, value, style)
        elif isinstance(value, int):
            self._sheet.write_number(self._line, column, value, style)
        elif value:
            self._sheet.write_string(self._line, column, value, style)
        else:
            self._sheet.write_blank(self._line, column, None, style)


def write_cover(sheet: Any, formats: Formats, cover: Cover) -> None:  # noqa: ANN401
    """Write the first sheet: what the file is, how to read it, documents, legend, rules, limits."""
    out = _Writer(sheet, formats, _WIDTHS)
    out.title("Avance trimestral de indicadores")
    for text in _ABOUT.splitlines():
        out.paragraph(text)
    _limits(out, cover)
    out.section("Cómo leerlo")
    for text in _HOW.splitlines():
        out.paragraph(text)
    _documents(out, formats, cover)
    _legend(out, formats, cover.marks)
    _rules(out, formats, cover.marks)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(5)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPágina &P de &N")


def _limits(out: _Writer, cover: Cover) -> None:
    if cover.limits:
        out.section("Lo que Excel no pudo guardar")
        for short in cover.limits:
            out.paragraph(f"Hoja {short.where}: {short.count:,} {_LIMITS[short.kind]}.")


def _documents(out: _Writer, formats: Formats, cover: Cover) -> None:
    out.section("Documentos")
    out.head((*(title for _, title in _FACTS), "Cifras por revisar"))
    for record in cover.documents[:_DOCUMENTS_SHOWN]:
        cells = [_fact(formats, record[name]) for name, _ in _FACTS]
        out.row([*cells, _fact(formats, cover.marks.doubtful[record["document_id"]])])
    if len(cover.documents) > _DOCUMENTS_SHOWN:
        out.paragraph(f"Y {len(cover.documents) - _DOCUMENTS_SHOWN:,} más en la hoja Documentos.")


def _fact(formats: Formats, value: str | int | None) -> tuple[str | int, Any]:
    return ("", formats.text()) if value is None else (value, _style(formats, value))


def _style(formats: Formats, value: str | int) -> Any:  # noqa: ANN401
    return formats.count() if isinstance(value, int) else formats.text()


def _legend(out: _Writer, formats: Formats, marks: Marks) -> None:
    plain, count = formats.plain, formats.count()
    out.section("Qué quieren decir los colores")
    out.head(("Estado, en palabras", "Qué quiere decir", None, "Letra", "En los CSV", "Cifras", "En textos"))
    for status in Status:
        look = LOOKS[status]
        out.row((
            (look.word, formats.text(status)), (look.meaning, plain), _GOES_ON, (look.lettering_word, plain),
            (str(status), plain), (marks.table[status], count), (marks.narrative[status], count),
        ))  # fmt: skip
    out.paragraph("«En textos»: cifras que repite la justificación, cuya celda lleva el peor estado de ellas.")


def _rules(out: _Writer, formats: Formats, marks: Marks) -> None:
    plain = formats.plain
    titles = {rule.id: rule.title for rule in (*READING_RULES, *ROW_RULES, *ARITHMETIC_RULES)}
    out.section("Qué se encontró")
    out.paragraph(_WHERE)
    out.head(("Regla", "Qué dice", None, "Gravedad", "Veces"))
    loudest_first = sorted(marks.rules.items(), key=lambda one: (list(_SEVERITIES).index(one[0][1]), -one[1], one[0]))
    for (rule, severity), times in loudest_first:
        out.row((
            (rule, plain), (titles.get(rule, rule), plain), _GOES_ON, (_SEVERITIES[severity], plain),
            (times, formats.count()),
        ))  # fmt: skip


def write_dictionary(sheet: Any, formats: Formats, resources: Iterable[Resource]) -> None:  # noqa: ANN401
    """Write the last sheet: what each column is, and what it is called in the CSV."""
    out = _Writer(sheet, formats, (16, 34, 26, 90))
    out.head(("Hoja", "Columna", "Nombre en el CSV", "Descripción"))
    for resource in resources:
        for column in resource.columns:
            texts = (resource.title, column.title, column.name, column.description)
            out.row([(text, formats.text()) for text in texts])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
