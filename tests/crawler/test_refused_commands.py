"""Scrapy's own commands: each is of use here, or refused with what to use."""

from argparse import Namespace

import pytest
from scrapy.cmdline import _get_commands_from_module

USEFUL = {"edit", "list", "settings", "version"}
SCRAPYS = _get_commands_from_module("scrapy.commands", inproject=True)
OWN = _get_commands_from_module("crawler.commands", inproject=True)


def test_no_command_of_scrapys_is_left_that_goes_around_a_crawl_of_a_site():
    assert set(SCRAPYS) - set(OWN) == USEFUL


@pytest.mark.parametrize("name", sorted(set(SCRAPYS) & set(OWN) - {"crawl"}))
def test_a_refused_command_says_what_to_use_and_asks_nobody(name, capsys):
    assert not OWN[name].requires_crawler_process
    with pytest.raises(SystemExit) as ended:
        OWN[name].run(["http://127.0.0.1:9/"], Namespace())
    assert ended.value.code == 2
    assert (
        f"`scrapy {name}` is not for this project: {OWN[name].instead}" in capsys.readouterr().err
    )
    assert OWN[name].instead
