"""What the page of the night says, in Spanish and English."""

from __future__ import annotations

_ES = {
    "title": "La noche", "lead": "{found} documentos en {inbox}. Última corrida: {when}, {minutes} min.",
    "tonight": "En esta corrida", "all": "Todos los documentos", "nights": "Últimas corridas", "look": "Por revisar",
    "failed": "No se pudieron leer", "none": "Ninguno.", "document": "Documento", "doubts": "Por revisar",
    "rows": "Renglones", "figures": "Cifras", "why": "Por qué", "next": "Qué hacer", "review": "Orden para revisarlo",
    "more": "y {n} más, en el diario cuadre.sqlite", "dataset": "Todos los datos juntos", "unchanged": "sin cambios",
    "newly": "fallaron por primera vez", "settling": "todavía se copiaban", "gone": "sin original",
    "pages": "páginas", "trouble": "No se pudo mirar", "conflict": "Sin archivar",
    "bar": "{when}: {converted} convertidos, {failed} sin leer", "chart": "Documentos hechos en cada corrida",
    "converted": "convertidos", "no-table": "sin tabla conocida", "needs-password": "piden contraseña",
    "refused": "rechazados", "over-limit": "pasaron un límite", "crashed": "se detuvieron",
    "unavailable": "no disponibles", "ended_done": "Terminó.", "ended_interrupted": "Se interrumpió: la próxima sigue.",
    "ended_stopped": "Se detuvo por un error: la próxima sigue.",
}  # fmt: skip
_EN = {
    "title": "The night", "lead": "{found} documents in {inbox}. Last run: {when}, {minutes} min.",
    "tonight": "In this run", "all": "All documents", "nights": "Latest runs", "look": "To look at",
    "failed": "Could not be read", "none": "None.", "document": "Document", "doubts": "To look at",
    "rows": "Rows", "figures": "Figures", "why": "Why", "next": "What to do", "review": "Command to review it",
    "more": "and {n} more, in the journal cuadre.sqlite", "dataset": "All data together", "unchanged": "unchanged",
    "newly": "failed for the first time", "settling": "still being copied", "gone": "original gone",
    "pages": "pages", "trouble": "Could not be looked at", "conflict": "Not filed",
    "bar": "{when}: {converted} converted, {failed} not read", "chart": "Documents done in each run",
    "converted": "converted", "no-table": "no known table", "needs-password": "need a password",
    "refused": "refused", "over-limit": "over a limit", "crashed": "crashed",
    "unavailable": "unavailable", "ended_done": "It came to its end.",
    "ended_interrupted": "It was interrupted: the next one goes on.",
    "ended_stopped": "An error stopped it: the next one goes on.",
}  # fmt: skip

WORDS = {"es": _ES, "en": _EN}
