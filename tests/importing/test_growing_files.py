"""Files of other tools that were made to stop the program: nested too deep, opened and never closed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("tag", ["b", "div", "blockquote", "span"])
def test_a_field_nested_too_deep_stays_html(tag: str, tmp_path: Path, ankigen: Run) -> None:
    deep = f"{f'<{tag}>' * 400}bone{f'</{tag}>' * 400}"
    (tmp_path / "bones.txt").write_text(f"#separator:tab\n#html:true\nWhat is it?\t{deep}\nAnd this?\t<b>A</b> vein\n")
    code, out, err = ankigen("import", "bones.txt", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "more than 100 elements one in the other" in out
    (source,) = (tmp_path / "cards").rglob("*.md")
    assert deep in source.read_text()
    assert "**A** vein" in source.read_text()
    assert ankigen("build", cwd=tmp_path)[0] == 0


def test_front_matter_nested_too_deep_is_no_yaml(tmp_path: Path) -> None:
    """In a process of its own: the YAML library would end it."""
    deep = "[" * 100_000 + "]" * 100_000
    (tmp_path / "bones.md").write_text(f"---\nname: {deep}\n---\nQ: What is it?\nA: A bone\n")
    command = [sys.executable, "-m", "ankigen", "import", "bones.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (source,) = (tmp_path / "cards").rglob("*.md")
    assert "### What is it?" in source.read_text()


def test_a_field_nested_beyond_what_anybody_means_keeps_its_words(tmp_path: Path, ankigen: Run) -> None:
    deep = f"{'<ul><li>' * 600}bone &lt; vein{'</li></ul>' * 600}"
    (tmp_path / "bones.txt").write_text(f"#separator:tab\n#html:true\nWhat is it?\t{deep}\n")
    code, out, err = ankigen("import", "bones.txt", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "all but its words: it has more than 1,000 elements one in the other" in out
    (source,) = (tmp_path / "cards").rglob("*.md")
    assert "bone &lt; vein" in source.read_text()
    assert "<ul>" not in source.read_text()


def test_markdown_with_tags_that_never_end_is_refused_at_its_line(tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "bones.md").write_text(f"Q: What is it?\nA: A bone\n\nQ: And this?\nA: {'<h1 ' * 1001}\n")
    code, out, err = ankigen("import", "bones.md", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err == "ankigen: bones.md:4: the note has more than 1,000 elements one in the other, or not ended\n"
    assert not (tmp_path / "cards").exists()


def test_a_card_of_hashcards_that_hides_more_than_anki_asks_for_is_refused(tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "bones.md").write_text(f"C: {'[a] ' * 501}\n")
    code, out, err = ankigen("import", "bones.md", cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err == "ankigen: bones.md:1: the card hides 501 things, of which Anki could ask for 500\n"
