"""How Alembic reaches the database: by the connection `egov upgrade` hands over, else by URL."""

import os

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from archive.storage import schema

DEFAULT_URL = "sqlite:///data/archive.db"


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | bool:
    """Writes our own column types in words that a frozen revision can keep."""
    if kind == "type" and isinstance(item, schema.UtcTime):
        return "sa.String(27).with_variant(sa.DateTime(timezone=True), 'postgresql')"
    return False


def run(connection: sa.Connection) -> None:
    """Runs the revisions asked for, each in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=schema.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Uses the connection given by the caller; the `alembic` command has none."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    url = sa.make_url(os.environ.get("ARCHIVE_DATABASE_URL") or DEFAULT_URL)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        run(connection)
        connection.commit()


main()
