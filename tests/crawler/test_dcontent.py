"""The system of Báo Thanh Hóa and Báo Phú Thọ: addresses, and texts that are sent encrypted."""

import base64
import hashlib

import pytest

from archive.record import BlockKind, Reading
from archive.scoring import DOUBTED
from crawler import sites
from crawler.errors import EncryptedBody, ListingPage, PageRefused
from crawler.families import recognise
from crawler.families.dcontent import DcontentSpider
from crawler.reading.address import identify, is_article
from crawler.reading.page import parse
from tests.mau.warcs import Warc

PHU_THO = "https://baophutho.vn/cau-phao-doi-ca-truc-244001.htm"
THANH_HOA = "https://baothanhhoa.vn/chuyen-doi-so/cau-phao-doi-ca-truc-287999.htm"
TITLE = "Cầu phao Vân Đồn Hạ đổi ca trực theo mực nước"
SENTENCES = (
    "Từ ngày 4/5, ca trực ở cầu phao Vân Đồn Hạ được xếp theo số đo của trạm thủy văn tự động.",
    "Khi nước dâng quá vạch thứ ba, hệ thống gọi thêm người và gửi tin nhắn cho các xã hai bên bờ.",
    "Ông Đinh Công Sắc, đội trưởng, nói cách làm cũ trông vào mắt thường nên đêm mưa hay bị muộn.",
)
# Sentences without a link beside the article: a reader that looks for dense text takes them for it
BESIDE = "".join(
    f"<div><h4>Chuyện bên sông {n}</h4><p>Phiên chợ thứ {n} năm nay họp sớm hơn một tuần, người "
    f"bán đến từ {n + 3} xã, mang theo cá khô, măng ngâm và chiếu vừa dệt xong trong mùa mưa."
    "</p></div>"
    for n in range(2, 14)
)


def cipher(letters: int, seed: str = "a") -> str:
    """So many letters as an encrypted text has them."""
    blocks = (hashlib.sha256(f"{seed}{n}".encode()).digest() for n in range(letters // 40 + 1))
    return base64.b64encode(b"".join(blocks)).decode()[:letters]


def page(*body: str, beside: str = BESIDE) -> str:
    lines = "".join(f"<p>{line}</p>" for line in body)
    return (
        f'<html lang="vi"><head><meta charset="utf-8"><title>{TITLE}</title></head><body>'
        f'<h1 class="pTitle">{TITLE}</h1><p class="pHead">Ca trực đông hay vắng là do con nước.</p>'
        f'<span>09:20 05/05/2026</span><div id="dcontent">{lines}</div>'
        f'<div class="box">{beside}</div></body></html>'
    )


def read(html: str, url: str = PHU_THO) -> Reading:
    return sites.read(html.encode(), url)


def body_of(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if block.kind is not BlockKind.CAPTION]


@pytest.mark.parametrize("url", [PHU_THO, THANH_HOA, "https://bao-la.example/tin-1234.htm"])
@pytest.mark.parametrize("letters", [60, 180, 5000])
def test_an_encrypted_text_is_refused_by_name_whatever_stands_beside_it(
    url: str, letters: int
) -> None:
    with pytest.raises(EncryptedBody) as refusal:
        read(page(cipher(letters)), url)
    assert refusal.value.reason == "encrypted-body"


@pytest.mark.parametrize(
    "body",
    [
        (SENTENCES[0], *(cipher(90, seed) for seed in "bcdefg")),
        ("\n".join(cipher(76, seed) for seed in "bcdefg"),),
    ],
    ids=["paragraphs", "lines"],
)
def test_an_encrypted_text_in_several_lines_is_refused_too(body: tuple[str, ...]) -> None:
    with pytest.raises(EncryptedBody):
        read(page(*body))


def test_the_caption_of_a_picture_does_not_stand_for_an_encrypted_text() -> None:
    caption = "Cầu phao lúc bốn giờ sáng, khi nước vừa rút và hàng xe tải đầu tiên được qua sông."
    figure = f'<figure><img src="/a.jpg"><figcaption>{caption}</figcaption></figure>'
    with pytest.raises(EncryptedBody):
        read(page(figure, cipher(80)))


@pytest.mark.parametrize("line", [cipher(60), cipher(240), "Qk+d/R0x" * 25])
def test_one_line_of_cipher_is_dropped_and_the_article_kept_with_a_doubt(line: str) -> None:
    reading = read(page(SENTENCES[0], line, *SENTENCES[1:]))
    assert body_of(reading) == list(SENTENCES)
    assert reading.doubts == ("cipher-line",)
    assert set(reading.doubts) <= set(DOUBTED)  # so that `egov review` lists it
    assert reading.layout == "dcontent-2025"


def test_a_short_text_with_a_line_of_cipher_does_not_yield_to_what_stands_beside_it() -> None:
    reading = read(page(SENTENCES[0], cipher(60)))
    assert body_of(reading) == [SENTENCES[0]]


def test_a_plain_text_is_read_without_a_doubt() -> None:
    reading = read(page(*SENTENCES, "Mã lô: QVPT-2026-000000018812-A", beside=""))
    assert body_of(reading)[:3] == list(SENTENCES)
    assert reading.doubts == ()
    assert reading.published_at is not None
    assert reading.published_at.isoformat() == "2026-05-05T09:20:00+07:00"


def test_the_markup_shows_the_family() -> None:
    assert recognise(parse(page(*SENTENCES).encode()).tree) is DcontentSpider
    other = page(*SENTENCES).replace("pTitle", "title")
    assert recognise(parse(other.encode()).tree) is not DcontentSpider


@pytest.mark.parametrize(
    "form",
    [
        "http://baophutho.vn/cau-phao-doi-ca-truc-244001.htm",
        "https://www.baophutho.vn/cau-phao-doi-ca-truc-244001.htm?utm_source=zalo",
        "https://baophutho.vn/xa-hoi/cau-phao-244001.htm#binh-luan",
        "https://baophutho.vn/print/cau-phao-doi-ca-truc-244001.htm",
        "https://m.baophutho.vn/cau-phao-doi-ca-truc-244001.htm",
    ],
)
def test_all_forms_of_an_address_name_one_article(form: str) -> None:
    assert sites.key(form) == sites.key(PHU_THO)
    found = identify(DcontentSpider.addresses, form)
    assert found is not None
    assert (found.id_space, found.native_id) == ("dcontent", "244001")


@pytest.mark.parametrize(
    "path", ["/chu-de/chuyen-doi-so-17.htm", "/su-kien/dai-hoi-2045.htm", "/tag/cau-phao-1001.htm"]
)
def test_collections_are_no_articles(path: str) -> None:
    assert sites.key(f"https://baothanhhoa.vn{path}") is None
    with pytest.raises(ListingPage):
        read(page(*SENTENCES), f"https://baothanhhoa.vn{path}")


@pytest.mark.parametrize("path", ["/", "/chuyen-doi-so", "/chuyen-doi-so.htm", "/rss/thoi-su.xml"])
def test_a_section_or_feed_is_not_taken_for_an_article(path: str) -> None:
    assert not is_article(DcontentSpider.addresses, f"https://baophutho.vn{path}")


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("".join(f'<img src="/{n}.jpg" alt="">' for n in range(4)), "gallery"),
        ('<video src="/hat-xoan.mp4"></video>', "video"),
        ("{{ item.content }}", "unrendered"),
        (
            "".join(
                f'<h3><a href="/tin-{n}-24400{n}.htm">Phiên chợ thứ {n} năm nay họp sớm</a></h3>'
                for n in range(9)
            ),
            "listing",
        ),
    ],
)
def test_pictures_a_player_headlines_or_a_template_are_refused_by_name(
    inner: str, reason: str
) -> None:
    with pytest.raises(PageRefused) as refusal:
        read(page(inner, beside=""))
    assert refusal.value.reason == reason


def crawl(archived, warc, *words):
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    return archived.crawl(*words, warc=warc, site="baophutho", **settings)


def test_a_run_keeps_the_look_at_an_encrypted_page_by_that_name(archived, tmp_path):
    warc = tmp_path / "night.warc.gz"
    with Warc(warc) as file:
        file.add(PHU_THO, page(cipher(900)), at="2026-05-05T03:00:00Z")
    ended = crawl(archived, warc, "-a", f"url={PHU_THO}")
    path = "/" + PHU_THO.split("/", 3)[-1]
    assert archived.ledger()[path] == ["encrypted-body"]
    assert archived.refusals() == {path: "encrypted-body"}
    assert archived.titles() == set()
    assert "refused 1" in ended.said


def test_many_encrypted_pages_do_not_make_a_layout_stale(archived, tmp_path):
    warc, urls = tmp_path / "night.warc.gz", tmp_path / "urls.txt"
    pages = [page(cipher(900 + n)) for n in range(4)] + [page(*SENTENCES)]
    named = [PHU_THO.replace("244001", f"24410{n}") for n in range(len(pages))]
    urls.write_text("\n".join(named))
    with Warc(warc) as file:
        for url, html in zip(named, pages, strict=True):
            file.add(url, html, at="2026-05-05T03:00:00Z")
    ended = crawl(archived, warc, "-a", f"urls={urls}")
    assert archived.report()["outcome"] == "healthy", ended.said
    assert list(archived.refusals().values()) == ["encrypted-body"] * 4


def test_an_article_that_is_later_sent_encrypted_stays_as_it_was_read(archived, tmp_path):
    for night, html in (("05", page(*SENTENCES)), ("06", page(cipher(900)))):
        warc = tmp_path / f"{night}.warc.gz"
        with Warc(warc) as file:
            file.add(PHU_THO, html, at=f"2026-05-{night}T03:00:00Z")
        crawl(archived, warc, "-a", f"url={PHU_THO}")
    sql = "SELECT title, gone_at, version_count FROM current_article"
    assert archived.rows(sql) == [{"title": TITLE, "gone_at": None, "version_count": 1}]
    assert archived.ledger()["/" + PHU_THO.split("/", 3)[-1]] == ["ok", "encrypted-body"]
