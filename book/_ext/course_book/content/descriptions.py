"""The sentence that describes each page to search engines and in link previews, by the name that both twins share."""

from grader.exercises import EXERCISES
from grader.text import Text

DESCRIPTIONS = {
    **{f"exercises/{name}": exercise.task for name, exercise in EXERCISES.items()},
    **{f"solutions/{name}": exercise.solution_page for name, exercise in EXERCISES.items()},
    "book/index": Text(
        vi="Khóa học ngắn về Instance Normalization cho văn bản, viết bằng NumPy, có bài tập chấm tự động.",
        en="A short course on Instance Normalization for text in NumPy, with exercises graded automatically.",
    ),
    "book/introduction": Text(
        vi="Văn bản trở thành tensor ba trục như thế nào, và mỗi phép chuẩn hóa lấy trung bình trên những số nào.",
        en="How text becomes a tensor of three axes, and which numbers each normalization averages together.",
    ),
    "book/questions": Text(
        vi="Mười hai câu hỏi hay gặp về chuẩn hóa instance, mỗi câu một lời đáp ngắn và chỗ để đọc kỹ hơn.",
        en="Twelve questions that people come with about instance normalization, each with a short answer and where to read on.",
    ),
    "book/formula": Text(
        vi="Công thức chuẩn hóa instance từng bước: trung bình, phương sai, epsilon, gamma, beta, rồi lớp InstanceNorm1D.",
        en="Instance normalization step by step: mean, variance, epsilon, gamma, beta, then the class InstanceNorm1D.",
    ),
    "book/one-sample-one-feature": Text(
        vi="Ví dụ nhỏ nhất: một chuỗi năm số, đoán kết quả trước rồi tính và vẽ đầu vào, đầu ra.",
        en="The smallest example: one sequence of five numbers, guessed first, then computed and drawn.",
    ),
    "book/one-sample-two-features": Text(
        vi="Hai đặc trưng của cùng một mẫu được chuẩn hóa riêng: mỗi đặc trưng một trung bình, một độ lệch chuẩn.",
        en="Two features of one sample are normalized apart: each has a mean and a standard deviation of its own.",
    ),
    "book/two-samples-one-feature": Text(
        vi="Hai mẫu trong một batch không trộn vào nhau: kết quả của mẫu này không phụ thuộc mẫu kia.",
        en="Two samples of a batch do not mix: the result of one does not depend on the other.",
    ),
    "book/two-samples-two-features": Text(
        vi="Hai mẫu, hai đặc trưng: bốn instance, bốn cặp thống kê, và cách đọc chúng từ một tensor.",
        en="Two samples, two features: four instances, four pairs of statistics, and how to read them off a tensor.",
    ),
    "book/gamma-and-beta": Text(
        vi="Gamma và beta có bao nhiêu số, khôi phục được mẫu nào, khi nào thừa, và AdaIN dùng chúng ra sao.",
        en="How many numbers gamma and beta hold, which sample they give back, when they are redundant, and AdaIN.",
    ),
    "book/what-always-holds": Text(
        vi="Cộng, nhân, đổi chỗ, lấy trung bình theo chuỗi: những tính chất luôn đúng của chuẩn hóa instance, và vì sao.",
        en="Add, multiply, reorder, average over the sequence: what always holds of instance normalization, and why.",
    ),
    "book/eps-and-small-variances": Text(
        vi="Quy luật chính xác của độ lệch chuẩn ở đầu ra, chuỗi hằng số, epsilon trong hay ngoài căn, chuỗi dài 1 và 2.",
        en="The exact law of the output's standard deviation, constant sequences, eps in or out of the root, L = 1 and 2.",
    ),
    "book/five-norms": Text(
        vi="Batch, Layer (cả hai nghĩa), Instance, Group, RMS trên cùng một tensor: gom số nào, khi nào trùng nhau.",
        en="Batch, Layer (both meanings), Instance, Group, RMS over one tensor: what each averages, where they coincide.",
    ),
    "book/layouts-and-frameworks": Text(
        vi="PyTorch, ONNX, Keras, Flax cạnh nhau: bố cục, epsilon, mặc định, và lỗi nhầm trục không ai báo.",
        en="PyTorch, ONNX, Keras and Flax side by side: layouts, epsilon, defaults, and the silent wrong axis.",
    ),
    "book/padding-and-masks": Text(
        vi="Phần đệm làm lệch trung bình và phương sai ra sao, và chuẩn hóa instance có mặt nạ sửa điều đó thế nào.",
        en="How padding bends the mean and the variance, and how masked instance normalization puts it right.",
    ),
    "book/numbers-on-real-machines": Text(
        vi="float16, float32, float64: sai số làm tròn, phương sai một lượt và hai lượt, Welford, Chan, và dòng dữ liệu.",
        en="float16, float32, float64: rounding, one-pass and two-pass variance, Welford, Chan, and long streams.",
    ),
    "book/backward-pass": Text(
        vi="Suy ra gradient của chuẩn hóa instance bằng tay, nhìn nó bằng hình học, rồi kiểm tra bằng sai phân trung tâm.",
        en="The gradients of instance normalization derived by hand, seen as geometry, checked by central differences.",
    ),
    "book/does-it-help": Text(
        vi="Huấn luyện một mạng nhỏ bằng NumPy với nhiều seed: đặt chuẩn hóa ở đâu thì mạng học được, ở đâu thì đoán mò.",
        en="Train a small network in NumPy over several seeds: where a norm helps, and where it leaves only guessing.",
    ),
    "book/where-it-is-used": Text(
        vi="Truyện Kiều và Alice qua bốn phép chuẩn hóa: giữ gì, xóa gì, và vì sao mô hình ngôn ngữ chuộng LayerNorm.",
        en="Kiều and Alice through four normalizations: what each keeps and erases, and why language models prefer LayerNorm.",
    ),
    "book/time-series-and-sound": Text(
        vi="RevIN cho chuỗi thời gian: giúp ở đâu, hại ở đâu; tiếng nói và phần đệm; chuẩn hóa mà không nhìn trước tương lai.",
        en="RevIN for time series, where it helps and where it harms; speech and padding; normalizing without looking ahead.",
    ),
    "book/exercises": Text(
        vi="Các bài tập từ dễ đến khó, mỗi bài mất bao lâu và cần đọc gì trước, từ trung bình của một instance đến tự viết kiểm thử.",
        en="The exercises from easy to hard, what each needs and how long it takes, from the mean of one instance to writing the test yourself.",
    ),
    "book/testing-by-properties": Text(
        vi="Viết kiểm thử dựa trên tính chất bằng Hypothesis, đọc phản ví dụ đã rút gọn, và chọn sai số cho phép.",
        en="Property-based tests with Hypothesis: writing them, reading a shrunk counterexample, choosing a tolerance.",
    ),
    "book/who-grades-the-grader": Text(
        vi="Bộ chấm tự động được đo ra sao: những phiên bản sai nào bị bắt, những lời giải đúng nào được nhận.",
        en="How the autograder itself is measured: which wrong versions it catches, which right ones it accepts.",
    ),
    "book/for-teachers": Text(
        vi="Phát bài, thu bài, chấm cả lớp: zip, JupyterHub, Colab, Moodle, Canvas, Gradescope, và bài nộp làm được gì ở đó.",
        en="Hand out, collect and mark a class: zip, JupyterHub, Colab, Moodle, Canvas, Gradescope, and what a hand-in can reach.",
    ),
    "book/write-your-own-exercise": Text(
        vi="Tự soạn một bài tập được chấm tự động trong chưa đến một giờ: từng tập tin, từng lệnh, từ đầu đến cuối.",
        en="Write an exercise of your own that is graded automatically, in less than an hour: every file, every command.",
    ),
    "book/recipes": Text(
        vi="Code chép được ngay cho PyTorch, Keras, Flax và ONNX, và danh sách nghi phạm khi con số của bạn khác.",
        en="Code to copy for PyTorch, Keras, Flax and ONNX, and a list of suspects for when your numbers differ.",
    ),
    "book/glossary": Text(
        vi="Thuật ngữ của khóa học bằng tiếng Việt và tiếng Anh, nghĩa ngắn gọn và chỗ giải thích từng thuật ngữ.",
        en="The terms of the course in English and Vietnamese, what each means, and where it is introduced.",
    ),
    "book/references": Text(
        vi="Các bài báo và sách mà khóa học dựa vào, kèm đường dẫn để bạn đọc tận gốc.",
        en="The papers and books that the course rests on, with links, so that you can read the sources.",
    ),
}
