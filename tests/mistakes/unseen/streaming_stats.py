"""Unseen answers to the exercise `streaming_stats`."""

import functools
import itertools

import numpy as np

from mistakes.unseen import correct, wrong


def _merge(a, b):
    n_a, mean_a, m2_a = a
    n_b, mean_b, m2_b = b
    n = n_a + n_b
    delta = mean_b - mean_a
    return n, mean_a + delta * (n_b / n), m2_a + m2_b + delta**2 * (n_a * n_b / n)


def _block_summary(block):
    mean = block.mean(axis=1, keepdims=True)
    return block.shape[1], mean, ((block - mean) ** 2).sum(axis=1, keepdims=True)


# Chan's merge of (n, mean, M2), block by block in a for loop.
@correct()
def stream_chan_loop(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        bv = block.var(axis=1, keepdims=True)
        delta = bm - mean
        total = n + k
        m2 = m2 + bv * k + delta**2 * n * k / total
        mean = mean + delta * k / total
        n = total
    return mean, m2 / n


# Functools.reduce over a lazy map of block summaries.
@correct()
def stream_reduce_of_summaries(blocks):
    n, mean, m2 = functools.reduce(_merge, map(_block_summary, blocks))
    return mean, m2 / n


# Welford token by token.
@correct()
def stream_welford_tokens(blocks):
    """Welford (1962), tung token mot."""
    count = 0
    for block in blocks:
        for t in range(block.shape[1]):
            token = block[:, t, :]
            if count == 0:
                mean = np.zeros(token.shape)
                M2 = np.zeros(token.shape)
            count += 1
            delta = token - mean
            mean = mean + delta / count
            M2 = M2 + delta * (token - mean)
    return mean[:, None, :], (M2 / count)[:, None, :]


# Subtracts a copy of the first token everywhere, then plain sums and sums of squares.
@correct()
def stream_shift_by_first_token(blocks):
    shift = None
    n = 0
    for block in blocks:
        if shift is None:
            shift = block[:, :1, :].copy()
            s1 = np.zeros_like(shift)
            s2 = np.zeros_like(shift)
        d = block - shift
        s1 += d.sum(axis=1, keepdims=True)
        s2 += np.einsum("blf,blf->bf", d, d)[:, None, :]
        n += d.shape[1]
    m = s1 / n
    return shift + m, np.maximum(s2 / n - m * m, 0)


# A little accumulator class inside that starts from the mean of the first block; in-place on its own arrays only.
@correct()
def stream_accumulator_class(blocks):
    class Running:
        def __init__(self, first):
            self.n = 0
            self.mean = first.mean(axis=1, keepdims=True)
            self.m2 = np.zeros_like(self.mean)

        def update(self, block):
            self.n += block.shape[1]
            d_old = block - self.mean
            self.mean += d_old.sum(axis=1, keepdims=True) / self.n
            self.m2 += (d_old * (block - self.mean)).sum(axis=1, keepdims=True)

        def result(self):
            return self.mean, self.m2 / self.n

    run = None
    for block in blocks:
        if run is None:
            run = Running(block)
        run.update(block)
    return run.result()


# Welford for whole blocks with a mean that starts at 0, so the first block multiplies the offset with rounding errors.
@wrong()
def stream_accumulator_starts_at_zero(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        n += block.shape[1]
        d_old = block - mean
        mean = mean + d_old.sum(axis=1, keepdims=True) / n
        m2 = m2 + (d_old * (block - mean)).sum(axis=1, keepdims=True)
    return mean, m2 / n


# Concatenates everything, so the memory grows with the number of blocks.
@wrong(deserves="keeps_every_block")
def stream_concatenate_all(blocks):
    x = np.concatenate(list(blocks), axis=1)
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)


# Sum and sum of squares, E[x^2] - E[x]^2, which loses all digits at an offset of 1e8.
@wrong(deserves="one_pass")
def stream_sum_of_squares(blocks):
    n = 0
    s = s2 = 0.0
    for b in blocks:
        s = s + b.sum(axis=1, keepdims=True)
        s2 = s2 + (b**2).sum(axis=1, keepdims=True)
        n += b.shape[1]
    mean = s / n
    return mean, np.maximum(s2 / n - mean**2, 0.0)


# Averages the block means and block variances without weights and without the spread between the blocks.
@wrong(deserves="averages_block_statistics")
def stream_mean_of_block_stats(blocks):
    count = 0
    for block in blocks:
        if count == 0:
            mean = block.mean(axis=1, keepdims=True)
            var = block.var(axis=1, keepdims=True)
        else:
            mean = mean + (block.mean(axis=1, keepdims=True) - mean) / (count + 1)
            var = var + (block.var(axis=1, keepdims=True) - var) / (count + 1)
        count += 1
    return mean, var


# Weights by length, but leaves out the spread between the block means (only the variance within blocks).
@wrong(deserves="forgets_between_blocks")
def stream_within_variance_only(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        mean = (n * mean + block.sum(axis=1, keepdims=True)) / (n + k)
        m2 = m2 + k * block.var(axis=1, keepdims=True)
        n += k
    return mean, m2 / n


# Walks over blocks twice; a generator is empty the second time, so the variance is 0.
@wrong(deserves="walks_twice")
def stream_two_passes(blocks):
    n = 0
    total = 0.0
    for b in blocks:
        total = total + b.sum(axis=1, keepdims=True)
        n += b.shape[1]
    mean = total / n
    sq = np.zeros_like(mean)
    for b in blocks:
        sq += ((b - mean) ** 2).sum(axis=1, keepdims=True)
    return mean, sq / n


# Makes two passes possible with itertools.tee, which keeps every block in its buffer.
@wrong(deserves="keeps_every_block")
def stream_tee(blocks):
    first, second = itertools.tee(blocks)
    n, total = 0, 0.0
    for b in first:
        n += b.shape[1]
        total = total + b.sum(axis=1, keepdims=True)
    mean = total / n
    return mean, sum(((b - mean) ** 2).sum(axis=1, keepdims=True) for b in second) / n


# Keeps a list of (length, mean, variance) of every block and combines them at the end, which grows with the number of blocks.
@wrong(deserves="keeps_every_statistic")
def stream_list_of_summaries(blocks):
    ks, means, variances = [], [], []
    for b in blocks:
        ks.append(b.shape[1])
        means.append(b.mean(axis=1))
        variances.append(b.var(axis=1))
    k = np.array(ks, dtype=float)[:, None, None]
    means, variances = np.stack(means), np.stack(variances)
    mean = (k * means).sum(0) / k.sum()
    var = (k * (variances + (means - mean) ** 2)).sum(0) / k.sum()
    return mean[:, None, :], var[:, None, :]


# Subtracts the shift in place, so the caller's blocks are changed.
@wrong(deserves="overwrites_blocks")
def stream_shifts_blocks_in_place(blocks):
    it = iter(blocks)
    block = next(it)
    shift = block.mean(axis=1, keepdims=True)
    n, s1, s2 = 0, 0.0, 0.0
    while block is not None:
        block -= shift
        s1 = s1 + block.sum(axis=1, keepdims=True)
        s2 = s2 + (block**2).sum(axis=1, keepdims=True)
        n += block.shape[1]
        block = next(it, None)
    return shift + s1 / n, s2 / n - (s1 / n) ** 2


# Takes the first token as a view for the running mean and updates it in place, which overwrites the first block.
@wrong(deserves="overwrites_blocks")
def stream_mean_is_a_view(blocks):
    mean, n = None, 0
    for block in blocks:
        for t in range(block.shape[1]):
            x = block[:, t : t + 1, :]
            n += 1
            if mean is None:
                mean = x  # (B, 1, F)
                m2 = np.zeros_like(mean)
                continue
            delta = x - mean
            mean += delta / n
            m2 += delta * (x - mean)
    return mean.copy(), m2 / n


# Welford's M2 takes the new mean twice, (x - mean_new)^2, which makes the variance too small.
@wrong(deserves="welford_new_mean_twice")
def stream_welford_new_mean_twice(blocks):
    n = 0
    for block in blocks:
        for x in np.moveaxis(block, 1, 0):
            if n == 0:
                mean, m2 = np.zeros_like(x), np.zeros_like(x)
            n += 1
            mean = mean + (x - mean) / n
            m2 = m2 + (x - mean) ** 2
    return mean[:, None], m2[:, None] / n


# Chan's merge with n - 1 at the end, the unbiased variance.
@wrong(deserves="unbiased_variance")
def stream_unbiased_at_the_end(blocks):
    n, mean, m2 = functools.reduce(_merge, (_block_summary(b) for b in blocks))
    return mean, m2 / max(n - 1, 1)


# Takes the length of the first block for all blocks.
@wrong(deserves="blocks_count_alike")
def stream_assumes_equal_lengths(blocks):
    state = None
    for i, block in enumerate(blocks):
        if state is None:
            length = block.shape[1]
        _, bm, _ = _block_summary(block)
        bm2 = length * block.var(axis=1, keepdims=True)
        state = (length, bm, bm2) if state is None else _merge(state, (length, bm, bm2))
    n, mean, m2 = state
    return mean, m2 / n


# The first block is fetched with next() for its shape and then never counted.
@wrong()
def stream_loses_first_block(blocks):
    it = iter(blocks)
    first = next(it)
    B, _, F = first.shape
    mean = np.zeros((B, 1, F))
    m2 = np.zeros((B, 1, F))
    n = 0
    for block in it:
        n, mean, m2 = _merge((n, mean, m2), _block_summary(block))
    return mean, m2 / max(n, 1)


# Long double sums of squares; eighteen digits are still too few at an offset of 1e8.
@wrong(deserves="one_pass")
def stream_longdouble_squares(blocks):
    n = 0
    s = s2 = np.longdouble(0)
    for b in blocks:
        z = b.astype(np.longdouble)
        s = s + z.sum(axis=1, keepdims=True)
        s2 = s2 + (z * z).sum(axis=1, keepdims=True)
        n += z.shape[1]
    m = s / n
    return m.astype(float), (s2 / n - m * m).astype(float)


# Subtracts the constant 1e8 from everything, which ruins the variance when the offset is another one.
@wrong()
def stream_subtracts_1e8(blocks):
    c = 1e8
    n, s1, s2 = 0, 0, 0
    for b in blocks:
        d = b - c
        s1, s2, n = s1 + d.sum(1, keepdims=True), s2 + (d * d).sum(1, keepdims=True), n + b.shape[1]
    m = s1 / n
    return c + m, np.maximum(s2 / n - m**2, 0)


# Kahan summation of x and x^2; the sums are exact enough, but each square is already rounded.
@wrong(deserves="one_pass")
def stream_kahan_squares(blocks):
    """Bu sai so bang Kahan."""

    def add(acc, comp, value):
        y = value - comp
        t = acc + y
        return t, (t - acc) - y

    n = 0
    for b in blocks:
        for l in range(b.shape[1]):
            v = b[:, l : l + 1, :]
            if n == 0:
                s, cs = np.zeros(v.shape), np.zeros(v.shape)
                q, cq = np.zeros(v.shape), np.zeros(v.shape)
            s, cs = add(s, cs, v)
            q, cq = add(q, cq, v * v)
            n += 1
    mean = s / n
    return mean, q / n - mean**2


# An exponential moving average with momentum 0.1, as the running statistics of BatchNorm.
@wrong()
def stream_momentum(blocks):
    running_mean = running_var = None
    momentum = 0.1
    for block in blocks:
        m = block.mean(axis=1, keepdims=True)
        v = block.var(axis=1, keepdims=True)
        if running_mean is None:
            running_mean, running_var = m, v
        else:
            running_mean = (1 - momentum) * running_mean + momentum * m
            running_var = (1 - momentum) * running_var + momentum * v
    return running_mean, running_var


# Returns the shape (B, F), the sequence axis is gone.
@wrong(deserves="missing_keepdims")
def stream_without_keepdims(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        delta = block.mean(axis=1) - mean
        m2 = m2 + block.var(axis=1) * k + delta**2 * (n * k / (n + k))
        mean = mean + delta * (k / (n + k))
        n += k
    return mean, m2 / n
