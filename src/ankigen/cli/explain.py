"""`ankigen explain`."""

import click

from ankigen.cli.terminal import say


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a finding: what it means, why it matters, what to write instead.

    CODE is what `check` shows in brackets, such as missing-id. Without a CODE all of them are listed.

    \b
    Example:
      ankigen explain missing-id
    """
    from ankigen.explain import explain, overview

    say(explain(code) if code else overview())
