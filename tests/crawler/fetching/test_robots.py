"""What the bytes of a robots.txt mean, however broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching import robots
from crawler.fetching.robots import RobotsClosed, RobotsForbids, meaning, rules_in
from tests.counting import calls

AGENT = "egov-archive"
ROOT = "https://baomau.example"
CLOSED_TO_ALL = "User-agent: *\nDisallow: /kin/\n"


def allows(body, path="/kin/x.html"):
    text = body if isinstance(body, bytes) else body.encode()
    rules = rules_in(text, AGENT)
    try:
        rules.check(ROOT + path, AGENT)
    except RobotsForbids:
        return False
    return True


@pytest.mark.parametrize(
    "body",
    [
        CLOSED_TO_ALL,
        "\ufeff" + CLOSED_TO_ALL,
        CLOSED_TO_ALL.encode("utf-16"),
        CLOSED_TO_ALL.encode("utf-16-le"),
        CLOSED_TO_ALL.encode("utf-16-be"),
        CLOSED_TO_ALL.replace("\n", "\r"),
        CLOSED_TO_ALL.replace("\n", "\r\n"),
        CLOSED_TO_ALL.replace("\n", "\0\n"),
        "  user-AGENT :*\n  disallow :   /kin/   # kín\n",
        b"\xff\xfe\xfa garbage\n" + CLOSED_TO_ALL.encode(),
        "<html>\n" + CLOSED_TO_ALL,
        "User-agent: khac\nUser-agent: *\nDisallow: /kin/",
        "User-agent: Egov-Archive/1.0\nAllow: /\nUser-agent: egov-archive\nDisallow: /kin/",
        "User-agent: *\nAllow: /\nUser-agent: EGOV\nDisallow: /kin/",
        "Disallow: /\nUser-agent: *\nDisallow: /kin/",
        "x" * 400_000 + "\n" + CLOSED_TO_ALL,
        "User-agent: *\nDisallow: /*" + "a*" * 5000 + "b\nDisallow: /kin/",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_is_forbidden_is_found_in_a_broken_file(body):
    assert not allows(body)
    assert allows(body, "/mo/x.html")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!DOCTYPE html><html><body>Không tìm thấy trang</body></html>",
        "Disallow: /kin/",
        "User-agent: khac\nDisallow: /",
        "User-agent: *\nDisallow:",
        "User-agent: egov-archive-khac\nDisallow: /kin/",
        b"\x00\x01\x02" * 1000,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "# User-agent: *\n# Disallow: /",
        "User-agent: *\nDisallow: /kin/\nAllow: /kin/x",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_what_forbids_nothing_allows_everything(body):
    assert allows(body)


def test_of_a_large_file_whole_lines_of_the_first_500_kb_count():
    line = b"Disallow: /dai/" + b"a" * 84 + b"\n"
    head = b"User-agent: *\nDisallow: /kin/\n"
    room = robots.SIZE - len(head)
    body = head + line * (room // len(line)) + b"Disallow: /" + b"b" * 5000 + b"\nDisallow: /mo/\n"
    assert not allows(body)
    assert allows(body, "/mo/x.html")  # beyond 500 KB
    assert allows(body, "/bbb")  # the line that was cut in two says nothing


def test_rules_for_ten_thousand_others_take_neither_time_nor_memory():
    others = "".join(f"User-agent: bot{n}\n" for n in range(12_000))
    body = others + "".join(f"Disallow: /{n}\n" for n in range(12_000)) + CLOSED_TO_ALL
    rules, counted = calls(lambda: rules_in(body.encode(), AGENT))
    assert counted < 25 * body.count("\n")
    assert len(rules.robots._user_agents) <= 3
    assert not allows(body)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 5", 5.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Request-rate: 1/10", 10.0),
        ("Crawl-delay: 3\nRequest-rate: 2/1m", 30.0),
        ("Crawl-delay: 3600", robots.LONGEST_DELAY),
        ("Crawl-delay: 1e300", robots.LONGEST_DELAY),
        ("Crawl-delay: -5", 0.0),
        ("Crawl-delay: nan", 0.0),
        ("Crawl-delay: inf", 0.0),
        ("Crawl-delay: abc", 0.0),
        ("Crawl-delay: 5 giây", 0.0),
        ("Crawl-delay:", 0.0),
        ("Request-rate: 0/0", 0.0),
        ("Request-rate: 1/-1", 0.0),
    ],
)
def test_a_delay_is_kept_within_bounds(line, seconds):
    rules = rules_in(f"User-agent: *\n{line}\nDisallow: /kin/".encode(), AGENT)
    assert rules.delay == seconds
    assert bool(rules.told) is (seconds == robots.LONGEST_DELAY)


def test_a_delay_for_another_is_none_of_ours():
    assert rules_in(b"User-agent: khac\nCrawl-delay: 9\n", AGENT).delay == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 499])
@pytest.mark.parametrize("look", ["missing", "challenge"])
def test_one_that_is_not_there_allows_everything(status, look):
    assert meaning(status, look, CLOSED_TO_ALL.encode(), AGENT) == robots.OPEN


@pytest.mark.parametrize(
    ("status", "look", "why"),
    [
        (429, "forbidden", "answered 429: the host asks us to slow down"),
        (500, "server-error", "answered 500"),
        (503, "challenge", "answered 503"),
        (600, "http-error", "answered 600"),
        (101, "http-error", "answered 101"),
        (200, "challenge", "is answered by a challenge, which is recorded and not solved"),
        (200, "truncated", "broke off: what it forbids is not known"),
        (200, "too-large", "is too large"),
    ],
)
def test_one_that_cannot_be_had_closes_its_host(status, look, why):
    rules = meaning(status, look, b"", AGENT)
    assert rules.closed == why
    with pytest.raises(RobotsClosed):
        rules.check(ROOT, AGENT)


def test_one_that_leads_round_in_a_circle_counts_as_not_there_and_is_told():
    rules = meaning(302, "redirect", b"", AGENT)
    assert (rules.closed, rules.told) == ("", "leads nowhere, and counts as not there")


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading_of_a_robots_txt(body):
    assert allows(body + b"\n") in (True, False)


@given(st.text(max_size=200))
def test_no_text_behind_a_directive_breaks_it(text):
    lines = (f"{name}: {text}\n" for name in ("User-agent", "Allow", "Crawl-delay", "Request-rate"))
    rules_in("".join(["User-agent: *\n", *lines]).encode("utf-8", "replace"), AGENT)
