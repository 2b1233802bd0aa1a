"""What can be wrong with note types of the author's own: notetype.toml, templates, style, and their notes."""

from ankigen.diagnostic import Code, Severity

BAD_NOTE_TYPE = Code(
    "bad-note-type",
    "A folder in `notetypes/` cannot be read as a note type.",
    why="It needs a notetype.toml with an id, a name, fields and templates, and two files for each template. "
    "docs/format.md has an example.",
    case="note_types/bad-note-type",
)
LOST_NOTE_TYPE = Code(
    "lost-note-type",
    "A note type that learners have is not in `notetypes/`.",
    why="Notes of it cannot be shipped without their note type: restore its folder from git.",
    case="note_types/lost-note-type",
)
TEMPLATE_FIELD = Code(
    "template-field",
    "A template names a field that its note type does not have.",
    why="Anki shows an error in place of the card.",
    case="note_types/templates",
)
TEMPLATE_SECTION = Code(
    "template-section",
    "A section of a template is not closed, or is closed and was never open.",
    why="Anki cannot read such a template and makes no card of it: `{{#Extra}}` ends with `{{/Extra}}`.",
    case="note_types/templates",
)
EMPTY_FRONT_TEMPLATE = Code(
    "empty-front-template",
    "The front of a template shows no field.",
    why="Every card would have the same front; Anki refuses such a template.",
    case="note_types/templates",
)
TEMPLATE_FILTER = Code(
    "template-filter",
    "A filter of a template does not do what it was meant for: it is misspelt, or `cloze` in a type without clozes.",
    why="Anki leaves a filter that it does not know to add-ons, and without one it shows the field as it is. And of a "
    "field with `{{cloze:…}}` in a type that is not a cloze it shows nothing.",
    level=Severity.WARNING,
    case="note_types/template-slips",
)
NO_CLOZE_TEMPLATE = Code(
    "no-cloze-template",
    "The front of a cloze note type shows no field with `{{cloze:…}}`.",
    why="Anki hides words only in such a field; without one it shows an error in place of the card.",
    case="note_types/templates",
)
TEMPLATE_SCRIPT = Code(
    "template-script",
    "A template has a script.",
    why="Phones run it otherwise than computers: AnkiDroid and AnkiMobile load a new page for each side, so what the "
    "front's script knows is gone on the back; Anki on computers keeps one page for all cards, so what a script left "
    "there is still there. Buttons and shortcuts differ too, and an update of Anki may break it: the card must be of "
    "use without. ankigen's own templates have none.",
    level=Severity.WARNING,
    case="note_types/templates",
)
TEMPLATE_NETWORK = Code(
    "template-network",
    "A template or its style loads something from the network.",
    why="It is missing for learners who are offline, and whoever runs that server sees each card they look at.",
    level=Severity.WARNING,
    case="note_types/templates",
)
TEMPLATE_FILE = Code(
    "template-file",
    "A template or its style shows a file that is not in the note type's folder.",
    why="Only what lies beside the templates is shipped with them: a logo, a font. Learners who have the file already "
    "go on to see it; new ones do not.",
    level=Severity.WARNING,
    case="note_types/files",
)
NO_CARD = Code(
    "no-card",
    "Anki makes no card of a note, because no front of its note type shows anything.",
    why="A note without a card is never studied, and Anki's Check Database complains of it.",
    case="note_types/no-card",
)

CODES = (
    BAD_NOTE_TYPE,
    LOST_NOTE_TYPE,
    TEMPLATE_FIELD,
    TEMPLATE_SECTION,
    EMPTY_FRONT_TEMPLATE,
    TEMPLATE_FILTER,
    NO_CLOZE_TEMPLATE,
    TEMPLATE_SCRIPT,
    TEMPLATE_NETWORK,
    TEMPLATE_FILE,
    NO_CARD,
)
