"""An exercise in the page of three browsers: right, wrong, raising and endless answers, and no network.

Each browser starts once and loads Python once, and once more without the server, so its tests run in this order.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

import rendered
from browsers import BROWSERS, missing
from grader import time_limits
from grader.exercises import EXERCISES
from grader.rubric import FULL_MARKS
from serving import Wire, served
from workbench import Workbench

pytestmark = pytest.mark.skipif(not rendered.IN_PAGE, reason="the book was built without Python, for want of a network")

EXERCISE = EXERCISES["instance_stats"]

RIGHT = (rendered.ROOT / "solutions" / f"{EXERCISE.id}.py").read_text(encoding="utf-8")
WRONG = RIGHT.replace("** 2", "** 3")
RAISING = RIGHT.replace("    mean = ", "    raise KeyError('one of mine')\n    mean = ")
ENDLESS = RIGHT.replace("    mean = ", "    while True:\n        pass\n    mean = ")
# Ten seconds for each property are much for three browsers on one machine; in the page, the limits are there to be set.
LIMITS = """import grader.time_limits
import in_page.cells

grader.time_limits.COMPUTING_SECONDS = in_page.cells.RUN_SECONDS = {seconds}
"""


class Visit(Workbench):
    """A visit of a site that may be taken away."""

    def __init__(self, name: str, stack: ExitStack) -> None:
        reader = stack.enter_context(BROWSERS[name]())
        self.server = stack.enter_context(ExitStack())
        # Hosts allow ten minutes in the browser's own cache. What works without a network must not live on that.
        site = self.server.enter_context(served(rendered.HTML, Wire(caching="no-store")))
        super().__init__(reader, f"{site}exercises/vi/{EXERCISE.id}.html")

    def limit(self, seconds: float) -> None:
        """Set how long code may compute."""
        assert self.run(LIMITS.format(seconds=seconds))["state"] == "done"


@pytest.fixture(scope="module", params=BROWSERS)
def visit(request) -> Iterator[Visit]:
    if packages := missing(request.param):
        pytest.skip(f"A browser is not installed: apt-get install {packages}")
    with ExitStack() as stack:
        visit = Visit(request.param, stack)
        visit.open()
        yield visit


def has_full_marks(shown: dict[str, str]) -> bool:
    return (shown["state"], shown.get("score"), shown.get("maxScore")) == ("done", *[str(FULL_MARKS)] * 2)


def test_a_right_answer(visit):
    """Gets full marks."""
    shown = visit.check(RIGHT)
    assert has_full_marks(shown), shown


def test_a_wrong_answer(visit):
    """Gets fewer, and is told why."""
    shown = visit.check(WRONG)
    assert shown["state"] == "done", shown
    assert 0 < float(shown["score"]) < FULL_MARKS, shown
    assert len(shown["text"]) > 100, shown


def test_a_raising_answer(visit):
    """Gets nothing, and sees its exception."""
    shown = visit.check(RAISING)
    assert (shown["state"], float(shown["score"])) == ("done", 0), shown
    assert "KeyError" in shown["text"], shown


def test_an_endless_cell(visit):
    """Is stopped, and that is said below what it printed."""
    visit.limit(0.2)
    shown = visit.run("print('before')\nwhile True:\n    pass")
    assert shown["state"] == "stopped", shown
    assert "before" in shown["text"], shown
    assert "dừng" in shown["text"], shown


def test_an_endless_answer(visit):
    """Is stopped, and that is said; the next answer is judged as if there had been none."""
    visit.limit(0.2)
    shown = visit.check(ENDLESS)
    assert (shown["state"], float(shown["score"])) == ("done", 0), shown
    assert "dừng" in shown["text"], shown
    visit.limit(time_limits.COMPUTING_SECONDS)
    shown = visit.check(RIGHT)
    assert has_full_marks(shown), shown


def test_without_a_network(visit):
    """The page opens again, the answer that was checked last is still in it, and it is judged."""
    assert visit.code == RIGHT
    visit.server.close()
    asked = 'fetch("files.json", {cache: "no-store"}).then(() => "answered", () => "no answer")'
    assert visit.reader.evaluate(asked) == "no answer"
    visit.open()
    assert visit.code == RIGHT
    notebook = "document.getElementById('workbench').dataset.notebook"
    assert visit.reader.evaluate(f"fetch({notebook}).then((response) => response.ok)") is True
    shown = visit.check(RIGHT)
    assert has_full_marks(shown), shown
