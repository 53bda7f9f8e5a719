# Two commands do all of their own set-up: `make run` and `make test`.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test lint unit format pin clean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup:
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) is not there; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) .ci/bootstrap.py

setup-dev:
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) is not there; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) .ci/bootstrap.py --dev

run: setup ## set everything up and verify WhatsApp's guides against the embedded replica of today's site
	@# The set-up has seen its browser start; looking for one again could find one that does not.
	@VERIFIER_BROWSER="$${VERIFIER_BROWSER:-$$(cat .venv/.browser)}" $(VENV)/python -m verifier run whatsapp --replica today --exit-zero

test: lint unit ## set everything up and run every check and test

lint: setup-dev ## check style, types, the floors of the house, and the workflows
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
	$(VENV)/actionlint -shellcheck $(VENV)/shellcheck -pyflakes=
	$(VENV)/shellcheck .ci/run

unit: setup-dev
	$(VENV)/pytest -q -n $(WORKERS) --dist loadscope

format: setup-dev ## lay out the code
	$(VENV)/ruff check --fix
	$(VENV)/ruff format

pin: setup-dev ## pin the newest versions of all dependencies in constraints.txt
	@$(VENV)/python .ci/pin.py

clean: ## remove the environment and what tools remember (reports stay)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info
