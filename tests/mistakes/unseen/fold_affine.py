"""Answers to the exercise fold_affine, written from the task text alone."""

import numpy as np

from mistakes.unseen import correct, wrong


# Broadcasting with a new axis, beta as one more token through the old layer.
@correct()
def fold_by_broadcasting(gamma, beta, weight, bias):
    new_weight = gamma[:, np.newaxis] * weight
    new_bias = beta @ weight
    if bias is not None:
        new_bias = new_bias + bias
    return new_weight, new_bias


# Two einsums in float64, cast to the dtype of weight at the end.
@correct()
def fold_by_einsum_in_double(gamma, beta, weight, bias):
    w = weight.astype(np.float64)
    new_weight = np.einsum("f,fh->fh", gamma.astype(np.float64), w)
    new_bias = np.einsum("f,fh->h", beta.astype(np.float64), w)
    if bias is not None:
        new_bias += bias
    return new_weight.astype(weight.dtype), new_bias.astype(weight.dtype)


# Plain loops over features and outputs, one pass over the weight.
@correct()
def fold_with_two_loops(gamma, beta, weight, bias):
    features, outputs = weight.shape
    new_weight = np.empty((features, outputs), dtype=weight.dtype)
    new_bias = np.empty(outputs, dtype=weight.dtype)
    for h in range(outputs):
        total = 0.0 if bias is None else float(bias[h])
        for f in range(features):
            w = float(weight[f, h])
            new_weight[f, h] = float(gamma[f]) * w
            total += float(beta[f]) * w
        new_bias[h] = total
    return new_weight, new_bias


# Asks the old layer: 0 gives the bias, the unit vectors minus that give the weight.
@correct()
def fold_by_probing_the_old_layer(gamma, beta, weight, bias):
    g, b, w = (np.array(a, dtype=np.float64) for a in (gamma, beta, weight))
    c = np.zeros(w.shape[1]) if bias is None else np.array(bias, dtype=np.float64)

    def old_layer(x_hat):
        return (g * x_hat + b) @ w + c

    at_zero = old_layer(np.zeros(len(g)))
    slopes = old_layer(np.eye(len(g))) - at_zero
    return slopes.astype(weight.dtype), at_zero.astype(weight.dtype)


# One product of an augmented matrix: diag(gamma) with the row beta below, times weight.
@correct()
def fold_with_one_augmented_matrix(gamma, beta, weight, bias):
    stacked = np.vstack([np.diag(gamma), beta]) @ weight
    new_weight = stacked[:-1].copy()
    new_bias = stacked[-1].copy()
    if bias is not None:
        np.add(new_bias, bias, out=new_bias)
    return new_weight, new_bias


# A class with helper methods that works on the columns of the transposed weight.
@correct()
def fold_with_a_helper_class(gamma, beta, weight, bias):
    class Folder:
        def __init__(self):
            self.columns = np.array(weight.T, order="C")
            self.start = np.zeros(len(self.columns), weight.dtype) if bias is None else bias.copy()

        def weight(self):
            return np.ascontiguousarray(np.multiply(self.columns, gamma).T)

        def bias(self):
            shifts = np.multiply(self.columns, beta).sum(axis=1, dtype=np.float64)
            return (self.start + shifts).astype(weight.dtype)

    folder = Folder()
    return folder.weight(), folder.bias()


# gamma belongs to the rows of weight; here it meets the last axis.
@wrong(deserves="gamma_on_columns")
def gamma_on_the_outputs(gamma, beta, weight, bias):
    new_weight = weight * gamma
    new_bias = beta @ weight
    if bias is not None:
        new_bias = new_bias + bias
    return new_weight, new_bias


# beta must go through the old weight, not through the one that already holds gamma.
@wrong(deserves="beta_through_new_weight")
def beta_through_the_new_weight(gamma, beta, weight, bias):
    new_weight = weight * gamma[:, None]
    if bias is None:
        bias = np.zeros(weight.shape[1], dtype=weight.dtype)
    return new_weight, beta @ new_weight + bias


# The new layer always has a bias; here None stays None.
@wrong(deserves="none_stays_none")
def none_stays_none(gamma, beta, weight, bias):
    new_weight = gamma.reshape(-1, 1) * weight
    if bias is None:
        return new_weight, None
    return new_weight, bias + beta @ weight


# Without a bias beta still has to be folded; here the new bias is only 0.
@wrong()
def no_bias_means_zeros(gamma, beta, weight, bias):
    new_weight = np.einsum("f,fh->fh", gamma, weight)
    if bias is None:
        new_bias = np.zeros(weight.shape[1], dtype=weight.dtype)
    else:
        new_bias = np.einsum("f,fh->h", beta, weight) + bias
    return new_weight, new_bias


# beta has to be multiplied by weight; here its sum is added to each output.
@wrong(deserves="adds_sum_of_beta")
def beta_added_without_weight(gamma, beta, weight, bias):
    outputs = weight.shape[1]
    start = np.zeros(outputs, dtype=weight.dtype) if bias is None else bias
    return gamma[:, None] * weight, start + beta.sum()


# weight has to stay as it was; here it is scaled in place (and a copy handed out).
@wrong(deserves="changes_in_place")
def weight_scaled_in_place(gamma, beta, weight, bias):
    new_bias = beta @ weight
    if bias is not None:
        new_bias += bias
    weight *= gamma[:, None]
    return weight.copy(), new_bias


# bias has to stay as it was, and the new one must be a new array.
@wrong(deserves="changes_in_place")
def bias_grows_in_place(gamma, beta, weight, bias):
    if bias is None:
        bias = np.zeros(weight.shape[1], dtype=weight.dtype)
    bias += beta @ weight
    return gamma[:, None] * weight, bias


# The dtype has to be that of weight; without bias a float64 zero vector makes it float64.
@wrong(deserves="makes_float64")
def double_zeros_for_no_bias(gamma, beta, weight, bias):
    if bias is None:
        bias = np.zeros(weight.shape[1])
    return gamma[:, None] * weight, beta @ weight + bias


# Also where nothing had to be folded the arrays have to be new.
@wrong()
def nothing_to_fold_returns_the_given(gamma, beta, weight, bias):
    if bias is None:
        bias = np.zeros(weight.shape[1], dtype=weight.dtype)
    if np.all(gamma == 1) and np.all(beta == 0):
        return weight, bias
    return gamma[:, None] * weight, beta @ weight + bias


# The new bias has the shape (H,), not (1, H).
@wrong()
def bias_as_a_row(gamma, beta, weight, bias):
    new_weight = np.diag(gamma) @ weight
    new_bias = beta[np.newaxis, :] @ weight
    if bias is not None:
        new_bias = new_bias + bias
    return new_weight, new_bias


# weight is (F, H); here it is taken for (H, F) as in torch.nn.Linear.
@wrong(deserves="gamma_on_columns")
def weight_in_the_manner_of_torch(gamma, beta, weight, bias):
    new_weight = weight * gamma[None, :]
    new_bias = weight @ beta
    if bias is not None:
        new_bias = bias + new_bias
    return new_weight, new_bias


# A bias array of several numbers has no truth value: `or` works for None and for H = 1 only.
@wrong()
def bias_or_zeros(gamma, beta, weight, bias):
    start = bias or np.zeros(weight.shape[1], dtype=weight.dtype)
    return gamma[:, None] * weight, start + beta @ weight


# Where gamma is 0 its beta still counts; here the whole feature is skipped.
@wrong()
def features_without_gamma_skipped(gamma, beta, weight, bias):
    new_weight = np.zeros_like(weight)
    new_bias = np.zeros(weight.shape[1], dtype=weight.dtype) if bias is None else bias.copy()
    for f in range(len(gamma)):
        if gamma[f] == 0:
            continue
        new_weight[f] = gamma[f] * weight[f]
        new_bias += beta[f] * weight[f]
    return new_weight, new_bias


# The layer is gamma * x + beta, not gamma * (x + beta): beta is not scaled.
@wrong(deserves="beta_through_new_weight")
def beta_scaled_by_gamma(gamma, beta, weight, bias):
    new_weight = gamma[:, None] * weight
    new_bias = (gamma * beta) @ weight
    return new_weight, new_bias if bias is None else new_bias + bias


# The slope of an output is its growth from x = 0; here the value at 0 is not taken away.
@wrong()
def probes_without_taking_zero_away(gamma, beta, weight, bias):
    c = np.zeros(weight.shape[1], weight.dtype) if bias is None else bias
    eye = np.eye(len(gamma), dtype=weight.dtype)
    new_weight = (gamma * eye + beta) @ weight + c
    new_bias = beta @ weight + c
    return new_weight, new_bias


# A bias has H numbers; here the missing one gets the shape of beta, (F,).
@wrong()
def zero_bias_like_beta(gamma, beta, weight, bias):
    if bias is None:
        bias = np.zeros_like(beta)
    return (weight.T * gamma).T, bias + beta.dot(weight)


FOLDED = {}


# Results returned before have to stay as they are; here one pair a shape is written again and again.
@wrong()
def pair_reused_for_each_shape(gamma, beta, weight, bias):
    key = weight.shape, weight.dtype
    if key not in FOLDED:
        FOLDED[key] = np.empty_like(weight), np.empty(weight.shape[1], weight.dtype)
    new_weight, new_bias = FOLDED[key]
    np.multiply(gamma[:, None], weight, out=new_weight)
    np.matmul(beta, weight, out=new_bias)
    if bias is not None:
        new_bias += bias
    return new_weight, new_bias


LAST_BIAS = {}


# None means that there is no bias; here the last bias of that length comes back.
@wrong()
def remembers_the_last_bias(gamma, beta, weight, bias):
    outputs = weight.shape[1]
    if bias is not None:
        LAST_BIAS[outputs] = bias.copy()
    start = LAST_BIAS.get(outputs, np.zeros(outputs))
    new_bias = beta @ weight + start
    return gamma[:, None] * weight, new_bias.astype(weight.dtype)


# In float64 only 1e-11 (1 + s) is allowed; here the numbers are rounded to look nice.
@wrong()
def rounded_to_six_places(gamma, beta, weight, bias):
    new_weight = np.round(gamma[:, None] * weight, 6)
    new_bias = beta @ weight
    if bias is not None:
        new_bias = new_bias + bias
    return new_weight, np.round(new_bias, 6)


# beta @ weight sums over the features; here the sum runs over the outputs and has the shape (F,).
@wrong()
def shifts_summed_over_the_outputs(gamma, beta, weight, bias):
    new_weight = gamma[:, None] * weight
    new_bias = (beta[:, None] * weight).sum(axis=1)
    if bias is not None:
        new_bias = new_bias + bias
    return new_weight, new_bias
