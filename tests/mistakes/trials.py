"""The versions of `instance_norm` that a learner's own test is tried on: whether it tells wrong from right."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from grader.exercises import EXERCISES
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.black_box import BlackBox
from grader.judging.cases import DEFAULT_SEED, Case, cases_of, size
from grader.judging.counterexample import as_code
from grader.judging.tracebacks import line_that_raised, name_and_words, told_first
from grader.judging.verdict import EndedError, failure
from grader.sandbox.inside.remote_function import refuse_bad_arguments
from grader.text import Text
from mistakes import instance_norm
from mistakes.bank import Mistake, RightVersion, mistakes_of, right_versions_of

OUTCOME = Text(vi="kết quả của check_instance_norm", en="the outcome of check_instance_norm")
GOT_THROUGH = Text(
    vi="{count} trong {tried} phiên bản sai lọt qua. Một trong số đó: “{name}”.",
    en="{count} of {tried} wrong versions got through. One of them: “{name}”.",
)
ITS_AUTHOR_HEARS = Text(
    vi="Người viết phiên bản ấy sẽ nghe: “{why}”", en="The author of that version would hear: “{why}”"
)
SHOWS = Text(vi="Lỗi ấy lộ ra với đầu vào này:", en="On this input it shows:")
REFUSED = Text(
    vi="{count} trong {tried} phiên bản đúng bị từ chối{line}.",
    en="{count} of {tried} right versions were refused{line}.",
)
ONE_AND_LAST = Text(
    vi="Một trong số đó, và đầu vào cuối cùng của nó:", en="One of them, and the last input it was given:"
)
RAISED = Text(
    vi="Với {count} trong {tried} phiên bản, hàm của bạn phát sinh ngoại lệ khác AssertionError{line}.",
    en="With {count} of {tried} versions your function raised something other than AssertionError{line}.",
)
LAST = Text(vi="Đầu vào cuối cùng mà một trong số đó đã nhận:", en="The last input that one of them was given:")
AT_LINE = Text(vi=", ở dòng {number}: {line}", en=", at line {number}: {line}")


@dataclass(frozen=True)
class Trial:
    """How a learner's test went on one version: `error` is what it raised, `last` the last input that it tried."""

    version: Mistake | RightVersion
    error: BaseException | None
    refused: bool
    last: Case

    @property
    def is_right(self) -> bool:
        """Whether the version was a right one."""
        return isinstance(self.version, RightVersion)

    @property
    def raised(self) -> bool:
        """Whether the test itself failed."""
        return self.error is not None and not self.refused


def tried(check_instance_norm: Callable, version: str) -> Trial:
    """Try a learner's test on one version. A stub is let through, and the end of a submission."""
    entry = {**mistakes_of("instance_norm"), **right_versions_of("instance_norm")}[version]
    instance_norm.forget_earlier_calls()
    box = BlackBox(entry.answer)
    error = None
    try:
        check_instance_norm(box)
    except (KeyboardInterrupt, NotImplementedError, EndedError):
        raise
    except BaseException as raised:  # noqa: BLE001 - whatever it raises is how it judged
        error = told_first(raised)
    finally:
        box.close()
    refused = error is not None and (isinstance(error, AssertionError) or box.let_through(error))
    return Trial(entry, error, refused, box.last)


def assert_told_apart(check_instance_norm: Callable, versions: str) -> None:
    """The learner's test refuses the wrong ones of these versions and no right one. Raises MisjudgedError."""
    trials = [tried(check_instance_norm, version) for version in versions.split()]
    raised = [trial for trial in trials if trial.raised]
    refused = [trial for trial in trials if trial.is_right and trial.refused]
    through = [trial for trial in trials if not trial.is_right and trial.error is None]
    right = sum(trial.is_right for trial in trials)
    if raised:
        trial, told = raised[0], RAISED.format(count=len(raised), tried=len(trials), line=_line_of(raised[0]))
        raise _outcome(trial, told, LAST, as_code(trial.last, None))
    if refused:
        trial = min(refused, key=lambda trial: len(inspect.getsource(trial.version.answer)))
        told = REFUSED.format(count=len(refused), tried=right, line=_line_of(trial))
        raise _outcome(trial, told, ONE_AND_LAST, [*_source(trial.version.answer), *as_code(trial.last, None)])
    if through:
        shown = [(*shows(trial.version.answer), trial.version) for trial in through]
        case, mismatch, wrong = min(shown, key=lambda seen: size(seen[0]))
        told = GOT_THROUGH.format(count=len(through), tried=len(trials) - right, name=wrong.name)
        raise MisjudgedError(
            what=mismatch.what,
            expected=mismatch.expected,
            actual=mismatch.actual,
            index=mismatch.index,
            told=told,
            above=SHOWS,
            code=as_code(case, mismatch.index),
            why=ITS_AUTHOR_HEARS.format(why=wrong.why),
            case=case,
        )


def shows(function: Callable) -> tuple[Case, MismatchError]:
    """The smallest input at hand on which a wrong instance_norm shows, and how it does: the output before all else."""
    exercise = EXERCISES["instance_norm"]
    cases = cases_of(exercise, DEFAULT_SEED)
    for prop in ("definition", *exercise.tests):
        for case in cases[prop]:
            instance_norm.forget_earlier_calls()
            error = failure(exercise.tests[prop], {"instance_norm": function}, case)
            if isinstance(error, MismatchError) and _may_be_asked(case):
                return case, error
    raise ValueError(f"{function.__name__} shows on no input, so no test can be asked to find it")


def _may_be_asked(case: Case) -> bool:
    try:
        refuse_bad_arguments(case["x"], case.get("eps"))
    except ValueError:
        return False
    return True


def _outcome(trial: Trial, told: Text, above: Text, code: list[str]) -> MisjudgedError:
    expected, actual = "None" if trial.is_right else "AssertionError", name_and_words(trial.error)
    return MisjudgedError(what=OUTCOME, expected=expected, actual=actual, told=told, above=above, code=code)


def _line_of(trial: Trial) -> Text:
    place = line_that_raised(trial.error)
    return AT_LINE.format(number=place[0], line=place[1]) if place else Text(vi="", en="")


def _source(function: Callable) -> list[str]:
    """The lines of a function, without what puts it into the bank."""
    lines = inspect.getsource(function).splitlines()
    return lines[next(number for number, line in enumerate(lines) if line.startswith("def ")) :]
