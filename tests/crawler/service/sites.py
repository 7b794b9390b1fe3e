"""Sites with runs of given outcomes, written as a crawl leaves them."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.storage import health
from archive.storage.derived import run, schedule
from archive.storage.engine import begin_write
from archive.storage.schema import site


def declare(engine: sa.Engine, *names: str) -> None:
    """Declares sites, each enabled."""
    with begin_write(engine) as conn:
        for name in names:
            row = {"name": name, "title": f"Báo {name}", "kind": "provincial", "enabled": True}
            conn.execute(sa.insert(site).values(row))


def ran(
    engine: sa.Engine, name: str, outcome: str, at: datetime, *notes: str, **figures: Any
) -> int:
    """A nightly run of a site; its number."""
    with begin_write(engine) as conn:
        owner = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
        row = {
            "site_id": owner,
            "trigger": "nightly",
            "started_at": at,
            "finished_at": at + timedelta(seconds=90),
            "outcome": outcome,
            "notes": list(notes),
            **figures,
        }
        key = conn.execute(sa.insert(run).values(row)).inserted_primary_key
    assert key is not None
    evidence = [health.Failing("", words) for words in notes]
    health.note(engine, int(key[0]), outcome, at, evidence)
    return int(key[0])


def job(engine: sa.Engine, name: str, outcome: str, at: datetime, detail: str = "") -> None:
    """A job that ended."""
    row = {"job": name, "due_at": at, "started_at": at, "trigger": "nightly", "detail": detail}
    row |= {"finished_at": at + timedelta(hours=1), "outcome": outcome}
    with begin_write(engine) as conn:
        conn.execute(sa.insert(schedule).values(row))
