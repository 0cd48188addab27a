# Two commands matter: `make run` and `make test`. Both set up what they need on a bare Debian 12 machine.
VENV := .venv
BIN  := $(VENV)/bin
OUT  ?= out
PYTHON ?= python3

.PHONY: run test lint compiled conformance soak coverage mutation bench screenshots dist lock clean

# With a screen: the window on the sample visit (made once). Without: the same inspection end to end.
run: $(VENV)/.installed
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	@$(BIN)/fieldsurvey demo --out $(OUT)
else
	@sh .ci/system-packages window
	@[ -e $(OUT)/visit.db ] || $(BIN)/fieldsurvey demo --out $(OUT)
	@$(BIN)/fieldsurvey --database $(OUT)/visit.db
endif

# Bytecode is written whatever the shell says of it: the processes that tests start would compile all of it anew. Of two
# cores one checks the types, and the other compiles the tests for both workers.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.installed
	@sh .ci/system-packages test
	@$(MAKE) --no-print-directory -j 2 lint compiled
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

compiled: $(VENV)/.installed
	@$(BIN)/python -m pytest --collect-only >/dev/null || true  # what is amiss the run itself says

# The form engine against the cases of other engines.
conformance: $(VENV)/.installed
	@sh .ci/conformance

# What `make test` runs in small, in full: kill -9, merges, generated forms, ten minutes of fuzzing; and what takes too
# long for it: how much of the form engine its tests take, and whether they would notice a fault in it.
soak: $(VENV)/.installed
	@sh .ci/system-packages test
	$(BIN)/python -m pytest -m full
	@$(MAKE) --no-print-directory coverage
	$(BIN)/python -m tests.fuzz --seconds 600
	@$(MAKE) --no-print-directory mutation

# Small faults planted in XPath, one at a time (mutmut); below 80 % noticed by its unit tests it fails.
mutation: $(VENV)/.installed
	$(BIN)/python -m tests.soak.mutation

# The branches of the form engine that its own tests take; below 98 % of a room's it fails.
coverage: $(VENV)/.installed
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest tests/xpath tests/xforms tests/xlsform tests/cli/test_cli_form_diff.py
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m tests.soak.branches

# All measurements to the end, then the limits that are not held.
bench: $(VENV)/.installed
	$(BIN)/python -m tests.benchmarks.every

# README's pictures of the window, drawn off the screen.
screenshots: $(VENV)/.installed
	$(BIN)/python -m tests.ui.screenshots resources/guide/pictures

# A folder and a zip that run without Python, for this system; LICENCES.txt lists what is in it.
dist: $(VENV)/.installed
	@sh .ci/system-packages dist
	$(BIN)/python -m PyInstaller --noconfirm --log-level ERROR --distpath dist --workpath build \
	  resources/packaging/fieldsurvey.spec
	$(BIN)/python resources/packaging/licences.py requirements.lock dist/fieldsurvey
	cd / && env -i "$(CURDIR)/dist/fieldsurvey/fieldsurvey-cli" instrument band ori-2022 87,12
	cd dist && "$(CURDIR)/$(BIN)/python" -m zipfile -c fieldsurvey.zip fieldsurvey

# The lock carries names, versions and hashes, and no address of a registry.
lock: $(VENV)/.installed
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-header --no-emit-index-url --no-emit-find-links --extra app --extra dev pyproject.toml -o requirements.lock

$(VENV)/.installed: requirements.lock pyproject.toml .ci/system-packages
	@sh .ci/system-packages run
	@echo "Setting up .venv (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) $(OUT) build dist *.egg-info
