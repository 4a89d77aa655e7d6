"""Answers to the exercise cumulative_instance_norm, written from the task text alone."""

import numpy as np

from mistakes.unseen import correct, wrong


# The update of Welford, one position after the other.
@correct()
def welford_over_time(x, eps=1e-5):
    out = np.empty(x.shape, dtype=np.float64)
    mean = np.zeros((x.shape[0], x.shape[2]))
    m2 = np.zeros_like(mean)
    for t in range(x.shape[1]):
        old = x[:, t] - mean
        mean = mean + old / (t + 1) if t else x[:, 0].copy()
        new = x[:, t] - mean
        if t:
            m2 = m2 + old * new
        out[:, t] = new / np.sqrt(m2 / (t + 1) + eps)
    return out


# The first token is subtracted, then running sums of d and d ** 2.
@correct()
def first_token_and_cumsum(x, eps=1e-5):
    d = x - x[:, :1]
    n = np.arange(1, x.shape[1] + 1)[:, np.newaxis]
    mean = np.cumsum(d, axis=1) / n
    var = np.maximum(np.cumsum(d * d, axis=1) / n - mean * mean, 0.0)
    return (d - mean) / np.sqrt(var + eps)


# Mean and variance of all earlier tokens anew at each position, channels first for exact sums.
@correct()
def statistics_anew_channels_first(x, eps=1e-5):
    planes = np.ascontiguousarray(x.transpose(0, 2, 1))
    result = np.zeros_like(planes)
    for t in range(1, planes.shape[2]):
        heard = planes[:, :, : t + 1] - planes[:, :, :1]
        mean = heard.mean(axis=2)
        var = heard.var(axis=2)
        result[:, :, t] = (heard[:, :, t] - mean) / np.sqrt(var + eps)
    return np.ascontiguousarray(result.transpose(0, 2, 1))


# Parallel prefix: spans of length 1, 2, 4, ... are merged by the formula of Chan.
@correct()
def prefix_doubling_with_chan(x, eps=1e-5):
    length = x.shape[1]
    first = x[:, :1]
    mean = x - first
    m2 = np.zeros_like(mean)
    count = np.ones((1, length, 1))
    step = 1
    while step < length:
        na, nb = count[:, :-step], count[:, step:]
        total = na + nb
        delta = mean[:, step:] - mean[:, :-step]
        new_mean = mean[:, :-step] + delta * nb / total
        new_m2 = m2[:, :-step] + m2[:, step:] + delta * delta * (na * nb / total)
        mean = np.concatenate([mean[:, :step], new_mean], axis=1)
        m2 = np.concatenate([m2[:, :step], new_m2], axis=1)
        count = np.concatenate([count[:, :step], total], axis=1)
        step *= 2
    return ((x - first) - mean) / np.sqrt(m2 / count + eps)


# An object for each sample that listens token by token, update of Youngs and Cramer on running totals.
@correct()
def listener_with_totals(x, eps=1e-5):
    class Listener:
        def __init__(self, token):
            self.origin = np.array(token)
            self.n = 1
            self.total = np.zeros_like(self.origin)
            self.squares = np.zeros_like(self.origin)

        def hear(self, token):
            d = token - self.origin
            self.n += 1
            self.total += d
            self.squares += (self.n * d - self.total) ** 2 / (self.n * (self.n - 1.0))
            return (d - self.total / self.n) / np.sqrt(self.squares / self.n + eps)

    out = np.zeros(x.shape)
    for b in range(x.shape[0]):
        listener = Listener(x[b, 0])
        for t in range(1, x.shape[1]):
            out[b, t] = listener.hear(x[b, t])
    return out


# Welford without a loop: the products of the distances from the old and the new mean are summed up.
@correct()
def welford_products_by_cumsum(x, eps=1e-5):
    b, length, f = x.shape
    y = np.moveaxis(x, 1, 0).reshape(length, b * f)
    y = y - y[0]
    n = np.arange(1.0, length + 1.0).reshape(-1, 1)
    mean = np.add.accumulate(y, axis=0) / n
    before = np.vstack([np.zeros((1, b * f)), mean[:-1]])
    var = np.add.accumulate((y - before) * (y - mean), axis=0) / n
    z = (y - mean) / np.sqrt(var + eps)
    return np.moveaxis(z.reshape(length, b, f), 0, 1).copy()


# "Later tokens do not influence an earlier output": the mean of the whole sequence is subtracted first.
@wrong(deserves="centres_by_the_whole")
def shifted_by_whole_mean(x, eps=1e-5):
    d = x - x.mean(axis=1, keepdims=True)
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(d, axis=1) / n
    var = np.maximum(np.cumsum(d**2, axis=1) / n - mean**2, 0)
    return (d - mean) / np.sqrt(var + eps)


# "Right also where all numbers lie around 10^8": E[x^2] - E[x]^2 of the numbers as they are.
@wrong(deserves="one_pass")
def running_sums_of_the_chapter(x, eps=1e-5):
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(x, axis=1) / n
    var = np.maximum(np.cumsum(x * x, axis=1) / n - mean * mean, 0)
    return (x - mean) / np.sqrt(var + eps)


# "The biased variance of the tokens 0 to t": each token is measured from a mean of its own.
@wrong(deserves="old_means_in_variance")
def each_from_its_own_mean(x, eps=1e-5):
    first = x[:, :1]
    n = np.arange(1, x.shape[1] + 1).reshape(1, -1, 1)
    mean = first + np.cumsum(x - first, axis=1) / n
    var = np.cumsum((x - mean) ** 2, axis=1) / n
    return (x - mean) / np.sqrt(var + eps)


# "t included": mean and variance are those of the tokens before t.
@wrong(deserves="leaves_out_the_last")
def token_itself_left_out(x, eps=1e-5):
    out = np.zeros_like(x)
    mean = x[:, 0].copy()
    m2 = np.zeros_like(mean)
    for t in range(1, x.shape[1]):
        delta = x[:, t] - mean
        out[:, t] = delta / np.sqrt(m2 / t + eps)
        mean += delta / (t + 1)
        m2 += delta * (x[:, t] - mean)
    return out


# "(x_t - mu_t)": the variance has t in it, but the distance is taken from the mean before t.
@wrong()
def centred_by_the_old_mean(x, eps=1e-5):
    out = np.zeros_like(x)
    mean, m2 = x[:, 0], np.zeros_like(x[:, 0])
    for t in range(1, x.shape[1]):
        delta = x[:, t] - mean
        mean = mean + delta / (t + 1)
        m2 = m2 + delta * (x[:, t] - mean)
        out[:, t] = delta / np.sqrt(m2 / (t + 1) + eps)
    return out


# "The biased variance": divided by t at position t instead of t + 1.
@wrong(deserves="unbiased_variance")
def unbiased_running_variance(x, eps=1e-5):
    d = x - x[:, 0:1, :]
    n = np.arange(1, x.shape[1] + 1)[None, :, None]
    mean = d.cumsum(axis=1) / n
    m2 = (d * d).cumsum(axis=1) - n * mean * mean
    var = np.maximum(m2, 0) / np.maximum(n - 1, 1)
    return (d - mean) / np.sqrt(var + eps)


# "Divided by sqrt(var + eps)": eps is added to the root.
@wrong(deserves="eps_outside_root")
def eps_added_to_the_root(x, eps=1e-5):
    d = x - x[:, :1]
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(d, axis=1) / n
    std = np.sqrt(np.maximum(np.cumsum(d * d, axis=1) / n - mean**2, 0))
    return (d - mean) / (std + eps)


# "Of that instance": cumulative layer norm, the features of a token share mean and variance.
@wrong(deserves="pools_features")
def cumulative_layer_norm(x, eps=1e-5):
    d = x - x[:, :1, :1]
    n = (np.arange(1, x.shape[1] + 1) * x.shape[2])[:, None]
    mean = np.cumsum(d.sum(axis=2, keepdims=True), axis=1) / n
    square = np.cumsum((d * d).sum(axis=2, keepdims=True), axis=1) / n
    return (d - mean) / np.sqrt(np.maximum(square - mean**2, 0) + eps)


# "Of that instance": the samples of the batch share mean and variance.
@wrong()
def statistics_shared_by_the_batch(x, eps=1e-5):
    d = x - x[:1, :1]
    n = (x.shape[0] * np.arange(1, x.shape[1] + 1))[:, None]
    mean = np.cumsum(d.sum(axis=0), axis=0) / n
    var = np.maximum(np.cumsum((d * d).sum(axis=0), axis=0) / n - mean**2, 0)
    return (d - mean) / np.sqrt(var + eps)


# "Later tokens do not influence an earlier output": the smallest number of the sequence is subtracted.
@wrong()
def shifted_by_the_minimum(x, eps=1e-5):
    low = np.min(x, axis=1, keepdims=True)
    d = x - low
    n = np.arange(1, x.shape[1] + 1).reshape(-1, 1)
    s1 = np.cumsum(d, axis=1)
    s2 = np.cumsum(d * d, axis=1)
    return (d - s1 / n) / np.sqrt(np.clip(s2 / n - (s1 / n) ** 2, 0, None) + eps)


# "The precision": float32 inside, after a right shift, loses more digits than allowed.
@wrong(deserves="through_float32")
def float32_after_the_shift(x, eps=1e-5):
    d = (x - x[:, :1]).astype(np.float32)
    n = np.arange(1, x.shape[1] + 1, dtype=np.float32)[:, None]
    mean = np.cumsum(d, axis=1) / n
    var = np.maximum(np.cumsum(d * d, axis=1) / n - mean * mean, 0)
    return ((d - mean) / np.sqrt(var + np.float32(eps))).astype(np.float64)


# "x stays as it was": the first token is subtracted in place.
@wrong(deserves="overwrites_input")
def shifts_the_callers_array(x, eps=1e-5):
    x -= x[:, :1].copy()
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(x, axis=1) / n
    var = np.cumsum(x**2, axis=1) / n - mean**2
    return (x - mean) / np.sqrt(np.maximum(var, 0) + eps)


# "A new array, also where nothing had to be done": a sequence of zeros comes back itself.
@wrong()
def zeros_come_back_themselves(x, eps=1e-5):
    if not np.any(x):
        return x
    d = x - x[:, :1]
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(d, axis=1) / n
    var = np.maximum(np.cumsum(d * d, axis=1) / n - mean * mean, 0)
    return (d - mean) / np.sqrt(var + eps)


_heard_so_far = {}


# "The same x always gives the same output": the statistics of the call before go on.
@wrong()
def listens_on_from_the_last_call(x, eps=1e-5):
    key = (x.shape[0], x.shape[2])
    n, mean, m2 = _heard_so_far.get(key, (0, x[:, 0].copy(), np.zeros(key)))
    out = np.zeros(x.shape)
    for t in range(x.shape[1]):
        n += 1
        delta = x[:, t] - mean
        mean = mean + delta / n
        m2 = m2 + delta * (x[:, t] - mean)
        out[:, t] = (x[:, t] - mean) / np.sqrt(m2 / n + eps)
    _heard_so_far[key] = (n, mean, m2)
    return out


_buffers = {}


# "Outputs returned before stay as they are": one buffer for each shape.
@wrong()
def one_buffer_for_each_shape(x, eps=1e-5):
    out = _buffers.setdefault(x.shape, np.empty(x.shape))
    n = np.arange(1, x.shape[1] + 1)[:, None]
    np.subtract(x, x[:, :1], out=out)
    mean = np.cumsum(out, axis=1) / n
    var = np.maximum(np.cumsum(out * out, axis=1) / n - mean * mean, 0)
    out -= mean
    out /= np.sqrt(var + eps)
    return out


# "Right also around -10^8": 10^8 is subtracted where numbers are large, the negative side is forgotten.
@wrong(deserves="one_pass")
def only_plus_hundred_million(x, eps=1e-5):
    d = np.where(x[:, :1] > 1e7, x - 1e8, x)
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(d, axis=1) / n
    var = np.maximum(np.cumsum(d * d, axis=1) / n - mean * mean, 0)
    return (d - mean) / np.sqrt(var + eps)


# "Right around 10^8": longdouble has too few digits for squares of 10^16 if the tokens lie close together.
@wrong(deserves="one_pass")
def long_double_instead_of_a_shift(x, eps=1e-5):
    y = x.astype(np.longdouble)
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(y, axis=1) / n
    var = np.maximum(np.cumsum(y * y, axis=1) / n - mean * mean, 0)
    return ((y - mean) / np.sqrt(var + eps)).astype(np.float64)


# "Not by rounding either": running sums by FFT, in which the future is in every number.
@wrong()
def running_sums_by_fft(x, eps=1e-5):
    length = x.shape[1]
    d = x - x[:, :1]

    def running(values):
        size = 2 * length
        ones = np.fft.rfft(np.ones(length), size)[:, None]
        return np.fft.irfft(np.fft.rfft(values, size, axis=1) * ones, size, axis=1)[:, :length]

    n = np.arange(1, length + 1)[:, None]
    mean = running(d) / n
    var = np.maximum(running(d * d) / n - mean * mean, 0)
    return (d - mean) / np.sqrt(var + eps)


# "The variance of the tokens 0 to t": blocks of 1024 are joined without the distance of their means.
@wrong()
def blocks_joined_carelessly(x, eps=1e-5):
    first = x[:, :1]
    out = np.empty(x.shape)
    count, total, m2 = 0, np.zeros_like(first), np.zeros_like(first)
    for start in range(0, x.shape[1], 1024):
        d = x[:, start : start + 1024] - first
        k = np.arange(1, d.shape[1] + 1)[:, None]
        sums = np.cumsum(d, axis=1)
        inner = np.maximum(np.cumsum(d * d, axis=1) - sums**2 / k, 0)
        mean = (total + sums) / (count + k)
        out[:, start : start + 1024] = (d - mean) / np.sqrt((m2 + inner) / (count + k) + eps)
        count += d.shape[1]
        total = total + sums[:, -1:]
        m2 = m2 + inner[:, -1:]
    return out


# "cumulative_instance_norm(x, eps=1e-5)": the default is the 1e-8 of speech toolkits.
@wrong()
def default_eps_of_speech_toolkits(x, eps=1e-8):
    d = x - x[:, :1]
    n = np.arange(1, x.shape[1] + 1)[:, None]
    mean = np.cumsum(d, axis=1) / n
    var = np.maximum(np.cumsum(d * d, axis=1) / n - mean * mean, 0)
    return (d - mean) / np.sqrt(var + eps)
