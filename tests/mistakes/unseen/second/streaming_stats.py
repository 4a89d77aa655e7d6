"""Answers to the exercise streaming_stats: right ones and wrong ones."""

import itertools
import math
from collections import deque, namedtuple
from fractions import Fraction
from functools import reduce

import numpy as np

from mistakes.unseen import correct, wrong

# ---------------------------------------------------------------- right ones


# Chan's formula, block by block.
@correct()
def chan_merge(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        bm2 = ((block - bm) ** 2).sum(axis=1, keepdims=True)
        delta = bm - mean
        total = n + k
        mean = mean + delta * (k / total)
        m2 = m2 + bm2 + delta * delta * (n * k / total)
        n = total
    return mean, m2 / n


# Welford, token by token.
@correct()
def welford_token_by_token(blocks):
    count = 0
    for block in blocks:
        if count == 0:
            mean = np.zeros((block.shape[0], block.shape[2]))
            m2 = np.zeros_like(mean)
        for t in range(block.shape[1]):
            count += 1
            delta = block[:, t, :] - mean
            mean += delta / count
            m2 += delta * (block[:, t, :] - mean)
    return [mean[:, None, :].copy(), (m2 / count)[:, None, :]]


# Shifted data: subtract the very first token (a copy) everywhere, then plain sums.
@correct()
def shift_by_first_token(blocks):
    it = iter(blocks)
    first = next(it)
    shift = first[:, :1, :].copy()
    n, s, q = 0, np.zeros_like(shift), np.zeros_like(shift)
    for block in itertools.chain([first], it):
        d = block - shift
        n += d.shape[1]
        s += d.sum(axis=1, keepdims=True)
        q += np.einsum("blf,blf->bf", d, d)[:, None]
    return shift + s / n, np.maximum(q / n - (s / n) ** 2, 0.0)


# Double-double: error-free sums of x and of x * x (Knuth's two-sum, Dekker's product), and exact fractions at the very end, one
# instance at a time.
@correct()
def double_double_then_fractions(blocks):
    def two_sum(a, b):
        s = a + b
        t = s - a
        return s, (a - (s - t)) + (b - t)

    def square(a):
        c = 134217729.0 * a
        hi = c - (c - a)
        lo = a - hi
        p = a * a
        return p, ((hi * hi - p) + 2.0 * hi * lo) + lo * lo

    def add(acc, x, rest):
        s, e = two_sum(acc[0], x)
        acc[0], acc[1] = two_sum(s, e + (acc[1] + rest))

    n, s, q = 0, None, None
    for block in blocks:
        if s is None:
            s = [np.zeros((block.shape[0], block.shape[2])) for _ in range(2)]
            q = [np.zeros((block.shape[0], block.shape[2])) for _ in range(2)]
        for t in range(block.shape[1]):
            n += 1
            add(s, block[:, t], 0.0)
            add(q, *square(block[:, t]))
    mean = np.empty((s[0].shape[0], 1, s[0].shape[1]))
    var = np.empty_like(mean)
    for b, f in np.ndindex(s[0].shape):
        m = (Fraction(float(s[0][b, f])) + Fraction(float(s[1][b, f]))) / n
        v = (Fraction(float(q[0][b, f])) + Fraction(float(q[1][b, f]))) / n - m * m
        mean[b, 0, f], var[b, 0, f] = float(m), max(float(v), 0.0)
    return mean, var


# A class with a method `add`, result as a namedtuple.
_Moments = namedtuple("_Moments", ["mean", "var"])


@correct()
def accumulator_class(blocks):
    class Accumulator:
        def __init__(self):
            self.n = 0
            self.mean = None
            self.var = None

        def add(self, block):
            k = block.shape[1]
            mean = np.mean(block, axis=1, keepdims=True)
            var = np.var(block, axis=1, keepdims=True)
            if self.n == 0:
                self.n, self.mean, self.var = k, mean, var
                return
            w = k / (self.n + k)
            gap = mean - self.mean
            self.mean = self.mean + w * gap
            self.var = (1 - w) * self.var + w * var + w * (1 - w) * gap**2
            self.n += k

    acc = Accumulator()
    for block in blocks:
        acc.add(block)
    return _Moments(mean=acc.mean, var=acc.var)


# functools.reduce over triples.
@correct()
def reduce_over_triples(blocks):
    def triple(x):
        m = np.sum(x, axis=1, keepdims=True) / x.shape[1]
        return x.shape[1], m, np.sum(np.square(x - m), axis=1, keepdims=True)

    def join(a, b):
        n = a[0] + b[0]
        d = b[1] - a[1]
        return n, (a[0] * a[1] + b[0] * b[1]) / n, a[2] + b[2] + d * d * a[0] * b[0] / n

    n, mean, m2 = reduce(join, map(triple, blocks))
    return mean, np.divide(m2, n)


# The level is 0, 1e8 or -1e8: round the first token to a multiple of 1e8, subtract that exactly, then the schoolbook sums.
@correct()
def round_to_the_level(blocks):
    level = None
    n = 0
    for block in blocks:
        if level is None:
            level = np.round(block[:, :1] / 1e8) * 1e8
            s = np.zeros(level.shape)
            q = np.zeros(level.shape)
        y = block - level
        m = y.mean(1, keepdims=True)
        s += y.sum(1, keepdims=True)
        q += (y * y).sum(1, keepdims=True)
        n += y.shape[1]
    m = s / n
    return level + m, np.clip(q / n - m * m, 0, None)


# A binary counter of partial results, as in merge sort: at most log2(number of blocks) triples live at a time, which is less than
# 32 blocks.
@correct()
def binary_counter(blocks):
    def join(a, b):
        (na, ma, sa), (nb, mb, sb) = a, b
        n = na + nb
        d = mb - ma
        return n, ma + d * (nb / n), sa + sb + d**2 * (na * nb / n)

    slots = []
    for block in blocks:
        m = block.mean(axis=1)
        item = (block.shape[1], m, ((block - m[:, None]) ** 2).sum(axis=1))
        level = 0
        while level < len(slots) and slots[level] is not None:
            item = join(slots[level], item)
            slots[level] = None
            level += 1
        if level == len(slots):
            slots.append(None)
        slots[level] = item
    n, mean, m2 = reduce(join, [s for s in slots if s is not None])
    return np.expand_dims(mean, 1), np.expand_dims(m2 / n, 1)


# Kahan: tổng bù (compensated) của độ lệch so với phần tử đầu, viết bằng vòng lặp như trong C.
@correct()
def tong_bu_kahan(cac_khoi):
    moc = None
    so_luong = 0
    for khoi in cac_khoi:
        B, dai, F = khoi.shape
        if moc is None:
            moc = khoi[:, 0, :].copy()
            tong = np.zeros((B, F, 4))
        so_luong += dai
        for b in range(B):
            for f in range(F):
                o = tong[b, f]
                for t in range(dai):
                    lech = khoi[b, t, f] - moc[b, f]
                    for i, so_hang in ((0, lech), (2, lech * lech)):
                        bu = so_hang - o[i + 1]
                        moi = o[i] + bu
                        o[i + 1] = (moi - o[i]) - bu
                        o[i] = moi
    B, F = moc.shape
    mean, var = np.empty((B, 1, F)), np.empty((B, 1, F))
    for b in range(B):
        for f in range(F):
            m = tong[b, f, 0] / so_luong
            mean[b, 0, f] = moc[b, f] + m
            var[b, 0, f] = max(tong[b, f, 2] / so_luong - m * m, 0.0)
    return mean, var


# The shift is the mean of the first block; matrix products with a row of ones; a deque(maxlen=0) drives a generator.
@correct()
def matrix_products_shifted(blocks):
    state = {"n": 0}

    def feed():
        for x in blocks:
            ones = np.ones((1, x.shape[1]))
            if state["n"] == 0:
                state["c"] = (ones @ x) / x.shape[1]
                state["s"] = np.zeros_like(state["c"])
                state["q"] = np.zeros_like(state["c"])
            z = x - state["c"]
            state["s"] = state["s"] + ones @ z
            state["q"] = state["q"] + ones @ (z * z)
            state["n"] += x.shape[1]
            yield None

    deque(feed(), maxlen=0)
    m = state["s"] / state["n"]
    return state["c"] + m, np.abs(state["q"] / state["n"] - m * m)


# Copies four blocks at a time, joins these and merges: permitted, never more than some 20 blocks (temporary arrays included).
@correct()
def batches_of_four(blocks):
    it = iter(blocks)
    n, mean, var = 0, 0.0, 0.0
    while True:
        chunk = [b.copy() for b in itertools.islice(it, 4)]
        if not chunk:
            break
        x = np.concatenate(chunk, axis=1)
        k = x.shape[1]
        m, v = x.mean(1, keepdims=True), x.var(1, keepdims=True)
        new = n + k
        var = (n * var + k * v) / new + (m - mean) ** 2 * (n / new) * (k / new)
        mean = mean + (m - mean) * k / new
        n = new
    return mean, var


# ---------------------------------------------------------------- wrong ones


# The schoolbook: sum and sum of squares. Right near 0; around 1e8 the squares are 1e16 and var is noise (even negative): breaks
# "var is right also where all numbers lie around 1e8".
@wrong(deserves="one_pass")
def sum_of_squares(blocks):
    n, s, q = 0, 0.0, 0.0
    for block in blocks:
        n += block.shape[1]
        s = s + block.sum(axis=1, keepdims=True)
        q = q + (block**2).sum(axis=1, keepdims=True)
    mean = s / n
    return mean, q / n - mean**2


# The same, with the negative variances hidden by a maximum. At 1e8 it says 0 or 2 where 0.08 is true: breaks the same sentence.
@wrong(deserves="one_pass")
def sum_of_squares_clipped(blocks):
    n = s = q = 0
    for block in blocks:
        n += block.shape[1]
        s = s + np.einsum("blf->bf", block)
        q = q + np.einsum("blf,blf->bf", block, block)
    mean = s / n
    var = np.maximum(q / n - mean * mean, 0)
    return mean[:, None], var[:, None]


# "Just take longdouble": 64 bits of mantissa are 11 more, and 1e16 then has steps of 1e-3. Near 0 perfect, around 1e8 off by some 1e-4:
# more than 1e-6 * max(1, sigma^2) for a small variance (constant blocks of 1e8 + 0.1).
@wrong(deserves="one_pass")
def longdouble_squares(blocks):
    n = 0
    s = np.longdouble(0)
    q = np.longdouble(0)
    for block in blocks:
        wide = block.astype(np.longdouble)
        n += wide.shape[1]
        s = s + wide.sum(axis=1, keepdims=True)
        q = q + (wide * wide).sum(axis=1, keepdims=True)
    mean = s / n
    return mean.astype(np.float64), np.maximum(q / n - mean * mean, 0).astype(np.float64)


# Shifts by the fixed number 1e8 if the first number is far away, forgetting the minus: around -1e8 the shifted numbers are -2e8.
# Breaks "around 1e8 or -1e8".
@wrong(deserves="one_pass")
def shift_plus_1e8_only(blocks):
    n, s, q, c = 0, 0.0, 0.0, None
    for block in blocks:
        if c is None:
            c = 1e8 if abs(block[0, 0, 0]) > 1e6 else 0.0
        d = block - c
        n += d.shape[1]
        s = s + d.sum(axis=1, keepdims=True)
        q = q + (d * d).sum(axis=1, keepdims=True)
    return c + s / n, q / n - (s / n) ** 2


# One shift for all: the first number of the first block. Right if all instances lie at the same level; with one feature around 1e8 and
# another around -1e8 (or 0) the second one loses its variance: breaks "var is right also ...".
@wrong(deserves="one_pass")
def one_shift_for_all_instances(blocks):
    n, s, q, c = 0, 0.0, 0.0, None
    for block in blocks:
        if c is None:
            c = float(block.flat[0])
        d = block - c
        n += d.shape[1]
        s = s + d.sum(axis=1, keepdims=True)
        q = q + (d * d).sum(axis=1, keepdims=True)
    m = s / n
    return m + c, np.maximum(q / n - m * m, 0)


# Mean of the means, not weighted. Right if all blocks have the same length; breaks "the lengths of the blocks may differ" (the
# example of the task gives 1.5).
@wrong(deserves="blocks_count_alike")
def mean_of_means(blocks):
    k, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k += 1
        bm = block.mean(axis=1, keepdims=True)
        bv = block.var(axis=1, keepdims=True)
        d = bm - mean
        mean = mean + d / k
        m2 = m2 + bv + d * (bm - mean)
    return mean, m2 / k


# Weighted average of the variances of the blocks, without the part between blocks. Right for one block (or blocks of equal mean);
# breaks "over the whole sequence": in the example var is 0.
@wrong(deserves="forgets_between_blocks")
def within_blocks_only(blocks):
    n, s, v = 0, 0.0, 0.0
    for block in blocks:
        n += block.shape[1]
        s = s + block.sum(axis=1, keepdims=True)
        v = v + block.var(axis=1, keepdims=True) * block.shape[1]
    return s / n, v / n


# Two-level schoolbook: stable inside of a block, then E[mean^2] - mean^2 across blocks. Right near 0; around 1e8 the last
# subtraction is noise of size 1: breaks "var is right also ...".
@wrong(deserves="one_pass")
def stable_inside_unstable_across(blocks):
    n, s, v, q = 0, 0.0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        m = block.mean(axis=1, keepdims=True)
        n += k
        s = s + k * m
        q = q + k * m**2
        v = v + k * block.var(axis=1, keepdims=True)
    mean = s / n
    return mean, v / n + (q / n - mean**2)


# Chan's formula with the integer division of C: n * k // (n + k). For long blocks almost right, for 2 + 1 tokens it is 0:
# breaks "the biased variance over the whole sequence".
@wrong(deserves="wrong_weight_between")
def chan_integer_division(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        delta = bm - mean
        m2 = m2 + ((block - bm) ** 2).sum(axis=1, keepdims=True) + delta**2 * (n * k // (n + k))
        mean = mean + delta * k / (n + k)
        n += k
    return mean, m2 / n


# Collects everything in a list, then concatenates. All numbers right; with 220 blocks it holds 220 blocks: breaks "the memory needed
# does not grow with the number of blocks".
@wrong(deserves="keeps_every_block")
def concatenate_everything(blocks):
    x = np.concatenate(list(blocks), axis=1)
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)


# Keeps "only" mean, variance and length of each block. Grows with the number of blocks (with blocks of length 1 as fast as the blocks
# themselves, twice over): breaks "not even statistics of each block may be kept".
@wrong(deserves="keeps_every_statistic")
def keeps_statistics_of_each_block(blocks):
    means, variances, lengths = [], [], []
    for block in blocks:
        means.append(block.mean(axis=1))
        variances.append(block.var(axis=1))
        lengths.append(block.shape[1])
    w = np.array(lengths, dtype=float)[:, None, None] / sum(lengths)
    means, variances = np.stack(means), np.stack(variances)
    mean = (w * means).sum(axis=0)
    var = (w * (variances + (means - mean) ** 2)).sum(axis=0)
    return mean[:, None], var[:, None]


# Walks twice: first the mean, then the squares. Right for a list; a generator is empty the second time (var 0): breaks
# "can be walked only once".
@wrong(deserves="walks_twice")
def walks_twice(blocks):
    n, s = 0, 0.0
    for block in blocks:
        n += block.shape[1]
        s = s + block.sum(axis=1, keepdims=True)
    mean = s / n
    m2 = np.zeros_like(mean)
    for block in blocks:
        m2 += ((block - mean) ** 2).sum(axis=1, keepdims=True)
    return mean, m2 / n


# itertools.tee to walk twice "without a list": tee keeps every block until the second walk has read it. Breaks the memory sentence
# for a stream of 220 blocks.
@wrong(deserves="keeps_every_block")
def tee_for_two_passes(blocks):
    first, second = itertools.tee(blocks)
    n, s = 0, 0.0
    for block in first:
        n += block.shape[1]
        s = s + block.sum(axis=1, keepdims=True)
    mean = s / n
    return mean, sum(((block - mean) ** 2).sum(axis=1, keepdims=True) for block in second) / n


# Calls next(blocks) directly. A generator is fine, a list raises TypeError: breaks "anything that for can walk: a generator, a list".
@wrong(deserves="needs_an_iterator")
def next_without_iter(blocks):
    first = next(blocks)
    n = first.shape[1]
    mean = first.mean(axis=1, keepdims=True)
    m2 = ((first - mean) ** 2).sum(axis=1, keepdims=True)
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + ((block - bm) ** 2).sum(axis=1, keepdims=True) + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return mean, m2 / n


# Looks at blocks[0] for the shape and uses len(blocks). Right for lists, TypeError for generators: breaks "any iterable".
@wrong()
def indexes_the_blocks(blocks):
    B, _, F = blocks[0].shape
    n, mean, m2 = 0, np.zeros((B, 1, F)), np.zeros((B, 1, F))
    for i in range(len(blocks)):
        for t in range(blocks[i].shape[1]):
            x = blocks[i][:, t : t + 1, :]
            n += 1
            d = x - mean
            mean = mean + d / n
            m2 = m2 + d * (x - mean)
    return mean, m2 / n


# pandas / MATLAB: divides by n - 1 (guarding n = 1). Breaks "biased variance", for each sequence that is not constant.
@wrong(deserves="unbiased_variance")
def sample_variance(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        for t in range(block.shape[1]):
            x = block[:, t : t + 1]
            n += 1
            d = x - mean
            mean = mean + d / n
            m2 = m2 + d * (x - mean)
    return mean, m2 / max(n - 1, 1)


# Shape (B, F): forgot keepdims. The numbers are right, the shape is not: breaks "arrays of shape (B, 1, F)".
@wrong(deserves="missing_keepdims")
def forgets_keepdims(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1)
        d = bm - mean
        m2 = m2 + block.var(axis=1) * k + d**2 * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return mean, m2 / n


# Returns float32 "to save memory". Breaks "of float64" (and the precision).
@wrong()
def float32_results(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d**2 * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return mean.astype(np.float32), (m2 / n).astype(np.float32)


# Subtracts the shift in place. Numbers right, but the caller's blocks now hold deviations: breaks "the blocks stay as they were".
@wrong(deserves="overwrites_blocks")
def shifts_the_blocks_in_place(blocks):
    n, c = 0, None
    for block in blocks:
        if c is None:
            c = block[:, :1].copy()
            s, q = np.zeros_like(c), np.zeros_like(c)
        block -= c
        n += block.shape[1]
        s += block.sum(axis=1, keepdims=True)
        q += (block**2).sum(axis=1, keepdims=True)
    m = s / n
    return c + m, np.maximum(q / n - m**2, 0)


# Starts with the first token as running mean - as a view - and updates it in place. Overwrites the first token of the first block:
# breaks "the blocks stay as they were" and "new arrays" (from two tokens on).
@wrong(deserves="overwrites_blocks")
def running_mean_is_a_view(blocks):
    n = 0
    for block in blocks:
        for t in range(block.shape[1]):
            x = block[:, t : t + 1, :]
            n += 1
            if n == 1:
                mean, m2 = x, np.zeros(x.shape)
                continue
            d = x - mean
            mean += d / n
            m2 += d * (x - mean)
    return mean, m2 / n


# Special case "one block of one token": the mean is that block itself. Shows only there, when the caller overwrites the block or looks
# whether the arrays are new: breaks "both are new arrays".
@wrong()
def returns_the_only_block(blocks):
    n, mean, m2 = 0, None, None
    for block in blocks:
        k = block.shape[1]
        bm = block if k == 1 else block.mean(axis=1, keepdims=True)
        bs = ((block - bm) ** 2).sum(axis=1, keepdims=True)
        if n == 0:
            mean, m2 = bm, bs
        else:
            d = bm - mean
            mean = mean + d * (k / (n + k))
            m2 = m2 + bs + d * d * (n * k / (n + k))
        n += k
    return mean, m2 / n


# A mutable default argument as state: the second call goes on where the first one stopped (or fails on another shape). Breaks "the same
# blocks always give the same result".
@wrong(deserves="accumulates_across_calls")
def state_in_default_argument(blocks, state={"n": 0, "mean": 0.0, "m2": 0.0}):
    for block in blocks:
        k, n = block.shape[1], state["n"]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - state["mean"]
        state["mean"] = state["mean"] + d * (k / (n + k))
        state["m2"] = state["m2"] + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        state["n"] = n + k
    return state["mean"], state["m2"] / state["n"]


_buffers = {}


# Result arrays are allocated once per (B, F) and used again. The result of an earlier call with the same B and F changes: breaks
# "results returned before stay as they are".
@wrong()
def reuses_result_arrays(blocks):
    n = 0
    for block in blocks:
        B, k, F = block.shape
        if n == 0:
            mean, m2 = _buffers.setdefault((B, F), (np.empty((B, 1, F)), np.empty((B, 1, F))))
            mean.fill(0.0)
            m2.fill(0.0)
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 += block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean += d * (k / (n + k))
        n += k
    m2 /= n
    return mean, m2


_seen = {}


# Caches by the list object. The same list with other contents (the caller has overwritten the blocks) gets the old result, and
# the caller gets the same arrays twice: breaks the formula on the second call and "new arrays".
@wrong()
def cached_by_list(blocks):
    if isinstance(blocks, list):
        for known, result in _seen.values():
            if known is blocks:
                return result
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    result = (mean, m2 / n)
    if isinstance(blocks, list):
        _seen[id(blocks)] = (blocks, result)
    return result


# Exponential moving averages, as BatchNorm keeps them. Depends on the order of the blocks and is no mean of anything the task asks for:
# breaks "mean and biased variance over the whole sequence" for two blocks or more.
@wrong(deserves="averages_with_the_last", also=("forgets_between_blocks",))
def exponential_moving_average(blocks):
    mean = var = None
    for block in blocks:
        m = block.mean(axis=1, keepdims=True)
        v = block.var(axis=1, keepdims=True)
        if mean is None:
            mean, var = m, v
        else:
            mean = 0.9 * mean + 0.1 * m
            var = 0.9 * var + 0.1 * v
    return mean, var


# drop_last, as in a DataLoader: a last block that is shorter than the first is taken for a leftover. Right for equal lengths; breaks
# "the lengths of the blocks may differ" and "all blocks joined".
@wrong()
def drops_short_last_block(blocks):
    n, mean, m2, full, waiting = 0, 0.0, 0.0, None, None

    def add(n, mean, m2, block):
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        return n + k, mean + d * (k / (n + k)), m2

    for block in blocks:
        if full is None:
            full = block.shape[1]
        if waiting is not None:
            n, mean, m2 = add(n, mean, m2, waiting)
        waiting = block
    if n == 0 or waiting.shape[1] >= full:
        n, mean, m2 = add(n, mean, m2, waiting)
    return mean, m2 / n


# Blocks of only zeros are padding, thinks somebody used to batches of sentences. Right without such blocks; the example of the task
# (0, 0 and then 3) gives mean 3: breaks "all blocks joined".
@wrong()
def zero_blocks_are_padding(blocks):
    n, mean, m2 = 0, None, None
    for block in blocks:
        if mean is None:
            mean = np.zeros((block.shape[0], 1, block.shape[2]))
            m2 = np.zeros_like(mean)
        if not block.any():
            continue
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return mean, m2 / max(n, 1)


# "Do not count a block twice": remembers the previous block and skips the same object. [a, a, b] is a legal list with a counted twice; breaks
# "all blocks joined". (Seen also with a reader that fills one buffer again and again.)
@wrong()
def skips_repeated_objects(blocks):
    n, mean, m2, previous = 0, 0.0, 0.0, None
    for block in blocks:
        if block is previous:
            continue
        previous = block
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return mean, m2 / n


# Stops as soon as "it has converged" (the mean did not move for a block). Right on random numbers; 5, 5, 5 and then 8 stops too early:
# breaks "over the whole sequence".
@wrong()
def stops_when_converged(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
        if n > k and np.all(np.abs(d) < 1e-12):
            break
    return mean, m2 / n


# Recursion from the end: elegant, but each level of the recursion holds its block until the stream is over. Breaks the memory sentence at
# 220 blocks; all numbers are right.
@wrong(deserves="keeps_every_block")
def recursion_holds_all_blocks(blocks):
    it = iter(blocks)

    def rest():
        block = next(it, None)
        if block is None:
            return 0, 0.0, 0.0
        n, mean, m2 = rest()
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + ((block - bm) ** 2).sum(axis=1, keepdims=True) + d * d * (n * k / (n + k))
        return n + k, mean + d * (k / (n + k)), m2

    n, mean, m2 = rest()
    return mean, m2 / n


# Gom đủ 100 khối rồi mới nối lại một lần, "cho nhanh". Kết quả đúng, nhưng với 220 khối thì giữ tới 100 khối (và thêm bản nối):
# quá 32 khối, trái với câu về bộ nhớ.
@wrong()
def gom_mot_tram_khoi(cac_khoi):
    it = iter(cac_khoi)
    n, tb, m2 = 0, 0.0, 0.0
    while True:
        nhom = list(itertools.islice(it, 100))
        if not nhom:
            return tb, m2 / n
        x = np.concatenate(nhom, axis=1)
        k = x.shape[1]
        tb_nhom = x.mean(axis=1, keepdims=True)
        lech = tb_nhom - tb
        m2 = m2 + ((x - tb_nhom) ** 2).sum(axis=1, keepdims=True) + lech**2 * (n * k / (n + k))
        tb = tb + lech * (k / (n + k))
        n += k


# Nhầm với BatchNorm: lấy trung bình cả trục mẫu và trục chuỗi rồi chép ra cho mọi mẫu. Sai khi B > 1: trái với "of every instance".
@wrong(deserves="pools_samples")
def nham_voi_batch_norm(cac_khoi):
    n, tb, m2, B = 0, 0.0, 0.0, 1
    for khoi in cac_khoi:
        B, dai, F = khoi.shape
        k = B * dai
        tb_khoi = khoi.mean(axis=(0, 1), keepdims=True)
        lech = tb_khoi - tb
        m2 = m2 + khoi.var(axis=(0, 1), keepdims=True) * k + lech**2 * (n * k / (n + k))
        tb = tb + lech * (k / (n + k))
        n += k
    return np.repeat(tb, B, axis=0), np.repeat(m2 / n, B, axis=0)


# Welford copied with one slip: both factors use the new mean, (x - mean)^2. Nearly right for long sequences, 25 % off for two tokens (0 and
# 2 give 0.5): breaks the formula of var.
@wrong(deserves="welford_new_mean_twice")
def welford_new_mean_twice(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        for t in range(block.shape[1]):
            x = block[:, t : t + 1]
            n += 1
            mean = mean + (x - mean) / n
            m2 = m2 + (x - mean) ** 2
    return mean, m2 / n


# Uses the length of the first block for all. Right for equal lengths, e.g. lengths 2 and 1 (the example) give the weights 2 and 2: breaks
# "the lengths of the blocks may differ".
@wrong(deserves="blocks_count_alike")
def length_of_first_block(blocks):
    n, mean, m2, k = 0, 0.0, 0.0, None
    for block in blocks:
        if k is None:
            k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return mean, m2 / n


# The two results in the other order. Breaks "returns (mean, var)".
@wrong(deserves="swaps_mean_and_variance")
def var_first(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + block.var(axis=1, keepdims=True) * k + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    return m2 / n, mean


# Treats a variance below 1e-8 relative to mean^2 as rounding noise and sets it to 0. Near 0 fine; around 1e8 each variance below 1e8 is
# "noise" (it is at most 1e6): breaks "var is right also where all numbers lie around 1e8".
@wrong()
def small_variance_is_noise(blocks):
    n, mean, m2 = 0, 0.0, 0.0
    for block in blocks:
        k = block.shape[1]
        bm = block.mean(axis=1, keepdims=True)
        d = bm - mean
        m2 = m2 + ((block - bm) ** 2).sum(axis=1, keepdims=True) + d * d * (n * k / (n + k))
        mean = mean + d * (k / (n + k))
        n += k
    var = m2 / n
    return mean, np.where(var < 1e-8 * mean**2, 0.0, var)


# math.fsum needs all numbers at once, so the numbers of each instance go into a growing Python list. Exact, and breaks the
# memory sentence (a Python float takes 32 bytes, not 8).
@wrong(deserves="keeps_every_block")
def python_lists_for_fsum(blocks):
    columns = {}
    for block in blocks:
        B, k, F = block.shape
        for b in range(B):
            for f in range(F):
                columns.setdefault((b, f), []).extend(block[b, :, f].tolist())
    mean, var = np.empty((B, 1, F)), np.empty((B, 1, F))
    for (b, f), values in columns.items():
        m = math.fsum(values) / len(values)
        mean[b, 0, f] = m
        var[b, 0, f] = math.fsum((v - m) ** 2 for v in values) / len(values)
    return mean, var
