"""Pages that changed nothing make room; what is left proves what they were."""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from archive import kept
from archive.asking.search import Filters
from archive.cli.program import app
from archive.errors import PageLost
from archive.exchange.export import export
from archive.exchange.importing import Import
from archive.exchange.manifest import Asked
from archive.keeping import compaction, emptying, holes, seals, withhold
from archive.keeping.backup import all_of, backup
from archive.keeping.compaction import Compacted, compact
from archive.keeping.dispensable import Seen, spare
from archive.keeping.hollow import Note
from archive.keeping.restore import restore
from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.lock import held, site_lock
from archive.storage.moments import NOW
from archive.storage.rereading import reread
from archive.storage.store import Store
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling
from tests.archive.keeping.test_backup import empty
from tests.conftest import postgres_database
from tests.conftest import upgrade as upgraded

URL = "https://baosonkhe.example/tin-1.htm"
NEXT = "https://baosonkhe.example/tin-2.htm"
LIST = "https://baosonkhe.example/chuyen-doi-so"
NIGHTS = range(0, 184, 10)  # half a year
LATE = NIGHT + 190 * DAY


def noise(*seed: object) -> str:
    """A part of a page that changes with each look and cannot be packed: 16 KB."""
    parts = (hashlib.sha512(f"{seed} {number}".encode()).hexdigest() for number in range(256))
    return "".join(parts)


def listing(crawl: Crawl, at: datetime, run: int, url: str = LIST) -> None:
    crawl.capture(url, at, {"links": noise(url, at)}, run, kind="listing")


@pytest.fixture(scope="module")
def half_year(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
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
def crawl(
    half_year: tuple[str, Path], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Crawl]:
    """A copy of that half year, for one test."""
    url, data = half_year
    shutil.copytree(data, tmp_path / "data")
    with copied(url, tmp_path, request) as own, crawling(own, tmp_path, PlainReader()) as crawl:
        crawl.store.now = lambda: LATE
        yield crawl


@contextmanager
def copied(url: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if url.startswith("sqlite"):
        shutil.copy(url.removeprefix("sqlite:///"), folder / "archive.db")
        yield f"sqlite:///{folder / 'archive.db'}"
        return
    filled = sa.make_url(url).database
    with postgres_database(request.getfixturevalue("postgres_template"), str(filled)) as own:
        yield own


def end(crawl: Crawl, run: int, outcome: str) -> None:
    with crawl.store.engine.begin() as conn:
        conn.execute(
            sa.text("UPDATE run SET outcome = :outcome WHERE id = :id"),
            {"outcome": outcome, "id": run},
        )


def compacted(crawl: Crawl, at: datetime = LATE, **options: Any) -> Compacted:
    return compact(crawl.store.engine, crawl.store.data_dir, at, **options)


def findings(crawl: Crawl) -> list[tuple[str, bool]]:
    told = verify(crawl.store.engine, crawl.store.data_dir).findings
    return [(one.kind, one.warning) for one in told]


def looks(crawl: Crawl, url: str) -> list[tuple[datetime, str, bool]]:
    """Each look at an address: when, the page's hash, and whether its bytes are there."""
    rows = crawl.rows(
        "SELECT f.requested_at, p.sha256 FROM fetch_event f JOIN page p ON p.id = f.page_id"
        " WHERE f.url = :url ORDER BY f.requested_at",
        url=url,
    )
    return [(_time(at), digest, is_there(crawl, digest)) for at, digest in rows]


def _time(at: Any) -> datetime:
    found = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return found.astimezone(UTC)


def is_there(crawl: Crawl, digest: str) -> bool:
    try:
        crawl.store.page_bytes(digest)
    except PageLost as error:
        if "was given up on 20" not in str(error):
            raise
        return False
    return True


def warcs(crawl: Crawl) -> list[Path]:
    return sorted((crawl.store.data_dir / "warc").rglob("*.warc.gz"))


def on_disk(paths: list[Path]) -> int:
    return sum(path.stat().st_blocks * 512 for path in paths)


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


def records(crawl: Crawl) -> Iterator[Any]:
    for path in warcs(crawl):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                record.content_stream().read()
                yield record


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


def is_full_of_holes(crawl: Crawl) -> bool:
    paths = warcs(crawl)
    return on_disk(paths) < 0.6 * sum(path.stat().st_size for path in paths)


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


def test_an_export_of_a_compacted_archive_makes_the_same_articles(
    crawl: Crawl, tmp_path: Path
) -> None:
    compacted(crawl)
    with crawl.store.engine.connect() as conn:
        told = export(
            conn,
            crawl.store.data_dir,
            tmp_path / "out",
            Asked("warc", None, Filters(statuses=()), NOW, versions=False, public=False),
        )
    assert told.lost == 0
    url = f"sqlite:///{tmp_path / 'target.db'}"
    upgraded(url, tmp_path)
    with closing(Store(connect(url), tmp_path / "again", PlainReader(), lambda: LATE)) as store:
        took = Import(store, PlainReader()).run([tmp_path / "out"], (), None)
        assert took.bad == {}
        other = Crawl(store)
        sql = (
            "SELECT article_id, version_id, change, title, body FROM article_version"
            " ORDER BY version_id"
        )
        assert other.rows(sql) == crawl.rows(sql)
        seen = "SELECT article_id, looks FROM article_state ORDER BY article_id"
        assert other.rows(seen) == crawl.rows(seen)
        assert findings(other) == []


def test_a_backup_is_as_small_as_the_archive_and_older_ones_stay_whole(
    crawl: Crawl, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store, kept = crawl.store, tmp_path / "kept"
    backup(store.engine, store.data_dir, kept, LATE)
    compacted(crawl)
    backup(store.engine, store.data_dir, kept, LATE + DAY)
    one, two = all_of(kept)
    with empty(crawl, request, tmp_path) as url:
        made = restore(two, url, tmp_path / "again" / "data")
        assert made.verified is not None
        assert made.verified.findings == ()
        again = sorted((tmp_path / "again" / "data" / "warc").rglob("*.gz"))
        assert on_disk(again) <= 1.02 * on_disk(warcs(crawl))
    pool = list((kept / "pages").rglob("*.gz.*"))
    whole = sum(path.stat().st_size for path in warcs(crawl))
    assert on_disk(pool) < 1.1 * (whole + on_disk(warcs(crawl)))
    if store.engine.dialect.name == "sqlite":
        old = restore(one, f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "old")
        assert old.verified is not None
        assert old.verified.findings == ()
    backup(store.engine, store.data_dir, kept, LATE + 2 * DAY, rotate=2)
    assert on_disk(list((kept / "pages").rglob("*.gz.*"))) < 1.1 * on_disk(warcs(crawl))


def test_reading_again_after_it_changes_nothing(crawl: Crawl) -> None:
    compacted(crawl)
    state = crawl.state()
    told = reread(crawl.store, PlainReader())
    assert (told.read, told.lost) == (0, 0)
    newer = reread(crawl.store, PlainReader("plain-2"))
    assert (newer.lost, newer.refused, newer.same) == (0, 0, newer.versions)
    assert crawl.state().keys() == state.keys()
    crawl.store.reader = PlainReader("plain-2")
    shown = crawl.look(URL, LATE, title="Một cửa", body=OTHER, weather=noise("neu"))
    assert shown.verdict == "unchanged"
    assert findings(crawl) == []


def test_what_is_withheld_of_a_compacted_article_leaves_no_word_and_verifies(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "overwrite", lambda *_: 0)  # broken off
    compacted(crawl)
    monkeypatch.undo()
    ((article,),) = crawl.rows("SELECT article_id FROM current_article WHERE url = :url", url=URL)
    store = crawl.store
    why = ("bản án 3", "Ban biên tập")
    withhold.withhold(store.engine, store.data_dir, article, None, *why, LATE)
    compacted(crawl)
    held_bytes = b"".join(gzip.decompress(path.read_bytes()) for path in warcs(crawl))
    assert "Một cửa".encode() not in held_bytes
    assert findings(crawl) == []


def test_what_is_withheld_after_it_takes_no_room_again(crawl: Crawl) -> None:
    compacted(crawl)
    before = on_disk(warcs(crawl))
    ((article,),) = crawl.rows("SELECT article_id FROM current_article WHERE url = :url", url=URL)
    store = crawl.store
    why = ("bản án 3", "Ban biên tập")
    withhold.withhold(store.engine, store.data_dir, article, None, *why, LATE)
    assert on_disk(warcs(crawl)) <= before
    assert findings(crawl) == []


def test_the_command_says_what_it_gave_up(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "wall_clock", lambda: LATE)
    url = crawl.store.engine.url.render_as_string(hide_password=False)
    env = {"ARCHIVE_DATABASE_URL": url, "ARCHIVE_DATA_DIR": str(crawl.store.data_dir)}

    def said(*words: str) -> str:
        return CliRunner().invoke(app, ["compact", *words], env=env).output

    assert "23 pages could be given up, about 0." in said("--dry-run")
    told = json.loads(said("--json"))
    assert (told["pages"], told["records"], told["left"]) == (23, 23, False)
    assert told["words"].startswith("23 pages given up, 0.")
    assert said("--all") == "0 pages given up, 0.0 MB of room won.\n"
