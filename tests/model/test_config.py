"""A deck's settings."""

from pathlib import Path

import pytest

from ankigen.model.config import DeckConfig, parse_config
from ankigen.source import Source


def config(text: str) -> tuple[DeckConfig, list[tuple[str, str]]]:
    settings, problems = parse_config(Source(Path("deck.toml"), "deck.toml", text), "folder")
    assert settings
    return settings, [(str(problem.span), problem.code) for problem in problems]


def test_settings() -> None:
    settings, problems = config('name = "A::B"\nuid = "abcd"\ntag = "a::b"\nauthors = ["X", "Y"]\n')
    assert problems == []
    assert (settings.name, settings.authors, settings.language) == ("A::B", ("X", "Y"), "en")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('\n\n  "uid" = 5', "deck.toml:3:3"),
        ("[uid]\nx = 1", "deck.toml:1:1"),
        ("uid.x = 1", "deck.toml:1:1"),
        ("[[uid]]\nx = 1", "deck.toml:1:1"),
    ],
)
def test_a_setting_has_its_place_however_it_is_written(text: str, place: str) -> None:
    settings, problems = config(text)
    assert settings.uid == ""
    assert (place, "bad-value") in problems


@pytest.mark.parametrize("name", ["", " ", "::", "a::", "::a", "a:: ::b", "a\\nb", "a\\u0000b"])
def test_names_that_a_deck_cannot_have(name: str) -> None:
    settings, problems = config(f'name = "{name}"\nuid = "abcd"\ntag = "a"')
    assert (settings.name, problems) == ("folder", [("deck.toml:1:1", "bad-value")])
