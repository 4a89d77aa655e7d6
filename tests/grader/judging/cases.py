"""The cases that a submission is judged on: drawn once for a seed, kept on disk, the same for everybody."""

import hashlib
import inspect
import sys
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from grader.exercises import Case, Exercise
from grader.judging.draw_cases import load
from grader.text import CourseError, Text

MAX_DRAWN_FEATURES = 6
DEFAULT_SEED = 20160727  # the day on which the paper on instance normalization appeared
# Folders with cases that were drawn beforehand, for where no process can be started to draw them: in a page. They are
# found under `drawn_name`, whatever versions of Hypothesis and NumPy are there.
shipped: list[Path] = []
NOT_DRAWN = Text(
    vi="Không sinh được đầu vào cho bài tập {exercise}. Đó là lỗi của người soạn các kiểm thử trong"
    " tests/graded/test_{exercise}.py, không phải của người học; chưa bài nào được chấm.\n\n{traceback}",
    en="No cases could be drawn for the exercise {exercise}. That is for the author of tests/graded/test_{exercise}.py"
    " to mend, and no fault of a learner's; nothing was graded.\n\n{traceback}",
)


class BrokenTestsError(CourseError):
    """The graded tests of an exercise are broken, which their author must mend; the text has the traceback."""


@cache
def cases_of(exercise: Exercise, seed: int) -> dict[str, list[Case]]:
    """The cases of every property of the exercise, from small to large. Copy the arrays before handing them out.

    Raises BrokenTestsError where they cannot be drawn.
    """
    given = next((path for folder in shipped if (path := folder / drawn_name(exercise.id, seed)).exists()), None)
    cases = _kept_or_drawn(exercise, seed) if given is None else load(given)
    return {prop: sorted(drawn, key=size) for prop, drawn in cases.items()}


def drawn_name(exercise: str, seed: int = DEFAULT_SEED) -> str:
    """What the file of an exercise's cases is called in a folder of `shipped`."""
    return f"{exercise}-{seed}.npz"


def _kept_or_drawn(exercise: Exercise, seed: int) -> dict[str, list[Case]]:
    path = cache_folder() / f"{exercise.id}-{seed}-{_fingerprint(exercise)}.npz"
    try:
        return load(path)
    except (OSError, ValueError, zipfile.BadZipFile):  # not there yet, or spoilt
        return _drawn(exercise, seed, path)


def _drawn(exercise: Exercise, seed: int, path: Path) -> dict[str, list[Case]]:
    """Draw the cases into `path`, or where that cannot be written, into a file that is gone afterwards."""
    import subprocess  # only here: in a page there are no processes

    # -P: a file of the learner's called random.py must not stand in for Python's own.
    draw = [sys.executable, "-P", "-m", "grader.judging.draw_cases", exercise.id, str(seed)]
    if subprocess.run([*draw, str(path)], check=False, stderr=subprocess.DEVNULL).returncode == 0:
        return load(path)
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([*draw, f"{folder}/cases.npz"], check=False, capture_output=True)
        if run.returncode:
            said = run.stderr.decode(errors="replace").strip()
            raise BrokenTestsError(NOT_DRAWN.format(exercise=exercise.id, traceback=said))
        return load(Path(folder) / "cases.npz")


def cache_folder() -> Path:
    """Where drawn cases are kept; deleting it costs time and nothing else."""
    from platformdirs import user_cache_path

    return user_cache_path("instance-norm-course")


def size(case: Case) -> tuple[int, int]:
    """How hard a case is to read: how many numbers it holds, then how many digits these have."""
    arrays = [value for value in case.values() if isinstance(value, np.ndarray)]
    return sum(array.size for array in arrays), sum(len(repr(array.tolist())) for array in arrays)


def fresh(case: Case) -> Case:
    """The case with arrays of its own, which a submission may overwrite."""
    return {name: value.copy() if isinstance(value, np.ndarray) else value for name, value in case.items()}


def widened(case: Case, more: int) -> Case | None:
    """The case with its features repeated until there are more than in any that is drawn; None where it has no x.

    With each step of `more` they are repeated once more.
    """
    x = case.get("x")
    if not isinstance(x, np.ndarray) or x.ndim != 3:
        return None
    times = MAX_DRAWN_FEATURES // x.shape[2] + more
    wide = {name: np.concatenate([value] * times, axis=-1) for name, value in case.items() if _has_features(value, x)}
    groups = {"num_groups": case["num_groups"] * times} if "num_groups" in case else {}
    return {**case, **wide, **groups}


def _has_features(value: object, x: np.ndarray) -> bool:
    return isinstance(value, np.ndarray) and value.ndim in (1, 3) and value.shape[-1] == x.shape[2]


def _fingerprint(exercise: Exercise) -> str:
    """Changes whenever the same seed may give other cases: with Hypothesis, NumPy, or the graded tests."""
    import hypothesis  # only here: whoever is given cases need not wait for it

    import graded

    sources = [Path(inspect.getfile(exercise.module)), *sorted(Path(inspect.getfile(graded)).parent.glob("[!t]*.py"))]
    parts = [hypothesis.__version__, np.__version__, *(path.read_text(encoding="utf-8") for path in sources)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
