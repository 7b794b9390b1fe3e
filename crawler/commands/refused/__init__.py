"""Scrapy's own commands that go around what a crawl of this project keeps to, each refused.

A request of theirs has no site: no hosts that it may go to, no run that its look is kept with. What
they write is no spider of this project. Scrapy finds each by the name of its module.
"""

from argparse import Namespace

from crawler.commands import stop


class Refused:
    """What stands in the place of a command of Scrapy's."""

    requires_project = False
    requires_crawler_process = False
    instead = ""  # what does in this project what people want of it

    def short_desc(self) -> str:
        """One line of help."""
        return f"(not in this project) {self.instead}"

    def run(self, args: list[str], opts: Namespace) -> None:
        """Says what to use; exit status 2."""
        name = type(self).__module__.rpartition(".")[2]
        stop(f"`scrapy {name}` is not for this project: {self.instead}")
