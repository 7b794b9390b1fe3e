"""`egov verify`, `withhold`, `backup` and `restore` as people and programs call them."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.errors import NotFound
from archive.keeping import seals
from archive.keeping import verify as proving
from archive.keeping.proofs import records
from archive.keeping.verify import verify
from archive.record import Look
from tests import forking
from tests.archive.crawl import DAY, NIGHT, TEXT, Crawl, crawling

URL = "https://baosonkhe.example/tin-1.htm"
Egov = Callable[..., tuple[int, str]]


@pytest.fixture
def crawl(sqlite_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(sqlite_url, tmp_path) as crawl:
        crawl.look(URL, NIGHT)
        crawl.look(URL, NIGHT + DAY, body="Thêm một câu. " + TEXT)
        yield crawl


@pytest.fixture
def egov(crawl: Crawl, sqlite_url: str, tmp_path: Path) -> Egov:
    """Runs a verb: its status, and what it said."""

    def run(*words: str) -> tuple[int, str]:
        known = {"ARCHIVE_DATABASE_URL": sqlite_url, "ARCHIVE_DATA_DIR": str(tmp_path / "data")}
        done = forking.run("archive", *words, env={**os.environ, **known, "COLUMNS": "80"})
        return done.returncode, done.stdout + done.stderr

    return run


def test_what_is_found_is_told_repaired_and_gone(crawl: Crawl, egov: Egov) -> None:
    assert "Nothing was changed" in egov("verify")[1]
    with crawl.store.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE article_state SET looks = 9")
    status, out = egov("verify")
    assert status == 1
    assert "state  article_state 1  article " in out
    assert "egov verify --repair" in " ".join(out.split())
    assert egov("verify", "--quick")[0] == 0
    status, out = egov("verify", "--repair", "--json")
    assert (status, json.loads(out)["repaired"], json.loads(out)["findings"]) == (0, 1, [])


def test_a_seal_is_taken_by_hand(crawl: Crawl, egov: Egov) -> None:
    status, out = egov("verify", "--seal")
    assert (status, out.split(",")[0]) == (0, "seal 1: 1 article")
    assert (crawl.store.data_dir / "seals.txt").read_text().split()[-1] in out.replace("\n", "")
    assert json.loads(egov("verify", "--seal", "--json")[1])["number"] == 2


def test_takedown_backup_and_restore_say_what_they_did(
    crawl: Crawl, egov: Egov, tmp_path: Path
) -> None:
    why = ("--reason", "bản án 12", "--by", "Ban biên tập")
    assert "Would withhold article" in egov("withhold", URL, *why, "--dry-run")[1]
    assert "2 pages, 2 readings, 2 records" in egov("withhold", URL, *why)[1]
    assert egov("withhold", URL, "--reason", " ", "--by", "x")[0] == 2
    assert "withheld (bản án 12, " in egov("show", URL)[1]
    kept = str(tmp_path / "kept")
    assert "1 article, 2 versions" in egov("backup", kept)[1]
    again = ("--into", f"sqlite:///{tmp_path}/again.db", "--data", str(tmp_path / "again"))
    status, out = egov("restore", kept, *again)
    assert status == 0
    assert "all hashes and counts as they were" in " ".join(out.split())
    status, out = egov("restore", kept, *again)
    assert status == 1
    assert "empty place" in out


def test_one_site_is_proved_alone_and_must_be_known(crawl: Crawl) -> None:
    engine, data = crawl.store.engine, crawl.store.data_dir
    crawl.look("https://baovinhlam.example/tin-2.htm", NIGHT, title="Tin khác")
    found = verify(engine, data, only="baosonkhe")
    assert (found.findings, found.looks, found.readings) == ((), 2, 2)
    with pytest.raises(NotFound, match="baokhac"):
        verify(engine, data, only="baokhac")


def test_what_no_seal_covers_yet_is_counted(crawl: Crawl) -> None:
    engine, data = crawl.store.engine, crawl.store.data_dir
    assert verify(engine, data).unsealed == 2
    seals.take(engine, data, NIGHT)
    assert verify(engine, data).unsealed == 0


def test_a_torn_tail_is_a_warning_and_a_lost_letter_is_one(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT + 2 * DAY, body="Thêm m\ufffdt câu. " + TEXT)
    crawl.store.close()
    path = next(crawl.store.data_dir.glob("warc/**/*.gz"))
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08half")
    found = verify(crawl.store.engine, crawl.store.data_dir)
    assert found.is_whole
    assert sorted(one.kind for one in found.findings) == ["file", "text"]


def test_a_record_that_no_row_names_is_a_warning_wherever_it_stands(crawl: Crawl) -> None:
    at = NIGHT + 2 * DAY
    look = Look(URL, "article", at, "ok", status=200, raw=b"x", decoded=b"x")
    crawl.store._writer("baosonkhe").write(look, None)
    crawl.look(URL, NIGHT + 3 * DAY)
    found = verify(crawl.store.engine, crawl.store.data_dir)
    (one,) = found.findings
    assert (one.kind, one.warning, found.is_whole) == ("file", True, True)
    assert f"{URL} of 2026-10-03" in one.sentence


def test_every_byte_of_a_request_and_of_the_file_description_is_proved(crawl: Crawl) -> None:
    ((name, end),) = crawl.rows('SELECT file, min("offset") FROM fetch_event GROUP BY file')
    path = crawl.store.data_dir / name
    whole = path.read_bytes()
    header = [start + n for start in (0, whole.index(b"\x1f\x8b\x08", 9)) for n in range(10)]
    for place in (*header, *range(10, end, 41)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with crawl.store.engine.connect() as conn:
            found = list(records.check(conn, crawl.store.data_dir, None, lambda done: None))
        assert [one.row for one in found if not one.warning], place


def test_lines_of_seals_that_were_cut_off_are_found(crawl: Crawl) -> None:
    store = crawl.store
    for number in range(3):
        seals.take(store.engine, store.data_dir, NIGHT + number * DAY)
    file = store.data_dir / "seals.txt"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([lines[0], lines[2]]))
    (one,) = verify(store.engine, store.data_dir).findings
    assert (one.where, one.row, one.warning) == ("seals.txt", "2", False)
    file.write_text("".join(lines[:2]))
    (one,) = verify(store.engine, store.data_dir).findings
    assert (one.row, one.warning) == ("3", True)
    seals.take(store.engine, store.data_dir, NIGHT + 9 * DAY)
    assert verify(store.engine, store.data_dir).findings == ()


def test_how_far_a_proof_has_come_is_told_with_the_rebuild_in_the_sum(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "TOLD", 1)
    told: list[tuple[int, int | None]] = []
    found = verify(
        crawl.store.engine,
        crawl.store.data_dir,
        told=lambda done, total: told.append((done, total)),
    )
    looks = found.looks + found.readings
    (total,) = {total for _, total in told}
    assert total is not None
    assert total > looks
    assert (total - looks) % proving.REBUILT == 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (total, total)
