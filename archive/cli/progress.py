"""How far long work has come, on stderr: a bar on a terminal, now and then a line elsewhere.

Work that is done within a second shows nothing, and stdout (`--json`, pipes) never has any of it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from archive.cli.paper import clean, complain

SOON = 1.0  # seconds in which work may be done without a word
EVERY = 30.0  # seconds between two lines, where a tenth of the work takes longer
LEAST = 10.0  # seconds between two lines, however fast the work goes
Told = Callable[[int, int | None], None]


@contextmanager
def progress(
    what: str, *, size: bool = False, clock: Callable[[], float] = time.monotonic
) -> Iterator[Told]:
    """Yields what the work calls with how much is done and of how much, None where that is not
    known; `size`: they are bytes.
    """
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    shown = _Bar(what, console, size, clock) if console.is_terminal else _Lines(what, size, clock)
    try:
        yield shown
    finally:
        shown.end()


def told_as(number: float, *, size: bool) -> str:
    """A number, or a number of bytes, as it is shown."""
    return decimal(int(number)) if size else f"{int(number):,}"


class _Figures(ProgressColumn):
    """`1,200 of 5,000, 12/s`."""

    def __init__(self, *, size: bool) -> None:
        super().__init__()
        self.size = size

    def render(self, task: Task) -> Text:
        of = "" if task.total is None else f" of {told_as(task.total, size=self.size)}"
        done = told_as(task.completed, size=self.size)
        return Text(f"{done}{of}{rate(task.speed, size=self.size)}")


def rate(speed: float | None, *, size: bool) -> str:
    """A speed, where it is known."""
    if not speed:
        return ""
    slow = not size and speed < 10
    return f", {speed:.1f}/s" if slow else f", {told_as(speed, size=size)}/s"


class _Bar:
    """A bar, drawn once the work has taken a second, gone when it ends."""

    def __init__(self, what: str, console: Console, size: bool, clock: Callable[[], float]) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), _Figures(size=size))
        self.bar = Progress(
            *columns, TimeRemainingColumn(compact=True), console=console, transient=True
        )
        self.task = self.bar.add_task(clean(what), total=None)
        self.clock = clock
        self.begun = clock()
        self.drawn = False

    def __call__(self, done: int, total: int | None = None) -> None:
        self.bar.update(self.task, completed=done, total=total)
        if not self.drawn and self.clock() - self.begun >= SOON:
            self.bar.start()
            self.drawn = True

    def end(self) -> None:
        """Wipes the bar away."""
        if self.drawn:
            self.bar.stop()


class _Lines:
    """A line for each tenth of the work, or each half minute where a tenth takes longer; none for
    work that is done sooner.
    """

    def __init__(self, what: str, size: bool, clock: Callable[[], float]) -> None:
        self.what, self.size, self.clock = what, size, clock
        self.begun = self.last = clock()
        self.tenth = 0

    def __call__(self, done: int, total: int | None = None) -> None:
        now = self.clock()
        tenth = 10 * done // total if total else 0
        passed = now - self.last
        if passed < LEAST or (passed < EVERY and tenth <= self.tenth):
            return
        self.last, self.tenth = now, tenth
        speed = done / (now - self.begun)
        of = "" if total is None else f" of {told_as(total, size=self.size)}"
        left = f", {_clock((total - done) / speed)} left" if total and speed else ""
        complain(
            f"{self.what}: {told_as(done, size=self.size)}{of}{rate(speed, size=self.size)}{left}"
        )

    def end(self) -> None:
        """A line more would say nothing new: the answer follows."""


def _clock(seconds: float) -> str:
    """`0:45`, `12:03`, `3:01:00`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
