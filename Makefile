# What a developer or a newcomer runs. `make` alone lists it.
# ARGS goes to the program behind a target: make test ARGS="tests/warehouse -x"

BIN := .venv/bin
STAMP := .venv/.setup-stamp
ASSETS := src/scrutiny/web/assets
BUILT := src/scrutiny/web/static/.built
ARGS ?=
# Tests start many processes: each would compile our own modules again, where it must not keep them.
export PYTHONDONTWRITEBYTECODE :=
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench serve lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: $(STAMP) $(BUILT) ## make .venv with the locked dependencies and the command .venv/bin/scrutiny, and build the site

$(STAMP): requirements.lock pyproject.toml tools/setup.sh
	@tools/setup.sh
	@touch $@

$(BUILT): $(STAMP) tools/assets.sh $(shell find $(ASSETS) -name node_modules -prune -o -type f -print)
	@tools/assets.sh

demo: setup ## load the packaged data, build both Lancashire reports, and fill an example year, in demo/
	@$(BIN)/scrutiny demo $(ARGS)

# Those that open the records again, on PostgreSQL; ARGS may name none of them (pytest's exit 5).
test: setup ## run every test, after installing what they need
	@tools/test_needs.sh
	@$(BIN)/pytest -n auto $(ARGS)
	@$(BIN)/pytest -n auto --records postgresql $(ARGS) || [ $$? -eq 5 ]

lint: setup ## check style, format, types, import directions and the project's own rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest tests/test_project.py

bench: setup ## measure our work beside others', half an hour on two cores (less: ARGS="--rows 2M")
	@$(BIN)/pip --disable-pip-version-check install --quiet --require-hashes \
		-r requirements.lock -r requirements-spark.lock -r requirements-bench.lock
	@$(BIN)/python -m benchmarks $(ARGS)

serve: setup ## show the demo as a site on this machine (another port: ARGS="--port 8080")
	@test -d demo/workspace || { echo "serve: there is no demo yet. Run: make demo" >&2; exit 1; }
	@exec $(BIN)/scrutiny serve --workspace demo/workspace $(ARGS)

lock: setup ## write the locks again from pyproject.toml (newest versions: ARGS=--upgrade)
	@$(BIN)/uv pip compile $(LOCKED) --extra dev --output-file requirements.lock $(ARGS) pyproject.toml
	@$(BIN)/uv pip compile $(LOCKED) --extra spark --output-file requirements-spark.lock $(ARGS) \
		--constraints requirements.lock \
		$$(sed -n 's/^\([^ =]*\)==.*/--no-emit-package \1/p' requirements.lock) pyproject.toml
	@$(BIN)/uv pip compile $(LOCKED) --output-file requirements-bench.lock $(ARGS) \
		--constraints requirements.lock requirements-bench.in

clean: ## remove .venv, the built site, the demo and every cache
	rm -rf .venv demo build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf $(ASSETS)/node_modules src/scrutiny/web/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
