"""Answers to the exercise masked_instance_norm, written from the task text alone."""

import collections
import math
import statistics
import warnings
from dataclasses import dataclass

import numpy as np

from mistakes.unseen import correct, wrong

# ----------------------------------------------------------------- right


# Sample by sample with boolean indexing.
@correct()
def masked_norm_boolean_index(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b in range(len(x)):
        tokens = x[b][mask[b]].astype(np.float64)
        if len(tokens) == 0:
            continue
        out[b][mask[b]] = (tokens - tokens.mean(axis=0)) / np.sqrt(tokens.var(axis=0) + eps)
    return out


# Weights of 0 and 1, einsum, and a count of at least 1; the deviations are masked before they are squared.
@correct()
def masked_norm_einsum_weights(x, mask, eps=1e-5):
    w = mask.astype(np.float64)
    n = np.maximum(w.sum(axis=1), 1.0)[:, None]
    z = np.where(mask[..., None], x, 0).astype(np.float64)
    mu = np.einsum("bl,blf->bf", w, z) / n
    d = (z - mu[:, None, :]) * w[:, :, None]
    var = np.einsum("blf,blf->bf", d, d) / n
    return (d / np.sqrt(var + eps)[:, None, :]).astype(x.dtype)


# NaN in the padding and the nan-functions; the warning about samples that are all padding is switched off.
@correct()
def MaskedNormNanFunctions(x, mask, eps=1e-5):
    z = x.astype(np.float64)
    z[~mask] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mu = np.nanmean(z, axis=1, keepdims=True)
        var = np.nanmean((z - mu) ** 2, axis=1, keepdims=True)
        z = (z - mu) / np.sqrt(var + eps)
    return np.nan_to_num(z, nan=0.0).astype(x.dtype)


# np.ma all the way, and filled(0) at the end.
@correct()
def masked_norm_numpy_ma(x, mask, eps=1e-5):
    hidden = np.broadcast_to(~mask[:, :, None], x.shape)
    m = np.ma.array(x.astype(np.float64), mask=hidden.copy())
    d = m - m.mean(axis=1, keepdims=True)
    y = d / np.ma.sqrt((d * d).mean(axis=1, keepdims=True) + eps)
    return np.array(y.filled(0.0), dtype=x.dtype)


# Three loops, exact sums, no NumPy function except for the result.
@correct()
def ba_vong_lap(x, mask, eps=1e-5):
    so_mau, do_dai, so_dac_trung = x.shape
    ket_qua = np.zeros((so_mau, do_dai, so_dac_trung), dtype=x.dtype)
    for i in range(so_mau):
        cho = [t for t in range(do_dai) if mask[i, t]]
        for j in range(so_dac_trung):
            gia_tri = [float(x[i, t, j]) for t in cho]
            if not gia_tri:
                continue
            tb = math.fsum(gia_tri) / len(gia_tri)
            ps = math.fsum((v - tb) ** 2 for v in gia_tri) / len(gia_tri)
            can = math.sqrt(ps + eps)
            for t, v in zip(cho, gia_tri):
                ket_qua[i, t, j] = (v - tb) / can
    return ket_qua


# Sorts the tokens of the whole batch into one long list and takes segment sums with np.add.reduceat.
@correct()
def masked_norm_reduceat(x, mask, eps=1e-5):
    out = np.zeros(x.shape, x.dtype)
    counts = mask.sum(axis=1)
    alive = counts > 0
    if not alive.any():
        return out
    rows = x[mask].astype(np.float64)
    n = counts[alive]
    starts = np.concatenate(([0], np.cumsum(n)[:-1]))
    mu = np.add.reduceat(rows, starts, axis=0) / n[:, None]
    rows -= np.repeat(mu, n, axis=0)
    var = np.add.reduceat(rows**2, starts, axis=0) / n[:, None]
    rows /= np.sqrt(np.repeat(var, n, axis=0) + eps)
    out[mask] = rows
    return out


# Welford along the sequence; each step moves the statistics of those samples only that have a token there.
@correct()
def masked_norm_welford_steps(x, mask, eps=1e-5):
    @dataclass
    class State:
        count: np.ndarray
        mean: np.ndarray
        m2: np.ndarray

        @property
        def inv(self):
            return 1.0 / np.sqrt(self.m2 / np.maximum(self.count, 1) + eps)

    B, L, F = x.shape
    s = State(np.zeros((B, 1)), np.zeros((B, F)), np.zeros((B, F)))
    for t in range(L):
        here = mask[:, t]
        if not here.any():
            continue
        v = x[here, t].astype(np.float64)
        s.count[here] += 1
        d = v - s.mean[here]
        s.mean[here] += d / s.count[here]
        s.m2[here] += d * (v - s.mean[here])
    y = (x.astype(np.float64) - s.mean[:, None]) * s.inv[:, None]
    return np.where(mask[:, :, None], y, 0.0).astype(x.dtype)


# mean(where=...) with its warnings; nan comes out for samples that are all padding, and np.where does not let it through.
@correct()
def masked_norm_where_argument(x, mask, eps=1e-5):
    keep = np.broadcast_to(mask[:, :, None], x.shape)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        mu = np.mean(x, axis=1, keepdims=True, where=keep, dtype=np.float64)
        var = np.mean((x - mu) ** 2, axis=1, keepdims=True, where=keep)
        y = (x - mu) / np.sqrt(var + eps)
    out = np.zeros_like(x, order="F")
    np.copyto(out, y, where=keep, casting="same_kind")
    return out


# Features first in a fresh array, a namedtuple for the statistics, and a transposed view of the new array as the result.
# The zeros of the padding may carry a minus sign here: -0.0 is 0.
@correct()
def masked_norm_features_first(x, mask, eps=1e-5):
    Stats = collections.namedtuple("Stats", ["mu", "rstd"])

    def stats_of(z, m):
        n = np.maximum(np.count_nonzero(m, axis=1), 1)
        mu = np.sum(z * m, axis=2) / n
        dev = (z - mu[:, :, None]) * m
        return Stats(mu[:, :, None], ((np.sum(dev**2, axis=2) / n + eps) ** -0.5)[:, :, None])

    z = np.transpose(x, (2, 0, 1)).astype(np.longdouble)
    s = stats_of(z, mask)
    return np.transpose(((z - s.mu) * s.rstd * mask).astype(x.dtype), (1, 2, 0))


# statistics.fmean on lists; the padding never gets into a list.
@correct()
def masked_norm_statistics_module(x, mask, eps=1e-5):
    y = np.zeros_like(x)
    for b, (sample, keep) in enumerate(zip(x, mask)):
        if not keep.any():
            continue
        where = np.flatnonzero(keep)
        for f in range(x.shape[2]):
            values = sample[where, f].astype(float).tolist()
            mu = statistics.fmean(values)
            dev = [v - mu for v in values]
            var = statistics.fmean(d * d for d in dev)
            y[b, where, f] = np.array(dev) / (var + eps) ** 0.5
    return y


# ----------------------------------------------------------------- wrong


# Zeros the padding and then takes the ordinary mean and variance.
# Shows for every sample with padding and a mean other than 0: "divide by the number of tokens, not by L".
@wrong(deserves="counts_zeros", also=("mean_over_length",))
def zero_padding_then_ordinary(x, mask, eps=1e-5):
    m = mask[:, :, None]
    z = np.where(m, x, 0).astype(np.float64)
    y = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    return np.where(m, y, 0).astype(x.dtype)


# The mean is right, but the zeroed padding contributes mu^2 to the sum of squares.
# Shows for padding and a mean other than 0: the variance is not that of the tokens alone.
@wrong(deserves="padding_in_variance")
def MaskForgottenInVariance(x, mask, eps=1e-5):
    w = mask[:, :, None].astype(np.float64)
    n = np.maximum(w.sum(1, keepdims=True), 1)
    z = x * w
    mu = z.sum(1, keepdims=True) / n
    var = ((z - mu) ** 2).sum(1, keepdims=True) / n
    return ((z - mu) / np.sqrt(var + eps) * w).astype(x.dtype)


# Right statistics, but the padding is normalized along with the rest.
# Shows for all padding: there the output must be exactly 0.
@wrong(deserves="padding_not_zero")
def padding_normalized_too(x, mask, eps=1e-5):
    out = np.zeros(x.shape)
    for b in range(x.shape[0]):
        if mask[b].any():
            t = x[b, mask[b]].astype(np.float64)
            out[b] = (x[b] - t.mean(0)) / np.sqrt(t.var(0) + eps)
    return out.astype(x.dtype)


# 0 / 0 for a sample without tokens, and nan * 0 is nan.
# Shows for samples that are all padding: nan instead of 0.
@wrong(deserves="empty_sample_is_nan")
def chia_cho_khong(x, mask, eps=1e-5):
    w = mask[:, :, None].astype(np.float64)
    with np.errstate(all="ignore"):
        n = w.sum(axis=1, keepdims=True)
        mu = (x * w).sum(axis=1, keepdims=True) / n
        var = (w * (x - mu) ** 2).sum(axis=1, keepdims=True) / n
        return ((x - mu) / np.sqrt(var + eps) * w).astype(x.dtype)


# Reads a length from the mask and believes that the tokens stand at the front.
# Shows for masks with holes, e.g. [True, False, True]: "a mask may have holes in the middle too".
@wrong(deserves="tokens_first")
def LengthsOnly(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b, n in enumerate(mask.sum(axis=1)):
        if n:
            t = x[b, :n].astype(np.float64)
            out[b, :n] = (t - t.mean(0)) / np.sqrt(t.var(0) + eps)
    return out


# Takes the right tokens, but packs the results to the front.
# Shows for masks with holes: the outputs stand at wrong places.
@wrong()
def packed_to_the_front(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b in range(len(x)):
        t = x[b][mask[b]].astype(np.float64)
        if t.size:
            out[b, : len(t)] = (t - t.mean(0)) / np.sqrt(t.var(0) + eps)
    return out


# The length is the place of the first False: argmin. It is 0 when there is no False at all.
# Shows for sentences without padding (all 0), and for holes.
@wrong(deserves="tokens_first")
def FirstFalseIsTheEnd(x, mask, eps=1e-5):
    y = np.zeros(x.shape, dtype=x.dtype)
    for b in range(x.shape[0]):
        end = int(np.argmin(mask[b]))
        if end == 0:
            continue
        seq = x[b, :end].astype(np.float64)
        y[b, :end] = (seq - seq.mean(axis=0)) / np.sqrt(seq.var(axis=0) + eps)
    return y


# Everything up to the last True counts as token in the statistics; the holes are zeroed at the end.
# Shows for holes: their numbers influence the output.
@wrong(deserves="tokens_first")
def up_to_the_last_token(x, mask, eps=1e-5):
    B, L, F = x.shape
    y = np.zeros_like(x)
    for b in range(B):
        if not mask[b].any():
            continue
        end = L - int(np.argmax(mask[b][::-1]))
        seq = x[b, :end].astype(np.float64)
        y[b, :end] = (seq - seq.mean(0)) / np.sqrt(seq.var(0) + eps)
    y[~mask] = 0
    return y


# In PyTorch's key_padding_mask True means padding.
# Shows for every mask: "True is a token".
@wrong(deserves="inverted_mask")
def KeyPaddingMaskMeaning(x, mask, eps=1e-5):
    keep = ~mask
    out = np.zeros_like(x)
    for b in range(len(x)):
        if keep[b].any():
            t = x[b, keep[b]].astype(np.float64)
            out[b, keep[b]] = (t - t.mean(0)) / np.sqrt(t.var(0) + eps)
    return out


# Statistics over the tokens of all samples together: x[mask] is so handy.
# Shows for B > 1: "the tokens of its sample alone".
@wrong(deserves="pools_samples")
def whole_batch_statistics(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    t = x[mask].astype(np.float64)
    if len(t):
        out[mask] = (t - t.mean(axis=0)) / np.sqrt(t.var(axis=0) + eps)
    return out


# Bessel's correction, with care for a single token.
# Shows for samples with 2 tokens most clearly: "the biased variance".
@wrong(deserves="unbiased_variance")
def BesselMasked(x, mask, eps=1e-5):
    w = mask[:, :, None]
    n = mask.sum(axis=1)[:, None, None]
    z = np.where(w, x, 0.0).astype(np.float64)
    mu = z.sum(axis=1, keepdims=True) / np.maximum(n, 1)
    d = np.where(w, z - mu, 0.0)
    var = (d**2).sum(axis=1, keepdims=True) / np.maximum(n - 1, 1)
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# Cleans the padding in x itself, "it does not matter anyway".
# Shows for padding with numbers other than 0: "x and mask stay as they were".
@wrong(deserves="overwrites_input")
def don_dep_trong_x(x, mask, eps=1e-5):
    x[~mask] = 0
    n = np.maximum(mask.sum(1), 1)[:, None, None]
    mu = x.sum(axis=1, keepdims=True, dtype=np.float64) / n
    d = (x - mu) * mask[:, :, None]
    return (d / np.sqrt((d * d).sum(axis=1, keepdims=True) / n + eps)).astype(x.dtype)


# np.ma, but with filled() without a value.
# Shows for all padding: it is 1e20.
@wrong(deserves="padding_not_zero")
def MaFilledDefault(x, mask, eps=1e-5):
    hidden = np.repeat(~mask[:, :, None], x.shape[2], axis=2)
    m = np.ma.masked_array(x.astype(np.float64), hidden)
    d = m - m.mean(axis=1, keepdims=True)
    return (d / np.ma.sqrt((d**2).mean(axis=1, keepdims=True) + eps)).filled().astype(x.dtype)


# nanmean and nanvar, and the nan stays where it was.
# Shows for all padding: nan is not 0.
@wrong(deserves="padding_is_nan")
def NanStaysInThePadding(x, mask, eps=1e-5):
    z = np.where(mask[:, :, None], x, np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = (z - np.nanmean(z, axis=1, keepdims=True)) / np.sqrt(np.nanvar(z, axis=1, keepdims=True) + eps)
    return y.astype(x.dtype)


# All sums first, then the sums of the padding subtracted again ("two cheap passes").
# Shows for padding near 10^6: the squares of the padding swallow the digits of the tokens.
@wrong()
def total_minus_padding(x, mask, eps=1e-5):
    z = x.astype(np.float64)
    pad = np.where(mask[:, :, None], 0.0, z)
    n = np.maximum(mask.sum(axis=1), 1)[:, None, None]
    mu = (z.sum(1, keepdims=True) - pad.sum(1, keepdims=True)) / n
    sq = ((z**2).sum(1, keepdims=True) - (pad**2).sum(1, keepdims=True)) / n
    y = (z - mu) / np.sqrt(np.maximum(sq - mu**2, 0) + eps)
    return np.where(mask[:, :, None], y, 0.0).astype(x.dtype)


# E[x^2] - mu^2 with the weights.
# Shows in float64 for tokens near 1000 with a spread of about 0.001, clearly for L = 3000: off by more than 1e-6.
@correct()
def MaskedMeanOfSquares(x, mask, eps=1e-5):
    w = mask.astype(np.float64)
    n = np.maximum(w.sum(1), 1)[:, None]
    z = x.astype(np.float64)
    mu = np.einsum("bl,blf->bf", w, z) / n
    sq = np.einsum("bl,blf,blf->bf", w, z, z) / n
    rstd = 1 / np.sqrt(np.maximum(sq - mu**2, 0) + eps)
    return ((z - mu[:, None]) * rstd[:, None] * w[..., None]).astype(x.dtype)


# A small number in the count, against the division by 0.
# Shows in float64 for tokens near 1000 of small spread, e.g. one single token 1000: the mean is off by 1e-5.
@wrong()
def count_plus_1e_8(x, mask, eps=1e-5):
    w = mask[:, :, None].astype(np.float64)
    n = w.sum(axis=1, keepdims=True) + 1e-8
    mu = (x * w).sum(axis=1, keepdims=True) / n
    d = (x - mu) * w
    var = (d**2).sum(axis=1, keepdims=True) / n
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# Fills the padding with the mean of the tokens and then takes x.var over all of L.
# Shows for every padding: the variance is divided by L.
@wrong(deserves="variance_over_length")
def PaddingFilledWithMean(x, mask, eps=1e-5):
    z = x.astype(np.float64)
    for b in range(len(z)):
        z[b, ~mask[b]] = z[b, mask[b]].mean(axis=0) if mask[b].any() else 0.0
    y = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    y[~mask] = 0.0
    return y.astype(x.dtype)


# Finds the padding by itself: rows of zeros. The mask is only used for the zeros at the end.
# Shows when the padding holds other numbers, or a token is 0 in all features.
@wrong(deserves="masks_output_only")
def padding_found_by_zeros(x, mask, eps=1e-5):
    real = (x != 0).any(axis=2)
    out = np.zeros_like(x)
    for b in range(len(x)):
        if real[b].any():
            t = x[b][real[b]].astype(np.float64)
            out[b] = (x[b] - t.mean(0)) / np.sqrt(t.var(0) + eps)
    out[~mask] = 0
    return out


# One sample without tokens, and the whole batch comes out as 0.
# Shows for a batch with one sample that is all padding beside others.
@wrong()
def OneEmptySampleAllZero(x, mask, eps=1e-5):
    counts = mask.sum(axis=1)
    if (counts == 0).any():
        return np.zeros_like(x)
    n = counts[:, None, None]
    w = mask[:, :, None]
    mu = np.where(w, x, 0).sum(axis=1, keepdims=True, dtype=np.float64) / n
    d = np.where(w, x - mu, 0.0)
    return (d / np.sqrt((d**2).sum(axis=1, keepdims=True) / n + eps)).astype(x.dtype)


# Samples without tokens are left out of the batch.
# Shows for a sample that is all padding: the shape is not that of x.
@wrong()
def bo_cau_rong(x, mask, eps=1e-5):
    con_lai = [b for b in range(len(x)) if mask[b].sum() > 0]
    ket_qua = np.zeros((len(con_lai),) + x.shape[1:], dtype=x.dtype)
    for i, b in enumerate(con_lai):
        tu = x[b, mask[b]].astype(np.float64)
        ket_qua[i, mask[b]] = (tu - tu.mean(0)) / np.sqrt(tu.var(0) + eps)
    return ket_qua


# np.average with weights: elegant, but it refuses weights that are all 0.
# Shows for samples that are all padding: ZeroDivisionError.
@wrong()
def AverageWithWeights(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b in range(x.shape[0]):
        z = x[b].astype(np.float64)
        mu = np.average(z, axis=0, weights=mask[b])
        var = np.average((z - mu) ** 2, axis=0, weights=mask[b])
        out[b] = (z - mu) / np.sqrt(var + eps) * mask[b][:, None]
    return out


# A sample that is all padding is handed through unchanged.
# Shows there: it must come out as all 0.
@wrong()
def EmptySampleUnchanged(x, mask, eps=1e-5):
    out = x.copy()
    for b in range(len(x)):
        if not mask[b].any():
            continue
        t = x[b, mask[b]].astype(np.float64)
        out[b, mask[b]] = (t - t.mean(axis=0)) / np.sqrt(t.var(axis=0) + eps)
        out[b, ~mask[b]] = 0
    return out


# A single token has no variance, so it is left as it is.
# Shows only for samples with exactly one token: (x - mu) is 0 there.
@wrong()
def single_token_left_alone(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b in range(len(x)):
        t = x[b, mask[b]]
        if len(t) > 1:
            t = t.astype(np.float64)
            t = (t - t.mean(0)) / np.sqrt(t.var(0) + eps)
        out[b, mask[b]] = t
    return out


# The mask as float64 makes everything float64.
# Shows for float32: "the shape and dtype of x".
@wrong(deserves="count_makes_float64")
def float_mask_promotes(x, mask, eps=1e-5):
    w = mask.astype(float)[:, :, None]
    n = np.clip(w.sum(1, keepdims=True), 1, None)
    mu = (w * x).sum(1, keepdims=True) / n
    var = (w * (x - mu) ** 2).sum(1, keepdims=True) / n
    return w * (x - mu) / np.sqrt(var + eps)


# Remembers the counts of the tokens for each shape of the mask.
# Shows at the second call with a mask of the same shape and other counts.
@wrong()
def CountsPerShape(x, mask, eps=1e-5):
    if mask.shape not in _counts:
        _counts[mask.shape] = np.maximum(mask.sum(axis=1), 1)[:, None, None]
    n = _counts[mask.shape]
    w = mask[:, :, None]
    mu = np.where(w, x, 0).sum(1, keepdims=True, dtype=np.float64) / n
    d = np.where(w, x - mu, 0.0)
    return (d / np.sqrt((d * d).sum(1, keepdims=True) / n + eps)).astype(x.dtype)


_counts = {}


# Without padding it takes a shortcut, in place.
# Shows only where nothing is padding: x is changed and handed back.
@wrong(deserves="overwrites_input")
def shortcut_without_padding(x, mask, eps=1e-5):
    if mask.all():
        s = np.sqrt(x.var(axis=1, keepdims=True, dtype=np.float64) + eps).astype(x.dtype)
        x -= x.mean(axis=1, keepdims=True, dtype=np.float64).astype(x.dtype)
        x /= s
        return x
    out = np.zeros_like(x)
    for b in range(len(x)):
        if mask[b].any():
            t = x[b, mask[b]].astype(np.float64)
            out[b, mask[b]] = (t - t.mean(0)) / np.sqrt(t.var(0) + eps)
    return out


# The mask of the first sample is used for all: "they are padded to one length".
# Shows for B > 1 with different masks.
@wrong()
def MaskOfFirstSample(x, mask, eps=1e-5):
    keep = mask[0]
    out = np.zeros_like(x)
    if keep.any():
        t = x[:, keep].astype(np.float64)
        out[:, keep] = (t - t.mean(1, keepdims=True)) / np.sqrt(t.var(1, keepdims=True) + eps)
    return out


# Everything in float32, "a network needs no more"; only the result has the dtype of x.
# Shows in float64, e.g. for tokens near 1000 with a spread of about 0.001: off by far more than 1e-6.
@wrong()
def half_the_bytes(x, mask, eps=1e-5):
    z = np.where(mask[:, :, None], x, 0).astype(np.float32)
    n = np.maximum(mask.sum(1), 1).astype(np.float32)[:, None, None]
    mu = z.sum(1, keepdims=True) / n
    d = np.where(mask[:, :, None], z - mu, np.float32(0))
    return (d / np.sqrt((d * d).sum(1, keepdims=True) / n + np.float32(eps))).astype(x.dtype)


# eps only where the variance is 0, "it is there against the division by 0".
# Shows for eps = 1, or for small variances: eps belongs into every root.
@wrong()
def eps_only_when_needed(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b in range(len(x)):
        if not mask[b].any():
            continue
        t = x[b][mask[b]].astype(np.float64)
        v = t.var(axis=0)
        v = np.where(v == 0, eps, v)
        out[b][mask[b]] = (t - t.mean(axis=0)) / np.sqrt(v)
    return out


# eps by keyword only, for clean code.
# Shows for masked_instance_norm(x, mask, eps): TypeError; "always by position".
@wrong()
def KeywordOnlyEps(x, mask, *, eps=1e-5):
    out = np.zeros_like(x)
    for b in np.flatnonzero(mask.any(axis=1)):
        t = x[b, mask[b]].astype(np.float64)
        t -= t.mean(axis=0)
        out[b, mask[b]] = t / np.sqrt((t**2).mean(axis=0) + eps)
    return out


# Instead of 0 a number so small that "nobody sees it": a soft mask of 1e-12.
# Shows for all padding: "exactly 0"; with padding of 10^6 it moves the mean as well.
@wrong()
def SoftMask(x, mask, eps=1e-5):
    w = np.where(mask, 1.0, 1e-12)[:, :, None]
    n = w.sum(axis=1, keepdims=True)
    mu = (w * x).sum(axis=1, keepdims=True) / n
    var = (w * (x - mu) ** 2).sum(axis=1, keepdims=True) / n
    return (w * (x - mu) / np.sqrt(var + eps)).astype(x.dtype)
