"""A deck that keeps its packages out of git: everything else of a release is committed."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LATER, edit

Run = Callable[..., tuple[int, str, str]]
FETCH = "gh release download deck-1.0.0 --pattern deck-1.0.0.apkg --dir decks/deck"


@pytest.fixture
def cloned(deck: Path, ankigen: Run) -> Path:
    """As somebody has it who cloned the repository after the first release."""
    settings = deck / "cards/deck/deck.toml"
    settings.write_text(settings.read_text() + 'packages = "release-assets"\n')
    assert ankigen("release", cwd=deck)[0] == 0
    for command in (("init", "-q"), ("add", "--all")):
        subprocess.run(["git", *command], cwd=deck, check=True)
    tracked = subprocess.run(["git", "ls-files", "decks"], cwd=deck, check=True, capture_output=True, text=True).stdout
    names = (".gitignore", "CHANGELOG.md", "deck-1.0.0.apkg.sha256", "deck-1.0.0.json", "deck-1.0.0.md", "ledger.jsonl")
    assert tracked.split() == [f"decks/deck/{name}" for name in names]
    (deck / "decks/deck/deck-1.0.0.apkg").unlink()
    return deck


def test_the_release_is_made_again_from_the_sources(cloned: Path, ankigen: Run) -> None:
    assert ankigen("build", "--locked", cwd=cloned)[:2] == (0, "decks/deck/deck-1.0.0.apkg\n")
    subprocess.run(["sha256sum", "--check", "deck-1.0.0.apkg.sha256"], cwd=cloned / "decks/deck", check=True)


def test_what_needs_the_package_says_where_it_is(cloned: Path, ankigen: Run) -> None:
    edit(cloned, "Calcium phosphate", "Apatite")
    for command in (("diff",), ("diff", "1.0.0", "draft"), ("verify", "1.0.0", "draft")):
        status, _, err = ankigen(*command, cwd=cloned)
        assert (status, FETCH in err) == (2, True)


def test_a_release_says_over_which_one_it_was_not_tried(cloned: Path, ankigen: Run) -> None:
    edit(cloned, "Calcium phosphate", "Apatite")
    status, _, err = ankigen("release", cwd=cloned, env=LATER)
    assert status == 0
    assert f"not tried over 1.0.0: put it there from its release's page: {FETCH}" in err


@pytest.mark.anki
def test_verify_says_what_it_could_not_try(cloned: Path, ankigen: Run) -> None:
    status, _, err = ankigen("verify", cwd=cloned)
    assert (status, f"not tried over 1.0.0: put it there from its release's page: {FETCH}" in err) == (0, True)


def test_doctor_says_where_the_package_is(cloned: Path, ankigen: Run) -> None:
    _, said, _ = ankigen("doctor", cwd=cloned, env={"COLUMNS": "300"})
    assert FETCH in " ".join(said.split())


@pytest.mark.parametrize(
    "command", [("diff",), ("diff", "1.0.0", "draft"), ("verify",), ("verify", "1.0.0", "draft"), ("release",)]
)
def test_a_package_that_was_not_released_is_refused(cloned: Path, ankigen: Run, command: tuple[str, ...]) -> None:
    edit(cloned, "Calcium phosphate", "Apatite")
    (cloned / "decks/deck/deck-1.0.0.apkg").write_bytes(b"PK another")
    status, _, err = ankigen(*command, cwd=cloned, env=LATER)
    assert (status, "is not the package that was released" in err) == (2, True)
    assert f"{FETCH} --clobber" in err


def test_a_delta_is_made_again_with_its_release_and_compared_with_its_checksum(cloned: Path, ankigen: Run) -> None:
    edit(cloned, "Calcium phosphate", "Apatite")
    assert ankigen("release", "--delta", "1.0.0", cwd=cloned, env=LATER)[0] == 0
    delta = cloned / "decks/deck/deck-1.0.1-from-1.0.0.apkg"
    released = delta.read_bytes()
    delta.unlink()
    assert ankigen("build", "--locked", cwd=cloned)[0] == 0
    assert delta.read_bytes() == released
    delta.unlink()
    checksum = delta.with_name(f"{delta.name}.sha256")
    checksum.write_text(f"{'0' * 64}  {delta.name}\n")
    status, _, err = ankigen("build", "--locked", cwd=cloned)
    assert (status, delta.exists()) == (2, False)
    assert f"not the bytes that decks/deck/{checksum.name} names; restore that from git" in err


def test_the_site_says_where_packages_are(cloned: Path, ankigen: Run) -> None:
    status, _, err = ankigen("site", cwd=cloned)
    assert (status, err.count(FETCH)) == (2, 1)
    (cloned / "decks/deck/deck-1.0.0.apkg").write_bytes(b"PK another")
    status, _, err = ankigen("site", cwd=cloned)
    assert (status, f"{FETCH} --clobber" in err) == (2, True)
    (cloned / "decks/deck/deck-1.0.0.apkg").unlink()
    edit(cloned, "Calcium phosphate", "Apatite")
    assert ankigen("release", cwd=cloned, env=LATER)[0] == 0
    status, _, err = ankigen("site", cwd=cloned)
    assert (status, "the packages of 1.0.0 are not here" in err, FETCH in err) == (0, True, True)


def test_packages_go_back_into_git_and_out_again(cloned: Path, ankigen: Run) -> None:
    settings, ignored = cloned / "cards/deck/deck.toml", cloned / "decks/deck/.gitignore"
    text, rules = settings.read_text(), ignored.read_text()
    settings.write_text(text.replace('packages = "release-assets"\n', ""))
    edit(cloned, "Calcium phosphate", "Apatite")
    assert ankigen("release", cwd=cloned, env=LATER)[0] == 0
    assert ignored.read_text() == ""
    settings.write_text(text)
    edit(cloned, "Apatite", "Calcium phosphate")
    assert ankigen("release", cwd=cloned, env={"SOURCE_DATE_EPOCH": "1700200000"})[0] == 0
    assert ignored.read_text() == rules
