"""The third-party files of Python in the page: nothing but what is pinned, and a book also where they cannot be had."""

import zipfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from packaging.requirements import Requirement
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError

from course_book.in_page import parts, ship
from course_book.in_page.parts import MismatchError, UnavailableError, pinned_parts, sent_parts
from course_book.in_page.ship import InPage

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements.txt"

# One that is taken from a larger wheel, and one that is a wheel itself.
MEMBER = next(part for part in pinned_parts() if part.file == "pyodide.mjs")
WHOLE_WHEEL = next(part for part in pinned_parts() if part.file.startswith("hypothesis"))


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path, monkeypatch) -> Path:
    """A folder with an empty cache, `kept`, and with `wheels`, which is all that pip finds: there is no network."""
    monkeypatch.setattr(parts, "kept_folder", lambda: tmp_path / "kept")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    (tmp_path / "wheels").mkdir()
    (tmp_path / "kept").mkdir()
    return tmp_path


def test_without_a_network_it_is_said_what_is_missing(nothing_kept):
    """The wheel that pip could not fetch is named, in both languages."""
    with pytest.raises(UnavailableError) as raised:
        sent_parts([WHOLE_WHEEL])
    assert all(f"hypothesis {WHOLE_WHEEL.version}" in raised.value.text[lang] for lang in ("vi", "en"))


def test_another_wheel_than_the_pinned_one_is_refused(nothing_kept):
    """pip itself compares the hash, before anything is opened."""
    (nothing_kept / "wheels" / WHOLE_WHEEL.file).write_bytes(b"another wheel of this name")
    with pytest.raises(MismatchError, match=f"hypothesis {WHOLE_WHEEL.version} that was fetched is damaged"):
        sent_parts([WHOLE_WHEEL])


def test_another_file_in_the_wheel_is_refused(nothing_kept, monkeypatch):
    """Each file is compared too, and the one that differs is named."""

    def download(wheel: parts.Wheel, folder: Path) -> Path:
        with zipfile.ZipFile(folder / "carrier.whl", "w") as carrier:
            carrier.writestr(MEMBER.member, "another file of this name")
        return folder / "carrier.whl"

    monkeypatch.setattr(parts, "_download", download)
    with pytest.raises(MismatchError, match=r"pyodide\.mjs that was fetched is damaged"):
        sent_parts([MEMBER])
    assert list((nothing_kept / "kept").iterdir()) == []


def test_what_is_kept_is_compared_too(nothing_kept):
    """A file that was spoilt on disk is fetched again, which here cannot be."""
    (nothing_kept / "kept" / WHOLE_WHEEL.sha256).write_bytes(b"spoilt")
    with pytest.raises(UnavailableError):
        sent_parts([WHOLE_WHEEL])


def test_hypothesis_is_at_the_pin_of_the_course():
    """Another version might draw other cases and find other counterexamples in the page than elsewhere."""
    pins = [Requirement(line) for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert f"=={WHOLE_WHEEL.version}" == next(str(pin.specifier) for pin in pins if pin.name == "hypothesis")


@pytest.fixture
def app(tmp_path) -> SimpleNamespace:
    """What a build with an exercise in it tells of itself."""
    return SimpleNamespace(
        builder=Mock(spec=StandaloneHTMLBuilder),
        outdir=tmp_path / "html",
        doctreedir=tmp_path / "doctrees",
        env=SimpleNamespace(found_docs={"exercises/vi/revin"}, all_docs={"exercises/vi/revin": 0}),
    )


def test_a_book_without_the_parts_says_so_in_one_line(app, capsys, monkeypatch):
    """It has no editor, and its pages know."""
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    in_page, context = InPage(), {}
    in_page.ship(app, app.env, [])
    in_page.fill_page(app, "exercises/vi/revin", "page.html", context, None)
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert "không có trình soạn thảo" in printed and "without the editor" in printed
    assert context["in_page"] is None


def test_where_all_is_required_the_parts_are(app, monkeypatch):
    """No build that is to be published goes without the editor unnoticed."""
    monkeypatch.setenv("REQUIRE_ALL", "1")
    with pytest.raises(ExtensionError, match="without the editor"):
        InPage().ship(app, app.env, [])


def test_an_edition_takes_the_place_of_the_last(app, monkeypatch):
    """Its folder goes once every page names the new one, and every page is written for that."""
    old, new = (app.outdir / "in-page" / name for name in ("old", "new"))
    old.mkdir(parents=True)
    monkeypatch.setattr(ship, "write_bundle", lambda site, memory: new.mkdir() or ship.Bundle("new", {}))
    in_page = InPage()
    in_page.ship(app, app.env, [])
    assert in_page.write_all(app, app.env) == ["exercises/vi/revin"]
    in_page.remove_other_editions(app, None)
    assert (old.exists(), new.exists()) == (False, True)
