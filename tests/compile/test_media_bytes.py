"""A file is what its name says, or is refused with what it really is."""

import random
from pathlib import Path

import pytest

from ankigen.compile.media import Library
from ankigen.compile.media_bytes import media_faults
from ankigen.compile.signatures import KINDS
from ankigen.model.media import SUFFIXES
from ankigen.model.rendered import MediaReference
from ankigen.source import Source
from tests.samples import GIF, MP3, MP4, PNG, SVG

SAMPLES = {"png": PNG, "gif": GIF, "mp3": MP3, "mp4": MP4, "svg": SVG}
SPAN = Source(Path("a.md"), "a.md", "").span()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_has_a_kind_of_file(suffix: str) -> None:
    assert any(suffix in kind.suffixes for kind in KINDS)
    (fault,) = media_faults(b"something else", suffix)
    assert fault.code == "media-damaged"


def test_a_kind_that_anki_does_not_show_has_a_remedy() -> None:
    assert all(bool(kind.suffixes) != bool(kind.remedy) for kind in KINDS)


@pytest.mark.parametrize("real", SAMPLES)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_passes_under_its_own_name_only(real: str, suffix: str) -> None:
    faults = media_faults(SAMPLES[real], suffix)
    assert (faults == ()) == (suffix == real or (real, suffix) == ("mp4", "m4a"))
    assert {fault.code for fault in faults} <= {"media-mismatch"}


@pytest.mark.parametrize("size", range(9, len(PNG) - 1, 5))
def test_a_picture_without_its_end_is_a_warning(size: int) -> None:
    assert [fault.code for fault in media_faults(PNG[:size], "png")] == ["media-truncated"]
    assert [fault.code for fault in media_faults(PNG[:size], "jpg")] == ["media-mismatch", "media-truncated"]


def test_a_large_file_is_judged_by_its_first_bytes() -> None:
    chance = random.Random(3)
    heads = [b"", b"\xff\xd8\xff", b"RIFF", b"<!-- ", b"<?xml ?>" * 900, b"<!--->" * 900, b" " * 8000, b"\0" * 8000]
    for suffix in SUFFIXES:
        for head in heads:
            media_faults(head + chance.randbytes(20_000) + bytes(2_000_000), suffix)


def test_random_bytes_are_judged_without_a_bug() -> None:
    chance = random.Random(5)
    starts = [b"", PNG[:30], b"\xff\xd8", b"\xff\xd8\xff\xff\xff", b"\xff\xd8\xff\xe0\0\0", b"RIFF", b"\0\0\0\x18ftyp"]
    for _ in range(20_000):
        media_faults(chance.choice(starts) + chance.randbytes(chance.randint(0, 60)), chance.choice(list(SUFFIXES)))


def test_a_file_is_read_and_reported_once(tmp_path: Path) -> None:
    (tmp_path / "bad.svg").write_bytes(b"<svg>")
    (tmp_path / "good.svg").write_bytes(SVG)
    library = Library(tmp_path)
    files, problems = library.take([MediaReference(path, SPAN) for path in ("bad.svg", "./bad.svg", "good.svg")])
    assert (list(files), [problem.code for problem in problems]) == (["good.svg"], ["media-damaged"])
    (tmp_path / "good.svg").write_bytes(b"<svg>")
    (tmp_path / "bad.svg").write_bytes(SVG)
    again, problems = library.take([MediaReference(path, SPAN) for path in ("bad.svg", "./good.svg", "good.svg")])
    assert (again["good.svg"], again["./good.svg"], problems) == (files["good.svg"], files["good.svg"], ())
    assert "bad.svg" not in again


def test_a_drawing_has_the_same_name_whatever_its_line_ends(tmp_path: Path) -> None:
    text = SVG.replace(b"><", b">\n<")
    for name, data in (("a.svg", text), ("b.svg", text.replace(b"\n", b"\r\n")), ("c.svg", SVG)):
        (tmp_path / name).write_bytes(data)
    files, problems = Library(tmp_path).take([MediaReference(f"{name}.svg", SPAN) for name in "abc"])
    assert problems == ()
    assert files["a.svg"] == files["b.svg"]
    assert files["a.svg"].data == text
    assert files["c.svg"].data == SVG


def test_pixels_with_bytes_like_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    wide = "<svg xmlns='http://www.w3.org/2000/svg'><text>\u0a0d\u0d0a\r\n</text></svg>".encode("utf-16")
    for name, data in (("a.png", PNG), ("b.svg", wide)):
        (tmp_path / name).write_bytes(data)
    files, problems = Library(tmp_path).take([MediaReference(name, SPAN) for name in ("a.png", "b.svg")])
    assert (files["a.png"].data, files["b.svg"].data, problems) == (PNG, wide, ())
