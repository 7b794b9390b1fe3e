# ruff: noqa: E501 - markup stands in one line, as systems print it
"""Pages without marks: names, leads and captions by their place, lists, what was removed."""

import pytest

from archive.record import Reading
from crawler.errors import GalleryPage, ListingPage, NoBody
from crawler.reading import generic
from crawler.reading.article import read
from crawler.reading.removed import removed
from tests.crawler.reading.invented import BODY, LEAD, TEASERS, TITLE, page, paragraphs, teasers

URL = "https://bao.example/tan-lam-48213.html"
OG = f'<meta property="og:title" content="{TITLE}">'
DATED = f'{OG}<meta property="og:type" content="article"><meta property="article:published_time" content="2026-05-12T14:35:00+07:00">'
DATE = "<div>12/05/2026 14:35</div>"
RELATED = f"<div><h3>Tin liên quan</h3>{teasers()}</div>"


def article(inner: str, above: str = "", below: str = "", head: str = OG) -> Reading:
    html = page(f"<div><h1>{TITLE}</h1>{above}<div>{inner}</div>{below}</div>", head)
    return read(html.encode(), URL)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (f"<div>Hoàng Vân</div>{DATE}", ""),
        ("<div>12/05/2026 - 14:35 Hoàng Vân</div>", ""),
        (f'{DATE}<div><a href="/tac-gia/hoang-van.html">Hoàng Vân</a></div>', ""),
        (DATE, "<div>Hoàng Vân</div>"),
        (DATE, f"{RELATED}<p align=right>Hoàng Vân</p>"),
    ],
    ids=["above", "beside the date", "linked", "behind", "behind a box"],
)
def test_a_name_that_stands_alone_is_the_author(above: str, below: str) -> None:
    assert article(paragraphs(), above, below).author == "Hoàng Vân"


@pytest.mark.parametrize(
    "name", ["Lào Cai", "Tin Mới", "Báo Mẫu", "Trung Tâm Truyền Thông", "HỎI ĐÁP"]
)
def test_a_place_an_office_or_a_box_is_no_author(name: str) -> None:
    assert article(paragraphs(), f"<div>{name}</div>{DATE}").author is None


def test_what_stands_outside_the_container_of_all_other_paragraphs_is_the_lead() -> None:
    reading = article(paragraphs(), f"{DATE}<div>{LEAD}</div>")
    assert (reading.lead, reading.body.split("\n\n")) == (LEAD, BODY)


def test_a_first_paragraph_among_others_is_no_lead() -> None:
    assert article(f"<p>{LEAD}</p>{paragraphs()}", DATE).lead == ""


def test_a_line_alone_with_a_picture_is_its_caption() -> None:
    box = "<div><div><img src=/p.jpg></div><div>Người dân xã Bình Hòa nộp hồ sơ tại nhà</div></div>"
    reading = article(paragraphs(picture=box), DATE)
    assert reading.captions == ("Người dân xã Bình Hòa nộp hồ sơ tại nhà",)
    assert reading.images[0].caption == reading.captions[0]


def test_the_name_of_a_box_is_told_by_what_it_holds() -> None:
    box = f"<div><b>Chuyện dọc đường</b><div>{teasers()}</div></div>"
    assert article(paragraphs(picture=box), DATE).body.split("\n\n") == BODY


@pytest.mark.parametrize(
    "linked", ["Quyết định số 118/QĐ-UBND của huyện", f"{BODY[1][:-1]}."], ids=["short", "sentence"]
)
def test_a_paragraph_that_is_one_link_of_the_site_stays(linked: str) -> None:
    text = paragraphs(picture=f'<p><a href="/van-ban-118.html">{linked}</a></p>')
    assert linked in article(text, DATE).body


def test_documents_told_one_after_the_other_keep_their_linked_names() -> None:
    names = [
        f"Nghị quyết số {n} về nền tảng dùng chung của {n} xã phía bắc huyện" for n in (3, 5, 7)
    ]
    parts = (f'<p><b><a href="/nq-{n}.html">{name}</a></b></p><p>{BODY[n]}</p>'
             for n, name in zip((1, 3, 5), names, strict=True))  # fmt: skip
    body = article("".join(parts), DATE).body
    assert [name for name in names if name not in body] == []


ITEMS = list(TEASERS) * 3
LINKED = "".join(
    f'<h3><a href="/t{n}">{t} {n}</a></h3><p>{s}</p>' for n, (t, s) in enumerate(ITEMS)
)
READ_ON = "".join(
    f'<h3>{t}</h3><p>{s}</p><a href="/t{n}">Xem chi tiết</a>' for n, (t, s) in enumerate(ITEMS)
)
DAYS = "".join(f"<div><b>{t}</b></div><div>12/05/2026</div><p>{s}</p>" for t, s in ITEMS)


@pytest.mark.parametrize("items", [LINKED, READ_ON, DAYS], ids=["linked", "read on", "days"])
def test_a_section_page_whose_summaries_are_no_links_is_refused(items: str) -> None:
    html = page(f"<div><h1>Chính quyền số</h1><div>{items}</div></div>", title="Chính quyền số")
    with pytest.raises(ListingPage):
        read(html.encode(), "https://bao.example/chinh-quyen-so")


def test_a_lead_with_pictures_is_an_article() -> None:
    pictures = "".join(f"<p><img src=/i{n}.jpg></p>" for n in range(3))
    reading = article(pictures, f'{DATE}<p class="sapo">{LEAD}</p>', RELATED)
    assert (reading.lead, reading.body, len(reading.images)) == (LEAD, "", 3)


def test_pictures_with_a_caption_each_are_a_gallery() -> None:
    lines = (
        "Lễ khai trương",
        "Đại biểu xem máy",
        "Người dân nộp hồ sơ",
        "Một góc phòng",
        "Ảnh chung",
    )
    pictures = "".join(f"<div><img src=/g{n}.jpg><p>{t}</p></div>" for n, t in enumerate(lines))
    with pytest.raises(GalleryPage):
        article(pictures, f'{DATE}<p class="sapo">{LEAD}</p>', RELATED)


def test_files_are_found_embedded_in_viewers_and_behind_the_text() -> None:
    shown = (
        '<embed src="/documents/a.pdf"><iframe src="https://docs.google.com/viewer?url=https%3A%2F%2F'
        'bao.example%2Fb.docx&embedded=true"></iframe><p><a class="xemfull-pdf" href="/c.pdf">Xem</a></p>'
    )
    below = '<div><a href="/d.zip">Tải về phụ lục</a></div>'
    found = article(paragraphs(picture=shown), DATE, below).attachments
    names = {file.url.rpartition("/")[2] for file in found}
    assert names == {"a.pdf", "b.docx", "c.pdf", "d.zip"}


def test_a_lazy_picture_is_found_by_its_set_of_sizes() -> None:
    picture = '<figure><img srcset="/a.jpg 480w, /b.jpg 960w"><figcaption>Ảnh một cửa</figcaption></figure>'
    assert article(paragraphs(picture=picture), DATE).images[0].url == "https://bao.example/b.jpg"


def test_each_line_that_was_removed_is_told_with_its_rule() -> None:
    extra = (
        f"<div><b>Chuyện dọc đường</b><div>{teasers()}</div></div><p>{{{{title}}}}</p>"
        "<div>Chia sẻ Facebook Zalo</div><p>Ghi rõ nguồn Báo Mẫu khi phát hành lại thông tin này</p>"
    )
    html = page(
        f"<div><h1>{TITLE}</h1>{DATE}<div>{paragraphs(picture=extra)}</div></div>", OG
    ).encode()
    rules = {each.text: each.rule for each in removed(html, read(html, URL), None)}
    assert rules["Chuyện dọc đường"] == "box"
    assert rules[TEASERS[0][0]] == "teasers"
    assert rules["{{title}}"] == "template"
    assert rules["Chia sẻ Facebook Zalo"] == "share"
    assert rules["Ghi rõ nguồn Báo Mẫu khi phát hành lại thông tin này"] == "notice"
    assert not set(rules) & set(BODY)


def test_tags_are_what_the_page_links_as_tags() -> None:
    links = '<a href="/tag/1">#một cửa</a> <a href="/tag/2">dịch vụ công trực tuyến</a> <a href="/muc">Xã hội</a>'
    below = f"<div><b>Từ khóa:</b> {links}</div>{RELATED}"
    reading = article(paragraphs(), DATE, below)
    assert reading.tags == ("một cửa", "dịch vụ công trực tuyến")
    assert reading.body.split("\n\n") == BODY


@pytest.mark.parametrize("tool", ["nav", "button", "svg", "select", "noscript", "video", "iframe"])
def test_an_element_that_was_never_closed_costs_no_page(tool: str) -> None:
    html = page(f"<{tool}>Mục<div><h1>{TITLE}</h1>{DATE}<div>{paragraphs()}</div></div>", OG)
    assert read(html.encode(), URL).body.split("\n\n") == BODY


def test_where_no_rule_finds_a_text_trafilatura_is_asked_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    html = page(f"<div><h1>{TITLE}</h1>{DATE}<div>{paragraphs()}{RELATED}</div></div>", DATED)
    monkeypatch.setattr(generic, "draft", lambda *_: None)
    reading = read(html.encode(), URL)
    assert (reading.title, reading.doubts) == (TITLE, ("body-by-trafilatura",))
    assert [text for text in BODY if text not in reading.body] == []
    assert [title for title, _ in TEASERS if title in reading.body] == []
    assert reading.published_at is not None


def test_where_trafilatura_finds_none_either_the_page_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(generic, "draft", lambda *_: None)
    with pytest.raises(NoBody):
        read(page(f"<h1>{TITLE}</h1><p>Trang đang được cập nhật.</p>").encode(), URL)
