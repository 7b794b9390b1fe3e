"""The archive that the questions of docs/archive.md are asked of: invented, with known answers."""

from datetime import timedelta
from pathlib import Path

from archive.record import Found, HostFacts, RunCounts, SiteFacts
from archive.storage.engine import connect
from archive.storage.found import Wish
from archive.storage.store import Store
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, Crawl

SITES = (
    SiteFacts("baosonkhe", "Báo Sơn Khê", (HostFacts("baosonkhe.example"),), "VN-02", "provincial"),
    SiteFacts(
        "baovinhlam", "Báo Vĩnh Lâm", (HostFacts("baovinhlam.example"),), "VN-56", "provincial"
    ),
    SiteFacts(
        "chinhphumau", "Báo Chính phủ Mẫu", (HostFacts("chinhphumau.example"),), kind="central"
    ),
)
SCHEME = (
    "Bộ Công an cho biết việc thực hiện Quyết định 06/QĐ-TTg đã qua năm thứ năm. Cơ sở dữ liệu "
    "quốc gia về dân cư trả lời 2,1 triệu lượt tra cứu trong một ngày. Nghị định 13/2023/NĐ-CP "
    "về bảo vệ dữ liệu cá nhân được nhắc trong mọi hợp đồng kết nối. Các xã không còn yêu cầu "
    "giấy xác nhận cư trú khi làm dịch vụ công trực tuyến, và người dân tự sửa thông tin của "
    "mình trên ứng dụng."
)
SCHOOL = (
    "Trường trung học Cầu Mây nhận hồ sơ tuyển sinh đầu cấp trên cổng dịch vụ công trực tuyến "
    "từ ngày mai. Phụ huynh đăng nhập bằng tài khoản định danh điện tử, theo Quyết định 06/QĐ- "
    "TTg, và không phải nộp bản sao giấy khai sinh. Năm ngoái 640 trên 655 hồ sơ được nộp từ "
    "nhà. Nhà trường bố trí hai máy tính ở phòng bảo vệ cho những gia đình chưa có điện thoại "
    "thông minh."
)
ONE = "https://baosonkhe.example/trung-tam-1.htm"
COPY = "https://baovinhlam.example/trung-tam-2.htm"
AGAIN = "https://chinhphumau.example/trung-tam-3.htm"
RICE = "https://baosonkhe.example/lua-chin-4.htm"
DATA = "https://baovinhlam.example/du-lieu-5.htm"
PUPILS = "https://chinhphumau.example/tuyen-sinh-6.htm"
TITLE = "Khai trương trung tâm hành chính công"


def night(number: int):
    """The run of the night before 2 October 2026, or some nights later."""
    return NIGHT + number * DAY


def fill(url: str, folder: Path) -> None:
    """Six articles on three sites, ten nights."""
    store = Store(connect(url), folder / "data")
    try:
        crawl = Crawl(store)
        store.declare(SITES)
        _publish(crawl)
        _edit(crawl)
        _remove(crawl)
        _run(crawl)
    finally:
        store.close()


def _publish(crawl: Crawl) -> None:
    own = {"author": "Thùy Linh", "section": "Chuyển đổi số"}
    crawl.look(ONE, night(0), title=TITLE, published="2026-10-01T08:00:00+07:00", **own)
    source = {"source_name": "Báo Sơn Khê", "source_url": ONE}
    crawl.look(COPY, night(0), title=TITLE, published="2026-10-01T14:00:00+07:00", **source)
    cut = TEXT.rpartition(" Tỉnh đặt")[0] + " Báo Chính phủ Mẫu sẽ còn theo dõi việc này."
    crawl.look(
        AGAIN, night(1), title=TITLE, body=cut, published="2026-10-03T00:30:00+07:00", **source
    )
    crawl.look(
        RICE, night(0), title="Mùa lúa chín", body=OTHER, published="2026-09-30T09:00:00+07:00"
    )
    crawl.look(
        DATA, night(0), title="Năm năm dữ liệu dân cư", body=SCHEME, author="Thùy Linh",
        published="2026-10-01T10:00:00+07:00",
    )  # fmt: skip
    crawl.look(
        PUPILS, night(1), title="Tuyển sinh trên cổng dịch vụ công", body=SCHOOL,
        author="Minh Quân", published="2026-10-02T16:00:00+07:00",
    )  # fmt: skip


def _edit(crawl: Crawl) -> None:
    own = {"author": "Thùy Linh", "section": "Chuyển đổi số"}
    own["published"] = "2026-10-01T08:00:00+07:00"
    words = TEXT.replace("1.245", "1.254")
    crawl.look(ONE, night(1), title=TITLE, body=words, **own)
    later = "Trung tâm hành chính công mở cửa sau nhiều lần hẹn"
    crawl.look(ONE, night(9), title=later, body=words, **own)
    pupils = {"author": "Minh Quân", "published": "2026-10-02T16:00:00+07:00"}
    title = "Tuyển sinh trên cổng dịch vụ công"
    crawl.look(PUPILS, night(2), title=title, body=SCHOOL.replace("640", "604"), **pupils)
    crawl.look(PUPILS, night(3), title=title, body=SCHOOL, **pupils)


def _remove(crawl: Crawl) -> None:
    crawl.missing(DATA, night(4))
    crawl.missing(PUPILS, night(5), hard=False)
    crawl.missing(PUPILS, night(6), hard=False)
    pupils = {"author": "Minh Quân", "published": "2026-10-02T16:00:00+07:00"}
    crawl.look(PUPILS, night(8), title="Tuyển sinh trên cổng dịch vụ công", body=SCHOOL, **pupils)


def _run(crawl: Crawl) -> None:
    """Ten nights of one site: two without a run, one blocked, one that lost a listing."""
    store = crawl.store
    for number in (0, 1, 2, 5, 6, 7, 8, 9):
        outcome, notes = "healthy", []
        if number == 5:
            outcome, notes = "blocked", ["robots.txt could not be had: server-error (503)"]
        if number == 7:
            outcome = "thin"
            notes = ["listing https://baosonkhe.example/rss answered forbidden (403)"]
        run = store.start_run("baosonkhe", "nightly", night(number))
        if number == 2:
            crawl.capture(RICE, night(2), run=run, outcome="timeout", status=None)
        counts = RunCounts(discovered=12, fetched=3, failed=int(number == 2))
        store.finish_run(run, night(number) + timedelta(minutes=4), outcome, counts, notes)
    waiting = Found("https://baosonkhe.example/con-nua-7.htm", ONE, "Còn nữa", None)
    store.note_found("baosonkhe", [Wish(waiting, "listing")], night(9))
