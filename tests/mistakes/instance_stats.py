"""Wrong and right versions of `instance_stats(x) -> (mean, var)`: what learners really write."""

import math
import statistics

import numpy as np

from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import numbers_of

# Wrong: statistics over the wrong numbers


@mistake(
    name=Text(vi="Thống kê theo batch", en="Statistics over the batch"),
    why=Text(
        vi="Bạn gộp cả các mẫu lẫn chuỗi, như chuẩn hóa theo batch, nên chỉ còn một cặp số cho mỗi đặc trưng. Với B ="
        " 1 lỗi không lộ ra.",
        en="You pool the samples as well as the sequence, as batch normalization does, and are left with one pair for"
        " each feature. With B = 1 this stays hidden.",
    ),
    read="two-samples-one-feature#new",
    hint=1,
)
def over_batch(x):
    return x.mean(axis=(0, 1), keepdims=True), x.var(axis=(0, 1), keepdims=True)


@mistake(
    name=Text(vi="Mọi mẫu nhận thống kê của cả batch", en="Every sample gets the statistics of the batch"),
    why=Text(
        vi="Shape đã đúng, nhưng các mẫu bị gộp lại (chẳng hạn bằng reshape(B * L, F)), nên mọi mẫu có cùng một cặp số."
        " Mỗi mẫu cần mean và var riêng.",
        en="The shape is right, but the samples are pooled (by reshape(B * L, F), say), so all have the same pair of"
        " numbers. Each sample needs a mean and a var of its own.",
    ),
    read="two-samples-one-feature#new",
    hint=1,
)
def batch_statistics_for_every_sample(x):
    table = x.reshape(-1, x.shape[2])
    shape = len(x), 1, x.shape[2]
    return np.broadcast_to(table.mean(axis=0), shape).copy(), np.broadcast_to(table.var(axis=0), shape).copy()


@mistake(
    name=Text(vi="Thống kê theo các mẫu", en="Statistics over the samples"),
    why=Text(
        vi="axis=0 là trục của các mẫu, không phải trục của chuỗi. Hãy nhìn shape: bạn nhận được (1, L, F) thay vì (B,"
        " 1, F).",
        en="axis=0 runs over the samples, not over the sequence. Look at the shape: you get (1, L, F) instead of (B,"
        " 1, F).",
    ),
    read="two-samples-one-feature#new",
    hint=1,
)
def over_samples(x):
    return x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)


@mistake(
    name=Text(vi="Thống kê theo đặc trưng", en="Statistics over the features"),
    why=Text(
        vi="axis=2 (hay axis=-1) là trục đặc trưng: bạn có một cặp số cho mỗi token, như chuẩn hóa theo tầng. Shape"
        " khi đó là (B, L, 1).",
        en="axis=2 (or axis=-1) is the feature axis: you get one pair for each token, as in layer normalization. The"
        " shape then is (B, L, 1).",
    ),
    read="one-sample-two-features#new",
    hint=1,
)
def over_features(x):
    return x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)


@mistake(
    name=Text(vi="Gộp các đặc trưng của một mẫu", en="Pools the features of a sample"),
    why=Text(
        vi="Bạn lấy trung bình trên cả chuỗi lẫn đặc trưng, nên mỗi mẫu chỉ còn một cặp số. Với F = 1 lỗi không lộ ra;"
        " hãy thử hai đặc trưng.",
        en="You average over the sequence and the features, so only one pair is left for each sample. With F = 1 this"
        " stays hidden: try two features.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def pools_features(x):
    return x.mean(axis=(1, 2), keepdims=True), x.var(axis=(1, 2), keepdims=True)


@mistake(
    name=Text(vi="Một cặp số cho cả tensor", en="One pair for the whole tensor"),
    why=Text(
        vi="Không có axis, NumPy gộp mọi phần tử thành một con số. Mỗi instance phải có trung bình và phương sai"
        " riêng, tổng cộng B × F cặp.",
        en="Without an axis NumPy reduces every element to one number. Each instance needs a mean and a variance of"
        " its own, B × F pairs in all.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def whole_tensor(x):
    return x.mean(), x.var()


@mistake(
    name=Text(vi="Bỏ sót token cuối", en="Leaves out the last token"),
    why=Text(
        vi="Thống kê chỉ tính trên x[:, :-1]. Trong Python, điểm cuối của range và của lát cắt đã không được tính, nên"
        " trừ thêm 1 là bỏ mất token cuối.",
        en="The statistics use x[:, :-1] only. In Python the end of a range or a slice is excluded already, so"
        " subtracting 1 drops a token.",
    ),
    read="formula#step-mean",
)
def leaves_out_last_token(x):
    seen = x[:, :-1]
    return seen.mean(axis=1, keepdims=True), seen.var(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Quên return", en="Forgets to return"),
    why=Text(
        vi="Hàm không trả về gì, nên kết quả là None. print chỉ in ra màn hình; hãy kết thúc hàm bằng return.",
        en="The function returns nothing, so its result is None. print only shows a value: end the function with return.",
    ),
    read="formula",
)
def forgets_return(x):
    mean = x.mean(axis=1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=1, keepdims=True)  # noqa: F841 - that is the mistake


# Wrong: the formula


@mistake(
    name=Text(vi="Chia cho L − 1", en="Divides by L − 1"),
    why=Text(
        vi="Đó là phương sai không chệch (ddof=1), mặc định của torch.var và của sách thống kê. Chuẩn hóa instance"
        " dùng phương sai chệch: với 0 và 2, var là 1 chứ không phải 2; với L = 1 thì thành 0/0.",
        en="That is the unbiased variance (ddof=1), the default of torch.var and of statistics books. Instance"
        " normalization uses the biased one: for 0 and 2, var is 1, not 2; at L = 1 it is 0/0.",
    ),
    read="formula#question",
    hint=3,
)
def unbiased_variance(x):
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True, ddof=1)


@mistake(
    name=Text(vi="Độ lệch chuẩn thay cho phương sai", en="Standard deviation in place of variance"),
    why=Text(
        vi="np.std là căn bậc hai của phương sai. Đề bài cần chính phương sai, vì eps sẽ được cộng vào nó trước khi"
        " lấy căn. Nhân x với 10 thì var phải tăng 100 lần.",
        en="np.std is the square root of the variance. The variance itself is asked for, since eps is added to it before the"
        " root. Multiply x by 10 and var grows a hundredfold.",
    ),
    read="formula#step-mean",
    hint=3,
)
def std_for_variance(x):
    return x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Quên trừ bình phương của trung bình", en="Forgets to subtract the squared mean"),
    why=Text(
        vi="Trung bình của x² chỉ bằng phương sai khi trung bình bằng 0. Cộng 100 vào x thì con số này tăng vọt, còn"
        " phương sai thật không đổi.",
        en="The mean of x² is the variance only when the mean is 0. Add 100 to x: that number jumps, while the true"
        " variance stays.",
    ),
    read="formula#step-mean",
    hint=3,
)
def mean_of_squares(x):
    return x.mean(axis=1, keepdims=True), np.mean(x**2, axis=1, keepdims=True)


@mistake(
    name=Text(vi="Tổng bình phương, chưa chia cho L", en="A sum of squares, not divided by L"),
    why=Text(
        vi="Bạn cộng các khoảng cách bình phương nhưng chưa chia cho L. Lặp lại chuỗi hai lần thì var của bạn gấp đôi,"
        " trong khi phương sai không đổi.",
        en="You add up the squared distances but do not divide by L. Repeat the sequence twice and your var doubles,"
        " while the variance stays.",
    ),
    read="formula#step-mean",
    hint=3,
)
def sum_of_squares(x):
    mean = x.mean(axis=1, keepdims=True)
    return mean, np.sum((x - mean) ** 2, axis=1, keepdims=True)


@mistake(
    name=Text(vi="Khoảng cách tuyệt đối thay cho bình phương", en="Absolute distances in place of squares"),
    why=Text(
        vi="Trung bình của |x − mean| cũng đo độ phân tán, nhưng không phải là phương sai: phải bình phương các khoảng"
        " cách trước khi lấy trung bình.",
        en="The mean of |x − mean| measures spread too, but it is not the variance: the distances are squared before"
        " they are averaged.",
    ),
    read="formula#step-mean",
    hint=3,
)
def absolute_distances(x):
    mean = x.mean(axis=1, keepdims=True)
    return mean, np.mean(np.abs(x - mean), axis=1, keepdims=True)


@mistake(
    name=Text(vi="Đã cộng eps vào phương sai", en="eps already added to the variance"),
    why=Text(
        vi="Hàm này chỉ trả về thống kê; eps thuộc về bước chuẩn hóa sau đó. Với một chuỗi không đổi, var phải là 0,"
        " không phải 1e-5.",
        en="This function returns statistics only; eps belongs to the normalization that follows. For a constant"
        " sequence var must be 0, not 1e-5.",
    ),
    read="formula#step-eps",
)
def adds_eps(x):
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True) + 1e-5


@mistake(
    name=Text(vi="Trung vị thay cho trung bình", en="The median in place of the mean"),
    why=Text(
        vi="Trung vị nói chung khác trung bình, trừ khi phân bố đối xứng. Hãy thử chuỗi 0, 0, 3: trung vị là 0"
        " còn trung bình là 1.",
        en="The median generally differs from the mean unless the values are symmetric. Try the sequence 0, 0, 3: the median is 0, the"
        " mean is 1.",
    ),
    read="formula#step-mean",
)
def median_for_mean(x):
    return np.median(x, axis=1, keepdims=True), x.var(axis=1, keepdims=True)


# Wrong: shapes, dtypes, what is returned


@mistake(
    name=Text(vi="Thiếu keepdims", en="Missing keepdims"),
    why=Text(
        vi="Các con số đều đúng nhưng shape là (B, F), không phải (B, 1, F). Khi lấy x − mean, broadcasting sẽ ghép B"
        " với trục chuỗi rồi báo lỗi, hoặc im lặng tính sai.",
        en="The numbers are right but the shape is (B, F), not (B, 1, F). In x − mean broadcasting would line B up"
        " with the sequence, and raise or silently go wrong.",
    ),
    read="introduction#average",
    hint=2,
)
def missing_keepdims(x):
    return x.mean(axis=1), x.var(axis=1)


@mistake(
    name=Text(vi="var thiếu keepdims", en="keepdims is missing in var"),
    why=Text(
        vi="mean có shape (B, 1, F), còn var có shape (B, F). Hãy thêm keepdims=True vào cả phép tính thứ hai.",
        en="The mean has the shape (B, 1, F), but var has (B, F). Add keepdims=True to the second computation too.",
    ),
    read="introduction#average",
    hint=2,
)
def keepdims_missing_in_variance(x):
    return x.mean(axis=1, keepdims=True), x.var(axis=1)


@mistake(
    name=Text(vi="mean thiếu keepdims", en="keepdims is missing in mean"),
    why=Text(
        vi="var có shape (B, 1, F), còn mean có shape (B, F). Hãy thêm keepdims=True vào cả phép tính thứ nhất.",
        en="var has the shape (B, 1, F), but the mean has (B, F). Add keepdims=True to the first computation too.",
    ),
    read="introduction#average",
    hint=2,
)
def keepdims_missing_in_mean(x):
    return x.mean(axis=1), x.var(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Thêm trục vào sai chỗ", en="Puts the new axis in the wrong place"),
    why=Text(
        vi="Trục có độ dài 1 nằm ở cuối: (B, F, 1) thay vì (B, 1, F). Với F = 1 hai shape trùng nhau, nên hãy thử"
        " hai đặc trưng.",
        en="The axis of size 1 stands at the end: (B, F, 1) instead of (B, 1, F). With F = 1 the two shapes agree, so"
        " try two features.",
    ),
    read="one-sample-two-features#new",
    hint=2,
)
def new_axis_in_wrong_place(x):
    return x.mean(axis=1)[:, :, None], x.var(axis=1)[:, :, None]


@mistake(
    name=Text(vi="Lặp lại thống kê cho mọi token", en="Repeats the statistics for every token"),
    why=Text(
        vi="Các con số đều đúng nhưng được lặp lại thành shape (B, L, F). Không cần lặp: broadcasting tự làm điều đó"
        " khi trục chuỗi có kích thước 1.",
        en="The numbers are right but repeated to the shape (B, L, F). There is no need: broadcasting does that by"
        " itself when the sequence axis has size 1.",
    ),
    read="introduction#average",
)
def repeats_for_every_token(x):
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return np.repeat(mean, x.shape[1], axis=1), np.repeat(var, x.shape[1], axis=1)


@mistake(
    name=Text(vi="Đổi chỗ mean và var", en="mean and var the wrong way round"),
    why=Text(
        vi="Hàm trả về (var, mean), nhưng người gọi viết mean, var = …, nên hai giá trị bị hoán đổi. Tuple chỉ phân"
        " biệt bằng vị trí, không bằng tên.",
        en="The function returns (var, mean), but the caller writes mean, var = …, so the two change places. A tuple"
        " knows positions, not names.",
    ),
    read="formula",
)
def swaps_mean_and_variance(x):
    return x.var(axis=1, keepdims=True), x.mean(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Chỉ trả về trung bình", en="Returns the mean alone"),
    why=Text(
        vi="Đề bài cần hai giá trị, mean và var, theo đúng thứ tự đó. Hãy trả về cả hai, cách nhau bằng dấu phẩy.",
        en="Two values are asked for, mean and var, in that order. Return both, separated by a comma.",
    ),
    read="formula",
)
def mean_alone(x):
    return x.mean(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Luôn trả về float64", en="Always returns float64"),
    why=Text(
        vi="Các con số đều đúng, nhưng đầu vào float32 cho ra float64. Tính ở độ chính xác cao hơn là tốt; trước khi"
        " trả về, hãy đổi lại dtype của x.",
        en="The numbers are right, but a float32 input comes out as float64. Computing more precisely is good: before"
        " returning, go back to the dtype of x.",
    ),
    read="formula",
)
def always_float64(x):
    wide = x.astype(np.float64)
    return wide.mean(axis=1, keepdims=True), wide.var(axis=1, keepdims=True)


@mistake(
    name=Text(vi="var luôn là float64", en="var is always float64"),
    why=Text(
        vi="mean giữ dtype của x, nhưng var thành float64 khi x là float32. Tính ở độ chính xác cao hơn là tốt; trước khi"
        " trả về, hãy đổi var lại dtype của x.",
        en="The mean keeps the dtype of x, but var becomes float64 where x is float32. Computing more precisely is good:"
        " before returning, give var the dtype of x again.",
    ),
    read="formula",
)
def variance_always_float64(x):
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True, dtype=np.float64)


@mistake(
    name=Text(vi="Ghi đè đầu vào", en="Overwrites the input"),
    why=Text(
        vi="Phép gán tại chỗ như x -= mean sửa chính mảng của người gọi. Thống kê vẫn đúng, nên chỉ thấy lỗi khi in x"
        " sau lời gọi.",
        en="An in-place operation like x -= mean changes the caller's own array. The statistics are right, so you only"
        " see it when you print x after the call.",
    ),
    read="formula",
)
def overwrites_input(x):
    mean = x.mean(axis=1, keepdims=True)
    x -= mean
    return mean, np.mean(x**2, axis=1, keepdims=True)


# Right, each in a way of its own


@right
def textbook(x):
    return np.mean(x, axis=1, keepdims=True), np.var(x, axis=1, keepdims=True)


@right
def three_loops(x):
    samples, length, features = x.shape
    mean = np.zeros((samples, 1, features), dtype=x.dtype)
    var = np.zeros((samples, 1, features), dtype=x.dtype)
    for b in range(samples):
        for f in range(features):
            total = squares = 0.0
            for t in range(length):
                total += float(x[b, t, f])
            for t in range(length):
                squares += (float(x[b, t, f]) - total / length) ** 2
            mean[b, 0, f] = total / length
            var[b, 0, f] = squares / length
    return mean, var


@right
def loop_over_instances(x):
    mean = np.empty_like(x[:, :1])
    var = np.empty_like(x[:, :1])
    for b, f in np.ndindex(x.shape[0], x.shape[2]):
        mean[b, 0, f], var[b, 0, f] = x[b, :, f].mean(), x[b, :, f].var()
    return mean, var


@right
def one_pass(x):
    mean = x.mean(axis=1, keepdims=True)
    return mean, (x**2).mean(axis=1, keepdims=True) - mean**2


@right
def einsum(x):
    length = x.shape[1]
    mean = np.einsum("blf->bf", x)[:, None] / length
    return mean, np.einsum("blf,blf->bf", x - mean, x - mean)[:, None] / length


@right
def averaging_row(x):
    row = np.full((1, x.shape[1]), 1 / x.shape[1], dtype=x.dtype)
    mean = row @ x
    return mean, row @ (x - mean) ** 2


@right
def welford(x):
    mean = np.zeros((x.shape[0], 1, x.shape[2]))
    squares = np.zeros_like(mean)
    for t in range(x.shape[1]):
        token = x[:, t : t + 1]
        delta = token - mean
        mean = mean + delta / (t + 1)
        squares = squares + delta * (token - mean)
    return mean.astype(x.dtype), (squares / x.shape[1]).astype(x.dtype)


@right
def transposed_layout(x):
    rows = np.transpose(x, (0, 2, 1))
    mean = rows.mean(axis=-1)
    var = rows.var(axis=-1)
    return mean[:, np.newaxis], var[:, np.newaxis]


@right
def exact_sums(x):
    def exact_mean(columns):
        return [[[math.fsum(column) / len(column) for column in sample] for _ in "1"] for sample in columns]

    mean = np.array(exact_mean(x.swapaxes(1, 2).tolist()))
    var = np.array(exact_mean(((x - mean) ** 2).swapaxes(1, 2).tolist()))
    return mean.astype(x.dtype), var.astype(x.dtype)


@right
def reduce_and_divide(x):
    mean = np.add.reduce(x, axis=1, keepdims=True) / x.shape[1]
    squares = np.square(np.subtract(x, mean))
    return mean, np.add.reduce(squares, axis=1, keepdims=True) / x.shape[1]


@right
def cumulative_sums(x):
    wide = x.astype(np.float64)
    mean = np.cumsum(wide, axis=1)[:, -1:] / x.shape[1]
    var = np.cumsum((wide - mean) ** 2, axis=1)[:, -1:] / x.shape[1]
    return mean.astype(x.dtype), var.astype(x.dtype)


@right
def statistics_module(x):
    columns = [[[float(value) for value in column] for column in sample.T] for sample in x]
    mean = [[[statistics.fmean(column) for column in sample]] for sample in columns]
    var = [[[statistics.pvariance(column) for column in sample]] for sample in columns]
    return np.array(mean, dtype=x.dtype), np.array(var, dtype=x.dtype)


@right
def apply_along_sequence(x):
    both = np.apply_along_axis(lambda column: np.array([np.mean(column), np.var(column)]), 1, x)
    return both[:, :1].copy(), both[:, 1:].copy()


@right
def fourier(x):
    length = x.shape[1]
    spectrum = np.fft.fft(x.astype(np.float64), axis=1)
    mean = spectrum[:, :1].real / length
    var = np.sum(np.abs(spectrum[:, 1:]) ** 2, axis=1, keepdims=True) / length**2
    return mean.astype(x.dtype), var.astype(x.dtype)


@right
def euclidean_norm(x):
    mean = np.average(x, axis=1)[:, np.newaxis, :]
    var = np.linalg.norm(x - mean, axis=1, keepdims=True) ** 2 / x.shape[1]
    return mean, var


@right
def pairwise_differences(x):
    differences = x[:, :, None, :] - x[:, None, :, :]
    var = np.mean(differences**2, axis=(1, 2))[:, None] / 2
    return x.sum(axis=1, keepdims=True) / x.shape[1], var


@right
def covariance_matrix(x):
    mean, var = [], []
    for sample in x.astype(np.float64):
        mean.append(sample.mean(axis=0))
        var.append(np.diag(np.atleast_2d(np.cov(sample, rowvar=False, bias=True))))
    return np.array(mean, x.dtype)[:, None], np.array(var, x.dtype)[:, None]


# How a version is looked at


def _probes_of_instance_stats() -> list[dict]:
    return [
        {"x": numbers_of((2, 5, 3))},
        {"x": numbers_of((3, 3, 3), offset=-2)},
        {"x": np.full((2, 4, 1), 3.0)},
        {"x": numbers_of((2, 6, 2), scale=0.003)},
        {"x": numbers_of((2, 7, 3), scale=30, offset=100)},
        {"x": numbers_of((2, 4, 3)).astype(np.float32)},
        {"x": numbers_of((1, 6, 2), scale=0.1).astype(np.float32)},
    ]


PROBES = {"instance_stats": _probes_of_instance_stats}


def _zeros_for_each_number(x):
    return np.zeros_like(x), np.zeros_like(x)


NOTHING_DONE = [_zeros_for_each_number]
