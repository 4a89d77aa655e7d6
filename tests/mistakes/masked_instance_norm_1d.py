"""Wrong and right versions of the class `MaskedInstanceNorm1D(num_features, eps=1e-5)`: what learners really write."""

import math
import warnings
from collections.abc import Callable, Iterator

import numpy as np

import solutions.masked_instance_norm_1d
from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import (
    TOLERANCE,
    Outcome,
    attempt,
    describe,
    forward,
    noticed,
    numbers_of,
    parameters,
    same_outcome,
    touched,
    without_dtype,
)
from mistakes.changes import that_hands_out_one_array


class _Layer:
    """The right layer; a wrong one below says only what it does differently."""

    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def count(self, is_token):
        return np.maximum(is_token.sum(axis=1, keepdims=True), 1)

    def normalize(self, x, is_token):
        """x minus the mean of its tokens, over their standard deviation, in the padding too."""
        count = self.count(is_token)
        centred = x - np.where(is_token, x, 0).sum(axis=1, keepdims=True) / count
        var = np.where(is_token, centred**2, 0).sum(axis=1, keepdims=True) / count
        return centred / np.sqrt(var + self.eps)

    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return np.where(is_token, self.gamma * self.normalize(x, is_token) + self.beta, 0)


# Wrong: the padding


@mistake(
    name=Text(vi="Phần đệm thành beta", en="The padding becomes beta"),
    why=Text(
        vi="Phần đệm của x̂ đã là 0, nhưng gamma · 0 + beta là beta. Tầng vừa tạo có beta = 0 nên không thấy gì; hãy gán"
        " beta = 5. Mặt nạ phải được áp cuối cùng, sau khi cộng beta.",
        en="The padding of x̂ is 0 already, but gamma · 0 + beta is beta. A new layer has beta = 0, so nothing shows:"
        " assign beta = 5. Apply the mask last, after adding beta.",
    ),
    read="padding-and-masks#zero",
    hint=2,
)
class BetaInPadding(_Layer):
    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return self.gamma * np.where(is_token, self.normalize(x, is_token), 0) + self.beta


@mistake(
    name=Text(vi="Mẫu toàn phần đệm thành beta", en="A sample that is all padding becomes beta"),
    why=Text(
        vi="Khi mẫu không có token, bạn bỏ qua bước xóa phần đệm nên cả mẫu bằng beta. Mẫu đó cũng phải ra toàn 0: hãy gán beta"
        " = 5 rồi thử một hàng mặt nạ toàn False.",
        en="Where a sample has no token you pass over the step that clears the padding, so all of it is beta. It has to come out"
        " as 0 too: assign beta = 5 and try a row of the mask that is all False.",
    ),
    read="padding-and-masks#empty",
    hint=2,
)
class EmptySampleIsBeta(_Layer):
    def forward(self, x, mask):
        y = np.broadcast_to(self.beta, x.shape).astype(float)
        for b, tokens in enumerate(mask):
            if tokens.any():
                y[b] = super().forward(x[b : b + 1], mask[b : b + 1])[0]
        return y


@mistake(
    name=Text(vi="Mẫu toàn phần đệm thành NaN", en="A sample that is all padding becomes NaN"),
    why=Text(
        vi="Mẫu không có token nào bị chia cho 0, mà 0 · NaN vẫn là NaN. Hãy chia cho max(số token, 1), hoặc chọn 0"
        " bằng np.where.",
        en="A sample without tokens is divided by 0, and 0 · NaN is still NaN. Divide by max(number of tokens, 1),"
        " or choose the 0 with np.where.",
    ),
    read="padding-and-masks#empty",
)
class EmptySampleIsNan(_Layer):
    def count(self, is_token):
        return is_token.sum(axis=1, keepdims=True)

    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return (self.gamma * self.normalize(x, is_token) + self.beta) * is_token


@mistake(
    name=Text(vi="Phần đệm không bằng 0", en="The padding is not 0"),
    why=Text(
        vi="Thống kê đã đúng, nhưng công thức được áp cho cả phần đệm. Hãy đặt phần đệm ở đầu ra bằng 0 sau khi đã cộng beta,"
        " để tầng sau không nhận những con số vô nghĩa.",
        en="The statistics are right, but the formula is applied to the padding too. Set the padding of the output to 0 once"
        " beta is added, so that no meaningless numbers reach the next layer.",
    ),
    read="padding-and-masks#zero",
    hint=2,
)
class PaddingNotZero(_Layer):
    def forward(self, x, mask):
        return self.gamma * self.normalize(x, mask[:, :, None]) + self.beta


@mistake(
    name=Text(vi="Nhận ra phần đệm nhờ số 0", en="Knows the padding by its zeros"),
    why=Text(
        vi="Chỗ nào x̂ = 0 bạn coi là phần đệm. Token bằng đúng trung bình, hay token duy nhất của mẫu, cũng có x̂ = 0, mà đầu"
        " ra ở đó phải là beta. Chỉ mask mới cho biết đâu là phần đệm.",
        en="Where x̂ = 0 you take it for padding. A token equal to the mean, or the only token of a sample, has x̂ = 0 too, and"
        " its output is beta. Only the mask tells what is padding.",
    ),
    read="padding-and-masks#zero",
    hint=3,
)
class ZeroTakenForPadding(_Layer):
    def forward(self, x, mask):
        is_token = mask[:, :, None]
        x_hat = np.where(is_token, self.normalize(x, is_token), 0)
        return np.where(x_hat == 0, 0, self.gamma * x_hat + self.beta)


@mistake(
    name=Text(vi="Không có beta ở các token", en="No beta at the tokens"),
    why=Text(
        vi="Đầu ra ở các token là gamma · x̂. Phần đệm không được nhận beta, còn token thì phải nhận. Hãy gán beta = 5: trung"
        " bình của các token ở đầu ra phải là 5.",
        en="The output at tokens is gamma · x̂. The padding must not get beta, but tokens must. Assign beta = 5: the mean of the"
        " tokens of the output has to be 5.",
    ),
    read="formula#step-affine",
    hint=3,
)
class IgnoresBeta(_Layer):
    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return np.where(is_token, self.gamma * self.normalize(x, is_token), 0)


# Wrong: the statistics


@mistake(
    name=Text(vi="Không dùng mask khi tính thống kê", en="No mask in the statistics"),
    why=Text(
        vi="Đầu ra có số 0 ở phần đệm, nhưng trung bình và phương sai vẫn tính cả phần đệm. Hãy đổi một số trong phần đệm thành"
        " một triệu: đầu ra không được thay đổi.",
        en="The output is 0 in the padding, but mean and variance still include it. Change a number of the padding to a million:"
        " the output must not change.",
    ),
    read="padding-and-masks#twice",
    hint=1,
)
class MasksOutputOnly(_Layer):
    def normalize(self, x, is_token):
        return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + self.eps)


@mistake(
    name=Text(vi="Đệm bằng 0 rồi vẫn chia cho L", en="Padding set to 0, still divided by L"),
    why=Text(
        vi="Sau khi đổi phần đệm thành 0, bạn dùng mean và var trên cả chuỗi. Những số 0 đó vẫn được đếm: kéo trung"
        " bình về 0 và làm sai phương sai.",
        en="Having set the padding to 0 you take mean and var over the whole sequence. Those zeros still count: they"
        " pull the mean to 0 and spoil the variance.",
    ),
    read="padding-and-masks#by-hand",
    hint=1,
)
class CountsZeros(_Layer):
    def normalize(self, x, is_token):
        cleared = np.where(is_token, x, 0)
        centred = cleared - cleared.mean(axis=1, keepdims=True)
        return centred / np.sqrt(cleared.var(axis=1, keepdims=True) + self.eps)


@mistake(
    name=Text(vi="Phần đệm lọt vào phương sai", en="Padding slips into the variance"),
    why=Text(
        vi="Bạn đổi phần đệm thành 0 rồi mới trừ trung bình, nên ở đó còn −mean, và mean² cộng vào phương sai. Hãy"
        " áp mask sau khi trừ trung bình.",
        en="You set the padding to 0 and then subtract the mean, which leaves −mean there and adds mean² to the"
        " variance. Apply the mask after subtracting.",
    ),
    read="padding-and-masks#twice",
    hint=1,
)
class PaddingInVariance(_Layer):
    def normalize(self, x, is_token):
        cleared, count = np.where(is_token, x, 0), self.count(is_token)
        centred = cleared - cleared.sum(axis=1, keepdims=True) / count
        return centred / np.sqrt((centred**2).sum(axis=1, keepdims=True) / count + self.eps)


@mistake(
    name=Text(vi="Chia cho số token − 1", en="Divides by the number of tokens − 1"),
    why=Text(
        vi="Đó là phương sai không chệch. Chuẩn hóa instance dùng phương sai chệch, chia cho số token; với một token"
        " duy nhất, số chia của bạn bằng 0.",
        en="That is the unbiased variance. Instance normalization uses the biased one, divided by the number of"
        " tokens; for a single token your divisor is 0.",
    ),
    read="formula#question",
)
class UnbiasedVariance(_Layer):
    def normalize(self, x, is_token):
        count = self.count(is_token)
        centred = x - np.where(is_token, x, 0).sum(axis=1, keepdims=True) / count
        var = np.where(is_token, centred**2, 0).sum(axis=1, keepdims=True) / (count - 1)
        return centred / np.sqrt(var + self.eps)


# Wrong: the layer


@mistake(
    name=Text(vi="Cộng beta trước khi nhân gamma", en="Adds beta before multiplying by gamma"),
    why=Text(
        vi="Vì đặt ngoặc sai, beta cũng bị nhân với gamma. Phép nhân đi trước: trung bình của các token ở đầu ra phải đúng"
        " bằng beta.",
        en="A misplaced bracket multiplies beta by gamma too. The product comes first: the mean of the output's tokens must be"
        " exactly beta.",
    ),
    read="formula#step-affine",
)
class AddsBetaFirst(_Layer):
    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return np.where(is_token, self.gamma * (self.normalize(x, is_token) + self.beta), 0)


@mistake(
    name=Text(vi="gamma và beta được dùng trước khi chuẩn hóa", en="gamma and beta before normalizing"),
    why=Text(
        vi="Bạn co giãn và dời x rồi mới chuẩn hóa, nên việc chuẩn hóa xóa mất beta và độ lớn của gamma (chỉ còn dấu). Hai tham"
        " số này chỉ có tác dụng nếu đứng sau.",
        en="You scale and shift x and then normalize, which wipes out beta and the size of gamma (only its sign survives). The"
        " two have an effect only if they come after it.",
    ),
    read="gamma-and-beta#counts",
)
class AffineBeforeNorm(_Layer):
    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return np.where(is_token, self.normalize(self.gamma * x + self.beta, is_token), 0)


@mistake(
    name=Text(vi="forward dùng gamma và beta cũ", en="forward uses an old gamma and beta"),
    why=Text(
        vi="forward không dùng gamma và beta vừa gán: bản sao được giữ từ lúc tạo tầng, hoặc không hề được đọc. Huấn luyện gán lại"
        " hai tham số này liên tục, nên forward phải đọc chúng ở mỗi lần gọi.",
        en="forward does not use the gamma and beta just assigned: it keeps copies from when the layer was made, or never reads"
        " them. Training reassigns both all the time, so forward has to read them at every call.",
    ),
    read="formula#the-class",
)
class KeepsFirstParameters(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.scale, self.shift = self.gamma.copy(), self.beta.copy()

    def forward(self, x, mask):
        is_token = mask[:, :, None]
        return np.where(is_token, self.scale * self.normalize(x, is_token) + self.shift, 0)


@mistake(
    name=Text(vi="Dùng mãi mặt nạ của lần gọi đầu", en="Uses the mask of the first call for ever"),
    why=Text(
        vi="Mặt nạ, hay số token tính từ nó, được cất vào self ở lần gọi đầu. Mỗi batch có mặt nạ riêng: hãy gọi forward lần"
        " thứ hai với một mặt nạ khác.",
        en="The mask, or the number of tokens it gives, is stored in self at the first call. Every batch has its own: call"
        " forward a second time with another mask.",
    ),
    read="padding-and-masks",
)
class FirstMask(_Layer):
    mask = None

    def forward(self, x, mask):
        if self.mask is None or self.mask.shape != mask.shape:
            self.mask = mask.copy()
        return super().forward(x, self.mask)


@mistake(
    name=Text(vi="eps bị viết cứng", en="eps is hard-coded"),
    why=Text(
        vi="forward chứa thẳng 1e-5, nên eps đưa vào lúc tạo tầng không có tác dụng. Hãy tạo hai tầng với eps khác"
        " nhau rồi so sánh đầu ra.",
        en="forward contains 1e-5 itself, so the eps given when the layer is made has no effect. Make two layers with"
        " different eps and compare their outputs.",
    ),
    read="formula#the-class",
)
class HardCodedEps(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, 1e-5)


@mistake(
    name=Text(vi="Mọi tầng dùng chung gamma và eps", en="All layers share gamma and eps"),
    why=Text(
        vi="gamma, beta và eps được gán cho lớp (class) thay vì cho self, nên tầng tạo sau ghi đè lên tầng tạo trước."
        " Hãy tạo hai tầng có số đặc trưng khác nhau.",
        en="gamma, beta and eps are assigned to the class instead of self, so a later layer overwrites an earlier one."
        " Make two layers with different numbers of features.",
    ),
    read="formula#the-class",
)
class SharedByAllLayers(_Layer):
    def __init__(self, num_features, eps=1e-5):
        SharedByAllLayers.eps = eps
        SharedByAllLayers.gamma = np.ones(num_features)
        SharedByAllLayers.beta = np.zeros(num_features)


@mistake(
    name=Text(vi="Ghi đè đầu vào", en="Overwrites the input"),
    why=Text(
        vi="Phép gán tại chỗ như x[~mask] = 0 sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy lỗi khi in x sau lời gọi. Hãy"
        " dùng np.where, hoặc chép x trước.",
        en="An in-place operation like x[~mask] = 0 changes the caller's own array. The output is right, so you only see it when you print x"
        " after the call. Use np.where, or copy x first.",
    ),
    read="formula",
)
class OverwritesInput(_Layer):
    def forward(self, x, mask):
        x[~mask] = 0
        return super().forward(x, mask)


# Right, each in a way of its own


class _Parameters:
    """What right versions begin with."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)


@right
class SampleBySample(_Parameters):
    def forward(self, x, mask):
        y = np.zeros(x.shape)
        for b in range(len(x)):
            if mask[b].any():
                tokens = x[b, mask[b]]
                x_hat = (tokens - tokens.mean(axis=0)) / np.sqrt(tokens.var(axis=0) + self.eps)
                y[b, mask[b]] = self.gamma * x_hat + self.beta
        return y


@right
class ThreeLoops(_Parameters):
    def forward(self, x, mask):
        y = np.zeros_like(x)
        for b, f in np.ndindex(x.shape[0], x.shape[2]):
            places = [t for t in range(x.shape[1]) if mask[b, t]]
            values = [float(x[b, t, f]) for t in places]
            if values:
                mean = math.fsum(values) / len(values)
                var = math.fsum((value - mean) ** 2 for value in values) / len(values)
                for t, value in zip(places, values, strict=True):
                    y[b, t, f] = self.gamma[f] * (value - mean) / math.sqrt(var + self.eps) + self.beta[f]
        return y


@right
class BetaTimesMask(_Parameters):
    """One product with the mask for each of the two terms."""

    def forward(self, x, mask):
        weights = mask.astype(x.dtype)[:, :, np.newaxis]
        count = np.clip(weights.sum(axis=1, keepdims=True), 1, None)
        centred = (x - (x * weights).sum(axis=1, keepdims=True) / count) * weights
        x_hat = centred / np.sqrt((centred * centred).sum(axis=1, keepdims=True) / count + self.eps)
        return self.gamma * x_hat + self.beta * weights


@right
class ClearsAtTheEnd(_Parameters):
    """float64 inside, the dtype of x outside, and the padding overwritten last."""

    def forward(self, x, mask):
        wide, is_token = x.astype(np.float64), mask[..., None]
        count = np.count_nonzero(mask, axis=1).clip(min=1)[:, None, None]
        mean = np.sum(wide, axis=1, where=is_token, keepdims=True) / count
        square = np.sum(np.square(wide), axis=1, where=is_token, keepdims=True) / count
        y = self.gamma * (wide - mean) / np.sqrt(square - mean * mean + self.eps) + self.beta
        y[~mask] = 0
        return y.astype(x.dtype)


@right
class NanFunctions(_Parameters):
    def forward(self, x, mask):
        marked = np.where(mask[:, :, None], x, np.nan)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mean, var = np.nanmean(marked, axis=1, keepdims=True), np.nanvar(marked, axis=1, keepdims=True)
        return np.nan_to_num(self.gamma * (marked - mean) / np.sqrt(var + self.eps) + self.beta)


@right
class MaskedArrays(_Parameters):
    def forward(self, x, mask):
        hidden = np.ma.masked_array(x.astype(np.float64), mask=np.repeat(~mask[:, :, None], x.shape[2], axis=2))
        x_hat = (hidden - hidden.mean(axis=1, keepdims=True)) / np.ma.sqrt(hidden.var(axis=1, keepdims=True) + self.eps)
        return np.asarray((x_hat * self.gamma + self.beta).filled(0))


@right
class FoldedAffine(_Parameters):
    """One multiplication and one addition for each token: y = scale · x + shift."""

    def forward(self, x, mask):
        weights = (mask / np.maximum(mask.sum(axis=1, keepdims=True), 1))[:, None, :]
        cleared = np.where(mask[:, :, None], x, 0).astype(np.float64)
        mean = weights @ cleared
        scale = self.gamma / np.sqrt(weights @ (cleared - mean) ** 2 + self.eps)
        return np.where(mask[:, :, None], scale * cleared + (self.beta - scale * mean), 0)


# How a version is looked at


def _run_masked_instance_norm_1d(
    MaskedInstanceNorm1D: Callable, x: np.ndarray, mask: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray
) -> Iterator[Outcome]:
    """A layer used twice, given new parameters, and used again beside another one; then the default eps."""
    layer = attempt(MaskedInstanceNorm1D, x.shape[2], eps)
    yield from parameters(layer)
    given = {"x": x.copy(), "mask": mask.copy()}
    result = attempt(forward, layer, *given.values())
    first = without_dtype(describe(result))
    yield first
    yield from touched(given, {"x": x, "mask": mask})
    other = attempt(forward, layer, 1 - x / 2, ~mask)
    yield without_dtype(describe(other))
    yield noticed("result changed by a later call", not same_outcome(first, without_dtype(describe(result)), TOLERANCE))
    yield without_dtype(describe(attempt(forward, layer, x.copy(), mask.copy())))

    for name, numbers in (("gamma", gamma), ("beta", beta)):
        yield describe(attempt(setattr, layer, name, numbers.copy()))
        yield without_dtype(describe(attempt(forward, layer, x.copy(), mask.copy())))
    yield from parameters(layer)
    attempt(MaskedInstanceNorm1D, x.shape[2], eps + 1)
    yield from parameters(layer)
    yield without_dtype(describe(attempt(forward, layer, x.copy(), mask.copy())))

    for scale in (100, 1000):
        layer_with_default = attempt(MaskedInstanceNorm1D, x.shape[2])
        yield without_dtype(describe(attempt(forward, layer_with_default, x / scale, mask.copy())))


def _probes_of_masked_instance_norm_1d() -> list[dict]:
    holes = np.array([[1, 1, 0, 1, 1], [1, 1, 1, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]], dtype=bool)
    ends = np.array([[1, 1, 0], [0, 1, 1]], dtype=bool)
    gamma, beta = np.array([2.0, -1, 0.5]), np.array([-3.0, 1, 4])
    return [
        {"x": numbers_of((4, 5, 3), offset=2), "mask": holes, "eps": 0.5, "gamma": gamma, "beta": beta},
        {"x": numbers_of((2, 3, 3), scale=0.1), "mask": ends, "eps": 0.01, "gamma": -gamma, "beta": beta / 2},
    ]


RUNS = {"MaskedInstanceNorm1D": _run_masked_instance_norm_1d}
PROBES = {"MaskedInstanceNorm1D": _probes_of_masked_instance_norm_1d}


# What breaks the properties that no mistake does, and what earns nothing


class _Sharing(solutions.masked_instance_norm_1d.MaskedInstanceNorm1D):
    """Parameters of another shape, another default eps, and one array for all outputs, which have no axis of size 1."""

    one_array = staticmethod(that_hands_out_one_array(lambda y: y))

    def __init__(self, num_features, eps=0.5):
        super().__init__(num_features, eps)
        self.gamma = self.gamma[np.newaxis]

    def forward(self, x, mask):
        return self.one_array(super().forward(x, mask)).squeeze()


class _Beta(solutions.masked_instance_norm_1d.MaskedInstanceNorm1D):
    """beta at tokens and 0 elsewhere."""

    def forward(self, x, mask):
        return np.where(mask[:, :, None], self.beta, np.zeros_like(x))


BREAKS = {"MaskedInstanceNorm1D": [_Sharing, _Beta]}
NOTHING_DONE = [_Beta]
