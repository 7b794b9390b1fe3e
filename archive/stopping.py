"""Ctrl-C and SIGTERM, from a command's first import to its last word: one line, and 130 or 143.

This module imports nothing that takes time: a command begins with `at_start`, imports the rest, and
calls `at_work` where it begins to open what has to be closed.
"""

import os
import signal
import sys
from types import FrameType

DEFAULTS: dict[signal.Signals, "signal._HANDLER"] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
}
MOMENT = 0.01  # seconds


class Stopped(SystemExit):
    """Somebody asked the command to end; its `code` is the exit status that a shell expects.

    As a SystemExit it passes whatever catches errors, and ends what nobody prepared for it.
    """


class Stopping:
    """What a command does when it is asked to end, and whether it was."""

    def __init__(self, program: str, always: int = 0) -> None:
        self.program = program
        self.always = always  # the exit status, whichever signal came
        self.status = 0  # set as soon as it was asked

    def at_start(self) -> None:
        """From now on the process ends where it stands: nothing is open yet, and an exception in
        the midst of an import may come out as another one.
        """
        listen(self.end)

    def at_work(self) -> None:
        """From now on Stopped is raised where the work stands, so that it is rolled back and
        closed. Who asks twice does not want to wait for that: the second time ends the process.
        """
        listen(self.stop)
        sys.unraisablehook = self.lost

    def end(self, number: int, _: FrameType | None) -> None:
        """Ends the process."""
        self.tell(number)
        os._exit(self.status)

    def stop(self, number: int, _: FrameType | None) -> None:
        """Raises Stopped."""
        for each in DEFAULTS:
            signal.signal(each, signal.SIG_DFL)
        self.tell(number)
        if logging := sys.modules.get("logging"):
            logging.disable()  # no library need tell of a connection that was left in mid-word
        raise Stopped(self.status)

    def lost(self, told: "sys.UnraisableHookArgs") -> None:
        """What is raised while Python throws an object away ends nothing: Stopped is raised again
        a moment later.
        """
        if isinstance(told.exc_value, Stopped):
            signal.signal(signal.SIGALRM, self.again)
            signal.setitimer(signal.ITIMER_REAL, MOMENT)
        else:
            sys.__unraisablehook__(told)

    def again(self, _: int, __: FrameType | None) -> None:
        """Raises Stopped where the first one was lost."""
        raise Stopped(self.status)

    def tell(self, number: int) -> None:
        """One line, past Python's streams: what interrupts them may not write to them."""
        self.status = self.always or 128 + number
        os.write(2, f"{self.program}: stopped\n".encode())


def listen(handler: "signal._HANDLER") -> None:
    """Handles both signals, but for one that the caller ignores (`nohup`, a job of a script); in
    a thread, where no signal comes, nothing is done.
    """
    for number, default in DEFAULTS.items():
        if (signal.getsignal(number) == default or is_ours(number)) and is_main_thread():
            signal.signal(number, handler)


def let_go() -> None:
    """Gives the signals back to who has a way of its own to end."""
    for number, default in DEFAULTS.items():
        if is_ours(number):
            signal.signal(number, default)


def is_ours(number: int) -> bool:
    """Whether a signal is handled here."""
    return isinstance(getattr(signal.getsignal(number), "__self__", None), Stopping)


def is_main_thread() -> bool:
    """Whether this is the thread that signals come to."""
    threading = sys.modules.get("threading")
    return threading is None or threading.current_thread() is threading.main_thread()
