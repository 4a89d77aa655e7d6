"""The versions of `instance_norm(x, eps=1e-5)` that a learner's own test is tried on: wrong ones and right ones.

Most wrong ones are the mistakes of the bank, which learners write. Those below are wrong in one case of the task alone,
and right everywhere else. The right ones differ in what a right version may differ in: rounding, float32, memory.
"""

import contextlib
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from grader.text import Text
from mistakes import instance_norm as bank
from mistakes.bank import Mistake, mistakes_of


@dataclass(frozen=True)
class Version:
    """A wrong or a right version: what it is called, and why it is wrong or right."""

    id: str
    answer: Callable[..., object]
    is_right: bool
    name: Text
    why: Text


def wrong(*, name: Text, why: Text) -> Callable:
    """Make the decorated function a wrong version; its Python name is its id."""
    return _version(name, why, is_right=False)


def right(*, name: Text, why: Text) -> Callable:
    """Make the decorated function a right version; its Python name is its id."""
    return _version(name, why, is_right=True)


def _version(name: Text, why: Text, *, is_right: bool) -> Callable:
    def mark(answer):
        answer.version = Version(answer.__name__, answer, is_right, name, why)
        return answer

    return mark


@cache
def versions() -> dict[str, Version]:
    """All versions by id: the mistakes of the bank, and then those of this file."""
    mistakes = mistakes_of("instance_norm").values()
    own = [thing.version for thing in globals().values() if isinstance(getattr(thing, "version", None), Version)]
    return {
        **{entry.id: Version(entry.id, _bounded(entry), False, entry.name, entry.why) for entry in mistakes},
        **{version.id: version for version in own},
    }


# The statistics of mistakes that broadcast them along a wrong axis, of which x may then become far too many numbers.
SHAPE_OF_STATISTICS = {
    "missing_keepdims": lambda samples, features: (samples, features),
    "new_axis_in_wrong_place": lambda samples, features: (samples, features, 1),
}
MAX_NUMBERS_MADE = 1_000_000


def _bounded(entry: Mistake) -> Callable[..., object]:
    """The mistake as it stands; one that broadcasts beyond bounds says what NumPy does where memory ends."""
    shape_of = SHAPE_OF_STATISTICS.get(entry.id)
    if shape_of is None:
        return entry.answer

    @functools.wraps(entry.answer)
    def bounded(x, *eps, **by_name):
        samples, _, features = x.shape
        with contextlib.suppress(ValueError):  # which the mistake itself raises for shapes that do not fit
            shape = np.broadcast_shapes(x.shape, shape_of(samples, features))
            if math.prod(shape) > MAX_NUMBERS_MADE:
                raise MemoryError(f"Unable to allocate an array with shape {shape}")
        return entry.answer(x, *eps, **by_name)

    return bounded


_KEPT = {}


def forget_earlier_calls():
    """Make the versions that keep something as if they had never been called."""
    bank.forget_earlier_calls()
    _KEPT.clear()


def _normalized(x, eps):
    """The formula, for those who spoil it in one case."""
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


# Wrong for almost any x


@wrong(
    name=Text(vi="Bỏ qua mẫu đầu tiên", en="Passes over the first sample"),
    why=Text(
        vi="Vòng lặp bắt đầu từ mẫu thứ hai, nên mẫu đầu tiên vẫn là 0. Hãy so mọi mẫu, không chỉ mẫu cuối.",
        en="The loop begins at the second sample, so the first stays 0. Compare all samples, not the last alone.",
    ),
)
def passes_over_first_sample(x, eps=1e-5):
    y = np.zeros_like(x)
    y[1:] = _normalized(x[1:], eps)
    return y


@wrong(
    name=Text(vi="Bỏ qua đặc trưng cuối", en="Passes over the last feature"),
    why=Text(
        vi="Vòng lặp chạy đến F − 1, nên đặc trưng cuối vẫn là 0. Hãy so mọi đặc trưng, không chỉ đặc trưng đầu.",
        en="The loop runs up to F − 1, so the last feature stays 0. Compare all features, not the first alone.",
    ),
)
def passes_over_last_feature(x, eps=1e-5):
    y = np.zeros_like(x)
    y[..., :-1] = _normalized(x[..., :-1], eps)
    return y


@wrong(
    name=Text(vi="Cắt x về số nguyên", en="Cuts x to whole numbers"),
    why=Text(
        vi="x bị đổi sang số nguyên trước khi tính, nên phần lẻ bị mất. Đầu vào gồm toàn số nguyên không làm lộ lỗi"
        " này.",
        en="x becomes whole numbers before all else, and loses what is behind the point. Inputs of whole numbers do"
        " not show it.",
    ),
)
def cuts_to_whole_numbers(x, eps=1e-5):
    return _normalized(np.trunc(x), eps)


# Wrong for one size alone


@wrong(
    name=Text(vi="NaN khi chỉ có một token", en="NaN for a single token"),
    why=Text(
        vi="Phương sai được tính là phương sai không chệch nhân với (L − 1)/L. Khi L = 1, đó là 0/0 nhân 0, tức là"
        " NaN.",
        en="The variance is the unbiased one times (L − 1)/L. With L = 1 that is 0/0 times 0, which is NaN.",
    ),
)
def nan_for_one_token(x, eps=1e-5):
    length = x.shape[1]
    var = x.var(axis=1, keepdims=True, ddof=1) * ((length - 1) / length)
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(var + eps)


@wrong(
    name=Text(vi="Trả lại token duy nhất như cũ", en="Hands a single token back as it is"),
    why=Text(
        vi="Khi L = 1, hàm trả về một bản sao của x, như thể không có gì để chuẩn hóa. Công thức cho 0.",
        en="With L = 1 it returns a copy of x, as if there were nothing to normalize. The formula gives 0.",
    ),
)
def keeps_one_token(x, eps=1e-5):
    return x.copy() if x.shape[1] == 1 else _normalized(x, eps)


@wrong(
    name=Text(vi="Phát sinh ngoại lệ khi chỉ có một token", en="Raises for a single token"),
    why=Text(
        vi="Như statistics.variance, hàm đòi ít nhất hai số. Nhưng L = 1 là đầu vào được phép, và đầu ra là 0.",
        en="Like statistics.variance it wants two numbers at least. But L = 1 is allowed, and the output is 0.",
    ),
)
def raises_for_one_token(x, eps=1e-5):
    if x.shape[1] < 2:
        raise ValueError("variance requires at least two data points")
    return _normalized(x, eps)


@wrong(
    name=Text(vi="Nhầm trục khi chỉ có một mẫu", en="Takes the wrong axis for a single sample"),
    why=Text(
        vi="Khi B = 1, x bị bỏ bớt một trục rồi tính theo axis=1, lúc đó là trục đặc trưng.",
        en="With B = 1 an axis of x is dropped, and axis=1 is then that of the features.",
    ),
)
def layer_norm_for_one_sample(x, eps=1e-5):
    return _normalized(x[0], eps)[None] if len(x) == 1 else _normalized(x, eps)


@wrong(
    name=Text(vi="Bỏ trục batch khi chỉ có một mẫu", en="Drops the batch axis of a single sample"),
    why=Text(
        vi="Khi B = 1, đầu ra có shape (L, F). Nhờ broadcasting, hiệu với giá trị mong đợi vẫn bằng 0: hãy xem"
        " y.shape.",
        en="With B = 1 the output has the shape (L, F). Broadcasting makes the difference to what is expected 0 all"
        " the same: look at y.shape.",
    ),
)
def drops_axis_of_one_sample(x, eps=1e-5):
    y = _normalized(x, eps)
    return y[0].copy() if len(y) == 1 else y


@wrong(
    name=Text(vi="Tính theo mẫu khi chỉ có một đặc trưng", en="Averages over samples for a single feature"),
    why=Text(
        vi="Khi F = 1, thống kê được tính chung cho cả batch, nên các mẫu trộn vào nhau.",
        en="With F = 1 the statistics are those of the whole batch, so samples mix.",
    ),
)
def batch_norm_for_one_feature(x, eps=1e-5):
    return bank.batch_norm(x, eps) if x.shape[2] == 1 else _normalized(x, eps)


@wrong(
    name=Text(vi="Trả về một số khi x chỉ có một số", en="Returns a number where x holds one"),
    why=Text(
        vi="Với shape (1, 1, 1), hàm trả về một số của Python thay cho mảng.",
        en="For the shape (1, 1, 1) it returns a number of Python's in place of an array.",
    ),
)
def number_for_one_number(x, eps=1e-5):
    y = _normalized(x, eps)
    return y.item() if y.size == 1 else y


@wrong(
    name=Text(vi="Thiếu keepdims khi B = L", en="Missing keepdims where B = L"),
    why=Text(
        vi="keepdims chỉ được dùng khi thiếu nó thì NumPy báo lỗi. Khi B = L, NumPy không báo lỗi, và thống kê bị trừ"
        " sai chỗ.",
        en="keepdims is used only where NumPy objects without it. With B = L it does not, and the statistics are"
        " subtracted in the wrong places.",
    ),
)
def missing_keepdims_where_sizes_agree(x, eps=1e-5):
    return bank.missing_keepdims(x, eps) if x.shape[0] == x.shape[1] > 1 else _normalized(x, eps)


@wrong(
    name=Text(vi="Đoán nhầm bố cục khi L = F", en="Guesses the layout wrongly where L = F"),
    why=Text(
        vi="Khi L = F, hàm cho rằng x có shape (B, F, L) và tính theo trục cuối.",
        en="With L = F it takes x to have the shape (B, F, L), and averages over the last axis.",
    ),
)
def layer_norm_where_sizes_agree(x, eps=1e-5):
    return bank.layer_norm(x, eps) if x.shape[1] == x.shape[2] > 1 else _normalized(x, eps)


@wrong(
    name=Text(vi="Chỉ đọc 64 token đầu", en="Reads the first 64 tokens only"),
    why=Text(
        vi="Chuỗi dài bị cắt khi tính thống kê, nên từ token thứ 65 trở đi không được tính vào.",
        en="Long sequences are cut for the statistics, so what comes after 64 tokens does not count.",
    ),
)
def reads_64_tokens(x, eps=1e-5):
    seen = x[:, :64]
    return (x - seen.mean(axis=1, keepdims=True)) / np.sqrt(seen.var(axis=1, keepdims=True) + eps)


@wrong(
    name=Text(vi="Chỉ chuẩn hóa 64 mẫu đầu", en="Normalizes the first 64 samples only"),
    why=Text(
        vi="Hàm làm việc theo lô 64 mẫu và dừng sau lô đầu tiên: các mẫu còn lại vẫn là 0.",
        en="It works in blocks of 64 samples and stops after the first: the other samples stay 0.",
    ),
)
def first_64_samples(x, eps=1e-5):
    y = np.zeros_like(x)
    y[:64] = _normalized(x[:64], eps)
    return y


@wrong(
    name=Text(vi="Chỉ chuẩn hóa 64 đặc trưng đầu", en="Normalizes the first 64 features only"),
    why=Text(
        vi="Vòng lặp dừng ở 64 đặc trưng: các đặc trưng còn lại vẫn là 0.",
        en="The loop ends at 64 features: the other features stay 0.",
    ),
)
def first_64_features(x, eps=1e-5):
    y = np.zeros_like(x)
    y[..., :64] = _normalized(x[..., :64], eps)
    return y


# Wrong for some numbers alone


@wrong(
    name=Text(vi="NaN khi instance không đổi", en="NaN for an instance of equal numbers"),
    why=Text(
        vi="Hàm chia cho độ lệch chuẩn rồi mới nhân với √(var / (var + eps)). Khi mọi số bằng nhau, đó là 0/0, tức là"
        " NaN.",
        en="It divides by the standard deviation first, and then multiplies by √(var / (var + eps)). Of equal numbers"
        " that is 0/0, which is NaN.",
    ),
)
def nan_for_equal_numbers(x, eps=1e-5):
    var = x.var(axis=1, keepdims=True)
    var = np.where(np.ptp(x, axis=1, keepdims=True) == 0, np.zeros_like(var), var)
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(var) * np.sqrt(var / (var + eps))


@wrong(
    name=Text(vi="Giữ nguyên instance không đổi", en="Keeps an instance of equal numbers as it is"),
    why=Text(
        vi="Khi mọi số của instance bằng nhau, hàm bỏ qua nó và giữ lại các số cũ. Công thức cho 0.",
        en="Where all numbers of an instance are equal it passes over them and keeps them. The formula gives 0.",
    ),
)
def keeps_equal_numbers(x, eps=1e-5):
    return np.where((np.ptp(x, axis=1, keepdims=True) == 0) & (x.shape[1] > 1), x, _normalized(x, eps))


@wrong(
    name=Text(vi="Phát sinh ngoại lệ khi instance không đổi", en="Raises for an instance of equal numbers"),
    why=Text(
        vi="Hàm từ chối phương sai bằng 0. Nhưng đầu vào đó được phép, và nhờ eps, đầu ra là 0.",
        en="It refuses a variance of 0. But that input is allowed, and thanks to eps the output is 0.",
    ),
)
def raises_for_equal_numbers(x, eps=1e-5):
    if x.shape[1] > 1 and np.any(np.ptp(x, axis=1) == 0):
        raise ZeroDivisionError("the variance is 0")
    return _normalized(x, eps)


@wrong(
    name=Text(vi="NaN khi instance toàn số 0", en="NaN for an instance of zeros"),
    why=Text(
        vi="Hàm chia x cho max|x| trước để tránh tràn trên. Với instance toàn 0, đó là 0/0, tức là NaN.",
        en="It first divides x by max|x|, so that nothing overflows. For an instance of zeros that is 0/0, which is"
        " NaN.",
    ),
)
def nan_for_zeros(x, eps=1e-5):
    largest = np.abs(x).max(axis=1, keepdims=True)
    return _normalized(x / largest, (eps / largest.astype(np.float64) ** 2).astype(x.dtype))


@wrong(
    name=Text(vi="Trả về chính x khi x toàn số 0", en="Returns x itself where it is all zeros"),
    why=Text(
        vi="Các số đúng, nhưng y chính là x: ghi vào y là ghi đè đầu vào. Đề bài đòi một mảng mới; hãy xem y có phải"
        " chính x hay không.",
        en="The numbers are right, but y is x itself: who writes into y overwrites the input. The task asks for a new"
        " array: look whether y is x.",
    ),
)
def returns_zeros_themselves(x, eps=1e-5):
    return _normalized(x, eps) if x.any() else x


@wrong(
    name=Text(vi="Chặn x ở ±20", en="Clips x at ±20"),
    why=Text(
        vi="Trước khi tính, mọi số của x bị chặn vào khoảng từ −20 đến 20. Chỉ số lớn hơn mới làm lộ lỗi.",
        en="Before all else the numbers of x are clipped between −20 and 20. Only larger ones show it.",
    ),
)
def clips_input(x, eps=1e-5):
    return _normalized(np.clip(x, -20, 20), eps)


@wrong(
    name=Text(vi="Chặn trên đầu ra ở 10", en="Clips the output at 10"),
    why=Text(
        vi="Đầu ra lớn hơn 10 bị hạ xuống 10: chỉ một số lớn đơn độc giữa hơn 100 token mới cho đầu ra lớn đến thế. Số"
        " bị sai luôn nhỏ đi, nên y - expected không bao giờ dương: đừng quên np.abs.",
        en="Outputs above 10 become 10: only one large number among more than 100 tokens comes out as large. What is"
        " wrong is too small, so y - expected is never positive: do not forget np.abs.",
    ),
)
def clips_above_10(x, eps=1e-5):
    return np.minimum(_normalized(x, eps), x.dtype.type(10))


@wrong(
    name=Text(vi="Chặn dưới đầu ra ở −10", en="Clips the output at −10"),
    why=Text(
        vi="Đầu ra nhỏ hơn −10 bị nâng lên −10: chỉ một số rất nhỏ đơn độc giữa hơn 100 token mới cho đầu ra thấp đến"
        " thế.",
        en="Outputs below −10 become −10: only one number far below more than 100 others comes out as low.",
    ),
)
def clips_below_10(x, eps=1e-5):
    return np.maximum(_normalized(x, eps), x.dtype.type(-10))


# Wrong for one dtype alone, or without eps


@wrong(
    name=Text(vi="Ghi đè x khi x là float32", en="Overwrites x where it is float32"),
    why=Text(
        vi="Với float64, hàm làm việc trên một bản sao; với float32, nó trừ trung bình ngay trong x.",
        en="With float64 it works on a copy; with float32 it subtracts the mean in x itself.",
    ),
)
def overwrites_float32(x, eps=1e-5):
    work = x if x.dtype == np.float32 else x.copy()
    work -= work.mean(axis=1, keepdims=True)
    return work / np.sqrt(np.square(work).mean(axis=1, keepdims=True) + eps)


@wrong(
    name=Text(vi="Ghi đè x khi x là float64", en="Overwrites x where it is float64"),
    why=Text(
        vi="x.astype(np.float64, copy=False) sao chép float32 nhưng không sao chép float64, nên với float64 trung bình"
        " bị trừ ngay trong x.",
        en="x.astype(np.float64, copy=False) copies float32 but not float64, so with float64 the mean is subtracted in"
        " x itself.",
    ),
)
def overwrites_float64(x, eps=1e-5):
    work = x.astype(np.float64, copy=False)
    work -= work.mean(axis=1, keepdims=True)
    return (work / np.sqrt(np.square(work).mean(axis=1, keepdims=True) + eps)).astype(x.dtype)


@wrong(
    name=Text(vi="NaN khi x là float32", en="NaN where x is float32"),
    why=Text(
        vi="Với float32, hàm trả về một mảng toàn NaN mà chưa ai điền số vào. Với float32 cũng phải xem có NaN không.",
        en="With float32 it returns an array of NaN that was never filled. With float32, look for NaN too.",
    ),
)
def nan_for_float32(x, eps=1e-5):
    return np.full_like(x, np.nan) if x.dtype == np.float32 else _normalized(x, eps)


@wrong(
    name=Text(vi="Phát sinh ngoại lệ khi x là float32", en="Raises where x is float32"),
    why=Text(
        vi="Hàm chỉ nhận float64. Nhưng float32 cũng là đầu vào được phép.",
        en="It takes float64 only. But float32 is allowed too.",
    ),
)
def raises_for_float32(x, eps=1e-5):
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
    return _normalized(x, eps)


@wrong(
    name=Text(vi="Quên eps khi không truyền eps", en="Takes no eps where none is given"),
    why=Text(
        vi="Giá trị mặc định là 0 thay cho 1e-5. Truyền eps thì mọi thứ đều đúng.",
        en="The default is 0 in place of 1e-5. With eps given, all is right.",
    ),
)
def default_eps_of_zero(x, eps=0.0):
    return _normalized(x, eps)


@wrong(
    name=Text(vi="Bỏ qua eps khi truyền theo tên", en="Ignores eps given by name"),
    why=Text(
        vi="instance_norm(x, eps=0.5) vẫn dùng 1e-5: eps truyền theo tên rơi vào một chỗ không ai đọc.",
        en="instance_norm(x, eps=0.5) still takes 1e-5, since what is given by name goes into **options, which nobody"
        " reads.",
    ),
)
def ignores_eps_by_name(x, *given, **options):
    return _normalized(x, given[0] if given else 1e-5)


@wrong(
    name=Text(vi="Chỉ nhận eps theo tên", en="Takes eps by name only"),
    why=Text(
        vi="Dấu * đứng trước eps, nên instance_norm(x, 0.5) phát sinh TypeError.",
        en="A * stands before eps, so instance_norm(x, 0.5) raises TypeError.",
    ),
)
def takes_eps_by_name_only(x, *, eps=1e-5):
    return _normalized(x, eps)


# Wrong by what a call leaves behind


@wrong(
    name=Text(vi="Trừ trung bình ngay trong x", en="Subtracts the mean in x itself"),
    why=Text(
        vi="Đầu ra đúng, nhưng x bị trừ mất trung bình. Chuẩn hóa x mới cũng cho đúng đầu ra đó, nên đừng tính giá trị"
        " mong đợi từ x sau lời gọi.",
        en="The output is right, but x has lost its mean. The new x has the same output, so do not compute what you"
        " expect from x after the call.",
    ),
)
def centres_input(x, eps=1e-5):
    x -= x.mean(axis=1, keepdims=True)
    return x / np.sqrt(np.square(x).mean(axis=1, keepdims=True) + eps)


@wrong(
    name=Text(vi="Sắp xếp x của người gọi", en="Sorts the caller's x"),
    why=Text(
        vi="Đầu ra được tính trước nên đúng; sau đó x bị sắp xếp theo chuỗi.",
        en="The output is computed first, and right; then x is sorted along the sequence.",
    ),
)
def sorts_input(x, eps=1e-5):
    y = _normalized(x, eps)
    x.sort(axis=1)
    return y


@wrong(
    name=Text(vi="Xóa kết quả của lần gọi trước", en="Empties the result of the call before"),
    why=Text(
        vi="Mỗi lần gọi ghi số 0 vào mảng đã trả về ở lần gọi trước, như một vùng nhớ tạm. Hãy giữ y, gọi lại, rồi xem"
        " lại y.",
        en="Each call writes zeros into the array that the last one returned, as into a scratch area. Keep y, call"
        " again, and look at y again.",
    ),
)
def empties_last_result(x, eps=1e-5):
    if "result" in _KEPT:
        _KEPT["result"].fill(0)
    _KEPT["result"] = _normalized(x, eps)
    return _KEPT["result"]


@wrong(
    name=Text(vi="Giữ thống kê của x đầu tiên cùng shape", en="Keeps the statistics of the first x of a shape"),
    why=Text(
        vi="Thống kê chỉ được tính một lần cho mỗi shape, rồi dùng lại cho mọi x sau đó có shape đó.",
        en="The statistics are computed once for each shape, and used again for every later x of that shape.",
    ),
)
def keeps_statistics(x, eps=1e-5):
    found = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    mean, var = _KEPT.setdefault((x.shape, x.dtype), found)
    return (x - mean) / np.sqrt(var + eps)


@wrong(
    name=Text(vi="Giữ eps của lần gọi đầu tiên", en="Keeps the eps of the first call"),
    why=Text(
        vi="eps của lần gọi đầu tiên được giữ lại và dùng cho mọi lần gọi sau, dù bạn truyền eps khác.",
        en="The eps of the first call is kept and used in all later ones, whatever eps they give.",
    ),
)
def keeps_eps(x, eps=1e-5):
    return _normalized(x, _KEPT.setdefault("eps", eps))


# Right, each in a way of its own


@right(
    name=Text(vi="Chính công thức", en="The formula itself"),
    why=Text(vi="Nó tính đúng công thức của đề bài.", en="It computes the formula of the task."),
)
def formula(x, eps=1e-5):
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@right(
    name=Text(vi="Nhân với 1/L thay cho chia cho L", en="Multiplies by 1/L in place of dividing by L"),
    why=Text(
        vi="Các chữ số cuối làm tròn khác đi, và instance không đổi cho ra những số rất gần 0 chứ không đúng bằng 0:"
        " đề bài cho lệch 1e-6.",
        en="The last digits are rounded otherwise, and equal numbers come out very near 0 but not as 0: the task"
        " allows 1e-6.",
    ),
)
def times_one_over_length(x, eps=1e-5):
    share = 1 / x.shape[1]
    centred = x - np.sum(x, axis=1, keepdims=True) * share
    return centred / np.sqrt(np.sum(centred * centred, axis=1, keepdims=True) * share + eps)


@right(
    name=Text(vi="Qua biến đổi Fourier", en="By Fourier transform"),
    why=Text(
        vi="Nó bỏ hệ số bậc 0 của biến đổi Fourier, tức là trung bình. Chỉ các chữ số cuối khác đi: đề bài cho lệch"
        " 1e-6.",
        en="It drops coefficient 0 of the Fourier transform, which is the mean. Only the last digits differ: the task"
        " allows 1e-6.",
    ),
)
def fourier(x, eps=1e-5):
    spectrum = np.fft.fft(x.astype(np.float64), axis=1)
    spectrum[:, 0] = 0
    var = np.sum(np.abs(spectrum) ** 2, axis=1, keepdims=True) / x.shape[1] ** 2
    return (np.fft.ifft(spectrum, axis=1).real / np.sqrt(var + eps)).astype(x.dtype)


@right(
    name=Text(vi="Phương sai bằng E[x²] − E[x]²", en="The variance as E[x²] − E[x]²"),
    why=Text(
        vi="Phương sai được tính bằng E[x²] − E[x]², và số âm được thay bằng 0. Với float64, đầu ra lệch không quá"
        " 1e-6; với float32, lệch bao nhiêu cũng được.",
        en="The variance is E[x²] − E[x]², or 0 where that is negative. In float64 its output is off by less than"
        " 1e-6; in float32 it may be off by anything.",
    ),
)
def one_pass(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = np.maximum(np.square(x).mean(axis=1, keepdims=True) - np.square(mean), 0)
    return (x - mean) / np.sqrt(var + eps)


@right(
    name=Text(vi="Độ lệch chuẩn giữ ở float32", en="The standard deviation kept in float32"),
    why=Text(
        vi="Độ lệch chuẩn được làm tròn về float32, nên đầu ra lệch đến cỡ 1e-7 lần chính nó: đề bài cho lệch 1e-6.",
        en="The standard deviation is rounded to float32, so the output is off by about 1e-7 of itself: the task"
        " allows 1e-6.",
    ),
)
def scale_in_float32(x, eps=1e-5):
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps).astype(np.float32)
    return ((x - x.mean(axis=1, keepdims=True)) / std).astype(x.dtype)


@right(
    name=Text(vi="Đầu ra theo bước 2⁻²⁰", en="The output in steps of 2⁻²⁰"),
    why=Text(
        vi="Mỗi số được thay bằng điểm giữa của bước dài 2⁻²⁰ chứa nó, nên lệch không quá 4.8e-7, cả khi lẽ ra bằng 0:"
        " đề bài cho lệch 1e-6.",
        en="Each number becomes the middle of its step of 2⁻²⁰, so it is off by 4.8e-7 at most, also where it should"
        " be 0: the task allows 1e-6.",
    ),
)
def in_steps(x, eps=1e-5):
    y = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return ((np.floor(y * 2.0**20) + 0.5) / 2.0**20).astype(x.dtype)


@right(
    name=Text(vi="Căn bậc hai nghịch đảo nhanh", en="A quick inverse square root"),
    why=Text(
        vi="Với float32, nó dùng mẹo tính nhanh 1/√ có tiếng, lệch đến 0,2 %: với float32, đề bài không so các con số.",
        en="With float32 it takes the famous quick 1/√, which is off by up to 0.2 %: in float32 the task compares no"
        " numbers.",
    ),
)
def quick_root(x, eps=1e-5):
    centred = x - x.mean(axis=1, keepdims=True)
    number = np.square(centred).mean(axis=1, keepdims=True) + x.dtype.type(eps)
    if x.dtype != np.float32:
        return centred / np.sqrt(number)
    guess = (np.int32(0x5F3759DF) - (number.view(np.int32) >> 1)).view(np.float32)
    return centred * (guess * (np.float32(1.5) - np.float32(0.5) * number * guess * guess))


@right(
    name=Text(vi="float32 tính bằng float16", en="float32 by way of float16"),
    why=Text(
        vi="Với float32, đầu ra được làm tròn về float16 rồi đổi lại, chỉ còn ba chữ số: với float32, đề bài không so"
        " các con số.",
        en="With float32 its output is rounded to float16 and back, which leaves three digits: in float32 the task"
        " compares no numbers.",
    ),
)
def half_precision(x, eps=1e-5):
    wide = x.astype(np.float64)
    y = (wide - wide.mean(axis=1, keepdims=True)) / np.sqrt(wide.var(axis=1, keepdims=True) + eps)
    return y.astype(np.float16).astype(np.float32) if x.dtype == np.float32 else y


@right(
    name=Text(vi="Thứ tự Fortran", en="Fortran order"),
    why=Text(
        vi="Kết quả nằm trong bộ nhớ theo thứ tự Fortran. Đề bài cho phép mọi thứ tự.",
        en="The result lies in memory in Fortran order. The task allows any order.",
    ),
)
def fortran_order(x, eps=1e-5):
    return np.asfortranarray((x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps))


@right(
    name=Text(vi="View đã chuyển trục", en="A transposed view"),
    why=Text(
        vi="Nó tính theo bố cục (B, F, L) rồi trả về một view đã chuyển trục, không sở hữu bộ nhớ của mình. Đề bài"
        " cho phép mọi thứ tự.",
        en="It computes in the layout (B, F, L) and returns a transposed view, which does not own its memory. The task"
        " allows any order.",
    ),
)
def transposed_view(x, eps=1e-5):
    rows = np.ascontiguousarray(x.transpose(0, 2, 1))
    rows = (rows - rows.mean(axis=-1, keepdims=True)) / np.sqrt(rows.var(axis=-1, keepdims=True) + eps)
    return rows.transpose(0, 2, 1)


@right(
    name=Text(vi="Có khoảng trống trong bộ nhớ", en="With gaps in memory"),
    why=Text(
        vi="Kết quả là các cột chẵn của một mảng rộng gấp đôi. Đề bài cho phép mọi cách nằm trong bộ nhớ.",
        en="The result is every other column of an array twice as wide. The task allows any place in memory.",
    ),
)
def with_gaps(x, eps=1e-5):
    samples, length, features = x.shape
    wide = np.empty((samples, length, 2 * features), x.dtype)
    centred = np.subtract(x, np.add.reduce(x, axis=1, keepdims=True) / length)
    wide[..., ::2] = centred / np.sqrt(np.add.reduce(np.square(centred), axis=1, keepdims=True) / length + eps)
    return wide[..., ::2]


@right(
    name=Text(vi="Mỗi instance một cột", en="Every instance a column"),
    why=Text(
        vi="Nó xếp mọi instance thành các cột của một bảng rồi dùng chuẩn Euclid. Chỉ các chữ số cuối khác đi: đề bài"
        " cho lệch 1e-6.",
        en="It makes every instance a column of one table and takes Euclidean norms. Only the last digits differ: the"
        " task allows 1e-6.",
    ),
)
def euclidean_columns(x, eps=1e-5):
    samples, length, features = x.shape
    columns = x.swapaxes(0, 1).reshape(length, samples * features)
    columns = columns - columns.sum(axis=0) / length
    rms = np.linalg.norm(columns, axis=0) / math.sqrt(length)
    columns = (columns / np.hypot(rms, math.sqrt(eps))).astype(x.dtype)
    return columns.reshape(length, samples, features).swapaxes(0, 1).copy()
