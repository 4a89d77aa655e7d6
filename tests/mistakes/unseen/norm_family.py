"""Unseen answers to the exercise `norm_family`."""

import itertools
import math

import numpy as np

from mistakes.unseen import correct, wrong


def _normalise(x, axis, eps):
    mu = x.mean(axis=axis, keepdims=True)
    var = x.var(axis=axis, keepdims=True)
    return (x - mu) / np.sqrt(var + eps)


def _standardise_default_eps(x, axis, eps=1e-5):
    centred = x - np.mean(x, axis=axis, keepdims=True)
    return centred / np.sqrt(np.mean(centred**2, axis=axis, keepdims=True) + eps)


# One line with a shared helper, axis=(0, 1).
@correct(of="batch_norm")
def bn_helper_two_axes(x, eps=1e-5):
    return _normalise(x, (0, 1), eps)


# Flattened to a table of rows, a loop over the columns, written into empty_like.
@correct(of="batch_norm")
def bn_table_loop_over_columns(x, eps=1e-5):
    """Xem moi dac trung nhu mot cot cua bang."""
    B, L, F = x.shape
    table = x.reshape(B * L, F)
    out = np.empty_like(table)
    for f in range(F):
        col = table[:, f].astype(np.float64)
        m = col.sum() / len(col)
        v = ((col - m) ** 2).sum() / len(col)
        out[:, f] = (col - m) / math.sqrt(v + eps)
    return out.reshape(B, L, F)


# Einsum for both moments, the second one of the centred numbers.
@correct(of="batch_norm")
def bn_einsum_centred(x, eps=1e-5):
    n = x.shape[0] * x.shape[1]
    d = x - np.einsum("blf->f", x) / n
    var = np.einsum("blf,blf->f", d, d) / n
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# Takes "batch" literally and uses axis 0 alone, so every token position has statistics of its own.
@wrong(deserves="batch_over_samples", of="batch_norm")
def bn_axis_zero_only(x, eps=1e-5):
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    return (x - mean) / np.sqrt(var + eps)


# Reshapes to (B, F, L) instead of transposing, so features and tokens get mixed up.
@wrong(of="batch_norm")
def bn_channels_first_by_reshape(x, eps=1e-5):
    # PyTorch's BatchNorm1d wants (N, C, L)
    B, L, F = x.shape
    xc = x.reshape(B, F, L)
    mean = xc.mean(axis=(0, 2), keepdims=True)
    var = xc.var(axis=(0, 2), keepdims=True)
    out = (xc - mean) / np.sqrt(var + eps)
    return out.reshape(B, L, F)


# Averages the variances of the samples, so the differences between the samples' means are missing from the variance.
@wrong(deserves="batch_mean_of_variances", of="batch_norm")
def bn_mean_of_sample_variances(x, eps=1e-5):
    mu = x.mean(axis=1).mean(axis=0)
    var = x.var(axis=1).mean(axis=0)  # trung binh cua phuong sai
    return (x - mu[None, None, :]) / np.sqrt(var[None, None, :] + eps)


# Normalises with the unbiased variance (ddof=1), as torch.var does by default.
@wrong(deserves="batch_unbiased", of="batch_norm")
def bn_unbiased_like_torch_var(x, eps=1e-5):
    dims = (0, 1)
    mean = np.mean(x, axis=dims, keepdims=True)
    var = np.var(x, axis=dims, keepdims=True, ddof=1)
    return (x - mean) / np.sqrt(var + eps)


# The helper has its own default for eps and the argument eps is never handed on.
@wrong(of="batch_norm")
def bn_eps_not_passed_on(x, eps=1e-5):
    return _standardise_default_eps(x, axis=(0, 1))


# Collects the result in np.zeros(shape), so float32 comes back as float64.
@wrong(of="batch_norm")
def bn_zeros_buffer_is_float64(x, eps=1e-5):
    B, L, F = x.shape
    out = np.zeros((B, L, F))
    for f in range(F):
        values = x[:, :, f]
        out[:, :, f] = (values - values.mean()) / np.sqrt(values.var() + eps)
    return out


# Reshape gives a view, and the in-place subtraction and division overwrite x.
@wrong(deserves="batch_overwrites_input", of="batch_norm")
def bn_inplace_on_a_view(x, eps=1e-5):
    """Flatten, normalise the rows, bring the shape back."""
    flat = x.reshape(-1, x.shape[-1])
    mean, var = flat.mean(axis=0), flat.var(axis=0)
    flat -= mean
    flat /= np.sqrt(var + eps)
    return flat.reshape(x.shape).copy()


# Last axis, keepdims, variance from the centred numbers.
@correct(of="layer_norm")
def ln_centred_last_axis(x, eps=1e-5):
    d = x - x.mean(-1, keepdims=True)
    return d / np.sqrt((d * d).mean(-1, keepdims=True) + eps)


# Double list comprehension over samples and tokens, cast back at the end.
@correct(of="layer_norm")
def ln_list_comprehension(x, eps=1e-5):
    rows = [[(tok - tok.mean()) / np.sqrt(tok.var() + eps) for tok in sample] for sample in x.astype("float64")]
    return np.array(rows).astype(x.dtype)


# Takes the statistics over tokens and features of the sample (axis=(1, 2)), as for a picture.
@wrong(deserves="layer_over_sample", of="layer_norm")
def ln_over_whole_sample(x, eps=1e-5):
    # layer norm = everything except the batch
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


# Changed the axis of the mean when copying from exercise 2, but left the variance over the sequence.
@wrong(of="layer_norm")
def ln_variance_still_over_sequence(x, eps=1e-5):
    mean = np.mean(x, axis=2, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


# Divides by sqrt(mean of squares), the RMSNorm denominator, although the mean is subtracted.
@wrong(of="layer_norm")
def ln_second_moment_as_variance(x, eps=1e-5):
    B, L, F = x.shape
    mu = np.einsum("blf->bl", x) / F
    ms = np.einsum("blf,blf->bl", x, x) / F
    out = (x - mu[..., None]) / np.sqrt(ms[..., None] + eps)
    return out.astype(x.dtype)


# Adds eps to the standard deviation instead of to the variance.
@wrong(deserves="layer_eps_outside", of="layer_norm")
def ln_eps_beside_the_root(x, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    std = x.std(axis=-1, keepdims=True)
    return (x - mean) / (std + eps)


# Uses eps as a floor, max(var, eps), instead of adding it.
@wrong(of="layer_norm")
def ln_eps_as_floor(x, eps=1e-5):
    """Chuan hoa tung token; eps de tranh chia cho 0."""
    mean = x.mean(axis=2)[:, :, np.newaxis]
    var = x.var(axis=2)[:, :, np.newaxis]
    return (x - mean) / np.sqrt(np.maximum(var, eps))


# Thinks there is nothing to normalise with one feature and returns the numbers unchanged instead of 0.
@wrong(of="layer_norm")
def ln_single_feature_unchanged(x, eps=1e-5):
    if x.shape[-1] == 1:
        return x.copy()  # variance would be 0
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


# Computes in float64 for precision and forgets to go back to the dtype of x.
@wrong(of="layer_norm")
def ln_stays_in_double(x, eps=1e-5):
    x64 = np.asarray(x, dtype=np.float64)
    mean = x64.mean(axis=-1, keepdims=True)
    var = x64.var(axis=-1, keepdims=True)
    return (x64 - mean) / np.sqrt(var + eps)


# An extra axis for the groups, statistics over axes 1 and 3.
@correct(of="group_norm")
def gn_extra_axis(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    g = x.reshape(B, L, num_groups, F // num_groups)
    return _normalise(g, (1, 3), eps).reshape(B, L, F)


# Itertools.product over samples and groups with slices of neighbouring features.
@correct(of="group_norm")
def gn_product_of_slices(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    size = F // num_groups
    y = np.zeros_like(x)
    for b, g in itertools.product(range(B), range(num_groups)):
        cols = slice(g * size, (g + 1) * size)
        part = x[b, :, cols]
        y[b, :, cols] = (part - part.mean()) / (part.var() + eps) ** 0.5
    return y


# Np.split along the features, instance-like normalisation of each part, concatenate.
@correct(of="group_norm")
def gn_split_and_concatenate(x, num_groups, eps=1e-5):
    parts = np.split(x, num_groups, axis=2)
    return np.concatenate([_normalise(p, (1, 2), eps) for p in parts], axis=2)


# Swaps the two new axes, so a group is every G-th feature instead of neighbours.
@wrong(deserves="group_interleaved", of="group_norm")
def gn_interleaved_groups(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    g = x.reshape(B, L, F // num_groups, num_groups)
    mean = g.mean(axis=(1, 2), keepdims=True)
    var = g.var(axis=(1, 2), keepdims=True)
    return ((g - mean) / np.sqrt(var + eps)).reshape(B, L, F)


# Reshapes (B, L, F) straight to (B, G, -1) as in PyTorch, where the channels come first; here that cuts along the sequence.
@wrong(deserves="group_of_other_layout", of="group_norm")
def gn_torch_view(x, num_groups, eps=1e-5):
    N = x.shape[0]
    xg = x.reshape(N, num_groups, -1)
    mean = xg.mean(axis=-1, keepdims=True)
    var = xg.var(axis=-1, keepdims=True)
    xg = (xg - mean) / np.sqrt(var + eps)
    return xg.reshape(x.shape)


# Takes num_groups for the size of a group.
@wrong(deserves="group_size_for_number", of="group_norm")
def gn_number_taken_for_size(x, num_groups, eps=1e-5):
    F = x.shape[2]
    pieces = []
    for start in range(0, F, num_groups):
        piece = x[:, :, start : start + num_groups]
        mean = piece.mean(axis=(1, 2), keepdims=True)
        var = piece.var(axis=(1, 2), keepdims=True)
        pieces.append((piece - mean) / np.sqrt(var + eps))
    return np.concatenate(pieces, axis=2)


# Leaves out the sequence, so each token of each group is normalised by itself.
@wrong(deserves="group_of_each_token", of="group_norm")
def gn_without_the_sequence(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    grouped = x.reshape(B, L, num_groups, -1)
    mean = grouped.mean(axis=-1, keepdims=True)
    var = grouped.var(axis=-1, keepdims=True)
    return ((grouped - mean) / np.sqrt(var + eps)).reshape(B, L, F)


# Also takes the statistics over the batch.
@wrong(deserves="group_over_samples", of="group_norm")
def gn_also_over_the_batch(x, num_groups, eps=1e-5):
    out = []
    for part in np.array_split(x, num_groups, axis=-1):
        out.append((part - part.mean()) / np.sqrt(part.var() + eps))
    return np.concatenate(out, axis=-1)


# Averages the features' own means and variances in a group, so the spread between the features' means is missing.
@wrong(deserves="group_mean_of_variances", of="group_norm")
def gn_average_of_feature_variances(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    k = F // num_groups
    mu_f = x.mean(axis=1).reshape(B, num_groups, k)
    var_f = x.var(axis=1).reshape(B, num_groups, k)
    mu = np.repeat(mu_f.mean(axis=2), k, axis=1)[:, None, :]
    var = np.repeat(var_f.mean(axis=2), k, axis=1)[:, None, :]
    return (x - mu) / np.sqrt(var + eps)


# Works in place on the slices x[b, :, cols], so x itself is overwritten.
@wrong(of="group_norm")
def gn_overwrites_slices(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    k = F // num_groups
    y = np.empty_like(x)
    for b in range(B):
        for g in range(num_groups):
            block = x[b, :, g * k : (g + 1) * k]
            block -= block.mean()
            block /= np.sqrt((block**2).mean() + eps)
            y[b, :, g * k : (g + 1) * k] = block
    return y


# Subtracts the mean of the group but divides by the deviation of each single feature.
@wrong(of="group_norm")
def gn_group_mean_feature_std(x, num_groups, eps=1e-5):
    B, L, F = x.shape
    g = x.reshape(B, L, num_groups, F // num_groups)
    mean = g.mean(axis=(1, 3), keepdims=True)
    var = g.var(axis=1, keepdims=True)
    y = (g - mean) / np.sqrt(var + eps)
    return y.reshape(x.shape)
