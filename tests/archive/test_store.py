"""What the archive keeps of nights of looks, on both databases."""

from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import NotFound, Refused
from archive.record import Image, Kind, RunCounts, Verdict
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl, PlainReader, crawling, key

URL = "https://baosonkhe.example/tin-1.htm"

HOUR = timedelta(hours=1)


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


IMAGE = Image("https://cdn.example/zoom/320_240/anh-le-khai-truong.jpg")
ELSEWHERE = Image("https://cdn2.example/zoom/800_600/anh-le-khai-truong.jpg?v=2")
UNNOTICED: dict[str, dict[str, object]] = {
    "spaces and paragraphs": {"body": TEXT.replace(" ", "  ").replace(". ", ".\n\n")},
    "invisible letters": {"title": "Khai trương trung tâm hành chính công\u200b "},
    "modified_at": {"modified_at": NIGHT},
    "tags": {"tags": ("chuyển đổi số",)},
    "image host": {"images": (ELSEWHERE,)},
}


def test_what_readers_do_not_notice_is_no_version(crawl: Crawl) -> None:
    for number, (name, second) in enumerate(UNNOTICED.items()):
        url = URL.replace("tin-1", f"tin-{number}")
        captured = crawl.capture(url, NIGHT, {"n": 1})
        crawl.store.record(captured, key(url), _reading(url=url, images=(IMAGE,)), NIGHT)
        captured = crawl.capture(url, NIGHT + DAY, {"n": 2})
        found = _reading(**{"url": url, "images": (IMAGE,), **second})
        again = crawl.store.record(captured, key(url), found, NIGHT + DAY)
        assert again.verdict is Verdict.UNCHANGED, name


def test_the_other_style_of_tones_is_no_version(crawl: Crawl) -> None:
    crawl.look(URL, NIGHT, title="Hoà mạng dịch vụ công, thuỷ lợi được số hoá")
    again = crawl.look(URL, NIGHT + DAY, title="Hòa mạng dịch vụ công, thủy lợi được số hóa")
    assert again.verdict is Verdict.UNCHANGED


CHANGES: tuple[tuple[dict[str, str], str, tuple[str, ...]], ...] = (
    ({"title": "Trung tâm hành chính công mở cửa"}, "headline", ("title",)),
    ({"body": TEXT.replace("812", "821")}, "substantive", ("body",)),
    ({"lead": "Người dân chờ 11 phút."}, "substantive", ("lead",)),
    ({"author": "Hà Thu"}, "metadata", ("author",)),
    ({"section": "Chuyển đổi số"}, "metadata", ("section",)),
    ({"published": "2026-10-01T08:30+07:00"}, "metadata", ("published_at",)),
    ({"title": "Mở cửa", "author": "Hà Thu"}, "headline", ("title", "author")),
)


def test_a_change_is_one_version_of_its_kind_with_its_fields(crawl: Crawl) -> None:
    for number, (second, kind, fields) in enumerate(CHANGES):
        url = URL.replace("tin-1", f"tin-{number}")
        first = crawl.look(url, NIGHT)
        changed = crawl.look(url, NIGHT + DAY, **second)
        assert changed.verdict is Verdict.CHANGED, second
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


def _reading(**fields: object) -> object:
    from tests.archive.crawl import reading

    return reading(**{"url": URL, **fields})  # type: ignore[arg-type]
