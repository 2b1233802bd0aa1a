"""The card design of the last release. Another ankigen may draw cards otherwise, which is nothing that an author did:
the release can still be made again from its sources, with the templates and the style that are in its package.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ankigen.apkg.reader import Package, read_package
from ankigen.apkg.snapshot import NoteType as ReleasedType
from ankigen.diagnostic import AnkigenError
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType
from ankigen.model.notetypes import content_hash
from ankigen.release.plan import Plan

# What deck.toml decides of a template: its language, and where learners report a mistake.
SETTING = re.compile(r'<main class="note (?:front|back)" lang="([^"]*)"|<a class="tappable" href="([^"]*)"')


def with_released_design(today: Plan, package: Path) -> Plan:
    """The plan with the note types as they are in the last release's package; as it is, if that does not have them as
    the ledger says, or if deck.toml changed something in them."""
    changed = today.changes.note_types
    if not changed or not package.is_file():
        return today
    try:
        released = read_package(Package(package.name, package)).note_types
    except AnkigenError:
        return today
    if any(item.id not in released for item in today.note_types):
        return today  # a note is of a type that learners do not have yet
    known = {record.kind: record.content for record in today.history.note_types}
    found = tuple(
        _as_released(item, released[item.id]) if item.kind in tuple(Kind) else item for item in today.note_types
    )
    if {item.kind: content_hash(item) for item in found} != known or not all(
        map(_same_setting, found, today.note_types)
    ):
        return today
    return replace(today, note_types=found, changes=replace(today.changes, note_types=()))


def _as_released(item: NoteType, released: ReleasedType) -> NoteType:
    by_id = {template.id: template for template in released.templates}
    templates = tuple(
        replace(template, front=by_id[template.id].front, back=by_id[template.id].back)
        for template in item.templates
        if template.id in by_id
    )
    return replace(item, templates=templates, css=released.css)


def _same_setting(one: NoteType, other: NoteType) -> bool:
    return set(_setting(one)) == set(_setting(other))


def _setting(item: NoteType) -> Iterator[str]:
    for template in item.templates:
        yield from (match[1] or match[2] for match in SETTING.finditer(template.front + template.back))
