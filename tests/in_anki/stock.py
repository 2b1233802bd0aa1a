"""A deck of somebody who used Anki's own note types and exported it, run by the newest Anki: all of their fields and
templates have ids, which are theirs alone."""

import sys

from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions

DECK = "Medicine::Anatomy"
BASIC, REVERSED, TYPED, CLOZE, QUESTION = (
    "Basic",
    "Basic (and reversed card)",
    "Basic (type in the answer)",
    "Cloze",
    "Question and reply",
)
NOTES = [
    *((BASIC, [f"What is bone {number}?", f"A <b>bone</b><br>with number {number}"]) for number in range(12)),
    (BASIC, ["Two lines<br>of a question?", "An <i>answer</i>"]),
    (BASIC, ['<span style="color: red">Red</span>?', "Stays what it is: Markdown has no colours"]),
    *((REVERSED, [f"Os {number}", f"Bone {number}"]) for number in range(3)),
    (TYPED, ["Type: bone", "os"]),
    *((CLOZE, [f"{{{{c1::Cell {number}}}}} and {{{{c2::matrix}}}}", "From the back"]) for number in range(3)),
    *((QUESTION, [f"Question {number}", f"Reply {number}", "A remark", "Ward 3"]) for number in range(2)),
]


def publish(folder: str, legacy: bool) -> None:
    col = Collection(f"{folder}/collection.anki2")
    own = col.models.new(QUESTION)
    for name in ("Question", "Reply", "Remarks", "Ward"):
        col.models.add_field(own, col.models.new_field(name))
    for name, front, back in (("Ask me", "Question", "Reply"), ("The other way", "Reply", "Question")):
        template = col.models.new_template(name)
        template["qfmt"], template["afmt"] = f"{{{{{front}}}}}", f"{{{{FrontSide}}}}<hr>{{{{{back}}}}}"
        col.models.add_template(own, template)
    col.models.add_dict(own)
    deck = col.decks.id(DECK)
    assert deck
    for at, (name, fields) in enumerate(NOTES):
        # Both would become reversed notes, but only one note type can lend ankigen's its ids.
        if name == (QUESTION if legacy else REVERSED):
            continue
        note_type = col.models.by_name(name)
        assert note_type
        note = col.new_note(note_type)
        note.fields, note.guid = fields, f"stock{at}"
        note.tags = ["bone"] if at % 2 else []
        col.add_note(note, deck)
    assert col.db
    col.db.execute("update notes set mod = 1700000000")
    col.db.execute("update notetypes set mtime_secs = 1700000000")
    options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
    col.export_anki_package(out_path=f"{folder}/stock.apkg", options=options, limit=DeckIdLimit(deck))
    col.close()


if __name__ == "__main__":
    publish(sys.argv[1], sys.argv[2] == "legacy")
