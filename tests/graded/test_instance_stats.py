"""What `instance_stats(x) -> (mean, var)` must do. mean and var earn five points each; a broken guard costs some.

x is (batch B, sequence_length L, features F), float32 or float64. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import graded_settings, refill, sequences, with_edge_case_sequences
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_pair, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau lời gọi", en="the input after the call")
RESULT = Text(vi="kết quả trả về", en="the result")
MEAN = Text(vi="trung bình (mean)", en="the mean")
VAR = Text(vi="phương sai (var)", en="the variance (var)")


@graded(
    points=5,
    part="mean",
    vi="mean có shape (B, 1, F) và là trung bình của mỗi instance, tính theo chuỗi.",
    en="mean has the shape (B, 1, F) and is the mean of every instance, taken over the sequence.",
)
@graded_settings
@with_edge_case_sequences(long=True)
@given(x=sequences())
def test_mean(instance_stats, x):
    mean, _ = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_close(mean, definition.mean(x), tolerance=_rounding_of_mean(mean, x), what=MEAN)


@graded(
    points=5,
    part="var",
    vi="var có shape (B, 1, F) và là phương sai chệch (chia cho L) của mỗi instance, tính theo chuỗi.",
    en="var has the shape (B, 1, F) and is the biased variance (divided by L) of every instance, over the sequence.",
)
@graded_settings
@with_edge_case_sequences(long=True)
@given(x=sequences())
def test_variance(instance_stats, x):
    _, var = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_close(var, definition.variance(x), tolerance=_rounding_of_variance(var, x), what=VAR)


@graded(costs=2.5, part="mean", vi="mean có dtype của đầu vào.", en="mean has the dtype of the input.")
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_dtype_of_mean(instance_stats, x):
    mean, _ = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_dtype(mean, x.dtype, what=MEAN)


@graded(costs=2.5, part="var", vi="var có dtype của đầu vào.", en="var has the dtype of the input.")
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_dtype_of_variance(instance_stats, x):
    _, var = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_dtype(var, x.dtype, what=VAR)


@graded(costs=5, vi="Đầu vào không bị thay đổi.", en="The input is left as it was.")
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_input_untouched(instance_stats, x):
    before = x.copy()
    instance_stats(x)
    assert_same(x, before, what=INPUT)


@graded(
    costs=2.5,
    part="mean",
    vi="mean đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="A mean returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_earlier_mean_kept(instance_stats, x):
    array = x.copy()
    mean, _ = assert_pair(instance_stats(array), what=RESULT)
    before = _checked(mean, x).copy()
    refill(array, 1 - x / 2)
    instance_stats(array)
    assert_same(mean, before, what=MEAN)


@graded(
    costs=2.5,
    part="var",
    vi="var đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="A var returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_earlier_variance_kept(instance_stats, x):
    array = x.copy()
    _, var = assert_pair(instance_stats(array), what=RESULT)
    before = _checked(var, x).copy()
    refill(array, 1 - x / 2)
    instance_stats(array)
    assert_same(var, before, what=VAR)


@graded(
    costs=2.5,
    part="mean",
    vi="Cùng những con số luôn cho cùng một mean, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same mean, whatever was called before and whichever array holds them.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_same_mean_again(instance_stats, x):
    mean, _ = assert_pair(instance_stats(x.copy()), what=RESULT)
    before = _checked(mean, x).copy()
    again, _ = assert_pair(_called_again(instance_stats, x), what=RESULT)
    assert_new(again, mean, what=MEAN)
    assert_close(again, before, tolerance=_rounding_of_mean(again, x), what=MEAN)


@graded(
    costs=2.5,
    part="var",
    vi="Cùng những con số luôn cho cùng một var, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same var, whatever was called before and whichever array holds them.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_same_variance_again(instance_stats, x):
    _, var = assert_pair(instance_stats(x.copy()), what=RESULT)
    before = _checked(var, x).copy()
    _, again = assert_pair(_called_again(instance_stats, x), what=RESULT)
    assert_new(again, var, what=VAR)
    assert_close(again, before, tolerance=_rounding_of_variance(again, x), what=VAR)


def _called_again(instance_stats, x):
    """The result for x in an array that held other numbers in the call before."""
    array = 1 - x / 2
    instance_stats(np.concatenate([x, 1 - x / 2], axis=1))
    instance_stats(array)
    refill(array, x)
    return instance_stats(array)


def _checked(part: object, x: np.ndarray) -> np.ndarray:
    """mean or var, once it is known to be an array of shape (B, 1, F)."""
    assert_shape(part, (x.shape[0], 1, x.shape[2]), what=RESULT)
    return part


def _rounding_of_mean(mean: object, x: np.ndarray) -> np.ndarray:
    return definition.rounding_of_mean(definition.as_coarse_as(mean, x))


def _rounding_of_variance(var: object, x: np.ndarray) -> np.ndarray:
    return definition.rounding_of_variance(definition.as_coarse_as(var, x))
