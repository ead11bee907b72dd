STACK = PYTHONPATH=infra/local python3 -m stack

.PHONY: up test soak check check-web test-web test-browser screenshots lint-template fmt openapi corpus bench fuzz

up: ## Run the whole system on this machine: http://127.0.0.1:8080, or PORT=…; its data is in CANBAO_DATA
	@$(STACK) up

# Building all targets first compiles every dependency once, for the functions and for the tests.
test: check test-web ## Every test, those of the running system against a stack of their own
	cargo build --workspace --all-targets
	$(STACK) run --prebuilt -- cargo test --workspace
	$(MAKE) test-browser

RACES ?= 2000
CASES ?= 20000
soak: ## The races and the model of the life cycle for longer: RACES of each kind, CASES sequences of commands
	cargo build --workspace --all-targets
	PROPTEST_CASES=$(CASES) cargo test --workspace --lib
	CANBAO_RACES=$(RACES) $(STACK) run --prebuilt -- cargo test --workspace --test faults

check: lint-template check-web ## What can be said without running anything
	PYTHONPATH=infra/local .local/venv/bin/python -m unittest discover -q -s infra/local/tests
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings

WEB_TOOLS = web/node_modules/.package-lock.json
$(WEB_TOOLS): web/package-lock.json
	cd web && npm ci --no-audit --no-fund

check-web: $(WEB_TOOLS) ## The API's types are fresh, ESLint, types
	cd web && npm run --silent check

test-web: $(WEB_TOOLS) ## Unit tests of the pages, and the size of what a visit loads
	cd web && npm test --silent && npm run --silent build && npm run --silent size

test-browser: $(WEB_TOOLS) ## Whole jobs in a browser, and every screen's accessibility, against a stack of their own
	cd web && npm run --silent browser
	cargo build --workspace --bins
	$(STACK) run --prebuilt -- npm --prefix web run --silent e2e

screenshots: ## Every screen, light and dark, wide and on a phone, into web/screenshots
	mkdir -p web/screenshots
	SCREENSHOTS=$(CURDIR)/web/screenshots $(MAKE) test-browser

lint-template:
	$(STACK) lint

fmt:
	cargo fmt --all

openapi: $(WEB_TOOLS) ## Writes the OpenAPI document anew, and the types of the pages after it
	cargo run --bin openapi -- functions/records/openapi.json
	cd web && npm run --silent schema

corpus: ## Writes the workbooks of tests/corpus anew; LibreOffice opens and saves some of them
	cargo run -p workbook --example corpus

bench: ## Speed, memory and size beside peers doing the same work, in one table
	@python3 tests/bench/measure.py

# Coverage by flags of the stable compiler; libFuzzer itself is compiled by the crate that binds it.
FUZZ_SECONDS ?= 60
FUZZ_FLAGS = --cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
FUZZ = target/fuzz
FUZZ_TARGET = $(shell rustc -vV | sed -n 's/^host: //p')

fuzz: ## Looks for workbooks that the reader cannot bear, starting from the corpus: FUZZ_SECONDS a target
	RUSTFLAGS="$(FUZZ_FLAGS)" cargo build --release --manifest-path shared/workbook/fuzz/Cargo.toml --target $(FUZZ_TARGET) --target-dir $(FUZZ)
	python3 shared/workbook/fuzz/seed.py tests/corpus $(FUZZ)/seeds
	for target in roster parts; do \
	  $(FUZZ)/$(FUZZ_TARGET)/release/$$target $(FUZZ)/seeds/$$target -max_total_time=$(FUZZ_SECONDS) \
	    -rss_limit_mb=512 -timeout=10 -artifact_prefix=$(FUZZ)/ -print_final_stats=1 || exit 1; \
	done
