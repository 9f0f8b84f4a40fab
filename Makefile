# make demo: repair the seed document before your eyes; make test: the test suite; make lint: style and types.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin/python -m
READY = $(VENV)/.textrepair

.PHONY: demo test lint clean

demo: $(READY)-demo
	@$(RUN) textrepair.cli --diff --summary --color always seeds/*.txt

test: $(READY)-test
	$(RUN) pytest

lint: $(READY)-lint
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

clean:
	rm -rf $(VENV)

# Older versions of pip do not know dependency groups.
$(READY)-pip:
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --upgrade pip
	@touch $@

$(READY)-demo: $(READY)-pip pyproject.toml
	$(RUN) pip install --quiet --editable '.[cli]'
	@touch $@

$(READY)-test: $(READY)-pip pyproject.toml
	$(RUN) pip install --quiet --editable '.[cli]' --group test
	@touch $@

$(READY)-lint: $(READY)-pip pyproject.toml
	$(RUN) pip install --quiet --editable '.[cli]' --group test --group lint
	@touch $@
