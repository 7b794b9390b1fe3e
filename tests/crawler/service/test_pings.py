"""The dead man's ping: asked after a night, tried thrice, never in the way of the job."""

from datetime import UTC, datetime

import pytest

from crawler.config import BadConfig
from crawler.service.pings import address, ping
from tests.crawler.service.listener import dead_port

NOW = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)


def to(monkeypatch, server, path="/geheim"):
    monkeypatch.setenv("EGOV_PING", f"http://127.0.0.1:{server.port}{path}")


def test_without_an_address_nothing_is_asked(monkeypatch):
    monkeypatch.delenv("EGOV_PING", raising=False)
    assert ping(NOW, True, "") == ""


def test_a_night_that_was_done_and_one_that_failed_are_told_apart(monkeypatch, listener):
    to(monkeypatch, listener, "/geheim?a=1")
    assert ping(NOW, True, "") == ""
    assert ping(NOW, False, "backup: đĩa đầy") == ""
    assert listener.paths == ["/geheim?a=1", "/geheim/fail?a=1"]
    assert listener.heard[1][1].decode() == "2026-03-02T20:30:00Z failed\nbackup: đĩa đầy"


def test_it_is_tried_three_times_and_the_failure_told_without_the_address(monkeypatch, listener):
    to(monkeypatch, listener)
    listener.status = 503
    assert ping(NOW, True, "") == "the ping of EGOV_PING failed: HTTP 503"
    assert listener.paths == ["/geheim"] * 3
    monkeypatch.setenv("EGOV_PING", f"http://127.0.0.1:{dead_port()}/geheim")
    assert ping(NOW, True, "") == "the ping of EGOV_PING failed: no connection"


def test_one_that_answers_at_the_second_attempt_is_well(monkeypatch, listener):
    to(monkeypatch, listener)
    listener.status = lambda _: (503 if len(listener.heard) == 1 else 200, {})
    assert ping(NOW, True, "") == ""
    assert len(listener.heard) == 2


@pytest.mark.parametrize(
    ("elsewhere", "why"),
    [
        ("ftp://127.0.0.1/x", "a redirect to another scheme"),
        ("https://127.0.0.1:9/x", "a redirect to another scheme"),
        ("file:///x", "HTTP 302"),
    ],
)
def test_a_redirect_to_another_scheme_is_refused(monkeypatch, listener, elsewhere, why):
    to(monkeypatch, listener)
    listener.status = lambda _: (302, {"Location": elsewhere})
    assert ping(NOW, True, "") == f"the ping of EGOV_PING failed: {why}"
    assert set(listener.paths) == {"/geheim"}


def test_a_redirect_within_the_scheme_is_followed(monkeypatch, listener):
    to(monkeypatch, listener)
    listener.status = lambda path: (302, {"Location": "/neu"}) if path == "/geheim" else (200, {})
    assert ping(NOW, True, "") == ""
    assert listener.paths == ["/geheim", "/neu"]


def test_a_server_that_never_answers_ends_in_time(monkeypatch, listener):
    import threading

    to(monkeypatch, listener)
    ended = threading.Event()
    listener.meanwhile = ended.wait
    try:
        said = ping(NOW, True, "", seconds=0.1)
    finally:
        ended.set()
    assert said.startswith("the ping of EGOV_PING failed: no answer")


@pytest.mark.parametrize(
    "bad",
    [
        "geheim",
        "ftp://geheim/x",
        "http://",
        "http://a b/geheim",
        "http://[x",
        "http://geheim:99999",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_shown(bad):
    with pytest.raises(BadConfig) as error:
        address({"EGOV_PING": bad})
    assert "EGOV_PING is no address" in str(error.value)
    assert "geheim" not in str(error.value)
