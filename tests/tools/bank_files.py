"""The bank's answers as files that could be handed in: none imports the course, which is not there when graded."""

import ast
from functools import cache
from pathlib import Path

from grader.exercises import Exercise
from mistakes.bank import Mistake, RightVersion
from mistakes.unseen import Unseen

ROOT = Path(__file__).resolve().parents[2]
COURSE = ("course", "graded", "grader", "mistakes", "solutions")
INTO_THE_BANK = ("mistake", "right", "right_version_of")
# What marks an answer from elsewhere, which some of them do to a partial: here it does nothing.
MARKS = "def wrong(**said): return lambda answer: answer\ndef correct(**said): return lambda answer: answer\n"


def as_file(exercise: Exercise, entry: Mistake | RightVersion | Unseen) -> str:
    """Python that answers the exercise with an entry of the bank, or one from elsewhere.

    What the exercise asks for besides is the reference solution's.
    """
    of = entry.of or exercise.names[0]
    reference = "".join(f"_{name} = {name}\n" for name in exercise.names)
    back = "".join(f"{name} = _{name}\n" for name in exercise.names if name != of)
    marks = MARKS if isinstance(entry, Unseen) else ""
    module = entry.answer.__module__ if isinstance(entry, Unseen) else f"mistakes.{exercise.id}"
    code = _plain(f"tests/{module.replace('.', '/')}.py")
    return f"{with_reference(exercise)}\n{reference}\n{marks}{code}\n{back}{of} = {entry.id}\n"


def with_reference(exercise: Exercise) -> str:
    """Python that answers the exercise with the reference solution."""
    return _plain(f"solutions/{exercise.id}.py")


@cache
def _plain(name: str) -> str:
    """A module's code without imports from the course, whose own code stands in their place, and without decorators.

    What needs an import that has nothing in its place is no answer, but says how answers are tried, and is left out.
    """
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    parts, missing = [], set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in COURSE:
            in_its_place = _in_its_place(node)
            parts.append(in_its_place)
            if not in_its_place:
                missing |= {part.name for part in node.names} - {"wrong", "correct"}  # these are in MARKS
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = [part for part in node.decorator_list if _called(part) not in INTO_THE_BANK]
        used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        if used.isdisjoint(missing):
            parts.append(ast.unparse(node))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            missing.add(node.name)
    return "\n".join(parts)


def _in_its_place(node: ast.ImportFrom) -> str:
    module = str(node.module)
    if module.startswith("solutions."):
        return _plain(f"{module.replace('.', '/')}.py")
    if module == "grader.sandbox.inside.remote_function":
        from grader.sandbox.inside import remote_function

        return "\n".join(f"{part.name} = {getattr(remote_function, part.name)!r}" for part in node.names)
    return ""


def _called(decorator: ast.expr) -> str:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return function.id if isinstance(function, ast.Name) else ""
