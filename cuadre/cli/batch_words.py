"""What ``cuadre batch`` says, in Spanish and English."""

from __future__ import annotations

from types import MappingProxyType

from cuadre.batch.cluster import ClusterError
from cuadre.batch.errors import LockHeld, NightRefused, NightStopped
from cuadre.batch.journal import Entry
from cuadre.batch.model import Done, Outcome
from cuadre.cli.errors_es import SPANISH
from cuadre.cli.language import LANGUAGES, Language
from cuadre.cli.summary import error_text
from cuadre.evidence import CuadreError

WORDS = {
    "es": Language("es", MappingProxyType({
        "converted": "convertido",
        "no-table": "sin tabla",
        "needs-password": "pide contraseña",
        "refused": "rechazado",
        "over-limit": "pasó un límite",
        "crashed": "se detuvo",
        "unavailable": "no disponible",
        "pages": "{n} página{s}",
        "look": "{n} por revisar",
        "plan": "{found} documento{s} en {inbox}: {todo} por hacer, {unchanged} sin cambios",
        "settling": "{n} todavía se está{en} copiando; la próxima vez",
        "gone": "{n} original{es} ya no está{en}; su paquete se queda",
        "trouble": "no se pudo mirar: {name} ({why})",
        "aside": "el diario estaba dañado; se guardó como {path} y se rehízo con {n} paquete{s}",
        "rebuilt": "el diario se rehízo con {n} paquete{s} que ya estaba{en}",
        "ended": "{n} documento{s} en {time}, {pages} páginas; {unchanged} sin cambios",
        "nothing": "Nada nuevo: {unchanged} documento{s} sin cambios.",
        "filed": "{n} original{es} archivado{s}",
        "conflict": "sin archivar: {name} ({why})",
        "failed": "No se pudieron leer",
        "more": "y {n} más en {file}",
        "results": "Resultados: {outdir}",
        "rate": "{rate} por minuto",
        "left": "faltan {time}",
        "interrupted": "Interrumpido: lo hecho está guardado; la próxima vez sigue desde ahí.",
    })),
    "en": Language("en", MappingProxyType({
        "converted": "converted",
        "no-table": "no table",
        "needs-password": "needs password",
        "refused": "refused",
        "over-limit": "over limit",
        "crashed": "crashed",
        "unavailable": "unavailable",
        "pages": "{n} page{s}",
        "look": "{n} to look at",
        "plan": "{found} document{s} in {inbox}: {todo} to do, {unchanged} unchanged",
        "settling": "{n} still being copied; left for the next run",
        "gone": "{n} original{s} gone; what was made of them stays",
        "trouble": "could not be looked at: {name} ({why})",
        "aside": "the journal was broken; it was set aside as {path} and made again from {n} package{s}",
        "rebuilt": "the journal was made again from {n} package{s} that were there",
        "ended": "{n} document{s} in {time}, {pages} pages; {unchanged} unchanged",
        "nothing": "Nothing new: {unchanged} document{s} unchanged.",
        "filed": "{n} original{s} filed",
        "conflict": "not filed: {name} ({why})",
        "failed": "Could not be read",
        "more": "and {n} more in {file}",
        "results": "Results: {outdir}",
        "rate": "{rate} a minute",
        "left": "{time} left",
        "interrupted": "Interrupted: what was done is kept; the next run goes on from there.",
    })),
}  # fmt: skip
_ES: dict[type[CuadreError], tuple[str, str]] = {
    NightRefused: ("las carpetas no pueden usarse juntas", "Nombre carpetas que estén una al lado de otra."),
    LockHeld: ("otra ejecución trabaja ahí", "Espere a que termine. El cerrojo de una que murió se retoma solo."),
    ClusterError: (
        "el clúster de Dask no responde o no sirve",
        "Revise scheduler y workers, con la misma versión de Cuadre, y repita: lo hecho está guardado.",
    ),
    NightStopped: ("no se puede seguir", "Haga sitio o revise los permisos y repita: lo hecho está guardado."),
}
_BY_NAME = {kind.__name__: said for kind, said in SPANISH.items()}


def say(language: Language, phrase: str, n: int, **values: object) -> str:
    """Fill a phrase in, with the endings of its number ``n``."""
    many = n != 1
    return language.phrases[phrase].format(
        n=f"{n:,}", s="s" if many else "", es="es" if many else "", en="n" if many else "", **values
    )


def outcome_word(outcome: Outcome, language: Language) -> str:
    """The outcome in one or two words."""
    return language.phrases[outcome]


def why(done: Done | Entry, language: Language) -> tuple[str, str]:
    """Why a document could not be read and what to do; in Spanish where its cause has Spanish words."""
    known = _BY_NAME.get(done.cause) if language.code == "es" else None
    return known or (done.fact, done.next_step)


def night_error(error: CuadreError, code: str) -> str:
    """An error that stops the night, as a person reads it in the language of that code."""
    said = _ES.get(type(error)) if code == "es" else None
    if said is None:
        return error_text(error, LANGUAGES[code])
    return f"Error: {error.file}: {said[0]} ({error.fact}).\n{said[1]}"


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> [duration(seconds) for seconds in (0.4, 59.6, 3725)]
    ['0.4 s', '1 min 00 s', '1 h 02 min']
    """
    if seconds < 10:  # noqa: PLR2004 (below it, tenths tell)
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
