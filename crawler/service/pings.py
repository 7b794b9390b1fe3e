"""The dead man's switch: after each night an address is asked, so that its service misses it when
no night comes, as healthchecks.io does.

`EGOV_PING` is that address, http or https. `/fail` is put behind its path where the night itself
went wrong (a site that is not well is told by alerts, and is no failure of the night). What was
wrong is the body of the request, as plain text. The address holds a secret and is shown nowhere.
"""

import http.client
import os
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from crawler.config import BadConfig

VARIABLE = "EGOV_PING"
SECONDS = 10.0  # for one attempt
ATTEMPTS = 3
LONGEST = 10_000  # bytes of the body
BAD = (OSError, http.client.HTTPException, ValueError)


class _OtherScheme(OSError):
    """A redirect that leads to another scheme."""


class _SameScheme(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the scheme: none from https to http, none to a file."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme != req.type:
            raise _OtherScheme("a redirect to another scheme")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def address(environment: Mapping[str, str] = os.environ) -> str:
    """The address that is asked, empty where none is; raises BadConfig, without showing it."""
    url = environment.get(VARIABLE, "").strip()
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if url and (not good or any(each.isspace() for each in url)):
        raise BadConfig(
            f"{VARIABLE} is no address: write http://… or https://…, as in https://hc-ping.com/…"
        )
    return url


def ping(now: datetime, ok: bool, words: str, *, seconds: float = SECONDS) -> str:
    """Asks the address of EGOV_PING; why that failed, empty where it did not or there is none.

    It takes no more than half a minute, whatever the other side does.
    """
    url = address()
    if not url:
        return ""
    body = f"{now:%Y-%m-%dT%H:%M:%SZ} {'ok' if ok else 'failed'}\n{words}".encode()[:LONGEST]
    said: list[str] = []
    asking = threading.Thread(target=_ask, args=(_of(url, ok), body, seconds, said), daemon=True)
    asking.start()
    asking.join(seconds * ATTEMPTS)
    outcome = said[-1] if said else f"no answer within {seconds:.0f} s"
    return f"the ping of {VARIABLE} failed: {outcome}" if outcome else ""


def _of(url: str, ok: bool) -> str:
    parts = urlsplit(url)
    path = parts.path if ok else f"{parts.path.rstrip('/')}/fail"
    return urlunsplit(parts._replace(path=path, fragment=""))


def _ask(url: str, body: bytes, seconds: float, said: list[str]) -> None:
    """Asks until it is answered, `ATTEMPTS` times; notes how each attempt went."""
    opener = urllib.request.build_opener(_SameScheme)
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "egov-archive"}
    for _ in range(ATTEMPTS):
        try:
            request = urllib.request.Request(url, body, headers)
            with opener.open(request, timeout=seconds):
                said.append("")
                return
        except BAD as error:
            said.append(_why(error))
            if isinstance(error, _OtherScheme) or isinstance(error.__cause__, _OtherScheme):
                return


def _why(error: Exception) -> str:
    """What went wrong, in words that name no address."""
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, _OtherScheme):
        return str(cause)
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    if isinstance(cause, socket.gaierror):
        return "its host is not known"
    if isinstance(cause, ssl.SSLError):
        return "its certificate is not to be trusted"
    return "no connection" if isinstance(cause, OSError) else type(cause).__name__
