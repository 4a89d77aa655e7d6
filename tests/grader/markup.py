"""The one way to HTML: templates in which every value is made harmless and escaped, unless it is HTML already."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.sanitize import flowing, one_line, printable


@cache
def templates_of(package: str) -> Environment:
    """The templates in the folder `templates` of a package."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_harmless,
    )
    made.filters.update(flowing=flowing, one_line=one_line)
    return made


def _harmless(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
