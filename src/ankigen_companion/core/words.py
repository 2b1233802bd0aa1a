# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sentences that learners read."""

from __future__ import annotations

from .feed import Summary, version_text
from .news import News, State
from .plan import Plan
from .update import Done


def count(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def summary_words(summary: Summary) -> str:
    """Such as "1 safety correction, 2 new, 4 corrected, 1 retired": safety first, and nothing that is none."""
    parts = (
        (summary.safety, count(summary.safety, "safety correction")),
        (summary.new, f"{summary.new} new"),
        (summary.corrected - summary.safety, f"{summary.corrected - summary.safety} corrected"),
        (summary.retired, f"{summary.retired} retired"),
    )
    return ", ".join(words for number, words in parts if number > 0) or "a new card design"


def state_words(news: News) -> str:
    """One line about a deck in the list."""
    there, here = version_text(news.deck.version), version_text(news.here)
    if news.state is State.NEWER:
        return f"{there} is out: {summary_words(news.summary)}"
    if news.state is State.OLDER:
        return f"you have {here}; the page offers only {there}, so nothing is done"
    if news.state is State.GONE:
        return "you deleted its cards; Update brings them back"
    if news.state is State.ABSENT:
        return f"{there} is ready: Update brings its {count(news.deck.notes, 'note')}"
    return "up to date"


def plan_words(plan: Plan) -> str:
    """What an update will do to this collection."""
    safety = sum(item.safety for item in plan.corrected)
    summary = Summary(len(plan.new), len(plan.corrected), len(plan.retired), safety)
    extra = [count(plan.kept, "text of yours is", "texts of yours are") + " kept"] if plan.kept else []
    if plan.deleted:
        extra.append(f"{count(len(plan.deleted), 'note that you deleted stays', 'notes that you deleted stay')} away")
    return "; ".join([summary_words(summary), *extra])


def done_words(plan: Plan, done: Done) -> str:
    parts = [f"{done.new} new", f"{done.corrected} corrected"]
    if done.retired:
        parts.append(f"{done.retired} retired")
    if done.kept:
        parts.append(count(done.kept, "text of yours kept", "texts of yours kept"))
    return f"{plan.deck.name} is now {version_text(plan.deck.version)}: {', '.join(parts)}. Edit → Undo takes it back."
