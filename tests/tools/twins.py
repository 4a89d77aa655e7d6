"""Twin pages: the same page in Vietnamese and in English, held equal in shape by rules and in meaning by a lock.

The lock holds, for every pair of texts, the fingerprints of both sides as they stood when somebody last read both and
declared them equal in meaning. To declare a page, or one place of it, equal:

    python tests/tools/twins.py accept book/vi/formula.ipynb
    python tests/tools/twins.py accept book/vi/formula.ipynb#step-eps
"""

import ast
import io
import json
import re
import sys
import tokenize
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from pathlib import Path

from grader.notebook import digest, read, source
from grader.text import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("book", "exercises", "solutions")
LOCK = Path(__file__).with_name("twins.lock.json")

HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
DIRECTIVE = re.compile(r"^```\{.*?^```", re.DOTALL | re.MULTILINE)
INLINE_CODE = re.compile(r"`[^`\n]+`")
MATHEMATICS = re.compile(r"\$\$.+?\$\$|\$[^$\n]+?\$|\\begin\{(\w+\*?)\}.+?\\end\{\1\}", re.DOTALL)
WORDS_IN_MATHEMATICS = re.compile(r"\\text\{[^}]*\}")
LINK = re.compile(r"\]\(([^)\s]+)\)")
LABEL = re.compile(r"^\(([\w-]+)\)=$|\$\$ \(([\w-]+)\)$", re.MULTILINE)
QUESTION = re.compile(r'<details class="question" id="([\w-]+)">.*?</details>', re.DOTALL)
REASON = re.compile(r"^(?:- |\d+\. )?(\*\*(?:[-−]?\d[\d.,]*(?: ± [\d.,]+)?)?)?", re.MULTILINE)
LETTERS = re.compile(r"[^\W\d_]{2,}")
CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)

# Files that hold both languages: the line at which each one's half begins.
BEGINNINGS = {"vi": "## Tiếng Việt", "en": "## English"}
HALVES = {"README.md": BEGINNINGS, "book/index.md": BEGINNINGS}

Lock = dict[str, dict[str, list[str]]]


# The pages


def pages() -> list[str]:
    """Every page of two languages, by the name both twins share: `book/{lang}/formula.ipynb`, or `README.md`."""
    names = {
        f"{folder}/{{lang}}/{path.relative_to(ROOT / folder / lang).as_posix()}"
        for folder in FOLDERS
        for lang in LANGUAGES
        for path in (ROOT / folder / lang).rglob("*")
        if path.suffix in (".ipynb", ".md") and ".ipynb_checkpoints" not in path.parts
    }
    return sorted(names | {name for name in HALVES if (ROOT / name).exists()})


def path_of(page: str, lang: str) -> Path:
    return ROOT / page.format(lang=lang)


def load(page: str, lang: str) -> dict:
    """The page as a notebook; a Markdown page becomes one with a Markdown cell for each section."""
    path = path_of(page, lang)
    if path.suffix == ".ipynb":
        return read(path)
    text = half(path.read_text(encoding="utf-8"), HALVES.get(page), lang)
    starts = [0, *(match.start() for match in HEADING.finditer(blank_code(text)) if match.start()), len(text)]
    sections = [text[start:end] for start, end in pairwise(starts)]
    return {
        "cells": [
            {"id": f"section-{number}", "cell_type": "markdown", "metadata": {}, "source": section}
            for number, section in enumerate(sections, start=1)
        ],
        "metadata": {},
    }


def half(text: str, beginnings: dict[str, str] | None, lang: str) -> str:
    """The part of a text that is in `lang`; without `beginnings` all of it. ValueError when a beginning is missing."""
    if beginnings is None:
        return text
    start = text.index(f"\n{beginnings[lang]}\n")
    others = [text.index(f"\n{line}\n") for other, line in beginnings.items() if other != lang]
    return text[start + 1 : min((place for place in others if place > start), default=len(text))]


def blank_code(text: str) -> str:
    """The text with code blanked out letter by letter, so that positions stay."""
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


# Equal in shape


def differences(vietnamese: dict, english: dict) -> list[str]:
    """What the twins do not share but must, a sentence for each."""
    vi_ids, en_ids = ([cell.get("id") for cell in page["cells"]] for page in (vietnamese, english))
    if vi_ids != en_ids:
        first = next(i for i, (a, b) in enumerate(zip_longest(vi_ids, en_ids)) if a != b)
        return [
            f"cell number {first + 1} has the id {_at(vi_ids, first)} in Vietnamese, {_at(en_ids, first)} in English"
        ]
    problems = _different(
        "the notebook", "course metadata", *(_course_metadata(page) for page in (vietnamese, english))
    )
    for vi_cell, en_cell in zip(vietnamese["cells"], english["cells"], strict=True):
        for aspect, shape in ASPECTS.items():
            try:
                problems += _different(f"cell {vi_cell['id']}", aspect, shape(vi_cell, "vi"), shape(en_cell, "en"))
            except SyntaxError as error:
                problems.append(f"cell {vi_cell['id']} is not plain Python, line {error.lineno}: {error.msg}")
                break
        if _is_untranslated(vi_cell, en_cell):
            problems.append(f"cell {vi_cell['id']} says the same words in both languages: translate one")
    return problems


def _is_untranslated(vi_cell: dict, en_cell: dict) -> bool:
    words = LETTERS.findall(MATHEMATICS.sub("", _prose(vi_cell)))
    return len(words) >= 3 and source(vi_cell) == source(en_cell)


def _different(place: str, aspect: str, vi: object, en: object) -> list[str]:
    return [] if vi == en else [f"{place} differs in its {aspect}: Vietnamese {vi}, English {en}"]


def _at(ids: list[str], index: int) -> str | None:
    return ids[index] if index < len(ids) else None


def _course_metadata(page: dict) -> dict:
    course = page["metadata"].get("course", {})
    return {key: value for key, value in course.items() if key not in ("lang", "executed")}


def _prose(cell: dict) -> str:
    return blank_code(source(cell)) if cell["cell_type"] == "markdown" else ""


def _headings(cell: dict, lang: str) -> list[int]:
    return [len(match[1]) for match in HEADING.finditer(_prose(cell))]


def _mathematics(cell: dict, lang: str) -> list[str]:
    """The formulas in any order, since sentences are built differently; a decimal comma counts as a point."""
    formulas = (match[0].replace("{,}", ".") for match in MATHEMATICS.finditer(_prose(cell)))
    return sorted(WORDS_IN_MATHEMATICS.sub("words", formula) for formula in formulas)


def _links(cell: dict, lang: str) -> list[str]:
    """Where the links lead; a page of the cell's own language is the same place on both sides."""
    own = re.compile(rf"(?<![a-z]){lang}(?=/)")
    links = [match[1] for match in LINK.finditer(_prose(cell)) if not match[1].startswith("#")]
    return sorted(link if "://" in link else own.sub("{lang}", link) for link in links)


def _labels(cell: dict, lang: str) -> list[str]:
    return [(match[1] or match[2]).removesuffix(f"-{lang}") for match in LABEL.finditer(_prose(cell))]


def _inline_code(cell: dict, lang: str) -> list[str]:
    """Code, and the targets of roles, in any order and number; a path or label of the own language is the same."""
    if cell["cell_type"] != "markdown":
        return []
    spans = INLINE_CODE.findall(re.sub(r"```.*?```", "", source(cell), flags=re.DOTALL))
    return sorted({re.sub(rf"(?<![a-z]){lang}(?=/)|-{lang}(?=`)", "{lang}", span) for span in spans})


def _directives(cell: dict, lang: str) -> list[str]:
    return DIRECTIVE.findall(source(cell)) if cell["cell_type"] == "markdown" else []


def _answers(cell: dict, lang: str) -> list[tuple[str, list[str]]]:
    """Of each question, how each of its lines begins: in bold where it is right, with which number, or neither."""
    return [
        (fold[1], [match[1].replace(",", ".").rstrip(".") if match[1] else "" for match in REASON.finditer(fold[0])])
        for fold in QUESTION.finditer(_prose(cell))
    ]


def _metadata_keys(cell: dict, lang: str) -> list[str]:
    return sorted(place for place, _ in _described(cell))


def _code(cell: dict, lang: str) -> str:
    """The code without its comments and with every string emptied, but for what stands in the braces of an f-string."""
    if cell["cell_type"] != "code":
        return ""
    return ast.unparse(_WithoutTexts().visit(ast.parse(source(cell))))


class _WithoutTexts(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.List:
        values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        parts = [
            ast.Tuple([self.visit(part.value), ast.Constant(part.conversion), part.format_spec or ast.Constant(None)])
            for part in values
        ]
        return ast.List(parts)


ASPECTS = {
    "type": lambda cell, lang: cell["cell_type"],
    "tags": lambda cell, lang: cell["metadata"].get("tags", []),
    "heading levels": _headings,
    "mathematics": _mathematics,
    "links": _links,
    "labels": _labels,
    "code in the text": _inline_code,
    "directives": _directives,
    "number of folds": lambda cell, lang: source(cell).count("<details"),
    "answers": _answers,
    "alt texts and captions": _metadata_keys,
    "code": _code,
    "number of comments": lambda cell, lang: len(_comments(cell)),
}


# Equal in meaning


def texts(page: dict) -> dict[str, str]:
    """Every text of a page that has a translation, by its place: a cell's id, and what of the cell it is."""
    return {
        place: text
        for cell in page["cells"]
        for place, text in [*_words(cell), *((f"{cell['id']}:{key}", value) for key, value in _described(cell))]
    }


def _words(cell: dict) -> Iterator[tuple[str, str]]:
    if cell["cell_type"] != "code":
        yield cell["id"], source(cell).strip()
    elif words := _comments(cell) + _strings(cell):
        yield cell["id"], "\n".join(words)


def _comments(cell: dict) -> list[str]:
    if cell["cell_type"] != "code":
        return []
    tokens = tokenize.generate_tokens(io.StringIO(source(cell)).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def _strings(cell: dict) -> list[str]:
    constants = (node for node in ast.walk(ast.parse(source(cell))) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, str)]


def _described(cell: dict) -> Iterator[tuple[str, str]]:
    shown = cell["metadata"].get("mystnb", {})
    for kind, key in (("image", "alt"), ("figure", "caption")):
        if key in shown.get(kind, {}):
            yield key, shown[kind][key]


def read_lock() -> Lock:
    """The lock as stored, empty where there is none. Raises ValueError, with what to do, when it is broken."""
    if not LOCK.exists():
        return {}
    text = LOCK.read_text(encoding="utf-8")
    try:
        lock = json.loads(text)
    except ValueError as error:
        why = "it still has the marks of a merge conflict" if CONFLICT.search(text) else f"it is not JSON: {error}"
        raise ValueError(_broken_lock(why)) from error
    if not isinstance(lock, dict) or not all(isinstance(places, dict) for places in lock.values()):
        raise ValueError(_broken_lock("it is not an object of pages and their places"))
    return lock


def _broken_lock(why: str) -> str:
    path = LOCK.relative_to(ROOT).as_posix()
    return (
        f"{path} cannot be read, because {why}: take one side whole (git checkout main -- {path}), "
        "run the tests, and declare again what they name once you have compared it"
    )


def write_lock(lock: Lock) -> None:
    LOCK.write_text(json.dumps(dict(sorted(lock.items())), indent=1) + "\n", encoding="utf-8", newline="\n")


def fingerprints(page: str) -> dict[str, list[str]]:
    """The fingerprints of every pair of texts of a page, Vietnamese first, as the lock stores them."""
    vi, en = (texts(load(page, lang)) for lang in LANGUAGES)
    return {place: [digest(vi.get(place, "")), digest(en.get(place, ""))] for place in {**vi, **en}}


def stale_places(page: str, locked: dict[str, list[str]], now: dict[str, list[str]]) -> list[str]:
    """The places of a page whose two sides nobody declared equal as they stand, a sentence with the way out each."""
    page_path = page.format(lang="vi")
    if page in HALVES:
        vi_path, en_path = f"the Vietnamese half of {page}", f"the English half of {page}"
    else:
        vi_path, en_path = page_path, page.format(lang="en")
    problems = []
    for place in {**locked, **now}:
        accept = f'make twins PAGES="{page_path}#{place}"'
        if place not in now:
            problems.append(f"{vi_path}: {place} is gone, but the lock still has it: {accept}")
        elif place not in locked:
            problems.append(f"{vi_path}: {place} is new: when both languages say the same, declare it: {accept}")
        else:
            changed = [
                path for path, was, is_ in zip((vi_path, en_path), locked[place], now[place], strict=True) if was != is_
            ]
            if len(changed) == 2:
                problems.append(
                    f"{place} changed in both {vi_path} and {en_path}: compare them, then declare it: {accept}"
                )
            elif changed:
                other = en_path if changed == [vi_path] else vi_path
                problems.append(
                    f"{changed[0]}: {place} changed, so its translation in {other} is stale: "
                    f"bring that up to date, or leave it if its meaning still holds; then declare it: {accept}"
                )
    return problems


def accept(argument: str) -> list[str]:
    """Declare a page (`book/vi/formula.ipynb`) or one place of it (`…#head`) equal in meaning; returns the places.

    Raises ValueError when there is no such page or place, or when the twins differ in shape.
    """
    path, _, place = argument.partition("#")
    page = re.sub(rf"(^|/)({'|'.join(LANGUAGES)})/", r"\1{lang}/", Path(path).as_posix(), count=1)
    lock = read_lock()
    if page not in pages():
        if lock.pop(page, None) is None:
            raise ValueError(f"{path} is no page with a twin: name one like book/vi/formula.ipynb")
        write_lock(lock)
        return ["the whole page is gone"]
    for lang in LANGUAGES:
        if not path_of(page, lang).exists():
            raise ValueError(f"{page.format(lang=lang)} does not exist: write it first")
    if problems := differences(*(load(page, lang) for lang in LANGUAGES)):
        raise ValueError(f"{path} and its twin are not the same in shape:\n  " + "\n  ".join(problems))
    now = fingerprints(page)
    locked = lock.setdefault(page, {})
    places = [place] if place else list({**now, **locked})
    for name in places:
        if name in now:
            locked[name] = now[name]
        elif locked.pop(name, None) is None:
            raise ValueError(f"{path} has no place {name}: it has {', '.join(now)}")
    lock[page] = {name: locked[name] for name in now if name in locked}
    write_lock(lock)
    return places


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or arguments[0] != "accept":
        print(__doc__, file=sys.stderr)
        return 2
    for argument in arguments[1:]:
        try:
            places = accept(argument)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{argument}: declared equal in meaning: {', '.join(places)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
