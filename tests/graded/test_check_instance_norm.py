"""What `check_instance_norm(instance_norm)` must do: refuse wrong versions with AssertionError, let right ones pass.

It is tried twice on every version below, in orders that the seed draws, so that a test that guesses earns nothing.
`mistakes/versions.py` and the bank of mistakes have their code.
"""

from hypothesis import given

from graded.strategies import one_order, orders
from grader.rubric import graded
from mistakes.trials import assert_told_apart

# Wrong for almost any x: statistics, formula, eps, and what is done to the output.
STATISTICS = (
    *("batch_norm", "over_samples", "layer_norm", "pools_features", "whole_tensor", "statistics_of_first_sample"),
    *("statistics_of_first_feature", "leaves_out_last_token", "leaves_out_first_token", "missing_keepdims"),
    *("new_axis_in_wrong_place", "reshape_for_transpose", "unbiased_variance", "forgets_root", "multiplies_by_std"),
    *("forgets_mean", "only_centres", "adds_mean", "mean_of_squares_for_variance", "rms_norm", "sum_for_mean"),
    *("median_for_mean", "absolute_distances", "min_max_scaling", "softmax"),
)
EPS = (
    *("eps_outside_root", "root_of_eps_apart", "no_eps", "zero_std_becomes_one", "eps_as_lower_limit"),
    *("hard_coded_eps", "other_default_eps", "squared_eps", "adds_eps_to_output", "default_eps_of_zero", "keeps_eps"),
    *("default_eps_1e_6", "default_eps_1e_8"),
    *("ignores_eps_by_name", "takes_eps_by_name_only"),
)
OUTPUT = (
    *("subtracts_wrong_way_round", "rounds_output", "sorts_sequence", "drops_sign", "returns_inside_loop"),
    *("forgets_to_transpose_back", "squeezes_output", "forgets_return", "always_float32", "always_float64"),
    *("returns_list", "returns_tuple", "passes_over_first_sample", "passes_over_last_feature", "cuts_to_whole_numbers"),
)
LEFT_BEHIND = (
    *("overwrites_input", "centres_input", "sorts_input", "reuses_buffer", "empties_last_result"),
    *("remembers_earlier_calls", "keeps_statistics"),
)
# Wrong in one case alone.
ONE_SHAPE = (
    *("nan_for_one_token", "keeps_one_token", "raises_for_one_token", "layer_norm_for_one_sample"),
    *("drops_axis_of_one_sample", "batch_norm_for_one_feature", "number_for_one_number"),
    *("missing_keepdims_where_sizes_agree", "layer_norm_where_sizes_agree"),
    *("reads_64_tokens", "first_64_samples", "first_64_features"),
)
SOME_NUMBERS = (
    *("nan_for_equal_numbers", "keeps_equal_numbers", "raises_for_equal_numbers", "nan_for_zeros"),
    *("returns_zeros_themselves", "clips_input", "clips", "clips_above_10", "clips_below_10"),
)
ONE_DTYPE = ("overwrites_float32", "overwrites_float64", "nan_for_float32", "raises_for_float32")

WRONG = (*STATISTICS, *EPS, *OUTPUT, *LEFT_BEHIND, *ONE_SHAPE, *SOME_NUMBERS, *ONE_DTYPE)
RIGHT = (
    *("formula", "times_one_over_length", "fourier", "one_pass", "euclidean_columns"),  # other last digits
    *("scale_in_float32", "in_steps"),  # off by up to 1e-6
    *("quick_root", "half_precision"),  # coarse in float32
    *("fortran_order", "transposed_view", "with_gaps"),  # elsewhere in memory
)


@graded(
    points=10,
    vi="Phiên bản sai bị từ chối, phiên bản đúng thì không.",
    en="Wrong versions are refused, and right ones are not.",
)
@one_order
@given(versions=orders((*WRONG, *RIGHT)))
def test_told_apart(check_instance_norm, versions):
    assert_told_apart(check_instance_norm, versions)
