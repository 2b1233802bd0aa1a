"""What would cost learners their history, seen before anything is built: a ledger that is gone, a uid used twice."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from ankigen.diagnostic import AnkigenError, Diagnostic
from ankigen.model.version import PATTERN
from ankigen.project.paths import DeckPaths, read_source, shown
from ankigen.source import Source

UID = re.compile(r"^\s*uid\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)


def refuse_lost_ledger(paths: DeckPaths, uid: str) -> None:
    """Raises AnkigenError where the deck was released, but its ledger is not where it belongs: every note would get a
    second identity."""
    if paths.ledger.exists():
        return
    if any(_is_release(path, paths.slug) for path in paths.output.glob("*.apkg")):
        raise AnkigenError(
            f"{shown(paths.output)} holds released packages but no ledger; restore it from git: "
            f"git checkout -- {shown(paths.ledger)}"
        )
    for path in sorted(paths.output.parent.glob("*/ledger.jsonl")):
        if _uid_of(path) == uid:
            raise AnkigenError(
                f"{shown(path)} is the ledger of this deck (uid '{uid}'): its folder must be named as that of the "
                f"cards; rename {shown(path.parent)} to {shown(paths.output)}"
            )


def duplicate_uid(paths: DeckPaths, settings: Source, uid: str) -> Iterator[Diagnostic]:
    """Another deck with the same uid: importing one would rewrite the cards of the other."""
    for path in sorted(paths.cards.parent.glob("*/deck.toml")):
        other, _ = read_source(path)
        found = UID.search(other.text)
        if path != paths.settings and found and found[1] == uid:
            own = UID.search(settings.text)
            line = settings.text.count("\n", 0, own.start(1)) + 1 if own else 1
            message = f"the deck in {shown(path.parent)} has the same uid: their cards would overwrite each other"
            hint = "give the newer deck a uid of its own, such as one that `ankigen new` makes"
            yield Diagnostic(settings.span(line), "duplicate-uid", message, hint)


def _is_release(path: Path, slug: str) -> bool:
    return PATTERN.fullmatch(path.name.removeprefix(f"{slug}-").removesuffix(".apkg")) is not None


def _uid_of(path: Path) -> str:
    """The uid in a ledger's first line, empty where it cannot be read."""
    try:
        with path.open(encoding="utf-8") as file:
            header = json.loads(file.readline())
    except (OSError, ValueError, RecursionError):
        return ""
    return str(header.get("uid", "")) if isinstance(header, dict) else ""
