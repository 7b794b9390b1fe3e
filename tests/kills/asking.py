"""Notes every request at the moment at which it goes out, also those of crawls that are killed."""

import json
import os
import time

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.fetching.replay import ReplayHandler


class NotedAddon:
    """Puts the noting handler in the place of the replaying one."""

    def update_settings(self, settings: BaseSettings) -> None:
        """After the replay's own add-on."""
        handlers = dict(settings["DOWNLOAD_HANDLERS"])
        name = f"{__name__}.{NotedHandler.__name__}"
        handlers |= {"http": name, "https": name}
        settings.set("DOWNLOAD_HANDLERS", handlers, priority="cmdline")


class NotedHandler(ReplayHandler):
    """The replay, which writes a line to `EGOV_ASKED` for each request."""

    async def download_request(self, request: Request) -> Response:
        """Notes, then answers."""
        row = {
            "pid": os.getpid(),
            "at": time.time(),
            "kind": request.meta.get("kind", "article"),
            "url": request.url,
            "asked": request.meta.get("asked_url", request.url),
        }
        line = json.dumps(row) + "\n"
        file = os.open(os.environ["EGOV_ASKED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode())
        os.close(file)
        return await super().download_request(request)
