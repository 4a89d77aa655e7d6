"""What the five functions must do once they are mended. Each is a part with two points of its own, which guards may cost.

x is (batch B, sequence_length L, features F), float64, and of `steps` also uint8. `definition.py` says in NumPy what is
right. What holds for all five is judged of each by itself: see the functions at the end.
"""

from collections.abc import Callable

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import (
    byte_sequences,
    epsilons,
    float64_sequences,
    graded_settings,
    near_and_far_sequences,
    referred_sequences,
    refill,
    weighted_sequences,
    with_edge_case_byte_sequences,
    with_edge_case_float64_sequences,
    with_edge_case_near_and_far_sequences,
    with_edge_case_referred_sequences,
    with_edge_case_weighted_sequences,
)
from grader.judging.assertions import assert_close, assert_new, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau lời gọi", en="the input after the call")
WEIGHTS = Text(vi="mảng weights sau lời gọi", en="the array weights after the call")
REFERENCE = Text(vi="mảng reference sau lời gọi", en="the array reference after the call")
MEAN = Text(vi="kết quả của weighted_mean", en="the result of weighted_mean")
SUM = Text(vi="kết quả của add_norm", en="the result of add_norm")
STD = Text(vi="kết quả của instance_std", en="the result of instance_std")
STEPS = Text(vi="kết quả của steps", en="the result of steps")
LIKE = Text(vi="kết quả của normalize_like", en="the result of normalize_like")


@graded(
    points=2,
    part="weighted_mean",
    vi="weighted_mean: mỗi mẫu và mỗi đặc trưng có một trung bình, các token tính theo trọng số.",
    en="weighted_mean: each sample and feature has one mean, in which the tokens have their weights.",
)
@graded_settings
@with_edge_case_weighted_sequences()
@given(**weighted_sequences())
def test_weighted_mean(weighted_mean, x, weights):
    expected = definition.weighted_mean(x, weights)
    mean = weighted_mean(x.copy(), weights.copy())
    assert_close(mean, expected, tolerance=definition.rounding_of_mean(x)[:, 0], what=MEAN)


@graded(
    points=2,
    part="add_norm",
    vi="add_norm: kết quả là x cộng với x đã chuẩn hóa.",
    en="add_norm: the result is x plus its normalization.",
)
@graded_settings
@with_edge_case_float64_sequences(eps=0.01)
@given(x=float64_sequences(), eps=epsilons())
def test_add_norm(add_norm, x, eps):
    expected = x + definition.instance_norm(x, eps)
    assert_close(add_norm(x.copy(), eps), expected, tolerance=definition.rounding(x, eps), what=SUM)


@graded(
    points=2,
    part="instance_std",
    vi="instance_std: kết quả là √(var + eps), cả khi các số nằm xa 0.",
    en="instance_std: the result is √(var + eps), also where the numbers lie far from 0.",
)
@graded_settings
@with_edge_case_near_and_far_sequences(eps=0.01)
@given(x=near_and_far_sequences(), eps=epsilons())
def test_instance_std(instance_std, x, eps):
    expected = np.sqrt(definition.variance(x) + eps)
    assert_close(instance_std(x.copy(), eps), expected, tolerance=_of_std(x), what=STD)


@graded(
    points=2,
    part="steps",
    vi="steps: kết quả là hiệu của hai token kề nhau chia cho √(var + eps), với float64 cũng như với uint8.",
    en="steps: the result is the difference of neighbouring tokens divided by √(var + eps), in float64 and in uint8.",
)
@graded_settings
@with_edge_case_byte_sequences(eps=0.01)
@given(x=byte_sequences(), eps=epsilons())
def test_steps(steps, x, eps):
    expected = definition.steps_in_std(x, eps)
    assert_close(steps(x.copy(), eps), expected, tolerance=_of_steps(expected), what=STEPS)


@graded(
    points=2,
    part="normalize_like",
    vi="normalize_like: mean và var luôn là của reference được đưa vào, kể cả ở lần gọi thứ hai.",
    en="normalize_like: mean and var are always those of the reference that is given, also in a second call.",
)
@graded_settings
@with_edge_case_referred_sequences(eps=0.01)
@given(**referred_sequences(), eps=epsilons())
def test_normalize_like(normalize_like, x, reference, eps):
    for ours in (reference, 1 - reference / 2):
        expected = definition.normalize_like(x, ours, eps)
        y = normalize_like(x.copy(), ours.copy(), eps)
        assert_close(y, expected, tolerance=_of_like(expected, ours, eps), what=LIKE)


@graded(
    costs=1,
    part="weighted_mean",
    vi="weighted_mean: x và weights không bị thay đổi.",
    en="weighted_mean: x and weights are left as they were.",
)
@graded_settings
@with_edge_case_weighted_sequences()
@given(**weighted_sequences())
def test_inputs_untouched_of_weighted_mean(weighted_mean, x, weights):
    x_before, weights_before = x.copy(), weights.copy()
    weighted_mean(x, weights)
    assert_same(x, x_before, what=INPUT)
    assert_same(weights, weights_before, what=WEIGHTS)


@graded(
    costs=1,
    part="add_norm",
    vi="add_norm: x không bị thay đổi.",
    en="add_norm: x is left as it was.",
)
@graded_settings
@with_edge_case_float64_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_input_untouched_of_add_norm(add_norm, x, eps):
    before = x.copy()
    add_norm(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=1,
    part="instance_std",
    vi="instance_std: x không bị thay đổi.",
    en="instance_std: x is left as it was.",
)
@graded_settings
@with_edge_case_float64_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_input_untouched_of_instance_std(instance_std, x, eps):
    before = x.copy()
    instance_std(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=1,
    part="steps",
    vi="steps: x không bị thay đổi.",
    en="steps: x is left as it was.",
)
@graded_settings
@with_edge_case_byte_sequences(eps=0.1)
@given(x=byte_sequences(), eps=epsilons())
def test_input_untouched_of_steps(steps, x, eps):
    before = x.copy()
    steps(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=1,
    part="normalize_like",
    vi="normalize_like: x và reference không bị thay đổi.",
    en="normalize_like: x and reference are left as they were.",
)
@graded_settings
@with_edge_case_referred_sequences(eps=0.1)
@given(**referred_sequences(), eps=epsilons())
def test_inputs_untouched_of_normalize_like(normalize_like, x, reference, eps):
    x_before, reference_before = x.copy(), reference.copy()
    normalize_like(x, reference, eps)
    assert_same(x, x_before, what=INPUT)
    assert_same(reference, reference_before, what=REFERENCE)


@graded(
    costs=1,
    part="weighted_mean",
    vi="weighted_mean: kết quả chỉ phụ thuộc vào các số của lần gọi đó, và đã trả về thì không đổi nữa.",
    en="weighted_mean: a result depends on the numbers of its call alone, and stays as it is once returned.",
)
@graded_settings
@with_edge_case_weighted_sequences()
@given(**weighted_sequences())
def test_between_calls_of_weighted_mean(weighted_mean, x, weights):
    tolerance = definition.rounding_of_mean(x)[:, 0]
    _assert_between_calls(weighted_mean, (x, weights), (len(x), x.shape[2]), tolerance, MEAN)


@graded(
    costs=1,
    part="add_norm",
    vi="add_norm: kết quả chỉ phụ thuộc vào các số của lần gọi đó, và đã trả về thì không đổi nữa.",
    en="add_norm: a result depends on the numbers of its call alone, and stays as it is once returned.",
)
@graded_settings
@with_edge_case_float64_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_between_calls_of_add_norm(add_norm, x, eps):
    _assert_between_calls(lambda x: add_norm(x, eps), (x,), x.shape, definition.rounding(x, eps), SUM)


@graded(
    costs=1,
    part="instance_std",
    vi="instance_std: kết quả chỉ phụ thuộc vào các số của lần gọi đó, và đã trả về thì không đổi nữa.",
    en="instance_std: a result depends on the numbers of its call alone, and stays as it is once returned.",
)
@graded_settings
@with_edge_case_float64_sequences(eps=0.1)
@given(x=float64_sequences(), eps=epsilons())
def test_between_calls_of_instance_std(instance_std, x, eps):
    shape = len(x), 1, x.shape[2]
    _assert_between_calls(lambda x: instance_std(x, eps), (x,), shape, _of_std(x), STD)


@graded(
    costs=1,
    part="steps",
    vi="steps: kết quả chỉ phụ thuộc vào các số của lần gọi đó, và đã trả về thì không đổi nữa.",
    en="steps: a result depends on the numbers of its call alone, and stays as it is once returned.",
)
@graded_settings
@with_edge_case_byte_sequences(eps=0.1)
@given(x=byte_sequences(), eps=epsilons())
def test_between_calls_of_steps(steps, x, eps):
    shape = len(x), x.shape[1] - 1, x.shape[2]
    tolerance = _of_steps(definition.steps_in_std(x, eps))
    _assert_between_calls(lambda x: steps(x, eps), (x,), shape, tolerance, STEPS)


@graded(
    costs=1,
    part="normalize_like",
    vi="normalize_like: kết quả chỉ phụ thuộc vào các số của lần gọi đó, và đã trả về thì không đổi nữa.",
    en="normalize_like: a result depends on the numbers of its call alone, and stays as it is once returned.",
)
@graded_settings
@with_edge_case_referred_sequences(eps=0.1)
@given(**referred_sequences(), eps=epsilons())
def test_between_calls_of_normalize_like(normalize_like, x, reference, eps):
    tolerance = _of_like(definition.normalize_like(x, reference, eps), reference, eps)
    _assert_between_calls(
        lambda x, reference: normalize_like(x, reference, eps), (x, reference), x.shape, tolerance, LIKE
    )


def _assert_between_calls(
    function: Callable, inputs: tuple[np.ndarray, ...], shape: tuple[int, ...], tolerance: np.ndarray, what: Text
) -> None:
    """What a call gave stays, and the numbers alone count: also those in arrays that held others in the call before."""
    once = function(*(array.copy() for array in inputs))
    assert_shape(once, shape, what=what)
    kept = once.copy()
    arrays = tuple(numbers[:, ::-1] // 2 + 1 for numbers in inputs)
    other = function(*arrays)
    assert_shape(other, shape, what=what)
    other_kept = other.copy()
    for array, numbers in zip(arrays, inputs, strict=True):
        refill(array, numbers)
    again = function(*arrays)
    assert_same(other, other_kept, what=what)
    assert_new(again, once, what=what)
    assert_close(again, kept, tolerance=tolerance, what=what)


def _of_std(x: np.ndarray) -> np.ndarray:
    """How far a result of instance_std may be from the definition."""
    return 1e-6 * np.maximum(1, np.sqrt(definition.variance(x)))


def _of_steps(expected: np.ndarray) -> np.ndarray:
    return 1e-6 * (1 + np.abs(expected))


def _of_like(expected: np.ndarray, reference: np.ndarray, eps: float) -> np.ndarray:
    return definition.rounding(reference, eps) * (1 + np.abs(expected))
