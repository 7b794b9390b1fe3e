"""Views and triggers stand aside while a revision changes the tables below them.

SQLite loses the triggers of a table that a batch change makes anew, and refuses to rename a table
that a view or another table's trigger names; PostgreSQL refuses to change a column that a view
shows. What is put back is what the database itself held, so that a revision that has been released
goes on doing what it did.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

_SQLITE = """
SELECT type, name, tbl_name AS owner, sql FROM sqlite_master
WHERE type IN ('view', 'trigger') ORDER BY type = 'trigger', rowid
"""
_POSTGRESQL = """
SELECT 'view' AS type, c.relname AS name, c.relname AS owner,
  'CREATE VIEW ' || quote_ident(c.relname) || ' AS ' || pg_get_viewdef(c.oid) AS sql, c.oid
FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'trigger', t.tgname, c.relname, pg_get_triggerdef(t.oid), t.oid
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
ORDER BY 1 DESC, oid
"""


@contextmanager
def set_aside(connection: sa.Connection, changed: Collection[str] = ()) -> Iterator[None]:
    """Drops all views and triggers, and makes them again at the end, as they were.

    Those named in `changed` are not made again: the revision does that itself, afterwards.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    held = connection.exec_driver_sql(_SQLITE if is_sqlite else _POSTGRESQL).all()
    for row in reversed(held):
        on = "" if is_sqlite or row.type == "view" else f' ON "{row.owner}"'
        connection.exec_driver_sql(f'DROP {row.type.upper()} "{row.name}"{on}')
    yield
    for row in held:
        if row.name not in changed:
            connection.exec_driver_sql(row.sql.replace("%", "%%") if not is_sqlite else row.sql)
