"""What can be wrong with pictures, sounds and films."""

from ankigen.diagnostic import Code, Severity

MEDIA_MISSING = Code(
    "media-missing",
    "A file that a note names is not there.",
    why="Learners would see a broken picture. Files are in the deck's `media/` folder.",
    fix="writes the path of the file, if the deck has one of that name or the released one under another",
    bad="""
        ### What is this?

        ![A growth plate](media/growth-plate.png)
        """,
    case="media/missing",
)
MEDIA_CASE = Code(
    "media-case",
    "A file's name has other capitals on the disk.",
    why="Phones and Linux distinguish `Bone.png` and `bone.png`, Windows and macOS do not: the picture would be there "
    "on your computer alone.",
    fix="writes the name as the file has it",
    case="media/case",
)
MEDIA_OUTSIDE = Code(
    "media-outside",
    "A file is outside the deck's folder.",
    why="A deck ships what is in its own folder and nothing else of your computer.",
    fix="writes the path in the deck's folder, if the file is there too",
    case="media/outside",
    bad="""
        ### What is this?

        ![A growth plate](../growth-plate.png)
        """,
)
MEDIA_REMOTE = Code(
    "media-remote",
    "A picture is at a web address.",
    why="Cards work without a network, and nobody learns when they are looked at. Download the file into `media/`, if "
    "its licence allows it.",
    bad="""
        ### What is this?

        ![A growth plate](https://example.org/growth-plate.png)
        """,
    case="media/remote",
)
MEDIA_TYPE = Code(
    "media-type",
    "A file is of a type that Anki does not show.",
    why="Anki shows and plays png, jpg, webp, gif, svg, mp3, ogg, m4a, wav, mp4 and webm on every device.",
    bad="""
        ### What is this?

        ![A growth plate](media/growth-plate.tiff)
        """,
    case="media/type",
)
MEDIA_SCRIPT = Code(
    "media-script",
    "An SVG drawing holds a script, loads something or is more than a drawing.",
    why="On a learner's device it could run, or report that the card was looked at. What draws, writes text or "
    "refers to the drawing's own parts is allowed.",
    case="media/svg-scripts",
)
MEDIA_HTML = Code(
    "media-html",
    "An SVG drawing holds HTML.",
    why="Many programs do not show it, and the labels are missing there.",
    case="media/svg-html",
)
MEDIA_DAMAGED = Code(
    "media-damaged",
    "A file cannot be read as what its name says.",
    why="Learners would see a broken picture or hear nothing.",
    case="media/damaged",
)
MEDIA_MISMATCH = Code(
    "media-mismatch",
    "A file is of another type than its name says.",
    why="Some devices go by the name and others by the content. A picture that Anki shows all the same is a warning.",
    case="media/mismatch",
)
MEDIA_LFS = Code(
    "media-lfs",
    "A file is only a pointer: Git LFS or git-annex has not fetched it.",
    why="Learners would get the pointer, a few lines of text, instead of the picture.",
    case="media/lfs",
)
MEDIA_TRUNCATED = Code(
    "media-truncated",
    "A picture's end is missing.",
    why="Learners would see a part of it. The download or the copy broke off.",
    level=Severity.WARNING,
    case="media/damaged",
)
MEDIA_LOST_TEXT = Code(
    "media-lost-text",
    "An SVG drawing has text that no browser shows.",
    why="Inkscape has a way of its own for text that flows into a frame: learners would see no labels.",
    level=Severity.WARNING,
    case="media/svg-lost-text",
)
MEDIA_TOO_LARGE = Code(
    "media-too-large",
    "A file is over 100 MB.",
    why="Anki refuses a package with such a file.",
    case="media/too-large",
)
MEDIA_LARGE = Code(
    "media-large",
    "A file is over 2 MB.",
    why="Every learner must download it, often over a mobile network.",
    level=Severity.WARNING,
    case="media/large",
)
MEDIA_IN_DESCRIPTION = Code(
    "media-in-description",
    "The deck's description shows a file.",
    why="Anki does not copy files that only a description names.",
    file="deck.toml",
    bad='description = "Look: ![a scan](media/scan.png)"',
    good='description = "Look at [a scan](https://example.org/scan)."',
)
FOLDED_MEDIA = Code(
    "folded-media",
    "A sound or film behind a tap is of a type that Anki on computers cannot play there.",
    why="Anki starts a sound as soon as its side is shown, folded or not. Behind a tap, as in Hint and Extra, a card "
    "has a player of the browser instead, and the one in Anki on computers knows neither m4a nor mp4.",
    level=Severity.WARNING,
    case="media/folded",
)

CODES = (
    MEDIA_MISSING,
    MEDIA_CASE,
    MEDIA_OUTSIDE,
    MEDIA_REMOTE,
    MEDIA_TYPE,
    MEDIA_SCRIPT,
    MEDIA_HTML,
    MEDIA_DAMAGED,
    MEDIA_MISMATCH,
    MEDIA_LFS,
    MEDIA_TRUNCATED,
    MEDIA_LOST_TEXT,
    MEDIA_TOO_LARGE,
    MEDIA_LARGE,
    MEDIA_IN_DESCRIPTION,
    FOLDED_MEDIA,
)
