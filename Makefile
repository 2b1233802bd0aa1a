# `make deck` and `make test` do all their own set-up: nothing but Python 3.11 or newer, git and make is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The tests of one file stay together: they share what is dear to make.
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: deck site test fast quick mutants check bench growth fuzz publish-check addon clean

deck: $(VENV)/.run
	$(BIN)/ankigen build

# Pages for learners, in site/.
site: $(VENV)/.run
	$(BIN)/ankigen site

test: $(VENV)/.test
	$(PYTEST) $(ARGS)

# After a line: about a minute of processor time. A test that starts processes or measures time is marked `slow`.
fast: $(VENV)/.test
	@$(PYTEST) -q -m "not anki and not browser and not desktop and not slow" $(ARGS); status=$$?; \
		echo "left out: Anki and its window, browser, tests marked slow"; exit $$status

# Before a commit: some minutes.
quick: $(VENV)/.test
	@$(PYTEST) -q -m "not oldanki and not browser and not desktop" $(ARGS); status=$$?; \
		echo "left out: older Ankis, browser, Anki's window"; exit $$status

# Does any test notice a wrong line where learners' data are held? Ten minutes; MODULE names and options go into ARGS.
mutants: $(VENV)/.test
	$(BIN)/python -m tests.mutants $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_layers.py tests/test_docs.py tests/test_codes.py tests/workflows

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench.build $(ARGS)
	$(BIN)/python -m tests.bench.live
	$(BIN)/python -m tests.bench.importing
	$(BIN)/python -m tests.bench.site

# Does anything grow faster than the text or the package that a stranger may send? A minute or two.
growth: $(VENV)/.test
	$(BIN)/python -m tests.bench.growth

# Does anything that a stranger may send break the program? ARGS="600 --seed 7" for ten minutes of sources, --files for
# the files of a deck.
fuzz: $(VENV)/.test
	$(BIN)/python -m tests.bench.fuzz $(ARGS)

# Is what would be published right? Built twice, the same bytes, installed on every Python that is here.
publish-check: $(VENV)/.publish
	$(BIN)/python -m tests.install.publish $(ARGS)

# The add-on for Anki desktop (docs/companion.md), under a licence of its own: the file that Anki installs.
addon: $(VENV)/.run
	$(BIN)/python -m ankigen_companion.pack dist/ankigen-companion.ankiaddon
	@echo dist/ankigen-companion.ankiaddon

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is too old: ankigen needs Python 3.11 or newer; try make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment here; on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade pip

# constraints.txt pins what the bytes of a deck depend on.
$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/.run

$(VENV)/.publish: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,publish]'
	@touch $@
