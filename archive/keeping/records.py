"""A record of a WARC file, overwritten in place by one of the same length that says why."""

import os
import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveError
from archive.storage.warc import warc_date

HEADER = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x02\xff"  # gzip with a comment, which fills it up
BARE = HEADER[:3] + b"\x00" + HEADER[4:]


@dataclass(frozen=True, slots=True)
class Note:
    """What is written in place of a record."""

    url: str
    reason: str
    person: str
    at: datetime
    page_sha256: str
    record_sha256: str

    def members(self) -> list[bytes]:
        """The record, at length and in short, each as it is packed but for what fills it up."""
        told = (
            f"withheld: {warc_date(self.at)}\r\nreason: {self.reason}\r\nby: {self.person}\r\n"
            f"page-sha256: {self.page_sha256}\r\nrecord-sha256: {self.record_sha256}\r\n"
        )
        short = f"withheld: {warc_date(self.at)}\r\n"
        return [self._packed(told, self.url), self._packed(short, self.url), self._packed("", "")]

    def _packed(self, told: str, url: str) -> bytes:
        body = told.encode()
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.page_sha256} {self.record_sha256}")
        lines = [
            "WARC/1.1",
            "WARC-Type: metadata",
            f"WARC-Record-ID: <urn:uuid:{name}>",
            f"WARC-Date: {warc_date(self.at)}",
            *([f"WARC-Target-URI: {url}", "Content-Type: application/warc-fields"] if url else []),
            f"Content-Length: {len(body)}",
        ]
        record = "\r\n".join(lines).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        end = zlib.crc32(record).to_bytes(4, "little") + len(record).to_bytes(4, "little")
        return packer.compress(record) + packer.flush() + end


def replacement(note: Note, length: int) -> bytes:
    """A gzip member of exactly this length that holds the note, as much of it as there is room for.

    Raises ArchiveError where not even the shortest fits, which no record of an answer is as short
    as.
    """
    for rest in note.members():
        spare = length - len(BARE) - len(rest)
        if spare == 0:
            return BARE + rest
        if spare > 0:
            return HEADER + b" " * (spare - 1) + b"\x00" + rest
    raise ArchiveError(f"a record of {length} bytes is too short to be overwritten by a note")


def overwrite(path: Path, offset: int, member: bytes) -> None:
    """Writes a member over the bytes at a place, on disk when this returns."""
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(member)
        file.flush()
        os.fsync(file.fileno())
