"""The report for people: one self-contained page about a data package."""
