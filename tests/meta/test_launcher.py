"""What stands in the sandbox: Python and the promised packages, wherever they lie, and nothing of the course."""

import os
import sys
import sysconfig

import pytest

from grader.sandbox import launcher
from notebooks import ROOT


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What is found here is found anew afterwards."""
    yield
    launcher._covered.cache_clear()


def covered(monkeypatch, places, hidden):
    """What is hidden where these places are visible and the course lies in these folders."""
    monkeypatch.setattr(launcher, "_system_places", lambda: places)
    monkeypatch.setattr(launcher, "_course_folders", lambda: set(hidden))
    launcher._covered.cache_clear()
    return launcher._covered()


def test_packages_of_the_system_are_hidden(tmp_path, monkeypatch):
    """Whatever is installed beside Python, or in the Python of the distribution, is not visible."""
    folders = ("lib/python3.11/site-packages", "lib/python3/dist-packages", "lib/site-packages")
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
    found = covered(monkeypatch, {"/python/lib": str(tmp_path / "lib")}, [])
    assert sorted(found) == sorted(f"/python/{folder}" for folder in folders)


def test_the_course_is_hidden_where_it_lies_below_what_is_visible(tmp_path, monkeypatch):
    """Also through a link, and only once where one folder of it lies in another."""
    (tmp_path / "lib" / "course" / "tests").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "lib")
    hidden = [str(tmp_path / "lib" / "course"), str(tmp_path / "lib" / "course" / "tests")]
    assert covered(monkeypatch, {"/usr/lib": str(tmp_path / "link")}, hidden) == ("/usr/lib/course",)


def test_what_lies_elsewhere_is_not_hidden(tmp_path, monkeypatch):
    """A folder that only begins with the same letters is none of it."""
    (tmp_path / "lib").mkdir()
    assert covered(monkeypatch, {"/usr/lib": str(tmp_path / "lib")}, [str(tmp_path / "library")]) == ()


def test_this_checkout_and_the_installed_course_are_the_course():
    """So both are hidden, should they lie below what is visible."""
    folders = launcher._course_folders()
    assert str(ROOT) in folders
    assert {str(ROOT / "tests" / name) for name in ("grader", "graded", "mistakes")} <= folders


def test_python_is_found_where_its_library_lies():
    """The standard library and the executable have places inside, also where the prefix is /usr."""
    places = launcher._system_places()
    inside = {os.path.realpath(outside): place for place, outside in places.items()}
    library = os.path.realpath(sysconfig.get_path("stdlib", vars={"base": sys.base_prefix}))
    assert any(library == outside or library.startswith(f"{outside}/") for outside in inside)
    assert os.path.realpath(places["/python/bin/python3"]) == os.path.realpath(sys._base_executable)
