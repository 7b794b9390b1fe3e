# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Invented articles in the markup of the national press, its boxes, forms and banners included.

Every event, person and figure is made up; the markup follows what is known of such systems.
"""

from tests.crawler.reading.invented import (
    AUTHOR,
    BODY,
    CAPTION,
    LEAD,
    TEASERS,
    TITLE,
    Sample,
    page,
    paragraphs,
    teasers,
)

OG = f'<meta property="og:title" content="{TITLE}"><meta property="og:description" content="{LEAD}"><meta property="og:site_name" content="Báo Mẫu">'
PUB = '<meta property="article:published_time" content="2026-05-12T14:35:00+07:00">'


def kbw():
    lis = "".join(
        f'<li class="kbwscwlrl" data-date="1/1/2026" data-id="1" data-title="{t}" data-url="/a-{n}.htm"><div class="kbwscwlrl-thumb"><a href="/a-{n}.htm"><img src="/t.jpg"></a></div><div class="info"><h4 class="kbwscwlrl-title clearfix"><a class="title link-callout" href="/a-{n}.htm">{t}</a></h4><div class="kbwscwlrl-sapo">{s}</div></div></li>'
        for n, (t, s) in enumerate(TEASERS[:2])
    )
    return f'<div class="VCSortableInPreviewMode alignRight" type="RelatedNewsBox"><div class="kbwscwl-relatedbox type-2 tuoitre"><ul class="kbwscwlr-list">{lis}</ul></div></div>'


def one(n=3):
    t, s = TEASERS[n]
    return f'<div class="VCSortableInPreviewMode" type="RelatedOneNews"><div class="VCObjectBoxRelatedNewsItemWrapper"><a class="VCObjectBoxRelatedNewsItemAvatar" href="/b-{n}.htm" title="{t}"><img src="/b.jpg" alt="{t}"></a><div class="VCObjectBoxRelatedNewsItemInfo"><a class="VCObjectBoxRelatedNewsItemTitle" href="/b-{n}.htm" title="{t}">{t}</a><p class="VCObjectBoxRelatedNewsItemSapo">{s}</p></div></div></div>'


def photo(c=CAPTION):
    return f'<div class="VCSortableInPreviewMode" type="Photo" style=""><div><a href="https://cdn.mau/p.jpg" class="detail-img-lightbox"><img src="https://cdn.mau/p.jpg" alt="{c}" w="1200" h="800"></a></div><div class="PhotoCMS_Caption"><p data-placeholder="Nhập chú thích ảnh" class="">{c}</p></div></div>'


def comments_form():
    return (
        '<div class="detail__comment"><div class="box-comment"><div class="cm-head"><span>Bình luận (<span>0</span>)</span></div><div class="tab"><a href="javascript:;">Thời gian</a> | <a href="javascript:;">Hay nhất</a></div>'
        '<div class="form-comment"><textarea placeholder="Chia sẻ ý kiến của bạn"></textarea><div class="txt">Tối đa: 1500 ký tự</div><a href="javascript:;" class="btn">Gửi bình luận</a></div>'
        "<p>Hiện chưa có bình luận nào, hãy là người đầu tiên bình luận</p>"
        '<div class="view-more"><a href="javascript:;">Xem thêm bình luận</a></div></div></div>'
        '<div class="popup" id="popup-login"><h3>Thông báo</h3><p>Bạn cần đăng nhập để thực hiện chức năng này!</p></div>'
        '<div class="popup-info"><p>Vui lòng nhập thông tin của bạn</p><p>Thông tin của bạn đọc sẽ được bảo mật an toàn và chỉ sử dụng trong trường hợp tòa soạn cần thiết để liên lạc với bạn.</p><label>Họ và tên</label><label>Email</label><a>Gửi</a></div>'
    )


def star():
    return '<div class="detail__stars"><div class="stars-box"><div class="title">Tặng sao cho bài viết</div><p>Trở thành người đầu tiên tặng sao cho bài viết</p><div><span>0</span><span>0</span><span>0</span></div><p>Bạn muốn tặng Minh Khuê bao nhiêu sao?</p><ul><li>1 sao</li><li>2 sao</li><li>5 sao</li></ul><p>Hoặc nhập số sao</p><p>Chọn số lượng sao. Chi tiết về chương trình xem tại đây. Mỗi ngôi sao tương ứng với một nghìn đồng được chuyển tới tác giả.</p></div></div>'


def app():
    return '<div class="app-banner"><p>Cài đặt ứng dụng Báo Mẫu để đọc tin nhanh hơn và nhận thông báo khi có tin mới nhất trong ngày</p><a href="https://apps.apple.com/x">App Store</a><a href="https://play.google.com/x">Google Play</a></div>'


def tuoitre():
    body = f'''<div class="header__sticky"><div class="container"><h1 class="title-sticky">{TITLE}</h1></div></div>
<div class="main"><div class="container"><div class="detail__section"><div class="detail__cmain-flex"><div class="detail__cmain-main" id="main-detail">
<div class="detail-top"><div class="detail-cate"><a href="/nhip-song-so.htm" title="Nhịp sống số" data-role="cate-name">Nhịp sống số</a></div><div class="detail-time"><div data-role="publishdate">12/05/2026 14:35 GMT+7</div></div><a class="view-cmt" href="javascript:;"><span>0</span></a><a href="#">Theo dõi Báo Mẫu trên Google News</a></div>
<h1 class="detail-title article-title" data-role="title">{TITLE}</h1>
<div class="detail-info"><div class="detail-author author-info"><div class="list-author"><a class="avatar" href="/tac-gia/hoang-van-1.htm"><img src="/av.jpg"></a><div class="author"><a class="name" href="/tac-gia/hoang-van-1.htm" title="{AUTHOR}">{AUTHOR}</a></div></div></div></div>
<h2 class="detail-sapo" data-role="sapo">{LEAD}</h2>
<div class="detail-cmain clearfix"><div class="detail-content afcbc-body" data-role="content" itemprop="articleBody">{photo()}{paragraphs(heading="h3", picture=kbw(), after=3)}{one()}</div></div>
<div class="detail-content detail-content-2" data-role="content"></div>
<div class="detail-tab"><a href="/" class="back">Trở lại trang chủ</a></div>{star()}
<div class="detail__author-box box-author-detail"><div class="detail-author-bot"><a class="name" href="/tac-gia/hoang-van-1.htm">{AUTHOR}</a></div></div>
<div class="detail-tags"><div class="tags-list"><a href="/tan-lam.htm" class="item" title="Tân Lâm">Tân Lâm</a><a href="/mot-cua.htm" class="item">một cửa điện tử</a><a href="/x.htm" class="item">nền tảng dùng chung</a></div></div>
{comments_form()}
</div><div class="detail__cmain-sub"><div class="box"><h3>Tin mới nhất</h3>{teasers(summary=False)}</div></div></div></div>
<div class="detail__related"><div class="box-category"><div class="box-title">Tin cùng chuyên mục</div>{teasers()}</div><div class="box-tuoitresao">{app()}</div></div></div></div>'''
    head = (
        OG
        + PUB
        + f'<meta name="author" content="BAO MAU"><script type="application/ld+json">{{"@context":"http://schema.org","@type":"NewsArticle","headline":"{TITLE}","datePublished":"2026-05-12T14:35:00+07:00","dateModified":"2026-05-12T15:00:00+07:00","author":{{"@type":"Person","name":"BAO MAU"}},"publisher":{{"@type":"Organization","name":"Báo Mẫu"}},"description":"{LEAD}"}}</script>'
    )
    return Sample(page(body, head), url="https://baomau.example/nen-tang-20260512143500123.htm")


def tuoitre_naive():
    s = tuoitre()
    return Sample(s.html.replace("2026-05-12T14:35:00+07:00", "2026-05-12T14:35:00"), url=s.url)


def nld():
    body = f'''<div class="main"><div class="detail__page"><div class="detail-breadcrumb"><a href="/trang-chu.htm">Trang chủ</a> <a href="/cong-nghe.htm" data-role="cate-name">Công nghệ</a></div>
<div class="detail-time" data-role="publishdate">12/05/2026 14:35 GMT+7</div>
<h1 class="title" data-role="title">{TITLE}</h1>
<h2 class="sapo" data-role="sapo">(NLĐ)- {LEAD}</h2>
<div class="flex"><div class="social"><a href="#">Chia sẻ</a><a href="#">Facebook</a><a href="#">Zalo</a><a>Copy link</a></div>
<div class="detail-content afcbc-body" data-role="content" itemprop="articleBody">{paragraphs(heading="p", picture=photo(), after=1).replace("<p>" + BODY[2] + "</p>", "<p><b>" + BODY[2] + "</b></p>").replace("<p>" + BODY[6] + "</p>", "<p><b>" + BODY[6] + "</b></p>")}
<div class="VCSortableInPreviewMode link-content-footer IMSCurrentEditorEditObject" type="link-content-footer"><a href="/c-1.htm" title="{TEASERS[0][0]}"><i></i>{TEASERS[0][0]}</a></div></div></div>
<div class="detail-author" data-role="author">Bài và ảnh: {AUTHOR}</div>
<div class="detail-tags"><span>Từ khóa:</span><a href="/a.htm">chuyển đổi số</a></div>
<div class="box-vote"><p>Bình chọn bài viết</p></div>{comments_form()}</div>
<div class="box-related"><h3>Tin liên quan</h3>{teasers()}</div><div class="box-paper"><p>Đọc báo in Báo Mẫu mọi lúc, mọi nơi chỉ với 90.000 đồng mỗi tháng</p></div></div>'''
    return Sample(page(body, OG + PUB), lead="(NLĐ)- " + LEAD)


def thanhnien():
    cap = CAPTION.replace("Ảnh: Minh Khuê", "ẢNH: MINH KHUÊ")
    fig = f'<figure class="VCSortableInPreviewMode" type="Photo"><div><img src="/p.jpg"></div><figcaption class="PhotoCMS_Caption"><p data-placeholder="Nhập chú thích ảnh">{cap}</p></figcaption></figure>'
    body = f"""<div class="layout__detail"><div class="detail__header"><div class="detail__breadcrumb"><a href="/thoi-su.htm" data-role="cate-name">Thời sự</a></div></div>
<h1 class="detail-title"><span data-role="title">{TITLE}</span></h1>
<div class="detail-author-top"><div class="author-info"><a class="avatar" href="/author/hv.htm"><img src="/av.jpg"></a><div class="author-info-content"><a class="name cms-author" href="/author/hv.htm">{AUTHOR}</a><a class="email" href="mailto:hoangvan@baomau.example">hoangvan@baomau.example</a></div></div></div>
<div class="detail-time"><div data-role="publishdate">12/05/2026 14:35 GMT+7</div></div><div class="detail-follow">Theo dõi Báo Mẫu trên <a href="https://news.google.com">Google News</a></div>
<h2 class="detail-sapo" data-role="sapo">{LEAD}</h2>
<div class="detail__cmain"><div class="detail-cmain"><div class="detail-content afcbc-body" data-role="content">{paragraphs(picture=fig)}
<div class="VCSortableInPreviewMode" type="VideoStream" data-vid="x.mp4"><div class="VideoCMS_Caption"><p>Bản tin chiều: {TEASERS[1][0]}</p></div></div></div>
<div class="detail-tab"><div class="detail-tag"><span>Từ khóa</span><a href="/1">Tân Lâm</a><a href="/2">hồ sơ trực tuyến toàn trình</a></div></div>
<div class="detail-bottom"><p>Báo Mẫu trên Zalo</p></div></div>
<div class="detail__rating"><p>Bạn cảm thấy bài viết này thế nào?</p></div>{comments_form()}</div>
<div class="detail__related">Tin liên quan {teasers()}</div><div class="box"><h3>Đọc nhiều Thời sự</h3>{teasers(summary=False)}</div></div>"""
    return Sample(page(body, OG + PUB), captions=(cap,))


def dantri():
    fig = f'<figure class="image align-center" contenteditable="false"><img title="x" alt="x" data-src="/p.jpg" src="data:image/svg+xml;base64,AA"><figcaption class="dt-text-sm"><p>{CAPTION}</p></figcaption></figure>'
    rel = f'<article class="dt-my-6 dt-flex"><div class="dt-thumb"><a href="/r1.htm"><img data-src="/r.jpg"></a></div><div><h3 class="dt-font-bold"><a href="/r1.htm">{TEASERS[0][0]}</a></h3></div></article>'
    body = f"""<main class="dt-container"><div class="dt-grid"><div class="dt-col-span-8"><ul data-slot="breadcrumb" class="dt-flex"><li><a href="/cong-nghe.htm">Công nghệ</a></li><li><a href="/cong-nghe/an-ninh.htm">Chuyển đổi số</a></li></ul>
<article class="dt-article" id="desktop-in-article"><h1 data-slot="title" class="dt-text-[32px] dt-font-bold">{TITLE}</h1>
<div data-slot="meta" class="dt-flex"><div class="dt-avatar"><a href="/tac-gia/hoang-van.htm"><img data-src="/av.jpg"></a></div><div data-slot="author" class="dt-text-sm"><a href="/tac-gia/hoang-van.htm" class="dt-font-bold">{AUTHOR}</a></div><time data-slot="time" datetime="2026-05-12 14:35">Thứ ba, 12/05/2026 - 14:35</time></div>
<div class="dt-audio"><button>Nghe đọc bài</button><span>3:21</span><span>Nữ miền Bắc</span></div>
<h2 data-slot="sapo" class="dt-text-lg dt-font-semibold">(Báo Mẫu) - {LEAD}</h2>
<div data-slot="content" class="dt-text-lg dt-leading-7">{paragraphs(picture=fig)}{rel}<p style="text-align: right;">Theo <strong>Tin tức Mẫu</strong></p></div>
<ul data-slot="tags" class="dt-flex"><li>Tag:</li><li><a href="/1.tag">#một cửa</a></li><li><a href="/2.tag">#Tân Lâm</a></li></ul>
<div class="dt-social"><a href="#">Facebook</a><a href="#">Twitter</a><a href="#">Chép link</a></div></article>
<section class="dt-mt-8"><h2>Dòng sự kiện: Chuyển đổi số quốc gia</h2>{teasers("article")}</section>
<section class="dt-comment"><h2>Bình luận (0)</h2><p>Đăng nhập để bình luận</p></section></div><aside class="dt-col-span-4"><h2>Đọc nhiều trong Công nghệ</h2>{teasers("article", summary=False)}</aside></div></main>"""
    ld = f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}","datePublished":"2026-05-12T14:35:18+07:00","dateModified":"2026-05-12T14:35:18+07:00","author":[{{"@type":"Person","name":"{AUTHOR}"}}],"publisher":{{"@type":"Organization","name":"Báo điện tử Mẫu"}}}}</script>'
    return Sample(page(body, OG + ld), lead=f"(Báo Mẫu) - {LEAD}")


def baodautu():
    pic = f'<table align="center" border="0" cellpadding="0" cellspacing="0" class="MASTERCMS_TPL_TABLE" style="width:100%"><tbody><tr><td style="text-align:center"><img alt="" src="/p.jpg"></td></tr><tr><td style="text-align:center"><em>{CAPTION}</em></td></tr></tbody></table>'
    body = f"""<div class="main_content"><div class="container"><div class="row"><div class="col630 ml-auto mr40"><div class="fs16 text-uppercase"><a href="/kinh-te-so-c1/">Kinh tế số</a></div>
<div class="title-detail">{TITLE}</div>
<div class="d-flex justify-content-between author-share-top"><div class="author"><a class="author cl_green" href="/tac-gia/x">{AUTHOR}</a><span class="post-time"> - 12/05/2026 14:35</span></div><ul class="share"><li><a href="#"></a></li></ul></div>
<div class="follow-google"><a href="https://news.google.com/x">Theo dõi Báo Mẫu trên Google News</a></div>
<div class="sapo_detail">{LEAD}</div><div class="relate_news_one"><ul><li><a href="/x-d1.html">{TEASERS[1][0]}</a></li><li><a href="/x-d2.html">{TEASERS[2][0]}</a></li></ul></div>
<div id="content_detail_news">{pic}{paragraphs(heading="strong-p")}</div>
<div class="tag_detail"><a href="/tag/1">#một cửa</a> <a href="/tag/2">#nền tảng số</a></div>
<div class="box_relate"><div class="title_box">Tin liên quan</div><ul>{"".join(f'<li><a href="/o{n}-d{n}.html">{t}</a></li>' for n, (t, _) in enumerate(TEASERS))}</ul></div>
<div class="comment"><div class="t">Bình luận bài viết này</div><textarea></textarea><div class="note">Xem thêm trên Báo Mẫu</div></div></div>
<div class="col-right"><div class="box"><a href="/x" class="title-cate">Đọc nhiều</a>{teasers(summary=False)}</div></div></div></div></div>"""
    return Sample(page(body, OG))


def vtcnews():
    fig = f'<figure class="expNoEdit"><div class="expEdit"><img src="/p.jpg"></div><figcaption class="expEdit"><p>{CAPTION}</p></figcaption></figure>'
    body = f"""<section class="nd bottom relative"><div class="bottom-header"></div><article class="fl-lef nd-detail related-detail tag-article"><div class="breadcrumb tag"><a href="/cong-nghe.html">Công nghệ</a></div>
<header class="mb5 top-bottom"><h1 class="font28 bold lh-1-3">{TITLE}</h1></header><div class="mb15 gray-31 time-update"><span class="time-update mr10">Thứ Ba, 12/05/2026 14:35:00 +07:00</span><span class="author-bottom">(Báo Mẫu) -</span></div>
<h2 class="font18 bold inline-nb">{LEAD}</h2>
<div class="edittor-content box-cont mt15 clearfix related-bottom" itemprop="articleBody">{paragraphs(picture=fig)}
<div class="related-news-box bottom"><a href="/rr-ar1.html" class="relate"><img src="/r.jpg"></a><h3><a href="/rr-ar1.html">{TEASERS[0][0]}</a></h3></div></div>
<div class="mt10 author-make"><span class="bold">{AUTHOR}</span></div>
<div class="box-tag tag-bottom"><ul class="keylink"><li><a href="/tag/mot-cua-1.html">một cửa</a></li><li><a href="/tag/t-2.html">Tân Lâm</a></li></ul></div>
<div class="bottom-share"><a>Bình luận</a><a>Chia sẻ</a></div>
<div class="form-comment"><p>Bình luận của bạn sẽ được xét duyệt trước khi đăng.</p><p>XEM CÁC BÌNH LUẬN</p></div></article>
<section class="relate-bottom"><h2>Tin mới</h2>{teasers()}</section></section>"""
    head = (
        OG
        + f'<meta property="article:published_time" content="2026-05-12T14:35:00"><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2026-05-12T14:35:00","author":{{"@type":"Organization","name":"Báo điện tử Mẫu"}}}}</script>'
    )
    return Sample(page(body, head))


def znews():
    pic = f'<table class="picture" align="center"><tbody><tr><td class="pic"><img src="/p.jpg" title="x"></td></tr><tr><td class="pCaption caption"><p>{CAPTION}</p></td></tr></tbody></table>'
    inner = f'<div class="inner-article"><a href="/zz-post1.html"><div class="inner-article-thumb"><img src="/z.jpg"></div><h2 class="title">{TEASERS[0][0]}</h2><div class="summary">{TEASERS[0][1]}</div></a></div>'
    body = f"""<main><div class="page-wrapper"><article class="the-article type-text"><header class="the-article-header"><p class="the-article-category"><a href="/cong-nghe.html">Công nghệ</a><a href="/so.html">Chuyển đổi số</a></p>
<h1 class="the-article-title">{TITLE}</h1><ul class="the-article-meta"><li class="the-article-author"><a href="/tac-gia/hv.html">{AUTHOR}</a></li><li class="the-article-publish">Thứ ba, 12/5/2026 14:35 (GMT+7)</li><li class="the-article-friendly-date" title="12/05/2026 14:35">14:35 12/5/2026</li></ul>
<div class="the-article-tools"><a>Lưu bài viết</a><a>Chia sẻ</a></div></header>
<section class="main"><p class="the-article-summary">{LEAD}</p><div class="the-article-body">{pic}{paragraphs(heading="h3")}{inner}<p style="text-align:right" class="author">{AUTHOR}</p></div>
<p class="the-article-credit"><a href="https://tap-chi.example/x" title="x">Theo Tạp chí Mẫu</a></p>
<p class="the-article-tags"><span>tagged</span><a href="/1-tieu-diem.html">Tân Lâm</a> <a href="/2.html">một cửa</a></p></section></article>
<section class="section recommendation"><header><h4>Bạn có thể quan tâm</h4></header><div class="article-list">{teasers("article")}</div></section>
<section class="section"><header><h4>Đọc tiếp</h4></header>{teasers("article")}</section></div></main>"""
    head = OG + '<meta property="article:published_time" content="2026-05-12T14:35:07.000+07:00">'
    return Sample(page(body, head))


def vietnamplus():
    pic = f'<figure class="article__avatar"><a class="fancybox" href="/p.jpg"><img class="cms-photo" data-src="/p.jpg"></a><figcaption>{CAPTION}</figcaption></figure>'
    rel = f'<div class="article-relate"><a class="cms-relate" href="/k-post1.vnp" title="x">{TEASERS[2][0]}</a></div>'
    rel2 = f'<div class="related-news"><article class="story"><figure class="story__thumb"><a class="cms-link" href="/k-post2.vnp"><img data-src="/k.jpg"></a></figure><h2 class="story__heading"><a class="cms-link" href="/k-post2.vnp">{TEASERS[1][0]}</a></h2><div class="story__summary"><p>{TEASERS[1][1]}</p></div></article></div>'
    body = f"""<div class="container"><div class="breadcrumb"><h2 class="main"><a href="/khcn/">Công nghệ</a></h2></div><div class="article"><h1 class="article__title cms-title">{TITLE}</h1>
<div class="article__meta"><time class="time" datetime="2026-05-12T14:35:41+0700" data-time="1">12/05/2026 14:35</time><a class="gg-news" href="#">Theo dõi Báo Mẫu trên</a></div>
<div class="article__sapo cms-desc">{LEAD}</div>{pic}
<div class="article__social"><a href="#">Facebook</a><a>Twitter</a><a>Bản in</a><a>Copy link</a></div>
<div class="article__body zce-content-body cms-body" itemprop="articleBody"><style>.t1 {{ color: red }}</style><div class="ads_middle"><div id="sdaWeb_SdaArticleMiddle" class="rennab"></div></div>{paragraphs(picture=rel2)}{rel}</div>
<div class="article__source"><div class="source">(TTXVN/Báo Mẫu)</div></div>
<div class="article__tag"><h2>Từ khóa:</h2><div class="box-content"><a href="/tag/1">#Tân Lâm</a><a href="/tag/2">#một cửa điện tử</a><a href="/tag/3">#hồ sơ đất đai và hộ tịch</a></div></div>
<div class="article__related"><h3 class="box-heading">Tin liên quan</h3><div class="box-content">{teasers("article")}</div></div>
<div class="wrap-comment" id="comment1"><p>Gửi</p></div></div><div class="sidebar" data-source="mostread-news"><h3>Tin cùng chuyên mục</h3>{teasers("article", summary=False)}</div></div>"""
    head = (
        OG
        + '<meta class="cms-date" itemprop="datePublished" content="2026-05-12T14:35:41+0700"><meta property="article:published_time" content="2026-05-12T14:35:41+0700">'
    )
    return Sample(page(body, head), author=None)


def nhandan():
    pic = f'<table class="picture"><tbody><tr><td><img data-src="/p.jpg" class="cms-photo"></td></tr><tr><td class="caption">{CAPTION}</td></tr></tbody></table>'
    body = f"""<div class="main-col content-col"><div class="article"><h1 class="article__title cms-title">{TITLE}</h1><div class="box-meta-small"><div class="article__meta"><time class="time" datetime="2026-05-12T14:35:00+0700">Thứ Ba, ngày 12/05/2026 - 14:35</time></div><div class="article__author"><span class="name">{AUTHOR}</span></div></div>
{pic}<div class="article__sapo cms-desc"><p>{LEAD}</p></div><div class="article__body zce-content-body cms-body" itemprop="articleBody">{paragraphs(tag="div")}</div>
<div class="article__footer"><ul class="article__tags"><li><a href="/t1">#một cửa</a></li></ul></div></div>
<div class="box-comment"><h3>Ý kiến bạn đọc</h3><p>Gửi ý kiến của bạn</p></div><div class="timeline content-list"><h3>Có thể bạn quan tâm</h3>{teasers("article")}</div></div>"""
    return Sample(
        page(
            body,
            OG
            + '<meta class="cms-date" itemprop="datePublished" content="2026-05-12T14:35:00+0700">',
        )
    )


PAGES = {
    maker.__name__: maker()
    for maker in (
        tuoitre, tuoitre_naive, nld, thanhnien, dantri, baodautu, vtcnews, znews, vietnamplus, nhandan,
    )
}  # fmt: skip
