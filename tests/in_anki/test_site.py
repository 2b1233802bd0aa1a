"""What fields.json of a site promises to programs: a learner's own words are told from the publisher's, in a real
collection."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ankigen.project.paths import find_decks
from ankigen.site import make_site

from .conftest import Releases
from .learner import Learner


@pytest.fixture(scope="module")
def known(releases: Releases, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    root = releases.v1_0_0.parents[2]
    site = tmp_path_factory.mktemp("pages") / "site"
    make_site(find_decks(root, ()), site)
    notes: dict[str, dict[str, list[str]]] = json.loads(Path(site / "bone/fields.json").read_text())["notes"]
    return notes


def own_words(learner: Learner, known: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    """Each field that is not as any release had it: what docs/site.md says of fields.json."""
    for note in learner.collection().notes:
        for name, text in note.texts:
            if name in ("Revision", "Note ID", "Retired") or not text:
                continue
            if hashlib.sha256(text.encode()).hexdigest()[:16] not in known[note.guid].get(name, []):
                yield f"{note.id}: {name}"


def test_only_what_a_learner_wrote_is_the_learners(
    learner: Learner, releases: Releases, known: dict[str, dict[str, list[str]]]
) -> None:
    learner.imports(releases.v1_0_0)
    assert list(own_words(learner, known)) == []
    learner.edits("osteocyte", "Extra", "Lacuna: the hole it lives in")
    learner.edits("main-protein", "Back", "Collagen, said the professor")
    mine = ["main-protein: Back", "osteocyte: Extra"]
    assert sorted(own_words(learner, known)) == mine
    learner.imports(releases.v1_2_0)
    assert "osteocyte: Extra" in own_words(learner, known)
