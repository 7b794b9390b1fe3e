"""What may stand where an article should: a front page, a "not found" with status 200, a check."""

import pytest

from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
PATHS = [f"/bai-{number}-{1000 + number}.html" for number in range(1, 13)]
ONE = PATHS[0]
NOT_FOUND = (
    "<html><head><title>404 - Không tìm thấy trang</title></head><body><h1>404</h1>"
    "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p></body></html>"
)
CHALLENGE = (
    '<html><body><script>document.cookie="D1N=0f3a"+"; expires=Fri, 31-Dec-37 23:55:55 GMT";'
    "window.location.reload(true);</script></body></html>"
)


@pytest.fixture
def night(archived, tmp_path):
    """A night on which all articles answer as they did, but for those that answer otherwise."""

    def play(number, others=None, listing=None):
        at = f"2026-03-{number:02}T01:00:00Z"
        with Warc(tmp_path / f"night-{number}.warc.gz") as warc:
            warc.add(f"{ROOT}/chuyen-doi-so", listing or section(*PATHS), at=at)
            warc.add(f"{ROOT}/", section(*PATHS), at=at)
            for path in PATHS:
                answer = (others or {}).get(path) or {"body": article(f"Quầy dịch vụ công {path}")}
                warc.add(f"{ROOT}{path}", at=at, **answer)
        clock = ("-s", f"REPLAY_AT=2026-03-{number:02}T02:00:00Z")
        words = ("-a", f"url={ROOT}{ONE}") if number > 2 else ()
        return archived.crawl(*clock, *words, warc=warc.path)

    return play


def gone(archived):
    rows = archived.rows("SELECT url FROM current_article WHERE gone_at IS NOT NULL")
    return [row["url"].removeprefix(ROOT) for row in rows]


@pytest.mark.parametrize(
    "answer",
    [{"status": "302 Found", "headers": {"Location": "/"}, "body": ""}, {"body": NOT_FOUND}],
    ids=["front page", "soft 404"],
)
def test_two_looks_a_day_apart_that_show_no_article_make_it_gone(archived, night, answer):
    night(2)
    assert len(archived.titles()) == len(PATHS)
    night(3, {ONE: answer})
    assert gone(archived) == [], "one look proves nothing"
    night(4, {ONE: answer})
    assert gone(archived) == [ONE]
    assert len(archived.titles()) == len(PATHS), "the front page is no version and no article"
    versions = archived.rows("SELECT version_no FROM article_version WHERE version_no > 1")
    assert versions == []


def test_an_address_that_led_home_and_comes_back_was_never_gone(archived, night):
    home = {"status": "302 Found", "headers": {"Location": "/"}, "body": ""}
    for number, others in enumerate([{}, {ONE: home}, {}, {ONE: home}], start=2):
        night(number, others)
    assert gone(archived) == []


def test_a_challenge_is_recorded_never_solved_and_never_an_article(archived, night):
    night(2)
    ended = night(3, {ONE: {"body": CHALLENGE}})
    assert archived.ledger()[ONE] == ["ok", "challenge"]
    assert len(archived.titles()) == len(PATHS)
    assert gone(archived) == []
    assert archived.rows("SELECT version_no FROM article_version WHERE version_no > 1") == []
    asked = archived.rows("SELECT count(*) AS n FROM fetch_ledger WHERE outcome = 'challenge'")
    assert asked == [{"n": 1}], "it is not asked again with the cookie"
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)


def test_a_site_that_challenges_its_listings_is_blocked(archived, night):
    ended = night(2, listing=CHALLENGE)
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
    assert archived.titles() == set()
    assert archived.ledger()["/chuyen-doi-so"] == ["challenge"]


def test_where_most_articles_are_challenged_the_run_is_blocked_not_thin(archived, night):
    ended = night(2, {path: {"body": CHALLENGE} for path in PATHS[1:]})
    assert archived.titles() == {f"Quầy dịch vụ công {ONE}"}
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
