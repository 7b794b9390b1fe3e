"""Two invented papers over two nights: what they publish, edit, take off and copy, as a WARC file.

On the second night half of what is served again bears the validator of the first (304), half does
not; some articles are edited, some are new. Báo Suối takes a few off, and its archive is to say so;
at Báo Đồi more than a tenth is missing, which no archive is to believe. Some addresses lead to
others, some articles offer a file, which may have changed, and Báo Đồi copies texts of Báo Suối.
"""

import gzip
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.reading.layout import DateSpot, Evidence, Layout
from tests.mau.warcs import Warc

NIGHTS = (datetime(2026, 3, 3, 18, 30, tzinfo=UTC), datetime(2026, 3, 4, 18, 30, tzinfo=UTC))
SITES = ("baosuoi", "baodoi")
PER_PAGE, PAGES = 20, 12
HOMES = ("/", "/trang-chu", "/index.html")
LAYOUT = Layout(
    name="suoi-2026",
    evidence=Evidence.REAL,
    match=("div.bai__than",),
    title=("h1.bai__tua",),
    lead=("p.bai__sapo",),
    body=("div.bai__than",),
    author=("p.bai__tacgia",),
    source=("p.bai__nguon",),
    published=(DateSpot("span.bai__ngay"),),
)
STANDING = "<p>Bà con có chuyện vui ở thôn xin nhắn về hộp thư bạn đọc của tòa soạn.</p>"
PLACES = ("Suối Vàng", "Đồi Thông", "Bến Gỗ", "Nà Khoang", "Cửa Rạch", "Làng Chè", "Hồ Sen")
DEEDS = (
    "đưa dịch vụ công trực tuyến về tận thôn",
    "mở lớp kỹ năng số cho người cao tuổi",
    "số hóa sổ hộ tịch trước mùa mưa",
    "trả kết quả hồ sơ qua bưu tá",
    "lập tổ công nghệ số ở chợ phiên",
    "thử nghiệm trợ lý ảo tại bộ phận một cửa",
)
SLUGS = ("dich-vu-cong", "ky-nang-so", "so-hoa-ho-tich", "tra-ho-so", "to-cong-nghe", "tro-ly-ao")
WORDS = [
    *("xã", "thôn", "bản", "ấp", "quầy", "hồ", "sơ", "giấy", "tờ", "bà", "con", "cụ", "già", "em"),
    *("nhỏ", "nương", "rẫy", "suối", "đồi", "cầu", "treo", "trạm", "sóng", "điện", "thoại", "thẻ"),
    *("mã", "ảnh", "chữ", "ký", "nộp", "nhận", "tra", "hỏi", "hẹn", "sáng", "chiều", "phiên"),
    *("chợ", "trường", "lớp", "cán", "bộ", "trẻ", "tổ", "nhóm", "buổi", "tuần", "tháng", "mùa"),
    *("mưa", "nắng", "đường", "đèo", "xe", "thuyền", "bưu", "tá", "kết", "quả", "lệ", "phí"),
]


@dataclass(frozen=True)
class Bai:
    """An article as it stands on one night."""

    site: str
    number: int
    title: str
    slug: str
    text: tuple[str, ...]
    published: datetime
    author: str
    tag: str | None = None  # its ETag, where the paper sends one
    file: str | None = None  # what the file that it offers holds
    moved: bool = False  # the listings name a former address
    source: str | None = None  # who is named as the origin
    status: int = 200
    home: str = ""  # the front page to which it leads: gone only when seen so again

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"https://{self.site}.example/{self.slug}-{self.number}.html"

    @property
    def named(self) -> str:
        """Where the listings say that it stands."""
        former = f"https://{self.site}.example/tin-cu-{self.number}0.html"
        return former if self.moved else self.url

    @property
    def file_url(self) -> str:
        """Where its file lies."""
        return f"https://{self.site}.example/tep/{self.number}.pdf"


class World:
    """What the papers show on each night."""

    def __init__(self, articles: int, seed: int) -> None:
        self.rng = random.Random(seed)
        older = int(articles * 0.85)
        suoi = [self.make("baosuoi", n) for n in range(older * 55 // 100)]
        doi = [self.make("baodoi", n) for n in range(older - len(suoi))]
        for place, copied in zip(range(0, len(doi), 7), suoi[::3], strict=False):
            doi[place] = self.copy(doi[place], copied)
        first = [*suoi, *doi]
        fresh = [self.make(SITES[n % 2], 5000 + n, new=True) for n in range(articles - older)]
        for n in range(1, len(fresh), 4):
            fresh[n] = self.copy(fresh[n], fresh[n - 1])
        self.homes = {site: list(HOMES) for site in SITES}
        self.nights = (first, [*map(self.later, first), *fresh])

    def make(self, site: str, number: int, *, new: bool = False) -> Bai:
        """An article of some paragraphs."""
        rng = self.rng
        deed = rng.randrange(len(DEEDS))
        text = tuple(self.sentence(rng.randint(25, 45)) for _ in range(rng.randint(4, 7)))
        if number % 3 == 0:  # were it all of them, they would be forms that are filled in
            text = (f"{text[0]} Quyết định {number}/QĐ-TTg nói vậy.", *text[1:])
        night = NIGHTS[1 if new else 0]
        return Bai(
            site,
            1000 + number,
            f"{rng.choice(PLACES)} {DEEDS[deed]} ({site} {number})",
            SLUGS[deed],
            text,
            night - timedelta(minutes=rng.randint(30, 20 * 60)),
            rng.choice(("Lò Thị Mây", "Trần Đại Ngãi", "H'Nhung Êban", "Quách Văn Sỏi")),
            tag=f'"{site}{number}"' if rng.random() < 0.5 else None,
            file=self.sentence(30) if rng.random() < 0.12 else None,
            moved=rng.random() < 0.04,
        )

    def sentence(self, words: int) -> str:
        """Words in no order, of which no other text has five in a row."""
        return " ".join(self.rng.choices(WORDS, k=words)).capitalize() + "."

    def copy(self, own: Bai, origin: Bai) -> Bai:
        """An article with the text of another, which it may name."""
        source = "Theo Báo Suối" if origin.site == "baosuoi" and self.rng.random() < 0.6 else None
        return replace(own, title=origin.title, text=origin.text, source=source)

    def later(self, bai: Bai) -> Bai:
        """An article of the first night on the second."""
        rng = self.rng
        what = rng.random()
        if what < (0.04 if bai.site == "baosuoi" else 0.16):
            return replace(bai, status=404)
        if what > 0.97 and not bai.moved and self.homes[bai.site]:
            home = self.homes[bai.site].pop()  # of which each is one look in a replay
            return replace(bai, status=302, home=home)
        tag = f'{bai.tag[:-1]}b"' if bai.tag else None
        if what < 0.22:
            text = (*bai.text[:-1], self.sentence(40))
            return replace(bai, text=text, tag=tag)
        if what < 0.25:
            return replace(bai, title=f"Đính chính: {bai.title}", tag=tag)
        if what < 0.28:
            return replace(bai, author="Lò Thị Mây, Đinh Khắc Lộc", tag=tag)
        if bai.file and what < 0.65:
            return replace(bai, file=self.sentence(31))
        return bai

    # --- what is served --------------------------------------------------------------------------

    def pages(self, site: str, night: int) -> int:
        """How many addresses of articles and files a crawl has to ask on a night."""
        own = [bai for bai in self.nights[night] if bai.site == site]
        return sum(1 + bool(bai.file and bai.status == 200) + bai.moved for bai in own)

    def write(self, path: Path) -> None:
        """The WARC file of both nights."""
        with Warc(path) as warc:
            for night, bais in zip(NIGHTS, self.nights, strict=True):
                for place, (url, status, headers, body) in enumerate(answers(bais, night)):
                    at = night - timedelta(minutes=20) + timedelta(milliseconds=place)
                    told = f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
                    warc.add(url, body, at=told, status=status, headers=headers)


Answer = tuple[str, str, dict[str, str], bytes]


def answers(bais: list[Bai], night: datetime) -> Iterator[Answer]:
    """What every address answers on a night."""
    for site in SITES:
        own = sorted((bai for bai in bais if bai.site == site), key=lambda bai: bai.published)
        yield from listings(site, own[::-1])
    for bai in bais:
        yield from answer(bai)


def listings(site: str, own: list[Bai]) -> Iterator[Answer]:
    """Section pages, feed and sitemap of a paper."""
    root = f"https://{site}.example"
    for home in HOMES:
        yield (
            f"{root}{home}",
            "200 OK",
            {},
            f"<html><body><h1>{site}{home}</h1></body></html>".encode(),
        )
    shown = [bai for bai in own if bai.status == 200]
    for number, first in enumerate(range(0, len(shown), PER_PAGE), start=1):
        url = f"{root}/chuyen-doi-so" + (f"?p={number}" if number > 1 else "")
        rows = "".join(
            f'<li><a href="{bai.named}">{bai.title}</a></li>'
            for bai in shown[first : first + PER_PAGE]
        )
        yield (
            url,
            "200 OK",
            {},
            f"<!DOCTYPE html><html><body><ul>{rows}</ul></body></html>".encode(),
        )
    items = "".join(
        f"<item><title>{bai.title}</title><link>{bai.named}</link>"
        f"<pubDate>{bai.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for bai in shown[:15]
    )
    feed = f'<rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'
    typed = {"Content-Type": "application/rss+xml", "ETag": f'"tin-{zlib.crc32(items.encode())}"'}
    yield f"{root}/tin.rss", "200 OK", typed, feed.encode()
    rows = "".join(f"<url><loc>{bai.named}</loc></url>" for bai in shown)
    typed = {"Content-Type": "text/xml", "ETag": f'"map-{zlib.crc32(rows.encode())}"'}
    sitemap = f'<?xml version="1.0"?><urlset>{rows}</urlset>'.encode()
    yield f"{root}/sitemap.xml", "200 OK", typed, gzip.compress(sitemap, mtime=0)


def answer(bai: Bai) -> Iterator[Answer]:
    """What the addresses of one article answer."""
    if bai.moved:
        yield bai.named, "301 Moved Permanently", {"Location": bai.url}, b""
    if bai.status == 404:
        yield bai.url, "404 Not Found", {}, b"<html><body>Kh\xc3\xb4ng c\xc3\xb3</body></html>"
    elif bai.status == 302:
        yield bai.url, "302 Found", {"Location": bai.home}, b""
    else:
        yield bai.url, "200 OK", {"ETag": bai.tag} if bai.tag else {}, page(bai).encode()
        if bai.file:
            typed = {"Content-Type": "application/pdf"}
            yield bai.file_url, "200 OK", typed, b"%PDF-1.7 " + bai.file.encode()


def page(bai: Bai) -> str:
    """An article's page."""
    text = "".join(f"<p>{each}</p>" for each in bai.text)
    file = f'<p>Tải về: <a href="{bai.file_url}">Văn bản kèm theo</a></p>' if bai.file else ""
    source = f'<p class="bai__nguon">{bai.source}</p>' if bai.source else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{bai.title}</title>'
        f'</head><body><h1 class="bai__tua">{bai.title}</h1><span class="bai__ngay">'
        f"{bai.published + timedelta(hours=7):%d/%m/%Y %H:%M}</span>"
        f'<p class="bai__sapo">{bai.text[0]}</p><div class="bai__than">{text}{file}{STANDING}</div>'
        f'<p class="bai__tacgia">{bai.author}</p>{source}</body></html>'
    )
