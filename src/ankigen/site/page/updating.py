"""How to import a deck, and what will happen to a learner who has an older version."""

from collections.abc import Iterator

from ankigen.diagnostic import plural
from ankigen.model.version import IMPORTED
from ankigen.release.release_notes import Counts, upgrade_counts
from ankigen.site.describe import Described
from ankigen.site.model import Delta, Published, SiteDeck
from ankigen.site.page.parts import address, size, text

WAYS = {
    "On a computer": (
        "Download the file and open it, or choose File → Import in Anki.",
        "Leave the options as they are: there is nothing to tick. Press Import.",
    ),
    "AnkiDroid": (
        "Download the file and tap it in the list of downloads, or choose ⋮ → Import → Deck package in AnkiDroid.",
        "Leave the options as they are and confirm.",
    ),
    "iPhone and iPad": (
        "Download the file in Safari and open it in the Files app.",
        "Tap Share, then Anki. AnkiMobile imports it.",
    ),
}

# For learners of a deck that was moved in.
MERGING = "<b>Merge note types</b>, this once: the notes of the release say how, and what to do before"


def importing() -> str:
    """The three ways, a list each."""
    ways = "".join(
        f"<div><h3>{name}</h3><ol>{''.join(f'<li>{step}</li>' for step in steps)}</ol></div>"
        for name, steps in WAYS.items()
    )
    one = "<p>Import it on one of your devices and sync: the others then have it too.</p>"
    return f'<div class="ways">{ways}</div>\n{one}'


def updating(item: Described) -> Iterator[str]:
    """What Anki will say, by the version that a learner has."""
    deck, last = item.deck, item.deck.last
    deltas = {delta.since: delta for delta in deck.deltas}
    if len(deck.history.releases) == 1:
        yield f"<p>There is none: {text(last.version)} is the first. Import the next one over it, the same way.</p>"
        yield from _kept(item)
        return
    yield (
        f"<p>Import {text(last.version)} over it, the same way. Anki shows which version you have when you tap the "
        "deck: the last line of its description.</p>"
    )
    yield '<div class="scroll" tabindex="0" role="group" aria-label="By version"><table>'
    yield '<thead><tr><th scope="col">You have</th><th scope="col">Anki will say</th><th scope="col">To tick</th></tr>'
    yield "</thead><tbody>"
    for release in deck.history.releases[-2::-1]:
        name = (
            "the deck as it was before it was released here" if release.version == IMPORTED else text(release.version)
        )
        tick = 'see <a href="#breaking">below</a>' if breaking(deck.releases, release.time) else "nothing"
        if release.version == IMPORTED and deck.history.merges:
            tick = MERGING
        counts = upgrade_counts(deck.history, release.version)
        said = f"{_counted(counts)}{_for_safety(deck.releases, release.time)}"
        yield _row(f"{name}{_smaller(deltas.get(release.version))}", said, tick)
    said = f"{_counted(upgrade_counts(deck.history, ''))}{_without_cards(deck)}"
    yield f"{_row('nothing yet', said, 'nothing')}</tbody></table></div>"
    yield from _breaking(item)
    yield from _kept(item)


def breaking(releases: tuple[Published, ...], since: int) -> tuple[str, ...]:
    """Why Anki cannot update by itself what was released at `since`; empty if it can."""
    return tuple(reason for release in releases if release.time > since for reason in release.said.breaking)


def _smaller(delta: Delta | None) -> str:
    if delta is None:
        return ""
    file = delta.file
    return f'<br><a href="{address(file.path.name)}" download>only what changed since, {size(file.size)}</a>'


def _for_safety(releases: tuple[Published, ...], since: int) -> str:
    """How many notes were corrected for safety after `since`."""
    later = [release for release in releases if release.time > since]
    notes = {name for release in later for name in release.said.safety}
    return f"<br><b>{len(notes):,} corrected for safety</b>" if notes else ""


def _counted(counts: Counts) -> str:
    said = [
        f"{counts.new:,} new" if counts.new else "",
        f"{counts.updated:,} updated" if counts.updated else "",
        f"{counts.unchanged:,} unchanged" if counts.unchanged else "",
    ]
    return ", ".join(filter(None, said))


def _without_cards(deck: SiteDeck) -> str:
    """Retired notes, which Anki counts and nobody sees."""
    retired = sum(bool(record.reason) for record in deck.history.notes.values())
    return f", {retired:,} of them retired, without cards" if retired else ""


def _row(have: str, said: str, tick: str) -> str:
    return f'<tr><th scope="row">{have}</th><td>{said}</td><td>{tick}</td></tr>'


def _breaking(item: Described) -> Iterator[str]:
    deck = item.deck
    crossed = [release for release in deck.releases[1:] if release.said.breaking]
    if not crossed:
        return
    first = crossed[-1]
    yield f'<div class="care" id="breaking"><h3>From a version before {text(first.version)}</h3>'
    reasons = "".join(f"<li>{text(reason)}</li>" for release in crossed for reason in release.said.breaking)
    yield f"<p>Anki cannot update your notes by itself:</p><ul>{reasons}</ul><ol>"
    yield "<li>Sync all your devices and make a backup (File → Create Backup).</li>"
    yield (
        "<li>Import the file on a computer with <em>Merge note types</em> on, and <em>Update notes</em> and "
        "<em>Update note types</em> at <em>Always</em>.</li>"
    )
    yield (
        f"<li>If cards are left in an old deck, move them to <em>{text(deck.history.name)}</em>: select them in the "
        "browser, then Cards → Change Deck.</li>"
    )
    yield "<li>Sync; Anki will ask for a full upload: upload from this computer.</li></ol></div>"


def _kept(item: Described) -> Iterator[str]:
    retired = sum(bool(record.reason) for record in item.deck.history.notes.values())
    yield '<ul class="plain">'
    yield "<li>Your reviews, due dates, flags and suspensions stay, and cards stay in the deck you keep them in.</li>"
    yield (
        "<li>What you wrote into a note, and your tags on it, stay as long as we do not change that note. When we "
        "correct it, our text and tags replace yours: your own remarks are safest in a note of your own.</li>"
    )
    yield (
        "<li>A note that you changed or tagged after a version was published stays as you have it when you import that "
        "version. A note that you deleted comes back: suspend it instead.</li>"
    )
    if retired:
        yield (
            f"<li>{plural(retired, 'note')} of older versions {'is' if retired == 1 else 'are'} retired: the cards say "
            "so when you meet them, and Tools → Empty Cards on a computer removes them. Anki counts them too.</li>"
        )
    yield "</ul>"
