"""Selectors find what CSS says, whatever is done to find it sooner."""

import re

import pytest
from cssselect import HTMLTranslator
from lxml.etree import XPath

from crawler.reading.page import parse
from crawler.reading.selecting import compiled, select

PAGE = """<html><body id="trang" class="bai"><div class="khung  noi-dung" data-role="content"
type="content"><p class="dau">Một</p><p class="dau cuoi">Hai</p><span class="dau">Ba</span>
<div class="khung"><p class="noi-dung-2">Bốn</p><a id="lien" class="dau&#xA0;cuoi" href="/x">Năm</a>
</div></div><p class=" cuoi\ndau ">Sáu</p><h1 data-role="content">Bảy</h1><div></div></body></html>
"""
FORMS = """
.dau | .cuoi.dau | p.dau | #trang | div#lien | a#lien | #trang#trang | .vang | * | .noi-dung
[data-role=content] | h1[data-role=content] | [data-role="content"] | [data-role] | [class^=noi]
.khung[type=content] | .khung[type=content].noi-dung | [type=content][data-role=content] | [class]
.khung:not(.noi-dung) | p:not(.cuoi).dau | .dau:first-child | p:last-child.dau | p:only-of-type
.khung:nth-child(1) | .khung:nth-child(1) p.dau:nth-child(2) | div:has(a#lien) .dau
.khung .dau | .khung .khung p | .khung > p | #trang .noi-dung | body.bai p | div:has(> .khung)
[data-role='content'] > .dau | .dau + .dau | .dau ~ span | .dau ~ .dau.cuoi | [href='/x'], .cuoi
div.khung:not([type]) a
"""


@pytest.mark.parametrize("css", re.split(r" \| |\n", FORMS.strip()))
def test_a_selector_finds_what_css_says(css: str) -> None:
    tree = parse(PAGE.encode()).tree
    plainly = XPath(HTMLTranslator().css_to_xpath(css))
    for root in (tree, *tree.iter("div")):
        assert select(root, css) == plainly(root)


@pytest.mark.parametrize("css", [".dau", "#lien", "[data-role=content]", ".khung .dau.cuoi"])
def test_a_plain_selector_asks_the_attributes_and_not_each_element(css: str) -> None:
    assert "*[@" not in compiled(css).path
