# ruff: noqa: E501 - markup stands in one line, as systems print it
"""The layouts of adversarial pages: a story and its clutter in the markup of today's systems."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.crawler.reading.clutter import Clutter
from tests.crawler.reading.stories import Story

PUBLISHED = "2026-10-06T14:35:00+07:00"
Rendered = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Plan:
    """How a page is laid out: clutter in the article's own container, twice as long as the article,
    headings that are links.
    """

    clutter: Clutter
    seed: int = 0
    inside: bool = False
    heavy: bool = False
    linked: bool = False


def truth(story: Story, lead: bool = True, author: bool = True) -> dict[str, Any]:
    """The gold of a page: the lead is the first paragraph where the page marks none."""
    return {
        "title": story.title,
        "lead": [story.lead] if lead else [],
        "body": story.body if lead else [story.lead, *story.body],
        "captions": story.captions,
        "author": story.author if author else None,
        "published_at": PUBLISHED,
    }


def pieces(story: Story, plan: Plan, paragraph: Callable[[str, str], str]) -> list[str]:
    """The blocks of a story as elements, clutter among them where the plan says so."""
    boxes = plan.clutter.between() if plan.inside else []
    found = []
    for number, (kind, text) in enumerate(story.blocks):
        shown = (
            f'<a href="/van-ban-{number}.html">{text}</a>' if kind == "h2" and plan.linked else text
        )
        found.append(paragraph(kind, shown))
        if boxes and number % 2 and kind != "h2":
            found.append(boxes.pop(0))
    return found


def column(story: Story, plan: Plan) -> str:
    """The clutter behind the text, in one column with it."""
    extra = []
    if plan.heavy:
        words = 0
        while words < 2 * story.words:
            box = plan.clutter.interest() + plan.clutter.comments() + plan.clutter.teasers(6)
            words += len(box.split())
            extra.append(f'<div class="extra">{box}</div>')
    return "".join([*plan.clutter.below(), *extra])


def inner(plan: Plan, boxes: list[str]) -> str:
    """Boxes that stand in the article's container, if the plan says so."""
    return "".join(boxes) if plan.inside else ""


def shell(story: Story, plan: Plan, main: str, head: str, classes: str = "wrapper") -> str:
    """The page around the main column."""
    clutter = plan.clutter
    described = f'<meta property="og:title" content="{story.title}"><meta property="og:description" content="{story.lead}"><meta property="og:site_name" content="Báo Mẫu"><meta property="og:type" content="article">'
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{story.title} | Báo Mẫu</title>{described}{head}</head><body>'
        f'{clutter.header()}<div class="{classes}"><div class="col-main">{main}</div><div class="col-side">{"".join(clutter.aside())}</div></div>'
        f"{clutter.popups()}{clutter.footer()}</body></html>"
    )


def html5(story: Story, plan: Plan) -> Rendered:
    """Elements that say what they are."""

    def block(kind: str, text: str) -> str:
        if kind == "img":
            return f'<figure><img src="/p.jpg" alt=""><figcaption>{text}</figcaption></figure>'
        return f"<{kind}>{text}</{kind}>"

    above, text = "".join(plan.clutter.above()), "".join(pieces(story, plan, block))
    below, boxes = column(story, plan), inner(plan, plan.clutter.aside())
    body = (
        f'<article class="detail"><header><nav class="breadcrumb"><a href="/">Trang chủ</a> / <a href="/so">{story.section}</a></nav><h1>{story.title}</h1>'
        f'<div class="meta"><span class="author">{story.author}</span> <time datetime="{PUBLISHED}">06/10/2026 14:35</time></div></header>'
        f'<p class="sapo">{story.lead}</p>{above}<div class="content">{text}{below if plan.inside else ""}{boxes}</div></article>{"" if plan.inside else below}'
    )
    ld = json.dumps(
        {"@type": "NewsArticle", "headline": story.title, "datePublished": PUBLISHED},
        ensure_ascii=False,
    )
    return shell(story, plan, body, f'<script type="application/ld+json">{ld}</script>'), truth(
        story
    )


def cms(story: Story, plan: Plan) -> Rendered:
    """Divs with class names, captions in tables, the byline at the right behind the text."""

    def block(kind: str, text: str) -> str:
        if kind == "img":
            return f'<table class="picture" align="center"><tr><td><img data-src="/p.jpg" src="data:image/gif;base64,AA"></td></tr><tr><td class="caption">{text}</td></tr></table>'
        return f"<p><strong>{text}</strong></p>" if kind == "h2" else f"<p>{text}</p>"

    byline = f'<p style="text-align: right;"><strong>Bài, ảnh: {story.author}</strong></p>'
    above, text = "".join(plan.clutter.above()), "".join(pieces(story, plan, block))
    below, boxes = column(story, plan), inner(plan, plan.clutter.aside())
    body = (
        f'<div class="bc"><a href="/">Trang chủ</a> &gt; <a href="/so">{story.section}</a></div><h1 class="title-detail">{story.title}</h1>'
        f'<div class="time">Thứ Ba, 06/10/2026 - 14:35</div>{above}<div class="sapo">{story.lead}</div>'
        f'<div class="noidung">{text}{byline}{below if plan.inside else ""}{boxes}</div>{"" if plan.inside else below}'
    )
    meta = f'<meta property="article:published_time" content="{PUBLISHED}">'
    return shell(story, plan, body, meta), truth(story)


def utility(story: Story, plan: Plan) -> Rendered:
    """Class names of a style sheet and of no meaning, sections around everything."""

    def block(kind: str, text: str) -> str:
        if kind == "img":
            return f'<div class="my-4"><img class="w-full" srcset="/p.jpg 1x" src="/p.jpg"><div class="text-sm text-center italic">{text}</div></div>'
        size = "text-xl font-bold" if kind == "h2" else "mb-4 leading-7"
        return f'<{"h3" if kind == "h2" else "p"} class="{size}">{text}</{"h3" if kind == "h2" else "p"}>'

    above, text = "".join(plan.clutter.above()), "".join(pieces(story, plan, block))
    below, boxes = column(story, plan), inner(plan, plan.clutter.aside())
    body = (
        f'<main class="grid"><section class="col-span-8"><div class="flex text-sm"><a href="/so">{story.section}</a><span>14:35 | 06/10/2026</span></div>'
        f'<h1 class="text-3xl font-bold">{story.title}</h1><div class="flex author-name"><a rel="author" href="/tac-gia/a">{story.author}</a></div>'
        f'<h2 class="font-semibold">{story.lead}</h2>{above}<div class="prose max-w-none">{text}{below if plan.inside else ""}{boxes}</div>'
        f"{'' if plan.inside else below}</section></main>"
    )
    return shell(story, plan, body, ""), truth(story)


LAYOUTS = (html5, cms, utility)
