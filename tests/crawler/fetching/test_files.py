"""The files that articles offer, in replayed crawls of some nights."""

import pytest

from crawler.fetching.files import is_file
from tests.mau.pages import article
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"
PAGE, PAPER = f"{ROOT}/bai-1-1201.html", f"{ROOT}/van-ban.pdf"
ELSEWHERE = "https://kho.example/phu-luc.pdf"
LINKS = f'<p>Tải về: <a href="{PAPER}">Văn bản</a> <a href="{ELSEWHERE}">Phụ lục</a></p></article>'


def night(warc, day, paper=b"", status="200 OK", **headers):
    """The article, which never changes, and its file as they were on a day."""
    at = f"2026-03-{day:02}T01:00:00Z"
    page = article().replace("</article>", LINKS)
    warc.add(PAGE, page, at=at, headers={"ETag": '"a"'})
    warc.add(ELSEWHERE, b"%PDF other", at=at)
    warc.add(f"{ROOT}/sitemap.xml", f"<urlset><url><loc>{PAGE}</loc></url></urlset>", at=at)
    if paper:
        warc.add(PAPER, paper, at=at, status=status, headers=headers)


def test_a_changed_file_behind_an_unchanged_page_is_one_version(archived, tmp_path):
    missing = b"<!DOCTYPE html><html><body>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</body></html>"
    with Warc(tmp_path / "nights.warc.gz") as warc:
        night(warc, 1, b"%PDF-1.7 first", ETag='"1"')
        night(warc, 2, b"%PDF-1.7 first", ETag='"1"')
        night(warc, 3, b"%PDF-1.7 second", ETag='"2"')
        night(warc, 4, b"gone", "404 Not Found")
        night(warc, 5, missing)
    kinds = []
    for day in range(1, 6):
        until = ("-s", f"REPLAY_AT=2026-03-{day:02}T02:00:00Z")
        ended = archived.crawl(*until, warc=warc.path, BAOMAU_LISTINGS="sitemap")
        assert ended.status == 0, ended.said
        rows = archived.rows("SELECT change FROM article_version ORDER BY version_no")
        kinds.append([row["change"] for row in rows])
        assert archived.report()["new_versions"] == (1 if day == 3 else 0)
    assert kinds == [["first"], ["first"], *[["first", "media"]] * 3]
    looks = archived.ledger()
    assert looks["/van-ban.pdf"] == ["ok", "not-modified", "ok", "missing", "ok"]
    assert looks["/bai-1-1201.html"] == ["ok", *["not-modified"] * 4]
    assert "/phu-luc.pdf" not in looks
    assert archived.rows("SELECT count(*) AS files FROM attached_file") == [{"files": 2}]


def test_a_file_that_was_not_recorded_or_is_too_large_says_nothing(archived, tmp_path):
    with Warc(tmp_path / "nights.warc.gz") as warc:
        night(warc, 1)
        night(warc, 2, b"%PDF" + b"x" * 9000)
    for day, outcome in ((1, "not-recorded"), (2, "too-large")):
        words = ("-s", f"REPLAY_AT=2026-03-{day:02}T02:00:00Z", "-s", "FILE_MAXSIZE=5000")
        ended = archived.crawl("-a", f"url={PAGE}", *words, warc=warc.path)
        assert ended.status == 0, ended.said
        assert archived.ledger()["/van-ban.pdf"][-1] == outcome
    assert archived.rows("SELECT * FROM attached_file") == []


@pytest.mark.parametrize(
    ("body", "file"),
    [
        (b"%PDF-1.7\n<html>", True),
        (b"PK\x03\x04", True),
        (b"", False),
        (b"\n <!doctype HTML><html>", False),
        (b"<!-- x --><html lang='vi'>", False),
        (b"<body>", False),
        (b"<?xml version='1.0'?><office:document/>", True),
    ],
)
def test_a_page_in_place_of_a_file_is_none(body, file):
    assert is_file(body) is file
