"""The terms of the course: one Vietnamese term for each concept, what it means, and where the course introduces it.

The glossary pages show this table, and the tests of words hold every text to it: where the English text of a passage
has the term, the Vietnamese text has one of its Vietnamese forms, and no text has a form that is named under `never`.
"""

from dataclasses import dataclass

from grader.text import Text


@dataclass(frozen=True, kw_only=True)
class Misuse:
    """A Vietnamese form that the course does not use, what it says instead, and why.

    With `unless`, the form is right where the English text says that word (several are separated by commas).
    """

    form: str
    instead: str
    why: str
    unless: str = ""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A concept of the course.

    `forms` are its words, several separated by commas. `read` is where it is introduced: a page without its language's
    folder, and the id of a cell of it. `accepted` are Vietnamese words that may stand for it in a sentence. Where a term
    is not `held`, its English word also has an everyday meaning, and the Vietnamese term need not stand beside it.
    """

    forms: Text
    means: Text
    read: str
    sought: str = ""
    accepted: str = ""
    held: bool = True
    never: tuple[Misuse, ...] = ()


DATA = (
    Term(
        forms=Text(vi="tensor", en="tensor"),
        means=Text(
            vi="Mảng số có một hay nhiều trục; trong khóa học, nó là một mảng NumPy.",
            en="An array of numbers with one or more axes; in this course, a NumPy array.",
        ),
        read="book/introduction#from-text",
    ),
    Term(
        forms=Text(vi="token", en="token"),
        means=Text(
            vi="Đơn vị nhỏ nhất khi ta cắt văn bản ra; ở đây, mỗi tiếng là một token.",
            en="The smallest unit a text is cut into; here, each word is one.",
        ),
        read="book/introduction#from-text",
        accepted="tiếng",
    ),
    Term(
        forms=Text(vi="embedding", en="embedding"),
        means=Text(
            vi="Dãy số mà mô hình học để thay cho một token; mỗi số là một đặc trưng.",
            en="The numbers that a model learns to put in the place of a token; each is a feature.",
        ),
        read="book/where-it-is-used#features",
        never=(Misuse(form="nhúng", instead="embedding", why="khóa học giữ từ tiếng Anh"),),
    ),
    Term(
        forms=Text(vi="đặc trưng", en="feature"),
        means=Text(
            vi="Một trong những con số mô tả một token; trục cuối của tensor.",
            en="One of the numbers that describe a token; the last axis of the tensor.",
        ),
        read="book/introduction#from-text",
        never=(Misuse(form="thuộc tính", instead="đặc trưng", why="đó là attribute", unless="attribute"),),
    ),
    Term(
        forms=Text(vi="kênh", en="channel"),
        means=Text(
            vi="Tên gọi của đặc trưng khi nói về ảnh, và trong tài liệu của PyTorch.",
            en="What a feature is called in images, and in PyTorch's documentation.",
        ),
        read="book/introduction#keepdims",
    ),
    Term(
        forms=Text(vi="mẫu", en="sample, example"),
        means=Text(
            vi="Một chuỗi trong batch; ở đây, mỗi câu là một mẫu.",
            en="One sequence of a batch; here, each sentence is one.",
        ),
        read="book/introduction#axes",
        accepted="ví dụ",
    ),
    Term(
        forms=Text(vi="batch, lô", en="batch"),
        means=Text(
            vi="Các mẫu được xử lý cùng một lượt. Tensor shape $(2, 5, 1)$ là một batch hai mẫu, không phải hai batch.",
            en="The samples processed together. A tensor of shape $(2, 5, 1)$ is one batch of two samples, not two.",
        ),
        read="book/introduction#axes",
        never=(Misuse(form="mẻ", instead="batch", why="khóa học giữ từ tiếng Anh"),),
    ),
    Term(
        forms=Text(vi="kích thước batch", en="batch size"),
        means=Text(
            vi="Số mẫu $B$ trong batch.",
            en="The number $B$ of samples in a batch.",
        ),
        read="book/five-norms#depends-read",
    ),
    Term(
        forms=Text(vi="chuỗi", en="sequence"),
        means=Text(
            vi="Các token của một mẫu, theo thứ tự.",
            en="The tokens of a sample, in order.",
        ),
        read="book/introduction#instance",
    ),
    Term(
        forms=Text(vi="độ dài chuỗi", en="sequence length"),
        means=Text(
            vi="Số token $L$ của một mẫu.",
            en="The number $L$ of tokens of a sample.",
        ),
        read="exercises/instance_stats#task",
        sought="seq_len, L",
    ),
    Term(
        forms=Text(vi="trục", en="axis"),
        means=Text(
            vi="Một hướng của tensor. Trục 0 là batch, trục 1 là chuỗi, trục 2 là đặc trưng.",
            en="A direction of a tensor. Axis 0 is the batch, axis 1 the sequence, axis 2 the features.",
        ),
        read="book/introduction#axes",
        never=(
            Misuse(
                form="chiều",
                instead="trục",
                why="chiều là của một không gian; mảng thì có trục",
                unless="dimension, direction, other way, opposite, one behind the other, further back, rises, both at once",
            ),
        ),
    ),
    Term(
        forms=Text(vi="bố cục", en="layout"),
        means=Text(
            vi="Thứ tự các trục của tensor: khóa học dùng $(B, L, F)$, PyTorch và ONNX dùng $(N, C, L)$.",
            en="The order of the axes of a tensor: the course uses $(B, L, F)$, PyTorch and ONNX $(N, C, L)$.",
        ),
        read="book/layouts-and-frameworks#layouts",
    ),
    Term(
        forms=Text(vi="chiều", en="dimension"),
        means=Text(
            vi="Số hướng độc lập của một không gian: $L$ số của một instance là một điểm trong không gian $L$ chiều.",
            en="How many independent directions a space has: the $L$ numbers of an instance are a point in $L$ dimensions.",
        ),
        read="book/backward-pass#projection",
    ),
    Term(
        forms=Text(vi="shape, kích thước", en="shape"),
        means=Text(
            vi="Độ dài của tensor theo từng trục, chẳng hạn $(B, L, F)$.",
            en="The length of a tensor along each axis, such as $(B, L, F)$.",
        ),
        read="book/introduction#axes",
        sought="size, dạng",
        held=False,
    ),
    Term(
        forms=Text(vi="instance", en="instance"),
        means=Text(
            vi="Một mẫu, một đặc trưng: một cột gồm $L$ số dọc theo chuỗi.",
            en="One sample, one feature: a column of $L$ numbers along the sequence.",
        ),
        read="book/introduction#instance",
        accepted="chẳng hạn",
        never=(Misuse(form="thực thể", instead="instance", why="thực thể là entity, một khái niệm khác"),),
    ),
    Term(
        forms=Text(vi="broadcasting, cơ chế lan truyền", en="broadcasting"),
        means=Text(
            vi="Cách NumPy dùng lại một mảng nhỏ dọc theo một trục để khớp với mảng lớn.",
            en="How NumPy uses a small array again along an axis, so that it matches a large one.",
        ),
        read="book/introduction#keepdims",
        sought="broadcast",
    ),
)

STATISTICS = (
    Term(
        forms=Text(vi="trung bình", en="mean, average"),
        means=Text(
            vi="Tổng của các số chia cho số lượng của chúng: $\\mu = \\frac{1}{L} \\sum_l x_l$.",
            en="The sum of the numbers divided by how many there are: $\\mu = \\frac{1}{L} \\sum_l x_l$.",
        ),
        read="book/formula#step-mean",
        sought="mu, μ",
        held=False,
    ),
    Term(
        forms=Text(vi="phương sai", en="variance"),
        means=Text(
            vi="Trung bình của bình phương khoảng cách tới trung bình.",
            en="The mean of the squared distances to the mean.",
        ),
        read="book/formula#step-mean",
        sought="var, σ²",
    ),
    Term(
        forms=Text(vi="phương sai chệch", en="biased variance"),
        means=Text(
            vi="Phương sai chia cho $L$. Chuẩn hóa instance dùng phương sai này.",
            en="The variance that divides by $L$. Instance normalization uses it.",
        ),
        read="book/formula#formula",
        never=(
            Misuse(form="phương sai lệch", instead="phương sai chệch", why="lệch là deviation"),
            Misuse(form="phương sai thiên lệch", instead="phương sai chệch", why="một khái niệm, một tên"),
        ),
    ),
    Term(
        forms=Text(vi="phương sai không chệch", en="unbiased variance"),
        means=Text(
            vi="Phương sai chia cho $L - 1$, dùng để ước lượng từ một phần của dữ liệu.",
            en="The variance that divides by $L - 1$, meant for estimating from a part of the data.",
        ),
        read="book/layouts-and-frameworks#torch-var",
        sought="Bessel, ddof",
    ),
    Term(
        forms=Text(vi="độ lệch chuẩn", en="standard deviation"),
        means=Text(
            vi="Căn bậc hai của phương sai; cùng đơn vị với dữ liệu.",
            en="The square root of the variance; it has the unit of the data.",
        ),
        read="book/formula#step-eps",
        sought="std, sigma, σ",
        never=(Misuse(form="độ lệch tiêu chuẩn", instead="độ lệch chuẩn", why="một khái niệm, một tên"),),
    ),
    Term(
        forms=Text(vi="epsilon, ε", en="epsilon, ε"),
        means=Text(
            vi="Hằng số nhỏ cộng vào phương sai, bên trong dấu căn, giữ cho mẫu số khác 0.",
            en="A small constant added to the variance, inside the square root, that keeps the denominator from 0.",
        ),
        read="book/formula#step-eps",
        sought="eps",
        accepted="eps",
    ),
    Term(
        forms=Text(vi="kỳ vọng", en="expectation"),
        means=Text(
            vi="Trung bình theo xác suất, viết là $\\mathrm{E}$; với những số có sẵn, nó chính là trung bình của chúng.",
            en="The mean by probability, written $\\mathrm{E}$; of numbers at hand it is simply their mean.",
        ),
        read="book/numbers-on-real-machines#predict",
    ),
)

NORMS = (
    Term(
        forms=Text(vi="chuẩn hóa", en="normalization, normalize"),
        means=Text(
            vi="Trừ trung bình rồi chia cho độ lệch chuẩn; cả hai lấy trên cùng một tập số.",
            en="Subtracting the mean and dividing by the standard deviation, both of the same set of numbers.",
        ),
        read="book/formula#formula",
        sought="normalisation, normalise",
        never=(
            Misuse(form="bình thường hóa", instead="chuẩn hóa", why="bình thường hóa là làm cho trở lại bình thường"),
        ),
    ),
    Term(
        forms=Text(vi="chuẩn hóa instance", en="instance normalization"),
        means=Text(
            vi="Chuẩn hóa riêng từng mẫu và từng đặc trưng, theo chuỗi (Instance Normalization).",
            en="Normalizing each sample and each feature on its own, over the sequence.",
        ),
        read="book/introduction#average",
        sought="InstanceNorm, instance norm, IN",
        never=(
            Misuse(
                form="chuẩn hóa theo mẫu",
                instead="chuẩn hóa instance",
                why="người đọc sẽ hiểu là làm theo một khuôn mẫu",
            ),
            Misuse(form="chuẩn hóa thực thể", instead="chuẩn hóa instance", why="thực thể là entity"),
        ),
    ),
    Term(
        forms=Text(vi="chuẩn hóa theo batch", en="batch normalization"),
        means=Text(
            vi="Chuẩn hóa riêng từng đặc trưng, trên mọi token của mọi mẫu (Batch Normalization).",
            en="Normalizing each feature on its own, over every token of every sample.",
        ),
        read="book/two-samples-one-feature#batch-norm",
        sought="BatchNorm, batch norm, BN",
        accepted="theo batch",
    ),
    Term(
        forms=Text(vi="chuẩn hóa theo tầng", en="layer normalization"),
        means=Text(
            vi="Trong Transformer: chuẩn hóa riêng từng token, trên các đặc trưng của nó. Với ảnh: trên toàn bộ một mẫu"
            " (Layer Normalization).",
            en="In Transformers: normalizing each token on its own, over its features. For images: over all of one"
            " sample.",
        ),
        read="book/one-sample-two-features#question",
        sought="LayerNorm, layer norm, LN",
        accepted="theo tầng",
        never=(Misuse(form="chuẩn hóa theo lớp", instead="chuẩn hóa theo tầng", why="lớp là class, layer là tầng"),),
    ),
    Term(
        forms=Text(vi="chuẩn hóa theo nhóm", en="group normalization"),
        means=Text(
            vi="Chuẩn hóa trên chuỗi và một nhóm đặc trưng của một mẫu (Group Normalization).",
            en="Normalizing over the sequence and one group of features of a sample.",
        ),
        read="exercises/norm_family#task",
        sought="GroupNorm, group norm, GN",
    ),
    Term(
        forms=Text(vi="RMSNorm", en="RMSNorm"),
        means=Text(
            vi="Như chuẩn hóa theo tầng nhưng không trừ trung bình: chỉ chia cho căn của trung bình bình phương.",
            en="Like layer normalization but without subtracting the mean: divides by the root of the mean square.",
        ),
        read="book/five-norms#two-more",
    ),
    Term(
        forms=Text(vi="hệ số tỷ lệ", en="scale"),
        means=Text(
            vi="$\\gamma$: số nhân với mỗi đặc trưng sau khi chuẩn hóa; ban đầu là 1.",
            en="$\\gamma$: the number that multiplies each feature after normalizing; 1 at first.",
        ),
        read="book/formula#formula",
        sought="gamma, γ",
        held=False,
        never=(Misuse(form="tỉ lệ", instead="tỷ lệ", why="khóa học chỉ viết một cách"),),
    ),
    Term(
        forms=Text(vi="độ dời", en="shift"),
        means=Text(
            vi="$\\beta$: số cộng vào mỗi đặc trưng sau cùng; ban đầu là 0.",
            en="$\\beta$: the number added to each feature at the end; 0 at first.",
        ),
        read="book/formula#formula",
        sought="beta, β",
        held=False,
        never=(
            Misuse(
                form="độ chệch",
                instead="độ dời",
                why="độ chệch là bias của một ước lượng",
                unless="bias, biased, unbiased",
            ),
        ),
    ),
    Term(
        forms=Text(vi="tầng", en="layer"),
        means=Text(
            vi="Một bước tính của mạng nơ-ron, có thể có tham số.",
            en="One step of the computation of a neural network, with or without parameters.",
        ),
        read="book/gamma-and-beta#counts",
        never=(Misuse(form="lớp", instead="tầng", why="layer là tầng; lớp là class của Python", unless="class"),),
    ),
    Term(
        forms=Text(vi="tham số học được", en="learnable parameter"),
        means=Text(
            vi="Số mà huấn luyện tìm ra, như $\\gamma$ và $\\beta$.",
            en="A number that training finds, such as $\\gamma$ and $\\beta$.",
        ),
        read="book/formula#formula",
        sought="trainable parameter, weight, trọng số",
    ),
    Term(
        forms=Text(vi="phép biến đổi affine", en="affine transform"),
        means=Text(
            vi="Nhân với một số rồi cộng một số, như $\\gamma$ và $\\beta$ làm; PyTorch gọi tùy chọn đó là `affine`.",
            en="Multiplying by a number and adding another, as $\\gamma$ and $\\beta$ do; PyTorch calls the option `affine`.",
        ),
        read="book/gamma-and-beta#why",
    ),
)

TRAINING = (
    Term(
        forms=Text(vi="huấn luyện", en="training"),
        means=Text(
            vi="Chỉnh dần các tham số của mạng để hàm mất mát nhỏ đi.",
            en="Adjusting the parameters of a network little by little, so that the loss becomes smaller.",
        ),
        read="book/formula#formula",
        accepted="học",
    ),
    Term(
        forms=Text(vi="mạng", en="network"),
        means=Text(
            vi="Dãy tầng nối nhau: mỗi tầng nhận đầu ra của tầng trước.",
            en="A chain of layers, each of which takes the output of the one before.",
        ),
        read="book/formula#training-words",
        sought="neural network, mạng nơ-ron",
    ),
    Term(
        forms=Text(vi="bước huấn luyện", en="training step"),
        means=Text(
            vi="Lấy một ít mẫu, rồi chỉnh mỗi tham số một chút để mất mát trên các mẫu đó nhỏ đi.",
            en="Taking a few samples, and moving each parameter a little so that their loss becomes smaller.",
        ),
        read="book/formula#training-words",
    ),
    Term(
        forms=Text(vi="quá khớp", en="overfitting"),
        means=Text(
            vi="Mạng làm tốt trên những mẫu đã dùng để huấn luyện mà kém đi trên mẫu mới.",
            en="A network does well on the samples it was trained on, and worse on new ones.",
        ),
        read="book/formula#training-words",
        sought="overfit",
    ),
    Term(
        forms=Text(vi="bộ phân loại", en="classifier"),
        means=Text(
            vi="Mạng nói một mẫu thuộc về lớp nào trong vài lớp cho trước.",
            en="A network that says to which of several classes a sample belongs.",
        ),
        read="book/formula#training-words",
    ),
    Term(
        forms=Text(vi="Transformer", en="Transformer"),
        means=Text(
            vi="Mạng mà trong đó mỗi token nhìn các token khác của cùng câu; mô hình ngôn ngữ ngày nay là Transformer.",
            en="A network in which each token looks at the other tokens of its sentence; language models today are such.",
        ),
        read="book/formula#training-words",
        accepted="Transformers",
    ),
    Term(
        forms=Text(vi="suy luận", en="inference"),
        means=Text(
            vi="Dùng mạng đã huấn luyện xong. Chuẩn hóa instance lúc đó vẫn tính như lúc huấn luyện.",
            en="Using a network after training. Instance normalization then computes as it did in training.",
        ),
        read="book/formula#formula",
    ),
    Term(
        forms=Text(vi="trung bình động", en="moving average"),
        means=Text(
            vi="Trung bình cập nhật dần qua từng batch, số mới góp một phần nhỏ.",
            en="An average brought up to date with every batch, of which the new number is a small part.",
        ),
        read="book/five-norms#inference",
        sought="EMA",
    ),
    Term(
        forms=Text(vi="thống kê chạy", en="running statistics"),
        means=Text(
            vi="Trung bình động của trung bình và phương sai; chuẩn hóa theo batch dùng chúng lúc suy luận.",
            en="Moving averages of the mean and the variance, which batch normalization uses at inference.",
        ),
        read="book/five-norms#inference",
    ),
    Term(
        forms=Text(vi="dịch chuyển hiệp biến nội bộ", en="internal covariate shift"),
        means=Text(
            vi="Đầu vào của một tầng đổi phân phối khi các tầng trước được huấn luyện. Có phải vì thế mà chuẩn hóa giúp ích hay không thì còn tranh cãi.",
            en="The inputs of a layer change their distribution while the layers before it are trained. Whether that is why normalization helps is contested.",
        ),
        read="book/gamma-and-beta#why",
    ),
    Term(
        forms=Text(vi="hàm mất mát", en="loss, loss function"),
        means=Text(
            vi="Hàm cho ra con số mà huấn luyện tìm cách làm nhỏ đi.",
            en="The function whose value training tries to make small.",
        ),
        read="book/formula#training-words",
        accepted="mất mát, mất",
        never=(Misuse(form="hàm tổn thất", instead="hàm mất mát", why="một khái niệm, một tên"),),
    ),
    Term(
        forms=Text(vi="gradient", en="gradient"),
        means=Text(
            vi="Các đạo hàm riêng của hàm mất mát theo từng số của đầu vào hay của tham số.",
            en="The partial derivatives of the loss with respect to every number of the input or of a parameter.",
        ),
        read="book/backward-pass#head",
        never=(Misuse(form="độ dốc", instead="gradient", why="độ dốc là slope", unless="slope"),),
    ),
    Term(
        forms=Text(vi="đạo hàm", en="derivative"),
        means=Text(
            vi="Đầu ra đổi nhanh đến đâu khi đầu vào đổi một chút.",
            en="How fast the output changes when the input changes a little.",
        ),
        read="book/backward-pass#graph",
    ),
    Term(
        forms=Text(vi="quy tắc dây chuyền", en="chain rule"),
        means=Text(
            vi="Đạo hàm của hàm hợp là tích các đạo hàm dọc theo đường đi; có nhiều đường thì cộng các tích lại.",
            en="The derivative of a composition is the product of the derivatives along the way; over several ways, the products are added.",
        ),
        read="book/backward-pass#head",
        never=(Misuse(form="quy tắc chuỗi", instead="quy tắc dây chuyền", why="chuỗi là sequence"),),
    ),
    Term(
        forms=Text(vi="lượt truyền xuôi", en="forward pass"),
        means=Text(vi="Tính đầu ra từ đầu vào.", en="Computing the output from the input."),
        read="book/backward-pass#derive",
        sought="forward propagation, lan truyền xuôi",
    ),
    Term(
        forms=Text(vi="lượt truyền ngược", en="backward pass"),
        means=Text(
            vi="Tính gradient theo đầu vào và tham số, từ gradient theo đầu ra.",
            en="Computing the gradients with respect to the input and the parameters from the one with respect to the output.",
        ),
        read="book/backward-pass#derive",
        sought="backpropagation, backprop, back propagation, lan truyền ngược",
    ),
    Term(
        forms=Text(vi="kiểm tra gradient", en="gradient check"),
        means=Text(
            vi="So gradient viết tay với sai phân trung tâm.",
            en="Comparing a gradient written by hand with central differences.",
        ),
        read="book/backward-pass#check",
    ),
    Term(
        forms=Text(vi="sai phân trung tâm", en="central difference, finite difference"),
        means=Text(
            vi="$(f(x + h) - f(x - h)) / 2h$ với $h$ nhỏ: gần bằng đạo hàm.",
            en="$(f(x + h) - f(x - h)) / 2h$ with a small $h$: nearly the derivative.",
        ),
        read="book/backward-pass#check",
    ),
    Term(
        forms=Text(vi="tích chập", en="convolution"),
        means=Text(
            vi="Tầng có các bộ lọc trượt dọc chuỗi; mỗi bộ lọc cho một tổng có trọng số của những bước nó đang nhìn.",
            en="A layer of filters that slide along the sequence; each gives a weighted sum of the steps it looks at.",
        ),
        read="book/formula#training-words",
    ),
    Term(
        forms=Text(vi="gộp trung bình", en="mean pooling"),
        means=Text(
            vi="Lấy trung bình theo chuỗi, để mỗi mẫu chỉ còn một số cho mỗi đặc trưng.",
            en="Taking the mean over the sequence, which leaves one number for each feature of a sample.",
        ),
        read="book/does-it-help#layers",
    ),
    Term(
        forms=Text(vi="đường học", en="learning curve"),
        means=Text(
            vi="Hàm mất mát theo số bước huấn luyện.",
            en="The loss over the number of training steps.",
        ),
        read="book/does-it-help#curves",
    ),
    Term(
        forms=Text(vi="khôi phục thang đo", en="denormalize"),
        means=Text(
            vi="Nhân trả lại độ lệch chuẩn và cộng trả lại trung bình, như RevIN làm với dự báo.",
            en="Multiplying the standard deviation back in and adding the mean back, as RevIN does with a forecast.",
        ),
        read="book/time-series-and-sound#revin",
        sought="denormalization",
        accepted="khôi phục",
        never=(
            Misuse(form="khử chuẩn hóa", instead="khôi phục thang đo", why="nghe như xóa bỏ phép chuẩn hóa"),
            Misuse(form="phi chuẩn hóa", instead="khôi phục thang đo", why="đó là thuật ngữ của cơ sở dữ liệu"),
        ),
    ),
)

PADDING = (
    Term(
        forms=Text(vi="phần đệm", en="padding"),
        means=Text(
            vi="Các token thêm vào cuối những chuỗi ngắn, để mọi chuỗi của batch dài bằng nhau.",
            en="Tokens appended to short sequences, so that all sequences of a batch are equally long.",
        ),
        read="book/padding-and-masks#pad",
        sought="pad token, token đệm",
        accepted="đệm",
        never=(
            Misuse(form="phần lót", instead="phần đệm", why="một khái niệm, một tên"),
            Misuse(form="vùng đệm", instead="phần đệm", why="vùng đệm là buffer", unless="buffer"),
        ),
    ),
    Term(
        forms=Text(vi="mặt nạ", en="mask"),
        means=Text(
            vi="Mảng True, False nói token nào là thật, token nào là phần đệm.",
            en="An array of True and False that says which tokens are real and which are padding.",
        ),
        read="book/padding-and-masks#pad",
        sought="attention mask, có mặt nạ",
    ),
    Term(
        forms=Text(vi="độ dài hợp lệ", en="valid length"),
        means=Text(
            vi="Số token thật của một chuỗi, không kể phần đệm.",
            en="How many real tokens a sequence has, the padding left out.",
        ),
        read="book/padding-and-masks#pad",
    ),
)

NUMBERS = (
    Term(
        forms=Text(vi="sai số làm tròn", en="rounding error"),
        means=Text(
            vi="Phần mất đi vì máy tính chỉ giữ được hữu hạn chữ số của mỗi số.",
            en="What is lost because a computer keeps only so many digits of a number.",
        ),
        read="book/numbers-on-real-machines#head",
    ),
    Term(
        forms=Text(vi="triệt tiêu chữ số có nghĩa", en="cancellation, catastrophic cancellation"),
        means=Text(
            vi="Trừ hai số gần bằng nhau thì các chữ số đầu mất đi, và so với hiệu thì sai số làm tròn thành ra lớn.",
            en="Subtracting two nearly equal numbers loses their leading digits, and next to the difference the rounding error is large.",
        ),
        read="book/numbers-on-real-machines#kappa",
    ),
    Term(
        forms=Text(vi="tràn trên", en="overflow"),
        means=Text(
            vi="Số quá lớn so với kiểu số, nên thành vô cùng.",
            en="A number too large for its type, which becomes infinity.",
        ),
        read="book/numbers-on-real-machines#half",
        never=(Misuse(form="vô cực", instead="vô cùng", why="khóa học chỉ dùng một tên cho inf"),),
    ),
    Term(
        forms=Text(vi="tràn dưới", en="underflow"),
        means=Text(
            vi="Số quá nhỏ so với kiểu số, nên thành 0.",
            en="A number too small for its type, which becomes 0.",
        ),
        read="book/numbers-on-real-machines#half",
    ),
    Term(
        forms=Text(vi="seed", en="seed"),
        means=Text(
            vi="Số khởi đầu của bộ sinh số ngẫu nhiên: cùng seed thì cùng dãy số.",
            en="The number a random generator starts from: the same seed, the same numbers.",
        ),
        read="book/who-grades-the-grader#open",
        never=(Misuse(form="hạt giống", instead="seed", why="khóa học giữ từ tiếng Anh"),),
    ),
    Term(
        forms=Text(vi="ổn định số", en="numerical stability, numerically stable"),
        means=Text(
            vi="Tính chất của một cách tính mà sai số làm tròn chẳng lớn hơn bao nhiêu so với mức không tránh được.",
            en="What a way of computing has when its rounding error is hardly larger than it must be.",
        ),
        read="book/numbers-on-real-machines#kappa",
        sought="stable, ổn định",
    ),
)

PROPERTIES = (
    Term(
        forms=Text(vi="tính chất", en="property, properties"),
        means=Text(
            vi="Điều đúng với mọi đầu vào hợp lệ.",
            en="What holds for every valid input.",
        ),
        read="book/testing-by-properties#properties",
        never=tuple(
            Misuse(
                form=form,
                instead="đúng",
                why="một tính chất thì đúng hoặc bị vi phạm, một phiên bản thì đạt hoặc không đạt",
                unless="compromise",
            )
            for form in ("thỏa", "thỏa mãn")
        ),
    ),
    Term(
        forms=Text(vi="kiểm thử", en="test"),
        means=Text(
            vi="Code gọi một hàm rồi xét xem nó có đúng không. Phiên bản nào không bị phát hiện điều gì sai thì đạt.",
            en="Code that calls a function and judges whether it is right. A version with which it finds no fault passes.",
        ),
        read="book/testing-by-properties#head",
        held=False,
        never=(Misuse(form="bài kiểm tra", instead="kiểm thử", why="bài kiểm tra là của học sinh"),),
    ),
    Term(
        forms=Text(vi="phép thử", en="trial"),
        means=Text(
            vi="Một lần thử một tính chất, với một đầu vào.",
            en="Trying a property once, on one input.",
        ),
        read="book/testing-by-properties#laws",
        held=False,
    ),
    Term(
        forms=Text(vi="kiểm thử dựa trên tính chất", en="property-based testing, property-based test"),
        means=Text(
            vi="Phát biểu điều luôn đúng, rồi để máy sinh đầu vào tìm cách bác bỏ.",
            en="Stating what always holds, and having a machine draw inputs that try to refute it.",
        ),
        read="book/testing-by-properties#properties",
    ),
    Term(
        forms=Text(vi="phản ví dụ", en="counterexample"),
        means=Text(
            vi="Một đầu vào cho thấy phát biểu là sai; bộ chấm đưa ra phản ví dụ nhỏ nhất tìm được.",
            en="An input that shows a statement to be wrong; the grader shows the smallest it found.",
        ),
        read="book/testing-by-properties#properties",
    ),
    Term(
        forms=Text(vi="rút gọn", en="shrink"),
        means=Text(
            vi="Làm phản ví dụ đơn giản dần mà nó vẫn còn là phản ví dụ.",
            en="Making a counterexample simpler while it still is one.",
        ),
        read="book/testing-by-properties#properties",
        held=False,
    ),
    Term(
        forms=Text(vi="bất biến theo tịnh tiến", en="translation invariant"),
        means=Text(
            vi="Cộng một hằng số vào đầu vào thì đầu ra không đổi.",
            en="Adding a constant to the input leaves the output as it was.",
        ),
        read="book/what-always-holds#shift-and-scale",
    ),
    Term(
        forms=Text(vi="bất biến theo tỷ lệ", en="scale invariant"),
        means=Text(
            vi="Nhân đầu vào với một số dương thì đầu ra không đổi.",
            en="Multiplying the input by a positive number leaves the output as it was.",
        ),
        read="book/what-always-holds#shift-and-scale",
    ),
)

GRADING = (
    Term(
        forms=Text(vi="mục tiêu", en="objectives"),
        means=Text(vi="Điều bạn làm được sau khi đọc xong chương.", en="What you can do after reading the chapter."),
        read="book/introduction#aims",
    ),
    Term(
        forms=Text(vi="kiến thức cần có", en="prerequisites"),
        means=Text(
            vi="Điều bạn cần biết trước khi đọc chương.", en="What you need to know before reading the chapter."
        ),
        read="book/introduction#aims",
    ),
    Term(
        forms=Text(vi="bài tập", en="exercise"),
        means=Text(
            vi="Một notebook có đề bài, chỗ viết lời giải và ô kiểm tra.",
            en="A notebook with a task, a place for your solution, and a cell that checks it.",
        ),
        read="book/introduction#how-to-use",
        accepted="bài",
    ),
    Term(
        forms=Text(vi="gợi ý", en="hint"),
        means=Text(
            vi="Vài câu giúp bạn đi tiếp mà không nói ra lời giải.",
            en="A few sentences that help you on without telling the solution.",
        ),
        read="exercises/instance_stats#hints",
    ),
    Term(
        forms=Text(vi="ô", en="cell"),
        means=Text(
            vi="Một đoạn văn bản hay code của notebook, chạy được riêng.",
            en="A piece of text or of code in a notebook; a piece of code runs on its own.",
        ),
        read="book/introduction#how-to-use",
        held=False,
        never=(
            Misuse(
                form="mã",
                instead="code",
                why="khóa học nói code; mã chỉ có trong mã nguồn, mã giả, mã hóa, mã sinh viên",
                unless="source code, pseudo-code, sha256, UTF-8, id, ids, participants, source of the course, checkout",
            ),
        ),
    ),
    Term(
        forms=Text(vi="đầu vào", en="input"),
        means=Text(vi="Tensor đưa vào một hàm.", en="The tensor that a function is given."),
        read="book/one-sample-one-feature#input",
        accepted="vào",
    ),
    Term(
        forms=Text(vi="đầu ra", en="output"),
        means=Text(vi="Tensor mà hàm trả về.", en="The tensor that a function returns."),
        read="book/one-sample-one-feature#predict",
        held=False,
    ),
    Term(
        forms=Text(vi="phát sinh ngoại lệ, phát sinh", en="raise an exception, raises"),
        means=Text(
            vi="Dừng lại và báo lỗi, như câu lệnh `raise` trong Python.",
            en="To stop with an error, as `raise` does in Python.",
        ),
        read="book/testing-by-properties#laws",
        held=False,
    ),
    Term(
        forms=Text(vi="thư mục", en="folder, directory"),
        means=Text(
            vi="Nơi chứa các tập tin trên máy.",
            en="A place for files on a computer.",
        ),
        read="book/introduction#how-to-use",
    ),
    Term(
        forms=Text(vi="lời giải mẫu", en="reference solution"),
        means=Text(
            vi="Lời giải của khóa học, nằm trong `solutions`, để bạn so với bài của mình.",
            en="The solution of the course, kept in `solutions`, to compare your own with.",
        ),
        read="book/formula#same-as-solution",
        sought="answer, đáp án",
        never=(Misuse(form="giải pháp", instead="lời giải", why="giải pháp là cách xử lý một tình huống"),),
    ),
    Term(
        forms=Text(vi="bộ chấm tự động, bộ chấm", en="autograder, grader"),
        means=Text(
            vi="Chương trình chấm bài, nói đúng sai và chỉ ra chỗ sai.",
            en="The program that marks an answer, says whether it is right, and shows where it is not.",
        ),
        read="book/who-grades-the-grader#head",
    ),
    Term(
        forms=Text(vi="mong đợi", en="expected"),
        means=Text(
            vi="Giá trị đúng, theo định nghĩa; đặt cạnh giá trị nhận được.",
            en="The right value, by the definition; it stands next to the actual value.",
        ),
        read="book/introduction#how-to-use",
        never=(
            Misuse(form="dự kiến", instead="mong đợi", why="dự kiến là planned", unless="plan, planned"),
            Misuse(
                form="kỳ vọng", instead="mong đợi", why="kỳ vọng là expectation", unless="expectation, expected value"
            ),
        ),
    ),
    Term(
        forms=Text(vi="nhận được", en="actual"),
        means=Text(
            vi="Giá trị mà bài làm trả về.",
            en="The value that the answer returned.",
        ),
        read="book/introduction#how-to-use",
    ),
    Term(
        forms=Text(vi="sai số cho phép", en="tolerance"),
        means=Text(
            vi="Khoảng cách lớn nhất giữa giá trị nhận được và giá trị mong đợi mà vẫn coi là đúng.",
            en="How far the actual value may be from the expected one and still count as right.",
        ),
        read="book/testing-by-properties#tolerance",
        never=(Misuse(form="dung sai", instead="sai số cho phép", why="dung sai là từ của ngành cơ khí"),),
    ),
    Term(
        forms=Text(vi="phiên bản sai", en="wrong version, mutant"),
        means=Text(
            vi="Một cách viết sai có chủ ý, để đo xem bộ chấm có bắt được không.",
            en="An answer that is wrong on purpose, to measure whether the grader catches it.",
        ),
        read="book/who-grades-the-grader#why",
        accepted="phiên bản",
        never=(Misuse(form="đột biến", instead="phiên bản sai", why="đột biến là thuật ngữ của sinh học"),),
    ),
    Term(
        forms=Text(vi="lỗi thường gặp, lỗi", en="named mistake, mistake"),
        means=Text(
            vi="Một lỗi mà bộ chấm nhận ra và gọi được tên.",
            en="A mistake that the grader recognizes and calls by name.",
        ),
        read="book/who-grades-the-grader#head",
        held=False,
    ),
    Term(
        forms=Text(vi="điểm", en="points"),
        means=Text(vi="Mỗi bài tập có mười điểm.", en="Each exercise has ten points."),
        read="exercises/norm_family#task",
        held=False,
    ),
)

SUBJECTS = {
    "data": DATA,
    "statistics": STATISTICS,
    "norms": NORMS,
    "training": TRAINING,
    "padding": PADDING,
    "numbers": NUMBERS,
    "properties": PROPERTIES,
    "grading": GRADING,
}

TERMS = tuple(term for terms in SUBJECTS.values() for term in terms)
