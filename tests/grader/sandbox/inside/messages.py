"""The protocol between the judge and the processes that read and run submissions: every message, typed.

Each class says how it goes out (`as_json`) and how it comes in (`from_json`). What comes from the worker is doubted:
its `from_json` raises WireError for anything that is no such message. Arrays and code travel behind the JSON, as blobs.

    judge to parser     Parse, with a file's bytes behind it       parser answers   Parsed, with the code of its cells
    judge to worker     Load, with the code of the cells           worker answers   any At, then Loaded
                        Calls                                                       Replies, or first any Question,
                        Answers, to a Question
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Self, TypeVar, get_args

from .wire import Json, WireError, screened

MAX_NAMES = 1000
MAX_PROBLEMS = 5
MAX_STOPS = 5
MAX_PACKAGES = 10
MAX_SAID = 300
MAX_TYPE_NAME = 80
MAX_PRINTED = 1000  # in a call; in all calls of a message MAX_PRINTED_IN_ALL
MAX_PRINTED_IN_ALL = 100_000
Part = TypeVar("Part")


# Reading a file


@dataclass(frozen=True)
class Parse:
    """Asks the parser what a file holds, whose bytes are the one blob, and which of these names its code defines."""

    suffix: str
    names: tuple[str, ...]

    def as_json(self) -> Json:
        return dict(vars(self))

    @classmethod
    def from_json(cls, message: Json) -> Self:
        return cls(message["suffix"], tuple(message["names"]))


REFUSALS = ("not a notebook", "not text", "too large", "too complex")


@dataclass(frozen=True)
class Parsed:
    """What a file holds; the blobs are the code of its cells, UTF-8.

    `refused` is one of REFUSALS, or None where it could be read. `exercise` and `lang` are what a notebook's metadata
    say. `defined` are the names that the code defines or assigns, of which `stubs` are still to be written; `imported`
    are those that it imports. `syntax` is the first place that is no Python: the number of the cell, the line, and what
    is wrong. `likeness` is the same for code that differs in nothing but comments, layout and words, and each of the
    `likenesses` for what defines one of the names `defined`, in their order.
    """

    refused: str | None = None
    exercise: str | None = None
    lang: str | None = None
    defined: tuple[str, ...] = ()
    stubs: tuple[str, ...] = ()
    imported: tuple[str, ...] = ()
    syntax: tuple[int, int, str] | None = None
    likeness: str = ""
    likenesses: tuple[str, ...] = ()

    def as_json(self) -> Json:
        return dict(vars(self))

    @classmethod
    def from_json(cls, message: Json) -> Self:
        refused = message.get("refused")
        if refused is not None and refused not in REFUSALS:
            raise WireError("a refusal is none")
        syntax = message.get("syntax")
        if syntax is not None:
            cell, line, said = _exactly(syntax, 3)
            syntax = _count(cell), _count(line), screened(said, MAX_SAID)
        exercise, lang = (_optional(message.get(key), _name) for key in ("exercise", "lang"))
        defined, stubs, imported = (
            _parts(message.get(key), _name, MAX_NAMES) for key in ("defined", "stubs", "imported")
        )
        likeness = screened(message.get("likeness"), MAX_SAID)
        likenesses = _parts(message.get("likenesses"), lambda each: screened(each, MAX_SAID), MAX_NAMES)
        return cls(refused, exercise, lang, defined, stubs, imported, syntax, likeness, likenesses)


# Running it


@dataclass(frozen=True)
class At:
    """Tells the judge which statement of which cell is run next, so that it knows where a submission did not end."""

    cell: int
    statement: int

    def as_json(self) -> Json:
        return {"at": [self.cell, self.statement]}

    @classmethod
    def from_json(cls, message: Json) -> Self:
        cell, statement = _exactly(message.get("at"), 2)
        return cls(_count(cell), _count(statement))


@dataclass(frozen=True)
class Stop:
    """A statement at which an earlier worker was stopped, for too much time, or ended by itself: it is passed over."""

    at: At
    how: Literal["stopped", "ended"]

    def as_json(self) -> Json:
        return {**self.at.as_json(), "how": self.how}

    @classmethod
    def from_json(cls, message: Json) -> Self:
        return cls(At.from_json(message), message["how"])


@dataclass(frozen=True)
class Load:
    """Asks the worker to run the cells, and to keep what they call by these names.

    `file` is what the code calls itself in a traceback. `beside` are the paths of the files that were handed in with
    it, relative to its folder. The blobs are the contents of these files, and then the code of the cells. Of the cells
    the statements of `stops` are passed over.
    """

    file: str
    names: tuple[str, ...]
    beside: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()

    def as_json(self) -> Json:
        return {"do": "load", **vars(self), "stops": [stop.as_json() for stop in self.stops]}

    @classmethod
    def from_json(cls, message: Json) -> Self:
        stops = tuple(map(Stop.from_json, message["stops"]))
        return cls(message["file"], tuple(message["names"]), tuple(message["beside"]), stops)


ProblemKind = Literal["syntax", "raised", "stopped", "ended"]
PROBLEMS: tuple[ProblemKind, ...] = get_args(ProblemKind)


@dataclass(frozen=True)
class Problem:
    """What went wrong in a cell: it is no Python, it raised, or it was stopped or ended the process.

    `line` is None where no line of it was running.
    """

    cell: int
    kind: ProblemKind
    line: int | None
    said: str = ""

    def as_json(self) -> Json:
        return {"cell": self.cell, "kind": self.kind, "line": self.line, "said": self.said[:MAX_SAID]}

    @classmethod
    def from_json(cls, message: object) -> Self:
        message = _object(message)
        kind: ProblemKind | None = next((kind for kind in PROBLEMS if kind == message.get("kind")), None)
        if kind is None:
            raise WireError("a problem is none")
        line = _optional(message.get("line"), _count)
        return cls(_count(message.get("cell")), kind, line, screened(message.get("said"), MAX_SAID))


@dataclass(frozen=True)
class Loaded:
    """What came of running the cells: a handle for each name that is there, and the first problems.

    `borrowed` are the names under which there is no answer, but the stand-in for a piece of the course's own code.
    `packages` are those that the cells imported and that are not there.
    """

    handles: dict[str, int]
    borrowed: tuple[str, ...]
    problems: tuple[Problem, ...]
    packages: tuple[str, ...] = ()

    def as_json(self) -> Json:
        problems = [problem.as_json() for problem in self.problems]
        return {**vars(self), "problems": problems}

    @classmethod
    def from_json(cls, message: Json) -> Self:
        handles = {_name(name): _count(handle) for name, handle in _object(message.get("handles")).items()}
        problems = _parts(message.get("problems"), Problem.from_json, MAX_PROBLEMS + MAX_STOPS)
        packages = _parts(message.get("packages"), _name, MAX_PACKAGES)
        return cls(handles, _parts(message.get("borrowed"), _name, MAX_NAMES), problems, packages)


# Calls at it


@dataclass(frozen=True)
class Call:
    """One thing asked of the submission: to "call", "get" or "set" something.

    `target` is a name that was loaded or a handle; where it is None, `earlier` is the number of the call of the same
    message whose result is meant. `name` is the attribute, None for the target itself; `arguments` are encoded values,
    the last of them given by these `keywords`.
    """

    do: Literal["call", "get", "set"]
    target: str | int | None
    earlier: int | None
    name: str | None
    arguments: tuple[Json, ...]
    keywords: tuple[str, ...] = ()

    def as_json(self) -> Json:
        return dict(vars(self))

    @classmethod
    def from_json(cls, message: Json) -> Self:
        return cls(**message)


@dataclass(frozen=True)
class Calls:
    """Asks for these calls, in order."""

    calls: tuple[Call, ...]

    def as_json(self) -> Json:
        return {"do": "calls", "calls": [call.as_json() for call in self.calls]}

    @classmethod
    def from_json(cls, message: Json) -> Self:
        return cls(tuple(Call.from_json(call) for call in message["calls"]))


@dataclass(frozen=True)
class Raised:
    """An exception: the name of its type, which of PRESERVED_TYPES it is of, what it says, the learner's line."""

    type_name: str
    kinds: tuple[str, ...]
    said: str
    line: tuple[int, str] | None

    def as_json(self) -> Json:
        line = None if self.line is None else [self.line[0], self.line[1][:MAX_SAID]]
        name, said = self.type_name[:MAX_TYPE_NAME], self.said[:MAX_SAID]
        return {"type": name, "kinds": self.kinds, "said": said, "line": line}

    @classmethod
    def from_json(cls, message: object) -> Self:
        message = _object(message)
        line = message.get("line")
        if line is not None:
            number, text = _exactly(line, 2)
            line = _count(number), screened(text, MAX_SAID)
        kinds = _parts(message.get("kinds"), _name, MAX_NAMES)
        return cls(screened(message.get("type"), MAX_TYPE_NAME), kinds, screened(message.get("said"), MAX_SAID), line)


# Asked for by their class: a stub is recognised, getattr takes a default, and an exercise may ask for the others.
PRESERVED_TYPES = (NotImplementedError, AttributeError, RuntimeError, AssertionError)


@dataclass(frozen=True)
class Reply:
    """What one call did: its `result` as an encoded value, or what it `raised`.

    `numbers` are those under which the arrays of the result are watched. `arguments` tells for each argument what was
    done to it, None for nothing; `changed` the contents of earlier results that were written into meanwhile. `used` is
    as in a Question, and `printed` is how what the call printed begins.
    """

    result: Json | None
    raised: Raised | None
    numbers: tuple[int, ...]
    arguments: tuple[Json | None, ...]
    changed: tuple[tuple[int, Json], ...]
    used: int = 0
    printed: str = ""

    def as_json(self) -> Json:
        return {**vars(self), "raised": self.raised and self.raised.as_json()}

    @classmethod
    def from_json(cls, message: object) -> Self:
        message = _object(message)
        raised = _optional(message.get("raised"), Raised.from_json)
        result = _optional(message.get("result"), _object)
        if (raised is None) == (result is None):
            raise WireError("a reply tells of no result and no exception, or of both")
        return cls(
            result,
            raised,
            _parts(message.get("numbers"), _count, MAX_NAMES),
            _parts(message.get("arguments"), lambda part: _optional(part, _object), MAX_NAMES),
            _parts(message.get("changed"), _change, MAX_NAMES),
            _count(message.get("used")),
            screened(message.get("printed", ""), MAX_PRINTED),
        )


@dataclass(frozen=True)
class Replies:
    """The replies to Calls, one for each."""

    replies: tuple[Reply, ...]

    def as_json(self) -> Json:
        return {"replies": [reply.as_json() for reply in self.replies]}

    @classmethod
    def from_json(cls, message: Json, count: int) -> Self:
        """The replies to so many calls."""
        return cls(tuple(map(Reply.from_json, _exactly(message.get("replies"), count))))


# Questions during a call


@dataclass(frozen=True)
class Question:
    """Asks the judge to compute a call of a function that is its own: the argument number `box` of the current call.

    `by_name` says how eps was given; `used` counts the calls since the last question whose outcomes had been sent in
    advance.
    """

    box: int
    x: Json
    eps: Json
    by_name: bool
    used: int

    def as_json(self) -> Json:
        return dict(vars(self))

    @classmethod
    def from_json(cls, message: Json) -> Self:
        x, eps = _object(message.get("x")), _object(message.get("eps"))
        return cls(_count(message.get("box")), x, eps, message.get("by_name") is True, _count(message.get("used")))


@dataclass(frozen=True)
class Answer:
    """What a call of the judge's function did: an encoded `result`, or the type and the words of a built-in exception.

    `rows` stands for a result that is a nested list, as the array that it would make. `x` is what became of the input;
    `changed` is as in a Reply, `number` what an array is called by, and `layout` how it lies in memory.
    """

    number: int | None
    result: Json | None
    rows: Json | None
    raised: tuple[str, str] | None
    x: Json
    changed: tuple[tuple[int, Json], ...]
    layout: tuple[tuple[int, ...], int, bool] | None

    def as_json(self) -> Json:
        return dict(vars(self))


@dataclass(frozen=True)
class Answers:
    """The judge's answer to a Question, and then the answers to those that it expects next, with their fingerprints."""

    answers: tuple[Answer, ...]
    expected: tuple[str, ...] = ()

    def as_json(self) -> Json:
        return {"answers": [answer.as_json() for answer in self.answers], "expected": self.expected}

    @classmethod
    def from_json(cls, message: Json) -> Self:
        return cls(tuple(Answer(**answer) for answer in message["answers"]), tuple(message["expected"]))


# Doubting what comes in


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise WireError("a part of a message is no object")
    return value


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise WireError("a number in a message is none")
    return value


def _name(value: object) -> str:
    return screened(value, MAX_TYPE_NAME)


def _optional(value: object, read: Callable[[object], Part]) -> Part | None:
    return None if value is None else read(value)


def _parts(value: object, read: Callable[[object], Part], most: int) -> tuple[Part, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise WireError("a list in a message is none, or too long")
    return tuple(map(read, value))


def _exactly(value: object, count: int) -> Iterable[object]:
    if not isinstance(value, list) or len(value) != count:
        raise WireError("a list in a message has another length")
    return value


def _change(value: object) -> tuple[int, Json]:
    number, content = _exactly(value, 2)
    return _count(number), _object(content)
