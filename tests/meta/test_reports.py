"""The reports of `grade`: their shapes, their sums, and what names and messages from submissions cannot do to them."""

import base64
import csv
import errno
import io
import json
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.exercises import EXERCISES
from grader.feedback.compose import feedback_on
from grader.feedback.diagnosis import Diagnosis, diagnose
from grader.feedback.render import as_html
from grader.judging.cases import DEFAULT_SEED
from grader.judging.verdict import judge
from grader.reports import as_csv, as_gradescope, as_json, as_table, folder, write_html
from grader.reports.columns import display_width, shortened, shortened_apart, shortened_inside
from grader.reports.document import as_line, from_line
from grader.reports.folder import LIST, FolderError
from grader.reports.gradescope import ONE_FOR_GRADESCOPE
from grader.reports.html import INDEX
from grader.reports.names import names_apart, page_names
from grader.reports.record import MAX_BYTES_OF_AN_ARRAY, exercise_result
from grader.reports.submission_page import submission_page
from grader.reports.summary import class_line, reason
from grader.results import (
    ExerciseResult,
    Isolation,
    Mark,
    Student,
    SubmissionResult,
)
from grader.text import LANGUAGES, Text
from made_results import Page, core, full, prop, result, student, submission
from mistakes.bank import mistakes_of

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|and|was|is|submissions?|scores?|points?|passed|failed|missing|unsolved|mistakes?)\b")
HOSTILE = [
    "<script>alert(1)</script>.ipynb",
    "\"><img src=x onerror='alert(1)'>.py",
    "a\nb\x07\x1b[31m\u202e.py",
    "../../etc/passwd",
    "..",
    "CON",
    "An.py",
    "an.py",
    "dài" * 500 + ".ipynb",
    "not-utf8-\udce9.py",
    "",
]
NPY = "data:application/octet-stream;base64,"

BROKEN_GUARDS = [prop("input_untouched", "failed", -5.0), prop("shape", "passed"), prop("dtype", "failed", -5.0)]
WRONG = result(3.0, mistake="eps_outside_root", properties=core("zero_mean"))
GUARDED = result(0.0, properties=[*core("zero_mean", "std"), *BROKEN_GUARDS])
SLOW = result(0.0, properties=[prop(name, "timeout", 0.0, 5.0) for name in ("zero_mean", "std")])
MISSING = result(0.0, "missing", exercise="instance_stats")
UNSOLVED = result(0.0, "unsolved", exercise="instance_norm_1d")
UNREADABLE = Text(vi="hong.ipynb không phải là notebook.", en="hong.ipynb is not a notebook.")
CLASS = [
    submission("Nguyễn Thị Ánh.ipynb", full("instance_stats"), full(), full("instance_norm_1d")),
    submission("an.py", full("instance_stats"), WRONG, UNSOLVED),
    submission("bình.py", MISSING, GUARDED, full("instance_norm_1d")),
    submission("hong.ipynb", error=UNREADABLE),
]

ALL_THAT_CAN_BE = replace(
    submission(
        "all.py",
        replace(WRONG, likeness="1f", properties=(replace(core()[0], arrays=(("x", "AA=="),)),)),
        replace(MISSING, problem=UNREADABLE),
    ),
    lang="en",
)


@pytest.fixture(scope="module")
def judged() -> dict[str, SubmissionResult]:
    """In each language, what `grade` says of a real mistake: one record."""
    records = {}
    for lang in LANGUAGES:
        exercise = EXERCISES["instance_norm"]
        answers = {"instance_norm": mistakes_of("instance_norm")["batch_norm"].answer}
        verdict = judge(exercise, answers, DEFAULT_SEED)
        diagnosis = diagnose(verdict, answers)
        records[lang] = submission("an.py", exercise_result(diagnosis, as_html(feedback_on(diagnosis, lang))))
    return records


# JSON and CSV


def test_json_is_the_contract() -> None:
    """The document has the contract's keys, holds the submissions unchanged, and is the same every time."""
    text = as_json(CLASS, 7)
    document = json.loads(text)
    assert list(document) == ["schema", "seed", "hypothesis", "submissions", "passed_over", "run", "assignment"]
    assert (document["schema"], document["seed"], document["hypothesis"]) == (1, 7, hypothesis.__version__)
    assert [each["path"] for each in document["submissions"]] == [each.path for each in CLASS]
    assert "Nguyễn Thị Ánh" in text and text.endswith("}\n") and text == as_json(CLASS, 7)


def test_json_has_the_contracts_keys() -> None:
    """A property is told in both languages: its words, then what was seen; only the latter where the code raised."""
    failed, raised = prop("std", "failed", 0.0, 3.0), prop("dtype", "error", -5.0)
    document = json.loads(as_json([submission("an.py", result(3.0, properties=[failed, raised]))], 7))
    (told,) = document["submissions"]
    of_assignment = ["student", "remarks", "hand_ins"]
    assert list(told) == ["path", "isolation", "error", "score", "max_score", "exercises", *of_assignment]
    (exercise,) = told["exercises"]
    assert list(exercise) == ["exercise", "score", "max_score", "status", "mistake", "problem", "properties"]
    keys = ["property", "part", "status", "points", "max_points", "message", "counterexample"]
    assert [list(each) for each in exercise["properties"]] == [keys, keys]
    said = [each["message"]["en"] for each in exercise["properties"]]
    assert said == [f"{failed.words.en} Wrong.", "Wrong."]


@pytest.mark.parametrize("each", [*CLASS, ALL_THAT_CAN_BE], ids=lambda each: each.path)
def test_a_line_of_the_journal_reads_back(each: SubmissionResult) -> None:
    """What the journal holds is the very result; half a line is an error that the journal passes over."""
    line = as_line("key", each)
    assert from_line(line) == ("key", each)
    with pytest.raises(ValueError, match=r"Unterminated|delimiter|Expecting|escape"):
        from_line(line[: len(line) // 2])


def test_json_holds_every_name() -> None:
    """Names that are not UTF-8 can be written, and come back as they were."""
    text = as_json([submission(name, full()) for name in HOSTILE], 7)
    text.encode("utf-8")
    assert [each["path"] for each in json.loads(text)["submissions"]] == HOSTILE


def test_csv_reads_back() -> None:
    """One row a submission, one column an exercise, in the order of the course; what was not asked for is empty.

    Behind the exercises stand their named mistakes.
    """
    rows = list(csv.reader(io.StringIO(as_csv(CLASS))))
    exercises = ["instance_stats", "instance_norm", "instance_norm_1d"]
    mistakes = [f"{name}_mistake" for name in exercises]
    assert rows[0] == ["path", "score", "max_score", "isolation", "error", *exercises, *mistakes]
    named = mistakes_of("instance_norm")["eps_outside_root"].name.en
    assert rows[2] == ["an.py", "13.0", "30.0", "bwrap", "", "10.0", "3.0", "0.0", "", named, ""]
    assert rows[4] == ["hong.ipynb", "0.0", "0.0", "bwrap", "hong.ipynb is not a notebook.", *[""] * 6]
    assert len(rows) == 5


def test_csv_with_a_decimal_comma() -> None:
    """As Excel on a Vietnamese Windows reads it: a semicolon between cells, a comma in numbers, and nowhere else."""
    assert list(csv.reader(io.StringIO(as_csv(CLASS, decimal=",")), delimiter=";"))[2][:4] == [
        "an.py", "13,0", "30,0", "bwrap"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "student, cell",
    [("20215001", "20215001"), ("0012", '="0012"'), ("123456789012", '="123456789012"'), ("12E3", '="12E3"')],
)
def test_csv_keeps_ids(student: str, cell: str) -> None:
    """An id that a spreadsheet would show as another number is written as a formula that gives it."""
    row = replace(submission("a", full()), student=Student(student, "An"), mark=Mark(10.0, 10.0))
    head, read = csv.reader(io.StringIO(as_csv([row])))
    assert read[head.index("student_id")] == cell


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1+1"])
def test_csv_starts_no_formula(name: str) -> None:
    """A name that a spreadsheet could read as a formula begins with an apostrophe, as does such an error."""
    error = Text(vi=name, en=name)
    row = list(csv.reader(io.StringIO(as_csv([submission(name, full(), error=error)]))))[1]
    assert row[0] == row[4] == f"'{name}"


def test_csv_holds_every_name() -> None:
    """Each name stays in its cell, on one line, with nothing in it that acts on a terminal."""
    names = [*HOSTILE, 'a,"b"\nc', "\t=1", "\r=1", "\x00", "\u202e=1"]
    text = as_csv([submission(name, full()) for name in names])
    assert all(line.isprintable() for line in text.splitlines())
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(names) + 1 and {len(row) for row in rows} == {7}
    assert [row[0] for row in rows[-5:]] == ['a,"b"\\nc', "\\t=1", "\\r=1", "\\x00", "\\u202e=1"]


def test_students_are_counted_as_such() -> None:
    """A class of which one handed in nothing is no class of two submissions."""
    rows = [replace(submission("a", full()), student=Student(name)) for name in "ab"]
    assert class_line(rows, "en").startswith("2 students: 2 with full marks")
    assert class_line([*rows, submission("c", full())], "vi").startswith("3 bài nộp")


# Gradescope


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "results",
    [[full()], [WRONG], [GUARDED], [SLOW], [MISSING, WRONG, UNSOLVED], [GUARDED, full()], []],
    ids=["full", "wrong", "guarded", "slow", "three", "two", "none"],
)
def test_gradescope_sums(results: list[ExerciseResult], lang: str) -> None:
    """The tests add up to the score, their maxima to the maximum, and every field is one that Gradescope knows."""
    document = json.loads(as_gradescope([submission("an.py", *results)], lang))
    assert document["score"] == sum(each.score for each in results)
    assert sum(test.get("score", 0) for test in document["tests"]) == document["score"]
    assert sum(test.get("max_score", 0) for test in document["tests"]) == 10 * len(results)
    assert {test["status"] for test in document["tests"]} <= {"passed", "failed"}
    known = {"score", "max_score", "status", "name", "number", "output", "visibility", "tags"}
    assert all(test.keys() <= known for test in document["tests"])
    assert all(("score" in test) == ("max_score" in test) for test in document["tests"])
    numbers = [test["number"] for test in document["tests"]]
    assert len(set(numbers)) == len(numbers)


def test_gradescope_charges_guards_what_the_core_earned() -> None:
    """Two guards that cost 5 each take 6 points from a core of 6: the second has only 1 left to take."""
    tests = {test["number"]: test for test in json.loads(as_gradescope([submission("an.py", GUARDED)], "en"))["tests"]}
    assert [tests[number]["score"] for number in ("1.1", "1.2", "1.3", "1.4", "1.6")] == [3, 3, 0, -5, -1]
    assert "It costs 1 point." in tests["1.6"]["output"]
    assert tests["1.5"]["status"] == "passed" and "score" not in tests["1.5"]
    assert tests["1.3"]["tags"] == ["instance_norm", "core"] and tests["1.4"]["tags"] == ["instance_norm", "guard"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gradescope_says_why(lang: str) -> None:
    """The named mistake, the error and the counterexample are there, as plain text."""
    document = json.loads(as_gradescope([submission("an.py", WRONG, error=UNREADABLE)], lang))
    assert mistakes_of("instance_norm")["eps_outside_root"].why[lang] in document["output"]
    assert UNREADABLE[lang] in document["output"]
    assert document["tests"][1]["output"].endswith("\nx = [[[5.0]]]")
    assert document["output_format"] == document["test_output_format"] == document["test_name_format"] == "text"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("records", [[], CLASS], ids=["none", "several"])
def test_gradescope_is_for_one(records: list[SubmissionResult], lang: str) -> None:
    """For none or several submissions a sentence says what to do."""
    with pytest.raises(ValueError, match=re.escape(ONE_FOR_GRADESCOPE[lang])):
        as_gradescope(records, lang)


# The table


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_table_fits_and_stands_in_columns(width: int, lang: str) -> None:
    """No line is wider than asked, and scores end in the same column, whatever the names are made of."""
    names = ["Nguyễn Thị Ánh.ipynb", "Nguye\u0302\u0303n.py", "山田太郎.py", "x" * 300, *HOSTILE]
    lines = as_table([submission(name, full(), MISSING) for name in names], lang, width).splitlines()
    assert all(display_width(line) <= width for line in lines)
    ends = [display_width(line[: line.index(" 10/20") + 6]) for line in lines[:-1] if " 10/20" in line]
    assert len(ends) == len(names) and len(set(ends)) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_says_why_and_ends_with_the_class(lang: str) -> None:
    """The named mistake, the status and the error stand in their row; the last line is about the class."""
    rows = {line.split()[0]: line for line in as_table(CLASS, lang, 160).splitlines()}
    assert mistakes_of("instance_norm")["eps_outside_root"].name[lang] in rows["an.py"]
    assert {"vi": "chưa giải", "en": "unsolved"}[lang] in rows["an.py"]
    assert {"vi": "không có bài", "en": "missing"}[lang] in rows["bình.py"]
    assert UNREADABLE[lang] in rows["hong.ipynb"]
    last = {
        "vi": "4 bài nộp: 1 đủ điểm, trung bình 13.25/30.",
        "en": "4 submissions: 1 with full marks, mean 13.25/30.",
    }
    assert as_table(CLASS, lang, 160).splitlines()[-1] == last[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_numbers_exercises_where_there_is_no_room(lang: str) -> None:
    """In 80 columns the exercises are numbered, and a legend says what numbers and signs mean."""
    text = as_table(CLASS, lang, 80)
    assert "1 instance_stats, 2 instance_norm, 3 instance_norm_1d, ○ " in text
    assert "2: " + mistakes_of("instance_norm")["eps_outside_root"].name[lang][:10] in text


@pytest.mark.parametrize("isolation, noticed", [("bwrap", False), ("limits", True), ("none", True)])
def test_table_notices_missing_isolation(isolation: Isolation, noticed: bool) -> None:
    """Without bwrap the first line says that this is for code you trust."""
    text = as_table([submission("an.py", full(), isolation=isolation)], "en", 200)
    assert ("code that you trust" in text.splitlines()[0]) == noticed


def test_isolation_is_the_teachers_matter(tmp_path):
    """That code ran without isolation stands on the page of the class, and in nothing that a student is shown."""
    handed_in = submission("an.py", full(), isolation="none")
    write_html(tmp_path, [handed_in], "en")
    shown = [submission_page(handed_in, "en"), as_gradescope([handed_in], "en")]
    assert "without isolation" in (tmp_path / INDEX).read_text(encoding="utf-8")
    assert [text for text in shown if "without isolation" in text] == []


def test_table_of_nothing() -> None:
    """No submissions are said to be none."""
    assert as_table([], "en", 80) == "There are no submissions."


def test_table_sends_nothing_to_the_terminal() -> None:
    """Control characters of names and messages are spelt out."""
    raised = Text(vi="\x1b]0;x\x07", en="\x1b]0;x\x07")
    bad = result(0.0, properties=[prop("zero_mean", "error", 0.0, 10.0, raised)])
    text = as_table([submission(name, bad) for name in HOSTILE], "en", 200)
    assert all(line.isprintable() for line in text.splitlines())
    assert len(text.splitlines()) == len(HOSTILE) + 3


@pytest.mark.parametrize(
    "text, width, end, inside",
    [
        ("abcdef", 6, "abcdef", "abcdef"),
        ("abcdef", 5, "abcd…", "ab…ef"),
        ("abcdef", 1, "…", "…"),
        ("山田太郎", 5, "山田…", "山…郎"),
        ("e\u0302e\u0302e\u0302", 2, "e\u0302…", "e\u0302…"),
    ],
)
def test_shortening_counts_columns(text: str, width: int, end: str, inside: str) -> None:
    """Wide characters count twice, combining marks not at all and stay with their letter."""
    assert (shortened(text, width), shortened_inside(text, width)) == (end, inside)


@pytest.mark.parametrize(
    "names, width, expected",
    [
        (["an.py", "anh.py"], 10, ["an.py", "anh.py"]),
        (["kim_nguyen_thi_hoa_an", "kim_nguyen_thi_hoa_anh"], 12, ["kim_ng…oa_an", "kim_ng…a_anh"]),
        (["kim_an_final.ipynb", "kim_anh_final.ipynb"], 12, ["kim…n_fi…ynb", "kim…nh_f…ynb"]),
        (["/home/x/class/kim.py", "/home/x/class/lan_nguyen.py"], 14, ["…/kim.py", "…/lan_n…yen.py"]),
        (["a" * 30, "a" * 31, "a" * 30], 10, ["aa…a", "aa…aa", "aa…a"]),
    ],
)
def test_names_are_shortened_where_they_are_alike(names: list[str], width: int, expected: list[str]) -> None:
    """The part that tells them apart stays."""
    assert shortened_apart(names, width) == expected


@given(
    names=st.lists(st.text("ab_/.山e\u0302", max_size=30), min_size=1, max_size=8),
    around=st.sampled_from(
        [("", ""), ("kim_nguyen_thi_", ""), ("", "_instance_norm.ipynb"), ("/home/x/class/", ".py")]
    ),
    width=st.integers(10, 40),
)
@settings(deadline=None, derandomize=True)
def test_names_that_differ_stay_apart(names: list[str], around: tuple[str, str], width: int) -> None:
    """Whatever they are made of, and however little room there is; the same name is shortened to the same."""
    whole = [around[0] + name + around[1] for name in names]
    short = shortened_apart(whole, width)
    assert all(display_width(each) <= width for each in short)
    assert len(set(short)) == len(set(whole)) == len(set(zip(whole, short, strict=True)))


def test_what_was_not_tried_is_no_reason() -> None:
    """A guard that timed out is why points are lost, not the core that was not tried after it."""
    slow = Text(vi="Chưa xét được: quá lâu.", en="Not judged: too slow.")
    skipped = prop("zero_mean", "skipped", 0.0, 10.0, Text(vi="bỏ qua", en="skipped"))
    graded = result(0.0, properties=[skipped, prop("shape", "timeout", -10.0, problem=slow)])
    assert reason(graded, "en") == "Not judged: too slow"


# The pages


def pages(place: Path, records: list[SubmissionResult], lang: str) -> dict[str, str]:
    """The pages that `write_html` writes, by name."""
    write_html(place, records, lang)
    assert not [path for path in place.iterdir() if path.name.startswith(".") and path.name != LIST]
    return {path.name: path.read_text(encoding="utf-8") for path in place.glob("*.html")}


def test_page_names_are_safe_and_unique() -> None:
    """Names are plain ASCII, short, never a device or another folder, and differ even where letter case does not."""
    rows = [made(name) for made in (submission, student) for name in (*HOSTILE, "con", "Index", "an-0123abcd")]
    names = page_names(rows)
    assert len({name.lower() for name in names}) == len(rows)
    assert all(re.fullmatch(r"([a-z0-9]+-)*[a-f0-9]{8}\.html", name) and len(name) < 60 for name in names)
    (name,) = page_names([submission("Đỗ Thị Ước.ipynb")])
    assert name.startswith("do-thi-uoc-ipynb-")


def test_page_names_stay() -> None:
    """A page is called after the student's id, else after the hand-in, whoever else is graded and wherever it lies."""
    rows = [student("20215001"), student("SV 7"), *(submission(f"/home/x/class/{name}") for name in ("an.py", "b"))]
    names = page_names(rows)
    assert names[0] == "20215001.html"
    for place, row in enumerate(rows):
        assert page_names([row]) == [names[place]]
        assert page_names([submission("class/a-new-one.py"), row])[1] == names[place]
    assert page_names([submission("an.py")]) == [names[2]]


def test_two_classes_in_one_run() -> None:
    """Of hand-ins that are called the same, as much of the place is told as tells them apart."""
    rows = [submission(path) for path in ("/home/x/1/an.py", "/home/x/2/an.py", "/home/x/2/b.py")]
    assert names_apart(rows) == ["1/an.py", "2/an.py", "b.py"]
    assert len(set(page_names(rows))) == 3


def test_old_pages_are_removed(tmp_path: Path) -> None:
    """Whoever is not graded again has no page any more; what else lies there stays."""
    pages(tmp_path, CLASS, "vi")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert write_html(tmp_path, CLASS[:1], "vi") == len(CLASS) - 1
    assert {path.name for path in tmp_path.iterdir()} == {LIST, "notes.txt", INDEX, *page_names(CLASS[:1])}


@pytest.mark.parametrize("name", ["notes.html", "index.html", "OLD.HTML"])
def test_others_pages_are_never_touched(tmp_path: Path, name: str) -> None:
    """A page that no run wrote, or that was changed since, is refused before anything is written."""
    pages(tmp_path, CLASS[:1], "vi")
    (tmp_path / name).write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(FolderError, match=re.escape(name)):
        write_html(tmp_path, CLASS, "vi")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_pages_of_an_interrupted_run_are_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full half way, the next run still knows old and new pages for its own."""
    pages(tmp_path, CLASS, "vi")
    write, wrote = folder.write_whole, []

    def full_disk(path: Path, text: str) -> None:
        wrote.append(path)
        if len(wrote) == 4:
            raise OSError(errno.ENOSPC, "full")
        write(path, text)

    monkeypatch.setattr(folder, "write_whole", full_disk)
    with pytest.raises(OSError, match="full"):
        write_html(tmp_path, CLASS, "en")
    monkeypatch.undo()
    assert len(pages(tmp_path, CLASS, "en")) == len(CLASS) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_escape_everything(tmp_path: Path, lang: str) -> None:
    """Names, messages, counterexamples and errors are text: no tag, no handler, no control character comes through."""
    nasty = "<script>alert(1)</script>\x00\x1b\"' onload=x http://evil.example/"
    said = Text(vi=nasty, en=nasty)
    bad = result(0.0, properties=[prop("zero_mean", "error", 0.0, 10.0, said, nasty)])
    records = [submission(name, bad, full("instance_norm_1d"), error=said) for name in HOSTILE]
    written = pages(tmp_path, records, lang)
    assert len(written) == len(HOSTILE) + 1
    for name, html in written.items():
        page = Page(html)
        assert not {"img", "link", "iframe", "form", "object", "base"} & {tag for tag, _ in page.tags}
        assert [tag for tag, _ in page.tags].count("script") == (name == INDEX)
        attributes = [(name, value or "") for _, attrs in page.tags for name, value in attrs.items()]
        assert not [name for name, _ in attributes if name.startswith("on") or name == "src"]
        links = [value for name, value in attributes if name == "href"]
        assert all(link in written or link.startswith(NPY) for link in links), links
        assert all(each.isprintable() or each == "\n" for each in html)
        assert "url(" not in html and "@import" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_in_one_language(tmp_path: Path, lang: str, judged: dict[str, SubmissionResult]) -> None:
    """All the words of a page are in its language, also those that are only spoken."""
    written = pages(tmp_path, [judged[lang], submission("b.py", GUARDED, MISSING, UNSOLVED, isolation="none")], lang)
    for html in written.values():
        page = Page(html)
        assert ("html", {"lang": lang}) in page.tags, html
        spoken = " ".join(attrs["aria-label"] for _, attrs in page.tags if attrs.get("class") == "chart")
        words = f"{page.text} {spoken}"
        assert bool(VIETNAMESE.search(words)) == (lang == "vi")
        assert bool(ENGLISH.search(words)) == (lang == "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_class_page_says_who_lost_what_and_why(tmp_path: Path, lang: str) -> None:
    """Every submission is linked with its score and reasons; mistakes are counted, the most frequent first."""
    batch = result(0.0, mistake="batch_norm", properties=core())
    records = [*CLASS, submission("c.py", batch), submission("d.py", batch)]
    index = Page(pages(tmp_path, records, lang)["index.html"])
    bank = mistakes_of("instance_norm")
    common = index.text[index.text.index({"vi": "Lỗi thường gặp trong lớp", "en": "Common mistakes"}[lang]) :]
    assert common.index(bank["batch_norm"].name[lang]) < common.index(bank["eps_outside_root"].name[lang])
    assert UNREADABLE[lang].rstrip(".") in index.text
    links = [attrs["href"] for tag, attrs in index.tags if tag == "a"]
    assert len(links) == len(records) + 3 and all(link is not None and (tmp_path / link).is_file() for link in links)


def test_the_page_of_a_submission_has_it_all(tmp_path: Path, judged: dict[str, SubmissionResult]) -> None:
    """The feedback block stands as it is, and every property with its words, outcome, points and counterexample."""
    written = pages(tmp_path, [judged["en"], submission("b.py", GUARDED)], "en")
    one, other = page_names([judged["en"], submission("b.py")])
    assert judged["en"].exercises[0].feedback in written[one]
    text = Page(written[other]).text
    assert text.count("does not hold") == 3 + 1 and text.count("−5") == 2
    assert "3/3" in text and "0/4" in text and "x = [[[5.0]]]" in text
    assert all(each.words.en in text for each in GUARDED.properties)


def test_a_page_is_in_its_students_language(tmp_path: Path) -> None:
    """That of the notebooks, and that of the class where they name none."""
    rows = [replace(submission("a.py", WRONG), lang="en"), submission("b.py", WRONG)]
    written, written_in = pages(tmp_path, rows, "vi"), [*page_names(rows), INDEX]
    langs = [next(attrs for tag, attrs in Page(written[name]).tags if tag == "html")["lang"] for name in written_in]
    assert langs == ["en", "vi", "vi"]


def test_the_failing_case_can_be_had(judged: dict[str, SubmissionResult]) -> None:
    """Each array of the counterexample is a link to a file that np.load reads, called after the property."""
    links = [attrs for tag, attrs in Page(submission_page(judged["vi"], "vi")).tags if tag == "a"]
    found = {str(link["download"]): base64.b64decode(str(link["href"]).removeprefix(NPY)) for link in links}
    (graded,) = judged["vi"].exercises
    failed = [each for each in graded.properties if not each.holds]
    assert {name.split("-")[1] for name in found} == {each.name for each in failed if each.arrays}
    code = next(each.counterexample for each in failed if each.name == "definition")
    values: dict[str, np.ndarray] = {"np": np, "instance_norm": lambda x, eps=1e-5: 0 * x}
    exec(code.split("assert")[0], values)
    loaded = np.load(io.BytesIO(found["instance_norm-definition-x.npy"]), allow_pickle=False)
    assert loaded.dtype == values["x"].dtype
    np.testing.assert_array_equal(loaded, values["x"])


def test_a_large_case_is_no_file() -> None:
    """An array that would make a page heavy is left out; the code to paste stands there all the same."""
    exercise = EXERCISES["instance_norm"]
    verdict = judge(exercise, {"instance_norm": lambda x, eps=1e-5: x}, DEFAULT_SEED)
    first = verdict.broken[0]
    for size, names in ((10, ["x"]), (MAX_BYTES_OF_AN_ARRAY, [])):
        large = replace(first, case={"x": np.zeros((1, size, 1)), "eps": 1.0}, calls=())
        told = exercise_result(Diagnosis(replace(verdict, results=(large,))), "").properties[0]
        assert [name for name, _ in told.arrays] == names


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_place_of_this_machine_is_shown(tmp_path: Path, lang: str) -> None:
    """Not even where code that nothing shut in printed it; what only looks like one stays, and so do files to load."""
    places = [str(tmp_path), str(Path.home()), str(Path.cwd()), tempfile.gettempdir(), sys.executable]
    said = Text(**dict.fromkeys(LANGUAGES, f"{places} {tmp_path}/a&b/c.py | kept/tmp /tmpfile {Path.home()}s"))
    file = base64.b64encode(b"\xfe\xd9\xa9" * 3).decode()  # "/tmp" and so on
    told = replace(prop("zero_mean", "error", 0.0, 10.0, said), counterexample=said.en, arrays=(("x", file),))
    row = submission(
        f"{tmp_path}/an.py", result(0.0, properties=[told], feedback=said.en), error=said, isolation="limits"
    )
    page = submission_page(row, lang)
    without_files = page.replace(NPY + file, "")
    assert file in page and f"/tmpfile {Path.home()}s" in page and "kept/tmp" in page
    for place in places:
        assert not re.search(rf"{re.escape(place)}(?!\w)", without_files.replace("kept/tmp", "")), place


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_an_answer_could_not_be_judged(lang: str) -> None:
    """It is said once, in the place of “missing”."""
    ends = Text(vi="a.py: không chạy hết được.", en="a.py: could not be run to its end.")
    row = submission("a.py", replace(MISSING, problem=ends), error=ends)
    page = Page(submission_page(row, lang)).text
    assert page.count(ends[lang]) == 1 and {"vi": "Không có bài", "en": "Missing"}[lang] not in page
    assert {"vi": "không có bài", "en": "missing"}[lang] not in as_table([row], lang, 100).splitlines()[2]


def test_a_message_is_said_once() -> None:
    """When every property raises the same, the page says it at the first and refers to it at the others."""
    said = Text(vi="Đổ vỡ.", en="Kaboom.")
    broken = [prop(name, "error", 0.0, 5.0, said, "x = 1") for name in ("zero_mean", "std", "definition")]
    text = Page(submission_page(submission("a.py", result(0.0, properties=broken)), "en")).text
    assert (text.count("As above."), text.count("x = 1")) == (2, 1)


def test_pages_can_be_used_by_all(tmp_path: Path, judged: dict[str, SubmissionResult]) -> None:
    """Headers of tables have a scope, tables a caption, drawings a spoken text, headings no gaps."""
    for html in pages(tmp_path, [judged["vi"]], "vi").values():
        page = Page(html)
        tags = [tag for tag, _ in page.tags]
        assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.tags if tag == "th")
        drawn = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("aria-hidden") != "true"]
        assert all(attrs.get("role") == "img" and attrs["aria-label"] for attrs in drawn)
        assert all(attrs.get("tabindex") == "0" for tag, attrs in page.tags if tag == "pre")
        assert tags.count("table") == tags.count("caption")
        assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1)


def test_pages_of_nothing(tmp_path: Path) -> None:
    """A class of nobody has a page that says so."""
    assert "Không có bài nộp nào." in Page(pages(tmp_path, [], "vi")["index.html"]).text
