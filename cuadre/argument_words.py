"""The words in which a row is argued, in Spanish and English: of ``cuadre explain``, the review page and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from normalize.model import Measure, Period
from reconcile.argument import Clause, Kind
from reconcile.decide import Reason
from reconcile.edits import Check, Outcome
from reconcile.model import Status
from reconcile.never import Bar
from reconcile.readings import Key


@dataclass(frozen=True, slots=True)
class Words:
    """What one language calls the parts of an argument.

    Attributes:
        phrases: Headings and sentences, by name; ``{...}`` is filled in.
        measures, periods, statuses, checks, outcomes: Names of what the rows hold.
        because: Why a check is explained.
        reasons: Why a figure was decided on as it was.
        bars: Why it was left alone.
    """

    phrases: Mapping[str, str]
    measures: Mapping[Measure, str]
    periods: Mapping[Period, str]
    statuses: Mapping[Status, str]
    checks: Mapping[Check, str]
    outcomes: Mapping[Outcome, str]
    because: Mapping[str, str]
    reasons: Mapping[Reason, str]
    bars: Mapping[Bar, str]

    def say(self, phrase: str, **values: object) -> str:
        """Fill a phrase in."""
        return self.phrases[phrase].format(**values)

    def named(self, key: Key) -> str:
        """Name a figure."""
        return f"{self.measures[key[0]]} {self.periods[key[1]]}"

    def argued(self, clause: Clause) -> str:
        """Put a clause into words."""
        if clause.kind is Kind.SUM_IS:
            return self.say("is", left="+".join(clause.figures), value=clause.value)
        if clause.kind is Kind.SHARE_IS:
            return self.say("share", left=clause.figures[0] if clause.figures else "",
                            whole=clause.figures[-1] if clause.figures else "", value=clause.value)  # fmt: skip
        name = self.named(clause.witness) if clause.witness else ""
        phrase = "told" if clause.kind is Kind.TOLD else "asks"
        return self.say(phrase, name=name, shown=clause.figures[0], value=clause.value)


_QUARTERS = {Period.Q1: "T1", Period.Q2: "T2", Period.Q3: "T3", Period.Q4: "T4"}

SPANISH = Words(
    phrases=MappingProxyType({
        "title": "Página {page}, renglón {row}",
        "figures": "Cifras", "as_read": "leído", "reported": "publicado", "computed": "calculado", "status": "estado",
        "checks": "Cuentas", "stories": "Explicaciones, la más probable primero (costo en nats)",
        "misread": "mal leído: {name} dice {text} ({how})", "event": "el emisor: {names} ({kind})",
        "margin": "Margen de la propuesta sobre lo demás: {margin}",
        "no_stories": "Nada que explicar: todas las cuentas cuadran o se explican solas.",
        "certain": "La página es digital: lo impreso es cierto y lo que no cuadra es del emisor.",
        "looks": "Segundas lecturas, cada celda por separado", "nothing": "(nada)",
        "verdict": "Veredicto", "consistent": "Cuadra tal como está impreso.",
        "says": "{name} dice {shown}", "is": "{left} es {value}", "share": "{left} de {whole} es {value}",
        "told": "{name} dice {shown}", "asks": "{name}, {shown}, pide {value}", "because": "porque {reasons}",
        "barred": "No se repara sola: {bars}.",
        "decided": "{name}: {status}", "with": " ({text})", "and": " y ", "gives": "da {value}",
        "refuted": "; no: leída de nuevo, la celda dice lo mismo",
        "person": "{name}: {before} → {after}, lo decidió {who} ({state})",
        "again": "{name}: la lectura dudosa «{before}» se cambió por {after}: así lo leyeron de nuevo dos"
                 " reconocedores, y las cuentas lo confirman",
        "no_row": "no hay renglón {row} en la página {page}",
        "no_row_next": "El renglón {row} está en la página {at}.",
        "rows_next": "row es la columna de indicators.csv: cuenta los renglones de todo el documento, de 1 a {last}.",
    }),
    measures=MappingProxyType({
        Measure.TARGET: "meta", Measure.ACHIEVED: "alcanzado", Measure.PROGRESS: "avance",
        Measure.CUMULATIVE: "acumulado", Measure.NARRATIVE_TARGET: "meta en el texto",
        Measure.NARRATIVE_ACHIEVED: "alcanzado en el texto", Measure.NARRATIVE_PROGRESS: "avance en el texto",
    }),
    periods=MappingProxyType({Period.ANNUAL: "anual", **_QUARTERS}),
    statuses=MappingProxyType({
        Status.OK: "cuadra", Status.EXPLAINED: "explicada", Status.REPAIRED: "reparada", Status.PROPOSED: "propuesta",
        Status.INCONSISTENT: "no cuadra", Status.UNDETERMINED: "sin determinar", Status.ILLEGIBLE: "ilegible",
    }),
    checks=MappingProxyType({
        Check.SUM: "suma de los trimestres", Check.PROGRESS: "avance", Check.CUMULATIVE: "acumulado",
        Check.NARRATIVE: "texto y tabla",
    }),
    outcomes=MappingProxyType({
        Outcome.HOLDS: "cuadra", Outcome.EXPLAINED: "explicado", Outcome.FAILS: "no cuadra", Outcome.SILENT: "calla",
    }),
    because=MappingProxyType({
        "zero": "nada de nada", "blank": "un blanco cuenta como cero", "rounding": "redondeo", "truncated": "decimales"
        " cortados", "prior": "trimestres que no se muestran", "hidden": "decimales que no se imprimen",
        "future": "trimestre por venir",
    }),
    reasons=MappingProxyType({
        Reason.TWO_PINS: "dos cuentas piden ese valor y ningún otro", Reason.MARGIN: "es cien veces más probable que"
        " todo lo demás", Reason.SEEN: "leída de nuevo, la celda dice justo eso",
        Reason.NOT_SEEN: "ninguna segunda lectura lo decide", Reason.NO_PIXELS: "no hay papel que volver a leer",
        Reason.PERSON: "una persona vio el papel",
        Reason.PRINT_STANDS: "leída de nuevo, la celda dice lo mismo", Reason.DISSENT: "leída de nuevo, la celda dice"
        " otra cosa", Reason.NARRATIVE: "el texto repite lo impreso", Reason.ISSUER: "es más probable que el emisor lo"
        " imprimiera así", Reason.TIE: "ningún valor convence más que otro", Reason.ELSEWHERE: "es más probable que"
        " sea otra cifra",
    }),
    bars=MappingProxyType({
        Bar.PRINT: "lo impreso es cierto", Bar.NARRATIVE: "el texto no se toca", Bar.NO_FIGURE: "no hay cifra leída",
        Bar.DECIDED: "una persona ya decidió", Bar.REPEATED: "el texto la repite", Bar.FRACTION: "un conteo tendría"
        " decimales", Bar.SIGN: "cambiaría el signo", Bar.PLACE: "la columna es dudosa", Bar.ONE_CHECK: "una sola"
        " cuenta la toca", Bar.NON_ADDITIVE: "el plan no se suma", Bar.RESCALED: "solo cambian los separadores",
        Bar.BREAKER: "son demasiadas en la página", Bar.SEVERAL: "son varias en el renglón",
        Bar.ROLL_UP: "ya no saldría de los renglones de abajo",
    }),
)  # fmt: skip

ENGLISH = Words(
    phrases=MappingProxyType({
        "title": "Page {page}, row {row}",
        "figures": "Figures", "as_read": "as read", "reported": "reported", "computed": "computed", "status": "status",
        "checks": "Checks", "stories": "Explanations, likeliest first (cost in nats)",
        "misread": "misread: {name} says {text} ({how})", "event": "the issuer: {names} ({kind})",
        "margin": "Margin of the proposal over everything else: {margin}",
        "no_stories": "Nothing to explain: every check holds or explains itself.",
        "certain": "The page is digital: its print is certain, and what does not tally is the issuer's.",
        "looks": "Second looks, each cell on its own", "nothing": "(nothing)",
        "verdict": "Verdict", "consistent": "It tallies as printed.",
        "says": "{name} says {shown}", "is": "{left} is {value}", "share": "{left} of {whole} is {value}",
        "told": "{name} says {shown}", "asks": "{name}, {shown}, asks for {value}", "because": "because {reasons}",
        "barred": "Not repaired by itself: {bars}.",
        "decided": "{name}: {status}", "with": " ({text})", "and": " and ", "gives": "gives {value}",
        "refuted": "; no: looked at again, the cell says the same",
        "person": "{name}: {before} → {after}, decided by {who} ({state})",
        "again": "{name}: the doubtful reading «{before}» was replaced by {after}: two recognisers read it so"
                 " when they looked again, and the checks confirm it",
        "no_row": "there is no row {row} on page {page}",
        "no_row_next": "Row {row} is on page {at}.",
        "rows_next": "row is the column of indicators.csv: it counts the rows of the whole document, from 1 to {last}.",
    }),
    measures=MappingProxyType({
        Measure.TARGET: "target", Measure.ACHIEVED: "achieved", Measure.PROGRESS: "progress",
        Measure.CUMULATIVE: "cumulative", Measure.NARRATIVE_TARGET: "target in text",
        Measure.NARRATIVE_ACHIEVED: "achieved in text", Measure.NARRATIVE_PROGRESS: "progress in text",
    }),
    periods=MappingProxyType({Period.ANNUAL: "annual", Period.Q1: "Q1", Period.Q2: "Q2", Period.Q3: "Q3",
                              Period.Q4: "Q4"}),
    statuses=MappingProxyType({status: str(status) for status in Status}),
    checks=MappingProxyType({
        Check.SUM: "sum of the quarters", Check.PROGRESS: "progress", Check.CUMULATIVE: "cumulative",
        Check.NARRATIVE: "text and table",
    }),
    outcomes=MappingProxyType({
        Outcome.HOLDS: "holds", Outcome.EXPLAINED: "explained", Outcome.FAILS: "fails", Outcome.SILENT: "silent",
    }),
    because=MappingProxyType({
        "zero": "nothing of nothing", "blank": "a blank counts as zero", "rounding": "rounding",
        "truncated": "decimals cut off", "prior": "quarters that are not shown", "hidden": "decimals not printed",
        "future": "quarter to come",
    }),
    reasons=MappingProxyType({
        Reason.TWO_PINS: "two checks ask for that value and no other", Reason.MARGIN: "it is a hundred times likelier"
        " than everything else", Reason.SEEN: "looked at again, the cell says just that",
        Reason.NOT_SEEN: "no second look decides it", Reason.NO_PIXELS: "there is no paper to look at again",
        Reason.PERSON: "a person saw the paper",
        Reason.PRINT_STANDS: "looked at again, the cell says the same", Reason.DISSENT: "looked at again, the cell"
        " says something else", Reason.NARRATIVE: "the text repeats the print", Reason.ISSUER: "the issuer more"
        " likely printed it so", Reason.TIE: "no value convinces more than another", Reason.ELSEWHERE: "another"
        " figure is likelier",
    }),
    bars=MappingProxyType({
        Bar.PRINT: "the print is certain", Bar.NARRATIVE: "the text is not touched",
        Bar.NO_FIGURE: "no figure was read", Bar.DECIDED: "a person has decided", Bar.REPEATED: "the text repeats it",
        Bar.FRACTION: "a count would get decimals", Bar.SIGN: "its sign would change",
        Bar.PLACE: "its column is in doubt", Bar.ONE_CHECK: "only one check is about it",
        Bar.NON_ADDITIVE: "the plan is not added up", Bar.RESCALED: "only separators differ",
        Bar.BREAKER: "too many on the page", Bar.SEVERAL: "several in the row",
        Bar.ROLL_UP: "the rows below would no longer make it",
    }),
)  # fmt: skip

WORDS = {"es": SPANISH, "en": ENGLISH}
