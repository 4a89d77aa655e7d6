"""The exercises: what each asks the learner to define, and which graded tests go with it.

What describes an exercise stands in one file, `graded/ID.toml`; all else is found by its id: `graded.test_ID`,
`solutions.ID`, `mistakes.ID`, and the pages `exercises/LANG/ID.ipynb` and `solutions/LANG/ID.md`.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.rubric import GradedTest, graded_tests
from grader.settings import Settings, SettingsError, settings_in
from grader.text import LANGUAGES, Text

DESCRIBES = re.compile(r"[^.]+\.toml")
MANY = 999
EXAMPLE = Text(vi="hãy so với tập tin của một bài khác", en="compare it with the file of another exercise")
SAME_NUMBER = Text(
    vi="{path} và {other} cùng có `number = {number}`. Hãy cho mỗi bài tập một số riêng.",
    en="{path} and {other} both have `number = {number}`. Give each exercise a number of its own.",
)
# A function or class that the learner writes, and a drawn case by the names of the test's parameters.
Answer = Callable[..., Any]
Case = dict[str, Any]

# Whether this is what students are given (`tests/tools/student_zip.py`): without solutions and without the bank.
FOR_STUDENTS = find_spec("graded.forms") is not None


@dataclass(frozen=True)
class Exercise:
    """An exercise as its file `graded/ID.toml` describes it.

    `number` is its place among the exercises, from the easiest on. `names` are the functions or classes that the
    learner writes, in the order of the task. It stands `after` the chapter that prepares it, and `needs` the exercises
    with these ids. `difficulty` is 1, 2 or 3, `hints` is how many there are in its notebook. `task` and `solution_page`
    describe these pages to search engines.

    These may be left out: `limits`, what the task must say of the numbers and sizes that are given, where these are not
    those of most exercises, and `largest`, how far from 0 these numbers may lie; `far_from_zero`, calls by name of
    which a right answer should keep its digits where the numbers of x lie far from 0, though nobody is graded for that.
    """

    id: str
    number: int
    names: tuple[str, ...]
    title: Text
    task: Text
    solution_page: Text
    after: str
    needs: tuple[str, ...]
    difficulty: int
    hints: int
    limits: tuple[str, ...] = ()
    largest: float | None = None
    far_from_zero: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def module(self) -> ModuleType:
        """The module of its graded tests."""
        return importlib.import_module(f"graded.test_{self.id}")

    @property
    def tests(self) -> dict[str, GradedTest]:
        """Its graded tests by the name of the property, in the order of the file."""
        return graded_tests(self.module)

    @property
    def signatures(self) -> list[str]:
        """How the functions of the exercise are called, and of a class its constructor and methods."""
        return [line for name, answer in self.forms.items() for line in _signatures(name, answer)]

    def answers_from(self, *objects: Any) -> dict[str, Answer]:
        """The learner's objects by name, given in the order of `names`; ValueError when their number is not that."""
        return dict(zip(self.names, objects, strict=True))

    def answers_with(self, name: str, answer: Answer) -> dict[str, Answer]:
        """The reference solution with `answer` in the place of one of its names."""
        return {**self.solution, name: answer}

    @property
    def solution(self) -> dict[str, Answer]:
        """The reference solution, by name."""
        module = importlib.import_module(f"solutions.{self.id}")
        return {name: getattr(module, name) for name in self.names}

    @property
    def has_solution(self) -> bool:
        """Whether its reference solution is here."""
        return not FOR_STUDENTS

    @property
    def forms(self) -> dict[str, Answer]:
        """By name, what has the signatures and methods that the exercise asks for: the solution, else empty ones."""
        if self.has_solution:
            return self.solution
        module = importlib.import_module(f"graded.forms.{self.id}")
        return {name: getattr(module, name) for name in self.names}

    def output(self, name: str, answer: Answer, case: Case) -> Any:
        """What an answer in the place of `name` makes of a drawn case, for a picture of what it does to x.

        That is an array of the shape of x, or a mean and a variance of shape (B, 1, F). The module of its graded tests
        may say how, in a function `output(answer, case)`; else a function is called with those of its parameters that
        the case has. None where an answer is of another kind.
        """
        if hasattr(self.module, "output"):
            return self.module.output(answer, case)
        if inspect.isclass(self.forms[name]) or "x" not in case:
            return None
        return answer(*(case[given] for given in inspect.signature(self.forms[name]).parameters if given in case))

    @property
    def methods(self) -> frozenset[str]:
        """The names of the methods that the learner's classes have."""
        classes = [answer for answer in self.forms.values() if inspect.isclass(answer)]
        return frozenset(name for kind in classes for name, part in vars(kind).items() if inspect.isfunction(part))


def _signatures(name: str, answer: Answer) -> list[str]:
    if not inspect.isclass(answer):
        return [f"{name}({_parameters(answer)})"]
    methods = {method: function for method, function in vars(answer).items() if inspect.isfunction(function)}
    return [
        f"{name}({_parameters(function)})" if method == "__init__" else f"{method}({_parameters(function)})"
        for method, function in methods.items()
    ]


def _parameters(function: Answer) -> str:
    parameters = inspect.signature(function).parameters.values()
    return ", ".join(str(parameter.replace(annotation=inspect.Parameter.empty)) for parameter in parameters)


@cache
def names_judged_by(test: GradedTest) -> tuple[str, ...]:
    """The names of the learner's objects that a graded test takes: its parameters that Hypothesis does not draw."""
    return tuple(inspect.signature(test).parameters)


def described(name: str, content: bytes) -> Exercise:
    """The exercise that a file describes. Raises SettingsError, with the line and what to do, for one that is wrong."""
    settings = settings_in(content, _file_of(name), EXAMPLE)
    far = settings.part("far_from_zero")
    exercise = Exercise(
        id=name,
        number=settings.whole("number", 1, MANY),
        names=settings.texts("names", name),
        title=_text(settings, "title"),
        task=_text(settings, "task"),
        solution_page=_text(settings, "solution_page"),
        after=settings.text("after", "formula"),
        needs=settings.texts("needs", "instance_norm"),
        difficulty=settings.whole("difficulty", 1, 3, least=1),
        hints=settings.whole("hints", 3, MANY),
        limits=settings.texts("limits", "10^8", ()),
        largest=settings.number("largest", 1000) if settings.has("largest") else None,
        far_from_zero={function: far.text(function, f"{function}(x)") for function in far.keys},
    )
    settings.finish()
    return exercise


def _text(settings: Settings, key: str) -> Text:
    part = settings.part(key, needed=True)
    text = Text(**{lang: part.text(lang, "…") for lang in LANGUAGES})
    part.finish()
    return text


def _file_of(name: str) -> Path:
    return Path("tests", "graded", f"{name}.toml")


class _Described(Mapping[str, Exercise]):
    """All exercises by id, in the order of their numbers, read when the first is asked for.

    Asking raises SettingsError where a file does not describe one, or two have the same number.
    """

    def __getitem__(self, name: str) -> Exercise:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> dict[str, Exercise]:
        found = (file for file in files("graded").iterdir() if DESCRIBES.fullmatch(file.name))
        exercises = [described(file.name.removesuffix(".toml"), file.read_bytes()) for file in found]
        by_number: dict[int, Exercise] = {}
        for exercise in sorted(exercises, key=lambda each: each.id):
            other = by_number.setdefault(exercise.number, exercise)
            if other is not exercise:
                path, others = _file_of(exercise.id), _file_of(other.id)
                raise SettingsError(SAME_NUMBER.format(path=path, other=others, number=exercise.number))
        return {by_number[number].id: by_number[number] for number in sorted(by_number)}


EXERCISES: Mapping[str, Exercise] = _Described()


def exercise_called(name: str) -> Exercise:
    """The exercise with this id; ValueError, naming those there are, for any other."""
    try:
        return EXERCISES[name]
    except KeyError:
        raise ValueError(f"there is no exercise {name!r}: choose one of {', '.join(EXERCISES)}") from None
