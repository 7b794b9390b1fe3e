"""Questions about the crawling: the sites, what is held of each, and how their runs went."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.asking.answers import Run, Site
from archive.asking.filters import Filters, known_sites, site_ids
from archive.errors import BadQuery
from archive.storage.derived import article_state, run, site_state
from archive.storage.schema import article, host, site


def sites(
    conn: sa.Connection, units: Sequence[str] = (), kinds: Sequence[str] = ()
) -> tuple[Site, ...]:
    """The sites of some units and kinds, or all, by name, with what the archive holds of them and
    their last run.
    """
    successor = site.alias()
    query = (
        sa.select(site, successor.c.name.label("successor"))
        .outerjoin(successor, successor.c.id == site.c.successor_id)
        .order_by(site.c.name)
    )
    wanted = site_ids(conn, Filters(units=units, kinds=kinds))
    rows = conn.execute(query if wanted is None else query.where(site.c.id.in_(wanted))).all()
    held, last = _held(conn), _last_runs(conn)
    hosts, waiting = defaultdict(list), _waiting(conn)
    for site_id, name in conn.execute(sa.select(host.c.site_id, host.c.host).order_by(host.c.id)):
        hosts[site_id].append(name)
    return tuple(
        Site(
            name=row.name,
            title=row.title,
            kind=row.kind,
            unit_code=row.unit_code,
            since=row.valid_from,
            until=row.valid_to,
            successor=row.successor,
            enabled=row.enabled,
            hosts=tuple(hosts[row.id]),
            articles=held[row.id][0],
            versions=held[row.id][1],
            gone=held[row.id][2],
            newest_at=held[row.id][3],
            last_run_at=last[row.id][0],
            last_outcome=last[row.id][1],
            waiting=tuple(waiting[row.id]),
        )
        for row in rows
    )


def _held(conn: sa.Connection) -> dict[int, tuple[int, int, int, datetime | None]]:
    """Per site: articles, versions, gone articles, and when the newest was first seen."""
    state = article_state.c
    rows = conn.execute(
        sa.select(
            article.c.site_id,
            sa.func.count(),
            sa.func.sum(state.version_count),
            sa.func.count(state.gone_at),
            sa.func.max(state.first_seen_at),
        )
        .join(article_state, state.article_id == article.c.id)
        .group_by(article.c.site_id)
    )
    held: dict[int, tuple[int, int, int, datetime | None]] = defaultdict(lambda: (0, 0, 0, None))
    for site_id, articles, versions, gone, newest in rows:
        held[site_id] = (articles, int(versions), gone, newest)
    return held


def _last_runs(conn: sa.Connection) -> dict[int, tuple[datetime | None, str | None]]:
    newest = sa.select(sa.func.max(run.c.id)).group_by(run.c.site_id)
    last: dict[int, tuple[datetime | None, str | None]] = defaultdict(lambda: (None, None))
    for row in conn.execute(sa.select(run).where(run.c.id.in_(newest))):
        last[row.site_id] = (row.started_at, row.outcome)
    return last


def _waiting(conn: sa.Connection) -> dict[int, list[str]]:
    """Per site: the guessed layouts and listings that matched and that nobody has confirmed."""
    rows = conn.execute(
        sa.select(site_state.c.site_id, site_state.c.subject)
        .where(site_state.c.confirmed_at.is_(None), site_state.c.evidence == "guess")
        .order_by(site_state.c.subject)
    )
    waiting: dict[int, list[str]] = defaultdict(list)
    for site_id, subject in rows:
        waiting[site_id].append(subject)
    return waiting


def confirm(conn: sa.Connection, name: str, at: datetime) -> tuple[str, ...]:
    """Confirms what a site has waiting; the names of what was confirmed."""
    known = known_sites(conn, [name])[0]
    site_id = conn.scalar(sa.select(site.c.id).where(site.c.name == known))
    if site_id is None:
        return ()
    subjects = tuple(_waiting(conn)[site_id])
    conn.execute(
        sa.update(site_state)
        .where(site_state.c.site_id == site_id, site_state.c.subject.in_(subjects))
        .values(confirmed_at=at)
    )
    return subjects


def runs(conn: sa.Connection, sites: Sequence[str] = (), *, limit: int = 20) -> tuple[Run, ...]:
    """The newest runs, newest first."""
    if limit < 1:
        raise BadQuery(f"{limit} runs cannot be shown: ask for one at least")
    query = (
        sa.select(run, site.c.name.label("site"))
        .join(site, site.c.id == run.c.site_id)
        .order_by(run.c.started_at.desc(), run.c.id.desc())
        .limit(limit)
    )
    if sites:
        query = query.where(site.c.name.in_(known_sites(conn, sites)))
    return tuple(_run(row) for row in conn.execute(query))


def _run(row: sa.Row[Any]) -> Run:
    spent = row.finished_at - row.started_at if row.finished_at else None
    return Run(
        run_id=row.id,
        site=row.site,
        trigger=row.trigger,
        started_at=row.started_at,
        finished_at=row.finished_at,
        outcome=row.outcome,
        seconds=spent.total_seconds() if spent is not None else None,
        discovered=row.discovered,
        fetched=row.fetched,
        new_articles=row.new_articles,
        new_versions=row.new_versions,
        unchanged=row.unchanged,
        gone=row.gone,
        failed=row.failed,
        refused=row.refused,
        notes=tuple(row.notes),
    )
