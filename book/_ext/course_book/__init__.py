"""The Sphinx extension that builds the book: `setup()` is the timetable of a build, each module does one thing in it.

languages    each page in its own language
gate         what must never be built
incremental  what a build may keep of the last one
mathml       mathematics without a script
figures      figures in the colours of the theme
folding      code, and outputs to be guessed, behind a fold
questions    questions that say at once whether an answer is right, and why
remarks      code on the solution pages in the language of the page
references   works cited by ordinary links
directives   the directives `exercises`, `mistakes` and `terms`
places       links to a cell of a chapter
workbench    the workbench of an exercise, in the place of the cell for the answer
page         what stands around a page's text
effort       the minutes and the difficulty of a chapter or exercise
navigation   the contents, the pages beside a page, the headings of its twin
explained    terms of the glossary that explain themselves
explorer     the script of the norm explorer
front_door   what the landing page shows of the course
landing      the landing page and the 404 page
slim         scripts and stylesheets without what only their readers need
sharing      addresses, the sitemap, the pictures of link previews
search       what is searched, in a script for each language
plain_math   a formula as a line of text, for the excerpts of the search
in_page      Python in the page: what is shipped for it
offline      reading without a network
content      what these show: words, descriptions of pages, terms
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from course_book import (
    effort,
    explained,
    explorer,
    figures,
    folding,
    gate,
    landing,
    languages,
    mathml,
    offline,
    page,
    places,
    questions,
    references,
    remarks,
    search,
    sharing,
    slim,
)
from course_book.directives import Exercises, Mistakes, Terms
from course_book.figures import Figures
from course_book.in_page.ship import InPage
from course_book.incremental import ChangedPages, CleanBuilds, remove_pages_that_are_gone, version_of_sources
from course_book.search import SearchIndex
from course_book.workbench import Workbenches


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect everything, in the order in which a build comes to it; where no priority is given it is Sphinx's 500."""
    clean_builds, changed_pages, search_index = CleanBuilds(), ChangedPages(), SearchIndex()
    in_page, drawn = InPage(), Figures()
    workbenches = Workbenches(in_page)

    # The configuration is read. Early: before Sphinx loads what the last build left, and before anything can warn.
    app.connect("config-inited", clean_builds.discard_failed_build, priority=100)
    # Late: after Sphinx has checked what _config.yml says, which the environment then overrules.
    app.connect("config-inited", sharing.take_addresses_from_environment, priority=900)

    # The builder is chosen. Its own search index is left out, for the one written at the end.
    app.connect("builder-inited", search.leave_out_sphinx_index)

    # Sphinx knows which pages have changed, and has read none yet.
    app.connect("env-get-outdated", changed_pages.note)
    app.connect("env-before-read-docs", gate.refuse_unfit_pages)
    app.connect("env-before-read-docs", in_page.ship)

    # A page is read. Early: any other handler may already take Sphinx's words in some language.
    app.connect("source-read", languages.set_language_for_reading, priority=100)
    app.connect("source-read", figures.leave_out_narrow_drawings)
    app.connect("source-read", places.lead_to_headings)
    app.add_directive("exercises", Exercises)
    app.add_directive("mistakes", Mistakes)
    app.add_directive("terms", Terms)
    app.connect("doctree-read", effort.note_minutes)
    app.connect("doctree-read", remarks.translate_shown_code)

    # All pages are read.
    app.connect("env-updated", changed_pages.write_all)
    app.connect("env-updated", in_page.write_all)
    # Late: sphinxcontrib-bibtex gathers the entries in the same event.
    app.connect("env-updated", references.make_entries_known, priority=900)

    # A page's references are resolved, and its HTML is made. Early, as when reading.
    app.connect("doctree-resolved", languages.set_language_for_writing, priority=100)
    app.connect("doctree-resolved", effort.fill_in_minutes)
    # Folds are named after what is in them: before figures are no images any more.
    app.connect("doctree-resolved", folding.fold_in_words_of_the_page)
    app.connect("doctree-resolved", drawn.put_in)
    # Before terms are linked: what a label names is chosen, and not explained, by a tap.
    app.connect("doctree-resolved", questions.make_forms)
    app.connect("doctree-resolved", explained.link_terms)
    # Not when reading: the search and the next build find the code as it stands in the notebook.
    app.connect("doctree-resolved", workbenches.put_in)
    app.add_html_math_renderer("mathml", mathml.INLINE, mathml.BLOCK)

    # A page's template is filled in, so the page is written anew, and the search index with it.
    app.connect("html-page-context", search_index.note_page)
    # Late: the theme's handlers come first, and what our templates show replaces theirs.
    app.connect("html-page-context", page.fill_page, priority=900)
    app.connect("html-page-context", drawn.fill_page, priority=900)
    app.connect("html-page-context", in_page.fill_page, priority=900)
    app.connect("html-page-context", landing.fill_landing_pages, priority=900)

    # All pages are written. Pages that are gone leave first, so that the search does not find them.
    app.connect("build-finished", remove_pages_that_are_gone)
    app.connect("build-finished", figures.remove_drawings_that_are_gone)
    app.connect("build-finished", in_page.remove_other_editions)
    app.connect("build-finished", offline.write_service_worker)
    app.connect("build-finished", explorer.write_script)
    app.connect("build-finished", explained.write_scripts)
    # Late: the theme's handlers have written their files.
    app.connect("build-finished", search_index.write, priority=900)
    app.connect("build-finished", slim.slim_assets)
    app.connect("build-finished", sharing.write_sitemap, priority=900)
    app.connect("build-finished", sharing.draw_cards, priority=900)
    # Last: a warning of any handler above counts.
    app.connect("build-finished", clean_builds.record_clean_build, priority=1000)

    return {
        "env_version": version_of_sources(),
        "parallel_read_safe": True,
        # Sphinx resolves several pages, of both languages, before it writes the first of them in another process.
        "parallel_write_safe": False,
    }
