"""Replay: every request is answered from recorded responses, never from the network.

`REPLAY` names a WARC file or a folder of them, `REPLAY_AT` a time: the latest record that is not
after it answers. An address without such a record fails as *not recorded*. A recorded 200 whose
validator equals the one sent is answered 304.
"""

from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.settings import BaseSettings

from archive.errors import ArchiveError
from crawler.fetching.recordings import Recorded, Recordings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class ReplayError(ArchiveError):
    """What `REPLAY` or `REPLAY_AT` name cannot be replayed."""

    exit_status = 2


class NotRecorded(IgnoreRequest):
    """No recorded response answers a request; neither retried nor an error, and never a removal."""


def parse_time(text: str) -> datetime:
    """An ISO time; without a zone it is Vietnamese time, a day alone means its end.

    Raises ReplayError naming the text.
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ReplayError(
            f"not an ISO time: {text!r}; write for example 2026-03-01T08:00:00+07:00"
        ) from error
    if not 1990 <= at.year <= 2200:
        raise ReplayError(f"{text!r}: nothing was recorded in that year")
    if len(text.strip()) == 10:
        at = datetime.combine(at.date(), time.max)
    return at.replace(tzinfo=VIETNAM) if at.tzinfo is None else at


@lru_cache(maxsize=1)
def recordings(path: str, at: str = "") -> Recordings:
    """The index of a WARC file or folder as it stood at a time; built once a process."""
    until = parse_time(at).astimezone(UTC) if at else None
    if not Path(path).exists():
        raise ReplayError(f"REPLAY names {path}, which does not exist; give a WARC file or folder")
    index = Recordings(Path(path), until)
    if not index.records:
        raise ReplayError(f"REPLAY names {path}, which holds no recorded response")
    return index


def recordings_of(settings: BaseSettings) -> Recordings | None:
    """The recordings that the settings name, or None for a live crawl."""
    path, at = settings.get("REPLAY"), settings.get("REPLAY_AT")
    if at and not path:
        raise ReplayError("REPLAY_AT needs REPLAY: which recordings?")
    return recordings(str(path), str(at or "")) if path else None


class ReplayAddon:
    """Puts the replay handler in front of every scheme when `REPLAY` is set."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Only recorded responses, no delays, nothing asked twice."""
        if not settings.get("REPLAY"):
            return
        handler = f"{__name__}.{ReplayHandler.__name__}"
        handlers: dict[str, str | None] = dict.fromkeys(settings["DOWNLOAD_HANDLERS_BASE"])
        handlers |= {"http": handler, "https": handler}
        replayed = {
            "DOWNLOAD_HANDLERS": handlers,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,  # its start delay would be waited for
            "RETRY_ENABLED": False,  # the same record would answer again
            "CONCURRENT_REQUESTS": 1,  # without delays the next would go out before one is kept
        }
        for name, value in replayed.items():
            settings.set(name, value, priority="cmdline")


class ReplayHandler:
    """A download handler that answers from recordings."""

    lazy = False

    def __init__(self, index: Recordings, maxsize: int) -> None:
        self.index = index
        self.maxsize = maxsize

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ReplayHandler":
        """The handler over the recordings that the settings name."""
        index = recordings_of(crawler.settings)
        if index is None:
            raise ReplayError("REPLAY is not set")
        return cls(index, crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    async def download_request(self, request: Request) -> Response:
        """The recorded answer; its time is the record's, and it took no time."""
        request.meta["download_latency"] = 0.0
        request.meta.pop("recorded_at", None)
        maxsize = request.meta.get("download_maxsize", self.maxsize)
        conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        found = self.index.find(request.url, conditional=conditional, maxsize=maxsize)
        if found is None:
            raise NotRecorded(f"not recorded: {request.url}")
        request.meta["recorded_at"] = found.at
        if found.body is None:
            raise DownloadCancelledError(f"more than {maxsize} bytes: {request.url}")
        headers = Headers(found.headers_by_name())
        if found.status == 200 and unmodified(request, headers):
            return Response(request.url, status=304, headers=headers, request=request)
        return answer(request, found, headers)

    async def close(self) -> None:
        """Closes the files that were read."""
        self.index.close()


def answer(request: Request, found: Recorded, headers: Headers) -> Response:
    """The recorded response as Scrapy's own handlers give it."""
    flags = [] if found.whole else ["dataloss"]
    return Response(request.url, found.status, headers, found.body or b"", flags, request)


def unmodified(request: Request, headers: Headers) -> bool:
    """Whether the validator that was sent equals the recorded one; an ETag goes before a date."""
    sent, tag = request.headers.get("If-None-Match"), headers.get("ETag")
    if sent and tag:
        return bool(strong(sent) == strong(tag))
    since, modified = request.headers.get("If-Modified-Since"), headers.get("Last-Modified")
    return bool(not sent and since and modified and since.strip() == modified.strip())


def strong(tag: bytes) -> bytes:
    """An ETag without the mark of a weak one."""
    return tag.strip().removeprefix(b"W/")
