"""What `batch_norm`, `layer_norm` and `group_norm` must do. Core properties earn the ten points; guards cost some.

x is (batch B, sequence_length L, features F), float32 or float64, and num_groups divides F. `definition.py` says in
NumPy what is right. Each function earns two points of its own, and all three together four more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import epsilons, graded_settings, grouped_sequences, with_edge_case_grouped_sequences
from grader.judging.assertions import assert_close, assert_dtype, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau lời gọi", en="the input after the call")
BATCH = Text(vi="đầu ra của batch_norm", en="the output of batch_norm")
LAYER = Text(vi="đầu ra của layer_norm", en="the output of layer_norm")
GROUP = Text(vi="đầu ra của group_norm", en="the output of group_norm")


@dataclass(frozen=True)
class Member:
    """One of the three as a function of x and eps alone, what its output is called, and how exact that is."""

    norm: Callable
    what: Text
    expected: np.ndarray
    tolerance: np.ndarray


@graded(
    points=2,
    vi="batch_norm: mỗi đặc trưng được chuẩn hóa với mean và var trên mọi mẫu và mọi token.",
    en="batch_norm: every feature is normalized with its mean and var over all samples and all tokens.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.01)
@given(**grouped_sequences(), eps=epsilons())
def test_batch_norm(batch_norm, x, num_groups, eps):
    tolerance = definition.rounding(x, eps, (0, 1))
    assert_close(batch_norm(x.copy(), eps), definition.batch_norm(x, eps), tolerance=tolerance, what=BATCH)


@graded(
    points=2,
    vi="layer_norm: mỗi token được chuẩn hóa với mean và var trên các đặc trưng của chính nó.",
    en="layer_norm: every token is normalized with its mean and var over its own features.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.01)
@given(**grouped_sequences(), eps=epsilons())
def test_layer_norm(layer_norm, x, num_groups, eps):
    tolerance = definition.rounding(x, eps, 2)
    assert_close(layer_norm(x.copy(), eps), definition.layer_norm(x, eps), tolerance=tolerance, what=LAYER)


@graded(
    points=2,
    vi="group_norm: trong mỗi mẫu, mỗi nhóm đặc trưng kề nhau được chuẩn hóa với mean và var trên chuỗi và trên nhóm.",
    en="group_norm: in each sample, every group of neighbouring features is normalized over sequence and group.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.01)
@given(**grouped_sequences(), eps=epsilons())
def test_group_norm(group_norm, x, num_groups, eps):
    y = group_norm(x.copy(), num_groups, eps)
    tolerance = definition.rounding_in_groups(x, num_groups, eps)
    assert_close(y, definition.group_norm(x, num_groups, eps), tolerance=tolerance, what=GROUP)


@graded(
    points=4,
    vi="Với cùng một đầu vào, cả ba hàm đều đúng: mỗi hàm lấy thống kê theo các trục của riêng mình.",
    en="For one and the same input all three are right: each takes its statistics over axes of its own.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.001)
@given(**grouped_sequences(), eps=epsilons())
def test_all_three(batch_norm, layer_norm, group_norm, x, num_groups, eps):
    for member in _family(batch_norm, layer_norm, group_norm, x, num_groups, eps):
        assert_close(member.norm(x.copy(), eps), member.expected, tolerance=member.tolerance, what=member.what)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_grouped_sequences()
@given(**grouped_sequences())
def test_default_eps(batch_norm, layer_norm, group_norm, x, num_groups):
    for member in _family(batch_norm, layer_norm, group_norm, x, num_groups, 1e-5):
        y = member.norm(x.copy(), 1e-5)
        assert_shape(y, x.shape, what=member.what)
        assert_close(member.norm(x.copy()), y, tolerance=member.tolerance, what=member.what)


@graded(costs=5, vi="Đầu ra giữ nguyên shape của đầu vào.", en="The output has the shape of the input.")
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_shape(batch_norm, layer_norm, group_norm, x, num_groups, eps):
    for member in _family(batch_norm, layer_norm, group_norm, x, num_groups, eps):
        assert_shape(member.norm(x.copy(), eps), x.shape, what=member.what)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, cùng dtype với đầu vào.",
    en="The output is a plain NumPy array with the dtype of the input.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_dtype(batch_norm, layer_norm, group_norm, x, num_groups, eps):
    for member in _family(batch_norm, layer_norm, group_norm, x, num_groups, eps):
        assert_dtype(member.norm(x.copy(), eps), x.dtype, what=member.what)


@graded(costs=5, vi="Đầu vào không bị thay đổi.", en="The input is left as it was.")
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_input_untouched(batch_norm, layer_norm, group_norm, x, num_groups, eps):
    for member in _family(batch_norm, layer_norm, group_norm, x, num_groups, eps):
        given_x = x.copy()
        member.norm(given_x, eps)
        assert_same(given_x, x, what=INPUT)


@graded(
    costs=5,
    vi="Lần gọi sau không làm thay đổi đầu ra đã trả về trước đó, và không phụ thuộc vào lần gọi trước.",
    en="A later call does not change an output returned before, nor does it depend on the call before.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_nothing_kept(batch_norm, layer_norm, group_norm, x, num_groups, eps):
    for member in _family(batch_norm, layer_norm, group_norm, x, num_groups, eps):
        y = member.norm(x.copy(), eps)
        assert_shape(y, x.shape, what=member.what)
        before = y.copy()
        member.norm(1 - x / 2, eps)
        assert_same(y, before, what=member.what)
        assert_close(member.norm(x.copy(), eps), before, tolerance=member.tolerance, what=member.what)


@graded(
    costs=2,
    vi="batch_norm: các đặc trưng không ảnh hưởng lẫn nhau.",
    en="batch_norm: features do not influence each other.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_features_apart(batch_norm, x, num_groups, eps):
    y = batch_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=BATCH)
    last = x[:, :, -1:].copy()
    tolerance = definition.rounding(last, eps, (0, 1))
    assert_close(batch_norm(last.copy(), eps), y[:, :, -1:], tolerance=tolerance, what=BATCH)


@graded(
    costs=2,
    vi="layer_norm: các token không ảnh hưởng lẫn nhau.",
    en="layer_norm: tokens do not influence each other.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_tokens_apart(layer_norm, x, num_groups, eps):
    y = layer_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=LAYER)
    first = x[:, :1].copy()
    assert_close(layer_norm(first.copy(), eps), y[:, :1], tolerance=definition.rounding(first, eps, 2), what=LAYER)


@graded(
    costs=2,
    vi="group_norm: các nhóm đặc trưng không ảnh hưởng lẫn nhau.",
    en="group_norm: groups of features do not influence each other.",
)
@graded_settings
@with_edge_case_grouped_sequences(eps=0.1)
@given(**grouped_sequences(), eps=epsilons())
def test_groups_apart(group_norm, x, num_groups, eps):
    y = group_norm(x.copy(), num_groups, eps)
    assert_shape(y, x.shape, what=GROUP)
    size = x.shape[2] // num_groups
    last = x[:, :, -size:].copy()
    tolerance = definition.rounding_in_groups(last, 1, eps)
    assert_close(group_norm(last.copy(), 1, eps), y[:, :, -size:], tolerance=tolerance, what=GROUP)


def _family(
    batch_norm: Callable, layer_norm: Callable, group_norm: Callable, x: np.ndarray, num_groups: int, eps: float
) -> Iterator[Member]:
    """The three, in the order of the task."""

    def in_groups(x, *eps):
        return group_norm(x, num_groups, *eps)

    yield Member(batch_norm, BATCH, definition.batch_norm(x, eps), definition.rounding(x, eps, (0, 1)))
    yield Member(layer_norm, LAYER, definition.layer_norm(x, eps), definition.rounding(x, eps, 2))
    expected = definition.group_norm(x, num_groups, eps)
    yield Member(in_groups, GROUP, expected, definition.rounding_in_groups(x, num_groups, eps))
