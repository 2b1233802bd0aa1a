"""The one place that prints. Text for people loses what would move a terminal's cursor or command a CI runner; data for
programs are UTF-8 with line feeds, whatever the terminal speaks."""

import re
import sys
from pathlib import Path

import click

# Colours and weights, ours; whatever else begins with ESC is somebody else's.
SGR = re.compile(
    r"\x1b\[(?:(?:[0123479]|2[1-9]|3[0-79]|4[0-79]|9[0-7]|[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3})(?:;|(?=m)))*m"
)
# Control characters, but for the ends of lines and tabs, and what turns the direction of text around.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# GitHub's and Azure's runners obey these, the second wherever it stands.
COMMAND = re.compile(r"^([ \t]*)(?=::)|##(?=\[)", re.MULTILINE)


def harmless(text: str) -> str:
    """The text with each character that a terminal or a runner would obey written as an escape, such as `\\x07`."""
    parts, at = [], 0
    for match in SGR.finditer(text):
        parts += [printable(text[at : match.start()]), match[0]]
        at = match.end()
    whole = "".join((*parts, printable(text[at:])))
    return COMMAND.sub(lambda match: "##\\" if match[0] == "##" else f"{match[1]}\\", whole)


def printable(text: str) -> str:
    """The text with its control characters escaped, and nothing else changed."""
    return CONTROL.sub(lambda match: _escape(ord(match[0])), text)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text for people."""
    click.echo(harmless(text), err=err, nl=nl)


def hand_over(data: str, output: Path | None = None, *, err: bool = False) -> None:
    """Write data for programs to a file, or else print them. Raises AnkigenError if the file cannot be written."""
    text = data if not data or data.endswith("\n") else f"{data}\n"
    if output and str(output) != "-":
        from ankigen.project.atomic import write_file

        write_file(output, text.encode("utf-8", "backslashreplace"))
        return
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    if buffer := getattr(stream, "buffer", None):
        buffer.write(text.encode("utf-8", "backslashreplace"))
        buffer.flush()
    else:
        stream.write(text)


def tame_markup(data: str) -> str:
    """HTML or Markdown in which no runner finds a command, and which shows the same."""
    return data.replace("##[", "##&#91;")


def tame_json(data: str) -> str:
    """JSON in which no runner finds a command, and which means the same."""
    return data.replace("##[", "#\\u0023[")
