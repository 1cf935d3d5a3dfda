"""The files of the data package and their columns: the only place where they are defined.

Writing, the descriptor, reading back, the DataFrames and ``docs/data-package.md`` follow it.
"""

from __future__ import annotations

from cuadre.evidence import FORMATS, Kind, Severity
from cuadre.export.column import Column, ForeignKey, Resource
from extract.model import SignatureStatus
from normalize.model import Measure, Period
from reconcile.model import Status

DESCRIPTOR = "datapackage.json"

_ID = r"^[0-9a-f]{16}$"
_STATUSES = tuple(str(status) for status in Status)
_STATUS_WORDS = (
    "ok: cuadra; explained: lo explican el redondeo o las convenciones del documento; repaired: reparado con "
    "evidencia; proposed: hay una propuesta por confirmar; inconsistent: no cuadra tal como está impreso; "
    "undetermined: nada lo comprueba; illegible: no se pudo leer."
)
_QUARTERS = tuple(Period.quarter(number) for number in (1, 2, 3, 4))


def _document() -> Column:
    return Column(
        "document_id", "Documento", "Primeros 16 dígitos hexadecimales del SHA-256 del archivo original.",
        required=True, pattern=_ID,
    )  # fmt: skip


def _page(*, required: bool = True) -> Column:
    silent = "" if required else " Vacío si concierne a todo el documento."
    return Column(
        "page", "Página", f"Página del documento, desde 1.{silent}", "integer", required=required, minimum=1
    )


def _row(*, required: bool = True) -> Column:
    silent = "" if required else " Vacío si no concierne a un solo renglón."
    return Column(
        "row", "Renglón", f"Renglón de datos en el documento, desde 1.{silent}", "integer",
        required=required, minimum=1,
    )  # fmt: skip


def _confidence(*, required: bool = False) -> Column:
    return Column(
        "confidence", "Confianza", "De 0 a 1; 1 es lo que imprime una página digital.", "number",
        places=4, required=required, minimum=0, maximum=1,
    )  # fmt: skip


def _figure(measure: Measure, period: Period, title: str) -> Column:
    return Column(
        f"{measure}_{period}", title, "Cifra publicada, tal como está impresa; vacío: no reportada.", "number"
    )


def _figures() -> tuple[Column, ...]:
    named = (
        (Measure.TARGET, "Meta programada"),
        (Measure.ACHIEVED, "Meta alcanzada"),
        (Measure.PROGRESS, "Avance trimestral (%)"),
        (Measure.CUMULATIVE, "Avance acumulado (%)"),
    )
    quarterly = (
        _figure(measure, period, f"{title}, trimestre {number}")
        for measure, title in named
        for number, period in enumerate(_QUARTERS, 1)
    )
    return (_figure(Measure.TARGET, Period.ANNUAL, "Meta programada anual"), *quarterly)


def _box(name: str, title: str) -> Column:
    return Column(
        name, title, "Puntos PDF desde la esquina superior izquierda, ya girada la página; vacío sin papel.",
        "number", places=2,
    )  # fmt: skip


_TO_DOCUMENTS = ForeignKey(("document_id",), "documents", ("document_id",))

INDICATORS = Resource(
    "indicators", "Indicadores", "Un renglón por indicador y documento, en orden de lectura.",
    (
        _document(), _page(), _row(),
        Column("responsible_unit", "Unidad administrativa responsable", "Como está impresa."),
        Column("unit_canonical", "Unidad, nombre para agrupar", "Igual a la impresa cuando hay duda."),
        Column("level", "Nivel", "Nivel de la matriz, como está impreso (Fin, Propósito…)."),
        Column("objective_code", "Clave del objetivo", "Clave jerárquica, por ejemplo 4.1.1.1."),
        Column("parent_code", "Clave superior", "Clave del objetivo del que depende; vacío si no tiene."),
        Column("objective", "Objetivo", "Texto del objetivo, sin su clave."),
        Column("indicator_code", "Siglas del indicador", "Como están impresas."),
        Column("indicator_name", "Indicador", "Nombre del indicador, sin sus siglas."),
        Column("frequency", "Frecuencia de medición", "Como está impresa."),
        Column("indicator_unit", "Unidad de medida del indicador", "Como está impresa."),
        Column("variable_unit", "Unidad de medida de las variables", "Como está impresa."),
        *_figures(),
        Column("justification", "Justificación", "Texto del avance, como está impreso."),
        Column("status", "Estado", f"El peor de sus cifras. {_STATUS_WORDS}", required=True, enum=_STATUSES),
        Column("review", "Por revisar", "1 si una persona debe mirarlo; 0 si no.", "boolean", required=True),
    ),
    ("document_id", "row"),
    (_TO_DOCUMENTS,),
)  # fmt: skip

MEASUREMENTS = Resource(
    "measurements", "Cifras",
    "Un renglón por cifra impresa, con su lugar en el papel y lo que dice la aritmética.",
    (
        _document(), _page(), _row(),
        Column("objective_code", "Clave del objetivo", "La del renglón."),
        Column("indicator_code", "Siglas del indicador", "Las del renglón."),
        Column(
            "measure", "Medida",
            "target: programado; achieved: alcanzado; progress: % trimestral; cumulative: % acumulado; "
            "narrative_*: lo que repite la justificación.",
            required=True, enum=tuple(str(measure) for measure in Measure),
        ),
        Column("period", "Periodo", "annual: el año; q1 a q4: trimestre.", required=True,
               enum=tuple(str(period) for period in Period)),
        Column("as_read", "Como se leyó",
               "Texto de la celda; 100 y 100.00 no son lo mismo. Vacío: hay tinta que nadie pudo leer."),
        Column("reported", "Reportado", "Valor publicado; vacío si lo impreso no es un número.", "number"),
        Column("computed", "Calculado", "Lo que resulta de las demás cifras; vacío sin cálculo.", "number"),
        Column("computed_low", "Calculado, mínimo", "Extremo inferior del valor exacto.", "number"),
        Column("computed_high", "Calculado, máximo", "Extremo superior del valor exacto.", "number"),
        Column("decimals", "Decimales", "Dígitos impresos tras el punto.", "integer", minimum=0),
        Column("status", "Estado", _STATUS_WORDS, required=True, enum=_STATUSES),
        _confidence(required=True),
        Column("recognizer", "Lector", "pdf, transcript o el nombre del reconocedor.", required=True),
        _box("x0", "Izquierda"), _box("top", "Arriba"), _box("x1", "Derecha"), _box("bottom", "Abajo"),
    ),
    ("document_id", "row", "measure", "period"),
    (_TO_DOCUMENTS, ForeignKey(("document_id", "row"), "indicators", ("document_id", "row"))),
)  # fmt: skip

FINDINGS = Resource(
    "findings", "Hallazgos", "Lo que una persona puede querer saber de un documento; nada se corrige aquí.",
    (
        Column("finding_id", "Hallazgo", "Derivado de documento, página, renglón, campo y regla.",
               required=True, pattern=_ID),
        _document(), _page(required=False), _row(required=False),
        Column("field", "Campo", "Columna de indicators.csv a la que concierne; vacío si a ninguna."),
        Column("rule", "Regla", "Nombre de la regla que se cumplió.", required=True),
        Column("class", "Clase", "De qué trata: disposición, lectura, campos, estructura, cuentas o texto.",
               required=True, enum=tuple(str(kind) for kind in Kind)),
        Column("severity", "Gravedad", "error, warning (aviso) o info (nadie tiene que mirarlo).",
               required=True, enum=tuple(str(severity) for severity in Severity)),
        Column("as_read", "Como se leyó", "Texto leído."),
        Column("reported", "Reportado", "Valor publicado."),
        Column("computed", "Calculado", "Lo que dice la aritmética."),
        Column("proposed", "Propuesto", "Lo que se propone en su lugar."),
        Column("alternatives", "Alternativas", "Otras lecturas o candidatos, separados por « | »."),
        _confidence(),
        Column("evidence", "Evidencia", "Los hechos en breve."),
        Column("message", "Mensaje", "Una frase para quien usa los datos.", required=True),
    ),
    ("finding_id",),
    (_TO_DOCUMENTS,),
)  # fmt: skip

REPAIRS = Resource(
    "repairs", "Reparaciones", "Libro de cambios: cada uno con su antes y su después, y reversible.",
    (
        Column("repair_id", "Reparación", "Derivada de documento, página, renglón, campo y regla.",
               required=True, pattern=_ID),
        Column("finding_id", "Hallazgo", "El del mismo lugar y campo; vacío si no hay.", pattern=_ID),
        _document(), _page(), _row(required=False),
        Column("field", "Campo", "Columna de indicators.csv."),
        Column("before", "Antes", "Texto leído."),
        Column("after", "Después", "Texto publicado."),
        Column("rule", "Regla", "Nombre del paso.", required=True),
        Column("witnesses", "Testigos", "Lo que habla a favor, separado por « | »."),
        _confidence(),
        Column("state", "Estado", "applied: hecha; proposed: por ver; rejected: negada; reverted: anulada.",
               required=True, enum=("applied", "proposed", "rejected", "reverted")),
        Column("decided_by", "Decidió", "rule, o quién decidió.", required=True),
    ),
    ("repair_id",),
    (_TO_DOCUMENTS, ForeignKey(("finding_id",), "findings", ("finding_id",))),
)  # fmt: skip

DOCUMENTS = Resource(
    "documents", "Documentos", "Un renglón por documento original.",
    (
        _document(),
        Column("file_name", "Archivo", "Nombre del archivo original.", required=True),
        Column("sha256", "SHA-256", "Huella de los bytes del original.", required=True,
               pattern=r"^[0-9a-f]{64}$"),
        Column("kind", "Tipo", "digital, scanned (escaneado), mixed (mixto) o transcript (transcripción).",
               required=True, enum=("digital", "scanned", "mixed", "transcript")),
        Column("pages", "Páginas", "Cuántas tiene.", "integer", required=True, minimum=0),
        Column("axis", "Eje", "Como está impreso."),
        Column("programme", "Programa", "Como está impreso."),
        Column("dependency", "Dependencia", "Como está impresa."),
        Column("fiscal_year", "Ejercicio fiscal", "Año.", "integer"),
        Column("quarter", "Trimestre", "De 1 a 4.", "integer", minimum=1, maximum=4),
        Column("rows", "Renglones", "Renglones de indicators.csv.", "integer", required=True, minimum=0),
        Column("figures", "Cifras", "Cifras impresas, sin contar las de la justificación.", "integer",
               required=True, minimum=0),
        *(
            Column(name, title, f"Cuántas de ellas están en {name}.", "integer", required=True, minimum=0)
            for name, title in (("repaired", "Reparadas"), ("proposed", "Propuestas"),
                                ("inconsistent", "No cuadran"), ("undetermined", "Sin determinar"))
        ),
        Column("locale", "Formato de números", "Cómo imprime cifras.", required=True, enum=tuple(FORMATS)),
        Column("rounding_mode", "Redondeo", "nearest, truncate o unknown.", required=True),
        Column("cumulative_denominator", "Denominador del acumulado", "annual, programmed_to_date o unknown.",
               required=True),
        Column("zero_over_zero", "Cero entre cero", "Lo que imprime por nada de nada: 100, 0, blank.",
               required=True),
        Column("version", "Versión", "Versión de Cuadre que lo escribió.", required=True),
    ),
    ("document_id",),
)  # fmt: skip

NOT_SIGNED = "none"
"""The ``digital_status`` of a person of the signature block who did not sign digitally."""

SIGNATURES = Resource(
    "signatures", "Firmas",
    "El bloque de firmas, y las firmas digitales de quien no figura en él (sin papel ni nombre). ink y "
    "digital_status vacíos significan que no se examinaron, no que falte la firma.",
    (
        _document(), _page(),
        Column("role", "Papel", "prepared: elaboró; reviewed: revisó; authorized: autorizó.",
               enum=("prepared", "reviewed", "authorized")),
        Column("name", "Nombre", "Como está impreso."),
        Column("post", "Cargo", "Como está impreso."),
        Column("ink", "Firma autógrafa",
               "Trazo de tinta junto al nombre, solo en páginas escaneadas: yes, no; vacío si no se examinó.",
               enum=("yes", "no")),
        Column("digital_status", "Firma digital",
               "none: no firmó digitalmente; intact: la firma corresponde al documento; trusted, untrusted: además, su "
               "certificado lleva o no a una raíz dada; altered, partial, changed, malformed, removed, unexamined: "
               "ver docs/signatures.md; vacío si no se examinó.",
               enum=(NOT_SIGNED, *map(str, SignatureStatus))),
        Column("signer", "Firmante digital", "Titular del certificado; vacío si no hay firma digital legible."),
        Column("signed_at", "Fecha de firma", "La que declara la firma digital; vacío si no declara ninguna."),
    ),
    (),
    (_TO_DOCUMENTS,),
)  # fmt: skip



def _reported_of(period: Period) -> tuple[Column, ...]:
    number = _QUARTERS.index(period) + 1
    said = f"Según ese informe; vacío: no reportado. Trimestre {number}."
    return (
        Column(f"document_{period}", f"Documento, trimestre {number}",
               "El informe de ese trimestre; si no está, el siguiente que lo muestra. Vacío: ninguno.", pattern=_ID),
        Column(f"row_{period}", f"Renglón, trimestre {number}", "Renglón de ese documento.", "integer", minimum=1),
        Column(f"{Measure.ACHIEVED}_{period}", f"Meta alcanzada, trimestre {number}", said, "number"),
        Column(f"{Measure.PROGRESS}_{period}", f"Avance trimestral (%), trimestre {number}", said, "number"),
        Column(f"{Measure.CUMULATIVE}_{period}", f"Avance acumulado (%), trimestre {number}", said, "number"),
    )  # fmt: skip


def _planned(period: Period) -> Column:
    title = "Meta anual" if period is Period.ANNUAL else f"Meta, trimestre {_QUARTERS.index(period) + 1}"
    return Column(f"{Measure.TARGET}_{period}", title, "Según el último informe del año que la imprime.", "number")


EVOLUTION = Resource(
    "evolution", "Evolución",
    "Un renglón por indicador y año: lo que dijo el informe de cada trimestre, lado a lado. Los informes de un año "
    "se reconocen por dependencia, programa e indicadores; nada se completa de un informe a otro.",
    (
        Column("fiscal_year", "Ejercicio fiscal", "Año; vacío si el documento no lo dice.", "integer"),
        Column("dependency", "Dependencia", "Como está impresa en el primer informe que la dice."),
        Column("programme", "Programa", "Como está impreso en el primer informe que lo dice."),
        Column("responsible_unit", "Unidad", "Nombre para agrupar, del primer informe que trae el indicador."),
        Column("level", "Nivel", "Del mismo informe, como está impreso."),
        Column("objective_code", "Clave del objetivo", "Del mismo informe."),
        Column("indicator_code", "Siglas del indicador", "Del mismo informe."),
        Column("indicator_name", "Indicador", "Del mismo informe."),
        *(_planned(period) for period in Period),
        *(column for period in _QUARTERS for column in _reported_of(period)),
        Column("reports", "Informes", "Cuántos documentos traen el indicador.", "integer", required=True, minimum=1),
        Column("changed", "Cambios",
               "Columnas de indicators.csv en que los informes difieren, separadas por « | »; vacío: en ninguna."),
        Column("status", "Estado", f"El peor de las cifras del renglón. {_STATUS_WORDS}", required=True,
               enum=_STATUSES),
    ),
    (),
    tuple(
        ForeignKey((f"document_{period}", f"row_{period}"), "indicators", ("document_id", "row"))
        for period in _QUARTERS
    ),
)  # fmt: skip

RESOURCES = (INDICATORS, MEASUREMENTS, FINDINGS, REPAIRS, DOCUMENTS, SIGNATURES, EVOLUTION)
"""All of them, in the order of the descriptor."""

FILE_NAMES = (*(resource.file_name for resource in RESOURCES), DESCRIPTOR)
"""Every file that is ours in a package's folder; the descriptor is last."""

FIGURE_FIELDS = tuple(column.name for column in _figures())
"""The columns of ``indicators.csv`` that hold figures."""

TEXT_FIELDS = (
    "responsible_unit", "level", "objective_code", "objective", "indicator_code", "indicator_name", "frequency",
    "indicator_unit", "variable_unit", "justification",
)  # fmt: skip
"""The columns of ``indicators.csv`` that hold texts of the document."""
