"""Where this ankigen came from, as its installer recorded it (PEP 610): what CI installs to make the same bytes."""

import json
import re
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from ankigen import __version__
from ankigen.values import dataclass

NAME = "ankigen"
COMMIT = re.compile(r"[0-9a-f]{40,64}")
GITHUB = re.compile(
    r"ankigen @ (?:git\+)?https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?(?:@|/archive/)([0-9a-f]{40})(?:\.zip|\.tar\.gz)?(?:#.*)?"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`requirement` is what pip installs the same program from; empty if nobody else can: `folder` is where it lay."""

    version: str
    requirement: str = ""
    folder: str = ""

    def __str__(self) -> str:
        if self.requirement:
            return f"{self.version} ({self.requirement})"
        return f"{self.version} ({'from a folder of this computer' if self.folder else 'its installer kept no origin'})"

    @property
    def action(self) -> str:
        """The program's GitHub action, `owner/repository@commit`; empty if it did not come from a commit on GitHub."""
        match = GITHUB.fullmatch(self.requirement)
        return f"{match[1]}@{match[2]}" if match else ""


def origin() -> Origin:
    """Of the program that runs."""
    try:
        recorded = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return Origin(__version__, folder=str(Path(__file__).parent))
    return read(recorded)


def how_to_add(*requirements: str) -> str:
    """The command that installs packages beside this ankigen: pipx and uv keep each program in a place of its own."""
    wanted = " ".join(f"'{requirement}'" for requirement in requirements)
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").exists():
        return f"pipx inject {NAME} {wanted}"
    python = shlex.quote(sys.executable)
    if (prefix / "uv-receipt.toml").exists():
        return f"uv pip install --python {python} {wanted}"
    return f"{python} -m pip install {wanted}"


def read(recorded: str | None) -> Origin:
    """The origin in the text of a `direct_url.json`; none means that it came from an index.

    The project owns its name on no index: a requirement by name would install whatever a stranger puts there.
    """
    try:
        data: dict[str, Any] = json.loads(recorded or "")
        url = _without_secrets(str(data["url"]))
    except (ValueError, KeyError, TypeError):
        return Origin(__version__)
    part = f"#subdirectory={data['subdirectory']}" if data.get("subdirectory") else ""
    if "vcs_info" in data:
        commit = str(data["vcs_info"].get("commit_id", ""))
        if data["vcs_info"].get("vcs") == "git" and COMMIT.fullmatch(commit) and not url.startswith("file:"):
            return Origin(__version__, f"{NAME} @ git+{url}@{commit}{part}")
    if "archive_info" in data and url.startswith("https:") and (digest := _hash(data["archive_info"])):
        return Origin(__version__, f"{NAME} @ {url}{digest}")
    return Origin(__version__, folder=unquote(urlsplit(url).path) if url.startswith("file:") else "")


def _hash(info: dict[str, Any]) -> str:
    """As a fragment that pip checks; empty if there is none: what the address gives may then change."""
    digest = (info.get("hashes") or {}).get("sha256") or str(info.get("hash", "")).partition("sha256=")[2]
    return f"#sha256={digest}" if re.fullmatch(r"[0-9a-f]{64}", digest) else ""


def _without_secrets(url: str) -> str:
    """The address without the name and password that somebody may have put into it; `git@` is nobody's."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"git@{host}" if at and user == "git" else host))
