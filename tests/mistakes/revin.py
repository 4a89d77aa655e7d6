"""Wrong and right versions of the class `RevIN(num_features, eps=1e-5)`: what learners really write."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

import solutions.revin
from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import (
    TOLERANCE,
    Outcome,
    Raised,
    attempt,
    describe,
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
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = self.std = None

    def statistics(self, x):
        return x.mean(axis=1, keepdims=True), np.sqrt(x.var(axis=1, keepdims=True) + self.eps)

    def normalize(self, x):
        self.mean, self.std = self.statistics(x)
        return self.gamma * (x - self.mean) / self.std + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("call normalize first")
        return self.restored(y)

    def restored(self, y):
        return (y - self.beta) / self.gamma * self.std + self.mean


# Wrong: the statistics


@mistake(
    name=Text(vi="Khôi phục bằng thống kê của chính y", en="Denormalizes with the statistics of y"),
    why=Text(
        vi="denormalize tính lại trung bình và phương sai từ y. Thang đo cần khôi phục là của x, nên phải dùng những"
        " gì normalize đã nhớ.",
        en="denormalize computes mean and variance anew, from y. The scale to go back to is that of x, so use what"
        " normalize remembered.",
    ),
    read="time-series-and-sound#revin",
    hint=1,
)
class StatisticsOfY(_Layer):
    def restored(self, y):
        mean, std = self.statistics(y)
        return (y - self.beta) / self.gamma * std + mean


@mistake(
    name=Text(vi="Chỉ nhớ thống kê của lần đầu", en="Remembers the first statistics only"),
    why=Text(
        vi="Thống kê được cất ở lần gọi normalize đầu tiên và không bao giờ được cập nhật. Hãy gọi normalize với hai"
        " đầu vào khác nhau.",
        en="The statistics are stored at the first normalize and never updated. Call normalize with two different"
        " inputs.",
    ),
    read="time-series-and-sound#revin",
)
class FirstStatistics(_Layer):
    def normalize(self, x):
        mean, std = self.statistics(x)
        if self.mean is None:
            self.mean, self.std = mean, std
        return self.gamma * (x - mean) / std + self.beta


@mistake(
    name=Text(vi="Thống kê theo batch", en="Statistics over the batch"),
    why=Text(
        vi="Bạn gộp cả các mẫu lẫn chuỗi. RevIN cần một cặp thống kê cho từng mẫu và từng đặc trưng: mỗi chuỗi được"
        " khôi phục về thang đo của chính nó.",
        en="You pool the samples as well as the sequence. RevIN needs a pair for each sample and feature: each"
        " sequence goes back to a scale of its own.",
    ),
    read="two-samples-one-feature#new",
    hint=1,
)
class OverBatch(_Layer):
    def statistics(self, x):
        return x.mean(axis=(0, 1), keepdims=True), np.sqrt(x.var(axis=(0, 1), keepdims=True) + self.eps)


@mistake(
    name=Text(vi="Thống kê theo đặc trưng", en="Statistics over the features"),
    why=Text(
        vi="axis=2 (hay axis=-1) là trục đặc trưng, nên mỗi token có một cặp số. Khi y có độ dài khác x, cặp số đó"
        " không khớp nữa.",
        en="axis=2 (or axis=-1) is the feature axis, so each token has a pair. When y is not as long as x, those"
        " pairs no longer fit.",
    ),
    read="one-sample-two-features#new",
    hint=1,
)
class OverFeatures(_Layer):
    def statistics(self, x):
        return x.mean(axis=2, keepdims=True), np.sqrt(x.var(axis=2, keepdims=True) + self.eps)


@mistake(
    name=Text(vi="Thống kê lặp lại theo độ dài của x", en="Statistics repeated to the length of x"),
    why=Text(
        vi="Bạn nhớ trung bình và độ lệch chuẩn dưới dạng (B, L, F). Khi y dài H khác L, phép tính báo lỗi. Giữ"
        " shape (B, 1, F) thì độ dài nào cũng khớp.",
        en="You remember mean and std in the shape (B, L, F). When y has a length H other than L, that raises. Kept"
        " as (B, 1, F), they fit any length.",
    ),
    read="time-series-and-sound#revin",
    hint=1,
)
class RepeatedStatistics(_Layer):
    def statistics(self, x):
        mean, std = super().statistics(x)
        return np.repeat(mean, x.shape[1], axis=1), np.repeat(std, x.shape[1], axis=1)


@mistake(
    name=Text(vi="Khôi phục bằng gamma và beta cũ", en="Denormalizes with the old gamma and beta"),
    why=Text(
        vi="normalize cất luôn gamma và beta, rồi denormalize dùng bản đã cất. Gán giá trị mới ở giữa hai lần gọi thì"
        " giá trị đó bị bỏ qua. Chỉ cần nhớ thống kê của x; còn gamma và beta thì đọc lại từ self.",
        en="normalize stores gamma and beta too, and denormalize uses what was stored. Values assigned between the two"
        " calls are ignored. Remember the statistics of x alone, and read gamma and beta from self again.",
    ),
    read="time-series-and-sound#revin",
)
class FreezesParameters(_Layer):
    def normalize(self, x):
        self.stored = self.gamma, self.beta
        return super().normalize(x)

    def restored(self, y):
        gamma, beta = self.stored
        return (y - beta) / gamma * self.std + self.mean


@mistake(
    name=Text(vi="Chia cho L − 1", en="Divides by L − 1"),
    why=Text(
        vi="Đó là phương sai không chệch (ddof=1). RevIN dùng phương sai chệch, chia cho L; với L = 1 bạn nhận được"
        " NaN. Chuẩn hóa rồi khôi phục vẫn cho lại x, nên khó thấy lỗi.",
        en="That is the unbiased variance (ddof=1). RevIN uses the biased one, divided by L; at L = 1 you get NaN."
        " The round trip still works, so it does not show there.",
    ),
    read="formula#question",
)
class UnbiasedVariance(_Layer):
    def statistics(self, x):
        return x.mean(axis=1, keepdims=True), np.sqrt(x.var(axis=1, keepdims=True, ddof=1) + self.eps)


@mistake(
    name=Text(vi="eps nằm ngoài căn", en="eps outside the square root"),
    why=Text(
        vi="Bạn cộng eps vào độ lệch chuẩn thay vì vào phương sai. Khi phương sai lớn, hai cách gần như bằng nhau;"
        " khi phương sai nhỏ cỡ eps, chúng khác hẳn.",
        en="You add eps to the standard deviation, not to the variance. For large variances the two nearly agree;"
        " for a variance about as small as eps they do not.",
    ),
    read="eps-and-small-variances#place",
)
class EpsOutsideRoot(_Layer):
    def statistics(self, x):
        return x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True) + self.eps


@mistake(
    name=Text(vi="Khôi phục không có eps", en="Denormalizes without eps"),
    why=Text(
        vi="normalize chia cho √(var + eps), còn denormalize nhân với √var, nên khôi phục không cho lại x. Hãy nhớ"
        " chính số đã chia.",
        en="normalize divides by √(var + eps) but denormalize multiplies by √var, so the round trip does not give x"
        " back. Remember the very number you divided by.",
    ),
    read="time-series-and-sound#revin",
)
class RestoresWithoutEps(_Layer):
    def restored(self, y):
        return (y - self.beta) / self.gamma * np.sqrt(np.maximum(self.std**2 - self.eps, 0)) + self.mean


# Wrong: the way back


@mistake(
    name=Text(vi="Khôi phục không cộng trung bình", en="Denormalizes without the mean"),
    why=Text(
        vi="Bạn nhân lại với độ lệch chuẩn nhưng quên cộng trung bình, nên dự báo vẫn nằm quanh 0.",
        en="You multiply by the standard deviation again but do not add the mean, so the forecast stays around 0.",
    ),
    read="time-series-and-sound#revin",
    hint=2,
)
class ForgetsMean(_Layer):
    def restored(self, y):
        return (y - self.beta) / self.gamma * self.std


@mistake(
    name=Text(vi="Khôi phục không dùng gamma và beta", en="Denormalizes without gamma and beta"),
    why=Text(
        vi="Chỉ có y · std + mean: phép biến đổi affine của normalize chưa được đảo ngược. Tầng vừa tạo có gamma ="
        " 1, beta = 0 nên không thấy gì; hãy gán giá trị khác.",
        en="It is only y · std + mean: the affine part of normalize is not undone. A new layer has gamma = 1 and"
        " beta = 0, so nothing shows: assign others.",
    ),
    read="time-series-and-sound#revin",
    hint=2,
)
class ForgetsAffine(_Layer):
    def restored(self, y):
        return y * self.std + self.mean


@mistake(
    name=Text(vi="Khôi phục: chia gamma trước khi trừ beta", en="Divides by gamma before subtracting beta"),
    why=Text(
        vi="Đảo ngược thì thứ tự cũng đảo ngược: phép cộng beta đến sau cùng nên phải được gỡ trước. Hãy trừ beta"
        " rồi mới chia cho gamma.",
        en="Undoing goes in reverse order: beta was added last, so it comes off first. Subtract beta, then divide by"
        " gamma.",
    ),
    read="time-series-and-sound#revin",
    hint=2,
)
class WrongOrder(_Layer):
    def restored(self, y):
        return (y / self.gamma - self.beta) * self.std + self.mean


@mistake(
    name=Text(vi="Áp gamma và beta thêm một lần nữa", en="Applies gamma and beta a second time"),
    why=Text(
        vi="denormalize phải đảo ngược phép biến đổi affine: trừ beta, chia cho gamma. Bạn lại nhân với gamma và"
        " cộng beta.",
        en="denormalize has to undo the affine transform: subtract beta, divide by gamma. You multiply by gamma and"
        " add beta once more.",
    ),
    read="time-series-and-sound#revin",
    hint=2,
)
class AffineTwice(_Layer):
    def restored(self, y):
        return (self.gamma * y + self.beta) * self.std + self.mean


@mistake(
    name=Text(
        vi="RevIN của chính các tác giả: chia cho gamma + eps²", en="The authors' own RevIN: divides by gamma + eps²"
    ),
    why=Text(
        vi="Code mà các tác giả RevIN công bố (ts-kim/RevIN) cộng eps² vào gamma trong denormalize, phòng khi gamma bằng"
        " 0. Bài báo và đề bài này chia cho đúng gamma, vốn không bao giờ bằng 0: x khôi phục mới khớp. normalize của"
        " bạn đúng.",
        en="The code that the authors of RevIN published (ts-kim/RevIN) adds eps² to gamma in denormalize, in case gamma"
        " is 0. Their paper and this task divide by gamma itself, which is never 0, so that x comes back. Your normalize"
        " is right.",
    ),
    read="time-series-and-sound#revin",
)
class DividesByMoreThanGamma(_Layer):
    def restored(self, y):
        return (y - self.beta) / (self.gamma + self.eps**2) * self.std + self.mean


@mistake(
    name=Text(vi="Nhân với phương sai", en="Multiplies by the variance"),
    why=Text(
        vi="denormalize nhân với var + eps thay vì với căn của nó. Nhân x với 10 thì dự báo phải tăng 10 lần, không"
        " phải 100 lần.",
        en="denormalize multiplies by var + eps, not by its root. Multiply x by 10, and the forecast must grow"
        " tenfold, not a hundredfold.",
    ),
    read="time-series-and-sound#revin",
)
class MultipliesByVariance(_Layer):
    def restored(self, y):
        return (y - self.beta) / self.gamma * self.std**2 + self.mean


@mistake(
    name=Text(vi="normalize không dùng gamma và beta", en="normalize without gamma and beta"),
    why=Text(
        vi="normalize chỉ chuẩn hóa, còn denormalize lại gỡ gamma và beta vốn chưa từng được áp. Tầng vừa tạo có"
        " gamma = 1, beta = 0 nên không thấy gì.",
        en="normalize only normalizes, but denormalize takes off a gamma and a beta that were never applied. A new"
        " layer has gamma = 1 and beta = 0, so nothing shows.",
    ),
    read="time-series-and-sound#revin",
)
class NormalizesWithoutAffine(_Layer):
    def normalize(self, x):
        self.mean, self.std = self.statistics(x)
        return (x - self.mean) / self.std


# Wrong: what is remembered before and beside


@mistake(
    name=Text(vi="Chưa normalize mà vẫn khôi phục", en="Denormalizes before any normalize"),
    why=Text(
        vi="Tầng mới tạo đã có sẵn thống kê (chẳng hạn mean = 0, std = 1), nên ai quên gọi normalize sẽ lặng lẽ nhận số"
        " sai. Đề bài yêu cầu phát sinh RuntimeError.",
        en="A new layer has statistics ready (mean 0 and std 1, say), so whoever forgets normalize silently gets wrong"
        " numbers. Asked for is a RuntimeError.",
    ),
    read="time-series-and-sound#revin",
    hint=3,
)
class StartsWithStatistics(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.mean, self.std = 0.0, 1.0


@mistake(
    name=Text(vi="AttributeError thay cho RuntimeError", en="AttributeError in place of RuntimeError"),
    why=Text(
        vi="Khi chưa normalize, denormalize dừng ở một AttributeError của Python, thường vì self.mean chưa có: người dùng"
        " không hiểu phải làm gì. Hãy tự kiểm tra và phát sinh RuntimeError.",
        en="Before any normalize, denormalize stops at an AttributeError of Python's, mostly since there is no self.mean"
        " yet, which tells a user nothing. Check it yourself and raise RuntimeError.",
    ),
    read="time-series-and-sound#revin",
    hint=3,
)
class RaisesAttributeError(_Layer):
    def denormalize(self, y):
        if self.mean is None:
            raise AttributeError("'RevIN' object has no attribute 'mean'")
        return self.restored(y)


@mistake(
    name=Text(vi="TypeError thay cho RuntimeError", en="TypeError in place of RuntimeError"),
    why=Text(
        vi="Khi chưa normalize, denormalize dừng ở một TypeError của Python, thường vì thống kê còn là None: người dùng"
        " không hiểu phải làm gì. Hãy tự kiểm tra và phát sinh RuntimeError.",
        en="Before any normalize, denormalize stops at a TypeError of Python's, mostly since the statistics are still"
        " None, which tells a user nothing. Check it yourself and raise RuntimeError.",
    ),
    read="time-series-and-sound#revin",
    hint=3,
)
class RaisesTypeError(_Layer):
    def denormalize(self, y):
        return self.restored(y)


@mistake(
    name=Text(vi="Ngoại lệ khác thay cho RuntimeError", en="Another exception than RuntimeError"),
    why=Text(
        vi="Khi chưa normalize, denormalize đã báo lỗi, nhưng bằng một loại ngoại lệ khác. Ai viết except RuntimeError sẽ"
        " không bắt được nó; đề bài yêu cầu đúng RuntimeError.",
        en="Before any normalize, denormalize does complain, but by another kind of exception. Whoever writes except"
        " RuntimeError does not catch it: the task asks for RuntimeError.",
    ),
    read="time-series-and-sound#revin",
    hint=3,
)
class RaisesAnotherError(_Layer):
    def denormalize(self, y):
        if self.mean is None:
            raise ValueError("call normalize first")
        return self.restored(y)


@mistake(
    name=Text(vi="return RuntimeError thay vì raise", en="Returns RuntimeError where it should raise it"),
    why=Text(
        vi="return RuntimeError(…) chỉ đưa ngoại lệ ra như một giá trị, và chương trình chạy tiếp như không có gì. Muốn"
        " dừng lại thì viết raise RuntimeError(…).",
        en="return RuntimeError(…) only hands the exception over as a value, and the program goes on as if nothing had"
        " happened. To stop it, write raise RuntimeError(…).",
    ),
    read="time-series-and-sound#revin",
    hint=3,
)
class ReturnsAnError(_Layer):
    def denormalize(self, y):
        if self.mean is None:
            return RuntimeError("call normalize first")
        return self.restored(y)


@mistake(
    name=Text(vi="Mọi tầng dùng chung thống kê", en="All layers share their statistics"),
    why=Text(
        vi="Thống kê được gán cho lớp (class) thay vì cho self, nên tầng này khôi phục bằng thống kê của tầng kia.",
        en="The statistics are assigned to the class instead of self, so one layer denormalizes with the statistics"
        " of another.",
    ),
    read="time-series-and-sound#revin",
)
class SharedStatistics(_Layer):
    stored = None

    def normalize(self, x):
        SharedStatistics.stored = mean, std = self.statistics(x)
        return self.gamma * (x - mean) / std + self.beta

    def denormalize(self, y):
        if SharedStatistics.stored is None:
            raise RuntimeError("call normalize first")
        mean, std = SharedStatistics.stored
        return (y - self.beta) / self.gamma * std + mean


@mistake(
    name=Text(vi="Ghi đè đầu vào", en="Overwrites the input"),
    why=Text(
        vi="Phép gán tại chỗ như x -= mean sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy lỗi khi in x"
        " sau khi gọi normalize.",
        en="An in-place operation like x -= mean changes the caller's own array. The output is right, so you only"
        " see it when you print x after normalize.",
    ),
    read="formula",
)
class OverwritesInput(_Layer):
    def normalize(self, x):
        self.mean, self.std = self.statistics(x)
        x -= self.mean
        x /= self.std
        return self.gamma * x + self.beta


@mistake(
    name=Text(vi="Ghi đè y", en="Overwrites y"),
    why=Text(
        vi="Phép gán tại chỗ như y -= beta trong denormalize sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy"
        " lỗi khi in y sau khi gọi. Hãy viết y - beta.",
        en="An in-place operation like y -= beta in denormalize changes the caller's own array. The output is right, so"
        " you only see it when you print y afterwards. Write y - beta.",
    ),
    read="formula",
)
class OverwritesForecast(_Layer):
    def restored(self, y):
        y -= self.beta
        y /= self.gamma
        y *= self.std
        y += self.mean
        return y


@mistake(
    name=Text(vi="Đến lúc khôi phục mới tính thống kê", en="Computes the statistics only when it denormalizes"),
    why=Text(
        vi="normalize chỉ giữ một tham chiếu đến x, denormalize mới tính trung bình và phương sai. Nếu ở giữa người gọi"
        " ghi số khác lên x thì đó là thống kê của những số khác. Hãy tính ngay trong normalize.",
        en="normalize keeps only a reference to x, and denormalize computes mean and variance. When the caller"
        " overwrites x in between, these are statistics of other numbers. Compute them in normalize.",
    ),
    read="time-series-and-sound#revin",
)
class ComputesWhenItDenormalizes(_Layer):
    x = None

    def normalize(self, x):
        self.x = x
        return super().normalize(x)

    def restored(self, y):
        self.mean, self.std = self.statistics(self.x)
        return super().restored(y)


# Right, each in a way of its own


@right
class Textbook:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.mean = None
        self.var = None

    def normalize(self, x):
        self.mean = np.mean(x, axis=1, keepdims=True)
        self.var = np.var(x, axis=1, keepdims=True)
        x_norm = (x - self.mean) / np.sqrt(self.var + self.eps)
        return self.gamma * x_norm + self.beta

    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError("normalize has to be called first")
        y_norm = (y - self.beta) / self.gamma
        return y_norm * np.sqrt(self.var + self.eps) + self.mean


class NotNormalizedYet(RuntimeError):
    """An exception of one's own."""


@right
class OwnException:
    """The statistics are an attribute that is not there at first."""

    def __init__(self, num_features, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(num_features), np.zeros(num_features), eps

    def normalize(self, x):
        self.last = x.mean(axis=1), x.std(axis=1)
        centre, spread = (part[:, None] for part in self.last)
        return (x - centre) / np.sqrt(spread**2 + self.eps) * self.gamma + self.beta

    def denormalize(self, y):
        if not hasattr(self, "last"):
            raise NotNormalizedYet
        centre, spread = (part[:, None] for part in self.last)
        return centre + np.sqrt(spread**2 + self.eps) * (y - self.beta) / self.gamma


@right
class ScaleAndShift:
    """Remembers one scale and one shift for each instance, gamma and beta left out, in float64."""

    def __init__(self, num_features, eps=1e-5):
        self.num_features, self.eps = num_features, eps
        self.gamma, self.beta = np.full(num_features, 1.0), np.full(num_features, 0.0)
        self.known = {}

    def normalize(self, x):
        wide = x.astype(np.float64)
        self.known = {"scale": np.sqrt(wide.var(axis=1) + self.eps), "shift": wide.mean(axis=1)}
        return self.gamma / self.known["scale"][:, None] * (wide - self.known["shift"][:, None]) + self.beta

    def denormalize(self, y):
        try:
            scale, shift = self.known["scale"], self.known["shift"]
        except KeyError:
            raise RuntimeError("nothing was normalized") from None
        factor = scale / self.gamma
        return factor[:, None] * y + (shift - factor * self.beta)[:, None]


@right
class Loops:
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma, self.beta = np.ones((num_features,)), np.zeros((num_features,))
        self.table = None

    def normalize(self, x):
        y, self.table = np.empty(x.shape), {}
        for b, f in np.ndindex(x.shape[0], x.shape[2]):
            column = [float(value) for value in x[b, :, f]]
            mean = math.fsum(column) / len(column)
            std = math.sqrt(math.fsum((value - mean) ** 2 for value in column) / len(column) + self.eps)
            self.table[b, f] = mean, std
            y[b, :, f] = [self.gamma[f] * (value - mean) / std + self.beta[f] for value in column]
        return y

    def denormalize(self, y):
        if not self.table:
            raise RuntimeError
        x = np.empty(y.shape)
        for (b, f), (mean, std) in self.table.items():
            x[b, :, f] = (y[b, :, f] - self.beta[f]) / self.gamma[f] * std + mean
        return x


@right
@dataclass
class Dataclass:
    num_features: int
    eps: float = 1e-5
    gamma: np.ndarray = field(init=False)
    beta: np.ndarray = field(init=False)
    remembered: list = field(default_factory=list)

    def __post_init__(self):
        self.gamma, self.beta = np.ones(self.num_features), np.zeros(self.num_features)

    def normalize(self, x):
        self.remembered[:] = [np.average(x, axis=1)[:, None], np.sqrt(x.var(axis=1) + self.eps)[:, None]]
        mean, std = self.remembered
        return np.add(np.multiply(np.divide(np.subtract(x, mean), std), self.gamma), self.beta)

    def denormalize(self, y):
        if len(self.remembered) == 0:
            raise RuntimeError("no statistics")
        mean, std = self.remembered
        return np.add(np.multiply(np.divide(np.subtract(y, self.beta), self.gamma), std), mean)


@right
class RemembersTheWayBack:
    """normalize stores a function that undoes it; gamma and beta are read when that is called."""

    def __init__(self, num_features, eps=1e-5):
        self.eps, self.gamma, self.beta = eps, np.ones(num_features), np.zeros(num_features)
        self.way_back = None

    def normalize(self, x):
        mean = np.einsum("blf->bf", x)[:, None] / x.shape[1]
        std = np.sqrt(np.einsum("blf,blf->bf", x - mean, x - mean)[:, None] / x.shape[1] + self.eps)
        self.way_back = lambda y: mean + std * ((y - self.beta) / self.gamma)
        return (x - mean) / std * self.gamma + self.beta

    def denormalize(self, y):
        if self.way_back is None:
            raise RuntimeError("no way back yet")
        return self.way_back(y)


@right
class TransposedLayout:
    def __init__(self, num_features, eps=1e-5):
        self.eps, self.statistics = eps, None
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)

    def normalize(self, x):
        rows = x.transpose(0, 2, 1)
        self.statistics = rows.mean(axis=2, keepdims=True), rows.var(axis=2, keepdims=True)
        rows = (rows - self.statistics[0]) * (self.statistics[1] + self.eps) ** -0.5
        return (self.gamma[:, None] * rows + self.beta[:, None]).transpose(0, 2, 1)

    def denormalize(self, y):
        if self.statistics is None:
            raise RuntimeError("normalize first")
        rows = (y.transpose(0, 2, 1) - self.beta[:, None]) / self.gamma[:, None]
        return (rows * (self.statistics[1] + self.eps) ** 0.5 + self.statistics[0]).transpose(0, 2, 1)


# How a version is looked at


def _run_revin(
    RevIN: Callable, x: np.ndarray, y: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray
) -> Iterator[Outcome]:
    """A layer asked too early, given parameters, used for two inputs and beside a second; then the default eps."""
    features = x.shape[2]
    # Whatever layers share is there before the first is looked at.
    earlier_layer = attempt(RevIN, features, eps + 2)
    attempt(_method, earlier_layer, "normalize", 2 * x - 5)
    layer = attempt(RevIN, features, eps)
    yield from parameters(layer)
    yield _too_early(attempt(_method, layer, "denormalize", y.copy()))
    for name, numbers in (("gamma", gamma), ("beta", beta)):
        yield describe(attempt(setattr, layer, name, numbers.copy()))

    given = x.copy()
    normalized = attempt(_method, layer, "normalize", given)
    first = without_dtype(describe(normalized))
    yield first
    yield from touched({"x": given}, {"x": x})
    given = y.copy()
    restored = attempt(_method, layer, "denormalize", given)
    yield without_dtype(describe(restored))
    yield from touched({"y": given}, {"y": y})
    yield without_dtype(describe(attempt(_method, layer, "denormalize", np.sin(x))))  # as long as x
    yield from parameters(layer)
    given = x.copy()
    attempt(_method, layer, "normalize", given)
    given[...] = 1 - x  # used again by the caller, for a forecast: what is remembered must not change
    yield without_dtype(describe(attempt(_method, layer, "denormalize", given)))

    yield without_dtype(describe(attempt(_method, layer, "normalize", 1 - x / 2)))
    yield noticed(
        "result changed by a later call", not same_outcome(first, without_dtype(describe(normalized)), TOLERANCE)
    )
    yield without_dtype(describe(attempt(_method, layer, "denormalize", y.copy())))
    second_layer = attempt(RevIN, features, eps)
    attempt(_method, second_layer, "normalize", 3 * x + 1)
    yield without_dtype(describe(attempt(_method, layer, "denormalize", y.copy())))
    yield from parameters(layer)
    yield from parameters(second_layer)
    for name, numbers in (("gamma", 2 * gamma), ("beta", beta - 1)):
        attempt(setattr, layer, name, numbers)
    yield without_dtype(describe(attempt(_method, layer, "denormalize", y.copy())))

    for scale in (100, 1000):
        layer_with_default = attempt(RevIN, features)
        yield without_dtype(describe(attempt(_method, layer_with_default, "normalize", x / scale)))


def _too_early(outcome: object) -> Outcome:
    """How denormalize went before any normalize; which numbers came out does not matter, nor which RuntimeError."""
    if isinstance(outcome, Raised):
        if isinstance(outcome.error, RuntimeError) and not isinstance(outcome.error, NotImplementedError):
            return Outcome("raised RuntimeError")
        # By name, for what was raised in a worker is an exception of our own.
        by_accident = type(outcome.error).__name__ in ("AttributeError", "TypeError")
        return describe(outcome) if by_accident else Outcome("raised something else")
    described = describe(outcome)
    return Outcome("numbers") if described.numbers is not None else described


def _method(layer: object, name: str, x: np.ndarray) -> object:
    return getattr(layer, name)(x)


def _probes_of_revin() -> list[dict]:
    wide, tall = numbers_of((2, 5, 3), offset=2), numbers_of((2, 3, 3), scale=0.1, offset=5)
    gamma, beta = np.array([2.0, -1, 0.5]), np.array([-3.0, 1, 4])
    return [
        {"x": wide, "y": np.cos(wide[:, :2]), "eps": 0.5, "gamma": gamma, "beta": beta},
        {"x": tall, "y": np.cos(numbers_of((2, 7, 3))), "eps": 0.01, "gamma": -gamma, "beta": beta / 2},
    ]


RUNS = {"RevIN": _run_revin}
PROBES = {"RevIN": _probes_of_revin}


# What breaks the properties that no mistake does


class _Sharing(solutions.revin.RevIN):
    """Parameters of another shape, and one array and one eps for all layers."""

    one_array = staticmethod(that_hands_out_one_array(lambda y: y))

    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma = self.gamma[np.newaxis]
        _Sharing.last_eps = eps

    def normalize(self, x):
        self.eps = _Sharing.last_eps
        return self.one_array(super().normalize(x))


def _with_other_default(num_features, eps=0.5):
    return solutions.revin.RevIN(num_features, eps)


BREAKS = {"RevIN": [_Sharing, _with_other_default]}
