"""A deck that keeps its packages out of git (`packages = "release-assets"`), from its first release on: an author who
pushes to a bare repository, and the workflows, which have nothing but what was pushed and what was published."""

import hashlib
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LATER, cannot, edit
from tests.install.places import run
from tests.workflows.runner import GH, Event, Run, Runner
from tests.workflows.test_life_of_a_repository import ACTION, POINTER, commit, git, nothing_published

pytestmark = [pytest.mark.slow, pytest.mark.anki]

Ankigen = Callable[..., tuple[int, str, str]]
PUSH, FIRST = Event("main"), Event("deck-1.0.0")
NAMES = ["deck-1.0.0.apkg", "deck-1.0.0.apkg.sha256", "deck-1.0.0.json"]


@pytest.fixture
def author(deck: Path, ankigen: Ankigen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose first release was committed, tagged and pushed."""
    settings = deck / "cards/deck/deck.toml"
    settings.write_text(settings.read_text() + 'packages = "release-assets"\n')
    assert ankigen("ci", "--pages", "--action", ACTION, cwd=deck)[0] == 0
    origin = tmp_path_factory.mktemp("origin")
    git(origin, "init", "--quiet", "--bare", "--initial-branch", "main")
    git(deck, "init", "--quiet", "--initial-branch", "main")
    git(deck, "remote", "add", "origin", str(origin))
    assert ankigen("release", cwd=deck)[0] == 0
    push(deck, "deck-1.0.0")
    return deck


@pytest.fixture
def runner(author: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    origin = Path(run("git", "remote", "get-url", "origin", cwd=author).strip())
    return Runner(origin, tmp_path_factory.mktemp("runner"))


def push(repository: Path, *tags: str) -> None:
    commit(repository)
    for tag in tags:
        git(repository, "tag", "--force", tag)
    git(repository, "push", "--quiet", "--force", "origin", "main", *(f"refs/tags/{tag}" for tag in tags))


def clone(author: Path, folder: Path) -> Path:
    """What somebody else has who begins today."""
    git(author, "clone", "--quiet", run("git", "remote", "get-url", "origin", cwd=author).strip(), str(folder))
    return folder


def published(runner: Runner, tag: str) -> list[str]:
    return sorted(path.name for path in (runner.releases / tag).iterdir())


def errors(result: Run) -> list[str]:
    return [line for line in result.log.splitlines() if line.startswith("::error::")]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def as_typed(command: str, cwd: Path, runner: Runner, tmp_path: Path) -> None:
    """Run a line that a message told, with the gh of somebody who is logged in."""
    (tmp_path / "bin").mkdir(exist_ok=True)
    (tmp_path / "bin/gh").write_text(GH)
    (tmp_path / "bin/gh").chmod(0o755)
    path = f"{tmp_path}/bin:/usr/bin:/bin"
    asked = str(tmp_path / "asked")
    env = {"PATH": path, "ASKED": asked, "RELEASES": str(runner.releases), "GH_TOKEN": "token"}
    subprocess.run(shlex.split(command), cwd=cwd, env=env, check=True)


def second_release(repository: Path, ankigen: Ankigen, *options: str) -> str:
    """Edit, release, commit, tag and push; the tag."""
    edit(repository, "Calcium phosphate", "Hydroxyapatite")
    assert ankigen("release", *options, cwd=repository, env=LATER)[0] == 0
    tag = sorted(path.stem for path in (repository / "decks/deck").glob("deck-*.json"))[-1]
    push(repository, tag)
    return tag


def test_the_package_is_built_from_the_tagged_sources_and_published_by_a_job_that_builds_nothing(
    author: Path, runner: Runner
) -> None:
    assert "decks/deck/deck-1.0.0.apkg" not in run("git", "ls-files", cwd=author).splitlines()
    result = runner.run("release.yml", FIRST)
    assert result.done, result.log
    assert published(runner, "deck-1.0.0") == NAMES
    assert sha256(runner.releases / "deck-1.0.0/deck-1.0.0.apkg") == sha256(author / "decks/deck/deck-1.0.0.apkg")
    assert result.attested == ["decks/deck/deck-1.0.0.apkg"]
    assert result.rights["rebuild"] == {"contents": "read"}
    (created,) = [line for line in result.asked if line.startswith("gh release create")]
    assert "--notes-file decks/deck/deck-1.0.0.md" in created


def test_what_is_published_is_not_published_again(runner: Runner) -> None:
    assert runner.run("release.yml", FIRST).done
    result = runner.run("release.yml", FIRST)
    assert errors(result) == [
        "::error::deck-1.0.0 is published already, and what is released never moves; release a correction"
    ]
    assert len([line for line in result.asked if line.startswith("gh release create")]) == 1


def test_a_release_that_was_made_by_hand_without_its_package(runner: Runner) -> None:
    (runner.releases / "deck-1.0.0").mkdir(parents=True)
    (error,) = errors(runner.run("release.yml", FIRST))
    assert "a release deck-1.0.0 without its package" in error
    (runner.releases / "deck-1.0.0").rmdir()  # as the error says
    assert runner.run("release.yml", FIRST).done


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("deck-1.0.0.apkg.sha256", r"^[0-9a-f]{8}", "00000000", "not the one of its checksum in decks/deck: restore"),
        ("ledger.jsonl", r'("sha256": ?")[0-9a-f]{8}', r"\g<1>00000000", "deck-1.0.0 is not what ankigen "),
    ],
)
def test_a_wrong_checksum_publishes_nothing(
    author: Path, runner: Runner, name: str, old: str, new: str, error: str
) -> None:
    path = author / "decks/deck" / name
    text, count = re.subn(old, new, path.read_text(), count=1)
    assert count == 1
    path.write_text(text)
    push(author, "deck-1.0.0")
    result = runner.run("release.yml", FIRST)
    assert nothing_published(result)
    (said,) = errors(result)
    assert error in said


def test_a_package_that_another_job_changed_is_not_published(author: Path, runner: Runner) -> None:
    """The job that may write trusts git alone, not the one that built."""
    workflow = author / ".github/workflows/release.yml"
    forge = "  publish:\n    needs: rebuild"
    text = workflow.read_text()
    step = f'      - run: echo >> "{runner.folder}/artifacts/packages/deck-1.0.0.apkg"\n'
    workflow.write_text(text.replace(forge, f"{step}{forge}"))
    push(author, "deck-1.0.0")
    result = runner.run("release.yml", FIRST)
    assert result.jobs == {"rebuild": True, "publish": False}
    assert nothing_published(result)
    assert "not the one of its checksum" in errors(result)[0]


def test_a_release_of_which_files_were_not_committed(author: Path, runner: Runner) -> None:
    git(author, "rm", "--quiet", "decks/deck/deck-1.0.0.apkg.sha256")
    push(author, "deck-1.0.0")
    (error,) = errors(runner.run("release.yml", FIRST))
    assert "this commit has no decks/deck/deck-1.0.0.apkg.sha256" in error


def test_a_tag_on_a_later_release(author: Path, runner: Runner, ankigen: Ankigen) -> None:
    second_release(author, ankigen)
    push(author, "deck-1.0.0")
    (error,) = errors(runner.run("release.yml", FIRST))
    assert "deck-1.0.0 is not the newest release of this commit" in error


def test_the_next_release_from_a_fresh_clone(author: Path, runner: Runner, ankigen: Ankigen, tmp_path: Path) -> None:
    assert runner.run("release.yml", FIRST).done
    fresh = clone(author, tmp_path / "fresh")
    status, _, err = ankigen("diff", cwd=fresh)
    assert status == 2
    (command,) = re.findall(r"gh release download .*", err)
    as_typed(command, fresh, runner, tmp_path)
    assert ankigen("diff", cwd=fresh)[0] == 0
    tag = second_release(fresh, ankigen, "--delta", "1.0.0")
    delta = f"{tag}-from-1.0.0.apkg"
    assert f"decks/deck/{delta}.sha256" in run("git", "ls-files", cwd=fresh).splitlines()
    assert not re.search(r"\.apkg$", run("git", "ls-files", cwd=fresh), re.MULTILINE)

    result = runner.run("release.yml", Event(tag))
    assert result.done, result.log
    for name in (f"{tag}.apkg", delta):
        assert sha256(runner.releases / tag / name) == sha256(fresh / "decks/deck" / name)
    assert {f"{tag}.apkg.sha256", f"{delta}.sha256"} <= set(published(runner, tag))
    assert result.attested == [f"decks/deck/{tag}.apkg", f"decks/deck/{delta}"]

    site = runner.run("pages.yml", PUSH)
    assert site.done, site.log
    assert {f"site/deck/{name}" for name in ("deck-1.0.0.apkg", f"{tag}.apkg", delta)} <= set(site.deployed)


def test_a_contribution_is_compared_with_what_learners_have(author: Path, runner: Runner) -> None:
    assert runner.run("release.yml", FIRST).done
    edit(author, "Calcium phosphate", "Hydroxyapatite")
    push(author)
    result = runner.run("check.yml", Event("pull/2/merge"))
    assert result.done, result.log
    assert "Hydroxyapatite" in result.summary
    assert "1.0.0" in result.log  # over which the upgrade was tried


def test_a_release_that_is_pushed_this_moment_is_not_missed(runner: Runner) -> None:
    """The workflows of the branch run beside that of the tag."""
    for workflow in ("check.yml", "pages.yml"):
        result = runner.run(workflow, PUSH)
        assert result.done, result.log
        assert "::notice::deck-1.0.0 is not published yet; its package was built from the sources" in result.log


def broken_no_release(runner: Runner) -> None:
    shutil.rmtree(runner.releases / "deck-1.0.0")


def broken_no_asset(runner: Runner) -> None:
    (runner.releases / "deck-1.0.0/deck-1.0.0.apkg").unlink()


def broken_other_bytes(runner: Runner) -> None:
    (runner.releases / "deck-1.0.0/deck-1.0.0.apkg").write_bytes(b"PK another")


def broken_no_gh(runner: Runner) -> None:
    if shutil.which("gh", path="/usr/bin:/bin"):
        cannot("this computer has a gh of its own where the runner looks")
    runner.has_gh = False


@pytest.mark.parametrize("workflow", ["check.yml", "pages.yml"])
@pytest.mark.parametrize(
    ("spoil", "error", "way_out"),
    [
        (broken_no_release, "there is no release deck-1.0.0", "git push origin deck-1.0.0"),
        (broken_no_asset, "the release deck-1.0.0 does not have it", "gh release upload --clobber deck-1.0.0"),
        (broken_other_bytes, "is not what was released", "gh release upload --clobber deck-1.0.0"),
        (broken_no_gh, "there is no gh", "install GitHub CLI"),
    ],
)
def test_a_package_that_cannot_be_had_is_told_in_one_sentence(
    author: Path, runner: Runner, workflow: str, spoil: Callable[[Runner], None], error: str, way_out: str
) -> None:
    assert runner.run("release.yml", FIRST).done
    edit(author, "Calcium phosphate", "Hydroxyapatite")
    push(author)
    spoil(runner)
    result = runner.run(workflow, PUSH)
    assert not result.done
    (said,) = errors(result)
    assert error in said
    assert way_out in said


def test_a_job_without_a_token_says_what_gh_says(author: Path, runner: Runner) -> None:
    assert runner.run("release.yml", FIRST).done
    (error,) = errors(runner.run("check.yml", Event("main", token="")))
    assert "set the GH_TOKEN environment variable.): run the job again" in error


def test_a_fork_takes_the_packages_of_the_original(author: Path, runner: Runner) -> None:
    assert runner.run("release.yml", FIRST).done
    edit(author, "Calcium phosphate", "Hydroxyapatite")
    push(author)
    (runner.releases / "of-the-parent").mkdir()
    (runner.releases / "deck-1.0.0").rename(runner.releases / "of-the-parent/deck-1.0.0")
    result = runner.run("check.yml", PUSH)
    assert result.done, result.log
    assert "Hydroxyapatite" in result.summary


def test_without_an_older_package_less_is_done(author: Path, runner: Runner, ankigen: Ankigen) -> None:
    """Somebody deleted an old release."""
    tag = second_release(author, ankigen)
    assert runner.run("release.yml", Event(tag)).done
    for workflow in ("check.yml", "pages.yml"):
        result = runner.run(workflow, PUSH)
        assert result.done, result.log
        assert "::warning::decks/deck/deck-1.0.0.apkg is not in git, and there is no release deck-1.0.0" in result.log


def test_of_two_decks_one_keeps_its_packages_in_git(author: Path, runner: Runner, ankigen: Ankigen) -> None:
    other = shutil.copytree(author / "cards/deck", author / "cards/other")
    (other / "deck.toml").write_text('name = "Other"\nuid = "other-0000"\ntag = "other"\nsource = "A book"\n')
    assert ankigen("release", "other", cwd=author)[0] == 0
    push(author, "other-1.0.0")
    for tag in ("deck-1.0.0", "other-1.0.0"):
        result = runner.run("release.yml", Event(tag))
        assert result.done, result.log
        assert f"{tag}.apkg" in published(runner, tag)
    site = runner.run("pages.yml", PUSH)
    assert {"site/deck/deck-1.0.0.apkg", "site/other/other-1.0.0.apkg"} <= set(site.deployed)


def test_a_deck_takes_its_packages_back_into_git(author: Path, runner: Runner, ankigen: Ankigen) -> None:
    settings = author / "cards/deck/deck.toml"
    settings.write_text(settings.read_text().replace('packages = "release-assets"\n', ""))
    tag = second_release(author, ankigen)
    tracked = run("git", "ls-files", cwd=author).splitlines()
    assert {"decks/deck/deck-1.0.0.apkg", f"decks/deck/{tag}.apkg"} <= set(tracked)
    result = runner.run("release.yml", Event(tag))
    assert result.done, result.log
    (author / "decks/deck" / f"{tag}.apkg").write_text(POINTER)
    push(author, tag)
    assert "is only a Git LFS pointer" in runner.run("release.yml", Event(tag)).log
