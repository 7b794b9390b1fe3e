"""What questions are answered with. Times are aware and UTC; tuples are in the order shown."""

from dataclasses import dataclass
from datetime import date, datetime

from archive.record import Attachment, Image


@dataclass(frozen=True, slots=True)
class Named:
    """A legal document or a unit that an article names, and how often."""

    kind: str
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as one of its versions showed it; the newest unless another was asked for."""

    article_id: str
    site: str
    site_title: str
    unit_code: str | None
    url: str
    addresses: tuple[str, ...]
    version_no: int
    version_count: int
    version_id: str
    change: str
    seen_at: datetime
    title: str
    lead: str
    body: str
    captions: tuple[str, ...]
    author: str | None
    section: str | None
    tags: tuple[str, ...]
    published_at: datetime | None
    published_precision: str | None
    published_raw: str | None
    published_from: str | None
    modified_at: datetime | None
    doubts: tuple[str, ...]
    source_name: str | None
    source_url: str | None
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    topic_status: str | None
    topic_score: float | None
    topic_terms: dict[str, float]
    mentions: tuple[Named, ...]
    story_id: str | None
    is_origin: bool
    reader: str
    layout: str
    page_sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """One line of a history; `ratio` is the share of words that differ from the one before."""

    number: int
    version_id: str
    seen_at: datetime
    kind: str
    changed_fields: tuple[str, ...]
    reverted_to: int | None
    ratio: float | None
    title: str
    digest: str


@dataclass(frozen=True, slots=True)
class History:
    """All versions of an article, oldest first; `looks` is how often it was asked for."""

    article_id: str
    site: str
    url: str
    title: str
    looks: int
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a story; `role` is origin or copy, `evidence` why it is taken for that."""

    article_id: str
    site: str
    url: str
    title: str
    published_at: datetime | None
    published_precision: str | None
    first_seen_at: datetime
    gone_at: datetime | None
    role: str
    relation: str
    evidence: str
    jaccard: float | None
    containment: float | None


@dataclass(frozen=True, slots=True)
class Relative:
    """An article that is no copy, and yet has much in common with an article of a story (`of`).

    `relation` is `excerpt` (the shorter of the two stands in the longer) or `related`; `direction`
    says whether this article is the `shorter` or the `longer` of the two. `containment` is the
    share of the shorter one's text that stands in the other.
    """

    article_id: str
    site: str
    url: str
    title: str
    published_at: datetime | None
    published_precision: str | None
    first_seen_at: datetime
    gone_at: datetime | None
    relation: str
    of: str
    direction: str
    jaccard: float
    containment: float
    number_overlap: float
    length_ratio: float


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that are the same text: the origin first, then the copies by date.

    Apart from them: excerpts, and related pieces. An article that has only such has no story: its
    answer has no `story_id`, no origin and no copies.
    """

    story_id: str | None
    aliases: tuple[str, ...]
    origin: Copy | None
    copies: tuple[Copy, ...]
    excerpts: tuple[Relative, ...] = ()
    related: tuple[Relative, ...] = ()


@dataclass(frozen=True, slots=True)
class Stories:
    """Some stories, newest first, and how many there are in all."""

    total: int
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A site and what the archive holds of it; `waiting` layouts and listings are unconfirmed.

    `until` is the first day without it; `enabled` tells whether it is crawled each night (None
    where no crawler declared it).
    """

    name: str
    title: str
    kind: str
    unit_code: str | None
    since: date | None
    until: date | None
    successor: str | None
    enabled: bool | None
    hosts: tuple[str, ...]
    articles: int
    versions: int
    gone: int
    newest_at: datetime | None
    last_run_at: datetime | None
    last_outcome: str | None
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one site, and how it ended."""

    run_id: int
    site: str
    trigger: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    seconds: float | None
    discovered: int
    fetched: int
    new_articles: int
    new_versions: int
    unchanged: int
    gone: int
    failed: int
    refused: int
    notes: tuple[str, ...]
