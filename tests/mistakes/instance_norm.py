"""Wrong and right versions of `instance_norm(x, eps=1e-5)`: what learners really write."""

import math
import statistics

import numpy as np

from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import numbers_of

# Wrong: statistics over the wrong numbers


@mistake(
    name=Text(vi="Chuẩn hóa theo batch", en="Batch normalization"),
    why=Text(
        vi="Bạn lấy trung bình trên cả các mẫu lẫn chuỗi, nên các mẫu trộn vào nhau. Với B = 1 kết quả vẫn đúng, vì"
        " vậy hãy thử với hai mẫu có thang đo khác nhau.",
        en="You average over the samples as well as the sequence, so samples mix. With B = 1 the result is still"
        " right: try two samples of different scale.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def batch_norm(x, eps=1e-5):
    mean = x.mean(axis=(0, 1), keepdims=True)
    var = x.var(axis=(0, 1), keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    name=Text(vi="Lấy trung bình theo các mẫu", en="Averages over the samples"),
    why=Text(
        vi="axis=0 là trục của các mẫu trong batch, không phải trục của chuỗi. Với một mẫu duy nhất, mọi đầu ra đều"
        " thành 0.",
        en="axis=0 runs over the samples of the batch, not over the sequence. With a single sample every output"
        " becomes 0.",
    ),
    read="two-samples-one-feature#new",
    hint=1,
)
def over_samples(x, eps=1e-5):
    mean = x.mean(axis=0, keepdims=True)
    var = x.var(axis=0, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    name=Text(vi="Chuẩn hóa theo tầng (từng token)", en="Layer normalization (of each token)"),
    why=Text(
        vi="axis=2 (hay axis=-1) là trục đặc trưng: mỗi token được chuẩn hóa riêng, như trong Transformer. Với F = 1"
        " mọi đầu ra đều thành 0.",
        en="axis=2 (or axis=-1) is the feature axis: each token is normalized by itself, as in Transformers. With F ="
        " 1 every output becomes 0.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def layer_norm(x, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    name=Text(vi="Gộp các đặc trưng của một mẫu", en="Pools the features of a sample"),
    why=Text(
        vi="Bạn lấy trung bình trên cả chuỗi lẫn đặc trưng, như chuẩn hóa theo tầng cho ảnh. Đặc trưng có thang đo lớn"
        " lấn át các đặc trưng khác; với F = 1 lỗi không lộ ra.",
        en="You average over the sequence and the features, like layer normalization of images. A feature of large"
        " scale drowns the others; with F = 1 this stays hidden.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def pools_features(x, eps=1e-5):
    mean = x.mean(axis=(1, 2), keepdims=True)
    var = x.var(axis=(1, 2), keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    name=Text(vi="Một trung bình cho cả tensor", en="One mean for the whole tensor"),
    why=Text(
        vi="Không có axis, NumPy tính một con số duy nhất trên mọi phần tử. Mỗi instance phải có trung bình và phương"
        " sai riêng: tổng cộng B × F cặp.",
        en="Without an axis NumPy reduces everything to one number. Every instance needs a mean and a variance of its"
        " own: B × F pairs in all.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def whole_tensor(x, eps=1e-5):
    return (x - x.mean()) / np.sqrt(x.var() + eps)


@mistake(
    name=Text(vi="Dùng thống kê của mẫu đầu tiên", en="Uses the statistics of the first sample"),
    why=Text(
        vi="Trung bình và phương sai chỉ được tính từ x[0] rồi dùng cho mọi mẫu. Mẫu đầu tiên ra đúng, nên hãy nhìn"
        " vào các mẫu sau.",
        en="Mean and variance come from x[0] alone and serve every sample. The first sample comes out right, so look"
        " at the later ones.",
    ),
    read="two-samples-one-feature#new",
)
def statistics_of_first_sample(x, eps=1e-5):
    mean, var = x[0].mean(axis=0), x[0].var(axis=0)
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    name=Text(vi="Dùng thống kê của đặc trưng đầu tiên", en="Uses the statistics of the first feature"),
    why=Text(
        vi="Trung bình và phương sai của đặc trưng 0 được dùng cho mọi đặc trưng. Với F = 1 lỗi không lộ ra; hãy thử"
        " hai đặc trưng có thang đo khác nhau.",
        en="The mean and variance of feature 0 serve every feature. With F = 1 this stays hidden: try two features of"
        " different scale.",
    ),
    read="one-sample-two-features#new",
)
def statistics_of_first_feature(x, eps=1e-5):
    first = x[:, :, :1]
    return (x - first.mean(axis=1, keepdims=True)) / np.sqrt(first.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Bỏ sót token cuối", en="Leaves out the last token"),
    why=Text(
        vi="Thống kê chỉ tính trên x[:, :-1]. Trong Python, điểm cuối của range và của lát cắt đã không được tính, nên"
        " trừ thêm 1 là bỏ mất token cuối.",
        en="The statistics use x[:, :-1] only. In Python the end of a range or a slice is excluded already, so"
        " subtracting 1 drops a token.",
    ),
    read="formula#step-mean",
)
def leaves_out_last_token(x, eps=1e-5):
    seen = x[:, :-1]
    return (x - seen.mean(axis=1, keepdims=True)) / np.sqrt(seen.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Bỏ sót token đầu", en="Leaves out the first token"),
    why=Text(
        vi="Thống kê chỉ tính trên x[:, 1:], như thể chỉ số bắt đầu từ 1. Trong NumPy token đầu tiên có chỉ số 0 và"
        " cũng phải được tính.",
        en="The statistics use x[:, 1:] only, as if indices began at 1. In NumPy the first token has index 0, and it"
        " counts too.",
    ),
    read="formula#step-mean",
)
def leaves_out_first_token(x, eps=1e-5):
    seen = x[:, 1:]
    return (x - seen.mean(axis=1, keepdims=True)) / np.sqrt(seen.var(axis=1, keepdims=True) + eps)


# Wrong: shapes and layouts


@mistake(
    name=Text(vi="Thiếu keepdims", en="Missing keepdims"),
    why=Text(
        vi="Không có keepdims, mean có shape (B, F), và broadcasting ghép B với trục chuỗi. Thường NumPy báo lỗi,"
        " nhưng khi B = L thì kết quả sai mà không có lỗi nào.",
        en="Without keepdims mean has shape (B, F), and broadcasting lines B up with the sequence. Mostly NumPy"
        " raises, but with B = L the result is silently wrong.",
    ),
    read="introduction#average",
    hint=1,
)
def missing_keepdims(x, eps=1e-5):
    return (x - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps)


@mistake(
    name=Text(vi="Thêm trục vào sai chỗ", en="Puts the new axis in the wrong place"),
    why=Text(
        vi="Bạn biến (B, F) thành (B, F, 1), nên thống kê của các đặc trưng nằm dọc theo chuỗi. Khi L = F, NumPy im"
        " lặng chấp nhận và kết quả sai.",
        en="You turn (B, F) into (B, F, 1), so the statistics of the features lie along the sequence. When L = F NumPy"
        " accepts that in silence, and the result is wrong.",
    ),
    read="one-sample-two-features#new",
    hint=1,
)
def new_axis_in_wrong_place(x, eps=1e-5):
    mean, var = x.mean(axis=1)[:, :, None], x.var(axis=1)[:, :, None]
    return (x - mean) / np.sqrt(var + eps)


@mistake(
    name=Text(vi="Dùng reshape thay cho transpose", en="Uses reshape for transpose"),
    why=Text(
        vi="reshape(B, F, L) không đổi trục mà chỉ chia lại dãy số, nên các đặc trưng lẫn vào nhau. Với F = 1 hay L ="
        " 1 hai phép này trùng nhau.",
        en="reshape(B, F, L) does not swap axes; it cuts the same run of numbers anew, so features mix. With F = 1 or"
        " L = 1 the two agree.",
    ),
    read="layouts-and-frameworks#layouts",
)
def reshape_for_transpose(x, eps=1e-5):
    samples, length, features = x.shape
    rows = x.reshape(samples, features, length)
    rows = (rows - rows.mean(axis=2, keepdims=True)) / np.sqrt(rows.var(axis=2, keepdims=True) + eps)
    return rows.reshape(samples, length, features)


@mistake(
    name=Text(vi="Quên chuyển trục trở lại", en="Forgets to transpose back"),
    why=Text(
        vi="Các con số đều đúng, nhưng đầu ra có shape (B, F, L) như trong PyTorch. Khóa học dùng (B, L, F); khi L = F"
        " chỉ nhìn shape thì không thấy lỗi.",
        en="The numbers are right, but the output has PyTorch's shape (B, F, L). The course uses (B, L, F); when L = F"
        " the shape alone hides it.",
    ),
    read="layouts-and-frameworks#layouts",
)
def forgets_to_transpose_back(x, eps=1e-5):
    rows = x.transpose(0, 2, 1)
    return (rows - rows.mean(axis=2, keepdims=True)) / np.sqrt(rows.var(axis=2, keepdims=True) + eps)


@mistake(
    name=Text(vi="squeeze làm mất trục", en="squeeze drops axes"),
    why=Text(
        vi="squeeze bỏ mọi trục có độ dài 1, nên với một mẫu hay một đặc trưng đầu ra không còn ba trục. Với B,"
        " L, F > 1 lỗi không lộ ra.",
        en="squeeze removes every axis of size 1, so with one sample or one feature the output no longer has three"
        " axes. With B, L, F > 1 this stays hidden.",
    ),
    read="one-sample-one-feature",
)
def squeezes_output(x, eps=1e-5):
    return np.squeeze(_normalized(x, eps))


@mistake(
    name=Text(vi="return nằm trong vòng lặp", en="return inside the loop"),
    why=Text(
        vi="return thụt lề quá sâu nên hàm dừng sau mẫu đầu tiên; các mẫu còn lại vẫn là 0. Với B = 1 lỗi không lộ ra.",
        en="return is indented too far, so the function stops after the first sample and leaves the others at 0. With"
        " B = 1 this stays hidden.",
    ),
    read="two-samples-one-feature",
)
def returns_inside_loop(x, eps=1e-5):
    y = np.zeros_like(x)
    for b in range(x.shape[0]):
        y[b] = (x[b] - x[b].mean(axis=0)) / np.sqrt(x[b].var(axis=0) + eps)
        return y


@mistake(
    name=Text(vi="Quên return", en="Forgets to return"),
    why=Text(
        vi="Hàm không trả về gì, nên kết quả là None. print chỉ in ra màn hình; hãy kết thúc hàm bằng return.",
        en="The function returns nothing, so its result is None. print only shows a value: end the function with return.",
    ),
    read="formula",
)
def forgets_return(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    y = (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)  # noqa: F841 - that is the mistake


# Wrong: the formula


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
def unbiased_variance(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True, ddof=1) + eps)


@mistake(
    name=Text(vi="eps nằm ngoài căn", en="eps outside the square root"),
    why=Text(
        vi="Bạn cộng eps vào độ lệch chuẩn thay vì vào phương sai. Khi phương sai lớn, hai cách gần như bằng nhau; khi"
        " phương sai nhỏ cỡ eps, chúng khác hẳn.",
        en="You add eps to the standard deviation, not to the variance. For large variances the two nearly agree; for"
        " a variance about as small as eps they do not.",
    ),
    read="eps-and-small-variances#place",
    hint=2,
)
def eps_outside_root(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Lấy căn của eps riêng", en="A square root of eps by itself"),
    why=Text(
        vi="Căn của một tổng không bằng tổng các căn. Khi phương sai lớn, sai khác rất nhỏ, nên hãy thử một chuỗi gần"
        " như không đổi.",
        en="The root of a sum is not the sum of the roots. For large variances the difference is tiny, so try a"
        " sequence that hardly changes.",
    ),
    read="eps-and-small-variances#place",
    hint=2,
)
def root_of_eps_apart(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + np.sqrt(eps))


@mistake(
    name=Text(vi="Không dùng eps", en="Leaves eps out"),
    why=Text(
        vi="Không có eps, một chuỗi không đổi cho 0/0, tức là NaN. Với phương sai lớn lỗi này gần như vô hình, nên hãy"
        " thử với các giá trị bằng nhau.",
        en="Without eps a constant sequence gives 0/0, which is NaN. For large variances you hardly notice, so try"
        " equal values.",
    ),
    read="formula#step-eps",
    hint=2,
)
def no_eps(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Thay độ lệch chuẩn 0 bằng 1", en="Replaces a standard deviation of 0 by 1"),
    why=Text(
        vi="Bạn tránh được phép chia cho 0, nhưng eps không được dùng. Chuỗi có phương sai nhỏ cỡ eps vì thế bị phóng"
        " to quá mức.",
        en="You avoid dividing by 0, but eps is never used. A sequence whose variance is about as small as eps is"
        " therefore blown up too much.",
    ),
    read="eps-and-small-variances#law",
    hint=2,
)
def zero_std_becomes_one(x, eps=1e-5):
    std = x.std(axis=1, keepdims=True)
    return (x - x.mean(axis=1, keepdims=True)) / np.where(std == 0, np.ones_like(std), std)


@mistake(
    name=Text(vi="Dùng eps làm ngưỡng dưới", en="Uses eps as a lower limit"),
    why=Text(
        vi="Bạn lấy số lớn hơn trong var và eps. Công thức cộng hai số đó: khi chúng bằng nhau, độ lệch chuẩn của đầu"
        " ra là 0,707, không phải 1.",
        en="You take the larger of var and eps. The formula adds them: when they are equal, the output's standard"
        " deviation is 0.707, not 1.",
    ),
    read="eps-and-small-variances#law",
    hint=2,
)
def eps_as_lower_limit(x, eps=1e-5):
    var = x.var(axis=1, keepdims=True)
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(np.maximum(var, x.dtype.type(eps)))


@mistake(
    name=Text(vi="eps bị viết cứng", en="eps is hard-coded"),
    why=Text(
        vi="Trong công thức bạn viết thẳng 1e-5, nên tham số eps không có tác dụng. Hãy gọi hàm với eps=0.5 và so sánh"
        " với mặc định.",
        en="The formula contains 1e-5 itself, so the parameter eps has no effect. Call the function with eps=0.5 and"
        " compare with the default.",
    ),
    read="formula#step-eps",
)
def hard_coded_eps(x, eps=1e-5):
    return _normalized(x, 1e-5)


@mistake(
    name=Text(vi="eps mặc định khác 1e-5", en="The default eps is not 1e-5"),
    why=Text(
        vi="Khi không truyền eps, hàm của bạn dùng 1e-3, mặc định của Keras. Đề bài yêu cầu 1e-5; sự khác biệt lộ ra"
        " khi phương sai nhỏ.",
        en="Called without eps your function uses 1e-3, the default of Keras. The exercise asks for 1e-5; small"
        " variances show the difference.",
    ),
    read="eps-and-small-variances#defaults",
)
def other_default_eps(x, eps=1e-3):
    return _normalized(x, eps)


@mistake(
    name=Text(vi="eps mặc định là 1e-8", en="The default eps is 1e-8"),
    why=Text(
        vi="Khi không truyền eps, hàm của bạn dùng 1e-8, con số quen thuộc ở Adam. Đề bài yêu cầu 1e-5; sự khác biệt chỉ lộ ra khi phương sai rất nhỏ.",
        en="Called without eps your function uses 1e-8, known from Adam. The exercise asks for 1e-5; only very small variances show the difference.",
    ),
    read="eps-and-small-variances#defaults",
)
def default_eps_1e_8(x, eps=1e-8):
    return _normalized(x, eps)


@mistake(
    name=Text(vi="eps mặc định là 1e-6", en="The default eps is 1e-6"),
    why=Text(
        vi="Khi không truyền eps, hàm của bạn dùng 1e-6, cỡ quen thuộc ở nhiều bản RMSNorm. Đề bài yêu cầu 1e-5; sự khác biệt chỉ lộ ra khi phương sai rất nhỏ.",
        en="Called without eps your function uses 1e-6, known from many versions of RMSNorm. The exercise asks for 1e-5; only very small variances show the difference.",
    ),
    read="eps-and-small-variances#defaults",
)
def default_eps_1e_6(x, eps=1e-6):
    return _normalized(x, eps)


@mistake(
    name=Text(vi="Bình phương eps", en="Squares eps"),
    why=Text(
        vi="Phương sai là bình phương của độ lệch chuẩn, nhưng eps được cộng thẳng vào phương sai, không bình"
        " phương. Hãy thử eps = 0.1 với phương sai nhỏ.",
        en="The variance is the square of the standard deviation, but eps is added to it as it is, not squared. Try"
        " eps = 0.1 with a small variance.",
    ),
    read="eps-and-small-variances#law",
)
def squared_eps(x, eps=1e-5):
    return _normalized(x, eps**2)


@mistake(
    name=Text(vi="Cộng eps vào đầu ra", en="Adds eps to the output"),
    why=Text(
        vi="Thiếu ngoặc hoặc đặt eps ở cuối khiến eps cộng vào kết quả của phép chia, không phải vào phương sai. Trung"
        " bình của đầu ra khi đó bằng eps.",
        en="A missing bracket, or eps at the end of the line, adds it to the quotient and not to the variance. The"
        " mean of the output then is eps.",
    ),
    read="formula#formula",
    hint=2,
)
def adds_eps_to_output(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True)) + eps


@mistake(
    name=Text(vi="Quên lấy căn bậc hai", en="Forgets the square root"),
    why=Text(
        vi="Bạn chia cho phương sai chứ không phải cho độ lệch chuẩn. Nhân x với 10 thì đầu ra nhỏ đi 10 lần, trong"
        " khi lẽ ra gần như không đổi.",
        en="You divide by the variance, not by the standard deviation. Multiply x by 10 and the output shrinks"
        " tenfold, though it should hardly change.",
    ),
    read="formula#step-normalize",
)
def forgets_root(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / (x.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Nhân thay vì chia", en="Multiplies where it should divide"),
    why=Text(
        vi="Bạn nhân với độ lệch chuẩn, nên thang đo bị bình phương thay vì bị khử. Độ lệch chuẩn của đầu ra phải gần"
        " 1, dù đầu vào lớn hay nhỏ.",
        en="You multiply by the standard deviation, so the scale is squared where it should vanish. The output's"
        " standard deviation must be near 1, whatever the input.",
    ),
    read="formula#step-normalize",
)
def multiplies_by_std(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) * np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Quên trừ trung bình", en="Forgets to subtract the mean"),
    why=Text(
        vi="Bạn chỉ chia cho độ lệch chuẩn. Thang đo đã đúng nhưng tâm thì chưa: cộng 100 vào x, đầu ra cũng thay đổi,"
        " trong khi lẽ ra phải giữ nguyên.",
        en="You only divide by the standard deviation. The scale is right but the centre is not: add 100 to x and the"
        " output changes, though it should stay.",
    ),
    read="one-sample-one-feature#before-after",
)
def forgets_mean(x, eps=1e-5):
    return x / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Chỉ trừ trung bình", en="Only subtracts the mean"),
    why=Text(
        vi="Đầu ra có trung bình 0 nhưng vẫn giữ thang đo cũ: bước chia cho độ lệch chuẩn bị thiếu. Nhân x với 10 thì"
        " đầu ra cũng lớn gấp 10.",
        en="The output has mean 0 but keeps its old scale: the division by the standard deviation is missing. Multiply"
        " x by 10 and the output grows tenfold too.",
    ),
    read="one-sample-one-feature#before-after",
)
def only_centres(x, eps=1e-5):
    return x - x.mean(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Cộng trung bình thay vì trừ", en="Adds the mean where it should subtract"),
    why=Text(
        vi="Dấu của trung bình bị ngược, nên tử số lệch đi hai lần trung bình. Hãy tính trung bình theo chuỗi của đầu"
        " ra: nó phải bằng 0.",
        en="The sign of the mean is wrong, so the numerator is off by twice the mean. Compute the output's mean over the"
        " sequence: it must be 0.",
    ),
    read="one-sample-one-feature#before-after",
)
def adds_mean(x, eps=1e-5):
    return (x + x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Trừ ngược: mean − x", en="Subtracts the wrong way round"),
    why=Text(
        vi="Trung bình 0 và độ lệch chuẩn đều đúng, nhưng mọi dấu bị đảo: token lớn nhất thành nhỏ nhất. Hãy so sánh"
        " thứ tự của đầu vào và đầu ra.",
        en="Mean 0 and the standard deviation are right, but every sign is flipped: the largest token becomes the"
        " smallest. Compare the order of input and output.",
    ),
    read="one-sample-one-feature#before-after",
)
def subtracts_wrong_way_round(x, eps=1e-5):
    return -_normalized(x, eps)


@mistake(
    name=Text(vi="Quên trừ bình phương của trung bình", en="Forgets to subtract the squared mean"),
    why=Text(
        vi="Trung bình của x² chỉ bằng phương sai khi trung bình bằng 0. Cộng 100 vào x thì con số này tăng vọt, còn"
        " phương sai thật không đổi.",
        en="The mean of x² is the variance only when the mean is 0. Add 100 to x: that number jumps, while the true"
        " variance stays.",
    ),
    read="formula#step-mean",
)
def mean_of_squares_for_variance(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(np.mean(x**2, axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Chuẩn hóa RMS", en="RMS normalization"),
    why=Text(
        vi="Bạn chia cho căn của trung bình bình phương mà không trừ trung bình: đó là RMSNorm, tính theo chuỗi. Cộng"
        " 100 vào x, mọi đầu ra đều thành gần 1.",
        en="You divide by the root mean square and never subtract the mean: that is RMSNorm, along the sequence. Add"
        " 100 to x and every output is nearly 1.",
    ),
    read="five-norms#two-more",
)
def rms_norm(x, eps=1e-5):
    return x / np.sqrt(np.mean(x**2, axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Tổng thay cho trung bình", en="A sum in place of a mean"),
    why=Text(
        vi="Tổng các bình phương chưa được chia cho L, nên độ lệch chuẩn của đầu ra là 1/√L. Chuỗi càng dài, đầu ra"
        " càng nhỏ.",
        en="The sum of squares was not divided by L, so the output's standard deviation is 1/√L. The longer the"
        " sequence, the smaller the output.",
    ),
    read="formula#step-mean",
)
def sum_for_mean(x, eps=1e-5):
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / np.sqrt(np.sum(centred**2, axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Trung vị thay cho trung bình", en="The median in place of the mean"),
    why=Text(
        vi="Trung vị nói chung khác trung bình, trừ khi phân bố đối xứng. Hãy thử chuỗi 0, 0, 3: trung vị là 0"
        " còn trung bình là 1.",
        en="The median generally differs from the mean unless the values are symmetric. Try the sequence 0, 0, 3: the median is 0, the"
        " mean is 1.",
    ),
    read="formula#step-mean",
)
def median_for_mean(x, eps=1e-5):
    return (x - np.median(x, axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Khoảng cách tuyệt đối thay cho bình phương", en="Absolute distances in place of squares"),
    why=Text(
        vi="Trung bình của |x − mean| không phải là độ lệch chuẩn và không bao giờ lớn hơn nó. Phương sai bình phương"
        " các khoảng cách trước khi lấy trung bình.",
        en="The mean of |x − mean| is not the standard deviation, and is never larger than it. The variance squares the distances"
        " before averaging them.",
    ),
    read="formula#step-mean",
)
def absolute_distances(x, eps=1e-5):
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / (np.mean(np.abs(centred), axis=1, keepdims=True) + eps)


@mistake(
    name=Text(vi="Co giãn về đoạn từ 0 đến 1", en="Scales to the range from 0 to 1"),
    why=Text(
        vi="Đó là co giãn min-max. Nó cũng được gọi là chuẩn hóa, nhưng ở đây đầu ra phải có trung bình 0 và độ lệch chuẩn"
        " gần 1, nên có cả số âm.",
        en="That is min-max scaling. It is called normalization too, but here the output has mean 0 and standard"
        " deviation near 1, so some numbers are negative.",
    ),
    read="introduction",
)
def min_max_scaling(x, eps=1e-5):
    low, high = x.min(axis=1, keepdims=True), x.max(axis=1, keepdims=True)
    return (x - low) / (high - low + eps)


@mistake(
    name=Text(vi="Softmax theo chuỗi", en="Softmax along the sequence"),
    why=Text(
        vi="Softmax biến chuỗi thành các số dương có tổng bằng 1. Chuẩn hóa instance chỉ dời tâm và co giãn, nên đầu"
        " ra có tổng bằng 0.",
        en="Softmax turns the sequence into positive numbers that add up to 1. Instance normalization only shifts and"
        " scales, so its output adds up to 0.",
    ),
    read="introduction",
)
def softmax(x, eps=1e-5):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


# Wrong: something done to the right output


@mistake(
    name=Text(vi="Chặn các giá trị lớn", en="Clips large values"),
    why=Text(
        vi="np.clip giới hạn đầu ra trong khoảng từ −3 đến 3. Chuỗi ngắn không bao giờ vượt quá, nhưng một số lớn đơn"
        " độc trong L token cho đầu ra gần √(L − 1).",
        en="np.clip keeps the output between −3 and 3. Short sequences never go beyond, but one lonely large number"
        " among L tokens comes out near √(L − 1).",
    ),
    read="one-sample-one-feature",
)
def clips(x, eps=1e-5):
    return np.clip(_normalized(x, eps), -3, 3)


@mistake(
    name=Text(vi="Làm tròn đầu ra", en="Rounds the output"),
    why=Text(
        vi="Đầu ra bị làm tròn đến vài chữ số thập phân, có lẽ để in cho đẹp. Hãy chỉ làm tròn khi in; giá trị trả về"
        " phải giữ đủ chữ số.",
        en="The output is rounded to a few decimals, perhaps to print well. Round only where you print; what you"
        " return must keep its digits.",
    ),
    read="one-sample-one-feature",
)
def rounds_output(x, eps=1e-5):
    return np.round(_normalized(x, eps), 2)


@mistake(
    name=Text(vi="Sắp xếp chuỗi", en="Sorts the sequence"),
    why=Text(
        vi="Thống kê đều đúng, nhưng các token không còn ở vị trí cũ. Trung bình và độ lệch chuẩn không nhìn thấy thứ"
        " tự; hãy so sánh từng vị trí.",
        en="The statistics are right, but the tokens have left their places. Mean and standard deviation do not see"
        " order: compare place by place.",
    ),
    read="testing-by-properties#several",
)
def sorts_sequence(x, eps=1e-5):
    return np.sort(_normalized(x, eps), axis=1)


@mistake(
    name=Text(vi="Bỏ dấu của đầu ra", en="Drops the sign of the output"),
    why=Text(
        vi="np.abs làm mọi giá trị thành không âm, nên trung bình không còn là 0. Token nằm dưới trung bình phải cho"
        " đầu ra âm.",
        en="np.abs makes every value non-negative, so the mean is no longer 0. A token below the mean must come out"
        " negative.",
    ),
    read="testing-by-properties#several",
)
def drops_sign(x, eps=1e-5):
    return np.abs(_normalized(x, eps))


@mistake(
    name=Text(vi="Luôn trả về float32", en="Always returns float32"),
    why=Text(
        vi="Đầu ra luôn là float32, như trong nhiều thư viện học sâu. Đầu vào float64 vì thế mất khoảng chín chữ số;"
        " dtype của đầu ra phải giống đầu vào.",
        en="The output is always float32, as in many deep learning libraries. A float64 input loses about nine digits;"
        " the output must have the dtype of the input.",
    ),
    read="formula",
)
def always_float32(x, eps=1e-5):
    return _normalized(x, eps).astype(np.float32)


@mistake(
    name=Text(vi="Luôn trả về float64", en="Always returns float64"),
    why=Text(
        vi="Các con số đều đúng, nhưng đầu vào float32 cho ra float64, tốn gấp đôi bộ nhớ. Thường thủ phạm là"
        " np.zeros(shape) không có dtype; hãy in y.dtype.",
        en="The numbers are right, but a float32 input comes out as float64, twice the memory. The usual culprit is"
        " np.zeros(shape) without a dtype: print y.dtype.",
    ),
    read="formula",
)
def always_float64(x, eps=1e-5):
    return _normalized(x.astype(np.float64), eps)


@mistake(
    name=Text(vi="Trả về danh sách", en="Returns a list"),
    why=Text(
        vi="Vòng lặp gom kết quả vào danh sách Python và trả về chính nó. In ra thì trông giống mảng, nhưng danh sách"
        " không có shape, cũng không cộng trừ theo từng phần tử được.",
        en="The loop collects its results in a Python list and returns that. Printed it looks like an array, but it"
        " has no shape and no element-wise arithmetic.",
    ),
    read="formula",
)
def returns_list(x, eps=1e-5):
    return _normalized(x, eps).tolist()


@mistake(
    name=Text(vi="Trả về nhiều thứ cùng lúc", en="Returns several things at once"),
    why=Text(
        vi="Hàm trả về một tuple, ví dụ đầu ra kèm theo trung bình và phương sai. Bài này chỉ cần đầu ra; ai gọi hàm"
        " cũng chờ đúng một mảng.",
        en="The function returns a tuple, say the output with its mean and variance. Only the output is asked for: a"
        " caller expects one array.",
    ),
    read="formula",
)
def returns_tuple(x, eps=1e-5):
    return _normalized(x, eps), x.mean(axis=1, keepdims=True)


# Wrong: what a call leaves behind


@mistake(
    name=Text(vi="Ghi đè đầu vào", en="Overwrites the input"),
    why=Text(
        vi="Phép gán tại chỗ như x -= mean sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy lỗi khi in x"
        " sau lời gọi.",
        en="An in-place operation like x -= mean changes the caller's own array. The output is right, so you only see"
        " it when you print x after the call.",
    ),
    read="formula",
    hint=3,
)
def overwrites_input(x, eps=1e-5):
    x -= x.mean(axis=1, keepdims=True)
    x /= np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return x


@mistake(
    name=Text(vi="Dùng lại mảng kết quả cũ", en="Reuses an earlier result array"),
    why=Text(
        vi="Mọi lần gọi ghi vào cùng một mảng dùng chung. Từng lần thì đúng, nhưng lần gọi sau xóa mất kết quả của lần"
        " trước: hãy giữ y1, gọi lại, rồi in y1.",
        en="Every call writes into the same shared array. Each is right, but the next one erases it: keep y1, call"
        " again and print y1.",
    ),
    read="formula",
)
def reuses_buffer(x, eps=1e-5):
    y = _KEPT.setdefault((x.dtype, x.shape), np.empty_like(x))
    y[...] = _normalized(x, eps)
    return y


@mistake(
    name=Text(vi="Gọi lại thì ra kết quả khác", en="Gives another result when called again"),
    why=Text(
        vi="Cùng một đầu vào mà hai lần gọi cho hai kết quả: hoặc có gì đó được giữ lại (chẳng hạn thống kê"
        " chạy), hoặc có số ngẫu nhiên. Chuẩn hóa instance chỉ phụ thuộc vào đầu vào hiện tại.",
        en="The same input gives two results in two calls: either something is kept (such as running statistics) or random"
        " numbers come in. Instance normalization depends on the present input only.",
    ),
    read="introduction",
)
def remembers_earlier_calls(x, eps=1e-5):
    mean = _KEPT["mean"] = 0.9 * _KEPT.get("mean", 0.0) + 0.1 * float(x.mean())
    return (x - mean) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


_KEPT = {}


def forget_earlier_calls():
    """Make the versions above that keep something as if they had never been called."""
    _KEPT.clear()


def _normalized(x, eps):
    """The right output, for those who spoil it."""
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)


# Right, each in a way of its own


@right
def textbook(x, eps=1e-5):
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


@right
def three_loops(x, eps=1e-5):
    samples, length, features = x.shape
    y = np.empty_like(x)
    for b in range(samples):
        for f in range(features):
            total = 0.0
            for t in range(length):
                total += float(x[b, t, f])
            mean = total / length
            squares = 0.0
            for t in range(length):
                squares += (float(x[b, t, f]) - mean) ** 2
            for t in range(length):
                y[b, t, f] = (float(x[b, t, f]) - mean) / math.sqrt(squares / length + eps)
    return y


@right
def loop_over_instances(x, eps=1e-5):
    y = np.zeros(x.shape, dtype=x.dtype)
    for b, f in np.ndindex(x.shape[0], x.shape[2]):
        column = x[b, :, f]
        y[b, :, f] = (column - column.mean()) / np.sqrt(column.var() + eps)
    return y


@right
def one_pass(x, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = (x**2).mean(axis=1, keepdims=True) - mean**2
    return (x - mean) / np.sqrt(var + eps)


@right
def einsum(x, eps=1e-5):
    length = x.shape[1]
    centred = x - np.einsum("blf->bf", x)[:, None] / length
    var = np.einsum("blf,blf->bf", centred, centred)[:, None] / length
    return centred / np.sqrt(var + eps)


@right
def averaging_matrix(x, eps=1e-5):
    length = x.shape[1]
    average = np.full((length, length), 1 / length, dtype=x.dtype)
    centred = x - average @ x
    return centred / np.sqrt(average @ centred**2 + eps)


@right
def welford(x, eps=1e-5):
    mean = np.zeros((x.shape[0], x.shape[2]))
    squares = np.zeros_like(mean)
    for count, token in enumerate(np.moveaxis(x.astype(np.float64), 1, 0), start=1):
        delta = token - mean
        mean += delta / count
        squares += delta * (token - mean)
    var = squares / x.shape[1]
    return ((x - mean[:, None]) / np.sqrt(var[:, None] + eps)).astype(x.dtype)


@right
def transposed_layout(x, eps=1e-5):
    rows = np.ascontiguousarray(np.transpose(x, (0, 2, 1)))
    rows = (rows - rows.mean(-1, keepdims=True)) / np.sqrt(rows.var(-1, keepdims=True) + eps)
    return np.ascontiguousarray(np.transpose(rows, (0, 2, 1)))


@right
def exact_sums(x, eps=1e-5):
    def normalized(column):
        mean = math.fsum(column) / len(column)
        var = math.fsum((value - mean) ** 2 for value in column) / len(column)
        return [(value - mean) / math.sqrt(var + eps) for value in column]

    rows = [[normalized(column) for column in sample.T.tolist()] for sample in x]
    return np.array(rows, dtype=x.dtype).swapaxes(1, 2)


@right
def reduce_and_divide(x, eps=1e-5):
    length = x.shape[1]
    centred = np.subtract(x, np.add.reduce(x, axis=1, keepdims=True) / length)
    var = np.add.reduce(np.square(centred), axis=1, keepdims=True) / length
    return np.divide(centred, np.sqrt(var + eps))


@right
def cumulative_sums(x, eps=1e-5):
    wide = x.astype(np.float64)
    centred = wide - np.cumsum(wide, axis=1)[:, -1:] / x.shape[1]
    var = np.cumsum(centred * centred, axis=1)[:, -1:] / x.shape[1]
    return (centred * (var + eps) ** -0.5).astype(x.dtype)


@right
def statistics_module(x, eps=1e-5):
    y = np.empty_like(x)
    for b in range(len(x)):
        for f in range(x.shape[-1]):
            column = [float(value) for value in x[b, :, f]]
            scale = math.sqrt(statistics.pvariance(column) + eps)
            y[b, :, f] = (np.array(column) - statistics.fmean(column)) / scale
    return y


@right
def apply_along_sequence(x, eps=1e-5):
    return np.apply_along_axis(lambda column: (column - column.mean()) / np.sqrt(column.var() + eps), 1, x)


@right
def fourier(x, eps=1e-5):
    length = x.shape[1]
    spectrum = np.fft.fft(x.astype(np.float64), axis=1)
    spectrum[:, 0] = 0
    centred = np.fft.ifft(spectrum, axis=1).real
    power = np.sum(np.abs(spectrum) ** 2, axis=1, keepdims=True) / length**2
    return (centred / np.sqrt(power + eps)).astype(x.dtype)


@right
def euclidean_norm(x, eps=1e-5):
    centred = x - np.average(x, axis=1)[:, np.newaxis, :]
    rms = np.linalg.norm(centred, axis=1, keepdims=True) / np.sqrt(x.shape[1])
    return (centred / np.hypot(rms, np.sqrt(eps))).astype(x.dtype)


@right
def pairwise_differences(x, eps=1e-5):
    differences = x[:, :, None, :] - x[:, None, :, :]
    var = np.mean(differences**2, axis=(1, 2)) / 2
    return differences.mean(axis=2) / np.sqrt(var + eps)[:, None, :]


@right
def flat_instances(x, eps=1e-5):
    samples, length, features = x.shape
    flat = x.swapaxes(0, 1).reshape(length, samples * features)
    flat = (flat - flat.mean(axis=0)) / np.sqrt(flat.var(axis=0) + eps)
    return flat.reshape(length, samples, features).swapaxes(0, 1).copy()


# How a version is looked at


def _spike(length: int) -> np.ndarray:
    return np.where(np.arange(length) == 3, 1.0, 0.0).reshape(1, length, 1)


def _probes_of_instance_norm() -> list[dict]:
    return [
        {"x": numbers_of((2, 5, 3)), "eps": 0.5},
        {"x": numbers_of((3, 3, 3), offset=-2), "eps": 0.1},
        {"x": numbers_of((2, 6, 2), scale=0.05, offset=5), "eps": 0.01},
        {"x": numbers_of((1, 6, 1), scale=0.01)},
        {"x": np.full((2, 4, 1), 3.0), "eps": 0.1},
        {"x": np.zeros((1, 3, 2))},
        {"x": _spike(40), "eps": 1e-5},
        {"x": _spike(150), "eps": 1e-5},
        {"x": numbers_of((2, 12, 2), scale=0.003), "eps": 1e-5},
        {"x": numbers_of((1, 7, 2), scale=1e-4)},
        {"x": numbers_of((2, 7, 3), scale=30, offset=100), "eps": 1e-3},
        {"x": numbers_of((2, 4, 3)).astype(np.float32), "eps": 0.1},
        {"x": numbers_of((3, 4, 2), scale=0.05).astype(np.float32)},
    ]


PROBES = {"instance_norm": _probes_of_instance_norm}
