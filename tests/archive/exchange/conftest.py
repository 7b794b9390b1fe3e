"""An archive that is filled by a crawl or by files of others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive
from tests.archive.crawl import Crawl, crawling
from tests.mau.warcs import Warc


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    """A crawl into an archive of its own."""
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


@pytest.fixture
def archive(database_url: str, tmp_path: Path) -> Iterator[Archive]:
    """The same archive, to be asked."""
    with Archive.open(database_url, tmp_path / "data") as archive:
        yield archive


@pytest.fixture
def warc(tmp_path: Path) -> Iterator[Warc]:
    """A file to be imported, which lies in the folder `in`."""
    (tmp_path / "in").mkdir()
    with Warc(tmp_path / "in" / "a.warc.gz") as file:
        yield file
