"""Metadata in other signs than its own: without its colons, with the wide ones of East Asian keyboards, or in a comment
with a third hyphen."""

import re
from collections.abc import Iterable

from ankigen.codes.sources import BAD_METADATA
from ankigen.diagnostic import Diagnostic, Edit
from ankigen.rare import RarePattern
from ankigen.source import Fragment

PARTS = RarePattern("[,;，；、]")  # as they are typed
# A value behind no colon is one word: more of them are an ordinary remark.
PART = RarePattern(r"\s*[\"']?([a-z]+)[\"']?(?:\s*([:=：＝])\s*([\w\[][\w ./+\[\]-]*?)|[ \t]+([\w-]+))\s*")
TELLING = ("id", "type")
LONGEST = 300

LAST_ID = re.compile(r"\bid:[ \t]*[\w-]+-\Z")
PAIR = re.compile(r"\{?([a-z]+)[ \t]*:[ \t]")


def meant(text: str, keys: Iterable[str]) -> str | None:
    """The metadata that this comment would be in plain signs; None if it is an ordinary remark, or plain itself."""
    if "\n" in text.strip() or len(text) > LONGEST:
        return None
    parts = [PART.fullmatch(part) for part in PARTS.split(text)]
    found = [part for part in parts if part]
    if len(found) < len(parts) or any(part[1] not in keys for part in found):
        return None
    told = len(found) > 1 or found[0][1] in TELLING or found[0][2] is not None
    plain = all(part[2] in (":", "=") for part in found)
    return ", ".join(f"{part[1]}: {part[3] or part[4]}" for part in found) if told and not plain else None


def in_plain_signs(text: Fragment, keys: Iterable[str]) -> Diagnostic | None:
    """What is wrong with such metadata, and what to write."""
    right = meant(text.text, keys)
    if right is None:
        return None
    said = text.text.strip()
    at = text.text.index(said)
    first = next(part for part in map(PART.fullmatch, PARTS.split(said)) if part and part[2] not in (":", "="))
    message = f"a colon is missing after '{first[1]}'"
    if first[2]:
        message = f"the colon after '{first[1]}' is a wide one, which metadata does not know"
    sure = "," in right or first[2] is not None
    hint = f"write {right}" if sure else f"write {right}; a remark belongs further down"
    edits = (Edit(text.span(at), said, right),) if sure else ()
    return Diagnostic(text.span(at), BAD_METADATA, message, hint, edits=edits)


def third_hyphen(text: Fragment, keys: Iterable[str]) -> Diagnostic | None:
    """`<!--- id: bone --->`: YAML would read the beginning of a list, and a hyphen as part of the value."""
    said = text.text.strip()
    begins = said.startswith("-")
    ends = said.endswith((" -", "\t-")) or (said.endswith("-") and (begins or LAST_ID.search(said) is not None))
    right = said[begins : len(said) - ends].strip()
    pair = PAIR.match(right)
    if not (begins or ends) or "\n" in said or pair is None or pair[1] not in keys:
        return None
    at = text.text.index(said)
    places = ([at] if begins else []) + ([at + len(said) - 1] if ends else [])
    edits = tuple(Edit(text.span(place), "-", "") for place in places)
    message = "a comment begins with <!-- and ends with -->, with two hyphens each"
    return Diagnostic(edits[0].span, BAD_METADATA, message, f"write <!-- {right} -->", edits=edits)
