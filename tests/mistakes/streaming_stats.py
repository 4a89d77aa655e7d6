"""Wrong and right versions of `streaming_stats`."""

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce

import numpy as np

from grader.sandbox.inside.block_stream import Blocks
from grader.text import Text
from mistakes.bank import mistake, right
from mistakes.behaviour import (
    TOLERANCE,
    ZERO,
    Behaviour,
    Outcome,
    attempt,
    describe_with_parts,
    noticed,
    numbers_of,
    same_behaviour,
    same_outcome,
)

# Where the numbers of a stream are explained.


def _of_block(block):
    """Length, mean, and sum of squared distances of one block."""
    mean = block.mean(axis=1, keepdims=True)
    return block.shape[1], mean, ((block - mean) ** 2).sum(axis=1, keepdims=True)


def _merged(one, other):
    """The same of two parts together."""
    (one_length, one_mean, one_squares), (length, mean, squares) = one, other
    total = one_length + length
    distance = mean - one_mean
    both = one_squares + squares + distance**2 * (one_length * length / total)
    return total, one_mean + distance * (length / total), both


def _right(blocks):
    length, mean, squares = reduce(_merged, map(_of_block, blocks))
    return mean, squares / length


# Wrong: how blocks are put together


@mistake(
    name=Text(vi="Mất chữ số có nghĩa ở xa 0, như E[x²] − E[x]²", en="Loses digits far from 0, as E[x²] − E[x]² does"),
    why=Text(
        vi="Quanh 1e8 thì x² vào cỡ 1e16, nơi hai số float64 kề nhau cách nhau 2: lấy hiệu thì không còn chữ số nào"
        " đúng. Hãy trừ một số gần trung bình trước rồi mới bình phương.",
        en="Around 1e8, x² is about 1e16, where float64 goes in steps of 2: a difference of such numbers has no"
        " correct digit left. Subtract a number near the mean first, and square after that.",
    ),
    read="numbers-on-real-machines#kappa",
    hint=4,
)
def one_pass(blocks):
    length = total = squares = 0
    for block in blocks:
        length += block.shape[1]
        total = total + block.sum(axis=1, keepdims=True)
        squares = squares + (block**2).sum(axis=1, keepdims=True)
    mean = total / length
    return mean, squares / length - mean**2


@mistake(
    name=Text(vi="Trung bình của các trung bình, không trọng số", en="The plain average of block averages"),
    why=Text(
        vi="Các khối dài ngắn khác nhau, nên không được tính ngang nhau: khối 10 token phải nặng gấp mười khối 1"
        " token. Ngoài ra, phương sai còn phải tính cả độ lệch giữa trung bình của các khối.",
        en="Blocks differ in length and must not count alike: one of 10 tokens weighs ten times one of 1 token. And"
        " the variance also has to include how far apart the block means are.",
    ),
    read="numbers-on-real-machines#merge",
    hint=2,
)
def averages_block_statistics(blocks):
    count = mean = var = 0
    for block in blocks:
        count += 1
        mean = mean + (block.mean(axis=1, keepdims=True) - mean) / count
        var = var + (block.var(axis=1, keepdims=True) - var) / count
    return mean, var


@mistake(
    name=Text(vi="Quên độ lệch giữa các khối", en="Forgets the spread between blocks"),
    why=Text(
        vi="Trung bình có trọng số của các phương sai chỉ đo độ phân tán bên trong từng khối. Hai khối 0, 0 và 10, 10"
        " đều có phương sai 0, nhưng gộp lại thì phương sai là 25.",
        en="The weighted average of the variances measures the spread inside blocks only. The blocks 0, 0 and 10, 10"
        " both have variance 0; joined, it is 25.",
    ),
    read="numbers-on-real-machines#merge",
    hint=3,
)
def forgets_between_blocks(blocks):
    length, mean, squares = 0, 0, 0
    for block in blocks:
        size, block_mean, block_squares = _of_block(block)
        length += size
        mean = mean + (block_mean - mean) * size / length
        squares = squares + block_squares
    return mean, squares / length


@mistake(
    name=Text(vi="Các khối dài ngắn được tính ngang nhau", en="Long and short blocks count alike"),
    why=Text(
        vi="Bạn đã tính đến độ lệch giữa trung bình của các khối, nhưng khối nào cũng nặng như nhau. Trọng số của một"
        " khối là số token của nó; kết quả của bạn chỉ đúng khi mọi khối dài bằng nhau.",
        en="You do include how far apart the block means are, but every block has the same weight. The weight of a"
        " block is its number of tokens; your result holds only for blocks of equal length.",
    ),
    read="numbers-on-real-machines#merge",
    hint=3,
)
def blocks_count_alike(blocks):
    def as_one_token(block):
        return 1, block.mean(axis=1, keepdims=True), block.var(axis=1, keepdims=True)

    count, mean, squares = reduce(_merged, map(as_one_token, blocks))
    return mean, squares / count


@mistake(
    name=Text(vi="Độ lệch giữa các khối có trọng số sai", en="The spread between blocks is weighted wrongly"),
    why=Text(
        vi="Khi gộp n token đã có với m token mới, bình phương độ lệch được nhân với n·m/(n + m), không phải với m."
        " Hãy thử hai khối, mỗi khối một token.",
        en="When n tokens are merged with m new ones, the squared distance of the means is multiplied by n·m/(n + m),"
        " not by m. Try two blocks of one token each.",
    ),
    read="numbers-on-real-machines#merge",
    hint=3,
)
def wrong_weight_between(blocks):
    length, mean, squares = 0, 0, 0
    for block in blocks:
        size, block_mean, block_squares = _of_block(block)
        distance = block_mean - mean if length else 0 * block_mean
        mean = mean + distance * size / (length + size) if length else block_mean
        length += size
        squares = squares + block_squares + distance**2 * size
    return mean, squares / length


@mistake(
    name=Text(vi="Trung bình với khối trước đó", en="Averages with the block before"),
    why=Text(
        vi="(cũ + mới) / 2 cho khối cuối cùng một nửa trọng số, khối trước nó một phần tư, … Hãy nhớ đã đọc bao nhiêu"
        " token, và chia theo số token đó.",
        en="(old + new) / 2 gives half of the weight to the last block, a quarter to the one before, and so on."
        " Remember how many tokens were read, and weight by that.",
    ),
    read="numbers-on-real-machines#merge",
    hint=2,
)
def averages_with_the_last(blocks):
    mean = var = None
    for block in blocks:
        block_mean, block_var = block.mean(axis=1, keepdims=True), block.var(axis=1, keepdims=True)
        mean, var = (block_mean, block_var) if mean is None else ((mean + block_mean) / 2, (var + block_var) / 2)
    return mean, var


@mistake(
    name=Text(vi="Chỉ khối cuối cùng", en="The last block only"),
    why=Text(
        vi="Mỗi vòng lặp gán lại mean và var từ đầu, nên các khối trước bị quên. Hãy tích lũy: số token, trung bình và"
        " tổng bình phương độ lệch.",
        en="Each turn of the loop assigns mean and var anew, so that earlier blocks are forgotten. Accumulate: the"
        " number of tokens, the mean, and the sum of squared distances.",
    ),
    read="numbers-on-real-machines#stream",
    hint=1,
)
def last_block_only(blocks):
    for block in blocks:
        mean, var = block.mean(axis=1, keepdims=True), block.var(axis=1, keepdims=True)
    return mean, var


@mistake(
    name=Text(vi="return nằm trong vòng lặp", en="return stands inside the loop"),
    why=Text(
        vi="Hàm trả về ngay sau khối đầu tiên, nên các khối sau không được đọc. Lệnh return phải thụt lề ngang với"
        " for.",
        en="The function returns after the first block, and the others are never read. Indent return as far as for.",
    ),
    read="numbers-on-real-machines#stream",
)
def returns_inside_the_loop(blocks):
    for block in blocks:
        length, mean, squares = _of_block(block)
        return mean, squares / length


@mistake(
    name=Text(vi="Chia cho số khối", en="Divides by the number of blocks"),
    why=Text(
        vi="Tổng trên các token phải chia cho số token, tức là tổng của block.shape[1], không phải cho số khối.",
        en="A sum over tokens is divided by the number of tokens, which is the sum of block.shape[1], not by the"
        " number of blocks.",
    ),
    read="numbers-on-real-machines#merge",
)
def divides_by_blocks(blocks):
    count, total, squares, shift = 0, 0, 0, None
    for block in blocks:
        shift = block.mean(axis=1, keepdims=True) if shift is None else shift
        count += 1
        total = total + block.sum(axis=1, keepdims=True)
        squares = squares + ((block - shift) ** 2).sum(axis=1, keepdims=True)
    mean = total / count
    return mean, squares / count - (mean - shift) ** 2


@mistake(
    name=Text(vi="Bắt đầu đếm từ 1", en="Starts counting at 1"),
    why=Text(
        vi="Với n = 1 trước khối đầu tiên, bạn đã tính thêm một token bằng 0 không có thật. Trước khi đọc thì n = 0.",
        en="With n = 1 before the first block, a token of 0 is counted that was never there. Before anything is read,"
        " n = 0.",
    ),
    read="numbers-on-real-machines#welford",
)
def starts_counting_at_one(blocks):
    length, mean, squares = reduce(_merged, map(_of_block, blocks), (1, 0.0, 0.0))
    return mean, squares / length


# Wrong: the formula


@mistake(
    name=Text(vi="Welford với trung bình mới ở cả hai chỗ", en="Welford with the new mean in both places"),
    why=Text(
        vi="Welford nhân độ lệch so với trung bình cũ với độ lệch so với trung bình mới. Bình phương độ lệch so với"
        " trung bình mới thì quá nhỏ: token thứ hai chỉ góp một nửa phần lẽ ra phải góp.",
        en="Welford multiplies the distance to the old mean by the distance to the new one. The square of the distance"
        " to the new mean is too small: the second token adds only half of what it should.",
    ),
    read="numbers-on-real-machines#welford",
)
def welford_new_mean_twice(blocks):
    length, mean, squares = 0, 0, 0
    for block in blocks:
        for t in range(block.shape[1]):
            token = block[:, t : t + 1]
            length += 1
            mean = mean + (token - mean) / length
            squares = squares + (token - mean) ** 2
    return mean, squares / length


@mistake(
    name=Text(vi="Welford với trung bình cũ ở cả hai chỗ", en="Welford with the old mean in both places"),
    why=Text(
        vi="Welford nhân độ lệch so với trung bình cũ với độ lệch so với trung bình mới. Bình phương độ lệch so với"
        " trung bình cũ thì quá lớn: với 0 và 2, bạn cộng 4 thay vì 2.",
        en="Welford multiplies the distance to the old mean by the distance to the new one. The square of the distance"
        " to the old mean is too large: for 0 and 2 you add 4 in place of 2.",
    ),
    read="numbers-on-real-machines#welford",
)
def welford_old_mean_twice(blocks):
    length, mean, squares = 0, None, 0
    for block in blocks:
        for t in range(block.shape[1]):
            token = block[:, t : t + 1]
            length += 1
            distance = 0 * token if mean is None else token - mean
            mean = token if mean is None else mean + distance / length
            squares = squares + distance**2
    return mean, squares / length


@mistake(
    name=Text(vi="Chia cho L − 1", en="Divides by L − 1"),
    why=Text(
        vi="Đó là phương sai không chệch (ddof=1), như trong nhiều bài viết về thuật toán Welford. Ở đây cần phương"
        " sai chệch: chia cho số token.",
        en="That is the unbiased variance (ddof=1), as in many texts on Welford's algorithm. The biased one is asked"
        " for: divide by the number of tokens.",
    ),
    read="formula#question",
)
def unbiased_variance(blocks):
    length, mean, squares = reduce(_merged, map(_of_block, blocks))
    return mean, squares / np.float64(length - 1)


@mistake(
    name=Text(vi="Tổng bình phương, chưa chia cho L", en="A sum of squares, not divided by L"),
    why=Text(
        vi="Tổng bình phương độ lệch lớn dần theo số token. Đọc xong mọi khối, hãy chia nó cho số token.",
        en="The sum of squared distances grows with every token. After all blocks, divide it by the number of tokens.",
    ),
    read="formula#step-mean",
)
def sum_of_squares(blocks):
    _, mean, squares = reduce(_merged, map(_of_block, blocks))
    return mean, squares


@mistake(
    name=Text(vi="Độ lệch chuẩn thay cho phương sai", en="Standard deviation in place of variance"),
    why=Text(
        vi="Đề bài cần chính phương sai, chưa lấy căn bậc hai.",
        en="The variance itself is asked for, without the square root.",
    ),
    read="formula#step-mean",
)
def std_for_variance(blocks):
    mean, var = _right(blocks)
    return mean, np.sqrt(var)


@mistake(
    name=Text(vi="Gộp các mẫu của batch", en="Pools the samples of a batch"),
    why=Text(
        vi="Bạn lấy trung bình trên cả trục 0, nên các mẫu bị trộn lẫn như trong chuẩn hóa theo batch. Mỗi mẫu phải có"
        " thống kê riêng.",
        en="You average over axis 0 too, so that samples are mixed as in batch normalization. Every sample needs"
        " statistics of its own.",
    ),
    read="two-samples-one-feature#new",
)
def pools_samples(blocks):
    def as_one_sample(block):
        return block.reshape(1, -1, block.shape[2])

    samples = 1

    def noted(block):
        nonlocal samples
        samples = len(block)
        return block

    mean, var = _right(as_one_sample(noted(block)) for block in blocks)
    return np.repeat(mean, samples, axis=0), np.repeat(var, samples, axis=0)


# Wrong: how the stream is read


@mistake(
    name=Text(vi="Duyệt blocks hai lần", en="Walks blocks twice"),
    why=Text(
        vi="Dòng khối chỉ duyệt được một lần: vòng for thứ hai không nhận được khối nào, nên tổng bình phương vẫn là"
        " 0. Hãy tính cả trung bình lẫn phương sai trong cùng một vòng lặp.",
        en="The stream can be walked once: a second for gets no block, and the sum of squares stays 0. Work out the"
        " mean and the variance in the same loop.",
    ),
    read="numbers-on-real-machines#stream",
)
def walks_twice(blocks):
    length = total = 0
    for block in blocks:
        length += block.shape[1]
        total = total + block.sum(axis=1, keepdims=True)
    mean = total / length
    squares = np.zeros_like(mean)
    for block in blocks:
        squares += ((block - mean) ** 2).sum(axis=1, keepdims=True)
    return mean, squares / length


@mistake(
    name=Text(vi="Giữ mọi khối trong bộ nhớ", en="Keeps every block in memory"),
    why=Text(
        vi="list(blocks) hay np.concatenate chứa cả dòng khối, mà dòng đó có thể lớn hơn bộ nhớ. Mỗi khối chỉ cần xem"
        " một lần rồi bỏ đi, nếu bạn tích lũy số token, trung bình và tổng bình phương độ lệch.",
        en="list(blocks) or np.concatenate holds the whole stream, which may be larger than the memory. A block can be"
        " looked at once and let go, if you accumulate the number of tokens, the mean and the sum of squared"
        " distances.",
    ),
    read="numbers-on-real-machines#stream",
    hint=1,
)
def keeps_every_block(blocks):
    x = np.concatenate(list(blocks), axis=1)
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Giữ thống kê của mọi khối", en="Keeps the statistics of every block"),
    why=Text(
        vi="Danh sách thống kê nhỏ hơn dữ liệu, nhưng vẫn dài thêm sau mỗi khối. Hãy gộp ngay thống kê của khối mới"
        " vào thống kê chung, rồi bỏ nó đi.",
        en="A list of statistics is smaller than the data, but still grows with every block. Merge those of a new"
        " block into the common ones at once, and let them go.",
    ),
    read="numbers-on-real-machines#stream",
    hint=1,
)
def keeps_every_statistic(blocks):
    parts = [_of_block(block) for block in blocks]
    length, mean, squares = reduce(_merged, parts)
    return mean, squares / length


@mistake(
    name=Text(vi="Gọi next(blocks), mà blocks có thể là list", en="Calls next(blocks), though it may be a list"),
    why=Text(
        vi="next chỉ nhận iterator; với một list nó phát sinh TypeError. Hãy dùng for, hoặc gọi iter(blocks) trước rồi"
        " mới gọi next.",
        en="next takes an iterator only, and raises TypeError for a list. Use for, or call iter(blocks) first and next"
        " on that.",
    ),
    read="numbers-on-real-machines#stream",
)
def needs_an_iterator(blocks):
    first = next(blocks)
    length, mean, squares = reduce(_merged, map(_of_block, blocks), _of_block(first))
    return mean, squares / length


@mistake(
    name=Text(vi="Ghi đè lên các khối", en="Overwrites the blocks"),
    why=Text(
        vi="block -= … sửa chính mảng của người gọi. Hãy viết block - …, phép tính đó tạo ra mảng mới.",
        en="block -= … changes the caller's own array. Write block - …, which makes a new one.",
    ),
    read="formula",
)
def overwrites_blocks(blocks):
    length, mean, squares = 0, 0, 0
    for block in blocks:
        size, block_mean = block.shape[1], block.mean(axis=1, keepdims=True)
        block -= block_mean
        distance = block_mean - mean
        squares = squares + (block**2).sum(axis=1, keepdims=True) + distance**2 * (length * size / (length + size))
        length += size
        mean = mean + distance * (size / length)
    return mean, squares / length


@mistake(
    name=Text(vi="Cộng dồn qua các lần gọi", en="Accumulates across calls"),
    why=Text(
        vi="Giá trị mặc định của tham số, cũng như biến toàn cục, được tạo một lần và sống mãi: lần gọi sau tính tiếp"
        " trên dữ liệu của lần trước. Hãy tạo các biến tích lũy bên trong hàm.",
        en="A default value, like a global variable, is made once and lives on: a later call goes on with the data of"
        " the earlier one. Make the accumulators inside the function.",
    ),
    read="numbers-on-real-machines#stream",
)
def accumulates_across_calls(blocks, kept={}):  # noqa: B006 - that is the mistake
    for block in blocks:
        shape = len(block), block.shape[2]
        kept[shape] = _merged(kept[shape], _of_block(block)) if shape in kept else _of_block(block)
    length, mean, squares = kept[shape]
    return mean, squares / length


# Wrong: shapes, dtypes, what is returned


@mistake(
    name=Text(vi="Tích lũy bằng float32", en="Accumulates in float32"),
    why=Text(
        vi="float32 chỉ giữ khoảng 7 chữ số: quanh 1e8, hai số float32 kề nhau cách nhau 8. Đầu vào là float64,"
        " nên hãy tích lũy bằng float64.",
        en="float32 keeps about 7 digits: around 1e8, neighbouring float32 numbers are 8 apart. The input is float64,"
        " so accumulate in float64.",
    ),
    read="numbers-on-real-machines#floats",
)
def float32_accumulators(blocks):
    length, mean, squares = reduce(_merged, (_of_block(block.astype(np.float32)) for block in blocks))
    return mean.astype(np.float32), (squares / length).astype(np.float32)


@mistake(
    name=Text(vi="Thiếu keepdims", en="Missing keepdims"),
    why=Text(
        vi="Các con số đều đúng nhưng shape là (B, F), không phải (B, 1, F). Khi lấy block − mean, broadcasting sẽ"
        " ghép B với trục chuỗi rồi báo lỗi, hoặc im lặng tính sai.",
        en="The numbers are right but the shape is (B, F), not (B, 1, F). In block − mean broadcasting would line B up"
        " with the sequence, and raise or silently go wrong.",
    ),
    read="introduction#average",
)
def missing_keepdims(blocks):
    mean, var = _right(blocks)
    return mean[:, 0], var[:, 0]


@mistake(
    name=Text(vi="var thiếu keepdims", en="keepdims is missing in var"),
    why=Text(
        vi="mean có shape (B, 1, F), còn var có shape (B, F). Hãy thêm keepdims=True vào cả phép cộng các bình phương.",
        en="The mean has the shape (B, 1, F), but var has (B, F). Add keepdims=True to the sum of squares as well.",
    ),
    read="introduction#average",
)
def keepdims_missing_in_variance(blocks):
    mean, var = _right(blocks)
    return mean, var[:, 0]


@mistake(
    name=Text(vi="Đổi chỗ mean và var", en="mean and var the wrong way round"),
    why=Text(
        vi="Hàm trả về (var, mean), nhưng người gọi viết mean, var = …, nên hai giá trị bị hoán đổi.",
        en="The function returns (var, mean), but the caller writes mean, var = …, so the two change places.",
    ),
    read="formula",
)
def swaps_mean_and_variance(blocks):
    mean, var = _right(blocks)
    return var, mean


@mistake(
    name=Text(vi="Chỉ trả về trung bình", en="Returns the mean alone"),
    why=Text(
        vi="Đề bài cần hai giá trị, mean và var, theo đúng thứ tự đó. Hãy trả về cả hai, cách nhau bằng dấu phẩy.",
        en="Two values are asked for, mean and var, in that order. Return both, separated by a comma.",
    ),
    read="formula",
)
def mean_alone(blocks):
    mean, _ = _right(blocks)
    return mean


@mistake(
    name=Text(vi="Quên return", en="Forgets to return"),
    why=Text(
        vi="Hàm không trả về gì, nên kết quả là None. Hãy kết thúc hàm bằng return mean, var.",
        en="The function returns nothing, so its result is None. End it with return mean, var.",
    ),
    read="formula",
)
def forgets_return(blocks):
    mean, var = _right(blocks)  # that is the mistake


# Right, each in a way of its own


@right
def merged_by_reduce(blocks):
    return _right(blocks)


@right
def welford(blocks):
    length, mean, squares = 0, 0.0, 0.0
    for block in blocks:
        for t in range(block.shape[1]):
            token = block[:, t : t + 1]
            length += 1
            distance = token - mean
            mean = mean + distance / length
            squares = squares + distance * (token - mean)
    return mean, squares / length


@right
def chan(blocks):
    mean = None
    for block in blocks:
        m, block_mean, block_var = block.shape[1], block.mean(axis=1), block.var(axis=1)
        if mean is None:
            n, mean, var = m, block_mean, block_var
            continue
        delta = block_mean - mean
        mean += m / (n + m) * delta
        var = (n * var + m * block_var) / (n + m) + n * m / (n + m) ** 2 * delta**2
        n += m
    return mean[:, np.newaxis], var[:, np.newaxis]


@right
def shifted_sums(blocks):
    shift, length = None, 0
    for block in blocks:
        if shift is None:
            shift = block.mean(axis=1, keepdims=True)
            total, squares = np.zeros_like(shift), np.zeros_like(shift)
        length += block.shape[1]
        total += (block - shift).sum(axis=1, keepdims=True)
        squares += ((block - shift) ** 2).sum(axis=1, keepdims=True)
    return shift + total / length, squares / length - (total / length) ** 2


@right
def shifted_by_first_token(blocks):
    blocks = iter(blocks)
    first = next(blocks)
    shift = first[:, :1].copy()
    length = total = squares = 0
    for block in itertools.chain([first], blocks):
        distance = block - shift
        length += block.shape[1]
        total = total + np.einsum("blf->bf", distance)[:, None]
        squares = squares + np.einsum("blf,blf->bf", distance, distance)[:, None]
    return shift + total / length, (squares - total**2 / length) / length


@right
def exactly_rounded_sums(blocks):
    length, shift = 0, None
    for block in blocks:
        columns = block.swapaxes(1, 2).tolist()
        if shift is None:
            shift = [[column[0] for column in sample] for sample in columns]
            total = [[0.0 for _ in sample] for sample in columns]
            squares = [[0.0 for _ in sample] for sample in columns]
        length += block.shape[1]
        for b, sample in enumerate(columns):
            for f, column in enumerate(sample):
                distances = [value - shift[b][f] for value in column]
                total[b][f] = math.fsum([total[b][f], *distances])
                squares[b][f] = math.fsum([squares[b][f], *(distance**2 for distance in distances)])
    total, squares = np.array(total)[:, None], np.array(squares)[:, None]
    return np.array(shift)[:, None] + total / length, squares / length - (total / length) ** 2


@right
def plain_loops(blocks):
    length = 0
    mean = squares = None
    for block in blocks:
        samples, size, features = block.shape
        if mean is None:
            mean = [[0.0] * features for _ in range(samples)]
            squares = [[0.0] * features for _ in range(samples)]
        for t in range(size):
            length += 1
            for b in range(samples):
                for f in range(features):
                    value = float(block[b, t, f])
                    distance = value - mean[b][f]
                    mean[b][f] += distance / length
                    squares[b][f] += distance * (value - mean[b][f])
    shape = len(mean), 1, len(mean[0])
    return np.array(mean).reshape(shape), np.array(squares).reshape(shape) / length


@right
def merged_in_pairs(blocks):
    waiting = []  # lengths of parts that double, like the digits of a binary number
    for count, part in enumerate(map(_of_block, blocks), start=1):
        while count % 2 == 0:
            part, count = _merged(waiting.pop(), part), count // 2
        waiting.append(part)
    length, mean, squares = reduce(_merged, reversed(waiting))
    return mean, squares / length


@right
def accumulator_object(blocks):
    class Statistics:
        def __init__(self):
            self.length, self.mean, self.squares = 0, None, 0

        def add(self, block):
            if self.mean is None:
                self.mean = block[:, :1]  # with 0 the products below would be as large as the offset
            self.length += block.shape[1]
            new_mean = self.mean + (block - self.mean).sum(axis=1, keepdims=True) / self.length
            self.squares = self.squares + ((block - self.mean) * (block - new_mean)).sum(axis=1, keepdims=True)
            self.mean = new_mean

    statistics = Statistics()
    for block in blocks:
        statistics.add(block)
    return statistics.mean, statistics.squares / statistics.length


@right
def iterator_by_hand(blocks):
    stream = iter(blocks)
    state = None
    while True:
        try:
            block = next(stream)
        except StopIteration:
            break
        part = _of_block(np.array(block))
        state = part if state is None else _merged(part, state)
    length, mean, squares = state
    return mean, np.divide(squares, length)


@right
def joined_with_what_was_read(blocks):
    # n tokens are replaced by two at mean ± std, each n / 2 times: the same mean and variance, in little memory.
    length, mean, std = 0, 0.0, 0.0
    for block in blocks:
        size, near = block.shape[1], block[:, :1]
        distances = length * (mean - near) + (block - near).sum(axis=1, keepdims=True)
        new_mean = near + distances / (length + size)
        around = ((block - new_mean) ** 2).sum(axis=1, keepdims=True)
        old = ((mean + std - new_mean) ** 2 + (mean - std - new_mean) ** 2) * length / 2
        mean, std = new_mean, np.sqrt((old + around) / (length + size))
        length += size
    return mean, std**2


# How a version is looked at


def _run_streaming_stats(
    streaming_stats: Callable, x: np.ndarray, cuts: tuple[int, ...], offset: float, times: tuple[int, ...] = ()
) -> Iterator[Outcome]:
    """A stream of x cut into blocks, twice with another between; a list; the stream far from 0; and long ones."""

    def stream(x: np.ndarray) -> Blocks:
        return Blocks([block.copy() for block in np.split(x, cuts, axis=1)])

    blocks = stream(x)
    result = attempt(streaming_stats, blocks)
    first = describe_with_parts(result)
    yield noticed("block overwritten", not np.array_equal(np.concatenate(blocks.arrays, axis=1), x))
    other = describe_with_parts(attempt(streaming_stats, stream(1 - x / 2)))
    kept = same_outcome(first, describe_with_parts(result), TOLERANCE)
    again = describe_with_parts(attempt(streaming_stats, stream(x)))
    if not same_outcome(first, again, TOLERANCE):
        # The mean of all that ever came lies between those of what came.
        yield Outcome("accumulates across calls" if _between(first, again, other, x) else "depends on earlier calls")
        return
    yield first
    yield other
    yield noticed("result changed by a later call", not kept)
    listed = describe_with_parts(attempt(streaming_stats, stream(x).arrays))
    # What is right for a list may be wrong for a stream, and the other way round.
    yield (
        Outcome("list taken alike") if same_outcome(first, listed, TOLERANCE) else Outcome(f"{listed.kind} for a list")
    )

    # What is left of a variance without correct digits is noise: there is nothing to compare. Where float32 is enough
    # to lose them the mean goes as well.
    for far_by, sides in ((offset, (0, 1)), (1e3, (0, 1))):
        far = describe_with_parts(attempt(streaming_stats, stream(x + far_by)))
        for part in sides:
            moved = _moved(first.parts[part : part + 1], far_by if part == 0 else 0)
            lost = not same_behaviour(moved, far.parts[part : part + 1], tolerance=1e-9 if part == 0 else 1e-5)
            yield noticed(f"part {part} lost {far_by:g} away from 0", lost)

    for count in times:
        with Blocks([x], count) as long_stream:
            attempt(streaming_stats, long_stream)
        share = long_stream.held / (count * x.nbytes)
        yield Outcome("holds all" if share > 0.7 else "holds something of all" if share > 0.12 else "holds little")


def _moved(outcomes: Behaviour, by: float) -> Behaviour:
    """The same, of numbers that lie elsewhere."""
    return tuple(each if each.numbers is None else replace(each, numbers=each.numbers + by) for each in outcomes)


def _between(first: Outcome, again: Outcome, other: Outcome, x: np.ndarray) -> bool:
    """Whether means lie between those of x and of the other stream."""
    shape = (len(x), 1, x.shape[2])
    means = [each.parts[0].numbers for each in (first, other, again) if each.parts]
    if len(means) < 3 or any(mean is None or mean.shape != shape for mean in means):
        return False
    ends = x.mean(axis=1, keepdims=True), (1 - x / 2).mean(axis=1, keepdims=True)
    low, high = np.minimum(*ends) - ZERO, np.maximum(*ends) + ZERO
    return all(bool(np.all((low <= mean) & (mean <= high))) for mean in means[1:])


def _probes_of_streaming_stats() -> list[dict]:
    return [
        {"x": numbers_of((2, 6, 7), offset=-2), "cuts": (1, 3), "offset": 1e8},
        {"x": numbers_of((1, 8, 32), offset=3), "cuts": (5,), "offset": -1e8, "times": (100, 300)},
    ]


RUNS = {"streaming_stats": _run_streaming_stats}
PROBES = {"streaming_stats": _probes_of_streaming_stats}


def _first_two_blocks(blocks):
    blocks = iter(blocks)
    return next(blocks), next(blocks, None)


NOTHING_DONE = [_first_two_blocks]
