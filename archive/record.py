"""The facts that cross from the crawler to the archive, and how the archive has pages read.

Nothing here does I/O or reads a clock. Every time is an aware datetime; text is NFC, otherwise as
published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class BlockKind(StrEnum):
    """What a block of an article is; a caption stands where its picture does, outside the body."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"  # one list item
    ROW = "row"  # one table row, cells joined by " | "
    QUOTE = "quote"
    CAPTION = "caption"


class Precision(StrEnum):
    """How exactly a date is known; an inferred one comes from an address, not from the page."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    INFERRED = "inferred"


# What of a reading's `doubts` speaks against its date; the others speak against its text.
DATE_DOUBTS = frozenset(
    ("future", "before-1997", "migration-midnight", "later-than-seen", "page-clock")
)


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
class Block:
    """One block of an article's text, in page order; `level` is 1–6 for headings, else 0."""

    kind: BlockKind
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article (absolute URL) with the caption that belongs to it, if any."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the article's text (absolute URL) and its words."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the article offers (absolute URL) and what it is called there."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader found in one page.

    `lead` is what the page marks as one: a first paragraph is never promoted. `blocks` are the
    fact, `body` and `captions` are derived from them. `author` is a person or a byline, never the
    site's name. `published_from` says where the date was read (`json-ld`, `meta`, `visible`, `url`,
    …), `published_raw` the string as it stood there, `doubts` what speaks against it or the text.
    `reader` is name and version of the reader, trafilatura's included; `layout` the one that
    matched (`generic` where none did). `agreement` is the share of words (0 to 1) that trafilatura
    reads in the page alike, `second_words` how many it reads: None where it was not asked.
    """

    url: str
    title: str
    reader: str
    layout: str
    lead: str = ""
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    author: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_raw: str | None = None
    published_from: str | None = None
    modified_at: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    source_name: str | None = None
    source_url: str | None = None
    dateline: str | None = None  # "Chinhphu.vn" of "(Chinhphu.vn) - …": it stays in the text
    canonical_url: str | None = None
    images: tuple[Image, ...] = field(default=(), repr=False)
    links: tuple[Link, ...] = field(default=(), repr=False)
    attachments: tuple[Attachment, ...] = ()
    doubts: tuple[str, ...] = ()
    robots: str | None = None  # the page's robots meta, as it stands (`noarchive`, …)
    agreement: float | None = None
    second_words: int | None = None

    @property
    def body(self) -> str:
        """The blocks but captions, plain, joined by a blank line; without the lead."""
        return "\n\n".join(
            block.text for block in self.blocks if block.kind is not BlockKind.CAPTION
        )

    @property
    def captions(self) -> tuple[str, ...]:
        """The captions in page order."""
        return tuple(block.text for block in self.blocks if block.kind is BlockKind.CAPTION)


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """The identity of an article in its site: the native id of its address, else the path.

    Exactly one of `native_id` and `path` is set. `id_space` keeps the ids of different systems of
    one site apart (`vccorp`, `vgp`, `post`, `path`, …). The archive adds the serial when an address
    is reused.
    """

    site: str
    id_space: str
    native_id: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class HostFacts:
    """A host and the days on which it was the site's: `since` inclusive, `until` exclusive."""

    host: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the crawler declares of a site; `kind` is central, ministry, provincial or other.

    `id_prefix` is `<id space>:<prefix>`: sites that declare one for a space share its ids, and
    those that begin with the prefix are the site's own. `enabled`: it is crawled each night.
    """

    name: str
    title: str
    hosts: tuple[HostFacts, ...]
    unit: str | None = None
    kind: str = "other"
    successor: str | None = None
    since: date | None = None
    until: date | None = None
    id_prefix: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one URL, as the fetcher saw it, before anything is parsed.

    `kind`: article, listing, robots or asset. `outcome`: `ok`, `not-modified`, `missing` (404,
    410), `redirect`, `forbidden` (401, 403, 429), `challenge`, `server-error`, `timeout`, `dns`,
    `connection`, `too-large`, `truncated`, `robots`, `not-recorded`, `off-site`, `http-error`.
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
    """What the archive knows of an address before it is asked again."""

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


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of furniture: what stands in many articles of one site and is no article's text.

    `kind` is `line` (these words, figures masked as `#`), `figures` (these figures and units in a
    line of few words), `box` (a label of these words, and up to `lines` lines behind it) or `place`
    (whatever stands there). `place` is where it stands: a
    layout, tags from the region down, no class names. `items` are the places of a box's lines,
    `longest` the most words of a line that was seen there. `id` is the archive's name for it.
    """

    kind: str
    place: str
    text: str = ""
    items: tuple[str, ...] = ()
    lines: int = 0
    longest: int = 0
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of a site as it stood at a number; number 0 is that nothing was learned."""

    site: str
    number: int = 0
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A stored page of an article, from which furniture is learned; `kin` names the article's
    story, or the article where it has none: the same text is one witness. `own` are the title and
    lead that were read in it before.
    """

    article_id: str
    kin: str
    own: tuple[str, ...]
    url: str
    seen_at: datetime
    html: bytes = field(repr=False)
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece that was found, with its evidence.

    It stands in `articles` of the `of` articles that were looked at, which are of `kins` different
    stories; `examples` are ids of some, `shows` some of its lines as they stand there.
    """

    piece: Piece
    articles: int
    kins: int
    of: int
    examples: tuple[str, ...]
    shows: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime


class Reader(Protocol):
    """How the archive reads pages; the crawler provides one by the entry point `egov.reader`.

    `name` is name and version of the reader without furniture.
    """

    @property
    def name(self) -> str:
        """Name and version, without any site's furniture."""

    def name_of(self, site: str) -> str:
        """The name under which it reads pages of a site: `name`, and `+f<number>` where it knows
        furniture of that site.
        """

    def furnished(self, sets: Mapping[str, Furniture]) -> "Reader":
        """A reader that knows this furniture, by site, and no other."""

    def standing(
        self,
        site: str,
        pages: Iterable[HeldPage],
        headlines: Iterable[tuple[str, str]],
        known: Sequence[Piece] = (),
        refused: Sequence[Piece] = (),
    ) -> Sequence[Standing]:
        """The furniture that these pages of a site show: what is `known`, with today's evidence,
        and what is new, without an id. `headlines` are titles of the site's articles, behind an
        empty word, and leads, each behind the article's `kin`. What a `refused` piece names, since
        a person took it for text, is never named again.
        """

    def read(
        self,
        html: bytes,
        url: str,
        fetched_at: datetime | None = None,
        content_type: str | None = None,
    ) -> Reading:
        """The reading of a page; raises `archive.errors.Refused` where it is no article."""

    def key(self, url: str, at: datetime | None = None) -> ArticleKey | None:
        """The identity that a URL names on its site at that time; None where no declared site has
        that host.
        """

    def sites(self) -> Sequence[SiteFacts]:
        """All declared sites."""
