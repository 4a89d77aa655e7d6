"""What `book/_templates/layout.html` shows around a page's text; the template only lays it out.

Navigation in the page's own language, the way to the same heading of the twin, what search engines and link previews
read, how to run the notebook, the edition.
"""

import re
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from course_book import effort, explorer
from course_book.content.descriptions import DESCRIPTIONS
from course_book.content.words import BOOK_TITLE, LANGUAGE_NAMES, with_code, words_in
from course_book.languages import HOME_LANGUAGE, language_of, twin_of
from course_book.mathml import with_punctuation_kept
from course_book.navigation import headings, navigation, neighbours
from course_book.slim import sent, slim_body
from course_book.workbench import exercise_of, module_of
from grader.text import LANGUAGES

STATIC = Path(__file__).parents[2] / "_static"
FIRST_PAGE = "book/{}/introduction"


def fill_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Fill in what layout.html needs for one page."""
    language, base = language_of(pagename), app.config.html_baseurl
    context.update(
        language=language,
        words=words_in(language),
        with_code=with_code,
        book_title=BOOK_TITLE[language],
        base=base,
        asset=lambda name: context["pathto"](asset(name), 1),
        icon_as_address=as_address(STATIC / "favicon.svg"),
        address=lambda path: base + path if base else context["pathto"](path, 1),
        edition=edition(app, language),
        language_names=LANGUAGE_NAMES,
        first_page=FIRST_PAGE.format,
    )
    if pagename not in app.env.found_docs or pagename == app.config.root_doc:
        return
    twins = {lang: twin_of(pagename, lang) for lang in LANGUAGES}
    other = next(lang for lang in LANGUAGES if lang != language)
    notebook = sources(app, pagename)
    context["body"] = effort.under_the_title(
        app, pagename, with_ids_on_headings(with_punctuation_kept(slim_body(context["body"])))
    )
    context.update(
        toc=slim_body(context["toc"]),
        description=describe(pagename),
        twins=twins,
        default_twin=twins[HOME_LANGUAGE],
        other=other,
        has_headings=bool(headings(app, pagename)),
        navigation=navigation(app, language),
        counts=effort.counts_as,
        neighbours=neighbours(app, pagename),
        sources=notebook,
        explorer="tag_norm-explorer" in context["body"],
        asks='<form class="question"' in context["body"],
        is_exercise=exercise_of(pagename) is not None,
        starts_with=module_of(pagename, is_notebook=notebook is not None),
    )


def asset(name: str) -> str:
    """The address of a file of ours below the root, changing with its content so that no stale copy is shown."""
    content = explorer.sent() if name == explorer.SCRIPT else sent(STATIC / name)
    return f"_static/{name}?v={zlib.crc32(content):08x}"


@cache
def as_address(picture: Path) -> str:
    """An SVG file as an address that holds it, which costs no request."""
    svg = re.sub(r">\s+<", "><", picture.read_text(encoding="utf-8").strip()).replace('"', "'")
    return "data:image/svg+xml," + quote(svg, safe=" '/:=.;,()")


def describe(docname: str) -> str:
    """The sentence that search engines and link previews show; ExtensionError when nobody wrote one."""
    text = DESCRIPTIONS.get(effort.name_of(docname))
    if text is None:
        raise ExtensionError(
            f"{docname} has no description: write one in book/_ext/course_book/content/descriptions.py"
        )
    return text[language_of(docname)]


def edition(app: Sphinx, language: str) -> dict[str, str]:
    """What names this edition, and how to cite it."""
    words = words_in(language)
    facts = {
        "authors": app.config.author,
        "year": app.config.copyright,
        "title": BOOK_TITLE[language],
        "version": version("instance-norm-course"),
        "address": app.config.html_baseurl,
    }
    return {"edition": words["edition"].format(**facts), "citation": words["citation"].format(**facts).strip()}


def sources(app: Sphinx, docname: str) -> dict[str, str] | None:
    """Where the page's notebook can be had and run, "" where it cannot; None for a page that is no notebook."""
    path = Path(app.env.doc2path(docname)).relative_to(app.srcdir)
    if path.suffix != ".ipynb":
        return None
    repository = app.config.html_theme_options["repository_url"]
    project = repository.removeprefix("https://github.com/") if repository.startswith("https://github.com/") else ""
    branch = app.config.html_theme_options.get("repository_branch") or "main"
    is_exercise = PurePosixPath(docname).parts[0] == "exercises"
    return {
        "download": f"_sources/{path.as_posix()}",
        "jupyterlab": "make lab" if is_exercise else f'python -m pip install ".[lab]" && jupyter lab {path.as_posix()}',
        "colab": project and f"https://colab.research.google.com/github/{project}/blob/{branch}/{path.as_posix()}",
        "install": f"%pip install git+{repository}",
        "binder": project and f"https://mybinder.org/v2/gh/{project}/{branch}?urlpath=lab/tree/{path.as_posix()}",
    }


def with_ids_on_headings(body: str) -> str:
    """The page with each section's id on its heading, by which a script finds the part of the page that is read."""
    return re.sub(r'<section([^>]*?) id="([^"]+)"([^>]*)>\s*<(h[1-6])>', r'<section\1\3>\n<\4 id="\2">', body)
