"""What is wrong with the bytes of a file, before anybody knows where it is named."""

from ankigen.diagnostic import Code, Severity
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """The message follows the file's name: `'media/x.png' is empty`.

    `level` is given if it is another than the code's own. `line` is the line in a text, 0 if in none.
    """

    kind: Code
    message: str
    hint: str
    level: Severity | None = None
    line: int = 0

    @property
    def code(self) -> str:
        """The public name of the kind of fault."""
        return self.kind.name

    @property
    def severity(self) -> Severity:
        return self.level or self.kind.level

    @property
    def words(self) -> str:
        return f"{self.message} (line {self.line})" if self.line else self.message
