"""Wrong and right versions of `fold_affine(gamma, beta, weight, bias)`: what learners really write."""

from collections.abc import Callable, Iterator

import numpy as np

from grader.judging.cases import fresh
from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import Outcome, attempt, describe_with_parts, numbers_of, touched

# Wrong: the weight


@mistake(
    name=Text(vi="gamma nhân vào cột của weight", en="gamma multiplies the columns of weight"),
    why=Text(
        vi="gamma * weight khớp gamma với trục cuối, tức là với các đầu ra. Mỗi gamma thuộc về một đặc trưng, mà đặc"
        " trưng là một hàng của weight. Với F = H thì không có lỗi nào được báo.",
        en="gamma * weight lines gamma up with the last axis, the outputs. Each gamma belongs to a feature, and a feature"
        " is a row of weight. Where F = H nothing complains.",
    ),
    read="gamma-and-beta#linear",
    hint=2,
)
def gamma_on_columns(gamma, beta, weight, bias):
    return gamma * weight, beta @ weight + (0 if bias is None else bias)


@mistake(
    name=Text(vi="Trọng số không đổi", en="The weight stays as it was"),
    why=Text(
        vi="beta đã vào bias, nhưng weight được trả về nguyên vẹn, nên gamma biến mất. Hãy thử với beta bằng 0: kết quả"
        " vẫn phải phụ thuộc vào gamma.",
        en="beta has gone into the bias, but weight comes back as it was, so gamma is lost. Try it with a beta of 0: the"
        " result must still depend on gamma.",
    ),
    read="gamma-and-beta#linear",
    hint=1,
)
def weight_unchanged(gamma, beta, weight, bias):
    return weight.copy(), beta @ weight + (0 if bias is None else bias)


@mistake(
    name=Text(vi="Chia cho gamma", en="Divides by gamma"),
    why=Text(
        vi="Bạn chia weight cho gamma, như thể phải bù lại cho phép nhân. Tầng mới phải tự làm phép nhân đó, vì trước nó"
        " không còn gamma nữa; và gamma có thể bằng 0.",
        en="You divide weight by gamma, as if to make up for the multiplication. The new layer has to do it itself, since"
        " no gamma is left before it; and gamma may be 0.",
    ),
    read="gamma-and-beta#linear",
    hint=1,
)
def divides_by_gamma(gamma, beta, weight, bias):
    with np.errstate(all="ignore"):
        return weight / gamma[:, None], beta @ weight + (0 if bias is None else bias)


# Wrong: the bias


@mistake(
    name=Text(vi="beta bị bỏ quên", en="beta is forgotten"),
    why=Text(
        vi="Trọng số đã đúng, nhưng bias được giữ nguyên. Khi x̂ bằng 0, tầng tuyến tính nhận beta chứ không nhận 0.",
        en="The weight is right, but the bias stays as it was. Where x̂ is 0 the linear layer receives beta, not 0.",
    ),
    read="gamma-and-beta#linear",
    hint=1,
)
def forgets_beta(gamma, beta, weight, bias):
    new_weight = gamma[:, None] * weight
    return new_weight, np.zeros_like(new_weight[0]) if bias is None else bias.copy()


@mistake(
    name=Text(vi="beta đi qua trọng số mới", en="beta goes through the new weight"),
    why=Text(
        vi="Bạn nhân beta với trọng số đã có gamma trong đó. Nhưng beta được cộng sau khi nhân với gamma, nên nó chỉ đi"
        " qua weight ban đầu.",
        en="You multiply beta by the weight that already holds gamma. But beta is added after the multiplication by gamma,"
        " so it goes through the old weight alone.",
    ),
    read="gamma-and-beta#linear",
    hint=3,
)
def beta_through_new_weight(gamma, beta, weight, bias):
    new_weight = gamma[:, None] * weight
    return new_weight, beta @ new_weight + (0 if bias is None else bias)


@mistake(
    name=Text(vi="Tổng của beta được cộng vào mọi đầu ra", en="The sum of beta is added to every output"),
    why=Text(
        vi="Bạn cộng beta.sum() vào bias mà không nhân với weight. Mỗi beta phải đi qua hàng của nó, nên mỗi đầu ra được"
        " cộng một số khác.",
        en="You add beta.sum() to the bias without multiplying by weight. Each beta has to go through its own row, so each"
        " output gets another number.",
    ),
    read="gamma-and-beta#linear",
    hint=3,
)
def adds_sum_of_beta(gamma, beta, weight, bias):
    old = np.zeros(weight.shape[1], weight.dtype) if bias is None else bias
    return gamma[:, None] * weight, old + beta.sum()


@mistake(
    name=Text(vi="bias cũ bị mất", en="The old bias is lost"),
    why=Text(
        vi="Bias mới chỉ còn phần do beta mang lại. Phần mà tầng tuyến tính vốn đã cộng thêm cũng phải có trong đó.",
        en="The new bias holds only what beta brings. What the linear layer added before has to be in it as well.",
    ),
    read="gamma-and-beta#linear",
    hint=3,
)
def drops_old_bias(gamma, beta, weight, bias):
    return gamma[:, None] * weight, beta @ weight


@mistake(
    name=Text(vi="bias được nhân với beta", en="The bias is multiplied by beta"),
    why=Text(
        vi="Bạn gộp cả bias cũ vào phép nhân với beta. Bias cũ được cộng sau cùng, không phụ thuộc gì vào beta.",
        en="You multiply the old bias by beta as well. The old bias is added last of all and has nothing to do with beta.",
    ),
    read="gamma-and-beta#linear",
    hint=3,
)
def beta_times_bias(gamma, beta, weight, bias):
    old = np.zeros(weight.shape[1], weight.dtype) if bias is None else bias
    return gamma[:, None] * weight, beta @ (weight + old)


@mistake(
    name=Text(vi="Không có bias thì cũng không có bias mới", en="No bias, so no new bias either"),
    why=Text(
        vi="Khi bias là None, bạn trả về None. Nhưng beta vẫn còn đó: tầng mới cần một bias, dù tầng cũ không có.",
        en="Where bias is None you return None. But beta is still there: the new layer needs a bias even though the old one"
        " had none.",
    ),
    read="gamma-and-beta#linear",
)
def none_stays_none(gamma, beta, weight, bias):
    return gamma[:, None] * weight, None if bias is None else beta @ weight + bias


@mistake(
    name=Text(vi="None được cộng như một mảng", en="None is added like an array"),
    why=Text(
        vi="Bạn cộng bias mà không xét trường hợp bias là None, nên phép cộng báo TypeError. Tầng không có bias cũng phải"
        " gộp được.",
        en="You add bias without asking whether it is None, and the addition raises TypeError. A layer without bias has to"
        " be folded as well.",
    ),
    read="gamma-and-beta#linear",
)
def adds_none(gamma, beta, weight, bias):
    return gamma[:, None] * weight, beta @ weight + bias


@mistake(
    name=Text(vi="Bias chưa được cộng theo đặc trưng", en="The bias is not summed over the features"),
    why=Text(
        vi="beta[:, None] * weight có shape (F, H), và bạn cộng bias vào mọi hàng của nó. Một đầu ra là tổng trên các đặc"
        " trưng: hãy lấy tổng theo trục đó rồi mới cộng bias.",
        en="beta[:, None] * weight has the shape (F, H), and you add bias to every row of it. An output is a sum over the"
        " features: add up along that axis first.",
    ),
    read="gamma-and-beta#linear",
    hint=3,
)
def bias_not_summed(gamma, beta, weight, bias):
    return gamma[:, None] * weight, beta[:, None] * weight + (0 if bias is None else bias)


# Wrong: dtypes, the arrays that were given


@mistake(
    name=Text(vi="float32 thành float64", en="float32 becomes float64"),
    why=Text(
        vi="Một mảng float64, như np.zeros(H) hay np.diag của một danh sách, làm kết quả thành float64. Hãy giữ dtype của"
        " weight.",
        en="An array of float64, such as np.zeros(H) or np.diag of a list, turns the result into float64. Keep the dtype of"
        " weight.",
    ),
    read="formula",
)
def makes_float64(gamma, beta, weight, bias):
    old = np.zeros(weight.shape[1]) if bias is None else bias
    new_weight = np.diag(gamma.tolist()) @ weight
    return new_weight, np.array(beta.tolist()) @ weight + old


@mistake(
    name=Text(vi="Sửa weight và bias tại chỗ", en="Changes weight and bias in place"),
    why=Text(
        vi="weight *= … và bias += … ghi vào mảng của người gọi. Gọi lần thứ hai với cùng các mảng đó thì gamma được nhân"
        " hai lần.",
        en="weight *= … and bias += … write into the caller's arrays. Called again with the same arrays it multiplies by"
        " gamma twice.",
    ),
    read="formula",
)
def changes_in_place(gamma, beta, weight, bias):
    added = beta @ weight
    weight *= gamma[:, None]
    if bias is None:
        return weight, added
    bias += added
    return weight, bias


# Right, each in a way of its own


@right
def rows_times_gamma(gamma, beta, weight, bias):
    return gamma[:, None] * weight, beta @ weight + (weight.dtype.type(0) if bias is None else bias)


@right
def diagonal_matrix(gamma, beta, weight, bias):
    old = np.zeros_like(weight[0]) if bias is None else bias
    return np.diag(gamma) @ weight, weight.T @ beta + old


@right
def transposed_twice(gamma, beta, weight, bias):
    old = np.zeros(weight.shape[1], weight.dtype) if bias is None else bias
    return (weight.T * gamma).T, np.sum(weight.T * beta, axis=1) + old


@right
def three_loops(gamma, beta, weight, bias):
    new_weight, new_bias = np.empty_like(weight), np.empty_like(weight[0])
    for h in range(weight.shape[1]):
        total = 0.0 if bias is None else float(bias[h])
        for f in range(weight.shape[0]):
            new_weight[f, h] = gamma[f] * weight[f, h]
            total += float(beta[f]) * float(weight[f, h])
        new_bias[h] = total
    return new_weight, new_bias


@right
def asks_the_two_layers(gamma, beta, weight, bias):
    """What comes out for x̂ = 0 is the bias, and what each unit vector changes is a row of the weight."""

    def both(x_hat):
        y = (gamma * x_hat + beta) @ weight
        return y if bias is None else y + bias

    features = len(gamma)
    at_zero = both(np.zeros(features, weight.dtype))
    return both(np.eye(features, dtype=weight.dtype)) - at_zero, at_zero


@right
def one_augmented_matrix(gamma, beta, weight, bias):
    """The norm's affine step and the layer as one product of matrices with a row for what is added."""
    old = np.zeros((1, weight.shape[1])) if bias is None else bias[np.newaxis]
    affine = np.vstack([np.diag(gamma), beta]).astype(np.float64)
    product = affine @ weight
    return [product[:-1].astype(weight.dtype), (product[-1] + old[0]).astype(weight.dtype)]


# How a version is looked at


def _run_fold_affine(fold_affine: Callable, **case: np.ndarray) -> Iterator[Outcome]:
    """A layer with a bias and one without, and what was done to the arrays that were given."""
    for left_out in ("", "bias"):
        given = fresh(case)
        arguments = given | ({left_out: None} if left_out else {})
        yield describe_with_parts(attempt(fold_affine, *arguments.values()))
        yield from touched(given, case)


def _probes_of_fold_affine() -> list[dict]:
    wide, square = numbers_of((1, 3, 4), offset=1)[0], numbers_of((1, 3, 3), offset=-1)[0]
    gamma, beta = np.array([2.0, -1, 0.5]), np.array([-3.0, 1, 4])
    layers = [
        {"gamma": gamma, "beta": beta, "weight": wide, "bias": np.array([1.0, -2, 3, 0.5])},
        {"gamma": beta, "beta": gamma, "weight": square, "bias": np.array([4.0, -1, 2])},
    ]
    return [*layers, {name: array.astype(np.float32) for name, array in layers[0].items()}]


RUNS = {"fold_affine": _run_fold_affine}
PROBES = {"fold_affine": _probes_of_fold_affine}


def _hands_back(gamma, beta, weight, bias):
    return weight, bias


NOTHING_DONE = [_hands_back]
