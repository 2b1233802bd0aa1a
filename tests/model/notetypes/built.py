"""A deck as its author wrote it, built, and imported into a real Anki."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .gallery import Face, faces

if TYPE_CHECKING:
    from anki.cards import Card
    from anki.collection import Collection

Run = Callable[..., tuple[int, str, str]]
SETTINGS = 'name = "Deck"\nuid = "deck-0000"\ntag = "deck"\nlanguage = "{}"\nsource = "A book"\n'


@contextmanager
def imported(root: Path, ankigen: Run, text: str, language: str = "en") -> "Iterator[Collection]":
    """The collection of a learner who has nothing but this deck."""
    folder = root / "cards" / "deck"
    (folder / "deck.toml").write_text(SETTINGS.format(language))
    (folder / "a.md").write_text(text)
    code, out, err = ankigen("build", cwd=root)
    assert code == 0, err
    with collection_with(root / out.strip()) as collection:
        yield collection


@contextmanager
def collection_with(package: Path) -> "Iterator[Collection]":
    """A collection into which the package is imported, beside it."""
    from anki.collection import Collection, ImportAnkiPackageRequest

    collection = Collection(str(package.with_name("collection.anki2")))
    options = collection._backend.get_import_anki_package_presets()
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    yield collection
    collection.close()


def cards(collection: "Collection", note: str) -> "list[Card]":
    """The cards of the note with this id."""
    (number,) = collection.find_notes(f'"Note ID:{note}"')
    return collection.get_note(number).cards()


def shown(collection: "Collection", note: str) -> tuple[Face, ...]:
    """Both sides of all its cards."""
    (number,) = collection.find_notes(f'"Note ID:{note}"')
    return tuple(faces(collection, collection.get_note(number), note))


def words(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S).split())
