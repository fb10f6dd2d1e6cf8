# make demo    准备环境并审核样本            sets everything up and audits the samples
# make window  准备环境并打开网页窗口        sets everything up and opens the page to drop files on
# make test    准备环境并运行全部检查        sets everything up and runs every check
#
# Nothing is needed but make and Python 3.11 or later; everything is installed into .venv.

VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out
SAMPLES := samples/hengyang-2023

# The first Python on the path that is new enough.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

# Stamps: a second run installs nothing unless pyproject.toml has changed.
INSTALLED := $(VENV)/.installed
WITH_WINDOW := $(VENV)/.installed-with-window
WITH_TOOLS := $(VENV)/.installed-with-tools

.PHONY: demo show window test clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

demo: $(INSTALLED)
	@$(MAKE) --no-print-directory show

# What the demonstration shows. Findings are what it is about, so they do not make it fail; anything else does.
show:
	@mkdir -p $(OUT)
	@echo '== 三个检查项的完整报告  Three checks in full'
	@$(BIN)/perfscore audit $(SAMPLES)/自评表.xlsx --fail-on never --select PS102 --select PS304 --select PS104
	@echo '== 全部发现，每条一行  All findings, one a line'
	@$(BIN)/perfscore audit $(SAMPLES)/自评表.xlsx --fail-on never \
		--format concise --format full=$(OUT)/自评表.txt --format json=$(OUT)/自评表.json
	@echo
	@echo '== 对照：一张前后相符的表  For comparison, a form without faults'
	@$(BIN)/perfscore audit $(SAMPLES)/clean/自评表.xlsx --fail-on never --format concise

window: $(WITH_WINDOW)
	@$(BIN)/perfscore serve

# Tests come last, so that the closing lines are their summary; on every core, as most of them only compute.
test: $(WITH_TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -n auto --maxprocesses 4 --cov --cov-report=term:skip-covered

$(INSTALLED): pyproject.toml
	@test -n '$(PYTHON)' || { echo '需要 Python 3.11 或更高版本，请先安装。 Python 3.11 or later is needed.' >&2; exit 1; }
	@echo '正在准备 $(VENV)（首次约需一分钟）  Setting up $(VENV), about a minute the first time' >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(WITH_WINDOW): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[web]'
	@touch $@

# Dependency groups need pip 25.1.
$(WITH_TOOLS): $(INSTALLED)
	@echo '正在安装检查工具  Installing the tools of the checks' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

clean:
	rm -rf $(VENV) $(OUT) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
