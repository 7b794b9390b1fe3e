"""Recorded responses in WARC files by any writer: where they are, and what they say.

Files may be plain or have one gzip member a record; bodies may be chunked and compressed. Response
and revisit records of http and https addresses count, all others are passed over. A revisit takes
its body from the record that it refers to.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, Protocol

from w3lib.url import safe_url_string
from warcio.exceptions import ArchiveLoadFailed

from archive.errors import ArchiveError
from archive.storage.heads import records as records_of

logger = logging.getLogger(__name__)

SUFFIXES = (".warc", ".warc.gz")
ANSWERS, WEB = ("response", "revisit"), ("http://", "https://")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
NOT_MODIFIED = "server-not-modified"
DIGITS = 16  # of a length that could be


class WholeGzip(ArchiveError):
    """A WARC file of which records cannot be read one by one."""

    exit_status = 2


class WarcFile(Protocol):
    """What records are read from: a file, or a part of one; its `str` is its name for people."""

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        """Its bytes, from their beginning."""


class Place(NamedTuple):
    """Where a record stands; `refers` is the address and time that a revisit names."""

    at: datetime
    file: int
    offset: int
    revisit: bool = False
    refers: tuple[str, datetime | None] | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded response; its body is as served, without chunking.

    `body` is None where it is larger than was asked for; `whole` is false where it was cut off.
    """

    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes | None = field(repr=False)
    whole: bool = True

    def headers_by_name(self) -> dict[str, list[str]]:
        """The headers as Scrapy takes them; how the body was transferred is not among them."""
        named: dict[str, list[str]] = {}
        for name, value in self.headers:
            if name.lower() != "transfer-encoding":
                named.setdefault(name, []).append(value)
        return named


class Index:
    """Where the recorded responses of some files are, by their addresses."""

    def __init__(self, files: Sequence[WarcFile]) -> None:
        self.files = files
        self.places: dict[str, list[Place]] = {}
        self._open: dict[int, BinaryIO] = {}

    def add(self, url: str, place: Place) -> None:
        """Notes a record; after the last one `sort` is called."""
        self.places.setdefault(url, []).append(place)

    def sort(self) -> None:
        """Puts the records of each address in the order of their times."""
        for places in self.places.values():
            places.sort(key=lambda place: place.at)

    def latest(self, url: str, at: datetime) -> Place | None:
        """The last record of an address that is not after a time."""
        places = self.places.get(url, [])
        position = bisect_right(places, at, key=lambda place: place.at)
        return places[position - 1] if position else None

    def original(self, place: Place, url: str, maxsize: int) -> Recorded | None:
        """The response that a revisit refers to: the one it names, else the one before it."""
        target, at = place.refers or (url, None)
        for candidate in reversed(self.places.get(target, [])):
            # what is named may be later: the look of the revisit may have been recorded late
            fits = candidate.at <= place.at if at is None else candidate.at == at
            if not candidate.revisit and fits:
                found = self._read(candidate, maxsize)
                if found is not None and found.status != 304:
                    return found
        return None

    def close(self) -> None:
        """Closes the files that were read."""
        for handle in self._open.values():
            handle.close()
        self._open.clear()

    def _read(self, place: Place, maxsize: int) -> Recorded | None:
        """The record at a place; None where a broken file shows none there any more."""
        record = next(self.read_on(place), None)
        return None if record is None else recorded(record, place.at, maxsize)

    def read_on(self, place: Place) -> Iterator[Any]:
        """The record at a place, and those behind it in its file."""
        if place.file not in self._open:
            self._open[place.file] = self.files[place.file].open("rb")
        handle = self._open[place.file]
        handle.seek(place.offset)
        return iter(records_of(handle))


def recorded(record: Any, at: datetime, maxsize: int) -> Recorded:
    """A WARC record as a response; status 0 where a revisit has no HTTP headers of its own."""
    if record.http_headers is None:
        return Recorded(at, 0, (), b"")
    headers = tuple((name, value) for name, value in record.http_headers.headers)
    named = {name.lower(): value for name, value in headers}
    status = number(record.http_headers.get_statuscode()) or 0
    limit = maxsize or -1
    body = record.raw_stream.read(limit + 1 if limit > 0 else -1)
    if 0 < limit < len(body):
        return Recorded(at, status, headers, None)
    missing = getattr(record.raw_stream, "limit", 0)  # what the file should still have held
    whole = record.rec_headers.get_header("WARC-Truncated") is None and not missing
    if "chunked" in named.get("transfer-encoding", "").lower():
        body, ended = dechunk(body)
        whole = whole and ended
    else:
        declared = number(named.get("content-length", ""))
        whole = whole and not (declared is not None and len(body) < declared)
    if body and not still_encoded(body, named.get("content-encoding", "")):
        headers = tuple(pair for pair in headers if pair[0].lower() != "content-encoding")
    return Recorded(at, status, headers, body, whole)


def number(text: str) -> int | None:
    """The number that a status or a length says; None where it says none that could be."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else None


def still_encoded(body: bytes, encoding: str) -> bool:
    """False where a writer kept the header of a compression that it took off."""
    return "gzip" not in encoding.lower() or body[:2] == b"\x1f\x8b"


def dechunk(body: bytes) -> tuple[bytes, bool]:
    """The body without its chunk framing, and whether its end was there.

    A body that is not framed, as some writers leave it, comes back as it is.
    """
    parts: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + 64)
        try:
            size = int(body[position:end].split(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return (b"".join(parts), False) if parts else (body, True)
        if size == 0:
            return b"".join(parts), True
        part = body[end + 2 : end + 2 + size]
        parts.append(part)
        if len(part) < size:
            return b"".join(parts), False
        position = end + 2 + size + 2


def warc_files(folder: Path) -> list[Path]:
    """The WARC files below a folder, in the order of their names."""
    return sorted(p for p in folder.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())


def left_out(file: WarcFile, reason: str) -> None:
    """Logs why the rest of a file, or a record of it, is not used."""
    logger.warning("%s: %s", CONTROL.sub("?", str(file)), CONTROL.sub("?", reason))


def scan(
    file: WarcFile,
    number: int,
    trouble: Callable[[WarcFile, str], None] = left_out,
    other: Callable[[Any], None] | None = None,
) -> Iterator[tuple[str, str, Place]]:
    """Address, id and place of each response and revisit record of a file.

    Answers to HEAD requests are passed over. What follows a record that cannot be read is left
    out, which is told to `trouble`. `other` gets the records that are neither these nor requests.
    """
    heads: set[str] = set()  # responses to HEAD requests, which have no body
    found: list[tuple[str, str, Place]] = []
    with file.open("rb") as handle:
        records = records_of(handle, bare=True)
        try:
            for record in records:
                if record.format != "warc":
                    raise ArchiveLoadFailed("it is no WARC file")
                if _is_answer(record):
                    place = place_of(record, number, records.get_record_offset())
                    found += _found(file, record, place, trouble)
                elif record.rec_type == "request":
                    if record.raw_stream.read(5) == b"HEAD ":
                        heads.add(record.rec_headers.get_header("WARC-Concurrent-To") or "")
                elif other is not None:
                    other(record)
        except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
            trouble(file, f"records after an unreadable one are left out: {_reason(file, error)}")
        if records.err_count:
            logger.info("%s: the lengths of %s records are wrong", file, records.err_count)
    yield from (one for one in found if not one[1] or one[1] not in heads)


def _is_answer(record: Any) -> bool:
    """Whether it is what a server answered, or names where that stands."""
    return record.rec_type in ANSWERS and _url(record).lower().startswith(WEB)


def _url(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _found(
    file: WarcFile, record: Any, place: Place | None, trouble: Callable[[WarcFile, str], None]
) -> Iterator[tuple[str, str, Place]]:
    """Its address, id and place; nothing, which is told, where it says no time or no address."""
    url = _url(record)
    if place is None:
        return trouble(file, f"a record of {url} has no date")
    try:
        named = key(url)
    except ValueError:
        return trouble(file, f"{url[:200]} is no address")
    yield named, record.rec_headers.get_header("WARC-Record-ID") or "", place


def _reason(file: WarcFile, error: Exception) -> str:
    """Why a record cannot be read; raises WholeGzip where none of the file can."""
    reason = CONTROL.sub("?", " ".join(str(error).split()))[:200]
    if "non-chunked gzip" in reason:
        raise WholeGzip(
            f"{file} was compressed as a whole, so that its records cannot be found; "
            f"run: warcio recompress {file} NEW.warc.gz"
        ) from error
    return reason


def place_of(record: Any, number: int, offset: int) -> Place | None:
    """Where and of when a record is; None where it does not say when."""
    headers = record.rec_headers
    at = warc_date(headers.get_header("WARC-Date"))
    if at is None:
        return None
    if record.rec_type != "revisit":
        return Place(at, number, offset)
    target = (headers.get_header("WARC-Refers-To-Target-URI") or "").strip("<>")
    named = headers.get_header("WARC-Refers-To-Date")
    if not target or (headers.get_header("WARC-Profile") or "").endswith(NOT_MODIFIED):
        return Place(at, number, offset, revisit=True)
    try:
        refers = key(target), warc_date(named)
    except ValueError:  # it refers to what is no address: to nothing that is here
        return Place(at, number, offset, revisit=True, refers=("", None))
    return Place(at, number, offset, revisit=True, refers=refers)


def warc_date(text: str | None) -> datetime | None:
    """The time of a record; WARC-Date is UTC, with or without fractions of a second."""
    try:
        at = datetime.fromisoformat(text or "")
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def key(url: str) -> str:
    """The form of an address under which it is found: as Scrapy asks for it, no fragment."""
    url = safe_url_string(url.strip()).partition("#")[0]
    return url if url.count("/") > 2 else f"{url}/"
