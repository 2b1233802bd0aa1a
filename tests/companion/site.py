"""What a publisher's site holds, as docs/site.md says, made of the packages that ankigen released."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ankigen.apkg.reader import Package, read_package

WRITTEN_BY_ANKIGEN = ("Revision", "Note ID", "Retired")
NO_SAFETY: Mapping[str, Sequence[str]] = MappingProxyType({})
Counts = tuple[int, int, int]


def write_site(
    folder: Path,
    packages: Sequence[Path],
    counts: Sequence[Counts],
    *,
    safety: Mapping[str, Sequence[str]] = NO_SAFETY,
    **changed: Any,
) -> Path:
    """The site of the deck "Bone" with these releases; `safety`: which notes a version corrected for it."""
    page = folder / "bone"
    page.mkdir(parents=True, exist_ok=True)
    releases = []
    texts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for package, (new, corrected, retired) in zip(packages, counts, strict=True):
        (page / package.name).write_bytes(package.read_bytes())
        collect_texts(package, texts)
        version = package.stem.rpartition("-")[2]
        safe = safety.get(version, ())
        releases.append(
            {
                "version": version,
                "released": "2026-01-01T00:00:00Z",
                "page": f"bone/{version}.html",
                "package": file(page / package.name, folder),
                "summary": {"new": new, "corrected": corrected, "retired": retired, "safety": len(safe)},
                "safety": list(safe),
                "breaking": [],
            }
        )
    fields = page / "fields.json"
    fields.write_text(json.dumps({"format": 1, "notes": texts}))
    deck = {
        "uid": "bone-test",
        "name": "Bone",
        "page": "bone/",
        "language": "en",
        "tag": "bone",
        "licence": "CC-BY-4.0",
        "version": releases[-1]["version"],
        "released": "2026-01-01T00:00:00Z",
        "notes": 10,
        "cards": 15,
        "package": releases[-1]["package"],
        "deltas": [],
        "fields": file(fields, folder),
        "releases": releases,
    }
    (folder / "decks.json").write_text(json.dumps({"format": 1, "decks": [deck | changed]}))
    return folder


def file(path: Path, folder: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "address": path.relative_to(folder).as_posix(),
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def collect_texts(package: Path, texts: dict[str, dict[str, list[str]]]) -> None:
    snapshot = read_package(Package(package.name, package))
    for note in snapshot.notes.values():
        names = snapshot.note_types[note.note_type].field_names
        for name, text in zip(names, note.fields, strict=True):
            mark = hashlib.sha256(text.encode()).hexdigest()[:16]
            if text and name not in WRITTEN_BY_ANKIGEN and mark not in texts[note.guid][name]:
                texts[note.guid][name].append(mark)
