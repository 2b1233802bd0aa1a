"""Upgrades judged by the real Anki."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.verify.findings import Verdict
from ankigen.verify.packages import Job, file_subject
from ankigen.verify.prove import Proof, prove
from ankigen.verify.simulation import has_anki

from .publisher import Edition

Judge = Callable[[Edition, Edition], Verdict]


@pytest.fixture(scope="session")
def anki() -> None:
    """Anki's own backend is at hand."""
    if not has_anki():
        if os.environ.get("ANKIGEN_REQUIRE_ALL") == "1":
            pytest.fail("no anki here (and ANKIGEN_REQUIRE_ALL=1)")
        pytest.skip("no anki here; pip install ankigen[anki]")


@pytest.fixture
def proof(anki: None, tmp_path: Path) -> Callable[[Edition, Edition], Proof]:
    """What verify says of two editions of another publisher's deck."""

    def run(old: Edition, new: Edition) -> Proof:
        subjects = [
            file_subject(str(edition.write(tmp_path / f"{name}.apkg")))
            for name, edition in (("old", old), ("new", new))
        ]
        return prove(Job("Bones", (subjects[0],), subjects[1]))

    return run
