"""What the page says of Python in it; the build writes it to `words.json`, beside the modules that say it."""

from grader.text import LANGUAGES, Text

WORDS = {
    "download": Text(vi="Đang tải Python", en="Loading Python"),
    "start": Text(vi="Đang khởi động Python", en="Starting Python"),
    "work": Text(vi="Đang chạy", en="Running"),
    "stopped": Text(vi="Bạn đã dừng lại.", en="You stopped it."),
    "silent": Text(
        vi="Code bị dừng vì suốt {seconds} giây không phản hồi. Có thể có một phép tính quá lớn. Những gì các ô trước đã"
        " định nghĩa cũng mất theo.",
        en="The code was stopped, since nothing was heard of it for {seconds} seconds. Perhaps a computation in it is too"
        " large. What cells before it defined is gone too.",
    ),
    "crashed": Text(
        vi="Python trong trang đã ngừng hoạt động, có thể vì code dùng quá nhiều bộ nhớ hay tự gọi mình quá sâu. Lần chạy"
        " sau sẽ khởi động lại từ đầu.",
        en="Python in the page has broken down, perhaps because the code used too much memory or called itself too"
        " deeply. The next run starts it anew.",
    ),
    "network": Text(
        vi="Không tải được {file}. Hãy kiểm tra kết nối mạng rồi thử lại; phần đã tải xong vẫn được giữ.",
        en="{file} could not be loaded. Check the connection and try again; what has arrived is kept.",
    ),
    "damaged": Text(
        vi="Tập tin {file} tải về bị hỏng nên không được dùng. Hãy thử lại sau.",
        en="The file {file} arrived damaged and is not used. Try again later.",
    ),
    "unsupported": Text(
        vi="Trình duyệt này không chạy được Python trong trang. Hãy cập nhật trình duyệt, hoặc tải notebook về làm.",
        en="This browser cannot run Python in the page. Update it, or download the notebook and work there.",
    ),
}


def words() -> dict[str, dict[str, str]]:
    """Every sentence by language and name, as `words.json` holds them."""
    return {language: {name: text[language] for name, text in WORDS.items()} for language in LANGUAGES}
