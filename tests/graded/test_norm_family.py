"""What `batch_norm`, `layer_norm` and `group_norm` must do. Each is a part with points of its own, which guards may cost.

x is (batch B, sequence_length L, features F), float32 or float64, and num_groups divides F. `definition.py` says in
NumPy what is right. What holds for all three is judged of each by itself: see the functions at the end.
"""

from collections.abc import Callable

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import (
    epsilons,
    graded_settings,
    grouped_sequences,
    refill,
    sequences,
    with_edge_case_grouped_sequences,
    with_edge_case_sequences,
)
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau lời gọi", en="the input after the call")
BATCH = Text(vi="đầu ra của batch_norm", en="the output of batch_norm")
LAYER = Text(vi="đầu ra của layer_norm", en="the output of layer_norm")
GROUP = Text(vi="đầu ra của group_norm", en="the output of group_norm")


@graded(
    points=3,
    part="batch_norm",
    vi="batch_norm: mỗi đặc trưng được chuẩn hóa với mean và var trên mọi mẫu và mọi token.",
    en="batch_norm: every feature is normalized with its mean and var over all samples and all tokens.",
)
@graded_settings
@with_edge_case_grouped_sequences(long=True, eps=0.01)
@given(**grouped_sequences(), eps=epsilons())
def test_batch_norm(batch_norm, x, num_groups, eps):
    y = batch_norm(x.copy(), eps)
    assert_close(y, definition.batch_norm(x, eps), tolerance=_of_batch(y, x, eps), what=BATCH)


@graded(
    points=3,
    part="layer_norm",
    vi="layer_norm: mỗi token được chuẩn hóa với mean và var trên các đặc trưng của chính nó.",
    en="layer_norm: every token is normalized with its mean and var over its own features.",
)
@graded_settings
@with_edge_case_grouped_sequences(long=True, eps=0.01)
@given(**grouped_sequences(), eps=epsilons())
def test_layer_norm(layer_norm, x, num_groups, eps):
    y = layer_norm(x.copy(), eps)
    assert_close(y, definition.layer_norm(x, eps), tolerance=_of_layer(y, x, eps), what=LAYER)


@graded(
    points=4,
    part="group_norm",
    vi="group_norm: trong mỗi mẫu, mỗi nhóm đặc trưng kề nhau được chuẩn hóa với mean và var trên chuỗi và trên nhóm.",
    en="group_norm: in each sample, every group of neighbouring features is normalized over sequence and group.",
)
@graded_settings
@with_edge_case_grouped_sequences(long=True, eps=0.01)
@given(**grouped_sequences(), eps=epsilons())
def test_group_norm(group_norm, x, num_groups, eps):
    y = group_norm(x.copy(), num_groups, eps)
    tolerance = _of_group(y, x, num_groups, eps)
    assert_close(y, definition.group_norm(x, num_groups, eps), tolerance=tolerance, what=GROUP)


@graded(
    costs=1.5,
    part="batch_norm",
    vi="batch_norm: khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="batch_norm: without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_default_eps_of_batch_norm(batch_norm, x):
    y = batch_norm(x.copy(), 1e-5)
    assert_shape(y, x.shape, what=BATCH)
    batch_norm(x.copy(), 0.5)
    assert_close(batch_norm(x.copy()), y, tolerance=_of_batch(y, x, 1e-5), what=BATCH)


@graded(
    costs=1.5,
    part="batch_norm",
    vi="batch_norm: đầu ra là một mảng NumPy thông thường, cùng dtype với đầu vào.",
    en="batch_norm: the output is a plain NumPy array with the dtype of the input.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_dtype_of_batch_norm(batch_norm, x, eps):
    assert_dtype(batch_norm(x.copy(), eps), x.dtype, what=BATCH)


@graded(
    costs=1.5,
    part="batch_norm",
    vi="batch_norm: đầu vào không bị thay đổi.",
    en="batch_norm: the input is left as it was.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_input_untouched_of_batch_norm(batch_norm, x, eps):
    before = x.copy()
    batch_norm(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=1.5,
    part="batch_norm",
    vi="batch_norm: đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="batch_norm: an output returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_sequences(eps=1e-5)
@given(x=sequences(), eps=epsilons())
def test_earlier_output_kept_of_batch_norm(batch_norm, x, eps):
    _assert_earlier_output_kept(lambda x: batch_norm(x, eps), x, BATCH)


@graded(
    costs=1.5,
    part="batch_norm",
    vi="batch_norm: cùng những con số luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào.",
    en="batch_norm: the same numbers always give the same output, whatever was called before.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_same_again_of_batch_norm(batch_norm, x, eps):
    y = batch_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=BATCH)
    before = y.copy()
    again = _called_again(lambda x: batch_norm(x, eps), x)
    assert_new(again, y, what=BATCH)
    assert_close(again, before, tolerance=_of_batch(y, x, eps), what=BATCH)


@graded(
    costs=1.5,
    part="layer_norm",
    vi="layer_norm: khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="layer_norm: without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_default_eps_of_layer_norm(layer_norm, x):
    y = layer_norm(x.copy(), 1e-5)
    assert_shape(y, x.shape, what=LAYER)
    layer_norm(x.copy(), 0.5)
    assert_close(layer_norm(x.copy()), y, tolerance=_of_layer(y, x, 1e-5), what=LAYER)


@graded(
    costs=1.5,
    part="layer_norm",
    vi="layer_norm: đầu ra là một mảng NumPy thông thường, cùng dtype với đầu vào.",
    en="layer_norm: the output is a plain NumPy array with the dtype of the input.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_dtype_of_layer_norm(layer_norm, x, eps):
    assert_dtype(layer_norm(x.copy(), eps), x.dtype, what=LAYER)


@graded(
    costs=1.5,
    part="layer_norm",
    vi="layer_norm: đầu vào không bị thay đổi.",
    en="layer_norm: the input is left as it was.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_input_untouched_of_layer_norm(layer_norm, x, eps):
    before = x.copy()
    layer_norm(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=1.5,
    part="layer_norm",
    vi="layer_norm: đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="layer_norm: an output returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_sequences(eps=1e-5)
@given(x=sequences(), eps=epsilons())
def test_earlier_output_kept_of_layer_norm(layer_norm, x, eps):
    _assert_earlier_output_kept(lambda x: layer_norm(x, eps), x, LAYER)


@graded(
    costs=1.5,
    part="layer_norm",
    vi="layer_norm: cùng những con số luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào.",
    en="layer_norm: the same numbers always give the same output, whatever was called before.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_same_again_of_layer_norm(layer_norm, x, eps):
    y = layer_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=LAYER)
    before = y.copy()
    again = _called_again(lambda x: layer_norm(x, eps), x)
    assert_new(again, y, what=LAYER)
    assert_close(again, before, tolerance=_of_layer(y, x, eps), what=LAYER)


@graded(
    costs=2,
    part="group_norm",
    vi="group_norm: khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="group_norm: without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_grouped_sequences()
@given(**grouped_sequences())
def test_default_eps_of_group_norm(group_norm, x, num_groups):
    y = group_norm(x.copy(), num_groups, 1e-5)
    assert_shape(y, x.shape, what=GROUP)
    group_norm(x.copy(), num_groups, 0.5)
    assert_close(group_norm(x.copy(), num_groups), y, tolerance=_of_group(y, x, num_groups, 1e-5), what=GROUP)


@graded(
    costs=2,
    part="group_norm",
    vi="group_norm: đầu ra là một mảng NumPy thông thường, cùng dtype với đầu vào.",
    en="group_norm: the output is a plain NumPy array with the dtype of the input.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_dtype_of_group_norm(group_norm, x, num_groups, eps):
    assert_dtype(group_norm(x.copy(), num_groups, eps), x.dtype, what=GROUP)


@graded(
    costs=2,
    part="group_norm",
    vi="group_norm: đầu vào không bị thay đổi.",
    en="group_norm: the input is left as it was.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_input_untouched_of_group_norm(group_norm, x, num_groups, eps):
    before = x.copy()
    group_norm(x, num_groups, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=2,
    part="group_norm",
    vi="group_norm: đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="group_norm: an output returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=1e-5)
@given(**grouped_sequences(), eps=epsilons())
def test_earlier_output_kept_of_group_norm(group_norm, x, num_groups, eps):
    _assert_earlier_output_kept(lambda x: group_norm(x, num_groups, eps), x, GROUP)


@graded(
    costs=2,
    part="group_norm",
    vi="group_norm: cùng những con số luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào.",
    en="group_norm: the same numbers always give the same output, whatever was called before.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_same_again_of_group_norm(group_norm, x, num_groups, eps):
    y = group_norm(x.copy(), num_groups, eps)
    assert_shape(y, x.shape, what=GROUP)
    before = y.copy()
    again = _called_again(lambda x: group_norm(x, num_groups, eps), x)
    assert_new(again, y, what=GROUP)
    assert_close(again, before, tolerance=_of_group(y, x, num_groups, eps), what=GROUP)


def _assert_earlier_output_kept(norm: Callable, x: np.ndarray, what: Text) -> None:
    array = x.copy()
    y = norm(array)
    assert_shape(y, x.shape, what=what)
    before = y.copy()
    refill(array, 1 - x / 2)
    norm(array)
    assert_same(y, before, what=what)


def _called_again(norm: Callable, x: np.ndarray) -> object:
    """The output for x in an array that held other numbers in the call before."""
    array = 1 - x / 2
    norm(np.concatenate([x, 1 - x / 2], axis=1))
    norm(array)
    refill(array, x)
    return norm(array)


def _of_batch(y: object, x: np.ndarray, eps: float) -> np.ndarray:
    """How far an output y of batch_norm may be from the definition."""
    return definition.rounding(definition.as_coarse_as(y, x), eps, (0, 1))


def _of_layer(y: object, x: np.ndarray, eps: float) -> np.ndarray:
    return definition.rounding(definition.as_coarse_as(y, x), eps, 2)


def _of_group(y: object, x: np.ndarray, num_groups: int, eps: float) -> np.ndarray:
    return definition.rounding_in_groups(definition.as_coarse_as(y, x), num_groups, eps)
