"""`ankigen explain`."""

import click


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what a finding means, why it matters and what to write instead.

    CODE is what `check` shows in brackets, such as missing-id. Without it all codes are listed.

    \b
    Example:
      ankigen explain missing-id
    """
    from ankigen.explain import explain, overview

    click.echo(explain(code) if code else overview())
