"""What is on its way when a crawl is to end: waited for a short while, then let go.

Scrapy waits for each answer before it closes a spider, up to DOWNLOAD_TIMEOUT; who asked the crawl
to end kills it before that, and its run stays open.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from crawler.fetching.pace import NotAsked

SLICE = 0.5  # seconds between two looks at whether the crawl is to end
Answer = TypeVar("Answer")


async def until_the_end(
    asking: Coroutine[Any, Any, Answer],
    is_ending: Callable[[], bool],
    patience: float,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """What a request brings; raises NotAsked where it brought nothing for so many seconds since
    the crawl is to end: it is no look, and the address is asked another night.
    """
    task = asyncio.ensure_future(asking)
    ends: float | None = None
    try:
        while not (await asyncio.wait({task}, timeout=SLICE))[0]:
            if ends is None and is_ending():
                ends = clock() + patience
            if ends is not None and clock() >= ends:
                raise NotAsked("the crawl ends, and no answer came")
        return task.result()
    finally:
        task.cancel()
