"""Pages that changed nothing make room; what is left proves what they were."""

import gzip
import json
import os
from datetime import datetime, timedelta
from typing import Any

import pytest

from archive.keeping import compaction, emptying, holes, seals
from archive.keeping.dispensable import Seen, spare
from archive.keeping.hollow import Note
from archive.storage.lock import held, site_lock
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl
from tests.archive.keeping.halfyear import (
    LATE,
    LIST,
    NEXT,
    NIGHTS,
    URL,
    compacted,
    end,
    findings,
    is_full_of_holes,
    listing,
    looks,
    noise,
    on_disk,
    records,
    warcs,
)


@pytest.fixture
def crawl(aged: Crawl) -> Crawl:
    return aged


def test_of_half_a_year_the_first_the_changed_the_newest_and_one_a_month_stay(
    crawl: Crawl,
) -> None:
    state, before, length = (
        crawl.state(),
        on_disk(warcs(crawl)),
        [p.stat().st_size for p in warcs(crawl)],
    )
    planned = compacted(crawl, dry_run=True)
    done = compacted(crawl)
    days = [(at - NIGHT).days for at, _, there in looks(crawl, URL) if there]
    # the first nights of six Vietnamese months, the new words of night 90, the newest
    assert days == [0, 30, 60, 90, 100, 130, 150, 180]
    assert [(at - NIGHT).days for at, _, there in looks(crawl, LIST) if there] == [
        day for day in days if day != 90
    ]
    assert all(there for _, _, there in looks(crawl, NEXT))  # one page all the time
    assert done.pages == done.records == planned.pages == 2 * len(NIGHTS) - 8 - 7
    after = on_disk(warcs(crawl))
    assert before - after == done.bytes_freed > 0.7 * done.records * 16_000
    assert planned.bytes_freed == pytest.approx(done.bytes_freed, rel=0.3)
    assert [path.stat().st_size for path in warcs(crawl)] == length
    assert crawl.state() == state
    assert findings(crawl) == []
    assert compacted(crawl).pages == 0
    assert (
        done.words == f"{done.pages} pages given up, {done.bytes_freed / 1e6:,.1f} MB of room won"
    )
    seals.take(crawl.store.engine, crawl.store.data_dir, LATE + DAY)
    assert findings(crawl) == []


def test_readers_of_warc_walk_over_what_was_given_up(crawl: Crawl) -> None:
    kinds = [record.rec_type for record in records(crawl)]
    done = compacted(crawl)
    after = [record.rec_type for record in records(crawl)]
    assert len(after) == len(kinds)
    assert after.count("metadata") == done.records
    assert kinds.count("response") - after.count("response") == done.records


@pytest.mark.parametrize("length", [4096, 65540 + 18, 65541 + 18, 65545 + 18, 131_085, 250_000])
def test_a_note_is_exactly_as_long_as_what_stood_there(length: int) -> None:
    note = Note(URL, NIGHT, LATE, "a" * 64, "b" * 64)
    member = note.member(length)
    assert len(member) == length
    held = gzip.decompress(member)
    assert b"page-sha256: " + b"a" * 64 in held
    assert held.endswith(b"\0\r\n\r\n")


def test_what_is_young_or_changed_something_stays() -> None:
    def day(number: int) -> datetime:
        return NIGHT + number * DAY

    pages = [Seen(number, day(number), may_go=number not in (5, 12)) for number in range(20)]
    assert spare(pages, day(16)) == {*range(1, 5), *range(6, 12), 13, 14, 15}
    assert spare(pages, day(40)) == {*range(1, 5), *range(6, 12), *range(13, 19)}
    again = [*pages, Seen(3, day(19), may_go=False)]  # it came again, as something new
    assert 3 not in spare(again, day(40))
    assert spare([], day(1)) == set()


def test_a_page_of_two_articles_or_with_a_reading_or_of_a_bad_run_stays(crawl: Crawl) -> None:
    store = crawl.store
    at = {number: NIGHT + timedelta(days=number, hours=1) for number in (2, 8, 14, 20)}
    bad = store.start_run("baosonkhe", "nightly", at[2])
    listing(crawl, at[2], bad)
    end(crawl, bad, "silent")
    both = {"title": "Mùa lúa", "body": OTHER, "weather": noise("both")}
    crawl.look(URL.replace("-1", "-3"), at[2], **(both | {"weather": ""}))
    crawl.look(URL.replace("-1", "-3"), at[8], **both)  # unchanged, and of another article
    crawl.look(NEXT, at[14], **both)
    crawl.look(NEXT, at[20], **(both | {"weather": noise(20), "layout": "mobile"}))
    compacted(crawl)
    there = {(when, url): is_so for url in (LIST, NEXT) for when, _, is_so in looks(crawl, url)}
    assert there[at[2], LIST]
    assert there[at[14], NEXT]
    assert there[at[20], NEXT]
    assert findings(crawl) == []


def test_the_same_bytes_coming_again_are_kept_anew_and_found(crawl: Crawl) -> None:
    compacted(crawl)
    at, digest, _ = next(look for look in looks(crawl, URL) if not look[2])
    page = {"title": "Một cửa", "body": TEXT, "weather": noise(1, at)}
    crawl.store.reader = None
    for later in (LATE, LATE + DAY):
        crawl.look(URL, later, **page)
    assert json.loads(crawl.store.page_bytes(digest)) == page
    sizes = crawl.rows(
        "SELECT length FROM fetch_event WHERE requested_at >= :at ORDER BY id",
        at=LATE if crawl.store.engine.dialect.name == "postgresql" else LATE.isoformat(),
    )
    assert sizes[0][0] > 10_000 > 2_000 > sizes[1][0]  # whole, then a revisit of that
    assert findings(crawl) == []
    for number in range(2, 12):
        crawl.look(URL, LATE + number * DAY, title="Một cửa", body=TEXT, weather=noise(number))
    assert compacted(crawl, LATE + 60 * DAY).pages > 0
    assert findings(crawl) == []


def test_a_look_that_is_being_kept_refers_to_nothing_that_goes_meanwhile(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, digest, _ = looks(crawl, URL)[2]
    writer = crawl.store._writer("baosonkhe")
    write = writer.write

    def slowly(*args: Any) -> Any:
        monkeypatch.undo()
        compacted(crawl)
        return write(*args)

    monkeypatch.setattr(writer, "write", slowly)
    page = {"title": "Một cửa", "body": TEXT, "weather": noise(1, at)}
    crawl.look(URL, LATE, **page)
    assert json.loads(crawl.store.page_bytes(digest)) == page
    assert findings(crawl) == []


def test_a_changed_note_is_found(crawl: Crawl) -> None:
    compacted(crawl)
    ((file, offset),) = crawl.rows('SELECT file, "offset" FROM compacted LIMIT 1')
    with (crawl.store.data_dir / file).open("r+b") as held_file:
        held_file.seek(offset + 5000)
        held_file.write(b"x")
    assert findings(crawl) == [("compacted", False)]


class Killed(BaseException):
    pass


@pytest.mark.parametrize("moment", ["rows", "half a note", "holes without notes"])
def test_a_kill_in_the_middle_is_explained_and_finished(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def rows(*_: object) -> int:
        raise Killed

    def half(descriptor: int, data: bytes, offset: int) -> int:
        PWRITE(descriptor, data[: len(data) // 2], offset)
        raise Killed

    if moment == "rows":
        monkeypatch.setattr(compaction, "overwrite", rows)
    else:
        monkeypatch.setattr(emptying.os, "pwrite", half if "half" in moment else rows)
    with pytest.raises(Killed):
        compacted(crawl)
    told = findings(crawl)
    monkeypatch.undo()
    assert {kind for kind, _ in told} <= {"compacted"}
    torn = [kind for kind, warning in told if not warning]
    assert len(torn) == (moment != "rows")
    assert told
    again = compacted(crawl)
    assert again.finished == len(told)
    assert findings(crawl) == []
    assert is_full_of_holes(crawl)


PWRITE = os.pwrite


def test_a_service_that_is_to_end_breaks_it_off_between_two_batches(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "BATCH", 4)
    heard: list[tuple[int, int | None]] = []

    def told(done: int, total: int | None) -> None:
        heard.append((done, total))
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compacted(crawl, told=told)
    assert heard == [(heard[0][0], heard[0][1])] * 3
    assert findings(crawl) == []  # two batches are whole, the third was not begun
    rest = compacted(crawl)
    assert (rest.pages, rest.finished) == (23 - 2 * 4, 0)


def test_without_holes_nothing_is_overwritten(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [path.read_bytes() for path in warcs(crawl)]

    def none(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(holes, "punch", none)
    told = compacted(crawl)
    assert told.words.startswith("nothing was compacted: the file system of ")
    assert [path.read_bytes() for path in warcs(crawl)] == before
    assert crawl.rows("SELECT count(*) FROM compacted") == [(0,)]


def test_a_site_that_is_crawled_waits_and_so_does_what_is_over_the_limit(crawl: Crawl) -> None:
    with held(site_lock(crawl.store.data_dir, "baosonkhe")):
        assert compacted(crawl).busy == ["baosonkhe"]
    assert crawl.rows("SELECT count(*) FROM compacted") == [(0,)]
    first = compacted(crawl, limit=10)
    assert (first.pages, first.left) == (10, True)
    rest = compacted(crawl)
    assert first.pages + rest.pages == 2 * len(NIGHTS) - 8 - 7
    assert not rest.left
    assert findings(crawl) == []
