"""A backup that is killed leaves the earlier ones whole, and none that a restore would take."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from archive.keeping.backup import all_of, backup
from archive.keeping.manifest import read
from archive.storage.engine import connect
from tests.archive.crawl import NIGHT, Crawl, crawling
from tests.kills import points
from tests.kills.nightly import broken

URL = "https://baosonkhe.example/tin-{}.htm"
PLACES = (
    *("dump:1:before", "dump:1:after", "copied:2:after", "copied:4:before", "write:1:before"),
    *(
        "write:1:after",
        "sync_folder:1:before",
        "sync_folder:2:before",
        "_rotate:1:before",
        "rmtree:1:before",
    ),
)


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look(URL.format(1), NIGHT)
        yield crawl


def killed(kill_at: str, work: Callable[[], object]) -> bool:
    """Whether a process that does this work and is to be killed there was killed."""
    child = os.fork()
    if child == 0:
        try:
            points.arm(kill_at)
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def test_a_backup_that_is_killed_harms_no_other_and_is_none(
    crawl: Crawl, database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"

    def make(hour: int) -> None:
        engine = connect(database_url)
        at = NIGHT + timedelta(hours=hour)
        backup(engine, crawl.store.data_dir, folder, at, rotate=2)
        engine.dispose()

    make(0)
    crawl.look(URL.format(2), NIGHT, title="Tin thứ hai")
    make(1)
    places = PLACES if database_url.startswith("sqlite") else PLACES[::4]
    for hour, place in enumerate(places, 2):
        crawl.look(URL.format(hour + 1), NIGHT, title=f"Tin {place}")
        assert killed(place, partial(make, hour)), place
        assert broken(folder) == [], place
        assert len(all_of(folder)) >= 2, place
    make(30)
    assert broken(folder) == []
    assert len(all_of(folder)) == 2
    assert {each.name for each in folder.glob(".making*")} == set()
    assert read(all_of(folder)[-1]).counts["article"] == 2 + len(places)
