"""The fields of a stored reading, as far as they count in saying where two versions differ."""

from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from archive.record import BlockKind, Precision
from archive.storage.schema import attachment, image, reading
from archive.text.digest import picture, published
from archive.text.normal import plain

GROUPS = {
    "text": ("lead", "body"),
    "title": ("title",),
    "media": ("images", "captions", "attachments"),
    "metadata": ("author", "published_at", "section", "source_name", "source_url"),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Each field in the form in which it is compared, and the words of lead and body."""

    values: dict[str, Any]
    text: str


def load(conn: sa.Connection, reading_id: int) -> Fields:
    """The fields of one reading."""
    row = conn.execute(sa.select(reading).where(reading.c.id == reading_id)).one()
    images = conn.execute(
        sa.select(image).where(image.c.reading_id == reading_id).order_by(image.c.position)
    ).all()
    files = conn.execute(
        sa.select(attachment)
        .where(attachment.c.reading_id == reading_id)
        .order_by(attachment.c.position)
    ).all()
    inside = [block["text"] for block in row.blocks if block["kind"] == BlockKind.CAPTION]
    captions = [plain(text) for text in (*inside, *(one.caption for one in images))]
    names = ("title", "lead", "body", "author", "section", "source_name")
    values: dict[str, Any] = {name: plain(getattr(row, name) or "") for name in names}
    values["source_url"] = (row.source_url or "").strip()
    values["images"] = list(dict.fromkeys(picture(one.url) for one in images))
    values["captions"] = list(dict.fromkeys(text for text in captions if text))
    values["attachments"] = [(picture(one.url), plain(one.label)) for one in files]
    values["published_at"] = published(
        row.published_at,
        cast("Precision | None", row.published_precision),
        tuple(row.doubts),
    )
    return Fields(values, f"{row.lead} {row.body}")
