"""What the web does to a crawler: each case ends in a named outcome, the run goes on."""

import pytest

from tests.mau.pages import article, section
from tests.mau.warcs import Warc, bomb

ROOT = "https://baomau.example"
TITLE = "Sơn Khê mở quầy dịch vụ công trực tuyến"
GOOD = f"{ROOT}/bai-tot-9999.html"
MEMORY = 400  # MB: a crawl with its libraries takes about 150


@pytest.fixture
def warc(tmp_path):
    with Warc(tmp_path / "night.warc.gz") as file:
        yield file


def crawl_named(archived, warc, *paths):
    """Crawls the named articles and, last, a good one, which must have come through."""
    warc.add(GOOD, article("Bài tốt đứng cuối"))
    warc.handle.flush()
    urls = archived.folder / "urls.txt"
    urls.write_text("\n".join([*(f"{ROOT}{path}" for path in paths), GOOD]))
    ended = archived.crawl("-a", f"urls={urls}", warc=warc.path)
    assert archived.ledger()["/bai-tot-9999.html"] == ["ok"], ended.said
    assert "Bài tốt đứng cuối" in archived.titles(), ended.said
    assert ended.memory < MEMORY
    return ended


def test_an_empty_body_is_refused_as_empty(archived, warc):
    warc.add(f"{ROOT}/trong-1001.html", b"")
    crawl_named(archived, warc, "/trong-1001.html")
    assert archived.ledger()["/trong-1001.html"] == ["empty"]
    assert archived.refusals() == {"/trong-1001.html": "empty"}


def test_a_page_of_40_megabytes_is_too_large_and_not_held_in_memory(archived, warc):
    warc.add(f"{ROOT}/to-1002.html", b"<p>" + b"x" * 40_000_000)
    ended = crawl_named(archived, warc, "/to-1002.html")
    assert archived.ledger()["/to-1002.html"] == ["too-large"]
    assert (archived.report()["outcome"], ended.status) == ("thin", 1)


def test_a_bomb_is_too_large_and_never_unpacked(archived, warc):
    encodings = ("gzip", "deflate", "br")
    for encoding in encodings:
        packed = {"Content-Encoding": encoding}
        warc.add(f"{ROOT}/{encoding}-1003.html", bomb(encoding, 500), headers=packed)
    crawl_named(archived, warc, *(f"/{encoding}-1003.html" for encoding in encodings))
    for encoding in encodings:
        assert archived.ledger()[f"/{encoding}-1003.html"] == ["too-large"]


def test_a_page_cut_in_the_middle_is_truncated_and_no_version(archived, warc):
    page = article().encode()
    cut = {"Content-Length": str(len(page))}
    warc.add(f"{ROOT}/cut-1004.html", page[: len(page) // 2], headers=cut)
    crawl_named(archived, warc, "/cut-1004.html")
    assert archived.ledger()["/cut-1004.html"] == ["truncated"]
    assert archived.titles() == {"Bài tốt đứng cuối"}


def test_a_page_in_utf8_is_read_whatever_charset_it_declares(archived, warc):
    charsets = ("us-ascii", "utf-16", "windows-1258", "no-such-charset")
    for number, declared in enumerate(charsets):
        typed = {"Content-Type": f"text/html; charset={declared}"}
        page = article(f"Bài mã {declared}", declared)
        warc.add(f"{ROOT}/ma-105{number}.html", page, headers=typed)
    crawl_named(archived, warc, *(f"/ma-105{number}.html" for number in range(4)))
    assert {f"Bài mã {declared}" for declared in charsets} < archived.titles()


def test_a_redirect_loop_ends_as_such_in_the_ledger(archived, warc):
    for here, there in (("a", "b"), ("b", "a"), ("c", "c")):
        moved = {"Location": f"/vong-{there}-1006.html"}
        warc.add(f"{ROOT}/vong-{here}-1006.html", status="302 Found", headers=moved)
    crawl_named(archived, warc, "/vong-a-1006.html", "/vong-c-1006.html")
    loops = archived.rows("SELECT url FROM fetch_event WHERE detail = 'redirect loop'")
    assert {row["url"][-13:] for row in loops} == {"g-b-1006.html", "g-c-1006.html"}
    assert archived.ledger()["/vong-a-1006.html"] == ["redirect"]
    assert archived.report()["failed"] == 2


def test_a_redirect_off_the_site_is_refused_and_named(archived, warc):
    elsewhere = {"Location": "https://khac.example/bai-1007.html"}
    warc.add(f"{ROOT}/di-1007.html", status="301 Moved", headers=elsewhere)
    warc.add("https://khac.example/bai-1007.html", article())
    crawl_named(archived, warc, "/di-1007.html")
    assert archived.ledger()["/di-1007.html"] == ["redirect"]
    assert archived.ledger()["/bai-1007.html"] == ["off-site"]


def test_each_kind_of_answer_has_its_name(archived, warc):
    challenge = "<script>document.cookie='D1N=0f3a';location.reload()</script>"
    answers = {
        "403 Forbidden": ("cấm", "forbidden"),
        "429 Too Many Requests": ("chậm lại", "forbidden"),
        "404 Not Found": ("không có", "missing"),
        "410 Gone": ("đã gỡ", "missing"),
        "500 Oops": ("lỗi", "server-error"),
        "418 Teapot": ("trà", "http-error"),
        "200 OK": (challenge, "challenge"),
    }
    paths = {status: f"/la-{status[:3]}-1008.html" for status in answers}
    for status, (body, _) in answers.items():
        warc.add(f"{ROOT}{paths[status]}", body, status=status)
    crawl_named(archived, warc, *paths.values())
    ledger = archived.ledger()
    named = {status: ledger[path] for status, path in paths.items()}
    assert named == {status: [outcome] for status, (_, outcome) in answers.items()}
    assert archived.report()["gone"] == 0


def test_what_was_not_recorded_is_named_and_is_no_removal_and_no_error(archived, warc):
    ended = crawl_named(archived, warc, "/khong-ghi-1009.html")
    assert archived.ledger()["/khong-ghi-1009.html"] == ["not-recorded"]
    assert archived.report()["gone"] == 0
    assert "ERROR" not in ended.said


def crawl_listing(archived, warc, kind):
    """Crawls by one kind of listing beside a good section page."""
    warc.add(f"{ROOT}/chuyen-doi-so", section("/bai-tot-9999.html"))
    warc.add(GOOD, article("Bài tốt đứng cuối"))
    warc.handle.flush()
    ended = archived.crawl(warc=warc.path, BAOMAU_LISTINGS=f"section {kind}")
    assert "Bài tốt đứng cuối" in archived.titles(), ended.said
    assert ended.memory < MEMORY
    return ended


def test_a_feed_that_is_a_page_is_refused_and_the_run_is_thin(archived, warc):
    warc.add(f"{ROOT}/tin.rss", "<!DOCTYPE html><html><body>Không tìm thấy</body></html>")
    ended = crawl_listing(archived, warc, "feed")
    assert archived.ledger()["/tin.rss"] == ["not-a-feed"]
    assert archived.refusals() == {"/tin.rss": "not-a-feed"}
    assert (archived.report()["outcome"], ended.status) == ("thin", 1)
    assert "tin.rss not-a-feed" in ended.said


def test_a_sitemap_that_contains_itself_is_asked_once_and_named(archived, warc):
    names = ("sitemap.xml", "sitemaps/a.xml", "sitemaps/b.xml")
    index = "".join(f"<sitemap><loc>{ROOT}/{name}</loc></sitemap>" for name in names)
    warc.add(f"{ROOT}/sitemap.xml", f"<sitemapindex>{index}</sitemapindex>")
    warc.add(f"{ROOT}/sitemaps/a.xml", f"<sitemapindex>{index}</sitemapindex>")
    crawl_listing(archived, warc, "sitemap")
    assert archived.ledger()["/sitemap.xml"] == ["contains-itself"]
    assert archived.ledger()["/sitemaps/a.xml"] == ["contains-itself"]
    assert archived.refusals()["/sitemap.xml"] == "contains-itself"


def test_dates_that_no_paper_can_mean_do_not_spoil_what_is_found(archived, warc):
    dates = ("Mon, 01 Jan 0001 00:00:00 GMT", "8320-05-05T10:00:00+07:00", "hôm qua", "")
    items = "".join(
        f"<item><link>{ROOT}/ngay-{n}-101{n}.html</link><pubDate>{date}</pubDate></item>"
        for n, date in enumerate(dates)
    )
    warc.add(f"{ROOT}/tin.rss", f"<rss><channel>{items}</channel></rss>")
    for n, date in enumerate(dates):
        page = article(f"Bài ngày {n}").replace("2026-03-02T08:15:00+07:00", date)
        warc.add(f"{ROOT}/ngay-{n}-101{n}.html", page)
    crawl_listing(archived, warc, "feed")
    assert {f"Bài ngày {n}" for n in range(4)} < archived.titles()
    found = archived.rows("SELECT published_at FROM known_address WHERE url LIKE '%ngay-%'")
    assert [row["published_at"] for row in found] == [None] * 4
    read = archived.rows("SELECT published_at, doubts FROM reading WHERE title LIKE 'Bài ngày%'")
    assert all(row["published_at"] is None or row["doubts"] != "[]" for row in read)


def test_section_pages_end_where_a_page_brings_nothing_new(archived, warc):
    warc.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html", "/chu-de/so-2026.html"))
    warc.add(f"{ROOT}/chuyen-doi-so?p=2", section("/bai-2-1102.html"))
    warc.add(f"{ROOT}/chuyen-doi-so?p=3", section("/bai-2-1102.html", "/bai-1-1101.html"))
    warc.add(f"{ROOT}/chuyen-doi-so?p=4", section("/bai-4-1104.html"))
    for path in ("bai-1-1101", "bai-2-1102"):
        warc.add(f"{ROOT}/{path}.html", article(path))
    warc.handle.flush()
    ended = archived.crawl(warc=warc.path)
    assert [path for path in archived.ledger() if "?p=" in path] == [
        "/chuyen-doi-so?p=2",
        "/chuyen-doi-so?p=3",
    ], ended.said
    assert (archived.report()["discovered"], archived.report()["outcome"]) == (2, "healthy")
