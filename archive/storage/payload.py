"""The body of a response as it is kept: as it was served, where that gives the page back again."""

import zlib
from collections.abc import Iterable

import brotli

from archive.record import Look

# A client that has undone these says so under another name, as other archives of the web do.
FRAMING = ("transfer-encoding",)
Headers = list[tuple[str, str]]


def stored_payload(look: Look) -> tuple[bytes, Headers]:
    """The body to be written for a look, and the headers that are true of it.

    That is the body as served; where unpacking it does not give the decoded body that the crawler
    saw (a cut or doubly packed stream), it is the decoded one, and `Content-Encoding` is renamed.
    """
    headers = [(_renamed(name, FRAMING), value) for name, value in look.headers]
    raw, decoded = look.raw, look.decoded
    if decoded is None:
        return raw or b"", headers
    encoding = content_encoding(headers)
    once = "," not in encoding  # of several headers readers take one
    if raw is not None and once and unpacked(raw, encoding, len(decoded)) == decoded:
        return raw, headers
    return decoded, [(_renamed(name, ("content-encoding",)), value) for name, value in headers]


def content_encoding(headers: Iterable[tuple[str, str]]) -> str:
    """The `Content-Encoding` of a response, in lower case; empty where there is none."""
    values = [value for name, value in headers if name.lower() == "content-encoding"]
    return ",".join(values).strip().lower()


def unpacked(payload: bytes, encoding: str, size: int) -> bytes | None:
    """The payload without its content encoding, which must be of `size` bytes; None if it is not.

    What is packed is never unpacked beyond that size.
    """
    try:
        if encoding in ("gzip", "x-gzip"):
            return _inflated(payload, 31, size)
        if encoding == "deflate":
            return _inflated(payload, 15, size) or _inflated(payload, -15, size)
        if encoding == "br":
            unpacker = brotli.Decompressor()
            return _exact(unpacker.process(payload, output_buffer_limit=size + 1), size)
    except (zlib.error, brotli.error):
        return None
    return _exact(payload, size)


def _inflated(payload: bytes, wbits: int, size: int) -> bytes | None:
    unpacker = zlib.decompressobj(wbits)
    try:
        body = unpacker.decompress(payload, size + 1)
    except zlib.error:
        return None
    return _exact(body, size) if unpacker.eof or not size else None


def _exact(body: bytes, size: int) -> bytes | None:
    return body if len(body) == size else None


def _renamed(name: str, undone: tuple[str, ...]) -> str:
    return f"X-Orig-{name}" if name.lower() in undone else name
