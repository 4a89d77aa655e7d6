"""Answers to the exercise instance_norm_backward, written from the task text alone."""

import math
from collections import namedtuple
from dataclasses import astuple, dataclass

import numpy as np

from mistakes.unseen import correct, wrong

# ----------------------------------------------------------------- right


# The compact formula, a namedtuple as the result.
@correct()
def compact_formula_namedtuple(dy, x, gamma, eps=1e-5):
    Grads = namedtuple("Grads", "dx dgamma dbeta")
    c = x - x.mean(axis=1, keepdims=True)
    rstd = 1 / np.sqrt((c * c).mean(axis=1, keepdims=True) + eps)
    xhat = c * rstd
    g = dy * gamma
    dx = rstd * (g - g.mean(axis=1, keepdims=True) - xhat * (g * xhat).mean(axis=1, keepdims=True))
    return Grads(dx, (dy * xhat).sum(axis=(0, 1)), dy.sum(axis=(0, 1)))


# Backwards through each node of the graph, as in the cs231n notes on batch normalization, with dvar and dmu.
@correct()
def staged_like_cs231n(dy, x, gamma, eps=1e-5):
    N = x.shape[1]
    mu = x.sum(axis=1, keepdims=True) / N
    xmu = x - mu
    sq = xmu**2
    var = sq.sum(axis=1, keepdims=True) / N
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar

    dbeta = np.sum(np.sum(dy, axis=0), axis=0)
    dgamma = np.sum(np.sum(dy * xhat, axis=0), axis=0)
    dxhat = dy * gamma
    divar = np.sum(dxhat * xmu, axis=1, keepdims=True)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 / sqrtvar * dsqrtvar
    dsq = np.ones(x.shape) / N * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -np.sum(dxmu1 + dxmu2, axis=1, keepdims=True)
    dx2 = np.ones(x.shape) / N * dmu
    return dx1 + dx2, dgamma, dbeta


# The Jacobian of each instance, written out as a matrix and multiplied with einsum.
@correct()
def explicit_jacobian(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    dx = np.empty((B, L, F))
    dgamma = np.zeros(F)
    dbeta = np.zeros(F)
    P = np.eye(L) - np.full((L, L), 1 / L)
    for b in range(B):
        for f in range(F):
            c = P @ x[b, :, f]
            s = math.sqrt(c @ c / L + eps)
            xhat = c / s
            J = (P - np.outer(xhat, xhat) / L) / s
            dx[b, :, f] = gamma[f] * np.einsum("ij,i->j", J, dy[b, :, f])
            dgamma[f] += dy[b, :, f] @ xhat
            dbeta[f] += dy[b, :, f].sum()
    return [dx, dgamma, dbeta]


# Pure Python with exact sums, no formula with matrices.
@correct()
def vong_lap_fsum(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    dx = np.zeros(x.shape)
    dgamma, dbeta = [], []
    for f in range(F):
        gop_gamma, gop_beta = [], []
        for b in range(B):
            xs, gs = x[b, :, f].tolist(), dy[b, :, f].tolist()
            tb = math.fsum(xs) / L
            do_lech = math.sqrt(math.fsum((v - tb) ** 2 for v in xs) / L + eps)
            mu = [(v - tb) / do_lech for v in xs]
            a = math.fsum(gs) / L
            c = math.fsum(p * q for p, q in zip(gs, mu)) / L
            for t in range(L):
                dx[b, t, f] = float(gamma[f]) / do_lech * (gs[t] - a - mu[t] * c)
            gop_gamma += [p * q for p, q in zip(gs, mu)]
            gop_beta += gs
        dgamma.append(math.fsum(gop_gamma))
        dbeta.append(math.fsum(gop_beta))
    return dx, np.array(dgamma), np.array(dbeta)


# Complex-step differentiation: one forward pass for each place of the sequence, all instances at once.
# As exact as the formula, because no difference is taken.
@correct()
def complex_step(dy, x, gamma, eps=1e-5):
    h = 1e-30

    def normalized(z):
        c = z - z.mean(axis=1, keepdims=True)
        return c / np.sqrt((c * c).mean(axis=1, keepdims=True) + eps)

    dx = np.empty(x.shape)
    z = x.astype(np.complex128)
    for t in range(x.shape[1]):
        z[:, t] += 1j * h
        dx[:, t] = (dy * gamma * normalized(z)).sum(axis=1).imag / h
        z[:, t] = x[:, t]
    return dx, np.einsum("blf,blf->f", dy, normalized(x)), np.einsum("blf->f", dy)


# Forward mode with dual numbers, one direction after the other.
@correct()
def dual_numbers(dy, x, gamma, eps=1e-5):
    @dataclass
    class Dual:
        a: np.ndarray
        b: np.ndarray

        def __sub__(self, o):
            return Dual(self.a - o.a, self.b - o.b)

        def __mul__(self, o):
            return Dual(self.a * o.a, self.a * o.b + self.b * o.a)

        def mean(self):
            return Dual(self.a.mean(1, keepdims=True), self.b.mean(1, keepdims=True))

        def rsqrt(self, shift):
            r = (self.a + shift) ** -0.5
            return Dual(r, -0.5 * self.b * r / (self.a + shift))

    def forward(v):
        c = v - v.mean()
        return c * (c * c).mean().rsqrt(eps)

    dx = np.zeros_like(x)
    for t in range(x.shape[1]):
        direction = np.zeros_like(x)
        direction[:, t, :] = 1.0
        out = forward(Dual(x, direction))
        dx[:, t, :] = gamma * np.sum(dy * out.b, axis=1)
    xhat = forward(Dual(x, np.zeros_like(x))).a
    return dx, np.tensordot(np.ones(x.shape[:2]), dy * xhat, axes=([0, 1], [0, 1])), dy.reshape(-1, x.shape[2]).sum(0)


# long double inside; all three results are windows of one new array, none overlaps another.
@correct()
def one_buffer_long_double(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    buffer = np.empty(B * L * F + 2 * F)
    dx = buffer[: B * L * F].reshape(B, L, F)
    dgamma = buffer[B * L * F : -F]
    dbeta = buffer[-F:]
    X, G = x.astype(np.longdouble), dy.astype(np.longdouble)
    c = X - X.mean(axis=1, keepdims=True)
    q = (c**2).mean(axis=1, keepdims=True) + np.longdouble(eps)
    dx[...] = gamma * ((G - G.mean(axis=1, keepdims=True)) - c * (G * c).mean(axis=1, keepdims=True) / q) / np.sqrt(q)
    dgamma[...] = (G * c / np.sqrt(q)).sum(axis=(0, 1))
    dbeta[...] = G.sum(axis=(0, 1))
    return dx, dgamma, dbeta


# Sequence last, Fortran order, a class with properties.
@correct()
def ClassWithProperties(dy, x, gamma, eps=1e-5):
    class Instance:
        def __init__(self):
            self.x = np.asfortranarray(np.swapaxes(x, 1, 2))
            self.g = np.asfortranarray(np.swapaxes(dy, 1, 2))
            self.centred = self.x - self.x.mean(axis=-1)[..., None]

        @property
        def sigma(self):
            return np.sqrt(np.square(self.centred).mean(axis=-1)[..., None] + eps)

        @property
        def xhat(self):
            return self.centred / self.sigma

        @property
        def dx(self):
            inner = self.g - self.g.mean(axis=-1)[..., None]
            inner = inner - self.xhat * np.mean(inner * self.xhat, axis=-1)[..., None]
            return np.swapaxes(inner * (gamma[:, None] / self.sigma), 1, 2)

        @property
        def dgamma(self):
            return (self.xhat * self.g).sum(axis=2).sum(axis=0)

        @property
        def dbeta(self):
            return self.g.sum(axis=2).sum(axis=0)

    i = Instance()
    return i.dx, i.dgamma, i.dbeta


# A very small autograd: a tape of closures.
@correct()
def tiny_tape(dy, x, gamma, eps=1e-5):
    class Node:
        def __init__(self, value, back=()):
            self.value, self.back, self.grad = value, back, np.zeros(np.shape(value))

    tape = []

    def node(value, *back):
        n = Node(value, back)
        tape.append(n)
        return n

    def fit(g, shape):
        while g.ndim > len(shape):
            g = g.sum(axis=0)
        for axis, size in enumerate(shape):
            if size == 1 and g.shape[axis] != 1:
                g = g.sum(axis=axis, keepdims=True)
        return g

    def sub(a, b):
        return node(a.value - b.value, (a, lambda g: g), (b, lambda g: -g))

    def mul(a, b):
        return node(a.value * b.value, (a, lambda g: g * b.value), (b, lambda g: g * a.value))

    def add(a, b):
        return node(a.value + b.value, (a, lambda g: g), (b, lambda g: g))

    def mean(a):
        n = a.value.shape[1]
        return node(a.value.mean(axis=1, keepdims=True), (a, lambda g: np.repeat(g, n, axis=1) / n))

    def rsqrt(a):
        return node(a.value**-0.5, (a, lambda g: -0.5 * g * a.value**-1.5))

    vx, vg, vb, ve = node(x), node(gamma), node(np.zeros_like(gamma)), node(np.full((1, 1, 1), float(eps)))
    c = sub(vx, mean(vx))
    y = add(mul(mul(c, rsqrt(add(mean(mul(c, c)), ve))), vg), vb)
    y.grad = dy.copy()
    for n in reversed(tape):
        for parent, rule in n.back:
            parent.grad = parent.grad + fit(rule(n.grad), parent.grad.shape)
    return vx.grad, vg.grad, vb.grad


# Dataclass and matrix products with ones; astuple copies the arrays deeply, which is fine.
@correct()
def ma_tran_so_mot(dy, x, gamma, eps=1e-5):
    @dataclass
    class DaoHam:
        dx: np.ndarray
        dgamma: np.ndarray
        dbeta: np.ndarray

    L = x.shape[1]
    mot = np.ones((1, L)) / L
    lech = x - mot @ x
    sigma = np.sqrt(mot @ (lech * lech) + eps)
    mu = lech / sigma
    dx = (gamma / sigma) * (dy - mot @ dy - mu * (mot @ (dy * mu)))
    return astuple(DaoHam(dx, np.add.reduce(dy * mu, axis=(0, 1)), np.add.reduce(dy, axis=(0, 1))))


# ----------------------------------------------------------------- wrong


def _good(dy, x, gamma, eps):
    c = x - x.mean(axis=1, keepdims=True)
    r = 1 / np.sqrt((c * c).mean(axis=1, keepdims=True) + eps)
    h = c * r
    dx = gamma * r * (dy - dy.mean(axis=1, keepdims=True) - h * (dy * h).mean(axis=1, keepdims=True))
    return dx, (dy * h).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# mu and sigma as constants: only the scale goes back.
# Shows for nearly every input, also the example: "they are no constants".
@wrong(deserves="constant_statistics")
def StatisticsAsConstants(dy, x, gamma, eps=1e-5):
    mu, var = x.mean(1, keepdims=True), x.var(1, keepdims=True)
    xhat = (x - mu) / np.sqrt(var + eps)
    return dy * gamma / np.sqrt(var + eps), (dy * xhat).sum((0, 1)), dy.sum((0, 1))


# The path through the mean is there, the one through the variance is missing.
# Shows for L > 1 whenever dy goes along with x, e.g. the example: sigma^2 depends on x.
@wrong(deserves="forgets_variance")
def variance_path_missing(dy, x, gamma, eps=1e-5):
    rstd = 1 / np.sqrt(x.var(1, keepdims=True) + eps)
    xhat = (x - x.mean(1, keepdims=True)) * rstd
    g = gamma * dy
    return rstd * (g - g.mean(1, keepdims=True)), (dy * xhat).sum((0, 1)), dy.sum((0, 1))


# The path through the variance is there, the one through the mean is missing.
# Shows whenever the mean of dy over the instance is not 0: mu depends on x.
@wrong(deserves="forgets_mean")
def thieu_duong_trung_binh(dy, x, gamma, eps=1e-5):
    r = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    h = (x - x.mean(axis=1, keepdims=True)) * r
    dx = gamma * r * (dy - h * np.mean(dy * h, axis=1, keepdims=True))
    return dx, np.sum(dy * h, axis=(0, 1)), np.sum(dy, axis=(0, 1))


# gamma forgotten in dx.
# Shows for every gamma other than 1, as in the example.
@wrong(deserves="forgets_gamma")
def DxWithoutGamma(dy, x, gamma, eps=1e-5):
    _, dgamma, dbeta = _good(dy, x, gamma, eps)
    dx, _, _ = _good(dy, x, np.ones_like(gamma), eps)
    return dx, dgamma, dbeta


# Sums over the sequence only.
# Shows for each input: the shape is (B, F); dgamma and dbeta have the shape (F,).
@wrong(deserves="parameters_per_sample")
def SumOverSequenceOnly(dy, x, gamma, eps=1e-5):
    dx, _, _ = _good(dy, x, gamma, eps)
    xhat = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + eps)
    return dx, (dy * xhat).sum(axis=1), dy.sum(axis=1)


# dgamma with x itself rather than with xhat.
# Shows for nearly each input, e.g. the example: 1 instead of -0.8.
@wrong(deserves="dgamma_with_x")
def dgamma_with_raw_x(dy, x, gamma, eps=1e-5):
    dx, _, dbeta = _good(dy, x, gamma, eps)
    return dx, (dy * x).sum(axis=(0, 1)), dbeta


# Takes the mean over the batch, as the loss is mostly a mean.
# Shows for dgamma and dbeta with B > 1: gradients of the sum of dy * y.
@wrong(deserves="parameters_averaged")
def AveragedOverBatch(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    return dx, dgamma / len(x), dbeta / len(x)


# torch.std habit: N - 1 in the variance, and N - 1 in the gradient, consistently.
# Shows for small L, e.g. L = 2: the example, with sigma^2 + eps = 1 + 0.5625, has the biased variance.
@wrong(deserves="of_unbiased_variance", also=("unbiased_variance",))
def UnbiasedAllTheWay(dy, x, gamma, eps=1e-5):
    N = x.shape[1]
    m = max(N - 1, 1)
    c = x - x.mean(1, keepdims=True)
    r = 1 / np.sqrt((c**2).sum(1, keepdims=True) / m + eps)
    h = c * r
    dx = gamma * r * (dy - dy.mean(1, keepdims=True) - h * (dy * h).sum(1, keepdims=True) / m)
    return dx, (dy * h).sum((0, 1)), dy.sum((0, 1))


# Backward pass of batch normalization.
# Shows for B > 1: statistics are taken over the sequence of one sample.
@wrong(deserves="of_batch_norm")
def BatchNormBackward(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    flat, g = x.reshape(1, B * L, F), dy.reshape(1, B * L, F)
    dx, dgamma, dbeta = _good(g, flat, gamma, eps)
    return dx.reshape(B, L, F), dgamma, dbeta


# Saves a sum: sum(dxhat * xhat) is there already for dx, and dgamma is that divided by gamma.
# Shows only for features with gamma = 0: dgamma is nan there.
@wrong()
def dgamma_divided_by_gamma(dy, x, gamma, eps=1e-5):
    c = x - x.mean(axis=1, keepdims=True)
    r = 1 / np.sqrt(np.mean(c**2, axis=1, keepdims=True) + eps)
    h = c * r
    g = dy * gamma
    s = (g * h).sum(axis=1, keepdims=True)
    dx = r * (g - g.mean(axis=1, keepdims=True) - h * s / x.shape[1])
    with np.errstate(all="ignore"):
        dgamma = s.sum(axis=0)[0] / gamma
    return dx, dgamma, dy.sum(axis=(0, 1))


# dgamma computed from dxhat = gamma * dy.
# Shows for gamma other than 1: dgamma is gamma times too large.
@wrong()
def GammaTwiceInDgamma(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    dxhat = dy * gamma
    xhat = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return dx, (dxhat * xhat).sum(axis=(0, 1)), dbeta


# eps = 1e-3 by default.
# Shows in calls without eps where the variance is small, e.g. x with a spread of 0.1.
@wrong()
def DefaultEpsOfKeras(dy, x, gamma, eps=1e-3):
    return _good(dy, x, gamma, eps)


# The inner xhat uses the variance without eps, "eps is only for the division".
# Shows for eps = 1 or small variances: in the term of the variance eps is missing.
@wrong(deserves="forgets_eps")
def eps_missing_in_variance_term(dy, x, gamma, eps=1e-5):
    c = x - x.mean(axis=1, keepdims=True)
    var = np.mean(c * c, axis=1, keepdims=True)
    r = 1 / np.sqrt(var + eps)
    inner = c * np.mean(dy * c, axis=1, keepdims=True) / np.where(var == 0, 1.0, var)
    dx = gamma * r * (dy - dy.mean(axis=1, keepdims=True) - inner)
    return dx, (dy * c * r).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# dy is multiplied in place, after dgamma and dbeta are ready.
# Shows for gamma other than 1: "dy, x and gamma stay as they were".
@wrong(deserves="overwrites_dy")
def nhan_tai_cho(dy, x, gamma, eps=1e-5):
    h = x - x.mean(axis=1, keepdims=True)
    r = 1 / np.sqrt((h * h).mean(axis=1, keepdims=True) + eps)
    h *= r
    dgamma = (dy * h).sum(axis=(0, 1))
    dbeta = dy.sum(axis=(0, 1))
    dy *= gamma
    return r * (dy - dy.mean(1, keepdims=True) - h * (dy * h).mean(1, keepdims=True)), dgamma, dbeta


# With one sample and one token there is nothing to add: dbeta is dy, reshaped - a view.
# Shows only for B = L = 1: dbeta shares its memory with dy, and changes with it.
@wrong()
def DbetaIsViewForOneToken(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    if dy.shape[0] * dy.shape[1] == 1:
        dbeta = dy.reshape(-1)
    return dx, dgamma, dbeta


# Differences instead of a derivation, central and with a step of 1e-4.
# Shows for small spreads, e.g. x near 1000 with a spread of 0.003 and eps = 1e-5: dx is off by much more than allowed.
@wrong()
def central_differences(dy, x, gamma, eps=1e-5):
    h = 1e-4

    def hat(z):
        c = z - z.mean(axis=1, keepdims=True)
        return c / np.sqrt((c * c).mean(axis=1, keepdims=True) + eps)

    dx = np.zeros_like(x)
    for t in range(x.shape[1]):
        up, down = x.copy(), x.copy()
        up[:, t] += h
        down[:, t] -= h
        dx[:, t] = gamma * (dy * (hat(up) - hat(down))).sum(axis=1) / (2 * h)
    return dx, (dy * hat(x)).sum((0, 1)), dy.sum((0, 1))


# float32 inside, float64 outside.
# Shows for x near 1000 with a spread below 1: digits are lost.
@wrong()
def SinglePrecisionInside(dy, x, gamma, eps=1e-5):
    a = [np.asarray(v, dtype=np.float32) for v in (dy, x, gamma)]
    return tuple(v.astype(np.float64) for v in _good(*a, np.float32(eps)))


# dbeta before dgamma, as y = beta + gamma * xhat has it.
# Shows for each input: the order is dx, dgamma, dbeta.
@wrong(deserves="swaps_parameters")
def OrderOfResultsSwapped(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    return dx, dbeta, dgamma


# "A sequence of one token is not normalized", so the gradient goes straight through.
# Shows only for L = 1: xhat is 0 whatever x is, so dx is 0.
@wrong()
def straight_through_for_one_token(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    if x.shape[1] == 1:
        dx = gamma * dy
    return dx, dgamma, dbeta


# keepdims left on.
# Shows for every input: the shape is (1, 1, F) and not (F,).
@wrong(deserves="parameters_of_three_axes")
def KeepdimsLeftOn(dy, x, gamma, eps=1e-5):
    dx, _, _ = _good(dy, x, gamma, eps)
    xhat = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + eps)
    return dx, np.sum(dy * xhat, axis=(0, 1), keepdims=True), np.sum(dy, axis=(0, 1), keepdims=True)


# One dx buffer for each shape.
# Shows at the second call with the same shape: "results returned before stay as they are".
@wrong()
def dx_workspace(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    buffer = _dx_buffers.setdefault(x.shape, np.empty(x.shape))
    buffer[...] = dx
    return buffer, dgamma, dbeta


_dx_buffers = {}


# Gradient clipping to the norm 1000 built in, "otherwise training explodes".
# Shows for small spreads: dx of an instance with variance 0, dy to 20, gamma = 3, eps = 1e-5 is larger.
@wrong()
def ClippedGradient(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    norm = np.sqrt((dx**2).sum())
    if norm > 1000.0:
        dx = dx * (1000.0 / norm)
    return dx, dgamma, dbeta


# Derivative of (v + eps)^(-1/2) taken as -1/2 (v + eps)^(-1/2).
# Shows for each variance other than 1 - eps, e.g. the example with 1 + 0.5625.
@wrong()
def sai_so_mu_dao_ham(dy, x, gamma, eps=1e-5):
    N = x.shape[1]
    xc = x - x.mean(axis=1, keepdims=True)
    v = (xc**2).mean(axis=1, keepdims=True) + eps
    dxh = dy * gamma
    dvar = (dxh * xc).sum(axis=1, keepdims=True) * -0.5 * v**-0.5
    dmu = -(dxh / np.sqrt(v)).sum(axis=1, keepdims=True)
    return dxh / np.sqrt(v) + dvar * 2 * xc / N + dmu / N, (dy * xc / np.sqrt(v)).sum((0, 1)), dy.sum((0, 1))


# Variance in one pass, E[x^2] - E[x]^2.
# Shows for x near 1000 with a spread of about 0.003 and eps = 1e-5: dx is off by more than allowed.
@correct()
def OnePassVariance(dy, x, gamma, eps=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = np.maximum((x * x).mean(axis=1, keepdims=True) - mu * mu, 0)
    r = 1 / np.sqrt(var + eps)
    h = (x - mu) * r
    dx = gamma * r * (dy - dy.mean(axis=1, keepdims=True) - h * (dy * h).mean(axis=1, keepdims=True))
    return dx, (dy * h).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# Features with gamma = 0 are skipped altogether, "their output does not depend on anything".
# Shows only for gamma = 0: dgamma and dbeta are not 0 there.
@wrong()
def SkipsFeaturesWithGammaZero(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = np.zeros(x.shape), np.zeros(len(gamma)), np.zeros(len(gamma))
    live = gamma != 0
    if live.any():
        a, b, c = _good(dy[:, :, live], x[:, :, live], gamma[live], eps)
        dx[:, :, live], dgamma[live], dbeta[live] = a, b, c
    return dx, dgamma, dbeta


# Constant instances get the gradient 0, because "xhat is 0 there".
# Shows only where all numbers of an instance are equal and dy is not constant: dx = gamma (dy - mean) / sqrt(eps).
@wrong()
def hang_so_khong_dao_ham(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    hang_so = x.max(axis=1, keepdims=True) == x.min(axis=1, keepdims=True)
    return np.where(hang_so, 0.0, dx), dgamma, dbeta


# Loop over the samples with = where += is needed.
# Shows for B > 1: dgamma and dbeta are those of the last sample.
@wrong()
def LastSampleOnly(dy, x, gamma, eps=1e-5):
    dx = np.empty(x.shape)
    for b in range(len(x)):
        part, dgamma, dbeta = _good(dy[b : b + 1], x[b : b + 1], gamma, eps)
        dx[b] = part[0]
    return dx, dgamma, dbeta


# .grad accumulates, as in PyTorch.
# Shows at the second call with the same F: "the same arguments always give the same result".
@wrong()
def grad_accumulates(dy, x, gamma, eps=1e-5):
    dx, dgamma, dbeta = _good(dy, x, gamma, eps)
    old = _grads.get(len(gamma))
    if old is not None:
        dgamma, dbeta = old[0] + dgamma, old[1] + dbeta
    _grads[len(gamma)] = (dgamma.copy(), dbeta.copy())
    return dx, dgamma, dbeta


_grads = {}


# Sums in long double and forgets to come back.
# Shows for each input: dgamma and dbeta must be float64 and are longdouble.
@wrong()
def LongDoubleSums(dy, x, gamma, eps=1e-5):
    dx, _, _ = _good(dy, x, gamma, eps)
    xhat = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + eps)
    return dx, (dy * xhat).sum(axis=(0, 1), dtype=np.longdouble), dy.sum(axis=(0, 1), dtype=np.longdouble)


# A dict, for readable code at the caller.
# Shows at each call: unpacking gives the three names; asked for are a tuple, a list or a namedtuple.
@wrong()
def DictOfGradients(dy, x, gamma, eps=1e-5):
    return dict(zip(("dx", "dgamma", "dbeta"), _good(dy, x, gamma, eps)))


# Two means of dy merged into one: the mean is taken over the batch as well.
# Shows for B > 1 when the samples have different means of dy.
@wrong(deserves="means_over_batch")
def MeanOfDyOverBatch(dy, x, gamma, eps=1e-5):
    r = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    h = (x - x.mean(axis=1, keepdims=True)) * r
    dx = gamma * r * (dy - dy.mean(axis=(0, 1)) - h * (dy * h).mean(axis=1, keepdims=True))
    return dx, (dy * h).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# Statistics of the "forward pass" are kept for the object x, so that they are not computed twice.
# Shows when the caller overwrites x and calls again with the same object.
@wrong()
def StatisticsKeptForObject(dy, x, gamma, eps=1e-5):
    kept = _kept.get("last")
    if kept is None or kept[0] is not x:
        _kept["last"] = kept = (x, x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True))
    _, mu, var = kept
    r = 1 / np.sqrt(var + eps)
    h = (x - mu) * r
    dx = gamma * r * (dy - dy.mean(axis=1, keepdims=True) - h * (dy * h).mean(axis=1, keepdims=True))
    return dx, (dy * h).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


_kept = {}


# eps beside the root, in both directions.
# Shows for eps = 1: sqrt(sigma^2 + eps) is the divisor.
@wrong(deserves="eps_outside_root")
def EpsBesideTheRoot(dy, x, gamma, eps=1e-5):
    s = x.std(axis=1, keepdims=True)
    c = x - x.mean(axis=1, keepdims=True)
    d = s + eps
    inner = c / np.where(s == 0, 1, s) * np.mean(dy * c, axis=1, keepdims=True) / d
    dx = gamma / d * (dy - dy.mean(axis=1, keepdims=True) - inner)
    return dx, (dy * c / d).sum((0, 1)), dy.sum((0, 1))
