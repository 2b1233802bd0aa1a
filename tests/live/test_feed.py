"""The lines to the pages that are open."""

import json

from ankigen.live.feed import MOST_WAITING, Feed

from .apart import run_apart


def test_a_page_that_reads_nothing_is_let_go() -> None:
    """A computer that sleeps must not fill this one's memory; when it wakes, its page opens a new line."""

    async def run() -> list[str]:
        feed = Feed()
        line = feed.follow("{}")
        await anext(line)
        for number in range(MOST_WAITING + 1):
            feed.send({"number": number})
        return [event async for event in line]

    assert run_apart(run()) == []


def test_every_page_hears_everything_in_order() -> None:
    async def run() -> list[list[int]]:
        feed = Feed()
        lines = [feed.follow("{}"), feed.follow("{}")]
        for line in lines:
            assert (await anext(line)).startswith("event: hello\n")
        for number in range(5):
            feed.send({"number": number})
        feed.close()
        return [[json.loads(event.removeprefix("data: "))["number"] async for event in line] for line in lines]

    assert run_apart(run()) == [list(range(5))] * 2
