"""Pages on disk: WARC/1.1 files with one gzip member a record, and what a crash can do to them.

A look is written as its request, then its response (or a revisit of an earlier one), in one piece
and fsynced, so that a file normally ends with a record that the database knows. One writer has a
file at a time and holds its lock for as long as it is open. What Scrapy does not hand on (order and
case of the request's headers, transfer framing) is not in the records.
"""

import fcntl
import hashlib
import io
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import PageLost, PagesAway
from archive.record import Look
from archive.storage.durable import sync_folder
from archive.storage.payload import content_encoding, stored_payload

LARGEST = 1_000_000_000  # bytes of a file, after which the next record opens another
ASCII = "".join(map(chr, range(128)))
ABOUT = {
    "software": "egov-archive",
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the file below the data folder, its gzip member, its hash."""

    file: str
    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record that a revisit refers to."""

    url: str
    requested_at: datetime
    payload_digest: str


class Writer:
    """Appends looks of one site to files that it alone writes."""

    def __init__(self, data_dir: Path, site: str, largest: int = LARGEST) -> None:
        self.data_dir = data_dir
        self.site = site
        self.largest = largest
        self._file: BinaryIO | None = None
        self._name = ""
        self._month = ""
        self._end = 0

    def write(self, look: Look, page_sha256: str | None, earlier: Earlier | None = None) -> Place:
        """Writes a look with its body, on disk when this returns, and says where its record lies.

        With `earlier` the record is a revisit without the body. Raises PagesAway where the file is
        not what this writer left: deleted, cut, replaced, or its disk unmounted.
        """
        file = self._ready(look.requested_at)
        self._prove_there(file)
        pair = members(look, page_sha256, earlier)
        try:
            append(file, b"".join(pair))
            os.fsync(file.fileno())
        except OSError:
            self._undo(file)
            raise
        place = Place(
            self._name, self._end + len(pair[0]), len(pair[1]), hashlib.sha256(pair[1]).hexdigest()
        )
        self._end += len(pair[0]) + len(pair[1])
        return place

    def _prove_there(self, file: BinaryIO) -> None:
        """What is written to a deleted file is lost with it, and nothing would tell."""
        path, own = self.data_dir / self._name, os.fstat(file.fileno())
        try:
            there = path.stat()
        except FileNotFoundError:
            there = None
        if there is None or not os.path.samestat(own, there) or own.st_size != self._end:
            self.close()
            what = "deleted" if there is None else "changed by somebody else"
            raise PagesAway(f"{path} was {what} while pages were written to it: restore it")

    def _undo(self, file: BinaryIO) -> None:
        """A full disk leaves half a record: it is cut, so that what was written stays readable."""
        self._file = None
        try:
            os.ftruncate(file.fileno(), self._end)
        finally:
            file.close()

    def _ready(self, at: datetime) -> BinaryIO:
        month = f"{at.astimezone(UTC):%Y%m}"
        if self._file and (month != self._month or self._end >= self.largest):
            self.close()
        if self._file is None:
            self._file = self._open(month, at)
        return self._file

    def _open(self, month: str, at: datetime) -> BinaryIO:
        folder = self.data_dir / "warc" / self.site / month
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"{self.site}-{at.astimezone(UTC):%Y%m%d%H%M%S}-{os.getpid()}"
        file, path = _create(folder, stem)
        fcntl.flock(file, fcntl.LOCK_EX)  # whoever looks for torn tails may just look at it
        info = info_member(path.name)
        try:
            append(file, info)
        except OSError:
            file.close()
            path.unlink()
            raise
        self._name, self._month, self._end = str(path.relative_to(self.data_dir)), month, len(info)
        sync_folder(folder)
        return file

    def close(self) -> None:
        """Ends the file; the next look opens another."""
        if self._file:
            self._file.close()
            self._file = None


def read_member(path: Path, offset: int, length: int, sha256: str, first: int = 0) -> bytes:
    """The unzipped bytes of one record, or `first` of them.

    Raises PageLost where they are not as they were written: a record that was cut short reads
    without any error in WARC tools, hence the hash.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            member = file.read(length)
    except OSError as error:
        sentence = f"cannot read {path}: {error.strerror}. Restore it from a backup"
        raise PageLost(sentence, path) from error
    if hashlib.sha256(member).hexdigest() != sha256:
        raise PageLost(f"the record at byte {offset} of {path} is damaged: restore the file", path)
    return zlib.decompressobj(wbits=31).decompress(member, first)


def fields(block: bytes) -> tuple[str, dict[str, str], bytes]:
    """First line, headers (names in lower case) and rest of a WARC record or an HTTP message."""
    head, _, rest = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    named = (line.partition(":") for line in lines)
    return first, {name.strip().lower(): value.strip() for name, _, value in named}, rest


def warc_date(at: datetime) -> str:
    """A time as WARC/1.1 writes it, to the microsecond."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _create(folder: Path, stem: str) -> tuple[BinaryIO, Path]:
    number = 0
    while True:
        path = folder / (f"{stem}-{number}.warc.gz" if number else f"{stem}.warc.gz")
        try:
            return path.open("xb", buffering=0), path
        except FileExistsError:
            number += 1


def append(file: BinaryIO, record: bytes) -> None:
    """Writes all of a record to a file without a buffer, which would be written at its end."""
    rest = memoryview(record)
    while rest:
        rest = rest[file.write(rest) :]


def info_member(name: str) -> bytes:
    """The member with which a file begins: who wrote it."""
    writer = record_writer()
    return member(writer, writer.create_warcinfo_record(name, ABOUT))


def record_writer() -> WARCWriter:
    """What makes records for `member`."""
    return WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")


def members(look: Look, page_sha256: str | None, earlier: Earlier | None) -> tuple[bytes, bytes]:
    """The gzip members of the request and of the response, or the revisit."""
    writer = record_writer()
    response = _response(writer, look, page_sha256, earlier)
    request = writer.create_warc_record(
        look.url,
        "request",
        http_headers=http_head(request_line(look.url), look.request_headers),
        warc_headers_dict={
            "WARC-Date": warc_date(look.requested_at),
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    packed = bool(content_encoding(look.headers))
    return member(writer, request), member(writer, response, level=1 if packed else 6)


def _response(
    writer: Any, look: Look, page_sha256: str | None, earlier: Earlier | None
) -> ArcWarcRecord:
    payload, headers = stored_payload(look)
    own = {"WARC-Date": warc_date(look.requested_at), **_own_fields(look, page_sha256)}
    http = http_head(f"HTTP/1.1 {look.status or 0} {look.reason}".rstrip(), headers)
    if earlier:
        return writer.create_revisit_record(
            look.url,
            earlier.payload_digest,
            earlier.url,
            warc_date(earlier.requested_at),
            http_headers=http,
            warc_headers_dict=own,
        )
    own["WARC-Payload-Digest"] = f"sha256:{hashlib.sha256(payload).hexdigest()}"
    return writer.create_warc_record(
        look.url,
        "response",
        io.BytesIO(payload),
        length=len(payload),
        http_headers=http,
        warc_headers_dict=own,
    )


def _own_fields(look: Look, page_sha256: str | None) -> dict[str, str]:
    """What the ledger needs beyond the response, so that its row can be made from the record."""
    own = {
        "Egov-Kind": look.kind,
        "Egov-Outcome": look.outcome,
        "Egov-Conditional": "1" if look.conditional else "",
        "Egov-Page-SHA256": page_sha256 or "",
        "Egov-Page-Size": str(len(look.decoded)) if look.decoded is not None else "",
    }
    return {name: value for name, value in own.items() if value}


def request_line(url: str) -> str:
    """The first line of the request for an address."""
    rest = url.split("://", 1)[-1]
    return f"GET /{rest.partition('/')[2].partition('#')[0]} HTTP/1.1"


def http_head(first: str, headers: Iterable[tuple[str, str]]) -> StatusAndHeaders:
    """First line and headers of an HTTP message, none of them of two lines; bytes that are not
    ASCII are percent-encoded, which warcio does with some values alone.
    """
    ready = [(_ascii(_one_line(name)), _ascii(_one_line(value))) for name, value in headers]
    return StatusAndHeaders(_ascii(_one_line(first)), ready)


def _ascii(text: str) -> str:
    try:
        raw = text.encode("latin-1")  # as headers come
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "surrogatepass")
    return quote(raw, safe=ASCII)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def member(writer: Any, record: ArcWarcRecord, level: int = 6) -> bytes:
    """A record as one gzip member; warcio itself packs at level 9, which takes thrice as long."""
    start = writer.out.tell()
    writer.write_record(record)
    writer.out.seek(start)
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(writer.out.read()) + packer.flush()
