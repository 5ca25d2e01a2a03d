# make site          builds content/ into _site/
# make test          runs every test
# make test-oldest   runs the quick tests with the oldest dependencies that are allowed
# make lock          brings constraints/ up to date with pyproject.toml
# make docs          brings the generated chapters of docs/ and themes/CONTRACT.md up to date
# make clean         deletes what both have made
#
# Each does its own set-up in .venv or .venv-oldest. Needed: python3 (3.11 or newer), git, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: site test test-oldest lock docs clean

site: $(VENV)/.installed
	@$(BIN)/papershelf build

test: $(VENV)/.installed-test
	@$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest -n auto --dist loadgroup

test-oldest:
	@$(PYTHON) -m venv $(VENV)-oldest
	@$(VENV)-oldest/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(VENV)-oldest/bin/python -m pip install --quiet --constraint constraints/oldest.txt --editable . --group test
	$(VENV)-oldest/bin/python -m pytest -n auto tests/unit tests/invalid tests/sites

# Both are for every system and every Python that pyproject.toml allows; neither names where packages come from.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url

lock: $(VENV)/.installed
	@$(PIP) install --quiet --group audit
	$(LOCK) --upgrade --generate-hashes pyproject.toml --output-file constraints/locked.txt
	$(LOCK) --upgrade --resolution lowest-direct pyproject.toml --output-file constraints/oldest.txt

docs: $(VENV)/.installed
	$(BIN)/papershelf reference commands > docs/commands.md
	$(BIN)/papershelf reference fields > docs/fields.md
	$(BIN)/papershelf reference settings > docs/settings.md
	$(BIN)/papershelf reference errors > docs/troubleshooting.md
	$(BIN)/papershelf theme contract > themes/CONTRACT.md

clean:
	rm -rf $(VENV) $(VENV)-oldest _site ._site.* .papershelf .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.installed: pyproject.toml $(wildcard hatch_build.py)
	@$(PYTHON) -c 'import sys; sys.exit("Papershelf needs Python 3.11 or newer; set it with make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@echo "Installing Papershelf into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make environments here; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PIP) install --quiet --upgrade "pip>=25.1"
	@$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(PIP) install --quiet --group test
	@touch $@
