"""What would cost learners their history, seen before anything is built: a ledger that is gone, a uid used twice."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from ankigen.codes.project import BACKUP_NAME, DUPLICATE_UID, LOST_LEDGER
from ankigen.diagnostic import Diagnostic
from ankigen.model.version import PATTERN
from ankigen.project.paths import LEDGER, SETTINGS, DeckPaths, is_backup_name, read_source, shown
from ankigen.rare import RarePattern
from ankigen.source import Source, Span

UID = RarePattern(r"^\s*uid\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)


def lost_ledger(paths: DeckPaths, settings: Source, uid: str) -> Iterator[Diagnostic]:
    """The deck was released, but its ledger is not where it belongs: every note would get a second identity."""
    if any(_is_release(path, paths.slug) for path in paths.output.glob("*.apkg")):
        message = f"{shown(paths.output)} holds released packages but no ledger"
        hint = f"restore it from git: git checkout -- {shown(paths.ledger)}"
        yield Diagnostic(_uid_place(settings), LOST_LEDGER, message, hint)
    for path in sorted(paths.output.parent.glob(f"*/{LEDGER}")):
        # The ledger of a deck that is still there belongs to it: then this one is a copy, which `duplicate_uid` tells.
        if uid_in_ledger(path) == uid and uid_in_settings(paths.cards.parent / path.parent.name / SETTINGS) != uid:
            message = f"the ledger of this deck (uid '{uid}') is {shown(path)}, in a folder of another name"
            hint = f"rename {shown(path.parent)} to {shown(paths.output)}: both folders of a deck have one name"
            yield Diagnostic(_uid_place(settings), LOST_LEDGER, message, hint)


def backup_name(paths: DeckPaths, settings: Source) -> Iterator[Diagnostic]:
    """A package of such a name would replace a learner's whole collection."""
    if is_backup_name(paths.slug):
        message = f"a deck's folder cannot be named '{paths.slug}': Anki takes packages of that name for backups"
        yield Diagnostic(settings.whole(), BACKUP_NAME, message, "rename the folder")


def duplicate_uid(paths: DeckPaths, settings: Source, uid: str) -> Iterator[Diagnostic]:
    """Another deck with the same uid: importing one would rewrite the cards of the other. If only one of them was
    released, the other is a copy of it."""
    for path in sorted(paths.cards.parent.glob(f"*/{SETTINGS}")):
        if path == paths.settings or uid_in_settings(path) != uid:
            continue
        released, other = (
            uid_in_ledger(folder / LEDGER) == uid for folder in (paths.output, paths.output.parent / path.parent.name)
        )
        message = f"the deck in {shown(path.parent)} has the same uid: their cards would overwrite each other"
        hint = "give the newer deck a uid of its own, such as one that `ankigen new` makes"
        if other and not released:
            message = f"{shown(path.parent)}, which is released, has this uid: learners would lose its cards to these"
            hint = f"delete the copy in {shown(paths.cards)}, or give it a uid of its own, such as `ankigen new` makes"
        if other or not released:
            yield Diagnostic(_uid_place(settings), DUPLICATE_UID, message, hint)


def _uid_place(settings: Source) -> Span:
    own = UID.search(settings.text)
    return settings.span(settings.text.count("\n", 0, own.start(1)) + 1 if own else 1)


def _is_release(path: Path, slug: str) -> bool:
    return PATTERN.fullmatch(path.name.removeprefix(f"{slug}-").removesuffix(".apkg")) is not None


def uid_in_settings(path: Path) -> str:
    """The uid that a deck.toml states, empty if it cannot be read."""
    found = UID.search(read_source(path)[0].text)
    return found[1] if found else ""


def uid_in_ledger(path: Path) -> str:
    """The uid in a ledger's first line, empty if it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            header = json.loads(file.readline())
    except (OSError, ValueError, RecursionError):
        return ""
    return str(header.get("uid", "")) if isinstance(header, dict) else ""
