"""A page of a report from its template."""

from collections.abc import Mapping
from types import SimpleNamespace

from grader.markup import templates_of
from grader.provenance import Run
from grader.text import Text


def rendered(template: str, words: Mapping[str, Text], lang: str, run: Run | None, **values: object) -> str:
    """The page that a template makes of values, with words of its own in a language, and what graded at its foot."""
    said = SimpleNamespace(**{name: text[lang] for name, text in words.items()})
    return (
        templates_of("grader.reports")
        .get_template(template)
        .render(lang=lang, words=said, graded_with=run.said()[lang] if run else None, **values)
    )
