# make site   builds content/ into _site/
# make test   runs every test
# make clean  deletes what both have made
#
# Each does its own set-up in .venv. Needed: python3 (3.11 or newer), git, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: site test clean

site: $(VENV)/.installed
	@$(BIN)/papershelf build

test: $(VENV)/.installed-test
	@$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest -n auto --dist loadgroup

clean:
	rm -rf $(VENV) _site ._site.* .papershelf .mypy_cache .pytest_cache .ruff_cache .hypothesis

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
