"""Pages of Báo Mẫu."""

SENTENCES = (
    "Sáng 2/3, Ủy ban nhân dân xã Sơn Khê mở quầy dịch vụ công trực tuyến tại nhà văn hóa.",
    "Người dân có thể nộp hồ sơ, tra cứu kết quả và đóng lệ phí mà không phải lên trung tâm huyện.",
    "Theo bà Hoàng Thị Lụa, phó chủ tịch xã, trong tuần đầu đã có 214 lượt người đến làm thủ tục.",
    "Tổ công nghệ số cộng đồng gồm 12 thành viên thay nhau hướng dẫn người già dùng điện thoại.",
    "Xã dự kiến mở thêm hai điểm tương tự ở thôn Nà Lốc và thôn Bản Piềng trước mùa gặt tới đây.",
)


def article(title: str = "Sơn Khê mở quầy dịch vụ công trực tuyến", charset: str = "utf-8") -> str:
    """A plain article page that the generic layout reads."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="{charset}"><title>{title}</title>'
        f'<meta property="article:published_time" content="2026-03-02T08:15:00+07:00"></head><body>'
        f'<div class="menu"><a href="/chuyen-doi-so">Chuyển đổi số</a></div>'
        f"<article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def section(*paths: str) -> str:
    """A section page that links to articles."""
    links = "".join(f'<li><a href="{path}">Bài {path}</a></li>' for path in paths)
    return f"<!DOCTYPE html><html><body><h1>Chuyển đổi số</h1><ul>{links}</ul></body></html>"
