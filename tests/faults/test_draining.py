"""A kill while the spool is stored: no record twice on disk, no run's end without its state."""

from pathlib import Path

import pytest

from archive.record import RunCounts
from archive.storage import health, pages
from archive.storage.spooling import Spool
from archive.storage.warc import Writer
from tests.archive.crawl import NIGHT, Crawl
from tests.archive.test_warc import look
from tests.faults.test_spool import Killed, begun, drained, on_sqlite, spooled, timeout

__all__ = ["on_sqlite"]

FINDINGS = ({"rule": "error", "sentence": "database is locked", "url": None},)


def killed(*_: object, **__: object) -> None:
    raise Killed


def test_a_kill_between_record_and_row_leaves_one_record_of_a_spooled_look(
    on_sqlite: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled(on_sqlite, begun(on_sqlite), timeout(2), look(), timeout(3))
    with monkeypatch.context() as patch:
        patch.setattr(pages, "keep", at_the_second(pages.keep))
        with pytest.raises(Killed):
            drained(on_sqlite)
    records = Writer.write
    written: list[object] = []

    def write(*words: object) -> object:
        written.append(words)
        return records(*words)

    monkeypatch.setattr(Writer, "write", write)
    assert drained(on_sqlite)[0] == 2
    assert written == [], "its record is on disk already"
    rows = on_sqlite.rows("SELECT run_id, outcome, file IS NULL FROM fetch_event ORDER BY id")
    assert rows == [(1, "timeout", 1), (1, "ok", 0), (1, "timeout", 1)]
    assert on_sqlite.store.recover(["baosonkhe"]).adopted == 0
    ((_, _, _, body, _),) = on_sqlite.store.unread("baosonkhe")
    assert body == look().decoded


def at_the_second(keep):
    """A kill before the row of the second look, of which the record is written by then."""
    count = 0

    def kept(*words):
        nonlocal count
        count += 1
        if count == 2:
            raise Killed
        return keep(*words)

    return kept


def test_a_kill_while_the_end_of_a_run_is_stored_leaves_neither_row_nor_state_alone(
    on_sqlite: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(on_sqlite)
    path = ended(on_sqlite, run)
    with monkeypatch.context() as patch:
        patch.setattr(health, "noted", killed)
        with pytest.raises(Killed):
            drained(on_sqlite)
    assert on_sqlite.rows("SELECT outcome FROM run") == [(None,)]
    assert drained(on_sqlite)[0] == 1
    assert on_sqlite.rows("SELECT outcome, discovered FROM run") == [("failed", 7)]
    assert on_sqlite.rows("SELECT run_id, state FROM health") == [(run, "failed")]
    assert not path.exists()
    assert ended(on_sqlite, run) == path
    assert drained(on_sqlite)[0] == 0, "a run ends once"
    assert on_sqlite.rows("SELECT count(*) FROM health") == [(1,)]


def ended(crawl: Crawl, run: int) -> Path:
    """The end of a run in its spool file."""
    file = Spool(crawl.store.data_dir, f"baosonkhe-{run}")
    counts = dict.fromkeys(RunCounts.__dataclass_fields__, 0) | {"discovered": 7}
    told = {"site": "baosonkhe", "outcome": "failed", "notes": [], "guessed": [], "figures": {}}
    file.end(run, {**told, "finished_at": NIGHT, "whole": True, "evidence": FINDINGS, **counts})
    file.close()
    return file.path
