"""What the class `RevIN(num_features, eps=1e-5)` must do. Core properties earn the ten points; guards cost some.

x is (batch B, sequence_length L, features F), y (B, H, F) of any length H; gamma and beta are (F,), and gamma is
never 0. `definition.py` says in NumPy what is right. The dtype of the output is not judged.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import epsilons, forecasts, graded_settings, with_edge_case_forecasts
from grader.judging.assertions import assert_close, assert_plain_array, assert_raises, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

NORMALIZED = Text(vi="đầu ra của normalize", en="the output of normalize")
DENORMALIZED = Text(vi="đầu ra của denormalize", en="the output of denormalize")
SECOND_NORMALIZED = Text(vi="đầu ra của lần gọi normalize thứ hai", en="the output of the second normalize")
SECOND_DENORMALIZED = Text(
    vi="đầu ra của denormalize sau lần gọi normalize thứ hai", en="the output of denormalize after the second normalize"
)
BACK = Text(vi="kết quả của denormalize(normalize(x))", en="the result of denormalize(normalize(x))")
INPUT_X = Text(vi="mảng x sau khi gọi normalize", en="the array x after normalize")
INPUT_Y = Text(vi="mảng y sau khi gọi denormalize", en="the array y after denormalize")
GAMMA = Text(vi="tham số gamma", en="the parameter gamma")
BETA = Text(vi="tham số beta", en="the parameter beta")
WITHOUT_EPS = Text(vi="đầu ra của normalize khi không truyền eps", en="the output of normalize without eps")
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
BEFORE = Text(
    vi="kết quả của denormalize khi chưa gọi normalize lần nào",
    en="the outcome of denormalize before any normalize",
)
FIRST_LAYER = Text(
    vi="đầu ra của tầng thứ nhất, sau khi dùng thêm tầng thứ hai",
    en="the output of the first layer, after a second layer was used",
)


@graded(
    points=3,
    vi="normalize(x) bằng gamma · (x − mean) / √(var + eps) + beta.",
    en="normalize(x) is gamma · (x − mean) / √(var + eps) + beta.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.01)
@given(**forecasts(), eps=epsilons())
def test_normalize(RevIN, x, y, gamma, beta, eps):
    normalized = _layer(RevIN, gamma, beta, eps).normalize(x.copy())
    expected = gamma * definition.instance_norm(x, eps) + beta
    assert_close(normalized, expected, tolerance=definition.rounding_of_layer(x, eps, gamma, beta), what=NORMALIZED)


@graded(
    points=3,
    vi="Sau normalize(x), denormalize(y) bằng (y − beta) / gamma · √(var + eps) + mean, với mean và var của x.",
    en="After normalize(x), denormalize(y) is (y − beta) / gamma · √(var + eps) + mean, with mean and var of x.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.01)
@given(**forecasts(), eps=epsilons())
def test_denormalize(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(x.copy())
    _assert_denormalized(layer.denormalize(y.copy()), y, x, gamma, beta, eps, DENORMALIZED)


@graded(
    points=4,
    vi="Dùng lại tầng cho đầu vào khác, normalize và denormalize đều đúng, theo thống kê nhớ được gần nhất.",
    en="Used again for another input, both normalize and denormalize are right, by the statistics remembered last.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_used_again(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(1 - x / 2)
    layer.denormalize(y.copy())
    normalized = layer.normalize(x.copy())
    expected = gamma * definition.instance_norm(x, eps) + beta
    assert_close(
        normalized, expected, tolerance=definition.rounding_of_layer(x, eps, gamma, beta), what=SECOND_NORMALIZED
    )
    _assert_denormalized(layer.denormalize(y.copy()), y, x, gamma, beta, eps, SECOND_DENORMALIZED)


@graded(
    costs=5,
    vi="Khi chưa gọi normalize lần nào, denormalize phát sinh RuntimeError.",
    en="Before any normalize, denormalize raises RuntimeError.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_nothing_remembered(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    assert_raises(RuntimeError, lambda: layer.denormalize(y.copy()), what=BEFORE)


@graded(
    costs=5,
    vi="gamma và beta có shape (F,); lúc đầu gamma toàn 1 và beta toàn 0; normalize và denormalize không đổi chúng.",
    en="gamma and beta have the shape (F,); at first gamma is ones and beta zeros; the methods leave them alone.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_parameters(RevIN, x, y, gamma, beta, eps):
    features = x.shape[2]
    layer = RevIN(features, eps)
    assert_close(getattr(layer, "gamma", None), np.ones(features), tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), np.zeros(features), tolerance=0, what=BETA)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    layer.normalize(x.copy())
    layer.denormalize(y.copy())
    assert_close(getattr(layer, "gamma", None), gamma, tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), beta, tolerance=0, what=BETA)


@graded(
    costs=5,
    vi="Gán gamma và beta mới sau normalize thì denormalize dùng ngay giá trị mới.",
    en="When gamma and beta are reassigned after normalize, denormalize uses the new values.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_reassigned_parameters(RevIN, x, y, gamma, beta, eps):
    layer = RevIN(x.shape[2], eps)
    layer.normalize(x.copy())
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    _assert_denormalized(layer.denormalize(y.copy()), y, x, gamma, beta, eps, DENORMALIZED)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_forecasts()
@given(**forecasts())
def test_default_eps(RevIN, x, y, gamma, beta):
    normalized = RevIN(x.shape[2], 1e-5).normalize(x.copy())
    assert_shape(normalized, x.shape, what=NORMALIZED)
    without_eps = RevIN(x.shape[2]).normalize(x.copy())
    assert_close(without_eps, normalized, tolerance=definition.rounding(x, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=5,
    vi="Đầu ra là mảng NumPy thông thường, có shape của đầu vào.",
    en="The outputs are plain NumPy arrays with the shape of the input.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_shape(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    for output, like, what in (
        (layer.normalize(x.copy()), x, NORMALIZED),
        (layer.denormalize(y.copy()), y, DENORMALIZED),
    ):
        assert_plain_array(output, what=what)
        assert_shape(output, like.shape, what=what)


@graded(costs=5, vi="Đầu vào không bị thay đổi.", en="The inputs are left as they were.")
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_inputs_untouched(RevIN, x, y, gamma, beta, eps):
    x_before, y_before = x.copy(), y.copy()
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(x)
    assert_same(x, x_before, what=INPUT_X)
    layer.denormalize(y)
    assert_same(y, y_before, what=INPUT_Y)


@graded(
    costs=5,
    vi="Lần gọi sau không làm thay đổi đầu ra đã trả về trước đó.",
    en="A later call does not change an output returned before.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_earlier_output_kept(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    normalized, denormalized = layer.normalize(x.copy()), layer.denormalize(y.copy())
    assert_shape(normalized, x.shape, what=NORMALIZED)
    assert_shape(denormalized, y.shape, what=DENORMALIZED)
    before = normalized.copy(), denormalized.copy()
    layer.normalize(1 - x / 2)
    layer.denormalize(1 - y)
    assert_same(normalized, before[0], what=EARLIER)
    assert_same(denormalized, before[1], what=EARLIER)


@graded(
    costs=5,
    vi="Hai tầng không dùng chung gì: dùng tầng thứ hai không làm thay đổi điều tầng thứ nhất nhớ.",
    en="Two layers share nothing: using a second one does not change what the first remembers.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_layers_apart(RevIN, x, y, gamma, beta, eps):
    first = _layer(RevIN, gamma, beta, eps)
    first.normalize(x.copy())
    before = first.denormalize(y.copy())
    assert_shape(before, y.shape, what=DENORMALIZED)
    before = before.copy()
    RevIN(x.shape[2], eps + 1).normalize(1 - x / 2)
    tolerance = _rounding_back(y, x, gamma, beta, eps)
    assert_close(first.denormalize(y.copy()), before, tolerance=tolerance, what=FIRST_LAYER)


@graded(
    costs=2,
    vi="denormalize(normalize(x)) cho lại x.",
    en="denormalize(normalize(x)) gives x back.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_round_trip(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    normalized = layer.normalize(x.copy())
    assert_shape(normalized, x.shape, what=NORMALIZED)
    expected = gamma * definition.instance_norm(x, eps) + beta
    tolerance = _rounding_back(expected, x, gamma, beta, eps) + definition.rounding_of_layer(
        x, eps, gamma, beta
    ) * _scale(x, gamma, eps)
    assert_close(layer.denormalize(normalized), x, tolerance=tolerance, what=BACK)


def _layer(RevIN, gamma, beta, eps):
    """A layer with gamma and beta assigned."""
    layer = RevIN(len(gamma), eps)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    return layer


def _assert_denormalized(output, y, x, gamma, beta, eps, what):
    """The output is y at the scale of x."""
    expected = (y - beta) / gamma * np.sqrt(definition.variance(x) + eps) + definition.mean(x)
    assert_close(output, expected, tolerance=_rounding_back(y, x, gamma, beta, eps), what=what)


def _rounding_back(y, x, gamma, beta, eps):
    """How far a right output of denormalize may be from the definition."""
    largest = np.abs(y).max(axis=1, keepdims=True).astype(np.float64) + np.abs(beta)
    of_std = definition.rounding(x, eps) * (1 + largest) * _scale(x, gamma, eps)
    return of_std + definition.rounding_of_mean(x)


def _scale(x, gamma, eps):
    """How much denormalize stretches."""
    return np.sqrt(definition.variance(x) + eps) / np.abs(gamma)
