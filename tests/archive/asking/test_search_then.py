"""A search of the past finds what publishers had shown, or what the archive had recorded, then."""

from datetime import UTC, datetime, timedelta

import pytest

from archive import Archive
from archive.asking.search import Filters, select
from archive.record import Verdict
from archive.storage.engine import begin_read
from archive.storage.moments import Moment
from tests.archive.crawl import DAY, NIGHT, OTHER, TEXT, PlainReader, crawling, key, reading

URL = "https://baosonkhe.example/tin-1.htm"
COPY = "https://www.baovinhlam.example/tin-2.htm"
HOUR = timedelta(hours=1)
EDITED = TEXT.replace("căn cước gắn chip", "mã vào ngày hội cốm")


class Clock:
    """A wall clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def crawl(database_url, tmp_path, clock):
    with crawling(database_url, tmp_path) as found:
        found.store.now = clock
        yield found


@pytest.fixture
def ask(crawl, database_url, tmp_path):
    """The titles found now or at a moment, whatever their topic."""

    def asked(query, *, statuses=(), **more):
        with Archive.open(database_url, tmp_path) as archive:
            page = archive.search(query, statuses=statuses, limit=1, **more)
            titles = [hit.title for hit in page.hits]
            while page.after:
                page = archive.search(query, statuses=statuses, limit=1, after=page.after, **more)
                titles += [hit.title for hit in page.hits]
            assert page.total == len(titles) == sum(page.facets["year"].values())
            return titles

    return asked


def test_words_of_an_earlier_version_are_found_then_and_those_of_today_are_not(crawl, ask):
    crawl.look(URL, NIGHT, title="Tựa đầu", body=TEXT)
    crawl.look(URL, NIGHT + 2 * DAY, title="Tựa sau", body=EDITED)
    then = NIGHT + DAY
    assert ask("căn cước gắn chip") == []
    assert ask("căn cước gắn chip", as_of=then) == ["Tựa đầu"]
    assert ask("ngày hội cốm") == ["Tựa sau"]
    assert ask("ngày hội cốm", as_of=then) == []
    assert ask("tựa", as_of=then) == ["Tựa đầu"]
    assert ask("tựa", as_of=NIGHT - DAY) == []
    assert ask(None, as_of=then) == ["Tựa đầu"]
    assert ask(None, as_of=NIGHT - DAY) == []


def test_a_late_import_was_shown_earlier_and_is_known_since_it_came(crawl, ask, clock):
    crawl.look(URL, NIGHT + 2 * DAY, title="Tựa sau", body=EDITED)
    known = clock.at
    clock.at += HOUR
    crawl.look(URL, NIGHT, title="Tựa đầu", body=TEXT)
    then = NIGHT + DAY
    assert ask("gắn chip", as_of=then) == ["Tựa đầu"]
    assert ask("gắn chip", as_of=then, known_at=known) == []
    assert ask("gắn chip") == []
    assert ask("hội cốm", known_at=known) == ["Tựa sau"]


def test_what_a_new_reader_reads_is_known_since_it_read_it(crawl, ask, clock):
    page = {"title": "Một tựa", "body": TEXT + "\n\nBiển quảng cáo bị sót."}
    captured = crawl.capture(URL, NIGHT, page)
    crawl.store.record(captured, key(URL), reading(title="Một tựa", url=URL), NIGHT)
    known = clock.at
    clock.at += HOUR
    crawl.store.reader = PlainReader("plain-2")  # it misses nothing
    assert crawl.look(URL, NIGHT + DAY, **page).verdict == Verdict.UNCHANGED
    assert ask("biển quảng cáo") == ["Một tựa"]
    assert ask("biển quảng cáo", known_at=known) == []
    assert ask("gắn chip", known_at=known) == ["Một tựa"]


def test_a_topic_filter_takes_the_score_that_was_known_then(crawl, ask, clock):
    strong = "Chuyển đổi số, dịch vụ công trực tuyến, chính phủ số, cơ sở dữ liệu quốc gia. "
    crawl.look(URL, NIGHT, title="Mùa lúa chín", body=OTHER)
    clock.at += HOUR
    known = clock.at
    clock.at += HOUR
    crawl.look(URL, NIGHT + DAY, title="Mùa lúa chín và chính phủ số", body=strong + OTHER)
    assert ask("mùa lúa", statuses=("accepted",)) == ["Mùa lúa chín và chính phủ số"]
    assert ask("mùa lúa", statuses=("accepted",), known_at=known) == []
    assert ask("mùa lúa", statuses=("rejected",), known_at=known) == ["Mùa lúa chín"]
    assert ask("mùa lúa", statuses=("rejected",), as_of=NIGHT + HOUR) == ["Mùa lúa chín"]


def test_what_is_gone_today_was_there_then(crawl, ask):
    crawl.look(URL, NIGHT, title="Một tựa", body=TEXT)
    crawl.missing(URL, NIGHT + 3 * DAY)
    assert ask("gắn chip", gone=True) == ["Một tựa"]
    assert ask("gắn chip", gone=True, as_of=NIGHT + DAY) == []
    assert ask("gắn chip", gone=False, as_of=NIGHT + DAY) == ["Một tựa"]


def test_a_copy_was_an_origin_before_its_origin_was_known(crawl, ask, clock):
    crawl.look(COPY, NIGHT + DAY, title="Bản sao", body=TEXT, published="2026-10-02T08:00:00+07:00")
    known = clock.at
    clock.at += HOUR
    crawl.look(URL, NIGHT, title="Bản gốc", body=TEXT, published="2026-10-01T08:00:00+07:00")
    assert sorted(ask("gắn chip")) == ["Bản gốc", "Bản sao"]
    assert ask("gắn chip", origins_only=True) == ["Bản gốc"]
    assert ask("gắn chip", origins_only=True, known_at=known) == ["Bản sao"]


def test_an_export_takes_what_was_there_then(crawl, clock):
    crawl.look(URL, NIGHT, title="Tựa đầu", body=TEXT)
    crawl.look(URL, NIGHT + 2 * DAY, title="Tựa sau", body=EDITED)
    with begin_read(crawl.store.engine) as conn:
        every = Filters(statuses=())
        assert len([*select(conn, "gắn chip", every)]) == 0
        assert len([*select(conn, "gắn chip", every, Moment(as_of=NIGHT + DAY))]) == 1


def test_a_moment_later_than_all_is_now(crawl, ask, clock):
    crawl.look(URL, NIGHT, title="Tựa đầu", body=TEXT)
    crawl.look(COPY, NIGHT + 2 * DAY, title="Tựa sau", body=EDITED)
    late = clock.at + 90 * DAY
    for query in ("tựa", "đầu OR sau", "tựa -đầu", None):
        assert ask(query, as_of=late, known_at=late) == ask(query)
