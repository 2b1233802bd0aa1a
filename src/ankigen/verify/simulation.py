"""Learners' lives, each in a process of its own: a package that upsets Anki's backend upsets nothing else."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ankigen.apkg.reader.archive import LARGEST_COLLECTION
from ankigen.diagnostic import AnkigenError
from ankigen.origin import how_to_add
from ankigen.values import dataclass
from ankigen.verify.state import Inspection, Outcome, Run, State, read_inspection, read_state

# What an error inside Anki's backend, which is written in Rust, looks like here.
PANIC = "PanicException"


@dataclass(frozen=True, slots=True)
class Refused:
    """Anki did not import a package, and what it said."""

    package: Path
    why: str


def has_anki() -> bool:
    """Whether the extra `anki` is installed; asking imports nothing of it."""
    try:
        return bool(version("anki"))
    except PackageNotFoundError:
        return False


def missing() -> str:
    """That it is not installed, and how to install it."""
    return f"Anki's own backend is not installed: {how_to_add('anki>=25.9')}"


def live(packages: Sequence[Path], folder: Path, *, obey: bool = False) -> Run | Refused:
    """Import the packages one after the other into a new collection in `folder` (made and removed), studying after
    each but the last. Raises AnkigenError if the backend is missing or breaks off."""
    if not has_anki():
        raise AnkigenError(missing())
    folder.mkdir()
    request = {
        "folder": str(folder),
        "packages": [str(package) for package in packages],
        "obey": obey,
        "largest_file": LARGEST_COLLECTION,
    }
    answers, log = folder / "answers.jsonl", folder / "stderr.txt"
    with answers.open("w") as stdout, log.open("w") as stderr:
        # -P: nothing in the current folder may take the place of a library.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ankigen.verify.worker"],
            input=json.dumps(request),
            stdout=stdout,
            stderr=stderr,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        _explain(done.returncode, log.read_text(encoding="utf-8", errors="replace").strip(), packages)
    run = _run(_lines(answers))
    shutil.rmtree(folder, ignore_errors=True)
    return run


def _explain(status: int, log: str, packages: Sequence[Path]) -> None:
    """What upset Anki is reported in one line; a bug of ours keeps its traceback."""
    last = log.rpartition("\n")[2] or f"status {status}"
    if status > 0 and PANIC not in last:
        raise RuntimeError(log)
    names = " and ".join(package.name for package in packages)
    raise AnkigenError(f"Anki stopped while importing {names}: {last}")


def _lines(answers: Path) -> Iterator[dict[str, Any]]:
    with answers.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _run(lines: Iterator[dict[str, Any]]) -> Run | Refused:
    anki, states, log, inspection = "", [], {}, Inspection()
    for line in lines:
        match line:
            case {"anki": number}:
                anki = number
            case {"state": state}:
                states.append(read_state(state))
            case {"refused": package, "why": why}:
                return Refused(Path(package), why)
            case {"log": outcomes, "inspection": found}:
                log = {Outcome(name): tuple(notes) for name, notes in outcomes.items()}
                inspection = read_inspection(found)
            case _:
                raise AnkigenError(f"Anki's process gave an unexpected answer: {line}")
    return Run(anki, tuple[State, ...](states), log, inspection)
