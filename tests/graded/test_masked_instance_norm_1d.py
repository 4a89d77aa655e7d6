"""What the class `MaskedInstanceNorm1D(num_features, eps=1e-5)` must do. Core properties earn ten points; guards cost some.

x is (batch B, sequence_length L, features F); mask is (B, L), True where a token is. `definition.py` says in NumPy what
is right. The dtype of the output is not judged. gamma and beta are drawn with six numbers, of which a test takes the first F.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import (
    epsilons,
    graded_settings,
    masked_sequences,
    parameters,
    refill,
    sequences,
    with_edge_case_masked_sequences,
    with_edge_case_sequences,
)
from grader.exercises import Answer, Case
from grader.judging.assertions import assert_close, assert_new, assert_plain_array, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="mảng x sau khi gọi forward", en="the array x after forward")
MASK = Text(vi="mảng mask sau khi gọi forward", en="the array mask after forward")
OUTPUT = Text(vi="đầu ra", en="the output")
TOKENS = Text(vi="đầu ra, chỉ xét các token", en="the output, looking at the tokens alone")
PADDING = Text(vi="đầu ra, chỉ xét phần đệm", en="the output, looking at the padding alone")
ALL_PADDING = Text(vi="đầu ra của các mẫu toàn phần đệm", en="the output of the samples that are all padding")
CHANGES = Text(
    vi="chỗ đầu ra thay đổi (1) khi đưa vào 1 − x/2 thay cho x",
    en="where the output changes (1) for 1 − x/2 instead of x",
)
GAMMA = Text(vi="gamma", en="gamma")
BETA = Text(vi="beta", en="beta")
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
EARLIER = Text(vi="đầu ra của lần gọi forward trước", en="the output of the forward before")
SECOND = Text(vi="đầu ra của lần gọi forward thứ hai", en="the output of the second forward")
FIRST_LAYER = Text(
    vi="đầu ra của tầng thứ nhất, sau khi tạo thêm tầng thứ hai",
    en="the output of the first layer, after a second layer was made",
)

PINNED = {"gamma": np.array([2, 0, -1.5, 0.5, 3, -2]), "beta": np.array([-3, 0.5, 2, -1, 1, 2.5])}


@graded(
    points=2,
    vi="Tầng vừa tạo (gamma = 1, beta = 0) cho ra kết quả của bài masked_instance_norm.",
    en="A new layer (gamma = 1, beta = 0) gives what exercise masked_instance_norm asks for.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.01)
@given(**masked_sequences(), eps=epsilons())
def test_new_layer(MaskedInstanceNorm1D, x, mask, eps):
    y = MaskedInstanceNorm1D(x.shape[2], eps).forward(x.copy(), mask.copy())
    expected = definition.masked_instance_norm(x, mask, eps)
    assert_close(y, expected, tolerance=_rounding(y, x, mask, eps), what=OUTPUT)


@graded(
    points=3,
    vi="Ở các token, đầu ra bằng gamma · (x − mean) / √(var + eps) + beta, với gamma và beta vừa được gán.",
    en="At tokens the output is gamma · (x − mean) / √(var + eps) + beta, with the gamma and beta just assigned.",
)
@graded_settings
@with_edge_case_masked_sequences(long=True, eps=0.001, **PINNED)
@given(**masked_sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_tokens(MaskedInstanceNorm1D, x, mask, eps, gamma, beta):
    layer, gamma, beta = _layer(MaskedInstanceNorm1D, x, eps, gamma, beta)
    y = layer.forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    is_token = mask[:, :, np.newaxis]
    expected = np.where(is_token, gamma * definition.masked_instance_norm(x, mask, eps) + beta, 0)
    tolerance = _rounding(y, x, mask, eps, gamma, beta)
    assert_close(np.where(is_token, y, 0), expected, tolerance=tolerance, what=TOKENS)


@graded(
    points=3,
    vi="Trong mẫu có token, phần đệm ở đầu ra đúng bằng 0, dù gamma và beta là số nào.",
    en="In a sample that has tokens, the padding of the output is exactly 0, whatever gamma and beta are.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1, **PINNED)
@given(**masked_sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_padding_is_zero(MaskedInstanceNorm1D, x, mask, eps, gamma, beta):
    layer, *_ = _layer(MaskedInstanceNorm1D, x, eps, gamma, beta)
    y = layer.forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    is_padding = ~mask & mask.any(axis=1, keepdims=True)
    assert_close(np.where(is_padding[:, :, np.newaxis], y, 0), np.zeros(x.shape), tolerance=0, what=PADDING)


@graded(
    points=2,
    vi="Mẫu toàn phần đệm cho ra toàn 0, dù gamma và beta là số nào.",
    en="A sample that is all padding comes out as all 0, whatever gamma and beta are.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1, **PINNED)
@given(**masked_sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_all_padding(MaskedInstanceNorm1D, x, mask, eps, gamma, beta):
    mask[-1] = False
    layer, *_ = _layer(MaskedInstanceNorm1D, x, eps, gamma, beta)
    y = layer.forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    has_tokens = mask.any(axis=1)[:, np.newaxis, np.newaxis]
    assert_close(np.where(has_tokens, 0, y), np.zeros(x.shape), tolerance=0, what=ALL_PADDING)


@graded(costs=10, vi="Đầu ra phụ thuộc vào x.", en="The output depends on x.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_depends_on_x(MaskedInstanceNorm1D, x, eps):
    mask, other = np.ones(x.shape[:2], bool), 1 - x / 2
    layer = MaskedInstanceNorm1D(x.shape[2], eps)
    y, y_of_other = (layer.forward(given.copy(), mask.copy()) for given in (x, other))
    for output in (y, y_of_other):
        assert_shape(output, x.shape, what=OUTPUT)
    should = np.abs(definition.instance_norm(x, eps) - definition.instance_norm(other, eps)) > 0.1
    assert_close(np.where(should, y != y_of_other, 0.0), np.where(should, 1.0, 0.0), tolerance=0, what=CHANGES)


@graded(
    costs=5,
    vi="gamma và beta có shape (F,); lúc đầu gamma toàn 1 và beta toàn 0.",
    en="gamma and beta have the shape (F,); at first gamma is all ones and beta all zeros.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_parameters(MaskedInstanceNorm1D, x, eps):
    features = x.shape[2]
    layer = MaskedInstanceNorm1D(features, eps)
    assert_close(getattr(layer, "gamma", None), np.ones(features), tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), np.zeros(features), tolerance=0, what=BETA)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_masked_sequences()
@given(**masked_sequences())
def test_default_eps(MaskedInstanceNorm1D, x, mask):
    y = MaskedInstanceNorm1D(x.shape[2], 1e-5).forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    MaskedInstanceNorm1D(x.shape[2], 0.5).forward(x.copy(), mask.copy())
    without_eps = MaskedInstanceNorm1D(x.shape[2]).forward(x.copy(), mask.copy())
    assert_close(without_eps, y, tolerance=_rounding(y, x, mask, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, có shape của x.",
    en="The output is a plain NumPy array with the shape of x.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_shape(MaskedInstanceNorm1D, x, mask, eps):
    y = MaskedInstanceNorm1D(x.shape[2], eps).forward(x.copy(), mask.copy())
    assert_plain_array(y, what=OUTPUT)
    assert_shape(y, x.shape, what=OUTPUT)


@graded(
    costs=5,
    vi="forward không làm thay đổi x, mask, gamma và beta.",
    en="forward leaves x, mask, gamma and beta as they were.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1, **PINNED)
@given(**masked_sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_nothing_touched(MaskedInstanceNorm1D, x, mask, eps, gamma, beta):
    x_before, mask_before = x.copy(), mask.copy()
    layer, gamma, beta = _layer(MaskedInstanceNorm1D, x, eps, gamma, beta)
    layer.forward(x, mask)
    assert_same(x, x_before, what=INPUT)
    assert_same(mask.astype(np.uint8), mask_before.astype(np.uint8), what=MASK)
    assert_close(getattr(layer, "gamma", None), gamma, tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), beta, tolerance=0, what=BETA)


@graded(
    costs=5,
    vi="Gán riêng beta, rồi gán riêng gamma, thì lần gọi forward tiếp theo dùng ngay giá trị mới.",
    en="When beta alone, and then gamma alone, is reassigned, the next forward uses the new value.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1, **PINNED)
@given(**masked_sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_reassigned_alone(MaskedInstanceNorm1D, x, mask, eps, gamma, beta):
    gamma, beta = np.resize(gamma, x.shape[2]), np.resize(beta, x.shape[2])
    x_norm, is_token = definition.masked_instance_norm(x, mask, eps), mask[:, :, np.newaxis]
    layer = MaskedInstanceNorm1D(x.shape[2], eps)
    layer.forward(x.copy(), mask.copy())
    layer.beta = beta.copy()
    y = layer.forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    tolerance = _rounding(y, x, mask, eps, 1, beta)
    assert_close(np.where(is_token, y, 0), np.where(is_token, x_norm + beta, 0), tolerance=tolerance, what=TOKENS)
    layer.gamma = gamma.copy()
    y = layer.forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    expected = np.where(is_token, gamma * x_norm + beta, 0)
    tolerance = _rounding(y, x, mask, eps, gamma, beta)
    assert_close(np.where(is_token, y, 0), expected, tolerance=tolerance, what=TOKENS)


@graded(
    costs=5,
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x, mask và beta rồi gọi forward lại.",
    en="An output returned before does not change when the caller overwrites x, mask and beta and calls forward again.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=1e-5)
@given(**masked_sequences(), eps=epsilons())
def test_earlier_output_kept(MaskedInstanceNorm1D, x, mask, eps):
    features = x.shape[2]
    array, tokens, beta = x.copy(), mask.copy(), np.ones(features)
    layers = MaskedInstanceNorm1D(features, eps), MaskedInstanceNorm1D(features, eps)
    layers[1].gamma, layers[1].beta = np.zeros(features), beta
    outputs = [layer.forward(array, tokens) for layer in layers]
    for y in outputs:
        assert_shape(y, x.shape, what=OUTPUT)
    before = [y.copy() for y in outputs]
    refill(array, _other(x))
    refill(tokens, ~mask)
    refill(beta, 2 * np.ones(features))
    layers[1].beta = beta
    for layer in layers:
        layer.forward(array, tokens)
    for y, y_before in zip(outputs, before, strict=True):
        assert_same(y, y_before, what=EARLIER)


@graded(
    costs=5,
    vi="forward không giữ lại gì: lần gọi thứ hai cho kết quả như ở một tầng mới, dù x và mask nằm trong mảng vừa dùng.",
    en="forward keeps nothing: its second call gives what a new layer would give, also for the arrays just used.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_nothing_kept(MaskedInstanceNorm1D, x, mask, eps):
    features = x.shape[2]
    y = MaskedInstanceNorm1D(features, eps).forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    used = MaskedInstanceNorm1D(features, eps)
    used.gamma, used.beta = 2 * np.ones(features), 3 * np.ones(features)
    array, tokens = _other(x), ~mask
    used.forward(np.concatenate([x, _other(x)], axis=1), np.concatenate([mask, ~mask], axis=1))
    used.forward(array, tokens)
    used.gamma, used.beta = np.ones(features), np.zeros(features)
    refill(array, x)
    refill(tokens, mask)
    assert_close(used.forward(array, tokens), y, tolerance=_rounding(y, x, mask, eps), what=SECOND)


@graded(
    costs=5,
    vi="Hai tầng không dùng chung gì: tạo tầng thứ hai không làm thay đổi tầng thứ nhất.",
    en="Two layers share nothing: making a second one does not change the first.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1, **PINNED)
@given(**masked_sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_layers_apart(MaskedInstanceNorm1D, x, mask, eps, gamma, beta):
    first = MaskedInstanceNorm1D(x.shape[2], eps)
    y = first.forward(x.copy(), mask.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    twice_as_wide = np.concatenate([x, x], axis=2)
    second, *_ = _layer(MaskedInstanceNorm1D, twice_as_wide, 1 - eps / 2, gamma, beta)
    second.forward(twice_as_wide, mask.copy())
    other = MaskedInstanceNorm1D(x.shape[2], 1 - eps / 2)
    assert_new(getattr(other, "gamma", None), getattr(first, "gamma", None), what=GAMMA)
    assert_new(getattr(other, "beta", None), getattr(first, "beta", None), what=BETA)
    again = first.forward(x.copy(), mask.copy())
    assert_close(again, before, tolerance=_rounding(y, x, mask, eps), what=FIRST_LAYER)


def _layer(MaskedInstanceNorm1D, x, eps, gamma, beta):
    """A layer for x with gamma and beta assigned, and the F numbers of gamma and of beta that were."""
    features = x.shape[2]
    gamma, beta = np.resize(gamma, features), np.resize(beta, features)
    layer = MaskedInstanceNorm1D(features, eps)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    return layer, gamma, beta


def _other(x: np.ndarray) -> np.ndarray:
    """Other numbers of the shape and dtype of x, all fit to be tokens."""
    return 1 - np.clip(x, -9, 9) / 2


def _rounding(y, x, mask, eps, gamma=1, beta=0):
    """How far the output y may be from the definition; its dtype is not judged."""
    x_hat = definition.rounding_of_tokens(definition.as_coarse_as(y, x), mask, eps)
    return x_hat * (1 + np.abs(gamma) + np.abs(beta))


def output(MaskedInstanceNorm1D: Answer, case: Case) -> np.ndarray:
    """What a layer made for the case gives, with the case's gamma, beta and mask where it has them, for a picture."""
    x = case["x"]
    layer = MaskedInstanceNorm1D(x.shape[2], case.get("eps", 1e-5))
    for name in ("gamma", "beta"):
        if name in case:
            setattr(layer, name, np.resize(case[name], x.shape[2]))
    return layer.forward(x, case.get("mask", np.ones(x.shape[:2], bool)))
