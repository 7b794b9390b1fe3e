"""A server for live crawls of Báo Mẫu, and a recording for replayed ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.fetching.live import publish
from tests.mau.server import Server
from tests.mau.warcs import Warc


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that has nothing yet."""
    with Server() as made:
        yield made


@pytest.fixture
def three_articles(server: Server) -> None:
    """The server has a section with three articles."""
    publish(server, 3)


@pytest.fixture
def warc(tmp_path: Path) -> Iterator[Warc]:
    """A recording in which nothing stands yet."""
    with Warc(tmp_path / "night.warc.gz") as file:
        yield file
