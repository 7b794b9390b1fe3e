"""Whatever publishers do, and however late it is heard of, an untouched archive is clean."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.keeping import seals, withhold
from archive.keeping.verify import verify
from archive.storage.engine import connect
from archive.storage.store import Store
from tests.archive.crawl import Crawl
from tests.archive.histories import HistoryReader, Night
from tests.archive.publisher import World

WORLDS = [
    World(2, articles=6, nights=5),
    World(41, articles=6, nights=5, outage=3, late=0.4),
]


@pytest.mark.parametrize("world", WORLDS, ids=["a quarter late", "an outage"])
def test_edits_removals_late_looks_and_a_new_reader_raise_no_alarm(
    database_url: str, tmp_path: Path, world: World
) -> None:
    events, rng = world.events(), random.Random(world.seed)
    clock = [datetime(2027, 1, 1, tzinfo=UTC)]
    store = Store(
        connect(database_url),
        tmp_path / "data",
        HistoryReader("r-1", world.new_layout_at),
        now=lambda: clock[0],
    )
    night, crawl = Night(store, world.seed), Crawl(store)
    for number, event in enumerate(events, 1):
        clock[0] += timedelta(seconds=rng.choice((-9000, 1, 60, 3600)))  # a bad clock
        if number == len(events) * 2 // 5:
            store.reader = HistoryReader("r-2", world.new_layout_at)
        night.hand_over(event)
        if number % 13 == 0:
            seals.take(store.engine, store.data_dir, clock[0])
        if number % 20 == 0:
            names = crawl.rows("SELECT article_id FROM current_article ORDER BY article_id")
            why = (rng.choice((None, 1)), "bản án", "Ban biên tập", clock[0])
            withhold.withhold(store.engine, store.data_dir, rng.choice(names)[0], *why)
    store.close()
    found = verify(store.engine, store.data_dir)
    assert found.findings == ()
    assert found.seal is not None
    store.engine.dispose()
