"""What was spooled is stored: each fact once, in its order, when disk and database are there again.

A fact that is stored already (a kill came between its row and the end of the file) is passed, so
that a file can be stored as often as need be.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.errors import PageLost
from archive.record import Look, RunCounts
from archive.storage import declared, pages, recovery, warc
from archive.storage.clock import wall_clock
from archive.storage.derived import run
from archive.storage.engine import begin_read, begin_write
from archive.storage.health import Failing
from archive.storage.recovery import RecoveryReport
from archive.storage.schema import site
from archive.storage.spooling import FORMAT, Fact, Waiting, as_look, waiting
from archive.storage.store import Store
from archive.storage.unfit import is_unfit
from archive.storage.warc import Place

DAMAGED = (KeyError, TypeError, PageLost)  # a line, or the record that it names
COUNTS = tuple(each.name for each in fields(RunCounts))
Told = Callable[[str], None]


def drain(
    engine: sa.Engine,
    data_dir: Path,
    *,
    now: Callable[[], datetime] = wall_clock,
    tell: Told = lambda _: None,
) -> int:
    """Stores what waits in the spool, the oldest runs first; how many facts were stored now.

    Files that are being written are left alone; one of a newer format, or with a line that cannot
    be read or that the database refuses for what it holds, is told and kept. Where disk or database
    are still away their error is raised, and what is not stored waits on.
    """
    store = Store(engine, data_dir, now=now)
    try:
        with closing(waiting(data_dir)) as files:  # an error must not keep the lock of a file
            return sum(_stored(store, file, tell) for file in files)
    finally:
        store.end_files()


def _stored(store: Store, file: Waiting, tell: Told) -> int:
    facts = file.facts()
    if file.format != FORMAT:
        tell(
            f"{file.path} waits to be stored by a newer release: its format is {file.format}, "
            f"and this release knows {FORMAT}"
        )
        return 0
    kept, lost = 0, file.unread
    for fact in _placed(store, facts, tell):
        try:
            kept += KEEP[fact.kind](store, fact.named)
        except Exception as error:
            if not is_unfit(error) and not isinstance(error, DAMAGED):
                raise
            lost += 1
            tell(f"a fact in {file.path} can never be stored: {words(error)}")
    file.unread = lost
    file.done()
    if lost:
        tell(f"{file.path}: {lost} lines cannot be stored, and the file is put aside")
    if kept:
        tell(f"stored now what could not be stored before: {kept} facts of {file.path.stem}")
    return kept


def words(error: Exception) -> str:
    """What an error says, without the statement and the values that it was about."""
    said = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return " ".join(f"{type(said).__name__}: {said}".split())[:300]


def _placed(store: Store, facts: list[Fact], tell: Told) -> list[Fact]:
    """The facts; a look whose record a kill left on disk without its row gets the place of that."""
    if all(fact.kind != "look" or fact.named.get("place") for fact in facts):
        return facts
    report = RecoveryReport()
    left: dict[tuple[Any, Any], dict[str, Any]] = {
        (each.look.url, each.look.requested_at): asdict(each.place)
        for each in recovery.orphans(store.engine, store.data_dir, report)
    }
    for name, size in report.cut.items():
        tell(f"{size} bytes of a torn record were cut from {name}")
    for fact in facts:
        if fact.kind == "look" and fact.named.get("place") is None:
            fact.named["place"] = left.get((fact.named.get("url"), fact.named.get("requested_at")))
    return facts


def _look(store: Store, named: dict[str, Any]) -> bool:
    look = as_look(named)
    run_id = _run(store, named["site"], named["run"])
    if named["place"] is None:
        return not store.capture(named["site"], run_id, look).repeat
    return _adopted(store, named["site"], run_id, look, Place(**named["place"]))


def _run(store: Store, name: str, run_id: int) -> int | None:
    """The run of a fact; None where the database was restored as it was before that run."""
    with begin_read(store.engine) as conn:
        own = sa.select(run.c.id).join(site, site.c.id == run.c.site_id)
        return conn.scalar(own.where(run.c.id == run_id, site.c.name == name))


def _adopted(store: Store, name: str, run_id: int | None, look: Look, place: Place) -> bool:
    """Makes the row of a look whose record is on disk; whether there was none."""
    path = store.data_dir / place.file
    record = warc.read_member(path, place.offset, place.length, place.sha256)
    _, head, message = warc.fields(record)
    digest, size = head.get("egov-page-sha256"), head.get("egov-page-size")
    body = pages.http_body(message.removesuffix(b"\r\n\r\n"), int(size)) if size else None
    with begin_write(store.engine) as conn:
        page = pages.find(conn, digest) if digest else None
        site_id, whole = declared.site_id_made(conn, name), replace(look, decoded=body)
        known = digest if page or body is not None else None  # a revisit of a page that is held
        page_id = page.id if page else None
        at = store.moment(conn)
        kept = pages.keep(conn, whole, known, page_id, place, site_id, run_id, at)
    return not kept.repeat


def _end(store: Store, named: dict[str, Any]) -> bool:
    """Closes the row of a run that could not be closed, unless it was."""
    run_id, at, outcome = named["run"], named["finished_at"], named["outcome"]
    if _run(store, named["site"], run_id) is None:
        return False
    with begin_read(store.engine) as conn:
        ended = conn.scalar(sa.select(run.c.outcome).where(run.c.id == run_id))
    if ended not in (None, "interrupted"):
        return False
    store.settle_gone(run_id)
    for subject in named["guessed"]:
        store.layout_seen(named["site"], subject, "guess", at)
    counts = RunCounts(**{name: named[name] for name in COUNTS})
    evidence = [Failing(**each) for each in named["evidence"]] if named["whole"] else None
    figures = named["figures"] or None
    store.finish_run(run_id, at, outcome, counts, named["notes"], figures, evidence)
    return True


KEEP: dict[str, Callable[[Store, dict[str, Any]], bool]] = {
    "look": _look,
    "end": _end,
}
