"""`scrapy crawl` and `scrapy probe`, as a person meets them."""

from types import SimpleNamespace

import pytest
from scrapy import Request

from crawler.commands.crawl import Asked
from tests.mau.pages import article, section
from tests.mau.warcs import Warc

ROOT = "https://baomau.example"


@pytest.fixture
def warc(tmp_path):
    with Warc(tmp_path / "night.warc.gz") as file:
        file.add(f"{ROOT}/chuyen-doi-so", section("/bai-1-1101.html", "/bai-2-1102.html"))
        for number in (1, 2):
            file.add(f"{ROOT}/bai-{number}-110{number}.html", article(f"Bài {number}"))
        file.add("https://la.example/tin/bai-la", article("Bài ở nơi lạ"))
        file.add("https://m.la.example/tin/bai-la-2", article("Bài ở nơi lạ, trang di động"))
    return tmp_path / "night.warc.gz"


def test_the_same_records_met_again_add_nothing(archived, warc):
    first = archived.crawl(warc=warc)
    tables = ("fetch_event", "page", "version", "sighting", "reading")
    sql = " UNION ALL ".join(f"SELECT count(*) AS n FROM {table}" for table in tables)
    before = archived.rows(sql)
    urls = archived.folder / "urls.txt"
    urls.write_text(f"{ROOT}/bai-1-1101.html\n{ROOT}/bai-2-1102.html\n")
    again = archived.crawl("-a", f"urls={urls}", warc=warc)
    assert archived.rows(sql) == before
    assert (first.status, again.status) == (0, 0)
    assert "repeats 2" in again.said


def test_a_host_that_nobody_declared_becomes_a_site_of_its_own(archived, warc):
    ended = archived.crawl("-a", "url=https://la.example/tin/bai-la", warc=warc, site="any")
    assert ended.status == 0, ended.said
    (row,) = archived.rows("SELECT site, title FROM current_article")
    assert row == {"site": "la.example", "title": "Bài ở nơi lạ"}
    assert archived.rows("SELECT kind FROM site WHERE name = 'la.example'") == [{"kind": "other"}]
    assert archived.report()["site"] == "la.example"


def test_a_recognised_family_tells_what_the_id_in_an_address_is(archived, tmp_path):
    page = article("Bài của họ VCCorp").replace("<h1>", "<h1 data-role='title'>")
    page = page.replace("<article>", "<article data-role='content'>")
    first, second = "mot-cua-so-102260301081500123.htm", "mot-cua-102260301081500123.htm"
    with Warc(tmp_path / "la.warc.gz") as file:
        file.add(f"https://la.example/{first}", page)
        file.add(f"https://la.example/tin/{second}", page, at="2026-03-02T01:00:00Z")
    for path in (first, f"tin/{second}"):
        url = f"url=https://la.example/{path}"
        ended = archived.crawl("-a", url, warc=tmp_path / "la.warc.gz", site="any")
        assert ended.status == 0, ended.said
    (row,) = archived.rows("SELECT id_space, native_id FROM article")
    assert row == {"id_space": "vccorp", "native_id": "102260301081500123"}


def test_what_a_run_met_stands_in_the_stats_as_paths(archived, warc):
    stats = ("-s", "STATS_DUMP=1", "-s", "LOG_LEVEL=INFO")
    said = archived.crawl("-a", "limit=1", *stats, warc=warc).said
    for line in ("'archive/first': 1", "'page/missing/author': 1", "'look/article/ok': 1"):
        assert line in said
    assert "'run/baomau': 'healthy'" in said


def test_two_replays_of_a_site_at_the_same_time_keep_everything_once(archived, warc):
    words = ("scrapy", "crawl", "baomau", "-s", f"REPLAY={warc}")
    crawls = [archived.start(*words) for _ in range(2)]
    said = [crawl.communicate(timeout=60)[0] for crawl in crawls]
    assert [crawl.returncode for crawl in crawls] == [0, 0], said
    assert archived.rows("SELECT sum(new_articles) AS new FROM run_report") == [{"new": 2}]
    looks = archived.rows("SELECT count(*) AS n FROM fetch_event GROUP BY url, requested_at")
    assert {row["n"] for row in looks} == {1}


def test_limit_bounds_the_articles_of_a_run_and_the_next_run_fetches_the_rest(archived, warc):
    archived.crawl("-a", "limit=1", warc=warc)
    assert archived.report()["fetched"] == 1
    archived.crawl(warc=warc)
    assert len(archived.titles()) == 2


@pytest.mark.parametrize(
    ("site", "words", "message"),
    [
        ("baomua", (), "unknown site baomua: did you mean baomau? `scrapy list`"),
        ("any", (), "any crawls named articles only"),
        ("any", ("-a", f"url={ROOT}/x"), "is of the site baomau"),
        ("baomau", ("-a", "sinse=2026-03-01"), "unknown argument sinse"),
        ("baomau", ("-a", "urls=/no/such"), "urls=/no/such cannot be read"),
        ("baomau", ("-a", "url="), "url= names no address"),
        ("baomau", ("-a", "url=https://la.example/a"), "is on no host of baomau: scrapy crawl any"),
        ("baomau", ("-a", "since=0001-01-01"), "no article can be of that year"),
        ("baomau", ("-s", "REPLAY=x", "-s", "REPLAY_AT=0001-01-01"), "nothing was recorded"),
        ("baomau", ("-s", "REPLAY_AT=2026-03-01"), "REPLAY_AT needs REPLAY"),
        ("baomau", ("-s", "REPLAY=/no/such"), "/no/such, which does not exist"),
    ],
)
def test_a_wrong_word_is_named_before_anything_is_asked(archived, site, words, message):
    ended = archived.crawl(*words, site=site)
    assert ended.status == 2
    assert message in ended.said
    assert "Traceback" not in ended.said
    assert "Usage" not in ended.said


def test_an_archive_that_was_never_made_is_said_to_be_missing(archived, tmp_path):
    database = f"sqlite:///{tmp_path / 'none.db'}"
    ended = archived.run("scrapy", "crawl", "baomau", ARCHIVE_DATABASE_URL=database)
    assert ended.status == 2
    assert "egov upgrade" in ended.said


def test_a_probe_shows_listings_and_a_reading_and_keeps_nothing(archived, warc):
    database = f"sqlite:///{archived.folder / 'none.db'}"
    replay = ("-s", f"REPLAY={warc}")
    ended = archived.run("scrapy", "probe", "baomau", *replay, ARCHIVE_DATABASE_URL=database)
    assert "Traceback" not in ended.said, ended.said
    assert ended.status == 0, ended.said
    assert f"{ROOT}/chuyen-doi-so: 2 new addresses" in ended.said
    assert "title     Bài 1" in ended.said
    assert not (archived.folder / "none.db").exists()
    assert not (archived.folder / "data").exists()


def test_a_probe_of_a_site_that_does_not_answer_fails(archived, tmp_path):
    with Warc(tmp_path / "empty.warc.gz") as file:
        file.add("https://la.example/x", "x")
    replay = ("-s", f"REPLAY={tmp_path / 'empty.warc.gz'}")
    ended = archived.run("scrapy", "probe", "baomau", *replay)
    assert ended.status == 1
    assert "not-recorded" in ended.said
    assert "none of 1 requests brought a page" in ended.said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("savepage", "baomau", f"{ROOT}/khong-1999.html"), "not recorded"),
        (("newsite", "baonay", "https://la.example/no"), "not recorded"),
        (("savepage", "baonay", "x.html"), "no site is named baonay"),
        (("savepage", "baomau", "x.html"), "add --url"),
        (("newsite", "Bao-Nay", "https://la.example/no"), "one lower-case word"),
        (("read", "/no/such", "--url", ROOT), "/no/such: No such file"),
    ],
)
def test_a_command_that_cannot_have_its_page_says_why(archived, warc, words, message):
    ended = archived.run("scrapy", *words, "-s", f"REPLAY={warc}")
    assert ended.status == 2
    assert message in ended.said
    assert "Traceback" not in ended.said
    assert "Usage" not in ended.said


def test_what_was_captured_and_not_read_is_read_by_the_next_run(archived, warc):
    archived.crawl("-a", "limit=1", "-s", "ITEM_PIPELINES={}", warc=warc)
    assert archived.titles() == set()
    archived.crawl("-a", "limit=1", warc=warc)
    assert "Bài 1" in archived.titles()


def test_what_the_archive_itself_wrote_can_be_replayed_into_another(archived, warc, tmp_path):
    archived.crawl(warc=warc)
    archived.crawl("-a", f"url={ROOT}/bai-1-1101.html", warc=warc)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    env = {"ARCHIVE_DATABASE_URL": other, "ARCHIVE_DATA_DIR": str(tmp_path / "other")}
    archived.run("archive", "upgrade", **env)
    ended = archived.crawl(warc=archived.folder / "data" / "warc", **env)
    assert ended.status == 0, ended.said
    archived.url = other
    assert archived.titles() == {"Bài 1", "Bài 2"}


def test_the_bar_of_a_crawl_counts_to_what_is_planned_and_not_to_the_limit():
    counts = SimpleNamespace(fetched=2, failed=1)
    runs = SimpleNamespace(runs={"baomau": SimpleNamespace(counts=counts)})
    told = []
    asked = Asked(
        SimpleNamespace(get_extension=lambda _: runs), lambda done, total: told.append(total)
    )
    spider = SimpleNamespace(name="baomau", chosen=False, waiting=[])
    asked.answered(spider)
    for page, kind in (("1", "article"), ("2", "article"), ("list", "listing")):
        asked.scheduled(Request(f"{ROOT}/{page}", meta={"kind": kind}))
    moved = {"kind": "article", "asked_url": f"{ROOT}/1"}
    asked.scheduled(Request(f"{ROOT}/1b", meta=moved))
    spider.chosen, spider.waiting = True, ["3", "4", "5"]
    asked.answered(spider)
    assert told == [None, 5]
