"""Questions to answer before one reads on, from the Markdown that JupyterLab shows as a question with a folded answer.

A paragraph asks. It is followed by a list of choices and a fold that gives each choice its reason, in the same order,
the right one's beginning with bold words; or at once by a fold that begins with a number in bold, its tolerance
behind ±, maybe followed by a list of numbers that are often taken for it, each with its reason:

    Which values does the output have?

    1. Positive ones.
    2. Of both signs.

    <details class="question" id="signs">
    <summary>Guessed? See the answer</summary>

    1. Its mean would not be 0 then.
    2. **Right.** Its mean is 0.

    </details>

The page shows a form that says at once whether an answer is right and why; `questions.js` brings it to life. Without
JavaScript it is what the notebook is: a question, and the answer in a fold.
"""

import re
from html import escape
from pathlib import PurePosixPath
from typing import NamedTuple, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from course_book.content.words import words_in
from course_book.languages import language_of

FOLD = re.compile(r'<details class="question" id="([\w-]+)">\s*<summary>(.*?)</summary>\s*', re.DOTALL)
NUMBER = re.compile(r"([-−]?\d+(?:[.,]\d+)?)(?: ± (\d+(?:[.,]\d+)?))?\.?")


class Question(NamedTuple):
    """A question as the author wrote it; `choices` is None where a number is asked for."""

    name: str
    summary: str
    stem: nodes.Element
    choices: nodes.Element | None
    answer: list[nodes.Element]
    length: int  # how many nodes it takes, from its stem on

    def check(self) -> str | None:
        """Why nobody could answer it, or None."""
        if not isinstance(self.stem, nodes.paragraph):
            return "begins without a paragraph that asks"
        if self.choices is None:
            if not self.answer or not isinstance(self.answer[0], nodes.paragraph) or _number(self.answer[0]) is None:
                return "has no choices, and its answer does not begin with a number in bold"
            if any(_number(paragraph) is None for paragraph in self.foreseen):
                return "has a reason that does not begin with a number in bold"
            return None
        if len(self.answer) != 1 or not isinstance(self.answer[0], nodes.enumerated_list):
            return "has choices, but its fold is not one numbered list of reasons"
        if not 2 <= len(self.choices) <= 4:
            return "has fewer than two choices or more than four"
        if len(self.choices) != len(self.answer[0]):
            return "does not give each of its choices a reason"
        said = [*paragraphs(self.choices), *paragraphs(self.answer[0])]
        if not all(isinstance(paragraph, nodes.paragraph) for paragraph in said):
            return "has a choice or a reason that Markdown takes for a list, as it does '2. 0.': write $0$"
        if sum(map(bool, map(_bold_beginning, paragraphs(self.answer[0])))) != 1:
            return "does not have one right choice, whose reason begins with bold words"
        return None

    @property
    def foreseen(self) -> list[nodes.Element]:
        """The numbers that are often taken for the right one, each with its reason."""
        return [reason for each in self.answer if isinstance(each, nodes.bullet_list) for reason in paragraphs(each)]

    def data(self) -> dict[str, str]:
        """What the page knows of the answer: which choice is right, or which numbers are."""
        if self.choices is not None:
            (reasons,) = self.answer
            return {"right": str([bool(_bold_beginning(reason)) for reason in paragraphs(reasons)].index(True))}
        number, tolerance = _number(self.answer[0]) or ("", "")
        return {
            "number": number,
            "tolerance": tolerance,
            "foreseen": " ".join((_number(reason) or ("", ""))[0] for reason in self.foreseen),
        }


def paragraphs(items: nodes.Element) -> list[nodes.Element]:
    """The first paragraph of each item of a list."""
    return [cast(nodes.Element, cast(nodes.Element, item)[0]) for item in items.children]


def _bold_beginning(paragraph: nodes.Element) -> str:
    """The words in bold that a paragraph begins with, or "". MyST has an empty text before them."""
    written = [part for part in paragraph.children if part.astext()]
    return written[0].astext() if written and isinstance(written[0], nodes.strong) else ""


def _number(paragraph: nodes.Element) -> tuple[str, str] | None:
    """The number in bold that a paragraph begins with and its tolerance, as a program writes them, or None."""
    written = NUMBER.fullmatch(_bold_beginning(paragraph))
    if written is None:
        return None
    number, tolerance = ((part or "0").replace(",", ".").replace("−", "-") for part in written.groups())
    return number, tolerance


def _keyboard(data: dict[str, str]) -> str:
    """The keyboard that a phone shows for a number: that of an iPhone for decimals has no minus."""
    return "text" if "-" in data["number"] + data["foreseen"] else "decimal"


def questions_in(doctree: nodes.document) -> list[Question]:
    """The questions of a page, in their order."""
    found = []
    for opening in doctree.findall(nodes.raw):
        if fold := FOLD.fullmatch(opening.astext()):
            siblings = cast(list[nodes.Element], opening.parent.children)
            at = siblings.index(opening)
            end = next(i for i in range(at, len(siblings)) if siblings[i].astext().strip() == "</details>")
            choices = siblings[at - 1] if isinstance(siblings[at - 1], nodes.enumerated_list) else None
            start = at - 1 if choices is None else at - 2
            answer = siblings[at + 1 : end]
            found.append(Question(fold[1], fold[2], siblings[start], choices, answer, end + 1 - start))
    return found


def make_forms(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a form in the place of each question; ExtensionError, saying which and why, when one cannot be answered."""
    if app.builder.format != "html":
        return
    for question in questions_in(doctree):
        if problem := question.check():
            raise ExtensionError(f"{docname}: the question {question.name} {problem}")
        parent = question.stem.parent
        at = parent.index(question.stem)
        parent[at : at + question.length] = form(question, docname)


def form(question: Question, docname: str) -> list[nodes.Node]:
    """The form of a question, which is read as it is where no script runs."""
    words = words_in(language_of(docname))
    name = f"question-{question.name}"
    data = {"key": f"question:{PurePosixPath(docname).name}/{question.name}", **question.data()}
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    stem = nodes.inline("", "", *question.stem.children)
    if question.choices is None:
        field = (
            f'<p class="needs-script"><input id="{name}-number" type="text" inputmode="{_keyboard(data)}" size="9"> '
            f"<button>{words['answer']}</button></p>"
        )
        asked = [_html(f'<p class="asked"><label for="{name}-number">'), stem, _html(f"</label></p>{field}")]
    else:
        asked = [_html('<fieldset><legend class="asked">'), stem, _html("</legend><ol>")]
        for number, choice in enumerate(paragraphs(question.choices)):
            # Its number is part of the label, which may be a formula and nothing else.
            radio = f'<input class="needs-script" type="radio" name="{name}" value="{number}">'
            label = f"<li><label>{radio} <span>{number + 1}.</span> "
            asked += [_html(label), nodes.inline("", "", *choice.children), _html("</label></li>")]
        asked.append(_html(f'</ol></fieldset><p class="needs-script"><button>{words["answer"]}</button></p>'))
    return [
        _html(f'<form class="question" id="{name}" autocomplete="off"{attributes}>'),
        *asked,
        _html('<div class="said" role="status"></div>'),
        _html(f'<details class="answer"><summary>{question.summary}</summary>'),
        *question.answer,
        _html("</details></form>"),
    ]


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
