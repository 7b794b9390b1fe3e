"""Everything exported and imported into an archive of the other database gives the same archive."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive import Archive
from archive.record import Reader
from archive.storage.engine import connect
from archive.storage.schema import FACTS
from archive.storage.store import Store
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling, key
from tests.archive.histories import HistoryReader, Night
from tests.archive.publisher import World

SAME = {
    "current_article": "article_id, site, url, title, lead, body, author, published_at,"
    " first_seen_at, last_seen_at, gone_at, version_no, version_count, topic_score, story_id,"
    " is_origin",
    "article_version": "article_id, version_id, site, url, version_no, seen_at, change,"
    " changed_fields, title, body, digest, page_sha256",
    "story_copy": "story_id, article_id, role, relation, evidence, jaccard, containment",
    "article_mention": "article_id, version_no, kind, key, label, count",
}
SON_KHE, VINH_LAM = "https://baosonkhe.example", "https://baovinhlam.example"


def fill(crawl: Crawl) -> None:
    """An archive in which happens what looks can tell."""
    runs = [crawl.store.start_run("baosonkhe", "nightly", NIGHT + n * DAY) for n in range(6)]
    one, two, three = (f"{SON_KHE}/tin-{n}.htm" for n in (1, 2, 3))
    opening = "Khai trương trung tâm hành chính công"
    crawl.look(one, NIGHT, runs[0], title=opening)
    crawl.look(two, NIGHT, runs[0], title="Ngày hội cốm Ban Liêm", body=OTHER)
    crawl.look(one, NIGHT + DAY, runs[1], title=opening)
    crawl.look(one, NIGHT + 2 * DAY, runs[2], title="Trung tâm hành chính công mở cửa")
    crawl.not_modified(one, NIGHT + 3 * DAY)
    crawl.look(one, NIGHT + 4 * DAY, runs[4], title=opening)
    crawl.missing(two, NIGHT + 4 * DAY, runs[4])
    crawl.missing(one, NIGHT + 5 * DAY, runs[5], hard=False)
    attach(crawl, one)
    # late: between two looks, and before the first
    late = {"title": "Khai trương trung tâm", "body": TEXT + " Thêm một câu về lệ phí."}
    crawl.look(one, NIGHT + 1.5 * DAY, runs[1], **late)
    crawl.look(two, NIGHT - DAY, None, title="Ngày hội cốm Ban Liêm", body=OTHER)
    moved(crawl)
    again = {"title": "Giá vàng hôm nay giảm mạnh", "body": TEXT.replace(" ", " vàng ", 40)}
    crawl.look(two, NIGHT + 6 * DAY, runs[5], **again)  # the address shows something else
    crawl.look(three, NIGHT + DAY, runs[1], title="Một bài khác", body=OTHER + " 06/QĐ-TTg")


def moved(crawl: Crawl) -> None:
    """An article goes to an address of another key, by a redirect; it is a copy, too."""
    old, new = f"{VINH_LAM}/tin-7.htm", f"{VINH_LAM}/tin-70.htm"
    first = crawl.store.start_run("baovinhlam", "nightly", NIGHT)
    crawl.look(old, NIGHT, first, title="Vĩnh Lâm nhận hồ sơ qua mạng", body=TEXT)
    later = crawl.store.start_run("baovinhlam", "nightly", NIGHT + DAY)
    crawl.capture(old, NIGHT + DAY, None, later, outcome="redirect", status=301, location=new)
    at = NIGHT + DAY + timedelta(seconds=3)
    crawl.look(new, at, later, title="Vĩnh Lâm nhận hồ sơ qua mạng", body=TEXT)


def attach(crawl: Crawl, url: str) -> None:
    """The article offers a file, of which other bytes come later."""
    file = f"{SON_KHE}/van-ban-9.pdf"
    for hours, content in ((1, "một"), (26, "hai")):
        at = NIGHT + timedelta(hours=hours)
        captured = crawl.capture(file, at, content, kind="asset")
        crawl.store.file_seen(captured.fetch_id, key(url), file, at)


def rows(url: str, name: str) -> list[tuple[Any, ...]]:
    engine = connect(url)
    try:
        with engine.connect() as conn:
            columns = ", ".join(f'"{one}"' for one in SAME[name].split(", "))
            found = conn.execute(sa.text(f"SELECT {columns} FROM {name}"))
            return sorted((tuple(map(plain, row)) for row in found), key=str)
    finally:
        engine.dispose()


def plain(value: Any) -> str:
    """A value as both databases can give it."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    return str(int(value)) if isinstance(value, bool) else str(value)


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


def comes_back(archive: Archive, url: str, other_url: str, folder: Path, reader: Reader) -> None:
    """What lies in `folder` makes the same archive elsewhere, and nothing more a second time."""
    with Archive.open(other_url, folder / "other") as other:
        done = other.import_([folder / "out"], reader=reader)
        assert (done.bad, done.passed) == ({}, {})
        for name in SAME:
            assert rows(other_url, name) == rows(url, name), name
        before = counts(other_url)
        again = other.import_([folder / "out"], reader=reader)
        assert (again.looks, again.sites) == (0, {})
        assert counts(other_url) == before


@pytest.mark.parametrize("to", ["warc", "wacz"])
def test_all_that_is_exported_comes_back_in_the_other_database(
    filled: Archive, database_url: str, other_url: str, tmp_path: Path, to: str
) -> None:
    changes = {row[6] for row in rows(database_url, "article_version")}
    assert changes >= {"first", "reverted", "media", "substantive"}
    assert rows(database_url, "story_copy")
    assert filled.export(to, tmp_path / "out", statuses=()).lost == 0
    comes_back(filled, database_url, other_url, tmp_path, PlainReader())


def test_a_long_history_with_late_looks_and_outages_comes_back(
    database_url: str, other_url: str, tmp_path: Path
) -> None:
    world = World(41, articles=6, nights=8, outage=3, late=0.4)
    reader = HistoryReader("r-2", world.new_layout_at)
    store = Store(connect(database_url), tmp_path / "data", reader)
    night = Night(store, world.seed)
    for event in world.events():
        night.hand_over(event)
    store.close()
    with Archive.open(database_url, tmp_path / "data") as archive:
        assert archive.export("warc", tmp_path / "out", statuses=()).lost == 0
        comes_back(archive, database_url, other_url, tmp_path, reader)
