"""What a repository of decks has beside its decks: what git ignores and keeps as it is, and what CI runs."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.project.atomic import write_file
from ankigen.values import dataclass

IGNORED = """\
# Drafts: `ankigen build` makes them again
decks/*/*.dev.apkg
# Pages to look at: `ankigen preview` makes them again
decks/*/*-preview.html
# The site for learners: `ankigen site` makes it again
/site/
# Pages that `diff` writes
/changes.html
/diff.html
# Left by a release that was killed: the next command finishes or removes it
decks/*/.ankigen-*
# Left by another command that was killed
.*.partial
.ankigen-import-*
"""

ATTRIBUTES = """\
# The same bytes on every system: ids and hashes come from the text.
* text=auto eol=lf
*.apkg binary
"""

CHECK = """\
# Checks every contribution, and shows what it would change for learners.
name: check
on: { push: { branches: [main, master] }, pull_request: {} }
permissions: { contents: read }
jobs:
  decks:
    runs-on: ubuntu-latest
    steps:
      - uses: {action}
        with: { do: check }
"""

RELEASE = """\
# Publishes a release: `ankigen release`, commit, then push a tag named like the package (bone-biology-1.0.0).
name: release
on: { push: { tags: ["*-[0-9]+.[0-9]+.[0-9]+"] } }
permissions: { contents: read }
jobs:
  rebuild: # what builds may not write
    runs-on: ubuntu-latest
    steps:
      - uses: {action}
        with: { do: rebuild }
  publish:
    needs: rebuild
    runs-on: ubuntu-latest
    permissions: { contents: write, id-token: write, attestations: write }
    steps:
      - uses: {action}
        with: { do: publish }
"""

PAGES = """\
# Publishes the site for learners on GitHub Pages: choose "GitHub Actions" once, in Settings, Pages, Source.
name: pages
on: { push: { branches: [main, master], paths: ["cards/**", "decks/**"] }, workflow_dispatch: {} }
permissions: { contents: read }
concurrency: { group: pages }
jobs:
  site: # what builds may not write
    runs-on: ubuntu-latest
    steps:
      - uses: {action}
        with: { do: site }
  deploy:
    needs: site
    runs-on: ubuntu-latest
    permissions: { pages: write, id-token: write }
    environment: { name: github-pages, url: "${{ steps.pages.outputs.page_url }}" }
    steps:
      - id: pages
        uses: actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5
"""

PRE_COMMIT = """\
# For pre-commit (pre-commit.com): `pre-commit install` once, then every commit is checked.
repos:
  - repo: https://github.com/{repository}
    rev: {revision}
    hooks:
      - id: ankigen-stamp
      - id: ankigen-check
"""

WHOLE = {
    ".github/workflows/check.yml": CHECK,
    ".github/workflows/release.yml": RELEASE,
    ".pre-commit-config.yaml": PRE_COMMIT,
}
PAGES_FILE = ".github/workflows/pages.yml"
LINES = {".gitignore": IGNORED, ".gitattributes": ATTRIBUTES}
ACTION = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*@[0-9a-f]{40}")
USED = re.compile(r"(?<=uses: )\S+|(?<=repo: https://github\.com/)\S+|(?<=rev: )\S+")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the repository, and what was done to it; empty if it is as it was."""

    path: Path
    done: str


def ignore_and_attributes(root: Path) -> None:
    """Write those of the two that are not there."""
    for name, text in LINES.items():
        if not (root / name).exists():
            write_file(root / name, text.encode())


def write_ci(root: Path, action: str, *, pages: bool = False) -> tuple[Written, ...]:
    """Write workflows that use `action` (`owner/repository@commit`), a pre-commit configuration, and what git needs;
    the workflow of the site only if `pages` are wanted or it is there.

    A file that says anything else than ankigen would is its author's, and kept. Raises AnkigenError.
    """
    if not ACTION.fullmatch(action):
        raise AnkigenError(
            f"'{action}' is not OWNER/REPOSITORY@COMMIT: the commit is 40 hexadecimal digits, because a branch or a "
            "tag may move; the page of a commit on GitHub shows them"
        )
    pages = pages or (root / PAGES_FILE).exists()
    return tuple(_write_ci(root, action, WHOLE | {PAGES_FILE: PAGES} if pages else WHOLE))


def _write_ci(root: Path, action: str, files: Mapping[str, str]) -> Iterator[Written]:
    repository, _, revision = action.partition("@")
    for name, template in files.items():
        text = template.replace("{action}", action)
        text = text.replace("{repository}", repository).replace("{revision}", revision)
        old = _read(root / name)
        if old and _any_action(old) != _any_action(text):
            yield Written(root / name, "kept: it is not as ankigen writes it")
            continue
        if old != text:
            write_file(root / name, text.encode())
        yield Written(root / name, "written" if old != text else "")
    for name, wanted in LINES.items():
        old = _read(root / name)
        lines = [line for line in wanted.splitlines() if not line.startswith("#") and line not in old.splitlines()]
        if lines:
            # First, because of what says different things of one file git takes the last: the author's.
            text = "\n".join(("# For ankigen", *lines, "", old)) if old else wanted
            write_file(root / name, text.encode())
        yield Written(root / name, "completed" if old and lines else "written" if lines else "")


def _any_action(text: str) -> str:
    """The text whatever ankigen it uses."""
    return USED.sub("", text)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise AnkigenError(f"cannot read {path}: {error}") from error
