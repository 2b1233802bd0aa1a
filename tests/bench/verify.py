"""How long `ankigen verify` takes for a large deck of another publisher, and how much memory all its processes use
together: `python tests/bench/verify.py [NOTES]`, on Linux."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import genanki

NOTES = 20_000
MOST_SECONDS, MOST_MEGABYTES = 30, 500
JANUARY, FEBRUARY = 1_767_225_600, 1_769_904_000  # 2026, midnight UTC
MODEL = genanki.Model(
    1607392319,
    "Large",
    fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Extra"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}],
)


def package(path: Path, notes: int, moment: int) -> Path:
    """A deck of so many notes, all sent anew, a tenth of them changed: what Anki has to do most for."""
    deck = genanki.Deck(2059400110, "Large")
    for number in range(notes):
        back = f"Answer {number}" + (f" of {moment}" if number % 10 == 0 else "")
        fields = [f"Question {number}, {'why ' * 25}", f"{back}, {'because ' * 25}", ""]
        deck.add_note(genanki.Note(model=MODEL, fields=fields, guid=genanki.guid_for(number)))
    genanki.Package(deck).write_to_file(path, timestamp=moment)
    return path


def measured(*command: str | Path) -> tuple[float, float]:
    """Seconds, and the most megabytes that the command and its children ever held at one moment."""
    start, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.05)
        assert process.returncode in (0, 1), f"exit status {process.returncode}"
    return time.perf_counter() - start, most


def resident(session: int) -> float:
    """Megabytes in memory of all processes of a session; what they share counts once for each."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                total += int((folder / "statm").read_text().split()[1])
        except (OSError, IndexError):  # it ended meanwhile
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else NOTES
    with tempfile.TemporaryDirectory() as folder:
        old = package(Path(folder) / "old.apkg", notes, JANUARY)
        new = package(Path(folder) / "new.apkg", notes + notes // 20, FEBRUARY)
        seconds, megabytes = measured(sys.executable, "-m", "ankigen", "verify", old, new)
    bounds = f"at most {MOST_SECONDS} s, {MOST_MEGABYTES} MB for {NOTES} notes"
    print(f"verify, {notes} notes: {seconds:.1f} s, {megabytes:.0f} MB ({bounds})")
    sys.exit(notes <= NOTES and (seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES))


if __name__ == "__main__":
    main()
