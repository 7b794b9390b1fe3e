"""Any moment of the past: what the archive answers for it is what was so then."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive.asking import queries
from archive.errors import NotFound
from archive.storage import past
from archive.storage.derived import article_state, version_state
from archive.storage.engine import connect
from archive.storage.moments import NOW, Moment
from archive.storage.schema import address, article
from archive.storage.store import Store
from tests.archive.clock import BEGIN, Clock
from tests.archive.crawl import crawling
from tests.archive.histories import HistoryReader, Night
from tests.archive.publisher import World
from tests.archive.truths import Truth, truths

Rows = dict[int, tuple[dict[str, Any], list[dict[str, Any]]]]


def written(conn: sa.Connection) -> Rows:
    """The state of all articles as it stands in its tables, but for their stories."""
    versions: dict[int, list[dict[str, Any]]] = {}
    order = (version_state.c.article_id, version_state.c.number)
    for row in conn.execute(sa.select(version_state).order_by(*order)).mappings():
        versions.setdefault(row["article_id"], []).append(dict(row))
    found: Rows = {}
    for held in conn.execute(sa.select(article_state)).mappings():
        values = dict(held)
        article_id = values.pop("article_id")
        del values["story_id"], values["is_origin"]
        found[article_id] = (values, versions[article_id])
    return found


def derived(conn: sa.Connection, moment: Moment) -> Rows:
    """The state of all articles as it is derived for a moment."""
    ids = conn.scalars(sa.select(article.c.id)).all()
    return {
        one: (dict(state.article), state.versions)
        for one, state in past.heads(conn, ids, moment).items()
    }


def answers(
    conn: sa.Connection, moment: Moment = NOW, names: Iterable[str] | None = None
) -> dict[str, Any]:
    """What `show` and `history` answer of each article, by its id and by its address."""
    there = sa.select(article.c.public_id).where(
        article.c.id.in_(sa.select(article_state.c.article_id))
    )
    addresses = sa.select(address.c.url)
    asked = names or [*conn.scalars(there), *conn.scalars(addresses)]
    return {
        name: (queries.show(conn, name, None, moment), queries.history(conn, name, moment))
        for name in asked
    }


def told(world: World, store: Store) -> Iterator[int]:
    """Hands all looks of a world over, one by one; the reader changes midway."""
    events = world.events()
    night = Night(store, world.seed)
    for number, event in enumerate(events, 1):
        if number == len(events) * 2 // 5:
            store.reader = HistoryReader("r-2", world.new_layout_at)
        night.hand_over(event)
        yield number


WORLDS = [
    pytest.param(World(3, articles=5, nights=7, late=0.5), id="half late"),
    pytest.param(World(41, articles=12, nights=5, outage=3, late=0.4), id="an outage"),
]


@pytest.mark.parametrize("world", WORLDS)
def test_what_was_known_then_is_what_the_archive_answered_then(
    sqlite_url: str, tmp_path: Path, world: World
) -> None:
    remembers(sqlite_url, tmp_path, world)


def test_it_is_so_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    remembers(postgres_url, tmp_path, World(8, articles=4, nights=6, late=0.5))


def remembers(url: str, folder: Path, world: World) -> None:
    clock = Clock()
    store = Store(connect(url), folder / "data", HistoryReader("r-1", world.new_layout_at), clock)
    rng = random.Random(world.seed)
    answered: dict[datetime, tuple[Rows, dict[str, Any]]] = {}
    try:
        for _ in told(world, store):
            if rng.random() < 0.2:
                with store.engine.connect() as conn:
                    answered[clock.at] = written(conn), answers(conn)
        with store.engine.connect() as conn:
            for at, (rows, said) in answered.items():
                assert derived(conn, Moment(known_at=at)) == rows, f"known at {at}"
                assert answers(conn, Moment(known_at=at), said) == said
            assert derived(conn, Moment(known_at=clock.at)) == written(conn)
    finally:
        store.close()


@pytest.mark.parametrize("seed", [5, 6])
def test_as_of_a_time_it_is_what_the_publisher_had_shown_by_then(
    database_url: str, tmp_path: Path, seed: int
) -> None:
    world = World(seed, articles=5, nights=6, late=0.4, outage=4)
    store = Store(
        connect(database_url), tmp_path / "data", HistoryReader("r-1", world.new_layout_at)
    )
    try:
        for _ in told(world, store):
            pass
        events = [event for looks in world.looks for event in looks]
        rng = random.Random(seed)
        with store.engine.connect() as conn:
            for event in rng.sample(events, 12):
                wanted = sorted(truths(events, event.at).values(), key=lambda one: one.starts)
                assert shown(conn, Moment(as_of=event.at)) == wanted, event.at
    finally:
        store.close()


def shown(conn: sa.Connection, moment: Moment) -> list[Truth]:
    """What the archive says of all articles at a moment."""
    titles = {row.id: row.title for row in conn.execute(sa.text("SELECT id, title FROM reading"))}
    found = [
        Truth(
            kinds=[row["kind"] for row in versions],
            starts=[row["seen_at"] for row in versions],
            reverted_to=[row["reverted_to"] for row in versions],
            last_seen_at=values["last_seen_at"],
            gone_at=values["gone_at"],
            title=titles[values["head_reading_id"]],
        )
        for values, versions in derived(conn, moment).values()
    ]
    return sorted(found, key=lambda one: one.starts)


def test_an_article_that_was_not_there_then_says_since_when_it_is(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        url = "https://baosonkhe.example/tin-1.htm"
        name = crawl.look(url, BEGIN).article_id
        before = BEGIN - timedelta(seconds=1)
        with crawl.store.engine.connect() as conn:
            assert queries.show(conn, url, None, Moment(as_of=BEGIN)).article_id == name
            for asked in (name, url):
                with pytest.raises(NotFound, match="seen first on 2026-06-01 07:00, and this"):
                    queries.show(conn, asked, None, Moment(as_of=before))
                with pytest.raises(NotFound, match=f"article {name} was not there"):
                    queries.history(conn, asked, Moment(known_at=before))


def test_a_used_address_names_the_article_that_stood_there_then(
    database_url: str, tmp_path: Path
) -> None:
    other = "Đoàn công tác thăm bản vùng cao trước mùa lũ năm nay\n\n" + "Người dân nói gì. " * 9
    with crawling(database_url, tmp_path) as crawl:
        url, later = "https://baosonkhe.example/tin-1.htm", BEGIN + timedelta(days=3)
        first = crawl.look(url, BEGIN).article_id
        second = crawl.look(url, later, title="Chuyện ở bản xa", body=other).article_id
        assert first != second
        with crawl.store.engine.connect() as conn:
            for at, name in ((BEGIN, first), (later, second)):
                assert queries.show(conn, url, None, Moment(as_of=at)).article_id == name


def test_a_story_is_told_as_its_links_were_then(database_url: str, tmp_path: Path) -> None:
    clock = Clock()
    with crawling(database_url, tmp_path) as crawl:
        crawl.store.now = clock
        one = crawl.look("https://baosonkhe.example/tin-1.htm", BEGIN).article_id
        known_at = clock.at
        later = BEGIN + timedelta(days=1)
        other = crawl.look("https://baovinhlam.example/tin-2.htm", later).article_id
        with crawl.store.engine.connect() as conn:
            told = queries.show(conn, one)
            assert told.story_id == one
            assert queries.show(conn, one, None, Moment(as_of=later)) == told
            assert queries.show(conn, one, None, Moment(as_of=BEGIN)).story_id is None
            assert queries.show(conn, one, None, Moment(known_at=known_at)).story_id is None
            assert not queries.show(conn, other, None, Moment(as_of=later)).is_origin
