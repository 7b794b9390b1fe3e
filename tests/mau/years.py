"""Ten years of Báo Mẫu: its sitemaps by month, its sections and its articles, in a WARC file.

What of it is to be fetched is known beforehand: which titles name the topic is decided here, what
stands in the e-government section is fetched whole, and of the rest one in a hundred by its hash.
"""

import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from tests.mau.pages import SENTENCES, article
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
FIRST, LAST = date(2016, 1, 1), date(2026, 3, 28)
AT = "2026-03-29T01:00:00Z"
REPLAY_AT = "2026-03-29T02:00:00Z"
MIGRATION = "2022-01-27T03:00:00+07:00"
PER_PAGE = 10
WORDS = (  # of which the texts are made
    "xã thôn bản tổ quầy hồ sơ giấy tờ dân già trẻ mới cũ sáng chiều tối mưa nắng đường cầu"
    " chợ trường trạm bà ông anh chị em nhà ruộng vườn đồi sông suối hẹn nộp nhận ký tra hỏi đáp"
)
ON_TOPIC = (
    "Xã {place} đưa dịch vụ công trực tuyến đến ngõ|xa-{slug}-dua-dich-vu-cong-truc-tuyen",
    "Tổ công nghệ số cộng đồng ở {place} gõ cửa từng nhà|to-cong-nghe-so-cong-dong-o-{slug}-go-cua",
    "{place} bàn chuyển đổi số quốc gia ở cấp xã|{slug}-ban-chuyen-doi-so-quoc-gia-o-xa",
    "Chính quyền điện tử {place} sau một năm|chinh-quyen-dien-tu-{slug}-sau-mot-nam",
)
OFF_TOPIC = (
    "Giải bóng chuyền hữu nghị khai mạc ở {place}|giai-bong-chuyen-huu-nghi-khai-mac-o-{slug}",
    "Nông dân {place} thu hoạch cà phê sớm|nong-dan-{slug}-thu-hoach-ca-phe-som",
    "Mưa lớn gây ngập đường vào {place}|mua-lon-gay-ngap-duong-vao-{slug}",
    "{place} trồng thêm hai nghìn cây xanh|{slug}-trong-them-hai-nghin-cay-xanh",
    "Lễ hội đua thuyền ở {place} đông khách|le-hoi-dua-thuyen-o-{slug}-dong-khach",
    "Người giữ nghề dệt ở {place}|nguoi-giu-nghe-det-o-{slug}",
)
PLACES = (("Nà Lốc", "na-loc"), ("Sơn Khê", "son-khe"), ("Vĩnh Lam", "vinh-lam"))


@dataclass(frozen=True)
class Bai:
    """One article: when it was published, where it stands, whether its title names the topic."""

    number: int
    day: date
    title: str
    url: str
    named: bool
    in_section: bool

    @property
    def is_control(self) -> bool:
        """Whether it is one of the hundredth that is fetched whatever it is."""
        return int(sha256(self.url.encode()).hexdigest()[:8], 16) % 100 == 0

    @property
    def eligible(self) -> bool:
        """Whether it is to be fetched."""
        return self.named or self.in_section or self.is_control


class Years:
    """Ten years of the paper with so many articles."""

    def __init__(self, articles: int, seed: int = 2026) -> None:
        rng = random.Random(seed)
        span = (LAST - FIRST).days
        days = sorted(FIRST + timedelta(rng.randrange(span)) for _ in range(articles))
        self.articles = [self.make(rng, number, day) for number, day in enumerate(days)]
        off_topic = [each for each in self.articles if not each.named and not each.in_section]
        self.sport = off_topic[:: max(1, len(off_topic) // (len(off_topic) // 20 or 1))]

    def make(self, rng: random.Random, number: int, day: date) -> Bai:
        """One article; a seventh are on the topic, one in sixteen others stands in the section."""
        named = rng.random() < 0.14
        title, slug = rng.choice(ON_TOPIC if named else OFF_TOPIC).split("|")
        place, bare = rng.choice(PLACES)
        url = f"{ROOT}/{slug.format(slug=bare)}-{100_000 + number}.html"
        shown = f"{title.format(place=place)} ({number})"
        return Bai(number, day, shown, url, named, not named and rng.random() < 0.06)

    @property
    def eligible(self) -> list[Bai]:
        """What is to be fetched."""
        return [each for each in self.articles if each.eligible]

    def months(self) -> dict[str, list[Bai]]:
        """The articles by the address of their month's sitemap; one month is packed."""
        found: dict[str, list[Bai]] = {}
        for each in self.articles:
            name = f"{ROOT}/sitemaps/articles/{each.day.year}/{each.day.month}"
            if (each.day.year, each.day.month) == (2019, 7):
                name = f"{ROOT}/sitemaps/news-2019-7.xml.gz"
            found.setdefault(name, []).append(each)
        return found

    # --- what the site answers -------------------------------------------------------------------

    def write(self, path: Path) -> None:
        """The WARC file; of the articles only those that are to be fetched are in it."""
        with Warc(path) as warc:
            for url, body in self.answers():
                warc.add(url, body, at=AT)

    def answers(self) -> Iterator[tuple[str, bytes]]:
        """Every address that answers, with its body."""
        yield f"{ROOT}/sitemaps.xml", self.index().encode()
        for name, articles in self.months().items():
            body = self.sitemap(articles).encode()
            yield name, gzip.compress(body) if name.endswith(".gz") else body
        section = [each for each in reversed(self.articles) if each.in_section]
        yield from self.pages("chuyen-doi-so", section)
        yield from self.pages("the-thao", list(reversed(self.sport)))
        for each in self.eligible:
            yield each.url, page(each).encode()

    def index(self) -> str:
        """The index: every month, those of pages that are no articles, and junk."""
        rows = [f"<sitemap><loc>{ROOT}/sitemaps/categories.xml</loc></sitemap>"]
        rows += [f"<sitemap><loc>{name}</loc></sitemap>" for name in self.months()]
        junk = f"<loc>{ROOT}/sitemaps/articles/1/1</loc><lastmod>0001-01-01</lastmod>"
        return f"<sitemapindex>{''.join(rows)}<sitemap>{junk}</sitemap></sitemapindex>"

    def sitemap(self, articles: list[Bai]) -> str:
        """A month; what is older than the move of the site bears its day."""
        rows = []
        for each in articles:
            moved = each.day < date(2022, 1, 27)
            changed = MIGRATION if moved else f"{each.day}T08:00:00.123+00:00"
            rows.append(f"<url><loc>{each.url}</loc><lastmod>{changed}</lastmod></url>")
        return f'<?xml version="1.0"?>\n<urlset>{"".join(rows)}</urlset>'

    def pages(self, name: str, articles: list[Bai]) -> Iterator[tuple[str, bytes]]:
        """The pages of a section; the one behind the last repeats it."""
        parts = [articles[at : at + PER_PAGE] for at in range(0, len(articles), PER_PAGE)]
        for number, part in enumerate([*parts, parts[-1]], start=1):
            url = f"{ROOT}/{name}" if number == 1 else f"{ROOT}/{name}?p={number}"
            rows = "".join(
                f'<li><a href="{each.url}">{each.title}</a><span>{each.day:%d/%m/%Y}</span></li>'
                for each in part
            )
            yield url, f"<!DOCTYPE html><html><body><ul>{rows}</ul></body></html>".encode()


def page(bai: Bai) -> str:
    """An article's page; no two have a text in common, else they would be copies."""
    rng = random.Random(bai.number)
    text = article(bai.title)
    for sentence in SENTENCES:
        text = text.replace(sentence, " ".join(rng.choices(WORDS.split(), k=20)).capitalize() + ".")
    return text
