"""What the companion did on the computer, on the learner's phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.in_anki.conftest import NEWEST, newest_anki, start
from tests.in_anki.learner import Anki, Learner
from tests.in_anki.test_sync import server

from .conftest import RETIRED, WORKER, Follower, Site

__all__ = ["newest_anki", "server"]  # fixtures
pytestmark = pytest.mark.anki


@pytest.fixture
def companion_anki(tmp_path: Path) -> Iterator[Anki]:
    yield from start(NEWEST, tmp_path, WORKER)


def test_phones_get_the_update_by_an_ordinary_sync(
    companion_anki: Anki, newest_anki: Anki, server: str, site: Site, tmp_path: Path
) -> None:
    computer = Follower(companion_anki, tmp_path / "computer.anki2")
    phone = Learner(newest_anki, tmp_path / "phone.anki2")
    computer.imports(site.packages[0])
    key = computer.logs_in(server)
    computer.syncs(server, key, "upload")
    phone.syncs(server, key, "download")
    computer.follows(site.after[3], retired="delete", suspend_new=True)
    computer.edits("tap", "Extra", "My own words")
    computer.updates(site.after[3])
    assert "FULL" not in computer.syncs(server, key)
    assert "FULL" not in phone.syncs(server, key)
    ours, theirs = computer.collection(), phone.collection()
    assert (theirs.notes, theirs.cards) == (ours.notes, ours.cards)
    assert not set(theirs.note_ids) & set(RETIRED)
    assert theirs.note("tap").fields["Extra"] == "My own words"
