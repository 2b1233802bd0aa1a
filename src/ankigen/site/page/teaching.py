"""What a deck teaches, as a picture that is also said in words, and who reviewed it."""

from collections.abc import Iterator, Sequence
from html import escape

from ankigen.diagnostic import plural
from ankigen.site.describe import Described
from ankigen.site.page.parts import day, text
from ankigen.stats.model import SectionCount
from ankigen.stats.page.plots import boxes, swatch

LEGEND = ("no note", "1 note", "2 notes", "3 or more")


def teaching(sections: Sequence[SectionCount]) -> str:
    """The objectives, a box each, and folded as a list."""
    asked = [objective for section in sections for objective in section.objectives]
    covered = sum(objective.notes > 0 for objective in asked)
    rows = "".join(map(_section, sections))
    legend = "".join(f"<li>{swatch(f'box{number}')}{label}</li>" for number, label in enumerate(LEGEND))
    items = "".join(
        f"<tr><td>{escape(item.id)}</td><td>{text(item.text)}</td><td>{item.notes}</td></tr>" for item in asked
    )
    head = '<tr><th scope="col">Id</th><th scope="col">Objective</th><th scope="col">Notes</th></tr>'
    return (
        f"<p>{covered:,} of {plural(len(asked), 'objective')} are taught by a note; each box is one of them.</p>\n"
        f'<ul class="objectives">{rows}</ul>\n<ul class="legend">{legend}</ul>\n'
        '<details><summary>The objectives in words</summary><div class="scroll" tabindex="0" role="group" '
        f'aria-label="Objectives"><table><thead>{head}</thead><tbody>{items}</tbody></table></div></details>'
    )


def _section(section: SectionCount) -> str:
    asked = len(section.objectives)
    if not asked:
        return ""
    short = " short" if section.covered < asked else ""
    return (
        f'<li><span dir="auto">{text(section.title)}</span>{boxes(section.objectives)}'
        f'<span class="share{short}">{section.covered}/{asked}</span></li>'
    )


def reviewing(item: Described) -> Iterator[str]:
    """Who signed what and when; that nobody did, if so."""
    left = item.notes - item.signed
    if not item.signed:
        what = f"any of the {item.notes:,} notes" if item.notes != 1 else "the note"
        yield f'<p class="care">Not reviewed: no clinician or other reviewer has signed {what} of this deck.</p>'
    else:
        rows = "".join(
            f'<tr><th scope="row">{text(one.initials)}</th><td>{plural(one.notes, "note")}</td>'
            f"<td>{day(one.last)}</td></tr>"
            for one in item.reviewers
        )
        head = '<tr><th scope="col">Reviewer</th><th scope="col">Signed</th><th scope="col">Last on</th></tr>'
        yield f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        if left:
            said = "is not signed by anybody" if left == 1 else "are not signed by anybody"
            yield f'<p class="care">{plural(left, "note")} {said}: not reviewed by a clinician.</p>'
    marked = [
        f"{plural(item.imprecise, 'note')} whose source is imprecise" if item.imprecise else "",
        f"{plural(item.contested, 'note')} on what is contested" if item.contested else "",
    ]
    if any(marked):
        yield f"<p>Marked by the authors: {', '.join(filter(None, marked))}; the cards say so.</p>"
    if item.signed:
        yield '<p class="quiet">A signature holds for a note as it is: when its text changes, it counts no more.</p>'
