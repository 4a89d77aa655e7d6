"""What is wrong with a call of `check`, in a sentence."""

import difflib
import functools
import inspect
from collections.abc import Sequence

from grader.exercises import EXERCISES
from grader.sandbox.inside.standins import PACKAGES as COURSE_PACKAGES
from grader.text import LANGUAGES, Text

NO_EXERCISE = Text(
    vi='Không có bài tập nào tên là “{given}”. Có phải bạn muốn gọi check("{nearest}", …)?',
    en='There is no exercise called “{given}”. Did you mean check("{nearest}", …)?',
)
NO_EXERCISE_AT_ALL = Text(
    vi="check cần tên bài tập trước tiên, đặt trong ngoặc kép, một trong các tên sau: {names}.",
    en="check needs the name of the exercise first, in quotes, one of these: {names}.",
)
NO_LANGUAGE = Text(
    vi='Không có ngôn ngữ “{given}”: hãy viết lang="vi" hoặc lang="en".',
    en='There is no language “{given}”: write lang="vi" or lang="en".',
)
WRONG_COUNT = Text(
    vi='check("{id}", …) cần nhận {names} sau tên bài tập. Bạn đã đưa vào {given} đối số.',
    en='check("{id}", …) must be given {names} after the name of the exercise. Number given: {given}.',
)
NOT_CALLABLE = Text(
    vi="check cần chính hàm hoặc lớp {name}, mà bạn đưa vào một giá trị kiểu {kind}. Hãy viết tên, đừng gọi.",
    en="check needs the function or class {name} itself, but was given a value of type {kind}. Write its name, without"
    " calling it.",
)
WRONG_ORDER = Text(
    vi='Thứ tự chưa đúng: ở chỗ của {name} bạn đưa vào {given}. Hãy viết check("{id}", {names}).',
    en='The order is not right: in the place of {name} stands {given}. Write check("{id}", {names}).',
)
OTHER_EXERCISE = Text(
    vi='{given} là của bài tập "{other}", không phải của "{id}". Hãy viết check("{id}", {names}).',
    en='{given} belongs to the exercise "{other}", not to "{id}". Write check("{id}", {names}).',
)
COURSE_CODE = Text(
    vi="{name} ở đây là code của chính khóa học ({module}), không phải của bạn, nên không được chấm. Có lẽ một ô nào đó"
    " đã import nó. Hãy chạy ô có lời giải của bạn, rồi chạy lại ô kiểm tra này.",
    en="{name} is the course's own code here ({module}), not yours, so it is not judged. Perhaps some cell imported it."
    " Run the cell with your solution, then run this check again.",
)


def problem_of(exercise: object, answers: Sequence[object], lang: str) -> str | None:
    """What is wrong with a call of `check`, in a sentence, or None."""
    if lang not in LANGUAGES:
        return "\n".join(NO_LANGUAGE[each].format(given=lang) for each in LANGUAGES)
    if not isinstance(exercise, str) or exercise not in EXERCISES:
        return _no_exercise(exercise, lang)
    asked = EXERCISES[exercise]
    names = ", ".join(asked.names)
    if len(answers) != len(asked.names):
        return WRONG_COUNT[lang].format(id=asked.id, names=names, given=len(answers))
    for name, answer in zip(asked.names, answers, strict=True):
        if not callable(answer):
            return NOT_CALLABLE[lang].format(name=name, kind=type(answer).__name__)
        if (module := course_module_of(answer)) is not None:
            return COURSE_CODE[lang].format(name=name, module=module)
        given = getattr(answer, "__name__", None)
        if given != name and given in asked.names:
            return WRONG_ORDER[lang].format(id=asked.id, names=names, name=name, given=given)
        other = next((each for each in EXERCISES.values() if given in each.names and each is not asked), None)
        if other is not None:
            return OTHER_EXERCISE[lang].format(id=asked.id, names=names, given=given, other=other.id)
    return None


def _no_exercise(given: object, lang: str) -> str:
    """What is said of the name of an exercise that there is not: the nearest one, or all."""
    by_name = {name.lower(): each.id for each in EXERCISES.values() for name in (each.id, *each.names)}
    near = difflib.get_close_matches(given.lower(), by_name, n=1) if isinstance(given, str) else []
    if not near:
        return NO_EXERCISE_AT_ALL[lang].format(names=", ".join(EXERCISES))
    return NO_EXERCISE[lang].format(given=given, nearest=by_name[near[0]])


def course_module_of(answer: object) -> str | None:
    """The module of the course that an answer's code or its class comes from, or None: the learner's own."""
    while isinstance(answer, functools.partial):
        answer = answer.func
    answer = inspect.unwrap(answer) if callable(answer) else answer
    parts = answer.__mro__ if isinstance(answer, type) else (answer,)
    modules = [str(getattr(part, "__module__", "")) for part in parts]
    return next((module for module in modules if module.partition(".")[0] in COURSE_PACKAGES), None)
