"""Processes that are killed or frozen, and crawls of one site that begin twice."""

import asyncio
import sys

import pytest

from archive.errors import Locked
from archive.storage.engine import connect
from archive.storage.lock import taken
from crawler.config import ScheduleConfig
from crawler.fetching.night import Crawls
from crawler.fetching.room import own_site
from tests.faults.conftest import Faulty
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
