"""What the archive takes of the disk, what a night adds, and for how long there is room."""

import json
import os
from collections import namedtuple
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive import Archive
from archive.cli.paper import text
from archive.keeping.backup import backup
from archive.storage import room, stock
from archive.storage.clock import wall_clock
from archive.storage.room import NoRoom, check_room, least_free
from archive.storage.stock import Stock
from tests.archive.crawl import DAY, NIGHT, TEXT, crawling

GB = 1024**3
URL = "https://baosonkhe.example/tin-{}.htm"
Disk = namedtuple("Disk", "total used free")


def noted(folder: Path, *held: int) -> datetime:
    """Notes of as many nights; the moment after the last."""
    lines = [
        json.dumps({"at": (NIGHT + number * DAY).isoformat(), "held": size})
        for number, size in enumerate(held)
    ]
    (folder / stock.NOTES).write_text("\n".join(lines) + "\n")
    return NIGHT + len(held) * DAY


def test_a_tenth_of_a_disk_stays_free_and_of_a_large_one_20_gb() -> None:
    assert least_free(100 * GB, 0.1) == 10 * GB
    assert least_free(4000 * GB, 0.1) == 20 * GB


def test_a_night_adds_what_most_of_the_last_nights_added(database_url: str, tmp_path: Path) -> None:
    with crawling(database_url, tmp_path) as crawl:
        folder = crawl.store.data_dir
        (folder / "warc").mkdir(parents=True)
        # each night 100 more, once an import of 5,000, once a compaction of all that is old
        now = noted(folder, 1000, 1100, 6100, 6200, 3000, 3100, 3200, 3300)
        assert stock.stock(crawl.store.engine, folder, now, 0.1).nightly == 100
        later = now + timedelta(days=60)  # notes of long ago tell nothing
        assert stock.stock(crawl.store.engine, folder, later, 0.1).nightly == 0


def test_notes_are_made_by_each_compaction_and_a_torn_line_is_passed_over(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look(URL.format(1), NIGHT)
        folder = crawl.store.data_dir
        Archive(crawl.store.engine, folder).compact()
        path = folder / stock.NOTES
        path.write_text('{"at": "2026-\n' + path.read_text() * 2 * stock.KEPT)
        Archive(crawl.store.engine, folder).compact()
        lines = path.read_text().splitlines()
        assert len(lines) == stock.KEPT
        assert json.loads(lines[-1])["held"] > 0


def test_growth_of_a_new_archive_follows_from_its_records(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        for number in range(6):
            crawl.store.now = lambda number=number: NIGHT + number * 10 * DAY
            crawl.look(URL.format(number), NIGHT + number * 10 * DAY, body=f"{number} {TEXT}")
        now = NIGHT + 51 * DAY
        found = stock.stock(crawl.store.engine, crawl.store.data_dir, now, 0.1)
        ((young,),) = crawl.rows("SELECT sum(length) FROM fetch_event WHERE id > 3")
    share = found.held / found.pages
    assert found.nightly == pytest.approx(int(young) * share / 22, rel=0.01)
    assert found.held == found.pages + found.database


def test_holes_are_room_that_pages_do_not_take(tmp_path: Path, sqlite_url: str) -> None:
    with crawling(sqlite_url, tmp_path) as crawl:
        path = crawl.store.data_dir / "warc" / "a" / "b"
        path.mkdir(parents=True)
        with (path / "x.warc.gz").open("wb") as file:
            file.write(os.urandom(8192))
            file.truncate(1_000_000)
        found = stock.stock(crawl.store.engine, crawl.store.data_dir, wall_clock(), 0.1)
    assert found.pages == 8192
    assert found.hollow == 1_000_000 - 8192


def test_the_forecast_names_the_day_and_asks_for_room_in_time() -> None:
    now = datetime(2026, 12, 30, 18, 30, tzinfo=UTC)  # the 31st in Vietnam
    found = Stock(3_000_000, 1_000_000, 30_000_000, 1_000_000, 2_000_000, 500_000)
    assert found.ends(now) == date(2027, 1, 30)
    told = "3.0 MB held (pages 1.0 MB, database 2.0 MB), 0.5 MB won by compaction, "
    assert found.words(now) == told + "1.0 MB more a night, room for 30 nights, until 2027-01-30"
    assert not found.is_short
    short = Stock(3_000_000, 1_000_000, 5_000_000)
    assert short.words(now).endswith("room for 5 nights, until 2027-01-05: make room")
    assert Stock(1, 1, 0).words(now).endswith("NO ROOM: crawls stop: make room")
    assert Stock(1, 0, 10).ends(now) is None
    assert text(found.words(now))


def test_work_that_would_take_the_last_tenth_is_refused_with_what_to_do(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with crawling(sqlite_url, tmp_path) as crawl:
        crawl.look(URL.format(1), NIGHT)
        archive = Archive(crawl.store.engine, crawl.store.data_dir)
        disk = Disk(100 * GB, 0, 10 * GB + 1000)
        monkeypatch.setattr(room.shutil, "disk_usage", lambda _: disk)
        with pytest.raises(NoRoom, match=r"copy of the database needs .* room for 1,000 .*: make"):
            archive.backup(tmp_path / "kept")
        assert list((tmp_path / "kept").glob("*Z")) == []
        check_room(tmp_path, 1000, "an export")
        disk = Disk(100 * GB, 0, 10 * GB - 1)
        with pytest.raises(NoRoom, match=r"an export needs room in .* room for 0 "):
            archive.export("csv", tmp_path / "out")
        (tmp_path / "egov.toml").write_text("[disk]\nleast_free = 0.0\n", "utf-8")
        monkeypatch.setenv("EGOV_CONFIG", str(tmp_path / "egov.toml"))
        assert backup(crawl.store.engine, crawl.store.data_dir, tmp_path / "kept", NIGHT).files == 3
