"""Unseen answers to the exercise `check_instance_norm`.

They were written for an earlier text of the task, which did not say that a result is a new array, nor that there is no
NaN in float32. The first five were right by that text; by the present one they miss versions that break just this.
"""

import itertools

import numpy as np

from mistakes.unseen import wrong


def _expected(x, eps=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return (x - mu) / np.sqrt(var + eps)


def _compare(instance_norm, x, eps=None, tol=1e-5):
    """One full look at one call; returns y."""
    keep = x.copy()
    y = instance_norm(x) if eps is None else instance_norm(x, eps=eps)
    assert isinstance(y, np.ndarray), "not an array"
    assert y.shape == keep.shape, "shape"
    assert y.dtype == keep.dtype, "dtype"
    assert np.array_equal(x, keep), "x was changed"
    if keep.dtype == np.float64:
        want = _expected(keep, 1e-5 if eps is None else eps)
        assert np.abs(y - want).max() <= tol, "numbers"
    return y


def _cases():
    """Many (x, eps), eps None means: leave it out."""
    rng = np.random.default_rng(99)
    turn = itertools.cycle([None, 1e-5, 1e-3, 0.1, 1.0])
    scales = itertools.cycle([1.0, 1e-3, 6.0, 0.03])
    for B, L, F in itertools.product((1, 2, 3, 7), repeat=3):
        for _ in range(2):
            x = next(scales) * rng.normal(size=(B, L, F)) + rng.uniform(-20, 20, (B, 1, F))
            yield x.clip(-50, 50), next(turn)
        yield next(scales) * rng.normal(size=(B, L, F)).clip(-5, 5), None
    for shape in [(2, 200, 3), (1, 200, 50), (70, 100, 1), (1, 1, 10000), (10000, 1, 1), (40, 5, 40), (3, 5, 90)]:
        for eps in (None, 1.0):
            yield rng.uniform(-50, 50, shape), eps
    for v in (50.0, -50.0, 7.0, 0.0):
        x = np.zeros((2, 200, 2))
        yield x + v, None
        x[:, 120] = v
        x[1, :60] += 0.25
        yield x, next(turn)
    ints = np.arange(-30.0, 30.0).reshape(3, 5, 4)
    for x in (ints, ints.T, np.asfortranarray(ints), ints[:, ::-1], ints[:, ::2] / 1000):
        yield x, None
        yield -x, 0.5


def _drive(look, with_float32=True):
    """Calls look(x, eps) on all cases, on a refilled array and on results that were overwritten."""
    kept = []
    for i, (x, eps) in enumerate(_cases()):
        for z in (x, x.astype(np.float32)) if with_float32 and i % 3 == 0 else (x,):
            y = look(z, eps)
            kept.append((y, y.copy(), z, z.copy()))
    rng = np.random.default_rng(100)
    buf = np.empty((2, 4, 3))
    for _ in range(4):
        buf[...] = rng.normal(size=buf.shape)
        for eps in (None, 1.0, None):
            y = look(buf, eps)
        if y.flags.writeable:
            y.fill(7.0)
            look(buf, None)
    for y, y0, x, x0 in kept:
        assert np.array_equal(y, y0, equal_nan=True), "an old result changed"
        assert np.array_equal(x, x0), "an old input changed"


def _ask(instance_norm, x, eps):
    return instance_norm(x) if eps is None else instance_norm(x, eps)


def _eps(eps):
    return 1e-5 if eps is None else eps


# A grid of shapes, scales, eps and dtypes with one strict look at each call; all inputs and results are kept and looked at again at the end.
@wrong()
def check_grid_with_memory(instance_norm):
    rng = np.random.default_rng(0)
    shapes = [
        (1, 1, 1),
        (2, 3, 4),
        (3, 3, 3),
        (1, 5, 1),
        (4, 1, 2),
        (2, 2, 2),
        (1, 200, 3),
        (5, 4, 1),
        (1, 4, 5),
        (30, 7, 2),
        (2, 6, 60),
        (2, 200, 25),
        (200, 2, 25),
        (1, 2, 5000),
        (5000, 2, 1),
    ]
    kept = []

    def one(x, eps):
        before = x.copy()
        if eps is None:
            y = instance_norm(x)
            e = 1e-5
        else:
            y = instance_norm(x, eps)
            e = eps
        assert type(y) is np.ndarray
        assert y.shape == before.shape and y.dtype == before.dtype
        assert np.array_equal(x, before)
        if x.dtype == np.float64:
            assert (np.abs(y - _expected(before, e)) <= 1e-4).all()
        kept.append((y, y.copy(), x, before))

    for shape in shapes:
        for eps in (None, 1e-5, 1e-3, 0.1, 1.0):
            base = rng.normal(size=shape)
            F = shape[2]
            level = rng.uniform(-20, 20, size=(shape[0], 1, F))
            scale = 10.0 ** rng.uniform(-4, 0.8, size=(shape[0], 1, F))
            x = np.clip(base * scale + level, -50, 50)
            one(x, eps)
            one(x.astype(np.float32), eps)
            one(np.clip(base * 1e-3, -50, 50), eps)
    # constant, zeros, lonely numbers, both signs
    for sign in (1, -1):
        x = np.zeros((2, 200, 2))
        one(x.copy(), None)
        one(x + 7.0 * sign, None)
        x[:, 17] = 50.0 * sign
        one(x, None)
        one(x, 1.0)
        one(x.astype(np.float32), None)
    # non-contiguous inputs
    big = rng.uniform(-50, 50, size=(6, 8, 10))
    for x in (
        big.transpose(2, 1, 0),
        big[::2, ::-1, 1:7],
        np.asfortranarray(big),
        big.astype(np.float32).transpose(1, 0, 2),
    ):
        one(x, None)
        one(x, 0.5)
    # the same array object with new contents; once more with the same contents
    x = rng.uniform(-5, 5, size=(2, 4, 3))
    for _ in range(4):
        y = instance_norm(x)
        assert np.abs(y - _expected(x)).max() <= 1e-4
        y2 = instance_norm(x, eps=1.0)
        assert np.abs(y2 - _expected(x, 1.0)).max() <= 1e-4
        if y.flags.writeable:
            y[...] = 99.0
        assert np.abs(instance_norm(x) - _expected(x)).max() <= 1e-4
        x[...] = rng.uniform(-5, 5, size=x.shape)
    for y, y_then, x, x_then in kept:
        assert np.array_equal(y, y_then, equal_nan=True)
        assert np.array_equal(x, x_then)


# The expected numbers come from a slow loop written out by hand; many random cases, both orders of eps and dtype, earlier results looked at after each call.
@wrong()
def check_by_hand_in_loops(instance_norm):
    def by_hand(x, eps):
        out = np.empty(x.shape)
        for b in range(x.shape[0]):
            for f in range(x.shape[2]):
                v = x[b, :, f]
                m = sum(v) / len(v)
                s2 = sum((a - m) ** 2 for a in v) / len(v)
                out[b, :, f] = (v - m) / (s2 + eps) ** 0.5
        return out

    rng = np.random.default_rng(42)
    results, inputs = [], []

    def look(x, eps, positional=False):
        x0 = x.copy()
        if eps is None:
            y = instance_norm(x)
        elif positional:
            y = instance_norm(x, eps)
        else:
            y = instance_norm(x, eps=eps)
        if not isinstance(y, np.ndarray):
            raise AssertionError("khong phai ndarray")
        if y.shape != x0.shape:
            raise AssertionError(f"shape {y.shape}, not {x0.shape}")
        if y.dtype != x0.dtype:
            raise AssertionError(f"dtype {y.dtype}, not {x0.dtype}")
        if not (x == x0).all():
            raise AssertionError("input changed")
        if x0.dtype == np.float64:
            diff = np.abs(y - by_hand(x0, 1e-5 if eps is None else eps))
            if not diff.max() < 1e-4:
                raise AssertionError("numbers")
        for old, copy in results:
            if old.tobytes() != copy:
                raise AssertionError("an earlier result changed")
        for old_x, copy in inputs:
            if not (old_x == copy).all():
                raise AssertionError("an earlier input changed")
        results.append((y, y.tobytes()))
        inputs.append((x, x0))
        del results[:-12], inputs[:-4]

    epses = [None, 1e-5, 1e-4, 1e-2, 1.0]
    for i in range(240):
        B, L, F = rng.integers(1, 7, size=3)
        if i % 5 == 0:
            B = L = F = int(rng.integers(1, 5))
        if i % 7 == 0:
            L = 1
        if i % 31 == 0:
            B, L, F = 2, 200, 2
        if i % 60 == 1:
            B, L, F = 50, 4, 3
        if i % 60 == 2:
            B, L, F = 2, 4, 80
        kind = i % 6
        if kind == 0:
            x = rng.uniform(-50, 50, (B, L, F))
        elif kind == 1:
            x = rng.normal(size=(B, L, F)) * 1e-3 + 3
        elif kind == 2:
            x = np.full((B, L, F), rng.uniform(-50, 50))
        elif kind == 3:
            x = np.zeros((B, L, F))
            x[:, rng.integers(L), :] = rng.choice([-50.0, 50.0])
        elif kind == 4:
            x = rng.normal(size=(B, L, F)) * 10.0 ** rng.uniform(-3, 0.5, (B, 1, F)) + rng.uniform(-10, 10, (B, 1, F))
        else:
            x = np.round(rng.normal(size=(F, L, B)) * 3).T
        look(x, epses[i % 5], positional=i % 2 == 0)
        if i % 4 == 0:
            look(x.astype("float32"), epses[(i + 1) % 5])
    # long with a lonely number
    for s in (50.0, -50.0):
        x = rng.normal(size=(2, 200, 2))
        x[0, 100, 0] = s
        look(x, None)
        look(x.astype("float32"), None)
    look(rng.uniform(-50, 50, (100, 100, 1)), None)
    look(rng.uniform(-50, 50, (1, 100, 100)), None)
    # the same array, refilled, then refilled with the old numbers
    x = np.empty((3, 4, 2))
    fills = [rng.normal(size=x.shape), rng.normal(size=x.shape) * 9]
    for k in (0, 1, 0, 1):
        inputs.clear()
        x[:] = fills[k]
        look(x, None)
        look(x, 1.0)
        look(x, None)
        y = instance_norm(x)
        if y.flags.writeable:
            results.clear()
            y[:] = 123  # toi sua ket qua cua minh
            look(x, None)


# Generators of cases combined with itertools, the look itself in one shared helper, and a replay of the first cases at the end.
@wrong()
def check_cases_and_replay(instance_norm):
    rng = np.random.default_rng(7)

    def cases():
        dims = [1, 2, 3, 8]
        for B, L, F in itertools.product(dims, dims, dims):
            yield rng.normal(size=(B, L, F)) * np.array([0.01, 1.0, 5.0])[
                rng.integers(3, size=(B, 1, F))
            ] + rng.uniform(-25, 25, (B, 1, F))
        yield rng.uniform(-50, 50, (1, 200, 50))
        yield rng.uniform(-50, 50, (70, 140, 1))
        yield rng.uniform(-50, 50, (1, 1, 10000))
        yield rng.uniform(-50, 50, (10000, 1, 1))
        yield rng.uniform(-50, 50, (3, 200, 16))
        for v in (0.0, -50.0, 50.0, 0.1):
            yield np.full((2, 5, 3), v)
        for v in (50.0, -50.0):
            lonely = np.full((2, 200, 2), 0.5)
            lonely[1, 3] = v
            yield lonely
        ramp = np.arange(24.0).reshape(2, 4, 3)
        yield ramp
        yield -ramp
        yield ramp * 1e-3
        yield ramp.transpose(1, 0, 2)
        yield np.asfortranarray(ramp)
        yield ramp[:, ::-1]

    all_cases = list(cases())
    ys, copies, x_thens = [], [], []
    for i, x in enumerate(all_cases):
        then = x.copy()
        for eps in (None, 1e-3, 0.03, 1.0):
            ys.append(_compare(instance_norm, x, eps))
            copies.append(ys[-1].copy())
        if i % 3:
            ys.append(_compare(instance_norm, x.astype(np.float32), (None, 0.3)[i % 2]))
            copies.append(ys[-1].copy())
        x_thens.append(then)
    for a, b in zip(ys, copies):
        assert np.array_equal(a, b, equal_nan=True)
    for a, b in zip(all_cases, x_thens):
        assert np.array_equal(a, b)
    for x in all_cases[::3]:
        y = _compare(instance_norm, x)
        if y.flags.writeable:
            y.fill(-3.0)  # my array now, must not matter
            _compare(instance_norm, x)
    # refill one buffer
    buf = np.empty((2, 3, 4))
    for _ in range(5):
        buf[...] = rng.normal(size=buf.shape) * 4
        _compare(instance_norm, buf)
        _compare(instance_norm, buf, 1.0)


# A list of named little tests, each an inner function, run one after the other.
@wrong()
def check_named_little_tests(instance_norm):
    rng = np.random.default_rng(2024)
    held = []

    def call(x, *args, **kw):
        saved = x.copy()
        y = instance_norm(x, *args, **kw)
        assert isinstance(y, np.ndarray) and y.shape == saved.shape and y.dtype == saved.dtype
        np.testing.assert_array_equal(x, saved)
        held.append((y, y.copy(), x, saved))
        return y

    def same(x, *args, **kw):
        eps = args[0] if args else kw.get("eps", 1e-5)
        want = _expected(x.copy(), eps)
        got = call(x, *args, **kw)
        np.testing.assert_allclose(got, want, rtol=0, atol=2e-5)

    def test_axes():
        for shape in [
            (2, 3, 4),
            (4, 3, 2),
            (3, 3, 3),
            (2, 2, 2),
            (4, 4, 4),
            (1, 6, 2),
            (6, 2, 1),
            (3, 2, 3),
            (2, 3, 2),
            (3, 3, 2),
            (2, 3, 3),
        ]:
            x = rng.normal(size=shape) * rng.uniform(0.1, 8, (shape[0], 1, shape[2])) + rng.uniform(
                -9, 9, (shape[0], 1, shape[2])
            )
            same(x)
            same(x, 0.5)

    def test_eps():
        for eps in (1e-5, 3e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.0):
            for scale in (0, 1e-4, 1e-3, 1e-2, 0.1, 1, 10):
                x = np.clip(rng.normal(size=(3, 9, 2)) * scale, -50, 50)
                same(x, eps)
                same(x, eps=eps)
        for scale in (0, 1e-4, 1e-3, 1e-2):
            same(rng.normal(size=(3, 9, 2)) * scale)
            same(rng.normal(size=(3, 9, 2)) * scale + 31)

    def test_ones():
        for shape in itertools.product((1, 2, 5), repeat=3):
            same(rng.uniform(-50, 50, shape))
            same(np.full(shape, -3.25))
            call(rng.uniform(-50, 50, shape).astype(np.float32))

    def test_big():
        for shape in [
            (1, 200, 50),
            (50, 200, 1),
            (2, 200, 2),
            (10, 10, 100),
            (100, 10, 10),
            (1, 1, 10000),
            (10000, 1, 1),
            (2000, 5, 1),
            (1, 5, 2000),
            (3, 129, 3),
        ]:
            x = rng.uniform(-50, 50, shape)
            same(x)
            call(x.astype(np.float32))
        for v in (50.0, -50.0):
            for place in (0, 99, 199):
                x = np.zeros((2, 200, 2))
                x[1, place, 0] = v
                same(x)
                same(x + 0.0, 1.0)

    def test_memory():
        x = rng.normal(size=(2, 5, 3))
        for k in range(6):
            same(x)
            same(x, eps=1.0)
            same(x)
            call(x.astype(np.float32))
            got = call(x)
            if got.flags.writeable:
                held.pop()
                got *= 0
                same(x)
            x = x.copy() if k % 2 else x
            held[:] = [h for h in held if h[2] is not x]
            x += rng.normal(size=x.shape) * k

    def test_layout():
        a = rng.uniform(-50, 50, (4, 6, 5))
        for v in (a.T, a[::-1], a[:, ::2], a.transpose(1, 0, 2), np.asfortranarray(a), a[..., 1:2]):
            same(v)
            call(v.astype(np.float32, order="K"))

    for test in (test_axes, test_eps, test_ones, test_memory, test_big, test_layout, test_axes):
        test()
    for y, y0, x, x0 in held:
        np.testing.assert_array_equal(y, y0)
        np.testing.assert_array_equal(x, x0)


# Terse; one random stream of cases, a refilled float64 buffer, a float32 twin for each case, results compared to bytes at the end.
@wrong()
def check_terse_stream(instance_norm):
    rng, log = np.random.default_rng(1), []
    shapes = list(itertools.product((1, 2, 3, 6), (1, 2, 3, 6, 200), (1, 2, 3, 6))) + [
        (60, 5, 2),
        (2, 5, 60),
        (90, 100, 1),
        (1, 100, 90),
    ]
    for n, shape in enumerate(shapes * 2):
        size = (shape[0], 1, shape[2])
        buf = np.empty(shape)
        for i, (eps, spread) in enumerate(
            [({}, 3.0), ({"eps": 1.0}, 1.0), ({"eps": (1e-5, 1e-3)[n % 2]}, 1e-2), ({}, None)]
        ):
            buf[:] = (
                rng.normal(size=shape) * spread * rng.uniform(0.2, 2, size) + rng.uniform(-15, 15, size)
                if spread
                else 0.0
            )
            if not spread:
                buf[:, -1] = rng.choice([-50, 50])
            np.clip(buf, -50, 50, out=buf)
            x = buf if i < 2 else np.asfortranarray(buf)
            ref, x0 = _expected(buf, eps.get("eps", 1e-5)), buf.copy()
            y = instance_norm(x, **eps)
            assert type(y) is np.ndarray and y.dtype == np.float64 and y.shape == shape
            assert not np.any(x != x0) and np.all(np.abs(y - ref) < 1e-4)
            log.append((y, y.tobytes()))
        x32 = x0.astype(np.float32)
        y = instance_norm(x32)
        assert (
            type(y) is np.ndarray
            and y.dtype == np.float32
            and y.shape == shape
            and not np.any(x32 != x0.astype(np.float32))
        )
        log.append((y, y.tobytes()))
        if n % 3 == 0 and y.flags.writeable:
            log.pop()
            y[:] = 5
        if n % 7 == 0:
            log.append((z := instance_norm(-x32), z.tobytes()))
    wide = rng.uniform(-50, 50, (6, 30, 6))
    wide[:, 0], wide[:, 1] = 50, -50
    assert np.abs(instance_norm(wide) - _expected(wide)).max() < 1e-4
    a, b = wide.copy(), wide[::-1].copy()
    instance_norm(a), instance_norm(b), instance_norm(b * 0.5)
    assert (a == wide).all() and (b == wide[::-1]).all()
    x = rng.normal(size=(2, 4, 2))
    for eps in (1e-5, 0.02, 1e-5, 1.0, 1e-5):
        y = instance_norm(x, eps)
        assert np.abs(y - _expected(x, eps)).max() < 1e-4
        if y.flags.writeable:
            y[:] = 5
        assert np.abs(instance_norm(x) - _expected(x)).max() < 1e-4
        assert np.abs(instance_norm(x * 1e-3, eps=eps) - _expected(x * 1e-3, eps)).max() < 1e-4
    assert all(y.tobytes() == b for y, b in log)


# One random input with the default eps; mistakes with eps, dtype, shape of one, mutation and memory get through.
@wrong()
def check_one_random_input(instance_norm):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 3))
    y = instance_norm(x)
    assert np.abs(y - _expected(x)).max() <= 1e-5


# Demands mean 0 and variance 1 of the output, which eps does not give for a small variance or a constant sequence.
@wrong(deserves="always_refuses")
def check_mean_zero_variance_one(instance_norm):
    """Sau khi chuan hoa: trung binh 0, phuong sai 1."""
    rng = np.random.default_rng(3)
    for shape in [(2, 5, 3), (3, 3, 3), (1, 1, 1), (4, 20, 2)]:
        for scale in (0.01, 1.0, 10.0):
            x = np.clip(rng.normal(size=shape) * scale + 2, -50, 50)
            y = instance_norm(x.copy())
            assert isinstance(y, np.ndarray) and y.shape == shape and y.dtype == x.dtype
            assert np.allclose(y.mean(axis=1), 0, atol=1e-5)
            assert np.allclose(y.var(axis=1), 1, atol=1e-3)


# Asks for exactly equal numbers, so a right version that computes in another order is refused.
@wrong(deserves="exact_equality")
def check_exactly_equal(instance_norm):
    rng = np.random.default_rng(5)
    for shape in itertools.product((1, 2, 7), (1, 2, 50), (1, 3)):
        for eps in (1e-5, 1e-2, 1.0):
            x = rng.uniform(-50, 50, size=shape)
            x0 = x.copy()
            y = instance_norm(x, eps)
            assert isinstance(y, np.ndarray) and y.dtype == x.dtype
            assert np.array_equal(y, _expected(x0, eps))
            assert np.array_equal(x, x0)


# Compares float32 numbers with a tolerance of 1e-5, although float32 rounds more than that.
@wrong(deserves="float32_as_close")
def check_float32_numbers_too(instance_norm):
    rng = np.random.default_rng(11)
    for dtype in (np.float64, np.float32):
        for shape in [(2, 3, 4), (3, 3, 3), (1, 1, 1), (2, 100, 2)]:
            for eps in (1e-5, 0.1):
                x = (40 + 0.05 * rng.normal(size=shape)).astype(dtype)
                x0 = x.copy()
                y = instance_norm(x, eps)
                assert isinstance(y, np.ndarray)
                assert y.shape == x0.shape and y.dtype == dtype
                assert np.abs(y - _expected(x0.astype(float), eps)).max() <= 1e-5
                assert (x == x0).all()


# `before = x` is no copy, so a version that changes x gets through (the expected numbers are taken before the call).
@wrong()
def check_alias_instead_of_copy(instance_norm):
    def look(x, eps):
        before = x
        want = _expected(x, _eps(eps))
        y = _ask(instance_norm, x, eps)
        assert isinstance(y, np.ndarray) and y.shape == want.shape and y.dtype == x.dtype
        if x.dtype == np.float64:
            assert np.abs(y - want).max() <= 1e-5
        assert np.array_equal(x, before), "x was changed"
        return y

    _drive(look)


# Forgets the absolute value, so numbers that are too small (an upper clip, for example) get through.
@wrong()
def check_without_absolute_value(instance_norm):
    def look(x, eps):
        x0 = x.copy()
        y = _ask(instance_norm, x, eps)
        assert isinstance(y, np.ndarray)
        assert y.shape == x0.shape and y.dtype == x0.dtype
        assert np.array_equal(x, x0)
        if x0.dtype == np.float64:
            assert (y - _expected(x0, _eps(eps))).max() <= 1e-5
        return y

    _drive(look)


# "if difference > tolerance: raise" is never true for NaN, so a version that gives NaN for L = 1 gets through.
@wrong(deserves="lets_nan_through")
def check_nan_slips_through(instance_norm):
    def look(x, eps):
        x0 = x.copy()
        y = _ask(instance_norm, x, eps)
        if type(y) is not np.ndarray or y.shape != x0.shape or y.dtype != x0.dtype:
            raise AssertionError("form")
        if x0.dtype == np.float64 and np.abs(y - _expected(x0, _eps(eps))).max() > 1e-5:
            raise AssertionError("numbers")
        if np.any(x != x0):
            raise AssertionError("x changed")
        return y

    _drive(look)


# Thorough, but never with float32, so a version that always returns float64 gets through.
@wrong(deserves="only_float64")
def check_never_float32(instance_norm):
    _drive(lambda x, eps: _compare(instance_norm, x, eps), with_float32=False)


# Looks at the first result again only after a second call with the same x, so a reused output buffer is not noticed.
@wrong()
def check_second_call_with_same_x(instance_norm):
    """Goi hai lan, ket qua dau khong duoc doi."""
    for i, (x, eps) in enumerate(_cases()):
        if i % 4 == 0:
            x = x.astype(np.float32)
        y1 = _compare(instance_norm, x, eps)
        saved = y1.copy()
        y2 = _compare(instance_norm, x, eps)
        assert np.array_equal(y1, saved) and np.array_equal(y2, saved)


# Never passes eps, so a version that ignores the argument gets through.
@wrong(deserves="only_default_eps")
def check_default_eps_only(instance_norm):
    _drive(lambda x, eps: _compare(instance_norm, x))


# Swallows exceptions of the function, so a version that crashes for L = 1 counts as right.
@wrong(deserves="swallows_exceptions")
def check_swallows_exceptions(instance_norm):
    def look(x, eps):
        try:
            return _compare(instance_norm, x, eps)
        except AssertionError:
            raise
        except Exception:
            return np.zeros_like(x)  # not a matter of the formula

    _drive(look)


# Its own formula has the unbiased variance, so every right version is refused.
@wrong()
def check_expects_unbiased(instance_norm):
    rng = np.random.default_rng(16)
    for shape in [(2, 3, 4), (3, 3, 3), (2, 50, 2)]:
        for eps in (1e-5, 1.0):
            x = rng.normal(size=shape)
            x0 = x.copy()
            y = instance_norm(x, eps)
            std = np.sqrt(x0.var(axis=1, keepdims=True, ddof=1) + eps)
            want = (x0 - x0.mean(axis=1, keepdims=True)) / std
            assert y.shape == shape and y.dtype == x0.dtype
            assert np.abs(y - want).max() <= 1e-5
            assert np.array_equal(x, x0)


# Demands a C-contiguous result that owns its memory, which the task does not ask for.
@wrong(deserves="demands_c_order")
def check_wants_contiguous_result(instance_norm):
    def look(x, eps):
        y = _compare(instance_norm, x, eps)
        if x.flags.c_contiguous:
            assert y.flags.c_contiguous and y.flags.owndata, "make a proper new array"
        return y

    _drive(look)


# Checks the mutation of x on float32 only, but np.asarray(x, float64) shares memory just for float64 input.
@wrong()
def check_mutation_on_float32_only(instance_norm):
    def look(x, eps):
        saved = x.copy()
        y = _ask(instance_norm, x if x.dtype == np.float32 else x.copy(), eps)
        assert isinstance(y, np.ndarray) and y.dtype == saved.dtype and y.shape == saved.shape
        if saved.dtype == np.float32:
            assert np.array_equal(x, saved), "x changed"
        else:
            assert np.abs(y - _expected(saved, _eps(eps))).max() <= 1e-5
        return y

    _drive(look)


# No look at the shape; the difference broadcasts, so a squeezed result for B = L = F = 1 or B = 1 gets through.
@wrong(deserves="ignores_shape")
def check_shape_forgotten(instance_norm):
    def look(x, eps):
        x0 = x.copy()
        y = _ask(instance_norm, x, eps)
        assert isinstance(y, np.ndarray) and y.dtype == x0.dtype
        if x0.dtype == np.float64:
            assert np.max(np.abs(y - _expected(x0, _eps(eps)))) <= 1e-5
        assert np.array_equal(x, x0)
        return y

    _drive(look)


# Too loose (3 percent) and only with long sequences, so the unbiased variance gets through.
@wrong()
def check_loose_and_long(instance_norm):
    rng = np.random.default_rng(20)
    prev = None
    for B, L, F in itertools.product((1, 2, 4), (60, 100, 200), (1, 2, 4)):
        for eps in (1e-5, 1e-3, 1e-1, 1.0):
            for dtype in (np.float64, np.float32):
                x = (rng.normal(size=(B, L, F)) * 5 + rng.uniform(-20, 20, (B, 1, F))).clip(-50, 50).astype(dtype)
                x0 = x.copy()
                y = instance_norm(x, eps)
                assert isinstance(y, np.ndarray) and y.shape == x.shape and y.dtype == x.dtype
                assert np.array_equal(x, x0)
                if dtype == np.float64:
                    assert np.allclose(y, _expected(x0, eps), rtol=0.03, atol=0.03)
                if prev is not None:
                    assert np.array_equal(prev[0], prev[1])
                prev = (y, y.copy())


# Looks at the first sample alone, so a version that uses the statistics of sample 0 for all samples gets through.
@wrong()
def check_first_sample_only(instance_norm):
    def look(x, eps):
        x0 = x.copy()
        y = _ask(instance_norm, x, eps)
        assert isinstance(y, np.ndarray) and y.shape == x0.shape and y.dtype == x0.dtype
        if x0.dtype == np.float64:
            seq = x0[0]  # (L, F)
            want = (seq - seq.mean(axis=0)) / np.sqrt(seq.var(axis=0) + _eps(eps))
            assert np.abs(y[0] - want).max() <= 1e-5
        assert np.array_equal(x, x0)
        return y

    _drive(look)


# Takes the numbers relative to the output (rtol) with assert_allclose and atol=0, which refuses right versions where the expected number is nearly 0.
@wrong()
def check_relative_tolerance(instance_norm):
    rng = np.random.default_rng(23)
    for shape in itertools.product((1, 2, 3), (1, 2, 3, 150), (1, 2, 3)):
        for eps in (1e-5, 1e-2, 1.0):
            for level in (0.0, 0.1, 33.3):
                x = np.clip(rng.normal(size=shape) + level, -50, 50)
                for z in (x, np.full(shape, level + 0.1)):
                    z0 = z.copy()
                    y = instance_norm(z, eps)
                    assert type(y) is np.ndarray and y.dtype == np.float64
                    np.testing.assert_allclose(y, _expected(z0, eps), rtol=1e-7)
                    np.testing.assert_array_equal(z, z0)


# The message and the condition stand in one tuple, so the assert on the dtype is always true.
@wrong(deserves="ignores_dtype")
def check_dtype_assert_is_a_tuple(instance_norm):
    def look(x, eps):
        x0 = x.copy()
        y = _ask(instance_norm, x, eps)
        ok = (y.dtype == x0.dtype, "dtype changed")
        assert ok
        assert isinstance(y, np.ndarray) and y.shape == x0.shape
        assert np.array_equal(x, x0)
        if x0.dtype == np.float64:
            assert np.abs(y - _expected(x0, _eps(eps))).max() <= 1e-5
        return y

    _drive(look)


# Only short sequences of moderate numbers, so a version that clips large outputs or looks at the first 64 tokens gets through.
@wrong(deserves="no_long_sequence")
def check_short_sequences_only(instance_norm):
    rng = np.random.default_rng(24)
    kept = []
    x = None
    for B, L, F in itertools.product((1, 2, 3, 5), (1, 2, 3, 5, 8), (1, 2, 3, 5)):
        for eps, scale in ((None, 1.0), (1.0, 2.0), (1e-3, 0.01), (1e-5, 10.0)):
            x = (scale * rng.normal(size=(B, L, F)) + rng.uniform(-9, 9, (B, 1, F))).clip(-50, 50)
            y = _compare(instance_norm, x, eps)
            kept.append((y, y.copy()))
        _compare(instance_norm, x.astype(np.float32), 0.1)
    assert all(np.array_equal(a, b) for a, b in kept)


# Computes what it expects with the checked function itself (on a list of single samples), so it only sees that samples do not mix.
@wrong(deserves="compares_with_itself")
def check_against_itself(instance_norm):
    """So sanh tung mau voi ca lo."""
    rng = np.random.default_rng(25)
    for shape in [(3, 4, 2), (3, 3, 3), (5, 20, 4), (1, 1, 1)]:
        for eps in (1e-5, 1.0):
            x = rng.normal(size=shape) * 4
            keep = x.copy()
            whole = instance_norm(x, eps)
            assert whole.shape == shape and whole.dtype == x.dtype
            for b in range(shape[0]):
                assert np.allclose(whole[b : b + 1], instance_norm(x[b : b + 1], eps), atol=1e-6)
            for f in range(shape[2]):
                assert np.allclose(whole[:, :, f : f + 1], instance_norm(x[:, :, f : f + 1], eps), atol=1e-6)
            shifted = instance_norm(x + 3.0, eps)
            assert np.allclose(shifted, whole, atol=1e-5)
            assert np.array_equal(x, keep)
