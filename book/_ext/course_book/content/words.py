"""The words of a page around its text: navigation, search, buttons, footer."""

import re
from html import escape

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
    "mended": Text(
        vi="Không có “{asked}”, nên đã tìm “{mended}”.",
        en="“{asked}” was not found, so these are results for “{mended}”.",
    ),
    "search_loading": Text(vi="Đang tải phần tìm kiếm…", en="Loading the search…"),
    "search_unreached": Text(
        vi="Chưa tải được phần tìm kiếm. Hãy kiểm tra mạng rồi mở lại ô này.",
        en="The search could not be loaded. Check the network, then open it again.",
    ),
    "theme_auto": Text(vi="Giao diện: theo hệ thống", en="Theme: as the system"),
    "theme_light": Text(vi="Giao diện: sáng", en="Theme: light"),
    "theme_dark": Text(vi="Giao diện: tối", en="Theme: dark"),
    "previous": Text(vi="Trang trước", en="Previous page"),
    "next": Text(vi="Trang sau", en="Next page"),
    "neighbours": Text(vi="Trang trước và trang sau", en="Previous and next page"),
    "read": Text(vi="đã đọc", en="read"),
    "solved": Text(vi="đã giải", en="solved"),
    "resume": Text(vi="Lần trước bạn đọc đến:", en="Last time you got to:"),
    "effort": Text(vi="Khoảng {minutes} phút · mức {difficulty}", en="About {minutes} minutes · {difficulty}"),
    "difficulty_1": Text(vi="dễ", en="easy"),
    "difficulty_2": Text(vi="vừa", en="medium"),
    "difficulty_3": Text(vi="khó", en="hard"),
    "copy": Text(vi="Chép", en="Copy"),
    "copied": Text(vi="Đã chép", en="Copied"),
    "show_code": Text(vi="Xem code của ô này", en="Show the code of this cell"),
    "show_setup": Text(vi="Code chuẩn bị", en="Set-up code"),
    "show_plot": Text(vi="Code vẽ hình", en="Plotting code"),
    "guessed": Text(vi="Đoán xong? Xem kết quả", en="Guessed? See the result"),
    "guessed_answer": Text(vi="Đoán xong? Xem đáp án", en="Guessed? See the answer"),
    "answer": Text(vi="Trả lời", en="Answer"),
    "is_right": Text(vi="Đúng.", en="Right."),
    "is_wrong": Text(vi="Chưa đúng.", en="Not quite."),
    "no_choice": Text(vi="Bạn chưa chọn đáp án nào.", en="Choose one of the answers first."),
    "no_number": Text(vi="Hãy nhập một số, chẳng hạn 2 hoặc 2,5.", en="Type a number, say 2 or 2.5."),
    "code": Text(vi="Code, cuộn ngang được", en="Code, scrolls sideways"),
    "formula": Text(vi="Công thức, cuộn ngang được", en="Formula, scrolls sideways"),
    "table": Text(vi="Bảng, cuộn ngang được", en="Table, scrolls sideways"),
    "to_the_workbench": Text(
        vi="Viết và kiểm tra lời giải ngay trong trang này ↓", en="Write and check your solution in this page ↓"
    ),
    "your_answer": Text(vi="Lời giải của bạn", en="Your answer"),
    "given": Text(vi="đã chạy sẵn", en="already run"),
    "editor": Text(vi="Ô soạn thảo lời giải", en="Editor for your answer"),
    "how_to_leave": Text(
        vi="Nhấn Tab để thụt dòng; nhấn Escape rồi Tab để rời ô soạn thảo.",
        en="Tab indents; press Escape, then Tab, to leave the editor.",
    ),
    "run": Text(vi="Chạy", en="Run"),
    "check": Text(vi="Kiểm tra", en="Check"),
    "stop": Text(vi="Dừng", en="Stop"),
    "edit": Text(vi="Sửa", en="Edit"),
    "start_over": Text(vi="Làm lại từ đầu", en="Start over"),
    "download_py": Text(vi="Tải tập tin .py", en="Download the .py"),
    "open": Text(vi="Mở một tập tin", en="Open a file"),
    "loads": Text(
        vi="Lần đầu sẽ tải khoảng {megabytes} MB, chỉ một lần.", en="The first time loads about {megabytes} MB, once."
    ),
    "private": Text(
        vi="Lời giải chỉ được giữ trong trình duyệt này, không gửi đi đâu cả.",
        en="Your answer is kept in this browser; nothing leaves this device.",
    ),
    "marks": Text(
        vi="Nút Kiểm tra giúp bạn tự học; điểm chính thức do lệnh `grade` tính.",
        en="Checking here is for learning; marks come from `grade`.",
    ),
    "not_loaded": Text(
        vi="Không tải được Python. Hãy kiểm tra mạng, rồi tải lại trang; lời giải vẫn còn.",
        en="Python could not be loaded. Check the network, then reload the page; your answer stays.",
    ),
    "solution": Text(vi="Xem lời giải mẫu", en="See the reference solution"),
    "without_script": Text(
        vi="Muốn chạy Python ngay trong trang này, hãy bật JavaScript; nếu không, hãy tải notebook ở cuối trang.",
        en="To run Python in this page, switch JavaScript on; or else download the notebook at the end of the page.",
    ),
    "without_server": Text(
        vi="Mở từ một thư mục thì trình duyệt không cho chạy Python trong trang. Hãy gõ `make serve` trong thư mục của khóa học, hoặc tải notebook ở cuối trang.",
        en="A page that was opened from a folder may not run Python. Type `make serve` in the folder of the course, or download the notebook at the end of the page.",
    ),
    "without_browser": Text(
        vi="Trình duyệt này quá cũ để chạy Python trong trang. Hãy dùng trình duyệt mới hơn, hoặc tải notebook ở cuối trang.",
        en="This browser is too old to run Python in the page. Use a newer one, or download the notebook at the end of the page.",
    ),
    "without_runtime": Text(
        vi="Bản sách này được dựng không kèm Python, nên không chạy được code ngay trong trang.",
        en="This build of the book comes without Python, so nothing runs in the page itself.",
    ),
    "without_time": Text(
        vi="Chương này đo bộ chấm trong nhiều phút, bằng nhiều tiến trình, nên chỉ chạy được trên máy tính.",
        en="This chapter measures the grader for minutes, in many processes, so it runs on a computer only.",
    ),
    "loads_plots": Text(
        vi="Ô vẽ hình cần thêm khoảng {megabytes} MB.", en="A cell that draws needs about {megabytes} MB more."
    ),
    "cell": Text(vi="Ô code {number}", en="Code cell {number}"),
    "so_far": Text(vi="Bạn đã giải {solved} trong {all} bài.", en="You have solved {solved} of {all}."),
    "begun": Text(vi="đang làm", en="begun"),
    "erase": Text(vi="Xóa mọi thứ được giữ ở đây", en="Erase all that is kept here"),
    "erase_really": Text(
        vi="Xóa mọi lời giải, mọi điểm và Python đã tải khỏi trình duyệt này? Xóa rồi thì không lấy lại được.",
        en="Erase every answer, every mark and the Python that was loaded from this browser? It cannot be undone.",
    ),
    "erase_yes": Text(vi="Xóa tất cả", en="Erase all"),
    "erase_no": Text(vi="Giữ lại", en="Keep it"),
    "erased": Text(vi="Đã xóa tất cả.", en="All of it is erased."),
    "cells": Text(
        vi="Mọi ô code dưới đây đều sửa và chạy được ngay trong trang.",
        en="Every code cell below can be edited and run in this page.",
    ),
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
    "tensor_title": Text(vi="Chuẩn hóa thử một cột", en="Normalize a column"),
    "tensor_hint": Text(
        vi="Chạm vào một cột: cột đó được chuẩn hóa, bằng trung bình μ và độ lệch chuẩn σ của riêng nó. Các cột khác không đổi.",
        en="Tap a column: it is normalized, by a mean μ and a standard deviation σ of its own. The other columns stay as they are.",
    ),
    "tensor_token": Text(vi="token", en="token"),
    "tensor_caption": Text(
        vi="Các đặc trưng của từng token trong một câu", en="The features of each token of a sentence"
    ),
    "parts": Text(vi="Các phần", en="The parts"),
    "came_with_question": Text(vi="Nếu bạn đến với một câu hỏi", en="If you came with a question"),
    "part_minutes": Text(vi="khoảng {minutes} phút", en="about {minutes} minutes"),
    "feedback_title": Text(vi="Bộ chấm trả lời thế nào?", en="What does the grader say?"),
    "feedback_wrote": Text(
        vi="Giả sử bạn viết lời giải sau cho bài `instance_norm`:",
        en="Suppose you write this for the exercise `instance_norm`:",
    ),
    "feedback_said": Text(vi="Bộ chấm nói ngay:", en="The grader says at once:"),
    "in_the_glossary": Text(vi="Xem trong bảng thuật ngữ", en="See the glossary"),
    "start_reading": Text(vi="Bắt đầu đọc", en="Start reading"),
    "start_solving": Text(vi="Thử làm ngay một bài", en="Try an exercise now"),
    "not_found": Text(vi="Không có trang này", en="No such page"),
    "not_found_what": Text(
        vi="Địa chỉ đã đổi hoặc bị gõ nhầm. Mời bạn bắt đầu lại từ trang bìa.",
        en="The address has changed or was mistyped. Start again from the cover.",
    ),
}


def words_in(language: str) -> dict[str, str]:
    """Every word around a page's text in one language."""
    return {name: text[language] for name, text in WORDS.items()}


def with_code(sentence: str) -> str:
    """A sentence as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence, quote=False))
