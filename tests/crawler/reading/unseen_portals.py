# ruff: noqa: E501 - markup stands in one line, as systems print it
"""Whole pages in the manner of public bodies' portals that no layout is declared for."""

import json
from collections.abc import Callable

from tests.crawler.reading.invented import Sample
from tests.crawler.reading.unseen import blocks, boxes, sample, shell, told

WORD = '<p class="MsoNormal" style="text-align:justify; line-height:150%"><span style="font-size:14.0pt"><span style="font-family:&quot;Times New Roman&quot;,serif">{}</span></span></p>'


def vnpt_portal() -> Sample:
    """Paragraphs as a word processor writes them, the lead in bold, files and other news below."""
    story = told("dang-ky-kinh-doanh-hai-gio")
    more = boxes(story, 10)
    text = blocks(
        story,
        WORD,
        WORD.format("<b>{}</b>"),
        '<p style="text-align:center"><img src="/documents/p.jpg"></p><p style="text-align:center"><em>{}</em></p>',
    )
    body = (
        f'<div id="wrapper"><header id="banner"><div class="clock">Chủ nhật, ngày 22/11/2026, 08:24</div></header><nav><ul><li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/tin">Tin tức - Sự kiện</a></li><li><a href="/dvc">Dịch vụ công trực tuyến toàn trình</a></li></ul></nav>'
        f'<section class="portlet" id="portlet_viewnews_WAR_vnpteportalnewsportlet"><div class="portlet-body"><div class="news-view"><h1 class="news-title">{story.title}</h1><div class="news-date"><span>06/10/2026 02:35 PM</span></div><div class="tool"><a href="javascript:print()">In trang</a> <span>Lượt xem: 1.204</span> <a href="#">A-</a> <a href="#">A+</a></div>'
        f'<div class="news-intro"><p><strong>{story.lead}</strong></p></div><div class="news-content">{text}<p style="text-align:right"><strong>{story.author}</strong></p></div><div class="news-file"><span>Tệp đính kèm:</span> <a href="/documents/ke-hoach-118.pdf">Kế hoạch 118.pdf</a></div>'
        f'<div class="news-other"><div class="title">Các tin khác</div><ul>{"".join(f"<li><a href=/-/{n}>{s.title}</a> <i>({n + 1:02}/10/2026)</i></li>" for n, s in enumerate(more.others[:6]))}</ul></div></div></div></section>'
        f'<aside>{more.documents()}{more.poll()}{more.weather()}{more.counter()}<div class="links"><p>Liên kết website</p><select><option>Chính phủ</option></select></div></aside><footer><p>CỔNG THÔNG TIN ĐIỆN TỬ TỈNH MẪU</p><p>Chịu trách nhiệm nội dung: Văn phòng UBND tỉnh Mẫu. Địa chỉ: số 1 đường Mẫu, phường Mẫu. Điện thoại: 0210 300 001</p></footer></div>'
    )
    html = shell(f"{story.title} - Cổng thông tin điện tử tỉnh Mẫu", "", body)
    return sample(story, html, url="https://mau1.example/-/tin/dang-ky-ho-kinh-doanh")


def next_portal() -> Sample:
    """Rendered by a script on the server: utility classes, the whole text again in a script, cards
    that are one link each.
    """
    story = told("dich-vu-cong-toan-trinh-quy-iii")
    more = boxes(story, 12)
    text = blocks(
        story,
        '<p class="mb-4 text-justify">{}</p>',
        '<h2 class="text-xl font-bold mt-6">{}</h2>',
        '<figure class="my-6"><img alt="" loading="lazy" srcset="/_next/image?url=p.jpg&amp;w=640 1x, /_next/image?url=p.jpg&amp;w=1200 2x" src="/_next/image?url=p.jpg&amp;w=1200"><figcaption class="text-center text-sm">{}</figcaption></figure>',
    )
    cards = "".join(
        f'<a class="group flex gap-3" href="/tin-tuc/{s.name}"><img src="/t.jpg" alt=""><div><h3 class="line-clamp-2">{s.title}</h3><p class="text-xs text-gray-500">0{n + 1}/10/2026</p></div></a>'
        for n, s in enumerate(more.others[:5])
    )
    data = json.dumps(
        {"props": {"title": story.title, "content": " ".join(story.body)}}, ensure_ascii=False
    )
    body = (
        f'<div id="__next"><header class="sticky top-0"><nav class="flex"><a href="/">Trang chủ</a><a href="/tin-tuc">Tin tức</a><button>Tìm kiếm</button></nav></header><main class="container mx-auto grid grid-cols-12"><div class="col-span-9"><div class="flex items-center text-sm"><a href="/">Trang chủ</a><span>/</span><a href="/tin-tuc">Tin tức</a></div>'
        f'<h1 class="text-3xl font-bold text-red-800">{story.title}</h1><div class="flex gap-2 text-gray-500"><span>06/10/2026</span><span>14:35</span><span>1.204 lượt xem</span></div><p class="text-justify text-gray-700 font-medium">{story.lead}</p><div class="prose max-w-full">{text}</div><p class="text-right font-bold">{story.author}</p>'
        f'<div class="mt-8"><h2 class="uppercase">Tin liên quan</h2><div class="grid grid-cols-3">{cards}</div></div></div><div class="col-span-3"><h2 class="uppercase">Tiêu điểm</h2>{cards}</div></main>{more.footer()}</div><script id="__NEXT_DATA__" type="application/json">{data}</script>'
    )
    head = f'<meta property="og:title" content="{story.title}"><meta name="description" content="{story.lead}">'
    return sample(
        story, shell(story.title, head, body), url="https://mau2.example/tin-tuc/dich-vu-cong"
    )


def sharepoint_2013() -> Sample:
    """Web parts in tables, empty paragraphs of zero width, the clock above the title."""
    story = told("nguoi-cao-tuoi-dinh-danh-dien-tu")
    more = boxes(story, 14)
    text = blocks(
        story,
        '<p style="text-align:justify;">\u200b{}</p>',
        "<p><strong>{}</strong></p>",
        '<div class="ms-rtestate-field"><img src="/PublishingImages/p.jpg" style="margin:5px"></div><div style="text-align:center;"><em>{}</em></div>',
    )
    body = (
        f'<form id="aspnetForm" method="post" action="/Trang/ChiTietTinTuc.aspx"><input type="hidden" name="__VIEWSTATE" value="{"AAEA" * 300}"><div id="s4-workspace"><div class="date-now">Chủ nhật, 22/11/2026 08:24</div><div class="menu"><ul><li><a href="/Trang/default.aspx">Trang chủ</a></li><li><a href="/Trang/TinTuc.aspx">Tin tức</a></li></ul></div>'
        f'<table width="100%"><tr><td class="ms-webpartzone-cell"><div class="ms-webpart-chrome"><h2 class="ms-webpart-titleText"><span>Chi tiết tin</span></h2><div class="DispForm"><div class="ArticleTitle">{story.title}</div><div class="ArticleDate">06/10/2026 14:35</div><div class="ArticleSummary">{story.lead}</div><div class="ArticleContent"><div class="ExternalClass3F">{text}<p>\u200b</p></div></div><div class="ArticleAuthor">{story.author}</div><div class="tools"><a href="#">In bài viết</a> | <a href="#">Gửi email</a> | Lượt xem: 120</div></div></div>'
        f'<div class="ms-webpart-chrome"><h2 class="ms-webpart-titleText"><span>Tin khác</span></h2>{more.links(6, dated=True)}</div></td><td width="240"><div class="ms-webpart-chrome"><h2 class="ms-webpart-titleText"><span>Thông báo</span></h2>{more.links(4)}</div>{more.counter()}</td></tr></table></div>{more.footer()}</form>'
    )
    return sample(
        story,
        shell("Chi tiết tin tức - Sở Mẫu", "", body),
        url="https://mau3.example/Trang/ChiTietTinTuc.aspx?nid=1204",
    )


def nukeviet() -> Sample:
    """Panels, a rating with stars, newer and older news, author and source right-aligned below."""
    story = told("cong-mo-du-lieu-doanh-nghiep-vinh-xuyen")
    more = boxes(story, 16)
    text = blocks(
        story,
        '<p style="text-align: justify;">{}</p>',
        "<p><strong>{}</strong></p>",
        '<div class="image-center"><figure class="image" style="display:inline-block"><img alt="" src="/uploads/news/p.jpg" /><figcaption>{}</figcaption></figure></div>',
    )
    body = (
        f'{more.header()}<div class="container" id="body"><ol class="breadcrumb"><li><a href="/vi/news/">Tin Tức</a></li></ol><div class="row"><div class="col-md-18"><div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">{story.title}</h1>'
        f'<div class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">Thứ ba - 06/10/2026 14:35</span></div><div class="col-md-12"><ul class="list-inline text-right"><li><a title="Gửi bài viết qua email" href="javascript:void(0);"><em class="fa fa-envelope"></em></a></li><li><a title="In ra" href="/print/1"><em class="fa fa-print"></em></a></li></ul></div></div>'
        f'<div class="clearfix"><div class="hometext m-bottom" itemprop="description">{story.lead}</div></div><div id="news-bodyhtml" class="bodytext margin-bottom-lg">{text}</div><div class="margin-bottom-lg"><p class="h5 text-right"><strong>Tác giả: </strong>{story.author}</p><p class="h5 text-right"><strong>Nguồn tin: </strong>Cổng thông tin Vĩnh Xuyên</p></div></div></div>'
        '<div class="news_column panel panel-default"><div class="panel-body"><form id="form3B"><div class="h5 clearfix"><p id="stringrating">Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p><p>Xếp hạng: 5 - 1 phiếu bầu</p><span>Click để đánh giá bài viết</span></div></form></div></div>'
        f'<div class="news_column panel panel-default"><div class="panel-body"><div class="h5"><em class="fa fa-tags"></em><strong>Từ khóa: </strong><a href="/tag/1">dữ liệu mở</a>, <a href="/tag/2">doanh nghiệp</a></div></div></div><div class="news_column panel"><div class="panel-body"><p class="h4"><strong>Những tin mới hơn</strong></p>{more.links(3, dated=True)}<p class="h4"><strong>Những tin cũ hơn</strong></p>{more.links(4, dated=True)}</div></div><div class="comment"><p>Ý kiến bạn đọc</p><p>Sắp xếp theo bình luận mới</p></div></div><div class="col-md-6">{more.counter()}{more.poll()}</div></div></div>{more.footer()}'
    )
    head = f'<meta property="og:title" content="{story.title}"><meta name="description" content="{story.lead}"><meta property="article:published_time" content="2026-10-06T14:35:00+07:00"><meta name="author" content="Sở Mẫu">'
    return sample(
        story,
        shell(f"{story.title} - Sở Mẫu", head, body),
        url="https://mau4.example/vi/news/tin-tuc/cong-mo-du-lieu-1204.html",
    )


def wordpress() -> Sample:
    """A department's site on a common system: captions, likes, neighbours, a form below."""
    story = told("kho-du-lieu-dung-chung-an-vien")
    more = boxes(story, 18)
    text = blocks(
        story,
        "<p>{}</p>",
        '<h2 class="wp-block-heading">{}</h2>',
        '<figure class="wp-block-image size-large"><img decoding="async" src="data:image/svg+xml,x" data-lazy-src="/wp-content/p.jpg"><figcaption class="wp-element-caption">{}</figcaption></figure>',
    )
    body = (
        f'<div id="page" class="site"><header class="site-header"><p class="site-title"><a href="/">Trung tâm Chuyển đổi số Mẫu</a></p><nav><ul><li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/tin-tuc">Tin tức</a></li></ul></nav></header><div class="site-content"><main><article class="post type-post"><header class="entry-header"><h1 class="entry-title">{story.title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2026-10-06T14:35:00+07:00">6 Tháng Mười, 2026</time></span> <span class="byline">bởi <span class="author vcard"><a class="url fn n" href="/author/x/">{story.author}</a></span></span></div></header>'
        f'<div class="entry-content"><p class="has-medium-font-size"><strong>{story.lead}</strong></p>{text}<div class="sharedaddy"><h3 class="sd-title">Chia sẻ:</h3><ul><li><a href="#">Facebook</a></li><li><a href="#">X</a></li></ul></div><div class="jp-relatedposts"><h3><em>Có liên quan</em></h3>{more.teasers(3)}</div></div><footer class="entry-footer"><span class="cat-links">Đăng trong <a href="/c">Tin tức</a></span></footer></article>'
        f'<nav class="post-navigation"><h2>Điều hướng bài viết</h2><div><a href="/truoc" rel="prev">{more.others[0].title}</a> <a href="/sau" rel="next">{more.others[1].title}</a></div></nav><div id="respond"><h3>Để lại một bình luận</h3><p>Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *</p><label>Bình luận *</label><p>Lưu tên của tôi, email, và trang web trong trình duyệt này cho lần bình luận kế tiếp của tôi.</p></div></main><aside class="widget-area"><h2 class="widget-title">Bài viết mới</h2>{more.links(5)}<h2 class="widget-title">Lưu trữ</h2><ul><li><a href="/2026/10">Tháng Mười 2026</a></li></ul></aside></div></div>'
    )
    ld = json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebPage", "name": "x"},
                {
                    "@type": "Article",
                    "headline": story.title,
                    "datePublished": "2026-10-06T07:35:00+00:00",
                    "author": {"@type": "Person", "name": "quantri"},
                },
            ],
        },
        ensure_ascii=False,
    )
    html = shell(
        f"{story.title} – Trung tâm Chuyển đổi số Mẫu",
        f'<script type="application/ld+json">{ld}</script>',
        body,
    )
    return sample(
        story,
        html,
        url="https://mau5.example/2026/10/kho-du-lieu/",
        lead="",
        body=(story.lead, *story.body),
    )


PAGES: dict[str, Callable[[], Sample]] = {
    maker.__name__: maker
    for maker in (vnpt_portal, next_portal, sharepoint_2013, nukeviet, wordpress)
}
