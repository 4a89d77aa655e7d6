"""Code taken from a file, in the language of the page: its docstrings and comments, which are written in English.

What only the code of one exercise says is translated in `graded/ID.remarks.toml`, the rest in `content/remarks.py`.
"""

import ast
import io
import textwrap
import tokenize
import tomllib
from functools import cache
from importlib.resources import files

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from course_book.content.remarks import REMARKS
from course_book.languages import language_of
from grader.exercises import EXERCISES
from grader.text import Text

WIDTH = 72  # as wide as code is in the notebooks


def remarks_of(exercise: str) -> tuple[Text, ...]:
    """What the code of one exercise says, and of no other; () where it has no such file."""
    file = files("graded") / f"{exercise}.remarks.toml"
    if not file.is_file():
        return ()
    return tuple(Text(**remark) for remark in tomllib.loads(file.read_text(encoding="utf-8"))["remarks"])


@cache
def _by_english() -> dict[str, Text]:
    every = (*REMARKS, *(remark for exercise in EXERCISES for remark in remarks_of(exercise)))
    return {remark.en: remark for remark in every}


def translate_shown_code(app: Sphinx, doctree: nodes.document) -> None:
    """Put the words of the page's language into the Python that a page just read takes from a file."""
    if not (app.env.docname.startswith("solutions/") or app.env.docname.endswith("/recipes")):
        return
    language = language_of(app.env.docname)
    for block in doctree.findall(nodes.literal_block):
        if block.get("language") == "python" and "source" in block:
            code = in_language(block.astext(), language)
            block.rawsource = code
            block.children = [nodes.Text(code)]


def in_language(code: str, language: str) -> str:
    """The code with its docstrings and comments in a language; ExtensionError for one that nobody translated."""
    lines = code.splitlines()
    for start, end, text in sorted(_replacements(code, language), reverse=True):
        (first, column), (last, last_column) = start, end
        lines[first - 1 : last] = (lines[first - 1][:column] + text + lines[last - 1][last_column:]).splitlines()
    return "\n".join(lines) + "\n"


Place = tuple[int, int]


def _replacements(code: str, language: str) -> list[tuple[Place, Place, str]]:
    """Where the docstrings and comments stand, a line from 1 and a column from 0, and what takes their place."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and (said := ast.get_docstring(node)):
            place = node.body[0]
            assert place.end_lineno is not None and place.end_col_offset is not None
            start, end = (place.lineno, place.col_offset), (place.end_lineno, place.end_col_offset)
            found.append((start, end, _docstring(said, language, indent=" " * place.col_offset)))
    found += [
        (token.start, token.end, f"# {_translated(token.string.removeprefix('# '), language)}")
        for token in tokenize.generate_tokens(io.StringIO(code).readline)
        if token.type == tokenize.COMMENT
    ]
    return found


def _docstring(said: str, language: str, *, indent: str) -> str:
    """A docstring as it is written, its paragraphs translated and wrapped."""
    paragraphs = [_translated(" ".join(paragraph.split()), language) for paragraph in said.split("\n\n")]
    quoted = '"""' + "\n\n".join(
        textwrap.fill(text, WIDTH - len(indent), break_long_words=False) for text in paragraphs
    )
    whole = f'{quoted}\n"""' if "\n" in quoted else f'{quoted}"""'
    return textwrap.indent(whole, indent).removeprefix(indent)


def _translated(remark: str, language: str) -> str:
    if remark not in _by_english():
        raise ExtensionError(
            f"the remark {remark!r} stands in code that a page shows, and nobody said it in {language}: "
            "do so in tests/graded/ID.remarks.toml or, for more than one exercise, "
            "in book/_ext/course_book/content/remarks.py"
        )
    return _by_english()[remark][language]
