"""Every code of a finding has a golden case, so that each is seen at its place, with its hint."""

import ast
import re
from pathlib import Path

import ankigen

SOURCE = Path(ankigen.__file__).parent
CASES = Path(__file__).parent / "cases"
# What rendering finds has cases of its own, beside the renderer's tests.
ELSEWHERE = ("render",)
# Words with a hyphen that are no codes.
NO_CODES = {"utf-8"}
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def modules_that_find() -> list[Path]:
    """The modules that make diagnostics: those that import the class."""
    paths = [path for path in SOURCE.rglob("*.py") if path.relative_to(SOURCE).parts[0] not in ELSEWHERE]
    return [
        path for path in paths if re.search(r"^from ankigen.diagnostic import .*\bDiagnostic\b", path.read_text(), re.M)
    ]


def codes_in(path: Path) -> set[str]:
    """Each word with hyphens, and whatever stands second in `Diagnostic(…)`."""
    codes: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORD.fullmatch(node.value):
            codes.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Diagnostic":
            codes |= {str(arg.value) for arg in node.args[1:2] if isinstance(arg, ast.Constant)}
    return codes - NO_CODES


def test_every_code_has_a_case() -> None:
    codes = {code for path in modules_that_find() for code in codes_in(path)}
    cases = "\n".join(path.read_text(encoding="utf-8") for path in CASES.rglob("*.md"))
    shown = set(re.findall(r"^(?:[>!] )?\S+:\d+:\d+: (?:error|warning|info)\[([a-z0-9-]+)\]: ", cases, re.M))
    assert len(codes) > 40
    assert codes - shown == set()


def test_every_code_is_kebab_case() -> None:
    codes = {code for path in modules_that_find() for code in codes_in(path)}
    assert {code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)} == set()
