"""The versions of releases."""

import pytest

from ankigen.diagnostic import AnkigenError
from ankigen.model.version import Step, next_version, parse_version


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-rc1", "1.0.-1", "1.0.0\n", "١.0.0"]
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(AnkigenError, match="is not a version"):
        parse_version(text)


def test_versions_are_ordered_as_numbers() -> None:
    assert parse_version("1.10.0") > parse_version("1.9.9")
    assert str(parse_version("0.0.10")) == "0.0.10"


@pytest.mark.parametrize(
    ("last", "step", "following"),
    [
        ("", Step.NONE, "1.0.0"),
        ("", Step.MAJOR, "1.0.0"),
        ("1.2.3", Step.NONE, "1.2.3"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.MAJOR, "2.0.0"),
    ],
)
def test_the_next_version(last: str, step: Step, following: str) -> None:
    assert next_version(last, step) == following
