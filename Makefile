# The portal's verbs. Relative names only: the folder may have blanks in its path.
PORT ?= 8000
export PORT
# Each verb starts many processes: they read what the first has compiled, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

# The system's own Python first: distributions build it with its profile at hand. One that pyenv has compiled, which
# mostly comes first in the PATH, is not built so unless asked for, and took a quarter more time for a page.
PYTHON := $(shell for p in /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 python3.13 python3.12 python3.11 \
	python3 python; do command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python

.PHONY: setup setup-dev demo test soak attack axe chromium86 semgrep mutants bench help-pictures backup restore lint format lock

setup: .venv/.setup
setup-dev: .venv/.setup-dev

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found: install python3 (and python3-venv) first." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "The virtual environment could not be made: on Debian install python3-venv." >&2; exit 1; }

.venv/.setup: requirements.txt | .venv/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.setup-dev: requirements-dev.txt .venv/.setup | .venv/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# exec: Ctrl-C reaches the launcher itself, which stops everything it started.
demo: setup
	@exec $(PY) tools/demo.py

# Two workers for two cores: a third made the suite a tenth longer.
test: setup-dev
	@$(PY) -m pytest -n 2 --dist loadgroup

# Fifty killed workers of imports, and fifty of reports; then fifty killed web processes, databases and emptied Valkeys,
# ten workers killed in a portal that runs, five minutes without Valkey, a slow line, workbooks at a crawl and a full disk
# under writers (the last as root alone); then a crowd at the door. PORTAL_SOAK=200 for more.
soak: setup-dev
	@PORTAL_SOAK=$${PORTAL_SOAK:-50} $(PY) -m pytest tests/core/test_durability.py tests/reports/test_durability.py -n 0 -s
	@$(PY) tools/faults.py --kills $${PORTAL_SOAK:-50}
	@$(PY) tools/crowd.py

# Hostile values at every address, verb and parameter as every role, most of an hour; fewer: PORTAL_SHOTS=10 make
# attack. Markup in every text of every table and in workbooks, on all pages of all roles. Then the matrix by eight
# threads at once; 10,000 interleaved requests over connections that stay, through PgBouncer where it is installed;
# texts of 1,000 provinces at random; 1,000 changes at random behind the portal's back, each of which check_integrity
# must find; 10,000 steps of hazards against their table; fifty times the suite's mutated files at gate and row parser,
# and 200,000 further ones, new ones each time (a quarter of an hour); the corpus of hostile workbooks with time and
# memory; every regular expression; 2,000 timings of the sign-in; sqlmap and wapiti for a quarter of an hour each. What
# cannot be run fails.
attack: setup-dev
	@PORTAL_ATTACK=whole $(PY) -m pytest tests/house/test_attack.py tests/house/test_payloads.py tests/house/test_payload_rows.py -n 2 --dist load
	@PORTAL_THREADS=whole $(PY) -m pytest tests/house/test_threads.py -n 0
	@$(PY) tools/interleave.py
	@PORTAL_PROVINCES=$${PORTAL_PROVINCES:-1000} $(PY) -m pytest tests/reports/test_provinces.py -n 0
	@PORTAL_TAMPER=$${PORTAL_TAMPER:-1000} $(PY) -m pytest tests/core/test_tampering.py -k random -n 0
	@PORTAL_STEPS=$${PORTAL_STEPS:-10000} $(PY) -m pytest tests/core/test_state_machine.py -n 0
	@PORTAL_FUZZ=$${PORTAL_FUZZ:-50} $(PY) -m pytest tests/core/workbooks/test_fuzz.py -n 0
	@$(PY) tools/fuzz_files.py --more $${PORTAL_FILES:-200000}
	@$(PY) tools/hostile_files.py
	@$(PY) tools/patterns.py
	@$(PY) tools/timings.py --count 2000
	@$(PY) tools/scanners.py

# Nightly: every page of the thirteen roles in Chromium, both languages, themes and sizes of type, narrow windows, paper;
# about forty minutes; of a portal that runs already: BASE=http://127.0.0.1:8000, of some roles: ROLES=prov-em,ins-a-zj;
# ONCE=1: each kind of page once over all roles
axe: setup-dev
	@$(PY) tools/pages.py $(if $(ONCE),--once,--english) $(if $(BASE),--base "$(BASE)") $(if $(ROLES),--roles "$(ROLES)")

# Nightly: the main pages in Chromium 86, fetched once by npm into var/chromium86
chromium86: setup-dev
	@$(PY) tools/chromium86.py $(if $(BASE),--base "$(BASE)")

# The house's rules as semgrep reads them, fetched once into an environment of its own: its packages are none of ours.
semgrep: .venv/semgrep/bin/semgrep
	@.venv/semgrep/bin/semgrep scan --config .semgrep --error --quiet --metrics=off --disable-version-check --exclude tests --exclude benchmarks .

.venv/semgrep/bin/semgrep: .semgrep/requirements.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv/semgrep
	@.venv/semgrep/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .semgrep/requirements.txt
	@touch $@

# Changed guards, rules, states, querysets and figures; one app alone: make mutants APP=insurers.policies
mutants: setup-dev
	@$(PY) tools/mutants.py $(APP)

# Part by part: make bench PART=imports,exports; every part: PART=all; smaller workbooks for a quick look: ROWS=20000
bench: setup-dev
	@$(PY) benchmarks/run.py

# The pictures of the help pages, made in the browser on demo data; they are committed.
help-pictures: setup-dev
	@$(PY) tools/help_pictures.py

# Database and files into a new folder: make backup OUT=/srv/backups; and back into an empty portal: make restore FROM=…
backup: setup
	@$(PY) manage.py backup $(if $(OUT),--out "$(OUT)")

restore: setup
	@test -n "$(FROM)" || { echo "Which backup? make restore FROM=folder" >&2; exit 2; }
	@$(PY) manage.py restore "$(FROM)"

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/djlint templates --check --quiet
	$(PY) -m mypy .
	.venv/bin/lint-imports
	$(PY) tools/messages.py check

format: setup-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	.venv/bin/djlint templates --reformat --quiet

lock: setup-dev
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements.in -o requirements.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements-dev.in -o requirements-dev.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q .semgrep/requirements.in -o .semgrep/requirements.txt
