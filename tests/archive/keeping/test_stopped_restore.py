"""A restore that is stopped or killed leaves nothing that could be taken for an archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.errors import ArchiveError
from archive.keeping import restore as restoring
from archive.keeping.backup import backup
from archive.keeping.restore import restore
from archive.stopping import Stopped
from archive.storage.engine import connect
from tests.archive.crawl import NIGHT, crawling
from tests.conftest import postgres_database


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> Path:
    with crawling(database_url, tmp_path) as crawl:
        crawl.look("https://baosonkhe.example/tin-1.htm", NIGHT)
        store = crawl.store
        return backup(store.engine, store.data_dir, tmp_path / "kept", NIGHT).folder


@contextmanager
def empty(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'again' / 'archive.db'}"
        return
    with postgres_database(request.getfixturevalue("postgres_server"), "template0") as url:
        yield url


def tables(url: str) -> list[str]:
    if url.startswith("sqlite"):
        return [path.name for path in Path(url.removeprefix("sqlite:///")).parent.glob("*.db*")]
    engine = connect(url)
    try:
        return sa.inspect(engine).get_table_names()
    finally:
        engine.dispose()


@pytest.mark.parametrize("place", ["_put_files", "_database", "_counted"])
def test_what_a_restore_had_put_there_when_it_was_stopped_or_killed_is_removed(
    kept: Path,
    database_url: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    data, step = tmp_path / "again" / "data", getattr(restoring, place)

    def stopped(*what: object) -> None:
        step(*what)
        raise Stopped(143)

    with empty(database_url, request, tmp_path) as url:
        with monkeypatch.context() as breaking:
            breaking.setattr(restoring, place, stopped)
            with pytest.raises(Stopped):
                restore(kept, url, data)
            assert (tables(url), list(data.iterdir())) == ([], [])
            breaking.setattr(restoring, "_sweep", lambda *_: None)  # as a kill leaves it
            with pytest.raises(Stopped):
                restore(kept, url, data)
        assert list(data.iterdir()) != []
        made = restore(kept, url, data)
        assert made.verified is not None
        assert made.verified.findings == ()
        with pytest.raises(ArchiveError, match="empty place"):
            restore(kept, url, data)


def test_what_was_to_become_another_archive_is_left_alone(kept: Path, tmp_path: Path) -> None:
    data = tmp_path / "again"
    data.mkdir()
    (data / restoring.UNFINISHED).write_text("sqlite:////srv/other.db\n")
    with pytest.raises(ArchiveError, match=r"again is not empty|postgresql database"):
        restore(kept, f"sqlite:///{tmp_path / 'x.db'}", data)
    assert (data / restoring.UNFINISHED).exists()
