"""A seal holds whatever lawfully comes after it, and nothing else."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.keeping import seals
from archive.keeping.proofs import sealing
from archive.storage.engine import begin_read, connect
from archive.storage.store import Store
from tests.archive.crawl import DAY, NIGHT, Crawl, crawling, reading

URL = "https://baosonkhe.example/tin-{}.htm"


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def seal(crawl: Crawl, now: datetime = NIGHT) -> seals.Seal:
    return seals.take(crawl.store.engine, crawl.store.data_dir, now)


def alarms(crawl: Crawl) -> list[str]:
    with begin_read(crawl.store.engine) as conn:
        return [one.sentence for one in sealing.check(conn, crawl.store.data_dir)]


def test_a_seal_counts_what_is_held_and_stands_in_the_file_beside_the_database(
    crawl: Crawl,
) -> None:
    crawl.look(URL.format(1), NIGHT)
    crawl.look(URL.format(2), NIGHT, title="Tin khác")
    crawl.look(URL.format(2), NIGHT + DAY, title="Tin khác hẳn")
    first = seal(crawl)
    assert (first.number, first.articles, first.versions) == (1, 2, 3)
    second = seal(crawl)
    assert (second.number, second.articles, second.versions) == (2, 2, 3)
    assert first.root != second.root
    lines = (crawl.store.data_dir / "seals.txt").read_text().splitlines()
    assert lines == [first.line, second.line]
    assert lines[0].endswith(first.root)
    assert alarms(crawl) == []


def test_a_seal_that_was_broken_off_is_not_missed(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl.look(URL.format(1), NIGHT)
    seal(crawl)

    def killed(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(seals, "_columns", killed)  # between the seal's row and its leaves
        with pytest.raises(KeyboardInterrupt):
            seal(crawl)
    assert seal(crawl, NIGHT + DAY).number == 2
    assert alarms(crawl) == []


@pytest.mark.parametrize("cut", [False, True])
def test_a_number_that_was_passed_is_no_alarm_and_a_seal_that_was_cut_is(
    crawl: Crawl, cut: bool
) -> None:
    crawl.look(URL.format(1), NIGHT)
    taken = [seal(crawl, NIGHT + night * DAY) for night in range(3)]
    with begin_read(crawl.store.engine) as conn:
        leaves = {
            one.number: {leaf.table_name: leaf for leaf in seals.leaves_of(conn, one.number)}
            for one in taken
        }
    if cut:
        del taken[1]
    else:
        taken[2] = replace(taken[2], number=7)
        leaves[7] = leaves[3]
    found = [one.sentence for one in sealing._chain(taken, leaves)]
    assert any("one is missing" in one for one in found) is cut
    assert bool(found) is cut


def test_what_comes_later_breaks_no_seal(crawl: Crawl) -> None:
    for night in range(4):
        crawl.look(URL.format(night), NIGHT + night * DAY, title=f"Tin số {night}")
        crawl.look(URL.format(1), NIGHT + night * DAY, body=f"Sửa lần {night}. " + reading().body)
        seal(crawl, NIGHT + night * DAY)
    crawl.look(URL.format(1), NIGHT - 9 * DAY, body="Bản chụp muộn. " + reading().body)
    crawl.missing(URL.format(2), NIGHT + 9 * DAY)
    crawl.store.rebuild()
    assert alarms(crawl) == []
    seal(crawl)
    crawl.store.rebuild()
    assert alarms(crawl) == []


def test_a_clock_that_jumps_back_breaks_no_seal(crawl: Crawl) -> None:
    clock = [NIGHT + 30 * DAY]
    crawl.store.now = lambda: clock[0]
    crawl.look(URL.format(1), NIGHT)
    sealed = seal(crawl, clock[0])
    clock[0] = NIGHT - 300 * DAY
    crawl.look(URL.format(2), NIGHT, title="Tin khác")
    ((recorded,),) = crawl.rows("SELECT max(recorded_at) FROM sighting")
    assert str(recorded)[:10] == str(sealed.sealed_at)[:10]
    again = seal(crawl, clock[0])
    assert again.sealed_at > sealed.sealed_at
    assert alarms(crawl) == []


def test_seals_taken_while_others_record_raise_no_alarm(database_url: str, tmp_path: Path) -> None:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look(URL.format(0), NIGHT)

        def record(host: str) -> None:
            store = Store(connect(database_url), tmp_path / "data")
            with closing(store):
                own = Crawl(store)
                for number in range(8):
                    url = f"https://{host}.example/tin-{number}.htm"
                    own.look(url, NIGHT + timedelta(minutes=number), title=f"{host} {number}")

        writers = [
            threading.Thread(target=record, args=(host,)) for host in ("baosonkhe", "baovinhlam")
        ]
        for writer in writers:
            writer.start()
        taken = 0
        while any(writer.is_alive() for writer in writers):
            writers[0].join(0.2)
            seal(crawl, datetime.now(NIGHT.tzinfo))
            taken += 1
        for writer in writers:
            writer.join()
        seal(crawl, datetime.now(NIGHT.tzinfo))
        assert taken
        assert alarms(crawl) == []
