"""A version's pages: what it brought, old and new cards side by side. A large release has several."""

from collections.abc import Iterator, Sequence
from html import escape

from ankigen.diff.page.cards import Looks
from ankigen.site.page.changes import Step, changes
from ankigen.site.page.parts import Frame, address, day, document, of_deck, page_of_release, size, summary, text

ROOM = 70_000  # how many bytes of notes a page has, a note more at most


def version_pages(step: Step, looks: Looks, assets: str) -> dict[str, str]:
    """The pages by file."""
    parts = _packed(list(changes(step, looks)))
    files = [page_of_release(step.release)]
    files += [f"{step.release.version}-part-{number}.html" for number in range(2, len(parts) + 1)]
    name = f"{step.deck.name} {step.release.version}"
    about = f"What changed in {name}: {summary(step.release)}"
    return {
        file: document(f"{name}: what changed", about, _body(step, part, files, at), Frame(assets, "../"))
        for at, (file, part) in enumerate(zip(files, parts, strict=True))
    }


def _packed(blocks: Sequence[tuple[str, str]]) -> list[str]:
    """The blocks on as many pages as they need; the heading of a section comes again on each of them."""
    pages: list[str] = []
    room, last = 0, ""
    for heading, block in blocks:
        if not pages or len(pages[-1]) > room:
            pages.append("")
            room, last = ROOM, ""
        pages[-1] += f"{heading if heading != last else ''}\n{block}\n"
        last = heading
    return pages or [""]


def _body(step: Step, part: str, files: Sequence[str], at: int) -> str:
    deck, release = step.deck, step.release
    more = f" <small>part {at + 1} of {len(files)}</small>" if len(files) > 1 else ""
    lines = [
        '<main class="version">\n<nav class="crumbs" aria-label="Above"><a href="../index.html">All decks</a> '
        f'<a href="index.html" {of_deck(deck)}>{text(deck.name)}</a></nav>',
        f"<header><h1><span {of_deck(deck)}>{text(deck.name)}</span> {text(release.version)}{more}</h1>",
        f"<p>{day(release.day)}. {escape(summary(release)).capitalize()}.</p>",
    ]
    if at == 0:
        lines += _first(step)
    lines += ["</header>", part, _ways(step, files, at), "</main>"]
    return "\n".join(lines)


def _first(step: Step) -> Iterator[str]:
    """What is said once."""
    release = step.release
    if release.package:
        link = address(release.package.path.name)
        download = f"Download {text(release.version)}, {size(release.package.size)}"
        newest = "" if release.version == step.deck.last.version else " There is a newer version."
        yield (
            f'<p><a href="{link}" download>{download}</a>.{newest}</p>\n'
            f'<p class="quiet">SHA-256 <code class="digest">{release.package.sha256}</code></p>'
        )
    if release.said.breaking:
        reasons = "".join(f"<li>{text(reason)}</li>" for reason in release.said.breaking)
        yield (
            f'<div class="care"><p>It cannot simply be imported over an older one:</p><ul>{reasons}</ul>'
            '<p><a href="index.html#update">What to do</a></p></div>'
        )


def _ways(step: Step, files: Sequence[str], at: int) -> str:
    """To the parts of this version's page, and to the versions before and after."""
    versions = [release.version for release in step.deck.releases]
    place = versions.index(step.release.version)
    links = [("Before", files[at - 1], f"part {at}")] if at else []
    links += [("Next", files[at + 1], f"part {at + 2}")] if at + 1 < len(files) else []
    links += [("Earlier", f"{versions[place - 1]}.html", versions[place - 1])] if place else []
    links += [("Later", f"{versions[place + 1]}.html", versions[place + 1])] if place + 1 < len(versions) else []
    items = "".join(
        f'<a href="{address(file)}"><span class="quiet">{word}</span> <span>{text(label)}</span></a>'
        for word, file, label in links
    )
    return f'<nav class="ways-on" aria-label="Other versions">{items}</nav>' if items else ""
