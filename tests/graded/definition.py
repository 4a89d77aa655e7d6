"""What instance normalization is, in float64, and how far a right answer may be from it.

x is (batch B, sequence_length L, features F). One instance is one sample and one feature: the L numbers x[b, :, f].
Other members of the family take their statistics over other axes, which is what `axes` says.
"""

import numpy as np

ROUNDING = {"float64": 1e-11, "float32": 1e-5}


Axes = int | tuple[int, ...]


def mean(x: np.ndarray, axes: Axes = 1) -> np.ndarray:
    """The mean of every instance: the sum over the sequence, divided by L. Shape (B, 1, F)."""
    with np.errstate(all="ignore"):
        return np.mean(x, axis=axes, keepdims=True, dtype=np.float64)


def variance(x: np.ndarray, axes: Axes = 1) -> np.ndarray:
    """The biased variance of every instance: the mean of the squared distances to its mean. Shape (B, 1, F)."""
    with np.errstate(all="ignore"):
        return mean((x - mean(x, axes)) ** 2, axes)


def instance_norm(x: np.ndarray, eps: float) -> np.ndarray:
    """Every instance minus its mean, divided by the square root of its variance plus eps. Shape (B, L, F)."""
    return _normalized(x, eps, 1)


def batch_norm(x: np.ndarray, eps: float) -> np.ndarray:
    """The same with one mean and one variance for every feature, over all samples and tokens. Shape (B, L, F)."""
    return _normalized(x, eps, (0, 1))


def layer_norm(x: np.ndarray, eps: float) -> np.ndarray:
    """The same with one mean and one variance for every token, over its features. Shape (B, L, F)."""
    return _normalized(x, eps, 2)


def group_norm(x: np.ndarray, num_groups: int, eps: float) -> np.ndarray:
    """The same with one mean and one variance for every sample and group of neighbouring features. Shape (B, L, F)."""
    return _normalized(_in_groups(x, num_groups), eps, (1, 3)).reshape(x.shape)


def masked_instance_norm(x: np.ndarray, mask: np.ndarray, eps: float) -> np.ndarray:
    """Instance normalization of the tokens of each sample, as if nothing else were there; else 0. Shape (B, L, F)."""
    y = np.zeros(x.shape)
    for sample in np.flatnonzero(mask.any(axis=1)):
        y[sample, mask[sample]] = instance_norm(tokens_of(x, mask, sample), eps)[0]
    return y


def tokens_of(x: np.ndarray, mask: np.ndarray, sample: int) -> np.ndarray:
    """The tokens of one sample without its padding. Shape (1, number of tokens, F)."""
    return x[sample : sample + 1, mask[sample]]


def cumulative_instance_norm(x: np.ndarray, eps: float, places: np.ndarray) -> np.ndarray:
    """Each of these places of the sequence, normalized by the tokens up to it. Shape (B, number of places, F)."""
    mean, var = _statistics_up_to(x, places)
    return (_from_first(x)[:, places] - mean) / np.sqrt(var + eps)


def _statistics_up_to(x: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean, as seen from the first token, and the variance of the tokens up to each place. (B, places, F)."""
    weights = (np.arange(x.shape[1]) <= places[:, np.newaxis]) / (places[:, np.newaxis] + 1)
    mean = weights @ _from_first(x)
    squares = (_from_first(x)[:, np.newaxis] - mean[:, :, np.newaxis]) ** 2
    return mean, np.einsum("pl,bplf->bpf", weights, squares)


def _from_first(x: np.ndarray) -> np.ndarray:
    """x without its first token: around 1e8 that is exact, and a mean of 1e8 would be rounded."""
    return x - x[:, :1]


def _in_groups(x: np.ndarray, num_groups: int) -> np.ndarray:
    """x with its features split into groups. Shape (B, L, num_groups, F / num_groups)."""
    return x.reshape(*x.shape[:2], num_groups, -1)


def _normalized(x: np.ndarray, eps: float, axes: Axes) -> np.ndarray:
    return (x - mean(x, axes)) / np.sqrt(variance(x, axes) + eps)


def instance_norm_backward(
    dy: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of the sum of dy · y with respect to x, gamma and beta, for y = gamma · instance_norm(x) + beta."""
    x_hat = instance_norm(x, eps)
    along_x_hat = x_hat * mean(dy * x_hat)
    dx = gamma / np.sqrt(variance(x) + eps) * (dy - mean(dy) - along_x_hat)
    return dx, np.sum(dy * x_hat, axis=(0, 1)), np.sum(dy, axis=(0, 1))


def fold_affine(
    gamma: np.ndarray, beta: np.ndarray, weight: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The weight (F, H) and the bias (H,) with which a linear layer does the work of gamma and beta too."""
    rows = weight.astype(np.float64)
    return np.diag(gamma.astype(np.float64)) @ rows, (beta[:, np.newaxis] * rows).sum(axis=0) + bias


def weighted_mean(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The mean over the tokens of each sample, each token as often as its weight says. Shape (B, F)."""
    shares = weights / weights.sum(axis=1, keepdims=True)
    return np.einsum("bl,blf->bf", shares, x)


def steps_in_std(x: np.ndarray, eps: float) -> np.ndarray:
    """From each token to the next one, divided by the standard deviation of its instance. Shape (B, L − 1, F)."""
    return np.diff(x.astype(np.float64), axis=1) / np.sqrt(variance(x) + eps)


def normalize_like(x: np.ndarray, reference: np.ndarray, eps: float) -> np.ndarray:
    """x normalized with the mean and the variance of another input of its samples and features. Shape (B, L, F)."""
    return (x - mean(reference)) / np.sqrt(variance(reference) + eps)


def channels_first_layer(rows: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float) -> np.ndarray:
    """gamma · instance norm + beta in the layout (N, C, L), where each row is an instance. Shape (N, C, L)."""
    y = instance_norm(np.swapaxes(rows, 1, 2), eps) * gamma.astype(np.float64) + beta
    return np.swapaxes(y, 1, 2)


def std_after(x: np.ndarray, eps: float) -> np.ndarray:
    """The standard deviation of every normalized instance: close to 1, but not 1. Shape (B, 1, F)."""
    return np.sqrt(variance(x) / (variance(x) + eps))


def steps(y: np.ndarray) -> np.ndarray:
    """From each token to the next one: 1 where y goes up, −1 where it goes down, else 0. Shape (B, L − 1, F)."""
    before, after = y[:, :-1], y[:, 1:]
    return np.where(after > before, 1.0, np.where(after < before, -1.0, 0.0))


def as_coarse_as(y: object, x: np.ndarray) -> np.ndarray:
    """x in float32 where the result y is: its dtype may be wrong, and is judged by itself. Shape (B, L, F)."""
    return x.astype(np.float32) if getattr(y, "dtype", None) == np.float32 else x


def rounding(x: np.ndarray, eps: float, axes: Axes = 1) -> np.ndarray:
    """How far a right output may be from the definition, for every instance. Shape (B, 1, F).

    1e-6 in float64. In float32 every operation rounds by up to u = 6e-8 of a number as large as max|x|, which is
    then divided by the square root of the variance plus eps; a variance computed as E[x²] − E[x]² does so twice.
    """
    if x.dtype == np.float64:
        return np.full_like(mean(x, axes), 1e-6)
    ratio = _largest(x, axes) / np.sqrt(variance(x, axes) + eps)
    return 32 * np.finfo(np.float32).epsneg * (1 + ratio + ratio**2)


def rounding_of_layer(x: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """How far a right output may be once it is multiplied by gamma and shifted by beta. Shape (B, 1, F)."""
    return rounding(x, eps) * (1 + np.abs(gamma) + np.abs(beta))


def rounding_of_channels(rows: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float) -> np.ndarray:
    """The same in the layout (N, C, L). Shape (N, C, 1)."""
    return np.swapaxes(rounding_of_layer(np.swapaxes(rows, 1, 2), eps, gamma, beta), 1, 2)


def rounding_in_groups(x: np.ndarray, num_groups: int, eps: float) -> np.ndarray:
    """How far a right output of group_norm may be from the definition. Shape (B, 1, F)."""
    of_groups = rounding(_in_groups(x, num_groups), eps, (1, 3))[..., 0]
    return np.repeat(of_groups, x.shape[2] // num_groups, axis=2)


def rounding_of_tokens(x: np.ndarray, mask: np.ndarray, eps: float) -> np.ndarray:
    """How far a right output of masked_instance_norm may be from the definition. Shape (B, 1, F)."""
    allowed = np.zeros((len(x), 1, x.shape[2]))
    for sample in np.flatnonzero(mask.any(axis=1)):
        allowed[sample] = rounding(tokens_of(x, mask, sample), eps)
    return allowed


def rounding_of_mean(x: np.ndarray) -> np.ndarray:
    """How far a right mean may be from the definition, for every instance. Shape (B, 1, F)."""
    return ROUNDING[x.dtype.name] * np.maximum(1, _largest(x))


def rounding_of_variance(x: np.ndarray) -> np.ndarray:
    """How far a right variance may be from the definition, for every instance. Shape (B, 1, F)."""
    return ROUNDING[x.dtype.name] * np.maximum(1, _largest(x) ** 2)


def rounding_far_from_zero(x: np.ndarray) -> np.ndarray:
    """The same for numbers of scale 1 or more around an offset of up to 1e8, in float64. Shape (B, 1, F).

    There float64 has steps of 1.5e-8: a sum of squared distances hardly notices, E[x²] − E[x]² is off by 1 or more.
    """
    return 1e-6 * np.maximum(1, variance(x))


def rounding_of_fold(gamma: np.ndarray, beta: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """How far a right result of fold_affine may be from the definition, for every output. Shape (H,).

    In proportion to all that is added up for an output: a new weight may be found as a difference of two outputs.
    """
    added = np.abs(bias) + (np.abs(beta) + np.abs(gamma)) @ np.abs(weight)
    return ROUNDING[weight.dtype.name] * (1 + added)


def rounding_of_cumulative(x: np.ndarray, eps: float, places: np.ndarray) -> np.ndarray:
    """How far a right output of cumulative_instance_norm may be from the definition. Shape (B, number of places, F).

    1e-6, and 64 times the rounding of a mean as large as the largest number so far, divided as the output is.
    """
    _, var = _statistics_up_to(x, places)
    largest = np.maximum.accumulate(np.abs(x), axis=1)[:, places]
    return 1e-6 + 64 * np.finfo(np.float64).epsneg * largest / np.sqrt(var + eps)


def _largest(x: np.ndarray, axes: Axes = 1) -> np.ndarray:
    return np.abs(x.astype(np.float64)).max(axis=axes, keepdims=True)
