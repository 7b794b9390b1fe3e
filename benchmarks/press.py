"""A generated press around a few written articles: other reports on the same matters, and forms.

The reports are made word by word, each following the one before as it does somewhere in the written
articles, so that they have their subjects, names and phrases; one sentence in eight is boilerplate
that many share, one report in thirty quotes a whole sentence of a written article. The forms are
weather, prices and counts: ten of them, filled in for twenty days each, some under titles without a
digit.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.edits import SENTENCE, Text

TEXTS = Path(__file__).parent / "texts"
BOILERPLATE = (
    "Mọi thắc mắc của người dân, doanh nghiệp xin liên hệ Văn phòng UBND tỉnh để được giải đáp.",
    "Đây là một trong những nhiệm vụ trọng tâm của tỉnh trong thực hiện chương trình chuyển đổi số"
    " quốc gia đến năm 2025, định hướng đến năm 2030.",
    "Phát biểu tại hội nghị, đồng chí Phó Chủ tịch UBND tỉnh ghi nhận và đánh giá cao kết quả mà"
    " các sở, ngành, địa phương đã đạt được trong thời gian qua.",
    "Cùng dự có lãnh đạo các sở, ban, ngành, đoàn thể của tỉnh và đại diện các địa phương.",
    "Thời gian tới, các đơn vị tiếp tục đẩy mạnh tuyên truyền để người dân hiểu và sử dụng dịch vụ"
    " công trực tuyến.",
    "Dữ liệu dân cư được kết nối, chia sẻ qua nền tảng tích hợp, chia sẻ dữ liệu quốc gia.",
    "Cơ sở dữ liệu quốc gia về dân cư là nền tảng quan trọng để phát triển chính phủ số, kinh tế"
    " số và xã hội số.",
    "Các đại biểu đã thảo luận, đề xuất nhiều giải pháp nhằm tháo gỡ khó khăn, vướng mắc.",
    "Người dân có thể nộp hồ sơ trên Cổng Dịch vụ công quốc gia bằng tài khoản định danh điện tử"
    " mức độ 2.",
    "Kết quả này góp phần nâng cao chỉ số cải cách hành chính và mức độ hài lòng của người dân.",
)
PLACES = ("Sơn Khê", "Hà Giao", "Lạc Đông", "Phú Giang", "Vĩnh Lâm")
WEEK = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
DAYS = 20
FORMS = (
    (
        "Thời tiết {place} ngày {day}/9",
        "Dự báo thời tiết các khu vực trong tỉnh {place}: vùng núi có mây, có mưa vài nơi, gió nhẹ,"
        " nhiệt độ thấp nhất {} độ, cao nhất {} độ, độ ẩm trung bình {} phần trăm.",
        "Vùng thấp ngày nắng, chiều tối có mưa rào và dông rải rác, trong cơn dông có khả năng xảy"
        " ra lốc, sét và gió giật mạnh; nhiệt độ thấp nhất {} độ, cao nhất {} độ, độ ẩm {} phần"
        " trăm, tầm nhìn xa trên {} km.",
        "Mực nước sông tại trạm chính lúc 7 giờ là {} cm, dự báo 19 giờ cùng ngày ở mức {} cm."
        " Chỉ số tia cực tím lớn nhất trong ngày là {}, người dân hạn chế ra ngoài từ 11 giờ đến"
        " 14 giờ, mang theo nước uống và áo chống nắng khi làm việc ngoài đồng.",
    ),
    (
        "Giá vàng hôm nay {weekday}: {mood}",
        "Giá vàng miếng trong nước sáng nay được các doanh nghiệp lớn niêm yết ở mức {} triệu đồng"
        " một lượng mua vào và {} triệu đồng một lượng bán ra, vàng nhẫn trơn giao dịch quanh mức"
        " {} triệu đồng.",
        "Trên thị trường thế giới, giá vàng giao ngay ở mức {} đô la một ounce, quy đổi theo tỷ giá"
        " ngân hàng thấp hơn giá trong nước, chưa tính thuế và phí. Giới phân tích cho rằng nhà đầu"
        " tư đang chờ thêm số liệu về việc làm và lạm phát trước khi quyết định mua vào hay bán ra,"
        " trong khi nhu cầu trú ẩn an toàn vẫn ở mức cao do căng thẳng tại nhiều khu vực.",
        "Tỷ giá trung tâm được Ngân hàng Nhà nước công bố là {} đồng đổi một đô la. Chuyên gia"
        " khuyên người dân không nên vay tiền để mua vàng, không mua bán ở nơi không có giấy phép,"
        " và giữ hóa đơn để bảo vệ quyền lợi khi có tranh chấp về tuổi vàng hoặc trọng lượng.",
    ),
    (
        "Kết quả giải quyết thủ tục hành chính của {place} ngày {day}/9",
        "Trong ngày, bộ phận một cửa các cấp của tỉnh {place} tiếp nhận {} hồ sơ, trong đó {} hồ sơ"
        " nộp trực tuyến toàn trình, {} hồ sơ nộp qua dịch vụ bưu chính công ích.",
        "Số hồ sơ đã giải quyết là {}, trước hạn {}, đúng hạn {}, quá hạn {}. Lĩnh vực có nhiều hồ"
        " sơ nhất là đất đai với {} hồ sơ, tiếp đến là hộ tịch với {} hồ sơ và đăng ký kinh doanh"
        " với {} hồ sơ.",
        "Số lượt đánh giá hài lòng là {}, không hài lòng là {}. Các cơ quan có hồ sơ quá hạn phải"
        " gửi thư xin lỗi, nêu rõ lý do và hẹn lại ngày trả kết quả theo quy định của UBND tỉnh.",
    ),
)
SERIES = ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (1, 4), (2, 0), (2, 2), (2, 4))


def articles() -> list[Text]:
    """The written articles."""
    found = []
    for file in sorted(TEXTS.glob("articles-*.txt")):
        for part in file.read_text("utf-8").split("\n===\n"):
            title, _, body = part.strip().partition("\n")
            found.append(Text(title.removeprefix("# "), tuple(body.split("\n\n"))))
    return [Text(one.title, tuple(part.strip() for part in one.paragraphs)) for one in found]


class Writer:
    """Writes sentences in the words of some articles."""

    def __init__(self, sources: Sequence[Text]) -> None:
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        self.first: list[str] = []
        self.whole: list[str] = []
        for source in sources:
            for part in source.paragraphs:
                for sentence in SENTENCE.split(part):
                    words = sentence.split()
                    self.whole.append(sentence)
                    self.first.append(words[0])
                    for one, other in pairwise(words):
                        self.after[one].append(other)

    def sentence(self, rng: random.Random, length: int) -> str:
        """About so many words."""
        words = [rng.choice(self.first)]
        while len(words) < length:
            following = self.after.get(words[-1])
            word = rng.choice(following if following else self.first)
            words.append(str(rng.randrange(2, 9_000)) if word.isdigit() else word)
        return " ".join(words).rstrip(".,:;") + "."

    def report(self, rng: random.Random) -> Text:
        """A report of 120 to 600 words."""
        paragraphs = []
        for _ in range(rng.randrange(4, 11)):
            some = [self.sentence(rng, rng.randrange(10, 30)) for _ in range(rng.randrange(1, 4))]
            if rng.random() < 0.25:
                some.insert(rng.randrange(len(some) + 1), rng.choice(BOILERPLATE))
            paragraphs.append(" ".join(some))
        if rng.random() < 1 / 30:
            paragraphs.insert(rng.randrange(1, len(paragraphs)), rng.choice(self.whole))
        return Text(self.sentence(rng, rng.randrange(8, 14)).rstrip("."), tuple(paragraphs))


def forms(rng: random.Random) -> Iterator[tuple[int, Text]]:
    """The number of a series, and the form filled in for one of its days."""
    for series, (form, place) in enumerate(SERIES):
        title, *parts = FORMS[form]
        for day in range(1, DAYS + 1):
            mood = rng.choice(("tăng nhẹ", "giảm mạnh", "đi ngang", "lập đỉnh mới", "quay đầu"))
            named = {"place": PLACES[place], "day": day, "weekday": WEEK[day % 7], "mood": mood}
            filled = []
            for part in parts:
                numbers = [rng.randrange(2, 9_999) for _ in range(part.count("{}"))]
                filled.append(part.format(*numbers, **named))
            yield series, Text(title.format(**named), tuple(filled))
