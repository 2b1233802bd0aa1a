# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deck companion: an add-on for Anki desktop that keeps a learner's decks up to date and their own work in them.

`core` knows Anki's collections and no windows; `window` is what a learner sees. The add-on is not part of ankigen:
neither imports the other, and what they share is written down in docs/site.md.
"""

import sys

# Anki loads an add-on after its own windows; whoever imports the core alone has none.
if "aqt" in sys.modules:
    from .window.start import start

    start()
