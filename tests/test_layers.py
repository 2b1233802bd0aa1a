"""Data goes one way: what a module may import, read from the source; imports for typing or in functions included."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import ankigen

SOURCE = Path(ankigen.__file__).parent

# From the ground up: a module imports from layers below its own, never from its own. A name stands for a module, or for
# a package with all its modules, which may import each other.
LAYERS: dict[str, tuple[str, ...]] = {
    "Python, but quick to start": ("__init__", "rare", "values"),
    "places in files": ("source",),
    "what went wrong": ("diagnostic",),
    "where the program came from": ("origin",),
    "what can go wrong": ("codes",),
    "the nouns": ("model",),
    "stages: they share the types above": ("apkg", "check", "lint", "parse", "render"),
    "a deck on disk": ("project",),
    "cards as Anki shows them, and the order of the stages": ("card", "compile"),
    "freezing": ("release",),
    "what was found out the last time": ("cache",),
    "findings as text, and what they mean; pages": ("explain", "page", "report"),
    "tools around it": ("authoring", "diff", "doctor", "importing", "preview", "stats", "verify"),
    "cards while they are written": ("live",),
    "a site made of all that": ("site",),
    "commands": ("cli",),
    "the way in": ("__main__",),
}

# One place knows each library.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "backports": ("apkg.reader.zstd",),
    "compression": ("apkg.reader.zstd",),
    "click": ("cli",),
    "filelock": ("project.atomic",),
    "genanki": ("apkg",),
    "markdown": ("render",),
    "math_core": ("card.formulas",),
    "nh3": ("card", "render"),
    "platformdirs": ("cache.store",),
    "pygments": ("render",),
    "rapidfuzz": ("lint",),
    "rich": ("cli", "stats"),
    # The extra `live`.
    "starlette": ("live",),
    "uvicorn": ("live.serve",),
    "watchfiles": ("live.serve",),
    "yaml": ("parse.yaml_mapping",),
    # AGPL: never in the compiler's process.
    "anki": ("verify.worker", "verify.inspect_collection"),
}


def modules() -> dict[str, Path]:
    """Every module by its name below `ankigen`; a package stands for its `__init__`, the program for `__init__`."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


MODULES = modules()
LAYER_OF = {name: level for level, names in enumerate(LAYERS.values()) for name in names}


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The full names of what a module imports."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(name: str) -> set[str]:
    """The modules of ankigen that a module imports."""
    found = set()
    for imported in imports(MODULES[name]):
        top, _, rest = imported.partition(".")
        if top == "ankigen":
            found.add(next((part for part in (rest, rest.rpartition(".")[0]) if part in MODULES), "__init__"))
    return found - {name}


def unit(name: str) -> str:
    return name.partition(".")[0]


def test_every_module_has_its_layer() -> None:
    assert {unit(name) for name in MODULES} == set(LAYER_OF)
    assert len(LAYER_OF) == sum(map(len, LAYERS.values()))


def test_imports_go_down_the_layers() -> None:
    known = [name for name in MODULES if unit(name) in LAYER_OF]
    pairs = {(unit(name), unit(imported)) for name in known for imported in own_imports(name) & set(known)}
    upwards = {
        (name, imported) for name, imported in pairs if name != imported and LAYER_OF[imported] >= LAYER_OF[name]
    }
    assert upwards == set(), "imported from its own layer or from one above"


def test_no_module_imports_itself_by_a_detour() -> None:
    order = list(TopologicalSorter({name: own_imports(name) for name in MODULES}).static_order())
    assert set(order) == set(MODULES)


def test_each_library_has_its_place() -> None:
    for name, path in MODULES.items():
        for imported in imports(path):
            library = imported.partition(".")[0]
            places = LIBRARIES.get(library)
            assert library in (*sys.stdlib_module_names, "ankigen", *LIBRARIES), f"{name} imports {imported}"
            assert places is None or any(f"{name}.".startswith(f"{place}.") for place in places), f"{name}: {imported}"


def test_anki_stays_in_a_process_of_its_own() -> None:
    """Whoever imports it is only run (`python -m`), or imported by one that is only run."""
    near = {name for name, path in MODULES.items() if any(part.partition(".")[0] == "anki" for part in imports(path))}
    assert {name for name in MODULES.keys() - near if own_imports(name) & near} == set()


def test_only_commands_and_their_help_print_or_exit() -> None:
    """Only `cli` prints and exits; a process of its own may do so too."""
    for name, path in MODULES.items():
        if unit(name) in ("cli", "__main__") or name == "verify.worker":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in ("print", "sys.exit", "exit", "quit", "input"), (
                    f"{name}:{node.lineno}"
                )
