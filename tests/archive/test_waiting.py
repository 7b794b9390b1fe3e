from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from archive.record import ArticleKey, Found, HostFacts, Look, SiteFacts
from archive.storage import agenda, brokenoff
from archive.storage.engine import connect
from archive.storage.found import Wish
from archive.storage.store import Store
from archive.storage.waiting import in_vain, waiting

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
ROOT = "https://baomau.example"


@pytest.fixture
def store(database_url, tmp_path):
    made = Store(connect(database_url), tmp_path)
    made.declare([SiteFacts("baomau", "Báo Mẫu", (HostFacts("baomau.example"),))])
    yield made
    made.close()


def look(store, path, outcome, body=b"<html>x</html>"):
    captured = Look(
        f"{ROOT}/{path}", "article", NOW, outcome, 200, raw=body, decoded=body if body else None
    )
    return store.capture("baomau", None, captured).fetch_id


def note(store, why, *paths, at=NOW):
    found = [Found(f"{ROOT}/{path}", f"{ROOT}/tin", path, latest_at=at) for path in paths]
    store.note_found("baomau", [Wish(each, why) for each in found], at)


def names(store, limit=10):
    with closing(waiting(store.engine, "baomau", NOW - timedelta(days=30))) as all_waiting:
        found = list(islice(all_waiting, limit))
    return [each.url.removeprefix(f"{ROOT}/") for each in found]


def test_what_was_wanted_and_never_answered_waits_the_newest_first(store):
    note(store, "listing", "cu", at=NOW - timedelta(days=2))
    note(store, "lexicon", "moi")
    note(store, "control", "qua-cu", at=NOW - timedelta(days=40))
    note(store, "known", "ngoai-le")
    assert names(store) == ["moi", "cu"]
    assert names(store, limit=1) == ["moi"]


def test_an_answer_ends_the_waiting_and_a_failure_does_not(store):
    note(store, "listing", "tra-loi", "loi", "cam")
    look(store, "tra-loi", "ok")
    look(store, "loi", "timeout", b"")
    look(store, "cam", "forbidden")
    assert names(store) == ["loi"]


def test_a_refused_or_missing_page_was_asked_for_in_vain(store):
    refused = look(store, "video", "ok")
    key = ArticleKey("baomau", "path", path="/video")
    store.refuse(refused, "video", "a player", NOW, key)
    look(store, "mat", "missing")
    look(store, "bai", "ok", b"<html>bai</html>")
    urls = [f"{ROOT}/{path}" for path in ("video", "mat", "bai", "chua-hoi")]
    assert in_vain(store.engine, urls, NOW) == {urls[0], urls[1]}
    assert in_vain(store.engine, urls, NOW + timedelta(seconds=1)) == set()
    assert in_vain(store.engine, [], NOW) == set()


def test_a_run_that_was_left_open_is_closed_as_interrupted(store):
    before = agenda.newest_run_id(store.engine, "baomau")
    store.start_run("baomau", "nightly", NOW)
    assert brokenoff.close(store.engine, "baomau") == 1
    assert agenda.run_after(store.engine, "baomau", before)["outcome"] == "interrupted"
    assert agenda.newest_runs(store.engine)["baomau"]["finished_at"] == NOW
