"""`grade new-exercise`: what it makes, what it refuses, and that the contents say what the exercises' files say."""

import json

import pytest

from grader import cli
from grader.authoring import new_exercise as command
from grader.authoring.contents import with_exercises
from grader.authoring.new_exercise import CONTENTS, FILES, AuthoringError, new_exercise
from grader.exercises import EXERCISES, described
from grader.text import LANGUAGES
from notebooks import ROOT

TOC = (ROOT / CONTENTS).read_text(encoding="utf-8")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder like a checkout, in which no tool is run: test_own_exercise.py does that."""
    for path in FILES.values():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / CONTENTS).write_text(TOC, encoding="utf-8")
    monkeypatch.setattr(command, "_run", lambda root, *arguments: None)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


def files_in(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_contents_are_what_the_exercises_say():
    """Each stands after its chapter in both languages; what is missing is put there by make exercise."""
    listed = with_exercises(TOC, EXERCISES.values())
    missing = [line.strip() for line in listed.splitlines() if line not in TOC.splitlines()]
    assert (missing, listed == TOC) == ([], True), "python -m grader.authoring.contents mends _toc.yml"


def test_an_exercise_goes_after_its_chapter_and_leaves_it_again():
    """Behind those of the chapter that have lower numbers, with the page of its solution; and without a trace."""
    last = [*EXERCISES.values()][-1]
    listed = with_exercises(TOC, [exercise for exercise in EXERCISES.values() if exercise is not last])
    assert last.id not in listed
    assert with_exercises(listed, EXERCISES.values()) == TOC


def test_a_chapter_that_is_not_there_is_named(checkout):
    """With the file that asks for it."""
    without = TOC.replace("- file: book/vi/formula\n", "")
    with pytest.raises(ValueError, match=r"tests/graded/instance_stats\.toml: _toc\.yml lists no chapter 'formula'"):
        with_exercises(without, EXERCISES.values())


def test_all_that_an_exercise_needs_is_made(checkout):
    """The file that describes it can be read, each notebook has the cells of all others, and it is in the contents."""
    made = new_exercise("centred", "formula", checkout)
    assert files_in(checkout) == set(made)
    told = (checkout / "tests/graded/centred.toml").read_bytes()
    exercise = described("centred", told)
    assert (exercise.after, exercise.number) == ("formula", max(each.number for each in EXERCISES.values()) + 1)
    assert with_exercises(TOC, [*EXERCISES.values(), exercise]) == (checkout / CONTENTS).read_text(encoding="utf-8")
    for lang in LANGUAGES:
        cells, others = (
            json.loads((folder / "exercises" / lang / name).read_text(encoding="utf-8"))["cells"]
            for folder, name in ((checkout, "centred.ipynb"), (ROOT, "instance_stats.ipynb"))
        )
        assert [(cell["id"], cell["metadata"]) for cell in cells] == [(cell["id"], cell["metadata"]) for cell in others]
        assert "{{" not in json.dumps(cells)


@pytest.mark.parametrize(
    "name, after, says",
    [
        ("Instance Norm", "formula", "cannot be the name of a function"),
        ("class", "formula", "cannot be the name of a function"),
        ("instance_norm", "formula", "There is tests/graded/instance_norm.toml already"),
        ("layer_norm", "formula", "The exercise norm_family asks for layer_norm already"),
        ("centred", "nowhere", "There is no chapter “nowhere”"),
    ],
)
def test_what_cannot_be_made_is_refused(checkout, name, after, says):
    """In a sentence, and nothing is changed."""
    (checkout / "tests/graded/instance_norm.toml").touch()
    before = files_in(checkout)
    with pytest.raises(AuthoringError, match=says):
        new_exercise(name, after, checkout)
    assert files_in(checkout) == before
    assert (checkout / CONTENTS).read_text(encoding="utf-8") == TOC


def test_one_file_in_the_way_is_enough(checkout):
    """Whichever it is: nothing is overwritten, and nothing made beside it."""
    for path in FILES.values():
        there = checkout / path.format(id="centred")
        there.write_text("mine", encoding="utf-8")
        with pytest.raises(AuthoringError, match="already"):
            new_exercise("centred", "formula", checkout)
        assert files_in(checkout) == {CONTENTS, path.format(id="centred")}
        assert there.read_text(encoding="utf-8") == "mine"
        there.unlink()


def test_only_a_checkout_takes_a_new_exercise(tmp_path):
    """An installed course has no contents to put it into."""
    with pytest.raises(AuthoringError, match="needs the source code of the course"):
        new_exercise("centred", "formula", tmp_path)


@pytest.mark.parametrize("lang, next_step", [("vi", "Bây giờ hãy viết"), ("en", "Now write your exercise")])
def test_the_command_says_what_comes_next(checkout, capsys, lang, next_step):
    """And ends with 0; a second time it says what is there, and ends with 2."""
    asked = [cli.NEW_EXERCISE, "centred", "--after", "formula", "--lang", lang]
    assert cli.main(asked) == 0
    said = capsys.readouterr().out
    assert next_step in said
    assert "make exercise ID=centred" in said
    assert cli.main(asked) == 2
    assert "tests/graded/centred.toml" in capsys.readouterr().err


def test_a_tool_that_fails_is_told(tmp_path):
    """With the command and what it said."""
    with pytest.raises(AuthoringError, match=r"(?s)python -c 1 / 0\n.*ZeroDivisionError"):
        command._run(tmp_path, "-c", "1 / 0")
