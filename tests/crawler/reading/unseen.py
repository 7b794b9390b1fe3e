# ruff: noqa: E501 - markup stands in one line, as systems print it
"""Whole pages in the manner of national papers that no layout is declared for, with our own texts."""

from collections.abc import Callable

from tests.crawler.reading.clutter import Clutter
from tests.crawler.reading.invented import Sample
from tests.crawler.reading.stories import Story, stories

DATE = "2026-10-06T14:35:00+07:00"


def told(name: str) -> Story:
    return next(story for story in stories() if story.name == name)


def boxes(story: Story, seed: int) -> Clutter:
    return Clutter([other for other in stories() if other.title != story.title], seed)


def blocks(story: Story, paragraph: str, heading: str, picture: str, box: str = "") -> str:
    """The blocks by three patterns, a box behind the second paragraph."""
    found = []
    for number, (kind, text) in enumerate(story.blocks):
        found.append({"p": paragraph, "h2": heading, "img": picture}[kind].format(text))
        if number == 2:
            found.append(box)
    return "".join(found)


def sample(story: Story, html: str, *, url: str, **other: object) -> Sample:
    """The page and what it must read as: all of the story unless told otherwise."""
    facts: dict[str, object] = {
        "lead": story.lead,
        "body": tuple(story.body),
        "captions": tuple(story.captions),
        "author": story.author,
        "published": DATE,
    }
    return Sample(html, url=url, title=story.title, **(facts | other))  # type: ignore[arg-type]


def shell(title: str, head: str, body: str) -> str:
    return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def vnexpress_like() -> Sample:
    """The place in the lead's own element, pictures in picture elements, the byline at the right."""
    story = told("camera-giao-thong-trung-tam-dieu-hanh")
    more = boxes(story, 2)
    picture = '<figure data-size="true" class="tplCaption action_thumb_added"><div class="fig-picture"><picture><source data-srcset="https://i1.mau.example/p.jpg?w=680 1x, https://i1.mau.example/p.jpg?w=1020 2x"><img itemprop="contentUrl" loading="lazy" alt="x" class="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" data-src="https://i1.mau.example/p.jpg?w=680"></picture></div><figcaption itemprop="description"><p class="Image">{}</p></figcaption></figure>'
    text = blocks(story, '<p class="Normal">{}</p>', '<p class="Normal"><strong>{}</strong></p>', picture,
                  f'<div class="box-tinlienquanv2"><article class="item-news">{more.teaser(summary=True, tag="h4")}</article></div>')  # fmt: skip
    body = (
        f'<header class="section top-header"><span class="time-now">Chủ nhật, 22/11/2026</span><a class="btn24hqua" href="/24h">Mới nhất</a></header>{more.header()}'
        f'<section class="section page-detail top-detail"><div class="container"><div class="sidebar-1"><div class="header-content width_common"><ul class="breadcrumb"><li><a href="/so-hoa">Số hóa</a></li><li><a href="/so-hoa/cn">Công nghệ</a></li></ul><span class="date">Thứ ba, 6/10/2026, 14:35 (GMT+7)</span></div>'
        f'<h1 class="title-detail">{story.title}</h1><p class="description">{story.lead}</p><article class="fck_detail">{text}<p class="Normal" style="text-align:right;"><strong>{story.author}</strong></p></article>'
        f'<div class="footer-content width_common"><a class="back" href="/so-hoa">Trở lại Số hóa</a><a href="#">Lưu</a><a href="#">Chia sẻ</a><span>Copy link thành công</span></div><div class="tags"><h4 class="item-tag"><a href="/tag/a">đô thị thông minh</a></h4></div>'
        f'<div id="box_comment_vne"><h3>Ý kiến (<span>0</span>)</h3><div class="input_comment"><p>Chia sẻ ý kiến của bạn</p></div></div></div><div class="sidebar-2"><h2>Xem nhiều</h2>{more.teasers(4, summary=False)}</div></div></section>{more.footer()}'
    )
    head = f'<meta name="description" content="{story.lead}"><meta name="pubdate" content="{DATE}"><meta itemprop="author" content="BaoMau"><meta property="og:title" content="{story.title}">'
    return sample(
        story,
        shell(f"{story.title} - Báo Mẫu", head, body),
        url="https://bao1.example/camera-4912345.html",
    )


def vietnamnet_like() -> Sample:
    """No machine date, a wiki box between paragraphs, the author's card on top."""
    story = told("so-hoa-ho-so-dat-dai-xa-ban-liem")
    more = boxes(story, 4)
    picture = '<figure class="image vnn-content-image"><picture><source data-srcset="/p.webp"><img src="/p.jpg" alt="x"></picture><figcaption>{}</figcaption></figure>'
    wiki = f'<div class="insert-wiki-content vnn-title vnn-template-noneditable">{more.teaser(summary=True)}</div>'
    text = blocks(story, "<p>{}</p>", "<p><strong>{}</strong></p>", picture, wiki)
    body = (
        f'{more.header()}<div class="main-v1 bg-white"><div class="main__body"><div class="bread-crumb-detail sm-show-time"><ul><li><a href="/cn">Công nghệ</a></li><li><a href="/cds">Chuyển đổi số</a></li></ul><div class="bread-crumb-detail__time">Thứ Ba, 06/10/2026 - 14:35</div></div>'
        f'<h1 class="content-detail-title">{story.title}</h1><div class="articles-edit-wrap"><div class="article-detail-author-wrapper"><div class="article-detail-author"><div class="article-detail-author__info"><p class="article-detail-author__name"><span class="name"><a href="/tac-gia/x-0001.html">{story.author}</a></span></p></div></div></div></div>'
        f'<h2 class="content-detail-sapo sm-sapo-mb-0">{story.lead}</h2><div class="maincontent main-content" id="maincontent">{text}</div>'
        f'<div class="vnn-share-social"><a href="#">Facebook</a><a href="#">Zalo</a></div><div class="article-relate"><article class="relate"><h3>Tin cùng chuyên mục</h3>{more.teasers(4)}</article></div><div class="tag-cotnent"><h3>Chủ đề:</h3><a href="/t">đất đai</a></div><div class="comment">Bình luận <p>Mời bạn nhập bình luận</p></div></div>'
        f'<div class="main__sidebar"><h2>Tin nóng</h2>{more.teasers(5, summary=False)}</div></div>{more.footer()}'
    )
    head = f'<meta property="og:title" content="{story.title}"><meta property="og:description" content="{story.lead}">'
    return sample(
        story, shell(story.title, head, body), url="https://bao2.example/ban-liem-2455123.html"
    )


def laodong_like() -> Sample:
    """The lead in a class that no list knows, the author before the date, a box of links in the text."""
    story = told("ky-so-tu-xa-can-bo-xa")
    more = boxes(story, 6)
    text = blocks(story, "<p>{}</p>", "<h3>{}</h3>", '<figure class="insert-center-image"><img src="/p.jpg"><figcaption><em>{}</em></figcaption></figure>',
                  f'<div class="art-relate"><ul><li class="rl-i"><a href="/r1.ldo">{more.others[0].title}</a></li><li class="rl-i"><a href="/r2.ldo">{more.others[1].title}</a></li></ul></div>')  # fmt: skip
    body = (
        f'{more.header()}<main class="main"><div class="breadcrumb"><ul><li><a href="/xa-hoi">Xã hội</a></li></ul></div><h1 class="title">{story.title}</h1>'
        f'<div class="m-bottom-15 d-flex info"><span class="author"><a href="/tac-gia/x">{story.author}</a></span><span>|</span><span class="time">Thứ ba, 06/10/2026 14:35 (GMT+7)</span></div><div class="d-flex tools"><a href="#">Nghe đọc bài</a><a href="#">Theo dõi Báo Mẫu trên Google News</a></div>'
        f'<div class="chappeau">{story.lead}</div><div id="gallery-ctt" class="art-body">{text}</div><div class="keywords"><a href="/tu-khoa/1">#chữ ký số</a> <a href="/tu-khoa/2">#cán bộ xã</a></div>'
        f'<section class="box-same"><div class="title">Tin cùng chuyên mục</div>{more.teasers(3)}</section><section class="sec-emoji"><p>Bạn thấy bài viết này thế nào?</p></section></main><aside>{"".join(more.aside())}</aside>{more.footer()}'
    )
    head = f'<meta property="og:title" content="{story.title}"><meta property="og:description" content="{story.lead}"><meta property="article:published_time" content="2026-10-06T14:35:00"><meta property="article:author" content="Báo Mẫu Lao Động">'
    return sample(
        story,
        shell(f"{story.title} | Báo Mẫu", head, body),
        url="https://bao3.example/xa-hoi/ky-so-1290000.ldo",
    )


def vneconomy_like() -> Sample:
    """The time before the day, the author behind the text in a class, a form to subscribe between."""
    story = told("hai-quan-cang-tra-but-thong-quan")
    more = boxes(story, 8)
    text = blocks(story, '<p style="text-align:justify">{}</p>', "<h2>{}</h2>", '<div class="image-block"><img src="/p.jpg"><div class="credit">{}</div></div>',
                  '<div class="banner__register"><h4>Đăng ký nhận bản tin</h4><p>Nhập email của bạn để nhận tin kinh tế mỗi sáng, hoàn toàn miễn phí và hủy bất cứ lúc nào.</p></div>')  # fmt: skip
    body = (
        f'{more.header()}<div class="detail__wrapper"><div class="detail__meta">14:35, 06/10/2026</div><h1 class="detail__title">{story.title}</h1><h2 class="detail__summary">{story.lead}</h2>'
        f'<div class="detail__content">{text}</div><div class="detail__author"><strong>{story.author}</strong></div><div class="detail__tag"><span>Từ khóa:</span><a href="/t/1">thông quan</a></div>'
        f'<div class="detail__related"><h2>Đọc thêm</h2>{more.teasers(5)}</div></div><div class="sidebar">{more.gold()}{more.rates()}{more.most_read()}</div>{more.footer()}'
    )
    head = f'<meta property="og:title" content="{story.title}"><meta property="og:description" content="{story.lead}">'
    return sample(
        story,
        shell(f"{story.title} - Nhịp sống kinh tế", head, body),
        url="https://bao4.example/thong-quan.htm",
    )


PAGES: dict[str, Callable[[], Sample]] = {
    maker.__name__: maker
    for maker in (vnexpress_like, vietnamnet_like, laodong_like, vneconomy_like)
}
