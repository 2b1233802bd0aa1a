"""Fronts that cannot be answered as they stand: the card is met alone, months later."""

import re
from collections.abc import Iterator

from ankigen.diagnostic import Code, Severity
from ankigen.lint.alignment import THING
from ankigen.lint.note_text import Reading, Review
from ankigen.lint.rule import Finding, Scope, rule
from ankigen.model.note import Kind

AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might|must)(?:n['’]t)?"
# The question itself opens like this, or the part after its circumstances: "In rickets, is calcium low?"
OPENING = re.compile(rf"(?:[^?]*[.!;:,]\s+)?{AUXILIARY}\s[^.!;:]*\?\W*\Z", re.I)
TRUE_FALSE = re.compile(
    r"\W*(?:(?:is it )?true or false|true/false|t/f|yes or no|right or wrong)\b"
    r"|.*\b(?:true or false|true/false|t or f|t/f|yes or no)\W*\Z",
    re.I | re.DOTALL,
)
VERDICT = re.compile(r"\W*(?:yes|no|true|false|correct|incorrect)(?:\Z|[\s.,;:!)(–—-])", re.I)
# "or" and a slash offer two answers, and these ask for more than a verdict.
ASKS_MORE = re.compile(
    r"\b(?:or|which|what|when|where|why|how|who|whom|(?:can|could|would|will) you|if so)\b|\w{4}/\w{4}", re.I
)

# "It is important to …", "How long does it take?": this `it` stands for nothing.
JUDGED = (
    "acceptable|accepted|advis(?:able|ed)|allowed|amazing|appropriate|believed|best|better|(?:un)?clear|(?:un)?common"
    "|considered|(?:in)?correct|crucial|dangerous|difficult|easy|essential|estimated|feasible|good|hard|helpful"
    "|(?:un)?important|interesting|known|legal|(?:un)?likely|necessary|normal|noteworthy|obvious|ok(?:ay)?|permitted"
    "|(?:im)?possible|preferable|proved|proven|rare|reasonable|recommended|reported|required|safe|said|sensible|shown"
    "|sufficient|surprising|thought|time|true|typical|useful|usual|vital|wise|worth"
)
EXPLETIVE = (
    rf"(?:\s+(?:{AUXILIARY}|been|be)){{0,3}}(?:\s+(?:not|always|often|usually|generally|typically|\w+ly)){{0,2}}\s+"
    rf"(?:(?!an?\b|the\b|one\b)\w+\s+that\b|(?:{JUDGED})\b(?!\s+(?:for\s+(?:its|their)|as|by)\b)(?:,?\s+\w+){{0,3}}?"
    r",?\s+(?:to|that|for|if|when|whether|in|not)\b"
    r"|(?:takes?|means?)\b|called\s+when|called\s+(?:an?|the)\s+[\"“‘'«*_]*\w|(?:at|for|that|to|your)\b)"
)
PRONOUN = re.compile(
    rf"(?:(?:[A-Z][\w ]{{0,20}}: )?(?:(?!it(?:['’]?s)?{EXPLETIVE})"
    r"(?:it|its|they|their|he|she|this|these|those)\s+(?!(?:is|was) (?:the|a|an)\b[^?]*:))"
    rf"|(?:what|which|how|why|when|where|who)\b(?:\s+\w+){{0,2}}\s+(?:{AUXILIARY})\s+"
    rf"(?:it|they|them|this|these|those)\b(?!{EXPLETIVE})"
    r"|(?:what|which)\s+(?:causes?|treats?|triggers?|supplies|innervates|inhibits|activates)\s+(?:it|them|this|these)\b)",
    re.I,
)
# "It is a canal that joins …": what the pronoun stands for is the answer.
RIDDLE = re.compile(
    r"(?:it|they|he|she|this|these|those)['’]?s?\s+(?:is|are|was|were|has|have|refers? to|describes?|means?|a|the)\b"
    r"[^?]*\Z|its (?:an?|the|not|been)\b",
    re.I,
)
FIRST_ASKS = re.compile(r"\w\?[*_]*\s*\Z")
LIST_LINE = re.compile(r"^[ \t]*(?:[-*+>|]|\d{1,9}[.)])[ \t]", re.MULTILINE)
# Such a question goes on with what was said; it asks nobody.
RHETORICAL = re.compile(r"(?:but|and|or|so|what if|why (?:bother|not)|e se|y si|¿qué pasa si)\b", re.I)
LONGEST_VIGNETTE = 120  # words
SHOWN_AFTER = re.compile(r"\?\s+\S.{3}", re.DOTALL)
DEMONSTRATIVE = re.compile(r"(?:this|these|those)\s+(?:\w+\s+)?", re.I)
THIS_THING = re.compile(
    r"\bthis\s+(?:condition|disease|disorder|drug|medication|syndrome|structure|patient|person|finding|picture|case"
    r"|nerve|muscle|cell|hormone|enzyme|test|sign|process|pathology|lesion|infection|organism)\b",
    re.I,
)
# A thing was spoken of, or its name follows: "this drug nitrofurantoin".
NAMED_BEFORE = re.compile(r"\b(?:an?|the)\s+\w+|(?:\w+\W+){9}", re.I)
NAMED_AFTER = re.compile(r"\s+(?:for\s+)?\w{6,}\s*\?\Z")
NAMED_LAST = re.compile(r"/\s*\w{6,}\W*\Z")  # "what does it look like/metoprolol"

TOPICS = (
    "action|answer|cause|causes|characteristics|classification|clinical|complications?|components|contraindications?|course"
    "|definition|definitions|details|diagnosis|diagnostics?|differences?|differential|effects?|epidemiology|etiology"
    "|aetiology|example|examples|exam|facts?|features?|findings?|first|function|functions|general|histology|important"
    "|indications?|info|information|introduction|investigations?|labs?|line|location|main|management|mechanism|meaning"
    "|mnemonic|notes?|origin|overview|pathogenesis|pathology|pathophysiology|points?|presentation|prevention"
    "|prognosis|properties|purpose|question|questions|risk|factors?|role|roles|screening|side|signs?|steps?|structure"
    "|structures|summary|symptoms?|tests?|therapy|treatments?|triad|types?|uses?|workup|key|common|other|more"
)
EMPTY = rf"(?:{TOPICS}|what|which|is|are|the|its|their|a|an|of|and|or|for|in|to|you|know|about|list|name|give|describe)"
# "What is inflammation?" asks for a definition, "What is the treatment?" for no telling what.
VAGUE = re.compile(
    rf"(?!\W*(?:what|define)\s+(?:is|are|(?=\w+\W*\Z))\s*(?:an?\s+)?\w+\W*\Z)\W*(?:{EMPTY}\W+)*{EMPTY}\W*\Z", re.I
)
# What is asked of the thing has many right answers: "How does diet relate to bone?"
RELATION = re.compile(
    r"\W*(?:how (?:does|do|did|is|are|can|may) [^?,;:]{3,60} (?:relate[ds]?|change|affect(?:ed)?|influence[ds]?)"
    r"(?: (?:to|by|each other|one another|with) ?[^?,;:]{0,50})?\?"
    r"|in what ways? (?:does|do|did|is|are|can|may)\b[^?]{0,90}\?"
    r"|what (?:is|are|was|were) the (?:roles?|status|importance|significance|relationship|relevance) (?:of|between)\b"
    r"[^?]{0,90}\?"
    r"|what (?:does|do) [^?]{3,60} aim (?:at|for|to)\b[^?]{0,40}\?)\W*\Z",
    re.I,
)
SHORT, WORDY = 60, 12  # characters and words; a longer front says more than such words
OPEN = re.compile(
    r"\W*(?:tell me (?:more )?about|what about|what do you know (?:about|of)|what can you say about"
    r"|what is there to know about|say something about|talk about|discuss|write (?:short )?notes? on"
    r"|(?:everything|anything) about|what is (?:important|special|interesting|notable|significant) about"
    r"|what should you know about|what (?:are|is) (?:some|the) (?:facts?|things?) about)\b",
    re.I,
)


@rule(
    Code(
        "yes-no-question",
        "A question can be answered with yes or no.",
        why="Half of all guesses are right.",
        level=Severity.WARNING,
        bad="""
        ### Is rickets caused by a lack of vitamin D?

        Yes
        """,
        good="""
        ### Which vitamin is lacking in rickets?

        Vitamin D
        """,
    ),
    Scope.FILE,
    language="en",
)
def yes_no_question(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        if _is_yes_no(reading):
            hint = "ask for the thing itself (which, what, where, how), or hide it in a cloze"
            verdict = "yes or no" if reading.front.text.rstrip().endswith("?") else "true or false"
            yield Finding(reading.front.span(), f"this can be answered with {verdict}", hint)


def _is_yes_no(reading: Reading) -> bool:
    front = reading.front.text.strip()
    if reading.note.kind is Kind.CHOICE:
        return len(reading.options) == 2 and all(VERDICT.fullmatch(option.text) for option in reading.options)
    if TRUE_FALSE.match(front) or (OPENING.match(front) and VERDICT.match(reading.body.text)):
        return True
    return re.match(rf"{AUXILIARY}\s", front, re.I) is not None and not ASKS_MORE.search(front) and front.endswith("?")


@rule(
    Code(
        "pronoun-front",
        "The front speaks of `it` or `this`, and nothing says what that is.",
        why="Cards are met alone and shuffled: the note above is not there.",
        level=Severity.WARNING,
        bad="""
        ### What does it inhibit?

        Cyclooxygenase
        """,
        good="""
        ### What does aspirin inhibit?

        Cyclooxygenase
        """,
    ),
    Scope.FILE,
    language="en",
)
def pronoun_front(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        if (word := _pronoun(reading)) and not _is_seen(reading):
            asks = "?" in reading.front.text
            hint = (
                "name it: months later the card stands alone" if asks else "ask, and say of what kind it is: Which …?"
            )
            yield Finding(reading.front.span(), f"'{word}' has nothing to stand for", hint)


def _pronoun(reading: Reading) -> str:
    text = reading.front.text.strip()
    if RIDDLE.match(text) or SHOWN_AFTER.search(text) or NAMED_LAST.search(text):
        return ""
    if match := PRONOUN.match(text):
        found = re.findall(r"\b(?:it|its|they|them|their|he|she|this|these|those)\b", match[0], re.I)
        # "This drug inhibits cyclo-oxygenase: which?" describes what it asks for.
        if found and not (match.start() == 0 and DEMONSTRATIVE.match(text) and len(text.split()) > 3):
            return str(found[-1])
    first = re.split(r"[.!?:;]\s", text)[0]
    if (match := THIS_THING.search(first)) and not NAMED_BEFORE.search(text[: match.start()]):
        asks = match.start() and text.endswith("?") and len(first) >= len(text) - 1
        return match[0] if asks and not NAMED_AFTER.match(text, match.end()) else ""
    return ""


def _is_seen(reading: Reading) -> bool:
    """Whether a picture, a formula, or the stem under the front shows what it is about."""
    stem = reading.note.body.text.strip() if reading.note.kind is Kind.CHOICE else ""
    return bool(stem) or "![" in reading.note.front.text or THING in reading.front.text


@rule(
    Code(
        "vague-front",
        "The front does not say what is asked, or of what.",
        why="There are many right answers, and the learner must guess the one you meant.",
        level=Severity.WARNING,
        bad="""
        ### Treatment?

        Colchicine
        """,
        good="""
        ### What is the first-line treatment of gout flares?

        Colchicine
        """,
    ),
    Scope.FILE,
    language="en",
)
def vague_front(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        text = reading.front.text
        if not text.strip() or _is_seen(reading):
            continue
        if (OPEN.match(text) and text.count(" ") < WORDY) or (len(text) < SHORT and VAGUE.match(text)):
            hint = "name the thing, and ask for one fact about it"
            yield Finding(reading.front.span(), "this front could mean anything", hint)
        elif RELATION.match(text):
            hint = "ask for the one fact you mean: Which …, What happens to …?"
            yield Finding(reading.front.span(), "there are many right answers to this", hint)


@rule(
    Code(
        "question-in-answer",
        "The answer begins with a question.",
        why="Everything under the heading is the back of the card: the learner would see the question with its answer. "
        "What stands above `#### Answer` belongs to the front.",
        level=Severity.WARNING,
        bad="""
        ### A 70-year-old man is breathless

        His ankles are swollen. What is the most likely diagnosis?

        Heart failure
        """,
        good="""
        ### A 70-year-old man is breathless

        His ankles are swollen. What is the most likely diagnosis?

        #### Answer

        Heart failure
        """,
    ),
    Scope.FILE,
)
def question_in_answer(review: Review) -> Iterator[Finding]:
    for reading in review.questions:
        first, _, rest = reading.note.body.text.partition("\n\n")
        asks = "?" not in reading.front.text[-3:] and _asks(first)
        if reading.note.kind is not Kind.CHOICE and reading.stem is None and asks:
            hint = "write #### Answer above the answer: what stands over it is then the front"
            if not rest.strip():
                hint = "write #### Answer under it, and then the answer"
            yield Finding(reading.body.span(), "the answer begins with a question", hint)


def _asks(paragraph: str) -> bool:
    """Whether a paragraph puts a question to the learner: it ends in one that needs no sentence before it."""
    if not FIRST_ASKS.search(paragraph) or LIST_LINE.search(paragraph) or RHETORICAL.match(paragraph):
        return False
    return len(paragraph.split()) <= LONGEST_VIGNETTE
