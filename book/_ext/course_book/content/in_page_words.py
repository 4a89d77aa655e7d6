"""What the page says of Python in it; the build writes it to `words.json`, beside the modules that say it."""

from grader.text import LANGUAGES, Text

WORDS = {
    # What goes on
    "starting": Text(vi="Đang bắt đầu", en="Starting"),
    "download": Text(vi="Đang tải Python", en="Loading Python"),
    "start": Text(vi="Đang khởi động Python", en="Starting Python"),
    "work": Text(vi="Đang chạy", en="Running"),
    "above": Text(vi="Đang chạy các ô phía trên: {number}/{all}", en="Running the cells above: {number} of {all}"),
    "progress": Text(vi="Tiến độ", en="Progress"),
    # What became of it
    "done": Text(vi="Đã chạy xong.", en="Finished."),
    "error": Text(vi="Không chạy được.", en="It did not finish."),
    "nothing_printed": Text(vi="Đã chạy xong, không in ra gì.", en="Finished; nothing was printed."),
    "raised_in_line": Text(vi="Lỗi ở dòng {line}.", en="An error in line {line}."),
    "above_failed": Text(
        vi="Một ô phía trên không chạy được, nên ô này chưa chạy.",
        en="A cell above did not finish, so this one has not run.",
    ),
    "to_that_cell": Text(vi="Tới ô đó", en="Go to that cell"),
    "stopped": Text(vi="Bạn đã dừng lại.", en="You stopped it."),
    "silent": Text(
        vi="Code bị dừng vì suốt {seconds} giây không phản hồi. Có thể có một phép tính quá lớn.",
        en="The code was stopped, since nothing was heard from it for {seconds} seconds. Perhaps a computation in it is too"
        " large.",
    ),
    "gone": Text(
        vi="Những gì các ô trước đã định nghĩa cũng mất theo, nên lần sau các ô đó sẽ được chạy lại.",
        en="What the cells before it had defined is lost, so next time they run again.",
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
    "insecure": Text(
        vi="Địa chỉ của trang này bắt đầu bằng http://, mà Python trong trang cần https://. Hãy mở trang qua https://, hoặc"
        " tải notebook về làm.",
        en="The address of this page begins with http://, and Python in the page needs https://. Open it over https://, or"
        " download the notebook and work there.",
    ),
    "unsupported": Text(
        vi="Trình duyệt này không chạy được Python trong trang. Hãy cập nhật trình duyệt, hoặc tải notebook về làm.",
        en="This browser cannot run Python in the page. Update it, or download the notebook and work there.",
    ),
    # The answer in the editor
    "not_kept": Text(
        vi="Trình duyệt này không cho lưu, nên lời giải sẽ mất khi bạn rời trang. Hãy tải lời giải về trước khi rời trang.",
        en="This browser refuses storage, so your answer is lost when you leave. Download it before you go.",
    ),
    "other_answer": Text(
        vi="Đây là lời giải vừa được sửa trong một thẻ khác.",
        en="This is the answer as it was just changed in another tab.",
    ),
    "two_answers": Text(
        vi="Lời giải vừa được sửa trong một thẻ khác, nên những gì bạn viết ở đây chưa được lưu.",
        en="The answer was just changed in another tab, so what you wrote here is not kept yet.",
    ),
    "theirs": Text(vi="Lấy bản ở thẻ kia", en="Take the other one"),
    "mine": Text(vi="Giữ bản ở đây", en="Keep this one"),
    "started_over": Text(vi="Đã trở về khung ban đầu.", en="Back to the beginning."),
    "undo": Text(vi="Lấy lại lời giải của bạn", en="Bring my answer back"),
    "opened": Text(vi="Đã mở {file}.", en="Opened {file}."),
    "no_answer": Text(vi="{file} không có lời giải cho bài này.", en="{file} holds no answer to this exercise."),
}


def words() -> dict[str, dict[str, str]]:
    """Every sentence by language and name, as `words.json` holds them."""
    return {language: {name: text[language] for name, text in WORDS.items()} for language in LANGUAGES}
