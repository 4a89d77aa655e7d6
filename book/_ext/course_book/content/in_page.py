"""What Python in the page says after a button was pressed; `words.json` brings it, and no page pays for it before."""

from grader.text import LANGUAGES, Text

IN_PAGE = {
    # While there is nothing to show yet
    "starting": Text(vi="Đang bắt đầu…", en="Starting…"),
    "download": Text(vi="Đang tải Python:", en="Loading Python:"),
    "start": Text(vi="Đang khởi động Python…", en="Starting Python…"),
    "work": Text(vi="Đang chạy…", en="Running…"),
    "above": Text(vi="Đang chạy các ô phía trên: {number}/{all}…", en="Running the cells above: {number} of {all}…"),
    "progress": Text(vi="Tiến độ", en="Progress"),
    # What became of it
    "done": Text(vi="Đã chạy xong.", en="Finished."),
    "error": Text(vi="Không chạy được.", en="It did not run through."),
    "nothing_printed": Text(vi="Đã chạy xong, không in ra gì.", en="Finished; nothing was printed."),
    "raised_in_line": Text(vi="Lỗi ở dòng {line}.", en="An error in line {line}."),
    "above_failed": Text(
        vi="Một ô phía trên không chạy được, nên ô này chưa chạy.",
        en="A cell above did not run through, so this one has not run.",
    ),
    "to_that_cell": Text(vi="Tới ô đó", en="Go to that cell"),
    "stopped": Text(vi="Đã dừng.", en="Stopped."),
    "silent": Text(
        vi="Đã dừng, vì quá {seconds} giây không có trả lời.",
        en="Stopped, since there was no answer for {seconds} seconds.",
    ),
    # Why there is no answer
    "network": Text(
        vi="Không tải được {file}. Hãy kiểm tra mạng rồi bấm lại; phần đã tải vẫn còn.",
        en="{file} could not be loaded. Check the network and press again; what has arrived is kept.",
    ),
    "damaged": Text(
        vi="Tập tin {file} bị hỏng trên đường tải về nên không được dùng. Hãy bấm lại để tải lại.",
        en="The file {file} was damaged on its way and is not used. Press again to load it anew.",
    ),
    "crashed": Text(
        vi="Python trong trang gặp sự cố và đã được thay. Hãy bấm lại.",
        en="Python in the page broke down and was replaced. Press again.",
    ),
    "unsupported": Text(
        vi="Trình duyệt này không chạy được Python trong trang. Hãy dùng trình duyệt mới hơn, hoặc tải notebook về.",
        en="This browser cannot run Python in the page. Use a newer one, or download the notebook.",
    ),
    # The answer in the editor
    "not_kept": Text(
        vi="Trình duyệt này không cho lưu, nên lời giải sẽ mất khi bạn rời trang. Hãy tải về trước khi đi.",
        en="This browser refuses storage, so your answer is lost when you leave. Download it before you go.",
    ),
    "other_answer": Text(
        vi="Đây là lời giải vừa được sửa trong một thẻ khác.", en="This is the answer as it was just changed in another tab."
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


def spoken() -> dict[str, dict[str, str]]:
    """Every sentence by language and name, as `words.json` has it."""
    return {lang: {name: text[lang] for name, text in IN_PAGE.items()} for lang in LANGUAGES}
