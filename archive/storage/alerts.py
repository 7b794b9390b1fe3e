"""What people are to be told: a row for each change, and how each way of telling it went.

The `detail` of a row says it for each address in the order of EGOV_ALERTS, as in
`mailtos 1: sent, json 2: not sent (no connection)`; `muted` and `nobody to tell` stand alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from archive.storage.derived import alert
from archive.storage.engine import begin_read, begin_write
from archive.storage.schema import site

MUTED, NOBODY = "muted", "nobody to tell"
SHOWN = 30  # of a site
MONTH = timedelta(days=30)
UNTOLD = (MUTED, NOBODY)  # rows of which nobody has heard, and nobody will


@dataclass(frozen=True, slots=True)
class Alert:
    """One row: what changed of a site, or of the service (`site` is empty)."""

    id: int
    site: str
    at: datetime
    state: str
    sentence: str
    sent_at: datetime | None
    attempts: int
    detail: str

    @property
    def ways(self) -> dict[str, str]:
        """How each way of telling it went, by its name."""
        if not self.detail or self.detail in UNTOLD:
            return {}
        return {
            name: word
            for name, _, word in (each.partition(": ") for each in self.detail.split(", "))
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become a row."""

    site: str
    state: str
    sentence: str
    detail: str | None = None


def newest(engine: sa.Engine, *, told: bool) -> dict[str, list[Alert]]:
    """The newest alerts of each site (`SHOWN` of them), and all of the service under the empty
    name, newest first.

    `told`: without those of which nobody has heard.
    """
    rows = _rows().order_by(alert.c.id.desc())
    if told:
        rows = rows.where(sa.func.coalesce(alert.c.detail, "").notin_(UNTOLD))
    found: dict[str, list[Alert]] = {}
    with begin_read(engine) as conn:
        for row in conn.execute(rows):
            one = _alert(row)
            seen = found.setdefault(one.site, [])
            if one.site == "" or len(seen) < SHOWN:  # of the service there are several kinds
                seen.append(one)
    return found


def add(engine: sa.Engine, changes: Iterable[Change], now: datetime) -> int:
    """Writes changes down, in one transaction; how many. What nobody is told has a `detail`."""
    with begin_write(engine) as conn:
        rows = [
            {
                "site_id": conn.scalar(sa.select(site.c.id).where(site.c.name == each.site))
                if each.site
                else None,
                "at": now,
                "state": each.state,
                "sentence": each.sentence,
                "attempts": 0,
                "detail": each.detail,
            }
            for each in changes
        ]
        if rows:
            conn.execute(sa.insert(alert), rows)
    return len(rows)


def waiting(engine: sa.Engine, most: int) -> list[Alert]:
    """What is to be sent, oldest first: not sent, not given up after `most` attempts."""
    unsent = alert.c.sent_at.is_(None), alert.c.attempts < most
    rows = _rows().where(*unsent, sa.func.coalesce(alert.c.detail, "").notin_(UNTOLD))
    with begin_read(engine) as conn:
        return [_alert(row) for row in conn.execute(rows.order_by(alert.c.id))]


def unsent(engine: sa.Engine, now: datetime) -> int:
    """How many alerts did not reach everybody, those of the last month that were given up included:
    what was told of for a month is not told of for years.
    """
    rows = sa.select(sa.func.count()).select_from(alert)
    rows = rows.where(alert.c.sent_at.is_(None), alert.c.at > now - MONTH)
    with begin_read(engine) as conn:
        found = conn.scalar(rows.where(sa.func.coalesce(alert.c.detail, "").notin_(UNTOLD)))
        return int(found or 0)


def sent_since(engine: sa.Engine, at: datetime) -> int:
    """How many alerts have reached everybody since a time."""
    rows = sa.select(sa.func.count()).select_from(alert).where(alert.c.sent_at >= at)
    with begin_read(engine) as conn:
        return int(conn.scalar(rows) or 0)


def note(
    engine: sa.Engine,
    details: Mapping[int, str],
    *,
    sent_at: Mapping[int, datetime] | None = None,
    attempt: bool = False,
) -> None:
    """Writes down how it stands with rows, by their number; `attempt` counts one more."""
    with begin_write(engine) as conn:
        for key, detail in details.items():
            row = {"detail": detail, "sent_at": (sent_at or {}).get(key)}
            changed = sa.update(alert).where(alert.c.id == key).values(row)
            conn.execute(changed.values(attempts=alert.c.attempts + 1) if attempt else changed)


def _rows() -> sa.Select[tuple[object, ...]]:
    return sa.select(alert, site.c.name).join(site, site.c.id == alert.c.site_id, isouter=True)


def _alert(row: sa.Row[tuple[object, ...]]) -> Alert:
    of = row._mapping
    return Alert(
        id=of["id"],
        site=of["name"] or "",
        at=of["at"],
        state=of["state"],
        sentence=of["sentence"],
        sent_at=of["sent_at"],
        attempts=of["attempts"],
        detail=of["detail"] or "",
    )
