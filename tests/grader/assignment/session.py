"""One run of `grade` on an assignment: what it reads before anything is graded, and what it makes of the results."""

from collections.abc import Callable, Sequence
from pathlib import Path

from grader.assignment.describe import Assignment
from grader.assignment.feedback import moodle_feedback
from grader.assignment.gather import HandIn, gathered
from grader.assignment.mark import Marking
from grader.assignment.roster import Roster, read_roster, roster_of
from grader.assignment.tables import read_table
from grader.assignment.worksheets import UNTOUCHED, Worksheet, canvas_gradebook, moodle_lateness, moodle_worksheet
from grader.results import SubmissionResult
from grader.sandbox.launcher import isolation
from grader.settings import WRONG, SettingsError
from grader.submissions.find import FoundSubmission
from grader.text import Text

WHOSE = Text(
    vi="Không rõ là bài của ai: {names}. Hãy sửa danh sách, hoặc thêm pattern vào phần [roster] trong {path}.",
    en="Nobody knows whose these are: {names}. Correct the roster, or add a pattern to [roster] in {path}.",
)
UNKNOWN_STUDENT = Text(
    vi="không có sinh viên nào có mã {id}. Hãy sửa mã đó.", en="there is no student with the id {id}. Correct it."
)
FILLED = Text(vi="Đã ghi {count} điểm vào {path}.", en="Marks written into {path}: {count}.")
PACKED = Text(vi="Đã đóng gói các trang nhận xét vào {path}.", en="The feedback pages were packed into {path}.")


class Session:
    """Raises CourseError when made, where the assignment's roster or worksheets cannot be used."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self._worksheets: dict[Path, Worksheet] = {}
        self._roster = read_roster(assignment.roster) if assignment.roster is not None else None
        places = assignment.places
        if places.moodle is not None:
            table = read_table(places.moodle)
            self._worksheets[places.moodle] = moodle_worksheet(table, assignment.maximum, places.moodle_column)
        if places.canvas is not None:
            title = places.canvas_column or assignment.title
            self._worksheets[places.canvas] = canvas_gradebook(read_table(places.canvas), title, assignment.maximum)
        for worksheet in self._worksheets.values():
            known = self._roster if self._roster is not None else roster_of(worksheet.table)
            self._roster = known.told_more(worksheet.persons.values())
        self._hand_ins: list[HandIn] = []
        self._students = self._roster if self._roster is not None else Roster([])
        self._refuse_unknown_students()

    @property
    def worksheets(self) -> list[Path]:
        """The files that it updates in place."""
        return list(self._worksheets)

    @property
    def written(self) -> list[Path]:
        """The files that it writes."""
        feedback = self.assignment.places.moodle_feedback
        return [*self._worksheets, *([feedback] if feedback is not None else [])]

    @property
    def has_pages(self) -> bool:
        """Whether it needs what is said to each student as a page."""
        return self.assignment.places.moodle_feedback is not None

    def _refuse_unknown_students(self) -> None:
        """A name misspelt in an adjustment would cost its student the points."""
        for each in self.assignment.adjustments:
            if self._roster is not None and each.student not in self._roster:
                said = UNKNOWN_STUDENT.format(id=each.student)
                raise SettingsError(WRONG.format(path=self.assignment.path, line=each.line, said=said))

    def gathered(self, submissions: Sequence[FoundSubmission]) -> list[FoundSubmission]:
        """What is to be graded: the hand-ins, each with all that a system has of it."""
        assignment, marked = self.assignment, {}
        if assignment.places.moodle is not None and self._roster is not None:
            marked = moodle_lateness(self._worksheets[assignment.places.moodle].table, self._roster)
        self._students, self._hand_ins = gathered(
            submissions, self._roster, assignment.pattern, assignment.late, marked
        )
        return [each.submission for each in self._hand_ins]

    def rows(self, results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
        """A row a student, of the results of the hand-ins in their order."""
        return Marking(self.assignment, self._students, isolation().kind).rows(self._hand_ins, results)

    def unknown(self) -> Text | None:
        """What is said of hand-ins whose student nobody knows, if there are such."""
        names = [Path(each.submission.name).name for each in self._hand_ins if each.student is None]
        return WHOSE.format(names=", ".join(names), path=self.assignment.path) if names else None

    def write(
        self,
        rows: Sequence[SubmissionResult],
        page: Callable[[SubmissionResult], str],
        write: Callable[[Path, str | bytes], object],
    ) -> list[Text]:
        """Write the marks into the worksheets and the pages into Moodle's archive; what is said of it."""
        said = []
        places = self.assignment.places
        for path, worksheet in self._worksheets.items():
            filled = worksheet.filled(self._students, rows, zero_for_missing=places.zero_for_missing)
            write(path, filled.text)
            said.append(FILLED.format(count=filled.count, path=path))
            if filled.left:
                said.append(UNTOUCHED.format(path=path, names=", ".join(filled.left)))
        if places.moodle_feedback is not None:
            write(places.moodle_feedback, moodle_feedback(self._students, rows, page))
            said.append(PACKED.format(path=places.moodle_feedback))
        return said
