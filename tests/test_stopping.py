"""Ctrl-C and SIGTERM: one line, the status that a shell expects, nothing half."""

import os
import signal

import pytest

from archive import stopping
from archive.cli import program
from archive.stopping import DEFAULTS, Stopped, Stopping, let_go


@pytest.fixture
def asked():
    """Signals as they are in a process that begins."""
    before = {number: signal.getsignal(number) for number in DEFAULTS}
    for number, default in DEFAULTS.items():
        signal.signal(number, default)
    yield Stopping("egov")
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_work_is_broken_off_by_an_exception_with_the_status_of_the_signal(
    asked, capfd, number, status
):
    asked.at_work()
    with pytest.raises(Stopped) as ended:
        os.kill(os.getpid(), number)
    assert (ended.value.code, asked.status) == (status, status)
    assert capfd.readouterr() == ("", "egov: stopped\n")
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL  # who asks twice does not wait


def test_the_imports_are_left_at_once(asked, capfd, monkeypatch):
    left = []
    monkeypatch.setattr(stopping.os, "_exit", left.append)
    asked.at_start()
    os.kill(os.getpid(), signal.SIGINT)
    assert left == [130]
    assert capfd.readouterr().err == "egov: stopped\n"


def test_a_signal_that_the_caller_ignores_stays_ignored(asked):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked.at_start()
    asked.at_work()
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) == asked.stop


def test_who_has_an_end_of_its_own_gets_the_signals_back(asked):
    asked.at_start()
    let_go()
    assert {number: signal.getsignal(number) for number in DEFAULTS} == DEFAULTS


def test_a_verb_that_is_stopped_within_a_library_says_no_more_than_that(asked, capfd, monkeypatch):
    def verb(**_):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except Stopped as error:  # as SQLite does where its functions are Python's
            raise OSError("user-defined function raised exception") from error

    monkeypatch.setattr(program, "_command", lambda: verb)
    with pytest.raises(SystemExit) as ended:
        program.main(asked)
    assert ended.value.code == 143
    assert capfd.readouterr() == ("", "egov: stopped\n")
