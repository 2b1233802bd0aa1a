"""Ids from keys: the same deck uid and note id give the same Anki ids, on every machine, for ever."""

import hashlib
import re

# Anki's digits for guids: the printable ASCII characters without quotes, backslash and blank.
DIGITS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"
ID = re.compile(r"[a-z0-9][a-z0-9-]{1,63}")
UID = re.compile(r"[a-z0-9][a-z0-9-]{3,63}")


def note_guid(uid: str, note_id: str) -> str:
    """Anki matches notes by guid alone: another guid loses the learner's history. It is genanki's `guid_for` of both,
    which takes long to import."""
    number = int.from_bytes(hashlib.sha256(f"{uid}__{note_id}".encode()).digest()[:8])
    digits = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


def schema_id(uid: str, *key: str) -> int:
    """An id for a note type, field, template or deck: positive, below 2**53 so that every JSON reader keeps it."""
    digest = hashlib.sha256("\x1f".join((uid, *key)).encode()).digest()
    return (1 << 40) + int.from_bytes(digest[:8]) % (1 << 52)


def spread(uid: str, *key: str, below: int) -> int:
    """A number from 0 up to `below`, different for most decks."""
    return int.from_bytes(hashlib.sha256("\x1f".join((uid, *key)).encode()).digest()[8:16]) % below


def digest(*parts: bytes) -> str:
    """The hex SHA-256 of the parts; no two different sequences of parts share one."""
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8))
        state.update(part)
    return state.hexdigest()
