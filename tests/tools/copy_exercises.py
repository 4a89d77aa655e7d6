"""Copy the exercises into `my/`, where learners solve them: stored notebooks stay clean, and updates never conflict."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(root: Path = ROOT) -> tuple[list[Path], list[Path]]:
    """Copy every exercise that is not in `my/` yet; returns what was copied and what was left alone."""
    copied, kept = [], []
    for exercise in sorted((root / "exercises").glob("*/*.ipynb")):
        mine = root / "my" / exercise.relative_to(root / "exercises")
        if mine.exists():
            kept.append(mine)
        else:
            mine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(exercise, mine)
            copied.append(mine)
    return copied, kept


if __name__ == "__main__":
    for words, paths in zip(("Đã chép / copied:", "Giữ nguyên / left as it was:"), start(), strict=True):
        for path in paths:
            print(words, path.relative_to(ROOT).as_posix())
