"""A record of an import as a look: what it says, by its own words and by our notes beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.exchange.gathered import Item, facts
from archive.record import Look
from archive.storage.bodies import TooLarge, decode
from archive.storage.outcome import led_to, outcome
from archive.storage.recorded import Index, Recorded, number, recorded

LARGEST = 12 * 1024 * 1024  # bytes of a page, as for a crawl
RENAMED = "x-crawler-"  # headers that Common Crawl keeps under another name


class Unusable(Exception):
    """A record that is no look; the message says why."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A look, and what is noted beside it where it comes from an export of ours."""

    look: Look
    content_type: str | None = None
    noted: Mapping[str, str] = field(default_factory=dict)


def take(index: Index, item: Item) -> Taken:
    """The look that a record is. Raises Unusable."""
    records = index.read_on(item.place)
    record = next(records, None)
    if record is None:
        raise Unusable("a record that cannot be found again where it began")
    url = item.url
    own = record.rec_headers.get_header("WARC-Record-ID")
    raw_url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    found = recorded(record, item.place.at, LARGEST)
    noted: dict[str, str] = {}
    if item.ours:
        following = next(records, None)
        if following is not None and following.rec_headers.get_header("WARC-Concurrent-To") == own:
            noted, url = facts(following), raw_url
    answer = _whole(index, item, found)
    return Taken(_look(url, item.place.at, answer, noted), _named(answer, "content-type"), noted)


def _whole(index: Index, item: Item, found: Recorded) -> Recorded:
    """The answer with the body that a revisit stands for."""
    if not item.place.revisit:
        return found
    if found.status == 304 or (found.status == 0 and item.place.refers is None):
        return Recorded(found.at, 304, found.headers, b"")
    original = index.original(item.place, item.url, LARGEST)
    if original is None:
        raise Unusable("a revisit of a record that is not here")
    encoding = [pair for pair in original.headers if pair[0].lower() == "content-encoding"]
    others = found.headers if found.status else original.headers
    headers = [pair for pair in others if pair[0].lower() != "content-encoding"]
    status = found.status or original.status
    return Recorded(found.at, status, (*headers, *encoding), original.body, original.whole)


def _look(url: str, at: datetime, answer: Recorded, noted: Mapping[str, str]) -> Look:
    headers = {name.lower(): value for name, value in answer.headers}
    body, whole, detail = answer.body, answer.whole or _renamed(headers), ""
    name = "too-large"
    decoded = None
    if body is not None:
        try:
            decoded, ended = decode(body, headers.get("content-encoding", "").split(","), LARGEST)
            name, detail = outcome(answer.status, headers, decoded, whole=whole and ended)
        except TooLarge as error:
            detail = str(error)
    location = led_to(url, headers.get("location"))
    status = noted.get("status") if noted else str(answer.status)
    return Look(
        url,
        noted.get("kind", "article"),
        at,
        noted.get("outcome", name),
        status=number(status or "") or None,
        headers=answer.headers,
        raw=body if decoded is not None else None,
        decoded=decoded,
        etag=noted.get("etag") if noted else headers.get("etag"),
        last_modified=noted.get("last-modified") if noted else headers.get("last-modified"),
        location=noted.get("location", location),
        detail=noted.get("detail", detail),
        conditional="conditional" in noted or answer.status == 304,
    )


def _renamed(headers: Mapping[str, str]) -> bool:
    """Whether a writer has undone how the body was sent, so that its length says nothing."""
    return any(name.startswith(RENAMED) for name in headers)


def _named(answer: Recorded, name: str) -> str | None:
    return next((value for key, value in answer.headers if key.lower() == name), None)
