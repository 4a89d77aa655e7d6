"""What `instance_norm(x, eps=1e-5)` must do. Three core properties earn the ten points; a broken guard costs some.

x is (batch B, sequence_length L, features F), float32 or float64. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graded import definition
from graded.strategies import epsilons, graded_settings, refill, sequences, with_edge_case_sequences
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="đầu vào sau lời gọi", en="the input after the call")
OUTPUT = Text(vi="đầu ra", en="the output")
MEAN = Text(vi="trung bình theo chuỗi của đầu ra", en="the mean of the output over the sequence")
STD = Text(vi="độ lệch chuẩn theo chuỗi của đầu ra", en="the standard deviation of the output over the sequence")
STEPS = Text(
    vi="chiều tăng (1) hay giảm (−1) giữa hai token kề nhau ở đầu ra",
    en="the direction, up (1) or down (−1), between neighbouring tokens of the output",
)
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
AGAIN = Text(vi="đầu ra khi gọi lại với cùng đầu vào", en="the output of a second call with the same input")
SHUFFLED = Text(vi="đầu ra của chuỗi đã xáo trộn token", en="the output of the sequence with its tokens reordered")
ONE_SAMPLE = Text(vi="đầu ra khi chỉ đưa vào mẫu đầu tiên", en="the output for the first sample alone")
ONE_FEATURE = Text(vi="đầu ra khi chỉ đưa vào đặc trưng cuối", en="the output for the last feature alone")


@graded(points=3, vi="Ở đầu ra, mỗi instance có trung bình 0.", en="In the output, every instance has mean 0.")
@graded_settings
@with_edge_case_sequences(eps=1e-5)
@given(x=sequences(), eps=epsilons())
def test_zero_mean(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    # A wrong eps scales the rounding error too, and is not to be blamed on the mean.
    assert_close(definition.mean(y), 0, tolerance=_rounding(y, x, min(eps, 1e-5)), what=MEAN)


@graded(
    points=3,
    vi="Ở đầu ra, mỗi instance có độ lệch chuẩn đúng bằng √(var / (var + eps)).",
    en="In the output, every instance has the standard deviation √(var / (var + eps)), exactly.",
)
@graded_settings
@with_edge_case_sequences(eps=0.01)
@given(x=sequences(), eps=epsilons())
def test_std(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    std = np.sqrt(definition.variance(y))
    assert_close(std, definition.std_after(x, eps), tolerance=_rounding(y, x, eps), what=STD)


@graded(
    points=4,
    vi="Đầu ra bằng (x − mean) / √(var + eps), với mean và var tính theo chuỗi.",
    en="The output is (x − mean) / √(var + eps), with mean and var over the sequence.",
)
@graded_settings
@with_edge_case_sequences(long=True, eps=0.0001)
@given(x=sequences(), eps=epsilons())
def test_definition(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_close(y, definition.instance_norm(x, eps), tolerance=_rounding(y, x, eps), what=OUTPUT)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_default_eps(instance_norm, x):
    y = instance_norm(x.copy(), 1e-5)
    assert_shape(y, x.shape, what=OUTPUT)
    instance_norm(x.copy(), 0.5)
    assert_close(instance_norm(x.copy()), y, tolerance=_rounding(y, x, 1e-5), what=WITHOUT_EPS)


@graded(costs=5, vi="Đầu ra giữ nguyên shape của đầu vào.", en="The output has the shape of the input.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_shape(instance_norm, x, eps):
    assert_shape(instance_norm(x.copy(), eps), x.shape, what=OUTPUT)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, cùng dtype với đầu vào.",
    en="The output is a plain NumPy array with the dtype of the input.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_dtype(instance_norm, x, eps):
    assert_dtype(instance_norm(x.copy(), eps), x.dtype, what=OUTPUT)


@graded(costs=5, vi="Đầu vào không bị thay đổi.", en="The input is left as it was.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_input_untouched(instance_norm, x, eps):
    before = x.copy()
    instance_norm(x, eps)
    assert_same(x, before, what=INPUT)


@graded(
    costs=5,
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và gọi lại.",
    en="An output returned before does not change when the caller overwrites x and calls again.",
)
@graded_settings
@with_edge_case_sequences(eps=1e-5)
@given(x=sequences(), eps=epsilons())
def test_earlier_output_kept(instance_norm, x, eps):
    array = x.copy()
    y = instance_norm(array, eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    refill(array, 1 - x / 2)
    instance_norm(array, eps)
    assert_same(y, before, what=EARLIER)


@graded(
    costs=5,
    vi="Cùng những con số luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same output, whatever was called before and whichever array holds them.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_same_again(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    array = 1 - x / 2
    instance_norm(np.concatenate([x, 1 - x / 2], axis=1), eps)
    instance_norm(array, eps)
    refill(array, x)
    again = instance_norm(array, eps)
    assert_new(again, y, what=AGAIN)
    assert_close(again, before, tolerance=_rounding(y, x, eps), what=AGAIN)


@graded(
    costs=4,
    vi="Dọc theo chuỗi, chỗ nào đầu vào tăng thì đầu ra cũng tăng, chỗ nào giảm thì cũng giảm.",
    en="Where the input goes up along the sequence, so does the output; where it goes down, the output goes down too.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_order_kept(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    expected = definition.instance_norm(x, eps)
    clear = np.abs(np.diff(expected, axis=1)) > 10 * _rounding(y, x, eps)
    assert_close(clear * definition.steps(y), clear * definition.steps(expected), tolerance=0, what=STEPS)


@graded(
    costs=2,
    vi="Đổi thứ tự token ở đầu vào thì đầu ra đổi thứ tự y như vậy.",
    en="Reordering the tokens of the input reorders the output likewise.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1, seed=0)
@given(x=sequences(), eps=epsilons(), seed=st.integers(0, 99))
def test_tokens_reordered(instance_norm, x, eps, seed):
    order = np.random.default_rng(seed).permutation(x.shape[1])
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    shuffled = instance_norm(x[:, order], eps)
    assert_close(shuffled, y[:, order], tolerance=_rounding(y, x, eps), what=SHUFFLED)


@graded(costs=2, vi="Các mẫu không ảnh hưởng lẫn nhau.", en="Samples do not influence each other.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_samples_apart(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    first = x[:1].copy()
    assert_close(instance_norm(first.copy(), eps), y[:1], tolerance=_rounding(y, first, eps), what=ONE_SAMPLE)


@graded(costs=2, vi="Các đặc trưng không ảnh hưởng lẫn nhau.", en="Features do not influence each other.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_features_apart(instance_norm, x, eps):
    y = instance_norm(x.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    last = x[:, :, -1:].copy()
    assert_close(instance_norm(last.copy(), eps), y[:, :, -1:], tolerance=_rounding(y, last, eps), what=ONE_FEATURE)


def _rounding(y: object, x: np.ndarray, eps: float) -> np.ndarray:
    """How far the output y may be from the definition."""
    return definition.rounding(definition.as_coarse_as(y, x), eps)
