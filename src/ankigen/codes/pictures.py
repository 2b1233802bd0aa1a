"""What can be wrong with picture notes: the picture, the list of masks, and the places that they cover."""

from ankigen.diagnostic import Code, Severity

NO_PICTURE = Code(
    "no-picture",
    "A picture note has no picture.",
    why="The masks lie over a picture, which stands between the heading and the list.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        - {{c1::Resting zone}} `10 10 30 20`
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 30 20`
        """,
)
SHOWN_PLACE = Code(
    "shown-place",
    "A note has the place of a mask behind a cloze, and is no picture note.",
    why="Without `type: picture` nothing is drawn over the picture: the card shows the place as code, and the id of a "
    "shape gives the answer away.",
    level=Severity.WARNING,
    fix="writes `type: picture` behind the id, where the note was never released",
    bad="""
        ### Which parts has the hilum?
        <!-- id: hilum -->

        ![The hilum of the right lung](hilum.svg)

        - {{c1::Bronchus}} `#bronchus`
        """,
    good="""
        ### Which parts has the hilum?
        <!--
        id: hilum
        type: picture
        -->

        ![The hilum of the right lung](hilum.svg)

        - {{c1::Bronchus}} `#bronchus`
        """,
)
TWO_PICTURES = Code(
    "two-pictures",
    "A picture note has a second picture.",
    why="Places are parts of one picture. Two pictures are two notes.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)
        ![The same, stained](media/growth-plate-stained.png)

        - {{c1::Resting zone}} `10 10 30 20`
        """,
)
NO_MASKS = Code(
    "no-masks",
    "A picture note has no list.",
    why="Each line of the list is a mask: without one nothing is asked.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)
        """,
)
TEXT_BESIDE_PICTURE = Code(
    "text-beside-picture",
    "A picture note has text that is neither its picture nor a line of its list.",
    why="The card has no place for it. What explains goes into a field, such as `#### Extra`.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        The plate closes at the end of puberty.

        - {{c1::Resting zone}} `10 10 30 20`
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 30 20`

        #### Extra
        The plate closes at the end of puberty.
        """,
)
NO_PLACE = Code(
    "no-place",
    "A label says nowhere where it is in the picture.",
    why="After the label stands its place in backticks: four numbers in per cent, or the id of a shape.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}}
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 30 20`
        """,
)
BAD_PLACE = Code(
    "bad-place",
    "A place cannot be read, or is not in the picture.",
    why="A box is left, top, width and height in per cent of the picture, `ellipse` has the same four numbers, and "
    "`polygon` has the x and y of three corners or more.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 101 20`
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 80 20`
        """,
)
PARTLY_HIDDEN = Code(
    "partly-hidden-label",
    "A label of a picture is not hidden as a whole under one number.",
    why="The label is what the mask hides: a cloze is all of it, or there is none and it is always shown.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting}} zone `10 10 30 20`
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 30 20`
        """,
)
EMPTY_LABEL = Code(
    "empty-label",
    "A mask has no label.",
    why="The label is what the learner must say: it stands before the place.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - `10 10 30 20`
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 30 20`
        """,
)
NOT_WORDS = Code(
    "label-not-words",
    "A label of a picture holds a picture, a sound, a film or a footnote.",
    why="A label stands in a small box over the picture: there is room for words and formulas. A sound in it would be "
    "heard with the question.",
    bad="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone ![heard](media/resting-zone.mp3)}} `10 10 30 20`
        """,
    good="""
        ### Name the parts of a growth plate
        <!-- id: growth-plate, type: picture -->

        ![Growth plate, section](media/growth-plate.png)

        - {{c1::Resting zone}} `10 10 30 20`
        """,
)
BAD_MASK = Code(
    "bad-mask",
    "`mask` says neither `all` nor `one`, or is on a note without a picture.",
    why="With `all` a card covers every mask, with `one` only the mask that it asks for.",
    bad="""
        ### Which cells resorb bone?
        <!-- id: resorb-bone, mask: one -->

        Osteoclasts
        """,
)
UNKNOWN_SHAPE = Code(
    "unknown-shape",
    "A picture has no shape of this id.",
    why="Shapes are named by their `id` in an SVG drawing (in Inkscape: Object Properties); photographs have none.",
    case="media/picture-shapes",
)
DUPLICATE_SHAPE = Code(
    "duplicate-shape",
    "A drawing has two shapes of this id.",
    why="Nobody can tell which one is meant.",
    case="media/picture-shapes",
)
UNPLACED_SHAPE = Code(
    "unplaced-shape",
    "Where a shape is in the drawing cannot be told from its file.",
    why="Text is as wide as each device draws it, and what is in `<defs>` or in a nested `<svg>` is shown elsewhere "
    "than it is written.",
    case="media/picture-shapes",
)
PICTURE_SIZE = Code(
    "picture-size",
    "A picture does not say how large it is.",
    why="Places are parts of its width and height, and the drawing would have another shape on every device.",
    case="media/picture-size",
)

CODES = (
    NO_PICTURE,
    SHOWN_PLACE,
    TWO_PICTURES,
    NO_MASKS,
    TEXT_BESIDE_PICTURE,
    NO_PLACE,
    BAD_PLACE,
    PARTLY_HIDDEN,
    EMPTY_LABEL,
    NOT_WORDS,
    BAD_MASK,
    UNKNOWN_SHAPE,
    DUPLICATE_SHAPE,
    UNPLACED_SHAPE,
    PICTURE_SIZE,
)
