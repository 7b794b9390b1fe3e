"""Pages on disk, and what a crash can do to them."""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.errors import PageLost
from archive.record import Look
from archive.storage import recovery, warc
from archive.storage.payload import stored_payload
from archive.storage.warc import Writer, fields
from tests.archive.crawl import DAY, NIGHT, Crawl, crawling, key, reading

URL = "https://baosonkhe.example/tin-1.htm?a=1"
BODY = "<html><body>Trang thử nghiệm</body></html>".encode() * 40


@pytest.fixture
def crawl(database_url: str, tmp_path: Path) -> Iterator[Crawl]:
    with crawling(database_url, tmp_path) as crawl:
        yield crawl


def look(decoded: bytes = BODY, raw: bytes | None = None, encoding: str = "gzip") -> Look:
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", encoding),
        ("ETag", '"x"'),
    )
    return Look(
        URL,
        "article",
        NIGHT,
        "ok",
        status=200,
        reason="OK",
        headers=headers,
        request_headers=(("User-Agent", "egov-archive"), ("Accept-Encoding", "gzip")),
        raw=gzip.compress(decoded, mtime=0) if raw is None else raw,
        decoded=decoded,
        etag='"x"',
    )


def records(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                dict(record.rec_headers.headers),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def only_file(folder: Path) -> Path:
    (path,) = folder.glob("**/*.warc.gz")
    return path


def test_a_look_is_an_info_a_request_and_a_response_that_other_tools_read(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "baosonkhe")
    place = writer.write(look(), hashlib.sha256(BODY).hexdigest())
    writer.close()
    path = only_file(tmp_path)
    assert path.parent == tmp_path / "warc" / "baosonkhe" / "202610"
    kinds = records(path)
    assert [kind for kind, _, _ in kinds] == ["warcinfo", "request", "response"]
    assert kinds[2][2] == BODY
    assert kinds[2][1]["WARC-Date"] == "2026-10-01T18:30:00.000000Z"
    assert kinds[1][1]["WARC-Concurrent-To"] == kinds[2][1]["WARC-Record-ID"]
    assert place.offset + place.length == path.stat().st_size
    member = path.read_bytes()[place.offset :]
    assert hashlib.sha256(member).hexdigest() == place.sha256
    assert fields(warc.read_member(tmp_path / place.file, *_where(place)))[1][
        "warc-target-uri"
    ] == (URL)


def test_the_request_is_written_as_it_was_asked(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "baosonkhe")
    writer.write(look(), None)
    writer.close()
    text = gzip.decompress(only_file(tmp_path).read_bytes()).decode("latin-1")
    assert "\r\nGET /tin-1.htm?a=1 HTTP/1.1\r\nUser-Agent: egov-archive\r\n" in text
    assert "\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" in text


def test_a_file_is_closed_when_it_is_full_and_when_the_month_ends(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "baosonkhe", largest=1)
    writer.write(look(), None)
    writer.write(look(), None)
    writer.write(replace(look(), requested_at=NIGHT + 40 * DAY), None)
    writer.close()
    files = sorted(tmp_path.glob("**/*.warc.gz"))
    assert len(files) == 3
    assert {path.parent.name for path in files} == {"202610", "202611"}


def test_one_writer_holds_a_file(tmp_path: Path) -> None:
    one, two = Writer(tmp_path, "baosonkhe"), Writer(tmp_path, "baosonkhe")
    assert one.write(look(), None).file != two.write(look(), None).file
    one.close()
    two.close()


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (gzip.compress(BODY)[:-30], "gzip"),  # cut on the way
        (gzip.compress(gzip.compress(BODY)), "gzip, gzip"),
        (BODY, "gzip"),  # a header that lies
        (zlib.compress(BODY), "deflate"),
        (BODY, "identity"),
    ],
    ids=["cut", "packed twice", "not packed", "deflate", "plain"],
)
def test_a_stored_body_always_gives_the_page_back(crawl: Crawl, raw: bytes, encoding: str) -> None:
    captured = crawl.store.capture("baosonkhe", None, look(raw=raw, encoding=encoding))
    assert captured.page_sha256
    assert crawl.store.page_bytes(captured.page_sha256) == BODY


def test_a_bomb_is_not_unpacked(crawl: Crawl) -> None:
    bomb = look(decoded=BODY, raw=gzip.compress(bytes(50_000_000)))
    payload, headers = stored_payload(bomb)
    assert payload == BODY
    assert ("X-Orig-Content-Encoding", "gzip") in headers


def test_the_same_body_again_is_a_revisit_of_the_same_page(crawl: Crawl) -> None:
    first = crawl.store.capture("baosonkhe", None, look())
    later = replace(look(), requested_at=NIGHT + DAY)
    again = crawl.store.capture("baosonkhe", None, later)
    assert again.page_sha256 == first.page_sha256
    crawl.store.close()
    kinds = records(only_file(crawl.store.data_dir))
    assert [kind for kind, _, _ in kinds][-1] == "revisit"
    revisit, response = kinds[-1][1], kinds[2][1]
    assert revisit["WARC-Refers-To-Target-URI"] == URL
    assert revisit["WARC-Refers-To-Date"] == response["WARC-Date"]
    assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]


def test_a_damaged_page_is_lost_by_name_and_heals_with_the_next_look(crawl: Crawl) -> None:
    captured = crawl.store.capture("baosonkhe", None, look())
    digest = captured.page_sha256 or ""
    path = only_file(crawl.store.data_dir)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + bytes(20))
    with pytest.raises(PageLost, match=r"baosonkhe.*is damaged"):
        crawl.store.page_bytes(digest)
    crawl.store.capture("baosonkhe", None, replace(look(), requested_at=NIGHT + DAY))
    assert crawl.store.page_bytes(digest) == BODY


def test_a_page_that_is_lost_before_it_was_read_holds_up_no_other(crawl: Crawl) -> None:
    crawl.store.capture("baosonkhe", None, look())
    crawl.store.close()
    path = only_file(crawl.store.data_dir)
    whole = path.read_bytes()
    crawl.store.capture("baosonkhe", None, replace(look(BODY * 2), requested_at=NIGHT + DAY))
    path.write_bytes(whole[:-20] + bytes(20))
    with pytest.raises(PageLost):
        list(crawl.store.unread("baosonkhe"))
    lost: list[PageLost] = []
    assert [left[3] for left in crawl.store.unread("baosonkhe", lost.append)] == [BODY * 2]
    assert [error.file for error in lost] == [path]
    path.write_bytes(whole)
    assert [left[3] for left in crawl.store.unread("baosonkhe")] == [BODY, BODY * 2]


def test_a_torn_tail_is_cut_and_the_file_reads_again(crawl: Crawl) -> None:
    crawl.store.capture("baosonkhe", None, look())
    crawl.store.close()
    path = only_file(crawl.store.data_dir)
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" + os.urandom(500))[:200])
    report = crawl.store.recover()
    assert report.cut == {str(path.relative_to(crawl.store.data_dir)): 200}
    assert path.stat().st_size == size
    assert [kind for kind, _, _ in records(path)] == ["warcinfo", "request", "response"]
    assert crawl.store.recover().cut == {}


@pytest.mark.parametrize("lost", range(1, 900, 97))
def test_wherever_a_write_is_torn_what_was_whole_before_it_stays(
    sqlite_url: str, tmp_path: Path, lost: int
) -> None:
    with crawling(sqlite_url, tmp_path) as crawl:
        first = crawl.store.capture("baosonkhe", None, look())
        writer = crawl.store._writers["baosonkhe"]
        other = replace(look(BODY * 2), requested_at=NIGHT + DAY)
        writer.write(other, hashlib.sha256(BODY * 2).hexdigest())
        crawl.store.close()
        path = only_file(crawl.store.data_dir)
        os.truncate(path, path.stat().st_size - lost)
        crawl.store.recover()
        assert crawl.store.page_bytes(first.page_sha256 or "") == BODY
        assert len(records(path)) in (3, 4)


def test_a_whole_record_without_a_row_is_adopted_and_handed_out(crawl: Crawl) -> None:
    page = json.dumps({"title": "Tít"}).encode()
    orphan = Writer(crawl.store.data_dir, "baosonkhe")
    orphan.write(look(page), hashlib.sha256(page).hexdigest())
    assert crawl.store.recover().adopted == 0, "a writer still has the file"
    orphan.close()
    assert crawl.store.recover().adopted == 1
    ((fetch_id, url, seen_at, body, content_type),) = crawl.store.unread("baosonkhe")
    assert (url, seen_at, body) == (URL, NIGHT, page)
    assert content_type == "text/html; charset=utf-8"
    sql = "SELECT status, outcome, etag, kind FROM fetch_event"
    assert crawl.rows(sql) == [(200, "ok", '"x"', "article")]
    crawl.store.record(fetch_id, key(URL), reading(url=url), seen_at)
    assert list(crawl.store.unread("baosonkhe")) == []
    assert crawl.store.recover().adopted == 0


def test_a_redirect_that_is_adopted_leads_where_it_led(crawl: Crawl) -> None:
    orphan = Writer(crawl.store.data_dir, "baosonkhe")
    headers = (("Location", "/tin-moi.htm#binh-luan"),)
    away = Look(
        URL, "article", NIGHT, "redirect", status=302, headers=headers, raw=b"", decoded=b""
    )
    orphan.write(away, hashlib.sha256(b"").hexdigest())
    orphan.close()
    assert crawl.store.recover().adopted == 1
    assert crawl.rows("SELECT location FROM fetch_event") == [
        ("https://baosonkhe.example/tin-moi.htm",)
    ]


def test_a_crawl_looks_at_the_files_of_its_own_sites_alone(crawl: Crawl) -> None:
    orphan = Writer(crawl.store.data_dir, "baosonkhe")
    orphan.write(look(), hashlib.sha256(BODY).hexdigest())
    orphan.close()
    assert crawl.store.recover(["baobenxuan"]).adopted == 0
    assert crawl.store.recover(["baosonkhe"]).adopted == 1


def test_files_that_end_as_their_rows_say_are_not_opened(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl.store.capture("baosonkhe", None, look())
    crawl.store.close()
    opened: list[str] = []
    monkeypatch.setattr(recovery, "_locked", lambda file, tries: opened.append(file.name))
    crawl.store.recover()
    assert opened == []
    with only_file(crawl.store.data_dir).open("ab") as file:
        file.write(b"torn")
    crawl.store.recover()
    assert opened == [file.name]


def test_an_adopted_look_is_not_taken_again(crawl: Crawl) -> None:
    orphan = Writer(crawl.store.data_dir, "baosonkhe")
    orphan.write(look(), hashlib.sha256(BODY).hexdigest())
    orphan.close()
    crawl.store.recover()
    assert crawl.store.capture("baosonkhe", None, look()).repeat


def test_an_empty_body_is_a_page(crawl: Crawl) -> None:
    captured = crawl.store.capture("baosonkhe", None, look(b"", raw=b"", encoding="identity"))
    assert captured.page_sha256 == hashlib.sha256(b"").hexdigest()
    assert crawl.store.page_bytes(captured.page_sha256) == b""


def _where(place: warc.Place) -> tuple[int, int, str]:
    return place.offset, place.length, place.sha256
