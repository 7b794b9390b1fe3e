from datetime import UTC, datetime

import pytest

from archive.record import Found
from crawler.fetching.task import BadTask, parse


def test_days_are_vietnamese_and_inclusive():
    task = parse({"since": "2026-03-01", "until": "2026-03-01"})
    assert task.covers(of(datetime(2026, 2, 28, 17, tzinfo=UTC)))
    assert task.covers(of(datetime(2026, 3, 1, 16, 59, tzinfo=UTC)))
    assert not task.covers(of(datetime(2026, 2, 28, 16, 59, tzinfo=UTC)))
    assert not task.covers(of(datetime(2026, 3, 1, 17, tzinfo=UTC)))
    assert task.covers(of(None))


def test_what_may_lie_in_the_period_is_asked_for_and_what_cannot_is_not():
    task = parse({"since": "2026-03-01", "until": "2026-03-31"})
    february, march, april = (datetime(2026, month, 1, tzinfo=UTC) for month in (2, 3, 4))
    assert task.covers(Found("https://a.example/1", "x", "", None, february, april))
    assert task.covers(Found("https://a.example/1", "x", "", None, None, april))
    assert not task.covers(Found("https://a.example/1", "x", "", None, None, february))
    assert not task.covers(Found("https://a.example/1", "x", "", None, april, None))
    assert not task.covers(Found("https://a.example/1", "x", "", february, march, march))


def of(published):
    return Found("https://a.example/1", "x", "", published)


def test_a_file_names_articles_line_by_line_each_once(tmp_path):
    file = tmp_path / "urls.txt"
    file.write_bytes(
        b"\xef\xbb\xbf# saved\r\nhttps://a.example/1\r\n\r\n https://a.example/2 \nhttps://a.example/1\n"
    )
    assert parse({"urls": str(file)}).urls == ("https://a.example/1", "https://a.example/2")
    assert parse({"url": "https://a.example/3"}).urls == ("https://a.example/3",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sinse": "2026-03-01"}, "unknown argument sinse: a crawl takes since"),
        ({"since": "01/03/2026"}, "since=01/03/2026 is not a day: write since=2026-03-01"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "since is later than until"),
        ({"limit": "many"}, "limit=many is not a number"),
        ({"limit": "0"}, "limit=0 is not a number"),
        ({"url": "https://a.example/1", "backfill": "1"}, "leave since, until and backfill out"),
        ({"url": "https://a.example/1", "since": "2026-03-01"}, "leave since, until and backfill"),
        ({"backfill": "yes"}, "backfill=yes: write backfill=1"),
        ({"feeds": "1", "look_back": "1"}, "feeds and look_back are two kinds of runs"),
        ({"look_back": "1", "since": "2026-03-01"}, "look_back says itself what is asked for"),
        ({"url": "a.example/1"}, "a.example/1 is not a web address"),
        ({"url": "https://[x/1"}, "is not a web address"),
        ({"urls": "/no/such/file"}, "urls=/no/such/file cannot be read: No such file"),
    ],
)
def test_a_wrong_argument_is_named_with_what_to_write(arguments, message):
    with pytest.raises(BadTask, match=message.replace("(", r"\(")):
        parse(arguments)


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00"])
def test_a_file_without_addresses_is_refused(tmp_path, content):
    file = tmp_path / "urls.txt"
    file.write_bytes(content)
    with pytest.raises(BadTask, match=r"urls\.txt"):
        parse({"urls": str(file)})
