"""Killed, disk full, folder read-only, two releases at once: the old files stay whole or all the new ones are there."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import ankigen
from ankigen.cli import ENDINGS
from ankigen.diagnostic import AnkigenError
from ankigen.model.edition import Edition
from ankigen.project.atomic import locked, recover, write_file, write_together
from ankigen.project.paths import DeckPaths, find_decks
from ankigen.project.repository import ATTRIBUTES, IGNORED
from ankigen.release.commands import release_deck
from ankigen.release.publish import ReleaseOptions
from tests.conftest import without_root

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]
Tree = dict[str, bytes]

# Runs a command line again and again, and kills it before its first write below a folder, its second, …, until it gets
# to its end; each time in a new copy of a repository, or always in the same. A file that was to be opened for writing
# is empty afterwards, as it is in the next moment; and one that was to be synced loses its second half, as it may in a
# crash. Forks, so that Python starts only once.
KILLER = """
import os, pathlib, shutil, sys, traceback
start, folder, copies = sys.argv[1], sys.argv[2], sys.argv[3] == "copies"
from ankigen.cli import main
from ankigen.project.paths import find_decks
import ankigen.release.commands, ankigen.project.new_deck, filelock

def die_at(what, handle=None, emptied=None):
    global count
    count += 1
    if count == fatal:
        if handle is not None and os.path.isfile(f"/proc/self/fd/{handle}"):
            os.truncate(handle, os.fstat(handle).st_size // 2)
        if emptied is not None:
            os.close(os.open(emptied, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
        os.write(2, f"killed before {what}".encode())
        os._exit(137)

def watch(event, args):
    path = os.fspath(args[0]) if args and isinstance(args[0], str | os.PathLike) else ""
    if not path.startswith(folder):
        return
    if event == "open":
        mode, flags = args[1] or "", args[2] or 0
        writes = set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR)
    else:
        writes = event.startswith(("os.", "shutil.")) and event not in ("os.scandir", "os.listdir", "os.chdir")
    if writes:
        die_at(f"{event} {path}", emptied=path if event == "open" and "w" in mode else None)

def watched_fsync(handle, fsync=os.fsync):
    die_at("fsync", handle)
    fsync(handle)

def run(root):
    os.dup2(os.open(f"{folder}/{fatal}.log", os.O_WRONLY | os.O_CREAT), 2)
    os.chdir(root)
    sys.argv[:] = ["ankigen", *sys.argv[4:]]
    os.fsync = watched_fsync
    sys.addaudithook(watch)
    try:
        main()
    except SystemExit as stop:
        os._exit(stop.code or 0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)

# What a process does but once, done before the forks.
warm = pathlib.Path(shutil.copytree(start, f"{folder}/warm"))
for place in find_decks(warm, ()) if (warm / "cards").is_dir() else ():
    ankigen.release.commands.build_deck(place, 1)
for fatal in range(1, 100):
    count = 0
    root = shutil.copytree(start, f"{folder}/{fatal}") if copies else start
    pid = os.fork()
    if not pid:
        run(root)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(code, flush=True)
    if code != 137:
        break
"""


# Runs a command line that is ended twice, by the signal of that number, when it first writes below `decks/`.
ENDER = """
import os, sys
from ankigen.cli import main
number, sys.argv[:] = int(sys.argv[1]), ["ankigen", *sys.argv[2:]]

def end(event, args):
    global number
    if number and event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR) and "/decks/" in str(args[0]):
        ending, number = number, 0
        os.kill(os.getpid(), ending)
        os.kill(os.getpid(), ending)

sys.addaudithook(end)
main()
"""


def environment(**settings: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(ankigen.__file__).parents[1]), "ANKIGEN_NO_VERIFY": "1", **settings}


def kill(start: Path, folder: Path, *args: str, copies: bool = True) -> list[tuple[Path, str]]:
    """The repositories in which the command line was killed before its first write, its second, …, and before what.

    The last one got to its end.
    """
    folder.mkdir(exist_ok=True)
    run = subprocess.run(
        [sys.executable, "-c", KILLER, start, folder, "copies" if copies else "same", *args],
        env=environment(SOURCE_DATE_EPOCH=str(SECOND)),
        capture_output=True,
        text=True,
        check=True,
    )
    codes = [line for line in run.stdout.splitlines() if line.isdecimal()]
    logs = [(folder / f"{number}.log").read_text() for number in range(1, len(codes) + 1)]
    assert codes == ["137"] * (len(codes) - 1) + ["0"], (codes, logs[-1])
    return [(folder / str(number) if copies else start, log) for number, log in enumerate(logs, start=1)]


def tree(folder: Path) -> Tree:
    """What the folder holds, by path; drafts and hidden leftovers are left out."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in paths
        if not path.name.endswith(".dev.apkg") and not any(part.startswith(".") for part in path.parts)
    }


def leftovers(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in root.rglob(".*") if path.name != ".gitignore"]


FIRST, SECOND, THIRD = 1_700_000_000, 1_700_000_100, 1_700_000_200


@pytest.fixture
def next_release(deck: Path, ankigen: Run) -> Path:
    """A repository with one release, and a change that was not released."""
    assert ankigen("release", cwd=deck, env={"SOURCE_DATE_EPOCH": str(FIRST)})[0] == 0
    source = deck / "cards" / "deck" / "a.md"
    source.write_text(source.read_text().replace("Calcium", "Mostly calcium") + "\n### New\n<!-- id: new -->\n\nNew\n")
    return deck


@pytest.mark.parametrize("at_first", [True, False], ids=["first release", "next release"])
def test_a_release_killed_at_any_write_leaves_the_old_state_or_the_new_one(
    at_first: bool, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ankigen: Run
) -> None:
    start: Path = request.getfixturevalue("deck" if at_first else "next_release")
    folder = tmp_path_factory.mktemp("killed")
    old = tree(start / "decks")
    *states, (done, _) = kill(start, folder / "n", "release")
    new = tree(done / "decks")
    assert new != old
    seen = []
    for number, (root, where) in enumerate(states):
        for name, data in tree(root / "decks").items():
            assert data in (old.get(name), new.get(name)), f"{where}: {name} is half written"
        assert ankigen("build", cwd=root, env={"SOURCE_DATE_EPOCH": str(SECOND)})[0] == 0
        state = tree(root / "decks")
        assert state in (old, new), f"neither old nor new: {where}"
        seen.append(state == new)
        if number % 4 == 0:
            assert_the_next_release_tidies_up(root, ankigen)
    assert len(seen) > 15
    assert sum("fsync" in where for _, where in states) >= len(new.items() - old.items()), "each new file is synced"
    assert seen == sorted(seen), "once the new state counts, it counts"
    assert set(seen) == {False, True}


def assert_the_next_release_tidies_up(root: Path, ankigen: Run) -> None:
    source = root / "cards" / "deck" / "a.md"
    source.write_text(source.read_text() + "\n### Last\n<!-- id: last -->\n\nLast\n")
    assert ankigen("release", cwd=root, env={"SOURCE_DATE_EPOCH": str(THIRD)})[0] == 0
    assert leftovers(root) == []


def test_whoever_finishes_a_killed_release_may_be_killed_too(
    next_release: Path, tmp_path_factory: pytest.TempPathFactory, ankigen: Run
) -> None:
    folder = tmp_path_factory.mktemp("killed")
    done = shutil.copytree(next_release, folder / "done")
    assert ankigen("release", cwd=done, env={"SOURCE_DATE_EPOCH": str(SECOND)})[0] == 0
    files = tree(done / "decks" / "deck")
    root = shutil.copytree(next_release, folder / "root")
    staged = root / "decks" / "deck" / ".ankigen-release"
    staged.mkdir()
    for name in files:
        if name not in ("deck-1.0.0.apkg", "deck-1.0.0.apkg.sha256", "deck-1.0.0.json", "deck-1.0.0.md"):
            (staged / name).write_bytes(files[name])
    assert len(kill(root, folder, "check", copies=False)) > 4
    assert tree(root / "decks" / "deck") == files
    assert leftovers(root) == []


@pytest.mark.parametrize("command", ["build", "stamp"])
def test_a_killed_build_or_stamp_leaves_whole_files(
    command: str, deck: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = deck / "cards" / "deck" / "a.md"
    source.write_text(source.read_text() + ("\n### New\n\nNew\n" if command == "stamp" else ""))
    folder = tmp_path_factory.mktemp("killed")
    *states, (done, _) = kill(deck, folder / "n", command)
    whole = {path.name: path.read_bytes() for path in (*done.rglob("*.apkg"), *done.rglob("*.md"))}
    old = {path.name: path.read_bytes() for path in (*deck.rglob("*.md"), *deck.rglob("*.toml"))}
    for root, where in states:
        for name, data in tree(root).items():
            assert data in (whole.get(Path(name).name), old.get(Path(name).name)), where
    assert len(states) > 2


def test_a_killed_new_leaves_no_deck_that_is_half_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    states = kill(tmp_path / "empty", tmp_path / "n", "new", "Bone")
    for root, where in states:
        names = sorted(path.name for path in root.glob("cards/bone/*"))
        assert names in ([], ["01-first-section.md", "deck.toml", "media"]), where
        for file, whole in ((".gitignore", IGNORED), (".gitattributes", ATTRIBUTES)):
            there = (root / file).exists()
            assert there or not names, where
            assert not there or (root / file).read_text() == whole, where
        assert all(paths.slug == "bone" for paths in decks_in(root))
    assert len(states) > 5


@pytest.mark.parametrize("number", ENDINGS)
@pytest.mark.parametrize("ignored", [False, True], ids=["usual", "with nohup"])
def test_a_release_that_is_ended_tidies_up(number: int, ignored: bool, next_release: Path, tmp_path: Path) -> None:
    old = tree(next_release / "decks")
    (tmp_path / "temporary").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", ENDER, str(int(number)), "release"],
        cwd=next_release,
        env=environment(SOURCE_DATE_EPOCH=str(SECOND), TMPDIR=str(tmp_path / "temporary")),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(number, signal.SIG_IGN if ignored else signal.SIG_DFL),
    )
    assert run.returncode == (0 if ignored else 128 + number), run.stderr
    assert (tree(next_release / "decks") == old) != ignored
    assert leftovers(next_release) == []
    assert [path.name for path in (tmp_path / "temporary").iterdir() if path.suffix != ".lock"] == []


def decks_in(root: Path) -> tuple[DeckPaths, ...]:
    try:
        return find_decks(root, ())
    except AnkigenError:
        return ()


def test_a_full_disk_leaves_the_old_files_whole(next_release: Path) -> None:
    old = tree(next_release)
    for command in ("release", "build"):
        run = subprocess.run(
            [sys.executable, "-m", "ankigen", command],
            cwd=next_release,
            env=environment(SOURCE_DATE_EPOCH=str(SECOND)),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
        )
        assert (run.returncode, run.stdout) == (2, "")
        assert "ankigen: cannot write" in run.stderr
        assert run.stderr.count("\n") == 1
        assert tree(next_release) == old
        assert leftovers(next_release) == []


@pytest.mark.parametrize("command", ["build", "release", "stamp", "retire"])
def test_a_read_only_folder_is_one_line(
    command: str, next_release: Path, everyone_reads: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(next_release, everyone_reads / "root")
    source = root / "cards" / "deck" / "a.md"
    if command == "stamp":
        source.write_text("### Without id\n\nX\n")
    old = tree(root)
    monkeypatch.setattr(tempfile, "tempdir", str(everyone_reads / "tmp"))
    (everyone_reads / "tmp").mkdir()
    (everyone_reads / "tmp").chmod(0o777)
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    args = [command, "matrix", "--reason", "X"] if command == "retire" else [command]
    with without_root():
        code, out, err = ankigen(*args, cwd=root, env={"SOURCE_DATE_EPOCH": str(SECOND)})
    assert (code, out) == (2, "")
    assert err.startswith("ankigen: cannot write ")
    assert err.count("\n") == 1
    assert tree(root) == old


def test_a_release_that_cannot_be_written_is_not_tried_in_anki_first(next_release: Path, everyone_reads: Path) -> None:
    root = shutil.copytree(next_release, everyone_reads / "root")
    (paths,) = find_decks(root, ())
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    tried: list[str] = []

    def prove(_paths: DeckPaths, planned: Edition, _delta_from: str) -> str:
        tried.append(planned.version)
        return ""

    with without_root(), pytest.raises(AnkigenError, match="cannot write into"):
        release_deck(paths, SECOND, ReleaseOptions(), prove=prove)
    assert tried == []


def test_a_folder_for_locks_that_cannot_be_written_is_one_line(
    next_release: Path, ankigen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (next_release / "file").write_text("no folder")
    monkeypatch.setattr(tempfile, "tempdir", str(next_release / "file"))
    code, _, err = ankigen("release", cwd=next_release)
    assert code == 2
    assert err.startswith("ankigen: cannot make the lock ")


@pytest.mark.parametrize("place", ["decks", "decks/deck"])
def test_a_file_where_a_folder_should_be_is_one_line(place: str, deck: Path, ankigen: Run) -> None:
    (deck / place).parent.mkdir(exist_ok=True)
    (deck / place).write_text("no folder")
    for command in ("build", "release"):
        code, out, err = ankigen(command, cwd=deck)
        assert (code, out) == (2, "")
        assert err.startswith("ankigen: ")
        assert err.count("\n") == 1
    assert (deck / place).read_text() == "no folder"


def test_two_releases_at_once_make_one(next_release: Path, ankigen: Run) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "ankigen", "release"],
            cwd=next_release,
            env=environment(SOURCE_DATE_EPOCH=str(SECOND)),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    errors = [run.communicate()[1] for run in runs]
    codes = [run.returncode for run in runs]
    assert codes.count(0) == 1, errors
    for code, error in zip(codes, errors, strict=True):
        refused = "another ankigen is writing" in error or "there is nothing to release" in error
        assert refused == (code != 0)
    assert (next_release / "decks" / "deck" / "ledger.jsonl").read_text().count('"release": "1.1.0"') == 1
    assert ankigen("build", "--locked", cwd=next_release)[0] == 0


def test_a_release_waits_for_nobody(next_release: Path) -> None:
    (paths,) = find_decks(next_release, ())
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(paths.output)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdout.readline()
    old = tree(next_release)
    with pytest.raises(AnkigenError, match="another ankigen is writing"):
        release_deck(paths, SECOND, ReleaseOptions())
    holder.kill()
    holder.communicate()
    assert tree(next_release) == old
    release_deck(paths, SECOND, ReleaseOptions())
    assert tree(next_release) != old


HOLDER = """
import sys
from pathlib import Path
from ankigen.project.atomic import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with locked(tmp_path):
        pass


def test_files_written_together_come_together(tmp_path: Path) -> None:
    write_together(tmp_path / "deck", {"a": b"1", "b": b"2"})
    write_together(tmp_path / "deck", {"a": b"3", "c": b"4"})
    assert tree(tmp_path) == {"deck/a": b"3", "deck/b": b"2", "deck/c": b"4"}
    assert leftovers(tmp_path) == []


def test_recovering_where_nothing_was_left_does_nothing(tmp_path: Path) -> None:
    recover(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_file_written_anew_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_bug_shows_its_traceback(deck: Path) -> None:
    breaks = "import ankigen.compile.pipeline as c; c.render_deck = None; from ankigen.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", breaks, "check"],
        cwd=deck,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" in run.stderr
    assert "TypeError" in run.stderr


def test_what_a_killed_writer_left_goes_with_the_next_file(tmp_path: Path) -> None:
    names = (".a.md.4194305.partial", f".b.md.{os.getppid()}.partial", ".c.partial")
    left, alive, other = (tmp_path / name for name in names)
    for path in (left, alive, other):
        path.write_text("half")
    write_file(tmp_path / "whole.md", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((alive.name, other.name, "whole.md"))
