"""What `instance_denorm(y, mean, var, eps=1e-5)` must do. Two core properties earn the ten points; guards cost some."""

import numpy as np
from hypothesis import given

from graded import definition
from graded.strategies import epsilons, graded_settings, sequences, with_edge_case_sequences
from grader.judging.assertions import assert_close, assert_dtype, assert_same
from grader.rubric import graded
from grader.text import Text

RESTORED = Text(vi="đầu ra cho y, trung bình và phương sai của x", en="the output for the y, mean and variance of x")
OUTPUT = Text(vi="đầu ra", en="the output")
WITHOUT_EPS = Text(vi="đầu ra khi không truyền eps", en="the output without eps")
AFTER = Text(vi="mảng đưa vào, sau lời gọi", en="an array that was given, after the call")


@graded(
    points=6,
    vi="Từ đầu ra của chuẩn hóa instance, cùng trung bình và phương sai của x, hàm trả lại đúng x.",
    en="From what instance normalization gives, and the mean and the variance of x, it gives x back.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_gives_x_back(instance_denorm, x, eps):
    _, mean, var = _normalized(x, eps)
    y = definition.instance_norm(x, eps).astype(x.dtype)
    assert_close(instance_denorm(y, mean, var, eps), x, tolerance=_rounding(x, y, var, eps), what=RESTORED)


@graded(
    points=4,
    vi="Với mọi y, đầu ra bằng y · √(var + eps) + mean.",
    en="For any y the output is y · √(var + eps) + mean.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_definition(instance_denorm, x, eps):
    y, mean, var = _normalized(x, eps)
    expected = y * np.sqrt(var.astype(float) + eps) + mean
    assert_close(instance_denorm(y, mean, var, eps), expected, tolerance=_rounding(x, y, var, eps), what=OUTPUT)


@graded(
    costs=5,
    vi="Khi không truyền eps, kết quả giống như với eps = 1e-5.",
    en="Without eps the result is that of eps = 1e-5.",
)
@graded_settings
@with_edge_case_sequences()
@given(x=sequences())
def test_default_eps(instance_denorm, x):
    y, mean, var = _normalized(x, 1e-5)
    expected = y * np.sqrt(var.astype(float) + 1e-5) + mean
    assert_close(instance_denorm(y, mean, var), expected, tolerance=_rounding(x, y, var, 1e-5), what=WITHOUT_EPS)


@graded(
    costs=5,
    vi="Đầu ra là một mảng NumPy thông thường, cùng dtype với y.",
    en="The output is a plain NumPy array with the dtype of y.",
)
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_dtype(instance_denorm, x, eps):
    y, mean, var = _normalized(x, eps)
    assert_dtype(instance_denorm(y, mean, var, eps), x.dtype, what=OUTPUT)


@graded(costs=5, vi="Các mảng đưa vào không bị thay đổi.", en="The arrays that are given stay as they were.")
@graded_settings
@with_edge_case_sequences(eps=0.1)
@given(x=sequences(), eps=epsilons())
def test_inputs_untouched(instance_denorm, x, eps):
    arrays = _normalized(x, eps)
    before = [array.copy() for array in arrays]
    instance_denorm(*arrays, eps)
    for array, was in zip(arrays, before, strict=True):
        assert_same(array, was, what=AFTER)


def _normalized(x, eps):
    """Some y of the shape of x, and the mean and the variance of x, all of its dtype."""
    y = 1 - definition.instance_norm(x, eps) / 2
    return [array.astype(x.dtype) for array in (y, definition.mean(x), definition.variance(x))]


def _rounding(x, y, var, eps):
    """How far a right output may be from the definition: a few roundings of its largest part."""
    unit = 1e-11 if x.dtype == np.float64 else 1e-5
    return unit * (1 + np.abs(x).max() + np.abs(y).max() * np.sqrt(var.max() + eps))
