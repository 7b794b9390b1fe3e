"""One look at an address: what came, what the archive decided, what a run adds up to."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a look meant for an article."""

    FIRST = "first"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REVERTED = "reverted"
    LATE = "late"
    GONE = "gone"
    REFUSED = "refused"


class Kind(StrEnum):
    """Why a version differs from the one before it, by falling weight after `reverted`."""

    FIRST = "first"
    REVERTED = "reverted"
    SUBSTANTIVE = "substantive"
    HEADLINE = "headline"
    MEDIA = "media"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one URL, as the fetcher saw it, before anything is parsed.

    `kind`: article, listing, robots or asset. `outcome`: `ok`, `not-modified`, `missing` (404,
    410), `redirect`, `forbidden` (401, 403, 429), `challenge`, `server-error`, `timeout`, `dns`,
    `connection`, `tls`, `private-address`, `too-large`, `truncated`, `robots`, `not-recorded`,
    `off-site`, `http-error`.
    `raw` are the bytes as served (still compressed), `decoded` the decoded body whose SHA-256 names
    the page; both are None where no body came. `headers` keep their order.
    """

    url: str
    kind: str
    requested_at: datetime
    outcome: str
    status: int | None = None
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    request_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    raw: bytes | None = field(default=None, repr=False)
    decoded: bytes | None = field(default=None, repr=False)
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    detail: str = ""
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of a look: its ledger row, its page, and whether the very same record had been
    met before.

    `repeat`: this look (URL and time) is in the ledger already, nothing was written. `settled`: it
    also has its sighting, so that nothing is left to do for it.
    """

    fetch_id: int
    page_sha256: str | None = None
    repeat: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the archive decided for one reading."""

    article_id: str
    verdict: Verdict
    version_id: str | None = None
    kind: Kind | None = None
    changed_fields: tuple[str, ...] = ()
    story_id: str | None = None


@dataclass(slots=True)
class RunCounts:
    """The figures of one run, as the report and `run_report` show them."""

    discovered: int = 0
    fetched: int = 0
    new_articles: int = 0
    new_versions: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    refused: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of an address before it is asked again.

    `tries` are the runs that asked in vain since the article was seen last, `last_try_at` the time
    of the newest of them.
    """

    url: str
    article_id: str
    etag: str | None
    last_modified: str | None
    looks: int
    first_seen_at: datetime
    last_look_at: datetime
    last_changed_at: datetime
    published_at: datetime | None
    version_count: int
    gone: bool
    tries: int = 0
    last_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a listing named, with what the listing said of it: its publication, or at
    least between which times (`earliest_at`, `latest_at`) that lies.
    """

    url: str
    listing: str
    title: str = ""
    published_at: datetime | None = None
    earliest_at: datetime | None = None
    latest_at: datetime | None = None
