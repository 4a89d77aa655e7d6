"""Wrong and right versions of the class `InstanceNorm1D(num_features, eps=1e-5)`: what learners really write."""

import math
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

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


class _Layer:
    """The right layer; a wrong one below says only what it does differently."""

    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def normalize(self, x):
        return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + self.eps)

    def forward(self, x):
        return self.gamma * self.normalize(x) + self.beta


# Wrong: the statistics


@mistake(
    name=Text(vi="Chuẩn hóa theo batch", en="Batch normalization"),
    why=Text(
        vi="Bạn lấy trung bình trên cả các mẫu lẫn chuỗi, nên các mẫu trộn vào nhau. Với B = 1 kết quả vẫn đúng, vì"
        " vậy hãy thử với hai mẫu có thang đo khác nhau.",
        en="You average over the samples as well as the sequence, so samples mix. With B = 1 the result is still"
        " right: try two samples of different scale.",
    ),
    read="five-norms#cubes",
)
class BatchNorm(_Layer):
    def normalize(self, x):
        return (x - x.mean(axis=(0, 1))) / np.sqrt(x.var(axis=(0, 1)) + self.eps)


@mistake(
    name=Text(vi="Chuẩn hóa theo tầng (từng token)", en="Layer normalization (of each token)"),
    why=Text(
        vi="axis=2 (hay axis=-1) là trục đặc trưng: mỗi token được chuẩn hóa riêng, như trong Transformer. Với F = 1"
        " mọi đầu ra đều bằng beta.",
        en="axis=2 (or axis=-1) is the feature axis: each token is normalized by itself, as in Transformers. With F ="
        " 1 every output equals beta.",
    ),
    read="five-norms#cubes",
)
class LayerNorm(_Layer):
    def normalize(self, x):
        return (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True) + self.eps)


@mistake(
    name=Text(vi="Chia cho L − 1", en="Divides by L − 1"),
    why=Text(
        vi="Đó là phương sai không chệch (ddof=1), mặc định của torch.var. Ở đây dùng phương sai chệch, chia cho L:"
        " với L = 2 độ lệch chuẩn của đầu ra chỉ còn 0,707; với L = 1 thì thành 0/0, tức là NaN.",
        en="That is the unbiased variance (ddof=1), the default of torch.var. Here the biased one is used, divided by"
        " L: at L = 2 your output has standard deviation 0.707, at L = 1 it is 0/0, NaN.",
    ),
    read="formula#question",
)
class UnbiasedVariance(_Layer):
    def normalize(self, x):
        return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True, ddof=1) + self.eps)


@mistake(
    name=Text(vi="Chia cho num_features", en="Divides by num_features"),
    why=Text(
        vi="num_features là số đặc trưng F, không phải độ dài chuỗi. Trung bình theo chuỗi phải chia cho L ="
        " x.shape[1]; khi L = F lỗi không lộ ra.",
        en="num_features is the number of features F, not the sequence length. A mean over the sequence divides by L ="
        " x.shape[1]; when L = F this stays hidden.",
    ),
    read="one-sample-two-features#new",
)
class DividesByNumFeatures(_Layer):
    def normalize(self, x):
        centred = x - x.sum(axis=1, keepdims=True) / self.num_features
        return centred / np.sqrt(np.sum(centred**2, axis=1, keepdims=True) / self.num_features + self.eps)


@mistake(
    name=Text(vi="eps nằm ngoài căn", en="eps outside the square root"),
    why=Text(
        vi="Bạn cộng eps vào độ lệch chuẩn thay vì vào phương sai. Khi phương sai lớn, hai cách gần như bằng nhau; khi"
        " phương sai nhỏ cỡ eps, chúng khác hẳn.",
        en="You add eps to the standard deviation, not to the variance. For large variances the two nearly agree; for"
        " a variance about as small as eps they do not.",
    ),
    read="eps-and-small-variances#place",
)
class EpsOutsideRoot(_Layer):
    def normalize(self, x):
        return (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + self.eps)


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
    name=Text(vi="eps mặc định khác 1e-5", en="The default eps is not 1e-5"),
    why=Text(
        vi="Khi không truyền eps, tầng của bạn dùng 1e-3, mặc định của Keras. Đề bài yêu cầu 1e-5; sự khác biệt lộ ra"
        " khi phương sai nhỏ.",
        en="Made without eps your layer uses 1e-3, the default of Keras. The exercise asks for 1e-5; small variances"
        " show the difference.",
    ),
    read="eps-and-small-variances#defaults",
)
class OtherDefaultEps(_Layer):
    def __init__(self, num_features, eps=1e-3):
        super().__init__(num_features, eps)


@mistake(
    name=Text(vi="eps mặc định là 1e-8", en="The default eps is 1e-8"),
    why=Text(
        vi="Khi không truyền eps, tầng của bạn dùng 1e-8, con số quen thuộc ở Adam. Đề bài yêu cầu 1e-5; sự khác biệt chỉ lộ ra khi phương sai rất nhỏ.",
        en="Made without eps your layer uses 1e-8, known from Adam. The exercise asks for 1e-5; only very small variances show the difference.",
    ),
    read="eps-and-small-variances#defaults",
)
class DefaultEps1e8(_Layer):
    def __init__(self, num_features, eps=1e-8):
        super().__init__(num_features, eps)


@mistake(
    name=Text(vi="eps mặc định là 1e-6", en="The default eps is 1e-6"),
    why=Text(
        vi="Khi không truyền eps, tầng của bạn dùng 1e-6, cỡ quen thuộc ở nhiều bản RMSNorm. Đề bài yêu cầu 1e-5; sự khác biệt chỉ lộ ra khi phương sai rất nhỏ.",
        en="Made without eps your layer uses 1e-6, known from many versions of RMSNorm. The exercise asks for 1e-5; only very small variances show the difference.",
    ),
    read="eps-and-small-variances#defaults",
)
class DefaultEps1e6(_Layer):
    def __init__(self, num_features, eps=1e-6):
        super().__init__(num_features, eps)


@mistake(
    name=Text(vi="Quên return", en="Forgets to return"),
    why=Text(
        vi="Hàm không trả về gì, nên kết quả là None. print chỉ in ra màn hình; hãy kết thúc hàm bằng return.",
        en="The function returns nothing, so its result is None. print only shows a value: end the function with return.",
    ),
    read="formula",
)
class ForgetsReturn(_Layer):
    def forward(self, x):
        y = self.gamma * (x - x.mean(axis=1, keepdims=True)) + self.beta  # noqa: F841 - that is the mistake


# Wrong: gamma and beta


@mistake(
    name=Text(vi="gamma vừa gán không có tác dụng", en="An assigned gamma has no effect"),
    why=Text(
        vi="forward không nhân với gamma, hoặc nhân với một bản sao có từ trước. Tầng vừa tạo có gamma = 1 nên không thấy gì; hãy gán gamma = 2 và xem độ"
        " lệch chuẩn của đầu ra.",
        en="forward does not multiply by gamma, or by an older copy of it. A new layer has gamma = 1, so nothing shows: assign gamma = 2 and look"
        " at the output's standard deviation.",
    ),
    read="formula#step-affine",
    hint=3,
)
class IgnoresGamma(_Layer):
    def forward(self, x):
        return self.normalize(x) + self.beta


@mistake(
    name=Text(vi="beta vừa gán không có tác dụng", en="An assigned beta has no effect"),
    why=Text(
        vi="forward không cộng beta, hoặc cộng một bản sao có từ trước. Tầng vừa tạo có beta = 0 nên không thấy gì; hãy gán beta = 5 và xem trung bình"
        " của đầu ra.",
        en="forward does not add beta, or adds an older copy of it. A new layer has beta = 0, so nothing shows: assign beta = 5 and look at the mean"
        " of the output.",
    ),
    read="formula#step-affine",
    hint=3,
)
class IgnoresBeta(_Layer):
    def forward(self, x):
        return self.gamma * self.normalize(x)


@mistake(
    name=Text(vi="Cộng beta trước khi nhân gamma", en="Adds beta before multiplying by gamma"),
    why=Text(
        vi="Vì đặt ngoặc sai, beta cũng bị nhân với gamma. Phép nhân đi trước: trung bình của đầu ra phải đúng bằng"
        " beta.",
        en="A misplaced bracket multiplies beta by gamma too. The product comes first: the mean of the output must be"
        " exactly beta.",
    ),
    read="formula#step-affine",
)
class AddsBetaFirst(_Layer):
    def forward(self, x):
        return self.gamma * (self.normalize(x) + self.beta)


@mistake(
    name=Text(vi="Nhân với beta", en="Multiplies by beta"),
    why=Text(
        vi="beta là độ dời nên phải được cộng vào. Vì beta bắt đầu bằng 0, phép nhân làm mọi đầu ra của tầng vừa tạo"
        " thành 0.",
        en="beta is the shift, so it is added. As beta starts at 0, multiplying by it makes every output of a new"
        " layer 0.",
    ),
    read="formula#step-affine",
)
class MultipliesByBeta(_Layer):
    def forward(self, x):
        return self.gamma * self.normalize(x) * self.beta


@mistake(
    name=Text(vi="Trừ beta", en="Subtracts beta"),
    why=Text(
        vi="Dấu của độ dời bị ngược. Tầng vừa tạo có beta = 0 nên không thấy gì; hãy gán beta = 5: trung bình của đầu"
        " ra phải là 5, không phải −5.",
        en="The sign of the shift is wrong. A new layer has beta = 0, so nothing shows: assign beta = 5, and the"
        " output's mean must be 5, not −5.",
    ),
    read="formula#step-affine",
)
class SubtractsBeta(_Layer):
    def forward(self, x):
        return self.gamma * self.normalize(x) - self.beta


@mistake(
    name=Text(vi="gamma và beta được dùng trước khi chuẩn hóa", en="gamma and beta before normalizing"),
    why=Text(
        vi="Bạn co giãn và dời x rồi mới chuẩn hóa, nên việc chuẩn hóa xóa mất beta và độ lớn của gamma (chỉ còn dấu). Hai tham số này chỉ có"
        " tác dụng nếu đứng sau.",
        en="You scale and shift x and then normalize, which wipes out beta and the size of gamma (only its sign survives). The two have an effect"
        " only if they come after it.",
    ),
    read="gamma-and-beta#counts",
)
class AffineBeforeNorm(_Layer):
    def forward(self, x):
        return self.normalize(self.gamma * x + self.beta)


@mistake(
    name=Text(vi="gamma nằm dọc theo chuỗi", en="gamma lies along the sequence"),
    why=Text(
        vi="reshape(1, -1, 1) đặt hệ số của từng đặc trưng dọc theo trục chuỗi. NumPy thường báo lỗi; khi L = F mỗi"
        " token nhận nhầm hệ số mà không có lỗi nào.",
        en="reshape(1, -1, 1) lays the scales of the features along the sequence axis. NumPy mostly raises; when L = F"
        " each token silently gets a wrong scale.",
    ),
    read="formula#step-affine",
    hint=2,
)
class GammaAlongSequence(_Layer):
    def forward(self, x):
        return self.gamma.reshape(1, -1, 1) * self.normalize(x) + self.beta.reshape(1, -1, 1)


@mistake(
    name=Text(vi="gamma bắt đầu bằng 0", en="gamma starts at 0"),
    why=Text(
        vi="Với gamma = 0, tầng vừa tạo xóa sạch mọi thông tin: đầu ra toàn 0. Hệ số tỷ lệ bắt đầu bằng 1, độ dời mới"
        " bắt đầu bằng 0.",
        en="With gamma = 0 a new layer wipes out everything: its output is all 0. The scale starts at 1; it is the"
        " shift that starts at 0.",
    ),
    read="gamma-and-beta#counts",
)
class GammaStartsAtZero(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma = np.zeros(num_features)


@mistake(
    name=Text(vi="beta bắt đầu bằng 1", en="beta starts at 1"),
    why=Text(
        vi="beta được tạo giống gamma, có lẽ do sao chép dòng trên. Tầng vừa tạo vì thế cho trung bình 1; độ dời phải"
        " bắt đầu bằng 0.",
        en="beta is made like gamma, perhaps by copying the line above. A new layer therefore gives mean 1; the shift"
        " has to start at 0.",
    ),
    read="gamma-and-beta#counts",
)
class BetaStartsAtOne(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.beta = np.ones(num_features)


@mistake(
    name=Text(vi="Giá trị ban đầu của gamma và beta bị đổi chỗ", en="gamma and beta start the wrong way round"),
    why=Text(
        vi="gamma bắt đầu từ 0 và beta từ 1, nên tầng vừa tạo cho ra toàn số 1. Nhân thì bắt đầu từ 1, cộng thì bắt đầu"
        " từ 0.",
        en="gamma starts at 0 and beta at 1, so a new layer gives ones everywhere. What multiplies starts at 1, what is"
        " added starts at 0.",
    ),
    read="gamma-and-beta#counts",
)
class SwappedInitialValues(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma, self.beta = np.zeros(num_features), np.ones(num_features)


@mistake(
    name=Text(vi="gamma và beta có shape (1, 1, F)", en="gamma and beta of shape (1, 1, F)"),
    why=Text(
        vi="Đầu ra vẫn đúng, nhưng gamma và beta được quy ước có shape (F,), như trong PyTorch. Ai đọc layer.gamma[2]"
        " sẽ chờ một con số. Chỉ đổi shape khi tính.",
        en="The output is right, but gamma and beta are agreed to have the shape (F,), as in PyTorch: a reader of"
        " layer.gamma[2] expects a number. Reshape only where you compute.",
    ),
    read="gamma-and-beta#counts",
    hint=2,
)
class ThreeAxisParameters(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma = np.ones((1, 1, num_features))
        self.beta = np.zeros((1, 1, num_features))


@mistake(
    name=Text(vi="Một gamma cho mọi đặc trưng", en="One gamma for all features"),
    why=Text(
        vi="gamma và beta là hai con số đơn lẻ. Nhờ broadcasting, đầu ra ban đầu vẫn đúng, nhưng mỗi đặc trưng cần hệ"
        " số tỷ lệ và độ dời riêng: shape (F,).",
        en="gamma and beta are single numbers. Thanks to broadcasting the first outputs are right, but every feature"
        " needs a scale and a shift of its own: shape (F,).",
    ),
    read="gamma-and-beta#counts",
)
class ScalarParameters(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.gamma = 1.0
        self.beta = 0.0


@mistake(
    name=Text(vi="Bỏ qua gamma và beta vừa gán", en="Ignores newly assigned gamma and beta"),
    why=Text(
        vi="forward không dùng gamma và beta vừa gán: nó giữ bản sao từ lúc tạo tầng, hoặc không hề đọc đến. Khi huấn"
        " luyện, hai tham số này được gán lại liên tục, nên forward phải đọc chúng ở mỗi lần gọi.",
        en="forward does not use the gamma and beta just assigned: it keeps copies from when the layer was made, or never"
        " reads them. Training reassigns both all the time, so forward has to read them at every call.",
    ),
    read="formula#the-class",
    hint=3,
)
class KeepsFirstParameters(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.scale, self.shift = self.gamma.copy(), self.beta.copy()

    def forward(self, x):
        return self.scale * self.normalize(x) + self.shift


# Wrong: what is kept, shared or overwritten


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
    name=Text(vi="Mọi tầng dùng chung gamma và beta", en="All layers share gamma and beta"),
    why=Text(
        vi="gamma và beta được gán cho lớp (class) thay vì cho self, nên tầng tạo sau thay luôn gamma và beta của tầng tạo"
        " trước. Hãy viết self.gamma = …, self.beta = ….",
        en="gamma and beta are assigned to the class instead of self, so a later layer replaces those of an earlier one."
        " Write self.gamma = …, self.beta = ….",
    ),
    read="formula#the-class",
)
class ParametersOnClass(_Layer):
    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        ParametersOnClass.gamma = np.ones(num_features)
        ParametersOnClass.beta = np.zeros(num_features)


@mistake(
    name=Text(vi="Giữ thống kê chạy", en="Keeps running statistics"),
    why=Text(
        vi="Từ lần gọi thứ hai, bạn trộn thống kê cũ vào, giống thống kê chạy của chuẩn hóa theo batch. Chuẩn hóa instance"
        " dùng thống kê của chính đầu vào, ở mọi lần gọi.",
        en="From the second call on you mix in old statistics, like the running statistics of batch normalization. Instance"
        " normalization uses the statistics of the input itself, at every call.",
    ),
    read="five-norms#inference",
    hint=1,
)
class RunningStatistics(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.mean = self.var = None

    def normalize(self, x):
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        self.mean = mean if self.mean is None else 0.9 * self.mean + 0.1 * mean
        self.var = var if self.var is None else 0.9 * self.var + 0.1 * var
        return (x - self.mean) / np.sqrt(self.var + self.eps)


@mistake(
    name=Text(vi="Thống kê chạy của chuẩn hóa theo batch", en="Running statistics of batch normalization"),
    why=Text(
        vi="Tầng chuẩn hóa bằng running_mean và running_var, cập nhật dần từ cả batch, như chuẩn hóa theo batch lúc suy"
        " luận. Chuẩn hóa instance không nhớ gì: mean và var tính lại từ từng mẫu của đầu vào.",
        en="The layer normalizes by running_mean and running_var, updated little by little from the whole batch, as"
        " batch normalization does. Instance normalization remembers nothing: it takes mean and var of each sample anew.",
    ),
    read="five-norms#inference",
    hint=1,
)
class RunningBatchStatistics(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)

    def normalize(self, x):
        self.running_mean = 0.9 * self.running_mean + 0.1 * x.mean(axis=(0, 1))
        self.running_var = 0.9 * self.running_var + 0.1 * x.var(axis=(0, 1))
        return (x - self.running_mean) / np.sqrt(self.running_var + self.eps)


@mistake(
    name=Text(vi="Gọi lại thì ra kết quả khác", en="Gives another result when called again"),
    why=Text(
        vi="Cùng một đầu vào mà hai lần gọi forward cho hai kết quả: tầng giữ lại gì đó từ lần gọi trước, hoặc có số ngẫu"
        " nhiên. forward chỉ phụ thuộc vào đầu vào, gamma, beta và eps.",
        en="The same input gives two results in two calls of forward: something is kept from the call before, or random"
        " numbers come in. forward depends on its input, gamma, beta and eps only.",
    ),
    read="introduction",
    hint=1,
)
class SwitchesAfterFirstCall(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.training = True

    def normalize(self, x):
        if self.training:
            self.training = False
            return super().normalize(x)
        return x / np.sqrt(1 + self.eps)


@mistake(
    name=Text(vi="forward làm thay đổi gamma hoặc beta", en="forward changes gamma or beta"),
    why=Text(
        vi="Sau forward, gamma hoặc beta của tầng không còn như trước (chẳng hạn vì self.gamma *= …). forward chỉ đọc hai"
        " tham số này; chỉ khi huấn luyện chúng mới được gán lại.",
        en="After forward the layer's gamma or beta is not what it was (because of self.gamma *= …, say). forward only"
        " reads both; training assigns them.",
    ),
    read="gamma-and-beta",
)
class ForwardChangesParameters(_Layer):
    def forward(self, x):
        self.gamma *= 1 / np.sqrt(1 + self.eps)
        return self.gamma * self.normalize(x) + self.beta


@mistake(
    name=Text(vi="Dùng mãi thống kê của lần gọi đầu", en="Uses the statistics of the first call for ever"),
    why=Text(
        vi="Thống kê được tính một lần rồi cất đi. Lần gọi đầu tiên đúng, nên hãy gọi forward lần thứ hai với một đầu"
        " vào khác.",
        en="The statistics are computed once and stored. The first call is right, so call forward a second time with"
        " another input.",
    ),
    read="introduction",
    hint=1,
)
class FirstCallStatistics(_Layer):
    def __init__(self, num_features, eps=1e-5):
        super().__init__(num_features, eps)
        self.mean = None

    def normalize(self, x):
        if self.mean is None:
            self.mean, self.var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        return (x - self.mean) / np.sqrt(self.var + self.eps)


@mistake(
    name=Text(vi="forward đổi shape của gamma và beta", en="forward changes the shape of gamma and beta"),
    why=Text(
        vi="forward gán kết quả của reshape vào chính self.gamma và self.beta. Đầu ra đúng, nhưng sau lần gọi đầu hai"
        " tham số không còn shape (F,). Hãy dùng biến cục bộ.",
        en="forward assigns the reshaped arrays to self.gamma and self.beta themselves. The output is right, but"
        " afterwards the two no longer have shape (F,). Use local variables.",
    ),
    read="formula#the-class",
    hint=2,
)
class ReshapesParameters(_Layer):
    def forward(self, x):
        self.gamma = self.gamma.reshape(1, 1, -1)
        self.beta = self.beta.reshape(1, 1, -1)
        return self.gamma * self.normalize(x) + self.beta


@mistake(
    name=Text(vi="Ghi đè đầu vào", en="Overwrites the input"),
    why=Text(
        vi="Phép gán tại chỗ như x -= mean sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy lỗi khi in x"
        " sau khi gọi forward.",
        en="An in-place operation like x -= mean changes the caller's own array. The output is right, so you only see"
        " it when you print x after forward.",
    ),
    read="formula",
)
class OverwritesInput(_Layer):
    def normalize(self, x):
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(x.var(axis=1, keepdims=True) + self.eps)
        return x


# Right, each in a way of its own


@right
class Textbook:
    def __init__(self, num_features, eps=1e-5):
        self.num_features = num_features
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)

    def forward(self, x):
        mean = np.mean(x, axis=1, keepdims=True)
        var = np.var(x, axis=1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma.reshape(1, 1, -1) * x_norm + self.beta.reshape(1, 1, -1)


class _Parameters:
    """What most right versions begin with."""

    def __init__(self, num_features, eps=1e-5):
        self.eps = eps
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)


@right
class ThreeLoops(_Parameters):
    def forward(self, x):
        y = np.empty(x.shape)
        for b in range(x.shape[0]):
            for f in range(x.shape[2]):
                values = [float(value) for value in x[b, :, f]]
                mean = sum(values) / len(values)
                var = sum((value - mean) ** 2 for value in values) / len(values)
                for t, value in enumerate(values):
                    y[b, t, f] = self.gamma[f] * (value - mean) / math.sqrt(var + self.eps) + self.beta[f]
        return y


@right
class LoopOverFeatures(_Parameters):
    def forward(self, x):
        y = np.zeros_like(x)
        for f, (gamma, beta) in enumerate(zip(self.gamma, self.beta, strict=True)):
            rows = x[:, :, f]
            centred = rows - rows.mean(axis=1)[:, None]
            y[:, :, f] = gamma * centred / np.sqrt(rows.var(axis=1)[:, None] + self.eps) + beta
        return y


@right
class OnePass(_Parameters):
    def forward(self, x):
        mean = x.mean(axis=1, keepdims=True)
        var = np.mean(x * x, axis=1, keepdims=True) - mean * mean
        return self.gamma * ((x - mean) / np.sqrt(var + self.eps)) + self.beta


@right
class FoldedAffine(_Parameters):
    """One multiplication and one addition for each element: y = scale · x + shift."""

    def forward(self, x):
        wide = x.astype(np.float64)
        scale = self.gamma / np.sqrt(wide.var(axis=1) + self.eps)
        shift = self.beta - scale * wide.mean(axis=1)
        return scale[:, None, :] * wide + shift[:, None, :]


@right
class Einsum(_Parameters):
    def forward(self, x):
        centred = x - np.einsum("blf->bf", x)[:, None] / x.shape[1]
        var = np.einsum("blf,blf->bf", centred, centred) / x.shape[1]
        return np.einsum("blf,bf,f->blf", centred, 1 / np.sqrt(var + self.eps), self.gamma) + self.beta


@right
class AveragingMatrix(_Parameters):
    def forward(self, x):
        average = np.full((x.shape[1], x.shape[1]), 1 / x.shape[1])
        centred = x - average @ x
        return centred / np.sqrt(average @ (centred * centred) + self.eps) @ np.diag(self.gamma) + self.beta


@right
class Welford(_Parameters):
    def forward(self, x):
        mean = np.zeros((len(x), 1, x.shape[2]))
        squares = np.zeros_like(mean)
        for count in range(1, x.shape[1] + 1):
            token = x[:, count - 1 : count]
            delta = token - mean
            mean = mean + delta / count
            squares = squares + delta * (token - mean)
        return (x - mean) / np.sqrt(squares / x.shape[1] + self.eps) * self.gamma + self.beta


@right
class TransposedLayout(_Parameters):
    def forward(self, x):
        rows = x.transpose(0, 2, 1)
        rows = (rows - rows.mean(axis=2, keepdims=True)) / np.sqrt(rows.var(axis=2, keepdims=True) + self.eps)
        return (self.gamma[:, None] * rows + self.beta[:, None]).transpose(0, 2, 1)


@right
class ExactSums(_Parameters):
    def _one(self, column, gamma, beta):
        mean = math.fsum(column) / len(column)
        var = math.fsum((value - mean) ** 2 for value in column) / len(column)
        return [gamma * (value - mean) / math.sqrt(var + self.eps) + beta for value in column]

    def forward(self, x):
        samples = x.swapaxes(1, 2).tolist()
        rows = [list(map(self._one, sample, self.gamma, self.beta)) for sample in samples]
        return np.array(rows).swapaxes(1, 2)


@right
class CastBack(_Parameters):
    def forward(self, x):
        wide = np.asarray(x, dtype=np.float64)
        y = np.multiply(wide - np.average(wide, axis=1)[:, None], self.gamma)
        y /= np.sqrt(wide.var(axis=1, keepdims=True) + self.eps)
        y += self.beta
        return y.astype(x.dtype)


@right
class Fourier(_Parameters):
    def forward(self, x):
        spectrum = np.fft.fft(x.astype(np.float64), axis=1)
        spectrum[:, 0] = 0
        power = np.sum(np.abs(spectrum) ** 2, axis=1, keepdims=True) / x.shape[1] ** 2
        return self.gamma * np.fft.ifft(spectrum, axis=1).real / np.sqrt(power + self.eps) + self.beta


@right
@dataclass
class Dataclass:
    num_features: int
    eps: float = 1e-5
    gamma: np.ndarray = field(init=False)
    beta: np.ndarray = field(init=False)

    def __post_init__(self):
        self.gamma, self.beta = np.ones(self.num_features), np.zeros(self.num_features)

    def forward(self, x):
        centred = x - np.add.reduce(x, axis=1, keepdims=True) / x.shape[1]
        var = np.add.reduce(centred**2, axis=1, keepdims=True) / x.shape[1]
        return centred * (var + self.eps) ** -0.5 * self.gamma + self.beta


@right
class Properties:
    """gamma and beta are properties that keep what is assigned as float64."""

    def __init__(self, num_features, eps=1e-5):
        self._eps = eps
        self._affine = np.stack([np.ones(num_features), np.zeros(num_features)])

    @property
    def gamma(self):
        return self._affine[0]

    @gamma.setter
    def gamma(self, value):
        self._affine[0] = value

    @property
    def beta(self):
        return self._affine[1]

    @beta.setter
    def beta(self, value):
        self._affine[1] = value

    def forward(self, x):
        centred = x - x.mean(1, keepdims=True)
        rms = np.linalg.norm(centred, axis=1, keepdims=True) / math.sqrt(x.shape[1])
        return self.gamma * centred / np.hypot(rms, math.sqrt(self._eps)) + self.beta


@right
class StatisticsModule(_Parameters):
    def forward(self, x):
        y = np.empty_like(x, dtype=np.float64)
        for b, f in np.ndindex(x.shape[0], x.shape[2]):
            column = [float(value) for value in x[b, :, f]]
            scale = self.gamma[f] / math.sqrt(statistics.pvariance(column) + self.eps)
            y[b, :, f] = (x[b, :, f] - statistics.fmean(column)) * scale + self.beta[f]
        return y


@right
class AppliedAlongSequence(_Parameters):
    def forward(self, x):
        normalized = np.apply_along_axis(lambda c: (c - c.mean()) / np.sqrt(c.var() + self.eps), 1, x)
        return np.add(np.multiply(normalized, self.gamma[None, None]), self.beta[None, None])


# How a version is looked at


def _run_instance_norm_1d(
    InstanceNorm1D: Callable, x: np.ndarray, eps: float, gamma: np.ndarray, beta: np.ndarray
) -> Iterator[Outcome]:
    """A layer used twice, given new parameters, and used again beside others; one given parameters; and defaults."""
    features = x.shape[2]
    layer = attempt(InstanceNorm1D, features, eps)
    before = tuple(parameters(layer))
    yield from before
    running = _running(attempt(InstanceNorm1D, features, eps), x)
    if running is not None:
        yield Outcome(running)
        return

    given = x.copy()
    result = attempt(forward, layer, given)
    first = describe(result)
    yield without_dtype(first)
    yield from touched({"x": given}, {"x": x})
    after = tuple(parameters(layer))
    if not all(map(_same_parameter, before, after)):
        shaped_alike = all(map(_shaped_alike, before, after))
        yield Outcome("forward changes " + ("the numbers" if shaped_alike else "the shape") + " of gamma or beta")
        return
    other = describe(attempt(forward, layer, 1 - x / 2))
    again = describe(attempt(forward, layer, x.copy()))
    if not same_outcome(first, again, TOLERANCE):
        yield Outcome("depends on earlier calls")
        return
    yield without_dtype(other)
    yield noticed("result changed by a later call", not same_outcome(first, describe(result), TOLERANCE))

    for name, numbers in (("gamma", gamma), ("beta", beta)):
        yield describe(attempt(setattr, layer, name, numbers.copy()))
    yield without_dtype(describe(attempt(forward, layer, x.copy())))
    yield from parameters(layer)

    alike = attempt(InstanceNorm1D, features, eps + 1)
    yield from parameters(alike)
    yield without_dtype(describe(attempt(forward, layer, x.copy())))
    wider = attempt(InstanceNorm1D, features + 1, eps + 1)
    yield from parameters(alike)
    attempt(forward, wider, np.ones((1, 2, features + 1)))
    yield without_dtype(describe(attempt(forward, layer, x.copy())))

    # Parameters that are there before the first forward may count though later ones do not.
    layer_given_parameters = attempt(InstanceNorm1D, features, eps)
    for name, numbers in (("gamma", gamma), ("beta", beta)):
        attempt(setattr, layer_given_parameters, name, numbers.copy())
    yield without_dtype(describe(attempt(forward, layer_given_parameters, x.copy())))

    for scale in (100, 1000):
        layer_with_default = attempt(InstanceNorm1D, features)
        yield without_dtype(describe(attempt(forward, layer_with_default, x / scale)))


def _running(layer: object, x: np.ndarray) -> str | None:
    """What running statistics a new layer keeps: of instances, of the batch, or none (None).

    Called again and again with the same x after another, such a layer comes nearer to the statistics of x each time.
    """
    attempt(forward, layer, 1 - x / 2)
    outputs = [describe(attempt(forward, layer, x.copy())).numbers for _ in range(3)]
    if any(y is None or y.shape != x.shape or not np.isfinite(y).all() for y in outputs):
        return None
    means = [_mean_taken_off(x, y) for y in outputs]
    if any(mean is None for mean in means) or np.allclose(means[0], means[2], rtol=TOLERANCE):
        return None
    # Only what belongs to the batch is taken off all samples alike.
    alike = all(np.allclose(mean, mean[:1], rtol=TOLERANCE) for mean in means)
    whose, axes = ("the batch", (0, 1)) if alike else ("instances", 1)
    far = [np.abs(mean - x.mean(axis=axes, keepdims=True)) for mean in means]
    comes_nearer = np.all(far[1] < far[0]) and np.all(far[2] < far[1])
    return f"running statistics of {whose}" if comes_nearer else None


def _mean_taken_off(x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    """The mean that was subtracted of each instance of x, if y is x minus a mean, times a number above 0: (B, 1, F)."""
    centred_x, centred_y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    slope = (centred_x * centred_y).sum(axis=1, keepdims=True) / (centred_x**2).sum(axis=1, keepdims=True)
    if not np.all(slope > 0) or not np.allclose(centred_y, slope * centred_x, atol=TOLERANCE):
        return None
    mean: np.ndarray = (x - y / slope)[:, :1]
    return mean


def _same_parameter(one: Outcome, other: Outcome) -> bool:
    return same_outcome(one, other, TOLERANCE)


def _shaped_alike(one: Outcome, other: Outcome) -> bool:
    return np.shape(one.numbers) == np.shape(other.numbers)


def _probes_of_instance_norm_1d() -> list[dict]:
    return [
        {"x": numbers_of((2, 5, 3)), "eps": 0.5, "gamma": np.array([2.0, -1, 0.5]), "beta": np.array([-3.0, 1, 4])},
        {"x": numbers_of((2, 3, 3), 0.1), "eps": 0.01, "gamma": np.array([3.0, 2, -1]), "beta": np.array([1.0, 5, -2])},
        {"x": numbers_of((3, 6, 2), 20, 50), "eps": 0.1, "gamma": np.array([-1.0, 4]), "beta": np.array([0.0, 2])},
    ]


RUNS = {"InstanceNorm1D": _run_instance_norm_1d}
PROBES = {"InstanceNorm1D": _probes_of_instance_norm_1d}
