"""Python in a page, in Chromium: it judges as elsewhere, and nothing that is asked of it breaks it for good."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bank_files import as_file
from course_book.content.in_page_words import WORDS
from few_cases import STEP, few_cases
from grader.checked import failures_in_a_row
from grader.exercises import EXERCISES
from in_page import words
from in_page.exercise import check
from mistakes.bank import mistakes_of
from rendered import HTML, IN_PAGE, ROOT
from serving import served

pytestmark = pytest.mark.skipif(not IN_PAGE, reason="the book was built without Python, for want of a network")

PATIENCE = 300_000  # milliseconds; whatever is asked is answered sooner, also on a busy machine
ASK = """([do_, given, patience]) => Promise.race([
    session[do_](...given),
    new Promise((_, reject) => setTimeout(reject, patience, new Error("no answer"))),
])"""
SILENT_SECONDS = 6  # what computes in Python gives a sign of life far more often
WRONG_ANSWERS = 2  # of each exercise
LIMITS = """
import grader.time_limits, in_page.cells
grader.time_limits.COMPUTING_SECONDS = in_page.cells.RUN_SECONDS = {seconds}
"""
# As few_cases.py does here.
FEW_CASES = """
from grader.judging import cases, verdict
from grader.sandbox import prefetch

def use(cases_of):
    for module in (verdict, prefetch):
        module.cases_of = cases_of
    prefetch.prefetches_of.cache_clear()

def some(exercise, seed):
    return {{prop: drawn[::-{step}][::-1] for prop, drawn in cases.cases_of(exercise, seed).items()}}

use(some)
"""
ALL_CASES = "use(cases.cases_of)"
START = """async ([folder, patience]) => {
    const { Session } = await import(folder + "session.mjs");
    globalThis.session = new Session({ lang: "en", patience });
}"""


class Python:
    """The Python of a page."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def ask(self, do: str, *given: object) -> dict[str, Any]:
        """What the session answers."""
        answer: dict[str, Any] = self._page.evaluate(ASK, [do, given, PATIENCE])
        return answer

    def works(self) -> bool:
        """Whether the next request is answered as if nothing had been."""
        answer = self.ask("run", "print(6 * 7)")
        return answer["state"] == "done" and answer["result"]["outputs"][0]["text"] == "42\n"

    def limit(self, seconds: float) -> None:
        """Limit code to so many seconds."""
        assert self.ask("run", LIMITS.format(seconds=seconds))["state"] == "done"


@pytest.fixture(scope="module")
def python(browser) -> Iterator[Python]:
    """One Python for all tests, that of the book, in a page with nothing else in it."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(0)
    with served(HTML) as address:
        page.goto(f"{address}python/NOTICES.txt")
        page.evaluate(START, [f"{address}in-page/{IN_PAGE.name}/", SILENT_SECONDS])
        yield Python(page)
        context.close()


def source_of(exercise: str) -> str:
    return (ROOT / "solutions" / f"{exercise}.py").read_text(encoding="utf-8")


def told(result: dict[str, Any]) -> tuple[float, str]:
    """The score and what the learner reads, down to the name of the mistake, but for digits that rounding decides."""
    return result["score"], re.sub(r"-?\d[\d.e+-]*", "0", result["html"])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_right_and_wrong_answers_are_judged_as_elsewhere(python, exercise):
    """The reference solution has full marks; some of the bank's wrong answers hear the same as in CPython, in turn.

    These are judged on a part of the cases, here and there.
    """
    python.limit(60)
    answer = python.ask("check", exercise, source_of(exercise))
    assert (answer["state"], answer["result"]["score"], answer["result"]["solved"]) == ("done", 10, True), answer
    failures_in_a_row.clear()
    wrong = [*mistakes_of(exercise).values()]
    assert python.ask("run", FEW_CASES.format(step=STEP))["state"] == "done"
    with few_cases():
        for mistake in wrong[:: max(1, len(wrong) // WRONG_ANSWERS)][:WRONG_ANSWERS]:
            code = as_file(EXERCISES[exercise], mistake)
            assert told(python.ask("check", exercise, code)["result"]) == told(check(exercise, code, "en")), mistake.id
    assert python.ask("run", ALL_CASES)["state"] == "done"


RUNS = {
    "endless loop": ("while True: pass", "stopped", "stopped after 1 seconds of computing"),
    "catches all": ("while True:\n  try:\n    while True: pass\n  except: pass", "stopped", "stopped after 1"),
    "sleep": ("import time\ntime.sleep(1000)", "stopped", "stopped after 1"),
    "flood": ("while True: print('flood')", "stopped", words.CUT.en),
    "power": ("10**10**8", "stopped", "stopped after 1"),
    "regular expression": ("import re\nre.match('(a*)*b', 'a' * 40)", "stopped", "stopped after 1"),
    "recursion": ("def f(n): return f(n + 1)\nf(0)", "error", words.TOO_DEEP.en),
    "recursion through C": ("class A:\n  def __call__(self): return self()\nA()()", "error", words.TOO_DEEP.en),
    "recursion in attributes": (
        "class A:\n  def __getattr__(self, n): return self.c\nA().b",
        "error",
        words.TOO_DEEP.en,
    ),
    "no limit of recursion": (
        "import sys\nsys.setrecursionlimit(10**9)\nf = lambda n: sorted([0], key=f)\nf(0)",
        "error",
        words.TOO_DEEP.en,
    ),
    "large array": ("import numpy as np\nnp.ones(2 * 10**8)", "error", words.TOO_MUCH_MEMORY.en),
    "larger array": ("import numpy as np\nnp.ones(10**9)", "error", words.TOO_MUCH_MEMORY.en),
    "largest array": ("import numpy as np\nnp.ones(10**12)", "error", words.TOO_MUCH_MEMORY.en),
    "growing list": ("a = []\nwhile True: a.append('x' * 10**7 + str(len(a)))", "error", WORDS["gone"].en),
    "nested list": ("a = []\nfor _ in range(10**5): a = [a]\nrepr(a)", "error", ""),
    "input": ("input('name? ')", "error", ""),
    "missing package": ("import torch", "error", words.NOT_HERE.format(name="torch").en),
    "exit": ("import sys\nsys.exit()", "error", words.EXITED.en),
    "process": ("import subprocess\nsubprocess.run(['ls'])", "error", ""),
    "endless in C": ("import itertools\nsum(itertools.repeat(0))", "stopped", WORDS["silent"].en[:40]),
}


@pytest.mark.parametrize("name", RUNS)
def test_whatever_is_run_ends_in_words(python, name):
    """And the next run works."""
    code, state, said = RUNS[name]
    assert python.works()
    python.limit(1 if state == "stopped" else 60)
    answer = python.ask("run", code)
    outputs = (answer["result"] or {}).get("outputs", [])
    assert answer["state"] == state and said in answer["words"], answer
    assert answer["words"] or outputs[-1]["kind"] == "error"
    assert sum(len(output["text"]) for output in outputs) < 60_000
    assert python.works()


BODIES = {
    "endless loop": ("while True: pass", "stopped after 1 seconds of computing"),
    "catches all": ("while True:\n    try:\n      while True: pass\n    except: pass", "stopped after 1"),
    "sleep": ("import time\n  time.sleep(1000)", "stopped after 1"),
    "power": ("10**10**8", "stopped after 1"),
    "flood": ("while True: print('flood')", "stopped after 1"),
    "recursion": ("return instance_norm(x, eps)", "RecursionError"),
    "memory": ("return np.ones(2 * 10**8)", "MemoryError"),
    "input": ("input()", "remove input()"),
    "missing package": ("import torch", "ModuleNotFoundError"),
    "exit": ("raise SystemExit", "SystemExit"),
    "raises in NumPy": ("return np.mean(x, axis=7)", "at line 2:"),
}


@pytest.mark.parametrize("name", BODIES)
def test_whatever_an_answer_does_is_told(python, name):
    """Its check ends in feedback, and the next one works."""
    body, said = BODIES[name]
    python.limit(1)
    answer = python.ask("check", "instance_norm", f"def instance_norm(x, eps=1e-5):\n  {body}\n")
    assert (answer["state"], answer["result"]["score"]) == ("done", 0), answer
    assert said in answer["result"]["html"]
    python.limit(60)
    assert python.ask("check", "instance_norm", source_of("instance_norm"))["result"]["solved"]


def test_stop(python):
    """Ends what runs, and a new Python counts failures on: the hint after the second one comes all the same."""
    python.limit(60)
    python.ask("check", "instance_norm", source_of("instance_norm"))
    wrong = "def instance_norm(x, eps=1e-5):\n    return (x - x.mean(axis=1, keepdims=True)) / 3\n"
    assert "Open “Hint" not in python.ask("check", "instance_norm", wrong)["result"]["html"]
    stopped = python._page.evaluate(
        """async () => {
            const before = session.namespaces, answer = session.run("while True: pass");
            setTimeout(() => session.stop(), 500);
            return [(await answer).state, session.namespaces > before];
        }"""
    )
    assert stopped == ["stopped", True]
    assert "Open “Hint" in python.ask("check", "instance_norm", wrong)["result"]["html"]


def test_figures(python):
    """Matplotlib comes when it is needed, in the style that was asked for before, and draws in the theme's colours."""
    setup = "import matplotlib.pyplot as plt\nfrom course.figures import BEFORE, use_course_style\nuse_course_style()"
    assert python.ask("run", setup)["result"]["outputs"] == []
    python.limit(60)
    shown = "print(1)\nplt.plot([1, 2], color=BEFORE)\nplt.title('rising')\nplt.show()"
    outputs = python.ask("run", f"{shown}\nprint(2)\nplt.subplots()[1].plot([3])")["result"]["outputs"]
    assert [output["kind"] for output in outputs] == ["text", "figure", "text", "text", "figure"]
    first = outputs[1]["svg"]
    assert 'aria-label="A figure that the code drew: rising"' in first
    assert "var(--before)" in first and "var(--grid)" in first and "#1f5fa8" not in first
    assert not re.search('href="(?!#)', first)
