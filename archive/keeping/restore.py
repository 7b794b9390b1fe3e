"""A backup made an archive again, in an empty place, and proved to be what was backed up.

It is there as a whole or not at all: what was broken off is removed at once, or, after a kill, by
the next call for the same place.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from archive.errors import ArchiveError, NotFound
from archive.keeping import dumping
from archive.keeping.backup import all_of
from archive.keeping.manifest import NAME, Manifest, copied, read, written
from archive.keeping.verify import Verified, verify
from archive.storage.durable import sync_file, sync_folder
from archive.storage.engine import begin_read, connect, database_url, shown, sqlite_file
from archive.storage.upgrade import migrate, revisions

Told = Callable[[int, int | None], None]
ELSEWHERE = "restore into an empty place"
UNFINISHED = "restore.unfinished"  # in the data folder, with the database that is made beside it


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `verified` is None where it is of an older revision: upgrade it first."""

    backup: str
    made_at: str
    revision: str
    files: int
    counts: dict[str, int]
    verified: Verified | None


def restore(
    folder: Path,
    into: str,
    data_dir: Path,
    *,
    told: Told = lambda done, total: None,
    prove: Callable[[sa.Engine, Path], Verified] = verify,
) -> Restored:
    """Restores one backup, or the newest of a folder of them, and verifies what came of it; `told`
    hears of the bytes that are checked before, `prove` may show how far the proof is.

    Raises ArchiveError, naming it, where a file of the backup is not as it was, and where there is
    something already in the place that it is to be restored into.
    """
    one = _chosen(folder)
    manifest = read(one)
    url = database_url(into)
    if url.get_backend_name() != manifest.database:
        raise ArchiveError(
            f"{one} is of a {manifest.database} database: give such a URL to restore it into"
        )
    _sweep(url, data_dir)
    _check_empty(url, data_dir)
    base = one.parent
    _check_files(base, manifest, told)
    with _whole_or_not(url, data_dir):
        with written(data_dir):
            _put_files(base, manifest, data_dir)
        with written(sqlite_file(url) or data_dir):
            _database(base, manifest, url)
        counts = _counted(url, manifest, one)
    engine = _engine(url)
    try:
        whole = manifest.revision == revisions()[-1]
        found = prove(engine, data_dir) if whole else None
    finally:
        engine.dispose()
    return Restored(
        one.name, manifest.made_at, manifest.revision, len(manifest.files), counts, found
    )


def _chosen(folder: Path) -> Path:
    if (folder / NAME).exists():
        return folder
    if held := all_of(folder):
        return held[-1]
    raise NotFound(f"there is no backup in {folder}")


def _check_empty(url: sa.URL, data_dir: Path) -> None:
    if data_dir.exists() and any(data_dir.iterdir()):
        raise ArchiveError(f"{data_dir} is not empty: {ELSEWHERE}")
    if file := sqlite_file(url):
        if file.exists():
            raise ArchiveError(f"{file} is there already: {ELSEWHERE}")
        return
    engine = _engine(url)
    try:
        with engine.connect() as conn:
            if sa.inspect(conn).get_table_names():
                raise ArchiveError(f"{shown(url)} holds tables already: {ELSEWHERE}")
    finally:
        engine.dispose()


@contextmanager
def _whole_or_not(url: sa.URL, data_dir: Path) -> Iterator[None]:
    """What is put into the two places is removed again, unless all of it is."""
    with written(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        (data_dir / UNFINISHED).write_text(f"{shown(url)}\n", "utf-8")
        sync_file(data_dir / UNFINISHED)
        sync_folder(data_dir)
    try:
        yield
    except BaseException:
        with suppress(OSError, sa.exc.DBAPIError, ArchiveError):  # else the next call does it
            _sweep(url, data_dir)
        raise
    (data_dir / UNFINISHED).unlink()
    sync_folder(data_dir)


def _sweep(url: sa.URL, data_dir: Path) -> None:
    """Removes what a restore into the same places put there, if it was broken off."""
    mark = data_dir / UNFINISHED
    if not mark.exists() or mark.read_text("utf-8").strip() != shown(url):
        return
    if file := sqlite_file(url):
        for end in ("", "-wal", "-shm"):
            file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
    else:
        _empty_server(url)
    for path in data_dir.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path != mark:
            path.unlink()
    mark.unlink()


def _empty_server(url: sa.URL) -> None:
    engine = _engine(url)
    try:
        with engine.connect() as conn:
            there = sa.inspect(conn).has_table("alembic_version")
            at = conn.exec_driver_sql("SELECT 1 FROM alembic_version").first() if there else None
        if at:
            migrate(engine, "base")
        with engine.begin() as conn:
            conn.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    finally:
        engine.dispose()


def _engine(url: sa.URL) -> sa.Engine:
    return connect(url.render_as_string(hide_password=False))


def _check_files(base: Path, manifest: Manifest, told: Told) -> None:
    done, total = 0, sum(file.size for file in manifest.files)
    for file in manifest.files:
        path = base / file.held
        if not path.is_file():
            raise ArchiveError(f"the backup lacks {path}: use another backup")
        if path.stat().st_size != file.size or copied(path, None, file.size) != file.sha256:
            raise ArchiveError(f"{path} is damaged: use another backup")
        done += file.size
        told(done, total)


def _put_files(base: Path, manifest: Manifest, data_dir: Path) -> None:
    """All files but those of the database."""
    for file in manifest.files:
        if not file.path.startswith("database/"):
            _put(base / file.held, data_dir / file.path, file.size, file.sha256)


def _put(source: Path, target: Path, size: int, digest: str) -> None:
    if copied(source, target, size) != digest:
        raise ArchiveError(f"{target} was not written as it is in {source}: check the disk")


def _counted(url: sa.URL, manifest: Manifest, one: Path) -> dict[str, int]:
    """The rows of each table; raises ArchiveError where they are not those of the backup."""
    engine = _engine(url)
    try:
        with begin_read(engine) as conn:
            counts = dumping.counted(conn)
    finally:
        engine.dispose()
    if counts != manifest.counts:
        differ = sorted(name for name in counts if counts[name] != manifest.counts.get(name))
        raise ArchiveError(f"not all rows of {', '.join(differ)} were restored from {one}")
    return counts


def _database(base: Path, manifest: Manifest, url: sa.URL) -> None:
    """Makes the database."""
    files = [file for file in manifest.files if file.path.startswith("database/")]
    if target := sqlite_file(url):
        (file,) = files
        _put(base / file.held, target, file.size, file.sha256)
        return
    engine = _engine(url)
    try:
        migrate(engine, manifest.revision)
        dumping.load(engine, (base / files[0].held).parent, manifest.tables)
    finally:
        engine.dispose()
