"""How soon `check --watch` tells of a change: `python -m tests.bench.watch [NOTES]` in the repository.

From the moment a file is saved to the moment its findings are on stdout, as an author sees it: start-up left out, the
wait for the next look at the files included.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ankigen.project.paths import DeckPaths

NOTES_IN_FILE = 50
ROUNDS = 15


def synthetic(root: Path, notes: int) -> DeckPaths:
    """A deck of so many notes of several kinds, no two alike."""
    paths = DeckPaths(root, "measured")
    paths.cards.mkdir(parents=True)
    paths.settings.write_text('name = "Measured"\nuid = "meas-0000"\ntag = "measured"\nsource = "Made up"\n')
    for first in range(0, notes, NOTES_IN_FILE):
        text = "\n".join(map(note, range(first, min(first + NOTES_IN_FILE, notes))))
        (paths.cards / f"{first:06}.md").write_text(f"# Section {first}\n\n{text}")
    return paths


def note(number: int) -> str:
    name, other = word(number), word(number + 7919)
    head = f"### Which {name} does the {other} secrete in state {word(number * 31)}?\n<!-- id: note-{number} -->\n"
    match number % 4:
        case 0:
            return f"{head}\nThe {name} binds {{{{c1::{other}}}}} to the *receptor* of the {word(number * 17)}.\n"
        case 1:
            return f"{head}\n- [ ] {name}\n- [x] {word(number * 13)}\n- [ ] {other}\n"
        case _:
            return (
                f"{head}\n{word(number * 11)} of the {word(number * 5)}\n\n#### Extra\nAlso **{other}** and {name}.\n"
            )


def word(number: int) -> str:
    """A made-up word for a number."""
    parts = ("os", "ner", "kal", "tis", "mor", "vel", "dra", "pin", "gol", "fer", "lum", "sat", "bri")
    mixed = number * 2654435761 % 13**5
    return "".join(parts[mixed // 13**at % 13] for at in range(5))


def main(notes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = synthetic(Path(folder), notes)
        command = [sys.executable, "-u", "-m", "ankigen", "check", "--watch"]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment) as watching:
            assert watching.stdout
            told, whole = [], []
            _until(watching.stdout, "watching")
            for number in range(ROUNDS):
                path = paths.sources()[number % 20]
                text = path.read_text() + f"\n### New {number}\n<!-- id: new-{number} -->\n\nTODO\n"
                time.sleep(0.3)
                start = time.perf_counter()
                path.write_text(text)
                _until(watching.stdout, "comparing")
                told.append(time.perf_counter() - start)
                _until(watching.stdout, "watching")
                whole.append(time.perf_counter() - start)
            watching.terminate()
    for what, times in (("the changed file", told), ("the whole deck", whole)):
        print(
            f"{notes} notes, {what}: median {statistics.median(times) * 1000:.0f} ms, most {max(times) * 1000:.0f} ms"
        )


def _until(lines: object, mark: str) -> None:
    for line in lines:  # type: ignore[attr-defined]
        if f"; {mark}" in line:
            return


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
