"""Before an answer is judged, the graded tests are tried on the reference: what is wrong with them is their author's.

They are tried once for a seed, and again when any code of the course has changed.
"""

import contextlib
import traceback
from functools import cache
from pathlib import Path

from grader.exercises import Exercise, names_judged_by
from grader.fingerprint import fingerprint_of_the_code
from grader.judging import cases
from grader.judging.cases import BrokenTestsError
from grader.judging.verdict import Result, judge
from grader.rubric import FULL_MARKS
from grader.text import Text

OURS = Path(__file__).parents[1]
BROKEN = Text(
    vi="Không chấm được bài tập {exercise}: {why}. Đó là lỗi của người soạn bài, không phải của người học; chưa bài nào"
    " được chấm.",
    en="The exercise {exercise} cannot be graded: {why}. That is for its author to mend, and no fault of a learner's;"
    " nothing was graded.",
)
NOT_IMPORTED = Text(
    vi="không nạp được các kiểm thử hay lời giải mẫu của nó", en="its tests or its reference solution cannot be loaded"
)
NO_PROPERTY = Text(
    vi="trong tests/graded/test_{exercise}.py không có hàm test_… nào mang @graded",
    en="no function test_… in tests/graded/test_{exercise}.py has @graded",
)
NOT_GIVEN = Text(
    vi="test_{prop} không phải là kiểm thử của Hypothesis: nó thiếu @given",
    en="test_{prop} is no test of Hypothesis: it lacks @given",
)
STRANGER = Text(
    vi="test_{prop} nhận {names}, vốn không được @given sinh ra và cũng không có trong danh sách tên của"
    " tests/graded/{exercise}.toml",
    en="test_{prop} takes {names}, which @given does not draw and the names of tests/graded/{exercise}.toml do not"
    " have",
)
POINTS = Text(
    vi="điểm của các tính chất cốt lõi cộng lại được {sum} thay vì {full}; hãy sửa điểm trong"
    " tests/graded/test_{exercise}.py",
    en="the points of its core properties add up to {sum} instead of {full}; mend them in"
    " tests/graded/test_{exercise}.py",
)
REFUSED = Text(
    vi="lời giải mẫu không qua được test_{prop}",
    en="its reference solution does not pass test_{prop}",
)


def refuse_broken_tests(exercise: Exercise, seed: int) -> None:
    """Raise BrokenTestsError unless the points add up and the reference solution gets all of them, for this seed."""
    # Cases that are shipped were tried where they were drawn, and a student has no solution to try them on.
    if not cases.shipped and exercise.has_solution:
        _refuse(exercise, seed)


@cache
def _refuse(exercise: Exercise, seed: int) -> None:
    tried = cases.cache_folder() / f"{exercise.id}-{seed}-{fingerprint_of_the_code()}.tried"
    if tried.exists():
        return
    _try(exercise, seed)
    with contextlib.suppress(OSError):  # where nothing can be kept, they are tried again
        tried.touch()


def _try(exercise: Exercise, seed: int) -> None:
    try:
        tests, solution = exercise.tests, exercise.solution
    except Exception as error:
        raise _broken(exercise, NOT_IMPORTED, error) from error
    if not tests:
        raise _broken(exercise, NO_PROPERTY)
    for prop, test in tests.items():
        if not hasattr(test, "hypothesis"):
            raise _broken(exercise, NOT_GIVEN.format(prop=prop))
        strangers = [name for name in names_judged_by(test) if name not in exercise.names]
        if strangers:
            names = ", ".join(strangers)
            raise _broken(exercise, STRANGER.format(prop=prop, names=names, exercise=exercise.id))
    points = sum(test.grading.points for test in tests.values())
    if points != FULL_MARKS:
        raise _broken(exercise, POINTS.format(sum=f"{points:g}", full=FULL_MARKS, exercise=exercise.id))
    for result in judge(exercise, solution, seed).broken:
        raise _broken(exercise, REFUSED.format(prop=result.prop), result.error, _told(result))


def _broken(
    exercise: Exercise, why: Text, error: BaseException | None = None, told: str | None = None
) -> BrokenTestsError:
    said = BROKEN.format(exercise=exercise.id, why=why.format(exercise=exercise.id))
    if error is None:
        return BrokenTestsError(said)
    lines = [*([told] if told else []), _traceback(error)]
    return BrokenTestsError(Text(vi="\n\n".join([said.vi, *lines]), en="\n\n".join([said.en, *lines])))


def _told(result: Result) -> str:
    """The case on which it fell, as Python would write it."""
    return "\n".join(f"{name} = {value!r}" for name, value in (result.case or {}).items())


def _traceback(error: BaseException) -> str:
    """The author's traceback: what it says from the first line on that is not the grader's own."""
    lines = error.__traceback__
    while lines is not None and Path(lines.tb_frame.f_code.co_filename).is_relative_to(OURS):
        lines = lines.tb_next
    shown = error.with_traceback(lines or error.__traceback__)
    return "".join(traceback.format_exception(shown)).strip()
