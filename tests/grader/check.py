"""`check`: what the last cell of an exercise calls."""

from grader.cases import DEFAULT_SEED
from grader.exercises import exercise_called
from grader.feedback import Feedback, feedback_on
from grader.rendering import as_html, as_text
from grader.text import LANGUAGES, Text
from grader.verdict import judge

WRONG_COUNT = Text(
    vi='check("{id}", …) cần {count} thứ để kiểm tra: {names}. Bạn đưa vào {given}.',
    en='check("{id}", …) needs {count} things to check: {names}. You gave {given}.',
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
        count, names = len(asked.names), ", ".join(asked.names)
        raise TypeError(said.format(id=exercise, count=count, names=names, given=len(answers)))
    by_name = dict(zip(asked.names, answers, strict=True))
    show(Shown(feedback_on(judge(asked, by_name, seed), by_name, lang, seed)))


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
