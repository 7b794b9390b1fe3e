"""Generated articles of Báo Bến Xuân, none like another, and those that repeat with good reason.

A series with a standing opening and closing line, guides with the same headings and lists, articles
that cite the same legal formula, copies of one text, and a correction note under several articles.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["UTC", "VIETNAM", "Article", "articles"]
VIETNAM = timezone(timedelta(hours=7))
FIRST = datetime(2026, 10, 6, 1, 30, tzinfo=VIETNAM)  # the first night
OPENING = "Chuyên mục Mỗi tuần một thủ tục giải thích từng bước để bạn đọc tự làm tại nhà."
CLOSING = "(Kỳ tới: nộp lệ phí qua điện thoại)"
FORMULA = "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;"
AGREED = "Thủ tướng yêu cầu"
CORRECTION = "Đính chính: bản in ngày hôm trước ghi nhầm chức danh, tòa soạn xin cáo lỗi bạn đọc."
NEEDED, STEPS, FEES = "Hồ sơ cần có", "Trình tự thực hiện", "Lệ phí"
PAPERS = ("Tờ khai theo mẫu", "Bản chụp giấy tờ tùy thân", "Giấy ủy quyền nếu có")

_LEFT = "An Bình Cao Đông Gia Hòa Khe Lâm Mỹ Nà Phú Quế Sơn Tân Trà Vĩnh Xuân Yên"
LEFT = _LEFT.split()
_RIGHT = "Bảng Cầu Dâu Điền Giang Hiệp Khánh Lộc Mây Ninh Ổi Phong Rừng Sen Thạch Viên"
RIGHT = _RIGHT.split()
_FAMILY = "Bùi Cao Chu Doãn Đinh Giàng Hà Kiều Lương Mạc Nông Phùng Tạ Trịnh Vi Vương"
FAMILY = _FAMILY.split()
_GIVEN = "Bích Chiến Duyên Giang Hiếu Khoa Lụa Mai Nhàn Oanh Phúc Quyên Sáu Thắm Uyên Vệ"
GIVEN = _GIVEN.split()
SUBJECTS = (
    "cấp giấy khai sinh qua mạng", "số hóa sổ hộ tịch", "ký số văn bản", "trả kết quả tại nhà",
    "đặt lịch hẹn làm thủ tục", "thanh toán viện phí không tiền mặt", "học bạ điện tử",
    "bản đồ số về đất đai", "phòng họp không giấy", "camera giao thông", "bệnh án điện tử",
    "chợ quê quét mã", "kho dữ liệu dùng chung", "tổng đài nghe phản ánh", "sổ tay đảng viên số",
    "truy xuất nguồn gốc nông sản", "định danh trên điện thoại", "cảnh báo lũ bằng tin nhắn",
)  # fmt: skip
VERBS = (
    "bắt đầu", "mở rộng", "thí điểm", "rà soát", "tổng kết", "đẩy nhanh", "làm lại", "dạy nhau",
    "góp ý cho", "khánh thành điểm", "gỡ vướng cho", "chấm điểm",
)  # fmt: skip
SENTENCES = (
    "Sáng {day}/10, xã {place} họp dân ở nhà văn hóa thôn {other} để bàn việc {subject}",
    "Ông {who}, trưởng thôn {other}, kể rằng trước đây đi một chuyến mất {n} cây số",
    "Trong {n} tuần đầu, bộ phận một cửa của {place} nhận {m} hồ sơ, trả sớm {k} hồ sơ",
    "Bà {who} bán rau ở chợ {other} nói bà làm theo cháu nội, {n} phút là xong",
    "Tổ công nghệ số của {place} có {n} người, chia nhau gõ cửa {m} hộ ở {other}",
    "Việc {subject} ở {other} từng dừng {n} ngày vì đường truyền đứt sau trận mưa đêm {day}/10",
    "Theo anh {who}, cán bộ văn phòng {place}, khó nhất là {m} hồ sơ giấy nhòe mực",
    "Huyện hứa cấp cho {place} thêm {n} máy quét và {k} triệu đồng tiền điện",
    "Nhiều người già ở {other} vẫn muốn cầm tờ giấy, nên {place} in sẵn {m} tờ hướng dẫn",
    "Cô giáo {who} dạy {n} buổi tối cho phụ nữ {other}, mỗi buổi {k} người",
    "Đến chiều {day}/10, {place} mới có {k} trong {m} hộ dùng được việc {subject}",
    "Chủ tịch xã {place} {who} nhận lỗi vì {n} hồ sơ bị trễ hẹn và hứa trả lời từng nhà",
    "Ở {other}, sóng yếu đến nỗi chị {who} phải leo lên đồi {place} mới gửi được tin",
    "Kinh phí cho {subject} lấy từ {k} triệu đồng mà {place} tiết kiệm tiền giấy in",
    "Đoàn thanh niên {place} nhận đỡ đầu {n} cụ sống một mình ở {other}",
    "So với năm ngoái, số lượt đi lại của dân {other} giảm {k} phần trăm, theo sổ của {place}",
    "Anh {who} làm nghề sửa máy ở {other}, nay được mời vào tổ {subject}",
    "Chiều {day}/10 trời mưa, cả {other} vẫn tới đủ {m} người nghe cán bộ {place} giảng",
)

KINDS = {3: "series", 5: "guide", 7: "legal", 9: "corrected", 11: "copy"}  # of fourteen


@dataclass(frozen=True)
class Article:
    """An article: its text as it must be read, (kind, text) with kind `p`, `h` or `li`."""

    number: int
    night: int
    title: str
    lead: str
    text: tuple[tuple[str, str], ...]
    kind: str = "plain"

    @property
    def url(self) -> str:
        return f"https://baobenxuan.example/bai-viet-{self.number}.html"

    @property
    def published(self) -> datetime:
        return FIRST + timedelta(days=self.night - 1, minutes=-1400 + self.number - 1000)


def articles(nights: Sequence[int]) -> list[Article]:
    """So many new articles a night, the same each time."""
    made: list[Article] = []
    number = 1000
    for night, count in enumerate(nights, start=1):
        for place in range(count):
            number += 1
            made.append(_article(number, night, place, made))
    return made


def _article(number: int, night: int, place: int, before: Sequence[Article]) -> Article:
    rng = random.Random(f"bến xuân {number}")
    subject, commune = rng.choice(SUBJECTS), _place(rng)
    title = f"{commune} {rng.choice(VERBS)} {subject} ở thôn {_place(rng)}"
    lead = _sentence(rng, subject, commune) + "."
    body = [("p", one) for one in _paragraphs(rng, subject, commune, rng.randint(5, 8))]
    kind = KINDS.get(place % 14, "plain")
    if kind == "series":
        title = f"Mỗi tuần một thủ tục: {subject} tại {commune}"
        body = [("p", OPENING), *body, ("p", CLOSING)]
    elif kind == "guide":
        body = _guide(rng, subject, commune, body)
    elif kind == "legal":
        body = [*body[:2], ("p", FORMULA), *body[2:4], ("h", AGREED), *body[4:]]
    elif kind == "corrected":
        body = [*body, ("p", CORRECTION)]
    elif kind == "copy" and before:
        origin = next(one for one in reversed(before) if one.kind == "plain")
        body, title = list(origin.text), f"{origin.title} (bản đầy đủ)"
    return Article(number, night, title, lead, tuple(body), kind)


def _guide(
    rng: random.Random, subject: str, commune: str, body: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """A guide: the headings and lists that all guides share, with text of its own among them."""
    papers = [("li", one) for one in PAPERS]
    fee = f"Người dân {commune} nộp {rng.randint(5, 90)}.000 đồng cho việc {subject}."
    return [body[0], ("h", NEEDED), *papers, ("h", STEPS), *body[1:4], ("h", FEES), ("p", fee)]


def _paragraphs(rng: random.Random, subject: str, commune: str, count: int) -> Iterator[str]:
    for _ in range(count):
        some = (_sentence(rng, subject, commune) for _ in range(rng.randint(2, 3)))
        yield ". ".join(some) + "."


def _sentence(rng: random.Random, subject: str, commune: str) -> str:
    return rng.choice(SENTENCES).format(
        place=commune,
        other=_place(rng),
        subject=subject,
        who=f"{rng.choice(FAMILY)} {rng.choice(('Thị', 'Văn'))} {rng.choice(GIVEN)}",
        day=rng.randint(1, 28),
        n=rng.randint(2, 60),
        m=rng.randint(61, 900),
        k=rng.randint(2, 60),
    )


def _place(rng: random.Random) -> str:
    return f"{rng.choice(LEFT)} {rng.choice(RIGHT)}"
