"""The tables of what moves: state derived from the facts, what ran when, what is known of sites."""

import sqlalchemy as sa

from archive.storage import schema  # noqa: F401 - state refers to the tables of facts
from archive.storage.columns import Id, Json, id_column, metadata, moment, reference, words

run = sa.Table(
    "run",
    metadata,
    id_column(),
    reference("site_id", "site.id", index=True),
    words("trigger", null=False),  # nightly, once, manual, catch-up, replay
    moment("started_at"),
    moment("finished_at", null=True),
    words("outcome"),
    sa.Column("discovered", sa.Integer, nullable=False, default=0),
    sa.Column("fetched", sa.Integer, nullable=False, default=0),
    sa.Column("new_articles", sa.Integer, nullable=False, default=0),
    sa.Column("new_versions", sa.Integer, nullable=False, default=0),
    sa.Column("unchanged", sa.Integer, nullable=False, default=0),
    sa.Column("gone", sa.Integer, nullable=False, default=0),
    sa.Column("failed", sa.Integer, nullable=False, default=0),
    sa.Column("refused", sa.Integer, nullable=False, default=0),
    sa.Column("repeats", sa.Integer, nullable=False, default=0),
    sa.Column("notes", Json, nullable=False, default=list),  # sentences for a person
    sa.Column("figures", Json),  # what the site's normal is learned from: see `crawler.fetching`
    sa.Index(None, "site_id", "id"),  # the newest of a site, also of one that ended years ago
)

article_state = sa.Table(
    "article_state",
    metadata,
    sa.Column("article_id", Id, sa.ForeignKey("article.id"), primary_key=True, autoincrement=False),
    reference("head_version_id", "version.id", null=True),
    reference("head_reading_id", "reading.id", null=True),
    words("url", null=False),  # the one that showed it last
    words("etag"),  # of that URL's newest answer
    words("last_modified"),
    sa.Column("version_count", sa.Integer, nullable=False),
    sa.Column("looks", sa.Integer, nullable=False),
    moment("first_seen_at"),
    moment("last_seen_at"),  # the last look that showed the article
    moment("last_look_at"),  # the last look of any kind
    moment("gone_at", null=True),
    words("topic_status"),
    sa.Column("topic_score", sa.Float),
    sa.Column("story_id", sa.String(16), index=True),
    sa.Column("is_origin", sa.Boolean(create_constraint=False), nullable=False),
    reference("site_id", "site.id", null=True),  # what a search narrows by and counts stands here:
    moment("published_at", null=True),  # rows of readings are wide
    sa.Index("ix_article_state_head", "head_reading_id"),  # whose reading names something
    sa.Index(  # covers what a search narrows by and counts
        "ix_article_state_card",
        *("article_id", "site_id", "published_at", "topic_status", "head_reading_id"),
        *("is_origin", "topic_score", "gone_at"),
    ),
    sa.Index(None, "site_id", "first_seen_at"),  # the articles of a site, the newest of them
)

version_state = sa.Table(
    "version_state",
    metadata,
    sa.Column("version_id", Id, sa.ForeignKey("version.id"), primary_key=True, autoincrement=False),
    reference("article_id", "article.id", index=True),
    sa.Column("number", sa.Integer, nullable=False),
    words("kind", null=False),
    sa.Column("changed_fields", Json, nullable=False),
    sa.Column(
        "reverted_to", sa.Integer
    ),  # number of the earlier version whose state is shown again
    sa.Column("ratio", sa.Float),  # share of words that differ from the version before
    moment("seen_at", index=True),  # earliest sighting, late captures included
    reference("reading_id", "reading.id", null=True),  # the newest reading of it
)

story_alias = sa.Table(
    "story_alias",
    metadata,
    sa.Column("alias", sa.String(16), primary_key=True),
    sa.Column("story_id", sa.String(16), nullable=False, index=True),
)

story_copy_state = sa.Table(
    "story_copy_state",
    metadata,
    sa.Column("story_id", sa.String(16), nullable=False),
    sa.Column("article_id", Id, sa.ForeignKey("article.id"), nullable=False),
    words("role", null=False),
    words("relation", null=False),
    words("evidence", null=False),
    sa.Column("jaccard", sa.Float),
    sa.Column("containment", sa.Float),
    sa.PrimaryKeyConstraint("story_id", "article_id"),
)

shingle = sa.Table(
    "shingle",
    metadata,
    sa.Column(
        "hash", sa.BigInteger, nullable=False
    ),  # unsigned 64 bit, shifted into the signed range
    sa.Column("version_id", Id, sa.ForeignKey("version.id"), nullable=False, index=True),
    sa.PrimaryKeyConstraint("hash", "version_id"),
    sqlite_with_rowid=False,
)

shingle_stop = sa.Table(
    "shingle_stop",
    metadata,
    sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
    moment("refreshed_at"),
)

known_address = sa.Table(
    "known_address",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    reference("site_id", "site.id", index=True),
    words("listing", null=False),
    words("title", null=False),
    moment("published_at", null=True),
    moment("found_at"),
    words(
        "why", null=False
    ),  # listing, lexicon, control, waiting: why it is to be fetched; known: it is not; walked:
    # it is no article's, but a listing's whose addresses have all been noted
    moment("earliest_at", null=True),  # between which it was published, as far as listing and
    moment("latest_at", null=True),  # address tell; the newest are fetched first
    sa.Column("backlog", sa.Boolean(create_constraint=False)),  # left to a backfill
    sa.Index(  # what is to be fetched, by age: nine in ten of the addresses are not
        "ix_known_address_wanted",
        *("site_id", "latest_at", "url"),
        sqlite_where=sa.text("why NOT IN ('known', 'walked')"),
        postgresql_where=sa.text("why NOT IN ('known', 'walked')"),
    ),
    sa.Index(None, "site_id", "found_at"),  # the newest headlines of a site
)

site_state = sa.Table(
    "site_state",
    metadata,
    reference("site_id", "site.id"),
    words("subject", null=False),  # a layout's or listing's name
    words("evidence", null=False),
    moment("first_matched_at"),
    moment("confirmed_at", null=True),
    sa.PrimaryKeyConstraint("site_id", "subject"),
)

schedule = sa.Table(
    "schedule",
    metadata,
    id_column(),
    words("job", null=False),
    moment("due_at"),
    moment("started_at", null=True),
    moment("finished_at", null=True),
    words("outcome"),
    words("trigger", null=False),
    words("detail"),
    sa.Index(None, "job", "due_at"),
)

health = sa.Table(
    "health",
    metadata,
    id_column(),
    reference("site_id", "site.id", index=True),
    reference("run_id", "run.id", null=True, index=True),
    moment("at"),
    words("state", null=False),
    sa.Column("evidence", Json, nullable=False),
)

mute = sa.Table(  # a site of which nobody is alerted until a time
    "mute",
    metadata,
    sa.Column("site_id", Id, sa.ForeignKey("site.id"), primary_key=True, autoincrement=False),
    moment("until"),
    words("reason", null=False),
    words("person", null=False),  # who muted it
    moment("muted_at"),
)

alert = sa.Table(  # what a person is to be told, once: without `sent_at` it waits to be sent
    "alert",
    metadata,
    id_column(),
    reference("site_id", "site.id", null=True),  # empty: it is of the service as a whole
    moment("at"),
    words("state", null=False),
    words("sentence", null=False),
    moment("sent_at", null=True),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    words("detail"),  # why it could not be sent, or was not to be
)

leader = sa.Table(  # which scheduler does the jobs, and when it was last alive
    "leader",
    metadata,
    words("name", null=False),
    words("host", null=False),
    sa.Column("process", sa.Integer, nullable=False),
    moment("since"),
    moment("seen_at"),
    sa.PrimaryKeyConstraint("name"),
)

furniture = sa.Table(
    "furniture",
    metadata,
    id_column(),
    reference("site_id", "site.id", index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("text_hash", sa.String(64), nullable=False),
    sa.Column("evidence", Json, nullable=False),
    moment("added_at"),
    moment("removed_at", null=True),
    words("kind"),  # what stands again and again: a line, a box, a place
    words("text"),  # as people read it
    sa.Column("removed_number", sa.Integer),  # from this number of the site on it is none any more
    words("removed_why"),
    sa.Column("rule", Json),  # where it stands, and how far it goes: see `archive.record.Piece`
)

trust = sa.Table(  # how far a reading is to be believed, by the normal of its site on that day
    "trust",
    metadata,
    sa.Column("reading_id", Id, sa.ForeignKey("reading.id"), primary_key=True, autoincrement=False),
    reference("article_id", "article.id", index=True),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("reasons", Json, nullable=False),
    sa.Column("flagged", sa.Boolean, nullable=False, index=True),
    moment("scored_at"),
    moment("reviewed_at", null=True),  # a person has looked at it
    words("review"),  # what the person found: good, bad
    words("note"),  # in the person's words
    sa.Column("normal", sa.Integer),  # how many readings the site's normal of that day rested on
)

indexed_reading = sa.Table(  # which reading of an article the search index holds (see `fts`)
    "indexed_reading",
    metadata,
    sa.Column("article_id", Id, sa.ForeignKey("article.id"), primary_key=True, autoincrement=False),
    reference("reading_id", "reading.id"),
)

indexed_past = sa.Table(  # readings that an article showed once and does not now (see `fts`)
    "indexed_past",
    metadata,
    sa.Column("reading_id", Id, sa.ForeignKey("reading.id"), primary_key=True, autoincrement=False),
    reference("article_id", "article.id", index=True),
)
