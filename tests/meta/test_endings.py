"""How a chapter ends: with what to keep, the exercises that stand after it in the contents, and what comes next."""

import re
from pathlib import Path

import pytest
import yaml

from each import for_each
from grader.exercises import EXERCISES
from grader.notebook import read, source
from grader.text import LANGUAGES, Text

ROOT = Path(__file__).resolve().parents[2]
KEEP = Text(vi="## Điều cần nhớ", en="## What to keep")
PRACTISE = Text(vi="**Luyện tập.**", en="**Practise.**")
NEXT = Text(vi="**Tiếp theo.**", en="**Next.**")
NUMBERED = Text(vi="bài tập", en="exercise")
LINK = re.compile(r"\[([^]]*)\]\(([^)#]*)[^)]*\)")


def contents(lang: str) -> list[Path]:
    """The pages of a language in the order of the contents, solutions apart."""
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    files = [chapter["file"] for part in parts for chapter in part["chapters"]]
    names = [file for file in files if file.split("/")[1] == lang]
    return [path for name in names for path in (ROOT / name).parent.glob(f"{Path(name).name}.*")]


PAGES = {lang: contents(lang) for lang in LANGUAGES}
CHAPTERS = [path for lang in LANGUAGES for path in PAGES[lang] if path.parts[-3] == "book" and path.suffix == ".ipynb"]


def linked(text: str, page: Path) -> list[Path]:
    """The files that a text of the page links to, in order."""
    return [(page.parent / target).resolve() for _, target in LINK.findall(text) if not target.startswith("http")]


def paragraphs(page: Path) -> list[str]:
    """Those of the last cell."""
    return source(read(page)["cells"][-1]).split("\n\n")


@for_each(CHAPTERS)
def test_a_chapter_ends_alike(page):
    """First what to keep, last what comes next: the next chapter, or a page of the book that stands before it."""
    lang = page.parent.name
    *before, last = paragraphs(page)
    assert KEEP[lang] in before
    assert last.startswith(NEXT[lang])
    after = [other for other in PAGES[lang][PAGES[lang].index(page) + 1 :] if other.parts[-3] == "book"]
    next_chapter = next((number for number, other in enumerate(after) if other in CHAPTERS), len(after))
    assert linked(last, page)[0] in after[: next_chapter + 1]


@for_each(CHAPTERS)
def test_a_chapter_names_the_exercises_that_follow(page):
    """All that stand between it and the next chapter, in their order."""
    lang = page.parent.name
    following = []
    for other in PAGES[lang][PAGES[lang].index(page) + 1 :]:
        if other.parts[-3] != "exercises":
            break
        following.append(other)
    named = [paragraph for paragraph in paragraphs(page) if paragraph.startswith(PRACTISE[lang])]
    assert linked("".join(named), page)[: len(following)] == following


@pytest.mark.parametrize("lang", LANGUAGES)
def test_exercises_are_called_by_their_numbers(lang):
    """A link that calls an exercise by a number leads to the one with that number."""
    called = 0
    for page in CHAPTERS:
        if page.parent.name != lang:
            continue
        for cell in read(page)["cells"]:
            for words, target in LINK.findall(source(cell)):
                if number := re.fullmatch(rf"{NUMBERED[lang]} (\d+)", words, re.IGNORECASE):
                    assert EXERCISES[Path(target).stem].number == int(number[1]), f"{page.name}, {cell['id']}"
                    called += 1
    assert called
