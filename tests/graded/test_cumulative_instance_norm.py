"""What `cumulative_instance_norm(x, eps=1e-5)` must do. Core properties earn the ten points; guards cost some.

x is (batch B, sequence_length L, features F), float64. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given, settings

from graded import definition
from graded.strategies import (
    epsilons,
    far_sequences,
    float64_sequences,
    graded_settings,
    long_sequences,
    refill,
    with_edge_case_cumulative_sequences,
)
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="mảng x sau lời gọi", en="the array x after the call")
OUTPUT = Text(vi="đầu ra", en="the output")
LOOKED_AT = Text(vi="đầu ra ở vài vị trí của một chuỗi dài", en="the output at a few places of a long sequence")
FIRST_HALF = Text(
    vi="đầu ra của nửa đầu chuỗi, khi nửa sau dời đi 1e8",
    en="the output of the first half of the sequence, when the second half is moved by 1e8",
)
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
AGAIN = Text(vi="đầu ra khi gọi lại với cùng đầu vào", en="the output of a second call with the same input")


@graded(
    points=4,
    vi="Ở vị trí t, đầu ra bằng (x − mean) / √(var + eps), với mean và var của các token từ 0 đến t.",
    en="At position t the output is (x − mean) / √(var + eps), with the mean and var of the tokens 0 to t.",
)
@graded_settings
@with_edge_case_cumulative_sequences(eps=0.001)
@given(x=float64_sequences(), eps=epsilons())
def test_definition(cumulative_instance_norm, x, eps):
    y = cumulative_instance_norm(x.copy(), eps)
    expected = definition.cumulative_instance_norm(x, eps, _everywhere(x))
    assert_close(y, expected, tolerance=_rounding(x, eps), what=OUTPUT)


@graded(
    points=5,
    vi="Đầu ra vẫn đúng khi mọi số đều ở quanh 100 triệu (1e8), dù độ phân tán nhỏ hơn thế nhiều.",
    en="The output is right also where all numbers lie around 100 million (1e8) and spread far less.",
)
@graded_settings
@with_edge_case_cumulative_sequences(offset=1e8, eps=0.001)
@given(x=far_sequences(), eps=epsilons())
def test_far_from_zero(cumulative_instance_norm, x, eps):
    y = cumulative_instance_norm(x.copy(), eps)
    expected = definition.cumulative_instance_norm(x, eps, _everywhere(x))
    assert_close(y, expected, tolerance=_rounding(x, eps), what=OUTPUT)


@graded(
    points=1,
    vi="Đầu ra đúng cả với chuỗi gần 3000 token, trong thời gian cho phép.",
    en="The output is right for a sequence of nearly 3000 tokens too, within the time allowed.",
)
@settings(graded_settings, max_examples=1)
@given(x=long_sequences(), eps=epsilons())
def test_long(cumulative_instance_norm, x, eps):
    y = cumulative_instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    places = np.array([*np.flatnonzero(x.any(axis=2)), 10, 100, 2000, x.shape[1] - 1])
    expected = definition.cumulative_instance_norm(x, eps, places)
    assert_close(y[:, places], expected, tolerance=1e-6, what=LOOKED_AT)


@graded(
    costs=5,
    vi="Các token đến sau không ảnh hưởng đến đầu ra trước chúng, dù chúng ở xa đến đâu.",
    en="Later tokens do not influence the output before them, however far away they lie.",
)
@graded_settings
@with_edge_case_cumulative_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_causal(cumulative_instance_norm, x, eps):
    half = x.shape[1] // 2
    y = cumulative_instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    for sign in (1, -1):
        elsewhere = x + sign * 1e8 * (np.arange(x.shape[1]) >= half)[:, np.newaxis]
        y_changed = cumulative_instance_norm(elsewhere, eps)
        assert_shape(y_changed, x.shape, what=OUTPUT)
        assert_close(y_changed[:, :half], y[:, :half], tolerance=_rounding(x, eps)[:, :half], what=FIRST_HALF)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_cumulative_sequences()
@given(x=float64_sequences())
def test_default_eps(cumulative_instance_norm, x):
    y = cumulative_instance_norm(x.copy(), 1e-5)
    assert_shape(y, x.shape, what=OUTPUT)
    cumulative_instance_norm(x.copy(), 0.5)
    without_eps = cumulative_instance_norm(x.copy())
    assert_close(without_eps, y, tolerance=_rounding(x, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, có shape của x và dtype float64.",
    en="The output is a plain NumPy array with the shape of x, of dtype float64.",
)
@graded_settings
@with_edge_case_cumulative_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_shape_and_dtype(cumulative_instance_norm, x, eps):
    y = cumulative_instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    assert_dtype(y, np.float64, what=OUTPUT)


@graded(costs=5, vi="x không bị thay đổi.", en="x is left as it was.")
@graded_settings
@with_edge_case_cumulative_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_input_untouched(cumulative_instance_norm, x, eps):
    before = x.copy()
    cumulative_instance_norm(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=5,
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="An output returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_cumulative_sequences(eps=1e-5)
@given(x=float64_sequences(), eps=epsilons())
def test_earlier_output_kept(cumulative_instance_norm, x, eps):
    array = x.copy()
    y = cumulative_instance_norm(array, eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    refill(array, 1 - x / 2)
    cumulative_instance_norm(array, eps)
    assert_same(y, before, what=EARLIER)


@graded(
    costs=5,
    vi="Cùng một x luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào và dù x nằm trong mảng nào.",
    en="The same x always gives the same output, whatever was called before and whichever array holds it.",
)
@graded_settings
@with_edge_case_cumulative_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_same_again(cumulative_instance_norm, x, eps):
    y = cumulative_instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    array = 1 - x / 2
    cumulative_instance_norm(array, eps)
    refill(array, x)
    again = cumulative_instance_norm(array, eps)
    assert_new(again, y, what=AGAIN)
    assert_close(again, before, tolerance=_rounding(x, eps), what=AGAIN)


def _everywhere(x: np.ndarray) -> np.ndarray:
    """All places of the sequence."""
    return np.arange(x.shape[1])


def _rounding(x: np.ndarray, eps: float) -> np.ndarray:
    """How far an output may be from the definition, at all places."""
    return definition.rounding_of_cumulative(x, eps, _everywhere(x))
