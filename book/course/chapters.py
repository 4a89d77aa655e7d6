"""The chapters that feedback points to, by file name; a test holds the titles equal to the chapters' own."""

from grader.text import Text

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
