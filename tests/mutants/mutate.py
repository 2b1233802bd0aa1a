"""Mutants: copies of a module in which one small thing is wrong, as a tired colleague might write it."""

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COMPARISONS = {
    "==": "!=",
    "!=": "==",
    "<=": "<",
    ">=": ">",
    "<": "<=",
    ">": ">=",
    "is not": "is",
    "is": "is not",
    "not in": "in",
    "in": "not in",
}
COMPARISON = re.compile(r"[=!]=|[<>]=?|\bis not\b|\bis\b|\bnot in\b|\bin\b")
# What these return is often good enough to be mistaken for what they were given.
UNWRAPPED = {
    "escape",
    "unescape",
    "clean",
    "without_comments",
    "without_clozes",
    "one_number_each",
    "resolve",
    "sorted",
}
STRIPPED = {"strip", "lstrip", "rstrip", "casefold", "lower", "expandtabs"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module's text in which the bytes from `start` to `end` are replaced."""

    module: str
    operator: str
    text: bytes
    start: int
    end: int
    new: str

    @property
    def line(self) -> int:
        return self.text.count(b"\n", 0, self.start) + 1

    @property
    def changed(self) -> bytes:
        return self.text[: self.start] + self.new.encode() + self.text[self.end :]

    @property
    def diff(self) -> str:
        """The lines that differ, as they were and as they are, without indentation."""
        first = self.text.rfind(b"\n", 0, self.start) + 1
        last = (self.text + b"\n").find(b"\n", self.end)
        after = self.changed[first : last + len(self.changed) - len(self.text)]
        sides = (("-", self.text[first:last]), ("+", after))
        return "\n".join(f"{sign} {line.strip()}" for sign, side in sides for line in side.decode().split("\n"))


def choose(module: str, text: bytes, seed: int, most: int | None) -> list[Mutant]:
    """As many mutants of the module as wanted, in the order of its lines. The choice depends on what they change, not
    on where it stands: an edit elsewhere in the module leaves it as it is."""
    twins: Counter[str] = Counter()
    keyed = []
    for mutant in mutants(module, text):
        name = f"{seed} {module} {mutant.operator}\n{mutant.diff}"
        twins[name] += 1
        keyed.append((hashlib.sha256(f"{name} {twins[name]}".encode()).digest(), mutant))
    chosen = [mutant for _, mutant in sorted(keyed, key=lambda pair: pair[0])[:most]]
    return sorted(chosen, key=lambda mutant: (mutant.start, mutant.end, mutant.new))


def mutants(module: str, text: bytes) -> list[Mutant]:
    """Every mutant of the module that Python can read."""
    found = {(start, end, new): name for name, start, end, new in _Mutator(text).changes()}
    made = (Mutant(module, name, text, *place) for place, name in found.items())
    return [mutant for mutant in made if mutant.changed != text and _compiles(mutant.changed)]


def _compiles(text: bytes) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


Change = tuple[str, int, int, str]


class _Mutator:
    """Finds what can be changed in a module, by its syntax tree."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.starts = [0, *(match.end() for match in re.finditer(rb"\n", text))]

    def changes(self) -> Iterator[Change]:
        skipped = set(self._skipped())
        for node in ast.walk(self.tree):
            if id(node) in skipped:
                continue
            yield from self._of_expression(node)
            yield from self._of_offset(node)
            yield from self._of_test(node)
            yield from self._of_values(node)
            yield from self._of_statement(node)

    def _skipped(self) -> Iterator[int]:
        """Docstrings, types, formatted strings (their parts have no exact places), the words of messages, and what
        guards against mistakes of the program: `strict`, `frozen`."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Expr(value=ast.Constant()):
                    inside: list[ast.AST | None] = [node]
                case ast.AnnAssign() | ast.arg():
                    inside = [node.annotation]
                case ast.FunctionDef():
                    inside = [node.returns]
                case ast.Call(func=ast.Name(id="Diagnostic" | "AnkigenError" | "TypeVar")):
                    inside = [*node.args]
                case ast.JoinedStr() | ast.keyword(arg="strict"):
                    inside = [node]
                case ast.ClassDef():
                    inside = [*node.decorator_list]
                case _:
                    continue
            yield from (id(part) for top in inside if top for part in ast.walk(top))

    def at(self, node: ast.AST) -> tuple[int, int]:
        line, column = node.lineno, node.col_offset  # type: ignore[attr-defined]  # asked of nodes with a place alone
        end_line, end_column = node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]  # as above
        return self.starts[line - 1] + column, self.starts[end_line - 1] + end_column

    def source(self, node: ast.AST) -> str:
        start, end = self.at(node)
        return self.text[start:end].decode()

    def _instead(self, name: str, node: ast.AST, new: str) -> Change:
        return (name, *self.at(node), new)

    def _between(self, name: str, left: ast.AST, right: ast.AST, pattern: str, new: str) -> Iterator[Change]:
        """A change of the operator that stands between two operands."""
        start, end = self.at(left)[1], self.at(right)[0]
        if match := re.search(pattern, self.text[start:end].decode()):
            yield name, start + match.start(), start + match.end(), new

    def _of_expression(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Compare():
                yield from self._of_comparison(node)
            case ast.BoolOp():
                old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in pairwise(node.values):
                    yield from self._between(f"{old} for {new}", left, right, rf"\b{old}\b", new)
            case ast.UnaryOp(op=ast.Not()):
                yield self._instead("condition negated", node, self.source(node.operand))
            case ast.Call():
                yield from self._of_call(node)
            case _:
                pass

    def _of_offset(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.BinOp(op=ast.Add() | ast.Sub(), right=ast.Constant(value=int())):
                old, new = (r"\+", "-") if isinstance(node.op, ast.Add) else ("-", "+")
                yield from self._between("offset turned", node.left, node.right, old, new)
            case ast.Slice():
                for bound in (node.lower, node.upper):
                    if bound and not isinstance(bound, ast.Constant):
                        yield self._instead("slice off by one", bound, f"{self.source(bound)} + 1")
            case _:
                pass

    def _of_test(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.If() | ast.While() | ast.IfExp():
                yield from self._of_condition(node.test)
            case ast.comprehension():
                for condition in node.ifs:
                    yield from self._of_condition(condition)
            case _:
                pass

    def _of_comparison(self, node: ast.Compare) -> Iterator[Change]:
        for left, right in pairwise([node.left, *node.comparators]):
            gap = self.text[self.at(left)[1] : self.at(right)[0]].decode()
            if match := COMPARISON.search(gap):
                new = COMPARISONS[match[0]]
                yield from self._between("comparison swapped", left, right, re.escape(match[0]), new)

    def _of_condition(self, test: ast.expr) -> Iterator[Change]:
        match test:
            case ast.UnaryOp() | ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn()]):
                pass  # the operator itself is changed
            case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
                pass
            case ast.Name() | ast.Attribute() | ast.Call():
                yield self._instead("condition negated", test, f"not {self.source(test)}")
            case _:
                yield self._instead("condition negated", test, f"not ({self.source(test)})")

    def _of_call(self, node: ast.Call) -> Iterator[Change]:
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if name in UNWRAPPED and node.args:
            inner = self.source(node.args[0])
            yield self._instead(f"{name} left out", node, f"list({inner})" if name == "sorted" else inner)
        if name in STRIPPED and isinstance(function, ast.Attribute):
            yield self._instead(f"{name} left out", node, self.source(function.value))
        if name[:1].islower():
            for keyword in (keyword for keyword in node.keywords if keyword.arg != "strict"):
                yield from self._without("argument dropped", keyword)

    def _without(self, name: str, part: ast.AST) -> Iterator[Change]:
        """A change that takes a part with the comma before or after it out of a list."""
        start, end = self.at(part)
        if match := re.match(rb"\s*,\s*", self.text[end:]):
            yield name, start, end + match.end(), ""
        elif match := re.search(rb",\s*$", self.text[:start]):
            yield name, match.start(), end, ""

    def _of_values(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Constant(value=bool()):
                yield self._instead("constant changed", node, str(not node.value))
            case ast.Constant(value=int()):
                yield self._instead("constant changed", node, f"{int(str(node.value)) + 1}")
            case ast.Constant(value=str() | bytes()) if node.lineno == node.end_lineno:
                mark = "b" if isinstance(node.value, bytes) else ""
                yield self._instead("constant changed", node, f'{mark}""' if node.value else f'{mark}"x"')
            case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()) | ast.Set() if len(node.elts) > 1:
                for element in node.elts:
                    yield from self._without("element dropped", element)
            case ast.Dict() if len(node.keys) > 1:
                for key, value in zip(node.keys, node.values, strict=True):
                    start, end = self.at(key)[0] if key else self.at(value)[0] - 2, self.at(value)[1]
                    if comma := re.match(rb"\s*,\s*", self.text[end:]):
                        yield "entry dropped", start, end + comma.end(), ""
            case _:
                pass

    def _of_statement(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                yield self._instead("return value dropped", node, "return None")
            case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise() | ast.AugAssign():
                yield self._instead("statement deleted", node, "pass")
            case ast.Break() | ast.Continue():
                yield self._instead("statement deleted", node, "pass")
            case ast.Assign(targets=[ast.Name() as name]):
                # Deleting the only assignment of a name would be noticed by its first use.
                if any(isinstance(part, ast.Name) and part.id == name.id for part in ast.walk(node.value)):
                    yield self._instead("statement deleted", node, "pass")
            case ast.Assign():
                yield self._instead("statement deleted", node, "pass")
            case _:
                pass


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
