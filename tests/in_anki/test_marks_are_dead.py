"""Nothing that an author or a stranger writes is played, spoken or typeset by Anki, wherever it stands."""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.model.notetypes.built import imported

pytestmark = pytest.mark.anki
Run = Callable[..., tuple[int, str, str]]

MARKS = ("sound:x.mp3", "anki:tts lang=en_US", "anki:play:q:0", "latex", "$", "$$")
ENDS = {"latex": "[/latex]", "$": "[/$]", "$$": "[/$$]", "anki:tts lang=en_US": "speak[/anki:tts]"}


def spellings(mark: str) -> Iterator[str]:
    """Ways to write the mark that are not simply refused."""
    end = ENDS.get(mark, "")
    whole = f"[{mark}]x^2{end}" if end.startswith("[/") else f"[{mark}]{end}"
    yield whole.replace("[", "\\[")
    yield whole.replace("[", "\\[").replace("]", "\\]")
    yield whole.replace("[", "&#91;")
    yield whole.replace("[", "&lbrack;").replace("]", "&#x5d;")
    yield f"`{whole}`"
    yield whole.replace("[", "[<b></b>")
    yield f"<b>{whole[:3]}</b>{whole[3:]}"
    yield f"*{whole[0]}*{whole[1:]}"
    yield whole.replace("[", "\U0010fffd")
    yield whole.upper().replace("[", "&#91;")


TEXTS = [text for mark in MARKS for text in spellings(mark)]
PLACES = (
    "### {}\n<!-- id: {} -->\n\nAnswer\n",
    "### Title {1}\n<!-- id: {1} -->\n\n{0}\n",
    "### Title {1}\n<!-- id: {1}, type: reversed -->\n\n{0}\n",
    "### Title {1}\n<!-- id: {1} -->\n\n- [ ] {0}\n- [x] right {0}\n\nWhy {0}\n",
    "### Title {1}\n<!-- id: {1} -->\n\nIt is {{{{c1::{0}::hint {0}}}}} here {0}\n",
    "### Title {1}\n<!-- id: {1} -->\n\nA\n\n#### Hint\n{0}\n\n#### Extra\n{0}\n\n#### Reference\n{0}\n",
    "### Title {1}\n<!-- id: {1} -->\n\n| a | {0} |\n|---|---|\n| {0} | b |\n\n> {0}\n\n![{0}](media/x.png)\n",
    "# {0}\n\n### Title {1}\n<!-- id: {1} -->\n\nA\n",
)


def sources() -> Iterator[str]:
    for number, (place, text) in enumerate(itertools.product(PLACES, TEXTS)):
        yield place.format(text, f"note-{number}")
    for number, text in enumerate(TEXTS):
        quoted = json.dumps(text)
        yield f"### Metadata\n<!--\nid: meta-{number}\nsource: {quoted}\nreference: {quoted}\n-->\n\nA\n"


def test_no_mark_of_an_author_lives(deck: Path, ankigen: Run, tmp_path: Path) -> None:
    """Those that are refused are written as they are into a comment: what is left is imported."""
    from tests.samples import PNG

    media = deck / "cards/deck/media"
    media.mkdir()
    (media / "x.png").write_bytes(PNG)
    text = "\n".join(accepted(deck, ankigen, list(sources())))
    with imported(deck, ankigen, text) as collection:
        count = 0
        for number in collection.find_cards(""):
            card = collection.get_card(number)
            rendered = card.render_output()
            assert not rendered.question_av_tags, card.note().fields
            assert not rendered.answer_av_tags, card.note().fields
            for side in (rendered.question_text, rendered.answer_text):
                found = collection._backend.extract_latex(text=side, svg=False, expand_clozes=False)
                assert not found.latex, side
            count += 1
        assert count > 300


def accepted(deck: Path, ankigen: Run, notes: list[str]) -> list[str]:
    """The notes without an error."""
    (deck / "cards/deck/a.md").write_text("\n".join(notes), encoding="utf-8")
    starts = [1]
    for note in notes:
        starts.append(starts[-1] + note.count("\n") + 1)
    found = json.loads(ankigen("check", "--format", "json", cwd=deck)[1])
    wrong = {problem["line"] for problem in found if problem["severity"] == "error"}
    return [
        note
        for note, first, last in zip(notes, starts, starts[1:], strict=False)
        if not any(first <= line < last for line in wrong)
    ]
