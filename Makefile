# `make demo` builds the graph of the bundled example and asks it three questions;
# `make test` checks everything. Both need only Python 3.10 to 3.13 and its venv module.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/timbuktu.txt
GRAPH := build/timbuktu.ttl
# In CI a tiny model is trained too, and a test that lacks its resource fails.
ifdef CI
EXTRAS := test,train
else
EXTRAS := test
endif

.PHONY: demo test install check clean

demo: install
	@mkdir -p build
	$(BIN)/kg build $(EXAMPLE) --published 2013-01-29 -o $(GRAPH)
	$(BIN)/kg query timeline --data $(GRAPH)
	$(BIN)/kg query people-and-positions --data $(GRAPH)
	$(BIN)/kg query tolls --data $(GRAPH)

test: $(VENV)/.test check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

install: $(VENV)/.install

$(VENV)/.venv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/.install: $(VENV)/.venv pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.venv pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[$(EXTRAS)]"
	@touch $@ $(VENV)/.install

clean:
	rm -rf $(VENV) build
