"""What a test needs and does not find is skipped, or fails where everything must be there."""

import importlib.util
import os
import shutil

import pytest

PACKAGES = {"anki": "anki", "browser": "playwright"}


@pytest.fixture(autouse=True)
def needed(request: pytest.FixtureRequest) -> None:
    for mark, package in PACKAGES.items():
        missing = importlib.util.find_spec(package) is None or (mark == "browser" and not shutil.which("chromium"))
        if missing and request.node.get_closest_marker(mark):
            if os.environ.get("ANKIGEN_REQUIRE_ALL") == "1":
                pytest.fail(f"what '{mark}' tests need is missing, and ANKIGEN_REQUIRE_ALL=1")
            pytest.skip(f"{package}, or the program it drives, is missing")
