"""What sites declare of themselves, written once and then only compared."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from archive.errors import NotFound
from archive.record import HostFacts, SiteFacts
from archive.storage.engine import connect
from archive.storage.schema import host, site
from archive.storage.store import Store

MERGED = date(2025, 7, 1)
MANY = tuple(
    SiteFacts(f"bao{n:02}", f"Báo số {n}", (HostFacts(f"bao{n:02}.example"),), unit="VN-34")
    for n in range(68)
)
CLOSED = SiteFacts(
    "baocu",
    "Báo Cũ",
    (HostFacts("baocu.example", until=MERGED),),
    unit="VN-36",
    kind="provincial",
    successor="bao00",
    since=date(1999, 2, 3),
    until=MERGED,
)


@pytest.fixture
def store(database_url, tmp_path):
    made = Store(connect(database_url), tmp_path)
    yield made
    made.close()


def statements(store, sites):
    """The SQL that is sent to declare some sites."""
    sent = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *call: sent.append(call[2]))
    store.declare(sites)
    return sent


def rows(store, table):
    with store.engine.connect() as conn:
        return conn.execute(sa.select(table).order_by(table.c.id)).all()


def test_the_time_of_a_site_and_of_its_hosts_and_its_successor_are_kept(store):
    store.declare([CLOSED, *MANY])  # the successor stands behind it
    found = {row.name: row for row in rows(store, site)}
    closed = found["baocu"]
    assert (closed.valid_from, closed.valid_to) == (date(1999, 2, 3), MERGED)
    assert closed.unit_code == "VN-36"
    assert closed.successor_id == found["bao00"].id
    hosts = {row.host: row for row in rows(store, host)}
    assert hosts["baocu.example"].valid_to == MERGED
    assert hosts["bao07.example"].valid_to is None


def test_what_was_declared_before_is_compared_by_few_questions_and_not_written(store):
    store.declare([CLOSED, *MANY])
    before = rows(store, site), rows(store, host)
    sent = [sql for sql in statements(store, [CLOSED, *MANY]) if not sql.startswith("BEGIN")]
    assert len(sent) <= 5, sent
    assert all(sql.startswith(("SELECT", "PRAGMA")) for sql in sent), sent
    assert (rows(store, site), rows(store, host)) == before


def test_a_change_is_written_where_it_is_and_nowhere_else(store):
    store.declare([CLOSED, *MANY])
    kept = rows(store, site)
    changed = replace(MANY[3], title="Báo Mới", hosts=(HostFacts("moi.example"),))
    store.declare([CLOSED, *MANY[:3], changed, *MANY[4:]])
    now = rows(store, site)
    assert [row.name for row, was in zip(now, kept, strict=True) if row != was] == ["bao03"]
    assert {row.host for row in rows(store, host)} >= {"moi.example", "bao04.example"}
    assert "bao03.example" not in {row.host for row in rows(store, host)}


def test_a_successor_that_is_declared_no_more_is_taken_back(store):
    store.declare([CLOSED, *MANY])
    store.declare([replace(CLOSED, successor=None), *MANY])
    assert {row.successor_id for row in rows(store, site)} == {None}


def test_a_successor_that_is_no_site_is_named(store):
    with pytest.raises(NotFound, match="baocu is succeeded by baomoi"):
        store.declare([replace(CLOSED, successor="baomoi"), *MANY])
    assert rows(store, site) == []


def test_a_site_that_an_import_alone_knew_keeps_its_number(store):
    with store.engine.begin() as conn:
        conn.execute(sa.insert(site).values(name="bao05", title="bao05", kind="other"))
    store.declare(MANY)
    found = {row.name: row for row in rows(store, site)}
    assert (found["bao05"].id, found["bao05"].title) == (1, "Báo số 5")
