"""Digests of a reading: what must differ for a page to be a version of its own.

White space, NFC, tone style, block kinds, `modified_at`, tags and an image's host or size are in
none of them. A date counts to the minute, and only where the page states one.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.record import Precision, Reading
from archive.text.normal import folded_syllables, plain

VIETNAM = timezone(timedelta(hours=7))
SIZE = re.compile(
    r"(?i)\d{2,4}[x_]\d{1,4}|[wh]_?\d{2,4}|\d{1,4}|zoom|resize|crop|thumbs?(?:_?\w{1,4})?|cache|fit|max"
)
SUFFIX = re.compile(r"(?i)(?:[-_.@](?:\d{2,4}x\d{2,4}|\d{1,4}[wx]|scaled|thumb|w\d{2,4}))+$")
ENDING = re.compile(r"(?:\.[A-Za-z]{3,4})+$")
SIZES = frozenset(("w", "h", "width", "height", "size", "q", "quality", "v", "t", "ver", "format"))
SHORT = 6  # a file name below this length ("1.jpg") is told apart by its folder as well


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 in hex: of each group of fields, of title and folded words, and of all of these."""

    title: str
    text: str  # words of lead and body, as written
    folded: str  # title and folded words: what counts across layouts
    media: str
    metadata: str
    all: str


def digests(reading: Reading) -> Digests:
    """The digests of a reading."""
    title = plain(reading.title)
    text = plain(f"{reading.lead} {reading.body}")
    parts = (
        _hash(title),
        _hash(text),
        _hash(title, " ".join(folded_syllables(text))),
        _hash(*media(reading)),
        _hash(*metadata(reading)),
    )
    return Digests(*parts, all=_hash(*parts))


def media(reading: Reading) -> tuple[str, ...]:
    """What of pictures, captions and attachments counts, in page order, captions once."""
    images = [f"image {picture(image.url)}" for image in reading.images]
    captions = [plain(text) for text in (*reading.captions, *(i.caption for i in reading.images))]
    files = [f"file {picture(file.url)} {plain(file.label)}" for file in reading.attachments]
    kept = dict.fromkeys(f"caption {text}" for text in captions if text)
    return (*dict.fromkeys(images), *kept, *files)


def metadata(reading: Reading) -> tuple[str, ...]:
    """What of author, date, section and source counts."""
    return (
        plain(reading.author or ""),
        published(reading.published_at, reading.published_precision, reading.doubts),
        plain(reading.section or ""),
        plain(reading.source_name or ""),
        (reading.source_url or "").strip(),
    )


def published(at: datetime | None, precision: Precision | None, doubts: Sequence[str]) -> str:
    """The date of publication as the page states it: a minute in UTC, a Vietnamese day, or nothing.

    A page clock is another one at each look. Other doubts change nothing here: some of them depend
    on when the look was.
    """
    if at is None or precision in (None, Precision.INFERRED) or "page-clock" in doubts:
        return ""
    if precision == Precision.DAY:
        return f"{at.astimezone(VIETNAM):%Y-%m-%d}"
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def picture(url: str) -> str:
    """The name of a picture or file whatever its host and size: the telling end of its path."""
    parts = urlsplit(url)
    names = [unquote(name) for name in parts.path.split("/") if name]
    last = names[-1] if names else ""
    if not ENDING.search(last):  # made by a program: what it is stands in the query
        query = sorted((k, v) for k, v in parse_qsl(parts.query) if k.lower() not in SIZES)
        last += "".join(f"?{key}={value}" for key, value in query)
    stem = SUFFIX.sub("", ENDING.sub("", last)) or last
    folders = [name for name in names[:-1] if not SIZE.fullmatch(name)]
    return f"{folders[-1]}/{stem}" if len(stem) < SHORT and folders else stem


def _hash(*parts: str) -> str:
    # each part with its length, so that no two lists of parts give the same bytes
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
