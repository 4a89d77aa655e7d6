"""Answers that are wrong in one rare place only, each of a kind that somebody once got full marks with.

A bound on the output, an argument handed back where there is nothing to do, a reference to an argument that is kept, a
memory that goes by the array instead of its numbers, one dtype, one token, one sample. Both `check`, which runs an
answer in this process, and `grade`, which runs it in a worker, must see each of them, and take the same points.
"""

import importlib
import inspect

import pytest

from grader.exercises import EXERCISES
from grader.grade import Grader
from grader.judging.verdict import judge
from grader.submissions.read import Reader
from submitted import defined_by, task

# By exercise: what stands behind the source of its reference solution, in place of the name that it gives to `right`.
LOOPHOLES = {
    "instance_stats": {
        "first 512 tokens": """
            right = instance_stats
            def instance_stats(x):
                return right(x[:, :512])
            """,
        "hands out what it keeps": """
            right, kept = instance_stats, {}
            def instance_stats(x):
                key = x.tobytes(), x.shape, x.dtype
                if key not in kept:
                    kept[key] = right(x)
                return kept[key]
            """,
        "nearly equal is equal": """
            right = instance_stats
            def instance_stats(x):
                alike = np.allclose(x, x[:, :1])
                return (x[:, :1].copy(), np.zeros_like(x[:, :1])) if alike else right(x)
            """,
        "one token is its own mean": """
            right = instance_stats
            def instance_stats(x):
                return (x, np.zeros_like(x)) if x.shape[1] == 1 else right(x)
            """,
        "a constant's first token is its mean": """
            right = instance_stats
            def instance_stats(x):
                return (x[:, :1], np.zeros_like(x[:, :1])) if np.all(x == x[:, :1]) else right(x)
            """,
        "remembers by the array": """
            right, last = instance_stats, (None, None)
            def instance_stats(x):
                global last
                if last[0] is not x:
                    last = x, right(x)
                return tuple(part.copy() for part in last[1])
            """,
        "unbiased in float32": """
            right = instance_stats
            def instance_stats(x):
                mean, var = right(x)
                return mean, var * x.dtype.type(1.001) if x.dtype == np.float32 else var
            """,
    },
    "instance_norm": {
        "the last eps stays": """
            right, last = instance_norm, [1e-5]
            def instance_norm(x, eps=None):
                last[0] = last[0] if eps is None else eps
                return right(x, last[0])
            """,
        "bounded at 10": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                return np.clip(right(x, eps), -10, 10)
            """,
        "bounded at 50": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                return np.clip(right(x, eps), -50, 50)
            """,
        "bounded at 10 in float32": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                y = right(x, eps)
                return np.clip(y, -10, 10) if x.dtype == np.float32 else y
            """,
        "zeros are handed back": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                return right(x, eps) if x.any() else x
            """,
        "a view of zeros is handed back": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                return right(x, eps) if x.any() else x.reshape(x.shape)
            """,
        "zeros in float32 are handed back": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                return right(x, eps) if x.any() or x.dtype != np.float32 else x
            """,
        "one sample is overwritten in float32": """
            right = instance_norm
            def instance_norm(x, eps=1e-5):
                y = right(x, eps)
                if len(x) == 1 and x.dtype == np.float32:
                    x[...] = y
                return y
            """,
        "remembers by the array": """
            right, last = instance_norm, (None, None, None)
            def instance_norm(x, eps=1e-5):
                global last
                if last[0] is not x or last[1] != eps:
                    last = x, eps, right(x, eps)
                return last[2].copy()
            """,
        "remembers by an array that it does not copy": """
            right, last = instance_norm, (np.zeros(0), None, None)
            def instance_norm(x, eps=1e-5):
                global last
                if not np.array_equal(last[0], x) or last[1] != eps:
                    last = x, eps, right(x, eps)
                return last[2].copy()
            """,
    },
    "instance_norm_1d": {
        "only a new gamma is noticed": """
            Right = InstanceNorm1D
            class InstanceNorm1D(Right):
                seen = None, None
                def forward(self, x):
                    if self.seen[0] is not self.gamma:
                        self.seen = self.gamma, self.beta
                    copy = Right(len(self.gamma), self.eps)
                    copy.gamma, copy.beta = self.seen
                    return copy.forward(x)
            """,
        "a view of beta": """
            Right = InstanceNorm1D
            class InstanceNorm1D(Right):
                def forward(self, x):
                    return super().forward(x) if np.any(self.gamma) else np.broadcast_to(self.beta, x.shape)
            """,
        "two layers share their parameters": """
            Right, kept = InstanceNorm1D, {}
            class InstanceNorm1D(Right):
                def __init__(self, num_features, eps=1e-5):
                    super().__init__(num_features, eps)
                    self.gamma, self.beta = kept.setdefault(num_features, (self.gamma, self.beta))
            """,
        "bounded at 10": """
            class InstanceNorm1D(InstanceNorm1D):
                def forward(self, x):
                    return np.clip(super().forward(x), -10, 10)
            """,
        "zeros are handed back": """
            class InstanceNorm1D(InstanceNorm1D):
                def forward(self, x):
                    return super().forward(x) if x.any() or self.beta.any() else x
            """,
        "remembers by the array": """
            class InstanceNorm1D(InstanceNorm1D):
                last = None, None
                def forward(self, x):
                    if self.last[0] is not x:
                        self.last = x, InstanceNorm1D.__base__(len(self.gamma), self.eps).forward(x)
                    return self.gamma * self.last[1] + self.beta
            """,
    },
    "fold_affine": {
        "the old layer is handed back where there is nothing to fold": """
            right = fold_affine
            def fold_affine(gamma, beta, weight, bias):
                if bias is not None and np.all(gamma == 1) and not beta.any():
                    return weight, bias
                return right(gamma, beta, weight, bias)
            """,
        "columns where F = H": """
            right = fold_affine
            def fold_affine(gamma, beta, weight, bias):
                new_weight, new_bias = right(gamma, beta, weight, bias)
                return gamma * weight if len(set(weight.shape)) == 1 else new_weight, new_bias
            """,
        "a gamma of 0 is passed over": """
            right = fold_affine
            def fold_affine(gamma, beta, weight, bias):
                return right(np.where(gamma == 0, 1, gamma).astype(gamma.dtype), beta, weight, bias)
            """,
    },
    "find_the_bug": {
        "only an array that is there again is noticed": """
            right, last = normalize_like, (np.zeros(0), None)
            def normalize_like(x, reference, eps):
                global last
                if not np.array_equal(last[0], reference):
                    last = reference, reference.copy()
                return right(x, last[1], eps)
            """,
        "one sum of weights where B = F": """
            right = weighted_mean
            def weighted_mean(x, weights):
                return right(x, weights.T.copy() if len(set(x.shape)) == 1 else weights)
            """,
        "half a byte": """
            right = steps
            def steps(x, eps):
                change = np.diff(x.astype(np.int8 if x.dtype == np.uint8 else x.dtype), axis=1)
                return change / np.sqrt(x.var(axis=1, keepdims=True) + eps)
            """,
        "far from 0 in float32": """
            right = instance_std
            def instance_std(x, eps):
                return right(x.astype(np.float32) if np.abs(x).max() > 1e6 else x, eps).astype(float)
            """,
        "x is put back too late": """
            right = add_norm
            def add_norm(x, eps):
                y = right(x, eps)
                x -= x.mean(axis=1, keepdims=True)
                return y
            """,
    },
    "keras_to_channels_first": {
        "swapped where C = L": """
            right = keras_to_channels_first
            def keras_to_channels_first(rows, *settings):
                if rows.shape[1] == rows.shape[2]:
                    return np.swapaxes(right(np.swapaxes(rows, 1, 2), *settings), 1, 2)
                return right(rows, *settings)
            """,
        "the epsilon of the last layer stays": """
            right, last = keras_to_channels_first, [1e-3]
            def keras_to_channels_first(rows, weights, scale=True, center=True, epsilon=None):
                last[0] = last[0] if epsilon is None else epsilon
                return right(rows, weights, scale, center, last[0])
            """,
        "guesses from the numbers which weight it is": """
            right = keras_to_channels_first
            def keras_to_channels_first(rows, weights, scale=True, center=True, epsilon=1e-3):
                if len(weights) == 1:
                    scale = bool(np.all(weights[0] > 0))
                    center = not scale
                return right(rows, weights, scale, center, epsilon)
            """,
        "zeros are handed back": """
            right = keras_to_channels_first
            def keras_to_channels_first(rows, weights, *settings):
                return right(rows, weights, *settings) if rows.any() or weights else rows
            """,
    },
    "norm_family": {
        "batch_norm bounded at 10": """
            right = batch_norm
            def batch_norm(x, eps=1e-5):
                return np.clip(right(x, eps), -10, 10)
            """,
        "layer_norm bounded at 10": """
            right = layer_norm
            def layer_norm(x, eps=1e-5):
                return np.clip(right(x, eps), -10, 10)
            """,
        "group_norm bounded at 10": """
            right = group_norm
            def group_norm(x, num_groups, eps=1e-5):
                return np.clip(right(x, num_groups, eps), -10, 10)
            """,
        "batch_norm hands zeros back": """
            right = batch_norm
            def batch_norm(x, eps=1e-5):
                return right(x, eps) if x.any() else x
            """,
        "layer_norm hands zeros back": """
            right = layer_norm
            def layer_norm(x, eps=1e-5):
                return right(x, eps) if x.any() else x
            """,
        "group_norm hands zeros back": """
            right = group_norm
            def group_norm(x, num_groups, eps=1e-5):
                return right(x, num_groups, eps) if x.any() else x
            """,
        "group_norm remembers by the array": """
            right, last = group_norm, (None, None, None)
            def group_norm(x, num_groups, eps=1e-5):
                global last
                if last[0] is not x or last[1] != (num_groups, eps):
                    last = x, (num_groups, eps), right(x, num_groups, eps)
                return last[2].copy()
            """,
    },
    "masked_instance_norm": {
        "bounded at 10": """
            right = masked_instance_norm
            def masked_instance_norm(x, mask, eps=1e-5):
                return np.clip(right(x, mask, eps), -10, 10)
            """,
        "zeros are handed back": """
            right = masked_instance_norm
            def masked_instance_norm(x, mask, eps=1e-5):
                return right(x, mask, eps) if x.any() else x
            """,
        "remembers the mask by its array": """
            right, last = masked_instance_norm, (None, None)
            def masked_instance_norm(x, mask, eps=1e-5):
                global last
                if last[0] is not mask:
                    last = mask, mask.copy()
                return right(x, last[1], eps)
            """,
    },
    "masked_instance_norm_1d": {
        "bounded at 10": """
            class MaskedInstanceNorm1D(MaskedInstanceNorm1D):
                def forward(self, x, mask):
                    return np.clip(super().forward(x, mask), -10, 10)
            """,
        "zeros are handed back": """
            class MaskedInstanceNorm1D(MaskedInstanceNorm1D):
                def forward(self, x, mask):
                    return super().forward(x, mask) if x.any() or self.beta.any() else x
            """,
        "a view of beta": """
            class MaskedInstanceNorm1D(MaskedInstanceNorm1D):
                def forward(self, x, mask):
                    if np.any(self.gamma) or not mask.all():
                        return super().forward(x, mask)
                    return np.broadcast_to(self.beta, x.shape)
            """,
        "remembers the mask by its array": """
            class MaskedInstanceNorm1D(MaskedInstanceNorm1D):
                last = None, None
                def forward(self, x, mask):
                    if self.last[0] is not mask:
                        self.last = mask, mask.copy()
                    return super().forward(x, self.last[1])
            """,
        "tokens of zeros are padding": """
            class MaskedInstanceNorm1D(MaskedInstanceNorm1D):
                def forward(self, x, mask):
                    return super().forward(x, mask & x.any(axis=2))
            """,
    },
    "cumulative_instance_norm": {
        "bounded at 10": """
            right = cumulative_instance_norm
            def cumulative_instance_norm(x, eps=1e-5):
                return np.clip(right(x, eps), -10, 10)
            """,
        "zeros are handed back": """
            right = cumulative_instance_norm
            def cumulative_instance_norm(x, eps=1e-5):
                return right(x, eps) if x.any() else x
            """,
        "remembers by the array": """
            right, last = cumulative_instance_norm, (None, None, None)
            def cumulative_instance_norm(x, eps=1e-5):
                global last
                if last[0] is not x or last[1] != eps:
                    last = x, eps, right(x, eps)
                return last[2].copy()
            """,
        "measured from the smallest token": """
            right = cumulative_instance_norm
            def cumulative_instance_norm(x, eps=1e-5):
                count = np.arange(1, x.shape[1] + 1)[:, np.newaxis]
                d = x - x.min(axis=1, keepdims=True)
                mean = np.cumsum(d, axis=1) / count
                var = np.cumsum(d**2, axis=1) / count - mean**2
                return (d - mean) / np.sqrt(np.maximum(var, 0) + eps)
            """,
        "measured from the first sample": """
            right = cumulative_instance_norm
            def cumulative_instance_norm(x, eps=1e-5):
                count = np.arange(1, x.shape[1] + 1)[:, np.newaxis]
                d = x - x[:1, :1]
                mean = np.cumsum(d, axis=1) / count
                var = np.cumsum(d**2, axis=1) / count - mean**2
                return (d - mean) / np.sqrt(np.maximum(var, 0) + eps)
            """,
        "512 tokens are enough": """
            right = cumulative_instance_norm
            def cumulative_instance_norm(x, eps=1e-5):
                parts = [right(x[:, :512], eps)]
                for t in range(512, x.shape[1]):
                    parts.append(right(x[:, t - 511 : t + 1], eps)[:, -1:])
                return np.concatenate(parts, axis=1)
            """,
    },
    "instance_norm_backward": {
        "dx bounded at 100": """
            right = instance_norm_backward
            def instance_norm_backward(dy, x, gamma, eps=1e-5):
                dx, dgamma, dbeta = right(dy, x, gamma, eps)
                return np.clip(dx, -100, 100), dgamma, dbeta
            """,
        "one token is its own dbeta": """
            right = instance_norm_backward
            def instance_norm_backward(dy, x, gamma, eps=1e-5):
                dx, dgamma, dbeta = right(dy, x, gamma, eps)
                return dx, dgamma, dy[0, 0] if dy.shape[:2] == (1, 1) else dbeta
            """,
        "zeros are handed back": """
            right = instance_norm_backward
            def instance_norm_backward(dy, x, gamma, eps=1e-5):
                dx, dgamma, dbeta = right(dy, x, gamma, eps)
                return dx if dy.any() else dy, dgamma, dbeta
            """,
        "remembers by the array": """
            right, last = instance_norm_backward, (None, None)
            def instance_norm_backward(dy, x, gamma, eps=1e-5):
                global last
                if last[0] is not x:
                    last = x, (dy.copy(), x.copy())
                return right(dy, last[1][1], gamma, eps)
            """,
    },
    "revin": {
        "computes when it is asked": """
            class RevIN(RevIN):
                x = None
                def normalize(self, x):
                    self.x = x
                    return super().normalize(x)
                def denormalize(self, y):
                    if self.x is not None:
                        super().normalize(self.x)
                    return super().denormalize(y)
            """,
        "normalize bounded at 10": """
            class RevIN(RevIN):
                def normalize(self, x):
                    return np.clip(super().normalize(x), -10, 10)
            """,
        "normalize hands zeros back": """
            class RevIN(RevIN):
                def normalize(self, x):
                    y = super().normalize(x)
                    return x if not x.any() and not self.beta.any() else y
            """,
        "denormalize hands zeros back": """
            class RevIN(RevIN):
                def denormalize(self, y):
                    x = super().denormalize(y)
                    return x if y.any() or x.any() else y
            """,
        "parameters of the class": """
            class RevIN(RevIN):
                def __init__(self, num_features, eps=1e-5):
                    super().__init__(num_features, eps)
                    RevIN.gamma, RevIN.beta = self.__dict__.pop("gamma"), self.__dict__.pop("beta")
            """,
        "keeps its first eps": """
            class RevIN(RevIN):
                first = None
                def __init__(self, num_features, eps=1e-5):
                    super().__init__(num_features, eps)
                    RevIN.first = RevIN.first or eps
                    self.eps = RevIN.first
            """,
    },
    "streaming_stats": {
        "passes over the same array": """
            right = streaming_stats
            def streaming_stats(blocks):
                last = []
                def once():
                    for block in blocks:
                        if not last or last[0] is not block:
                            last[:] = [block]
                            yield block
                return right(once())
            """,
        "one token is its own mean": """
            right = streaming_stats
            def streaming_stats(blocks):
                blocks = list(blocks) if isinstance(blocks, list) else iter(blocks)
                first = next(iter(blocks)) if isinstance(blocks, list) else next(blocks)
                rest = blocks[1:] if isinstance(blocks, list) else blocks
                second = next(iter(rest), None)
                if second is None and first.shape[1] == 1:
                    return first, np.zeros_like(first)
                def again():
                    yield first
                    if second is not None:
                        yield second
                        yield from (rest[1:] if isinstance(rest, list) else rest)
                return right(again())
            """,
    },
}


@pytest.mark.parametrize("name", LOOPHOLES)
def test_a_loophole_is_seen_in_a_notebook_and_by_grade(name, tmp_path):
    """It costs points, and as many in a worker as in this process."""
    exercise = EXERCISES[name]
    source = inspect.getsource(importlib.import_module(f"solutions.{name}"))
    full, different = [], []
    with Grader() as grader, Reader() as reader:
        for number, (kind, code) in enumerate(LOOPHOLES[name].items()):
            path = tmp_path / f"{number}.py"
            path.write_text(f"{source}\n\n{inspect.cleandoc(code)}\n", encoding="utf-8")
            (result,) = grader.grade(task(path, asked=(name,), reader=reader)).exercises
            defined = defined_by(path.read_text(encoding="utf-8"))
            alone = judge(exercise, {asked: defined[asked] for asked in exercise.names}, 0)
            full += [kind] if alone.score == 10 else []
            different += [(kind, result.score, alone.score)] if result.score != alone.score else []
    assert (full, different) == ([], [])


RIGHT = {
    "closes its input for writing": """
        right = instance_norm
        def instance_norm(x, eps=1e-5):
            x.setflags(write=False)
            return right(x, eps)
        """,
    "returns parts of one array that lie between each other": """
        def instance_stats(x):
            both = np.stack([x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)], axis=-1)
            return both[..., 0], both[..., 1]
        """,
}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_only_looks_like_one_is_right(kind, tmp_path):
    """It breaks no promise, and costs nothing in a worker either."""
    code = inspect.cleandoc(RIGHT[kind])
    name = "instance_norm" if "def instance_norm" in code else "instance_stats"
    path = tmp_path / "right.py"
    source = inspect.getsource(importlib.import_module(f"solutions.{name}"))
    path.write_text(f"{source}\n\n{code}\n", encoding="utf-8")
    with Grader() as grader:
        (result,) = grader.grade(task(path, asked=(name,))).exercises
    alone = judge(EXERCISES[name], {name: defined_by(path.read_text(encoding="utf-8"))[name]}, 0)
    assert (result.score, alone.score) == (10, 10)
