"""Any host that nobody declared: named articles, read by a recognised family or generically."""

from datetime import datetime
from functools import cache, cached_property
from typing import ClassVar

from archive.record import ArticleKey, HostFacts, Reading, SiteFacts
from crawler import sites
from crawler.families import families
from crawler.fetching import guard
from crawler.fetching.spider import NewsSpider
from crawler.fetching.task import BadTask, Task
from crawler.reading.address import Address, host_of, identify


class AnySpider(NewsSpider):
    name = "any"
    title = "any host"
    enabled: ClassVar[bool] = False

    @classmethod
    def check_task(cls, task: Task) -> None:
        """Only named articles, of hosts that no site has."""
        if not task.urls:
            raise BadTask("any crawls named articles only: add -a url=URL or -a urls=FILE")
        for url in task.urls:
            site = sites.site_of(url)
            if site is not None:
                raise BadTask(
                    f"{url} is of the site {site.name}: scrapy crawl {site.name} -a url=…"
                )

    @cached_property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts that were named, and no other."""
        return frozenset(host_of(url) for url in self.task.urls)

    @cached_property
    def allowed_ports(self) -> frozenset[int]:
        """The ports that were named."""
        return guard.ports_of(self.task.urls)

    def site_name(self, url: str) -> str:
        """Each host is a site of its own; its mobile form belongs to it."""
        host = host_of(url)
        return host if host in self.allowed_hosts else host.removeprefix("m.")

    def site_facts(self) -> list[SiteFacts]:
        """A site for each host, besides the declared ones."""
        named = (
            SiteFacts(host, host, (HostFacts(host),), enabled=False)
            for host in sorted(self.allowed_hosts)
        )
        return [*super().site_facts(), *named]

    def reading_of(self, body: bytes, url: str, at: datetime, content_type: str | None) -> Reading:
        """The reading by the layouts of the recognised family, else the generic one."""
        return sites.read_undeclared(body, url, at, content_type)

    def key_of(self, url: str, at: datetime, layout: str = "") -> ArticleKey | None:
        """The id in the address, by the forms of the family whose layout read the page; else the
        path is the identity, since what its ids mean is not known.
        """
        found = identify(forms(layout), url, at)
        if found is None:
            return None
        return ArticleKey(host_of(url), found.id_space, found.native_id, found.path)


@cache
def forms(layout: str) -> tuple[Address, ...]:
    """The article addresses of the family that has a layout; what such addresses refuse counts for
    declared sites alone.
    """
    return tuple(
        form
        for family in families()
        if layout in [each.name for each in family.layouts]
        for form in family.addresses
        if form.kind == "article"
    )
