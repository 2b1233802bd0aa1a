"""Make two packages of 20,000 notes, compare them, and print time and peak memory.

python tests.bench.diff.py            a tenth of the notes changed
python tests.bench.diff.py --all      every note changed in two places
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import genanki

NOTES = 20_000
STEMS = ("bone", "matrix", "calc", "phosph", "collagen", "osteo", "cartilage", "vessel", "deposit", "growth", "plate")
WORDS = [first + second for first in STEMS for second in STEMS]
FIELDS = ("Front", "Back", "Extra", "Source")


def package(path: Path, changed: int) -> None:
    """A deck of 20,000 notes; the first `changed` have other words in two places of their second field."""
    dice = random.Random(1)
    note_type = genanki.Model(
        1_600_000_001,
        "Measured",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}{{Extra}}"}],
    )
    deck = genanki.Deck(1_600_000_002, "Measured")
    for number in range(NOTES):
        texts = [f"<p>{number} {' '.join(dice.choices(WORDS, k=40))}</p>" for _ in FIELDS]
        if number < changed:
            texts[1] = texts[1].replace(" ", " another ", 1).replace("</p>", " at the end</p>")
        deck.add_note(genanki.Note(note_type, texts, guid=f"guid-{number}"))
    genanki.Package(deck).write_to_file(path, timestamp=1_700_000_000 + changed)


def main() -> None:
    changed = NOTES if "--all" in sys.argv else NOTES // 10
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.apkg"), Path(folder, "new.apkg")
        package(old, 0)
        package(new, changed)
        for form in ("text", "json", "markdown", "html"):
            start = time.perf_counter()
            command = [sys.executable, "-m", "ankigen", "diff", str(old), str(new), "--format", form]
            output = subprocess.run(command, check=True, capture_output=True).stdout
            seconds = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"{changed:,} of {NOTES:,} notes changed, {form}: {seconds:.1f} s, {peak:.0f} MB, {len(output):,} bytes"
            )


if __name__ == "__main__":
    main()
