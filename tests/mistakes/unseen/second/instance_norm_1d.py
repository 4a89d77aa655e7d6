"""Answers to the exercise instance_norm_1d, written from the task text alone."""

import math
from dataclasses import dataclass, field

import numpy as np

from mistakes.unseen import correct, wrong

_PARAMETERS = {}
_BUFFERS = {}


def _normalized(x, eps):
    z = x.astype(np.float64)
    d = z - z.mean(axis=1, keepdims=True)
    return d / np.sqrt((d * d).mean(axis=1, keepdims=True) + eps)


# ---------------------------------------------------------------- right


# The plain layer, in double precision.
@correct()
class PlainLayer:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        z = x.astype(np.float64)
        x_hat = (z - z.mean(axis=1, keepdims=True)) / np.sqrt(z.var(axis=1, keepdims=True) + self.eps)
        return self.gamma * x_hat + self.beta


# A dataclass whose parameters are made after __init__.
@correct()
@dataclass
class LayerMadeOfDataclass:
    num_features: int
    eps: float = 1e-5
    gamma: np.ndarray = field(init=False, repr=False)
    beta: np.ndarray = field(init=False, repr=False)

    def __post_init__(self):
        self.gamma = np.full((self.num_features,), 1.0)
        self.beta = np.full((self.num_features,), 0.0)

    def forward(self, x):
        return (self.gamma[None, None, :] * _normalized(x, self.eps) + self.beta[None, None, :]).astype(x.dtype)


# Properties with checks.
@correct()
class LayerOfProperties:
    def __init__(self, num_features, eps=1e-5):
        self._n = num_features
        self._eps = float(eps)
        self._gamma = np.ones(num_features)
        self._beta = np.zeros(num_features)

    def _checked(self, value):
        value = np.asarray(value)
        if value.shape != (self._n,):
            raise ValueError("shape (F,) expected")
        return value

    @property
    def gamma(self):
        return self._gamma

    @gamma.setter
    def gamma(self, value):
        self._gamma = self._checked(value)

    @property
    def beta(self):
        return self._beta

    @beta.setter
    def beta(self, value):
        self._beta = self._checked(value)

    def forward(self, x):
        y = _normalized(x, self._eps)
        y *= self._gamma
        y += self._beta
        return y


# Loops, and the result is float64 whatever x is.
@correct()
class LoopLayer:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.array([1.0] * num_features)
        self.beta = np.array([0.0] * num_features)

    def forward(self, x):
        B, L, F = x.shape
        y = np.empty((B, L, F))
        for b in range(B):
            for f in range(F):
                col = x[b, :, f].tolist()
                mu = math.fsum(col) / L
                s = math.sqrt(math.fsum((c - mu) ** 2 for c in col) / L + self.eps)
                for t in range(L):
                    y[b, t, f] = float(self.gamma[f]) * (col[t] - mu) / s + float(self.beta[f])
        return y


# One affine map for each instance: scale = gamma / s, shift = beta - mu * scale, in double precision.
@correct()
class FoldedAffine:
    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        mu = np.mean(x, axis=1, keepdims=True, dtype=np.float64)
        var = np.mean(np.square(np.subtract(x, mu)), axis=1, keepdims=True)
        scale = self.gamma / np.sqrt(var + self.eps)
        shift = self.beta - mu * scale
        return x * scale + shift


# gamma as a diagonal matrix.
@correct()
class DiagonalMatrixLayer:
    def __init__(self, so_dac_trung, eps=1e-5):
        self.gamma = np.ones((so_dac_trung,))
        self.beta = np.zeros((so_dac_trung,))
        self.eps = eps

    def forward(self, x):
        chuan_hoa = _normalized(x, self.eps)
        return chuan_hoa @ np.diag(self.gamma.astype(np.float64)) + self.beta


# __slots__ and einsum.
@correct()
class SlottedEinsumLayer:
    __slots__ = ("gamma", "beta", "eps")

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features, dtype=np.float64)
        self.beta = np.zeros(num_features, dtype=np.float64)
        self.eps = eps

    def forward(self, x):
        z = x.astype(np.float64)
        d = z - (np.einsum("blf->bf", z) / z.shape[1])[:, None, :]
        inv = 1 / np.sqrt(np.einsum("blf,blf->bf", d, d) / z.shape[1] + self.eps)
        return np.einsum("f,blf,bf->blf", self.gamma, d, inv) + self.beta


# float32 parameters, everything else in float64, sample by sample; can be called like a function, too.
@correct()
class Float32ParametersSampleBySample:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features, np.float32)
        self.beta = np.zeros(num_features, np.float32)
        self.eps = eps

    def forward(self, x):
        g = np.asarray(self.gamma, np.float64)
        b = np.asarray(self.beta, np.float64)
        return np.stack([g * s + b for s in _normalized(x, self.eps)]).astype(x.dtype)

    __call__ = forward


# No stored eps: a closure made in __init__. Welford inside; channels first on the way.
@correct()
class ClosureLayer:
    def __init__(self, num_features, eps=1e-5):
        def normalize(x):
            z = np.ascontiguousarray(np.swapaxes(x, 1, 2)).astype(np.float64)
            mean, m2 = np.zeros(z.shape[:2]), np.zeros(z.shape[:2])
            for k in range(z.shape[2]):
                delta = z[:, :, k] - mean
                mean = mean + delta / (k + 1)
                m2 = m2 + delta * (z[:, :, k] - mean)
            z = (z - mean[..., None]) / np.sqrt(m2 / z.shape[2] + eps)[..., None]
            return np.swapaxes(z, 1, 2)

        self._normalize = normalize
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        return np.add(np.multiply(self._normalize(x), self.gamma), self.beta)


# Parameters in a dictionary, reached with __getattr__ / __setattr__.
@correct()
class ParametersInDictionary:
    def __init__(self, num_features, eps=1e-5):
        object.__setattr__(self, "_p", {"gamma": np.ones(num_features), "beta": np.zeros(num_features), "eps": eps})

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._p[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self._p[name] = value

    def forward(self, x):
        p = self._p
        return p["gamma"] * _normalized(x, p["eps"]) + p["beta"]


# ---------------------------------------------------------------- wrong


# gamma and beta mixed up at the start. A new layer gives zeros plus 1: breaks "gamma all ones and beta all zeros".
@wrong(deserves="SwappedInitialValues", also=("GammaStartsAtZero", "BetaStartsAtOne"))
class GammaZerosBetaOnes:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.zeros(num_features)
        self.beta = np.ones(num_features)
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Random gamma as for the weights of a Dense layer. New layer: breaks "gamma all ones".
@wrong()
class RandomGamma:
    def __init__(self, num_features, eps=1e-5):
        rng = np.random.default_rng(0)
        self.gamma = rng.normal(1.0, 0.02, num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Parameters of shape (1, 1, F), ready for broadcasting. Any new layer: breaks "two arrays of shape (F,)".
@wrong(deserves="ThreeAxisParameters")
class ParametersWithThreeAxes:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones((1, 1, num_features))
        self.beta = np.zeros((1, 1, num_features))
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Plain numbers, "broadcasting does the rest". Any new layer: breaks "arrays of shape (F,)".
@wrong(deserves="ScalarParameters")
class ScalarParameters:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = 1.0
        self.beta = 0.0
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Parameters made at the first forward (LazyInstanceNorm). A new layer has gamma None: breaks "a new layer has gamma all ones".
@wrong(deserves="ForwardChangesParameters")
class LazyParameters:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = self.beta = None
        self.eps = eps

    def forward(self, x):
        if self.gamma is None:
            self.gamma = np.ones(x.shape[2])
        if self.beta is None:
            self.beta = np.zeros(x.shape[2])
        return self.gamma * _normalized(x, self.eps) + self.beta


# The example has F = 1, so np.ones(1). F = 3: gamma of shape (1,): breaks "shape (F,)". Right for F = 1.
@wrong(deserves="ScalarParameters")
class OneNumberForAllFeatures:
    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.ones(1), np.zeros(1)
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Forward uses names that were copied in __init__. Reassign gamma = [5.]: nothing happens:
# breaks "the next call of forward uses the new values".
@wrong(deserves="KeepsFirstParameters", also=("IgnoresGamma", "IgnoresBeta"))
class SnapshotOfParameters:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._tham_so = (self.gamma, self.beta)
        self.eps = eps

    def forward(self, x):
        g, b = self._tham_so
        return g * _normalized(x, self.eps) + b


# Folds gamma and beta at the first forward and keeps them. Reassigning before the first call works, after it does not:
# breaks "when gamma or beta is reassigned, the next call of forward uses the new values".
@wrong(deserves="KeepsFirstParameters", also=("IgnoresGamma", "IgnoresBeta"))
class FoldedAtFirstForward:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self._weights = None

    def forward(self, x):
        if self._weights is None:
            self._weights = np.stack([self.gamma, self.beta])
        return self._weights[0] * _normalized(x, self.eps) + self._weights[1]


# The stored weights are renewed when gamma is reassigned, forgotten for beta. Only beta reassigned after a call: the old beta;
# breaks "when gamma or beta is reassigned".
@wrong(deserves="IgnoresBeta")
class OnlyGammaInvalidates:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self._seen = None

    def forward(self, x):
        if self._seen is None or self._seen[0] is not self.gamma:
            self._seen = (self.gamma, self.beta)
        g, b = self._seen
        return g * _normalized(x, self.eps) + b


# Frozen dataclass "for safety". layer.gamma = ... raises FrozenInstanceError: breaks "gamma and beta are read and reassigned".
@wrong()
@dataclass(frozen=True)
class FrozenLayer:
    num_features: int
    eps: float = 1e-5

    def __post_init__(self):
        object.__setattr__(self, "gamma", np.ones(self.num_features))
        object.__setattr__(self, "beta", np.zeros(self.num_features))

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Setter does not allow a scale that is not positive. gamma = [-1.] or [0.] raises: breaks "numbers of gamma from -3 to 3, 0 among them".
@wrong()
class PositiveGammaOnly:
    def __init__(self, num_features, eps=1e-5):
        self._g = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    @property
    def gamma(self):
        return self._g

    @gamma.setter
    def gamma(self, value):
        if (np.asarray(value) <= 0).any():
            raise ValueError("gamma must be positive")
        self._g = np.asarray(value)

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Scale as |gamma|, "a scale is never negative". gamma = [-2.]: the sign is lost: breaks gamma * x_hat + beta. Right for gamma >= 0.
@wrong()
class AbsoluteGamma:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return np.abs(self.gamma) * _normalized(x, self.eps) + self.beta


# gamma 0 is "not set" and becomes 1. gamma = [0., 2.]: first feature is not beta: breaks "gamma * x_hat + beta".
@wrong()
class ZeroGammaCountsAsOne:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        g = np.where(self.gamma == 0, 1.0, self.gamma)
        return g * _normalized(x, self.eps) + self.beta


# All gamma 0: the result is beta for each token, as a broadcast view of beta. Read-only, and it changes with layer.beta:
# breaks "returns a new array". Right in its numbers.
@wrong()
class BroadcastViewOfBeta:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        if not np.any(self.gamma):
            return np.broadcast_to(self.beta, x.shape)
        return self.gamma * _normalized(x, self.eps) + self.beta


# "if self.gamma.all() and self.beta.all()": the affine part is left out when a 0 is among them. A new layer is right (beta 0, gamma 1);
# gamma = [5.], beta = [0.] gives x_hat: breaks "gamma * x_hat + beta".
@wrong(deserves="IgnoresGamma")
class AffineOnlyWithoutZeros:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        y = _normalized(x, self.eps)
        if self.gamma.all() and self.beta.all():
            y = y * self.gamma + self.beta
        return y


# gamma * (x_hat + beta). gamma = [5.], beta = [1.]: 9 in place of 5 for the second token of the example: breaks the formula.
# Right for gamma 1 or beta 0.
@wrong(deserves="AddsBetaFirst")
class ShiftBeforeScale:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return self.gamma * (_normalized(x, self.eps) + self.beta)


# Scales x, then normalizes: gamma cancels nearly. gamma = [5.]: about 1 in place of 4: breaks "x_hat is the result of exercise 2".
@wrong(deserves="AffineBeforeNorm")
class AffineBeforeNormalizing:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return _normalized(x * self.gamma + self.beta, self.eps)


# (1 + gamma) * x_hat + beta with ones at the start (from a paper that starts at zero). New layer: doubled: breaks the formula.
@wrong()
class OnePlusGamma:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return (1 + self.gamma) * _normalized(x, self.eps) + self.beta


# gamma and beta are features' means: beta only added to the first token by an index slip. L = 1 is right; the example with beta 1:
# breaks "gamma * x_hat + beta".
@wrong()
class BetaForTheFirstTokenOnly:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        y = _normalized(x, self.eps) * self.gamma
        y[:, 0] += self.beta
        return y


# Channels first like PyTorch, and gamma[:, None] over the tokens... comes back by reshape. Right for F = 1 or L = 1; L = 3, F = 2:
# breaks the order of tokens and features ("the same as exercise 2").
@wrong()
class ReshapeBackFromChannelsFirst:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        z = _normalized(x, self.eps).transpose(0, 2, 1)
        z = self.gamma[:, None] * z + self.beta[:, None]
        return z.reshape(x.shape)


# gamma along the tokens when L == F: swaps the axes to "fit the shape". Right for L != F; L = F = 2 with gamma [1, 2]: breaks
# gamma for each feature.
@wrong(deserves="GammaAlongSequence")
class GammaAlongTheTokens:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        g, b = self.gamma, self.beta
        if x.shape[1] == g.shape[0]:
            g, b = g[:, None], b[:, None]
        return g * _normalized(x, self.eps) + b


# BatchNorm1d: statistics over batch and sequence. Right for B = 1; B = 2 with different samples: breaks "x_hat is the result of exercise 2"
# (mixes samples).
@wrong(deserves="BatchNorm")
class BatchNormInDisguise:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        z = x.astype(np.float64)
        x_hat = (z - z.mean((0, 1))) / np.sqrt(z.var((0, 1)) + self.eps)
        return self.gamma * x_hat + self.beta


# eps of the constructor forgotten: the constant stands in forward. Example with 0.5625 gives 0.999995: breaks the formula.
@wrong(deserves="HardCodedEps")
class ConstructorEpsForgotten:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, eps=1e-5):
        return self.gamma * _normalized(x, eps) + self.beta


# Default 1e-3 as in Keras. Layer without eps and sigma 0.1: breaks the default 1e-5.
@wrong(deserves="OtherDefaultEps")
class KerasDefault:
    def __init__(self, num_features, eps=1e-3):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Order of the arguments of Keras: (num_features, momentum, eps). InstanceNorm1D(1, 0.5625) uses 1e-5: breaks "Calls: (F, eps) by position".
@wrong()
class MomentumInSecondPlace:
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.momentum, self.eps = momentum, eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# eps kept on the class. Layer A with 1e-5, then layer B with 1.0: A uses 1.0: breaks "two layers share nothing".
@wrong(deserves="SharedByAllLayers")
class EpsOnTheClass:
    eps = 1e-5

    def __init__(self, num_features, eps=1e-5):
        type(self).eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Parameters from a common store for each F. Two layers of the same F have the same gamma array: A.gamma[0] = 2 changes B:
# breaks "two layers share nothing".
@wrong()
class ParametersFromCommonStore:
    def __init__(self, num_features, eps=1e-5):
        if num_features not in _PARAMETERS:
            _PARAMETERS[num_features] = np.ones(num_features), np.zeros(num_features)
        self.gamma, self.beta = _PARAMETERS[num_features]
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Properties that write to the class. Reassigning gamma of layer A changes layer B: breaks "two layers share nothing".
@wrong(deserves="ParametersOnClass", also=("SharedByAllLayers",))
class GammaStoredOnTheClass:
    _values = {}

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    @property
    def gamma(self):
        return self._values["gamma"]

    @gamma.setter
    def gamma(self, value):
        self._values["gamma"] = value

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# Leaves gamma and beta reshaped after forward. After one call gamma.shape is (1, 1, F): breaks "leaves x, gamma and beta alone".
@wrong(deserves="ReshapesParameters", also=("ForwardChangesParameters",))
class ForwardReshapesParameters:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        self.gamma = self.gamma.reshape(1, 1, -1)
        self.beta = self.beta.reshape(1, 1, -1)
        return self.gamma * _normalized(x, self.eps) + self.beta


# "Keeps gamma stable": clips it to [-1, 1] in place. gamma = [2.]: becomes 1 after forward: breaks "leaves gamma alone".
# Right for new layers.
@wrong(deserves="ForwardChangesParameters", also=("SwitchesAfterFirstCall",))
class ForwardRescalesGamma:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        y = self.gamma * _normalized(x, self.eps) + self.beta
        np.clip(self.gamma, -1.0, 1.0, out=self.gamma)
        return y


# In-place arithmetic on a float64 x. Any float64 x: breaks "leaves x alone" and "a new array"; float32 is copied by accident.
@wrong(deserves="OverwritesInput")
class InPlaceOnFloat64:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        y = np.asarray(x, dtype=np.float64)
        y -= y.mean(axis=1, keepdims=True)
        y /= np.sqrt((y**2).mean(axis=1, keepdims=True) + self.eps)
        y *= self.gamma
        y += self.beta
        return y


# An output buffer of the layer. Two calls with the same shape: the first result becomes the second:
# breaks "results returned before stay as they are".
@wrong()
class BufferOfTheLayer:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self._out = None

    def forward(self, x):
        if self._out is None or self._out.shape != x.shape:
            self._out = np.empty(x.shape)
        np.multiply(_normalized(x, self.eps), self.gamma, out=self._out)
        self._out += self.beta
        return self._out


# x_hat stored for each shape in a module-wide buffer and scaled there; gamma all ones and beta all zeros returns this buffer.
# Two new layers, same shape: the first result changes; breaks "results stay as they are", "two layers share nothing".
@wrong()
class SharedBufferWhenIdentity:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x_hat = _BUFFERS.setdefault(x.shape, np.empty(x.shape))
        x_hat[...] = _normalized(x, self.eps)
        if (self.gamma == 1).all() and (self.beta == 0).all():
            return x_hat
        return self.gamma * x_hat + self.beta


# Running statistics as with track_running_stats=True. First call right, the second of another x uses the blend:
# breaks "forward keeps nothing from one call to the next".
@wrong(deserves="RunningStatistics", also=("SwitchesAfterFirstCall",))
class RunningStatistics:
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps, self.momentum = eps, momentum
        self.running = None

    def forward(self, x):
        z = x.astype(np.float64)
        now = np.stack([z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)])
        if self.running is None or self.running.shape != now.shape:
            self.running = now
        else:
            self.running = (1 - self.momentum) * self.running + self.momentum * now
        mu, var = self.running
        return self.gamma * (z - mu) / np.sqrt(var + self.eps) + self.beta


# Keeps x_hat and uses it again when the same array object comes. The caller overwrites x and calls again: the old x_hat;
# breaks "forward keeps nothing from one call to the next".
@wrong()
class KeepsXHatForTheSameObject:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps
        self._x = self._x_hat = None

    def forward(self, x):
        if self._x is not x:
            self._x, self._x_hat = x, _normalized(x, self.eps)
        return self.gamma * self._x_hat + self.beta


# One token: nothing to normalize, x * gamma + beta. L = 1, x = [[[5.]]]: 5 in place of 0: breaks "x_hat is the result of exercise 2".
@wrong()
class OneTokenKeepsItsValue:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x_hat = _normalized(x, self.eps) if x.shape[1] > 1 else x.astype(np.float64)
        return self.gamma * x_hat + self.beta


# Constant features are skipped, and with them beta. x = [[[5.],[5.]]], beta = [1.]: 0 in place of 1: breaks "+ beta".
@wrong()
class ConstantFeatureWithoutBeta:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        y = np.zeros(x.shape)
        x_hat = _normalized(x, self.eps)
        for b in range(x.shape[0]):
            for f in range(x.shape[2]):
                if np.ptp(x[b, :, f]) == 0:
                    continue
                y[b, :, f] = self.gamma[f] * x_hat[b, :, f] + self.beta[f]
        return y


# Standard deviation of pandas (L - 1). Example: 0.62 in place of 0.8: breaks "x_hat is the result of exercise 2".
@wrong(deserves="UnbiasedVariance")
class PandasDivisor:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        z = x.astype(np.float64)
        d = z - z.mean(1, keepdims=True)
        var = (d * d).sum(1, keepdims=True) / max(1, x.shape[1] - 1)
        return self.gamma * d / np.sqrt(var + self.eps) + self.beta


# eps scaled along with gamma: gamma * d / sqrt(var + eps) written as d / sqrt((var + eps) / gamma**2): gamma -1 becomes 1, 0 gives a
# division by zero (NaN or inf). Breaks "0 among them" and the sign.
@wrong()
class GammaUnderTheRoot:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        z = x.astype(np.float64)
        with np.errstate(all="ignore"):
            s = np.sqrt((z.var(1, keepdims=True) + self.eps) / self.gamma**2)
            y = (z - z.mean(1, keepdims=True)) / np.where(s < np.inf, s, 1.0)
        return y + self.beta


# float16 parameters to save memory. gamma = [0.1] on float64 x: 2e-5 off: breaks the precision (1 + |gamma| + |beta|) * 1e-6.
# Right for halves and whole numbers.
@wrong()
class HalfPrecisionParameters:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        g = self.gamma.astype(np.float16)
        b = self.beta.astype(np.float16)
        return g.astype(np.float64) * _normalized(x, self.eps) + b.astype(np.float64)


# Integer parameters, and setters that keep the dtype of the array. gamma = [0.5] becomes 0: breaks "uses the new values".
@wrong()
class IntegerParameters:
    def __init__(self, num_features, eps=1e-5):
        self.__dict__["gamma"] = np.ones(num_features, dtype=int)
        self.__dict__["beta"] = np.zeros(num_features, dtype=int)
        self.__dict__["eps"] = eps

    def __setattr__(self, ten, gia_tri):
        cu = self.__dict__.get(ten)
        if isinstance(cu, np.ndarray):
            gia_tri = np.asarray(gia_tri).astype(cu.dtype)
        self.__dict__[ten] = gia_tri

    def forward(self, x):
        return self.gamma * _normalized(x, self.eps) + self.beta


# The variance as E[x^2] - E[x]^2 in a fused formula. float64 near 1000, sigma 0.003, L = 3000: off by 1e-5 and more:
# breaks the precision of exercise 2. Right for x around 0.
@correct()
class FusedOnePass:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        z = x.astype(np.float64)
        m1 = z.sum(axis=1, keepdims=True) / x.shape[1]
        m2 = (z * z).sum(axis=1, keepdims=True) / x.shape[1]
        k = self.gamma / np.sqrt(np.abs(m2 - m1 * m1) + self.eps)
        return z * k + (self.beta - m1 * k)


# Identity parameters: skips the affine part *and* the normalization when x looks normalized already. x = [[[-1.],[1.]]], eps = 1:
# the very same x comes back: breaks the formula and "a new array".
@wrong()
class NothingToDoReturnsX:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x_hat = _normalized(x, self.eps)
        identity = np.all(self.gamma == 1) and np.all(self.beta == 0)
        if identity and np.allclose(x.mean(axis=1), 0) and np.allclose(x.std(axis=1), 1):
            return x
        return self.gamma * x_hat + self.beta


# Written for one sample: forward(x[0]). B = 1 gives the right numbers with the shape (1, L, F), B = 2 only the first sample:
# breaks "the same shape".
@wrong()
class FirstSampleOnly:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        mau = x[0].astype(np.float64)
        kq = (mau - mau.mean(0)) / np.sqrt(mau.var(0) + self.eps)
        return (self.gamma * kq + self.beta)[None]


# Trains a little inside forward: moves beta towards 0 (weight decay). beta = [1.]: 0.99 after the call: breaks "leaves gamma and beta alone"
# and "the same x gives the same result". Right for new layers.
@wrong(deserves="ForwardChangesParameters", also=("SwitchesAfterFirstCall",))
class WeightDecayInForward:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        y = self.gamma * _normalized(x, self.eps) + self.beta
        self.beta = self.beta * 0.99
        return y
