"""`scrapy parse` is refused, with what to use."""

from scrapy.commands import ScrapyCommand

from crawler.commands.refused import Refused


class Command(Refused, ScrapyCommand):
    """Stands in its place."""

    instead = (
        "`scrapy read FILE --url URL` reads a page, `scrapy probe SITE` asks the listings of a site"
    )
