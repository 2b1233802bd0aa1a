"""Note types in the shapes that published decks have, in words of our own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    notes: tuple[tuple[str, ...], ...]


STEP = Foreign(
    "Step deck",
    True,
    ("Text", "Extra", "Lecture", "Missed", "Pictures", "one by one"),
    (
        (
            "Cloze",
            '{{#one by one}}<div id="onebyone">{{/one by one}}<div id="text">{{cloze:Text}}</div>{{#one by one}}</div>'
            '{{/one by one}}\n<div class="timer"></div><script>var seconds = 9;</script>\n'
            '{{#Tags}}<div id="tags-container">{{clickable:Tags}}</div>{{/Tags}}<span hidden>{{edit:Text}}</span>',
            '<div id="text">{{cloze:Text}}</div>\n{{#Extra}}<hr><div id="extra">{{edit:Extra}}</div>{{/Extra}}\n'
            '{{^Extra}}<i>none</i>{{/Extra}}{{#Lecture}}<div class="hints">{{hint:Lecture}}</div>{{/Lecture}}'
            "{{#Pictures}}{{hint:Pictures}}{{/Pictures}}<!-- {{Missed}} -->"
            "{{^Missed}}{{#Tags}}{{Tags}}{{/Tags}}{{/Missed}}",
        ),
    ),
    (
        (
            "{{c1::Loop}} diuretics act on {{c2::the <b>NKCC2</b>::transporter}} and lose {{c1::K<sup>+</sup>}}",
            "<div>also Mg<sup>2+</sup></div>",
            '<img src="loop.png">',
            "",
            "",
            "",
        ),
        ("{{c1::<div>a</div>}}<br>{{c3::\\(\\frac{a}{b}\\)::formula}}", "<br>", "", "yes", "<div></div>", "y"),
        ("\\[ {{c1::x^2}} + {{c2::<i>y</i>}} \\]", "", " &nbsp; ", "", "", "y"),
    ),
)
VOCABULARY = Foreign(
    "Vocabulary (read, listen, write)",
    False,
    ("Expression", "Reading", "Meaning", "Audio", "Picture"),
    (
        (
            "Recognition",
            "<div lang=ja>{{kanji:Reading}}</div>{{tts ja_JP voices=Otoya speed=0.9:Expression}}",
            "{{FrontSide}}<hr id=answer>{{furigana:Reading}}<br>{{Meaning}}{{#Audio}}{{Audio}}{{/Audio}}",
        ),
        (
            "Recall",
            "{{#Meaning}}{{Meaning}}<br>{{type:Expression}}{{/Meaning}}",
            "{{FrontSide}}<hr id=answer>{{kana:Reading}}",
        ),
        ("Listening", "{{#Audio}}Listen. {{Audio}}{{/Audio}}", "{{text:Meaning}} {{Picture}} {{type:Meaning}}"),
    ),
    (
        ("日本語", " 日本[にほん] 語[ご]", "Japanese &amp; more", "[sound:nihongo.mp3]", '<img src="jp.png">'),
        ("食べる", "食[た]べる[sound:taberu.mp3]", "<b>to eat</b>", "", ""),
        ("猫", "&nbsp;猫[ねこ]", "", "[sound:a.mp3][sound:b.ogg]", ""),
    ),
)
GEOGRAPHY = Foreign(
    "Country - capital - flag",
    False,
    ("Country", "Country info", "Capital", "Capital info", "Flag", "Similar flags"),
    (
        (
            "Country → capital",
            "{{#Capital}}<div class=value>{{Country}}</div><div class=type>Capital?</div>{{/Capital}}",
            "{{FrontSide}}\n\n<hr>\n\n{{Capital}}<div class=info>{{Capital info}}</div>",
        ),
        (
            "Flag → country",
            "{{#Flag}}{{Flag}}<div class=type>Country?</div>{{/Flag}}",
            "{{FrontSide}}<hr>{{Country}}{{#Similar flags}}<p>{{hint:Similar flags}}</p>{{/Similar flags}}",
        ),
    ),
    (
        ("Chad", "", "N'Djamena", "", '<img src="chad.svg" />', 'Romania (<i>no</i> "arms")'),
        ("Monaco", "a city", "", "", "", ""),
    ),
)
ANATOMY = Foreign(
    "Image masks (with scripts)",
    True,
    ("Occlusion", "Image", "Header", "Back Extra", "Comments"),
    (
        (
            "Image",
            '{{#Header}}<div>{{Header}}</div>{{/Header}}<div style="display: none">{{cloze:Occlusion}}</div>'
            '<div id="err"></div><div id="c">{{Image}}<canvas id="v"></canvas></div><script>draw();</script>',
            '{{#Header}}<div>{{Header}}</div>{{/Header}}<div style="display: none">{{cloze:Occlusion}}</div>'
            '<div id="c">{{Image}}</div>{{#Back Extra}}<div>{{Back Extra}}</div>{{/Back Extra}}',
        ),
    ),
    (
        (
            "{{c1::image-occlusion:rect:left=.2:top=.3:width=.1:height=.1:oi=1}}<br>"
            "{{c2::image-occlusion:ellipse:left=.5:top=.5:rx=.1:ry=.2:angle=30}}<br>"
            "{{c0::image-occlusion:text:left=.1:top=.9:text=a:scale=1}}"
            "{{c3::image-occlusion:polygon:points=0,0 1,0 0,1}}",
            '<img src="hand.png">',
            "Hand",
            "",
            "",
        ),
    ),
)
TYPED = Foreign(
    "Typed cloze",
    True,
    ("Text", "Back Extra"),
    (
        (
            "Cloze",
            "{{cloze:Text}}\n\n{{type:cloze:Text}}",
            "{{cloze:Text}}<hr id=answer>{{type:cloze:Text}}<br>{{Back Extra}}",
        ),
    ),
    (
        ("{{c1::Paris}} is in {{c2::France::country}}; {{c1::Paris}}", "x"),
        ("{{c1::<b>K&amp;R</b>}} and {{c1::é}} [sound:a.mp3]", ""),
    ),
)
OLD = Foreign(
    "Old marks",
    False,
    ("Q", "A", "Alternate", "c1"),
    (
        (
            "Forward",
            "{{=<% %>=}}<%#Q%><%Q%><%/Q%>",
            "{{=<% %>=}}<%FrontSide%><hr id=answer><%A%><%^Alternate%>only<%/Alternate%>",
        ),
        (
            "Backward",
            "{{A}} {{Card}} {{Deck}}/{{Subdeck}} {{Type}}",
            "{{type:nc:Q}}{{#c2}}no{{/c2}}{{#c1}}own{{/c1}}{{CardFlag}}",
        ),
    ),
    (("Q & <b>A</b>", "answer", "", ""), ("", "only an answer", "x", "y"), ("only a question", "", "", "")),
)
ALL = (STEP, VOCABULARY, GEOGRAPHY, ANATOMY, TYPED, OLD)
