"""Answers to the exercise masked_instance_norm_1d, written from the task text alone."""

import warnings

import numpy as np

from mistakes.unseen import correct, wrong


# Einsum in float64 for the sums, np.where at the very end.
@correct()
class EinsumSums:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        m = mask.astype(np.float64)
        x64 = x.astype(np.float64)
        n = np.maximum(m.sum(axis=1), 1.0)
        mean = np.einsum("blf,bl->bf", x64, m) / n[:, None]
        centred = x64 - mean[:, None, :]
        var = np.einsum("blf,blf,bl->bf", centred, centred, m) / n[:, None]
        y = self.gamma * centred / np.sqrt(var + self.eps)[:, None, :] + self.beta
        return np.where(mask[:, :, None], y, 0.0)


# A loop over the samples; only the tokens are taken out, worked on and written back.
@correct()
class LoopOverSamples:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones((num_features,))
        self.beta = np.zeros((num_features,))

    def forward(self, x, mask):
        out = np.zeros(x.shape)
        for b in range(len(x)):
            tokens = x[b][mask[b]].astype(float)
            if len(tokens) == 0:
                continue
            x_hat = (tokens - tokens.mean(axis=0)) / np.sqrt(tokens.var(axis=0) + self.eps)
            out[b, mask[b]] = x_hat * self.gamma + self.beta
        return out


# Padding becomes NaN, nanmean and nanvar do the rest; NaN becomes 0 after the shift.
@correct()
class NanStatistics:
    def __init__(self, num_features, eps=1e-5):
        self.eps = float(eps)
        self.gamma = np.ones(num_features, dtype=np.float64)
        self.beta = np.zeros(num_features, dtype=np.float64)

    def forward(self, x, mask):
        holes = np.where(mask[..., np.newaxis], x.astype(np.float64), np.nan)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", category=RuntimeWarning)
            mean = np.nanmean(holes, axis=1, keepdims=True)
            var = np.nanvar(holes, axis=1, keepdims=True)
        out = self.gamma * ((holes - mean) / np.sqrt(var + self.eps)) + self.beta
        out[np.isnan(out)] = 0.0
        return out


# All tokens of the batch in one long list, sums by np.add.at with the number of the sample.
@correct()
class FlatTokenList:
    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        sample, position = np.nonzero(mask)
        tokens = np.asarray(x[sample, position], dtype=np.float64)
        counts = np.bincount(sample, minlength=x.shape[0]).clip(min=1)[:, None]
        mean = np.zeros((x.shape[0], x.shape[2]))
        np.add.at(mean, sample, tokens)
        mean /= counts
        tokens = tokens - mean[sample]
        var = np.zeros_like(mean)
        np.add.at(var, sample, tokens**2)
        var /= counts
        out = np.zeros(x.shape, dtype=np.float64)
        out[sample, position] = tokens / np.sqrt(var[sample] + self.eps) * self.gamma + self.beta
        return out


# One pass E[x^2] - E[x]^2, then one folded scale and one folded shift per instance.
@correct()
class OnePassFolded:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        keep = mask[:, :, None]
        clean = np.where(keep, x, 0).astype(np.float64)
        count = np.maximum(keep.sum(axis=1, keepdims=True), 1)
        first = clean.sum(axis=1, keepdims=True) / count
        second = np.square(clean).sum(axis=1, keepdims=True) / count
        scale = self.gamma / np.sqrt(np.maximum(second - first**2, 0) + self.eps)
        shift = self.beta - first * scale
        return (clean * scale + shift) * keep


# Channels first inside, np.mean with where=, helper methods, the dtype of x comes back.
@correct()
class ChannelsFirstHelpers:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def _column(self, parameter):
        return np.reshape(parameter, (1, -1, 1))

    def _normalize(self, planes, keep):
        # A sample without a token counts all of its zeros; it is set to 0 later.
        counted = keep | ~keep.any(axis=2, keepdims=True)
        counted = np.broadcast_to(counted, planes.shape)
        mean = np.mean(planes, axis=2, keepdims=True, where=counted)
        var = np.var(planes, axis=2, keepdims=True, where=counted)
        return (planes - mean) / np.sqrt(var + self.eps)

    def forward(self, x, mask):
        keep = mask[:, None, :]
        planes = np.array(np.swapaxes(x, 1, 2), dtype=np.float64, order="C")
        planes *= keep
        planes = self._normalize(planes, keep)
        planes = self._column(self.gamma) * planes + self._column(self.beta)
        planes[~np.broadcast_to(keep, planes.shape)] = 0
        return np.ascontiguousarray(planes.transpose(0, 2, 1)).astype(x.dtype)


# "In the padding it is exactly 0, whatever beta is": beta is added after the mask, so padding is beta.
@wrong(deserves="BetaInPadding", also=("PaddingNotZero",))
class ShiftAfterTheMask:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        x = x.astype(np.float64)
        m = mask[:, :, None]
        n = np.maximum(m.sum(axis=1, keepdims=True), 1)
        mean = (x * m).sum(axis=1, keepdims=True) / n
        var = ((x - mean) ** 2 * m).sum(axis=1, keepdims=True) / n
        x_hat = (x - mean) / np.sqrt(var + self.eps) * m
        return self.gamma * x_hat + self.beta


# "At tokens gamma * x_hat + beta": a token that equals the mean has x_hat 0 and is taken for padding.
@wrong(deserves="ZeroTakenForPadding")
class ZeroHatIsPadding:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        m = mask[:, :, None].astype(float)
        n = np.maximum(m.sum(axis=1, keepdims=True), 1)
        mean = (x * m).sum(axis=1, keepdims=True) / n
        var = ((x - mean) ** 2 * m).sum(axis=1, keepdims=True) / n
        x_hat = (x - mean) / np.sqrt(var + self.eps) * m
        return np.where(x_hat != 0, self.gamma * x_hat + self.beta, 0.0)


# "At tokens gamma * x_hat + beta": a token whose number is 0.0 is taken for cleared padding.
@wrong(deserves="ZeroTakenForPadding")
class ClearedInputIsPadding:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        x = np.where(mask[:, :, None], x, 0.0).astype(np.float64)
        n = np.maximum(mask.sum(axis=1), 1)[:, None, None]
        mean = x.sum(axis=1, keepdims=True) / n
        var = (np.where(x != 0, x - mean, -mean * mask[:, :, None]) ** 2).sum(axis=1, keepdims=True) / n
        y = self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        y[x == 0] = 0.0
        return y


# "When gamma or beta is reassigned, the next call uses the new values": copies from __init__ are used.
@wrong(deserves="KeepsFirstParameters")
class ParametersPreparedOnce:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._scale = self.gamma[None, None, :]
        self._shift = self.beta[None, None, :]

    def forward(self, x, mask):
        out = np.zeros(x.shape)
        for b in range(x.shape[0]):
            t = x[b, mask[b]].astype(np.float64)
            if t.size:
                out[b, mask[b]] = (t - t.mean(axis=0)) / np.sqrt(t.var(axis=0) + self.eps)
        return (out * self._scale + self._shift) * mask[:, :, None]


# "The variance of the tokens alone": the cleared padding adds mean ** 2 for each position.
@wrong(deserves="PaddingInVariance")
class VarianceWithClearedPadding:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        keep = mask[:, :, None]
        x = np.where(keep, x, 0).astype(np.float64)
        n = np.maximum(keep.sum(axis=1, keepdims=True), 1)
        mean = x.sum(axis=1, keepdims=True) / n
        diff = x - mean
        var = (diff * diff).sum(axis=1, keepdims=True) / n
        return np.where(keep, self.gamma * diff / np.sqrt(var + self.eps) + self.beta, 0)


# "The biased variance": divided by the number of tokens less 1.
@wrong(deserves="UnbiasedVariance")
class DividesByOneLess:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        out = np.zeros(x.shape, dtype=np.float64)
        for i, (sample, keep) in enumerate(zip(x, mask)):
            tokens = sample[keep].astype(np.float64)
            if len(tokens) == 0:
                continue
            var = tokens.var(axis=0, ddof=1) if len(tokens) > 1 else np.zeros(x.shape[2])
            out[i][keep] = self.gamma * (tokens - tokens.mean(axis=0)) / np.sqrt(var + self.eps) + self.beta
        return out


# "A sample that is all padding comes out as all 0": 0 / 0 is NaN, and NaN times False stays NaN.
@wrong(deserves="EmptySampleIsNan")
class NanForAllPadding:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        x = x.astype(np.float64)
        m = mask[:, :, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            n = m.sum(axis=1, keepdims=True)
            mean = np.where(m, x, 0.0).sum(axis=1, keepdims=True) / n
            var = np.where(m, (x - mean) ** 2, 0.0).sum(axis=1, keepdims=True) / n
            return (self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta) * m


# "False is padding, also in the middle": the tokens are thought to be the first ones.
@wrong()
class PaddingOnlyAtTheEnd:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        out = np.zeros(x.shape)
        lengths = mask.sum(axis=1)
        for b, n in enumerate(lengths):
            if n > 0:
                t = x[b, :n].astype(float)
                out[b, :n] = self.gamma * (t - t.mean(axis=0)) / np.sqrt(t.var(axis=0) + self.eps) + self.beta
        return out


# "Those of the tokens of its sample alone": the tokens of the whole batch share mean and variance.
@wrong()
class MaskedBatchNorm:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        out = np.zeros(x.shape)
        tokens = x[mask].astype(np.float64)
        if len(tokens):
            x_hat = (tokens - tokens.mean(axis=0)) / np.sqrt(tokens.var(axis=0) + self.eps)
            out[mask] = self.gamma * x_hat + self.beta
        return out


# "forward leaves x alone": the padding is cleared in the array of the caller.
@wrong(deserves="OverwritesInput")
class ClearsTheCallersPadding:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        x[~mask] = 0
        n = np.maximum(mask.sum(axis=1), 1)[:, None, None]
        mean = x.sum(axis=1, keepdims=True, dtype=np.float64) / n
        centred = (x - mean) * mask[:, :, None]
        var = (centred**2).sum(axis=1, keepdims=True) / n
        return (self.gamma * centred / np.sqrt(var + self.eps) + self.beta) * mask[:, :, None]


# "Results returned before stay as they are": one buffer for all calls of the same shape.
@wrong()
class OneBufferForAllCalls:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._out = None

    def forward(self, x, mask):
        if self._out is None or self._out.shape != x.shape:
            self._out = np.empty(x.shape, dtype=np.float64)
        self._out[...] = 0.0
        for b in range(x.shape[0]):
            if mask[b].any():
                t = x[b][mask[b]].astype(np.float64)
                t = (t - t.mean(axis=0)) / np.sqrt(t.var(axis=0) + self.eps)
                self._out[b][mask[b]] = self.gamma * t + self.beta
        return self._out


# "Two layers share nothing": eps is kept at the class, so the newest layer sets it for all.
@wrong(deserves="SharedByAllLayers")
class EpsOfTheNewestLayer:
    eps = 1e-5

    def __init__(self, num_features, eps=1e-5):
        type(self).eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        m = mask.astype(np.float64)
        n = np.maximum(m.sum(axis=1), 1.0)[:, None]
        mean = np.einsum("bl,blf->bf", m, x.astype(np.float64)) / n
        d = x - mean[:, None]
        var = np.einsum("bl,blf->bf", m, d**2) / n
        return (self.gamma * d / np.sqrt(var + self.eps)[:, None] + self.beta) * m[..., None]


# "In the padding it is exactly 0": only samples that are all padding are, other padding becomes beta.
@wrong(deserves="BetaInPadding", also=("PaddingNotZero",))
class OnlyEmptySamplesCleared:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        x = x.astype(np.float64)
        m = mask[:, :, None]
        n = np.maximum(m.sum(axis=1, keepdims=True), 1)
        clean = np.where(m, x, 0.0)
        mean = clean.sum(axis=1, keepdims=True) / n
        diff = np.where(m, x - mean, 0.0)
        var = (diff**2).sum(axis=1, keepdims=True) / n
        out = self.gamma * diff / np.sqrt(var + self.eps) + self.beta
        out[~mask.any(axis=1)] = 0.0
        return out


# "forward leaves mask alone", "all padding comes out as 0": a first token is made up to have n > 0.
@wrong()
class MakesUpAToken:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        empty = ~mask.any(axis=1)
        if empty.any():
            mask[empty, 0] = True
        where = np.broadcast_to(mask[:, :, None], x.shape)
        x64 = x.astype(np.float64)
        mean = x64.mean(axis=1, keepdims=True, where=where)
        var = x64.var(axis=1, keepdims=True, where=where)
        return np.where(where, self.gamma * (x64 - mean) / np.sqrt(var + self.eps) + self.beta, 0)


# "Numbers of gamma from -3 to 3, 0 among them": a gamma of 0 is taken for "not set" and becomes 1.
@wrong()
class ZeroGammaMeansUnset:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        gamma = np.where(self.gamma == 0, 1.0, self.gamma)
        out = np.zeros(x.shape, dtype=np.float64)
        for b in np.flatnonzero(mask.any(axis=1)):
            keep = np.flatnonzero(mask[b])
            t = x[b, keep].astype(np.float64)
            t -= t.mean(axis=0)
            out[b, keep] = gamma * t / np.sqrt(np.mean(t * t, axis=0) + self.eps) + self.beta
        return out


# "The mean of the tokens": eps in the count keeps 0 / 0 away, but moves the mean of short samples.
@wrong()
class EpsInTheCount:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        m = mask[:, :, None].astype(np.float64)
        n = m.sum(axis=1, keepdims=True) + self.eps
        mean = (x * m).sum(axis=1, keepdims=True) / n
        var = ((x - mean) ** 2 * m).sum(axis=1, keepdims=True) / n
        return m * (self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta)


# "MaskedInstanceNorm1D(num_features, eps=1e-5)": the default is the 1e-3 of Keras.
@wrong()
class DefaultEpsOfKeras:
    def __init__(self, num_features, eps=1e-3):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        m = mask[:, :, None].astype(np.float64)
        n = np.maximum(m.sum(axis=1, keepdims=True), 1)
        mean = (x * m).sum(axis=1, keepdims=True) / n
        var = ((x - mean) ** 2 * m).sum(axis=1, keepdims=True) / n
        return m * (self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta)


# "forward keeps nothing from one call to the next": the same array object gets the old x_hat again.
@wrong()
class RemembersTheLastArray:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self._last = (None, None, None)

    def forward(self, x, mask):
        if self._last[0] is x and self._last[1] is mask:
            x_hat = self._last[2]
        else:
            values = x.astype(np.float64)
            m = mask[:, :, None]
            n = np.maximum(m.sum(axis=1, keepdims=True), 1)
            mean = np.where(m, values, 0.0).sum(axis=1, keepdims=True) / n
            var = np.square(np.where(m, values - mean, 0.0)).sum(axis=1, keepdims=True) / n
            x_hat = (values - mean) / np.sqrt(var + self.eps)
            self._last = (x, mask, x_hat)
        return np.where(mask[:, :, None], self.gamma * x_hat + self.beta, 0.0)


# "A new array", "even if the caller overwrites beta": for L == 1 the output is a view of beta itself.
@wrong()
class SingleTokenIsAViewOfBeta:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        if x.shape[1] == 1 and mask.all():
            return np.broadcast_to(self.beta, x.shape)
        keep = mask[:, :, None]
        n = np.maximum(mask.sum(axis=1), 1).reshape(-1, 1, 1)
        x0 = np.where(keep, x, 0).astype(np.float64)
        mean = x0.sum(axis=1, keepdims=True) / n
        x0 = np.where(keep, x0 - mean, 0)
        std = np.sqrt((x0**2).sum(axis=1, keepdims=True) / n + self.eps)
        return np.where(keep, x0 / std * self.gamma + self.beta, 0)


# "forward leaves gamma and beta alone": beta is masked in place when a sample is all padding.
@wrong()
class ZeroesBetaItself:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x, mask):
        out = np.zeros(x.shape)
        for b in range(x.shape[0]):
            scale, shift = self.gamma, self.beta
            t = x[b][mask[b]].astype(np.float64)
            if not len(t):
                shift *= 0
                out[b] = shift
                continue
            out[b][mask[b]] = scale * (t - t.mean(axis=0)) / np.sqrt(t.var(axis=0) + self.eps) + shift
        return out
