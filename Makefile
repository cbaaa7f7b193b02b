# Everything runs from the checkout with relative paths, so the folder may have any name.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
# The Python of QGIS; what needs no QGIS is done by any other that has pip.
PYTHON := /usr/bin/python3
ANY_PYTHON ?= python3
VENV := .venv/bin/python
VENV_STAMP := .venv/.installed
EXTLIBS_STAMP := extlibs/lasio/__init__.py
TESTS ?= tests
OLDEST_PYTHON ?= python3.9
NEWEST_PYTHON ?= python3.13
DEBIANS ?= bookworm trixie sid
PROFILE ?= default
BENCH ?= quick
ROUNDS ?= 3
FUZZ ?= 3600
BENCH_VENV := build/bench-venv
SECURITY_VENV := build/security-venv
DOCS_VENV := build/docs-venv
PROFILES ?= $(HOME)/.local/share/QGIS/QGIS3/profiles

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help demo test test-matrix tests-of-algorithms tests-of-core tests-of-commands tests-of-windows test-blas blas-one-thread blas-two-threads blas-haswell test-numpy test-views fuzz coverage check docs docs-site bench calibration package wheel test-wheel security deploy clean system

help:
	@printf "%-15s %s\n" "make demo" "install what is missing, then map the sample wells into build/demo/"
	@printf "%-15s %s\n" "make test" "install what is missing, check the code, then run all tests (or TESTS=tests/core)"
	@printf "%-15s %s\n" "make coverage" "run the tests (or TESTS=tests/core) and print which lines they reach"
	@printf "%-15s %s\n" "make fuzz" "read spoilt files and jobs for an hour (FUZZ=3600 seconds), others each time"
	@printf "%-15s %s\n" "make test-blas" "run the tests of the core's mathematics again, with other kernels and threads of OpenBLAS"
	@printf "%-15s %s\n" "make test-numpy" "run the tests of the core with NumPy 1.22 and the newest (OLDEST_PYTHON=python3.9, NEWEST_PYTHON=python3.13)"
	@printf "%-15s %s\n" "make test-views" "run the tests of what windows draw without QGIS, under PyQt5 and PyQt6"
	@printf "%-15s %s\n" "make test-matrix" "run all tests with the QGIS of other Debian releases (root; DEBIANS=\"trixie sid\")"
	@printf "%-15s %s\n" "make check" "lint, formatting and types"
	@printf "%-15s %s\n" "make docs" "write the pages that list parameters and jobs as the code declares them"
	@printf "%-15s %s\n" "make docs-site" "write the documents as a site into build/site, which needs no network to be read"
	@printf "%-15s %s\n" "make bench" "compare speed and memory with other tools (BENCH=full: all of them, ROUNDS=3); see docs/benchmarks.md"
	@printf "%-15s %s\n" "make calibration" "measure how often the truth lies in the intervals that maps give, into docs/calibration.md"
	@printf "%-15s %s\n" "make package" "write dist/stochastic_kriging-<version>.zip, the file that a user installs"
	@printf "%-15s %s\n" "make wheel" "write the core without QGIS as a Python package into dist/"
	@printf "%-15s %s\n" "make test-wheel" "install it in empty environments and run the example notebook (OLDEST_PYTHON=python3.9, NEWEST_PYTHON=python3.13)"
	@printf "%-15s %s\n" "make security" "make the zip and look at it as the QGIS plugin site does before it takes one"
	@printf "%-15s %s\n" "make translations" "bring i18n/ up to date with the texts of the code, and release it"
	@printf "%-15s %s\n" "make deploy" "link this checkout into a QGIS profile (PROFILE=default)"
	@printf "%-15s %s\n" "make clean" "remove what the other targets made"

demo: system $(EXTLIBS_STAMP)
	@$(PYTHON) sample/demo.py

TEST_RUNS := tests-of-algorithms tests-of-core tests-of-commands tests-of-windows
SLOWEST := --durations=20 --durations-min=5

# All tests are four runs, two at a time, the longest first. Those of the command line each start a QGIS of their own.
test: check $(EXTLIBS_STAMP)
ifeq ($(TESTS),tests)
	@mkdir -p build
	@$(MAKE) --no-print-directory -k -j2 $(TEST_RUNS); status=$$?; \
		echo "What was skipped or failed, and why:"; \
		grep -hE "^....: (SKIPPED|XFAIL|FAILED|ERROR) |^....: =.* in [0-9.]+s" $(TEST_RUNS:%=build/%.log); \
		exit $$status
else
	QT_QPA_PLATFORM=offscreen $(VENV) -m pytest $(TESTS)
endif

# With one thread of BLAS: a second one turns in circles while it waits for matrices that are too small to be divided, and
# takes the processor from the other run. `make test-blas` runs the mathematics with both.
tests-of-core:
	@OPENBLAS_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen $(VENV) -m pytest $(SLOWEST) tests/core tests/views tests/fuzz 2>&1 | sed -u "s/^/core: /" | tee build/tests-of-core.log

tests-of-algorithms:
	@QT_QPA_PLATFORM=offscreen $(VENV) -m pytest $(SLOWEST) tests/processing 2>&1 | sed -u "s/^/qgis: /" | tee build/tests-of-algorithms.log

tests-of-windows:
	@QT_QPA_PLATFORM=offscreen $(VENV) -m pytest $(SLOWEST) tests/gui 2>&1 | sed -u "s/^/dock: /" | tee build/tests-of-windows.log

tests-of-commands:
	@QT_QPA_PLATFORM=offscreen $(VENV) -m pytest -p no:pytest_qgis $(SLOWEST) tests/cli 2>&1 | sed -u "s/^/runs: /" | tee build/tests-of-commands.log

# Lines that only other processes run, such as those of workers and of qgis_process, do not count.
coverage: $(VENV_STAMP) $(EXTLIBS_STAMP)
	@mkdir -p build
	-QT_QPA_PLATFORM=offscreen $(VENV) -m coverage run -m pytest -q $(TESTS)
	@$(VENV) -m coverage report

test-matrix:
	@bash tools/matrix.sh $(DEBIANS)

fuzz: $(VENV_STAMP) $(EXTLIBS_STAMP)
	$(VENV) -m tests.fuzz --seconds $(FUZZ)

# Without the tests that only read files or run processes: no matrix is multiplied there.
BLAS_TESTS = $(filter-out $(patsubst %,tests/core/test_%.py,architecture bundled docs machine),$(wildcard tests/core/test_*.py)) \
	$(patsubst %,tests/core/%,variogram kriging transforms simulation jobs)

blas-one-thread: SETTING := OPENBLAS_NUM_THREADS=1
blas-two-threads: SETTING := OPENBLAS_NUM_THREADS=2
blas-haswell: SETTING := OPENBLAS_CORETYPE=Haswell
BLAS_RUNS := blas-one-thread blas-two-threads blas-haswell

test-blas: $(VENV_STAMP) $(EXTLIBS_STAMP)
	@$(MAKE) --no-print-directory -k -j2 $(BLAS_RUNS)

$(BLAS_RUNS):
	@env $(SETTING) $(VENV) -m pytest -p no:pytest_qgis $(BLAS_TESTS) 2>&1 | sed -u "s/^/$(SETTING): /"

test-numpy: $(EXTLIBS_STAMP) build/numpy-oldest/.installed build/numpy-newest/.installed
	for numpy in oldest newest; do \
		build/numpy-$$numpy/bin/python -c "import sys, numpy, scipy; print('Python', sys.version.split()[0], 'NumPy', numpy.__version__, 'SciPy', scipy.__version__)" && \
		build/numpy-$$numpy/bin/python -m pytest -p no:pytest_qgis tests/core || exit 1; done

# Without QGIS, whose Qt would be the only one then.
test-views: $(VENV_STAMP) build/qt6-venv/.installed
	for python in $(VENV) build/qt6-venv/bin/python; do \
		QT_QPA_PLATFORM=offscreen $$python -m pytest -p no:pytest_qgis tests/views || exit 1; done

# Types are looked at in a package of the plugin's name, since else mypy sees nothing of the core from the provider.
check: $(VENV_STAMP)
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	folder=$$(mktemp -d) && trap 'rm -r "$$folder"' EXIT && ln -s "$(CURDIR)" "$$folder/stochastic_kriging" && cd "$$folder" && \
		"$(CURDIR)/$(VENV)" -m mypy --config-file "$(CURDIR)/pyproject.toml" --cache-dir "$(CURDIR)/.mypy_cache" \
		-p stochastic_kriging.krig_core -p stochastic_kriging.provider -p stochastic_kriging.ui

docs: system $(EXTLIBS_STAMP)
	$(PYTHON) tools/changelog.py metadata.txt
	QT_QPA_PLATFORM=offscreen $(PYTHON) tools/parameters_page.py docs/parameters.md
	$(PYTHON) tools/jobs_page.py docs/jobs.md

docs-site: $(DOCS_VENV)/.installed
	$(DOCS_VENV)/bin/python -m sphinx -q -E -W --keep-going -b html -d build/site-cache -c tools/site . build/site
	@echo build/site/index.html

bench: system $(EXTLIBS_STAMP) $(BENCH_VENV)/.installed
	$(PYTHON) -m benchmarks --peers $(BENCH_VENV)/bin/python --rounds $(ROUNDS) $(if $(filter full,$(BENCH)),--full)

calibration: system $(EXTLIBS_STAMP)
	$(PYTHON) -m benchmarks.calibration

# Python, pip and git are enough for it.
package: $(EXTLIBS_STAMP)
	@$(ANY_PYTHON) tools/package.py

wheel:
	$(ANY_PYTHON) -m pip wheel --quiet --no-deps --wheel-dir dist .

test-wheel: wheel
	for python in $(OLDEST_PYTHON) $(NEWEST_PYTHON); do \
		$$python -m venv --clear build/wheel-venv && \
		build/wheel-venv/bin/python -m pip install --quiet dist/stochastic_kriging-$$(sed -n 's/^version=//p' metadata.txt)-*.whl && \
		build/wheel-venv/bin/python -c "import sys, numpy, scipy; print('Python', sys.version.split()[0], 'NumPy', numpy.__version__, 'SciPy', scipy.__version__)" && \
		build/wheel-venv/bin/python -I tools/notebook.py docs/example.ipynb || exit 1; done

security: package $(SECURITY_VENV)/.installed
	$(SECURITY_VENV)/bin/python tools/upload_check.py dist/stochastic_kriging-$$(sed -n 's/^version=//p' metadata.txt).zip
	@if QT_QPA_PLATFORM=offscreen $(PYTHON) -c "import qgis.core" 2>/dev/null; then \
		QT_QPA_PLATFORM=offscreen $(PYTHON) tools/qt6_check.py; \
	else echo "No QGIS in $(PYTHON): its enumerations are not looked at."; fi

translations:
	@command -v lrelease >/dev/null || { echo "Translations need lrelease of Qt: apt-get install qttools5-dev-tools"; exit 1; }
	@$(PYTHON) tools/translations.py i18n/*.ts

deploy: $(EXTLIBS_STAMP)
	@bash tools/deploy.sh "$(PROFILES)/$(PROFILE)/python/plugins"

clean:
	rm -rf build dist extlibs .venv .mypy_cache .ruff_cache .pytest_cache .qgis-settings
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system:
	@bash tools/system.sh

# Debian's numpy and scipy are the ones that QGIS uses: the development tools must not bring others.
$(VENV_STAMP): requirements-dev.txt requirements-types.txt | system
	$(PYTHON) -m venv --clear --system-site-packages .venv
	$(VENV) -m pip install --quiet -r requirements-dev.txt
	$(VENV) -m pip install --quiet --target .venv/types --no-deps --no-compile --only-binary=:all: \
		--implementation cp --python-version 3.9 --platform manylinux2014_x86_64 -r requirements-types.txt
	@$(VENV) -c "import numpy, scipy, sys; [sys.exit(f'{m.__name__} is in .venv') for m in (numpy, scipy) if m.__file__.startswith(sys.prefix)]"
	@touch $@

build/numpy-oldest/.installed:
	$(OLDEST_PYTHON) -m venv --clear build/numpy-oldest
	build/numpy-oldest/bin/python -m pip install --quiet pytest 'numpy==1.22.*' 'scipy==1.8.*'
	@touch $@

build/numpy-newest/.installed:
	$(NEWEST_PYTHON) -m venv --clear build/numpy-newest
	build/numpy-newest/bin/python -m pip install --quiet pytest numpy scipy
	@touch $@

build/qt6-venv/.installed: | system
	$(PYTHON) -m venv --clear --system-site-packages build/qt6-venv
	build/qt6-venv/bin/python -m pip install --quiet --no-deps PyQt6==6.11.0 PyQt6-Qt6==6.11.2 PyQt6-sip==13.13.0
	build/qt6-venv/bin/python -m pip install --quiet pytest
	@touch $@

$(DOCS_VENV)/.installed: requirements-docs.txt
	$(ANY_PYTHON) -m venv --clear $(DOCS_VENV)
	$(DOCS_VENV)/bin/python -m pip install --quiet -r requirements-docs.txt
	@touch $@

$(SECURITY_VENV)/.installed: requirements-security.txt
	$(ANY_PYTHON) -m venv --clear $(SECURITY_VENV)
	$(SECURITY_VENV)/bin/python -m pip install --quiet -r requirements-security.txt
	@touch $@

# A peer that cannot be had for this machine is left out, and named as absent in the report.
$(BENCH_VENV)/.installed: | system
	$(PYTHON) -m venv --clear $(BENCH_VENV)
	for peer in pykrige krigekit gstools gstlearn; do \
		$(BENCH_VENV)/bin/python -m pip install --quiet --prefer-binary $$peer || echo "$$peer cannot be installed here."; done
	@touch $@

# Made aside and moved into place, so that an interrupted download leaves no half of it.
$(EXTLIBS_STAMP): requirements-bundled.txt
	@$(ANY_PYTHON) -m pip --version >/dev/null || \
		{ echo "$(ANY_PYTHON) has no pip: install it, or name another Python (make ANY_PYTHON=…)." >&2; exit 1; }
	rm -rf extlibs build/extlibs
	$(ANY_PYTHON) -m pip install --quiet --no-compile --no-deps --require-hashes --target build/extlibs -r requirements-bundled.txt
	rm -rf build/extlibs/bin
	mv build/extlibs extlibs
	@touch $@
