"""`scrapy genspider` is refused, with what to use."""

from scrapy.commands import ScrapyCommand

from crawler.commands.refused import Refused


class Command(Refused, ScrapyCommand):
    """Stands in its place."""

    instead = "`scrapy newsite NAME --page FILE --url URL` writes a spider that fits"
