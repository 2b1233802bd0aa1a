"""What everything stands on: places, slugs, ids, versions, settings, media and formats."""

import json
import time
from pathlib import Path

import pytest

from ankigen.compile.media import Library
from ankigen.diagnostic import AnkigenError, Diagnostic, Severity, nearest
from ankigen.model.config import DeckConfig, parse_config
from ankigen.model.ids import ID, UID, digest, note_guid, schema_id, spread
from ankigen.model.rendered import MediaReference
from ankigen.model.slug import ascii_slug, slug
from ankigen.model.version import Step, next_version, parse_version
from ankigen.parse import parse
from ankigen.report import Format, report, summary
from ankigen.source import Fragment, Source, clean
from tests.samples import PNG

SOURCE = Source(Path("a.md"), "a.md", "one\ntwo\n\n  three\n")


def test_lines_count_from_one() -> None:
    assert SOURCE.lines == ("one", "two", "", "  three", "")
    assert (SOURCE.line(1), SOURCE.line(0), SOURCE.line(6)) == ("one", "", "")


def test_a_fragment_leaves_blank_lines_out() -> None:
    fragment = SOURCE.fragment(3, 5)
    assert (fragment.line, fragment.text) == (4, "  three")
    assert SOURCE.fragment(3, 3).text == ""


@pytest.mark.parametrize(("offset", "place"), [(0, "a.md:7:5"), (2, "a.md:7:7"), (3, "a.md:8:3"), (5, "a.md:8:5")])
def test_a_place_in_a_fragment_that_was_moved_left(offset: int, place: str) -> None:
    assert str(Fragment(SOURCE, 7, "ab\ncd", column=5, indent=2).span(offset)) == place


def test_clean_text_has_nothing_that_anki_refuses() -> None:
    assert clean("a\x1fb\x00c\td\ne\x7f") == "abc\td\ne"
    assert clean("e\u0301") == "é"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("How calcification occurs", "how-calcification-occurs"),
        ("  It's 5 mg/dL — really?! ", "its-5-mg-dl-really"),
        ("Größe & STRASSE", "grösse-strasse"),
        ("石灰化", "石灰化"),
        ("snake_case", "snake-case"),
        ("?!", ""),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_ascii_slugs_are_cut_between_words() -> None:
    assert ascii_slug("Crème brûlée 石", 40) == "creme-brulee"
    assert ascii_slug("one two three", 7) == "one-two"
    assert ascii_slug("one two three", 8) == "one-two"
    assert ascii_slug("one two three", 6) == "one"
    assert ascii_slug("abcdefghij", 4) == "abcd"
    assert ascii_slug("石灰化", 40) == ""


@pytest.mark.parametrize(("text", "good"), [("a1", True), ("a-b-", True), ("a", False), ("-a", False), ("aB", False)])
def test_ids(text: str, good: bool) -> None:
    assert bool(ID.fullmatch(text)) == good


def test_an_id_has_64_characters_at_most() -> None:
    assert ID.fullmatch("a" * 64)
    assert not ID.fullmatch("a" * 65)
    assert not UID.fullmatch("abc")


def test_ids_from_keys_never_change() -> None:
    assert note_guid("deck-0000", "one") == "Ax9RJ~Q8C;"
    assert schema_id("deck-0000", "basic") == 2861704337304013
    assert schema_id("deck-0000", "basic") != schema_id("deck-0000", "cloze")
    assert 0 < schema_id("x", "y") < 2**53


def test_keys_are_kept_apart() -> None:
    assert schema_id("a", "b", "c") != schema_id("a", "bc")
    assert digest(b"a", b"bc") != digest(b"ab", b"c")
    assert digest() != digest(b"")
    assert 0 <= spread("a", below=10) < 10


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-rc1", "1.0.-1", "1.0.0\n", "١.0.0"]
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(AnkigenError, match="is not a version"):
        parse_version(text)


def test_versions_are_ordered_as_numbers() -> None:
    assert parse_version("1.10.0") > parse_version("1.9.9")
    assert str(parse_version("0.0.10")) == "0.0.10"


@pytest.mark.parametrize(
    ("last", "step", "following"),
    [
        ("", Step.NONE, "1.0.0"),
        ("", Step.MAJOR, "1.0.0"),
        ("1.2.3", Step.NONE, "1.2.3"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.MAJOR, "2.0.0"),
    ],
)
def test_the_next_version(last: str, step: Step, following: str) -> None:
    assert next_version(last, step) == following


def test_the_nearest_word() -> None:
    assert nearest("biuld", ["build", "check"]) == "did you mean 'build'?"
    assert nearest("zzz", ["build", "check"]) == "known: build, check"


def config(text: str) -> tuple[DeckConfig | None, list[tuple[str, str]]]:
    settings, problems = parse_config(Source(Path("deck.toml"), "deck.toml", text), "folder")
    return settings, [(str(problem.span), problem.code) for problem in problems]


def test_settings() -> None:
    settings, problems = config('name = "A::B"\nuid = "abcd"\ntag = "a::b"\nauthors = ["X", "Y"]\n')
    assert settings
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
    assert settings
    assert settings.uid == ""
    assert (place, "bad-value") in problems


@pytest.mark.parametrize("name", ["", " ", "::", "a::", "::a", "a:: ::b", "a\\nb", "a\\u0000b"])
def test_names_that_a_deck_cannot_have(name: str) -> None:
    settings, problems = config(f'name = "{name}"\nuid = "abcd"\ntag = "a"')
    assert settings
    assert (settings.name, problems) == ("folder", [("deck.toml:1:1", "bad-value")])


@pytest.mark.parametrize(
    "path", ["media/a\0b.png", "media/" + "a" * 300 + ".png", "media/" + "a/" * 3000 + "x.png", "media/loop/x.png"]
)
def test_no_path_of_media_is_a_bug(path: str, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "loop").symlink_to("loop")
    files, problems = Library(tmp_path).take([MediaReference(path, SOURCE.span())])
    assert files == {}
    assert problems[0].code in ("media-missing", "media-outside")


def test_media_are_named_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for name, data in (("a.PNG", PNG), ("b.png", PNG), ("c.png", PNG + b"other")):
        (tmp_path / "media" / name).write_bytes(data)
    written = ("media/a.PNG", "media/b.png", "./media/b.png", "media/c.png")
    files, problems = Library(tmp_path).take([MediaReference(path, SOURCE.span()) for path in written])
    assert problems == ()
    names = [files[path].name for path in written]
    assert names[0] == names[1] == names[2] != names[3]
    assert all(name.endswith(".png") for name in names)


def problems_of(text: str) -> list[tuple[str, str]]:
    parsed = parse(Source(Path("a.md"), "a.md", text))
    return [(str(problem.span), problem.code) for problem in parsed.problems]


@pytest.mark.parametrize(
    "deep", ["[" * 50_000, "[" * 50_000 + "]" * 50_000, "- " * 50_000, "? " * 50_000, "{a: " * 50_000]
)
def test_no_nesting_ends_the_process(deep: str) -> None:
    """libyaml's composer ends the process itself: no exception, no word."""
    assert problems_of(f"---\ntags: [a]\nreference:\n {deep}\n---\n") == [("a.md:2:1", "bad-metadata")]
    (problem,) = problems_of(f"### One\n<!-- tags: {deep} -->\n")
    assert problem[1] == "bad-metadata"


@pytest.mark.parametrize(
    "text",
    [
        "### a" + " " * 200_000 + "b",
        "### " + "# " * 100_000 + "b",
        "### a " + "#" * 200_000 + " b",
        "<!--" * 50_000,
        "### a\n\n" + "`" * 200_000,
        "### a\n" + "- [ ] x\n" * 20_000,
        "### {{c1::" * 20_000,
        "### a\n\n<!--" + " " * 200_000,
        "### a\n\n" + "[$]" * 70_000,
    ],
    ids=range(9),
)
def test_no_text_takes_more_than_a_moment_to_read(text: str) -> None:
    start = time.process_time()
    problems_of(text)
    assert time.process_time() - start < 2


FINDINGS = (
    Diagnostic(SOURCE.span(2, 2), "some-code", "100%: a, b\nc", "do\rit", Severity.WARNING),
    Diagnostic(SOURCE.span(9), "other-code", "“é”"),
)


def test_findings_as_text() -> None:
    assert report(FINDINGS, Format.TEXT) == (
        "a.md:2:2: warning[some-code]: 100%: a, b\nc\n    two\n     ^\n    hint: do\rit\n"
        "a.md:9:1: error[other-code]: “é”"
    )


def test_findings_as_json_keep_every_character() -> None:
    first, second = json.loads(report(FINDINGS, Format.JSON))
    assert (first["message"], first["hint"], first["severity"]) == ("100%: a, b\nc", "do\rit", "warning")
    assert second["message"] == "“é”"
    assert json.loads(report((), Format.JSON)) == []


def test_findings_as_annotations_take_one_line_each() -> None:
    assert report(FINDINGS, Format.GITHUB).split("\n") == [
        "::warning file=a.md,line=2,col=2,title=some-code::100%25: a, b%0Ac%0Ado%0Dit",
        "::error file=a.md,line=9,col=1,title=other-code::“é”",
    ]


def test_the_summary_counts_each_severity() -> None:
    assert summary(FINDINGS) == "1 error, 1 warning"
    assert summary(FINDINGS[:1] * 2) == "2 warnings"
    assert summary(()) == ""


def test_carets_stand_under_tabs() -> None:
    source = Source(Path("a.md"), "a.md", "a\tb")
    assert report((Diagnostic(source.span(1, 3), "x", "y"),), Format.TEXT).split("\n")[2] == "     \t^"
