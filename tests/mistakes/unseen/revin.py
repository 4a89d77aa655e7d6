"""Unseen answers to the exercise `revin`."""

import collections
import math

import numpy as np

from mistakes.unseen import correct, wrong


# Keepdims statistics in self, None until the first normalize.
@correct()
class RevinPlain:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = None
        self.var = None

    def normalize(self, x):
        self.mean = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("Call normalize first.")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mean


# Remembers mean and scale in a namedtuple and asks with hasattr.
@correct()
class RevinNamedTuple:
    Stats = collections.namedtuple("Stats", "mu scale")

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.ones((num_features,)), np.zeros((num_features,))
        self.eps = float(eps)

    def normalize(self, x):
        x = np.asarray(x, dtype=np.float64)
        mu = np.expand_dims(x.mean(axis=1), 1)
        scale = np.sqrt(np.expand_dims(x.var(axis=1), 1) + self.eps)
        self._stats = self.Stats(mu, scale)
        return (x - mu) / scale * self.gamma + self.beta

    def denormalize(self, y):
        if not hasattr(self, "_stats"):
            raise RuntimeError("chua goi normalize()")
        out = np.array(y, dtype=np.float64)  # a copy
        out -= self.beta
        out /= self.gamma
        out *= self._stats.scale
        out += self._stats.mu
        return out


# Loops over samples and features, statistics in nested lists.
@correct()
class RevinLoops:
    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.stats = []

    def normalize(self, x):
        B, L, F = x.shape
        out = np.zeros((B, L, F))
        self.stats = []
        for b in range(B):
            row = []
            for f in range(F):
                seq = x[b, :, f].astype(float)
                mu = seq.sum() / L
                var = ((seq - mu) ** 2).sum() / L
                row.append((mu, var))
                out[b, :, f] = self.gamma[f] * (seq - mu) / math.sqrt(var + self.eps) + self.beta[f]
            self.stats.append(row)
        return out

    def denormalize(self, y):
        if len(self.stats) == 0:
            raise RuntimeError("normalize has to be called before denormalize")
        out = np.zeros(y.shape)
        for b, row in enumerate(self.stats):
            for f, (mu, var) in enumerate(row):
                out[b, :, f] = (y[b, :, f] - self.beta[f]) / self.gamma[f] * math.sqrt(var + self.eps) + mu
        return out


# Normalize builds a closure that can undo it later, reading gamma and beta when it is called.
@correct()
class RevinClosure:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._undo = None

    def normalize(self, x):
        mu = np.einsum("blf->bf", x)[:, None, :] / x.shape[1]
        d = x - mu
        s = np.sqrt(np.einsum("blf,blf->bf", d, d)[:, None, :] / x.shape[1] + self.eps)

        def undo(y):
            return (y - self.beta) * (s / self.gamma) + mu

        self._undo = undo
        return d * (self.gamma / s) + self.beta

    def denormalize(self, y):
        if self._undo is None:
            raise RuntimeError("nothing to undo: call normalize(x) first")
        return self._undo(y)


# Translated from PyTorch with buffers and private methods, all on copies.
@correct()
class RevinTorchLike:
    def __init__(self, num_features, eps=1e-5):
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self._init_params()
        self._buffers = {}

    def _init_params(self):
        self.gamma = np.full(self.num_features, 1.0)
        self.beta = np.full(self.num_features, 0.0)

    def _get_statistics(self, x):
        dims = tuple(range(1, x.ndim - 1))
        self._buffers["mean"] = np.mean(x, axis=dims, keepdims=True)
        self._buffers["stdev"] = np.sqrt(np.var(x, axis=dims, keepdims=True) + self.eps)

    def normalize(self, x):
        self._get_statistics(x)
        x = x - self._buffers["mean"]
        x = x / self._buffers["stdev"]
        x = x * self.gamma
        return x + self.beta

    def denormalize(self, y):
        try:
            mean, stdev = self._buffers["mean"], self._buffers["stdev"]
        except KeyError:
            raise RuntimeError("no statistics yet") from None
        y = y - self.beta
        y = y / self.gamma
        y = y * stdev
        return y + mean


# Undoes the affine part in the wrong order, dividing by gamma before beta comes off.
@wrong(deserves="WrongOrder")
class RevinGammaBeforeBeta:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mu = self.var = None

    def normalize(self, x):
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError("normalize first")
        y = y / self.gamma - self.beta
        return y * np.sqrt(self.var + self.eps) + self.mu


# Denormalize multiplies by sqrt(var) without eps.
@wrong(deserves="RestoresWithoutEps")
class RevinNoEpsOnTheWayBack:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = None

    def normalize(self, x):
        self.mean = x.mean(axis=1, keepdims=True)
        self.std = x.std(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.std**2 + self.eps) + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("normalize() must come first")
        return (y - self.beta) / self.gamma * self.std + self.mean


# Remembers only the statistics of the first normalize, as if the layer were fitted once.
@wrong(deserves="FirstStatistics")
class RevinFitsOnce:
    """Giong StandardScaler: fit mot lan roi dung mai."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean_ = None
        self.var_ = None

    def normalize(self, x):
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        if self.mean_ is None:
            self.mean_, self.var_ = mean, var
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mean_ is None:
            raise RuntimeError("not fitted")
        return (y - self.beta) / self.gamma * np.sqrt(self.var_ + self.eps) + self.mean_


# Keeps the statistics on the class, so two layers overwrite each other's memory.
@wrong(deserves="SharedStatistics")
class RevinSharedByAllLayers:
    mean = None
    var = None

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def normalize(self, x):
        cls = type(self)
        cls.mean = x.mean(axis=1, keepdims=True)
        cls.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - cls.mean) / np.sqrt(cls.var + self.eps) + self.beta

    def denormalize(self, y):
        cls = type(self)
        if cls.mean is None:
            raise RuntimeError("call normalize first")
        return (y - self.beta) / self.gamma * np.sqrt(cls.var + self.eps) + cls.mean


# Remembers the statistics blown up to the length L and cuts them to H, which fails for H > L.
@wrong()
class RevinRemembersLengthL:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self.mu = None

    def normalize(self, x):
        L = x.shape[1]
        self.mu = np.repeat(x.mean(axis=1, keepdims=True), L, axis=1)
        self.sigma = np.repeat(np.sqrt(x.var(axis=1, keepdims=True) + self.eps), L, axis=1)
        return self.gamma * (x - self.mu) / self.sigma + self.beta

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError("normalize was never called")
        H = y.shape[1]
        return (y - self.beta) / self.gamma * self.sigma[:, :H] + self.mu[:, :H]


# Denormalize uses the gamma and beta stored by the last normalize, not the reassigned ones.
@wrong(deserves="FreezesParameters")
class RevinFreezesGammaBeta:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.cache = None

    def normalize(self, x):
        mu = x.mean(axis=1, keepdims=True)
        sd = np.sqrt(x.var(axis=1, keepdims=True) + self.eps)
        self.cache = (mu, sd, self.gamma, self.beta)
        return self.gamma * (x - mu) / sd + self.beta

    def denormalize(self, y):
        if self.cache is None:
            raise RuntimeError("no cache")
        mu, sd, gamma, beta = self.cache
        return (y - beta) / gamma * sd + mu


# Signals a missing normalize with an assert, which raises AssertionError instead of RuntimeError.
@wrong(deserves="RaisesAnotherError")
class RevinAssertsInstead:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = None
        self.var = None

    def normalize(self, x):
        self.mean = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        assert self.mean is not None, "call normalize first"
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mean


# Starts with mean 0 and variance 1, so denormalize on a fresh layer quietly returns numbers.
@wrong(deserves="StartsWithStatistics")
class RevinNeutralStart:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = np.zeros((1, 1, num_features))
        self.var = np.ones((1, 1, num_features))

    def normalize(self, x):
        self.mean = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("call normalize first")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mean


# Takes a remembered mean of all zeros for "nothing remembered" and raises after a legitimate normalize.
@wrong()
class RevinZeroMeansNothing:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = np.zeros(num_features)
        self.var = np.zeros(num_features)

    def normalize(self, x):
        self.mean = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if not self.mean.any():
            raise RuntimeError("normalize has not been called")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mean


# Pushes the statistics on a stack and pops them, so a second denormalize gets older ones or none.
@wrong()
class RevinStack:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.history = collections.deque()

    def normalize(self, x):
        mu = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        self.history.append((mu, var))
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

    def denormalize(self, y):
        if not self.history:
            raise RuntimeError("denormalize without normalize")
        mu, var = self.history.pop()
        return (y - self.beta) / self.gamma * np.sqrt(var + self.eps) + mu


# Copies the original code's division by (gamma + eps * eps), which is wrong for a large eps.
@wrong(deserves="DividesByMoreThanGamma")
class RevinOfficialEpsSquared:
    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(self.num_features)
        self.beta = np.zeros(self.num_features)
        self.mean = None

    def normalize(self, x):
        self.mean = np.mean(x, axis=1, keepdims=True)
        self.stdev = np.sqrt(np.var(x, axis=1, keepdims=True) + self.eps)
        x = x - self.mean
        x = x / self.stdev
        return x * self.gamma + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("normalize first")
        y = y - self.beta
        y = y / (self.gamma + self.eps * self.eps)
        y = y * self.stdev
        return y + self.mean


# Subtracts the last token instead of the mean (the subtract_last option of RevIN).
@wrong()
class RevinSubtractLast:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.last = None

    def normalize(self, x):
        self.last = x[:, -1:, :].copy()
        self.var = np.var(x, axis=1, keepdims=True)
        return self.gamma * (x - self.last) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.last is None:
            raise RuntimeError("normalize first")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.last


# Denormalize works in place on the forecast y.
@wrong(deserves="OverwritesForecast")
class RevinDenormalizesInPlace:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = None

    def normalize(self, x):
        self.mean = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("normalize first")
        y -= self.beta
        y *= np.sqrt(self.var + self.eps) / self.gamma
        y += self.mean
        return y


# Keeps only one level and spread per feature, averaged over the batch, for the way back.
@wrong()
class RevinAveragesOverBatch:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = None

    def normalize(self, x):
        mean = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        # (F,) broadcasts with every batch size
        self.mean = mean.mean(axis=(0, 1))
        self.var = var.mean(axis=(0, 1))
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("normalize first")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mean


# Remembers the statistics after scaling and shifting, i.e. those of the output.
@wrong()
class RevinRemembersTheOutput:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean, self.var = None, None

    def normalize(self, x):
        mu = x.mean(axis=1, keepdims=True)
        s2 = x.var(axis=1, keepdims=True)
        x = self.gamma * (x - mu) / np.sqrt(s2 + self.eps) + self.beta
        self.mean = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return x

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("normalize first")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mean


# Accepts eps but always computes with 1e-5.
@wrong()
class RevinEpsForgotten:
    EPS = 1e-5

    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._m = self._s = None

    def normalize(self, x):
        self._m = x.mean(axis=1, keepdims=True)
        self._s = np.sqrt(x.var(axis=1, keepdims=True) + self.EPS)
        return self.gamma * (x - self._m) / self._s + self.beta

    def denormalize(self, y):
        if self._m is None:
            raise RuntimeError("normalize first")
        return (y - self.beta) / self.gamma * self._s + self._m
