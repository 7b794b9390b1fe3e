"""All proofs of an archive, one after the other: what `egov verify` tells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from archive.errors import NotFound
from archive.keeping.finding import Finding
from archive.keeping.proofs import (
    chains,
    contents,
    furnishing,
    orphans,
    records,
    sealing,
    standing,
    structure,
    withholding,
)
from archive.keeping.seals import Seal, newest
from archive.storage import rebuilding
from archive.storage.engine import begin_write
from archive.storage.evidence import withheld
from archive.storage.schema import article, fetch_event, reading, site

MOST = 1000  # findings after which a proof is broken off: the archive is not what it was


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what was found."""

    looks: int  # records of looks, or rows of them where it was `quick`; of `only` a site's
    readings: int  # as many
    withheld: int  # pages
    seal: Seal | None  # the newest, up to which all rows are proved
    unsealed: int  # rows of the ledger that were recorded after it
    findings: tuple[Finding, ...]
    repaired: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found but warnings."""
        return all(one.warning for one in self.findings)


Told = Callable[[int, int | None], None]
TOLD = 100  # so much is done between two words about it
REBUILT = 8  # as many looks or readings are proved in the time in which an article is derived anew


def verify(
    engine: sa.Engine,
    data_dir: Path,
    *,
    only: str | None = None,
    quick: bool = False,
    repair: bool = False,
    told: Told = lambda done, total: None,
) -> Verified:
    """Proves an archive as it was at one moment, whoever writes meanwhile.

    `only` a site's records, readings and chains, and what concerns all; `quick` without the bytes
    of pages and without the rebuild; `repair` derives anew what is derived and does not fit.
    """
    with engine.connect() as conn:
        if conn.dialect.name == "postgresql":
            conn.execution_options(isolation_level="REPEATABLE READ")
        moment = conn.begin()
        try:
            found = _verify(engine, conn, data_dir, only, quick, told)
        finally:
            moment.rollback()
    broken = [one for one in found.findings if one.repairable]
    if not (repair and broken):
        return found
    with begin_write(engine) as conn:
        rebuilding.rebuild(conn, told)
    again = verify(engine, data_dir, only=only, quick=quick, told=told)
    return Verified(
        again.looks,
        again.readings,
        again.withheld,
        again.seal,
        again.unsealed,
        again.findings,
        repaired=len(broken),
    )


def _verify(
    engine: sa.Engine,
    conn: sa.Connection,
    data_dir: Path,
    only: str | None,
    quick: bool,
    told: Told,
) -> Verified:
    if only and conn.scalar(sa.select(site.c.id).where(site.c.name == only)) is None:
        raise NotFound(f"the archive knows no site {only}: `egov sites` lists them")
    findings: list[Finding] = []
    structural = list(structure.check(engine, conn))
    if any(one.where == "alembic_version" for one in structural):
        return Verified(0, 0, 0, None, 0, tuple(structural))
    looks, readings = _counted(conn, only)
    rebuilt = 0 if quick else _count(conn, article) * REBUILT
    steps = _Steps(told, looks + readings + rebuilt)
    for name, proof in _proofs(conn, data_dir, only, quick, steps):
        findings += _found(conn, name, proof)
    last = newest(conn)
    late = fetch_event.c.recorded_at > last.sealed_at if last else sa.true()
    return Verified(
        looks,
        readings,
        _count(conn, withheld),
        last,
        conn.scalar(sa.select(sa.func.count()).select_from(fetch_event).where(late)) or 0,
        (*structural, *findings),
    )


def _proofs(
    conn: sa.Connection, data_dir: Path, only: str | None, quick: bool, steps: "_Steps"
) -> Iterator[tuple[str, Iterator[Finding]]]:
    yield "pages", records.check(conn, data_dir, only, steps.at, quick=quick)
    steps.next()
    yield "readings", contents.check(conn, only, steps.at)
    yield "furniture", furnishing.check(conn, only)
    yield "chains", chains.check(conn, only)
    yield "orphans", orphans.check(conn)
    yield "what is withheld", withholding.check(conn)
    yield "seals", sealing.check(conn, data_dir)
    if not quick:
        steps.next()
        yield "state", standing.check(conn, lambda done: steps.at(done * REBUILT))


def _found(conn: sa.Connection, name: str, proof: Iterator[Finding]) -> list[Finding]:
    """What a proof finds, up to `MOST`. Facts that were tampered with may be such that the code
    cannot work on them at all: that is a finding, too, and stops no other proof.
    """
    found: list[Finding] = []
    try:
        with conn.begin_nested():
            found += islice(proof, MOST)
    except Exception as error:
        what = f"the proof of {name} could not be finished: {type(error).__name__}: {error}"
        sentence = f"{' '.join(what.split())[:300]}: see the other findings"
        found.append(Finding("state" if name == "state" else "orphan", name, sentence))
    return found


class _Steps:
    """What is done of all, told on."""

    def __init__(self, told: Told, total: int) -> None:
        self.told, self.total, self.before, self.now, self.said = told, total, 0, 0, 0

    def at(self, done: int) -> None:
        """So much of this step is done."""
        self.now = done
        if done - self.said >= TOLD:
            self.said = done
            self.told(self.before + done, self.total)

    def next(self) -> None:
        """The next step begins."""
        self.before += self.now
        self.now = self.said = 0


def _counted(conn: sa.Connection, only: str | None) -> tuple[int, int]:
    """How many looks and readings there are, or those of a site."""
    if only is None:
        return _count(conn, fetch_event), _count(conn, reading)
    own = fetch_event.c.site_id == sa.select(site.c.id).where(site.c.name == only).scalar_subquery()
    pages = sa.select(fetch_event.c.page_id).where(own)
    return _count(conn, fetch_event, own), _count(conn, reading, reading.c.page_id.in_(pages))


def _count(conn: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return int(conn.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0)
