"""What stands in the place of a record whose body was given up: a note, then zeros, as long as it.

It is one gzip member and one WARC record, so that every reader of WARC walks on behind it. Nothing
in it is packed: the zeros can then become a hole in the file.
"""

import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime

from archive.storage.warc import warc_date

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
END = b"\r\n\r\n"
LARGEST = 0xFFFF  # bytes of a stored block of deflate
FRAME = 5  # bytes before each
TRAILER = 8  # check sum and length
SHORTEST = 4096  # bytes: a shorter record holds no whole block of a disk beside the note


@dataclass(frozen=True, slots=True)
class Note:
    """What is left of a look's record: rows have it all, too, so that it can be made again."""

    url: str
    requested_at: datetime
    given_up_at: datetime
    page_sha256: str
    record_sha256: str

    def member(self, length: int) -> bytes:
        """The note as a gzip member of exactly this length, which is at least `SHORTEST`."""
        room = length - len(HEADER) - TRAILER
        blocks = -(-room // (LARGEST + FRAME))
        size = room - blocks * FRAME
        head = self._head(size)
        record = head + bytes(size - len(head) - len(END)) + END
        parts, at = [HEADER], 0
        for number in range(1, blocks + 1):
            part = record[at : at + LARGEST]
            frame = len(part).to_bytes(2, "little") + (len(part) ^ LARGEST).to_bytes(2, "little")
            parts += [b"\x01" if number == blocks else b"\x00", frame, part]
            at += len(part)
        parts += [zlib.crc32(record).to_bytes(4, "little"), size.to_bytes(4, "little")]
        return b"".join(parts)

    def _head(self, size: int) -> bytes:
        """All that comes before the zeros, in a record of this size: headers and fields."""
        told = (
            f"given-up: {warc_date(self.given_up_at)}\r\n"
            "reason: the look changed nothing\r\n"
            f"requested-at: {warc_date(self.requested_at)}\r\n"
            f"page-sha256: {self.page_sha256}\r\nrecord-sha256: {self.record_sha256}\r\n"
        ).encode()
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"given up {self.record_sha256}")
        url = " ".join(self.url.split())
        lines = (
            "WARC/1.1",
            "WARC-Type: metadata",
            f"WARC-Record-ID: <urn:uuid:{name}>",
            f"WARC-Date: {warc_date(self.given_up_at)}",
            *([f"WARC-Target-URI: {url}"] if len(url) < SHORTEST // 4 else []),
            "Content-Type: application/warc-fields",
        )
        head = "\r\n".join(lines).encode() + b"\r\nContent-Length: "
        content = size - len(head) - 10 - 2 * len(END)  # ten digits, and two empty lines
        return head + f"{content:010d}".encode() + END + told
