"""`scrapy sites`: what each site is and rests on; `--write` puts it into docs/sites.md."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.utils.conf import closest_scrapy_cfg

from crawler.evidence import document


class Command(ScrapyCommand):
    """Prints the table of all sites, or writes it where the documents hold it."""

    requires_project = True
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Print what each site rests on; --write puts it into docs/sites.md"

    def add_options(self, parser: ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--write", action="store_true", help="write docs/sites.md anew")

    def run(self, args: list[str], opts: Namespace) -> None:
        text = document()
        if not opts.write:
            print(text, end="")
            return
        file = Path(closest_scrapy_cfg()).parent / "docs" / "sites.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        print(file)
