"""The proof that `release` asks for before it writes anything."""

import tempfile
from pathlib import Path

from ankigen.model.edition import Edition
from ankigen.project.paths import DeckPaths
from ankigen.verify.packages import delta_job, edition_job
from ankigen.verify.prove import Proof, Watch, prove


def prove_release(paths: DeckPaths, planned: Edition, delta_from: str, watch: Watch = iter) -> tuple[Proof, ...]:
    """The planned package over every released one at hand, and its delta over the release it is made for."""
    with tempfile.TemporaryDirectory(prefix="ankigen-release-") as name:
        folder = Path(name)
        jobs = [edition_job(paths, planned, folder)]
        if delta_from:
            jobs.append(delta_job(paths, planned, delta_from, folder))
        return tuple(prove(job, watch) for job in jobs)
