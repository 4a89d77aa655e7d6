"""Answers to the exercise check_instance_norm: right tests and wrong tests."""

import itertools
import math
import unittest
import warnings

import numpy as np

from mistakes.unseen import correct, wrong


def _reference(x, eps):
    x = np.array(x, dtype=np.float64)
    mu = x.mean(axis=1, keepdims=True)
    return (x - mu) / np.sqrt(((x - mu) ** 2).mean(axis=1, keepdims=True) + eps)


def _inputs(seed=0):
    """Inputs (float64) that cover the list of the task."""
    rng = np.random.default_rng(seed)
    shapes = [
        (1, 1, 1),
        (1, 1, 4),
        (1, 5, 1),
        (4, 1, 1),
        (1, 4, 3),
        (3, 1, 4),
        (3, 4, 1),
        (2, 3, 4),
        (4, 3, 2),
        (3, 3, 3),
        (4, 4, 2),
        (4, 2, 4),
        (2, 5, 5),
        (2, 2, 2),
        (5, 7, 3),
        (100, 2, 2),
        (101, 3, 1),
        (2, 100, 3),
        (1, 200, 2),
        (2, 150, 2),
        (2, 3, 100),
        (1, 2, 130),
        (2500, 2, 2),
        (2, 2, 2500),
        (10000, 1, 1),
        (1, 1, 10000),
        (50, 200, 1),
        (1, 200, 50),
        (100, 100, 1),
        (1, 100, 100),
        (100, 1, 100),
    ]
    for shape in shapes:
        yield rng.normal(size=shape)
        yield rng.uniform(-49, 49, shape)
        yield 0.003 * rng.normal(size=shape)
    for shape in [(1, 1, 1), (2, 3, 4), (1, 200, 1), (2, 120, 2), (3, 7, 1)]:
        yield np.zeros(shape)
        for value in (-49.9, -7.3, -1, 0.1, 12.7, 41.9, 47.77, 49.9):
            yield np.full(shape, float(value))
        mixed = rng.normal(size=shape)
        mixed[0, :, 0] = 5.1
        yield mixed
        for level in (-49.9, 49.9):
            yield level + 0.003 * rng.normal(size=shape).clip(-3, 3)
            yield level + 0.05 * rng.uniform(-1, 1, shape)
        for spread in (3e-4, 1e-3, 0.003, 0.01, 0.1):
            yield spread * rng.normal(size=shape)
    for base, peak in ((0, 49.9), (0, -49.9), (-49.9, 49.9), (49.9, -49.9), (1, 40), (-3, -45), (0, 1)):
        for place in (0, 133):
            x = np.full((2, 200, 2), float(base))
            x[0, place, 0] = peak
            x[1, place, 1] = peak
            yield x


# ---------------------------------------------------------------- right ones


# Thorough and plain: every input, in both dtypes, eps in all three ways of calling, writing into the result, calling again.
@correct()
def thorough_and_plain(instance_norm):
    calls = 0
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for way in (k % 3, (k + 1) % 3):
                eps = (1e-5, 0.001, 1.0, 0.3)[(k + way) % 4] if way < 2 else 1e-5
                x = x64.astype(dtype)
                before = x.copy()
                if way == 0:
                    out = instance_norm(x, eps)
                elif way == 1:
                    out = instance_norm(x, eps=eps)
                else:
                    out = instance_norm(x)
                calls += 1
                assert type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype
                assert np.isfinite(out).all() and np.array_equal(x, before) and not np.shares_memory(out, x)
                if dtype is np.float64:
                    assert np.abs(out - _reference(before, eps)).max() < 1e-4
    assert calls < 900

    rng = np.random.default_rng(9)
    for dtype in (np.float64, np.float32):
        for make in (
            lambda: rng.normal(size=(2, 4, 3)),
            lambda: np.zeros((2, 4, 3)),
            lambda: np.ones((1, 1, 1)),
            lambda: rng.normal(size=(3, 1, 2)),
        ):
            x = make().astype(dtype)
            a = instance_norm(x, 0.5)
            a_copy = a.copy()
            other = rng.normal(size=x.shape).astype(dtype)
            b = instance_norm(other, 0.5)
            c = instance_norm(x, 0.01)
            d = instance_norm(x)
            assert np.array_equal(a, a_copy), "an old result changed"
            if dtype is np.float64:
                for got, y, eps in ((a, x, 0.5), (b, other, 0.5), (c, x, 0.01), (d, x, 1e-5)):
                    assert np.abs(got - _reference(y, eps)).max() < 1e-4
            assert a.flags.writeable
            b_copy = b.copy()
            a[...] = np.arange(a.size).reshape(a.shape)
            assert np.array_equal(a, np.arange(a.size).reshape(a.shape)) and np.array_equal(b, b_copy)
            x_again = x.copy()
            e = instance_norm(x, 0.5)
            assert np.array_equal(x, x_again) and e is not a and not np.shares_memory(e, a)
            if dtype is np.float64:
                assert np.abs(e - _reference(x, 0.5)).max() < 1e-4
            kept = e.copy()
            x[...] = other
            assert np.array_equal(e, kept)
            f = instance_norm(x, 0.5)
            if dtype is np.float64:
                assert np.abs(f - _reference(other, 0.5)).max() < 1e-4
            assert np.array_equal(e, kept)


# A class that wraps the function, checks each call, and checks all former results again at the end.
@correct()
def recorder_with_memory(instance_norm):
    class Recorder:
        def __init__(self):
            self.results = []

        def __call__(self, x, *args, **kwargs):
            eps = args[0] if args else kwargs.get("eps", 1e-5)
            saved = x.copy()
            out = instance_norm(x, *args, **kwargs)
            if not isinstance(out, np.ndarray):
                raise AssertionError("no array")
            if out.shape != saved.shape or out.dtype != saved.dtype:
                raise AssertionError("shape or dtype")
            if x.tobytes() != saved.tobytes() or np.may_share_memory(out, x):
                raise AssertionError("x is not left alone")
            if not np.all(np.isfinite(out)):
                raise AssertionError("not finite")
            if x.dtype == np.float64 and not np.allclose(out, _reference(saved, eps), rtol=0, atol=5e-5):
                raise AssertionError("wrong numbers")
            if not out.flags.writeable:
                raise AssertionError("read-only")
            self.results.append((out, out.copy()))
            return out

        def look_back(self):
            for out, copy in self.results:
                if not np.array_equal(out, copy):
                    raise AssertionError("an old result changed")

    call = Recorder()
    ways = itertools.cycle(
        [
            ((), {}),
            ((1e-5,), {}),
            ((), {"eps": 1e-5}),
            ((1.0,), {}),
            ((), {"eps": 0.03}),
            ((0.2,), {}),
            ((), {"eps": 1.0}),
        ]
    )
    for x in _inputs(5):
        args, kwargs = next(ways)
        call(x, *args, **kwargs)
        call(x, 0.07)
        call(x.astype(np.float32))
        call.look_back() if x.size < 50 else None
    call.look_back()
    # results must be independent of each other, and of the next call with the same arguments
    for x in (
        np.zeros((2, 3, 2)),
        np.full((1, 1, 1), 4.0),
        np.array([[[-1.0], [2.0]]]),
        np.zeros((1, 2, 2), np.float32),
    ):
        x = x.copy()
        first = call(x, 0.25)
        call.results.clear()
        first.flat = np.arange(first.size) + 100.0
        if not np.array_equal(np.sort(first.ravel()), np.arange(first.size) + 100):
            raise AssertionError("numbers of the result share their place")
        second = call(x, 0.25)
        if np.shares_memory(first, second):
            raise AssertionError("the same memory twice")
        x += 1
        x[:, 0] -= 2
        call(x, 0.25)
        call.look_back()


# unittest's assertions in a TestCase with sub-steps; expected numbers from math.fsum.
@correct()
def unittest_with_fsum(instance_norm):
    t = unittest.TestCase()

    def expected(x, eps):
        out = np.empty(x.shape)
        for b in range(x.shape[0]):
            for f in range(x.shape[2]):
                column = x[b, :, f].tolist()
                mu = math.fsum(column) / len(column)
                var = math.fsum((v - mu) ** 2 for v in column) / len(column)
                out[b, :, f] = [(v - mu) / math.sqrt(var + eps) for v in column]
        return out

    history = []
    for number, x in enumerate(_inputs(77)):
        for dtype in ("float64", "float32"):
            y = x.astype(dtype)
            before = y.copy()
            eps = [1e-5, 1.0, 0.05, 4e-4][number % 4]
            plan = [(instance_norm(y, eps=eps) if number % 2 else instance_norm(y, eps), eps), (instance_norm(y), 1e-5)]
            for out, e in plan:
                t.assertIs(type(out), np.ndarray)
                t.assertEqual(out.shape, before.shape)
                t.assertEqual(out.dtype, before.dtype)
                t.assertTrue(np.isfinite(out).all())
                t.assertFalse(np.shares_memory(out, y))
                t.assertTrue(out.flags.writeable)
                if dtype == "float64":
                    t.assertLess(float(np.max(np.abs(out - expected(before, e)))), 2e-5)
            t.assertTrue(np.array_equal(y, before))
            t.assertFalse(np.shares_memory(plan[0][0], plan[1][0]))
            out = plan[0][0]
            history = history[-6:] + [(out, out.copy())]
            for old, copy in history:
                t.assertTrue(np.array_equal(old, copy))
    for dtype in ("float64", "float32"):
        for x in (np.zeros((2, 3, 1), dtype), np.array([[[3.0], [3.5]]], dtype), np.array([[[8.0]]], dtype)):
            one = instance_norm(x, 0.5)
            one[...] = 9
            two = instance_norm(x, 0.5)
            t.assertFalse(np.shares_memory(one, two))
            one[...] = 11
            if dtype == "float64":
                t.assertLess(float(np.max(np.abs(two - expected(x, 0.5)))), 2e-5)
            saved = two.copy()
            x[...] = np.random.default_rng(3).normal(size=x.shape)
            three = instance_norm(x, 0.5)
            t.assertTrue(np.array_equal(two, saved))
            if dtype == "float64":
                t.assertLess(float(np.max(np.abs(three - expected(x, 0.5)))), 2e-5)


# Collects a list of complaints and raises once at the end; an exception of instance_norm is a complaint, too.
@correct()
def list_of_complaints(instance_norm):
    complaints = []

    def look(x, eps=None, keyword=False):
        saved = np.array(x, copy=True)
        try:
            if eps is None:
                out = instance_norm(x)
            elif keyword:
                out = instance_norm(x, eps=eps)
            else:
                out = instance_norm(x, eps)
        except Exception as error:
            complaints.append(f"raised {error!r}")
            return None
        if not isinstance(out, np.ndarray) or out.shape != saved.shape or out.dtype != saved.dtype:
            complaints.append("type, shape or dtype")
            return None
        if not np.array_equal(x, saved):
            complaints.append("x changed")
        if np.shares_memory(x, out):
            complaints.append("not new")
        if not out.flags.writeable:
            complaints.append("cannot be written")
        if not np.isfinite(out).all():
            complaints.append("NaN or infinity")
        elif saved.dtype == np.float64 and np.abs(out - _reference(saved, 1e-5 if eps is None else eps)).max() > 1e-5:
            complaints.append("numbers")
        return out

    for k, x in enumerate(_inputs(123)):
        pool = [look(x), look(x, 0.6, keyword=k % 2 == 0), look(x.astype("f"), None if k % 3 else 1.0)]
        pool = [p for p in pool if p is not None]
        saved = [p.copy() for p in pool]
        x2 = np.roll(x, 1, axis=1) * -0.5 + 0.25
        pool2 = [look(x2, 0.6, keyword=k % 2 == 1)] if k % 4 else [look(x2.astype("f"))]
        if any(not np.array_equal(p, s) for p, s in zip(pool, saved)):
            complaints.append("an old result changed")
        if k % 10 == 0 or x.size == 1:
            for p, q in itertools.combinations([p for p in pool + pool2 if p is not None], 2):
                if np.shares_memory(p, q):
                    complaints.append("two results share memory")
        if complaints:
            break
    for x in (np.zeros((1, 3, 2)), np.full((2, 2, 2), 6.5), np.arange(6.0).reshape(1, 3, 2), np.zeros((1, 3, 2), "f")):
        if complaints:
            break
        a = look(x, 0.6)
        if a is None or complaints:
            break
        a[...] = -5.0
        b = look(x, 0.6)
        if b is None or np.shares_memory(a, b):
            complaints.append("cached result")
            break
        x[:, 0, :] += 1.5
        saved = b.copy()
        look(x, 0.6)
        if not np.array_equal(b, saved):
            complaints.append("result overwritten")
    if complaints:
        raise AssertionError("; ".join(complaints[:3]))


# Returns True, and silences warnings: a right version may warn. Uses np.testing with atol only.
@correct()
def np_testing_with_atol(instance_norm):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        olds = []
        for i, x in enumerate(_inputs(2024)):
            for call, eps in (
                (lambda v: instance_norm(v), 1e-5),
                (lambda v: instance_norm(v, 0.9), 0.9),
                (lambda v: instance_norm(v, eps=2e-5), 2e-5),
            ):
                v = x.copy()
                out = call(v)
                assert isinstance(out, np.ndarray) and out.dtype == np.float64 and out.shape == x.shape
                np.testing.assert_allclose(out, _reference(x, eps), rtol=0, atol=1e-4)
                np.testing.assert_array_equal(v, x)
                assert not np.shares_memory(v, out)
                olds.append((out, np.array(out)))
            v = x.astype(np.float32)
            out = instance_norm(v) if i % 2 else instance_norm(v, 0.9)
            assert isinstance(out, np.ndarray) and out.dtype == np.float32 and out.shape == x.shape
            assert np.isfinite(out).all() and not np.shares_memory(v, out)
            np.testing.assert_array_equal(v, x.astype(np.float32))
            olds.append((out, np.array(out)))
            del olds[:-9]
            for old, copy in olds:
                np.testing.assert_array_equal(old, copy)
                assert old.flags.writeable
        for dtype in (np.float32, np.float64):
            for x in (np.zeros((3, 2, 2), dtype), np.full((1, 1, 2), 5, dtype), np.array([[[1], [5], [7]]], dtype)):
                p = instance_norm(x, 0.9)
                p[...] = 3
                q = instance_norm(x, 0.9)
                q_saved = q.copy()
                p[...] = 4
                np.testing.assert_array_equal(q, q_saved)
                if dtype is np.float64:
                    np.testing.assert_allclose(q, _reference(x, 0.9), rtol=0, atol=1e-4)
                x[...] = x[:, ::-1] * 2 + np.arange(x.shape[1]).reshape(1, -1, 1)
                r = instance_norm(x, 0.9)
                np.testing.assert_array_equal(q, q_saved)
                if dtype is np.float64:
                    np.testing.assert_allclose(r, _reference(x, 0.9), rtol=0, atol=1e-4)
    return True


# A table of cases, each a generator expression; the expected numbers from einsum; raises AssertionError without `assert` statements.
@correct()
def table_of_cases(instance_norm):
    def want(x, eps):
        n = x.shape[1]
        d = x - np.einsum("blf->bf", x)[:, None] / n
        d = d - np.einsum("blf->bf", d)[:, None] / n
        return d / np.sqrt(np.einsum("blf,blf->bf", d, d)[:, None] / n + eps)

    def require(condition, text):
        if not condition:
            raise AssertionError(text)

    previous = None
    cases = (
        (x, eps, way)
        for i, x in enumerate(_inputs(31))
        for eps, way in (
            (1e-5, "none"),
            ((1e-5, 1.0, 0.37)[i % 3], ("position", "keyword")[i % 2]),
            (0.01, ("keyword", "position")[i % 2]),
        )
    )
    count = 0
    for x, eps, way in cases:
        count += 1
        x = np.ascontiguousarray(x, dtype=np.float32 if count % 7 in (0, 3, 5) else np.float64)
        twin = x.copy()
        out = {
            "none": lambda: instance_norm(x),
            "position": lambda: instance_norm(x, eps),
            "keyword": lambda: instance_norm(x, eps=eps),
        }[way]()
        require(isinstance(out, np.ndarray), "type")
        require((out.shape, out.dtype) == (twin.shape, twin.dtype), "shape and dtype")
        require((x == twin).all(), "x")
        require(not np.shares_memory(x, out), "new")
        require(out.flags["WRITEABLE"], "writeable")
        require(bool(np.isfinite(out).all()), "finite")
        if x.dtype == np.float64:
            require(float(abs(out - want(twin, eps)).max()) <= 1e-4, "numbers")
        if previous is not None:
            require((previous[0] == previous[1]).all(), "an earlier result")
            require(not np.shares_memory(previous[0], out), "shared with an earlier result")
        previous = out, out.copy()
    singles = [np.full((1, 1, 1), c, np.float32) for c in np.linspace(-49.9, 49.9, 31)] + [
        np.full((1, 23, 2), c, np.float32) for c in np.linspace(-49.7, 49.7, 41)
    ]
    for x in singles:
        require(bool(np.isfinite(instance_norm(x)).all()), "finite in float32")
    for dtype in (np.float64, np.float32):
        for x in (
            np.zeros((1, 2, 3)),
            np.ones((2, 1, 1)),
            np.array([[[-0.5], [0.5]]]),
            np.linspace(-3, 4, 24).reshape(2, 4, 3),
        ):
            x = x.astype(dtype)
            twin = x.copy()
            out = instance_norm(x, 0.75)
            out[...] = 1
            require((x == twin).all(), "x is reached through the result")
            out2 = instance_norm(x, 0.75)
            saved = out2.copy()
            if dtype is np.float64:
                require(float(abs(out2 - want(twin, 0.75)).max()) <= 1e-4, "the second time")
            out[...] = 2
            require((out2 == saved).all(), "same array twice")
            x[:, 0] = 0.5 - 3 * x[:, 0]
            out3 = instance_norm(x, 0.75)
            require((out2 == saved).all(), "a result changed when x was overwritten")
            if dtype is np.float64:
                require(float(abs(out3 - want(x, 0.75)).max()) <= 1e-4, "the third time")


# Vector of properties instead of a reference: mean 0, sum of squares L var / (var + eps), and out * sqrt(var + eps) == x - mu.
@correct()
def inverse_formula(instance_norm):
    keep = []
    for k, x in enumerate(_inputs(404)):
        for dtype, e in (
            (np.float64, None),
            (np.float64, 10.0 ** -(k % 6)),
            (np.float32, None if k % 2 else 1.0),
            (np.float64, 0.123),
        ):
            e = None if e is None else max(e, 1e-5)
            y = x.astype(dtype)
            z = y.copy()
            out = (
                instance_norm(y)
                if e is None
                else instance_norm(y, eps=e)
                if (k + (e == 0.123)) % 2
                else instance_norm(y, e)
            )
            e = 1e-5 if e is None else e
            assert (
                isinstance(out, np.ndarray) and out.dtype == dtype and out.shape == z.shape and np.isfinite(out).all()
            )
            assert np.array_equal(y, z) and not np.shares_memory(y, out) and out.flags.writeable
            if dtype == np.float64:
                mu = np.mean(z, axis=1, keepdims=True)
                root = np.sqrt(np.var(z, axis=1, keepdims=True) + e)
                assert np.all(np.abs(out * root - (z - mu)) <= 1e-4 * root)
            keep.append((out, out.copy()))
            if len(keep) > 5:
                keep.pop(0)
            assert all(np.array_equal(a, b) for a, b in keep)
            assert all(not np.shares_memory(a[0], b[0]) for a, b in itertools.pairwise(keep))
    for dtype in (np.float64, np.float32):
        for y in (np.zeros((2, 2, 1), dtype), np.full((1, 1, 1), -3, dtype), np.array([[[1, 2], [5, 3]]], dtype)):
            z = y.copy()
            a = instance_norm(y, 0.5)
            a += 10
            b = instance_norm(y, 0.5)
            assert np.array_equal(y, z) and not np.shares_memory(a, b)
            if dtype is np.float64:
                assert np.abs(b - _reference(z, 0.5)).max() < 1e-4
            c = b.copy()
            y[:] = y * 2 + np.arange(y.shape[1])[None, :, None]
            d = instance_norm(y, 0.5)
            assert np.array_equal(b, c) and (dtype is np.float32 or np.abs(d - _reference(y, 0.5)).max() < 1e-4)


# Kiểm tra bằng tiếng Việt: thứ tự đầu vào bị xáo trộn, cùng một bộ nhớ x được ghi đè nhiều lần.
@correct()
def kiem_tra_xao_tron(instance_norm):
    danh_sach = list(_inputs(8))
    rng = np.random.default_rng(88)
    rng.shuffle(danh_sach)
    bo_nho = {}
    cu = []
    for i, x in enumerate(danh_sach):
        for kieu in (np.float64, np.float32):
            vung = bo_nho.setdefault(
                (x.shape, kieu), np.empty(x.shape, kieu)
            )  # cùng một mảng cho mọi lần có cùng hình dạng
            vung[...] = x
            goc = vung.copy()
            ket_qua = []
            for e in (None, 1.0) if i % 2 else (0.02, None):
                if e is None:
                    r = instance_norm(vung)
                else:
                    r = instance_norm(vung, e) if i % 3 == 0 else instance_norm(vung, eps=e)
                assert isinstance(r, np.ndarray) and r.shape == goc.shape and r.dtype == goc.dtype, "sai dạng"
                assert np.array_equal(vung, goc), "x bị đổi"
                assert not np.shares_memory(vung, r), "không phải mảng mới"
                assert np.isfinite(r).all(), "NaN hoặc vô cực"
                assert r.flags.writeable
                if kieu is np.float64:
                    assert np.max(np.abs(r - _reference(goc, e or 1e-5))) < 3e-5, "sai số"
                ket_qua.append(r)
            assert not np.shares_memory(*ket_qua)
            cu = cu[-7:] + [(r, r.copy()) for r in ket_qua]
            assert all(np.array_equal(a, b) for a, b in cu), "kết quả cũ bị đổi"
    for kieu in (np.float64, np.float32):
        for x in (np.zeros((1, 3, 1), kieu), np.full((2, 1, 2), 7, kieu), rng.normal(size=(2, 5, 2)).astype(kieu)):
            mot = instance_norm(x, 0.3)
            mot[...] = 100
            hai = instance_norm(x, 0.3)
            assert not np.shares_memory(mot, hai)
            mot[...] = 200
            if kieu is np.float64:
                assert np.max(np.abs(hai - _reference(x, 0.3))) < 3e-5
            x += np.arange(x.size).reshape(x.shape) % 3
            giu = hai.copy()
            ba = instance_norm(x, 0.3)
            assert np.array_equal(hai, giu)
            if kieu is np.float64:
                assert np.max(np.abs(ba - _reference(x, 0.3))) < 3e-5


# Two phases: many random shapes within the limits (seeded), then the special cases; counts its own calls.
@correct()
def fuzz_then_special(instance_norm):
    rng = np.random.default_rng(20)
    calls = 0
    last = []

    def trial(x, eps, how):
        nonlocal calls
        calls += 1
        x_before = x.copy()
        if how == 0:
            eps = 1e-5
            out = instance_norm(x)
        elif how == 1:
            out = instance_norm(x, eps)
        else:
            out = instance_norm(x, eps=eps)
        assert isinstance(out, np.ndarray)
        assert out.shape == x_before.shape
        assert out.dtype == x_before.dtype
        assert x.tobytes() == x_before.tobytes()
        assert not np.shares_memory(out, x)
        assert np.isfinite(out).all()
        assert out.flags.writeable
        if x.dtype == np.float64:
            assert (np.abs(out - _reference(x_before, eps)) < 1e-4).all()
        for old, copy in last:
            assert np.array_equal(old, copy)
            assert not np.shares_memory(old, out)
        last.append((out, out.copy()))
        del last[:-4]
        return out

    for _ in range(120):
        B, L, F = (int(v) for v in rng.integers(1, 9, 3))
        level = rng.choice([0.0, 30.0, -48.0])
        x = (level + rng.uniform(-1, 1, (B, L, F)) * rng.choice([1e-3, 3e-3, 0.1, 2.0])).astype(
            rng.choice([np.float64, np.float32])
        )
        trial(x, float(10 ** rng.uniform(-5, 0)), int(rng.integers(3)))
    for i, x in enumerate(_inputs(21)):
        trial(x, 0.8, i % 3)
        trial(x, (1e-5, 0.8)[i % 2], 2 - i % 2)
        trial(x.astype(np.float32), 0.5, 0 if i % 4 else 1)
    for x in (
        np.zeros((2, 2, 2)),
        np.zeros((2, 2, 2), np.float32),
        np.full((1, 1, 1), 2.0),
        rng.normal(size=(2, 6, 2)),
        rng.normal(size=(2, 6, 2)).astype("f"),
    ):
        first = trial(x, 0.4, 1)
        last.clear()
        first[...] = -1
        second = trial(x, 0.4, 1)
        assert not np.shares_memory(first, second)
        x[:, -1] += 2
        trial(x, 0.4, 1)
    assert calls <= 1000


# ---------------------------------------------------------------- wrong ones


# Only the example of the task. Lets nearly every special case pass (float32, one token, second call ...): misses
# versions that are wrong only there.
@wrong(
    deserves="only_one_instance",
    also=(
        "always_gives_eps",
        "only_float64",
        "ignores_dtype",
        "ignores_shape",
        "ignores_earlier_output",
        "no_single_token",
        "no_long_sequence",
    ),
)
def only_the_example(instance_norm):
    x = np.array([[[0.0], [2.0]]])
    out = instance_norm(x, 0.5)
    assert np.allclose(out, [[[-0.816497], [0.816497]]], atol=1e-5)
    assert x[0, 0, 0] == 0.0 and x[0, 1, 0] == 2.0


# Wrong reference: torch.std habit, ddof=1. Refuses every right version: breaks "the biased variance".
@wrong(deserves="always_refuses")
def unbiased_reference(instance_norm):
    x = np.random.default_rng(0).normal(size=(2, 5, 3))
    want = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, ddof=1, keepdims=True) + 1e-5)
    assert np.allclose(instance_norm(x), want, atol=1e-4)


# Reference with std + eps: near enough for small eps, but for eps = 1 it refuses every right version: breaks sqrt(sigma^2 + eps).
@wrong(deserves="always_refuses")
def std_plus_eps_reference(instance_norm):
    for x in _inputs():
        for eps in (1e-5, 1.0):
            want = (x - x.mean(1, keepdims=True)) / (x.std(1, keepdims=True) + eps)
            assert np.abs(instance_norm(x, eps) - want).max() < 1e-3


# Compares with default tolerances of assert_allclose (rtol 1e-7, atol 0). Refuses a right version off by 1e-6, or one that gives 1e-17
# instead of 0: breaks "off by 1e-6 at most".
@wrong(
    deserves="too_small_tolerance", also=("only_default_eps", "only_float64", "ignores_dtype", "ignores_earlier_output")
)
def tolerance_too_tight(instance_norm):
    for x in _inputs():
        before = x.copy()
        np.testing.assert_allclose(instance_norm(x), _reference(before, 1e-5))
        np.testing.assert_array_equal(x, before)


# Tolerance 0.01, "since it is only a test". Misses versions that are off by, say, 3e-3 (wrong is more than 1e-3).
@wrong(deserves="only_float64", also=("always_gives_eps",))
def tolerance_too_wide(instance_norm):
    keep = []
    for k, x in enumerate(_inputs()):
        for eps in (1e-5, 0.5):
            before = x.copy()
            out = instance_norm(x, eps) if k % 2 else instance_norm(x, eps=eps)
            assert isinstance(out, np.ndarray) and out.dtype == x.dtype and out.shape == x.shape
            assert np.abs(out - _reference(before, eps)).max() < 0.01
            assert np.array_equal(x, before) and not np.shares_memory(x, out)
            keep.append((out, out.copy()))
    assert all(np.array_equal(a, b) for a, b in keep)


# Checks the numbers in float32, too, with 1e-3. Refuses right versions that are coarse there: breaks "the numbers are not compared there".
@wrong(deserves="float32_as_close", also=("only_default_eps", "ignores_earlier_output"))
def compares_float32_numbers(instance_norm):
    for x in _inputs():
        for dtype in (np.float64, np.float32):
            y = x.astype(dtype)
            before = y.copy()
            out = instance_norm(y)
            assert out.dtype == dtype and out.shape == y.shape and np.array_equal(y, before)
            assert np.allclose(out, _reference(before, 1e-5), atol=1e-3)


# Thinks a new array has no base and is C-contiguous. Refuses right versions that return a transposed view or Fortran order: breaks "in any
# order".
@wrong(
    deserves="demands_c_order",
    also=("always_gives_eps", "only_float64", "ignores_dtype", "ignores_shape", "ignores_earlier_output"),
)
def wants_c_order(instance_norm):
    for x in _inputs():
        before = x.copy()
        out = instance_norm(x, 0.1)
        assert out.base is None and out.flags.c_contiguous
        assert np.abs(out - _reference(before, 0.1)).max() < 1e-4
        assert np.array_equal(x, before)


# `out is not x` as the test of newness. A version that returns x[:] or a reshaped x (nothing had to be done: zeros) passes: misses
# versions that return a view of x.
@wrong(deserves="ignores_earlier_output")
def identity_as_newness(instance_norm):
    for k, x in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            y = x.astype(dtype)
            before = y.copy()
            out = instance_norm(y, 0.5) if k % 2 else instance_norm(y)
            assert out is not y
            assert type(out) is np.ndarray and out.shape == before.shape and out.dtype == dtype
            assert np.isfinite(out).all() and np.array_equal(y, before)
            if dtype is np.float64:
                assert np.abs(out - _reference(before, 0.5 if k % 2 else 1e-5)).max() < 1e-4


# Saves x "before" without a copy: before is x. In-place versions pass that check, and the numbers are compared with the reference of the
# changed x, which is the same up to 1e-5 for large variance: misses versions that centre x in place, or work in place in float32 only.
@wrong(deserves="ignores_input", also=("only_default_eps", "no_small_variance", "ignores_earlier_output"))
def before_is_the_same_array(instance_norm):
    rng = np.random.default_rng(4)
    for shape in ((1, 1, 1), (2, 3, 4), (3, 3, 3), (1, 200, 2), (120, 2, 2), (2, 2, 120)):
        for dtype in (np.float64, np.float32):
            x = (20 * rng.normal(size=shape)).clip(-49, 49).astype(dtype)
            before = x
            out = instance_norm(x)
            assert np.array_equal(x, before)
            assert out.dtype == dtype and out.shape == shape and np.isfinite(out).all()
            if dtype is np.float64:
                assert np.abs(out - _reference(x, 1e-5)).max() < 5e-4


# Never calls without eps. Misses versions with another default (1e-3, 1e-8, 0).
@wrong(deserves="always_gives_eps")
def always_passes_eps(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (1e-5, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x, eps) if k % 2 else instance_norm(x, eps=eps)
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps)).max() < 1e-4
                keep = keep[-3:] + [(out, out.copy())]
                assert all(np.array_equal(a, b) for a, b in keep)


# Calls without eps only. Misses versions that ignore eps, or use std + eps (which is hardly seen with 1e-5 and a large variance).
@wrong(deserves="only_default_eps", also=("ignores_earlier_output",))
def never_passes_eps(instance_norm):
    rng = np.random.default_rng(6)
    for shape in (
        (1, 1, 1),
        (1, 4, 2),
        (3, 1, 2),
        (3, 4, 1),
        (3, 3, 3),
        (100, 2, 2),
        (2, 100, 2),
        (2, 2, 100),
        (1, 200, 1),
    ):
        for dtype in (np.float64, np.float32):
            for x in (
                rng.uniform(-50, 50, shape),
                np.zeros(shape),
                np.full(shape, 49.9),
                0.003 * rng.normal(size=shape),
            ):
                x = x.astype(dtype)
                before = x.copy()
                out = instance_norm(x)
                assert type(out) is np.ndarray and out.shape == shape and out.dtype == dtype and np.isfinite(out).all()
                assert np.array_equal(x, before) and not np.shares_memory(out, x)
                if dtype is np.float64:
                    assert np.abs(out - _reference(before, 1e-5)).max() < 1e-4


# Properties instead of numbers: mean 0 and standard deviation 1. Misses versions with the sign turned, sorted tokens, or
# eps left out; and a constant instance is skipped.
@wrong(
    deserves="std_near_1",
    also=("no_single_token", "no_small_variance", "only_float64", "only_default_eps", "ignores_earlier_output"),
)
def mean_zero_std_one(instance_norm):
    for x in _inputs():
        if x.shape[1] == 1 or x.std(axis=1).min() < 0.1:
            continue
        before = x.copy()
        out = instance_norm(x)
        assert out.shape == x.shape and out.dtype == x.dtype and np.array_equal(x, before)
        assert np.abs(out.mean(axis=1)).max() < 1e-4
        assert np.abs(out.std(axis=1) - 1).max() < 1e-2


# Properties with eps 0 on top: "to switch eps off". eps = 0 lies beyond the limits, the call raises, so every right version is refused.
@wrong()
def switches_eps_off(instance_norm):
    x = np.random.default_rng(1).normal(size=(2, 6, 3))
    out = instance_norm(x, 0.0)
    assert np.abs(out.std(axis=1) - 1).max() < 1e-6


# A stress test with 1e8, as in the chapter on real machines. Numbers must be between -50 and 50: the call raises, all right versions
# are refused.
@wrong()
def large_offset(instance_norm):
    for x in _inputs():
        assert np.abs(instance_norm(x) - _reference(x, 1e-5)).max() < 1e-4
    x = 1e8 + np.random.default_rng(1).normal(size=(2, 6, 3))
    assert np.abs(instance_norm(x) - _reference(x, 1e-5)).max() < 1e-2


# A long sequence of 1000 tokens. 200 tokens at most: the call raises and refuses every right version.
@wrong()
def too_many_tokens(instance_norm):
    for L in (1, 2, 10, 100, 1000):
        x = np.random.default_rng(L).normal(size=(2, L, 2))
        assert np.abs(instance_norm(x) - _reference(x, 1e-5)).max() < 1e-4


# Forgets to limit the normal distribution: 30 * normal is beyond 50 now and then, so right versions are refused. (Limits of the call.)
@wrong()
def normal_times_thirty(instance_norm):
    rng = np.random.default_rng(3)
    for _ in range(50):
        x = 30 * rng.normal(size=(4, 10, 4))
        assert np.abs(instance_norm(x, eps=0.1) - _reference(x, 0.1)).max() < 1e-4


# Integer input, as students type it: np.array([[[1], [2]]]) is int64, which the call does not take. Refuses every right version.
@wrong()
def integer_example(instance_norm):
    x = np.array([[[1], [3]], [[2], [2]]])
    out = instance_norm(x, 0.5)
    assert np.abs(out - _reference(x, 0.5)).max() < 1e-4


# 1200 calls in a loop over random seeds. At most 1000 are allowed, then the call raises: every right version is refused.
@wrong()
def too_many_calls(instance_norm):
    for seed in range(1200):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=tuple(rng.integers(1, 5, 3)))
        assert np.abs(instance_norm(x) - _reference(x, 1e-5)).max() < 1e-4


# Returns False instead of raising. What it returns does not matter: no version is refused, 0 points.
@wrong(deserves="returns_false", also=("never_raises",))
def returns_a_verdict(instance_norm):
    for x in _inputs():
        before = x.copy()
        out = instance_norm(x)
        if not np.array_equal(x, before) or out.shape != x.shape or np.abs(out - _reference(before, 1e-5)).max() > 1e-4:
            return False
    return True


# Catches every exception around the call and goes on ("not my fault"). Misses versions that raise, for example for one token.
@wrong(deserves="swallows_exceptions")
def swallows_exceptions(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                try:
                    out = instance_norm(x) if eps is None else instance_norm(x, eps)
                except Exception:
                    continue
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4
                keep = keep[-3:] + [(out, out.copy())]
                assert all(np.array_equal(a, b) for a, b in keep)


# Subtracts before it looks at the shape. A version that returns (B, F, L) makes NumPy raise ValueError, and a list has no
# dtype (AttributeError): neither is an AssertionError, so those versions are not refused.
@wrong(deserves="only_default_eps", also=("only_float64", "ignores_earlier_output"))
def subtracts_before_looking(instance_norm):
    for x in _inputs():
        before = x.copy()
        out = instance_norm(x)
        difference = out - _reference(before, 1e-5)
        assert np.abs(difference).max() < 1e-4
        assert out.shape == x.shape
        assert out.dtype == x.dtype
        assert np.array_equal(x, before)


# Raises ValueError("wrong") by hand. "Any other exception that your test raises is no judgment": no wrong version is refused.
@wrong(deserves="raises_value_error")
def raises_value_error(instance_norm):
    for x in _inputs():
        before = x.copy()
        out = instance_norm(x, 0.2)
        if out.shape != x.shape or out.dtype != x.dtype:
            raise ValueError("wrong shape or dtype")
        if not np.abs(out - _reference(before, 0.2)).max() < 1e-4:
            raise ValueError("wrong numbers")
        if not np.array_equal(x, before):
            raise ValueError("x was changed")


# NaN slips through: `if max(abs(difference)) > tol` is False for NaN. Misses versions that give NaN (L = 1 with ddof, float32 near 50).
@wrong(deserves="lets_nan_through")
def nan_slips_through(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x) if eps is None else instance_norm(x, eps=eps)
                assert type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64 and np.max(np.abs(out - _reference(x, eps or 1e-5))) > 1e-4:
                    raise AssertionError("wrong numbers")
                keep = keep[-3:] + [(out, out.copy())]
                if dtype is np.float64 and not any(np.isnan(a).any() for a, _ in keep):
                    assert all(np.array_equal(a, b) for a, b in keep)


# No float32 at all. Misses versions that return float64 for float32, or NaN there.
@wrong(deserves="only_float64")
def float64_only(instance_norm):
    keep = []
    for k, x in enumerate(_inputs()):
        for eps in (None, 1.0, 0.07):
            before = x.copy()
            out = instance_norm(x) if eps is None else instance_norm(x, eps) if k % 2 else instance_norm(x, eps=eps)
            assert type(out) is np.ndarray and out.shape == x.shape and out.dtype == x.dtype
            assert np.array_equal(x, before) and not np.shares_memory(x, out)
            assert np.abs(out - _reference(before, eps or 1e-5)).max() < 1e-4
            keep = keep[-3:] + [(out, out.copy())]
            assert all(np.array_equal(a, b) for a, b in keep)


# Compares each result at once and never looks at it again. Misses versions that use one buffer for all results of a shape.
@wrong(deserves="ignores_earlier_output")
def never_looks_back(instance_norm):
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x) if eps is None else instance_norm(x, eps=eps) if k % 2 else instance_norm(x, eps)
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4


# A new shape for each call, so that nothing repeats. Misses versions that cache statistics by shape, or forget that eps changed.
@wrong(deserves="only_float64", also=("always_gives_eps",))
def every_shape_once(instance_norm):
    keep = []
    seen = set()
    for k, x in enumerate(_inputs()):
        if x.shape in seen:
            continue
        seen.add(x.shape)
        before = x.copy()
        out = instance_norm(x, (1e-5, 0.5)[k % 2]) if k % 3 else instance_norm(x, eps=(1e-5, 0.5)[k % 2])
        assert type(out) is np.ndarray and out.shape == x.shape and out.dtype == x.dtype and np.isfinite(out).all()
        assert np.array_equal(x, before) and not np.shares_memory(x, out)
        assert np.abs(out - _reference(before, (1e-5, 0.5)[k % 2])).max() < 1e-4
        keep.append((out, out.copy()))
    assert all(np.array_equal(a, b) for a, b in keep)


# Random numbers of many small shapes, both dtypes, all kinds of eps, a look back - but never more than 8 samples, tokens or
# features and no peak. Misses versions wrong from 100 on, and those that clip at 10.
@wrong(deserves="no_long_sequence", also=("always_gives_eps",))
def small_sizes_only(instance_norm):
    rng = np.random.default_rng(12)
    keep = []
    for k in range(400):
        x = rng.normal(size=tuple(rng.integers(1, 9, 3))) * rng.choice([0.003, 1, 9])
        x = (x * (k % 7 > 0) + rng.choice([0, 0, 7])).clip(-49, 49).astype((np.float64, np.float32)[k % 2])
        before = x.copy()
        eps = float(rng.choice([1e-5, 0.01, 1]))
        out = instance_norm(x, eps) if k % 3 else instance_norm(x, eps=eps)
        assert type(out) is np.ndarray and out.shape == x.shape and out.dtype == x.dtype and np.isfinite(out).all()
        assert np.array_equal(x, before) and not np.shares_memory(x, out)
        if x.dtype == np.float64:
            assert np.abs(out - _reference(before, eps)).max() < 1e-4
        keep = keep[-4:] + [(out, out.copy())]
        assert all(np.array_equal(a, b) for a, b in keep)


# Constant instances are left out ("there is nothing to normalize"), except for one token, and so are zeros. Misses versions that return x itself for all
# zeros, and - the peak among 199 equal numbers has constant neighbours in these inputs - those that clip.
@wrong()
def never_constant(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        if not x64.any() or (x64.shape[1] > 1 and (np.ptp(x64, axis=1) == 0).any()):
            continue
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x) if eps is None else instance_norm(x, eps=eps) if k % 2 else instance_norm(x, eps)
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4
                keep = keep[-4:] + [(out, out.copy())]
                assert all(np.array_equal(a, b) for a, b in keep)


# The peak goes up only. Misses a version that clips at -10 (np.maximum(out, -10)): "one large number, up or down".
@wrong()
def peak_upwards_only(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                if _reference(x, 1e-5).min() < -9:
                    continue
                out = instance_norm(x) if eps is None else instance_norm(x, eps=eps) if k % 2 else instance_norm(x, eps)
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4
                keep = keep[-4:] + [(out, out.copy())]
                assert all(np.array_equal(a, b) for a, b in keep)


# eps by position only. Misses a version that mixes up or ignores the keyword: `instance_norm(x, eps=eps)` is one of the three ways.
@wrong()
def positional_eps_only(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x) if eps is None else instance_norm(x, eps)
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4
                keep = keep[-4:] + [(out, out.copy())]
                assert all(np.array_equal(a, b) for a, b in keep)


# Turns warnings into errors: a NumPy warning is a bug, isn't it? A right version may warn (for example take the root of a negative number and repair
# it afterwards) and gets refused by the exception. It never passes eps either, and never looks back: misses those versions.
@wrong(deserves="only_default_eps", also=("ignores_earlier_output",))
def warnings_are_errors(instance_norm):
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        for x in _inputs():
            for dtype in (np.float64, np.float32):
                y = x.astype(dtype)
                before = y.copy()
                out = instance_norm(y)
                assert (
                    type(out) is np.ndarray and out.shape == y.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert np.array_equal(y, before) and not np.shares_memory(y, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(before, 1e-5)).max() < 1e-4


# Asks for exactly the same bits from the same call, and for batch independence bit by bit. In float32 and float64 only closeness is promised:
# refuses right versions whose rounding depends on the batch (another order of summation).
@wrong(
    deserves="exact_equality",
    also=(
        "always_gives_eps",
        "only_float64",
        "ignores_input",
        "ignores_dtype",
        "ignores_earlier_output",
        "no_single_token",
    ),
)
def bitwise_batch_independence(instance_norm):
    rng = np.random.default_rng(14)
    for shape in ((3, 50, 4), (7, 9, 2), (5, 200, 3)):
        x = rng.normal(size=shape)
        whole = instance_norm(x, 0.1)
        assert np.abs(whole - _reference(x, 0.1)).max() < 1e-4
        for b in range(shape[0]):
            for f in range(shape[2]):
                alone = instance_norm(np.ascontiguousarray(x[b : b + 1, :, f : f + 1]), 0.1)
                assert np.array_equal(alone[0, :, 0], whole[b, :, f])


# Chỉ kiểm tra khi eps = 1e-5 và phương sai lớn: `assert out.std() gần 1` cho cả lô, không theo từng chuỗi. Bỏ sót LayerNorm, BatchNorm
# và nhiều kiểu sai khác.
@wrong(
    deserves="std_near_1",
    also=(
        "only_default_eps",
        "only_float64",
        "ignores_dtype",
        "no_single_token",
        "no_small_variance",
        "no_long_sequence",
        "ignores_earlier_output",
    ),
)
def do_lech_chuan_ca_lo(instance_norm):
    x = np.random.default_rng(5).normal(size=(8, 50, 6))
    ban_dau = x.copy()
    kq = instance_norm(x)
    assert kq.shape == x.shape
    assert abs(kq.mean()) < 1e-3
    assert abs(kq.std() - 1) < 2e-2
    assert np.array_equal(x, ban_dau)


# One dtype check too few: compares numbers, newness, old results, in both dtypes - with np.allclose against a float64 reference - but
# never `out.dtype`. Misses versions that return float64 for float32 (or float32 rounded numbers).
@wrong(deserves="ignores_dtype")
def forgets_the_dtype(instance_norm):
    keep = []
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x) if eps is None else instance_norm(x, eps=eps) if k % 2 else instance_norm(x, eps)
                assert isinstance(out, np.ndarray) and out.shape == x.shape and np.isfinite(out).all()
                assert np.array_equal(x, x64.astype(dtype)) and not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4
                keep = keep[-4:] + [(out, out.copy())]
                assert all(np.array_equal(a, b) for a, b in keep)


# Sizes drawn as B = L = F = 4 all the time ("a cube is enough"). Misses versions that are wrong for one token, one sample, or that
# depend on sizes; and with B = L = F a returned transposed shape is not seen.
@wrong(deserves="only_equal_sizes", also=("no_single_token", "no_long_sequence"))
def cubes_only(instance_norm):
    rng = np.random.default_rng(15)
    keep = []
    for k in range(150):
        x = rng.uniform(-50, 50, (4, 4, 4)) * rng.choice([1, 0.01, 1e-4])
        x = x.astype((np.float64, np.float32)[k % 2])
        before = x.copy()
        out = instance_norm(x) if k % 3 == 0 else instance_norm(x, 0.2) if k % 3 == 1 else instance_norm(x, eps=1.0)
        assert type(out) is np.ndarray and out.shape == x.shape and out.dtype == x.dtype and np.isfinite(out).all()
        assert np.array_equal(x, before) and not np.shares_memory(x, out)
        if x.dtype == np.float64:
            assert np.abs(out - _reference(before, (1e-5, 0.2, 1.0)[k % 3])).max() < 1e-4
        keep = keep[-4:] + [(out, out.copy())]
        assert all(np.array_equal(a, b) for a, b in keep)


# Compares with x after the call: the reference is computed too late, from the array that the version may have changed, and x is not
# checked. A version that also centres x in place passes, as centring does not change the result.
@wrong(deserves="ignores_input", also=("ignores_earlier_output",))
def reference_too_late(instance_norm):
    for k, x64 in enumerate(_inputs()):
        for dtype in (np.float64, np.float32):
            for eps in (None, 0.3):
                x = x64.astype(dtype)
                out = instance_norm(x) if eps is None else instance_norm(x, eps=eps) if k % 2 else instance_norm(x, eps)
                assert (
                    type(out) is np.ndarray and out.shape == x.shape and out.dtype == dtype and np.isfinite(out).all()
                )
                assert not np.shares_memory(x, out)
                if dtype is np.float64:
                    assert np.abs(out - _reference(x, eps or 1e-5)).max() < 1e-4


# Compares only the first sample and first feature with a loop in pure Python. Misses versions that are wrong for the others (statistics of
# sample 0 used for all).
@wrong(deserves="only_float64", also=("always_gives_eps", "ignores_earlier_output"))
def first_instance_only(instance_norm):
    for k, x in enumerate(_inputs()):
        before = x.copy()
        eps = (1e-5, 0.2)[k % 2]
        out = instance_norm(x, eps)
        column = before[0, :, 0].tolist()
        mu = sum(column) / len(column)
        var = sum((v - mu) ** 2 for v in column) / len(column)
        assert out.shape == x.shape and out.dtype == x.dtype and np.isfinite(out).all()
        for t, v in enumerate(column):
            assert abs(out[0, t, 0] - (v - mu) / math.sqrt(var + eps)) < 1e-4
        assert np.array_equal(x, before) and not np.shares_memory(x, out)
