"""Whatever text exports, CrowdAnki's JSON and other tools' Markdown hold: they are refused in one sentence, or imported
into a deck that builds."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
CASES = Path(__file__).parents[1] / "cases/import"
FILE = re.compile(r"^=== (\S+\.(?:md|txt|csv|json))( escaped)?\n(.*?)(?=^=== |\Z)", re.M | re.S)
PIECES = """\
---|@@|::|:::|{{c1::|}}|<!-- |-->|"|~|,|;|#|## |Q: |A: |```@|![](|[[|]]|<div data-question>|START@|END@|{|}|[|]|==|%@
^1234567890123|#tags:x@|null|[^uid]: aaAA11bb22@|$|\\|<b>|</b>|<script>|[sound:x.mp3]|### x@|#### Front@|<!-- id: x -->@
"""
TOKENS = [piece.replace("@", "\n").replace("~", "\t") for piece in PIECES.replace("\n", "|").split("|") if piece]


def samples() -> list[tuple[str, str]]:
    """The files of the cases, by suffix."""
    found = []
    for case in sorted(CASES.glob("*.md")):
        for name, escaped, body in FILE.findall(case.read_text(encoding="utf-8")):
            found.append((Path(name).suffix, body.replace("\\t", "\t") if escaped else body))
    return found


def mutated(numbers: random.Random, text: str, others: list[tuple[str, str]]) -> str:
    for _ in range(numbers.randrange(1, 5)):
        at, length = numbers.randrange(len(text) + 1), numbers.randrange(1, 40)
        other = numbers.choice(others)[1]
        start = numbers.randrange(len(other))
        text = numbers.choice(
            (
                text[:at] + text[at + length :],
                text[:at] + numbers.choice(TOKENS) + text[at:],
                text[:at] + text[at : at + length] + text[at:],
                text[:at] + other[start : start + length] + text[at:],
            )
        )
    return text


@pytest.mark.parametrize("seed", range(6))
def test_any_file_is_refused_in_a_sentence_or_becomes_a_deck(seed: int, tmp_path: Path, ankigen: Run) -> None:
    numbers, known = random.Random(seed), samples()
    for number in range(20):
        suffix, text = numbers.choice(known)
        root = tmp_path / str(number)
        root.mkdir()
        path = root / f"file{suffix}"
        path.write_bytes(mutated(numbers, text, known).encode())
        code, _, err = ankigen("import", path, "--folder", "deck", cwd=root)
        if code == 2:
            assert err.startswith("ankigen: ")
            assert err.count("\n") == 1, err
            assert [each.name for each in root.iterdir()] == [path.name]
            continue
        assert (code, err) == (0, ""), path.read_text()
        code, _, err = ankigen("build", cwd=root)
        assert code == 0, err + path.read_text()
