"""What the page asks of Python, as JSON: to run a cell, to judge an answer, to begin anew."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.judging import cases
from in_page import clock, plots
from in_page.cells import Cells

CASES = Path("/tmp/cases")  # noqa: S108 - in the page's own file system


class Answering:
    """One Python of a page."""

    def __init__(self, set_timer: Callable[[float, float], None], tell: Callable[[], None]) -> None:
        clock.install(set_timer)
        plots.stand_in()
        cases.shipped.append(CASES)
        self._tell = tell
        self._cells = Cells()

    def needs_plots(self, request: str) -> bool:
        """Whether Matplotlib must be there for a request, and is not yet."""
        asked = json.loads(request)
        codes = [*(asked.get("setup") or []), asked.get("code") or ""]
        names = self._cells.names if asked["do"] == "run" else {}
        return not plots.has_arrived() and any(plots.needed(code, names) for code in codes)

    def plots_are_here(self) -> None:
        """Matplotlib's files are in their place."""
        plots.arrive([self._cells.names])

    def needs_cases(self, exercise: str) -> bool:
        """Whether the cases of an exercise are still to be put here."""
        return not (CASES / cases.drawn_name(exercise)).exists()

    def put_cases(self, exercise: str, content: Any) -> None:
        """Put the cases of an exercise here, bytes of JavaScript's."""
        CASES.mkdir(parents=True, exist_ok=True)
        (CASES / cases.drawn_name(exercise)).write_bytes(content.to_bytes())

    def answer(self, request: str) -> str:
        """Do what is asked, and say how it went."""
        asked = json.loads(request)
        return json.dumps(self._done(asked), ensure_ascii=True)

    def _done(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["do"] == "restart":
            self._cells.restart()
            return {"outputs": [], "state": "done", "line": None, "words": ""}
        if asked["do"] == "check":
            # Only here: chapters do without the grader.
            from grader.checked import failures_in_a_row
            from in_page.exercise import check

            failures_in_a_row[asked["exercise"]] = asked.get("failures", failures_in_a_row[asked["exercise"]])
            found = check(asked["exercise"], asked["code"], asked["lang"], lambda prop: self._tell())
            return {**found, "failures": failures_in_a_row[asked["exercise"]]}
        for code in asked.get("setup") or []:
            before = self._cells.run(code, asked["lang"])
            if before["state"] != "done":
                return before
        return self._cells.run(asked["code"], asked["lang"])
