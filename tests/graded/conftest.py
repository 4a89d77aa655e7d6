"""Run the graded tests live: on the reference solutions, or on the file given with --submission."""

from pathlib import Path

import pytest
from grader.exercises import EXERCISES, Exercise
from grader.submission import SubmissionError, exercises_in, language_of, load
from grader.text import LANGUAGES


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("course")
    group.addoption("--submission", type=Path, help="grade this notebook or .py file instead of the reference solutions")
    group.addoption("--lang", choices=LANGUAGES, help="the language of messages; the notebook's own by default")


def _submission(config: pytest.Config) -> Path | None:
    return config.getoption("--submission", default=None)


def _said(config: pytest.Config, error: SubmissionError) -> str:
    return error.text[config.getoption("--lang") or language_of(_submission(config))]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of the exercises that the submission answers."""
    path = _submission(config)
    if path is None:
        return
    try:
        asked = {exercise.module for exercise in exercises_in(path)}
    except SubmissionError as error:
        raise pytest.UsageError(_said(config, error)) from error
    kept = [item for item in items if getattr(item, "module", None) in asked]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    for item in kept:
        # What the reference must not do, a learner's first attempt may: 0/0 is judged by what comes out.
        item.add_marker(pytest.mark.filterwarnings("ignore"))


def _fixture(exercise: Exercise, name: str):
    @pytest.fixture(scope="session", name=name)
    def answer(request: pytest.FixtureRequest):
        path = _submission(request.config)
        if path is None:
            return exercise.solution[name]
        try:
            return load(path).answers(exercise)[name]
        except SubmissionError as error:
            pytest.fail(_said(request.config, error), pytrace=False)

    return answer


for _exercise in EXERCISES.values():
    for _name in _exercise.names:
        globals()[f"answer_{_name}"] = _fixture(_exercise, _name)
