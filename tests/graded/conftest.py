"""Run the graded tests live: on the reference solutions, or on the file given with --submission."""

from pathlib import Path

import pytest
from grader.judging.assertions import Mismatch
from grader.judging.tracebacks import line_that_raised, name_and_words
from grader.judging.counterexample import expected_and_actual, with_what_was_told
from grader.exercises import EXERCISES, Exercise
from grader.submissions.read import SubmissionError, exercises_in, language_of, load
from grader.text import LANGUAGES, Text

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

answers = pytest.StashKey[dict[str, object]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("course")
    group.addoption(
        "--submission", type=Path, help="grade this notebook or .py file instead of the reference solutions"
    )
    group.addoption("--lang", choices=LANGUAGES, help="the language of messages; the notebook's own by default")


def _submission(config: pytest.Config) -> Path | None:
    return config.getoption("--submission", default=None)


def _lang(config: pytest.Config) -> str:
    return config.getoption("--lang") or language_of(_submission(config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Load the submission and keep the tests of the exercises that it answers."""
    path = _submission(config)
    if path is None:
        return
    try:
        asked = exercises_in(path)
        if not asked:
            names = ", ".join(name for exercise in EXERCISES.values() for name in exercise.names)
            raise SubmissionError(NO_EXERCISE.format(path=path, names=names))
        submission = load(path)
        config.stash[answers] = {
            name: answer for exercise in asked for name, answer in submission.answers(exercise).items()
        }
    except SubmissionError as error:
        raise pytest.UsageError(error.text[_lang(config)]) from None
    modules = {exercise.module for exercise in asked}
    kept = [item for item in items if getattr(item, "module", None) in modules]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    for item in kept:
        # What the reference must not do, a learner's first attempt may: 0/0 is judged by what comes out.
        item.add_marker(pytest.mark.filterwarnings("ignore"))


def _fixture(exercise: Exercise, name: str):
    @pytest.fixture(scope="session", name=name)
    def answer(request: pytest.FixtureRequest):
        return request.config.stash.get(answers, exercise.solution)[name]

    return answer


for _exercise in EXERCISES.values():
    for _name in _exercise.names:
        globals()[f"answer_{_name}"] = _fixture(_exercise, _name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """A property that a submission breaks is told in the language asked for, without our own code."""
    report = yield
    grading = getattr(getattr(item, "obj", None), "grading", None)
    if _submission(item.config) is not None and grading is not None and call.when == "call":
        stub = call.excinfo is not None and isinstance(call.excinfo.value, NotImplementedError)
        report.user_properties += [
            ("points", -grading.costs if report.failed else grading.points),
            ("stub in", ("core" if grading.points else "guard") if stub else None),
        ]
        if call.excinfo is not None:
            report.longrepr = _told(grading.words, call.excinfo.value)[_lang(item.config)]
    return report


def _told(words: Text, error: BaseException) -> Text:
    if isinstance(error, Mismatch):
        expected, actual = expected_and_actual(error)
        words = with_what_was_told(words, error)
        return COMPARED.format(words=words, what=error.what, expected=expected, actual=actual)
    place = line_that_raised(error)
    line = AT_LINE.format(number=place[0], line=place[1]) if place else ""
    return RAISED.format(words=words, error=name_and_words(error), line=line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The points of every exercise that was graded."""
    config = terminalreporter.config
    if _submission(config) is None:
        return
    judged: dict[str, list[dict]] = {}
    for report in (*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])):
        exercise = Path(report.location[0]).stem.removeprefix("test_")
        judged.setdefault(exercise, []).append(dict(report.user_properties))
    for exercise, results in judged.items():
        title = EXERCISES[exercise].title[_lang(config)]
        # As in a verdict: a guard that a stub breaks costs nothing where the stub breaks core properties too.
        excused = "guard" if any(result.get("stub in") == "core" for result in results) else "nothing"
        points = sum(result.get("points", 0) for result in results if result.get("stub in") != excused)
        terminalreporter.write_line(POINTS[_lang(config)].format(title=title, score=f"{max(0, points):g}/10"))
