# Two commands do all set-up: `make site` (build the site) and `make test` (run every test).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .venv-tools
CHROMIUM := $(shell command -v chromium 2>/dev/null)
NODE := tests/node
NODE_STAMP := $(NODE)/node_modules/.package-lock.json
BENCH := .venv-bench
BENCH_NODE := benchmarks/node
BENCH_STAMP := $(BENCH)/.bench $(BENCH_NODE)/node_modules/.package-lock.json

.PHONY: site test test-long check bench bench-check fuzz mutate sbom lock clean

site: $(VENV)/.site
	$(BIN)/sitegen build

test: $(VENV)/.test $(NODE_STAMP) browser
	$(BIN)/pytest -n 2

test-long: $(VENV)/.test $(NODE_STAMP) browser
	SITEGEN_LONG=1 $(BIN)/pytest -n 2

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) test

# What a build costs beside other generators and by itself: some 25 minutes, written to docs/benchmarks.md.
bench: $(VENV)/.site $(BENCH_STAMP)
	$(BIN)/python -P -m benchmarks --write

# The same with 1,000 documents beside Zola and Hugo: fails where we take longer than we may (benchmarks/comparing.py: BOUNDS).
bench-check: $(VENV)/.site $(BENCH_STAMP)
	$(BIN)/python -P -m benchmarks --check

# The lists are made from pyproject.toml, and that of the benchmarks from its own; they carry hashes and name no host.
lock: $(VENV)/.site
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q pyproject.toml --universal --extra build --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o constraints.txt
	$(BIN)/uv pip compile -q pyproject.toml --universal --extra build --extra test -c constraints.txt --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o constraints-test.txt
	$(BIN)/uv pip compile -q pyproject.toml --universal --all-extras -c constraints-test.txt --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o constraints-tools.txt
	$(BIN)/uv pip compile -q benchmarks/requirements.txt --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o benchmarks/constraints.txt

$(VENV)/.site: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# What fuzzes, mutates and lists the program has a folder of its own: the tests never run beside it by chance.
$(TOOLS)/.tools: pyproject.toml constraints-tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install -q --disable-pip-version-check --require-hashes -r constraints-tools.txt
	$(TOOLS)/bin/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Other generators to compare with, each environment for itself: what is measured shares nothing with what measures.
$(BENCH)/.bench: benchmarks/constraints.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install -q --disable-pip-version-check --require-hashes -r benchmarks/constraints.txt
	touch $@

$(BENCH_NODE)/node_modules/.package-lock.json: $(BENCH_NODE)/package.json $(BENCH_NODE)/package-lock.json
	cd $(BENCH_NODE) && npm ci --silent
	touch $@

$(VENV)/.test: $(VENV)/.site constraints-test.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r constraints-test.txt
	touch $@

# The checker of HTML (a jar; it runs on Java 17), the second reader of calendars, and the editor in the browser: only its built
# file is used, so the list leaves out the six hundred packages that it was built from. What is installed runs nothing.
$(NODE_STAMP): $(NODE)/package.json $(NODE)/package-lock.json
	cd $(NODE) && npm ci --silent
	touch $@

# The browser tests drive Debian's chromium.
.PHONY: browser
browser:
ifeq ($(CHROMIUM),)
	@echo "chromium is missing; installing it with apt-get"
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
endif

# Bytes that nobody writes, fed to everything that reads, each target for so many seconds (fuzz/README.md).
SECONDS ?= 300
fuzz: $(TOOLS)/.tools
	$(TOOLS)/bin/python -P -m fuzz all $(SECONDS)

# The core broken in thousands of small ways, one at a time: does a test notice (docs/mutation.md)?
mutate: $(TOOLS)/.tools
	$(TOOLS)/bin/mutmut run --max-children 2
	$(TOOLS)/bin/mutmut results

# What runs the site, for whoever looks for weaknesses: an environment of constraints.txt and nothing else, asked what it has.
sbom: $(TOOLS)/.tools
	rm -rf $(TOOLS)/site && $(PYTHON) -m venv --without-pip $(TOOLS)/site
	$(TOOLS)/bin/pip --python $(TOOLS)/site install -q --disable-pip-version-check --only-binary :all: --require-hashes -r constraints.txt
	mkdir -p dist
	env -u SOURCE_DATE_EPOCH $(TOOLS)/bin/cyclonedx-py environment $(TOOLS)/site --pyproject pyproject.toml --output-reproducible --validate -o dist/sitegen.cdx.json
	rm -rf $(TOOLS)/site

clean:
	rm -rf $(VENV) $(TOOLS) $(BENCH) $(NODE)/node_modules $(BENCH_NODE)/node_modules output .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
