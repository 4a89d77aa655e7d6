"""What the class `RevIN(num_features, eps=1e-5)` must do. Each method is a part of five points, which guards may cost.

x is (batch B, sequence_length L, features F), y (B, H, F) of any length H; gamma and beta are (F,), and gamma is
never 0. `definition.py` says in NumPy what is right. The dtype of the output is not judged.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import epsilons, forecasts, graded_settings, refill, with_edge_case_forecasts
from grader.judging.assertions import assert_close, assert_raises, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

NORMALIZED = Text(vi="đầu ra của normalize", en="the output of normalize")
DENORMALIZED = Text(vi="đầu ra của denormalize", en="the output of denormalize")
SECOND_NORMALIZED = Text(vi="đầu ra của lần gọi normalize thứ hai", en="the output of the second normalize")
SECOND_DENORMALIZED = Text(
    vi="đầu ra của denormalize sau lần gọi normalize thứ hai", en="the output of denormalize after the second normalize"
)
INPUT_X = Text(vi="mảng x sau khi gọi normalize", en="the array x after normalize")
INPUT_Y = Text(vi="mảng y sau khi gọi denormalize", en="the array y after denormalize")
GAMMA = Text(vi="tham số gamma", en="the parameter gamma")
BETA = Text(vi="tham số beta", en="the parameter beta")
WITHOUT_EPS = Text(vi="đầu ra của normalize khi không truyền eps", en="the output of normalize without eps")
DENORMALIZED_WITHOUT_EPS = Text(
    vi="đầu ra của denormalize khi không truyền eps", en="the output of denormalize without eps"
)
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
BEFORE = Text(
    vi="kết quả của denormalize khi chưa gọi normalize lần nào",
    en="the outcome of denormalize before any normalize",
)
FIRST_NORMALIZED = Text(
    vi="đầu ra của normalize ở tầng thứ nhất, sau khi dùng thêm tầng thứ hai",
    en="the output of normalize of the first layer, after a second layer was used",
)
FIRST_DENORMALIZED = Text(
    vi="đầu ra của denormalize ở tầng thứ nhất, sau khi dùng thêm tầng thứ hai",
    en="the output of denormalize of the first layer, after a second layer was used",
)


@graded(
    points=3,
    part="normalize",
    vi="normalize(x) bằng gamma · (x − mean) / √(var + eps) + beta.",
    en="normalize(x) is gamma · (x − mean) / √(var + eps) + beta.",
)
@graded_settings
@with_edge_case_forecasts(long=True, eps=0.01)
@given(**forecasts(), eps=epsilons())
def test_normalize(RevIN, x, y, gamma, beta, eps):
    normalized = _layer(RevIN, gamma, beta, eps).normalize(x.copy())
    _assert_normalized(normalized, x, gamma, beta, eps, NORMALIZED)


@graded(
    points=2,
    part="normalize",
    vi="Dùng lại tầng cho đầu vào khác, với gamma và beta vừa được gán, thì normalize vẫn đúng.",
    en="Used again for another input, with the gamma and beta just assigned, normalize is right too.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_normalize_again(RevIN, x, y, gamma, beta, eps):
    layer = RevIN(x.shape[2], eps)
    array = 1 - x / 2
    layer.normalize(array)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    refill(array, x)
    _assert_normalized(layer.normalize(array), x, gamma, beta, eps, SECOND_NORMALIZED)


@graded(
    points=3,
    part="denormalize",
    vi="Sau normalize(x), denormalize(y) bằng (y − beta) / gamma · √(var + eps) + mean, với mean và var của x.",
    en="After normalize(x), denormalize(y) is (y − beta) / gamma · √(var + eps) + mean, with mean and var of x.",
)
@graded_settings
@with_edge_case_forecasts(long=True, eps=0.01)
@given(**forecasts(), eps=epsilons())
def test_denormalize(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(x.copy())
    _assert_denormalized(layer.denormalize(y.copy()), y, x, gamma, beta, eps, DENORMALIZED)


@graded(
    points=2,
    part="denormalize",
    vi="Dùng lại tầng cho đầu vào khác thì denormalize theo thống kê nhớ được gần nhất.",
    en="Used again for another input, denormalize goes by the statistics remembered last.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_denormalize_again(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(1 - x / 2)
    layer.denormalize(1 - y / 2)
    layer.normalize(x.copy())
    _assert_denormalized(layer.denormalize(y.copy()), y, x, gamma, beta, eps, SECOND_DENORMALIZED)


@graded(
    costs=5,
    vi="gamma và beta có shape (F,); lúc đầu gamma toàn 1 và beta toàn 0.",
    en="gamma and beta have the shape (F,); at first gamma is all ones and beta all zeros.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_parameters(RevIN, x, y, gamma, beta, eps):
    features = x.shape[2]
    layer = RevIN(features, eps)
    assert_close(getattr(layer, "gamma", None), np.ones(features), tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), np.zeros(features), tolerance=0, what=BETA)


@graded(
    costs=2.5,
    part="normalize",
    vi="normalize không làm thay đổi x, gamma và beta.",
    en="normalize leaves x, gamma and beta as they were.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_normalize_leaves_all_untouched(RevIN, x, y, gamma, beta, eps):
    before = x.copy()
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(x)
    assert_same(x, before, what=INPUT_X)
    _assert_parameters(layer, gamma, beta)


@graded(
    costs=2.5,
    part="denormalize",
    vi="denormalize không làm thay đổi y, gamma và beta.",
    en="denormalize leaves y, gamma and beta as they were.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_denormalize_leaves_all_untouched(RevIN, x, y, gamma, beta, eps):
    before = y.copy()
    layer = _layer(RevIN, gamma, beta, eps)
    layer.normalize(x.copy())
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    layer.denormalize(y)
    assert_same(y, before, what=INPUT_Y)
    _assert_parameters(layer, gamma, beta)


@graded(
    costs=2.5,
    part="normalize",
    vi="normalize: khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="normalize: without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_forecasts()
@given(**forecasts())
def test_default_eps_of_normalize(RevIN, x, y, gamma, beta):
    normalized = RevIN(x.shape[2], 1e-5).normalize(x.copy())
    assert_shape(normalized, x.shape, what=NORMALIZED)
    RevIN(x.shape[2], 0.5).normalize(x.copy())
    without_eps = RevIN(x.shape[2]).normalize(x.copy())
    assert_close(without_eps, normalized, tolerance=_rounding(without_eps, x, 1, 0, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=2.5,
    part="denormalize",
    vi="denormalize: khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="denormalize: without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_forecasts()
@given(**forecasts())
def test_default_eps_of_denormalize(RevIN, x, y, gamma, beta):
    with_eps, without_eps = RevIN(x.shape[2], 1e-5), RevIN(x.shape[2])
    for layer in (with_eps, without_eps):
        layer.normalize(x.copy())
    denormalized = with_eps.denormalize(y.copy())
    assert_shape(denormalized, y.shape, what=DENORMALIZED)
    output = without_eps.denormalize(y.copy())
    tolerance = _rounding_back(output, y, x, 1, 0, 1e-5)
    assert_close(output, denormalized, tolerance=tolerance, what=DENORMALIZED_WITHOUT_EPS)


@graded(
    costs=2.5,
    part="normalize",
    vi="Đầu ra của normalize không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="An output of normalize does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_forecasts(eps=1e-5)
@given(**forecasts(), eps=epsilons())
def test_earlier_normalized_kept(RevIN, x, y, gamma, beta, eps):
    for layer in (RevIN(x.shape[2], eps), _layer(RevIN, gamma, beta, eps)):
        array = x.copy()
        normalized = layer.normalize(array)
        assert_shape(normalized, x.shape, what=NORMALIZED)
        before = normalized.copy()
        refill(array, 1 - x / 2)
        layer.normalize(array)
        assert_same(normalized, before, what=EARLIER)


@graded(
    costs=2.5,
    part="denormalize",
    vi="Đầu ra của denormalize không thay đổi khi người gọi ghi số khác lên y và gọi lại.",
    en="An output of denormalize does not change when the caller overwrites y and calls again.",
)
@graded_settings
@with_edge_case_forecasts(eps=1e-5)
@given(**forecasts(), eps=epsilons())
def test_earlier_denormalized_kept(RevIN, x, y, gamma, beta, eps):
    for layer in (RevIN(x.shape[2], eps), _layer(RevIN, gamma, beta, eps)):
        layer.normalize(x.copy())
        array = y.copy()
        denormalized = layer.denormalize(array)
        assert_shape(denormalized, y.shape, what=DENORMALIZED)
        before = denormalized.copy()
        refill(array, 1 - y / 2)
        layer.denormalize(array)
        assert_same(denormalized, before, what=EARLIER)


@graded(
    costs=2.5,
    part="denormalize",
    vi="normalize nhớ thống kê của x lúc được gọi: sau đó người gọi ghi đè lên x cũng không ảnh hưởng đến denormalize.",
    en="normalize remembers the statistics of x as it was: overwriting x afterwards does not change denormalize.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_remembered_at_normalize(RevIN, x, y, gamma, beta, eps):
    layer = _layer(RevIN, gamma, beta, eps)
    array = x.copy()
    layer.normalize(array)
    forecast = 1 - x / 2
    refill(array, forecast)  # the caller uses one array for both
    _assert_denormalized(layer.denormalize(array), forecast, x, gamma, beta, eps, DENORMALIZED)


@graded(
    costs=2.5,
    part="denormalize",
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
    costs=2.5,
    part="denormalize",
    vi="Gán gamma và beta mới sau normalize thì denormalize dùng ngay giá trị mới.",
    en="When gamma and beta are reassigned after normalize, denormalize uses the new values.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_reassigned_parameters(RevIN, x, y, gamma, beta, eps):
    layer = RevIN(x.shape[2], eps)
    layer.normalize(x.copy())
    layer.beta = beta.copy()
    _assert_denormalized(layer.denormalize(y.copy()), y, x, np.ones(x.shape[2]), beta, eps, DENORMALIZED)
    layer.gamma = gamma.copy()
    _assert_denormalized(layer.denormalize(y.copy()), y, x, gamma, beta, eps, DENORMALIZED)


@graded(
    costs=2.5,
    part="normalize",
    vi="Hai tầng không dùng chung gì: tạo và dùng tầng thứ hai không làm thay đổi normalize của tầng thứ nhất.",
    en="Two layers share nothing: making and using a second one does not change normalize of the first.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_layers_apart_in_normalize(RevIN, x, y, gamma, beta, eps):
    first = RevIN(x.shape[2], eps)
    before = first.normalize(x.copy())
    assert_shape(before, x.shape, what=NORMALIZED)
    before = before.copy()
    _use_another_layer(RevIN, x, gamma, beta, eps)
    after = first.normalize(x.copy())
    assert_close(after, before, tolerance=_rounding(after, x, 1, 0, eps), what=FIRST_NORMALIZED)


@graded(
    costs=2.5,
    part="denormalize",
    vi="Hai tầng không dùng chung gì: tạo và dùng tầng thứ hai không làm thay đổi điều tầng thứ nhất nhớ.",
    en="Two layers share nothing: making and using a second one does not change what the first remembers.",
)
@graded_settings
@with_edge_case_forecasts(eps=0.1)
@given(**forecasts(), eps=epsilons())
def test_layers_apart_in_denormalize(RevIN, x, y, gamma, beta, eps):
    first = RevIN(x.shape[2], eps)
    first.normalize(x.copy())
    before = first.denormalize(y.copy())
    assert_shape(before, y.shape, what=DENORMALIZED)
    before = before.copy()
    _use_another_layer(RevIN, x, gamma, beta, eps)
    after = first.denormalize(y.copy())
    assert_close(after, before, tolerance=_rounding_back(after, y, x, 1, 0, eps), what=FIRST_DENORMALIZED)


def _use_another_layer(RevIN, x, gamma, beta, eps):
    """Make a layer for twice as many features, with another eps, and normalize with it."""
    another = _layer(RevIN, np.tile(gamma, 2), np.tile(beta, 2), 1 - eps / 2)
    another.normalize(np.concatenate([1 - x / 2, x], axis=2))


def _layer(RevIN, gamma, beta, eps):
    """A layer with gamma and beta assigned."""
    layer = RevIN(len(gamma), eps)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    return layer


def _assert_parameters(layer, gamma, beta):
    assert_close(getattr(layer, "gamma", None), gamma, tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), beta, tolerance=0, what=BETA)


def _assert_normalized(output, x, gamma, beta, eps, what):
    """The output is x, normalized."""
    expected = gamma * definition.instance_norm(x, eps) + beta
    assert_close(output, expected, tolerance=_rounding(output, x, gamma, beta, eps), what=what)


def _assert_denormalized(output, y, x, gamma, beta, eps, what):
    """The output is y at the scale of x."""
    expected = (y - beta) / gamma * np.sqrt(definition.variance(x) + eps) + definition.mean(x)
    assert_close(output, expected, tolerance=_rounding_back(output, y, x, gamma, beta, eps), what=what)


def _rounding(output, x, gamma, beta, eps):
    """How far a right output of normalize may be from the definition; its dtype is not judged."""
    return definition.rounding_of_layer(definition.as_coarse_as(output, x), eps, gamma, beta)


def _rounding_back(output, y, x, gamma, beta, eps):
    """How far a right output of denormalize may be from the definition."""
    x = definition.as_coarse_as(y, definition.as_coarse_as(output, x))
    largest = np.abs(y).max(axis=1, keepdims=True).astype(np.float64) + np.abs(beta)
    of_std = definition.rounding(x, eps) * (1 + largest) * np.sqrt(definition.variance(x) + eps) / np.abs(gamma)
    return of_std + definition.rounding_of_mean(x)
