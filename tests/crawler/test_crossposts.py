"""Cross-posts from page to story: the saved pages of two sister sites, one under the other's id."""

import gzip
from itertools import permutations
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.keeping.verify import verify
from archive.record import Look, Recorded
from archive.storage.engine import connect
from archive.storage.store import Store
from crawler import cases, sites

SITES = Path(__file__).parents[1] / "sites"
HOME = "baochinhphu/2026-05-13-theo-doi-ho-so"
COPY = "vpcp/2026-05-13-cross-post"
OWN = "vpcp/2026-06-12-cat-giam-giay-to"


def record(store: Store, name: str) -> Recorded:
    """The saved page of a case, as if it had been looked at then."""
    case = cases.load(SITES / name)
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    look = Look(
        case.url, "article", case.fetched_at, "ok", status=200, reason="OK", headers=headers,
        raw=gzip.compress(case.html, mtime=0), decoded=case.html,
    )  # fmt: skip
    captured = store.capture(case.site, None, look)
    reading = sites.read(case.html, case.url, case.fetched_at, case.content_type)
    key = sites.key(case.url, case.fetched_at)
    assert key is not None
    return store.record(captured, key, reading, case.fetched_at)


@pytest.mark.parametrize(
    "order", list(permutations([HOME, COPY])), ids=["home first", "copy first"]
)
def test_a_page_under_a_sisters_id_is_a_copy_of_the_page_at_home(
    database_url: str, tmp_path: Path, order: tuple[str, ...]
) -> None:
    store = Store(connect(database_url), tmp_path / "data", sites.reader)
    try:
        store.declare(sites.reader.sites())
        recorded = {name: record(store, name) for name in (*order, OWN)}
        with store.engine.connect() as conn:
            rows = conn.execute(sa.text("SELECT site, role, evidence FROM story_copy")).all()
        assert {row.site: (row.role, row.evidence) for row in rows} == {
            "baochinhphu": ("origin", "id+text"),
            "vpcp": ("copy", "id+text"),
        }
        assert recorded[OWN].story_id is None
        assert not verify(store.engine, tmp_path / "data").findings
    finally:
        store.close()
