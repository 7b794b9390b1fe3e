"""Brings a database to the revision of this code, and says when it is at another one.

The revisions are the files `migrations/versions/<revision>_<what>.py`, in the order of their names.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from archive.errors import ArchiveError, SchemaAhead, SchemaBehind
from archive.storage.durable import sync_file, sync_folder
from archive.storage.engine import begin_write, connect, database_url, sqlite_file
from archive.storage.lock import held
from archive.storage.rebuilding import Told, rebuild

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
OLD_STATE = ("0001",)  # revisions whose sketches and search index held other rows
UNFINISHED = "upgrade.unfinished"  # in the data folder, while state waits to be derived anew
STEP = 4096  # pages of SQLite, between two of which a copy can be broken off
LOCK_KEY = 0x65676F76  # PostgreSQL's advisory lock of upgrades: "egov"
NONE_YET = "there is no archive in this database yet"


def revisions() -> list[str]:
    """The revisions that this code knows, oldest first; the last is the head."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("*_*.py"))


def upgrade(url: str | None, data_dir: Path, told: Told = lambda done, total: None) -> str:
    """Brings the database to the head revision, and returns that revision.

    Only one process does so at a time. An existing SQLite file is first copied to
    `<data_dir>/backup/`. State that this release derives otherwise is derived anew, `told` how far
    it is; what was broken off is done by the next call. Raises Locked, SchemaAhead, or ArchiveError
    where the disk is too full.
    """
    parsed = database_url(url)
    file = sqlite_file(parsed)
    lock = file.with_name(file.name + ".lock") if file else data_dir / "upgrade.lock"
    head, unfinished = revisions()[-1], data_dir / UNFINISHED
    with held(lock, seconds=30), _open(parsed) as engine:
        current = _revision(engine)
        if current in OLD_STATE:
            data_dir.mkdir(parents=True, exist_ok=True)
            unfinished.touch()
            sync_folder(data_dir)
        if current != head:
            if current is not None:
                _refuse_unknown(current)
                if file:
                    _back_up(file, data_dir / "backup", current)
            _migrate(engine, head)
        if unfinished.exists():
            with begin_write(engine) as connection:
                rebuild(connection, told)
            unfinished.unlink()
    return head


def check_there(url: str | None) -> None:
    """Raises SchemaBehind where SQLite's file is missing, which a look at it would make."""
    file = sqlite_file(database_url(url))
    if file and not file.exists():
        raise SchemaBehind(f"{NONE_YET}, as {file} is not there: run `egov upgrade`")


def check_head(engine: sa.Engine) -> None:
    """Raises SchemaBehind or SchemaAhead where the database is not at the head revision."""
    current = _revision(engine)
    if current == revisions()[-1]:
        return
    if current is None:
        raise SchemaBehind(f"{NONE_YET}: run `egov upgrade`")
    _refuse_unknown(current)
    raise SchemaBehind(f"the database is at revision {current}: run `egov upgrade`")


def migrate(engine: sa.Engine, revision: str) -> None:
    """Runs the migrations up or down to `revision` (`base`: none), foreign keys unenforced."""
    _migrate(engine, revision)


def _migrate(engine: sa.Engine, revision: str) -> None:
    from alembic import command  # slow to import, and needed here alone
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _without_foreign_keys(engine), engine.connect() as connection:
        config.attributes["connection"] = connection
        known = revisions()
        current = _revision(engine)
        down = current is not None and (
            revision == "base" or known.index(revision) < known.index(current)
        )
        (command.downgrade if down else command.upgrade)(config, revision)
        connection.commit()
        _check_foreign_keys(connection)


@contextmanager
def _without_foreign_keys(engine: sa.Engine) -> Iterator[None]:
    """A batch change drops tables; enforced keys would delete the rows that point there."""
    if engine.dialect.name != "sqlite":
        yield
        return

    def switch_off(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=OFF").close()

    engine.dispose()
    sa.event.listen(engine, "connect", switch_off)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", switch_off)
        engine.dispose()


def _check_foreign_keys(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise ArchiveError(f"after the upgrade {len(broken)} rows point nowhere, in: {tables}")


@contextmanager
def _open(url: sa.URL) -> Iterator[sa.Engine]:
    engine = connect(url.render_as_string(hide_password=False))
    try:
        with _advisory_lock(engine):
            yield engine
    finally:
        engine.dispose()


@contextmanager
def _advisory_lock(engine: sa.Engine) -> Iterator[None]:
    """On PostgreSQL the upgrading processes may sit on several machines."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(LOCK_KEY)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK_KEY)))


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(sa.text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


def _refuse_unknown(revision: str) -> None:
    if revision not in revisions():
        raise SchemaAhead(
            f"the database is at revision {revision}, which this release does not know "
            f"(it knows {revisions()[-1]}): install the newer release"
        )


def _back_up(file: Path, folder: Path, revision: str) -> None:
    """SQLite does not undo every change of a table, so the file as it was is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    size = file.stat().st_size
    free = shutil.disk_usage(folder).free
    if free < 2 * size:
        raise ArchiveError(
            f"the upgrade needs {2 * size:,} bytes free in {folder} for its backup, "
            f"there are {free:,}: make room first"
        )
    for left in folder.glob("*.part*"):  # of one that was killed
        left.unlink()
    target = folder / f"{file.stem}-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S}.db"
    part = target.with_name(f"{target.name}.part")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy, pages=STEP)
    sync_file(part)
    part.rename(target)
    sync_folder(folder)
