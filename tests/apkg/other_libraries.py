"""Run by test_other_libraries: the first deck's package made with another SQLite or another zlib, as hashes."""

import hashlib
import importlib
import io
import sys
from pathlib import Path

match sys.argv[1]:
    case "sqlite":
        sys.modules["sqlite3"] = importlib.import_module("pysqlite3")
    case "zlib":
        sys.modules["zlib"] = importlib.import_module("zlib_ng.zlib_ng")
    case _:
        pass

import sqlite3

from ankigen.apkg import write_package
from ankigen.compile.pipeline import compile_deck
from ankigen.project.load import load_deck
from ankigen.project.paths import find_decks
from ankigen.release.assemble import draft
from ankigen.release.manifest import content_sha256
from ankigen.release.plan import plan

(place,) = find_decks(Path(__file__).parents[1], ["calcification-vs-ossification"])
compiled = compile_deck(load_deck(place))
content = compiled.content()
assert content
package = io.BytesIO()
members = write_package(draft(plan(content, compiled.history), 1_700_000_000), package)
print(sqlite3.sqlite_version, hashlib.sha256(package.getvalue()).hexdigest(), content_sha256(members))
