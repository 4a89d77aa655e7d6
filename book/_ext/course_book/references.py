"""Chapters cite a work of `book/references.bib` by a link: `[Wu and He (2018)](references.md#wu2018)`.

Roles such as {cite} would stand as raw text in JupyterLab and Colab, where chapters are also read. sphinxcontrib-bibtex
sets the list of works; here each entry becomes a place that MyST knows, so that a link to a missing one is a warning.
"""

from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.domain import BibtexDomain


def make_entries_known(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell MyST the id of every entry on the references pages, by the key that stands in the .bib file."""
    for citation in cast(BibtexDomain, env.get_domain("cite")).citations:
        slugs = env.metadata[citation.bibliography_key.docname].setdefault("myst_slugs", {})
        slugs[citation.entry.key] = (None, citation.citation_id, citation.entry.key)
