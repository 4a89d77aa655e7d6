"""What `instance_norm_backward(dy, x, gamma, eps=1e-5) -> (dx, dgamma, dbeta)` must do.

dy and x are (batch B, sequence_length L, features F) and gamma is (F,), all float64. Core properties earn the ten
points; guards cost some. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graded import definition
from graded.strategies import epsilons, graded_settings, gradients, large_epsilons, with_edge_case_gradients
from grader.judging.assertions import assert_close, assert_dtype, assert_parts, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

RESULT = Text(vi="kết quả trả về", en="the result")
DX = Text(vi="gradient dx", en="the gradient dx")
DGAMMA = Text(vi="gradient dgamma", en="the gradient dgamma")
DBETA = Text(vi="gradient dbeta", en="the gradient dbeta")
PARTS = (DX, DGAMMA, DBETA)
SLOPE = Text(
    vi="độ dốc của Σ dy·y theo một hướng ngẫu nhiên, tính từ dx, dgamma và dbeta",
    en="the slope of Σ dy·y in a random direction, computed from dx, dgamma and dbeta",
)
SUMS = Text(vi="tổng của dx theo chuỗi", en="the sum of dx over the sequence")
ONE_SAMPLE = Text(vi="gradient dx khi chỉ đưa vào mẫu đầu tiên", en="the gradient dx for the first sample alone")
INPUTS = (
    Text(vi="mảng dy sau lời gọi", en="the array dy after the call"),
    Text(vi="mảng x sau lời gọi", en="the array x after the call"),
    Text(vi="mảng gamma sau lời gọi", en="the array gamma after the call"),
)
STEP = 1e-5


@graded(points=2, vi="dx là gradient của Σ dy·y theo x.", en="dx is the gradient of Σ dy·y with respect to x.")
@graded_settings
@with_edge_case_gradients(eps=0.01)
@given(**gradients(), eps=epsilons())
def test_dx(instance_norm_backward, dy, x, gamma, eps):
    dx, _, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    expected, *_ = definition.instance_norm_backward(dy, x, gamma, eps)
    assert_close(dx, expected, tolerance=_rounding(dy, x, gamma, eps)[0], what=DX)


@graded(
    points=2,
    vi="dgamma là gradient của Σ dy·y theo gamma.",
    en="dgamma is the gradient of Σ dy·y with respect to gamma.",
)
@graded_settings
@with_edge_case_gradients(eps=0.01)
@given(**gradients(), eps=epsilons())
def test_dgamma(instance_norm_backward, dy, x, gamma, eps):
    _, dgamma, _ = _backward(instance_norm_backward, dy, x, gamma, eps)
    _, expected, _ = definition.instance_norm_backward(dy, x, gamma, eps)
    assert_close(dgamma, expected, tolerance=_rounding(dy, x, gamma, eps)[1], what=DGAMMA)


@graded(
    points=2, vi="dbeta là gradient của Σ dy·y theo beta.", en="dbeta is the gradient of Σ dy·y with respect to beta."
)
@graded_settings
@with_edge_case_gradients(eps=0.01)
@given(**gradients(), eps=epsilons())
def test_dbeta(instance_norm_backward, dy, x, gamma, eps):
    _, _, dbeta = _backward(instance_norm_backward, dy, x, gamma, eps)
    *_, expected = definition.instance_norm_backward(dy, x, gamma, eps)
    assert_close(dbeta, expected, tolerance=_rounding(dy, x, gamma, eps)[2], what=DBETA)


@graded(
    points=4,
    vi="Kiểm tra gradient: đi một bước nhỏ theo hướng ngẫu nhiên của cả x, gamma và beta, Σ dy·y thay đổi đúng như ba"
    " gradient nói.",
    en="Gradient check: a small step of x, gamma and beta in a random direction changes Σ dy·y just as the three"
    " gradients say.",
)
@graded_settings
@with_edge_case_gradients(eps=0.01, seed=0)
@given(**gradients(), eps=large_epsilons(), seed=st.integers(0, 99))
def test_gradient_check(instance_norm_backward, dy, x, gamma, eps, seed):
    parts = _backward(instance_norm_backward, dy, x, gamma, eps)
    random = np.random.default_rng(seed)
    directions = [random.normal(size=like.shape) for like in (x, gamma, gamma)]
    for part, direction, what in zip(parts, directions, PARTS, strict=True):
        assert_shape(part, direction.shape, what=what)
    slope = sum(np.sum(part * direction) for part, direction in zip(parts, directions, strict=True))
    there, back = (_loss(dy, x, gamma, eps, directions, step) for step in (STEP, -STEP))
    terms = zip(definition.instance_norm_backward(dy, x, gamma, eps), directions, strict=True)
    size = sum(np.sum(np.abs(part * direction)) for part, direction in terms)
    assert_close(np.array([slope]), np.array([(there - back) / (2 * STEP)]), tolerance=1e-3 * (1 + size), what=SLOPE)


@graded(
    costs=5,
    vi="dx, dgamma và dbeta là mảng NumPy thông thường kiểu float64, có shape (B, L, F), (F,) và (F,).",
    en="dx, dgamma and dbeta are plain NumPy arrays of float64 with the shapes (B, L, F), (F,) and (F,).",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_shape_and_dtype(instance_norm_backward, dy, x, gamma, eps):
    parts = _backward(instance_norm_backward, dy, x, gamma, eps)
    for part, like, what in zip(parts, (x, gamma, gamma), PARTS, strict=True):
        assert_shape(part, like.shape, what=what)
        assert_dtype(part, np.float64, what=what)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_gradients()
@given(**gradients())
def test_default_eps(instance_norm_backward, dy, x, gamma):
    parts = _checked(_backward(instance_norm_backward, dy, x, gamma, 1e-5), x)
    without_eps = _backward(instance_norm_backward, dy, x, gamma)
    _assert_all_close(without_eps, parts, _rounding(dy, x, gamma, 1e-5))


@graded(costs=5, vi="dy, x và gamma không bị thay đổi.", en="dy, x and gamma are left as they were.")
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_inputs_untouched(instance_norm_backward, dy, x, gamma, eps):
    before = [array.copy() for array in (dy, x, gamma)]
    instance_norm_backward(dy, x, gamma, eps)
    for now, was, what in zip((dy, x, gamma), before, INPUTS, strict=True):
        assert_same(now, was, what=what)


@graded(
    costs=5,
    vi="Lần gọi sau không làm thay đổi kết quả đã trả về trước đó, và không phụ thuộc vào lần gọi trước.",
    en="A later call does not change a result returned before, nor does it depend on the call before.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_nothing_kept(instance_norm_backward, dy, x, gamma, eps):
    parts = _checked(_backward(instance_norm_backward, dy, x, gamma, eps), x)
    before = [part.copy() for part in parts]
    _backward(instance_norm_backward, 1 - dy, 1 - x / 2, gamma, eps)
    for now, was, what in zip(parts, before, PARTS, strict=True):
        assert_same(now, was, what=what)
    again = _backward(instance_norm_backward, dy, x, gamma, eps)
    _assert_all_close(again, before, _rounding(dy, x, gamma, eps))


@graded(
    costs=2,
    vi="Trong mỗi instance, dx có tổng bằng 0: cộng một hằng số vào x không làm thay đổi y.",
    en="In each instance dx sums to 0: adding a constant to x does not change y.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_sums_to_zero(instance_norm_backward, dy, x, gamma, eps):
    dx, *_ = _checked(_backward(instance_norm_backward, dy, x, gamma, eps), x)
    tolerance = x.shape[1] * _rounding(dy, x, gamma, eps)[0]
    assert_close(dx.sum(axis=1, keepdims=True), 0, tolerance=tolerance, what=SUMS)


@graded(
    costs=2,
    vi="dx của một mẫu không phụ thuộc vào mẫu khác.",
    en="dx of a sample does not depend on other samples.",
)
@graded_settings
@with_edge_case_gradients(eps=0.1)
@given(**gradients(), eps=epsilons())
def test_samples_apart(instance_norm_backward, dy, x, gamma, eps):
    dx, *_ = _checked(_backward(instance_norm_backward, dy, x, gamma, eps), x)
    alone, *_ = _backward(instance_norm_backward, dy[:1], x[:1], gamma, eps)
    assert_close(alone, dx[:1], tolerance=_rounding(dy[:1], x[:1], gamma, eps)[0], what=ONE_SAMPLE)


def _backward(instance_norm_backward, dy, x, gamma, *eps):
    """The three parts of the result, for copies of the inputs."""
    return assert_parts(instance_norm_backward(dy.copy(), x.copy(), gamma.copy(), *eps), 3, what=RESULT)


def _checked(parts, x):
    """The parts, once they are known to be arrays of the right shapes."""
    for part, shape, what in zip(parts, (x.shape, x.shape[2:], x.shape[2:]), PARTS, strict=True):
        assert_shape(part, shape, what=what)
    return parts


def _assert_all_close(parts, expected, tolerances):
    for part, right, tolerance, what in zip(parts, expected, tolerances, PARTS, strict=True):
        assert_close(part, right, tolerance=tolerance, what=what)


def _loss(dy, x, gamma, eps, directions, step):
    """Σ dy·y a step away from x, gamma and beta = 0."""
    moved_x, moved_gamma, beta = (at + step * along for at, along in zip((x, gamma, 0), directions, strict=True))
    return np.sum(dy * (moved_gamma * definition.instance_norm(moved_x, eps) + beta))


def _rounding(dy, x, gamma, eps):
    """How far right gradients may be from the definition: 1e-6 of the largest number that enters them."""
    largest = 1 + np.abs(dy).max(axis=1, keepdims=True)
    of_dx = 1e-6 * largest * (1 + np.abs(gamma) / np.sqrt(definition.variance(x) + eps))
    of_parameters = 1e-6 * (1 + np.abs(dy).sum(axis=(0, 1)))
    return of_dx, of_parameters, of_parameters
