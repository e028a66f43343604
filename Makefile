# Few lines a target; what needs more is in tools/.
SHELL := /bin/bash
PYTHON := .venv/bin/python
HEADLESS := tools/headless.sh
ARCHIVE ?=
# Processes that the suite runs in: one more than there are cores, as tests of windows and of the network wait for half of
# their time; up to four, as each may take 2 GB.
PROCESSES ?= $(shell cores=$$(nproc); echo $$((cores < 4 ? cores + 1 : 4)))
export AREAS FORCE FROM TO SERVICE

.DEFAULT_GOAL := help
.PHONY: help setup run service test check format docs package check-package i18n matrix bench clean

help:  ## This text
	@echo "policeuk_plugin: police.uk crime data in QGIS, offline"
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

.venv/.ready: pyproject.toml tools/setup.sh tools/venv.sh
	tools/setup.sh

setup: .venv/.ready  ## Debian packages and .venv, once

run: .venv/.ready  ## The main job in out/, on the sample, ARCHIVE=path (AREAS=paths), FORCE=slug FROM= TO= months, or SERVICE=1
	@tools/run_demo.sh "$(ARCHIVE)"

service: .venv/.ready  ## The stand-in service on this machine until Ctrl-C (ARGS=... paths of archives, --latency)
	@$(PYTHON) -m tests.service $(ARGS)

test: .venv/.ready  ## The whole suite, without a screen (FAST=1: two minutes of it; ARGS=... goes to pytest; PROCESSES=n)
	rm -rf .qgis-settings
	OPENBLAS_NUM_THREADS=1 $(HEADLESS) $(PYTHON) -m pytest -n $(PROCESSES) --dist loadfile $(if $(FAST),-m "not slow") $(ARGS)

check: .venv/.ready  ## Format, lint, types, import rules, Python 3.9 floor, security scans
	@tools/check.sh

format: .venv/.ready  ## Lays the sources out and mends what ruff can
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

docs: .venv/.ready  ## The documentation site in build/docs, read from files, without a network
	$(HEADLESS) $(PYTHON) -m tools.docs_site

package: .venv/.ready docs  ## The zip for QGIS in dist/, with the documentation as its help
	$(PYTHON) -m tools.package --site build/docs

check-package: .venv/.ready package  ## The zip by the plugin repository's rules, installed by QGIS, without each library
	$(PYTHON) -m tools.check_package $(ARGS)

i18n: .venv/.ready  ## The files of translations, up to date with the sources (needs Qt's lrelease)
	$(PYTHON) -m tools.translations

matrix: .venv/.ready package  ## The suite and the installed zip on QGIS 3.22, 3.40 and 3.44 (needs root; MATRIX_DIR=folder)
	@tools/matrix.sh

bench: .venv/.ready  ## Speed, memory and size beside the peers, in one run
	$(HEADLESS) $(PYTHON) -m benchmarks $(ARGS)

clean:  ## Removes what was made (out, build, dist, caches), keeps .venv
	rm -rf out build dist .qgis-settings .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
