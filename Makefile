# Everything needs Python 3.11 or newer, make, and the package registries; nothing else.
# The virtual environment is made on the first call and brought up to date when a lock changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := bot coaching handlers playground prompts storage
# Modules are compiled when they are first imported: most of what is installed never is.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-compile
CODE := $(RUN) bench scripts tests
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

# One process more than cores: a story also waits, for PostgreSQL or for a commit on the disk.
TESTS := $(BIN)/python -m pytest --numprocesses $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))') \
	--dist loadscope --no-loadscope-reorder
# Compiled modules are kept: a run of the tests starts some hundred processes.
unexport PYTHONDONTWRITEBYTECODE

TIMED := $(PYTHON) scripts/timed.py
BENCHES := guess queue ack hooks morning home team timing

.PHONY: demo test test-full check tests tests-changed static lint types imports bandit audit advisories sbom licences dist image screenshots guess bench lock clean

demo: $(VENV)/.demo ## the bot against a local Slack, in the browser
	@$(BIN)/python -m bot demo

test: $(VENV)/.dev ## everything: lint, types, import rules, security, unit, stories, browser; says how long each took
	@$(TIMED) $(MAKE) --no-print-directory static tests

test-full: $(VENV)/.bench ## the same with everything that comes in sizes at its full size, and every benchmark: an hour
	@GOTANO_TEST_FULL=1 $(TIMED) $(MAKE) --no-print-directory static tests bench

check: $(VENV)/.dev ## the inner loop: lint, types, import rules, and the tests of what changed since the last commit on main
	@$(TIMED) $(MAKE) --no-print-directory lint types imports tests-changed

# What is about real time, a bot that must answer or send in so many seconds, goes first or has the machine for itself.
tests: $(VENV)/.dev
	$(BIN)/python -m scripts.run_tests

tests-changed: $(VENV)/.dev
	@folders="$$($(PYTHON) scripts/changed.py)"; \
	if [ -n "$$folders" ]; then echo "tests of $$folders"; $(TESTS) $$folders; else echo "No tests: nothing changed."; fi

static: $(VENV)/.dev ## lint, types, import rules and security, two at a time
	@$(MAKE) --no-print-directory --jobs=2 types bandit lint imports

lint: $(VENV)/.dev
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

# Nothing is excluded in what runs. Tests and benches may open addresses (B310), all of their own servers; both
# make statements of the tables' own names (B608); tests name the address that a container listens on (B104).
bandit: $(VENV)/.dev ## fails on what may be a weakness of medium severity or above
	$(BIN)/bandit --quiet --recursive --severity-level medium $(RUN) scripts
	$(BIN)/bandit --quiet --recursive --severity-level medium --skip B310,B608 bench
	$(BIN)/bandit --quiet --recursive --severity-level medium --skip B104,B310,B608 tests

audit: bandit advisories ## weaknesses in the code, and what is known of what is locked

advisories: $(VENV)/.dev ## known vulnerabilities in what is locked; when nobody can be asked it says so (GOTANO_AUDIT_REQUIRED=1: fails)
	$(BIN)/python -m scripts.audit

sbom: $(VENV)/.dev ## the software bill of materials, CycloneDX: dist/gotano.cdx.json
	$(BIN)/python -m scripts.sbom

licences: $(VENV)/.dev ## LICENSES.md, from what requirements/runtime.txt installs
	$(BIN)/python -m scripts.licences

dist: $(VENV)/.dev ## the wheel of the last commit, the same bytes wherever and whenever it is made
	$(PIP) -r requirements/build.txt
	rm -rf build/commit && mkdir -p build/commit dist
	umask 022 && git archive HEAD | tar --extract --directory build/commit
	umask 022 && SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m pip wheel --quiet --no-deps --no-index \
		--no-build-isolation --wheel-dir dist build/commit
	sha256sum dist/*.whl

image: $(VENV)/.dev ## builds the image without a daemon, runs it, does a debrief through it (as root, with buildah and debootstrap)
	$(BIN)/python -m scripts.image

screenshots: $(VENV)/.dev ## takes the README's pictures anew, the moving one too
	$(BIN)/python -m tests.browser.screenshots

guess: $(VENV)/.dev ## learns anew from prompts/examples what a prospect's words point to
	$(BIN)/python -m scripts.guess_weights

# Each has its turn, also after one that failed, or missed a goal that it holds; in the end it is said which did.
bench: $(VENV)/.bench
	@missed=; for one in $(BENCHES); do \
		echo "bench.$$one"; $(BIN)/python -m bench.$$one || missed="$$missed bench.$$one"; \
	done; \
	if [ -n "$$missed" ]; then echo "Failed, or missed a goal:$$missed"; exit 1; fi

lock: $(VENV)/.dev ## the newest versions of everything, pinned and hashed, without the address of any index
	$(BIN)/$(LOCK) pyproject.toml -o requirements/runtime.txt
	$(BIN)/$(LOCK) --extra demo -c requirements/runtime.txt pyproject.toml -o requirements/demo.txt
	$(BIN)/$(LOCK) --extra dev -c requirements/demo.txt pyproject.toml -o requirements/dev.txt
	$(BIN)/$(LOCK) --extra bench -c requirements/dev.txt pyproject.toml -o requirements/bench.txt
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')" \
		| $(BIN)/$(LOCK) - -o requirements/build.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gotano needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.txt | $(VENV)/bin/python
	@echo "Getting what the demo needs, once ..."
	$(PIP) -r requirements/demo.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Getting what the tests need, once ..."
	$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.demo

$(VENV)/.bench: requirements/bench.txt | $(VENV)/bin/python
	@echo "Getting what the benchmarks need, once ..."
	$(PIP) -r requirements/bench.txt
	@touch $@
