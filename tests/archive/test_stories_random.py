"""Generated families of texts: one story each with the right origin, whatever arrives first."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.archive.crawl import Crawl, crawling
from tests.archive.families import SEEN, Piece, Press

MINUTE = timedelta(minutes=1)


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def look(crawl: Crawl, pieces: list[Piece]) -> dict[str, str]:
    """Looks at the pieces in this order, a minute apart; the articles' ids by address."""
    return {
        piece.url: crawl.look(piece.url, SEEN + number * MINUTE, **piece.page).article_id
        for number, piece in enumerate(pieces)
    }


def wanted(pieces: list[Piece], ids: dict[str, str]) -> dict[str, tuple[str, set[str], str]]:
    """Of each family its story's id, its members, and its origin."""
    families = defaultdict(list)
    for number, piece in enumerate(pieces):
        if piece.story:
            families[piece.story].append((age(piece, number), ids[piece.url], piece))
    found = {}
    for name, members in families.items():
        members.sort(key=lambda member: member[:2])
        source = next(own for _, own, piece in members if piece.is_source)
        is_named = any(piece.names for _, _, piece in members)
        origin = source if is_named else members[0][1]
        if len(members) > 1:
            found[name] = (members[0][1], {own for _, own, _ in members}, origin)
    return found


def age(piece: Piece, number: int) -> tuple[datetime, datetime]:
    seen = SEEN + number * MINUTE
    return piece.published or seen, seen


def told(crawl: Crawl) -> dict[str, tuple[set[str], set[str]]]:
    """Of each story the members, and the origins among them."""
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    sql = "SELECT story_id, article_id, role FROM story_copy"
    for story_id, article_id, role in crawl.rows(sql):
        found[story_id][0].add(article_id)
        if role == "origin":
            found[story_id][1].add(article_id)
    return dict(found)


def check(crawl: Crawl, press: Press, order: int) -> None:
    pieces = press.shuffled(order)
    ids = look(crawl, pieces)
    stories = {own: (members, {origin}) for own, members, origin in wanted(pieces, ids).values()}
    assert told(crawl) == stories
    before = crawl.state()
    crawl.store.rebuild()
    assert crawl.state() == before, "a rebuild of the state gives another state"


@pytest.mark.parametrize("order", range(3))
def test_each_family_is_one_story_with_its_origin(crawl: Crawl, order: int) -> None:
    check(crawl, Press(order), order)


def test_the_same_press_in_another_order_gives_the_same_families(
    sqlite_url: str, tmp_path: Path
) -> None:
    with crawling(sqlite_url, tmp_path) as crawl:
        check(crawl, Press(1), 77)
