"""What a learner hears from `check`: right, wrong, unsolved and raising, short and in the language asked for."""

import functools
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from course import chapters
from each import for_each
from graded import definition
from grader.check import check
from grader.exercises import EXERCISES
from grader.feedback.compose import Code, feedback_on
from grader.feedback.diagnosis import Diagnosis, diagnose
from grader.feedback.render import as_html, as_text
from grader.judging.assertions import MismatchError
from grader.judging.cases import DEFAULT_SEED
from grader.judging.counterexample import as_code, expected_and_actual
from grader.judging.tracebacks import line_that_raised
from grader.judging.verdict import judge
from grader.notebook import read, source
from grader.text import LANGUAGES, Text
from mistakes.bank import mistakes_of
from notebooks import ROOT
from submitted import defined_by

SOLUTION = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def said(exercise: str, lang: str, **written: object):
    """The feedback on what was written, by name; what the exercise asks for besides is the reference solution's."""
    asked = EXERCISES[exercise]
    answers = {**asked.solution, **written}
    return feedback_on(diagnose(judge(asked, answers, DEFAULT_SEED), answers), lang, DEFAULT_SEED)


def visible_words(text: str) -> list[str]:
    return [word for word in re.split(r"[^\w√−»«.-]+", text) if word]


class Balanced(HTMLParser):
    """Raises when a tag is closed that was not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_right_is_solved(exercise, lang):
    """The reference solution gets the full points, in a line or two."""
    feedback = said(exercise, lang)
    assert feedback.tone == "solved"
    assert "10/10" in feedback.title


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_named_mistake_is_told_by_name(exercise, lang):
    """For every mistake: the name, the reason, where to read, within 160 words, in one language only.

    Where a learner's own test is judged, the code of a version that it misjudged may stand there too.
    """
    most = 210 if exercise == "check_instance_norm" else 160
    for mistake in mistakes_of(exercise).values():
        text = as_text(said(exercise, lang, **{mistake.of: mistake.answer}))
        flowing = " ".join(text.split())
        assert mistake.name[lang] in flowing, mistake.id
        assert " ".join(mistake.why[lang].split()) in flowing, mistake.id
        assert chapters.CHAPTERS[mistake.read][lang] in flowing, mistake.id
        assert len(visible_words(text)) <= most, mistake.id
        assert bool(VIETNAMESE.search(text)) == (lang == "vi"), mistake.id


def test_an_unknown_mistake_gets_no_name():
    """Where nothing in the bank fits, nothing is guessed; expected and actual are shown."""
    text = as_text(said("instance_norm", "en", instance_norm=lambda x, eps=1e-5: np.tanh(x)))
    assert "no cause is guessed" in text
    assert "expected" in text and "actual" in text


def test_unsolved_is_no_error():
    """The stub of the exercise is called unsolved."""

    def instance_norm(x, eps=1e-5):
        raise NotImplementedError

    assert said("instance_norm", "vi", instance_norm=instance_norm).title == "Chuẩn hóa instance: chưa giải"


def test_of_several_functions_the_next_to_write_is_named():
    """Where some of the functions are written and right, the first stub is named, and what is earned is counted."""

    def layer_norm(x, eps=1e-5):
        raise NotImplementedError

    feedback = said("norm_family", "en", layer_norm=layer_norm)
    assert (feedback.tone, feedback.title) == (
        "unsolved",
        "The relatives of instance normalization: not right yet, 7/10 points",
    )
    assert feedback.blocks[0] == "Still to be written: layer_norm."


def test_a_mistake_is_looked_for_in_the_function_that_failed():
    """Of two wrong functions the one whose property is told is compared with the bank."""
    wrong = mistakes_of("norm_family")
    answers = {wrong[entry].of: wrong[entry].answer for entry in ("layer_unbiased", "batch_unbiased")}
    assert "batch_norm divides by n − 1" in as_text(said("norm_family", "en", **answers))


def test_a_stream_is_shown_as_code_to_paste():
    """The lines of a counterexample make the very stream that the answer failed on, and can be walked once."""
    for mistake in ("last_block_only", "keeps_every_block"):
        wrong = mistakes_of("streaming_stats")[mistake].answer
        feedback = said("streaming_stats", "en", streaming_stats=wrong)
        (code,) = (block.lines for block in feedback.blocks if isinstance(block, Code))
        names = {"np": np}
        exec("\n".join(code), names)
        blocks = list(names["blocks"])
        assert list(names["blocks"]) == []
        assert all(block.ndim == 3 and block.dtype == np.float64 for block in blocks)
        joined = np.concatenate(blocks, axis=1)
        assert np.array_equal(joined, names.get("x", np.ones((1, 800, 64))))
        if "x" in names:
            assert not np.array_equal(
                wrong(iter(blocks)), EXERCISES["streaming_stats"].solution["streaming_stats"](blocks)
            )


def test_raising_names_the_learners_line():
    """When the learner's code raises they see their line, the error and the input, and no traceback."""

    def instance_norm(x, eps=1e-5):
        return (x - x.mean(axs=1)) / eps

    text = as_text(said("instance_norm", "en", instance_norm=instance_norm))
    assert "TypeError" in text
    assert "return (x - x.mean(axs=1)) / eps" in text
    assert "x = np.array([[[5.0]]])" in text
    assert "Traceback" not in text


def test_exit_is_only_an_error():
    """A submission that calls exit() is told so and does not end the kernel."""

    def instance_norm(x, eps=1e-5):
        raise SystemExit

    assert "SystemExit" in as_text(said("instance_norm", "en", instance_norm=instance_norm))


def test_the_line_is_the_learners_own():
    """The blamed line is in the learner's code even when the error comes from deep inside NumPy."""

    def mine():
        return np.mean(np.ones(3), axis=7)

    with pytest.raises(np.exceptions.AxisError) as caught:
        mine()
    number, line = line_that_raised(caught.value)
    assert line == "return np.mean(np.ones(3), axis=7)"
    assert number > 0


@pytest.mark.parametrize(
    "length, wrong_at, expected, actual",
    [
        (1, 0, "0", "7"),
        (3, 1, "[0, 1, 2]", "[0, »7«, 2]"),
        (9, 0, "[0, 1, 2, 3, 4, 5, …]", "[»7«, 1, 2, 3, 4, 5, …]"),
        (9, 8, "[…, 3, 4, 5, 6, 7, 8]", "[…, 3, 4, 5, 6, 7, »7«]"),
    ],
)
def test_the_first_wrong_place_is_marked(length, wrong_at, expected, actual):
    """Expected beside actual along the instance, shortened around the wrong number, which stands between » and «."""
    should = np.stack([np.full((1, length), 5.0), np.arange(length)[np.newaxis]], axis=2).astype(float)
    came_out = should.copy()
    came_out[0, wrong_at, 1] = 7
    mismatch = MismatchError(what=Text(vi="y", en="y"), expected=should, actual=came_out, index=(0, wrong_at, 1))
    assert expected_and_actual(mismatch) == (expected, actual)


@pytest.mark.parametrize(
    "value, code",
    [
        (np.array([[[3.0], [-0.5]]]), "x = np.array([[[3.0], [-0.5]]])"),
        (np.ones((1, 200, 1)), "# x.shape is (1, 200, 1); x[0, :, 0] begins [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, …]"),
        (np.array([[[0.1]]], np.float32), "x = np.array([[[0.1]]], dtype=np.float32)"),
        (np.ones((2, 20, 1)), "x[1:2, :, 0:1] = np.array([[" + ", ".join(["[1.0]"] * 20) + "]])"),
    ],
)
def test_a_counterexample_is_code(value, code):
    """A small input can be pasted as it stands; of a long one the instance in question is shown."""
    assert as_code({"x": value}, (1, 0, 0)) == [code]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_html_is_sound_and_safe(exercise):
    """The HTML block is balanced, has no address in it, and escapes what the learner's code says."""
    for mistake in mistakes_of(exercise).values():
        html = as_html(said(exercise, "vi", **{mistake.of: mistake.answer}))
        parser = Balanced()
        parser.feed(html)
        assert parser.open == []
        assert "http" not in html and "<script" not in html and 'lang="vi"' in html

    def shouts(*args, **kwargs):
        raise ValueError("<script>alert(1)</script>")

    html = as_html(said(exercise, "vi", **dict.fromkeys(EXERCISES[exercise].names, shouts)))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_picture_shows_before_and_both_outputs():
    """A mistake that can be drawn is drawn three times, with a spoken description each."""
    html = as_html(said("instance_norm", "en", instance_norm=mistakes_of("instance_norm")["batch_norm"].answer))
    assert html.count("<svg") == 3
    assert re.findall(r'aria-label="([^":]+):', html) == [
        "The instance in the input",
        "What came out",
        "What should have come out",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_a_notebook_is_told_the_seed(lang):
    """`check` names the seed; feedback without one, as `grade` makes it, says nothing of a seed."""
    asked = EXERCISES["instance_norm"]
    right = Diagnosis(judge(asked, asked.solution, DEFAULT_SEED))
    assert f"(seed {DEFAULT_SEED})" in as_text(feedback_on(right, lang, DEFAULT_SEED))
    assert "seed" not in as_text(feedback_on(right, lang))


class Derived(EXERCISES["instance_norm_1d"].solution["InstanceNorm1D"]):
    """A learner's class that leaves the work to the course's."""


@pytest.mark.parametrize(
    "exercise, answer",
    [
        ("instance_norm", EXERCISES["instance_norm"].solution["instance_norm"]),
        ("instance_norm", functools.partial(EXERCISES["instance_norm"].solution["instance_norm"], eps=1e-5)),
        ("instance_norm", definition.instance_norm),
        ("instance_norm", mistakes_of("instance_norm")["batch_norm"].answer),
        ("instance_norm_1d", Derived),
    ],
    ids=["solution", "partial", "definition", "bank", "derived"],
)
def test_the_course_s_own_code_is_no_answer(exercise, answer, capsys):
    """What was imported from the course is not judged, and the learner is told what happened."""
    check(exercise, answer, lang="en")
    printed = capsys.readouterr().out
    assert "is the course's own code here" in printed and "points" not in printed
    check(exercise, answer, lang="vi")
    assert "là code của chính khóa học" in capsys.readouterr().out


def test_check_prints_in_a_terminal(capsys):
    """Outside a notebook `check` prints plain text."""
    check("instance_norm", defined_by(SOLUTION)["instance_norm"], lang="en")
    printed = capsys.readouterr().out
    assert printed.startswith("✓ Instance normalization: solved, 10/10 points")
    assert "<" not in printed


def test_a_learners_prints_are_not_repeated(capsys):
    """Hundreds of calls do not print hundreds of lines."""

    def instance_norm(x, eps=1e-5):
        print("here I am")
        return x

    check("instance_norm", instance_norm, lang="en")
    assert "here I am" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments, lang, error, words",
    [
        (("instance_nrm", len), "vi", ValueError, "choose one of instance_stats, instance_norm"),
        (("instance_norm", len), "fr", ValueError, "choose one of vi, en"),
        (("instance_norm",), "vi", TypeError, "cần nhận instance_norm sau tên bài tập. Số thứ bạn đưa vào: 0."),
        (
            ("instance_norm", np.zeros(3)),
            "en",
            TypeError,
            "needs the function or class instance_norm itself, not a ndarray",
        ),
        (
            ("instance_norm", len, len),
            "en",
            TypeError,
            "must be given instance_norm after the name of the exercise. Number given: 2.",
        ),
    ],
)
def test_a_wrong_call_is_explained(arguments, lang, error, words):
    """A misspelt exercise, an unknown language or a wrong number of answers says what to do."""
    with pytest.raises(error, match=re.escape(words)):
        check(*arguments, lang=lang)


@for_each(chapters.CHAPTERS)
def test_chapters_are_called_by_their_titles(page):
    """The title in a feedback is the chapter's own heading."""
    for lang in LANGUAGES:
        heading = source(read(ROOT / "book" / lang / f"{page}.ipynb")["cells"][0]).splitlines()[0]
        assert heading.removeprefix("# ").replace("`", "") == chapters.CHAPTERS[page][lang]
