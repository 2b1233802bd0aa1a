"""Titles as tags and ids."""

import re
import unicodedata


def slug(title: str) -> str:
    """Small letters and digits of any script, joined by single hyphens."""
    text = unicodedata.normalize("NFC", title).casefold()
    return re.sub(r"[\W_]+", "-", re.sub(r"['’]", "", text)).strip("-")


def ascii_slug(title: str, length: int) -> str:
    """The same in ASCII, cut between words to at most `length` characters; may be empty."""
    letters = (char for char in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(char))
    whole = re.sub(r"-+", "-", slug("".join(letters)).encode("ascii", "ignore").decode()).strip("-")
    return whole if len(whole) <= length else whole[: length + 1].rpartition("-")[0] or whole[:length]
