"""Stamping writes one line a note, and nothing else in the file changes: over many made-up files."""

import random
import re
from collections.abc import Callable
from pathlib import Path

from ankigen.model.cloze import without_comments
from ankigen.model.note import Note
from ankigen.parse import parse
from ankigen.parse.stamp import new_ids, stamped
from ankigen.source import Source, with_line_feeds

Run = Callable[..., tuple[int, str, str]]

PIECES = (
    "### A question",
    "### A question ###",
    "   ### Größe {{c1::x}}",
    "###",
    "### ???",
    "#### Hint",
    "# Section",
    "<!-- tag: section -->",
    "<!-- tags: [a, b] -->",
    "<!-- covers: [S1], tags: a -->",
    "<!--tags: a-->",
    "<!-- id: own-{n} -->",
    "<!-- check this -->",
    "<!-- {{tags: a}} -->",
    "<!-- tags: a",
    "     review: ok -->",
    "<!--",
    "tags: [a]",
    "# remark",
    "-->",
    "```",
    "~~~",
    "- [ ] wrong",
    "- [x] right",
    "Text\twith tabs  ",
    "\x0c\u2028\x85",
    "",
    "",
)
HIDE_AN_ID = ("bad-metadata", "unknown-key", "misplaced-metadata", "unclosed-comment")
SEEDS = 300


def made_up(seed: int) -> bytes:
    """A file of pieces in any order, with line ends of one kind or of all, with or without mark and final newline."""
    chance = random.Random(seed)
    ends = chance.choice((["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]))
    lines = [chance.choice(PIECES).replace("{n}", str(number)) for number in range(chance.randrange(1, 25))]
    text = "".join(line + chance.choice(ends) for line in lines)
    if chance.random() < 0.5:
        text = text.rstrip("\r\n")
    return (b"\xef\xbb\xbf" if chance.random() < 0.3 else b"") + text.encode()


def read(data: bytes) -> Source:
    text = with_line_feeds(data.decode("utf-8-sig"))
    return Source(Path("a.md"), "a.md", text)


def stamp(data: bytes) -> tuple[bytes, dict[int, str]]:
    source = read(data)
    ids = new_ids(parse(source).notes, {note.id for note in parse(source).notes})
    return stamped(data, source, ids), ids


def test_only_whole_ids_are_added() -> None:
    for seed in range(SEEDS):
        data = made_up(seed)
        after, ids = stamp(data)
        assert without(after, set(ids.values())) == without(data, set()), seed
        assert len(re.split(rb"\r\n|\n|\r", after)) - len(re.split(rb"\r\n|\n|\r", data)) <= len(ids), seed


def without(data: bytes, ids: set[str]) -> bytes:
    """The file without the ids, and without the blanks and commas around them."""
    for name in ids:
        data, count = re.subn(rb"(?<![\w-])id: " + name.encode() + rb"(?![\w-])", b"\x01", data, count=1)
        assert count == 1, name
    data = re.sub(rb"<!-- \x01 -->", b"", data)
    return re.sub(rb"[\x01\s,]+", b"", data)


def test_stamping_twice_changes_nothing() -> None:
    for seed in range(SEEDS):
        once, _ = stamp(made_up(seed))
        twice, ids = stamp(once)
        assert (twice, ids) == (once, {}), seed


def test_every_note_has_its_own_id_afterwards_and_is_else_as_it_was() -> None:
    for seed in range(SEEDS):
        data = made_up(seed)
        before = parse(read(data))
        after, ids = stamp(data)
        notes = parse(read(after)).notes
        assert len(notes) == len(before.notes), seed
        for old, new in zip(before.notes, notes, strict=True):
            assert new.id == (old.id or ids.get(old.span.line, "")), seed
            assert told(new) == told(old), seed


def told(note: Note) -> tuple[object, ...]:
    """What the note says, wherever it stands in the file."""
    fields = tuple((name, text.text) for name, text in note.fields)
    values = (*note.metadata.tags, *note.metadata.covers, *filter(None, [note.metadata.review]))
    return (
        note.kind,
        note.front.text,
        without_comments(note.body.text).strip(),
        fields,
        tuple(value.text for value in values),
    )


def test_a_note_without_an_id_afterwards_has_no_question_or_metadata_that_cannot_be_read() -> None:
    left = 0
    for seed in range(SEEDS):
        parsed = parse(read(stamp(made_up(seed))[0]))
        broken = {problem.span.line for problem in parsed.problems if problem.code in HIDE_AN_ID}
        for note in parsed.notes:
            if not note.id and not note.asks_nothing:
                left += 1
                above = note.span.line - 1
                while above and not note.span.source.line(above).strip():
                    above -= 1
                swallowed = any(problem.code == "unclosed-comment" for problem in parsed.problems)
                assert swallowed or any(line >= above for line in broken), seed
    assert left < SEEDS / 5


def test_check_misses_no_id_after_stamping(deck: Path, ankigen: Run) -> None:
    source = deck / "cards" / "deck" / "a.md"
    source.write_text("# S\n\n" + "".join(f"### Question {number}?\n\nAnswer {number}\n\n" for number in range(50)))
    assert ankigen("check", cwd=deck)[1].count("missing-id") == 50
    code, out, _ = ankigen("stamp", cwd=deck)
    assert (code, out.count("\n")) == (0, 50)
    assert "missing-id" not in ankigen("check", cwd=deck)[1]


def test_stamping_leaves_files_alone_that_need_nothing(deck: Path, ankigen: Run) -> None:
    source = deck / "cards" / "deck" / "a.md"
    before = source.stat().st_mtime_ns, source.stat().st_ino
    assert ankigen("stamp", cwd=deck) == (0, "", "")
    assert (source.stat().st_mtime_ns, source.stat().st_ino) == before
