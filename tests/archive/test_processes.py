"""Two crawls at once, and crawls that are killed: the archive is that of one undisturbed."""

import json
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from typing import Any

from archive.record import Captured, Look
from archive.storage.engine import connect
from archive.storage.store import Store
from archive.storage.warc import Place, Writer
from tests import forking
from tests.archive.crawl import DAY, NIGHT, Crawl, crawling
from tests.archive.families import Press

MINUTE = timedelta(minutes=1)
Looks = list[tuple[str, str, dict[str, Any]]]


def start(url: str, folder: Path, looks: Looks, **plan: Any) -> forking.Process:
    text = json.dumps({"looks": looks, **plan})
    return forking.start("tests.archive.process", url, str(folder), text, stdout=forking.PIPE)


def finish(process: forking.Process) -> int:
    said, _ = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), said
    return process.returncode


def held(crawl: Crawl) -> dict[str, list[Any]]:
    """What the archive says, without the numbers and places that stay inside."""
    parts = {
        "current_article": "*",
        "article_version": "article_id, url, version_no, seen_at, change, digest, page_sha256",
        "story_copy": "*",
        "fetch_ledger": "site, url, requested_at, status, outcome, article_id, page_sha256",
        "story_alias": "*",
    }
    return {
        name: sorted(crawl.rows(f"SELECT {columns} FROM {name}"), key=repr)
        for name, columns in parts.items()
    }


def assert_rebuilt_the_same(crawl: Crawl) -> None:
    before = crawl.state()
    crawl.store.rebuild()
    assert crawl.state() == before


def test_two_processes_that_bring_copies_at_the_same_moment(
    database_url: str, tmp_path: Path
) -> None:
    own: list[Looks] = [[], []]
    for number in range(25):
        text = " ".join(f"chữ {number} câu {place * number}" for place in range(30))
        for which, site in enumerate(("baosonkhe", "baovinhlam")):
            at = (NIGHT + number * MINUTE + which * timedelta(seconds=1)).isoformat()
            page = {"title": f"Tin số {number}", "body": text}
            own[which].append((f"https://{site}.example/tin-{number}.htm", at, page))
            shared = {"title": f"Tin chung số {number}", "body": f"Tin chung {text[::-1]}"}
            own[which].append((f"https://chinhphumau.example/tin-{number}.htm", at, shared))
    go = tmp_path / "go"
    both = [start(database_url, tmp_path, looks, go=str(go)) for looks in own]
    go.touch()
    assert [finish(process) for process in both] == [0, 0]
    with crawling(database_url, tmp_path) as crawl:
        assert crawl.rows("SELECT count(*), count(DISTINCT url) FROM current_article") == [(75, 75)]
        assert crawl.rows("SELECT count(*) FROM article_version") == [(75,)]
        assert crawl.rows("SELECT count(*) FROM fetch_ledger") == [(100,)]
        assert crawl.rows("SELECT count(*) FROM page") == [(50,)]
        by_story = "SELECT story_id FROM story_copy GROUP BY story_id HAVING count(*) = 2"
        assert len(crawl.rows(by_story)) == 25
        assert_rebuilt_the_same(crawl)


def test_two_processes_that_bring_the_same_look_at_the_same_moment_keep_it_once(
    database_url: str, tmp_path: Path
) -> None:
    look = Look(
        "https://baosonkhe.example/tin-1.htm", "article", NIGHT, "ok", 200, raw=b"x", decoded=b"x"
    )
    both_asked = Barrier(2, timeout=60)

    class Meeting(Writer):
        """Writes when both have asked the ledger, and neither has written into it."""

        def write(self, *told: Any) -> Place:
            both_asked.wait()
            return super().write(*told)

    def bring() -> Captured:
        store = Store(connect(database_url), tmp_path / "data")
        store._writers["baosonkhe"] = Meeting(store.data_dir, "baosonkhe")
        try:
            return store.capture("baosonkhe", None, look)
        finally:
            store.close()

    with crawling(database_url, tmp_path) as crawl, ThreadPoolExecutor(2) as pool:
        brought = [future.result() for future in [pool.submit(bring) for _ in range(2)]]
        assert crawl.rows("SELECT count(*) FROM fetch_event") == [(1,)]
        assert len({one.fetch_id for one in brought}) == 1
        assert sorted(one.repeat for one in brought) == [False, True]
        assert {one.page_sha256 for one in brought} == {sha256(b"x").hexdigest()}
        assert crawl.store.recover().adopted == 0


def test_a_crawl_killed_again_and_again_ends_as_an_undisturbed_one(
    database_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    pieces = Press(3, families=2).pieces
    looks: Looks = [
        (piece.url, (NIGHT + number * MINUTE).isoformat(), piece.page)
        for number, piece in enumerate(pieces)
    ]
    looks += [
        (url, (NIGHT + DAY + number * MINUTE).isoformat(), {**page, "author": "Lê Na"})
        for number, (url, _, page) in enumerate(looks[:5])
    ]
    for die_at in (0, 4, 11, None):
        killed = finish(start(database_url, tmp_path, looks, die_at=die_at))
        assert (killed != 0) == (die_at is not None)
        if die_at == 4:
            newest = max(
                (tmp_path / "data").glob("**/*.warc.gz"), key=lambda file: file.stat().st_mtime
            )
            with newest.open("ab") as file:
                file.write(newest.read_bytes()[:70])  # as a record that was being written
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    copy = shutil.copy(sqlite_template, undisturbed)
    with (
        crawling(database_url, tmp_path) as crawl,
        crawling(f"sqlite:///{copy}", undisturbed) as other,
    ):
        for url, at, page in looks:
            other.look(url, datetime.fromisoformat(at), **page)
        adopted = "SELECT count(*) FROM fetch_event WHERE detail LIKE 'adopted%'"
        assert crawl.rows(adopted) == [(3,)]
        assert plain(held(crawl)) == plain(held(other))
        assert_rebuilt_the_same(crawl)
        for row in crawl.rows("SELECT DISTINCT page_sha256 FROM fetch_ledger"):
            crawl.store.page_bytes(row[0])


def plain(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows as both databases have them: times as text in UTC, truth as a number."""
    return {name: sorted([tuple(map(cell, row)) for row in rows]) for name, rows in tables.items()}


def cell(value: Any) -> str:
    if hasattr(value, "astimezone"):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    return str(int(value)) if isinstance(value, bool) else str(value)
