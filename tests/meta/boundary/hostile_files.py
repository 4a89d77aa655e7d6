"""Files and folders that are hard to read: what each holds, or how to make it in a folder.

`FILES` maps a file's name to a function that gives its bytes; `PLACES` maps a name to a function that makes the thing
at a path, where it is no ordinary file; `HELPERS` what stands beside a right answer `answer.py` in a submission's own
folder, by the names of the helper files. None of the first two may earn a point, take long or much memory, or end a
batch; a submission in a folder with one of the third may only harm itself.
"""

import json
import os
import socket
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

STUB = "def instance_norm(x): return x\n"
EXERCISE = {"course": {"exercise": "instance_norm", "lang": "en"}}
MEGABYTE = 1 << 20


def notebook(*codes: object, metadata: object = EXERCISE, **changes: object) -> bytes:
    """A notebook with these code cells."""
    cells = [{"cell_type": "code", "metadata": {}, "source": code, "outputs": []} for code in codes]
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5, **changes}).encode()


def code_file(code: Callable[[], str]) -> bytes:
    """A .py file with this code."""
    return as_text(code())


def code_cell(code: Callable[[], str]) -> bytes:
    """A notebook that has this code in a cell, and does not say which exercise it answers."""
    return notebook(STUB + code(), metadata={})


def as_text(text: str) -> bytes:
    """A .py file of this text after a function that is found."""
    return (STUB + text).encode()


# Code that costs whoever parses or compiles it far more than it weighs.
CODES: dict[str, Callable[[], str]] = {
    "statements": lambda: "a;" * MEGABYTE,
    "lines": lambda: "a\n" * MEGABYTE,
    "brackets": lambda: "(" * 100_000 + ")" * 100_000,
    "square-brackets": lambda: "x = " + "[" * 100_000,
    "braces": lambda: "x = " + "{" * 199 + "}" * 199,
    "strings": lambda: "x = " + "'a' " * 500_000,
    "long-string": lambda: f"x = '{'a' * 15 * MEGABYTE}'",
    "long-name": lambda: "a" * 3 * MEGABYTE + " = 1",
    "names": lambda: "\n".join(f"a{number} = {number}" for number in range(150_000)),
    "digits": lambda: "x = " + "9" * MEGABYTE,
    "hexadecimal": lambda: "x = 0x" + "f" * 5 * MEGABYTE,
    "powers": lambda: "x = 9 ** 9 ** 9 ** 9",
    "folded-power": lambda: "x = ((2 ** 127) ** 63) ** 9 << 99999999",
    "folded-string": lambda: "x = 'a' * 4096 * 4096 * 4096",
    "folded-tuple": lambda: "x = " + "(" * 40 + "1,) " + "* 99,) " * 39,
    "lambdas": lambda: "x = " + "lambda:" * 50_000 + "1",
    "nots": lambda: "x = " + "not " * 200_000 + "1",
    "tildes": lambda: "x = " + "~" * 500_000 + "1",
    "awaits": lambda: "async def f():\n    " + "await " * 100_000 + "x",
    "comparisons": lambda: "x = 1" + " < 1" * 300_000,
    "ands": lambda: "x = 1" + " and 1" * 300_000,
    "ternaries": lambda: "x = 1" + " if 1 else 1" * 50_000,
    "calls": lambda: "x = f" + "()" * 100_000,
    "indices": lambda: "x = f" + "[0]" * 100_000,
    "arguments": lambda: "f(" + "1," * 700_000 + ")",
    "starred": lambda: "*" * 100_000 + "a = 1",
    "walruses": lambda: "x = " + "(a := " * 5_000 + "1" + ")" * 5_000,
    "chained": lambda: "a = " * 200_000 + "1",
    "comprehensions": lambda: "x = [1" + " for a in b" * 50_000 + "]",
    "nested-comprehensions": lambda: "x = " + "[" * 90 + "1" + " for a in b]" * 90,
    "f-strings": lambda: "x = f'" + "{a}" * 300_000 + "'",
    "nested-f-strings": lambda: "x = " + "f'{" * 140 + "1" + "}'" * 140,
    "decorators": lambda: "@f\n" * 200_000 + "def g(): pass",
    "classes": lambda: "".join(" " * depth + "class A:\n" for depth in range(95)) + " " * 95 + "a = 1",
    "functions": lambda: "def f(): pass\n" * 100_000,
    "tries": lambda: "".join(" " * depth + "try:\n" for depth in range(1000)),
    "withs": lambda: "with " + "a, " * 300_000 + "a: pass",
    "cases": lambda: "match x:\n" + "    case [" + "_, " * 200_000 + "]: pass",
    "patterns": lambda: "match x:\n    case " + "[" * 5_000 + "]" * 5_000 + ": pass",
    "imports": lambda: "import " + "a, " * 500_000 + "a",
    "dotted-import": lambda: "import a" + ".a" * 500_000,
    "globals": lambda: "def f():\n    global " + "a, " * 300_000 + "a",
    "annotations": lambda: "a: b\n" * 300_000,
    "docstrings": lambda: "'''a'''\n" * 300_000,
    "comments": lambda: "# a\n" * 2 * MEGABYTE,
    "semicolons": lambda: "a" + ";a" * 100 + ";" * MEGABYTE,
    "backslashes": lambda: "x = 1" + "\\\n" * MEGABYTE,
    "form-feeds": lambda: "\f" * MEGABYTE + "a = 1",
    "tabs-and-spaces": lambda: "if 1:\n\ta = 1\n        b = 2\n" * 50_000,
    "unclosed-string": lambda: "x = '''" + "a\n" * MEGABYTE,
    "escapes": lambda: "x = '" + "\\N{GREEK SMALL LETTER ALPHA}" * 100_000 + "'",
    "wrong-escapes": lambda: "x = '" + "\\d" * 500_000 + "'",
    "magics": lambda: "%a\n" * 500_000,
    "shell-lines": lambda: "!a\n" * 500_000,
    "cell-magics": lambda: "%%a\n" + "%%a\n" * 300_000,
    "questions": lambda: "a?\n" * 300_000,
    "long-magic": lambda: "%" + "a " * 3 * MEGABYTE,
    "magics-in-brackets": lambda: "(\n%a\n" * 50_000,
    "assigned-magics": lambda: "a = %a\nb = !b\n" * 100_000,
    "ligatures": lambda: "ﬁ = 1\n" * 100_000,
    "combining": lambda: "a" + "\u0301" * 500_000 + " = 1",
    "bidi": lambda: "x = '\u202e\u2066'  # \u2069\n" * 100_000,
    "half-characters": lambda: "x = '\\ud800'\n" * 100_000,
    "coding-line": lambda: "# coding: rot13\n" * 1000,
    "types": lambda: "type A = " + "(" * 5_000 + "int" + ")" * 5_000,
}


def zip_bomb() -> bytes:
    """A zip with a gigabyte of zeros in it, in a megabyte."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("__main__.py", "w") as file:
        for _ in range(1024):
            file.write(bytes(MEGABYTE))
    return packed.getvalue()


# Those that are tried in a notebook's cell as well, which does not say which exercise it answers.
IN_CELLS = ("statements", "brackets", "long-string", "names", "f-strings", "magics", "cell-magics", "half-characters")
FILES: dict[str, Callable[[], bytes]] = {f"{name}.py": partial(code_file, code) for name, code in CODES.items()}
FILES |= {f"{name}.ipynb": partial(code_cell, CODES[name]) for name in IN_CELLS}


def metadata_of(depth: int) -> bytes:
    """A notebook in whose metadata stand objects in objects."""
    return notebook(STUB, metadata={"a": 0}).replace(b'{"a": 0}', b'{"a":' * depth + b"0" + b"}" * depth)


# Bytes that are no text, no JSON, or no notebook.
FILES |= {
    "nothing.py": lambda: b"",
    "nothing.ipynb": lambda: b"",
    "one-null.py": lambda: b"\0",
    "one-null.ipynb": lambda: b"\0",
    "nulls.py": lambda: bytes(5 * MEGABYTE),
    "nulls.ipynb": lambda: bytes(5 * MEGABYTE),
    "null-in-cell.ipynb": lambda: notebook(STUB + "a = '\0'\0"),
    "null-in-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "instance_norm\0"}}),
    "bom.py": lambda: "\ufeff".encode() + as_text("a = 1"),
    "boms.py": lambda: "\ufeff".encode() * 1000 + as_text("a = 1"),
    "bom.ipynb": lambda: "\ufeff".encode() + notebook(STUB),
    "utf-16.py": lambda: STUB.encode("utf-16"),
    "utf-16-le.py": lambda: STUB.encode("utf-16-le"),
    "utf-32.py": lambda: STUB.encode("utf-32"),
    "utf-16.ipynb": lambda: notebook(STUB).decode().encode("utf-16"),
    "utf-32.ipynb": lambda: notebook(STUB).decode().encode("utf-32"),
    "utf-7.py": lambda: b"# coding: utf-7\n" + STUB.encode(),
    "unknown-coding.py": lambda: b"# coding: left\n" + STUB.encode(),
    "latin-1.ipynb": lambda: notebook(STUB).replace(b"instance_norm", "é".encode("latin-1")),
    "invalid.py": lambda: STUB.encode() + b"\xff\xfe\xc0\x80\xed\xa0\x80",
    "carriage-returns.py": lambda: (STUB + "a = 1\nb = 2\n").encode().replace(b"\n", b"\r"),
    "mixed-line-ends.py": lambda: b"a = 1\r\nb = 2\rc = 3\n\r" * 10_000 + STUB.encode(),
    "line-separators.py": lambda: as_text("\u2028a = 1\u2029b = 2\x85c = 3\x0b\x0c\x1c\x1d\x1e"),
    "control-characters.py": lambda: as_text("".join(map(chr, range(1, 32)))),
    "end-of-file.py": lambda: as_text("\x1aa = 1\x04"),
    "pickle.py": lambda: b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    "bytecode.py": lambda: b"\xa7\r\r\n" + bytes(12) + b"\xe3" + bytes(100),
    "zip.py": zip_bomb,
    "zip.ipynb": zip_bomb,
    "elf.py": lambda: b"\x7fELF" + bytes(1000),
    "open-brackets.ipynb": lambda: b"[" * 5_000_000,
    "open-braces.ipynb": lambda: b'{"a":' * 1_000_000,
    "closed-brackets.ipynb": lambda: b"[" * 5_000_000 + b"]" * 5_000_000,
    "nested-cells.ipynb": lambda: b'{"cells":[' * 300_000 + b"]}" * 300_000,
    "deep-metadata.ipynb": lambda: metadata_of(100_000),
    "shallow-metadata.ipynb": lambda: metadata_of(900),
    "cells-200000.ipynb": lambda: notebook(*["a = 1"] * 200_000),
    "cells-empty.ipynb": lambda: notebook(*[""] * 200_000),
    "cells-of-nothing.ipynb": lambda: b'{"metadata": {}, "cells": [' + b"{}," * 1_000_000 + b"{}]}",
    "cells-that-fail.ipynb": lambda: notebook(STUB, *["1 / 0"] * 50_000),
    "cells-with-wrong-syntax.ipynb": lambda: notebook(STUB, *["(" * 90] * 20_000),
    "lines-of-source.ipynb": lambda: notebook([STUB] + ["a = 1\n"] * 500_000),
    "large-cell.ipynb": lambda: notebook(STUB + "#" * 15 * MEGABYTE),
    "large-output.ipynb": lambda: notebook(STUB, outputs=["a" * 15 * MEGABYTE]),
    "large-key.ipynb": lambda: notebook(STUB, **{"a" * 15 * MEGABYTE: 1}),
    "keys.ipynb": lambda: b"{" + b",".join(b'"%d":0' % number for number in range(1_000_000)) + b"}",
    "same-keys.ipynb": lambda: b'{"cells": [], ' * 1 + b'"cells": [],' * 500_000 + b'"metadata": {}}',
    "colliding-keys.ipynb": lambda: b"{" + b",".join(b'"%s":0' % (b"a" * n) for n in range(4000)) + b"}",
    "long-number.ipynb": lambda: b'{"cells": [], "nbformat": ' + b"9" * 10 * MEGABYTE + b"}",
    "long-float.ipynb": lambda: b'{"cells": [], "nbformat": 1.' + b"9" * 10 * MEGABYTE + b"e999999999}",
    "long-exponent.ipynb": lambda: b'{"cells": [], "nbformat": 1e' + b"9" * MEGABYTE + b"}",
    "not-a-number.ipynb": lambda: b'{"cells": [], "metadata": {}, "nbformat": NaN, "nbformat_minor": -Infinity}',
    "half-character-in-cell.ipynb": lambda: notebook(STUB + "'\ud800'"),
    "half-character-in-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "\udcff"}}),
    "half-character-in-language.ipynb": lambda: notebook(STUB, metadata={"course": {"lang": "\ud800"}}),
    "half-character-in-key.ipynb": lambda: notebook(STUB, **{"\udfff": "\ud800"}),
    "wrong-surrogates.ipynb": lambda: notebook(STUB).replace(b'"a"', b'"\\udc00\\ud800\\uzzzz"') + b"\\ud800",
    "escape-in-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "\x1b[2J\u202e"}}),
    "escape-in-language.ipynb": lambda: notebook(STUB, metadata={"course": {"lang": "\x1b]0;owned\x07"}}),
    "markup-in-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "<script>alert(1)</script>"}}),
    "formula-in-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "=cmd|'/C calc'!A0"}}),
    "path-in-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "../../../../etc/passwd"}}),
    "list-as-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": [["instance_norm"]]}}),
    "object-as-language.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": "instance_norm", "lang": {}}}),
    "nothing-as-name.ipynb": lambda: notebook(STUB, metadata={"course": {"exercise": None}}),
    "course-of-list.ipynb": lambda: notebook(STUB, metadata={"course": ["instance_norm"]}),
    "metadata-of-text.ipynb": lambda: notebook(STUB, metadata="course"),
    "metadata-of-nothing.ipynb": lambda: notebook(STUB, metadata=None),
    "cells-of-text.ipynb": lambda: notebook(cells="abc"),
    "cells-of-object.ipynb": lambda: notebook(cells={"a": 1}),
    "cells-of-number.ipynb": lambda: notebook(cells=1e308),
    "cells-of-null.ipynb": lambda: notebook(cells=None),
    "cells-of-lists.ipynb": lambda: notebook(cells=[[[]], []]),
    "cell-type-of-list.ipynb": lambda: notebook(cells=[{"cell_type": ["code"], "source": STUB}]),
    "cell-type-of-number.ipynb": lambda: notebook(cells=[{"cell_type": 1, "source": STUB}]),
    "cell-without-source.ipynb": lambda: notebook(cells=[{"cell_type": "code", "metadata": {}}]),
    "source-of-true.ipynb": lambda: notebook(True),
    "source-of-null.ipynb": lambda: notebook(None),
    "source-of-object.ipynb": lambda: notebook({"a": STUB}),
    "source-of-lists.ipynb": lambda: notebook([["a"], {"b": 1}]),
    "cell-metadata-of-list.ipynb": lambda: notebook(
        cells=[{"cell_type": "code", "metadata": [], "source": STUB}], worksheets=[]
    ),
    "tags-of-number.ipynb": lambda: notebook(
        cells=[{"cell_type": "code", "metadata": {"tags": 7}, "source": STUB, "id": []}]
    ),
    "old-format.ipynb": lambda: json.dumps(
        {"worksheets": [{"cells": [{"cell_type": "code", "input": STUB}]}], "nbformat": 3, "metadata": EXERCISE}
    ).encode(),
    "json-of-text.ipynb": lambda: b'"instance_norm"',
    "json-of-number.ipynb": lambda: b"7",
    "json-of-null.ipynb": lambda: b"null",
    "json-of-list.ipynb": lambda: b"[]",
    "two-jsons.ipynb": lambda: notebook(STUB) * 2,
    "half-json.ipynb": lambda: notebook(STUB)[:-10],
    "python.ipynb": STUB.encode,
    "notebook.py": lambda: notebook(STUB),
    "markup.ipynb": lambda: b"<!doctype html><title>" + b"<a>" * 500_000,
    "conflict.py": lambda: as_text("<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> theirs\n"),
    "conflict.ipynb": lambda: notebook(STUB).replace(b'"cells"', b'<<<<<<< HEAD\n"cells"'),
    "too-large.py": lambda: b"#" * 21 * MEGABYTE,
    "too-large.ipynb": lambda: notebook("#" * 21 * MEGABYTE),
}


def bound_socket(path: Path) -> None:
    """A socket as a file, where the path is not too long for one."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


def unreadable(path: Path) -> None:
    """A file that nobody may read, root aside."""
    path.write_text(STUB)
    path.chmod(0)


def sparse(path: Path) -> None:
    """A file that says it holds a terabyte."""
    with path.open("wb") as file:
        file.truncate(1 << 40)


def loop(path: Path) -> None:
    """Two links that lead to each other."""
    path.symlink_to(path.with_name("other-" + path.name))
    path.with_name("other-" + path.name).symlink_to(path)


def locked_folder(path: Path) -> None:
    """A folder that nobody may look into, root aside."""
    path.mkdir()
    (path / "a.py").write_text(STUB)
    path.chmod(0)


def deep_folder(path: Path) -> None:
    """Folders in folders, with a file at the bottom."""
    inner = path.joinpath(*["a"] * 200)
    inner.mkdir(parents=True)
    (inner / "instance_norm.py").write_text(STUB)


def wide_folder(path: Path) -> None:
    """A folder of a thousand files."""
    path.mkdir()
    for number in range(1000):
        (path / f"{number}.py").write_text("a = 1\n")


def circular_folder(path: Path) -> None:
    """A folder that holds links to itself, and to what is above it."""
    path.mkdir()
    for name, target in (("again", path), ("above", path.parent)):
        (path / name).symlink_to(target, target_is_directory=True)


# What is no ordinary file. Some would hang whoever opens them: FIFOs, terminals, endless devices. Of links only what
# they lead to is read: whoever changes modes or removes files here must not follow them, since they lead elsewhere.
PLACES: dict[str, Callable[[Path], None]] = {
    "fifo.py": os.mkfifo,
    "fifo.ipynb": os.mkfifo,
    "socket.py": bound_socket,
    "unreadable.py": unreadable,
    "unreadable.ipynb": unreadable,
    "folder.py": Path.mkdir,
    "folder.ipynb": Path.mkdir,
    "locked-folder": locked_folder,
    "deep-folder": deep_folder,
    "wide-folder": wide_folder,
    "circular-folder": circular_folder,
    "sparse.py": sparse,
    "sparse.ipynb": sparse,
    "loop.py": loop,
    "loop.ipynb": loop,
    "dangling.py": lambda path: path.symlink_to("nowhere.py"),
    "itself.py": lambda path: path.symlink_to(path.name),
    "zeros.py": lambda path: path.symlink_to("/dev/zero"),
    "random.ipynb": lambda path: path.symlink_to("/dev/urandom"),
    "terminal.py": lambda path: path.symlink_to("/dev/tty"),
    "input.py": lambda path: path.symlink_to("/dev/stdin"),
    "memory.py": lambda path: path.symlink_to("/proc/self/mem"),
}

# Names of files that terminals, spreadsheets, pages and shells take for something else.
NAMES = [
    "\x1b[2J\x1b[31m.py",
    "\x1b]0;owned\x07.py",
    "\x9b31m.py",
    "a\nb.py",
    "a\rb.py",
    "a\tb.py",
    "a\x00b.py".replace("\x00", "\x01"),
    "\x7f\x08\x08.py",
    "\u202eyp.exe.py",
    "\u2066\u2069.py",
    "\u200b.py",
    "\u2028.py",
    "\udcff\udcfe.py",
    "cafe\u0301.py",
    "=1+1.py",
    "@SUM(1).py",
    "+1.py",
    "-rf.py",
    "--exercise.py",
    "'\"`$(id)`;.py",
    "<script>alert(1)<.py".replace("/", ""),
    "&amp;{{7*7}}{% x %}.py",
    "%s%n%x{0}{}.py",
    "\\..\\..\\a.py",
    "CON.py",
    "a b.py",
    " .py",
    "...py",
    "a" * 250 + ".py",
    "ế" * 80 + ".py",
    "import.py",
    "numpy.py",
    "grader.py",
    "solutions.py",
    "__init__.py",
    "__main__.py",
    "conftest.py",
    "A.PY",
]

# Helper files beside an answer, by name; a helper is on the answer's path, and on nobody else's.
HELPERS: dict[str, dict[str, bytes]] = {
    "names-of-numpy": {"numpy.py": b"raise SystemExit", "numpy/__init__.py": b"raise SystemExit"},
    "names-of-the-library": dict.fromkeys(
        ("json.py", "struct.py", "socket.py", "random.py", "re.py", "ast.py", "typing.py", "_io.py", "os.py"),
        b"raise SystemExit",
    ),
    "names-of-the-course": dict.fromkeys(
        ("solutions.py", "graded.py", "mistakes.py", "course.py", "grader/__init__.py", "grader/check.py"),
        b"def check(*args, **kwargs): raise SystemExit\ninstance_norm = check\n",
    ),
    "names-of-the-runner": dict.fromkeys(
        ("worker.py", "wire.py", "execute.py", "supervisor.py", "inside.py"), b"import os\nos._exit(0)\n"
    ),
    "files-of-the-start": dict.fromkeys(
        ("sitecustomize.py", "usercustomize.py", "conftest.py", "a.pth", "pyvenv.cfg", "python311._pth"),
        b"import os; os._exit(1)\n",
    ),
    "bytecode": {"__pycache__/helper.cpython-313.pyc": bytes(100), "helper.pyc": bytes(100)},
    "libraries": {"helper.so": b"\x7fELF" + bytes(100), "numpy.so": b"\x7fELF" + bytes(100)},
    "huge": {"data.bin": struct.pack("I", 7) * (4 * MEGABYTE)},
    "many": {f"helper{number}.py": b"a = 1\n" for number in range(2000)},
    "names-that-lead-out": {
        "..helper.py": b"a = 1",
        "a\\..\\b.py": b"a = 1",
        "\x1b[2J.py": b"a = 1",
        "a\nb.py": b"a = 1",
    },
}
