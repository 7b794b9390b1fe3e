"""What an import passes over, names or refuses, and counts."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import BadQuery
from tests.archive.exchange.imported import (
    AT,
    ONE,
    ROOT,
    asked,
    kinds,
    page,
    take,
)
from tests.mau.warcs import Warc


def test_what_is_no_page_of_an_article_is_passed_over_and_counted(
    archive: Archive, warc: Warc
) -> None:
    warc.add(f"{ROOT}/anh-1.jpg", "x", at=AT(2), headers={"Content-Type": "image/jpeg"})
    warc.add(f"{ROOT}/a.css", "x", at=AT(2), headers={"Content-Type": "text/css"})
    warc.add(f"{ROOT}/muc-1.htm", "x", at=AT(2))
    warc.add(f"{ROOT}/", "x", at=AT(2))
    warc.add(f"{ROOT}/van-hoa/trang-2", page("Văn hóa"), at=AT(2))
    warc.add(f"{ROOT}/van-hoa/hoi-com", page(published="2026-10-01T08:00:00+07:00"), at=AT(2))
    warc.add(f"{ROOT}/tin-5.htm", json.dumps({"body": "không có tít"}), at=AT(2))
    done = take(archive, warc)
    assert done.passed == {
        "no web page (image/jpeg)": 1,
        "no web page (text/css)": 1,
        "a listing": 1,
        "an address of no article": 1,
        "a page without a date of its own at an address of no article's form": 1,
    }
    assert done.refused["no-title"].examples == [f"{ROOT}/tin-5.htm"]
    sql = "SELECT url FROM fetch_event"
    assert asked(archive, sql) == [(f"{ROOT}/van-hoa/hoi-com",)]


def test_a_cut_record_concludes_nothing(archive: Archive, warc: Warc) -> None:
    warc.add(ONE, page(), at=AT(2))
    half = {"WARC-Truncated": "length"}
    warc.add(ONE, page("Tít khác"), at=AT(3), warc_headers=half)
    warc.add(ONE, page("Tít khác"), at=AT(4), headers={"Content-Length": "99999"})
    done = take(archive, warc)
    assert done.passed == {"an answer that says nothing of an article (truncated)": 2}
    assert kinds(archive) == ["first"]


def test_a_bad_file_is_named_and_the_others_are_taken_in(
    archive: Archive, warc: Warc, tmp_path: Path
) -> None:
    warc.add(ONE, page(), at=AT(2))
    warc.handle.flush()
    folder = tmp_path / "in"
    whole = b"".join(
        b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\nab\r\n\r\n" for _ in range(3)
    )
    (folder / "whole.warc.gz").write_bytes(gzip.compress(whole))
    (folder / "text.warc").write_text("no archive\n")
    (folder / "empty.warc").write_bytes(b"")
    (folder / "broken.wacz").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    cut = warc.path.read_bytes()
    (folder / "cut.warc.gz").write_bytes(cut[: len(cut) - 60])
    done = take(archive, folder)
    named = {Path(file).name: reason for file, reason in done.bad.items()}
    assert set(named) == {
        "whole.warc.gz", "text.warc", "empty.warc", "broken.wacz", "cut.warc.gz",
    }  # fmt: skip
    assert "recompress" in named["whole.warc.gz"]
    assert kinds(archive) == ["first"]


def test_a_path_that_names_nothing_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(BadQuery, match="there is no file"):
        take(archive, tmp_path / "nothing.warc")
    (tmp_path / "bare").mkdir()
    with pytest.raises(BadQuery, match="no WARC or WACZ"):
        take(archive, tmp_path / "bare")


def test_a_record_of_no_time_or_address_is_passed_over_alone(
    archive: Archive, warc: Warc, tmp_path: Path
) -> None:
    warc.add("https://[::1/tin-9.htm", page(), at=AT(1))
    warc.add("dns:baosonkhe.example", "x", at=AT(1))
    warc.add(ONE, page("Năm một"), at="0001-01-01T00:00:00Z")
    warc.add(ONE, page("Sẽ tới"), at="2999-01-01T00:00:00Z")
    warc.add(ONE, page(), at=AT(2))
    undated = tmp_path / "in" / "undated.warc"
    undated.write_bytes(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://baosonkhe.example/tin-1.htm"
        b"\r\nContent-Length: 19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n"
    )
    done = take(archive, warc, undated)
    assert done.passed == {
        "of no web address": 2,
        "of a time that cannot be: before the web, or to come": 2,
        "without a date": 1,
    }
    assert done.bad == {}
    assert kinds(archive) == ["first"]


def test_what_is_no_answer_of_a_server_is_counted(archive: Archive, warc: Warc) -> None:
    warc.add(ONE, page(), at=AT(2), kind="resource")
    assert take(archive, warc).passed == {"no answer of a server (resource)": 1}


def test_a_text_of_five_words_a_line_is_no_web_archive(archive: Archive, tmp_path: Path) -> None:
    text = tmp_path / "text.warc"
    text.write_text("đây không phải là tệp\n" * 9, encoding="utf-8")
    done = take(archive, text)
    assert "no WARC file" in done.bad[str(text)]
    assert done.records == 0


@pytest.mark.parametrize("kept", [slice(None, 200), slice(150, None)])
def test_a_wacz_whose_ends_do_not_meet_is_named(
    archive: Archive, tmp_path: Path, kept: slice
) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("archive/a.warc", b"WARC/1.0\r\n" * 30)
    whole = path.read_bytes()
    entry = bytearray(whole)
    place = whole.rfind(b"PK\x01\x02") + 42  # where the directory says that the file stands
    entry[place : place + 4] = b"\xff\xff\xff\x0f"
    path.write_bytes(bytes(entry) if kept.start is None else whole[kept])
    assert "broken zip" in take(archive, path).bad[str(path)]
