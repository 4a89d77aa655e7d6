"""What Python in the page says by itself, beside what Python, NumPy and the grader say."""

from grader.text import Text

LINE = Text(vi="Dòng {line}", en="Line {line}")
LINE_OF_CELL_BEFORE = Text(vi="Ô chạy trước, dòng {line}", en="A cell that ran before, line {line}")
IN_FUNCTION = Text(vi="{place}, trong {function}", en="{place}, in {function}")
LEFT_OUT = Text(vi="… (lược {count} dòng)", en="… ({count} lines left out)")

STOPPED = Text(
    vi="Code {how}. Có thể có một vòng lặp không bao giờ dừng.",
    en="The code was {how}. Perhaps a loop there never ends.",
)
TOO_MUCH_MEMORY = Text(
    vi="Code cần nhiều bộ nhớ hơn mức Python trong trang được dùng.",
    en="The code needs more memory than Python in the page may use.",
)
TOO_DEEP = Text(
    vi="Hàm tự gọi mình quá nhiều lần. Hãy xem điều kiện dừng của nó.",
    en="A function calls itself too many times over. Look at where it should end.",
)
NOT_HERE = Text(
    vi="Python trong trang không có gói {name}. Ở đây chỉ có NumPy, Matplotlib, Hypothesis và thư viện chuẩn của"
    " Python.",
    en="Python in the page does not have the package {name}: only NumPy, Matplotlib, Hypothesis and Python's standard"
    " library are here.",
)
EXITED = Text(
    vi="Code tự kết thúc bằng lệnh thoát. Trong trang này không cần lệnh đó: hãy bỏ nó đi.",
    en="The code ended itself by a call to exit. That is not needed here: remove it.",
)
NOBODY_TYPES = Text(
    vi="input() không dùng được trong trang này: hãy ghi thẳng giá trị vào code.",
    en="input() does not work in this page: write the value into the code instead.",
)
MAGIC = Text(
    vi="Những dòng bắt đầu bằng % hay ! là lệnh của Jupyter, trong trang này không chạy được: hãy bỏ dòng {line} đi.",
    en="Lines that begin with % or ! are commands of Jupyter, which do not work in this page: remove line {line}.",
)
CUT = Text(
    vi="Code in ra quá nhiều, nên ở đây chỉ có phần đầu.",
    en="The code printed too much, so only the beginning is here.",
)
TOO_MANY_FIGURES = Text(
    vi="Code vẽ quá nhiều hình, nên ở đây chỉ có {count} hình đầu.",
    en="The code drew too many figures, so only the first {count} are here.",
)
FIGURE = Text(vi="Hình do code vẽ", en="A figure that the code drew")
FIGURE_OF = Text(vi="Hình do code vẽ: {what}", en="A figure that the code drew: {what}")

NOTHING_TO_JUDGE = Text(
    vi="Code chưa định nghĩa {name}, nên chưa có gì để chấm.",
    en="The code does not define {name}, so there is nothing to judge yet.",
)
BORROWED = Text(
    vi="{name} ở đây là code của chính khóa học, được import vào, nên không phải lời giải. Hãy tự viết {name}.",
    en="{name} is the course's own code here, which was imported, so it is no answer. Write {name} yourself.",
)
