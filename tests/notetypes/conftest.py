"""A real Anki with the gallery in it, and a browser to look at its cards: both once a session."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from .gallery import Face, add_gallery, faces

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.notes import Note

    from .reviewer import Reviewer


def _need(present: object, what: str) -> None:
    if present:
        return
    if os.environ.get("ANKIGEN_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing, and ANKIGEN_REQUIRE_ALL=1")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Collection]":
    _need(importlib.util.find_spec("anki"), "the anki package (pip install ankigen[anki])")
    from anki.collection import Collection

    opened = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def added(collection: "Collection") -> "dict[str, Note]":
    return add_gallery(collection)


@pytest.fixture(scope="session")
def shown(collection: "Collection", added: "dict[str, Note]") -> dict[str, tuple[Face, ...]]:
    return {name: tuple(faces(collection, note, name)) for name, note in added.items()}


@pytest.fixture(scope="session")
def reviewer() -> "Iterator[Reviewer]":
    program = shutil.which("chromium")
    _need(program, "chromium (apt-get install chromium)")
    _need(importlib.util.find_spec("playwright"), "playwright (pip install playwright)")
    _need(importlib.util.find_spec("axe_playwright_python"), "axe-core (pip install axe-playwright-python)")
    from .reviewer import open_reviewer

    assert program
    with open_reviewer(program) as opened:
        yield opened
