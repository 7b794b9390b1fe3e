"""What is put into pages, feeds and sitemaps: odd dates, addresses, letters, numbers, markup."""

DATES = (
    "0000-00-00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "99999-01-01",
    "31/02/2026", "29/02/2025 25:61", "2026-13-45T99:99:99Z", "Thu, 32 Foo 2026 08:00:00 +9900",
    "-1", "1e400", "2026-11-20T08:00:00+99:99", "20/11/2026 08:00 SA CH",
    "\u0661\u0662/\u0661\u0661/\u0662\u0660\u0662\u0666", "10000000000000000000000000", "0",
    "2026-11-20T24:00:00Z", "1970-01-01", "2026-W47-5", "12/2026", "²⁰/11/2026",
)  # fmt: skip
URLS = (
    "javascript:alert(1)", "data:text/html,<b>x", "//", "http://[::1",
    "http://[fe80::1%25eth0]/x", "http:///x", "https://a b.example/c d",
    "https://user:pass@baosonkhe.example/x-1.html", "https://baosonkhe.example:99999/x",
    "https://baosonkhe.example:/x-1.html", "/%00/../../etc/passwd", "https://xn--/x",
    "https://bảo.example/tin-1.html", "\nhttps://baosonkhe.example/x-1.html\n",
    "https://baosonkhe.example/" + "a" * 100_000, "?" * 5000, "#",
    "https://baosonkhe.example/x-1.html?" + "a=1&" * 3000, "http://1.1.1.1.1/",
    "https://[v1.x]/", "file:///etc/passwd", "https://baosonkhe.example/\ud800x-1.html",
    "//evil.example\\@baosonkhe.example/", "https://0x7f.1/", "http://℀.example/", "mailto:a@b",
    "https://baosonkhe.example/%ff%fe%c3%28-1.html",
    "https://baosonkhe.example/x-" + "9" * 5000 + ".html", "https://\u202ebaosonkhe.example/",
    "http://.../", "https://a..example/x", "https://" + "a." * 200 + "example/",
)  # fmt: skip
ODD = (
    "\\ud800", "&#x1;", "&#55296;", "&#xFFFF;", "\uffff",
    "\x00", "\ufeff", "\u200b", "\u202e", "\u2028", "\ud800", "\udfff", "\U0010ffff", "\x1b[31m",
    "\x85", "\x0b", "&#0;", "&#xD800;", "&#x110000;", "&#99999999999999999999;", "&nbsp", "&;",
    "&" * 500, "]]>", "<!--", "-->", "<![CDATA[", "<?php", "\u0301" * 300, "ﷺ" * 50, "﷽", "İ",
    "ſ", "K", "²", "½", "١",
)  # fmt: skip
NUMBERS = (
    "1e999", "-0", "9" * 4400, "NaN", "Infinity", "-1", "0x10", "1_000", "٣", "3.5.7",
)  # fmt: skip
OPEN = (
    "div", "p", "table", "tr", "a", "b", "span", "section", "ul", "li", "figure", "blockquote",
    "font", "select", "svg", "math", "template", "noscript", "textarea", "iframe", "title",
    "script", "style", "form", "button",
)  # fmt: skip
LD = (
    '{"@type":"NewsArticle","headline":', '{"@graph":[' * 900, "[" * 20_000,
    '{"@type":["NewsArticle",{}],"author":[[[{}]]]}',
    '{"@type":"NewsArticle","datePublished":1e999,"author":{"name":{"name":[]}},"image":{"url":{"url":[3]}}}',
    '{"@type":"NewsArticle","datePublished":' + "9" * 5000 + "}",
    '{"@type":null,"headline":null}', '"\\ud800"',
    '{"@type":"NewsArticle","headline":"\\u0000\\ud800","author":7,"keywords":{"a":1},"articleSection":[1,[2]]}',
)  # fmt: skip
DOUBLING = '<!ENTITY x{0} "&x{1};&x{1};">'
LAUGHS = (
    f'<!DOCTYPE a [<!ENTITY x0 "lol">{"".join(DOUBLING.format(n, n - 1) for n in range(1, 9))}]>'
)
BOMB = (
    LAUGHS,
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<?xml version="1.1" encoding="utf-7"?>', '<?xml version="1.0" encoding="UTF-16"?>',
    "<?xml?>",
)  # fmt: skip
CHARSETS = (
    "utf-16", "utf-16-be", "utf-32", "utf-7", "windows-1258", "windows-1252", "iso-8859-1",
    "tcvn3", "x-viscii", "utf8mb4", "koi8-r", "", "'", "utf-8; charset=big5", "hex", "rot13",
    "zip", "idna", "punycode", "unicode_escape",
)  # fmt: skip
