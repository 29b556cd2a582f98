# Two commands: `make report` writes reports/raqqa from seeds/, `make test` runs what a change must pass.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: report test notebooks lessons model fast-model lock clean

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

# Train the models anew: make model fast-model DATA=folder BASE=folder LARGE=folder (see training/README.md). Ten teachers
# of the size of LARGE learn from the annotations, the full model from them and from the annotations, the fast one from
# both; ALSO are files of further annotated rows, MORE files of texts that nobody annotated.
MODELS := framing/attribute/models
build/texts.pkl.gz: $(VENV)/.training
	$(BIN)/python -m training.prepare $(DATA) --base $(BASE) --out $@ $(if $(ALSO),--also $(ALSO)) $(if $(MORE),--more $(MORE))

lessons: build/texts.pkl.gz
	$(BIN)/python -m training.teach $< --base $(LARGE) --out build/lessons

model: build/texts.pkl.gz
	$(BIN)/python -m training.distil $< --lessons build/lessons --base $(BASE) --out build/full-1 --steps 2500
	$(BIN)/python -m training.distil $< --lessons build/lessons --base $(BASE) --start build/full-1 --teacher build/full-1 \
		--gold 0.7 --rate 4e-4 --steps 2500 --out build/full
	$(BIN)/python -m training.export build/full --base $(BASE) --out $(MODELS)/full --data $(DATA)
	$(BIN)/python -m training.tune $(DATA) --model $(MODELS)/full
	$(BIN)/python -m training.card $(DATA) --model $(MODELS)/full --weights build/full --base $(BASE)

fast-model: build/texts.pkl.gz
	$(BIN)/python -m training.distil $< --lessons build/lessons --base $(BASE) --start build/full-1 --layers 1 3 5 \
		--teacher build/full-1 --steps 2000 --out build/fast
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
