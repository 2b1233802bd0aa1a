"""The decks that are watched, and what moves on the page when one of them changes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path

from ankigen.authoring.watch import Stamps, stamps
from ankigen.diagnostic import AnkigenError
from ankigen.live.deck import LiveDeck
from ankigen.live.notes import Json, finding
from ankigen.live.view import View
from ankigen.model.config import parse_config
from ankigen.project.paths import DeckPaths, all_decks, find_decks, read_source


class Project:
    """The decks as they are now: `views` by slug. `names` are the decks to be shown; none stands for all of them.

    Raises AnkigenError if there is no such deck.
    """

    def __init__(self, start: Path, names: Sequence[str], today: Callable[[], date]) -> None:
        found = find_decks(start, names)
        self.root = found[0].root
        self.named = {paths.slug for paths in found} if names else set()
        self.today = today
        self.numbers = count(1)  # over all decks: one that was away for a while does not begin anew
        self.decks: dict[str, LiveDeck] = {}
        self.views: dict[str, View] = {}
        self.troubles: dict[str, str] = {}
        self.stamps: dict[str, Stamps] = {}
        self.pending: set[str] = set()

    def round(self) -> tuple[Json, ...]:
        """Look at the files once; what changed on the page, an event for each deck. If no file changed since the last
        round, the comparing of notes is done that was left out then."""
        before = self.listing()
        events = tuple(self._round())
        names = [[(one["deck"], one["name"]) for one in found] for found in (before, self.listing())]
        return events if names[0] == names[1] else tuple({**event, "decks": self.listing()} for event in events)

    def listing(self) -> list[Json]:
        """The decks that are there, with the number of the last view of each, 0 if there was none yet."""
        slugs = sorted(self.views.keys() | self.troubles.keys())
        return [
            {
                "deck": slug,
                "name": self.views[slug].name if slug in self.views else slug,
                "number": self.views[slug].number if slug in self.views else 0,
                "trouble": self.troubles.get(slug, ""),
            }
            for slug in slugs
        ]

    def _round(self) -> Iterator[Json]:
        now = {paths.slug: paths for paths in self._present()}
        uids = {slug: view.deck.config.uid for slug, view in self.views.items() if view.deck.config.uid}
        gone = (self.views.keys() | self.troubles.keys()) - now.keys()
        looks = {slug: stamps(paths) for slug, paths in now.items()}
        changed = [slug for slug in now if looks[slug] != self.stamps.get(slug)]
        for slug in changed or sorted(self.pending & now.keys()):
            self.stamps[slug] = looks[slug]
            yield from self._look(now[slug], whole=not changed)
        for slug in sorted(gone):
            heirs = (new for new in now if new in self.views and self.views[new].deck.config.uid == uids.get(slug))
            heir = next(heirs, "")
            if not heir and DeckPaths(self.root, slug).cards.is_dir():
                yield from self._without_settings(slug)
            else:
                self._forget(slug)
                yield {"deck": slug, "gone": True, "renamed": heir}

    def _without_settings(self, slug: str) -> Iterator[Json]:
        """The folder is there, but it is no deck: what it was stays in sight until its deck.toml is back."""
        paths = DeckPaths(self.root, slug)
        place = paths.settings.relative_to(self.root).as_posix()
        trouble = (
            f"{place} is missing, so the folder is no deck; what is shown is how it was. Bring the file back, "
            f"with git: git restore {place}. A new one would make another deck of it for learners."
        )
        self.stamps.pop(slug, None)
        self.pending.discard(slug)
        if self.troubles.get(slug) != trouble:
            self.troubles[slug] = trouble
            yield {"deck": slug, "trouble": trouble}

    def _look(self, paths: DeckPaths, *, whole: bool) -> Iterator[Json]:
        slug, before = paths.slug, self.views.get(paths.slug)
        deck = self.decks.setdefault(slug, LiveDeck(paths, self.today, self.numbers))
        self.pending.discard(slug)
        try:
            self.views[slug] = view = deck.look(whole=whole)
        except (AnkigenError, OSError) as error:
            # Whatever it is, the next look may find it gone.
            self.stamps.pop(slug, None)
            if self.troubles.get(slug) != str(error):
                self.troubles[slug] = str(error)
                yield {"deck": slug, "trouble": str(error)}
            return
        self.troubles.pop(slug, None)
        self.pending |= set() if whole else {slug}
        yield delta(before, view)

    def _present(self) -> tuple[DeckPaths, ...]:
        """The decks that are there. One that was renamed is known by its uid."""
        try:
            known = all_decks(self.root)
        except OSError:
            return ()
        if not self.named:
            return known
        slugs = {paths.slug for paths in known}
        lost = {self.views[slug].deck.config.uid for slug in self.named - slugs if slug in self.views} - {""}
        for paths in known if lost else ():
            if paths.slug not in self.named and _uid(paths) in lost:
                self.named.add(paths.slug)
        return tuple(paths for paths in known if paths.slug in self.named)

    def _forget(self, slug: str) -> None:
        for memory in (self.decks, self.views, self.troubles, self.stamps):
            memory.pop(slug, None)
        self.pending.discard(slug)


def _uid(paths: DeckPaths) -> str:
    config, _ = parse_config(read_source(paths.settings)[0], paths.slug)
    return config.uid if config else ""


def delta(before: View | None, view: View) -> Json:
    """What the page needs to go on from one view to the next: `rows` that are new or changed, and all keys in order if
    a note came, went or moved."""
    old = before.rows if before else {}
    rows = [row for key, row in view.rows.items() if old.get(key) is not row and old.get(key) != row]
    order = None if list(old) == list(view.rows) else list(view.rows)
    return {"from": before.number if before else 0, "rows": rows, "order": order, **head(view)}


def index(view: View) -> Json:
    """All that the page lists of a deck."""
    return {"rows": list(view.rows.values()), **head(view)}


def head(view: View) -> Json:
    """What the page says of the deck as a whole."""
    objectives = view.deck.objectives
    return {
        "deck": view.slug,
        "number": view.number,
        "name": view.name,
        "version": view.version,
        "last": view.last_version,
        "whole": view.whole,
        "folder": view.paths.cards.as_posix(),
        "elsewhere": [finding(problem) for problem in view.elsewhere],
        "objectives": None
        if objectives is None
        else [{"id": item.id, "text": item.text, "sections": item.sections} for item in objectives],
    }
