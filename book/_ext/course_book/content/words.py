"""The words of a page around its text: navigation, search, buttons, footer."""

from grader.text import Text

BOOK_TITLE = Text(vi="Chuẩn hóa instance cho tensor văn bản", en="Instance normalization for text tensors")

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}

WORDS = {
    "skip": Text(vi="Tới nội dung chính", en="Skip to the main content"),
    "contents": Text(vi="Mục lục", en="Contents"),
    "on_this_page": Text(vi="Trong trang này", en="On this page"),
    "cover": Text(vi="Trang bìa", en="Cover"),
    "search": Text(vi="Tìm kiếm", en="Search"),
    "search_the_book": Text(vi="Tìm trong sách", en="Search the book"),
    "close": Text(vi="Đóng", en="Close"),
    "nothing_found": Text(vi="Không tìm thấy gì.", en="Nothing found."),
    "results": Text(vi="{count} kết quả", en="Results: {count}"),
    "theme_auto": Text(vi="Giao diện: theo hệ thống", en="Theme: as the system"),
    "theme_light": Text(vi="Giao diện: sáng", en="Theme: light"),
    "theme_dark": Text(vi="Giao diện: tối", en="Theme: dark"),
    "previous": Text(vi="Trang trước", en="Previous page"),
    "next": Text(vi="Trang sau", en="Next page"),
    "neighbours": Text(vi="Trang trước và trang sau", en="Previous and next page"),
    "copy": Text(vi="Chép", en="Copy"),
    "copied": Text(vi="Đã chép", en="Copied"),
    "show_code": Text(vi="Xem code của ô này", en="Show the code of this cell"),
    "code": Text(vi="Mã lệnh, cuộn ngang được", en="Code, scrolls sideways"),
    "formula": Text(vi="Công thức, cuộn ngang được", en="Formula, scrolls sideways"),
    "table": Text(vi="Bảng, cuộn ngang được", en="Table, scrolls sideways"),
    "try_it": Text(vi="Tự chạy trang này", en="Run this page yourself"),
    "download": Text(vi="Tải notebook", en="Download the notebook"),
    "in_jupyterlab": Text(
        vi="Mở bằng JupyterLab, trong thư mục gốc của khóa học:", en="In JupyterLab, from the top folder of the course:"
    ),
    "in_colab": Text(vi="Mở bằng Colab", en="Open in Colab"),
    "first_in_colab": Text(vi="Trong Colab, trước hết chạy:", en="In Colab, run this first:"),
    "in_binder": Text(vi="Mở bằng Binder", en="Open in Binder"),
    "edition": Text(vi="Ấn bản {version}, {year}.", en="Edition {version}, {year}."),
    "cite_as": Text(vi="Trích dẫn:", en="Cite as:"),
    "citation": Text(
        vi="{authors} ({year}). {title} (ấn bản {version}). {address}",
        en="{authors} ({year}). {title} (edition {version}). {address}",
    ),
    "license": Text(vi="Giấy phép MIT.", en="MIT license."),
    "start_reading": Text(vi="Bắt đầu đọc", en="Start reading"),
    "not_found": Text(vi="Không có trang này", en="No such page"),
    "not_found_what": Text(
        vi="Địa chỉ đã đổi hoặc bị gõ nhầm. Mời bạn bắt đầu lại từ trang bìa.",
        en="The address has changed or was mistyped. Start again from the cover.",
    ),
}


def words_in(language: str) -> dict[str, str]:
    """Every word around a page's text in one language."""
    return {name: text[language] for name, text in WORDS.items()}
