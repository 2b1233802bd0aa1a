"""What a field shows, whatever is in it."""

import pytest

from ankigen.importing.shown import shown


@pytest.mark.parametrize(
    "strange", ["<![](", "<![](a)>", "<![CDATA[x]]>", "<!x", "<!DOCTYPE a>", "<?xml a", "<?a>", "<!"]
)
def test_declarations_show_nothing_and_break_nothing(strange: str) -> None:
    """html.parser breaks off at some of them."""
    assert shown(f"Bone {strange}") == shown("Bone ")
    assert shown(f"{strange}<b>Bone</b>" if strange.endswith(">") else "<b>Bone</b>") == shown("<b>Bone</b>")
