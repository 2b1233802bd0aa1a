"""A real Anki with the gallery in it, and a browser to look at its cards: both once a session."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from .gallery import Face, add_gallery, faces

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.notes import Note
    from playwright.sync_api import Browser

    from .reviewer import Reviewer


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Collection]":
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
def reviewer(browser: "Browser") -> "Reviewer":
    from .reviewer import open_reviewer

    return open_reviewer(browser)
