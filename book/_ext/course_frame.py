"""Sphinx extension: gives `book/_templates/layout.html` what it shows around a page's text.

Navigation in the page's own language, the way to the same heading of the twin, what search engines and link previews
read, how to run the notebook, the edition. The template only lays it out.
"""

import os
import re
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from course_languages import HOME_LANGUAGE, language_of, twin_of
from course_words import BOOK_TITLE, DESCRIPTIONS, LANGUAGE_NAMES, words_in
from docutils import nodes
from grader.text import LANGUAGES
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

STATIC = Path(__file__).parents[1] / "_static"
FIRST_PAGE = "book/{}/introduction"


def take_addresses_from_environment(app: Sphinx, config) -> None:
    """BOOK_URL and REPOSITORY_URL, which the workflow that publishes knows, stand above _config.yml."""
    config.html_baseurl = os.environ.get("BOOK_URL", config.html_baseurl or "")
    if config.html_baseurl:
        config.html_baseurl = config.html_baseurl.rstrip("/") + "/"
    repository = os.environ.get("REPOSITORY_URL", config.html_theme_options.get("repository_url") or "")
    config.html_theme_options["repository_url"] = repository.removesuffix("/").removesuffix(".git")


def unlanguaged(docname: str) -> str:
    """The name that both twins share: `book/formula` for `book/vi/formula`."""
    return "/".join(part for part in docname.split("/") if part not in LANGUAGES)


def asset(name: str) -> str:
    """The address of a file of ours below the root, changing with its content so that no stale copy is shown."""
    return f"_static/{name}?v={zlib.crc32((STATIC / name).read_bytes()):08x}"


# Titles and contents are asked for by every page of a build, and are the same for each.


@cache
def title_of(app: Sphinx, docname: str) -> str:
    """The title of a page as HTML."""
    return app.builder.render_partial(app.env.titles[docname])["title"]


@cache
def pages_in_order(app: Sphinx, language: str) -> list[str]:
    """Every page of one language as a reader goes through the book."""

    def below(docname: str) -> list[str]:
        children = app.env.toctree_includes.get(docname, [])
        return [page for child in children for page in (child, *below(child))]

    return [page for page in below(app.config.root_doc) if language_of(page) == language]


@cache
def navigation(app: Sphinx, language: str) -> list[dict]:
    """The parts of the book in one language, each with its caption and its entries, and these with those below them."""

    def entry(docname: str) -> dict:
        below = [entry(child) for child in app.env.toctree_includes.get(docname, [])]
        return {"docname": docname, "title": title_of(app, docname), "children": below}

    parts = app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree)
    return [
        {"caption": part["caption"], "entries": [entry(docname) for docname in part["includefiles"]]}
        for part in parts
        if language_of(part["includefiles"][0]) == language
    ]


def neighbours(app: Sphinx, docname: str) -> dict:
    """The pages before and after this one in its own language, None at the ends."""
    order = pages_in_order(app, language_of(docname))
    place = order.index(docname)
    found = {"before": order[place - 1] if place else None, "after": (order + [None])[place + 1]}
    return {side: {"docname": page, "title": title_of(app, page)} if page else None for side, page in found.items()}


def headings(app: Sphinx, docname: str) -> list[str]:
    """The ids of the page's headings below its title, from top to bottom; twins have the same ones."""
    links = app.env.tocs[docname].findall(nodes.reference)
    return [link["anchorname"].removeprefix("#") for link in links if link["anchorname"]]


def sources(app: Sphinx, docname: str) -> dict | None:
    """Where the page's notebook can be had and run; None for a page that is no notebook."""
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


def with_ids_on_headings(body: str) -> str:
    """The page with each section's id on its heading, where Pagefind looks for the parts of a page that it can name."""
    return re.sub(r'<section([^>]*?) id="([^"]+)"([^>]*)>\s*<(h[1-6])>', r'<section\1\3>\n<\4 id="\2">', body)


def describe(app: Sphinx, docname: str) -> str:
    """The sentence that search engines and link previews show; ExtensionError when nobody wrote one."""
    text = DESCRIPTIONS.get(unlanguaged(docname))
    if text is None:
        raise ExtensionError(f"{docname} has no description: write one in book/_ext/course_words.py")
    return text[language_of(docname)]


def frame_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None):
    """Fill in what layout.html needs for one page of the text."""
    language, base = language_of(pagename), app.config.html_baseurl
    context.update(
        language=language,
        words=words_in(language),
        book_title=BOOK_TITLE[language],
        base=base,
        asset=lambda name: context["pathto"](asset(name), 1),
        address=lambda path: base + path if base else context["pathto"](path, 1),
        edition=edition(app, language),
        language_names=LANGUAGE_NAMES,
        first_page=FIRST_PAGE.format,
    )
    if pagename not in app.env.found_docs or pagename == app.config.root_doc:
        return
    twins = {lang: twin_of(pagename, lang) for lang in LANGUAGES}
    other = next(lang for lang in LANGUAGES if lang != language)
    context["body"] = with_ids_on_headings(context["body"])
    context.update(
        description=describe(app, pagename),
        twins=twins,
        default_twin=twins[HOME_LANGUAGE],
        other=other,
        twin_headings=" ".join(headings(app, twins[other])),
        navigation=navigation(app, language),
        neighbours=neighbours(app, pagename),
        sources=sources(app, pagename),
        explorer="tag_norm-explorer" in context["body"],
    )


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", take_addresses_from_environment, priority=900)
    app.connect("html-page-context", frame_page, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
