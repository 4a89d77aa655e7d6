"""The rendered book, page by page, as its HTML says: language, links, pictures, mathematics, descriptions."""

import re
from collections import Counter
from importlib.metadata import version

import pytest
import yaml

import rendered
import twins
from course import chapters
from course_book.content.words import WORDS
from course_book.languages import language_of, twin_of
from each import for_each
from grader.exercises import EXERCISES
from grader.text import LANGUAGES

PAGES = rendered.pages()
# What a page must prove by itself is asked of every page, what the template writes of one page of each kind.
EVERY_PAGE = for_each(PAGES)
KINDS = (
    *("book/{lang}/formula.html", "book/{lang}/exercises.html", "book/{lang}/glossary.html"),
    *("book/{lang}/where-it-is-used.html", "exercises/{lang}/revin.html", "solutions/{lang}/revin.html"),
)
A_PAGE_OF_EACH_KIND = for_each([kind.format(lang=lang) for kind in KINDS for lang in LANGUAGES])


def test_the_book_is_built():
    """Without a book the tests below would have no page to fail on."""
    assert PAGES, "build the book first: make book"


def test_every_page_is_in_the_book():
    """A page that somebody wrote and forgot in _toc.yml is noticed."""
    written = {page.format(lang=lang).rsplit(".", 1)[0] for page in twins.pages() for lang in LANGUAGES}
    written -= {"README", "book/index"}
    assert {page.removesuffix(".html") for page in PAGES} == written


def test_every_page_has_its_twin():
    """The book shows each page in both languages."""
    assert sorted(twin_of(page, lang) for page in PAGES for lang in LANGUAGES) == sorted([*PAGES, *PAGES])


@EVERY_PAGE
def test_language(page):
    """A page says which language it is in."""
    assert rendered.soup(page).html["lang"] == language_of(page)


@for_each([*PAGES, "index.html", "404.html"])
def test_links_lead_somewhere(page):
    """Every link and every picture within the book is there, anchors included."""
    addresses = [*rendered.links(page), *rendered.loaded_addresses(page)]
    internal = [address for address in addresses if not rendered.is_external(address)]
    assert [why for why in (rendered.why_broken(page, address) for address in internal) if why] == []


@for_each(chapters.SECTIONS)
def test_feedback_leads_to_the_section(place):
    """Where feedback in the page leads stands the heading that it names."""
    for lang in LANGUAGES:
        page, _, anchor = chapters.address(place, lang).partition("#")
        heading = rendered.soup(f"book/{lang}/{page}").find(["h2", "h3"], id=anchor)
        assert heading and heading.get_text().removesuffix("#") == chapters.SECTIONS[place][lang]


@EVERY_PAGE
def test_nothing_comes_from_another_host(page):
    """Opening a page asks no other host for anything."""
    assert [address for address in rendered.loaded_addresses(page) if rendered.is_external(address)] == []


@EVERY_PAGE
def test_pictures_are_described(page):
    """Every figure says in a sentence what it shows."""
    for said in rendered.soup(page).select("article :not(picture) > img, article svg, .awaited"):
        alt = said.get("alt") or said.get("aria-label") or said.text
        assert " " in alt and alt.endswith("."), f"{page}: a figure has the alt text {alt!r}"


@EVERY_PAGE
def test_figures_take_the_colours_of_the_theme(page):
    """A figure names no colour of its own, which would stay as it is in a dark page."""
    assert rendered.soup(page).select("article img:not(noscript img)") == []
    name = page.removesuffix(".html")
    scripts = (rendered.HTML / "drawings" / name).glob("*.js")
    drawn = [figure for script in scripts for figure in rendered.drawings(name, script.stem)]
    assert bool(drawn) == bool(rendered.soup(page).select(".awaited"))
    for figure in drawn:
        assert "#" not in "".join(element.get("style", "") for element in figure.select("[style]")).replace("url(#", "")


@EVERY_PAGE
def test_ids_are_unique(page):
    """No id stands twice in a page, also with several figures inlined."""
    ids = Counter(element["id"] for element in rendered.soup(page).select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []


@EVERY_PAGE
def test_mathematics_is_in_the_page(page):
    """Formulas are MathML and nothing of TeX is left in the text."""
    article = rendered.soup(page).find("article")
    assert article.select(".merror, merror") == []
    text = " ".join(part for part in article.find_all(string=True) if part.find_parent(["pre", "code", "math"]) is None)
    assert "$" not in text
    assert "\\frac" not in text


def test_the_formula_is_mathml():
    """The chapter with the formula has display mathematics in both languages."""
    for lang in LANGUAGES:
        assert len(rendered.soup(f"book/{lang}/formula.html").select('math[display="block"]')) == 4


def frame(page: str):
    """The parts of a page around its text."""
    return rendered.soup(page).select("header.top, nav, .on-this-page, .try-it, footer.bottom, dialog, body > a")


@A_PAGE_OF_EACH_KIND
def test_words_of_the_frame(page):
    """Labels, buttons and tooltips are in the language of the page, and none is in the other."""
    here = language_of(page)
    (other,) = set(LANGUAGES) - {here}
    said = {
        value
        for part in [*frame(page), rendered.soup(page).body]
        for element in [part, *part.select("*")]
        for name, value in element.attrs.items()
        if name in ("aria-label", "title", "placeholder") or name.startswith("data-")
    }
    said |= {text.strip() for part in frame(page) for text in part.stripped_strings}
    foreign = {text[other] for text in WORDS.values() if text[other] != text[here]}
    assert said & foreign == set()
    assert {WORDS[name][here] for name in ("search", "contents", "skip", "copy", "theme_auto", "license")} <= {
        word for sentence in said for word in (sentence, sentence.partition(". ")[2])
    }


@A_PAGE_OF_EACH_KIND
def test_headings_link_in_the_language(page):
    """The tooltip that Sphinx puts on a heading's link is in the language of the page."""
    (title,) = {link["title"] for link in rendered.soup(page).select("a.headerlink")}
    assert title == {"vi": "Liên kết tới mục này", "en": "Link to this heading"}[language_of(page)]


@A_PAGE_OF_EACH_KIND
def test_the_way_stays_in_the_language(page):
    """Contents, previous and next lead to pages of the same language; only the switch leads to the twin."""
    here = language_of(page)
    for link in rendered.soup(page).select("nav a, article a"):
        target = rendered.target(page, link["href"])
        assert target is None or target == "index.html" or language_of(target) == here, link
    switch = rendered.soup(page).select_one("a.language-switch")
    assert rendered.target(page, switch["href"]) == twin_of(page, switch["hreflang"]) != page


@EVERY_PAGE
def test_twins_have_the_same_blocks(page):
    """By whose number the switch leads to what is being read: as many of each kind, in the same order."""
    here, there = (
        [block.name for block in rendered.soup(twin_of(page, lang)).select("article section > :not(section)")]
        for lang in LANGUAGES
    )
    assert here == there


@A_PAGE_OF_EACH_KIND
def test_contents_list_every_page_of_the_language(page):
    """In the order of _toc.yml, which is the same in both languages; a solution by its own exercise alone."""
    listed = [rendered.target(page, link["href"]) for link in rendered.soup(page).select("nav.contents li a")]
    solution = re.sub("^exercises/", "solutions/", page)
    shown = [name for name in PAGES if not name.startswith("solutions/") or name == solution]
    assert sorted(listed) == [name for name in shown if language_of(name) == language_of(page)]
    (other,) = set(LANGUAGES) - {language_of(page)}
    twin = twin_of(page, other)
    there = [rendered.target(twin, link["href"]) for link in rendered.soup(twin).select("nav.contents li a")]
    assert [twin_of(name, other) for name in listed] == there


@A_PAGE_OF_EACH_KIND
def test_contents_name_the_parts(page):
    """The captions of _toc.yml, those of the page's language, each over its own pages."""
    parts = yaml.safe_load((rendered.ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    captions = {part["chapters"][0]["file"]: part["caption"] for part in parts}
    contents = rendered.soup(page).select_one("nav.contents")
    shown = {
        rendered.target(page, entries.a["href"]).removesuffix(".html"): contents.find(
            id=entries["aria-labelledby"]
        ).text
        for entries in contents.select("ul[aria-labelledby]")
    }
    assert shown == {first: caption for first, caption in captions.items() if language_of(first) == language_of(page)}


@EVERY_PAGE
def test_no_two_headings_say_the_same(page):
    """Each tells its place in the page, in the list of headings and in the search."""
    headings = Counter(heading.get_text() for heading in rendered.soup(page).select("main :is(h1, h2, h3, h4)"))
    assert [heading for heading, count in headings.items() if count > 1] == []


@for_each([page for page in PAGES if language_of(page) == "vi"])
def test_a_norm_has_one_short_name(page):
    """Layer and Group are names, as Batch and Instance are, in figures, tables and choices."""
    labels = rendered.soup(page).select("article :is(svg text, td, th, li, label, strong)")
    assert [
        label.get_text() for label in labels if re.fullmatch(r"(Tầng|Nhóm)\b.{0,9}", label.get_text().strip())
    ] == []


@EVERY_PAGE
def test_on_this_page_lists_headings(page):
    """A page without headings has no such list."""
    for box in rendered.soup(page).select(".on-this-page"):
        assert box.select("a:not([href='#'])")


@EVERY_PAGE
def test_described_for_search_engines_and_previews(page):
    """A description of its own, a picture that is there, in the page's language."""
    head = rendered.soup(page).head
    description = head.select_one('meta[name="description"]')["content"]
    assert 50 < len(description) < 160
    assert head.select_one('meta[property="og:description"]')["content"] == description
    image = head.select_one('meta[property="og:image"]')["content"]
    assert image.endswith(f"card-{language_of(page)}.png")
    assert rendered.why_broken(page, image) is None


def test_no_two_pages_have_the_same_description():
    """Each says what is on it."""
    descriptions = [rendered.soup(page).select_one('meta[name="description"]')["content"] for page in PAGES]
    assert len(set(descriptions)) == len(descriptions)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_exercises_are_listed_in_order(lang):
    """The page of exercises leads to each of them, in the order of the course."""
    links = rendered.soup(f"book/{lang}/exercises.html").select("article a")
    targets = [rendered.target(f"book/{lang}/exercises.html", link["href"]) or "" for link in links]
    listed = [target for target in targets if target.startswith("exercises/")]
    assert listed == [f"exercises/{lang}/{exercise}.html" for exercise in EXERCISES]
    minutes = [place.text for place in rendered.soup(f"book/{lang}/exercises.html").select("article .minutes")]
    assert minutes == [rendered.soup(name).select_one(".effort").text for name in listed]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_exercise_stands_after_the_chapter_that_prepares_it(lang):
    """In the contents, where several of one chapter follow each other in the order of their numbers."""
    page = f"book/{lang}/introduction.html"
    listed = [rendered.target(page, link["href"]) for link in rendered.soup(page).select("nav.contents li a")]
    after: dict[str, list[str]] = {}
    for exercise in EXERCISES.values():
        after.setdefault(f"book/{lang}/{exercise.after}.html", []).append(f"exercises/{lang}/{exercise.id}.html")
    followed = {chapter: listed[listed.index(chapter) + 1 :][: len(exercises)] for chapter, exercises in after.items()}
    assert followed == after


@A_PAGE_OF_EACH_KIND
def test_a_notebook_can_be_had(page):
    """A page made from a notebook offers it, and says in one line how to open it; without an address, no cloud."""
    soup = rendered.soup(page)
    download = soup.select_one(".try-it a[download]")
    assert (download is not None) == (rendered.ROOT / page).with_suffix(".ipynb").exists()
    if download:
        assert download["href"].endswith(".ipynb")
        assert soup.select_one(".try-it pre").text in (
            "make lab",
            f'python -m pip install ".[lab]" && jupyter lab {page[:-5]}.ipynb',
        )
    assert "colab" not in str(soup.select(".try-it")).lower()


@A_PAGE_OF_EACH_KIND
def test_the_footer_names_the_edition(page):
    """Which edition this is, and how to cite it."""
    footer = rendered.soup(page).select_one("footer.bottom").text
    assert version("instance-norm-course") in footer
    assert rendered.soup(page).select_one("footer.bottom cite")


def test_the_front_door():
    """At the root of the site: both languages, each with what the course is, and a way in."""
    soup = rendered.soup("index.html")
    for lang in LANGUAGES:
        part = soup.select_one(f'section[lang="{lang}"]')
        assert len(part.text.split()) > 30
        ways = [rendered.target("index.html", button["href"]) for button in part.select("a.button")]
        assert ways == [f"exercises/{lang}/instance_stats.html", f"book/{lang}/introduction.html"]
    assert [
        why for why in (rendered.why_broken("index.html", address) for address in rendered.links("index.html")) if why
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "cell, title",
    [
        (".tag_setup", "show_setup"),
        (":has(.drawings)", "show_plot"),
        (":not(.tag_setup, :has(.drawings))", "show_code"),
    ],
)
def test_code_of_a_cell_is_folded_in_words_of_the_page(lang, cell, title):
    """The code of a cell tagged hide-input lies inside a fold, closed, named after it; what it gave stands outside."""
    folded = [
        found
        for page in rendered.pages()
        if page.startswith(f"book/{lang}/")
        for found in rendered.soup(page).select(f".cell.tag_hide-input{cell}")
    ]
    assert folded
    for found in folded:
        fold = found.select_one("details.folded-code:not([open])")
        assert fold.summary.text == WORDS[title][lang]
        assert fold.select("pre") and not fold.select("svg, .cell_output")
