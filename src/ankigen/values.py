"""Dataclasses that nobody changes, as the type checker sees to it: one that guards itself at run time as well does so
for every attribute that it is made with, and that takes a fifteenth of a build."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from functools import partial

    def dataclass(*, frozen=False, slots=False, order=False):
        return partial(dataclasses.dataclass, unsafe_hash=frozen, slots=slots, order=order)


__all__ = ["dataclass"]
