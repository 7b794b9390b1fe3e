"""Runs that were broken off: counted from the facts, judged with those that went on with them."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from archive.keeping.verify import verify
from archive.record import Attachment, RunCounts
from archive.storage import brokenoff, leftover, onenight
from archive.storage.engine import begin_read
from tests.archive.crawl import DAY, NIGHT, Crawl, crawling, key, reading

SITE = "baosonkhe"
HOUR = timedelta(hours=1)
RUN = (
    "SELECT outcome, fetched, new_articles, new_versions, unchanged, gone, failed, refused FROM run"
)


@pytest.fixture
def crawl(database_url, tmp_path):
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def url(number):
    return f"https://{SITE}.example/tin-{number}.htm"


def begun(crawl, at, *, ended=None):
    """A run, which has an outcome only where it came to its end."""
    run = crawl.store.start_run(SITE, "nightly", at)
    if ended:
        crawl.store.finish_run(run, at + HOUR, ended, RunCounts())
    return run


def shown(crawl, run, number, at, title="Tít"):
    """A look at an article that is told to the archive."""
    body = " ".join(f"chữ{number}x{place}" for place in range(30))  # in no other article
    captured = crawl.capture(url(number), at, {"title": title, "body": body}, run=run)
    found = reading(title=title, body=body, url=url(number))
    return crawl.store.record(captured, key(url(number)), found, at)


def missed(crawl, run, number, at):
    """A look at an article that is not there."""
    captured = crawl.capture(url(number), at, None, run=run, outcome="missing", status=404)
    return crawl.store.missing(captured.fetch_id, url(number), at)


def gone(crawl):
    """How many articles are gone."""
    ((number,),) = crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL")
    return number


def test_a_killed_run_is_counted_by_what_it_did_and_says_when_it_broke_off(crawl: Crawl) -> None:
    first = begun(crawl, NIGHT, ended="healthy")
    for number in range(1, 5):
        shown(crawl, first, number, NIGHT)
    at = NIGHT + DAY
    run = begun(crawl, at)
    shown(crawl, run, 1, at)
    shown(crawl, run, 2, at, title="Tít khác")
    shown(crawl, run, 9, at)
    missed(crawl, run, 3, at + timedelta(minutes=12))
    crawl.capture(url(7), at, None, run=run, outcome="timeout")
    assert brokenoff.close(crawl.store.engine, SITE) == 1
    assert crawl.rows(f"{RUN} WHERE id = {run}") == [("interrupted", 4, 1, 1, 1, 1, 1, 0)]
    ((notes,),) = crawl.rows(f"SELECT notes FROM run WHERE id = {run}")
    notes = json.loads(notes) if isinstance(notes, str) else notes
    assert notes == [
        "the crawl was broken off; it is counted up to its last look, "
        "2026-10-03 01:42:00 in Vietnam"
    ]
    assert brokenoff.close(crawl.store.engine, SITE) == 0


def test_a_run_that_was_killed_before_its_first_look_says_so(crawl: Crawl) -> None:
    run = begun(crawl, NIGHT)
    brokenoff.close(crawl.store.engine, SITE)
    ((notes,),) = crawl.rows(f"SELECT notes FROM run WHERE id = {run}")
    assert "before its first look" in str(notes)


def test_runs_of_one_night_are_those_that_go_on_with_a_broken_one(crawl: Crawl) -> None:
    alone = begun(crawl, NIGHT, ended="healthy")
    one = begun(crawl, NIGHT + DAY, ended="interrupted")
    two = begun(crawl, NIGHT + DAY + HOUR, ended="interrupted")
    feeds = crawl.store.start_run(SITE, "feeds", NIGHT + DAY + 2 * HOUR)
    three = begun(crawl, NIGHT + DAY + 3 * HOUR, ended="healthy")
    late = begun(crawl, NIGHT + 2 * DAY, ended="interrupted")
    after = begun(crawl, NIGHT + 3 * DAY, ended="healthy")
    with begin_read(crawl.store.engine) as conn:
        assert onenight.together(conn, alone) == [alone]
        for run in (one, two, three):
            assert onenight.together(conn, run) == [one, two, three]
        assert onenight.together(conn, feeds)[-1:] != [three]
        assert onenight.together(conn, late) == [late]
        assert onenight.together(conn, after) == [after]
        assert onenight.several(conn) == {one, two, three}


@pytest.mark.parametrize("parts", [1, 4])
def test_however_often_a_run_is_broken_off_the_same_articles_are_gone(
    crawl: Crawl, parts: int
) -> None:
    """Three of thirty-one are believed to be gone, though the first part sees little else."""
    first = begun(crawl, NIGHT, ended="healthy")
    for number in range(31):
        shown(crawl, first, number, NIGHT)
    for part in range(parts):
        at = NIGHT + DAY + part * HOUR
        run = begun(crawl, at)
        for number in range(part * 31 // parts, (part + 1) * 31 // parts):
            (missed if number < 3 else shown)(crawl, run, number, at)
        brokenoff.close(crawl.store.engine, SITE)
    assert gone(crawl) == 3
    before = crawl.state()
    crawl.store.rebuild()
    assert crawl.state() == before


def test_verify_beside_a_crawl_doubts_no_article_that_the_crawl_just_found_missing(
    crawl: Crawl,
) -> None:
    first = begun(crawl, NIGHT, ended="healthy")
    for number in range(31):
        shown(crawl, first, number, NIGHT)
    run = begun(crawl, NIGHT + DAY)
    for number in range(31):  # at first a tenth is missing, which nobody believes, then less
        (missed if number < 3 else shown)(crawl, run, number, NIGHT + DAY)
    assert gone(crawl) == 0
    assert verify(crawl.store.engine, crawl.store.data_dir).findings == ()
    brokenoff.close(crawl.store.engine, SITE)
    assert gone(crawl) == 3
    with crawl.store.engine.begin() as conn:
        conn.execute(sa.text("UPDATE article_state SET gone_at = NULL"))
    findings = verify(crawl.store.engine, crawl.store.data_dir).findings
    assert {each.where for each in findings} == {"article_state"}


def test_looks_that_mean_nothing_yet_are_left_with_the_address_that_was_asked(
    crawl: Crawl,
) -> None:
    first = begun(crawl, NIGHT, ended="healthy")
    shown(crawl, first, 1, NIGHT)
    at = NIGHT + DAY
    run = begun(crawl, at)
    moved = "https://baosonkhe.example/cu-1.htm"
    crawl.capture(moved, at, None, run=run, outcome="redirect", status=301, location=url(1))
    left = crawl.capture(url(1), at, None, run=run, outcome="missing", status=404)
    crawl.capture(url(2), at, None, run=run, outcome="not-modified", status=304)  # unasked
    brokenoff.close(crawl.store.engine, SITE)
    (found,) = leftover.looks(crawl.store.engine, SITE)
    assert (found.fetch_id, found.asked, found.url) == (left.fetch_id, moved, url(1))
    crawl.store.missing(found.fetch_id, found.asked, found.seen_at)
    assert leftover.looks(crawl.store.engine, SITE) == []
    assert leftover.since(crawl.store.engine, SITE, at + HOUR) == at
    assert leftover.since(crawl.store.engine, SITE, at + DAY) is None


@pytest.mark.parametrize(
    ("ended", "later", "left"),
    [
        ("interrupted", HOUR, 1),
        ("interrupted", DAY, 0),
        ("failed", DAY, 1),
        ("failed", 2 * DAY, 0),
        ("healthy", HOUR, 0),
    ],
)
def test_files_that_a_run_which_broke_off_or_failed_did_not_ask_for_are_left_to_the_next(
    crawl: Crawl, ended: str, later: timedelta, left: int
) -> None:
    run = begun(crawl, NIGHT, ended=ended)
    paper = f"https://{SITE}.example/van-ban.pdf"
    captured = crawl.capture(url(1), NIGHT, {"title": "Tít"}, run=run)
    found = reading(url=url(1), attachments=(Attachment(paper, "Văn bản"),))
    crawl.store.record(captured, key(url(1)), found, NIGHT)

    def files() -> list[str]:
        at = NIGHT + later
        return [each.file.url for each in leftover.files(crawl.store.engine, SITE, at)]

    assert files() == [paper] * left
    came = crawl.capture(paper, NIGHT + HOUR, "%PDF-1.7 văn bản", run=run, kind="asset")
    crawl.store.file_seen(came.fetch_id, key(url(1)), paper, NIGHT + HOUR)
    assert files() == []
