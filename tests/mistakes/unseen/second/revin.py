"""Answers to the exercise revin: right ones and wrong ones."""

import math
import statistics
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np

from mistakes.unseen import correct, wrong

# ---------------------------------------------------------------- right ones


# The straightforward answer: statistics in float64, kept as two arrays of shape (B, 1, F).
@correct()
class PlainFloat64:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._mean = None
        self._var = None

    def normalize(self, x):
        x = np.asarray(x, dtype=np.float64)
        self._mean = x.mean(axis=1, keepdims=True)
        self._var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self._mean) / np.sqrt(self._var + self.eps) + self.beta

    def denormalize(self, y):
        if self._mean is None:
            raise RuntimeError("call normalize first")
        y = np.asarray(y, dtype=np.float64)
        return (y - self.beta) / self.gamma * np.sqrt(self._var + self.eps) + self._mean


# Three loops as in C, lists of lists for the statistics, math.fsum for the sums.
@correct()
class LoopsAsInC:
    def __init__(self, num_features, eps=1e-5):
        self.F = num_features
        self.eps = float(eps)
        self.gamma = np.array([1.0] * num_features)
        self.beta = np.array([0.0] * num_features)

    def normalize(self, x):
        B, L, F = x.shape
        means = [[0.0] * F for _ in range(B)]
        variances = [[0.0] * F for _ in range(B)]
        out = np.empty((B, L, F))
        for b in range(B):
            for f in range(F):
                column = [float(v) for v in x[b, :, f]]
                m = math.fsum(column) / L
                v = math.fsum((c - m) ** 2 for c in column) / L
                means[b][f] = m
                variances[b][f] = v
                for t in range(L):
                    out[b, t, f] = float(self.gamma[f]) * (column[t] - m) / math.sqrt(v + self.eps) + float(
                        self.beta[f]
                    )
        self.means, self.variances = means, variances
        return out

    def denormalize(self, y):
        if not hasattr(self, "means"):
            raise RuntimeError("nothing remembered yet")
        B, H, F = y.shape
        out = np.empty((B, H, F))
        for b in range(B):
            for f in range(F):
                s = math.sqrt(self.variances[b][f] + self.eps)
                for t in range(H):
                    out[b, t, f] = (float(y[b, t, f]) - float(self.beta[f])) / float(self.gamma[f]) * s + self.means[b][
                        f
                    ]
        return out


# einsum for the sums, statistics of shape (B, F), the standard deviation (with eps) kept instead of the variance: eps never changes.
@correct()
class EinsumStd:
    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.ones((num_features,)), np.zeros((num_features,))
        self.eps = eps
        self.memory = ()

    def normalize(self, x):
        x = x.astype(np.float64)
        n = x.shape[1]
        mu = np.einsum("blf->bf", x) / n
        centred = x - mu[:, None, :]
        mu_rest = np.einsum("blf->bf", centred) / n
        centred -= mu_rest[:, None, :]
        std = np.sqrt(np.einsum("blf,blf->bf", centred, centred) / n + self.eps)
        self.memory = (mu + mu_rest, std)
        return np.einsum("f,blf,bf->blf", self.gamma, centred, 1.0 / std) + self.beta

    def denormalize(self, y):
        if not self.memory:
            raise RuntimeError("denormalize before normalize")
        mu, std = self.memory
        return np.einsum("blf,bf->blf", (y - self.beta) / self.gamma, std) + mu[:, np.newaxis]


# A dataclass; the remembered state is a namedtuple, and asking for it too early raises by itself.
_Memory = namedtuple("_Memory", "mu sigma2")


@correct()
@dataclass(eq=False)
class DataclassWithProperty:
    num_features: int
    eps: float = 1e-5
    gamma: np.ndarray = field(init=False)
    beta: np.ndarray = field(init=False)
    _last: object = field(init=False, default=None)

    def __post_init__(self):
        self.gamma = np.full(self.num_features, 1.0)
        self.beta = np.full(self.num_features, 0.0)

    @property
    def last(self):
        if self._last is None:
            raise RuntimeError("there are no statistics yet")
        return self._last

    def normalize(self, x):
        wide = np.array(x, dtype=np.float64)
        self._last = _Memory(wide.mean(1, keepdims=True), wide.var(1, keepdims=True))
        wide -= self.last.mu
        wide /= np.sqrt(self.last.sigma2 + self.eps)
        wide *= self.gamma
        wide += self.beta
        return wide

    def denormalize(self, y):
        mu, sigma2 = self.last
        wide = np.array(y, dtype=np.float64)
        wide -= self.beta
        wide /= self.gamma
        wide *= np.sqrt(sigma2 + self.eps)
        wide += mu
        return wide


# Matrix products: the mean is a row of 1/L times the matrix; results come back as transposed views (Fortran-like).
@correct()
class MatrixProductTransposed:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self._stats = None

    def normalize(self, x):
        z = np.ascontiguousarray(np.transpose(x, (0, 2, 1)), dtype=np.float64)  # (B, F, L)
        w = np.full((z.shape[2], 1), 1.0 / z.shape[2])
        shift = z[:, :, :1].copy()
        z = z - shift
        small = z @ w
        z = z - small
        var = (z * z) @ w
        self._stats = (shift + small, var)
        res = self.gamma[:, None] * z / np.sqrt(var + self.eps) + self.beta[:, None]
        return np.transpose(res, (0, 2, 1))

    def denormalize(self, y):
        if self._stats is None:
            raise RuntimeError
        mu, var = self._stats
        z = np.transpose(y, (0, 2, 1)).astype(np.float64)
        res = (z - self.beta[:, None]) / self.gamma[:, None] * np.sqrt(var + self.eps) + mu
        return np.transpose(res, (0, 2, 1))


# Module statistics: exact mean and pvariance of Python floats.
@correct()
class StatisticsModule:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self.remembered = {}

    def normalize(self, x):
        fresh = {}
        out = np.zeros(x.shape)
        for b in range(x.shape[0]):
            for f in range(x.shape[2]):
                values = x[b, :, f].astype(float).tolist()
                mu = statistics.fmean(values)
                var = statistics.pvariance(values)
                fresh[b, f] = (mu, var)
                out[b, :, f] = (np.array(values) - mu) / (var + self.eps) ** 0.5
        self.remembered = fresh
        return out * self.gamma + self.beta

    def denormalize(self, y):
        if len(self.remembered) == 0:
            raise RuntimeError("normalize something first")
        out = (np.asarray(y, float) - self.beta) / self.gamma
        for (b, f), (mu, var) in self.remembered.items():
            out[b, :, f] = out[b, :, f] * (var + self.eps) ** 0.5 + mu
        return out


# Welford token by token; the missing attribute is turned into a RuntimeError.
@correct()
class WelfordTryExcept:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def normalize(self, x):
        mean = np.zeros((x.shape[0], x.shape[2]))
        m2 = np.zeros_like(mean)
        for k in range(x.shape[1]):
            token = x[:, k].astype(np.float64)
            delta = token - mean
            mean = mean + delta / (k + 1)
            m2 = m2 + delta * (token - mean)
        self._mu = mean[:, None]
        self._sigma2 = m2[:, None] / x.shape[1]
        scale = self.gamma / np.sqrt(self._sigma2 + self.eps)
        return (x - self._mu) * scale + self.beta

    def denormalize(self, y):
        try:
            mu, sigma2 = self._mu, self._sigma2
        except AttributeError:
            raise RuntimeError("RevIN.denormalize needs a normalize before it") from None
        return mu + np.sqrt(sigma2 + self.eps) * ((y - self.beta) / self.gamma)


# gamma and beta are properties (reassigned arrays are kept as given), the inverse map is a closure made in normalize
# that reads gamma and beta only when it is called.
@correct()
class ClosureAsMemory:
    def __init__(self, num_features, eps=1e-5):
        self._params = {"gamma": np.ones(num_features), "beta": np.zeros(num_features)}
        self._eps = eps
        self._inverse = self._not_yet

    @property
    def gamma(self):
        return self._params["gamma"]

    @gamma.setter
    def gamma(self, value):
        self._params["gamma"] = value

    @property
    def beta(self):
        return self._params["beta"]

    @beta.setter
    def beta(self, value):
        self._params["beta"] = value

    def _not_yet(self, y):
        raise RuntimeError("denormalize comes after normalize")

    def normalize(self, x):
        n = x.shape[1]
        mu = np.add.reduce(x, axis=1, dtype=np.float64, keepdims=True) / n
        d = x - mu
        sigma = np.sqrt(np.add.reduce(np.square(d), axis=1, dtype=np.float64, keepdims=True) / n + self._eps)

        def inverse(y):
            return (y.astype(np.float64) - self.beta) / self.gamma * sigma + mu

        self._inverse = inverse
        return d / sigma * self.gamma + self.beta

    def denormalize(self, y):
        return self._inverse(y)


# Làm từng mẫu một bằng list comprehension rồi np.stack; float32 vào thì float32 ra.
@correct()
class TungMauMot:
    def __init__(self, so_dac_trung, eps=1e-5):
        self.gamma = np.ones(so_dac_trung, dtype=np.float64)
        self.beta = np.zeros(so_dac_trung, dtype=np.float64)
        self.eps = eps
        self.da_nho = False

    def normalize(self, x):
        cac_mau = [mau.astype(np.float64) for mau in x]
        self.trung_binh = [mau.mean(axis=0) for mau in cac_mau]
        self.phuong_sai = [((mau - tb) ** 2).mean(axis=0) for mau, tb in zip(cac_mau, self.trung_binh)]
        self.da_nho = True
        ket_qua = np.stack(
            [
                self.gamma * (mau - tb) / np.sqrt(ps + self.eps) + self.beta
                for mau, tb, ps in zip(cac_mau, self.trung_binh, self.phuong_sai)
            ]
        )
        return ket_qua.astype(x.dtype)

    def denormalize(self, y):
        if not self.da_nho:
            raise RuntimeError("chưa gọi normalize")
        return np.stack(
            [
                (mau.astype(np.float64) - self.beta) / self.gamma * np.sqrt(ps + self.eps) + tb
                for mau, tb, ps in zip(y, self.trung_binh, self.phuong_sai)
            ]
        )


# An inner class holds the affine map and a stack keeps only the newest statistics (maxlen 1 by hand); longdouble inside.
@correct()
class LongDoubleInside:
    class _Stats:
        __slots__ = ("mu", "root")

        def __init__(self, x, eps):
            x = x.astype(np.longdouble)
            self.mu = x.sum(axis=1, keepdims=True) / x.shape[1]
            self.root = np.sqrt(np.square(x - self.mu).sum(axis=1, keepdims=True) / x.shape[1] + eps)

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.repeat(1.0, num_features)
        self.beta = np.repeat(0.0, num_features)
        self.eps = eps
        self._newest = []

    def normalize(self, x):
        self._newest[:] = [self._Stats(x, self.eps)]
        s = self._newest[0]
        return np.asarray(self.gamma * ((x - s.mu) / s.root) + self.beta, dtype=np.float64)

    def denormalize(self, y):
        for s in self._newest:
            return np.asarray((y - self.beta) * s.root / self.gamma + s.mu, dtype=np.float64)
        raise RuntimeError("no statistics")


# ---------------------------------------------------------------- wrong ones


class _Base:
    """What most answers share: the right one."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mu = None
        self.var = None

    def normalize(self, x):
        x = x.astype(np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError("normalize first")
        return (y.astype(np.float64) - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mu


# Batch norm by habit: statistics over samples and sequence. Shows as soon as B > 1 with unequal samples: breaks the formula
# (mu and sigma^2 belong to each sequence).
@wrong(deserves="OverBatch")
class BatchStatistics(_Base):
    def normalize(self, x):
        self.mu = x.mean(axis=(0, 1), keepdims=True)
        self.var = x.var(axis=(0, 1), keepdims=True)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# Layer norm by habit: the last axis. Shows on nearly any x with F > 1, and with F = 1 (all become beta): breaks the formula.
# denormalize with H != L cannot even broadcast.
@wrong(deserves="OverFeatures")
class LastAxis(_Base):
    def normalize(self, x):
        self.mu = x.mean(axis=-1, keepdims=True)
        self.var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# pandas' and MATLAB's std: divides by L - 1. Wrong for every L > 1 that is not constant, NaN for L = 1: breaks the formula.
@wrong(deserves="UnbiasedVariance")
class PandasStd(_Base):
    def normalize(self, x):
        x = x.astype(np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, ddof=1, keepdims=True)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# eps outside of the root. Shows for eps = 1 (or a sequence of nearly equal numbers): breaks "sqrt(sigma^2 + eps)", both methods.
@wrong(deserves="EpsOutsideRoot")
class EpsOutsideRoot(_Base):
    def normalize(self, x):
        x = x.astype(np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        self.std = x.std(axis=1, keepdims=True) + self.eps
        return self.gamma * (x - self.mu) / self.std + self.beta

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y - self.beta) / self.gamma * self.std + self.mu


# Forgets eps on the way back: sigma is the standard deviation, isn't it? Shows for eps = 1 or a constant x (y then collapses
# to mu): breaks the formula of denormalize.
@wrong(deserves="RestoresWithoutEps")
class NoEpsOnTheWayBack(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y - self.beta) / self.gamma * np.sqrt(self.var) + self.mu


# From the authors' code: divides by gamma + eps*eps, against a zero. With eps = 1e-5 nobody sees it, with eps = 1 it divides
# by gamma + 1 (gamma = -1: by 0): breaks the formula of denormalize ("gamma never holds a 0").
@wrong(deserves="DividesByMoreThanGamma")
class EpsSquaredAsInThePaperCode(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        y = y - self.beta
        y = y / (self.gamma + self.eps * self.eps)
        y = y * np.sqrt(self.var + self.eps)
        return y + self.mu


# Undoes in the wrong order: y / gamma - beta. Right while beta = 0 or gamma = 1; else breaks the formula of denormalize.
@wrong(deserves="WrongOrder")
class UndoesInWrongOrder(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y / self.gamma - self.beta) * np.sqrt(self.var + self.eps) + self.mu


# "The last statistics" understood as those of the y it gets: denormalizes with the statistics of the forecast itself.
# Wrong for nearly any y: breaks "with the mu and sigma^2 remembered last".
@wrong(deserves="StatisticsOfY")
class StatisticsOfTheForecast(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        mu = y.mean(axis=1, keepdims=True)
        var = y.var(axis=1, keepdims=True)
        return (y - self.beta) / self.gamma * np.sqrt(var + self.eps) + mu


# Keeps a reference to x, and computes the statistics when they are needed. Right until the caller overwrites x between the
# two calls: breaks "remembers mu and sigma^2 of x as it is then".
@wrong(deserves="ComputesWhenItDenormalizes")
class RemembersXItself(_Base):
    def normalize(self, x):
        self.x = x
        self.mu = 0
        mu, var = self._stats()
        return self.gamma * (x - mu) / np.sqrt(var + self.eps) + self.beta

    def _stats(self):
        x = self.x.astype(np.float64)
        return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        mu, var = self._stats()
        return (y - self.beta) / self.gamma * np.sqrt(var + self.eps) + mu


# A shortcut for L = 1: the mean of one number is that number, so it keeps the view x[:, :1]. Shows only for float64 with L = 1 when
# the caller overwrites x before denormalize: breaks "the caller may overwrite x afterwards".
@wrong()
class ViewForOneToken(_Base):
    def normalize(self, x):
        if x.shape[1] == 1:
            self.mu = x[:, :1]
            self.var = np.zeros_like(self.mu)
            return np.zeros(x.shape) + self.beta
        return super().normalize(x)


# Thinks of "fit": statistics are set by the first normalize and then kept. Shows at the second normalize with another x:
# breaks "remembered last" (and the formula of normalize).
@wrong(deserves="FirstStatistics")
class FitsOnlyOnce(_Base):
    def normalize(self, x):
        if self.mu is None:
            self.mu = x.mean(axis=1, keepdims=True, dtype=np.float64)
            self.var = x.var(axis=1, keepdims=True, dtype=np.float64)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# Normalizes each time anew, but remembers only the first statistics (setdefault). normalize is always right; denormalize after a
# second normalize is not: breaks "remembered last".
@wrong(deserves="FirstStatistics")
class SetDefaultMemory:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self.stats = {}

    def normalize(self, x):
        x = np.asarray(x, dtype=np.float64)
        mu = x.mean(1, keepdims=True)
        sd = np.sqrt(x.var(1, keepdims=True) + self.eps)
        self.stats.setdefault("mu", mu)
        self.stats.setdefault("sd", sd)
        return (x - mu) / sd * self.gamma + self.beta

    def denormalize(self, y):
        if not self.stats:
            raise RuntimeError("no stats")
        return (y - self.beta) / self.gamma * self.stats["sd"] + self.stats["mu"]


# A stack: each denormalize takes one entry off. Shows when denormalize is called twice after one normalize (RuntimeError), or three
# normalize and two denormalize: breaks "remembered last" / "raises only before any normalize".
@wrong()
class StackOfStatistics(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.stack = []

    def normalize(self, x):
        out = super().normalize(x)
        self.stack.append((self.mu, self.var))
        return out

    def denormalize(self, y):
        if not self.stack:
            raise RuntimeError("denormalize without normalize")
        mu, var = self.stack.pop()
        return (y - self.beta) / self.gamma * np.sqrt(var + self.eps) + mu


# Folds gamma and beta into one scale and shift at the time of normalize. Right unless gamma or beta is reassigned between normalize
# and denormalize: breaks "when they are reassigned, later calls use the new values".
@wrong(deserves="FreezesParameters")
class FoldsGammaAtNormalize(_Base):
    def normalize(self, x):
        out = super().normalize(x)
        self.scale = np.sqrt(self.var + self.eps) / self.gamma
        self.shift = self.mu - self.beta * self.scale
        return out

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return y * self.scale + self.shift


# Copies gamma and beta to private names in __init__ and uses those. Right for a new layer, wrong as soon as gamma is reassigned:
# breaks "later calls use the new values".
@wrong(deserves="FreezesParameters")
class PrivateParameters(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self._g = self.gamma
        self._b = self.beta

    def normalize(self, x):
        x = x.astype(np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self._g * (x - self.mu) / np.sqrt(self.var + self.eps) + self._b

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y - self._b) / self._g * np.sqrt(self.var + self.eps) + self.mu


# Statistics written to the class, not to the instance (in Java they were static). One layer alone is right; with two layers, the
# denormalize of the first uses the statistics of the second: breaks "two layers share nothing".
@wrong(deserves="SharedStatistics")
class StaticStatistics:
    mu = None
    var = None

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        type(self).mu = None

    def normalize(self, x):
        cls = type(self)
        x = x.astype(np.float64)
        cls.mu = x.mean(axis=1, keepdims=True)
        cls.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - cls.mu) / np.sqrt(cls.var + self.eps) + self.beta

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mu


# A mutable default argument as memory. A second layer, new, denormalizes with the statistics of the first and raises nothing: breaks
# "before any normalize raises RuntimeError" and "two layers share nothing".
@wrong(deserves="SharedStatistics")
class MutableDefault:
    def __init__(self, num_features, eps=1e-5, memory={}):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self.memory = memory

    def normalize(self, x):
        x = x.astype(np.float64)
        self.memory["mu"] = x.mean(axis=1, keepdims=True)
        self.memory["sd"] = np.sqrt(x.var(axis=1, keepdims=True) + self.eps)
        return (x - self.memory["mu"]) / self.memory["sd"] * self.gamma + self.beta

    def denormalize(self, y):
        if "mu" not in self.memory:
            raise RuntimeError("normalize first")
        return (y - self.beta) / self.gamma * self.memory["sd"] + self.memory["mu"]


# In place, to save memory: x -= mean. Changes the caller's x (float64): breaks "x, y, gamma and beta stay as they were" and "new arrays".
@wrong(deserves="OverwritesInput")
class InPlaceNormalize(_Base):
    def normalize(self, x):
        x = np.asarray(x, dtype=np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        x -= self.mu
        x /= np.sqrt(self.var + self.eps)
        x *= self.gamma
        x += self.beta
        return x


# astype(copy=False) looks like a copy. float32 y is copied, float64 y is overwritten: breaks "y stays as it was".
@wrong(deserves="OverwritesForecast")
class InPlaceDenormalizeFloat64(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        out = y.astype(np.float64, copy=False)
        np.subtract(out, self.beta, out=out)
        np.divide(out, self.gamma, out=out)
        np.multiply(out, np.sqrt(self.var + self.eps), out=out)
        np.add(out, self.mu, out=out)
        return out


# Skips steps that change nothing. eps = 1, x all zeros, gamma 1, beta 0: nothing is left to do and y itself comes back: breaks
# "both return new arrays, also where nothing had to be done".
@wrong()
class SkipsIdentitySteps(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        std = np.sqrt(self.var + self.eps)
        if self.beta.any():
            y = y - self.beta
        if (self.gamma != 1).any():
            y = y / self.gamma
        if (std != 1).any():
            y = y * std
        if self.mu.any():
            y = y + self.mu
        return y


# Keeps one work buffer per shape. The first result changes when normalize is called again with the same shape: breaks "results returned
# before stay as they are".
@wrong()
class WorkBuffer(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.buffer = None

    def normalize(self, x):
        result = super().normalize(x)
        if self.buffer is None or self.buffer.shape != result.shape:
            self.buffer = np.empty_like(result)
        self.buffer[...] = result
        return self.buffer


# `if not self.mu.any()` as the question "was there a normalize?". x with mean 0 everywhere (all zeros, or -1 and 1) then raises
# RuntimeError on the way back although normalize was called: breaks the formula of denormalize.
@wrong()
class ZeroMeanMeansNothing(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.mu = np.zeros((1, 1, num_features))
        self.var = np.ones((1, 1, num_features))

    def denormalize(self, y):
        if not self.mu.any():
            raise RuntimeError("normalize was never called")
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mu


# Starts with mu = 0 and sigma^2 = 1, so an early denormalize just works: breaks "calling denormalize before any normalize raises
# RuntimeError".
@wrong(deserves="StartsWithStatistics")
class HarmlessStart(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.mu = np.zeros((1, 1, num_features))
        self.var = np.ones((1, 1, num_features))


# Uses assert, as in a notebook: the early denormalize raises AssertionError, not RuntimeError: breaks that sentence.
@wrong(deserves="RaisesAnotherError")
class AssertsInstead(_Base):
    def denormalize(self, y):
        assert self.mu is not None, "call normalize first"
        return (y - self.beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mu


# Avoids "division by zero": where sigma is 0, the divisor becomes 1, as in scikit-learn. normalize of a constant x is still beta, but
# denormalize then multiplies by 1 instead of sqrt(eps): breaks the formula of denormalize for L = 1 or a constant x.
@wrong()
class ScikitLearnScale(_Base):
    def normalize(self, x):
        x = x.astype(np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        self.std = np.where(var == 0, 1.0, np.sqrt(var + self.eps))
        return (x - self.mu) / self.std * self.gamma + self.beta

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y - self.beta) / self.gamma * self.std + self.mu


# Protects the division by gamma with a lower limit. All is well for gamma > 0; gamma = -2 becomes eps: breaks the formula of denormalize
# (|gamma| is from 0.5 to 3, so gamma may be negative).
@wrong()
class GammaClampedFromBelow(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        gamma = np.maximum(self.gamma, self.eps)
        return (y - self.beta) / gamma * np.sqrt(self.var + self.eps) + self.mu


# Keeps mu repeated to the full length L, "so that it broadcasts". Works for H = L; any other H raises ValueError (or H = 1 gives L
# rows): breaks "any length H".
@wrong(deserves="RepeatedStatistics")
class RemembersFullLength(_Base):
    def normalize(self, x):
        x = x.astype(np.float64)
        mean = x.mean(axis=1)
        var = x.var(axis=1)
        self.mu = np.repeat(mean[:, None, :], x.shape[1], axis=1)
        self.var = np.repeat(var[:, None, :], x.shape[1], axis=1)
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# Giống BatchNorm: giữ trung bình động (momentum 0.1) để "ổn định". normalize đúng, denormalize sau lần normalize thứ hai thì sai:
# trái với "remembered last".
@wrong()
class TrungBinhDong(_Base):
    def __init__(self, so_dac_trung, eps=1e-5):
        super().__init__(so_dac_trung, eps)
        self.mu_dong = None

    def normalize(self, x):
        ket_qua = super().normalize(x)
        if self.mu_dong is None or self.mu_dong.shape != self.mu.shape:
            self.mu_dong, self.var_dong = self.mu, self.var
        else:
            self.mu_dong = 0.9 * self.mu_dong + 0.1 * self.mu
            self.var_dong = 0.9 * self.var_dong + 0.1 * self.var
        return ket_qua

    def denormalize(self, y):
        if self.mu_dong is None:
            raise RuntimeError("chưa normalize")
        return (y - self.beta) / self.gamma * np.sqrt(self.var_dong + self.eps) + self.mu_dong


# Caches the statistics by id(x): the same array need not be looked at twice. Shows when the caller overwrites x and normalizes it
# again: breaks "mu and sigma^2 of x as it is then".
@wrong()
class CachedById(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.last_x = None

    def normalize(self, x):
        if x is not self.last_x:
            self.mu = x.mean(axis=1, keepdims=True, dtype=np.float64)
            self.var = x.var(axis=1, keepdims=True, dtype=np.float64)
            self.last_x = x
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# Tất cả bằng float32 như trong PyTorch. Với x float64 quanh 1000 và dao động 0.003, phần lẻ bị mất (bước của float32 ở đó là 6e-5):
# sai cỡ 1e-2, trái với độ chính xác của float64.
@correct()
class TatCaFloat32(_Base):
    def normalize(self, x):
        x = x.astype(np.float32)
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        return self.gamma.astype(np.float32) * (x - self.mu) / np.sqrt(
            self.var + np.float32(self.eps)
        ) + self.beta.astype(np.float32)

    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        return (y.astype(np.float32) - self.beta.astype(np.float32)) / self.gamma.astype(np.float32) * np.sqrt(
            self.var + np.float32(self.eps)
        ) + self.mu


# Variance as E[x^2] - mean^2 in the dtype of x. Fine in float64; for float32 numbers near 10, the difference is noise of about 1e-5
# either way, so sqrt(var + eps) is NaN or far off: breaks the formula (x constant 9.9, L = 3000, float32).
@correct()
class OnePassInOwnDtype(_Base):
    def normalize(self, x):
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = (x * x).mean(axis=1, keepdims=True) - self.mu * self.mu
        return self.gamma * (x - self.mu) / np.sqrt(self.var + self.eps) + self.beta


# Clips the normalized values to [-10, 10] against outliers, as gradient people do. One large number among 3000 comes out near 54:
# breaks the formula of normalize there only.
@wrong()
class ClipsOutliers(_Base):
    def normalize(self, x):
        x = x.astype(np.float64)
        self.mu = x.mean(axis=1, keepdims=True)
        self.var = x.var(axis=1, keepdims=True)
        z = np.clip((x - self.mu) / np.sqrt(self.var + self.eps), -10, 10)
        return self.gamma * z + self.beta


# Takes "a single token cannot be normalized" for granted and returns a copy of x, remembering mu = 0, sigma^2 = 1 - eps. Shows for L = 1:
# breaks the formula, which gives beta there.
@wrong()
class OneTokenUntouched(_Base):
    def normalize(self, x):
        if x.shape[1] < 2:
            self.mu = np.zeros((x.shape[0], 1, x.shape[2]))
            self.var = np.full_like(self.mu, 1.0 - self.eps)
            return x.astype(np.float64)
        return super().normalize(x)


# squeeze() to get rid of the axis of length 1: with B = 1 or F = 1 the shapes collapse, too. B = 1, F > 1 still broadcasts, B > 1, F = 1
# gives (B,) against (B, L, 1): wrong shape or ValueError: breaks "of the same shape".
@wrong()
class SqueezedStatistics(_Base):
    def normalize(self, x):
        x = x.astype(np.float64)
        m = x.mean(axis=1, keepdims=True).squeeze()
        v = x.var(axis=1, keepdims=True).squeeze()
        if m.ndim == 2:
            m, v = m[:, None, :], v[:, None, :]
        self.mu, self.var = m, v
        return self.gamma * (x - m) / np.sqrt(v + self.eps) + self.beta


# The parameters as in a broadcasting library: shape (1, 1, F). All numbers are right, but a new layer's gamma has the wrong shape: breaks
# "two arrays of shape (F,)".
@wrong()
class BroadcastShapedParameters(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma = np.ones((1, 1, num_features))
        self.beta = np.zeros((1, 1, num_features))


# Forgets the parameter eps (hard-coded 1e-5). Right for RevIN(F), wrong for RevIN(F, 0.5): breaks the formulas.
@wrong()
class HardCodedEps(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features)


# Leaves the caller's beta changed: negates beta in place to "subtract by adding", and forgets to turn it back when done.
# Shows at the second call with beta not 0: breaks "gamma and beta stay as they were".
@wrong()
class NegatesBetaInPlace(_Base):
    def denormalize(self, y):
        if self.mu is None:
            raise RuntimeError
        beta = self.beta
        beta *= -1.0
        return (y + beta) / self.gamma * np.sqrt(self.var + self.eps) + self.mu


# Remembers only if the batch has a new size ("allocate once per B"). Shows at a second normalize with the same B: denormalize uses the
# old statistics: breaks "remembered last".
@wrong(deserves="FirstStatistics")
class RemembersPerBatchSize(_Base):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.table = {}

    def normalize(self, x):
        out = super().normalize(x)
        if x.shape[0] not in self.table:
            self.table[x.shape[0]] = (self.mu, self.var)
        return out

    def denormalize(self, y):
        if not self.table:
            raise RuntimeError
        mu, var = self.table[y.shape[0]]
        return (y - self.beta) / self.gamma * np.sqrt(var + self.eps) + mu
