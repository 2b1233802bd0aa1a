"""Goes through an SVG and collects what may not be in it."""

from collections.abc import Callable, Mapping
from itertools import islice
from urllib.parse import unquote
from xml.parsers import expat

from ankigen.compile.media_fault import Fault
from ankigen.compile.svg import faults as kinds
from ankigen.compile.svg.addresses import drawing_in, shortened
from ankigen.compile.svg.attributes import PICTURES, attribute_problems, foreign_problems
from ankigen.compile.svg.copies import Copies
from ankigen.compile.svg.document import is_known
from ankigen.compile.svg.faults import Kind
from ankigen.compile.svg.names import (
    ACTIVE_NAMESPACES,
    ELEMENTS,
    INSTRUCTIONS,
    SCRIPTS,
    SVG,
    XHTML,
    XLINK,
)
from ankigen.compile.svg.styles import loads

DEEPEST = 256  # libxml2, with which most browsers read SVG, goes no deeper unless it is told to
MOST_ELEMENTS = 300_000
MOST_ENTITIES = 100
MOST_ENTITY_TEXT = 1_000_000
# What expat's errors mean.
WORDS = {
    "junk after document element": "something follows its end",
    "mismatched tag": "an element ends that is not open",
    "no element found": "it breaks off",
    "not well-formed (invalid token)": "a character where none may be",
    "syntax error": "it does not begin like XML",
    "unbound prefix": "a prefix without an xmlns: of its own",
    "undefined entity": "an entity that XML does not know",
}
HREFS = ("href", f"{XLINK}\nhref", f"{XLINK}\nhref\nxlink")

CheckNested = Callable[[bytes], tuple[Fault, ...]]


class _EnoughError(Exception):
    """What comes after need not be read."""


class Reader:
    """Reads one document. `check` is asked about the drawings that lie in it."""

    def __init__(self, text: str, check: CheckNested) -> None:
        self.text = text
        self.check = check
        self.found: dict[Kind, Fault] = {}
        self.depth = self.elements = self.entities = self.entity_text = 0
        self.copies = Copies()
        self.sheet: list[str] | None = None
        self.sheet_line = 0
        self.html: tuple[int, int, str] | None = None
        self.flowed = 0
        self.parser = expat.ParserCreate(None, "\n")
        self.parser.namespace_prefixes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.AttlistDeclHandler = self._attribute_declaration
        self.parser.ElementDeclHandler = self._other_declaration
        self.parser.NotationDeclHandler = self._other_declaration
        self.parser.SkippedEntityHandler = self._other_declaration

    def faults(self) -> tuple[Fault, ...]:
        """The first fault of each kind, in the order of the document."""
        try:
            self.parser.Parse(self.text, True)
            problem = self.copies.problem()
            if problem:
                self._report(kinds.TOO_LARGE, problem, line=0)
        except _EnoughError:
            pass
        except expat.ExpatError as error:
            why = WORDS.get(expat.ErrorString(error.code), expat.ErrorString(error.code))
            self._report(kinds.DAMAGED, f"is not well-formed XML: {why}", line=error.lineno)
        return tuple(self.found.values())

    def _report(self, kind: Kind, message: str, *, line: int | None = None) -> None:
        line = self.parser.CurrentLineNumber if line is None else line
        self.found.setdefault(kind, Fault(kind.code, message, kind.hint, kind.level, line))

    def _stop(self, kind: Kind, message: str) -> None:
        self._report(kind, message)
        raise _EnoughError

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, element, tag = _names(name)
        self.depth += 1
        self.elements += 1
        if self.depth == 1:
            self._root(namespace, element, tag)
        if self.depth > DEEPEST:
            self._stop(kinds.TOO_LARGE, f"nests its elements more than {DEEPEST} deep: <{tag}>")
        if self.elements > MOST_ELEMENTS:
            self._stop(kinds.TOO_LARGE, f"has more than {MOST_ELEMENTS:,} elements")
        if self.sheet is not None:
            self._report(kinds.ELEMENT, f"holds <{tag}> in a <style>")
        if namespace == SVG or namespace in ACTIVE_NAMESPACES:
            self._html()
        if namespace == SVG:
            self._element(element, tag, attributes)
        elif namespace in ACTIVE_NAMESPACES:
            self._active(namespace, element, tag)
        else:
            self._foreign(tag, attributes)
        self.copies.start(attributes.get("id"), _copied(attributes) if element == "use" else None)

    def _root(self, namespace: str, element: str, tag: str) -> None:
        if element != "svg":
            self._stop(kinds.NO_DRAWING, f"is not a drawing: it begins with <{tag}>")
        if namespace != SVG:
            self._stop(kinds.NAMESPACE, f"does not say that it is SVG, so browsers show nothing: <{tag}>")

    def _element(self, element: str, tag: str, attributes: Mapping[str, str]) -> None:
        if element in SCRIPTS:
            self._report(kinds.SCRIPT, f"holds a script: <{tag}>")
            return
        if element not in ELEMENTS:
            self._report(kinds.ELEMENT, f"holds <{tag}>, which is not part of a drawing")
            return
        if element == "foreignObject":
            self.html = self.html or (self.depth, self.parser.CurrentLineNumber, tag)
            self.parser.CharacterDataHandler = self._text
        elif element == "flowRoot":
            self.flowed = self.flowed or self.depth
            self.parser.CharacterDataHandler = self._text
        elif element == "style":
            self.sheet = []
            self.parser.CharacterDataHandler = self._text
        for name, value in attributes.items():
            namespace, local, _ = _names(name)
            drawing = drawing_in(value) if local == "href" and element in PICTURES else None
            if drawing is None:
                for kind, message in attribute_problems(tag, element, namespace, local, value):
                    self._report(kind, message)
            else:
                for fault in self.check(drawing):
                    kind = Kind(fault.kind, fault.hint, fault.level)
                    self._report(kind, f"shows a drawing in <{tag}> that {fault.message}")

    def _active(self, namespace: str, element: str, tag: str) -> None:
        if element in SCRIPTS:
            self._report(kinds.SCRIPT, f"holds a script: <{tag}>")
        elif namespace == XHTML:
            self._report(kinds.HTML if self.html else kinds.PAGE, f"holds HTML: <{tag}>")
        else:
            self._report(kinds.ELEMENT, f"holds {ACTIVE_NAMESPACES[namespace]}: <{tag}>")

    def _foreign(self, tag: str, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            namespace, local, _ = _names(name)
            for kind, message in foreign_problems(tag, namespace, local, value):
                self._report(kind, message)

    def _html(self) -> None:
        """Something to show stands in a <foreignObject>. Illustrator's copy of the drawing, elements of its own, does
        not count: no browser shows it."""
        if self.html:
            _, line, tag = self.html
            self._report(kinds.HTML, f"holds text as HTML, which not every app shows: <{tag}>", line=line)

    def _text(self, text: str) -> None:
        if self.sheet is not None:
            self.sheet_line = self.sheet_line or self.parser.CurrentLineNumber
            self.sheet.append(text)
        elif self.html and self.depth == self.html[0] and not text.isspace():
            self._html()
        elif self.flowed and not text.isspace():
            self._report(kinds.LOST_TEXT, f"holds text that no browser shows, '{shortened(text)}': <flowRoot>")

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.copies.end()
        if self.html and self.depth < self.html[0]:
            self.html = None
        if self.depth < self.flowed:
            self.flowed = 0
        if self.sheet is not None and name.startswith(f"{SVG}\nstyle"):
            css = "".join(self.sheet)
            for at, what in islice(loads(css), 1):
                line = self.sheet_line + css.count("\n", 0, at)
                self._report(kinds.STYLE, f"{what}: <style>", line=line)
            self.sheet, self.sheet_line = None, 0

    def _instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            self._report(kinds.STYLE, "loads a style sheet: <?xml-stylesheet?>")
        elif target not in INSTRUCTIONS:
            self._report(kinds.ELEMENT, f"holds <?{shortened(target)}?>, which is not part of a drawing")

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and not is_known(encoding):
            self._stop(kinds.ENCODING, f"cannot be read: it is in {encoding}")

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if system or public:
            self._stop(kinds.ENTITIES, f"names a DTD that is not SVG's: '{shortened(system or public or '')}'")

    def _entity(self, name: str, is_parameter: int, value: str | None, *_: str | None) -> None:
        """Illustrator writes short names for its namespaces. Whatever is more than plain text is refused."""
        if is_parameter or value is None or not set("<&%").isdisjoint(value):
            self._stop(kinds.ENTITIES, f"declares an entity that is not plain text: {shortened(name)}")
        else:
            self.entities += 1
            self.entity_text += len(value) * self.text.count(f"&{name};")
            if self.entities > MOST_ENTITIES or self.entity_text > MOST_ENTITY_TEXT:
                self._stop(kinds.ENTITIES, f"has entities that make it grow: &{shortened(name)};")

    def _attribute_declaration(self, element: str, name: str, kind: str, value: str | None, required: int) -> None:
        """Old drawings declare attributes of their own; what is not there does nothing."""
        if value is not None:
            self._stop(kinds.ENTITIES, f"declares an attribute that nobody sees: {shortened(name)} of <{element}>")

    def _other_declaration(self, name: str, *_: object) -> None:
        self._stop(kinds.ENTITIES, f"declares more than a drawing needs: {shortened(name)}")


def _names(name: str) -> tuple[str, str, str]:
    """The namespace, the name in it, and both as they are written, of a name as expat gives it."""
    parts = name.split("\n")
    if len(parts) == 1:
        return "", name, name
    return parts[0], parts[1], ":".join(reversed(parts[1:]))


def _copied(attributes: Mapping[str, str]) -> str:
    address = next((attributes[name] for name in HREFS if name in attributes), "")
    return unquote(address.strip().removeprefix("#"))
