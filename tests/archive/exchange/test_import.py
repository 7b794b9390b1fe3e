"""Imports of WARC files as others write them: what becomes a look, what is passed over, and why."""

import gzip
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import BadQuery
from archive.exchange.gathered import Hosts
from archive.record import HostFacts, SiteFacts
from tests.archive.crawl import OTHER, TEXT
from tests.archive.exchange.imported import (
    AT,
    ONE,
    ROOT,
    TWO,
    PaperReader,
    asked,
    gone,
    kinds,
    page,
    take,
)
from tests.mau.warcs import Warc


def test_pages_of_a_paper_that_ended_are_its_own_as_long_as_nobody_else_has_its_host() -> None:
    merger, sold = date(2025, 7, 1), date(2026, 3, 1)
    old = SiteFacts("baocu", "Báo Cũ", (HostFacts("baocu.example", until=merger),))
    later = HostFacts("baocu.example", since=sold)
    hosts = Hosts([SiteFacts("baomoi", "Báo Mới", (HostFacts("baomoi.example"), later)), old])
    held = [
        hosts.owner("https://www.baocu.example/tin-1.htm", datetime.fromisoformat(f"{day}T09:00Z"))
        for day in ("2024-05-05", "2025-09-09", "2026-03-02")
    ]
    assert held == ["baocu", "baocu", "baomoi"]


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_records_of_every_form_become_articles_of_their_time(
    archive: Archive, tmp_path: Path, gzipped: bool, encoding: str
) -> None:
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    with Warc(path, gzipped=gzipped) as file:
        file.request(ONE)
        file.add(ONE, page(), at="2026-10-02T18:30:00.123456Z", encoding=encoding, chunks=True)
        file.other("metadata", ONE)
        done = take(archive, file)
    assert (done.looks, done.bad, done.passed) == (1, {}, {})
    ((title, seen),) = asked(archive, "SELECT title, first_seen_at FROM current_article")
    assert title == "Khai trương trung tâm"
    assert "18:30:00.123456" in str(seen)
    assert asked(archive, 'SELECT site, "trigger", outcome, new_articles FROM run_report') == [
        ("baosonkhe", "import", "healthy", 1)
    ]


def test_common_crawl_news_files_are_read_though_their_lengths_are_those_of_packed_bodies(
    archive: Archive, tmp_path: Path
) -> None:
    body = page(body="\n\n".join([TEXT] * 3)).encode()
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"X-Crawler-Content-Encoding: gzip\r\nX-Crawler-Transfer-Encoding: chunked\r\n"
        b"X-Crawler-Content-Length: 999999\r\nContent-Length: 999999\r\n\r\n" + body
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-10-02T18:30:00Z\r\n"
        f"WARC-Target-URI: {ONE}\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    path = tmp_path / "CC-NEWS-20261002.warc.gz"
    path.write_bytes(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    done = take(archive, path)
    assert (done.looks, done.bad, done.passed) == (1, {}, {})
    assert kinds(archive) == ["first"]


def test_only_hosts_that_a_site_had_on_that_day_count(archive: Archive, warc: Warc) -> None:
    warc.add("https://elsewhere.example/tin-1.htm", page(), at=AT(2))
    warc.add(ONE, page(), at="2026-09-30T16:59:59Z")  # a second before the site had the host
    warc.add("http://www.baovinhlam.example/tin-3.htm", page(), at=AT(2))
    warc.add("https://m.baovinhlam.example/tin-4.htm", page("Bài di động", OTHER), at=AT(2))
    done = take(archive, warc)
    assert done.passed == {"of a host that no declared site had on that day": 2}
    assert set(done.sites) == {"baovinhlam"}
    assert len(asked(archive, "SELECT url FROM current_article")) == 2


def test_answers_mean_what_they_mean_in_a_crawl(archive: Archive, warc: Warc) -> None:
    warc.add(TWO, "không có", at=AT(1), status="404 Not Found")  # never known
    warc.add(ONE, page(), at=AT(2))
    for number, status in enumerate(("403 Forbidden", "503 Unavailable", "500 Error"), 3):
        warc.add(ONE, "x", at=AT(number), status=status)
    warc.add(ONE, "<script>document.cookie='a=1'</script>", at=AT(6))
    warc.add(ONE, "không có", at=AT(7), status="410 Gone")
    warc.add(ONE, "không có", at=AT(8), status="404 Not Found")
    done = take(archive, warc)
    assert done.passed == {
        "a missing page of an address that was no article's then": 1,
        "an answer that says nothing of an article (forbidden)": 1,
        "an answer that says nothing of an article (server-error)": 2,
        "an answer that says nothing of an article (challenge)": 1,
    }
    ((at,),) = asked(archive, "SELECT gone_at FROM current_article")
    assert str(at).startswith("2026-10-07")


def test_a_redirect_gives_an_article_another_address(archive: Archive, warc: Warc) -> None:
    old, new = f"{ROOT}/tin-cu-9.htm", f"{ROOT}/tin-moi-90.htm"
    warc.add(old, page(), at=AT(2))
    warc.add(old, "", at=AT(3), status="301 Moved", headers={"Location": "/tin-moi-90.htm"})
    warc.add(new, page(), at="2026-10-03T18:30:05Z")
    warc.add(
        "http://baosonkhe.example/tin-moi-90.htm", "", at=AT(3), status="301 Moved",
        headers={"Location": new},
    )  # fmt: skip
    done = take(archive, warc)
    assert asked(archive, "SELECT url, version_count FROM current_article") == [(new, 1)]
    assert done.passed == {"a redirect to another form of the same address": 1}


def test_a_redirect_to_the_front_page_removes_after_two_looks_a_day_apart(
    archive: Archive, warc: Warc
) -> None:
    warc.add(ONE, page(), at=AT(2))
    home = {"Location": f"{ROOT}/"}
    warc.add(ONE, "", at=AT(3), status="302 Found", headers=home)
    take(archive, warc)
    assert gone(archive) == 0
    warc.add(ONE, "", at=AT(4), status="302 Found", headers=home)
    take(archive, warc)
    assert gone(archive) == 1


def test_a_revisit_takes_its_body_from_another_file(
    archive: Archive, warc: Warc, tmp_path: Path
) -> None:
    warc.add(ONE, page(), at=AT(2), encoding="gzip")
    with Warc(tmp_path / "in" / "b.warc") as later:
        later.revisit(ONE, AT(4), (ONE, AT(2)))
        later.revisit(TWO, AT(4), (TWO, AT(3)))
        later.not_modified(ONE, AT(5))
        later.not_modified(TWO, AT(5))
        later.handle.flush()
        done = take(archive, later, warc)
    assert done.passed == {
        "a revisit of a record that is not here": 1,
        "a 304 of an address that was no article's then": 1,
    }
    ((looks, last),) = asked(archive, "SELECT looks, last_seen_at FROM article_state")
    assert looks == 3
    assert str(last).startswith("2026-10-05")


def test_the_order_of_files_and_records_does_not_matter(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    def write(name: str, order: Sequence[int]) -> Path:
        path = tmp_path / name
        with Warc(path) as file:
            for number in order:
                title = ("Một", "Một", "Hai", "Một", "Ba")[number]
                file.add(ONE, page(title), at=AT(number + 1))
        return path

    found = []
    for url, order in ((sqlite_url, range(5)), (postgres_url, (4, 2, 0, 3, 1))):
        with Archive.open(url, tmp_path / f"data{len(found)}") as archive:
            take(archive, write(f"{len(found)}.warc.gz", list(order)))
            sql = "SELECT version_id, version_no, change, title FROM article_version ORDER BY 2"
            found.append(asked(archive, sql))
    assert found[0] == found[1]
    assert [row[2] for row in found[0]] == ["first", "headline", "reverted", "headline"]


def test_an_import_that_was_broken_off_goes_on_and_ends_as_if_it_had_not_been(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    with Warc(tmp_path / "a.warc.gz") as file:
        for number in range(1, 7):
            file.add(
                f"{ROOT}/tin-{number}.htm", page(f"Tin {number}", f"{number} {TEXT}"), at=AT(2)
            )
            file.add(
                f"{ROOT}/tin-{number}.htm", page(f"Tít {number}", f"{number} {TEXT}"), at=AT(3)
            )

    def die(done: int, total: int | None) -> None:
        if done == 5:
            raise KeyboardInterrupt

    found = []
    for url in (sqlite_url, postgres_url):
        with Archive.open(url, tmp_path / f"data{len(found)}") as archive:
            if url == postgres_url:
                with pytest.raises(KeyboardInterrupt):
                    archive.import_([file.path], progress=die, reader=PaperReader())
                left = asked(archive, "SELECT outcome, new_articles FROM run_report")
                assert left == [("interrupted", 5)]  # nothing that is over is shown as running
            take(archive, file.path)
            runs = asked(archive, "SELECT site, outcome, count(*) FROM run_report GROUP BY 1, 2")
            sql = "SELECT version_id, change FROM article_version ORDER BY version_id"
            found.append((runs, asked(archive, sql)))
    assert found[0] == found[1]
    assert found[0][0] == [("baosonkhe", "healthy", 2)]


def test_only_the_sites_that_are_asked_for_are_taken_in(archive: Archive, warc: Warc) -> None:
    warc.add(ONE, page(), at=AT(2))
    warc.add("https://baovinhlam.example/tin-3.htm", page(), at=AT(2))
    done = take(archive, warc, sites=["baovinhlam"])
    assert done.passed == {"of a site that was not asked for": 1}
    assert asked(archive, "SELECT site FROM current_article") == [("baovinhlam",)]
    with pytest.raises(BadQuery, match="there are baosonkhe"):
        take(archive, warc, sites=["khong-co"])


def test_many_pages_missing_in_one_night_are_not_believed(archive: Archive, warc: Warc) -> None:
    for number in range(1, 6):
        warc.add(f"{ROOT}/tin-{number}.htm", page(f"Tin {number}", f"{number} {TEXT}"), at=AT(2))
        warc.add(f"{ROOT}/tin-{number}.htm", "x", at=AT(3), status="404 Not Found")
    done = take(archive, warc)
    assert gone(archive) == 0
    assert "none of them is marked as gone" in done.notes[0]
