"""A mistake is named only where the behaviour is that one: answers that got a false name, and what they may get."""

from dataclasses import dataclass

from each import for_each
from grader.exercises import EXERCISES
from grader.feedback.diagnosis import named_mistake
from grader.judging.verdict import judge
from submitted import defined_by

STREAMING = """
import numpy as np
from collections import deque

def streaming_stats(blocks):
"""
LAYER = """
import numpy as np

class InstanceNorm1D:
    def __init__(self, num_features, eps=1e-5):
        self.eps, self.gamma, self.beta = eps, np.ones(num_features), np.zeros(num_features)
        self.made()

    def made(self):
        pass

    def norm(self, x):
        return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + self.eps)
"""
BACKWARD = """
import numpy as np

def instance_norm_backward(dy, x, gamma, eps=1e-5):
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    mean = x.mean(axis=1, keepdims=True)
"""
STATS = """
import numpy as np

def instance_stats(x):
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
"""
NORM = """
import numpy as np
kept = {}

def instance_norm(x, eps=1e-5):
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
"""
RETURN = "    return (x - mean) / np.sqrt(var + eps)\n"
REVIN = """
import numpy as np

class RevIN:
    def __init__(self, num_features, eps=1e-5):
        self.eps, self.gamma, self.beta = eps, np.ones(num_features), np.zeros(num_features)
        self.mean = None

    def normalize(self, x):
        self.mean, self.std = x.mean(axis=1, keepdims=True), np.sqrt(x.var(axis=1, keepdims=True) + self.eps)
        return self.gamma * (x - self.mean) / self.std + self.beta
"""


@dataclass(frozen=True)
class Named:
    """Code that answers an exercise wrongly, and the names it may get; none may always be said."""

    title: str
    exercise: str
    code: str
    allowed: tuple[str, ...] = ()
    must: bool = False


NAMED = [
    Named(
        "x is overwritten, not dy",
        "instance_norm_backward",
        BACKWARD
        + """
    x -= mean
    x_hat = x / std
    dx = gamma / std * (dy - dy.mean(1, keepdims=True) - x_hat * (dy * x_hat).mean(1, keepdims=True))
    return dx, (dy * x_hat).sum((0, 1)), dy.sum((0, 1))
""",
        ("overwrites_x",),
        must=True,
    ),
    Named(
        "dy is overwritten",
        "instance_norm_backward",
        BACKWARD
        + """
    x_hat = (x - mean) / std
    dgamma, dbeta = (dy * x_hat).sum((0, 1)), dy.sum((0, 1))
    dy -= dy.mean(1, keepdims=True)
    return gamma / std * (dy - x_hat * (dy * x_hat).mean(1, keepdims=True)), dgamma, dbeta
""",
        ("overwrites_dy",),
        must=True,
    ),
    Named(
        "gamma is overwritten",
        "instance_norm_backward",
        BACKWARD
        + """
    x_hat = (x - mean) / std
    dgamma, dbeta = (dy * x_hat).sum((0, 1)), dy.sum((0, 1))
    dy = gamma * dy
    gamma *= 1
    gamma += 1
    return (dy - dy.mean(1, keepdims=True) - x_hat * (dy * x_hat).mean(1, keepdims=True)) / std, dgamma, dbeta
""",
    ),
    Named(
        "sums in float32, the result in float64: not only far from 0",
        "streaming_stats",
        STREAMING
        + """
    n, total, squares = 0, 0, 0
    for block in blocks:
        n += block.shape[1]
        total = total + block.astype(np.float32).sum(axis=1, keepdims=True)
        squares = squares + (block.astype(np.float32) ** 2).sum(axis=1, keepdims=True)
    return (total / n).astype(np.float64), (squares / n - (total / n) ** 2).astype(np.float64)
""",
        ("float32_accumulators",),
    ),
    Named(
        "merged well, but in float32",
        "streaming_stats",
        STREAMING
        + """
    n, mean, squares = 0, 0, 0
    for block in blocks:
        block = block.astype(np.float32)
        m, block_mean = block.shape[1], block.mean(axis=1, keepdims=True)
        squares = squares + ((block - block_mean) ** 2).sum(axis=1, keepdims=True)
        squares = squares + (block_mean - mean) ** 2 * np.float32(n * m / (n + m))
        mean, n = mean + (block_mean - mean) * np.float32(m / (n + m)), n + m
    return mean.astype(np.float64), (squares / np.float32(n)).astype(np.float64)
""",
        ("float32_accumulators",),
    ),
    Named(
        "a window of blocks",
        "streaming_stats",
        STREAMING
        + """
    window = deque(blocks, maxlen=150)
    x = np.concatenate(list(window), axis=1)
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
""",
    ),
    Named(
        "every block is kept",
        "streaming_stats",
        STREAMING
        + """
    x = np.concatenate([block for block in blocks], axis=1)
    return x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
""",
        ("keeps_every_block",),
        must=True,
    ),
    Named(
        "gamma drifts",
        "instance_norm_1d",
        LAYER
        + """
    def forward(self, x):
        self.gamma *= 0.99
        return self.gamma * self.norm(x) + self.beta
""",
        ("ForwardChangesParameters",),
    ),
    Named(
        "gamma drifts after the call",
        "instance_norm_1d",
        LAYER
        + """
    def forward(self, x):
        y = self.gamma * self.norm(x) + self.beta
        self.gamma = self.gamma * 0.9
        return y
""",
        ("ForwardChangesParameters",),
    ),
    Named(
        "a copy of beta that is taken when the layer is made",
        "instance_norm_1d",
        LAYER
        + """
    def made(self):
        self.frozen = self.beta.copy()

    def forward(self, x):
        return self.gamma * self.norm(x) + self.frozen
""",
        ("IgnoresBeta",),  # which says just that: an assigned beta has no effect, it is an older copy
        must=True,
    ),
    Named(
        "a copy of beta that is taken at the first forward",
        "instance_norm_1d",
        LAYER
        + """
    frozen = None

    def forward(self, x):
        if self.frozen is None:
            self.frozen = self.beta.copy()
        return self.gamma * self.norm(x) + self.frozen
""",
    ),
    Named(
        "running statistics, whatever the momentum",
        "instance_norm_1d",
        LAYER
        + """
    mean = var = None

    def forward(self, x):
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        self.mean = mean if self.mean is None else 0.3 * self.mean + 0.7 * mean
        self.var = var if self.var is None else 0.3 * self.var + 0.7 * var
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta
""",
        ("RunningStatistics",),
        must=True,
    ),
    Named(
        "running statistics of a batch norm, whatever the momentum",
        "instance_norm_1d",
        LAYER
        + """
    def made(self):
        self.mean, self.var = 0 * self.beta, 1 + 0 * self.beta

    def forward(self, x):
        self.mean += 0.2 * (x.mean(axis=(0, 1)) - self.mean)
        self.var += 0.2 * (x.var(axis=(0, 1)) - self.var)
        return self.gamma * (x - self.mean) / np.sqrt(self.var + self.eps) + self.beta
""",
        ("RunningBatchStatistics",),
        must=True,
    ),
    Named(
        "noise",
        "instance_norm_1d",
        LAYER
        + """
    def forward(self, x):
        return self.gamma * self.norm(x) + self.beta + np.random.normal(size=x.shape)
""",
        ("SwitchesAfterFirstCall",),  # which is called: gives another result when called again
    ),
    Named(
        "gamma and beta on the class, eps not",
        "instance_norm_1d",
        LAYER
        + """
    def made(self):
        type(self).gamma, type(self).beta = self.__dict__.pop("gamma"), self.__dict__.pop("beta")

    def forward(self, x):
        return self.gamma * self.norm(x) + self.beta
""",
        ("ParametersOnClass",),
        must=True,
    ),
    Named("a lower limit, no eps", "instance_stats", STATS + "    return mean, np.maximum(var, x.dtype.type(1e-5))\n"),
    Named("eps", "instance_stats", STATS + "    return mean, var + x.dtype.type(1e-5)\n", ("adds_eps",), must=True),
    Named(
        "once", "instance_stats", STATS + "    return mean, var[:, 0]\n", ("keepdims_missing_in_variance",), must=True
    ),
    Named("clips at 10", "instance_norm", NORM + "    return np.clip((x - mean) / np.sqrt(var + eps), -10, 10)\n"),
    Named("limits var", "instance_norm", NORM + "    return (x - mean) / np.sqrt(np.maximum(var, 1e-5) + eps)\n"),
    Named("one default", "instance_norm", NORM.replace("1e-5", "1e-6") + RETURN, ("default_eps_1e_6",), must=True),
    Named("another default", "instance_norm", NORM.replace("1e-5", "1e-4") + RETURN),
    Named(
        "the mean is remembered",
        "instance_norm",
        NORM + "    kept['mean'] = mean = 0.5 * mean + 0.5 * kept.get('mean', 0 * mean).mean()\n" + RETURN,
        ("remembers_earlier_calls",),
    ),
    Named(
        "an assertion for RuntimeError",
        "revin",
        REVIN
        + """
    def denormalize(self, y):
        assert self.mean is not None
        return (y - self.beta) / self.gamma * self.std + self.mean
""",
        ("RaisesAnotherError",),
        must=True,
    ),
    Named(
        "a returned RuntimeError",
        "revin",
        REVIN
        + """
    def denormalize(self, y):
        if self.mean is None:
            return RuntimeError
        return (y - self.beta) / self.gamma * self.std + self.mean
""",
    ),
    Named(
        "x of the wrong length, not repeated statistics",
        "revin",
        REVIN.replace("self.mean, self.std", "self.x, self.mean, self.std").replace("= x.mean", "= x, x.mean")
        + """
    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError
        return (y - self.beta) / self.gamma * self.std + self.x
""",
    ),
    Named(
        "y is overwritten",
        "revin",
        REVIN
        + """
    def denormalize(self, y):
        if self.mean is None:
            raise RuntimeError
        y -= self.beta
        return y / self.gamma * self.std + self.mean
""",
        ("OverwritesForecast",),
        must=True,
    ),
]


@for_each(NAMED, name=lambda named: named.title)
def test_a_name_is_true(named):
    """Each answer loses points, and gets a name that is true of it, or none."""
    exercise = EXERCISES[named.exercise]
    answers = exercise.answers_from(*(defined_by(named.code)[name] for name in exercise.names))
    verdict = judge(exercise, answers, 0)
    assert not verdict.solved
    mistake = named_mistake(verdict, answers)
    if mistake is None:
        assert not named.must
    else:
        assert mistake.id in named.allowed, mistake.id
