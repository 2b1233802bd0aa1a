"""The skeleton of every page that ankigen writes: nothing is fetched from elsewhere."""

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'"
)


def page(title: str, style: str, body: str, *, policy: str = POLICY, head: str = "") -> str:
    """The whole HTML file; title, body and what else is in its head are HTML. As it is, it is one file without script
    that needs nothing else; a page among others has another policy."""
    styled = f"<style>\n{style}</style>\n" if style else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n{styled}{head}'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
