"""Pictures with masks: what is covered, what can still be read, and whether a finger finds it."""

from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Blank, Reading, Review
from ankigen.lint.plain_text import words
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.cloze import without_clozes
from ankigen.model.picture import Area, Covered, Drawing, Mask, Picture
from ankigen.source import Span
from ankigen.values import dataclass

PHONE = 288  # px: the narrowest phones have 320, less the card's margins
FINGER, THINNEST = 24, 8  # px: the longer and the shorter side of what can still be seen and pointed at
SMALL = 600  # px
HIDDEN = 0.7  # of a text's width: less of it under a mask can be read


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture note whose masks all have their areas."""

    reading: Reading
    picture: Picture
    drawing: Drawing

    def places(self) -> Iterator[tuple[Mask, Area, Span]]:
        """Each area with its mask and the place where its author wrote it."""
        for mask, areas in zip(self.picture.masks, self.drawing.areas, strict=True):
            for area, place in zip(areas, mask.places, strict=True):
                yield mask, area, place.span

    @property
    def image(self) -> Span:
        return self.picture.image.span() if self.picture.image else self.reading.note.span

    def blank(self, mask: Mask) -> Blank | None:
        """What the label hides."""
        span = mask.label.span()
        return next((blank for blank in self.reading.blanks if blank.span == span), None)


def _drawn(review: Review) -> Iterator[_Drawn]:
    for reading in review.clozes:
        picture, drawing = reading.note.picture, review.deck.drawings.get(reading.note.span)
        if picture and drawing and [len(mask.places) for mask in picture.masks] == list(map(len, drawing.areas)):
            yield _Drawn(reading, picture, drawing)


@rule(
    Code(
        "mask-in-mask",
        "A mask lies wholly within another one.",
        why="Nobody can tell which of the two is asked. With `mask: one` only one of them is shown at a time.",
        level=Severity.WARNING,
        case="lint/mask-in-mask",
    ),
    Scope.FILE,
)
def mask_in_mask(review: Review) -> Iterator[Finding]:
    for drawn in _drawn(review):
        if drawn.reading.note.covered is Covered.ONE:
            continue
        found = list(drawn.places())
        for inner, area, span in found:
            outer = next((mask for mask, other, _ in found if other is not area and other.covers(area)), None)
            if outer:
                label = f"'{without_clozes(outer.label.text)}'" if outer is not inner else "another place of this line"
                hint = "draw them apart, or show one at a time: mask: one"
                yield Finding(span, f"this mask lies within that of {label}", hint)


@rule(
    Code(
        "mask-too-small",
        f"On a small phone a mask is under {FINGER} px long, or under {THINNEST} px thin.",
        why="A learner must see at a glance which place is asked for.",
        level=Severity.WARNING,
        case="lint/mask-too-small",
    ),
    Scope.FILE,
)
def mask_too_small(review: Review) -> Iterator[Finding]:
    for drawn in _drawn(review):
        height = PHONE * drawn.drawing.height / drawn.drawing.width
        for mask, area, span in drawn.places():
            if drawn.blank(mask) is None:
                continue  # what is always shown is not looked for
            across, down = area.width * PHONE / 100, area.height * height / 100
            if max(across, down) < FINGER or min(across, down) < THINNEST:
                message = f"on a phone of 320 px this mask is {across:.0f} × {down:.0f} px"
                yield Finding(span, message, "make it larger, or cut the picture to what matters")


@rule(
    Code(
        "label-in-picture",
        "A hidden label can be read in the drawing.",
        why="The drawing's own text gives the answer. It is covered by a mask around it, or taken out.",
        level=Severity.WARNING,
        case="lint/label-in-picture",
    ),
    Scope.FILE,
)
def label_in_picture(review: Review) -> Iterator[Finding]:
    for drawn in _drawn(review):
        for mask in drawn.picture.masks:
            blank = drawn.blank(mask)
            label = _words(blank.text) if blank else ()
            for text, area in drawn.drawing.words:
                if blank and label and _is_part(label, _words(text)) and not _is_covered(drawn, area, blank):
                    about = f"{area.left:.0f} {area.top:.0f} {area.width:.0f} {area.height:.0f}"
                    hint = f"cover it with a place of this line, about `{about}`, or take it out of the drawing"
                    yield Finding(mask.label.span(), f"'{blank.text}' can be read in the drawing", hint)
                    break


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words(text))


def _is_part(label: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[at : at + len(label)] == label for at in range(len(text) - len(label) + 1))


def _is_covered(drawn: _Drawn, text: Area, blank: Blank) -> bool:
    """Whether a mask that is shown on the blank's card lies over the text."""
    for mask, area, _ in drawn.places():
        hides = drawn.blank(mask)
        shown = hides and (drawn.reading.note.covered is Covered.ALL or set(hides.numbers) & set(blank.numbers))
        _, middle = text.centre
        under = min(area.right, text.right) - max(area.left, text.left)
        if shown and area.top <= middle <= area.bottom and under >= HIDDEN * text.width:
            return True
    return False


@rule(
    Code(
        "too-many-masks",
        "A picture has over `masks` (12) masks.",
        why="On a phone they hide what one could go by, and every change of the note is a change of all its cards.",
        level=Severity.WARNING,
        case="lint/too-many-masks",
    ),
    Scope.FILE,
)
def too_many_masks(review: Review) -> Iterator[Finding]:
    limit = review.config.check.limits.masks
    for drawn in _drawn(review):
        count = sum(1 for mask in drawn.picture.masks if drawn.blank(mask))
        if count > limit:
            hint = "make two notes, each with the part of the picture that it asks about"
            yield Finding(drawn.image, f"this picture has {count} masks", hint)


@rule(
    Code(
        "small-picture",
        f"A picture with masks is under {SMALL} px.",
        why="Learners look closely at it, and on a large screen it stays small, or gets blurred.",
        level=Severity.WARNING,
        case="lint/small-picture",
    ),
    Scope.FILE,
)
def small_picture(review: Review) -> Iterator[Finding]:
    for drawn in _drawn(review):
        size = drawn.drawing
        if not size.drawn and max(size.width, size.height) < SMALL:
            message = f"this picture has {size.width:.0f} × {size.height:.0f} px"
            yield Finding(drawn.image, message, f"use one of {SMALL} px or more, or an SVG drawing")
