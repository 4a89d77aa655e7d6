"""Scripts and stylesheets are sent without comments and indentation, and mean what they meant."""

import pytest

import rendered
from course_book.slim import slim, slim_body


@pytest.mark.parametrize(
    "name, text, sent",
    [
        ("a.mjs", "// Why.\nconst a = 1; // here\n\n  b(`//x`);\n", "const a = 1; // here\nb(`//x`);\n"),
        ("a.js", "/* One\n   two. */\na\n  /* Three. */\nb\n", "a\nb\n"),
        ("a.css", "/* Why. */\na, b {\n  c: d e;\n}\n", "a,b{c: d e;}\n"),
        ("a.svg", "<!-- as it is -->  \n", "<!-- as it is -->  \n"),
    ],
)
def test_only_what_readers_need_is_left_out(name, text, sent):
    """Lines of code stay lines, so that JavaScript ends its statements where it did."""
    assert slim(name, text) == sent


def test_a_page_keeps_the_classes_that_are_asked_for():
    """And its words as they are, also where they stand in code."""
    link = '<a class="term reference internal" href="a.html#simple">a simple container</a>'
    body = f'<div class="cell docutils container">{link}<code class="docutils literal notranslate">x</code></div>'
    slim_link = '<a class="term" href="a.html#simple">a simple container</a>'
    assert slim_body(body) == f'<div class="cell">{slim_link}<code>x</code></div>'


def test_titles_are_slim_in_contents_and_headings():
    """A title with code stands in the contents of every page, and among the headings of its own."""
    page = rendered.HTML / "book" / "vi" / "numbers-on-real-machines.html"
    navigation = page.read_text(encoding="utf-8").replace("<main", "<nav").split("<nav")[1:]
    lists = [part for part in navigation if "<li>" in part.partition("</nav>")[0]]
    assert sum("<code>" in part for part in lists) >= 2
    assert [part for part in lists if "docutils" in part or 'class="reference' in part] == []


def test_the_site_is_slim():
    """Whatever the pages load of ours."""
    ours = [
        *rendered.HTML.glob("_static/course.*s"),
        *rendered.HTML.glob("in-page/*/*.mjs"),
        *rendered.HTML.glob("in-page/*/*.css"),
    ]
    assert len(ours) > 10
    assert [
        path.name
        for path in ours
        if slim(path.name, path.read_text(encoding="utf-8")) != path.read_text(encoding="utf-8")
    ] == []
