"""The process that parses what strangers hand in: `python -m inside.parser FD [isolated UID]`.

Parsing takes time and memory without bound (2 MB of `a;` make a syntax tree of 1.8 GB), so it is done here, where both
are limited: a file that asks for more ends this process, and costs nobody else anything. No code of a file runs.
"""

import ast
import contextlib
import json
import re
import sys
import warnings

from .limits import become, set_limits
from .messages import Parse, Parsed
from .wire import Channel, Json, WireError, inherited_socket

MEMORY_BYTES = 512 << 20
CPU_SECONDS = 600  # for all files; who waits for one is less patient
MAX_CELLS = 5000
MAX_CODE_BYTES = 8 << 20
MAGIC_LINE = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)


def parse(content: bytes, asked: Parse) -> tuple[Parsed, list[bytes]]:
    """What a notebook or Python file holds, and the code of its cells."""
    try:
        notebook = _notebook(content) if asked.suffix == ".ipynb" else None
        cells = [_text(content)] if notebook is None else _code_cells(notebook)
        metadata = {} if notebook is None else _course_metadata(notebook)
        codes = [cell.encode("utf-8", "surrogatepass") for cell in cells]
        if len(codes) > MAX_CELLS or sum(map(len, codes)) > MAX_CODE_BYTES:
            return Parsed(refused="too large"), []
        defined, syntax = _names(cells)
    except UnicodeDecodeError:
        return Parsed(refused="not a notebook" if asked.suffix == ".ipynb" else "not text"), []
    except (ValueError, RecursionError):
        return Parsed(refused="not a notebook"), []
    except MemoryError:
        return Parsed(refused="too complex"), []
    found = tuple(name for name in asked.names if name in defined)
    return Parsed(None, metadata.get("exercise"), metadata.get("lang"), found, syntax), codes


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _notebook(content: bytes) -> Json:
    """The notebook as plain JSON; ValueError where what is read from it has not the types that the format says."""
    notebook = json.loads(content.decode("utf-8-sig"))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("no list of cells")
    return notebook


def _course_metadata(notebook: Json) -> dict[str, str]:
    metadata = notebook.get("metadata", {})
    course = metadata.get("course", {}) if isinstance(metadata, dict) else None
    if not isinstance(course, dict) or not all(isinstance(course.get(key, ""), str) for key in ("exercise", "lang")):
        raise ValueError("metadata of another form")
    return course


def _code_cells(notebook: Json) -> list[str]:
    if not all(isinstance(cell, dict) for cell in notebook["cells"]):
        raise ValueError("a cell is none")
    return [_source(cell.get("source", "")) for cell in notebook["cells"] if cell.get("cell_type") == "code"]


def _source(source: object) -> str:
    """The text of a cell, which the format allows to be stored as one string or as a list of lines."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str):
        raise ValueError("a source is no text")
    return source


def _names(cells: list[str]) -> tuple[set[str], tuple[int, int, str] | None]:
    """The names that the cells define, assign or import, wherever in them, and the first place that is no Python."""
    names: set[str] = set()
    syntax = None
    for number, cell in enumerate(cells, start=1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what the compiler thinks of a learner's style
                tree = ast.parse(MAGIC_LINE.sub("", cell))
        except SyntaxError as error:
            syntax = syntax or (number, max(error.lineno or 1, 1), str(error.msg)[:200])
        except (ValueError, RecursionError):
            continue  # no Python either, and said when it is run
        else:
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    names.add(node.name)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.add(node.id)
                elif isinstance(node, ast.alias):
                    names.add(node.asname or node.name)
    return names, syntax


def main() -> None:
    """Answer the judge until it hangs up."""
    if sys.argv[2:3] == ["isolated"]:
        become(int(sys.argv[3]))
    channel = Channel(inherited_socket(sys.argv[1]))
    set_limits(memory=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    with contextlib.suppress(WireError):
        channel.send({}, [])  # ready: what it took to start is no file's fault
        while True:
            message, (content,) = channel.receive()
            parsed, cells = parse(content, Parse.from_json(message))
            del content
            channel.send(parsed.as_json(), cells)


if __name__ == "__main__":
    main()
