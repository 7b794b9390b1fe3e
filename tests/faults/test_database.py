"""The database is away, locked, read-only or damaged: nothing that came is lost, all is told."""

import os
import signal
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from archive.storage import patience, stories
from archive.storage.derived import story_alias
from archive.storage.engine import begin_write, connect
from archive.storage.settling import settle
from tests.archive.crawl import DAY, NIGHT, crawling
from tests.faults.conftest import GONE, LATE, TITLES, Faulty, Server, path

SHORT = "pragma:busy_timeout=50"  # milliseconds, instead of half a minute


def complete(archive: Faulty, *, first: str = "failed") -> None:
    """What an undisturbed night would have left, and the broken-off run before it."""
    assert archive.titles() == TITLES
    assert archive.outcomes()[0] == first
    assert archive.spool == []
    assert archive.findings() == ()
    held = archive.rows("SELECT url FROM fetch_event WHERE file IS NOT NULL")
    assert archive.records() == sorted(row["url"] for row in held), "each record once"
    looks = archive.ledger()
    assert looks[GONE] == ["missing"]
    assert set(looks[LATE]) == {"timeout"}


@pytest.mark.parametrize("look", [2, 10])
def test_looks_at_a_locked_database_are_spooled_and_stored_by_the_next_crawl(
    faulty: Faulty, look: int
) -> None:
    ended = faulty.night(f"{SHORT} lock:{faulty.file}@{look}")
    assert ended.status == 1
    assert "failed" in ended.said
    assert "database is locked" in ended.said
    assert faulty.outcomes() == [None]
    (waits,) = faulty.spool
    assert waits.name == "baomau-1.jsonl"
    faulty.night()
    complete(faulty)
    assert sum(run["new_articles"] for run in faulty.runs()) == len(TITLES)
    assert "database is locked" in faulty.notes()[0]
    assert "stored now what could not be stored before" in faulty.notes()[1]
    asked = faulty.times_asked()
    assert {asked[path(number)] for number in range(1, 7)} == {1}, "no page is asked for twice"


def test_a_listing_whose_addresses_were_not_noted_is_asked_outright_again(faulty: Faulty) -> None:
    ended = faulty.night(f"{SHORT} lock:{faulty.file}@note", listings="feed")
    assert ended.status == 1
    assert faulty.titles() == set()
    faulty.night(listings="feed")
    complete(faulty)


def test_a_lock_that_is_gone_before_the_end_leaves_nothing_in_the_spool(faulty: Faulty) -> None:
    ended = faulty.night(f"{SHORT} lock:{faulty.file}@5 unlock@close")
    assert ended.status == 1
    assert faulty.outcomes() == ["failed"]
    assert faulty.spool == []
    faulty.night()
    complete(faulty)


def test_the_end_of_a_run_is_spooled_with_its_figures(faulty: Faulty) -> None:
    ended = faulty.night(f"{SHORT} lock:{faulty.file}@end")
    assert ended.status == 1
    assert "could not be closed: the database says: database is locked" in ended.said
    assert faulty.outcomes() == [None]
    faulty.night()
    complete(faulty)
    first = faulty.runs()[0]
    assert (first["new_articles"], first["failed"], first["discovered"]) == (6, 1, 8)
    assert first["finished_at"]
    assert '"looks"' in str(first["figures"])
    states = faulty.rows("SELECT run_id, state FROM health ORDER BY id")
    assert states[0] == {"run_id": 1, "state": "failed"}


def test_a_server_that_stops_while_a_crawl_runs_loses_nothing(
    on_server: Faulty, own_server: Server
) -> None:
    ended = on_server.night(f"outage:0 quit:{own_server.process}@4")
    assert ended.status == 1
    assert "failed" in ended.said
    assert len(on_server.spool) == 1
    own_server.start()
    on_server.night()
    complete(on_server)
    assert {on_server.times_asked()[path(number)] for number in range(1, 7)} == {1}


def test_a_server_that_is_restarted_while_a_crawl_runs_is_waited_for(
    on_server: Faulty, own_server: Server
) -> None:
    again = threading.Thread(target=own_server.start)  # as soon as it has ended
    again.start()
    ended = on_server.night(f"outage:60 quit:{own_server.process}@4")
    again.join()
    assert ended.status == 0, ended.said
    assert on_server.outcomes() == ["healthy"]
    assert "the database is away, and is waited for" in on_server.notes()[0]
    assert "the database is back after" in on_server.notes()[0]
    complete(on_server, first="healthy")


def test_a_server_that_is_away_at_the_start_is_named_and_nothing_is_made(
    on_server: Faulty, own_server: Server
) -> None:
    own_server.stop()
    ended = on_server.night()
    assert ended.status == 2
    assert "cannot open postgresql+psycopg://" in ended.said
    assert "Traceback" not in ended.said
    assert not (on_server.folder / "data" / "warc").exists()
    own_server.start()
    on_server.night()
    assert on_server.titles() == TITLES


def test_a_frozen_server_is_given_up_and_a_slow_one_waited_for(
    own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "QUIET", 0.2)
    monkeypatch.setattr(patience, "LINE", {**patience.LINE, "connect_timeout": 1})
    engine = connect(own_server.url)
    frozen: list[int] = []

    def ask_twice() -> None:
        with begin_write(engine) as conn:
            conn.exec_driver_sql("SELECT pg_sleep(0.7)")
            frozen.extend(own_server.freeze())
            conn.exec_driver_sql("SELECT 1")

    try:
        with pytest.raises(OperationalError, match="does not answer"):
            ask_twice()
    finally:
        for each in frozen:
            os.kill(each, signal.SIGCONT)
    assert frozen, "the slow answer was waited for"
    with begin_write(engine) as conn:
        assert conn.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


def test_a_lock_on_the_server_that_is_never_given_up_is_not_waited_for_without_end(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LOCKED", 100)
    engine = connect(postgres_url)
    timed_out = pytest.raises(OperationalError, match="lock timeout")
    with begin_write(engine, sealing=True), timed_out, begin_write(engine):
        pass
    engine.dispose()


def test_a_database_that_may_only_be_read_is_named_and_the_night_done_later(
    faulty: Faulty,
) -> None:
    ended = faulty.night("pragma:query_only=ON")
    assert ended.status == 1
    assert "attempt to write a readonly database" in ended.said
    assert faulty.runs() == []
    faulty.night()
    assert faulty.titles() == TITLES


def test_a_full_disk_under_the_database_spools_what_came(faulty: Faulty) -> None:
    pages = faulty.rows("PRAGMA page_count")[0]["page_count"]
    ended = faulty.night(f"pragma:max_page_count={pages + 4}")
    assert ended.status == 1
    assert "database or disk is full" in ended.said
    faulty.night()
    complete(faulty)


def test_a_damaged_database_is_named_and_nothing_more_is_written_to_it(faulty: Faulty) -> None:
    ended = faulty.night(f"corrupt:{faulty.file}@5")
    assert ended.status == 1
    assert "database disk image is malformed" in ended.said
    assert len(faulty.spool) == 1
    damaged = Path(faulty.file).read_bytes()
    again = faulty.night()
    assert again.status == 2
    assert "malformed" in again.said
    assert "restore it from a backup" in again.said
    assert "Traceback" not in again.said
    assert Path(faulty.file).read_bytes() == damaged
    assert len(faulty.spool) == 1


def test_a_database_file_that_somebody_deletes_ends_the_crawl_and_what_came_waits_for_it(
    faulty: Faulty,
) -> None:
    ended = faulty.night(f"away:{faulty.file}@5")
    assert ended.status == 1
    assert f"{faulty.file} was deleted while it was open: restore it" in ended.said
    assert len(faulty.spool) == 1
    assert faulty.night().status == 2
    assert not Path(faulty.file).exists(), "no empty archive is begun in its place"
    for each in faulty.folder.glob("away-*"):
        each.rename(each.with_name(each.name.removeprefix("away-")))
    assert faulty.night().status == 0
    complete(faulty)


def test_what_is_settled_when_the_database_goes_stays_as_it_was(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = "SELECT story_id, article_id FROM story_copy_state ORDER BY 1, 2"
    with crawling(database_url, tmp_path) as crawl:
        for site in ("baosonkhe", "baovinhlam"):
            crawl.look(f"https://{site}.example/tin-1.htm", NIGHT, title="Khai trương")
        before, rebuild = crawl.rows(copied), stories.rebuild
        assert len(before) == 2
        with begin_write(crawl.store.engine) as conn:  # so that there is something to write anew
            conn.execute(sa.insert(story_alias).values(alias="a" * 12, story_id="b" * 12))

        def gone(conn: sa.Connection) -> None:
            rebuild(conn)
            conn.execute(sa.text("DELETE FROM story_copy_state"))
            raise OperationalError("COMMIT", {}, Exception("the server closed the connection"))

        with monkeypatch.context() as patch:
            patch.setattr(stories, "rebuild", gone)
            with pytest.raises(OperationalError):
                settle(crawl.store.engine, NIGHT + DAY)
        assert crawl.rows(copied) == before
        assert settle(crawl.store.engine, NIGHT + DAY) == 1
        assert settle(crawl.store.engine, NIGHT + DAY) == 0
        assert crawl.rows(copied) == before
