"""Sphinx extension: the directive `mistakes`, which shows named mistakes of an exercise in the language of the page.

    ```{mistakes} instance_norm
    unbiased_variance eps_outside_root
    ```

The words come from the bank that the grader itself uses, so page and feedback cannot say different things.
"""

from pathlib import Path

from course_languages import language_of
from docutils import nodes
from course.chapters import CHAPTERS
from grader.text import Text
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

ENTRY = Text(
    vi="- **{name}.** {why} Đọc lại: [{chapter}](/book/vi/{page}.ipynb).",
    en="- **{name}.** {why} Read again: [{chapter}](/book/en/{page}.ipynb).",
)


class Mistakes(SphinxDirective):
    """A list of mistakes, named by the ids in the directive's content."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        from mistakes import bank  # brings NumPy, which a build that reads no page has no use for

        exercise = self.arguments[0]
        known = bank.mistakes_of(exercise)
        ids = " ".join(self.content).split()
        if not ids or not set(ids) <= set(known):
            raise self.error(f"name mistakes of {exercise} by their ids, out of: {', '.join(known)}")
        self.env.note_dependency(str(Path(bank.__file__).with_name(f"{exercise}.py")))
        lang = language_of(self.env.docname)
        entries = [
            ENTRY[lang].format(
                name=entry.name[lang], why=entry.why[lang], chapter=CHAPTERS[entry.read][lang], page=entry.read
            )
            for entry in (known[name] for name in ids)
        ]
        return self.parse_text_to_nodes("\n".join(entries))


def setup(app: Sphinx) -> dict:
    app.add_directive("mistakes", Mistakes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
