"""Commands by which a person reads a page, saves one or begins a site, each in a process."""

import json
import os
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.record import Reading
from crawler import cases
from crawler.commands.spiderfile import address_lines
from crawler.fetching.spider import NewsSpider
from crawler.reading.address import Address, is_article
from crawler.reading.layout import Evidence
from tests import forking

ROOT = Path(__file__).resolve().parents[2]
SAVED = ROOT / "tests" / "sites" / "baolaocai" / "2026-05-14-to-cong-nghe-so"
URL = "https://baosongmay.example/to-cong-nghe-so-den-tung-ban-post912406.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own with an empty package of spiders, the page of an article beside it."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = invented.settings\n")
    spiders = tmp_path / "invented" / "spiders"
    spiders.mkdir(parents=True)
    (spiders / "__init__.py").touch()
    (spiders.parent / "__init__.py").touch()
    (spiders.parent / "settings.py").write_text(
        'from crawler.settings import *\n\nSPIDER_MODULES = ["invented.spiders"]\n'
    )
    page = (SAVED / "page.html").read_text("utf-8").replace("baolaocai.vn", "baosongmay.example")
    (tmp_path / "saved.html").write_text(page, "utf-8")
    return tmp_path


def scrapy(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    env.pop("SCRAPY_SETTINGS_MODULE", None)
    return forking.run("scrapy", *args, cwd=folder, env=env)


def read_saved(*options: str, url: str = "") -> subprocess.CompletedProcess[str]:
    meta = json.loads((SAVED / "meta.json").read_text("utf-8"))
    return scrapy(ROOT, "read", str(SAVED / "page.html"), "--url", url or meta["url"], *options)


def test_read_prints_title_lead_and_text_for_a_person() -> None:
    done = read_saved()
    assert done.returncode == 0, done.stderr
    assert re.search(r"^title +Tổ công nghệ số đến từng bản", done.stdout, re.M)
    assert "Mỗi tối thứ Năm, nhà văn hóa bản Nà Lang lại sáng đèn." in done.stdout
    assert "Đọc nhiều" not in done.stdout


def test_read_as_json_has_every_attribute_of_a_reading() -> None:
    facts = json.loads(read_saved("--json", "--removed").stdout)
    assert {*Reading.__dataclass_fields__, "body", "captions", "removed"} <= set(facts)
    assert facts["published_at"] == "2026-05-13T19:27:05+07:00"


def test_read_shows_what_was_left_out() -> None:
    kept, removed = read_saved("--removed").stdout.split("\nremoved:\n")
    assert "Sóng đã về bản" not in kept
    assert re.search(r"^- \[drop \.related-news\] Sóng đã về bản$", removed, re.M)


def test_read_names_the_reason_of_a_refusal_and_fails() -> None:
    done = read_saved(url="https://baolaocai.vn/tu-khoa/chuyen-doi-so-tag1107.html")
    assert done.returncode == 1
    assert "listing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("read", "nowhere.html", "--url", URL), "nowhere.html"),
        (("read",), "--url URL"),
        (("savepage", "nobody", "saved.html", "--url", URL), "no site is named nobody"),
        (("newsite", "Báo Mẫu", "--page", "saved.html", "--url", URL), "one lower-case word"),
        (("newsite", "import", "--page", "saved.html", "--url", URL), "one lower-case word"),
        (("newsite", "baomau", "--page", "saved.html"), "--url URL"),
        (("newsite", "baomau", "--page", "saved.html", "--url", "saved"), "not a web address"),
    ],
)
def test_wrong_use_is_said_without_a_traceback(
    project: Path, args: tuple[str, ...], message: str
) -> None:
    done = scrapy(project, *args)
    assert done.returncode == 2
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def newsite(project: Path) -> subprocess.CompletedProcess[str]:
    given = ("--page", "saved.html", "--url", URL, "--at", "2026-05-14T07:05+07:00")
    return scrapy(project, "newsite", "baosongmay", *given)


def test_a_new_site_is_recognised_and_waits_for_review(project: Path) -> None:
    done = newsite(project)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "crawler.families.epi" in done.stdout
    spider = (project / "invented" / "spiders" / "baosongmay.py").read_text("utf-8")
    assert "class BaosongmaySpider(EpiSpider):" in spider
    assert 'hosts = ("baosongmay.example",)' in spider
    assert scrapy(project, "list").stdout.split() == ["baosongmay"]
    folder = next((project / "tests" / "sites" / "baosongmay").iterdir())
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert expected["reviewed"] is False
    assert expected["layout"].startswith("epi")
    assert "reviewed to true" in cases.differences(cases.load(folder))[0]
    again = newsite(project)
    assert again.returncode == 2, "nothing is overwritten"
    assert "is there already" in again.stdout + again.stderr


def refused(project: Path, *args: str) -> str:
    """What `newsite` says where it writes nothing."""
    done = scrapy(project, "newsite", *args)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    written = [path.name for path in (project / "invented" / "spiders").glob("*.py")]
    assert set(written) <= {"__init__.py", "baosongmay.py"}
    return done.stdout + done.stderr


def test_a_name_that_is_taken_and_a_host_that_is_anothers_are_told(project: Path) -> None:
    newsite(project)
    given = ("--page", "saved.html", "--url")
    assert "the name baosongmay is taken" in refused(project, "baosongmay", *given, URL)
    other = refused(project, "baokhac", *given, URL)
    assert "baosongmay.example belongs to the site baosongmay: scrapy savepage" in other
    assert not (project / "tests" / "sites" / "baokhac").exists()


NO_ARTICLES = {
    "listing": "<html><head><title>Chuyển đổi số</title></head><body><h1>Chuyển đổi số</h1><ul>"
    + "".join(f'<li><a href="/bai-{n}.html">Bài thứ {n} về số hóa ở xã</a></li>' for n in range(30))
    + "</ul></body></html>",
    "not-html": '{"title": "Tin", "body": "một hai ba"}',
    "soft-404": "<html><head><title>404</title></head><body><h1>404</h1>"
    "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p></body></html>",
    "empty": "",
}


@pytest.mark.parametrize(
    ("reason", "instead"),
    [
        ("listing", "give the address of an article in it"),
        ("not-html", "save the page's source"),
        ("soft-404", "give another one"),
        ("empty", "save the page's source again"),
    ],
)
def test_a_page_that_is_no_article_is_said_with_what_to_give(
    project: Path, reason: str, instead: str
) -> None:
    (project / "saved.html").write_text(NO_ARTICLES[reason], "utf-8")
    said = refused(project, "baosongmay", "--page", "saved.html", "--url", URL)
    assert f"is no article ({reason}" in said
    assert instead in said
    assert not (project / "tests").exists()


def test_what_a_page_names_of_its_site_is_found(project: Path) -> None:
    page = (project / "saved.html").read_text("utf-8")
    menu = (
        '<li><a href="/cai-cach-hanh-chinh/">Cải cách hành chính</a></li>'
        '<li><a href="/cong-nghe/">Công nghệ</a></li>'
        '<li><a href="https://khac.example/chuyen-doi-so/">Chuyển đổi số</a></li>'
        '<li><a href="/cong-nghe-moi-post77.html">Công nghệ mới</a></li></ul>'
    )
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss/tin-moi.rss"></head>'
    page = page.replace("</ul>", menu, 1).replace("</head>", feed, 1)
    (project / "saved.html").write_text(page, "utf-8")
    done = newsite(project)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "unit:   VN-02 (Lào Cai)" in done.stdout, "by the title: Báo Lào Cai điện tử"
    spider = (project / "invented" / "spiders" / "baosongmay.py").read_text("utf-8")
    root = "https://baosongmay.example"
    topics = [f'Listing("{root}/{slug}/", topic=True, evidence="real"),' for slug in
              ("chuyen-doi-so", "cai-cach-hanh-chinh", "cong-nghe")]  # fmt: skip
    places = [spider.index(line) for line in topics]
    assert places == sorted(places), "the surest first"
    assert "khac.example" not in spider
    assert "post77" not in spider
    assert f'feeds = (Listing("{root}/rss/tin-moi.rss", evidence="real", kind="feed"),)' in spider
    assert 'asset_hosts = ("cdn.baosongmay.example",)' in spider
    assert 'unit = "VN-02"' in spider
    assert 'kind = "provincial"' in spider


def test_what_a_page_calls_itself_can_break_neither_file_nor_terminal(project: Path) -> None:
    page = (project / "saved.html").read_text("utf-8")
    name = "Báo &quot;Sông\x1b[2J\\Mây&quot; {x}"
    page = page.replace('content="Báo Lào Cai điện tử"', f'content="{name}"')
    (project / "saved.html").write_text(page, "utf-8")
    done = newsite(project)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "\x1b" not in done.stdout
    assert scrapy(project, "list").stdout.split() == ["baosongmay"]


def test_a_page_of_no_family_gets_a_plain_spider(project: Path) -> None:
    text = "<p>" + "Một đoạn văn đủ dài để được đọc như một bài báo thật sự. " * 12 + "</p>"
    page = f"<html><head><title>Tin</title></head><body><h1>Tin</h1>{text}</body></html>"
    (project / "saved.html").write_text(page, "utf-8")
    done = newsite(project)
    assert "none recognised" in done.stdout
    assert "declare a Layout" in done.stdout


SLUG = "xa-na-loc-dua-dich-vu-cong-ve-ban"


@pytest.mark.parametrize(
    "path", [f"/{SLUG}-a123.html", f"/Multimedia/Id/118264/{SLUG}", f"/xa-hoi/{SLUG}", f"/{SLUG}"]
)
def test_the_form_guessed_from_an_address_takes_no_section_or_sitemap_for_an_article(
    path: str,
) -> None:
    root = "https://baosongmay.example"
    written = " ".join(address_lines(root + path, NewsSpider))
    (form,) = eval(written.partition("=")[2], {"Address": Address, "Evidence": Evidence})
    assert is_article((form,), root + path)
    others = ("/", "/chuyen-doi-so", "/khoa-hoc-va-cong-nghe/", "/sitemap.xml", "/2024/05/tin")
    assert [other for other in others if is_article((form,), root + other)] == []


def test_the_table_of_the_sites_is_printed_and_written(project: Path) -> None:
    newsite(project)
    printed = scrapy(project, "sites").stdout
    row = "| `baosongmay` | Báo Lào Cai điện tử | VN-02 Lào Cai | epi | epi-2020 (real) |"
    assert row in printed
    assert "## Provinces and cities (1)" in printed
    done = scrapy(project, "sites", "--write")
    assert done.returncode == 0, done.stderr
    assert (project / "docs" / "sites.md").read_text("utf-8") == printed


def recorded(project: Path) -> str:
    """A recording of the saved page at its address; gives the setting that plays it."""
    file = project / "pages.warc.gz"
    with file.open("wb") as handle:
        writer = WARCWriter(handle)
        page = (project / "saved.html").read_bytes()
        served = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        stamp = {"WARC-Date": "2026-05-14T00:05:00Z"}
        record = writer.create_warc_record(
            URL,
            "response",
            payload=BytesIO(page),
            length=len(page),  # else warcio leaves a temporary file open
            http_headers=served,
            warc_headers_dict=stamp,
        )
        writer.write_record(record)
    return f"REPLAY={file}"


def test_a_page_is_fetched_once_for_its_case(project: Path) -> None:
    setting = recorded(project)
    done = scrapy(project, "newsite", "baosongmay", URL, "-s", setting)
    assert done.returncode == 0, done.stderr + done.stdout
    folder = project / "tests" / "sites" / "baosongmay" / "2026-05-14-to-cong-nghe-so-den-tung"
    assert (folder / "page.html").read_bytes() == (project / "saved.html").read_bytes()
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    assert meta["content_type"] == "text/html"
    lost = scrapy(project, "savepage", "baosongmay", URL + "?x=1", "-s", setting)
    assert lost.returncode == 2
    assert "was not fetched" in lost.stdout + lost.stderr
