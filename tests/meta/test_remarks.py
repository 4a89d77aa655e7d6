"""The code of the solution pages and the recipes speaks the language of the page, and stays the code that it is."""

import ast

import pytest
from sphinx.errors import ExtensionError

import rendered
from course_book.content.remarks import REMARKS
from course_book.remarks import in_language, remarks_of
from each import for_each
from grader.exercises import EXERCISES
from record_recipes import RECIPES


def shown(exercise: str) -> list[str]:
    """The code that the solution pages of an exercise show: the solution, and the tests that grade it."""
    files = (f"solutions/{exercise}.py", f"tests/graded/test_{exercise}.py")
    return [(rendered.ROOT / file).read_text(encoding="utf-8") for file in files]


def without_docstrings(code: str) -> str:
    """What the code does."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return ast.dump(tree)


@for_each(EXERCISES)
def test_the_pages_show_it_in_their_language(exercise):
    """The same code in both."""
    for lang in ("vi", "en"):
        blocks = rendered.soup(f"solutions/{lang}/{exercise}.html").select("article .highlight-python pre")
        on_page = [block.get_text().strip() for block in blocks]
        for code in shown(exercise):
            said = in_language(code, lang)
            assert said.strip() in on_page
            assert without_docstrings(said) == without_docstrings(code)


@for_each(RECIPES)
def test_the_recipes_are_shown_in_the_language_of_the_page(recipe):
    """The same code in both."""
    code = recipe.read_text(encoding="utf-8")
    for lang in ("vi", "en"):
        said = in_language(code, lang)
        blocks = rendered.soup(f"book/{lang}/recipes.html").select("article .highlight-python pre")
        assert said.strip() in [block.get_text().strip() for block in blocks]
        assert without_docstrings(said) == without_docstrings(code)


def test_every_remark_stands_in_some_code():
    """A remark whose code has changed is noticed, too."""
    texts = [text for exercise in EXERCISES for text in shown(exercise)]
    texts += [recipe.read_text(encoding="utf-8") for recipe in RECIPES]
    code = " ".join(" ".join(text.replace("#", " ").split()) for text in texts)
    assert [remark.en for remark in REMARKS if remark.en not in code] == []
    for exercise in EXERCISES:
        code = " ".join(" ".join(text.replace("#", " ").split()) for text in shown(exercise))
        assert [remark.en for remark in remarks_of(exercise) if remark.en not in code] == []


def test_every_remark_is_translated_once():
    """What the code of several exercises says stands with those that they share."""
    every = [remark.en for remark in (*REMARKS, *(remark for name in EXERCISES for remark in remarks_of(name)))]
    assert len(every) == len(set(every))


def test_a_remark_that_nobody_translated_is_named():
    """With the file to write it in."""
    with pytest.raises(ExtensionError, match=r"'New\.' stands in code that a page shows.*content/remarks\.py"):
        in_language('"""New."""\n', "vi")


def test_places_are_kept():
    """Of several lines, indented, or at the end of one."""
    code = 'def f():\n    """Instance normalization as a function.\n\n    L = F\n    """\n    return 1  # one sample\n'
    said = 'def f():\n    """Chuẩn hóa instance viết thành một hàm.\n\n    L = F\n    """\n    return 1  # một mẫu\n'
    assert in_language(code, "vi") == said
