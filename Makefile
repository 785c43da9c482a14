# What one does with a checkout. Needs make and Python 3.11 to 3.13 (found by name, or given: make run PYTHON=/path/to/python);
# everything else is installed into .venv, at the versions and hashes of requirements.lock.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run test check format wheel-test lock vendor docs site clean

help: ## these lines
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

run: $(INSTALLED) ## install, then build the graph of the shipped corpus into build/
	$(BIN)/dpgraph build

test: $(INSTALLED) ## install, then run every test and doctest
	$(BIN)/python -m pytest

check: $(INSTALLED) ## lint, formatting, types, and the rule that imports only look down
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED) ## mend what the linter and the formatter can mend by themselves
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel-test: $(INSTALLED) ## build the wheel, install it in an empty environment elsewhere, and run it there
	.ci/wheel-test $(BIN)/python

lock: ## write requirements.lock anew after a change of dependencies; needs uv on the path
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --all-extras --group dev \
	    --generate-hashes --no-header --no-annotate --output-file requirements.lock

STATIC := src/dpgraph/views/site/static
PACKED = npm pack --silent --pack-destination dist $(1) >/dev/null && tar -xOf dist/$(2) package/$(3)

vendor: ## take what the pages draw and edit with anew from its npm packages; needs npm
	@mkdir -p dist
	$(call PACKED,force-graph@1.52.0,force-graph-1.52.0.tgz,dist/force-graph.min.js) > $(STATIC)/force-graph.min.js
	$(call PACKED,@zazuko/yasgui@4.6.2,zazuko-yasgui-4.6.2.tgz,build/yasgui.min.js) | sed '/^\/\/# sourceMappingURL/d' > $(STATIC)/yasgui.min.js
	$(call PACKED,@zazuko/yasgui@4.6.2,zazuko-yasgui-4.6.2.tgz,build/yasgui.min.css) | sed 's@/\*# sourceMappingURL[^*]*\*/@@' > $(STATIC)/yasgui.min.css

docs: $(INSTALLED) ## write the page and the picture of the ontology under docs/ anew
	$(BIN)/python docs/build_ontology.py

site: $(INSTALLED) ## build the documentation, notebooks and all, into dist/documentation/site/index.html
	$(BIN)/python docs/build_site.py

clean: ## remove what is made: the environment, the built graph, caches, the wheel
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Installs again only when the lock or the project's own description has changed.
$(INSTALLED): requirements.lock pyproject.toml
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && break; \
	    python=; \
	done; \
	test -n "$$python" || { echo 'No Python 3.11 to 3.13 found; name one: make PYTHON=/path/to/python' >&2; exit 1; }; \
	test -x $(BIN)/python || "$$python" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
