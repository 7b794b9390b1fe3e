# ruff: noqa: E501 - markup and sentences stand in one line, as systems print them
"""Invented articles of every shape: sixty words or a poem, questions and answers, decrees, bylines.

Every event, person and figure is made up.
"""

from dataclasses import replace

from tests.crawler.reading.invented import (
    AUTHOR,
    BODY,
    HEADINGS,
    LEAD,
    TITLE,
    Sample,
    page,
    paragraphs,
    teasers,
)
from tests.crawler.reading.press import OG, PUB, tuoitre


def para(text: str) -> str:
    return f"<p>{text}</p>"


def wrap(inner, lead=LEAD, after="", by="", head=OG + PUB, title=TITLE, date="12/05/2026 14:35"):
    shown = f'<div class="sapo">{lead}</div>' if lead else ""
    return page(
        f'<div class="main"><div class="left"><div class="bc"><a href="/a">Trang chủ</a> / <a href="/b">Xã hội</a></div><h1>{title}</h1><div class="time">{date}</div>{by}{shown}<div class="txt">{inner}</div>{after or "<div class=k><h3>Tin liên quan</h3>" + teasers() + "</div>"}</div><div class="right"><h3>Đọc nhiều</h3>{teasers(summary=False)}</div></div>',
        head,
        title=title,
    )


SHORT = [
    "Chiều 12/5, một trận mưa đá kéo dài khoảng mười phút đã làm hư hại 36 mái nhà tại thôn Đoài, xã Bình Hòa, rất may không có thiệt hại về người.",
    "Chính quyền xã đang thống kê thiệt hại và huy động dân quân giúp người dân lợp lại mái nhà trước khi trời tối.",
]


def short():
    t = tuoitre()
    h = t.html
    a = h.index('<div class="detail-content afcbc-body"')
    a = h.index(">", a) + 1
    b = h.index('</div></div>\n<div class="detail-content detail-content-2"')
    h = h[:a] + "".join(map(para, SHORT)) + h[b:]
    return replace(t, html=h, body=tuple(SHORT), captions=())


def short_plain():
    return Sample(wrap("".join(map(para, SHORT))), body=tuple(SHORT), captions=(), author=None)


def short_nolead():
    return Sample(
        wrap("".join(map(para, SHORT)), lead=""),
        lead="",
        body=tuple(SHORT),
        captions=(),
        author=None,
    )


def infographic():
    caps = [f"Bảng số {n}: hồ sơ trực tuyến theo từng xã của huyện Tân Lâm" for n in range(1, 7)]
    inner = "".join(
        f'<figure><img src="/i{n}.png"><figcaption>{c}</figcaption></figure>'
        for n, c in enumerate(caps)
    )
    return Sample(
        wrap(
            para(SHORT[0])
            + inner
            + '<p style="text-align:right"><strong>Đồ họa: Minh Khuê</strong></p>'
        ),
        body=(SHORT[0],),
        captions=tuple(caps),
        author=None,
    )


def qna():
    q = [
        "Thưa ông, vì sao huyện chọn cách dùng chung một nền tảng cho cả 28 xã?",
        "Kinh phí được lấy từ đâu?",
        "Ông có lời khuyên nào cho các huyện khác không?",
    ]
    a = [BODY[1], BODY[3], BODY[5]]
    inner = (
        para(BODY[0])
        + "".join(
            f"<p><strong>PV: {x}</strong></p><p><strong>Ông Lê Quang Định:</strong> {y}</p><p>{z}</p>"
            for x, y, z in zip(q, a, (BODY[4], BODY[7], BODY[8]), strict=False)
        )
        + "<p><strong>Xin cảm ơn ông!</strong></p><p style='text-align:right'><strong>Hoàng Vân (thực hiện)</strong></p>"
    )
    w = [BODY[0]]
    for x, y, z in zip(q, a, (BODY[4], BODY[7], BODY[8]), strict=False):
        w += [f"PV: {x}", f"Ông Lê Quang Định: {y}", z]
    return Sample(wrap(inner), body=(*w, "Xin cảm ơn ông!"), captions=())


POEM = [
    "Sông quê mùa nước đầy",
    "Con đò nằm gác mái",
    "Mẹ ngồi bên hiên cũ",
    "Đếm từng mùa lúa chín",
    "Chiều nay con trở lại",
    "Khói bếp bay ngang trời",
    "Nghe tiếng gà gọi nắng",
    "Mà lòng chợt rưng rưng",
    "Cánh cò bay qua ngõ",
    "Chở cả một tuổi thơ",
    "Bờ tre xưa còn đó",
    "Ai đợi ai bây giờ",
]


def poem():
    inner = (
        "<p>"
        + "<br>".join(POEM[:4])
        + "</p><p>"
        + "<br>".join(POEM[4:8])
        + "</p><p>"
        + "<br/>".join(POEM[8:])
        + f'</p><p style="text-align:right"><strong>{AUTHOR}</strong></p>'
    )
    return Sample(wrap(inner, lead=""), lead="", body=tuple(POEM), captions=())


def poem_div():
    inner = (
        "".join(f"<div>{x}</div>" for x in POEM)
        + f'<div style="text-align:right"><em>{AUTHOR}</em></div>'
    )
    return Sample(wrap(inner, lead=""), lead="", body=tuple(POEM), captions=())


LEGAL = [
    "ỦY BAN NHÂN DÂN HUYỆN TÂN LÂM",
    "Số: 118/QĐ-UBND",
    "Tân Lâm, ngày 12 tháng 5 năm 2026",
    "QUYẾT ĐỊNH",
    "Về việc ban hành Quy chế vận hành nền tảng một cửa điện tử dùng chung của huyện Tân Lâm",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2025;",
    "Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023;",
    "Theo đề nghị của Trưởng phòng Văn hóa - Thông tin,",
    "QUYẾT ĐỊNH:",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế vận hành nền tảng một cửa điện tử dùng chung.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Điều 3. Chánh Văn phòng, Trưởng các phòng và Chủ tịch 28 xã, thị trấn chịu trách nhiệm thi hành Quyết định này./.",
]


def legal():
    inner = "".join(
        f'<p style="text-align:center"><strong>{x}</strong></p>' if x.isupper() else para(x)
        for x in LEGAL
    )
    return Sample(wrap(inner, lead=""), lead="", body=tuple(LEGAL), captions=(), author=None)


def live():
    w = []
    inner = ""
    for n, t in enumerate(BODY[:6]):
        inner += f'<div class="live-item"><div class="live-time">{14 + n}:0{n}</div><div class="live-title"><b>Diễn biến thứ {n + 1} tại trung tâm hành chính</b></div><p>{t}</p></div>'
        w += [f"{14 + n}:0{n}", f"Diễn biến thứ {n + 1} tại trung tâm hành chính", t]
    return Sample(wrap(inner), body=tuple(w), captions=(), author=None)


def listed():
    items = [
        f"Xã số {n}: {200 + n} hồ sơ, trong đó {90 + n % 9}% trả trước hạn;" for n in range(1, 25)
    ]
    return Sample(
        wrap(para(SHORT[0]) + "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"),
        body=(SHORT[0], *items),
        captions=(),
        author=None,
    )


def tabled():
    rows = [(f"Xã Bình {n}", str(100 + n), f"{90 + n % 9},5%") for n in range(1, 20)]
    inner = (
        para(SHORT[0])
        + "<table><thead><tr><th>Xã</th><th>Hồ sơ</th><th>Đúng hạn</th></tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td><p>{c}</p></td>" for c in r) + "</tr>" for r in rows)
        + "</tbody></table>"
        + para(SHORT[1])
    )
    return Sample(
        wrap(inner),
        body=(SHORT[0], "Xã | Hồ sơ | Đúng hạn", *(" | ".join(r) for r in rows), SHORT[1]),
        captions=(),
        author=None,
    )


def table_end():
    rows = [(f"Xã Bình {n}", str(100 + n)) for n in range(1, 6)]
    inner = (
        paragraphs()
        + "<table><tr><td>Xã</td><td>Hồ sơ</td></tr>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows)
        + "</table>"
    )
    return Sample(
        wrap(inner),
        body=(*BODY, "Xã | Hồ sơ", *(" | ".join(r) for r in rows)),
        captions=(),
        author=None,
    )


def linked_headings():
    parts = []
    for n, t in enumerate(BODY):
        parts.append(
            f'<h2><a href="/nd-{n}.htm">Nghị quyết số {n + 11}: {t}</a></h2>'
            if n in HEADINGS
            else para(t)
        )
    extra = [f"Quy định mới thứ {n} về dịch vụ công trực tuyến" for n in range(1, 6)]
    for n, t in enumerate(extra):
        parts += [
            f'<h3><a href="/qd-{n}.htm">{t}</a></h3>',
            para(BODY[(1, 3, 4, 5, 7)[n]] + f" (mục {n})"),
        ]
    w = [(f"Nghị quyết số {n + 11}: {t}" if n in HEADINGS else t) for n, t in enumerate(BODY)]
    for n, t in enumerate(extra):
        w += [t, BODY[(1, 3, 4, 5, 7)[n]] + f" (mục {n})"]
    return Sample(wrap("".join(parts)), body=tuple(w), captions=(), author=None)


PAGES = {
    maker.__name__: maker()
    for maker in (
        short, short_plain, short_nolead, infographic, qna, poem, poem_div, legal, live, listed, tabled,
        table_end, linked_headings,
    )
}  # fmt: skip
