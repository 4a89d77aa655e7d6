"""Unseen answers to the exercise `instance_norm`."""

import math
from functools import reduce

import numpy as np

from mistakes.unseen import correct, wrong

# Wrong


@wrong(deserves="eps_outside_root")
def norm_eps_beside_the_std(x, eps=1e-5):
    """eps is added to the standard deviation, outside the root."""
    mu = x.mean(axis=1, keepdims=True)
    sd = x.std(axis=1, keepdims=True)
    return ((x - mu) / (sd + eps)).astype(x.dtype)


@wrong(deserves=None)
def norm_root_of_the_std(x, eps=1e-5):
    """Takes the root of std + eps: np.std where np.var was meant."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.std(x, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves="forgets_root")
def norm_no_root(x, eps=1e-5):
    """Divides by the variance."""
    mean = x.mean(1, keepdims=True)
    variance = ((x - mean) ** 2).mean(1, keepdims=True)
    return (x - mean) / (variance + eps)


@wrong(deserves="layer_norm")
def norm_layer_norm_pasted(x, eps=1e-5):
    """Transformer LayerNorm: averages over the features of a token."""
    u = x.mean(-1, keepdims=True)
    s = np.power(x - u, 2).mean(-1, keepdims=True)
    x = (x - u) / np.sqrt(s + eps)
    return x


@wrong(deserves="batch_norm")
def norm_batch_norm_pasted(x, eps=1e-5):
    """BatchNorm: averages over the batch and the sequence."""
    N, T, D = x.shape
    flat = x.reshape(-1, D)
    sample_mean = flat.mean(axis=0)
    sample_var = flat.var(axis=0)
    out = (flat - sample_mean) / np.sqrt(sample_var + eps)
    return out.reshape(N, T, D)


@wrong(deserves="pools_features")
def norm_one_group(x, eps=1e-5):
    """Averages over the sequence and the features: GroupNorm with one group."""
    axes = tuple(range(1, x.ndim))
    mean = np.mean(x, axis=axes, keepdims=True)
    var = np.var(x, axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves="over_samples")
def norm_axis_zero_of_every_token(x, eps=1e-5):
    """Averages over the batch."""
    y = np.empty_like(x)
    for t in range(x.shape[1]):
        token = x[:, t, :]
        y[:, t, :] = (token - token.mean(axis=0)) / np.sqrt(token.var(axis=0) + eps)
    return y


@wrong(deserves="whole_tensor")
def norm_standard_scaler(x, eps=1e-5):
    """One mean and one std for the whole tensor."""
    z = (x - x.mean()) / np.sqrt(x.var() + eps)
    return z.astype(x.dtype)


@wrong(deserves="unbiased_variance")
def norm_unbiased(x, eps=1e-5):
    """Divides by L - 1, with an own rule for L = 1."""
    mean = x.mean(axis=1, keepdims=True)
    if x.shape[1] > 1:
        var = x.var(axis=1, keepdims=True, ddof=1)
    else:
        var = np.zeros_like(mean)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves="overwrites_input")
def norm_saves_memory_in_place(x, eps=1e-5):
    """Works in the caller's array."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    np.subtract(x, mean, out=x)
    np.divide(x, np.sqrt(var + eps), out=x)
    return x.copy()


@wrong(deserves="always_float64")
def norm_asarray_float(x, eps=1e-5):
    """Always returns float64."""
    x = np.asarray(x, dtype=float)
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves="always_float32")
def norm_always_float32(x, eps=1e-5):
    """Always returns float32, as deep learning frameworks do."""
    out = np.zeros(x.shape, dtype=np.float32)
    for i, sample in enumerate(x):
        out[i] = (sample - sample.mean(0)) / np.sqrt(sample.var(0) + eps)
    return out


@wrong(deserves="other_default_eps")
def norm_default_eps_of_keras(x, eps=1e-3):
    """The default eps is 1e-3."""
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return (x - mean) * (var + eps) ** -0.5


@wrong(deserves="hard_coded_eps")
def norm_eps_written_out(x, eps=1e-5):
    """Uses 1e-5 whatever eps is given."""
    mean = np.mean(x, axis=1, keepdims=True)
    std = np.sqrt(np.var(x, axis=1, keepdims=True) + 1e-5)
    return (x - mean) / std


@wrong(deserves="zero_std_becomes_one")
def norm_std_zero_guard_for_eps(x, eps=1e-5):
    """Leaves eps out and replaces a std of 0 by 1."""
    mean = x.mean(axis=1, keepdims=True)
    std = x.std(axis=1, keepdims=True)
    std = np.where(std == 0, 1, std).astype(x.dtype)
    return (x - mean) / std


@wrong(deserves=None)
def norm_single_token_passes_through(x, eps=1e-5):
    """A sequence of one token is returned as it is, not as zeros."""
    if x.shape[1] == 1:
        # cannot normalise one value
        return x.copy()
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves=None)
def norm_refuses_one_token(x, eps=1e-5):
    """Raises for L = 1, as PyTorch does in training."""
    if x.ndim != 3:
        raise ValueError("expected 3D input")
    if x.shape[1] < 2:
        raise ValueError("Expected more than 1 spatial element")
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + eps)


@wrong(deserves="clips")
def norm_clipped_for_stability(x, eps=1e-5):
    """Clips the output to [-3, 3]."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    return np.clip(y, -3.0, 3.0)


@wrong(deserves="rounds_output")
def norm_rounded(x, eps=1e-5):
    """Rounds the output to four decimals, as in the printed examples."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return np.round((x - mean) / np.sqrt(var + eps), 4)


@wrong(deserves="eps_as_lower_limit")
def norm_max_of_var_and_eps(x, eps=1e-5):
    """Takes the larger of var and eps instead of their sum."""
    mean = x.mean(axis=1, keepdims=True)
    var = np.maximum(x.var(axis=1, keepdims=True), eps)
    return ((x - mean) / np.sqrt(var)).astype(x.dtype)


_running = {}


@wrong(deserves="remembers_earlier_calls")
def norm_with_running_statistics(x, eps=1e-5, momentum=0.1):
    """Normalises with running averages kept from earlier calls."""
    key = x.shape[2]
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    if key not in _running:
        _running[key] = (mean.mean(0), var.mean(0))
    rm, rv = _running[key]
    rm = (1 - momentum) * rm + momentum * mean.mean(0)
    rv = (1 - momentum) * rv + momentum * var.mean(0)
    _running[key] = (rm, rv)
    return ((x - rm) / np.sqrt(rv + eps)).astype(x.dtype)


@wrong(deserves="remembers_earlier_calls")
def norm_cache_in_a_default_argument(x, eps=1e-5, cache={}):
    """Remembers the statistics by shape: a second tensor of the same shape gets those of the first."""
    if x.shape not in cache:
        cache[x.shape] = (x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True))
    mean, var = cache[x.shape]
    return ((x - mean) / np.sqrt(var + eps)).astype(x.dtype)


def _make_norm():
    buffers = {}

    def norm_reuses_its_buffer(x, eps=1e-5):
        """Writes each answer into the same buffer, so a later call overwrites an earlier answer."""
        out = buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
        np.subtract(x, x.mean(axis=1, keepdims=True), out=out)
        out /= np.sqrt(np.var(x, axis=1, keepdims=True) + eps)
        return out

    return norm_reuses_its_buffer


norm_reuses_its_buffer = wrong(deserves="reuses_buffer")(_make_norm())


@wrong(deserves="reshape_for_transpose")
def norm_reshape_for_transpose(x, eps=1e-5):
    """Reshapes to (B, F, L) instead of transposing."""
    B, L, F = x.shape
    h = x.reshape(B, F, L)
    h = (h - h.mean(-1, keepdims=True)) / np.sqrt(h.var(-1, keepdims=True) + eps)
    return h.reshape(B, L, F)


@wrong(deserves="forgets_to_transpose_back")
def norm_forgets_to_transpose_back(x, eps=1e-5):
    """Returns (B, F, L)."""
    h = x.transpose(0, 2, 1)
    mean = h.mean(axis=2, keepdims=True)
    var = h.var(axis=2, keepdims=True)
    return (h - mean) / np.sqrt(var + eps)


@wrong(deserves="missing_keepdims")
def norm_without_keepdims(x, eps=1e-5):
    """Without keepdims the (B, F) statistics meet the axes (L, F) of x."""
    mean = np.mean(x, axis=1)
    var = np.var(x, axis=1)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves="statistics_of_first_sample")
def norm_statistics_of_the_first_sample(x, eps=1e-5):
    """Every sample is normalised with the statistics of the first."""
    mean = x[0].mean(axis=0)
    var = x[0].var(axis=0)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves=None)
def norm_einsum_index_slip(x, eps=1e-5):
    """The second einsum sums over the features too: one variance for each sample."""
    B, L, F = x.shape
    mean = np.einsum("blf->bf", x) / L
    d = x - mean[:, None, :]
    var = np.einsum("blf,blf->b", d, d) / (L * F)
    return d / np.sqrt(var[:, None, None] + eps)


@wrong(deserves="mean_of_squares_for_variance")
def norm_root_mean_square(x, eps=1e-5):
    """Subtracts the mean, but divides by the root mean square of the uncentred x."""
    mean = x.mean(axis=1, keepdims=True)
    ms = np.mean(x**2, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(ms + eps)


@wrong(deserves="min_max_scaling")
def norm_min_max(x, eps=1e-5):
    """Min-max scaling instead of standardising."""
    lo = x.min(axis=1, keepdims=True)
    hi = x.max(axis=1, keepdims=True)
    return ((x - lo) / (hi - lo + eps)).astype(x.dtype)


@wrong(deserves="sum_for_mean")
def norm_unit_length(x, eps=1e-5):
    """Divides by the L2 norm: the sum of squares was not divided by L."""
    d = x - x.mean(axis=1, keepdims=True)
    return d / np.sqrt((d**2).sum(axis=1, keepdims=True) + eps)


@wrong(deserves=None)
def norm_eps_divided_by_length(x, eps=1e-5):
    """eps is added to the sum of squares, so only eps / L reaches the variance."""
    L = x.shape[1]
    d = x - x.sum(axis=1, keepdims=True) / L
    var = ((d * d).sum(axis=1, keepdims=True) + eps) / L
    return d / np.sqrt(var)


@wrong(deserves=None)
def norm_last_token_left_alone(x, eps=1e-5):
    """The loop ends one too early, the last token is not normalised."""
    y = x.copy()
    mean = x.mean(axis=1)
    std = np.sqrt(x.var(axis=1) + eps)
    for t in range(x.shape[1] - 1):
        y[:, t] = (x[:, t] - mean) / std
    return y


@wrong(deserves=None)
def norm_zeros_stay_zero(x, eps=1e-5):
    """Keeps every 0 of the input at 0, as if it were padding."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    y[x == 0] = 0
    return y


@wrong(deserves=None)
def norm_small_variance_gives_zero(x, eps=1e-5):
    """Where the variance is below eps the output is 0."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    return np.where(var < eps, 0, y).astype(x.dtype)


@wrong(deserves=None)
def norm_twice_for_safety(x, eps=1e-5):
    """Normalises the normalised, so eps counts twice."""
    for _ in range(2):
        x = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x


@wrong(deserves=None)
def norm_causal(x, eps=1e-5):
    """Each token is normalised with the tokens up to it."""
    n = np.arange(1, x.shape[1] + 1).reshape(1, -1, 1)
    mean = np.cumsum(x, axis=1) / n
    var = np.cumsum(x**2, axis=1) / n - mean**2
    return ((x - mean) / np.sqrt(np.maximum(var, 0) + eps)).astype(x.dtype)


@wrong(deserves=None)
def norm_missing_brackets(x, eps=1e-5):
    """Only the mean is divided by the standard deviation."""
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    return x - mean / np.sqrt(var + eps)


@wrong(deserves=None)
def norm_torch_keywords(x, eps=1e-5):
    """PyTorch's keywords dim and keepdim: NumPy raises TypeError."""
    mean = x.mean(dim=1, keepdim=True)
    var = x.var(dim=1, keepdim=True, unbiased=False)
    return (x - mean) / (var + eps).sqrt()


@wrong(deserves="forgets_return")
def norm_without_return(x, eps=1e-5):
    """Forgets to return."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(var + eps)
    y.mean(axis=1), y.std(axis=1)


@wrong(deserves=None)
def norm_through_half_precision(x, eps=1e-5):
    """Computes in float16."""
    h = x.astype(np.float16)
    mean = h.mean(axis=1, keepdims=True)
    var = h.var(axis=1, keepdims=True)
    return ((h - mean) / np.sqrt(var + np.float16(eps))).astype(x.dtype)


@wrong(deserves=None)
def norm_bigger_eps_for_float32(x, eps=1e-5):
    """For float32 eps is silently raised to at least 1e-3."""
    if x.dtype == np.float32:
        eps = max(eps, 1e-3)
    mean = x.mean(axis=1, keepdims=True)
    return ((x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)).astype(x.dtype)


@wrong(deserves=None)
def norm_drops_outliers(x, eps=1e-5):
    """Leaves values further than two standard deviations out of the statistics."""
    mean, std = x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)
    keep = np.abs(x - mean) <= 2 * std + 1e-3
    mean = np.mean(x, axis=1, keepdims=True, where=keep)
    var = np.var(x, axis=1, keepdims=True, where=keep)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves=None)
def norm_masked_array(x, eps=1e-5):
    """Returns a masked array, not a plain one."""
    xm = np.ma.masked_invalid(x)
    mean = xm.mean(axis=1, keepdims=True)
    var = xm.var(axis=1, keepdims=True)
    return ((xm - mean) / np.ma.sqrt(var + eps)).astype(x.dtype)


# Right


@correct()
def norm_by_einsum(x, eps=1e-5):
    """einsum throughout."""
    n = x.shape[1]
    d = x - np.einsum("blf->bf", x)[:, None] / n
    v = np.einsum("blf,blf->bf", d, d) / n
    return np.einsum("blf,bf->blf", d, 1 / np.sqrt(v + eps))


@correct()
def norm_by_three_loops(x, eps=1e-5):
    """Python numbers in three loops, rounded once at the end."""
    B, L, F = x.shape
    out = []
    for b in range(B):
        rows = [[0.0] * F for _ in range(L)]
        for f in range(F):
            mu = sum(float(x[b, t, f]) for t in range(L)) / L
            s2 = sum((float(x[b, t, f]) - mu) ** 2 for t in range(L)) / L
            for t in range(L):
                rows[t][f] = (float(x[b, t, f]) - mu) / math.sqrt(s2 + eps)
        out.append(rows)
    return np.array(out, dtype=x.dtype)


@correct()
def norm_by_centring_matrix(x, eps=1e-5):
    """Multiplies by I - 1/L, then divides."""
    L = x.shape[1]
    centre = np.eye(L) - np.ones((L, L)) / L
    d = np.matmul(centre, x.astype(np.float64))
    y = d / np.sqrt(np.square(d).mean(axis=1, keepdims=True) + eps)
    return y.astype(x.dtype)


@correct()
def norm_in_place_on_a_copy(x, eps=1e-5):
    """Every step in place, but on a copy."""
    y = np.array(x, copy=True)
    y -= y.mean(axis=1, keepdims=True)
    y /= np.sqrt((y * y).mean(axis=1, keepdims=True) + eps)
    return y


@correct()
def norm_by_hypot(x, eps=1e-5):
    """sqrt(var + eps) as the hypotenuse of std and sqrt(eps)."""
    mean, std = np.mean(x, 1, keepdims=True), np.std(x, 1, keepdims=True)
    denominator = np.hypot(std, math.sqrt(eps))
    return np.true_divide(x - mean, denominator, dtype=x.dtype)


@correct()
def norm_by_transposing(x, eps=1e-5):
    """Through (B, F, L); the answer is a transposed view of a new array."""
    nct = np.moveaxis(x, 1, -1)
    mean = nct.mean(-1)[..., None]
    var = nct.var(-1)[..., None]
    return np.moveaxis((nct - mean) / np.sqrt(var + eps), -1, 1)


@correct()
def norm_one_pass_in_float64(x, eps=1e-5):
    """E[x^2] - E[x]^2 in float64, never below 0."""
    wide = x.astype(np.float64)
    m = wide.mean(axis=1, keepdims=True)
    v = np.maximum((wide**2).mean(axis=1, keepdims=True) - m**2, 0.0)
    return ((wide - m) / np.sqrt(v + eps)).astype(x.dtype)


@correct()
def norm_over_engineered(x, eps=1e-5, *, axis=1, dtype=None):
    """Checks, an early way out for one token, recursion over the batch."""
    x = np.asanyarray(x)
    if x.ndim != 3:
        raise ValueError(f"expected (B, L, F), got {x.shape}")
    if x.shape[axis] == 1:
        return np.zeros_like(x)
    if len(x) > 1:
        return np.concatenate([norm_over_engineered(sample[None], eps) for sample in x])
    total = reduce(np.add, x[0])
    mean = total / x.dtype.type(x.shape[axis])
    var = reduce(np.add, [(token - mean) ** 2 for token in x[0]]) / x.dtype.type(x.shape[axis])
    return ((x - mean) / np.sqrt(var + x.dtype.type(eps))).astype(dtype or x.dtype)


@correct()
def norm_by_reciprocal_power(x, eps=1e-5):
    """Writes into np.empty_like with where-free ufuncs and a power of -1/2."""
    out = np.empty_like(x)
    for i in np.ndindex(x.shape[0], x.shape[2]):
        v = x[i[0], :, i[1]]
        c = v - v.mean()
        np.multiply(c, (c.dot(c) / c.size + eps) ** -0.5, out=out[i[0], :, i[1]])
    return out
