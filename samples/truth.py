"""What the paper says, cell by cell, as the JSON that the scoring script reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grid import figure_text, narrative_text
from layout import Layout
from paginate import Plan
from report import Planted, Report, Row


def truth_of(
    name: str, file: str, report: Report, layout: Layout | None, plan: Plan | None
) -> dict[str, Any]:
    """Return the truth about one report; without a plan every row is on page 1."""
    rows = [_row(at, row, plan.page_of(at) if plan else 1, layout) for at, row in enumerate(report.rows)]
    return {
        "id": name,
        "file": file,
        "expect": {"outcome": "extract"},
        "municipio": report.municipality,
        "eje": report.axis,
        "programa": report.programme,
        "dependencia": report.dependency,
        "year": report.year,
        "quarter": report.quarter,
        "signatories": [{"role": s.role, "name": s.name, "post": s.post} for s in report.signatories],
        "n_pages": len(plan.sheets) if plan else None,
        "column_order": [column.key for column in plan.shape] if plan else None,
        "rows": rows,
    }


def _row(at: int, row: Row, page: int, layout: Layout | None) -> dict[str, Any]:
    spanish = {}
    if layout and layout.spanish_numbers:
        spanish["printed"] = {key: figure_text(text, layout) for key, text in row.figures.items()}
    return {
        "n": at,
        "page": page,
        "responsible_unit": row.unit,
        "level": row.level,
        "code": row.code,
        "objective": row.objective,
        "indicator_code": row.indicator_code,
        "indicator_name": row.indicator_name,
        "frequency": row.frequency,
        "indicator_unit": row.indicator_unit,
        "variable_unit": row.variable_unit,
        **row.figures,
        **spanish,
        "justification": narrative_text(row.justification, layout) if layout else row.justification,
        "narrative_figures": row.narrative,
        "oddities": list(row.oddities),
        "planted_errors": [_note(planted) for planted in row.planted],
    }


def _note(planted: Planted) -> dict[str, str]:
    return {
        "type": planted.kind,
        "field": planted.field,
        "printed": planted.printed,
        "expected": planted.expected,
        "detail": planted.detail,
    }


def write_json(path: Path, content: object) -> None:
    """Write JSON that people can read and diffs can show."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
