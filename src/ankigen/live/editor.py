"""The address that opens a file at its line in the author's editor."""

import re

from ankigen.diagnostic import AnkigenError, nearest

# {path} is absolute and begins with a slash, also on Windows: /C:/cards/bone/a.md.
EDITORS = {
    "code": "vscode://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "windsurf": "windsurf://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
}
# What a page may not be led to by a click.
RUNS = re.compile(r"(?i)\s*(?:javascript|data|vbscript|blob)\s*:")


def editor_address(editor: str) -> str:
    """The address for an editor's name or an address of the author's own; Visual Studio Code's if it is empty. Raises
    AnkigenError if it is neither."""
    if "{path}" in editor and ":" in editor.partition("{path}")[0] and not RUNS.match(editor):
        return editor
    if editor and editor not in EDITORS:
        raise AnkigenError(
            f"--editor {editor}: neither an editor that ankigen knows nor an address with {{path}} in it, such as "
            f"{EDITORS['code']}; {nearest(editor, EDITORS)}"
        )
    return EDITORS[editor or "code"]
