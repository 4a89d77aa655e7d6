"""Wrong and right versions of the five functions of `find_the_bug`: as they stood, mended halfway, and mended."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from grader.judging.cases import fresh
from grader.text import Text
from mistakes.bank import mistake, right_version_of
from mistakes.behaviour import TOLERANCE, Outcome, attempt, describe, noticed, numbers_of, same_outcome, touched

# weighted_mean


@mistake(
    of="weighted_mean",
    name=Text(vi="weighted_mean chưa được sửa", en="weighted_mean is not mended yet"),
    why=Text(
        vi="Tổng có shape (B, F), còn weights.sum(axis=1) có shape (B,), nên khi B = F thì mỗi cột bị chia cho trọng số"
        " của một mẫu khác. Hãy in hai shape đó ra.",
        en="The sum has the shape (B, F) and weights.sum(axis=1) the shape (B,), so where B = F each column is divided by"
        " the weights of another sample. Print both shapes.",
    ),
    read="testing-by-properties#shrinking-explained",
    hint=1,
)
def divides_columns(x, weights):
    total = (x * weights[:, :, np.newaxis]).sum(axis=1)
    return total / weights.sum(axis=1)


@mistake(
    of="weighted_mean",
    name=Text(vi="Một tổng trọng số cho mọi mẫu", en="One sum of weights for all samples"),
    why=Text(
        vi="weights.sum() cộng trọng số của mọi mẫu. Nhờ vậy không còn lỗi shape, nhưng mỗi mẫu phải được chia cho tổng"
        " trọng số của chính nó.",
        en="weights.sum() adds up the weights of all samples. That silences the shapes, but each sample has to be divided"
        " by the sum of its own weights.",
    ),
    read="two-samples-one-feature",
)
def one_sum_for_all(x, weights):
    return (x * weights[:, :, np.newaxis]).sum(axis=1) / weights.sum()


@mistake(
    of="weighted_mean",
    name=Text(vi="Chia cho L", en="Divides by L"),
    why=Text(
        vi="Bạn lấy trung bình của các tích, tức là chia cho độ dài chuỗi. Trung bình có trọng số phải chia cho tổng các"
        " trọng số.",
        en="You take the mean of the products, which divides by the sequence length. A weighted mean is divided by the sum"
        " of the weights.",
    ),
    read="padding-and-masks#by-hand",
)
def divides_by_length(x, weights):
    return (x * weights[:, :, np.newaxis]).mean(axis=1)


@mistake(
    of="weighted_mean",
    name=Text(vi="weighted_mean có shape (B, 1, F)", en="weighted_mean has the shape (B, 1, F)"),
    why=Text(
        vi="keepdims=True ở cả hai tổng giữ lại trục của chuỗi trong kết quả. Đề bài muốn shape (B, F).",
        en="keepdims=True in both sums leaves the axis of the sequence in the result. The task wants the shape (B, F).",
    ),
    read="formula",
)
def keeps_sequence_axis(x, weights):
    w = weights[:, :, np.newaxis]
    return (x * w).sum(axis=1, keepdims=True) / w.sum(axis=1, keepdims=True)


@right_version_of("weighted_mean")
def with_new_axis(x, weights):
    return (x * weights[:, :, None]).sum(axis=1) / weights.sum(axis=1)[:, None]


@right_version_of("weighted_mean")
def shares_first(x, weights):
    shares = weights / weights.sum(axis=1, keepdims=True)
    return (shares[:, None, :] @ x)[:, 0]


@right_version_of("weighted_mean")
def numpys_average(x, weights):
    return np.stack([np.average(sample, axis=0, weights=row) for sample, row in zip(x, weights, strict=True)])


# add_norm


@mistake(
    of="add_norm",
    name=Text(vi="add_norm chưa được sửa", en="add_norm is not mended yet"),
    why=Text(
        vi="y = x không chép gì cả: y và x là cùng một mảng, nên y -= … cũng đổi x, và x + y là hai lần y. Hãy in"
        " np.shares_memory(x, y).",
        en="y = x copies nothing: y and x are one array, so y -= … changes x as well, and x + y is twice y. Print"
        " np.shares_memory(x, y).",
    ),
    read="formula",
    hint=2,
)
def same_array(x, eps):
    y = x
    y -= x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x + y


@mistake(
    of="add_norm",
    name=Text(vi="Chép x quá sớm: vẫn là một mảng", en="x is copied too soon: still one array"),
    why=Text(
        vi="Mảng của người gọi giờ được yên, nhưng bên trong hàm, x và y vẫn là cùng một bản chép, nên kết quả vẫn là hai"
        " lần phần chuẩn hóa.",
        en="The caller's array is safe now, but within the function x and y are still one and the same copy, so the result"
        " is still twice the normalization.",
    ),
    read="formula",
    hint=2,
)
def copies_both(x, eps):
    y = x = x.copy()
    y -= x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x + y


@mistake(
    of="add_norm",
    name=Text(vi="Kết quả đúng, nhưng x của người gọi bị ghi đè", en="Right result, but the caller's x is overwritten"),
    why=Text(
        vi="Bạn giữ lại x cũ để cộng vào cuối, nhưng y -= … vẫn ghi vào mảng của người gọi. Hãy tạo mảng mới cho y.",
        en="You keep the old x to add it in the end, but y -= … still writes into the caller's array. Make a new array"
        " for y.",
    ),
    read="formula",
    hint=2,
)
def keeps_old_but_overwrites(x, eps):
    old = x.copy()
    y = x
    y -= x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return old + y


@mistake(
    of="add_norm",
    name=Text(vi="Chỉ có phần chuẩn hóa", en="Only the normalization"),
    why=Text(
        vi="Hàm trả về x đã chuẩn hóa mà không cộng x vào. add_norm là một kết nối phần dư: x cộng với phần chuẩn hóa.",
        en="The function returns the normalization without adding x. add_norm is a residual connection: x plus its"
        " normalization.",
    ),
    read="formula",
)
def norm_alone(x, eps):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@right_version_of("add_norm")
def copies_for_y(x, eps):
    y = x.copy()
    y -= x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x + y


@right_version_of("add_norm")
def new_array_at_once(x, eps):
    y = np.subtract(x, np.mean(x, axis=1, keepdims=True))
    y *= (np.square(y).mean(axis=1, keepdims=True) + eps) ** -0.5
    y += x
    return y


@right_version_of("add_norm")
def every_instance_by_itself(x, eps):
    out = np.empty_like(x)
    for b, f in np.ndindex(x.shape[0], x.shape[2]):
        column = x[b, :, f]
        out[b, :, f] = column + (column - column.mean()) / math.sqrt(column.var() + eps)
    return out


# instance_std


@mistake(
    of="instance_std",
    name=Text(vi="instance_std chưa được sửa", en="instance_std is not mended yet"),
    why=Text(
        vi="Gần 1e8, x² cỡ 1e16, và ở đó các số float64 cách nhau 2. Hiệu của hai số như thế không còn chữ số đúng nào,"
        " có khi còn âm.",
        en="Near 1e8, x² is about 1e16, where the float64 numbers lie 2 apart. The difference of two of them has no right"
        " digit left and may be negative.",
    ),
    read="numbers-on-real-machines",
    hint=3,
)
def mean_of_squares(x, eps):
    mean = x.mean(axis=1, keepdims=True)
    var = (x**2).mean(axis=1, keepdims=True) - mean**2
    return np.sqrt(var + eps)


@mistake(
    of="instance_std",
    name=Text(vi="Số âm được thay bằng 0", en="Negative numbers become 0"),
    why=Text(
        vi="np.maximum(var, 0) làm mất nan, nhưng không làm cho phương sai đúng: chữ số có nghĩa đã mất từ phép trừ trước"
        " đó.",
        en="np.maximum(var, 0) removes the nan but does not make the variance right: the digits were lost in the"
        " subtraction before.",
    ),
    read="numbers-on-real-machines",
    hint=3,
)
def clips_variance(x, eps):
    mean = x.mean(axis=1, keepdims=True)
    var = np.maximum((x**2).mean(axis=1, keepdims=True) - mean**2, 0)
    return np.sqrt(var + eps)


@mistake(
    of="instance_std",
    name=Text(vi="Số âm được đổi dấu", en="Negative numbers change their sign"),
    why=Text(
        vi="np.abs(var) làm mất nan, nhưng một phương sai sai mà đổi dấu thì vẫn sai: chữ số có nghĩa đã mất từ phép trừ"
        " trước đó.",
        en="np.abs(var) removes the nan, but a wrong variance does not become right with another sign: the digits were lost in the"
        " subtraction before.",
    ),
    read="numbers-on-real-machines",
    hint=3,
)
def turns_sign(x, eps):
    mean = x.mean(axis=1, keepdims=True)
    var = np.abs((x**2).mean(axis=1, keepdims=True) - mean**2)
    return np.sqrt(var + eps)


@mistake(
    of="instance_std",
    name=Text(vi="nan được thay bằng 0", en="nan becomes 0"),
    why=Text(
        vi="np.nan_to_num giấu nan đi sau khi phép tính đã hỏng. Hãy tìm phép tính làm ra nó.",
        en="np.nan_to_num hides the nan after the computation has gone wrong. Find the operation that made it.",
    ),
    read="numbers-on-real-machines",
    hint=3,
)
def hides_nan(x, eps):
    mean = x.mean(axis=1, keepdims=True)
    var = (x**2).mean(axis=1, keepdims=True) - mean**2
    return np.nan_to_num(np.sqrt(var + eps))


@mistake(
    of="instance_std",
    name=Text(vi="eps bị bỏ quên", en="eps is forgotten"),
    why=Text(
        vi="x.std() là độ lệch chuẩn không có eps. Ở instance không đổi, kết quả phải là √eps chứ không phải 0.",
        en="x.std() is the standard deviation without eps. Where an instance is constant the result is √eps, not 0.",
    ),
    read="eps-and-small-variances",
)
def forgets_eps(x, eps):
    return x.std(axis=1, keepdims=True)


@right_version_of("instance_std")
def squared_distances(x, eps):
    return np.sqrt(x.var(axis=1, keepdims=True) + eps)


@right_version_of("instance_std")
def moved_to_the_first_token(x, eps):
    near = x - x[:, :1]
    return np.sqrt((near**2).mean(axis=1, keepdims=True) - near.mean(axis=1, keepdims=True) ** 2 + eps)


@right_version_of("instance_std")
def exact_sums(x, eps):
    std = np.empty((len(x), 1, x.shape[2]))
    for b, f in np.ndindex(len(x), x.shape[2]):
        column = x[b, :, f].tolist()
        mean = math.fsum(column) / len(column)
        std[b, 0, f] = math.sqrt(math.fsum((value - mean) ** 2 for value in column) / len(column) + eps)
    return std


# steps


@mistake(
    of="steps",
    name=Text(vi="steps chưa được sửa", en="steps is not mended yet"),
    why=Text(
        vi="Hiệu của hai số uint8 lại là uint8: 3 − 5 không phải −2 mà là 254. np.diff cũng vậy. Hãy in change.dtype.",
        en="The difference of two uint8 is uint8 again: 3 − 5 is not −2 but 254. np.diff does the same. Print"
        " change.dtype.",
    ),
    read="numbers-on-real-machines",
    hint=3,
)
def wraps_around(x, eps):
    change = x[:, 1:] - x[:, :-1]
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    of="steps",
    name=Text(vi="int8 vẫn quá nhỏ", en="int8 is too small as well"),
    why=Text(
        vi="int8 chỉ chứa được các số từ −128 đến 127, mà x đến 255 và hiệu đến ±255. Với float64 thì phần lẻ cũng mất.",
        en="int8 holds only numbers from −128 to 127, but x goes up to 255 and the differences to ±255. It also drops"
        " the fractions of float64.",
    ),
    read="numbers-on-real-machines",
    hint=3,
)
def into_int8(x, eps):
    change = np.diff(x.astype(np.int8), axis=1)
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    of="steps",
    name=Text(vi="float64 mất phần lẻ", en="float64 loses its fractions"),
    why=Text(
        vi="astype(int) sửa được uint8, nhưng cắt mất phần lẻ khi x là float64. Hãy đổi sang một kiểu chứa được cả hai.",
        en="astype(int) mends uint8 but cuts the fractions off where x is float64. Change to a type that holds both.",
    ),
    read="numbers-on-real-machines",
)
def into_whole_numbers(x, eps):
    change = np.diff(x.astype(int), axis=1)
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    of="steps",
    name=Text(vi="Các bước không có dấu", en="The steps have no sign"),
    why=Text(
        vi="np.abs làm cho mọi bước đều dương. Bước xuống phải âm.",
        en="np.abs makes every step positive. A step down is negative.",
    ),
    read="numbers-on-real-machines",
)
def without_sign(x, eps):
    change = np.abs(np.diff(x.astype(float), axis=1))
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@right_version_of("steps")
def wide_before_subtracting(x, eps):
    wide = x.astype(np.float64)
    return (wide[:, 1:] - wide[:, :-1]) / np.sqrt(wide.var(axis=1, keepdims=True) + eps)


@right_version_of("steps")
def divides_first(x, eps):
    measured = x / np.sqrt(np.var(x, axis=1, keepdims=True) + eps)
    return np.diff(measured, axis=1)


@right_version_of("steps")
def subtract_with_dtype(x, eps):
    change = np.subtract(x[:, 1:], x[:, :-1], dtype=np.float64)
    return change * (x.var(axis=1, keepdims=True) + eps) ** -0.5


# normalize_like

_kept_by_shape, _kept_by_array = {}, []


@mistake(
    of="normalize_like",
    name=Text(vi="normalize_like chưa được sửa", en="normalize_like is not mended yet"),
    why=Text(
        vi="Thống kê được giữ lại theo shape, nên mọi reference sau đó có cùng shape đều dùng thống kê của reference đầu"
        " tiên. Hãy gọi hai lần với hai reference khác nhau.",
        en="The statistics are kept by the shape, so every later reference of that shape gets those of the first. Call it"
        " twice with two references.",
    ),
    read="testing-by-properties",
    hint=2,
)
def keeps_by_shape(x, reference, eps):
    key = reference.shape
    if key not in _kept_by_shape:
        _kept_by_shape[key] = reference.mean(axis=1, keepdims=True), reference.var(axis=1, keepdims=True)
    mean, var = _kept_by_shape[key]
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    of="normalize_like",
    name=Text(vi="Thống kê được giữ theo mảng", en="The statistics are kept by the array"),
    why=Text(
        vi="Bạn nhận ra reference cũ qua chính mảng đó. Nhưng người gọi có thể ghi số khác vào cùng một mảng. Tính lại thì"
        " rẻ hơn là tìm ra lỗi này.",
        en="You know an old reference by its array. But the caller may write other numbers into the same array. Computing"
        " again is cheaper than finding this out.",
    ),
    read="testing-by-properties",
    hint=2,
)
def keeps_by_array(x, reference, eps):
    if not _kept_by_array or _kept_by_array[0] is not reference:
        mean, var = reference.mean(axis=1, keepdims=True), reference.var(axis=1, keepdims=True)
        _kept_by_array[:] = [reference, mean, var]
    return (x - _kept_by_array[1]) / np.sqrt(_kept_by_array[2] + eps)


@mistake(
    of="normalize_like",
    name=Text(vi="Dùng thống kê của x", en="Takes the statistics of x"),
    why=Text(
        vi="Đó là chuẩn hóa instance: x được chuẩn hóa bằng thống kê của chính nó. Ở đây thống kê phải là của reference.",
        en="That is instance normalization: x is normalized with its own statistics. Here they have to be those of the"
        " reference.",
    ),
    read="formula",
)
def own_statistics(x, reference, eps):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    of="normalize_like",
    name=Text(vi="Trung bình của x, phương sai của reference", en="The mean of x, the variance of the reference"),
    why=Text(
        vi="Bạn trừ trung bình của x. Cả hai thống kê đều phải là của reference: x có thể nằm ở mức khác, và điều đó phải"
        " thấy được ở kết quả.",
        en="You subtract the mean of x. Both statistics have to be those of the reference: x may lie on another level,"
        " and the result has to show it.",
    ),
    read="formula",
)
def mean_of_x(x, reference, eps):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(reference.var(axis=1, keepdims=True) + eps)


@right_version_of("normalize_like")
def computes_every_time(x, reference, eps):
    mean, var = reference.mean(axis=1, keepdims=True), reference.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


_kept_by_numbers = {}


@right_version_of("normalize_like")
def keeps_by_numbers(x, reference, eps):
    key = reference.shape, reference.tobytes()
    if key not in _kept_by_numbers:
        _kept_by_numbers[key] = reference.mean(axis=1, keepdims=True), reference.var(axis=1, keepdims=True)
    mean, var = _kept_by_numbers[key]
    return (x - mean) / np.sqrt(var + eps)


@right_version_of("normalize_like")
def scale_and_shift(x, reference, eps):
    scale = 1 / np.sqrt(np.var(reference, axis=1, keepdims=True) + eps)
    return x * scale - np.mean(reference, axis=1, keepdims=True) * scale


# How a version is looked at


def _run_of_several_inputs(function: Callable, **case: object) -> Iterator[Outcome]:
    """The result of a call, and what it did to the arrays that were given."""
    given = fresh(case)
    yield describe(attempt(function, *given.values()))
    yield from touched(given, case)


def _run_normalize_like(
    normalize_like: Callable, x: np.ndarray, reference: np.ndarray, eps: float
) -> Iterator[Outcome]:
    """A reference, another one of its shape, and the first in the array of the second: each must count."""
    results = []
    array = 1 - reference / 2
    given = [reference.copy(), array, array]
    for numbers, handed in zip((reference, 1 - reference / 2, reference), given, strict=True):
        handed[...] = numbers
        results.append(describe(attempt(normalize_like, x.copy(), handed, eps)))
    # What was kept in calls before these has no numbers to compare.
    for changed, one, other in (("another array", *results[:2]), ("an array used again", *results[1:])):
        yield noticed(f"statistics kept for {changed}", same_outcome(one, other, TOLERANCE))
    if not same_outcome(results[0], results[1], TOLERANCE):
        yield results[0]
    turned = describe(attempt(normalize_like, -x, reference.copy(), eps))
    yield noticed(
        "mean of x taken off", same_outcome(replace(turned, numbers=_negative(turned)), results[2], TOLERANCE)
    )
    yield from _run_touched(normalize_like, x=x, reference=reference, eps=eps)


def _negative(outcome: Outcome) -> np.ndarray | None:
    return None if outcome.numbers is None else -outcome.numbers


def _run_touched(function: Callable, **case: object) -> Iterator[Outcome]:
    given = fresh(case)
    attempt(function, *given.values())
    yield from touched(given, case)


def _probes_of_weighted_mean() -> list[dict]:
    shapes = (2, 5, 3), (3, 4, 3), (1, 6, 2), (3, 3, 3)
    return [
        {"x": numbers_of(shape), "weights": 1 + np.cos(numbers_of((*shape[:2], 1)))[..., 0] ** 2} for shape in shapes
    ]


def _probes_of_add_norm() -> list[dict]:
    return [{"x": numbers_of((2, 5, 3)), "eps": 0.5}, {"x": numbers_of((3, 3, 3), offset=4), "eps": 0.01}]


def _probes_of_instance_std() -> list[dict]:
    # Of the first E[x²] − E[x]² is −2, of the second −4.
    far = 1e8 + 0.3 * np.array([0.0, 1, 3, 4]).reshape(1, 4, 1)
    return [
        {"x": numbers_of((2, 5, 3)), "eps": 0.5},
        {"x": np.full((1, 4, 1), 2.0), "eps": 0.01},
        {"x": far, "eps": 0.1},
        {"x": far[:, :3].copy(), "eps": 1e-3},
    ]


def _probes_of_steps() -> list[dict]:
    return [
        {"x": numbers_of((2, 5, 3)), "eps": 0.5},
        {"x": np.array([[[3], [5], [1]]], np.uint8), "eps": 0.1},
        {"x": np.array([[[0, 9], [255, 200], [100, 10]], [[1, 2], [7, 5], [3, 3]]], np.uint8), "eps": 0.01},
    ]


def _probes_of_normalize_like() -> list[dict]:
    return [
        {"x": numbers_of((2, 4, 3)), "reference": numbers_of((2, 7, 3), scale=3, offset=5), "eps": 0.5},
        {"x": numbers_of((1, 6, 2)), "reference": numbers_of((1, 5, 2), scale=0.1), "eps": 0.01},
    ]


RUNS = {
    "weighted_mean": _run_of_several_inputs,
    "add_norm": _run_of_several_inputs,
    "instance_std": _run_of_several_inputs,
    "steps": _run_of_several_inputs,
    "normalize_like": _run_normalize_like,
}
PROBES = {
    "weighted_mean": _probes_of_weighted_mean,
    "add_norm": _probes_of_add_norm,
    "instance_std": _probes_of_instance_std,
    "steps": _probes_of_steps,
    "normalize_like": _probes_of_normalize_like,
}
