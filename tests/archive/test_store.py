"""What the archive keeps of nights of looks, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.errors import NotFound, Refused
from archive.record import Image, Kind, RunCounts, Verdict
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling, key

URL = "https://baosonkhe.example/tin-1.htm"
HOUR = timedelta(hours=1)


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl
        before = crawl.state()
        crawl.store.rebuild()
        assert crawl.state() == before, "a rebuild of the state gives another state"


def test_the_first_look_makes_an_article_with_one_version(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    assert (first.verdict, first.kind) == (Verdict.FIRST, Kind.FIRST)
    assert crawl.versions(first.article_id) == [(1, "first")]


def test_nights_on_which_nothing_changes_bring_no_version(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    for night in range(1, 4):
        again = crawl.look(URL, NIGHT + night * DAY)
        assert (again.verdict, again.kind) == (Verdict.UNCHANGED, None)
        assert again.version_id == first.version_id
    assert crawl.versions(first.article_id) == [(1, "first")]


def test_weather_and_counters_bring_no_version_and_no_second_reading(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT, weather="mưa rào, 24 độ, 1.203 lượt xem")
    again = crawl.look(URL, NIGHT + DAY, weather="nắng, 31 độ, 5.877 lượt xem")
    assert again.verdict is Verdict.UNCHANGED
    assert crawl.versions(first.article_id) == [(1, "first")]
    assert crawl.rows("SELECT count(*) FROM page") == [(2,)]
    assert crawl.rows("SELECT count(*) FROM reading") == [(1,)]


@pytest.mark.parametrize(
    "second",
    [
        {"body": TEXT.replace(" ", "  ").replace(". ", ".\n\n")},
        {"title": "Khai trương trung tâm hành chính công\u200b "},
        {"modified_at": NIGHT},
        {"tags": ("chuyển đổi số",)},
        {"images": (Image("https://cdn2.example/zoom/800_600/anh-le-khai-truong.jpg?v=2"),)},
    ],
    ids=["spaces and paragraphs", "invisible letters", "modified_at", "tags", "image host"],
)
def test_what_readers_do_not_notice_is_no_version(crawl: Crawl, second: dict[str, object]) -> None:
    image = Image("https://cdn.example/zoom/320_240/anh-le-khai-truong.jpg")
    base = {"images": (image,)} if "images" in second else {}
    captured = crawl.capture(URL, NIGHT, {"n": 1})
    crawl.store.record(captured, key(URL), _reading(**base), NIGHT)
    captured = crawl.capture(URL, NIGHT + DAY, {"n": 2})
    again = crawl.store.record(captured, key(URL), _reading(**{**base, **second}), NIGHT + DAY)
    assert again.verdict is Verdict.UNCHANGED


def test_the_other_style_of_tones_is_no_version(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT, title="Hoà mạng dịch vụ công, thuỷ lợi được số hoá")
    again = crawl.look(URL, NIGHT + DAY, title="Hòa mạng dịch vụ công, thủy lợi được số hóa")
    assert again.verdict is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("second", "kind", "fields"),
    [
        ({"title": "Trung tâm hành chính công mở cửa"}, "headline", ("title",)),
        ({"body": TEXT.replace("812", "821")}, "substantive", ("body",)),
        ({"lead": "Người dân chờ 11 phút."}, "substantive", ("lead",)),
        ({"author": "Hà Thu"}, "metadata", ("author",)),
        ({"section": "Chuyển đổi số"}, "metadata", ("section",)),
        ({"published": "2026-10-01T08:30+07:00"}, "metadata", ("published_at",)),
        ({"title": "Mở cửa", "author": "Hà Thu"}, "headline", ("title", "author")),
    ],
)
def test_a_change_is_one_version_of_its_kind_with_its_fields(
    crawl: Crawl, second: dict[str, str], kind: str, fields: tuple[str, ...]
) -> None:
    first = crawl.look(URL, NIGHT)
    changed = crawl.look(URL, NIGHT + DAY, **second)
    assert changed.verdict is Verdict.CHANGED
    assert (changed.kind, changed.changed_fields) == (kind, fields)
    assert crawl.versions(first.article_id) == [(1, "first"), (2, kind)]


def test_an_edit_taken_back_is_a_third_version_reverted_to_the_first(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    crawl.look(URL, NIGHT + DAY, title="Tít sai")
    back = crawl.look(URL, NIGHT + 2 * DAY)
    assert (back.verdict, back.kind) == (Verdict.REVERTED, Kind.REVERTED)
    assert crawl.versions(first.article_id) == [(1, "first"), (2, "headline"), (3, "reverted")]
    sql = "SELECT number, reverted_to FROM version_state ORDER BY number"
    assert crawl.rows(sql) == [(1, None), (2, None), (3, 1)]


def test_the_same_look_met_again_adds_nothing(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    captured = crawl.capture(URL, NIGHT, {"anything": 1})
    assert (captured.repeat, captured.settled) == (True, True)
    again = crawl.look(URL, NIGHT)
    assert (again.article_id, again.verdict) == (first.article_id, Verdict.FIRST)
    for table in ("fetch_event", "sighting", "version", "page"):
        assert crawl.rows(f"SELECT count(*) FROM {table}") == [(1,)]


def test_a_304_is_a_sighting_that_keeps_the_validators(crawl: Crawl) -> None:
    captured = crawl.capture(URL, NIGHT, {"n": 1}, etag='"a1"', last_modified="Thu, 01 Oct 2026")
    crawl.store.record(captured, key(URL), _reading(), NIGHT)
    again = crawl.not_modified(URL, NIGHT + DAY)
    assert again.verdict is Verdict.UNCHANGED
    known = crawl.store.known("baosonkhe", "http://www.baosonkhe.example/tin-1.htm?utm_source=x")
    assert known is not None
    assert (known.etag, known.last_modified) == ('"a1"', "Thu, 01 Oct 2026")
    assert (known.looks, known.last_look_at, known.version_count) == (2, NIGHT + DAY, 1)
    assert list(crawl.store.known_all("baosonkhe")) == [known]


def test_a_304_for_an_unknown_article_is_an_error_that_names_it(crawl: Crawl) -> None:
    with pytest.raises(NotFound, match="tin-1"):
        crawl.not_modified(URL, NIGHT)


# --- late captures ---


def test_a_late_capture_does_not_become_the_newest(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    crawl.look(URL, NIGHT + 4 * DAY, title="Tít mới")
    late = crawl.look(URL, NIGHT + 2 * DAY, title="Tít giữa")
    assert (late.verdict, late.kind) == (Verdict.LATE, Kind.HEADLINE)
    sql = "SELECT title, version_no FROM current_article WHERE article_id = :id"
    assert crawl.rows(sql, id=first.article_id) == [("Tít mới", 3)]


def test_a_late_capture_equal_to_the_state_after_it_moves_its_beginning(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    changed = crawl.look(URL, NIGHT + 4 * DAY, title="Tít mới")
    late = crawl.look(URL, NIGHT + 2 * DAY, title="Tít mới")
    assert (late.verdict, late.version_id) == (Verdict.UNCHANGED, changed.version_id)
    known = crawl.store.known("baosonkhe", URL)
    assert known is not None
    assert known.last_changed_at == NIGHT + 2 * DAY


def test_the_neighbours_of_a_late_capture_are_repaired(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    crawl.look(URL, NIGHT + 4 * DAY)
    crawl.look(URL, NIGHT + 2 * DAY, title="Tít giữa")
    kinds = [(1, "first"), (2, "headline"), (3, "reverted")]
    assert crawl.versions(first.article_id) == kinds
    crawl.look(URL, NIGHT + 5 * DAY)
    assert crawl.versions(first.article_id) == kinds


def test_in_any_order_of_arrival_the_history_is_the_same(database_url: str, tmp_path: Path) -> None:
    titles = ["A", "A", "B", "A", "C", "C"]
    wanted = [(1, "first"), (2, "headline"), (3, "reverted"), (4, "headline")]
    with crawling(database_url, tmp_path) as crawl:
        for number, order in enumerate(["012345", "543210", "305142", "150423", "241305"], 1):
            url = f"https://baosonkhe.example/tin-{number}.htm"
            for night in map(int, order):
                recorded = crawl.look(url, NIGHT + night * DAY, title=titles[night], body=OTHER)
            assert crawl.versions(recorded.article_id) == wanted
        before = crawl.state()
        crawl.store.rebuild()
        assert crawl.state() == before


# --- gone ---


def test_a_404_means_gone_since_the_first_of_an_unbroken_series(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    gone = crawl.missing(URL, NIGHT + DAY)
    again = crawl.missing(URL, NIGHT + 2 * DAY)
    assert gone is not None
    assert again is not None
    assert (gone.verdict, again.verdict) == (Verdict.GONE, Verdict.UNCHANGED)
    assert _gone(crawl) == NIGHT + DAY
    assert crawl.versions(first.article_id) == [(1, "first")]


def test_an_article_that_is_shown_again_is_not_gone(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    crawl.missing(URL, NIGHT + DAY)
    crawl.look(URL, NIGHT + 2 * DAY)
    assert _gone(crawl) is None
    crawl.missing(URL, NIGHT + 3 * DAY)
    crawl.not_modified(URL, NIGHT + 4 * DAY)
    assert _gone(crawl) is None


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("challenge", 200),
        ("forbidden", 403),
        ("forbidden", 429),
        ("server-error", 503),
        ("timeout", None),
        ("dns", None),
        ("not-recorded", None),
    ],
)
def test_trouble_marks_nothing_as_gone(crawl: Crawl, outcome: str, status: int | None) -> None:
    crawl.look(URL, NIGHT)
    for night in (1, 2, 3):
        crawl.failed(URL, NIGHT + night * DAY, outcome, status)
    assert _gone(crawl) is None
    sql = "SELECT count(*) FROM fetch_ledger WHERE outcome = :outcome"
    assert crawl.rows(sql, outcome=outcome) == [(3,)]


def test_a_refused_page_marks_nothing_and_is_kept_by_name(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    captured = crawl.capture(URL, NIGHT + DAY, {"n": 1})
    crawl.store.refuse(captured.fetch_id, "no-body", "empty", NIGHT + DAY, key(URL))
    assert _gone(crawl) is None
    assert crawl.rows("SELECT reason FROM sighting WHERE verdict = 'refused'") == [("no-body",)]


def test_a_soft_404_counts_after_two_looks_a_day_apart(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT)
    soft = crawl.missing(URL, NIGHT + DAY, hard=False)
    assert soft is not None
    assert soft.verdict is Verdict.REFUSED
    crawl.missing(URL, NIGHT + DAY + HOUR, hard=False)
    assert _gone(crawl) is None
    second = crawl.missing(URL, NIGHT + 2 * DAY, hard=False)
    assert second is not None
    assert second.verdict is Verdict.GONE
    assert _gone(crawl) == NIGHT + DAY


def test_a_missing_page_at_an_unknown_address_is_nobodys(crawl: Crawl) -> None:
    assert crawl.missing(URL, NIGHT) is None


def test_when_a_tenth_of_a_run_is_newly_missing_none_is_marked(crawl: Crawl) -> None:
    urls = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(1, 31)]
    for number, url in enumerate(urls):
        crawl.look(url, NIGHT + number * timedelta(minutes=1), body=f"{number} {OTHER} {number}")
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for number, url in enumerate(urls):
        at = NIGHT + DAY + number * timedelta(minutes=1)
        if number < 12:
            crawl.missing(url, at, run)
        else:
            crawl.look(url, at, run, body=f"{number} {OTHER} {number}")
    sentence = crawl.store.settle_gone(run)
    assert sentence is not None
    assert "12 articles" in sentence
    assert crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL") == [(0,)]
    crawl.store.finish_run(run, NIGHT + DAY, "healthy", RunCounts(gone=0), [sentence])


def test_a_few_missing_articles_of_a_run_are_gone(crawl: Crawl) -> None:
    urls = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(1, 5)]
    for url in urls:
        crawl.look(url, NIGHT)
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for url in urls[:2]:
        crawl.missing(url, NIGHT + DAY, run)
    assert crawl.store.settle_gone(run) is None
    assert crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL") == [(2,)]


@pytest.mark.parametrize(("missing", "marked"), [(2, 2), (3, 0)])
def test_the_tenth_is_reached_at_a_tenth(crawl: Crawl, missing: int, marked: int) -> None:
    urls = [f"https://baosonkhe.example/tin-{number}.htm" for number in range(30)]
    for number, url in enumerate(urls):
        crawl.look(url, NIGHT, body=f"{number} {OTHER} {number}")
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    for number, url in enumerate(urls):
        if number < missing:
            crawl.missing(url, NIGHT + DAY, run)
        else:
            crawl.look(url, NIGHT + DAY, run, body=f"{number} {OTHER} {number}")
    crawl.store.settle_gone(run)
    gone = crawl.rows("SELECT count(*) FROM article_state WHERE gone_at IS NOT NULL")
    assert gone == [(marked,)]


# --- identity ---


def test_other_spellings_and_addresses_lead_to_the_same_article(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT, canonical_url="https://baosonkhe.example/trung-tam-1.htm")
    mobile = crawl.look("https://www.baosonkhe.example/in/tin-1.htm", NIGHT + DAY)
    assert mobile.article_id == first.article_id
    for url in (URL, "https://baosonkhe.example/trung-tam-1.htm"):
        known = crawl.store.known("baosonkhe", url)
        assert known is not None
        assert known.article_id == first.article_id


def test_a_canonical_address_joins_articles_of_different_keys(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    amp = crawl.look("https://baosonkhe.example/amp-900.htm", NIGHT + DAY, canonical_url=URL)
    assert amp.article_id == first.article_id


def test_a_canonical_front_page_joins_nothing(crawl: Crawl) -> None:
    front = "https://baosonkhe.example/"
    one = crawl.look(URL, NIGHT, canonical_url=front)
    two = crawl.look("https://baosonkhe.example/tin-2.htm", NIGHT, canonical_url=front, body=OTHER)
    assert one.article_id != two.article_id
    assert crawl.store.known("baosonkhe", front) is None


def test_a_redirect_of_the_run_joins_the_old_address(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    new = "https://baosonkhe.example/moi/trung-tam-77.htm"
    run = crawl.store.start_run("baosonkhe", "nightly", NIGHT + DAY)
    crawl.capture(URL, NIGHT + DAY, run=run, outcome="redirect", status=301, location=new)
    moved = crawl.look(new, NIGHT + DAY + HOUR, run)
    assert (moved.article_id, moved.verdict) == (first.article_id, Verdict.UNCHANGED)


def test_an_address_used_again_for_something_else_opens_a_new_serial(crawl: Crawl) -> None:
    first = crawl.look(URL, NIGHT)
    reused = crawl.look(URL, NIGHT + DAY, title="Mùa cốm ở Ban Liêm", body=OTHER)
    assert reused.verdict is Verdict.FIRST
    assert reused.article_id != first.article_id
    again = crawl.look(URL, NIGHT + 2 * DAY, title="Mùa cốm ở Ban Liêm", body=OTHER)
    assert again.article_id == reused.article_id
    assert crawl.rows("SELECT serial FROM article ORDER BY serial") == [(1,), (2,)]


def test_public_ids_are_the_same_in_every_archive(crawl: Crawl) -> None:
    assert crawl.look(URL, NIGHT).article_id == "735de7622678"


# --- other readers ---


def test_with_a_new_reader_the_head_is_read_again_before_it_is_compared(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        captured = crawl.capture(URL, NIGHT, {"title": "Tít", "body": TEXT, "author": "Hà Thu"})
        old = _reading(title="Tít", reader="plain-0", lead="Đọc thêm")  # noise, and no author
        crawl.store.record(captured, key(URL), old, NIGHT)
        crawl.store.reader = PlainReader("plain-1")
        again = crawl.look(URL, NIGHT + DAY, title="Tít", author="Hà Thu")
        assert again.verdict is Verdict.UNCHANGED
        assert crawl.rows("SELECT reader FROM reading ORDER BY id") == [("plain-0",), ("plain-1",)]
        assert crawl.rows("SELECT author, lead FROM current_article") == [("Hà Thu", "")]
        changed = crawl.look(URL, NIGHT + 2 * DAY, title="Tít", author="Lê An")
        assert changed.changed_fields == ("author",)


def test_a_head_that_the_new_reader_refuses_is_compared_by_title_and_words(
    database_url: str, tmp_path: Path
) -> None:
    with crawling(database_url, tmp_path) as crawl:
        captured = crawl.capture(URL, NIGHT, {"n": 1})
        crawl.store.record(captured, key(URL), _reading(reader="plain-0", author="X"), NIGHT)
        crawl.store.reader = PlainReader("plain-1")
        with pytest.raises(Refused):
            crawl.store.reader.read(b"{}", URL)
        again = crawl.look(URL, NIGHT + DAY)
        assert again.verdict is Verdict.UNCHANGED


# --- many addresses at once ---


def test_of_many_addresses_those_that_lead_to_an_article_are_told_in_a_few_questions(
    crawl: Crawl,
) -> None:
    for number in range(3):
        crawl.look(f"https://baosonkhe.example/tin-{number}.htm", NIGHT, title=f"Tít {number}")
    crawl.look("https://baovinhlam.example/tin-7.htm", NIGHT, title="Tít của báo khác")
    urls = [f"http://www.baosonkhe.example/tin-{number}.htm?utm_source=x" for number in range(1200)]
    urls += ["https://baovinhlam.example/tin-7.htm", urls[0]]
    asked: list[str] = []
    sa.event.listen(
        crawl.store.engine, "before_cursor_execute", lambda *told: asked.append(told[2])
    )
    assert crawl.store.shown("baosonkhe", urls) == set(urls[:3])
    assert sum("FROM address" in statement for statement in asked) == 3
    assert all(crawl.store.known("baosonkhe", url) for url in urls[:3])
    assert crawl.store.shown("baosonkhe", []) == set()


# --- what is left over ---


def test_a_page_that_was_kept_and_not_read_is_handed_out_again(crawl: Crawl) -> None:
    captured = crawl.capture(URL, NIGHT, {"title": "Tít"})
    (left,) = crawl.store.unread("baosonkhe")
    assert left == (captured.fetch_id, URL, NIGHT, b'{"title": "T\xc3\xadt"}', "text/html")
    crawl.store.record(captured, key(URL), _reading(title="Tít"), NIGHT)
    assert list(crawl.store.unread("baosonkhe")) == []


def test_text_that_no_database_takes_is_stored_without_it(crawl: Crawl) -> None:
    captured = crawl.capture(URL, NIGHT, {"n": 1}, detail="\x00")
    found = _reading(title="Tít\x00 lạ \ud800", tags=("a\x00b", "\\u0000"))
    crawl.store.record(captured, key(URL), found, NIGHT)
    assert crawl.rows("SELECT title FROM current_article") == [("Tít lạ ?",)]


def test_a_run_has_its_figures_and_notes(crawl: Crawl) -> None:
    run = crawl.store.start_run("baosonkhe", "once", NIGHT)
    crawl.store.finish_run(run, NIGHT + HOUR, "quiet", RunCounts(discovered=7), ["Ghi chú."])
    sql = "SELECT site, outcome, discovered FROM run_report"
    assert crawl.rows(sql) == [("baosonkhe", "quiet", 7)]


def test_all_units_of_both_maps_are_held(crawl: Crawl) -> None:
    sql = "SELECT map, count(*) FROM unit GROUP BY map ORDER BY map"
    assert crawl.rows(sql) == [("34", 34), ("63", 63)]


def _gone(crawl: Crawl) -> object:
    from archive.storage.derived import article_state

    with crawl.store.engine.connect() as conn:
        return conn.execute(article_state.select()).one().gone_at


def _reading(**fields: object) -> object:
    from tests.archive.crawl import reading

    return reading(**{"url": URL, **fields})  # type: ignore[arg-type]


def test_a_wrong_canonical_address_takes_nothing_from_the_article_there(crawl: Crawl) -> None:
    other = "https://baosonkhe.example/tin-2.htm"
    own = crawl.look(URL, NIGHT, body=OTHER, title="Ngày hội cốm ở thung lũng")
    crawl.look(other, NIGHT)
    crawl.look(other, NIGHT + DAY, canonical_url=URL)
    known = crawl.store.known("baosonkhe", URL)
    assert known
    assert (known.url, known.article_id) == (URL, own.article_id)
    gone = crawl.missing(URL, NIGHT + 2 * DAY)
    assert gone
    assert gone.article_id == own.article_id
