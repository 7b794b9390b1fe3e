# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""What Vietnamese news pages print around an article, and none of it the article's: own writing."""

import random
from collections.abc import Callable, Sequence

from tests.crawler.reading.stories import Story

PLACES = (
    "Hà Nội",
    "TP. Hồ Chí Minh",
    "Đà Nẵng",
    "Cần Thơ",
    "Hải Phòng",
    "Huế",
    "Lào Cai",
    "Sơn La",
    "Nghệ An",
    "Cà Mau",
)
MENU = ("Trang chủ", "Thời sự", "Chính trị", "Kinh tế", "Xã hội", "Pháp luật", "Văn hóa", "Giáo dục", "Y tế", "Thể thao",
        "Quốc tế", "Chuyển đổi số", "Khoa học - Công nghệ", "Nông thôn mới", "Cải cách hành chính", "Bạn đọc", "Multimedia", "Báo in")  # fmt: skip
READERS = (
    (
        "Nguyễn Minh",
        "Xã tôi bao giờ mới được như thế này, đi lại làm giấy tờ vất vả quá các bác ạ, mong địa phương làm nhanh cho bà con nhờ.",
    ),
    (
        "Thu Trang",
        "Bài viết rất hay và thiết thực. Tôi đã làm thử theo hướng dẫn, mất đúng mười lăm phút là xong, không phải chờ đợi như trước.",
    ),
    (
        "lan_anh85",
        "Cần nói rõ người lớn tuổi không có điện thoại thông minh thì làm thế nào, nhà tôi có hai cụ đều trên tám mươi tuổi rồi.",
    ),
    (
        "Hoàng Văn Dũng",
        "Đề nghị công khai tên cán bộ trễ hẹn, chỉ khen mà không nói chỗ chưa được thì người dân khó tin lắm.",
    ),
)


# What papers call their boxes of other articles besides: no list of words can hold them all
ODD = ("Chuyện hôm nay", "Tiêu điểm", "Góc nhìn", "Đáng chú ý", "Câu chuyện quản lý", "Nhịp cầu", "Điểm tin", "Xem - nghe", "Đời sống số",
       "Chuyên trang", "Mạch đập thị trường", "Chuyển động", "Hồ sơ", "Sáng kiến", "Trên đường phát triển", "Thế giới số", "Bạn nên biết")  # fmt: skip


class Clutter:
    """Boxes for one page, chosen by a seed; `others` lend headlines and summaries."""

    def __init__(self, others: Sequence[Story], seed: int) -> None:
        self.chance = random.Random(seed)
        self.others = list(others)
        self.chance.shuffle(self.others)
        self.number = 0
        self.odd = seed % 2 == 1

    def label(self, usual: str) -> str:
        """The label of a box: the usual one, or on every other page one that nobody expects."""
        return self.chance.choice(ODD) if self.odd else usual

    def teaser(self, summary: bool, tag: str = "h3") -> str:
        """One linked headline of another article, with a thumbnail and a summary or without."""
        story = self.others[self.number % len(self.others)]
        self.number += 1
        href = f"/{story.name}-{7000 + self.number}.html"
        text = f'<p class="item-desc">{story.lead}</p>' if summary else ""
        return (
            f'<div class="item-news"><a class="thumb" href="{href}"><img src="/t{self.number}.jpg" alt="{story.title}"></a>'
            f'<{tag} class="item-title"><a href="{href}" title="{story.title}">{story.title}</a></{tag}>{text}</div>'
        )

    def teasers(self, count: int, summary: bool = True) -> str:
        return "".join(self.teaser(summary) for _ in range(count))

    def links(self, count: int, dated: bool = False) -> str:
        """A list of linked headlines, the day behind each or not."""
        items = []
        for _ in range(count):
            story = self.others[self.number % len(self.others)]
            self.number += 1
            day = f' <span class="d">({self.number % 27 + 1:02}/10/2026)</span>' if dated else ""
            items.append(
                f'<li><a href="/{story.name}-{7000 + self.number}.html">{story.title}</a>{day}</li>'
            )
        return f"<ul>{''.join(items)}</ul>"

    def header(self) -> str:
        menu = "".join(f'<li><a href="/muc-{n}.htm">{name}</a></li>' for n, name in enumerate(MENU))
        return (
            '<div class="header"><div class="topbar"><span class="clock">Chủ nhật, 22/11/2026 08:24</span>'
            "<span>Hotline: 0912 345 678</span><a href='/dang-nhap'>Đăng nhập</a><a href='/dang-ky'>Đăng ký</a><a href='/en'>English</a></div>"
            '<div class="logo"><a href="/"><img src="/logo.png" alt="Báo Mẫu"></a><p>Cơ quan của Đảng bộ, tiếng nói của chính quyền và nhân dân tỉnh Mẫu</p></div>'
            f'<form action="/tim-kiem"><input name="q"><button>Tìm kiếm</button></form><ul class="menu">{menu}</ul></div>'
        )

    def weather(self) -> str:
        rows = "".join(
            f"<li><span>{place}</span> <span>{self.chance.randint(18, 34)}°C</span> <em>Nhiều mây, có mưa nhỏ</em></li>"
            for place in PLACES
        )
        return f'<div class="weather-box"><div class="t">Thời tiết</div><ul>{rows}</ul><p>Độ ẩm: 84% - Gió: 2,1 m/s</p></div>'

    def weather_news(self) -> str:
        day = self.chance.randint(2, 20)
        rows = "".join(
            f'<div class="wn"><a href="/tt-{n}.html">Thời tiết hôm nay {day + n}/11: Bắc Bộ trời rét, Trung Bộ có mưa vừa</a>'
            f"<p>Thời tiết hôm nay {day + n}/11, Bắc Bộ trời rét về đêm và sáng, Trung Bộ có mưa vừa, cục bộ mưa to, Nam Bộ ngày nắng.</p></div>"
            for n in range(3)
        )
        return f'<div class="w-news"><h3>{self.label("Dự báo thời tiết")}</h3>{rows}</div>'

    def rates(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td>{buy:,}</td><td>{buy + 300:,}</td></tr>".replace(",", ".")
            for name, buy in (
                ("USD", 26100),
                ("EUR", 30210),
                ("JPY", 171),
                ("CNY", 3655),
                ("KRW", 18),
            )
        )
        return f'<div class="rates"><h3>Tỷ giá ngoại tệ</h3><table><tr><th>Mã</th><th>Mua vào</th><th>Bán ra</th></tr>{rows}</table><p>Nguồn: Ngân hàng Mẫu</p></div>'

    def gold(self) -> str:
        rows = "".join(
            f"<tr><td>{name}</td><td>{buy}.000</td><td>{buy + 2}.500</td></tr>"
            for name, buy in (
                ("Vàng SJC 1L", 151),
                ("Nhẫn trơn 9999", 148),
                ("Vàng nữ trang 99,99%", 146),
            )
        )
        return f'<div class="gold-price"><div>Giá vàng hôm nay</div><table>{rows}</table><span>Đơn vị: nghìn đồng/lượng</span></div>'

    def share(self) -> str:
        return (
            '<div class="social"><span>Chia sẻ:</span><a href="https://www.facebook.com/sharer.php?u=x">Facebook</a><a href="#">Zalo</a>'
            '<a href="mailto:?subject=x">Gửi email</a><a href="javascript:print()">In bài viết</a><span>Cỡ chữ</span><a href="#">A-</a><a href="#">A+</a><a href="#">Lưu bài viết</a></div>'
        )

    def audio(self) -> str:
        return '<div class="audio"><span>Nghe bài viết</span><span>0:00</span> / <span>3:45</span><span>Giọng nữ miền Bắc</span><span>1x</span></div>'

    def google(self) -> str:
        return '<div class="gg"><a href="https://news.google.com/x">Theo dõi Báo Mẫu trên Google News</a></div>'

    def related(self) -> str:
        return f'<div class="related-box"><div class="box-title">{self.label("Tin liên quan")}</div>{self.teasers(2)}</div>'

    def more(self) -> str:
        return (
            f'<div class="readmore"><strong>{self.label("Đọc thêm")}</strong>{self.links(3)}</div>'
        )

    def pointer(self) -> str:
        story = self.others[self.number % len(self.others)]
        self.number += 1
        return f'<div class="see"><b>&gt;&gt;&gt; Xem thêm:</b> <a href="/{story.name}-81.html">{story.title}</a></div>'

    def one(self) -> str:
        return f'<div class="link-in-content">{self.teaser(summary=True)}</div>'

    def tags(self) -> str:
        return '<div class="tags"><span>Từ khóa:</span> <a href="/tag/1">chuyển đổi số</a>, <a href="/tag/2">dịch vụ công trực tuyến toàn trình</a>, <a href="/tag/3">chính quyền địa phương hai cấp năm 2026</a></div>'

    def rating(self) -> str:
        return '<div class="rate"><b>ĐÁNH GIÁ</b><p>Hãy trở thành người đầu tiên đánh giá cho bài viết này!</p><p>Bạn cảm thấy bài viết này thế nào?</p></div>'

    def comments(self) -> str:
        rows = "".join(
            f'<div class="cmt-item"><b>{name}</b> <span class="time">{n + 2} giờ trước</span><p>{text}</p><a href="#">Thích</a> <a href="#">Trả lời</a></div>'
            for n, (name, text) in enumerate(self.chance.sample(READERS, 3))
        )
        return (
            f'<div class="comment-wrap"><h3>Ý kiến bình luận (3)</h3><p>Bình luận của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu.</p>{rows}'
            "<p>Họ tên hiển thị</p><p>Email không hiển thị trên bài viết</p><button>Gửi</button></div>"
        )

    def newsletter(self) -> str:
        return '<div class="newsletter"><h4>Nhận bản tin hằng ngày</h4><p>Đăng ký nhận bản tin để không bỏ lỡ những tin tức mới nhất của chúng tôi mỗi sáng qua thư điện tử.</p></div>'

    def most_read(self) -> str:
        return f'<div class="most-read"><h3>{self.label("Bài đọc nhiều")}</h3>{self.teasers(5, summary=False)}</div>'

    def latest(self) -> str:
        return f'<div class="latest"><h2>{self.label("TIN MỚI")}</h2>{self.teasers(3)}</div>'

    def same_section(self) -> str:
        return f'<div class="same"><div class="title">{self.label("Tin cùng chuyên mục")}</div>{self.links(6, dated=True)}</div>'

    def interest(self) -> str:
        return f'<div class="interest"><div>{self.label("BẠN CÓ THỂ QUAN TÂM")}</div>{self.teasers(4)}</div>'

    def poll(self) -> str:
        return '<div class="poll"><h3>Thăm dò ý kiến</h3><p>Bạn đánh giá thế nào về chất lượng phục vụ của bộ phận một cửa nơi bạn sinh sống trong năm qua?</p><label>Rất tốt</label><label>Bình thường</label><a href="#">Biểu quyết</a><a href="#">Xem kết quả</a></div>'

    def login(self) -> str:
        return '<div class="modal" id="popup"><h3>Thông báo</h3><p>Bạn cần đăng nhập để thực hiện chức năng này!</p><p>Vui lòng nhập thông tin của bạn</p><label>Họ và tên</label><label>Mật khẩu</label><a href="#">Quên mật khẩu?</a></div>'

    def cookie(self) -> str:
        return '<div class="cookie-bar">Chúng tôi sử dụng cookie để cải thiện trải nghiệm của bạn. Bằng cách tiếp tục, bạn đồng ý với chính sách của chúng tôi. <a href="#">Đồng ý</a></div>'

    def app(self) -> str:
        return '<div class="app"><p>Tải ứng dụng Báo Mẫu để đọc tin nhanh hơn và nhận thông báo khi có tin mới</p><a href="https://apps.apple.com/x">App Store</a><a href="https://play.google.com/x">Google Play</a></div>'

    def advert(self) -> str:
        return '<div class="adv">Quảng cáo</div>'

    def template(self) -> str:
        return '<div class="tpl">{{title}}</div><div class="tpl2">{title} {publish}</div>'

    def videos(self) -> str:
        return f'<div class="video-strip"><h3>{self.label("Video nổi bật")}</h3>{self.teasers(3, summary=False)}</div>'

    def documents(self) -> str:
        return (
            f'<div class="docs"><h3>{self.label("Văn bản mới")}</h3><ul><li><a href="/vb/1">Quyết định số 118/QĐ-UBND ban hành quy chế vận hành nền tảng số dùng chung</a></li>'
            '<li><a href="/vb/2">Công văn số 2140/UBND-KSTT về việc đẩy mạnh nộp hồ sơ trực tuyến</a></li></ul><a href="/vb">Xem tất cả</a></div>'
        )

    def counter(self) -> str:
        return '<div class="counter"><p>Lượt truy cập: 12.345.678</p><p>Đang online: 342</p></div>'

    def bio(self, author: str) -> str:
        return f'<div class="author-box"><a href="/tac-gia/x"><img src="/av.jpg"></a><a class="author-name" href="/tac-gia/x">{author}</a><a href="/tac-gia/x">Xem các bài viết của tác giả</a></div>'

    def footer(self) -> str:
        return (
            '<div class="footer"><p>Cơ quan chủ quản: Tỉnh ủy Mẫu. Giấy phép số 145/GP-BTTTT do Bộ Thông tin và Truyền thông cấp ngày 12/4/2023.</p>'
            "<p>Tổng biên tập: Phạm Văn Mẫu. Phó Tổng biên tập: Lê Thị Mẫu, Trần Văn Mẫu.</p>"
            "<p>Tòa soạn: 15 đường Hoa Ban, phường Trung Tâm, tỉnh Mẫu. Điện thoại: 0210 3 000 000. Fax: 0210 3 000 001. Email: toasoan@mau.example</p>"
            "<p>® Ghi rõ nguồn “Báo Mẫu” khi phát hành lại thông tin từ trang này.</p><p>Bản quyền thuộc về Báo Mẫu. Thiết kế bởi Công ty Mẫu</p><a href='#top'>Return to top</a></div>"
        )

    def above(self) -> list[str]:
        """What stands between title and text."""
        return [self.share(), self.audio(), self.google()]

    def between(self) -> list[str]:
        """What stands between two paragraphs."""
        return [self.related(), self.more(), self.pointer(), self.one(), self.advert()]

    def below(self) -> list[str]:
        """What stands behind the text, in the article's own column."""
        boxes: list[Callable[[], str]] = [
            self.share, self.tags, self.rating, self.newsletter, self.comments, self.same_section,
            self.interest, self.latest, self.poll, self.app, self.template,
        ]  # fmt: skip
        return [box() for box in boxes]

    def aside(self) -> list[str]:
        """What stands in the other column."""
        boxes: list[Callable[[], str]] = [
            self.most_read, self.weather, self.rates, self.gold, self.weather_news, self.videos,
            self.documents, self.counter,
        ]  # fmt: skip
        return [box() for box in boxes]

    def popups(self) -> str:
        return self.login() + self.cookie()
