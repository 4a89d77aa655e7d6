"""What the class `InstanceNorm1D(num_features, eps=1e-5)` must do. Core properties earn ten points; guards cost some.

x is (batch B, sequence_length L, features F). `definition.py` says in NumPy what is right. The dtype of the output is
not judged. gamma and beta are drawn with six numbers, of which a test takes the first F.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import epsilons, graded_settings, parameters, refill, sequences, with_edge_case_sequences
from grader.exercises import Answer, Case
from grader.judging.assertions import assert_close, assert_new, assert_plain_array, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau khi gọi forward", en="the input after forward")
OUTPUT = Text(vi="đầu ra", en="the output")
MEAN = Text(vi="trung bình theo chuỗi của đầu ra", en="the mean of the output over the sequence")
STD = Text(vi="độ lệch chuẩn theo chuỗi của đầu ra", en="the standard deviation of the output over the sequence")
GAMMA = Text(vi="gamma", en="gamma")
BETA = Text(vi="beta", en="beta")
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
EARLIER = Text(vi="đầu ra của lần gọi forward trước", en="the output of the forward before")
SECOND = Text(vi="đầu ra của lần gọi forward thứ hai", en="the output of the second forward")
FIRST_LAYER = Text(
    vi="đầu ra của tầng thứ nhất, sau khi tạo thêm tầng thứ hai",
    en="the output of the first layer, after a second layer was made",
)
ONE_SAMPLE = Text(vi="đầu ra khi chỉ đưa vào mẫu đầu tiên", en="the output for the first sample alone")

PINNED = {"gamma": np.array([2, 0, -1.5, 0.5, 3, -2]), "beta": np.array([-3, 0.5, 2, -1, 1, 2.5])}


@graded(
    points=2,
    vi="Tầng vừa tạo (gamma = 1, beta = 0) cho ra (x − mean) / √(var + eps).",
    en="A new layer (gamma = 1, beta = 0) gives (x − mean) / √(var + eps).",
)
@graded_settings
@with_edge_case_sequences(eps=0.01)
@given(x=sequences(), eps=epsilons())
def test_new_layer(InstanceNorm1D, x, eps):
    y = InstanceNorm1D(x.shape[2], eps).forward(x.copy())
    assert_close(y, definition.instance_norm(x, eps), tolerance=_rounding(y, x, eps), what=OUTPUT)


@graded(
    points=2,
    vi="Ở đầu ra, trung bình của mỗi instance bằng beta của đặc trưng tương ứng.",
    en="In the output, the mean of every instance is the beta of its feature.",
)
@graded_settings
@with_edge_case_sequences(eps=1e-5, **PINNED)
@given(x=sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_mean_is_beta(InstanceNorm1D, x, eps, gamma, beta):
    layer, gamma, beta = _layer(InstanceNorm1D, x, eps, gamma, beta)
    y = layer.forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    expected = np.broadcast_to(beta, (len(x), 1, len(beta)))
    assert_close(definition.mean(y), expected, tolerance=_rounding(y, x, eps, gamma, beta), what=MEAN)


@graded(
    points=2,
    vi="Ở đầu ra, độ lệch chuẩn của mỗi instance là |gamma| · √(var / (var + eps)).",
    en="In the output, the standard deviation of every instance is |gamma| · √(var / (var + eps)).",
)
@graded_settings
@with_edge_case_sequences(eps=0.01, **PINNED)
@given(x=sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_std_is_gamma(InstanceNorm1D, x, eps, gamma, beta):
    layer, gamma, beta = _layer(InstanceNorm1D, x, eps, gamma, beta)
    y = layer.forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    expected = np.abs(gamma) * definition.std_after(x, eps)
    std = np.sqrt(definition.variance(y))
    assert_close(std, expected, tolerance=_rounding(y, x, eps, gamma, beta), what=STD)


@graded(
    points=4,
    vi="Đầu ra bằng gamma · (x − mean) / √(var + eps) + beta, với gamma và beta vừa được gán.",
    en="The output is gamma · (x − mean) / √(var + eps) + beta, with the gamma and beta just assigned.",
)
@graded_settings
@with_edge_case_sequences(long=True, eps=0.001, **PINNED)
@given(x=sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_definition(InstanceNorm1D, x, eps, gamma, beta):
    layer, gamma, beta = _layer(InstanceNorm1D, x, eps, gamma, beta)
    expected = gamma * definition.instance_norm(x, eps) + beta
    y = layer.forward(x.copy())
    assert_close(y, expected, tolerance=_rounding(y, x, eps, gamma, beta), what=OUTPUT)


@graded(
    costs=5,
    vi="gamma và beta có shape (F,); lúc đầu gamma toàn 1 và beta toàn 0.",
    en="gamma and beta have the shape (F,); at first gamma is all ones and beta all zeros.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_parameters(InstanceNorm1D, x, eps):
    features = x.shape[2]
    layer = InstanceNorm1D(features, eps)
    assert_close(getattr(layer, "gamma", None), np.ones(features), tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), np.zeros(features), tolerance=0, what=BETA)


@graded(costs=5, vi="forward không làm thay đổi gamma và beta.", en="forward leaves gamma and beta as they were.")
@graded_settings
@with_edge_case_sequences(eps=0.1, **PINNED)
@given(x=sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_parameters_untouched(InstanceNorm1D, x, eps, gamma, beta):
    layer, gamma, beta = _layer(InstanceNorm1D, x, eps, gamma, beta)
    layer.forward(x.copy())
    assert_close(getattr(layer, "gamma", None), gamma, tolerance=0, what=GAMMA)
    assert_close(getattr(layer, "beta", None), beta, tolerance=0, what=BETA)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_default_eps(InstanceNorm1D, x):
    y = InstanceNorm1D(x.shape[2], 1e-5).forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    InstanceNorm1D(x.shape[2], 0.5).forward(x.copy())
    without_eps = InstanceNorm1D(x.shape[2]).forward(x.copy())
    assert_close(without_eps, y, tolerance=_rounding(y, x, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, có shape của đầu vào.",
    en="The output is a plain NumPy array with the shape of the input.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_shape(InstanceNorm1D, x, eps):
    y = InstanceNorm1D(x.shape[2], eps).forward(x.copy())
    assert_plain_array(y, what=OUTPUT)
    assert_shape(y, x.shape, what=OUTPUT)


@graded(costs=5, vi="Đầu vào không bị thay đổi.", en="The input is left as it was.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_input_untouched(InstanceNorm1D, x, eps):
    before = x.copy()
    InstanceNorm1D(x.shape[2], eps).forward(x)
    assert_same(x, before, what=INPUT)


@graded(
    costs=5,
    vi="forward không giữ lại gì: lần gọi thứ hai cho kết quả như ở một tầng mới, dù x nằm trong mảng vừa dùng.",
    en="forward keeps nothing: its second call gives what a new layer would give, also for the array just used.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_nothing_kept(InstanceNorm1D, x, eps):
    y = InstanceNorm1D(x.shape[2], eps).forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    used = InstanceNorm1D(x.shape[2], eps)
    used.gamma, used.beta = 2 * np.ones(x.shape[2]), 3 * np.ones(x.shape[2])
    array = 1 - x / 2
    used.forward(np.concatenate([x, 1 - x / 2], axis=1))
    used.forward(array)
    used.gamma, used.beta = np.ones(x.shape[2]), np.zeros(x.shape[2])
    refill(array, x)
    assert_close(used.forward(array), y, tolerance=_rounding(y, x, eps), what=SECOND)


@graded(
    costs=5,
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi forward lại.",
    en="An output returned before does not change when the caller overwrites x and calls forward again.",
)
@graded_settings
@with_edge_case_sequences(eps=1e-5)
@given(x=sequences(), eps=epsilons())
def test_earlier_output_kept(InstanceNorm1D, x, eps):
    layer = InstanceNorm1D(x.shape[2], eps)
    array = x.copy()
    y = layer.forward(array)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    refill(array, 1 - x / 2)
    layer.forward(array)
    assert_same(y, before, what=EARLIER)


@graded(
    costs=5,
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên mảng đã gán cho beta.",
    en="An output returned before does not change when the caller overwrites the array that beta was set to.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_output_is_not_beta(InstanceNorm1D, x, eps):
    layer = InstanceNorm1D(x.shape[2], eps)
    beta = np.ones(x.shape[2])
    layer.gamma, layer.beta = np.zeros(x.shape[2]), beta
    y = layer.forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    refill(beta, 2 * np.ones(x.shape[2]))
    layer.beta = beta
    layer.forward(x.copy())
    assert_same(y, before, what=EARLIER)


@graded(
    costs=5,
    vi="Gán riêng beta, rồi gán riêng gamma, thì lần gọi forward tiếp theo dùng ngay giá trị mới.",
    en="When beta alone, and then gamma alone, is reassigned, the next forward uses the new value.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1, **PINNED)
@given(x=sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_reassigned_alone(InstanceNorm1D, x, eps, gamma, beta):
    gamma, beta = np.resize(gamma, x.shape[2]), np.resize(beta, x.shape[2])
    expected = definition.instance_norm(x, eps)
    layer = InstanceNorm1D(x.shape[2], eps)
    layer.forward(x.copy())
    layer.beta = beta.copy()
    y = layer.forward(x.copy())
    assert_close(y, expected + beta, tolerance=_rounding(y, x, eps, 1, beta), what=OUTPUT)
    layer.gamma = gamma.copy()
    y = layer.forward(x.copy())
    assert_close(y, gamma * expected + beta, tolerance=_rounding(y, x, eps, gamma, beta), what=OUTPUT)


@graded(
    costs=5,
    vi="Hai tầng không dùng chung gì: tạo tầng thứ hai không làm thay đổi tầng thứ nhất.",
    en="Two layers share nothing: making a second one does not change the first.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1, **PINNED)
@given(x=sequences(), eps=epsilons(), gamma=parameters(), beta=parameters())
def test_layers_apart(InstanceNorm1D, x, eps, gamma, beta):
    first = InstanceNorm1D(x.shape[2], eps)
    y = first.forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    twice_as_wide = np.concatenate([x, x], axis=2)
    second, *_ = _layer(InstanceNorm1D, twice_as_wide, 1 - eps / 2, gamma, beta)
    second.forward(twice_as_wide)
    other = InstanceNorm1D(x.shape[2], 1 - eps / 2)
    assert_new(getattr(other, "gamma", None), getattr(first, "gamma", None), what=GAMMA)
    assert_new(getattr(other, "beta", None), getattr(first, "beta", None), what=BETA)
    assert_close(first.forward(x.copy()), before, tolerance=_rounding(y, x, eps), what=FIRST_LAYER)


@graded(costs=2, vi="Các mẫu không ảnh hưởng lẫn nhau.", en="Samples do not influence each other.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_samples_apart(InstanceNorm1D, x, eps):
    layer = InstanceNorm1D(x.shape[2], eps)
    y = layer.forward(x.copy())
    assert_shape(y, x.shape, what=OUTPUT)
    first = x[:1].copy()
    assert_close(layer.forward(first.copy()), y[:1], tolerance=_rounding(y, first, eps), what=ONE_SAMPLE)


def _layer(InstanceNorm1D, x, eps, gamma, beta):
    """A layer for x with gamma and beta assigned, and the F numbers of gamma and of beta that were."""
    features = x.shape[2]
    gamma, beta = np.resize(gamma, features), np.resize(beta, features)
    layer = InstanceNorm1D(features, eps)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    return layer, gamma, beta


def _rounding(y, x, eps, gamma=1, beta=0):
    """How far the output y may be from the definition; its dtype is not judged."""
    return definition.rounding_of_layer(definition.as_coarse_as(y, x), eps, gamma, beta)


def output(InstanceNorm1D: Answer, case: Case) -> np.ndarray:
    """What a layer made for the case gives, with the case's gamma and beta where it has them, for a picture."""
    x = case["x"]
    layer = InstanceNorm1D(x.shape[2], case.get("eps", 1e-5))
    for name in ("gamma", "beta"):
        if name in case:
            setattr(layer, name, np.resize(case[name], x.shape[2]))
    return layer.forward(x)
