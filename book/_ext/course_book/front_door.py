"""What the front door shows of the course: a tensor to normalize by touch, the parts with their minutes, and feedback.

The feedback is what the grader says of a mistake of its bank: asked when the book is built, and again when anything
that decides it has changed.
"""

import inspect
import json
import unicodedata
from importlib.metadata import version
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any

from sphinx.application import Sphinx

from course_book.effort import counts_as, minutes_of
from course_book.in_page.bundle import digest_of, files_below
from course_book.in_page.course_zip import folder_of
from course_book.languages import with_decimal_mark
from course_book.navigation import navigation
from grader.text import LANGUAGES, Text

EXERCISE, MISTAKE = "instance_norm", "batch_norm"
SENTENCE = Text(vi="nắng nghiêng bên sông", en="today the forest whispers")  # of the first chapter, as its features are
FEATURES = Text(vi="chữ cái,nguyên âm,khác nhau", en="letters,vowels,different")


def tensor(lang: str) -> dict[str, Any]:
    """The first sample of the first chapter: its words, and each feature's numbers before and after normalizing."""
    words = SENTENCE[lang].split()
    columns = zip(*(_features(word) for word in words), strict=True)
    return {
        "words": words,
        "columns": [
            _column(name, list(values), lang) for name, values in zip(FEATURES[lang].split(","), columns, strict=True)
        ],
    }


def _features(word: str) -> list[int]:
    letters = unicodedata.normalize("NFD", word)
    return [len(word), sum(letter in "aeiouy" for letter in letters), len(set(word))]


def _column(name: str, values: list[int], lang: str) -> dict[str, Any]:
    mean, std = fmean(values), pstdev(values)
    normalized = [(value - mean) / (std**2 + 1e-5) ** 0.5 for value in values]
    cells = [
        {"input": value, "output": _written(after, lang), "share": abs(after), "negative": after < 0, "size": value}
        for value, after in zip(values, normalized, strict=True)
    ]
    return {"name": name, "cells": cells, "mean": _written(mean, lang), "std": _written(std, lang)}


def _written(value: float, lang: str) -> str:
    """A number with two decimals and a true minus sign, as the language writes it."""
    return with_decimal_mark(f"{value:z.2f}", lang).replace("-", "−")


def parts(app: Sphinx, lang: str) -> list[dict[str, Any]]:
    """The parts of the book that are read or solved, in their order: the caption, the first page and the minutes."""
    found = []
    for part in navigation(app, lang):
        pages = [entry["docname"] for entry in part["entries"] if counts_as(entry["docname"]) is not None]
        if pages:
            minutes = sum(minutes_of(app, page) for page in pages)
            found.append({"caption": part["caption"], "docname": part["entries"][0]["docname"], "minutes": minutes})
    return found


def questions(app: Sphinx, lang: str) -> str | None:
    """The page for whoever comes with a question; None for a book without it."""
    docname = f"book/{lang}/questions"
    return docname if docname in app.env.found_docs else None


def feedback(app: Sphinx) -> dict[str, dict[str, str]] | None:
    """What a learner wrote and what the grader says to it, by language; None for a book without that exercise."""
    if any(f"exercises/{lang}/{EXERCISE}" not in app.env.found_docs for lang in LANGUAGES):
        return None
    kept, key = Path(app.doctreedir, "front-door.json"), _what_decides()
    if kept.is_file():
        known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        if known["key"] == key:
            return known["shown"]  # type: ignore[no-any-return]
    shown = {lang: _asked(lang) for lang in LANGUAGES}
    kept.write_text(json.dumps({"key": key, "shown": shown}), encoding="utf-8")
    return shown


def _asked(lang: str) -> dict[str, str]:
    # These bring NumPy and Hypothesis, which a build in which nothing of this has changed has no use for.
    from grader.checked import checked, failures_in_a_row
    from grader.exercises import EXERCISES
    from grader.feedback.render import as_html
    from mistakes.bank import mistakes_of

    exercise, answer = EXERCISES[EXERCISE], mistakes_of(EXERCISE)[MISTAKE].answer
    failures_in_a_row.clear()  # the first time, in each language
    _, said = checked(exercise, exercise.answers_from(answer), lang)
    code = inspect.getsource(answer)
    return {"code": code[code.index("def ") :].replace(MISTAKE, EXERCISE).rstrip(), "feedback": as_html(said)}


def _what_decides() -> str:
    files = {file: path for file, path in files_below(folder_of("grader")).items() if path.suffix in (".py", ".j2")}
    files["test"] = folder_of("graded") / f"test_{EXERCISE}.py"
    files["mistakes"] = folder_of("mistakes") / f"{EXERCISE}.py"
    return digest_of(files, f"{version('numpy')} {version('hypothesis')}")
