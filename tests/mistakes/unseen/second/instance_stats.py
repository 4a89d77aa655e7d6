"""Answers to the exercise instance_stats, written from the task text alone."""

import math
import statistics
from collections import namedtuple
from fractions import Fraction

import numpy as np

from mistakes.unseen import correct, wrong

_SCRATCH = {}
_RESULTS_BY_BYTES = {}
_Moments = namedtuple("_Moments", ["mean", "var"])


# ---------------------------------------------------------------- right


# Plain, but everything in float64, so that long float32 sequences are summed well.
@correct()
def float64_inside_then_cast(x):
    mean = x.mean(axis=1, keepdims=True, dtype=np.float64)
    var = np.mean(np.square(x - mean), axis=1, keepdims=True, dtype=np.float64)
    return mean.astype(x.dtype), var.astype(x.dtype)


# C programmer: three loops, the builtin float is a double anyway.
@correct()
def three_loops_like_c(x):
    B, L, F = x.shape
    mean = np.empty((B, 1, F), dtype=x.dtype)
    var = np.empty((B, 1, F), dtype=x.dtype)
    for b in range(B):
        for f in range(F):
            total = 0.0
            for t in range(L):
                total += float(x[b, t, f])
            mu = total / L
            squares = 0.0
            for t in range(L):
                d = float(x[b, t, f]) - mu
                squares += d * d
            mean[b, 0, f] = mu
            var[b, 0, f] = squares / L
    return mean, var


# The sums as einsum, in double precision.
@correct()
def einsum_sums(x):
    z = x.astype(np.float64)
    n = z.shape[1]
    mu = np.einsum("blf->bf", z) / n
    d = z - mu[:, None, :]
    v = np.einsum("blf,blf->bf", d, d) / n
    return [mu[:, None, :].astype(x.dtype), v[:, None, :].astype(x.dtype)]


# A row of 1/L times the matrix of the tokens is the mean, with the shape (B, 1, F) for free.
@correct()
def averaging_row_matmul(x):
    L = x.shape[1]
    row = np.full((1, L), 1.0 / L)
    mean = row @ x.astype(np.float64)
    var = row @ (x - mean) ** 2
    return mean.astype(x.dtype), var.astype(x.dtype)


# Welford, one token at a time, vectorized over samples and features.
@correct()
def welford_over_tokens(x):
    B, L, F = x.shape
    mean = np.zeros((B, F))
    m2 = np.zeros((B, F))
    for k in range(L):
        token = x[:, k, :].astype(np.float64)
        delta = token - mean
        mean += delta / (k + 1)
        m2 += delta * (token - mean)
    return (mean.reshape(B, 1, F).astype(x.dtype), (m2 / L).reshape(B, 1, F).astype(x.dtype))


# The module of the standard library; slow for long sequences but exact.
@correct()
def statistics_module(x):
    B, L, F = x.shape
    means, variances = [], []
    for b in range(B):
        for f in range(F):
            column = x[b, :, f].tolist()
            mu = statistics.fmean(column)
            means.append(mu)
            variances.append(statistics.fmean([(c - mu) ** 2 for c in column]))
    shape = (B, 1, F)
    return _Moments(
        mean=np.array(means, dtype=x.dtype).reshape(shape), var=np.array(variances, dtype=x.dtype).reshape(shape)
    )


# math.fsum gives correctly rounded sums; np.apply_along_axis does the loops.
@correct()
def fsum_along_axis(x):
    def mu(v):
        return math.fsum(v) / len(v)

    def sigma2(v):
        m = mu(v)
        return math.fsum((float(t) - m) ** 2 for t in v) / len(v)

    m = np.apply_along_axis(mu, 1, x.astype(float))
    v = np.apply_along_axis(sigma2, 1, x.astype(float))
    return np.expand_dims(m, 1).astype(x.dtype), np.expand_dims(v, 1).astype(x.dtype)


# Shift by the first token, then E[d^2] - E[d]^2 in float64: small numbers to square, never below zero.
@correct()
def shifted_by_first_token(x):
    first = x[:, :1, :].astype(np.float64)
    d = x.astype(np.float64) - first
    s1 = d.mean(axis=1, keepdims=True)
    s2 = (d * d).mean(axis=1, keepdims=True)
    v = np.maximum(s2 - s1 * s1, 0)
    return (first + s1).astype(x.dtype), v.astype(x.dtype)


# E[x^2] - E[x]^2 as in the book of formulas; in float64 the error stays far below 1e-11 m^2.
@correct()
def textbook_difference_in_double(x):
    z = np.array(x, dtype=np.float64)
    m = z.mean(1, keepdims=True)
    v = (z**2).mean(1, keepdims=True) - m**2
    v[v < 0] = 0
    return m.astype(x.dtype), v.astype(x.dtype)


# Cumulative sums of a feature-major copy (Fortran order): the last one divided by L.
@correct()
def cumulative_sums_fortran(x):
    z = np.asfortranarray(x.astype(np.float64))
    n = z.shape[1]
    m = np.cumsum(z, axis=1)[:, -1:, :] / n
    v = np.cumsum((z - m) ** 2, axis=1)[:, -1:, :] / n
    return np.array(m, dtype=x.dtype), np.array(v, dtype=x.dtype)


# Divide and conquer: the statistics of two halves, merged with the formula of Chan.
@correct()
def chan_merge_of_halves(x):
    def gop(z):
        n = z.shape[1]
        if n == 1:
            return 1, z[:, 0, :], np.zeros_like(z[:, 0, :])
        na, ma, sa = gop(z[:, : n // 2, :])
        nb, mb, sb = gop(z[:, n // 2 :, :])
        d = mb - ma
        return n, ma + d * nb / n, sa + sb + d * d * na * nb / n

    n, m, s = gop(x.astype(np.float64))
    return m[:, None].astype(x.dtype), (s / n)[:, None].astype(x.dtype)


# Remembers results, but by content, dtype and shape, and gives copies away. Odd, yet every promise holds.
@correct()
def cache_by_content_with_copies(x):
    key = ("ok", x.shape, x.dtype.str, x.tobytes())
    if key not in _RESULTS_BY_BYTES:
        if len(_RESULTS_BY_BYTES) > 8:
            _RESULTS_BY_BYTES.clear()
        z = x.astype(np.float64)
        _RESULTS_BY_BYTES[key] = (z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype))
    m, v = _RESULTS_BY_BYTES[key]
    return m.copy(), v.copy()


# ---------------------------------------------------------------- wrong


# Read "mean of every instance" as the mean over the batch. Shows for every x with B != 1 or L != 1 (e.g. the
# example [[[1],[3]]]): breaks "mean is the mean over the sequence" and the shape (B, 1, F).
@wrong(deserves="over_samples")
def mean_over_the_batch(x):
    return x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)


# LayerNorm habit: last axis. Shows on the example already (var 0, shape (1, 2, 1)): breaks "over the sequence".
@wrong(deserves="over_features")
def layer_norm_axis(x):
    x64 = x.astype(np.float64)
    return x64.mean(-1, keepdims=True).astype(x.dtype), x64.var(-1, keepdims=True).astype(x.dtype)


# BatchNorm habit: over batch and sequence, then repeated for the shape. Right for B = 1; wrong for B = 2 with
# different samples: breaks "for each sample and each feature".
@wrong(deserves="batch_statistics_for_every_sample", also=("over_batch",))
def batch_norm_repeated(x):
    B, L, F = x.shape
    m = x.mean(axis=(0, 1), dtype=np.float64)
    v = ((x - m) ** 2).mean(axis=(0, 1), dtype=np.float64)
    return np.tile(m, (B, 1, 1)).astype(x.dtype), np.tile(v, (B, 1, 1)).astype(x.dtype)


# "Instance = one sample", so one mean for all its features. Right for F = 1; wrong for F = 2 with different
# features: breaks "for each sample and each feature".
@wrong(deserves="pools_features")
def one_mean_per_sample(x):
    B, L, F = x.shape
    m = x.mean(axis=(1, 2), keepdims=True, dtype=np.float64)
    v = x.var(axis=(1, 2), keepdims=True, dtype=np.float64)
    return np.repeat(m, F, axis=2).astype(x.dtype), np.repeat(v, F, axis=2).astype(x.dtype)


# Forgot keepdims. Shows always: breaks "of shape (B, 1, F)".
@wrong(deserves="missing_keepdims")
def forgot_keepdims(x):
    return (x.mean(axis=1, dtype=np.float64).astype(x.dtype), x.var(axis=1, dtype=np.float64).astype(x.dtype))


# torch.var / pandas / MATLAB var divide by L - 1. Shows on the example (2 in place of 1), NaN for L = 1:
# breaks "the biased variance (divided by L)".
@wrong(deserves="unbiased_variance")
def torch_unbiased_variance(x):
    z = x.astype(np.float64)
    with np.errstate(all="ignore"):
        v = z.var(axis=1, ddof=1, keepdims=True)
    return z.mean(axis=1, keepdims=True).astype(x.dtype), v.astype(x.dtype)


# "max(L - 1, 1)" saw the NaN for L = 1 and patched it. Right for L = 1 only; [[[1],[3]]] gives 2: breaks "divided by L".
@wrong(deserves="unbiased_variance")
def unbiased_with_patch_for_one_token(x):
    z = x.astype(np.float64)
    m = z.mean(1, keepdims=True)
    n = max(z.shape[1] - 1, 1)
    return m.astype(x.dtype), (((z - m) ** 2).sum(1, keepdims=True) / n).astype(x.dtype)


# Standard deviation in place of the variance. Example is right by accident (1), [[[0],[4]]] gives 2 in place of 4:
# breaks "var the biased variance".
@wrong(deserves="std_for_variance")
def std_in_place_of_var(x):
    z = x.astype(np.float64)
    return z.mean(axis=1, keepdims=True).astype(x.dtype), z.std(axis=1, keepdims=True).astype(x.dtype)


# torch.var_mean gives the variance first. Example: (1, 2) in place of (2, 1): breaks "Return two arrays mean, var".
@wrong(deserves="swaps_mean_and_variance")
def var_mean_order(x):
    z = x.astype(np.float64)
    v, m = z.var(axis=1, keepdims=True), z.mean(axis=1, keepdims=True)
    return v.astype(x.dtype), m.astype(x.dtype)


# Good precision, but forgot to cast back. Shows on every float32 x: breaks "of the dtype of x".
@wrong(deserves="always_float64")
def float64_for_float32(x):
    m = x.mean(axis=1, keepdims=True, dtype=np.float64)
    v = x.var(axis=1, keepdims=True, dtype=np.float64)
    return m, v


# Loops, and result arrays of float32 "as all tensors have". Shows on every float64 x: breaks "of the dtype of x".
@wrong()
def vong_lap_quen_dtype(x):
    so_mau, do_dai, so_dac_trung = x.shape
    trung_binh = np.zeros((so_mau, 1, so_dac_trung), dtype=np.float32)
    phuong_sai = np.zeros((so_mau, 1, so_dac_trung), dtype=np.float32)
    for i in range(so_mau):
        for k in range(so_dac_trung):
            cot = x[i, :, k].astype(np.float64)
            trung_binh[i, 0, k] = cot.sum() / do_dai
            phuong_sai[i, 0, k] = ((cot - cot.mean()) ** 2).sum() / do_dai
    return trung_binh, phuong_sai


# Everything in float32 "as on the GPU", then cast back. float64 x of [[[0.1],[0.2]]]: mean off by about 1e-9
# where 1e-11 is allowed: breaks the precision of float64.
@wrong()
def gpu_float32_inside(x):
    z = x.astype(np.float32)
    m = z.mean(axis=1, keepdims=True)
    v = z.var(axis=1, keepdims=True)
    return m.astype(x.dtype), v.astype(x.dtype)


# Center in place. Shows on every x with a mean that is not 0: breaks "x stays as it was".
@wrong(deserves="overwrites_input")
def centers_x_in_place(x):
    m = x.mean(axis=1, keepdims=True, dtype=np.float64).astype(x.dtype)
    x -= m
    v = np.mean(x.astype(np.float64) ** 2, axis=1, keepdims=True).astype(x.dtype)
    return m, v


# Center in place and add the mean again "so that x stays". Round-off: [[[1000.], [0.1], [0.3]]] comes back
# changed in the last digits: breaks "x stays as it was". Integers come back exactly.
@wrong(deserves="overwrites_input")
def centers_in_place_and_adds_back(x):
    mu = x.astype(np.float64).mean(axis=1, keepdims=True).astype(x.dtype)
    np.subtract(x, mu, out=x)
    var = np.einsum("blf,blf->bf", x, x, dtype=np.float64)[:, None, :] / x.shape[1]
    np.add(x, mu, out=x)
    return mu, var.astype(x.dtype)


# One token: the mean is x itself, so return it. L = 1 and the caller overwrites x afterwards: the mean changes;
# breaks "each is a new array" and "results returned before stay as they are".
@wrong()
def one_token_returns_x_itself(x):
    if x.shape[1] == 1:
        return x, np.zeros_like(x)
    z = x.astype(np.float64)
    return z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)


# "The variance of one number is not defined, so 1 to divide by safely." L = 1: var 1 in place of 0: breaks "biased variance".
@wrong()
def one_token_has_variance_one(x):
    z = x.astype(np.float64)
    m = z.mean(1, keepdims=True)
    v = z.var(1, keepdims=True) if z.shape[1] > 1 else np.ones_like(m)
    return m.astype(x.dtype), v.astype(x.dtype)


# Adds the epsilon of the next exercise at once. Any x, e.g. the example: 1.00001: breaks "var the biased variance" beyond 1e-11.
@wrong(deserves="adds_eps")
def epsilon_already_inside(x):
    z = x.astype(np.float64)
    return z.mean(1, keepdims=True).astype(x.dtype), (z.var(1, keepdims=True) + 1e-5).astype(x.dtype)


# A floor for tiny variances "against division by zero". float64 constant x: var 1e-8 in place of 0: breaks var beyond 1e-11 m^2
# (for m = 1). Right for every livelier x.
@wrong()
def variance_floor(x):
    z = x.astype(np.float64)
    m = z.mean(1, keepdims=True)
    v = np.clip(((z - m) ** 2).mean(1, keepdims=True), 1e-8, None)
    return m.astype(x.dtype), v.astype(x.dtype)


# Cache by id(x). Call, overwrite x with other numbers, call again: the old statistics; breaks "mean over the sequence"
# and "the same x always gives the same result" (by values).
@wrong()
def cache_by_id(x):
    key = ("id", id(x), x.shape)
    if key not in _SCRATCH:
        z = x.astype(np.float64)
        _SCRATCH[key] = z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)
    m, v = _SCRATCH[key]
    return m.copy(), v.copy()


# Buffers for each shape, to save allocations. Two calls with the same shape: the first results change;
# breaks "results returned before stay as they are" and "a new array".
@wrong()
def buffers_reused_by_shape(x):
    B, L, F = x.shape
    key = ("buf", B, F, x.dtype.str)
    if key not in _SCRATCH:
        _SCRATCH[key] = np.empty((B, 1, F), x.dtype), np.empty((B, 1, F), x.dtype)
    m, v = _SCRATCH[key]
    m[...] = x.mean(1, keepdims=True, dtype=np.float64)
    v[...] = x.var(1, keepdims=True, dtype=np.float64)
    return m, v


# Memo by the bytes of x alone. The same bytes as (1, 4, 1) and as (1, 2, 2) are different tensors: second call
# gets the answer (and the shape) of the first: breaks "each is a new array of shape (B, 1, F)".
@wrong()
def memo_by_bytes_without_shape(x):
    key = ("bytes", x.tobytes())
    if key not in _SCRATCH:
        z = x.astype(np.float64)
        _SCRATCH[key] = z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)
    m, v = _SCRATCH[key]
    return m.copy(), v.copy()


# Memo with the full key, but it gives the stored arrays away. Call twice with the same x: the same object comes twice (and a
# caller's m += 1 spoils the next call): breaks "each is a new array" and "the same x always gives the same result".
@wrong()
def memo_gives_the_stored_arrays(x):
    key = ("stored", x.tobytes(), x.shape, x.dtype.str)
    try:
        return _SCRATCH[key]
    except KeyError:
        m = x.mean(1, keepdims=True, dtype=np.float64)
        v = np.square(x - m).mean(1, keepdims=True)
        _SCRATCH[key] = m.astype(x.dtype), v.astype(x.dtype)
        return _SCRATCH[key]


# Keeps running statistics as BatchNorm does. The second call with the same x gives other numbers:
# breaks "the same x always gives the same result".
@wrong()
def running_average_with_momentum(x):
    z = x.astype(np.float64)
    m, v = z.mean(1, keepdims=True), z.var(1, keepdims=True)
    key = ("run", m.shape, x.dtype.str)
    if key in _SCRATCH:
        old_m, old_v = _SCRATCH[key]
        m, v = 0.9 * old_m + 0.1 * m, 0.9 * old_v + 0.1 * v
    _SCRATCH[key] = m, v
    return m.astype(x.dtype), v.astype(x.dtype)


# Zeros are taken for padding (text!) and left out. [[[0.],[2.]]] gives mean 2 and var 0: breaks "mean over the sequence".
@wrong()
def zeros_taken_for_padding(x):
    keep = x != 0
    n = np.maximum(keep.sum(axis=1, keepdims=True), 1)
    m = x.sum(axis=1, keepdims=True, dtype=np.float64) / n
    v = (np.where(keep, x - m, 0) ** 2).sum(axis=1, keepdims=True) / n
    return m.astype(x.dtype), v.astype(x.dtype)


# Median "robust to outliers". [[[0],[0],[9]]] gives 0 in place of 3: breaks "mean". Right for L = 1 and 2.
@wrong(deserves="median_for_mean")
def median_as_mean(x):
    z = x.astype(np.float64)
    m = np.median(z, axis=1, keepdims=True)
    return m.astype(x.dtype), ((z - m) ** 2).mean(axis=1, keepdims=True).astype(x.dtype)


# Mean of |x - mean|. The example gives 1 by accident, [[[0],[4]]] gives 2 in place of 4: breaks "variance".
@wrong(deserves="absolute_distances")
def absolute_deviation(x):
    z = x.astype(np.float64)
    m = z.mean(1, keepdims=True)
    return m.astype(x.dtype), np.abs(z - m).mean(1, keepdims=True).astype(x.dtype)


# reshape in place of transpose to bring the sequence last. Right for F = 1 or L = 1; L = 2, F = 2 mixes features:
# breaks "for each feature".
@wrong()
def reshape_is_not_transpose(x):
    B, L, F = x.shape
    rows = x.reshape(B, F, L).astype(np.float64)
    m = rows.mean(axis=2).reshape(B, 1, F)
    v = rows.var(axis=2).reshape(B, 1, F)
    return m.astype(x.dtype), v.astype(x.dtype)


# Blocks of 256 tokens, then the mean of the block means. Right for L < 257 and multiples of 256; L = 300 weighs the
# short block too much: breaks "mean over the sequence".
@wrong()
def mean_of_unequal_blocks(x):
    z = x.astype(np.float64)
    blocks = [z[:, i : i + 256] for i in range(0, z.shape[1], 256)]
    m = np.mean([b.mean(1, keepdims=True) for b in blocks], axis=0)
    v = np.mean([((b - m) ** 2).mean(1, keepdims=True) for b in blocks], axis=0)
    return m.astype(x.dtype), v.astype(x.dtype)


# Exact weights of the blocks, but the variance between the blocks is forgotten. Right for L <= 512; L = 1024 with a
# step from 0 to 1 in the middle gives var 0 in place of 0.25: breaks "variance over the sequence".
@wrong()
def blocks_without_variance_between(x):
    B, L, F = x.shape
    m, v = np.zeros((B, 1, F)), np.zeros((B, 1, F))
    for start in range(0, L, 512):
        part = x[:, start : start + 512].astype(np.float64)
        weight = part.shape[1] / L
        m += weight * part.mean(axis=1, keepdims=True)
        v += weight * part.var(axis=1, keepdims=True)
    return m.astype(x.dtype), v.astype(x.dtype)


# Truncates to 512 tokens like BERT. Right for L <= 512; L = 600 ignores the end: breaks "over the sequence".
@wrong()
def first_512_tokens_only(x):
    z = x[:, :512, :].astype(np.float64)
    return z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)


# np.squeeze, then rebuild only one axis. Right for B > 1 and F > 1; B = 1 gives (F, 1)-like shapes: breaks "shape (B, 1, F)".
@wrong()
def squeeze_loses_axes(x):
    z = x.astype(np.float64)
    m = np.squeeze(z.mean(axis=1, keepdims=True))
    v = np.squeeze(z.var(axis=1, keepdims=True))
    return np.expand_dims(m, -2).astype(x.dtype) if m.ndim else m.astype(x.dtype), np.expand_dims(v, -2).astype(
        x.dtype
    ) if v.ndim else v.astype(x.dtype)


# Subtracts a mean of shape (B, F): broadcasts only by luck. Right for B = 1; B = L = 2 subtracts the mean of the wrong
# sample, B = 2 with L = 3 raises ValueError: breaks "variance for each sample".
@wrong(deserves="missing_keepdims")
def broadcast_of_mean_by_luck(x):
    z = x.astype(np.float64)
    tb = z.mean(axis=1)
    ps = ((z - tb) ** 2).mean(axis=1)
    return tb[:, np.newaxis, :].astype(x.dtype), ps[:, np.newaxis, :].astype(x.dtype)


# allclose shortcut for constant sequences. [[[1000.],[1000.009]]] counts as constant: mean 1000, var 0 in place of
# 1000.0045 and 2e-5: breaks the precision 1e-11 m. Right for every x that is clearly not constant.
@wrong()
def allclose_shortcut_for_constants(x):
    if np.allclose(x, x[:, :1, :]):
        return x[:, :1, :].copy(), np.zeros_like(x[:, :1, :])
    z = x.astype(np.float64)
    return z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)


# Neat numbers: rounds to 8 digits. float64 [[[0.],[0.],[1.]]]: 0.33333333 is off by 3e-9: breaks the precision of 1e-11.
@wrong()
def rounded_to_eight_digits(x):
    z = x.astype(np.float64)
    m = np.round(z.mean(1, keepdims=True), 8)
    v = np.round(z.var(1, keepdims=True), 8)
    return m.astype(x.dtype), v.astype(x.dtype)


# Sorts x first, "adding the small ones first is more exact" -- but ndarray.sort works in place. Any unsorted x, e.g.
# [[[3.],[1.]]]: breaks "x stays as it was".
@wrong(deserves="overwrites_input")
def sorts_x_before_adding(x):
    x.sort(axis=1)
    z = x.astype(np.float64)
    return z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)


# Welford from memory: both factors of m2 with the old mean. [[[1],[3]]] gives 2.5 in place of 1: breaks "variance".
@wrong()
def welford_with_old_mean_twice(x):
    B, L, F = x.shape
    mean, m2 = np.zeros((B, F)), np.zeros((B, F))
    for n in range(1, L + 1):
        delta = x[:, n - 1, :] - mean
        mean = mean + delta / n
        m2 = m2 + delta * delta
    return mean[:, None, :].astype(x.dtype), (m2 / L)[:, None, :].astype(x.dtype)


# ddof understood as "number of samples": ddof grows with the batch. Right for B = 1; B = 2 divides by L - 1:
# breaks "divided by L".
@wrong()
def ddof_from_the_batch(x):
    B, L, F = x.shape
    z = x.astype(np.float64)
    m = z.sum(axis=1, keepdims=True) / L
    v = ((z - m) ** 2).sum(axis=1, keepdims=True) / max(L - (B - 1), 1)
    return m.astype(x.dtype), v.astype(x.dtype)


# Treats far outliers as typing errors (beyond 5 standard deviations). L = 100 zeros and one 1000: gives mean 0;
# breaks "mean over the sequence". Right for all tame x.
@wrong()
def bo_ngoai_lai_truoc(x):
    z = x.astype(np.float64)
    m, s = z.mean(1, keepdims=True), z.std(1, keepdims=True)
    giu = np.abs(z - m) <= 5 * s + 1e-12
    dem = giu.sum(1, keepdims=True)
    m = np.where(giu, z, 0).sum(1, keepdims=True) / dem
    v = (np.where(giu, z - m, 0) ** 2).sum(1, keepdims=True) / dem
    return m.astype(x.dtype), v.astype(x.dtype)


# Chat-bot code: a dictionary with names. Shows always: breaks "Return two arrays mean, var" (tuple, list or namedtuple).
@wrong()
def dictionary_with_names(x):
    z = x.astype(np.float64)
    return {"mean": z.mean(1, keepdims=True).astype(x.dtype), "var": z.var(1, keepdims=True).astype(x.dtype)}


# Result arrays of dtype int: the mean is cut to whole numbers. [[[1.],[2.]]] gives 1 in place of 1.5:
# breaks "mean". Right for whole means.
@wrong()
def integer_result_arrays(x):
    B, L, F = x.shape
    m, v = np.zeros((B, 1, F), int), np.zeros((B, 1, F), int)
    for b in range(B):
        m[b, 0] = x[b].mean(axis=0)
        v[b, 0] = x[b].var(axis=0)
    return m.astype(x.dtype), v.astype(x.dtype)


# "keepdims" by hand: stores the mean in the first token of x and gives this view back. Shows always (L >= 2): x changed,
# and no new array: breaks "x stays as it was" and "a new array".
@wrong(deserves="overwrites_input")
def mean_written_into_first_token(x):
    v = x.var(axis=1, keepdims=True, dtype=np.float64).astype(x.dtype)
    out = x[:, 0:1, :]
    out[...] = x.mean(axis=1, keepdims=True, dtype=np.float64)
    return out, v


# Long sequences are thinned by a random draw of 1000 tokens. Right for L <= 1000; L = 2000 gives other numbers each time:
# breaks "the same x always gives the same result" and the precision.
@wrong()
def random_draw_for_long_sequences(x):
    if x.shape[1] > 1000:
        pick = np.random.default_rng().choice(x.shape[1], 1000, replace=False)
        z = x[:, pick, :].astype(np.float64)
    else:
        z = x.astype(np.float64)
    return z.mean(1, keepdims=True).astype(x.dtype), z.var(1, keepdims=True).astype(x.dtype)


# Exact fractions (fine), but limit_denominator for speed. float64 [[[0.1234567],[0.7654321]]]: off by about 1e-7;
# breaks the precision of 1e-11. Right for short decimal numbers.
@wrong()
def fractions_with_limited_denominator(x):
    B, L, F = x.shape
    m, v = np.empty((B, 1, F), x.dtype), np.empty((B, 1, F), x.dtype)
    for b in range(B):
        for f in range(F):
            q = [Fraction(float(t)).limit_denominator(1000) for t in x[b, :, f]]
            mu = sum(q) / L
            m[b, 0, f] = float(mu)
            v[b, 0, f] = float(sum((t - mu) ** 2 for t in q) / L)
    return m, v
