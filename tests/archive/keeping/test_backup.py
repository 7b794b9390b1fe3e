"""A backup is one moment of a running crawl, and what is restored of it proves to be that."""

import resource
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.errors import ArchiveError, BadQuery, NotFound
from archive.keeping import seals, withhold
from archive.keeping.backup import all_of, backup
from archive.keeping.restore import Restored, restore
from archive.storage.engine import connect
from archive.storage.schema import FACTS
from archive.storage.store import Store
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, crawling
from tests.conftest import postgres_database

URL = "https://baosonkhe.example/tin-{}.htm"


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look(URL.format(1), NIGHT)
        crawl.look(URL.format(2), NIGHT, title="Mùa lúa", body=OTHER)
        crawl.look(URL.format(2), NIGHT + DAY, title="Mùa lúa sớm", body=OTHER)
        seals.take(crawl.store.engine, crawl.store.data_dir, NIGHT)
        yield crawl


def kept(crawl: Crawl, tmp_path: Path, minutes: int = 0, rotate: int | None = None) -> Path:
    at = NIGHT + timedelta(minutes=minutes)
    store = crawl.store
    return backup(store.engine, store.data_dir, tmp_path / "kept", at, rotate=rotate).folder


@contextmanager
def empty(crawl: Crawl, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that does not exist, or has no table."""
    if crawl.store.engine.dialect.name == "sqlite":
        yield f"sqlite:///{tmp_path / 'again' / 'archive.db'}"
        return
    with postgres_database(request.getfixturevalue("postgres_server"), "template0") as url:
        yield url


def rows(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as conn:
        return {
            table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
            for table in FACTS
        }


def test_a_restored_archive_is_the_one_backed_up_and_is_proved(
    crawl: Crawl, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kept(crawl, tmp_path)
    with empty(crawl, request, tmp_path) as url:
        made = restore(tmp_path / "kept", url, tmp_path / "again" / "data")
        assert made.verified is not None
        assert made.verified.findings == ()
        again = connect(url)
        assert rows(again) == rows(crawl.store.engine)
        with closing(Store(again, tmp_path / "again" / "data")) as store:  # and it goes on
            other = Crawl(store)
            assert other.look(URL.format(3), NIGHT + DAY, title="Tin mới").kind == "first"
        with pytest.raises(ArchiveError, match="empty place"):
            restore(tmp_path / "kept", url, tmp_path / "again" / "data")
        with pytest.raises(ArchiveError, match="empty place"):
            restore(tmp_path / "kept", url, tmp_path / "third")


def test_a_backup_beside_a_crawl_is_the_run_up_to_a_moment(
    crawl: Crawl, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    halt = threading.Event()

    def record() -> None:
        with closing(Store(connect(database_url), crawl.store.data_dir)) as store:
            own, number = Crawl(store), 10
            while not halt.is_set():
                at = NIGHT + timedelta(minutes=number)
                own.look(URL.format(number), at, title=f"Tin {number}", body=f"{number} {TEXT}")
                number += 1

    writer = threading.Thread(target=record)
    writer.start()
    try:
        while crawl.rows("SELECT count(*) FROM version")[0][0] < 6:
            halt.wait(0.01)
        kept(crawl, tmp_path)
        ((reached,),) = crawl.rows("SELECT count(*) FROM fetch_event")
        while crawl.rows("SELECT count(*) FROM fetch_event")[0][0] < reached + 4:
            halt.wait(0.01)
    finally:
        halt.set()
        writer.join()
    with empty(crawl, request, tmp_path) as url:
        made: Restored = restore(tmp_path / "kept", url, tmp_path / "again" / "data")
        assert made.verified is not None
        assert made.verified.findings == ()
        again = connect(url)
        then, now = rows(again), rows(crawl.store.engine)
        again.dispose()
    assert 4 < len(then["fetch_event"]) < len(now["fetch_event"])
    for name, held in then.items():
        assert set(map(repr, held)) <= set(map(repr, now[name])), name
    last = max(row[0] for row in then["fetch_event"])
    assert sum(row[0] <= last for row in now["fetch_event"]) == len(then["fetch_event"])


def test_a_disk_without_room_is_named_and_nothing_is_left_there(
    crawl: Crawl, tmp_path: Path
) -> None:
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, most[1]))
    try:
        with pytest.raises(ArchiveError, match=r"kept could not be written .*: see to its room"):
            kept(crawl, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [".lock"]
    assert all_of(kept(crawl, tmp_path).parent)


@pytest.mark.parametrize("part", ["database", "pages", "manifest.json", "seals.txt"])
def test_a_damaged_backup_is_refused_by_name(crawl: Crawl, tmp_path: Path, part: str) -> None:
    one = kept(crawl, tmp_path)
    folder = tmp_path / "kept" if part == "pages" else one
    path = next(path for path in sorted(folder.rglob("*")) if path.is_file() and part in str(path))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    url = "sqlite:///" + str(tmp_path / "again.db")
    if crawl.store.engine.dialect.name == "postgresql":
        with pytest.raises(ArchiveError, match=r"is damaged|postgresql database"):
            restore(one, url, tmp_path / "again")
        return
    with pytest.raises(ArchiveError, match=rf"{path.name}.* is damaged"):
        restore(one, url, tmp_path / "again")
    assert not (tmp_path / "again.db").exists()
    assert not (tmp_path / "again").exists()


def test_pages_are_copied_once_and_old_backups_go(crawl: Crawl, tmp_path: Path) -> None:
    crawl.store.close()
    first = backup(crawl.store.engine, crawl.store.data_dir, tmp_path / "kept", NIGHT, rotate=2)
    assert first.copied == first.pages > 0
    second = backup(
        crawl.store.engine, crawl.store.data_dir, tmp_path / "kept", NIGHT + DAY, rotate=2
    )
    assert (second.copied, second.pages, second.removed) == (0, first.pages, ())
    third = kept(crawl, tmp_path, 9999, rotate=2)
    assert all_of(tmp_path / "kept") == [second.folder, third]
    with pytest.raises(BadQuery, match="--rotate"):
        kept(crawl, tmp_path, 1, rotate=0)


def test_a_backup_made_later_holds_nothing_withheld(crawl: Crawl, tmp_path: Path) -> None:
    crawl.look(URL.format(5), NIGHT, title="Bí Mật", body="Bí Mật. " + TEXT)
    ((name,),) = crawl.rows("SELECT article_id FROM current_article WHERE title = 'Bí Mật'")
    store = crawl.store
    why = (None, "bản án", "Ban biên tập", NIGHT + DAY)
    withhold.withhold(store.engine, store.data_dir, name, *why)
    kept(crawl, tmp_path)
    for path in (tmp_path / "kept").rglob("*"):
        assert path.is_dir() or "Bí Mật".encode() not in path.read_bytes(), path


def test_a_backup_that_is_broken_off_leaves_none(
    crawl: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.keeping.backup._pages", full)
    with pytest.raises(ArchiveError, match="No space"):
        kept(crawl, tmp_path)
    assert all_of(tmp_path / "kept") == []
    with pytest.raises(NotFound, match="no backup"):
        restore(tmp_path / "kept", "sqlite:///" + str(tmp_path / "x.db"), tmp_path / "x")
