"""`check`: what the last cell of an exercise calls."""

import functools
import inspect

from grader.exercises import exercise_called
from grader.feedback.compose import Feedback, feedback_on
from grader.feedback.render import as_html, as_text
from grader.judging.cases import DEFAULT_SEED
from grader.judging.tracebacks import line_that_raised
from grader.judgment import judged
from grader.sandbox.inside.standins import PACKAGES as COURSE_PACKAGES
from grader.sandbox.local import LocalSubmission
from grader.text import LANGUAGES, Text

WRONG_COUNT = Text(
    vi='check("{id}", …) cần nhận {names} sau tên bài tập. Số thứ bạn đưa vào: {given}.',
    en='check("{id}", …) must be given {names} after the name of the exercise. Number given: {given}.',
)
NOT_CALLABLE = Text(
    vi="check cần chính hàm hoặc lớp {name}, không phải một {kind}. Hãy đưa tên của nó vào, không gọi nó.",
    en="check needs the function or class {name} itself, not a {kind}. Give its name, without calling it.",
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


def check(exercise: str, *answers: object, lang: str = "vi", seed: int = DEFAULT_SEED) -> None:
    """Judge your answer to an exercise and show what is right and what is not, in `lang` ("vi" or "en").

    `answers` are the functions or classes that the exercise asks for, in the order of its task. Raises ValueError for
    an exercise or a language that there is not, TypeError for the wrong number of answers.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}: choose one of {', '.join(LANGUAGES)}")
    asked = exercise_called(exercise)
    if len(answers) != len(asked.names):
        said = WRONG_COUNT[lang]
        raise TypeError(said.format(id=exercise, names=", ".join(asked.names), given=len(answers)))
    for name, answer in zip(asked.names, answers, strict=True):
        if not callable(answer):
            raise TypeError(NOT_CALLABLE[lang].format(name=name, kind=type(answer).__name__))
        if (module := course_module_of(answer)) is not None:
            print(COURSE_CODE[lang].format(name=name, module=module))
            return
    by_name = asked.answers_from(*answers)
    try:
        diagnosis = judged(asked, LocalSubmission(asked, by_name), seed)
    except KeyboardInterrupt as stopped:
        place = line_that_raised(stopped)
        print(STOPPED[lang].format(line=f"{place[0]}: {place[1]}" if place else "?"))
        return
    show(Shown(feedback_on(diagnosis, lang, seed)))


def course_module_of(answer: object) -> str | None:
    """The module of the course that an answer's code or its class comes from, or None: the learner's own."""
    while isinstance(answer, functools.partial):
        answer = answer.func
    answer = inspect.unwrap(answer) if callable(answer) else answer
    parts = answer.__mro__ if isinstance(answer, type) else (answer,)
    modules = [str(getattr(part, "__module__", "")) for part in parts]
    return next((module for module in modules if module.partition(".")[0] in COURSE_PACKAGES), None)


def show(shown: Shown) -> None:
    """Display in a notebook; print in a terminal or a script."""
    if _in_notebook():
        from IPython.display import display

        display(shown)
    else:
        print(shown)


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return hasattr(get_ipython(), "kernel")
