"""The GFM spec's own examples."""

from .parity import differences, examples, exceptions


def test_the_spec_is_followed_but_for_the_exceptions_we_name() -> None:
    assert sorted(example.number for example, _ in differences()) == sorted(exceptions())


def test_the_exceptions_are_few_and_each_has_a_reason() -> None:
    assert len(exceptions()) <= len(examples()) * 0.02
    assert all(len(why) > 20 for why in exceptions().values())
