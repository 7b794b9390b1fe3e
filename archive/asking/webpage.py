"""A diff as one page of HTML that needs nothing else: for a browser, a printer, an e-mail.

What is taken out and put in is told by colour, by a line through or under it, and in words to who
listens.
"""

from html import escape

from archive.asking.diff import Comparison, Diff
from archive.asking.marks import as_html, compared, summed
from archive.asking.time import shown

STYLE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1b1b1b; --soft: #5c5c5c; --line: #d8d8d8;
  --out: #8c1d18; --out-back: #fdecea; --in: #0b5a2b; --in-back: #e6f4ea; --moved: #174a8b;
  --moved-back: #e8f0fb }
@media (prefers-color-scheme: dark) { :root { --page: #16181b; --ink: #e8e6e3; --soft: #a9a7a3;
  --line: #3a3d42; --out: #ffb4ab; --out-back: #4a1a17; --in: #a6e3b5; --in-back: #12381f;
  --moved: #a8c7fa; --moved-back: #182f50 } }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 44rem; background: var(--page);
  color: var(--ink); font: 1.0625rem/1.65 "Noto Serif", Georgia, "Times New Roman", serif;
  overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 0 0 .75rem }
h2 { position: absolute; left: -999em }
h3, dl, .key, .skipped > summary, .move, footer {
  font-family: system-ui, "Noto Sans", Arial, sans-serif }
h3 { margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); font-size: .9rem;
  letter-spacing: .06em; text-transform: uppercase; color: var(--soft) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0;
  font-size: .9rem }
dt { color: var(--soft) } dd { margin: 0 }
p { margin: 0 0 .35rem } p.begins { margin-top: .8rem }
p.heading { font-weight: 700; font-size: 1.1rem; margin-top: 1.2rem }
p.item::before { content: "• " } p.quote { margin-left: 1.5rem; font-style: italic }
p.row { font-family: system-ui, "Noto Sans", Arial, sans-serif; font-size: .92rem; margin: 0;
  padding: .2rem .4rem; border-bottom: 1px solid var(--line) }
del, ins { border-radius: .2em; padding: .05em .1em; box-decoration-break: clone;
  -webkit-box-decoration-break: clone }
del { color: var(--out); background: var(--out-back); text-decoration: line-through }
ins { color: var(--in); background: var(--in-back); text-decoration: underline;
  text-underline-offset: .18em }
del + ins { margin-left: .2em }
del.moved, ins.moved { color: var(--moved); background: var(--moved-back);
  text-decoration-style: dotted }
del::before, del::after, ins::before, ins::after { position: absolute; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap }
del::before { content: " [taken out: " } ins::before { content: " [put in: " }
del.moved::before { content: " [moved from here: " }
ins.moved::before { content: " [moved to here: " }
del::after, ins::after { content: "] " }
a { color: inherit } .move { font-size: .8rem; color: var(--moved) }
.skipped { margin: .6rem 0; color: var(--soft) }
.skipped > summary { cursor: pointer; font-size: .8rem }
.key { margin: 1rem 0 0; font-size: .85rem } footer { margin-top: 3rem; font-size: .8rem;
  color: var(--soft) }
@media print { body { max-width: none; padding: 0; font-size: 11pt }
  p, .key { break-inside: avoid } h3 { break-after: avoid }
  del, ins { -webkit-print-color-adjust: exact; print-color-adjust: exact } }
"""
KEY = (
    '<p class="key" lang="en"><del>taken out</del> <ins>put in</ins> '
    '<del class="moved">moved from here</del> <ins class="moved">moved to here</ins></p>'
)
PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<dl lang="en">
{facts}
</dl>
{key}
</header>
<main>
<h2 lang="en">What differs</h2>
{body}
</main>
<footer lang="en">Times are those of Viet Nam (UTC+7).</footer>
</body>
</html>
"""


def as_page(diff: Diff | Comparison, context: int = 1) -> str:
    """The whole page; every text of the archive is escaped, and addresses link to http alone."""
    if isinstance(diff, Comparison):
        title, facts, told = diff.copy.title, _compared(diff), compared(diff.summary)
    else:
        title, facts, told = diff.title, _versions(diff), summed(diff.summary)
    facts += [("differs", escape(told))] if told else []
    listed = "\n".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    body = as_html(diff, context) or '<p lang="en">Nothing differs.</p>'
    title = escape(title or "(no title)")
    return PAGE.format(title=title, style=STYLE, facts=listed, key=KEY, body=body)


def _versions(diff: Diff) -> list[tuple[str, str]]:
    return [
        ("article", f"{_link(diff.url)} <code>{escape(diff.article_id)}</code>"),
        ("before", f"version {diff.old}, seen first {shown(diff.old_seen_at)}"),
        ("after", f"version {diff.new}, seen first {shown(diff.new_seen_at)}"),
    ]


def _compared(diff: Comparison) -> list[tuple[str, str]]:
    facts = []
    for name, side in (("origin", diff.origin), ("copy", diff.copy)):
        published = shown(side.published_at, side.published_precision)
        told = f"{escape(side.site)}, published {published}, version {side.version_no}: "
        facts.append((name, f'{told}{_link(side.url)} <span lang="vi">{escape(side.title)}</span>'))
    return facts


def _link(url: str) -> str:
    shown_url = escape(url)
    if not url.lower().startswith(("http://", "https://")):
        return shown_url
    return f'<a href="{shown_url}" rel="noreferrer">{shown_url}</a>'
