# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the companion hooks into Anki."""


def start() -> None:
    """Called once, when Anki loads its add-ons."""
