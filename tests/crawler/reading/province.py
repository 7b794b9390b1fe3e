# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Invented articles in the markup of provincial papers and of government portals.

Every event, person and figure is made up; the markup follows what is known of such systems.
"""

from tests.crawler.reading.invented import (
    AUTHOR,
    BODY,
    CAPTION,
    HEADINGS,
    LEAD,
    TEASERS,
    TITLE,
    Sample,
    page,
    paragraphs,
    teasers,
)
from tests.crawler.reading.press import OG, PUB


def onecms():
    pic = f'<figure class="sc-img"><img src="/p.jpg"><figcaption><p>{CAPTION}</p></figcaption></figure>'
    body = f"""<div class="l-content"><div class="c-news-detail"><div class="c-breadcrumb"><a href="/so">Chuyển đổi số</a></div><article class="entry entry-no-padding"><div class="sc-longform-header"><div class="sc-longform-header-text"><h1 class="sc-longform-header-title block-sc-title">{TITLE}</h1>
<div class="sc-longform-header-meta"><span class="sc-longform-header-author block-sc-author"><a href="/tac-gia/x">{AUTHOR}</a></span><span class="sc-longform-header-date block-sc-publish-time">12/05/2026 14:35</span></div><p class="sc-longform-header-sapo block-sc-sapo">{LEAD}</p></div></div>
<div class="b-maincontent">{paragraphs(picture=pic)}<div class="sc-empty-layer"></div><div class="sc-related-articles"><div class="sc-related-title">Bài liên quan</div><ul><li><a href="/x1.html">{TEASERS[0][0]}</a></li></ul></div></div></article>
<div class="c-widget-tags onecms__tags"><ul><li><a href="/tag/a">Tân Lâm</a></li><li><a href="/tag/b">một cửa</a></li></ul></div></div>
<div class="c-box"><div class="c-box__title">Bài đọc tiếp</div><div class="c-box__content">{teasers("div")}</div></div><div class="c-comment"><h3>Bình luận (0)</h3><div class="c-comment-empty">Chưa có bình luận nào</div></div></div>"""
    return Sample(page(body, OG + PUB))


def onecms_old():
    body = f"""<div class="c-detail-head"><div class="c-detail-head__cat"><a href="/x">Xã hội</a></div><h1 class="c-detail-head__title">{TITLE}</h1><div class="c-detail-head__row"><span class="c-detail-head__time">12-05-2026 14:35</span><a>Chia sẻ</a></div></div>
<div class="b-maincontent"><p><strong>(Báo Mẫu) - {LEAD}</strong></p>{paragraphs(heading="strong-p")}<p style="text-align:right;"><strong>{AUTHOR}</strong></p></div>
<div class="c-box"><h3>Bài liên quan</h3><div>{teasers()}</div></div>"""
    return Sample(page(body, OG), lead="", body=(f"(Báo Mẫu) - {LEAD}", *BODY), captions=())


def yyyymm():
    pic = f'<table class="image center" width="500" align="center"><tbody><tr><td><img src="/p.jpg" class="img-responsive"></td></tr><tr><td class="image_desc">{CAPTION}</td></tr></tbody></table>'
    body = f"""<div class="container"><div class="row"><div class="col-sm-8"><div class="article_content"><div class="breadcrumb"><a href="/">Trang chủ</a> <a href="/cai-cach">Cải cách hành chính</a></div><h1 class="media-heading title5">{TITLE}</h1>
<div class="date text-muted">14:35, 12/05/2026 (GMT+7)</div><div class="text-justify" id="content"><p><strong>{LEAD}</strong></p>{paragraphs(heading="strong-p", picture=pic)}<p style="text-align: right;"><strong>Bài, ảnh: {AUTHOR}</strong></p></div>
<div class="fb-like"></div><div class="keyword">Từ khóa: <a href="/tk/1">một cửa</a>, <a href="/tk/2">Tân Lâm</a></div>
<div class="comment-form"><h4>Ý kiến bạn đọc</h4><p>Email không hiển thị trên bài viết</p></div>
<div class="other"><h3 class="title">Các tin khác</h3><ul>{"".join(f'<li><a class="title3" href="/xh/202605/t-{n}ab12cd/">{t}</a> <span class="text-muted">(11/05/2026)</span></li>' for n, (t, _) in enumerate(TEASERS))}</ul></div></div></div>
<div class="col-sm-4"><h3>Xem nhiều</h3>{teasers(summary=False)}</div></div></div>"""
    return Sample(page(body, OG), lead="", body=(LEAD, *BODY))


def contentdetail():
    body = f"""<div class="detail"><div class="cate"><a href="/kt">Kinh tế</a></div><h1 class="name">{TITLE}</h1><div class="meta"><div class="date">Thứ Ba, 12/05/2026, 14:35 [GMT+7]</div><div class="zoom"><a href="javascript:;">A-</a><a>A+</a></div></div>
<div id="content-detail"><h2>{LEAD}</h2>{paragraphs(heading="strong-p", picture=f'<p style="text-align: center;"><img src="/p.jpg"></p><p style="text-align: center;"><em>{CAPTION}</em></p>')}<div class="pseudonym">{AUTHOR}</div></div>
<div class="relates"><div class="t">TIN LIÊN QUAN</div>{teasers()}</div><div class="topics"><a href="/td">Chuyển đổi số</a></div><div class="cm">{{{{comment.content}}}}</div></div>"""
    return Sample(page(body, OG), lead=LEAD)


def dcontent():
    body = (
        f"""<div class="detail"><h1 class="pTitle">{TITLE}</h1><div class="pTime">14:35 - 12/05/2026</div><p class="pHead">{LEAD}</p><div id="dcontent">"""
        + "".join(
            f'<p class="{"pInterTitle" if n in HEADINGS else "pBody"}">{"<strong>" + t + "</strong>" if n in HEADINGS else t}</p>'
            + (
                f'<p class="pAvatar"><img src="/p.jpg"></p><p class="pCaption">{CAPTION}</p>'
                if n == 1
                else ""
            )
            for n, t in enumerate(BODY)
        )
        + f"""<p class="pAuthor">{AUTHOR}</p></div><div class="same"><h3>Tin cùng chuyên mục</h3>{teasers()}</div></div>"""
    )
    return Sample(page(body, OG))


def huea():
    body = f"""<div id="colcate1"><div class="titlecate"><h1><a href="/kinh-te">Kinh tế</a></h1><span class="fw400"><a href="/kinh-te/so">Kinh tế số</a></span></div><div id="clear"><span class="pubdate">12/05/2026 - 14:35</span></div>
<h1 class="margintopbot10 fw700">{TITLE}</h1><div id="newscontents"><div class="content-fck"><p>(BM) - {LEAD}</p><p style="text-align:center"><img class="zoomimg" src="/p.jpg"></p><p style="text-align:center"><em>{CAPTION}</em></p>{paragraphs(heading="strong-p")}<p style="text-align:right"><strong>Bài, ảnh: {AUTHOR}</strong></p></div></div>
<div id="linkshare">Chia sẻ bài viết</div><div class="block_tag">Từ khóa <a class="tag_item" href="/tim-kiem/a.html">Tân Lâm</a></div><div class="detail-related"><h3>Đọc thêm</h3>{teasers()}</div><div id="comment"><p>Ý kiến bình luận</p></div></div>"""
    return Sample(
        page(
            body,
            OG
            + '<script type="application/ld+json">{"@type":"NewsArticle","name":"x","datePublished":"2026-05-12"}</script>',
        ),
        lead="",
        body=(f"(BM) - {LEAD}", *BODY),
    )


def huengaynay():
    body = f"""<div class="detail-main"><div id="colcate1"><div id="clear"><img src="/clock.png" alt="Clock"><span>ClockThứ Ba, 12/05/2026 14:35</span></div><h1>{TITLE}</h1><p>{LEAD}</p><div class="run"><a href="/r1">{TEASERS[0][0]}</a><a href="/r2">{TEASERS[1][0]}</a><a href="/r3">{TEASERS[2][0]}</a></div>
<div id="newscontents">{paragraphs(heading="strong-p", picture=f'<p class="image"><img src="/p.jpg"></p><p align="center"><i>{CAPTION}</i></p>')}<p style="text-align:right"><strong>Tin, ảnh: {AUTHOR}</strong></p></div></div>
<div class="rate"><b>ĐÁNH GIÁ</b><p>Hãy trở thành người đầu tiên đánh giá cho bài viết này!</p></div><div>  Ý kiến bình luận</div><div class="k">BẠN CÓ THỂ QUAN TÂM{teasers()}</div><div>TIN MỚI{teasers()}</div><a href="#">Return to top</a></div>"""
    return Sample(page(body, OG))


def liferay():
    box = "".join(
        f'<section class="portlet"><h1 class="portlet-title"><span>{n}</span></h1><div class="portlet-body"><ul><li><a href="/web/x">{TEASERS[i][0]}</a></li></ul></div></section>'
        for i, n in enumerate(["Thông báo", "Văn bản mới", "Lịch công tác"])
    )
    body = f"""<div id="wrapper"><div id="column-1"><div class="portlet-asset"><h1 class="portlet-title"><span class="portlet-title-text">Tin tức sự kiện nổi bật</span></h1><div class="asset-full-content"><div class="dd_chuyenmuc"><span class="tintuc"><a href="/t">Tin tức</a></span></div><div class="asset-full-content-title">{TITLE}</div><div class="assetPublishDate block_timer">12/05/2026 | 02:35 PM</div><div class="asset-control-detail"><a href="javascript:print()">In bài viết</a><a href="mailto:?s=x">Gửi email</a></div><p class="sapo"></p><div class="journal-content-article"><p>{LEAD}</p>{paragraphs(heading="strong-p", picture=f'<p style="text-align:center"><img src="/documents/1/p.jpg"></p><p style="text-align:center"><em>{CAPTION}</em></p>')}</div><p class="view-content-author">{AUTHOR}</p></div>
<div class="related_asset"><h3>Tin liên quan</h3><ul>{"".join(f'<li><a href="/-/view_content/{n}-x">{t}</a> (11/05/2026)</li>' for n, (t, _) in enumerate(TEASERS))}</ul></div></div></div><div id="column-2">{box}</div>
<div id="footer"><div class="journal-content-article"><p>SỞ THÔNG TIN MẪU - Trụ sở: 185 Giảng Mẫu, quận Đống Mẫu. Điện thoại: 024.000000. Email: vanthu@mau.example</p></div></div></div>"""
    return Sample(
        page(
            body,
            '<meta name="description" content="x"><meta name="keywords" content="y">',
            title=TITLE + " - Tin tức - Sở Mẫu",
        ),
        lead="",
        body=(LEAD, *BODY),
    )


def sharepoint():
    body = f"""<form id="aspnetForm" method="post" action="x.aspx"><input type="hidden" name="__VIEWSTATE" value="/wE"><div id="s4-workspace"><div class="left"><h1><a href="/">CỔNG THÔNG TIN ĐIỆN TỬ BỘ MẪU</a></h1></div><div id="ctl00_pnHide"><span>Thứ ba, 12/05/2026 14:35 GMT+7</span></div><div id="divArticleDescription3"><h1>{TITLE}</h1></div><div id="divArticleDescription1">{LEAD}</div><div id="divArticleDescription2"><div class="ExternalClass1">{"".join(f'<div style="text-align:justify">{"<strong>" + t + "</strong>" if n in HEADINGS else t}</div>' for n, t in enumerate(BODY))}<div style="text-align:right"><em>Nguồn: Trung tâm Thông tin huyện Tân Lâm</em></div></div></div><div id="ctl00_pnNguontin"></div><div class="tinkhac"><h3>Các tin khác</h3><ul><li><a href="/a.aspx">{TEASERS[0][0]}</a></li><li><a href="/b.aspx">{TEASERS[1][0]}</a></li></ul></div><div>Lượt truy cập: 123.456</div></div></form>"""
    return Sample(page(body, "", title="Chi tiết tin"), captions=(), author=None)


def dnict():
    body = f"""<div class="portlet-body"><article class="the-article"><ol class="category-breadcrump"><li><a href="/t">Chuyển đổi số</a></li></ol><header class="title-article">{TITLE}</header><div class="the-article-info"><span class="the-article-timecreate">Đăng ngày: 12/05/2026 14:35</span><span class="viewcount">Lượt xem: 152</span></div><div class="tts"><a>Nghe bài viết</a></div><p class="the-article-summary">{LEAD}</p><div class="the-article-body"><div class="grid__row"><div class="grid__col--12">{paragraphs(picture=f'<figure class="image"><img src="/p.jpg"><figcaption>{CAPTION}</figcaption></figure>')}</div></div></div><p class="the-article-author">{AUTHOR}</p><div class="the-article-footer"><div class="share-content"><a>Facebook</a><a>Zalo</a></div></div><div class="formbinhluan"><h4>Gửi bình luận</h4></div><div class="cat-lienquan"><h3>TIN LIÊN QUAN</h3>{"".join(f'<p><a href="?dinhdanh={n}&cat=1">{t} <span>(11/05/2026)</span></a></p>' for n, (t, _) in enumerate(TEASERS))}</div></article></div>"""
    return Sample(page(body, "", title="Tin tức - UBND quận Mẫu"))


def vgp():
    body = f"""<form id="aspnetForm"><div class="breadcrums"><a href="/x">Kinh tế</a></div><div class="article-header"><h1>{TITLE}</h1><p class="meta">14:35, 12/05/2026</p></div><div class="summary">(BM) - {LEAD}</div><ul class="inline-related"><li><a href="/a/1.vgp">{TEASERS[0][0]}</a></li></ul><div class="article-body cmscontents"><table align="center"><tbody><tr><td><img src="/p.jpg"></td></tr><tr><td class="caption"><p>{CAPTION}</p></td></tr></tbody></table>{paragraphs(heading="strong-p")}<p style="text-align:right;"><strong>{AUTHOR}</strong></p></div><div class="sharing_tool">Chia sẻ</div><p class="keywords">Từ khóa: <span class="word"><a href="/k">một cửa</a></span></p><div>Tin liên quan<ul>{"".join(f'<li><a href="/a/{n}.vgp">{t}</a></li>' for n, (t, _) in enumerate(TEASERS))}</ul></div></form>"""
    return Sample(page(body, ""), lead=f"(BM) - {LEAD}")


def mastercms():
    pic = f'<table class="MASTERCMS_TPL_TABLE" style="width:100%"><tbody><tr><td><img class="__img_mastercms" src="/p.jpg"></td></tr><tr><td>{CAPTION}</td></tr></tbody></table>'
    box = f'<table class="__mb_article_in_image"><tr><td><a href="/z-1.html"><img src="/z.jpg"></a></td><td><a href="/z-1.html"><strong>{TEASERS[2][0]}</strong></a> <span>{TEASERS[2][1]}</span></td></tr></table>'
    body = f"""<div class="head">Chủ nhật 21/12/2025 08:24 Hotline: 024.1 Email: a@b.example</div><div class="bx"><div class="article-detail"><h1 class="article-detail-title f0">{TITLE}</h1><span class="article-date"><span class="format_time">14:35</span> | <span class="format_date">12/05/2026</span></span><div class="article-detail-author"><a href="/t">{AUTHOR}</a></div><div class="article-detail-desc f0">{LEAD}</div><div class="item-content"><div class="__MASTERCMS_CONTENT"><div id="__MB_MASTERCMS_EL_3" class="__MB_MASTERCMS_EL">{paragraphs(heading="strong-p", picture=pic)}{box}</div></div></div><div class="article-detail-source"><span>Nguồn: </span><span class="link-source-text-name">Cổng thông tin huyện Tân Lâm</span> <span class="link-source-full">https://tanlam.example/tin-1</span> <a>Copy link</a></div><div class="tags">Từ khóa: <a href="/tag/a-1.tag">một cửa</a></div><div class="box-other"><h3>Tin bài khác</h3>{teasers()}</div><div class="w"><h3>Thời tiết</h3><p><a href="/tt1.html">Thời tiết hôm nay 12/5: Bắc Bộ nắng nóng</a></p><p>Thời tiết hôm nay 12/5, Bắc Bộ nắng nóng, Trung Bộ có mưa rào và dông vài nơi.</p></div></div></div>"""
    return Sample(page(body, ""))


PAGES = {
    maker.__name__: maker()
    for maker in (
        onecms, onecms_old, yyyymm, contentdetail, dcontent, huea, huengaynay, liferay, sharepoint,
        dnict, vgp, mastercms,
    )
}  # fmt: skip
