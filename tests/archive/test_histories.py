"""Generated histories: the archive says of each article exactly what its publisher did."""

import random
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.storage.derived import article_state, version_state
from archive.storage.engine import connect
from archive.storage.schema import article
from archive.storage.store import Store
from tests.archive.crawl import Crawl
from tests.archive.histories import HistoryReader, Night
from tests.archive.publisher import Event, World
from tests.archive.truths import Truth, truths

ON_SQLITE = [
    pytest.param(World(1, late=0.0), id="in order"),
    pytest.param(World(2), id="a quarter late"),
    pytest.param(World(19, late=0.6), id="most late"),
    pytest.param(World(41, articles=16, nights=6, outage=3, late=0.4), id="an outage"),
]


def answers(crawl: Crawl) -> dict[str, Truth]:
    """What the archive says of its articles, by the title that they show now."""
    store = crawl.store
    found = {}
    heads = crawl.rows("SELECT article_id, title, version_count FROM current_article")
    for article_id, title, count in heads:
        sql = "SELECT change FROM article_version WHERE article_id = :id ORDER BY version_no"
        kinds = [row[0] for row in crawl.rows(sql, id=article_id)]
        assert count == len(kinds)
        starts, back, last_seen_at, gone_at = times(store, article_id)
        found[title] = Truth(kinds, starts, back, last_seen_at, gone_at, title)
    return found


def times(
    store: Store, article_id: str
) -> tuple[list[datetime], list[int | None], datetime, datetime | None]:
    with store.engine.connect() as conn:
        own = sa.select(article.c.id).where(article.c.public_id == article_id).scalar_subquery()
        state = conn.execute(
            sa.select(article_state).where(article_state.c.article_id == own)
        ).one()
        rows = conn.execute(
            sa.select(version_state.c.seen_at, version_state.c.reverted_to)
            .where(version_state.c.article_id == own)
            .order_by(version_state.c.number)
        ).all()
        starts, back = [row.seen_at for row in rows], [row.reverted_to for row in rows]
        assert state.first_seen_at == starts[0]
        return starts, back, state.last_seen_at, state.gone_at


def compare(crawl: Crawl, given: list[Event]) -> None:
    wanted = truths(given)
    found = answers(crawl)
    assert len(found) == len(wanted)
    for name, truth in wanted.items():
        assert found[truth.title] == truth, f"article and serial {name}"
    before = crawl.state()
    crawl.store.rebuild()
    assert crawl.state() == before, "a rebuild of the state gives another state"


def replay(url: str, folder: Path, world: World) -> None:
    """Hands all looks over; the reader changes after two fifths of them."""
    events = world.events()
    store = Store(connect(url), folder / "data", HistoryReader("r-1", world.new_layout_at))
    night, crawl = Night(store, world.seed), Crawl(store)
    rng = random.Random(world.seed)
    try:
        for number, event in enumerate(events, 1):
            if number == len(events) * 2 // 5:
                store.reader = HistoryReader("r-2", world.new_layout_at)
            night.hand_over(event)
            if number == len(events) or rng.random() < 0.015:
                compare(crawl, events[:number])
    finally:
        store.close()


@pytest.mark.parametrize("world", ON_SQLITE)
def test_versions_removals_and_returns_are_those_of_the_publisher(
    sqlite_url: str, tmp_path: Path, world: World
) -> None:
    replay(sqlite_url, tmp_path, world)


def test_they_are_the_same_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    replay(postgres_url, tmp_path, World(7, articles=4, nights=9, late=0.4))
