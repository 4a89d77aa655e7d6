"""The autograder that a teacher uploads to Gradescope. Called by `make gradescope-zip EXERCISES="…" [LANGUAGE=vi]`.

It holds the whole course, solutions included, and this teacher's seed: it is for teachers alone. What Gradescope does
with it: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from grader.exercises import exercise_called
from grader.rubric import FULL_MARKS
from grader.seed import teachers_seed
from grader.text import LANGUAGES, Text
from wheels import ROOT, archive, pins, wheel

PROGRAMS = Path(__file__).with_name("gradescope")
RUN = ("setup.sh", "run_autograder")
SEED = "config/instance-norm-course/seed"  # where `grader.seed` looks, below XDG_CONFIG_HOME
WRITTEN = Text(
    vi="Đã ghi {path} ({size} kB). Trong đó có lời giải và seed: chỉ dành cho giảng viên. Điểm tối đa: {points}.",
    en="Wrote {path} ({size} kB). It holds solutions and the seed: for teachers alone. Greatest mark: {points}.",
)


def gradescope_zip(exercises: tuple[str, ...], seed: int, lang: str | None = None) -> bytes:
    """The zip; the same sources give the same bytes. ValueError for an exercise that there is not."""
    asked = list(dict.fromkeys(exercise_called(name).id for name in exercises))
    arguments = [part for name in asked for part in ("--exercise", name)] + (["--lang", lang] if lang else [])
    name, content = wheel(dict(whole_course()), variant="gradescope", scripts=True)
    files = {program: (PROGRAMS / program).read_bytes() for program in RUN}
    files |= {name: content, "pins.txt": pins(), SEED: f"{seed}\n".encode()}
    files["arguments.json"] = (json.dumps(arguments, indent=1) + "\n").encode()
    return archive(files, runnable=RUN)


def whole_course() -> Iterator[tuple[str, bytes]]:
    """All files that pyproject.toml counts to the packages, by their place in a wheel."""
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    for package in setup["packages"]:
        top, *inner = package.split(".")
        folder = (ROOT / setup["package-dir"][top]).joinpath(*inner)
        for pattern in ("*.py", *setup["package-data"].get(package, ())):
            for path in folder.glob(pattern):
                yield "/".join((top, *inner, path.relative_to(folder).as_posix())), path.read_bytes()


def main() -> None:
    reading = argparse.ArgumentParser(description="Pack an autograder for Gradescope.")
    reading.add_argument("--exercise", action="append", required=True, metavar="ID", help="grade this one (repeatable)")
    reading.add_argument("--lang", choices=LANGUAGES, help="the language of feedback (default: the notebook's)")
    reading.add_argument("--to", type=Path, default=ROOT / "_build" / "gradescope.zip", metavar="FILE")
    options = reading.parse_args()
    try:
        packed = gradescope_zip(tuple(options.exercise), teachers_seed(), options.lang)
    except ValueError as error:
        reading.error(str(error))
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_bytes(packed)
    points = FULL_MARKS * len({*options.exercise})
    said = (text.format(path=options.to, size=len(packed) // 1000, points=points) for text in (WRITTEN.vi, WRITTEN.en))
    print(*said, sep="\n")


if __name__ == "__main__":
    main()
