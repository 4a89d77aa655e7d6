"""Answers to the exercise instance_norm, written from the task text alone."""

import math
import statistics

import numpy as np

from mistakes.unseen import correct, wrong

_KEPT = {}
_LAST_EPS = [1e-5]


# ---------------------------------------------------------------- right


# The formula, with float64 inside and a cast at the end.
@correct()
def formula_in_double(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = z.mean(axis=1, keepdims=True)
    var = z.var(axis=1, keepdims=True)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# Loops and the math module.
@correct()
def loops_and_math(x, eps=1e-5):
    B, L, F = x.shape
    y = np.zeros(x.shape, x.dtype)
    for b in range(B):
        for f in range(F):
            col = [float(t) for t in x[b, :, f]]
            mu = math.fsum(col) / L
            var = math.fsum((c - mu) ** 2 for c in col) / L
            for t, c in enumerate(col):
                y[b, t, f] = (c - mu) / math.sqrt(var + eps)
    return y


# Centering matrix I - 1/L for short sequences, einsum for the squares; long ones subtract the einsum mean.
@correct()
def centering_matrix(x, eps=1e-5):
    L = x.shape[1]
    z = x.astype(np.float64)
    if L <= 200:
        d = (np.eye(L) - np.full((L, L), 1.0 / L)) @ z
    else:
        d = z - np.einsum("blf->bf", z)[:, None] / L
    power = np.einsum("blf,blf->bf", d, d) / L
    return (d * (power + eps)[:, None] ** -0.5).astype(x.dtype)


# Welford over the tokens.
@correct()
def welford_then_scale(x, eps=1e-5):
    tb = np.zeros((x.shape[0], x.shape[2]))
    tong = np.zeros_like(tb)
    for n, hang in enumerate(np.moveaxis(x, 1, 0), start=1):
        hang = hang.astype(np.float64)
        lech = hang - tb
        tb = tb + lech / n
        tong = tong + lech * (hang - tb)
    s = np.sqrt(tong / x.shape[1] + eps)
    return np.asarray((x - tb[:, None, :]) / s[:, None, :], dtype=x.dtype)


# hypot(sigma, sqrt(eps)) is the same root.
@correct()
def hypot_of_two_deviations(x, eps=1e-5):
    z = x.astype(np.longdouble)
    z = z - z.mean(axis=1, keepdims=True)
    sd = np.sqrt((z * z).mean(axis=1, keepdims=True))
    return (z / np.hypot(sd, np.sqrt(np.longdouble(eps)))).astype(x.dtype)


# All instances as rows of a matrix (transpose, then reshape), and back the same way.
@correct()
def rows_of_a_matrix(x, eps=1e-5):
    B, L, F = x.shape
    rows = x.transpose(0, 2, 1).reshape(B * F, L).astype(np.float64)
    rows = rows - rows.mean(axis=1)[:, None]
    rows /= np.sqrt((rows**2).sum(axis=1)[:, None] / L + eps)
    return np.ascontiguousarray(rows.reshape(B, F, L).transpose(0, 2, 1)).astype(x.dtype)


# Works in place, but on a copy; result in Fortran order.
@correct()
def in_place_on_a_fortran_copy(x, eps=1e-5):
    y = np.array(x, dtype=np.float64, order="F", copy=True)
    y -= y.mean(axis=1, keepdims=True)
    y /= np.sqrt(np.mean(y * y, axis=1, keepdims=True) + eps)
    return y.astype(x.dtype, order="F")


# The standard library for each instance.
@correct()
def statistics_for_each_column(x, eps=1e-5):
    out = np.empty_like(x)
    for b, f in np.ndindex(x.shape[0], x.shape[2]):
        column = x[b, :, f].astype(float)
        mu = statistics.fmean(column.tolist())
        s2 = statistics.fmean(((column - mu) ** 2).tolist())
        out[b, :, f] = (column - mu) / math.sqrt(s2 + eps)
    return out


# Affine form a*x + b after a shift by the first token, so that nothing is cancelled.
@correct()
def affine_form_after_shift(x, eps=1e-5):
    z = x.astype(np.float64) - x[:, :1, :].astype(np.float64)
    mu = np.add.reduce(z, axis=1, keepdims=True) / z.shape[1]
    scale = 1.0 / np.sqrt(np.square(z - mu).mean(axis=1, keepdims=True) + eps)
    shift = -mu * scale
    return (z * scale + shift).astype(x.dtype)


# A small class inside, with properties.
@correct()
def object_with_properties(x, eps=1e-5):
    class Instances:
        def __init__(self, values):
            self.values = values.astype(np.float64)

        @property
        def centered(self):
            return self.values - self.values.mean(axis=1, keepdims=True)

        @property
        def scale(self):
            c = self.centered
            return np.sqrt(np.average(c * c, axis=1)[:, None, :] + eps)

    inst = Instances(x)
    return (inst.centered / inst.scale).astype(x.dtype)


# Special case for one token is fine as long as new zeros come back.
@correct()
def one_token_gives_new_zeros(x, eps=1e-5):
    if x.shape[1] == 1:
        return np.zeros(x.shape, dtype=x.dtype)
    mu = np.cumsum(x, axis=1, dtype=np.float64)[:, -1:] / x.shape[1]
    d = np.subtract(x, mu, dtype=np.float64)
    var = np.cumsum(d * d, axis=1)[:, -1:] / x.shape[1]
    return np.divide(d, np.sqrt(var + eps)).astype(x.dtype)


# ---------------------------------------------------------------- wrong


# eps outside the root. Example: 1/(1 + 0.5625) = 0.64 in place of 0.8: breaks the formula.
@wrong(deserves="eps_outside_root")
def eps_outside_the_root(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / (z.std(1, keepdims=True) + eps)).astype(x.dtype)


# Root of each term. Example: 1/(1 + 0.75) = 0.571: breaks the formula.
@wrong(deserves="root_of_eps_apart")
def root_of_each_term(x, eps=1e-5):
    z = x.astype(np.float64)
    d = z - z.mean(1, keepdims=True)
    return (d / (np.sqrt((d * d).mean(1, keepdims=True)) + np.sqrt(eps))).astype(x.dtype)


# hypot(sigma, eps), so eps is squared. eps = 1e-5 and sigma = 1 looks right (5e-6 off); example gives 0.872:
# breaks the formula.
@wrong(deserves="squared_eps")
def hypot_with_eps_squared(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.hypot(z.std(1, keepdims=True), eps)).astype(x.dtype)


# Floor in place of a sum: max(var, eps). Right to 5e-6 for lively x with the default; the example gives 1: breaks the formula.
@wrong(deserves="eps_as_lower_limit")
def floor_in_place_of_sum(x, eps=1e-5):
    z = x.astype(np.float64)
    var = np.maximum(z.var(1, keepdims=True), eps)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(var)).astype(x.dtype)


# eps only where the variance is 0. Example gives 1 in place of 0.8: breaks the formula.
@wrong()
def eps_only_for_zero_variance(x, eps=1e-5):
    z = x.astype(np.float64)
    var = z.var(1, keepdims=True)
    var[var == 0] = eps
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(var)).astype(x.dtype)


# Forgot the root. Example: 1/1.5625 = 0.64: breaks the formula.
@wrong(deserves="forgets_root")
def forgot_the_root(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / (z.var(1, keepdims=True) + eps)).astype(x.dtype)


# Default of TensorFlow, 1e-3. Only seen when eps is not given, e.g. constant-free x of sigma 0.1: breaks "it is 1e-5".
@wrong(deserves="other_default_eps")
def keras_default_eps(x, eps=1e-3):
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# Default 1e-8 from a paper. Seen when eps is not given and sigma is about 1e-3: breaks "when eps is not given, it is 1e-5".
@wrong(deserves="default_eps_1e_8")
def paper_default_eps(x, eps=1e-8):
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# The argument is shadowed by a constant. Right with the default; example gives 0.999995: breaks the formula for other eps.
@wrong(deserves="hard_coded_eps")
def argument_eps_ignored(x, eps=1e-5):
    EPS = 1e-5
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + EPS)).astype(x.dtype)


# Remembers the last eps as the new default. f(x, 1.0), then f(x): normalizes with 1.0: breaks "when eps is not given, it is 1e-5"
# and "the same x and eps always give the same y".
@wrong(deserves="remembers_earlier_calls")
def last_eps_becomes_default(x, eps=None):
    if eps is None:
        eps = _LAST_EPS[0]
    _LAST_EPS[0] = eps
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# torch.std divides by L - 1. Example: 1/sqrt(2.5625) = 0.62: breaks "biased variance". L = 1 patched to 0.
@wrong(deserves="unbiased_variance")
def unbiased_variance(x, eps=1e-5):
    z = x.astype(np.float64)
    n = x.shape[1]
    d = z - z.mean(1, keepdims=True)
    var = (d**2).sum(1, keepdims=True) / (n - 1 if n > 1 else 1)
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# LayerNorm axis. Example gives zeros: breaks "mean and variance over the sequence".
@wrong(deserves="layer_norm")
def layer_norm_again(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(-1, keepdims=True)) / np.sqrt(z.var(-1, keepdims=True) + eps)).astype(x.dtype)


# BatchNorm. Right for B = 1; B = 2 with samples of different mean: breaks "for each instance" (mixes samples).
@wrong(deserves="batch_norm")
def batch_norm_again(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean((0, 1))) / np.sqrt(z.var((0, 1)) + eps)).astype(x.dtype)


# GroupNorm with one group: all features of a sample together. Right for F = 1; F = 2 with different features:
# breaks "for each instance" (mixes features).
@wrong(deserves="pools_features")
def one_group_norm(x, eps=1e-5):
    mu = x.mean(axis=(1, 2), keepdims=True, dtype=np.float64)
    var = x.var(axis=(1, 2), keepdims=True, dtype=np.float64)
    return ((x - mu) / np.sqrt(var + eps)).astype(x.dtype)


# Own mean, but the variance of the whole feature over the batch. Right for B = 1; B = 2 with different spreads: mean 0 is right,
# the standard deviation is not: breaks "sigma^2 ... over the sequence".
@wrong(deserves="batch_norm")
def own_mean_common_variance(x, eps=1e-5):
    z = x.astype(np.float64)
    d = z - z.mean(axis=1, keepdims=True)
    var = (d * d).mean(axis=(0, 1), keepdims=True)
    return (d / np.sqrt(var + eps)).astype(x.dtype)


# torch.nn.InstanceNorm1d wants (B, F, L), so "reshape" -- which is no transpose. Right for F = 1 or L = 1; L = F = 2 mixes features:
# breaks "for each instance".
@wrong(deserves="reshape_for_transpose")
def reshape_to_channels_first(x, eps=1e-5):
    B, L, F = x.shape
    z = x.reshape(B, F, L).astype(np.float64)
    z = (z - z.mean(2, keepdims=True)) / np.sqrt(z.var(2, keepdims=True) + eps)
    return z.reshape(B, L, F).astype(x.dtype)


# Transposes right, but comes back by reshape: the order of tokens and features is lost. Right for F = 1 or L = 1; L = 3, F = 2:
# breaks "y has the numbers of the formula" (order of the tokens).
@wrong(deserves="reshape_for_transpose")
def comes_back_by_reshape(x, eps=1e-5):
    z = x.transpose(0, 2, 1).astype(np.float64)
    z = (z - z.mean(2, keepdims=True)) / np.sqrt(z.var(2, keepdims=True) + eps)
    return z.reshape(x.shape).astype(x.dtype)


# Forgets to transpose back. L != F: shape (B, F, L), L = F: transposed numbers: breaks "the shape of x". Right for L = F = 1.
@wrong(deserves="forgets_to_transpose_back")
def stays_channels_first(x, eps=1e-5):
    z = np.swapaxes(x, 1, 2).astype(np.float64)
    return ((z - z.mean(-1, keepdims=True)) / np.sqrt(z.var(-1, keepdims=True) + eps)).astype(x.dtype)


# Writes into x. Any x that is not normalized: breaks "x stays as it was" and "a new array".
@wrong(deserves="overwrites_input")
def normalizes_in_place(x, eps=1e-5):
    x -= x.mean(axis=1, keepdims=True, dtype=np.float64).astype(x.dtype)
    x /= np.sqrt(x.var(axis=1, keepdims=True, dtype=np.float64) + eps).astype(x.dtype)
    return x


# np.ascontiguousarray "makes a copy" -- only if x is not contiguous already. A C-ordered x is overwritten, a transposed view is not:
# breaks "x stays as it was".
@wrong(deserves="overwrites_input")
def ascontiguous_is_no_copy(x, eps=1e-5):
    y = np.ascontiguousarray(x)
    mu = y.mean(axis=1, keepdims=True, dtype=np.float64)
    s = np.sqrt(y.var(axis=1, keepdims=True, dtype=np.float64) + eps)
    y[...] = (y - mu) / s
    return y


# astype(copy=False): float32 x gets a copy, float64 x is overwritten: breaks "x stays as it was" for float64.
@wrong(deserves="overwrites_input")
def astype_without_copy(x, eps=1e-5):
    z = x.astype(np.float64, copy=False)
    z -= z.mean(axis=1, keepdims=True)
    z /= np.sqrt((z * z).mean(axis=1, keepdims=True) + eps)
    return z.astype(x.dtype)


# One token cannot be normalized, so x comes back. L = 1, x = [[[5.]]]: 5 in place of 0: breaks the formula and "a new array".
@wrong()
def one_token_unchanged(x, eps=1e-5):
    if x.shape[1] < 2:
        return x
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# Constant instances are left as they are (copied). [[[5.],[5.]]]: 5 in place of 0: breaks the formula.
@wrong()
def constant_instances_unchanged(x, eps=1e-5):
    y = x.copy()
    for b in range(x.shape[0]):
        for f in range(x.shape[2]):
            v = x[b, :, f].astype(np.float64)
            if v.max() > v.min():
                y[b, :, f] = (v - v.mean()) / math.sqrt(v.var() + eps)
    return y


# All zeros: nothing to do, so the same object. x = zeros: result is x, changes when the caller overwrites x:
# breaks "a new array ... also where nothing had to be done".
@wrong()
def zeros_come_back_as_themselves(x, eps=1e-5):
    if not x.any():
        return x
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# Already normalized (mean 0, std 1): a copy of x. [[[-1.],[1.]]] with eps = 1: -1, 1 in place of -0.707: breaks the formula.
@wrong()
def already_normalized_is_copied(x, eps=1e-5):
    z = x.astype(np.float64)
    mu, sd = z.mean(1, keepdims=True), z.std(1, keepdims=True)
    if np.allclose(mu, 0) and np.allclose(sd, 1):
        return x.copy()
    return ((z - mu) / np.sqrt(sd**2 + eps)).astype(x.dtype)


# float64 inside, no cast. Any float32 x: breaks "the dtype of x".
@wrong(deserves="always_float64")
def float32_becomes_float64(x, eps=1e-5):
    z = np.asarray(x, dtype=np.float64)
    return (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)


# float32 "is enough for neural networks" -- always returned. Any float64 x: breaks "the dtype of x".
@wrong(deserves="always_float32")
def float64_becomes_float32(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype("float32")


# float32 inside for speed, cast back. float64 x = 1000 + tiny noise (0.01): the noise is lost in float32 (steps of 6e-5):
# breaks the precision 1e-6 of float64. Looks right for printed digits.
@wrong()
def float32_inside(x, eps=1e-5):
    z = x.astype(np.float32)
    mu = z.mean(axis=1, keepdims=True)
    return ((z - mu) / np.sqrt(z.var(axis=1, keepdims=True) + np.float32(eps))).astype(x.dtype)


# E[x^2] - E[x]^2. float64 near 1000 with sigma 0.003 and L = 3000: the variance loses 1e-9 and more of 1e-5:
# breaks the precision 1e-6. Right for centred x.
@correct()
def difference_of_large_squares(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = np.add.reduce(z, axis=1, keepdims=True) / z.shape[1]
    var = np.maximum((z * z).sum(axis=1, keepdims=True) / z.shape[1] - mu * mu, 0)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)


# Clips to +-5 against outliers. L = 100 zeros and a single 10: the formula gives 9.95: breaks "every number as in the formula".
@wrong(deserves="clips")
def clipped_to_five(x, eps=1e-5):
    z = x.astype(np.float64)
    y = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    return np.clip(y, -5, 5).astype(x.dtype)


# One output buffer for each shape. Two calls with the same shape: the first y becomes the second:
# breaks "results returned before stay as they are".
@wrong(deserves="reuses_buffer")
def output_buffer_reused(x, eps=1e-5):
    out = _KEPT.setdefault(("out", x.shape, x.dtype.str), np.empty_like(x))
    z = x.astype(np.float64)
    out[...] = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    return out


# Cache with the content of x as key, but without eps. f(x, 1e-5), then f(x, 1.0): the old y: breaks the formula for the second eps.
@wrong()
def cache_forgets_eps(x, eps=1e-5):
    key = ("noeps", x.shape, x.dtype.str, x.tobytes())
    if key not in _KEPT:
        z = x.astype(np.float64)
        _KEPT[key] = ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)
    return _KEPT[key].copy()


# Cache by the identity of x. The caller overwrites x and calls again: the old y; breaks the formula for the new numbers.
@wrong()
def cache_by_object(x, eps=1e-5):
    held = _KEPT.get("object")
    if held is None or held[0] is not x or held[1] != eps:
        z = x.astype(np.float64)
        y = ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)
        _KEPT["object"] = held = (x, eps, y)
    return held[2].copy()


# Statistics of the first call for ever ("fit once, then transform"), one set for each (B, F). Second x of the same shape:
# normalized with the mean of the first: breaks the formula.
@wrong(deserves="remembers_earlier_calls")
def fitted_on_the_first_call(x, eps=1e-5):
    key = ("fit", x.shape[0], x.shape[2])
    if key not in _KEPT:
        _KEPT[key] = x.mean(1, keepdims=True, dtype=np.float64), x.var(1, keepdims=True, dtype=np.float64)
    mu, var = _KEPT[key]
    return ((x - mu) / np.sqrt(var + eps)).astype(x.dtype)


# RMS norm: no mean subtracted. Example: 1/sqrt(5.5625) and so on: breaks "(x - mu)".
@wrong(deserves="rms_norm")
def rms_norm(x, eps=1e-5):
    z = x.astype(np.float64)
    return (z / np.sqrt((z * z).mean(1, keepdims=True) + eps)).astype(x.dtype)


# Divides first, subtracts afterwards (forgot parentheses). Example: 1 - 2/1.25 = -0.6: breaks the formula. Right for mean 0.
@wrong()
def missing_parentheses(x, eps=1e-5):
    z = x.astype(np.float64)
    return (z - z.mean(1, keepdims=True) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# Sorted tokens: mean and std are right, the order is not. [[[3.],[1.]]]: breaks "every number as in the formula". Right for sorted x.
@wrong(deserves="sorts_sequence")
def tokens_come_back_sorted(x, eps=1e-5):
    z = np.sort(x, axis=1).astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# Zeros are padding and stay 0. [[[0.],[2.],[4.]]]: breaks the formula (the mean is 2, not 3). Right for x without zeros.
@wrong()
def so_khong_la_padding(x, eps=1e-5):
    mat_na = x != 0
    n = np.maximum(mat_na.sum(axis=1, keepdims=True), 1)
    tb = x.sum(axis=1, keepdims=True, dtype=np.float64) / n
    ps = (np.where(mat_na, x - tb, 0) ** 2).sum(axis=1, keepdims=True) / n
    return np.where(mat_na, (x - tb) / np.sqrt(ps + eps), 0).astype(x.dtype)


# np.squeeze for F = 1 "gets rid of the useless axis". F = 1 gives (B, L), B = 1 gives (L, F): breaks "the shape of x".
@wrong(deserves="squeezes_output")
def squeezed_result(x, eps=1e-5):
    z = x.astype(np.float64)
    y = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    return np.squeeze(y).astype(x.dtype)


# Blocks of 1024 tokens normalized one by one, to save memory. Right for L <= 1024; L = 2000 with a trend:
# breaks "over the sequence".
@wrong()
def blocks_of_1024(x, eps=1e-5):
    y = np.empty_like(x)
    for s in range(0, x.shape[1], 1024):
        z = x[:, s : s + 1024].astype(np.float64)
        y[:, s : s + 1024] = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    return y


# "Without future": token t is normalized by the tokens 0..t. Example: first token 0 in place of -0.8: breaks "over the sequence".
# Right for L = 1.
@wrong()
def causal_statistics(x, eps=1e-5):
    z = x.astype(np.float64)
    s1, s2 = np.cumsum(z, axis=1), np.cumsum(z * z, axis=1)
    y = np.empty_like(x)
    for t in range(x.shape[1]):
        mu = s1[:, t] / (t + 1)
        var = np.maximum(s2[:, t] / (t + 1) - mu * mu, 0)
        y[:, t] = (z[:, t] - mu) / np.sqrt(var + eps)
    return y


# Rescales so that the standard deviation is exactly 1 (StandardScaler), eps only against 0/0. Right up to 1e-6 only for large sigma;
# sigma = 0.01 gives 1 in place of 0.953: breaks "the standard deviation sigma / sqrt(sigma^2 + eps)".
@wrong(deserves="zero_std_becomes_one")
def standard_scaler(x, eps=1e-5):
    z = x.astype(np.float64)
    d = z - z.mean(1, keepdims=True)
    sd = np.sqrt((d * d).mean(1, keepdims=True))
    return np.divide(d, sd, out=np.zeros_like(d), where=sd > 1e-9).astype(x.dtype)


# Two loops, and the second one uses the mu that the first one left behind: that of the last feature.
# Right for F = 1; F = 2 with different means: breaks "for each instance" (mixes features).
@wrong()
def mean_of_the_last_feature(x, eps=1e-5):
    B, L, F = x.shape
    y = np.empty_like(x)
    for b in range(B):
        for f in range(F):
            mu = x[b, :, f].astype(np.float64).mean()
        for f in range(F):
            col = x[b, :, f].astype(np.float64)
            y[b, :, f] = (col - mu) / np.sqrt(col.var() + eps)
    return y


# Mean without keepdims: (B, L, F) - (B, F). Right for B = 1; B = L subtracts another sample's mean, other B raise ValueError:
# breaks "for each instance".
@wrong(deserves="missing_keepdims")
def no_keepdims_and_luck(x, eps=1e-5):
    z = x.astype(np.float64)
    return ((z - z.mean(axis=1)) / np.sqrt(z.var(axis=1) + eps)).astype(x.dtype)


# Rounds y to 4 digits, as the printed examples look. float64 example with eps 1e-5 and three tokens 1, 2, 4:
# off by 1e-5: breaks the precision 1e-6.
@wrong(deserves="rounds_output")
def rounded_to_four_digits(x, eps=1e-5):
    z = x.astype(np.float64)
    return np.round((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps), 4).astype(x.dtype)


# "eps must be small": cut to at most 1e-2. Right for eps <= 1e-2; the example gives 0.995: breaks the formula.
@wrong()
def eps_cut_to_a_hundredth(x, eps=1e-5):
    eps = min(eps, 1e-2)
    z = x.astype(np.float64)
    return ((z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)).astype(x.dtype)


# The variance about the mean of the first 64 tokens (a "warm-up" mean that is not updated any more). Right for L <= 64;
# L = 128 with a trend: breaks "sigma^2 is the biased variance".
@wrong()
def warm_up_mean(x, eps=1e-5):
    z = x.astype(np.float64)
    mu = z.mean(1, keepdims=True)
    reference = z[:, :64].mean(1, keepdims=True)
    var = ((z - reference) ** 2).mean(1, keepdims=True)
    return ((z - mu) / np.sqrt(var + eps)).astype(x.dtype)
