"""Exports, backups, readings and takedowns of an archive whose pages were given up."""

import gzip
import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive import kept
from archive.asking.search import Filters
from archive.cli.program import app
from archive.exchange.export import export
from archive.exchange.importing import Import
from archive.exchange.manifest import Asked
from archive.keeping import compaction, withhold
from archive.keeping.backup import all_of, backup
from archive.keeping.restore import restore
from archive.storage.engine import connect
from archive.storage.moments import NOW
from archive.storage.rereading import reread
from archive.storage.store import Store
from tests.archive.crawl import DAY, OTHER, Crawl, PlainReader
from tests.archive.keeping.halfyear import LATE, URL, compacted, findings, noise, on_disk, warcs
from tests.archive.keeping.test_backup import empty
from tests.conftest import upgrade as upgraded


@pytest.fixture
def crawl(aged: Crawl) -> Crawl:
    return aged


def test_an_export_of_a_compacted_archive_makes_the_same_articles(
    crawl: Crawl, tmp_path: Path
) -> None:
    compacted(crawl)
    with crawl.store.engine.connect() as conn:
        told = export(
            conn,
            crawl.store.data_dir,
            tmp_path / "out",
            Asked("warc", None, Filters(statuses=()), NOW, versions=False, public=False),
        )
    assert told.lost == 0
    url = f"sqlite:///{tmp_path / 'target.db'}"
    upgraded(url, tmp_path)
    with closing(Store(connect(url), tmp_path / "again", PlainReader(), lambda: LATE)) as store:
        took = Import(store, PlainReader()).run([tmp_path / "out"], (), None)
        assert took.bad == {}
        other = Crawl(store)
        sql = (
            "SELECT article_id, version_id, change, title, body FROM article_version"
            " ORDER BY version_id"
        )
        assert other.rows(sql) == crawl.rows(sql)
        seen = "SELECT article_id, looks FROM article_state ORDER BY article_id"
        assert other.rows(seen) == crawl.rows(seen)
        assert findings(other) == []


def test_a_backup_is_as_small_as_the_archive_and_older_ones_stay_whole(
    crawl: Crawl, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store, kept = crawl.store, tmp_path / "kept"
    backup(store.engine, store.data_dir, kept, LATE)
    compacted(crawl)
    backup(store.engine, store.data_dir, kept, LATE + DAY)
    one, two = all_of(kept)
    with empty(crawl, request, tmp_path) as url:
        made = restore(two, url, tmp_path / "again" / "data")
        assert made.verified is not None
        assert made.verified.findings == ()
        again = sorted((tmp_path / "again" / "data" / "warc").rglob("*.gz"))
        assert on_disk(again) <= 1.02 * on_disk(warcs(crawl))
    pool = list((kept / "pages").rglob("*.gz.*"))
    whole = sum(path.stat().st_size for path in warcs(crawl))
    assert on_disk(pool) < 1.1 * (whole + on_disk(warcs(crawl)))
    if store.engine.dialect.name == "sqlite":
        old = restore(one, f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "old")
        assert old.verified is not None
        assert old.verified.findings == ()
    backup(store.engine, store.data_dir, kept, LATE + 2 * DAY, rotate=2)
    assert on_disk(list((kept / "pages").rglob("*.gz.*"))) < 1.1 * on_disk(warcs(crawl))


def test_reading_again_after_it_changes_nothing(crawl: Crawl) -> None:
    compacted(crawl)
    state = crawl.state()
    told = reread(crawl.store, PlainReader())
    assert (told.read, told.lost) == (0, 0)
    newer = reread(crawl.store, PlainReader("plain-2"))
    assert (newer.lost, newer.refused, newer.same) == (0, 0, newer.versions)
    assert crawl.state().keys() == state.keys()
    crawl.store.reader = PlainReader("plain-2")
    shown = crawl.look(URL, LATE, title="Một cửa", body=OTHER, weather=noise("neu"))
    assert shown.verdict == "unchanged"
    assert findings(crawl) == []


def test_what_is_withheld_of_a_compacted_article_leaves_no_word_and_verifies(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "overwrite", lambda *_: 0)  # broken off
    compacted(crawl)
    monkeypatch.undo()
    ((article,),) = crawl.rows("SELECT article_id FROM current_article WHERE url = :url", url=URL)
    store = crawl.store
    why = ("bản án 3", "Ban biên tập")
    withhold.withhold(store.engine, store.data_dir, article, None, *why, LATE)
    compacted(crawl)
    held_bytes = b"".join(gzip.decompress(path.read_bytes()) for path in warcs(crawl))
    assert "Một cửa".encode() not in held_bytes
    assert findings(crawl) == []


def test_what_is_withheld_after_it_takes_no_room_again(crawl: Crawl) -> None:
    compacted(crawl)
    before = on_disk(warcs(crawl))
    ((article,),) = crawl.rows("SELECT article_id FROM current_article WHERE url = :url", url=URL)
    store = crawl.store
    why = ("bản án 3", "Ban biên tập")
    withhold.withhold(store.engine, store.data_dir, article, None, *why, LATE)
    assert on_disk(warcs(crawl)) <= before
    assert findings(crawl) == []


def test_the_command_says_what_it_gave_up(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "wall_clock", lambda: LATE)
    url = crawl.store.engine.url.render_as_string(hide_password=False)
    env = {"ARCHIVE_DATABASE_URL": url, "ARCHIVE_DATA_DIR": str(crawl.store.data_dir)}

    def said(*words: str) -> str:
        return CliRunner().invoke(app, ["compact", *words], env=env).output

    assert "23 pages could be given up, about 0." in said("--dry-run")
    told = json.loads(said("--json"))
    assert (told["pages"], told["records"], told["left"]) == (23, 23, False)
    assert told["words"].startswith("23 pages given up, 0.")
    assert said("--all") == "0 pages given up, 0.0 MB of room won.\n"
