"""Wrong and right versions of `keras_to_channels_first(rows, weights, scale, center, epsilon)`."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import Outcome, attempt, describe, noticed, numbers_of


def _parted(weights, scale, center, channels, dtype):
    """gamma and beta of shape (C, 1), of ones and of zeros where the layer has none."""
    left = list(weights)
    gamma = left.pop(0) if scale else np.ones(channels)
    beta = left.pop(0) if center else np.zeros(channels)
    return gamma.astype(dtype)[:, None], beta.astype(dtype)[:, None]


def _normalized(rows, epsilon, axis=2):
    mean, var = rows.mean(axis=axis, keepdims=True), rows.var(axis=axis, keepdims=True)
    return (rows - mean) / np.sqrt(var + epsilon)


# Wrong: the axes


@mistake(
    name=Text(vi="Vẫn coi trục 1 là chuỗi", en="Axis 1 is still taken for the sequence"),
    why=Text(
        vi="Ở bố cục (N, C, L), trục 1 là kênh, nên lấy thống kê theo axis=1 là trộn các kênh vào nhau, như LayerNorm."
        " Chuỗi nằm ở trục cuối.",
        en="In the layout (N, C, L) axis 1 is the channels, and statistics over axis=1 mix them, as LayerNorm does. The"
        " sequence is the last axis.",
    ),
    read="layouts-and-frameworks#wrong-axis",
    hint=1,
)
def statistics_over_channels(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma * _normalized(rows, epsilon, axis=1) + beta


@mistake(
    name=Text(vi="Dùng nguyên công thức của (B, L, F)", en="The formula of (B, L, F), as it is"),
    why=Text(
        vi="Thống kê lấy theo axis=1 và gamma ghép với trục cuối, đúng cho (B, L, F) nhưng ở đây hai trục đó đã đổi chỗ."
        " Với C = L thì không có lỗi nào được báo.",
        en="Statistics over axis=1, and gamma on the last axis: right for (B, L, F), but here these two axes have changed"
        " places. Where C = L nothing complains.",
    ),
    read="layouts-and-frameworks#wrong-axis",
    hint=1,
)
def formula_of_the_course(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma[:, 0] * _normalized(rows, epsilon, axis=1) + beta[:, 0]


@mistake(
    name=Text(vi="gamma và beta ghép với trục chuỗi", en="gamma and beta on the axis of the sequence"),
    why=Text(
        vi="Thống kê đã đúng, nhưng gamma shape (C,) broadcasting với trục cuối, tức là với chuỗi. Với C ≠ L thì có lỗi"
        " được báo; với C = L thì kết quả sai mà không ai hay.",
        en="The statistics are right, but gamma of shape (C,) broadcasts along the last axis, the sequence. Where C ≠ L"
        " that raises; where C = L the result is wrong and nobody notices.",
    ),
    read="layouts-and-frameworks#says-what",
    hint=2,
)
def gamma_on_sequence(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma[:, 0] * _normalized(rows, epsilon) + beta[:, 0]


@mistake(
    name=Text(vi="Quên đổi trục trở lại", en="The axes are not swapped back"),
    why=Text(
        vi="Bạn đổi sang (N, L, C) để tính, nhưng trả về kết quả ở bố cục đó. Đề bài muốn (N, C, L).",
        en="You swap to (N, L, C) to compute, but return the result in that layout. The task wants (N, C, L).",
    ),
    read="layouts-and-frameworks",
    hint=1,
)
def not_swapped_back(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma[:, 0] * _normalized(rows.swapaxes(1, 2), epsilon, axis=1) + beta[:, 0]


@mistake(
    name=Text(vi="reshape thay cho đổi trục", en="reshape instead of swapping axes"),
    why=Text(
        vi="reshape cho đúng shape, nhưng đọc các số theo thứ tự cũ, nên các kênh bị cắt vụn rồi trộn vào nhau. Hãy dùng"
        " transpose hoặc swapaxes.",
        en="reshape gives the right shape but reads the numbers in their old order, so channels are cut up and mixed. Use"
        " transpose or swapaxes.",
    ),
    read="layouts-and-frameworks",
    hint=1,
)
def reshaped(rows, weights, scale=True, center=True, epsilon=1e-3):
    samples, channels, length = rows.shape
    gamma, beta = _parted(weights, scale, center, channels, rows.dtype)
    y = gamma[:, 0] * _normalized(rows.reshape(samples, length, channels), epsilon, axis=1) + beta[:, 0]
    return y.reshape(rows.shape)


@mistake(
    name=Text(vi="Cả mẫu là một nhóm", en="The whole sample is one group"),
    why=Text(
        vi="Thống kê lấy trên mọi kênh của mẫu, như khi groups=1. groups=-1 nghĩa là mỗi kênh một nhóm.",
        en="The statistics are those of all channels of a sample, as for groups=1. groups=-1 means a group for each channel.",
    ),
    read="layouts-and-frameworks#side-by-side",
)
def one_group(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma * _normalized(rows, epsilon, axis=(1, 2)) + beta


# Wrong: the list of weights


@mistake(
    name=Text(vi="Luôn chờ hai mảng", en="Always expects two arrays"),
    why=Text(
        vi="gamma, beta = weights chỉ chạy được khi tầng có cả hai. Keras bỏ gamma khi scale=False và bỏ beta khi"
        " center=False, nên danh sách ngắn đi.",
        en="gamma, beta = weights works only where the layer has both. Keras leaves gamma out for scale=False and beta for"
        " center=False, so the list is shorter.",
    ),
    read="layouts-and-frameworks#side-by-side",
    hint=3,
)
def always_two(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = weights
    return (gamma[:, None] * _normalized(rows, epsilon) + beta[:, None]).astype(rows.dtype)


@mistake(
    name=Text(vi="Mảng đầu tiên luôn là gamma", en="The first array is always gamma"),
    why=Text(
        vi="Khi scale=False, mảng duy nhất trong weights là beta, nhưng bạn nhân nó vào. Hãy hỏi scale và center, đừng chỉ"
        " đếm số mảng.",
        en="For scale=False the only array in weights is beta, but you multiply by it. Ask scale and center, do not just"
        " count arrays.",
    ),
    read="layouts-and-frameworks#side-by-side",
    hint=3,
)
def first_is_gamma(rows, weights, scale=True, center=True, epsilon=1e-3):
    y = _normalized(rows, epsilon)
    if len(weights) > 0:
        y = y * weights[0][:, None]
    if len(weights) > 1:
        y = y + weights[1][:, None]
    return y


@mistake(
    name=Text(vi="Mảng cuối cùng luôn là beta", en="The last array is always beta"),
    why=Text(
        vi="Khi center=False, mảng duy nhất trong weights là gamma, nhưng bạn cộng nó vào. Hãy hỏi scale và center, đừng"
        " chỉ đếm số mảng.",
        en="For center=False the only array in weights is gamma, but you add it. Ask scale and center, do not just count"
        " arrays.",
    ),
    read="layouts-and-frameworks#side-by-side",
    hint=3,
)
def last_is_beta(rows, weights, scale=True, center=True, epsilon=1e-3):
    y = _normalized(rows, epsilon)
    if len(weights) > 1:
        y = y * weights[0][:, None]
    return y + weights[-1][:, None] if weights else y


@mistake(
    name=Text(vi="gamma và beta đổi chỗ", en="gamma and beta the wrong way round"),
    why=Text(
        vi="Bạn coi mảng đầu là beta, mảng sau là gamma. Keras xếp gamma trước.",
        en="You take the first array for beta and the second for gamma. Keras puts gamma first.",
    ),
    read="layouts-and-frameworks#side-by-side",
    hint=3,
)
def beta_first(rows, weights, scale=True, center=True, epsilon=1e-3):
    turned = weights[::-1] if scale and center else weights
    gamma, beta = _parted(turned, scale, center, rows.shape[1], rows.dtype)
    return gamma * _normalized(rows, epsilon) + beta


# Wrong: epsilon, the formula, dtypes, the input


@mistake(
    name=Text(vi="epsilon mặc định là 1e-5", en="The default epsilon is 1e-5"),
    why=Text(
        vi="1e-5 là mặc định của PyTorch và của khóa học. Tầng này đến từ Keras, và ở đó epsilon mặc định là 1e-3.",
        en="1e-5 is the default of PyTorch and of this course. The layer comes from Keras, whose epsilon is 1e-3 by"
        " default.",
    ),
    read="layouts-and-frameworks#small-variance",
)
def default_of_torch(rows, weights, scale=True, center=True, epsilon=1e-5):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma * _normalized(rows, epsilon) + beta


@mistake(
    name=Text(vi="epsilon cố định", en="A fixed epsilon"),
    why=Text(
        vi="Bạn luôn dùng 1e-3, dù được truyền một epsilon khác. Tầng có thể được tạo với epsilon riêng.",
        en="You always take 1e-3, whatever epsilon is given. The layer may have been made with one of its own.",
    ),
    read="layouts-and-frameworks#small-variance",
)
def fixed_epsilon(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma * _normalized(rows, 1e-3) + beta


@mistake(
    name=Text(vi="Chia cho L − 1", en="Divides by L − 1"),
    why=Text(
        vi="Đó là phương sai không chệch, như torch.var. Tầng này, cũng như InstanceNorm1d, chia cho L.",
        en="That is the unbiased variance, as of torch.var. This layer divides by L, and so does InstanceNorm1d.",
    ),
    read="layouts-and-frameworks#torch-var",
)
def unbiased(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    var = ((rows - rows.mean(axis=2, keepdims=True)) ** 2).sum(axis=2, keepdims=True) / max(rows.shape[2] - 1, 1)
    return gamma * (rows - rows.mean(axis=2, keepdims=True)) / np.sqrt(var + rows.dtype.type(epsilon)) + beta


@mistake(
    name=Text(vi="float32 thành float64", en="float32 becomes float64"),
    why=Text(
        vi="Một mảng float64, như np.ones(C) hay np.zeros(C) cho phần còn thiếu, làm đầu ra thành float64. Hãy trả về dtype"
        " của rows.",
        en="An array of float64, such as np.ones(C) or np.zeros(C) for what is missing, makes the output float64. Return"
        " the dtype of rows.",
    ),
    read="formula",
)
def makes_float64(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], np.float64)
    return gamma * _normalized(rows, epsilon) + beta


@mistake(
    name=Text(vi="Ghi đè rows", en="Overwrites rows"),
    why=Text(
        vi="rows -= … hay rows *= … ghi vào chính mảng của người gọi. rows - mean thì tạo ra mảng mới.",
        en="rows -= … or rows *= … writes into the caller's own array. rows - mean makes a new one.",
    ),
    read="formula",
)
def overwrites_rows(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    rows[...] = gamma * _normalized(rows, epsilon) + beta
    return rows


# Right, each in a way of its own


@right
def over_the_last_axis(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    return gamma * _normalized(rows, epsilon) + beta


@right
def there_and_back(rows, weights, scale=True, center=True, epsilon=1e-3):
    x, left = np.swapaxes(rows, 1, 2), list(weights)
    y = _normalized(x, epsilon, axis=1)
    if scale:
        y *= left.pop(0)
    if center:
        y += left.pop()
    return np.swapaxes(y, 1, 2)


@right
def four_cases(rows, weights, scale=True, center=True, epsilon=1e-3):
    x_hat = _normalized(rows, epsilon)
    column = [np.expand_dims(each, (0, 2)) for each in weights]
    match (scale, center):
        case (True, True):
            return x_hat * column[0] + column[1]
        case (True, False):
            return x_hat * column[0]
        case (False, True):
            return x_hat + column[0]
    return x_hat


@right
def channel_by_channel(rows, weights, scale=True, center=True, epsilon=1e-3):
    out = np.empty_like(rows)
    for n, c in np.ndindex(rows.shape[:2]):
        values = rows[n, c].tolist()
        mean = math.fsum(values) / len(values)
        std = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values) + epsilon)
        gamma = float(weights[0][c]) if scale else 1.0
        beta = float(weights[int(scale)][c]) if center else 0.0
        out[n, c] = [gamma * (value - mean) / std + beta for value in values]
    return out


@right
def scale_and_shift_at_once(rows, weights, scale=True, center=True, epsilon=1e-3):
    wide = rows.astype(np.float64)
    gamma, beta = _parted(weights, scale, center, rows.shape[1], np.float64)
    factor = gamma / np.sqrt(wide.var(axis=-1, keepdims=True) + epsilon)
    return (wide * factor + (beta - factor * wide.mean(axis=-1, keepdims=True))).astype(rows.dtype)


@right
def mean_of_squares(rows, weights, scale=True, center=True, epsilon=1e-3):
    gamma, beta = _parted(weights, scale, center, rows.shape[1], rows.dtype)
    mean = np.einsum("ncl->nc", rows)[..., None] / rows.shape[2]
    var = np.maximum(np.einsum("ncl,ncl->nc", rows, rows)[..., None] / rows.shape[2] - mean**2, 0)
    return gamma * ((rows - mean) / np.sqrt(var + rows.dtype.type(epsilon))).astype(rows.dtype) + beta


# How a version is looked at


def _run_keras_to_channels_first(
    keras_to_channels_first: Callable, rows: np.ndarray, gamma: np.ndarray, beta: np.ndarray, epsilon: float
) -> Iterator[Outcome]:
    """A layer with gamma and beta, with one of them, with neither, and with the default settings."""
    for scale, center in ((True, True), (True, False), (False, True), (False, False)):
        weights = [gamma.copy()] * scale + [beta.copy()] * center
        given = rows.copy()
        yield describe(attempt(keras_to_channels_first, given, weights, scale, center, epsilon))
        yield noticed("rows overwritten", not np.array_equal(given, rows))
    yield describe(attempt(keras_to_channels_first, rows.copy(), [gamma.copy(), beta.copy()]))


def _probes_of_keras_to_channels_first() -> list[dict]:
    gamma, beta = np.array([2.0, -1, 0.5], np.float32), np.array([-3.0, 1, 4], np.float32)
    sequences = numbers_of((2, 5, 3)), numbers_of((3, 3, 3), offset=-2), numbers_of((1, 6, 3), scale=0.003)
    wide, square, small = (x.swapaxes(1, 2).copy() for x in sequences)
    cases = [{"rows": rows, "epsilon": epsilon} for rows, epsilon in ((wide, 0.5), (square, 0.1), (small, 0.01))]
    cases.append({"rows": wide.astype(np.float32), "epsilon": 0.1})
    return [{**case, "gamma": gamma.copy(), "beta": beta.copy()} for case in cases]


RUNS = {"keras_to_channels_first": _run_keras_to_channels_first}
PROBES = {"keras_to_channels_first": _probes_of_keras_to_channels_first}
