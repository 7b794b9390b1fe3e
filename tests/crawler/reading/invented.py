# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Invented articles in the markup of different Vietnamese publishing systems, noise included.

Every event, person and figure is made up; the markup follows what such systems print.
"""

from dataclasses import dataclass, field

TITLE = "Huyện Tân Lâm đưa 28 xã lên nền tảng một cửa điện tử dùng chung"
LEAD = (
    "Từ ngày 12/5, người dân 28 xã của huyện Tân Lâm có thể nộp hồ sơ đất đai, hộ tịch và xây dựng "
    "trên cùng một nền tảng, thay vì ba phần mềm rời rạc như trước."
)
BODY = [
    "Sáng 12/5, Ủy ban nhân dân huyện Tân Lâm khai trương nền tảng một cửa điện tử dùng chung cho "
    "28 xã, thị trấn, sau bốn tháng thử nghiệm tại ba xã Bình Hòa, Đông Sơn và Phú Khê.",
    "Theo ông Lê Quang Định, Trưởng phòng Văn hóa - Thông tin huyện, trong thời gian thử nghiệm đã "
    "có 3.416 hồ sơ được tiếp nhận, trong đó 92,4% trả trước hạn và không hồ sơ nào bị thất lạc.",
    "Một tài khoản cho mọi thủ tục",
    "Người dân đăng nhập bằng tài khoản định danh điện tử mức 2, chụp giấy tờ bằng điện thoại và "
    "theo dõi từng bước xử lý; cán bộ không được yêu cầu nộp lại giấy tờ đã có trong cơ sở dữ liệu.",
    "“Trước đây tôi phải nghỉ việc hai buổi để làm giấy khai sinh cho con, nay tôi nộp hồ sơ lúc "
    "chín giờ tối và sáng hôm sau đã có lịch hẹn”, chị Trần Thị Mây, ở xã Bình Hòa, kể lại.",
    "Huyện bố trí 56 tổ công nghệ số cộng đồng để hướng dẫn người cao tuổi, đồng thời lắp đặt 84 "
    "máy tính công cộng tại nhà văn hóa thôn, kinh phí 2,3 tỷ đồng lấy từ ngân sách địa phương.",
    "Nối với cổng của tỉnh",
    "Giai đoạn tiếp theo, nền tảng sẽ kết nối với hệ thống thông tin giải quyết thủ tục hành chính "
    "của tỉnh, dự kiến hoàn thành trước ngày 30/9 và được đánh giá an toàn thông tin ở cấp độ 3.",
    "Đến cuối năm, huyện đặt mục tiêu 80% hồ sơ được nộp trực tuyến toàn trình, mỗi cán bộ một cửa "
    "xử lý không quá 40 hồ sơ mỗi ngày và mức độ hài lòng của người dân đạt từ 95% trở lên.",
]
HEADINGS = {2, 6}
CAPTION = "Người dân xã Bình Hòa nộp hồ sơ tại máy tính công cộng của thôn Đoài. Ảnh: Minh Khuê"
AUTHOR = "Hoàng Vân"
TEASERS = [
    ("Thành phố Lạc An thử nghiệm bản đồ số ngập lụt cho tám phường ven sông", "Bản đồ cập nhật "
     "mực nước 15 phút một lần từ 42 trạm đo, người dân xem được trên điện thoại của mình."),
    ("Trường THPT Nguyễn Bá Thuận dạy thử môn an toàn thông tin cho khối 10", "Mỗi tuần học sinh "
     "có một tiết thực hành nhận diện lừa đảo trực tuyến cùng các thầy cô dạy tin học."),
    ("Hợp tác xã Đồng Tâm bán 120 tấn bưởi qua sàn thương mại điện tử", "Lô hàng đầu tiên được "
     "giao tới năm tỉnh chỉ trong ba ngày, tỷ lệ hư hỏng giảm còn chưa tới một phần trăm."),
    ("Cầu Vân Giang thông xe kỹ thuật sớm hơn kế hoạch hai tháng", "Cây cầu dài 640 m nối hai bờ "
     "sông Vân, rút ngắn quãng đường đến bệnh viện huyện từ 18 km xuống còn 5 km."),
]  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A page and what it must read as."""

    html: str = field(repr=False)
    url: str = "https://bao.example/tan-lam-mot-cua-dien-tu-48213.html"
    title: str = TITLE
    lead: str = LEAD
    body: tuple[str, ...] = tuple(BODY)
    captions: tuple[str, ...] = (CAPTION,)
    author: str | None = AUTHOR
    published: str | None = "2026-05-12T14:35:00+07:00"


def paragraphs(tag: str = "p", heading: str = "h2", picture: str = "", after: int = 1) -> str:
    """The body as elements, with a picture's markup behind one of them."""
    parts = []
    for number, text in enumerate(BODY):
        parts.append(
            f"<{heading}>{text}</{heading}>" if number in HEADINGS else f"<{tag}>{text}</{tag}>"
        )
        if number == after:
            parts.append(picture)
    return (
        "\n".join(parts)
        .replace("<strong-p>", "<p><strong>")
        .replace("</strong-p>", "</strong></p>")
    )


def teasers(item: str = "div", summary: bool = True, start: int = 0) -> str:
    """Linked headlines, with summaries or without."""
    parts = []
    for number, (title, text) in enumerate(TEASERS[start:], start):
        link = f"/tin-{number}-77{number}.html"
        parts.append(
            f'<{item} class="it"><a href="{link}"><img src="/i{number}.jpg" alt="{title}"></a>'
            f'<h3><a href="{link}" title="{title}">{title}</a></h3>'
            + (f"<p>{text}</p>" if summary else "")
            + f"</{item}>"
        )
    return "".join(parts)


def page(body: str, head: str = "", title: str = TITLE) -> str:
    """A whole page around a body."""
    menu = "".join(
        f'<li><a href="/{n}">{name}</a></li>'
        for n, name in enumerate(["Trang chủ", "Thời sự", "Kinh tế", "Chuyển đổi số", "Bạn đọc"])
    )
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>{title} | Báo Mẫu</title>{head}</head><body>"
        f'<div class="top"><span>Thứ Tư, 13/05/2026 06:01</span><ul>{menu}</ul></div>{body}'
        '<div class="bottom"><p>Cơ quan chủ quản: Hội Nhà báo tỉnh Mẫu. Giấy phép số 45/GP-BTTTT.</p>'
        "<p>Tổng biên tập: Phạm Văn Mẫu. Địa chỉ: 15 đường Hoa Ban, thành phố Mẫu.</p>"
        "<p>Ghi rõ nguồn “Báo Mẫu điện tử” khi phát hành lại thông tin từ trang này.</p></div>"
        "</body></html>"
    )


def roles() -> Sample:
    """Marks by role, two titles, a sticky bar, donation and log-in boxes, a related box inside."""
    box = (
        '<div class="VCSortableInPreviewMode" type="RelatedOneNews"><a href="/a-1.htm"><img src="/x.jpg"></a>'
        f'<div><a href="/a-1.htm">{TEASERS[0][0]}</a><p>{TEASERS[0][1]}</p></div></div>'
    )
    picture = (
        '<div class="VCSortableInPreviewMode" type="Photo"><img src="https://cdn.example/p.jpg">'
        f'<div class="PhotoCMS_Caption"><p>{CAPTION}</p></div></div>{box}'
    )
    body = (
        f'<div class="sticky"><h1>{TITLE}</h1></div><div class="detail"><div class="bc">'
        '<a href="/so" data-role="cate-name">Chuyển đổi số</a></div>'
        f'<h1 data-role="title">{TITLE}</h1><div data-role="publishdate">12/05/2026 14:35 GMT+7</div>'
        f'<div class="author-info"><a href="/tac-gia/hoang-van.htm">{AUTHOR}</a></div>'
        f'<h2 data-role="sapo">{LEAD}</h2><div data-role="content">{paragraphs(picture=picture)}</div>'
        '<div class="donate"><p>Bạn muốn tặng sao cho tác giả? Đăng nhập để tặng sao và ủng hộ bài '
        "viết này, mỗi ngôi sao tương ứng một nghìn đồng trong tài khoản của bạn.</p></div>"
        f'<div class="rel"><div>Tin liên quan</div>{teasers()}</div>'
        '<div class="cm"><h3>Bình luận (2)</h3><div><b>Minh</b><p>Xã tôi bao giờ mới có nền tảng '
        "này, đi lại làm giấy tờ vất vả quá các bác ạ, mong huyện làm nhanh.</p>"
        "<span>3 giờ trước</span> <a href='#'>Thích</a> <a href='#'>Trả lời</a></div></div></div>"
    )
    head = (
        f'<meta property="og:title" content="{TITLE}"><meta name="author" content="Báo Mẫu Online">'
        '<meta property="article:published_time" content="2026-05-12T14:35:00+07:00">'
    )
    return Sample(page(body, head))


def slots() -> Sample:
    """Marks by slot, utility classes, a dateline in the lead, the author under a portrait."""
    picture = (
        f'<figure class="image align-center"><img data-src="/p.jpg"><figcaption><p>{CAPTION}</p>'
        "</figcaption></figure>"
    )
    lead = f"(Báo Mẫu) - {LEAD}"
    related = "".join(
        f'<li><a href="/r{n}.htm">{t}</a></li>' for n, (t, _) in enumerate(TEASERS[:2])
    )
    body = (
        '<main class="flex"><article class="w-2/3"><div class="text-sm">'
        '<time datetime="2026-05-12 14:35">Thứ ba, 12/05/2026 - 14:35</time></div>'
        f'<h1 data-slot="title">{TITLE}</h1><h2 data-slot="sapo">{lead}</h2>'
        f'<div data-slot="author"><a href="/tac-gia/x" rel="author">{AUTHOR}</a></div>'
        f'<div data-slot="content" class="prose">{paragraphs(picture=picture)}'
        f'<div class="mt-4"><b>Đọc thêm</b><ul>{related}</ul></div></div></article>'
        f"<aside><h3>Đọc nhiều</h3>{teasers('li', summary=False)}</aside></main>"
    )
    ld = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","datePublished":'
        '"2026-05-12T14:35:09+07:00","author":{"@type":"Person","name":"Hoàng Vân"},'
        '"publisher":{"name":"Báo Mẫu"}}</script>'
    )
    return Sample(page(body, ld), lead=lead)


def tables() -> Sample:
    """Pictures and captions in tables, a box of links in a table, the author in a list on top."""
    picture = (
        '<table class="picture"><tbody><tr><td class="pic"><img src="/p.jpg"></td></tr>'
        f'<tr><td class="pCaption">{CAPTION}</td></tr></tbody></table>'
    )
    box = (
        f'<table class="article"><tr><td><a href="/z-1.html"><img src="/z.jpg"></a></td><td><h2>'
        f'<a href="/z-1.html">{TEASERS[2][0]}</a></h2><p>{TEASERS[2][1]}</p></td></tr></table>'
    )
    body = (
        '<article class="the-article"><header class="the-article-header">'
        f'<p class="the-article-category"><a href="/so.html">Chuyển đổi số</a></p><h1>{TITLE}</h1>'
        f'<ul class="the-article-meta"><li class="the-article-author"><a href="/t">{AUTHOR}</a></li>'
        '<li class="the-article-publish">Thứ ba, 12/5/2026 14:35 (GMT+7)</li></ul></header>'
        f'<section class="main"><p class="the-article-summary">{LEAD}</p>'
        f'<div class="the-article-body">{paragraphs(heading="h3", picture=picture)}{box}</div>'
        f'<p class="the-article-tags">Tags: <a href="/a">một cửa</a> <a href="/b">chuyển đổi số</a></p>'
        f'</section></article><section class="box"><h2>Bạn có thể quan tâm</h2>{teasers()}</section>'
    )
    return Sample(page(body))


def no_heading_element() -> Sample:
    """The title in a div, no machine dates at all, the lead in a class of its own."""
    picture = (
        '<table align="center"><tbody><tr><td><img src="/p.jpg"></td></tr>'
        f"<tr><td>{CAPTION}</td></tr></tbody></table>"
    )
    body = (
        f'<div class="container"><div class="col-left"><div class="title-detail">{TITLE}</div>'
        f'<div class="author-line"><a class="author" href="/t">{AUTHOR}</a> '
        '<span class="post-time">- 12/05/2026 14:35</span></div>'
        f'<div class="sapo_detail">{LEAD}</div><div id="content_detail_news">'
        f"{paragraphs(heading='strong-p', picture=picture)}</div>"
        f'<div class="others"><div class="t">Tin liên quan</div><ul>'
        + "".join(f'<li><a href="/o{n}.html">{t}</a></li>' for n, (t, _) in enumerate(TEASERS))
        + '</ul></div></div><div class="col-right"><h3>Đọc nhiều</h3>'
        + teasers("div", summary=False)
        + "</div></div>"
    )
    head = f'<meta property="og:title" content="{TITLE}"><meta property="og:description" content="{LEAD}">'
    return Sample(page(body, head))


def style_words() -> Sample:
    """Class words that tools take for noise stand on the article itself."""
    picture = (
        f'<figure class="expNoEdit"><img src="/p.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    )
    body = (
        '<section class="nocate bottom relative"><article class="content-wrap related tag-page">'
        f'<h1 class="font28 bold">{TITLE}</h1><div class="time-update">Thứ Ba, 12/05/2026 14:35:00 +07:00</div>'
        f'<h2 class="font18 bold inline-nb">{LEAD}</h2>'
        f'<div itemprop="articleBody" class="edit-content slide menu">{paragraphs(picture=picture)}'
        f'<div class="author-make"><p style="text-align:right"><b>{AUTHOR}</b></p></div></div>'
        f'<div class="related"><h3>Tin mới</h3>{teasers()}</div></article></section>'
    )
    return Sample(page(body))


def old_flat() -> Sample:
    """An old page: a form and tables around everything, line breaks for paragraphs, no lead mark."""
    text = "<br /><br />".join(f"<b>{t}</b>" if n in HEADINGS else t for n, t in enumerate(BODY))
    body = (
        '<form id="aspnetForm" action="/x.aspx"><input type="hidden" name="__VIEWSTATE" value="/wEPDw">'
        f'<table width="960"><tr><td width="700"><div class="tt"><b>{TITLE}</b></div>'
        '<span class="d">Cập nhật: 14:35 | 12/05/2026</span>'
        f'<div class="nd">{text}<br /><br /><div align="right"><b>{AUTHOR}</b></div></div>'
        "<div>Các tin khác:</div><table><tr><td><ul>"
        + "".join(
            f'<li><a href="/o{n}.aspx">{t}</a> (11/05/2026)</li>'
            for n, (t, _) in enumerate(TEASERS)
        )
        + "</ul></td></tr></table></td><td width='260'><b>LIÊN KẾT</b></td></tr></table></form>"
    )
    return Sample(page(body), lead="", captions=())


def data_table() -> Sample:
    """A table of figures and a list inside the article, an attachment, a source line."""
    rows = "<tr><th>Xã</th><th>Hồ sơ</th></tr><tr><td>Bình Hòa</td><td>1.204</td></tr>"
    items = "<li>Nộp hồ sơ qua mạng;</li><li>Nhận kết quả tại nhà.</li>"
    extra = f'<table border="1">{rows}</table><ul>{items}</ul>'
    body = (
        f'<div class="wrap"><h1>{TITLE}</h1><p class="date">12/05/2026 | 02:35 PM</p>'
        f'<p class="sapo">{LEAD}</p><div class="noidung">{paragraphs(picture=extra)}'
        '<p>Xem toàn văn quyết định: <a href="/files/qd-118.pdf">Quyết định số 118/QĐ-UBND</a></p>'
        f'<p style="text-align: right;"><em>Theo Cổng thông tin huyện Tân Lâm</em></p></div></div>'
    )
    lines = [*BODY[:2], "Xã | Hồ sơ", "Bình Hòa | 1.204", "Nộp hồ sơ qua mạng;"]
    lines += ["Nhận kết quả tại nhà.", *BODY[2:]]
    lines.append("Xem toàn văn quyết định: Quyết định số 118/QĐ-UBND")
    return Sample(page(body), body=tuple(lines), captions=(), author=None)


def longform() -> Sample:
    """Nested wrappers around each chunk of text, pictures between, boxes of text kept."""
    chunks = "".join(
        f'<section class="c{n}"><div><div><h2>{t}</h2></div></div></section>'
        if n in HEADINGS
        else f'<section class="c{n}"><div class="in"><div><p>{t}</p></div></div></section>'
        for n, t in enumerate(BODY)
    )
    picture = f'<figure><img src="/p.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    body = (
        f'<div class="b-maincontent"><div class="hero"><h1 class="sc-longform-header-title">{TITLE}</h1>'
        f'<p class="sc-longform-header-sapo">{LEAD}</p><span class="sc-longform-header-date">'
        f'12/05/2026 - 14:35</span><span class="sc-longform-header-author">{AUTHOR}</span></div>'
        f"{picture}{chunks}</div>"
        f'<div class="c-box"><div>Bài liên quan</div>{teasers()}</div>'
    )
    return Sample(page(body))


SAMPLES = {
    maker.__name__: maker()
    for maker in (
        roles, slots, tables, no_heading_element, style_words, old_flat, data_table, longform,
    )
}  # fmt: skip
