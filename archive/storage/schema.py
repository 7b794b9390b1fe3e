"""The tables of facts, which are insert-only (see `guards`), and of what is declared.

Everything that moves is state, derived from the facts, in tables of its own (see `derived`).
"""

import sqlalchemy as sa

from archive.storage.columns import (
    Id,
    Json,
    UtcTime,  # noqa: F401 - migrations know this module only
    id_column,
    metadata,
    moment,
    reference,
    words,
)
from archive.storage.evidence import (
    compacted,
    seal,
    seal_leaf,
    withheld,
    withheld_record,
    withheld_row,
)

# --- what is declared: rewritten when the declaration changes ---

unit = sa.Table(
    "unit",
    metadata,
    words("map", null=False),  # "63": until 2025-06-30, "34": since 2025-07-01
    words("code", null=False),  # ISO 3166-2:VN
    words("name", null=False),
    words("now_code"),
    sa.Column("changed_on", sa.Date),
    sa.PrimaryKeyConstraint("map", "code"),
)

site = sa.Table(
    "site",
    metadata,
    id_column(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    words("title", null=False),
    words("kind", null=False),
    words("unit_code"),
    reference("successor_id", "site.id", null=True),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
    words("id_prefix"),  # of the ids that it shares with other sites: "vccorp:102"
    sa.Column("enabled", sa.Boolean(create_constraint=False)),  # crawled each night
)

host = sa.Table(
    "host",
    metadata,
    id_column(),
    sa.Column("host", sa.Text, nullable=False, index=True),
    reference("site_id", "site.id"),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
)

# --- facts: rows are only added ---

page = sa.Table(
    "page",
    metadata,
    id_column(),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),  # of the decoded body
    sa.Column("size", Id, nullable=False),  # bytes, decoded
    words("content_type"),
    words("file", null=False),  # below ARCHIVE_DATA_DIR
    sa.Column("offset", Id, nullable=False),
    sa.Column("length", Id, nullable=False),
    sa.Column("record_sha256", sa.String(64), nullable=False),  # of the WARC member's bytes on disk
    moment("recorded_at"),
)

fetch_event = sa.Table(  # `fetch` is reserved in PostgreSQL
    "fetch_event",
    metadata,
    id_column(),
    reference("run_id", "run.id", null=True),
    reference("site_id", "site.id"),
    words("url", null=False),
    words("kind", null=False),
    moment("requested_at"),
    moment("recorded_at"),
    sa.Column("status", sa.Integer),
    words("outcome", null=False),
    words("etag"),
    words("last_modified"),
    words("location"),
    sa.Column("conditional", sa.Boolean(create_constraint=False), nullable=False),
    reference("page_id", "page.id", null=True, index=True),
    words("file"),  # this look's own record: a response, or a revisit of an earlier page
    sa.Column("offset", Id),
    sa.Column("length", Id),
    sa.Column("record_sha256", sa.String(64)),
    words("detail"),
    sa.Index(None, "url", "requested_at"),
    sa.Index(None, "run_id", "outcome"),
    sa.Index(None, "file", "offset"),
    sa.Index(None, "site_id", "kind", "outcome"),  # what waits to be read, of years of looks
)

article = sa.Table(
    "article",
    metadata,
    id_column(),
    sa.Column("public_id", sa.String(16), nullable=False, unique=True),
    reference("site_id", "site.id"),
    words("id_space", null=False),
    words("native_id"),
    words("path"),
    words("key", null=False),  # native id, else path: one column for the unique key
    sa.Column("serial", sa.Integer, nullable=False),
    moment("recorded_at"),
    sa.UniqueConstraint("site_id", "id_space", "key", "serial"),
)

address = sa.Table(
    "address",
    metadata,
    id_column(),
    words("url", null=False),
    reference("article_id", "article.id", index=True),
    moment("since"),
    words("via", null=False),  # asked, redirect, canonical
    moment("recorded_at"),
    sa.UniqueConstraint("url", "article_id"),
)

reading = sa.Table(
    "reading",
    metadata,
    id_column(),
    reference("page_id", "page.id"),
    words("url", null=False),
    words("reader", null=False),
    words("layout", null=False),
    words("title", null=False),
    words("lead", null=False),
    words("body", null=False),
    sa.Column("blocks", Json, nullable=False),
    words("author"),
    moment("published_at", null=True),
    words("published_precision"),
    words("published_raw"),
    words("published_from"),
    moment("modified_at", null=True),
    words("section"),
    sa.Column("tags", Json, nullable=False),
    words("source_name"),
    words("source_url"),
    words("dateline"),
    words("canonical_url"),
    sa.Column("links", Json, nullable=False),
    sa.Column("doubts", Json, nullable=False),
    words("robots"),
    sa.Column("digest", sa.String(64), nullable=False),  # of the five below, in their order
    sa.Column("digest_title", sa.String(64), nullable=False),
    sa.Column("digest_text", sa.String(64), nullable=False),
    sa.Column("digest_folded", sa.String(64), nullable=False),  # across layouts
    sa.Column("digest_media", sa.String(64), nullable=False),
    sa.Column("digest_metadata", sa.String(64), nullable=False),
    moment("recorded_at"),
    # how far trafilatura reads the same words in the page, 0 to 1; empty where it was not asked
    sa.Column("agreement", sa.Float),
    sa.Column("second_words", sa.Integer),  # how many words trafilatura reads in it
    sa.UniqueConstraint("page_id", "url", "reader", "layout"),
)

version = sa.Table(
    "version",
    metadata,
    id_column(),
    sa.Column("public_id", sa.String(16), nullable=False, unique=True),
    reference("article_id", "article.id", index=True),
    moment("seen_at"),
    moment("recorded_at"),
    reference("page_id", "page.id"),
    sa.Column("chain", sa.String(64), nullable=False),  # over the one recorded before, per article
)

version_reading = sa.Table(
    "version_reading",
    metadata,
    reference("version_id", "version.id"),
    reference("reading_id", "reading.id", index=True),
    moment("recorded_at"),
    sa.PrimaryKeyConstraint("version_id", "reading_id"),
)

sighting = sa.Table(
    "sighting",
    metadata,
    id_column(),
    sa.Column("fetch_id", Id, sa.ForeignKey("fetch_event.id"), nullable=False, unique=True),
    reference("article_id", "article.id", null=True, index=True),
    words("verdict", null=False),
    reference("version_id", "version.id", null=True, index=True),
    reference("reading_id", "reading.id", null=True),
    moment("seen_at"),
    moment("recorded_at"),
    words("reason"),  # of a refusal
    words("detail"),
    sa.Index(  # few looks find nothing, and `gone` asks for these
        "ix_sighting_gone",
        "article_id",
        "seen_at",
        sqlite_where=sa.text("verdict = 'gone'"),
        postgresql_where=sa.text("verdict = 'gone'"),
    ),
)

copy_link = sa.Table(
    "copy_link",
    metadata,
    id_column(),
    reference("version_a", "version.id"),  # the one recorded later
    reference("version_b", "version.id", index=True),
    words("relation", null=False),  # same, excerpt, related
    sa.Column("jaccard", sa.Float, nullable=False),
    sa.Column("containment", sa.Float, nullable=False),
    sa.Column("number_overlap", sa.Float, nullable=False),
    sa.Column("length_ratio", sa.Float, nullable=False),
    words("evidence", null=False),  # id, source-line, dateline, text, joined by +
    words("origin"),  # a or b: the one whose id it is, or that the other's words name
    moment("recorded_at"),
    sa.UniqueConstraint("version_a", "version_b"),
)

topic = sa.Table(
    "topic",
    metadata,
    reference("reading_id", "reading.id"),
    words("lexicon", null=False),  # version of the lexicon
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("terms", Json, nullable=False),
    moment("recorded_at"),
    sa.PrimaryKeyConstraint("reading_id", "lexicon"),
)

mention = sa.Table(
    "mention",
    metadata,
    reference("reading_id", "reading.id"),
    words("kind", null=False),
    words("key", null=False),
    words("label", null=False),
    sa.Column("count", sa.Integer, nullable=False),
    words("gazetteer", null=False),
    moment("recorded_at"),
    sa.PrimaryKeyConstraint("reading_id", "kind", "key", "gazetteer"),
    sa.Index(None, "kind", "key"),
    sa.Index("ix_mention_newest", "reading_id", "recorded_at", "gazetteer"),
)

image = sa.Table(
    "image",
    metadata,
    reference("reading_id", "reading.id"),
    sa.Column("position", sa.Integer, nullable=False),
    words("url", null=False),
    words("caption", null=False),
    sa.PrimaryKeyConstraint("reading_id", "position"),
)

attachment = sa.Table(
    "attachment",
    metadata,
    reference("reading_id", "reading.id"),
    sa.Column("position", sa.Integer, nullable=False),
    words("url", null=False),
    words("label", null=False),
    sa.PrimaryKeyConstraint("reading_id", "position"),
)

attached_file = sa.Table(  # a look at a file that an article offers: its bytes are a page
    "attached_file",
    metadata,
    id_column(),
    reference("article_id", "article.id", index=True),
    words("url", null=False),  # as the reading names it
    sa.Column("fetch_id", Id, sa.ForeignKey("fetch_event.id"), nullable=False, unique=True),
    reference("page_id", "page.id"),
    moment("seen_at"),
    moment("recorded_at"),
    reference("version_id", "version.id", null=True),  # the one that it shows, as far as was known
)

FACTS = (
    page, fetch_event, sighting, article, address, version, reading, version_reading, copy_link,
    topic, mention, image, attachment, seal, seal_leaf, attached_file, withheld, withheld_row,
    withheld_record, compacted,
)  # fmt: skip
