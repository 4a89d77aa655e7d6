"""What `masked_instance_norm(x, mask, eps=1e-5)` must do. Two core properties earn the ten points; guards cost some.

x is (batch B, sequence_length L, features F), float32 or float64; mask is (B, L), True where a token is. What stands
in the padding is finite. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graded import definition
from graded.strategies import epsilons, graded_settings, masked_sequences, with_edge_case_masked_sequences
from grader.judging.assertions import assert_close, assert_dtype, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="mảng x sau lời gọi", en="the array x after the call")
MASK = Text(vi="mảng mask sau lời gọi", en="the array mask after the call")
OUTPUT = Text(vi="đầu ra", en="the output")
MEAN = Text(vi="trung bình của đầu ra trên các token", en="the mean of the output over the tokens")
STD = Text(vi="độ lệch chuẩn của đầu ra trên các token", en="the standard deviation of the output over the tokens")
PADDING = Text(vi="đầu ra, chỉ xét phần đệm", en="the output, looking at the padding alone")
OTHER_PADDING = Text(vi="đầu ra khi phần đệm chứa số khác", en="the output with other numbers in the padding")
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
AGAIN = Text(vi="đầu ra khi gọi lại với cùng đầu vào", en="the output of a second call with the same input")
SHUFFLED = Text(vi="đầu ra của chuỗi đã xáo trộn", en="the output of the sequence put into another order")
ONE_SAMPLE = Text(vi="đầu ra khi chỉ đưa vào mẫu đầu tiên", en="the output for the first sample alone")


@graded(
    points=4,
    vi="Trên các token, mỗi instance ở đầu ra có trung bình 0 và độ lệch chuẩn √(var / (var + eps)).",
    en="Over the tokens, every instance of the output has mean 0 and standard deviation √(var / (var + eps)).",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.01)
@given(**masked_sequences(), eps=epsilons())
def test_statistics(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    for sample in np.flatnonzero(mask.any(axis=1)):
        before, after = definition.tokens_of(x, mask, sample), definition.tokens_of(y, mask, sample)
        tolerance = definition.rounding(before, eps)
        assert_close(definition.mean(after), 0, tolerance=tolerance, what=MEAN)
        std = np.sqrt(definition.variance(after))
        assert_close(std, definition.std_after(before, eps), tolerance=tolerance, what=STD)


@graded(
    points=6,
    vi="Đầu ra bằng (x − mean) / √(var + eps) ở các token và bằng 0 ở phần đệm; mean và var chỉ tính trên các token.",
    en="The output is (x − mean) / √(var + eps) at tokens and 0 in the padding; mean and var are those of the tokens.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.0001)
@given(**masked_sequences(), eps=epsilons())
def test_definition(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    expected = definition.masked_instance_norm(x, mask, eps)
    assert_close(y, expected, tolerance=definition.rounding_of_tokens(x, mask, eps), what=OUTPUT)


@graded(costs=5, vi="Phần đệm ở đầu ra đúng bằng 0.", en="In the output the padding is exactly 0.")
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_padding_is_zero(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    assert_close(np.where(mask[:, :, np.newaxis], 0, y), np.zeros(x.shape), tolerance=0, what=PADDING)


@graded(
    costs=5,
    vi="Phần đệm chứa gì cũng không ảnh hưởng đến đầu ra.",
    en="What stands in the padding does not change the output.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_padding_does_not_matter(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    other = np.where(mask[:, :, np.newaxis], x, x.dtype.type(-654321))
    tolerance = definition.rounding_of_tokens(x, mask, eps)
    assert_close(masked_instance_norm(other, mask.copy(), eps), y, tolerance=tolerance, what=OTHER_PADDING)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_masked_sequences()
@given(**masked_sequences())
def test_default_eps(masked_instance_norm, x, mask):
    y = masked_instance_norm(x.copy(), mask.copy(), 1e-5)
    assert_shape(y, x.shape, what=OUTPUT)
    without_eps = masked_instance_norm(x.copy(), mask.copy())
    assert_close(without_eps, y, tolerance=definition.rounding_of_tokens(x, mask, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, cùng shape và dtype với x.",
    en="The output is a plain NumPy array with the shape and dtype of x.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_shape_and_dtype(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    assert_dtype(y, x.dtype, what=OUTPUT)


@graded(costs=5, vi="x và mask không bị thay đổi.", en="x and mask are left as they were.")
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_inputs_untouched(masked_instance_norm, x, mask, eps):
    x_before, mask_before = x.copy(), mask.copy()
    masked_instance_norm(x, mask, eps)
    assert_same(x, x_before, what=INPUT)
    assert_same(mask.astype(np.uint8), mask_before.astype(np.uint8), what=MASK)


@graded(
    costs=5,
    vi="Lần gọi sau không làm thay đổi đầu ra đã trả về trước đó, và không phụ thuộc vào lần gọi trước.",
    en="A later call does not change an output returned before, nor does it depend on the call before.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_nothing_kept(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    masked_instance_norm(1 - x / 2, ~mask, eps)
    assert_same(y, before, what=EARLIER)
    again = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_close(again, before, tolerance=definition.rounding_of_tokens(x, mask, eps), what=AGAIN)


@graded(
    costs=2,
    vi="Đổi thứ tự các vị trí của x và mask thì đầu ra đổi thứ tự y như vậy.",
    en="Reordering the places of x and mask reorders the output likewise.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1, seed=0)
@given(**masked_sequences(), eps=epsilons(), seed=st.integers(0, 99))
def test_places_reordered(masked_instance_norm, x, mask, eps, seed):
    order = np.random.default_rng(seed).permutation(x.shape[1])
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    shuffled = masked_instance_norm(x[:, order], mask[:, order], eps)
    tolerance = definition.rounding_of_tokens(x, mask, eps)
    assert_close(shuffled, y[:, order], tolerance=tolerance, what=SHUFFLED)


@graded(costs=2, vi="Các mẫu không ảnh hưởng lẫn nhau.", en="Samples do not influence each other.")
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_samples_apart(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    alone = masked_instance_norm(x[:1].copy(), mask[:1].copy(), eps)
    tolerance = definition.rounding_of_tokens(x[:1], mask[:1], eps)
    assert_close(alone, y[:1], tolerance=tolerance, what=ONE_SAMPLE)
