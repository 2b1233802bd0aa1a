"""GitHub's runner, as far as our workflows use it: every `run:` step is executed with its `env:` and `if:`, in order.

`actions/*`, `gh` and pip are played by stand-ins that write down what they were asked for; everything else is real.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.install.places import run

ROOT = Path(__file__).parents[2]
OURS = ("action.yml", ".github/action", "constraints.txt", "pyproject.toml", "README.md", "LICENSE", "src")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
NAME = re.compile(r"(?<!['\w.])(?:inputs|env|github)\.[a-zA-Z_]+")

# A stand-in writes a line into $ASKED for each call.
STAND_IN = """#!/bin/sh
printf '%s\\n' "{name} $*" >> "$ASKED"
"""
# Releases are folders of their assets in $RELEASES; those of the repository that this one is a fork of are in
# $RELEASES/of-the-parent.
GH = (
    STAND_IN.format(name="gh")
    + """
if [ -z "$GH_TOKEN" ]; then
    echo "gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable." >&2
    exit 4
fi
what="$1 $2" tag=$3 releases=$RELEASES pattern= folder= files=
if [ "$what" = "repo view" ]; then
    if [ -d "$RELEASES/of-the-parent" ]; then echo owner/parent; fi
    exit
fi
shift 3
while [ $# -gt 0 ]; do
    case $1 in
    --repo) releases=$RELEASES/of-the-parent; shift ;;
    --pattern) pattern=$2; shift ;;
    --dir) folder=$2; shift ;;
    --title | --notes-file | --json | --jq) shift ;;
    --*) ;;
    *) files="$files $1" ;;
    esac
    shift
done
if [ "$what" = "release create" ]; then
    mkdir "$releases/$tag" && cp $files "$releases/$tag"
elif [ ! -d "$releases/$tag" ]; then
    echo "release not found" >&2
    exit 1
elif [ "$what" = "release view" ]; then
    ls "$releases/$tag"
elif [ "$what" = "release download" ]; then
    cp "$releases/$tag/$pattern" "$folder"
fi
"""
)
# An environment whose pip asks no index, and whose ankigen is the one of the tests.
PYTHON = """#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && ln -s "{ankigen}" "$3/bin/ankigen"
elif [ "$1 $2" = "-m pip" ]; then
    printf '%s\\n' "pip $*" >> "$ASKED"
else
    exec "{python}" "$@"
fi
"""


@dataclass(frozen=True, slots=True)
class Event:
    """What started a workflow: a branch or a tag, and the token that GitHub gives (none to a fork)."""

    ref_name: str
    token: str = "token"


@dataclass(slots=True)
class Run:
    """What came of a workflow: how its jobs ended, what they said, and what the stand-ins were asked for."""

    jobs: dict[str, bool] = field(default_factory=dict)
    log: str = ""
    asked: list[str] = field(default_factory=list)
    summary: str = ""
    artifacts: list[str] = field(default_factory=list)
    attested: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    deployed: list[str] = field(default_factory=list)
    rights: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return all(self.jobs.values())


@dataclass(slots=True)
class Runner:
    """Runs the workflows of a git repository in `folder`. With `honest_pip` environments are made for real; without
    `has_gh` there is no GitHub CLI."""

    repository: Path
    folder: Path
    honest_pip: bool = False
    has_gh: bool = True

    @property
    def releases(self) -> Path:
        """The published releases: a folder of assets each."""
        return self.folder / "releases"

    def run(self, workflow: str, event: Event) -> Run:
        tags = run("git", "tag", cwd=self.repository).splitlines()
        ref = event.ref_name if event.ref_name in tags else "HEAD"
        text = run("git", "show", f"{ref}:.github/workflows/{workflow}", cwd=self.repository)
        data: dict[str, Any] = yaml.safe_load(text)
        result = Run()
        (self.folder / "asked").touch()
        self.releases.mkdir(exist_ok=True)
        shutil.rmtree(self.folder / "artifacts", ignore_errors=True)
        for name, job in data["jobs"].items():
            needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
            if not all(result.jobs[need] for need in needs):
                result.jobs[name] = False
                continue
            result.rights[name] = job.get("permissions", data.get("permissions", {}))
            place = self.folder / name
            shutil.rmtree(place, ignore_errors=True)
            result.jobs[name] = _Job(self, event, result, place).run(job["steps"])
        result.asked = (self.folder / "asked").read_text().splitlines()
        return result


@dataclass(slots=True)
class _Job:
    """One job in a folder of its own: the workspace, what GitHub's files hold, and what was set for later steps."""

    runner: Runner
    event: Event
    result: Run
    place: Path
    failed: bool = False
    env: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)

    @property
    def workspace(self) -> Path:
        return self.place / "workspace"

    def run(self, steps: list[dict[str, Any]]) -> bool:
        self.make()
        self.steps(steps, {}, self.workspace)
        self.result.summary = (self.place / "summary").read_text(encoding="utf-8")
        return not self.failed

    def make(self) -> None:
        for folder in ("workspace", "temp", "bin", "action"):
            (self.place / folder).mkdir(parents=True)
        for name in ("summary", "env", "path"):
            (self.place / name).touch()
        for name in OURS:
            source = ROOT / name
            (self.place / "action" / name).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, self.place / "action" / name)
        python = PYTHON.format(python=sys.executable, ankigen=Path(sys.executable).with_name("ankigen"))
        programs = {} if self.runner.honest_pip else {"python": python}
        if self.runner.has_gh:
            programs["gh"] = GH
        if self.runner.honest_pip:
            (self.place / "bin/python").symlink_to(sys.executable)
        for name, script in programs.items():
            (self.place / "bin" / name).write_text(script)
            (self.place / "bin" / name).chmod(0o755)

    def steps(self, steps: list[dict[str, Any]], inputs: Mapping[str, str], action: Path) -> None:
        for step in steps:
            if self.wanted(step, inputs):
                self.step(step, inputs, action)

    def step(self, step: dict[str, Any], inputs: Mapping[str, str], action: Path) -> None:
        given = {name: self.filled(str(value), inputs) for name, value in step.get("with", {}).items()}
        if "run" in step:
            self.script(step, inputs, action)
        elif step["uses"].startswith("actions/"):
            self.stand_in(step["uses"], given)
        else:
            ours = self.workspace if step["uses"] == "./" else self.place / "action"
            text = (ours / "action.yml").read_text(encoding="utf-8")
            self.steps(yaml.safe_load(text)["runs"]["steps"], given, ours)

    def wanted(self, step: dict[str, Any], inputs: Mapping[str, str]) -> bool:
        condition = str(step.get("if", ""))
        if self.failed and "always()" not in condition:
            return False
        if not condition:
            return True
        python = NAME.sub(lambda match: repr(self.value(match[0], inputs)), condition)
        python = python.replace("&&", " and ").replace("||", " or ").replace("always()", "True")
        return bool(eval(python))

    def value(self, name: str, inputs: Mapping[str, str]) -> str:
        kind, _, key = name.partition(".")
        github = {"ref_name": self.event.ref_name, "token": self.event.token}
        # A variable that no step has set is empty.
        return self.env.get(key, "") if kind == "env" else {"inputs": inputs, "github": github}[kind][key]

    def filled(self, text: str, inputs: Mapping[str, str]) -> str:
        return EXPRESSION.sub(lambda match: self.value(match[1], inputs), text)

    def script(self, step: dict[str, Any], inputs: Mapping[str, str], action: Path) -> None:
        own = {name: self.filled(str(value), inputs) for name, value in step.get("env", {}).items()}
        files = {
            "GITHUB_ENV": "env",
            "GITHUB_PATH": "path",
            "GITHUB_STEP_SUMMARY": "summary",
            "RUNNER_TEMP": "temp",
        }
        env = {name: os.environ[name] for name in os.environ if name.startswith("PIP_") or name == "HOME"}
        env |= self.env | own | {name: str(self.place / file) for name, file in files.items()}
        env |= {"GITHUB_ACTION_PATH": str(action), "ASKED": str(self.runner.folder / "asked"), "GITHUB_ACTIONS": "true"}
        env["RELEASES"] = str(self.runner.releases)
        env["PATH"] = ":".join([*self.path, str(self.place / "bin"), "/usr/bin", "/bin"])
        script = self.filled(step["run"], inputs)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        run = subprocess.run(command, cwd=self.workspace, env=env, capture_output=True, text=True)
        self.result.log += run.stdout + run.stderr
        self.failed |= run.returncode != 0
        lines = (self.place / "env").read_text().splitlines()
        self.env = dict(line.partition("=")[::2] for line in lines)
        self.path = (self.place / "path").read_text().splitlines()[::-1]

    def stand_in(self, uses: str, given: Mapping[str, str]) -> None:
        name = uses.partition("@")[0]
        if name == "actions/checkout":
            self.checkout()
        elif name == "actions/upload-artifact":
            self.upload(given)
        elif name == "actions/download-artifact":
            shutil.copytree(self.artifact(given), self.workspace / given["path"], dirs_exist_ok=True)
        elif name == "actions/upload-pages-artifact":
            self.result.pages = self.matching(f"{given['path']}/**/*")
        elif name == "actions/deploy-pages":
            self.result.deployed = self.result.pages
        elif name == "actions/attest-build-provenance":
            self.result.attested += self.matching(given["subject-path"])
        else:
            assert name == "actions/setup-python", uses

    def artifact(self, given: Mapping[str, str]) -> Path:
        return self.runner.folder / "artifacts" / given["name"]

    def upload(self, given: Mapping[str, str]) -> None:
        found = self.matching(given["path"])
        self.artifact(given).mkdir(parents=True)
        for path in found:
            shutil.copy(self.workspace / path, self.artifact(given))
        self.failed |= not found and given["if-no-files-found"] == "error"
        self.result.artifacts += found

    def checkout(self) -> None:
        if not (self.workspace / ".git").exists():
            git = ["git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--no-local"]
            subprocess.run([*git, str(self.runner.repository), str(self.workspace)], check=True)
            tags = subprocess.run(["git", "tag"], cwd=self.workspace, capture_output=True, text=True).stdout.split("\n")
            if self.event.ref_name in tags:
                subprocess.run(["git", "checkout", "--quiet", self.event.ref_name], cwd=self.workspace, check=True)

    def matching(self, patterns: str) -> list[str]:
        return [path.relative_to(self.workspace).as_posix() for line in patterns.split() for path in self.glob(line)]

    def glob(self, pattern: str) -> Iterator[Path]:
        yield from sorted(self.workspace.glob(pattern))
