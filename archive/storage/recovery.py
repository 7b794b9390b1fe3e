"""What a crash leaves in WARC files: a torn tail is cut, a whole record without a row adopted."""

import fcntl
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from archive.record import Look
from archive.storage import declared, pages
from archive.storage.derived import run
from archive.storage.engine import begin_read
from archive.storage.outcome import led_to
from archive.storage.parts import in_parts
from archive.storage.schema import fetch_event
from archive.storage.unfit import is_unfit
from archive.storage.warc import Place, fields

CHUNK = 1 << 20
ADOPTED = "adopted from its record after an interruption"  # the detail of such a look
PAUSE, PATIENCE = 0.05, 100  # seconds between looks at a lock that is soon free, and how many


@dataclass(slots=True)
class RecoveryReport:
    """What was found: bytes cut by file, records adopted, files that end before their last row,
    records of which the database makes none."""

    cut: dict[str, int] = field(default_factory=dict)
    adopted: int = 0
    short: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # addresses of records that make no row


@dataclass(frozen=True, slots=True)
class Orphan:
    """A whole record that the ledger does not know."""

    site: str
    look: Look
    page_sha256: str | None
    place: Place


def orphans(
    engine: sa.Engine, data_dir: Path, report: RecoveryReport, own: Collection[str] = ()
) -> Iterator[Orphan]:
    """Looks at the end of each file that no writer has open; cuts what is torn.

    With `own` sites only at theirs, else each of a night's crawls would open the files of all. They
    have no writer but for an import: where such a file is held, another process is mostly looking
    at it in the same way, and its end is waited for.
    """
    for path in _unlike_rows(engine, data_dir, own):
        name = str(path.relative_to(data_dir))
        with path.open("r+b") as file:
            if not _locked(file, PATIENCE if own else 0):
                continue
            known, size = _known_end(engine, name), path.stat().st_size
            if known > size:
                report.short.append(name)
            elif known < size:
                yield from _tail(file, name, known, size, report)


def _unlike_rows(engine: sa.Engine, data_dir: Path, own: Collection[str]) -> Iterator[Path]:
    """The files that do not end where their last row says: of years there are some hundred
    thousand, of which hardly one need be opened.
    """
    folders = sorted(own) or ["*"]
    for month in sorted(one for each in folders for one in (data_dir / "warc").glob(f"{each}/*")):
        sizes = {path: path.stat().st_size for path in sorted(month.glob("*.warc.gz"))}
        for some in in_parts(sizes):
            ends = _known_ends(engine, [str(path.relative_to(data_dir)) for path in some])
            for path in some:
                if ends.get(str(path.relative_to(data_dir)), 0) != sizes[path]:
                    yield path


def _locked(file: BinaryIO, tries: int) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if tries == 0:
                return False
            tries -= 1
            time.sleep(PAUSE)
        else:
            return True


def adopt(conn: sa.Connection, orphan: Orphan, recorded_at: datetime) -> bool:
    """Makes page and ledger row of an orphan, as a look of the run that its site's crawl left open;
    whether there was anything to make.
    """
    look, digest = orphan.look, orphan.page_sha256
    if pages.held_surely(conn, look.url, look.requested_at):
        return False
    held = pages.find(conn, digest) if digest else None
    page_id = held.id if held else None
    if page_id is None and digest and look.decoded is not None:
        page_id = pages.hold(conn, digest, look, orphan.place, recorded_at)
    site_id = declared.site_id_made(conn, orphan.site)
    pages.note(
        conn,
        look,
        site_id=site_id,
        run_id=_left_open(conn, site_id),
        page_id=page_id,
        place=orphan.place,
        recorded_at=recorded_at,
    )
    return True


@contextmanager
def refused(orphan: Orphan, report: RecoveryReport) -> Iterator[None]:
    """Notes an orphan of which the database makes no row; it would end each crawl to come."""
    try:
        yield
    except Exception as error:
        if not is_unfit(error):
            raise
        report.refused.append(orphan.look.url)


def _left_open(conn: sa.Connection, site_id: int) -> int | None:
    """The newest run of a site that has no end; none where a look was taken outside of any run."""
    opened = sa.select(run.c.id).where(run.c.site_id == site_id, run.c.outcome.is_(None))
    return conn.scalar(opened.order_by(run.c.id.desc()).limit(1))


def _known_end(engine: sa.Engine, name: str) -> int:
    return _known_ends(engine, [name]).get(name, 0)


def _known_ends(engine: sa.Engine, names: Sequence[str]) -> dict[str, int]:
    """Where the last record ends that is known of each file, of those with any."""
    with begin_read(engine) as conn:
        return {row.file: row.ends for row in conn.execute(_ENDS, {"files": names})}


_LAST = (
    sa.select(fetch_event.c.file, sa.func.max(fetch_event.c.offset).label("offset"))
    .where(fetch_event.c.file.in_(sa.bindparam("files", expanding=True)))
    .group_by(fetch_event.c.file)
    .subquery()
)
_ENDS = sa.select(
    fetch_event.c.file, (fetch_event.c.offset + fetch_event.c.length).label("ends")
).join(_LAST, sa.and_(fetch_event.c.file == _LAST.c.file, fetch_event.c.offset == _LAST.c.offset))


def _tail(
    file: BinaryIO, name: str, start: int, size: int, report: RecoveryReport
) -> Iterator[Orphan]:
    end = start
    for offset, length, record in members(file, start):
        end = offset + length
        if orphan := _orphan(name, offset, length, record, file):
            yield orphan
    if end < size:
        file.truncate(end)
        report.cut[name] = size - end


def members(file: BinaryIO, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Offset, length and unzipped bytes of each whole gzip member from `start` on."""
    offset = start
    while True:
        file.seek(offset)
        unpacker = zlib.decompressobj(31)
        parts, read = [], 0
        while not unpacker.eof:
            chunk = file.read(CHUNK)
            if not chunk:
                return
            read += len(chunk)
            try:
                parts.append(unpacker.decompress(chunk))
            except zlib.error:
                return
        length = read - len(unpacker.unused_data)
        yield offset, length, b"".join(parts)
        offset += length


def _orphan(name: str, offset: int, length: int, record: bytes, file: BinaryIO) -> Orphan | None:
    _, named, message = fields(record)
    if named.get("warc-type") not in ("response", "revisit"):
        return None
    file.seek(offset)
    place = Place(name, offset, length, sha256(file.read(length)).hexdigest())
    size = named.get("egov-page-size")
    body = pages.http_body(message.removesuffix(b"\r\n\r\n"), int(size)) if size else None
    digest = named.get("egov-page-sha256")
    if named["warc-type"] == "response" and digest:
        digest = digest if body is not None and sha256(body).hexdigest() == digest else None
    return Orphan(name.split("/")[1], _look(named, message, body), digest, place)


def _look(named: dict[str, str], message: bytes, body: bytes | None) -> Look:
    first, http, _ = fields(message)
    status = first.split(" ")[1] if " " in first else ""
    url = named.get("warc-target-uri", "")
    return Look(
        url=url,
        kind=named.get("egov-kind", "article"),
        requested_at=datetime.fromisoformat(named["warc-date"]),
        outcome=named.get("egov-outcome", "ok"),
        status=int(status) if status.isdecimal() and status != "0" else None,
        headers=tuple(http.items()),
        decoded=body,
        etag=http.get("etag"),
        last_modified=http.get("last-modified"),
        location=led_to(url, http.get("location")),
        conditional="egov-conditional" in named,
        detail=ADOPTED,
    )
