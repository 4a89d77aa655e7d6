"""Answers written by somebody who had not seen the graded tests nor the bank of mistakes.

Whoever wrote them had read the exercises alone, so they measure the grader on the page "Who grades the grader?": how
many wrong answers it lets pass, how many right ones it refuses, and how often it names a mistake truly. Each answer
stands as a learner would hand it in, which is why the styles differ. None may be changed to suit the grader; `deserves`
was filled in afterwards, from the names and explanations of the bank.
"""

import math
from collections import namedtuple
from dataclasses import dataclass
from functools import reduce
from itertools import product

import numpy as np


@dataclass(frozen=True)
class Unseen:
    """One answer: `deserves` is the id of the bank's mistake that truly describes it, or None."""

    exercise: str
    id: str
    answer: object
    deserves: str | None
    is_right: bool


_REGISTRY = []


def unseen(exercise):
    """Return the answers to one exercise, in the order of this file."""
    return [entry for entry in _REGISTRY if entry.exercise == exercise]


def wrong(exercise, deserves=None):
    """Register a wrong answer."""

    def register(answer):
        _REGISTRY.append(Unseen(exercise, answer.__name__, answer, deserves, False))
        return answer

    return register


def correct(exercise):
    """Register a right answer."""

    def register(answer):
        _REGISTRY.append(Unseen(exercise, answer.__name__, answer, None, True))
        return answer

    return register


# --- instance_stats: wrong ---


@wrong("instance_stats", deserves="over_features")
def stats_pytorch_layout(x):
    """Takes the last axis for the sequence, as in PyTorch's (N, C, L)."""
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return mean, var


@wrong("instance_stats", deserves="unbiased_variance")
def stats_torch_var_with_guard(x):
    """Divides by L - 1, and by 1 where L is 1."""
    B, L, F = x.shape
    mean = x.sum(axis=1, keepdims=True) / L
    n = max(L - 1, 1)
    var = ((x - mean) ** 2).sum(axis=1, keepdims=True) / n
    return mean, var


@wrong("instance_stats", deserves="over_batch")
def stats_flatten_rows_like_a_dataframe(x):
    """Pools the samples of the batch into one table, so every sample gets the statistics of the batch."""
    B, L, F = x.shape
    table = x.reshape(B * L, F)
    mean = table.mean(axis=0)
    var = table.var(axis=0)
    mean = np.tile(mean, (B, 1)).reshape(B, 1, F)
    var = np.tile(var, (B, 1)).reshape(B, 1, F)
    return mean, var


@wrong("instance_stats", deserves="always_float64")
def stats_loops_into_float64_zeros(x):
    """Right numbers, but np.zeros makes float64 also for a float32 x."""
    B, L, F = x.shape
    mean = np.zeros((B, 1, F))
    var = np.zeros((B, 1, F))
    for b in range(B):
        for f in range(F):
            column = x[b, :, f]
            mean[b, 0, f] = np.mean(column)
            var[b, 0, f] = np.var(column)
    return mean, var


@wrong("instance_stats", deserves="always_float64")
def stats_only_var_in_float64(x):
    """The mean has the dtype of x, the variance is float64."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True, dtype=np.float64)
    return mean, var


@wrong("instance_stats", deserves="std_for_variance")
def stats_std_for_var(x):
    """Returns the standard deviation, not the variance."""
    mu = np.mean(x, axis=1, keepdims=True)
    sigma = np.std(x, axis=1, keepdims=True)
    return mu, sigma


@wrong("instance_stats", deserves="missing_keepdims")
def stats_keepdims_on_the_mean_only(x):
    """The variance has the shape (B, F)."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.mean((x - mean) ** 2, axis=1)
    return mean, var


@wrong("instance_stats", deserves=None)
def stats_sum_from_the_second_token(x):
    """The loop starts at 1, so the first token is not counted."""
    B, L, F = x.shape
    total = np.zeros((B, F), dtype=x.dtype)
    for t in range(1, L):
        total = total + x[:, t]
    mean = (total / L)[:, None, :]
    squares = np.zeros((B, F), dtype=x.dtype)
    for t in range(1, L):
        squares = squares + (x[:, t] - mean[:, 0]) ** 2
    return mean, (squares / L)[:, None, :]


@wrong("instance_stats", deserves=None)
def stats_welford_counts_one_too_few(x):
    """Welford's update divides by t instead of t + 1."""
    mean = x[:, 0].copy()
    m2 = np.zeros_like(mean)
    for t in range(1, x.shape[1]):
        delta = x[:, t] - mean
        mean = mean + delta / t
        m2 = m2 + delta * (x[:, t] - mean)
    return mean[:, None, :], (m2 / x.shape[1])[:, None, :]


@wrong("instance_stats", deserves="swaps_mean_and_variance")
def stats_swapped_pair(x):
    """Returns the variance first."""
    var, mean = np.var(x, axis=1, keepdims=True), np.mean(x, axis=1, keepdims=True)
    return var, mean


@wrong("instance_stats", deserves=None)
def stats_divides_by_len_x(x):
    """len(x) is the batch size, not the length of the sequence."""
    n = len(x)
    mean = np.sum(x, axis=1, keepdims=True) / n
    var = np.sum((x - mean) ** 2, axis=1, keepdims=True) / n
    return mean, var


@wrong("instance_stats", deserves="overwrites_input")
def stats_centres_in_place(x):
    """Subtracts the mean from the caller's array."""
    mean = x.mean(axis=1, keepdims=True)
    x -= mean
    var = np.mean(x * x, axis=1, keepdims=True)
    return mean, var


@wrong("instance_stats", deserves=None)
def stats_rounded(x):
    """Rounds to four decimals."""
    mean = np.round(np.mean(x, axis=1, keepdims=True), 4)
    var = np.round(np.var(x, axis=1, keepdims=True), 4)
    return mean, var


@wrong("instance_stats", deserves="adds_eps")
def stats_eps_already_inside(x):
    """Adds eps to the variance already here."""
    eps = 1e-5
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True) + eps
    return mean, var.astype(x.dtype)


@wrong("instance_stats", deserves="mean_of_squares")
def stats_mean_of_squares(x):
    """The variance is E[x^2]; the square of the mean was not subtracted."""
    L = x.shape[1]
    mean = np.einsum("blf->bf", x) / L
    var = np.einsum("blf,blf->bf", x, x) / L
    return mean.reshape(-1, 1, x.shape[2]), var.reshape(-1, 1, x.shape[2])


@wrong("instance_stats", deserves="absolute_distances")
def stats_absolute_deviation(x):
    """Averages the absolute distances instead of the squared ones."""
    mean = np.mean(x, axis=1, keepdims=True)
    return mean, np.mean(np.abs(x - mean), axis=1, keepdims=True)


@wrong("instance_stats", deserves=None)
def stats_reshape_for_transpose(x):
    """Reshapes to (B, F, L) where a transpose was meant, so features and positions mix."""
    B, L, F = x.shape
    xt = x.reshape(B, F, L)
    mean = xt.mean(axis=2).reshape(B, 1, F)
    var = xt.var(axis=2).reshape(B, 1, F)
    return mean, var


@wrong("instance_stats", deserves=None)
def stats_zero_variance_becomes_one(x):
    """Replaces a variance of 0 by 1, for fear of dividing by zero later."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    var[var == 0] = 1.0
    return mean, var


@wrong("instance_stats", deserves=None)
def stats_zeros_are_padding(x):
    """Takes every 0 for padding and leaves it out of the average."""
    valid = x != 0
    n = np.maximum(valid.sum(axis=1, keepdims=True), 1)
    mean = (x.sum(axis=1, keepdims=True) / n).astype(x.dtype)
    var = ((((x - mean) ** 2) * valid).sum(axis=1, keepdims=True) / n).astype(x.dtype)
    return mean, var


@wrong("instance_stats", deserves=None)
def stats_squeeze_too_much(x):
    """squeeze() also removes the axes of a batch of one and of a single feature."""
    mean = np.mean(x, axis=1, keepdims=True).squeeze()
    var = np.var(x, axis=1, keepdims=True).squeeze()
    return mean[..., None, :] if mean.ndim else mean, var[..., None, :] if var.ndim else var


@wrong("instance_stats", deserves=None)
def stats_distance_to_the_global_mean(x):
    """Measures the variance around the mean of the whole tensor."""
    mean = x.mean(axis=1, keepdims=True)
    var = ((x - x.mean()) ** 2).mean(axis=1, keepdims=True)
    return mean, var


# --- instance_stats: right ---


@correct("instance_stats")
def stats_by_matmul(x):
    """A row of weights 1/L times the matrix of each sample."""
    L = x.shape[1]
    w = np.full((1, L), 1 / L, dtype=x.dtype)
    mean = w @ x
    return mean, w @ np.square(x - mean)


@correct("instance_stats")
def stats_by_welford(x):
    """Welford in float64, cast back."""
    mean = np.zeros(x[:, :1].shape)
    m2 = np.zeros(mean.shape)
    for n in range(x.shape[1]):
        token = x[:, n:n + 1].astype(np.float64)
        delta = token - mean
        mean += delta / (n + 1)
        m2 += delta * (token - mean)
    return mean.astype(x.dtype), (m2 / x.shape[1]).astype(x.dtype)


@correct("instance_stats")
def stats_by_fsum(x):
    """Plain Python sums, one column at a time."""
    B, L, F = x.shape
    mean, var = np.empty((B, 1, F), x.dtype), np.empty((B, 1, F), x.dtype)
    for b, f in product(range(B), range(F)):
        column = [float(v) for v in x[b, :, f]]
        m = math.fsum(column) / L
        mean[b, 0, f] = m
        var[b, 0, f] = math.fsum((v - m) ** 2 for v in column) / L
    return mean, var


@correct("instance_stats")
def stats_by_pairs(x):
    """The variance is half the mean squared difference of all pairs of positions."""
    pairs = x[:, :, None, :] - x[:, None, :, :]
    var = (pairs ** 2).mean(axis=(1, 2)) / 2
    return np.average(x, axis=1)[:, np.newaxis], var[:, np.newaxis]


@correct("instance_stats")
def stats_by_transposing(x):
    """Through PyTorch's layout and back: the results are views with odd strides."""
    nct = np.swapaxes(x, 1, 2)
    mean = nct.mean(axis=-1, keepdims=True)
    var = nct.var(axis=-1, keepdims=True, ddof=0)
    return np.swapaxes(mean, 1, 2), np.swapaxes(var, 1, 2)


@correct("instance_stats")
def stats_by_apply_along_axis(x):
    """A helper on each column, with a namedtuple for the result."""
    Stats = namedtuple("Stats", "mean var")
    mean = np.apply_along_axis(lambda c: c.mean(keepdims=True), 1, x)
    var = np.apply_along_axis(lambda c: np.mean((c - c.mean()) ** 2, keepdims=True), 1, x)
    return Stats(mean, var)


@correct("instance_stats")
def stats_by_cov(x):
    """The diagonal of the biased covariance matrix of each sample."""
    covs = [np.atleast_2d(np.cov(sample, rowvar=False, bias=True)) if len(sample) > 1
            else np.zeros((x.shape[2],) * 2) for sample in x]
    var = np.array([np.diag(c) for c in covs])[:, None, :]
    mean = np.stack([sample.mean(0, keepdims=True) for sample in x])
    return mean, var.astype(x.dtype)


@correct("instance_stats")
def stats_by_shifted_moments(x):
    """The one-pass formula in float64, shifted by the first token so that nothing cancels."""
    shift = x[:, :1].astype("f8")
    d = x - shift
    m1, m2 = d.mean(1, keepdims=True), (d * d).mean(1, keepdims=True)
    var = np.clip(m2 - m1 * m1, 0, None)
    return (shift + m1).astype(x.dtype), var.astype(x.dtype)


# --- instance_norm: wrong ---


@wrong("instance_norm", deserves="eps_outside_root")
def norm_eps_beside_the_std(x, eps=1e-5):
    """eps is added to the standard deviation, outside the root."""
    mu = x.mean(axis=1, keepdims=True)
    sd = x.std(axis=1, keepdims=True)
    return ((x - mu) / (sd + eps)).astype(x.dtype)


@wrong("instance_norm", deserves=None)
def norm_root_of_the_std(x, eps=1e-5):
    """Takes the root of std + eps: np.std where np.var was meant."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.std(x, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves="forgets_root")
def norm_no_root(x, eps=1e-5):
    """Divides by the variance."""
    mean = x.mean(1, keepdims=True)
    variance = ((x - mean) ** 2).mean(1, keepdims=True)
    return (x - mean) / (variance + eps)


@wrong("instance_norm", deserves="layer_norm")
def norm_layer_norm_pasted(x, eps=1e-5):
    """Transformer LayerNorm: averages over the features of a token."""
    u = x.mean(-1, keepdims=True)
    s = np.power(x - u, 2).mean(-1, keepdims=True)
    x = (x - u) / np.sqrt(s + eps)
    return x


@wrong("instance_norm", deserves="batch_norm")
def norm_batch_norm_pasted(x, eps=1e-5):
    """BatchNorm: averages over the batch and the sequence."""
    N, T, D = x.shape
    flat = x.reshape(-1, D)
    sample_mean = flat.mean(axis=0)
    sample_var = flat.var(axis=0)
    out = (flat - sample_mean) / np.sqrt(sample_var + eps)
    return out.reshape(N, T, D)


@wrong("instance_norm", deserves="pools_features")
def norm_one_group(x, eps=1e-5):
    """Averages over the sequence and the features: GroupNorm with one group."""
    axes = tuple(range(1, x.ndim))
    mean = np.mean(x, axis=axes, keepdims=True)
    var = np.var(x, axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves="over_samples")
def norm_axis_zero_of_every_token(x, eps=1e-5):
    """Averages over the batch."""
    y = np.empty_like(x)
    for t in range(x.shape[1]):
        token = x[:, t, :]
        y[:, t, :] = (token - token.mean(axis=0)) / np.sqrt(token.var(axis=0) + eps)
    return y


@wrong("instance_norm", deserves="whole_tensor")
def norm_standard_scaler(x, eps=1e-5):
    """One mean and one std for the whole tensor."""
    z = (x - x.mean()) / np.sqrt(x.var() + eps)
    return z.astype(x.dtype)


@wrong("instance_norm", deserves="unbiased_variance")
def norm_unbiased(x, eps=1e-5):
    """Divides by L - 1, with an own rule for L = 1."""
    mean = x.mean(axis=1, keepdims=True)
    if x.shape[1] > 1:
        var = x.var(axis=1, keepdims=True, ddof=1)
    else:
        var = np.zeros_like(mean)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves="overwrites_input")
def norm_saves_memory_in_place(x, eps=1e-5):
    """Works in the caller's array."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    np.subtract(x, mean, out=x)
    np.divide(x, np.sqrt(var + eps), out=x)
    return x.copy()


@wrong("instance_norm", deserves="always_float64")
def norm_asarray_float(x, eps=1e-5):
    """Always returns float64."""
    x = np.asarray(x, dtype=float)
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves="always_float32")
def norm_always_float32(x, eps=1e-5):
    """Always returns float32, as deep learning frameworks do."""
    out = np.zeros(x.shape, dtype=np.float32)
    for i, sample in enumerate(x):
        out[i] = (sample - sample.mean(0)) / np.sqrt(sample.var(0) + eps)
    return out


@wrong("instance_norm", deserves="other_default_eps")
def norm_default_eps_of_keras(x, eps=1e-3):
    """The default eps is 1e-3."""
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return (x - mean) * (var + eps) ** -0.5


@wrong("instance_norm", deserves="hard_coded_eps")
def norm_eps_written_out(x, eps=1e-5):
    """Uses 1e-5 whatever eps is given."""
    mean = np.mean(x, axis=1, keepdims=True)
    std = np.sqrt(np.var(x, axis=1, keepdims=True) + 1e-5)
    return (x - mean) / std


@wrong("instance_norm", deserves="zero_std_becomes_one")
def norm_std_zero_guard_for_eps(x, eps=1e-5):
    """Leaves eps out and replaces a std of 0 by 1."""
    mean = x.mean(axis=1, keepdims=True)
    std = x.std(axis=1, keepdims=True)
    std = np.where(std == 0, 1, std).astype(x.dtype)
    return (x - mean) / std


@wrong("instance_norm", deserves=None)
def norm_single_token_passes_through(x, eps=1e-5):
    """A sequence of one token is returned as it is, not as zeros."""
    if x.shape[1] == 1:
        # cannot normalise one value
        return x.copy()
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves=None)
def norm_refuses_one_token(x, eps=1e-5):
    """Raises for L = 1, as PyTorch does in training."""
    if x.ndim != 3:
        raise ValueError("expected 3D input")
    if x.shape[1] < 2:
        raise ValueError("Expected more than 1 spatial element")
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + eps)


@wrong("instance_norm", deserves="clips")
def norm_clipped_for_stability(x, eps=1e-5):
    """Clips the output to [-3, 3]."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    return np.clip(y, -3.0, 3.0)


@wrong("instance_norm", deserves="rounds_output")
def norm_rounded(x, eps=1e-5):
    """Rounds the output to four decimals, as in the printed examples."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return np.round((x - mean) / np.sqrt(var + eps), 4)


@wrong("instance_norm", deserves="eps_as_lower_limit")
def norm_max_of_var_and_eps(x, eps=1e-5):
    """Takes the larger of var and eps instead of their sum."""
    mean = x.mean(axis=1, keepdims=True)
    var = np.maximum(x.var(axis=1, keepdims=True), eps)
    return ((x - mean) / np.sqrt(var)).astype(x.dtype)


_running = {}


@wrong("instance_norm", deserves="remembers_earlier_calls")
def norm_with_running_statistics(x, eps=1e-5, momentum=0.1):
    """Normalises with running averages kept from earlier calls."""
    key = x.shape[2]
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    if key not in _running:
        _running[key] = (mean.mean(0), var.mean(0))
    rm, rv = _running[key]
    rm = (1 - momentum) * rm + momentum * mean.mean(0)
    rv = (1 - momentum) * rv + momentum * var.mean(0)
    _running[key] = (rm, rv)
    return ((x - rm) / np.sqrt(rv + eps)).astype(x.dtype)


@wrong("instance_norm", deserves="remembers_earlier_calls")
def norm_cache_in_a_default_argument(x, eps=1e-5, cache={}):
    """Remembers the statistics by shape: a second tensor of the same shape gets those of the first."""
    if x.shape not in cache:
        cache[x.shape] = (x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True))
    mean, var = cache[x.shape]
    return ((x - mean) / np.sqrt(var + eps)).astype(x.dtype)


def _make_norm():
    buffers = {}

    def norm_reuses_its_buffer(x, eps=1e-5):
        """Writes each answer into the same buffer, so a later call overwrites an earlier answer."""
        out = buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
        np.subtract(x, x.mean(axis=1, keepdims=True), out=out)
        out /= np.sqrt(np.var(x, axis=1, keepdims=True) + eps)
        return out

    return norm_reuses_its_buffer


norm_reuses_its_buffer = wrong("instance_norm", deserves="reuses_buffer")(_make_norm())


@wrong("instance_norm", deserves="reshape_for_transpose")
def norm_reshape_for_transpose(x, eps=1e-5):
    """Reshapes to (B, F, L) instead of transposing."""
    B, L, F = x.shape
    h = x.reshape(B, F, L)
    h = (h - h.mean(-1, keepdims=True)) / np.sqrt(h.var(-1, keepdims=True) + eps)
    return h.reshape(B, L, F)


@wrong("instance_norm", deserves="forgets_to_transpose_back")
def norm_forgets_to_transpose_back(x, eps=1e-5):
    """Returns (B, F, L)."""
    h = x.transpose(0, 2, 1)
    mean = h.mean(axis=2, keepdims=True)
    var = h.var(axis=2, keepdims=True)
    return (h - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves="missing_keepdims")
def norm_without_keepdims(x, eps=1e-5):
    """Without keepdims the (B, F) statistics meet the axes (L, F) of x."""
    mean = np.mean(x, axis=1)
    var = np.var(x, axis=1)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves="statistics_of_first_sample")
def norm_statistics_of_the_first_sample(x, eps=1e-5):
    """Every sample is normalised with the statistics of the first."""
    mean = x[0].mean(axis=0)
    var = x[0].var(axis=0)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves=None)
def norm_einsum_index_slip(x, eps=1e-5):
    """The second einsum sums over the features too: one variance for each sample."""
    B, L, F = x.shape
    mean = np.einsum("blf->bf", x) / L
    d = x - mean[:, None, :]
    var = np.einsum("blf,blf->b", d, d) / (L * F)
    return d / np.sqrt(var[:, None, None] + eps)


@wrong("instance_norm", deserves="mean_of_squares_for_variance")
def norm_root_mean_square(x, eps=1e-5):
    """Subtracts the mean, but divides by the root mean square of the uncentred x."""
    mean = x.mean(axis=1, keepdims=True)
    ms = np.mean(x ** 2, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(ms + eps)


@wrong("instance_norm", deserves="min_max_scaling")
def norm_min_max(x, eps=1e-5):
    """Min-max scaling instead of standardising."""
    lo = x.min(axis=1, keepdims=True)
    hi = x.max(axis=1, keepdims=True)
    return ((x - lo) / (hi - lo + eps)).astype(x.dtype)


@wrong("instance_norm", deserves="sum_for_mean")
def norm_unit_length(x, eps=1e-5):
    """Divides by the L2 norm: the sum of squares was not divided by L."""
    d = x - x.mean(axis=1, keepdims=True)
    return d / np.sqrt((d ** 2).sum(axis=1, keepdims=True) + eps)


@wrong("instance_norm", deserves=None)
def norm_eps_divided_by_length(x, eps=1e-5):
    """eps is added to the sum of squares, so only eps / L reaches the variance."""
    L = x.shape[1]
    d = x - x.sum(axis=1, keepdims=True) / L
    var = ((d * d).sum(axis=1, keepdims=True) + eps) / L
    return d / np.sqrt(var)


@wrong("instance_norm", deserves=None)
def norm_last_token_left_alone(x, eps=1e-5):
    """The loop ends one too early, the last token is not normalised."""
    y = x.copy()
    mean = x.mean(axis=1)
    std = np.sqrt(x.var(axis=1) + eps)
    for t in range(x.shape[1] - 1):
        y[:, t] = (x[:, t] - mean) / std
    return y


@wrong("instance_norm", deserves=None)
def norm_zeros_stay_zero(x, eps=1e-5):
    """Keeps every 0 of the input at 0, as if it were padding."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    y[x == 0] = 0
    return y


@wrong("instance_norm", deserves=None)
def norm_small_variance_gives_zero(x, eps=1e-5):
    """Where the variance is below eps the output is 0."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    return np.where(var < eps, 0, y).astype(x.dtype)


@wrong("instance_norm", deserves=None)
def norm_twice_for_safety(x, eps=1e-5):
    """Normalises the normalised, so eps counts twice."""
    for _ in range(2):
        x = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x


@wrong("instance_norm", deserves=None)
def norm_causal(x, eps=1e-5):
    """Each token is normalised with the tokens up to it."""
    n = np.arange(1, x.shape[1] + 1).reshape(1, -1, 1)
    mean = np.cumsum(x, axis=1) / n
    var = np.cumsum(x ** 2, axis=1) / n - mean ** 2
    return ((x - mean) / np.sqrt(np.maximum(var, 0) + eps)).astype(x.dtype)


@wrong("instance_norm", deserves=None)
def norm_missing_brackets(x, eps=1e-5):
    """Only the mean is divided by the standard deviation."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    return x - mean / np.sqrt(var + eps)


@wrong("instance_norm", deserves=None)
def norm_torch_keywords(x, eps=1e-5):
    """PyTorch's keywords dim and keepdim: NumPy raises TypeError."""
    mean = x.mean(dim=1, keepdim=True)
    var = x.var(dim=1, keepdim=True, unbiased=False)
    return (x - mean) / (var + eps).sqrt()


@wrong("instance_norm", deserves=None)
def norm_without_return(x, eps=1e-5):
    """Forgets to return."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    y.mean(axis=1), y.std(axis=1)


@wrong("instance_norm", deserves=None)
def norm_through_half_precision(x, eps=1e-5):
    """Computes in float16."""
    h = x.astype(np.float16)
    mean = h.mean(axis=1, keepdims=True)
    var = h.var(axis=1, keepdims=True)
    return ((h - mean) / np.sqrt(var + np.float16(eps))).astype(x.dtype)


@wrong("instance_norm", deserves=None)
def norm_bigger_eps_for_float32(x, eps=1e-5):
    """For float32 eps is silently raised to at least 1e-3."""
    if x.dtype == np.float32:
        eps = max(eps, 1e-3)
    mean = x.mean(axis=1, keepdims=True)
    return ((x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)).astype(x.dtype)


@wrong("instance_norm", deserves=None)
def norm_drops_outliers(x, eps=1e-5):
    """Leaves values further than two standard deviations out of the statistics."""
    mean, std = x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)
    keep = np.abs(x - mean) <= 2 * std + 1e-3
    mean = np.mean(x, axis=1, keepdims=True, where=keep)
    var = np.var(x, axis=1, keepdims=True, where=keep)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm", deserves=None)
def norm_masked_array(x, eps=1e-5):
    """Returns a masked array, not a plain one."""
    xm = np.ma.masked_invalid(x)
    mean = xm.mean(axis=1, keepdims=True)
    var = xm.var(axis=1, keepdims=True)
    return ((xm - mean) / np.ma.sqrt(var + eps)).astype(x.dtype)


# --- instance_norm: right ---


@correct("instance_norm")
def norm_by_einsum(x, eps=1e-5):
    """einsum throughout."""
    n = x.shape[1]
    d = x - np.einsum("blf->bf", x)[:, None] / n
    v = np.einsum("blf,blf->bf", d, d) / n
    return np.einsum("blf,bf->blf", d, 1 / np.sqrt(v + eps))


@correct("instance_norm")
def norm_by_three_loops(x, eps=1e-5):
    """Python numbers in three loops, rounded once at the end."""
    B, L, F = x.shape
    out = []
    for b in range(B):
        rows = [[0.0] * F for _ in range(L)]
        for f in range(F):
            mu = sum(float(x[b, t, f]) for t in range(L)) / L
            s2 = sum((float(x[b, t, f]) - mu) ** 2 for t in range(L)) / L
            for t in range(L):
                rows[t][f] = (float(x[b, t, f]) - mu) / math.sqrt(s2 + eps)
        out.append(rows)
    return np.array(out, dtype=x.dtype)


@correct("instance_norm")
def norm_by_centring_matrix(x, eps=1e-5):
    """Multiplies by I - 1/L, then divides."""
    L = x.shape[1]
    centre = np.eye(L) - np.ones((L, L)) / L
    d = np.matmul(centre, x.astype(np.float64))
    y = d / np.sqrt(np.square(d).mean(axis=1, keepdims=True) + eps)
    return y.astype(x.dtype)


@correct("instance_norm")
def norm_in_place_on_a_copy(x, eps=1e-5):
    """Every step in place, but on a copy."""
    y = np.array(x, copy=True)
    y -= y.mean(axis=1, keepdims=True)
    y /= np.sqrt((y * y).mean(axis=1, keepdims=True) + eps)
    return y


@correct("instance_norm")
def norm_by_hypot(x, eps=1e-5):
    """sqrt(var + eps) as the hypotenuse of std and sqrt(eps)."""
    mean, std = np.mean(x, 1, keepdims=True), np.std(x, 1, keepdims=True)
    denominator = np.hypot(std, math.sqrt(eps))
    return np.true_divide(x - mean, denominator, dtype=x.dtype)


@correct("instance_norm")
def norm_by_transposing(x, eps=1e-5):
    """Through (B, F, L); the answer is a transposed view of a new array."""
    nct = np.moveaxis(x, 1, -1)
    mean = nct.mean(-1)[..., None]
    var = nct.var(-1)[..., None]
    return np.moveaxis((nct - mean) / np.sqrt(var + eps), -1, 1)


@correct("instance_norm")
def norm_one_pass_in_float64(x, eps=1e-5):
    """E[x^2] - E[x]^2 in float64, never below 0."""
    wide = x.astype(np.float64)
    m = wide.mean(axis=1, keepdims=True)
    v = np.maximum((wide ** 2).mean(axis=1, keepdims=True) - m ** 2, 0.0)
    return ((wide - m) / np.sqrt(v + eps)).astype(x.dtype)


@correct("instance_norm")
def norm_over_engineered(x, eps=1e-5, *, axis=1, dtype=None):
    """Checks, an early way out for one token, recursion over the batch."""
    x = np.asanyarray(x)
    if x.ndim != 3:
        raise ValueError(f"expected (B, L, F), got {x.shape}")
    if x.shape[axis] == 1:
        return np.zeros_like(x)
    if len(x) > 1:
        return np.concatenate([norm_over_engineered(sample[None], eps) for sample in x])
    total = reduce(np.add, x[0])
    mean = total / x.dtype.type(x.shape[axis])
    var = reduce(np.add, [(token - mean) ** 2 for token in x[0]]) / x.dtype.type(x.shape[axis])
    return ((x - mean) / np.sqrt(var + x.dtype.type(eps))).astype(dtype or x.dtype)


@correct("instance_norm")
def norm_by_reciprocal_power(x, eps=1e-5):
    """Writes into np.empty_like with where-free ufuncs and a power of -1/2."""
    out = np.empty_like(x)
    for i in np.ndindex(x.shape[0], x.shape[2]):
        v = x[i[0], :, i[1]]
        c = v - v.mean()
        np.multiply(c, (c.dot(c) / c.size + eps) ** -0.5, out=out[i[0], :, i[1]])
    return out


# --- instance_norm_1d: wrong ---


def _normalise(x, eps):
    """What several of the layers below share: exercise 2."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong("instance_norm_1d", deserves=None)
class LayerOnesAndZerosSwapped:
    """A new layer has gamma zeros and beta ones."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.zeros(num_features), np.ones(num_features)
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves=None)
class LayerRandomGamma:
    """gamma starts as random numbers near 1."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.random.normal(1.0, 0.02, size=num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves="ThreeAxisParameters")
class LayerBroadcastShapes:
    """gamma and beta have the shape (1, 1, F)."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones((1, 1, num_features))
        self.beta = np.zeros((1, 1, num_features))
        self.eps = eps

    def forward(self, x):
        x_hat = _normalise(x, self.eps)
        return self.gamma * x_hat + self.beta


@wrong("instance_norm_1d", deserves="ScalarParameters")
class LayerScalarParameters:
    """gamma and beta start as the numbers 1.0 and 0.0."""

    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.gamma = 1.0
        self.beta = 0.0
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves="GammaAlongSequence")
class LayerColumnParameters:
    """Makes gamma a column, so it meets the positions instead of the features."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        gamma = self.gamma.reshape(-1, 1)
        beta = self.beta.reshape(-1, 1)
        return gamma * _normalise(x, self.eps) + beta


@wrong("instance_norm_1d", deserves="KeepsFirstParameters")
class LayerPrecomputesItsParameters:
    """Keeps copies of gamma and beta made when the layer was made."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._g = self.gamma[None, None, :].copy()
        self._b = self.beta[None, None, :].copy()

    def forward(self, x):
        return self._g * _normalise(x, self.eps) + self._b


@wrong("instance_norm_1d", deserves="KeepsFirstParameters")
class LayerLambdaDefaults:
    """The lambda's default arguments hold the first gamma and beta."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.affine = lambda h, g=self.gamma, b=self.beta: g * h + b
        self.norm = lambda x: _normalise(x, eps)

    def forward(self, x):
        return self.affine(self.norm(x))


@wrong("instance_norm_1d", deserves="RunningStatistics")
class LayerTrainThenEval:
    """After the first call it normalises with running statistics."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum = eps, momentum
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.training = True

    def forward(self, x):
        if self.training:
            mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean.mean((0, 1))
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var.mean((0, 1))
            self.training = False
        else:
            mean, var = self.running_mean, self.running_var
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta


@wrong("instance_norm_1d", deserves="FirstCallStatistics")
class LayerCachesFirstStatistics:
    """Keeps the mean and the variance of the first call until the size of the batch changes."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps
        self.mean = self.var = None

    def forward(self, x):
        if self.mean is None or len(self.mean) != len(x):
            self.mean = x.mean(axis=1, keepdims=True)
            self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta


@wrong("instance_norm_1d", deserves="AddsBetaFirst")
class LayerBetaInsideBrackets:
    """gamma also multiplies beta."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones((num_features,))
        self.beta = np.zeros((num_features,))
        self.eps = eps

    def forward(self, x):
        return self.gamma * (_normalise(x, self.eps) + self.beta)


@wrong("instance_norm_1d", deserves=None)
class LayerRolesSwapped:
    """beta scales and gamma shifts."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        scale, shift = self.beta, self.gamma
        return scale * _normalise(x, self.eps) + shift


@wrong("instance_norm_1d", deserves="HardCodedEps")
class LayerForgetsItsEps:
    """Accepts eps but always uses 1e-5."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, eps=1e-5):
        return self.gamma * _normalise(x, eps) + self.beta


_EPS = 1e-5


@wrong("instance_norm_1d", deserves=None)
class LayerGlobalEps:
    """eps stands in a global: making a second layer changes the eps of the first."""

    def __init__(self, num_features, eps=1e-5):
        global _EPS
        _EPS = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        return self.gamma * _normalise(x, _EPS) + self.beta


@wrong("instance_norm_1d", deserves="EpsOutsideRoot")
class LayerEpsOutside:
    """eps is added to the standard deviation."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        mean, std = x.mean(1, keepdims=True), x.std(1, keepdims=True)
        return self.gamma * ((x - mean) / (std + self.eps)) + self.beta


@wrong("instance_norm_1d", deserves="UnbiasedVariance")
class LayerUnbiased:
    """Divides by L - 1."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        L = x.shape[1]
        var = x.var(axis=1, keepdims=True) * L / max(L - 1, 1)
        return self.gamma * (x - x.mean(axis=1, keepdims=True)) / np.sqrt(var + self.eps) + self.beta


@wrong("instance_norm_1d", deserves="OverwritesInput")
class LayerInPlace:
    """Normalises the caller's array."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(np.mean(x ** 2, axis=1, keepdims=True) + self.eps)
        return self.gamma * x + self.beta


@wrong("instance_norm_1d", deserves="AffineBeforeNorm")
class LayerScalesFirst:
    """Applies gamma and beta before normalising."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return _normalise(self.gamma * x + self.beta, self.eps)


@wrong("instance_norm_1d", deserves="LayerNorm")
class LayerIsLayerNorm:
    """Averages over the features of each token."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(-1, keepdims=True)
        std = np.sqrt(x.var(-1, keepdims=True) + self.eps)
        return self.gamma * (x - mean) / std + self.beta


@wrong("instance_norm_1d", deserves="BatchNorm")
class LayerIsBatchNorm:
    """Averages over the batch and the sequence."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        mu = np.mean(x, axis=(0, 1))
        sigma2 = np.var(x, axis=(0, 1))
        return self.gamma * ((x - mu) / np.sqrt(sigma2 + self.eps)) + self.beta


@wrong("instance_norm_1d", deserves=None)
class LayerReadOnlyParameters:
    """gamma and beta are properties without a setter: reassigning them raises."""

    def __init__(self, num_features, eps=1e-5):
        self._gamma, self._beta, self._eps = np.ones(num_features), np.zeros(num_features), eps

    @property
    def gamma(self):
        return self._gamma

    @property
    def beta(self):
        return self._beta

    def forward(self, x):
        return self._gamma * _normalise(x, self._eps) + self._beta


@wrong("instance_norm_1d", deserves="IgnoresGamma")
class LayerAffineOffByDefault:
    """affine=False by default, as in PyTorch: a reassigned gamma is ignored."""

    def __init__(self, num_features, eps=1e-5, affine=False):
        self.eps, self.affine = eps, affine
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)

    def forward(self, x):
        y = _normalise(x, self.eps)
        if self.affine:
            y = self.gamma * y + self.beta
        return y


@wrong("instance_norm_1d", deserves=None)
class LayerZeroGammaGuard:
    """A gamma of 0 is replaced by 1."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        gamma = np.where(self.gamma == 0, 1.0, self.gamma)
        return gamma * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves=None)
class LayerPositiveGamma:
    """Takes the absolute value of gamma: a scale should be positive, it thinks."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        return np.abs(self.gamma) * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves=None)
class LayerLazyParameters:
    """gamma and beta are None until the first forward."""

    def __init__(self, num_features=None, eps=1e-5):
        self.eps = eps
        self.gamma = None
        self.beta = None

    def forward(self, x):
        if self.gamma is None:
            self.gamma = np.ones(x.shape[-1])
        if self.beta is None:
            self.beta = np.zeros(x.shape[-1])
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves="ReshapesParameters")
class LayerWidensItsGamma:
    """forward stores gamma and beta broadcast to the shape of x, so the next, shorter batch fails."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        self.gamma = np.broadcast_to(self.gamma, x.shape)
        self.beta = np.broadcast_to(self.beta, x.shape)
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves=None)
class LayerReusesItsBuffer:
    """The answer is a buffer of the layer, overwritten by the next call."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps
        self.out = None

    def forward(self, x):
        if self.out is None or self.out.shape != x.shape:
            self.out = np.empty(x.shape)
        np.multiply(self.gamma, _normalise(x, self.eps), out=self.out)
        self.out += self.beta
        return self.out


@wrong("instance_norm_1d", deserves="IgnoresBeta")
class LayerForgetsBeta:
    """beta is made but never added."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        return np.einsum("f,blf->blf", self.gamma, _normalise(x, self.eps))


@wrong("instance_norm_1d", deserves=None)
class LayerFirstGammaOnly:
    """Uses gamma[0] and beta[0] for every feature."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        y = _normalise(x, self.eps)
        for b in range(x.shape[0]):
            for t in range(x.shape[1]):
                y[b, t] = self.gamma[0] * y[b, t] + self.beta[0]
        return y


@wrong("instance_norm_1d", deserves=None)
class LayerGammaAccumulates:
    """Multiplies a scale kept from call to call: gamma counts twice at the second call."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps
        self.scale = np.ones(num_features)

    def forward(self, x):
        self.scale *= self.gamma
        return self.scale * _normalise(x, self.eps) + self.beta


@wrong("instance_norm_1d", deserves=None)
class LayerKeepsConstantColumns:
    """A constant column is passed through instead of becoming beta."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        constant = (x == x[:, :1]).all(axis=1, keepdims=True)
        y = self.gamma * _normalise(x, self.eps) + self.beta
        return np.where(constant, x, y)


# --- instance_norm_1d: right ---


@correct("instance_norm_1d")
@dataclass
class LayerAsDataclass:
    """A dataclass whose parameters are made after the fields."""

    num_features: int
    eps: float = 1e-5

    def __post_init__(self):
        self.gamma = np.ones(self.num_features)
        self.beta = np.zeros(self.num_features)

    def forward(self, x):
        return np.multiply(self.gamma, _normalise(x, self.eps)) + self.beta


@correct("instance_norm_1d")
class LayerWithProperties:
    """Properties with setters that copy what they are given."""

    __slots__ = ("_gamma", "_beta", "_eps")

    def __init__(self, num_features, eps=1e-5):
        self._gamma, self._beta, self._eps = np.ones(num_features), np.zeros(num_features), eps

    @property
    def gamma(self):
        return self._gamma

    @gamma.setter
    def gamma(self, value):
        self._gamma = np.array(value)

    @property
    def beta(self):
        return self._beta

    @beta.setter
    def beta(self, value):
        self._beta = np.array(value)

    def forward(self, x):
        return _normalise(x, self._eps) * self._gamma + self._beta


@correct("instance_norm_1d")
class LayerFoldsToScaleAndShift:
    """One multiplication and one addition, x * a + b, in float64."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x = x.astype(np.float64)
        mean, var = x.mean(1, keepdims=True), x.var(1, keepdims=True)
        a = self.gamma / np.sqrt(var + self.eps)
        b = self.beta - mean * a
        return x * a + b


class _Module:
    def __call__(self, *args):
        return self.forward(*args)

    def __repr__(self):
        return f"{type(self).__name__}({self.num_features}, eps={self.eps})"


@correct("instance_norm_1d")
class LayerLikeAModule(_Module):
    """PyTorch's habits: a base class, a call, float32 parameters, a training flag that changes nothing."""

    def __init__(self, num_features, eps=1e-5, affine=True, track_running_stats=False):
        super().__init__()
        self.num_features, self.eps, self.affine, self.training = num_features, eps, affine, True
        self.gamma = np.ones(num_features, dtype=np.float32)
        self.beta = np.zeros(num_features, dtype=np.float32)

    def forward(self, x):
        if x.shape[-1] != self.num_features:
            raise ValueError(f"expected {self.num_features} features")
        return self.gamma * _normalise(x, self.eps) + self.beta


@correct("instance_norm_1d")
class LayerByColumns:
    """Loops over samples and features, then stacks."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = float(eps)
        self.gamma = np.array([1.0 for _ in range(num_features)])
        self.beta = np.array([0.0] * num_features)

    def column(self, v, g, b):
        mu = sum(v) / len(v)
        var = sum((t - mu) ** 2 for t in v) / len(v)
        return [g * (t - mu) / math.sqrt(var + self.eps) + b for t in v]

    def forward(self, x):
        samples = [[self.column(s[:, f].tolist(), self.gamma[f], self.beta[f]) for f in range(s.shape[1])] for s in x]
        return np.array(samples).swapaxes(1, 2).astype(x.dtype)


@correct("instance_norm_1d")
class LayerByDiagonalMatrix:
    """The scale as a product with a diagonal matrix."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.full(num_features, 1.0)
        self.beta = np.full(num_features, 0.0)
        self.eps = eps

    def forward(self, x):
        return _normalise(x, self.eps) @ np.diag(self.gamma) + self.beta[np.newaxis, np.newaxis, :]


@correct("instance_norm_1d")
class LayerRemembersOnlyForLooking:
    """Keeps the last statistics for a later plot, and never reads them."""

    def __init__(self, num_features, eps=1e-5):
        self.params = {"gamma": np.ones(num_features), "beta": np.zeros(num_features)}
        self.eps = eps
        self.history = []

    def __getattr__(self, name):
        if name in ("gamma", "beta"):
            return self.params[name]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        if name in ("gamma", "beta"):
            self.params[name] = value
        else:
            object.__setattr__(self, name, value)

    def forward(self, x):
        mean = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        self.history = [mean, var]
        return self.gamma * ((x - mean) / np.sqrt(var + self.eps)) + self.beta


@correct("instance_norm_1d")
class LayerInPlaceOnItsOwnArray:
    """Promotes first, then works in place on the new array."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones((num_features,)), np.zeros((num_features,)), eps

    def forward(self, x):
        y = np.array(x, dtype=np.result_type(x, self.gamma, self.beta))
        y -= y.mean(axis=1, keepdims=True)
        y *= self.gamma / np.sqrt(np.einsum("blf,blf->bf", y, y)[:, None] / y.shape[1] + self.eps)
        y += self.beta
        return y
