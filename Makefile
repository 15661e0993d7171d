# Every target begins with what `make setup` does; a second time that costs nothing.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done)
BIN := .venv/bin
# A stamp is named after the lock's contents: a changed lock is a missing stamp.
stamp = .venv/installed-$(1)-$(shell cksum < requirements/$(1).txt | cut -d ' ' -f 1)
BASE := $(call stamp,base)
DEV := $(call stamp,dev)
LOCK := cd requirements && ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

.PHONY: setup run test check lock bench
.DELETE_ON_ERROR:

setup: $(BASE)
	@:

run: $(BASE)
	@exec $(BIN)/python -m portal.supervisor

test: $(DEV)
	@$(BIN)/python -m tests.run $(PARTS)

check: $(DEV)
	@$(BIN)/python -m tests.check

bench: $(DEV)
	@$(BIN)/python -m tests.services -- $(BIN)/python -m tests.bench

lock: $(DEV)
	$(LOCK) $(UPGRADE) --output-file base.txt base.in
	$(LOCK) $(UPGRADE) --output-file dev.txt dev.in


.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "The portal needs Python 3.11 or later: none was found."; exit 2; }
	@echo "Making the environment in .venv with $(PYTHON) ..."
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "Python has no venv module here; on Debian: apt install python3-venv"; exit 2; }

$(BASE): .venv/bin/python
	@echo "Installing what the portal runs on (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@rm -f .venv/installed-base-* && touch $@

$(DEV): $(BASE)
	@echo "Installing what the tests and checks need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@rm -f .venv/installed-dev-* && touch $@
