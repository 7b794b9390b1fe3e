"""How alerts are sent: tried again, each address for itself, once after a kill, no secret told."""

import logging

import pytest

from archive.storage import alerts as stored
from archive.storage.lock import held
from archive.storage.mutes import mute, unmute
from crawler.config import BadConfig
from crawler.service import alerts
from crawler.service.channels import Way, ways
from tests.crawler.service.alerting import CHALLENGE, DAY
from tests.crawler.service.listener import Listener, dead_port

both = pytest.mark.usefixtures("database_url")  # else SQLite alone: the logic is the same


@both
def test_what_could_not_be_sent_is_tried_again_in_order_and_given_up_at_last(night, listener):
    night.urls = (f"json://127.0.0.1:{dead_port()}/",)
    assert night(baomau="blocked", baohai="healthy") == [
        "1 alert by json 1: not sent (no connection)"
    ]
    assert night(baomau="blocked", baohai="silent") == [
        "2 alerts by json 1: not sent (no connection)"
    ]
    assert [(row["attempts"], row["detail"]) for row in night.rows()] == [
        (2, "json 1: not sent (no connection)"),
        (1, "json 1: not sent (no connection)"),
    ]
    assert stored.unsent(night.engine, night.at) == 2
    for _ in range(alerts.MOST - 2):
        said = night.alert()
    assert said[-1] == f"1 alert given up after {alerts.MOST} attempts"
    night.urls = (listener.url,)
    assert night.alert() == []
    (message,) = listener.messages
    assert message["message"].splitlines()[0].startswith("baohai: silent")
    assert [bool(row["sent_at"]) for row in night.rows()] == [False, True]
    assert stored.unsent(night.engine, night.at) == 1, "the one that was given up"
    assert stored.unsent(night.engine, night.at + 31 * DAY) == 0, "which is not told for years"


def test_each_address_has_its_own_result_and_only_the_failed_one_is_asked_again(night, listener):
    with Listener() as other:
        other.status = 500
        night.urls = (listener.url, other.url)
        assert night(baomau="blocked") == ["1 alert by json 2: not sent (HTTP 500)"]
        (row,) = night.rows()
        assert row["detail"] == "json 1: sent, json 2: not sent (HTTP 500)"
        assert row["sent_at"] is None
        other.status = 200
        assert night.alert() == []
        assert (len(listener.heard), len(other.heard)) == (1, 2)
    assert night.rows()[0]["detail"] == "json 1: sent, json 2: sent"


class Killed(BaseException):
    """Stands for the end of the process."""


@both
def test_a_kill_between_sending_and_writing_sends_once_more_and_never_thrice(
    night, listener, monkeypatch
):
    true = Way.send

    def send_then_die(way, title, body):
        true(way, title, body)
        raise Killed

    monkeypatch.setattr(Way, "send", send_then_die)
    for _ in range(2):
        with pytest.raises(Killed):
            night(baomau="blocked")
    monkeypatch.setattr(Way, "send", true)
    assert night(baomau="blocked") == []
    first, second = [each["message"].splitlines()[0] for each in listener.messages]
    assert first == f"baomau: blocked: {CHALLENGE}"
    assert second == f"{first} (perhaps told before)"
    (row,) = night.rows()
    assert row["detail"] == "json 1: perhaps sent"
    assert row["sent_at"] is not None


def test_a_kill_before_sending_loses_nothing(night, listener, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(alerts, "send", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            night(baomau="blocked")
    night(baomau="blocked")
    assert [each["title"] for each in listener.messages] == ["egov: 1 site needs a person"]


def test_a_site_muted_while_its_alert_waits_is_passed_over_and_told_afterwards(night, listener):
    night.urls = (f"json://127.0.0.1:{dead_port()}/",)
    night(baomau="blocked")
    mute(night.engine, "baomau", night.at + 9 * DAY, "đã biết", "Lan", night.at)
    night.urls = (listener.url,)
    assert night.alert() == []
    assert listener.heard == []
    unmute(night.engine, "baomau", night.at)
    night.alert()
    assert len(listener.heard) == 1


def test_with_nobody_to_tell_rows_are_written_once_and_told_when_somebody_is_there(night, listener):
    night.urls = ()
    assert night(baomau="blocked", baohai="silent") == []
    night(baomau="blocked", baohai="healthy")
    assert [row["detail"] for row in night.rows()] == ["nobody to tell"] * 3
    night.urls = (listener.url,)
    night(baomau="blocked", baohai="quiet")
    (message,) = listener.messages
    assert message["message"].splitlines()[:2] == [f"baomau: blocked: {CHALLENGE}", ""]


@pytest.mark.parametrize("bad", ["tgram://geheim", "kein://geheim/geheim", "geheim", "json://"])
def test_an_address_that_cannot_be_understood_is_named_without_its_secrets(bad):
    with pytest.raises(BadConfig) as error:
        ways({"EGOV_ALERTS": f"json://127.0.0.1:9/ {bad}"})
    assert "EGOV_ALERTS: address 2 of 2 cannot be understood" in str(error.value)
    assert "geheim" not in str(error.value)


def test_no_secret_of_an_address_reaches_rows_reports_or_the_log(night, caplog):
    caplog.set_level(logging.DEBUG)
    port = dead_port()
    night.urls = (f"json://lan:geheim@127.0.0.1:{port}/geheim-token",)
    said = night(baomau="blocked")
    written = "".join([*said, str(night.rows()), caplog.text])
    assert "not sent" in written
    assert "geheim" not in written
    assert str(port) not in written


def test_a_second_process_sends_nothing(night, listener, tmp_path):
    with held(tmp_path / "locks" / "alerts.lock"):
        said = night(baomau="blocked")
    assert said == ["another process is sending alerts: what is new is told after the next job"]
    assert listener.heard == []
    assert night.alert() == []
    assert len(listener.heard) == 1
