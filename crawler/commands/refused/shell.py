"""`scrapy shell` is refused, with what to use."""

from scrapy.commands import ScrapyCommand

from crawler.commands.refused import Refused


class Command(Refused, ScrapyCommand):
    """Stands in its place."""

    instead = "`scrapy read FILE --url URL` shows what is read of a page, and what is left out"
