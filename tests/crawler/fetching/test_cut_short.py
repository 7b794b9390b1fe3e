"""Live crawls that end before all is asked: a host is left, a crawl is told to end, or killed."""

import signal
import threading

import pytest

from tests.crawler.fetching.live import FAST, QUICK, crawl, publish, quick
from tests.mau.pages import article

pytestmark = pytest.mark.usefixtures("three_articles")


def articles(server):
    return [path for path in server.paths() if path.startswith("/bai-")]


def test_a_dead_host_is_down(archived):
    root = "http://127.0.0.1:9"
    ended = archived.crawl(*FAST, "-s", "RETRY_ENABLED=0", BAOMAU_ROOT=root)
    assert ended.status == 1
    assert archived.report()["outcome"] == "down"
    outcomes = {outcome for looks in archived.ledger().values() for outcome in looks}
    assert outcomes == {"connection", "robots"}


def test_sigterm_closes_the_run_and_what_was_fetched_is_kept(archived, server):
    started = threading.Event()
    page = article("Bài đầu").encode()

    def first(_):
        started.set()
        return 200, {}, page

    server.answers["/bai-0-1100.html"] = first
    for path in ("/bai-1-1101.html", "/bai-2-1102.html"):
        server.put(path, "", 429, Retry_After="250")  # it cannot end by itself before
    process = archived.start("scrapy", "crawl", "baomau", *QUICK, BAOMAU_ROOT=server.root)
    assert started.wait(60)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1, said
    report = archived.report()
    assert (report["outcome"], report["finished_at"] is None) == ("interrupted", False)
    assert "Bài đầu" in archived.titles()


def test_a_run_whose_process_was_killed_is_closed_by_the_next(archived, server):
    asked, over = threading.Event(), threading.Event()
    empty = (200, {}, b"<html></html>")
    server.answers["/chuyen-doi-so"] = lambda _: (asked.set(), over.wait(60)) and empty
    process = archived.start("scrapy", "crawl", "baomau", *QUICK, BAOMAU_ROOT=server.root)
    assert asked.wait(60)
    process.kill()
    process.communicate()
    over.set()
    crawl(archived, server, "-a", "limit=1")
    outcomes = archived.rows("SELECT outcome FROM run_report ORDER BY run_id")
    assert outcomes[0]["outcome"] == "interrupted"
    assert outcomes[1]["outcome"] != "interrupted"


def test_where_pages_cannot_be_kept_the_crawl_ends_at_once_and_says_why(archived, server):
    folder = archived.folder / "held"
    kept = folder / "warc" / "baomau"
    kept.parent.mkdir(parents=True)
    kept.write_text("no folder")
    there = {"BAOMAU_ROOT": server.root, "ARCHIVE_DATA_DIR": str(folder)}
    ended = archived.crawl(*FAST, **there)
    assert ended.status == 1
    assert "could not be kept: Not a directory" in ended.said
    assert "Traceback" not in ended.said
    assert server.paths() == ["/robots.txt"]
    kept.unlink()
    archived.crawl(*FAST, "-a", "limit=1", **there)
    outcomes = archived.rows("SELECT outcome FROM run_report ORDER BY run_id")
    assert outcomes[0]["outcome"] == "failed", "which the spool held until then"


def test_a_host_that_does_not_answer_any_more_is_left_and_not_asked_in_vain(archived, server):
    paths = publish(server, 30)
    for path in paths[:-2]:  # the last are asked first
        server.put(path, "lỗi", 500)
    ended = quick(archived, server, "-s", "RETRY_TIMES=0")
    assert len(articles(server)) < 10
    report = archived.report()
    assert (report["outcome"], ended.status) == ("thin", 1)
    assert "did not answer at 5 addresses in a row (server-error the last)" in ended.said
    assert "addresses not asked, which wait for another run: 2" in ended.said
    server.asked.clear()
    publish(server, 30)
    quick(archived, server)  # what was not asked waits, and is asked by the next run
    assert archived.report()["new_articles"] >= 20


def test_challenges_are_kept_and_not_solved_and_after_ten_the_host_is_left(archived, server):
    paths = publish(server, 40)
    for path in paths:
        server.put(path, "<script>document.cookie='a=1'</script>", 503)
    ended = quick(archived, server)
    assert len(articles(server)) == len(set(articles(server))) == 10
    assert "Cookie" not in str([each.headers for each in server.asked])
    assert (archived.report()["outcome"], ended.status) == ("blocked", 1)
    assert "refused 10 addresses in a row (challenge the last)" in ended.said


def test_a_host_that_wants_an_hour_is_left_at_once(archived, server):
    publish(server, 9)
    server.put("/bai-4-1104.html", "", 429, Retry_After="3600")
    ended = quick(archived, server, "-s", "RETRY_TIMES=0")
    assert server.paths()[-1] == "/bai-4-1104.html"
    assert "asks to wait 3600 s (Retry-After)" in ended.said
    assert archived.report()["outcome"] == "thin"


def test_a_crawl_that_waits_for_a_host_ends_when_it_is_told_to(archived, server):
    waits = threading.Event()
    server.answers["/chuyen-doi-so"] = lambda _: waits.set() or (503, {"Retry-After": "250"}, b"")
    process = archived.start("scrapy", "crawl", "baomau", *QUICK, BAOMAU_ROOT=server.root)
    assert waits.wait(60)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)
    assert archived.report()["outcome"] == "interrupted", said
    assert server.paths().count("/chuyen-doi-so") == 1


def test_in_quiet_hours_nothing_is_asked_and_the_run_says_so(archived, server, tmp_path):
    config = tmp_path / "quiet.toml"
    config.write_text('[site.baomau]\nquiet = ["00:00-12:00", "12:00-00:00"]\n')
    ended = quick(archived, server, EGOV_CONFIG=str(config))
    assert server.paths() == []
    assert (archived.report()["outcome"], ended.status) == ("interrupted", 1)
    assert "quiet hours until" in ended.said
