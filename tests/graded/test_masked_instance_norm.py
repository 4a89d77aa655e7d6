"""What `masked_instance_norm(x, mask, eps=1e-5)` must do. Four core properties earn the ten points; guards cost some.

x is (batch B, sequence_length L, features F), float32 or float64; mask is (B, L), True where a token is. What stands
in the padding is finite. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import (
    epsilons,
    graded_settings,
    masked_sequences,
    refill,
    sequences,
    with_edge_case_masked_sequences,
    with_edge_case_sequences,
)
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

INPUT = Text(vi="mảng x sau lời gọi", en="the array x after the call")
MASK = Text(vi="mảng mask sau lời gọi", en="the array mask after the call")
OUTPUT = Text(vi="đầu ra", en="the output")
TOKENS = Text(vi="đầu ra, chỉ xét các token", en="the output, looking at the tokens alone")
PADDING = Text(vi="đầu ra, chỉ xét phần đệm", en="the output, looking at the padding alone")
ALL_PADDING = Text(vi="đầu ra của các mẫu toàn phần đệm", en="the output of the samples that are all padding")
CHANGES = Text(
    vi="chỗ đầu ra thay đổi (1) khi đưa vào 1 − x/2 thay cho x",
    en="where the output changes (1) for 1 − x/2 instead of x",
)
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
EARLIER = Text(vi="đầu ra của lần gọi trước", en="the output of the call before")
AGAIN = Text(vi="đầu ra khi gọi lại với cùng đầu vào", en="the output of a second call with the same input")


@graded(
    points=2,
    vi="Khi không có phần đệm, đầu ra bằng (x − mean) / √(var + eps).",
    en="Where nothing is padding, the output is (x − mean) / √(var + eps).",
)
@graded_settings
@with_edge_case_sequences(eps=0.0001)
@given(x=sequences(), eps=epsilons())
def test_no_padding(masked_instance_norm, x, eps):
    mask = _all_tokens(x)
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_close(y, definition.instance_norm(x, eps), tolerance=_rounding(y, x, mask, eps), what=OUTPUT)


@graded(
    points=4,
    vi="Khi có phần đệm, đầu ra ở các token bằng (x − mean) / √(var + eps), với mean và var chỉ tính trên các token.",
    en="Among padding, the output at tokens is (x − mean) / √(var + eps), where mean and var are those of the tokens.",
)
@graded_settings
@with_edge_case_masked_sequences(long=True, eps=0.0001)
@given(**masked_sequences(), eps=epsilons())
def test_tokens(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    expected = definition.masked_instance_norm(x, mask, eps)
    at_tokens = np.where(mask[:, :, np.newaxis], y, 0)
    assert_close(at_tokens, expected, tolerance=_rounding(y, x, mask, eps), what=TOKENS)


@graded(
    points=2,
    vi="Trong mẫu có token, phần đệm ở đầu ra đúng bằng 0.",
    en="In a sample that has tokens, the padding of the output is exactly 0.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_padding_is_zero(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    is_padding = ~mask & mask.any(axis=1, keepdims=True)
    assert_close(np.where(is_padding[:, :, np.newaxis], y, 0), np.zeros(x.shape), tolerance=0, what=PADDING)


@graded(
    points=2,
    vi="Mẫu toàn phần đệm cho ra toàn 0.",
    en="A sample that is all padding comes out as all 0.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_all_padding(masked_instance_norm, x, mask, eps):
    mask[-1] = False
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    has_tokens = mask.any(axis=1)[:, np.newaxis, np.newaxis]
    assert_close(np.where(has_tokens, 0, y), np.zeros(x.shape), tolerance=0, what=ALL_PADDING)


@graded(costs=10, vi="Đầu ra phụ thuộc vào x.", en="The output depends on x.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_depends_on_x(masked_instance_norm, x, eps):
    mask, other = _all_tokens(x), 1 - x / 2
    y, y_of_other = (masked_instance_norm(given.copy(), mask.copy(), eps) for given in (x, other))
    for output in (y, y_of_other):
        assert_shape(output, x.shape, what=OUTPUT)
    should = np.abs(definition.instance_norm(x, eps) - definition.instance_norm(other, eps)) > 0.1
    assert_close(np.where(should, y != y_of_other, 0.0), np.where(should, 1.0, 0.0), tolerance=0, what=CHANGES)


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
    masked_instance_norm(x.copy(), mask.copy(), 0.5)
    without_eps = masked_instance_norm(x.copy(), mask.copy())
    assert_close(without_eps, y, tolerance=_rounding(y, x, mask, 1e-5), what=WITHOUT_EPS)


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
    vi="Đầu ra đã trả về không thay đổi khi người gọi ghi số khác lên x và mask rồi gọi lại.",
    en="An output returned before does not change when the caller overwrites x and mask and calls again.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=1e-5)
@given(**masked_sequences(), eps=epsilons())
def test_earlier_output_kept(masked_instance_norm, x, mask, eps):
    array, tokens = x.copy(), mask.copy()
    y = masked_instance_norm(array, tokens, eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    refill(array, _other(x))
    refill(tokens, ~mask)
    masked_instance_norm(array, tokens, eps)
    assert_same(y, before, what=EARLIER)


@graded(
    costs=5,
    vi="Cùng x và mask luôn cho cùng một đầu ra, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same x and mask always give the same output, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_masked_sequences(eps=0.1)
@given(**masked_sequences(), eps=epsilons())
def test_same_again(masked_instance_norm, x, mask, eps):
    y = masked_instance_norm(x.copy(), mask.copy(), eps)
    assert_shape(y, x.shape, what=OUTPUT)
    before = y.copy()
    array, tokens = _other(x), ~mask
    masked_instance_norm(np.concatenate([x, _other(x)], axis=1), np.concatenate([mask, ~mask], axis=1), eps)
    masked_instance_norm(array, tokens, eps)
    refill(array, x)
    refill(tokens, mask)
    again = masked_instance_norm(array, tokens, eps)
    assert_new(again, y, what=AGAIN)
    assert_close(again, before, tolerance=_rounding(y, x, mask, eps), what=AGAIN)


def _all_tokens(x: np.ndarray) -> np.ndarray:
    return np.ones(x.shape[:2], bool)


def _other(x: np.ndarray) -> np.ndarray:
    """Other numbers of the shape and dtype of x, all fit to be tokens."""
    return 1 - np.clip(x, -9, 9) / 2


def _rounding(y: object, x: np.ndarray, mask: np.ndarray, eps: float) -> np.ndarray:
    """How far the output y may be from the definition."""
    return definition.rounding_of_tokens(definition.as_coarse_as(y, x), mask, eps)
