"""Whether the database is at this release's revision, with its triggers and views in force."""

import re
from collections.abc import Iterator

import sqlalchemy as sa

from archive.errors import ArchiveError
from archive.keeping.finding import Finding
from archive.storage import guards
from archive.storage.upgrade import check_head

_MADE = re.compile(r"CREATE (VIEW|TRIGGER|FUNCTION) (\w+)")
_ON = re.compile(r"\sON (\w+)")
RESTORE = "facts could have been changed unnoticed: compare with the seals and restore it"

STRANGE = "it may change what is recorded: find out who made it, and drop it"


def check(engine: sa.Engine, conn: sa.Connection) -> Iterator[Finding]:
    """What is not as the code describes it; nothing else can be trusted where the head differs."""
    try:
        check_head(engine)
    except ArchiveError as error:
        yield Finding("schema", "alembic_version", str(error))
        return
    held = _sqlite(conn) if conn.dialect.name == "sqlite" else _postgresql(conn)
    known = _wanted(conn)
    for (what, name, table), wanted in known.items():
        where = table or name
        if (what, name) not in held:
            sentence = f"the {what} {name} of {where} is missing: {RESTORE}"
            yield Finding("schema", where, sentence, row=name)
        elif held[what, name] != wanted:
            sentence = f"the {what} {name} of {where} is not that of this release: {RESTORE}"
            yield Finding("schema", where, sentence, row=name)
    ours = {name for what, name, _ in known if what == "trigger"}
    for name in sorted(name for what, name in held if what == "trigger" and name not in ours):
        sentence = f"the trigger {name} is none of this release: {STRANGE}"
        yield Finding("schema", "trigger", sentence, row=name)


def _wanted(conn: sa.Connection) -> dict[tuple[str, str, str], str]:
    found = {}
    for statement in guards.create(conn.dialect.name):
        made = _MADE.match(statement)
        assert made is not None
        what, name = made[1].lower(), made[2]
        on = _ON.search(statement) if what == "trigger" else None
        found[what, name, on[1] if on else ""] = (
            _plain(statement) if conn.dialect.name == "sqlite" else _told(conn, what, statement)
        )
    return found


def _plain(statement: str) -> str:
    return " ".join(statement.replace('"', "").split())


def _sqlite(conn: sa.Connection) -> dict[tuple[str, str], str]:
    rows = conn.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(row[0], row[1]): _plain(row[2]) for row in rows}


def _told(conn: sa.Connection, what: str, statement: str) -> str:
    """What PostgreSQL tells of an object that it is given in these words."""
    if what == "function":
        return statement.split("$$")[1].strip()
    if what == "trigger":
        for_each = "ROW" if "FOR EACH ROW" in statement else "STATEMENT"
        truncate = " TRUNCATE" if "TRUNCATE" in statement else ""
        return f"{for_each}{truncate} {statement.split('FUNCTION ')[1].rstrip('()')}"
    nested = conn.begin_nested()  # PostgreSQL keeps no text of a view, so it is given ours
    name = _MADE.match(statement)
    assert name is not None
    conn.exec_driver_sql(statement.replace("CREATE VIEW", "CREATE TEMPORARY VIEW", 1))
    asked = sa.text("SELECT pg_get_viewdef(CAST(:name AS regclass))")
    told = conn.scalar(asked, {"name": f"pg_temp.{name[2]}"})
    nested.rollback()
    return str(told)


def _postgresql(conn: sa.Connection) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for row in conn.exec_driver_sql(_VIEWS):
        found["view", row[0]] = row[1]
    for row in conn.exec_driver_sql(_FUNCTIONS):
        found["function", row[0]] = row[1].strip()
    for name, kind, enabled, function in conn.exec_driver_sql(_TRIGGERS):
        events = " TRUNCATE" if kind & 32 else ""
        whole = kind & 2 and kind & 8 and kind & 16 and enabled in ("O", "A")
        each = "ROW" if kind & 1 else "STATEMENT"
        found["trigger", name] = f"{each}{events} {function}" if whole else "switched off"
    return found


_VIEWS = "SELECT viewname, definition FROM pg_views WHERE schemaname = current_schema()"
_FUNCTIONS = (
    "SELECT proname, prosrc FROM pg_proc"
    " WHERE pronamespace = CAST(current_schema() AS regnamespace)"
)
_TRIGGERS = (
    "SELECT t.tgname, t.tgtype, t.tgenabled, p.proname FROM pg_trigger t"
    " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
)
