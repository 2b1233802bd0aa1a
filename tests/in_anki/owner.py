"""Whoever takes somebody's deck over."""

import os
import subprocess
import sys
from pathlib import Path

MAY, JUNE, JULY = 1_777_593_600, 1_780_272_000, 1_782_864_000  # 2026, midnight UTC
SLUG = "medicine-anatomy"


class Owner:
    def __init__(self, root: Path, slug: str = SLUG) -> None:
        self.root = root
        self.cards = root / "cards" / slug

    def runs(self, *arguments: str | Path, moment: int = MAY) -> str:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
        command = [sys.executable, "-m", "ankigen", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def releases(self, moment: int) -> Path:
        return self.root / self.runs("release", moment=moment).strip()

    def replaces(self, old: str, new: str) -> None:
        (path,) = [path for path in self.cards.glob("*.md") if old in path.read_text(encoding="utf-8")]
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
