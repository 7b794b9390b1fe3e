"""Words that stand over or under an article and are none of it, as Vietnamese papers write them."""

import re

_COUNT = r"(?:\s*\d+)?"

# Lines that open a box of other articles, tags, comments or tools: nothing else is in the line.
# All in the form of `text.key`: lower case, no punctuation.
_NEWS = (
    r"(?:các |những |xem |đọc )?(?:tin|bài|tin bài|tin tức|bài viết|nội dung|bài báo)"
    r" (?:có )?(?:liên quan|khác|cùng chuyên mục|cùng chủ đề|cùng sự kiện|mới|mới nhất|mới hơn"
    r"|cũ hơn|nổi bật|đọc nhiều|đọc nhiều nhất|xem nhiều|xem nhiều nhất|trước đó|sau đó|trước|sau"
    r"|tiếp theo"
    r"|tài trợ|nóng|hay|đã đăng|mới cập nhật|đề xuất|cùng tác giả)"
    r"|có liên quan|liên quan|tin cũ hơn"
    r"|(?:mời |hãy )?(?:bạn đọc |quý độc giả )?(?:tham khảo|đọc|xem|tìm hiểu) (?:thêm|tiếp|ngay)"
    r"(?: về| tin| bài viết)?"
    r"|(?:đọc|xem|tin đọc|tin xem) nhiều(?: nhất)?|được quan tâm(?: nhất)?|quan tâm nhiều"
    r"|cùng chuyên mục|cùng chủ đề|cùng sự kiện|cùng tác giả|(?:theo )?dòng sự kiện"
    r"|(?:có thể bạn|bạn có thể) (?:cũng )?(?:quan tâm|thích|muốn xem|chưa biết)"
    r"|(?:tin )?dành cho bạn|gợi ý cho bạn|đề xuất cho bạn|đừng bỏ lỡ|nên đọc|nên xem|mới nhất"
    r"|tin tức mới|đọc nhanh"
)
_TOOLS = (
    r"chia sẻ(?: bài viết| ngay| facebook| zalo)?|in (?:bài viết|trang|bài)|gửi (?:email|bài viết)"
    r"|lưu bài(?: viết)?|nghe (?:đọc )?(?:bài|bài viết|bài báo)|cỡ chữ|sao chép liên kết|copy link"
    r"|lấy link|link bài gốc(?: lấy link| copy link)?|theo dõi (?:chúng tôi|trên google news|trên)"
    r"|nghe (?:nội dung|audio|podcast)|nghe bài viết.{0,40}|quảng cáo|advertisement"
)
_OTHER = (
    rf"xem theo ngày|(?:ý kiến )?bình luận{_COUNT}"
    r"|ý kiến \d+"
    rf"|ý kiến (?:bạn đọc|độc giả|của bạn|người đọc){_COUNT}"
    rf"|(?:gửi|viết|xem|tất cả) (?:bình luận|ý kiến)(?: của bạn)?|phản hồi{_COUNT}"
    r"|\d+ bình luận|bình luận hủy trả lời|đăng nhận xét"
    r"|(?:để lại|gửi) (?:một )?(?:bình luận|trả lời|phản hồi|nhận xét)(?: hủy| hủy trả lời)?"
    r"|từ kh[oó][aá](?: liên quan)?|tags?|thẻ(?: bài viết)?|xem thêm về"
    r"|(?:return to|back to) top|(?:trở )?(?:lên|về) (?:đầu trang|trên|trang trước)|trở lên trên"
    r"|thăm dò ý kiến|(?:thăm dò|bình chọn|khảo sát)(?: (?:của )?(?:bạn đọc|độc giả|trực tuyến))?"
    r"|(?:đăng ký )?nhận (?:bản tin|tin mới|thông báo)(?: .{0,30})?"
    r"|bản tin (?:email|hằng ngày|tuần)|thống kê truy cập|chứng khoán"
    r"|(?:tổng )?(?:số )?lượt truy cập(?: [\d ]+)?|(?:đang|số người) (?:online|trực tuyến).{0,9}"
    r"|giá vàng(?: hôm nay| trực tuyến)?|tỷ giá(?: ngoại tệ| hối đoái)?"
    r"|(?:liên kết|đường dẫn)(?: website| trang web| web)?|văn bản mới(?: ban hành)?|xem tất cả"
    r"|đăng nhập|đăng ký|đặt báo|tòa soạn|toà soạn"
)
BOX = re.compile(f"(?:{_NEWS}|{_TOOLS}|{_OTHER})")
TOOL = re.compile(f"(?:{_TOOLS})")  # of these, a box holds no text
# The same where they may as well be a heading of the article: judged by what stands under them
MAYBE_BOX = re.compile(
    r"thời tiết|đánh giá|chủ đề|sự kiện|video|ảnh|media|multimedia|podcast|infographic|top|nổi bật"
    r"|mục lục|nội dung (?:chính|bài viết)|thảo luận|ý kiến|góp ý|tin tức|tin mới|bài viết"
    r"|thông tin|hot|emagazine|longform|khám phá"
)
# A row of buttons to share or print with, names glued together or not
SHARE = re.compile(
    r"(?:(?:chia sẻ|facebook|twitter|zalo|linkedin|messenger|telegram|pinterest|youtube|tiktok"
    r"|email|viber|instagram|copy link|sao chép|bản in|in bài viết|in bài|in trang|gửi email"
    r"|lưu bài viết|lưu bài|cỡ chữ|a a|google|thích|share|print) ?)+"
)
# Lines of a page that no article has: notices, log-in and donation boxes, app lines, the imprint.
# "Đăng nhập vào Cổng dịch vụ công", "Quét mã QR", "Tải ứng dụng VNeID" are steps that articles
# explain: a notice must say that it speaks of this page.
NOTICE = re.compile(
    r"nếu bạn không đọc được|(?:chúng tôi|website|trang web) .{0,20}sử dụng cookie"
    r"|cơ quan chủ quản|ghi rõ nguồn|chat với tư vấn viên"
    r"|(?:.{0,60} )?cơ quan (?:chủ quản|của) .{0,80}giấy phép"
    r"|giấy phép .{0,80}(?:\bgp\b|bttt|ttđt|cấp ngày)|all rights reserved"
    r"|chịu trách nhiệm (?:nội dung|xuất bản)|liên hệ (?:quảng cáo|tòa soạn|toà soạn)"
    r"|bản quyền thuộc (?:về )?(?:báo|tạp chí|trang|cổng|công ty)|(?:copyright|bản quyền) \d{4}"
    r"|theo dõi (?:báo|tạp chí|chúng tôi|trang|kênh) .{0,40}(?:trên|qua|tại) "
    r"|(?:hãy |mời |kính mời )?(?:quý )?(?:bạn đọc |độc giả |các bạn )?theo dõi (?:kênh|fanpage)"
    r" .{0,60}(?:tại đây|facebook|youtube|zalo|tiktok)$"
    r"|(?:hãy )?đăng ký (?:để )?nhận (?:bản )?tin .{0,60}(?:bỏ lỡ|mới nhất|mỗi|hằng|qua email)"
    r"|theo dõi .{0,40} trên (?:google news|fanpage)|tải (?:ứng dụng|app) (?:báo|đọc báo)"
    r"|(?:cài đặt|tải) (?:ứng dụng|app) .{0,40} để đọc"
    r"|xem (?:các )?bài viết của tác giả|đã sao chép|copy link thành công"
    r"|mọi (?:ý kiến|thông tin) (?:đóng góp|phản ánh) .{0,40}(?:xin|vui lòng) (?:gửi|liên hệ)"
)
RIGHTS = "©®"  # what such a line opens with is the site's
# Lines of the forms to comment, rate, log in or donate: what stands in one box with them is the
# form's too
FORM = re.compile(
    r"(?:hãy |vui lòng |bạn |quý khách |bạn cần |mời bạn )*(?:trở thành người đầu tiên"
    r"|đăng nhập để (?:bình luận|gửi|tặng|viết|lưu|tham gia bình luận|đọc tiếp|thực hiện)"
    r"|là người đầu tiên (?:bình luận|đánh giá)|nhập mã xác nhận vào ô)"
    r"|(?:hiện )?chưa có bình luận|(?:bình luận|ý kiến) của bạn (?:sẽ|đã)|họ tên hiển thị"
    r"|email không hiển thị|(?:bạn muốn )?tặng sao|bạn muốn tặng .{0,60} sao"
    r"|vui lòng nhập (?:thông tin|họ tên|tên|email|bình luận|nhận xét) ?(?:của bạn|ở đây|$)"
    r"|tối đa \d+ ký tự$"
    r"|tổng số điểm của bài viết là|click để đánh giá|xếp hạng \d"
    r"|\d(?: \d)? 5 \d+ (?:bình chọn|phiếu)"
    r"|lưu tên (?:của tôi )?email|hủy trả lời$|không có nhận xét nào"
    r"|bạn đã không sử dụng site|thông tin của bạn đọc sẽ được bảo mật|bạn cảm thấy bài viết này"
)
# The imprint: such a line may stand in an article, but not behind its last paragraph
IMPRINT = re.compile(
    r"hotline|email|e mail|điện thoại|đt|tel|fax|địa chỉ|đường dây nóng|trụ sở|tổng biên tập"
    r"|phó tổng biên tập|quyền tổng biên tập|tòa soạn|toà soạn|văn phòng đại diện|copyright"
    r"|(?:người )?chịu trách nhiệm|giấy phép|bản quyền|phát triển bởi|thiết kế bởi|powered by"
    r"|trở lại|thư ký|(?:trưởng )?ban biên tập|.{0,60}\bcơ quan ngôn luận"
)
SURE_IMPRINT = re.compile(
    r"^(?:phó |quyền )?tổng biên tập|^giấy phép .{0,60}\bgp\b|^bản quyền|^copyright"
    r"|cơ quan chủ quản|^(?:người )?chịu trách nhiệm|^trưởng ban biên tập"
)
# Links under each teaser of a section page
READ_ON = re.compile(
    r"(?:xem|đọc) (?:chi tiết|tiếp|thêm|ngay|toàn văn)|chi tiết|tiếp|read more|more|details"
)
# Words before the one linked headline of a line: it points to another article
POINTER = re.compile(
    r"^\W*(?:(?:mời |hãy )?(?:bạn đọc |độc giả )?(?:đọc|xem|tham khảo|tìm hiểu) (?:thêm|tiếp|ngay)"
    r"(?: bài viết| tin| bài)?|(?:tin|bài)(?: viết)? (?:liên quan|cùng chủ đề)|liên quan"
    r"|đừng bỏ lỡ|(?:tin |bài )?nên (?:đọc|xem)|có thể bạn (?:cũng )?quan tâm)\s*:\W*"
    r"|^\W*(?:chủ đề|từ kh[oó][aá]|tags?|thẻ|dòng sự kiện|sự kiện|chuyên mục)\b\s*:?\W*"
    r"|^\s*(?:[>»→➤►▶]+|[=-]>)\W*",
    re.I,
)
REPLY = re.compile(
    r"(?:\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước )?(?:thích |like |\d+ )*"
    r"(?:trả lời|reply|phản hồi|báo vi phạm)(?: (?:thích|chia sẻ|báo vi phạm|\d+))*|thích(?: \d+)?"
)
WEATHER = re.compile(r"(?:dự báo )?thời tiết (?:hôm nay|ngày mai|ngày \d|\d|đêm nay|tuần)")
CIPHER = re.compile(r"[A-Za-z0-9+/=]{60,}(?: [A-Za-z0-9+/=]+)*")  # may be broken into lines
TEMPLATE = re.compile(r"(?:\{{1,3}\s*[\w.$]+(?:\s*\|\s*[\w.$]+)*\s*\}{1,3}[\s|,:·–-]*)+")
# Class and id words of what is no article; a box is judged by its share of the text as well
NOISE_CLASS = frozenset(
    """
    ad ads adv advertisement adsense banner breadcrumb breadcrumbs comment comments commentbox
    copyright cookie donate footer like login menu modal mostread mostview nav navbar navigation
    newsletter newsrelated pagination popup print promo rating readmore recommend recommended relate
    related relatedbox relatednews relates relation share sharebox sharing sidebar social sponsor
    subscribe survey tag tags taglist toolbar topread tooltip vote weather widget
    """.split()  # noqa: SIM905
)
