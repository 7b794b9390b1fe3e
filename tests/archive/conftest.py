"""Tests of the archive wait for no disk, and a crawl of one is proved by a rebuild."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.crawl import Crawl, crawling
from tests.unhurried import unhurried


@pytest.fixture(scope="session", autouse=True)
def _unhurried() -> Iterator[None]:
    with unhurried():
        yield


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl into an archive of its own, whose state is in the end that of a rebuild."""
    with crawling(database_url, tmp_path) as crawl:
        yield crawl
        before = crawl.state()
        crawl.store.rebuild()
        assert crawl.state() == before, "a rebuild of the state gives another state"
