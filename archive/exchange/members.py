"""A look as members of a WARC file: as the archive holds them, byte by byte, where it can be.

Each look is its request, its response (or a revisit of one that stands before it, or of a 304 that
says "unchanged"), and a metadata record that tells what the ledger knows of it.
"""

import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from archive.errors import PageLost
from archive.exchange.looks import Told
from archive.record import Look
from archive.storage import pages
from archive.storage.columns import AnyRow
from archive.storage.recovery import members as members_from
from archive.storage.schema import fetch_event
from archive.storage.warc import (
    fields,
    http_head,
    member,
    members,
    read_member,
    record_writer,
    warc_date,
)

UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
FIELDS = "application/warc-fields"
SOFTWARE = "egov"  # the names of our metadata fields begin with it
NEAR = 1 << 20  # bytes: a request that is longer is not looked for


class Piece(NamedTuple):
    """A member of a WARC file, and of a response what an index says of it."""

    member: bytes
    kind: str  # request, response, revisit, metadata
    url: str = ""
    at: datetime = datetime.min
    status: str = ""
    mime: str = ""
    digest: str = ""
    name: str = ""  # the record's id


class Records:
    """Makes the members of looks from the WARC files of an archive."""

    def __init__(self, conn: sa.Connection, data_dir: Path) -> None:
        self.conn = conn
        self.data_dir = data_dir
        self._writer = record_writer()

    def of(self, told: Told, written: set[tuple[str, datetime]]) -> list[Piece]:
        """The members of a look. `written` are the responses that stand in the file before it, to
        which a revisit may refer. Raises PageLost where the archive cannot read its own record.
        """
        row = told.row
        given_up = False
        if row.status == 304:
            pieces = self._unchanged(row, written)
        elif row.file is None:
            pieces = self._made(row, None)
        else:
            try:
                pieces = self._held(row, written)
            except PageLost:
                if row.given_up_at is None:
                    raise
                pieces, given_up = self._given_up(row, written)
        return [*pieces, self._told(told, pieces[-1].name, given_up=given_up)]

    def _given_up(
        self, row: AnyRow, written: set[tuple[str, datetime]]
    ) -> tuple[list[Piece], bool]:
        """A look whose record was given up, since it changed nothing: as a 304 of a server says it,
        unless the same bytes came again later; and whether they did not.
        """
        try:
            return self._made(row, pages.read(self.conn, self.data_dir, row.sha256)), False
        except PageLost:
            return self._unchanged(row, written), True

    def _held(self, row: AnyRow, written: set[tuple[str, datetime]]) -> list[Piece]:
        path = self.data_dir / row.file
        block = read_member(path, row.offset, row.length, row.record_sha256)
        _, named, message = fields(block)
        if named.get("warc-type") == "revisit":
            refers = named.get("warc-refers-to-target-uri", ""), _date(named)
            if refers not in written:
                return self._made(row, pages.read(self.conn, self.data_dir, row.sha256), message)
        before = self.conn.scalar(_BEFORE, {"file": row.file, "offset": row.offset}) or 0
        before = max(before, row.offset - NEAR)
        with path.open("rb") as file:
            file.seek(before)
            between, own = file.read(row.offset - before), file.read(row.length)
        return [*_request(between, named), _piece(own, row, named, message)]

    def _unchanged(self, row: AnyRow, written: set[tuple[str, datetime]]) -> list[Piece]:
        """A 304: a revisit that refers to the answer before it."""
        earlier = max((at for url, at in written if url == row.url), default=None)
        named = {"WARC-Date": warc_date(row.requested_at), "WARC-Profile": UNCHANGED}
        if earlier is not None:
            named |= {
                "WARC-Refers-To-Target-URI": row.url,
                "WARC-Refers-To-Date": warc_date(earlier),
            }
        made = self._writer.create_warc_record(
            row.url,
            "revisit",
            payload=io.BytesIO(b""),
            length=0,
            http_headers=http_head("HTTP/1.1 304 Not Modified", _headers(row)),
            warc_headers_dict=named,
        )
        name = made.rec_headers.get_header("WARC-Record-ID")
        packed = member(self._writer, made)
        return [Piece(packed, "revisit", row.url, row.requested_at, "304", name=name)]

    def _made(self, row: AnyRow, body: bytes | None, message: bytes = b"") -> list[Piece]:
        """A look as a record of its own, from its body and what the ledger knows."""
        _, http, _ = fields(message)
        http.pop("content-length", None)  # that of the body as it was sent
        look = Look(
            row.url,
            row.kind,
            row.requested_at,
            row.outcome,
            status=row.status,
            headers=tuple(http.items()) or tuple(_headers(row)),
            decoded=body if body is not None else b"",
            conditional=row.conditional,
        )
        request, response = members(look, row.sha256 if body is not None else None, None)
        _, named, held = fields(zlib.decompress(response, 31))
        return [Piece(request, "request"), _piece(response, row, named, held)]

    def _told(self, told: Told, concurrent: str, *, given_up: bool = False) -> Piece:
        """What the ledger and the sightings say of a look, for an import by this software."""
        row = told.row
        facts = {
            "recorded-at": warc_date(told.recorded_at),
            "number": str(told.number),
            "run": "" if row.run_id is None else str(row.run_id),
            "kind": row.kind,
            "outcome": row.outcome,
            "status": "" if row.status is None else str(row.status),
            "conditional": "1" if row.conditional else "",
            "etag": row.etag,
            "last-modified": row.last_modified,
            "location": row.location,
            "detail": row.detail,
            "article": told.article_id,
            "leads-to": told.leads_to,
            "verdict": told.verdict,
            "reason": told.reason,
            "attached": told.attached,
            "given-up": f"{warc_date(row.given_up_at)} {row.sha256}" if given_up else "",
        }
        lines = (f"{SOFTWARE}-{name}: {' '.join(v.split())}" for name, v in facts.items() if v)
        text = ("\r\n".join(lines) + "\r\n").encode()
        made = self._writer.create_warc_record(
            row.url,
            "metadata",
            payload=io.BytesIO(text),
            length=len(text),
            warc_content_type=FIELDS,
            warc_headers_dict={
                "WARC-Date": warc_date(row.requested_at),
                "WARC-Concurrent-To": concurrent,
            },
        )
        packed = member(self._writer, made)
        self._writer.out.seek(0)
        self._writer.out.truncate()
        return Piece(packed, "metadata")


_BEFORE = (
    sa.select(fetch_event.c.offset + fetch_event.c.length)
    .where(
        fetch_event.c.file == sa.bindparam("file"), fetch_event.c.offset < sa.bindparam("offset")
    )
    .order_by(fetch_event.c.offset.desc())
    .limit(1)
)


def _headers(row: AnyRow) -> Sequence[tuple[str, str]]:
    """The headers that the ledger holds."""
    named = {"ETag": row.etag, "Last-Modified": row.last_modified, "Location": row.location}
    return [(name, value) for name, value in named.items() if value]


def _date(named: dict[str, str]) -> datetime | None:
    text = named.get("warc-refers-to-date")
    return datetime.fromisoformat(text) if text else None


def _piece(packed: bytes, row: AnyRow, named: dict[str, str], message: bytes) -> Piece:
    first, http, _ = fields(message)
    status = first.split(" ")[1] if " " in first else ""
    kind = named.get("warc-type", "response")
    mime = http.get("content-type", "").partition(";")[0].strip() or "text/html"
    digest = named.get("warc-payload-digest", "")
    name = named.get("warc-record-id", "")
    return Piece(packed, kind, row.url, row.requested_at, status, mime, digest, name)


def _request(between: bytes, named: dict[str, str]) -> Iterator[Piece]:
    """The request of a response, if it is among the members before it."""
    for offset, length, block in members_from(io.BytesIO(between), 0):
        _, own, _ = fields(block)
        answers = own.get("warc-concurrent-to") == named.get("warc-record-id")
        if own.get("warc-type") == "request" and answers:
            yield Piece(between[offset : offset + length], "request")
