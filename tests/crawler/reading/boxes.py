# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Invented articles with boxes, tools, comments and dates around or between their paragraphs.

Every event, person and figure is made up.
"""

from tests.crawler.reading.invented import BODY, TEASERS, Sample, paragraphs, teasers
from tests.crawler.reading.press import OG
from tests.crawler.reading.shapes import wrap


def end(markup: str, author: str | None = None, body: tuple[str, ...] = tuple(BODY)) -> Sample:
    """Markup behind the last paragraph, in the same box."""
    return Sample(wrap(paragraphs() + markup), captions=(), author=author, body=body)


def after(markup: str, author: str | None = None) -> Sample:
    """Markup behind the article's box."""
    related = f"<div class=k><h3>Tin liên quan</h3>{teasers()}</div>"
    return Sample(wrap(paragraphs(), after=markup + related), captions=(), author=author)


def top(markup: str) -> Sample:
    """Markup between date and lead."""
    return Sample(wrap(paragraphs(), by=markup), captions=(), author=None)


def mid(markup: str, body: tuple[str, ...] = tuple(BODY)) -> Sample:
    """Markup between two paragraphs."""
    return Sample(wrap(paragraphs(picture=markup)), captions=(), author=None, body=body)


def dated(date: str) -> Sample:
    """A date that only a line below the title states."""
    return Sample(wrap(paragraphs(), head=OG, date=date), captions=(), author=None)


BOXES = {
    "cafef_source": after(
        '<p class="source">Theo <span>Báo Tin Mẫu</span></p><div class="link-source-wrapper"><a class="link-source-name">Theo <span class="link-source-text-name">Báo Tin Mẫu</span></a><span class="btn-copy">Copy link</span><div class="link-source-detail"><span>Link bài gốc</span> <span class="btn-copy-link">Lấy link!</span><span class="link-source-full">https://tinmau.example/abc-1.htm</span></div></div>'
    ),
    "comments_real": after(
        '<div class="cmt"><h3>Ý kiến (2)</h3><div class="item"><b>Nguyễn Minh</b><span>12/05/2026 15:20</span><p>Xã tôi bao giờ mới có nền tảng này, đi lại làm giấy tờ vất vả quá các bác ạ, mong huyện làm nhanh giúp dân.</p><a>Thích</a></div><div class="item"><b>Lan</b><span>12/05/2026 16:20</span><p>Rất hay, mong nhân rộng ra nhiều huyện khác để bà con vùng xa đỡ khổ vì đường sá đi lại khó khăn.</p><a>Thích</a></div></div>'
    ),
    "toc": mid(
        '<div class="toc"><p>Nội dung chính</p><ul><li><a href="#m1">Một tài khoản cho mọi thủ tục</a></li><li><a href="#m2">Nối với cổng của tỉnh</a></li></ul></div>'
    ),
    "audio": top(
        '<div class="audio"><div>Nghe bài viết</div><span>0:00</span><span>/</span><span>3:45</span><div>Giọng nữ</div><div>1x</div></div>'
    ),
    "share_top": top(
        '<div class="share"><span>Chia sẻ</span><a>Facebook</a><a>Zalo</a><a>In bài</a><a>Cỡ chữ</a></div>'
    ),
    "views": top('<div class="meta"><span>Lượt xem: 1.234</span> <span>Cỡ chữ: A A A</span></div>'),
    "related_ul_top": top(
        '<ul class="rel"><li><a href="/k1">'
        + TEASERS[0][0]
        + '</a></li><li><a href="/k2">'
        + TEASERS[1][0]
        + "</a></li></ul>"
    ),
    "related_one_top": top('<div class="rel1"><a href="/k1">' + TEASERS[0][0] + "</a></div>"),
    "tags_end": after(
        '<div class="keys"><b>Từ khóa: </b><a href="/t/1">chuyển đổi số quốc gia 2026</a>, <a href="/t/2">dịch vụ công trực tuyến toàn trình</a></div>'
    ),
    "tags_hash": after(
        '<ul class="x"><li><a href="/t/1">#chuyển đổi số</a></li><li><a href="/t/2">#dịch vụ công trực tuyến toàn trình</a></li></ul>'
    ),
    "newsletter": after(
        '<div class="nl"><h4>Nhận bản tin hằng ngày</h4><p>Đăng ký nhận bản tin để không bỏ lỡ những tin tức mới nhất từ chúng tôi mỗi sáng qua thư điện tử của bạn.</p></div>'
    ),
    "poll": after(
        '<div class="poll"><h3>Thăm dò ý kiến</h3><p>Bạn đánh giá thế nào về chất lượng dịch vụ công trực tuyến của huyện trong sáu tháng qua?</p><label>Tốt</label><label>Chưa tốt</label></div>'
    ),
    "useful": after(
        "<div><p>Bài viết này có hữu ích với bạn không?</p><a>Có</a><a>Không</a></div>"
    ),
    "author_bio": after(
        '<div class="author-box"><a href="/tg"><img src="/a.jpg"></a><div><a href="/tg" class="n">Hoàng Vân</a><p>Phóng viên mảng công nghệ, từng đoạt giải báo chí tỉnh năm 2024, chuyên viết về chính quyền số và dữ liệu.</p></div></div>',
        "Hoàng Vân",
    ),
    "copyright": after(
        '<p class="c">© Bản quyền thuộc về Báo Mẫu. Cấm sao chép dưới mọi hình thức nếu không có sự chấp thuận bằng văn bản của tòa soạn.</p>'
    ),
    "prev_next": after(
        '<div class="pn"><p>Bài trước: <a href="/p">'
        + TEASERS[0][0]
        + '</a></p><p>Bài sau: <a href="/n">'
        + TEASERS[1][0]
        + "</a></p></div>"
    ),
    "unlab_teasers": after(teasers()),
    "unlab_dated": after(
        "<ul>"
        + "".join(
            f'<li><a href="/u{n}">{t}</a><span> (11/05/2026 08:0{n})</span></li>'
            for n, (t, _) in enumerate(TEASERS)
        )
        + "</ul>"
    ),
    "cookie": after(
        '<div class="ck">Chúng tôi sử dụng cookie để cải thiện trải nghiệm của bạn. Bằng cách tiếp tục, bạn đồng ý với chính sách của chúng tôi. <a>Đồng ý</a></div>'
    ),
    "doc_file": end(
        '<p><a href="/f/qd.pdf">Tải về quyết định 118</a></p>',
        body=(*BODY, "Tải về quyết định 118"),
    ),
    "weather_box": after(
        '<div class="w"><span>Hà Nội</span> <span>27°C</span><p>Có mây, không mưa. Gió đông nam cấp 2. Độ ẩm từ 60 đến 80 phần trăm trong cả ngày và đêm nay.</p></div>'
    ),
    "fx": after(
        '<div class="fx"><h3>Tỷ giá</h3><table><tr><td>USD</td><td>25.100</td><td>25.400</td></tr><tr><td>EUR</td><td>27.100</td><td>27.400</td></tr></table></div>'
    ),
    "sidebar_prose": Sample(
        wrap(paragraphs()).replace(
            '<div class="right">',
            '<div class="right"><div class="q"><h3>Góc nhìn</h3><p>Ý kiến chuyên gia: cần đầu tư hạ tầng số đồng bộ trước khi nghĩ đến các ứng dụng cao cấp hơn cho người dân.</p></div>',
        ),
        captions=(),
        author=None,
    ),
    "summary_box": mid(
        '<div class="sum"><h3>Tóm tắt</h3><ul><li>28 xã dùng chung nền tảng.</li><li>92,4% hồ sơ trả trước hạn.</li></ul></div>',
        (
            *BODY[:2],
            "Tóm tắt",
            "28 xã dùng chung nền tảng.",
            "92,4% hồ sơ trả trước hạn.",
            *BODY[2:],
        ),
    ),
    "box_in": mid(
        '<div class="VCSortableInPreviewMode" type="content"><div><h3>Ba bước nộp hồ sơ</h3><p>Bước 1: đăng nhập. Bước 2: chọn thủ tục. Bước 3: chụp giấy tờ và gửi đi trong vòng mười phút.</p></div></div>',
        (
            *BODY[:2],
            "Ba bước nộp hồ sơ",
            "Bước 1: đăng nhập. Bước 2: chọn thủ tục. Bước 3: chụp giấy tờ và gửi đi trong vòng mười phút.",
            *BODY[2:],
        ),
    ),
    "quote": mid(
        "<blockquote><p>Chúng tôi không muốn bà con phải đi lại quá một lần.</p></blockquote>",
        (*BODY[:2], "Chúng tôi không muốn bà con phải đi lại quá một lần.", *BODY[2:]),
    ),
    "embed_tw": mid(
        '<div class="fb"><blockquote class="twitter-tweet"><a href="https://twitter.com/x/1">12/5/2026</a></blockquote></div>'
    ),
    "breadcrumb_after": top('<div><a href="/su-kien/1">Chuyển đổi số quốc gia</a></div>'),
    "event_line": end('<p>Dòng sự kiện: <a href="/sk/1">Chuyển đổi số quốc gia năm 2026</a></p>'),
    "ndash_author": end(
        '<p style="text-align:right"><em>Hoàng Vân – Minh Khuê</em></p>', "Hoàng Vân – Minh Khuê"
    ),
    "author_email": end(
        '<p><strong>Hoàng Vân</strong></p><p><a href="mailto:a@b.example">a@b.example</a></p>',
        "Hoàng Vân",
    ),
    "author_addr": end(
        '<p style="text-align:right"><strong>Hoàng Vân</strong><br><em>(huyện Tân Lâm)</em></p>',
        "Hoàng Vân",
    ),
    "author_inpar": Sample(
        wrap(paragraphs().replace(BODY[-1] + "</p>", BODY[-1] + " <strong>Hoàng Vân</strong></p>")),
        captions=(),
        author=None,
        body=(*BODY[:-1], BODY[-1] + " Hoàng Vân"),
    ),
    "tintuc_bold": end(
        '<p><strong>TIN LIÊN QUAN</strong></p><p><a href="/1">' + TEASERS[0][0] + "</a></p>"
    ),
    "date_under": dated("Thứ ba, 12/5/2026 | 14:35 GMT+7"),
    "date_ampm": dated("12-05-2026 - 14:35 PM"),
    "date_time_first": dated("14:35 | 12/05/2026"),
    "date_h": dated("Cập nhật lúc 14h35' ngày 12/5/2026"),
    "date_long": dated("Thứ ba, ngày 12 tháng 5 năm 2026, 14:35"),
    "date_split": dated("<span>12/05/2026</span><span>14:35</span>"),
    "date_split_div": dated("<div>12/05/2026</div><div>14:35</div>"),
    "date_glue": dated("ClockThứ Ba, 12/05/2026 14:35"),
    "date_vi": dated("Đăng ngày 12/05/2026 | 02:35 PM | View count: 1252"),
}
