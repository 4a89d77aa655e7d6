"""Unseen answers to the exercise `instance_norm_1d`."""

import math
from dataclasses import dataclass

import numpy as np

from mistakes.unseen import correct, wrong

# Wrong


def _normalise(x, eps):
    """What several of the layers below share: exercise 2."""
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@wrong(deserves="SwappedInitialValues")
class LayerOnesAndZerosSwapped:
    """A new layer has gamma zeros and beta ones."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.zeros(num_features), np.ones(num_features)
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong(deserves=None)
class LayerRandomGamma:
    """gamma starts as random numbers near 1."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.random.normal(1.0, 0.02, size=num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong(deserves="ThreeAxisParameters")
class LayerBroadcastShapes:
    """gamma and beta have the shape (1, 1, F)."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones((1, 1, num_features))
        self.beta = np.zeros((1, 1, num_features))
        self.eps = eps

    def forward(self, x):
        x_hat = _normalise(x, self.eps)
        return self.gamma * x_hat + self.beta


@wrong(deserves="ScalarParameters")
class LayerScalarParameters:
    """gamma and beta start as the numbers 1.0 and 0.0."""

    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.gamma = 1.0
        self.beta = 0.0
        self.eps = eps

    def forward(self, x):
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong(deserves="GammaAlongSequence")
class LayerColumnParameters:
    """Makes gamma a column, so it meets the positions instead of the features."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        gamma = self.gamma.reshape(-1, 1)
        beta = self.beta.reshape(-1, 1)
        return gamma * _normalise(x, self.eps) + beta


@wrong(deserves="KeepsFirstParameters")
class LayerPrecomputesItsParameters:
    """Keeps copies of gamma and beta made when the layer was made."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._g = self.gamma[None, None, :].copy()
        self._b = self.beta[None, None, :].copy()

    def forward(self, x):
        return self._g * _normalise(x, self.eps) + self._b


@wrong(deserves="KeepsFirstParameters")
class LayerLambdaDefaults:
    """The lambda's default arguments hold the first gamma and beta."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.affine = lambda h, g=self.gamma, b=self.beta: g * h + b
        self.norm = lambda x: _normalise(x, eps)

    def forward(self, x):
        return self.affine(self.norm(x))


@wrong(deserves="SwitchesAfterFirstCall")
class LayerTrainThenEval:
    """After the first call it normalises with running statistics."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps, self.momentum = eps, momentum
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.training = True

    def forward(self, x):
        if self.training:
            mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean.mean((0, 1))
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var.mean((0, 1))
            self.training = False
        else:
            mean, var = self.running_mean, self.running_var
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta


@wrong(deserves="FirstCallStatistics")
class LayerCachesFirstStatistics:
    """Keeps the mean and the variance of the first call until the size of the batch changes."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps
        self.mean = self.var = None

    def forward(self, x):
        if self.mean is None or len(self.mean) != len(x):
            self.mean = x.mean(axis=1, keepdims=True)
            self.var = x.var(axis=1, keepdims=True)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta


@wrong(deserves="AddsBetaFirst")
class LayerBetaInsideBrackets:
    """gamma also multiplies beta."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones((num_features,))
        self.beta = np.zeros((num_features,))
        self.eps = eps

    def forward(self, x):
        return self.gamma * (_normalise(x, self.eps) + self.beta)


@wrong(deserves=None)
class LayerRolesSwapped:
    """beta scales and gamma shifts."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        scale, shift = self.beta, self.gamma
        return scale * _normalise(x, self.eps) + shift


@wrong(deserves="HardCodedEps")
class LayerForgetsItsEps:
    """Accepts eps but always uses 1e-5."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, eps=1e-5):
        return self.gamma * _normalise(x, eps) + self.beta


_EPS = 1e-5


@wrong(deserves=None)
class LayerGlobalEps:
    """eps stands in a global: making a second layer changes the eps of the first."""

    def __init__(self, num_features, eps=1e-5):
        global _EPS
        _EPS = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        return self.gamma * _normalise(x, _EPS) + self.beta


@wrong(deserves="EpsOutsideRoot")
class LayerEpsOutside:
    """eps is added to the standard deviation."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        mean, std = x.mean(1, keepdims=True), x.std(1, keepdims=True)
        return self.gamma * ((x - mean) / (std + self.eps)) + self.beta


@wrong(deserves="UnbiasedVariance")
class LayerUnbiased:
    """Divides by L - 1."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        L = x.shape[1]
        var = x.var(axis=1, keepdims=True) * L / max(L - 1, 1)
        return self.gamma * (x - x.mean(axis=1, keepdims=True)) / np.sqrt(var + self.eps) + self.beta


@wrong(deserves="OverwritesInput")
class LayerInPlace:
    """Normalises the caller's array."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(np.mean(x**2, axis=1, keepdims=True) + self.eps)
        return self.gamma * x + self.beta


@wrong(deserves="AffineBeforeNorm")
class LayerScalesFirst:
    """Applies gamma and beta before normalising."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        return _normalise(self.gamma * x + self.beta, self.eps)


@wrong(deserves="LayerNorm")
class LayerIsLayerNorm:
    """Averages over the features of each token."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(-1, keepdims=True)
        std = np.sqrt(x.var(-1, keepdims=True) + self.eps)
        return self.gamma * (x - mean) / std + self.beta


@wrong(deserves="BatchNorm")
class LayerIsBatchNorm:
    """Averages over the batch and the sequence."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        mu = np.mean(x, axis=(0, 1))
        sigma2 = np.var(x, axis=(0, 1))
        return self.gamma * ((x - mu) / np.sqrt(sigma2 + self.eps)) + self.beta


@wrong(deserves=None)
class LayerReadOnlyParameters:
    """gamma and beta are properties without a setter: reassigning them raises."""

    def __init__(self, num_features, eps=1e-5):
        self._gamma, self._beta, self._eps = np.ones(num_features), np.zeros(num_features), eps

    @property
    def gamma(self):
        return self._gamma

    @property
    def beta(self):
        return self._beta

    def forward(self, x):
        return self._gamma * _normalise(x, self._eps) + self._beta


@wrong(deserves="KeepsFirstParameters")
class LayerAffineOffByDefault:
    """affine=False by default, as in PyTorch: a reassigned gamma is ignored."""

    def __init__(self, num_features, eps=1e-5, affine=False):
        self.eps, self.affine = eps, affine
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)

    def forward(self, x):
        y = _normalise(x, self.eps)
        if self.affine:
            y = self.gamma * y + self.beta
        return y


@wrong(deserves=None)
class LayerZeroGammaGuard:
    """A gamma of 0 is replaced by 1."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        gamma = np.where(self.gamma == 0, 1.0, self.gamma)
        return gamma * _normalise(x, self.eps) + self.beta


@wrong(deserves=None)
class LayerPositiveGamma:
    """Takes the absolute value of gamma: a scale should be positive, it thinks."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        return np.abs(self.gamma) * _normalise(x, self.eps) + self.beta


@wrong(deserves=None)
class LayerLazyParameters:
    """gamma and beta are None until the first forward."""

    def __init__(self, num_features=None, eps=1e-5):
        self.eps = eps
        self.gamma = None
        self.beta = None

    def forward(self, x):
        if self.gamma is None:
            self.gamma = np.ones(x.shape[-1])
        if self.beta is None:
            self.beta = np.zeros(x.shape[-1])
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong(deserves="ReshapesParameters")
class LayerWidensItsGamma:
    """forward stores gamma and beta broadcast to the shape of x, so the next, shorter batch fails."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        self.gamma = np.broadcast_to(self.gamma, x.shape)
        self.beta = np.broadcast_to(self.beta, x.shape)
        return self.gamma * _normalise(x, self.eps) + self.beta


@wrong(deserves=None)
class LayerReusesItsBuffer:
    """The answer is a buffer of the layer, overwritten by the next call."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps
        self.out = None

    def forward(self, x):
        if self.out is None or self.out.shape != x.shape:
            self.out = np.empty(x.shape)
        np.multiply(self.gamma, _normalise(x, self.eps), out=self.out)
        self.out += self.beta
        return self.out


@wrong(deserves="IgnoresBeta")
class LayerForgetsBeta:
    """beta is made but never added."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        return np.einsum("f,blf->blf", self.gamma, _normalise(x, self.eps))


@wrong(deserves=None)
class LayerFirstGammaOnly:
    """Uses gamma[0] and beta[0] for every feature."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        y = _normalise(x, self.eps)
        for b in range(x.shape[0]):
            for t in range(x.shape[1]):
                y[b, t] = self.gamma[0] * y[b, t] + self.beta[0]
        return y


@wrong(deserves=None)
class LayerGammaAccumulates:
    """Multiplies a scale kept from call to call: gamma counts twice at the second call."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps
        self.scale = np.ones(num_features)

    def forward(self, x):
        self.scale *= self.gamma
        return self.scale * _normalise(x, self.eps) + self.beta


@wrong(deserves=None)
class LayerKeepsConstantColumns:
    """A constant column is passed through instead of becoming beta."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def forward(self, x):
        constant = (x == x[:, :1]).all(axis=1, keepdims=True)
        y = self.gamma * _normalise(x, self.eps) + self.beta
        return np.where(constant, x, y)


# Right


@correct()
@dataclass
class LayerAsDataclass:
    """A dataclass whose parameters are made after the fields."""

    num_features: int
    eps: float = 1e-5

    def __post_init__(self):
        self.gamma = np.ones(self.num_features)
        self.beta = np.zeros(self.num_features)

    def forward(self, x):
        return np.multiply(self.gamma, _normalise(x, self.eps)) + self.beta


@correct()
class LayerWithProperties:
    """Properties with setters that copy what they are given."""

    __slots__ = ("_gamma", "_beta", "_eps")

    def __init__(self, num_features, eps=1e-5):
        self._gamma, self._beta, self._eps = np.ones(num_features), np.zeros(num_features), eps

    @property
    def gamma(self):
        return self._gamma

    @gamma.setter
    def gamma(self, value):
        self._gamma = np.array(value)

    @property
    def beta(self):
        return self._beta

    @beta.setter
    def beta(self, value):
        self._beta = np.array(value)

    def forward(self, x):
        return _normalise(x, self._eps) * self._gamma + self._beta


@correct()
class LayerFoldsToScaleAndShift:
    """One multiplication and one addition, x * a + b, in float64."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        x = x.astype(np.float64)
        mean, var = x.mean(1, keepdims=True), x.var(1, keepdims=True)
        a = self.gamma / np.sqrt(var + self.eps)
        b = self.beta - mean * a
        return x * a + b


class _Module:
    def __call__(self, *args):
        return self.forward(*args)

    def __repr__(self):
        return f"{type(self).__name__}({self.num_features}, eps={self.eps})"


@correct()
class LayerLikeAModule(_Module):
    """PyTorch's habits: a base class, a call, float32 parameters, a training flag that changes nothing."""

    def __init__(self, num_features, eps=1e-5, affine=True, track_running_stats=False):
        super().__init__()
        self.num_features, self.eps, self.affine, self.training = num_features, eps, affine, True
        self.gamma = np.ones(num_features, dtype=np.float32)
        self.beta = np.zeros(num_features, dtype=np.float32)

    def forward(self, x):
        if x.shape[-1] != self.num_features:
            raise ValueError(f"expected {self.num_features} features")
        return self.gamma * _normalise(x, self.eps) + self.beta


@correct()
class LayerByColumns:
    """Loops over samples and features, then stacks."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = float(eps)
        self.gamma = np.array([1.0 for _ in range(num_features)])
        self.beta = np.array([0.0] * num_features)

    def column(self, v, g, b):
        mu = sum(v) / len(v)
        var = sum((t - mu) ** 2 for t in v) / len(v)
        return [g * (t - mu) / math.sqrt(var + self.eps) + b for t in v]

    def forward(self, x):
        samples = [[self.column(s[:, f].tolist(), self.gamma[f], self.beta[f]) for f in range(s.shape[1])] for s in x]
        return np.array(samples).swapaxes(1, 2).astype(x.dtype)


@correct()
class LayerByDiagonalMatrix:
    """The scale as a product with a diagonal matrix."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.full(num_features, 1.0)
        self.beta = np.full(num_features, 0.0)
        self.eps = eps

    def forward(self, x):
        return _normalise(x, self.eps) @ np.diag(self.gamma) + self.beta[np.newaxis, np.newaxis, :]


@correct()
class LayerRemembersOnlyForLooking:
    """Keeps the last statistics for a later plot, and never reads them."""

    def __init__(self, num_features, eps=1e-5):
        self.params = {"gamma": np.ones(num_features), "beta": np.zeros(num_features)}
        self.eps = eps
        self.history = []

    def __getattr__(self, name):
        if name in ("gamma", "beta"):
            return self.params[name]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        if name in ("gamma", "beta"):
            self.params[name] = value
        else:
            object.__setattr__(self, name, value)

    def forward(self, x):
        mean = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        self.history = [mean, var]
        return self.gamma * ((x - mean) / np.sqrt(var + self.eps)) + self.beta


@correct()
class LayerInPlaceOnItsOwnArray:
    """Promotes first, then works in place on the new array."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones((num_features,)), np.zeros((num_features,)), eps

    def forward(self, x):
        y = np.array(x, dtype=np.result_type(x, self.gamma, self.beta))
        y -= y.mean(axis=1, keepdims=True)
        y *= self.gamma / np.sqrt(np.einsum("blf,blf->bf", y, y)[:, None] / y.shape[1] + self.eps)
        y += self.beta
        return y
