"""Everything exported and imported into an archive of the other database gives the same archive."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive import Archive
from archive.asking.search import Filters
from archive.storage.engine import connect
from archive.storage.schema import FACTS
from archive.storage.store import Store
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling

ALL = Filters(statuses=())
SAME = {
    "current_article": "article_id, site, url, title, lead, body, author, published_at,"
    " first_seen_at, last_seen_at, gone_at, version_no, version_count, topic_score, story_id,"
    " is_origin",
    "article_version": "article_id, version_id, site, url, version_no, seen_at, change,"
    " changed_fields, title, body, digest, page_sha256",
    "story_copy": "story_id, article_id, role, relation, evidence, jaccard, containment",
}
SON_KHE, VINH_LAM = "https://baosonkhe.example", "https://baovinhlam.example"


def fill(crawl: Crawl) -> None:
    """An archive in which all happens that looks can tell."""
    runs = [crawl.store.start_run("baosonkhe", "nightly", NIGHT + n * DAY) for n in range(6)]
    one, two, three = (f"{SON_KHE}/tin-{n}.htm" for n in (1, 2, 3))
    crawl.look(one, NIGHT, runs[0], title="Khai trương trung tâm hành chính công")
    crawl.look(two, NIGHT, runs[0], title="Ngày hội cốm Ban Liêm", body=OTHER)
    crawl.look(one, NIGHT + DAY, runs[1], title="Khai trương trung tâm hành chính công")
    crawl.look(one, NIGHT + 2 * DAY, runs[2], title="Trung tâm hành chính công mở cửa")
    crawl.not_modified(one, NIGHT + 3 * DAY)
    crawl.look(one, NIGHT + 4 * DAY, runs[4], title="Khai trương trung tâm hành chính công")
    crawl.missing(two, NIGHT + 4 * DAY, runs[4])
    crawl.missing(one, NIGHT + 5 * DAY, runs[5], hard=False)
    crawl.capture(three, NIGHT + DAY, {"weather": 1}, runs[1])
    # late: between two looks, and before the first
    late = {"title": "Khai trương trung tâm", "body": TEXT + " Thêm một câu về lệ phí."}
    crawl.look(one, NIGHT + 1.5 * DAY, runs[1], **late)
    crawl.look(two, NIGHT - DAY, None, title="Ngày hội cốm Ban Liêm", body=OTHER)
    # moved: another key leads to the same article by a redirect
    old, new = f"{VINH_LAM}/tin-7.htm", f"{VINH_LAM}/tin-70.htm"
    run = crawl.store.start_run("baovinhlam", "nightly", NIGHT)
    crawl.look(old, NIGHT, run, title="Xã Vĩnh Lâm nhận hồ sơ qua mạng", body=TEXT)
    later = crawl.store.start_run("baovinhlam", "nightly", NIGHT + DAY)
    crawl.capture(old, NIGHT + DAY, None, later, outcome="redirect", status=301, location=new)
    crawl.look(new, NIGHT + DAY, later, title="Xã Vĩnh Lâm nhận hồ sơ qua mạng", body=TEXT)
    # reused: something else stands at the address
    again = {"title": "Giá vàng hôm nay giảm mạnh", "body": OTHER.replace("cốm", "vàng")}
    crawl.look(two, NIGHT + 6 * DAY, runs[5], **again)
    crawl.store.settle_gone(runs[4])


def rows(url: str, name: str) -> list[tuple[Any, ...]]:
    engine = connect(url)
    try:
        with engine.connect() as conn:
            columns = sa.text(f"SELECT {SAME[name]} FROM {name}")
            return sorted((tuple(map(plain, row)) for row in conn.execute(columns)), key=str)
    finally:
        engine.dispose()


def plain(value: Any) -> str:
    """A value as both databases give it."""
    if hasattr(value, "astimezone"):
        from datetime import UTC

        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, bool):
        return str(int(value))
    return str(value)


def counts(url: str) -> dict[str, int]:
    engine = connect(url)
    try:
        with engine.connect() as conn:
            names = [table.name for table in FACTS] + ["run"]
            return {
                name: conn.scalar(sa.text(f"SELECT count(*) FROM {name}")) or 0 for name in names
            }
    finally:
        engine.dispose()


@pytest.fixture
def other_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """An empty archive of the database that `database_url` is not."""
    if database_url.startswith("sqlite"):
        return str(request.getfixturevalue("postgres_url"))
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "other.db")
    return f"sqlite:///{tmp_path / 'other.db'}"


@pytest.fixture
def filled(database_url: str, tmp_path: Path) -> Iterator[Archive]:
    with crawling(database_url, tmp_path, PlainReader()) as crawl:
        fill(crawl)
    with Archive.open(database_url, tmp_path / "data") as archive:
        yield archive


@pytest.mark.parametrize("to", ["warc", "wacz"])
def test_all_that_is_exported_comes_back_in_the_other_database(
    filled: Archive, database_url: str, other_url: str, tmp_path: Path, to: str
) -> None:
    out = tmp_path / "out"
    assert filled.export(to, out, filters=ALL).lost == 0
    with Archive.open(other_url, tmp_path / "other") as other:
        done = other.import_([out], reader=PlainReader())
        assert done.bad == {}
        assert done.passed == {}
        for name in SAME:
            assert rows(other_url, name) == rows(database_url, name), name
        before = counts(other_url)
        again = other.import_([out], reader=PlainReader())
        assert (again.looks, again.sites) == (0, {})
        assert counts(other_url) == before


Fill = Callable[[Crawl], None]
_ = Store
