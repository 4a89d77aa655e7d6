"""The recipes do what the page says they print, and both languages show all of them."""

import re

import pytest

from each import for_each
from grader.notebook import digest
from grader.text import LANGUAGES
from record_recipes import RECIPES, ROOT, packages, recorded, run, runnable

SHOWN = re.compile(r"^```\{literalinclude\} \.\./recipes/(\S+)$", re.MULTILINE)


def name_of(recipe):
    return recipe.stem


# PyTorch, Keras and Flax are no dependencies of the course: where they are missing there is nothing to compare with.
@pytest.mark.parametrize("recipe", runnable(), ids=name_of)
def test_a_recipe_prints_what_was_recorded(recipe):
    """Run again, with whatever versions are installed."""
    assert run(recipe).printed == recorded(recipe).printed


def test_recipes_of_numpy_are_always_run():
    """The test above runs at least those that need nothing else."""
    alone = {recipe for recipe in RECIPES if packages(recipe) == ["numpy"]}
    assert len(alone) >= 2 and alone <= set(runnable())


@pytest.mark.parametrize("recipe", RECIPES, ids=name_of)
def test_recorded_as_it_stands(recipe):
    """The recording was made of the recipe's present text, with every package that it needs."""
    text = recipe.read_text(encoding="utf-8")
    then = recorded(recipe)
    compile(text, recipe.name, "exec")
    assert then.digest == digest(text), "run tests/tools/record_recipes.py"
    assert [entry.split()[0] for entry in then.versions.split(", ")] == packages(recipe)
    assert then.printed.strip()


@pytest.mark.parametrize("recipe", RECIPES, ids=name_of)
def test_a_recipe_fits_the_page(recipe):
    """One screen: 45 lines of 72 columns, and prints of 38."""
    lines = recipe.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 45 and max(map(len, lines)) <= 72
    assert max(map(len, recorded(recipe).printed.splitlines())) <= 38


@for_each(LANGUAGES)
def test_the_page_shows_every_recipe(lang):
    """Once each, its text and right after it what it prints."""
    page = (ROOT / "book" / lang / "recipes.md").read_text(encoding="utf-8")
    shown = SHOWN.findall(page)
    assert sorted(shown[::2]) == [recipe.name for recipe in RECIPES]
    assert shown[1::2] == [name.replace(".py", ".txt") for name in shown[::2]]
