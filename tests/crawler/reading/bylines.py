# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Invented articles with authors, sources, pointers and captions in all the forms that papers use.

Every event, person and figure is made up.
"""

from tests.crawler.reading.invented import AUTHOR, CAPTION, TEASERS, Sample, paragraphs
from tests.crawler.reading.shapes import wrap


def authors(line, author, extra=""):
    def f():
        return Sample(wrap(paragraphs() + line + extra), captions=(), author=author)

    return f


RIGHT = '<p style="text-align: right;">'
BEHIND = {
    "pv": (f"{RIGHT}<strong>PV</strong></p>", "PV"),
    "theottxvn": (f"{RIGHT}<strong>Theo TTXVN</strong></p>", None),
    "theo_par": (f"{RIGHT}(Theo TTXVN)</p>", None),
    "tonghop": (f"{RIGHT}<b>{AUTHOR} (tổng hợp)</b></p>", AUTHOR),
    "baivaanh": (f"<p><strong>Bài và ảnh: {AUTHOR}</strong></p>", AUTHOR),
    "baianh_caps": ("<p><strong>BÀI, ẢNH: HOÀNG VÂN</strong></p>", "HOÀNG VÂN"),
    "two": (f"{RIGHT}<strong>{AUTHOR} - Minh Khuê</strong></p>", f"{AUTHOR} - Minh Khuê"),
    "boldplain": (f"<p><strong>{AUTHOR}</strong></p>", AUTHOR),
    "theo_rs": (f"{RIGHT}<strong>{AUTHOR}</strong> (Theo Reuters)</p>", AUTHOR),
    "ghi": (f"{RIGHT}<em>{AUTHOR} (ghi)</em></p>", AUTHOR),
    "thuchien": (f"{RIGHT}<strong>Thực hiện: {AUTHOR}</strong></p>", AUTHOR),
    "nhompv": (f"{RIGHT}<strong>Nhóm phóng viên</strong></p>", "Nhóm phóng viên"),
    "agency": (f"{RIGHT}<strong>{AUTHOR}/TTXVN</strong></p>", AUTHOR),
    "agencyp": (f"{RIGHT}<strong>{AUTHOR} (TTXVN)</strong></p>", AUTHOR),
    "nguon": (f"{RIGHT}Nguồn: Báo Chính phủ</p>", None),
    "nguonlink": (
        '<p><em>Nguồn: <a href="https://nguon.example/x">https://nguon.example/x</a></em></p>',
        None,
    ),
    "author_then_photo": (
        f"<p><strong>{AUTHOR}</strong></p><p><em>Ảnh: Minh Khuê</em></p>",
        AUTHOR,
    ),
    "author_then_source": (
        f"{RIGHT}<strong>{AUTHOR}</strong></p>{RIGHT}<em>Theo Báo Mẫu Khác</em></p>",
        AUTHOR,
    ),
    "mt": (f"{RIGHT}<strong>M.T</strong></p>", "M.T"),
    "mt2": (f"{RIGHT}<strong>T. Huyền</strong></p>", "T. Huyền"),
    "span_right": (f'<p><span style="float:right"><b>{AUTHOR}</b></span></p>', AUTHOR),
    "span_align": (
        f'<p><span style="text-align:right;display:block"><b>{AUTHOR}</b></span></p>',
        AUTHOR,
    ),
    "nbsp": (f"{RIGHT}<strong>Hoàng&nbsp;Vân</strong></p>", AUTHOR),
    "upper": (f"{RIGHT}<strong>HOÀNG VÂN</strong></p>", "HOÀNG VÂN"),
    "xemthem": (f'<p>>> Xem thêm: <a href="/z1.htm">{TEASERS[0][0]}</a></p>', None),
    "docthem": (f'<p><strong>Đọc thêm: </strong><a href="/z1.htm">{TEASERS[0][0]}</a></p>', None),
    "moi": (f'<p><em>Mời bạn đọc xem thêm: <a href="/z1.htm">{TEASERS[0][0]}</a></em></p>', None),
    "arrow": (
        f'<p>=> <a href="/z1.htm">{TEASERS[0][0]}</a></p><p>=> <a href="/z2.htm">{TEASERS[1][0]}</a></p>',
        None,
    ),
    "connua": ("<p><em>(Còn nữa)</em></p>", None),
    "card": (
        f'<div class="author-card"><img src="/av.jpg"><div class="name"><b>{AUTHOR}</b></div><div class="job">Phóng viên kinh tế số</div><a href="mailto:hv@baomau.example">hv@baomau.example</a></div>',
        AUTHOR,
    ),
    "site_bold": (f"{RIGHT}<strong>Báo Mẫu</strong></p>", None),
    "cong": (f"{RIGHT}<strong>Cổng TTĐT huyện Tân Lâm</strong></p>", None),
    "bbt": (f"{RIGHT}<strong>BBT</strong></p>", None),
    "ttxvn_end": ("<p>(TTXVN/Vietnam+)</p>", None),
    "vov": (f"{RIGHT}<strong>{AUTHOR}/VOV.VN</strong></p>", AUTHOR),
    "sigma": (f"{RIGHT}<strong>Theo {AUTHOR}/Báo Mẫu</strong></p>", None),
    "thS": (f"{RIGHT}<strong>ThS. Nguyễn Văn Lâm</strong></p>", "ThS. Nguyễn Văn Lâm"),
}


def by_top(by, author):
    def f():
        return Sample(wrap(paragraphs(), by=by), captions=(), author=author)

    return f


ABOVE = {
    "top_plain": (f'<div class="author">{AUTHOR}</div>', AUTHOR),
    "top_tacgia": (f"<div>Tác giả: <b>{AUTHOR}</b></div>", AUTHOR),
    "top_card": (
        f'<div class="author-info"><a href="/tg"><img src="/a.jpg"></a><div><a href="/tg" class="author-name">{AUTHOR}</a><span class="author-job">Phóng viên</span><a class="author-email" href="mailto:a@b.c">a@b.c</a></div></div>',
        AUTHOR,
    ),
    "top_site": ('<div class="author">Báo Mẫu</div>', None),
    "top_two": (
        f'<div class="detail-author"><a>{AUTHOR}</a> - <a>Minh Khuê</a></div>',
        f"{AUTHOR} - Minh Khuê",
    ),
    "top_date": (f'<div class="author">{AUTHOR} - 12/05/2026 14:35</div>', AUTHOR),
}


def caps(markup, captions=(CAPTION,)):
    def f():
        return Sample(wrap(paragraphs(picture=markup)), captions=captions, author=None)

    return f


PLAIN = CAPTION.replace(" Ảnh: Minh Khuê", "")
AROUND = {
    "c_table": caps(
        f'<table><tr><td><img src="/p.jpg"></td></tr><tr><td><em>{CAPTION}</em></td></tr></table>'
    ),
    "c_center": caps(f'<p align="center"><img src="/p.jpg"></p><p align="center">{CAPTION}</p>'),
    "c_em": caps(f'<p><img src="/p.jpg"></p><p><em>{CAPTION}</em></p>'),
    "c_em_br": caps(f'<p style="text-align:center"><img src="/p.jpg"><br><em>{CAPTION}</em></p>'),
    "c_same_p": caps(f'<p style="text-align:center"><img src="/p.jpg"><em>{CAPTION}</em></p>'),
    "c_dup": caps(
        f'<figure><img src="/p.jpg"><figcaption>{CAPTION}</figcaption></figure><p><em>{CAPTION}</em></p>'
    ),
    "c_nocredit": caps(
        f'<p style="text-align:center"><img src="/p.jpg"></p><p style="text-align:center">{PLAIN}</p>',
        (PLAIN,),
    ),
    "c_nocredit_em": caps(f'<div><img src="/p.jpg"></div><div><i>{PLAIN}</i></div>', (PLAIN,)),
    "c_class": caps(
        f'<div class="image"><img src="/p.jpg"></div><p class="image-caption">{PLAIN}</p>', (PLAIN,)
    ),
    "c_wp": caps(
        f'<div class="wp-caption aligncenter"><img src="/p.jpg"><p class="wp-caption-text">{PLAIN}</p></div>',
        (PLAIN,),
    ),
    "c_two_rows": caps(
        f'<table><tr><td><img src="/p.jpg"></td><td><img src="/q.jpg"></td></tr><tr><td colspan=2>{CAPTION}</td></tr></table>'
    ),
    "c_two": caps(
        f'<p style="text-align:center"><img src="/p.jpg"></p><p style="text-align:center"><em>{CAPTION}</em></p><p style="text-align:center"><img src="/q.jpg"></p><p style="text-align:center"><em>{CAPTION.replace("Đoài", "Đông")}</em></p>',
        (CAPTION, CAPTION.replace("Đoài", "Đông")),
    ),
    "c_data": caps(
        f'<div class="ck-image" style="text-align:center"><img data-src="/p.jpg"></div><div style="text-align:center;font-style:italic">{PLAIN}</div>',
        (PLAIN,),
    ),
    "c_dl": caps(f'<div class="pic"><img src="/p.jpg"><span class="desc">{CAPTION}</span></div>'),
    "c_video": caps(
        '<div type="VideoStream" class="VCSortableInPreviewMode"><div class="VideoCMS_Caption"><p>Video: toàn cảnh lễ khai trương nền tảng một cửa</p></div></div>',
        (),
    ),
    "c_inline_label": caps('<div class="ads"><span>Quảng cáo</span></div>', ()),
    "c_related_one": caps(
        f'<div class="tinlq"><p><strong>Tin liên quan:</strong> <a href="/tl.html">{TEASERS[0][0]}</a></p></div>',
        (),
    ),
    "c_related_p": caps(f'<p><strong>>>> <a href="/tl.html">{TEASERS[0][0]}</a></strong></p>', ()),
    "c_related_read": caps(f'<p>Đọc thêm: <a href="/tl.html">{TEASERS[0][0]}</a></p>', ()),
    "c_related_box": caps(
        f'<div class="bx"><a href="/tl.html"><img src="/t.jpg"></a><a href="/tl.html">{TEASERS[0][0]}</a><p>{TEASERS[0][1]}</p></div>',
        (),
    ),
}

BYLINES = {name: authors(*facts)() for name, facts in BEHIND.items()} | {
    name: by_top(*facts)() for name, facts in ABOVE.items()
}
CAPTIONS = {name: maker() for name, maker in AROUND.items()}
