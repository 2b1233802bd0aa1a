"""A new deck's files."""

import json
import shutil
from collections import Counter
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.model.config import parse_config
from ankigen.model.ids import UID
from ankigen.model.slug import ascii_slug
from ankigen.project.family import families
from ankigen.project.paths import CARDS, DECKS, SETTINGS, refuse_folder_name
from ankigen.project.repository import ignore_and_attributes
from ankigen.source import Source

EXAMPLE = """\
# First section

## First subsection

Text above the first note is for authors: it is not shipped.

### What does {name} teach first?
<!-- id: first-question -->

TODO: put a question and an answer of your own here.

### A sentence with a gap
<!-- id: first-cloze -->

TODO: words in double braces are {{{{c1::hidden}}}} until the learner answers.
"""


def new_deck(folder: Path, name: str, random: str, language: str = "en", family: str | None = None) -> tuple[Path, ...]:
    """Make the deck below `folder` (or the repository it lies in) and return its files.

    `random` makes the deck's uid its own. A `family` of None is the one that most decks of the repository in this
    language have, empty is none. Raises AnkigenError if the name is taken or gives no folder name.
    """
    root = next((above for above in (folder, *folder.parents) if (above / CARDS).is_dir()), folder)
    slug = ascii_slug(name.replace("::", " "), 48)
    if not slug:
        raise AnkigenError(
            f"'{name}' cannot be made into a folder name; use some letters a to z, and write the real name into "
            "deck.toml afterwards"
        )
    refuse_folder_name(slug)
    home = root / CARDS / slug
    if home.exists():
        raise AnkigenError(f"there is already a deck in {home}; choose another name")
    initials = "".join(word[0] for word in slug.split("-"))
    uid = f"{initials[:8]}-{random}"
    assert UID.fullmatch(uid)
    settings = f"name = {_toml(name)}\nuid = {_toml(uid)} # never change it: every card's identity hangs on it\n"
    settings += f"tag = {_toml(slug)}\nlanguage = {_toml(language)}\n"
    settings += _family(root, language, family, f"{name} {random[:4]}")
    settings += 'description = ""\nauthors = []\nlicense = ""\nsource = ""\n'
    problems = parse_config(Source(home / SETTINGS, SETTINGS, settings), slug)[1]
    if problems:
        raise AnkigenError(
            f"this cannot be a deck's name, language or family: {problems[0].message}; {problems[0].hint}"
        )
    return _write(root, home, {SETTINGS: settings, "01-first-section.md": EXAMPLE.format(name=name)})


def _family(root: Path, language: str, stated: str | None, proposed: str) -> str:
    """The lines on the deck's family, and what it shares with the others of it."""
    others = [config for _, config in families(root) if config.language == language]
    names = Counter(config.family for config in others)
    usual = names.most_common(1)[0][0] if names else ""
    family = usual if stated is None else stated
    if not family:
        return f"# family = {_toml(proposed)} # decks of one family share their note types: docs/format.md\n"
    urls = [config.report_url for config in others if config.family == family and config.report_url]
    line = f"family = {_toml(family)} # whose note types it shares; it never changes after the first release\n"
    return line + "".join(f"report_url = {_toml(url)}\n" for url in urls[:1])


def _toml(text: str) -> str:
    """A TOML basic string has JSON's escapes."""
    return json.dumps(text, ensure_ascii=False)


def _write(root: Path, home: Path, files: dict[str, str]) -> tuple[Path, ...]:
    ignore_and_attributes(root)
    partial = home.with_name(f".{home.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / "media").mkdir(parents=True)
        for name, text in files.items():
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
        partial.rename(home)
        (root / DECKS).mkdir(exist_ok=True)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise AnkigenError(f"cannot make {home}: {error.strerror}") from error
    return tuple(home / name for name in files)
