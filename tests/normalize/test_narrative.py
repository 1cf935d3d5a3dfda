from __future__ import annotations

import pytest

from cuadre.evidence import ES_ES, ES_MX
from normalize.narrative import Mention, narrative_figures


def said(text: str, **kwargs: int) -> dict[str, str]:
    found = narrative_figures(text, fmt=ES_MX, **kwargs)
    for mention in found:
        assert text[slice(*mention.span)] == mention.text
    return {mention.role: mention.text for mention in found}


def three(target: str = "", achieved: str = "", progress: str = "") -> dict[str, str]:
    given = {"target": target, "achieved": achieved, "progress": progress}
    return {role: text for role, text in given.items() if text}


BOUND = [
    ("el porcentaje alcanzado fue 79.30% ya que de los 25 servicios programados se lograron realizar 20. Por",
     three("25", "20", "79.30%")),
    ("Se programaron 30 talleres y se impartieron 28, alcanzando el 93.33% de la meta.",
    three("30", "28", "93.33%")),
    ("Se tenía programado realizar 120 inspecciones, de las cuales se llevaron a cabo 95 (79.17%).",
     three("120", "95", "79.17%")),
    ("Meta programada: 40. Meta alcanzada: 38. Porcentaje de cumplimiento: 95%.", three("40", "38", "95%")),
    ("Programado: 40; realizado: 38; avance: 95%", three("40", "38", "95%")),
    ("META: 25, LOGRO: 20, AVANCE: 80%", three("25", "20", "80%")),
    ("De una meta de 1,200 apoyos se entregaron 1,150, equivalente al 95.83%",
    three("1,200", "1,150", "95.83%")),
    ("Se alcanzó el 100% al realizar 15 de 15 reuniones programadas.", three("15", "15", "100%")),
    ("Se realizaron las 25 actividades programadas, cumpliendo al 100%.", three("25", "25", "100%")),
    ("Se logró atender a 345 personas de las 300 que se tenían programadas, un 115% de avance.",
     three("300", "345", "115%")),
    ("De una meta de 50 cursos, únicamente se pudieron impartir 32, es decir el 64 por ciento.",
     three("50", "32", "64 por ciento")),
    ("Se ejecutaron doce jornadas de las quince calendarizadas (80%).", three("quince", "doce", "80%")),
    ("Con un cumplimiento del 80%, se concluyeron 8 obras de 10 comprometidas.", three("10", "8", "80%")),
    ("Se plantaron 2,015 árboles de 2,000 proyectados en 2031, con 100.75% de avance.",
     three("2,000", "2,015", "100.75%")),
    ("Se reporta un avance de 13 de 25 acciones (52%).", three("25", "13", "52%")),
    ("De 382 metros cuadrados de bacheo programados se alcanzaron 408, es decir, 106.81%.",
     three("382", "408", "106.81%")),
    ("El cumplimiento fue del 87.5% (7 de 8 auditorías).", three("8", "7", "87.5%")),
    ("Se concretó el 52% de lo previsto: 13 servicios otorgados de 25.", three("25", "13", "52%")),
    ("De las 44 acciones programadas en los centros 77 y 228 solo 12 fueron realizadas, 27.27% de avance.",
     three("44", "12", "27.27%")),
    ("La cantidad programada fue de 350 consultas y la cantidad realizada fue de 283 consultas.",
    three("350", "283")),
    ("El resultado es del 100%: 14 piezas de museo programadas y 14 restauradas.", three("14", "14", "100%")),
    ("No se programaron acciones; se registran 0 de 0, con un cumplimiento del 100%.",
    three("0", "0", "100%")),
    ("Faltaron 5 eventos de los 20 programados; se realizaron 15, con 75% de avance.",
    three("20", "15", "75%")),
    ("SE PROGRAMARON 25 ACCIONES Y SE REALIZARON 20, UN 80% DE CUMPLIMIENTO.", three("25", "20", "80%")),
    ("De 5 obras programadas se realizaron 0, pues $1,200,000 no se liberaron.", three("5", "0")),
    ("Al 31 de marzo de 2031 se han otorgado 45 becas de las 50 contempladas.", three("50", "45")),
    ("Conforme al artículo 25, se emitieron 12 dictámenes de 12 programados.", three("12", "12")),
    ("Se realizaron 8 eventos con 1,250 asistentes, de los 8 programados, avance del 100%.",
    three("8", "8", "100%")),
    ("Se construyeron 3 aulas de las 4 programadas con 2.5 millones de pesos.", three("4", "3")),
]  # fmt: skip

SILENT = [
    "Las fuentes no publicaron datos nuevos durante el primer trimestre de 2031.",
    "Se benefició a 300 familias de 4 colonias en 12 días hábiles.",
    "Se atendieron 300 personas de la tercera edad.",
    "Se integra por 4 dimensiones y 10 subdimensiones.",
    "Se atendió al 80% de las mujeres solicitantes.",
    "Oficio 125 del 12 de abril de 2031, artículo 7 de la Ley 30.",
    "Para el siguiente trimestre se programaron 30 talleres.",
    "La demanda aumentó 20% y el costo 15%.",
    "La meta se superó en un 22%.",
    "",
]

PARTIAL = [
    ("No se realizaron las 3 sesiones programadas, por lo que el avance es del 0%.", three("3", "", "0%")),
    ("Se realizaron 10 talleres más de los 50 programados.", three("50")),
    ("Se celebraron 3 sesiones ordinarias y 2 extraordinarias, de 4 programadas.", three("4")),
    ("Se capacitó a 30 mujeres y 20 hombres, de una meta de 50 personas.", three("50")),
    ("Se atendieron 5 en enero, 7 en febrero y 8 en marzo, sumando 20 de 20 programados.", three("20")),
    ("El 100% de las 14 auditorías programadas fueron concluidas.", three("14")),
    ("Se entregaron 500 despensas, superando en 25% la meta de 400.", three("400", "500")),
    ("De 30 talleres programados o 40 talleres programados se realizaron 20.", three("", "20")),
]


@pytest.mark.parametrize(("text", "roles"), BOUND)
def test_numbers_with_anchors(text: str, roles: dict[str, str]) -> None:
    assert said(text) == roles


@pytest.mark.parametrize("text", SILENT)
def test_numbers_that_say_nothing(text: str) -> None:
    assert said(text) == {}


@pytest.mark.parametrize(("text", "roles"), PARTIAL)
def test_what_is_in_doubt_has_no_role(text: str, roles: dict[str, str]) -> None:
    assert said(text) == roles


def test_the_part_about_the_year() -> None:
    text = (
        "Justificación Trimestral: De 5 torneos programados se organizaron 2, esto es, el 40%. "
        "Justificación Anual: El avance acumulado es del 47.25% respecto de la meta anual de 1,100."
    )
    assert said(text) == three("5", "2", "40%") | {"cumulative": "47.25%", "annual_target": "1,100"}
    assert said("Justificación Anual: Se lleva un 25% de la meta anual (12 canchas).") == {
        "cumulative": "25%", "annual_target": "12",
    }  # fmt: skip


def test_year_and_quarter_in_one_sentence() -> None:
    assert said("Se avanzó 20% de la meta anual y 80% de la meta trimestral.") == {
        "progress": "80%", "cumulative": "20%",
    }  # fmt: skip


def test_clauses_about_another_quarter() -> None:
    text = "En el primer trimestre se realizaron 9 de 9 programados; en el segundo trimestre, 8 de los 8."
    assert said(text, quarter=1) == three("9", "9")
    before = "En el trimestre anterior se realizaron 20 eventos; ahora se hicieron 25 de los 25 previstos."
    assert said(before) == three("25", "25")


def test_value_precision_and_format() -> None:
    (target, achieved, progress) = narrative_figures(
        "De 1.250,5 metros programados se pavimentaron 1.000,0, es decir, el 79,97 %.", fmt=ES_ES
    )
    assert isinstance(target, Mention)
    assert (str(target.printed), str(achieved.printed), str(progress.printed)) == ("1250.5", "1000.0",
        "79.97")
    assert progress.printed.percent
    assert achieved.printed.decimals == 1


def test_words_are_less_sure_than_digits() -> None:
    (spelled,) = narrative_figures("La meta es de treinta y dos talleres.", fmt=ES_MX)
    (digits,) = narrative_figures("La meta es de 32 talleres.", fmt=ES_MX)
    assert spelled.printed == digits.printed
    assert spelled.confidence < digits.confidence


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("dos mil quinientas treinta y cinco", 2535), ("mil", 1000), ("ciento veintiún", 121), ("cero", 0),
        ("novecientos noventa y nueve", 999), ("treinta", 30),
    ],
)  # fmt: skip
def test_number_words(words: str, value: int) -> None:
    (mention,) = narrative_figures(f"Se programaron {words} acciones.", fmt=ES_MX)
    assert mention.printed.value == value
    assert mention.text == words


def test_number_repeated_in_words() -> None:
    assert said("De 25 (veinticinco) obras programadas se realizaron 20 (veinte).") == three("25", "20")
