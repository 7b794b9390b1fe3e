"""`scrapy runspider` is refused, with what to use."""

from scrapy.commands import ScrapyCommand

from crawler.commands.refused import Refused


class Command(Refused, ScrapyCommand):
    """Stands in its place."""

    instead = "`scrapy crawl SITE` crawls a declared site, `scrapy crawl any` another one"
