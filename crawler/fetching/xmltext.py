"""From the bytes of a feed or sitemap to XML that a parser can read: charset, entities, wrapping.

What comes out is UTF-8 without declaration, DTD, undefined entities and control characters; bytes
that need none of it are not copied.
"""

import codecs
import html.entities
import re
import zlib

from archive.errors import Refused
from archive.storage.bodies import MEMBERS
from crawler.reading.charset import NUMBERED, named

MAX_SITEMAP = 64 * 1024 * 1024  # bytes; the protocol allows 50 MB
PROLOG_SIZE = 64 * 1024
DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
ENTITY = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z]\w{0,30});)?"
)
NUMBER = re.compile(NUMBERED.encode())
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]+")
PROLOG = re.compile(  # declaration and DTD: no entity of a feed is ever looked at
    rb"^\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->|<\?xml-[^>]*\?>)*"
    rb"(?:<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)?",
    re.I | re.S,
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class NotAListing(Refused):
    """A feed or sitemap address that answers something else; `reason` says what was expected."""


def gunzipped(body: bytes) -> tuple[bytes, bool]:
    """The body without a gzip that is part of the file (`.xml.gz`), and whether it was whole.

    Raises NotAListing: `too-large` beyond the size that a sitemap may have, `truncated` where
    nothing can be unpacked.
    """
    parts: list[bytes] = []
    size, whole = 0, True
    while body[:2] == b"\x1f\x8b":
        stream = zlib.decompressobj(wbits=31)
        try:
            parts.append(stream.decompress(body, MAX_SITEMAP - size + 1))
        except zlib.error as error:
            raise NotAListing("truncated", f"its gzip is broken: {error}") from error
        size += len(parts[-1])
        if stream.unconsumed_tail or size > MAX_SITEMAP or len(parts) > MEMBERS:
            raise NotAListing("too-large", f"more than {MAX_SITEMAP} bytes")
        body, whole = stream.unused_data, stream.eof
    return (b"".join(parts), whole) if parts else (body, True)


def utf8(body: bytes) -> bytes:
    """The bytes in UTF-8: by mark, by a declaration that can be true, else as they are."""
    for mark, charset in MARKS:
        if body.startswith(mark):
            return body[len(mark) :] if charset == "utf-8" else recoded(body[len(mark) :], charset)
    if b"\0" in body[:200]:
        return recoded(body, "utf-16-be" if body[:1] == b"\0" else "utf-16-le")
    try:
        body.decode("utf-8")  # what decodes as UTF-8 is UTF-8, whatever it declares
    except UnicodeDecodeError:
        return recoded(body, charset_of(body))
    return body


def recoded(body: bytes, charset: str) -> bytes:
    """Bytes of a charset in UTF-8; what is none of its letters becomes U+FFFD."""
    return body.decode(charset, "replace").lstrip("\ufeff").encode()


def charset_of(body: bytes) -> str:
    """The declared charset where it is one of single bytes and known; else UTF-8."""
    found = DECLARED.match(body[:200])
    name = named(found[1].decode("ascii")) if found else None
    return "utf-8" if name is None or name.startswith("utf") else name


def parseable(body: bytes) -> bytes:
    """UTF-8 XML without what would stop a parser, or make it look anything up."""
    start = PROLOG.match(body, 0, PROLOG_SIZE)
    if start is not None and start.end():
        body = body[start.end() :]
    if b"&" in body:
        body = NUMBER.sub(b"", ENTITY.sub(letter, body))
    return CONTROL.sub(b" ", body) if CONTROL.search(body) else body


def letter(entity: re.Match[bytes]) -> bytes:
    """What HTML means by an entity that XML does not know (`&nbsp;`), nothing for a made-up one; a
    bare `&` is meant as such.
    """
    if entity[1] is None:
        return b"&amp;"
    return html.entities.html5.get(f"{entity[1].decode()};", "").encode()
