import numpy as np


def normalized(x, axis=1, eps=1e-5, ddof=0):
    mean = x.mean(axis=axis, keepdims=True)
    var = x.var(axis=axis, ddof=ddof, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


def off_line(x, y):  # how far y is from gamma * x + beta
    x, y = (v - v.mean(axis=(0, 1)) for v in (x, y))
    gamma = (x * y).sum(axis=(0, 1)) / (x * x).sum(axis=(0, 1))
    return np.abs(y - gamma * x).max()


def why(x, y):  # x: your input (B, L, F), y: their output
    suspects = {
        "none": normalized(x),
        "eps 1e-3": normalized(x, eps=1e-3),
        "eps 1e-6": normalized(x, eps=1e-6),
        "ddof 1": normalized(x, ddof=1),
        "layout": normalized(x, axis=2),
        "batch statistics": normalized(x, axis=(0, 1)),
    }
    off = {name: np.abs(y - s).max() for name, s in suspects.items()}
    name = min(off, key=off.get)
    if off[name] < 1e-5:
        return name
    if off_line(x, y) < 1e-5:
        return "running statistics"
    if off_line(normalized(x), y) < 1e-5:
        return "gamma and beta"
    return "something else"


x = np.random.RandomState(0).randn(4, 7, 3) / 10  # small: eps shows
print(why(x, normalized(x, eps=1e-3)))
print(why(x, normalized(x, ddof=1)))
print(why(x, normalized(x, axis=2)))
print(why(x, (x - 0.02) / np.sqrt(0.01 + 1e-5)))
print(why(x, normalized(x) * [1, 2, 3] + [4, 5, 6]))
