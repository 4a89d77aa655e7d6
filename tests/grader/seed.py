"""The seed with which a teacher grades: made once on this machine, and known to no student.

`check` draws its cases from a public seed, so what it tries can be looked up; an answer that has only learnt those
cases must not get a mark for it.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from platformdirs import user_config_path

from grader.text import CourseError, Text

LARGEST = 2**32
NOT_KEPT = Text(
    vi="Không giữ được seed để chấm ở {path} ({error}). Hãy cho phép ghi ở đó, hoặc thêm --seed với một số.",
    en="The seed for grading cannot be kept in {path} ({error}). Allow writing there, or add --seed with a number.",
)
NO_SEED = Text(
    vi="{path} phải chứa một số nguyên từ 0 đến {largest}. Hãy sửa lại, hoặc xóa đi để tạo seed mới.",
    en="{path} must hold a whole number from 0 to {largest}. Correct it, or delete it for a new seed.",
)


class SeedError(CourseError):
    """There is no seed to grade with."""


def seed_file() -> Path:
    """Where the seed is kept, in the configuration of this user."""
    return user_config_path("instance-norm-course") / "seed"


def teachers_seed() -> int:
    """The seed of this teacher, made at the first call. Raises SeedError where it cannot be kept or is none."""
    path = seed_file()
    try:
        if not path.exists():
            _make(path)
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(NOT_KEPT.format(path=path, error=error)) from error
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) >= LARGEST:
        raise SeedError(NO_SEED.format(path=path, largest=LARGEST - 1))
    return int(text)


def _make(path: Path) -> None:
    """Write a new seed, readable by this user alone; of two that are made at once, one counts, and whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as file:  # for this user alone
        file.write(f"{secrets.randbelow(LARGEST)}\n")
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)
