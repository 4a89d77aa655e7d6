"""What was handed in: which files make up which submission, and whether it can be graded at all."""

from pathlib import Path

from grader.submissions.read import SubmissionError, exercises_in
from grader.text import Text

NOT_THERE = Text(vi="Không có {path}. Hãy kiểm tra lại đường dẫn.", en="There is no {path}. Check the path.")
UNREADABLE = Text(
    vi="Không đọc được {path} ({error}). Hãy kiểm tra quyền truy cập.",
    en="{path} cannot be read ({error}). Check its permissions.",
)
EMPTY = Text(
    vi="Thư mục {path} không có bài nộp nào. Hãy chỉ đến thư mục chứa các bài nộp.",
    en="There is no submission in the folder {path}. Name the folder that holds the submissions.",
)
TWICE = Text(vi="{path} được đưa vào hai lần. Hãy bỏ bớt một.", en="{path} is given twice. Leave one of them out.")
TWO_ANSWERS = Text(
    vi="Bài nộp {name} có hai tập tin cùng làm bài {exercise}: {one} và {other}. Hãy bỏ bớt một.",
    en="The submission {name} has two files that answer {exercise}: {one} and {other}. Leave one of them out.",
)


class UsageProblem(Exception):
    """Grading cannot begin; `text` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def submissions_in(paths: list[Path], *, one: bool) -> dict[str, tuple[Path, ...]]:
    """The files of every submission by its name, in a fixed order.

    A file is a submission. A folder is a class, in which each file or folder is one; with `one` it is a submission
    itself. Hidden names, __MACOSX and .ipynb_checkpoints are passed over. Raises UsageProblem.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for path in paths:
        try:
            if not path.exists():
                raise UsageProblem(NOT_THERE.format(path=path))
            members = [path] if one or path.is_file() else sorted(filter(_counts, path.iterdir()))
            for member in members:
                if str(member) in found:
                    raise UsageProblem(TWICE.format(path=member))
                found[str(member)] = _files(member)
        except OSError as error:
            raise UsageProblem(UNREADABLE.format(path=path, error=error.strerror)) from error
        if not members or (one and not found[str(path)]):
            raise UsageProblem(EMPTY.format(path=path))
    for name, files in found.items():
        _refuse_two_answers(name, files)
    return found


def _counts(path: Path) -> bool:
    """Not hidden, not left by an archive, and no link, which may point at somebody else's work."""
    return not path.name.startswith(".") and path.name != "__MACOSX" and not path.is_symlink()


def _files(path: Path) -> tuple[Path, ...]:
    if path.is_file():
        return (path,)
    inside = (file for file in path.rglob("*") if all(map(_counts, _between(path, file))))
    return tuple(sorted(file for file in inside if file.suffix in (".ipynb", ".py") and file.is_file()))


def _between(folder: Path, file: Path) -> list[Path]:
    """The file and the folders around it, up to but without `folder`."""
    return [file, *(parent for parent in file.parents if parent.is_relative_to(folder) and parent != folder)]


def _refuse_two_answers(name: str, files: tuple[Path, ...]) -> None:
    answered: dict[str, Path] = {}
    for file in files if len(files) > 1 else ():
        try:
            exercises = exercises_in(file)
        except SubmissionError:
            continue  # said when the submission is graded
        for exercise in exercises:
            if exercise.id in answered:
                one, other = answered[exercise.id].name, file.name
                raise UsageProblem(TWO_ANSWERS.format(name=name, exercise=exercise.id, one=one, other=other))
            answered[exercise.id] = file
