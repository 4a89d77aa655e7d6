"""A failing case as code to paste: the calls in their order, and an assertion that fails as the answer did.

Nothing here knows the graded tests. What was given and what was compared is found again among the numbers at hand: as x
itself, as `1 - x / 2`, as the mean of an output. An argument that is found nowhere is written out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product, zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.exercises import Answer, Case
from grader.judging.assertions import REAL_NUMBERS, MismatchError
from grader.judging.literals import array_lines, rounded, scalar
from grader.judging.recording import Call, Target, arrays_of, replayed
from grader.sandbox.inside.block_stream import Blocks
from grader.sandbox.inside.silenced import silenced

# Drawn with more numbers than x has features; a graded test takes as many as it needs.
PARAMETERS = ("gamma", "beta")
# What graded tests give besides the arrays of a case; `{x}` stands for each of those.
GIVEN = (
    *("{x}", "1 - {x} / 2", "1 - {x}", "~{x}", "{x}[:1]", "{x}[:, :1]", "{x}[:, :, -1:]", "{x}[:, :, -2:]"),
    *("{x}[:, :, -3:]", "{x}[:, order]", "np.concatenate([{x}, {x}], axis=2)"),
    "np.where(mask[:, :, np.newaxis], {x}, -654321)",
    "{x} + 1e8 * (np.arange({x}.shape[1]) >= {x}.shape[1] // 2)[:, np.newaxis]",
    "{x} - 1e8 * (np.arange({x}.shape[1]) >= {x}.shape[1] // 2)[:, np.newaxis]",
)
# What they compare of an output `{y}`, also of the tokens of a sample `{b}` alone.
SLICES = (
    *("{y}", "{y}[:1]", "{y}[:, :1]", "{y}[:, :, -1:]", "{y}[:, :, -2:]", "{y}[:, :, -3:]", "{y}[:, order]"),
    "{y}[:, : {y}.shape[1] // 2]",
)
COMPARED = (
    *("{y}", "{y}.mean(axis=1, keepdims=True)", "{y}.std(axis=1, keepdims=True)", "{y}.sum(axis=1, keepdims=True)"),
    *("np.sign(np.diff({y}, axis=1))", "np.where(mask[:, :, np.newaxis], 0, {y})"),
    "{y}[{b}:{b} + 1, mask[{b}]].mean(axis=1, keepdims=True)",
    *("{y}[{b}:{b} + 1, mask[{b}]].std(axis=1, keepdims=True)", "{y}[:, : {y}.shape[1] // 2]"),
)
NAMES_OF_PARTS = {
    "instance_stats": ("mean", "var"),
    "streaming_stats": ("mean", "var"),
    "instance_norm_backward": ("dx", "dgamma", "dbeta"),
    "fold_affine": ("new_weight", "new_bias"),
}
NAMES_OF_RESULTS = {"normalize": "normalized", "denormalize": "restored"}
NAMES_OF_ARGUMENTS = {"denormalize": "y", "gamma": "gamma", "beta": "beta"}
MAX_INLINE = 48
MAX_CUTS = 5


def as_code(case: Case) -> list[str]:
    """Code that makes the arguments of a case, each by its name."""
    return [line for name, value in case.items() for line in _assignment(name, value)]


def as_script(
    case: Case,
    calls: tuple[Call, ...],
    error: BaseException,
    solution: Mapping[str, Answer] | None,
    methods: frozenset[str],
) -> list[str]:
    """Code that makes the input, repeats the calls, and fails as the answer did. It needs `np` and the answer.

    What it asserts holds for the solution. Where there is none, or that cannot be told in code, the calls stand alone;
    where something was given that code cannot make, there is no code.
    """
    if not all(map(_can_be_written, (value for call in calls for value in call.before))):
        return []
    own = _of_one_function(calls)
    with silenced():
        compared = solution if isinstance(error, MismatchError) else None
        right = own if compared is None else replayed(own, compared, methods)
        return _Writer(case, list(zip_longest(own, right)), error).lines()


@dataclass(frozen=True, eq=False)
class _Named:
    """A name in the code, and what it holds: in the learner's world, and in the solution's.

    Of what came out `call` is the number of the call.
    """

    name: str
    now: Any
    right: Any
    call: int = -1


class _Writer:
    """Writes the code of calls, each given as it went and as it goes for the solution."""

    def __init__(self, case: Case, calls: list[tuple[Call, Call | None]], error: BaseException) -> None:
        self._mismatch = error if isinstance(error, MismatchError) else None
        self._calls = calls
        self._last = next((call for call, _ in reversed(calls) if call.do != "write"), None)
        self._data = named_values(case)
        self._made: dict[str, list[str]] = {}
        self._outputs: list[_Named] = []
        self._at_first: list[_Named] = []  # what the outputs held when they came out
        self._arguments: list[_Named] = []
        self._layers: dict[Target, str] = {}
        self._written = {id(call.given[0]) for call, _ in calls if call.do == "write"}
        self._lent: dict[int, str] = {}  # the names of arrays that are written into later
        self._new: list[str] = []
        self._stood: dict[tuple[str | None, int], str] = {}  # by method and place, which name of the data was given

    def lines(self) -> list[str]:
        steps = [line for call, right in self._calls for line in self._call(call, right)]
        subject, end = self._failure()
        outputs = [output.name for output in self._outputs]
        steps = _renumbered(list(_tidy([*steps, *end], outputs)), outputs)
        made = [line for name, lines in self._made.items() if _uses(steps, name) for line in lines]
        shown = [*made, *steps]
        names = [name for name, value in self._data.items() if isinstance(value, np.ndarray)]
        overwritten = [name for name in names if subject and _mentions(subject, name)]
        shown = _without_needless_copies(shown, names, overwritten)
        data = [line for name, value in self._data.items() if _uses(shown, name) for line in _assignment(name, value)]
        return [*data, *shown]

    # The calls

    def _call(self, call: Call, right: Call | None) -> list[str]:
        target = self._layers.get(call.target, str(call.target))
        if call.do == "write":
            name = self._argument(call, right, 0)
            return [f"{name}[...] = {self._expression(call.before[0])}"]
        if call.do == "get":
            self._name_output(f"{target}.{call.name}", call, right)
            return []
        arguments = [self._argument(call, right, place) for place in range(len(call.given))]
        if call.do == "set":
            return [f"{target}.{call.name} = {arguments[0]}"]
        called = f"{target}{'.' + call.name if call.name else ''}({', '.join(arguments)})"
        if self._mismatch is not None and call is self._last:
            if self._mismatch.aspect == "raises":
                return self._ahead() + _expecting(str(self._mismatch.expected).removeprefix("raise "), called)
            if self._mismatch.aspect == "most":
                return _measured(called, call.before[0], self._mismatch.subject)
        return [*self._ahead(), f"{self._result(call, right)} = {called}"]

    def _result(self, call: Call, right: Call | None) -> str:
        """The name for what a call gives, or the names of its parts."""
        if call.makes_object:
            self._layers[call.number] = self._free("layer")
            return self._layers[call.number]
        names = NAMES_OF_PARTS.get(str(call.target), ())
        if not names:
            name = self._free(NAMES_OF_RESULTS.get(call.name or "", "y"))
            return self._name_output(name, call, right)
        if isinstance(call.result, tuple | list) and len(call.result) == len(names):
            free = [self._free(name) for name in names]
            return ", ".join(self._name_output(name, call, right, place) for place, name in enumerate(free))
        return self._name_output(self._free("result"), call, right)

    def _name_output(self, name: str, call: Call, right: Call | None, part: int | None = None) -> str:
        """Note a name for the result of a call, or for one part of it."""
        other = right or call
        now, first, right_now, right_first = (
            result if part is None else result[part]
            for result in (call.result, call.returned, other.result, other.returned)
        )
        self._outputs.append(_Named(name, now, right_now, call.number))
        self._at_first.append(_Named(name, first, right_first, call.number))
        return name

    def _ahead(self) -> list[str]:
        """The lines that give what is used more than once its name, ahead of its first use."""
        lines, self._new = self._new, []
        return lines

    def _free(self, name: str) -> str:
        """The name, with a number behind it where it is taken."""
        taken = {
            *self._data,
            *self._made,
            *self._lent.values(),
            *self._layers.values(),
            *(output.name for output in self._outputs),
        }
        return next(each for each in (name, *(f"{name}{number}" for number in range(2, 999))) if each not in taken)

    # What is given

    def _argument(self, call: Call, right: Call | None, place: int) -> str:
        given, before = call.given[place], call.before[place]
        now_right = right.given[place] if right is not None else given
        if isinstance(given, list | tuple) and all(part.ndim == 1 for part in before):
            return f"[{', '.join(self._datum(call, place, part) or self._expression(part) for part in before)}]"
        if isinstance(given, Blocks | list | tuple):
            return self._blocks(given, before, now_right)
        if not isinstance(given, np.ndarray):
            same = (name for name, value in self._data.items() if type(value) is type(given) and value == given)
            return next(same, scalar(given))
        if (output := next((output for output in self._outputs if output.now is given), None)) is not None:
            return output.name
        if id(given) in self._written and id(given) in self._lent:
            return self._lent[id(given)]
        code = self._datum(call, place, before) or self._expression(before)
        copied = f"{code}.copy()" if code in self._data else code
        if id(given) in self._written:
            code = self._lent[id(given)] = self._free("array")
            self._new.append(f"{code} = {copied}")
            copied = code
        self._arguments.append(_Named(code, given, now_right))
        return copied

    def _datum(self, call: Call, place: int, array: NDArray[Any]) -> str | None:
        """The name of an array of the case; of several that are equal, the one that stood here before, or a new one."""
        equal = [name for name, value in self._data.items() if _equal(value, array)]
        stood = self._stood.get((call.name, place))
        new = [name for name in equal if name not in self._stood.values()]
        best = [name for name in (NAMES_OF_ARGUMENTS.get(call.name or ""), stood, *new) if name in equal]
        name = next(iter([*best, *equal]), None)
        if name is not None:
            self._stood[call.name, place] = name
        return name

    def _expression(self, array: NDArray[Any]) -> str:
        """How an argument comes from the data, a short array as it is, or a name for another."""
        arrays = [name for name, value in self._data.items() if isinstance(value, np.ndarray)]
        codes = [code.format(x=name) for code in GIVEN for name in arrays]
        found = next((code for code, value in _evaluated(codes, self._data) if _equal(value, array)), None)
        if found is not None:
            return found
        lines = array_lines("other", array)
        inline = lines[0].removeprefix("other = ")
        if len(lines) == 1 and len(inline) <= MAX_INLINE:
            return inline
        name = next((name for name, known in self._made.items() if known == array_lines(name, array)), None)
        name = name or self._free("other")
        self._made[name] = array_lines(name, array)
        return name

    def _blocks(self, given: Any, before: Any, right: Any) -> str:
        """Blocks as they are cut from an array, or put into another order; an iterator of them where one was given."""
        if isinstance(given, Blocks) and given.times > 1:
            return f"(np.ones({before.arrays[0].shape}) for _ in range({given.times}))"
        now, first, right_now = (
            value.arrays if isinstance(value, Blocks) else value for value in (given, before, right)
        )
        code = self._list_of_blocks(now, first, right_now)
        return f"iter({code})" if isinstance(given, Blocks) else code

    def _list_of_blocks(self, now: list[Any], first: list[Any], right: list[Any]) -> str:
        """A list of these blocks; those that matter by themselves get a name, `parts`, first."""
        if all(id(block) in self._lent for block in now):
            return f"[{', '.join(self._lent[id(block)] for block in now)}]"
        once = sorted({id(block): place for place, block in reversed([*enumerate(now)])}.values())
        blocks = [first[place] for place in once]
        code = self._reordered(blocks) or _split(self._expression(np.concatenate(blocks, axis=1)), blocks)
        is_compared = self._mismatch is not None and any(block is self._mismatch.subject for block in now)
        comes_twice = len(once) < len(now)
        if not comes_twice and not is_compared and not any(id(block) in self._written for block in now):
            return code
        name = self._free("parts")
        self._made[name] = [f"{name} = [part.copy() for part in {code}]"]
        for number, place in enumerate(once):
            self._lent[id(now[place])] = f"{name}[{number}]"
            self._arguments.append(_Named(f"{name}[{number}]", now[place], right[place]))
        return self._list_of_blocks(now, first, right) if comes_twice else name

    def _reordered(self, blocks: list[NDArray[Any]]) -> str | None:
        """The blocks of the case in another order."""
        x, cuts = self._data.get("x"), self._data.get("cuts")
        if x is None or cuts is None or len(cuts) + 1 != len(blocks):
            return None
        own = np.split(x, cuts, axis=1)
        places = [next((place for place, part in enumerate(own) if _equal(part, block)), -1) for block in blocks]
        if -1 in places or all(map(_equal, own, blocks)):
            return None
        return f"[{_split('x', own)}[place] for place in {places}]"

    # How it fails

    def _failure(self) -> tuple[str | None, list[str]]:
        """What was compared, and the assertion that fails; neither where the last call raises or is measured."""
        error = self._mismatch
        if error is None or error.aspect in ("raises", "most"):
            return None, []
        for subject in self._subjects(error):
            if error.aspect == "new":
                earlier = next(each.name for each in self._outputs if np.shares_memory(each.now, error.subject))
                return subject.name, [f"assert not np.shares_memory({subject.name}, {earlier})"]
            if error.aspect != "number":
                return subject.name, [ASSERTIONS[error.aspect](subject.name, str(error.expected))]
            if error.index is None:
                break
            index = f"[{', '.join(map(str, error.index))}]"
            for expected in self._expected(error, subject):
                if _agree(subject.right, expected.right, error.index, error.tolerance):
                    code = f"{expected.name}{index}" if np.ndim(expected.right) else expected.name
                    return subject.name, [_assertion(f"{subject.name}{index}", subject.now, code, error.tolerance)]
        return None, self._difference()

    def _difference(self) -> list[str]:
        """Where what was compared cannot be told: an output that is not the solution's, where it is farthest off."""
        for output in self._outputs:
            if _are_numbers(output.now) and _are_numbers(output.right) and output.now.shape == output.right.shape:
                off = np.nan_to_num(np.abs(output.now.astype(np.float64) - output.right.astype(np.float64)), nan=np.inf)
                place = np.unravel_index(np.argmax(off), off.shape)
                tolerance = 1e-9 * max(1.0, float(np.abs(output.right[place])))
                if off[place] > tolerance:
                    actual = f"{output.name}[{', '.join(map(str, place))}]"
                    return [_assertion(actual, output.now, rounded(float(output.right[place]), tolerance), tolerance)]
        return []

    def _subjects(self, error: MismatchError) -> Iterator[_Named]:
        """What may be it that was compared: objects that have a name, or something made of one."""
        named = [*reversed(self._outputs), *self._arguments]
        yield from (each for each in named if each.now is error.subject)
        if isinstance(error.subject, np.ndarray):
            yield from (each for each in self._made_of(named, COMPARED) if _near(each.now, error.subject))

    def _expected(self, error: MismatchError, subject: _Named) -> Iterator[_Named]:
        """What should have come out: what the answer gave elsewhere, or a number."""
        value = float(error.expected[error.index] if np.ndim(error.expected) else error.expected)
        literal = _Named(rounded(value, error.tolerance), value, value)
        if value == 0:
            yield literal
        calls = {output.call for output in self._outputs if _mentions(subject.name, output.name)}
        if np.ndim(error.expected) and calls:
            for output, first in zip(self._outputs, self._at_first, strict=True):
                if _equal(first.now, error.expected) and not _equal(output.now, first.now):
                    yield _Named(f"{output.name}_before", first.now, first.right)
            others = [first for first in self._at_first if first.call not in calls]
            yield from (each for each in self._made_of(others, SLICES) if _equal(each.now, error.expected))
        yield literal

    def _made_of(self, named: list[_Named], patterns: tuple[str, ...]) -> Iterator[_Named]:
        """What the patterns make of each array, in both worlds."""
        arrays = [each for each in named if isinstance(each.now, np.ndarray) and each.name.isidentifier()]
        samples = range(len(self._data.get("mask", ())) or 1)
        # Patterns without {b} come once.
        codes = ((pattern.format(y=each.name, b=b), each) for pattern, each, b in product(patterns, arrays, samples))
        for code, each in dict.fromkeys(codes):
            for _, now in _evaluated([code], self._data | {each.name: each.now}):
                for _, right in _evaluated([code], self._data | {each.name: each.right}):
                    yield _Named(code, now, right)


ASSERTIONS: dict[str, Callable[[str, str], str]] = {
    "shape": lambda subject, expected: f"assert {subject}.shape == {expected}",
    "dtype": lambda subject, expected: f"assert {subject}.dtype == np.{expected}",
    "kind": lambda subject, _: f"assert np.issubdtype({subject}.dtype, np.floating)",
    "type": lambda subject, _: f"assert type({subject}) is np.ndarray",
    "parts": lambda subject, _: f"assert isinstance({subject}, (tuple, list))",
    "count": lambda subject, expected: f"assert len({subject}) == {expected}",
}


def _can_be_written(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return all(isinstance(part, np.ndarray) for part in value)
    return value is None or isinstance(value, np.ndarray | Blocks | int | float | np.generic)


def _of_one_function(calls: tuple[Call, ...]) -> list[Call]:
    """The calls of the function that failed: of several that are tried in turn, the last."""
    asked = [call for call in calls if call.do != "write"]
    if not asked or not isinstance(asked[-1].target, str) or asked[-1].name is not None:
        return list(calls)
    own = [call for call in asked if call.target == asked[-1].target]
    given = {id(array) for call in own for value in call.given for array in arrays_of(value)}
    return [call for call in calls if call in own or (call.do == "write" and id(call.given[0]) in given)]


def named_values(case: Case) -> dict[str, Any]:
    """What has a name before the first call: the case, and the order of tokens that is drawn from its seed."""
    data = dict(case)
    features = data["x"].shape[2] if "x" in data else None
    for name in PARAMETERS:
        if name in data:
            data[name] = data[name][:features]
    if "seed" in data:
        data["order"] = np.random.default_rng(data.pop("seed")).permutation(data["x"].shape[1])
    return data


def _assignment(name: str, value: Any) -> list[str]:
    return array_lines(name, value) if isinstance(value, np.ndarray) else [f"{name} = {scalar(value)}"]


def _evaluated(codes: Iterable[str], values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each code, made of our own patterns, with its value; what has none for these values is left out."""
    for code in codes:
        try:
            yield code, eval(code, {"np": np}, values)  # noqa: S307 - made of the patterns above
        except (NameError, TypeError, ValueError, IndexError):
            continue


def _equal(one: Any, other: Any) -> bool:
    """Whether both are arrays of one dtype and shape with the same numbers."""
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return False
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def _are_numbers(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in REAL_NUMBERS and value.size > 0


def _near(one: Any, other: NDArray[Any]) -> bool:
    """Whether both have the same shape and, but for rounding, the same numbers."""
    if not isinstance(one, np.ndarray) or one.shape != other.shape or one.dtype.kind not in f"{REAL_NUMBERS}b":
        return False
    rounding = 1e-5 if one.dtype == np.float32 else 1e-12
    return np.allclose(one, other, rtol=rounding, atol=rounding, equal_nan=True)


def _split(whole: str, blocks: list[NDArray[Any]]) -> str:
    """The list of these blocks, cut from the whole."""
    if len(blocks) == 1:
        return f"[{whole}]"
    ends = np.cumsum([block.shape[1] for block in blocks[:-1]]).tolist()
    single_tokens = ends == list(range(1, 1 + len(ends))) and len(ends) > MAX_CUTS
    return f"np.split({whole}, {f'range(1, {1 + len(ends)})' if single_tokens else ends}, axis=1)"


def _expecting(kind: str, called: str) -> list[str]:
    """A call that has to raise."""
    otherwise = f'    raise AssertionError("no {kind} was raised")'
    return ["try:", f"    {called}", f"except {kind}:", "    pass", "else:", otherwise]


def _measured(called: str, blocks: Blocks, most: float) -> list[str]:
    """A call whose memory is measured, at most so many blocks."""
    block = blocks.arrays[0].nbytes
    return [
        "import tracemalloc",
        "tracemalloc.start()",
        called,
        "_, peak = tracemalloc.get_traced_memory()",
        "tracemalloc.stop()",
        f"assert peak <= {most:g} * {block}",
    ]


def _assertion(code: str, actual: Any, expected: str, tolerance: float) -> str:
    if tolerance == 0:
        return f"assert {code} == {expected}"
    if actual.dtype != np.float64:
        code = f"float({code})"
    off = f"{code} + {expected[1:]}" if expected.startswith("-") else f"{code} - {expected}"
    return f"assert abs({off if expected != '0' else code}) <= {tolerance:.3g}"


def _mentions(line: str, name: str) -> int:
    """How often a line names something of its own, not an attribute nor a named argument."""
    return len(re.findall(rf"(?<![\w.]){name}(?![\w]|=[^=])", line))


def _uses(lines: list[str], name: str) -> int:
    return sum(_mentions(line, name) for line in lines)


def _tidy(steps: list[str], names: list[str]) -> Iterator[str]:
    """The steps without names for what is not needed, and with a copy of what is needed as it was."""
    for place, step in enumerate(steps):
        named, _, called = step.partition(" = ")
        own = [name for name in named.split(", ") if name in names]
        rest = steps[place + 1 :]
        if own and not any(_uses(rest, name) or _uses(rest, f"{name}_before") for name in own):
            yield called
            continue
        yield step
        yield from (f"{name}_before = {name}.copy()" for name in own if _uses(rest, f"{name}_before"))


def _agree(one: Any, other: Any, index: tuple[int, ...], tolerance: float) -> bool:
    """Whether both have the same number at a place, but for the tolerance."""
    try:
        mine, yours = one[index], other[index] if np.ndim(other) else other
    except (IndexError, TypeError):
        return False
    return bool(np.isclose(mine, yours, rtol=0, atol=tolerance, equal_nan=True))


def _renumbered(steps: list[str], names: list[str]) -> list[str]:
    """The steps with y for y3 where there is no other y."""
    used = [name for name in names if name.isidentifier() and _uses(steps, name)]
    for base in dict.fromkeys(name.rstrip("0123456789") for name in used):
        alike = [name for name in used if name.rstrip("0123456789") == base]
        for number, name in enumerate(alike, 1):
            new = base if number == 1 else f"{base}{number}"
            steps = [re.sub(rf"(?<![\w.]){name}(?=_before\b|\b)", new, line) for line in steps]
    return steps


def _without_needless_copies(lines: list[str], names: list[str], overwritten: list[str]) -> list[str]:
    """The lines where what is named once, or has to be overwritten, is not copied first."""
    for name in names:
        if name in overwritten or _uses(lines, name) == 1:
            lines = [re.sub(rf"(?<![\w.]){name}\.copy\(\)", name, line) for line in lines]
    return lines
