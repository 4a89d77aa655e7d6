"""The notices beside the third-party files: whose they are, under which licence, where their source code is."""

import io
import re
import shutil
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from course_book.in_page.course_zip import PURE_PACKAGES
from course_book.in_page.parts import Part

# Licences of what carries none in itself.
TEXTS = Path(__file__).with_name("licences")
LICENCE_FILE = re.compile(r"(^|/)(licen[cs]es?|copying|notice)[^/]*$", re.IGNORECASE)


def write(folder: Path, parts: dict[Part, bytes]) -> None:
    """One text for each project: its name, version, licence and source, and the whole text of the licence."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    by_project: dict[str, list[Part]] = {}
    for part in parts:
        by_project.setdefault(part.project, []).append(part)
    for project, own in by_project.items():
        first = own[0]
        texts = [text for part in own for text in texts_in(part, parts[part])]
        text = notice(project, first.version, first.licence, first.source, [part.file for part in own], texts)
        (folder / f"{project}.txt").write_text(text, encoding="utf-8")
    for name in PURE_PACKAGES:
        told = distribution(name)
        found = [file for file in told.files or () if LICENCE_FILE.search(file.as_posix()) and file.suffix != ".py"]
        texts = [Path(str(told.locate_file(file))).read_text(encoding="utf-8") for file in found]
        text = notice(name, told.version, licence_of(name), f"{name} {told.version}, PyPI", ["course.zip"], texts)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def texts_in(part: Part, sent: bytes) -> list[str]:
    """The licences that stand in a wheel, or the one of ours that a file without any is under."""
    if part.file.endswith(".whl"):
        with zipfile.ZipFile(io.BytesIO(part.content(sent))) as wheel:
            names = [name for name in wheel.namelist() if LICENCE_FILE.search(name) and not name.endswith(".py")]
            return [wheel.read(name).decode("utf-8") for name in sorted(names)]
    return [(TEXTS / f"{part.licence}.txt").read_text(encoding="utf-8")]


def licence_of(name: str) -> str:
    """What a distribution says of its licence, in the field for that, which is newer, or in the older one."""
    told = distribution(name).metadata
    return next((told[field] for field in ("License-Expression", "License") if field in told), "as below")


def notice(project: str, version: str, licence: str, source: str, files: list[str], texts: list[str]) -> str:
    head = f"{project} {version}\nLicence: {licence}\nSource code: {source}\nFiles: {', '.join(files)}\n"
    return "\n\n---\n\n".join([head, *dict.fromkeys(texts)])
