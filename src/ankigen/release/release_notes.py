"""What an upgrade does to learners, worked out from the ledger: the figures that Anki's import window will show."""

from collections.abc import Iterator

from ankigen.model.edition import Edition
from ankigen.model.history import History, Record
from ankigen.model.version import IMPORTED
from ankigen.values import dataclass

# GitHub refuses the text of a release above 125,000 characters, and shows nothing of the release then.
LONGEST = 120_000
MOST_NAMES = 100
CANNOT_UPDATE = "**This version cannot simply be imported over an older one:**"
# For learners of a deck that was moved in.
BEFORE = "If you have the deck as it was before it was released here"
MOVED = f"""\
## {BEFORE}

Its notes have other note types now. Once, you have to tell Anki to merge the two; all reviews, due dates, flags and
suspensions stay:

1. Sync all your devices and make a backup (File → Create Backup).
2. If you added a field or a card type of your own to the deck's note types, remove it (Tools → Manage Note Types).
3. Import the `.apkg` on a computer, into Anki 23.10 or newer, with *Merge note types* on, and *Update notes* and
   *Update note types* at *Always*. What you wrote into the deck's notes yourself, and your tags on them, are replaced.
4. Sync; Anki will ask for a full upload: upload from this computer.

Anki remembers the options. When you import something the next time, turn *Merge note types* off again, and set the
other two back to *If newer*: later versions of this deck need nothing more.

If you have imported it without that already, nothing is lost: do it now."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many notes Anki will call new, updated and unchanged."""

    new: int
    updated: int
    unchanged: int

    def __str__(self) -> str:
        return f"{self.new} new, {self.updated} updated, {self.unchanged} unchanged"


def upgrade_counts(history: History, version: str) -> Counts:
    """What importing the newest release over `version` does; an empty version is a learner who has nothing."""
    times = {release.version: release.time for release in history.releases}
    since = times.get(version, 0)
    new = [record for record in history.notes.values() if times[record.added] > since]
    updated = [record for record in history.notes.values() if _reaches(record, times, since)]
    return Counts(len(new), len(updated), len(history.notes) - len(new) - len(updated))


def _reaches(record: Record, times: dict[str, int], since: int) -> bool:
    return times[record.added] <= since < record.mod


def release_notes(done: Edition, entry: str) -> str:
    """The page of a release: what changed, and what learners have to know before they import it."""
    around = [f"# {done.config.name} {done.version}", *_upgrade(done)]
    room = LONGEST - sum(len(part) + 2 for part in around)
    parts = [around[0], _shortened(_below_title(entry), room), *around[1:]]
    return "\n\n".join(part for part in parts if part) + "\n"


def _shortened(text: str, room: int) -> str:
    """The text without the lines that do not fit into so many characters; says how many those are, and where."""
    if len(text) <= room:
        return text
    lines = text.splitlines()
    kept, length = 0, 200  # for what is said of the rest
    while length + len(lines[kept]) < room:
        length += len(lines[kept]) + 1
        kept += 1
    rest = f"*{len(lines) - kept:,} more lines are in the deck's CHANGELOG.md.*"
    return "\n".join((*lines[:kept], "", rest))


def _below_title(entry: str) -> str:
    return entry.partition("\n")[2].strip().replace("\n### ", "\n## ").removeprefix("#")


def _upgrade(done: Edition) -> Iterator[str]:
    yield "## How to import it"
    if done.changes.breaking:
        yield breaking_instructions(done)
    else:
        yield (
            "Open the `.apkg` with Anki and leave the options as they are: there is nothing to tick. "
            "Your reviews, due dates, flags and suspensions stay."
            + (f" {BEFORE}, see below first." if done.history.merges else "")
        )
        yield "Anki will say:\n\n" + "\n".join(_figures(done.history))
    yield from _after_import(done)
    if done.history.merges:
        yield MOVED
    yield "Always import the newest version. Importing an older one later only brings back its old description."


def _figures(history: History) -> Iterator[str]:
    yield f"- without an older version: {upgrade_counts(history, '')}"
    for release in history.releases[-2::-1]:
        if release.version == IMPORTED and history.merges:
            continue  # see below
        name = "the deck as it was before it was released here" if release.version == IMPORTED else release.version
        yield f"- over {name}: {upgrade_counts(history, release.version)}"


def _after_import(done: Edition) -> Iterator[str]:
    tag, changes = done.config.tag, done.changes
    if changes.updated:
        names = ", ".join(f"`{name}`" for name in changes.updated[:MOST_NAMES])
        if len(changes.updated) > MOST_NAMES:
            names += f" and {len(changes.updated) - MOST_NAMES:,} more"
        yield f"What you wrote into these notes yourself, and your tags on them, are replaced: {names}."
        yield (
            "A note that you changed after this version was published (a tag or a leech counts) stays as you have it, "
            "and misses the correction."
        )
        yield f"To see them, search for `tag:{tag}::updated::{done.version}` in Anki's browser."
    if changes.added and len(done.history.releases) > 1:
        yield f"To see the new notes, search for `tag:{tag}::added::{done.version}`."
    if changes.retired or changes.sent_again:
        yield "To remove the retired cards, choose Tools → Empty Cards in Anki on the desktop."


def breaking_instructions(done: Edition) -> str:
    """What learners have to do if Anki cannot update their notes by itself."""
    reasons = "\n".join(f"- {reason}" for reason in done.changes.breaking)
    return (
        f"{CANNOT_UPDATE}\n\n{reasons}\n\n"
        "1. Sync all your devices and make a backup (File → Create Backup).\n"
        "2. Import the `.apkg` on the desktop with *Merge note types* on, and *Update notes* and *Update note types* "
        "at *Always*.\n"
        f"3. If cards are left in an old deck, move them to *{done.config.name}*: select them in the browser, then "
        "Cards → Change Deck.\n"
        "4. Sync; Anki will ask for a full upload: upload from this computer."
    )
