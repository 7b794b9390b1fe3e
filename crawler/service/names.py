"""Which sites the service crawls, and whether the names that somebody wrote are those of sites."""

import os
from collections.abc import Sequence

from archive.errors import ArchiveError
from crawler.config import BadConfig, Config


def known_sites() -> dict[str, bool]:
    """All sites of the settings in force by name, and whether their declaration enables them."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    from crawler import sites

    return {spider.name: spider.enabled for spider in sites.sites()}


def enabled_sites(config: Config) -> list[str]:
    """The sites that are crawled unasked: as they are declared, unless the configuration says."""
    enabled = []
    for name, declared in known_sites().items():
        said = config.site(name).enabled
        if declared if said is None else said:
            enabled.append(name)
    return enabled


def choose(names: Sequence[str], config: Config) -> list[str]:
    """The named sites, or all enabled ones; raises ArchiveError where a name is not known."""
    from crawler import sites

    known = known_sites()
    for name in names:
        if name not in known:
            raise ArchiveError(sites.no_such(name, known))
    return list(dict.fromkeys(names)) or enabled_sites(config)


def check(config: Config) -> None:
    """Raises BadConfig where the configuration has a table for a site that is none."""
    from crawler import sites

    known = known_sites()
    for name in config.sites:
        if name not in known:
            raise BadConfig(f"{config.file}: [site.{name}]: {sites.no_such(name, known)}")
