"""Wrong and right versions of `batch_norm`, `layer_norm` and `group_norm`: what learners really write.

Each stands for one of the three; the other two are then the reference solution's.
"""

import math

import numpy as np

from grader.text import Text
from mistakes.bank import mistake, right_version_of
from mistakes.behaviour import numbers_of


def _normalize(x, axes, eps):
    """The right formula, for mistakes that lie elsewhere."""
    return (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(x.var(axis=axes, keepdims=True) + eps)


# Wrong: batch_norm


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm chỉ gộp các mẫu", en="batch_norm pools the samples alone"),
    why=Text(
        vi="axis=0 cho mỗi token một cặp thống kê riêng. Với (B, L, F), chuẩn hóa theo batch gộp cả mẫu lẫn token:"
        " một cặp cho mỗi đặc trưng. Với L = 1 lỗi không lộ ra.",
        en="axis=0 gives each token statistics of its own. For (B, L, F) batch norm pools samples and tokens: one"
        " pair for each feature. With L = 1 this stays hidden.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def batch_over_samples(x, eps=1e-5):
    return _normalize(x, 0, eps)


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm thành chuẩn hóa instance", en="batch_norm that is instance normalization"),
    why=Text(
        vi="axis=1 chỉ gộp chuỗi, nên mỗi mẫu có thống kê riêng: đó là chuẩn hóa instance. Chuẩn hóa theo batch gộp"
        " cả các mẫu; với B = 1 hai phép chuẩn hóa trùng nhau.",
        en="axis=1 pools the sequence only, so each sample has statistics of its own: instance normalization. Batch"
        " norm pools the samples too; with B = 1 the two agree.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def batch_within_samples(x, eps=1e-5):
    return _normalize(x, 1, eps)


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm trên cả tensor", en="batch_norm over the whole tensor"),
    why=Text(
        vi="Không có axis, mọi đặc trưng dùng chung một cặp số. Chuẩn hóa theo batch giữ các đặc trưng riêng rẽ:"
        " axis=(0, 1). Với F = 1 lỗi không lộ ra.",
        en="Without an axis all features share one pair of numbers. Batch norm keeps features apart: axis=(0, 1)."
        " With F = 1 this stays hidden.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def batch_over_everything(x, eps=1e-5):
    return _normalize(x, None, eps)


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm chia cho n − 1", en="batch_norm divides by n − 1"),
    why=Text(
        vi="ddof=1 cho phương sai không chệch. Chuẩn hóa theo batch chuẩn hóa bằng phương sai chệch, chia cho B · L;"
        " ước lượng không chệch chỉ dùng cho thống kê chạy.",
        en="ddof=1 gives the unbiased variance. Batch norm normalizes with the biased one, divided by B · L; the"
        " unbiased one serves running statistics only.",
    ),
    read="formula#question",
)
def batch_unbiased(x, eps=1e-5):
    return (x - x.mean(axis=(0, 1))) / np.sqrt(x.var(axis=(0, 1), ddof=1) + eps)


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm lấy trung bình của các phương sai", en="batch_norm averages the variances"),
    why=Text(
        vi="Bạn tính phương sai của từng mẫu rồi lấy trung bình. Các mẫu có trung bình khác nhau cũng làm tăng"
        " phương sai chung, và phần đó bị bỏ sót.",
        en="You take the variance of each sample and average. That samples differ in their means adds to the common"
        " variance too, and this part is lost.",
    ),
    read="five-norms",
)
def batch_mean_of_variances(x, eps=1e-5):
    return (x - x.mean(axis=(0, 1))) / np.sqrt(x.var(axis=1).mean(axis=0) + eps)


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm cộng eps ngoài căn", en="batch_norm with eps outside the root"),
    why=Text(
        vi="eps được cộng vào độ lệch chuẩn thay vì vào phương sai. Khi phương sai nhỏ cỡ eps, kết quả khác hẳn.",
        en="eps is added to the standard deviation, not to the variance. Where the variance is about as small as"
        " eps, the result is quite another.",
    ),
    read="eps-and-small-variances#place",
)
def batch_eps_outside(x, eps=1e-5):
    return (x - x.mean(axis=(0, 1))) / (x.std(axis=(0, 1)) + eps)


@mistake(
    of="batch_norm",
    name=Text(vi="batch_norm ghi đè đầu vào", en="batch_norm overwrites its input"),
    why=Text(
        vi="Phép gán tại chỗ như x -= mean sửa chính mảng của người gọi. Đầu ra vẫn đúng, nên chỉ thấy lỗi khi in x"
        " sau lời gọi.",
        en="An in-place operation like x -= mean changes the caller's own array. The output is right, so you only"
        " see it when you print x after the call.",
    ),
    read="formula",
)
def batch_overwrites_input(x, eps=1e-5):
    x -= x.mean(axis=(0, 1))
    x /= np.sqrt(x.var(axis=(0, 1)) + eps)
    return x


# Wrong: layer_norm


@mistake(
    of="layer_norm",
    name=Text(vi="layer_norm kiểu ảnh", en="layer_norm as for images"),
    why=Text(
        vi="axis=(1, 2) gộp mọi token của một mẫu. Cách đó cũng gọi là LayerNorm, nhưng dùng cho ảnh; đề bài cần"
        " kiểu Transformer, mỗi token một cặp thống kê.",
        en="axis=(1, 2) pools all tokens of a sample. That is called LayerNorm too, but it is the one of images;"
        " asked for is that of Transformers, a pair for each token.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def layer_over_sample(x, eps=1e-5):
    return _normalize(x, (1, 2), eps)


@mistake(
    of="layer_norm",
    name=Text(vi="layer_norm thành chuẩn hóa instance", en="layer_norm that is instance normalization"),
    why=Text(
        vi="axis=1 là trục của chuỗi, nên các token trộn vào nhau. Chuẩn hóa theo tầng chỉ nhìn các đặc trưng của"
        " một token: axis=2 hay axis=-1.",
        en="axis=1 is the sequence, so tokens mix. Layer norm looks at the features of one token alone: axis=2 or"
        " axis=-1.",
    ),
    read="five-norms#cubes",
    hint=1,
)
def layer_over_sequence(x, eps=1e-5):
    return _normalize(x, 1, eps)


@mistake(
    of="layer_norm",
    name=Text(vi="layer_norm thiếu keepdims", en="layer_norm without keepdims"),
    why=Text(
        vi="Thống kê có shape (B, L) thay vì (B, L, 1), nên broadcasting đặt L lên trục đặc trưng: thường là báo"
        " lỗi, khi L = F thì im lặng tính sai.",
        en="The statistics have the shape (B, L), not (B, L, 1), so broadcasting lays L along the features: mostly"
        " an error, and silently wrong when L = F.",
    ),
    read="introduction#average",
)
def layer_missing_keepdims(x, eps=1e-5):
    return (x - x.mean(axis=2)) / np.sqrt(x.var(axis=2) + eps)


@mistake(
    of="layer_norm",
    name=Text(vi="layer_norm chia cho F − 1", en="layer_norm divides by F − 1"),
    why=Text(
        vi="ddof=1 cho phương sai không chệch, còn chuẩn hóa theo tầng dùng phương sai chệch, chia cho F. Với F = 1"
        " bạn nhận được 0/0.",
        en="ddof=1 gives the unbiased variance, but layer norm uses the biased one, divided by F. With F = 1 you get"
        " 0/0.",
    ),
    read="formula#question",
)
def layer_unbiased(x, eps=1e-5):
    return (x - x.mean(axis=2, keepdims=True)) / np.sqrt(x.var(axis=2, keepdims=True, ddof=1) + eps)


@mistake(
    of="layer_norm",
    name=Text(vi="layer_norm cộng eps ngoài căn", en="layer_norm with eps outside the root"),
    why=Text(
        vi="eps được cộng vào độ lệch chuẩn thay vì vào phương sai. Khi các đặc trưng của một token gần bằng nhau,"
        " kết quả khác hẳn.",
        en="eps is added to the standard deviation, not to the variance. Where the features of a token are nearly"
        " equal, the result is quite another.",
    ),
    read="eps-and-small-variances#place",
)
def layer_eps_outside(x, eps=1e-5):
    return (x - x.mean(axis=2, keepdims=True)) / (x.std(axis=2, keepdims=True) + eps)


@mistake(
    of="layer_norm",
    name=Text(vi="layer_norm không trừ trung bình", en="layer_norm that does not subtract the mean"),
    why=Text(
        vi="Chia cho căn của trung bình bình phương mà không trừ trung bình là RMSNorm. Chuẩn hóa theo tầng trừ"
        " trung bình của token trước.",
        en="Dividing by the root of the mean square without subtracting the mean is RMSNorm. Layer norm subtracts"
        " the token's mean first.",
    ),
    read="five-norms#two-more",
)
def layer_is_rms_norm(x, eps=1e-5):
    return x / np.sqrt(np.mean(x**2, axis=2, keepdims=True) + eps)


# Wrong: group_norm


@mistake(
    of="group_norm",
    name=Text(vi="group_norm lấy xen kẽ các đặc trưng", en="group_norm takes features in turn"),
    why=Text(
        vi="Bạn tách F thành (F / num_groups, num_groups), nên mỗi nhóm gồm các đặc trưng cách quãng. Các đặc trưng"
        " của một nhóm phải kề nhau: num_groups đứng trước.",
        en="You split F into (F / num_groups, num_groups), so each group takes every so-many-th feature. The"
        " features of a group are neighbours: num_groups stands first.",
    ),
    read="five-norms#one-formula",
    hint=2,
)
def group_interleaved(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], -1, num_groups)
    return _normalize(groups, (1, 2), eps).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm coi num_groups là cỡ nhóm", en="group_norm takes num_groups for the size"),
    why=Text(
        vi="num_groups là số nhóm; mỗi nhóm có F / num_groups đặc trưng. Bạn đã tạo ra những nhóm gồm num_groups đặc"
        " trưng. Với F = 4, num_groups = 2, hai cách trùng nhau.",
        en="num_groups is how many groups there are; each has F / num_groups features. You made groups of num_groups"
        " features. With F = 4 and num_groups = 2 the two agree.",
    ),
    read="five-norms#one-formula",
    hint=2,
)
def group_size_for_number(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], -1, num_groups)
    return _normalize(groups, (1, 3), eps).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm chuẩn hóa từng token", en="group_norm of each token"),
    why=Text(
        vi="Thống kê chỉ lấy trên các đặc trưng của nhóm, nên mỗi token có cặp số riêng. Chuẩn hóa theo nhóm gộp cả"
        " chuỗi: axis=(1, 3) sau khi tách nhóm.",
        en="The statistics run over the features of the group alone, so each token has its own. Group norm pools the"
        " sequence as well: axis=(1, 3) once the groups are split.",
    ),
    read="five-norms#cubes",
    hint=3,
)
def group_of_each_token(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], num_groups, -1)
    return _normalize(groups, 3, eps).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm gộp cả các mẫu", en="group_norm pools the samples too"),
    why=Text(
        vi="axis=(0, 1, 3) trộn các mẫu vào nhau. Chuẩn hóa theo nhóm chuẩn hóa riêng từng mẫu, như chuẩn hóa"
        " instance; với B = 1 lỗi không lộ ra.",
        en="axis=(0, 1, 3) mixes the samples. Group norm treats each sample by itself, like instance normalization;"
        " with B = 1 this stays hidden.",
    ),
    read="five-norms#cubes",
)
def group_over_samples(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], num_groups, -1)
    return _normalize(groups, (0, 1, 3), eps).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm trên mọi đặc trưng", en="group_norm over all features"),
    why=Text(
        vi="num_groups không được dùng: mọi đặc trưng của một mẫu vào chung một nhóm. Điều đó chỉ đúng khi"
        " num_groups = 1.",
        en="num_groups is never used: all features of a sample go into one group. That is right for num_groups = 1"
        " only.",
    ),
    read="five-norms#group",
    hint=3,
)
def group_ignores_num_groups(x, num_groups, eps=1e-5):
    return _normalize(x, (1, 2), eps)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm thành chuẩn hóa instance", en="group_norm that is instance normalization"),
    why=Text(
        vi="Mỗi đặc trưng được chuẩn hóa riêng, như khi num_groups = F. Với ít nhóm hơn, các đặc trưng của một nhóm"
        " phải dùng chung trung bình và phương sai.",
        en="Every feature is normalized by itself, as for num_groups = F. With fewer groups the features of a group"
        " share a mean and a variance.",
    ),
    read="five-norms#cubes",
    hint=3,
)
def group_of_one_feature(x, num_groups, eps=1e-5):
    return _normalize(x, 1, eps)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm cắt theo thứ tự trong bộ nhớ", en="group_norm cuts through memory"),
    why=Text(
        vi="reshape(B, num_groups, -1) đúng với bố cục (B, F, L) của PyTorch. Ở đây F đứng cuối, nên mỗi “nhóm” là"
        " một đoạn của chuỗi. Hãy tách trục cuối.",
        en="reshape(B, num_groups, -1) is right for PyTorch's layout (B, F, L). Here F comes last, so each “group”"
        " is a piece of the sequence. Split the last axis instead.",
    ),
    read="layouts-and-frameworks#layouts",
    hint=2,
)
def group_of_other_layout(x, num_groups, eps=1e-5):
    groups = x.reshape(x.shape[0], num_groups, -1)
    return _normalize(groups, 2, eps).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm lấy trung bình của các phương sai", en="group_norm averages the variances"),
    why=Text(
        vi="Bạn lấy trung bình các phương sai của từng đặc trưng. Các đặc trưng có trung bình khác nhau cũng làm"
        " tăng phương sai của nhóm, và phần đó bị bỏ sót.",
        en="You average the variances of the single features. That the features differ in their means adds to the"
        " variance of the group too, and this part is lost.",
    ),
    read="five-norms",
)
def group_mean_of_variances(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], num_groups, -1)
    var = groups.var(axis=1, keepdims=True).mean(axis=3, keepdims=True)
    return ((groups - groups.mean(axis=(1, 3), keepdims=True)) / np.sqrt(var + eps)).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm quên trở lại ba trục", en="group_norm does not go back to three axes"),
    why=Text(
        vi="Các con số đều đúng nhưng đầu ra còn bốn trục (B, L, num_groups, F / num_groups). Hãy reshape về shape"
        " của x trước khi trả về.",
        en="The numbers are right but the output still has four axes (B, L, num_groups, F / num_groups). Reshape it"
        " to the shape of x before returning.",
    ),
    read="formula",
    hint=2,
)
def group_keeps_four_axes(x, num_groups, eps=1e-5):
    return _normalize(x.reshape(*x.shape[:2], num_groups, -1), (1, 3), eps)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm chia cho n − 1", en="group_norm divides by n − 1"),
    why=Text(
        vi="ddof=1 cho phương sai không chệch. Chuẩn hóa theo nhóm dùng phương sai chệch, chia cho L · F /"
        " num_groups; với một số duy nhất trong nhóm, bạn nhận được 0/0.",
        en="ddof=1 gives the unbiased variance. Group norm uses the biased one, divided by L · F / num_groups; with"
        " a single number in a group you get 0/0.",
    ),
    read="formula#question",
)
def group_unbiased(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], num_groups, -1)
    centred = groups - groups.mean(axis=(1, 3), keepdims=True)
    return (centred / np.sqrt(groups.var(axis=(1, 3), keepdims=True, ddof=1) + eps)).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm cộng eps ngoài căn", en="group_norm with eps outside the root"),
    why=Text(
        vi="eps được cộng vào độ lệch chuẩn thay vì vào phương sai. Khi phương sai nhỏ cỡ eps, kết quả khác hẳn.",
        en="eps is added to the standard deviation, not to the variance. Where the variance is about as small as"
        " eps, the result is quite another.",
    ),
    read="eps-and-small-variances#place",
)
def group_eps_outside(x, num_groups, eps=1e-5):
    groups = x.reshape(*x.shape[:2], num_groups, -1)
    centred = groups - groups.mean(axis=(1, 3), keepdims=True)
    return (centred / (groups.std(axis=(1, 3), keepdims=True) + eps)).reshape(x.shape)


@mistake(
    of="group_norm",
    name=Text(vi="group_norm luôn trả về float64", en="group_norm always returns float64"),
    why=Text(
        vi="np.empty và np.zeros tạo mảng float64 khi không có dtype, nên đầu vào float32 cho ra float64. Hãy dùng"
        " np.empty_like(x).",
        en="np.empty and np.zeros make float64 arrays when no dtype is given, so a float32 input comes out as"
        " float64. Use np.empty_like(x).",
    ),
    read="formula",
)
def group_always_float64(x, num_groups, eps=1e-5):
    y = np.empty(x.shape)
    size = x.shape[2] // num_groups
    for start in range(0, x.shape[2], size):
        y[:, :, start : start + size] = _normalize(x[:, :, start : start + size], (1, 2), eps)
    return y


# Right versions of batch_norm, each in a way of its own


@right_version_of("batch_norm")
def batch_textbook(x, eps=1e-5):
    return (x - np.mean(x, axis=(0, 1))) / np.sqrt(np.var(x, axis=(0, 1)) + eps)


@right_version_of("batch_norm")
def batch_as_table(x, eps=1e-5):
    table = x.reshape(-1, x.shape[2])
    return ((table - table.mean(axis=0)) / np.sqrt(table.var(axis=0) + eps)).reshape(x.shape)


@right_version_of("batch_norm")
def batch_by_features(x, eps=1e-5):
    y = np.empty_like(x)
    for f in range(x.shape[2]):
        y[:, :, f] = (x[:, :, f] - x[:, :, f].mean()) / np.sqrt(x[:, :, f].var() + eps)
    return y


@right_version_of("batch_norm")
def batch_of_exact_sums(x, eps=1e-5):
    y = np.empty_like(x)
    for f in range(x.shape[2]):
        values = [float(value) for value in x[:, :, f].ravel()]
        mean = math.fsum(values) / len(values)
        var = math.fsum((value - mean) ** 2 for value in values) / len(values)
        y[:, :, f] = np.reshape([(value - mean) / math.sqrt(var + eps) for value in values], x.shape[:2])
    return y


@right_version_of("batch_norm")
def batch_einsum(x, eps=1e-5):
    wide = x.astype(np.float64)
    count = wide.shape[0] * wide.shape[1]
    centred = wide - np.einsum("blf->f", wide) / count
    var = np.einsum("blf,blf->f", centred, centred) / count
    return (centred / np.sqrt(var + eps)).astype(x.dtype)


@right_version_of("batch_norm")
def batch_means_in_two_steps(x, eps=1e-5):
    centred = x - x.mean(axis=1, keepdims=True).mean(axis=0, keepdims=True)
    var = (centred**2).mean(axis=0, keepdims=True).mean(axis=1, keepdims=True)
    return centred * (var + eps) ** -0.5


# Right versions of layer_norm


@right_version_of("layer_norm")
def layer_textbook(x, eps=1e-5):
    return (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + eps)


@right_version_of("layer_norm")
def layer_by_tokens(x, eps=1e-5):
    y = np.empty_like(x)
    for b, t in np.ndindex(x.shape[:2]):
        y[b, t] = (x[b, t] - x[b, t].mean()) / np.sqrt(x[b, t].var() + eps)
    return y


@right_version_of("layer_norm")
def layer_transposed(x, eps=1e-5):
    first = np.moveaxis(x, -1, 0)
    return np.moveaxis((first - first.mean(axis=0)) / np.sqrt(first.var(axis=0) + eps), 0, -1)


@right_version_of("layer_norm")
def layer_one_pass(x, eps=1e-5):
    mean = x.mean(axis=2, keepdims=True)
    return (x - mean) / np.sqrt((x * x).mean(axis=2, keepdims=True) - mean * mean + eps)


@right_version_of("layer_norm")
def layer_by_matrix(x, eps=1e-5):
    average = np.full((x.shape[2], x.shape[2]), 1 / x.shape[2], dtype=x.dtype)
    centred = x - x @ average
    return centred / np.sqrt(centred**2 @ average + x.dtype.type(eps))


@right_version_of("layer_norm")
def layer_along_axis(x, eps=1e-5):
    return np.apply_along_axis(lambda token: (token - token.mean()) / np.sqrt(token.var() + eps), 2, x)


# Right versions of group_norm


@right_version_of("group_norm")
def group_textbook(x, num_groups, eps=1e-5):
    samples, length, features = x.shape
    groups = x.reshape(samples, length, num_groups, features // num_groups)
    mean = groups.mean(axis=(1, 3), keepdims=True)
    var = groups.var(axis=(1, 3), keepdims=True)
    return ((groups - mean) / np.sqrt(var + eps)).reshape(samples, length, features)


@right_version_of("group_norm")
def group_in_pieces(x, num_groups, eps=1e-5):
    pieces = np.split(x, num_groups, axis=2)
    return np.concatenate([_normalize(piece, (1, 2), eps) for piece in pieces], axis=2)


@right_version_of("group_norm")
def group_by_slices(x, num_groups, eps=1e-5):
    y, size = np.zeros_like(x), x.shape[2] // num_groups
    for b in range(x.shape[0]):
        for g in range(num_groups):
            part = x[b, :, g * size : (g + 1) * size]
            y[b, :, g * size : (g + 1) * size] = (part - part.mean()) / np.sqrt(part.var() + eps)
    return y


@right_version_of("group_norm")
def group_as_pytorch(x, num_groups, eps=1e-5):
    channels_first = x.transpose(0, 2, 1)
    groups = channels_first.reshape(len(x), num_groups, -1)
    groups = (groups - groups.mean(axis=2, keepdims=True)) / np.sqrt(groups.var(axis=2, keepdims=True) + eps)
    return groups.reshape(channels_first.shape).transpose(0, 2, 1)


@right_version_of("group_norm")
def group_from_features(x, num_groups, eps=1e-5):
    """The variance of a group is the mean of its features' variances plus the variance of their means."""
    wide = x.astype(np.float64)
    means = wide.mean(axis=1).reshape(len(x), num_groups, -1)
    variances = wide.var(axis=1).reshape(len(x), num_groups, -1)
    size = means.shape[2]
    mean = np.repeat(means.mean(axis=2), size, axis=1)[:, None]
    var = np.repeat(variances.mean(axis=2) + means.var(axis=2), size, axis=1)[:, None]
    return ((wide - mean) / np.sqrt(var + eps)).astype(x.dtype)


@right_version_of("group_norm")
def group_by_labels(x, num_groups, eps=1e-5):
    labels = np.arange(x.shape[2]) // (x.shape[2] // num_groups)
    y = np.empty_like(x)
    for label in np.unique(labels):
        own = labels == label
        y[:, :, own] = _normalize(x[:, :, own], (1, 2), eps)
    return y


# How a version is looked at


def _probes_of_norms() -> list[dict]:
    return [
        {"x": numbers_of((2, 5, 3)), "eps": 0.5},
        {"x": numbers_of((3, 3, 3), offset=-2), "eps": 0.1},
        {"x": numbers_of((2, 4, 2), scale=0.01)},
        {"x": numbers_of((1, 1, 4), scale=0.01), "eps": 0.01},
        {"x": np.full((2, 4, 1), 3.0), "eps": 0.1},
        {"x": numbers_of((2, 6, 3), scale=0.003, offset=1), "eps": 1e-5},
        {"x": numbers_of((3, 4, 2), scale=30, offset=100), "eps": 1e-3},
        {"x": numbers_of((2, 4, 3)).astype(np.float32), "eps": 0.1},
    ]


def _probes_of_group_norm() -> list[dict]:
    return [
        {"x": numbers_of((2, 5, 6)), "num_groups": 2, "eps": 0.5},
        {"x": numbers_of((2, 3, 6), offset=-2), "num_groups": 3, "eps": 0.1},
        {"x": numbers_of((2, 4, 4), scale=0.01), "num_groups": 4},
        {"x": numbers_of((2, 4, 6), scale=0.003), "num_groups": 6, "eps": 1e-5},
        {"x": numbers_of((1, 3, 8), scale=30, offset=100), "num_groups": 2, "eps": 1e-3},
        {"x": numbers_of((2, 4, 4)).astype(np.float32), "num_groups": 2, "eps": 0.1},
    ]


PROBES = {"batch_norm": _probes_of_norms, "layer_norm": _probes_of_norms, "group_norm": _probes_of_group_norm}
