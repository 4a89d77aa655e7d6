"""Answers to the exercise keras_to_channels_first, written from the task text alone."""

import numpy as np

from mistakes.unseen import correct, wrong


# Statistics along the last axis in float64, gamma and beta with an axis more.
@correct()
def normalize_the_last_axis(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    x -= x.mean(axis=2, keepdims=True)
    x /= np.sqrt(np.square(x).mean(axis=2, keepdims=True) + epsilon)
    queue = list(weights)
    if scale:
        x *= queue.pop(0)[:, np.newaxis]
    if center:
        x += queue.pop(0)[:, np.newaxis]
    return x.astype(rows.dtype)


# To the layout of Keras, the formula of Keras, and back.
@correct()
def swap_there_and_back(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = np.ascontiguousarray(np.swapaxes(rows, 1, 2), dtype=np.float64)
    channels = x.shape[-1]
    it = iter(weights)
    gamma = next(it) if scale else np.ones(channels)
    beta = next(it) if center else np.zeros(channels)
    y = gamma * (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon) + beta
    return np.array(np.swapaxes(y, 1, 2), dtype=rows.dtype, order="C")


# A loop over all rows, with dot products for the sums.
@correct()
def row_by_row(rows, weights, scale=True, center=True, epsilon=1e-3):
    n_samples, n_channels, length = rows.shape
    out = np.empty(rows.shape, rows.dtype)
    ones = np.ones(length)
    for n in range(n_samples):
        for c in range(n_channels):
            row = rows[n, c].astype(np.float64)
            row = row - np.dot(row, ones) / length
            row = row / (np.dot(row, row) / length + epsilon) ** 0.5
            if scale:
                row = row * float(weights[0][c])
            if center:
                row = row + float(weights[-1][c])
            out[n, c] = row
    return out


# One pass with einsum, the sums of x and of its squares, then one factor and one shift a row.
@correct()
def one_pass_with_factor_and_shift(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    length = x.shape[2]
    mean = np.einsum("ncl->nc", x) / length
    var = np.maximum(np.einsum("ncl,ncl->nc", x, x) / length - mean * mean, 0.0)
    factor = 1.0 / np.sqrt(var + epsilon)
    if scale:
        factor = factor * weights[0]
    shift = -mean * factor
    if center:
        shift = shift + weights[1 if scale else 0]
    return (x * factor[:, :, None] + shift[:, :, None]).astype(rows.dtype)


# A class that unpacks the weights once and normalizes a matrix of all instances.
@correct()
def matrix_of_instances_in_a_class(rows, weights, scale=True, center=True, epsilon=1e-3):
    class Layer:
        def __init__(self, channels):
            names = [name for name, there in (("gamma", scale), ("beta", center)) if there]
            given = dict(zip(names, weights))
            self.gamma = np.asarray(given.get("gamma", np.ones(channels)), dtype=np.float64)
            self.beta = np.asarray(given.get("beta", np.zeros(channels)), dtype=np.float64)

        def normalize(self, matrix):
            deviation = matrix - np.average(matrix, axis=1)[:, None]
            return deviation / np.hypot(deviation.std(axis=1), np.sqrt(epsilon))[:, None]

        def __call__(self, data):
            n, c, length = data.shape
            flat = self.normalize(data.reshape(n * c, length).astype(np.float64))
            flat = flat * np.tile(self.gamma, n)[:, None] + np.tile(self.beta, n)[:, None]
            return flat.reshape(n, c, length).astype(data.dtype)

    return Layer(rows.shape[1])(rows)


# The sequence in front: every token is a slice (N, C), with running sums as Welford takes them.
@correct()
def tokens_in_front(rows, weights, scale=True, center=True, epsilon=1e-3):
    tokens = np.array(np.moveaxis(rows, 2, 0), dtype=np.float64)
    mean = np.zeros(rows.shape[:2])
    squares = np.zeros(rows.shape[:2])
    for t, token in enumerate(tokens, start=1):
        delta = token - mean
        mean += delta / t
        squares += delta * (token - mean)
    tokens -= mean
    tokens /= np.sqrt(squares / len(tokens) + epsilon)
    if scale:
        tokens *= weights[0]
    if center:
        tokens += weights[int(bool(scale))]
    return np.ascontiguousarray(np.moveaxis(tokens, 0, 2)).astype(rows.dtype)


# gamma and beta go with the channels; here they meet the sequence.
@wrong(deserves="gamma_on_sequence")
def gamma_and_beta_on_the_sequence(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    rest = list(weights)
    if scale:
        y = y * rest.pop(0)
    if center:
        y = y + rest.pop(0)
    return y.astype(rows.dtype)


# Axes have to be swapped; a reshape mixes the channels.
@wrong(deserves="reshaped")
def reshape_for_swap(rows, weights, scale=True, center=True, epsilon=1e-3):
    n, c, length = rows.shape
    x = rows.reshape(n, length, c).astype(np.float64)
    y = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    rest = list(weights)
    if scale:
        y = y * rest.pop(0)
    if center:
        y = y + rest.pop(0)
    return y.reshape(n, c, length).astype(rows.dtype)


# A single array may be beta; here the number of arrays decides, and a single one is gamma.
@wrong(deserves="first_is_gamma")
def single_array_is_gamma(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon)
    if len(weights) > 0:
        y = y * weights[0][:, None]
    if len(weights) > 1:
        y = y + weights[1][:, None]
    return y.astype(rows.dtype)


# The order of Keras is gamma, then beta; here beta is taken first.
@wrong(deserves="beta_first")
def beta_before_gamma_in_the_list(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon)
    arrays = iter(weights)
    beta = next(arrays) if center else np.zeros(rows.shape[1])
    gamma = next(arrays) if scale else np.ones(rows.shape[1])
    return (y * gamma[:, None] + beta[:, None]).astype(rows.dtype)


# The same arguments have to give the same output: pop empties the list of the caller.
@wrong()
def pops_from_the_given_list(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    if scale and weights:
        y *= weights.pop(0)[:, None]
    if center and weights:
        y += weights.pop(0)[:, None]
    return y.astype(rows.dtype)


# The default of epsilon is 1e-3; here it is that of PyTorch.
@wrong(deserves="default_of_torch")
def epsilon_of_torch(rows, weights, scale=True, center=True, epsilon=1e-5):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    k = 0
    if scale:
        y *= weights[k][:, None]
        k += 1
    if center:
        y += weights[k][:, None]
    return y.astype(rows.dtype)


# epsilon belongs under the root, to the variance.
@wrong()
def epsilon_beside_the_root(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / (x.std(axis=2, keepdims=True) + epsilon)
    params = [w[None, :, None] for w in weights]
    if scale:
        y = y * params[0]
    if center:
        y = y + params[-1]
    return y.astype(rows.dtype)


# The variance is the biased one; here it is divided by L - 1 (by 1 where L is 1).
@wrong(deserves="unbiased")
def unbiased_variance(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    d = x - x.mean(axis=2, keepdims=True)
    var = (d * d).sum(axis=2, keepdims=True) / max(x.shape[2] - 1, 1)
    y = d / np.sqrt(var + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y.astype(rows.dtype)


# An instance is a row along the sequence; here each token is normalized over its channels.
@wrong(deserves="statistics_over_channels")
def axis_one_as_in_exercise_two(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0).reshape(1, -1, 1)
    if center:
        y = y + params.pop(0).reshape(1, -1, 1)
    return y.astype(rows.dtype)


# groups=-1 is one group a feature; here the whole sample is one group.
@wrong(deserves="one_group")
def one_group_for_all_channels(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    mean = x.mean(axis=(1, 2), keepdims=True)
    var = x.var(axis=(1, 2), keepdims=True)
    y = (x - mean) / np.sqrt(var + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y.astype(rows.dtype)


# The output has the dtype of rows; here float64 inside stays float64 outside.
@wrong(deserves="makes_float64")
def stays_double(rows, weights, scale=True, center=True, epsilon=1e-3):
    mean = rows.mean(axis=2, keepdims=True, dtype=np.float64)
    var = rows.var(axis=2, keepdims=True, dtype=np.float64)
    y = (rows - mean) / np.sqrt(var + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y


# rows has to stay as it was; astype without copy hands float64 rows on as they are.
@wrong(deserves="overwrites_rows")
def astype_without_copy(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64, copy=False)
    x -= x.mean(axis=2, keepdims=True)
    x /= np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    params = list(weights)
    if scale:
        x = x * params.pop(0)[:, None]
    if center:
        x = x + params.pop(0)[:, None]
    return x.astype(rows.dtype)


# center and scale only say whether there is beta and gamma; mean and variance are always taken.
@wrong()
def settings_taken_for_mean_and_variance(rows, weights, scale=True, center=True, epsilon=1e-3):
    y = rows.astype(np.float64)
    var = y.var(axis=2, keepdims=True)
    params = list(weights)
    if center:
        y = y - y.mean(axis=2, keepdims=True)
    if scale:
        y = y / np.sqrt(var + epsilon)
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y.astype(rows.dtype)


# The fourth argument is center and the third is scale; here they are the other way round.
@wrong()
def settings_in_the_other_order(rows, weights, center=True, scale=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y.astype(rows.dtype)


# Without gamma beta is the first of the list, not the second: a layer with beta alone fails.
@wrong(deserves="always_two")
def beta_is_always_the_second(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    if scale:
        y = y * weights[0][:, None]
    if center:
        y = y + weights[1][:, None]
    return y.astype(rows.dtype)


# The axes have to be swapped back: the output is (N, C, L).
@wrong(deserves="not_swapped_back")
def never_swapped_back(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64).swapaxes(1, 2)
    y = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0)
    if center:
        y = y + params.pop(0)
    return y.astype(rows.dtype)


OUTPUTS = {}


# Outputs returned before have to stay as they are; here one array a shape and dtype is used again.
@wrong()
def output_used_again(rows, weights, scale=True, center=True, epsilon=1e-3):
    out = OUTPUTS.setdefault((rows.shape, rows.dtype.str), np.empty_like(rows))
    x = rows.astype(np.float64)
    x -= x.mean(axis=2, keepdims=True)
    x /= np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    params = list(weights)
    if scale:
        x *= params.pop(0)[:, None]
    if center:
        x += params.pop(0)[:, None]
    out[...] = x
    return out


# With a single token the output is beta, not 0.
@wrong()
def single_token_is_zero(rows, weights, scale=True, center=True, epsilon=1e-3):
    if rows.shape[2] == 1:
        return np.zeros_like(rows)  # no variance, nothing to normalize
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    params = list(weights)
    if scale:
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y.astype(rows.dtype)


# gamma may hold 0 and then the row is beta; here a 0 is taken for a missing gamma.
@wrong()
def zero_gamma_means_no_gamma(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + epsilon)
    params = list(weights)
    gamma = params.pop(0) if scale else np.ones(x.shape[1])
    beta = params.pop(0) if center else np.zeros(x.shape[1])
    gamma = np.where(gamma == 0, 1.0, gamma)
    return (y * gamma[:, None] + beta[:, None]).astype(rows.dtype)


# epsilon is added to every variance; here it is only the least that a variance may be.
@wrong()
def epsilon_as_a_floor(rows, weights, scale=True, center=True, epsilon=1e-3):
    x = rows.astype(np.float64)
    y = (x - x.mean(axis=2, keepdims=True)) / np.sqrt(np.maximum(x.var(axis=2, keepdims=True), epsilon))
    params = list(weights)
    if scale:
        y = y * params.pop(0)[:, None]
    if center:
        y = y + params.pop(0)[:, None]
    return y.astype(rows.dtype)
