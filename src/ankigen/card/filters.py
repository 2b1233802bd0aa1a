"""Anki's filters, and the box for a typed answer, as its backend and its reviewer fill them in."""

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from html.entities import html5

from ankigen.card.cloze import cloze_html, cloze_only, cloze_typed, without_tags
from ankigen.card.readings import SHAPES, with_readings
from ankigen.values import dataclass

ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,40});")
# Bounded: a stranger's text may open thousands and close none.
TYPED = re.compile(r"\[\[type:(.{1,200}?)\]\]")
SPEECH = re.compile(r"\[anki:tts(?:\s[^\]]{0,500})?\](.*?)\[/anki:tts\]", re.DOTALL)
SPEECH_END = "[/anki:tts]"
SOUND = re.compile(r"\[sound:[^\]]{1,500}\]")
LINE_BREAKS = re.compile(r"(?i)(?:\n|<br\s?/?>|</?div>)+")
# Without a script; what filters go by, line breaks and ends of tags, is where it is in Anki's.
HINT = "\n<details class=hint><summary>\n{}</summary>\n<div>{}</div></details>\n"
RULE = "<hr id=answer>"
INPUT = '<center><input type="text" id="typeans" disabled></center>'


@dataclass(frozen=True, slots=True)
class Shown:
    """Which card is shown, by its number from 1, and which side of it."""

    number: int
    answer: bool


def filtered(text: str, filters: Sequence[str], field: str, shown: Shown) -> str:
    """The field's text behind its filters, which are given in the order in which they work. The first that Anki does
    not know (it may be an add-on's) ends the work, as it does in Anki without the add-on."""
    if filters and filters[-1] == "type":
        kind = f"{filters[0]}:" if len(filters) == 2 and filters[0] in ("cloze", "nc") else ""
        return f"[[type:{kind}{field}]]"
    for name in filters:
        done = _filtered(name, text, field, shown)
        if done is None:
            break
        text = done
    return text


def _filtered(name: str, text: str, field: str, shown: Shown) -> str | None:
    """None if there is no such filter."""
    if name.startswith("tts "):
        return f"[anki:tts lang={name[4:]}]{text}[/anki:tts]"
    if name in SHAPES:
        return with_readings(text, name)
    match name:
        case "text":
            return in_words(text)
        case "cloze":
            return cloze_html(text, shown.number, answer=shown.answer)
        case "cloze-only":
            return cloze_only(text, shown.number, answer=shown.answer)
        case "type":
            return f"[[type:{field}]]"
        case "hint":
            return HINT.format(field, text) if text.strip() else text
        case _:
            return None if name else text


def in_words(html: str) -> str:
    """The HTML without its tags. Entities are read if all of them can be."""
    text = without_tags(html)
    names = ENTITY.findall(text)
    if not names or len(names) < text.count("&") or any(name[0] != "#" and f"{name};" not in html5 for name in names):
        return text
    return unescape(text).replace("\xa0", " ")


def without_speech(html: str) -> str:
    """The side without what is read aloud only."""
    head, end, tail = html.rpartition(SPEECH_END)
    return SPEECH.sub("", head + end) + tail if "[anki:tts" in head else html


def with_typed_answer(question: str, answer: str, fields: Mapping[str, str], number: int) -> tuple[str, str]:
    """Both sides as the reviewer shows them: the question with a box to type in, the answer with what was to be
    typed. The first box of the question decides for all."""
    box = TYPED.search(question)
    if box is None:
        return question, TYPED.sub("", answer)
    kind, _, name = box[1].rpartition(":") if box[1].startswith(("cloze:", "nc:")) else ("", "", box[1])
    expected = fields.get(name)
    if expected is not None and kind == "cloze":
        expected = cloze_typed(expected, number)
    if not expected:
        return TYPED.sub("", question), TYPED.sub("", answer)
    words = in_words(LINE_BREAKS.sub(" ", SOUND.sub("", without_speech(expected)))).strip()
    right = f'<code id="typeans">{escape(words)}</code>'
    if RULE in answer and TYPED.search(answer):
        answer, right = answer.replace(RULE, ""), RULE + right
    return TYPED.sub(lambda _: INPUT, question), TYPED.sub(lambda _: right, answer)
