"""Assertions of the graded tests: each raises a `MismatchError` that carries what a learner needs to see.

What a submission hands back may be anything; every assertion that takes an `actual` accepts anything and answers
with a `MismatchError`, never with an error of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from grader.text import CourseError, Text

Aspect = Literal["number", "shape", "dtype", "kind", "type", "parts", "count", "new", "most", "raises"]
REAL_NUMBERS = "fiu"
SHAPE = Text(vi="shape", en="shape")
DTYPE = Text(vi="dtype", en="dtype")
TYPE = Text(vi="kiểu", en="type")
COUNT = Text(vi="số giá trị", en="number of values")
SHARED = Text(vi="np.shares_memory với mảng trả về trước", en="np.shares_memory with an earlier array")


class MismatchError(AssertionError):
    """What came out is not what should have.

    `what` names what was compared. `expected` and `actual` are arrays of one shape, or short strings that read the
    same in every language ("float32", "(2, 1, 3)"). `index` is the first wrong place of the arrays, else None.
    `share`, in [0, 1), is how much of the property is right all the same.

    For the code that shows it: `tolerance` is how far that number may be off, `subject` the object whose `aspect` was
    compared ("number" stands for the arrays themselves), and `raised` what the learner's code raised instead.
    """

    def __init__(
        self,
        *,
        what: Text,
        expected: Any,
        actual: Any,
        index: tuple[int, ...] | None = None,
        share: float = 0,
        tolerance: float = 0,
        aspect: Aspect = "number",
        subject: Any = None,
        raised: Exception | None = None,
    ) -> None:
        super().__init__(what, expected, actual, index)
        self.what = what
        self.expected = expected
        self.actual = actual
        self.index = index
        self.share = share
        self.tolerance = tolerance
        self.aspect = aspect
        self.subject = actual if aspect == "number" else subject
        self.raised = raised

    def __str__(self) -> str:
        if self.index is None:
            return f"{self.what.en} should be {self.expected}, but is {self.actual}"
        place = list(self.index)
        return f"{self.what.en} at {place} should be {self.expected[self.index]}, but is {self.actual[self.index]}"


class MisjudgedError(MismatchError):
    """A test that a learner wrote judged a version wrongly.

    `told` says which version, and how. `above` stands above `code`, lines that show it. Of a wrong version `why` says
    what is wrong with it, and `case` is the input for a picture. `outcomes` say by the id of each version how the test
    went on it.
    """

    def __init__(
        self,
        *,
        told: Text,
        above: Text,
        code: list[str],
        outcomes: Mapping[str, str],
        why: Text | None = None,
        case: dict[str, Any] | None = None,
        **compared: Any,
    ) -> None:
        super().__init__(**compared)
        self.told = told
        self.above = above
        self.code = code
        self.outcomes = outcomes
        self.why = why
        self.case = case


class NotAnArray:
    """Stands for a result that cannot be passed on as an array: a proxy of a submission returns it.

    `type_name` is the name of the type that the submission returned: "list", "NoneType". Of an array of something else
    than numbers `dtype_name` says of what, of a long tuple or list `length` how long it is.
    """

    dtype_name: str | None = None
    length: int | None = None

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name


def assert_close(actual: Any, expected: ArrayLike, *, tolerance: ArrayLike, what: Text) -> None:
    """Every number of `actual` is within `tolerance` of `expected`; NaN only where `expected` is NaN, infinity never.

    A guard expects what the learner's own code gave before, and two NaN of the same code break no guard.
    `expected` has the shape of `actual` or is one number; `tolerance` broadcasts to that shape. Raises MismatchError.
    """
    expected = np.asarray(expected, np.float64)
    assert_plain_array(actual, what=what)
    if expected.ndim:
        assert_shape(actual, expected.shape, what=what)
    with np.errstate(all="ignore"):
        numbers = np.asarray(actual, np.float64)
        close = (np.abs(numbers - expected) <= tolerance) | (np.isnan(numbers) & np.isnan(expected))
    _assert_everywhere(close, actual, np.broadcast_to(expected, actual.shape), what, tolerance)


def assert_same(actual: Any, expected: np.ndarray, *, what: Text) -> None:
    """`actual` has the shape, the dtype and bit for bit the numbers of `expected`. Raises MismatchError."""
    assert_shape(actual, expected.shape, what=what)
    assert_dtype(actual, expected.dtype, what=what)
    bits = np.dtype(f"u{expected.itemsize}")
    _assert_everywhere(np.equal(actual.view(bits), expected.view(bits)), actual, expected, what)


def assert_shape(actual: Any, shape: tuple[int, ...], *, what: Text) -> None:
    """`actual` is a plain array of exactly this shape. Raises MismatchError."""
    assert_plain_array(actual, what=what)
    if actual.shape != tuple(shape):
        raise _compared("shape", actual, what=_of(SHAPE, what), expected=str(tuple(shape)), actual=str(actual.shape))


def assert_dtype(actual: Any, dtype: DTypeLike, *, what: Text) -> None:
    """`actual` is a plain array of exactly this dtype. Raises MismatchError."""
    assert_plain_array(actual, what=what)
    if actual.dtype != dtype:
        raise _compared("dtype", actual, what=_of(DTYPE, what), expected=str(np.dtype(dtype)), actual=str(actual.dtype))


def assert_plain_array(actual: Any, *, what: Text) -> None:
    """`actual` is a numpy.ndarray, no subclass of it, and holds real numbers. Raises MismatchError."""
    if isinstance(actual, NotAnArray) and actual.dtype_name is not None:
        raise MismatchError(what=_of(DTYPE, what), expected="float", actual=actual.dtype_name)
    if type(actual) is not np.ndarray:
        raise _compared("type", actual, what=_of(TYPE, what), expected="numpy.ndarray", actual=type_name(actual))
    if actual.dtype.kind not in REAL_NUMBERS or not actual.dtype.isnative:
        raise _compared("kind", actual, what=_of(DTYPE, what), expected="float", actual=str(actual.dtype))


def assert_new(actual: Any, earlier: Any, *, what: Text) -> None:
    """`actual`, if it is an array, shares no memory with an array returned earlier. Raises MismatchError."""
    both = isinstance(actual, np.ndarray) and isinstance(earlier, np.ndarray)
    if both and np.shares_memory(actual, earlier):
        told = _of(SHARED, what)
        raise _compared("new", actual, what=told, expected="False", actual="True")


def assert_pair(actual: Any, *, what: Text) -> Sequence[Any]:
    """`actual` is a tuple (or list) of two things, which are returned. Raises MismatchError."""
    return assert_parts(actual, 2, what=what)


def assert_parts(actual: Any, count: int, *, what: Text) -> Sequence[Any]:
    """`actual` is a tuple (or list) of so many things, which are returned. Raises MismatchError."""
    if isinstance(actual, NotAnArray) and actual.length is not None:
        raise MismatchError(what=_of(COUNT, what), expected=str(count), actual=str(actual.length))
    if not isinstance(actual, tuple | list):
        raise _compared("parts", actual, what=_of(TYPE, what), expected="tuple", actual=type_name(actual))
    if len(actual) != count:
        raise _compared("count", actual, what=_of(COUNT, what), expected=str(count), actual=str(len(actual)))
    return actual


def assert_at_most(actual: float, most: float, *, what: Text) -> None:
    """`actual`, a number that the grader measured, is not above `most`. Raises MismatchError."""
    if not actual <= most:
        raise _compared("most", most, what=what, expected=f"≤ {most:g}", actual=f"{actual:.0f}")


def assert_raises(kind: type[Exception], call: Callable[[], object], *, what: Text) -> None:
    """The call raises this kind of exception. MismatchError when it returns or raises another one.

    A stub's NotImplementedError goes through, and so does a CourseError: the code can no longer be asked.
    """
    raised = None
    try:
        actual = f"return {type_name(call())}"
    except (NotImplementedError, CourseError):  # the first is a RuntimeError
        raise
    except kind:
        return
    except Exception as error:  # noqa: BLE001 - whatever else it is, it is not the one asked for
        actual, raised = f"raise {type(error).__name__}", error
    expected = f"raise {kind.__name__}"
    raise MismatchError(what=what, expected=expected, actual=actual, aspect="raises", raised=raised) from raised


def type_name(actual: object) -> str:
    """The name of the type that the submission returned, also where a proxy stands in for it.

    What is derived from tuple or list goes by their names, as which it comes from another process.
    """
    if isinstance(actual, tuple | list):
        return "tuple" if isinstance(actual, tuple) else "list"
    return actual.type_name if isinstance(actual, NotAnArray) else type(actual).__name__


def _assert_everywhere(
    good: np.ndarray, actual: np.ndarray, expected: np.ndarray, what: Text, tolerance: ArrayLike = 0
) -> None:
    if not good.all():
        index = tuple(int(place) for place in np.unravel_index(np.argmin(good), good.shape))
        allowed = float(np.broadcast_to(np.asarray(tolerance, np.float64), good.shape)[index])
        raise MismatchError(what=what, expected=expected, actual=actual, index=index, tolerance=allowed)


def _compared(aspect: Aspect, subject: object, *, what: Text, expected: str, actual: str) -> MismatchError:
    return MismatchError(what=what, expected=expected, actual=actual, aspect=aspect, subject=subject)


def _of(aspect: Text, what: Text) -> Text:
    return Text(vi=f"{aspect.vi} của {what.vi}", en=f"the {aspect.en} of {what.en}")
