SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first Python that is new enough; override with `make PYTHON=...`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
OUT ?= out/demo
SAMPLE ?= samples/q1-report/source.pdf
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: help demo test lint types bench fuzz golden clean

help: ## Show this list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

demo: .venv/ready ## Install what is missing and convert a sample; SAMPLE=... and OUT=... choose others.
	$(BIN)/cuadre convert $(SAMPLE) -o $(OUT)
	@printf '\n%s\n' "Lines in each file of the data package:"
	@wc -l $(OUT)/*
	@printf '\n%s\n' "Its first figures ($(OUT)/measurements.csv):"
	@head -n 9 $(OUT)/measurements.csv | cut -d, -f2-3,6-10,13-14
	@printf '\n%s\n' "A report for people, and the page where doubts are settled:"
	@$(BIN)/cuadre report $(OUT) --originals $(dir $(SAMPLE)) -o $(OUT).html
	@printf '%s\n' "$(BIN)/cuadre review $(OUT) --originals $(dir $(SAMPLE))"

test: .venv/dev-ready ## Tests and doctests with coverage; writes nothing into the tree.
	$(BIN)/python -m pytest --cov --cov-report=term -q

lint: .venv/dev-ready ## Style and import contracts.
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

types: .venv/dev-ready ## mypy, strict.
	$(BIN)/mypy

bench: .venv/dev-ready ## Time of digital reports, accuracy and time of scans, beside the tools a user would use instead; reconcile; injected errors.
	$(BIN)/python benchmarks/digital.py
	$(BIN)/python benchmarks/reconcile_speed.py
	$(BIN)/python benchmarks/scans.py
	$(BIN)/python benchmarks/injection.py

fuzz: .venv/dev-ready ## Damage samples at random and read them, for FUZZ_SECONDS (60); what fails is kept in out/fuzz.
	$(BIN)/python benchmarks/fuzz_openers.py

golden: .venv/dev-ready ## Rewrite samples/*/expected, then show what changed.
	$(BIN)/python -m pytest -q --write-golden tests/test_samples.py
	git diff --stat -- samples

clean: ## Remove the environment and all that was made here.
	rm -rf .venv out build dist .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A Python without its venv module (Debian splits it off) gets it from the system's packages.
.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "Cuadre needs Python 3.11 or newer; install one, or run make PYTHON=/path/to/python3." >&2; exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Installing python3-venv ..."; sudo=$$( [ "$$(id -u)" = 0 ] || echo "sudo -n" ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq python3-venv; } || { \
	  echo "This Python has no venv module: install your system's python3-venv package, then run make again." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# Tesseract reads the text of scans with its accents. Without it the recogniser from the wheel reads it.
.venv/tesseract: .venv/bin/python
	@{ tesseract --list-langs 2>/dev/null | grep -qx spa; } || { command -v apt-get >/dev/null && { \
	  echo "Installing tesseract-ocr-spa ..."; sudo=$$( [ "$$(id -u)" = 0 ] || echo "sudo -n" ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq tesseract-ocr-spa; } >/dev/null 2>&1; } || \
	  echo "Tesseract with Spanish is not here: scanned texts may lose accents (the README says what to install)."
	@touch $@

.venv/ready: pyproject.toml .venv/bin/python .venv/tesseract
	@echo "Installing Cuadre into .venv ..."
	$(PIP) -e .
	@touch $@

# The tests drive a browser and open the Excel file; without these programs the tests that need them are skipped.
.venv/viewers: .venv/bin/python
	@{ command -v chromium >/dev/null && command -v soffice >/dev/null; } || { command -v apt-get >/dev/null && { \
	  echo "Installing chromium and libreoffice-calc-nogui for the tests ..."; sudo=$$( [ "$$(id -u)" = 0 ] || echo "sudo -n" ); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends chromium libreoffice-calc-nogui; } >/dev/null 2>&1; } || \
	  echo "No chromium or LibreOffice here: the tests that look through them are skipped."
	@touch $@

.venv/dev-ready: pyproject.toml .venv/bin/python .venv/tesseract .venv/viewers
	@echo "Installing Cuadre and its development tools into .venv ..."
	$(PIP) -e '.[dev]'
	@touch .venv/ready $@
