"""Unseen answers to the exercise `masked_instance_norm`."""

import itertools
import math

import numpy as np

from mistakes.unseen import correct, wrong


# Np.where before both sums, count clipped at 1, np.where at the end.
@correct()
def masked_in_where_sums(x, mask, eps=1e-5):
    m = mask[:, :, np.newaxis]
    n = np.maximum(m.sum(axis=1, keepdims=True), 1).astype(x.dtype)
    mu = np.where(m, x, 0).sum(axis=1, keepdims=True) / n
    d = np.where(m, x - mu, 0)
    var = (d**2).sum(axis=1, keepdims=True) / n
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# A loop over the samples with boolean indexing; samples with fewer than two tokens stay 0 (x - mu is 0 there anyway).
@correct()
def masked_in_loop_boolean_index(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    for b in range(len(x)):
        tokens = x[b][mask[b]]
        if len(tokens) < 2:
            continue
        out[b][mask[b]] = (tokens - tokens.mean(axis=0)) / np.sqrt(tokens.var(axis=0) + eps)
    return out


# NaN in the padding of a copy, nanmean and nanvar, NaN turned into 0 at the end (NumPy may warn about an empty row).
@correct()
def masked_in_nan_functions(x, mask, eps=1e-5):
    """pandas-style: missing values are NaN"""
    z = np.where(mask[..., None], x, np.nan).astype(x.dtype)
    z = (z - np.nanmean(z, axis=1, keepdims=True)) / np.sqrt(np.nanvar(z, axis=1, keepdims=True) + eps)
    return np.nan_to_num(z, nan=0.0)


# The argument where= of mean and var, with the empty rows' NaN thrown away by np.where.
@correct()
def masked_in_where_argument(x, mask, eps=1e-5):
    keep = np.broadcast_to(mask[:, :, None], x.shape)
    with np.errstate(all="ignore"):
        mean = x.mean(axis=1, keepdims=True, where=keep)
        var = x.var(axis=1, keepdims=True, where=keep)
        y = (x - mean) / np.sqrt(var + eps)
    return np.where(keep, y, 0).astype(x.dtype)


# Einsum with the mask as float64 weights, and a second multiplication by the mask at the end.
@correct()
def masked_in_einsum_weights(x, mask, eps=1e-5):
    w = mask.astype(float)
    n = w.sum(1)
    n[n == 0] = 1
    mu = np.einsum("bl,blf->bf", w, x) / n[:, None]
    d = (x - mu[:, None]) * w[:, :, None]
    var = np.einsum("blf,blf->bf", d, d) / n[:, None]
    return (d / np.sqrt(var + eps)[:, None]).astype(x.dtype)


# Triple loop with math.fsum over the positions of the tokens.
@correct()
def masked_in_plain_python(x, mask, eps=1e-5):
    B, L, F = x.shape
    y = np.zeros(x.shape, dtype=x.dtype)
    for b, f in itertools.product(range(B), range(F)):
        pos = [l for l in range(L) if mask[b, l]]
        if not pos:
            continue
        vals = [float(x[b, l, f]) for l in pos]
        mu = math.fsum(vals) / len(vals)
        var = math.fsum((v - mu) ** 2 for v in vals) / len(vals)
        for l, v in zip(pos, vals):
            y[b, l, f] = (v - mu) / math.sqrt(var + eps)
    return y


# Zeroes the padding but takes mean and var over all L places, so it divides by L.
@wrong(deserves="counts_zeros")
def masked_in_divides_by_L(x, mask, eps=1e-5):
    m = mask[:, :, None]
    z = np.where(m, x, 0)
    mean = z.mean(axis=1, keepdims=True)
    var = z.var(axis=1, keepdims=True)
    return np.where(m, (z - mean) / np.sqrt(var + eps), 0).astype(x.dtype)


# Masks before the mean but not before the squares, so each padding place adds mu ** 2 to the variance.
@wrong(deserves="padding_in_variance")
def masked_in_variance_counts_padding(x, mask, eps=1e-5):
    m = mask[:, :, np.newaxis]
    count = np.maximum(m.sum(axis=1, keepdims=True), 1)
    z = np.where(m, x, 0)
    mean = z.sum(axis=1, keepdims=True) / count
    var = ((z - mean) ** 2).sum(axis=1, keepdims=True) / count
    out = (z - mean) / np.sqrt(var + eps)
    return (out * m).astype(x.dtype)


# Right statistics, but the padding comes out as (0 - mu) / sigma instead of 0.
@wrong(deserves="cleared_padding_not_zero")
def masked_in_padding_not_zeroed(x, mask, eps=1e-5):
    m = mask[:, :, np.newaxis]
    count = np.maximum(m.sum(axis=1, keepdims=True), 1)
    z = np.where(m, x, 0)
    mean = z.sum(axis=1, keepdims=True) / count
    var = (np.where(m, z - mean, 0) ** 2).sum(axis=1, keepdims=True) / count
    return ((z - mean) / np.sqrt(var + eps)).astype(x.dtype)


# Divides by a count of 0 in an all-padding sample and multiplies the NaN by the mask, which leaves NaN.
@wrong(deserves="empty_sample_is_nan")
def masked_in_nan_for_empty_sample(x, mask, eps=1e-5):
    w = mask[:, :, None].astype(x.dtype)
    n = w.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (x * w).sum(axis=1, keepdims=True) / n
        var = (((x - mean) * w) ** 2).sum(axis=1, keepdims=True) / n
        return (x - mean) / np.sqrt(var + eps) * w


# Takes the number of tokens as a length and slices the front, which is wrong when the mask has holes.
@wrong(deserves="tokens_first")
def masked_in_lengths_from_count(x, mask, eps=1e-5):
    """mask -> lengths, nhu pack_padded_sequence"""
    lengths = mask.sum(axis=1)
    out = np.zeros_like(x)
    for b, n in enumerate(lengths):
        if n == 0:
            continue
        seq = x[b, :n]
        out[b, :n] = (seq - seq.mean(axis=0)) / np.sqrt(seq.var(axis=0) + eps)
    return out


# Finds the length with argmin (the first False), which is 0 for a sample without padding, and stops at the first hole.
@wrong()
def masked_in_argmin_length(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    first_pad = np.argmin(mask, axis=1)
    for b in range(x.shape[0]):
        n = first_pad[b]
        if n > 0:
            t = x[b, :n]
            out[b, :n] = (t - t.mean(0)) / np.sqrt(t.var(0) + eps)
    return out


# Takes everything up to the last True as tokens, so a hole in the middle enters the statistics.
@wrong()
def masked_in_up_to_last_token(x, mask, eps=1e-5):
    B, L, F = x.shape
    out = np.zeros_like(x)
    for b in range(B):
        where = np.flatnonzero(mask[b])
        if where.size == 0:
            continue
        end = where[-1] + 1
        mu, var = x[b, :end].mean(axis=0), x[b, :end].var(axis=0)
        out[b, :end] = (x[b, :end] - mu) / np.sqrt(var + eps)
    out[~mask] = 0
    return out


# Writes NaN into the padding of x itself.
@wrong(deserves="overwrites_input")
def masked_in_writes_nan_into_x(x, mask, eps=1e-5):
    x[~mask] = np.nan
    with np.errstate(all="ignore"):
        mean = np.nanmean(x, axis=1, keepdims=True)
        var = np.nanvar(x, axis=1, keepdims=True)
    return np.nan_to_num((x - mean) / np.sqrt(var + eps))


# Turns the mask of an all-padding sample to True to avoid the division by 0, and so changes the caller's mask.
@wrong()
def masked_in_repairs_the_mask(x, mask, eps=1e-5):
    keep = mask.copy()[:, :, None]
    empty = ~mask.any(axis=1)
    mask[empty] = True
    m = mask[:, :, None]
    n = m.sum(axis=1, keepdims=True).astype(x.dtype)
    mu = np.where(m, x, 0).sum(axis=1, keepdims=True) / n
    var = np.where(m, (x - mu) ** 2, 0).sum(axis=1, keepdims=True) / n
    return np.where(keep, (x - mu) / np.sqrt(var + eps), 0).astype(x.dtype)


# One all-padding sample makes it return zeros for the whole batch.
@wrong()
def masked_in_early_return_for_batch(x, mask, eps=1e-5):
    if not mask.any(axis=1).all():
        return np.zeros_like(x)
    m = mask[:, :, None]
    n = m.sum(axis=1, keepdims=True)
    mu = (x * m).sum(axis=1, keepdims=True) / n
    d = (x - mu) * m
    var = (d * d).sum(axis=1, keepdims=True) / n
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# Counts the tokens with count_nonzero of the masked numbers, so a token whose number is exactly 0 is not counted.
@wrong()
def masked_in_count_nonzero(x, mask, eps=1e-5):
    m = mask[:, :, None]
    z = x * m
    n = np.maximum(np.count_nonzero(z, axis=1, keepdims=True), 1)
    mean = z.sum(axis=1, keepdims=True) / n
    d = (z - mean) * m
    var = (d**2).sum(axis=1, keepdims=True) / n
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# Takes the sums over everything and subtracts those of the padding, so big padding swallows the digits of the tokens.
@wrong()
def masked_in_total_minus_padding(x, mask, eps=1e-5):
    pad = (~mask)[:, :, None]
    n = np.maximum(mask.sum(axis=1), 1).astype(x.dtype)[:, None, None]
    s1 = x.sum(axis=1, keepdims=True) - (x * pad).sum(axis=1, keepdims=True)
    s2 = (x**2).sum(axis=1, keepdims=True) - ((x * pad) ** 2).sum(axis=1, keepdims=True)
    mean = s1 / n
    var = np.maximum(s2 / n - mean**2, 0)
    return np.where(pad, 0, (x - mean) / np.sqrt(var + eps)).astype(x.dtype)


# Adds eps to the number of tokens to avoid the division by 0, which shifts the mean and the variance.
@wrong()
def masked_in_eps_in_the_count(x, mask, eps=1e-5):
    w = mask[:, :, None].astype(x.dtype)
    n = w.sum(axis=1, keepdims=True) + eps
    mean = (x * w).sum(axis=1, keepdims=True) / n
    d = (x - mean) * w
    var = (d**2).sum(axis=1, keepdims=True) / n
    return d / np.sqrt(var + eps)


# Np.ma does the statistics right, but .data gives back what lies under the mask, not 0.
@wrong()
def masked_in_masked_array_data(x, mask, eps=1e-5):
    hidden = np.broadcast_to(~mask[:, :, None], x.shape)
    xm = np.ma.array(x, mask=hidden)
    y = (xm - xm.mean(axis=1, keepdims=True)) / np.ma.sqrt(xm.var(axis=1, keepdims=True) + eps)
    return np.asarray(y.data, dtype=x.dtype)


# X[mask] throws the tokens of all samples together, so the statistics are those of the batch.
@wrong(deserves="pools_samples")
def masked_in_tokens_of_whole_batch(x, mask, eps=1e-5):
    out = np.zeros_like(x)
    tokens = x[mask]  # (number of tokens, F)
    if tokens.size:
        out[mask] = (tokens - tokens.mean(axis=0)) / np.sqrt(tokens.var(axis=0) + eps)
    return out


# Divides the squares by (number of tokens - 1), the unbiased variance.
@wrong(deserves="unbiased_variance")
def masked_in_count_minus_one(x, mask, eps=1e-5):
    m = mask[:, :, None]
    n = m.sum(1, keepdims=True)
    mean = np.where(m, x, 0).sum(1, keepdims=True) / np.maximum(n, 1)
    d = np.where(m, x - mean, 0)
    var = (d**2).sum(1, keepdims=True) / np.maximum(n - 1, 1)
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# The integer count makes float32 into float64 and nothing brings the dtype back.
@wrong(deserves="count_makes_float64")
def masked_in_count_promotes_dtype(x, mask, eps=1e-5):
    m = np.expand_dims(mask, -1)
    count = np.maximum(m.sum(axis=1, keepdims=True), 1)  # int64
    mu = np.where(m, x, 0).sum(axis=1, keepdims=True) / count
    d = np.where(m, x - mu, 0)
    sigma2 = (d * d).sum(axis=1, keepdims=True) / count
    return d / np.sqrt(sigma2 + eps)


# Shortens the whole batch to the places where every sample has a token before taking the statistics.
@wrong()
def masked_in_common_places_only(x, mask, eps=1e-5):
    common = mask.all(axis=0)
    if not common.any():
        common = mask.any(axis=0)
    part = x[:, common]
    if part.shape[1] == 0:
        return np.zeros_like(x)
    mean = part.mean(axis=1, keepdims=True)
    var = part.var(axis=1, keepdims=True)
    return ((x - mean) / np.sqrt(var + eps) * mask[:, :, None]).astype(x.dtype)
