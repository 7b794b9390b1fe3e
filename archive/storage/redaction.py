"""What the triggers let through: rows of withheld pages without their text, and nothing else.

A page is withheld by its row in `withheld`. After that its readings may lose their words, their
pictures, files and mentions may be deleted, and their topics may lose the terms. A title becomes
`withheld (reason, day)`, so that whoever lists it says so. On PostgreSQL a client has to ask for it
as well: `SET LOCAL egov.withholding = 'on'`.
"""

from collections.abc import Iterator

from archive.storage.schema import reading, topic

EMPTY = {"lead": "''", "body": "''"}
NOTHING = (
    "author", "published_raw", "section", "source_name", "source_url", "dateline", "canonical_url",
)  # fmt: skip
LISTS = ("blocks", "tags", "links")
DELETED = ("image", "attachment", "mention")  # whole rows of the readings
TABLES = ("reading", *DELETED, "topic")
ASKED = "SELECT set_config('egov.withholding', 'on', true)"  # until the transaction ends
LEAVE = (
    f"  IF TG_OP <> 'TRUNCATE' AND TG_TABLE_NAME IN ({', '.join(repr(one) for one in TABLES)})\n"
    "    AND current_setting('egov.withholding', true) = 'on' THEN RETURN NULL;\n"
    "  END IF;\n"
)
_TITLE = {
    "sqlite": "'withheld (' || w.reason || ', ' || date(w.recorded_at, '+7 hours') || ')'",
    "postgresql": "'withheld (' || w.reason || ', ' || to_char(w.recorded_at AT TIME ZONE"
    " INTERVAL '+07:00', 'YYYY-MM-DD') || ')'",
}
_OF_READING = (
    "SELECT 1 FROM withheld w JOIN reading r ON r.page_id = w.page_id WHERE r.id = OLD.reading_id"
)


def values(dialect: str) -> dict[str, str]:
    """What stands in the columns of a withheld reading, as SQL of which `w` is the page's row."""
    return {
        "title": _TITLE[dialect],
        **EMPTY,
        **dict.fromkeys(NOTHING, "NULL"),
        **dict.fromkeys(LISTS, "'[]'"),
    }


def allowed(table: str, event: str) -> str:
    """The condition under which SQLite lets an UPDATE or DELETE of a table of facts through."""
    if table in DELETED and event == "DELETE":
        return f"EXISTS ({_OF_READING})"
    if event != "UPDATE" or table not in ("reading", "topic"):
        return ""
    wanted = {"terms": "'{}'"} if table == "topic" else values("sqlite")
    columns = (topic if table == "topic" else reading).columns
    same = [f'NEW."{one.name}" IS {wanted.get(one.name, f"OLD.{one.name}")}' for one in columns]
    given = (
        _OF_READING
        if table == "topic"
        else "SELECT 1 FROM withheld w WHERE w.page_id = OLD.page_id"
    )
    return f"EXISTS ({given}\n  AND " + "\n  AND ".join(same) + ")"


def create() -> Iterator[str]:
    """PostgreSQL's triggers on the rows: its others see whole statements only."""
    for table in TABLES:
        yield (
            f"CREATE FUNCTION {table}_redaction() RETURNS trigger LANGUAGE plpgsql AS $$\n"
            f"DECLARE wanted {table};\n"
            f"BEGIN\n{_body(table)}"
            f"  RAISE EXCEPTION USING MESSAGE = 'facts are insert-only: table {table} cannot be '\n"
            "    || CASE TG_OP WHEN 'UPDATE' THEN 'updated' ELSE 'deleted from' END;\n"
            "END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_allows_redaction\n"
            f"BEFORE UPDATE OR DELETE ON {table}\n"
            f"FOR EACH ROW EXECUTE FUNCTION {table}_redaction()"
        )


def drop() -> list[str]:
    """What takes these away."""
    triggers = [f"DROP TRIGGER {name}_allows_redaction ON {name}" for name in TABLES]
    return [*triggers, *(f"DROP FUNCTION {name}_redaction()" for name in TABLES)]


def _body(table: str) -> str:
    if table in DELETED:
        return f"  IF TG_OP = 'DELETE' AND EXISTS ({_OF_READING}) THEN RETURN OLD;\n  END IF;\n"
    if table == "topic":
        given, changed = f"EXISTS ({_OF_READING})", "    wanted.terms := '{}';\n"
        made = ""
    else:
        given = "EXISTS (SELECT 1 FROM withheld w WHERE w.page_id = OLD.page_id)"
        fixed = {name: sql for name, sql in values("postgresql").items() if name != "title"}
        changed = "".join(f"    wanted.{name} := {sql};\n" for name, sql in fixed.items())
        made = (
            f"    SELECT {_TITLE['postgresql']} INTO wanted.title\n"
            "      FROM withheld w WHERE w.page_id = OLD.page_id;\n"
        )
    return (
        f"  IF TG_OP = 'UPDATE' AND {given} THEN\n    wanted := OLD;\n{made}{changed}"
        "    IF NEW IS NOT DISTINCT FROM wanted THEN RETURN NEW;\n    END IF;\n  END IF;\n"
    )
