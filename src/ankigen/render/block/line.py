"""One line while the blocks eat it from the left, with CommonMark's tab stops of four columns."""


class Line:
    """`next` is the first character that is not a blank, `indent` the columns before it; both move as it is eaten."""

    __slots__ = ("blank", "column", "indent", "next", "number", "pos", "start", "text", "text_only")

    def __init__(self, text: str, number: int, start: int) -> None:
        self.text = text
        self.number = number
        self.start = start
        self.text_only = False  # nothing but text may follow, as after a task's box
        self.pos = self.column = 0
        self._look()

    def _look(self) -> None:
        text, at, column = self.text, self.pos, self.column
        length = len(text)
        while at < length:
            if text[at] == " ":
                column += 1
            elif text[at] == "\t":
                column += 4 - column % 4
            else:
                break
            at += 1
        self.next = at
        self.indent = column - self.column
        self.blank = at == length

    @property
    def origin(self) -> int:
        """The fragment's offset of the character at `pos`."""
        return self.start + self.pos

    @property
    def rest(self) -> str:
        return self.text[self.pos :]

    def eat(self, columns: int) -> None:
        """Eat that many columns of whitespace; a tab that is eaten in part leaves spaces."""
        while columns and self.pos < len(self.text):
            char = self.text[self.pos]
            if char == "\t":
                width = 4 - self.column % 4
                if width > columns:
                    self.text = self.text[: self.pos] + " " * width + self.text[self.pos + 1 :]
                    self.start -= width - 1
                    continue
            elif char == " ":
                width = 1
            else:
                break
            self.pos += 1
            self.column += width
            columns -= width
        self._look()

    def take(self, characters: int) -> None:
        """Eat the whitespace before `next` and that many characters from there."""
        self.column += self.indent + characters
        self.pos = self.next + characters
        self._look()

    def end(self) -> None:
        self.take(len(self.text) - self.next)
