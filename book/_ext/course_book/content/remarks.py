"""What the code of the solution pages and recipes says about itself: the paragraphs of its docstrings, and its comments.

The code is written in English; `remarks.py` of the extension puts the words of the page's language in their place.
"""

from grader.text import Text

REMARKS = (
    # what several exercises say, or one beside a recipe
    Text(en="one number", vi="một con số"),
    Text(en="one sample", vi="một mẫu"),
    Text(en="one feature", vi="một đặc trưng"),
    Text(
        en="`gamma` and `beta` are arrays of shape (num_features,) that start at ones and zeros; assign new ones freely.",
        vi="`gamma` và `beta` là hai mảng có shape (num_features,), lúc đầu toàn 1 và toàn 0; cứ tự do gán mảng mới.",
    ),
    Text(en="Make a layer for `num_features` features.", vi="Tạo một tầng cho `num_features` đặc trưng."),
    Text(
        en="Raises ValueError if num_features is below 1 or eps is negative.",
        vi="Phát sinh ValueError nếu num_features nhỏ hơn 1 hay eps âm.",
    ),
    Text(
        en="Raises ValueError if x has another number of axes or features.",
        vi="Phát sinh ValueError nếu x có số trục hay số đặc trưng khác.",
    ),
    Text(
        en="A sample without tokens would be divided by 0; its sums are 0 whatever they are divided by.",
        vi="Mẫu không có token nào thì phải chia cho 0; các tổng của nó bằng 0, chia cho số nào cũng vậy.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float32 or float64. `definition.py` says in NumPy what is right.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), float32 hay float64. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="How far the output y may be from the definition.",
        vi="Đầu ra y được phép cách định nghĩa bao xa.",
    ),
    Text(
        en="A layer for x with gamma and beta assigned, and the F numbers of gamma and of beta that were.",
        vi="Một tầng cho x đã được gán gamma và beta, cùng F số của gamma và của beta đó.",
    ),
    Text(
        en="How far the output y may be from the definition; its dtype is not judged.",
        vi="Đầu ra y được phép cách định nghĩa bao xa; không xét dtype của nó.",
    ),
    Text(
        en="mean or var, once it is known to be an array of shape (B, 1, F).",
        vi="mean hay var, khi đã biết chắc nó là một mảng có shape (B, 1, F).",
    ),
    Text(
        en="Other numbers of the shape and dtype of x, all fit to be tokens.",
        vi="Những số khác, cùng shape và dtype với x, số nào cũng có thể là token.",
    ),
    # book/recipes
    Text(en="(B, L, F)", vi="(B, L, F)"),
    Text(en="(B, L, F), (B, L)", vi="(B, L, F), (B, L)"),
    Text(en="(B, L)", vi="(B, L)"),
    Text(en="(N, C, L)", vi="(N, C, L)"),
    Text(en="(B, L, F) to (B, 4, F)", vi="từ (B, L, F) đến (B, 4, F)"),
    Text(en="x: (B, L, F)", vi="x: (B, L, F)"),
    Text(en="x: your input (B, L, F), y: their output", vi="x: đầu vào (B, L, F), y: đầu ra của họ"),
    Text(en="the same without padding", vi="như trên, không có phần đệm"),
    Text(en="poison the padding", vi="đầu độc phần đệm"),
    Text(en="Keras passes the mask itself", vi="Keras tự đưa mặt nạ vào"),
    Text(en="a token of zeros is padding", vi="token toàn 0 là phần đệm"),
    Text(en="or read them from a file", vi="hoặc đọc từ tập tin"),
    Text(en="the first pass", vi="lượt thứ nhất"),
    Text(en="the second pass", vi="lượt thứ hai"),
    Text(en="how far y is from gamma * x + beta", vi="y cách gamma * x + beta bao xa"),
    Text(en="small: eps shows", vi="nhỏ để lộ eps"),
    Text(en="as the layer before may hand it on", vi="như tầng trước có thể đưa sang"),
    Text(en="in units of the input", vi="đơn vị: kích thước đầu vào"),
    Text(en="two devices", vi="hai thiết bị"),
    Text(en="the old exporter", vi="bộ xuất cũ"),
    Text(en="meant as four samples of seven features", vi="định là bốn mẫu, bảy đặc trưng"),
)
