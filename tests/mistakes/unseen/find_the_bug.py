"""Answers to the exercise find_the_bug, written from the task text alone."""

import numpy as np

from mistakes.unseen import correct, wrong


# einsum for the sums, and an axis more for the divisor.
@correct(of="weighted_mean")
def weighted_mean_by_einsum(x, weights):
    total = np.einsum("blf,bl->bf", x, weights)
    return total / weights.sum(axis=1)[:, np.newaxis]


# A batched matrix product with weights that already add up to 1.
@correct(of="weighted_mean")
def weighted_mean_by_matmul(x, weights):
    share = weights / weights.sum(axis=1, keepdims=True)
    return np.matmul(share[:, np.newaxis, :], x)[:, 0, :]


# The normalized part is a new array, made out of place, instance by instance.
@correct(of="add_norm")
def add_norm_instance_by_instance(x, eps):
    out = np.empty(x.shape, dtype=np.float64)
    for b in range(x.shape[0]):
        for f in range(x.shape[2]):
            row = x[b, :, f]
            centered = row - row.mean()
            out[b, :, f] = row + centered / np.sqrt(np.dot(centered, centered) / len(row) + eps)
    return out


# Welford's running mean and sum of squares: one pass, and right far from 0, too.
@correct(of="instance_std")
def instance_std_by_welford(x, eps):
    mean = np.zeros((x.shape[0], x.shape[2]))
    squares = np.zeros_like(mean)
    for t in range(x.shape[1]):
        delta = x[:, t] - mean
        mean += delta / (t + 1)
        squares += delta * (x[:, t] - mean)
    return np.sqrt(squares / x.shape[1] + eps)[:, np.newaxis, :]


# float64 before the subtraction, then np.diff.
@correct(of="steps")
def steps_as_double_first(x, eps):
    wide = x.astype(np.float64)
    return np.diff(wide, axis=1) / np.sqrt(wide.var(axis=1, keepdims=True) + eps)


# Nothing kept; scale and shift folded into one multiplication and one addition.
@correct(of="normalize_like")
def normalize_like_without_memory(x, reference, eps):
    mean = reference.sum(axis=1, keepdims=True) / reference.shape[1]
    var = np.square(reference - mean).sum(axis=1, keepdims=True) / reference.shape[1]
    scale = (var + eps) ** -0.5
    return (x - mean) * scale


# The divisor has to go with the samples; .T of a one-dimensional array changes nothing.
@wrong(deserves="divides_columns", of="weighted_mean")
def weighted_mean_with_useless_transpose(x, weights):
    total = (x * weights[:, :, np.newaxis]).sum(axis=1)
    return total / weights.sum(axis=1).T


# It has to be right for B = F as well; only the complaint for B != F is mended.
@wrong(deserves="divides_columns", of="weighted_mean")
def weighted_mean_mended_where_it_complains(x, weights):
    total = (x * weights[:, :, np.newaxis]).sum(axis=1)
    norm = weights.sum(axis=1)
    if total.shape[1] != norm.shape[0]:
        norm = norm.reshape(-1, 1)
    return total / norm


# weights have to stay as they were; here they are normalized in place.
@wrong(of="weighted_mean")
def weighted_mean_normalizes_the_given_weights(x, weights):
    weights /= weights.sum(axis=1, keepdims=True)
    return (x * weights[:, :, np.newaxis]).sum(axis=1)


# The divisor is the sum of the weights of each sample; here it is the number of tokens.
@wrong(deserves="divides_by_length", of="weighted_mean")
def weighted_mean_over_number_of_tokens(x, weights):
    return (x * weights[:, :, np.newaxis]).mean(axis=1)


# x has to stay as it was, and y has to be another array; x[:] is only a view.
@wrong(deserves="same_array", of="add_norm")
def add_norm_with_a_slice_for_copy(x, eps):
    y = x[:]
    y -= x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x + y


# The numbers are right, but x has to stay as it was: the copy is kept on the wrong side.
@wrong(deserves="keeps_old_but_overwrites", of="add_norm")
def add_norm_copies_the_wrong_one(x, eps):
    original = x.copy()
    y = x
    y -= original.mean(axis=1, keepdims=True)
    y /= np.sqrt(original.var(axis=1, keepdims=True) + eps)
    return original + y


# The result has to be new; here it is written into x and x is handed back.
@wrong(of="add_norm")
def add_norm_adds_into_x(x, eps):
    y = x.copy()
    y -= x.mean(axis=1, keepdims=True)
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x += y
    return x


# x itself is to be added; here the centered x is, since the copy comes one line too late.
@wrong(of="add_norm")
def add_norm_copies_too_late(x, eps):
    x = x - x.mean(axis=1, keepdims=True)
    y = x.copy()
    y /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x + y


# Around 1e8 the difference of the two large numbers is lost; only the nan is removed.
@wrong(deserves="clips_variance", also=("mean_of_squares",), of="instance_std")
def instance_std_clamped_at_zero(x, eps):
    mean = x.mean(axis=1, keepdims=True)
    var = (x**2).mean(axis=1, keepdims=True) - mean**2
    return np.sqrt(np.maximum(var, 0) + eps)


# Even long double does not hold squares near 1e16 closely enough for 1e-6.
@wrong(deserves="turns_sign", also=("mean_of_squares",), of="instance_std")
def instance_std_in_long_double(x, eps):
    wide = x.astype(np.longdouble)
    mean = wide.mean(axis=1, keepdims=True)
    var = np.abs((wide**2).mean(axis=1, keepdims=True) - mean**2)
    return np.sqrt(var + eps).astype(np.float64)


# One shift for the whole batch is not enough where features lie around 1e8 and -1e8.
@wrong(deserves="clips_variance", also=("mean_of_squares",), of="instance_std")
def instance_std_shifted_by_the_mean_of_all(x, eps):
    x = x - x.mean()
    mean = x.mean(axis=1, keepdims=True)
    var = (x**2).mean(axis=1, keepdims=True) - mean**2
    return np.sqrt(np.maximum(var, 0) + eps)


# x has to stay as it was; here the mean is subtracted from the given array.
@wrong(of="instance_std")
def instance_std_centers_the_given(x, eps):
    x -= x.mean(axis=1, keepdims=True)
    var = (x**2).mean(axis=1, keepdims=True)
    return np.sqrt(var + eps)


# uint8 has wrapped around by the time it is cast.
@wrong(deserves="wraps_around", of="steps")
def steps_cast_after_the_difference(x, eps):
    change = (x[:, 1:] - x[:, :-1]).astype(np.float64)
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


# float64 inputs have to be right, too; a signed integer cuts off their fractions.
@wrong(deserves="into_whole_numbers", of="steps")
def steps_in_int16(x, eps):
    x_signed = x.astype(np.int16)
    change = x_signed[:, 1:] - x_signed[:, :-1]
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


# A step down is negative; larger minus smaller does not wrap, but loses the sign.
@wrong(deserves="without_sign", of="steps")
def steps_without_sign(x, eps):
    after, before = x[:, 1:], x[:, :-1]
    change = np.maximum(after, before) - np.minimum(after, before)
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


# float32 is enough for uint8, but not for float64 numbers near 1000 that differ by little.
@wrong(of="steps")
def steps_in_single(x, eps):
    change = np.diff(x.astype(np.float32), axis=1)
    return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)


SEEN_BY_ID = {}


# The caller may write other numbers into the same array: its id does not tell.
@wrong(deserves="keeps_by_array", of="normalize_like")
def normalize_like_keyed_by_id(x, reference, eps):
    key = id(reference), reference.shape
    if key not in SEEN_BY_ID:
        mean = reference.mean(axis=1, keepdims=True)
        var = reference.var(axis=1, keepdims=True)
        SEEN_BY_ID[key] = mean, var, reference  # kept, so that the id is not given to another
    mean, var, _ = SEEN_BY_ID[key]
    return (x - mean) / np.sqrt(var + eps)


SEEN_BY_BYTES = {}


# The same bytes in another shape are another reference: the key lacks the shape.
@wrong(of="normalize_like")
def normalize_like_keyed_by_bytes_alone(x, reference, eps):
    key = reference.tobytes()
    if key not in SEEN_BY_BYTES:
        SEEN_BY_BYTES[key] = reference.mean(axis=1, keepdims=True), reference.var(axis=1, keepdims=True)
    mean, var = SEEN_BY_BYTES[key]
    return (x - mean) / np.sqrt(var + eps)


SEEN_VAR = {}


# The variance, too, has to be that of this reference; only the mean is taken anew.
@wrong(deserves="keeps_by_shape", of="normalize_like")
def normalize_like_with_the_mean_mended(x, reference, eps):
    mean = reference.mean(axis=1, keepdims=True)
    if reference.shape not in SEEN_VAR:  # only once
        SEEN_VAR[reference.shape] = reference.var(axis=1, keepdims=True)
    var = SEEN_VAR[reference.shape]
    return (x - mean) / np.sqrt(var + eps)


SEEN_BY_SUM = {}


# References of the same shape and the same sum may differ.
@wrong(of="normalize_like")
def normalize_like_keyed_by_sum(x, reference, eps):
    key = reference.shape, float(reference.sum())
    if key not in SEEN_BY_SUM:
        mean = reference.mean(axis=1, keepdims=True)
        var = reference.var(axis=1, keepdims=True)
        SEEN_BY_SUM[key] = mean, var
    mean, var = SEEN_BY_SUM[key]
    return (x - mean) / np.sqrt(var + eps)
