"""What `streaming_stats(blocks) -> (mean, var)` must do. Core properties earn the ten points; guards cost some.

x is (batch B, sequence_length L, features F), float64, and is cut along the sequence into blocks: `cuts` says where, as
for `np.split`. The stream of blocks can be walked once. `definition.py` says in NumPy what is right.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graded import definition
from graded.strategies import (
    far_streams,
    graded_settings,
    refill,
    streams,
    with_edge_case_far_streams,
    with_edge_case_streams,
)
from grader.exercises import Answer, Case
from grader.judging.assertions import (
    assert_at_most,
    assert_close,
    assert_dtype,
    assert_pair,
    assert_same,
    assert_shape,
)
from grader.rubric import graded
from grader.sandbox.inside.block_stream import Blocks
from grader.text import Text

RESULT = Text(vi="kết quả trả về", en="the result")
MEAN = Text(vi="trung bình (mean)", en="the mean")
VAR = Text(vi="phương sai (var)", en="the variance (var)")
OF_LIST = Text(vi="kết quả khi blocks là một list", en="the result when blocks is a list")
BLOCK = Text(vi="khối sau lời gọi", en="the block after the call")
HELD = Text(
    vi="bộ nhớ bị chiếm cùng một lúc, tính bằng số khối",
    en="the memory held at one time, as a number of blocks",
)

# Right versions hold a few blocks, and up to a dozen as Python floats. One that keeps a mean of every block holds 60.
MAX_BLOCKS_HELD = 32
LONG_STREAM = {"count": st.integers(200, 220), "shape": st.just(np.array([1, 4, 64]))}


@graded(
    points=3,
    vi="mean là trung bình của mỗi instance, trên mọi token của mọi khối.",
    en="mean is the mean of every instance, over all tokens of all blocks.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_mean(streaming_stats, x, cuts):
    mean, _ = assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT)
    assert_close(mean, definition.mean(x), tolerance=definition.rounding_of_mean(x), what=MEAN)


@graded(
    points=3,
    vi="var là phương sai chệch (chia cho L) của mỗi instance, trên mọi token của mọi khối.",
    en="var is the biased variance (divided by L) of every instance, over all tokens of all blocks.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_variance(streaming_stats, x, cuts):
    _, var = assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT)
    assert_close(var, definition.variance(x), tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(
    points=4,
    vi="mean và var vẫn đúng khi mọi số đều ở quanh 100 triệu (1e8), dù độ phân tán nhỏ hơn thế nhiều.",
    en="mean and var are right also where all numbers lie around 100 million (1e8) and spread far less.",
)
@graded_settings
@with_edge_case_far_streams()
@given(**far_streams())
def test_far_from_zero(streaming_stats, x, cuts):
    mean, var = assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT)
    assert_close(mean, definition.mean(x), tolerance=definition.rounding_of_mean(x), what=MEAN)
    assert_close(var, definition.variance(x), tolerance=definition.rounding_far_from_zero(x), what=VAR)


@graded(
    costs=5,
    vi="Bộ nhớ cần dùng không tăng theo số khối: đọc hàng trăm khối mà không giữ chúng lại.",
    en="Memory does not grow with the number of blocks: hundreds are read, and not kept.",
)
@settings(graded_settings, max_examples=1)
@given(**LONG_STREAM)
def test_memory(streaming_stats, count, shape):
    block = np.ones(shape)
    with Blocks([block], times=count) as blocks:
        streaming_stats(blocks)
    assert_at_most(blocks.held / block.nbytes, MAX_BLOCKS_HELD, what=HELD)


@graded(costs=5, vi="mean và var đều có shape (B, 1, F).", en="mean and var both have the shape (B, 1, F).")
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_shape(streaming_stats, x, cuts):
    samples, _, features = x.shape
    mean, var = assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT)
    assert_shape(mean, (samples, 1, features), what=MEAN)
    assert_shape(var, (samples, 1, features), what=VAR)


@graded(
    costs=5,
    vi="mean và var là mảng NumPy thông thường, dtype float64.",
    en="mean and var are plain NumPy arrays of dtype float64.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_dtype(streaming_stats, x, cuts):
    mean, var = assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT)
    assert_dtype(mean, np.float64, what=MEAN)
    assert_dtype(var, np.float64, what=VAR)


@graded(
    costs=5,
    vi="blocks có thể là bất cứ thứ gì duyệt được bằng for, chẳng hạn một list.",
    en="blocks may be anything that for can walk, a list for instance.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_any_iterable(streaming_stats, x, cuts):
    mean, var = (_checked(part, x) for part in assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT))
    # Three blocks at most: a list crosses the wire as it is, and no longer one is needed.
    listed = [part.copy() for part in np.split(x, cuts[:2], axis=1)]
    mean_of_list, var_of_list = assert_pair(streaming_stats(listed), what=OF_LIST)
    assert_close(mean_of_list, mean, tolerance=definition.rounding_of_mean(x), what=OF_LIST)
    assert_close(var_of_list, var, tolerance=definition.rounding_of_variance(x), what=OF_LIST)


@graded(costs=5, vi="Các khối không bị thay đổi.", en="The blocks are left as they were.")
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_blocks_untouched(streaming_stats, x, cuts):
    blocks = _stream(x, cuts)
    streaming_stats(blocks)
    for block, before in zip(blocks.arrays, np.split(x, cuts, axis=1), strict=True):
        assert_same(block, before.copy(), what=BLOCK)


@graded(
    costs=5,
    vi="mean và var đã trả về không thay đổi khi người gọi ghi số khác lên các khối và gọi lại.",
    en="A mean and a var returned before do not change when the caller overwrites the blocks and calls again.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_earlier_result_kept(streaming_stats, x, cuts):
    blocks = _stream(x, cuts)
    mean, var = (_checked(part, x) for part in assert_pair(streaming_stats(blocks), what=RESULT))
    mean_before, var_before = mean.copy(), var.copy()
    streaming_stats(_refilled(blocks, 1 - x / 2, cuts))
    assert_same(mean, mean_before, what=MEAN)
    assert_same(var, var_before, what=VAR)


@graded(
    costs=5,
    vi="Cùng những con số luôn cho cùng một kết quả, dù trước đó đã gọi với số nào và dù chúng nằm trong mảng nào.",
    en="The same numbers always give the same result, whatever was called before and whichever arrays hold them.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_same_again(streaming_stats, x, cuts):
    mean, var = (_checked(part, x).copy() for part in assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT))
    blocks = _stream(1 - x / 2, cuts)
    streaming_stats(blocks)
    mean_again, var_again = assert_pair(streaming_stats(_refilled(blocks, x, cuts)), what=RESULT)
    assert_close(mean_again, mean, tolerance=definition.rounding_of_mean(x), what=MEAN)
    assert_close(var_again, var, tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(
    costs=2,
    vi="Cắt chuỗi ở chỗ khác không làm thay đổi mean và var.",
    en="Cutting the sequence elsewhere does not change mean and var.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_cut_elsewhere(streaming_stats, x, cuts):
    mean, var = (_checked(part, x) for part in assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT))
    elsewhere = np.setdiff1d(np.arange(1, x.shape[1]), cuts)
    mean_after, var_after = assert_pair(streaming_stats(_stream(x, elsewhere)), what=RESULT)
    assert_close(mean_after, mean, tolerance=definition.rounding_of_mean(x), what=MEAN)
    assert_close(var_after, var, tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(
    costs=2,
    vi="Đổi thứ tự các khối không làm thay đổi mean và var.",
    en="Reordering the blocks does not change mean and var.",
)
@graded_settings
@with_edge_case_streams(seed=0)
@given(**streams(), seed=st.integers(0, 99))
def test_blocks_reordered(streaming_stats, x, cuts, seed):
    mean, var = (_checked(part, x) for part in assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT))
    blocks = _stream(x, cuts).arrays
    order = np.random.default_rng(seed).permutation(len(blocks))
    mean_after, var_after = assert_pair(streaming_stats(Blocks([blocks[place] for place in order])), what=RESULT)
    assert_close(mean_after, mean, tolerance=definition.rounding_of_mean(x), what=MEAN)
    assert_close(var_after, var, tolerance=definition.rounding_of_variance(x), what=VAR)


@graded(
    costs=2,
    vi="Một mảng đến hai lần thì được tính hai lần.",
    en="An array that comes twice counts twice.",
)
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_block_comes_twice(streaming_stats, x, cuts):
    first, *others = _stream(x, cuts).arrays
    whole = np.concatenate([first, x], axis=1)
    mean, var = assert_pair(streaming_stats(Blocks([first, first, *others])), what=RESULT)
    assert_close(mean, definition.mean(whole), tolerance=definition.rounding_of_mean(whole), what=MEAN)
    assert_close(var, definition.variance(whole), tolerance=definition.rounding_of_variance(whole), what=VAR)


@graded(costs=2, vi="Các mẫu không ảnh hưởng lẫn nhau.", en="Samples do not influence each other.")
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_samples_apart(streaming_stats, x, cuts):
    first = x[:1].copy()
    mean, var = (_checked(part, x) for part in assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT))
    mean_alone, var_alone = assert_pair(streaming_stats(_stream(first, cuts)), what=RESULT)
    assert_close(mean_alone, mean[:1], tolerance=definition.rounding_of_mean(first), what=MEAN)
    assert_close(var_alone, var[:1], tolerance=definition.rounding_of_variance(first), what=VAR)


@graded(costs=2, vi="Các đặc trưng không ảnh hưởng lẫn nhau.", en="Features do not influence each other.")
@graded_settings
@with_edge_case_streams()
@given(**streams())
def test_features_apart(streaming_stats, x, cuts):
    last = x[:, :, -1:].copy()
    mean, var = (_checked(part, x) for part in assert_pair(streaming_stats(_stream(x, cuts)), what=RESULT))
    mean_alone, var_alone = assert_pair(streaming_stats(_stream(last, cuts)), what=RESULT)
    assert_close(mean_alone, mean[:, :, -1:], tolerance=definition.rounding_of_mean(last), what=MEAN)
    assert_close(var_alone, var[:, :, -1:], tolerance=definition.rounding_of_variance(last), what=VAR)


def _stream(x, cuts):
    """x cut into blocks, as a new stream of new arrays."""
    return Blocks([block.copy() for block in np.split(x, cuts, axis=1)])


def _refilled(blocks, x, cuts):
    """A new stream of the arrays of another one, which now hold the numbers of x."""
    for array, block in zip(blocks.arrays, np.split(x, cuts, axis=1), strict=True):
        refill(array, block)
    return Blocks(blocks.arrays)


def _checked(part, x):
    """mean or var, once it is known to be an array of shape (B, 1, F)."""
    assert_shape(part, (x.shape[0], 1, x.shape[2]), what=RESULT)
    return part


def output(streaming_stats: Answer, case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The statistics of a stream that is cut from x as the case says, for a picture."""
    return streaming_stats(iter(np.split(case["x"], case["cuts"], axis=1)))
