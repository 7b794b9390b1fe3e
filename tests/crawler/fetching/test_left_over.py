"""Pages that were captured and not read: what a crawl makes of them before it asks anything."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from archive.errors import NotFound
from archive.record import Look, RunCounts
from archive.storage.engine import connect
from archive.storage.outcome import led_to
from archive.storage.store import Store
from crawler.fetching.figures import SiteRun
from crawler.fetching.looks import Looks
from tests.crawler.fetching.live import publish, quick
from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@pytest.fixture
def warc(tmp_path):
    with Warc(tmp_path / "night.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", section("/bai-9-1109.html"))
        file.add(f"{ROOT}/bai-9-1109.html", article("Bài chín"))
    return tmp_path / "night.warc.gz"


def capture(archived, *numbers):
    """Looks at articles that were kept, and not read, in a file of their own; that file."""
    store = Store(connect(archived.url), archived.folder / "data")
    files = set(store.data_dir.glob("**/*.warc.gz"))
    for number in numbers:
        body = article(f"Bài {number}").encode()
        url, at = f"{ROOT}/bai-{number}-110{number}.html", NIGHT + timedelta(minutes=number)
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        look = Look(url, "article", at, "ok", 200, headers=headers, raw=body, decoded=body)
        store.capture("baomau", None, look)
    store.close()
    (made,) = set(store.data_dir.glob("**/*.warc.gz")) - files
    return made


def notes(archived):
    """What the newest run says to a person."""
    (newest,) = archived.rows("SELECT notes FROM run ORDER BY id DESC LIMIT 1")
    return json.loads(newest["notes"])


def test_pages_in_a_damaged_file_are_told_once_and_wait_until_it_is_restored(archived, warc):
    damaged = capture(archived, 1, 2)
    capture(archived, 3)
    whole = damaged.read_bytes()
    damaged.write_bytes(bytes(len(whole)))
    for _ in range(2):
        ended = archived.crawl(warc=warc)
        assert archived.titles() == {"Bài 3", "Bài chín"}
        assert archived.report()["outcome"] in ("healthy", "quiet"), ended.said
        (note,) = [note for note in notes(archived) if "damaged" in note]
        assert f"of {damaged} is damaged: restore the file" in note
        assert note.endswith("(captured pages of it that wait to be read: 2)")
    damaged.write_bytes(whole)
    archived.crawl(warc=warc)
    assert archived.titles() == {"Bài 1", "Bài 2", "Bài 3", "Bài chín"}
    assert "damaged" not in str(notes(archived))


def broken(error):
    """The looks of two sites of which the first cannot be gone on with; their runs, and whether
    the crawl was ended.
    """
    made, ended = Looks.__new__(Looks), []

    def fail(run):
        if run.site == "baomau":
            raise error

    sites = {name: SiteRun(name, 1) for name in ("baomau", "baokhac")}
    store = SimpleNamespace(unread=lambda site, note: ())
    made.runs = SimpleNamespace(
        probing=False, runs=sites, store=store, halt=lambda *of: ended.append(of)
    )
    made.resuming = SimpleNamespace(
        meanings=fail, files=lambda run: None, redirects=lambda run: None
    )
    assert list(made.left_over()) == []
    return *sites.values(), ended


@pytest.mark.parametrize(
    ("error", "told", "ends"),
    [
        (NotFound("no such article"), "no such article", False),
        (KeyError("bai"), "KeyError('bai')", False),
        (
            OperationalError("SELECT", {}, Exception("the connection is lost")),
            "the database says: the connection is lost",
            True,
        ),
    ],
)
def test_what_was_left_and_cannot_be_gone_on_with_fails_the_run_by_name(error, told, ends):
    failed, other, ended = broken(error)
    assert failed.errors == 1
    assert failed.notes == [f"a page that waited to be read: {told}"]
    assert other.errors == 0
    assert bool(ended) == ends


@pytest.mark.parametrize(
    ("leads", "detail", "followed"),
    [
        ("/index.html", "", True),
        ("/index.html", "redirect loop", False),
        ("mailto:toasoan@baomau.example", "", False),
        ("/bai-0-1100.html", "", False),
    ],
)
def test_a_redirect_of_a_known_article_that_a_kill_left_is_followed_and_not_asked_again(
    archived, server, leads, detail, followed
):
    (path,) = publish(server, 1)
    server.put("/index.html", "<html><body><h1>Báo Mẫu</h1></body></html>")
    quick(archived, server)
    store = Store(connect(archived.url), archived.folder / "data")
    at = datetime.now(UTC)
    run = store.start_run("baomau", "nightly", at)
    to = led_to(f"{server.root}/", leads)
    away = Look(f"{server.root}{path}", "article", at, "redirect", 302, location=to, detail=detail)
    store.capture("baomau", run, away)
    store.finish_run(run, at, "interrupted", RunCounts())
    store.close()
    before = len(server.paths())
    ended = quick(archived, server)
    asked = server.paths()[before:]
    assert ("/index.html" in asked, path in asked) == (followed, False), ended.said
    assert ended.status == 0
    verdicts = [row["verdict"] for row in archived.rows("SELECT verdict FROM sighting ORDER BY id")]
    assert verdicts == (["first", "gone"] if followed else ["first"])
