"""What one of ankigen's note types bears of the one that learners have: by it Anki merges the two into one.

Anki takes a field or template of the one for that of the other if their ids are equal, or, where one of the two has no
id, their names (tried in Anki 23.12.1, 24.11, 25.2.7 and 26.9.3). Whatever finds no partner is appended, and then no
later release reaches those learners.
"""

from ankigen.model.note import Kind
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A field or template of ours, by its own name, with its name in Anki, and the id it bears (None: its own)."""

    ours: str
    name: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """One of ankigen's note types in a deck that was moved in. Only parts that are not as ever are listed. `type_id` is
    its own id if that is the one that learners have already, so that they need not merge anything."""

    kind: Kind
    fields: tuple[Part, ...] = ()
    templates: tuple[Part, ...] = ()
    type_id: int | None = None

    @property
    def is_changed(self) -> bool:
        return bool(self.fields or self.templates or self.type_id)


def renamed(parts: tuple[Part, ...], name: str, number: int) -> tuple[str, int]:
    """Name and id of the field or template that is ours under this name and id."""
    part = next((part for part in parts if part.ours == name), Part(name, name))
    return part.name, number if part.id is None else part.id
