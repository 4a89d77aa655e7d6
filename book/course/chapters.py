"""The chapters and sections that feedback points to; tests hold the titles equal to the chapters' own.

A place to read is a chapter by its file name, "formula", or a section of it by the id of the cell with its heading,
"formula#step-eps": both are the same in both languages.
"""

import re
import unicodedata

from grader.text import Text

CHAPTER = Text(vi="chương “{chapter}”", en="the chapter “{chapter}”")
SECTION = Text(vi="mục “{section}” của chương “{chapter}”", en="“{section}” in the chapter “{chapter}”")

CHAPTERS = {
    "introduction": Text(vi="Tensor văn bản và phép lấy trung bình", en="Text tensors, and what is averaged over what"),
    "formula": Text(
        vi="Từ công thức đến lớp InstanceNorm1D, từng bước một",
        en="The formula, and the class InstanceNorm1D step by step",
    ),
    "one-sample-one-feature": Text(vi="Ví dụ 1: một mẫu, một đặc trưng", en="Example 1: one sample, one feature"),
    "one-sample-two-features": Text(vi="Ví dụ 2: một mẫu, hai đặc trưng", en="Example 2: one sample, two features"),
    "two-samples-one-feature": Text(vi="Ví dụ 3: hai mẫu, một đặc trưng", en="Example 3: two samples, one feature"),
    "two-samples-two-features": Text(vi="Ví dụ 4: hai mẫu, hai đặc trưng", en="Example 4: two samples, two features"),
    "what-always-holds": Text(vi="Những tính chất luôn đúng", en="What always holds"),
    "testing-by-properties": Text(vi="Kiểm thử dựa trên tính chất", en="Testing by properties"),
    "five-norms": Text(vi="Một bản đồ, năm phép chuẩn hóa", en="One map, five norms"),
    "where-it-is-used": Text(
        vi="Văn bản thật: chuẩn hóa giữ gì, xóa gì", en="Real text: what norms keep, and what they erase"
    ),
    "time-series-and-sound": Text(vi="Chuỗi thời gian và âm thanh", en="Time series and sound"),
    "does-it-help": Text(vi="Chuẩn hóa có giúp ích không? Huấn luyện rồi xem", en="Does it help? Train and see"),
    "backward-pass": Text(vi="Lượt truyền ngược", en="The backward pass"),
    "layouts-and-frameworks": Text(vi="Bố cục và thư viện", en="Layouts and frameworks"),
    "padding-and-masks": Text(vi="Phần đệm và mặt nạ", en="Padding and masks"),
    "numbers-on-real-machines": Text(vi="Khi con số gặp máy tính", en="Numbers on real machines"),
    "gamma-and-beta": Text(
        vi="Gamma và beta để làm gì, khôi phục được gì",
        en="Gamma and beta: what they are for, and what they can undo",
    ),
    "eps-and-small-variances": Text(vi="Epsilon và những phương sai nhỏ", en="Epsilon and small variances"),
    "who-grades-the-grader": Text(vi="Ai chấm bộ chấm?", en="Who grades the grader?"),
}

SECTIONS = {
    "introduction#average": Text(vi="Lấy trung bình trên những số nào?", en="Which numbers are averaged?"),
    "formula#formula": Text(vi="Công thức", en="The formula"),
    "formula#step-mean": Text(vi="Bước 1: trung bình và phương sai", en="Step 1: mean and variance"),
    "formula#step-normalize": Text(vi="Bước 2: trừ rồi chia", en="Step 2: subtract, then divide"),
    "formula#step-eps": Text(vi="Bước 3: epsilon để làm gì?", en="Step 3: what is epsilon for?"),
    "formula#step-affine": Text(vi="Bước 4: gamma và beta", en="Step 4: gamma and beta"),
    "formula#the-class": Text(vi="Gói lại thành một lớp", en="Wrapped in a class"),
    "formula#question": Text(vi="Câu hỏi: chia cho L − 1", en="Question: dividing by L − 1"),
    "one-sample-one-feature#before-after": Text(vi="Trước và sau", en="Before and after"),
    "one-sample-two-features#new": Text(vi="Điều mới so với ví dụ 1", en="What is new since example 1"),
    "two-samples-one-feature#new": Text(vi="Điều mới so với ví dụ 2", en="What is new since example 2"),
    "two-samples-two-features#new": Text(vi="Điều mới so với ví dụ 3", en="What is new since example 3"),
    "testing-by-properties#properties": Text(vi="Từ một tensor đến mọi tensor", en="From one tensor to every tensor"),
    "testing-by-properties#shrinking-explained": Text(
        vi="Một lỗi chỉ lộ ra khi hai kích thước bằng nhau", en="A mistake that shows only when two sizes are equal"
    ),
    "testing-by-properties#several": Text(
        vi="Trung bình đúng, độ lệch chuẩn đúng, mà vẫn sai",
        en="The right mean, the right standard deviation, and still wrong",
    ),
    "testing-by-properties#tolerance": Text(vi="Sai số cho phép lấy từ đâu?", en="Where does the tolerance come from?"),
    "five-norms#one-formula": Text(
        vi="Một công thức, nhiều cách gom số", en="One formula, many ways to group the numbers"
    ),
    "five-norms#two-more": Text(vi="Hai phép còn thiếu", en="The two that are missing"),
    "five-norms#cubes": Text(vi="Bản đồ", en="The map"),
    "five-norms#group": Text(
        vi="GroupNorm nối InstanceNorm với LayerNorm của ảnh", en="GroupNorm joins InstanceNorm and LayerNorm of images"
    ),
    "five-norms#inference": Text(vi="Lúc huấn luyện và lúc suy luận", en="In training and at inference"),
    "time-series-and-sound#revin": Text(
        vi="RevIN: chuẩn hóa, dự báo, rồi trả lại", en="RevIN: normalize, forecast, give back"
    ),
    "backward-pass#nudge": Text(vi="Nhích một token, cái gì đổi theo?", en="Nudge one token: what moves?"),
    "backward-pass#derive": Text(vi="Đi ngược từng bước", en="Walking back, step by step"),
    "layouts-and-frameworks#layouts": Text(vi="Hai bố cục", en="Two layouts"),
    "layouts-and-frameworks#wrong-axis": Text(vi="Sai trục trong im lặng", en="The silent wrong axis"),
    "layouts-and-frameworks#says-what": Text(vi="PyTorch có nói gì không?", en="Does PyTorch say anything?"),
    "layouts-and-frameworks#side-by-side": Text(vi="Bốn thư viện cạnh nhau", en="Four frameworks side by side"),
    "layouts-and-frameworks#small-variance": Text(
        vi="Khi nào epsilon thành chuyện lớn?", en="When does epsilon matter?"
    ),
    "layouts-and-frameworks#torch-var": Text(vi="torch.var không phải np.var", en="torch.var is not np.var"),
    "time-series-and-sound#cumulative": Text(
        vi="Nghe đến đâu, chuẩn hóa đến đó", en="Normalize as far as you have heard"
    ),
    "padding-and-masks#neighbour": Text(vi="Câu bên cạnh lọt vào", en="The neighbour slips in"),
    "padding-and-masks#by-hand": Text(vi="Bản có mặt nạ", en="The masked version"),
    "padding-and-masks#twice": Text(vi="Mặt nạ phải dùng hai lần", en="The mask is needed twice"),
    "padding-and-masks#holes": Text(vi="Mặt nạ có lỗ hổng", en="Masks with holes"),
    "padding-and-masks#empty": Text(vi="Mẫu toàn phần đệm", en="A sample that is all padding"),
    "padding-and-masks#zero": Text(vi="Vì sao phần đệm phải ra đúng 0?", en="Why must padding come out as exactly 0?"),
    "numbers-on-real-machines#floats": Text(
        vi="Máy chỉ lưu được chừng ấy chữ số", en="A machine keeps only so many digits"
    ),
    "numbers-on-real-machines#kappa": Text(vi="Vì sao một lượt thì hỏng?", en="Why does one pass fail?"),
    "numbers-on-real-machines#welford": Text(
        vi="Welford: cập nhật theo từng token", en="Welford: an update for each token"
    ),
    "numbers-on-real-machines#merge": Text(vi="Gộp hai khối", en="Merging two blocks"),
    "numbers-on-real-machines#stream": Text(
        vi="Một dòng dữ liệu bộ nhớ không chứa hết", en="A stream that does not fit into memory"
    ),
    "numbers-on-real-machines#constant": Text(vi="Nhìn lại chuỗi hằng số", en="The constant sequence once more"),
    "gamma-and-beta#counts": Text(vi="Hai số cho mỗi đặc trưng", en="Two numbers for each feature"),
    "gamma-and-beta#linear": Text(
        vi="Khi ngay sau đó là một tầng tuyến tính", en="When a linear layer comes right after"
    ),
    "eps-and-small-variances#law": Text(vi="Quy luật", en="The law"),
    "eps-and-small-variances#place": Text(vi="Trong căn hay ngoài căn?", en="Inside the root or outside?"),
    "eps-and-small-variances#defaults": Text(vi="Mỗi thư viện một epsilon", en="Each library has its epsilon"),
    "eps-and-small-variances#short": Text(vi="Chuỗi dài 1 và dài 2", en="Sequences of length 1 and 2"),
}


def named(place: str, lang: str) -> str:
    """What a sentence calls a place to read; KeyError for one that is not listed here."""
    chapter = CHAPTERS[place.partition("#")[0]][lang]
    if "#" not in place:
        return CHAPTER[lang].format(chapter=chapter)
    return SECTION[lang].format(section=SECTIONS[place][lang], chapter=chapter)


def address(place: str, lang: str) -> str:
    """The page of a place to read, beside the other chapters of that language, with the anchor of a section."""
    chapter, is_section, _ = place.partition("#")
    return f"{chapter}.html" + (f"#{_anchor(SECTIONS[place][lang])}" if is_section else "")


def _anchor(heading: str) -> str:
    """The id that docutils gives a section with this heading."""
    plain = unicodedata.normalize("NFKD", heading.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub("^[-0-9]+|-+$", "", re.sub("[^a-z0-9]+", "-", plain))
