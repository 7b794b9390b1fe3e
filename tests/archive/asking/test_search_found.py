"""What a search finds first, page by page, and what is never an error of the engine."""

import contextlib
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.errors import BadQuery
from archive.storage import fts, schema
from archive.storage.derived import article_state
from archive.storage.engine import begin_write


def titles(page):
    return [hit.title for hit in page.hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"dịch vụ công"', ["Cổng mới", "Cả hai"]),
        ('"dich vu cong"', ["Cổng mới", "Cả hai"]),
        ('"DỊCH VỤ CÔNG NGHỆ"', ["Phần mềm", "Cả hai"]),
        ('"dich vu cong nghe"', ["Phần mềm", "Cả hai"]),
        ('"công nghệ"', ["Phần mềm", "Cả hai"]),
        ("dịch vụ công", ["Cổng mới", "Phần mềm", "Cả hai"]),
        ('vốn -"dịch vụ công"', ["Phần mềm"]),
    ],
)
def test_a_stop_phrase_is_not_taken_for_the_phrase_that_it_begins_with(
    shelf, archive, query, found
):
    shelf.article("baomau", "Cổng mới", "Vốn cho dịch vụ công của xã tăng, chuyển đổi số nhanh.")
    shelf.article("baomau", "Phần mềm", "Vốn của ngành dịch vụ công nghệ và dịch vụ công ích.")
    shelf.article("baomau", "Cả hai", "Vốn cho dịch vụ công, vốn cho dịch vụ công nghệ.")
    shelf.article("baomau", "Không liên quan", "Không có gì.")
    with begin_write(shelf.engine) as conn:
        fts.rebuild(conn)
    assert sorted(titles(archive.search(query))) == sorted(found)


def test_a_year_is_the_vietnamese_one(shelf, archive):
    shelf.article("baomau", "Giao thừa", published_at=datetime(2025, 12, 31, 17, 30, tzinfo=UTC))
    assert archive.search("giao thừa").facets["year"] == {"2026": 1}


def test_origins_only_leaves_copies_out(shelf, archive):
    origin = shelf.article("baomau", "Một bản tin chung")
    copy = shelf.article("baothu", "Một bản tin chung")
    shelf.story(origin, copy)
    assert archive.search("bản tin").total == 2
    page = archive.search("bản tin", origins_only=True)
    assert [hit.article_id for hit in page.hits] == [origin]


def test_pages_follow_one_another_without_a_gap_or_a_double(shelf, archive):
    for number in range(7):
        shelf.article("baomau", f"Chuyển đổi số, bài {number}", published_at=None)
    seen, after = [], None
    for _ in range(4):
        page = archive.search("chuyển đổi số", limit=2, after=after)
        assert page.total == 7
        seen += [hit.article_id for hit in page.hits]
        after = page.after
    assert after is None
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("few", [0, 100])
def test_the_best_alone_fill_a_page_as_all_would(shelf, archive, monkeypatch, few):
    monkeypatch.setattr("archive.asking.search.FEW", few)
    titled = [shelf.article("baomau", f"Chuyển đổi số, bài {number}") for number in range(4)]
    plain = [shelf.article("baothu", f"Chuyen doi so, bai {number}") for number in range(3)]
    told = [
        shelf.article("baomau", f"Tin {number}", body="Bàn về chuyển đổi số.")
        for number in range(3)
    ]
    seen, after = [], None
    for _ in range(4):
        page = archive.search('"chuyển đổi số" -trâu', limit=3, after=after, statuses=())
        seen += [hit.article_id for hit in page.hits]
        after = page.after
    assert after is None
    assert (set(seen[:4]), set(seen[4:7]), set(seen[7:])) == (set(titled), set(told), set(plain))


def test_a_word_in_the_title_weighs_more_than_in_the_text(shelf, archive):
    shelf.article("baomau", "Một bài khác", "Ở đây có nói tới dữ liệu mở và nhiều điều khác nữa.")
    shelf.article("baomau", "Dữ liệu mở cho mọi người", "Không có gì thêm ở trong bài viết này.")
    shelf.article("baomau", "Bài thứ ba", "Không liên quan.")
    shelf.article("baomau", "Bài thứ tư", "Cũng không liên quan.")
    shelf.article("baomau", "Bài thứ năm", "Cũng không liên quan.")
    assert titles(archive.search("dữ liệu mở"))[0] == "Dữ liệu mở cho mọi người"


def test_words_that_stand_together_come_before_the_same_words_apart(shelf, archive):
    apart = "Vụ việc này được công bố hôm qua, sau khi dịch bệnh lắng xuống ở nhiều nơi trong vùng."
    together = (
        "Người dân dùng dịch vụ công hôm qua, sau khi bệnh lắng xuống ở nhiều nơi trong vùng."
    )
    longer = f"{together} Bài này còn dài hơn một chút, và vì thế mà kém đi đôi phần."
    shelf.article("baomau", "Bài một", longer, published_at=None)
    shelf.article("baomau", "Bài hai", apart)
    for number in range(4):
        shelf.article("baomau", f"Bài khác {number}", "Không liên quan gì.")
    assert titles(archive.search("dich vu cong")) == ["Bài một", "Bài hai"]


def test_an_article_is_found_by_its_newest_text_alone(shelf, archive):
    public = shelf.article("baomau", "Tựa cũ", "Nội dung ban đầu.")
    shelf.version(public, "Tựa mới", "Nội dung đã sửa.")
    assert archive.search("ban đầu").total == 0
    assert titles(archive.search("đã sửa")) == ["Tựa mới"]


def test_a_long_text_and_an_endless_word_are_indexed(shelf, archive):
    text = " ".join(f"tiếng{number % 9000} nữa" for number in range(30_000))
    shelf.article("baomau", "Bài dài", "a" * 5000 + " " + text)
    shelf.article("baomau", "Bài dài thứ hai", "số " * 60_000)
    assert archive.search('"tiếng77 nữa"').total == 1
    assert archive.search("số số").total == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_nothing_typed_is_an_error_of_the_engine(archive, query):
    with contextlib.suppress(BadQuery):
        assert archive.search(query).total == 0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80))
def test_any_text_can_be_indexed_and_taken_out_again(shelf, text):
    public = shelf.article("baomau", text, text)
    shelf.version(public, "khác", "khác")
    if shelf.engine.dialect.name == "sqlite":
        with begin_write(shelf.engine) as conn:
            conn.exec_driver_sql("INSERT INTO reading_fts(reading_fts) VALUES ('integrity-check')")


def test_an_unlabelled_article_is_found_among_all_topics_only(shelf, archive):
    public = shelf.article("baomau", "Chưa chấm điểm", topic_status=None, topic_score=None)
    assert archive.search("chưa chấm").total == 0
    page = archive.search("chưa chấm", statuses=())
    assert page.facets["status"] == {"unlabelled": 1}
    with begin_write(shelf.engine) as conn:
        assert (
            conn.scalar(
                sa.select(article_state.c.topic_status)
                .join(schema.article)
                .where(schema.article.c.public_id == public)
            )
            is None
        )


def test_an_archive_opens_from_the_environment(shelf, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", shelf.url)
    with Archive.open() as archive:
        assert archive.sites() == ()
