# SPDX-License-Identifier: AGPL-3.0-or-later
"""An update of a deck, from what a deck page says to a changed collection. No windows: it runs wherever `anki` does.

Anki 23.12 brings Python 3.9, so nothing newer is used here.
"""
