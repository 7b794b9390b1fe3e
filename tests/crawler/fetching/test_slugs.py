"""How far a slug without marks tells the topic, beside the title itself: on invented headlines."""

import re

import pytest

from archive.text import topics
from archive.text.normal import fold

ON_TOPIC = """Cần Đước thí điểm trợ lý ảo tại trung tâm phục vụ hành chính công
Người dân Nà Lốc làm quen với ứng dụng VNeID
Sơn Khê công bố bộ chỉ số chuyển đổi số cấp xã
Vĩnh Lam số hóa hồ sơ đất đai, rút ngắn nửa thời gian tra cứu
Cổng dịch vụ công quốc gia thêm ba thủ tục về hộ tịch
Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng
Một cửa điện tử liên thông ở xã biên giới
Thanh toán trực tuyến lệ phí đăng ký xe: người dân nói gì
Tỉnh vận hành trung tâm giám sát, điều hành đô thị thông minh
Đề án 06: gỡ nút thắt dữ liệu dân cư
Cán bộ xã ký số từ xa, hết cảnh chờ con dấu
Ra mắt nền tảng tích hợp, chia sẻ dữ liệu của tỉnh
Chữ ký số miễn phí cho người dân
Hội nghị về chính phủ số và an toàn thông tin mạng
Chính quyền hai cấp: hồ sơ điện tử đi trước một bước
Nộp hồ sơ trực tuyến tại nhà văn hóa thôn
Định danh điện tử cho người cao tuổi
Kho dữ liệu dùng chung của thành phố mở cho doanh nghiệp
Cải cách hành chính: An Viên tăng tám bậc
Bưu điện nhận và trả kết quả thủ tục hành chính tận nhà
Hóa đơn điện tử từ máy tính tiền: tiểu thương hết ngại
Học bạ số cho học sinh tiểu học Vĩnh Xuyên
Bệnh án điện tử về trạm y tế xã
Chuyển đổi số trong nông nghiệp: chuyện từ vườn cam
Xã thông minh đầu tiên của huyện Pù Cang"""
OFF_TOPIC = """Giá cà phê hôm nay tăng nhẹ
Đội tuyển nữ thắng đậm trận mở màn
Mưa lũ chia cắt ba bản vùng cao
Khai mạc lễ hội cồng chiêng
Số ca mắc sốt xuất huyết giảm
Nghị quyết của Chính phủ số 58 về giá điện
Thông báo số điện thoại đường dây nóng
Tai nạn liên hoàn trên quốc lộ
Chuyển đổi cây trồng trên đất lúa kém hiệu quả
Trung tâm thương mại mới mở cửa đón khách
Xổ số kiến thiết ngày 5 tháng 10
Công an xã tuyên truyền phòng cháy
Dữ liệu khí tượng cho thấy rét đậm đến sớm
Một cửa hàng gạo cháy trong đêm
Điện tử Vĩnh Lam tuyển hai nghìn công nhân
Thi công cầu mới bắc qua sông
Cải tạo hành lang trung tâm huyện
Nhà máy điện gió nối lưới
Dịch tả lợn được khống chế
Nông dân Nà Lốc trồng dâu nuôi tằm"""


def slug(title: str) -> str:
    return f"https://a.example/{'-'.join(re.findall('[a-z0-9]+', fold(title)))}-post12345.html"


def test_most_headlines_on_the_topic_are_found_by_their_slug_and_none_of_the_others() -> None:
    found = [topics.suggests("", slug(title)) for title in ON_TOPIC.splitlines()]
    assert sum(found) >= 18, f"{sum(found)} of {len(found)}"
    assert not [each for each in OFF_TOPIC.splitlines() if topics.suggests(each, slug(each))]


@pytest.mark.parametrize("title", ON_TOPIC.splitlines())
def test_a_slug_tells_no_less_than_its_title(title: str) -> None:
    assert topics.suggests("", slug(title)) or not topics.suggests(title)


def test_figures_of_a_number_and_a_host_or_query_on_the_topic_tell_nothing() -> None:
    assert not topics.suggests("Nghị quyết của Chính phủ số 58 về giá điện")
    assert not topics.suggests("", "https://chuyen-doi-so-quoc-gia.example/bong-da-1.html")
    assert not topics.suggests("", "https://a.example/bong-da-1.html?q=dich-vu-cong-truc-tuyen")
