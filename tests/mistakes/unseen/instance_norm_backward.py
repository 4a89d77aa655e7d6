"""Unseen answers to the exercise `instance_norm_backward`."""

import itertools
import math

import numpy as np

from mistakes.unseen import correct, wrong


def _xhat(x, eps):
    mu = x.mean(axis=1, keepdims=True)
    inv = 1.0 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    return (x - mu) * inv, inv


# The closed form of hint 3.
@correct()
def backward_closed_form(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dx = gamma * inv * (dy - dy.mean(1, keepdims=True) - xhat * (dy * xhat).mean(1, keepdims=True))
    return dx, (dy * xhat).sum((0, 1)), dy.sum((0, 1))


# Backpropagation step by step through every intermediate value (as in CS231n), including the part of dmu through the variance.
@correct()
def backward_staged_graph(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    # forward
    mu = x.sum(axis=1, keepdims=True) / L
    xc = x - mu
    sq = xc**2
    var = sq.sum(axis=1, keepdims=True) / L
    root = np.sqrt(var + eps)
    inv = 1.0 / root
    xhat = xc * inv
    # backward
    dbeta = dy.sum(axis=(0, 1))
    dgamma = (dy * xhat).sum(axis=(0, 1))
    dxhat = dy * gamma
    dinv = (dxhat * xc).sum(axis=1, keepdims=True)
    dxc = dxhat * inv
    droot = -dinv / root**2
    dvar = droot * 0.5 / root
    dsq = np.ones_like(x) * dvar / L
    dxc = dxc + 2 * xc * dsq
    dmu = -dxc.sum(axis=1, keepdims=True)
    dx = dxc + np.ones_like(x) * dmu / L
    return dx, dgamma, dbeta


# The L x L Jacobian of each instance, put together in loops.
@correct()
def backward_explicit_jacobian(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    dx = np.empty((B, L, F))
    dgamma = np.zeros(F)
    dbeta = np.zeros(F)
    for b, f in itertools.product(range(B), range(F)):
        v = x[b, :, f]
        s = math.sqrt(v.var() + eps)
        h = (v - v.mean()) / s
        J = (np.eye(L) - np.full((L, L), 1 / L) - np.outer(h, h) / L) / s
        dx[b, :, f] = J.T @ (gamma[f] * dy[b, :, f])
        dgamma[f] += dy[b, :, f] @ h
        dbeta[f] += dy[b, :, f].sum()
    return dx, dgamma, dbeta


# Einsum throughout, with the upstream gradient centred first.
@correct()
def backward_einsum_centred(dy, x, gamma, eps=1e-5):
    L = x.shape[1]
    xc = x - np.einsum("blf->bf", x)[:, None] / L
    v = np.einsum("blf,blf->bf", xc, xc) / L + eps
    g = dy * gamma
    g = g - np.einsum("blf->bf", g)[:, None] / L
    proj = np.einsum("blf,blf->bf", g, xc) / (L * v)
    dx = (g - xc * proj[:, None]) / np.sqrt(v)[:, None]
    dgamma = np.einsum("blf,blf,bf->f", dy, xc, v**-0.5)
    return dx, dgamma, np.einsum("blf->f", dy)


# Three ways (direct, mu, sigma^2) with dvar and dmu; the vanishing part of dmu through the variance is left out.
@correct()
def backward_three_ways(dy, x, gamma, eps=1e-5):
    """dx = truc tiep + qua phuong sai + qua trung binh"""
    L = x.shape[1]
    mu = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    dxhat = dy * gamma
    dvar = np.sum(dxhat * (x - mu), axis=1, keepdims=True) * (-0.5) * (var + eps) ** (-1.5)
    dmu = np.sum(-dxhat, axis=1, keepdims=True) / np.sqrt(var + eps)
    dx = dxhat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / L + dmu / L
    dgamma = np.sum(dy * (x - mu) / np.sqrt(var + eps), axis=(0, 1))
    dbeta = np.sum(dy, axis=(0, 1))
    return dx, dgamma, dbeta


# Treats mu and sigma^2 as constants in dx.
@wrong(deserves="constant_statistics")
def backward_statistics_constant(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    return dy * gamma * inv, (dy * xhat).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# The way through the variance is missing from dx.
@wrong(deserves="forgets_variance")
def backward_no_variance_way(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dxhat = dy * gamma
    dx = inv * (dxhat - dxhat.mean(axis=1, keepdims=True))
    return dx, (dy * xhat).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# The way through the mean is missing from dx.
@wrong(deserves="forgets_mean")
def backward_no_mean_way(dy, x, gamma, eps=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    s = np.sqrt(var + eps)
    xhat = (x - mu) / s
    g = gamma * dy
    dvar = -0.5 * (g * (x - mu)).sum(axis=1, keepdims=True) / s**3
    dx = g / s + dvar * 2 * (x - mu) / x.shape[1]
    return dx, (dy * xhat).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# Takes the inner means over batch and sequence, the backward pass of batch normalization.
@wrong(deserves="means_over_batch")
def backward_of_batch_norm(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    N = x.shape[0] * x.shape[1]
    dbeta = dy.sum(axis=(0, 1))
    dgamma = (dy * xhat).sum(axis=(0, 1))
    dx = gamma * inv / N * (N * dy - dbeta - xhat * dgamma)
    return dx, dgamma, dbeta


# The variance term of dx divides by sqrt of var without eps, so the two roots do not match.
@wrong()
def backward_eps_missing_in_dvar(dy, x, gamma, eps=1e-5):
    L = x.shape[1]
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    inv = 1 / np.sqrt(var + eps)
    xhat = (x - mu) * inv
    dxhat = dy * gamma
    with np.errstate(all="ignore"):
        dvar = np.sum(dxhat * (x - mu) * -0.5 * var ** (-1.5), axis=1, keepdims=True)
    dmu = np.sum(dxhat * -inv, axis=1, keepdims=True)
    dx = dxhat * inv + dvar * 2 * (x - mu) / L + dmu / L
    return dx, np.sum(dy * xhat, axis=(0, 1)), np.sum(dy, axis=(0, 1))


# Forgets the factor gamma in dx.
@wrong(deserves="forgets_gamma")
def backward_gamma_missing_in_dx(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dx = inv * (dy - dy.mean(axis=1, keepdims=True) - xhat * (dy * xhat).mean(axis=1, keepdims=True))
    dgamma = np.einsum("blf,blf->f", dy, xhat)
    dbeta = np.einsum("blf->f", dy)
    return dx, dgamma, dbeta


# Dgamma is the sum of dy * x instead of dy * x_hat.
@wrong(deserves="dgamma_with_x")
def backward_dgamma_with_raw_x(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dgamma = (dy * x).sum(axis=(0, 1))
    dbeta = dy.sum(axis=(0, 1))
    dx = gamma * inv * (dy - dy.mean(axis=1, keepdims=True) - xhat * (dy * xhat).mean(axis=1, keepdims=True))
    return dx, dgamma, dbeta


# Dgamma and dbeta are averaged over the batch (sum over the sequence, mean over the samples).
@wrong()
def backward_parameters_averaged_over_batch(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dx = gamma * inv * (dy - dy.mean(1, keepdims=True) - xhat * (dy * xhat).mean(1, keepdims=True))
    dgamma = (dy * xhat).sum(axis=1).mean(axis=0)
    dbeta = dy.sum(axis=1).mean(axis=0)
    return dx, dgamma, dbeta


# Dgamma and dbeta are only those of the last sample, since the loop assigns instead of adding up.
@wrong()
def backward_last_sample_wins(dy, x, gamma, eps=1e-5):
    B, L, F = x.shape
    dx = np.zeros_like(x)
    dgamma = np.zeros(F)
    dbeta = np.zeros(F)
    for b in range(B):
        for f in range(F):
            seq, g = x[b, :, f], dy[b, :, f]
            s = np.sqrt(seq.var() + eps)
            h = (seq - seq.mean()) / s
            dgamma[f] = np.dot(g, h)
            dbeta[f] = g.sum()
            dx[b, :, f] = gamma[f] / s * (g - g.mean() - h * np.mean(g * h))
    return dx, dgamma, dbeta


# The two correction terms are sums over the sequence, the factor 1/L is missing.
@wrong(deserves="sums_for_means")
def backward_sums_instead_of_means(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dxhat = dy * gamma
    dx = inv * (dxhat - dxhat.sum(axis=1, keepdims=True) - xhat * (dxhat * xhat).sum(axis=1, keepdims=True))
    return dx, (dy * xhat).sum(axis=(0, 1)), dy.sum(axis=(0, 1))


# Multiplies dy by gamma in place, which changes the caller's dy (and dbeta is taken before it, so the numbers are right).
@wrong(deserves="overwrites_dy")
def backward_scales_dy_in_place(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dbeta = dy.sum(axis=(0, 1))
    dgamma = (dy * xhat).sum(axis=(0, 1))
    dy *= gamma  # = dxhat
    dx = inv * (dy - dy.mean(axis=1, keepdims=True) - xhat * (dy * xhat).mean(axis=1, keepdims=True))
    return dx, dgamma, dbeta


# Recomputes x_hat with the unbiased variance (ddof=1) and falls back to the biased one only for L = 1.
@wrong(deserves="of_unbiased_variance")
def backward_unbiased_variance(dy, x, gamma, eps=1e-5):
    ddof = 1 if x.shape[1] > 1 else 0
    mu = x.mean(axis=1, keepdims=True)
    inv = 1 / np.sqrt(x.var(axis=1, keepdims=True, ddof=ddof) + eps)
    xhat = (x - mu) * inv
    g = dy * gamma
    n = x.shape[1] - ddof
    dx = inv * (g - g.mean(1, keepdims=True) - xhat * (g * xhat).sum(1, keepdims=True) / n)
    return dx, (dy * xhat).sum((0, 1)), dy.sum((0, 1))


# Takes dgamma from dxhat * x_hat, so the factor gamma is in it where it does not belong.
@wrong()
def backward_dgamma_times_gamma(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dxhat = dy * gamma
    dbeta = dy.sum(axis=(0, 1))
    dgamma = (dxhat * xhat).sum(axis=(0, 1))
    m1 = dxhat.mean(axis=1, keepdims=True)
    m2 = (dxhat * xhat).mean(axis=1, keepdims=True)
    return inv * (dxhat - m1 - xhat * m2), dgamma, dbeta


# A wrong sign in the variance term (minus times minus).
@wrong(deserves="adds_variance")
def backward_variance_sign(dy, x, gamma, eps=1e-5):
    L = x.shape[1]
    mu = x.mean(axis=1, keepdims=True)
    xc = x - mu
    var = (xc**2).mean(axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    dxhat = dy * gamma
    dvar = 0.5 * (dxhat * xc).sum(axis=1, keepdims=True) / std**3  # d(1/std)/dvar
    dmu = -(dxhat / std).sum(axis=1, keepdims=True)
    dx = dxhat / std + dvar * 2 * xc / L + dmu / L
    dgamma = (dy * xc / std).sum(axis=(0, 1))
    dbeta = dy.sum(axis=(0, 1))
    return dx, dgamma, dbeta


# Clamps the variance at eps instead of adding eps.
@wrong()
def backward_clamped_variance(dy, x, gamma, eps=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = np.clip(x.var(axis=1, keepdims=True), eps, None)
    inv = var**-0.5
    xhat = (x - mu) * inv
    dx = gamma * inv * (dy - dy.mean(1, keepdims=True) - xhat * (dy * xhat).mean(1, keepdims=True))
    return dx, np.sum(dy * xhat, axis=(0, 1)), np.sum(dy, axis=(0, 1))


# Keeps the batch axis, so dgamma and dbeta have the shape (B, F).
@wrong(deserves="parameters_per_sample")
def backward_parameters_per_sample(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    dx = gamma * inv * (dy - dy.mean(1, keepdims=True) - xhat * (dy * xhat).mean(1, keepdims=True))
    dgamma = np.sum(dy * xhat, axis=1)
    dbeta = np.sum(dy, axis=1)
    return dx, dgamma, dbeta


# Replaces mean(dy * x_hat) by the value over all features of a token sequence (mean over axes 1 and 2).
@wrong()
def backward_mixes_the_features(dy, x, gamma, eps=1e-5):
    xhat, inv = _xhat(x, eps)
    g = dy * gamma
    corr = g.mean(axis=(1, 2), keepdims=True) + xhat * (g * xhat).mean(axis=(1, 2), keepdims=True)
    return inv * (g - corr), (dy * xhat).sum((0, 1)), dy.sum((0, 1))
