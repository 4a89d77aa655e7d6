"""The trials of a learner's own test: whether it tells wrong versions of `instance_norm` from right ones."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from grader.exercises import Case
from grader.judging.assertions import MisjudgedError, MismatchError
from grader.judging.black_box import BlackBox, Journal
from grader.judging.script import as_code
from grader.judging.tracebacks import line_that_raised, name_and_words, told_first
from grader.judging.verdict import EndedError, OutOfTimeError
from grader.text import Text
from mistakes.bank import mistakes_of
from mistakes.versions import Version, forget_earlier_calls, versions
from mistakes.witness import witness

MAX_LISTED = 4
FIRST_OF_MORE = 2
MAX_LETTERS = 80
ONE_TWICE_OF = 8

OUTCOME = Text(vi="kết quả của check_instance_norm", en="the outcome of check_instance_norm")
COUNTED = Text(
    vi="Kiểm thử của bạn từ chối {caught} trong {wrong} phiên bản sai và {accused} trong {right} phiên bản đúng.",
    en="Your test refuses {caught} of {wrong} wrong versions and {accused} of {right} right ones.",
)
GOT_THROUGH = Text(vi="Phiên bản sai lọt qua: {names}.", en="Wrong versions that got through: {names}.")
NAME = Text(vi="“{name}”", en="“{name}”")
NUMBERED = Text(vi="{number}. “{name}”", en="{number}. “{name}”")
LISTED = Text(vi="{names}; {name}", en="{names}; {name}")
AND_OTHERS = Text(vi="{names} và {count} phiên bản nữa", en="{names} and {count} more")
REFUSED = Text(
    vi="Phiên bản đúng bị từ chối{line}: {names}. Vì sao “{name}” đúng: {why}",
    en="Right versions that were refused{line}: {names}. Why “{name}” is right: {why}",
)
RAISED = Text(
    vi="Nó phát sinh ngoại lệ khác AssertionError với {count} phiên bản, như thế không phải là từ chối{line}: {error}.",
    en="It raises something other than AssertionError, which is no refusal, with {count} of them{line}: {error}.",
)
ITS_AUTHOR_HEARS = Text(
    vi="Người viết phiên bản “{name}” sẽ nghe: “{why}”", en="The author of “{name}” would hear: “{why}”"
)
SHOW = Text(vi="Lỗi lộ ra khi gọi như sau:", en="This is how it shows:")
SHOW_FIRST = Text(vi="Phiên bản thứ nhất lộ ra với lời gọi này:", en="This call shows the first of them:")
AND_LAST = Text(
    vi="Phiên bản đúng đó, và đầu vào cuối cùng mà nó nhận:", en="That right version, and the last input it was given:"
)
AT_LINE = Text(vi=", ở dòng {number}: {line}", en=", at line {number}: {line}")
SENTENCES = Text(vi="{said} {more}", en="{said} {more}")


@dataclass(frozen=True)
class Trial:
    """How a learner's test went on one version: `error` is what it raised, `last` the last input that it tried."""

    version: Version
    error: BaseException | None
    refused: bool
    last: Case

    @property
    def raised(self) -> bool:
        """Whether the test itself failed."""
        return self.error is not None and not self.refused

    @property
    def outcome(self) -> str:
        """ "passed", "refused", or the name of what else the test raised."""
        if self.error is None:
            return "passed"
        return "refused" if self.refused else type(self.error).__name__

    @property
    def is_just(self) -> bool:
        """Whether a wrong version was refused, or a right one not."""
        return self.error is None if self.version.is_right else self.refused


def tried(check_instance_norm: Callable[..., object], version: str, journal: Journal | None = None) -> Trial:
    """Try a learner's test on one version. A stub is let through, and the end of a submission."""
    entry = versions()[version]
    box = BlackBox(entry.answer, forget_earlier_calls, journal)
    error = None
    try:
        check_instance_norm(box)
    except (KeyboardInterrupt, NotImplementedError, EndedError, OutOfTimeError):
        raise
    except BaseException as raised:  # noqa: BLE001 - whatever it raises is how it judged
        error = told_first(raised)
    finally:
        box.close()
    refused = error is not None and (isinstance(error, AssertionError) or box.let_through(error))
    return Trial(entry, error, refused, box.last)


def assert_told_apart(check_instance_norm: Callable[..., object], order: str) -> None:
    """The learner's test refuses the wrong ones of these versions and no right one. Raises MisjudgedError.

    A version that stands in the order twice is tried twice, unless it was misjudged at first, and must be judged justly
    both times: so nothing comes of guessing. What a test is right in is the share of the wrong versions that it refuses
    less that of the right ones.
    """
    journal = Journal()
    trials: dict[str, Trial] = {}
    for name in order.split():
        if name not in trials or trials[name].is_just:
            trials[name] = tried(check_instance_norm, name, journal)
    in_order = [trials[name] for name in versions() if name in trials]
    unjust = [trial for trial in in_order if not trial.is_just]
    if unjust:
        raise _misjudged(in_order, unjust)


def mostly_once(order: str) -> str:
    """Of an order in which each version stands twice, as much that one of eight still does, and the others once."""
    names = order.split()
    once = len(set(names))
    return " ".join(names[: once + once // ONE_TWICE_OF])


def tests_like(outcomes: Mapping[str, str]) -> list[str]:
    """The ids of the bank's wrong tests that go on every version just as these outcomes say."""
    misjudged = [name for name, outcome in outcomes.items() if (outcome == "passed") != versions()[name].is_right]
    first = [*misjudged, *(name for name in outcomes if name not in misjudged)]  # what tells most tests apart
    return [
        test
        for test in mistakes_of("check_instance_norm")
        if all(_outcome_of_mistake(test, name) == outcomes[name] for name in first)
    ]


@cache
def _outcome_of_mistake(test: str, version: str) -> str:
    return tried(mistakes_of("check_instance_norm")[test].answer, version).outcome


@dataclass(frozen=True)
class _Shown:
    """One misjudged version as a learner sees it; the names are those of a MisjudgedError."""

    mismatch: MismatchError
    above: Text
    code: list[str]
    why: Text | None = None
    case: Case | None = None


def _misjudged(trials: Sequence[Trial], unjust: Sequence[Trial]) -> MisjudgedError:
    """What is said of a test with these trials, some of them unjust."""
    accused = [trial for trial in unjust if trial.version.is_right]
    through = [trial for trial in unjust if not trial.version.is_right]
    raised = [trial for trial in trials if trial.raised]
    right = sum(trial.version.is_right for trial in trials)
    wrong = len(trials) - right
    told = COUNTED.format(caught=wrong - len(through), wrong=wrong, accused=len(accused), right=right)
    if raised and not accused:
        error, line = _error_of(raised[0]), _line_of(raised[0])
        told = _and(told, RAISED.format(count=len(raised), error=error, line=line))
    if through and (not accused or len(through) <= MAX_LISTED):
        told = _and(told, GOT_THROUGH.format(names=_names(through)))
    if accused:
        trial = min(accused, key=lambda trial: len(inspect.getsource(trial.version.answer)))
        first = trial.version
        refused = REFUSED.format(line=_line_of(trial), names=_names(accused), name=first.name, why=first.why)
        told = _and(told, refused)
        shown = _accused(trial)
    else:
        shown = _got_through([trial.version for trial in through])
    return MisjudgedError(
        what=shown.mismatch.what,
        expected=shown.mismatch.expected,
        actual=shown.mismatch.actual,
        index=shown.mismatch.index,
        share=max(0.0, (wrong - len(through)) / wrong - len(accused) / right),
        told=told,
        above=shown.above,
        code=shown.code,
        outcomes={trial.version.id: trial.outcome for trial in trials},
        why=shown.why,
        case=shown.case,
    )


def _got_through(through: Sequence[Version]) -> _Shown:
    """Calls that show each of a few versions, under its number; of more versions, the first."""
    first, seen = through[0], witness(through[0].id)
    code = seen.code
    if 1 < len(through) <= MAX_LISTED:
        shown = enumerate((witness(version.id).code for version in through), start=1)
        code = [line for number, lines in shown for line in (f"# {number}", *lines)]
    why = ITS_AUTHOR_HEARS.format(name=first.name, why=first.why)
    return _Shown(seen.mismatch, SHOW if len(through) <= MAX_LISTED else SHOW_FIRST, code, why, seen.case)


def _accused(trial: Trial) -> _Shown:
    mismatch = MismatchError(what=OUTCOME, expected="None", actual=_error_of(trial))
    return _Shown(mismatch, AND_LAST, [*_source(trial.version.answer), *as_code(trial.last)])


def _names(trials: Sequence[Trial]) -> Text:
    """The names of a few versions, numbered where there are several; of more versions, the first."""
    shown = trials if len(trials) <= MAX_LISTED else trials[:FIRST_OF_MORE]
    names = Text(vi="", en="")
    for number, trial in enumerate(shown, start=1):
        numbered = NAME if len(trials) == 1 else NUMBERED
        named = numbered.format(number=number, name=trial.version.name)
        names = named if number == 1 else LISTED.format(names=names, name=named)
    return names if shown is trials else AND_OTHERS.format(names=names, count=len(trials) - len(shown))


def _and(said: Text, more: Text) -> Text:
    return SENTENCES.format(said=said, more=more)


def _error_of(trial: Trial) -> str:
    assert trial.error is not None
    return name_and_words(trial.error)[:MAX_LETTERS].rstrip(".")


def _line_of(trial: Trial) -> Text:
    assert trial.error is not None
    place = line_that_raised(trial.error)
    return AT_LINE.format(number=place[0], line=place[1]) if place else Text(vi="", en="")


def _source(function: Callable[..., object]) -> list[str]:
    """The lines of a function, without what makes it a version."""
    lines = inspect.getsource(function).splitlines()
    return lines[next(number for number, line in enumerate(lines) if line.startswith("def ")) :]
