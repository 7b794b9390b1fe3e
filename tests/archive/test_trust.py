"""Scores of what a crawl has read, what is to be looked at, and what a person found."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from archive import Archive
from archive.errors import BadQuery, NotFound
from archive.record import RunCounts
from archive.scoring import traits
from archive.storage.engine import begin_read
from archive.storage.settling import settle
from archive.storage.trust import normals
from tests.archive.crawl import DAY, NIGHT, TEXT, crawling, key, reading
from tests.archive.filled import copied

NOW = datetime(2026, 10, 3, tzinfo=UTC)
URL = "https://baosonkhe.example/tin-{}.htm"
OTHER = "https://baovinhlam.example/tin-{}.htm"
PUBLISHED = "2026-10-01T08:00:00+07:00"
WHOLE = {"published": PUBLISHED, "author": "Lò Thị Mai", "lead": "Lấy số bằng căn cước gắn chip."}


def text(number):
    """A text of its own, so that no two articles are copies."""
    return " ".join(f"{word}{number}" for word in TEXT.split()[: 60 + number % 15])


@pytest.fixture(scope="module")
def usual_site(module_database_url, tmp_path_factory):
    """A site with a normal: 25 articles of some length that all have date, author and lead."""
    folder = tmp_path_factory.mktemp("usual")
    with crawling(module_database_url, folder) as crawl:
        for number in range(1, 26):
            crawl.look(URL.format(number), NIGHT, title=f"Bài {number}", body=text(number), **WHOLE)
        crawl.store.score("baosonkhe")
    return module_database_url, folder / "data"


@pytest.fixture
def database_url(usual_site, tmp_path, request):
    """A copy of that archive, for one test."""
    with copied(usual_site, tmp_path, request) as url:
        yield url


@pytest.fixture
def usual(database_url, tmp_path):
    with crawling(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def asked(database_url, tmp_path):
    with Archive.open(database_url, tmp_path / "data") as opened:
        yield opened


def test_what_is_like_its_site_is_on_no_list(usual, asked):
    assert asked.review().total == 0
    found = asked.score_of(URL.format(7))
    assert (found.score, found.reasons, found.review) == (1.0, (), None)


def test_what_is_not_is_listed_with_reasons_the_newest_first(usual, asked):
    usual.look(URL.format(101), NIGHT, title="Cụt", body="Chỉ còn một câu.", **WHOLE)
    undated = {**WHOLE, "published": None}
    usual.look(URL.format(102), NIGHT, title="Không ngày", body=text(102), **undated)
    assert usual.store.score("baosonkhe") == 2
    assert usual.store.score("baosonkhe") == 0, "each is scored once"
    page = asked.review()
    assert (page.total, [one.title for one in page.articles]) == (2, ["Không ngày", "Cụt"])
    undated, short = page.articles
    assert undated.reasons == ("no date of publication, 96% of the site's articles have one",)
    assert short.reasons == ("11 words, the site's articles have 67–80",)
    assert (short.site, short.url, short.layout) == ("baosonkhe", URL.format(101), "today")
    assert short.seen_at == NIGHT
    assert asked.review(limit=1).articles == (undated,)
    assert asked.review(["baovinhlam"]).total == 0
    with pytest.raises(NotFound, match="no site is called"):
        asked.review(["baomau"])


def test_words_are_counted_in_the_database_as_in_a_reading(usual):
    body = "Một đoạn văn.\n\nMột đoạn nữa, dài hơn."
    usual.look(OTHER.format(1), NIGHT, body=body, lead="Lời dẫn.")
    usual.look(OTHER.format(2), NIGHT, title="Không chữ", body="")
    with begin_read(usual.store.engine) as conn:
        site = conn.scalar(sa.text("SELECT id FROM site WHERE name = 'baovinhlam'"))
        found = normals(conn, site).all
    assert found.usual_words == (0, 10)
    assert traits(reading(body=body, lead="Lời dẫn.")).words == 10
    assert found.readings == 2


@pytest.mark.parametrize(
    ("outcome", "stale", "nights", "known"),
    [
        ("stale-layout", None, 1, 25), ("healthy", True, 1, 25), ("healthy", None, 1, 28),
        ("stale-layout", None, 20, 28),
    ],
)  # fmt: skip
def test_what_a_stale_layout_read_is_no_normal_until_it_lasts(usual, outcome, stale, nights, known):
    store = usual.store
    run = store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for number in range(30, 33):
        usual.look(URL.format(number), NIGHT + DAY, run=run, body="Bản tin ngắn.", lead="")
    store.finish_run(run, NIGHT + DAY, outcome, RunCounts(), [], {"stale": stale} if stale else {})
    store.start_run("baosonkhe", "nightly", NIGHT + nights * DAY)
    assert store.usual("baosonkhe").all.readings == known


def test_the_second_opinion_is_kept_with_its_reading_and_flags_it(usual, asked):
    url = URL.format(103)
    page = {"title": "Lạc giọng", "body": text(103), **WHOLE}
    captured = usual.capture(url, NIGHT, page)
    found = replace(reading(url=url, **page), agreement=0.41, second_words=150)
    usual.store.record(captured, key(url), found, NIGHT)
    usual.store.score("baosonkhe")
    (one,) = asked.review().articles
    assert one.reasons == ("trafilatura reads 1.9 times as much",)


def test_a_second_opinion_holds_for_a_later_reader_that_reads_the_same(usual, asked):
    url, page = URL.format(104), {"title": "Lạc giọng", "body": text(104), **WHOLE}
    found = replace(reading(url=url, **page), agreement=0.41, second_words=150)
    usual.store.record(usual.capture(url, NIGHT, page), key(url), found, NIGHT)
    usual.store.score("baosonkhe")
    later = replace(reading(url=url, **page), reader="plain-2")
    captured = usual.capture(url, NIGHT + DAY, {**page, "weather": "nắng"})
    usual.store.record(captured, key(url), later, NIGHT + DAY)
    usual.store.score("baosonkhe")
    (one,) = asked.review().articles
    assert (one.reader, one.reasons) == ("plain-2", ("trafilatura reads 1.9 times as much",))


def test_a_site_without_a_normal_is_scored_again_when_it_has_one(usual, asked):
    usual.look(OTHER.format(200), NIGHT, title="Cụt", body="Chỉ còn một câu.", **WHOLE)
    usual.store.score("baovinhlam")
    assert asked.review().total == 0
    assert "no normal yet: 1 reading," in asked.score_of(OTHER.format(200)).reasons[0]
    for number in range(31, 56):
        usual.look(OTHER.format(number), NIGHT, title=f"Bài {number}", body=text(number), **WHOLE)
    assert usual.store.score("baovinhlam") == 1
    assert [one.title for one in asked.review().articles] == ["Cụt"]


@pytest.fixture
def doubted(usual):
    usual.look(URL.format(101), NIGHT, title="Cụt", body="Chỉ còn một câu.", **WHOLE)
    usual.store.score("baosonkhe")
    return usual


def test_what_a_person_finds_good_leaves_the_list_until_it_reads_otherwise(doubted, asked):
    found = asked.reviewed(URL.format(101), "good", "Tin vắn, đúng như trang.")
    assert (found.review, found.note) == ("good", "Tin vắn, đúng như trang.")
    assert asked.review().total == 0
    doubted.look(URL.format(101), NIGHT + DAY, title="Cụt", body="Chỉ còn một câu.", **WHOLE)
    doubted.store.score("baosonkhe")
    assert asked.review().total == 0, "the page is as it was"
    doubted.look(URL.format(101), NIGHT + 2 * DAY, title="Cụt", body="Mất cả câu ấy.", **WHOLE)
    doubted.store.score("baosonkhe")
    assert [one.review for one in asked.review().articles] == [None]


def test_a_review_holds_for_a_later_reader_that_reads_the_same(doubted, asked, database_url):
    asked.reviewed(URL.format(101), "good")
    again = {"title": "Cụt", "body": "Chỉ còn một câu.", **WHOLE}
    captured = doubted.capture(URL.format(101), NIGHT + DAY, {**again, "weather": "mưa"})
    found = replace(reading(url=URL.format(101), **again), reader="plain-2")
    doubted.store.record(captured, key(URL.format(101)), found, NIGHT + DAY)
    settle(doubted.store.engine, NOW)
    assert asked.score_of(URL.format(101)).reader == "plain-2"
    assert asked.review().total == 0


def test_what_a_person_finds_bad_stays_listed_flagged_or_not(doubted, asked):
    asked.reviewed(URL.format(101), "bad", "Mất bảng")
    asked.reviewed(URL.format(3), "bad")
    listed = asked.review().articles
    assert [(one.title, one.review, one.note) for one in listed] == [
        ("Cụt", "bad", "Mất bảng"),
        ("Bài 3", "bad", None),
    ]
    with pytest.raises(BadQuery, match="good or bad"):
        asked.reviewed(URL.format(3), "so-so")


def test_an_article_that_no_run_has_scored_yet_can_be_reviewed(usual, asked):
    usual.look(URL.format(300), NIGHT, title="Mới", body=text(300), **WHOLE)
    with pytest.raises(NotFound, match="no score yet"):
        asked.score_of(URL.format(300))
    assert json.loads(asked.page_of(URL.format(300)))["title"] == "Mới"
    assert asked.reviewed(URL.format(300), "good").review == "good"


def test_the_night_scores_what_all_sites_have_read(usual, asked):
    usual.look(OTHER.format(1), NIGHT, title="Nơi khác", body=text(7), **WHOLE)
    settle(usual.store.engine, NOW + timedelta(days=1))
    assert asked.score_of(OTHER.format(1)).score == 1.0


def test_a_rebuild_leaves_scores_and_reviews_as_they_are(doubted, asked):
    asked.reviewed(URL.format(3), "bad")
    before = asked.review()
    doubted.store.rebuild()
    assert asked.review() == before
    assert asked.verify().is_whole


def egov(capsys, monkeypatch, database_url, tmp_path, *words):
    from archive.cli import main

    monkeypatch.setenv("ARCHIVE_DATABASE_URL", database_url)
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["egov", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.fixture
def say(capsys, monkeypatch, database_url, tmp_path):
    return lambda *words: egov(capsys, monkeypatch, database_url, tmp_path, *words)


@pytest.mark.usefixtures("doubted")
def test_the_list_tells_a_person_what_and_why_and_how_to_go_on(say):
    status, out, _ = say("review", "--site", "baosonkhe")
    assert status == 0
    assert out.startswith("1 reading to look at\n\nCụt\n")
    assert "- 11 words, the site's articles have 67–80" in out
    assert "egov review ARTICLE --page page.html" in out
    page = json.loads(say("review", "--json")[1])
    assert page["total"] == 1
    assert page["articles"][0]["reasons"] == ["11 words, the site's articles have 67–80"]


@pytest.mark.usefixtures("doubted")
def test_one_article_is_shown_with_its_page_and_noted(say, tmp_path):
    file = tmp_path / "page.html"
    status, out, _ = say("review", URL.format(101), "--page", str(file))
    assert status == 0
    assert json.loads(file.read_bytes())["title"] == "Cụt"
    assert f"scrapy read {file} --url {URL.format(101)} --at 2026-10-01T18:30Z" in out
    status, out, _ = say("review", URL.format(101), "--good", "--note", "tin vắn")
    assert (status, "found good on" in out, ": tin vắn" in out) == (0, True, True)
    assert say("review")[1] == "No reading is to be doubted, as far as was asked for.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--good",), "name the article"),
        (("--note", "x"), "name the article"),
        ((URL.format(101), "--good", "--bad"), "good or bad, not both"),
        ((URL.format(101), "--note", "x"), "--note goes with"),
        ((URL.format(101), "--site", "baosonkhe"), "--site narrows the list"),
        (("--site", "baomau"), "no site is called “baomau”"),
        ((URL.format(999),), "the archive holds no article"),
    ],
)
def test_what_does_not_go_together_is_said_in_one_line(say, words, told):
    status, _, err = say("review", *words)
    assert status != 0
    assert told in err
    assert err.count("\n") == 1


def test_a_page_that_cannot_be_written_is_said_in_one_line(say):
    status, _, err = say("review", URL.format(1), "--page", "/nowhere/page.html")
    assert (status, err) == (1, "egov: /nowhere/page.html: No such file or directory\n")


def test_control_characters_of_a_page_reach_no_terminal(usual, say):
    usual.look(URL.format(400), NIGHT, title="Xoá\x1b[2J màn", body="Cụt.", **WHOLE)
    usual.store.score("baosonkhe")
    assert "\x1b" not in say("review")[1]
