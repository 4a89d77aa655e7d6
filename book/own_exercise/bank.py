"""Wrong versions of `instance_denorm(y, mean, var, eps=1e-5)`: what learners really write."""

import numpy as np

from grader.text import Text
from mistakes.bank import mistake
from mistakes.behaviour import numbers_of


@mistake(
    name=Text(vi="Quên eps", en="Forgets eps"),
    why=Text(
        vi="Phép chuẩn hóa đã chia cho √(var + eps), nên phải nhân lại với đúng số đó.",
        en="The normalization divided by √(var + eps), so that is what to multiply by.",
    ),
    read="formula#step-eps",
    hint=2,
)
def forgets_eps(y, mean, var, eps=1e-5):
    return y * np.sqrt(var) + mean


@mistake(
    name=Text(vi="Tính lại thống kê từ y", en="Takes the statistics of y"),
    why=Text(
        vi="Trung bình và phương sai của y gần như là 0 và 1. Cần dùng trung bình và phương sai được đưa vào.",
        en="The mean and the variance of y are close to 0 and 1. Use those that are given.",
    ),
    read="formula#step-mean",
)
def statistics_of_y(y, mean, var, eps=1e-5):
    return y * np.sqrt(y.var(axis=1, keepdims=True) + eps) + y.mean(axis=1, keepdims=True)


@mistake(
    name=Text(vi="Cộng trước, nhân sau", en="Adds first, then multiplies"),
    why=Text(
        vi="Khi đảo ngược thì thứ tự cũng ngược lại: bước cuối của phép chuẩn hóa là chia, nên nhân phải đi trước.",
        en="Undone, the steps run backwards: the last one of the normalization divides, so multiplying comes first.",
    ),
    read="formula#step-mean",
    hint=1,
)
def adds_first(y, mean, var, eps=1e-5):
    return (y + mean) * np.sqrt(var + eps)


def probes():
    """Inputs on which any two of these differ."""
    y = numbers_of((2, 5, 3), offset=1)
    mean, var = y[:, :1] + 2, y[:, 1:2] ** 2 + 1
    return [{"y": y, "mean": mean, "var": var, "eps": 0.5}, {"y": y, "mean": mean, "var": var / 1000, "eps": 0.01}]


PROBES = {"instance_denorm": probes}
