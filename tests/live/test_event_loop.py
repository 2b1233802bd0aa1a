"""One card that takes its time keeps nobody else waiting."""

import asyncio
import threading
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from ankigen.live import server
from ankigen.live.cards import Shown, show
from ankigen.live.feed import Feed
from ankigen.live.view import View
from ankigen.model.content import Content

from .test_project import watched


def test_others_are_answered_while_a_card_is_made(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others_answered = threading.Event()

    def slow(view: View, content: Content) -> Shown:
        assert others_answered.wait(10), "nobody was answered"
        return show(view, content)

    monkeypatch.setattr(server, "show", slow)
    answers = server.Answers(watched(deck), Feed(), "")
    scope = {"type": "http", "path_params": {"deck": "deck"}, "query_string": b"key=hardens-bone", "headers": []}

    async def run() -> Response:
        card = asyncio.create_task(answers.note(Request(scope)))
        await asyncio.sleep(0)  # it has begun
        await answers.state(Request(scope))
        others_answered.set()
        return await card

    assert b"Calcium phosphate" in asyncio.run(run()).body
