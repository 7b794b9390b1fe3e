"""Pages whose fields are as long or odd as a page can make them: kept on both databases."""

import random
from pathlib import Path

import pytest

from tests.mau.archived import Archived
from tests.mau.pages import SENTENCES, article
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
NOISE = random.Random(5)


def noise(letters: int) -> str:
    """Letters that no database can pack."""
    return "".join(NOISE.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=letters))


def page(head: str = "", body: str = "", title: str = "Bài") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>"
        f"{''.join(f'<p>{each}</p>' for each in SENTENCES)}{body}</article></body></html>"
    )


EXTREMES = {
    "chuan": page(f'<link rel="canonical" href="{ROOT}/{noise(6000)}-5001.html">'),
    "tieu-de": page(title=noise(200_000)),
    "tac-gia": page(f'<meta name="author" content="{noise(50_000)}">'),
    "anh": page(body=f'<figure><img src="/{noise(9000)}.jpg"><figcaption>a</figcaption></figure>'),
    "du-lieu": page(body=f'<img src="data:image/png;base64,{noise(200_000)}">'),
    "tep": page(body=f'<p><a href="/{noise(9000)}.pdf">Tệp {noise(9000)}</a></p>'),
    "the": page(900 * f'<meta property="article:tag" content="{noise(400)}">'),
    "nguon": page(body=f"<p>Nguồn: {noise(9000)} https://baokhac.example/{noise(9000)}</p>"),
    "so": page(body=f"<p>Quyết định số {'9' * 5000}/QĐ-{'T' * 5000} và 06/QĐ-TTg.</p>"),
    "khong": page(body="<p>a\0b &#0; &#xD800; \ud800 \x85\u2028\ufffe</p>", title="a\0&#xDFFF;b"),
    "muc": page(f'<meta property="article:section" content="{noise(9000)}">'),
    "ngay": page(f'<meta property="article:published_time" content="{"9" * 5000}">'),
    "tu": page(body=f"<p>{noise(3_000)} {noise(3_000)} {noise(3_000)}</p>"),
}  # fmt: skip


@pytest.fixture
def archived(database_url: str, tmp_path: Path) -> Archived:
    return Archived(database_url, tmp_path)


def test_a_field_without_measure_harms_neither_the_archive_nor_the_run(archived, tmp_path):
    urls = [f"{ROOT}/{name}-{5000 + place}.html" for place, name in enumerate(EXTREMES)]
    with Warc(tmp_path / "night.warc.gz") as warc:
        for url, html in zip(urls, EXTREMES.values(), strict=True):
            warc.add(url, html.encode("utf-8", "surrogatepass"))
        warc.add(f"{ROOT}/bai-tot-9999.html", article("Bài tốt đứng cuối"))
    (tmp_path / "urls.txt").write_text("\n".join([*urls, f"{ROOT}/bai-tot-9999.html"]))
    ended = archived.crawl("-a", f"urls={tmp_path / 'urls.txt'}", warc=warc.path)
    assert archived.refusals() == {"/tieu-de-5001.html": "encrypted-body"}, ended.said
    assert (archived.report()["outcome"], ended.status) == ("healthy", 0)
    assert archived.report()["new_articles"] == len(urls)
    assert all(len(row["url"]) < 100 for row in archived.rows("SELECT url FROM address"))


def test_an_address_without_measure_is_none(archived, tmp_path):
    far = f"{ROOT}/{noise(3000)}-6001.html"
    good, other = f"{ROOT}/bai-tot-9999.html", f"{ROOT}/bai-tot-9998.html"
    named = (far, f"/{'%' * 1900}-6002.html", f"/{'đ' * 900}-6003.html", good)
    links = "".join(f'<a href="{url}">{noise(90_000)}</a>' for url in named)
    items = "".join(
        f"<item><title>{noise(90_000)}</title><link>{url}</link></item>" for url in (far, other)
    )
    listing = f"<html><body>{links}</body></html>"
    feed = f"<rss><channel>{items}</channel></rss>"
    sitemap = "".join(f"<url><loc>{url}</loc></url>" for url in (far, good))
    with Warc(tmp_path / "night.warc.gz") as warc:
        warc.add(f"{ROOT}/chuyen-doi-so", listing)
        warc.add(f"{ROOT}/tin.rss", feed)
        warc.add(f"{ROOT}/sitemap.xml", f"<urlset>{sitemap}</urlset>")
        warc.add(f"{ROOT}/bai-tot-9999.html", article("Bài tốt đứng cuối"))
    ended = archived.crawl(warc=warc.path, BAOMAU_LISTINGS="section feed sitemap")
    found = archived.rows("SELECT url, title FROM known_address WHERE title <> ''")
    assert {row["url"] for row in found} == {f"{ROOT}/bai-tot-{n}.html" for n in (9998, 9999)}
    assert max(len(row["title"]) for row in found) <= 2000
    assert "Bài tốt đứng cuối" in archived.titles(), ended.said
