"""What is wrong with the bytes of a file, before anybody knows where it is named."""

from dataclasses import dataclass

from ankigen.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """The message follows the file's name: `'media/x.png' is empty`. `line` is the line in a text, 0 if in none."""

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    line: int = 0

    @property
    def words(self) -> str:
        return f"{self.message} (line {self.line})" if self.line else self.message
