"""How long the import of a large deck takes, and how much memory: 35,000 notes of 20 fields with 20,000 pictures.

`python -m tests.bench.importing [NOTES] [MEDIA]`
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import genanki

from tests.samples import PNG

NAMES = ("Text", "Extra", *(f"Field {number}" for number in range(3, 21)))
WORDS = ["bone", "matrix", "collagen", "osteoblast", "osteoclast", "calcium", "phosphate", "vessel", "clot", "tissue"]


def package(folder: Path, notes: int, media: int) -> Path:
    model = genanki.Model(
        1_500_000_000_001,
        "Large",
        fields=[{"name": name} for name in NAMES],
        templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Extra}}"}],
        model_type=genanki.Model.CLOZE,
    )
    deck = genanki.Deck(1_600_000_000_000, "Large")
    for number in range(notes):
        word, other = WORDS[number % 10], WORDS[number // 10 % 10]
        values = [
            f"The {{{{c1::{word}}}}} of case {number} is <b>{other}</b> &amp; {{{{c2::not {word}}}}}",
            f'<div>See <i>{other}</i>: <img src="picture{number % media}.png"></div><ul><li>one</li><li>two</li></ul>',
            f'<span style="color: red">{other}</span> {number}',
            *(f"value {number} of {word}" if at < 4 else "" for at in range(len(NAMES) - 3)),
        ]
        deck.add_note(genanki.Note(model, values, guid=f"guid{number}", tags=[word, f"step::{other}"]))
    pack = genanki.Package(deck)
    for number in range(media):
        (folder / f"picture{number}.png").write_bytes(PNG + number.to_bytes(4) + bytes(9_000))
    pack.media_files = [str(folder / f"picture{number}.png") for number in range(media)]
    pack.write_to_file(folder / "large.apkg", timestamp=1_700_000_000)
    return folder / "large.apkg"


def main(notes: int = 35_000, media: int = 20_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = package(Path(name), notes, media)
        start = time.perf_counter()
        command = [sys.executable, "-m", "ankigen", "import", str(path)]
        done = subprocess.run(command, cwd=name, check=True, capture_output=True, encoding="utf-8")
        seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(done.stdout + f"{seconds:.0f} s, {memory // 1024} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
