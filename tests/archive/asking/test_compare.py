"""A copy beside its origin, and what two versions differ in beside their text."""

import json
from datetime import timedelta

import pytest

from archive.asking.marks import compared, marked
from archive.errors import BadQuery, NotFound
from archive.storage import schema
from tests.archive.asking.conftest import FIRST, sha

LEAD = "Sau chín tháng, kho dữ liệu dùng chung của tỉnh Mẫu đã nối 18 sở, ngành."
BODY = (
    "Người dân không còn phải nộp bản sao sổ hộ nghèo khi xin hỗ trợ nhà ở.\n\n"
    "Kho dữ liệu trả lời 4.120 lượt tra cứu mỗi ngày, nhiều nhất là của ngành tư pháp.\n\n"
    "Tỉnh sẽ nối thêm các bệnh viện vào cuối năm."
)


@pytest.fixture
def story(shelf):
    """An origin with a lead, and a copy that has it as first paragraph, cut and added."""
    origin = shelf.article("baomau", "Kho dữ liệu bớt giấy tờ", BODY, lead=LEAD)
    parts = BODY.replace("4.120", "4.210").split("\n\n")
    text = "\n\n".join((f"(Báo Mẫu) - {LEAD}", *parts[:2], "Báo Thử sẽ còn trở lại việc này."))
    copy = shelf.article("baothu", "Kho dữ liệu bớt giấy tờ", text)
    shelf.story(origin, copy)
    return origin, copy


def lines(found, name):
    (field,) = [field for field in found.fields if field.name == name]
    return [marked(line) for line in field.lines if line.changed]


def test_a_copy_is_compared_with_the_origin_of_its_story(archive, story):
    found = archive.compare(story[1])
    assert (found.origin.article_id, found.copy.article_id) == story
    assert (found.origin.site, found.copy.site) == ("baomau", "baothu")
    assert lines(found, "text") == [
        "{+(Báo Mẫu) -+} " + LEAD,
        "Kho dữ liệu trả lời [-4.120-]{+4.210+} lượt tra cứu mỗi ngày, nhiều nhất là của ngành"
        " tư pháp.",
        "[-Tỉnh sẽ nối thêm các bệnh viện vào cuối năm.-]",
        "{+Báo Thử sẽ còn trở lại việc này.+}",
    ]
    figures = found.summary
    assert (figures.edited, figures.added, figures.cut) == (2, 1, 1)
    assert (figures.numbers_cut, figures.numbers_added) == (("4.120",), ("4.210",))
    assert compared(figures) == (
        "kept 82% of the origin's words; sentences: 2 edited, 1 added, 1 cut; "
        "numbers only in the origin: 4.120; numbers only in the copy: 4.210"
    )


def test_an_article_is_compared_with_any_other_one_that_is_named(archive, shelf, story):
    other = shelf.article("baoxa", "Chuyện khác", "Mùa lúa chín năm nay đến sớm.")
    assert archive.compare(other, story[0]).summary.kept < 0.2
    assert archive.compare(story[0], story[1]).origin.article_id == story[1]


def test_what_cannot_be_compared_says_why(archive, shelf, story):
    with pytest.raises(NotFound, match="is the origin of its story"):
        archive.compare(story[0])
    with pytest.raises(NotFound, match="is in no story"):
        archive.compare(shelf.article("baoxa", "Một mình", "Không ai chép lại bài này."))
    with pytest.raises(BadQuery, match="with itself"):
        archive.compare(story[0], story[0])


def test_an_attached_file_whose_bytes_changed_is_told_by_its_hash(archive, shelf):
    file = "https://baomau.example/files/quy-che.pdf"
    public = shelf.article("baomau", "Quy chế", "Một câu.", attachments=[(file, "Quy chế")])
    shelf.version(public, "Quy chế", "Một câu.", kind="media", attachments=[(file, "Quy chế")])
    for number, text in enumerate(("one", "one", "two")):
        at = FIRST + timedelta(hours=12 * number)
        _look(shelf, public, file, text, at)
    found = archive.diff(public)
    assert lines(found, "attached bytes") == [
        f"{file} [-sha256 {sha('one')}-]{{+sha256 {sha('two')}+}}"
    ]
    assert [field.name for field in archive.diff(public, 2, 2).fields] == []


def _look(shelf, public, url, text, at):
    """A look at an attached file that brought these bytes."""
    import sqlalchemy as sa

    from archive.storage.engine import begin_write

    with begin_write(shelf.engine) as conn:
        held = sa.select(schema.page.c.id).where(schema.page.c.sha256 == sha(text))
        page = conn.scalar(held)
        if page is None:
            row = {"sha256": sha(text), "size": 3, "file": "warc/a", "offset": 0, "length": 1}
            row |= {"record_sha256": sha(""), "recorded_at": at}
            page = shelf._add(conn, schema.page, row)
        fetch = {"site_id": shelf.sites["baomau"], "url": url, "kind": "asset"}
        fetch |= {"requested_at": at, "recorded_at": at, "outcome": "ok", "conditional": False}
        article = conn.scalar(
            sa.select(schema.article.c.id).where(schema.article.c.public_id == public)
        )
        row = {
            "article_id": article,
            "url": url,
            "fetch_id": shelf._add(conn, schema.fetch_event, fetch),
        }
        shelf._add(
            conn, schema.attached_file, row | {"page_id": page, "seen_at": at, "recorded_at": at}
        )


def test_egov_compares_and_writes_the_page(egov, story, tmp_path):
    status, out, err = egov("diff", story[1], "--origin")
    assert (status, err) == (0, "")
    assert "kept 82% of the origin's words" in " ".join(out.split())
    assert "[-4.120-]{+4.210+}" in out
    assert not [line for line in out.splitlines() if len(line) > 80]
    assert json.loads(egov("diff", story[1], "--origin", "--json")[1])["summary"]["cut"] == 1
    page = egov("diff", story[1], "--with", story[0], "--html", "-")[1]
    assert page.startswith("<!doctype html>")
    assert "<del>4.120</del>" in page
    file = tmp_path / "diff.html"
    assert egov("diff", story[1], "--origin", "--html", str(file))[0] == 0
    assert file.read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--origin", "--with", "x"), "exclude each other"),
        (("1", "2", "--origin"), "leave OLD and NEW out"),
        (("--html", "-", "--json"), "exclude each other"),
        (("--html", "/nowhere/at/all.html"), "could not be written"),
    ],
)
def test_options_of_a_diff_that_cannot_be_meant_are_refused(egov, story, options, said):
    status, out, err = egov("diff", story[1], *options)
    assert status in (1, 2)
    assert said in err
    assert out == ""
