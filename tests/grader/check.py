"""`check`: what the last cell of an exercise calls."""

import difflib
import functools
import inspect
from collections import Counter
from collections.abc import Sequence
from typing import Any

from grader.exercises import EXERCISES
from grader.feedback.compose import Feedback, feedback_on
from grader.feedback.progress import Progress, TerminalLine
from grader.feedback.render import as_html, as_text
from grader.judging.cases import DEFAULT_SEED
from grader.judging.tracebacks import line_that_raised
from grader.judging.verdict import Verdict
from grader.judgment import judged
from grader.sandbox.inside.standins import PACKAGES as COURSE_PACKAGES
from grader.sandbox.local import LocalSubmission
from grader.text import LANGUAGES, Text

NO_EXERCISE = Text(
    vi='Không có bài tập nào tên là “{given}”. Có phải bạn muốn gọi check("{nearest}", …)?',
    en='There is no exercise called “{given}”. Did you mean check("{nearest}", …)?',
)
NO_EXERCISE_AT_ALL = Text(
    vi="check cần tên bài tập trước tiên, đặt trong ngoặc kép, một trong các tên sau: {names}.",
    en="check needs the name of the exercise first, in quotes, one of these: {names}.",
)
NO_LANGUAGE = Text(
    vi='Không có ngôn ngữ “{given}”: hãy viết lang="vi" hoặc lang="en".',
    en='There is no language “{given}”: write lang="vi" or lang="en".',
)
WRONG_COUNT = Text(
    vi='check("{id}", …) cần nhận {names} sau tên bài tập. Số thứ bạn đưa vào: {given}.',
    en='check("{id}", …) must be given {names} after the name of the exercise. Number given: {given}.',
)
NOT_CALLABLE = Text(
    vi="check cần chính hàm hoặc lớp {name}, mà bạn đưa vào một giá trị kiểu {kind}. Hãy viết tên, đừng gọi.",
    en="check needs the function or class {name} itself, but was given a value of type {kind}. Write its name, without"
    " calling it.",
)
WRONG_ORDER = Text(
    vi='Thứ tự chưa đúng: ở chỗ của {name} bạn đưa vào {given}. Hãy viết check("{id}", {names}).',
    en='The order is not right: in the place of {name} stands {given}. Write check("{id}", {names}).',
)
OTHER_EXERCISE = Text(
    vi='{given} là của bài tập "{other}", không phải của "{id}". Hãy viết check("{id}", {names}).',
    en='{given} belongs to the exercise "{other}", not to "{id}". Write check("{id}", {names}).',
)
COURSE_CODE = Text(
    vi="{name} ở đây là code của chính khóa học ({module}), không phải của bạn, nên không được chấm. Có lẽ một ô nào đó"
    " đã import nó. Hãy chạy ô có lời giải của bạn, rồi chạy lại ô kiểm tra này.",
    en="{name} is the course's own code here ({module}), not yours, so it is not judged. Perhaps some cell imported it."
    " Run the cell with your solution, then run this check again.",
)
STOPPED = Text(
    vi="Bạn đã dừng việc kiểm tra, khi đang chạy dòng {line}. Có thể vòng lặp ở đó không bao giờ dừng.",
    en="You stopped the check while it ran line {line}. Perhaps a loop there never ends.",
)


class Shown:
    """Feedback that shows itself: HTML in a notebook, plain text elsewhere."""

    def __init__(self, feedback: Feedback) -> None:
        self.feedback = feedback

    def __repr__(self) -> str:
        return as_text(self.feedback)

    def _repr_html_(self) -> str:
        return as_html(self.feedback)


failures_in_a_row: Counter[str] = Counter()


def check(exercise: str, *answers: object, lang: str = "vi", seed: int = DEFAULT_SEED) -> None:
    """Judge your answer to an exercise and show what is right and what is not, in `lang` ("vi" or "en").

    `answers` are the functions or classes that the exercise asks for, in the order of its task. Where the call itself
    is wrong, one sentence says how to call.
    """
    problem = _problem(exercise, answers, lang)
    if problem is not None:
        print(problem)
        return
    asked = EXERCISES[exercise]
    by_name = asked.answers_from(*answers)
    place = _NotebookOutput() if _in_notebook() else _TerminalOutput()
    progress = Progress(asked, lang, place.show_line)
    try:
        with progress.running():
            diagnosis = judged(asked, LocalSubmission(asked, by_name), seed, before=progress.now)
    except KeyboardInterrupt as stopped:
        line = line_that_raised(stopped)
        place.clear()
        print(STOPPED[lang].format(line=f"{line[0]}: {line[1]}" if line else "?"))
        return
    place.show(Shown(feedback_on(diagnosis, lang, seed, _failures(diagnosis.verdict))))


def _problem(exercise: object, answers: Sequence[object], lang: str) -> str | None:
    """What is wrong with a call of `check`, in a sentence, or None."""
    if lang not in LANGUAGES:
        return "\n".join(NO_LANGUAGE[each].format(given=lang) for each in LANGUAGES)
    if not isinstance(exercise, str) or exercise not in EXERCISES:
        return _no_exercise(exercise, lang)
    asked = EXERCISES[exercise]
    names = ", ".join(asked.names)
    if len(answers) != len(asked.names):
        return WRONG_COUNT[lang].format(id=asked.id, names=names, given=len(answers))
    for name, answer in zip(asked.names, answers, strict=True):
        if not callable(answer):
            return NOT_CALLABLE[lang].format(name=name, kind=type(answer).__name__)
        if (module := course_module_of(answer)) is not None:
            return COURSE_CODE[lang].format(name=name, module=module)
        given = getattr(answer, "__name__", None)
        if given != name and given in asked.names:
            return WRONG_ORDER[lang].format(id=asked.id, names=names, name=name, given=given)
        other = next((each for each in EXERCISES.values() if given in each.names and each is not asked), None)
        if other is not None:
            return OTHER_EXERCISE[lang].format(id=asked.id, names=names, given=given, other=other.id)
    return None


def _no_exercise(given: object, lang: str) -> str:
    """What is said of the name of an exercise that there is not: the nearest one, or all."""
    by_name = {name.lower(): each.id for each in EXERCISES.values() for name in (each.id, *each.names)}
    near = difflib.get_close_matches(given.lower(), by_name, n=1) if isinstance(given, str) else []
    if not near:
        return NO_EXERCISE_AT_ALL[lang].format(names=", ".join(EXERCISES))
    return NO_EXERCISE[lang].format(given=given, nearest=by_name[near[0]])


def _failures(verdict: Verdict) -> int:
    """How many times in a row this exercise was not right, this time counted; one not begun does not count."""
    exercise = verdict.exercise.id
    if verdict.solved:
        failures_in_a_row[exercise] = 0
    elif not verdict.unsolved:
        failures_in_a_row[exercise] += 1
    return failures_in_a_row[exercise]


def course_module_of(answer: object) -> str | None:
    """The module of the course that an answer's code or its class comes from, or None: the learner's own."""
    while isinstance(answer, functools.partial):
        answer = answer.func
    answer = inspect.unwrap(answer) if callable(answer) else answer
    parts = answer.__mro__ if isinstance(answer, type) else (answer,)
    modules = [str(getattr(part, "__module__", "")) for part in parts]
    return next((module for module in modules if module.partition(".")[0] in COURSE_PACKAGES), None)


class _TerminalOutput:
    """Where a terminal or a script shows the line of progress, and then the feedback."""

    def __init__(self) -> None:
        self._line = TerminalLine()

    def show_line(self, line: str) -> None:
        self._line.show(line)

    def clear(self) -> None:
        self._line.clear()

    def show(self, shown: Shown) -> None:
        self.clear()
        print(shown)


class _NotebookOutput:
    """One output below the cell: the line of progress, then in its place the feedback."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show_line(self, line: str) -> None:
        self._display({"text/plain": line}, raw=True)

    def clear(self) -> None:
        if self._handle is not None:
            self.show_line("")

    def show(self, shown: Shown) -> None:
        self._display(shown)

    def _display(self, content: object, *, raw: bool = False) -> None:
        from IPython.display import display

        if self._handle is not None:
            self._handle.update(content, raw=raw)
        elif raw:
            self._handle = display(content, raw=True, display_id=True)
        else:
            display(content)


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return hasattr(get_ipython(), "kernel")
