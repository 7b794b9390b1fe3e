"""Alerts: once per change, one message a time, tried again, muted, never with secrets."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from archive.storage import alerts as stored
from archive.storage.derived import alert
from archive.storage.engine import begin_read, connect
from archive.storage.mutes import mute, unmute
from archive.storage.stock import Stock
from crawler.config import BadConfig, Config
from crawler.service import alerts
from crawler.service.channels import Way, ways
from tests.crawler.service.listener import Listener, dead_port
from tests.crawler.service.sites import declare, job, ran

NIGHT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)
CHALLENGE = "5 trên 5 bài được trả lời bằng trang kiểm tra"
PLENTY = Stock(held=1_000, nightly=1, room=10_000)


both = pytest.mark.usefixtures("database_url")  # else SQLite alone: the logic is the same


@pytest.fixture
def engine(request, tmp_path, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(alerts, "stock", lambda *_: PLENTY)
    both_asked = "database_url" in request.fixturenames
    made = connect(request.getfixturevalue("database_url" if both_asked else "sqlite_url"))
    declare(made, "baomau", "baohai", "baoba")
    yield made
    made.dispose()


@pytest.fixture
def listener():
    with Listener() as server:
        yield server


class Nights:
    """Nights one after the other, each with runs and the alerts behind them."""

    def __init__(self, engine, *urls):
        self.engine = engine
        self.urls = urls
        self.at = NIGHT

    def __call__(self, steps=None, events=None, **outcomes):
        self.at += DAY
        for name, outcome in outcomes.items():
            notes = () if outcome in ("healthy", "quiet") else (CHALLENGE,)
            ran(self.engine, name, outcome, self.at, *notes)
        return self.alert(steps, events)

    def alert(self, steps=None, events=None):
        return alerts.raise_alerts(
            self.engine,
            Config(),
            self.at + timedelta(hours=2),
            steps=steps,
            events=events,
            told=ways({"EGOV_ALERTS": " ".join(self.urls)}),
        )


def rows(engine):
    with begin_read(engine) as conn:
        return [dict(row._mapping) for row in conn.execute(sa.select(alert).order_by(alert.c.id))]


@both
def test_a_change_is_told_once_and_its_end_once(engine, listener):
    night = Nights(engine, listener.url)
    assert night(baomau="healthy", baohai="quiet") == []
    assert listener.heard == []
    assert night(baomau="blocked", baohai="healthy") == []
    night(baomau="blocked", baohai="quiet")
    night(baomau="stale-layout", baohai="quiet")
    night(baomau="healthy", baohai="quiet")
    night(baomau="quiet", baohai="quiet")
    first, second, third = listener.messages
    assert first["title"] == "egov: 1 site needs a person"
    assert first["message"] == f"baomau: blocked: {CHALLENGE}\n\nSee more: egov health baomau"
    assert second["message"].startswith("baomau: stale-layout: ")
    assert third["title"] == "egov: 1 is well again"
    assert third["message"].startswith("baomau: well again (healthy, was stale-layout)")
    assert [row["state"] for row in rows(engine)] == ["blocked", "stale-layout", "well"]
    assert all(row["sent_at"] and row["detail"] == "json 1: sent" for row in rows(engine))


def test_one_message_a_night_groups_what_changed_and_is_bounded(engine, listener):
    names = [f"so{number}" for number in range(1, 41)]
    declare(engine, *names)
    night = Nights(engine, listener.url)
    night(**dict.fromkeys(names, "blocked"), baomau="healthy")
    (message,) = listener.messages
    lines = message["message"].splitlines()
    assert message["title"] == "egov: 40 sites need a person"
    assert len(lines) == alerts.LINES + 3
    assert lines[alerts.LINES] == "… and 15 more: egov health"


def test_a_first_morning_of_guesses_is_one_line_with_the_command_and_troubles_stand_first(
    engine, listener
):
    names = [f"so{number:02}" for number in range(40)]
    declare(engine, *names)
    night = Nights(engine, listener.url)
    night(**dict.fromkeys(names, "unproven"), baomau="blocked")
    night(**dict.fromkeys(names, "healthy"), baomau="blocked")
    first, second = [each["message"].splitlines() for each in listener.messages]
    assert first[0] == f"baomau: blocked: {CHALLENGE}"
    assert first[1].startswith("40 sites were read by guesses, and wait for a look (egov search")
    assert "egov sites confirm so00): so00, so01, " in first[1]
    assert (first[1].endswith("so11 and 28 more"), len(first)) == (True, 4)
    assert second[0].startswith("40 sites are well again: so00, so01, ")


def test_what_comes_and_goes_is_told_once_and_well_again_when_it_has_stayed_well(engine, listener):
    night = Nights(engine, listener.url)
    for outcome in ("blocked", "healthy") * 5:
        night(baomau=outcome)
    assert [row["state"] for row in rows(engine)] == ["blocked", "well", "blocked"]
    night(baomau="healthy")
    assert [row["state"] for row in rows(engine)] == ["blocked", "well", "blocked", "well"]
    for outcome in ("stale-layout", "blocked", "stale-layout", "blocked"):
        night(baomau=outcome)
    assert [row["state"] for row in rows(engine)][4:] == ["stale-layout", "blocked"]


def test_after_nights_without_any_run_the_service_is_told_of_and_not_each_site(engine, listener):
    names = [f"so{number:02}" for number in range(10)]
    declare(engine, *names)
    night = Nights(engine, listener.url)
    night(**dict.fromkeys(names, "healthy"))
    night.at += 21 * DAY
    night.alert()
    (message,) = listener.messages
    assert message["title"] == "egov: the service needs a person"
    assert message["message"].startswith(
        "10 of 10 sites were not asked when they should have been: python scheduler.py --status"
    )
    night(**dict.fromkeys(names, "healthy"))
    assert [row["state"] for row in rows(engine)] == ["nights: missed", "nights: well"]


def test_what_a_page_wrote_is_one_harmless_line(engine, listener):
    night = Nights(engine, listener.url)
    night.at += DAY
    ran(engine, "baomau", "silent", night.at, "dòng\x1b[31m một\n\x07hai " + "x" * 999)
    night.alert()
    line = listener.messages[0]["message"].splitlines()[0]
    assert line.startswith("baomau: silent: dòng[31m một hai xxx")
    assert len(line) == alerts.LONGEST


@both
def test_what_could_not_be_sent_is_tried_again_in_order_and_given_up_at_last(engine, listener):
    night = Nights(engine, f"json://127.0.0.1:{dead_port()}/")
    assert night(baomau="blocked", baohai="healthy") == [
        "1 alert by json 1: not sent (no connection)"
    ]
    assert night(baomau="blocked", baohai="silent") == [
        "2 alerts by json 1: not sent (no connection)"
    ]
    assert [(row["attempts"], row["detail"]) for row in rows(engine)] == [
        (2, "json 1: not sent (no connection)"),
        (1, "json 1: not sent (no connection)"),
    ]
    assert stored.unsent(engine) == 2
    for _ in range(alerts.MOST - 2):
        said = night.alert()
    assert said[-1] == f"1 alert given up after {alerts.MOST} attempts"
    night.urls = (listener.url,)
    assert night.alert() == []
    (message,) = listener.messages
    assert message["message"].splitlines()[0].startswith("baohai: silent")
    assert [bool(row["sent_at"]) for row in rows(engine)] == [False, True]


def test_each_address_has_its_own_result_and_only_the_failed_one_is_asked_again(engine, listener):
    with Listener() as other:
        other.status = 500
        night = Nights(engine, listener.url, other.url)
        assert night(baomau="blocked") == ["1 alert by json 2: not sent (HTTP 500)"]
        (row,) = rows(engine)
        assert row["detail"] == "json 1: sent, json 2: not sent (HTTP 500)"
        assert row["sent_at"] is None
        other.status = 200
        assert night.alert() == []
        assert (len(listener.heard), len(other.heard)) == (1, 2)
    assert rows(engine)[0]["detail"] == "json 1: sent, json 2: sent"


class Killed(BaseException):
    """Stands for the end of the process."""


@both
def test_a_kill_between_sending_and_writing_sends_once_more_and_never_thrice(
    engine, listener, monkeypatch
):
    night = Nights(engine, listener.url)
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
    (row,) = rows(engine)
    assert row["detail"] == "json 1: perhaps sent"
    assert row["sent_at"] is not None


def test_a_kill_before_sending_loses_nothing(engine, listener, monkeypatch):
    night = Nights(engine, listener.url)
    with monkeypatch.context() as broken:
        broken.setattr(alerts, "send", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            night(baomau="blocked")
    night(baomau="blocked")
    assert [each["title"] for each in listener.messages] == ["egov: 1 site needs a person"]


@both
def test_of_a_muted_site_nothing_is_sent_until_the_mute_ends(engine, listener):
    night = Nights(engine, listener.url)
    mute(engine, "baomau", NIGHT + 3 * DAY + timedelta(hours=1), "đang bảo trì", "Lan", NIGHT)
    night(baomau="blocked", baohai="healthy")
    night(baomau="blocked", baohai="quiet")
    assert listener.heard == []
    assert [row["detail"] for row in rows(engine)] == ["muted"]
    night(baomau="blocked", baohai="quiet")
    assert listener.messages[0]["message"].startswith("baomau: blocked")
    night(baomau="blocked", baohai="quiet")
    assert len(listener.heard) == 1


def test_a_trouble_that_came_and_went_while_muted_is_never_told(engine, listener):
    night = Nights(engine, listener.url)
    mute(engine, "baomau", NIGHT + 9 * DAY, "đang bảo trì", "Lan", NIGHT)
    night(baomau="blocked")
    night(baomau="healthy")
    unmute(engine, "baomau", night.at)
    night(baomau="healthy")
    assert listener.heard == []
    assert [row["state"] for row in rows(engine)] == ["blocked", "well"]


def test_a_site_muted_while_its_alert_waits_is_passed_over_and_told_afterwards(engine, listener):
    night = Nights(engine, f"json://127.0.0.1:{dead_port()}/")
    night(baomau="blocked")
    mute(engine, "baomau", night.at + 9 * DAY, "đã biết", "Lan", night.at)
    night.urls = (listener.url,)
    assert night.alert() == []
    assert listener.heard == []
    unmute(engine, "baomau", night.at)
    night.alert()
    assert len(listener.heard) == 1


def test_with_nobody_to_tell_rows_are_written_once_and_told_when_somebody_is_there(
    engine, listener
):
    night = Nights(engine)
    assert night(baomau="blocked", baohai="silent") == []
    night(baomau="blocked", baohai="healthy")
    assert [row["detail"] for row in rows(engine)] == ["nobody to tell"] * 3
    night.urls = (listener.url,)
    night(baomau="blocked", baohai="quiet")
    (message,) = listener.messages
    assert message["message"].splitlines()[:2] == [f"baomau: blocked: {CHALLENGE}", ""]


def test_where_no_site_answered_the_service_is_told_of_and_not_each_site(engine, listener):
    night = Nights(engine, listener.url)
    for _ in range(3):
        night(baomau="down", baohai="down", baoba="down")
    (message,) = listener.messages
    assert message["title"] == "egov: the service needs a person"
    assert message["message"].startswith(
        "none of 3 sites answered: is this machine on the network?"
    )
    night(baomau="healthy", baohai="quiet", baoba="down")
    title = listener.messages[1]["title"]
    assert title == "egov: 1 site needs a person, 1 is well again"
    assert "network: well again (was down)" in listener.messages[1]["message"]


def test_the_disk_is_told_when_it_gets_low_and_when_it_is_well(engine, listener, monkeypatch):
    night = Nights(engine, listener.url)
    for room in (139, 130, 0, 10_000):
        monkeypatch.setattr(alerts, "stock", lambda *_, room=room: Stock(1, 10, room))
        night(baomau="healthy", baohai="quiet")
    assert [row["state"] for row in rows(engine)] == ["disk: low", "disk: full", "disk: well"]
    assert listener.messages[0]["message"].startswith("the disk has room for 13 more nights")


@both
def test_jobs_steps_and_events_are_told(engine, listener):
    night = Nights(engine, listener.url)
    job(engine, "verify", "missed", night.at, "the service was asleep")
    night(steps={"backup": "the disk of the backup is full"}, baomau="healthy", baohai="quiet")
    night(
        events={"stories": "3 stories were not as their links say"},
        baomau="healthy",
        baohai="quiet",
    )
    job(engine, "verify", "healthy", night.at)
    night(steps={"backup": ""}, baomau="healthy", baohai="quiet")
    assert [row["sentence"] for row in rows(engine)] == [
        "the job verify was missed: the service was asleep",
        "backup: the disk of the backup is full",
        "3 stories were not as their links say",
        "backup: well again (was failed)",
        "job verify: well again (was missed)",
    ]
    assert len(listener.heard) == 3


@pytest.mark.parametrize("bad", ["tgram://geheim", "kein://geheim/geheim", "geheim", "json://"])
def test_an_address_that_cannot_be_understood_is_named_without_its_secrets(bad):
    with pytest.raises(BadConfig) as error:
        ways({"EGOV_ALERTS": f"json://127.0.0.1:9/ {bad}"})
    assert "EGOV_ALERTS: address 2 of 2 cannot be understood" in str(error.value)
    assert "geheim" not in str(error.value)


def test_no_secret_of_an_address_reaches_rows_reports_or_the_log(engine, caplog):
    caplog.set_level(logging.DEBUG)
    port = dead_port()
    night = Nights(engine, f"json://lan:geheim@127.0.0.1:{port}/geheim-token")
    said = night(baomau="blocked")
    written = "".join([*said, str(rows(engine)), caplog.text])
    assert "not sent" in written
    assert "geheim" not in written
    assert str(port) not in written


def test_a_second_process_sends_nothing(engine, listener, tmp_path):
    from archive.storage.lock import held

    night = Nights(engine, listener.url)
    with held(tmp_path / "locks" / "alerts.lock"):
        said = night(baomau="blocked")
    assert said == ["another process is sending alerts: what is new is told after the next job"]
    assert listener.heard == []
    assert night.alert() == []
    assert len(listener.heard) == 1
