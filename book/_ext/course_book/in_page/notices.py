"""The notices beside the third-party files: whose they are, under which licence, where their source code is."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from course_book.in_page.parts import Part, PurePackage, pure_packages
from grader.text import Text

# Licences of what carries none in itself.
TEXTS = Path(__file__).with_name("licences")
BESIDE_ITS_OWN = {"Pyodide": "within-the-core"}

IS_LICENCE = re.compile(r"/(licen[cs]es?|copying)[^/]*$|/licenses/.*[^/]$", re.IGNORECASE)

HEAD = Text(
    vi="Phần của bên thứ ba mà trang sách dùng để chạy Python, giữ nguyên như khi được phát hành. Thư mục `notices` có"
    " toàn văn từng giấy phép và địa chỉ của mã nguồn.",
    en="What the book's pages run Python with is by others, and unchanged. The whole text of each licence is in the"
    " folder `notices`, with the address of the source code.",
)


@dataclass(frozen=True)
class Notice:
    """What is said of a project."""

    project: str
    version: str
    licence: str
    source: str
    files: tuple[str, ...]
    texts: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{self.project} {self.version}\nLicence: {self.licence}\nSource code: {self.source}\n"
        return f"\n{'-' * 20}\n\n".join([f"{head}Files: {', '.join(self.files)}\n", *self.texts])


def write(folder: Path, sent: dict[Part, bytes]) -> None:
    """Write NOTICES.txt, a line for each project, and in the folder `notices` a text for each."""
    shutil.rmtree(folder / "notices", ignore_errors=True)
    (folder / "notices").mkdir(parents=True)
    notices = sorted([*notices_of_parts(sent), *map(notice_of_package, pure_packages())], key=lambda each: each.project)
    for notice in notices:
        (folder / "notices" / f"{notice.project}.txt").write_text(str(notice), encoding="utf-8")
    lines = [f"{each.project} {each.version}: {each.licence}, {each.source}" for each in notices]
    (folder / "NOTICES.txt").write_text("\n".join([HEAD.vi, "", HEAD.en, "", *lines, ""]), encoding="utf-8")


def notices_of_parts(sent: dict[Part, bytes]) -> Iterator[Notice]:
    """One for each project that third-party files are of."""
    for project in dict.fromkeys(part.project for part in sent):
        parts = [part for part in sent if part.project == project]
        texts = dict.fromkeys(text for part in parts for text in licences_in(part, sent[part]))
        files = tuple(part.file for part in parts)
        yield Notice(project, parts[0].version, parts[0].licence, parts[0].source, files, tuple(texts))


def notice_of_package(package: PurePackage) -> Notice:
    """That of a package in course.zip, with the licences that were installed with it."""
    installed = distribution(package.name)
    found = [file for file in installed.files or () if IS_LICENCE.search(file.as_posix()) and file.suffix != ".py"]
    texts = tuple(Path(str(installed.locate_file(file))).read_text(encoding="utf-8") for file in found)
    return Notice(package.project, installed.version, package.licence, package.source, ("course.zip",), texts)


def licences_in(part: Part, sent: bytes) -> list[str]:
    """The licences that stand in a wheel; of a file without any, those that we keep."""
    if not part.file.endswith(".whl"):
        names = [part.licence, *filter(None, [BESIDE_ITS_OWN.get(part.project)])]
        return [(TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    with zipfile.ZipFile(io.BytesIO(part.content(sent))) as wheel:
        names = [name for name in wheel.namelist() if IS_LICENCE.search(name) and not name.endswith(".py")]
        return [wheel.read(name).decode("utf-8") for name in sorted(names)]
