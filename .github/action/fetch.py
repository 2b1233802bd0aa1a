"""Fetches the released packages that git does not keep from the assets of their releases: fetch.py check|site.

The newest release of a deck has to be there; without an older one the steps after this one do less. What is not as it
was released is refused. One that is not published yet, because its tag was pushed a moment ago, is built from the
sources.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"(?P<tag>[a-z0-9][a-z0-9-]*-(?P<version>\d+\.\d+\.\d+))(?P<delta>-from-\d+\.\d+\.\d+)?")
PARENT = '.parent | select(.) | "\\(.owner.login)/\\(.name)"'


@dataclass(frozen=True)
class Asset:
    """A package that is not here, by its name; the release that has it; and its SHA-256 in hex."""

    path: Path
    tag: str
    sha256: str

    @property
    def upload(self) -> str:
        return f"gh release upload --clobber {self.tag} {self.path}"


def main(do: str) -> None:
    for settings in sorted(Path("cards").glob("*/deck.toml")):
        if kept_elsewhere(settings):
            fetch_deck(settings.parent.name, deltas=do == "site")


def kept_elsewhere(settings: Path) -> bool:
    try:
        return tomllib.loads(settings.read_text(encoding="utf-8-sig")).get("packages") == "release-assets"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False  # `ankigen check` says so


def fetch_deck(deck: str, *, deltas: bool) -> None:
    found = []
    for checksum in Path("decks", deck).glob(f"{deck}-*.apkg.sha256"):
        match = NAME.fullmatch(checksum.name.removesuffix(".apkg.sha256"))
        if match and (deltas or not match["delta"]):
            version = tuple(map(int, match["version"].split(".")))
            asset = Asset(
                checksum.with_suffix(""), match["tag"], checksum.read_text(encoding="utf-8").partition(" ")[0]
            )
            found.append((version, not match["delta"], asset))
    found.sort(key=lambda item: item[:2], reverse=True)
    for at, (_, _, asset) in enumerate(found):
        if asset.path.exists():
            continue
        if fault := fetched(asset):
            if at or not built(deck, asset):
                say("warning" if at else "error", fault)
        else:
            compare(asset)


def fetched(asset: Asset) -> str:
    """Put the package in its place; else comes back why it is not there, and what to do."""
    if shutil.which("gh") is None:
        say("error", f"{asset.path} is not in git, and there is no gh to fetch it from its release: install GitHub CLI")
    for repository in ([], *parents()):
        viewed = gh("release", "view", asset.tag, *repository, "--json", "assets", "--jq", ".assets[].name")
        if viewed.returncode == 0:
            break
        if not repository and "release not found" not in viewed.stderr:
            unreachable(asset, viewed)
    else:
        return (
            f"{asset.path} is not in git, and there is no release {asset.tag}: push its tag (git push origin "
            f"{asset.tag}), and the release workflow publishes it; if GitHub has the tag already, delete it "
            f"there first (git push --delete origin {asset.tag})"
        )
    if asset.path.name not in viewed.stdout.splitlines():
        return (
            f"{asset.path} is not in git, and the release {asset.tag} does not have it: at that tag let `ankigen build "
            f"--locked` make it, and add it: {asset.upload}"
        )
    folder = str(asset.path.parent)
    got = gh("release", "download", asset.tag, *repository, "--pattern", asset.path.name, "--dir", folder)
    if got.returncode != 0:
        unreachable(asset, got)
    return ""


def parents() -> list[list[str]]:
    """What a fork is of: forks have no releases of their own."""
    asked = gh("repo", "view", "--json", "parent", "--jq", PARENT)
    return [["--repo", asked.stdout.strip()]] if asked.returncode == 0 and asked.stdout.strip() else []


def unreachable(asset: Asset, run: subprocess.CompletedProcess[str]) -> None:
    says = " ".join(run.stderr.split())
    say(
        "error",
        f"{asset.path} is not in git, and could not be fetched from the release {asset.tag} (gh says: {says}): run "
        "the job again, and see that it has the right `contents: read`",
    )


def compare(asset: Asset) -> None:
    with asset.path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != asset.sha256:
        asset.path.unlink()
        say(
            "error",
            f"{asset.path.name} of the release {asset.tag} is not what was released (its SHA-256 is not the one in "
            f"git): at that tag let `ankigen build --locked` make the right one, and replace it: {asset.upload}",
        )


def built(deck: str, asset: Asset) -> bool:
    """Whether the sources, unchanged since the release, have made its package again."""
    subprocess.run(["ankigen", "build", "--locked", deck], capture_output=True)
    if asset.path.exists():
        print(f"::notice::{asset.tag} is not published yet; its package was built from the sources")
        return True
    return False


def gh(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["gh", *args], capture_output=True, text=True)


def say(level: str, text: str) -> None:
    print(f"::{level}::{text}")
    if level == "error":
        sys.exit(1)


main(sys.argv[1])
