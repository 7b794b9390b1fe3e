"""What is declared of sites, hosts and units, and what is known of a site besides its articles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.errors import NotFound
from archive.record import Found, HostFacts, SiteFacts
from archive.storage.address import normal_url
from archive.storage.derived import site_state
from archive.storage.found import note_found
from archive.storage.schema import address, host, site, unit
from archive.text import units
from archive.text.sources import host_of


@dataclass(frozen=True, slots=True)
class LayoutSeen:
    """A layout or listing of a site that matched, and whether a person has confirmed it."""

    subject: str
    evidence: str  # real, code, guess
    first_matched_at: datetime
    confirmed_at: datetime | None


def declare(conn: sa.Connection, sites: Sequence[SiteFacts]) -> None:
    """Writes what is declared where it differs from what is held."""
    _load_units(conn)
    for facts in sites:
        _declare_site(conn, facts)
    for facts in sites:  # a successor may stand later in the list
        if facts.successor:
            successor = site_id(conn, facts.successor)
            conn.execute(
                sa.update(site).where(site.c.name == facts.name).values(successor_id=successor)
            )


def site_id(conn: sa.Connection, name: str) -> int:
    """The id of a declared site; raises NotFound."""
    found = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
    if found is None:
        raise NotFound(f"no site {name} is declared in this archive: `scrapy list` names the sites")
    return int(found)


def site_id_made(conn: sa.Connection, name: str) -> int:
    """The id of a site; one that nobody declared is noted by its name alone."""
    found = conn.scalar(sa.select(site.c.id).where(site.c.name == name))
    if found is None:
        _declare_site(conn, SiteFacts(name=name, title=name, hosts=()))
    return site_id(conn, name)


def _declare_site(conn: sa.Connection, facts: SiteFacts) -> None:
    values = {
        "title": facts.title,
        "kind": facts.kind,
        "unit_code": facts.unit,
        "valid_from": facts.since,
        "valid_to": facts.until,
        "id_prefix": facts.id_prefix,
    }
    held = conn.execute(sa.select(site).where(site.c.name == facts.name)).first()
    if held is None:
        conn.execute(sa.insert(site).values(name=facts.name, **values))
    elif any(getattr(held, name) != value for name, value in values.items()):
        conn.execute(sa.update(site).where(site.c.id == held.id).values(values))
    _declare_hosts(conn, site_id(conn, facts.name), facts.hosts)


def _declare_hosts(conn: sa.Connection, owner: int, hosts: Iterable[HostFacts]) -> None:
    wanted = {(one.host.lower().removeprefix("www."), one.since, one.until) for one in hosts}
    rows = conn.execute(sa.select(host).where(host.c.site_id == owner)).all()
    if {(row.host, row.valid_from, row.valid_to) for row in rows} == wanted:
        return
    conn.execute(sa.delete(host).where(host.c.site_id == owner))
    for name, since, until in sorted(wanted, key=str):
        conn.execute(
            sa.insert(host).values(host=name, site_id=owner, valid_from=since, valid_to=until)
        )


def _load_units(conn: sa.Connection) -> None:
    if conn.scalar(sa.select(sa.func.count()).select_from(unit)) == len(units.units()):
        return
    conn.execute(sa.delete(unit))
    conn.execute(
        sa.insert(unit),
        [
            {
                "map": one.map,
                "code": one.code,
                "name": one.name,
                "now_code": one.now_code,
                "changed_on": one.changed_on,
            }
            for one in units.units()
        ],
    )


def note_waiting(conn: sa.Connection, source_url: str | None, named_by: str, at: datetime) -> None:
    """Queues an origin that an article names and the archive lacks, if its site is declared."""
    name = host_of(normal_url(source_url)) if source_url else None
    if source_url is None or name is None:
        return
    owner = conn.scalar(sa.select(host.c.site_id).where(host.c.host == name).limit(1))
    held = sa.select(address.c.id).where(address.c.url == normal_url(source_url)).limit(1)
    if owner is not None and conn.scalar(held) is None:
        note_found(conn, owner, [Found(source_url.strip(), named_by)], "waiting", at)


def layout_seen(conn: sa.Connection, owner: int, subject: str, evidence: str, at: datetime) -> None:
    """Notes that a layout or listing matched, the first time it does."""
    known = sa.select(site_state.c.subject).where(
        site_state.c.site_id == owner, site_state.c.subject == subject
    )
    if conn.scalar(known) is None:
        conn.execute(
            sa.insert(site_state).values(
                site_id=owner, subject=subject, evidence=evidence, first_matched_at=at
            )
        )


def layouts_seen(conn: sa.Connection, owner: int) -> tuple[LayoutSeen, ...]:
    """The layouts and listings of a site that have matched."""
    rows = conn.execute(
        sa.select(site_state).where(site_state.c.site_id == owner).order_by(site_state.c.subject)
    )
    return tuple(
        LayoutSeen(row.subject, row.evidence, row.first_matched_at, row.confirmed_at)
        for row in rows
    )


def confirm_layout(conn: sa.Connection, owner: int, subject: str | None, at: datetime) -> int:
    """A person has looked at what waits, or at one subject of it; returns how many there were."""
    waiting = sa.update(site_state).where(
        site_state.c.site_id == owner, site_state.c.confirmed_at.is_(None)
    )
    if subject is not None:
        waiting = waiting.where(site_state.c.subject == subject)
    return conn.execute(waiting.values(confirmed_at=at)).rowcount
