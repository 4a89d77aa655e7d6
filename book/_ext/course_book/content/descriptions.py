"""The sentence that describes each page to search engines and in link previews, by the name that both twins share."""

from grader.text import Text

DESCRIPTIONS = {
    "book/index": Text(
        vi="Khóa học ngắn về Instance Normalization cho văn bản, viết bằng NumPy, có bài tập chấm tự động.",
        en="A short course on Instance Normalization for text in NumPy, with exercises graded automatically.",
    ),
    "book/introduction": Text(
        vi="Văn bản trở thành tensor ba chiều như thế nào, và mỗi phép chuẩn hóa lấy trung bình trên những số nào.",
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
        vi="Chín bài tập theo thứ tự, mỗi bài cần đọc gì trước, từ trung bình của một instance đến tự viết phép thử.",
        en="Nine exercises in order and what each needs, from the mean of one instance to writing the test yourself.",
    ),
    "book/testing-by-properties": Text(
        vi="Viết kiểm thử dựa trên tính chất bằng Hypothesis, đọc phản ví dụ đã rút gọn, và chọn sai số cho phép.",
        en="Property-based tests with Hypothesis: writing them, reading a shrunk counterexample, choosing a tolerance.",
    ),
    "book/who-grades-the-grader": Text(
        vi="Bộ chấm tự động được đo ra sao: những phiên bản sai nào bị bắt, những lời giải đúng nào được nhận.",
        en="How the autograder itself is measured: which wrong versions it catches, which right ones it accepts.",
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
    "exercises/instance_stats": Text(
        vi="Bài tập: viết hàm tính trung bình và phương sai của từng instance trên trục chuỗi.",
        en="Exercise: write the function that computes the mean and variance of every instance over the sequence.",
    ),
    "exercises/instance_norm": Text(
        vi="Bài tập: viết hàm instance_norm bằng NumPy, được chấm bằng kiểm thử dựa trên tính chất.",
        en="Exercise: write the function instance_norm in NumPy, graded by property-based tests.",
    ),
    "exercises/instance_norm_1d": Text(
        vi="Bài tập: viết lớp InstanceNorm1D với gamma, beta và phương thức forward.",
        en="Exercise: write the class InstanceNorm1D with gamma, beta and the method forward.",
    ),
    "exercises/norm_family": Text(
        vi="Bài tập: viết batch_norm, layer_norm và group_norm, họ hàng gần của chuẩn hóa instance.",
        en="Exercise: write batch_norm, layer_norm and group_norm, the close relatives of instance normalization.",
    ),
    "exercises/masked_instance_norm": Text(
        vi="Bài tập: chuẩn hóa instance có mặt nạ, chỉ lấy thống kê trên token thật, phần đệm thành 0.",
        en="Exercise: masked instance normalization, with statistics over real tokens and zeros in the padding.",
    ),
    "exercises/instance_norm_backward": Text(
        vi="Bài tập: viết lượt truyền ngược của chuẩn hóa instance, tính dx, dgamma và dbeta bằng NumPy.",
        en="Exercise: write the backward pass of instance normalization: dx, dgamma and dbeta in NumPy.",
    ),
    "exercises/revin": Text(
        vi="Bài tập: viết lớp RevIN, chuẩn hóa một chuỗi thời gian rồi khôi phục thang đo cho dự báo.",
        en="Exercise: write the class RevIN, which normalizes a time series and denormalizes its forecast.",
    ),
    "exercises/streaming_stats": Text(
        vi="Bài tập: tính trung bình và phương sai của một chuỗi đến theo từng khối, chỉ đọc một lần.",
        en="Exercise: the mean and variance of a sequence that arrives in blocks, reading each block once.",
    ),
    "exercises/check_instance_norm": Text(
        vi="Bài tập: viết kiểm thử cho instance_norm, được thử trên nhiều phiên bản đúng và sai.",
        en="Exercise: write a test for instance_norm, which is tried on many right and wrong versions.",
    ),
    "solutions/instance_stats": Text(
        vi="Lời giải mẫu cho trung bình và phương sai của từng instance, các lỗi thường gặp và cách chấm.",
        en="The reference solution for the mean and variance of every instance, common mistakes, and the grading.",
    ),
    "solutions/instance_norm": Text(
        vi="Lời giải mẫu của hàm instance_norm, vì sao viết như vậy, các lỗi thường gặp và cách chấm.",
        en="The reference solution of instance_norm, why it is written so, common mistakes, and the grading.",
    ),
    "solutions/instance_norm_1d": Text(
        vi="Lời giải mẫu của lớp InstanceNorm1D, vì sao viết như vậy, các lỗi thường gặp và cách chấm.",
        en="The reference solution of the class InstanceNorm1D, why it is so, common mistakes, and the grading.",
    ),
    "solutions/norm_family": Text(
        vi="Lời giải mẫu của batch_norm, layer_norm và group_norm, các lỗi thường gặp và cách chấm.",
        en="The reference solution of batch_norm, layer_norm and group_norm, common mistakes, and the grading.",
    ),
    "solutions/masked_instance_norm": Text(
        vi="Lời giải mẫu của masked_instance_norm, vì sao viết như vậy, các lỗi thường gặp và cách chấm.",
        en="The reference solution of masked_instance_norm, why it is written so, common mistakes, and the grading.",
    ),
    "solutions/instance_norm_backward": Text(
        vi="Lời giải mẫu của lượt truyền ngược, công thức từ đâu ra, các lỗi thường gặp và cách chấm.",
        en="The reference solution of the backward pass, where the formula comes from, common mistakes, and the grading.",
    ),
    "solutions/revin": Text(
        vi="Lời giải mẫu của lớp RevIN, vì sao viết như vậy, các lỗi thường gặp và cách chấm.",
        en="The reference solution of the class RevIN, why it is written so, common mistakes, and the grading.",
    ),
    "solutions/streaming_stats": Text(
        vi="Lời giải mẫu của streaming_stats, cách ghép thống kê của hai khối, các lỗi thường gặp và cách chấm.",
        en="The reference solution of streaming_stats, how the statistics of two blocks merge, and common mistakes.",
    ),
    "solutions/check_instance_norm": Text(
        vi="Lời giải mẫu của check_instance_norm, vì sao chọn những đầu vào đó, các lỗi thường gặp và cách chấm.",
        en="The reference solution of check_instance_norm, why these inputs, common mistakes, and the grading.",
    ),
}
