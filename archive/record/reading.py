"""What one reader found in one page, and what of it is a block, picture, link or file."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
