# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Whole pages on which one thing in or beside the text could take the article away: own texts."""

from collections.abc import Callable, Sequence

from tests.crawler.reading.invented import TEASERS, Sample, teasers
from tests.crawler.reading.unseen import shell

DATE = "2026-10-15T08:20:00+07:00"
SHOWN = "Thứ Năm, 15/10/2026, 08:20 (GMT+7)"
SECTIONS = ("Thời sự", "Kinh tế", "Xã hội", "Pháp luật", "Chuyển đổi số", "Bạn đọc")
MENU = "".join(f'<li><a href="/m{n}">{name}</a></li>' for n, name in enumerate(SECTIONS))
IMAGE = '<p><img src="/anh.jpg"></p>'
GOLD = "<div><h4>Giá vàng</h4><table><tr><td>SJC</td><td>15,120</td></tr></table><p>Cập nhật lúc 09:15 22/11/2026</p></div>"
POLL = "<div><h3>Bình chọn</h3><p>Theo bạn, điều gì quan trọng nhất để người dân thường xuyên dùng dịch vụ công trực tuyến?</p></div>"
FOOTER = "<div><p>© Báo Mẫu Nhật. Cơ quan chủ quản: Hội Mẫu. Giấy phép số 99/GP-BTTTT cấp ngày 1/3/2023</p><p>Tổng Biên tập: Đỗ Mẫu. Phó Tổng Biên tập: Hồ Mẫu</p><p>Địa chỉ: 7 phố Mẫu, phường Trung Tâm. Điện thoại: (024) 3999.9999. Đường dây nóng: 0909 000 111</p></div>"


def paras(lines: Sequence[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def paper(title: str, content: str, *, lead: str = "", behind: str = "") -> str:
    """A page of a paper: no class names at all, boxes on all sides."""
    sapo = f"<h2>{lead}</h2>" if lead else ""
    head = f'<meta property="og:title" content="{title}"><meta property="og:description" content="{lead}">'
    return shell(
        title,
        head,
        f"<ul>{MENU}</ul><div><div><h1>{title}</h1><div>{SHOWN}</div>{sapo}<div>{content}</div>{behind}"
        f"<div><h3>Tin cùng chuyên mục</h3>{teasers()}</div></div><div>{GOLD}<h3>Đọc nhiều</h3>{teasers(summary=False)}{POLL}</div></div>{FOOTER}",
    )


def told(name: str, title: str, lead: str, body: Sequence[str], html: str, author: str | None = None,
         captions: tuple[str, ...] = ()) -> Sample:  # fmt: skip
    url = f"https://{name.replace('_', '')}.example/tin-48213.html"
    return Sample(html, url, title, lead, tuple(body), captions, author, DATE)


def reader_asks() -> Sample:
    """An answer to a reader: "Trả lời:" is no button under a comment."""
    title = "Làm lại giấy khai sinh bị mất cần mang theo những giấy tờ gì?"
    lead = (
        "Bạn đọc ở xã Phước Lộc hỏi về thủ tục cấp bản sao giấy khai sinh khi bản chính mất do lũ."
    )
    body = [
        "Hỏi: Nhà tôi bị lũ cuốn mất giấy tờ, tôi muốn xin lại giấy khai sinh cho con thì làm ở đâu?",
        "Trả lời:",
        "Căn cứ Điều 63 Luật Hộ tịch, cơ quan quản lý cơ sở dữ liệu hộ tịch cấp bản sao trích lục.",
        "Hồ sơ gồm:",
        "- Tờ khai theo mẫu;",
        "- Căn cước của người yêu cầu.",
        "Lệ phí: 8.000 đồng/bản.",
    ]
    return told("reader_asks", title, lead, body, paper(title, IMAGE + paras(body), lead=lead))


def label_first() -> Sample:
    """Tools and a form to subscribe open the text's own element, the text is short."""
    title = "Trạm cân tự động trên Quốc lộ 91 phát hiện 46 xe quá tải trong tuần đầu"
    lead = (
        "Dữ liệu cân được gửi thẳng về trung tâm xử lý vi phạm, lái xe nhận thông báo sau 30 phút."
    )
    body = [
        "Trạm đặt tại km 43+200, cân xe đang chạy với sai số dưới 5%.",
        "Anh Kiên, lái xe tuyến An Châu - Cái Vồn, cho biết trước đây anh từng phải chờ cân gần một tiếng.",
        "Trong tuần đầu có ba khiếu nại, cả ba đều được xem lại hình ảnh và giữ nguyên kết quả.",
    ]
    tools = "<div><p>Nghe bài viết</p><p>00:00 / 02:51</p><p>Nữ miền Nam</p></div>"
    return told(
        "label_first", title, lead, body, paper(title, tools + IMAGE + paras(body), lead=lead)
    )


def table_of_the_page() -> Sample:
    """Tables lay out all of the page, a small one holds the picture: none of them is a caption."""
    title = "Đội xe buýt điện đầu tiên của tỉnh lăn bánh trên tuyến Bến Tượng - Mỹ Hưng"
    body = [
        "Sáng 15-10, mười hai xe buýt điện bắt đầu đón khách, giá vé 7.000 đồng một lượt.",
        "Hành khách trả tiền bằng thẻ, bằng mã QR hoặc bằng tiền mặt như trước.",
        "Ông Thái Bá Lộc, giám đốc hợp tác xã vận tải, nói xe chạy từ 5 giờ đến 21 giờ.",
    ]
    caption = "Xe buýt điện tại bến Bến Tượng."
    small = f'<table align="left"><tr><td><img src="a.jpg"></td></tr><tr><td><font size="1">{caption}</font></td></tr></table>'
    other = "".join(
        f'<div><a href="/b{n}.php">{text}</a></div>' for n, (text, _) in enumerate(TEASERS)
    )
    left = "".join(
        f'<tr><td><a href="/m{n}.php">{name}</a></td></tr>' for n, name in enumerate(SECTIONS)
    )
    html = shell(
        "BAO MAU ONLINE", "",
        f'<table width="1000"><tr><td><font>Chủ Nhật, 22/11/2026, 08:15</font></td></tr><tr><td><table>{left}</table></td><td><table>'
        f'<tr><td class="tieude"><b>{title}</b></td></tr><tr><td><i>15/10/2026 08:20</i></td></tr><tr><td>{small}{"<br><br>".join(body)}<p align="right"><b>THANH TÙNG</b></p></td></tr>'
        f"<tr><td><b>Các tin khác:</b><br>{other}</td></tr></table></td></tr><tr><td>Bản quyền © 2026 Báo Mẫu. Tổng biên tập: NGUYỄN MẪU</td></tr></table>",
    )  # fmt: skip
    return told("table_of_the_page", title, "", body, html, "THANH TÙNG", (caption,))


def flat_teasers() -> Sample:
    """An article of two lines beside thirty headlines and summaries without boxes."""
    title = "Xã Mường Lịch bắn pháo hoa mừng cầu mới"
    lead = "Tối 14/10, cầu treo Mường Lịch dài 180 m chính thức đưa vào sử dụng."
    body = [
        "Cầu thay cho bến đò đã hoạt động hơn 30 năm.",
        "Kinh phí 14 tỷ đồng do nhân dân đóng góp một phần.",
    ]
    flat = "".join(
        f'<h3><a href="/n{n}.htm">{text}</a></h3><div>{more} {more}</div>'
        for n, (text, more) in enumerate(TEASERS * 7)
    )
    html = shell(
        title, f'<meta property="og:title" content="{title}">',
        f"<ul>{MENU}</ul><div><h1>{title}</h1><div>{SHOWN}</div><h2>{lead}</h2><div>{IMAGE}{paras(body)}</div></div><div>{flat}</div>{FOOTER}",
    )  # fmt: skip
    return told("flat_teasers", title, lead, body, html)


def poem_in_two() -> Sample:
    """A related link between two verses takes neither with it."""
    title = "Thơ: Bến nước mã vạch"
    verses = [
        "Mẹ xuống bến, tay cầm điện thoại",
        "Quét một vòng, nước biết đường đi",
        "Con cá quẫy làm rung mặt sóng",
        "Tín hiệu về, chưa kịp nói chi",
        "Ngày xưa gánh nước trên vai nhỏ",
        "Mỗi bậc đá là một câu ca",
        "Bây giờ bậc đá còn nguyên đó",
        "Chỉ người gánh nước đã đi xa",
    ]
    link = f'<div><a href="/x"><img src="/x.jpg"></a><a href="/x">{TEASERS[0][0]}</a></div>'
    text = f"{IMAGE}<p>{'<br>'.join(verses[:4])}</p>{link}<p>{'<br>'.join(verses[4:])}</p>"
    by = '<p align="right"><b>Ý Nhi Trần</b></p>'
    return told("poem_in_two", title, "", verses, paper(title, text, behind=by), "Ý Nhi Trần")


def imprint_of_divs() -> Sample:
    """A nameless imprint longer than the article, of lines that no list of words holds all."""
    title = "Thu hồi hai giấy phép khai thác cát trên sông Mã Giang"
    body = [
        "UBND tỉnh Mẫu vừa thu hồi hai giấy phép khai thác cát của Công ty Phú Thịnh Mẫu và một hợp tác xã.",
        "Hai đơn vị không lắp trạm cân và camera theo quy định.",
        "Toàn bộ tiền ký quỹ phục hồi môi trường được giữ lại.",
    ]
    imprint = [
        "BÁO MẪU ĐIỆN TỬ - Cơ quan ngôn luận của Đảng bộ, chính quyền và nhân dân tỉnh Mẫu",
        "Tổng Biên tập: NGUYỄN VĂN MẪU - Phó Tổng Biên tập: TRẦN MẪU, LÊ MẪU",
        "Trụ sở: Số 1 đường 30 tháng 4, phường Mẫu, tỉnh Mẫu",
        "Điện thoại: 0251.3822.222 - Đường dây nóng: 0913.111.222 - Email: toasoan@mau.example",
        "Cấm sao chép dưới mọi hình thức nếu không có sự chấp thuận bằng văn bản của tòa soạn",
    ]
    html = shell(
        title, f'<meta property="og:title" content="{title}">',
        f"<div>{MENU}</div><div><div><div>{title}</div><div>Cập nhật: 08:20 - 15/10/2026 (GMT+7)</div><div>{IMAGE}{paras(body, 'div')}</div><div>Mạnh Quân</div></div><div><div>Tin cùng loại</div>{teasers()}</div></div><div>{paras(imprint, 'div')}</div>",
    )  # fmt: skip
    return told("imprint_of_divs", title, "", body, html, "Mạnh Quân")


def joomla_item() -> Sample:
    """A date in words over the title, a log-in box and the imprint of the portal under the text."""
    title = "Trường Cao đẳng nghề Đông Lĩnh chấm điểm rèn luyện bằng phần mềm"
    lead = "Từ năm học này, sinh viên tự khai hoạt động rèn luyện trên phần mềm, giáo viên chỉ xác nhận."
    body = [
        "Thầy Đoàn Quốc Hưng, Trưởng phòng Công tác học sinh, cho hay phần mềm do khoa Công nghệ thông tin viết.",
        "Sinh viên nào bị trừ điểm đều nhận được thông báo kèm lý do và có bảy ngày để phản hồi.",
    ]
    html = shell(
        title, "",
        f'<div class="itemView"><div class="itemHeader"><span class="itemDateCreated">Thứ năm, 15 Tháng 10 2026 08:20</span><h2 class="itemTitle">{title}</h2><span class="itemAuthor">Viết bởi&nbsp; <a rel="author" href="/a/b">Ban Biên tập</a></span></div><div class="itemRatingBlock"><span>Đánh giá mục này</span><div>(0 bình chọn)</div></div>'
        f'<div class="itemBody"><span class="itemImage"><img src="/1.jpg"></span><div class="itemIntroText"><p>{lead}</p></div><div class="itemFullText">{paras(body)}</div><span class="itemHits">Đọc <b>87</b> lần</span></div><a href="#">Trở về đầu trang</a><div class="moduletable"><h3>Đăng nhập</h3><label>Tên đăng nhập</label></div>'
        '<div class="footer"><div>CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN MẪU SƠN</div><div>Chịu trách nhiệm: Ông Nguyễn Văn Mẫu, Chánh Văn phòng Ủy ban nhân dân huyện</div><div>Giấy phép số 12/GP-TTĐT cấp ngày 03/02/2024</div></div></div>',
    )  # fmt: skip
    return told("joomla_item", title, lead, body, html)


def utility_classes() -> Sample:
    """Name, time and minutes to read in one line; a numbered heading opens the text."""
    title = "Năm lỗi thường gặp khi nộp hồ sơ đất đai trực tuyến và cách sửa"
    lead = "Cán bộ một cửa phường Vĩnh Ngạn tổng hợp từ 1.100 hồ sơ bị trả lại trong quý III."
    body = [
        "1. Ảnh chụp mờ, thiếu góc",
        "Chiếm 41% số hồ sơ bị trả. Hãy chụp ở nơi đủ sáng, đặt giấy trên nền tối màu.",
        "2. Nhầm cơ quan tiếp nhận",
        "Đất ở phường nào nộp về phường đó, trừ trường hợp giáp ranh hai phường.",
    ]
    text = "".join(
        f"<p><strong>{x}</strong></p>" if x[0].isdigit() else f"<p>{x}</p>" for x in body
    )
    html = shell(
        title, f'<meta property="og:title" content="{title}">',
        f'<header><ul>{MENU}</ul></header><main class="mx-auto max-w-7xl px-4"><h1 class="text-3xl font-bold">{title}</h1><div class="mt-3 flex gap-2 text-sm"><span>Ngọc Diệp</span><span>•</span><span>08:20 15/10/2026</span><span>•</span><span>4 phút đọc</span></div><p class="mt-4 font-semibold">{lead}</p>'
        f'<div class="grid"><div class="prose">{text}{IMAGE}</div><div class="mt-6 flex"><a href="/tag/dat">#đất đai</a></div></div><aside><h2>Đọc nhiều nhất</h2>{teasers(summary=False)}</aside></main><footer><p>© 2026 TechMau. Giấy phép MXH số 310/GP-BTTTT</p></footer>',
    )  # fmt: skip
    return told("utility_classes", title, lead, body, html, "Ngọc Diệp")


def buttons_by_the_date() -> Sample:
    """The date stands in one line with six buttons; one teaser with its summary is a quotation."""
    title = "Bộ trưởng tiếp đoàn chuyên gia khảo sát về định danh số"
    body = [
        "Chiều 14/10, tại trụ sở Bộ, Bộ trưởng đã tiếp đoàn chuyên gia sang khảo sát về định danh số.",
        "Trưởng đoàn đánh giá cao tốc độ cấp tài khoản định danh mức độ 2 trong hai năm qua.",
        "Bộ trưởng nhấn mạnh, việc dùng chung dữ liệu phải đi cùng bảo vệ dữ liệu cá nhân.",
        "Hai bên thống nhất sẽ trao đổi tiếp ở cấp kỹ thuật trong quý I/2027.",
    ]
    quoted = f'<blockquote><a href="/q3"><b>{TEASERS[0][0]}</b></a><br>{TEASERS[0][1]}</blockquote>'
    tools = "".join(
        f'<a href="javascript:void(0)">{name}</a> '
        for name in ("A-", "A", "A+", "In trang", "Gửi email", "Đọc bài viết")
    )
    html = shell(
        title, "",
        f'<form><ul>{MENU}</ul><div class="clock">Thứ Hai, 22/11/2026 | 08:11</div><div class="detail"><div class="news-title">{title}</div><div><span>15/10/2026 08:20</span> {tools}</div><div>{IMAGE}{paras(body[:2])}{quoted}{paras(body[2:])}</div><div><div>Tin tức khác</div>{teasers()}</div></div>{FOOTER}</form>',
    )  # fmt: skip
    return told("buttons_by_the_date", title, "", body, html)


PAGES: dict[str, Callable[[], Sample]] = {
    maker.__name__: maker
    for maker in (
        reader_asks, label_first, table_of_the_page, flat_teasers, poem_in_two, imprint_of_divs,
        joomla_item, utility_classes, buttons_by_the_date,
    )
}  # fmt: skip
