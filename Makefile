STACK = PYTHONPATH=infra/local python3 -m stack

.PHONY: up test check lint-template fmt openapi bench

up: ## Run the whole system on this machine: http://127.0.0.1:8080, or PORT=…; its data is in CANBAO_DATA
	@$(STACK) up

# Building all targets first compiles every dependency once, for the functions and for the tests.
test: check ## Every test, those of the running system against a stack of their own
	cargo build --workspace --all-targets
	$(STACK) run --prebuilt -- cargo test --workspace

check: lint-template ## What can be said without running anything
	PYTHONPATH=infra/local .local/venv/bin/python -m unittest discover -q -s infra/local/tests
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings

lint-template:
	$(STACK) lint

fmt:
	cargo fmt --all

openapi: ## Writes the OpenAPI document anew
	cargo run --bin openapi -- functions/records/openapi.json

bench: ## Speed, memory and size beside peers doing the same work, in one table
	@python3 tests/bench/measure.py
