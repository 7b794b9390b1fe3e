"""Triggers that keep facts insert-only, and the views that analysts rely on, for both databases.

The columns of the views and their order are promises. Times are as the database holds them: text in
UTC on SQLite, timestamptz on PostgreSQL; `published_on` is the day in Vietnam.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from archive.storage import (
    derived,  # noqa: F401 - its tables belong to the same metadata
    redaction,
)
from archive.storage.schema import FACTS

REFUSAL = "facts are insert-only: table {table} cannot be {what}"

VIEWS = {
    "current_article": """
SELECT a.public_id AS article_id, s.name AS site, s.unit_code AS unit_code, st.url AS url,
  r.title AS title, r.lead AS lead, r.body AS body, r.author AS author, r.section AS section,
  r.published_at AS published_at, {day} AS published_on,
  r.published_precision AS published_precision, st.first_seen_at AS first_seen_at,
  st.last_seen_at AS last_seen_at, st.gone_at AS gone_at, vs.number AS version_no,
  st.version_count AS version_count, st.topic_score AS topic_score,
  st.topic_status AS topic_status, st.story_id AS story_id, st.is_origin AS is_origin,
  r.source_name AS source_name, r.source_url AS source_url
FROM article_state st
JOIN article a ON a.id = st.article_id
JOIN site s ON s.id = a.site_id
JOIN version_state vs ON vs.version_id = st.head_version_id
JOIN reading r ON r.id = st.head_reading_id""",
    "article_version": """
SELECT a.public_id AS article_id, v.public_id AS version_id, s.name AS site, r.url AS url,
  vs.number AS version_no, vs.seen_at AS seen_at, vs.kind AS change,
  vs.changed_fields AS changed_fields, r.title AS title, r.lead AS lead, r.body AS body,
  r.digest AS digest, p.sha256 AS page_sha256
FROM version_state vs
JOIN version v ON v.id = vs.version_id
JOIN article a ON a.id = vs.article_id
JOIN site s ON s.id = a.site_id
JOIN reading r ON r.id = vs.reading_id
JOIN page p ON p.id = v.page_id""",
    "story_copy": """
SELECT c.story_id AS story_id, a.public_id AS article_id, s.name AS site, st.url AS url,
  r.published_at AS published_at, c.role AS role, c.relation AS relation,
  c.evidence AS evidence, c.jaccard AS jaccard, c.containment AS containment
FROM story_copy_state c
JOIN article a ON a.id = c.article_id
JOIN site s ON s.id = a.site_id
JOIN article_state st ON st.article_id = a.id
LEFT JOIN reading r ON r.id = st.head_reading_id""",
    "fetch_ledger": """
SELECT f.id AS fetch_id, f.run_id AS run_id, s.name AS site, f.url AS url,
  f.requested_at AS requested_at, f.status AS status,
  CASE WHEN g.verdict = 'refused' THEN g.reason ELSE f.outcome END AS outcome,
  a.public_id AS article_id, p.sha256 AS page_sha256
FROM fetch_event f
JOIN site s ON s.id = f.site_id
LEFT JOIN sighting g ON g.fetch_id = f.id
LEFT JOIN article a ON a.id = g.article_id
LEFT JOIN page p ON p.id = f.page_id""",
    "run_report": """
SELECT n.id AS run_id, s.name AS site, n."trigger" AS "trigger", n.started_at AS started_at,
  n.finished_at AS finished_at, n.outcome AS outcome, n.discovered AS discovered,
  n.fetched AS fetched, n.new_articles AS new_articles, n.new_versions AS new_versions,
  n.unchanged AS unchanged, n.gone AS gone, n.failed AS failed
FROM run n
JOIN site s ON s.id = n.site_id""",
    "article_mention": """
SELECT a.public_id AS article_id, vs.number AS version_no, m.kind AS kind, m."key" AS "key",
  m.label AS label, m.count AS count
FROM version_state vs
JOIN article a ON a.id = vs.article_id
JOIN mention m ON m.reading_id = vs.reading_id AND m.count > 0
WHERE m.gazetteer = (SELECT n.gazetteer FROM mention n WHERE n.reading_id = vs.reading_id
  ORDER BY n.recorded_at DESC, n.gazetteer DESC LIMIT 1)""",
}
DAY = {
    "sqlite": "date(r.published_at, '+7 hours')",
    "postgresql": "CAST(r.published_at AT TIME ZONE INTERVAL '+07:00' AS date)",
}


def create(dialect: str) -> list[str]:
    """The statements that make all views and triggers; `dialect` is sqlite or postgresql."""
    views = [
        f"CREATE VIEW {name} AS{body.format(day=DAY[dialect])}" for name, body in VIEWS.items()
    ]
    triggers = _sqlite_triggers() if dialect == "sqlite" else _postgresql_triggers()
    return [*views, *triggers]


def drop(dialect: str) -> list[str]:
    """The statements that remove them again, for a batch change of the tables below."""
    names = [table.name for table in FACTS]
    if dialect == "sqlite":
        events = ("insert", "update", "delete")
        triggers = [f"DROP TRIGGER {name}_refuses_{event}" for name in names for event in events]
    else:
        triggers = [f"DROP TRIGGER {name}_refuses_change ON {name}" for name in names]
        triggers += redaction.drop()
        triggers.append("DROP FUNCTION refuse_change()")
    return [*triggers, *(f"DROP VIEW {name}" for name in reversed(VIEWS))]


def _sqlite_triggers() -> Iterator[str]:
    for table in FACTS:
        for event, what in (("UPDATE", "updated"), ("DELETE", "deleted from")):
            allowed = redaction.allowed(table.name, event)
            when = f"\nWHEN NOT ({allowed})" if allowed else ""
            yield _sqlite_trigger(table.name, event, what, when)
        # A replacing insert deletes the old row without asking the DELETE trigger, unless the
        # connection has switched recursive_triggers on, so the old row is looked for before.
        held = " OR ".join(_held(table))
        yield _sqlite_trigger(table.name, "INSERT", "written twice", f"\nWHEN {held}")


def _sqlite_trigger(table: str, event: str, what: str, when: str = "") -> str:
    message = REFUSAL.format(table=table, what=what)
    return (
        f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table}{when}\n"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _held(table: sa.Table) -> Iterator[str]:
    keys = [list(table.primary_key.columns)]
    keys += sorted(
        (
            list(constraint.columns)
            for constraint in table.constraints
            if isinstance(constraint, sa.UniqueConstraint)
        ),
        key=lambda columns: [column.name for column in columns],
    )
    for columns in keys:
        same = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in columns)
        yield f"EXISTS (SELECT 1 FROM {table.name} WHERE {same})"
    if "id" not in table.columns:  # SQLite numbers the rows itself, and replaces by that number
        yield f"EXISTS (SELECT 1 FROM {table.name} WHERE rowid = NEW.rowid)"


def _postgresql_triggers() -> Iterator[str]:
    message = REFUSAL.format(table="' || TG_TABLE_NAME || '", what="' || what")
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        "DECLARE what text := CASE TG_OP WHEN 'UPDATE' THEN 'updated'\n"
        "  WHEN 'DELETE' THEN 'deleted from' ELSE 'truncated' END;\n"
        "BEGIN\n"
        f"{redaction.LEAVE}"
        f"  RAISE EXCEPTION USING MESSAGE = '{message};\n"
        "END $$"
    )
    for table in FACTS:
        yield (
            f"CREATE TRIGGER {table.name}_refuses_change\n"
            f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name}\n"
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    yield from redaction.create()
