"""The deck's files in a folder of their own, until all of them are there: then two names change, and it is a deck."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ankigen.apkg.archive import write_stored
from ankigen.compile.media_bytes import media_faults
from ankigen.diagnostic import AnkigenError, Severity
from ankigen.importing.plan import Plan
from ankigen.model.media import media_kind
from ankigen.project.paths import DeckPaths
from ankigen.project.repository import ignore_and_attributes
from ankigen.render.html_field import MEDIA
from ankigen.source import clean

PREFIX = ".ankigen-import-"


@contextmanager
def staging(paths: DeckPaths) -> Iterator[DeckPaths]:
    """A place for the deck's folders, on the same disk as theirs; nothing of it is left in the end."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=paths.root))
    except OSError as error:
        raise AnkigenError(f"cannot write into {paths.root}: {error.strerror}; nothing was changed") from error
    try:
        staged = DeckPaths(folder, paths.slug)
        staged.cards.mkdir(parents=True)
        staged.output.mkdir(parents=True)
        yield staged
    except OSError as error:
        raise AnkigenError(f"cannot write {error.filename or folder}: {error.strerror}; nothing was changed") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move(staged: DeckPaths, paths: DeckPaths) -> None:
    """Put the finished deck where it belongs. Raises AnkigenError if that is impossible, and leaves nothing then."""
    for folder in (paths.cards, paths.output):
        if folder.exists():
            raise AnkigenError(f"{folder} was made meanwhile; nothing was changed")
        folder.parent.mkdir(parents=True, exist_ok=True)
    ignore_and_attributes(paths.root)
    if not any(staged.output.iterdir()):  # no learner has anything of it yet
        staged.cards.rename(paths.cards)
        return
    staged.output.rename(paths.output)
    try:
        staged.cards.rename(paths.cards)
    except OSError:
        paths.output.rename(staged.output)
        raise


def write_media(plan: Plan, staged: DeckPaths, wanted: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Write the wanted media: the path in the deck of each that can be shipped, and why another cannot."""
    files: dict[str, str] = {}
    refused: dict[str, str] = {}
    names = set(wanted)
    media = plan.foreign.media
    for name, data in media.read(sorted(name for name in media.names() if clean(name) in names)):
        if why := _fault(name, data):
            refused[name] = why
            continue
        path = staged.cards / MEDIA / clean(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        files[clean(name)] = f"{MEDIA}{clean(name)}"
    return files, refused


def _fault(name: str, data: bytes) -> str:
    """Why a file cannot be shipped; empty if it can."""
    if media_kind(name) is None:
        return "is of a type that Anki does not show on every device"
    suffix = name.rpartition(".")[2].lower()
    faults = (fault for fault in media_faults(data, suffix) if fault.severity is Severity.ERROR)
    return next((fault.words for fault in faults), "")


def write_imported(plan: Plan, path: Path, members: Mapping[str, bytes], names: list[str]) -> str:
    """Write what learners have as a package: `members`, and media of the imported file by name. Its SHA-256."""
    media = plan.foreign.media.read(names)
    write_stored(path, members, ((str(at), (data,)) for at, (_, data) in enumerate(media)))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
