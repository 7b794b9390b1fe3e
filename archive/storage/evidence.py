"""The tables of evidence: seals over the facts, and what was withheld of them. Both are facts."""

import sqlalchemy as sa

from archive.storage.columns import Id, id_column, metadata, moment, reference, words


def same_record(one: sa.Table, other: sa.Table) -> sa.ColumnElement[bool]:
    """Whether rows of two tables are of the same WARC record: where it stands."""
    return sa.and_(one.c.file == other.c.file, one.c.offset == other.c.offset)


seal = sa.Table(
    "seal",
    metadata,
    id_column(),
    moment("sealed_at"),
    sa.Column("articles", Id, nullable=False),
    sa.Column("versions", Id, nullable=False),
    sa.Column("root", sa.String(64), nullable=False),
)

seal_leaf = sa.Table(  # what a seal covers of one table: the rows recorded since the seal before
    "seal_leaf",
    metadata,
    reference("seal_id", "seal.id"),
    words("table_name", null=False),
    sa.Column("rows", Id, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),  # of the rows' hashes, in their order
    words("marks", null=False),  # the first eight digits of each, so that a row can be named
    sa.PrimaryKeyConstraint("seal_id", "table_name"),
)

withheld = sa.Table(  # a page whose text and bytes were redacted, as the law asked
    "withheld",
    metadata,
    id_column(),
    reference("article_id", "article.id", index=True),
    sa.Column("page_id", Id, sa.ForeignKey("page.id"), nullable=False, unique=True),
    words("reason", null=False),
    words("person", null=False),  # who redacted it
    moment("recorded_at"),
    sa.Column(  # of an article that is withheld as a whole, and never fetched again
        "whole", sa.Boolean(create_constraint=False), nullable=False
    ),
)

withheld_row = sa.Table(  # a row as it was before, by its hash; without `now_sha256` it is gone
    "withheld_row",
    metadata,
    id_column(),
    reference("withheld_id", "withheld.id", index=True),
    words("table_name", null=False),
    sa.Column("row_sha256", sa.String(64), nullable=False),
    sa.Column("now_sha256", sa.String(64)),
    moment("recorded_at"),  # of the row itself
    sa.Column("row_key", Id, nullable=False),  # its id, or that of the reading it belongs to
)

withheld_record = sa.Table(  # a WARC record that was overwritten, and what stands there now
    "withheld_record",
    metadata,
    id_column(),
    reference("withheld_id", "withheld.id", index=True),
    words("file", null=False),
    sa.Column("offset", Id, nullable=False),
    sa.Column("length", Id, nullable=False),
    sa.Column("record_sha256", sa.String(64), nullable=False),
    moment("recorded_at"),
)

compacted = sa.Table(  # a WARC record whose body was given up: the look changed nothing
    "compacted",
    metadata,
    id_column(),
    reference("page_id", "page.id", index=True),
    words("file", null=False),
    sa.Column("offset", Id, nullable=False),
    sa.Column("length", Id, nullable=False),
    sa.Column("record_sha256", sa.String(64), nullable=False),  # as it was, and as it is now
    sa.Column("now_sha256", sa.String(64), nullable=False),
    moment("recorded_at"),
    sa.UniqueConstraint("file", "offset"),
)
