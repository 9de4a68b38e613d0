# Cairn's commands. `make help` lists them.
# Settings of the local stack are environment variables with the prefix CAIRN_LOCAL_ (deploy/local/README.md).

PYTHON ?= python3
INFRA ?= native
export CAIRN_LOCAL_INFRA := $(INFRA)
REPOSITORY ?= cairn
TAG ?= $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
BASE ?= debian:bookworm-slim

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
LOCAL := $(PY) -m cairn_local
MEMBERS := $(sort $(patsubst %/pyproject.toml,%,$(wildcard libs/*/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml)))
STATE_DIR := $(or $(CAIRN_LOCAL_STATE_DIR),.local)

PORTAL_SOURCES := $(shell find portal -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/generated/*' 2>/dev/null)
PORTAL_BUILT := $(if $(wildcard portal/package.json),portal/dist/.built)

.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help doctor tools install run up down reset status logs check test test-with-stores test-portal test-alone bench drill contracts released lock images test-containers

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- the stack on this machine -----------------------------------------------------------------------------------

doctor: ## Say whether this machine can run Cairn; needs nothing installed
	@$(PYTHON) deploy/local/doctor.py

run: install ## Start everything and stay; Ctrl-C stops it, its data stays
	@$(LOCAL) run

up: install ## Start everything in the background; INFRA=external uses given Kafka, MongoDB and Keycloak
	@$(LOCAL) up

down: | $(VENV)/.synced ## Stop what runs
	@$(LOCAL) down

reset: | $(VENV)/.synced ## Stop what runs and erase its data
	@$(LOCAL) reset

status: | $(VENV)/.synced ## Show each process and its memory
	@$(LOCAL) status

logs: ## Follow the logs; P=gateway follows one
	@tail -n 20 -F $(STATE_DIR)/logs/$(or $(P),*).log

# --- installing; a stamp stands for each part, so that it happens again only after a change --------------------------

install: tools $(VENV)/.synced $(PORTAL_BUILT) ## Install the Python workspace and build the portal

tools:
	@$(PYTHON) deploy/local/doctor.py --tools-only --quiet

$(VENV)/.bootstrapped: requirements.lock
	@echo "Make the virtual environment"
	@$(PYTHON) -m venv $(VENV)
	@awk '/^uv==/ { wanted = 1 } wanted { print } wanted && !/\\$$/ { exit }' requirements.lock > $(VENV)/uv.txt
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt \
		|| { echo "uv could not be installed by pip; check the network or pip's settings and try again." >&2; exit 1; }
	@touch $@

$(VENV)/.synced: $(VENV)/.bootstrapped requirements.lock $(MEMBERS:=/pyproject.toml)
	@echo "Install the Python workspace"
	@$(UV) pip sync --python $(PY) --require-hashes requirements.lock \
		|| { echo "The Python packages could not be installed; check the network or uv's settings and try again." >&2; exit 1; }
	@$(UV) pip install --quiet --python $(PY) --no-deps $(addprefix -e ,$(MEMBERS))
	@touch $@

portal/node_modules/.installed: portal/package-lock.json portal/package.json
	@echo "Install what builds the portal"
	@cd portal && npm ci --loglevel=error --no-audit --no-fund \
		|| { echo "The portal's packages could not be installed; check the network or npm's settings and try again." >&2; exit 1; }
	@touch $@

portal/dist/.built: portal/node_modules/.installed $(PORTAL_SOURCES)
	@echo "Build the portal"
	@cd portal && npm run --silent build
	@touch $@

# --- containers (deploy/images/README.md) ------------------------------------------------------------------------

images test-containers: export REPOSITORY := $(REPOSITORY)
images test-containers: export TAG := $(TAG)
images test-containers: export BASE := $(BASE)
images: install ## Build the container images; REPOSITORY, TAG and BASE are settings
	@deploy/images/engine.sh start
	@deploy/images/base.sh $(BASE) & deploy/images/wheelhouse.sh && wait $$!
	@deploy/images/cairn.sh
	@deploy/images/stores.sh

test-containers: images ## Test the images, and the ports on stores in containers; root on Debian, or with a container engine that answers
	CAIRN_TEST_IMAGES=$(REPOSITORY):$(TAG) $(PY) -m pytest tests/containers tests/ports tests/integration/platform tests/integration/identity

# --- developing --------------------------------------------------------------------------------------------------

check: install ## Lint, types, architecture, contracts, portal
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/buf lint
	$(VENV)/bin/buf format --diff --exit-code
	cd portal && npm run --silent check

test: install ## Run every test, what needs no stores beside what does: the services and the journey by pytest, the portal by vitest
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line test-with-stores test-portal test-alone

ALONE := tests/architecture tests/chart tests/golden tests/unit

test-with-stores: install
	$(PY) -m pytest $(addprefix --ignore=,$(ALONE))

test-portal: install
	cd portal && npm run --silent test

test-alone: install
	nice $(PY) -m pytest $(ALONE)

drill: install .cache/bin/toxiproxy-server ## Try the faults on real processes, half an hour; D=kill-storm tries one, SCALE=0.1 a tenth
	$(PY) -m drills $(D) --scale $(or $(SCALE),1)

.cache/bin/toxiproxy-server:
	@command -v go >/dev/null || { echo "Drills spoil links with toxiproxy, which needs Go 1.20 or newer to be built." >&2; exit 1; }
	@echo "Build toxiproxy"
	@GOBIN=$(CURDIR)/$(@D) go install github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0
	@mv $(@D)/server $@

bench: install ## Measure: bench/README.md says what; B="list_of_people" runs one
	$(PY) -m bench $(B)

contracts: $(VENV)/.synced ## Generate what follows from the contracts: code, the page of events, the portal's OpenAPI document
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PY) -m grpc_tools.protoc -Iproto \
		--python_out=libs/contracts/src --grpc_python_out=libs/contracts/src \
		--mypy_out=libs/contracts/src --mypy_grpc_out=libs/contracts/src \
		$(sort $(shell find proto -name '*.proto'))
	$(PY) docs/events_page.py > docs/events.md
	$(PY) -m cairn_gateway openapi > portal/openapi.json
	$(PY) deploy/helm/values_page.py > deploy/helm/cairn/README.md

.PHONY: helm chart promtool

promtool: ## Take Prometheus' promtool out of Debian's package where it is missing
	@command -v promtool >/dev/null || test -x .cache/bin/promtool || { \
		echo "Fetch promtool"; mkdir -p .cache/bin && cd .cache/bin && apt-get download --quiet prometheus 2>/dev/null \
		&& dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x --strip-components=3 ./usr/bin/promtool && rm prometheus_*.deb; }

helm: ## Build Helm and helm-unittest by Go, as pinned, where they are missing
	@command -v helm >/dev/null && command -v helm-unittest >/dev/null || { \
		test -x .cache/bin/helm && test -x .cache/bin/helm-unittest || { \
			echo "Build Helm and helm-unittest"; cd deploy/helm/tools && GOBIN="$(CURDIR)/.cache/bin" go install tool; }; }

chart: $(VENV)/.synced helm ## Lint, render, validate and test the Helm chart
	$(PY) -m pytest tests/chart

released: $(VENV)/.synced ## Renew the image that later contracts must not break; at a release only
	$(VENV)/bin/buf build -o proto/released.binpb

lock: $(VENV)/.bootstrapped ## Pin the newest dependencies that fit and keep what is pinned already
	@$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		$(foreach member,$(MEMBERS),--no-emit-package $(shell sed -n 's/^name = "\(.*\)"/\1/p' $(member)/pyproject.toml)) \
		--group dev --group local pyproject.toml $(MEMBERS:=/pyproject.toml) -o requirements.lock
