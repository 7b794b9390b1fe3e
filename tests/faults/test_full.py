"""A disk that holds all of an archive is full at one write or the other, and has room again."""

import shutil
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from archive.keeping.verify import verify
from crawler.config import BackupConfig, Config
from crawler.service import after
from tests.archive.crawl import NIGHT, Crawl, crawling
from tests.faults.conftest import TITLES, Faulty, fill, mount_again

KB = 1024


def held(archive: Faulty) -> tuple[object, ...]:
    """What an archive holds, but for the times of its work."""
    asked = (
        "SELECT url, outcome, status FROM fetch_event GROUP BY url, outcome, status ORDER BY 1, 2",
        "SELECT sha256, size FROM page ORDER BY sha256",
        "SELECT title, lead, body, author, published_at FROM reading ORDER BY title",
        "SELECT article_id, seen_at FROM version ORDER BY article_id, seen_at",
        "SELECT verdict, reason, count(*) FROM sighting GROUP BY 1, 2 ORDER BY 1, 2",
    )
    return tuple(archive.rows(each) for each in asked)


_known: list[tuple[object, ...]] = []


def undisturbed(url: str, folder: Path, warc: Path) -> tuple[object, ...]:
    """What the same night leaves on a disk with room."""
    if not _known:
        folder.mkdir()
        archive = Faulty(url, folder)
        archive.warc = warc
        archive.night()
        _known.append(held(archive))
    return _known[0]


# so much that neither the first look nor the third article fit in
@pytest.mark.parametrize("free", [72, 400])
def test_a_disk_that_is_full_at_any_write_gives_the_archive_of_a_large_one_in_the_end(
    sqlite_url: str, tmp_path: Path, small_disk: Path, warc: Path, free: int
) -> None:
    full = Faulty(f"sqlite:///{small_disk}/archive.db", tmp_path)
    mount_again(small_disk, "size=4m")
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), small_disk / "archive.db")
    full.warc = warc
    fill(small_disk, free * KB)
    ended = full.night(DISK_LEAST_FREE="0")
    assert "No space left on device" in ended.said or "disk is full" in ended.said
    assert "Traceback" not in ended.said
    assert ended.status == 1
    (small_disk / "ballast").unlink()
    full.night(DISK_LEAST_FREE="0")
    assert full.titles() == TITLES
    assert full.findings() == ()
    assert full.spool == []
    assert held(full) == undisturbed(sqlite_url, tmp_path / "other", warc)
    rows = full.rows("SELECT url FROM fetch_event WHERE file IS NOT NULL")
    assert full.records() == sorted(row["url"] for row in rows), "each record once"


def test_what_follows_a_night_tells_that_the_disk_is_full_and_is_done_when_it_is_not(
    tmp_path: Path, sqlite_url: str, small_disk: Path
) -> None:
    mount_again(small_disk, "size=6m")
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), small_disk / "archive.db")
    config = Config(backup=BackupConfig(folder=small_disk / "backups"))
    steps = ["settle", "seal", "compaction", "size", "backup", "alerts", "report", "metrics"]

    def done(crawl: Crawl, later: int) -> dict[str, str]:
        data, now = crawl.store.data_dir, datetime.now(UTC) + timedelta(minutes=later)
        round_ = after.Round(
            crawl.store.engine, config, data, Console(file=StringIO()), lambda: now, "nightly"
        )
        after.do(steps, round_)
        return {name: why for name, why in round_.steps.items() if why}

    with crawling(f"sqlite:///{small_disk}/archive.db", small_disk) as crawl:
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT, title="Một")
        for later, free in enumerate((0, 8 * KB, 16 * KB)):
            fill(small_disk, free)
            told = done(crawl, later)
            assert {"seal", "compaction", "size", "backup"} <= set(told)
            words = ("No space left on device", "disk is full", "there is room for 0")
            assert all(any(each in why for each in words) for why in told.values()), told
            (small_disk / "ballast").unlink()
        assert done(crawl, 9) == {}
        assert verify(crawl.store.engine, crawl.store.data_dir).findings == ()
        assert crawl.rows("SELECT count(*) FROM seal")[0][0] >= 1
