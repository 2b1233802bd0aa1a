"""How soon a save is on the live page: `python -m tests.bench.live [NOTES …]` in the repository.

Measured in the browser, from the moment before the file is written to the frame in which the card has the new text:
the watching of files, parsing, rendering, sending and drawing included. Then, how long until everything is
checked again.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ankigen.project.paths import DeckPaths
from tests.bench.watch import NOTES_IN_FILE, synthetic
from tests.conftest import CHROMIUM

ROUNDS = 25
# Notes the time at which the words are in a card and drawn.
WAIT = """words => new Promise(resolve => {
    const frames = [...document.querySelectorAll("iframe")].map(one => one.contentDocument);
    const seen = () => frames.some(one => one.body.textContent.includes(words));
    const done = () => requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); done(); } });
    for (const one of frames) watch.observe(one.body, { childList: true, subtree: true, characterData: true });
    window.waiting = true;
    if (seen()) done();
})"""
BEGIN = f"words => {{ window.waiting = false; window.found = ({WAIT})(words); }}"


def measure(notes: int, in_file: int) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        paths = synthetic(Path(folder), notes)
        if in_file > NOTES_IN_FILE:
            _join(paths)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        command = [sys.executable, "-u", "-m", "ankigen", "preview", "--live", "--no-open"]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        ) as serving:
            assert serving.stdout
            page = browser.new_page()
            page.goto(serving.stdout.readline().strip())
            page.locator("#title:not(:empty)").wait_for(timeout=60_000)
            page.locator("#state", has_text="Up to date").wait_for(timeout=60_000)
            told, whole = zip(*(_round(paths, page, number) for number in range(ROUNDS)), strict=True)
            serving.terminate()
        browser.close()
    how = f"{notes:,} notes, {min(in_file, notes):,} to a file"
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    if busy > 1:
        print(f"other programs want {busy:.0f} times what this computer has: the times would be shorter without them")
    for what, times in (("the card", told), ("everything checked", whole)):
        print(f"{how}, {what}: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms", flush=True)


def _join(paths: DeckPaths) -> None:
    """All notes in one file."""
    first, *rest = paths.sources()
    first.write_text("\n\n".join(path.read_text() for path in (first, *rest)))
    for path in rest:
        path.unlink()


def _round(paths: DeckPaths, page: Page, number: int) -> tuple[float, float]:
    """Milliseconds from a save to the card on the page, and to the end of all checks."""
    path = paths.sources()[0]
    words = f"measured {number} times"
    text = path.read_text()
    head, _, tail = text.partition("### ")
    heading, _, rest = tail.partition("?")
    time.sleep(0.2)
    page.evaluate(BEGIN, words)
    start = time.time() * 1000
    path.write_text(f"{head}### Which {heading.split()[1]} is {words}?{rest}")
    told = page.evaluate("window.found") - start
    page.locator("#state", has_text="Up to date").wait_for()
    return told, time.time() * 1000 - start


if __name__ == "__main__":
    if sys.argv[1:]:
        for count in map(int, sys.argv[1:]):
            measure(count, NOTES_IN_FILE)
    else:
        for count, in_file in ((1000, NOTES_IN_FILE), (1000, 1000), (10_000, NOTES_IN_FILE)):
            measure(count, in_file)
