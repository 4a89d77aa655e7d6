"""`check`: what the last cell of an exercise calls."""

from typing import Any

from grader.calls import problem_of
from grader.checked import checked, stopped_in_words
from grader.exercises import EXERCISES
from grader.feedback.compose import Feedback
from grader.feedback.progress import Progress, TerminalLine
from grader.feedback.render import as_html, as_text
from grader.judging.cases import DEFAULT_SEED, BrokenTestsError


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

    `answers` are the functions or classes that the exercise asks for, in the order of its task. Where the call itself
    is wrong, one sentence says how to call.
    """
    problem = problem_of(exercise, answers, lang)
    if problem is not None:
        print(problem)
        return
    asked = EXERCISES[exercise]
    by_name = asked.answers_from(*answers)
    place = _NotebookOutput() if _in_notebook() else _TerminalOutput()
    progress = Progress(asked, lang, place.show_line)
    try:
        with progress.running():
            _, feedback = checked(asked, by_name, lang, seed, progress.now)
    except KeyboardInterrupt as stopped:
        place.clear()
        print(stopped_in_words(stopped, lang))
        return
    except BrokenTestsError as broken:
        place.clear()
        print(broken.text[lang])
        return
    place.show(Shown(feedback))


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
