"""Papers that were merged away, crawled: their articles are of the old unit and of the new one."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from archive import Archive
from crawler import cases
from tests.crawl import Crawl, Crawls
from tests.mau.warcs import Warc

SITES = Path(__file__).parent / "sites"
AT = "2026-03-18T02:00:00Z"
BINH_DUONG = cases.load(SITES / "baobinhduong" / "2026-03-18-mot-ma-dinh-danh-cho-can")
KIEN_GIANG = cases.load(SITES / "baokiengiang" / "2025-03-14-ve-tau-ra-dao-ban-qua")
SECTION = f'<html><body><h1>Nhịp sống số</h1><a href="{BINH_DUONG.url}">Một mã</a></body></html>'
SITEMAP_URL = "https://apife.baobinhduong.vn/sitemap.xml"  # a host that the paper has not
SITEMAP = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{BINH_DUONG.url}</loc></url></urlset>"""


@pytest.fixture
def archive(database_url: str, tmp_path: Path, crawls: Crawls) -> Archive:
    """What a night found of a paper that is crawled on, and one named article of another."""
    with Warc(tmp_path / "night.warc.gz") as warc:
        sitemap = {"Content-Type": "text/xml"}
        warc.add(SITEMAP_URL, SITEMAP, at=AT, headers=sitemap)
        warc.add("https://baobinhduong.vn/nhip-song-so", SECTION, at=AT)
        warc.add(BINH_DUONG.url, BINH_DUONG.html, at=AT)
        warc.add(KIEN_GIANG.url, KIEN_GIANG.html, at=AT)
    settings = {"REPLAY": str(tmp_path / "night.warc.gz"), "REPLAY_AT": "2026-03-18T03:00:00Z"}
    for site, named in (("baobinhduong", {}), ("baokiengiang", {"url": KIEN_GIANG.url})):
        crawls.run(Crawl(database_url, str(tmp_path), "crawler.settings", site, settings, named))
    return Archive.open(database_url, tmp_path)


def test_what_merged_papers_wrote_is_found_under_the_old_unit_and_the_new(
    archive: Archive,
) -> None:
    with archive, archive.engine.connect() as conn:
        for case, units in (
            (BINH_DUONG, ["Bình Dương", "TP.HCM"]),
            (KIEN_GIANG, ["Kiên Giang", "An Giang"]),
        ):
            assert case.expected is not None
            told = [(case.site, case.expected["title"])]
            for unit in units:
                found = archive.search(None, units=[unit], statuses=()).hits
                assert [(hit.site, hit.title) for hit in found] == told, unit
            old, new = (archive.mentions(units=[unit]) for unit in units)
            assert old == new
        assert archive.mentions(units=["TP.HCM"]) != archive.mentions(units=["An Giang"])
        assert not archive.search(None, units=["Huế"], statuses=()).hits
        asked = sa.text("SELECT outcome FROM fetch_ledger WHERE url = :url")
        assert conn.scalars(asked, {"url": SITEMAP_URL}).all() == ["ok"]
