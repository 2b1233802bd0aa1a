"""A deck of somebody who knows nothing of ankigen: stock types, an own one with many fields, sub-decks, media."""

import time
from pathlib import Path

import genanki

from tests.samples import MP3, PNG

DECK = "Medicine::Anatomy"
BASIC = genanki.Model(
    1_500_000_000_001,
    "Basic",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
    css=".card { font-family: arial; font-size: 20px; }\n",
)
REVERSED = genanki.Model(
    1_500_000_000_002,
    "Basic (and reversed card)",
    fields=[{"name": "Front", "id": 7001}, {"name": "Back", "id": 7002}],
    templates=[
        {"name": "Card 1", "id": 8001, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"},
        {"name": "Card 2", "id": 8002, "qfmt": "{{Back}}", "afmt": "{{FrontSide}}<hr>{{Front}}"},
    ],
)
CLOZE = genanki.Model(
    1_500_000_000_003,
    "Cloze",
    fields=[{"name": "Text"}, {"name": "Back Extra"}],
    templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>\n{{Back Extra}}"}],
    model_type=genanki.Model.CLOZE,
)
TYPED = genanki.Model(
    1_500_000_000_004,
    "Basic (type in the answer)",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}\n\n{{type:Back}}", "afmt": "{{Front}}\n\n<hr>\n\n{{type:Back}}"}],
)
MANY_FIELDS = ("Text", "Extra", *(f"Field {number}" for number in range(3, 20)), "Show more")
MANY = genanki.Model(
    1_500_000_000_005,
    "AnKingLike",
    fields=[{"name": name} for name in MANY_FIELDS],
    templates=[
        {
            "name": "Cloze",
            "qfmt": "{{#Show more}}<div class=more>{{Field 3}}</div>{{/Show more}}{{cloze:Text}}",
            "afmt": "<img src=_logo.png>{{cloze:Text}}{{edit:Extra}}"
            + "".join(f"{{{{#{n}}}}}<p>{{{{{n}}}}}</p>{{{{/{n}}}}}" for n in MANY_FIELDS[2:]),
        }
    ],
    css=".card b { color: purple }\n.cloze { color: blue }\n@font-face { font-family: own; src: url('_own.woff2') }\n",
    model_type=genanki.Model.CLOZE,
)
# Before the learner's first import: an update of a type whose name was taken must not be older.
PUBLISHED = 1_700_000_000


def notes() -> list[tuple[genanki.Model, str, list[str]]]:
    """Note type, deck below the deck, and fields: what editors and students leave in them included."""
    found = [
        (BASIC, "", [f"What is {word}?", f"<div>A <b>bone</b> of the {word}</div><div>&nbsp;seen <i>here</i></div>"])
        for word in ("a femur", "a tibia", "an ulna", "a radius", "a rib", "a carpal")
    ]
    found += [
        (
            BASIC,
            "Bones",
            [
                'Which bone? <img src="plate a.png">',
                "Ulna [sound:tap.mp3]<br><br><ul><li>one<ul><li>two</li></ul></li></ul>",
            ],
        ),
        (
            BASIC,
            "Bones",
            [
                '<span style="color: rgb(255, 0, 0);">Red</span> marrow?',
                "<table><tbody><tr><td>yes</td></tr></tbody></table>",
            ],
        ),
        (BASIC, "Bones", ["$5 * 3_x ^2 &lt; 4 \\(E = mc^2\\)", "# not a heading<br>1. not a list<br>- nor this"]),
        (BASIC, "Bones", ["<script>alert(1)</script>Harmless?", '<font color="#ff0000">no</font>']),
        (BASIC, "Bones", ["", "Only the back"]),
        (BASIC, "Bones", ["What is a femur?", "the same question again"]),
        (REVERSED, "Terms::Latin::Old", ["Os", "Bone"]),
        (REVERSED, "Terms::Latin::Old", ["Caput", "<div>Head</div>"]),
        (CLOZE, "Terms", ["{{c1::Osteoblasts}} make {{c2::bone::what}}<br>and {{c1::matrix {{c3::nested}}}}", ""]),
        (CLOZE, "Terms", ["\\[{{c1::x^2}}\\] and <b>{{c2::bold}}</b>", "<u>extra</u>"]),
        (TYPED, "", ["Type: bone", "os"]),
    ]
    for number in range(8):
        values = [f"{{{{c1::fact <b>{number}</b>}}}} of {{{{c2::many}}}}", "<p>One</p><p>Two</p>"]
        values += [f"value {number}" if at % 3 == 0 else "" for at in range(len(MANY_FIELDS) - 2)]
        found.append((MANY, "Big", values))
    return found


def publish(folder: Path) -> Path:
    """The package as genanki writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    media = {"plate a.png": PNG, "tap.mp3": MP3, "unused.png": PNG, "_logo.png": PNG, "_own.woff2": b"wOF2"}
    for name, data in media.items():
        (folder / name).write_bytes(data)
    decks: dict[str, genanki.Deck] = {}
    for number, (model, below, fields) in enumerate(notes()):
        name = f"{DECK}::{below}" if below else DECK
        deck = decks.setdefault(name, genanki.Deck(1_600_000_000_000 + len(decks), name, "About <b>bones</b>"))
        tags = ["anatomy::bone", "it's"] if number % 2 else []
        deck.add_note(genanki.Note(model, fields, guid=f"guid!{number}", tags=tags))
    package = genanki.Package(list(decks.values()))
    package.media_files = [str(folder / name) for name in media]
    path = folder / "anatomy.apkg"
    package.write_to_file(path, timestamp=PUBLISHED)
    assert time.time() > PUBLISHED
    return path
