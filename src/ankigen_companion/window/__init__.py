# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a learner sees of the companion, in Anki's own windows."""
