"""Protobuf messages as far as Anki's packages need them: numbered fields, without a description of the message."""

from collections.abc import Mapping

VARINT, BITS_64, BYTES, BITS_32 = 0, 1, 2, 5
FIXED = {BITS_64: 8, BITS_32: 4}
LONGEST_VARINT = 10

Message = Mapping[int, list[int | bytes]]


def read_message(data: bytes) -> Message:
    """The values of each field by its number. Raises ValueError if the data are not a message."""
    found: dict[int, list[int | bytes]] = {}
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        value: int | bytes
        if kind == VARINT:
            value, at = _varint(data, at)
        elif kind == BYTES or kind in FIXED:
            length, at = _varint(data, at) if kind == BYTES else (FIXED[kind], at)
            value, at = data[at : at + length], at + length
            if len(value) < length:
                raise ValueError("the message is cut off")
        else:
            raise ValueError(f"wire type {kind}")
        found.setdefault(number, []).append(value)
    return found


def text(message: Message, number: int) -> str:
    """The field's last value as text, empty if there is none."""
    value = message.get(number, [b""])[-1]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def whole(message: Message, number: int) -> int:
    """The field's last value as a number, 0 if there is none; Anki's 64-bit numbers have a sign."""
    value = message.get(number, [0])[-1]
    if not isinstance(value, int):
        return 0
    return value - (1 << 64) if value >= 1 << 63 else value


def part(message: Message, number: int) -> Message:
    """The message in the field, empty if there is none."""
    value = message.get(number, [b""])[-1]
    return read_message(value) if isinstance(value, bytes) else {}


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(LONGEST_VARINT):
        if at >= len(data):
            raise ValueError("the message is cut off")
        byte = data[at]
        at += 1
        value |= (byte & 127) << (7 * place)
        if byte < 128:
            return value & ((1 << 64) - 1), at
    raise ValueError("a number is too long")
