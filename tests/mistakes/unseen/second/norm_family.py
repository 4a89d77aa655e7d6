"""Answers to the exercise norm_family, written from the task text alone."""

import collections
import functools
import itertools
import math
import statistics
from dataclasses import dataclass

import numpy as np

from mistakes.unseen import correct, wrong

# ----------------------------------------------------------------- batch_norm, right


# Plain loops in pure Python with exact sums: one feature after the other.
@correct(of="batch_norm")
def batch_norm_fsum_loops(x, eps=1e-5):
    B, L, F = x.shape
    out = np.empty(x.shape, dtype=x.dtype)
    for f in range(F):
        column = [float(v) for v in x[:, :, f].ravel()]
        mu = math.fsum(column) / (B * L)
        var = math.fsum((v - mu) ** 2 for v in column) / (B * L)
        root = math.sqrt(var + eps)
        out[:, :, f] = np.array([(v - mu) / root for v in column]).reshape(B, L)
    return out


# Flattens to a table of B*L rows and takes the sums as matrix products with a row of ones, in float64.
@correct(of="batch_norm")
def batch_norm_ones_matrix(x, eps=1e-5):
    table = x.reshape(-1, x.shape[2]).astype(np.float64)
    n = len(table)
    ones = np.full((1, n), 1.0 / n)
    centred = table - ones @ table
    var = ones @ (centred * centred)
    return (centred / np.sqrt(var + eps)).reshape(x.shape).astype(x.dtype)


# Welford over the tokens, all features at once; the state is a little dataclass.
@correct(of="batch_norm")
def batch_norm_welford_dataclass(x, eps=1e-5):
    @dataclass
    class Running:
        n: int
        mean: np.ndarray
        m2: np.ndarray

        def push(self, row):
            self.n += 1
            d = row - self.mean
            self.mean = self.mean + d / self.n
            self.m2 = self.m2 + d * (row - self.mean)

        @property
        def variance(self):
            return self.m2 / self.n

    F = x.shape[-1]
    state = Running(0, np.zeros(F), np.zeros(F))
    for row in x.reshape(-1, F).astype(float):
        state.push(row)
    y = np.empty_like(x)
    y[...] = (x.astype(float) - state.mean) / np.sqrt(state.variance + eps)
    return y


# statistics.fmean twice, on lists: slow, but the standard library adds up exactly.
@correct(of="batch_norm")
def thong_ke_batch_norm(x, eps=1e-5):
    ket_qua = np.zeros_like(x)
    for j in range(x.shape[2]):
        cot = x[:, :, j].astype(np.float64).flatten().tolist()
        tb = statistics.fmean(cot)
        phuong_sai = statistics.fmean([(v - tb) ** 2 for v in cot])
        ket_qua[:, :, j] = (x[:, :, j].astype(np.float64) - tb) / (phuong_sai + eps) ** 0.5
    return ket_qua


# A cache is allowed if the key holds the contents and the caller gets a copy.
@correct(of="batch_norm")
def batch_norm_content_cache(x, eps=1e-5):
    key = (x.tobytes(), x.shape, x.dtype.str, float(eps))
    store = _content_cache
    if key not in store:
        if len(store) > 8:
            store.clear()
        z = x.astype(np.float64)
        mu = np.einsum("blf->f", z) / (z.shape[0] * z.shape[1])
        z -= mu
        v = np.einsum("blf,blf->f", z, z) / (z.shape[0] * z.shape[1])
        store[key] = (z / np.sqrt(v + eps)).astype(x.dtype)
    return store[key].copy()


_content_cache = {}


# ----------------------------------------------------------------- batch_norm, wrong


# Batch normalization "is over the batch", so axis 0 alone, as in a table of samples.
# Shows for every L > 1: "all samples and all tokens".
@wrong(deserves="batch_over_samples", of="batch_norm")
def BatchNormOnlyOverSamples(x, eps=1e-5):
    mu = x.mean(axis=0, keepdims=True)
    var = x.var(axis=0, keepdims=True)
    return ((x - mu) / np.sqrt(var + eps)).astype(x.dtype)


# x.mean() without an axis: one pair for everything.
# Shows for F > 1 with features of different means: "for each feature by itself".
@wrong(deserves="batch_over_everything", of="batch_norm")
def batch_norm_one_pair_for_all(x, eps=1e-5):
    return ((x - x.mean(dtype=np.float64)) / np.sqrt(x.var(dtype=np.float64) + eps)).astype(x.dtype)


# Coming from PyTorch, where the layout is (N, C, L).
# Shows for L != 1 or F != 1, e.g. L = 5, F = 3: statistics for each token place rather than each feature.
@wrong(of="batch_norm")
def BatchNormTorchLayoutNCL(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = z.mean(axis=(0, 2), keepdims=True)
    var = z.var(axis=(0, 2), keepdims=True)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# Wanted one row per feature and took reshape(F, -1) for a transposition.
# Shows for F > 1 (and B*L > 1): the rows mix the features.
@wrong(of="batch_norm")
def batch_norm_reshape_is_no_transpose(x, eps=1e-5):
    F = x.shape[2]
    rows = x.reshape(F, -1).astype(np.float64)
    rows = (rows - rows.mean(1, keepdims=True)) / np.sqrt(rows.var(1, keepdims=True) + eps)
    return rows.reshape(x.shape).astype(x.dtype)


# Averages the variances of the samples, and forgets that the means of the samples differ too.
# Shows for B > 1 when the samples have different means: sigma^2 is not over all samples and all tokens.
@wrong(deserves="batch_mean_of_variances", of="batch_norm")
def BatchNormMeanOfSampleVariances(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = z.mean(axis=1).mean(axis=0)
    var = z.var(axis=1).mean(axis=0)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# As MATLAB's std and pandas do it: divides by n - 1 (but at least by 1).
# Shows for few numbers, e.g. B = 1, L = 2, clearly: "the biased variance".
@wrong(deserves="batch_unbiased", of="batch_norm")
def matlab_std_batch_norm(x, eps=1e-5):
    z = np.asarray(x, dtype=float)
    n = z.shape[0] * z.shape[1]
    mu = z.sum(axis=(0, 1)) / n
    s2 = ((z - mu) ** 2).sum(axis=(0, 1)) / max(n - 1, 1)
    return np.array((z - mu) / np.sqrt(s2 + eps), dtype=x.dtype)


# The default of Keras, 1e-3, from habit.
# Shows for calls without eps with a variance below about 100: the default eps is 1e-5.
@wrong(of="batch_norm")
def BatchNormKerasDefault(x, eps=1e-3):
    z = x.astype(np.float64)
    return ((z - z.mean((0, 1))) / np.sqrt(z.var((0, 1)) + eps)).astype(x.dtype)


# Saves memory with -= and /=.
# Shows for each x with anything to do: "x stays as it was" and "a new array".
@wrong(deserves="batch_overwrites_input", of="batch_norm")
def batch_norm_tai_cho(x, eps=1e-5):
    trung_binh = x.mean(axis=(0, 1), dtype=np.float64)
    do_lech = np.sqrt(x.var(axis=(0, 1), dtype=np.float64) + eps)
    x -= trung_binh.astype(x.dtype)
    x /= do_lech.astype(x.dtype)
    return x


# Computes in float64 for precision, and forgets the way back.
# Shows for float32: "the shape and dtype of x".
@wrong(of="batch_norm")
def batch_norm_stays_in_float64(x, eps=1e-5):
    z = x.astype("float64")
    return (z - z.mean(axis=(0, 1))) / np.sqrt(z.var(axis=(0, 1)) + eps)


# var = E[x^2] - E[x]^2, in float64, "double is always enough".
# Shows in float64 for numbers near 1000 with a spread of about 0.001, clearly for L = 3000: off by more than 1e-6.
@correct(of="batch_norm")
def BatchNormMeanOfSquares(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = np.mean(z, axis=(0, 1))
    var = np.maximum(np.mean(z * z, axis=(0, 1)) - mu * mu, 0.0)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# A layer as in the libraries: with one token only it falls back on the running statistics of the calls before.
# Shows for B = L = 1 after another call with the same F: "the same arguments always give the same output".
@wrong(of="batch_norm")
def BatchNormRunningForSingleToken(x, eps=1e-5):
    z = x.astype(np.float64)
    F = z.shape[2]
    if z.shape[0] * z.shape[1] > 1:
        mu, var = z.mean(axis=(0, 1)), z.var(axis=(0, 1))
        old = _running.get(F, (np.zeros(F), np.ones(F)))
        _running[F] = (0.9 * old[0] + 0.1 * mu, 0.9 * old[1] + 0.1 * var)
    else:
        mu, var = _running.get(F, (z[0, 0], np.zeros(F)))
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


_running = {}


# Keeps one output buffer for each shape and dtype, to spare the allocation.
# Shows at the second call with the same shape: "results returned before stay as they are".
@wrong(of="batch_norm")
def batch_norm_workspace(x, eps=1e-5):
    out = _workspaces.setdefault((x.shape, x.dtype.char), np.empty_like(x))
    z = x.astype(np.float64)
    out[...] = (z - z.mean(axis=(0, 1))) / np.sqrt(z.var(axis=(0, 1)) + eps)
    return out


_workspaces = {}


# As scikit-learn's StandardScaler: the scale is the deviation, and 1 where that is 0.
# Shows for eps = 1 (or small variances): sqrt(sigma^2 + eps) is the divisor.
@wrong(of="batch_norm")
def standard_scaler_batch_norm(x, eps=1e-5):
    flat = x.reshape(-1, x.shape[-1]).astype(np.float64)
    scale = flat.std(axis=0)
    scale[scale == 0.0] = 1.0
    return ((flat - flat.mean(axis=0)) / scale).reshape(x.shape).astype(x.dtype)


# Against outliers the result is clipped to 10 deviations, as some reinforcement-learning code does.
# Shows only with more than 100 numbers and one outlier, e.g. 2999 zeros and one 1000.
@wrong(of="batch_norm")
def BatchNormClippedTo10(x, eps=1e-5):
    z = x.astype(np.float64)
    y = (z - z.mean(axis=(0, 1))) / np.sqrt(z.var(axis=(0, 1)) + eps)
    return np.clip(y, -10.0, 10.0).astype(x.dtype)


# ----------------------------------------------------------------- layer_norm, right


# The centring matrix I - 1/F from the linear-algebra course.
@correct(of="layer_norm")
def layer_norm_centring_matrix(x, eps=1e-5):
    F = x.shape[-1]
    C = np.eye(F) - np.ones((F, F)) / F
    centred = x.astype(np.float64) @ C
    var = np.einsum("blf,blf->bl", centred, centred) / F
    return (centred / np.sqrt(var + eps)[..., None]).astype(x.dtype)


# One token at a time; the result is assembled from nested lists.
@correct(of="layer_norm")
def layer_norm_nested_lists(x, eps=1e-5):
    def token(v):
        m = math.fsum(v) / len(v)
        s = math.sqrt(math.fsum((a - m) * (a - m) for a in v) / len(v) + eps)
        return [(a - m) / s for a in v]

    return np.array([[token(v) for v in sample] for sample in x.tolist()], dtype=x.dtype)


# Features first, so that broadcasting needs no keepdims; the output is a transposed view of a new array, which is allowed.
@correct(of="layer_norm")
def layer_norm_features_first(x, eps=1e-5):
    z = np.moveaxis(x, 2, 0).astype(np.longdouble)
    z = z - z.mean(axis=0)
    z = z / np.sqrt((z**2).mean(axis=0) + eps)
    return np.moveaxis(z.astype(x.dtype), 0, 2)


# apply_along_axis with an inner class, for somebody who likes objects.
@correct(of="layer_norm")
def tung_tu_mot(x, eps=1e-5):
    class Tu:
        def __init__(self, so):
            self.so = np.asarray(so, dtype=np.float64)

        @property
        def trung_binh(self):
            return self.so.sum() / self.so.size

        @property
        def phuong_sai(self):
            lech = self.so - self.trung_binh
            return float(np.dot(lech, lech)) / lech.size

        def chuan_hoa(self):
            return (self.so - self.trung_binh) / math.sqrt(self.phuong_sai + eps)

    return np.apply_along_axis(lambda v: Tu(v).chuan_hoa(), 2, x).astype(x.dtype)


# Fortran order and out= arguments everywhere.
@correct(of="layer_norm")
def layer_norm_fortran_order(x, eps=1e-5):
    z = np.array(x, dtype=np.float64, order="F", copy=True)
    np.subtract(z, np.mean(z, axis=-1)[:, :, np.newaxis], out=z)
    d = np.sqrt(np.mean(np.square(z), axis=-1) + eps)
    np.divide(z, d[:, :, np.newaxis], out=z)
    return np.asfortranarray(z, dtype=x.dtype)


# ----------------------------------------------------------------- layer_norm, wrong


# This is instance normalization again: exercise 2 copied.
# Shows for nearly every input with L > 1 or F > 1: "the features of one token".
@wrong(deserves="layer_over_sequence", of="layer_norm")
def layer_norm_copied_from_exercise_2(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(axis=1, keepdims=True)) / np.sqrt(z.var(axis=1, keepdims=True) + eps)).astype(x.dtype)


# The layer normalization of the image models: over everything in one sample.
# Shows for L > 1: there must be B*L pairs, and here are B.
@wrong(deserves="layer_over_sample", of="layer_norm")
def LayerNormWholeSample(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = z.mean(axis=(1, 2), keepdims=True)
    var = z.var(axis=(1, 2), keepdims=True)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# "The Annotated Transformer": std with n - 1, and eps beside the root.
# Shows for small F (F = 1 is nan) and for eps = 1: biased variance, eps under the root.
@wrong(deserves="layer_unbiased", also=("layer_eps_outside",), of="layer_norm")
def AnnotatedTransformerLayerNorm(x, eps=1e-5):
    z = x.astype(np.float64)
    with np.errstate(all="ignore"):
        mean = z.sum(-1, keepdims=True) / z.shape[-1]
        std = np.sqrt(((z - mean) ** 2).sum(-1, keepdims=True) / np.float64(z.shape[-1] - 1))
        return ((z - mean) / (std + eps)).astype(x.dtype)


# Lost keepdims, and turned and cut the statistics until the shapes agreed.
# Shows for L > 1 (feature f gets the mean of token f) and for 1 < L < F (an error).
@wrong(deserves="layer_missing_keepdims", of="layer_norm")
def layer_norm_without_keepdims(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = z.mean(axis=2).reshape(len(z), 1, -1)[..., : z.shape[2]]
    var = z.var(axis=2).reshape(len(z), 1, -1)[..., : z.shape[2]]
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# RMSNorm, as the newer language models have it: the mean is not subtracted.
# Shows for each token whose mean is not 0.
@wrong(deserves="layer_is_rms_norm", of="layer_norm")
def RMSNormInstead(x, eps=1e-5):
    z = x.astype(np.float64)
    ms = np.mean(z * z, axis=-1, keepdims=True)
    return (z / np.sqrt(ms + eps)).astype(x.dtype)


# Centres, then scales to length 1 instead of to variance 1.
# Shows for each F > 1: the divisor is sqrt(F) too large.
@wrong(of="layer_norm")
def layer_norm_unit_length(x, eps=1e-5):
    z = x.astype(np.float64)
    z = z - z.mean(-1, keepdims=True)
    return (z / np.sqrt((z**2).sum(-1, keepdims=True) + eps)).astype(x.dtype)


# "With one feature there is nothing to normalize": returns the numbers as they are.
# Shows for F = 1, where the formula gives 0.
@wrong(of="layer_norm")
def LayerNormSingleFeatureUntouched(x, eps=1e-5):
    if x.shape[2] == 1:
        return x.copy()
    z = x.astype(np.float64)
    mu = z.mean(2)[:, :, None]
    return ((z - mu) / np.sqrt(z.var(2)[:, :, None] + eps)).astype(x.dtype)


# Skips tokens that are constant, because "0/0".
# Shows for a token of equal numbers, e.g. [5, 5, 5]: the formula gives 0, this leaves 5.
@wrong(of="layer_norm")
def bo_qua_tu_hang_so(x, eps=1e-5):
    y = np.array(x)
    B, L, F = x.shape
    for b in range(B):
        for l in range(L):
            tu = x[b, l].astype(np.float64)
            if tu.max() == tu.min():
                continue
            y[b, l] = (tu - tu.mean()) / np.sqrt(tu.var() + eps)
    return y


# Goes through the tokens in blocks of 32 and forgets the block that is not full.
# Shows when B*L is no multiple of 32: the last tokens come out as 0.
@wrong(of="layer_norm")
def layer_norm_full_blocks_only(x, eps=1e-5):
    tokens = x.reshape(-1, x.shape[2])
    out = np.zeros_like(tokens)
    size = 32
    for k in range(len(tokens) // size):
        block = tokens[k * size : (k + 1) * size].astype(np.float64)
        block -= block.mean(axis=1, keepdims=True)
        out[k * size : (k + 1) * size] = block / np.sqrt((block**2).mean(axis=1, keepdims=True) + eps)
    return out.reshape(x.shape)


# Does its work in float32, as on a graphics card, and converts back.
# Shows in float64, e.g. for numbers near 1000: off by much more than 1e-6.
@wrong(of="layer_norm")
def LayerNormGpuPrecision(x, eps=1e-5):
    z = x.astype(np.float32)
    mu = z.mean(axis=-1, keepdims=True)
    var = ((z - mu) ** 2).mean(axis=-1, keepdims=True)
    return ((z - mu) / np.sqrt(var + np.float32(eps))).astype(x.dtype)


# Hands x back if it is normalized already.
# Shows for x with mean 0 and variance 1 in each token and a call that lets eps vanish, e.g. [[[-1, 1]]]:
# "a new array, also where nothing had to be done".
@wrong(of="layer_norm")
def layer_norm_already_done(x, eps=1e-5):
    mu = x.mean(axis=-1, dtype=np.float64)[..., None]
    var = x.var(axis=-1, dtype=np.float64)[..., None]
    if np.allclose(mu, 0, atol=1e-7) and np.allclose(var + eps, 1, atol=2e-5):
        return x
    return ((x.astype(np.float64) - mu) / np.sqrt(var + eps)).astype(x.dtype)


# Normalizes the rows of a table and forgets to fold it back.
# Shows for every x: the shape is (B*L, F).
@wrong(of="layer_norm")
def layer_norm_flat_result(x, eps=1e-5):
    t = x.reshape(-1, x.shape[-1]).astype(np.float64)
    t = (t - t.mean(1, keepdims=True)) / np.sqrt(t.var(1, keepdims=True) + eps)
    return t.astype(x.dtype)


# The larger of variance and eps, instead of their sum (a "clamp").
# Shows for eps = 1 with variances about 1, and for small variances.
@wrong(of="layer_norm")
def layer_norm_clamped_variance(x, eps=1e-5):
    z = x.astype(np.float64)
    var = np.maximum(z.var(axis=-1, keepdims=True), eps)
    return ((z - z.mean(axis=-1, keepdims=True)) / np.sqrt(var)).astype(x.dtype)


# Remembers results by the identity of the array.
# Shows when the caller overwrites x and calls again with the same object: the old result comes back.
@wrong(of="layer_norm")
def LayerNormIdentityMemo(x, eps=1e-5):
    hit = _layer_memo.get(id(x))
    if hit is not None and hit[0] is x and hit[1] == eps:
        return hit[2].copy()
    z = x.astype(np.float64)
    z -= z.mean(axis=-1, keepdims=True)
    y = (z / np.sqrt(np.mean(z * z, axis=-1, keepdims=True) + eps)).astype(x.dtype)
    if len(_layer_memo) > 20:
        _layer_memo.clear()
    _layer_memo[id(x)] = (x, eps, y)
    return y.copy()


_layer_memo = {}


# ----------------------------------------------------------------- group_norm, right


# Five lines with a fourth axis.
@correct(of="group_norm")
def group_norm_fourth_axis(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    z = x.astype(np.float64).reshape(B, L, num_groups, F // num_groups)
    z = z - z.mean(axis=(1, 3), keepdims=True)
    z = z / np.sqrt(np.mean(z * z, axis=(1, 3), keepdims=True) + eps)
    return z.reshape(B, L, F).astype(x.dtype)


# A membership matrix (F, G): sums of features, then sums of groups, as matrix products.
@correct(of="group_norm")
def group_norm_membership_matrix(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    size = F // num_groups
    M = np.kron(np.eye(num_groups), np.ones((size, 1)))
    n = L * size
    mu = np.einsum("blf,fg->bg", x.astype(np.float64), M) / n
    z = x.astype(np.float64) - (mu @ M.T)[:, None, :]
    var = np.einsum("blf,fg->bg", z**2, M) / n
    return (z / np.sqrt(var @ M.T + eps)[:, None, :]).astype(x.dtype)


# Cuts into groups and glues together again.
@correct(of="group_norm")
def cat_roi_dan(x, num_groups, eps=1e-5):
    def mot_nhom(manh):
        phang = manh.astype(np.float64).reshape(len(manh), -1)
        tb = phang.mean(axis=1).reshape(-1, 1, 1)
        ps = phang.var(axis=1).reshape(-1, 1, 1)
        return (manh - tb) / np.sqrt(ps + eps)

    return np.concatenate([mot_nhom(m) for m in np.split(x, num_groups, axis=2)], axis=2).astype(x.dtype)


# Welford's parallel formula: each feature by itself first, then the features of a group are merged in pairs (Chan).
@correct(of="group_norm")
def group_norm_merging_features(x, num_groups, eps=1e-5):
    Part = collections.namedtuple("Part", "n mean m2")

    def merge(a, b):
        n = a.n + b.n
        d = b.mean - a.mean
        return Part(n, a.mean + d * b.n / n, a.m2 + b.m2 + d * d * a.n * b.n / n)

    B, L, F = x.shape
    size = F // num_groups
    out = np.empty_like(x, subok=False)
    for b, g in itertools.product(range(B), range(num_groups)):
        cols = slice(g * size, (g + 1) * size)
        block = x[b, :, cols].astype(np.float64)
        parts = [Part(L, c.mean(), ((c - c.mean()) ** 2).sum()) for c in block.T]
        total = functools.reduce(merge, parts)
        out[b, :, cols] = (block - total.mean) / math.sqrt(total.m2 / total.n + eps)
    return out


# bincount with the number of the pair of every single number as the label.
@correct(of="group_norm")
def group_norm_bincount_labels(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    b, _, f = np.indices(x.shape)
    label = (b * num_groups + f * num_groups // F).ravel()
    v = x.astype(np.float64).ravel()
    n = np.bincount(label, minlength=B * num_groups)
    v = v - (np.bincount(label, weights=v) / n)[label]
    var = np.bincount(label, weights=v * v) / n
    return (v / np.sqrt(var[label] + eps)).reshape(B, L, F).astype(x.dtype)


# ----------------------------------------------------------------- group_norm, wrong


# The groups are interleaved: features 0, 2 and 1, 3.
# Shows for F = 4, G = 2: "neighbouring features"; right for G = 1 and G = F.
@wrong(deserves="group_interleaved", of="group_norm")
def GroupNormInterleaved(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    z = x.astype(np.float64).reshape(B, L, F // num_groups, num_groups)
    z = (z - z.mean(axis=(1, 2), keepdims=True)) / np.sqrt(z.var(axis=(1, 2), keepdims=True) + eps)
    return z.reshape(B, L, F).astype(x.dtype)


# Statistics of the group in each token by itself.
# Shows for L > 1: "the sequence and the neighbouring features".
@wrong(deserves="group_of_each_token", of="group_norm")
def group_norm_token_by_token(x, num_groups, eps=1e-5):
    z = x.astype(np.float64).reshape(*x.shape[:2], num_groups, -1)
    z = (z - z.mean(-1, keepdims=True)) / np.sqrt(z.var(-1, keepdims=True) + eps)
    return z.reshape(x.shape).astype(x.dtype)


# Takes num_groups for the number of features in a group.
# Shows for F = 6, G = 2; right where F = G * G, as in the task's F = 4, G = 2.
@wrong(deserves="group_size_for_number", of="group_norm")
def GroupNormSizeForNumber(x, num_groups, eps=1e-5):
    out = np.empty_like(x)
    for f in range(0, x.shape[2], num_groups):
        part = x[:, :, f : f + num_groups].astype(np.float64)
        mu = part.mean(axis=(1, 2), keepdims=True)
        out[:, :, f : f + num_groups] = (part - mu) / np.sqrt(part.var(axis=(1, 2), keepdims=True) + eps)
    return out


# reshape(B, G, -1) as in PyTorch's source, where the features come before the sequence.
# Shows for L > 1 and G > 1: the parts are pieces of the sequence, not groups of features.
@wrong(deserves="group_of_other_layout", of="group_norm")
def group_norm_torch_reshape(x, num_groups, eps=1e-5):
    B = x.shape[0]
    z = x.reshape(B, num_groups, -1).astype(np.float64)
    z = (z - z.mean(axis=2, keepdims=True)) / np.sqrt(z.var(axis=2, keepdims=True) + eps)
    return z.reshape(x.shape).astype(x.dtype)


# Takes the samples into the statistics as well.
# Shows for B > 1: "for each sample by itself".
@wrong(deserves="group_over_samples", of="group_norm")
def GroupNormAcrossTheBatch(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    z = x.astype(np.float64).reshape(B, L, num_groups, F // num_groups)
    axes = (0, 1, 3)
    z = (z - z.mean(axis=axes, keepdims=True)) / np.sqrt(z.var(axis=axes, keepdims=True) + eps)
    return z.reshape(x.shape).astype(x.dtype)


# Averages the variances of the features of a group.
# Shows when the features of a group have different means: the variance between the features is missing.
@wrong(deserves="group_mean_of_variances", of="group_norm")
def trung_binh_phuong_sai_nhom(x, num_groups, eps=1e-5):
    k = x.shape[2] // num_groups
    z = x.astype(np.float64)
    mu = z.mean(axis=1)
    var = z.var(axis=1)
    mu_nhom = np.repeat(mu.reshape(len(x), num_groups, k).mean(-1), k, axis=1)
    var_nhom = np.repeat(var.reshape(len(x), num_groups, k).mean(-1), k, axis=1)
    return ((z - mu_nhom[:, None]) / np.sqrt(var_nhom[:, None] + eps)).astype(x.dtype)


# "Group normalization with one group is layer normalization" - and took the one of the Transformers.
# Shows only for G = 1 with L > 1, as in the example of the task.
@wrong(deserves="group_of_each_token", of="group_norm")
def GroupNormOneGroupIsLayerNorm(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    z = x.astype(np.float64)
    if num_groups == 1:
        return ((z - z.mean(-1, keepdims=True)) / np.sqrt(z.var(-1, keepdims=True) + eps)).astype(x.dtype)
    z = z.reshape(B, L, num_groups, -1)
    z = (z - z.mean((1, 3), keepdims=True)) / np.sqrt(z.var((1, 3), keepdims=True) + eps)
    return z.reshape(B, L, F).astype(x.dtype)


# "With as many groups as features it is batch normalization."
# Shows only for G = F with B > 1: then it is instance normalization.
@wrong(deserves="group_over_samples", of="group_norm")
def GroupNormAllGroupsIsBatchNorm(x, num_groups, eps=1e-5):
    z = x.astype(np.float64)
    if num_groups == x.shape[2]:
        mu, var = z.mean(axis=(0, 1)), z.var(axis=(0, 1))
        return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)
    z4 = z.reshape(x.shape[0], x.shape[1], num_groups, -1)
    z4 = (z4 - z4.mean((1, 3), keepdims=True)) / np.sqrt(z4.var((1, 3), keepdims=True) + eps)
    return z4.reshape(x.shape).astype(x.dtype)


# reshape gives a view, and -= on the view writes into x.
# Shows for every x that reshape can view (the usual case): "x stays as it was".
@wrong(of="group_norm")
def group_norm_view_in_place(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    v = x.reshape(B, L, num_groups, F // num_groups)
    mu = v.mean(axis=(1, 3), keepdims=True, dtype=np.float64)
    s = np.sqrt(v.var(axis=(1, 3), keepdims=True, dtype=np.float64) + eps)
    v -= mu.astype(x.dtype)
    return (v / s).reshape(B, L, F).astype(x.dtype)


# Collects the groups in a list and joins them on the wrong axis.
# Shows for G > 1: the shape is (B, G*L, F/G).
@wrong(of="group_norm")
def GroupNormJoinedOnSequence(x, num_groups, eps=1e-5):
    parts = []
    for part in np.split(x.astype(np.float64), num_groups, axis=-1):
        mu = part.mean(axis=(1, 2), keepdims=True)
        parts.append((part - mu) / np.sqrt(part.var(axis=(1, 2), keepdims=True) + eps))
    return np.concatenate(parts, axis=1).astype(x.dtype)


# The labels of the features are cached for each F, but they depend on G as well.
# Shows at the second call with the same F and another G: the old groups are used.
@wrong(of="group_norm")
def group_norm_label_cache(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    if F not in _labels:
        _labels[F] = np.arange(F) // (F // num_groups)
    label = _labels[F]
    out = np.empty_like(x)
    for g in range(label[-1] + 1):
        part = x[:, :, label == g].astype(np.float64)
        mu = part.mean(axis=(1, 2), keepdims=True)
        out[:, :, label == g] = (part - mu) / np.sqrt(part.var(axis=(1, 2), keepdims=True) + eps)
    return out


_labels = {}


# The paper uses 32 groups, so more cannot be meant.
# Shows only for G > 32, e.g. F = G = 64.
@wrong(of="group_norm")
def GroupNormAtMost32(x, num_groups, eps=1e-5):
    num_groups = math.gcd(num_groups, 32) if num_groups > 32 else num_groups
    z = x.astype(np.float64).reshape(*x.shape[:2], num_groups, -1)
    mu = z.mean((1, 3), keepdims=True)
    return ((z - mu) / np.sqrt(z.var((1, 3), keepdims=True) + eps)).reshape(x.shape).astype(x.dtype)


# Left a place for gamma before eps, as in an own layer.
# Shows when eps is given by position: it is taken for gamma, and eps stays 1e-5.
@wrong(of="group_norm")
def group_norm_gamma_before_eps(x, num_groups, gamma=1.0, eps=1e-5):
    B, L, F = x.shape
    z = x.astype(np.float64).reshape(B, L, num_groups, -1)
    z = (z - z.mean((1, 3), keepdims=True)) / np.sqrt(z.var((1, 3), keepdims=True) + eps)
    return (gamma * z.reshape(B, L, F)).astype(x.dtype)


# eps beside the root instead of under it.
# Shows for eps = 1, and with the default for groups of a small spread (0.001): the divisor is sqrt(sigma^2 + eps).
@wrong(deserves="group_eps_outside", of="group_norm")
def eps_ngoai_can(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    co_nhom = F // num_groups
    ket_qua = np.empty(x.shape, dtype=x.dtype)
    for mau in range(B):
        for nhom in range(num_groups):
            cot = slice(nhom * co_nhom, (nhom + 1) * co_nhom)
            so = x[mau, :, cot].astype(np.float64)
            ket_qua[mau, :, cot] = (so - so.mean()) / (so.std() + eps)
    return ket_qua


# Every feature gets a window of F/G features around it, cut off at the edges: "neighbouring" read hastily.
# Shows for 1 <= G < F, e.g. F = 4, G = 2: the groups are 0, 1 and 2, 3 and do not overlap.
@wrong(of="group_norm")
def GroupNormSlidingWindow(x, num_groups, eps=1e-5):
    F = x.shape[2]
    k = F // num_groups
    out = np.empty_like(x)
    for f in range(F):
        window = x[:, :, max(0, f - k // 2) : f - k // 2 + k].astype(np.float64)
        mu = window.mean(axis=(1, 2))[:, None]
        out[:, :, f] = (x[:, :, f] - mu) / np.sqrt(window.var(axis=(1, 2))[:, None] + eps)
    return out


# Normalizes the groups a second time, "so that the variance is 1 exactly".
# Shows for eps = 1, or where the variance is of the size of eps.
@wrong(of="group_norm")
def GroupNormTwice(x, num_groups, eps=1e-5):
    z = x.astype(np.float64).reshape(*x.shape[:2], num_groups, -1)
    for _ in range(2):
        z = z - z.mean((1, 3), keepdims=True)
        z = z / np.sqrt((z * z).mean((1, 3), keepdims=True) + eps)
    return z.reshape(x.shape).astype(x.dtype)
