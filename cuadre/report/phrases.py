"""The words of the report in one language, filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cuadre.argument_words import WORDS, Words
from cuadre.export.schema import INDICATORS
from cuadre.report.phrases_en import ENGLISH
from cuadre.report.phrases_es import SPANISH
from cuadre.report.source import Line
from extract.rules import RULES as READING_RULES
from normalize.model import Measure, Period
from normalize.rules import RULES as ROW_RULES
from reconcile.model import Status
from reconcile.rules import RULES as ARITHMETIC_RULES

_COLUMNS = {column.name: column.title for column in INDICATORS.columns}
LANGUAGES: Mapping[str, Mapping[str, str]] = {"es": SPANISH, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language.

    Attributes:
        code: ``es`` or ``en``.
        texts: By name; ``{...}`` is filled in, and a text with ``|`` is singular and plural.
        words: In which figures are named.
        titles: What each rule says.
        translated: Findings are told by the titles of their rules, since the package speaks another language.
    """

    code: str
    texts: Mapping[str, str]
    words: Words
    titles: Mapping[str, str] = field(repr=False)
    translated: bool = False

    def say(self, phrase: str, **values: object) -> str:
        """Fill a text in; ``n`` chooses between singular and plural, and is printed with separators.

        >>> phrases_in("es").say("figures_n", n=1200)
        '1,200 cifras'
        """
        text = self.texts[phrase]
        number = values.get("n")
        if isinstance(number, int):
            one, _, many = text.partition("|")
            text = (one if number == 1 else many) if many else text
            values["n"] = f"{number:,}"
        return _together(text.format(**values))

    def has(self, phrase: str) -> bool:
        """Whether there is such a text."""
        return phrase in self.texts

    def figure(self, measure: str, period: str) -> str:
        """Name a figure: ``avance T1``."""
        return self.words.named((Measure(measure), Period(period)))

    def field(self, field: str) -> str:
        """Name a column of ``indicators.csv``; others go by their own name."""
        measure, _, period = field.rpartition("_")
        if measure in set(Measure) and period in set(Period):
            return self.figure(measure, period)
        return _COLUMNS.get(field, field) if self.code == "es" else field.replace("_", " ")

    def status(self, status: Status) -> str:
        """Name a status."""
        return self.texts[f"status_{status}"]

    def title(self, rule: str) -> str:
        """Say what a rule is about; ``""`` is that of figures that no rule names."""
        title = self.titles.get(rule, rule) or self.say("no_rule")
        return f"{title[:1].upper()}{title[1:]}"

    def finding(self, finding: Line) -> str:
        """Say what was found."""
        return f"{self.title(finding['rule'])}." if self.translated else _together(str(finding["message"]))

    def step(self, rule: str) -> str:
        """Say what a step of repair does; a step without a text of its own goes by its name."""
        return self.texts.get(f"step_{rule}", rule)


def _together(text: str) -> str:
    """Keep a percent sign on the line of its figure."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def phrases_in(code: str, english_titles: Mapping[str, str] | None = None) -> Phrases:
    """Give a language.

    Args:
        code: ``es`` or ``en``.
        english_titles: What each rule says in English, for ``en``.
    """
    spanish = {rule.id: rule.title for rule in (*READING_RULES, *ROW_RULES, *ARITHMETIC_RULES)}
    titles = spanish if code == "es" else {**spanish, **(english_titles or {})}
    return Phrases(code, LANGUAGES[code], WORDS[code], titles, translated=code != "es")
