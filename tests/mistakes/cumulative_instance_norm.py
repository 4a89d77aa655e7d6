"""Wrong and right versions of `cumulative_instance_norm(x, eps=1e-5)`: what learners really write."""

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import TOLERANCE, Outcome, attempt, describe, noticed, numbers_of, run_function, same_outcome


def _count(x):
    """How many tokens there are up to each position. Shape (L, 1)."""
    return np.arange(1, x.shape[1] + 1)[:, None]


def _normalized(x, distance, count, eps):
    """x by the statistics that its distances to some number have up to each position."""
    mean = np.cumsum(distance, axis=1) / count
    var = np.maximum(np.cumsum(distance**2, axis=1) / count - mean**2, 0)
    return (distance - mean) / np.sqrt(var + eps)


# Wrong: far from zero


@mistake(
    name=Text(vi="Phương sai mất hết chữ số ở xa 0", en="The variance loses its digits far from 0"),
    why=Text(
        vi="E[x²] − E[x]² lấy hiệu của hai số cỡ 10¹⁶, và ở đó hai số float64 kề nhau cách nhau 2. Ở gần 0 đầu ra vẫn đúng. Hãy"
        " cộng 1e8 vào x: đầu ra không được đổi.",
        en="E[x²] − E[x]² takes the difference of two numbers of about 10¹⁶, where neighbouring float64 numbers are 2 apart. Near 0"
        " the output is right. Add 1e8 to x: the output must not change.",
    ),
    read="numbers-on-real-machines#kappa",
    hint=3,
)
def one_pass(x, eps=1e-5):
    return _normalized(x, x, _count(x), eps)


@mistake(
    name=Text(vi="Tính bằng float32", en="Computed in float32"),
    why=Text(
        vi="x được đổi sang float32, mà quanh 1e8 hai số float32 kề nhau cách nhau 8: mọi độ lệch nhỏ hơn thế biến mất ngay khi"
        " đổi. Hãy giữ float64 từ đầu đến cuối.",
        en="x is turned into float32, and around 1e8 neighbouring float32 numbers are 8 apart: every smaller deviation is gone at once."
        " Keep float64 throughout.",
    ),
    read="numbers-on-real-machines#floats",
)
def through_float32(x, eps=1e-5):
    x = x.astype(np.float32).astype(np.float64)
    return _normalized(x, x - x[:, :1], _count(x), eps)


# Wrong: what is heard


@mistake(
    name=Text(vi="Trừ trung bình của cả chuỗi trước", en="Subtracts the mean of the whole sequence first"),
    why=Text(
        vi="Trên giấy, trừ số nào cũng được. Nhưng trung bình cả chuỗi cần nghe hết chuỗi, và vài token rất lớn ở cuối kéo nó đi xa,"
        " khiến các token trước mất chữ số. Hãy trừ một số đã có từ đầu.",
        en="On paper any number may be subtracted. But the mean of the whole sequence is known only at its end, and huge tokens at the"
        " end drag it away, so that earlier ones lose their digits. Subtract what is there from the start.",
    ),
    read="time-series-and-sound#cumulative",
    hint=4,
)
def centres_by_the_whole(x, eps=1e-5):
    return _normalized(x, x - x.mean(axis=1, keepdims=True), _count(x), eps)


@mistake(
    name=Text(vi="Thống kê của cả chuỗi", en="The statistics of the whole sequence"),
    why=Text(
        vi="Đó là chuẩn hóa instance thông thường: mọi vị trí dùng chung một trung bình và một phương sai, nên vị trí đầu đã biết các"
        " token cuối. Vị trí t chỉ được dùng các token từ 0 đến t.",
        en="That is ordinary instance normalization: all positions share one mean and one variance, so the first ones know the last"
        " tokens. Position t may use the tokens 0 to t alone.",
    ),
    read="time-series-and-sound#cumulative",
    hint=1,
)
def whole_sequence(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Bỏ sót token hiện tại", en="Leaves out the token at hand"),
    why=Text(
        vi="Thống kê ở vị trí t chỉ gồm các token trước nó, chẳng hạn vì viết x[:, :t] thay cho x[:, :t + 1]. Token t cũng được tính:"
        " ở vị trí 0 đầu ra luôn bằng 0.",
        en="The statistics at position t are those of the tokens before it, by x[:, :t] instead of x[:, :t + 1], say. Token t counts too:"
        " at position 0 the output is always 0.",
    ),
    read="time-series-and-sound#cumulative",
    hint=1,
)
def leaves_out_the_last(x, eps=1e-5):
    distance, earlier = x - x[:, :1], _count(x) - 1
    mean = (np.cumsum(distance, axis=1) - distance) / earlier
    var = (np.cumsum(distance**2, axis=1) - distance**2) / earlier - mean**2
    return (distance - mean) / np.sqrt(np.maximum(var, 0) + eps)


@mistake(
    name=Text(vi="Trung bình động thay cho tích lũy", en="A moving average instead of a cumulative one"),
    why=Text(
        vi="Token mới luôn chiếm một phần cố định, nên token cũ mờ dần. Trung bình tích lũy cho mọi token từ 0 đến t cùng một trọng số, là"
        " 1/(t + 1).",
        en="A new token always weighs the same share, so old ones fade. A cumulative mean gives all tokens from 0 to t the same weight,"
        " 1/(t + 1).",
    ),
    read="time-series-and-sound#cumulative",
    hint=2,
)
def moving_average(x, eps=1e-5):
    y, mean, var = np.zeros_like(x), x[:, 0], np.zeros_like(x[:, 0])
    for t in range(x.shape[1]):
        mean = 0.9 * mean + 0.1 * x[:, t]
        var = 0.9 * var + 0.1 * (x[:, t] - mean) ** 2
        y[:, t] = (x[:, t] - mean) / np.sqrt(var + eps)
    return y


# Wrong: how it is added up


@mistake(
    name=Text(vi="Mỗi token được đo từ trung bình riêng của nó", en="Each token measured from a mean of its own"),
    why=Text(
        vi="Bạn cộng dồn (x − mean)², mỗi token trừ trung bình ở vị trí của chính nó. Phương sai ở vị trí t phải đo mọi token từ cùng một"
        " trung bình, là trung bình ở vị trí t.",
        en="You add up (x − mean)², each token minus the mean at its own position. The variance at position t measures all tokens from"
        " one mean, that of position t.",
    ),
    read="numbers-on-real-machines#welford",
    hint=2,
)
def old_means_in_variance(x, eps=1e-5):
    distance = x - x[:, :1]
    centred = distance - np.cumsum(distance, axis=1) / _count(x)
    return centred / np.sqrt(np.cumsum(centred**2, axis=1) / _count(x) + eps)


@mistake(
    name=Text(vi="Welford bình phương cùng một độ lệch", en="Welford with the same deviation squared"),
    why=Text(
        vi="Welford nhân độ lệch so với trung bình cũ với độ lệch so với trung bình mới. Bình phương độ lệch so với trung bình cũ thì"
        " quá lớn: hai token 0 và 2 cho phương sai 2, không phải 1.",
        en="Welford multiplies the deviation from the old mean by that from the new one. The square of the deviation from the old mean"
        " is too large: two tokens 0 and 2 give the variance 2, not 1.",
    ),
    read="numbers-on-real-machines#welford",
    hint=2,
)
def squares_old_deviation(x, eps=1e-5):
    y, mean, squares = np.zeros_like(x), x[:, 0], np.zeros_like(x[:, 0])
    for t in range(x.shape[1]):
        deviation = x[:, t] - mean
        mean = mean + deviation / (t + 1)
        squares = squares + deviation**2
        y[:, t] = (x[:, t] - mean) / np.sqrt(squares / (t + 1) + eps)
    return y


@mistake(
    name=Text(vi="Mọi tổng đều chia cho L", en="All sums divided by L"),
    why=Text(
        vi="Tổng cộng dồn đến vị trí t có t + 1 số, nhưng bạn chia cho độ dài chuỗi L. Chỉ vị trí cuối là đúng; hãy chia cho"
        " np.arange(1, L + 1).",
        en="The running sum at position t has t + 1 terms, but you divide by the sequence length L. Only the last position is right:"
        " divide by np.arange(1, L + 1).",
    ),
    read="time-series-and-sound#cumulative",
    hint=2,
)
def divides_by_length(x, eps=1e-5):
    return _normalized(x, x - x[:, :1], x.shape[1], eps)


@mistake(
    name=Text(vi="Chia cho t thay vì t + 1", en="Divides by t instead of t + 1"),
    why=Text(
        vi="Đến vị trí t đã có t + 1 token, vì vị trí đếm từ 0. np.arange(L) bắt đầu bằng 0, nên token đầu tiên thành 0/0, tức là NaN. Hãy"
        " dùng np.arange(1, L + 1).",
        en="Up to position t there are t + 1 tokens, for positions count from 0. np.arange(L) begins with 0, so the first token becomes"
        " 0/0, NaN. Use np.arange(1, L + 1).",
    ),
    read="time-series-and-sound#cumulative",
    hint=2,
)
def counts_from_zero(x, eps=1e-5):
    return _normalized(x, x - x[:, :1], _count(x) - 1, eps)


@mistake(
    name=Text(vi="Phương sai không chệch", en="The unbiased variance"),
    why=Text(
        vi="Phương sai ở vị trí t được chia cho t thay vì t + 1. Đề bài cần phương sai chệch: hai token 0 và 2 có phương sai 1, không"
        " phải 2.",
        en="The variance at position t is divided by t instead of t + 1. The task asks for the biased one: two tokens 0 and 2 have the"
        " variance 1, not 2.",
    ),
    read="formula#question",
)
def unbiased_variance(x, eps=1e-5):
    distance, count = x - x[:, :1], _count(x)
    mean = np.cumsum(distance, axis=1) / count
    var = np.cumsum(distance**2, axis=1) / count - mean**2
    return (distance - mean) / np.sqrt(np.maximum(var, 0) * count / np.maximum(count - 1, 1) + eps)


@mistake(
    name=Text(vi="Số token nằm dọc theo đặc trưng", en="The count lies along the features"),
    why=Text(
        vi="np.arange(1, L + 1) có shape (L,), và broadcasting so các trục từ phải sang trái nên nó khớp với trục đặc trưng. NumPy thường"
        " báo lỗi; khi L = F thì sai mà không báo gì.",
        en="np.arange(1, L + 1) has shape (L,), and broadcasting matches axes from the right, so it meets the feature axis. NumPy mostly"
        " raises; when L = F it is silently wrong.",
    ),
    read="one-sample-two-features#new",
    hint=2,
)
def count_along_features(x, eps=1e-5):
    return _normalized(x, x - x[:, :1], np.arange(1, x.shape[1] + 1), eps)


@mistake(
    name=Text(vi="Gộp các đặc trưng lại, như cLN", en="Pools the features, as cLN does"),
    why=Text(
        vi="Chuẩn hóa theo tầng tích lũy của Conv-TasNet lấy thống kê trên mọi đặc trưng của các token đã đến. Chuẩn hóa instance giữ"
        " riêng từng đặc trưng: chỉ cộng dồn theo axis=1.",
        en="The cumulative layer normalization of Conv-TasNet takes statistics over all features of the tokens so far. Instance"
        " normalization keeps each feature apart: add up along axis=1 alone.",
    ),
    read="time-series-and-sound#cumulative",
)
def pools_features(x, eps=1e-5):
    distance = x - x[:, :1, :1]
    mean = np.cumsum(distance.mean(axis=2, keepdims=True), axis=1) / _count(x)
    square = np.cumsum((distance**2).mean(axis=2, keepdims=True), axis=1) / _count(x)
    return (distance - mean) / np.sqrt(np.maximum(square - mean**2, 0) + eps)


# Wrong: eps, the input


@mistake(
    name=Text(vi="eps nằm ngoài căn", en="eps outside the square root"),
    why=Text(
        vi="Bạn cộng eps vào độ lệch chuẩn thay vì vào phương sai. Khi phương sai lớn, hai cách gần như bằng nhau;"
        " khi phương sai nhỏ cỡ eps, chúng khác hẳn.",
        en="You add eps to the standard deviation, not to the variance. For large variances the two nearly agree;"
        " for a variance about as small as eps they do not.",
    ),
    read="eps-and-small-variances#place",
)
def eps_outside_root(x, eps=1e-5):
    distance = x - x[:, :1]
    mean = np.cumsum(distance, axis=1) / _count(x)
    var = np.cumsum(distance**2, axis=1) / _count(x) - mean**2
    return (distance - mean) / (np.sqrt(np.maximum(var, 0)) + eps)


@mistake(
    name=Text(vi="Ghi đè đầu vào", en="Overwrites the input"),
    why=Text(
        vi="Phép gán tại chỗ như x -= x[:, :1] sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy lỗi khi in x sau lời gọi. Hãy"
        " viết d = x - x[:, :1].",
        en="An in-place operation like x -= x[:, :1] changes the caller's own array. The output is right, so you only see it when you"
        " print x after the call. Write d = x - x[:, :1].",
    ),
    read="formula",
)
def overwrites_input(x, eps=1e-5):
    x -= x[:, :1].copy()
    return _normalized(x, x, _count(x), eps)


# Right, each in a way of its own


@right
def first_token(x, eps=1e-5):
    return _normalized(x, x - x[:, :1], _count(x), eps)


@right
def welford(x, eps=1e-5):
    y, mean, squares = np.zeros_like(x), np.zeros_like(x[:, 0]), np.zeros_like(x[:, 0])
    for t in range(x.shape[1]):
        deviation = x[:, t] - mean
        mean = mean + deviation / (t + 1)
        squares = squares + deviation * (x[:, t] - mean)
        y[:, t] = (x[:, t] - mean) / np.sqrt(squares / (t + 1) + eps)
    return y


@right
def welford_at_once(x, eps=1e-5):
    """Welford's products, all of them made first and then added up; the means are those of running sums of x itself."""
    mean = np.cumsum(x, axis=1) / _count(x)
    before = np.roll(mean, 1, axis=1)
    before[:, 0] = x[:, 0]
    var = np.cumsum((x - before) * (x - mean), axis=1) / _count(x)
    return (x - mean) / np.sqrt(var + eps)


@right
def prefix_by_prefix(x, eps=1e-5):
    y = np.empty_like(x)
    for t in range(x.shape[1]):
        so_far = x[:, : t + 1]
        y[:, t] = (x[:, t] - so_far.mean(axis=1)) / np.sqrt(so_far.var(axis=1) + eps)
    return y


@right
def plain_python(x, eps=1e-5):
    y = np.empty_like(x)
    for b, f in np.ndindex(x.shape[0], x.shape[2]):
        first = float(x[b, 0, f])
        total = squares = 0.0
        for t, value in enumerate(x[b, :, f].tolist(), start=1):
            total += value - first
            squares += (value - first) ** 2
            var = squares / t - (total / t) ** 2
            y[b, t - 1, f] = (value - first - total / t) / math.sqrt(max(var, 0) + eps)
    return y


@right
def merged(x, eps=1e-5):
    """Each token is a block of its own, merged as Chan, Golub and LeVeque do."""

    def merge(so_far, token):
        count, mean, squares = so_far
        apart = token - mean
        return count + 1, mean + apart / (count + 1), squares + apart**2 * (count / (count + 1))

    tokens = np.moveaxis(x, 1, 0)
    start = 1, tokens[0], np.zeros_like(tokens[0])
    steps = itertools.accumulate(tokens[1:], merge, initial=start)
    rows = [
        (token - mean) / np.sqrt(squares / n + eps) for token, (n, mean, squares) in zip(tokens, steps, strict=True)
    ]
    return np.stack(rows, axis=1)


@right
def transposed(x, eps=1e-5):
    """(B, F, L), where the running sums lie side by side; measured from the mean of the first two tokens."""
    rows = np.ascontiguousarray(x.transpose(0, 2, 1))
    rows = rows - rows[..., :1] - (rows[..., 1:2] - rows[..., :1]) / 2 if x.shape[1] > 1 else rows * 0
    count = np.arange(1.0, x.shape[1] + 1)
    mean = np.add.accumulate(rows, axis=-1) / count
    var = np.add.accumulate(rows * rows, axis=-1) / count - mean * mean
    return ((rows - mean) * (np.clip(var, 0, None) + eps) ** -0.5).transpose(0, 2, 1)


# How a version is looked at


def _run_cumulative_instance_norm(
    cumulative_instance_norm: Callable, x: np.ndarray, eps: float | None = None
) -> Iterator[Outcome]:
    """A call and a second one, as of any function; then x far from 0, and x with a second half that is."""
    given = {} if eps is None else {"eps": eps}
    yield from run_function(cumulative_instance_norm, x=x, **given)

    def output(x: np.ndarray) -> Outcome:
        return describe(attempt(cumulative_instance_norm, x, *given.values()))

    near = output(x.copy())
    # What is left of a variance without correct digits is noise: there is nothing to compare.
    for offset in (1e8, 1e4):
        yield noticed(f"digits lost {offset:g} away from 0", not same_outcome(near, output(offset + x), TOLERANCE))
    half = x.shape[1] // 2
    for offset in (1e8, -1e8):
        moved = output(x + offset * (np.arange(x.shape[1]) >= half)[:, np.newaxis])
        heads = (
            each if np.shape(each.numbers) != x.shape else replace(each, numbers=each.numbers[:, :half])
            for each in (near, moved)
        )
        yield noticed(f"changed by later tokens {offset:g} away", not same_outcome(*heads, TOLERANCE))


def _probes_of_cumulative_instance_norm() -> list[dict]:
    return [
        {"x": np.round(numbers_of((2, 5, 3)), 3), "eps": 0.5},
        {"x": np.round(numbers_of((3, 3, 3), offset=-2), 3), "eps": 0.1},
        {"x": np.round(numbers_of((1, 6, 2), scale=0.05), 3), "eps": 0.01},
        {"x": np.round(numbers_of((2, 30, 1)), 3)},
    ]


RUNS = {"cumulative_instance_norm": _run_cumulative_instance_norm}
PROBES = {"cumulative_instance_norm": _probes_of_cumulative_instance_norm}
