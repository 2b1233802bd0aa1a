# SPDX-License-Identifier: AGPL-3.0-or-later
"""What went wrong, in a sentence for a learner."""


class CompanionError(Exception):
    """It cannot go on; the collection is as it was. The message says why, and what to do."""


class OfflineError(CompanionError):
    """The page could not be reached: nothing to be worried about, and tried again the next time."""
