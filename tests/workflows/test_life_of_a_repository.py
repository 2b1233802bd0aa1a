"""A repository of decks, from its first commit to its published releases, through the workflows that `ankigen ci`
writes: every step runs as GitHub would run it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LATER, edit
from tests.install.places import WHO, run
from tests.workflows.runner import ROOT, Event, Run, Runner

pytestmark = [pytest.mark.slow, pytest.mark.anki]

Ankigen = Callable[..., tuple[int, str, str]]
ACTION = "owner/ankigen@0123456789abcdef0123456789abcdef01234567"
PUSH = Event("main")
TAG = Event("deck-1.0.0")


def git(repository: Path, *args: str) -> None:
    run("git", *args, cwd=repository, env=WHO)


def commit(repository: Path) -> None:
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "Change")


@pytest.fixture
def repository(deck: Path, ankigen: Ankigen) -> Path:
    assert ankigen("ci", "--action", ACTION, cwd=deck)[0] == 0
    git(deck, "init", "--quiet", "--initial-branch", "main")
    commit(deck)
    return deck


@pytest.fixture
def published(repository: Path, ankigen: Ankigen) -> Path:
    """The repository after its first release, with its tag."""
    assert ankigen("release", cwd=repository)[0] == 0
    commit(repository)
    git(repository, "tag", "deck-1.0.0")
    return repository


@pytest.fixture
def runner(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(repository, tmp_path_factory.mktemp("runner"))


def nothing_published(run: Run) -> bool:
    return not run.done and not run.attested and not any(line.startswith("gh release create") for line in run.asked)


def test_a_contribution_is_checked_built_and_shown(runner: Runner) -> None:
    run = runner.run("check.yml", Event("pull/1/merge", token=""))
    assert run.done, run.log
    assert run.artifacts == ["changes.html", "decks/deck/deck-1.0.0.dev.apkg"]
    assert "hardens-bone" in run.summary
    (pip,) = [line for line in run.asked if line.startswith("pip")]
    assert pip.endswith("[anki]")
    assert "/constraints.txt" in pip


def test_a_contribution_to_a_released_deck_shows_what_learners_get(published: Path, runner: Runner) -> None:
    edit(published, "Calcium phosphate", "Hydroxyapatite")
    commit(published)
    run = runner.run("check.yml", Event("pull/2/merge"))
    assert run.done, run.log
    assert "Hydroxyapatite" in run.summary
    assert "1.0.0" in run.log


def test_a_mistake_fails_the_check_at_its_line_and_shows_what_there_is(repository: Path, runner: Runner) -> None:
    edit(repository, "{{c1::collagen}}", "{{c1::collagen}")
    commit(repository)
    run = runner.run("check.yml", PUSH)
    assert not run.done
    assert "::error file=cards/deck/a.md,line=11," in run.log
    assert not run.summary


def test_a_release_is_built_again_and_published_by_a_job_that_builds_nothing(published: Path, runner: Runner) -> None:
    run = runner.run("release.yml", TAG)
    assert run.done, run.log
    assert run.rights["rebuild"] == {"contents": "read"}
    assert "the manifest does not say where ankigen came from" in run.log
    (created,) = [line for line in run.asked if line.startswith("gh release create")]
    assert created == (
        "gh release create deck-1.0.0 --verify-tag --title deck-1.0.0 --notes-file decks/deck/deck-1.0.0.md "
        "decks/deck/deck-1.0.0.apkg decks/deck/deck-1.0.0.apkg.sha256 decks/deck/deck-1.0.0.json"
    )
    assert run.attested == ["decks/deck/deck-1.0.0.apkg"]


def test_the_site_is_made_and_deployed_by_a_job_that_builds_nothing(
    published: Path, runner: Runner, ankigen: Ankigen
) -> None:
    assert ankigen("ci", "--pages", "--action", ACTION, cwd=published)[0] == 0
    commit(published)
    run = runner.run("pages.yml", PUSH)
    assert run.done, run.log
    assert {"site/index.html", "site/decks.json", "site/deck/deck-1.0.0.apkg"} <= set(run.deployed)
    assert run.rights == {"site": {"contents": "read"}, "deploy": {"pages": "write", "id-token": "write"}}
    (pip,) = [line for line in run.asked if line.startswith("pip")]
    assert not pip.endswith("[anki]")


def test_without_a_release_there_is_no_site_to_deploy(repository: Path, runner: Runner, ankigen: Ankigen) -> None:
    assert ankigen("ci", "--pages", "--action", ACTION, cwd=repository)[0] == 0
    commit(repository)
    run = runner.run("pages.yml", PUSH)
    assert run.jobs == {"site": False, "deploy": False}
    assert "no deck was released yet" in run.log
    assert not run.deployed


def test_what_is_published_is_not_published_again(published: Path, runner: Runner) -> None:
    assert runner.run("release.yml", TAG).done
    run = runner.run("release.yml", TAG)
    assert not run.done
    assert "deck-1.0.0 is published already" in run.log
    assert len([line for line in run.asked if line.startswith("gh release create")]) == 1


def test_a_delta_goes_with_its_release_and_no_other_version_does(
    published: Path, runner: Runner, ankigen: Ankigen
) -> None:
    edit(published, "Calcium phosphate", "Hydroxyapatite")
    assert ankigen("release", "--delta", "1.0.0", cwd=published, env=LATER)[0] == 0
    output = published / "decks/deck"
    (output / "deck-1.0.01.apkg").write_bytes(b"not of this release")
    commit(published)
    version = sorted(path.stem for path in output.glob("deck-1.*.md"))[-1]
    git(published, "tag", version)
    run = runner.run("release.yml", Event(version))
    assert run.done, run.log
    assert run.attested == [f"decks/deck/{version}.apkg", f"decks/deck/{version}-from-1.0.0.apkg"]


@pytest.mark.parametrize("tag", ["deck-9.9.9", "other-1.0.0"])
def test_a_tag_of_a_version_that_was_never_released(published: Path, runner: Runner, tag: str) -> None:
    git(published, "tag", tag)
    run = runner.run("release.yml", Event(tag))
    assert nothing_published(run)
    assert f"::error::{tag} was never released" in run.log


@pytest.mark.parametrize("tag", ["$(touch$IFS;pwned)-1.0.0", "a`touch`-1.0.0", "x;exit-1.0.0", '"-1.0.0', "-1.0.0"])
def test_a_hostile_tag_runs_nothing(published: Path, runner: Runner, tag: str) -> None:
    run = runner.run("release.yml", Event(tag))
    assert nothing_published(run)
    assert run.log.startswith("::error::this tag names no release")
    assert run.asked == []


def test_a_deck_of_other_bytes_is_not_published(published: Path, runner: Runner) -> None:
    package = published / "decks/deck/deck-1.0.0.apkg"
    package.write_bytes(package.read_bytes() + b"\0")
    commit(published)
    git(published, "tag", "--force", "deck-1.0.0")
    run = runner.run("release.yml", TAG)
    assert nothing_published(run)
    assert "::error::deck-1.0.0 is not what" in run.log


def test_sources_ahead_of_the_release_are_not_published(published: Path, runner: Runner) -> None:
    edit(published, "Calcium phosphate", "Hydroxyapatite")
    commit(published)
    git(published, "tag", "--force", "deck-1.0.0")
    run = runner.run("release.yml", TAG)
    assert nothing_published(run)
    assert "the sources are ahead of release 1.0.0" in run.log


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 1\n"


def test_large_media_that_were_not_pushed_are_named(repository: Path, runner: Runner) -> None:
    (repository / "cards/deck/media").mkdir()
    (repository / "cards/deck/media/bone.png").write_text(POINTER)
    edit(repository, "Calcium phosphate", "![Bone](media/bone.png)")
    commit(repository)
    run = runner.run("check.yml", PUSH)
    assert not run.done
    assert "[media-lfs]" in run.log or "media-lfs" in run.log


def test_a_package_that_was_not_pushed_is_not_published(published: Path, runner: Runner) -> None:
    (published / "decks/deck/deck-1.0.0.apkg").write_text(POINTER)
    commit(published)
    git(published, "tag", "--force", "deck-1.0.0")
    run = runner.run("release.yml", TAG)
    assert nothing_published(run)
    assert "is only a Git LFS pointer" in run.log


MADE_WITH = ["genanki==0.13.1", "nh3==0.3"]
GIT = "ankigen @ git+https://host.invalid/a/b@0123456789abcdef0123456789abcdef01234567"
WHEEL = f"ankigen @ https://host.invalid/a.whl#sha256={'ab' * 32}"


@pytest.mark.parametrize(
    ("made", "origin"),
    [
        ({"origin": GIT}, GIT),
        ({"origin": WHEEL}, WHEEL),
        ({"origin": "a folder of one computer: nobody else can install that"}, ""),
        ({"requirements": ["ankigen==0.1.0", *MADE_WITH]}, ""),  # as the first version wrote it
        ({"origin": "-r /etc/passwd"}, ""),
        ({"origin": "ankigen @ https://host.invalid/a.whl"}, ""),
        ({"origin": f"{GIT}\n--index-url https://host.invalid"}, ""),
        ({"requirements": [*MADE_WITH, "-r /etc/passwd", "--index-url=x"]}, ""),
    ],
)
def test_a_release_is_built_again_by_what_made_it(
    published: Path, runner: Runner, made: dict[str, object], origin: str
) -> None:
    manifest = published / "decks/deck/deck-1.0.0.json"
    data = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(data | {"made_with": {"requirements": MADE_WITH} | made}))
    commit(published)
    git(published, "tag", "--force", "deck-1.0.0")
    run = runner.run("release.yml", TAG)
    assert run.done, run.log
    temp = runner.folder / "rebuild/temp"
    assert (temp / "origin.txt").read_text().strip() == origin
    assert (temp / "libraries.txt").read_text().splitlines() == MADE_WITH
    (pip,) = [line for line in run.asked if line.startswith("pip")]
    assert pip.endswith(f"--requirement {temp}/origin.txt" if origin else f"{runner.folder}/rebuild/action")


def test_an_unknown_task_is_refused(repository: Path, runner: Runner) -> None:
    workflow = repository / ".github/workflows/check.yml"
    workflow.write_text(workflow.read_text().replace("do: check", "do: chekc"))
    commit(repository)
    run = runner.run("check.yml", PUSH)
    assert not run.done
    assert run.log == "::error::the action's 'do' is none of check, rebuild, publish, site\n"


def test_the_action_installs_the_program_for_real(published: Path, runner: Runner) -> None:
    runner.honest_pip = True
    run = runner.run("release.yml", TAG)
    assert run.done, run.log
    assert (runner.folder / "rebuild/temp/ankigen/bin/ankigen").exists()


def test_this_repository_publishes_its_own_deck_with_its_own_action(tmp_path: Path) -> None:
    run = Runner(ROOT, tmp_path).run("release.yml", Event("calcification-vs-ossification-1.0.0"))
    assert run.done, run.log
    assert run.attested == ["decks/calcification-vs-ossification/calcification-vs-ossification-1.0.0.apkg"]
