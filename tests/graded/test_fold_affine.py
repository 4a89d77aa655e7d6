"""What `fold_affine(gamma, beta, weight, bias)` must do. Three core properties earn the ten points; guards cost some.

gamma and beta have shape (F,), weight (F, H), and bias (H,) or it is None; all are float32, or all float64.
`definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import graded_settings, linear_layers, refill, with_edge_case_linear_layers
from grader.judging.assertions import assert_close, assert_dtype, assert_new, assert_pair, assert_same, assert_shape
from grader.rubric import graded
from grader.text import Text

RESULT = Text(vi="kết quả", en="the result")
WEIGHT = Text(vi="trọng số mới", en="the new weight")
BIAS = Text(vi="bias mới", en="the new bias")
WEIGHT_WITHOUT = Text(vi="trọng số mới khi bias là None", en="the new weight where bias is None")
BIAS_WITHOUT = Text(vi="bias mới khi bias là None", en="the new bias where bias is None")
GIVEN = {
    "gamma": Text(vi="mảng gamma sau lời gọi", en="the array gamma after the call"),
    "beta": Text(vi="mảng beta sau lời gọi", en="the array beta after the call"),
    "weight": Text(vi="mảng weight sau lời gọi", en="the array weight after the call"),
    "bias": Text(vi="mảng bias sau lời gọi", en="the array bias after the call"),
}
EARLIER = Text(vi="kết quả của lần gọi trước", en="the result of the call before")
AGAIN = Text(vi="kết quả khi gọi lại với cùng các số", en="the result of a second call with the same numbers")


@graded(
    points=4,
    vi="Trọng số mới cho x̂ đúng kết quả mà weight cho gamma · x̂.",
    en="The new weight makes of x̂ what weight makes of gamma · x̂.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_weight(fold_affine, gamma, beta, weight, bias):
    new_weight, _ = assert_pair(fold_affine(gamma.copy(), beta.copy(), weight.copy(), bias.copy()), what=RESULT)
    expected, _ = definition.fold_affine(gamma, beta, weight, bias)
    assert_close(new_weight, expected, tolerance=_rounding(new_weight, gamma, beta, weight, bias), what=WEIGHT)


@graded(
    points=3,
    vi="Bias mới là tất cả những gì tầng tuyến tính cộng thêm khi x̂ bằng 0.",
    en="The new bias is all that the linear layer adds where x̂ is 0.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_bias(fold_affine, gamma, beta, weight, bias):
    _, new_bias = assert_pair(fold_affine(gamma.copy(), beta.copy(), weight.copy(), bias.copy()), what=RESULT)
    _, expected = definition.fold_affine(gamma, beta, weight, bias)
    assert_close(new_bias, expected, tolerance=_rounding(new_bias, gamma, beta, weight, bias), what=BIAS)


@graded(
    points=3,
    vi="Tầng không có bias (None) vẫn cho ra một trọng số mới và một bias mới.",
    en="A layer without bias (None) still becomes a new weight and a new bias.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_without_bias(fold_affine, gamma, beta, weight, bias):
    parts = assert_pair(fold_affine(gamma.copy(), beta.copy(), weight.copy(), None), what=RESULT)
    expected = definition.fold_affine(gamma, beta, weight, np.zeros_like(bias))
    for part, right, what in zip(parts, expected, (WEIGHT_WITHOUT, BIAS_WITHOUT), strict=True):
        assert_close(part, right, tolerance=_rounding(part, gamma, beta, weight, bias), what=what)


@graded(
    costs=5,
    vi="Cả hai kết quả là mảng NumPy thông thường, có shape (F, H) và (H,), cùng dtype với weight.",
    en="Both results are plain NumPy arrays of shape (F, H) and (H,) with the dtype of weight.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_shapes_and_dtypes(fold_affine, gamma, beta, weight, bias):
    for given_bias in (bias, None):
        copied = None if given_bias is None else given_bias.copy()
        new_weight, new_bias = _parts(fold_affine(gamma.copy(), beta.copy(), weight.copy(), copied), weight)
        assert_dtype(new_weight, weight.dtype, what=WEIGHT)
        assert_dtype(new_bias, weight.dtype, what=BIAS)


@graded(
    costs=5,
    vi="gamma, beta, weight và bias không bị thay đổi.",
    en="gamma, beta, weight and bias are left as they were.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_inputs_untouched(fold_affine, gamma, beta, weight, bias):
    before = {"gamma": gamma.copy(), "beta": beta.copy(), "weight": weight.copy(), "bias": bias.copy()}
    fold_affine(gamma, beta, weight, bias)
    for name, array in zip(before, (gamma, beta, weight, bias), strict=True):
        assert_same(array, before[name], what=GIVEN[name])


@graded(
    costs=5,
    vi="Kết quả đã trả về không thay đổi khi người gọi ghi số khác lên các mảng đã đưa vào rồi gọi lại.",
    en="A result returned before does not change when the caller overwrites the arrays that were given, and calls again.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_earlier_result_kept(fold_affine, gamma, beta, weight, bias):
    for with_bias in (True, False):
        arrays = [gamma.copy(), beta.copy(), weight.copy(), *([bias.copy()] if with_bias else [])]
        parts = _parts(fold_affine(*arrays, *([] if with_bias else [None])), weight)
        before = [part.copy() for part in parts]
        for array in arrays:
            refill(array, 1 - array / 2)
        fold_affine(*arrays, *([] if with_bias else [None]))
        for part, kept in zip(parts, before, strict=True):
            assert_same(part, kept, what=EARLIER)


@graded(
    costs=5,
    vi="Cùng những con số luôn cho cùng một kết quả, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same result, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_linear_layers()
@given(**linear_layers())
def test_same_again(fold_affine, gamma, beta, weight, bias):
    parts = _parts(fold_affine(gamma.copy(), beta.copy(), weight.copy(), bias.copy()), weight)
    before = [part.copy() for part in parts]
    arrays = [1 - array / 2 for array in (gamma, beta, weight, bias)]
    fold_affine(*arrays)
    for array, numbers in zip(arrays, (gamma, beta, weight, bias), strict=True):
        refill(array, numbers)
    again = _parts(fold_affine(*arrays), weight)
    for part, earlier, kept in zip(again, parts, before, strict=True):
        assert_new(part, earlier, what=AGAIN)
        assert_close(part, kept, tolerance=_rounding(part, gamma, beta, weight, bias), what=AGAIN)


def _parts(result, weight):
    """The new weight and the new bias, once their shapes are known to be (F, H) and (H,)."""
    new_weight, new_bias = assert_pair(result, what=RESULT)
    assert_shape(new_weight, weight.shape, what=WEIGHT)
    assert_shape(new_bias, weight.shape[1:], what=BIAS)
    return new_weight, new_bias


def _rounding(part, gamma, beta, weight, bias):
    """How far a result may be from the definition."""
    return definition.rounding_of_fold(gamma, beta, definition.as_coarse_as(part, weight), bias)
