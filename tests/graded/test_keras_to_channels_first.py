"""What `keras_to_channels_first(rows, weights, scale=True, center=True, epsilon=1e-3)` must do. Four core properties earn
the ten points; guards cost some.

rows is (batch N, channels C, length L), float32 or float64; weights are those of the layer, each (C,) and float32.
`definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import (
    channels_first,
    epsilons,
    graded_settings,
    refill,
    with_edge_case_channels_first,
)
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="mảng rows sau lời gọi", en="the array rows after the call")
OUTPUT = Text(vi="đầu ra", en="the output")
SCALE_ALONE = Text(vi="đầu ra khi center=False", en="the output for center=False")
CENTER_ALONE = Text(vi="đầu ra khi scale=False", en="the output for scale=False")
NEITHER = Text(vi="đầu ra khi không có trọng số nào", en="the output without any weights")
BY_DEFAULT = Text(vi="đầu ra khi chỉ truyền rows và weights", en="the output where only rows and weights are given")
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
AGAIN = Text(vi="đầu ra khi gọi lại với cùng đầu vào", en="the output of a second call with the same input")


@graded(
    points=4,
    vi="Tầng có cả gamma và beta: mỗi kênh của mỗi mẫu được chuẩn hóa theo chuỗi, rồi nhân và cộng theo kênh.",
    en="A layer with gamma and beta: every channel of every sample is normalized over the sequence, then gets its own two.",
)
@graded_settings
@with_edge_case_channels_first(long=True, epsilon=0.001)
@given(**channels_first(), epsilon=epsilons())
def test_gamma_and_beta(keras_to_channels_first, rows, gamma, beta, epsilon):
    y = keras_to_channels_first(rows.copy(), [gamma.copy(), beta.copy()], True, True, epsilon)
    _assert_right(y, rows, gamma, beta, epsilon, OUTPUT)


@graded(
    points=3,
    vi="Khi scale=False hoặc center=False, mảng duy nhất trong weights được dùng đúng vai trò của nó.",
    en="For scale=False or center=False, the only array in weights plays the part that is its own.",
)
@graded_settings
@with_edge_case_channels_first(epsilon=0.1)
@given(**channels_first(), epsilon=epsilons())
def test_one_weight(keras_to_channels_first, rows, gamma, beta, epsilon):
    y = keras_to_channels_first(rows.copy(), [gamma.copy()], True, False, epsilon)
    _assert_right(y, rows, gamma, np.zeros_like(beta), epsilon, SCALE_ALONE)
    y = keras_to_channels_first(rows.copy(), [beta.copy()], False, True, epsilon)
    _assert_right(y, rows, np.ones_like(gamma), beta, epsilon, CENTER_ALONE)


@graded(
    points=1,
    vi="Khi scale=False và center=False, weights rỗng và đầu ra chỉ là x̂.",
    en="For scale=False and center=False weights is empty, and the output is x̂ alone.",
)
@graded_settings
@with_edge_case_channels_first(epsilon=0.1)
@given(**channels_first(), epsilon=epsilons())
def test_no_weights(keras_to_channels_first, rows, gamma, beta, epsilon):
    y = keras_to_channels_first(rows.copy(), [], False, False, epsilon)
    _assert_right(y, rows, np.ones_like(gamma), np.zeros_like(beta), epsilon, NEITHER)


@graded(
    points=2,
    vi="Khi chỉ truyền rows và weights, tầng có các thiết lập mặc định của Keras.",
    en="Where only rows and weights are given, the layer has the default settings of Keras.",
)
@graded_settings
@with_edge_case_channels_first()
@given(**channels_first())
def test_default_settings(keras_to_channels_first, rows, gamma, beta):
    keras_to_channels_first(rows.copy(), [], False, False, 0.5)
    y = keras_to_channels_first(rows.copy(), [gamma.copy(), beta.copy()])
    _assert_right(y, rows, gamma, beta, 1e-3, BY_DEFAULT)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, cùng shape và dtype với rows.",
    en="The output is a plain NumPy array with the shape and dtype of rows.",
)
@graded_settings
@with_edge_case_channels_first(epsilon=0.1)
@given(**channels_first(), epsilon=epsilons())
def test_shape_and_dtype(keras_to_channels_first, rows, gamma, beta, epsilon):
    for scale, center in ((True, True), (True, False), (False, True), (False, False)):
        weights = [gamma.copy()] * scale + [beta.copy()] * center
        y = keras_to_channels_first(rows.copy(), weights, scale, center, epsilon)
        assert_shape(y, rows.shape, what=OUTPUT)
        assert_dtype(y, rows.dtype, what=OUTPUT)


@graded(costs=5, vi="rows không bị thay đổi.", en="rows is left as it was.")
@graded_settings
@with_edge_case_channels_first(epsilon=0.1)
@given(**channels_first(), epsilon=epsilons())
def test_input_untouched(keras_to_channels_first, rows, gamma, beta, epsilon):
    before = rows.copy()
    keras_to_channels_first(rows, [gamma, beta], True, True, epsilon)
    assert_same(rows, before, what=INPUT)
    keras_to_channels_first(rows, [], False, False, epsilon)
    assert_same(rows, before, what=INPUT)


@graded(
    costs=5,
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên rows và gọi lại.",
    en="An output returned before does not change when the caller overwrites rows and calls again.",
)
@graded_settings
@with_edge_case_channels_first(epsilon=0.001)
@given(**channels_first(), epsilon=epsilons())
def test_earlier_output_kept(keras_to_channels_first, rows, gamma, beta, epsilon):
    array = rows.copy()
    y = keras_to_channels_first(array, [], False, False, epsilon)
    assert_shape(y, rows.shape, what=OUTPUT)
    before = y.copy()
    refill(array, 1 - rows / 2)
    keras_to_channels_first(array, [gamma, beta], True, True, epsilon)
    assert_same(y, before, what=EARLIER)


@graded(
    costs=5,
    vi="Cùng rows và weights luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same rows and weights always give the same output, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_channels_first(epsilon=0.1)
@given(**channels_first(), epsilon=epsilons())
def test_same_again(keras_to_channels_first, rows, gamma, beta, epsilon):
    y = keras_to_channels_first(rows.copy(), [gamma.copy(), beta.copy()], True, True, epsilon)
    assert_shape(y, rows.shape, what=OUTPUT)
    before = y.copy()
    array = 1 - rows / 2
    keras_to_channels_first(array, [beta.copy(), gamma.copy()], True, True, epsilon)
    refill(array, rows)
    again = keras_to_channels_first(array, [gamma.copy(), beta.copy()], True, True, epsilon)
    assert_new(again, y, what=AGAIN)
    assert_close(again, before, tolerance=_rounding(y, rows, gamma, beta, epsilon), what=AGAIN)


def _assert_right(y, rows, gamma, beta, epsilon, what):
    """The output is that of the definition, but for rounding."""
    expected = definition.channels_first_layer(rows, gamma, beta, epsilon)
    assert_close(y, expected, tolerance=_rounding(y, rows, gamma, beta, epsilon), what=what)


def _rounding(y, rows, gamma, beta, epsilon):
    """How far the output y may be from the definition."""
    return definition.rounding_of_channels(definition.as_coarse_as(y, rows), gamma, beta, epsilon)
