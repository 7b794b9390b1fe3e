"""Half a year of looks, filled once a module and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.keeping import seals
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling
from tests.archive.filled import Filled, copied
from tests.archive.keeping.halfyear import LATE, NEXT, NIGHTS, URL, end, listing, noise


@pytest.fixture(scope="module")
def half_year(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Looks at two articles and a listing, one of which changes once: the database, the pages."""
    folder = tmp_path_factory.mktemp("half-year")
    with crawling(module_database_url, folder, PlainReader()) as crawl:
        store = crawl.store
        for night in NIGHTS:
            at = NIGHT + night * DAY
            store.now = lambda at=at: at
            run = store.start_run("baosonkhe", "nightly", at)
            listing(crawl, at, run)
            body = TEXT if night < 90 else OTHER
            crawl.look(URL, at, run, title="Một cửa", body=body, weather=noise(1, at))
            crawl.look(NEXT, at, run, title="Mùa lúa", body=OTHER, weather="hửng nắng")
            end(crawl, run, "healthy")
        seals.take(store.engine, store.data_dir, LATE)
    return module_database_url, folder / "data"


@pytest.fixture
def aged(half_year: Filled, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Crawl]:
    """A copy of that half year, for one test."""
    with (
        copied(half_year, tmp_path, request) as url,
        crawling(url, tmp_path, PlainReader()) as crawl,
    ):
        crawl.store.now = lambda: LATE
        yield crawl
