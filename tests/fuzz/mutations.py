"""Mutations of bytes: of any bytes, of markup, of XML, of addresses and dates in them."""

import gzip
import random
import re
from collections.abc import Callable

from tests.fuzz.tables import BOMB, CHARSETS, DATES, LD, NUMBERS, ODD, OPEN, URLS

MOST = 3_000_000  # bytes of a case
TCVN3 = dict(zip("àáảãạăâđêôơưế", "µ¸¶·¹¨©®ªô¬­Õ", strict=True))
ATTRIBUTE = re.compile(rb"(?:href|src|content|datetime|action)\s*=\s*[\"'][^\"']*[\"']", re.I)
TAG = re.compile(rb"<[^<>]{1,300}>")
DATE = re.compile(rb"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}(?:T[\d:.+Z-]+)?")
META = re.compile(rb"charset\s*=\s*[\"']?[\w-]+", re.I)
XML_META = re.compile(rb"encoding\s*=\s*[\"']?[\w-]+", re.I)
LOC = re.compile(rb"(<(?:loc|link|guid)>)[^<]*")

Mutation = Callable[[random.Random, bytes], bytes]


def spot(rng: random.Random, body: bytes) -> int:
    """A place in some bytes."""
    return rng.randint(0, len(body))


def put(rng: random.Random, body: bytes, some: str | bytes) -> bytes:
    """Some text at a place."""
    at = spot(rng, body)
    raw = some if isinstance(some, bytes) else some.encode("utf-8", "surrogatepass")
    return body[:at] + raw + body[at:]


def instead(rng: random.Random, body: bytes, pattern: re.Pattern[bytes], some: bytes) -> bytes:
    """Some bytes in the place of one match of a pattern."""
    found = list(pattern.finditer(body))
    if not found:
        return put(rng, body, some)
    chosen = rng.choice(found)
    return body[: chosen.start()] + some + body[chosen.end() :]


# --- any bytes ------------------------------------------------------------------------------------


def flipped(rng: random.Random, body: bytes) -> bytes:
    """Some bytes are others."""
    raw = bytearray(body)
    for _ in range(rng.choice((1, 3, 30, 300))):
        if raw:
            raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def cut(rng: random.Random, body: bytes) -> bytes:
    """Its end, its beginning or a middle is missing."""
    one, other = sorted((spot(rng, body), spot(rng, body)))
    return rng.choice((body[:one], body[one:], body[:one] + body[other:]))


def doubled(rng: random.Random, body: bytes) -> bytes:
    """A part stands there several times."""
    one = spot(rng, body)
    part = body[one : one + rng.choice((10, 300, 5000))]
    return body[:one] + part * rng.choice((2, 5, 100)) + body[one:]


def odd(rng: random.Random, body: bytes) -> bytes:
    """Letters that no text should have."""
    for _ in range(rng.choice((1, 5, 50))):
        body = put(rng, body, rng.choice(ODD))
    return body


def recoded(rng: random.Random, body: bytes) -> bytes:
    """Another charset than it says."""
    text = body.decode("utf-8", "replace")
    charset = rng.choice(("utf-16", "utf-16-be", "utf-32", "cp1258", "latin-1", "cp1252", "utf-7"))
    if rng.random() < 0.2:
        return "".join(TCVN3.get(letter, letter) for letter in text).encode("latin-1", "replace")
    return text.encode(charset, "replace")


def lying(rng: random.Random, body: bytes) -> bytes:
    """It says to be of another charset than it is."""
    charset = rng.choice(CHARSETS).encode()
    if body.lstrip().startswith(b"<?xml"):
        return instead(rng, body, XML_META, b'encoding="' + charset)
    if XML_META.search(body) is None and rng.random() < 0.3:
        return b'<?xml version="1.0" encoding="%s"?>' % charset + body
    return instead(rng, body, META, b"charset=" + charset)


def packed(rng: random.Random, body: bytes) -> bytes:
    """A gzip, whole, cut, or of several parts."""
    raw = gzip.compress(body, mtime=0)
    return rng.choice(
        (raw, raw[: spot(rng, raw)], raw + raw, gzip.compress(raw, mtime=0), raw + b"x")
    )


# --- markup ---------------------------------------------------------------------------------------


def untagged(rng: random.Random, body: bytes) -> bytes:
    """Tags are gone, or others."""
    for _ in range(rng.choice((1, 5, 20))):
        other = f"<{rng.choice(('/', ''))}{rng.choice(OPEN)}>".encode()
        body = instead(rng, body, TAG, rng.choice((b"", other)))
    return body


def nested(rng: random.Random, body: bytes) -> bytes:
    """Elements within elements."""
    names = rng.sample(OPEN, rng.choice((1, 3)))
    depth = rng.choice((20, 200, 2000, 20_000))
    return put(rng, body, "".join(f"<{rng.choice(names)}>" for _ in range(depth)))


def giant(rng: random.Random, body: bytes) -> bytes:
    """One word, attribute, line or row of elements that is far too long."""
    size = rng.choice((1000, 1000, 30_000, 30_000, 300_000))
    kind = rng.choice(("class", "href", "word", "links", "lines", "comment", "spaces", "dates"))
    made = {
        "class": f'<div class="{"bai " * size}">x</div>',
        "href": f'<a href="/{"a-" * size}1.html">x</a>',
        "word": "ừ" * size,
        "links": '<a href="/x-1.html">x</a> ' * (size // 20),
        "lines": "<p>Sáng nay trời mưa.</p>" * (size // 20),
        "comment": f"<!--{'-' * size}",
        "spaces": " \t\n" * size,
        "dates": "20/11/2026 " * (size // 10),
    }
    return put(rng, body, made[kind])


def linked(rng: random.Random, body: bytes) -> bytes:
    """An address that is none."""
    url = rng.choice(URLS).encode("utf-8", "surrogatepass")
    choice = rng.random()
    if choice < 0.3 and LOC.search(body):
        return instead(rng, body, LOC, b"<loc>" + url.replace(b"<", b""))
    if choice < 0.5:
        canonical = b'<link rel="canonical" href="%s"><meta property="og:url" content="%s">'
        return put(rng, body, canonical % (url, url) + b'<base href="%s">' % url)
    return instead(rng, body, ATTRIBUTE, b'href="%s"' % url)


def dated(rng: random.Random, body: bytes) -> bytes:
    """A date that is none."""
    date = rng.choice(DATES).encode()
    if rng.random() < 0.4:
        meta = b'<meta property="article:published_time" content="%s"><time datetime="%s">%s</time>'
        return put(rng, body, meta % (date, date, date))
    return instead(rng, body, DATE, date)


def numbered(rng: random.Random, body: bytes) -> bytes:
    """A number that is none."""
    return instead(rng, body, re.compile(rb"\d+"), rng.choice(NUMBERS).encode())


def structured(rng: random.Random, body: bytes) -> bytes:
    """JSON-LD that is none."""
    script = f'<script type="application/ld+json">{rng.choice(LD)}</script>'
    at = body.lower().find(b"</head>")
    at = at if at >= 0 and rng.random() < 0.7 else spot(rng, body)
    return body[:at] + script.encode("utf-8", "surrogatepass") + body[at:]


def declared(rng: random.Random, body: bytes) -> bytes:
    """A DTD, with entities or a file."""
    said = rng.choice(BOMB).encode()
    return said + (body.replace(b"</", b"&x8;</", 3) if rng.random() < 0.5 else body)


ANY: tuple[Mutation, ...] = (flipped, cut, doubled, odd, recoded, lying, packed)
MARKUP: tuple[Mutation, ...] = (untagged, nested, giant, linked, linked, dated, numbered)
PAGE: tuple[Mutation, ...] = (*ANY, *MARKUP, structured)
XML: tuple[Mutation, ...] = (*ANY, *MARKUP, declared)


def mutated(rng: random.Random, kind: str, body: bytes, other: bytes) -> tuple[bytes, str]:
    """Bytes after one to four mutations, and the names of these; `other` is what is mixed in."""
    names = []
    if rng.random() < 0.15:
        one, two = spot(rng, body), spot(rng, other)
        body = body[:one] + other[two:]
        names.append("mixed")
    for _ in range(rng.choice((1, 1, 2, 4))):
        mutation = rng.choice(PAGE if kind in ("page", "listing") else XML)
        body = mutation(rng, body)[:MOST]
        names.append(mutation.__name__)
    return body, "+".join(names)
