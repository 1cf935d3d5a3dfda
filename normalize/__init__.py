"""Stages 2 and 3: repair of reading noise, then canonical rows. ``forms/*.toml`` describe the forms."""
