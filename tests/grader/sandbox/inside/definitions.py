"""What code defines, found by parsing it; none of it runs."""

import ast
import hashlib
import re
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAGIC_LINE = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)
MAX_COMPARED = 200_000  # characters of code: a syntax tree written out is many times as long


@dataclass
class Definitions:
    """The names that cells define or assign, of which `stubs` are still to be written, and those that they import.

    `syntax` is the first place that is no Python: the number of the cell, the line, and what is wrong. `likeness` is
    the same for code that differs in nothing but comments, layout and words. `statements` are those that matter for it.
    """

    defined: set[str] = field(default_factory=set)
    stubs: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    syntax: tuple[int, int, str] | None = None
    likeness: str = ""
    statements: list[ast.stmt] = field(default_factory=list)


def definitions_in(cells: list[str]) -> Definitions:
    """What the cells define, wherever in them; the last definition of a name says whether it is still to be written."""
    found, digest = Definitions(), hashlib.sha256()
    is_compared = sum(map(len, cells)) <= MAX_COMPARED
    for number, cell in enumerate(cells, start=1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what the compiler thinks of a learner's style
                tree = ast.parse(MAGIC_LINE.sub("", cell))
            compared = list(_without_words(tree.body)) if is_compared else []
            written = "".join(map(ast.dump, compared)) if is_compared else cell
        except (SyntaxError, ValueError, RecursionError) as error:
            if isinstance(error, SyntaxError):
                found.syntax = found.syntax or (number, max(error.lineno or 1, 1), str(error.msg)[:200])
            written = cell  # no Python either where it is no SyntaxError, and said when it is run
        else:
            _note(tree, found)
            found.statements += compared
        digest.update(written.encode("utf-8", "surrogatepass"))
    found.likeness = digest.hexdigest()[:32]
    return found


def likenesses(found: Definitions, names: Iterable[str]) -> dict[str, str]:
    """For each of the names that is defined, a digest of what defines it last and of all that this refers to.

    It is the same where nothing differs but comments, layout, docstrings and annotations of types.
    """
    defining = {name: statement for statement in found.statements for name in _defined_by(statement)}
    parts: dict[str, tuple[bytes, list[str]]] = {}  # each looked at once, however many refer to it
    return {name: _digest_of(name, defining, parts) for name in names if name in defining}


def _digest_of(name: str, defining: dict[str, ast.stmt], parts: dict[str, tuple[bytes, list[str]]]) -> str:
    reached, waiting, whole = {name}, deque([name]), hashlib.sha256()
    while waiting:
        now = waiting.popleft()
        if now not in parts:
            parts[now] = _part(defining[now])
        digest, used = parts[now]
        whole.update(digest)
        new = [each for each in used if each in defining and each not in reached]
        reached.update(new)
        waiting += new
    return whole.hexdigest()[:32]


def _part(statement: ast.stmt) -> tuple[bytes, list[str]]:
    """A digest of a statement, and the names that it takes from elsewhere."""
    written = ast.dump(_without_annotations(statement))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest(), _used_in(statement)


def _without_annotations(statement: ast.stmt) -> ast.stmt:
    for node in ast.walk(statement):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return statement


def _defined_by(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _used_in(statement: ast.stmt) -> list[str]:
    """The names that a statement takes from elsewhere: not those of its own arguments and variables."""
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    return list(dict.fromkeys(node.id for node in names if node.id not in own))


def _note(tree: ast.Module, found: Definitions) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.defined.add(node.name)
            (found.stubs.add if _is_stub(node) else found.stubs.discard)(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.defined.add(node.id)
            found.stubs.discard(node.id)
        elif isinstance(node, ast.alias):
            found.imported.add(node.asname or node.name)


def _is_stub(node: ast.stmt) -> bool:
    """Whether nothing was written yet: a function that only raises NotImplementedError, a class of such methods."""
    if isinstance(node, ast.ClassDef):
        return all(map(_is_stub, node.body))
    if isinstance(node, ast.FunctionDef):
        return all(map(_does_nothing, _reached(node.body)))
    return _does_nothing(node)


def _reached(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements up to the first that raises: what stands behind it, as code that is to be mended, never runs."""
    ends = next((place for place, statement in enumerate(body, 1) if isinstance(statement, ast.Raise)), len(body))
    return body[:ends]


def _does_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise) and node.exc is not None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _without_words(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements without docstrings and without what is only called or shown, as `check` and `print` are."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            statement.body = list(_without_words(statement.body)) or [ast.Pass()]
        if not isinstance(statement, ast.Expr):
            yield statement
