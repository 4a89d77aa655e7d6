"""Run the graded tests live: on the reference solutions, or on the file given with --submission, from its sandbox."""

import contextlib
from pathlib import Path

import pytest

from grader.exercises import EXERCISES, Exercise
from grader.judging.assertions import MismatchError
from grader.judging.cases import DEFAULT_SEED
from grader.judging.counterexample import expected_and_actual, with_what_was_told
from grader.judging.soundness import refuse_broken_tests
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.verdict import Result, Verdict
from grader.sandbox.client import RemoteSubmission
from grader.sandbox.launcher import Sandbox, refuse_unisolated
from grader.submissions.load import load
from grader.submissions.read import Reader, SubmissionError, SubmittedFile, language_of
from grader.text import LANGUAGES, CourseError, Text

NO_EXERCISE = Text(
    vi="{path} không trả lời bài tập nào: hãy định nghĩa một trong các tên {names}.",
    en="{path} answers no exercise: define one of {names}.",
)
COMPARED = Text(
    vi="{words}\n{what}: mong đợi {expected}, nhận được {actual}.",
    en="{words}\n{what}: expected {expected}, actual {actual}.",
)
RAISED = Text(vi="{words}\nCode phát sinh ngoại lệ {error}{line}.", en="{words}\nThe code raised {error}{line}.")
AT_LINE = Text(vi=", ở dòng {number}: {line}", en=", at line {number}: {line}")
POINTS = Text(vi="{title}: {score} điểm", en="{title}: {score} points")

submissions = pytest.StashKey[dict[Exercise, RemoteSubmission]]()
read = pytest.StashKey[SubmittedFile]()
judged = pytest.StashKey[dict[Exercise, list[Result]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("course")
    group.addoption(
        "--submission", type=Path, help="grade this notebook or .py file instead of the reference solutions"
    )
    group.addoption("--trust", action="store_true", help="run the submission also where nothing shuts it in")
    group.addoption("--lang", choices=LANGUAGES, help="the language of messages; the notebook's own by default")


def _submission(config: pytest.Config) -> Path | None:
    return config.getoption("--submission", default=None)


def _lang(config: pytest.Config) -> str:
    return config.getoption("--lang") or language_of(config.stash.get(read, None))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Load the submission and keep the tests of the exercises that it answers."""
    path = _submission(config)
    if path is None:
        return
    try:
        asked = _load(path, config)
    except CourseError as error:
        raise pytest.UsageError(error.text[_lang(config)]) from None
    modules = {exercise.module for exercise in asked}
    kept = [item for item in items if getattr(item, "module", None) in modules]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _load(path: Path, config: pytest.Config) -> list[Exercise]:
    """Keep the answers of a file, which runs in a sandbox of this session; the exercises that it answers."""
    refuse_unisolated(config.getoption("--trust"))
    with Reader() as reader:
        file = config.stash[read] = reader.read(path)
    if file.problem is not None:
        raise SubmissionError(file.problem)
    if not file.exercises:
        names = ", ".join(name for exercise in EXERCISES.values() for name in exercise.names)
        raise SubmissionError(NO_EXERCISE.format(path=path, names=names))
    config.stash[submissions], config.stash[judged] = {}, {}
    beside = {other.name: other for other in sorted(path.parent.iterdir()) if other.is_file() and other != path}
    for exercise in file.exercises:
        refuse_broken_tests(exercise, DEFAULT_SEED)
        sandbox = Sandbox()
        config.add_cleanup(sandbox.close)
        submission = load(sandbox.renewed_worker, file, beside, exercise)
        config.add_cleanup(submission.close)
        config.stash[submissions][exercise] = submission
    return file.exercises


def _fixture(exercise: Exercise, name: str):
    @pytest.fixture(scope="session", name=name)
    def answer(request: pytest.FixtureRequest):
        loaded = request.config.stash.get(submissions, {}).get(exercise)
        return (exercise.solution if loaded is None else loaded.answers)[name]

    return answer


for _exercise in EXERCISES.values():
    for _name in _exercise.names:
        globals()[f"answer_{_name}"] = _fixture(_exercise, _name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):
    """A submission has as much time for a property as elsewhere, and comes back for the next one."""
    loaded = next(
        (it for exercise, it in item.config.stash.get(submissions, {}).items() if exercise.module is item.module), None
    )
    with contextlib.nullcontext() if loaded is None else loaded.during():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """A property that a submission breaks is told in the language asked for, without our own code."""
    report = yield
    grading = getattr(getattr(item, "obj", None), "grading", None)
    if _submission(item.config) is not None and grading is not None and call.when == "call":
        error = call.excinfo.value if call.excinfo is not None else None
        exercise = next(exercise for exercise in EXERCISES.values() if exercise.module is item.module)
        result = Result(item.name.removeprefix("test_"), grading, error=error)
        item.config.stash[judged].setdefault(exercise, []).append(result)
        if error is not None:
            report.longrepr = _told(grading.words, error)[_lang(item.config)]
    return report


def _told(words: Text, error: BaseException) -> Text:
    if isinstance(error, MismatchError):
        expected, actual = expected_and_actual(error)
        words = with_what_was_told(words, error)
        return COMPARED.format(words=words, what=error.what, expected=expected, actual=actual)
    place = line_that_raised(error)
    line = AT_LINE.format(number=place[0], line=place[1]) if place else ""
    return RAISED.format(words=words, error=name_and_words(error), line=line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The points of every exercise that was graded."""
    config = terminalreporter.config
    for exercise, results in config.stash.get(judged, {}).items():
        score = f"{Verdict(exercise, tuple(results)).score:g}/10"
        terminalreporter.write_line(POINTS[_lang(config)].format(title=exercise.title[_lang(config)], score=score))
