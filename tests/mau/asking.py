"""Notes every request that goes out, also those of a crawl that is killed: the ledger tells a
replayed answer once only, however often it was asked for.
"""

import os
from pathlib import Path

from scrapy import Request


class Noted:
    """A downloader middleware next to the downloader; the addresses go to `BAOMAU_ASKED`."""

    def process_request(self, request: Request) -> None:
        """Adds a line."""
        if name := os.environ.get("BAOMAU_ASKED"):
            with Path(name).open("a", encoding="utf-8") as file:
                file.write(f"{request.url}\n")
