"""What stands in for the course's own modules, which are not here: set-up cells run, and no answer comes of them.

`from grader.check import check` gives a check that does nothing, and what chapters import of `course` draws nothing.
Everything else that is imported from the course can be imported, but neither called nor subclassed nor handed in.
"""

import importlib.machinery
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

PACKAGES = ("course", "graded", "grader", "mistakes", "solutions")
COLOUR = "black"


class CourseCodeError(Exception):
    """A submission uses the course's own code in place of an answer."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} là code của khóa học, không có ở đây khi chấm: hãy tự viết."
            f" / {name} is the course's own code, not here when graded: write your own."
        )


class CourseCode:
    """Stands in for something of the course: it has any attribute and any item, and nothing can be done with it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> "CourseCode":
        if name.startswith("__"):
            raise AttributeError(name)
        return CourseCode(f"{self._name}.{name}")

    def __getitem__(self, key: object) -> "CourseCode":
        return CourseCode(f"{self._name}[{key!r}]")

    def __call__(self, *arguments: object, **named: object) -> object:
        raise CourseCodeError(self._name)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (type("CourseClass", (CourseClass,), {"course_name": self._name}),)


class CourseClass:
    """What a class has as its base that was derived from one of the course's."""

    course_name = ""

    def __new__(cls, *arguments: object, **named: object) -> "CourseClass":
        raise CourseCodeError(cls.course_name)


def is_course_code(value: object) -> bool:
    """Whether a value is the course's own code, or a class derived from it."""
    return isinstance(value, CourseCode) or (isinstance(value, type) and issubclass(value, CourseClass))


def _do_nothing(*arguments: object, **named: object) -> None:
    """Stands in for `check` and for what draws."""


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if self.__name__.startswith("course"):
            return COLOUR if name.isupper() else _do_nothing
        if f"{self.__name__}.{name}" == "grader.check.check":
            return _do_nothing
        return CourseCode(f"{self.__name__}.{name}")


class CourseFinder(MetaPathFinder, Loader):
    """Finds a stand-in for every module of the course, unless the learner handed in a module of that name."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        package = name.partition(".")[0]
        if package not in PACKAGES or PathFinder.find_spec(package, [""]) is not None:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.stand_in_for(spec.name)

    def stand_in_for(self, name: str) -> ModuleType:
        """What stands in for the module of this name."""
        return _StandIn(name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def stand_in_for_the_course() -> None:
    """From here on, imports of the course's modules in this process find stand-ins."""
    sys.meta_path.insert(0, CourseFinder())
