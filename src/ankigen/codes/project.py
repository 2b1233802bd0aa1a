"""What can be wrong with a repository of decks: files that cannot be read, folders, ledgers."""

from ankigen.diagnostic import Code, Severity

NO_NOTES = Code(
    "no-notes",
    "A deck has no note.",
    why="There is nothing to build. A note begins with a `###` heading.",
    case="check/no-sources",
)
NOT_A_FILE = Code(
    "not-a-file",
    "Something with the name of a source is a folder or a broken link.",
    why="It cannot be read, and its name says that it was meant to be.",
    case="check/not-a-file",
)
UNREADABLE = Code(
    "unreadable",
    "A file cannot be read.",
    why="Usually its permissions are wrong.",
    case="check/unreadable",
)
TOO_LARGE = Code(
    "too-large",
    "A source is over 10 MB.",
    why="No deck of that size was ever written by hand: something else has the name of a source.",
    case="check/too-large",
)
NOT_UTF8 = Code(
    "not-utf8",
    "A file is not UTF-8 text, or its name is not.",
    why="Letters with accents, Greek letters and signs would be lost. Every editor can save a file as UTF-8.",
    case="check/not-utf8",
)
NUL_BYTE = Code(
    "nul-byte",
    "A file holds a NUL byte.",
    why="It is not text, or it is UTF-16 text. Save it as UTF-8.",
    case="check/nul-byte",
)
IGNORED_FILE = Code(
    "ignored-file",
    "A file looks like a source and is not read.",
    why="Sources are the `*.md` files directly in their deck's folder. What is elsewhere, or has another ending, is in "
    "no package.",
    level=Severity.WARNING,
    case="project/strays-beside-decks",
)
FOLDER_WITHOUT_DECK = Code(
    "folder-without-deck",
    "A folder in `cards/` has sources, but is not a deck.",
    why="A deck is a folder directly in `cards/` with a file named `deck.toml`. No other folder is read.",
    case="project/folder-without-settings",
)
BACKUP_NAME = Code(
    "backup-name",
    "A deck's folder is named `backup-…`.",
    why="Anki takes a package named `backup-….apkg` for a backup, and would replace the learner's whole collection.",
    case="project/backup-name",
)
DUPLICATE_UID = Code(
    "duplicate-uid",
    "Two decks have the same `uid`.",
    why="Their cards would overwrite each other in learners' collections. A copied deck needs a uid of its own.",
    case="config/duplicate-uid",
)
CHANGED_FAMILY = Code(
    "changed-family",
    "A deck was released, and its `family` is another one now.",
    why="The ids of the note types come from the family: Anki would update none of the notes that learners have, and "
    "merging the note types would double their fields.",
    case="project/changed-family",
)
FAMILY_DIFFERS = Code(
    "family-differs",
    "Decks of one family have another `language` or `report_url`.",
    why="Both are in the templates that the decks share: each import would change the cards of all of them.",
    case="project/family",
)
LEDGER_CONFLICT = Code(
    "ledger-conflict",
    "Git left the marks of a conflict in the ledger.",
    why="Two branches released the same deck. Keep one of the two histories and release the other's changes after it.",
    case="ledger/merge-conflict",
)
LEDGER_DAMAGED = Code(
    "ledger-damaged",
    "The ledger cannot be read.",
    why="It remembers every released note: without it learners would get all notes a second time. Only `release` and "
    "`retire` write it.",
    case="ledger/cut-off",
)
LEDGER_NEWER = Code(
    "ledger-newer",
    "The ledger was written by a newer ankigen.",
    why="An older program could misread it.",
    case="ledger/newer-format",
)
LEDGER_OTHER_DECK = Code(
    "ledger-other-deck",
    "The ledger belongs to a deck with another uid.",
    why="Either the uid in deck.toml was changed, which would give every note a second identity, or the folder is not "
    "the deck's own.",
    case="ledger/other-uid",
)
LEDGER_DUPLICATE = Code(
    "ledger-duplicate",
    "Two notes in the ledger share an id, a guid or a number.",
    why="It happens when two branches released and were merged line by line. Anki would hold one of the two notes.",
    case="ledger/duplicate-note",
)
LEDGER_WITHOUT_DECK = Code(
    "ledger-without-deck",
    "A deck was released, and its folder in `cards/` has no deck.toml any more.",
    why="Nothing of the deck would be checked or built, and nobody would notice.",
    case="project/ledger-without-deck",
)
LOST_LEDGER = Code(
    "lost-ledger",
    "A deck was released, but its ledger is not where it belongs.",
    why="Without it every note would get a second identity, and learners every card twice.",
    case="ledger/lost",
)

CODES = (
    FOLDER_WITHOUT_DECK,
    IGNORED_FILE,
    NO_NOTES,
    NOT_A_FILE,
    UNREADABLE,
    TOO_LARGE,
    NOT_UTF8,
    NUL_BYTE,
    BACKUP_NAME,
    DUPLICATE_UID,
    CHANGED_FAMILY,
    FAMILY_DIFFERS,
    LEDGER_CONFLICT,
    LEDGER_DAMAGED,
    LEDGER_NEWER,
    LEDGER_OTHER_DECK,
    LEDGER_DUPLICATE,
    LEDGER_WITHOUT_DECK,
    LOST_LEDGER,
)
