"""What `instance_stats(x) -> (mean, var)` must do. Two core properties earn the ten points; a broken guard costs some.

x is (batch B, sequence_length L, features F), float32 or float64. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graded import definition
from graded.strategies import graded_settings, sequences, with_edge_case_sequences
from grader.judging.assertions import assert_close, assert_dtype, assert_pair, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau lời gọi", en="the input after the call")
RESULT = Text(vi="kết quả trả về", en="the result")
MEAN = Text(vi="trung bình (mean)", en="the mean")
VAR = Text(vi="phương sai (var)", en="the variance (var)")


@graded(
    points=5,
    vi="mean là trung bình của mỗi instance, tính theo chuỗi.",
    en="mean is the mean of every instance, taken over the sequence.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_mean(instance_stats, x):
    mean, _ = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_close(mean, definition.mean(x), tolerance=definition.rounding_of_mean(x), what=MEAN)


@graded(
    points=5,
    vi="var là phương sai chệch (chia cho L) của mỗi instance, tính theo chuỗi.",
    en="var is the biased variance (divided by L) of every instance, taken over the sequence.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_variance(instance_stats, x):
    _, var = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_close(var, definition.variance(x), tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(costs=5, vi="mean và var đều có shape (B, 1, F).", en="mean and var both have the shape (B, 1, F).")
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_shape(instance_stats, x):
    samples, _, features = x.shape
    mean, var = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_shape(mean, (samples, 1, features), what=MEAN)
    assert_shape(var, (samples, 1, features), what=VAR)


@graded(
    costs=5,
    vi="mean và var là mảng NumPy thông thường, cùng dtype với đầu vào.",
    en="mean and var are plain NumPy arrays with the dtype of the input.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_dtype(instance_stats, x):
    mean, var = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_dtype(mean, x.dtype, what=MEAN)
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
    costs=5,
    vi="Lần gọi sau không làm thay đổi mean và var đã trả về trước đó.",
    en="A later call does not change a mean and a var returned before.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_earlier_result_kept(instance_stats, x):
    mean, var = (_checked(part, x) for part in assert_pair(instance_stats(x.copy()), what=RESULT))
    mean_before, var_before = mean.copy(), var.copy()
    instance_stats(1 - x / 2)
    assert_same(mean, mean_before, what=MEAN)
    assert_same(var, var_before, what=VAR)


@graded(
    costs=5,
    vi="Cùng một đầu vào luôn cho cùng một kết quả, dù ở giữa có lần gọi khác.",
    en="The same input always gives the same result, whatever was called in between.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_same_again(instance_stats, x):
    mean, var = (_checked(part, x).copy() for part in assert_pair(instance_stats(x.copy()), what=RESULT))
    instance_stats(1 - x / 2)
    mean_again, var_again = assert_pair(instance_stats(x.copy()), what=RESULT)
    assert_close(mean_again, mean, tolerance=definition.rounding_of_mean(x), what=MEAN)
    assert_close(var_again, var, tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(
    costs=2,
    vi="Đổi thứ tự token không làm thay đổi mean và var.",
    en="Reordering the tokens does not change mean and var.",
)
@graded_settings
@with_edge_case_sequences(seed=0)
@given(x=sequences(), seed=st.integers(0, 99))
def test_tokens_reordered(instance_stats, x, seed):
    order = np.random.default_rng(seed).permutation(x.shape[1])
    mean, var = (_checked(part, x) for part in assert_pair(instance_stats(x.copy()), what=RESULT))
    mean_after, var_after = assert_pair(instance_stats(x[:, order]), what=RESULT)
    assert_close(mean_after, mean, tolerance=definition.rounding_of_mean(x), what=MEAN)
    assert_close(var_after, var, tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(costs=2, vi="Các mẫu không ảnh hưởng lẫn nhau.", en="Samples do not influence each other.")
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_samples_apart(instance_stats, x):
    first = x[:1].copy()
    mean, var = (_checked(part, x) for part in assert_pair(instance_stats(x.copy()), what=RESULT))
    mean_alone, var_alone = assert_pair(instance_stats(first.copy()), what=RESULT)
    assert_close(mean_alone, mean[:1], tolerance=definition.rounding_of_mean(first), what=MEAN)
    assert_close(var_alone, var[:1], tolerance=definition.rounding_of_variance(first), what=VAR)


@graded(costs=2, vi="Các đặc trưng không ảnh hưởng lẫn nhau.", en="Features do not influence each other.")
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_features_apart(instance_stats, x):
    last = x[:, :, -1:].copy()
    mean, var = (_checked(part, x) for part in assert_pair(instance_stats(x.copy()), what=RESULT))
    mean_alone, var_alone = assert_pair(instance_stats(last.copy()), what=RESULT)
    assert_close(mean_alone, mean[:, :, -1:], tolerance=definition.rounding_of_mean(last), what=MEAN)
    assert_close(var_alone, var[:, :, -1:], tolerance=definition.rounding_of_variance(last), what=VAR)


def _checked(part: object, x: np.ndarray) -> np.ndarray:
    """mean or var, once it is known to be an array of shape (B, 1, F)."""
    assert_shape(part, (x.shape[0], 1, x.shape[2]), what=RESULT)
    return part
