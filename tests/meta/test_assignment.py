"""An assignment, written down: what its file may say, whose hand-ins they are, what counts, and where marks go."""

import io
import json
import os
import re
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made_class
from grader import batch, cli, provenance, seed
from grader.assignment.describe import read_assignment
from grader.assignment.feedback import moodle_feedback
from grader.assignment.gather import HandIn, gathered
from grader.assignment.late import DAY, ONE_DAY_MARKED, Lateness, LateRule
from grader.assignment.mark import Marking
from grader.assignment.recognize import named_by_system, sender, sent_as
from grader.assignment.roster import Person, Roster, RosterError, persons_in, roster_of
from grader.assignment.tables import TableError, table_of
from grader.assignment.worksheets import WorksheetError, canvas_gradebook, lateness_in, moodle_worksheet
from grader.compare import compared
from grader.judging import cases
from grader.results import ExerciseResult, SubmissionResult
from grader.sandbox.launcher import isolation
from grader.settings import SettingsError
from grader.submissions.archives import Archives
from grader.submissions.find import FoundSubmission, submissions_in
from grader.text import LANGUAGES
from notebooks import ROOT

HERE = Path("list.csv")
NOON = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=7)))
MINUTE = timedelta(minutes=1)


# A file of settings


WHOLE = """title = "Bài tập 1"
maximum = 10
deadline = 2026-11-20T12:00:00+07:00
counts = "best"
seed = 7
lang = "en"

[exercises]
instance_norm = 2
instance_stats = 1

[late]
grace_minutes = 10
percent_per_day = 20
until = 2026-11-23T12:00:00+07:00
times = "files"

[roster]
file = "roster.csv"
pattern = 'SV(?P<id>[0-9]+)'

[reports]
csv = "marks.csv"
json = "marks.json"
html = "feedback"
moodle = "worksheet.csv"
moodle_column = "Điểm số"
moodle_feedback = "feedback.zip"
canvas = "gradebook.csv"
canvas_column = "Bài tập 1 (12)"
missing = "zero"
csv_decimal = ","

[[adjustment]]
student = "1"
exercise = "instance_norm"
points = 8
comment = "Đúng ý."

[[adjustment]]
student = "2"
add = -1.5
comment = "Chép bài."
"""


def described(folder: Path, text: str):
    (folder / "assignment.toml").write_text(text, encoding="utf-8")
    return read_assignment(folder / "assignment.toml")


def test_all_that_can_be_said_is_read(tmp_path):
    """Every key there is, each where it belongs; paths are from the folder of the file."""
    read = described(tmp_path, WHOLE)
    assert (read.title, read.maximum, read.counts, read.seed, read.lang) == ("Bài tập 1", 10, "best", 7, "en")
    assert read.exercises == {"instance_stats": 1, "instance_norm": 2}
    assert [*read.exercises] == ["instance_stats", "instance_norm"]  # as in the course
    assert read.late == LateRule(NOON, 10 * MINUTE, 0.2, NOON + 3 * DAY, "files")
    assert (read.roster, read.pattern) == (tmp_path / "roster.csv", re.compile("SV(?P<id>[0-9]+)"))
    assert read.places.csv == tmp_path / "marks.csv"
    assert (read.places.moodle_column, read.places.canvas_column) == ("Điểm số", "Bài tập 1 (12)")
    assert (read.places.zero_for_missing, read.places.csv_decimal) == (True, ",")
    assert [(each.student, each.points, each.adds) for each in read.adjustments] == [("1", 8, False), ("2", -1.5, True)]
    assert [WHOLE.splitlines()[each.line - 1] for each in read.adjustments] == ['student = "1"', 'student = "2"']


def test_little_needs_to_be_said(tmp_path):
    """A title and the exercises: each is worth ten points, and nothing is late."""
    read = described(tmp_path, 'title = "A"\n[exercises]\ninstance_norm = 1\nrevin = 1\n')
    assert (read.maximum, read.late, read.counts, read.seed, read.roster) == (20, None, "last", None, None)


def test_readme_has_a_whole_example(tmp_path):
    """In both languages the same, but for its words."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    vi, en = (described(tmp_path, example) for example in re.findall(r"```toml\n(.*?)```", text, re.DOTALL))
    assert replace(vi, title=en.title, adjustments=en.adjustments) == en
    assert (en.late.per_day, en.places.csv_decimal, en.adjustments[0].points) == (0.1, ",", 8)


@pytest.mark.parametrize(
    "old, new, line, words",
    [
        ('title = "Bài tập 1"', "", 1, 'title = "'),
        ('title = "Bài tập 1"', "title = 1", 1, "text in quotes"),
        ("maximum = 10", "maximum = -1", 2, "a number from 0"),
        ("maximum = 10", 'maximum = "10"', 2, "such as maximum = 10"),
        ("maximum = 10", "maximun = 10", 2, "Did you mean maximum?"),
        ("maximum = 10", "colour = 10", 2, "Use one of these: exercises, "),
        ("seed = 7", "seed = 1.5", 5, "a whole number"),
        ('"best"', '"first"', 4, '"last", "best"'),
        ("deadline = 2026-11-20T12:00:00+07:00", 'deadline = "soon"', 3, "without quotes"),
        ("deadline = 2026-11-20T12:00:00+07:00\n", "", 11, "no deadline"),
        ("instance_norm = 2", "instance_nrom = 2", 9, "there is no exercise instance_nrom"),
        ("instance_norm = 2\ninstance_stats = 1", "instance_norm = 0", 8, "a weight above 0"),
        ("percent_per_day = 20", "percent_per_day = 200", 14, "from 0 to 100"),
        ("until = 2026-11-23", "until = 2026-11-03", 15, "after the deadline"),
        ("(?P<id>[0-9]+)", "([0-9]+)", 20, "no group id"),
        ("(?P<id>[0-9]+)", "(?P<id>[0-9]+", 20, "no regular expression"),
        ('json = "marks.json"', 'json = "marks.csv"', 24, "Each needs a place of its own"),
        ('moodle = "worksheet.csv"\n', "", 27, "Download that"),
        ("points = 8", "points = 8\nadd = 1", 37, "exactly one"),
        ('add = -1.5\ncomment = "Chép bài."', 'add = -1.5\ncomment = ""', 43, "comment must be text"),
        ('exercise = "instance_norm"', 'exercise = "revin"', 36, "not in the part [exercises]"),
        ("[late]", "[late", None, "at line 12"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, words):
    """In both languages, with what to do."""
    assert old in WHOLE
    with pytest.raises(SettingsError) as refused:
        described(tmp_path, WHOLE.replace(old, new))
    said = refused.value.text
    assert words in said.en
    assert "assignment.toml" in said.en and said.vi != said.en
    assert line is None or f", line {line}: " in said.en


# A table of which cells change


CELLS = st.text(st.sampled_from('ab,;"\n\r ’ấ\t'), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5), st.data())
def test_all_but_the_cell_stays(rows, data):
    """Whatever stands in the others, byte for byte; and the new text is what is read there."""
    end, marked = data.draw(st.sampled_from(("\n", "\r\n"))), data.draw(st.booleans())
    heads = [["x", "y"], *([*row, "1"][:2] for row in rows)]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in heads]
    text = ("\ufeff" if marked else "") + end.join([*quoted, ""])
    table = table_of(text, HERE)
    assert table.with_cells({}) == text
    place = data.draw(st.integers(0, len(table.rows) - 1))
    new = data.draw(CELLS)
    changed = table_of(table.with_cells({(place, 1): new}), HERE)
    expected = [[cell.text for cell in row] for row in table.rows]
    expected[place][1] = new
    assert [[cell.text for cell in row] for row in changed.rows] == [row for row in expected if any(row)]


def test_a_quotation_mark_without_its_other():
    with pytest.raises(TableError, match="line 2"):
        table_of('a,b\n1,"2', HERE)


# Who is who


LIST = (
    "id,name,email,github\n1,Nguyễn Văn An,an@x.vn,annv\n2,Trần Thị Bình,binh@x.vn,nv\n"
    "3,Lê An,a3@x.vn,\n10,Lê An,a10@x.vn,\n"
)
SHEET = "Identifier,Full name,Email address\nParticipant 77,Lê An,a10@x.vn\nParticipant 78,Nguyễn Văn An,an@x.vn\n"
BOOK = 'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"An, Lê",501,3,a3@x.vn,K\n'


@pytest.fixture
def roster() -> Roster:
    known = roster_of(table_of(LIST, HERE))
    for text in (SHEET, BOOK):
        known = known.told_more(persons_in(table_of(text, HERE)).values())
    return known


@pytest.mark.parametrize(
    "text, expected",
    [
        (LIST, ["1", "2", "3", "10"]),
        ("\ufeffMSSV;Họ và tên\r\n007;An\r\n", ["007"]),
        (SHEET, ["77", "78"]),
        (BOOK, ["3"]),
        ("Định danh lạ,Họ và tên\nNgười tham gia 77,An\nNgười tham gia 78,An\n", ["77", "78"]),
        ("identifier,github_username\nan@x.vn,annv\n", ["an@x.vn"]),
    ],
)
def test_students_are_read_from_what_there_is(text, expected):
    """A list of one's own, Moodle's worksheet, Canvas' gradebook, GitHub Classroom's roster."""
    assert [student.id for student in roster_of(table_of(text, HERE))] == expected


@pytest.mark.parametrize(
    "text, words", [("id\n1\n1\n", "in two rows"), ("colour\nred\n", "Name that column id"), ("id\n", "no students")]
)
def test_a_list_that_cannot_be_used(text, words):
    with pytest.raises(RosterError, match=words):
        roster_of(table_of(text, HERE))


@pytest.mark.parametrize(
    "name, student",
    [
        ("Lê An_77_assignsubmission_file_", "10"),
        ("Lê An_77_assignsubmission_file", "10"),
        ("Lê An_77_assignsubmission_file_1.ipynb", "10"),  # what the student called it counts for nothing
        ("Trần Thị Bình_99_assignsubmission_onlinetext", "2"),
        ("Lê An_99_assignsubmission_file_", None),  # there are two
        ("Lê An_1_assignsubmission_file_", None),  # Moodle's number is nobody's id
        ("Lê An 10_99_assignsubmission_file_", "10"),  # as some schools call people
        ("anlê_LATE_501_9_10.ipynb", "3"),
        ("anlê_501_9_x-2.ipynb", "3"),
        ("anon_XyZ_9_x.ipynb", None),
        ("bai-tap-1-annv", "1"),
        ("bai-tap-1-nv", "2"),
        ("SV10_bai1.ipynb", "10"),
        ("10.py", "10"),
        ("bai1_3.zip", "3"),
        ("bài 13.ipynb", None),
        ("bài 1 của Trần Thị Bình.ipynb", "1"),  # that is all that can be read in it
        ("1_Trần Thị Bình.ipynb", None),
        ("1_2.ipynb", None),
        ("Nguyễn Văn An - bai1.ipynb", "1"),
        ("tran thi binh.py", "2"),
        ("an@x.vn.ipynb", "1"),
        ("Phạm Lan.ipynb", None),
    ],
)
def test_whose_a_hand_in_is(roster, name, student):
    """By what the system wrote, an id, a login, an address or a name, as long as that is of one student alone."""
    assert sender(sent_as(name, by_canvas=True), roster, re.compile("SV(?P<id>[0-9]+)")) == student


def test_what_looks_like_canvas_in_a_class_of_ones_own():
    """Is anybody's own name, where the others do not look like it."""
    assert named_by_system(["lab_1_2_a.py", "an.py", "b.py"]) == frozenset()
    assert named_by_system(["an_1_2_a.py", "b_3_4_report.pdf", "x.py"]) == {"an_1_2_a.py", "b_3_4_report.pdf"}


def hand_ins(folder: Path, roster: Roster | None, rule: LateRule | None = None, marked=None, pattern=None):
    """The hand-ins in a folder, as an assignment has them."""
    with Archives() as archives:
        found = submissions_in([folder], archives, claimed=named_by_system)
        return gathered(found.submissions, roster, pattern, rule, marked or {})


def test_files_of_one_student_are_one_hand_in(tmp_path, roster):
    """Called as the student called them, so that one can import the other; a report alone is one too."""
    for name in ("a-1.ipynb", "helper.py", "data.txt"):
        (tmp_path / f"Lê An_77_assignsubmission_file_{name}").write_text("{}")
    (tmp_path / "Nguyễn Văn An_78_assignsubmission_file_report.pdf").write_text("")
    (tmp_path / "notes.txt").write_text("")
    _, (one, other) = hand_ins(tmp_path, roster)
    assert (one.student, other.student) == ("10", "1")
    (notebook, helper) = one.submission.files
    assert one.submission.beside(notebook).keys() == {"helper.py", "data.txt"}
    assert (notebook.called.name, helper.called.name) == ("a-1.ipynb", "helper.py")
    assert "only report.pdf" in other.submission.problem.en


def test_canvas_puts_numbers_behind_names(tmp_path, roster):
    """A newer file of the same name keeps its own, and is the newer one."""
    for name in ("a_501_8_x.py", "a_501_9_x-1.py", "a_501_7_helper-3.py"):
        (tmp_path / name).write_text("")
    _, (one,) = hand_ins(tmp_path, roster)
    assert {file.called.name: file.order for file in one.submission.files} == {"helper.py": 7, "x.py": 8, "x-1.py": 9}


def test_two_downloads_are_two_hand_ins(tmp_path, roster):
    """Of which the one that was saved later comes last."""
    for attempt, seconds in (("second", 2000), ("first", 1000)):
        file = tmp_path / attempt / "Lê An_77_assignsubmission_file_" / "x.py"
        file.parent.mkdir(parents=True)
        file.write_text("")
        os.utime(file, (seconds, seconds))
    with Archives() as archives:
        found = submissions_in([tmp_path / "second", tmp_path / "first"], archives, claimed=named_by_system)
        _, (second, first) = gathered(found.submissions, roster, None, None, {})
    assert (second.student, first.student, second.order > first.order) == ("10", "10", True)


def test_an_archive_is_as_old_as_itself(tmp_path):
    """When a student saved a file before packing it says nothing of when it was handed in."""
    (tmp_path / "an.zip").write_bytes(made_class.zipped({"x.py": ""}))
    os.utime(tmp_path / "an.zip", (1000, 1000))
    (tmp_path / "binh").mkdir()
    (tmp_path / "binh" / "y.zip").write_bytes(made_class.zipped({"x.py": ""}))
    os.utime(tmp_path / "binh" / "y.zip", (2000, 2000))
    with Archives() as archives:
        assert [each.saved for each in submissions_in([tmp_path], archives).submissions] == [1000, 2000]


def test_without_a_roster_the_names_tell(tmp_path):
    """By the number that a system gave, or by the pattern; who cannot be told is nobody."""
    for name in ("Lê An_77_assignsubmission_file_", "SV12 bai", "x"):
        (tmp_path / name).mkdir()
    students, found = hand_ins(tmp_path, None, pattern=re.compile("SV(?P<id>[0-9]+)"))
    assert [(each.id, each.name) for each in students] == [("77", "Lê An"), ("12", "SV12 bai")]
    assert [each.student for each in found] == ["77", "12", None]


# Late


RULE = LateRule(NOON, 10 * MINUTE, 0.25, NOON + 3 * DAY)


@pytest.mark.parametrize(
    "after, share",
    [
        (-DAY, 1),
        (10 * MINUTE, 1),
        (11 * MINUTE, 0.75),
        (DAY, 0.75),
        (DAY + MINUTE, 0.5),
        (3 * DAY, 0.25),
        (3 * DAY + MINUTE, 0),
    ],
)
def test_what_a_late_hand_in_keeps(after, share):
    """Each day that has begun takes its part, beyond the grace; after the last moment nothing counts."""
    assert RULE.share(RULE.lateness(NOON + after)) == pytest.approx(share)


def test_without_an_end_nothing_falls_below_0():
    assert replace(RULE, until=None).share(Lateness(30 * DAY)) == 0


def test_what_is_said_of_lateness():
    """How late, what that leaves, and that nobody knows how late where a system only marks it."""
    assert RULE.said(Lateness(65 * MINUTE)).en == "Handed in 2 h late: 75% of the points count."
    assert "2 days late: 50%" in RULE.said(Lateness(DAY + MINUTE)).en
    assert "too late to count" in RULE.said(Lateness(4 * DAY)).en
    assert "Marked as late, which counts as 1 day: 75%" in RULE.said(ONE_DAY_MARKED).en


@pytest.mark.parametrize(
    "status, late",
    [
        ("Submitted for grading - Graded", None),
        ("Submitted for grading - 1 day 2 hours late", timedelta(days=1, hours=2)),
        ("Đã nộp để chấm - 3 ngày 5 phút trễ", timedelta(days=3, minutes=5)),
        ("No submission - Assignment is overdue by: 2 days", None),
    ],
)
def test_what_moodle_says_of_lateness(status, late):
    assert lateness_in(status) == late


def test_where_lateness_is_read(tmp_path, roster):
    """Moodle's own word, Canvas' mark, else the time of the file; a checkout keeps no time."""
    for name in ("a_77_assignsubmission_file_", "b_78_assignsubmission_file_"):
        (tmp_path / "moodle" / name).mkdir(parents=True)
        (tmp_path / "moodle" / name / "x.py").write_text("")
    rule = replace(RULE, deadline=datetime.now().astimezone() - 2 * DAY)
    said = {"10": Lateness(5 * MINUTE)}
    _, found = hand_ins(tmp_path / "moodle", roster, rule, said)
    assert [each.late and each.late.by < DAY for each in found] == [True, False]
    (tmp_path / "canvas").mkdir()
    (tmp_path / "canvas" / "a_501_8_x.py").write_text("")
    (tmp_path / "canvas" / "b_LATE_502_9_x.py").write_text("")
    assert [each.late for each in hand_ins(tmp_path / "canvas", roster, rule)[1]] == [None, ONE_DAY_MARKED]
    by_files = replace(rule, times="files")
    assert all(each.late and each.late.exact for each in hand_ins(tmp_path / "canvas", roster, by_files)[1])
    (tmp_path / "github" / "bai-annv" / ".git").mkdir(parents=True)
    (tmp_path / "github" / "bai-annv" / "x.py").write_text("")
    assert [each.late for each in hand_ins(tmp_path / "github", roster, rule)[1]] == [None]


# What counts


def handed_in(student: str | None, order: int, late: Lateness | None = None) -> HandIn:
    return HandIn(FoundSubmission(f"class/{student}-{order}", ()), student, (order, 0, ""), late)


def result(stats: float | None, norm: float | None) -> SubmissionResult:
    exercises = [
        ExerciseResult(name, points or 0, "missing" if points is None else "graded")
        for name, points in (("instance_stats", stats), ("instance_norm", norm))
    ]
    return SubmissionResult("x", "bwrap", None, tuple(exercises))


def rows(folder: Path, given: list[tuple[HandIn, SubmissionResult]], text: str = WHOLE) -> dict[str, SubmissionResult]:
    assignment = described(folder, text)
    students = Roster([Person("1", "An"), Person("2", "Bình"), Person("3", "Chi")])
    made = Marking(assignment, students, "bwrap").rows([each for each, _ in given], [each for _, each in given])
    return {each.student.id if each.student else each.path: each for each in made}


def test_a_row_a_student(tmp_path):
    """Weighted out of the maximum, whoever handed in nothing included, and those that nobody knows at the end."""
    of = rows(tmp_path, [(handed_in("3", 1), result(10, 5)), (handed_in(None, 1), result(10, 10))])
    assert [*of] == ["1", "2", "3", "x"]
    assert (of["3"].score, of["3"].max_score) == (6.67, 10)
    assert (of["2"].score, of["2"].error.en, of["2"].hand_ins) == (0, "Nothing was handed in.", ())
    assert "Nobody on the list" in of["x"].mark.remarks[0].en
    assert of["x"].score == 10


@pytest.mark.parametrize("counts, expected", [("last", 7), ("best", 10)])
def test_of_several_hand_ins(tmp_path, counts, expected):
    """Exercise by exercise the last or the best, and which it is is said."""
    given = [(handed_in("3", 1), result(10, 10)), (handed_in("3", 2), result(1, None))]
    row = rows(tmp_path, given, WHOLE.replace('"best"', f'"{counts}"'))["3"]
    assert row.score == expected
    assert ("of 2 hand-ins" in row.mark.remarks[0].en, len(row.hand_ins)) == (True, 2)


def test_late_can_be_worse_than_in_time(tmp_path):
    """The best is what is best after lateness took its part."""
    late = Lateness(2 * DAY)
    row = rows(tmp_path, [(handed_in("3", 1), result(7, 7)), (handed_in("3", 2, late), result(10, 10))])["3"]
    assert row.score == 7
    assert rows(tmp_path, [(handed_in("3", 2, late), result(10, 10))])["3"].score == 6


def test_what_was_given_by_hand(tmp_path):
    """Counts whatever grading finds, with its comment; of one exercise out of 10, of all out of the maximum."""
    of = rows(tmp_path, [(handed_in("1", 1), result(10, 0)), (handed_in("2", 1), result(10, 10))])
    assert of["1"].score == round(10 * (10 + 2 * 8) / 30, 2)
    assert "the teacher gave 8/10. Đúng ý." in of["1"].mark.remarks[0].en
    assert of["2"].score == 8.5
    assert of["2"].mark.remarks[0].vi == "Tổng điểm: giáo viên trừ 1.5. Chép bài."
    again = rows(tmp_path, [(handed_in("1", 1), result(0, 10)), (handed_in("2", 1), result(0, 0))])
    assert (again["1"].score, again["2"].score) == (round(10 * 16 / 30, 2), 0)


# Marks back


def test_moodles_worksheet_is_filled_in(tmp_path):
    """In the column of the grade, in its own numbers; a row that is locked or missing is named."""
    text = (
        "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Feedback comments\r\n"
        'Participant 5,An,,"10,00",Yes,"a ""b"", c"\r\nParticipant 6,"B, ì","1,00","10,00",No,\r\n'
    )
    sheet = moodle_worksheet(table_of(text, HERE), 10)
    students = Roster([Person("1", "An", moodle="5"), Person("2", "Bình", moodle="6"), Person("3", "Chi")])
    given = [(handed_in(student, 1), result(10, 5)) for student in ("1", "2", "3")]
    made = Marking(described(tmp_path, WHOLE.split("[[")[0]), students, "bwrap").rows(*zip(*given, strict=True))
    filled = sheet.filled(students, made, zero_for_missing=False)
    assert filled.text == text.replace("An,,", 'An,"6,67",')
    assert moodle_worksheet(table_of(text, HERE), 10, "Feedback comments").column == 5
    assert (filled.count, filled.left) == (1, ("2", "3"))


def test_canvas_gradebook_is_filled_in(tmp_path):
    """In the column of this assignment alone; whoever handed in nothing gets 0 only if that is asked for."""
    text = (
        "\ufeffStudent,ID,SIS User ID,Section,A (1),B (2)\n    Points Possible,,,,5,10.00\n"
        '"An, Lê",8,1,K,3,\n"B",9,2,K,N/A,4\n'
    )
    students = Roster([Person("1"), Person("2")])
    made = Marking(described(tmp_path, WHOLE.split("[[")[0]), students, "bwrap").rows(
        [handed_in("1", 1)], [result(10, 10)]
    )
    book = canvas_gradebook(table_of(text, HERE), "B", 10)
    filled = book.filled(students, made, zero_for_missing=False)
    assert filled.text == text.replace("K,3,\n", "K,3,10.00\n")
    assert book.filled(students, made, zero_for_missing=True).text == filled.text.replace("N/A,4", "N/A,0.00")
    assert canvas_gradebook(table_of(text, HERE), "A (1)", 5).locked == {3}
    assert canvas_gradebook(table_of(text.replace("N/A", "EX"), HERE), "A (1)", 5).locked == {3}


@pytest.mark.parametrize(
    "text, title, words",
    [
        ("ID,Section,SIS User ID,B (2)\n", "A", "Write its name as canvas_column"),
        ("ID,Section,SIS User ID,A (1),A (2)\n", "A", "A \\(1\\), A \\(2\\)"),
        ("Student,ID,Section,A (1)\nPoints Possible,,,20\nAn,5,K,\n", "A", "Make both the same"),
    ],
)
def test_a_gradebook_that_is_another_ones(text, title, words):
    with pytest.raises(WorksheetError, match=words):
        canvas_gradebook(table_of(text, HERE), title, 10)


@pytest.mark.parametrize(
    "text, words",
    [("Identifier,Points\nParticipant 1,\n", "no column Grade"), ("id,Grade,Maximum Grade\n1,,100.00\n", "100.00")],
)
def test_a_worksheet_that_is_another_ones(text, words):
    with pytest.raises(WorksheetError, match=words):
        moodle_worksheet(table_of(text, HERE), 10)


def test_moodles_archive_of_feedback(tmp_path):
    """A page a participant, in a folder whose name Moodle takes; nothing of those of whom there is nothing to say."""
    students = Roster([Person("1", "An_/B", moodle="5"), Person("2", "Bình", moodle="6"), Person("3", "Chi")])
    given = [(handed_in("1", 1), result(10, 5)), (handed_in("3", 1), result(10, 5))]
    text = WHOLE.split("[[")[0]
    made = Marking(described(tmp_path, text), students, "bwrap").rows(*zip(*given, strict=True))
    packed = moodle_feedback(students, made, lambda row: f"<p>{row.score}")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (name,) = archive.namelist()
        assert archive.read(name).decode() == "<p>6.67"
    info = name.split("/")[0].split("_", 4)
    assert (info[0], info[1:4]) == ("An B", ["5", "assignsubmission", "file"])
    assert packed == moodle_feedback(students, made, lambda row: f"<p>{row.score}")


# All of it


@pytest.fixture
def a_machine_of_the_tests(tmp_path_factory, monkeypatch):
    """With the journals and the seed of nobody."""
    drawn, mine = cases.cache_folder(), tmp_path_factory.mktemp("machine")
    monkeypatch.setattr(batch, "cache_folder", lambda: mine)
    (mine / "seed").write_text("0\n", encoding="utf-8")
    monkeypatch.setattr(seed, "seed_file", lambda: mine / "seed")
    return drawn


SLOW = {"an endless loop", "prints a lot"}


@pytest.mark.skipif(isolation().kind == "none", reason="workers are forked, which this system cannot do")
@pytest.mark.parametrize("form", ["moodle", "canvas"])
@pytest.mark.usefixtures("a_machine_of_the_tests")
def test_from_the_archive_to_the_worksheet(tmp_path, monkeypatch, capsys, form):
    """One command, and every mark is the true one; a second run gives the same files, byte for byte."""
    quick = [kind for kind in made_class.kinds() if kind.name not in SLOW]
    monkeypatch.setattr(made_class, "kinds", lambda: quick)
    count = len([kind for kind in quick if form in kind.forms])
    made_class.make(tmp_path, count)
    before = (tmp_path / f"{form}.csv").read_bytes()
    command = ["--trust", str(tmp_path / f"{form}.toml"), str(tmp_path / f"{form}.zip"), "--lang", "en", "--seed", "0"]
    assert cli.main(command) == 1
    assert made_class.wrong_marks(tmp_path, form, count) == []
    printed = capsys.readouterr().out
    assert f"{form}.csv: {count}." in printed
    assert re.search(r"Graded with course \S+ \(commit .*\), Python", printed)
    after = (tmp_path / f"{form}.csv").read_bytes()
    assert re.sub(rb"\d+\.\d\d", b"", after) == re.sub(rb"\d+\.\d\d", b"", before)
    document = json.loads((tmp_path / f"{form}-marks.json").read_text(encoding="utf-8"))
    assert document["assignment"] == made_class.TITLE
    assert document["run"]["isolation"] == isolation().kind
    assert len(document["submissions"]) == count
    late = next(each for each in document["submissions"] if each["student"]["id"] == id_of(form, "a day late"))
    assert late["remarks"][0]["en"].endswith("90% of the points count.")
    assert (tmp_path / f"{form}-marks.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    if form == "moodle":
        with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
            by_number = {int(name.split("_")[1]): archive.read(name).decode() for name in archive.namelist()}
        pages = list(by_number.values())
        assert len(pages) == count - 1  # one has handed in nothing
        assert all(str(tmp_path) not in page for page in pages)
        # Each in the language of its notebooks, and in that of the command where these name none.
        numbers = {each.kind.name: each.number for each in made_class.members(count, form)}
        assert "Chấm bằng khóa học" in by_number[numbers["both right"]]
        assert "Graded with course" in by_number[numbers["Python files"]]
        # And each with the reason that is true of it.
        assert "instance_norm.py, line 22: not valid Python" in by_number[numbers["a syntax error"]]
        assert "tiến trình chạy bài nộp đã kết thúc giữa chừng" in by_number[numbers["ends the process"]]
        assert "only report.pdf" in by_number[numbers["only a report"]]
        assert "instance_norm.ipynb cannot be read as a notebook" in by_number[numbers["no notebook"]]
        assert not any("index.html" in page for page in pages)  # the class is no student's business


def id_of(form: str, kind: str) -> str:
    return next(each.id for each in made_class.members(60, form) if each.kind.name == kind)


@pytest.mark.parametrize(
    "files, arguments, words",
    [
        ({}, ["a.toml"], "a.toml cannot be read"),
        ({"a.toml": 'title = "A"\n[exercises]\nrevin = 1\n'}, ["a.toml"], "Add the folder or zip"),
        ({"a.toml": 'title = "A"\n[exercises]\nrevin = 1\n'}, ["a.toml", "b.toml"], "b.toml is too many"),
        ({"a.toml": 'title = "A"\n[exercises]\nrevin = 1\n'}, ["a.toml", ".", "--exercise", "revin"], "Leave out"),
        (
            {
                "a.toml": 'title = "A"\n[exercises]\nrevin = 1\n[roster]\nfile = "r.csv"\n'
                '[[adjustment]]\nstudent = "9"\nadd = 1\ncomment = "c"\n',
                "r.csv": "id\n1\n",
            },
            ["a.toml", "."],
            "line 7: there is no student with the id 9",
        ),
        (
            {
                "a.toml": 'title = "A"\n[exercises]\nrevin = 1\n[roster]\nfile = "r.csv"\n[reports]\ncsv = "r.csv"\n',
                "r.csv": "id\n1\n",
            },
            ["a.toml", "."],
            "r.csv will not be written",
        ),
        (
            {"a.toml": 'title = "A"\n[exercises]\nrevin = 1\n[roster]\nfile = "r.csv"\n'},
            ["a.toml", "."],
            "r.csv cannot",
        ),
    ],
)
def test_bad_usage_of_an_assignment(tmp_path, monkeypatch, capsys, files, arguments, words):
    """Ends in a sentence before anything is graded."""
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(cli, "grade_all", lambda *_: pytest.fail("grading began"))
    assert cli.main(["--trust", "--lang", "en", *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.usefixtures("a_machine_of_the_tests")
def test_what_has_no_place_is_listed(tmp_path, monkeypatch, capsys):
    """A hand-in that nobody knows whose it is, and a mark without a row; both have their row in the results."""

    def full_marks(journal, jobs, scheduler):
        graded = (ExerciseResult("revin", 10.0, "graded"),)
        return ((task, SubmissionResult(task.name, "bwrap", None, graded)) for task in journal.tasks)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "grade_all", full_marks)
    (tmp_path / "class").mkdir()
    for name in ("1_revin.py", "2.py", "x.py"):
        (tmp_path / "class" / name).write_text("", encoding="utf-8")
    (tmp_path / "list.csv").write_text("id,name\n1,An\n2,Bo\n3,Chi\n", encoding="utf-8")
    (tmp_path / "sheet.csv").write_text("Identifier,Full name,Grade\nParticipant 7,An,\n", encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        'title = "A"\n[exercises]\nrevin = 1\n[roster]\nfile = "list.csv"\n'
        '[reports]\nmoodle = "sheet.csv"\njson = "out.json"\n',
        encoding="utf-8",
    )
    assert cli.main(["--trust", "--lang", "en", "a.toml", "class"]) == 1
    printed = capsys.readouterr().out
    assert "Marks written into sheet.csv: 1." in printed
    assert "no mark was written for 2, who have no row" in printed
    assert "Nobody knows whose these are: x.py. Correct the roster" in printed
    assert (tmp_path / "sheet.csv").read_text(encoding="utf-8") == (
        "Identifier,Full name,Grade\nParticipant 7,An,10.00\n"
    )
    submissions = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["submissions"]
    assert [(each["student"] and each["student"]["id"], each["score"]) for each in submissions] == [
        ("1", 10), ("2", 10), ("3", 0), (None, 10)
    ]  # fmt: skip


def test_the_version(capsys):
    """Says what grades, and grades nothing."""
    assert cli.main(["--version", "--lang", "en"]) == 0
    assert "isolation" in capsys.readouterr().out


def test_the_commit_that_grades(tmp_path, monkeypatch):
    """Of a checkout its commit, with + where files were changed since; elsewhere nobody knows."""
    for root, expected in ((tmp_path, r"\?"), (ROOT, r"[0-9a-f]{10}\+?|\?")):
        monkeypatch.setattr(provenance, "__file__", str(root / "tests" / "grader" / "provenance.py"))
        provenance._commit.cache_clear()
        assert re.fullmatch(expected, provenance.this_run().commit)
    provenance._commit.cache_clear()


# Two results


def written(folder: Path, name: str, **changes: object) -> Path:
    exercise = {"exercise": "instance_norm", "score": 10.0, "max_score": 10.0, "status": "graded", "mistake": None}
    exercise["properties"] = [{"property": "std", "status": "passed"}]
    row = {"path": "class/an.py", "student": {"id": "1", "name": "An"}, "error": None, "remarks": []}
    row |= {"score": 10.0, "max_score": 10.0, "exercises": [exercise | changes.pop("exercise", {})]} | changes
    document = {"schema": 1, "seed": changes.pop("seed", 0), "hypothesis": "6", "submissions": [row], "run": None}
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return folder / name


def test_what_changed_after_a_regrade(tmp_path, capsys):
    """Who, by what and why: the property, the mistake, the remark, and what was different about the run."""
    old = written(tmp_path, "old.json")
    new = written(
        tmp_path,
        "new.json",
        seed=1,
        score=4.0,
        exercise={"score": 5.0, "mistake": "x", "properties": [{"property": "std", "status": "failed"}]},
        remarks=[{"vi": "Trễ.", "en": "Late."}],
    )
    for lang in LANGUAGES:
        lines = compared(old, new, lang)
        assert [line.startswith("    ") for line in lines] == [False, False, True, True]
        assert "seed: 0 → 1" in lines[0]
        assert lines[1] == "1 An: 10/10 → 4/10"
        assert "instance_norm: 10/10 → 5/10" in lines[2] and "std: passed → failed" in lines[2]
    assert lines[3] == "    remarks: – → Late."
    assert cli.main(["--compare", str(old), str(new), "--lang", "en"]) == 1
    assert cli.main(["--compare", str(old), str(old), "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("No mark has changed.\n")


def test_who_is_in_one_of_them_only(tmp_path):
    old, new = written(tmp_path, "old.json"), written(tmp_path, "new.json", student=None, path="b/bo.py")
    assert compared(old, new, "en") == [
        "1 An: only in the old results (10/10)",
        "bo.py: only in the new results (10/10)",
    ]


@pytest.mark.parametrize(
    "text, words", [("{", "is not what"), ('{"schema": 1}', "is not what"), (None, "cannot be read")]
)
def test_what_cannot_be_compared(tmp_path, capsys, text, words):
    if text is not None:
        (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert cli.main(["--compare", str(tmp_path / "a.json"), str(tmp_path / "a.json"), "--lang", "en"]) == 2
    assert words in capsys.readouterr().err
