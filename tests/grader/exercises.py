"""The exercises: what each asks the learner to define, and which graded tests go with it."""

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from grader.rubric import GradedTest, graded_tests
from grader.text import Text

# A function or class that the learner writes, and a drawn case by the names of the test's parameters.
Answer = Callable[..., Any]
Case = dict[str, Any]


@dataclass(frozen=True)
class Exercise:
    """An exercise; `names` are the functions or classes that the learner writes, in the order of the task.

    `output(answer, case)` puts a drawn case through one of them, for a picture of what it does to x: an array of the
    shape of x, or a mean and a variance of shape (B, 1, F). Without it, only what was compared is drawn. `hints` is how
    many there are in its notebook.
    """

    id: str
    title: Text
    names: tuple[str, ...]
    output: Callable[[Answer, Case], Any] | None = None
    hints: int = 3

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
        return [line for name, answer in self.solution.items() for line in _signatures(name, answer)]

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
    def methods(self) -> frozenset[str]:
        """The names of the methods that the learner's classes have."""
        classes = [answer for answer in self.solution.values() if inspect.isclass(answer)]
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


def _output_of_function(*parameters: str) -> Callable[[Answer, Case], Any]:
    """The output of a function that is given those of these parameters, in this order, that the case has."""
    return lambda function, case: function(*(case[name] for name in parameters if name in case))


def _output_of_layer(InstanceNorm1D: Answer, case: Case) -> Any:
    """The output of a layer made for the case, with the case's gamma and beta where it has them."""
    import numpy as np  # not above: the book's extension lists the exercises, and has no use for NumPy

    x = case["x"]
    layer = InstanceNorm1D(x.shape[2], case.get("eps", 1e-5))
    for name in ("gamma", "beta"):
        if name in case:
            setattr(layer, name, np.resize(case[name], x.shape[2]))
    return layer.forward(x)


def _output_on_stream(streaming_stats: Answer, case: Case) -> Any:
    """The output for a stream that is cut from x as the case says."""
    import numpy as np

    return streaming_stats(iter(np.split(case["x"], case["cuts"], axis=1)))


EXERCISES = {
    exercise.id: exercise
    for exercise in (
        Exercise(
            "instance_stats",
            Text(vi="Trung bình và phương sai của từng instance", en="The mean and variance of every instance"),
            ("instance_stats",),
            _output_of_function("x"),
        ),
        Exercise(
            "instance_norm",
            Text(vi="Chuẩn hóa instance", en="Instance normalization"),
            ("instance_norm",),
            _output_of_function("x", "eps"),
        ),
        Exercise(
            "instance_norm_1d",
            Text(vi="Lớp InstanceNorm1D", en="The class InstanceNorm1D"),
            ("InstanceNorm1D",),
            _output_of_layer,
        ),
        Exercise(
            "norm_family",
            Text(vi="Họ hàng của chuẩn hóa instance", en="The relatives of instance normalization"),
            ("batch_norm", "layer_norm", "group_norm"),
            _output_of_function("x", "num_groups", "eps"),
        ),
        Exercise(
            "masked_instance_norm",
            Text(vi="Chuẩn hóa instance có mặt nạ", en="Masked instance normalization"),
            ("masked_instance_norm",),
            _output_of_function("x", "mask", "eps"),
        ),
        Exercise(
            "instance_norm_backward",
            Text(vi="Lượt truyền ngược của chuẩn hóa instance", en="The backward pass of instance normalization"),
            ("instance_norm_backward",),
            lambda backward, case: _output_of_function("dy", "x", "gamma", "eps")(backward, case)[0],
            hints=4,
        ),
        Exercise(
            "revin",
            Text(vi="Lớp RevIN: chuẩn hóa và khôi phục thang đo", en="The class RevIN: normalize and denormalize"),
            ("RevIN",),
        ),
        Exercise(
            "streaming_stats",
            Text(
                vi="Thống kê của một chuỗi đến theo từng khối", en="The statistics of a sequence that arrives in blocks"
            ),
            ("streaming_stats",),
            _output_on_stream,
            hints=4,
        ),
        Exercise(
            "check_instance_norm",
            Text(vi="Kiểm thử cho instance_norm", en="A test for instance_norm"),
            ("check_instance_norm",),
        ),
    )
}


def exercise_called(name: str) -> Exercise:
    """The exercise with this id; ValueError, naming those there are, for any other."""
    try:
        return EXERCISES[name]
    except KeyError:
        raise ValueError(f"there is no exercise {name!r}: choose one of {', '.join(EXERCISES)}") from None
