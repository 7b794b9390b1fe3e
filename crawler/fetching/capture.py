"""Every look is kept before anything is parsed: its bytes in WARC, its row in the ledger.

The middleware stands below Scrapy's others (950), so that it sees what was served: redirects,
errors and refusals included. It decodes compressed bodies itself, within limits.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from twisted.internet.error import TimeoutError as TwistedTimeout

from archive.record import Look
from archive.storage import outcome
from archive.storage.address import LONGEST
from archive.storage.bodies import TooLarge, decode
from crawler.fetching.guard import BadCertificate, HeadTooLarge, OffSite, PrivateAddress, checked
from crawler.fetching.replay import NotRecorded
from crawler.fetching.robots import RobotsClosed
from crawler.fetching.runs import Runs, runs_of

EXCEPTIONS: Sequence[tuple[type[BaseException], str]] = (
    (NotRecorded, "not-recorded"),
    (RobotsClosed, "robots"),
    (OffSite, "off-site"),
    (PrivateAddress, "private-address"),
    (BadCertificate, "tls"),
    (HeadTooLarge, "too-large"),
    (DownloadCancelledError, "too-large"),
    (TooLarge, "too-large"),
    (DownloadTimeoutError, "timeout"),
    (TwistedTimeout, "timeout"),
    (CannotResolveHostError, "dns"),
    (ResponseDataLossError, "truncated"),
)
LEFT_BY_KEEP = ("captured", "look", "seen_at")
LOOP = "redirect loop"


class CaptureMiddleware:
    """Keeps each look through the store, then hands the decoded body on.

    `meta["captured"]` is what became of the look, `meta["look"]` its outcome, `meta["seen_at"]` its
    time.
    """

    def __init__(self, runs: Runs, maxsize: int) -> None:
        self.runs = runs
        self.maxsize = maxsize

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CaptureMiddleware":
        """The middleware of a crawl."""
        return cls(runs_of(crawler), crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    async def process_request(self, request: Request) -> None:
        """Asks for gzip only: other readers of WARC fail on brotli bodies."""
        request.headers["Accept-Encoding"] = b"gzip"
        for name in LEFT_BY_KEEP:
            request.meta.pop(name, None)  # of the look before a redirect or retry

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keeps an answer; a body that is too large is dropped, and the look says so."""
        limit = request.meta.get("download_maxsize", self.maxsize)
        encodings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        try:
            body, whole = decode(response.body, encodings.split(","), limit)
        except TooLarge as error:
            self.keep(request, self.look_of(request, "too-large", response, detail=str(error)))
            return decoded_response(request, response, b"")
        whole = whole and is_whole(response, body)
        found, detail = judge(request, response, body, whole=whole)
        if found == "redirect" and detail:
            request.meta["dont_redirect"] = True
        self.keep(request, self.look_of(request, found, response, body, detail))
        return decoded_response(request, response, body)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Keeps a look that brought no answer."""
        if isinstance(exception, IgnoreRequest) and not named(exception):
            return
        outcome = named(exception) or "connection"
        self.keep(request, self.look_of(request, outcome, detail=str(exception)))

    def look_of(
        self,
        request: Request,
        outcome: str,
        response: Response | None = None,
        body: bytes | None = None,
        detail: str = "",
    ) -> Look:
        """The look as the archive keeps it; without a body where none came or it was dropped."""
        headers = response.headers if response is not None else Headers()
        return Look(
            request.url[:LONGEST],
            request.meta.get("kind", "article"),
            self.time_of(request),
            outcome,
            status=response.status if response is not None and is_status(response) else None,
            headers=pairs(headers),
            request_headers=pairs(request.headers),
            raw=response.body if response is not None and body is not None else None,
            decoded=body,
            etag=text(headers.get("ETag")),
            last_modified=text(headers.get("Last-Modified")),
            location=(target(request, headers) or "")[:LONGEST] or None,
            detail=" ".join(detail.split())[:500],
            conditional="If-None-Match" in request.headers
            or "If-Modified-Since" in request.headers,
        )

    def keep(self, request: Request, look: Look) -> None:
        """Writes the look, and leaves word of it with the request."""
        captured = self.runs.keep(request.meta.get("asked_url", request.url), look)
        request.meta["captured"] = captured
        request.meta["look"] = look.outcome
        request.meta["seen_at"] = look.requested_at

    def time_of(self, request: Request) -> datetime:
        """When the request went out: the record's time under replay."""
        recorded: datetime | None = request.meta.get("recorded_at")
        if recorded is not None:
            return recorded
        return self.runs.clock() - timedelta(seconds=request.meta.get("download_latency") or 0)


def is_whole(response: Response, body: bytes) -> bool:
    """Whether a body is not cut off, as far as its connection tells."""
    if "dataloss" in response.flags:
        return False
    return "partial" not in response.flags or outcome.is_ended(body)


def is_status(response: Response) -> bool:
    """Whether a status is one of HTTP; a server can write any number."""
    return 100 <= response.status <= 999


def judge(request: Request, response: Response, body: bytes, *, whole: bool) -> tuple[str, str]:
    """The outcome of an answer by its name, and what more is to be said of it."""
    headers = {name.lower(): value for name, value in pairs(response.headers)}
    name, detail = outcome.outcome(response.status, headers, body, whole=whole)
    return name, no_way(request, response) if name == "redirect" else detail


def no_way(request: Request, response: Response) -> str:
    """Why a redirect is not followed, by the address alone; empty where it may be."""
    try:
        checked(target(request, response.headers) or "")
    except (OffSite, ValueError) as error:
        return f"leads nowhere: {error}"
    return LOOP if is_loop(request, response) else ""


def is_loop(request: Request, response: Response) -> bool:
    """Whether a redirect leads where this request has been, without a cookie that could matter."""
    if "Set-Cookie" in response.headers:
        return False
    been = (*request.meta.get("redirect_urls", ()), request.url)
    return target(request, response.headers) in been


def target(request: Request, headers: Headers) -> str | None:
    """The absolute address that a redirect leads to."""
    return outcome.led_to(request.url, text(headers.get("Location")))


def decoded_response(request: Request, response: Response, body: bytes) -> Response:
    """The answer with its decoded body; a plain one, since charsets are the reading's business."""
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    return Response(
        response.url, response.status, headers, body, flags=response.flags, request=request
    )


def content_type(response: Response) -> str | None:
    """The content type that a response declares."""
    return text(response.headers.get("Content-Type"))


def named(exception: BaseException) -> str | None:
    """The outcome that an exception means, where it has a name of its own."""
    return next((name for kind, name in EXCEPTIONS if isinstance(exception, kind)), None)


def pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Headers as pairs of text, in the order in which Scrapy gives them."""
    return tuple(
        (text(name) or "", text(value) or "")
        for name, values in headers.items()
        for value in values
    )


def text(value: bytes | None) -> str | None:
    """A header's name or value as text; without NUL, which no text in PostgreSQL can have."""
    return None if value is None else value.replace(b"\0", b"").decode("latin-1")
