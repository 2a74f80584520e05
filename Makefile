# Everything needs Python 3.11 or newer, make, and the package registries; nothing else.
# The virtual environment is made on the first call and brought up to date when a lock changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
CODE := bench bot coaching handlers playground prompts scripts storage tests
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: demo test lint types imports screenshots bench lock clean

demo: $(VENV)/.demo ## the bot against a local Slack, in the browser
	@$(BIN)/python -m bot demo

test: lint types imports ## everything: lint, types, import rules, unit, stories, browser
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

screenshots: $(VENV)/.dev ## takes the README's screenshots anew
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.dev
	$(BIN)/python -m bench.ack
	$(BIN)/python -m bench.home

lock: $(VENV)/.dev ## the newest versions of everything, pinned and hashed, without the address of any index
	$(BIN)/$(LOCK) pyproject.toml -o requirements.lock
	$(BIN)/$(LOCK) --extra demo -c requirements.lock pyproject.toml -o requirements-demo.lock
	$(BIN)/$(LOCK) --extra dev -c requirements-demo.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
		| $(BIN)/$(LOCK) - -o requirements-build.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gotano needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements-demo.lock | $(VENV)/bin/python
	@echo "Getting what the demo needs, once ..."
	$(PIP) -r requirements-demo.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Getting what the tests need, once ..."
	$(PIP) -r requirements-dev.lock
	@touch $@ $(VENV)/.demo
