# Two commands: `make report` writes reports/raqqa from seeds/, `make test` runs what a change must pass.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: report test notebooks model lock clean

report: $(VENV)/.run
	$(BIN)/framing report seeds --out reports/raqqa

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

# The lock file pins exact versions, so that the committed report is what this code writes.
$(VENV)/.run: $(VENV)/bin/pip pyproject.toml requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

$(VENV)/.test: $(VENV)/bin/pip pyproject.toml requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	touch $(VENV)/.run $@

# Make the notebooks anew from their text pairs, outputs included.
notebooks: $(VENV)/.test
	cd notebooks && for f in 0*.py; do ../$(BIN)/jupytext --quiet --to ipynb --execute $$f; done

# Train the model anew: make model DATA=folder BASE=folder (see training/README.md).
MODEL := framing/attribute/models/full
model: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,training]'
	$(BIN)/python -m training.train $(DATA) --base $(BASE) --out build/run
	$(BIN)/python -m training.export build/run --base $(BASE) --out $(MODEL)
	$(BIN)/python -m training.tune $(DATA) --model $(MODEL)
	$(BIN)/python -m training.card $(DATA) --model $(MODEL) --weights build/run --base $(BASE)

# Write the lock file from what the ranges in pyproject.toml resolve to today.
lock:
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade pip
	.venv-lock/bin/pip install --quiet '.[test]'
	.venv-lock/bin/pip freeze --exclude framing > requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .venv-lock build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
