"""Crawls in processes that are forked when the imports are done: they start in a moment."""

import os
from pathlib import Path

from tests import forking


class Forks:
    """Starts crawls by the process that has the imports behind it."""

    def start(
        self, site: str, words: list[str], environment: dict[str, str], log: Path
    ) -> forking.Process:
        """Starts a crawl in a process group of its own."""
        with log.open("ab") as output:
            return forking.start(
                *("scrapy", "crawl", site, *words),
                env={**os.environ, **environment},
                stdout=output,
                start_new_session=True,
            )
