"""Which sounds are left to Anki, which starts them by itself, and which have a player to tap."""

import pytest

from .fields import fields_of

A, B = "![](media/a.mp3)", "![](media/b.mp3)"
SOUND, PLAYER = "[sound:media/a.mp3]", '<audio controls preload="none" src="media/a.mp3"></audio>'


@pytest.mark.parametrize("field", ["Hint", "Extra", "Source says", "Source", "Reference"])
def test_a_folded_field_has_a_player(field: str) -> None:
    assert fields_of(f"### Q?\nAnswer\n#### {field}\nListen: {A}")[field] == f"<p>Listen: {PLAYER}</p>"


def test_a_field_that_is_always_shown_has_a_sound() -> None:
    assert fields_of(f"### Q?\nAnswer\n#### Clinical note\n{A}")["Clinical note"] == f"<p>{SOUND}</p>"


def test_a_section_is_folded() -> None:
    assert fields_of(f"# Murmurs {A}\n### Q?\nAnswer")["Section"] == f"Murmurs {PLAYER}"


def test_question_and_answer_have_sounds() -> None:
    fields = fields_of(f"### Which murmur? {A}\nThis one {B}")
    assert (fields["Front"], fields["Back"]) == (f"Which murmur? {SOUND}", "<p>This one [sound:media/b.mp3]</p>")


@pytest.mark.parametrize(
    ("back", "played"),
    [
        (f"<details><summary>Listen</summary>{A}</details>", False),
        (f"<details open><summary>Listen</summary>{A}</details>", True),
        (f"<details><summary>Listen</summary><details open>{A}</details></details>", False),
        (f"<details open><summary>Listen</summary><details>x</details>{A}</details>", True),
        (f"<details><summary>Look</summary>x</details> {A}", True),
    ],
)
def test_a_fold_of_the_authors_own_has_a_player(back: str, played: bool) -> None:
    assert (SOUND in fields_of(f"### Q?\nThis {back}")["Back"]) == played
    assert (PLAYER in fields_of(f"### Q?\nThis {back}")["Back"]) != played


def test_a_folded_film_has_a_player_of_its_own() -> None:
    extra = fields_of("### Q?\nAnswer\n#### Extra\n![](media/a.webm)")["Extra"]
    assert extra == '<p><video controls preload="none" src="media/a.webm"></video></p>'


@pytest.mark.parametrize(
    ("heading", "body", "title", "text", "sounds"),
    [
        (f"Which valve? {A}", "{{c1::Aortic}}", "Which valve?", "<p>{{c1::Aortic}}</p>", SOUND),
        (f"{A} Which valve?", "{{c1::Aortic}}", "Which valve?", "<p>{{c1::Aortic}}</p>", SOUND),
        (A, "{{c1::Aortic}}", "", "<p>{{c1::Aortic}}</p>", SOUND),
        (f"Listen {A}: {{{{c1::x}}}} {B}", "", "", "Listen: {{c1::x}}", f"{SOUND} [sound:media/b.mp3]"),
        (f"The {{{{c1::murmur {A}}}}}", "", "", f"The {{{{c1::murmur {SOUND}}}}}", ""),
        ("Which valve?", f"{A} {{{{c1::Aortic}}}}", "Which valve?", f"<p>{SOUND} {{{{c1::Aortic}}}}</p>", ""),
    ],
)
def test_the_sound_of_a_clozes_heading_is_for_the_question_alone(
    heading: str, body: str, title: str, text: str, sounds: str
) -> None:
    fields = fields_of(f"### {heading}\n{body}")
    assert (fields.get("Title", ""), fields["Text"], fields.get("Spare 1", "")) == (title, text, sounds)


def test_what_names_the_right_option_to_screen_readers_is_silent_and_has_no_link() -> None:
    fields = fields_of(f"### Which?\n- [x] {A} [this](https://e.org) one\n- [ ] {B}\n\nBecause {A}")
    assert fields["Answer"] == f'<p class="right-answer"><bdi>A.</bdi>  this one</p>\n<p>Because {SOUND}</p>'
    assert fields["Options"].count("[sound:") == 2


def test_the_right_option_may_be_more_than_a_line() -> None:
    fields = fields_of("### Which?\n- [x] one\n\n  two\n- [ ] three")
    assert fields["Answer"].startswith('<div class="right-answer"><bdi>A.</bdi> <p>one</p>')
    assert fields["Answer"].endswith("<p>two</p></div>")
