"""`scrapy check` is refused, with what to use."""

from scrapy.commands import ScrapyCommand

from crawler.commands.refused import Refused


class Command(Refused, ScrapyCommand):
    """Stands in its place."""

    instead = "`scrapy probe SITE` shows whether a site answers as declared"
