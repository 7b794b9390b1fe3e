"""What is withheld is gone everywhere, provably, and does not come back."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from archive import Archive
from archive.cli.program import app
from archive.errors import ArchiveError, BadQuery, NotFound, PageLost
from archive.keeping import forgetting, overwriting, seals, withhold
from archive.keeping.records import Note, replacement
from archive.keeping.verify import Verified, verify
from archive.record import Attachment, Image
from archive.storage.derived import known_address
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling, key, reading
from tests.archive.filled import Filled, copied

URL = "https://baosonkhe.example/tin-1.htm"
NEXT = "https://baosonkhe.example/tin-2.htm"
SECRET = "Ông Trần Văn Bí Mật khai tại buổi làm việc theo Nghị định 13/2023/NĐ-CP. "
WHY = {"reason": "bản án 12", "person": "Ban biên tập"}


@pytest.fixture(scope="module")
def filled(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Two articles, one of them of two versions, under a seal."""
    folder = tmp_path_factory.mktemp("sealed")
    with crawling(module_database_url, folder, PlainReader()) as crawl:
        crawl.store.now = lambda: NIGHT + 20 * DAY
        body = SECRET + TEXT
        captured = crawl.capture(URL, NIGHT, {"title": "Bí Mật ra tòa", "body": body})
        found = reading(
            "Bí Mật ra tòa", body, url=URL, author="Lê Bí Mật", lead="Bí Mật bị xử",
            images=(Image("https://baosonkhe.example/bi-mat.jpg", "Ông Bí Mật"),),
            attachments=(Attachment("https://baosonkhe.example/a.pdf", "Án Bí Mật"),),
        )  # fmt: skip
        crawl.store.record(captured, key(URL), found, NIGHT)
        crawl.look(URL, NIGHT + DAY, title="Tin thường", body=TEXT)
        crawl.look(NEXT, NIGHT, title="Mùa lúa", body=OTHER)
        seals.take(crawl.store.engine, crawl.store.data_dir, NIGHT + 20 * DAY)
    return module_database_url, folder / "data"


@pytest.fixture
def database_url(filled: Filled, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A copy of that archive, for one test."""
    with copied(filled, tmp_path, request) as url:
        yield url


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path, PlainReader()) as crawl:
        crawl.store.now = lambda: NIGHT + 20 * DAY
        yield crawl


def proved(crawl: Crawl) -> Verified:
    return verify(crawl.store.engine, crawl.store.data_dir)


def article(crawl: Crawl, url: str = URL) -> str:
    sql = "SELECT article_id FROM current_article WHERE url = :url"
    ((found,),) = crawl.rows(sql, url=url)
    return str(found)


def take_out(crawl: Crawl, number: int | None = None) -> withhold.Withheld:
    now = NIGHT + 21 * DAY
    store = crawl.store
    return withhold.withhold(
        store.engine, store.data_dir, article(crawl), number, *WHY.values(), now
    )


def bytes_of(crawl: Crawl) -> bytes:
    """All that the archive holds, unpacked: its database and its pages."""
    files = b"".join(
        gzip.decompress(path.read_bytes()) for path in crawl.store.data_dir.glob("warc/**/*.gz")
    )
    if crawl.store.engine.dialect.name == "sqlite":
        path = Path(crawl.store.engine.url.database or "")
        return files + path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    with crawl.store.engine.connect() as conn:
        names = sa.inspect(conn).get_table_names()
        rows = [str(conn.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in names]
    return files + "".join(rows).encode()


def test_the_words_are_nowhere_any_more_and_all_proofs_hold(crawl: Crawl) -> None:
    told = take_out(crawl)
    assert (told.pages, told.readings, told.records, told.others) == (2, 2, 2, ())
    found = proved(crawl)
    assert found.findings == ()
    assert found.withheld == 2
    held = bytes_of(crawl)
    for word in ("Bí Mật", "bi-mat.jpg", "bi mat", "13/2023"):
        assert word.encode() not in held, word
    crawl.store.rebuild()
    assert proved(crawl).findings == ()
    seals.take(crawl.store.engine, crawl.store.data_dir, NIGHT + 22 * DAY)
    assert proved(crawl).findings == ()


def test_every_answer_says_that_it_is_withheld(crawl: Crawl, database_url: str) -> None:
    name = article(crawl)
    take_out(crawl)
    title = "withheld (bản án 12, 2026-10-23)"
    with Archive.open(database_url, crawl.store.data_dir) as archive:
        shown = archive.show(name)
        assert (shown.title, shown.body) == (title, "")
        assert archive.search("Bí Mật", statuses=()).total == 0
        assert {one.title for one in archive.history(name).versions} <= {title}
    ((digest,), *_) = crawl.rows("SELECT sha256 FROM page ORDER BY id")
    with pytest.raises(PageLost, match=r"withheld \(bản án 12"):
        crawl.store.page_bytes(digest)


def test_a_diff_does_not_call_withheld_versions_the_same(
    crawl: Crawl, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = article(crawl)
    take_out(crawl)
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", database_url)
    told = CliRunner().invoke(app, ["diff", name, "1", "2"]).output
    assert "What differs between them is withheld." in told


def test_one_version_is_withheld_and_the_other_stays(crawl: Crawl) -> None:
    assert take_out(crawl, 1).pages == 1
    assert proved(crawl).findings == ()
    sql = "SELECT title FROM article_version WHERE article_id = :id ORDER BY version_no"
    titles = [row[0] for row in crawl.rows(sql, id=article(crawl))]
    assert titles == ["withheld (bản án 12, 2026-10-23)", "Tin thường"]
    crawl.look(URL, NIGHT + 30 * DAY, title="Tin thường, sửa", body=TEXT)
    assert proved(crawl).findings == ()


def test_a_withheld_article_is_not_taken_in_again(crawl: Crawl) -> None:
    assert URL in {one.url for one in crawl.store.known_all("baosonkhe")}
    take_out(crawl)
    assert URL not in {one.url for one in crawl.store.known_all("baosonkhe")}
    assert crawl.store.shown("baosonkhe", [URL]) == {URL}
    told = crawl.look(URL, NIGHT + 30 * DAY, title="Bí Mật trở lại", body=SECRET + TEXT)
    assert told.verdict == "refused"
    # the same bytes under another address, as an import from another archive brings them
    page = {"title": "Bí Mật ra tòa", "body": SECRET + TEXT}
    other = crawl.capture("https://baovinhlam.example/tin-9.htm", NIGHT + 31 * DAY, page)
    assert other.page_sha256 is None
    assert "Bí Mật".encode() not in bytes_of(crawl)
    assert proved(crawl).findings == ()


def test_what_was_broken_off_is_told_and_finished(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overwriting, "finish", lambda *_: None)
    name = article(crawl)
    take_out(crawl)
    monkeypatch.undo()
    found = proved(crawl).findings
    assert {one.kind for one in found} == {"withheld"}
    assert all("egov withhold" in one.sentence and one.article == name for one in found)
    assert take_out(crawl).finished == 2
    assert proved(crawl).findings == ()


def test_a_dry_run_changes_nothing(crawl: Crawl) -> None:
    before = bytes_of(crawl)
    name = article(crawl)
    engine, folder = crawl.store.engine, crawl.store.data_dir
    told = withhold.withhold(engine, folder, name, None, *WHY.values(), NIGHT, dry_run=True)
    assert told.pages == 2
    assert bytes_of(crawl) == before


def test_reason_person_and_version_are_asked_for_by_name(crawl: Crawl) -> None:
    engine, folder, name = crawl.store.engine, crawl.store.data_dir, article(crawl)
    with pytest.raises(BadQuery, match="--reason"):
        withhold.withhold(engine, folder, name, None, " ", "x", NIGHT)
    with pytest.raises(NotFound, match="no version 7"):
        withhold.withhold(engine, folder, name, 7, "x", "x", NIGHT)


REFUSED = (
    "UPDATE reading SET title = 'withheld (bản án 12, 2026-10-23)', body = 'x' WHERE id = 1",
    "UPDATE reading SET published_at = recorded_at WHERE id = 1",
    "UPDATE reading SET digest = 'x' WHERE id = 1",
    "UPDATE reading SET lead = '' WHERE id = {last}",
    "DELETE FROM reading WHERE id = 1",
    "UPDATE topic SET score = 0 WHERE reading_id = 1",
    "UPDATE topic SET terms = '{{}}' WHERE reading_id = {last}",
    "DELETE FROM topic WHERE reading_id = 1",
    "DELETE FROM mention WHERE reading_id = {last}",
    "DELETE FROM page",
    "UPDATE withheld SET reason = 'x'",
)


def test_a_plain_client_may_change_nothing_else(crawl: Crawl) -> None:
    crawl.look(NEXT, NIGHT + DAY, title="Mùa", body=f"Theo Nghị định 13/2023/NĐ-CP. {OTHER}")
    take_out(crawl)
    ((last,),) = crawl.rows("SELECT max(id) FROM reading")
    url = crawl.store.engine.url
    plain = url.render_as_string(hide_password=False).replace("+psycopg", "")
    for change in (one.format(last=last) for one in REFUSED):
        if url.get_backend_name() == "sqlite":
            with (
                closing(sqlite3.connect(url.database or "")) as client,
                pytest.raises(sqlite3.IntegrityError, match="facts are insert-only"),
            ):
                client.execute(change)
            continue
        for asked in ("on", "off"):
            with psycopg.connect(plain) as other:
                other.execute(f"SELECT set_config('egov.withholding', '{asked}', true)")
                with pytest.raises(psycopg.errors.RaiseException, match="facts are insert-only"):
                    other.execute(change)


@pytest.mark.parametrize("length", [230, 300, 400, 700, 5000, 100_000])
def test_a_note_fills_the_room_of_a_record_exactly(tmp_path: Path, length: int) -> None:
    note = Note(URL, "bản án", "Ban biên tập", NIGHT, "a" * 64, "b" * 64)
    member = replacement(note, length)
    assert len(member) == length
    (tmp_path / "a.warc.gz").write_bytes(member)
    with (tmp_path / "a.warc.gz").open("rb") as file:
        (record,) = ArchiveIterator(file)
        assert record.rec_type == "metadata"


def test_a_record_without_room_for_a_note_is_refused() -> None:
    with pytest.raises(ArchiveError, match="too short"):
        replacement(Note(URL, "x", "x", NIGHT, "a", "b"), 40)


def test_an_answer_without_the_article_stays_that_of_all_others(crawl: Crawl) -> None:
    nothing = {"raw": b"", "decoded": b"", "headers": ()}
    missing = {"raw": b"<h1>404</h1>", "decoded": b"<h1>404</h1>", "headers": ()}
    for url in (URL, NEXT):
        look = crawl.capture(
            url, NIGHT + 2 * DAY, outcome="not-modified", status=304, conditional=True, **nothing
        )
        crawl.store.unchanged(look.fetch_id, url, NIGHT + 2 * DAY)
        look = crawl.capture(url, NIGHT + 3 * DAY, outcome="missing", status=404, **missing)
        crawl.store.missing(look.fetch_id, url, NIGHT + 3 * DAY)
    told = take_out(crawl)
    assert (told.pages, told.records, told.others) == (2, 2, ())
    crawl.look(NEXT, NIGHT + 4 * DAY, title="Mùa lúa", body=OTHER)
    crawl.capture(NEXT, NIGHT + 5 * DAY, outcome="missing", status=404, **missing)
    crawl.capture(NEXT, NIGHT + 6 * DAY, outcome="not-modified", status=304, **nothing)
    sql = "SELECT outcome FROM fetch_event WHERE url = :url ORDER BY requested_at"
    outcomes = [one for (one,) in crawl.rows(sql, url=NEXT)]
    assert outcomes == ["ok", "not-modified", "missing", "ok", "missing", "not-modified"]
    assert proved(crawl).findings == ()


def test_what_no_reader_could_read_of_it_goes_too(crawl: Crawl) -> None:
    look = crawl.capture(URL, NIGHT + 2 * DAY, {"note": SECRET})
    crawl.store.refuse(look.fetch_id, "no-title", "", NIGHT + 2 * DAY)
    only = {"raw": SECRET.encode(), "decoded": SECRET.encode(), "headers": ()}
    crawl.capture(URL, NIGHT + 3 * DAY, outcome="missing", status=404, **only)
    take_out(crawl)
    assert "Bí Mật".encode() not in bytes_of(crawl)
    assert proved(crawl).findings == ()


def test_words_that_were_replaced_before_leave_no_trace(crawl: Crawl) -> None:
    engine = crawl.store.engine
    listed = {"url": URL, "site_id": 1, "listing": "rss", "found_at": NIGHT, "why": "listing"}
    with engine.begin() as conn:  # as a listing told it on one day
        conn.execute(sa.insert(known_address), {**listed, "title": "Bí Mật bị bắt giữ " * 2000})
    with engine.begin() as conn:  # and on the next
        if engine.dialect.name == "sqlite":  # which some systems build with it switched on
            conn.exec_driver_sql("PRAGMA secure_delete=OFF")
        conn.execute(sa.update(known_address).values(title="Tin"))
    take_out(crawl)
    assert "Bí Mật".encode() not in bytes_of(crawl)


def test_a_reader_of_the_old_state_is_told_of(crawl: Crawl) -> None:
    engine = crawl.store.engine
    if engine.dialect.name == "postgresql":
        return  # whoever reads there does not see what is freed
    with engine.connect() as conn:
        conn.exec_driver_sql("SELECT count(*) FROM reading").all()
        with engine.connect() as other:  # which is taken again below, and does not wait long
            other.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(ArchiveError, match="give the same command again"):
            forgetting.forget(engine)
    forgetting.forget(engine)
