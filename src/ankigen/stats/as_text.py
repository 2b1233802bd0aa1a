"""The numbers as a table for a terminal, with bars."""

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ankigen.diagnostic import plural
from ankigen.stats.model import DeckStats, ReviewState, SectionCount
from ankigen.stats.phrases import answers, coverage, files, groups, listed, release, reviewed, size
from ankigen.values import dataclass

WIDEST = 96
NUMBER, REMARK, GAP = 7, 14, 2
ROOMY = 64
ACCENT, CARE, QUIET = "cyan", "yellow", "dim"
IN_ASCII = str.maketrans("–·…", "--~")


Row = tuple[Text, Text, Text, Text]


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the table is shown: its columns, whether it has colours, and whether it has more than ASCII."""

    width: int = 80
    colour: bool = False
    ascii: bool = False

    @property
    def columns(self) -> int:
        return max(40, min(self.width, WIDEST))

    @property
    def label(self) -> int:
        return min(34, self.columns // 3)

    @property
    def remark(self) -> int:
        """On a narrow screen the bars take the remarks' place."""
        return REMARK if self.columns >= ROOMY else 0

    @property
    def bar(self) -> int:
        return self.columns - self.label - NUMBER - self.remark - GAP * (4 if self.remark else 3)


def as_text(decks: Iterable[DeckStats], screen: Screen) -> str:
    """A table a deck, with an empty line between them."""
    out = StringIO()
    console = Console(
        file=out,
        width=screen.columns,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
    )
    for number, stats in enumerate(decks):
        if number:
            console.print()
        _print(console, stats, screen)
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    text = "\n".join(lines)
    return text.translate(IN_ASCII).encode("ascii", "replace").decode() if screen.ascii else text


def _print(console: Console, stats: DeckStats, screen: Screen) -> None:
    facts = [plural(stats.notes, "note"), plural(stats.cards, "card"), *files(stats.media), release(stats)]
    console.print(Text(stats.name, "bold"))
    console.print(Text(" · ".join(facts), QUIET))
    for block in _Blocks(stats, screen).all() if stats.notes or stats.objectives else ():
        console.print()
        console.print(Text.assemble((block.title, f"bold {ACCENT}"), "  ", (block.remark, QUIET)))
        if block.rows:
            console.print(Padding(_table(block.rows, screen), (0, 0, 0, GAP)))
        if block.foot:
            console.print(Padding(Text(block.foot, CARE), (0, 0, 0, GAP)))


def _table(rows: Iterable[Row], screen: Screen) -> Table:
    table = Table.grid(padding=(0, GAP))
    table.add_column(width=screen.label, no_wrap=True, overflow="ellipsis")
    table.add_column(width=screen.bar, no_wrap=True)
    table.add_column(width=NUMBER, justify="right", no_wrap=True)
    if screen.remark:
        table.add_column(width=screen.remark, no_wrap=True)
    for row in rows:
        table.add_row(*row[: len(table.columns)])
    return table


@dataclass(frozen=True, slots=True)
class _Block:
    title: str
    remark: str
    rows: tuple[Row, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class _Blocks:
    stats: DeckStats
    screen: Screen

    def all(self) -> Iterator[_Block]:
        stats = self.stats
        yield _Block("Kinds", "cards of each", tuple(self.kinds()))
        yield _Block("Words per answer", answers(stats.lengths), tuple(self.lengths()))
        yield self.sections()
        yield _Block("Review", reviewed(stats), tuple(self.reviews()))
        if stats.version:
            yield _Block("Last change", "notes", tuple(self.ages()))
        if stats.media.size:
            remark = f"{', '.join(files(stats.media))} in {plural(stats.media.notes, 'note')}, {size(stats.media)}"
            yield _Block("Media", remark)

    def kinds(self) -> Iterator[Row]:
        most = max((kind.cards for kind in self.stats.kinds), default=0)
        return (self.row(kind.kind, kind.cards, most, plural(kind.notes, "note")) for kind in self.stats.kinds)

    def lengths(self) -> Iterator[Row]:
        steps = list(groups(self.stats.lengths))
        most = max(count for _, count, _ in steps)
        return (self.row(label, count, most, care=care) for label, count, care in steps if count or not care)

    def sections(self) -> _Block:
        rows = tuple(self.section(section) for section in self.stats.sections)
        missing = listed([objective.id for objective in self.stats.uncovered], 12)
        return _Block("Sections", coverage(self.stats), rows, f"not covered: {missing}" if missing else "")

    def reviews(self) -> Iterator[Row]:
        states = self.stats.reviews.states
        most = max(count for _, count in states)
        return (self.row(state, count, most, care=state is ReviewState.CONTESTED) for state, count in states)

    def ages(self) -> Iterator[Row]:
        most = max(count for _, count in self.stats.ages)
        return (self.row(age, count, most) for age, count in self.stats.ages)

    def row(self, label: str, count: int, most: int, remark: str = "", *, care: bool = False) -> Row:
        cells = round(count / most * self.screen.bar * 8) if most else 0
        bar = Text(self.bar(max(cells, 1) if count else 0), CARE if care else ACCENT)
        return Text(label), bar, Text(f"{count:,}", "" if count else QUIET), Text(remark, QUIET)

    def bar(self, eighths: int) -> str:
        if self.screen.ascii:
            return "#" * max(round(eighths / 8), min(eighths, 1))
        whole, rest = divmod(eighths, 8)
        return "█" * whole + " ▏▎▍▌▋▊▉"[rest].strip()

    def section(self, section: SectionCount) -> Row:
        """A box for each objective if there is room, filled if a note teaches it."""
        asked, covered = len(section.objectives), section.covered
        if not self.stats.objectives:
            most = max(other.notes for other in self.stats.sections)
            return self.row(section.title, section.notes, most, plural(section.cards, "card"))
        full, empty = ("#", ".") if self.screen.ascii else ("■", "□")
        room = min(asked, self.screen.bar)
        filled = covered * room // asked if asked else 0
        boxes = Text.assemble((full * filled, ACCENT), (empty * (room - filled), CARE))
        share = Text(f"{covered}/{asked}" if asked else "", "" if covered == asked else CARE)
        return Text(section.title), boxes, share, Text(plural(section.notes, "note"), QUIET)
