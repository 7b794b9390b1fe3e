"""The spool itself: read to its last whole line, stored once, in order, and never thrown away."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.record import Look
from archive.storage import spool
from archive.storage.engine import begin_write, connect
from archive.storage.spooling import Spool, as_json, as_look, waiting
from tests.archive.crawl import NIGHT, Crawl, crawling
from tests.archive.test_warc import BODY, URL, look
from tests.faults.conftest import TITLES, Faulty, path


def never(engine: sa.Engine, table: str, when: str) -> None:
    """Lets the database refuse rows of a table for their own sake."""
    refusal = "BEGIN SELECT RAISE(ABORT, 'this row is refused'); END"
    with begin_write(engine) as conn:
        conn.exec_driver_sql(
            f"CREATE TRIGGER never_{table} BEFORE INSERT ON {table} WHEN {when} {refusal}"
        )


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


@pytest.fixture
def on_sqlite(sqlite_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(sqlite_url, tmp_path) as crawl:
        yield crawl


def timeout(number: int) -> Look:
    at = NIGHT.replace(minute=number)
    return Look(f"{URL}&n={number}", "article", at, "timeout", detail="không trả lời")


def spooled(crawl: Crawl, run: int, *looks: Look) -> Path:
    """Looks that a run left in its spool file."""
    file = Spool(crawl.store.data_dir, f"baosonkhe-{run}")
    for each in looks:
        file.look("baosonkhe", run, each, None)
    file.close()
    return file.path


def drained(crawl: Crawl) -> tuple[int, list[str]]:
    said: list[str] = []
    return spool.drain(crawl.store.engine, crawl.store.data_dir, tell=said.append), said


def begun(crawl: Crawl) -> int:
    return crawl.store.start_run("baosonkhe", "nightly", NIGHT)


@pytest.mark.parametrize(
    "one", [look(), look(raw=b"rac", encoding="gzip"), look(b""), timeout(1)], ids=str
)
def test_a_look_comes_out_of_the_spool_as_it_went_in(one: Look) -> None:
    line = json.dumps(as_json(one, with_body=True), default=lambda at: at.isoformat())
    named = json.loads(line) | {"requested_at": one.requested_at}
    again = as_look(named)
    assert again.decoded == one.decoded
    assert replace(again, raw=None, headers=()) == replace(one, raw=None, headers=())


def test_what_was_spooled_is_stored_once_in_its_order(crawl: Crawl) -> None:
    first, second = begun(crawl), begun(crawl)
    spooled(crawl, second, timeout(9))
    spooled(crawl, first, look(), timeout(2), timeout(3))
    stored, said = drained(crawl)
    assert stored == 4
    assert "stored now what could not be stored before: 3 facts" in said[0]
    rows = crawl.rows("SELECT run_id, outcome, detail FROM fetch_event ORDER BY id")
    told = "không trả lời"
    assert rows == [
        (first, "ok", None),
        (first, "timeout", told),
        (first, "timeout", told),
        (second, "timeout", told),
    ]
    assert drained(crawl) == (0, [])
    ((_, _, _, body, _),) = crawl.store.unread("baosonkhe")
    assert body == BODY


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_kill_while_the_spool_is_stored_stores_nothing_twice(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    spooled(crawl, begun(crawl), look(), timeout(2), timeout(3))
    keep, count = spool.KEEP["look"], 0

    def killed(*words):
        nonlocal count
        count += 1
        stored = keep(*words)
        if count == at:
            raise Killed
        return stored

    with monkeypatch.context() as patch:
        patch.setitem(spool.KEEP, "look", killed)
        with pytest.raises(Killed):
            drained(crawl)
    assert drained(crawl)[0] == 3 - at
    assert crawl.rows("SELECT count(*) FROM fetch_event") == [(3,)]
    assert crawl.rows("SELECT count(*) FROM page") == [(1,)]


def test_a_torn_last_line_is_passed_and_the_next_line_stands_alone(on_sqlite: Crawl) -> None:
    run = begun(on_sqlite)
    path = spooled(on_sqlite, run, timeout(1), timeout(2))
    path.write_bytes(path.read_bytes()[:-20])
    spooled(on_sqlite, run, timeout(3))
    assert drained(on_sqlite)[0] == 2
    urls = [row[0] for row in on_sqlite.rows("SELECT url FROM fetch_event ORDER BY id")]
    assert urls == [timeout(1).url, timeout(3).url]


def test_a_spool_of_a_newer_format_is_told_and_kept(on_sqlite: Crawl) -> None:
    path = spooled(on_sqlite, begun(on_sqlite), timeout(1))
    path.write_text(path.read_text().replace('{"format": 1}', '{"format": 2}'))
    stored, said = drained(on_sqlite)
    assert stored == 0
    assert "waits to be stored by a newer release" in said[0]
    assert path.exists()


def test_a_line_that_cannot_be_read_keeps_the_file_aside_and_the_others_are_stored(
    on_sqlite: Crawl,
) -> None:
    path = spooled(on_sqlite, begun(on_sqlite), timeout(1), timeout(2), timeout(3))
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:2], '{"fact": "loo\n', *lines[3:]]))
    stored, said = drained(on_sqlite)
    assert stored == 2
    assert "1 lines cannot be stored, and the file is put aside" in said[0]
    assert [each.name for each in path.parent.iterdir()] == [f"{path.name}.damaged"]
    assert list(waiting(on_sqlite.store.data_dir)) == []


@pytest.mark.parametrize(
    "first",
    ["", "\x00\x00", '{"format": "một"}', "[" * 100_000],
    ids=["empty", "nul", "word", "deep"],
)
def test_a_file_whose_first_line_is_damaged_is_no_newer_one_and_its_facts_are_stored(
    on_sqlite: Crawl, first: str
) -> None:
    path = spooled(on_sqlite, begun(on_sqlite), timeout(1), timeout(2))
    path.write_text(path.read_text().replace('{"format": 1}', first))
    stored, said = drained(on_sqlite)
    assert stored == 2
    assert "1 lines cannot be stored, and the file is put aside" in said[0]
    assert list(waiting(on_sqlite.store.data_dir)) == []


def test_a_file_that_a_crawl_still_writes_is_left_alone(on_sqlite: Crawl) -> None:
    file = Spool(on_sqlite.store.data_dir, "baosonkhe-1")
    file.look("baosonkhe", begun(on_sqlite), timeout(1), None)
    assert drained(on_sqlite) == (0, [])
    file.close()
    assert drained(on_sqlite)[0] == 1


def test_looks_of_a_run_that_a_restored_database_does_not_know_are_stored_without_it(
    on_sqlite: Crawl,
) -> None:
    other = on_sqlite.store.start_run("baovinhlam", "nightly", NIGHT)
    spooled(on_sqlite, other, timeout(1))
    spooled(on_sqlite, 4711, timeout(2))
    assert drained(on_sqlite)[0] == 2
    assert on_sqlite.rows("SELECT run_id FROM fetch_event") == [(None,), (None,)]


@pytest.mark.parametrize("lie", [{"status": 2**70}, {"outcome": None}, {"detail": {"a": 1}}])
def test_a_fact_that_no_database_takes_is_put_aside_and_the_rest_is_stored(
    crawl: Crawl, lie: dict[str, object]
) -> None:
    first, second = begun(crawl), begun(crawl)
    path = spooled(crawl, first, timeout(1), timeout(2), timeout(3))
    spooled(crawl, second, timeout(4))
    lines = path.read_text().splitlines(keepends=True)
    lines[2] = json.dumps(json.loads(lines[2]) | lie) + "\n"
    path.write_text("".join(lines))
    stored, said = drained(crawl)
    assert stored == 3, said
    assert "can never be stored" in said[0]
    assert [each.name for each in path.parent.iterdir()] == [f"{path.name}.damaged"]
    assert drained(crawl) == (0, []), "nothing is tried again"


def test_a_record_that_makes_no_row_does_not_end_each_crawl(on_sqlite: Crawl) -> None:
    place = on_sqlite.store._writer("baosonkhe").write(look(), None)
    on_sqlite.store.end_files()
    never(on_sqlite.store.engine, "fetch_event", "1")
    report = on_sqlite.store.recover(["baosonkhe"])
    assert (report.adopted, report.refused) == (0, [look().url])
    assert (on_sqlite.store.data_dir / place.file).exists()


def test_what_the_database_refuses_of_a_page_ends_neither_its_run_nor_the_next(
    faulty: Faulty,
) -> None:
    engine = connect(faulty.url)
    never(engine, "fetch_event", f"NEW.url LIKE '%{path(2)}'")
    never(engine, "reading", "NEW.title = 'Bài 4'")
    engine.dispose()
    first = faulty.night()
    assert faulty.titles() == TITLES - {"Bài 2", "Bài 4"}, first.said
    assert "this row is refused" in faulty.notes()[0]
    assert "can never be stored" in faulty.notes()[0]
    assert faulty.refusals()[path(4)] == "not-stored"
    assert [each.suffix for each in faulty.spool] == [".damaged"]
    second = faulty.night()
    assert faulty.times_asked()[path(4)] == 1
    assert faulty.outcomes()[0] == "failed"
    assert "Bài 4" not in second.said
