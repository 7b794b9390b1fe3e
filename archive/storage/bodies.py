"""Compressed bodies, decoded within limits."""

import zlib
from collections.abc import Sequence

import brotli
from backports import zstd

CHUNK = 256 * 1024
BROTLI_CHUNK = 1024 * 1024
MEMBERS = 4096  # gzip members of one body; writers of many make one of each 64 KB
LAYERS = 4  # encodings of one body


class TooLarge(Exception):
    """A body is larger than a page may be; the message says how large."""


class NotEncoded(Exception):
    """The bytes are not of the encoding that was named."""


def decode(raw: bytes, encodings: Sequence[str], limit: int) -> tuple[bytes, bool]:
    """The body with its content encodings taken off, and whether it was whole.

    An encoding that is not known, or that the bytes do not have, is left as it is. Raises TooLarge
    as soon as the decoded body passes `limit` bytes.
    """
    body, whole = raw, True
    known = [e for each in encodings if (e := each.strip().lower()) in DECODERS]
    if len(known) > LAYERS:
        raise TooLarge(f"encoded {len(known)} times")
    for encoding in reversed(known):
        if not body:
            continue
        try:
            body, ended = DECODERS[encoding](body, limit)
        except NotEncoded:
            return body, whole  # the header lies
        whole = whole and ended
    if len(body) > limit:
        raise TooLarge(f"{len(body)} bytes")
    return body, whole


class Joined:
    """Decoded parts, counted while they come."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        """Takes a part; raises TooLarge beyond the limit."""
        self.size += len(part)
        if self.size > self.limit:
            raise TooLarge(f"more than {self.limit} bytes when decoded")
        self.parts.append(part)

    def whole(self) -> bytes:
        """All parts as one."""
        return b"".join(self.parts)


def inflate(body: bytes, limit: int, wbits: int) -> tuple[bytes, bool]:
    """A zlib stream, or several gzip members after each other."""
    joined = Joined(limit)
    first, members = None, 0
    while body:
        members += 1
        if members > MEMBERS:  # empty ones unpack to nothing, and each takes time
            raise TooLarge(f"more than {MEMBERS} gzip members")
        stream = zlib.decompressobj(wbits=wbits)
        first = first or stream
        try:
            while not stream.eof and body:
                joined.add(stream.decompress(body, CHUNK))
                body = stream.unconsumed_tail
            if not stream.eof:
                joined.add(stream.flush(CHUNK))
                return joined.whole(), False
        except zlib.error as error:
            if not joined.size:
                raise NotEncoded from error
            return joined.whole(), stream is not first  # padding may follow a member
        body = stream.unused_data
    return joined.whole(), True


def gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Gzip members."""
    return inflate(body, limit, 31)


def deflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Deflate with its zlib header, as it should be, or without one, as some servers send it."""
    try:
        return inflate(body, limit, 15)
    except NotEncoded:
        return inflate(body, limit, -15)


def unbrotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    """A brotli stream."""
    joined = Joined(limit)
    stream = brotli.Decompressor()
    try:
        joined.add(stream.process(body, output_buffer_limit=BROTLI_CHUNK))
        while not stream.is_finished():
            part = stream.process(b"", output_buffer_limit=BROTLI_CHUNK)
            if not part and stream.can_accept_more_data():
                return joined.whole(), False
            joined.add(part)
    except brotli.error as error:
        if not joined.size:
            raise NotEncoded from error
        return joined.whole(), False
    return joined.whole(), True


def unzstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    """A Zstandard frame."""
    joined = Joined(limit)
    stream = zstd.ZstdDecompressor()
    try:
        joined.add(stream.decompress(body, CHUNK))
        while not stream.eof and not stream.needs_input:
            joined.add(stream.decompress(b"", CHUNK))
    except zstd.ZstdError as error:
        if not joined.size:
            raise NotEncoded from error
        return joined.whole(), False
    return joined.whole(), stream.eof


DECODERS = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": deflate,
    "br": unbrotli,
    "zstd": unzstd,
}
