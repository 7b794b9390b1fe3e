"""What is declared of sites, hosts and units, and what is known of a site besides its articles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from archive.errors import NotFound
from archive.record import Found, HostFacts, SiteFacts
from archive.storage.address import normal_url
from archive.storage.columns import AnyRow
from archive.storage.derived import site_state
from archive.storage.found import Wish, note_found
from archive.storage.schema import address, host, site, unit
from archive.text import units
from archive.text.sources import host_of

HostRow = tuple[str, date | None, date | None]  # name, since, until


@dataclass(frozen=True, slots=True)
class LayoutSeen:
    """A layout or listing of a site that matched, and whether a person has confirmed it."""

    subject: str
    evidence: str  # real, code, guess
    first_matched_at: datetime
    confirmed_at: datetime | None


def declare(conn: sa.Connection, sites: Sequence[SiteFacts]) -> None:
    """Writes what is declared where it differs from what is held: three questions where nothing
    does, however many the sites are, since each crawl says this of all of them.
    """
    _load_units(conn)
    held = {row.name: row for row in conn.execute(sa.select(site))}
    hosts: dict[int, set[HostRow]] = {row.id: set() for row in held.values()}
    for row in conn.execute(sa.select(host)):
        hosts[row.site_id].add((row.host, row.valid_from, row.valid_to))
    ids = {name: row.id for name, row in held.items()}
    sites = list({facts.name: facts for facts in sites}.values())
    for facts in sites:
        ids[facts.name] = _declare_site(conn, facts, held.get(facts.name))
        _declare_hosts(conn, ids[facts.name], facts.hosts, hosts.get(ids[facts.name], set()))
    for facts in sites:  # a successor may stand later in the list
        known, successor = held.get(facts.name), _successor(facts, ids)
        if successor != (known.successor_id if known else None):
            conn.execute(
                sa.update(site).where(site.c.name == facts.name).values(successor_id=successor)
            )


def _successor(facts: SiteFacts, ids: Mapping[str, int]) -> int | None:
    if facts.successor is not None and facts.successor not in ids:
        raise NotFound(
            f"{facts.name} is succeeded by {facts.successor}, which no site is called: "
            "`scrapy list` names the sites"
        )
    return ids[facts.successor] if facts.successor else None


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
        return _declare_site(conn, SiteFacts(name=name, title=name, hosts=()))
    return int(found)


def _declare_site(conn: sa.Connection, facts: SiteFacts, held: AnyRow | None = None) -> int:
    """Writes a site as declared where it differs from its row, if it has one; its id."""
    values = {
        "title": facts.title,
        "kind": facts.kind,
        "unit_code": facts.unit,
        "valid_from": facts.since,
        "valid_to": facts.until,
        "id_prefix": facts.id_prefix,
        "enabled": facts.enabled,
    }
    if held is None:
        made = conn.execute(sa.insert(site).values(name=facts.name, **values))
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])
    if any(getattr(held, name) != value for name, value in values.items()):
        conn.execute(sa.update(site).where(site.c.id == held.id).values(values))
    return int(held.id)


def _declare_hosts(
    conn: sa.Connection, owner: int, hosts: Iterable[HostFacts], held: set[HostRow]
) -> None:
    wanted = {(one.host.lower().removeprefix("www."), one.since, one.until) for one in hosts}
    if held == wanted:
        return
    conn.execute(sa.delete(host).where(host.c.site_id == owner))
    rows = [
        {"host": name, "site_id": owner, "valid_from": since, "valid_to": until}
        for name, since, until in sorted(wanted, key=str)
    ]
    if rows:
        conn.execute(sa.insert(host), rows)


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
        note_found(conn, owner, [Wish(Found(source_url.strip(), named_by), "waiting")], at)


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
