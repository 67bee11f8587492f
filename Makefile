# The commands of this project. `make` alone generates the clients and runs the
# quickstart; `make help` lists the rest.

GO ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
INTEROP := sdk/authingtest/interop
GITHUB := generator/testdata/github
# graphql-inspector, which judges how the generator classes changes to a schema.
INSPECTOR := generator/testdata/inspector

.PHONY: all
all: generate quickstart ## Generate the clients and run the quickstart (the default)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-16s %s\n", $$1, $$2}'

.PHONY: generate
generate: ## Make the generated files anew from schema and operations
	$(GO) generate .

.PHONY: quickstart
quickstart: ## Run the quickstart against a service in a box
	$(GO) run ./sdk/examples/quickstart

.PHONY: websignin
websignin: ## Run a website that signs people in through the browser, at a service in a box
	$(GO) run ./sdk/examples/websignin

.PHONY: test
test: interop-deps ## Run every test with the race detector on
	$(GO) vet ./...
	$(GO) test -race -timeout 30m ./...
	@# The race detector bears fewer callers at once than the crowd that these tests make.
	$(GO) test -run Crowd ./sdk/internal/runtime
	@# With it, making the clients anew for each change of the schema takes minutes.
	$(GO) test -run ChangesOfThisProject ./generator/internal/impact

.PHONY: interop
interop: interop-deps ## Test the box with the published npm clients, and show what came of every recorded call
	@report=$$(mktemp); INTEROP_REPORT=$$report $(GO) test ./$(INTEROP); failed=$$?; \
	cat $$report; rm -f $$report; exit $$failed

.PHONY: inspector
inspector: interop-deps ## Compare the classes of schema changes with graphql-inspector's, and count the disagreements
	$(GO) test -count=1 -v -run 'TestInspector' ./generator/internal/diff

# The published npm clients, GitHub's schema and graphql-inspector, for tests that `make test` runs as
# well. Without them, and without Chromium, they skip themselves; with CI set they fail.
.PHONY: interop-deps
interop-deps:
	@if command -v npm >/dev/null 2>&1; then \
		for folder in $(INTEROP) $(GITHUB) $(INSPECTOR); do \
			test $$folder/node_modules/.package-lock.json -nt $$folder/package-lock.json || \
			npm ci --prefix $$folder --no-audit --no-fund --loglevel error || { \
				echo "npm cannot install what $$folder names: its tests will be skipped"; test -z "$$CI" || exit 1; }; \
		done; \
	else \
		echo "npm is not installed: the interop tests and that of GitHub's schema will be skipped"; \
	fi
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || \
		echo "Chromium is not installed: the interop tests in a browser will be skipped"

.PHONY: lint
lint: ## Check formatting, go vet, staticcheck and the workflows
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	@# Without the programs that it calls where they are installed: it finds the same everywhere.
	$(GO) run $(ACTIONLINT) -shellcheck= -pyflakes=

.PHONY: check-generated
check-generated: ## Fail where generated files are not what the generator makes now
	$(GO) run ./generator generate --check

.PHONY: apicheck
apicheck: ## Compare the exported Go API with the last tag, or with SINCE=revision, and fail on an unannounced break
	$(GO) run ./generator/internal/apicheck $(if $(SINCE),-since $(SINCE))

.PHONY: bench
bench: interop-deps ## Run the benchmarks; last, the clients beside the same work by hand, and the generator beside genqlient
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) run ./sdk/internal/bench
	$(GO) run ./generator/internal/bench

# How long `make soak` goes on.
SOAK ?= 1m

.PHONY: soak
soak: ## Let 64 callers work through faults that come and go, for SOAK=1m
	$(GO) run ./sdk/internal/soak -for $(SOAK)
