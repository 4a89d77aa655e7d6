"""The two languages of the course say the same, and this is found out when they do not."""

import copy

import pytest

import twins
from each import for_each
from grader.text import LANGUAGES


@for_each(twins.pages())
def test_both_languages_exist(page):
    """A page stands in both languages."""
    missing = [page.format(lang=lang) for lang in LANGUAGES if not twins.path_of(page, lang).exists()]
    assert not missing, f"write the missing twin {missing[0]}"


@for_each(twins.pages())
def test_same_shape(page):
    """Twins have the same cells, headings, mathematics, links and code."""
    assert twins.differences(*(twins.load(page, lang) for lang in LANGUAGES)) == []


@pytest.fixture(scope="module")
def lock() -> twins.Lock:
    """The lock; when it is broken, the sentence that says what to do and no traceback."""
    try:
        return twins.read_lock()
    except ValueError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.mark.parametrize("page", twins.pages())
def test_translation_is_current(page, lock):
    """Every pair of texts stands as somebody declared it equal in meaning."""
    problems = twins.stale_places(page, lock.get(page, {}), twins.fingerprints(page))
    assert not problems, "\n".join(problems)


def test_lock_has_no_page_that_is_gone(lock):
    """A page that was deleted or renamed leaves nothing in the lock."""
    gone = sorted(set(lock) - set(twins.pages()))
    assert not gone, f"take it out of the lock: make twins PAGES={gone[0].format(lang='vi')}"


# The checks above, on twins that were broken on purpose


@pytest.fixture
def english():
    return {
        "cells": [
            {"id": "head", "cell_type": "markdown", "metadata": {}, "source": "# A [link](a.md)\n\n$x = 0.5$"},
            {
                "id": "code",
                "cell_type": "code",
                "metadata": {"tags": ["setup"], "mystnb": {"image": {"alt": "A line."}}},
                "source": 'print(f"mean {x:.4f}")  # the mean',
            },
        ],
        "metadata": {"course": {"lang": "en", "exercise": "one"}},
    }


@pytest.fixture
def vietnamese(english):
    page = copy.deepcopy(english)
    page["cells"][0]["source"] = "# Một [liên kết](a.md)\n\n$x = 0{,}5$"
    page["cells"][1]["source"] = 'print(f"trung bình {x:.4f}")  # trung bình'
    page["metadata"]["course"]["lang"] = "vi"
    return page


def test_a_translation_is_no_difference(vietnamese, english):
    """Prose, comments, strings and the decimal comma may differ."""
    assert twins.differences(vietnamese, english) == []


@pytest.mark.parametrize(
    "cell, source, aspect",
    [
        (0, "## Một [liên kết](a.md)\n\n$x = 0{,}5$", "heading levels"),
        (0, "# Một [liên kết](b.md)\n\n$x = 0{,}5$", "links"),
        (0, "# Một [liên kết](a.md)\n\n$x = 0{,}6$", "mathematics"),
        (0, "(nhãn)=\n# Một [liên kết](a.md)\n\n$x = 0{,}5$", "labels"),
        (0, "# Một [liên kết](a.md)\n\n$x = 0{,}5$ `x`", "code in the text"),
        (0, "# Một [liên kết](a.md)\n\n$x = 0{,}5$\n\n<details></details>", "number of folds"),
        (0, "# Một [liên kết](a.md)\n\n$x = 0{,}5$\n\n```{mistakes} one\n```", "directives"),
        (0, "# Một [liên kết](a.md)\n\n$x = 0{,}5$\n\n\\begin{align}x\\end{align}", "mathematics"),
        (1, 'print(f"trung bình {x!r:.4f}")  # trung bình', "code"),
        (1, 'print(f"trung bình {x:.3f}")  # trung bình', "code"),
        (1, 'print(f"trung bình {y:.4f}")  # trung bình', "code"),
        (1, 'print(f"trung bình {x:.4f}")', "number of comments"),
    ],
)
def test_a_difference_is_named(vietnamese, english, cell, source, aspect):
    """Each thing that twins must share is compared."""
    vietnamese["cells"][cell]["source"] = source
    (problem,) = twins.differences(vietnamese, english)
    assert vietnamese["cells"][cell]["id"] in problem
    assert aspect in problem


QUESTION = '$x = {}$\n\n<details class="question" id="{}">\n\n**{} ± 0.1.** {}.\n\n- **3.** {}.\n\n</details>'


@pytest.mark.parametrize("name, number, same", [("q", "0,5", True), ("q", "0,6", False), ("p", "0,5", False)])
def test_another_answer_is_named(vietnamese, english, name, number, same):
    """Twins take the same answers; their reasons, and the decimal comma, may differ."""
    english["cells"][0]["source"] = QUESTION.format("0.5", "q", "0.5", "So it is", "That is the length")
    vietnamese["cells"][0]["source"] = QUESTION.format("0{,}5", name, number, "Đúng vậy", "Đó là độ dài")
    assert [problem for problem in twins.differences(vietnamese, english) if "answers" not in problem] == []
    assert (twins.differences(vietnamese, english) == []) == same


def test_a_link_into_the_other_language_is_named(vietnamese, english):
    """Each side links to pages of its own language."""
    vietnamese["cells"][0]["source"] = "# Một [liên kết](../en/a.md)\n\n$x = 0{,}5$"
    english["cells"][0]["source"] = "# A [link](../en/a.md)\n\n$x = 0.5$"
    (problem,) = twins.differences(vietnamese, english)
    assert "links" in problem


def test_an_address_elsewhere_is_the_same_in_both(vietnamese, english):
    """A folder /en/ on another site is no page of ours."""
    for page in (vietnamese, english):
        page["cells"][0]["source"] = page["cells"][0]["source"].replace("a.md", "https://example.org/en/latest/")
    assert twins.differences(vietnamese, english) == []


def test_words_left_untranslated_are_named(vietnamese, english):
    """The same sentence on both sides is no translation."""
    for page in (vietnamese, english):
        page["cells"][0]["source"] = "# Nobody translated this"
    (problem,) = twins.differences(vietnamese, english)
    assert "says the same words in both languages" in problem


def test_words_in_mathematics_are_translated(vietnamese, english):
    """A word inside a formula is text."""
    vietnamese["cells"][0]["source"] = "# Một [liên kết](a.md)\n\n$x \\text{ nếu } 0{,}5$"
    english["cells"][0]["source"] = "# A [link](a.md)\n\n$x \\text{ if } 0.5$"
    assert twins.differences(vietnamese, english) == []


def test_halves_of_one_file_are_twins():
    """A file that holds both languages is split where each begins."""
    beginnings = {"vi": "## Tiếng Việt", "en": "## English"}
    text = "# T\n\n## Tiếng Việt\n\nmột\n\n## English\n\none\n"
    assert twins.half(text, beginnings, "vi") == "## Tiếng Việt\n\nmột\n"
    assert twins.half(text, beginnings, "en") == "## English\n\none\n"


def test_a_different_tag_or_missing_alt_text_is_named(vietnamese, english):
    """Tags are shared, and where one side has an alt text the other has one."""
    vietnamese["cells"][1]["metadata"] = {"tags": ["answer"]}
    assert len(twins.differences(vietnamese, english)) == 2


def test_a_missing_cell_is_named(vietnamese, english):
    """A cell that only one side has is named by its id."""
    del vietnamese["cells"][1]
    (problem,) = twins.differences(vietnamese, english)
    assert "None in Vietnamese, code in English" in problem


def test_code_that_does_not_parse_is_named(vietnamese, english):
    """A magic or a syntax error is reported with its cell and line."""
    vietnamese["cells"][1]["source"] = "%matplotlib inline"
    (problem,) = twins.differences(vietnamese, english)
    assert problem.startswith("cell code is not plain Python, line 1")


def test_every_text_has_a_place(vietnamese):
    """Prose, comments with strings, and alt texts are all locked."""
    assert twins.texts(vietnamese) == {
        "head": "# Một [liên kết](a.md)\n\n$x = 0{,}5$",
        "code": "# trung bình\ntrung bình \n.4f",
        "code:alt": "A line.",
    }


@pytest.mark.parametrize(
    "now, said",
    [
        ({"head": ["new", "b"]}, "its translation in book/en/a.ipynb is stale"),
        ({"head": ["a", "new"]}, "its translation in book/vi/a.ipynb is stale"),
        ({"head": ["new", "new"]}, "changed in both"),
        ({"head": ["a", "b"], "more": ["c", "d"]}, "more is new"),
        ({}, "head is gone"),
    ],
)
def test_a_stale_place_is_named_with_the_way_out(now, said):
    """Whatever no longer stands as it was declared is named, with the command that declares it."""
    (problem,) = twins.stale_places("book/{lang}/a.ipynb", {"head": ["a", "b"]}, now)
    assert said in problem
    assert 'make twins PAGES="book/vi/a.ipynb#' in problem


def test_accept_writes_what_was_named_and_nothing_else(tmp_path, monkeypatch):
    """Declaring one place leaves every other place as it was."""
    for lang, text in (("vi", "# Một\n\n## Hai\n"), ("en", "# One\n\n## Two\n")):
        (tmp_path / "book" / lang).mkdir(parents=True)
        (tmp_path / "book" / lang / "a.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(twins, "ROOT", tmp_path)
    monkeypatch.setattr(twins, "LOCK", tmp_path / "lock.json")

    assert twins.accept("book/vi/a.md#section-2") == ["section-2"]
    assert list(twins.read_lock()["book/{lang}/a.md"]) == ["section-2"]
    assert twins.accept("book/en/a.md") == ["section-1", "section-2"]
    assert twins.read_lock() == {"book/{lang}/a.md": twins.fingerprints("book/{lang}/a.md")}


@pytest.mark.parametrize("argument", ["book/vi/nowhere.ipynb", "book/vi/formula.ipynb#nowhere", "LICENSE"])
def test_accept_refuses_what_is_not_there(argument, capsys):
    """A misspelt page or place is an error that names it, and nothing is written."""
    before = twins.LOCK.read_bytes()
    assert twins.main(["accept", argument]) == 2
    assert argument.split("#")[-1] in capsys.readouterr().err
    assert twins.LOCK.read_bytes() == before


@pytest.mark.parametrize(
    "text, why",
    [
        (
            '{\n<<<<<<< HEAD\n "a": {}\n=======\n "b": {}\n>>>>>>> other\n}',
            "it still has the marks of a merge conflict",
        ),
        ('{"a": ', "it is not JSON: Expecting value: line 1 column 7 (char 6)"),
        ('["a"]', "it is not an object of pages and their places"),
    ],
)
def test_a_broken_lock_is_one_sentence(tmp_path, monkeypatch, capsys, text, why):
    """A lock with conflict markers, or otherwise broken, is named with the way out, and is left as it is."""
    monkeypatch.setattr(twins, "LOCK", tmp_path / "twins.lock.json")
    twins.LOCK.write_text(text, encoding="utf-8")
    monkeypatch.setattr(twins, "ROOT", tmp_path)
    assert twins.main(["accept", "book/vi/formula.ipynb"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"twins.lock.json cannot be read, because {why}: take one side whole (git checkout main -- ")
    assert twins.LOCK.read_text(encoding="utf-8") == text
