"""Puts the generator's folder where its modules find each other, as running it does."""

from __future__ import annotations

import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))
