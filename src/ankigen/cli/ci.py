"""`ankigen ci`."""

from pathlib import Path

import click

from ankigen.cli.terminal import say


@click.command("ci")
@click.option(
    "--action",
    default="",
    metavar="OWNER/REPOSITORY@COMMIT",
    help="Where on GitHub ankigen is; if you installed it from there, it knows.",
)
@click.option("--pages", is_flag=True, help="Also a workflow that publishes the site for learners on GitHub Pages.")
def command(action: str, pages: bool) -> None:
    """Write the workflows that check contributions and publish releases on GitHub.

    Also a configuration for pre-commit, and what git must ignore and keep as it is. Files of your own stay as they are;
    run it again with a newer ankigen and the workflows use that.

    \b
    Example:
      ankigen ci
      ankigen ci --action OWNER/REPOSITORY@0123456789abcdef0123456789abcdef01234567
    """
    from ankigen.origin import origin
    from ankigen.project.paths import find_root, shown
    from ankigen.project.repository import write_ci

    made_by = origin()
    if not (action or made_by.action):
        raise click.UsageError(
            f"this is ankigen {made_by}, and workflows need a commit of it on GitHub: say --action "
            "OWNER/REPOSITORY@COMMIT, with the 40 digits that ankigen's page on GitHub shows for a commit"
        )
    for file in write_ci(find_root(Path.cwd()), action or made_by.action, pages=pages):
        say(f"{shown(file.path)}: {file.done or 'as it should be'}")
