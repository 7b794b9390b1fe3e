"""What an archive of years is asked looks through no table, and through no site, as a whole.

SQLite is told nothing of how many rows there are: it goes through a full archive as through this
empty one.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from archive.keeping.dispensable import of_articles
from archive.storage import identity, knowing, leftover, rereading, standing
from archive.storage.engine import begin_read, connect
from tests.archive.crawl import PlainReader

AT = datetime(2026, 11, 1, tzinfo=UTC)
URLS = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(5)]
BIG = ("fetch_event", "sighting", "article", "article_state", "version_state", "reading", "address")
ASKED: dict[str, Callable[[sa.Connection], object]] = {
    "left unread": lambda conn: knowing.unread(conn, 1),
    "left without a meaning": lambda conn: leftover.looks(conn.engine, "baosonkhe"),
    "known addresses": lambda conn: knowing.shown(conn, 1, URLS),
    "article of a page": lambda conn: identity._by_address(conn, 1, URLS),
    "newest articles": lambda conn: standing._heads(conn, 1),
    "headlines": lambda conn: standing._headlines(conn, 1),
    "to be read again": lambda conn: rereading._waiting(
        conn, PlainReader(), {1: "baosonkhe"}, 9, furniture_only=True
    ),
    "to be given up": lambda conn: list(of_articles(conn, 1, AT, AT)),
}


def plans(url: str, ask: Callable[[sa.Connection], object]) -> list[list[str]]:
    """How SQLite goes through the tables, for each statement of a question."""
    engine, found = connect(url), []

    def explain(conn: Any, cursor: Any, statement: str, values: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            found.append([row[-1] for row in rows])

    sa.event.listen(engine, "before_cursor_execute", explain)
    with begin_read(engine) as conn:
        ask(conn)
    engine.dispose()
    assert found
    return found


@pytest.mark.parametrize("name", list(ASKED))
def test_no_table_that_grows_for_years_is_looked_through(sqlite_url: str, name: str) -> None:
    for steps in plans(sqlite_url, ASKED[name]):
        assert not [step for step in steps if step.split()[:2] in [["SCAN", one] for one in BIG]]


@pytest.mark.parametrize("name", ["known addresses", "article of a page"])
def test_what_an_address_leads_to_is_found_by_the_address(sqlite_url: str, name: str) -> None:
    (steps,) = plans(sqlite_url, ASKED[name])
    assert steps[0].startswith("SEARCH address USING"), "else all articles of the site are"
