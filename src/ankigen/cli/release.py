"""`ankigen release`."""

import click

from ankigen.cli.common import decks_argument, format_option, now, places, progress, shelf_place, tell
from ankigen.report import Format


@click.command("release")
@decks_argument
@click.option("--all", "everything", is_flag=True, help="Release every deck that has something new.")
@click.option("--version", default="", help="The version, such as 1.2.0; otherwise the next one by the rules.")
@click.option("--breaking", is_flag=True, help="Release although learners cannot update cleanly.")
@click.option("--rerender", is_flag=True, help="Also send notes whose rendering alone changed.")
@click.option("--touch", multiple=True, metavar="ID", help="Send this note again; 'all' sends every note.")
@click.option(
    "--delta",
    "delta_from",
    default="",
    metavar="VERSION",
    help="Also write a small package with what changed since VERSION.",
)
@click.option("--no-verify", is_flag=True, envvar="ANKIGEN_NO_VERIFY", help="Do not try the update in Anki first.")
@format_option
def command(
    decks: tuple[str, ...],
    everything: bool,
    version: str,
    breaking: bool,
    rerender: bool,
    touch: tuple[str, ...],
    delta_from: str,
    no_verify: bool,
    form: Format,
) -> None:
    """Publish a version: write the package, the ledger and the changelog.

    Beside them come a checksum, a manifest and release notes for learners; all files are written, or none.

    Commit what it writes. A released package never changes again.

    If Anki's own backend is installed (the extra `anki`), the package is first imported over every released one, as
    `verify` does. A package that would harm learners is not released.

    --touch is for learners whose Anki (2.1.55 to 24.11) took an old import for newer than a correction, or whose leech
    tag keeps a correction out. It replaces what they wrote into the note themselves.

    Look at `ankigen check` first: the number of its warnings is shown here, and an example text that `new` wrote stops
    the release. As long as nobody has the files, git takes a release back (docs/publishing.md).

    \b
    Example:
      ankigen release
      ankigen release calcification-vs-ossification --version 1.0.0
    """
    from ankigen.cli.verify import unverified, verified
    from ankigen.model.edition import Resend
    from ankigen.release.commands import release_deck
    from ankigen.release.publish import ReleaseOptions

    options = ReleaseOptions(version, breaking, Resend(rerender, touch), delta_from)
    found = places(decks)
    if len(found) > 1 and not decks and not everything:
        raise click.UsageError(f"there are {len(found)} decks: name those to release, or say --all")
    if touch and touch != ("all",) and len(found) > 1:
        raise click.UsageError("--touch needs one deck: name it")
    prove = unverified if no_verify else verified
    tell((release_deck(paths, now(), options, progress, prove, shelf_place(paths)) for paths in found), form)
