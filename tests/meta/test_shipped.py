"""What the built book ships for Python in the page is what was pinned, whole, and the course as it is here."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import rendered
from course_book.in_page import bundle
from course_book.in_page.course_zip import WHOLE
from course_book.in_page.parts import pinned_parts, pure_packages, sent_parts
from grader.exercises import EXERCISES
from grader.judging.cases import DEFAULT_SEED, cases_of
from grader.judging.draw_cases import load

EDITIONS = sorted((rendered.HTML / "in-page").glob("*"))
PYTHON = rendered.HTML / "python"

pytestmark = pytest.mark.skipif(not EDITIONS, reason="the book was built without the parts, for want of a network")


@pytest.fixture(scope="module")
def edition() -> Path:
    """The folder that the pages name."""
    named = rendered.soup("book/vi/formula.html").html["data-in-page"]
    return (rendered.HTML / "book" / "vi" / named).resolve()


@pytest.fixture(scope="module")
def listed(edition) -> dict[str, Any]:
    """What files.json says."""
    return json.loads((edition / "files.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def unpacked(edition, listed, tmp_path_factory) -> Path:
    """The course and the packages that it needs, as the page unpacks them."""
    folder = tmp_path_factory.mktemp("unpacked")
    (entry,) = (entry for entry in listed["groups"]["base"] if entry["name"] == "course.zip")
    with zipfile.ZipFile(io.BytesIO(gzip.decompress((edition / entry["path"]).read_bytes()))) as archive:
        archive.extractall(folder)
    return folder


def test_every_file_is_as_listed(edition, listed):
    """The page refuses a file whose hash is another, and shows how much of its bytes has come."""
    entries = [*listed["groups"]["base"], *listed["groups"]["plots"], *listed["cases"].values()]
    for entry in entries:
        sent = (edition / entry["path"]).read_bytes()
        assert (len(sent), hashlib.sha256(sent).hexdigest()) == (entry["bytes"], entry["sha256"]), entry["name"]
    assert listed["bytes"]["base"] == sum(entry["bytes"] for entry in listed["groups"]["base"])


def test_every_third_party_file_is_the_pinned_one(edition, listed):
    """What is sent, unpacked, has the hash that parts.toml gives, and nothing that is pinned is missing."""
    entries = [entry for group in listed["groups"].values() for entry in group if entry["name"] != "course.zip"]
    pinned = {part.file: part.sha256 for part in pinned_parts() if part.group != "lock"}
    sent = {entry["name"]: (edition / entry["path"]).read_bytes() for entry in entries}
    unpacked = {
        entry["name"]: gzip.decompress(sent[entry["name"]]) if entry["gzip"] else sent[entry["name"]]
        for entry in entries
    }
    assert {name: hashlib.sha256(content).hexdigest() for name, content in unpacked.items()} == pinned


def test_every_pinned_wheel_is_one_of_pyodides_own():
    """Pyodide's lock, itself pinned, gives the same hash of every wheel that its carrier was trusted with.

    npm's package pyodide@314.0.3 gives them too, and has the same bytes of the core, which no lock lists.
    """
    (lock,) = (part for part in pinned_parts() if part.group == "lock")
    packages = json.loads(sent_parts([lock])[lock])["packages"].values()
    official = {package["file_name"]: package["sha256"] for package in packages}
    carried = [part for part in pinned_parts() if part.file.endswith(".whl") and part.member]
    assert len(carried) > 5
    assert [part.file for part in carried if official[part.file] != part.sha256] == []


def test_the_course_is_what_it_is_here(unpacked):
    """Every module imports from the archive alone, and none of the course comes from elsewhere."""
    names = [path.relative_to(unpacked).as_posix() for path in sorted(unpacked.rglob("*.py"))]
    modules = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in names]
    # `in_page` talks to the browser, and Matplotlib, which figures need, comes later.
    ours = [name for name in modules if name.split(".")[0] in ("graded", "grader", "mistakes", "solutions")]
    others = [package.name for package in pure_packages()]
    code = (
        "import importlib, sys\n"
        "sys.meta_path[:] = [finder for finder in sys.meta_path if 'editable' not in str(finder)]\n"
        f"sys.path.insert(0, {str(unpacked)!r})\n"
        f"for name in {[*ours, *others]!r}: importlib.import_module(name)\n"
        f"roots = {[*WHOLE, 'grader', *others]!r}\n"
        "print(*{m.__file__ for n, m in sys.modules.items() if n.split('.')[0] in roots}, sep='\\n')"
    )
    command = [sys.executable, "-B", "-P", "-c", code]  # what others look at in this folder is what was sent
    run = subprocess.run(command, cwd=unpacked, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    files = run.stdout.split("\n")[:-1]
    assert len(files) > len(ours)
    assert [file for file in files if not Path(file).is_relative_to(unpacked)] == []


def test_nothing_is_sent_that_no_answer_needs(unpacked):
    """No other processes, no sandbox's walls, no reports, no tests of tests, no prose, nothing compiled."""
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    top = {*WHOLE, "grader", *(package.name for package in pure_packages())}
    assert {name.split("/")[0] for name in names} <= top
    assert {Path(name).suffix for name in names} <= {".py", ".json", ".toml", ".txt", ".j2"}
    walls = ("launcher", "seccomp", "supervisor", "/limits", "batch", "/cli", "reports/", "unseen", "conftest", "nbval")
    assert [name for name in names if name.startswith("grader/") and any(wall in name for wall in walls)] == []


def test_the_cases_are_those_of_check(edition, listed, tmp_path):
    """The page judges on what `check` judges on elsewhere."""
    assert list(listed["cases"]) == list(EXERCISES)
    exercise = EXERCISES["instance_stats"]
    stored = tmp_path / "cases.npz"
    stored.write_bytes(gzip.decompress((edition / listed["cases"][exercise.id]["path"]).read_bytes()))
    assert repr(load(stored)) == repr(cases_of(exercise, DEFAULT_SEED))


def test_the_same_sources_give_the_same_edition(tmp_path):
    """Built anywhere, at any time: otherwise every build would be an update for every reader."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        bundle.write_edition(tmp_path / name, {})
    one, other = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "other")
    )
    assert len(one) > len(EXERCISES)
    assert one == other


@pytest.mark.parametrize("part", [*pinned_parts(), *pure_packages()], ids=lambda part: part.project)
def test_a_notice_stands_beside_every_part(part):
    """Whose it is, where its source code is, and the whole text of its licence."""
    notice = (PYTHON / "notices" / f"{part.project}.txt").read_text(encoding="utf-8")
    assert part.licence in notice and part.source in notice
    assert "warrant" in notice.lower()  # as every licence says, and no heading


def test_pages_name_one_edition_and_the_last_one_is_gone(edition):
    """All pages load the same modules, and nothing older is left."""
    named = f'data-in-page="../../in-page/{edition.name}/"'
    assert [page for page in rendered.pages() if named not in (rendered.HTML / page).read_text(encoding="utf-8")] == []
    assert [edition] == EDITIONS
