"""What `instance_norm_backward(dy, x, gamma, eps=1e-5) -> (dx, dgamma, dbeta)` must do.

dy and x are (batch B, sequence_length L, features F) and gamma is (F,), all float64. Each gradient is a part with
points of its own, which guards may cost. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graded import definition
from graded.strategies import epsilons, graded_settings, gradients, large_epsilons, refill, with_edge_case_gradients
from grader.exercises import Answer, Case
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_parts, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

RESULT = Text(vi="kết quả trả về", en="the result")
DX = Text(vi="gradient dx", en="the gradient dx")
DGAMMA = Text(vi="gradient dgamma", en="the gradient dgamma")
DBETA = Text(vi="gradient dbeta", en="the gradient dbeta")
PARTS = (DX, DGAMMA, DBETA)
SLOPE = Text(
    vi="độ dốc của Σ dy·y theo một hướng ngẫu nhiên của x, tính từ dx",
    en="the slope of Σ dy·y in a random direction of x, computed from dx",
)
INPUTS = (
    Text(vi="mảng dy sau lời gọi", en="the array dy after the call"),
    Text(vi="mảng x sau lời gọi", en="the array x after the call"),
    Text(vi="mảng gamma sau lời gọi", en="the array gamma after the call"),
)
STEP = 1e-5


@graded(
    points=4, part="dx", vi="dx là gradient của Σ dy·y theo x.", en="dx is the gradient of Σ dy·y with respect to x."
)
@graded_settings
@with_edge_case_gradients(long=True, eps=0.0001)
@given(**gradients(), eps=epsilons())
def test_dx(instance_norm_backward, dy, x, gamma, eps):
    dx, _, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    expected, *_ = definition.instance_norm_backward(dy, x, gamma, eps)
    assert_close(dx, expected, tolerance=_rounding_of_dx(dy, x, gamma, eps), what=DX)


@graded(
    points=2,
    part="dx",
    vi="Kiểm tra gradient: x đi một bước nhỏ theo một hướng ngẫu nhiên thì Σ dy·y thay đổi đúng như dx nói.",
    en="Gradient check: a small step of x in a random direction changes Σ dy·y just as dx says.",
)
@graded_settings
@with_edge_case_gradients(eps=0.01, seed=0)
@given(**gradients(), eps=large_epsilons(), seed=st.integers(0, 99))
def test_gradient_check(instance_norm_backward, dy, x, gamma, eps, seed):
    dx, _, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_shape(dx, x.shape, what=DX)
    direction = np.random.default_rng(seed).normal(size=x.shape)
    there, back = (_loss(dy, x + step * direction, gamma, eps) for step in (STEP, -STEP))
    right, *_ = definition.instance_norm_backward(dy, x, gamma, eps)
    tolerance = 1e-3 * (1 + np.sum(np.abs(right * direction)))
    slope = np.array([np.sum(dx * direction)])
    assert_close(slope, np.array([(there - back) / (2 * STEP)]), tolerance=tolerance, what=SLOPE)


@graded(
    points=2,
    part="dgamma",
    vi="dgamma là gradient của Σ dy·y theo gamma.",
    en="dgamma is the gradient of Σ dy·y with respect to gamma.",
)
@graded_settings
@with_edge_case_gradients(long=True, eps=0.01)
@given(**gradients(), eps=epsilons())
def test_dgamma(instance_norm_backward, dy, x, gamma, eps):
    _, dgamma, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    _, expected, _ = definition.instance_norm_backward(dy, x, gamma, eps)
    assert_close(dgamma, expected, tolerance=_rounding_of_parameters(dy), what=DGAMMA)


@graded(
    points=2,
    part="dbeta",
    vi="dbeta là gradient của Σ dy·y theo beta.",
    en="dbeta is the gradient of Σ dy·y with respect to beta.",
)
@graded_settings
@with_edge_case_gradients(long=True, eps=0.01)
@given(**gradients(), eps=epsilons())
def test_dbeta(instance_norm_backward, dy, x, gamma, eps):
    _, _, dbeta = _backward(instance_norm_backward, dy, x, gamma, eps)
    *_, expected = definition.instance_norm_backward(dy, x, gamma, eps)
    assert_close(dbeta, expected, tolerance=_rounding_of_parameters(dy), what=DBETA)


@graded(costs=5, vi="dy, x và gamma không bị thay đổi.", en="dy, x and gamma are left as they were.")
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_inputs_untouched(instance_norm_backward, dy, x, gamma, eps):
    before = [array.copy() for array in (dy, x, gamma)]
    instance_norm_backward(dy, x, gamma, eps)
    for now, was, what in zip((dy, x, gamma), before, INPUTS, strict=True):
        assert_same(now, was, what=what)


@graded(costs=3, part="dx", vi="dx là mảng NumPy kiểu float64.", en="dx is a NumPy array of float64.")
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_dtype_of_dx(instance_norm_backward, dy, x, gamma, eps):
    dx, _, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_dtype(dx, np.float64, what=DX)


@graded(
    costs=3,
    part="dx",
    vi="Khi không truyền eps, dx giống như với eps = 1e-5.",
    en="Without eps, dx is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_gradients()
@given(**gradients())
def test_default_eps_of_dx(instance_norm_backward, dy, x, gamma):
    dx, _, _ = _backward(instance_norm_backward, dy, x, gamma, 1e-5)
    assert_shape(dx, x.shape, what=DX)
    _backward(instance_norm_backward, dy, x, gamma, 0.5)
    without_eps = _backward(instance_norm_backward, dy, x, gamma)[0]
    assert_close(without_eps, dx, tolerance=_rounding_of_dx(dy, x, gamma, 1e-5), what=DX)


@graded(
    costs=3,
    part="dx",
    vi="dx đã trả về không thay đổi khi người gọi ghi số khác lên các đối số và gọi lại.",
    en="A dx returned before does not change when the caller overwrites the arguments and calls again.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_earlier_dx_kept(instance_norm_backward, dy, x, gamma, eps):
    earlier, before = _before_and_after_another_call(instance_norm_backward, dy, x, gamma, eps, 0)
    assert_same(earlier, before, what=DX)


@graded(
    costs=3,
    part="dx",
    vi="Cùng những con số luôn cho cùng một dx, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same dx, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_same_dx_again(instance_norm_backward, dy, x, gamma, eps):
    dx, _, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_shape(dx, x.shape, what=DX)
    before = dx.copy()
    again = _called_again(instance_norm_backward, dy, x, gamma, eps)[0]
    assert_new(again, dx, what=DX)
    assert_close(again, before, tolerance=_rounding_of_dx(dy, x, gamma, eps), what=DX)


@graded(costs=1, part="dgamma", vi="dgamma là mảng NumPy kiểu float64.", en="dgamma is a NumPy array of float64.")
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_dtype_of_dgamma(instance_norm_backward, dy, x, gamma, eps):
    _, dgamma, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_dtype(dgamma, np.float64, what=DGAMMA)


@graded(
    costs=1,
    part="dgamma",
    vi="Khi không truyền eps, dgamma giống như với eps = 1e-5.",
    en="Without eps, dgamma is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_gradients()
@given(**gradients())
def test_default_eps_of_dgamma(instance_norm_backward, dy, x, gamma):
    _, dgamma, _ = _backward(instance_norm_backward, dy, x, gamma, 1e-5)
    assert_shape(dgamma, gamma.shape, what=DGAMMA)
    _backward(instance_norm_backward, dy, x, gamma, 0.5)
    without_eps = _backward(instance_norm_backward, dy, x, gamma)[1]
    assert_close(without_eps, dgamma, tolerance=_rounding_of_parameters(dy), what=DGAMMA)


@graded(
    costs=1,
    part="dgamma",
    vi="dgamma đã trả về không thay đổi khi người gọi ghi số khác lên các đối số và gọi lại.",
    en="A dgamma returned before does not change when the caller overwrites the arguments and calls again.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_earlier_dgamma_kept(instance_norm_backward, dy, x, gamma, eps):
    earlier, before = _before_and_after_another_call(instance_norm_backward, dy, x, gamma, eps, 1)
    assert_same(earlier, before, what=DGAMMA)


@graded(
    costs=1,
    part="dgamma",
    vi="Cùng những con số luôn cho cùng một dgamma, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same dgamma, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_same_dgamma_again(instance_norm_backward, dy, x, gamma, eps):
    _, dgamma, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_shape(dgamma, gamma.shape, what=DGAMMA)
    before = dgamma.copy()
    again = _called_again(instance_norm_backward, dy, x, gamma, eps)[1]
    assert_new(again, dgamma, what=DGAMMA)
    assert_close(again, before, tolerance=_rounding_of_parameters(dy), what=DGAMMA)


@graded(costs=1, part="dbeta", vi="dbeta là mảng NumPy kiểu float64.", en="dbeta is a NumPy array of float64.")
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_dtype_of_dbeta(instance_norm_backward, dy, x, gamma, eps):
    _, _, dbeta = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_dtype(dbeta, np.float64, what=DBETA)


@graded(
    costs=1,
    part="dbeta",
    vi="dbeta đã trả về không thay đổi khi người gọi ghi số khác lên các đối số và gọi lại.",
    en="A dbeta returned before does not change when the caller overwrites the arguments and calls again.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_earlier_dbeta_kept(instance_norm_backward, dy, x, gamma, eps):
    earlier, before = _before_and_after_another_call(instance_norm_backward, dy, x, gamma, eps, 2)
    assert_same(earlier, before, what=DBETA)


@graded(
    costs=1,
    part="dbeta",
    vi="Cùng những con số luôn cho cùng một dbeta, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same dbeta, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_same_dbeta_again(instance_norm_backward, dy, x, gamma, eps):
    _, _, dbeta = _backward(instance_norm_backward, dy, x, gamma, eps)
    assert_shape(dbeta, gamma.shape, what=DBETA)
    before = dbeta.copy()
    again = _called_again(instance_norm_backward, dy, x, gamma, eps)[2]
    assert_new(again, dbeta, what=DBETA)
    assert_close(again, before, tolerance=_rounding_of_parameters(dy), what=DBETA)


def _backward(instance_norm_backward, dy, x, gamma, *eps):
    """The three parts of the result, for copies of the inputs."""
    return assert_parts(instance_norm_backward(dy.copy(), x.copy(), gamma.copy(), *eps), 3, what=RESULT)


def _before_and_after_another_call(instance_norm_backward, dy, x, gamma, eps, place):
    """A part of the result after the arrays of the arguments were filled with others, and a copy made before that."""
    arrays = [array.copy() for array in (dy, x, gamma)]
    part = assert_parts(instance_norm_backward(*arrays, eps), 3, what=RESULT)[place]
    assert_shape(part, (x.shape, gamma.shape, gamma.shape)[place], what=PARTS[place])
    before = part.copy()
    _fill(arrays, _others(dy, x, gamma))
    instance_norm_backward(*arrays, eps)
    return part, before


def _called_again(instance_norm_backward, dy, x, gamma, eps):
    """The result for these arguments in arrays that held other numbers in the call before."""
    arrays = _others(dy, x, gamma)
    instance_norm_backward(np.concatenate([dy, dy], axis=1), np.concatenate([x, 1 - x / 2], axis=1), gamma.copy(), eps)
    instance_norm_backward(*arrays, eps)
    _fill(arrays, (dy, x, gamma))
    return assert_parts(instance_norm_backward(*arrays, eps), 3, what=RESULT)


def _others(dy, x, gamma):
    return [1 - dy, 1 - x / 2, 1 - gamma / 2]


def _fill(arrays, numbers):
    for array, other in zip(arrays, numbers, strict=True):
        refill(array, other)


def _loss(dy, x, gamma, eps):
    """Σ dy·y for beta = 0."""
    return np.sum(dy * gamma * definition.instance_norm(x, eps))


def _rounding_of_dx(dy, x, gamma, eps):
    """How far a right dx may be from the definition: 1e-6 of the largest number that enters it."""
    largest = 1 + np.abs(dy).max(axis=1, keepdims=True)
    return 1e-6 * largest * (1 + np.abs(gamma) / np.sqrt(definition.variance(x) + eps))


def _rounding_of_parameters(dy):
    """How far a right dgamma or dbeta may be from the definition."""
    return 1e-6 * (1 + np.abs(dy).sum(axis=(0, 1)))


def output(instance_norm_backward: Answer, case: Case) -> np.ndarray:
    """The gradient dx, for a picture."""
    given = (case[name] for name in ("dy", "x", "gamma", "eps") if name in case)
    return instance_norm_backward(*given)[0]
