"""The figures of a run among Scrapy's stats."""

from scrapy.statscollectors import StatsCollector

from crawler.fetching.figures import SiteRun


def publish(stats: StatsCollector | None, run: SiteRun) -> None:
    """Adds the figures of a run to Scrapy's stats, each under its path."""
    paths = run.stats
    paths.update({f"look/{name}": number for name, number in run.looks.items()})
    paths.update({f"page/refused/{name}": number for name, number in run.refusals.items()})
    assert stats is not None
    for name, number in sorted(paths.items()):
        stats.inc_value(name, number)
    stats.set_value(f"run/{run.site}", run.outcome)
