"""A process with the real Anki: a line of JSON in, a cloze note's text; a line out, question and answer of its cards.

A process of its own, because pytest puts tests/ on the import path, where the folder tests/anki hides the library.
"""

import json
import sys

from anki.collection import Collection
from anki.decks import DeckId


def main(path: str) -> None:
    collection = Collection(path)
    model = collection.models.by_name("Cloze")
    assert model is not None
    for line in sys.stdin:
        note = collection.new_note(model)
        note["Text"] = json.loads(line)
        collection.add_note(note, DeckId(1))
        outputs = [card.render_output(reload=True) for card in note.cards()]
        print(json.dumps([(output.question_text, output.answer_text) for output in outputs]), flush=True)
    collection.close()


if __name__ == "__main__":
    main(sys.argv[1])
