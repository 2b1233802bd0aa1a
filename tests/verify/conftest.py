"""Upgrades judged by the real Anki."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ankigen.verify.findings import Verdict
from ankigen.verify.packages import Job, file_subject
from ankigen.verify.prove import Proof, prove

from .publisher import Edition

Judge = Callable[[Edition, Edition], Verdict]


@pytest.fixture
def proof(tmp_path: Path) -> Callable[[Edition, Edition], Proof]:
    """What verify says of two editions of another publisher's deck."""

    def run(old: Edition, new: Edition) -> Proof:
        subjects = [
            file_subject(str(edition.write(tmp_path / f"{name}.apkg")))
            for name, edition in (("old", old), ("new", new))
        ]
        return prove(Job("Bones", (subjects[0],), subjects[1]))

    return run
