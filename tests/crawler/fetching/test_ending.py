"""What is on its way when a crawl is to end."""

import asyncio

import pytest

from crawler.fetching import ending
from crawler.fetching.ending import until_the_end
from crawler.fetching.pace import NotAsked


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(ending, "SLICE", 0.0)


def test_an_answer_that_comes_soon_after_the_end_was_asked_for_is_taken():
    async def answered():
        come, looks = asyncio.Event(), []

        async def asking():
            await come.wait()
            return "page"

        def is_ending():
            looks.append(1)
            if len(looks) == 1:
                come.set()
            return True

        return await until_the_end(asking(), is_ending, 1000.0)

    assert asyncio.run(answered()) == "page"


def test_one_that_does_not_come_is_let_go_and_is_no_look():
    seconds, left = iter(range(100)), []

    async def never():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            left.append("connection closed")
            raise

    async def asked():
        with pytest.raises(NotAsked):
            await until_the_end(never(), lambda: True, 10.0, lambda: next(seconds))
        await asyncio.sleep(0)

    asyncio.run(asked())
    assert left == ["connection closed"]
    assert next(seconds) > 10


def test_an_error_is_told_as_it_is_and_nothing_is_let_go_while_the_crawl_goes_on():
    async def broken():
        await asyncio.sleep(0)
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        asyncio.run(until_the_end(broken(), lambda: False, 0.0))
