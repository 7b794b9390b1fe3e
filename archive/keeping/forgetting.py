"""What a database still holds of old rows where no query sees it, gone for good."""

from typing import Any

import sqlalchemy as sa

from archive.errors import ArchiveError

HELD = (
    "reading", "mention", "image", "attachment", "topic", "reading_fts", "past_fts", "shingle",
    "known_address", "article_state", "version_state", "furniture",
)  # fmt: skip
NOT_YET = "it is withheld, but its words may still stand in freed space of the database file"
AGAIN = "see that nobody uses the archive and the disk has room, and give the same command again"


def forget(engine: sa.Engine) -> None:
    """Writes an SQLite file anew and empties its log, so that no replaced word is left in either;
    PostgreSQL frees what it held. Raises ArchiveError where somebody holds an older state.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql(f"VACUUM {', '.join(HELD)}")
            return
        client: Any = conn.connection.driver_connection  # outside of any transaction
        try:
            client.execute("VACUUM").close()
            ((busy, *_),) = client.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except client.OperationalError as error:
            raise ArchiveError(f"{NOT_YET} ({error}): {AGAIN}") from error
    if busy:
        raise ArchiveError(f"{NOT_YET}, as somebody reads the database: {AGAIN}")
