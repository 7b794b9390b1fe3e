"""The facts that cross from the crawler to the archive, and how the archive has pages read.

Nothing here does I/O or reads a clock. Every time is an aware datetime; text is NFC, otherwise as
published.
"""

from archive.record.furniture import Furniture, HeldPage, Piece, Standing
from archive.record.look import Captured, Found, Kind, Known, Look, Recorded, RunCounts, Verdict
from archive.record.reader import Reader
from archive.record.reading import (
    DATE_DOUBTS,
    Attachment,
    Block,
    BlockKind,
    Image,
    Link,
    Precision,
    Reading,
)
from archive.record.site import ArticleKey, HostFacts, SiteFacts

__all__ = [
    "DATE_DOUBTS",
    "ArticleKey",
    "Attachment",
    "Block",
    "BlockKind",
    "Captured",
    "Found",
    "Furniture",
    "HeldPage",
    "HostFacts",
    "Image",
    "Kind",
    "Known",
    "Link",
    "Look",
    "Piece",
    "Precision",
    "Reader",
    "Reading",
    "Recorded",
    "RunCounts",
    "SiteFacts",
    "Standing",
    "Verdict",
]
