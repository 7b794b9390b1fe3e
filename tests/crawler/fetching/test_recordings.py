import gzip
from datetime import UTC, datetime

import pytest

from crawler.fetching import replay
from crawler.fetching.recordings import Recordings, WholeGzip, dechunk
from crawler.fetching.replay import ReplayError, parse_time, recordings
from tests.mau.warcs import Warc, chunked

URL = "https://a.example/bai-1.html"
PAGE = "<html><h1>Một cửa số</h1><p>Sơn Khê</p></html>" * 100
MAX = 1_000_000


class Index(Recordings):
    """Recordings that the test need not close."""

    def _read(self, place, maxsize):
        try:
            return super()._read(place, maxsize)
        finally:
            self.close()


def find(index, url=URL, **named):
    return index.find(
        url, conditional=named.pop("conditional", False), maxsize=named.get("maxsize", MAX)
    )


def close(file):
    file.handle.flush()
    return Index(file.path)


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("chunks", [True, False])
@pytest.mark.parametrize("encoding", ["identity", "gzip", "deflate", "br"])
def test_a_body_is_found_as_it_was_served_in_every_form_of_file(
    tmp_path, gzipped, chunks, encoding
):
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    with Warc(path, gzipped=gzipped) as file:
        file.add("https://a.example/first", "x")
        file.request(URL)
        file.add(URL, PAGE, encoding=encoding, chunks=chunks)
        file.other("metadata", URL)
        file.add("https://a.example/last", "y")
    index = Index(path)
    found = find(index)
    headers = {name: value[0] for name, value in found.headers_by_name().items()}
    assert headers.get("Content-Encoding", "identity") == encoding
    assert "Transfer-Encoding" not in headers
    assert found.whole
    assert (found.body == PAGE.encode()) is (encoding == "identity")
    assert find(index, "https://a.example/last").body == b"y"
    assert index.records == 3


def test_records_of_other_kinds_and_other_schemes_answer_nothing(warc):
    warc.request(URL)
    warc.other("metadata", URL)
    warc.other("resource", URL)
    warc.other("conversion", URL)
    warc.other("response", "dns:a.example")
    index = close(warc)
    assert (index.records, find(index)) == (0, None)


def test_the_latest_record_not_after_the_time_answers(warc):
    warc.add(URL, "ba", at="2026-03-03T01:00:00Z")
    warc.add(URL, "một", at="2026-03-01T01:00:00Z")
    warc.add(URL, "hai", at="2026-03-02T01:00:00.500000Z")
    warc.handle.flush()
    expected = {"2026-03-02T01:00:00+00:00": "một", "2026-03-02T08:00:01+07:00": "hai"}
    for at, body in expected.items():
        assert find(Index(warc.path, datetime.fromisoformat(at))).body.decode() == body
    assert find(Index(warc.path, datetime(2026, 2, 1, tzinfo=UTC))) is None
    newest = Index(warc.path)
    assert find(newest).body.decode() == "ba"
    assert newest.now == datetime(2026, 3, 3, 1, tzinfo=UTC)


def test_a_revisit_takes_its_body_from_the_record_that_it_names(warc):
    warc.add("https://a.example/khac.html", "thân bài", at="2026-03-01T01:00:00Z")
    warc.add(URL, "bài khác", at="2026-03-01T01:00:00Z")
    warc.revisit(
        URL, "2026-03-02T01:00:00Z", ("https://a.example/khac.html", "2026-03-01T01:00:00Z")
    )
    found = find(close(warc))
    assert (found.body.decode(), found.status) == ("thân bài", 200)
    assert found.headers_by_name()["ETag"] == ['"2"']
    assert found.at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_a_revisit_that_names_nothing_takes_the_record_before_it(warc):
    warc.add(URL, "thân bài", at="2026-03-01T01:00:00Z")
    warc.revisit(URL, "2026-03-02T01:00:00Z", None)
    assert find(close(warc)).body.decode() == "thân bài"


def test_a_revisit_of_what_was_not_recorded_is_not_recorded(warc):
    warc.revisit(
        URL, "2026-03-02T01:00:00Z", ("https://a.example/khac.html", "2026-03-01T01:00:00Z")
    )
    assert find(close(warc)) is None


def test_a_recorded_304_answers_who_asks_conditionally_and_stands_for_its_page_else(warc):
    warc.add(URL, "thân bài", at="2026-03-01T01:00:00Z", headers={"ETag": '"1"'})
    warc.not_modified(URL, "2026-03-02T01:00:00Z")
    index = close(warc)
    assert find(index, conditional=True).status == 304
    found = find(index)
    assert (found.status, found.body.decode()) == (200, "thân bài")
    assert found.at == datetime(2026, 3, 2, 1, tzinfo=UTC)


def test_an_address_is_found_in_each_of_its_spellings(warc):
    warc.add("https://a.example/tin/Hu%E1%BA%BF moi.html?b=1#x", "một")
    warc.add("<https://a.example>", "hai")
    index = close(warc)
    assert find(index, "https://a.example/tin/Huế%20moi.html?b=1").body == "một".encode()
    assert find(index, "https://a.example/").body == b"hai"


def test_an_https_address_is_answered_by_an_http_record_but_not_by_its_redirect(warc):
    warc.add("http://a.example/bai-1.html", "một")
    moved = {"Location": "https://a.example/bai-2.html"}
    warc.add("http://a.example/bai-2.html", status="301 Moved", headers=moved)
    index = close(warc)
    assert find(index).body == "một".encode()
    assert find(index, "https://a.example/bai-2.html") is None
    assert find(index, "http://a.example/bai-2.html").status == 301


@pytest.mark.parametrize(
    "written", ["https://www.a.example/bai-1.html", "http://www.a.example/bai-1.html"]
)
def test_an_address_is_answered_by_its_form_with_www(warc, written):
    warc.add("https://a.example/khac.html", PAGE)
    warc.add(written, PAGE)
    assert find(close(warc)).body == PAGE.encode()
    assert find(close(warc), "https://www.a.example/khac.html").body == PAGE.encode()


def test_of_several_forms_the_one_that_is_asked_for_answers(warc):
    warc.add("http://a.example/bai-1.html", status="301 Moved", headers={"Location": URL})
    warc.add("https://www.a.example/bai-1.html", "<p>www</p>", at="2026-03-03T01:00:00Z")
    warc.add(URL, PAGE)
    assert find(close(warc)).body == PAGE.encode()


def test_the_answer_to_a_head_request_does_not_stand_for_the_page(warc):
    warc.add(URL, PAGE)
    headed = {"Content-Length": "4000"}
    name = warc.add(URL, b"", at="2026-03-02T01:00:00Z", headers=headed)
    warc.request(URL, "2026-03-02T01:00:00Z", "HEAD", name)
    assert find(close(warc)).body == PAGE.encode()


def test_a_record_without_a_date_is_left_out_alone(warc, caplog):
    warc.add(URL, "<p>?</p>", at="hôm qua")
    warc.add(URL, PAGE)
    assert find(close(warc)).body == PAGE.encode()
    assert "has no date" in caplog.text


def test_a_body_beyond_the_limit_is_not_read_into_memory(warc):
    warc.add(URL, b"x" * 50_000)
    index = close(warc)
    assert find(index, maxsize=49_999).body is None
    assert len(find(index, maxsize=50_000).body) == 50_000


def test_a_body_shorter_than_declared_or_without_its_last_chunk_is_not_whole(warc):
    warc.add(URL, PAGE, headers={"Content-Length": "999999"})
    warc.add("https://a.example/2", PAGE, warc_headers={"WARC-Truncated": "length"})
    index = close(warc)
    assert not find(index).whole
    assert not find(index, "https://a.example/2").whole
    assert dechunk(chunked(b"x" * 2000)[:-100])[1] is False
    assert dechunk(b"<html>never framed</html>") == (b"<html>never framed</html>", True)


def test_a_header_of_a_compression_that_the_writer_took_off_is_dropped(warc):
    warc.add(URL, PAGE, headers={"Content-Encoding": "gzip"})
    found = find(close(warc))
    assert "Content-Encoding" not in found.headers_by_name()
    assert found.body == PAGE.encode()


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_torn_tail_leaves_the_records_before_it(tmp_path, gzipped):
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    with Warc(path, gzipped=gzipped) as file:
        file.add("https://a.example/1", PAGE)
        file.add(URL, PAGE)
    path.write_bytes(path.read_bytes()[:-60])
    index = Index(path)
    assert find(index, "https://a.example/1").body == PAGE.encode()
    torn = find(index)
    assert torn is None or not torn.whole


def test_files_of_a_folder_are_one_recording(tmp_path):
    (tmp_path / "2026").mkdir()
    with Warc(tmp_path / "2026" / "a.warc.gz") as file:
        file.add(URL, "một")
    with Warc(tmp_path / "b.warc", gzipped=False) as file:
        file.add(URL, "hai", at="2026-03-02T01:00:00Z")
    (tmp_path / "notes.txt").write_text("not a WARC")
    assert find(Index(tmp_path)).body == b"hai"


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (None, "does not exist"),
        (lambda path: path.write_bytes(b""), "no recorded response"),
        (lambda path: path.write_bytes(b"not a WARC at all"), "no recorded response"),
        (lambda path: path.mkdir(), "no recorded response"),
    ],
)
def test_what_cannot_be_replayed_is_said_with_its_name(tmp_path, write, message):
    path = tmp_path / "nights"
    if write:
        write(path)
    with pytest.raises(ReplayError, match=message) as error:
        recordings(str(path))
    assert str(path) in str(error.value)


def test_a_file_compressed_as_a_whole_is_said_to_be_so(tmp_path):
    path = tmp_path / "a.warc"
    with Warc(path, gzipped=False) as file:
        file.add("https://a.example/1", PAGE)
        file.add(URL, PAGE)
    whole = tmp_path / "b.warc.gz"
    whole.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(WholeGzip, match="warcio recompress"):
        recordings(str(whole))


def test_times_without_a_zone_are_vietnamese_and_a_day_means_its_end():
    assert parse_time("2026-03-01T08:00").isoformat() == "2026-03-01T08:00:00+07:00"
    assert parse_time("2026-03-01T08:00Z").isoformat() == "2026-03-01T08:00:00+00:00"
    assert parse_time("2026-03-01").isoformat() == "2026-03-01T23:59:59.999999+07:00"
    with pytest.raises(ReplayError, match="yesterday"):
        parse_time("yesterday")


@pytest.fixture(autouse=True)
def forget():
    yield
    replay.recordings.cache_clear()
