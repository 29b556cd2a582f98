# Two commands: `make report` writes reports/raqqa from seeds/, `make test` runs what a change must pass.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: report test notebooks model fast-model lock clean

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

# Train the models anew: make model fast-model DATA=folder BASE=folder (see training/README.md). The full model learns
# from the annotations and from the full model that is there; MORE is a file of rows with text for the fast one.
MODELS := framing/attribute/models
model: $(VENV)/.training
	$(BIN)/python -m training.train $(DATA) --base $(BASE) --out build/full --teacher $(MODELS)/full
	$(BIN)/python -m training.export build/full --base $(BASE) --out $(MODELS)/full --data $(DATA)
	$(BIN)/python -m training.tune $(DATA) --model $(MODELS)/full
	$(BIN)/python -m training.card $(DATA) --model $(MODELS)/full --weights build/full --base $(BASE)

fast-model: $(VENV)/.training
	$(BIN)/python -m training.distil $(DATA) --teacher build/full --base $(BASE) --out build/fast $(if $(MORE),--more $(MORE))
	$(BIN)/python -m training.export build/fast --base $(BASE) --out $(MODELS)/fast --data $(DATA)
	$(BIN)/python -m training.tune $(DATA) --model $(MODELS)/fast
	$(BIN)/python -m training.card $(DATA) --model $(MODELS)/fast --weights build/fast --base $(BASE)

$(VENV)/.training: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,training]'
	touch $@

# Write the lock file from what the ranges in pyproject.toml resolve to today.
lock:
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade pip
	.venv-lock/bin/pip install --quiet '.[test]'
	.venv-lock/bin/pip freeze --exclude framing > requirements.lock
	rm -rf .venv-lock

clean:
	rm -rf $(VENV) .venv-lock build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
