"""What the archive keeps of nights of looks, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.archive.crawl import DAY, NIGHT, TEXT, Crawl, crawling

URL = "https://baosonkhe.example/tin-1.htm"


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def test_smoke(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    again = crawl.look(URL, NIGHT + DAY, weather="mưa")
    assert crawl.versions(first.article_id) == [(1, "first")]
    assert again.verdict == "unchanged"
    changed = crawl.look(URL, NIGHT + 2 * DAY, title="Khác hẳn trung tâm")
    assert changed.kind == "headline"
    before = crawl.state()
    crawl.store.rebuild()
    assert crawl.state() == before
