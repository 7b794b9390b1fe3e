"""What is mutated: saved pages of all sites, listings, feeds and sitemaps."""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from archive.record import Look
from archive.storage import warc
from crawler import cases
from samples import nights

ROOT = Path(__file__).resolve().parents[2]
SITES = ROOT / "tests" / "sites"
SHARED = ROOT.parent / "shared" / "pages"
AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
LARGEST = 400_000  # bytes of a seed: a mutated page ten times as large tells no more
SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://baosonkhe.example/xa-na-loc-mo-quay-so-1234.html</loc>
<lastmod>2026-11-18T08:15:00+07:00</lastmod><changefreq>daily</changefreq></url>
<url><loc>https://baosonkhe.example/cho-phien-ho-sen-1235.html</loc>
<news:news><news:publication_date>2026-11-19</news:publication_date>
<news:title>Ch\xe1\xbb\xa3 phi\xc3\xaan H\xe1\xbb\x93 Sen</news:title></news:news></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://baosonkhe.example/sitemaps/articles/2026/11</loc></sitemap>
<sitemap><loc>/sitemaps/news-2026-10.xml.gz</loc><lastmod>2026-10-31</lastmod></sitemap>
</sitemapindex>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry>
<title type="html">&lt;b&gt;B\xe1\xba\xbfn G\xe1\xbb\x97&lt;/b&gt; s\xe1\xbb\x91 h\xc3\xb3a</title>
<link rel="alternate" href="/ben-go-so-hoa-77.html"/><updated>2026-11-19T07:00:00Z</updated>
</entry></feed>"""
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Chuyển đổi số</title>
<item><title><![CDATA[Xã Cửa Rạch trả hồ sơ qua bưu tá & điện thoại]]></title>
<link>https://baosonkhe.example/xa-cua-rach-tra-ho-so-41.html</link>
<pubDate>Thu, 19 Nov 2026 08:00:00 +0700</pubDate>
<description>&lt;p&gt;…&lt;/p&gt;</description></item><item><title>Làng Chè</title>
<link>/lang-che-42.html?utm_source=rss</link><pubDate>11/19/2026 7:05 PM</pubDate></item>
</channel></rss>""".encode()
JSON = json.dumps(
    {
        "data": [
            {
                "title": "Hồ Sen",
                "url": "/ho-sen-9.html",
                "date": 1763600000,
                "html": '<a href="/x-1.html">x</a>',
            }
        ]
    }
).encode()
ROBOTS = b"User-agent: *\nDisallow: /tim-kiem\nAllow: /*.html$\nCrawl-delay: 3\nSitemap: https://a.example/s.xml\n"
HEAD = b"""Server: nginx
Content-Type: text/html; charset=utf-8
Content-Encoding: gzip
Content-Length: 4177
Transfer-Encoding: chunked
ETag: W/"a1-77"
Last-Modified: Thu, 19 Nov 2026 01:00:00 GMT
Date: Fri, 20 Nov 2026 01:30:00 GMT
Retry-After: Fri, 20 Nov 2026 02:30:00 GMT
Set-Cookie: phien=9f3; Path=/; HttpOnly
Set-Cookie: xem=1
Location: /ben-go-so-hoa-78.html
WARC-Target-URI: https://elsewhere.example/
X-Powered-By: Ch\xe1\xbb\xa3 phi\xc3\xaan"""
HEADERS = [
    line.partition(":")[::2]
    for line in HEAD.decode().splitlines()
    if not line.startswith(("Content-Encoding", "Transfer-Encoding"))
]
QUERY = 'tieude:"chuyển đổi số" OR hồ* sơ -"bưu tá" NOT chợ AND (một OR hai) sapo:đề án số 06 a.b'
TOML = b"""[schedule]
nightly = "01:30"
jitter = 10
feeds = ["11:30", "17:30"]
look_back = "sat 09:00"
time_limit = 240
[manners]
delay = 2.0
[disk]
least_free = 0.1
[backup]
folder = "/mnt/backup/egov"
[log]
level = "INFO"
size = 20
[site.baochinhphu]
nightly = "03:00"
quiet = ["07:00-09:00"]
enabled = true
"""


@dataclass(frozen=True)
class Seed:
    """Bytes as a site served them: `kind` is page, listing, feed, sitemap, json, robots, headers or
    warc; or as a person wrote them: query, settings.
    """

    kind: str
    body: bytes
    url: str
    at: datetime = AT
    content_type: str | None = "text/html; charset=utf-8"


@cache
def pages() -> tuple[Seed, ...]:
    """All saved pages of the sites."""
    found = []
    for folder in sorted(path.parent for path in SITES.glob("*/*/page.html")):
        case = cases.load(folder)
        if len(case.html) <= LARGEST:
            found.append(Seed("page", case.html, case.url, case.fetched_at, case.content_type))
    return tuple(found)


@cache
def written() -> tuple[Seed, ...]:
    """Headers of an answer, a search, a file of settings."""
    url = "https://baosonkhe.example/ben-go-so-hoa-77.html"
    return (
        Seed("headers", HEAD, url),
        Seed("headers", HEAD.replace(b"\n", b"\r\n"), f"{url}?a=\xa0&b=đ"),
        Seed("query", QUERY.encode(), ""),
        Seed("query", b'"a b" c -d', ""),
        Seed("settings", TOML, ""),
        Seed("warc", recorded(), url),
    )


def recorded() -> bytes:
    """A WARC file of some pages, in which mutations find what they are looking for."""
    made = warc.info_member("x.warc.gz")
    for number, seed in enumerate(pages()[:4]):
        own = tuple((name.strip(), value.strip()) for name, value in HEADERS)
        at = AT - timedelta(days=1 + number)
        html = seed.body[:3000]
        look = Look(pages()[0].url, "article", at, "ok", 200, headers=own, raw=html, decoded=html)
        made += b"".join(warc.members(look, None, None))
    return gzip.decompress(made)


@cache
def others() -> tuple[Seed, ...]:
    """Listings, feeds, sitemaps and what else is asked."""
    found = [
        Seed("sitemap", SITEMAP, "https://baosonkhe.example/sitemap.xml"),
        Seed("sitemap", INDEX, "https://baosonkhe.example/sitemaps.xml"),
        Seed("sitemap", gzip.compress(SITEMAP, mtime=0), "https://baosonkhe.example/s.xml.gz"),
        Seed("feed", ATOM, "https://baosonkhe.example/atom"),
        Seed("feed", RSS, "https://baosonkhe.example/tin.rss"),
        Seed("feed", gzip.compress(RSS, mtime=0), "https://baosonkhe.example/tin.rss.gz"),
        Seed("json", JSON, "https://baosonkhe.example/ajax"),
        Seed("robots", ROBOTS, "https://baosonkhe.example/robots.txt"),
    ]
    for answer in nights.answers(1):
        body, url = answer.body, answer.url
        if url.endswith("/robots.txt"):
            found.append(Seed("robots", body, url))
        elif body.lstrip()[:5] == b"<?xml":
            found.append(Seed("sitemap" if b"<urlset" in body else "feed", body, url))
        elif b"<article" not in body:
            found.append(Seed("listing", body, url))
    if SHARED.is_dir():
        found += [
            Seed("listing", path.read_bytes(), f"https://{path.parent.name}.example/")
            for path in sorted(SHARED.glob("*/listing.html"))
            if path.stat().st_size <= LARGEST
        ]
    return tuple(found)
