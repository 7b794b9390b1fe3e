"""`scrapy view` is refused, with what to use."""

from scrapy.commands import ScrapyCommand

from crawler.commands.refused import Refused


class Command(Refused, ScrapyCommand):
    """Stands in its place."""

    instead = (
        "`scrapy crawl any -a url=URL` keeps a page in the archive, `scrapy savepage` in a file"
    )
