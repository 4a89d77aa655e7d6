"""The process that parses what strangers hand in: `python -m inside.parser FD [isolated|shared UID]`.

Parsing takes time and memory without bound (2 MB of `a;` make a syntax tree of 1.8 GB), so it is done here, where both
are limited: a file that asks for more ends this process, and costs nobody else anything. No code of a file runs.
"""

import contextlib
import io
import json
import sys
import tokenize

from .definitions import definitions_in, likenesses
from .limits import become, set_limits
from .messages import Parse, Parsed
from .wire import Channel, Json, WireError, inherited_socket

MEMORY_BYTES = 512 << 20
CPU_SECONDS = 600  # for all files; who waits for one is less patient
MAX_CELLS = 5000
MAX_CODE_BYTES = 8 << 20


def parse(content: bytes, asked: Parse) -> tuple[Parsed, list[bytes]]:
    """What a notebook or Python file holds, and the code of its cells."""
    try:
        notebook = _notebook(content) if asked.suffix == ".ipynb" else None
        cells = [_text(content)] if notebook is None else _code_cells(notebook)
        metadata = {} if notebook is None else _course_metadata(notebook)
        codes = [cell.encode("utf-8", "surrogatepass") for cell in cells]
        if len(codes) > MAX_CELLS or sum(map(len, codes)) > MAX_CODE_BYTES:
            return Parsed(refused="too large"), []
        found = definitions_in(cells)
    except (UnicodeDecodeError, LookupError, SyntaxError):  # a coding cookie may name what there is not
        return Parsed(refused="not a notebook" if asked.suffix == ".ipynb" else "not text"), []
    except (ValueError, RecursionError):
        return Parsed(refused="not a notebook"), []
    except MemoryError:
        return Parsed(refused="too complex"), []
    defined, stubs, imported = (
        tuple(name for name in asked.names if name in names) for names in (found.defined, found.stubs, found.imported)
    )
    exercise, lang = metadata.get("exercise"), metadata.get("lang")
    digests = likenesses(found, defined)
    alike = tuple(digests.get(name, "") for name in defined)
    return Parsed(None, exercise, lang, defined, stubs, imported, found.syntax, found.likeness, alike), codes


def _text(content: bytes) -> str:
    """The text of a Python file in the encoding that it names, as Python reads it (PEP 263)."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def _notebook(content: bytes) -> Json:
    """The notebook as plain JSON; ValueError where what is read from it has not the types that the format says."""
    notebook = json.loads(content.decode("utf-8-sig"))
    if not isinstance(notebook, dict):
        raise ValueError("no notebook")
    if "cells" not in notebook and isinstance(notebook.get("worksheets"), list):
        notebook["cells"] = _cells_of_worksheets(notebook["worksheets"])
    if not isinstance(notebook.get("cells"), list):
        raise ValueError("no list of cells")
    return notebook


def _cells_of_worksheets(worksheets: list[object]) -> list[object]:
    """The cells of a notebook of the format 3, whose code stands under another name."""
    cells: list[object] = []
    for sheet in worksheets:
        if not isinstance(sheet, dict) or not isinstance(sheet.get("cells"), list):
            raise ValueError("a worksheet is none")
        cells += [cell | {"source": cell.get("input")} if isinstance(cell, dict) else cell for cell in sheet["cells"]]
    return cells


def _course_metadata(notebook: Json) -> dict[str, str]:
    """What the metadata say of the exercise and the language, each a text; what is of another form says nothing."""
    metadata = notebook.get("metadata")
    course = metadata.get("course") if isinstance(metadata, dict) else None
    return {key: value for key, value in course.items() if isinstance(value, str)} if isinstance(course, dict) else {}


def _code_cells(notebook: Json) -> list[str]:
    if not all(isinstance(cell, dict) for cell in notebook["cells"]):
        raise ValueError("a cell is none")
    return [_source(cell.get("source", "")) for cell in notebook["cells"] if cell.get("cell_type") == "code"]


def _source(source: object) -> str:
    """The text of a cell, which the format allows to be stored as one string or as a list of lines."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str | None):
        raise ValueError("a source is no text")
    return source or ""


def main() -> None:
    """Answer the judge until it hangs up."""
    if len(sys.argv) > 3:
        become(int(sys.argv[3]), isolated=sys.argv[2] == "isolated")
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
