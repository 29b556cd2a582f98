# `make report` writes reports/raqqa from seeds/, `make test` and `make test-browser` run what a change must pass.
VENV := .venv
ifndef PYTHON  # the newest that is here and works; `make test PYTHON=/usr/bin/python3.11` chooses another
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3; do \
  $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
  && echo $$python && break; done)
endif
BIN := $(VENV)/bin

.PHONY: report test test-browser test-long docs notebooks lessons model fast-model lock clean

report: $(VENV)/.run
	$(BIN)/framing report seeds --out reports/raqqa

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

# The pages of reports in a real browser: Debian's Chromium, driven by playwright's Python package.
test-browser: $(VENV)/.browser
	$(BIN)/pytest -m browser tests

$(VENV)/.browser: $(VENV)/.test requirements-browser.lock
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  root=; test "$$(id -u)" = 0 || root=sudo; \
	  $$root apt-get update -qq && $$root apt-get install -qq --yes --no-install-recommends chromium fonts-liberation; }
	$(INSTALL) --require-hashes --requirement requirements-browser.lock
	touch $@

# What takes long: ten million executions of all that takes texts apart, guided by coverage, and a million damaged files
# for all readers; many more random histories of a store; workers of Dask and Spark killed, ten times each (Spark needs
# Java 17, Debian's openjdk-17-jre-headless); kill -9 at 50 moments.
test-long: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,dask,spark,fuzz]'
	$(BIN)/python -W ignore -m tests.fuzz.guided --runs 10000000
	$(BIN)/python -W ignore -m tests.fuzz.long --runs 1000000
	FRAMING_LONG=100 $(BIN)/pytest tests/store
	$(BIN)/python benchmarks/store.py make 40 build/killed.jsonl
	$(BIN)/python benchmarks/store.py kill build/killed.jsonl --times 50 --model fast

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11, 3.12 or 3.13 with venv found; install one, or name it: make $(or $(MAKECMDGOALS),report) PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

# The lock files pin every package by version and hash for Python 3.11.0 to 3.13, the build tool too, so that the
# committed report is what this code writes.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
$(VENV)/.run: $(VENV)/bin/pip pyproject.toml requirements.lock
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.test: $(VENV)/bin/pip pyproject.toml requirements-test.lock
	$(INSTALL) --require-hashes --requirement requirements-test.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $(VENV)/.run $@

# Make the notebooks anew from their text pairs, outputs included.
notebooks: $(VENV)/.test
	cd notebooks && for f in 0*.py; do ../$(BIN)/jupytext --quiet --to ipynb --execute $$f; done

# Train the models anew: make model fast-model DATA=folder BASE=folder LARGE=folder (see training/README.md). Ten teachers
# of the size of LARGE learn from the annotations, the full model from them and from the annotations, the fast one from the
# full one and the annotations; ALSO are files of further annotated rows, MORE files of texts that nobody annotated.
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
	$(BIN)/python -m training.acts $(DATA)/.. --model $(MODELS)/full
	$(BIN)/python -m training.calibrate $(DATA)/.. --model $(MODELS)/full
	$(BIN)/python -m training.card $(DATA) --model $(MODELS)/full --weights build/full --base $(BASE)

# The full model's float weights, where they were not kept: as its int8 numbers have them.
build/full/weights.safetensors: | $(VENV)/.training
	$(BIN)/python -m training.shipped $(MODELS)/full --out build/full

fast-model: build/texts.pkl.gz build/full/weights.safetensors
	$(BIN)/python -m training.distil $< --base $(BASE) --start build/full --teacher build/full --layers 0 1 2 3 4 5 \
		--heads 4 --inner 256 --embedding 0 --frozen --vary 0.4 --levels 1 --steps 5300 --out build/fast-1
	$(BIN)/python -m training.distil $< --base $(BASE) --start build/fast-1 --teacher build/full --layers 0 1 2 3 4 5 \
		--heads 3 --inner 192 --embedding 0 --frozen --vary 0.4 --levels 1 --steps 4400 --out build/fast
	$(BIN)/python -m training.export build/fast --base $(BASE) --out $(MODELS)/fast --data $(DATA)
	$(BIN)/python -m training.tune $(DATA) --model $(MODELS)/fast
	$(BIN)/python -m training.acts $(DATA)/.. --model $(MODELS)/fast
	$(BIN)/python -m training.acts_signs $(DATA)/.. --model $(MODELS)/full $(MODELS)/fast
	$(BIN)/python -m training.calibrate $(DATA)/.. --model $(MODELS)/fast
	$(BIN)/python -m training.card $(DATA) --model $(MODELS)/fast --weights build/fast --base $(BASE)

# The documentation as a site in build/docs; links between pages are checked by tests/test_site.py.
docs: $(VENV)/.docs
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/docs

$(VENV)/.docs: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[docs]'
	touch $@

$(VENV)/.training: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,training]'
	touch $@

# Write the lock files from what the ranges in pyproject.toml resolve to, keeping today's pins where they still fit;
# `make lock UPGRADE=--upgrade` takes the newest.
LOCK = $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11.0 --generate-hashes \
  --no-annotate --custom-compile-command "make lock" --group build $(UPGRADE)
lock: $(VENV)/bin/pip
	$(INSTALL) 'uv>=0.8'
	$(LOCK) --extra test --output-file requirements-test.lock
	$(LOCK) --constraint requirements-test.lock --output-file requirements.lock
	$(LOCK) --extra browser --constraint requirements-test.lock --output-file requirements-browser.lock

clean:
	rm -rf $(VENV) .venv-lock build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
