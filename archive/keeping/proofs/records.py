"""Pages and looks against the WARC files: every byte that a row names, and what lies between.

A record that belongs to a look is proved by its hash; the request before it, which no row names, by
its own check sum and the bare header that this archive's files have.
"""

import fcntl
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from archive.errors import PageLost
from archive.keeping.finding import RESTORE, Finding
from archive.keeping.proofs import naming
from archive.storage import pages
from archive.storage.columns import AnyRow
from archive.storage.evidence import compacted, same_record, withheld, withheld_record
from archive.storage.pages import http_body
from archive.storage.recovery import members
from archive.storage.schema import fetch_event, page
from archive.storage.warc import fields, read_member

COMPACT = "run `egov compact`, which finishes what was broken off"
AGAIN = "run `egov withhold` for it again, which finishes what was broken off"
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"  # of a gzip member as zlib writes it
PACKED = (b"\x00", b"\x04")  # the next byte, 4: an answer that came packed, and is so quickly
SYSTEMS = (b"\x03", b"\xff")  # and the next
LOOKED = {"response", "revisit"}  # kinds of records that belong to a look
_LEDGER = (
    sa.select(
        fetch_event,
        page.c.sha256.label("page_sha256"),
        page.c.size.label("page_size"),
        withheld_record.c.record_sha256.label("now_sha256"),
        compacted.c.now_sha256.label("hollow_sha256"),
        withheld.c.id.label("withheld"),
    )
    .outerjoin(page, page.c.id == fetch_event.c.page_id)
    .outerjoin(withheld, withheld.c.page_id == page.c.id)
    .outerjoin(withheld_record, same_record(withheld_record, fetch_event))
    .outerjoin(compacted, same_record(compacted, fetch_event))
    .where(fetch_event.c.file.is_not(None))
    .order_by(fetch_event.c.file, fetch_event.c.offset)
)


def check(
    conn: sa.Connection,
    data_dir: Path,
    only: str | None,
    told: Callable[[int], None],
    *,
    quick: bool = False,
) -> Iterator[Finding]:
    """All files below `warc/`, or those of the site `only`; `quick`: their lengths alone."""
    wanted = _LEDGER
    if only:
        wanted = wanted.where(fetch_event.c.file.like(f"warc/{only}/%"))
    files = {
        str(path.relative_to(data_dir)): path
        for path in (data_dir / "warc").glob(f"{only or '*'}/*/*.warc.gz")
    }
    name, ends = "", 0
    rows = conn.execute(wanted.execution_options(yield_per=500))
    for done, row in enumerate(rows, 1):
        if row.file != name:
            yield from _end(files.pop(name, None), name, ends)
            name, ends = row.file, 0
            if name not in files:
                what = f"the file {name} is not there, which holds pages: {RESTORE}"
                yield Finding("file", name, what, naming.of_look(conn, row.id), str(row.id))
        if name in files and not quick:
            yield from _gap(conn, files[name], name, (ends, row.offset))
            yield from _record(conn, files[name], row)
        ends = row.offset + row.length
        told(done)
    yield from _end(files.pop(name, None), name, ends)
    for name, path in sorted(files.items()):
        yield from _end(path, name, 0)


def _end(path: Path | None, name: str, end: int) -> Iterator[Finding]:
    """What stands behind the last record that a row names."""
    if path is None:
        return
    size = path.stat().st_size
    if size < end:
        what = f"{name} is cut off: {size:,} bytes, where rows name {end:,}: {RESTORE}"
        yield Finding("file", name, what)
    elif size > end:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # a crawl is writing it
            yield from _tail(file, name, end, size)


def _tail(file: BinaryIO, name: str, start: int, size: int) -> Iterator[Finding]:
    end, kinds = start, list[str]()
    for offset, length, record in members(file, start):
        end = offset + length
        kinds.append(fields(record)[1].get("warc-type", ""))
    if end < size:
        what = (
            f"{name} ends with {size - end:,} bytes that are no whole record: the next crawl of its"
            " site cuts them"
        )
        yield Finding("file", name, what, warning=True)
    if LOOKED & set(kinds):
        what = f"{name} ends with records that no row names: the next crawl of its site adopts them"
        yield Finding("file", name, what, warning=True)


def _gap(conn: sa.Connection, path: Path, name: str, span: tuple[int, int]) -> Iterator[Finding]:
    """The requests and file description between two records: whole members, bare headers."""
    start, end = span
    if start >= end:
        return
    with path.open("rb") as file:
        file.seek(start)
        left = file.read(end - start)
    while left:
        unpacker = zlib.decompressobj(31)
        try:
            record = unpacker.decompress(left)
        except zlib.error:
            record = b""
        if not (unpacker.eof and _is_bare(left, record)):
            what = (
                f"{name}: between byte {start:,} and byte {end:,} a record (a request) is "
                f"damaged: {RESTORE}"
            )
            yield Finding("file", name, what, row=str(start))
            return
        yield from _unnamed(conn, name, record, start)
        left = unpacker.unused_data


def _is_bare(member: bytes, record: bytes) -> bool:
    """Whether a member has the header that this archive writes, which no check sum covers."""
    how = PACKED if fields(record)[1].get("warc-type") in LOOKED else PACKED[:1]
    return member.startswith(HEAD) and member[8:9] in how and member[9:10] in SYSTEMS


def _unnamed(conn: sa.Connection, name: str, record: bytes, start: int) -> Iterator[Finding]:
    """A record of a look that has no row; one of which another process kept its own has one."""
    named = fields(record)[1]
    if named.get("warc-type") not in LOOKED:
        return
    url, at = named.get("warc-target-uri", ""), datetime.fromisoformat(named["warc-date"])
    if pages.held(conn, url, at) is None:
        what = (
            f"{name}, behind byte {start:,}: no row names the look at {url} of "
            f"{named['warc-date']}: it was deleted, or never written as the database was away"
        )
        yield Finding("file", name, what, row=str(start), warning=True)


def _record(conn: sa.Connection, path: Path, row: AnyRow) -> Iterator[Finding]:
    kind, what = "record", ""
    left = row.now_sha256 or row.hollow_sha256
    try:
        record = read_member(path, row.offset, row.length, left or row.record_sha256)
    except PageLost:
        if row.now_sha256:
            kind, what = "withheld", f"is withheld and not yet overwritten: {AGAIN}"
        elif row.hollow_sha256:
            yield _unlike(path, row)
        else:
            what = f"is not as it was written: {RESTORE}"
    except zlib.error:
        what = f"cannot be unpacked: {RESTORE}"
    else:
        if left is None:
            what = _differs(record, row)
            what = f"{what}: {RESTORE}" if what else ""
    if what:
        named = naming.of_look(conn, row.id) or naming.of_page(conn, row.page_id)
        sentence = f"the record of look {row.id} at byte {row.offset:,} of {row.file} {what}"
        yield Finding(kind, row.file, sentence, named, f"fetch_event {row.id}")


def _unlike(path: Path, row: AnyRow) -> Finding:
    """A record that was given up and does not stand there as its note."""
    named = f"fetch_event {row.id}"
    where = f"the record of look {row.id} at byte {row.offset:,} of {row.file}"
    try:
        read_member(path, row.offset, row.length, row.record_sha256, first=1)
    except PageLost:
        what = f"was given up and is not as it was left: {COMPACT}; if that helps not, {RESTORE}"
        return Finding("compacted", row.file, f"{where} {what}", row=named)
    what = f"was given up and still stands there whole: {COMPACT}"
    return Finding("compacted", row.file, f"{where} {what}", row=named, warning=True)


def _differs(record: bytes, row: AnyRow) -> str:
    """In what a record and its row of the ledger differ; empty where they agree."""
    _, named, message = fields(record)
    if datetime.fromisoformat(named["warc-date"]) != row.requested_at:
        return f"is of another time ({named['warc-date']}) than its row of fetch_event"
    if named.get("warc-target-uri") != row.url:
        return f"is of another address ({named.get('warc-target-uri')}) than its row of fetch_event"
    if named.get("egov-page-sha256", row.page_sha256) != row.page_sha256:
        return "is of another page than its row of fetch_event"
    first, _, _ = fields(message)
    status = first.split(" ")[1] if " " in first else ""
    if status != str(row.status or 0):
        return f"is of another status ({status}) than its row of fetch_event"
    if named.get("egov-kind", row.kind) != row.kind:
        return "is of another kind of look than its row of fetch_event"
    if named.get("egov-outcome", row.outcome) != row.outcome:
        return "is of another outcome than its row of fetch_event"
    if named.get("warc-type") == "response" and row.page_sha256:
        body = http_body(message.removesuffix(b"\r\n\r\n"), row.page_size)
        if body is None or sha256(body).hexdigest() != row.page_sha256:
            return "does not hold the page that its row of page names"
    return ""
