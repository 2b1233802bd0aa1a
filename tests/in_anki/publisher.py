"""A publisher: a repository with one deck, and the real program that builds and releases it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS = """\
name = "{name}"
uid = "{uid}"
tag = "{tag}"
description = "What **{name}** is about."
authors = ["Ada Lovelace"]
license = "CC-BY-4.0"
source = "The authors"
"""


@dataclass(frozen=True, slots=True)
class Publisher:
    root: Path
    name: str = "Bone"
    uid: str = "bone-test"

    @property
    def slug(self) -> str:
        return self.name.lower()

    @property
    def cards(self) -> Path:
        return self.root / "cards" / self.slug

    @property
    def ledger(self) -> Path:
        return self.root / "decks" / self.slug / "ledger.jsonl"

    def starts(self, *more_settings: str) -> None:
        """Write the deck's settings, with more lines where there are some."""
        settings = SETTINGS.format(name=self.name, uid=self.uid, tag=self.slug)
        self.writes("deck.toml", settings + "".join(f"{line}\n" for line in more_settings))

    def writes(self, file: str, content: str | bytes) -> None:
        path = self.cards / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def replaces(self, file: str, old: str, new: str) -> None:
        text = (self.cards / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} has '{old}' {text.count(old)} times"
        self.writes(file, text.replace(old, new))

    def removes(self, file: str) -> str:
        """What was in the file."""
        text = (self.cards / file).read_text(encoding="utf-8")
        (self.cards / file).unlink()
        return text

    def releases(self, moment: int, *options: str, **environment: str) -> Path:
        """The package that `ankigen release` makes at a moment (Unix seconds)."""
        printed = self.runs("release", *options, SOURCE_DATE_EPOCH=str(moment), **environment)
        return self.root / printed.strip()

    def builds(self, **environment: str) -> Path:
        """The package that `ankigen build` makes now."""
        return self.root / self.runs("build", **environment).strip()

    def reads_ledger(self) -> dict[str, dict[str, Any]]:
        """The ledger's line of each note."""
        lines = map(json.loads, self.ledger.read_text(encoding="utf-8").splitlines())
        return {line["note"]: line for line in lines if "note" in line}

    def edits_ledger(self, edit: Callable[[dict[str, Any]], object]) -> None:
        """Let `edit` change the ledger's line of each note."""
        lines = [json.loads(line) for line in self.ledger.read_text(encoding="utf-8").splitlines()]
        for line in lines:
            if "note" in line:
                edit(line)
        self.ledger.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")

    def runs(self, *arguments: str, **environment: str) -> str:
        """What an ankigen command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "ankigen", *arguments],
            cwd=self.root,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
