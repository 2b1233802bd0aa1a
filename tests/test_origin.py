"""What is recorded of where the program came from, and what of it goes into a manifest."""

import json
from pathlib import Path

import pytest

from ankigen import __version__
from ankigen.origin import Origin, how_to_add, origin, read

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HASH = "ab" * 32
GIT = {"vcs": "git", "commit_id": COMMIT, "requested_revision": "v1"}


@pytest.mark.parametrize(
    ("recorded", "requirement"),
    [
        (None, ""),
        (
            {"url": "https://host.invalid/a/b.git", "vcs_info": GIT},
            f"ankigen @ git+https://host.invalid/a/b.git@{COMMIT}",
        ),
        (
            {"url": "https://me:secret@host.invalid/a/b.git", "vcs_info": GIT, "subdirectory": "x"},
            f"ankigen @ git+https://host.invalid/a/b.git@{COMMIT}#subdirectory=x",
        ),
        (
            {"url": "ssh://git@host.invalid/a.git", "vcs_info": GIT},
            f"ankigen @ git+ssh://git@host.invalid/a.git@{COMMIT}",
        ),
        (
            {"url": "https://host.invalid/a.whl", "archive_info": {"hashes": {"sha256": HASH}}},
            f"ankigen @ https://host.invalid/a.whl#sha256={HASH}",
        ),
        (
            {"url": "https://host.invalid/a.whl", "archive_info": {"hash": f"sha256={HASH}"}},
            f"ankigen @ https://host.invalid/a.whl#sha256={HASH}",
        ),
        ({"url": "https://host.invalid/a.whl", "archive_info": {}}, ""),
        ({"url": "file:///home/x/ankigen", "dir_info": {"editable": True}}, ""),
        ({"url": "file:///home/x/a.whl", "archive_info": {"hashes": {"sha256": HASH}}}, ""),
        ({"url": "file:///home/x/a.git", "vcs_info": GIT}, ""),
        ({"url": "https://host.invalid/a.git", "vcs_info": {"vcs": "git", "commit_id": "main; rm"}}, ""),
        ({"nothing": 1}, ""),
        ([], ""),
    ],
)
def test_what_installs_the_same_program(recorded: object, requirement: str) -> None:
    assert read(recorded if recorded is None else json.dumps(recorded)).requirement == requirement


def test_a_folder_is_said_in_plain_words() -> None:
    assert "folder of this computer" in str(Origin("1.0", folder="/home/x"))
    assert "kept no origin" in str(read(None))
    assert origin().version == __version__


def test_what_cannot_be_read_is_no_origin() -> None:
    assert read("{").requirement == ""


@pytest.mark.parametrize(
    ("requirement", "action"),
    [
        (f"ankigen @ git+https://github.com/o/r@{COMMIT}", f"o/r@{COMMIT}"),
        (f"ankigen @ git+https://github.com/o/r.git@{COMMIT}#subdirectory=x", f"o/r@{COMMIT}"),
        (f"ankigen @ https://github.com/o/r/archive/{COMMIT}.zip#sha256={HASH}", f"o/r@{COMMIT}"),
        (f"ankigen @ https://github.com/o/r/archive/refs/tags/v1.zip#sha256={HASH}", ""),
        (f"ankigen @ git+https://host.invalid/o/r@{COMMIT}", ""),
        ("", ""),
    ],
)
def test_which_action_is_the_same_program(requirement: str, action: str) -> None:
    assert Origin("1.0", requirement).action == action


@pytest.mark.parametrize(
    ("mark", "command"),
    [
        ("pipx_metadata.json", "pipx inject ankigen 'anki>=25.9'"),
        ("uv-receipt.toml", "uv pip install --python '/my python' 'anki>=25.9'"),
        ("pyvenv.cfg", "'/my python' -m pip install 'anki>=25.9'"),
    ],
)
def test_how_to_add_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str, command: str) -> None:
    (tmp_path / mark).touch()
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("sys.executable", "/my python")
    assert how_to_add("anki>=25.9") == command
