"""What `check_instance_norm(instance_norm)` must do: refuse wrong versions with AssertionError, let right ones pass.

It is tried on every wrong version that the bank of mistakes has for `instance_norm(x, eps=1e-5)`, and on as many right
ones, in an order that the seed draws. So a test that always refuses, or never does, breaks every property.
"""

from hypothesis import given

from graded.strategies import one_order, orders
from grader.rubric import graded
from mistakes.trials import assert_told_apart

RIGHT = (
    *("textbook", "three_loops", "loop_over_instances", "one_pass", "einsum", "averaging_matrix", "welford"),
    *("transposed_layout", "exact_sums", "reduce_and_divide", "cumulative_sums", "statistics_module"),
    *("apply_along_sequence", "fourier", "euclidean_norm", "pairwise_differences", "flat_instances"),
)
STATISTICS = (
    *("batch_norm", "over_samples", "layer_norm", "pools_features", "whole_tensor", "statistics_of_first_sample"),
    *("statistics_of_first_feature", "leaves_out_last_token", "leaves_out_first_token", "missing_keepdims"),
    *("new_axis_in_wrong_place", "reshape_for_transpose", "unbiased_variance", "forgets_root", "multiplies_by_std"),
    *("forgets_mean", "only_centres", "adds_mean", "mean_of_squares_for_variance", "rms_norm", "sum_for_mean"),
    *("median_for_mean", "absolute_distances", "min_max_scaling", "softmax"),
)
EPS = (
    *("eps_outside_root", "root_of_eps_apart", "no_eps", "zero_std_becomes_one", "eps_as_lower_limit"),
    *("hard_coded_eps", "other_default_eps", "squared_eps", "adds_eps_to_output"),
)
SPOILT_AFTERWARDS = (
    *("subtracts_wrong_way_round", "clips", "rounds_output", "sorts_sequence", "drops_sign", "returns_inside_loop"),
)
FORM = (
    *("forgets_to_transpose_back", "squeezes_output", "forgets_return", "always_float32", "always_float64"),
    *("returns_list", "returns_tuple"),
)
LEFT_BEHIND = ("overwrites_input", "reuses_buffer", "remembers_earlier_calls")


@graded(
    points=5,
    vi="Phân biệt được phiên bản sai ở thống kê hay công thức với phiên bản đúng.",
    en="Versions with wrong statistics or a wrong formula are told from right ones.",
)
@one_order
@given(versions=orders(STATISTICS, RIGHT))
def test_statistics(check_instance_norm, versions):
    assert_told_apart(check_instance_norm, versions)


@graded(
    points=5,
    vi="Phân biệt được phiên bản dùng sai eps với phiên bản đúng.",
    en="Versions that use eps wrongly are told from right ones.",
)
@one_order
@given(versions=orders(EPS, RIGHT))
def test_eps(check_instance_norm, versions):
    assert_told_apart(check_instance_norm, versions)


@graded(
    costs=4,
    vi="Phân biệt được phiên bản tính đúng rồi làm hỏng đầu ra với phiên bản đúng.",
    en="Versions that compute the output rightly and then spoil it are told from right ones.",
)
@one_order
@given(versions=orders(SPOILT_AFTERWARDS, RIGHT))
def test_spoilt_afterwards(check_instance_norm, versions):
    assert_told_apart(check_instance_norm, versions)


@graded(
    costs=4,
    vi="Phân biệt được phiên bản trả về sai kiểu, shape hay dtype với phiên bản đúng.",
    en="Versions that return a wrong type, shape or dtype are told from right ones.",
)
@one_order
@given(versions=orders(FORM, RIGHT))
def test_form(check_instance_norm, versions):
    assert_told_apart(check_instance_norm, versions)


@graded(
    costs=4,
    vi="Phân biệt được phiên bản ghi đè đầu vào, ghi đè kết quả cũ hay phụ thuộc lần gọi trước với phiên bản đúng.",
    en="Versions that overwrite their input or an earlier output, or depend on earlier calls, are told from right ones.",
)
@one_order
@given(versions=orders(LEFT_BEHIND, RIGHT))
def test_left_behind(check_instance_norm, versions):
    assert_told_apart(check_instance_norm, versions)
