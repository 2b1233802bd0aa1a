"""Doses and lab values: a number that may reach a patient needs its unit, and somebody to vouch for it."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.plain_text import Prose
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import ExtraField

# A bound, because each number of a long row of them begins a run of its own.
DIGITS = r"\d+(?:[.,\u202f ]\d+){0,30}(?:\s?(?:[-–—/]|to)\s?\d+(?:[.,]\d+)*)?"
VALUE = re.compile(DIGITS)
RANGE = rf"(?>(?<![\w.,/-]){DIGITS})"
MASS = r"(?:[mµμn]|mc)?g|micrograms?|milligrams?|grams?"
AMOUNT = rf"(?:{MASS}|m?mol|[µμnp]mol|m?osm|m?Eq|milliequivalents?|m?IU|m?U|units?|international units?|[MG]Bq|m?Sv)"
VOLUME = r"(?:/|\s?per\s?)\s?(?:kg|m?mol|g|d[lL]|m?[lL]|litre|liter|m2|m²|day|d|h|hr|hour|min|minute|dose|week)\b"
QUANTITY = re.compile(
    rf"{RANGE}\s?(?:{AMOUNT}(?:{VOLUME})*(?![\w-]|\s?/\s?c[cm])|mm\s?Hg\b|cmH2O\b|mL/(?:kg|min|h)|g/d[lL]"
    r"|/(?:[µμ][lL]|mm3|mm³)|×\s?10)"
)
BARE_QUANTITY = re.compile(rf"\W*{QUANTITY.pattern}[\w/^−⁻¹²³]*(?:\s\w{{1,6}}){{0,2}}\W*")
# Somebody is named who vouches, if in another place.
VOUCHED = re.compile(
    r"CFR|\b(?:NCRP|ICRP|NICE|BNF|SPC|SmPC|eTG|WHO|CDC|IDSA|ESC|AHA|ADA|KDIGO|GOLD|GINA)\b"
    r"|(?i:\b(?:guidelines?|according to|doi|pmid|uptodate)\b)|https?://"
)
# Numbers that are nobody's dose, nor a normal value.
OTHERWISE = re.compile(r"\bweigh|\bconvert\b|\bdensity\b|\b(?:to|in) (?:a )?(?:kg|kilograms?|tonnes?)\b", re.I)
A_PATIENT = re.compile(r"\byears?[- ]old\b|\by/o\b", re.I)
DIGIT = re.compile(r"\d")
DOSED = re.compile(
    r"\b(?:(?:maximum|daily|loading|starting|initial|usual|adult|paediatric|pediatric|maintenance|total)\s+)*"
    r"(?:dose|dosage)\b|\bhow many (?:mg|mcg|g|units)\b"
    r"|\bhow much\b.*\b(?:give[ns]?|tak(?:e|en|es|ing)|administer\w*|inject\w*|infus\w*|prescrib\w*|need\w*)\b",
    re.I,
)
ANALYTE = (
    r"(?:sodium|potassium|calcium|magnesium|phosphate|chloride|bicarbonate|glucose|creatinine|urea|bun|haemoglobin"
    r"|hemoglobin|hb|haematocrit|hematocrit|albumin|bilirubin|lactate|ferritin|transferrin|tsh|cholesterol|ldl|hdl"
    r"|triglyceride|troponin|crp|esr|platelet|white cell|white blood cell|wbc|ammonia|osmolality|osmolarity"
    r"|uric acid|cortisol|pao2|paco2|na|k|ca2|mg2|hco3)(?:s|\+|-)?\b"
)
# These and LAB run over small letters.
LAB = re.compile(rf"\b{ANALYTE}")
WORTH = re.compile(
    rf"\b{ANALYTE}(?: (?:levels?|concentrations?|values?|counts?))?"
    r"\s*(?:is|of|was|above|below|over|under|exceeds|[=><≥≤:])\s*(?:above|below|over|under|[<>≥≤~≈]=?)?\s*\Z"
)
LINK = re.compile(r"(?:is|of|was|above|below|over|under|exceeds|[=><≥≤:~≈])\s*\Z")
UNIT = re.compile(r"\s?(?:[%‰\w°/×*+-]|\.\d|\(\d)|, [A-Z] ?=")  # or it goes on as a formula
BARE = re.compile(rf"\W*(?:(?:about|around|approximately|up to|under|over|above|below)\W*)?{RANGE}\W*\Z", re.I)
HINT = "write the unit: 4 g, 3.5 mmol/L"
ASKS_VALUE = re.compile(r"\b(?:normal|reference|target|cut-?off|threshold|range|level|value|concentration)s?\b", re.I)
NO_UNIT = re.compile(
    r"\b(?:pH|INR|ratio|score|index|number|gap|times|fold|percent\w*|how many|specific gravity)\b|[%$£€]", re.I
)
# Two numbers and more are there to reckon with.
GIVEN = re.compile(rf"{RANGE}.*?{RANGE}", re.DOTALL)
UNIT_ASKED = re.compile(
    r"\bin\s+(?:[µμmn]?g|(?:micro|milli)?grams|mmol|mEq|IU|units)\b|\((?:in )?[µμa-zA-Z]+/[a-zA-Z]+\)|/d?L\b"
)


@rule(
    Code(
        "number-without-unit",
        "A dose or a lab value is a bare number.",
        why="A number without its unit is not an answer, and with the wrong one it is dangerous.",
        level=Severity.WARNING,
        bad="""
        ### What is the maximum daily dose of paracetamol in adults?

        4
        """,
        good="""
        ### What is the maximum daily dose of paracetamol in adults?

        4 g
        """,
    ),
    Scope.FILE,
    language="en",
)
def number_without_unit(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        for answer in reading.answers:
            if BARE.match(answer.text) and not NO_UNIT.search(answer.text) and _asks_quantity(reading.front.text):
                at = len(answer.text) - len(answer.text.lstrip())
                yield Finding(answer.span(at), f"'{answer.text.strip()}' has no unit", HINT)
    for place, match in review.main.find(VALUE):
        end = place.at + len(match[0])
        if not LINK.search(place.before(12).lower()) or UNIT.match(place.prose.text, end):
            continue
        if WORTH.search(place.before(60).lower()) and not _unit_near(place.prose.text, end):
            yield Finding(place.span, f"'{match[0]}' has no unit", HINT)


def _unit_near(text: str, end: int) -> bool:
    """Whether the number goes on as a range or a list that ends in a unit: "135 and 145 mmol/L"."""
    return bool(re.match(rf"\s*(?:,|and|or|to|–|-|/|then)\s*{RANGE}\s*[^\W\d]", text[end:]))


def _asks_quantity(front: str) -> bool:
    if NO_UNIT.search(front) or UNIT_ASKED.search(front):
        return False
    return bool(DOSED.search(front) or (ASKS_VALUE.search(front) and LAB.search(front.lower())))


@rule(
    Code(
        "number-without-reference",
        "A dose or a lab value is to be learnt, and the note has no reference.",
        why="Numbers get mistyped and go out of date: somebody must be able to check them.",
        level=Severity.WARNING,
        bad="""
        ### What is the maximum daily dose of paracetamol in adults?

        4 g
        """,
        good="""
        ### What is the maximum daily dose of paracetamol in adults?
        <!-- id: example, reference: "BNF 88, paracetamol" -->

        4 g
        """,
    ),
    Scope.FILE,
)
def number_without_reference(review: Review) -> Iterator[Finding]:
    for reading in review.readings:
        note = reading.note
        if reading.field(ExtraField.REFERENCE) or note.metadata.reference or note.file_reference:
            continue
        for text, at, number in _learnt(reading):
            if OTHERWISE.search(reading.front.text) or any(
                VOUCHED.search(part.fragment.text) for part in reading.shown
            ):
                break
            hint = "say where it comes from: reference: … in the metadata, or #### Reference"
            yield Finding(text.span(at), f"no reference for '{number}'", hint)
            break


def _learnt(reading: Reading) -> Iterator[tuple[Prose, int, str]]:
    """The quantities among what the learner must say."""
    if reading.note.kind.is_cloze:
        hidden = {blank.text for blank in reading.blanks if blank.text}
        for match in QUANTITY.finditer(reading.text.text):
            if any(match[0] in text or text in match[0] for text in hidden):
                yield reading.text, match.start(), match[0]
    for answer in reading.answers:
        if not DIGIT.search(answer.text) or A_PATIENT.search(answer.text):
            continue
        if not (BARE_QUANTITY.fullmatch(answer.text) and GIVEN.search(reading.asked)):
            for match in QUANTITY.finditer(answer.text):
                if not re.search(rf"(?<![\d.,]){re.escape(match[0])}", reading.asked):
                    yield answer, match.start(), match[0]
