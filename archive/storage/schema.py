"""The tables of facts, which are insert-only (see `guards`), and of what is declared.

Everything that moves is state, derived from the facts, in tables of its own (see `derived`).
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware time: timestamptz on PostgreSQL; on SQLite, which drops zones, text in UTC.

    That text is `YYYY-MM-DDTHH:MM:SS.ffffffZ`, so that its order is that of time.
    """

    impl = sa.String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.String(27))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return value
        # strftime does not pad years before 1000 on glibc
        return f"{value.year:04d}-{value:%m-%dT%H:%M:%S.%f}Z"

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text without what no database takes, and some pages hold: NUL and halves of letters."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without NUL; lone surrogates become question marks."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # as JSON writes it
AnyRow = sa.Row[*tuple[Any, ...]]
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def dump_json(value: Any) -> str:
    """JSON as it is stored: Vietnamese readable, keys in order, no spaces, no NUL."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return storable(NUL.sub(r"\1", text))


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[int]:
    return sa.Column("id", Id, primary_key=True, autoincrement=True)


def _ref(column: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(column, Id, sa.ForeignKey(target), nullable=null, index=index)


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, Words, nullable=null)


def _time(name: str, *, null: bool = False, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UtcTime, nullable=null, index=index)


# --- what is declared: rewritten when the declaration changes ---

unit = sa.Table(
    "unit",
    metadata,
    _text("map", null=False),  # "63": until 2025-06-30, "34": since 2025-07-01
    _text("code", null=False),  # ISO 3166-2:VN
    _text("name", null=False),
    _text("now_code"),
    sa.Column("changed_on", sa.Date),
    sa.PrimaryKeyConstraint("map", "code"),
)

site = sa.Table(
    "site",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    _text("title", null=False),
    _text("kind", null=False),
    _text("unit_code"),
    _ref("successor_id", "site.id", null=True),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
)

host = sa.Table(
    "host",
    metadata,
    _id(),
    sa.Column("host", sa.Text, nullable=False, index=True),
    _ref("site_id", "site.id"),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
)

# --- facts: rows are only added ---

page = sa.Table(
    "page",
    metadata,
    _id(),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),  # of the decoded body
    sa.Column("size", Id, nullable=False),  # bytes, decoded
    _text("content_type"),
    _text("file", null=False),  # below ARCHIVE_DATA_DIR
    sa.Column("offset", Id, nullable=False),
    sa.Column("length", Id, nullable=False),
    sa.Column("record_sha256", sa.String(64), nullable=False),  # of the WARC member's bytes on disk
    _time("recorded_at"),
)

fetch_event = sa.Table(  # `fetch` is reserved in PostgreSQL
    "fetch_event",
    metadata,
    _id(),
    _ref("run_id", "run.id", null=True, index=True),
    _ref("site_id", "site.id"),
    _text("url", null=False),
    _text("kind", null=False),
    _time("requested_at"),
    _time("recorded_at"),
    sa.Column("status", sa.Integer),
    _text("outcome", null=False),
    _text("etag"),
    _text("last_modified"),
    _text("location"),
    sa.Column("conditional", sa.Boolean(create_constraint=False), nullable=False),
    _ref("page_id", "page.id", null=True, index=True),
    _text("file"),  # this look's own record: a response, or a revisit of an earlier page
    sa.Column("offset", Id),
    sa.Column("length", Id),
    sa.Column("record_sha256", sa.String(64)),
    _text("detail"),
    sa.Index(None, "url", "requested_at"),
    sa.Index(None, "file", "offset"),
)

article = sa.Table(
    "article",
    metadata,
    _id(),
    sa.Column("public_id", sa.String(16), nullable=False, unique=True),
    _ref("site_id", "site.id"),
    _text("id_space", null=False),
    _text("native_id"),
    _text("path"),
    _text("key", null=False),  # native id, else path: one column for the unique key
    sa.Column("serial", sa.Integer, nullable=False),
    _time("recorded_at"),
    sa.UniqueConstraint("site_id", "id_space", "key", "serial"),
)

address = sa.Table(
    "address",
    metadata,
    _id(),
    _text("url", null=False),
    _ref("article_id", "article.id", index=True),
    _time("since"),
    _text("via", null=False),  # asked, redirect, canonical
    _time("recorded_at"),
    sa.UniqueConstraint("url", "article_id"),
)

reading = sa.Table(
    "reading",
    metadata,
    _id(),
    _ref("page_id", "page.id"),
    _text("url", null=False),
    _text("reader", null=False),
    _text("layout", null=False),
    _text("title", null=False),
    _text("lead", null=False),
    _text("body", null=False),
    sa.Column("blocks", Json, nullable=False),
    _text("author"),
    _time("published_at", null=True),
    _text("published_precision"),
    _text("published_raw"),
    _text("published_from"),
    _time("modified_at", null=True),
    _text("section"),
    sa.Column("tags", Json, nullable=False),
    _text("source_name"),
    _text("source_url"),
    _text("dateline"),
    _text("canonical_url"),
    sa.Column("links", Json, nullable=False),
    sa.Column("doubts", Json, nullable=False),
    _text("robots"),
    sa.Column("digest", sa.String(64), nullable=False),  # of the five below, in their order
    sa.Column("digest_title", sa.String(64), nullable=False),
    sa.Column("digest_text", sa.String(64), nullable=False),
    sa.Column("digest_folded", sa.String(64), nullable=False),  # across layouts
    sa.Column("digest_media", sa.String(64), nullable=False),
    sa.Column("digest_metadata", sa.String(64), nullable=False),
    _time("recorded_at"),
    sa.UniqueConstraint("page_id", "url", "reader", "layout"),
)

version = sa.Table(
    "version",
    metadata,
    _id(),
    sa.Column("public_id", sa.String(16), nullable=False, unique=True),
    _ref("article_id", "article.id", index=True),
    _time("seen_at"),
    _time("recorded_at"),
    _ref("page_id", "page.id"),
    sa.Column("chain", sa.String(64), nullable=False),  # over the one recorded before, per article
)

version_reading = sa.Table(
    "version_reading",
    metadata,
    _ref("version_id", "version.id"),
    _ref("reading_id", "reading.id", index=True),
    _time("recorded_at"),
    sa.PrimaryKeyConstraint("version_id", "reading_id"),
)

sighting = sa.Table(
    "sighting",
    metadata,
    _id(),
    sa.Column("fetch_id", Id, sa.ForeignKey("fetch_event.id"), nullable=False, unique=True),
    _ref("article_id", "article.id", null=True, index=True),
    _text("verdict", null=False),
    _ref("version_id", "version.id", null=True, index=True),
    _ref("reading_id", "reading.id", null=True),
    _time("seen_at"),
    _time("recorded_at"),
    _text("reason"),  # of a refusal
    _text("detail"),
)

copy_link = sa.Table(
    "copy_link",
    metadata,
    _id(),
    _ref("version_a", "version.id"),  # the one recorded later
    _ref("version_b", "version.id", index=True),
    _text("relation", null=False),  # same, excerpt, related
    sa.Column("jaccard", sa.Float, nullable=False),
    sa.Column("containment", sa.Float, nullable=False),
    sa.Column("number_overlap", sa.Float, nullable=False),
    sa.Column("length_ratio", sa.Float, nullable=False),
    _text("evidence", null=False),  # text, source-line, dateline, joined by +
    _text("origin"),  # a or b: the one that a source line or foreign dateline of the other names
    _time("recorded_at"),
    sa.UniqueConstraint("version_a", "version_b"),
)

topic = sa.Table(
    "topic",
    metadata,
    _ref("reading_id", "reading.id"),
    _text("lexicon", null=False),  # version of the lexicon
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("terms", Json, nullable=False),
    _time("recorded_at"),
    sa.PrimaryKeyConstraint("reading_id", "lexicon"),
)

mention = sa.Table(
    "mention",
    metadata,
    _ref("reading_id", "reading.id"),
    _text("kind", null=False),
    _text("key", null=False),
    _text("label", null=False),
    sa.Column("count", sa.Integer, nullable=False),
    _text("gazetteer", null=False),
    _time("recorded_at"),
    sa.PrimaryKeyConstraint("reading_id", "kind", "key", "gazetteer"),
    sa.Index(None, "kind", "key"),
)

image = sa.Table(
    "image",
    metadata,
    _ref("reading_id", "reading.id"),
    sa.Column("position", sa.Integer, nullable=False),
    _text("url", null=False),
    _text("caption", null=False),
    sa.PrimaryKeyConstraint("reading_id", "position"),
)

attachment = sa.Table(
    "attachment",
    metadata,
    _ref("reading_id", "reading.id"),
    sa.Column("position", sa.Integer, nullable=False),
    _text("url", null=False),
    _text("label", null=False),
    sa.PrimaryKeyConstraint("reading_id", "position"),
)

seal = sa.Table(
    "seal",
    metadata,
    _id(),
    _time("sealed_at"),
    sa.Column("articles", Id, nullable=False),
    sa.Column("versions", Id, nullable=False),
    sa.Column("root", sa.String(64), nullable=False),
)

FACTS = (
    page, fetch_event, sighting, article, address, version, reading, version_reading, copy_link,
    topic, mention, image, attachment, seal,
)  # fmt: skip
