"""How the tests are spread over the workers of pytest-xdist: what runs in one worker, and what starts first."""

import re
from pathlib import PurePath

from grader.exercises import EXERCISES

# What these say of an exercise rests on the same verdicts, which one worker reaches once (judged.py).
ON_THE_BANK = ("test_bank.py", "test_check.py", "test_script.py")
EXERCISE_OF = {name: exercise.id for exercise in EXERCISES.values() for name in (exercise.id, *exercise.names)}
MEASURED = "test_measured.py"
# These parse all pages of the book, which one worker does once (rendered.soup).
ON_PARSED_PAGES = ("test_pages.py", "test_references.py", "test_explained.py", "test_questions.py", "test_remarks.py")

# What takes longest starts first, so that no worker is left alone with it at the end.
FIRST = (
    "test_measured.py::test_answers_are_judged_rightly[check_instance_norm-0]",
    "test_measured.py::test_answers_are_judged_rightly[check_instance_norm-1]",
    "test_measured.py::test_answers_are_judged_rightly[check_instance_norm-2]",
    "test_measured.py::test_answers_are_judged_rightly[check_instance_norm-3]",
    "test_measured.py",
    "test_in_three_browsers.py",
    "test_cells_in_page.py",
    "test_in_page_python.py",
    "test_browser.py",
    "test_unearned.py",
    "test_one_judgment.py",
    "test_bank.py",
    "test_check.py",
    "test_script.py",
    "test_ordinary_user.py",
    "test_submission.py",
    "test_gradescope_zip.py",
    "test_packaging.py",
    "test_grade.py",
    "test_earned.py",
    "test_norm_explorer.py",
    "test_hostile_files.py",
    "test_extension.py",
    "test_figures.py",
    *ON_PARSED_PAGES,
    "test_published.py",
    "test_versions.py",
    "test_workbench.py",
    "test_chapter_cells.py",
)
# What reads what test_measured.py and test_bank.py have kept.
LAST = ("test_quality.py", "vi/who-grades-the-grader.ipynb", "en/who-grades-the-grader.ipynb")


def scope_of(nodeid: str) -> str:
    """What runs in one worker, in order: a file, but for those whose tests are divided by exercise."""
    file, _, test = nodeid.partition("::")
    words = re.split(r"[][-]", test)
    exercise = next((EXERCISE_OF[word] for word in reversed(words) if word in EXERCISE_OF), None)
    name = PurePath(file).name
    if name == MEASURED:
        return nodeid
    if name in ON_PARSED_PAGES:
        return "the parsed pages"
    return f"the bank of {exercise}" if exercise and name in ON_THE_BANK else file


def place_of(nodeid: str) -> int:
    """Where a test stands in the order in which the workers are given them."""
    for place, name in enumerate(FIRST):
        if _is_of(nodeid, name):
            return place
    return len(FIRST) + next((place for place, name in enumerate(LAST, start=1) if _is_of(nodeid, name)), 0)


def _is_of(nodeid: str, name: str) -> bool:
    return f"/{name}::" in f"/{nodeid}::"
