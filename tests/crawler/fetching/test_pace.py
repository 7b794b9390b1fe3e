"""Whom a request waits for: crawls that ask the same host of files, and quiet hours."""

import asyncio
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.settings import Settings

from archive.storage.lock import taken
from crawler.config import stretches
from crawler.fetching.figures import SiteRun
from crawler.fetching.health import judge
from crawler.fetching.pace import Lanes, NotAsked
from crawler.fetching.replay import VIETNAM

PICTURE = Request("https://anh.cdn.example/a.pdf")
PAGE = Request("https://www.baomau.example/bai-1-1101.html")


@pytest.fixture
def lanes(tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    return made(DOWNLOAD_DELAY=0, ALLOW_PRIVATE_ADDRESSES=True)


def made(**named):
    spider = SimpleNamespace(allowed_hosts=frozenset({"baomau.example"}))
    return Lanes(SimpleNamespace(spider=spider, settings=Settings(named)))


@pytest.mark.parametrize(("asked_for", "kept"), [("0", 0.5), ("0.01", 0.5), ("0.5", 0.5), (9, 9.0)])
def test_nothing_makes_a_crawl_of_the_public_net_faster_than_half_a_second(asked_for, kept):
    lane = made(DOWNLOAD_DELAY=asked_for).of(PAGE.url)
    lane.ended = 100.0
    assert lane.pause(100.0, throttled=0.0) == kept


def test_a_host_of_files_is_asked_by_one_crawl_at_a_time(lanes, tmp_path):
    file = tmp_path / "locks" / "host-anh.cdn.example.lock"
    other = taken(file)
    lane = lanes.of(PICTURE.url)
    assert lanes.taken(lane, PICTURE) > 0
    other.release()
    assert lanes.taken(lane, PICTURE) == 0
    assert taken(file) is None  # it is ours now

    async def answered():
        await lanes.locks[lane.host].acquire()
        lanes.free(lane)
        for _ in range(3):  # turns of the loop: the pause is over at once
            await asyncio.sleep(0)

    asyncio.run(answered())
    assert taken(file) is not None


def test_the_hosts_of_a_site_are_its_own_and_need_no_lock(lanes, tmp_path):
    assert lanes.taken(lanes.of(PAGE.url), PAGE) == 0
    assert not (tmp_path / "locks").exists()


def test_where_no_lock_can_be_had_for_want_of_a_folder_the_crawl_goes_on(lanes, tmp_path):
    (tmp_path / "locks").write_text("a file")
    assert lanes.taken(lanes.of(PICTURE.url), PICTURE) == 0


# --- quiet hours ----------------------------------------------------------------------------------


@pytest.fixture
def quiet(lanes):
    lanes.quiet = stretches(["07:00-09:00"])
    run = SiteRun("baomau", None)
    lanes.runs = SimpleNamespace(of=lambda _: run)
    lanes.run = run
    return lanes


def at(hour, minute):
    return lambda: datetime(2026, 11, 21, hour, minute, tzinfo=VIETNAM)


def test_a_crawl_waits_for_the_end_of_quiet_hours_that_is_near(quiet):
    quiet.clock = at(8, 20)
    assert quiet.quiet_for(PAGE) == timedelta(minutes=40)
    assert quiet.run.notes == ["the run paused in the quiet hours until 09:00"]
    quiet.clock = at(9, 0)
    assert quiet.quiet_for(PAGE) == timedelta(0)


def test_a_crawl_ends_early_where_quiet_hours_are_long_and_asks_nothing_more(quiet):
    quiet.clock = at(7, 10)
    with pytest.raises(NotAsked):
        quiet.quiet_for(PAGE)
    quiet.clock = at(8, 30)  # the rest of what waited is not asked at their end
    with pytest.raises(NotAsked):
        quiet.quiet_for(PAGE)
    assert quiet.run.stopped == "quiet hours until 09:00: the run ended early"
    assert quiet.run.stats["page/not-asked"] == 2
    assert judge(quiet.run, "finished", asked_only=False) == "interrupted"
