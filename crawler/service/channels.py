"""The ways of telling people: the addresses of EGOV_ALERTS, in apprise's notation.

They hold tokens and passwords. So a way is known by its kind and its place in the list alone
(`tgram 2`), and what apprise writes to its log, addresses among it, goes nowhere.
"""

import io
import logging
import os
import re
import warnings
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from crawler.config import BadConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "EGOV_ALERTS"
KIND = re.compile(r"([a-z][a-z0-9+.-]{0,30})://", re.IGNORECASE)
STATUS = re.compile(r"error=(\d{3})")
NOISY = ("apprise", "urllib3", "requests")  # whose lines name addresses


@dataclass(frozen=True, slots=True)
class Way:
    """One address that is told; `name` is all that may be shown of it."""

    name: str
    target: Any  # apprise has no types

    def send(self, title: str, body: str) -> str:
        """Sends plain text: `sent`, or `not sent` with a reason in brackets."""
        apprise = library()
        told = apprise.Apprise()
        told.add(self.target)
        with _heard() as said:
            try:
                done = told.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
            except (
                Exception
            ) as error:  # whatever a plug-in does: the row tells, and it is tried again
                return f"not sent ({type(error).__name__})"
        return "sent" if done else f"not sent ({_reason(said.getvalue())})"


@cache
def library() -> Any:
    """Apprise, which is loaded where somebody is to be told: it takes a quarter of a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # modules that Python 3.13 has not
        import apprise

        apprise.Apprise.instantiate("json://localhost")  # reads its plug-ins, which import more
    return apprise


def ways(environment: Mapping[str, str] = os.environ) -> list[Way]:
    """The addresses that are told, in their order; empty where EGOV_ALERTS is.

    Raises BadConfig, which says which of them cannot be understood, and never what it is.
    """
    written = environment.get(VARIABLE, "").split()
    return [_way(number, url, len(written)) for number, url in enumerate(written, 1)]


def _way(number: int, url: str, of: int) -> Way:
    apprise = library()
    kind = found[1].lower() if (found := KIND.match(url)) else ""
    with _heard():
        try:
            target = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        except Exception:
            target = None
    if target is None:
        known = f"{kind}://…" if kind in _kinds() else "its beginning is no kind that apprise knows"
        raise BadConfig(
            f"{VARIABLE}: address {number} of {of} cannot be understood ({known}): write addresses "
            "of apprise, separated by spaces, as in https://github.com/caronc/apprise/wiki"
        )
    return Way(f"{kind} {number}", target)


def _kinds() -> set[str]:
    apprise = library()
    found: set[str] = set()
    for service in apprise.Apprise().details()["schemas"]:
        found.update((*(service["protocols"] or ()), *(service["secure_protocols"] or ())))
    return found


@contextmanager
def _heard() -> "Iterator[io.StringIO]":
    """What apprise warns of while it works, which reaches no log."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    loggers = [logging.getLogger(name) for name in NOISY]
    before = [(each.propagate, each.level) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.propagate = False
        each.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        for each, (propagate, level) in zip(loggers, before, strict=True):
            each.removeHandler(handler)
            each.propagate = propagate
            each.setLevel(level)


def _reason(said: str) -> str:
    """Why it was not sent, in words that come from us alone."""
    if found := STATUS.search(said):
        return f"HTTP {found[1]}"
    return "no connection" if "onnection" in said or "ocket" in said else "refused"
