"""The disk of the pages is full, read-only or gone: no page counts that is not kept."""

import os
from pathlib import Path

from tests.faults.conftest import TITLES, Faulty, mount_again, path
from tests.faults.test_database import complete


def test_a_page_that_its_file_does_not_take_is_spooled_whole(faulty: Faulty) -> None:
    ended = faulty.night("no-room@4")
    assert ended.status == 1
    assert "No space left on device" in ended.said
    assert faulty.outcomes() == [None]
    assert len(faulty.spool) == 1
    faulty.night()
    complete(faulty)
    assert {faulty.times_asked()[path(number)] for number in range(1, 7)} == {1}


def test_a_page_that_neither_file_nor_spool_take_is_asked_for_again(faulty: Faulty) -> None:
    ended = faulty.night("no-room@4 no-spool@4")
    assert ended.status == 1
    assert "could not be spooled either: No space left on device" in ended.said
    assert faulty.spool == [], "nothing half written"
    faulty.night()
    complete(faulty)
    asked = sorted(faulty.times_asked()[path(number)] for number in range(1, 7))
    assert asked[-1] == 2
    assert asked.count(2) <= 2, "what was on its way"


def test_a_small_disk_that_is_full_and_then_larger(faulty: Faulty, small_disk: Path) -> None:
    disk = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(disk.f_bsize * (disk.f_bavail - 1)))
    ended = faulty.night(DISK_LEAST_FREE="0")
    assert ended.status == 1
    assert "No space left on device" in ended.said
    mount_again(small_disk, "size=32m")
    assert faulty.findings() == ()
    faulty.night(DISK_LEAST_FREE="0")
    assert faulty.titles() == TITLES
    assert faulty.findings() == ()
    assert faulty.spool == []


def test_a_disk_that_may_only_be_read_and_then_written(faulty: Faulty, small_disk: Path) -> None:
    faulty.log_elsewhere()
    mount_again(small_disk, "ro")
    ended = faulty.night(DISK_LEAST_FREE="0")
    assert ended.status == 1
    assert "Read-only file system" in ended.said
    assert "Traceback" not in ended.said
    mount_again(small_disk, "rw")
    faulty.night(DISK_LEAST_FREE="0")
    assert faulty.titles() == TITLES
    assert faulty.findings() == ()


def test_a_log_that_takes_nothing_does_not_end_a_crawl(faulty: Faulty) -> None:
    (faulty.folder / "data").mkdir()
    (faulty.folder / "data" / "crawl.log").symlink_to("/dev/full")
    faulty.night(LOG_LEVEL="INFO")
    assert faulty.titles() == TITLES
    assert faulty.outcomes() == ["healthy"]


def test_a_file_of_pages_that_somebody_deletes_ends_the_crawl_before_more_is_lost(
    faulty: Faulty,
) -> None:
    ended = faulty.night(f"delete:{faulty.folder / 'data'}@5")
    assert ended.status == 1
    assert "was deleted while pages were written to it" in ended.said
    looks = faulty.rows("SELECT count(*) AS n FROM fetch_event WHERE file IS NOT NULL")[0]["n"]
    faulty.night()
    again = faulty.rows("SELECT outcome FROM run ORDER BY id DESC LIMIT 1")[0]["outcome"]
    assert looks <= 4
    assert again != "failed"
    assert faulty.titles() == TITLES
    kinds = {(each.kind, each.where) for each in faulty.findings()}
    assert kinds, "verify names the file that is lost"


def test_a_disk_that_is_not_mounted_is_named_and_nothing_is_begun_anew(faulty: Faulty) -> None:
    faulty.night()
    data = faulty.folder / "data"
    data.rename(faulty.folder / "elsewhere")
    ended = faulty.night()
    assert ended.status == 2
    assert "holds no page, and the archive names some" in ended.said
    assert "is its disk mounted" in ended.said
    assert [each.name for each in data.iterdir()] == ["crawl.log"]
    assert len(faulty.runs()) == 1


def test_an_archive_whose_database_is_on_that_disk_is_not_begun_anew(faulty: Faulty) -> None:
    Path(faulty.file).unlink()
    ended = faulty.night()
    assert ended.status == 2
    assert "there is no archive in this database yet" in ended.said
    assert not Path(faulty.file).exists()


def test_a_file_that_was_cut_is_named_at_the_next_crawl(faulty: Faulty) -> None:
    faulty.night()
    (file,) = (faulty.folder / "data").glob("warc/*/*/*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    faulty.night()
    assert "ends before its last page: restore it from a backup" in faulty.notes()[1]
    file.write_bytes(whole)
    assert faulty.findings() == ()


def test_garbage_behind_the_last_record_is_cut_and_told(faulty: Faulty) -> None:
    faulty.night()
    (file,) = (faulty.folder / "data").glob("warc/*/*/*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole + b"rac" * 50)
    faulty.night()
    assert file.read_bytes() == whole
    assert "150 bytes of a torn record were cut from" in faulty.notes()[1]
    assert faulty.findings() == ()
