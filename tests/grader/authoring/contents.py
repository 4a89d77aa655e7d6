"""The pages of exercises in `_toc.yml`: each after the chapter that prepares it, in the order of their numbers.

    python -m grader.authoring.contents

puts them there in the contents of this checkout, as `graded/ID.toml` says.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from grader.exercises import EXERCISES, Exercise
from grader.text import LANGUAGES

ENTRY = """\
      - file: exercises/{lang}/{exercise}
        sections:
          - file: solutions/{lang}/{exercise}
"""
ENTRIES = re.compile(r" *- file: exercises/\S+\n(?: +sections:\n)?(?: +- file: solutions/\S+\n)?")


def with_exercises(contents: str, exercises: Iterable[Exercise]) -> str:
    """The text of `_toc.yml` with the pages of just these exercises, and all else as it is.

    ValueError when it does not list the chapter that one of them stands after.
    """
    listed = ENTRIES.sub("", contents)
    after: dict[str, list[Exercise]] = {}
    for exercise in sorted(exercises, key=lambda exercise: exercise.number):
        after.setdefault(exercise.after, []).append(exercise)
    for chapter, following in after.items():
        for lang in LANGUAGES:
            place = f"- file: book/{lang}/{chapter}\n"
            if place not in listed:
                raise ValueError(f"tests/graded/{following[0].id}.toml: _toc.yml lists no chapter {chapter!r}")
            entries = "".join(ENTRY.format(lang=lang, exercise=exercise.id) for exercise in following)
            listed = listed.replace(place, place + entries)
    return listed


def main() -> int:
    path = Path("_toc.yml")
    before = path.read_text(encoding="utf-8")
    after = with_exercises(before, EXERCISES.values())
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
