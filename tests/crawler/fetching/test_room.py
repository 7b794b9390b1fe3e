import asyncio
import shutil
from collections import namedtuple

import pytest
from sqlalchemy.exc import OperationalError

from archive.errors import ArchiveError, Locked
from crawler.fetching import room
from crawler.fetching.room import DiskFull, check_disk, is_outside, own_site, told

Disk = namedtuple("Disk", "total used free")
GB = 1024**3


@pytest.mark.parametrize(
    ("total", "free", "enough"),
    [(100, 11, True), (100, 9, False), (2000, 50, True), (20, 1, False)],
)
def test_a_crawl_stops_where_the_disk_is_nearly_full(tmp_path, monkeypatch, total, free, enough):
    disk = Disk(total * GB, (total - free) * GB, free * GB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)
    if enough:
        check_disk(tmp_path / "not" / "yet", 0.1)
    else:
        with pytest.raises(DiskFull, match=rf"{100 * free / total:.0f} % of the disk"):
            check_disk(tmp_path / "not" / "yet", 0.1)


def test_a_site_has_one_crawl_at_a_time(tmp_path):
    first = asyncio.run(own_site(tmp_path, "baomau", patient=False))
    assert first is not None
    with pytest.raises(Locked, match="another crawl of baomau is running"):
        asyncio.run(own_site(tmp_path, "baomau", patient=False))
    other = asyncio.run(own_site(tmp_path, "baokhac", patient=False))
    assert other is not None
    other.release()
    first.release()


def test_a_patient_crawl_waits_until_the_site_is_free(tmp_path, monkeypatch):
    first = asyncio.run(own_site(tmp_path, "baomau", patient=False))
    assert first is not None

    async def ended(_):
        first.release()

    monkeypatch.setattr(asyncio, "sleep", ended)
    second = asyncio.run(own_site(tmp_path, "baomau", patient=True))
    assert second is not None
    second.release()


def test_a_patient_crawl_waits_for_an_hour_at_most_and_says_so(tmp_path, monkeypatch, caplog):
    first = asyncio.run(own_site(tmp_path, "baomau", patient=False))
    waited = []

    async def passed(seconds):
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", passed)
    monkeypatch.setattr(room, "WAIT", 60.0)
    with pytest.raises(Locked, match="another crawl of baomau is running"):
        asyncio.run(own_site(tmp_path, "baomau", patient=True))
    assert sum(waited) == 3600
    assert len(caplog.records) == 1
    first.release()


def test_what_lies_outside_the_program_is_told_in_its_own_words():
    full = OperationalError("INSERT INTO page", {}, Exception("database or disk is full"))
    assert told(full) == "the database says: database or disk is full"
    assert told(OSError(28, "No space left on device", "x.warc.gz")).endswith("device: x.warc.gz")
    assert told(ArchiveError("run `egov upgrade`")) == "run `egov upgrade`"
    assert told(KeyError("title")) == "KeyError('title')"
    assert [is_outside(error) for error in (full, OSError(), KeyError())] == [True, True, False]
