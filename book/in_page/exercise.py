"""An answer to an exercise, run as `grade` runs it and judged as `check` judges it, by the same modules."""

import builtins
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import CodeType, ModuleType
from typing import Any

from course.chapters import address
from grader import time_limits
from grader.checked import checked
from grader.exercises import EXERCISES, Exercise
from grader.feedback.compose import Block, Feedback, Link, Reading
from grader.feedback.render import as_html
from grader.judging.tracebacks import line_that_raised
from grader.judging.verdict import EndedError, Verdict
from grader.rubric import FULL_MARKS
from grader.sandbox.inside.execute import Run, run_plain
from grader.sandbox.inside.messages import Problem
from grader.sandbox.inside.standins import PACKAGES, CourseFinder, is_course_code
from in_page import plots
from in_page.cells import limited, new_name, result_of, run_limited, showing
from in_page.outputs import Outputs
from in_page.telling import Told, remember, told
from in_page.words import BORROWED, NOTHING_TO_JUDGE

SETUP = "import numpy as np\n\nfrom grader.check import check\n"  # the first cell of an exercise's notebook


def check(exercise: str, code: str, lang: str, before: Callable[[str], None] = lambda prop: None) -> dict[str, Any]:
    """Run an answer and judge it; what it showed, the feedback's HTML and the score, as JSON."""
    asked = EXERCISES[exercise]
    outputs = Outputs()
    with absent_course() as names:
        this = _RunInPage(code, lang)
        with showing(outputs, lang):
            builtins.input = this.answer_prompt
            _run(SETUP, names, this)
            _run(code, names, this)
            plots.close_all()
        problem = _problem(asked, names)
        if problem is not None:
            failed = this.failed or Told("", None, "")
            words = " ".join(filter(None, (problem[lang], failed.words)))
            return result_of(outputs, replace(failed, words=words, stopped=False), lang)
        result = result_of(outputs, this.failed, lang)
        answers = {name: names[name] for name in asked.names}
        verdict, feedback = checked(asked, answers, lang, before=before)
    return {
        **result,
        "state": "done",
        "line": result["line"] or _line_told(verdict),
        "html": as_html(in_the_book(feedback)),
        "score": verdict.score,
        "max_score": FULL_MARKS,
        "solved": verdict.solved,
    }


def _line_told(verdict: Verdict) -> int | None:
    """The line of the answer that raised, in what the feedback tells first; None where nothing did."""
    error = verdict.stub if verdict.unsolved else verdict.broken[0].error if verdict.broken else None
    place = None if error is None else line_that_raised(error)
    return None if place is None else place[0]


def _run(code: str, names: dict[str, Any], this: "_RunInPage") -> None:
    this.begin(this.cell + 1)
    remember(this.name, code)
    try:
        run_plain(code, names, this)
    except BaseException as error:  # noqa: BLE001 - as where `grade` runs it
        this.note(error)


def _problem(asked: Exercise, names: Mapping[str, object]) -> Any:
    """Why there is nothing to judge, or None."""
    for name in asked.names:
        if name not in names:
            return NOTHING_TO_JUDGE.format(name=name)
        if is_course_code(names[name]):
            return BORROWED.format(name=name)
    return None


def in_the_book(feedback: Feedback) -> Feedback:
    """The feedback with its ways on leading to pages, and not to notebooks."""

    def led(block: Block) -> Block:
        if isinstance(block, Link):
            return replace(block, file=block.file.removesuffix(".ipynb") + ".html")
        if isinstance(block, Reading):
            return Link(block.text, f"../../book/{feedback.lang}/{address(block.place, feedback.lang)}")
        return block

    return replace(feedback, blocks=[led(block) for block in feedback.blocks])


class _RunInPage(Run):
    """Runs statements within the limit, and keeps what the first one that failed is told by."""

    def __init__(self, code: str, lang: str) -> None:
        super().__init__("answer.ipynb", lambda at: None, ())
        self.failed: Told | None = None
        self._code = code
        self._lang = lang
        self._name = new_name()

    @property
    def name(self) -> str:
        return self._name

    def begin(self, cell: int) -> None:
        super().begin(cell)
        self._name = new_name()

    def execute(self, code: CodeType, names: dict[str, object]) -> None:
        with limited(time_limits.COMPUTING_SECONDS):
            run_limited(lambda: exec(code, names))  # noqa: S102

    def note(self, error: BaseException) -> None:
        if self.failed is None:
            self.failed = told(error, self.name, self._code, self._lang)
        if isinstance(error, EndedError):
            self._note(Problem(self.cell, "stopped", None))
        else:
            super().note(error)


@contextmanager
def absent_course() -> Iterator[dict[str, Any]]:
    """The names of a new module, whose code finds stand-ins for the course's modules, as where `grade` runs it."""
    module = ModuleType("__main__", None)
    names = vars(module)
    names["__builtins__"] = builtins
    real, stand_ins, finder = builtins.__import__, dict[str, ModuleType](), CourseFinder()

    def stand_in(name: str) -> ModuleType:
        if name not in stand_ins:
            stand_ins[name] = finder.stand_in_for(name)
            parent, _, last = name.rpartition(".")
            if parent:
                setattr(stand_in(parent), last, stand_ins[name])
        return stand_ins[name]

    def import_(
        name: str, globals_: Mapping[str, Any] | None = None, locals_: Any = None, fromlist: Any = (), level: int = 0
    ) -> ModuleType:
        if globals_ is not names or level or name.partition(".")[0] not in PACKAGES:
            return real(name, globals_, locals_, fromlist, level)
        found = stand_in(name)
        return found if fromlist else stand_in(name.partition(".")[0])

    before = sys.modules.get("__main__")
    builtins.__import__ = import_  # type: ignore[assignment]
    sys.modules["__main__"] = module
    try:
        yield names
    finally:
        builtins.__import__ = real
        if before is not None:
            sys.modules["__main__"] = before
