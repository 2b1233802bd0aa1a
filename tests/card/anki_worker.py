"""A process with the real Anki: what its backend, and after it its reviewer, make of cards. JSON lines in and out.

`{"types": [...]}` adds note types; `{"add": {...}}` adds a note and gives both sides of all its cards;
`{"show": {...}}` renders a card that is in no collection. A process of its own, because pytest puts tests/ on the
import path, where the folder tests/anki hides the library.
"""

import json
import re
import sys
from typing import Any

from anki.collection import Collection
from anki.sound import SoundOrVideoTag

TYPED = re.compile(r"\[\[type:(.+?)\]\]")
PLAYED = re.compile(r"\[anki:play:([qa]):(\d+)\]")
INPUT = '<center><input type="text" id="typeans" disabled></center>'


class Reviewer:
    def __init__(self, path: str) -> None:
        self.collection = Collection(path)

    def types(self, types: list[dict[str, Any]]) -> None:
        models = self.collection.models
        for wanted in types:
            model: Any = models.new(wanted["name"])
            model["type"] = int(wanted["cloze"])
            for name in wanted["fields"]:
                models.add_field(model, models.new_field(name))
            for name, front, back in wanted["templates"]:
                template: Any = models.new_template(name)
                template["qfmt"], template["afmt"] = front, back
                models.add_template(model, template)
            models.add_dict(model)

    def add(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        note = self._note(asked)
        deck = self.collection.decks.id(asked["deck"])
        assert deck
        self.collection.add_note(note, deck)
        shown = []
        for card in note.cards():
            output = card.render_output(reload=True)
            question, answer = self.reviewed(output, note, card.ord)
            shown.append({"ordinal": card.ord, "id": card.id, "question": question, "answer": answer})
        return shown

    def show(self, asked: dict[str, Any]) -> list[str]:
        note = self._note(asked)
        template: Any = self.collection.models.new_template("Card 1")
        template["qfmt"], template["afmt"] = asked["front"], asked["back"]
        card = note.ephemeral_card(asked["ordinal"], custom_template=template)
        return list(self.reviewed(card.render_output(), note, card.ord))

    def _note(self, asked: dict[str, Any]) -> Any:
        model = self.collection.models.by_name(asked["type"])
        assert model
        note = self.collection.new_note(model)
        note.fields = asked["fields"]
        note.tags = asked["tags"]
        return note

    def reviewed(self, output: Any, note: Any, ordinal: int) -> tuple[str, str]:
        """As aqt's reviewer goes on (qt/aqt/reviewer.py), in words of our own: a box to type in, and what was to be
        typed. Sounds are put back as they stand in the field."""
        tags = {"q": output.question_av_tags, "a": output.answer_av_tags}

        def sound(match: re.Match[str]) -> str:
            tag = tags[match[1]][int(match[2])]
            return f"[sound:{tag.filename}]" if isinstance(tag, SoundOrVideoTag) else ""

        question, answer = (PLAYED.sub(sound, text) for text in (output.question_text, output.answer_text))
        box = TYPED.search(question)
        expected, combining = self.expected(box[1], note, ordinal) if box else ("", True)
        if not expected:
            return TYPED.sub("", question), TYPED.sub("", answer)
        right = self.collection.compare_answer(expected, "", combining)
        if TYPED.search(answer) and "<hr id=answer>" in answer:
            answer, right = answer.replace("<hr id=answer>", ""), "<hr id=answer>" + right
        return TYPED.sub(lambda _: INPUT, question), TYPED.sub(lambda _: right, answer)

    def expected(self, asked: str, note: Any, ordinal: int) -> tuple[str, bool]:
        kind, _, name = asked.partition(":") if asked.startswith(("cloze:", "nc:")) else ("", "", asked)
        if name not in note:
            return "", True
        if kind == "cloze":
            return self.collection.extract_cloze_for_typing(note[name], ordinal + 1), True
        return note[name], kind != "nc"


def main(path: str) -> None:
    reviewer = Reviewer(path)
    for line in sys.stdin:
        ((command, asked),) = json.loads(line).items()
        print(json.dumps(getattr(reviewer, command)(asked)), flush=True)
    reviewer.collection.close()


if __name__ == "__main__":
    main(sys.argv[1])
