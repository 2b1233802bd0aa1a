"""Whatever fields hold, an import neither breaks nor changes what is shown, and the deck builds."""

import random
from collections.abc import Callable
from pathlib import Path

import genanki
import pytest

from tests.samples import PNG

Run = Callable[..., tuple[int, str, str]]
TOKENS = """\
<b> </b> <i> </i> <div> </div> <br> <ul><li> </li></ul> <li> <ol><li> </ol> <p> </p> <span@style='color:red'> </span>
<span> &nbsp; #@ ###@x ####@Front -@ 1.@ *@ >@ ``` ` ~~~ $ \\( \\) \\[ \\] x^2 {{c1:: }} :: {{c2::b::h}} [a](b)
![x](y) <img@src='a.png'> <img@src=b.png@alt=q@width=3> [sound:s.mp3] [latex]x[/latex] </td></tr></table> {=html}
<table><tr><td> &lt; &gt; &amp; &lt;!--@id:@x@--&gt; <!-- --> <!--@c@--> --- === |a|b| ~a~ ^b^ _c_ \\ http://x.org
<a@href='https://x.org'> </a> <script> </script> word Été 漢字 <h3> </h3> <hr> <pre> </pre> <code> </code> <u> </u>
<sub> </sub> <font@color=red> </font> : ; % [^1] [^1]:@x [x]:@y <details><summary> </details> TODO ** __ <![x <?y
<o:p> </o:p> <iframe@src=x> <<<<<<<@ tags:@[x] {{=<%@%>=}} a;b &#8232;
"""
ODD = (" ", "\n", "\t", "\u202e", "\u200b", "\u2028", "\x1e", "\ufffd")
PIECES = (*(token.replace("@", " ") for token in TOKENS.split()), *ODD)
NAMES = ("Front", "Back", "Answer", "Hint", "Extra *x*", "A [b]", "`c`", "Ünïcode", "Source", "e", "Text 1)")


def package(folder: Path, numbers: random.Random) -> Path:
    models = []
    for cloze in (False, True):
        names = numbers.sample(NAMES, numbers.randrange(2, 6))
        side = f"{{{{{'cloze:' if cloze else ''}{names[0]}}}}}"
        models.append(
            genanki.Model(
                1_500_000_000_000 + cloze,
                f"Type {cloze}",
                fields=[{"name": name} for name in names],
                templates=[{"name": "Card", "qfmt": side, "afmt": side}],
                model_type=genanki.Model.CLOZE if cloze else genanki.Model.FRONT_BACK,
                css=numbers.choice(("", ".card b {}", "div {} p {}")),
            )
        )
    decks = [genanki.Deck(1_600_000_000_000 + at, f"D::{name}") for at, name in enumerate(("###", "x::y::z", "added"))]
    for number in range(40):
        model = numbers.choice(models)
        fields = ["".join(numbers.choices(PIECES, k=numbers.randrange(1, 14))) for _ in model.fields]
        fields[0] = f"q{number}{fields[0]}{{{{c1::z}}}}"
        numbers.choice(decks).add_note(genanki.Note(model, fields, guid=f"g{number}"))
    (folder / "a.png").write_bytes(PNG)
    made = genanki.Package(decks)
    made.media_files = [str(folder / "a.png")]
    made.write_to_file(folder / "fuzz.apkg", timestamp=1_600_000_000)
    return folder / "fuzz.apkg"


@pytest.mark.filterwarnings("ignore:Field contained the following invalid HTML tags")
@pytest.mark.parametrize("seed", range(12))
def test_an_import_survives_whatever_fields_hold(seed: int, tmp_path: Path, ankigen: Run) -> None:
    (tmp_path / "files").mkdir()
    code, out, err = ankigen("import", package(tmp_path / "files", random.Random(seed)), cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "cannot be written" not in out
    code, _, err = ankigen("build", cwd=tmp_path)
    assert code == 0, err
