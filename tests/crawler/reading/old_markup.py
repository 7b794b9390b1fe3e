# ruff: noqa: E501 - markup stands in one line, as systems print it
"""Layouts of adversarial pages as systems printed them in the 2000s: line breaks, tables, one form."""

from tests.crawler.reading.layouts import Plan, Rendered, column, inner, pieces, truth
from tests.crawler.reading.stories import Story


def _page(story: Story, body: str, head: str = "") -> str:
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{story.title} - Báo Mẫu</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def brs(story: Story, plan: Plan) -> Rendered:
    """The whole text in one block, broken into lines."""

    def block(kind: str, text: str) -> str:
        if kind == "img":
            return f'<center><img src="/p.jpg"><br><i>{text}</i></center>'
        return f"<b>{text}</b><br><br>" if kind == "h2" else f"{text}<br><br>"

    clutter = plan.clutter
    text, below = "".join(pieces(story, plan, block)), column(story, plan)
    above, boxes = "".join(clutter.above()), inner(plan, clutter.aside())
    body = (
        f'{clutter.header()}<div class="main"><div class="left"><h1>{story.title}</h1><div class="date">Cập nhật: 14:35 | 06/10/2026</div>{above}'
        f'<div class="desc">{story.lead}</div><div class="nd">{text}<div align="right"><b>{story.author}</b></div>{below if plan.inside else ""}{boxes}</div>{"" if plan.inside else below}</div>'
        f'<div class="right">{"".join(clutter.aside())}</div></div>{clutter.popups()}{clutter.footer()}'
    )
    head = f'<meta name="description" content="{story.lead}">'
    return _page(story, body, head), truth(story)


def tables(story: Story, plan: Plan) -> Rendered:
    """Tables in tables in tables; the lead is the first paragraph, in bold."""

    def block(kind: str, text: str) -> str:
        if kind == "img":
            return f'<table width="400" align="center"><tr><td align="center"><img src="/p.jpg" width="400"></td></tr><tr><td align="center"><font size="1"><i>{text}</i></font></td></tr></table>'
        return f'<p align="justify"><font face="Arial" size="2">{"<b>" + text + "</b>" if kind == "h2" else text}</font></p>'

    clutter = plan.clutter
    text, below = "".join(pieces(story, plan, block)), column(story, plan)
    above, boxes = "".join(clutter.above()), inner(plan, clutter.aside())
    rows = "".join(f"<tr><td>{box}</td></tr>" for box in clutter.aside())
    body = (
        f'<table width="990" align="center"><tr><td colspan="3">{clutter.header()}</td></tr><tr><td width="160" valign="top"><table>{rows}</table></td>'
        f'<td width="560" valign="top"><table width="100%"><tr><td class="cate"><a href="/so.asp">{story.section}</a></td></tr><tr><td class="tieude"><font size="4"><b>{story.title}</b></font></td></tr>'
        f'<tr><td><font size="1">(Thứ Ba, 06/10/2026, 14:35)</font></td></tr><tr><td>{above}</td></tr><tr><td><p align="justify"><b>{story.lead}</b></p>{text}<p align="right"><b>{story.author}</b></p>{below if plan.inside else ""}{boxes}</td></tr>'
        f'<tr><td>{"" if plan.inside else below}</td></tr></table></td><td width="200" valign="top"><table><tr><td>{clutter.most_read()}</td></tr></table></td></tr><tr><td colspan="3">{clutter.popups()}{clutter.footer()}</td></tr></table>'
    )
    return _page(story, body), truth(story, lead=False)


def aspnet(story: Story, plan: Plan) -> Rendered:
    """One form around the page, its state in a hidden field, ids that a server made."""

    def block(kind: str, text: str) -> str:
        if kind == "img":
            return f'<div style="text-align: center;"><img src="/Images/p.jpg" /></div><div style="text-align: center;"><em>{text}</em></div>'
        return f'<div style="text-align: justify;">{"<strong>" + text + "</strong>" if kind == "h2" else text}</div>'

    clutter = plan.clutter
    text, below = "".join(pieces(story, plan, block)), column(story, plan)
    above, boxes = "".join(clutter.above()), inner(plan, clutter.aside())
    state = "wEPDwUKLTk2NjQ3" * 200
    body = (
        f'<form method="post" action="./chitiet.aspx?id=1" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/{state}=" />{clutter.header()}'
        f'<div id="s4-bodyContainer"><div id="ctl00_m_g_left"><span id="ctl00_lblTitle" class="news-title">{story.title}</span><span id="ctl00_lblDate"><br />06/10/2026 2:35 PM</span>{above}'
        f'<div id="ctl00_divSummary" class="summary">{story.lead}</div><div id="ctl00_divContent"><div class="ExternalClassA1B2">{text}{below if plan.inside else ""}{boxes}</div></div><div id="ctl00_lblAuthor" style="text-align:right"><strong>{story.author}</strong></div>'
        f'{"" if plan.inside else below}</div><div id="ctl00_right">{"".join(clutter.aside())}</div></div>{clutter.popups()}{clutter.footer()}</form>'
    )
    head = f'<meta name="description" content="{story.lead}">'
    return _page(story, body, head), truth(story)
