"""What a learner hears from `check`: right, wrong, unsolved and raising, short and in the language asked for."""

import contextlib
import functools
import io
import re
import time
from html.parser import HTMLParser

import numpy as np
import pytest

from course import chapters
from each import for_each
from graded import definition
from grader.check import check
from grader.checked import failures_in_a_row
from grader.exercises import EXERCISES
from grader.feedback import progress
from grader.feedback.compose import Fold, Link, feedback_on
from grader.feedback.diagnosis import Diagnosis, diagnose
from grader.feedback.render import as_html, as_text
from grader.judging.assertions import MismatchError
from grader.judging.cases import DEFAULT_SEED
from grader.judging.counterexample import expected_and_actual
from grader.judging.recording import MAX_PRINTED
from grader.judging.tracebacks import line_that_raised
from grader.judging.verdict import judge
from grader.notebook import read, source
from grader.text import LANGUAGES, Text
from judged import diagnosis_of
from mistakes.bank import mistakes_of, right_versions_of
from notebooks import ROOT
from submitted import defined_by

SOLUTION = (ROOT / "solutions" / "instance_norm.py").read_text(encoding="utf-8")
SOLVES = defined_by(SOLUTION)
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
    """For every mistake: the name, the reason, where to read, within 140 words beside code, in one language only.

    Where a learner's own test is judged, the code of a version that it misjudged may stand there too.
    """
    most = 200 if exercise == "check_instance_norm" else 140
    for mistake in mistakes_of(exercise).values():
        feedback = feedback_on(diagnosis_of(exercise, mistake.id), lang, DEFAULT_SEED)
        text = as_text(feedback)
        flowing = " ".join(text.split())
        assert mistake.name[lang] in flowing, mistake.id
        assert " ".join(mistake.why[lang].split()) in flowing, mistake.id
        assert chapters.named(mistake.read, lang) in flowing, mistake.id
        spoken = " ".join([feedback.title, *(block for block in feedback.blocks if isinstance(block, str))])
        assert len(visible_words(spoken)) <= most, mistake.id
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


def test_a_long_counterexample_is_folded():
    """Of an input with hundreds of numbers, those around the wrong place are told; all of it is there, unfolded."""
    right = SOLVES["instance_norm"]

    def instance_norm(x, eps=1e-5):
        y = right(x, eps)
        if x.shape == (1, 200, 2):
            y[0, 117, 1] += 1
        return y

    for lang in LANGUAGES:
        feedback = said("instance_norm", lang, instance_norm=instance_norm)
        (about,) = (block for block in feedback.blocks if isinstance(block, str) and "(1, 200, 2)" in block)
        assert re.search(r"[0-9]+ (của|of) x\[0, :, 1\]: \[…, .*»-?\d+«.*, …\]", about)
        (whole,) = (block for block in feedback.blocks if isinstance(block, Fold))
        assert as_text(feedback).endswith("\n".join(f"    {line}" for line in whole.lines))
        names = {"np": np, "instance_norm": instance_norm}
        with pytest.raises(AssertionError):
            exec("\n".join(whole.lines), names)
        assert names["x"].shape == (1, 200, 2)


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


@pytest.mark.parametrize("exercise", EXERCISES)
def test_html_is_sound_and_safe(exercise):
    """The HTML block is balanced, has no address in it, and escapes what the learner's code says."""
    for mistake in mistakes_of(exercise):
        html = as_html(feedback_on(diagnosis_of(exercise, mistake), "vi", DEFAULT_SEED))
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
    """A mistake that can be drawn is drawn three times, with a spoken description each, and what the marks are."""
    html = as_html(said("instance_norm", "en", instance_norm=mistakes_of("instance_norm")["batch_norm"].answer))
    assert html.count("<svg") == 3
    assert "Each dot is a number of the sequence" in html
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


def test_a_learners_prints_are_shown_once(capsys):
    """Hundreds of calls print hundreds of lines: those of the case that is told are shown, folded, to a limit."""

    def instance_norm(x, eps=1e-5):
        print("here I am")
        return x

    check("instance_norm", instance_norm, lang="en")
    printed = capsys.readouterr().out
    assert printed.count("here I am") == 1
    assert "What your code printed, in one trial:" in printed
    html = as_html(said("instance_norm", "vi", instance_norm=instance_norm))
    assert html.count("<details") == 1 and html.count("here I am") == 1

    def talks(x, eps=1e-5):
        print("<b>" * 10**5)
        return SOLVES["instance_norm"](x, eps)

    html = as_html(said("instance_norm", "vi", instance_norm=talks))
    assert MAX_PRINTED / 3 - 1 <= html.count("&lt;b&gt;") <= MAX_PRINTED / 3 and "<b>" not in html


def test_input_is_no_stub():
    """An answer that asks for something to be typed waits for nobody, and is told so; it is not called unsolved."""

    def instance_norm(x, eps=1e-5):
        return x * float(input("factor: "))

    feedback = said("instance_norm", "en", instance_norm=instance_norm)
    assert feedback.tone == "wrong"
    assert "remove input()" in as_text(feedback)


def test_another_kind_of_not_implemented_is_no_stub():
    """Libraries raise kinds of NotImplementedError for what they cannot do."""

    class NotHereError(NotImplementedError):
        pass

    def instance_norm(x, eps=1e-5):
        raise NotHereError

    assert said("instance_norm", "en", instance_norm=instance_norm).tone == "wrong"


@for_each(
    [
        (
            ("instanc_norm", len),
            "vi",
            'Không có bài tập nào tên là “instanc_norm”. Có phải bạn muốn gọi check("instance',
        ),
        (("instanc_norm", len), "en", 'There is no exercise called “instanc_norm”. Did you mean check("instance_norm"'),
        (("InstanceNorm1d", len), "en", 'Did you mean check("instance_norm_1d", …)?'),
        (("grup_norm", len), "en", 'Did you mean check("norm_family", …)?'),
        (("xyz", len), "en", "needs the name of the exercise first, in quotes, one of these: instance_stats, instance"),
        ((len,), "vi", "check cần tên bài tập trước tiên, đặt trong ngoặc kép"),
        ((["instance_norm"], len), "vi", "check cần tên bài tập trước tiên, đặt trong ngoặc kép"),
        (("instance_norm", len), "fr", "There is no language “fr”: write lang="),
        (("instance_norm",), "vi", "cần nhận instance_norm sau tên bài tập. Bạn đã đưa vào 0 đối số."),
        (("instance_norm_1d", np.zeros(3)), "en", "InstanceNorm1D itself, but was given a value of type ndarray"),
        (
            ("instance_norm", len, len),
            "en",
            "must be given instance_norm after the name of the exercise. Number given: 2",
        ),
        (
            ("norm_family", *(defined_by(f"def {name}(x): pass")[name] for name in ("layer_norm", "batch_norm")), len),
            "en",
            'in the place of batch_norm stands layer_norm. Write check("norm_family", batch_norm, layer_norm, group',
        ),
        (
            ("instance_norm", defined_by("def instance_stats(x): pass")["instance_stats"]),
            "vi",
            'instance_stats là của bài tập "instance_stats", không phải của "instance_norm". Hãy viết check("instance',
        ),
    ],
    name=str,
)
def test_a_wrong_call_is_explained(call):
    """Whatever is wrong with the call, a sentence in the notebook's language says how to call; nothing is raised."""
    arguments, lang, words = call
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        check(*arguments, lang=lang)
    assert words in printed.getvalue(), printed.getvalue()
    assert len(printed.getvalue().splitlines()) <= 2


def test_after_the_second_failure_a_hint_is_named(capsys):
    """Two failures in a row name a hint, that of the mistake where it has one; once solved, counting begins anew."""
    wrong = {name: defined_by(WRONG.format(std=std))["instance_norm"] for name, std in STDS.items()}
    tries = ["unnamed", "named", "unnamed", "unnamed", "right", "unnamed"]
    told = []
    failures_in_a_row.clear()
    for name in tries:
        check("instance_norm", wrong[name], lang="en")
        told += [re.findall("Open “Hint ([0-9])”", capsys.readouterr().out)]
    assert told == [[], ["2"], ["2"], ["3"], [], []]


WRONG = """
def instance_norm(x, eps=1e-5):
    return (x - x.mean(axis=1, keepdims=True)) / ({std})
"""
STDS = {
    "unnamed": "(x.var(axis=1, keepdims=True) + eps) ** 0.3",
    "named": "x.std(axis=1, keepdims=True) + eps",
    "right": "(x.var(axis=1, keepdims=True) + eps) ** 0.5",
}


@for_each(EXERCISES)
def test_hints_are_there(exercise):
    """The hints of an exercise, and those that its mistakes name, stand in its notebooks under their numbers."""
    named = {mistake.hint for mistake in mistakes_of(exercise).values()} - {None}
    for lang, word in (("vi", "Gợi ý"), ("en", "Hint")):
        text = "".join(map(source, read(ROOT / "exercises" / lang / f"{exercise}.ipynb")["cells"]))
        numbers = [int(number) for number in re.findall(rf"<summary>{word} ([0-9]+)", text)]
        assert numbers == [*range(1, 1 + EXERCISES[exercise].hints)]
        assert named <= {*numbers}


@for_each(EXERCISES)
def test_after_solving_there_is_a_way_on(exercise):
    """Who has solved an exercise is shown the next, which lies beside it, or what to read."""
    for lang in LANGUAGES:
        feedback = said(exercise, lang)
        *_, last = feedback.blocks
        if isinstance(last, Link):
            assert (ROOT / "exercises" / lang / last.file).exists()
            assert f'<a href="{last.file}"' in as_html(feedback)
        else:
            assert last.place == "who-grades-the-grader"
            assert chapters.CHAPTERS[last.place][lang] in last.text
            assert exercise == [*EXERCISES][-1]


@for_each([*LANGUAGES])
def test_one_pass_is_right_but_told(lang):
    """A variance by E[x²] − E[x]² has full marks, and its author sees an input for which it is far off."""
    for exercise in ("instance_stats", "instance_norm", "instance_norm_1d", "norm_family"):
        versions = right_versions_of(exercise).values()
        one_pass = next(entry for entry in versions if entry.id in ("one_pass", "OnePass", "layer_one_pass"))
        feedback = said(exercise, lang, **{one_pass.of: one_pass.answer})
        text = " ".join(as_text(feedback).split())
        assert feedback.tone == "solved"
        assert "E[x²] − E[x]²" in text and "10000.0" in text, exercise
        assert chapters.SECTIONS["numbers-on-real-machines#kappa"][lang] in text
        assert "E[x²]" not in as_text(said(exercise, lang))


def test_another_exception_is_said_to_be_another(capsys):
    """Where RuntimeError is asked for, both it and what was raised or returned instead are told."""
    for entry, actual in {
        "RaisesAttributeError": "raise AttributeError",
        "ReturnsAnError": "return RuntimeError",
    }.items():
        text = as_text(said("revin", "en", RevIN=mistakes_of("revin")[entry].answer))
        assert "Before any normalize, denormalize raises RuntimeError" in text
        assert re.search(f"expected +raise RuntimeError\n +actual +{actual}", text)


def test_long_checks_show_what_is_tried(monkeypatch):
    """Who has waited is told in one line which property is being tried, and sees each next one."""
    shown = []
    exercise = EXERCISES["instance_norm"]
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    trying = progress.Progress(exercise, "en", shown.append)
    with trying.running():
        trying.now("zero_mean")
        while not shown:
            time.sleep(0.01)
        trying.now("shape")
    count = len(exercise.tests)
    assert shown[0] == f"Trying (1/{count}): In the output, every instance has mean 0."
    assert shown[1].endswith("The output has the shape of the input.")
    quick = progress.Progress(exercise, "en", shown.clear)
    with quick.running():
        quick.now("zero_mean")
    time.sleep(0.05)
    assert len(shown) == 2


@for_each(chapters.CHAPTERS)
def test_chapters_are_called_by_their_titles(page):
    """The title in a feedback is the chapter's own heading."""
    for lang in LANGUAGES:
        heading = source(read(ROOT / "book" / lang / f"{page}.ipynb")["cells"][0]).splitlines()[0]
        assert heading.removeprefix("# ").replace("`", "") == chapters.CHAPTERS[page][lang]


@for_each(chapters.SECTIONS)
def test_sections_are_called_by_their_headings(place):
    """A section in a feedback is named after the heading of the cell that it names, in both languages."""
    page, _, cell_id = place.partition("#")
    for lang in LANGUAGES:
        notebook = read(ROOT / "book" / lang / f"{page}.ipynb")
        (text,) = [source(cell) for cell in notebook["cells"] if cell["id"] == cell_id]
        headings = [line.lstrip("# ").replace("`", "") for line in text.splitlines() if line.startswith("##")]
        assert headings[:1] == [chapters.SECTIONS[place][lang]]


def test_every_section_is_one_that_somebody_is_sent_to():
    """No section is listed that nothing leads to."""
    of_mistakes = {mistake.read for exercise in EXERCISES for mistake in mistakes_of(exercise).values()}
    assert {*chapters.SECTIONS} - of_mistakes <= {"numbers-on-real-machines#kappa"}
