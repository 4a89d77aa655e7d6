"""The archive of what the course itself brings to Python in the page: its modules, and pure packages that they need."""

import ast
import io
import zipfile
from importlib.metadata import distribution
from importlib.util import find_spec, resolve_name
from pathlib import Path

from course_book.in_page.parts import pure_packages

# Packages that go whole, with their data: they find their modules by name, while the program runs.
WHOLE = ("in_page", "graded", "mistakes", "solutions", "course")

# Of the grader goes what `check` and the packages above import, and nothing of what starts other processes.
GRADER_FROM = ("grader.check",)

# Code and the data that it reads; not what pytest reads, answers that only the tests of the bank look at, and prose.
KINDS = (".py", ".json", ".toml", ".txt")
LEFT_OUT = ("graded/conftest.py", "mistakes/unseen/")
PROSE = ".remarks.toml"


def course_zip() -> bytes:
    """The archive; the same sources give the same bytes. Its files are not compressed, since it is sent gzipped."""
    files = course_files()
    for package in pure_packages():
        files |= modules_of_distribution(package.name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            # Without a date of its own, a file has that of 1980.
            archive.writestr(zipfile.ZipInfo(name), files[name].read_bytes())
    return packed.getvalue()


def course_files() -> dict[str, Path]:
    """The course's files for the page, by their place in the archive."""
    files: dict[str, Path] = {}
    for package in WHOLE:
        files |= _files_of(package)
    starts = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in files if _is_code(name)]
    return files | modules_imported_by(*GRADER_FROM, *starts)


def modules_imported_by(*starts: str, of: tuple[str, ...] = ("grader",)) -> dict[str, Path]:
    """The modules of the packages `of` that these modules import, at once or later, themselves or through others.

    By their place in an archive, with the templates that they read.
    """
    files: dict[str, Path] = {}
    waiting, seen = list(starts), set()
    while waiting:
        module = waiting.pop()
        path = None if module in seen else _source(module)
        seen.add(module)
        if path is None:
            continue
        waiting += [each for each in imports_of(module, path) if each.split(".")[0] in of]
        package = module.split(".")[0]
        if package in of:
            found = [path, *(path.parent.glob("templates/*") if path.name == "__init__.py" else ())]
            files |= {f"{package}/{each.relative_to(folder_of(package)).as_posix()}": each for each in found}
    return files


def modules_of_distribution(name: str) -> dict[str, Path]:
    """The Python files of an installed distribution, by their place in the archive.

    What is compiled in one is left out: MarkupSafe falls back to its pure part.
    """
    found = distribution(name)
    return {
        file.as_posix(): Path(str(found.locate_file(file)))
        for file in found.files or ()
        if _is_code(file.name) and ".." not in file.parts and "__pycache__" not in file.parts
    }


def _files_of(package: str) -> dict[str, Path]:
    folder = folder_of(package)
    named = {f"{package}/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()}
    wanted = {name: path for name, path in named.items() if path.suffix in KINDS and not name.startswith(LEFT_OUT)}
    return {name: path for name, path in wanted.items() if not name.endswith(PROSE)}


def imports_of(module: str, path: Path) -> set[str]:
    """What a module names in its imports, with every package around that; of `from a import b` both a and a.b."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    named: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            named |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return {".".join(name.split(".")[:depth]) for name in named for depth in range(1, name.count(".") + 2)}


def _source(module: str) -> Path | None:
    """The file of a module, or None: no such module, as for a name that is defined in one."""
    package, *rest = module.split(".")
    place = folder_of(package).joinpath(*rest)
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def folder_of(package: str) -> Path:
    """Where a package of ours stands, whether installed or in this folder; it is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the course's package {package} is not installed: run `make .venv/book` again")
    return Path(spec.submodule_search_locations[0])


def _is_code(name: str) -> bool:
    return name.endswith(".py")
