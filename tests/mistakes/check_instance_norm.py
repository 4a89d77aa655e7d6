"""Wrong and right versions of `check_instance_norm(instance_norm)`: how learners test, and what slips past them."""

import math
from collections.abc import Callable, Iterator

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.sandbox.inside.remote_function import LARGEST
from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import Outcome, Raised, attempt, describe
from mistakes.trials import tried

EVERYTHING = frozenset(
    {"shape", "dtype", "NaN", "float32", "other eps", "default eps", "without eps", "new array", "input kept"}
    | {"output kept", "exceptions"}
)


def _inputs():
    """Inputs each of which shows what the others hide, by what they show."""
    rng = np.random.default_rng(1)
    lonely = np.eye(1, 200).reshape(1, 200, 1)
    return {
        "scales": [rng.normal([0, 20, -3], [1, 10, 0.1], size=(2, 5, 3))],
        "equal sizes": [rng.normal(size=(3, 3, 3)) + np.arange(3).reshape(3, 1, 1), rng.normal(size=(2, 3, 3))],
        "one sample or feature": [rng.normal(size=(1, 4, 2)), rng.normal([[[1]], [[9]]], size=(2, 4, 1))],
        "one token": [rng.normal(size=(2, 1, 3)), rng.normal(size=(1, 1, 1))],
        "small variance": [rng.normal(size=(1, 6, 1)) / 300],
        "equal numbers": [np.full((2, 3, 2), 2.5), np.zeros((2, 3, 2))],
        "large numbers": [rng.uniform(-LARGEST, LARGEST, size=(2, 6, 2))],
        "long": [lonely, -lonely, rng.normal(size=(2, 200, 1))],
        "many": [rng.normal(size=(100, 3, 1)), rng.normal(size=(1, 3, 100))],
    }


def _all_inputs(*, leaves_out=()):
    return [x for kind, inputs in _inputs().items() if kind not in leaves_out for x in inputs]


def _definition(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


def _differs(instance_norm, x, *eps, looks_at=EVERYTHING, tolerance=1e-5, **named):
    """What is wrong with one call, in a few words; nothing when all is right."""
    given = x.copy()
    try:
        y = instance_norm(given, *eps, **named)
    except Exception:
        if "exceptions" in looks_at:
            raise
        return ""
    if "input kept" in looks_at and not np.array_equal(given, x):
        return "the input was overwritten"
    if "new array" in looks_at and y is given:
        return "not a new array"
    if type(y) is not np.ndarray or ("shape" in looks_at and y.shape != x.shape):
        return "not an array of the shape of x"
    if "dtype" in looks_at and y.dtype != x.dtype:
        return "not the dtype of x"
    if "NaN" in looks_at and not np.isfinite(y).all():
        return "not finite"
    if x.dtype == np.float64 and np.abs(y - _definition(x, *eps, **named)).max() > tolerance:
        return "other numbers"
    return ""


def _complaints(instance_norm, *, inputs=None, leaves_out=(), tolerance=1e-5):
    """All that a thorough test complains of, one after the other; `leaves_out` says what this one does not think of."""
    looks_at = EVERYTHING.difference(leaves_out)
    ways = [(name, eps) for name, *eps in (("without eps",), ("default eps", 1e-5), ("other eps", 0.5))]
    inputs = _all_inputs(leaves_out=leaves_out) if inputs is None else inputs
    eps = (0.5,) if "other eps" in looks_at else ()
    calls = [(x, *eps) for x in inputs for name, eps in ways if name in looks_at]
    if "float32" in looks_at:
        calls += [(x.astype(np.float32), *eps) for x in inputs]
    is_right = True
    for call in calls:
        if complaint := _differs(instance_norm, *call, looks_at=looks_at, tolerance=tolerance):
            is_right = False
            yield complaint
    if is_right and "other eps" in looks_at:
        if complaint := _differs(instance_norm, inputs[0], eps=0.5, looks_at=looks_at, tolerance=tolerance):
            is_right = False
            yield complaint
    if is_right and "output kept" in looks_at:
        x = inputs[0]
        y = instance_norm(x.copy(), *eps)
        before = np.copy(y)
        if complaint := _differs(instance_norm, 1 - x[::-1] / 2, *eps, looks_at=looks_at, tolerance=tolerance):
            yield complaint
        if not np.array_equal(y, before):
            yield "a later call changed an earlier output"


def _assert_right(instance_norm, **how):
    complaint = next(_complaints(instance_norm, **how), None)
    assert complaint is None, complaint


# Wrong: how it says so


@mistake(
    name=Text(vi="Không bao giờ phát sinh ngoại lệ", en="Never raises"),
    why=Text(
        vi="Dù instance_norm sai thế nào, hàm vẫn kết thúc êm: chỉ in ra màn hình, hoặc assert nằm trong try mà except"
        " nuốt mất. Phiên bản sai phải làm hàm phát sinh AssertionError.",
        en="However wrong instance_norm is, the function ends in peace: it only prints, or an except swallows what its"
        " assert raised. A wrong version must make it raise AssertionError.",
    ),
    read="testing-by-properties#properties",
)
def never_raises(instance_norm):
    try:
        _assert_right(instance_norm)
    except Exception:  # noqa: BLE001 - that is the mistake
        pass


@mistake(
    name=Text(vi="Trả về True hay False", en="Returns True or False"),
    why=Text(
        vi="return False không phải là phát sinh ngoại lệ: nơi gọi hàm không thấy gì cả. Hãy viết assert trước phép so"
        " sánh thay cho return.",
        en="return False raises nothing, and whoever calls the function sees nothing. Put assert in front of the"
        " comparison in place of return.",
    ),
    read="testing-by-properties#properties",
)
def returns_false(instance_norm):
    x = _inputs()["scales"][0]
    return bool(np.allclose(instance_norm(x.copy()), _definition(x)))


@mistake(
    name=Text(vi="Từ chối mọi phiên bản", en="Refuses every version"),
    why=Text(
        vi="Hàm phát sinh AssertionError dù instance_norm đúng, có khi vì raise nằm ngoài if. Trước hết hãy thử hàm"
        " của bạn với lời giải bài tập 2.",
        en="The function raises AssertionError even for a right instance_norm, perhaps since raise stands outside the"
        " if. First try your function on your answer to exercise 2.",
    ),
    read="testing-by-properties",
)
def always_refuses(instance_norm):
    raise AssertionError(next(_complaints(instance_norm), "wrong"))


@mistake(
    name=Text(vi="Từ chối phiên bản đúng, nhận phiên bản sai", en="Refuses right versions and accepts wrong ones"),
    why=Text(
        vi="Điều kiện của assert bị ngược. assert nêu điều phải đúng, và lên tiếng khi điều đó sai; if … raise thì"
        " ngược lại.",
        en="The condition of assert is the wrong way round. assert states what must hold, and speaks up when it does"
        " not; with if … raise it is the other way.",
    ),
    read="testing-by-properties",
)
def condition_turned_round(instance_norm):
    assert next(_complaints(instance_norm), None), "wrong"


@mistake(
    name=Text(vi="Phát sinh ValueError thay vì AssertionError", en="Raises ValueError in place of AssertionError"),
    why=Text(
        vi="Bạn tìm ra phiên bản sai, nhưng báo bằng ngoại lệ khác. Đề bài yêu cầu AssertionError, như mọi kiểm thử:"
        " hãy dùng assert hoặc raise AssertionError.",
        en="You find the wrong versions but report them by another exception. The task asks for AssertionError, as"
        " tests do: use assert, or raise AssertionError.",
    ),
    read="formula",
)
def raises_value_error(instance_norm):
    for complaint in _complaints(instance_norm):
        raise ValueError(complaint)


@mistake(
    name=Text(vi="assert trên cả một mảng", en="Asserts a whole array"),
    why=Text(
        vi="y == expected là một mảng, mà assert cần một giá trị đúng hay sai: NumPy phát sinh ValueError. Hãy so bằng"
        " np.abs(y - expected).max() <= 1e-5.",
        en="y == expected is an array, and assert needs one truth value: NumPy raises ValueError. Compare with"
        " np.abs(y - expected).max() <= 1e-5.",
    ),
    read="formula",
)
def asserts_whole_array(instance_norm):
    x = _inputs()["scales"][0]
    y = instance_norm(x.copy())
    assert y == _definition(x)


# Wrong: what it demands


@mistake(
    name=Text(vi="Đòi bằng nhau tuyệt đối", en="Demands exact equality"),
    why=Text(
        vi="Hai cách tính đúng có thể làm tròn khác nhau ở chữ số cuối. Hãy cho phép một sai số nhỏ, chẳng hạn 1e-5.",
        en="Two right ways to compute round differently in the last digits and are not exactly equal. Allow a small"
        " error, such as 1e-5.",
    ),
    read="testing-by-properties#tolerance",
)
def exact_equality(instance_norm):
    _assert_right(instance_norm, tolerance=0)


@mistake(
    name=Text(vi="Sai số cho phép quá nhỏ", en="Too small a tolerance"),
    why=Text(
        vi="Đề bài cho phép lệch đến 1e-6, nên phiên bản giữ độ lệch chuẩn ở float32, hay làm tròn đầu ra đến 2⁻²⁰,"
        " cũng đúng. Hãy dùng sai số 1e-5.",
        en="The task allows errors up to 1e-6, so a version that keeps the standard deviation in float32, or rounds"
        " its output to 2⁻²⁰, is right too. Use 1e-5.",
    ),
    read="testing-by-properties#tolerance",
)
def too_small_tolerance(instance_norm):
    _assert_right(instance_norm, tolerance=1e-8)


@mistake(
    name=Text(vi="So số float32 chặt như float64", en="Compares float32 as closely as float64"),
    why=Text(
        vi="float32 chỉ giữ khoảng bảy chữ số, nên đầu ra đúng vẫn có thể lệch quá 1e-5. Với float32 chỉ cần xét kiểu,"
        " shape và dtype.",
        en="float32 keeps about seven digits, so a right output may be off by more than 1e-5. With float32, look at"
        " the type, the shape and the dtype only.",
    ),
    read="numbers-on-real-machines#constant",
)
def float32_as_close(instance_norm):
    _assert_right(instance_norm)
    x = np.random.default_rng(1).normal(45, 0.01, size=(2, 5, 3)).astype(np.float32)
    y = instance_norm(x.copy())
    assert np.abs(y - _definition(x.astype(np.float64))).max() <= 1e-5


@mistake(
    name=Text(vi="Đòi độ lệch chuẩn đúng bằng 1", en="Demands a standard deviation of exactly 1"),
    why=Text(
        vi="Vì có eps, độ lệch chuẩn của đầu ra là √(var / (var + eps)), luôn nhỏ hơn 1 một chút; khi var nhỏ thì nhỏ"
        " hơn nhiều. Phiên bản đúng nào cũng bị bạn từ chối.",
        en="Because of eps the output's standard deviation is √(var / (var + eps)), always a little below 1, and far"
        " below it when var is small. You refuse every right version.",
    ),
    read="eps-and-small-variances#law",
)
def std_exactly_1(instance_norm):
    for x in _all_inputs()[:2]:
        y = np.asarray(instance_norm(x.copy()))
        assert y.shape == x.shape
        assert np.abs(y.mean(axis=1)).max() <= 1e-9
        assert np.abs(y.std(axis=1) - 1).max() <= 1e-9


@mistake(
    name=Text(vi="Chỉ xem độ lệch chuẩn có gần 1", en="Only looks whether the standard deviation is near 1"),
    why=Text(
        vi="Đầu ra bị đảo dấu, sắp xếp lại hay dùng sai eps vẫn có trung bình 0 và độ lệch chuẩn gần 1. Hãy so từng số"
        " với công thức.",
        en="An output with its sign flipped, sorted, or with a wrong eps still has mean 0 and a standard deviation"
        " near 1. Compare every number with the formula.",
    ),
    read="testing-by-properties#several",
)
def std_near_1(instance_norm):
    for x in _all_inputs()[:2]:
        y = np.asarray(instance_norm(x.copy()))
        assert y.shape == x.shape
        assert np.abs(y.mean(axis=1)).max() < 0.01
        assert np.abs(y.std(axis=1) - 1).max() < 0.01


@mistake(
    name=Text(vi="Chỉ so trung bình", en="Compares only the mean"),
    why=Text(
        vi="Trung bình 0 mới nói được một nửa: trừ trung bình mà không chia cũng cho trung bình 0. Hãy so từng số của"
        " đầu ra với công thức.",
        en="A mean of 0 says only half: subtracting the mean without dividing gives it too. Compare every number of"
        " the output with the formula.",
    ),
    read="testing-by-properties#several",
)
def only_mean(instance_norm):
    for x in _all_inputs()[:2]:
        y = np.asarray(instance_norm(x.copy()))
        assert y.shape == x.shape
        assert np.abs(y.mean(axis=1)).max() < 1e-5


@mistake(
    name=Text(vi="Chỉ xem shape", en="Looks at the shape only"),
    why=Text(
        vi="np.zeros_like(x) cũng có shape của x. Shape đúng là cần nhưng chưa đủ; hãy so cả các con số với công thức.",
        en="np.zeros_like(x) has the shape of x as well. The right shape is needed but not enough: compare the numbers"
        " with the formula too.",
    ),
    read="testing-by-properties#several",
)
def only_shape(instance_norm):
    x = _inputs()["scales"][0]
    assert np.shape(instance_norm(x.copy())) == x.shape


@mistake(
    name=Text(vi="So instance_norm với chính nó", en="Compares instance_norm with itself"),
    why=Text(
        vi="Giá trị mong đợi do chính hàm được kiểm thử tính ra, nên sai mấy cũng khớp. Hãy tự tính giá trị mong đợi từ"
        " công thức.",
        en="The expected numbers come from the very function under test, so they agree however wrong it is. Compute"
        " them from the formula yourself.",
    ),
    read="testing-by-properties",
)
def compares_with_itself(instance_norm):
    x = _inputs()["scales"][0]
    expected = instance_norm(x.copy())
    instance_norm(1 - x)
    assert np.allclose(instance_norm(x.copy()), expected)


# Wrong: what it never tries


@mistake(
    name=Text(vi="Chỉ thử đầu vào không đổi", en="Tries constant inputs only"),
    why=Text(
        vi="Chuỗi gồm các số bằng nhau (và chuỗi chỉ có một token) cho đầu ra toàn 0, dù chia cho cái gì. Hãy thử cả"
        " những chuỗi có số khác nhau.",
        en="A sequence of equal numbers (or of one token) comes out as zeros, whatever it is divided by. Try sequences"
        " of different numbers too.",
    ),
    read="testing-by-properties",
)
def only_constant_input(instance_norm):
    _assert_right(instance_norm, inputs=[np.full((2, 4, 3), 2.5), np.ones((2, 1, 2))])


@mistake(
    name=Text(vi="Chỉ thử một mẫu, một đặc trưng", en="Tries one sample of one feature only"),
    why=Text(
        vi="Với B = 1 và F = 1, chuẩn hóa theo batch hay lấy trung bình cả tensor đều cho cùng kết quả. Hãy thử nhiều"
        " mẫu, nhiều đặc trưng, mỗi cột một thang đo.",
        en="With B = 1 and F = 1, batch normalization and a mean over the whole tensor give the same. Try several"
        " samples and features, each of its own scale.",
    ),
    read="two-samples-two-features#new",
)
def only_one_instance(instance_norm):
    _assert_right(instance_norm, inputs=[x for x in _all_inputs() if x.shape[0] == x.shape[2] == 1])


@mistake(
    name=Text(vi="Chỉ thử B = L = F", en="Tries B = L = F only"),
    why=Text(
        vi="Khi ba kích thước bằng nhau, squeeze không bỏ trục nào; chuỗi ngắn thì không số nào lớn tới mức bị chặn."
        " Hãy thử nhiều shape.",
        en="With three equal sizes above 1, squeeze drops no axis, and in so short a sequence no number grows large"
        " enough to be clipped. Try several shapes.",
    ),
    read="testing-by-properties#shrinking-explained",
)
def only_equal_sizes(instance_norm):
    x = _inputs()["equal sizes"][0]
    _assert_right(instance_norm, inputs=[x, x / 300])


@mistake(
    name=Text(vi="Chỉ thử eps mặc định", en="Tries the default eps only"),
    why=Text(
        vi="Phiên bản viết cứng 1e-5 trong công thức bỏ qua tham số eps, nên chỉ lộ khi bạn truyền eps khác, chẳng hạn"
        " 0,5.",
        en="A version with 1e-5 written into its formula ignores the parameter, which shows only when you give another"
        " eps, such as 0.5.",
    ),
    read="eps-and-small-variances",
)
def only_default_eps(instance_norm):
    _assert_right(instance_norm, leaves_out={"other eps"})


@mistake(
    name=Text(vi="Lần nào cũng truyền eps", en="Gives eps in every call"),
    why=Text(
        vi="Giá trị mặc định chỉ được dùng khi không truyền eps. Hãy gọi instance_norm(x) một lần với phương sai nhỏ"
        " và so với eps = 1e-5.",
        en="The default is used only when eps is left out. Call instance_norm(x) once, with a small variance, and"
        " compare with eps = 1e-5.",
    ),
    read="formula",
)
def always_gives_eps(instance_norm):
    _assert_right(instance_norm, leaves_out={"without eps"})


@mistake(
    name=Text(vi="Không thử phương sai nhỏ", en="Tries no small variance"),
    why=Text(
        vi="Khi phương sai lớn hơn eps rất nhiều, đặt eps ở đâu hay bỏ hẳn eps cũng gần như nhau. Hãy thử một chuỗi có"
        " phương sai cỡ eps.",
        en="With a variance far above eps it hardly matters where eps stands, or whether it is there. Try a sequence"
        " whose variance is about as small as eps.",
    ),
    read="eps-and-small-variances#law",
)
def no_small_variance(instance_norm):
    kinds = _all_inputs(leaves_out={"scales", "small variance"})
    inputs = [x if np.ptp(x) == 0 else (LARGEST - 1) / np.abs(x).max() * x for x in kinds]
    _assert_right(instance_norm, inputs=inputs, leaves_out={"other eps"}, tolerance=2e-2)


@mistake(
    name=Text(vi="Không xem dtype", en="Does not look at the dtype"),
    why=Text(
        vi="Các con số gần như không đổi khi đầu ra là float32 thay cho float64, hay ngược lại. Hãy so y.dtype với"
        " x.dtype, cho cả hai dtype.",
        en="The numbers hardly change when the output is float32 in place of float64, or the reverse. Compare y.dtype"
        " with x.dtype, for both dtypes.",
    ),
    read="formula",
)
def ignores_dtype(instance_norm):
    _assert_right(instance_norm, leaves_out={"dtype"})


@mistake(
    name=Text(vi="Chỉ thử float64", en="Tries float64 only"),
    why=Text(
        vi="Phiên bản luôn trả về float64 chỉ lộ khi đầu vào là float32. Hãy gọi thêm một lần với x.astype(np.float32)"
        " và xem dtype của đầu ra.",
        en="A version that always returns float64 shows only on float32 input. Call once more with"
        " x.astype(np.float32) and look at the dtype of the output.",
    ),
    read="formula",
)
def only_float64(instance_norm):
    _assert_right(instance_norm, leaves_out={"float32"})


@mistake(
    name=Text(vi="Không xem lại đầu vào", en="Does not look at the input again"),
    why=Text(
        vi="Phiên bản ghi đè x vẫn trả về đầu ra đúng. Hãy giữ một bản sao của x trước khi gọi, rồi so x với bản sao"
        " đó sau khi gọi.",
        en="A version that overwrites x still returns the right output. Keep a copy of x before the call, and compare"
        " x with it afterwards.",
    ),
    read="formula",
)
def ignores_input(instance_norm):
    _assert_right(instance_norm, leaves_out={"input kept"})


@mistake(
    name=Text(vi="Không giữ kết quả cũ để xem lại", en="Keeps no earlier output to look at again"),
    why=Text(
        vi="Phiên bản dùng lại một mảng cho mọi lần gọi thì lần nào cũng đúng, cho đến khi lần sau ghi đè lần trước."
        " Hãy giữ y, gọi lại với x khác cùng shape, rồi xem lại y.",
        en="A version that reuses one array is right each time, until the next call overwrites the last. Keep y, call"
        " again with another x of that shape, and look at y again.",
    ),
    read="formula",
)
def ignores_earlier_output(instance_norm):
    _assert_right(instance_norm, leaves_out={"output kept"})


@mistake(
    name=Text(vi="Để NaN lọt qua", en="Lets NaN through"),
    why=Text(
        vi="Mọi phép so sánh với NaN đều cho False, nên if sai_số > 1e-5: raise không bao giờ phát sinh ngoại lệ. Hãy"
        " viết assert sai_số <= 1e-5, và với float32 thì assert np.isfinite(y).all().",
        en="Every comparison with NaN is False, so if error > 1e-5: raise never raises. Write assert error <= 1e-5"
        " and, with float32, assert np.isfinite(y).all().",
    ),
    read="numbers-on-real-machines",
)
def lets_nan_through(instance_norm):
    _assert_right(instance_norm, leaves_out={"NaN"})


@mistake(
    name=Text(vi="Nuốt ngoại lệ của instance_norm", en="Swallows what instance_norm raises"),
    why=Text(
        vi="instance_norm phát sinh ngoại lệ với đầu vào được phép thì nó sai. Đừng bắt ngoại lệ đó rồi bỏ qua: cứ để"
        " nó đi qua.",
        en="An instance_norm that raises for an input that is allowed is wrong. Do not catch that and go on: let it"
        " through.",
    ),
    read="formula",
)
def swallows_exceptions(instance_norm):
    _assert_right(instance_norm, leaves_out={"exceptions"})


@mistake(
    name=Text(vi="Đòi thứ tự C", en="Demands C order"),
    why=Text(
        vi="Đề bài cho phép kết quả nằm trong bộ nhớ theo thứ tự nào cũng được, kể cả là một view. Đừng xem y.flags"
        " hay y.strides.",
        en="The task allows a result to lie in memory in any order, and to be a view. Do not look at y.flags or"
        " y.strides.",
    ),
    read="layouts-and-frameworks",
)
def demands_c_order(instance_norm):
    _assert_right(instance_norm)
    for x in _all_inputs():
        assert instance_norm(x.copy()).flags.c_contiguous


@mistake(
    name=Text(vi="Không xem shape", en="Does not look at the shape"),
    why=Text(
        vi="Nhờ broadcasting, y shape (L, F) trừ giá trị mong đợi shape (1, L, F) vẫn bằng 0. Hãy so y.shape với"
        " x.shape trước khi trừ.",
        en="Thanks to broadcasting, y of shape (L, F) minus what is expected of shape (1, L, F) is 0 all the same."
        " Compare y.shape with x.shape before you subtract.",
    ),
    read="formula",
)
def ignores_shape(instance_norm):
    _assert_right(instance_norm, leaves_out={"shape"})


@mistake(
    name=Text(vi="Không thử một token", en="Never tries a single token"),
    why=Text(
        vi="Với L = 1, phương sai bằng 0 và không thể chia cho L − 1: có phiên bản chỉ sai ở đó. Hãy thử một x có"
        " shape (2, 1, 3).",
        en="With L = 1 the variance is 0, and nothing can be divided by L − 1: some versions are wrong only there. Try"
        " an x of shape (2, 1, 3).",
    ),
    read="eps-and-small-variances#short",
)
def no_single_token(instance_norm):
    _assert_right(instance_norm, leaves_out={"one token"})


@mistake(
    name=Text(vi="Không thử chuỗi dài", en="Never tries a long sequence"),
    why=Text(
        vi="Có phiên bản chỉ đọc những token đầu, hay chặn các đầu ra lớn mà chỉ chuỗi dài mới có. Hãy thử 200 token,"
        " với một số lớn hay một số nhỏ đơn độc.",
        en="Some versions read the first tokens only, or clip outputs that are large only in a long sequence. Try 200"
        " tokens, with a lonely large or small number.",
    ),
    read="testing-by-properties",
)
def no_long_sequence(instance_norm):
    _assert_right(instance_norm, leaves_out={"long"})


# Right, each in a way of its own


@right
def collects_complaints(instance_norm):
    complaints = list(_complaints(instance_norm))
    if complaints:
        raise AssertionError("; ".join(complaints))


@right
def with_numpy_testing(instance_norm):
    for x in _all_inputs():
        for given_eps in ({}, {"eps": 0.1}):
            mine = x.copy()
            y = instance_norm(mine, *given_eps.values())
            assert isinstance(y, np.ndarray) and y is not mine
            np.testing.assert_array_equal(y, instance_norm(mine.copy(), **given_eps))
            np.testing.assert_array_equal(mine, x)
            np.testing.assert_allclose(y, _definition(x, **given_eps), rtol=0, atol=1e-4)
            assert y.shape == x.shape and y.dtype == x.dtype
        single = x.astype("float32")
        first = instance_norm(single, 0.1)
        np.testing.assert_array_equal(single, x.astype("float32"))
        assert first.dtype == "float32" and np.all(np.abs(first) < 1e6)
        as_it_was = first.tolist()
        instance_norm(-single)
        np.testing.assert_array_equal(first, np.array(as_it_was, "float32"))
        np.testing.assert_allclose(instance_norm(1 - x / 2), _definition(1 - x / 2), rtol=0, atol=1e-4)


@right
def by_its_laws(instance_norm):
    """Mean 0, the exact law of the standard deviation, and a straight line that goes up: nothing else fits all three."""
    for x in _all_inputs():
        for z, eps in ((x, 1e-5), (x, 1e-5 * 7), (x / 3 + 1, 0.3), (x, 1e-5)):
            before = z.copy()
            y = instance_norm(z, eps) if eps != 1e-5 else instance_norm(z)
            assert isinstance(y, np.ndarray) and y.shape == z.shape and y.dtype == np.float64
            assert np.array_equal(instance_norm(z.copy(), eps=eps), y)
            assert (z == before).all() and not np.shares_memory(y, z)
            var = np.var(z, axis=1)
            assert np.all(np.abs(np.mean(y, axis=1)) < 1e-5)
            assert np.all(np.abs(np.std(y, axis=1) - np.sqrt(var / (var + eps))) < 1e-5)
            slope = 1 / np.sqrt(var + eps)
            assert np.all(np.abs(np.diff(y, axis=1) - slope[:, None] * np.diff(z, axis=1)) < 1e-5)
        earlier = instance_norm(x)
        copy = earlier.copy()
        instance_norm(x / 2 + 1)
        assert (earlier == copy).all()
        single = x.astype(np.float32)
        y = instance_norm(single)
        assert y.dtype == np.float32 and np.isfinite(y.sum()) and (single == x.astype(np.float32)).all()


@right
def in_plain_python(instance_norm):
    for x in _all_inputs():
        for eps in (None, 1e-5, 0.02):
            kept = x.tolist()
            y = instance_norm(x) if eps is None else instance_norm(x, eps=eps)
            assert eps is None or instance_norm(x, eps).tolist() == y.tolist()
            assert x.tolist() == kept and y is not x
            assert str(type(y)) == "<class 'numpy.ndarray'>" and (y.shape, y.dtype) == (x.shape, x.dtype)
            for b in range(x.shape[0]):
                for f in range(x.shape[2]):
                    column = [row[f] for row in kept[b]]
                    mean = math.fsum(column) / len(column)
                    var = math.fsum((value - mean) ** 2 for value in column) / len(column)
                    for t, value in enumerate(column):
                        expected = (value - mean) / math.sqrt(var + (1e-5 if eps is None else eps))
                        assert math.isclose(y[b, t, f], expected, rel_tol=1e-4, abs_tol=1e-4)
    one, other = np.array([[[0.0], [1]]]), np.array([[[5.0], [1]]])
    y = instance_norm(one)
    before = list(y.flat)
    assert math.isclose(instance_norm(other)[0, 0, 0], 1, abs_tol=1e-4)
    assert list(y.flat) == before
    single = one.astype(np.float32)
    y = instance_norm(single)
    assert y.dtype == np.float32 and all(map(math.isfinite, y.flat)) and (single == one).all()


@right
def with_numbers_known_by_heart(instance_norm):
    """Sequences of a and −a, repeated: the mean is 0 and the variance a², so the output is ±a / √(a² + eps)."""
    shapes = [
        (1, 2, 1),
        (2, 4, 3),
        (4, 4, 4),
        (4, 4, 2),
        (2, 6, 6),
        (1, 200, 1),
        (100, 2, 1),
        (1, 2, 100),
        (1, 4, 2),
        (2, 4, 1),
    ]
    for a, eps in ((1.0, 0.5), (3e-3, 1e-5), (0.02, None), (4e-3, None), (8.0, 0.5), (10.0, None)):
        for samples, length, features in shapes:
            sign = (-1.0) ** np.arange(length).reshape(1, length, 1)
            scale = a * (1 + np.arange(samples * features).reshape(samples, 1, features) / 90)
            x = sign * scale + 7 * np.arange(samples).reshape(samples, 1, 1) % 35
            _assert_known(instance_norm, x, eps, sign * scale / np.sqrt(scale**2 + (1e-5 if eps is None else eps)))
    for length in (3, 40, 200):
        for one in (1, -1):
            x = np.zeros((1, length, 1))
            x[0, 1] = one
            std = math.sqrt((length - 1) / length**2 + 0.001)
            _assert_known(instance_norm, x, 0.001, (x - one / length) / std)
    for shape in ((1, 1, 1), (2, 1, 3), (2, 3, 2)):
        for same in (5.0, 0.0):
            _assert_known(instance_norm, np.full(shape, same), None, np.zeros(shape))
    _assert_known(instance_norm, np.array([[[40.0], [50.0]]]), None, np.array([[[-1.0], [1.0]]]))
    x = np.array([[[1.0], [2.0]]])
    single = x.astype(np.float32)
    first = instance_norm(single)
    assert first.dtype == np.float32 and np.abs(first).max() < 2 and (single == x).all()
    first = instance_norm(x)
    kept = first + 0
    _assert_known(instance_norm, x[:, ::-1] * 3, None, np.array([[[1.0], [-1.0]]]))
    assert np.all(first == kept)


def _assert_known(instance_norm, x, eps, expected):
    before = x.copy()
    y = instance_norm(x) if eps is None else instance_norm(x, eps)
    assert eps is None or np.array_equal(instance_norm(x, eps=eps), y)
    assert np.all(x == before) and y is not x
    assert type(y).__name__ == "ndarray" and y.shape == expected.shape and y.dtype == x.dtype
    assert np.max(np.abs(y - expected)) < 1e-4


@right
def turns_exceptions_into_assertions(instance_norm):
    try:
        complaints = list(_complaints(instance_norm))
    except Exception as error:
        raise AssertionError("instance_norm raises") from error
    assert complaints == []


@right
def with_hypothesis(instance_norm):
    inputs = _all_inputs()

    @settings(max_examples=3, database=None, deadline=None, derandomize=True)
    @given(number=st.integers(0, len(inputs) - 1), eps=st.sampled_from([0.5, 1e-5, 1e-3]))
    @example(number=4, eps=1e-5)
    @example(number=0, eps=0.1)
    def every_call_is_right(number, eps):
        assert _differs(instance_norm, inputs[number], eps) == ""

    every_call_is_right()
    _assert_right(instance_norm)


# How a version is looked at


def _run_check(check_instance_norm: Callable, version: str) -> Iterator[Outcome]:
    """A learner's own test, tried on a version of instance_norm: passed, refused, or what else it raised."""
    trial = attempt(tried, check_instance_norm, version)
    if isinstance(trial, Raised):
        yield describe(trial)
    elif trial.raised:
        yield describe(Raised(trial.error))
    else:
        yield Outcome("refused" if trial.refused else "passed")


def _probes_of_check_instance_norm() -> list[dict]:
    right = "formula", "times_one_over_length", "fourier", "in_steps", "quick_root", "fortran_order"
    wrong = (
        *("batch_norm", "layer_norm", "whole_tensor", "missing_keepdims", "unbiased_variance", "forgets_mean"),
        *("only_centres", "eps_outside_root", "no_eps", "hard_coded_eps", "other_default_eps"),
        *("subtracts_wrong_way_round", "clips", "sorts_sequence", "squeezes_output", "forgets_return"),
        *("always_float32", "always_float64", "returns_list", "overwrites_input", "reuses_buffer"),
        *("remembers_earlier_calls", "drops_axis_of_one_sample", "keeps_one_token", "nan_for_equal_numbers"),
        *("raises_for_equal_numbers", "clips_above_10", "centres_input"),
    )
    return [{"version": version} for version in (*right, *wrong)]


RUNS = {"check_instance_norm": _run_check}
PROBES = {"check_instance_norm": _probes_of_check_instance_norm}


def _always_raises(instance_norm):
    raise AssertionError


def _raises_every_other_time(instance_norm):
    _calls.append(instance_norm)
    assert len(_calls) % 2


def _never_raises(instance_norm):
    return None


def _says_that_it_is_wrong(instance_norm):
    return False


_calls = []
NOTHING_DONE = [_always_raises, _raises_every_other_time, _never_raises, _says_that_it_is_wrong]
