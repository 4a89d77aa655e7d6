"""Unseen answers to the exercise `instance_stats`."""

import math
from collections import namedtuple
from itertools import product

import numpy as np

from mistakes.unseen import correct, wrong

# Wrong


@wrong(deserves="over_features")
def stats_pytorch_layout(x):
    """Takes the last axis for the sequence, as in PyTorch's (N, C, L)."""
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return mean, var


@wrong(deserves="unbiased_variance")
def stats_torch_var_with_guard(x):
    """Divides by L - 1, and by 1 where L is 1."""
    B, L, F = x.shape
    mean = x.sum(axis=1, keepdims=True) / L
    n = max(L - 1, 1)
    var = ((x - mean) ** 2).sum(axis=1, keepdims=True) / n
    return mean, var


@wrong(deserves="batch_statistics_for_every_sample")
def stats_flatten_rows_like_a_dataframe(x):
    """Pools the samples of the batch into one table, so every sample gets the statistics of the batch."""
    B, L, F = x.shape
    table = x.reshape(B * L, F)
    mean = table.mean(axis=0)
    var = table.var(axis=0)
    mean = np.tile(mean, (B, 1)).reshape(B, 1, F)
    var = np.tile(var, (B, 1)).reshape(B, 1, F)
    return mean, var


@wrong(deserves="always_float64")
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


@wrong(deserves="variance_always_float64")
def stats_only_var_in_float64(x):
    """The mean has the dtype of x, the variance is float64."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True, dtype=np.float64)
    return mean, var


@wrong(deserves="std_for_variance")
def stats_std_for_var(x):
    """Returns the standard deviation, not the variance."""
    mu = np.mean(x, axis=1, keepdims=True)
    sigma = np.std(x, axis=1, keepdims=True)
    return mu, sigma


@wrong(deserves="keepdims_missing_in_variance")
def stats_keepdims_on_the_mean_only(x):
    """The variance has the shape (B, F)."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.mean((x - mean) ** 2, axis=1)
    return mean, var


@wrong(deserves=None)
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


@wrong(deserves=None)
def stats_welford_counts_one_too_few(x):
    """Welford's update divides by t instead of t + 1."""
    mean = x[:, 0].copy()
    m2 = np.zeros_like(mean)
    for t in range(1, x.shape[1]):
        delta = x[:, t] - mean
        mean = mean + delta / t
        m2 = m2 + delta * (x[:, t] - mean)
    return mean[:, None, :], (m2 / x.shape[1])[:, None, :]


@wrong(deserves="swaps_mean_and_variance")
def stats_swapped_pair(x):
    """Returns the variance first."""
    var, mean = np.var(x, axis=1, keepdims=True), np.mean(x, axis=1, keepdims=True)
    return var, mean


@wrong(deserves=None)
def stats_divides_by_len_x(x):
    """len(x) is the batch size, not the length of the sequence."""
    n = len(x)
    mean = np.sum(x, axis=1, keepdims=True) / n
    var = np.sum((x - mean) ** 2, axis=1, keepdims=True) / n
    return mean, var


@wrong(deserves="overwrites_input")
def stats_centres_in_place(x):
    """Subtracts the mean from the caller's array."""
    mean = x.mean(axis=1, keepdims=True)
    x -= mean
    var = np.mean(x * x, axis=1, keepdims=True)
    return mean, var


@wrong(deserves=None)
def stats_rounded(x):
    """Rounds to four decimals."""
    mean = np.round(np.mean(x, axis=1, keepdims=True), 4)
    var = np.round(np.var(x, axis=1, keepdims=True), 4)
    return mean, var


@wrong(deserves="adds_eps")
def stats_eps_already_inside(x):
    """Adds eps to the variance already here."""
    eps = 1e-5
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True) + eps
    return mean, var.astype(x.dtype)


@wrong(deserves="mean_of_squares")
def stats_mean_of_squares(x):
    """The variance is E[x^2]; the square of the mean was not subtracted."""
    L = x.shape[1]
    mean = np.einsum("blf->bf", x) / L
    var = np.einsum("blf,blf->bf", x, x) / L
    return mean.reshape(-1, 1, x.shape[2]), var.reshape(-1, 1, x.shape[2])


@wrong(deserves="absolute_distances")
def stats_absolute_deviation(x):
    """Averages the absolute distances instead of the squared ones."""
    mean = np.mean(x, axis=1, keepdims=True)
    return mean, np.mean(np.abs(x - mean), axis=1, keepdims=True)


@wrong(deserves=None)
def stats_reshape_for_transpose(x):
    """Reshapes to (B, F, L) where a transpose was meant, so features and positions mix."""
    B, L, F = x.shape
    xt = x.reshape(B, F, L)
    mean = xt.mean(axis=2).reshape(B, 1, F)
    var = xt.var(axis=2).reshape(B, 1, F)
    return mean, var


@wrong(deserves=None)
def stats_zero_variance_becomes_one(x):
    """Replaces a variance of 0 by 1, for fear of dividing by zero later."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    var[var == 0] = 1.0
    return mean, var


@wrong(deserves=None)
def stats_zeros_are_padding(x):
    """Takes every 0 for padding and leaves it out of the average."""
    valid = x != 0
    n = np.maximum(valid.sum(axis=1, keepdims=True), 1)
    mean = (x.sum(axis=1, keepdims=True) / n).astype(x.dtype)
    var = ((((x - mean) ** 2) * valid).sum(axis=1, keepdims=True) / n).astype(x.dtype)
    return mean, var


@wrong(deserves=None)
def stats_squeeze_too_much(x):
    """squeeze() also removes the axes of a batch of one and of a single feature."""
    mean = np.mean(x, axis=1, keepdims=True).squeeze()
    var = np.var(x, axis=1, keepdims=True).squeeze()
    return mean[..., None, :] if mean.ndim else mean, var[..., None, :] if var.ndim else var


@wrong(deserves=None)
def stats_distance_to_the_global_mean(x):
    """Measures the variance around the mean of the whole tensor."""
    mean = x.mean(axis=1, keepdims=True)
    var = ((x - x.mean()) ** 2).mean(axis=1, keepdims=True)
    return mean, var


# Right


@correct()
def stats_by_matmul(x):
    """A row of weights 1/L times the matrix of each sample."""
    L = x.shape[1]
    w = np.full((1, L), 1 / L, dtype=x.dtype)
    mean = w @ x
    return mean, w @ np.square(x - mean)


@correct()
def stats_by_welford(x):
    """Welford in float64, cast back."""
    mean = np.zeros(x[:, :1].shape)
    m2 = np.zeros(mean.shape)
    for n in range(x.shape[1]):
        token = x[:, n : n + 1].astype(np.float64)
        delta = token - mean
        mean += delta / (n + 1)
        m2 += delta * (token - mean)
    return mean.astype(x.dtype), (m2 / x.shape[1]).astype(x.dtype)


@correct()
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


@correct()
def stats_by_pairs(x):
    """The variance is half the mean squared difference of all pairs of positions."""
    pairs = x[:, :, None, :] - x[:, None, :, :]
    var = (pairs**2).mean(axis=(1, 2)) / 2
    return np.average(x, axis=1)[:, np.newaxis], var[:, np.newaxis]


@correct()
def stats_by_transposing(x):
    """Through PyTorch's layout and back: the results are views with odd strides."""
    nct = np.swapaxes(x, 1, 2)
    mean = nct.mean(axis=-1, keepdims=True)
    var = nct.var(axis=-1, keepdims=True, ddof=0)
    return np.swapaxes(mean, 1, 2), np.swapaxes(var, 1, 2)


@correct()
def stats_by_apply_along_axis(x):
    """A helper on each column, with a namedtuple for the result."""
    Stats = namedtuple("Stats", "mean var")
    mean = np.apply_along_axis(lambda c: c.mean(keepdims=True), 1, x)
    var = np.apply_along_axis(lambda c: np.mean((c - c.mean()) ** 2, keepdims=True), 1, x)
    return Stats(mean, var)


@correct()
def stats_by_cov(x):
    """The diagonal of the biased covariance matrix of each sample."""
    covs = [
        np.atleast_2d(np.cov(sample, rowvar=False, bias=True)) if len(sample) > 1 else np.zeros((x.shape[2],) * 2)
        for sample in x
    ]
    var = np.array([np.diag(c) for c in covs])[:, None, :]
    mean = np.stack([sample.mean(0, keepdims=True) for sample in x])
    return mean, var.astype(x.dtype)


@correct()
def stats_by_shifted_moments(x):
    """The one-pass formula in float64, shifted by the first token so that nothing cancels."""
    shift = x[:, :1].astype("f8")
    d = x - shift
    m1, m2 = d.mean(1, keepdims=True), (d * d).mean(1, keepdims=True)
    var = np.clip(m2 - m1 * m1, 0, None)
    return (shift + m1).astype(x.dtype), var.astype(x.dtype)
