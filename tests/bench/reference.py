"""What the benchmark compares with: a big deck's cards made by hand.

`plain`: one reused Markdown over every field, rows straight into SQLite, one zip file. `genanki`: the script that
people write, one `markdown.markdown` for each field.
"""

import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import genanki
import markdown

EXTENSIONS = ["tables", "fenced_code", "sane_lists"]
FIELD = re.compile(r"^#### .*$", re.MULTILINE)


def notes(cards: Path) -> Iterator[list[str]]:
    """The Markdown fields of every note: its heading, its text and what is under each `####`."""
    for path in sorted(cards.glob("*.md")):
        for written in path.read_text().split("\n### ")[1:]:
            head, _, rest = written.partition("\n")
            body = rest.partition("-->")[2]
            yield [head, *(part.strip() for part in FIELD.split(body))]


def plain(cards: Path, target: Path) -> None:
    reused = markdown.Markdown(extensions=EXTENSIONS)
    database = target.with_suffix(".db")
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, mod, usn, tags, flds, sfld, csum)")
    connection.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, ord, mod, due)")
    for number, fields in enumerate(notes(cards)):
        html = [reused.reset().convert(text) for text in fields]
        row = (number, f"guid{number}", 1, 1, -1, " tag ", "\x1f".join(html), html[0], 0)
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO cards VALUES (?, ?, 1, 0, 1, ?)", (number, number, number))
    connection.commit()
    connection.close()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(database, "collection.anki2")
        archive.writestr("media", json.dumps({}))


def by_hand(cards: Path, target: Path) -> None:
    names = ("Front", "Back", "Extra", "Clinical note", "Source says", "Reference")
    templates = [{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Back}}"}]
    model = genanki.Model(1607392319, "Basic", fields=[{"name": name} for name in names], templates=templates)
    deck = genanki.Deck(2059400110, "Deck")
    for fields in notes(cards):
        html = [markdown.markdown(text, extensions=EXTENSIONS) for text in fields]
        deck.add_note(genanki.Note(model=model, fields=[*html, *[""] * (len(names) - len(html))]))
    genanki.Package(deck).write_to_file(target)


WAYS: dict[str, Callable[[Path, Path], None]] = {"plain": plain, "genanki": by_hand}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
