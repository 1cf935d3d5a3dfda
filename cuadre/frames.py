"""The files of the data package as pandas DataFrames, for those who stay in Python.

Columns and rows are those of the CSV files. Empty is ``NA`` (``None`` for figures), figures are ``Decimal``
with the precision they were printed with, and text carries no apostrophe against spreadsheets.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from cuadre.converted import Converted
from cuadre.export.column import Column, Resource, Value
from cuadre.export.records import RECORDS
from cuadre.export.schema import FINDINGS, INDICATORS, MEASUREMENTS

_DTYPES = {"string": "string", "integer": "Int64", "boolean": "boolean"}


def indicators_frame(converted: Converted) -> pd.DataFrame:
    """One row per indicator, as in ``indicators.csv``."""
    return _frame(INDICATORS, converted)


def measurements_frame(converted: Converted) -> pd.DataFrame:
    """One row per printed figure, as in ``measurements.csv``."""
    return _frame(MEASUREMENTS, converted)


def findings_frame(converted: Converted) -> pd.DataFrame:
    """One row per finding, as in ``findings.csv``."""
    return _frame(FINDINGS, converted)


def _frame(resource: Resource, converted: Converted) -> pd.DataFrame:
    records = list(RECORDS[resource.name](converted))
    columns = {
        column.name: _series(column, [one[column.name] for one in records]) for column in resource.columns
    }
    return pd.DataFrame(columns)


def _series(column: Column, values: list[Value]) -> pd.Series[Any]:
    filled = [None if value == "" else value for value in values]
    return pd.Series(filled, dtype=_dtype(column))


def _dtype(column: Column) -> str:
    if column.type == "number":
        return "object" if column.places is None else "Float64"
    return _DTYPES[column.type]
