"""What a finding says."""

from ankigen.diagnostic import nearest


def test_the_nearest_word() -> None:
    assert nearest("biuld", ["build", "check"]) == "did you mean 'build'?"
    assert nearest("zzz", ["build", "check"]) == "known: build, check"
