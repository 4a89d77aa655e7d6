"""Verdicts on the bank, each judged once for all tests of a worker that look at it from one side or another."""

import importlib.util
from functools import cache
from types import CodeType, ModuleType

from grader.exercises import EXERCISES, Answer
from grader.feedback.diagnosis import Diagnosis, diagnose
from grader.judging.cases import DEFAULT_SEED
from grader.judging.verdict import Answers, Verdict
from grader.quality import judge_mostly_once
from mistakes.bank import mistakes_of, right_versions_of


def anew(exercise: str, entry: str) -> Answer:
    """An entry of the bank as it is before it was ever called: some keep what they were given in their module."""
    module = ModuleType(f"mistakes.{exercise}")
    exec(_code_of(module.__name__), vars(module))
    return getattr(module, entry)


@cache
def _code_of(module: str) -> CodeType:
    return importlib.util.find_spec(module).loader.get_code(module)


@cache
def judged_answer(exercise: str, entry: str) -> Answer:
    """An entry that was called before only while it was judged by `verdict_on`, as a submission is."""
    return anew(exercise, entry)


def answers_with(exercise: str, entry: str, answer: Answer) -> Answers:
    """This answer in the place of the entry; what the exercise asks for besides is the reference solution's."""
    return EXERCISES[exercise].answers_with({**mistakes_of(exercise), **right_versions_of(exercise)}[entry].of, answer)


@cache
def verdict_on(exercise: str, entry: str) -> Verdict:
    """The verdict on an entry of the bank, for the cases of `check`."""
    answers = answers_with(exercise, entry, judged_answer(exercise, entry))
    return judge_mostly_once(EXERCISES[exercise], answers, DEFAULT_SEED)


@cache
def diagnosis_of(exercise: str, entry: str) -> Diagnosis:
    """What is behind that verdict."""
    answers = answers_with(exercise, entry, judged_answer(exercise, entry))
    return diagnose(verdict_on(exercise, entry), answers)
