"""The directives of the course, each a list in the language of the page.

    ```{mistakes} instance_norm
    unbiased_variance eps_outside_root
    ```

shows named mistakes of an exercise. The words come from the bank that the grader itself uses, so page and feedback
cannot say different things.

    ```{terms} norms
    ```

shows the terms of a subject. Each links to the heading under which the course introduces it, so a term cannot point at
a place that is gone.

    ```{exercises} 2
    ```

shows the exercises of a difficulty, in their order, with what each asks for and needs.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from course.chapters import CHAPTERS
from course_book.content import terms
from course_book.content.terms import SUBJECTS, Term
from course_book.effort import note_where_minutes_go
from course_book.languages import language_of
from course_book.places import heading_over
from grader.exercises import EXERCISES, Exercise
from grader.text import LANGUAGES, Text

if TYPE_CHECKING:
    from mistakes import bank

MISTAKE = Text(
    vi="- **{name}.** {why} Đọc lại: [{heading}](</{page}{anchor}>){title}.",
    en="- **{name}.** {why} Read again: [{heading}](</{page}{anchor}>){title}.",
)
TERM = Text(
    vi="- **{form}**{other}. {means} Đọc: [{heading}](</{page}#{slug}>){title}.",
    en="- **{form}**{other}. {means} Read: [{heading}](</{page}#{slug}>){title}.",
)
EXERCISE = Text(
    vi="{number}. [{title}](/{page}): {names}. {first} Đọc trước: [{chapter}](/{read}).",
    en="{number}. [{title}](/{page}): {names}. {first} To read: [{chapter}](/{read}).",
)
FIRST = Text(vi="Làm trước: {exercises}.", en="To solve first: {exercises}.")
A_NEED = Text(vi="bài {number}", en="exercise {number}")


class Exercises(SphinxDirective):
    """A list of the exercises of a difficulty, which is the directive's argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        listed = [exercise for exercise in EXERCISES.values() if str(exercise.difficulty) == self.arguments[0]]
        if not listed:
            raise self.error(f"there is no exercise of difficulty {self.arguments[0]!r}")
        lang = language_of(self.env.docname)
        found = self.parse_text_to_nodes("\n".join(self.entry(exercise, lang) for exercise in listed))
        items = [node for root in found for node in root.findall(nodes.list_item)]
        for exercise, item in zip(listed, items, strict=True):
            note_where_minutes_go(item, f"exercises/{lang}/{exercise.id}")
            self.env.note_dependency(f"{self.env.srcdir}/exercises/{lang}/{exercise.id}.ipynb")
        return found

    def entry(self, exercise: Exercise, lang: str) -> str:
        """The Markdown of one exercise."""
        needs = ", ".join(A_NEED[lang].format(number=EXERCISES[need].number) for need in exercise.needs)
        return EXERCISE[lang].format(
            number=exercise.number,
            title=exercise.title[lang],
            page=f"exercises/{lang}/{exercise.id}.ipynb",
            names=", ".join(f"`{name}`" for name in exercise.names),
            first=FIRST[lang].format(exercises=needs) if needs else "",
            chapter=CHAPTERS[exercise.after][lang],
            read=f"book/{lang}/{exercise.after}.ipynb",
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
        try:
            entries = [self.entry(known[name], lang) for name in ids]
        except (ValueError, OSError) as error:
            raise self.error(f"{error}: correct `read` in tests/mistakes/{exercise}.py") from error
        return self.parse_text_to_nodes("\n".join(entries))

    def entry(self, mistake: "bank.Mistake", lang: str) -> str:
        """The Markdown of one mistake. ValueError or OSError when the place where to read does not exist."""
        chapter, _, cell = mistake.read.partition("#")
        page = f"book/{lang}/{chapter}.ipynb"
        title, heading, anchor = CHAPTERS[chapter][lang], "", ""
        if cell:
            self.env.note_dependency(f"{self.env.srcdir}/{page}")
            _, heading, slug = heading_over(Path(self.env.srcdir / page), cell, page)
            anchor = f"#{slug}"
        return MISTAKE[lang].format(
            name=mistake.name[lang],
            why=mistake.why[lang],
            heading=heading or title,
            page=page,
            anchor=anchor,
            title=f" ({title})" if heading else "",
        )


class Terms(SphinxDirective):
    """A list of the terms of a subject, which is the directive's argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        subject = self.arguments[0]
        if subject not in SUBJECTS:
            raise self.error(f"there is no subject {subject!r}: choose one of {', '.join(SUBJECTS)}")
        lang = language_of(self.env.docname)
        try:
            entries = [self.entry(term, lang) for term in SUBJECTS[subject]]
        except (ValueError, OSError) as error:
            raise self.error(f"{error}: correct `read` in book/_ext/course_book/content/terms.py") from error
        self.env.note_dependency(terms.__file__)
        found = self.parse_text_to_nodes("\n".join(entries))
        items = [node for root in found for node in root.findall(nodes.list_item)]
        for term, item in zip(SUBJECTS[subject], items, strict=True):
            item["ids"].append(term_id(term))
            item["term_names"] = names_of(term, lang)
        for other in (node for root in found for node in root.findall(nodes.emphasis)):
            other["classes"].append(f"language-{other_than(lang)}")  # docutils writes it as lang="…"
        return found

    def entry(self, term: Term, lang: str) -> str:
        """The Markdown of one term. ValueError or OSError when the place where it is introduced does not exist."""
        place, _, cell = term.read.partition("#")
        folder, name = place.split("/")
        page = f"{folder}/{lang}/{name}.ipynb"
        self.env.note_dependency(f"{self.env.srcdir}/{page}")
        title, heading, slug = heading_over(Path(self.env.srcdir / page), cell, page)
        other = term.forms[other_than(lang)]
        return TERM[lang].format(
            form=term.forms[lang],
            other="" if other == term.forms[lang] else f" (*{other}*)",
            means=term.means[lang],
            heading=heading,
            page=page,
            slug=slug,
            title="" if title == heading else f" ({title})",
        )


def term_id(term: Term) -> str:
    """The id of a term's entry, the same in twins."""
    return f"term-{nodes.make_id(term.forms['en'].split(', ')[0])}"


def names_of(term: Term, lang: str) -> list[str]:
    """What the search knows an entry by: as it is shown, then each of its words, of both languages."""
    here, there = term.forms[lang], term.forms[other_than(lang)]
    names = {name: None for words in (here, there, term.sought) for name in words.split(", ") if name}
    return [here if here == there else f"{here} ({there})", *names]


def other_than(lang: str) -> str:
    """The other language."""
    return next(other for other in LANGUAGES if other != lang)
