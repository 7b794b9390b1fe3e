"""What publishers removed and what came back, as a crawl's looks tell it."""

from datetime import timedelta

import pytest

from archive import Archive
from archive.errors import BadQuery, NotFound
from tests.archive.crawl import crawling, night

URL = "https://baosonkhe.example/tin-{}.htm"


# --- removed, and back again ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def removals(module_database_url, tmp_path_factory):
    """Four articles: one stays, one is gone, one was gone and came back, one only seems gone."""
    folder = tmp_path_factory.mktemp("removals")
    with crawling(module_database_url, folder) as crawl:
        for number in range(1, 5):
            crawl.look(URL.format(number), night(0), title=f"Bài {number}")
        crawl.missing(URL.format(2), night(1))
        crawl.missing(URL.format(3), night(1), hard=False)
        crawl.missing(URL.format(3), night(2), hard=False)
        crawl.look(URL.format(3), night(5), title="Bài 3")
        crawl.missing(URL.format(4), night(5), hard=False)
        gone = crawl.rows("SELECT count(*) FROM current_article WHERE gone_at IS NOT NULL")
        assert gone == [(1,)]
    with Archive.open(module_database_url, folder / "data") as opened:
        yield opened


def test_what_is_gone_is_told_with_when_and_how(removals):
    (one,) = removals.gone().articles
    assert (one.title, one.how, one.status, one.back_at) == ("Bài 2", "hard", 404, None)
    assert (one.last_seen_at, one.gone_at) == (night(0), night(1))


def test_what_came_back_is_told_with_both_dates(removals):
    (one,) = removals.gone(back=True).articles
    assert (one.title, one.how, one.status) == ("Bài 3", "soft", 200)
    assert (one.last_seen_at, one.gone_at, one.back_at) == (night(0), night(1), night(5))


def test_removals_are_told_as_of_any_time(removals):
    (gone, came) = sorted(removals.gone(as_of=night(4)).articles, key=lambda one: one.title)
    assert (gone.title, came.title, came.back_at) == ("Bài 2", "Bài 3", None)
    assert removals.gone(back=True, as_of=night(4)).total == 0
    assert removals.gone(known_at=night(0)).total == 0  # all was recorded long after that


def test_removals_are_narrowed_by_time_and_site(removals):
    assert removals.gone(since=night(1), until=night(1)).total == 1
    assert removals.gone(since=night(1) + timedelta(seconds=1)).total == 0
    assert removals.gone(back=True, since=night(5)).total == 1
    assert removals.gone(back=True, until=night(4)).total == 0
    assert removals.gone(sites=["baovinhlam"]).total == 0
    with pytest.raises(NotFound, match="no site is called"):
        removals.gone(sites=["baola"])


def test_removals_of_a_run_that_found_too_many_missing_are_not_told(crawl, asked):
    run = crawl.store.start_run("baosonkhe", "once", night(1))
    for number in range(1, 7):
        crawl.look(URL.format(number), night(0), title=f"Bài {number}")
    for number in range(1, 5):
        crawl.missing(URL.format(number), night(1), run)
    crawl.look(URL.format(5), night(1), run, title="Bài 5")
    assert asked.gone().total == 0
    crawl.look(URL.format(1), night(2), title="Bài 1")
    assert asked.gone(back=True).total == 0
    crawl.missing(URL.format(2), night(2))
    assert [one.gone_at for one in asked.gone().articles] == [night(2)]


def test_pages_of_removals_follow_each_other_without_a_gap(crawl, asked):
    for number in range(1, 8):
        crawl.look(URL.format(number), night(0), title=f"Bài {number}")
        crawl.missing(URL.format(number), night(1 + number // 3))
    whole = [one.article_id for one in asked.gone(limit=100).articles]
    paged, after = [], None
    while True:
        page = asked.gone(limit=2, after=after)
        assert page.total == 7
        paged += [one.article_id for one in page.articles]
        if (after := page.after) is None:
            break
    assert paged == whole
    with pytest.raises(BadQuery, match="another search"):
        asked.gone(limit=2, sites=["baosonkhe"], after=asked.gone(limit=2).after)
