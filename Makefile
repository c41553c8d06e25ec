# Every task of the project. `make` lists them; each one sets up what it needs, the first time.

VENV     := .venv
RUN      := $(VENV)/bin/python
PACKAGES := $(VENV)/.packages-installed
CHROMIUM := $(VENV)/.browser-found

TIER ?= optimised
JOBS ?= 2
OUT  ?=
NEW  := results/$(shell date +%Y-%m-%d-%H%M%S)

.DEFAULT_GOAL := help
.PHONY: help run-dash run-streamlit dev-dash dev-streamlit bench bench-full bench-article bench-load report calibrate \
        test check format lock screenshots clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

# ---- the explorers ---------------------------------------------------------------------------------------------

run-dash: $(PACKAGES) ## Serve the Dash explorer at 127.0.0.1:8050 (PORT=, TIER=naive|idiomatic|optimised)
	$(RUN) -m dash_explorer --port $(or $(PORT),8050) --tier $(TIER)

run-streamlit: $(PACKAGES) ## Serve the Streamlit explorer at 127.0.0.1:8501 (PORT=, TIER=)
	$(RUN) -m streamlit_explorer --port $(or $(PORT),8501) --tier $(TIER)

dev-dash: $(PACKAGES) ## Serve the Dash explorer with its debugger and hot reload
	$(RUN) -m dash_explorer --port $(or $(PORT),8050) --tier $(TIER) --dev

dev-streamlit: $(PACKAGES) ## Serve the Streamlit explorer, run again on every save
	$(RUN) -m streamlit_explorer --port $(or $(PORT),8501) --tier $(TIER) --dev

# ---- the benchmark ---------------------------------------------------------------------------------------------

bench: $(CHROMIUM) ## Compare both on this machine: a table per tier and a report (minutes)
	$(RUN) -m benchmarks run --profile quick --out $(or $(OUT),$(NEW))
	$(RUN) -m benchmarks report $(or $(OUT),$(NEW))

bench-full: $(CHROMIUM) ## The whole matrix (up to 90 minutes); call it again after a break and it resumes
	$(RUN) -m benchmarks run --profile full --out $(or $(OUT),results/full) --resume
	$(RUN) -m benchmarks report $(or $(OUT),results/full)

bench-article: $(CHROMIUM) ## Time the comparison article's apps beside the optimised explorers (10 minutes)
	$(RUN) -m benchmarks.studies.article_apps --out $(or $(OUT),$(NEW))

bench-load: $(PACKAGES) ## Compare the CSV loader with pandas, DuckDB and CleverCSV (7 minutes)
	$(RUN) -m benchmarks.loading

report: $(PACKAGES) ## Write the published run's report and the README's figures again (OUT= another folder's report)
	$(RUN) -m benchmarks report $(if $(OUT),$(OUT),benchmarks/published --readme README.md)

calibrate: $(CHROMIUM) ## Check the clock against a known delay, over HTTP and over WebSocket
	$(RUN) -m benchmarks calibrate

# ---- the project -----------------------------------------------------------------------------------------------

test: $(CHROMIUM) ## Run every test
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup

check: $(PACKAGES) ## Format, lint, types and the fast tests (under a minute)
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m pytest -q -n $(JOBS) -m "not browser and not slow"

format: $(PACKAGES) ## Format the code and mend what the linter can
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

lock: $(PACKAGES) ## Resolve pyproject.toml into requirements.lock again
	$(VENV)/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

screenshots: $(CHROMIUM) ## Picture both explorers: wide and narrow, light and dark
	$(RUN) -m benchmarks.screenshots $(or $(OUT),docs/screenshots)

clean: ## Remove the environment and every cache; results stay
	rm -rf $(VENV) .cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- set-up: each stamp is newer than what it was made from, so a second call does nothing ----------------------

$(RUN):
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  found=$$python; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  echo "Creating $(VENV) with $$("$$python" --version)"; \
	  exec "$$python" -m venv --clear $(VENV); \
	done; \
	if [ -n "$$found" ]; then \
	  echo "$$found cannot make a virtual environment: it has no venv or no ensurepip." >&2; \
	  echo "Install them (Debian, Ubuntu: apt-get install python3-venv) and call make again." >&2; \
	else \
	  echo "No Python 3.11 or later found. Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; exit 1

$(PACKAGES): requirements.lock pyproject.toml | $(RUN)
	@echo "Installing the pinned packages (once, a few minutes)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(CHROMIUM): $(PACKAGES)
	@$(RUN) -m benchmarks.setup_browser
	@touch $@
