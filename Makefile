# Everything runs in .venv, which the first target that needs it makes; the second time it is there already.

PYTHON ?= python3
DEMO_ARGS ?=
ROW ?=
# A process for each processor; the tests of a file stay together, as they share what they were made with.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile --durations 20 --durations-min 5

BIN := .venv/bin
CORE := .venv/.core-installed
ALL := .venv/.all-installed

# Cron jobs and containers may come without these; pip and the browser's installer keep their caches under HOME.
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/.venv/home
endif
ifeq ($(strip $(PATH)),)
export PATH := /usr/local/bin:/usr/bin:/bin
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: demo site test proof check bench clean help prepare browser

help: ## say what the targets do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

demo: $(ALL) ## harvest the built-in archive, build its site and serve it; DEMO_ARGS="--no-serve" to only build
	$(BIN)/dandi-catalog demo $(DEMO_ARGS)

site: $(CORE) ## harvest the DANDI archive and build site/ from it
	@# 1 means that some dandisets failed and were named; the rest is worth building.
	$(BIN)/dandi-catalog harvest || [ $$? -eq 1 ]
	$(BIN)/dandi-catalog build

test: prepare ## run the tests that guard a change, in a browser too
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

proof: prepare ## run the long proofs and write docs/proof.md; ROW=name for one, ROW=--list for their names
	$(BIN)/python -m proofs $(ROW)

# The tool for scripts and styles asks nobody for a newer one, and keeps what it knows beside itself.
check: export DENO_NO_UPDATE_CHECK := 1
check: export DENO_DIR := $(CURDIR)/.venv/deno
check: $(ALL) ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/deno fmt --check
	$(BIN)/deno lint

bench: $(ALL) ## run the benchmarks and write their tables
	@set -e; for script in benchmarks/*.py; do \
		[ -e "$$script" ] || { echo "there are no benchmarks yet"; break; }; \
		echo "$$script"; $(BIN)/python "$$script"; \
	done

clean: ## remove what was built; .venv and snapshot.sqlite stay
	rm -rf site demo dist build .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

prepare: $(ALL) browser

# Debian's own browser where it can be had, as the build without windows, which is faster; else the one that Playwright
# brings.
browser: $(ALL)
	@if command -v chromium-headless-shell >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qx 'ID=debian' /etc/os-release && \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell; then :; \
	elif command -v chromium >/dev/null; then :; \
	else \
		$(BIN)/python -m playwright install chromium; \
	fi

$(ALL): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[nwb,test]'
	@touch $(CORE) $@

$(CORE): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is missing or older than Python 3.11; name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -f $@; exit 1; }
