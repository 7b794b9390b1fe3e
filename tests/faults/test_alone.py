"""Processes that are killed or frozen, and crawls of one site that begin twice."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.errors import Locked
from archive.storage.clock import wall_clock
from archive.storage.engine import connect
from archive.storage.leader import Leadership
from archive.storage.lock import SITES, taken
from crawler.config import ScheduleConfig
from crawler.fetching.night import Crawls
from crawler.fetching.room import own_site
from crawler.service.leading import Leading
from tests.crawler.service.schedulers import Jobs
from tests.faults.conftest import NUMBERS, TITLES, Faulty, Server, path
from tests.faults.injected import HOLDERS
from tests.faults.test_database import complete

STOPS_ITSELF = (
    "import filelock, os, signal; lock = filelock.FileLock({file!r}); lock.acquire(); "
    "os.kill(os.getpid(), signal.SIGSTOP)"
)


@pytest.mark.parametrize("look", [6, "end"])
def test_a_crawl_that_is_killed_is_interrupted_and_done_by_the_next(
    faulty: Faulty, look: int | str
) -> None:
    assert faulty.night(f"kill@{look}").status != 0
    faulty.night()
    complete(faulty, first="interrupted")


def test_a_frozen_crawl_is_ended_at_its_time_limit_and_its_site_is_free(tmp_path) -> None:
    crawls = Crawls(ScheduleConfig())
    crawls.limit, crawls.grace = 1.0, 0.2
    file = tmp_path / "crawl-baomau.lock"
    status, said = crawls.run([sys.executable, "-c", STOPS_ITSELF.format(file=str(file))])
    assert status == -9, "SIGTERM does not reach a stopped process"
    assert "time limit" in said
    lock = taken(file)
    assert lock is not None
    lock.release()


def test_machines_that_share_a_server_do_not_crawl_one_site_at_once(
    postgres_url: str, tmp_path, monkeypatch
) -> None:
    engine, other = connect(postgres_url), connect(postgres_url)

    def own(machine: str, site: str, patient: bool = False):
        at = engine if machine == "a" else other
        return asyncio.run(own_site(tmp_path / machine, site, patient=patient, engine=at))

    first = own("a", "baomau")
    with pytest.raises(Locked, match="another crawl of baomau is running on another machine"):
        own("b", "baomau")
    own("b", "baokhac").release()

    async def ended(_: float) -> None:
        first.release()

    monkeypatch.setattr(asyncio, "sleep", ended)
    own("b", "baomau", patient=True).release()
    own("a", "baomau").release()
    engine.dispose()
    other.dispose()


@pytest.fixture
def machines(postgres_url: str) -> Iterator[tuple[sa.Engine, sa.Engine]]:
    """Two that share a server."""
    made = connect(postgres_url), connect(postgres_url)
    yield made
    for each in made:
        each.dispose()


def test_a_site_whose_lock_the_server_forgot_is_taken_again_unless_another_crawl_has_it(
    machines: tuple[sa.Engine, sa.Engine], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = machines
    own = asyncio.run(own_site(tmp_path / "a", "baomau", patient=False, engine=first))
    assert own is not None
    assert own.still()
    assert caplog.records == []
    forgotten(second)
    assert own.still(), "nobody has taken it"
    assert "the lock of baomau was lost with its connection, and taken again" in caplog.text
    with pytest.raises(Locked):
        asyncio.run(own_site(tmp_path / "b", "baomau", patient=False, engine=second))
    forgotten(second)
    other = asyncio.run(own_site(tmp_path / "b", "baomau", patient=False, engine=second))
    assert other is not None
    assert not own.still()
    assert other.still()
    own.release()
    assert other.still()
    other.release()


def forgotten(engine: sa.Engine) -> None:
    """The server ends the sessions that hold sites."""
    with engine.connect() as conn:
        assert conn.execute(HOLDERS, {"lock": SITES}).all() == [(True,)]


@pytest.mark.parametrize(("by", "outcome"), [("", "healthy"), (":baomau", "interrupted")])
def test_a_crawl_goes_on_with_a_lock_that_the_server_forgot_and_gives_way_where_another_has_it(
    postgres_url: str, tmp_path: Path, warc: Path, by: str, outcome: str
) -> None:
    faulty = Faulty(postgres_url, tmp_path)
    faulty.warc = warc
    ended = faulty.night(f"forget{by}@4")
    assert faulty.outcomes() == [outcome], ended.said
    assert ended.status == (outcome == "interrupted")
    if by:
        assert "this one gave way" in faulty.notes()[0]
        assert sum(faulty.times_asked().values()) < len(TITLES), "it asked nothing more"
        faulty.night()
    complete(faulty, first=outcome)
    assert {faulty.times_asked()[path(number)] for number in NUMBERS} == {1}


def test_two_schedulers_never_both_lead_after_a_restart_of_the_server(
    own_server: Server, tmp_path: Path
) -> None:
    engine = connect(own_server.url)
    first, second = (
        Leading(Leadership(engine, tmp_path, wall_clock), Jobs, lambda _: None) for _ in range(2)
    )
    first.tick()
    second.tick()
    led = first.service
    assert led is not None
    own_server.stop()
    own_server.start()
    assert first.leadership.is_stirred()
    assert not first.leadership.holds()
    second.tick()
    assert second.leadership.holds()
    assert not led.leads(), "what is due at this moment is not begun by both"
    first.tick()
    assert first.service is None
    second.step_down("the test is over")
    engine.dispose()
