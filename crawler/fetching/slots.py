"""How many crawls go at a time, whoever asks: first come first served, a site once at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Slots:
    """So many places, for which threads wait in the order of their coming; one whose site is being
    crawled lets those behind it pass.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.held: set[str] = set()
        self._waiting: list[tuple[object, str]] = []
        self._changed = threading.Condition()

    @contextmanager
    def of(self, site: str) -> Iterator[None]:
        """A place for a crawl of a site, once there is one."""
        ticket = (object(), site)
        with self._changed:
            self._waiting.append(ticket)
            try:
                self._changed.wait_for(lambda: self._first() is ticket)
                self.held.add(site)
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self.held.remove(site)
                self._changed.notify_all()

    def _first(self) -> tuple[object, str] | None:
        """Whose turn it is."""
        if len(self.held) >= self.number:
            return None
        return next((each for each in self._waiting if each[1] not in self.held), None)
